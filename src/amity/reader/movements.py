"""Wares that move from one state to another, in any voice: "goods worth 5 bn were sold to Poland by Germany".

What the ware is comes from its own noun. Where it comes from and where it goes is told by adjectives ("German goods"),
prepositions, and who gives or takes it; no word order is presumed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from amity.reader import senses
from amity.reader.model import Actor, Span
from amity.reader.phrases import Parsed
from amity.reader.seldom import seldom
from amity.reader.wares import of_it, patterns

#: Gives the subject of a verb between two offsets.
Subject = Callable[[Parsed, int, int], Actor | None]


@dataclass(frozen=True, slots=True)
class Movement:
    """A ware that moves.

    Attributes:
        span: Where that is said: the verb, else the ware.
        ware: What moves.
        flow: "in" where the taking is told, else "out".
        source: Where from; None where no word says.
        target: Where to; None where no word says.
    """

    span: Span
    ware: str
    flow: str
    source: Actor | None
    target: Actor | None


#: Words after the name of a ware that make it part of another name.
_PART_OF = re.compile(
    r"[\s-]+(?:exports?|imports?|exporters?|importers?|sales|trade|trading|shipments?|deliver(?:y|ies)|purchases?|suppl(?:y|ies)|"
    r"turnover|transfers?|pipelines?|compan(?:y|ies)|firms?|giants?|prices?|fields?|deals?|contracts?|minist\w+|"
    r"industr\w+|producers?|reserves?|output|production|demand|consumption|embargo|embargoes|sanctions|markets?|"
    r"tankers?|bill|needs?|partners?|surplus|deficit|balance|cap|control|fund|projects?|agreement|sector)\b",
    re.IGNORECASE,
)
#: Words before it that do the same: "exports of crude" are told by their own noun.
_OF_FLOW = re.compile(
    r"\b(?:exports?|imports?|exporters?|importers?|sales|trade|shipments?|deliver(?:y|ies)|purchases?|suppl(?:y|ies)|suppliers?|"
    r"sources?|flows?|exchanges?|movements?|trade in|turnover|transfers?|demand|share|prices?)\s+(?:of|in|for)\s+"
    r"(?:[\w’'-]+\s+){0,2}$|\bof\s+(?:(?:all|every|the|any|its|their)\s+)+(?:\w+\s+)?$",
    re.IGNORECASE,
)
#: What is said of goods that were kept from moving.
_KEPT = seldom(
    r"\b(?:tariffs?|sanction\w*|dut(?:y|ies)|quotas?|embargo\w*|bans?|banned|barred|blocked|seiz\w+|confiscat\w+)\b",
    re.IGNORECASE,
)
_WARES = frozenset({"goods", "crude", "gas", "lng", "pipeline", "coal", "arms"})
_ARMS = re.compile(r"(?:major |conventional )?(?:arms|weapons|weaponry|armaments?|military hardware)", re.IGNORECASE)
_MAKER = re.compile(r"(?:['’]s?)?\s+(?!(?:and|or|with|for|to|in|of|by|from|the|on|its|their)\b)(?:[a-z-]+\s+){0,2}?")
_TO = re.compile(
    r"\b(?:to|into|towards?|reach(?:ed|es|ing)?|enter(?:ed|s|ing)?|(?:destined|bound|headed|meant|intended|left) for|"
    r"(?:up|way|land(?:ed|s)|arriv(?:ed|es)|sold|sales|buyers|customers|takers|market|unloaded) in)\s+"
    r"(?:(?:customers|buyers|clients|ports|refiner(?:s|ies)|consumers)\s+(?:in|of)\s+)?(?:the\s+)?(?=\S)",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"\b(?:from|out of|made in|produced in|originating in)\s+"
    r"(?:(?:suppliers|sellers|producers|ports|firms)\s+(?:in|of)\s+)?(?:the\s+)?(?=\S)",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\bby\s+(?:(?:companies|firms|buyers|customers|exporters|importers)\s+(?:in|of|from)\s+)?(?:the\s+)?(?=\S)"
)
#: What a possessive may stand before and still mean the state: "to Poland's market".
_OF_STATE = re.compile(
    r"(?:['’]s?)?\s+(?:\w+\s+)?(?:ports?|markets?|buyers?|customers?|clients?|consumers?|refiner(?:s|ies)|"
    r"suppliers?|sellers?|producers?|exporters?|importers?|firms?|companies|fields|shops|soil|territory|"
    r"(?:armed )?forces|army|navy|military|utilities|terminals?|shores|"
    r"partners?|traders?|businesses|mines|wells|factories)\b"
)
_POSSESSIVE = re.compile(r"['’]")
_FIGURE = re.compile(r"\d")


def movements(reading: Parsed, subject: Subject) -> Iterator[Movement]:
    """Every ware of a sentence that moves between states, as far as the clause tells from where to where."""
    text = reading.text
    if not _FIGURE.search(text) or not reading.actors or _KEPT.search(text):
        return
    for match in patterns()[2].finditer(text):
        ware = match.lastgroup or ""
        named = ware in _WARES and (ware != "arms" or _ARMS.fullmatch(match[0]))
        if named and not _PART_OF.match(text, match.end()) and not _OF_FLOW.search(text[: match.start()]):
            yield from _moving(reading, subject, ware, match.span())


def _moving(reading: Parsed, subject: Subject, ware: str, span: Span) -> Iterator[Movement]:
    """How the ware that is named at a place moves in its clause."""
    clause = reading.clause(span[0])
    states = [a for a in reading.actors if clause[0] <= a.span[0] < clause[1] and len(a.codes) == 1 and a.group is None]
    if not states:
        return
    maker = _maker(reading, states, span[0])
    verb, voice = _verb(reading, clause, span)
    if voice == "" and verb is None and maker is None:
        # "Coal from Australia to Japan": both ends must be told.
        source, target = _after(reading, states, _FROM, clause), _after(reading, states, _TO, clause)
        if source and target and source.codes != target.codes:
            yield Movement(span, ware, "out", source, target)
        return
    source, target = maker, None
    by = _after(reading, states, _BY, clause)
    is_active = verb is not None and verb[1] <= span[0]
    acting = subject(reading, clause[0], verb[0]) if verb and is_active else None
    direct = _direct(reading, verb[1]) if verb and is_active and voice == "give" else None
    if direct in states and direct is not maker and (not direct.genitive or direct.kind == "pronoun"):
        target = direct
    if voice == "give":
        source = (acting if is_active else by) or source
    elif voice == "take":
        target = acting if is_active else by
    source = source or _after(reading, states, _FROM, clause)
    target = target or _after(reading, states, _TO, clause)
    if source is not None and target is not None and source.codes == target.codes:
        return
    # A verb alone says little; who gives and who takes must be named, or the goods be somebody's.
    if (source and target) or (maker and verb and voice in ("give", "go")):
        yield Movement(verb or span, ware, "in" if voice == "take" else "out", source, target)


_HEAD = seldom(
    r"\b(?:(?:what(?:ever)?|everything|anything|all)(?: that)?|"
    r"(?:(?:all|everything|any|what) (?:of )?)?(?:(?:the|its|their|every|all|any|no)\s+|(?<=\bof ))"
    r"(?:[a-z-]+\s+){0,2}?(?P<ware>@)(?: that| which)?)\s+(?:the\s+)?(?=\S)".replace(
        "@", "|".join(sorted("|".join(senses.wares().values()).split("|"), key=len, reverse=True))
    ),
    re.IGNORECASE,
)
_DOES = re.compile(r"(?:\s+(?:had|has|have|itself|then|already|still|\w+ly)){0,2}\s+(?=\S)")
_ABROAD = re.compile(
    r"\s+(?:in\s+)?(?:from\s+)?(?:abroad|overseas|elsewhere|internationally|on world markets|to the world)\b"
)
_BY_WHOM = seldom(
    r"(?:\s+(?:that|which)\s+(?:was|were))?\s+(?P<verb>[a-z]+ed|bought|sold|sent)\s+(?:abroad\s+)?(?:by|into)\s+(?:the\s+)?(?=\S)"
)


def wholes(reading: Parsed) -> Iterator[Movement]:
    """All that a state buys or sells: "what Poland imported", "the oil that Iran sold abroad", "gas bought by Spain".

    Their source or target is who has it all; the other is open.
    """
    for match in _HEAD.finditer(reading.text):
        actor = reading.beginning_at(match.end()) or reading.beginning_at(match.end() - 4)
        if actor is None or len(actor.codes) != 1 or actor.group is not None or actor.span[0] < match.start():
            continue
        who = _OF_STATE.match(reading.text, actor.span[1])
        if actor.genitive and who is None and actor.kind != "demonym":
            continue
        does = _DOES.match(reading.text, who.end() if who else actor.span[1])
        ware = patterns()[2].fullmatch(match["ware"]) if match["ware"] else None
        yield from _had(
            reading, (match.start(), does.end() if does else 0), (ware and ware.lastgroup) or "goods", actor
        )
    for match in patterns()[2].finditer(reading.text) if _BY_WHOM.may_match(reading.text) else ():
        by = _BY_WHOM.match(reading.text, match.end())
        actor = reading.beginning_at(by.end()) if by else None
        if by is None or actor is None or len(actor.codes) != 1 or actor.group is not None or not match.lastgroup:
            continue
        for movement in _had(reading, (match.start(), by.start("verb")), match.lastgroup, actor):
            yield replace(movement, span=(match.start(), actor.span[1]))
    yield from _passing(reading)


def _passing(reading: Parsed) -> Iterator[Movement]:
    """All of a ware that leaves or reaches a state: "the crude that left Saudi ports", "gas landed in its ports"."""
    for match in patterns()[2].finditer(reading.text):
        past = _PASSED.match(reading.text, match.end())
        actor = reading.beginning_at(past.end()) if past else None
        if past is None or actor is None or len(actor.codes) != 1 or actor.group is not None or not match.lastgroup:
            continue
        is_out = past["left"] is not None
        span = match.start(), actor.span[1]
        yield Movement(
            span, match.lastgroup, "out" if is_out else "in", actor if is_out else None, None if is_out else actor
        )


_PASSED = re.compile(
    r"\s+(?:(?:that|which)\s+)?(?:(?P<left>left|leaving|(?:was|were )?(?:loaded|shipped) from)|"
    r"(?:(?:was|were)\s+)?(?:landed|unloaded|arriv(?:ed|ing)|delivered)\s+(?:at|in)|reach(?:ed|ing)|enter(?:ed|ing))\s+(?:the\s+)?(?=\S)"
)


def _had(reading: Parsed, at: Span, ware: str, actor: Actor) -> Iterator[Movement]:
    """All of a ware that a state bought or sold, where a verb that says so begins."""
    for voice in ("give", "take"):
        verb = senses.moves()[voice].match(reading.text, at[1]) if at[1] else None
        if verb is not None:
            abroad = _ABROAD.match(reading.text, verb.end())
            end = abroad.end() if abroad else verb.end()
            them = of_it(reading.text, end) if ware == "goods" else None
            ware, end = them or (ware, end)
            span = at[0], end
            is_out = voice == "give"
            yield Movement(span, ware, "out" if is_out else "in", actor if is_out else None, None if is_out else actor)
            return


def route(reading: Parsed, span: Span) -> tuple[Actor | None, Actor | None]:
    """From where to where, as the clause of a noun says: "imports worth 5 bn came to Poland from Chile"."""
    clause = reading.clause(span[0])
    states = [a for a in reading.actors if clause[0] <= a.span[0] < clause[1] and len(a.codes) == 1 and a.group is None]
    end = (span[1], clause[1])
    source, target = _after(reading, states, _FROM, end), _after(reading, states, _TO, end)
    return (source, target) if source and target and source.codes != target.codes else (None, None)


@dataclass(frozen=True, slots=True)
class BothWays:
    """Trade told without its name.

    Attributes:
        span: Where that is said.
        whose: Whose trade; None where no genitive says.
        other: With whom; None where both stand behind "between".
    """

    span: Span
    whose: Actor | None
    other: Actor | None


_HALVES = seldom(
    r"\b(?:imports?\s+from\s+and\s+exports?\s+to|exports?\s+to\s+and\s+imports?\s+from)\s+(?:the\s+)?(?=\S)",
    re.IGNORECASE,
)
_TRADED = seldom(
    r"\b(?:goods|merchandise|products|commodities)\b[^;]{0,60}?\b(?:traded|exchanged|swapped)(?=\s+between\b)",
    re.IGNORECASE,
)


def both_ways(reading: Parsed) -> Iterator[BothWays]:
    """Trade told by its halves ("imports from and exports to Peru"), or by what was traded ("goods were traded")."""
    if "respectively" in reading.text and re.search(r"\brespectively\b", reading.text):
        return
    for match in _TRADED.finditer(reading.text):
        yield BothWays(match.span(), None, None)
    for match in _HALVES.finditer(reading.text):
        whose, other = reading.ending_at(match.start()), reading.beginning_at(match.end())
        is_told = _FIGURE.search(reading.text, match.end(), reading.clause(match.start())[1]) is not None
        if is_told and other is not None and len(other.codes) == 1 and other.group is None:
            is_one = whose is not None and len(whose.codes) == 1 and whose.group is None
            yield BothWays(match.span(), whose if is_one else None, other)


#: What stands between a state and a flow of so much: "Turkey's 9 billion worth of exports".
WORTH_OF = re.compile(
    r"(?:['’]s?)?\s+(?:(?:about|around|some|nearly|almost|over|more than)\s+)?(?:(?:US)?[$€£¥]|USD|EUR)?\s?\d[\d.,]*\s*"
    r"(?:[a-z]+\s+)?(?:(?:USD|dollars|euros)\s+)?(?:worth\s+of|in|of)?\s*$"
)

#: What stands between two flows of one owner: "exports and 8 billion imports".
AND_FIGURE = re.compile(
    r"\s*(?:to|from)?\s*(?:and|or|,)\s*"
    r"(?:(?:US)?[$€£¥]?\s?\d[\d.,]*\s(?:[a-z]+\s)?(?:USD\s|dollars\s)?(?:worth of\s)?)?"
)

_KIN = re.compile(r"\s+(?:its|their|the)\s+(?:\w+\s+)?(?:neighbou?r|partner|ally|rival),?\s+(?:the\s+)?(?=[A-Z])")


def _direct(reading: Parsed, at: int) -> Actor | None:
    """To whom, right after the verb: "sent India 14 tonnes", "sold its neighbour Argentina goods"."""
    kin = _KIN.match(reading.text, at)
    return reading.beginning_at(kin.end() if kin else at)


def _maker(reading: Parsed, states: list[Actor], at: int) -> Actor | None:
    """Whose goods: the adjective or genitive before them."""
    for actor in reversed(states):
        if actor.span[1] <= at and (actor.kind == "demonym" or actor.genitive):
            between = reading.text[actor.span[1] : at]
            return actor if _MAKER.fullmatch(between) and actor.kind != "pronoun" else None
    return None


def _verb(reading: Parsed, clause: Span, ware: Span) -> tuple[Span | None, str]:
    """The verb that moves the ware and who its subject is, the nearest: "give", "take", "go", or "" where none does."""
    best: tuple[int, Span, str] | None = None
    for voice, pattern in senses.moves().items():
        for match in pattern.finditer(reading.text, *clause):
            away = match.start() - ware[1] if match.start() >= ware[1] else ware[0] - match.end() + 5
            weak = 60 if match[0].lower() in ("worth", "valued") else 0
            if away >= 0 and (best is None or away + weak < best[0]):
                best = away + weak, match.span(), voice
    return (best[1], best[2]) if best else (None, "")


def _after(reading: Parsed, states: list[Actor], pattern: re.Pattern[str], clause: Span) -> Actor | None:
    """The state that a preposition governs, if it is no maker of something there."""
    for match in pattern.finditer(reading.text, *clause):
        for actor in states:
            starts = match.end() - 4 <= actor.span[0] <= match.end() < actor.span[1]
            if not starts:
                continue
            is_plain = actor.kind != "demonym" and _POSSESSIVE.match(reading.text, actor.span[1]) is None
            if is_plain or _OF_STATE.match(reading.text, actor.span[1]):
                return actor
    return None
