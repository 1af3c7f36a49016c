"""Words beside pronouns that say whom these cannot mean: who takes, gives, counts for, and whose what is."""

from __future__ import annotations

import re

#: Words for the state that a text is about.
COUNTRY = ("the country", "the nation", "the economy")
TAKES = re.compile(
    r"\b(?:(?:absorb|bought|buy|took|take|taking|purchas|receiv|consum|market|destination|buyer|customer|accept)\w*|"
    r"imported|importing)\b"
)
GIVES = re.compile(
    r"\b(?:(?:suppl|provid|deliver|sold|sell|sent|send|ship|furnish|source of|origin|contribut|cover)\w*|"
    r"exported|exporting)\b"
)
#: What one does for oneself.
GETS = re.compile(r"\b(?:obtain|got|get|gets|dr[ae]w|sourc(?:ed|es|ing)|deriv|procur|conduct|earn|depend|rel[iy])\w*")
COUNTS_FOR = re.compile(
    r"\b(?:account|represent|constitut|comprise|responsible|made up|makes up|make up|share of|stood for)"
)
OF_ITS = re.compile(
    r"\b(?:of|in|for)\s+(?:all\s+)?(?:(?:what|everything|anything|all|whatever|the\s+[a-z]+(?:\s+[a-z]+)?)\s+(?:that\s+)?)?$"
)
ITS_EXPORTS = re.compile(
    r"\s+(?:(?:[\w-]+\s+){0,3}?(?:exports?|sales|shipments|deliveries|output)\b|(?:sold|sells?|export|ship|sends?\b|sent\b))",
    re.IGNORECASE,
)
ITS_IMPORTS = re.compile(
    r"\s+(?:(?:[\w-]+\s+){0,3}?(?:imports?|purchases|arms|weapons|gas|oil|crude|coal|energy|needs|demand|weaponry)\b|"
    r"(?:bought|buys?\b|import|purchas|got\b|gets\b))",
    re.IGNORECASE,
)
ITS_TRADE = re.compile(
    r"\s+(?:(?:[\w-]+\s+){0,3}?(?:trade|turnover|commerce|total|exports?|imports?|sales)\b|(?:sold|bought|import|export))",
    re.IGNORECASE,
)
#: What follows is another clause, with a subject of its own.
REASON = re.compile(r",\s+(?:since|because|as|given that|so that|for)\s")
SELLS = re.compile(r"(?:['’]s?)?\s+(?:[a-z-]+\s+)?(?:goods|exports|sales|shipments|deliveries|case)\b(?!\s+from)")
#: A share that a state has, and what its goods make up, in what is another's.
OWN_SHARE = re.compile(
    r"(?:['’]s?)?\s+(?:[a-z-]+\s+){0,2}?(?:share|part|portion|proportion|slice|weight|percentage)\s+(?:of|in)\s+(?:all\s+)?"
)
OWN_GOODS = re.compile(
    r"(?:['’]s?)?\s+(?:goods|products|wares|exports|supplies|deliveries|shipments|makers|manufacturers|oil|crude|gas|"
    r"coal|arms|weapons)\b[^;.]{0,80}\b(?:accounts?|accounted|makes?|made|represent(?:s|ed)?|constitut(?:e|es|ed)|came)\b"
    r"[^;]{0,50}?\b(?:of|for|in)\s+(?:all\s+)?(?:(?:what|everything|all)\s+(?:that\s+)?)?"
)
FROM_WHICH = re.compile(r",?\s+(?:to|from|with|of|for|on|against)\s+(?:which|whom)\b[^,;:.]*$")
JOINED = re.compile(r"\s+and\s+(?:the\s+)?")
PLURAL = re.compile(
    r"\s+(?:[a-z-]+\s+){0,2}(?:companies|firms|investors|buyers|sellers|exporters|importers|producers|refiners|"
    r"refineries|customers|suppliers|banks|businesses|enterprises|manufacturers|contractors|consumers|traders|troops|"
    r"forces|diplomats|leaders|officials|people|adults|citizens|respondents)\b"
)
PEOPLES = frozenset({"Chinese", "Japanese", "French", "British", "Dutch", "Spanish", "Irish", "Swiss", "Vietnamese"})
BE = (
    r"(?:is|was|are|were|be|been|being|has been|had been|becomes?|became|becoming|remains?|remained|stays?|stayed|"
    r"ranks?|ranked|came|counts?|counted)"
)
#: Between a state and "its": that state is the partner, not the one whose partner it is.
IS_ITS = re.compile(
    rf"['’]?\s*(?:,|\()\s*|[^,;.]*?\b{BE}\s+(?:(?:not|now|still|also|already|again|then|by far|long|once|among|one of|"
    r"thus|therefore|[a-z]+ly|in \d{4}|as|in turn|however)\b[\s,]+)*"
)
#: "Had Italy as its third partner": Italy is; who "overtook Italy as its third partner" is so, too.
AS_ITS = re.compile(r"[^;.,]*\bas\s+")
OVERTOOK = re.compile(
    r"\b(?:overt[oa]\w+|replac\w+|surpass\w+|displac\w+|eclips\w+|unseat\w+|oust\w+|supplant\w+|pass(?:ed|es))\b"
)
#: Before a state that acts only in what there is a part of: "of everything Chile exported".
PART = re.compile(r"\b(?:what|everything|anything|all)\s+(?:that\s+)?$")
#: "U.S. dollars", ", with 23 per cent of": no clause begins; nor where the one before goes on, "and sold the country".
NO_CLAUSE = re.compile(
    r"(?<=[A-Z])\.\s|,\s+with\b|,?\s*(?:and|but|yet)?\s+(?:(?:then|also|still|even)\s+)?(?:sold|sells?|bought|buys?|sent|sends?|"
    r"shipped|ships?|supplie[sd]|came|comes|ranked|ranks|took|takes|gets?|got|gave|gives|made|makes|is|was|has|had|pays?|paid)\b"
)
MAKING_IT = re.compile(r"\bma(?:king|kes?|de)\s+it\s+(?:by far\s+|thus\s+|again\s+)?$")
GENITIVE_END = re.compile(r"['’]s?$")


#: Before the subject of a clause that stands for a thing.
_WHAT = re.compile(r"\b(?:what|whatever|everything|all|anything)\s+(?:that\s+)?(?:the\s+)?$")


def is_inner(text: str, span: tuple[int, int]) -> bool:
    """Whether a state is the subject of a clause within another: "a quarter of what Russia imported"."""
    return _WHAT.search(text, max(0, span[0] - 24), span[0]) is not None
