"""From the scores of a dyad to what the page shows of them: dials, pictures, tables, sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import polars as pl

from amity.report import Chart, Listing, Method, Scores, readings, words
from amity.report.charts import BOTH, OTHER, Series, lines
from amity.report.dials import dials, percentile
from amity.report.evidence import Row, datasets
from amity.report.plane import Track, plane
from amity.report.scored import CLOSENESS, Scored, World
from amity.report.sentences import Names

#: Scores whose absence is told on the page, and what they are called.
_EXPECTED = {
    "closeness": "closeness",
    "balance": "balance",
    "gap": "gap",
    "resemblance.ally": "resemblance",
    "ladder": "ladder",
    "hypotheses": "readings",
}


def pictures(scored: Scored, world: World | None, names: Names, last: int) -> tuple[Chart | None, tuple[Chart, ...]]:
    """The plane, and closeness and balance over the years."""
    return _plane(scored, world, names), tuple(c for c in (_course(scored, last), _balance(scored, names, last)) if c)


def _plane(scored: Scored, world: World | None, names: Names) -> Chart | None:
    if scored.path.is_empty():
        return None
    path = scored.path.drop_nulls(["engagement", "affinity"])
    track = Track(f"{names.name_a} and {names.name_b}", BOTH, path)
    sources = _names(scored.rows.get(("closeness", scored.a, scored.b), []))
    return plane("plane", "Where they stand among all pairs", [track], world, sources=sources)


def _course(scored: Scored, last: int) -> Chart | None:
    """Engagement and affinity, each with its band."""
    held = {score: scored.rows.get((score, scored.a, scored.b), []) for score in ("engagement", "affinity")}
    looks = (("engagement", "Engagement", BOTH, False), ("affinity", "Affinity", OTHER, True))
    series = [Series(name, name, colour, _steady(held[score]), dashed) for score, name, colour, dashed in looks]
    years = [r.year for s in series for r in s.rows if r.value is not None]
    if not years:
        return None
    chart = lines(
        "closeness-course", "Engagement and affinity over the years",
        "Standard deviations of all pairs, 0 = the middle; band: 90\u202f% interval",
        series, "index", (min(years), max(last, *years)), ends=_ends(years, last), bounds=(None, None), line_at=0,
    )  # fmt: skip
    return None if chart is None else replace(chart, sources=_names(series[0].rows))


def _balance(scored: Scored, names: Names, last: int) -> Chart | None:
    """How many times more the first depends on the second, over the years."""
    rows = _steady([_times(row) for row in scored.rows.get(("balance", scored.a, scored.b), [])])
    years = [r.year for r in rows if r.value is not None]
    if not years:
        return None
    label = f"{words.of(words.upper(names.name_a))} dependence to {words.of(names.name_b)}"
    chart = lines(
        "balance-course", "Who depends more on whom, over the years",
        "Ratio of their dependence; band: 90\u202f% interval",
        [Series("Balance", label, BOTH, rows)], "ratio", (min(years), max(last, *years)), ends=_ends(years, last),
        log=True, bounds=(0.5, 2), line_at=1,
        sides=(f"{names.name_a} depends more", f"{names.name_b} depends more"),
    )  # fmt: skip
    return None if chart is None else replace(chart, sources=_names(rows))


def _ends(years: list[int], last: int) -> int | None:
    return max(years) if max(years) < last else None


def _times(row: Row) -> Row:
    """Doublings as a ratio."""
    return row._replace(
        **{k: None if v is None else 2.0**v for k, v in (("value", row.value), ("low", row.low), ("high", row.high))}
    )


def _steady(rows: list[Row]) -> list[Row]:
    """The rows with the data sets of all years: a score rests on many, and a change of one is no seam in it."""
    every = _names(rows)
    return [row._replace(sources=every) for row in rows]


def _names(rows: Sequence[Row]) -> str:
    """The data sets behind rows, without their editions."""
    return " + ".join(dict.fromkeys(name.partition("@")[0] for name in datasets(rows)))


# ------------------------------------------------------------------------------------------------------------ tables


def _pillars_of_balance(scored: Scored, names: Names) -> Listing | None:
    """The last year of each pillar: both dependences and their ratio."""
    if scored.balance.is_empty():
        return None
    rows = [_pillar_row(row) for row in _latest(scored.balance, "log_ratio", ["pillar"])]
    if not rows:
        return None
    heads = ("part", "year", f"{names.name_a} on {names.name_b}", f"{names.name_b} on {names.name_a}", "ratio")
    return Listing("The balance, part by part", heads, tuple(rows))


def _latest(frame: pl.DataFrame, value: str, by: list[str]) -> Sequence[Mapping[str, Any]]:
    """Per group the last year with a value, or else its last year."""
    ranked = frame.with_columns(_held=pl.col(value).is_not_null()).sort("_held", "year")
    return ranked.group_by(by, maintain_order=True).last().sort(_order(frame, by)).to_dicts()


def _order(frame: pl.DataFrame, by: list[str]) -> pl.Expr:
    """The order in which the groups first appear."""
    first = frame.select(by).unique(maintain_order=True).with_row_index("_n")
    key = pl.concat_str(by, separator="\0")
    return key.replace_strict(first.select(key).to_series(), first["_n"])


def _pillar_row(row: Mapping[str, Any]) -> tuple[str, ...]:
    sides: list[str] = []
    for way in ("a_on_b", "b_on_a"):
        value, low, high = (row[c] for c in (way, f"{way}_low", f"{way}_high"))
        sides.append("no data" if value is None else _bounded(words.percent(value), low, high, words.percent))
    ratio = row["log_ratio"]
    low, high = row["log_ratio_low"], row["log_ratio_high"]
    text = "–" if ratio is None else _bounded(_as_ratio(ratio), low, high, _as_ratio)
    pillar = {"overall": "All together", "trade_gdp": "Trade relative to GDP"}.get(
        row["pillar"], words.upper(row["pillar"])
    )
    return (pillar, str(row["year"]), *sides, text)


def _as_ratio(doublings: float) -> str:
    return words.value("ratio", 2.0**doublings)


def _bounded(text: str, low: float | None, high: float | None, write: Any) -> str:
    return text if low is None or high is None else f"{text} ({write(low)} to {write(high)})"


def _parts_of_gap(scored: Scored, names: Names) -> Listing | None:
    """The last words and deeds on record: how friendly, how often, both ways."""
    rows: list[tuple[str, ...]] = []
    for score, what in (
        ("words", "How friendly their words were"),
        ("words.tone", "Friendly among {a_s} words about {b}"),
    ):
        declared = scored.declared.get(score)
        pairs = ((names.a, names.b), (names.b, names.a))
        for a, b in pairs if declared is not None and declared.directed else pairs[:1]:
            row = scored.last(score, a, b)
            if declared is None or row is None or row.value is None:
                continue
            how: Callable[[float], str] = (
                percentile if score == "words" else partial(words.value, words.style(declared))
            )
            text = _bounded(how(row.value), row.low, row.high, how)
            rows.append((names.fill(what, a, b), str(row.year), text, row.sources.partition("@")[0]))
    return Listing("The words behind it", ("what", "year", "value", "source"), tuple(rows)) if rows else None


# ------------------------------------------------------------------------------------------------------------- whole


def judge(scored: Scored, world: World | None, names: Names, plane: Chart | None, history: tuple[Chart, ...]) -> Scores:
    """Everything the page says of the scores; the pictures are given."""
    moved, moved_say = readings.moved(scored)
    rungs, ladder_say = readings.ladder(scored)
    return Scores(
        dials=dials(scored, world, names),
        plane=plane,
        history=history,
        balance=_pillars_of_balance(scored, names),
        gap=_parts_of_gap(scored, names),
        moved=moved,
        moved_say=moved_say,
        resemblance=readings.resemblance(scored),
        ladder=rungs,
        ladder_say=ladder_say,
        readings=readings.readings(scored),
        missing=tuple(_missing(scored)),
        methods=tuple(
            Method(s.id, s.label, s.question, s.unit, s.reference, s.limits)
            for s in scored.declared.values()
            if s.id in (*CLOSENESS, "balance", "gap", "words", "resemblance.ally", "ladder")
        ),
    )


def _missing(scored: Scored) -> list[str]:
    """The scores that cannot be given, each with the reason."""
    found: list[str] = []
    for score, name in _EXPECTED.items():
        if score in ("ladder", "hypotheses"):
            absent = scored.ladder.is_empty() if score == "ladder" else scored.hypotheses is None
            why = scored.failed.get(score)
        else:
            absent, why = scored.last(score) is None, scored.why(score)
        if absent:
            found.append(f"{words.upper(name)}: {(why or 'not measured').rstrip('.')}.")
    return found
