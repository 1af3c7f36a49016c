"""Why a figure is not checked, where its words alone say so: what is certain whatever else may speak for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from amity.reader import senses
from amity.reader.bases_of_plans import is_start
from amity.reader.beside_another import is_beside_another
from amity.reader.beyond_two import beyond_two
from amity.reader.cases import OTHER_MONEY, PARTS, Case, own_clause, segment, words_before
from amity.reader.counted_in import counted_in
from amity.reader.dating import period_of
from amity.reader.elsewhere import elsewhere
from amity.reader.model import Span
from amity.reader.partial import nearest_time, times
from amity.reader.regions import is_within
from amity.reader.seldom import seldom
from amity.reader.subordinate import is_beside
from amity.reader.whole_years import of_whole_year

#: A sentence with more figures than this is a table or a list.
MANY = 30
_FORECAST = re.compile(
    r"\b(?:will|(?<!\bone\s)would(?!\s+have\s+(?:had|been|read|shown|looked)\b)|"
    r"could(?!\s+(?:still\s+|already\s+|only\s+)?(?:claim|boast|call|point|count)\b)"
    r"(?!\s+(?:easily\s+)?have\s+\w+\s+(?:in|into|inside)\b)|"
    r"(?-i:may)(?!\s+(?:seem|sound|appear|look|be\s+(?:called|termed|described))\b)|(?<!\bone\s)might|(?<!\bone\s)"
    r"should(?!\s+(?:also\s+|perhaps\s+|again\s+)?(?:be\s+(?:careful|noted|said|added|remembered|recalled|mentioned|stressed|"
    r"emphasi[sz]ed|underlined|underscored|pointed\s+out|observed|stated|borne\s+in\s+mind|kept\s+in\s+mind|made\s+clear)|"
    r"note|remember|add|recall|mention|stress|point\s+out|bear\s+in\s+mind|not\s+be\s+forgotten)\b)|shall|"
    r"(?<!\bone\swould\s)(?<!\bone\smight\s)expect(?:s|ed|ations?)?|forecasts?|projected|projections?|"
    r"predict\w*|"
    r"plan(?:s|ned|ning)?|(?<!\bis\sthe\s)(?<!\bwas\sthe\s)(?<!\bbeen\sthe\s)targets?|targeted|"
    r"aim(?:s|ed|ing)?|goals?|pledg\w+|promis\w+|intend\w*|"
    r"(?:is|are) (?:due|about|bound|poised|scheduled|slated|supposed|likely) to|"
    r"hop(?:es?|ed|ing)(?!\s+of\s+the\b)|set to(?! (?:stay|remain)\b)|"
    r"(?:is|are)\s+to\s+(?!(?:be|say|blame|some|an?|the|its|their|our|what|that|this|one|be\s+(?:found|seen|had))\b)"
    r"(?-i:[a-z]+)|"
    r"on track|estimated to reach|potential(?:ly)?|proposed|envisag\w+|ambition\w*|"
    r"(?<!even\s)(?<!as\s)if(?!\s*$)(?!\s+(?:only|not|anything)\b)"
    r"(?!\s+(?:[a-z-]+\s+){1,4}?(?:is|are)\s+(?:also\s+|all\s+)?(?:counted|included|added|taken|left|excluded|set)\b)(?!\s+(?:you|we|one)\s+(?:prefers?|likes?|will|wants?|counts?|includes?|adds?|measures?|looks?|insists?|combines?|"
    r"takes?|compares?|goes|subtracts?|leaves?|sets?|puts?|reckons?|considers?)\b)|agreed to|"
    r"wants?|seeks?|(?:count|bank)(?:s|ed|ing)?\s+on|reckon(?:s|ed|ing)?\s+with|look(?:s|ed|ing)?\s+forward\s+to|"
    r"(?<!['’]s\s)(?<!its\s)(?<!their\s)(?<!the\s)wish(?:ed|es)?|"
    r"objective)\b",
    re.IGNORECASE,
)


#: The same behind a figure: "some $150 billion is forecast for this year", "doubling trade is their aim".
_FORESEEN = re.compile(
    r"(?:(?!\b(?:which|that|who|than|as|while|but|when|where)\b)[^,;.\d\n]){0,50}?(?<!\band)\s(?:is|are|was|were|has\s+been|have\s+been|had\s+been)\s+(?:(?:now|also|even|officially)\s+)?"
    r"(?:forecast|predicted|projected|expected|foreseen|foretold|planned|aimed\s+at|hoped\s+for|targeted|envisaged|"
    r"anticipated|(?:the|its|their)\s+(?:stated\s+|declared\s+|common\s+)?(?:goal|target|aim|objective|hope|plan)s?)\b"
)

#: "As everyone would expect", "as might be expected": what was foreseen came true.
_AS_FORESEEN = seldom(
    r"\b[Aa]s\s+(?:[\w’']+\s+){0,2}?(?:would|might|could|may|was|were|is|had)\s+(?:well\s+)?(?:have\s+)?(?:be(?:en)?\s+)?"
    r"(?:to\s+be\s+)?(?:expect(?:ed)?|predicted|forecast|foreseen|planned|hoped|guess(?:ed)?)\b|\b[Aa]s\s+(?:expected|planned|predicted)\b"
)


def aside(case: Case) -> str:
    """Why a figure is not checked, where its words alone say so."""
    if _AS_FORESEEN.search(case.text):
        case = replace(case, text=_AS_FORESEEN.pattern.sub(lambda match: " " * len(match[0]), case.text))
    if len(case.quantities) > MANY:
        return "one of many figures in a row, as in a table"
    before, begin = words_before(case)
    for told in _AS_FORESEEN.finditer(before):
        before = before[: told.start()] + " " * len(told[0]) + before[told.end() :]
    match = _FORECAST.search(before)
    if match and not _is_past_again(case, begin + match.end()) and not is_beside(before, match, _FORECAST):
        return f"a forecast, a plan or a condition (“{match[0]}”)"
    if _FORESEEN.match(case.text, case.quantity.span[1]):
        return "a forecast, a plan or a condition (“foreseen”)"
    if _TO_RAISE.search(_up_to_number(case, begin)):
        return "a target, a plan or an aim"
    if _ANY_YEAR.match(case.text, case.quantity.span[1]):
        return "tells of no year in particular"
    if _PRICE.match(case.text, case.quantity.span[1]):
        return "a price or a pace, not what a year brought"
    if senses.measure(case.quantity.unit) == "share" and _is_of_other(case):
        return "what it is a share of is not held"
    if _OF_PART.search(own_clause(case)):
        return "speaks of a part of a state"
    if reason := elsewhere(case) or counted_in(case) or beyond_two(case):
        return reason
    if _is_of_thing(case, before):
        return "a part of the arms, not of a partner"
    if _is_of_part(case):
        period, _, _ = period_of(case)
        is_known = period is not None and period.grain in PARTS and "months" not in case.text
        year = str(period.last) if period is not None and is_known else "a year"
        return f"tells of a part of {year}; the data are yearly"
    if case.quantity.kind == "rank" and is_within(case):
        return "a place among the states of a region or a group only"
    if _is_of_region(case):
        return "a share of the trade with a region or a group"
    if _is_over_long(case):
        return "a share over more years than the five that the data look back"
    if case.quantity.kind == "rank" and _RANKED.match(case.text, case.quantity.span[0]):
        return "a place in what the data do not rank"
    if _is_yearly_growth(case):
        return "growth of a year on average, over several years"
    if _is_with_services(case):
        return "of goods and services together; the data are on goods"
    if is_beside_another(case):
        return "set against the sum of another state, not of another year"
    if _is_joint(case, before):
        return "of several states together"
    unit = case.quantity.unit
    if senses.measure(unit) == unit and OTHER_MONEY.match(unit) and not unit.startswith("USD"):
        return "money in another currency than US dollars"
    last = senses.named("disputes.last").context
    named = [a for a in case.actors if begin <= a.span[0] < case.quantity.span[0] and a.group is None]
    if _OF_WORLD.search(before) and not named:
        return "a total of the world or of all partners"
    is_since = last is not None and last.search(case.text) is not None
    if unit in ("years", "months", "weeks", "days", "hours", "minutes", "decades") and not is_since:
        return "a length of time"
    return ""


#: After words of what is to come, what was or is: "the steepest since 2015, when it was", "last year's".
_PAST = re.compile(
    r"\b(?:when|where|which|since|because)\s+(?:[\w'’-]+\s+){1,8}?(?:was|were|had)\b|"
    r"(?<!will\s)(?<!would\s)(?<!should\s)(?<!could\s)(?<!to\s)\b(?:has|have)\s+(?:already\s+|now\s+)?(?:reached|risen|grown|"
    r"passed|exceeded|topped|climbed|come)\b|\blast\s+year['’]s\s*$|"
    r"\b(?:previous|former|earlier|old|standing)\s+(?:high|record|peak|best|mark)\b[^.;]{0,20}$"
)
#: After a forecast: what was before it ("..., since in 2015 it was 14 per cent"), or what it is measured by.
_OF_PAST = re.compile(
    r"[,:–—]\s+(?:where|which|whose|since|because|whereas|when|who|as)\b[^.;]*?\b(?:was|were|had|stood|came|reached|"
    r"totall?ed|amounted|agreed|sold|bought|took|went|accounted|supplied)\b[^.;]{0,40}$|"
    r"\blast\s+year['’]s\s+$|\b(?:previous|earlier|old|existing)\s+(?:\w+\s+)?(?:record|high|best|peak|mark)\s+of\s+$|"
    r"\b(?:record|peak|high),\s+the\s+$"
)
#: What had been at the time is told though an aim was named before: "when no aim was set, it had been 7.8 billion".
_HAD_BEEN = re.compile(
    r",\s+(?:it|they|trade|turnover|exports|imports)\s+had\s+(?:already\s+|still\s+)?(?:been|stood\s+at|come\s+to|reached|"
    r"totall?ed|amounted\s+to)\s+(?:(?:about|some|only|just|over|nearly|almost|a|mere|around)\s+)*(?:US\$?|USD)?\s*$"
)
#: A place that is held is told as one that may be lost or kept: "could lose its position as main supplier".
_KEEPS = re.compile(
    r"\b(?:los(?:e|ing)|ced(?:e|ing)|giv(?:e|ing)\s+up|forfeit|keep(?:ing)?|retain(?:ing)?|defend(?:ing)?)\s+"
    r"(?:its|their|the)\s+(?:[a-z-]+\s+)?(?:position|place|status|role|rank|spot|crown|title)\s+(?:as|of)\s+"
    r"(?:(?:the|its|their)\s+|[A-Z][\w.]*['’]s?\s+)?$"
)
_FROM_PAST = re.compile(r"[^.;,]{0,20}?\s+(?:in\s+(?P<year>(?:19|20)\d\d)\s+to\b|(?:it|they)\s+stands?\s+at\b)")


def _is_past_again(case: Case, since: int) -> bool:
    """Whether a figure behind a forecast tells what was: "it would be half the record, the 36 billion of 2010"."""
    if is_start(case.text, case.quantity, case.last_year):
        return True
    start = case.quantity.span[0]
    low = max([since, *(q.span[1] for q in case.quantities if q.span[1] <= start)])
    if _PAST.search(case.text, low, start) or _OF_PAST.search(case.text, low, start):
        return True
    if _HAD_BEEN.search(case.text, low, start) or _KEEPS.search(case.text, low, start):
        return True
    told = _FROM_PAST.match(case.text, case.quantity.span[1])
    if told is None:
        return False
    return told["year"] is None or (case.text[since:start].endswith("from ") and int(told["year"]) <= case.last_year)


#: What is to be brought about: "a roadmap to raise their trade to".
_TO_RAISE = re.compile(
    r"\b(?<!helped\s)(?<!managed\s)(?<!able\s)(?<!began\s)(?<!started\s)(?<!continued\s)(?<!used\s)(?<!went on\s)"
    r"to\s+(?:further\s+)?(?:bring|raise|boost|lift|increase|expand|double|triple|push|take)\s+"
    r"(?:(?!\b(?:and|as|which|after|when|where|rose|grew|was|were|had|has|have|is|are)\b)[^,;.\d]){3,80}\b(?:to|by)\s+$|"
    r"\b(?:envisag\w+|roadmap\s+(?:for|to)|goal\s+of|target\s+of|aim\s+of|at)\s+(?:bringing|raising|boosting|lifting|"
    r"increasing|expanding|doubling|tripling|taking)\b[^,;.\d]{3,80}$"
)
#: Several states at once.
_JOINTLY = re.compile(
    r"\b(?:and|&)\s+(?:the\s+)?[A-Z][\w.]*(?:\s[A-Z]\w+)?,?\s+(?:(?:combined|together|jointly|collectively)\s+(?:\w+\s+)?"
    r"(?:for|up|buy|bought|take|took|supply|supplied|account|accounted|make|made|represent|represented|provide|provided|"
    r"receive|received|absorb|absorbed)\b|(?:account|accounted|make|made|represent|represented)\s+(?:together|jointly)\b)"
    r"[^,;.]{0,24}$"
)
_A_YEAR = re.compile(
    r"\s+(?:(?:an?|per|each|every)\s+(?:year|annum)(?!\s+(?:ago|before|earlier|previously|later|on|after|to))|annually)\b",
    re.IGNORECASE,
)
_ON_AVERAGE = re.compile(
    r"\b(?:average\s+(?:annual|yearly)|annuali[sz]ed|(?:annual|yearly)\s+average|compound(?:ed)?\s+(?:annual|yearly)|CAGR)\b"
    r"[^,;]{0,60}$",
    re.IGNORECASE,
)
#: What no partners are ranked by in the data.
_RANKED = re.compile(
    r"(?i:(?:the\s+)?(?:(?:single\s+|\w+[\s-]+)?(?:largest|biggest|top|leading|main|highest|greatest|number\s+one|no\.?\s?1|"
    r"first|second|third))[\s-]+(?:(?:foreign|direct|overseas|aid|bilateral|single|official|crypto|national)\s+)*"
    r"(?:investors?|donors?|creditors?|lenders?|econom(?:y|ies)|producers?|emitters?|manufacturers?|cit(?:y|ies)|ports?|banks?|"
    r"holders?|tourist|recipients?\s+of\s+(?:\w+\s+)?(?:aid|loans?|investment)))\b"
)
_OF_FLOW = re.compile(
    r"\s+of\s+(?:[\w'’.-]+\s+){0,5}?(?:trade|exports?|imports?|sales|shipments|purchases)\s+(?:with|to|from|into)\s+(?:all\s+)?"
    r"(?:the\s+)?(?:(?:whole|entire|other|rest\s+of)\s+)*(?:the\s+)?"
)
#: So many years and more no share of the data looks back.
_LONG = 7
_ARMS = re.compile(r"\b(?:arms|weapons?|weaponry|military|armaments?|defen[cs]e)\b", re.IGNORECASE)
_LONG_AGO = re.compile(
    r"\b(?:over|in|during|for|within)\s+the\s+(?:last|past|previous)\s+(?:(?:seven|eight|nine|ten|eleven|twelve|fifteen|"
    r"sixteen|eighteen|twenty|thirty|forty|[1-9]\d|[7-9])\s+years|(?:(?:two|three|four|several|few)\s+)?decades?|"
    r"quarter[\s-](?:of\s+a\s+)?century|half[\s-]century)\b",
    re.IGNORECASE,
)
#: "The 84 % of the 15 years before that".
_BEFORE_THAT = re.compile(
    r"[\s%]*(?:of|in|over|during|for)\s+the\s+(?:[1-9]\d|[7-9]|seven|eight|nine|ten|fifteen|twenty|thirty)\s+years\s+"
    r"(?:before|earlier|prior|to|until|up\s+to)\b"
)
_WITH_SERVICES = re.compile(r"\bgoods\s+(?:and|&)\s+services\b|\bservices\s+and\s+goods\b", re.IGNORECASE)


#: Of these a month is the day of a poll or a vote, which the data have by its year.
_POLLED = re.compile(
    r"\b(?:poll\w*|survey\w*|respondents?|Gallup|Pew|(?:un)?favou?rabl\w+|opinions?|view(?:s|ed)?|attitudes?|vot(?:e[sd]?|ing)|"
    r"resolutions?|Assembly|Council|drills?|exercises?|manoeuvres|disputes?|sanctions?|troops|soldiers)\b"
)


def _up_to_number(case: Case, begin: int) -> str:
    """The words before the number itself: the verb of a change, and its preposition, belong to the figure."""
    quantity = case.quantity
    at = case.text.find(quantity.printed, *quantity.span) if quantity.printed else quantity.span[0]
    return _MONEY.sub("", case.text[begin : max(at, quantity.span[0])])


_MONEY = re.compile(r"(?:US\s?)?[$€£¥]\s?$|(?:USD|US)\s$")


def _is_of_part(case: Case) -> bool:
    """Whether a part of a year stands nearest to a figure, or is meant by "the same period" after one told before."""
    if _POLLED.search(case.text) is not None and case.quantity.kind in ("share", "count"):
        return False
    if of_whole_year(case):
        return False
    found = times(case.text, case.periods)
    nearest = nearest_time(case.text, case.quantity, case.quantities, found)
    if nearest == "part":
        return case.quantity.kind != "rank" or _is_beside(case, found.parts)
    before = case.dated.partial
    if nearest or found.parts or found.dates:
        return nearest == "same" and (bool(found.parts) or before.since > 0)
    # The next sentences of the paragraph tell of the same months.
    is_flow = case.quantity.kind in ("level", "share", "change")
    is_polled = any(sense.id.startswith(("opinion", "votes")) for sense in case.said)
    return is_flow and not is_polled and before.is_near and not case.periods and _ALWAYS.search(case.text) is None


#: What holds at all times, or for long.
_ALWAYS = re.compile(
    r"\b(?:now|today|currently|at\s+present|presently|nowadays|usually|typically|normally|generally|traditionally|always|"
    r"already|remains?|(?:that|which|what|everything|all)\s+(?:the\s+)?\w+\s+(?:buys|sells|ships|owns|gets|earns|draws)|(?:an?|per|each|every)\s+year|annual(?:ly)?|years|decades?|since|worldwide|stock|total(?:s|led)?\s+debt)\b",
    re.IGNORECASE,
)


def _is_beside(case: Case, places: Sequence[Span]) -> bool:
    """Whether something stands in the clause of the figure, between the one before and the next."""
    low, high = segment(case)
    return any(low <= span[0] < high for span in places)


def _is_joint(case: Case, before: str) -> bool:
    """Whether several states have a share together: "Germany and France together accounted for"."""
    named = {a.codes for a in case.actors if a.span[1] <= case.quantity.span[0]}
    return case.quantity.kind == "share" and len(named) > 1 and _JOINTLY.search(before) is not None


def _is_of_region(case: Case) -> bool:
    """Whether a figure is a share of what goes to a region: "a tenth of its exports to Africa"."""
    if senses.measure(case.quantity.unit) != "share" or case.quantity.by:
        return False
    match = _OF_FLOW.match(case.text, case.quantity.span[1])
    return match is not None and any(a.group not in (None, "UN") and a.span[0] == match.end() for a in case.actors)


def _is_over_long(case: Case) -> bool:
    """Whether a share of arms is one of many years: "between 1990 and 2005", "over the last twenty years"."""
    if case.quantity.kind not in ("share", "level") or senses.measure(case.quantity.unit) != "share":
        return False
    is_of_arms = case.ware == "arms" or any(sense.ware == "arms" for sense in case.said[:1])
    if _ARMS.search(case.text) is None and not is_of_arms:
        return False
    if _LONG_AGO.search(own_clause(case)) or _BEFORE_THAT.match(case.text, case.quantity.span[1]):
        return True
    period, _, _ = period_of(case)
    if period is None or period.span == (0, 0) or period.last - period.first + 1 < _LONG:
        return False
    # "From 2015-19" ends where it says.
    is_since = period.role == "since" and case.text[: period.span[0]].lower().endswith("since ")
    return is_since or (period.grain == "span" and period.role == "at")


def _is_yearly_growth(case: Case) -> bool:
    """Whether so much a year is told of several years: "grew by 7 per cent a year"."""
    quantity = case.quantity
    if quantity.kind not in ("change", "share") or quantity.unit != "%":
        return False
    before, _ = words_before(case)
    if _ON_AVERAGE.search(before):
        return True
    return quantity.by and (quantity.per == "year" or _A_YEAR.match(case.text, quantity.span[1]) is not None)


def _is_with_services(case: Case) -> bool:
    """Whether the clause of a figure tells of goods and services together, before the next figure."""
    if case.quantity.kind not in ("level", "share", "change"):
        return False
    return _WITH_SERVICES.search(case.text, *segment(case)) is not None


_PRICE = re.compile(
    r"\s+(?:an?|per|each|every)\s+(?:(?:thousand|million|1,000)\s+)?(?:hour|day|week|month|pound|barrel|(?:metric\s+)?ton(?:ne)?|"
    r"kilo(?:gram(?:me)?)?|kg|ounce|lit(?:re|er)|gallon|bushel|cubic\s+met(?:re|er)s?|[MkG]Wh|container|piece|bottle|"
    r"ticket|pint|night|seat)\b|\s+to\s+the\s+(?:US\s+)?(?:dollar|pound|euro|yuan|rouble|ruble|yen)\b"
)
#: Wholes of which no share is held, behind whose they are: "of China's energy consumption", "of the total land used".
_OF_OTHER = re.compile(
    r"\s+of\s+(?:(?:the|its|their|our|all|total|overall|global|national|domestic|primary|final|annual|[a-z]+['’]s(?!\s+needs\b))\s+|"
    r"(?:[A-Z][\w.-]*\s+)*[A-Z][\w.-]*(?:['’]s?)?\s+)*(?:[a-z][a-z-]+\s+){0,2}?"
    r"(?:consumption|energy mix|fuel mix|power mix|demand|electricity|generation|production|manufacturing|"
    r"capacity|land|farmland|territory|area|coastline|population|workforce|labou?r force|reserves|resources|deposits|"
    r"(?<!export\s)(?<!exports\s)(?:revenues?|income)|budget|debt|loans|lending|equity|assets|fleet|inventory|arsenal|equipment|stockpile|(?<!import\s)needs|"
    r"foreign exchange|transactions|settlements|payments|emissions|students|tourists|visitors|arrivals|workers|jobs|"
    r"vaccines?|doses|patents|publications|papers|steel|cars|vehicles|smartphones|chips|semiconductors)\b"
    r"(?!\s+(?:imports?|exports?|trade|purchases|sales))(?<!needs(?=\s(?:(?:in|from)\s[A-Z]|from\sabroad)))"
    r"(?<!import\sneeds)(?<!import\sdemand)(?!\s+for\s+(?:foreign|imported)\b)"
)


def _is_of_other(case: Case) -> bool:
    """Whether a figure is a share of what the data hold no shares of; of people polls tell."""
    match = _OF_OTHER.match(case.text, case.quantity.span[1])
    if match is None:
        return False
    return not (match[0].endswith("population") and (case.dated.is_asked or _POLLED.search(case.text)))


_COUNTS_FOR = re.compile(
    r"\b(?:account(?:s|ed|ing)?\s+for|ma(?:de|kes?|king)\s+up|represent(?:s|ed|ing)?|constitut(?:es?|ed|ing)|comprised?)\s+"
    r"(?:[a-z]+\s+){0,3}$"
)
_OF_ARMS = re.compile(
    r"\s+of\s+(?:[\w'’.-]+\s+){0,4}?(?:arms|weapons?)\s+(?:imports|exports|purchases|sales|deliveries)\b"
)


def _is_of_thing(case: Case, before: str) -> bool:
    """Whether a share of the arms is that of a thing: "engines accounted for 54 per cent of its arms imports"."""
    verb = _COUNTS_FOR.search(before)
    if verb is None or not _OF_ARMS.match(case.text, case.quantity.span[1]):
        return False
    begin = case.quantity.span[0] - len(before)
    subject = begin, begin + verb.start()
    named = any(a.span[0] < subject[1] and a.span[1] > subject[0] for a in case.actors)
    return not named and re.search(r"\b(?:[a-z]+s|aircraft|equipment)\s+$", before[: verb.start()]) is not None


#: A part of a state, of which the data know nothing.
_OF_PART = re.compile(
    r"\b(?:[A-Z][\w-]+\s+(?:Province|Oblast|Krai|Prefecture|County|Municipality|Region)|"
    r"(?:[Pp]rovinces?|[Oo]blasts?|[Pp]refectures?|[Mm]unicipalit(?:y|ies))(?:['’]s?)?|[Pp]rovincial|"
    r"(?:Russian|Russia['’]s)\s+Far\s+East(?:ern)?)\b"
)
_ANY_YEAR = re.compile(r"\s+(?:or (?:less|more)\s+)?in an?\s+(?:normal|typical|good|bad|usual|average)\s+year\b")
_OF_WORLD = re.compile(
    r"\b(?:[Ww]orld|[Gg]lobal|[Ii]nternational)(?:['’]s)?\s+(?:\w+\s+){0,2}(?:trade|exports?|imports?|GDP|output|economy|"
    r"demand|consumption|production|spending|market)\b"
)
