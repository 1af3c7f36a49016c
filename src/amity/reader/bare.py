"""Figures whose unit was said before: "Russia 36 per cent and France 36", "by 2012 it was 93", "Japan was its second".

A bare number is a figure only where one of the same kind stands before it, where words lead up to it as to a figure,
and where no noun follows that it might count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from amity.reader import quantity_words as words
from amity.reader.model import Actor, Period, Quantity, Span
from amity.reader.seldom import seldom

_COUNTS = {name: value for name, value in words.NUMBERS.items() if 0 < value < 21 and name.isalpha()}
_BARE = re.compile(
    r"(?<![\w.,$€£/–−-])(?P<number>\d{1,3}(?:,\d{3})+|\d{1,4}(?:\.\d+)?|" + "|".join(_COUNTS) + r")"
    r"(?P<scale>\s?(?:m|bn|million|billion))?(?![\w%°’'-]|[.,]\d|\s?%|/)"
)
_ORDINAL = re.compile(
    r"(?<![\w-])(?P<number>" + "|".join(name for name in words.ORDINALS if name.isalpha()) + r"|\d{1,2}(?:st|nd|rd|th))"
    r"(?![\w-])"
)
_HEDGES = (
    r"(?:(?:only|just|about|some|nearly|almost|over|merely|mere|a|paltry|roughly|around|barely|then|still|already|now|"
    r"approximately|exactly|no|as (?:much|many|little|few|high|low) as|at least|more than|less than|fewer than|"
    r"scarcely|hardly|even|another|fully|well|the|not|an?\s+(?:distant|respectable|poor|lowly|modest|creditable|strong|"
    r"close|clear|comfortable|weak|good|bare|surprising|humble))\s+){0,3}"
)
#: Verbs whose object is a figure of the kind told before, in the forms that lead up to one.
_TAKES = (
    r"(?:exceed(?:s|ed|ing)|taking|takes?|buying|buys?|absorb(?:s|ing)|getting|gets?|reach(?:es|ing)|supplying|"
    r"supplies|providing|provides?|selling|sells?|hold(?:s|ing)|held|ha(?:s|ve)|having|coming|comes?|ended|ending|"
    r"finish(?:es|ed|ing)|lying|lies|ranking|placing|numbering|numbered|totall?(?:ing|ed)|averag(?:ing|ed)|topping|"
    r"topped|pass(?:es|ed|ing)|approach(?:es|ed|ing)|near(?:ed|ing)|claim(?:s|ed|ing)|command(?:s|ed|ing)|"
    r"captur(?:es|ed|ing)|contributes|contributing|drawing|draws|leaving|left|giving|gave|puts?(?:\s+(?:it|them))?\s+at|"
    r"the\s+[A-Z][a-z]+\s+one)"
)
#: What leads up to a figure.
_CUE = re.compile(
    rf"\b{_TAKES}\s+{_HEDGES}$|"
    r"(?:\b(?:was|were|is|are|be|been|being|stood|stands?|at|to|from|of|with|for|against|versus|than|by|bought|took|"
    r"had|attained|reached|shared|shares?|supplied|sold|got|scored|contributed|managed|came|hit|touched|ranks?|ranked|"
    r"placed|merely|as|and|or|but|on|did|below|above|behind|remaining|mak(?:es?|ing) up|made up|absorbed|remains?|"
    r"remained|became|becoming|provided|drew|led|accounted for|said|read|which|after|once|now|we|they|it|ours|theirs|"
    r"neighbou?r|latter|former|others|rest|beside|besides|alongside|"
    r"(?:agree[ds]?|coincid\w+|together|alike|overlapp?\w*|same\s+\w+)\s+in)|[(:;—–])\s*"
    + _HEDGES
    + r"$|\b(?:only|just|merely|barely|a mere|a paltry)\s+$|"
    r"(?:19|20)\d\d,?\s+in\s+$|\b(?:years?|period|span|decade),\s+$"
)
_AFTER = re.compile(
    r"\s*(?:[.,;:)—–]|$|in\b|by\b|at\b|last\b|the\b|a\b|an\b|to\b|from\b|for\b|with\b|and\b|but\b|or\b|while\b|against\b|"
    r"over\b|during\b|before\b|after\b|when\b|on\b|as\b|two\b|three\b|four\b|five\b|ten\b|per cent\b|respectively\b|"
    r"earlier\b|later\b|versus\b|behind\b|ahead\b|that\b|this\b|under\b|among\b|again\b|since\b|now\b|\(|"
    r"which\b|it\s+(?:shared|has|had|shares)\b|"
    r"were\b|was\b|is\b|are\b)"
)
#: What ends the telling of a figure: "machines, 4", "two last year".
_CLOSED = re.compile(r"\s*(?:[.;)]|$|(?:in|by)\s+(?:19|20)\d\d|(?:last|this|that)\s+year\b|for\b|against\b)")
#: "The Indian share of 9": what stands for a bare number's unit.
_SHARE = re.compile(r"\b(?:share|proportion|percentage)\b(?!\s+points?)[^.;()\d]{0,40}(?:(?:19|20)\d\d\s*\W{0,3})?$")
#: "The ratio of the two budgets rose to 3.1".
_RATIO = re.compile(
    r"\b(?:GDP|spending|economies|budgets|output|outlays|incomes?)\b[^.;()\d]{0,12}\bratio\b[^.;()\d]{0,30}$|"
    r"\bratio\s+of\s+(?:the\s+)?(?:two\s+)?(?:economies|budgets|GDPs?|outlays)\b[^.;()\d]{0,30}$"
)
#: "One" is a number only between words that say so.
_ONE = re.compile(r"(?:\b(?:against|versus|to|from|than|and|had|saw|was|were)|[:,;])\s*$")
_NAMED = re.compile(
    r"\b(?:no|nos|number|p|pp|vol|tables?|figures?|chapters?|sections?|articles?|resolutions?|notes?|art|para|page|"
    r"step|phase|type|mark|class|round|level|model|at age|aged?|[nrRN]\s?=|§|#)\.?\s*$",
    re.IGNORECASE,
)
#: Units that are carried from one figure to the next.
_CARRIED = re.compile(r"%$|TIV|USD|bcm|Mt|bbl/d|times")
_KINDS = frozenset({"share", "level", "count", "ratio"})
#: A sentence with more figures is a table.
_MANY = 30
#: How far a unit reaches in a sentence, in letters.
_REACH = 170


def with_bare(
    text: str,
    found: Sequence[Quantity],
    actors: Sequence[Actor],
    periods: Sequence[Period],
    last: Quantity | None,
    place: Quantity | None = None,
) -> tuple[Quantity, ...]:
    """The figures of a sentence with those that leave their unit, or what they rank, to the one before.

    Args:
        text: The sentence.
        found: Its figures that say their unit, in order.
        actors: Its actors.
        periods: Its periods.
        last: The last figure before in the same paragraph that is no place.
        place: The last place before there.
    """
    found = _in_points(text, found) if any(q.unit == "%" for q in found) else found
    last = _counted(text) or last
    nouns = _nouns(text)
    if not (last or place or found or nouns or "share" in text) or len(found) > _MANY:
        return tuple(found)
    # A decimal without a unit ("the figure for 2011 is 82.3") may yet be of the unit told before.
    told = [q for q in found if q.unit]
    told += _placed(text, told, nouns)
    open_ = [q for q in found if not q.unit]
    for pattern in (_BARE, _ORDINAL):
        for match in pattern.finditer(text):
            if len(told) > 2 * _MANY:
                break
            before = [q for q in (*told, *nouns) if q.span[1] <= match.start() and q.unit not in words.DURATIONS]
            before = _outside(text, before, match)
            ahead = max(before, key=lambda q: q.span) if before else place if pattern is _ORDINAL else last
            if ahead is None and _SHARE.search(text[max(0, match.start() - _REACH) : match.start()]):
                ahead = Quantity((0, 0), "share", 0, 0, "", "%")
            if ahead is None or any(a < match.end() and match.start() < b for a, b in _taken(told, periods)):
                continue
            figure = _read(text, match, ahead, actors, periods, is_near=bool(before))
            if figure is not None:
                told.append(figure)
    told = [q for q in told if q not in nouns]
    told += [q for q in open_ if not any(a.span[0] < q.span[1] and q.span[0] < a.span[1] for a in told)]
    return tuple(sorted(told, key=lambda q: q.span))


_AMONG = r"(?:\s+(?:in|among|of|for)\s+(?:the\s+)?[A-Z][\w.-]*(?:\s[A-Z][\w.-]*)?)?"
#: By how many points a share told right before has changed: "58 % (up 11)", "40 %, down 4".
_POINTS = re.compile(
    _AMONG + r"\s*[(,]\s*(?:(?P<up>up|plus|\+)|down|minus|[-−–]|an?\s+(?:loss|slide|slip|dip)\s+of\b)\s?"
    r"(?P<number>\d{1,2}(?:\.\d+)?)"
    r"(?=\s*(?:[),;.](?!\d)|$|(?:from|since|on|over|compared)\b))"
)
#: What stands between a share and the bare number by which it changed.
_GAINED = re.compile(
    _AMONG + r"\s*[(,]\s*(?:(?:after|with|following)\s+)?(?:an?\s+)?|,?\s+(?:after|with|following)\s+an?\s+"
)


def _in_points(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """Changes of shares that leave out that they are told in points: "58 %, a gain of 11"."""
    made: list[Quantity] = []
    for place, one in enumerate(found):
        before = found[place - 1] if place else None
        is_bare = one.kind == "change" and one.by and not one.unit and one.sign != 0 and one.low < 100
        if before is not None and is_bare and before.unit == "%" and not before.by:
            is_gained = _GAINED.fullmatch(text, before.span[1], one.span[0]) is not None
            one = replace(one, unit="percentage points") if is_gained else one
        made.append(one)
        match = _POINTS.match(text, one.span[1]) if one.unit == "%" and not one.by else None
        united = [q for q in found if q.unit] if match is not None else []
        if match is not None and not any(a < match.end() and match.start() < b for a, b in _taken(united, ())):
            value, sign = float(match["number"]), 1 if match["up"] else -1
            unit, span, printed = "percentage points", match.span("number"), match["number"]
            made.append(Quantity(span, "change", value, value, printed, unit, sign=sign, by=True))
    return made


#: Nouns that are counted after they are named: "joint exercises: six in 2023", "sanctions, of which four".
_COUNTED_NOUN = seldom(
    r"\b(?P<noun>(?:joint |military |naval ){1,3}(?:exercises|drills|manoeuvres|maneuvers)|exercises|drills|"
    r"sanctions?(?: cases| regimes)?|veto(?:es)?(?= together\b| jointly\b|\W)|summits|disputes|"
    r"militari[sz]ed disputes?|memberships)\b",
    re.IGNORECASE,
)
#: What names a table of partners without a place in it: "its rank among Russia's partners, seventh in 1995".
_RANKING = seldom(
    r"\b(?:ranking|rank|place|position|standing|list|table|league|order)\b[^.;]{0,60}?\b(?:partners|suppliers|"
    r"customers|buyers|markets|sources|destinations)\b|"
    r"\b(?:partners|suppliers|customers|buyers)\b(?=[^.;]{0,30}:|[^.;]{0,12} it )|"
    r"\b(?:among|amongst)\s+(?:[\w.]+(?:['’]s?)?\s+){1,3}?(?:partners|suppliers|customers|buyers)\b|"
    r"\b[Aa]mong\s+(?:the\s+)?[\w.]+['’]s?(?=\s*:)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\b(?:number|no\.|nr\.?)\s+(?P<number>\d{1,3})(?=\s+(?:on|in|among)\b)", re.IGNORECASE)
#: "Its customer no. 15" needs no table named.
_NUMBERED_PARTNER = re.compile(
    r"\b(?:partner|customer|supplier|buyer|market|outlet|source|client)\s+(?:number|no\.|nr\.?)\s+(?P<number>\d{1,3})\b",
    re.IGNORECASE,
)
#: How far before it a noun counted, or a table of partners, may be named.
_NAMED_NEAR = 90


def _nouns(text: str) -> list[Quantity]:
    """What is counted or ranked by a noun that stands before its number; their spans end where the noun does."""
    found = [Quantity(m.span(), "count", 0, 0, "", m["noun"].lower()) for m in _COUNTED_NOUN.finditer(text)]
    return found + [Quantity((m.end(), m.end()), "rank", 0, 0, "", "rank") for m in _RANKING.finditer(text)]


def _placed(text: str, told: Sequence[Quantity], nouns: Sequence[Quantity]) -> Iterator[Quantity]:
    """Places told by number: "number 36 on China's list of partners"."""
    for pattern in (_NUMBERED, _NUMBERED_PARTNER) if any(q.kind == "rank" for q in nouns) else (_NUMBERED_PARTNER,):
        for match in pattern.finditer(text):
            if not any(q.span[0] < match.end() and match.start() < q.span[1] for q in told):
                value = float(match["number"])
                yield Quantity(match.span("number"), "rank", value, value, "", "rank")


def _outside(text: str, before: Sequence[Quantity], match: re.Match[str]) -> list[Quantity]:
    """The figures before a bare number of whose kind it may be.

    What stands in brackets that are closed is told beside the line; nouns are counted in whole numbers and nearby; a
    number with a point counts nothing; and after "twice the share of" none is a factor.
    """
    at, is_place = match.start(), match.re is _ORDINAL
    is_whole = "." not in match["number"]
    kept: list[Quantity] = []
    for one in before:
        is_noun = one.low == 0 and not one.printed and one.kind in ("count", "rank")
        if is_noun and (at - one.span[1] > _NAMED_NEAR or (one.kind == "rank") != is_place):
            continue
        if is_noun and any(one.span[1] <= q.span[0] for q in before if q is not one and q.kind != one.kind):
            continue
        is_behind = ";" in text[one.span[1] : at] and text.endswith("the ", 0, one.span[0])
        if is_noun and is_behind and any(q.printed and q.span[1] <= one.span[0] for q in before):
            # "79 per cent in 2015, when the sanctions were fresh; three years on, the figure was 39".
            continue
        is_word = one.unit == "times" and not one.printed and "ratio" not in text[one.span[1] : at]
        if (one.kind == "count" and not is_whole) or is_word:
            continue
        kept.append(one)
    open_ = [q for q in kept if not _is_bracketed(text, q.span[0]) or ")" not in text[q.span[1] : at]]
    return open_ or kept


def _is_bracketed(text: str, at: int) -> bool:
    return text.rfind("(", 0, at) > text.rfind(")", 0, at)


def counted(text: str) -> Quantity | None:
    """What is counted of the nouns that a sentence names; None where it names none."""
    return next((q for q in reversed(_nouns(text)) if q.kind == "count"), None)


_NUMBER_OF = seldom(
    r"\b(?:number of|how many|count(?:ing|ed)?(?: of)?(?: the)?|tally of)\s+(?P<noun>(?:[a-z-]+\s+){0,3}?[a-z]{3,}s)\b",
    re.IGNORECASE,
)


def _counted(text: str) -> Quantity | None:
    """What a sentence says a number of, before it tells the number: "the number of disputes ... was 29"."""
    match = _NUMBER_OF.search(text)
    return None if match is None else Quantity((0, 0), "count", 0, 0, "", match["noun"])


def _taken(found: Sequence[Quantity], periods: Sequence[Period]) -> list[Span]:
    return [q.span for q in found] + [p.span for p in periods]


#: "Ten years earlier it had been 8.5".
_IT_WAS = re.compile(r"\bit\s+(?:is|was|stood\s+at|(?:had|has)\s+been)\b")


def _read(
    text: str,
    match: re.Match[str],
    ahead: Quantity,
    actors: Sequence[Actor],
    periods: Sequence[Period],
    *,
    is_near: bool,
) -> Quantity | None:
    """The figure that a bare number is, if it may be of the kind of the one before."""
    is_place = match.re is _ORDINAL
    if is_place != (ahead.kind == "rank") or (is_near and match.start() - ahead.span[1] > _REACH):
        return None
    head = text[: match.start()]
    if re.search(r"(?:^|[.!?:;]\s)\W*\($", head) and re.match(r"\)\s+[A-Z]", text[match.end() :]):
        # "(2) It bought": a number of a list.
        return None
    if not _is_ended(text, match.end(), actors) or _NAMED.search(head[-_REACH:]):
        return None
    if not is_place and _RATIO.search(head[-_REACH:]) and "to gdp" not in head.lower():
        # "The GDP ratio had risen to 8.4".
        ahead = Quantity((0, 0), "ratio", 0, 0, "", "times")
    elif _SHARE.search(head[-_REACH:]) and ahead.kind in ("level", "ratio", "change", "share") and not is_place:
        # "9 million dollars, the share of 2014 being 16".
        ahead = replace(ahead, unit="%", kind="share", by=False)
    is_alone = re.fullmatch(r"\W*", head) is not None and re.fullmatch(r"\W*", text[match.end() :]) is not None
    is_pointed = is_near and "." in match["number"] and _CARRIED.search(ahead.unit) is not None
    is_next = is_near and re.fullmatch(r",\s+", head[ahead.span[1] :]) is not None
    is_timed = any(p.span[1] <= match.start() for p in periods)
    is_pointed_first = "." in match["number"] and ahead.unit == "%"
    is_closed = (
        (is_near or is_timed or is_pointed_first)
        and head.endswith(", ")
        and _CLOSED.match(text, match.end()) is not None
    )
    if not (is_alone or is_pointed or is_closed or is_next or _is_led(head, actors, periods)):
        return None
    if match["number"] == "one" and not (_ONE.search(head) and _CLOSED.match(text, match.end())):
        return None
    if not is_near and not (
        is_alone
        or actors
        or is_timed
        or _IT_WAS.search(head[-_REACH:])
        or re.match(r"\W*(?:in|by|as of|it|that|the|they|these|those)\b", text, re.IGNORECASE)
    ):
        return None
    if not is_near and match["number"] == "two" and head.endswith("the "):
        # "The two": those spoken of.
        return None
    if is_place and re.search(r"\ban?\s+$", head):
        # "A first": an event.
        return None
    if is_place:
        value = float(words.ORDINALS.get(match["number"], 0) or re.sub(r"\D", "", match["number"]))
        return replace(ahead, span=match.span(), low=value, high=value, printed="", bound="=", of=None)
    return _number(match, ahead)


def _is_ended(text: str, end: int, actors: Sequence[Actor]) -> bool:
    """Whether no noun that it might count follows a bare number; "15.1 Emirati" counts nothing."""
    if _AFTER.match(text, end):
        return True
    return any(a.span[0] == end + 1 and re.match(r"\s*(?:[.,;)]|$)", text[a.span[1] :]) for a in actors)


def _number(match: re.Match[str], ahead: Quantity) -> Quantity | None:
    word = match["number"]
    is_word = word in _COUNTS
    value = float(_COUNTS[word]) if is_word else float(word.replace(",", ""))
    is_year = word.isdecimal() and 1500 <= value <= 2100
    if ahead.unit == "percentage points":
        ahead = replace(ahead, unit="%", kind="share")
    is_count = ahead.kind == "count" and ahead.unit not in words.DURATIONS
    if ahead.kind == "change" and not ahead.by:
        # "From 31 in 1990 to 50 in 2000": the level reached.
        ahead = replace(ahead, kind="level")
    is_count = is_count or (ahead.unit == "" and ahead.kind == "level")
    if is_year or ahead.kind not in _KINDS or not (is_count or _CARRIED.search(ahead.unit)):
        return None
    if (is_word and not is_count) or (is_count and "." in word) or (ahead.unit == "%" and value > 100):
        return None
    scale = {"million": "m", "billion": "bn"}.get((match["scale"] or "").strip(), (match["scale"] or "").strip())
    if scale and not ahead.unit.endswith((" m", " bn")):
        return None
    unit = f"{ahead.unit.rpartition(' ')[0]} {scale}" if scale else ahead.unit
    return replace(
        ahead,
        span=match.span(),
        low=value,
        high=value,
        printed="" if is_word else word,
        unit=unit,
        bound="=",
        sign=0,
        by=False,
        base=False,
        of=None,
    )


def _is_led(head: str, actors: Sequence[Actor], periods: Sequence[Period]) -> bool:
    """Whether words lead up to a figure: a verb, a preposition, a state, or a year with a comma."""
    if _CUE.search(head[-_REACH:]):
        return True
    tail = re.sub(rf"(?:['’]s?)?\s*,?\s*\b{_HEDGES}$", "", head).rstrip()
    tail = re.sub(r"['’]s?$|\s*[,?]$", "", tail)
    tail = re.sub(r"\s+in$", "", tail)
    return any(a.span[1] == len(tail) for a in actors) or any(p.span[1] == len(tail) for p in periods)
