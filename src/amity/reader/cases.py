"""A figure with what its sentence and its document say around it: clauses, subjects, the other state.

Spans are counted in the sentence.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from amity.reader.dated import UNDATED, Dated
from amity.reader.frames import names_no_party
from amity.reader.lists import Listing
from amity.reader.model import Actor, Period, Quantity
from amity.reader.phrases import clause_of, clauses
from amity.reader.presupposed import is_known
from amity.reader.relations import Relation, Role, acts
from amity.reader.senses import Sense

OTHER_MONEY = re.compile(r"\b(?:EUR|RMB|RUB|GBP|JPY|INR|KRW|CNY|CHF|[A-Z]{3})\b")
PARTS = frozenset({"month", "quarter", "half"})
_NEGATED = re.compile(
    r"\b(?:not(?! (?:so |very )?long (?:ago|before|since)| only| just| merely| least| surprisingly| counting|"
    r" including| even\s*$| (?:far|very different) from| far off| unlike)|never|"
    r"hardly(?! less| more| different from)|neither|nor|fail(?:s|ed)? to|without(?= (?:\w+ing)\b)|cannot)\b"
    r"(?![^,;:]*[,;:])|"
    r"n['’]t\b(?![^,;:]*[,;:])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to read a figure, before it becomes a test."""

    sense: Sense
    statistic: str
    owner: str
    partners: tuple[str, ...]
    features: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Case:
    """A figure with all that its sentence and its document say around it; spans are counted in the sentence.

    Attributes:
        text: The sentence.
        quantity: The figure.
        quantities: All figures of the sentence.
        actors: The actors of the sentence.
        relations: What it says is measurable.
        periods: The periods it names.
        earlier: The last period named in the paragraph before it.
        topic: What the sentence before was about.
        pair: The two states the document is about, as far as it is about two.
        year: Year of the document.
        last_year: The last year that is past for it.
        main: The state it names most.
        share: The last share of the paragraph before the sentence.
        before: The states named in the two sentences before.
        paragraph: The states named in the sentences of the paragraph before it, the last first.
        said: What was measured in those, the last first.
        often: The states the document names most, with their share of all namings.
        past: What the last sentence of an earlier paragraph that measured anything was about.
        rank: The last place among partners told in the paragraph before the sentence.
        hub: The state that most of what was told before is about.
        ware: The ware named last in the paragraph before the sentence.
        heads: The states that the heading above it names, or the word in bold that opens its paragraph.
        dated: The years told before and above it.
        hinted: What else the paragraph before the sentence may be about, goods aside, the last first.
        whose: The states whose trade the document tells, with their share of the words that say whose it is.
        subjects: The wares and other things the document names most, with their share of all namings.
        past_ware: The ware named last in the paragraphs before that of the sentence.
        titled: The states that its title names; their spans are counted in that.
        listing: What stands above the list in which it is an entry.
        subject: What the last sentence of its paragraph that measured anything measured first.
        month: Month in which the document is dated, 0 where it is not.
    """

    text: str
    quantity: Quantity
    quantities: tuple[Quantity, ...]
    actors: tuple[Actor, ...]
    relations: tuple[Relation, ...]
    periods: tuple[Period, ...]
    earlier: Period | None
    topic: Relation | None
    pair: tuple[str, str] | None
    year: int
    last_year: int
    main: str | None = None
    share: Way | None = None
    before: tuple[str, ...] = ()
    paragraph: tuple[str, ...] = ()
    said: tuple[Sense, ...] = ()
    often: tuple[tuple[str, float], ...] = ()
    past: Relation | None = None
    rank: Way | None = None
    hub: str | None = None
    ware: str | None = None
    heads: tuple[str, ...] = ()
    dated: Dated = UNDATED
    hinted: tuple[Sense, ...] = ()
    subjects: tuple[tuple[str, float], ...] = ()
    past_ware: str | None = None
    whose: tuple[tuple[str, float], ...] = ()
    titled: tuple[Actor, ...] = ()
    listing: Listing | None = None
    subject: Sense | None = None
    month: int = 0


#: From so great a share of the words that say whose trade is told, it is told plainly.
PLAINLY = 0.6


def protagonist(case: Case) -> str | None:
    """The state whose trade the document plainly tells; None where words tell of several, or of none."""
    return case.whose[0][0] if case.whose and case.whose[0][1] >= PLAINLY else None


def clause_at(case: Case, at: int) -> int:
    """Number of the clause in which an offset lies."""
    return clause_of(clauses(case.text), at)


def words_before(case: Case) -> tuple[str, int]:
    """The words of the figure's clause before it, and where they begin."""
    spans = clauses(case.text)
    start = spans[clause_of(spans, case.quantity.span[0])][0]
    return case.text[start : case.quantity.span[0]], start


def segment(case: Case) -> tuple[int, int]:
    """From the figure before to the next one, within the clause."""
    spans = clauses(case.text)
    start, end = case.quantity.span
    low, high = spans[clause_of(spans, start)]
    low = max([low, *(q.span[1] for q in case.quantities if q.span[1] <= start)])
    return low, max(end, min([high, *(q.span[0] for q in case.quantities if q.span[0] >= end)]))


def own_clause(case: Case) -> str:
    """The clause in which the figure stands."""
    spans = clauses(case.text)
    return case.text[slice(*spans[clause_of(spans, case.quantity.span[0])])]


def view_holder(case: Case, relation: Relation, partner: Role) -> Role | None:
    """Whose view it is: "22 % of adults in Poland", "Russians"; of flows nobody is sought so."""
    if relation.sense is None or not relation.sense.id.startswith("opinion"):
        return None
    near = [
        a
        for a in case.actors
        if len(a.codes) == 1 and a.group is None and a.codes[0] != partner.code and a.span[1] <= relation.span[0]
    ]
    return Role(near[-1].codes[0], "preposition", near[-1]) if near else None


_PAIR_AFTER = re.compile(r"\s+(?:for|between|in the case of)\s+(?:the\s+)?(?=\S)")


def couple(case: Case, relation: Relation) -> tuple[Role | None, Role | None]:
    """Two states that do something together."""
    after = _PAIR_AFTER.match(case.text, case.quantity.span[1])
    named = [a for a in case.actors if after and a.span[0] >= after.end() and len(a.codes) == 1 and a.group is None][:2]
    if after and len(named) == 2 and named[0].span[0] == after.end():
        # "95 per cent, against 73 per cent for Britain and the United States".
        between = case.text[named[0].span[1] : named[1].span[0]]
        if re.fullmatch(r"\s+and\s+(?:the\s+)?", between):
            return Role(named[0].codes[0], "pair"), Role(named[1].codes[0], "pair")
    paired = with_whom(case) or _both(case)
    if paired is not None:
        return paired
    before = [q.span[1] for q in case.quantities if q.unit == case.quantity.unit and q.span[1] <= case.quantity.span[0]]
    if before and relation.span[1] <= before[-1]:
        # "... in 56 per cent of cases; Ukraine's and Poland's did in 45": those named since.
        since = [a for a in case.actors if before[-1] <= a.span[0] < case.quantity.span[0] and a.group is None]
        codes = list(dict.fromkeys(c for a in since for c in a.codes))
        if codes:
            return (Role(codes[0], "pair"), Role(codes[1], "pair")) if len(codes) == 2 else (None, None)
    own = clause_at(case, relation.span[0])
    for place in ("clause", "sentence"):
        codes: list[str] = []
        for actor in case.actors:
            is_near = place == "sentence" or clause_at(case, actor.span[0]) == own
            if is_near and actor.group is None and len(actor.codes) <= 2 and actor.kind != "firm":
                codes.extend(actor.codes)
        distinct = list(dict.fromkeys(codes))
        if len(distinct) > 2 and (joined := _and(case)):
            distinct = list(joined)
        if len(distinct) == 2:
            how = "pair" if place == "clause" else "only"
            one, two = Role(distinct[0], how), Role(distinct[1], how)
            pair = {a.codes for a in case.actors if len(a.codes) == 2}
            if not pair and not is_named_here(case, one):
                one = Role(distinct[0], "context")
            return one, (two if pair or is_named_here(case, two) else Role(distinct[1], "context"))
        if len(distinct) > 2:
            return None, None
    if case.pair is not None and set(distinct) <= set(case.pair):
        return Role(case.pair[0], "context"), Role(case.pair[1], "pair")
    return None, None


def _both(case: Case) -> tuple[Role, Role] | None:
    """The two of "trade both ways came to 142, against 54 between Germany and Russia": all that stands before it."""
    start = case.quantity.span[0]
    since = max((q.span[1] for q in case.quantities if q.span[1] <= start), default=0)
    near = [a for a in case.actors if since <= a.span[0] < start and a.group is None and a.codes and a.kind != "firm"]
    if len(near) != 1 or len(near[0].codes) != 2:
        return None
    one, other = near[0].codes
    return Role(one, "pair", near[0]), Role(other, "pair", near[0])


_WITH = re.compile(
    r"\b(?:with|alongside|(?:same|way|sides?|line|position|stance|votes?) as)\s+(?:(?:that|those)\s+of\s+)?(?:the\s+)?$"
)
_SAME_AS = re.compile(r"\b(?:same|way|sides?|line|position|stance|votes?) as\b")
_AS = re.compile(r"[,;]\s+(?:and\s+|but\s+)?as\s+(?:the\s+)?$")
_ASIDE = re.compile(r"\b(?:on|over|in|about|at|against|than|to|from)\s+(?:the\s+)?$")


def with_whom(case: Case) -> tuple[Role, Role] | None:
    """The two of "Hungary voted with Russia in 56 per cent of votes, with Germany in 58": each figure has its own."""
    single = [a for a in case.actors if len(a.codes) == 1 and a.group is None and a.kind != "firm"]
    withs = [a for a in single if _WITH.search(case.text[max(0, a.span[0] - 30) : a.span[0]])]
    if withs and (same := _SAME_AS.search(case.text)) is not None:
        # "Cast the same vote as China on 80 per cent, as Russia on 69".
        withs = [
            a
            for a in single
            if a in withs or (a.span[0] > same.end() and _AS.search(case.text[max(0, a.span[0] - 12) : a.span[0]]))
        ]
    like = [q.span for q in case.quantities if q.unit == case.quantity.unit and not q.by]
    if not withs or case.quantity.span not in like:
        return None
    at = like.index(case.quantity.span)
    since = like[at - 1][1] if at else 0
    until = like[at + 1][0] if at + 1 < len(like) else len(case.text)
    start = case.quantity.span[0]
    here = clause_at(case, start)
    after = [a for a in withs if start <= a.span[0] < until and clause_at(case, a.span[0]) == here]
    near = [a for a in withs if since <= a.span[0] < start] or after[:1]
    if len(withs) == len(like) > 1 and withs[-1].span[1] <= like[0][0]:
        # "Votes with Moscow more often than with Washington: in 35 per cent, against 16 per cent".
        near = [withs[at]]
    others = [a for a in single if a not in withs and not _ASIDE.search(case.text[max(0, a.span[0] - 14) : a.span[0]])]
    new = [a for a in others if since <= a.span[0] < start]
    if not near and not new:
        return None
    partner = near[-1] if near else next((a for a in reversed(withs) if a.span[1] <= start), None)
    if partner is None:
        return None
    whose = [a for a in new if a.codes != partner.codes] or [
        a for a in others if a.span[1] <= partner.span[0] and a.codes != partner.codes
    ]
    if not whose or (not near and len(whose) > 1):
        return None
    return Role(whose[-1].codes[0], "pair", whose[-1]), Role(partner.codes[0], "pair", partner)


def _and(case: Case) -> tuple[str, str] | None:
    """The two states of "Moscow and Beijing have ...", where a third is named as well."""
    single = [a for a in case.actors if len(a.codes) == 1 and a.group is None]
    for one, other in itertools.pairwise(single):
        between = case.text[one.span[1] : other.span[0]]
        before = case.text[max(0, one.span[0] - 8) : one.span[0]]
        if re.fullmatch(r"\s+and\s+(?:the\s+)?", between) and not re.search(
            r"\b(?:on|over|in|about)\s+(?:the\s+)?$", before
        ):
            return (one.codes[0], other.codes[0]) if one.codes != other.codes else None
    return None


def subject_of(case: Case, without: Sequence[str]) -> Role | None:
    """The state nearest before the figure in its clause that is the subject there."""
    spans = clauses(case.text)
    clause = spans[clause_of(spans, case.quantity.span[0])]
    for actor in reversed(case.actors):
        if not clause[0] <= actor.span[0] < case.quantity.span[0] or len(actor.codes) != 1 or actor.group is not None:
            continue
        if actor.codes[0] in without or not acts(case.text, actor):
            continue
        before = case.text[max(0, actor.span[0] - 12) : actor.span[0]]
        if re.search(r"\b(?:to|from|with|in|of|for|by|between|against|than)\s+(?:the\s+)?$", before):
            continue
        return Role(actor.codes[0], "subject", actor)
    return None


def other_state(case: Case, owner: str, beside: Role | None = None) -> Role | None:
    """The only other state of the sentence.

    Args:
        case: The figure.
        owner: The one state.
        beside: Its role, where another in the same one ("with China ... and that with America") is not sought.
    """
    if names_bloc(case):
        return None
    spans = clauses(case.text)
    end = spans[clause_of(spans, case.quantity.span[0])][1]
    # Who is named only beside a later figure, in another clause, belongs to that.
    until = end if any(q.span[0] >= end for q in case.quantities) else len(case.text)
    named = [a for a in case.actors if a.span[0] < until]
    word = _preposition(case, beside.actor) if beside is not None and beside.actor is not None else ""
    named = [a for a in named if not word or _preposition(case, a) != word]
    others = list(dict.fromkeys(a.codes[0] for a in named if len(a.codes) == 1 and a.codes[0] != owner))
    if len(others) == 1:
        return Role(others[0], "only")
    return None


def _preposition(case: Case, actor: Actor) -> str:
    """The preposition that governs a state, "" where none does."""
    match = re.search(r"\b(to|from|with)\s+(?:the\s+)?$", case.text[max(0, actor.span[0] - 10) : actor.span[0]])
    return match[1] if match else ""


def pair_other(case: Case, code: str) -> Role | None:
    """The other one of the two states of the document, where the sentence names no third."""
    if names_bloc(case):
        return None
    if case.pair is None or code not in case.pair:
        named = {c for a in case.actors for c in a.codes}
        whose = protagonist(case)
        if whose is not None and whose != code and named <= {code, whose}:
            return Role(whose, "context")
        recent = [c for c in case.before if c != code]
        if len(recent) == 1 and named <= {code, recent[0]}:
            return Role(recent[0], "context")
        return Role(case.main, "context") if case.main not in (None, code) and named <= {code, case.main} else None
    if any(c not in case.pair for a in case.actors for c in a.codes):
        return None
    return Role(next(c for c in case.pair if c != code), "context")


def names_bloc(case: Case) -> bool:
    """Whether an organisation or a region may be a party to what the clause of the figure tells."""
    own = clause_at(case, case.quantity.span[0])
    return any(clause_at(case, a.span[0]) == own and not names_no_party(case.text, a) for a in case.actors)


def is_named_here(case: Case, role: Role) -> bool:
    """Whether the sentence names the state of a role by more than a pronoun."""
    return any(a.kind != "pronoun" and role.code in a.codes for a in case.actors)


NEIGHBOUR = re.compile(
    r"[^,;.]{0,40}?\s(?:with|to|from|in)\s+(?:its|their|the)\s+(?:[\w-]+\s+){0,2}(?:neighbou?r|partner|rival|ally)\b"
)


def counterpart(case: Case, relation: Relation, owner: Role) -> Role | None:
    """With whom, where the words after the noun do not say: the other one of the sentence, or of "bilateral"."""
    if relation.group is not None or (relation.sense and relation.sense.flow == "of"):
        return None
    pair = next((a for a in case.actors if len(a.codes) == 2 and a.group is None and owner.code in a.codes), None)
    if pair is not None:
        return Role(next(c for c in pair.codes if c != owner.code), "only")
    other = other_state(case, owner.code)
    if other is None and NEIGHBOUR.match(case.text, relation.span[1]):
        other = pair_other(case, owner.code)
    topic = case.topic
    if other is None and topic and topic.owner and topic.partner and not names_bloc(case):
        # "Of this, Indian exports were ...": with whom the sentence before traded.
        codes = {topic.owner.code, topic.partner.code}
        if owner.code in codes and {a.codes for a in case.actors} <= {(code,) for code in codes}:
            return Role(next(iter(codes - {owner.code})), "context")
    return other


def negated(case: Case) -> bool:
    """Whether a negation stands before the figure in its clause."""
    before, _ = words_before(case)
    denied = _NEGATED.search(before[-60:]) is not None
    return denied and not is_known(case.text, case.quantity.span, case.quantity.printed)
