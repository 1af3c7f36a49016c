"""Studies as pages: each claim with its verdict, what the data say and where that stands; scorecards; where they part.

What is shown is gathered once (`page`, `parting`), for the terminal and for one HTML file that needs nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from amity.claims import Evidence, Verdict, wording
from amity.claims.conflicts import Contradiction, Division, bearing
from amity.claims.language import Claim, Study, Test
from amity.claims.studies import OUTCOMES, contradictions, divisions, pulls, scorecard

_HERE = Path(__file__).parent

#: What stands over the claims of each verdict, those that tell most first.
HEADS: Mapping[str, str] = {
    "contradicts": "The data contradict",
    "off": "Not quite",
    "agrees": "The data agree",
    "no data": "No data held",
    "not testable": "Not testable",
}
#: A sign for each verdict that needs no colour.
SIGNS: Mapping[str, str] = {"contradicts": "✗", "off": "≈", "agrees": "✓", "no data": "·", "not testable": "–"}


@dataclass(frozen=True, slots=True)
class Line:
    """What the data say on one test of a claim.

    Attributes:
        outcome: The verdict on it.
        what: The figure looked up and its years.
        said: What was found, beside what is claimed.
        more: On which reading, the nearest reading that would make it true, the facts behind it.
        source: Where it comes from.
    """

    outcome: str
    what: str
    said: str
    more: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Row:
    """One claim as it is shown.

    Attributes:
        claim: The claim.
        outcome: The verdict.
        lines: What the data say on each test; empty where there is none.
        untested: Why there is no test, and what would settle it.
        notes: Remarks on the claim and on what stands for it.
        bears: What it bears on, and which way.
    """

    claim: Claim
    outcome: str
    lines: tuple[Line, ...]
    untested: str
    notes: tuple[str, ...]
    bears: str


@dataclass(frozen=True, slots=True)
class StudyPage:
    """One study as it is shown.

    Attributes:
        study: The study.
        summary: What came out, in one or two sentences.
        counts: Claims by verdict.
        cards: Claims by verdict for each "pillar" and "kind".
        sections: Claims by verdict, those contradicted first.
    """

    study: Study
    summary: str
    counts: Mapping[str, int]
    cards: Mapping[str, Mapping[str, Mapping[str, int]]]
    sections: Mapping[str, tuple[Row, ...]]


@dataclass(frozen=True, slots=True)
class Parting:
    """Where studies part.

    Attributes:
        contradict: Claims that cannot both be true.
        pull: Claims by which one figure moves both ways.
        divide: Questions on which claims bear in opposite directions.
    """

    contradict: tuple[Contradiction, ...]
    pull: tuple[Contradiction, ...]
    divide: tuple[Division, ...]


def page(study: Study, found: Sequence[Verdict]) -> StudyPage:
    """A study, or part of it, and what the data say on it."""
    rows = [row(verdict) for verdict in found]
    counts = {outcome: sum(r.outcome == outcome for r in rows) for outcome in OUTCOMES}
    sections = {outcome: tuple(r for r in rows if r.outcome == outcome) for outcome in HEADS}
    return StudyPage(
        study=study,
        summary=_summary(counts),
        counts=counts,
        cards={by: scorecard(found, by) for by in ("pillar", "kind")},
        sections={outcome: part for outcome, part in sections.items() if part},
    )


def parting(studies: Sequence[Study]) -> Parting:
    """Where these studies part."""
    return Parting(contradictions(studies), pulls(studies), divisions(studies))


def row(verdict: Verdict) -> Row:
    """One claim and what the data say on it."""
    claim = verdict.claim
    options = {option.line: option for test in claim.tests for option in (test, *test.instead)}
    lines = [_line(options[evidence.line], evidence) for evidence in verdict.evidence]
    untested = claim.untested
    why = ""
    if untested is not None:
        why = f"Would settle it: {untested.settle.rstrip('.')}."
        if untested.rule:
            why = f"Due {untested.due}: {untested.rule.rstrip('.')}. {why}"
    return Row(
        claim,
        verdict.outcome,
        tuple(lines),
        why,
        tuple(str(note) for note in claim.more.get("notes", [])),
        _bears(claim),
    )


def _line(test: Test, evidence: Evidence) -> Line:
    more = [f"on this reading: {evidence.reading}"] if evidence.reading else []
    if evidence.default is not None and evidence.unit is not None:
        more.append(f"by default: {wording.amount(evidence.default, evidence.unit)}")
    if evidence.nearest:
        more.append(f"nearest: {evidence.nearest}")
    if evidence.facts and test.figure.kind in ("facts", "series"):
        more.append(evidence.facts)
    return Line(evidence.outcome, wording.asked(test), evidence.said, tuple(more), wording.source(evidence.source))


def _bears(claim: Claim) -> str:
    of = bearing(claim)
    if of is None:
        return ""
    parts = [f"{of.direction} {of.hypothesis.replace('_', ' ')}"] if of.hypothesis else []
    if of.mechanism:
        parts.append(f"{'denies' if of.denies else 'asserts'} {of.mechanism.replace('-', ' ')}")
    return ", ".join(parts)


def _summary(counts: Mapping[str, int]) -> str:
    """What came out, in one or two sentences."""
    every, tested = sum(counts.values()), counts["agrees"] + counts["off"] + counts["contradicts"]
    claims = "claim" if every == 1 else "claims"
    said = (
        f"Of {every} {claims}, {tested} could be tested: the data agree with {counts['agrees']}, are off for "
        f"{counts['off']} and contradict {counts['contradicts']}."
    )
    rest = [f"for {counts['no data']} no data are held"] if counts["no data"] else []
    rest += [f"{counts['not testable']} cannot be tested"] if counts["not testable"] else []
    if tested == 0:
        said = f"None of {every} {claims} could be tested."
    return f"{said} {' and '.join(rest).capitalize()}." if rest else said


def _merged(cards: Sequence[Mapping[str, Mapping[str, int]]]) -> dict[str, dict[str, int]]:
    """Scorecards of several studies as one."""
    names = sorted({name for card in cards for name in card})
    return {name: {o: sum(card[name][o] for card in cards if name in card) for o in OUTCOMES} for name in names}


def _most(cards: Mapping[str, Mapping[str, int]]) -> int:
    """The length of the longest bar of a scorecard."""
    return max((sum(counts.values()) for counts in cards.values()), default=0)


def render(pages: Sequence[StudyPage], atlas: str, part: Parting | None = None) -> str:
    """One or several studies as one HTML file that needs nothing else, to be written as UTF-8.

    Args:
        pages: The studies, in their order.
        atlas: Id of the atlas that they were checked with.
        part: Where they part; None leaves it out.
    """
    return _template().render(**content(pages, atlas, part))


def content(pages: Sequence[StudyPage], atlas: str, part: Parting | None = None) -> dict[str, Any]:
    """What the template of the page is given."""
    from amity import __version__

    counts = {outcome: sum(p.counts[outcome] for p in pages) for outcome in OUTCOMES}
    cards = {by: _merged([p.cards[by] for p in pages]) for by in ("pillar", "kind")}
    sheets = [(_HERE / "static" / name).read_text(encoding="utf-8") for name in ("page.css", "studies.css")]
    return {
        "pages": pages,
        "part": part,
        "counts": counts,
        "cards": cards,
        "summary": _summary(counts),
        "outcomes": OUTCOMES,
        "heads": HEADS,
        "signs": SIGNS,
        "most_of": _most,
        "atlas": atlas,
        "version": __version__,
        "style": "\n".join(sheets),
        "policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
    }


@cache
def _template() -> Any:
    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["raw"] = Markup
    return environment.get_template("studies.html.jinja")
