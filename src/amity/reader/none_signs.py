"""What speaks for a figure that the data do not hold, by what stands beside it, before it and above it.

Each sign says what was found and how it is tied to the figure: beside it, in its clause, in its sentence, or carried
from a sentence before.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import cache, lru_cache

from amity.reader import entries, parallels, senses
from amity.reader.apart_signs import apart_signs
from amity.reader.cases import OTHER_MONEY
from amity.reader.dating import told_of_else
from amity.reader.frame_signs import frame_signs
from amity.reader.frames import is_group
from amity.reader.gap_signs import gap_signs
from amity.reader.model import Actor, Span
from amity.reader.partial import Times, nearest_time, times
from amity.reader.rank_signs import rank_told
from amity.reader.regions import is_within
from amity.reader.scene import Features, Scene
from amity.reader.seldom import Among, Seldom, ends_within, seldom
from amity.reader.series import CONTINUES
from amity.reader.unnamed_signs import unnamed_signs

#: From here on a rule is fairly sure.
_FAIR = 0.5
_WORD = re.compile(r"[A-Za-z][\w’'-]*")
_POLLS = re.compile(
    r"\b(?:poll\w*|surveys?|surveyed|respondents?|Gallup|Pew|favou?rabl\w+|unfavou?rabl\w+|opinions?|views?|viewed|"
    r"attitudes?|think|believe|approv\w+|Americans|voters|vot(?:e[sd]?|ing))\b"
)
#: What people say of a state that they like.
_WELL = re.compile(
    r"\b(?<!un)(?:favou?rabl\w+|positiv\w+|good|well|kind(?:ly)?|warm(?:ly)?|fond(?:ly)?|lik(?:e[ds]?|ing)|highly|friendly)\b",
    re.IGNORECASE,
)
_TOTALS = seldom(
    r"\b(?:total|overall|all|entire|aggregate|combined|global|worldwide|whole)\s+(?:\w+\s+){0,2}?(?:exports?|imports?|trade|"
    r"sales|purchases)\b|\b(?:foreign|external)\s+trade\b|\bto\s+(?:the\s+)?(?:world|all\s+(?:countries|destinations))\b",
    re.IGNORECASE,
)
_OF_WORLD = seldom(
    r"\b(?:[Ww]orld(?:-?wide|['’]s)?(?!\s+(?:[Ee]conomy|[Ww]ar|[Cc]risis|[Bb]ank|[Tt]rade\s+[Oo]rgani|slump))|anywhere|[Gg]lobal(?:ly)?|[Ii]nternational|of\s+all\s+countries|on\s+(?:the\s+)?earth)\b"
)
_AVERAGES = seldom(r"\b(?:average[sd]?|averaging|median|mean|annuali[sz]ed|CAGR|compound(?:ed)?|per\s+capita)\b", re.I)
_YEARLY = re.compile(
    r"\s+(?:(?:an?|per|each|every)\s+(?:year|annum)(?!\s+(?:ago|before|earlier|previously|later|on|after))|annually|"
    r"yearly|on\s+average|in\s+(?:each|every)\s+year)\b",
    re.IGNORECASE,
)
#: What is left of a whole.
_REST = seldom(
    r"\b(?:the|that|this|its)\s+(?:rest|remainder)\b|\b(?:everything|all|anything)\s+else\b|\b(?:the\s+|all\s+)?other\s+"
    r"(?:goods|products|wares|items|merchandise|exports|imports)\b|\bremaining\b",
    re.IGNORECASE,
)
#: Those who like a state little.
_ILL = seldom(
    r"\b(?:dislik\w+|unfavou?rabl\w+|negativ\w+|disapprov\w+|bad(?:ly)?|poor(?:ly)?|ill|worse|hostil\w+|cool(?:ly)?|"
    r"(?:un|not\s+)friendly|against|danger(?:s|ous)?|threats?|enem(?:y|ies)|distrust\w*|mistrust\w*|ha(?:d|ve|s)\s+none|"
    r"(?:do|does|did|are|is|were|was)(?:\s+not|n['’]t))\b",
    re.IGNORECASE,
)
#: "Of everything sold", "of whatever was imported": by whom nobody says, so by all.
_OF_EVERYTHING = re.compile(
    r"[\s%]*of\s+(?:everything|whatever|all|what)\s+(?:that\s+)?(?:(?:is|was|were|are|has\s+been)\s+)?"
    r"(?:sold|bought|imported|exported|traded|shipped|delivered|supplied|transferred)\b(?!\s+(?:to|from|by)\b)",
    re.IGNORECASE,
)
#: What a share is of, whatever stands before the noun.
_OF_NOUN = re.compile(
    r"[\s%]*of\s+(?:(?:the|its|their|all|our|this|that|those|these|total|overall|what|everything|whatever)\s+)*"
    r"(?:[A-Z][\w.-]*(?:['’]s?)?\s+){0,3}(?P<noun>[a-z]{3,})"
)
_TOGETHER = seldom(r"\b(?:combined|together|jointly|between\s+them|collectively|taken\s+together|in\s+total)\b", re.I)
_AND = re.compile(r",?\s+(?:and|&)\s+(?:the\s+)?|,\s+(?:the\s+)?|/")
_LONG_AGO = seldom(
    r"\b(?:(?:over|in|during|for|within)\s+the\s+(?:last|past|previous)\s+(?:(?:seven|eight|nine|ten|fifteen|twenty|thirty|"
    r"\d\d|several|few|many|two|three)\s+(?:years|decades)|decades?|quarter[\s-]century)|since\s+(?:the\s+)?(?:end|fall|"
    r"collapse|founding|independence|\w*\s?\d{4}s|early|late|mid)|over\s+the\s+years|historically|so\s+far|to\s+date|ever)\b",
    re.IGNORECASE,
)
#: So many years and more are no period of the data's five-year shares.
_LONG = 7
#: What of several verbs says that a share is of things and not of a state.
_OF_STUFF = seldom(
    r"(?P<what>[A-Za-z][\w-]*(?:\s+(?:and\s+)?[a-z][\w-]*){0,3})\s+(?:alone\s+|together\s+)?(?:account(?:s|ed|ing)?\s+for|"
    r"ma(?:de|kes?|king)\s+up|represent(?:s|ed|ing)?|constitut(?:es?|ed|ing)|compris(?:es?|ed|ing))\s+(?:\w+\s+){0,3}$"
)


def none_signs(scene: Scene) -> Features:
    """What speaks for a figure that the data do not hold."""
    made = dict(_of_rules(scene))
    for name in (
        *_of_what(scene),
        *_of_times(scene),
        *_of_length(scene),
        *_of_whom(scene),
        *_of_rank(scene),
        *rank_told(scene),
        *_of_words(scene),
        *_of_kinds(scene),
        *frame_signs(scene),
        *apart_signs(scene),
        *unnamed_signs(scene),
        *entries.of_none(scene),
        *parallels.of_none(scene),
    ):
        made[f"n:{name}"] = 1.0
    return made


def _of_rules(scene: Scene) -> Iterator[tuple[str, float]]:
    """What the grammar says of it."""
    best = max((r.candidate.confidence for r in scene.rules), default=0.0)
    yield from (("n:", 1.0), ("n:rule", best), ("n:rule fair", float(best >= _FAIR)))
    reason = re.sub(r"\b(?:1[5-9]|20)\d\d\b", "year", scene.reason).partition("(")[0].strip()[:28]
    if scene.rules and scene.reason:
        yield "n:set aside", 1.0
    if not scene.rules:
        yield f"n:{reason}", 1.0


def _of_what(scene: Scene) -> Iterator[str]:
    """What is measured, and whether it is named at all."""
    case, quantity = scene.case, scene.case.quantity
    if not scene.places:
        yield "no state named"
    if any(a.kind == "firm" for a in case.actors):
        yield "firm"
    groups = [a for a in case.actors if is_group(case.text, a)]
    if groups:
        yield "organisation parted" if all(_is_parted(scene, a) for a in groups) else "organisation"
    for relation in case.relations:
        if relation.sense is None:
            yield "ware not held"
            if tie := scene.tie(relation.span):
                yield f"ware not held {tie}"
    named = [r for r in case.relations if r.sense]
    ties = {scene.tie(r.span) for r in named} - {""}
    if not ties:
        yield "nothing named since"
    if ties & {"tied before", "tied after"}:
        yield "something tied"
    if not scene.fresh:
        yield "no state since"
    if scene.answers:
        yield "answers"
    if CONTINUES.search(case.text[scene.spans[scene.own][0] : scene.start]):
        yield "continues"
    if OTHER_MONEY.match(quantity.unit) and not quantity.unit.startswith("USD"):
        yield "other money"
    if not named:
        yield "nothing named"
    if scene.last is None:
        yield "first"
    elif not scene.in_block:
        yield "first of paragraph"
    yield quantity.kind


def _segment(scene: Scene) -> Span:
    """From the figure before to the next one, within the clause."""
    low, high = scene.spans[scene.own]
    return max(low, scene.begin), min(high, max(scene.until, scene.end))


def _place(scene: Scene, span: Span) -> str:
    """How a place in the sentence is tied to the figure."""
    low, high = _segment(scene)
    if low <= span[0] < high or scene.start <= span[0] < scene.end:
        return "beside"
    return "clause" if scene.is_here(span) else "sentence"


def _times(scene: Scene) -> Times:
    """The parts of years of a sentence, but for those of a year told of something else than the figure."""
    text, gone = scene.case.text, told_of_else(scene.case)
    for period in gone:
        start, end = period.span
        text = text[:start] + " " * (end - start) + text[end:]
    return times(text, tuple(p for p in scene.case.periods if p not in gone))


def _of_times(scene: Scene) -> Iterator[str]:
    """Parts of a year, beside it or carried from before."""
    case, found = scene.case, _times(scene)
    is_polled = case.quantity.unit == "%" and not case.quantity.by and _POLLS.search(case.text) is not None
    about = "poll" if is_polled else case.quantity.kind
    about = about if about in ("poll", "count", "rank") else "flow"
    places = {_place(scene, span) for span in found.parts}
    where = next((p for p in ("beside", "clause", "sentence") if p in places), "")
    if where:
        yield f"part {where}"
        yield f"part {where} {about}"
    if found.dates:
        yield "month of an event"
    if found.same:
        yield "same period"
        if any(_place(scene, span) == "beside" for span in found.same):
            yield "same period beside"
    nearest = nearest_time(case.text, case.quantity, case.quantities, found)
    if nearest:
        yield f"nearest {nearest}"
        yield f"nearest {nearest} {about}"
        if where and nearest == "whole":
            yield f"nearest whole, part {where}"
    before = case.dated.partial
    tail = "" if not found.wholes else " though a year is told"
    if not found.parts and before.since:
        near = "paragraph" if before.is_near else "before"
        yield f"part carried {near}{tail}"
        yield f"part carried {near} {about}{tail}"
        if before.since == 1:
            yield f"part carried from the last{tail}"
        if found.same:
            yield "part carried by the same period"
        if not case.periods:
            yield "part carried, no year"
    for name, is_told in (("heading", before.heading), ("title", before.title), ("lead", before.lead)):
        if is_told:
            yield f"part in the {name}{tail}"
    if before.often > 0.5:
        yield f"parts often {about}{tail}"
    if any(p.fiscal for p in case.periods):
        yield "fiscal year"


def _of_length(scene: Scene) -> Iterator[str]:
    """More years than one figure of the data spans, and averages over them."""
    case, quantity = scene.case, scene.case.quantity
    is_share = quantity.unit == "%" and not quantity.by
    kind = "share" if is_share else quantity.kind
    period = scene.period
    if period is not None and period.last - period.first >= _LONG - 1:
        yield f"many years {kind}"
    if period is not None and period.role == "since":
        yield f"since {kind}"
    low, high = scene.spans[scene.own]
    if _LONG_AGO.search(case.text, low, high):
        yield f"over long {kind}"
    if _YEARLY.match(case.text, scene.end) or quantity.per == "year":
        yield f"a year {kind}"
    low, high = _segment(scene)
    if _AVERAGES.search(case.text, low, high):
        yield f"average {kind}"


def _of_whom(scene: Scene) -> Iterator[str]:
    """Groups of states, the world, one state alone."""
    case, kind = scene.case, scene.case.quantity.kind
    low, high = _segment(scene)
    here = [a for a in case.actors if low <= a.span[0] < high]
    if any(is_group(case.text, a) for a in here):
        yield f"organisation beside {kind}"
    for name, words in (("world", _OF_WORLD), ("totals", _TOTALS)):
        if words.search(case.text, low, high):
            yield f"{name} beside"
            yield f"{name} beside {kind}"
        elif words.search(case.text, *scene.spans[scene.own]):
            yield f"{name} in the clause"
    # "Of global imports", right behind the figure.
    if _OF_WORLD.search(case.text, scene.end, min(high, scene.end + 30)):
        yield f"of the world {kind}"
    together = _joined(scene, here)
    if together:
        yield f"{together} joined {kind}"
        if _TOGETHER.search(case.text, low, high):
            yield f"joined together {kind}"
    codes = {code for a in case.actors if a.group is None for code in a.codes}
    yield f"states told {min(len(codes), 4)}"
    named = [r for r in case.relations if r.sense is not None and r.sense.ware and scene.is_here(r.span)]
    if named:
        last = min(named, key=lambda r: scene.away(r.span))
        sides = ("o" if last.owner else "") + ("p" if last.partner else "") + ("g" if last.group else "")
        how = "".join(f" {role.how}" for role in (last.owner, last.partner) if role is not None)
        yield f"sides {sides}"
        yield f"sides{how} {min(len(codes), 3)} {kind}"
        if last.owner is None or last.partner is None:
            yield f"one side only, {min(len(codes), 3)} states"


def _is_parted(scene: Scene, actor: Actor) -> bool:
    """Whether a semicolon stands between a figure and who is named: "19 per cent; for Europe the figures are"."""
    before, after = sorted((actor.span, scene.case.quantity.span))
    return ";" in scene.case.text[before[1] : after[0]]


#: What follows is told of another figure: "well by 19 per cent and badly by 73", "36 per cent, as against 17".
_TURNS = re.compile(r"[;,:(]|\b(?:and|but|while|whereas|against|versus)\b")


def _own_end(scene: Scene) -> int:
    """Where the words behind a figure turn to another."""
    turn = _TURNS.search(scene.case.text, scene.end, max(scene.end, scene.until))
    return turn.start() if turn else scene.until


def _is_ill(text: str, since: int, until: int) -> bool:
    """Whether the last word on how a state is liked is a bad one: "bad opinions in Japan (88 %), Sweden (80)"."""
    if _POLLS.search(text) is None:
        return False
    ill = max((match.start() for match in _ILL.finditer(text, 0, since)), default=-1)
    return ill >= 0 and _WELL.search(text, ill + 1, until) is None


def _joined(scene: Scene, here: list[Actor]) -> int:
    """How many states stand in a list beside the figure: "Mexico, Canada and China"."""
    single = [a for a in here if len(a.codes) == 1 and a.group is None and a.kind != "pronoun"]
    most = run = 1
    for one, other in itertools.pairwise(single):
        is_next = _AND.fullmatch(scene.case.text[one.span[1] : other.span[0]]) is not None
        run = run + 1 if is_next and one.codes != other.codes else 1
        most = max(most, run)
    return min(most, 3) if most > 1 else 0


def _of_rank(scene: Scene) -> Iterator[str]:
    """A place in a region or among a group; what is ranked."""
    case, quantity = scene.case, scene.case.quantity
    if quantity.kind != "rank":
        return
    if is_within(case):
        yield "rank within"
    inside = case.text[slice(*quantity.span)]
    if _OF_WORLD.search(case.text, max(0, scene.start - 12), min(scene.end + 26, len(case.text))):
        yield "rank of the world"
    words = _WORD.findall(inside)
    if words:
        yield f"w:rank {words[-1].lower()}"
    after = _WORD.findall(case.text, scene.end, scene.end + 40)
    if after:
        yield f"w:rank then {after[0].lower()}"


def _of_words(scene: Scene) -> Iterator[str]:
    """Words of its clause, and the noun that a figure is of."""
    for word in scene.words:
        yield f"w:{word}"
    if match := _OF_NOUN.match(scene.case.text, scene.end):
        yield f"w:of {match['noun'][:6]}"


@cache
def _beyond() -> Among[str]:
    """Kinds of things that the data do not hold, by the words for them."""
    return Among(senses.beyond().items())


@lru_cache(maxsize=64)
def _kinds(text: str) -> list[tuple[str, Seldom, bool]]:
    """Those kinds whose words a text or a part of it may hold, and whether the text as a whole does."""
    kinds = [(kind, senses.beyond()[kind]) for kind in _beyond().of(text)]
    return [(kind, words, words.search(text) is not None) for kind, words in kinds]


def _of_kinds(scene: Scene) -> Iterator[str]:
    """Kinds of things that the data do not hold."""
    text, (low, high) = scene.case.text, scene.spans[scene.own]
    begin, _ = _segment(scene)
    places = (
        ("beside", max(low, scene.since), min(high, max(scene.until, scene.end))),
        ("before", scene.end, min(scene.until, scene.end + 24)),
        ("behind", max(begin, scene.start - 30), scene.start),
        ("in the sentence", 0, low),
        ("in the sentence", high, len(text)),
    )
    # What the sentence does not hold a part of it holds only where that ends within a word.
    cut = [one for one in places if ends_within(text, one[2])]
    for kind, words, is_told in _kinds(text):
        for where in dict.fromkeys(where for where, *at in (places if is_told else cut) if words.search(text, *at)):
            yield f"{where} {kind}"
    yield from gap_signs(scene)
    unit = senses.measure(scene.case.quantity.unit)
    if (
        unit in ("share", "USD")
        and not scene.case.quantity.by
        and (match := _OF_STUFF.search(text, begin, scene.start))
    ):
        span = match.span("what")
        if not any(a.span[0] < span[1] and a.span[1] > span[0] for a in scene.case.actors):
            yield "things make up" if unit == "share" else "things make up a level"
    if _REST.search(text, begin, max(scene.until, scene.end)):
        yield f"the rest {scene.case.quantity.kind}"
    if scene.case.quantity.unit == "%" and _ILL.search(text, begin, _own_end(scene)):
        yield "ill" if _POLLS.search(text) else "ill, no poll"
    elif scene.case.quantity.unit == "%" and begin and _is_ill(text, begin, scene.start):
        yield "ill carried"
    if _OF_EVERYTHING.match(text, scene.end):
        yield "of everything"
    if text[scene.start - 1 : scene.start] == "(" and re.search(r"\b[a-z-]{3,}\s\($", text[: scene.start]):
        yield f"in brackets {scene.case.quantity.kind}"
