"""What the words beside a figure say is of a kind the data do not hold: other wares, other wholes, other lists.

Nothing here weighs: each answer is certain from the words alone, and only where they are tied to the figure.
"""

from __future__ import annotations

import re
from functools import cache

from amity.reader import senses
from amity.reader.cases import Case, own_clause, segment
from amity.reader.phrases import clause_of, clauses
from amity.reader.seldom import seldom

#: Of these the data hold shares or flows, or they name no ware by themselves.
_HELD = re.compile(
    r"machine\w*|equipment|refined|commodit\w+|resources|products|oil products|petroleum products|minerals?|metals?|"
    r"electric\w*|electronics?|aircraft|ships?|vehicles?|non-\w+|drugs?|paper|solar|panels?|chips?|agricultural|farm|food\w*",
    re.IGNORECASE,
)
_DETERMINED = r"(?:(?:the|its|their|his|all|our|this|that|those|these|total)\s+)*(?:[A-Z][\w.-]*(?:['’]s?)?\s+){0,2}"
#: What is burned, used or eaten is no trade.
_USED = (
    r"(?:burn\w*|burnt|use[ds]?|using|consum\w+|eats?|ate|eaten|drinks?|drank|drunk|need(?:s|ed)?|requir\w+|produc\w+)"
)
_OF_USED = re.compile(
    rf"[\s%]*of\s+(?:what(?:ever)?|all(?:\s+that)?|everything)\s+(?:(?:the|its|their)\s+)?(?:[\w'’-]+\s+){{1,4}}?{_USED}\b(?!\s+from\b)"
)
_OF_USE = seldom(
    r"\bof\s+(?:(?:the|its|their|all|total|overall|primary)\s+)*(?:[A-Z][\w.-]*(?:['’]s?)?\s+){0,2}(?:(?:[a-z]+\s+){0,2}?"
    r"(?:energy|power|electricity|fuel|gas|oil|coal)\s+(?:use|usage|consumption|needs|demand|supply|mix|generation|balance))\b"
)
_TRADES = re.compile(
    r"\b(?:import|export|trade|ship|sold|sell|bought|buy|purchas|deliver|suppl(?:y|ie[ds])\b(?!\s+mix))\w*", re.I
)
#: Money laid out for anything but arms and armies.
_OUTLAY = seldom(
    r"\b(?:spending|outlays?|expenditures?|spen[dt]s?|investments?)\s+(?:\w+\s+)?(?:on|for|in)\s+(?:the\s+)?(?:\w+\s+){0,2}?"
    r"(?:research|development|R\s?&\s?D|science|education|health\w*|infrastructure|technolog\w+|welfare|pensions?|space|"
    r"innovation|renewables?)\b|\b(?:R\s?&\s?D|research|education|health(?:care)?|infrastructure)\s+(?:spending|outlays?|"
    r"expenditures?|budgets?)\b"
)
#: Goods under a duty.
_DUTY = re.compile(
    r"\b(?:tariffs?|duties|duty|lev(?:y|ies)|sanctions|quotas?)\s+(?:of\s+[^,;.]{1,24}\s+)?(?:on|for|upon)\s+"
    r"(?:(?!\bbut\b|\b(?:has|have|had)\s+(?:\w+ed|brought|cut|hit|hurt|led)\b)[^;.]){0,70}$",
    re.I,
)
#: Trade but for some of it.
_BUT_FOR = seldom(
    r"\bnon-?\s?(?:oil|crude|energy|petroleum|hydrocarbon|mineral|gas|fuel)\b|"
    r"\b(?:without|excluding|exclusive\s+of|apart\s+from|aside\s+from|leaving\s+(?:out|aside)|except(?:ing|\s+for)?|"
    r"not\s+counting|minus|but\s+for|other\s+than|bar(?:ring)?)\s+(?:the\s+)?(?:crude|oil|petroleum|energy|gas|fuels?|"
    r"hydrocarbons|minerals)\b|\b(?:crude|oil|energy|petroleum|fuels?|gas)\s+(?:apart|aside|excluded|excepted|left\s+out)\b",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"\b(?:from|to|with|among|of|by)\s+(?:all\s+)?(?:the|these|those)\s+(?:three|four|five|six|seven|eight|nine|ten)\s+"
    r"(?:(?:taken|put)\s+together|together|combined|as\s+a\s+whole)\b"
)
_REGION = (
    r"(?:(?:South|North|Latin|Central|East|West|Southeast|South-East|Northeast|Sub-Saharan|sub-Saharan|Southern|Northern|"
    r"Eastern|Western)\s+)?(?:America|Africa|Asia|Europe)|(?:the\s+)?(?:Middle\s+East|Caribbean|Balkans|Baltics?|Maghreb|Gulf|Caucasus|"
    r"Arab\s+[Ww]orld|Muslim\s+[Ww]orld|region|continent|bloc|(?:Asia-)?Pacific|Americas|Sahel|Levant|Commonwealth)|Scandinavia|Oceania|"
    r"the\s+(?:EU|GCC|CIS|EAEU|BRICS|ASEAN|G7|G20)"
)
_OPENS = re.compile(rf"\b(?:[Ww]ithin|[Ii]n|[Aa]cross|[Oo]f|[Aa]mong)\s+(?:all\s+(?:of\s+)?)?(?:{_REGION})\s*,")
_ENDS = re.compile(
    rf"\s+(?:(?:(?!in\b|within\b|across\b)[\w'’-]+)\s+){{0,4}}?(?:in|within|across)\s+(?:all\s+(?:of\s+)?)?(?:{_REGION})\b(?!\s+(?:[A-Z]|after|before|but))"
)


def elsewhere(case: Case) -> str:
    """Why a figure is of a kind that the data do not hold; "" where its words do not say so."""
    kind, measure = case.quantity.kind, senses.measure(case.quantity.unit)
    text, (start, end) = case.text, case.quantity.span
    low, high = segment(case)
    is_share = measure == "share" and not case.quantity.by
    if is_share and (_ware_behind().match(text, end) or _OF_USED.match(text, end) or _is_of_ware_moved(text, end)):
        return "what it is a share of is not held"
    if is_share and _OF_USE.search(text) and not _TRADES.search(text):
        return "a share of what is used, not of what is traded"
    if kind == "rank" and _ware_before().search(text, max(0, start - 60), start):
        return "a place in a ware that is not held"
    if kind == "rank" and (_OPENS.search(text, 0, start) or _ENDS.match(text, end)):
        return "a place among the states of a region or a group only"
    if kind in ("ratio", "level", "share", "change") and _OUTLAY.search(text, low, high):
        return "what is spent on other things than arms"
    if measure == "USD" and _DUTY.search(own_clause(case)[: start - _begin(case)]):
        return "goods under a duty, not a flow of a year"
    if _BUT_FOR.search(text, low, high) and kind != "count":
        return "trade but for a part of it"
    if kind in ("level", "share", "change", "ratio") and _TOGETHER.search(text, low, high):
        return "of several states together"
    return ""


#: "Two thirds of all the beer that Japan exported": a share of one ware, told with who moves it.
_MOVED_WARE = re.compile(
    r"[\s%]*of\s+(?:all\s+(?:the\s+|its\s+|their\s+)?|the\s+|its\s+|their\s+)"
    r"(?:(?!that\b|those\b|what\b)[a-z]+\s+)?(?P<ware>(?!the\b|that\b|which\b|what|those\b|in\b|of\b|it\b|they\b)[a-z]{3,})\s+(?:that\s+|which\s+)?"
    r"(?:(?:the\s+)?(?!American|German|French|Spanish|Indian|Chinese|Russian)[A-Z][\w.]*(?:\s+[A-Z][\w.]*)?|it|they|the\s+(?:country|island|state|kingdom))\s+"
    r"(?:(?:has|have|had)\s+)?(?:export|import|sell|sold|bu(?:y|ys)\b|bought|ship|send|sent\b|supplie[ds])\w*"
)
#: What the data hold flows of, and what names no ware.
_HELD_MOVED = re.compile(
    r"goods|products?|merchandise|exports?|imports?|trade|oil|crude|petroleum|gas|lng|coal|energy|fuels?|hydrocarbons?|arms|"
    r"arsenal|weapons?|weaponry|armaments?|hardware|machinery|machines|equipment|things?|wares?|supplies|deliveries|shipments?|"
    r"purchases|everything|all|that|total|value|volumes?|amounts?|sums?|quantit(?:y|ies)|barrels?|tonnes?|tons|commodit(?:y|ies)|"
    r"money|dollars?|stuff|kit|aircraft|ships?|jets|what|whole|bulk|rest|which|two|three|one|countr(?:y|ies)|states|system\w*|"
    r"materiel|military|gear|technology|tech|cubic|metres|meters|cent"
)


def _is_of_ware_moved(text: str, end: int) -> bool:
    """Whether a share is of a ware that the data do not hold, told with who moves it."""
    match = _MOVED_WARE.match(text, end)
    return match is not None and _HELD_MOVED.fullmatch(match["ware"]) is None


def _begin(case: Case) -> int:
    spans = clauses(case.text)
    return spans[clause_of(spans, case.quantity.span[0])][0]


@cache
def _products() -> str:
    """Wares of which the data hold nothing."""
    words = senses.beyond()["products"].pattern.pattern
    inside = words[words.index("(?:") + 3 : words.rindex(")(?!")]
    return "|".join(word for word in _parts(inside) if not _HELD.fullmatch(word.replace("\\w+", "x").replace("?", "")))


def _parts(words: str) -> list[str]:
    """The alternatives of a pattern, those in brackets left together."""
    found: list[str] = []
    depth = begin = 0
    for at, letter in enumerate(words):
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and not depth:
            found.append(words[begin:at])
            begin = at + 1
    return [*found, words[begin:]]


@cache
def _ware_behind() -> re.Pattern[str]:
    """A share of a ware told right behind it: "63 % of the beef", "70 % of the Brazilian beans"."""
    return re.compile(
        rf"[\s%]*of\s+{_DETERMINED}(?:[a-z]+\s+){{0,1}}?(?:{_products()}|beans)\b(?!\s+(?:and|or)\b)(?!-)",
    )


@cache
def _ware_before() -> re.Pattern[str]:
    """A ware told before a place: "for the beef it is the top customer"."""
    return re.compile(
        rf"\b(?:[Ff]or|[Ii]n|[Oo]f)\s+(?:the\s+|its\s+|this\s+)?(?:{_products()}),?\s+(?:(?:[\w'’-]+\s+){{0,3}}?"
        r"(?:is|was|are|were|remains?|remained|became|has\s+become)\s+)(?:also\s+|still\s+)?(?:the\s+|its\s+|a\s+)?(?:far\s+)?$",
    )
