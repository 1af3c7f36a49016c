"""What is argued about a pair, beside what the data say: interests, mechanisms, readings, claims and forecasts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from amity.report import Listing, Readings, words
from amity.report.case import (
    OUTCOMES,
    Actor,
    Analysts,
    Backing,
    Checked,
    Divide,
    Instance,
    Interest,
    Link,
    Mechanism,
    Moves,
    Name,
    Parting,
    StudyCard,
    Tally,
)
from amity.report.cased import Told, sourced
from amity.report.claimed import Reviewed
from amity.report.pillars import TITLES
from amity.scores.hypotheses import HYPOTHESES

#: Votes are many and alike: they are told as a number, and listed apart.
_VOTES = "UN Security Council"

_STATUSES = ("aligned", "contested", "divergent")

#: What the readings that amity weighs are called where the page has no probability for them.
_LABELS = {ident: words.upper(label) for ident, label in HYPOTHESES.items()}


def tally(claims: Iterable[Checked]) -> Tally:
    """How many claims have each verdict."""
    counts = Counter(claim.outcome for claim in claims)
    return tuple((outcome, counts[outcome]) for outcome in OUTCOMES if counts[outcome])


class _Cited:
    """Ids of studies and claims as short names, and the claims among them."""

    def __init__(self, studies: Sequence[Reviewed]) -> None:
        self.short = {study.id: study.short for study in studies}
        self.claims = {claim.id: claim for study in studies for claim in study.claims}

    def names(self, ids: str | None) -> str:
        """Each study once, in the order given; an id nobody knows stands as it is."""
        found: list[str] = []
        for part in _parts(ids):
            claim = self.claims.get(part)
            name = claim.study if claim else self.short.get(part, part)
            if name not in found:
                found.append(name)
        return ", ".join(found)

    def checked(self, ids: str | None) -> tuple[Checked, ...]:
        return tuple(self.claims[part] for part in _parts(ids) if part in self.claims)


def _parts(ids: str | None) -> list[str]:
    return [part.strip() for part in (ids or "").split(";") if part.strip()]


def divides(told: Told, by_id: Mapping[str, Checked]) -> tuple[Divide, ...]:
    """Where words and deeds differ, each with the verdicts on the claims that say so."""
    return tuple(
        Divide(
            row["subject"],
            row["words"],
            row["deeds"],
            row["direction"],
            row["measure"] or "",
            tuple(by_id[part] for part in _parts(row["claims"]) if part in by_id),
        )
        for row in told.rows("gaps")
    )


# --------------------------------------------------------------------------------------------------------- interests


def parting(told: Told, studies: Sequence[Reviewed]) -> Parting | None:
    """The matrix of interests by topic, each with the instances on record; topics with instances alone come last."""
    cited = _Cited(studies)
    votes: list[Instance] = []
    instances: dict[str, list[Instance]] = {}
    for row in told.rows("divergences", "date"):
        mine, theirs = told.sides(row, "position")
        event = _read(row["evidence_event"] or "")
        found = Instance(
            row["date"] or "", row["issue"], _read(mine), _read(theirs), event, row["status"], sourced(row)
        )
        if row["topic"] == _VOTES:
            votes.append(found)
        else:
            instances.setdefault(row["topic"].partition(" / ")[0], []).append(found)
    rows = told.rows("interests")
    interests = [
        Interest(
            row["topic"],
            row["issue"] or "",
            *told.sides(row, "interest"),
            row["result"],
            row["status"],
            cited.names(row["said_by"]),
            # "NATO / Europe" and the like are one topic in both files.
            tuple(instances.pop(row["topic"].partition(" / ")[0], ())),
        )
        for row in rows
    ]
    interests += [
        Interest(topic, "", "", "", "", _commonest(found), "", tuple(found))
        for topic, found in sorted(instances.items())
    ]
    if not interests and not votes:
        return None
    return Parting(_parted(interests, votes), tuple(interests), tuple(votes))


def _read(text: str) -> str:
    """A cell as a reader of the page understands it: the study meant is named beside it."""
    text = text.replace(" (seed)", " (says the study)")
    return "as the study has it" if text in ("seed account", "seed claim") else text


def _commonest(found: Sequence[Instance]) -> str:
    """The status most instances have; of two as common the one further apart."""
    counts = Counter(instance.status for instance in found)
    return max(_STATUSES, key=lambda status: (counts[status], _STATUSES.index(status)))


def _parted(interests: Sequence[Interest], votes: Sequence[Instance]) -> str:
    counts = Counter(interest.status for interest in interests)
    told = [f"{counts[status]} {status}" for status in _STATUSES if counts[status]]
    say = f"Of {len(interests)} regions and issues, {words.listed(told)}." if interests else ""
    if votes:
        years = [vote.date[:4] for vote in votes]
        say += (
            f" In the UN Security Council they voted differently on {len(votes)} adopted resolutions from "
            f"{min(years)} to {max(years)}."
        )
    return say.strip()


# -------------------------------------------------------------------------------------------------------- mechanisms


def moves(told: Told, studies: Sequence[Reviewed]) -> Moves | None:
    """Mechanisms with their links and the verdicts on claims that bear on them; flows, actors, dates."""
    cited = _Cited(studies)
    links: dict[str, list[dict[str, Any]]] = {}
    for row in told.rows("links"):
        links.setdefault(row["mechanism"], []).append(row)
    mechanisms = tuple(_mechanism(row, links.get(row["mechanism"], []), cited) for row in told.rows("mechanisms"))
    actors = told.rows("actors")
    flows, dates = told.rows("flows"), told.rows("timeline", "date")
    if not mechanisms and not actors and not flows:
        return None
    return Moves(
        say=_moved(mechanisms),
        mechanisms=mechanisms,
        flows=_table(
            "What flows which way",
            ("from", "to", "what", "who depends", "said by"),
            [(r["giver"], r["receiver"], r["what"], r["who_depends"], cited.names(r["said_by"])) for r in flows],
        ),
        actors=tuple(
            (kind, tuple(Actor(r["name"], r["role"] or "", cited.names(r["said_by"])) for r in rows))
            for kind, rows in groupby(actors, key=lambda r: r["kind"])
        ),
        timeline=_table(
            "Dates the studies give",
            ("date", "what", "part", "said by"),
            [(r["date"], r["event"], r["pillar"], sourced(r)) for r in dates],
        ),
    )


def _table(title: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Listing | None:
    return Listing(title, heads, tuple(rows)) if rows else None


def _mechanism(row: Mapping[str, Any], links: Sequence[Mapping[str, Any]], cited: _Cited) -> Mechanism:
    named = {part for r in (row, *links) for c in ("asserted_by", "denied_by") for part in _parts(r[c])}
    bearing = tuple(c for c in cited.claims.values() if c.mechanism == row["mechanism"] or c.id in named)
    denied = "; ".join(filter(None, (row["denied_by"], *(link["denied_by"] for link in links))))
    return Mechanism(
        id=row["mechanism"],
        title=row["title"],
        loop=row["loop"],
        chains=tuple(_chains(links, cited)),
        asserted_by=cited.names(row["asserted_by"]),
        denied_by=cited.names(denied),
        test=row["test"] or "",
        note=row["note"] or "",
        tally=tally(bearing),
        claims=bearing,
    )


def _chains(links: Sequence[Mapping[str, Any]], cited: _Cited) -> Iterable[tuple[Link, ...]]:
    """Arrows in the order of their steps; one that begins where the last one ended goes on with its chain."""
    chain: list[Link] = []
    for row in sorted(links, key=lambda r: r["step"]):
        link = Link(
            row["cause"], row["sign"], row["effect"], cited.names(row["asserted_by"]), cited.names(row["denied_by"])
        )
        if chain and chain[-1].effect != link.cause:
            yield tuple(chain)
            chain = []
        chain.append(link)
    if chain:
        yield tuple(chain)


def _moved(mechanisms: Sequence[Mechanism]) -> str:
    if not mechanisms:
        return ""
    disputed = sum(bool(m.denied_by) for m in mechanisms)
    counts = Counter[str]()
    for claim in {c.id: c for m in mechanisms for c in m.claims}.values():
        counts[claim.outcome] += 1
    say = f"Analysts name {len(mechanisms)} mechanisms, {disputed} of them disputed among them. "
    tested = counts["agrees"] + counts["off"] + counts["contradicts"]
    if tested:
        say += (
            f"Of {counts.total()} claims that bear on them {tested} could be set against data: "
            f"{counts['agrees']} agree, {counts['off']} are off, {counts['contradicts']} are contradicted. "
        )
    return f"{say}An arrow is a hypothesis of the studies named, not a finding."


# ---------------------------------------------------------------------------------------------------------- analysts


def analysts(told: Told, studies: Sequence[Reviewed], weights: Readings | None) -> Analysts | None:
    """Scorecards, contradicted claims, forecasts, judgements by reading, names of the tie, contradictions."""
    cited = _Cited(studies)
    claims = list(cited.claims.values())
    names, clashes, measures = told.rows("readings"), told.rows("contradictions"), told.rows("measures")
    if not claims and not names and not clashes and not measures:
        return None
    by_pillar: dict[str, list[Checked]] = {}
    for study in studies:
        for claim, pillar in zip(study.claims, study.pillars, strict=True):
            by_pillar.setdefault(pillar, []).append(claim)
    return Analysts(
        say=_scored(studies, claims),
        studies=tuple(
            StudyCard(s.id, s.short, s.title, s.author, s.outlet, s.published, tally(s.claims), len(s.claims))
            for s in studies
        ),
        pillars=tuple((TITLES.get(name, words.upper(name)), tally(found)) for name, found in sorted(by_pillar.items())),
        contradicted=tuple(c for c in claims if c.outcome == "contradicts"),
        forecasts=tuple(sorted((c for c in claims if c.due is not None), key=lambda c: (c.due or 0, c.id))),
        backing=_backing(claims, weights),
        names=_names(names, cited),
        contradictions=_clashes(clashes, cited),
        measures=_table(
            "Measures and surveys they name",
            ("name", "kind", "what it measures", "status", "named by"),
            [(r["name"], r["kind"], r["what"], r["status"], cited.names(r["said_by"])) for r in measures],
        ),
    )


def _names(rows: Sequence[Mapping[str, Any]], cited: _Cited) -> tuple[Name, ...]:
    return tuple(
        Name(
            row["reading"],
            _LABELS.get(row["hypothesis"] or "", ""),
            row["evidence_for"],
            row["evidence_against"],
            _weighed(row["weighed_by"], cited),
            row["pattern"] or "",
        )
        for row in rows
    )


def _clashes(rows: Sequence[Mapping[str, Any]], cited: _Cited) -> Listing | None:
    lines = [
        (
            row["subject"],
            row["statement"],
            cited.names(row["claims"]),
            row["against"],
            cited.names(row["claims_against"]) or "our check",
            row["kind"],
        )
        for row in rows
    ]
    return _table("Where they contradict one another", ("subject", "said", "by", "against it", "by", "kind"), lines)


def _weighed(text: str, cited: _Cited) -> str:
    """Ids of studies within a text as short names."""
    for ident, short in cited.short.items():
        text = text.replace(ident, short)
    return text


def _scored(studies: Sequence[Reviewed], claims: Sequence[Checked]) -> str:
    if not claims:
        return ""
    counts = Counter(claim.outcome for claim in claims)
    plural = "studies make" if len(studies) > 1 else "study makes"
    return (
        f"{len(studies)} {plural} {len(claims)} claims. Against the data {counts['agrees']} agree, {counts['off']} are "
        f"off by up to a quarter, {counts['contradicts']} are contradicted; for {counts['no data']} no data are held, "
        f"and {counts['not testable']} are judgements, causes or forecasts still open."
    )


def _backing(claims: Sequence[Checked], weights: Readings | None) -> tuple[Backing, ...]:
    """Claims for and against each reading, beside what the data give it, the likeliest first."""
    given = {r.id: (r.label, r.probability) for r in weights.readings} if weights else {}
    year = weights.year if weights else None
    found: list[Backing] = []
    for ident in (*given, *(name for name in _LABELS if name not in given)):
        label, probability = given.get(ident, (_LABELS.get(ident, ident), None))
        of = [c for c in claims if c.hypothesis == ident]
        ways = [tuple(c for c in of if c.direction == way) for way in ("for", "against")]
        if any(ways):
            found.append(Backing(ident, label, probability, year if probability is not None else None, *ways))
    return tuple(found)
