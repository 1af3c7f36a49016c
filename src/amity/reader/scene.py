"""A figure with what stands around it, as the weighing of its readings sees it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from amity.reader import senses
from amity.reader.binding import Reading
from amity.reader.cases import Case, Way
from amity.reader.lists import entry_of
from amity.reader.model import Actor, Period, Span
from amity.reader.pair_grammar import carried_verb, listed, sides, ties
from amity.reader.phrases import clause_of, clauses
from amity.reader.seldom import seldom
from amity.reader.series import PARTS, row_of
from amity.reader.turns import spenders
from amity.reader.wars import is_struck

#: What speaks for a reading, each with how much of it there is.
Features = dict[str, float]

_PREPOSITION = re.compile(
    r"\b(to|from|with|of|by|in|for|on|between|and|against|than|among|towards?|at|into|as|behind|via)\s+"
    r"(?:the\s+|its\s+)?$",
    re.IGNORECASE,
)
#: So many letters off a word of the same clause still stands beside a figure.
_NEAR = 300
_WORD = re.compile(r"\b[a-z]{4,}\b")
#: The other way.
_TURNED = seldom(
    r"\b(?:(?:other|opposite|reverse|return|inverse|contrary) (?:direction|way|flow|stock|trade|traffic|movement|"
    r"journey|dependence|side|sense)|in (?:return|exchange|turn)|vice versa|(?:the )?reverse(?:d|ly)?|conversely|"
    r"(?:came|coming|comes|flow(?:s|ed|ing)|went|sent|going|sold|shipped|bought) back|(?:north|south|east|west)wards?|"
    r"reciproca\w+|inversely|counter-?flow|homewards?)\b",
    re.IGNORECASE,
)
#: What a state is said to do, or to have; between it and the verb no other state.
_DOES = re.compile(
    r"(?P<takes>\b(?:(?:absorb|bought|buy|took|take|taking|purchas|receiv|consum|accept|swallow|import|obtain|got|get|"
    r"draw|drew|procur|sourc|deriv)\w*))|"
    r"(?P<gives>\b(?:suppl|provid|deliver|sold|sell|sent|send|ship|furnish|export|contribut|cover|pump|fill|met)\w*)|"
    r"(?P<counts>\b(?:account|represent|constitut|compris|responsible|made up|makes? up|"
    r"stood for|ranked|came|follow)\w*)|"
    r"(?P<part>\b(?:share|part|portion|slice|weight|proportion|percentage)\b)"
)
_STOPS = re.compile(r"[;:.]|,\s+(?:and|but|while|whereas)\b|\b(?:by|that|while)\b")
#: Between a place and the amount told with it.
_ITS_AMOUNT = re.compile(r",?\s+(?:with|at|on)\s+(?:a\s+|an\s+)?")
#: At most so many figures to either side are looked at.
_ROW = 8
_OURS = re.compile(r"\b(?:we|our|us|ours)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Earlier:
    """How a figure before was read: the next one often changes only one thing of it.

    Attributes:
        way: What it was read as.
        period: When.
        unit: Its unit.
        kind: Its kind.
        sentence: Where its sentence stands in the document.
        span: Where it stands in its sentence.
        block: Where its paragraph stands.
    """

    way: Way
    period: Period
    unit: str
    kind: str
    sentence: Span
    span: Span
    block: Span


def with_unit(case: Case, before: Sequence[Earlier], block: Span) -> Case:
    """The case of a bare number, in the unit of the figure before it in its paragraph."""
    quantity = case.quantity
    if not before or before[0].block != block or quantity.kind == "rank":
        return case
    last, measure = before[0], senses.measure(before[0].unit)
    if quantity.unit == "":
        return replace(case, quantity=replace(quantity, unit=last.unit, kind=last.kind))
    scale = {"m": "m", "million": "m", "bn": "bn", "billion": "bn"}.get(quantity.unit)
    if scale is None or measure not in ("USD", "TIV", "t"):
        return case
    return replace(case, quantity=replace(quantity, unit="Mt" if measure == "t" else f"{measure} {scale}"))


class Scene:
    """A figure with what stands around it.

    Attributes:
        case: The figure, its sentence and what its document says around that.
        rules: What the grammar makes of it, the surest first.
        period: When the grammar has it.
        reason: Why the grammar sets it aside, if it does.
        before: How up to three figures before it were read, the last one first.
        actors: The states its sentence names.
        places: The same by code.
        struck: The states named only as the place or the enemy of a war.
        leads: Where the first state of each clause stands.
        nearest: How many letters lie between it and the state nearest to it.
        views: What is said of each state as one that thinks or is thought of, once it is reckoned.
        telling: The telling places around it and the states that stand there, once they are sought.
        forms: What nouns and standing forms say of each state, once it is reckoned.
        turns: The turns of phrase before it that lean on the figure before, once they are sought.
        fresh: The states named since the last figure or right after this one.
        ties: How each state named since the last figure is tied to this one by the words between.
        sides: Who sells and who buys by the words about this figure alone.
        listed: The state in the place of a list that the figure has in its row: "to China and India, 32.7 and 16.8".
        follows: Whether states stand behind their figures here, as far as the last one tells.
        years_follow: The same of years.
        row: The figures told in a row with it.
        told: The figures of its kind told before in its paragraph.
        answers: The figures before that it may answer to, each with how it is found.
        is_turned: Whether what is told since the last figure goes the other way: "in return".
        aligned: The figure of the sentence before that stands where this one stands in its own.
        elsewhere: The states that stand nearest to another figure of the sentence.
        doing: What each state named since the last figure does or has: takes, gives, counts for, part.
        figures: The figures of the sentence that stand around it.
        entry: The entry of a list in which it stands.
        known: All figures before it that are known, the last one first.
        own_states: The state that stands with this figure, where each figure has its own.
        others_states: Those that stand with the others.
        alike: The figures of the paragraph before it of the same kind, the last one first.
        spender: Who laid out so much for each unit of money that the other did.
        fresh_years: The periods named since the last figure or right after this one.
        words: The words of its clause, cut to six letters.
        segment: The same of what stands between the figure before and the next one.
    """

    def __init__(
        self,
        case: Case,
        rules: Sequence[Reading],
        period: Period | None,
        reason: str,
        before: tuple[Earlier, ...],
        sentence: Span,
        block: Span,
    ) -> None:
        self.case, self.rules, self.period, self.reason = case, rules, period, reason
        self.before = [e for e in before if e.block == block][:3] or list(before[:1])
        self.sentence, self.block = sentence, block
        self.start, self.end = case.quantity.span
        self.spans = clauses(case.text)
        self.own = clause_of(self.spans, self.start)
        self.last = self.before[0] if self.before else None
        self.in_sentence = self.last is not None and self.last.sentence == sentence
        self.in_block = self.last is not None and self.last.block == block
        # What is named since the figure before, or right after this one.
        self.since = self.last.span[1] if self.last is not None and self.in_sentence else 0
        later = [q.span[0] for q in case.quantities if q.span[0] >= self.end]
        if case.quantity.kind == "rank" and later and _ITS_AMOUNT.fullmatch(case.text, self.end, later[0]):
            # "In second place with 15 per cent is America": the share is told with the place.
            del later[0]
        self.until = min([*later, len(case.text)])
        self.begin = max([0, *(q.span[1] for q in case.quantities if q.span[1] <= self.start and q.kind != "trend")])
        self.actors = [a for a in case.actors if a.group is None and a.kind != "firm" and a.codes]
        self.is_ours = _OURS.search(case.text) is not None
        self.places = self._placed()
        self.leads: dict[int, int] = {}
        for actor in self.actors:
            clause, begin = clause_of(self.spans, actor.span[0]), actor.span[0]
            self.leads[clause] = min(begin, self.leads.get(clause, begin))
        self._prepositions: dict[Span, str] = {}
        self.nearest = min((self.away(actor.span) for actor in self.actors), default=0)
        self.views: Features | None = None
        self.telling: tuple[tuple[str, str], ...] | None = None
        self.forms: dict[str, set[str]] | None = None
        self.turns: list[tuple[str, str, str]] | None = None
        self.struck = {c for c, named in self.places.items() if all(is_struck(case.text, a.span) for a in named)}
        self.fresh = {c for a in self.actors for c in a.codes if self.is_fresh(a.span)} - self.struck
        low, high = self.spans[self.own]
        low, high = max(low, self.start - _NEAR), min(high, self.end + _NEAR)
        self.words = {word[:6] for word in _WORD.findall(case.text[low:high])}
        self.segment = {word[:6] for word in _WORD.findall(case.text[max(low, self.begin) : self.until])}
        is_rank = case.quantity.kind == "rank"
        self.ties = ties(
            case.text, case.quantity.span, self.actors, is_rank=is_rank, since=self.since, until=self.until
        )
        self.sides = {} if is_rank else sides(case.text, case.quantity.span, self.actors, self.since, self.until)
        self.follows = self._states_follow()
        self.years_follow = self._do_years_follow()
        self.row = row_of(case.text, case.quantity, case.quantities, case.actors, case.periods)
        self.listed = listed(case.text, [q.span for q in self.row.quantities], self.actors, self.row.place)
        kind, measure = case.quantity.kind, senses.measure(case.quantity.unit)
        near = [e for e in before if e.block == block]
        self.told = [e for e in near if e.kind == kind and senses.measure(e.unit) == measure]
        self.answers = list(self._answered(before))
        at = bisect_left(case.quantities, case.quantity.span, key=lambda q: q.span)
        self.figures = case.quantities[max(0, at - _ROW) : at + _ROW + 1]
        self.is_turned = _TURNED.search(case.text, self.since, self.until) is not None
        self.aligned = self._aligned(before)
        self.elsewhere = self._beside_others()
        self.doing = self._done()
        self.entry = entry_of(case.text, case.quantity, case.quantities, self.actors, case.listing)
        self.known = list(before)
        self.own_states, self.others_states = self._states_by_figure()
        self.alike = [e for e in before if e.block == block and senses.measure(e.unit) == measure]
        is_ratio = case.quantity.unit == "times"
        self.spender = spenders(case.text, case.quantity.span, self.actors) if is_ratio else None
        self.fresh_years = [p for p in case.periods if self.is_fresh(p.span)]

    def _aligned(self, before: Sequence[Earlier]) -> Earlier | None:
        """The figure of the last sentence that stands where this one stands in its own."""
        measure = senses.measure(self.case.quantity.unit)
        like = [q for q in self.figures if senses.measure(q.unit) == measure and not q.by]
        place = sum(q.span < self.case.quantity.span for q in like)
        others = [e for e in before if e.sentence != self.sentence and e.block == self.block]
        row = sorted((e for e in others if e.sentence == others[0].sentence), key=lambda e: e.span)
        row = [e for e in row if senses.measure(e.unit) == measure]
        return row[place] if len(like) > 1 and place < len(row) and len(row) > 1 else None

    def _beside_others(self) -> set[str]:
        """The states that stand nearest to another figure of the sentence, and not to this one."""
        nearest: dict[Span, Actor] = {}
        by_clause: dict[int, list[Actor]] = {}
        for actor in self.actors:
            if actor.kind != "pronoun":
                by_clause.setdefault(clause_of(self.spans, actor.span[0]), []).append(actor)
        for q in self.figures:
            if near := by_clause.get(clause_of(self.spans, q.span[0])):
                nearest[q.span] = min(near, key=lambda a: gap(a.span, q.span))
        mine = nearest.pop(self.case.quantity.span, None)
        codes = {c for a in nearest.values() for c in a.codes}
        return codes - set(mine.codes if mine is not None else ())

    def _done(self) -> dict[str, set[str]]:
        """What each state does, or has, that is named since the last figure."""
        found: dict[str, set[str]] = {}
        starts = sorted(a.span[0] for a in self.case.actors)
        for actor in self.actors:
            if len(actor.codes) != 1 or not self.since <= actor.span[0] < self.start:
                continue
            until = min([*(s for s in starts if s >= actor.span[1]), actor.span[1] + 60, self.start])
            stop = _STOPS.search(self.case.text, actor.span[1], until)
            match = _DOES.search(self.case.text, actor.span[1], stop.start() if stop else until)
            if match is not None and match.lastgroup is not None:
                found.setdefault(actor.codes[0], set()).add(match.lastgroup)
        carried = carried_verb(self.case.text, self.since, self.start, self.actors)
        if carried is not None:
            found.setdefault(carried[0], set()).add(carried[1])
        return found

    def _states_by_figure(self) -> tuple[frozenset[str], frozenset[str]]:
        """The states that stand with this figure, and with the others like it: "9.2 (Uganda) to 19 (Ethiopia)"."""
        like = [q.span for q in self.figures if not q.by and q.kind == self.case.quantity.kind]
        if len(like) < 2 or self.case.quantity.span not in like:
            return frozenset(), frozenset()
        edges = [0, *(span[0] for span in like), len(self.case.text)]
        named = [a for a in self.actors if len(a.codes) == 1]
        between = [[a for a in named if low <= a.span[0] < high] for low, high in pairwise(edges)]
        # States stand before their figures, or behind: as most figures have it.
        before, after = between[:-1], between[1:]
        stand = after if self._stand(after, like, behind=True) > self._stand(before, like, behind=False) else before
        place = like.index(self.case.quantity.span)
        near = [
            frozenset({(row[0] if stand is after else row[-1]).codes[0]}) if row else frozenset[str]() for row in stand
        ]
        return near[place], frozenset[str]().union(*(row for i, row in enumerate(near) if i != place))

    def _stand(self, rows: Sequence[Sequence[Actor]], like: Sequence[Span], *, behind: bool) -> tuple[int, int]:
        """How many figures have a state on one side, and how many have it there without a comma between."""
        text, tied = self.case.text, 0
        for row, (start, end) in zip(rows, like, strict=True):
            if row:
                between = text[end : row[0].span[0]] if behind else text[row[-1].span[1] : start]
                tied += PARTS.search(between) is None
        return sum(map(bool, rows)), tied

    def _answered(self, before: Sequence[Earlier]) -> Iterator[tuple[str, Earlier]]:
        """The figures before that one in a row may answer to, each with how it is found."""
        size = len(self.row.quantities)
        if size < 2 and not self.row.is_answer:
            return
        begin, measure = self.row.quantities[0].span[0], senses.measure(self.case.quantity.unit)
        told = [e for e in before if e.block == self.block]
        told = [e for e in told if e.sentence != self.sentence or e.span[0] < begin]
        like = [e for e in told if senses.measure(e.unit) == measure]
        if len(like) >= size > 1:
            yield "row last", like[size - 1 - self.row.place]
        # "Sold goods for 124 billion to one and 66 to the other, which equals 25 and 13 per cent, respectively".
        beside = [e for e in reversed(told) if e.sentence == self.sentence and e not in like]
        if size > 1 and len(beside) >= size and self.row.is_answer:
            yield "row beside", beside[self.row.place - size]
        group = [e for e in reversed(like) if e.sentence == like[0].sentence]
        if self.row.place < len(group):
            yield "row first", group[self.row.place]
            if self.row.is_answer:
                yield "row told", group[self.row.place]

    def _states_follow(self) -> bool | None:
        """Whether states stand behind their figures here: as the figure before has it; None where that is not told."""
        if self.last is None or not self.in_sentence:
            return None
        codes = {self.last.way.owner, *self.last.way.partners}
        low, high = self.last.span
        after = [a.span[0] - high for a in self.actors if codes & set(a.codes) and high <= a.span[0] < self.start]
        before = [low - a.span[1] for a in self.actors if codes & set(a.codes) and a.span[1] <= low]
        if not after and not before:
            return None
        return min(after, default=999) < min(before, default=999)

    def _do_years_follow(self) -> bool | None:
        """Whether years stand behind their figures here."""
        if self.last is None or not self.in_sentence:
            return None
        own = (self.last.period.first, self.last.period.last)
        spots = [p.span[0] for p in self.case.periods if (p.first, p.last) == own and p.span[0] < self.start]
        return any(spot >= self.last.span[1] for spot in spots) if spots else None

    def _placed(self) -> dict[str, list[Actor]]:
        found: dict[str, list[Actor]] = {}
        for actor in self.actors:
            for code in actor.codes:
                found.setdefault(code, []).append(actor)
        return found

    def tie(self, span: Span) -> str:
        """To which figure something between two of them belongs, by what parts it from them; "" elsewhere."""
        if self.end <= span[0] < self.until:
            between = self.case.text[self.end : span[0]].removesuffix("the ").removesuffix("to ")
            return "parted after" if PARTS.search(between) else "tied after"
        if self.begin <= span[0] < self.start:
            between = self.case.text[self.begin : span[0]]
            return "tied before" if not self.begin or PARTS.search(between) else "tied to the last"
        return ""

    def is_fresh(self, span: Span) -> bool:
        """Whether something is said since the last figure, or after this one and before the next."""
        return self.since <= span[0] < self.until

    def is_here(self, span: Span) -> bool:
        """Whether something is said in the figure's own clause."""
        return clause_of(self.spans, span[0]) == self.own

    def away(self, span: Span) -> int:
        """How many letters lie between the figure and something else."""
        return gap(span, self.case.quantity.span)

    def where(self, earlier: Earlier) -> str:
        """How far back a figure before stands."""
        if earlier.sentence == self.sentence:
            return "sentence"
        return "block" if earlier.block == self.block else "far"

    def form(self, actor: Actor) -> str:
        """How a state is put: after which preposition, as owner, or plain."""
        return self.preposition(actor) or ("genitive" if actor.genitive or actor.kind == "demonym" else "plain")

    def preposition(self, actor: Actor) -> str:
        """The preposition before a state; "" if there is none."""
        if actor.span not in self._prepositions:
            match = _PREPOSITION.search(self.case.text[max(0, actor.span[0] - 16) : actor.span[0]])
            self._prepositions[actor.span] = match[1].lower() if match else ""
        return self._prepositions[actor.span]


def gap(one: Span, other: Span) -> int:
    """How many letters lie between two places."""
    return max(one[0] - other[1], other[0] - one[1], 0)
