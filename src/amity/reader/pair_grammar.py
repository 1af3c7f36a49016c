"""How the words between a state and a figure tie the two: who holds a rank, among whose partners; who buys, or sells.

A tie is a name for a form of English, never for one text: "China is the largest partner", "makes Japan its largest
partner", "Germany's largest partner", "of all that Poland imported", "Norway, to which". Which role a form speaks for
is learned from labelled texts, as for all signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from amity.reader.model import Actor, Span

#: So many letters may lie between a state and the rank that it holds.
_FAR = 110

_BE = (
    r"(?:is|was|are|were|be|been|being|becomes?|became|becoming|remains?|remained|remaining|stays?|stayed|ranks?|ranked|"
    r"ranking|came|comes|stood|stands|forms?|formed|constituted?|emerged|turned out)"
)
_WORDS = r"(?:[a-z][a-z-]*\s+)"
_IS = re.compile(rf"(?:,[^,;:]{{1,60}},|\s*\([^)]*\))?\s+{_WORDS}{{0,3}}?{_BE}\b[^,;:.]{{0,60}}")
_INSERTED = re.compile(r",[^,;:]{1,60},|\s*\([^)]*\)")
_WHOSE = re.compile(rf"(?:['’]s?)?\s+{_WORDS}{{0,3}}")
_ASIDE = re.compile(
    r",\s+(?:(?:still|now|by|then|long|once|already|also|far|today|for|until|itself|as)\s+)*"
    r"(?:(?:the|its|their|a|our)\s+|[\w ]{2,30}['’]s?\s+)?(?:[a-z-]+\s+)?"
)
_AS = re.compile(rf"\s+{_WORDS}{{0,3}}?as\s+(?:(?:the|its|their|a|our)\s+|[\w ]{{2,30}}['’]s?\s+)?(?:[a-z-]+\s+)?")
#: The verb is told once for all: "Canada is first on the list, Saudi Arabia second and Mexico third".
_BARE = re.compile(r",?\s+(?:(?:only|now|then|next|in|at|on|still|just|again)\s+){0,2}(?:the\s+)?")
_MAKES = re.compile(
    r"\b(?:makes?|made|making|puts?|putting|plac(?:es|ed|ing)|leaves?|left|keeps?|kept|found|saw|with|had|has|have)\s+"
    r"(?:the\s+)?$",
    re.IGNORECASE,
)
_LED = re.compile(
    r"(?:^|[;:,.]\s+(?:and\s+|but\s+|while\s+)?|\b(?:and|but|while)\s+)(?:for|to|in|among|seen from|as for)\s+"
    r"(?:the\s+)?$|(?:^|[;:.]\s+)of\s+"
    r"(?:the\s+)?$",
    re.IGNORECASE,
)
_BEATEN = re.compile(
    r"\b(?:overt(?:ook|aken|aking|akes?)|replac\w+|displac\w+|surpass\w+|eclips\w+|unseat\w+|dethron\w+|supplant\w+|"
    r"outstripp\w+|pass(?:ed|ing)|oust\w+|beat|edg\w+ out|push\w+(?: aside)?)\s+(?:the\s+|out\s+)*$",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"\b(?:behind|after|following|ahead of|followed by|before|than|but)\s+(?:the\s+)?$", re.IGNORECASE)
#: "Only the Saudis had sold more": who has the place before.
_ONLY = re.compile(r"\b(?:only|just|none\s+but|nobody\s+but|except)\s+(?:for\s+)?(?:the\s+)?$", re.IGNORECASE)
#: "The French who have taken the second rank from the Americans".
_TAKEN = re.compile(
    r"\b(?:tak(?:en?|es|ing)|took|w[io]n|seized?|captured?|snatched?|wrested)\s+(?:over\s+)?(?:the\s+)?$"
)
_FROM_WHOM = re.compile(r"\s+(?:(?:place|rank|spot|position)\s+)?from\s+(?:the\s+)?")
_TAKES = re.compile(
    rf"\s+(?:who\s+|which\s+|that\s+)?{_WORDS}{{0,2}}?(?:tak(?:en?|es)|took|holds?|held|occup(?:y|ies|ied)|claim(?:s|ed)|secured?)\s+"
    r"(?:the\s+|its\s+)?"
)
#: A place of whom nobody surpasses, and whose partner nobody does: "Iran has no bigger customer".
_MORE_THAN = re.compile(r"(?:an?\s+)?(?:bigger|larger|greater|better|more|closer)\b", re.IGNORECASE)
_HAS_NO = re.compile(
    r"\s+(?:now\s+)?(?:has|have|had|finds?|found|knows?|knew|sees?|saw)\s+(?:now\s+)?no\s+(?:other\s+)?"
)
#: "Left Japan well behind as the largest customer".
_LEFT = re.compile(r"\b(?:left|leaves?|leaving|put|puts|putting)\s+(?:the\s+)?$", re.IGNORECASE)
_IS_BEHIND = re.compile(r"\s+(?:[a-z]+\s+)?behind\b")
#: A people as the subject: "the Chinese are the second biggest buyers".
_PEOPLE_ARE = re.compile(rf"\s+(?:(?:now|still|then|also|[a-z]+ly)\s+){{0,2}}{_BE}\b[^,;:.]{{0,60}}")
_MORE = re.compile(r"[^,;:.]{0,40}\b(?:more|ahead|bigger|larger)\b")
#: "India, whose second biggest source is France".
_WHOSE_RANK = re.compile(r"(?:\s*\([^)]*\))?,?\s+whose\s+(?:[a-z]+\s+){0,2}")
_YIELDS = re.compile(
    rf"\s+{_WORDS}{{0,3}}?(?:cede|ceded|cedes|ceding|lost|loses|losing|yield\w*|give up|gave up|surrender\w*|"
    r"relinquish\w*)\b[^;:.]{0,40}"
)
_THEN_IS = re.compile(
    rf"(?:,?\s+(?:with|at|on)\s+[^,;:()]{{1,30}}?,?)?\s+{_WORDS}{{0,5}}?"
    r"(?:is|was|are|were|remains?|remained|became|becomes|being|has been|had been)\s+"
    r"(?:(?:now|again|still|the|in|turn|by|far|once|more)\s+)*"
)
_THEN_ASIDE = re.compile(rf"\s*{_WORDS}{{0,4}}?[a-z]*\s*(?:,|:|\(|[–—-])\s*(?:the\s+)?")
_THEN_GOES = re.compile(r"[^,;:.]{0,40}\b(?:went|goes|fell|falls|passed|passes|belongs?|belonged)\s+to\s+(?:the\s+)?")
_THEN_HAS = re.compile(r"[^,;:.]{0,40}?\s(?:that\s+|which\s+)?(?:the\s+)?")
_HAS = re.compile(r"\s+(?:has|had|have)\b(?!\s+(?:\w+ed|been|become)\b)")

_PREPOSITION = re.compile(r"\b(?:to|from|with|of|by|in|for|on|between|against|than|at|into|as|via)\s+(?:the\s+)?$")
_OF_WHOSE = re.compile(r"\b(of|for|to|in|from|with|by)\s+(?:the\s+)?(?:[a-z-]+\s+){0,2}$")

#: What a state does with goods, as a finite verb right after it.
_VERB = re.compile(
    r"(?:['’]s?)?\s+(?:(?:has|had|have|also|itself|now|still|then|ever|alone|was|were|is|are|since|already)\s+){0,3}?"
    r"(?:(?P<bought>bought|buys?|buying|import(?:s|ed|ing)?|purchas(?:es|ed|ing)|acquir(?:es|ed)|obtain(?:s|ed)|gets?|got|"
    r"receiv(?:es|ed)|t[oa]kes?|took|taken|uses?|used|consum(?:es|ed))|"
    r"(?P<sold>sold|sells?|selling|export(?:s|ed|ing)?|ship(?:s|ped)?|suppl(?:y|ies|ied)|deliver(?:s|ed)?|sen[dt]s?|"
    r"earn(?:s|ed)|produc(?:es|ed))|"
    r"(?P<traded>trad(?:es|ed)))\b(?!\s+(?:by|to|from)\b)"
)
#: Before a state whose verb tells of what there is a part: "of everything that Poland bought", "the arms it bought".
_ALL = re.compile(
    r"\b(?:what|whatever|everything|anything|all|that|which|the\s+(?:[a-z-]+\s+){1,3})\s*(?:the\s+)?$", re.IGNORECASE
)
#: "54 per cent of what Pakistan imported and 82 of what Bangladesh did": it did what was told before.
_DID = re.compile(r"\s+(?:did|does|do)\b(?=\s*(?:[.,;:)]|$)|\s+(?:in|and|from|so|over|last)\b)")
_DEEDS = re.compile(
    r"\b(?:(?P<bought>bought|buys?|import(?:s|ed)|purchas(?:es|ed)|acquir(?:es|ed)|receiv(?:es|ed)|t[oa]kes?|took)|"
    r"(?P<sold>sold|sells?|export(?:s|ed)|ship(?:s|ped)|suppl(?:ies|ied)|deliver(?:s|ed)))\b"
)
#: After a state, before a clause that tells of it.
_RELATIVE = re.compile(
    r"(?:\s*\([^)]*\))?,?\s+((?:(?:of|to|from|with|for|in|by|among)\s+)?(?:whom|which|whose|where|who))\b"
)
#: What was done with the goods by, in, to or from a state.
_DONE = re.compile(
    r"\b(?:(?P<bought>bought|purchased|imported|taken|acquired|received|absorbed)|"
    r"(?P<sold>sold|supplied|delivered|exported|shipped|sent|provided|furnished|dispatched)|"
    r"(?P<made>made|produced|built|manufactured|grown|mined))\s+(?:[a-z]+\s+)?(?P<how>by|in|from|to)\s+(?:the\s+)?$"
)
#: A verb whose object is who gets the goods: "sold Japan 5 billion".
_GIVES = re.compile(
    r"\b(?:sold|sells?|selling|sen[dt]s?|supplied|supplies|shipped|ships|gave|gives?|lent|lends|offered|paid|pays)\s+"
    r"(?:the\s+)?$"
)
#: Between a state and the sum that stands with it in a row: "next is Uzbekistan with 9.9 billion".
_HAS_WITH = re.compile(r",?\s+(?:with|at)\s+(?:(?:only|just|about|some|nearly|almost|over|around)\s+)?")
#: Whose it is, the thing itself left out: "while Slovakia's stayed close to 100 per cent".
_ALONE = re.compile(
    r"(?:['’]s?)?(?:\s*[.,;:)]|\s+(?:was|were|is|are|had|has|at|came|stood|stayed|rose|fell|grew|went|dropped|slipped|reached"
    r"|amounted|remained|only|just|[$€\d])|$)"
)
#: Who is a noun by itself: "nine tenths were Russian", "came from China".
_WAS = re.compile(r"\b(?:was|were|is|are|being|came out)\s+(?:[a-z]+ly\s+|of\s+)?$")
_ENDS = re.compile(r"\s*(?:[.,;:)–—]|$)|\s+(?:in|and|or|made|origin|by|at|against|while|but|up|down|whereas)\b|-made\b")
#: So near a noun stands to its figure; what opens brackets behind it, and what stands before it in a row.
_TIGHT = 4
_BRACKET = re.compile(r"\s*\(\W*")
_BEFORE_NOUN = re.compile(r"(?:\b(?:was|were|is|are)\s+(?:[a-z]+\s+)?|\),?\s+(?:and\s+)?)$")
_PART = r"(?:share|part|portion|slice|weight|proportion|percentage)"
#: "Russia's share", "the American part", "its share": who has the part, unless it is "its share of exports to".
_ITS_SHARE = re.compile(rf"(?:['’]s?)?\s+(?:(?:own|market|present|total|overall|current|relative)\s+)?{_PART}\b")
_SHARE_OF = re.compile(rf"\b{_PART}\s+(?:of|for)\s+(?:all\s+|total\s+)?(?:the\s+)?$", re.IGNORECASE)
_ITS_FLOW = re.compile(
    r"(?:['’]s?)?\s+(?:(?!(?:in|of|to|from|with|and|the|as)\b)[a-z]+\s+){0,2}?(?:exports?|imports?|trade|purchases|sales|turnover|commerce|total)\b"
)
#: "14 per cent of Chile's exports", "a fifth of all Chilean imports".
_PART_OF = re.compile(
    r"(?:%|\bper\s?cent|\bthird|\bquarter|\bhalf|\bfifth|\btenth)s?\s+of\s+(?:all\s+|total\s+|the\s+)*$"
)
_ACCOUNTS = re.compile(
    rf",?\s+(?:which\s+|who\s+)?{_WORDS}{{0,3}}?(?:account(?:s|ed|ing)?\s+for|ma(?:de|kes?|king)\s+up|represent(?:s|ed|ing)|"
    r"h(?:eld|olds?)|provid(?:es|ed)|contribut(?:es|ed)|absorb(?:s|ed)|t[oa]kes|took|has|had)\b[^,;:.]{0,40}"
)
#: "Peru comes next with 14 per cent", "Peru, at 14".
_WITH = re.compile(
    rf",?\s+{_WORDS}{{0,4}}?(?:with|at|on)\s+(?:just\s+|only\s+|about\s+|some\s+|almost\s+|nearly\s+|over\s+)*"
    r"(?:a\s+share\s+of\s+)?[$€(]?"
)
#: A line of a list: "Peru – 14.2%", "Peru: $142.6 billion (", "Peru (".
_LABEL = re.compile(
    r"\s*(?::|[–—]|\s-|\(|,)\s*(?:(?:US|USD)?\s*[$€]?\s*[\d.,]+\s*[a-z%]*\.?\s*(?:[(,/]|or)\s*)?(?:(?:US|USD)?\s*[$€])?\s*"
)
_AND_VERB = re.compile(
    r"[^.;:()]{0,60}?(?:,\s+|\b(?:and|but|or|while)\s+)(?:[a-z]+\s+){0,3}?"
    r"(?:(?P<takes>bought|buys?|buying|import(?:s|ed|ing)?|receiv(?:es|ed|ing)|takes?|took|taking|purchas(?:es|ed|ing)|gets?"
    r"|got|obtain(?:s|ed)|dr[ae]ws?)|"
    r"(?P<gives>sold|sells?|selling|export(?:s|ed|ing)?|ship(?:s|ped|ping)|suppl(?:ies|ied|ying)|deliver(?:s|ed|ing)|sends?"
    r"|sent|sending|provid(?:es|ed|ing)))\b"
)


def ties(
    text: str, span: Span, actors: Sequence[Actor], *, is_rank: bool, since: int, until: int
) -> dict[str, set[str]]:
    """How each state of a sentence is tied to a figure in it.

    Args:
        text: The sentence.
        span: Where the figure stands.
        actors: The states of the sentence.
        is_rank: Whether the figure is a place among partners.
        since: Where the figure before ends.
        until: Where the next figure begins.
    """
    found: dict[str, set[str]] = {}
    for actor in actors:
        if len(actor.codes) != 1 or not since <= actor.span[0] < until:
            continue
        names = _of_rank(text, span, actor, actors) if is_rank else _of_amount(text, span, actor, actors)
        found.setdefault(actor.codes[0], set()).update(names)
    return found


def _of_rank(text: str, span: Span, actor: Actor, actors: Sequence[Actor]) -> Iterator[str]:
    """How a state is tied to a place among partners."""
    (low, high), (start, end) = actor.span, span
    prefix = text[max(0, low - 40) : low]
    between = text[high:start] if high <= start else text[end:low] if end <= low else ""
    if len(between) > _FAR:
        return
    if high <= start:
        # Who is named in an aside has nothing to do with the rank: "Japan, the first investor in Vietnam, is ...".
        aside = _INSERTED.match(between)
        yield from _before_rank(prefix, between, _others(actors, high + (aside.end() if aside else 0), start), actor)
    elif end <= low:
        if _MORE_THAN.match(text, start, end) and prefix.endswith(("than ", "than the ")):
            # "Iran has no bigger customer than China".
            yield "then is"
            return
        if _FROM_WHOM.fullmatch(between) and _TAKEN.search(text, max(0, start - 24), start):
            yield "then compared"
            return
        yield from _after_rank(prefix, between, text, actor)


def _before_rank(prefix: str, between: str, others: Sequence[Actor], actor: Actor) -> Iterator[str]:
    """Ties of a state that stands before a rank, from the words that lead to it and those between the two."""
    if _LED.search(prefix):
        yield "led by for"
    if _BEATEN.search(prefix) or (_LEFT.search(prefix) and _IS_BEHIND.match(between)):
        yield "beaten"
        return
    if _BEHIND.search(prefix) or (_ONLY.search(prefix) and _MORE.match(between)):
        yield "compared"
    if _WHOSE_RANK.fullmatch(between):
        yield "whose relative"
        return
    is_plain = all(other.genitive or other.kind == "demonym" for other in others)
    is_owner = actor.genitive or actor.kind == "demonym" or between.startswith(("'", "’"))
    if _HAS_NO.fullmatch(between):
        yield "led by for"
    elif _TAKES.fullmatch(between) or (actor.kind == "demonym" and _PEOPLE_ARE.fullmatch(between)):
        yield f"is after {'a preposition' if _is_led(prefix) else 'none'}"
    elif _WHOSE.fullmatch(between) and is_owner:
        yield "whose" if actor.genitive or actor.kind != "demonym" else "demonym"
    elif _YIELDS.fullmatch(between):
        yield "yields"
    elif is_plain and not actor.genitive:
        makes = _MAKES.search(prefix)
        for name, form in (("is", _IS), ("aside", _ASIDE), ("as", _AS)):
            if form.fullmatch(between):
                yield f"{name} after {'makes' if makes else 'a preposition' if _is_led(prefix) else 'none'}"
                return
        if makes:
            yield "made"
        elif _BARE.fullmatch(between):
            yield "bare"


def _after_rank(prefix: str, between: str, text: str, actor: Actor) -> Iterator[str]:
    """Ties of a state that stands behind a rank."""
    if _BEHIND.search(prefix):
        yield "then compared"
    elif _THEN_GOES.fullmatch(between):
        yield "then goes to"
    elif _THEN_IS.fullmatch(between):
        yield "then is"
    elif _THEN_ASIDE.fullmatch(between) and not actor.genitive:
        yield "then aside"
    elif _HAS.match(text, actor.span[1]) and _THEN_HAS.fullmatch(between):
        yield "then has"
    elif re.search(r"[;:.]", between) is None:
        match = _OF_WHOSE.search(between)
        if match is not None and "," not in between:
            yield f"then {match[1]}{' whose' if actor.genitive or actor.kind == 'demonym' else ''}"


def _of_amount(text: str, span: Span, actor: Actor, actors: Sequence[Actor]) -> Iterator[str]:
    """How a state is tied to a level or a share."""
    (low, high), start = actor.span, span[0]
    prefix = text[max(0, low - 40) : low]
    verb = _VERB.match(text, high)
    if verb is not None and verb.lastgroup is not None and not actor.genitive:
        yield f"{'of all it' if _ALL.search(prefix) else 'it'} {verb.lastgroup}"
    elif _DID.match(text, high) and _ALL.search(prefix) and (deeds := list(_DEEDS.finditer(text, 0, low))):
        yield f"of all it {deeds[-1].lastgroup}"
    relative = _RELATIVE.match(text, high)
    if relative is not None and high <= start and not _others(actors, high, start):
        yield f"relative {relative[1].lower()}"
    yield from _of_part(text, actor, prefix, text[high:start] if high <= start else None, actors)
    done = _DONE.search(prefix)
    if done is not None:
        yield f"{next(name for name in ('bought', 'sold', 'made') if done[name])} {done['how']}"
    if _GIVES.search(prefix) and not (actor.genitive or actor.kind == "demonym"):
        yield "is given"
    if high <= start and _HAS_WITH.fullmatch(text, high, start):
        yield "has with it"
    if (actor.genitive or text.startswith(("'s", "’s"), high)) and _ALONE.match(text, high):
        yield "whose alone"
    is_noun = actor.kind == "demonym" and _WAS.search(prefix) and _ENDS.match(text, high)
    if actor.kind == "demonym" and not is_noun:
        # "31 % was Chinese, 5 % South Korean", "mainly Australian (25 per cent), Indonesian (4)".
        is_next = 0 <= low - span[1] < _TIGHT and _ENDS.match(text, high)
        is_noun = is_next or (0 < start - high < _TIGHT and _BRACKET.match(text, high) and _BEFORE_NOUN.search(prefix))
    if is_noun or text.startswith("-made", high):
        yield "is what it was"


def _of_part(text: str, actor: Actor, prefix: str, between: str | None, actors: Sequence[Actor]) -> Iterator[str]:
    """How a state is tied to a part of something: whose share it is, of what, who accounts for it, whose line it is."""
    high = actor.span[1]
    owns = actor.genitive or actor.kind == "demonym" or text.startswith(("'", "’"), high)
    if owns and _ITS_SHARE.match(text, high):
        yield "whose share"
    if _SHARE_OF.search(prefix):
        yield "share of its flow" if owns and _ITS_FLOW.match(text, high) else "share of it"
    elif owns and _ITS_FLOW.match(text, high) and _PART_OF.search(prefix):
        yield "part of its flow"
    if owns or between is None or _others(actors, high, high + len(between)):
        return
    if _ACCOUNTS.match(between):
        yield "accounts for"
    elif _WITH.fullmatch(between):
        yield "has with"
    if _LABEL.fullmatch(between) and (not prefix.strip() or prefix.rstrip(" ").endswith(("\n", "•", ";", ":", "*"))):
        yield "label"


def _is_led(prefix: str) -> bool:
    """Whether a preposition stands before a state."""
    return _PREPOSITION.search(prefix) is not None


def _others(actors: Sequence[Actor], low: int, high: int) -> list[Actor]:
    """The states between two places."""
    return [a for a in actors if low <= a.span[0] < high]


def carried_verb(text: str, since: int, start: int, actors: Sequence[Actor]) -> tuple[str, str] | None:
    """Who does what, where a verb stands after the last figure without a subject: "sells 5 billion to it and buys 3".

    Args:
        text: The sentence.
        since: Where the last figure ends.
        start: Where this one begins.
        actors: The states of the sentence.

    Returns:
        The state, and "takes" or "gives".
    """
    match = _AND_VERB.match(text, since, start) if since else None
    if match is None or match.lastgroup is None:
        return None
    verb = match.start(match.lastgroup)
    head = re.split(r",|\band\b|\bbut\b", text[since:verb])[-1]
    at = verb - len(head)
    relative = re.match(r"\s*(?:which|who)\b", head)
    if relative is not None:
        near = [a for a in actors if a.span[1] <= at and not a.genitive]
        return (near[-1].codes[0], match.lastgroup) if near and len(near[-1].codes) == 1 else None
    if any(at <= a.span[0] < verb for a in actors):
        return None
    first = next((a for a in actors if a.span[0] < since and _is_subject(text, a)), None)
    return (first.codes[0], match.lastgroup) if first is not None and len(first.codes) == 1 else None


def _is_subject(text: str, actor: Actor) -> bool:
    """Whether a state is plain and has a verb of its own: "Poland sells", "it bought"."""
    return not actor.genitive and _VERB.match(text, actor.span[1]) is not None


def listed(text: str, spans: Sequence[Span], actors: Sequence[Actor], place: int) -> str | None:
    """The state that answers to a figure of a row: "to China and India, with 32.7 and 16.8 per cent".

    Args:
        text: The sentence.
        spans: Where the figures of the row stand.
        actors: The states of the sentence.
        place: The place of the figure in its row.
    """
    if len(spans) < 2:
        return None
    run: list[Actor] = []
    found: list[list[Actor]] = []
    for actor in actors:
        if len(actor.codes) != 1 or (run and not _JOINED.fullmatch(text, run[-1].span[1], actor.span[0])):
            if len(run) == len(spans):
                found.append(run)
            run = []
        if len(actor.codes) == 1:
            run.append(actor)
    if len(run) == len(spans):
        found.append(run)
    before = [one for one in found if one[-1].span[1] <= spans[0][0]]
    after = [one for one in found if one[0].span[0] >= spans[-1][1]]
    chosen = before[-1] if before else after[0] if after else None
    return chosen[place].codes[0] if chosen is not None else None


_JOINED = re.compile(
    r"(?:['’]s?)?(?:,|,?\s+and|,?\s+or|\s+as well as)\s+(?:(?:to|from|with|by|in|for|of)\s+)?(?:the\s+)?"
)


_SELLS = (
    r"[Ss]old|sells?|[Ss]elling|[Ee]xport\w*|[Ss]hip(?:s|ped|ping|ments?)|[Dd]eliver\w*|[Ss]uppl\w+|sen[dt]s?|earn(?:s|ed)|"
    # "The exchange of goods" goes both ways.
    r"sending|[Ss]ales|"
    r"(?<!xchange of )(?<!xchanges of )(?<!xchanged )(?<!xchanging )(?<!traded )(?<!trading )(?<!rade in )"
    r"(?<!worth of )[Gg]oods(?!\s+(?:trade|exchanged)\b)|[Pp]roducts|[Ww]ares|[Mm]erchandise(?!\s+trade\b)"
)
_BUYS = r"[Bb]ought|buys?|spen(?:t|ds?)|[Bb]uying|[Ii]mport\w*|[Pp]urchas\w+|t[oa]kes?|took|taking|absorb\w*|receiv\w+"
_MOVES = re.compile(rf"\b(?:(?P<sells>{_SELLS})|(?P<buys>{_BUYS})|(?P<same>ones|that|those))\b")
_FINITE = re.compile(
    r"(?:sold|sells?|selling|exported|shipped|delivered|supplied|sen[dt]s?|bought|buys?|buying|imported|purchased|t[oa]kes?|"
    r"took|taking|absorbed|received)\b"
)
#: What parts the words about one figure from those about the next.
_PARTED = re.compile(r"[;:]|,?\s+(?:and|but|while|whereas|against|though|with)\b|,\s")
_OF_GOODS = re.compile(
    r"\s*(?:worth\s+)?(?:of|in)\s+(?:(?:this|it|that|which|these|them)\s+(?:is|was|were|are|has\s+been)\s+)?"
    rf"(?:(?!(?:{_SELLS}|{_BUYS})\b)[\w-]+\s+)?|"
    r"\s+(?:is|was|were|are)\s+(?:the\s+|of\s+|its\s+|their\s+)?(?:[A-Z][\w-]*(?:['’]s?)?\s+)?"
)
#: "Exported by the Tajiks": who did it.
_DONE_BY = re.compile(
    r"\b(?:sold|exported|shipped|delivered|supplied|sent|bought|imported|purchased|taken)\s+by\s+(?:the\s+)?$"
)
_TO = re.compile(r"\b(?P<how>to|from)\s+(?:the\s+)?$")


def sides(text: str, span: Span, actors: Sequence[Actor], since: int, until: int) -> dict[str, str]:
    """Who sells, and who buys, by the words about a figure alone: "... and Ukrainian goods worth 5 billion to Poland".

    Args:
        text: The sentence.
        span: Where the figure stands.
        actors: The states of the sentence.
        since: Where the figure before ends.
        until: Where the next figure begins.

    Returns:
        "sells" or "buys" by state.
    """
    own = [a for a in actors if len(a.codes) == 1]
    starts = [since, *(m.end() for m in _PARTED.finditer(text, since, span[0]))]
    for start in reversed(starts):
        word = _move(text, start, span, until)
        if word is None:
            continue
        kind, at = word
        found: dict[str, str] = {}
        ended = _PARTED.search(text, span[1], until)
        until = ended.start() if ended is not None else until
        for actor in own:
            way = _way(text, actor)
            if start <= actor.span[0] < until and way:
                found[actor.codes[0]] = "buys" if way == "to" else "sells"
            elif start <= actor.span[0] < until and _DONE_BY.search(
                text, max(start, actor.span[0] - 24), actor.span[0]
            ):
                found[actor.codes[0]] = kind
            elif start <= actor.span[0] < until and _GIVES.search(text[max(0, actor.span[0] - 14) : actor.span[0]]):
                found[actor.codes[0]] = "buys"
        who = _who(text, start, at, [a for a in own if a.codes[0] not in found])
        if who is not None:
            found[who] = kind
        return found
    return {}


def told_way(text: str, span: Span, since: int, until: int) -> str:
    """Whether the words about a figure alone say that something is sold, or bought, whoever does; "" if they do not."""
    starts = [since, *(m.end() for m in _PARTED.finditer(text, since, span[0]))]
    told = (_move(text, start, span, until) for start in reversed(starts))
    return next((kind for word in told if word is not None for kind in word[:1]), "")


def _way(text: str, actor: Actor) -> str:
    """Whether goods go "to" a state or come "from" it; "" where that is not said."""
    match = _TO.search(text[max(0, actor.span[0] - 9) : actor.span[0]])
    return match["how"] if match is not None else ""


def _who(text: str, start: int, at: int, own: Sequence[Actor]) -> str | None:
    """Whose goods they are, or who trades: named with the word, else the subject or the owner told before."""
    lead = [a for a in own if start <= a.span[0] < at and not _way(text, a)]
    if lead:
        return lead[0].codes[0]
    earlier = [a for a in own if a.span[0] < start]
    if re.match(r"\s*(?:which|who)\b", text[start:at]):
        plain = [a for a in earlier if not a.genitive]
        return plain[-1].codes[0] if plain else None
    if _FINITE.match(text, at):
        subjects = [a for a in earlier if _is_subject(text, a)]
        return subjects[0].codes[0] if subjects else None
    owners = [a for a in earlier if a.genitive or a.kind == "demonym"]
    return owners[-1].codes[0] if owners else None


def _move(text: str, start: int, span: Span, until: int) -> tuple[str, int] | None:
    """The word that says which way goods go, in the words about a figure, and where it stands."""
    match = _MOVES.search(text, start, span[0])
    if match is None:
        match = _OF_GOODS.match(text, span[1], until)
        match = _MOVES.match(text, match.end(), until) if match is not None else None
    if match is None:
        return None
    if match.lastgroup != "same":
        return str(match.lastgroup), match.start()
    last = [m for m in _MOVES.finditer(text, 0, start) if m.lastgroup != "same"]
    return (str(last[-1].lastgroup), match.start()) if last else None
