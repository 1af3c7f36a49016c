"""What is told of more, or of less, than two states: a group named right before, many partners, the whole of one state.

Nothing here weighs: each answer is certain from the words alone, and only where they are tied to the figure.
"""

from __future__ import annotations

import re

from amity.reader import senses
from amity.reader.cases import Case, segment
from amity.reader.model import Actor
from amity.reader.seldom import seldom
from amity.reader.worded import is_worded

#: Between a name and a figure in brackets behind it: "the European Union ($40 billion)".
_OPENED = re.compile(r"\s*[(\[]\s*(?:(?:about|some|around|nearly|almost|over|with|at|just|roughly)\s+){0,2}")
#: A sentence may open with these before its subject.
_FIRST = re.compile(r"\W*(?:(?:But|And|Yet|Meanwhile,?|In turn,?|By contrast,?|However,?)\s+)?(?:[Tt]he\s+)?")
#: What the subject of a sentence does, after its name and what is set beside it: "the EU, long the first, fell".
_DOES = re.compile(
    r"(?:\s*\([^)]{1,40}\))?(?:,\s[^,;.]{3,60},|\s[a-z]+ly)?\s+(?:[a-z]+ly\s+|still\s+|again\s+|now\s+|also\s+|even\s+)?"
    r"(?:is|was|remains?|remained|became|has|had|saw|fell|rose|came|comes|stands?|stood|ranks?|ranked|follow(?:s|ed)|took|"
    r"takes|account(?:s|ed)|dropped|slipped|climbed|supplie[sd]|provide[sd]|lost|gained|held|holds|kept|made|makes|bought|"
    r"buys|receive[sd]|slid|sank|grew)\b"
)
#: Many have it so: "60 countries had China as their number one partner", "the top partner of 120 nations", "of many".
_HELD_BY_MANY = seldom(
    r"\b(?:countries|nations|states|economies|governments)\s+(?:(?:now|already|today|still|also|would)\s+)?"
    r"(?:ha(?:d|ve|s)|count(?:s|ed)?|list(?:s|ed)?|regard(?:s|ed)?|name[sd]?|call(?:s|ed)?)\s+(?:on\s+)?"
    r"[A-Z][\w’'. -]{1,30}?\s+as\s+(?:their|its|the|a)\s+(?:[a-z-]+\s+){0,2}$"
)
_NUMBER = (
    r"(?:\d{2,3}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-[a-z]+)?|(?:four|five|six|seven|eight|nin)teen|"
    r"ten|eleven|twelve|thirteen|fifteen|a\s+hundred|many|most|several|some|scores\s+of|dozens\s+of|(?:half|two\s+thirds)\s+of)"
)
_OF_MANY = re.compile(
    rf"\s+(?:of|for|to)\s+(?:(?:as\s+many\s+as|more\s+than|over|about|around|at\s+least|nearly|almost|close\s+to|some|no\s+fewer\s+"
    rf"than|well\s+over|up\s+to)\s+)?{_NUMBER}(?:(?:\s+(?:of\s+the\s+)?(?:[A-Za-z-]+\s+){{0,2}}?(?:countries|nations|states|"
    r"economies|governments|capitals|members|neighbou?rs))|(?<=many)(?=\s*[.,;:])|(?<=most)(?=\s*[.,;:]))(?=\W|$)"
)
#: A place in some branches only: "the top supplier in eight major industrial sectors".
_IN_BRANCHES = re.compile(
    r"(?:\s+of\s+[A-Z]\w+)?\s+(?:in|across|for)\s+(?:[a-z-]+\s+){1,4}?(?:sectors|industries|categories|segments|branches|"
    r"product\s+groups|product\s+lines)\b"
)
#: The whole that a share is taken of, earned or spent with all: "2 % of the $60bn it earned abroad".
_OF_THE = re.compile(
    r"[\s%]*of\s+(?:(?:the|its|their|all|a\s+total\s+of|some|about|nearly|almost|over|around|roughly)\s+){1,3}"
)
_WITH_ALL = re.compile(
    r"[^.;]{0,80}?\b(?:abroad|overseas|worldwide|foreign\s+(?:trade|sales)|(?:all|total|overall)\s+(?:its\s+|their\s+|goods\s+)?"
    r"(?:exports?|imports?|trade)|(?:the\s+)?(?:country|kingdom|nation|it|they)(?:['’]s)?\s+(?:total\s+|whole\s+)?"
    r"(?:exported|imported|exports|imports|trade|sold|bought|earned|spent)\b(?!\s+(?:to|from|with|in)\s))"
)
#: Of what a state bought or sold in all, so much with one: "imported goods worth $677bn, of which $102bn was Chinese".
_OF_WHICH = re.compile(
    r"(?:\s+(?:in|during|for)\s+[\d/–-]{4,9})?,?\s+of\s+which\s+(?:[a-z]+\s+){0,3}?(?=US\s?\$|USD|[$€£\d])"
)
_IS_OF = re.compile(
    r"[^.;]{0,40}?\b(?:was|were|is|are|came|comes|went|goes|originated|bound)\s+(?:[a-z]+\s+){0,3}?(?:the\s+)?(?=[A-Z])"
)
#: A share of some of the goods: "of the industrial goods India imports, 30 %", "in its imports of consumer goods".
_SOME_GOODS = (
    r"(?:industrial|consumer|intermediate|processed|durable|luxury|finished|semi-finished|manufactured|labou?r-intensive)\s+"
    r"(?:goods|products?)"
)
_OF_SOME = seldom(
    rf"\b(?:[Oo]f|[Ii]n)\s+(?:all\s+)?(?:the\s+|its\s+|their\s+)?{_SOME_GOODS}\s+(?:that\s+)?(?:(?:the\s+)?[\w’']+\s+){{1,2}}?"
    rf"(?:imports?|imported|buys?|bought|exports?|exported|sells?|sold)\b|"
    rf"\b{_SOME_GOODS}\s+(?:imports|exports|purchases)\b|\b(?:imports|exports|purchases)\s+of\s+{_SOME_GOODS}"
)
#: What is counted in trucks and ships has no value: "the amount of cargo moved went up 21 %", "its tonnage doubled".
_FREIGHT = seldom(
    r"\b(?:cargo(?:es)?|freight|tonnage|containers?|container\s+traffic|transit\s+(?:traffic|volumes?)|wagons?|truckloads?)\b"
)
#: A ware whose part of a sum is told in money: "with oil making up $38bn of a total of $49bn".
_MADE_BY = re.compile(
    r"\b(?:crude|oil|petroleum|gas|LNG|coal|fuels?|energy|hydrocarbons|minerals|metals|food|cars|vehicles|electronics|"
    r"machinery|fertili[sz]ers?|diamonds|gold|grain|steel|textiles|chemicals|weapons|arms)\s+(?:alone\s+|products?\s+)?"
    r"(?:making\s+up|ma[dk]es?\s+up|made\s+up|accounting\s+for|account(?:s|ed)\s+for|representing|contributing|worth)\s+"
    r"(?:(?:about|some|around|nearly|almost|over|only|just|roughly|as\s+much\s+as|more\s+than)\s+)*$"
)


def beyond_two(case: Case) -> str:
    """Why a figure is not checked, where it is told of others than two states; "" where its words do not say so."""
    quantity = case.quantity
    if is_worded(quantity):
        return ""
    group = _bracketed(case) or _subject(case)
    if group is not None:
        return f"speaks of {group.group}, not of two states"
    if quantity.kind == "rank":
        return _of_many(case)
    if quantity.by and _FREIGHT.search(case.text, *segment(case)):
        return "counted in freight, not in money"
    since = max((q.span[1] for q in case.quantities if q.span[1] <= quantity.span[0]), default=0)
    if senses.measure(quantity.unit) == "USD" and _MADE_BY.search(case.text, since, quantity.span[0]):
        return "the part of one ware, told in money"
    if _is_of_all(case) or _is_whole(case):
        return "of one state with all its partners"
    is_share = senses.measure(quantity.unit) == "share" and not quantity.by
    if is_share and _OF_SOME.search(case.text, 0, quantity.span[0]):
        return "what it is a share of is not held"
    return ""


def _bracketed(case: Case) -> Actor | None:
    """The group behind whose name a figure stands in brackets."""
    start = case.quantity.span[0]
    if case.quantity.kind not in ("level", "share"):
        return None
    groups = (a for a in case.actors if _is_group(a) and a.span[1] <= start)
    return next((a for a in groups if _OPENED.fullmatch(case.text, a.span[1], start)), None)


def _subject(case: Case) -> Actor | None:
    """The group that a sentence tells of, where it names no state before the figure."""
    if case.quantity.kind not in ("share", "rank", "change") or case.quantity.by:
        return None
    ahead = [a for a in case.actors if a.span[0] < case.quantity.span[0] or a.kind == "pronoun"]
    if not ahead or not all(_is_group(a) for a in ahead if a.kind != "pronoun"):
        return None
    first = ahead[0]
    if first.kind == "pronoun" or first.genitive or _FIRST.fullmatch(case.text, 0, first.span[0]) is None:
        return None
    return first if _DOES.match(case.text, first.span[1]) else None


def _is_group(actor: Actor) -> bool:
    return actor.group not in (None, "UN")


def _of_many(case: Case) -> str:
    """Why a place is not one among the partners of a state: many states have it so, or it is one in some branches."""
    start, end = case.quantity.span
    if _HELD_BY_MANY.search(case.text, 0, start) or _OF_MANY.match(case.text, end):
        return "told of many states at once"
    return "a place in some branches only" if _IN_BRANCHES.match(case.text, end) else ""


def _is_of_all(case: Case) -> bool:
    """Whether a sum is what the share right before it is taken of, earned or spent with all partners."""
    start, end = case.quantity.span
    if case.quantity.kind != "level":
        return False
    before = next((q for q in reversed(case.quantities) if q.span[1] <= start and q.unit == "%"), None)
    if before is None or _OF_THE.fullmatch(case.text, before.span[1], start) is None:
        return False
    return _WITH_ALL.match(case.text, end) is not None


def _is_whole(case: Case) -> bool:
    """Whether a sum is what one state bought or sold in all, of which another's part is told next."""
    start, end = case.quantity.span
    part = _OF_WHICH.match(case.text, end) if case.quantity.kind == "level" else None
    if part is None:
        return False
    named = {a.codes for a in case.actors if a.span[1] <= start and a.group is None}
    told = next((q for q in case.quantities if q.span[0] >= part.end()), None)
    of = _IS_OF.match(case.text, told.span[1]) if told is not None else None
    partner = next((a for a in case.actors if of is not None and a.span[0] == of.end()), None)
    # "The two exchanged goods worth 154 billion, of which 104 billion were Chinese deliveries": of both.
    is_one = len(named) == 1 and all(len(codes) == 1 for codes in named)
    return is_one and partner is not None and partner.codes not in named
