"""What the words of dealings claim: "relies on Russia for its oil", "sold little to", "a net importer from"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from amity.claims.language import Test
from amity.reader import senses
from amity.reader import worded_words as words
from amity.reader.cases import Case, Way, clause_at, other_state, pair_other, subject_of
from amity.reader.claimed import LEVELS, Claimed, as_test, named_at, years_of
from amity.reader.comparisons import compared
from amity.reader.model import Period
from amity.reader.rankings import ranking
from amity.reader.relations import Role
from amity.reader.seldom import Seldom
from amity.reader.senses import Sense
from amity.reader.slots import figures_of, how_found, merged
from amity.reader.worded import flow_of

_Read = Callable[[Case, re.Match[str], tuple[int, int]], Iterator[Claimed]]
_HALF = 50.0


def is_dealing(case: Case) -> bool:
    """Whether a quantity is told of dealings, so that no other reading of its words is sought."""
    return _match(case) is not None


def dealings(case: Case, period: Period | None) -> Iterator[Claimed]:
    """Every way to test what is told of the dealings of two states."""
    if (found := _match(case)) is not None:
        match, reads = found
        yield from reads(case, match, years_of(case, period))


def _match(case: Case) -> tuple[re.Match[str], _Read] | None:
    for pattern, reads in _READS:
        for match in pattern.finditer(case.text):
            if match.span("said") == case.quantity.span:
                return match, reads
    return None


# Who and with whom ---------------------------------------------------------------------------------------------------


def _subject(case: Case, at: int) -> Role | None:
    """Who deals: the subject of the verb; "Russian novels sold little" tells nothing of Russia."""
    there = replace(case, quantity=replace(case.quantity, span=(at, at + 1)))
    found = subject_of(there, ())
    return None if found is None or (found.actor is not None and found.actor.kind == "demonym") else found


def _holder(case: Case, at: int) -> Role | None:
    """Whose it is: the subject's, its firms', that of the noun right before ("Japan's interest", "Indian reliance")."""
    there = replace(case, quantity=replace(case.quantity, span=(at, at + 1)))
    if (found := subject_of(there, ())) is not None:
        return found
    single = [a for a in case.actors if a.span[1] <= at and len(a.codes) == 1 and a.group is None and a.kind != "firm"]
    near = [a for a in single if clause_at(case, a.span[0]) == clause_at(case, at) and at - a.span[1] < 12]
    return Role(near[-1].codes[0], "genitive", near[-1]) if near else None


def _named(case: Case, at: int, *, is_owner: bool = False) -> Role | None:
    """The state at a place; "Russia's farms" are not Russia."""
    actor = named_at(case, at)
    if actor is not None and actor.genitive and not is_owner:
        return None
    return Role(actor.codes[0], "preposition", actor) if actor is not None and actor.kind != "firm" else None


def _way(case: Case, sense: Sense | None, statistic: str, owner: Role | None, partner: Role | None) -> Way | None:
    """What is held of the two; an empty statistic stands for the amount."""
    if sense is None or owner is None or partner is None or owner.code == partner.code:
        return None
    name = statistic or next((name for name in LEVELS if name in sense.figures), None)
    if name is None:
        return None
    return Way(sense, name, owner.code, (partner.code,), merged(how_found(case, owner), how_found(case, partner)))


# What is claimed -----------------------------------------------------------------------------------------------------


def _relied(case: Case, match: re.Match[str], years: tuple[int, int]) -> Iterator[Claimed]:
    """The share of who is relied on in what is bought, or sold."""
    ware = words.ware_bare().search(match["what"])
    flow = "out" if re.search(r"\b(?:exports?|sales)\b", match["what"]) else "in"
    flow = "with" if re.search(r"\btrade\b", match["what"]) else flow
    sense = senses.of_goods(ware.lastgroup or "goods" if ware else "goods", flow)
    is_noun = words.NOUN.search(match["said"]) is not None
    who = (_holder if is_noun else _subject)(case, match.start())
    way = _way(case, sense, "share", who, _named(case, match.start("whom")))
    named = {a.codes for a in case.actors if match.start("whom") <= a.span[0] < match.end("whom")}
    # "On Russia and France": of the share of both no one says whose is how much.
    if way is None or len(named) > 1 or not (figures := figures_of(way)):
        return
    if way.sense.id.startswith("arms."):
        years = (years[1], years[1])
    is_vague = case.quantity.kind == "vague"
    value = 0.0 if is_vague else case.quantity.low
    how = words.HOW_MUCH.search(match["said"])
    is_soft = way.sense.soft or is_vague or (how is not None and how.lastgroup == "most")
    test = as_test(figures, years, ">" if value == _HALF else ">=", value, "%")
    yield Claimed(way, replace(test, span="mean"), is_soft)


def _dealt(case: Case, match: re.Match[str], years: tuple[int, int]) -> Iterator[Claimed]:
    """The value held, for "sold little to", "invested heavily in"."""
    is_invested = words.INVESTS.match(match["verb"]) is not None
    sense = senses.named("investment.stock") if is_invested else flow_of(match)
    who = (_holder if is_invested else _subject)(case, match.start())
    yield from _valued(_way(case, sense, "", who, _named(case, match.end())), years)


def _interested(case: Case, match: re.Match[str], years: tuple[int, int]) -> Iterator[Claimed]:
    """The stock of investment held, for "showed little interest in investing in"."""
    owner = _holder(case, match.start())
    place = re.compile(r"\b(?:in|into)\s+(?:the\s+)?(?=[A-Z])").search(case.text, match.start(), match.end() + 1)
    partner = _named(case, place.end(), is_owner=True) if place else None
    partner = partner or (pair_other(case, owner.code) if owner is not None else None)
    yield from _valued(_way(case, senses.named("investment.stock"), "level.USD", owner, partner), years)


def _valued(way: Way | None, years: tuple[int, int]) -> Iterator[Claimed]:
    if way is not None and (figures := figures_of(way)):
        yield Claimed(way, as_test(figures, (years[1], years[1]), ">=", 0.0), True)


def _net(case: Case, match: re.Match[str], years: tuple[int, int]) -> Iterator[Claimed]:
    """The balance of "a net importer from China"."""
    yield from _balance(case, _subject(case, match.start()), _named(case, match.end()), years)


def _favoured(case: Case, match: re.Match[str], years: tuple[int, int]) -> Iterator[Claimed]:
    """The balance of "in Japan's favour" with the other one of the sentence."""
    whose = _named(case, match.start("whose"), is_owner=True)
    if whose is not None:
        yield from _balance(case, whose, other_state(case, whose.code) or pair_other(case, whose.code), years)


def _balance(case: Case, owner: Role | None, partner: Role | None, years: tuple[int, int]) -> Iterator[Claimed]:
    sense = senses.named("goods.surplus" if case.quantity.sign > 0 else "goods.deficit")
    way = _way(case, sense, "level.USD", owner, partner)
    if way is not None:
        test = as_test(figures_of(way), years, ">", 0.0, "USD")
        yield Claimed(way, replace(test, span="each" if years[0] < years[1] else "mean"))


def _more_than(case: Case, match: re.Match[str], years: tuple[int, int]) -> Iterator[Claimed]:
    """More than another did, than with any other, than before."""
    way = _way(case, flow_of(match), "", _subject(case, match.start()), _named(case, match.start("whom")))
    if way is None:
        return
    op = ">" if case.quantity.sign > 0 else "<"
    if match["first"]:
        if case.quantity.sign > 0:
            is_whole = re.match(r"(?:to|from|with)\b", match["first"], re.IGNORECASE) is not None
            yield from _first(way if is_whole else _other_side(way), years)
        return
    if match["other"]:
        other = _named(case, match.start("other"))
        if other is not None and other.code not in (way.owner, *way.partners):
            # The books of the two may differ.
            for one in compared(way, replace(way, owner=other.code), years, op):
                yield replace(one, is_soft=True)
        return
    # "A year earlier" is no year of its own.
    timed = [p.last for p in case.periods if p.role == "at" and not match.start() < p.span[0] < match.end()]
    inside = [p.last for p in case.periods if match.start("whom") < p.span[0] < match.end("whom")]
    last = max((*timed, *inside), default=years[1] if match["last"] else 0)
    then = last - 1 if match["last"] else int(match["then"])
    if then < last and (figures := figures_of(way)):
        test = replace(as_test(figures, (then, last), op, 0.0), change="difference")
        yield Claimed(way, test, way.sense.soft or way.sense.gaps)


def _other_side(way: Way) -> Way:
    """The same flow as its other side has it: who buys more of Vietnam than any other country is its first market."""
    flow = {"in": "out", "out": "in"}.get(way.sense.flow, way.sense.flow)
    sense = senses.of_goods(way.sense.ware or "goods", flow) or way.sense
    return replace(way, sense=sense, owner=way.partners[0], partners=(way.owner,))


def _first(way: Way, years: tuple[int, int]) -> Iterator[Claimed]:
    """The first place among partners."""
    if (text := way.sense.rank) is None:
        return
    figure = senses.figure(text.removeprefix("= "), way.owner, way.partners[0])
    change = None if text.startswith("= ") else "rank"
    last = (years[1], years[1])
    test = Test(figure, last, "=", 1.0, "1", None, 0, tolerance=0.0, span="last", change=change)
    yield Claimed(replace(way, statistic="rank"), test, way.sense.soft or way.sense.gaps)


def _partner_than(case: Case, match: re.Match[str], years: tuple[int, int]) -> Iterator[Claimed]:
    """Reads "a bigger market for Japan than Poland": of the same owner the one is larger than the other."""
    found = ranking(case.text, case.actors, (match.start("said"), match.start("said") + 1))
    other, partner = _named(case, match.end()), _subject(case, match.start())
    if found is None or other is None or partner is None:
        return
    way = _way(case, found.sense, "", found.owner, partner)
    if way is not None and other.code not in (way.owner, *way.partners):
        yield from compared(way, replace(way, partners=(other.code,)), years, ">" if case.quantity.sign > 0 else "<")


_READS: tuple[tuple[Seldom, _Read], ...] = (
    (words.RELIES, _relied),
    *((pattern, _dealt) for pattern in words.DEALT),
    *((pattern, _interested) for pattern in words.INTEREST),
    (words.NET, _net),
    (words.FAVOUR, _favoured),
    (words.MORE_THAN, _more_than),
    (words.PARTNER_THAN, _partner_than),
)
