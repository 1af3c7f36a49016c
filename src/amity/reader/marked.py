"""A checked document shown: its text with marks as one page that needs nothing else, as JSON with offsets, as rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from amity import states
from amity.reader import measured
from amity.reader.model import OUTCOMES, Block, Candidate, Checked, Document, Finding, Outcome, Span

_TEMPLATES = Path(__file__).parent / "templates"

#: A sign for each outcome, so that colour alone says nothing.
SIGNS: Mapping[Outcome, str] = {
    "contradicts": "✗",
    "off": "≈",
    "agrees": "✓",
    "no data": "∅",
    "unsure": "?",
    "set aside": "·",
}
#: What each outcome means, for people.
MEANINGS: Mapping[Outcome, str] = {
    "contradicts": "more than a quarter away from the data, or the other way round",
    "off": "beyond the precision printed, but within a quarter of the value",
    "agrees": "within the precision printed of some figure held",
    "no data": "understood, but nothing is held for it",
    "unsure": "not read surely enough for a verdict; the likeliest reading and what the data hold for it are shown",
    "set aside": "no figure about two states that data could check",
}
_PLURAL: Mapping[Outcome, str] = {"contradicts": "contradict", "agrees": "agree"}
_CHECKABLE: tuple[Outcome, ...] = ("agrees", "off", "contradicts")

#: How much of a sentence is quoted on each side of a figure.
_QUOTED = 140


def counts(checked: Checked) -> dict[Outcome, int]:
    """How many figures have each outcome."""
    found = Counter(finding.outcome for finding in checked.findings)
    return {outcome: found[outcome] for outcome in OUTCOMES}


def summary(checked: Checked) -> str:
    """The outcome in one line: "31 figures, 22 checkable: 17 agree, 3 off, 2 contradict"."""
    found = counts(checked)
    total, checkable = len(checked.findings), sum(found[o] for o in _CHECKABLE)
    if not total:
        return "no figure found"
    head = f"{total} figure{'s' if total != 1 else ''}, {checkable} checkable"
    return head + (f": {', '.join(_told(o, found[o]) for o in _CHECKABLE)}" if checkable else "")


def _told(outcome: Outcome, count: int) -> str:
    return f"{count} {outcome if count == 1 else _PLURAL.get(outcome, outcome)}"


def unchecked(checked: Checked) -> str:
    """What is left: "not checked: 4 no data, 3 unsure, 2 set aside"; empty if nothing is."""
    found = counts(checked)
    rest = [f"{found[o]} {o}" for o in OUTCOMES if o not in _CHECKABLE and found[o]]
    return f"not checked: {', '.join(rest)}" if rest else ""


def names(checked: Checked) -> list[str]:
    """Names of the states the document is about."""
    return [states.get(code).name for code in checked.states]


# ------------------------------------------------------------------------------------------------ as data


def to_dict(checked: Checked) -> dict[str, Any]:
    """Everything as plain values. Offsets count characters of `document.text`, the last one not included."""
    document = checked.document
    return {
        "document": {
            "name": document.name,
            "form": document.form,
            "title": document.title,
            "date": document.date.isoformat() if document.date else None,
            "notes": list(document.notes),
            "text": document.text,
        },
        "states": list(checked.states),
        "summary": {"line": summary(checked), "figures": len(checked.findings), **counts(checked)},
        "findings": [_finding(n, finding, document) for n, finding in enumerate(checked.findings, 1)],
    }


def _finding(number: int, finding: Finding, document: Document) -> dict[str, Any]:
    quantity, period, evidence = finding.quantity, finding.period, finding.evidence
    names = ("outcome", "said", "value", "unit", "claimed", "years", "source", "reading", "default", "nearest", "facts")
    return {
        "number": number,
        "outcome": finding.outcome,
        "reason": finding.reason,
        **_place(quantity.span, document),
        "page": finding.sentence.block.page,
        "part": finding.sentence.block.part,
        "sentence": _place(finding.sentence.span, document),
        "quantity": {
            "kind": quantity.kind,
            "low": quantity.low,
            "high": quantity.high,
            "unit": quantity.unit,
            "printed": quantity.printed,
            "bound": quantity.bound,
            "sign": quantity.sign,
            "by": quantity.by,
        },
        "actors": [
            {**_place(actor.span, document), "codes": list(actor.codes), "group": actor.group, "kind": actor.kind}
            for actor in finding.actors
        ],
        "period": None
        if period is None
        else {**_place(period.span, document), "first": period.first, "last": period.last, "role": period.role},
        "binding": None if finding.bound is None else _candidate(finding.bound),
        "evidence": None if evidence is None else {name: getattr(evidence, name) for name in names},
        "candidates": [_candidate(candidate) for candidate in finding.candidates],
    }


def _place(span: Span, document: Document) -> dict[str, Any]:
    return {"start": span[0], "end": span[1], "text": document.text[slice(*span)]}


def _candidate(candidate: Candidate) -> dict[str, Any]:
    test = candidate.test
    return {
        "said": candidate.said,
        "confidence": candidate.confidence,
        "figure": test.figure.name,
        "of": test.figure.of,
        "on": test.figure.on,
        "years": list(test.years),
        "op": test.op,
        "change": test.change,
        "value": test.value,
        "unit": test.unit,
    }


#: Columns of `rows`.
COLUMNS = ("number", "outcome", "start", "end", "page", "text", "read_as", "confidence", "said", "source", "sentence")


def rows(checked: Checked) -> list[dict[str, Any]]:
    """One flat row per figure, with the keys of `COLUMNS`."""
    text = checked.document.text
    return [
        {
            "number": number,
            "outcome": finding.outcome,
            "start": finding.quantity.span[0],
            "end": finding.quantity.span[1],
            "page": finding.sentence.block.page,
            "text": text[slice(*finding.quantity.span)],
            "read_as": finding.bound.said if finding.bound else None,
            "confidence": finding.bound.confidence if finding.bound else None,
            "said": said(finding),
            "source": finding.evidence.source if finding.evidence else None,
            "sentence": text[slice(*finding.sentence.span)],
        }
        for number, finding in enumerate(checked.findings, 1)
    ]


def said(finding: Finding) -> str:
    """What the data say on a figure, or why they are not asked."""
    if finding.evidence is None or finding.outcome in ("unsure", "set aside"):
        return finding.reason
    nearest = f"; nearest: {finding.evidence.nearest}" if finding.evidence.nearest else ""
    return (finding.evidence.said or finding.reason) + nearest


# ---------------------------------------------------------------------------------------------- as a page


@dataclass(frozen=True, slots=True)
class _Item:
    """A finding as the page shows it.

    Attributes:
        mark: Number of the mark it is linked with; None where its words stand in no block.
    """

    number: int
    finding: Finding
    text: str
    before: str
    after: str
    mark: int | None


@dataclass(frozen=True, slots=True)
class _Row:
    """A block with its marks: text without or with findings, and those told beside it."""

    part: str
    page: int | None
    segments: tuple[tuple[str, tuple[_Item, ...]], ...]
    beside: tuple[_Item, ...]


def html(checked: Checked) -> str:
    """The whole page as text, to be written as UTF-8. It runs nothing and loads nothing."""
    return _template().render(**content(checked))


def content(checked: Checked) -> dict[str, Any]:
    """What the template of the page is given."""
    document = checked.document
    marks = _marks(checked)
    items = {id(item.finding): item for item in _items(checked, marks)}
    found = counts(checked)
    return {
        "document": document,
        "title": document.title or document.name,
        "atlas": checked.atlas,
        "states": names(checked),
        "amity": _version(),
        "style": (_TEMPLATES / "marked.css").read_text(encoding="utf-8"),
        "policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
        "summary": summary(checked),
        "unchecked": unchecked(checked),
        "quality": measured.line(),
        "rows": list(_rows(document, marks, items)),
        "items": [item for item in items.values() if item.finding.outcome != "set aside"],
        "aside": [item for item in items.values() if item.finding.outcome == "set aside"],
        "counts": [(outcome, count) for outcome, count in found.items() if count],
        "signs": SIGNS,
        "meanings": MEANINGS,
        "said": said,
    }


def _version() -> str:
    from amity import __version__

    return __version__


@cache
def _template() -> Any:
    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["raw"] = Markup
    environment.filters["name"] = lambda outcome: str(outcome).replace(" ", "-")  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    return environment.get_template("marked.html.jinja")


def _marks(checked: Checked) -> list[tuple[Span, list[Finding]]]:
    """Where marks go: the words of each figure; figures whose words overlap share a mark."""
    marks: list[tuple[Span, list[Finding]]] = []
    for finding in sorted(checked.findings, key=lambda f: (f.quantity.span[0], -f.quantity.span[1])):
        start, end = finding.quantity.span
        if marks and start < marks[-1][0][1]:
            marks[-1][1].append(finding)
        else:
            marks.append(((start, end), [finding]))
    return marks


def _items(checked: Checked, marks: list[tuple[Span, list[Finding]]]) -> Iterator[_Item]:
    text = checked.document.text
    spans = [block.span for block in checked.document.blocks]
    shown = {
        id(finding): number
        for number, (span, findings) in enumerate(marks, 1)
        if any(first <= span[0] and span[1] <= last for first, last in _near(spans, span))
        for finding in findings
    }
    for number, finding in enumerate(checked.findings, 1):
        (first, last), (start, end) = finding.sentence.span, finding.quantity.span
        before, after = text[first:start], text[end:last]
        before = f"…{before[-_QUOTED:]}" if len(before) > _QUOTED else before
        after = f"{after[:_QUOTED]}…" if len(after) > _QUOTED else after
        yield _Item(number, finding, text[start:end], before, after, shown.get(id(finding)))


def _near(spans: list[Span], span: Span) -> list[Span]:
    """The block a span may stand in."""
    from bisect import bisect_right

    place = bisect_right(spans, (span[0], len(spans) + span[1] + 1)) - 1
    return spans[max(place, 0) : place + 1]


def _rows(document: Document, marks: list[tuple[Span, list[Finding]]], items: Mapping[int, _Item]) -> Iterator[_Row]:
    waiting = iter(marks)
    mark = next(waiting, None)
    page: int | None = None
    for block in document.blocks:
        first, last = block.span
        inside: list[tuple[Span, list[Finding]]] = []
        while mark is not None and mark[0][0] < last:
            if mark[0][0] >= first and mark[0][1] <= last:
                inside.append(mark)
            mark = next(waiting, None)
        beside = tuple(items[id(f)] for _, findings in inside for f in findings if f.outcome != "set aside")
        turned = block.page if block.page != page else None
        page = block.page
        yield _Row(block.part, turned, tuple(_segments(document, block, inside, items)), beside)


def _segments(
    document: Document, block: Block, inside: list[tuple[Span, list[Finding]]], items: Mapping[int, _Item]
) -> Iterator[tuple[str, tuple[_Item, ...]]]:
    at, last = block.span
    for (start, end), findings in inside:
        if start > at:
            yield document.text[at:start], ()
        # The worst of several outcomes gives the mark its sign.
        ranked = sorted(findings, key=lambda f: OUTCOMES.index(f.outcome))
        yield document.text[start:end], tuple(items[id(f)] for f in ranked)
        at = end
    if at < last:
        yield document.text[at:last], ()
