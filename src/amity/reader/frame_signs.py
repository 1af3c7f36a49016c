"""What speaks for a figure that the data do not hold, by what was said before it and still holds.

Groups, the world, services and products are said once and carried on (`frames`); so are parts of a year (`partial`).
Beside these: places among others than partners, sums over many years, prices left unchanged.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import pairwise

from amity.claims.units import scale
from amity.reader import frames, senses
from amity.reader.cases import Case
from amity.reader.frames import KINDS
from amity.reader.partial import nearest_time, times
from amity.reader.scene import Scene
from amity.reader.seldom import seldom

_POLLED = seldom(
    r"\b(?:poll\w*|surveys?|surveyed|respondents?|Gallup|Pew|favou?rabl\w+|unfavou?rabl\w+|opinions?|views?|approv\w+)\b"
)
_THIS_YEAR = seldom(r"\b(?:this|the\s+(?:current|present|running))\s+year\b", re.IGNORECASE)
#: Those who do something, ranked in all the world where no state is told whose they are.
_AGENT = re.compile(
    r"\b(?P<who>importers?|exporters?|sellers?|buyers?|purchasers?|spenders?|recipients?|suppliers?|sources?|producers?|"
    r"consumers?|customers?|clients?|markets?|destinations?|partners?|providers?|vendors?|dealers?)\b",
    re.IGNORECASE,
)
#: Places by what the data do not rank.
_OTHERS = seldom(
    r"\b(?:investors?|investments?|creditors?|lenders?|lending|donors?|debtors?|borrowers?|owners?|holders?|tourists?|"
    r"visitors?|visitor|tourism|students?|economy|economies|growth|growing|speed|contractors?|builders?|producers?|"
    r"populous|population|spenders?|spending|output|orders?|credits?|loans?)\b",
    re.IGNORECASE,
)
_REAL = seldom(
    r"\b(?:in\s+real\s+terms|real\s+terms|adjusted\s+for\s+inflation|inflation-adjusted|constant\s+(?:prices|dollars)|"
    r"(?:allowing|adjusting|corrected|correcting)\s+for\s+inflation|after\s+inflation|in\s+today['’]s\s+(?:money|dollars))\b",
    re.IGNORECASE,
)
#: Sums over many years.
_SUMMED = seldom(
    r"\b(?:add(?:s|ed|ing)?\s+up|sum(?:s|med|ming)?\s+(?:up\s+)?to|cumulative(?:ly)?|accumulated|all\s+the\s+years|"
    r"in\s+all\s+these\s+years|since\s+(?:ties|relations|the\s+(?:\w+\s+)?(?:end|fall|collapse|opening|founding|beginning))|"
    r"over\s+the\s+(?:years|decades)|in\s+(?:these|those)\s+years|(?:over|in)\s+these\s+years)\b",
    re.IGNORECASE,
)
#: What is meant to be and not yet is, as words after the figure have it, or before.
_AIMED = seldom(
    r"\b(?:as\s+(?:the|a|an|its|their)\s+(?:\w+\s+)?(?:goal|target|aim|objective)|(?:is|are|was|were)\s+(?:forecast|foreseen|"
    r"expected|planned|aimed|targeted|projected|predicted)|ought\s+to|counts?\s+on|counting\s+on|going\s+to\s+(?:be|reach|"
    r"grow|rise|come|double|exceed)|consent(?:s|ed)?\s+to|would\s+like|foresees?|looks?\s+forward|set\s+(?:a|the|its)\s+(?:goal|"
    r"target|sights)|(?:set|fixed)\s+(?:themselves|itself)|mark\s+of|reckons?\s+(?:with|on)|year\s+under\s+way|next\s+year|"
    r"(?:is|are)\s+to\s+be\s+\w+ed|may\s+well|ambitious|within\s+reach|possible|feasible|in\s+the\s+next\s+(?:\w+\s+)?years|by\s+20(?:2[5-9]|3\d))\b",
    re.IGNORECASE,
)
#: After a ratio: "2.7 times that with Russia" compares two flows of a year.
_THAT_WITH = re.compile(r"[^,;.]{0,24}?\b(?:that|those|what)\s+(?:it\s+\w+\s+)?(?:with|to|from|of|between)\b")
_THAN_WITH = re.compile(
    r"\s+(?:more|less|larger|smaller|higher|lower|bigger|above|below|behind)(?:\s+than)?\s+(?:the\s+|that\s+|those\s+|its\s+|what\s+)"
    r"(?:\w+\s+){0,3}?(?:with|to|from|between)\b"
)
_BUT_FOR = seldom(
    r"\bnon-?\s?(?:oil|crude|energy|petroleum|hydrocarbon|mineral|gas|fuel)\b|\b(?:other\s+than|apart\s+from|outside|without|"
    r"excluding|except(?:\s+for)?|leaving\s+(?:out|aside))\s+(?:the\s+)?(?:crude|oil|petroleum|energy|gas|fuels?)\b|"
    r"\b(?:crude|oil|energy|gas)\s+(?:apart|aside|excluded|excepted|(?:is\s+)?left\s+(?:out|aside))\b",
    re.IGNORECASE,
)
_VOLUME = seldom(r"\b(?:by|in)\s+(?:volume|weight|quantity|tonnage|tonnes|tons)\b", re.IGNORECASE)
#: What it is told of right behind: "an increase of 21 % over 24 years", "a year on average".
_OVER = re.compile(
    r"\s+(?:over|in|within|during|across)\s+(?:the\s+)?(?:\w+\s+)?(?:\d+|[a-z]+)\s+(?:years|decades)\b(?!\s+(?:ago|before))"
)


def frame_signs(scene: Scene) -> Iterator[str]:
    """What speaks for a figure that the data do not hold, by what was said before it.

    Signs of which there are many, each beside few figures, are weighed as words are, and named so: "w:".
    """
    kind = _kind(scene.case)
    yield from _carried(scene, kind)
    yield from _with_group(scene, kind)
    yield from _size(scene.case, kind)
    if kind == "share":
        yield from _of_those(scene)
    yield from _parted(scene, kind)
    yield from _ranked(scene)
    yield from _told(scene, kind)


def _kind(case: Case) -> str:
    """What the figure tells, roughly: a share, a change, money, a place; "" where it is of a kind told apart anyway."""
    quantity, measure = case.quantity, senses.measure(case.quantity.unit)
    if quantity.kind in ("rank", "ratio"):
        return quantity.kind
    if measure == "share":
        return "change" if quantity.by else "share"
    return measure if measure in ("USD", "TIV", "t") else ""


def _carried(scene: Scene, kind: str) -> Iterator[str]:
    """What was said last with whom, whether of goods, and of which ware: beside the figure or carried from before."""
    case, frame = scene.case, scene.case.dated.frame
    until = _until(scene)
    for name, titled in zip(KINDS, frame.titled, strict=True):
        if name == "whole" and kind not in ("share", "change", "rank"):
            continue
        beside = frames.said(case.text, case.actors, name, (scene.begin, until))
        ahead = frames.said(case.text, case.actors, name, (0, scene.begin)) if scene.begin else ""
        before = frame.of(name)
        one = ""
        rows = [
            ("beside", beside),
            ("sentence", ahead),
            ("carried", before.what if before.in_block or before.since == 1 else ""),
            ("carried", titled),
        ]
        for tie, what in rows:
            if what == "one" and not one:
                # A state alone may go on with what was told before.
                one = " with one"
            elif what:
                yield f"w:{name} {what} {tie}{one} {kind}".rstrip()
                break


def _size(case: Case, kind: str) -> Iterator[str]:
    """How large it is: what two states trade is seldom a thousand billion, nor a change a thousand per cent."""
    quantity = case.quantity
    value = quantity.high * (scale(quantity.unit)[1] if kind in ("USD", "TIV", "t") else 1.0)
    if kind and value > 0:
        yield f"w:size {kind} {int(min(value, 9)) if kind == 'rank' else int(2 * math.log10(value))}"


#: Groups of states as one side of the trade.
_WITH_GROUP = seldom(
    r"\b(?:with|to|from|into|among|between)\s+(?:all\s+)?(?:(?:of\s+)?(?:the|these|those|its|their|our|both)\s+)?(?:(?!two\b)[\w-]+\s+){0,2}"
    r"(?:region|continent|bloc|union|neighbou?rs|countries|states|nations|members|economies|republics|markets|five|four|six)\b"
)


def _with_group(scene: Scene, kind: str) -> Iterator[str]:
    """A group as one side of the trade: "with the region", "exports to the European Union"."""
    case, (low, high) = scene.case, scene.spans[scene.own]
    low, high = max(low, scene.begin), min(high, max(scene.end, _until(scene)))
    groups = [a for a in case.actors if low <= a.span[0] < high and frames.is_group(case.text, a)]
    if any(_SIDE.search(case.text, max(0, a.span[0] - 14), a.span[0]) for a in groups):
        yield f"group as a side {kind}".rstrip()
    elif _WITH_GROUP.search(case.text, low, high):
        yield f"group of words as a side {kind}".rstrip()
    before = [a for a in case.actors if a.span[1] <= scene.start and a.kind != "firm" and a.codes]
    if before and frames.is_group(case.text, before[-1]):
        yield f"group nearest {'since' if before[-1].span[0] >= scene.begin else 'before'} {kind}".rstrip()
    yield from _list_as_side(scene, kind)


_JOINS = re.compile(r",?\s+and\s+(?:the\s+)?|,\s+(?:the\s+)?")


def _list_as_side(scene: Scene, kind: str) -> Iterator[str]:
    """Several states as one side of the trade: "with Russia, Kazakhstan and Belarus"."""
    text, low = scene.case.text, max(scene.begin, scene.spans[scene.own][0])
    single = [a for a in scene.actors if len(a.codes) == 1 and low <= a.span[0] < scene.until and a.kind != "pronoun"]
    run = 1
    for one, other in pairwise(single):
        joined = _JOINS.fullmatch(text, one.span[1], other.span[0]) is not None and one.codes != other.codes
        run = run + 1 if joined else 1
        first = single[single.index(other) - run + 1]
        if run > 1 and " and " in text[first.span[0] : other.span[0]] and _SIDE.search(text, low, first.span[0]):
            yield f"{min(run, 3)} states as a side {kind}".rstrip()


_SIDE = re.compile(r"\b(?:with|to|from|into|by|of)\s+(?:the\s+)?$")


def _until(scene: Scene) -> int:
    """Where the next figure stands that is no number of states: "9.9 per cent with the 28 states of the Union"."""
    text = scene.case.text
    later = [q.span for q in scene.case.quantities if q.span[0] >= scene.end]
    return min((start for start, end in later if not _STATES.fullmatch(text, start, end)), default=len(text))


_STATES = re.compile(
    r"(?:\w+\s+)?[\w-]+\s+(?:\w+\s+)?(?:states|countries|nations|members|economies|republics|partners|neighbou?rs)"
)
#: A share of what was named before: "of those Brazil exported".
_OF_THOSE = re.compile(r"\b[Oo]f\s+(?:those|these|them|it|this|that|which)\b")


def _of_those(scene: Scene) -> Iterator[str]:
    """What a figure is a share of that is named only by a word for it."""
    case = scene.case
    match = _OF_THOSE.search(case.text, scene.begin, min(_until(scene), scene.end + 14))
    if match is None:
        return
    ahead = frames.said(case.text, case.actors, "ware", (0, match.start())) if match.start() else ""
    yield f"of those: {ahead or case.dated.frame.ware.what}"


def _parted(scene: Scene, kind: str) -> Iterator[str]:
    """Parts of a year that the paragraph or the whole document tells, though other times stand nearer."""
    case = scene.case
    before, found = case.dated.partial, times(case.text, case.periods)
    about = "poll" if _POLLED.search(case.text) or case.dated.is_asked else kind
    told = "a year is told" if found.wholes else "no time is told" if not found.parts else "a part is told"
    level = min(int(before.all * 5), 4)
    yield f"w:parts all in all {level} {told} {kind if about != 'poll' else about}".rstrip()
    if before.in_block and not before.since and not found.parts:
        yield f"part told in the paragraph, {told}"
    if found.same and not found.parts and not before.since:
        yield f"same period, no part before {about}"
    if found.parts and nearest_time(case.text, case.quantity, case.quantities, found) == "same":
        yield "nearest same, part in the sentence"
    if _THIS_YEAR.search(case.text, max(scene.begin - 1, 0), scene.until):
        yield f"this year beside {about}"
    elif _THIS_YEAR.search(case.text):
        yield f"this year in the sentence {about}"


def _ranked(scene: Scene) -> Iterator[str]:
    """Whom a place is among, and by what."""
    case, text = scene.case, scene.case.text
    if case.quantity.kind != "rank":
        return
    low, high = scene.spans[scene.own]
    near = max(low, scene.begin, scene.start - 60), min(high, scene.until, scene.end + 60)
    if match := _OTHERS.search(text, *near):
        yield "place by something else"
        yield f"place by {match[0][:6].lower()}"
    agent = _AGENT.search(text, scene.start, min(near[1], scene.end + 30))
    if agent is not None:
        named = {c for a in case.actors if a.group is None and low <= a.span[0] < high for c in a.codes}
        whose = any(a.genitive and scene.start - 30 <= a.span[0] <= agent.end() + 24 for a in case.actors)
        yield f"place of {agent['who'][:6].lower()} {min(len(named), 2)} {'whose' if whose else 'nobody’s'}"


def _told(scene: Scene, kind: str) -> Iterator[str]:
    """Words beside it: inflation, sums, aims, two flows compared."""
    text = scene.case.text
    low, high = scene.spans[scene.own]
    beside = max(low, scene.begin), max(scene.end, min(high, scene.until))
    if _REAL.search(text):
        yield "in real terms"
    if _SUMMED.search(text, low, high):
        yield f"summed {kind}"
    if _AIMED.search(text, *beside):
        yield f"aimed beside {kind}".rstrip()
    elif _AIMED.search(text, low, high):
        yield "aimed in the clause"
    if _VOLUME.search(text, *beside):
        yield f"by volume {kind}"
    if kind in ("ratio", "change") and _THAT_WITH.match(text, scene.end):
        yield "two flows compared"
    if _THAN_WITH.match(text, scene.end):
        yield "more or less than another flow"
    if (match := _BUT_FOR.search(text)) is not None:
        yield f"but for a part {'in the clause' if low <= match.start() < high else 'in the sentence'}"
    if kind in ("change", "share") and _OVER.match(text, scene.end):
        yield "over years, right behind"
