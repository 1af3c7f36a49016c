"""The words in which quantities are told without a number, as tables and the patterns made of them."""

from __future__ import annotations

import re
from functools import cache

from amity.reader import senses
from amity.reader.quantity_words import listed
from amity.reader.seldom import seldom
from amity.reader.wares import patterns


def _any(*texts: str) -> str:
    """An alternation of the words of some texts; an underscore stands for a space."""
    found = sorted({word for text in texts for word in text.split()}, key=len, reverse=True)
    return "|".join(word.replace("_", r"\s+") for word in found)


_PACE = (
    r"(?:(?:\w+ly|far|much|still|even|long|always|so|well|again|quite|rather|very|too|a\s+lot|no\s+longer|"
    r"for\s+(?:a\s+long\s+time|many\s+years|years|decades))\s+){0,3}"
)

# Parts of a whole ----------------------------------------------------------------------------------------------------

_SMALL = (
    "tiny small negligible marginal insignificant minor minuscule miniscule limited low mere minimal modest meagre "
    "meager slim trifling paltry trivial fractional minute"
)
_LARGE = "substantial considerable significant large sizeable sizable big huge major massive hefty vast"
_PIECES = "share shares part portion proportion fraction slice percentage sliver"
_PLACES = "role weight significance importance place"

PARTS = seldom(
    r"\b(?:"
    r"(?P<all>(?:almost|nearly|virtually|practically|close\s+to)\s+(?:all|the\s+(?:entire|whole|entirety)|everything))|"
    r"(?P<minor>(?:(?:an?|the|only\s+an?|just\s+an?)\s+)?(?:small\s+|tiny\s+|clear\s+)?minority)|"
    r"(?P<none>(?:almost|virtually|practically|next\s+to|close\s+to)\s+(?:none|nothing|no)|"
    r"(?:hardly|scarcely|barely)\s+any(?:thing)?)|"
    r"(?P<most>(?:(?:the|a)\s+)?(?:(?:vast|overwhelming|great|large|absolute|clear|huge|bare|slim)\s+)?majority|"
    r"(?:the\s+)?(?:great\s+|vast\s+)?(?:bulk|preponderance)|(?:the\s+)?lion['’]s\s+share|the\s+(?:greater|better|best|major|larger|overwhelming)\s+part|"
    r"(?<!the )(?<!at )(?<!its )(?<!second )(?<!third )most)|"
    rf"(?P<small>(?:(?:an?|the|only\s+an?|just\s+an?)\s+)?{_PACE}(?:{_any(_SMALL)})\s+(?:{_any(_PIECES, _PLACES)})|"
    r"(?:a|but\s+a|only\s+a|just\s+a)\s+(?:fraction|sliver)|very\s+little)|"
    rf"(?P<large>an?\s+{_PACE}(?:{_any(_LARGE)})\s+(?:{_any(_PIECES)}))"
    r")\b",
    re.IGNORECASE,
)
#: What a small or large part may be of, though of investment the shares are held under another name.
INVESTMENT = re.compile(
    r"\s+(?:of|in)\s+(?:(?:the|all|its|their)\s+)?(?:[\w’']+\s+){0,2}?(?:(?:foreign|direct|outward|outbound)\s+){0,2}"
    r"(?:investments?|FDI)\b",
    re.IGNORECASE,
)
#: Next to nothing of what is no share of anything: "hardly any investment".
SCARCELY = seldom(
    r"\b(?:(?:almost|virtually|practically|next\s+to)\s+no|(?:hardly|scarcely|barely)\s+any|(?:very|too)\s+little)\b",
    re.IGNORECASE,
)
MAINLY = seldom(
    r"\b(?:(?P<all>(?:almost|nearly|virtually)\s+(?:exclusively|entirely|wholly))|"
    r"(?P<most>mainly|mostly|predominantly|primarily|largely|chiefly|overwhelmingly|for\s+the\s+most\s+part))\b",
    re.IGNORECASE,
)
# Balances ------------------------------------------------------------------------------------------------------------

OTHER_BALANCE = re.compile(
    r"\b(?:budget(?:ary)?|fiscal|current[\s-]account|democra\w+|trust|power|federal|public|labou?r|double|"
    r"government|infrastructure|services?|capital[\s-]account|military|strategic)\W+(?:\w+\W+)?(?:deficit|surplus)",
    re.IGNORECASE,
)
SIGNED = re.compile(
    r"\b(?:(?P<plus>positive(?!\s+(?:effect|impact|development|trend))|in\s+(?:the\s+)?(?:black|surplus))|(?P<minus>negative|in\s+(?:the\s+)?(?:red|deficit)))\b",
    re.IGNORECASE,
)
#: The same of trade itself.
IN_COLOUR = re.compile(r"\bin\s+the\s+(?:(?P<plus>black)|(?P<minus>red))\b", re.IGNORECASE)
#: A balance that is no more: "its deficit vanished", "turned its deficit into".
GONE = re.compile(
    r"\b(?:vanish|disappear|evaporat|eliminat|eras|revers|clos(?:e|ed|ing)\b|wip(?:e|ed|ing)\s+out|(?:turn\w*\s+)?into\b)",
    re.IGNORECASE,
)
GOING = re.compile(r"\b(?:turn|eliminat|eras|revers|clos|wip)\w*\s+(?:out\s+)?(?:\w+\s+){0,2}$", re.IGNORECASE)
#: Whose balance it is, told after its sign: "negative for India", "in Japan's favour".
FAVOURED = re.compile(r"\s+(?:for|in\s+favou?r\s+of|on\s+the\s+side\s+of)\s+(?:the\s+)?(?=\S)", re.IGNORECASE)
_SELLS = r"s[eo]lls?|sold|export(?:s|ed)?|ship(?:s|ped)?|send|sends|sent|suppl(?:y|ies|ied)"
_BUYS = r"buys?|bought|import(?:s|ed)?|purchas(?:e|es|ed)|receiv(?:e|es|ed)|gets?|got|takes?|took"
SELLS = re.compile(rf"(?:{_SELLS})\b", re.IGNORECASE)
MORE_THAN_BACK = seldom(
    rf"\b(?P<verb>{_SELLS}|{_BUYS})\s+{_PACE}(?P<more>more|less)\b(?![^,;.]*\bby\s)(?P<what>[^,;.]{{0,30}}?)"
    rf"(?:\s(?:to|from|in)\s[^,;.]{{1,40}}?)?\bthan\s+"
    rf"(?:(?:it|they|he|she)\s+)(?:{_SELLS}|{_BUYS})\b",
    re.IGNORECASE,
)
BALANCED = seldom(
    r"\b(?:(?:well|fairly|roughly|broadly|largely|evenly|more\s+or\s+less|un)[\s-]?)?balanced\b(?!\s+(?:by|against|out))|"
    r"\b(?:lopsided|in\s+(?:rough\s+)?balance)\b",
    re.IGNORECASE,
)

DOMINATES = seldom(
    r"\b(?:dominat(?:es?|ed|ing)|has\s+cornered|have\s+cornered)\s+(?:the\s+)?"
    r"(?=[\w’'. -]{0,40}?\b(?:markets?|trade|imports?|exports?|suppl(?:y|ies))\b)",
    re.IGNORECASE,
)

#: Whose market is dominated.
MARKET = re.compile(r"markets?\s+(?:in|of|for)\b|(?:[\w-]+(?:['’]s?)?\s+){1,3}markets?\b")

# Trends --------------------------------------------------------------------------------------------------------------

_UP = (
    "rose risen grew grown increased climbed surged soared jumped expanded rebounded recovered mushroomed "
    "skyrocketed boomed ballooned picked_up taken_off took_off gone_up went_up swelled leapt deepened "
    "flourished thrived blossomed shot_up spiked edged_up crept_up inched_up ticked_up multiplied bounced_back "
    "strengthened gained_ground"
)
_DOWN = (
    "fell fallen declined dropped decreased shrank shrunk contracted plunged plummeted slumped collapsed tumbled "
    "dwindled slipped dipped dried_up gone_down went_down diminished crashed slid withered waned "
    "sank sunk tailed_off tapered_off dropped_off fallen_off fell_off fallen_away fell_away edged_down ebbed slackened "
    "weakened lost_ground nosedived"
)
_FLAT = "stagnated plateaued flatlined levelled_off leveled_off stalled remained_flat remained_stable remained_steady"
_ING_UP = "rising growing increasing climbing surging soaring expanding booming"
_ING_DOWN = "falling declining dropping decreasing shrinking contracting plunging slumping collapsing dwindling"
_GOES_UP, _GOES_DOWN = "rises grows increases climbs expands", "falls declines drops decreases shrinks"
_KEPT = r"(?:is|are|was|were|been|be|kept|keeps|keep|began|started|continued|stopped)\s+(?:\w+ly\s+)?"
_MADE_UP = "increased expanded boosted raised stepped_up ramped_up"
_MADE_DOWN = "reduced cut slashed curtailed decreased scaled_back cut_back"
_PLAIN = r"(?!\s+[a-z]+s\b)"
_NO_FIGURE = r"(?!\s+(?:to|by|from|for|in)\b)"
_RISING = rf"{_KEPT}(?:up\b{_NO_FIGURE}|on\s+the\s+(?:rise|increase)|(?:{_any(_ING_UP)}){_PLAIN})"
_SINKING = rf"{_KEPT}(?:down\b{_NO_FIGURE}|(?:on\s+the|in)\s+(?:decline|wane)|(?:{_any(_ING_DOWN)}){_PLAIN})"
MOVED = seldom(
    rf"\b(?:(?P<up>{_RISING}|(?:{_any(_UP, _GOES_UP, _MADE_UP)}))|"
    rf"(?P<down>{_SINKING}|(?:{_any(_DOWN, _GOES_DOWN, _MADE_DOWN)}))|"
    rf"(?P<flat>{_any(_FLAT)}|{_KEPT}(?:stagnant|stagnating|flat)))\b"
    r"(?!\s+(?:short|apart|behind|out|victim|into|prey))",
    re.IGNORECASE,
)
POSSESSIVE = re.compile(r"(?:['’]s|s['’])\s+(?:has\s+|have\s+|had\s+)?\Z")
#: "Peaked in 2011 and has fallen since".
EVER_SINCE = re.compile(r"\s+(?:\w+ly\s+)?(?:ever\s+)?since\s*(?:then\b|[.,;)]|$)", re.IGNORECASE)
MAKING = re.compile(rf"(?:{_any(_MADE_UP, _MADE_DOWN)})$", re.IGNORECASE)
_NOUNS_UP = "growth rise increase surge jump expansion upturn boom rebound recovery"
_NOUNS_DOWN = "decline fall drop decrease slump collapse contraction plunge downturn reduction"
#: Right after what moves: "trade growth".
MOVING = re.compile(
    rf"\s+(?:(?P<up>{_any(_NOUNS_UP)})|(?P<down>{_any(_NOUNS_DOWN)}))\b(?!\s+(?:to|by|from|of)\b)",
    re.IGNORECASE,
)
MOVEMENT = seldom(rf"\b(?P<noun>(?P<up>{_any(_NOUNS_UP)})|(?P<down>{_any(_NOUNS_DOWN)}))\s+(?:of|in)\b", re.IGNORECASE)
CRISIS = seldom(
    r"\b(?:enter\w*|fell\s+into|fallen\s+into|slid\s+into|slipped\s+into|plunged\s+into|is\s+in|was\s+in|in|into|"
    r"fac(?:es|ed|ing)|suffer\w*|went\s+through|hit\s+by|experienc\w+|['’]s)\s+(?:(?:an?|its|the|deep|severe|\w+)\s+){0,2}"
    r"(?P<noun>recession|economic\s+(?:crisis|downturn|slump|contraction|collapse|recession))\b",
    re.IGNORECASE,
)
#: An economy told with its movement in one phrase.
ECONOMY = seldom(
    r"\b(?:(?P<up>booming|thriving|fast[\s-]growing|growing|expanding)|"
    r"(?P<down>shrinking|contracting|collapsing|ailing|flagging)|(?P<flat>stagnant|stagnating))\s+(?:\w+\s+)?economy\b",
    re.IGNORECASE,
)
#: What moves is the pace, not the thing.
SECOND_ORDER = re.compile(r"\b(?:slow(?:s|ed|ing|er|down)?|accelerat\w+|decelerat\w+|pace|rates?)\b", re.IGNORECASE)
#: After a verb of change, a figure that was not read: "slipped to Sh61.88 billion".
TO_FIGURE = re.compile(r"\s+(?:\w+ly\s+)?(?:to|by|from)\s+(?:[A-Za-z]{1,3}[$.]?|[€£¥₹])?\s?\d(?!\d{3}\b(?![.,]\d))")
#: What was before the time that is told of: "his country's trade had been shrinking".
BEFORE_THEN = re.compile(r"\bhad\s+(?:(?:\w+ly|long|already|been|just)\s+){0,2}$", re.IGNORECASE)
#: The first of its kind since some year.
A_FIRST = re.compile(r"\bfirst\s+(?:(?:annual|yearly|ever|such)\s+)?$", re.IGNORECASE)
#: A flow by a name that its ware may be left out of: "deliveries to China".
UNNAMED = re.compile(r"\b(?:deliver|shipment|suppl|transfer)", re.IGNORECASE)
#: Words after which a verb of change is said of something else.
FINITE = re.compile(
    r"[;:]|\b(?:which|who|that|because|as|when|after\s+(?!\d)|if|since\s+(?!\d)|prices?|costs?|demand|rates?|"
    r"routes?|talks|relations|ties|market|currency|value\s+of\s+the|importance|weight|role)\b",
    re.IGNORECASE,
)

#: "Reached a new record": with "level", "high" and "since" the figures of the sentence tell it already.
RECORD = re.compile(
    r"\b(?:reach\w*|hit|hits|set|sets|post\w*|climb\w*\s+to|rose\s+to|grew\s+to|touch\w*|(?:is|are|was|were|stands?|stood)\s+at)\s+"
    r"(?P<noun>(?:an?\s+)?(?:(?:new\s+|all[\s-]time\s+|historic\s+)*(?:record|peak|high)|"
    r"(?:unprecedented|unheard-of)\s+(?:levels?|volumes?|heights?)))\b(?!\s+(?:of|level|high|low|since)\b|\s*\$|\s+\d)",
    re.IGNORECASE,
)

# Comparisons ---------------------------------------------------------------------------------------------------------

MORE_FROM = seldom(
    rf"\b(?P<verb>{_SELLS}|{_BUYS}|trad(?:e|es|ed))\s+{_PACE}(?P<more>more|less)\b(?P<what>[^,;.]{{0,40}}?)\s"
    r"(?P<one>from|to|with|in)\s+(?:the\s+)?(?=[A-Z])[^,;.]{1,40}?\bthan\s+(?:it\s+(?:does|did)\s+)?"
    r"(?P<two>from|to|with|in)\s+(?:the\s+)?(?=[A-Z])",
    re.IGNORECASE,
)
_IS = r"(?:is|are|was|were|remains?|remained|became|(?:has|have|had)\s+(?:\w+\s+){0,2}?been|being|stood|stayed)"
EXCEEDED = seldom(
    rf"\b(?:(?P<up>(?:exceed|surpass|outstrip|outweigh|dwarf|eclips|outpac|outnumber)(?:e?s|e?d|p?ed|ing)?|"
    r"tower(?:s|ed)\s+over|overt(?:ook|aken|akes?)|"
    rf"{_IS}\s+{_PACE}(?:larger|bigger|greater|higher|more)(?:\s+in\s+\d{{4}})?\s+than|{_IS}\s+{_PACE}above)|"
    rf"(?P<down>{_IS}\s+{_PACE}(?:smaller|lower|less|fewer)(?:\s+in\s+\d{{4}})?\s+than|{_IS}\s+{_PACE}below|lag(?:s|ged)?\s+(?:far\s+)?behind|"
    r"trail(?:s|ed)?|f[ea]lls?\s+short\s+of|fell\s+short\s+of|"
    r"pal(?:e|es|ed)\s+(?:beside|before|next\s+to|against|(?:in|by)\s+comparison\s+(?:to|with))|"
    rf"{_IS}\s+{_PACE}no\s+match\s+for))\b(?P<by>\s+by\b)?",
    re.IGNORECASE,
)
OVERTOOK = seldom(
    r"\b(?:overt(?:ook|aken|akes?|aking)|surpass(?:ed|es|ing)|replac(?:ed|es|ing)|displac(?:ed|es|ing)|"
    r"supplant(?:ed|s|ing)|eclips(?:ed|es|ing)|outstrip(?:ped|s))(?P<by>\s+by)?\b",
    re.IGNORECASE,
)
#: The year before, told after what is compared with it.
YEAR_BEFORE = re.compile(
    r"\s+(?:(?:in\s+)?the\s+(?:year\s+before|(?:previous|preceding|prior)\s+year)|(?:a|one)\s+year\s+(?:earlier|before))\b",
    re.IGNORECASE,
)
THOSE = re.compile(
    r"\s+(?:those|that|the\s+figures?|the\s+(?:level|volume|value)|its|their|in|the\s+(?=\d))\b", re.IGNORECASE
)

#: It is told of no other, and of whom the words say nothing: "with no country was its surplus larger".
WITH_NONE = re.compile(r"\b(?:with|of|to|from)\s+no\s+(?:other\s+)?(?:country|partner|state|nation)\b", re.IGNORECASE)
#: What is compared with is a sum that nobody holds.
TOGETHER = re.compile(r"\b(?:together|combined|jointly|taken\s+as\s+a\s+whole)\b", re.IGNORECASE)

# Dealings of two states ----------------------------------------------------------------------------------------------

_AMOUNTS = r"(?:amounts?|quantit(?:y|ies)|volumes?|numbers?|sums?)"
_ALMOST_ALL = r"(?:almost|nearly|virtually|practically)\s+(?:exclusively|entirely|wholly|completely|solely|totally)"
_MOSTLY = "mainly|mostly|predominantly|primarily|largely|chiefly|overwhelmingly"
_HEAVILY = (
    r"heavily|highly|strongly|greatly|deeply|critically|massively|considerably|significantly|substantially|"
    r"increasingly|(?:very|too|so)(?:\s+(?:heavily|much|strongly))?"
)
_BARELY = "hardly|barely|scarcely|marginally|slightly|little"
_ADVERB = rf"(?:{_ALMOST_ALL}|{_MOSTLY}|{_HEAVILY}|{_BARELY})"
_WHOM = r"(?:the\s+)?(?=(?-i:[A-Z]))"
#: "Relies heavily on Russia for its arms", "its heavy dependence on Russia for arms".
RELIES = seldom(
    rf"\b(?<!can )(?P<said>(?:rel(?:y|ies|ied)|depend(?:s|ed)?|counts?|counted|leans?|leaned|leant)(?:\s+{_ADVERB})?|"
    rf"(?:(?:{_IS}|grew|(?:has|have|had)\s+(?:become|grown))\s+)?(?:{_ADVERB}\s+)?(?:dependent|reliant)(?:\s+{_ADVERB})?|"
    rf"(?:heavy|high|strong|great|deep|overwhelming|extreme|almost\s+total|almost\s+complete)\s+"
    rf"(?:dependence|dependency|reliance))\s+(?:up)?on\s+{_WHOM}(?P<whom>[^,;.]{{2,40}}?)\s+for\s+(?P<what>[^,;.]{{2,40}})",
    re.IGNORECASE,
)
#: What is relied on a state for, where it is no ware.
FLOW = re.compile(r"\b(?:imports?|exports?|trade|purchases|sales)\b")
INVESTS = re.compile("invest", re.IGNORECASE)
NOUN = re.compile("dependence|dependency|reliance", re.IGNORECASE)
#: How much is relied on, of its words.
HOW_MUCH = re.compile(
    rf"\b(?:(?P<all>{_ALMOST_ALL}|almost\s+(?:total|complete))|(?P<most>{_MOSTLY})|(?P<small>{_BARELY}))\b",
    re.IGNORECASE,
)
_INVESTS = r"invest(?:s|ed)?"
_DEALS = rf"(?P<verb>{_SELLS}|{_BUYS}|trad(?:e|es|ed)|{_INVESTS})"
_LITTLE = (
    r"(?:(?:very|relatively|rather|comparatively|too|so|but|only)\s+){0,2}little|(?:hardly|scarcely|barely)\s+anything|"
    r"(?:almost|virtually|practically|next\s+to|close\s+to)\s+nothing|only\s+(?:modestly|marginally)|"
    rf"(?:only\s+)?(?:small|tiny|modest|limited|insignificant|minor)\s+{_AMOUNTS}"
)
_MUCH = (
    r"a\s+(?:great|good)\s+deal|a\s+lot|much|heavily|massively|extensively|"
    rf"(?:large|vast|huge|massive|considerable|substantial|significant)\s+{_AMOUNTS}"
)
_WITH = rf"(?P<what>[^,;.]{{0,30}}?)\s(?P<how>to|from|with|in|into)\s+{_WHOM}"
#: "Sold little to", "hardly trades with", "invested heavily in".
DEALT = (
    seldom(rf"\b{_DEALS}\s+(?P<said>(?P<small>{_LITTLE})|(?P<large>{_MUCH}))\b{_WITH}", re.IGNORECASE),
    seldom(rf"\b(?P<said>(?P<small>hardly|barely|scarcely))\s+{_DEALS}\b{_WITH}", re.IGNORECASE),
)
_INTEREST = r"(?:interest|appetite|enthusiasm|willingness|inclination|eagerness)"
_COOL = r"little|scant|tepid|lukewarm|limited|low|modest|minimal|weak|muted|hardly\s+any|cool|half-hearted"
_KEEN = r"great|keen|strong|huge|considerable|lively|significant"
#: "Tepid interest in investing in", "its appetite for investment was weak".
INTEREST = (
    seldom(
        rf"\b(?P<said>(?P<small>{_COOL})|(?P<large>{_KEEN}))\s+{_INTEREST}\s+(?:in|for|to)\s+(?:\w+\s+)?"
        rf"invest(?:ing|ments?)?\b(?:\s+(?:\w+\s+){{0,2}}?(?:in|into)\s+{_WHOM})?",
        re.IGNORECASE,
    ),
    seldom(
        rf"\b{_INTEREST}\s+(?:in|for|to)\s+(?:\w+\s+)?invest(?:ing|ments?)?\s+(?:in|into)\s+{_WHOM}[^,;.]{{2,30}}?\s"
        rf"{_IS}\s+{_PACE}(?P<said>(?P<small>{_COOL})|(?P<large>{_KEEN}))\b",
        re.IGNORECASE,
    ),
)
#: "A net importer from China": of all goods, where no ware is told.
NET = seldom(
    rf"\b(?P<said>net\s+(?:(?P<plus>exporter|seller|supplier)|importer|buyer|purchaser))\s+(?:of\s+goods\s+)?"
    rf"(?P<how>to|from|vis-[àa]-vis|with)\s+{_WHOM}",
    re.IGNORECASE,
)
#: "The trade balance was in Japan's favour".
FAVOUR = seldom(r"\b(?P<said>in\s+(?:the\s+)?(?P<whose>(?-i:[A-Z])[\w .]{1,22})['’]s?\s+favou?r)\b")
#: "Sold more to Poland than Germany did", "... than to any other country", "... than the year before".
MORE_THAN = seldom(
    rf"\b(?P<verb>{_SELLS}|{_BUYS}|trad(?:e|es|ed))\s+{_PACE}(?P<said>more|less)\b(?P<what>[^,;.]{{0,30}}?)\s"
    rf"(?P<how>to|from|with)\s+{_WHOM}(?P<whom>[^,;.]{{2,40}}?)\s+than\s+"
    r"(?:(?P<first>(?:(?:to|from|with)\s+)?(?:any(?:\s+single)?\s+other(?:\s+single)?\s+(?:country|state|nation|partner)|"
    r"any(?:one|body|where)\s+else)\b(?!\s+(?:in\s+(?!\d)|of|outside|except|but|apart)))|"
    r"(?:(?:it|they)\s+(?:had|did)\s+)?(?:(?P<last>(?:in\s+)?the\s+(?:year\s+before|(?:previous|preceding|prior)\s+year)|(?:a|one)\s+year\s+(?:earlier|before))\b|"
    rf"in\s+(?P<then>(?:19|20)\d\d)\b)|{_WHOM}(?P<other>[^,;.]{{2,30}}?)\s+(?:did|does|do|has|had)\b)",
    re.IGNORECASE,
)
#: "A bigger market for Japan than Poland".
PARTNER_THAN = seldom(
    r"\b(?P<said>(?:(?P<up>larger|bigger|greater|more\s+(?:important|significant)|better)|smaller|lesser|"
    r"less\s+(?:important|significant))\s+(?:(?:trad(?:e|ing)|export|economic|commercial)\s+)?"
    r"(?:partner|market|supplier|source|customer|buyer|destination|importer|exporter|provider))\b"
    rf"(?P<whose>[^,;.]{{0,50}}?)\s+than\s+{_WHOM}(?!(?:(?:19|20)\d\d)\b)",
    re.IGNORECASE,
)
#: As much as something else: says no more than that the two are near.
PAR = seldom(
    rf"\b{_IS}\s+{_PACE}(?P<said>on\s+a\s+par\s+with|comparable\s+(?:to|with)|similar\s+to|equal\s+to)\b", re.IGNORECASE
)

# Vague amounts -------------------------------------------------------------------------------------------------------

ADJECTIVES = seldom(
    rf"\b(?:(?P<small>(?:{_any(_SMALL.replace(' mere', '').replace(' minute', ''))}|little|few|scant|tepid))|"
    r"(?P<large>large|huge|massive|substantial|considerable|sizeable|sizable|vast|hefty|extensive|"
    rf"significant))\b(?:\s+{_AMOUNTS}\s+of\b)?(?!-|\s+to\b|\s+(?:arms|business|enterprises?)\b)",
    re.IGNORECASE,
)
#: Between an adjective and the noun it belongs to.
ADJECTIVAL = re.compile(
    r"\s+(?:(?!(?:in|of|to|for|from|with|on|at|by|the|an?|and|or|decline|increase|rise|fall|drop|interest|role)\b)"
    r"[\w-]+\s+){0,2}",
    re.IGNORECASE,
)
REMAINS = re.compile(
    rf"\b(?:{_IS}|amount(?:s|ed)\s+to)\s+{_PACE}(?:an?\s+)?(?:(?P<small>{_any(_SMALL)}|scant|little|low|weak|thin|scarce|sparse|paltry|tepid|"
    r"(?:next|close)\s+to\s+(?:nil|zero|nothing)|(?:almost|virtually|practically)\s+(?:nil|zero|non-?existent)|nil|"
    r"non-?existent)|(?P<large>large|huge|massive|substantial|considerable|sizeable|sizable|vast|extensive|significant|"
    r"high|strong|brisk|robust|buoyant|thriving|flourishing|healthy|vigorous|lively))\b"
    r"(?!\s+(?:than|to|by|in\s+number|[a-z]+(?:ing|ion|ity|er|or)\b))",
    re.IGNORECASE,
)
WORTH = seldom(
    r"\bworth\s+(?P<much>(?:(?:many|several|tens\s+of|hundreds\s+of|dozens\s+of)\s+)?(?:millions|billions|trillions))\b",
    re.IGNORECASE,
)

#: So many without a number: "several thousand troops", "dozens of agreements".
MANY = seldom(
    r"\b(?:(?:several|many|some|a\s+few|tens\s+of|hundreds\s+of)\s+(?:dozen|hundred|thousand|million)s?|"
    r"dozens|scores|hundreds|thousands|tens\s+of\s+thousands|numerous|countless)\s+(?:of\s+)?",
    re.IGNORECASE,
)
#: A small or large one among partners, or in the trade of the world.
PLAYER = re.compile(
    rf"\b(?:(?P<small>{_any(_SMALL)})|(?P<large>large|big|huge|major))\s+(?:(?:trad(?:e|ing)|economic|commercial|export)\s+)?"
    r"(?:player|actor|partner|supplier|source|customer|buyer|market|destination|exporter|importer|investor|trader)s?\b"
    r"(?=[\w’' -]{0,30}?\b(?:trade|exports?|imports?|oil|gas|coal|arms|weapons|goods|commerce|of|for)\b)",
    re.IGNORECASE,
)
#: The share of a state in the trade of the world, told as small or large.
WORLD_SHARE = re.compile(
    rf"\b(?:share|weight|part)\s+(?:of|in)\s+(?:the\s+)?(?:world|global|international)(?:['’]s)?\s+(?:trade|exports?|commerce)"
    rf"\s+{_IS}\s+{_PACE}(?P<said>(?P<small>{_any(_SMALL)})|large|considerable|substantial|significant)\b",
    re.IGNORECASE,
)
#: Of everything that the world trades.
OF_WORLD = re.compile(
    r"\s*(?:in|of|to|for)\s+(?:the\s+)?(?:world|global|international)(?:['’]s)?\s+(?:trade|commerce|exports?|economy)\b",
    re.IGNORECASE,
)

# What is no statement ------------------------------------------------------------------------------------------------

#: Negations after the words: "the bulk of its imports no longer came from there".
DENIED = re.compile(r"\b(?:no\s+longer|not|never|neither|ceas(?:es?|ed)|stopp?(?:s|ed)?)\b|n['’]t\b", re.IGNORECASE)
#: None at all: "had no surplus".
NONE = re.compile(r"\b(?:no|without(?:\s+an?)?|neither\s+an?)\s+(?:[\w-]+\s+)?$", re.IGNORECASE)
#: Plans, conditions, wishes and negations before the words.
OPEN = re.compile(
    r"\b(?:will|would|could|may|might|should|shall|expect\w*|forecast\w*|project(?:ed|ions?)|predict\w*|plan(?:s|ned|"
    r"ning)?|target\w*|aim(?:s|ed|ing)?|goals?|pledg\w+|promis\w+|intend\w*|hop(?:e|es|ed|ing)|set\s+to|want(?:s|ed)?|"
    r"seeks?|needs?|need\s+of|calls?\s+for|called\s+for|calling\s+for|urg\w+|promot\w+|encourag\w+|jeopardi[sz]\w+|if|whether|unless|not|never|neither|nor|without|cannot|fail(?:s|ed)?\s+to|potential(?:ly)?|possible)"
    r"(?:\s+[\w-]+){0,3}\s*$|n['’]t(?:\s+\w+){0,3}\s*$|\bto\s+(?:be\s+|(?-i:[a-z])\w+ly\s+)?$",
    re.IGNORECASE,
)
#: What is feared or doubted is not told.
FEARED = re.compile(r"\b(?:fears?|feared|worry|worries|worried|doubts?|doubted|concerns?)\s+that\b", re.IGNORECASE)
ASKED = re.compile(r"\?\s*$")

#: A sentence without any of these words tells none of all that.
TRIGGERS = frozenset(
    word
    for text in (
        _SMALL,
        _LARGE,
        "almost nearly virtually practically close hardly scarcely barely next most mainly mostly predominantly "
        "primarily largely chiefly overwhelmingly exclusively majority bulk lion fraction little few scant tepid "
        "surplus surpluses deficit deficits positive negative favourable favorable adverse more less balanced "
        "unbalanced lopsided balance extensive worth recession economic booming thriving ailing "
        "flagging stagnant flat stagnating",
        " ".join((_UP, _DOWN, _FLAT, _ING_UP, _ING_DOWN, _GOES_UP, _GOES_DOWN, _MADE_UP, _MADE_DOWN)).replace("_", " "),
        _NOUNS_UP,
        _NOUNS_DOWN,
        "exceed exceeds exceeded exceeding surpass surpasses surpassed surpassing outstrip outstrips outstripped "
        "outweigh outweighs outweighed dwarf dwarfs dwarfed eclipse eclipses eclipsed eclipsing outpace outpaces "
        "outpaced larger bigger greater higher smaller lower fewer above below lag lags lagged trail trails trailed "
        "short overtook overtaken overtakes overtaking replaced replaces replacing displaced displaces supplanted "
        "supplants highest lowest record up down growth dominate dominates dominated dominating cornered several many "
        "dozens scores hundreds thousands tens numerous countless player actor partner supplier large "
        "low high weak thin scarce sparse nil zero nothing nonexistent existent strong brisk robust buoyant "
        "thriving flourishing healthy "
        "vigorous lively interest appetite enthusiasm willingness inclination eagerness barely lot heavily minority "
        "preponderance best major overwhelming rely relies relied depend depends depended dependent reliant dependence "
        "dependency reliance count counts counted lean leans "
        "leaned leant net red black favour favor par comparable similar tower "
        "towers towered outnumber outnumbers "
        "outnumbered pale pales paled match",
        _PIECES,
    )
    for word in text.split()
) - {"on", "back", "of", "remained", "dried", "gone", "went", "taken", "took", "off", "out"}


#: One of these names what is measured; without it nothing is told of it.
MEASURED = frozenset(
    listed(
        "trade trades traded trading export exports exported exporting exporter exporters import imports imported "
        "importing importer importers sales sold sell sells selling buy buys bought buying purchase purchases "
        "purchased shipment shipments ships shipped delivery deliveries delivers delivered supply supplies "
        "supplied supplier turnover commerce exchanges goods arms weapons weaponry oil gas coal crude petroleum "
        "energy fuel fuels hydrocarbons lng machinery commodities investment investments invested invests fdi "
        "footprint presence economy economies gdp income population military defence defense spending budget "
        "expenditure finance loans loan aid assistance credit credits lending surplus surpluses deficit deficits "
        "balance imbalance gap recession economic troops soldiers exercises drills agreements agreement deals deal "
        "contracts contract memoranda memorandums memorandum mou mous tourists meetings visits projects market "
        "markets partner partners customer buyer destination source player actor procurement acquisitions receives "
        "received gets got takes took sends sent invest investing favourable favourably favorable unfavourable "
        "view views "
    )
)


@cache
def made_of() -> re.Pattern[str]:
    """What a flow may be made of, right there: "raw materials"."""
    stuff = "|".join(pattern.pattern for pattern in senses.parts().values())
    return re.compile(rf"\s+(?:of\s+)?(?:[\w-]+\s+){{0,2}}?(?:{stuff})", re.IGNORECASE)


#: After a ware that goes somewhere, or comes.
GOES = re.compile(
    r"[^,;.]{0,30}?\b(?:sold|sent|exported|shipped|delivered|supplied|bought|purchased|imported|go|goes|went|gone|come|"
    r"comes|came|flow(?:s|ed)?|originat\w+)\s+(?:to|from|by|in)\b"
)
#: Between "more" and "from" where all goods are meant.
ANYTHING = re.compile(r"\s*(?:goods|products|merchandise|stuff|things)?\s*", re.IGNORECASE)
#: Verbs of dealing before "mainly".
DEALS = re.compile(rf"\b(?:{_SELLS}|{_BUYS})\s+(?:[\w’'-]+\s+){{0,4}}$", re.IGNORECASE)


@cache
def ware_bare() -> re.Pattern[str]:
    """A ware anywhere, the group named by it."""
    return patterns()[2].pattern


@cache
def comes() -> re.Pattern[str]:
    """Whose ware comes from somewhere, told before "mainly": "India's arms come"."""
    wares = "|".join(f"(?P<{name}>{words})" for name, words in reversed(list(senses.wares().items())))
    return re.compile(
        rf"\b(?:{wares})(?:\s+(?:imports?|supplies|purchases))?\s+(?:comes?|came|originat\w+|stems?|stemmed|"
        rf"(?:is|are|was|were)\s+(?:bought|imported|sourced|supplied|delivered|purchased|obtained))\s+$",
        re.IGNORECASE,
    )


@cache
def ware_there() -> re.Pattern[str]:
    """A ware, perhaps with its owner, right there: "its oil", "India's weapons", "Russian hydrocarbons"."""
    wares = "|".join(sorted({w for text in senses.wares().values() for w in text.split("|")}, key=len, reverse=True))
    return re.compile(rf"(?:(?:all|the|its|their|his)\s+)*(?:[A-Z][\w.-]+(?:['’]s?)?\s+){{0,3}}(?:{wares})\b")
