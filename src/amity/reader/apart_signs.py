"""What speaks for a figure that is of more, of less or of something else than what two states traded in a year.

The sum over several states of a list, a group that stands right beside the figure, what one state traded with all;
services that were told last, the ware that a share turns out to be; dollars that are not American, and changes of what
was told in another money; aims, and how many times another flow a flow is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from amity.reader import frames, senses
from amity.reader.cases import OTHER_MONEY
from amity.reader.model import Actor, Span
from amity.reader.scene import Scene
from amity.reader.seldom import seldom

_JOINS = re.compile(r",?\s+(?:and|as\s+well\s+as|plus)\s+(?:the\s+)?|,\s+(?:the\s+)?")
_LAST_JOIN = re.compile(r"\b(?:and|as\s+well\s+as|plus)\b")
_SIDE = re.compile(r"\b(?:with|to|from|for|into|by)\s+(?:both\s+|all\s+)?(?:the\s+)?$")
_EACH = re.compile(r"[^.;]{0,40}\b(?:each|either|respectively|apiece|every\s+one)\b")
#: Between a figure and the group that it goes to, and between a group and its figure.
_TO_GROUP = re.compile(
    r"[\s%]*(?:(?:went|goes|came|was|were|is|are|each|more|less)\s+)?(?:with|to|from|by|for|into|in)\s+(?:the\s+)?"
    r"(?:other\s+|fellow\s+|rest\s+of\s+(?:the\s+)?)?(?:\w+\s+(?:states|members|countries|nations)\s+of\s+(?:the\s+)?)?"
)
_OF_GROUP = re.compile(
    r"(?:['’]s?)?\s*(?:\(\w+\s*)?[,(]?\s*(?:\w+,\s*)?(?:(?:with|at|came\s+to|took|takes|had|for|by|was|were|of|up)\s+)?"
    r"(?:(?:about|some|nearly|over|only|a)\s+)?(?:US)?[$€]?"
)
_NEAR_GROUP, _TWO = 50, 2
#: What places are told by that are none among partners, so many letters from them.
_OTHERS = seldom(
    r"\b(?:surplus(?:es)?|deficits?|gaps?|shortfalls?|imbalances?|creditors?|capital|liked|loved|by\s+growth|energy|debts?|"
    r"poll|survey)\b"
)
_WIDE = 60
_INVESTED = seldom(r"\b(?:invest(?:ed|s)|(?:put|puts|poured|pours|sank|ploughed|plowed)\b[^.;]{0,40}\binto)\b")
#: Before a group that opens its sentence.
_OPENS = re.compile(
    r"\W*(?:(?:And|But|Yet|So|Thus|Meanwhile)\s+)?(?:(?:For|In|To|Towards?|As\s+for|Among|On|With|Across|Within|South\s+of|"
    r"North\s+of)\s+)?(?:the\s+)?(?:other\s+)?",
    re.IGNORECASE,
)
_OF_TWO = re.compile(r"(?:the\s+)?(?:two|both|these|those)\b")
#: All partners of one state.
_ALL = seldom(
    r"\b(?:overall|worldwide|world-wide|globally|from\s+everywhere|from\s+all\s+(?:sources|countries|over\s+the\s+world)|"
    r"(?:with|to|from|by)\s+(?:the\s+(?:whole\s+)?(?:rest\s+of\s+the\s+)?world|all\s+(?:its\s+|other\s+)?(?:countries|"
    r"partners|destinations|states))|sold\s+the\s+world|abroad|as\s+a\s+whole|(?:foreign|external|total)\s+(?:trade|"
    r"exports?|imports?|commerce))\b",
    re.IGNORECASE,
)
_SERVICES = seldom(
    r"\b(?P<services>(?:(?:goods|merchandise)\s+and\s+)?services|(?:both|the\s+two)\s+kinds)\b"
    r"(?!\s+(?:said|reported|chief|head|data|statistics|figures|and\s+(?:goods|merchandise)))|\b(?:goods|merchandise)\b",
    re.IGNORECASE,
)
#: What a share turns out to be: "56% were ore", "two-thirds of them are crude oil".
_THEN_IS = re.compile(
    r"[\s%]*(?:of\s+(?:it|them|these|those|this|that|which|(?:its|their|all|the)\s+\w+)\s+)?(?:is|are|was|were|consists?\s+of|"
    r"consisted\s+of)\s+(?:for\s+)?(?P<ware>[a-z][a-z-]{2,}(?:\s+[a-z][a-z-]{2,})?)\b"
)
_FUELS = re.compile(r"(?:crude|oil|gas|coal|fuels?|energy|raw|commodit(?:y|ies)|natural|manufactures?)\b")
_BUT_FUELS = seldom(
    r"\b(?:everything|all|anything|nothing)\s+but\s+(?:the\s+)?(?:crude|oil|petroleum|energy|gas|fuels?)\b|\bnon-?oil\b",
    re.IGNORECASE,
)
#: States whose own money is called dollars too.
_DOLLARS = frozenset({"AUS", "NZL", "CAN", "SGP", "HKG", "TWN", "FJI"})
_AMERICAN = re.compile(r"US\s?\$|USD|U\.S\.|\bUS\s|American\s+dollars|\$\s?US")
_AGAIN = re.compile(r"[^()]{0,12}\((?:US\s?\$|USD)\s?[\d.]+\s*(?:m|b|tr)\w*\)")
_TO = re.compile(r"[^,;.]{0,12}\bto\s")
_BRACKET = re.compile(r"\(\s*(?:(?:or|about|some|nearly)\s+)*$")
#: What is wished for, before the figure in its clause.
_AIMED = seldom(
    r"\b(?:(?:wants?|wish(?:es)?|would\s+like|aims?|hopes?|plans?|seeks?|agreed|pledged|vowed|intends?|promised|determined)\b"
    r"[^.;]{0,60}?\bto\b|(?:foresees?|envisages?)\s+\w+ing\b|(?:mark|sum|level)\s+to\s+be\b|ought\s+to\s+be\b|counts?\s+on\b|"
    r"opportunit(?:y|ies)\s+for\b|(?:should|is\s+to|are\s+to)\s+(?:come|reach|rise|grow)\b|going\s+to\s+be\b)",
    re.IGNORECASE,
)
_THIS_YEAR = seldom(r"\b(?:this|the\s+(?:current|present|running))\s+year\b", re.IGNORECASE)
_FORESEEN = re.compile(
    r"[^,;.]{0,24}?\b(?:(?:is|are)\s+(?:forecast|foreseen|expected|projected)|(?:ought|is|are)\s+to\s+be\s+\w+ed|as\s+the\s+(?:mark|"
    r"aim|goal|target)|before\s+the\s+year\s+is\s+out)\b"
)
#: How many times another flow of the same time it is, and not the same flow of another time.
_TIMES_FLOW = re.compile(
    r"(?:\s*times|\s+as\s+(?:much|many|large|big|high))?\s+(?:as\s+)?(?:(?:the\s+)?(?:US)?\$[\d.,]+\s*\w*|what|that|those|the\s+"
    r"(?:value|amount|sum))\s+(?:\w+\s+)??(?:(?:it|they|[A-Z]\w+)\s+)?(?:sold|bought|exports?|exported|imports?|imported|sells?|"
    r"buys?|with|to|from|took|takes)\b(?!\s+(?:\d|it\s+was|the\s+(?:\w+\s+)?years?))"
)
#: Someone who leads a state as the one that is thought of, and not his time.
_IN_OFFICE = (
    r"[’']?s?\s+(?:presidency|(?:last|first)\s+(?:days|year)|time|left|leaves|took\s+office|came\s+to|years|"
    r"was\s+elected)"
)
_LEADER = seldom(
    rf"\b(?:he|him|his|(?:the\s+|its\s+)?(?:president|leader|chancellor|prime\s+minister))\b(?!{_IN_OFFICE})"
)
_TIME_IN_OFFICE = re.compile(_IN_OFFICE)
_LIKED = seldom(
    r"\b(?:poll\w*|surveys?|surveyed|favou?rabl\w+|views?|viewed|opinions?|rated?|rating|confidence|trust\w*|approv\w+|standing)\b"
)


def apart_signs(scene: Scene) -> Iterator[str]:
    """What speaks for a figure that is of more, of less or of something else than the data hold."""
    kind = _kind(scene)
    if kind == "rank" and _by_other(scene):
        yield "place by what ranks no partners"
    if scene.case.quantity.kind != "count":
        yield from _led_by_group(scene)
    if _BUT_FUELS.search(scene.case.text):
        yield "all but fuels"
    if kind in ("USD", "t", "share", "change"):
        yield from _of_several(scene, kind)
        if where := _services_last(scene):
            yield f"services told last {where}"
    if kind in ("USD", "t", "change"):
        yield from _of_all(scene, kind)
        if _THIS_YEAR.search(scene.case.text, max(0, scene.begin - 1), max(scene.until, scene.end)):
            beside = [p for p in scene.case.periods if scene.begin <= p.span[0] < scene.until]
            if not scene.case.dated.is_asked and all(p.last >= scene.case.year for p in beside):
                yield "a flow of this year"
    if kind in ("USD", "t"):
        yield from _wished(scene)
    if kind == "USD":
        yield from _dollars(scene)
        if _INVESTED.search(scene.case.text, max(scene.begin, scene.spans[scene.own][0]), scene.until):
            yield "money was put into it"
    elif kind == "change":
        yield from _of_other_money(scene)
    elif kind == "ratio" and _TIMES_FLOW.match(scene.case.text, scene.end):
        yield "times another flow"
    elif kind == "share":
        yield from _of_share(scene)


def _kind(scene: Scene) -> str:
    """What the figure tells, roughly; "" where it is a count."""
    quantity, measure = scene.case.quantity, senses.measure(scene.case.quantity.unit)
    if quantity.kind in ("rank", "ratio"):
        return quantity.kind
    if measure == "share":
        return "change" if quantity.by else "share"
    return measure if measure in ("USD", "t") else ""


def _of_several(scene: Scene, kind: str) -> Iterator[str]:
    """A list of states as one side of it, which has no figure for each; a group right beside it."""
    text = scene.case.text
    for run in _lists(scene):
        start, end = run[0].span[0], run[-1].span[1]
        alike = [q for q in scene.figures if q.kind == scene.case.quantity.kind and scene.is_here(q.span)]
        if len(alike) < len(run) and not _EACH.match(text, end) and not _EACH.match(text, scene.end):
            near = "near" if min(abs(scene.start - end), abs(start - scene.end)) < _NEAR_GROUP else "far"
            yield f"sum over a list {near}"
            break
    number = (
        text.find(scene.case.quantity.printed, scene.start, scene.end) if scene.case.quantity.printed else scene.start
    )
    for start, end in _groups(scene):
        is_behind = 0 <= start - scene.end < _NEAR_GROUP and _TO_GROUP.fullmatch(text, scene.end, start)
        if is_behind or (0 <= number - end < _NEAR_GROUP and _OF_GROUP.fullmatch(text, end, number)):
            yield f"group tight {'level' if kind in ('USD', 't') else kind}"
            break


def _by_other(scene: Scene) -> bool:
    """Whether a place is one by a balance, by capital, or by how well a state is liked."""
    low, high = scene.spans[scene.own]
    low, high = max(low, scene.begin, scene.start - _WIDE), min(high, scene.until, scene.end + _WIDE)
    return _OTHERS.search(scene.case.text, low, high) is not None


def _led_by_group(scene: Scene) -> Iterator[str]:
    """A group that opens the sentence, "For Africa as a whole", or that was told last and is meant still."""
    text, named = scene.case.text, [a for a in scene.case.actors if a.kind != "pronoun"]
    leads = (end for start, end in _groups(scene) if end <= scene.start and _OPENS.fullmatch(text, 0, start))
    end = next(leads, None)
    if end is not None:
        between = {code for a in scene.actors if end <= a.span[0] < scene.start for code in a.codes}
        if len(between) < _TWO:
            yield f"group leads {'beside' if end > scene.begin else 'farther'}"
    party = scene.case.dated.frame.party
    if party.what in ("group", "group and one") and party.since == 1 and not named:
        yield f"group told last, nobody named{' in the paragraph' if party.in_block else ''}"


def _groups(scene: Scene) -> list[Span]:
    """Where groups of states stand, by name or by words for them; two are none."""
    text = scene.case.text
    words = [span for span in frames.groups(text) if _OF_TWO.match(text, span[0]) is None]
    return sorted([a.span for a in scene.case.actors if frames.is_group(text, a)] + words)


def _lists(scene: Scene) -> Iterator[list[Actor]]:
    """States in a row that stand as one side: "with Russia, Kazakhstan and Belarus"."""
    text, (low, high) = scene.case.text, scene.spans[scene.own]
    run: list[Actor] = []
    named = [a for a in scene.case.actors if low <= a.span[0] < high and a.kind not in ("pronoun", "firm")]
    for actor in [*named, None]:
        if actor is not None and run and run[-1].codes != actor.codes and _joined(text, run[-1].span, actor.span):
            run.append(actor)
            continue
        if len(run) > 1 and _SIDE.search(text, low, run[0].span[0]):
            start, end = run[0].span[0], run[-1].span[1]
            if _LAST_JOIN.search(text, start, end) and not any(start <= q.span[0] < end for q in scene.figures):
                yield run
        run = [actor] if actor is not None else []


def _joined(text: str, one: Span, other: Span) -> bool:
    return _JOINS.fullmatch(text, one[1], other[0]) is not None


def _of_all(scene: Scene, kind: str) -> Iterator[str]:
    """Words for all partners beside it, by how many states stand there."""
    low, high = scene.spans[scene.own]
    low, high = max(low, scene.begin), min(high, max(scene.until, scene.end))
    if _ALL.search(scene.case.text, low, high):
        states = {code for a in scene.actors if low <= a.span[0] < high for code in a.codes}
        yield f"all partners beside {'change' if kind == 'change' else 'level'} {min(len(states), 2)}"


def _services_last(scene: Scene) -> str:
    """Where services were told last, with no goods alone since: in its sentence, or in the one before."""
    told = list(_SERVICES.finditer(scene.case.text, 0, scene.start))
    if told:
        return "in the sentence" if told[-1]["services"] else ""
    goods = scene.case.dated.frame.goods
    return "in the one before" if goods.what == "services" and goods.since == 1 and goods.in_block else ""


def _wished(scene: Scene) -> Iterator[str]:
    """What is aimed at or foreseen."""
    text, low = scene.case.text, max(scene.begin, scene.spans[scene.own][0])
    if _AIMED.search(text, low, scene.start) or _FORESEEN.match(text, scene.end):
        yield "wished for"


def _dollars(scene: Scene) -> Iterator[str]:
    """Dollars of which the text does not say that they are American, where a state has dollars of its own."""
    text, case = scene.case.text, scene.case
    printed = text[max(0, scene.start - 4) : scene.end + 14]
    if _AGAIN.match(text, scene.end):
        yield "told again in American dollars"
    if not ("$" in printed or " dollars" in printed) or _AMERICAN.search(printed):
        return
    if any(code in _DOLLARS for a in scene.actors for code in a.codes):
        yield "dollars of its own in the sentence"
    elif case.main in _DOLLARS or (case.pair is not None and not _DOLLARS.isdisjoint(case.pair)):
        yield "dollars of its own in the document"


def _of_other_money(scene: Scene) -> Iterator[str]:
    """A change of what was told in another money: "1.69 trillion yuan ($235.90 billion), 32.7% more"."""
    text = scene.case.text
    levels = [q for q in scene.figures if q.kind == "level" and (_is_other(q.unit) or senses.measure(q.unit) == "USD")]
    before = [q for q in levels if q.span[1] <= scene.start]
    if len(before) > 1 and _BRACKET.search(text, 0, before[-1].span[0]):
        del before[-1]
    after = [q for q in levels if q.span[0] >= scene.end][:1]
    is_to = bool(after) and _TO.match(text, scene.end) is not None
    if any(_is_other(q.unit) for q in (before[-1:] or (after if is_to else ()))):
        yield "change of other money"


def _is_other(unit: str) -> bool:
    return OTHER_MONEY.match(unit) is not None and not unit.startswith("USD")


def _of_share(scene: Scene) -> Iterator[str]:
    """The ware that a share turns out to be; a leader who is thought of; a share of the market told before."""
    text, (low, high) = scene.case.text, scene.spans[scene.own]
    match = _THEN_IS.match(text, scene.end)
    if match is not None and (_FUELS.match(match["ware"]) or senses.beyond()["products"].search(match["ware"])):
        yield "then it is a ware"
    if (scene.case.dated.is_asked or _LIKED.search(text)) and _is_of_leader(scene, low, high):
        yield "a leader is thought of"
    whole = scene.case.dated.frame.whole
    is_before = whole.what == "of all" and whole.since == 1 and whole.in_block
    if is_before and not frames.said(text, scene.case.actors, "whole"):
        yield "of all in the sentence before"


def _is_of_leader(scene: Scene, low: int, high: int) -> bool:
    """Whether a leader is spoken of, by name or not, and not of the time in office."""
    text = scene.case.text
    named = (a.span for a in scene.case.actors if a.kind == "leader" and low <= a.span[0] < high)
    return _LEADER.search(text, low, high) is not None or any(not _TIME_IN_OFFICE.match(text, end) for _, end in named)
