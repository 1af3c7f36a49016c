"""Check a document: every figure in it found, bound to the data where that is sure enough, and compared.

A wrong verdict is worse than none. What the rules find is judged by the weighing of all readings: below `SHOWN` a
figure is bound to none. The data contradict a figure only where its year is told and what it is called is what the
data measure, and where either rules and weighing read the same, the rules at `CERTAIN` or more, or the weighing is as
sure as `SURELY` though the data miss.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from amity.atlas import Atlas
from amity.claims import Evidence, Test, distance, try_test, wording
from amity.reader import arms, concord, periods, quantities, sentences, whom
from amity.reader.actors import actors, halves, korea, moved, names
from amity.reader.ahead import ahead
from amity.reader.attributions import parties, seatless
from amity.reader.bare import with_bare
from amity.reader.binding import Bound, bind, readings
from amity.reader.cases import Case
from amity.reader.concord import Read
from amity.reader.dated import Dates
from amity.reader.dated import often as years_often
from amity.reader.dating import period_of
from amity.reader.doubts import (
    AGREES_RIGHTLY,
    FIRM,
    SURELY,
    is_alike,
    is_crowded,
    is_far,
    is_nearer_swapped,
    is_surely_meant,
    is_telling,
    may_be_chance,
    of_meaning,
    unbound,
)
from amity.reader.event_years import with_events
from amity.reader.fitting import Fitted
from amity.reader.listings import alone
from amity.reader.lists import listed
from amity.reader.memory import Memory, Sentenced, is_heading, with_money
from amity.reader.model import Actor, Candidate, Checked, Document, Finding, Outcome, Period, Quantity, Sentence
from amity.reader.partial import Partial
from amity.reader.partial import share as parts_share
from amity.reader.paths import Paths, Told
from amity.reader.placings import in_turn
from amity.reader.protagonists import protagonists
from amity.reader.references import About
from amity.reader.relations import relations
from amity.reader.restated import told_once
from amity.reader.speakers import home, speaks
from amity.reader.sweeps import fewer_sweeps
from amity.reader.turns import with_turns
from amity.reader.wares import subjects_of, ware_told
from amity.reader.wars import lasting
from amity.reader.ways import ways
from amity.reader.worded import is_worded, may_tell, worded

#: Below this confidence a figure gets no verdict, only candidates.
SURE = 0.5
#: From this on the data may contradict it.
CERTAIN = 0.8
#: From here on a reading is shown as the one meant.
SHOWN = 0.4
#: So likely a reading that the rules did not find must be for the data to agree with it.
PLAIN = 0.9
#: So likely a reading must be, after the data were asked, for them to contradict it.
FAIR = 0.6
#: From this on a reading is taken that is none too sure, if the data bear out its very digits.
LIKELY = 0.2
#: How often a wrong reading agrees to the digit by chance.
_AGREES_BY_CHANCE = 0.05
#: Years before the document's in which a figure without a year is sought.
_BACK = 3

_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d%])")

#: A sentence without a figure may tell of what the next one's figure is: "What set a record was the Indian deficit".
_FLOW = re.compile(r"\b(?:deficit|surplus|exports|imports|trade|turnover|purchases|sales|gap)\b")

#: Of a sentence with more figures no share is remembered for the next.
_FEW = 10

#: So many figures of a paragraph are read together; a sentence with more than that many is no prose to be weighed.
_TOGETHER, _PROSE = 40, 60

#: From so many letters on a document is judged while its reading goes on: less is read before it has begun.
_LONG = 30_000

#: Called with the share of the document that is done, 0 to 1.
Progress = Callable[[float], object]


@fewer_sweeps()
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
    judge = _Judge(atlas, _written(document, date))
    read, pair = list[_Looked](), None

    def asked() -> Iterator[list[Asked]]:
        return runs(cases(document, states=states, date=date))

    for run in ahead(asked) if len(document.text) >= _LONG else asked():
        sentence, pair = run[-1][0], run[-1][2].pair
        read += judge.looked(run)
        if progress is not None:
            progress(sentence.span[1] / len(document.text))
    findings = [f for f in judge.findings(read) if not (is_worded(f.quantity) and _says_nothing(f))]
    if progress is not None:
        progress(1.0)
    if pair is None and states is not None:
        pair = whom.pair_of((), states)
    return Checked(document, tuple(findings), atlas.id, pair or ())


def cases(document: Document, *, states: Sequence[str] | None = None, date: dt.date | None = None) -> Iterator[Asked]:
    """Every figure of a document with what is said around it, its sentence and the actors of that.

    Spans of the actors are counted in the document, those of the case in its sentence.
    """
    written = _written(document, date)
    found = sentences.split(document)
    named = _actors(document, found, written.year, states)
    pair = whom.pair_of(named, states)
    main = whom.profiled(found, named) or whom.most_named(named)
    often = whom.often(named)
    subjects = subjects_of(document.text)
    whose = protagonists(document.text, named)
    partial = Partial(all=parts_share(document.text))
    memory = Memory(dates=Dates(years_often(document.text, written.year), partial=partial, year=written.year))
    # What an undated document calls past is past today.
    reached: Period | None = None
    ahead = written.year if date or document.date else dt.date.today().year
    month = written.month if date or document.date else 0
    for sentence, inside in zip(found, named, strict=True):
        start, end = sentence.span
        text = document.text[start:end]
        memory.turn(sentence.block.span)
        when = with_events(text, periods.periods(text, today=written), written)
        near = moved(inside, -start)
        told = with_turns(text, with_money(text, quantities.quantities(text), memory.unit(text)))
        figures = with_bare(text, told, near, when, memory.figure, memory.place)
        figures = memory.lines.figures(sentence, figures, near)
        text, once = told_once(text, figures)
        near = parties(text, near)
        about = memory.at_venue(
            text, relations(text, near) if figures or len(near) > 1 or (near and _FLOW.search(text)) else ()
        )
        memory.head(sentence, near)
        memory.listing = listed(memory.listing, sentence, near, when)
        about = arms.meant(text, about, near, subjects, is_trade=arms.of_trade(figures, memory.said))
        share, rank, latest = memory.share, memory.rank, None
        if memory.period is None:
            reached = None
        # What is aimed at for some year is no year of the next sentence, if that tells what was traded.
        is_flow = any(r.sense is not None and r.owner and r.partner for r in about)
        plain = Case(
            text,
            _NOTHING,
            figures,
            near,
            about,
            when,
            reached if is_flow else memory.period,
            memory.topic,
            pair,
            written.year,
            ahead,
            main,
            memory.share,
            tuple(dict.fromkeys(memory.named)),
            memory.paragraph,
            memory.said,
            often,
            memory.past,
            memory.rank,
            memory.hub,
            memory.ware,
            memory.heads,
            memory.dates.dated(text, sentence.block.span),
            memory.hinted,
            subjects,
            memory.past_ware,
            whose,
            memory.titled,
            memory.listing,
            memory.subject,
            month,
        )
        for figure, whole in _told(plain):
            case = replace(whole, quantity=figure, quantities=once if figure in once else whole.quantities)
            if is_worded(figure):
                yield sentence, inside, case
                continue
            case = in_turn(alone(case))
            yield sentence, inside, case
            is_share = figure.unit == "%" and not figure.by
            if len(figures) < _FEW and (is_share or figure.kind == "rank" or figure is figures[-1]):
                latest = next(iter(ways(case)), None)
                share = (latest if is_share else None) or share
                rank = (latest if figure.kind == "rank" else None) or rank
        memory.share, memory.rank = share, rank
        memory.named = (*memory.last, *(last := whom.outright(near)))
        memory.last = last
        memory.paragraph = tuple(dict.fromkeys((*reversed(last), *memory.paragraph)))
        memory.ware = ware_told(text, len(text)) or memory.ware
        memory.hint(text)
        memory.keep(Sentenced(figures, when, about), latest)
        if memory.period is None or memory.period.first <= ahead:
            reached = memory.period
        memory.dates.keep(text, when, "heading" if is_heading(sentence) else sentence.block.part, near)


#: A figure with its sentence and the actors of that.
Asked = tuple[Sentence, tuple[Actor, ...], Case]


def runs(asked: Iterable[Asked]) -> Iterator[list[Asked]]:
    """The figures of a paragraph together, of a long one so many at a time."""
    for _, inside in itertools.groupby(asked, key=lambda one: one[0].block.span):
        while run := list(itertools.islice(inside, _TOGETHER)):
            yield run


#: Stands in a case before its figure is chosen.
_NOTHING = Quantity((0, 0), "level", 0.0, 0.0, "", "")


def _told(case: Case) -> list[tuple[Quantity, Case]]:
    """The figures of a sentence and what it tells in words, in their order, with what is said around them."""
    figures = [(figure, case) for figure in case.quantities if figure.kind != "trend"]
    if not case.actors or not may_tell(case.text):
        return figures
    whole = case if case.relations else replace(case, relations=relations(case.text, case.actors))
    whole = replace(whole, quantities=tuple(figure for figure, _ in figures))
    return sorted([*figures, *((found, whole) for found in worded(whole))], key=lambda told: told[0].span)


def _says_nothing(finding: Finding) -> bool:
    """Whether something told in words is not worth telling: nothing that data could say follows from it."""
    is_guess = finding.bound is None and bool(finding.candidates) and finding.candidates[0].confidence < LIKELY
    is_of_group = finding.reason.startswith("speaks of") and finding.quantity.kind in ("majority", "vague")
    return is_guess or (finding.outcome == "set aside" and not is_of_group)


def _written(document: Document, date: dt.date | None) -> dt.date:
    return date or document.date or _last_year(document.text)


def _last_year(text: str) -> dt.date:
    """The last day of the latest year a text names, not after today."""
    today = dt.date.today()
    years = [int(match[0]) for match in _YEAR.finditer(text)]
    past = [year for year in years if year < today.year]
    return dt.date(max(past), 12, 31) if past else today


def _actors(
    document: Document, found: Sequence[Sentence], year: int, given: Sequence[str] | None
) -> list[tuple[Actor, ...]]:
    """The actors of every sentence, spans counted in the document; pronouns look back over the block."""
    named: list[tuple[Actor, ...]] = []
    by_block: dict[tuple[int, int], list[int]] = {}
    for number, sentence in enumerate(found):
        by_block.setdefault(sentence.block.span, []).append(number)
        named.append(())
    before: tuple[Actor, ...] = ()
    called, half = korea(document.text, year), halves(document.text, year)
    # Who only counts is nobody whom "it" could mean.
    parts = [document.text[slice(*span)] for span in by_block]
    outright = [seatless(part, names(part, year, called, half)) for part in parts]
    said = ((part := document.text[slice(*s.span)], names(part, year, called, half)) for s in found)
    own = home(said) if speaks(document.text) else None
    ranked = tuple(code for code, _ in whom.often(outright))
    profile = whom.profiled(found[:1], outright[:1])
    main = profile or whom.most_named(outright)
    about = About(main, whom.pair_of(outright, given, most=1.0), own, ranked, called, profile)
    for (span, numbers), known in zip(by_block.items(), outright, strict=True):
        text = document.text[slice(*span)]
        inside = moved(actors(text, year=year, before=before, about=about, outright=known), span[0])
        for number in numbers:
            start, end = found[number].span
            named[number] = tuple(a for a in inside if start <= a.span[0] and a.span[1] <= end)
        before = tuple(a for a in (*before, *lasting(document.text, inside)))[-8:]
    return named


@dataclass(frozen=True, slots=True)
class _Looked:
    """A figure before all of the document is read.

    Attributes:
        judged: What becomes of it by the rules alone.
        told: What the rules leave open.
        read: What it may mean after the figures before it.
    """

    judged: Finding
    told: Told
    read: Read


@dataclass(slots=True)
class _Judge:
    """Says what the data say on figures; remembers what was looked up."""

    atlas: Atlas
    written: dt.date
    known: dict[Test, Evidence] = field(default_factory=dict[Test, Evidence])
    away: dict[Test, float | None] = field(default_factory=dict[Test, float | None])
    paths: Paths = field(init=False)

    def __post_init__(self) -> None:
        self.paths = Paths(self._distance)

    def looked(self, run: Sequence[Asked]) -> list[_Looked]:
        """The figures of a run, read after those before them, with their places counted in the document."""
        bounds = [bind(case) for _, _, case in run]
        judged = [self._of_rules(*asked, bound) for asked, bound in zip(run, bounds, strict=True)]
        told = [told_of(*one) for one in zip(run, bounds, strict=True)]
        return [_Looked(*one) for one in zip(judged, told, self.paths.read(told), strict=True)]

    def findings(self, looked: Sequence[_Looked]) -> Iterator[Finding]:
        """What becomes of the figures of a document, once all are read."""
        for one, chosen in zip(looked, concord.fitted([each.read for each in looked]), strict=True):
            yield self._settled(one.judged, chosen, one.told)

    def _of_rules(self, sentence: Sentence, named: Sequence[Actor], case: Case, bound: Bound) -> Finding:
        """What becomes of one figure by the rules alone."""
        by = sentence.span[0]
        quantity = case.quantity
        quantity = replace(
            quantity, span=_moved(quantity.span, by), of=_moved(quantity.of, by) if quantity.of else None
        )
        period = bound.period
        if period is not None and period.span != (0, 0):
            period = replace(period, span=_moved(period.span, by))
        codes = {c for found in bound.candidates[:1] for c in _codes(found.test)}
        meant = tuple(a for a in named if codes & set(a.codes)) if codes else tuple(named)
        finding = Finding(sentence, quantity, "set aside", bound.reason, meant, period)
        return self._judged(finding, bound, case) if bound.candidates else finding

    def _distance(self, test: Test) -> float | None:
        if test not in self.away:
            self.away[test] = distance(test, self.atlas)
        return self.away[test]

    def _settled(self, judged: Finding, fitted: Fitted | None, told: Told) -> Finding:
        """What the grammar found and what the weighing chose, brought together."""
        if fitted is None:
            return unbound(replace(judged, outcome="unsure")) if told.is_open and judged.bound else judged
        chosen = fitted.candidate
        others = tuple(c for c in (judged.bound, *fitted.others) if c is not None and c.test != chosen.test)
        is_same = judged.bound is not None and is_alike(judged.bound.test, chosen.test)
        if chosen.confidence < SHOWN:
            return self._open(judged, fitted)
        evidence = self._evidence(chosen.test)
        undated = f"no year is said; {evidence.said} ({chosen.test.years[1]})"
        said = undated if told.period is None else evidence.said
        read = replace(judged, outcome="unsure", bound=chosen, evidence=evidence, candidates=others)
        if fitted.agrees:
            # Among so many readings one agrees by chance: the words must rather tell of it than of nothing held, or the
            # rules read the same.
            is_plain = fitted.prior > fitted.none or (is_same and chosen.confidence >= PLAIN)
            is_told = fitted.is_told and is_plain
            needed = CERTAIN if is_same else PLAIN
            if is_told and chosen.confidence >= needed and not is_far(evidence, told.case):
                return replace(read, outcome="agrees", reason=said)
            return replace(read, reason=f"likely, but not told plainly; {said}")
        asked = fitted, told.case, told.rules, self._evidence, self._distance
        if evidence.outcome == "contradicts" and told.period is not None and is_surely_meant(*asked):
            return replace(read, outcome="contradicts", reason=evidence.said)
        if is_same and judged.outcome == "contradicts":
            if fitted.prior < FIRM or chosen.confidence < FAIR or is_crowded(told.case):
                return replace(read, reason=f"not read surely enough among so much else; {said}")
            if fitted.rival is not None:
                return replace(read, reason=f"as {fitted.rival.said} it would be true; {said}")
            return replace(read, outcome="contradicts", reason=judged.reason)
        if evidence.outcome == "off" and (is_same or fitted.is_told):
            near = judged.outcome == "off" and is_same and told.period is not None
            if chosen.confidence >= (CERTAIN if near else SURELY):
                return replace(read, outcome="off", reason=said)
        if evidence.outcome == "no data" and told.period is not None and chosen.confidence >= CERTAIN:
            return replace(read, outcome="no data", reason=evidence.said)
        if is_same and judged.outcome == "unsure":
            return replace(read, reason=judged.reason)
        return replace(read, reason=f"likely, but not read surely enough for a verdict; {said}")

    def _open(self, judged: Finding, fitted: Fitted) -> Finding:
        """A figure of which no reading is likely enough to be shown as the one meant."""
        chosen = fitted.candidate
        if judged.outcome in ("agrees", "contradicts", "off"):
            judged = replace(judged, outcome="unsure", reason=f"could also be something else; {judged.reason}")
        if judged.outcome in ("unsure", "no data"):
            # Where nothing is held, nothing but the words can tell a right reading: it stays one that could be meant.
            return unbound(judged)
        if judged.outcome == "set aside" and chosen.confidence >= LIKELY:
            candidates = (chosen, *fitted.others)
            return replace(judged, outcome="unsure", reason=f"could be {chosen.said}", candidates=candidates)
        return judged

    def _judged(self, finding: Finding, bound: Bound, case: Case) -> Finding:
        best, *others = self._ordered(finding, bound)
        if bound.vague:
            return self._valued(finding, bound)
        if best.confidence < SURE:
            reason = f"could be {best.said}" + (f", or {others[0].said}" if others else "")
            return replace(finding, outcome="unsure", reason=reason, candidates=bound.candidates)
        if not bound.is_dated and not finding.period:
            return self._undated(finding, best, others, case)
        evidence = self._evidence(best.test)
        outcome: Outcome = evidence.outcome if evidence.outcome != "not testable" else "no data"
        read = replace(finding, bound=best, evidence=evidence, candidates=tuple(others))
        if outcome == "off" and best.confidence < CERTAIN:
            return replace(read, outcome="unsure", reason=f"not read surely enough to be called off; {evidence.said}")
        if outcome == "off" and not bound.is_plain and is_nearer_swapped(best.test, self._evidence):
            return replace(read, outcome="unsure", reason=f"it would be nearer the other way round; {evidence.said}")
        if outcome == "agrees" and not is_worded(finding.quantity) and may_be_chance(best, evidence, case):
            return replace(read, outcome="unsure", reason=f"much would agree with that; {evidence.said}")
        if outcome == "contradicts" and (doubt := self._doubt(best, others, bound, case)):
            shown = read if best.confidence >= CERTAIN else replace(finding, candidates=bound.candidates)
            return replace(shown, outcome="unsure", reason=f"{doubt}; {evidence.said}")
        return replace(read, outcome=outcome, reason=evidence.said)

    def _valued(self, finding: Finding, bound: Bound) -> Finding:
        """What is too vague for a verdict, with the value that the data hold: of its year, else of the last before."""
        best = bound.candidates[0]
        backs = (0,) if bound.is_dated else range(_BACK + 1)
        first, last = best.test.years
        tests = [replace(best.test, years=(first - back, last - back)) for back in backs]
        held = next((e for e in map(self._evidence, tests) if e.value is not None), None)
        if held is None or held.value is None:
            reason = f"{bound.vague}; none is held of {best.said}"
        else:
            # The rows of facts picked are in one unit, which their column does not name.
            unit = held.unit or dict(best.test.figure.where).get("unit", ("",))[0]
            years = f" ({wording.span(held.years)})" if held.years and not bound.is_dated else ""
            reason = f"{bound.vague}; {best.said}: {wording.amount(held.value, unit)}{years}"
        return replace(finding, outcome="unsure", reason=reason, candidates=bound.candidates)

    def _ordered(self, finding: Finding, bound: Bound) -> tuple[Candidate, ...]:
        """The readings, the surest first; where none is sure, the first whose very digits the data bear out.

        That the data agree to the digit is itself a sign that the figure was read rightly.
        """
        ranked = bound.candidates
        if ranked[0].confidence >= FAIR or bound.period is None or not is_telling(finding.quantity):
            return ranked
        for candidate in ranked:
            if candidate.confidence >= LIKELY and self._evidence(candidate.test).outcome == "agrees":
                rightly, wrongly = (
                    candidate.confidence * AGREES_RIGHTLY,
                    (1 - candidate.confidence) * _AGREES_BY_CHANCE,
                )
                chosen = replace(candidate, confidence=rightly / (rightly + wrongly))
                return (chosen, *(other for other in ranked if other is not candidate))
        return ranked

    def _doubt(self, best: Candidate, others: Sequence[Candidate], bound: Bound, case: Case) -> str:
        """Why a figure that the data seem to contradict is not called contradicted."""
        if best.confidence < CERTAIN:
            return "the binding is not certain enough for a contradiction"
        if not bound.is_dated:
            return "the year does not stand beside it"
        if not bound.is_here:
            return "which states are meant, or what of them, is said in another sentence"
        if not bound.is_own:
            return "what it is a share of is said of another figure"
        known = self._evidence, self._distance
        if doubt := of_meaning(best.test, case, *known, is_soft=bound.is_soft, has_gaps=bound.has_gaps):
            return doubt
        if not bound.is_plain and is_nearer_swapped(best.test, self._evidence):
            return "it would be nearer the other way round, and who is meant is not said outright"
        rival = next((o for o in others if o.confidence >= LIKELY and self._evidence(o.test).outcome == "agrees"), None)
        return f"as {rival.said} it would be true" if rival is not None else ""

    def _undated(self, finding: Finding, best: Candidate, others: Sequence[Candidate], case: Case) -> Finding:
        """A figure without a year: the last years before the document, the first that agrees."""
        if is_worded(finding.quantity):
            return self._steady(finding, best, others)
        for back in range(_BACK + 1):
            year = self.written.year - back
            shift = year - best.test.years[1]
            base = best.test.base and (best.test.base[0] + shift, best.test.base[1] + shift)
            test = replace(best.test, years=(best.test.years[0] + shift, year), base=base)
            evidence = self._evidence(test)
            if evidence.outcome == "agrees" and not may_be_chance(best, evidence, case, tried=_BACK + 1):
                years = f"{test.years[0]} to {year} on {base[0]} to {base[1]}" if base else str(year)
                said = re.sub(r"\d{4}(?: to \d{4})?(?: on \d{4} to \d{4})?$", years, best.said)
                chosen = replace(best, test=test, said=said)
                reason = f"no year is said; {evidence.said} ({year})"
                return replace(finding, outcome="agrees", reason=reason, bound=chosen, evidence=evidence)
        reason = f"no year is said, and none of the last {_BACK + 1} agrees with {best.said}"
        return replace(finding, outcome="unsure", reason=reason, candidates=(best, *others))

    def _steady(self, finding: Finding, best: Candidate, others: Sequence[Candidate]) -> Finding:
        """What is told in words without a year: true if it is of all the last years before the document."""
        if best.test.change not in (None, "rank") or best.test.op in ("rising", "falling"):
            reason = f"no year is said from which {best.said} is to be reckoned"
            return replace(finding, outcome="unsure", reason=reason, candidates=(best, *others))
        last = self.written.year
        tests = [replace(best.test, years=(year, year)) for year in range(last, last - _BACK - 1, -1)]
        found = [(test, e) for test in tests if (e := self._evidence(test)).outcome != "no data"]
        if found and all(e.outcome == "agrees" for _, e in found):
            test, evidence = found[0]
            chosen = replace(best, test=test, said=re.sub(r"\d{4}(?: to \d{4})?$", str(test.years[1]), best.said))
            reason = f"no year is said; {evidence.said} ({test.years[1]})"
            return replace(finding, outcome="agrees", reason=reason, bound=chosen, evidence=evidence)
        held = f"; {found[0][1].said} ({found[0][0].years[1]})" if found else ""
        reason = f"no year is said, and not in all of the last {_BACK + 1} it holds of {best.said}{held}"
        return replace(finding, outcome="unsure", reason=reason, candidates=(best, *others))

    def _evidence(self, test: Test) -> Evidence:
        if test not in self.known:
            self.known[test] = try_test(test, self.atlas)
        return self.known[test]


def told_of(asked: Asked, bound: Bound) -> Told:
    """A figure as the rules leave it."""
    sentence, _, case = asked
    period, base, _ = period_of(case)
    is_open = bound.is_open and not is_worded(case.quantity) and len(case.quantities) <= _PROSE
    rules = tuple(readings(case)) if is_open else ()
    return Told(case, rules, period, base, bound.reason, sentence.span, sentence.block.span, is_open)


def _moved(span: tuple[int, int], by: int) -> tuple[int, int]:
    return span[0] + by, span[1] + by


def _codes(test: Test) -> set[str]:
    codes = {test.figure.of, test.figure.on, *(test.figure.casefile or ())}
    return {code for code in codes if isinstance(code, str)}


__all__ = ["CERTAIN", "SURE", "Checked", "Period", "check"]
