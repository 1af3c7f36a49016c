"""From the casefile of a pair to what the page says: projects, meetings, exercises, labels, instances of interest.

Nothing after the last year of the page is used: a project delivered later is still open, a later meeting is absent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from amity.casefile import Casefile
from amity.errors import NoDataError
from amity.report import Chart, Listing, Mark, words
from amity.report.case import Case, Contacts, Label, Project, Promised, Spoken
from amity.report.casecharts import Course, curve, projects, stacked, year_of
from amity.report.claimed import Reviewed
from amity.report.marks import marked
from amity.report.sentences import Names
from amity.scores.delivery import delivery

#: Days at the end of a project's dates are written as the casefile has them.
_OPEN = "still open"

#: Kinds of meetings that are told together.
_MEETINGS: Mapping[str, tuple[str, ...]] = {
    "visits": ("state visit", "visit"),
    "at summits, other meetings": ("summit sideline", "meeting"),
    "calls and video": ("call", "video"),
}


class Told:
    """One casefile as seen from one page: which side comes first, up to which year, by whom.

    Attributes:
        file: The casefile.
        last: The last year of the page.
        source: How its figures are cited.
    """

    def __init__(self, file: Casefile, names: Names, last: int) -> None:
        self.file, self.last, self._names = file, last, names
        self.source = file.id
        self.is_turned = file.a != names.a

    def rows(self, name: str, when: str | None = None) -> list[dict[str, Any]]:
        """Rows of a file up to the last year: by their date, or else by that of their source."""
        frame = self.file[name]
        year = pl.col("source_date").str.extract(r"^(\d{4})").cast(pl.Int32)
        if when is not None:
            year = pl.coalesce(pl.col(f"{when}_first").dt.year(), year)
            frame = frame.sort(f"{when}_first", maintain_order=True)
        return frame.filter(year.is_null() | (year <= self.last)).to_dicts()

    def sides(self, row: Mapping[str, Any], stem: str) -> tuple[str, str]:
        """What a row says of the first and of the second state of the page."""
        pair = (row[f"{stem}_a"] or "", row[f"{stem}_b"] or "")
        return (pair[1], pair[0]) if self.is_turned else pair


def sourced(row: Mapping[str, Any]) -> str:
    """Title, publisher and date of what was read."""
    date = "" if row["source_date"] == "n.d." else f", {row['source_date']}"
    return f"{row['source_title']}, {row['source_publisher']}{date}"


def events(file: Casefile, names: Names, last: int) -> tuple[Mark, ...]:
    """The turning points up to a year."""
    return tuple(
        Mark(r["date_first"].year, r["date"], r["event"], r["pillar"], int(r["direction"]), sourced(r))
        for r in Told(file, names, last).rows("events", "date")
    )


def gather(file: Casefile, names: Names, last: int, studies: Sequence[Reviewed], weights: Any) -> Case:
    """What the casefile adds to the page; `weights` are the readings of the page."""
    from amity.report import argued

    told = Told(file, names, last)
    marks = events(file, names, last)
    by_id = {claim.id: claim for study in studies for claim in study.claims}
    case = Case(
        id=file.id,
        title=file.title,
        about=" ".join(file.about.split()),
        promised=_promised(told),
        contacts=_contacts(told),
        spoken=_spoken(told, argued.divides(told, by_id)),
        parting=argued.parting(told, studies),
        moves=argued.moves(told, studies),
        analysts=argued.analysts(told, studies, weights),
        events=marks,
    )
    return _with_marks(case, marks)


def charts(case: Case) -> tuple[Chart, ...]:
    """Every picture of the casefile's parts."""
    parts = (case.promised, case.contacts)
    return tuple(chart for part in parts if part is not None for chart in part.charts)


def _with_marks(case: Case, marks: tuple[Mark, ...]) -> Case:
    if case.contacts is None:
        return case
    parts = {"case-meetings": "diplomacy", "case-exercises": "military"}
    drawn = tuple(marked(chart, parts.get(chart.id, ""), marks) for chart in case.contacts.charts)
    return replace(case, contacts=replace(case.contacts, charts=drawn))


# ---------------------------------------------------------------------------------------------------------- projects


def _promised(told: Told) -> Promised | None:
    rows = [_as_of(row, told.last) for row in told.rows("projects", "announced_date")]
    if not rows:
        return None
    courses = [_course(row) for row in rows]
    found = [projects(courses, told.last, told.source)]
    frame = pl.DataFrame([_ending(row) for row in rows if row["announced_date"] and row["ended"]], schema=_ENDINGS)
    share = None
    try:
        share = delivery(frame)
        found.append(curve(share, told.source))
    except NoDataError:
        pass  # no project has dates: the table says what is known
    return Promised(
        say=_delivered(rows, share, told.last),
        charts=tuple(chart for chart in found if chart is not None),
        values=_values(rows),
        projects=tuple(_project(row) for row in rows),
    )


_ENDINGS: dict[str, type[pl.DataType]] = dict.fromkeys(("announced", "delivered", "cancelled", "as_of"), pl.String)


def _as_of(row: dict[str, Any], last: int) -> dict[str, Any]:
    """A project as it stood at the end of a year, with how and when it ended (`ended`, first and last day)."""
    row = dict(row)
    done = row["actual_completion_first"]
    if done is not None and done.year > last:
        row |= {"actual_completion": None, "actual_completion_first": None, "actual_completion_last": None}
    if row["status_date_first"].year > last and not (row["outcome"] == "delivered" and row["actual_completion"]):
        row |= {"outcome": "underway", "status": f"{_OPEN} at the end of {last}", "status_date": str(last)}
        row |= {"delivered_value_usd": None, "delay_years": None}
    completed = row["outcome"] == "delivered" and row["actual_completion"]
    row["ended"] = row["actual_completion"] if completed else row["status_date"]
    return row


def _ending(row: Mapping[str, Any]) -> dict[str, str | None]:
    """A row of the score's table, by the coded outcome: a first cargo is no delivery of the whole."""
    column = {"delivered": "delivered", "cancelled": "cancelled"}.get(row["outcome"], "as_of")
    return {**dict.fromkeys(_ENDINGS), "announced": row["announced_date"], column: row["ended"]}


def _course(row: Mapping[str, Any]) -> Course:
    def place(name: str) -> float | None:
        return None if row[f"{name}_first"] is None else year_of(row[f"{name}_first"], row[f"{name}_last"])

    ended = place("actual_completion") if row["ended"] == row["actual_completion"] else place("status_date")
    if ended is not None and row["status_date"] == row["ended"] and row["status"].startswith(_OPEN):
        ended = float(row["ended"]) + 1
    cells = (
        row["name"],
        row["announced_date"],
        row["promised_completion"],
        row["actual_completion"] or (f"by {row['ended']}" if row["outcome"] == "delivered" else None),
        row["outcome"],
        row["status_date"],
        row["delay_years"],
        sourced(row),
    )
    return Course(
        row["name"],
        place("announced_date"),
        place("promised_completion"),
        ended,
        place("expected_completion"),
        row["outcome"],
        row["ended"] == row["actual_completion"],
        cells,
    )


def _project(row: Mapping[str, Any]) -> Project:
    def value(name: str) -> str:
        return "" if row[name] is None else words.dollars(row[name] / 1e6)

    return Project(
        name=row["name"],
        sector=row["sector"],
        announced=row["announced_date"] or "",
        promised=row["promised_completion"] or "",
        actual=row["actual_completion"] or "",
        expected=row["expected_completion"] or "",
        outcome=row["outcome"],
        status=row["status"],
        delay="" if row["delay_years"] is None else f"{row['delay_years']:g}",
        promised_value=value("promised_value_usd"),
        delivered_value=value("delivered_value_usd"),
        source=sourced(row),
    )


_FATES = ("delivered", "underway", "planned", "cancelled", "unknown")


def _delivered(rows: Sequence[Mapping[str, Any]], share: Any, last: int) -> str:
    """Counts, lateness and shares as sentences."""
    kinds = Counter(row["outcome"] for row in rows)
    parts = [f"{kinds[name]} {'of unknown fate' if name == 'unknown' else name}" for name in _FATES if kinds[name]]
    say = f"Of {len(rows)} projects on record up to {last}, {words.listed(parts)}."
    dated = [r for r in rows if r["outcome"] == "delivered" and r["promised_completion"] and r["actual_completion"]]
    late = sum(r["actual_completion_first"] > r["promised_completion_last"] for r in dated)
    if dated:
        have = "has" if len(dated) == 1 else "have"
        say += f" {len(dated)} of the delivered {have} both a promised and an actual date on record; {late} came late."
    if share is not None:
        within = share.within.filter(pl.col("outcome") == "delivered", pl.col("value").is_not_null())
        told = [
            f"{words.whole_percent(r['value'])} within {r['years']:g} years "
            f"({words.whole_percent(r['low'])} to {words.whole_percent(r['high'])})"
            for r in within.iter_rows(named=True)
        ]
        if told:
            say += f" Delivered since announcement: {words.listed(told)}; 90{words.THIN}% intervals."
    return say


def _values(rows: Sequence[Mapping[str, Any]]) -> Listing | None:
    """Values as stated, by outcome: sums of what is stated, never of what is not."""
    held = [row for row in rows if row["promised_value_usd"] is not None or row["delivered_value_usd"] is not None]
    if not held:
        return None

    def stated(of: Sequence[Mapping[str, Any]], name: str) -> str:
        known = [row[name] for row in of if row[name] is not None]
        return f"{words.dollars(sum(known) / 1e6)} ({len(known)} stated)" if known else "none stated"

    lines = [
        (words.upper(fate), str(len(of)), stated(of, "promised_value_usd"), stated(of, "delivered_value_usd"))
        for fate in _FATES
        if (of := [row for row in rows if row["outcome"] == fate])
    ]
    return Listing("Values stated", ("outcome", "projects", "promised", "delivered"), tuple(lines))


# ---------------------------------------------------------------------------------------------------------- contacts


def _contacts(told: Told) -> Contacts | None:
    meetings, exercises = told.rows("meetings", "date"), told.rows("exercises", "start")
    if not meetings and not exercises:
        return None
    note = "As far as collected: the lists are not complete, early years least."
    pictures = (
        stacked(
            "case-meetings", "Meetings and calls of leaders", "Number a year, by type",
            _counted(meetings, "date", lambda r: _manner(r["type"])),
            _named(meetings, "date", lambda r: f"{r['date']} {r['type']}{', ' + r['place'] if r['place'] else ''}"),
            told.last, told.source, note,
        ),
        stacked(
            "case-exercises", "Joint exercises and patrols", "Number a year, by type",
            _counted(exercises, "start", lambda r: _arm(r["type"])),
            _named(exercises, "start", lambda r: f"{r['start']} {r['name']}"),
            told.last, told.source, note,
        ),
    )  # fmt: skip
    return Contacts(
        say=" ".join(filter(None, (_met(meetings), _exercised(exercises)))),
        charts=tuple(chart for chart in pictures if chart is not None),
        meetings=_listing(
            "Meetings and calls", ("date", "type", "place", "who", "signed"), meetings,
            ("date", "type", "place", "who", "signed"),
        ),
        exercises=_listing(
            "Exercises and patrols", ("start", "name", "type", "place", "troops, ships"), exercises,
            ("start", "name", "type", "place", "troops_ships"),
        ),
    )  # fmt: skip


def _manner(kind: str) -> str:
    """Visits, other meetings, or calls."""
    return next((name for name, of in _MEETINGS.items() if kind in of), kind)


def _arm(kind: str) -> str:
    """Land, sea, air or several, patrols apart."""
    if "patrol" in kind:
        return "patrols"
    parts = {part.strip() for part in kind.split(",")}
    if len(parts) > 1:
        return "several arms"
    return {"naval": "sea", "sea": "sea", "land": "land", "paramilitary": "land", "air": "air"}.get(kind, kind)


def _counted(
    rows: Sequence[Mapping[str, Any]], when: str, kind: Callable[[Mapping[str, Any]], str]
) -> list[tuple[str, Mapping[int, int]]]:
    """How many rows of each kind a year has, the commonest kind first."""
    counts: dict[str, Counter[int]] = {}
    for row in rows:
        counts.setdefault(kind(row), Counter())[row[f"{when}_first"].year] += 1
    ordered = sorted(counts.items(), key=lambda item: (-item[1].total(), item[0]))
    if len(ordered) > 4:
        rest = Counter[int]()
        for _, held in ordered[3:]:
            rest.update(held)
        ordered = [*ordered[:3], ("other", rest)]
    return list(ordered)


def _named(
    rows: Sequence[Mapping[str, Any]], when: str, name: Callable[[Mapping[str, Any]], str]
) -> Mapping[int, Sequence[str]]:
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row[f"{when}_first"].year, []).append(name(row))
    return found


def _met(rows: Sequence[Mapping[str, Any]]) -> str:
    if not rows:
        return ""
    years = Counter(row["date_first"].year for row in rows)
    top, most = max(years.items(), key=lambda item: (item[1], item[0]))
    alone = sum(row["multilateral"] == "no" for row in rows)
    return (
        f"{len(rows)} meetings and calls of leaders are on record from {min(years)} to {max(years)}, {alone} of them "
        f"the two alone; most in {top} ({most})."
    )


def _exercised(rows: Sequence[Mapping[str, Any]]) -> str:
    if not rows:
        return ""
    years = Counter(row["start_first"].year for row in rows)
    top, most = max(years.items(), key=lambda item: (item[1], item[0]))
    return (
        f"{len(rows)} joint exercises and patrols are on record since {min(years)}; most in {top} ({most}), "
        f"the last in {max(years)}."
    )


def _listing(
    title: str, heads: tuple[str, ...], rows: Sequence[Mapping[str, Any]], columns: tuple[str, ...]
) -> Listing | None:
    """Rows as a table, each with its source."""
    if not rows:
        return None
    lines = tuple((*(row[c] or "–" for c in columns), sourced(row)) for row in rows)
    return Listing(title, (*heads, "source"), lines)


# ------------------------------------------------------------------------------------------------------------- words


def _spoken(told: Told, divides: tuple[Any, ...]) -> Spoken | None:
    rows = told.rows("agreements", "date")
    labels = tuple(
        Label(r["date"], r["partnership_label"], r["name"], r["status"], sourced(r))
        for r in rows
        if r["partnership_label"]
    )
    if not rows and not divides:
        return None
    return Spoken(say=_kept(rows, labels), labels=labels, fates=_fates(rows), divides=divides)


#: What became of agreements, in as few columns as tell.
_STATES: Mapping[str, tuple[str, ...]] = {
    "in force": ("in force",),
    "delivered": ("delivered",),
    "delayed": ("delayed",),
    "ended": ("lapsed", "cancelled"),
    "unknown": ("unknown",),
}
_KINDS = {"treaty": "Treaties", "joint statement": "Statements", "contract": "Contracts", "MoU": "Memoranda"}


def _fates(rows: Sequence[Mapping[str, Any]]) -> Listing | None:
    """What became of agreements, by kind."""
    if not rows:
        return None
    counts = Counter((row["kind"], row["status"]) for row in rows)
    held = {head: of for head, of in _STATES.items() if any(status in of for _, status in counts)}
    lines = tuple(
        (
            name,
            str(sum(n for (k, _), n in counts.items() if k == kind)),
            *(str(n) if (n := sum(counts[kind, status] for status in of)) else "–" for of in held.values()),
        )
        for kind, name in _KINDS.items()
        if any(k == kind for k, _ in counts)
    )
    return Listing("What became of agreements", ("kind", "all", *held), lines)


def _kept(rows: Sequence[Mapping[str, Any]], labels: tuple[Label, ...]) -> str:
    said: list[str] = []
    if labels:
        last, n = labels[-1], len(labels)
        said.append(
            f"Since {labels[0].date[:4]} the two have declared {n} label{'s' if n > 1 else ''} for their "
            f"relationship; the last, of {last.date}: “{last.label}”."
        )
    notes = [row for row in rows if row["kind"] == "MoU"]
    bound = [row for row in rows if row["kind"] in ("contract", "treaty")]
    for what, of in (("Memoranda", notes), ("Contracts and treaties", bound)):
        if of:
            kept = sum(row["status"] in ("in force", "delivered") for row in of)
            said.append(f"{what} on record: {len(of)}, in force or delivered: {kept}.")
    return " ".join(said)
