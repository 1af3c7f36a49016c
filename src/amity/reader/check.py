"""Check a document: every figure in it found, bound to the data where that is sure enough, and compared.

A wrong verdict is worse than none. A binding below `SURE` gets no verdict; the data contradict a figure only where the
binding is at least `CERTAIN`, the year stands beside it, and what the figure is called is what the data measure.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from amity import states as state_table
from amity.atlas import Atlas
from amity.claims import Evidence, Test, try_test
from amity.reader import periods, quantities, sentences
from amity.reader.actors import actors, moved
from amity.reader.binding import Bound, Case, Memory, bind
from amity.reader.model import Actor, Candidate, Checked, Document, Finding, Outcome, Period, Quantity, Sentence
from amity.reader.relations import relations

#: Below this confidence a figure gets no verdict, only candidates.
SURE = 0.5
#: From this on the data may contradict it.
CERTAIN = 0.75
#: Years before the document's in which a figure without a year is sought.
_BACK = 3

_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d%])")

#: Called with the share of the document that is done, 0 to 1.
Progress = Callable[[float], object]


def check(
    document: Document,
    atlas: Atlas,
    *,
    states: Sequence[str] | None = None,
    date: dt.date | None = None,
    progress: Progress | None = None,
) -> Checked:
    """Every figure of a document and what the data say on it.

    Args:
        document: The document.
        atlas: The data.
        states: Codes of the two states it is about; None lets the text say.
        date: When it was written; None takes the date of the document, else the last year it names.
        progress: Called as the reading goes on.

    Returns:
        Findings in the order of the text, every one with a reason.
    """
    written = date or document.date or _last_year(document.text)
    found = sentences.split(document)
    named = _actors(document, found, written.year)
    pair = _pair(named, states)
    reading = _Reading(document, atlas, written, pair)
    findings: list[Finding] = []
    for number, sentence in enumerate(found):
        findings.extend(reading.sentence(sentence, named[number]))
        if progress is not None and number % 50 == 0:
            progress(number / max(1, len(found)))
    if progress is not None:
        progress(1.0)
    return Checked(document, tuple(findings), atlas.id, pair or ())


def _last_year(text: str) -> dt.date:
    """The last day of the latest year a text names, not after today."""
    today = dt.date.today()
    years = [int(match[0]) for match in _YEAR.finditer(text)]
    past = [year for year in years if year < today.year]
    return dt.date(max(past), 12, 31) if past else today


def _actors(document: Document, found: Sequence[Sentence], year: int) -> list[tuple[Actor, ...]]:
    """The actors of every sentence, spans counted in the document; pronouns look back over the block."""
    named: list[tuple[Actor, ...]] = []
    by_block: dict[tuple[int, int], list[int]] = {}
    for number, sentence in enumerate(found):
        by_block.setdefault(sentence.block.span, []).append(number)
        named.append(())
    before: tuple[Actor, ...] = ()
    for span, numbers in by_block.items():
        inside = moved(actors(document.text[slice(*span)], year=year, before=before), span[0])
        for number in numbers:
            start, end = found[number].span
            named[number] = tuple(a for a in inside if start <= a.span[0] and a.span[1] <= end)
        before = tuple(a for a in (*before, *inside) if a.kind != "pronoun")[-8:]
    return named


def _pair(named: Sequence[Sequence[Actor]], given: Sequence[str] | None) -> tuple[str, str] | None:
    """The two states a document is mostly about: those it names most, if no third is named nearly as often."""
    if given is not None and len(given) == 2:
        return state_table.find(given[0]).code, state_table.find(given[1]).code
    counts = Counter(a.codes[0] for inside in named for a in inside if len(a.codes) == 1 and a.group is None)
    top = counts.most_common(3)
    if len(top) < 2 or (len(top) == 3 and top[2][1] > 0.6 * top[1][1]):
        return None
    return top[0][0], top[1][0]


@dataclass(slots=True)
class _Reading:
    """A document being read: what was said before, and verdicts already looked up."""

    document: Document
    atlas: Atlas
    written: dt.date
    pair: tuple[str, str] | None
    memory: Memory = field(default_factory=Memory)
    known: dict[Test, Evidence] = field(default_factory=dict[Test, Evidence])

    def sentence(self, sentence: Sentence, named: Sequence[Actor]) -> list[Finding]:
        """The findings of one sentence."""
        start, end = sentence.span
        text = self.document.text[start:end]
        self.memory.turn(sentence.block.span)
        figures = quantities.quantities(text)
        when = periods.periods(text, today=self.written)
        near = moved(named, -start)
        about = relations(text, near) if figures or len(near) > 1 else ()
        findings: list[Finding] = []
        for figure in figures:
            case = Case(
                text,
                figure,
                figures,
                near,
                about,
                when,
                self.memory.period,
                self.memory.topic,
                self.pair,
                self.written.year,
            )
            findings.append(self._finding(sentence, figure, named, bind(case)))
        self.memory.keep(when, about)
        return findings

    def _finding(self, sentence: Sentence, quantity: Quantity, named: Sequence[Actor], bound: Bound) -> Finding:
        by = sentence.span[0]
        quantity = replace(quantity, span=_moved(quantity.span, by), of=_moved(quantity.of, by) if quantity.of else None)
        period = bound.period and replace(bound.period, span=_moved(bound.period.span, by))
        codes = {c for found in bound.candidates[:1] for c in _codes(found.test)}
        meant = tuple(a for a in named if codes & set(a.codes)) if codes else tuple(named)
        finding = Finding(sentence, quantity, "set aside", bound.reason, meant, period)
        if not bound.candidates:
            return finding
        return self._judged(finding, bound)

    def _judged(self, finding: Finding, bound: Bound) -> Finding:
        best, *others = bound.candidates
        if best.confidence < SURE:
            reason = f"could be {best.said}" + (f", or {others[0].said}" if others else "")
            return replace(finding, outcome="unsure", reason=reason, candidates=bound.candidates)
        if not bound.is_dated and not finding.period:
            return self._undated(finding, best, others)
        evidence = self._evidence(best.test)
        outcome: Outcome = evidence.outcome if evidence.outcome != "not testable" else "no data"
        if outcome == "contradicts" and (doubt := self._doubt(best, bound)):
            return replace(finding, outcome="unsure", reason=f"{doubt}; {evidence.said}", candidates=bound.candidates)
        return replace(
            finding,
            outcome=outcome,
            reason=evidence.said,
            bound=best,
            evidence=evidence,
            candidates=tuple(others),
        )

    def _doubt(self, best: Candidate, bound: Bound) -> str:
        """Why a figure that the data seem to contradict is not called contradicted."""
        if best.confidence < CERTAIN:
            return "the binding is not certain enough for a contradiction"
        if not bound.is_dated:
            return "the year does not stand beside it"
        if bound.is_soft:
            return "what is called so in print is often not quite what the data hold"
        return ""

    def _undated(self, finding: Finding, best: Candidate, others: Sequence[Candidate]) -> Finding:
        """A figure without a year: the last years before the document, the first that agrees."""
        for back in range(_BACK + 1):
            year = self.written.year - back
            shift = year - best.test.years[1]
            test = replace(best.test, years=(best.test.years[0] + shift, year))
            evidence = self._evidence(test)
            if evidence.outcome == "agrees":
                said = re.sub(r"\d{4}(?: to \d{4})?$", str(year), best.said)
                chosen = replace(best, test=test, said=said)
                reason = f"no year is said; {evidence.said} ({year})"
                return replace(finding, outcome="agrees", reason=reason, bound=chosen, evidence=evidence)
        reason = f"no year is said, and none of the last {_BACK + 1} agrees with {best.said}"
        return replace(finding, outcome="unsure", reason=reason, candidates=(best, *others))

    def _evidence(self, test: Test) -> Evidence:
        if test not in self.known:
            self.known[test] = try_test(test, self.atlas)
        return self.known[test]


def _moved(span: tuple[int, int], by: int) -> tuple[int, int]:
    return span[0] + by, span[1] + by


def _codes(test: Test) -> set[str]:
    codes = {test.figure.of, test.figure.on, *(test.figure.casefile or ())}
    return {code for code in codes if code}


__all__ = ["CERTAIN", "SURE", "Checked", "Period", "check"]
