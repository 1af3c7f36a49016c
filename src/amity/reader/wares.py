"""Which ware is exported, bought or traded, and whether the data hold one: "crude oil exports", "exports of wheat"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from amity.reader import senses
from amity.reader.model import Actor
from amity.reader.phrases import Parsed
from amity.reader.seldom import Seldom, seldom

_WORD_BEFORE = re.compile(r"([\w’'-]+)[\s]*$")


@cache
def patterns() -> tuple[Seldom, Seldom, Seldom]:
    """Nouns of flows, their verbs, and wares."""

    def either(field: str) -> str:
        return "|".join(f"(?P<{name}>{getattr(flow, field)})" for name, flow in reversed(list(senses.flows().items())))

    wares = "|".join(
        f"(?P<{name}>{'|'.join(sorted(words.split('|'), key=len, reverse=True))})"
        for name, words in sorted(senses.wares().items(), key=lambda item: -max(map(len, item[1].split("|"))))
    )
    flags = re.IGNORECASE
    return (
        seldom(rf"(?<![\w])(?:{either('nouns')})(?![\w-])", flags),
        seldom(rf"(?<![\w-])(?:{either('verbs')})(?![\w-])", flags),
        seldom(rf"(?<![\w-])(?:{wares})(?![\w])", flags),
    )


#: So often a ware must be named for a document to be about it.
_OFTEN = 4
#: What is said of trade in general counts as a ware of its own.
_TRADE = re.compile(r"\b(?:trade|trading|turnover|goods|merchandise|products)\b", re.IGNORECASE)


#: What a headline names counts so much more; so long one may be.
_HEADLINE, _LONG = 3, 200
#: A document of which a ware is so great a part speaks of nothing else.
_MAINLY = 0.75
#: "The arms trade", "military products" are no trade in general.
_OF_ARMS = re.compile(r"(?<![\w-])(?:arms|weapons?|military|defen[cs]e)[ -]$", re.IGNORECASE)
_IN_ARMS = re.compile(r"\s+(?:in|of)\s+(?:\w+\s+)?(?:arms|weapon(?:s|ry)|armaments)\b", re.IGNORECASE)


def _headline(text: str) -> str:
    """The first line of a text, if it is short enough for a headline and more stands below it."""
    line, found, _ = text.lstrip().partition("\n")
    return line if found and len(line) <= _LONG else ""


def subjects_of(text: str) -> tuple[tuple[str, float], ...]:
    """What a document names most, wares and what shares are told of besides, with their part in all that it names.

    A ware stands by its name ("arms"), anything else by the id of its sense ("opinion.favourable").
    """
    counts, trade = _named(text)
    head, of_head = _named(_headline(text))
    counts += Counter({name: count * _HEADLINE for name, count in head.items()})
    whole = counts.total() + trade + of_head * _HEADLINE
    named = tuple((name, count / whole) for name, count in counts.most_common(2) if count >= _OFTEN)
    others = {sense.id: sum(1 for _ in words.pattern.finditer(text)) for sense, words in _other_shares()}
    kept = sorted((n for n in others.items() if n[1] >= _OFTEN), key=lambda item: -item[1])[:1]
    return (*named, *((name, count / (count + whole)) for name, count in kept))


def _named(text: str) -> tuple[Counter[str], int]:
    """How often a text names each ware, and trade in general."""
    # A whole document is read but here: cutting it into runs would take longer than looking.
    names = (match.lastgroup or "" for match in patterns()[2].pattern.finditer(text))
    counts = Counter("gas" if name in ("lng", "pipeline") else name for name in names if name != "goods")
    return counts, sum(1 for _ in _trade(text))


def _trade(text: str) -> Iterator[re.Match[str]]:
    """Where a text speaks of trade in general: of "the arms trade" it does not."""
    for spot in _TRADE.finditer(text):
        start, end = spot.span()
        if not (_OF_ARMS.search(text, max(0, start - 12), start) or _IN_ARMS.match(text, end)):
            yield spot


def is_on_arms(text: str, subjects: Sequence[tuple[str, float]]) -> bool:
    """Whether "exports" in a sentence are of arms, for its document speaks of hardly anything else."""
    if not any(name == "arms" and share >= _MAINLY for name, share in subjects):
        return False
    named = {match.lastgroup for match in patterns()[2].finditer(text)} - {"arms"}
    return not named and next(_trade(text), None) is None


@cache
def _other_shares() -> tuple[tuple[senses.Sense, Seldom], ...]:
    """What a share may be of besides wares, by the words that hint at it."""
    return tuple((s, s.hints) for s in senses.everything() if s.ware is None and "share" in s.figures and s.hints)


def _ware_ending(text: str) -> tuple[str, int] | None:
    """The ware whose words end a text, and where they begin: the longest."""
    pattern = patterns()[2].pattern
    best: tuple[str, int] | None = None
    for match in pattern.finditer(text, max(0, len(text) - 40)):
        if match.end() == len(text) and match.lastgroup and (best is None or match.start() < best[1]):
            best = match.lastgroup, match.start()
    return best


def ware_before(reading: Parsed, at: int) -> tuple[str, int]:
    """Which ware the words before a noun name, and where its phrase begins; "" where it is one not held."""
    ware, start, is_acted = "goods", at, False
    for _ in range(7):
        if reading.ending_at(start) is not None:
            break
        head = reading.text[:start].rstrip(" ")
        known = _ware_ending(head)
        if known is not None:
            ware, start = (known[0] if ware == "goods" else ware), known[1]
            continue
        match = _WORD_BEFORE.search(head)
        if match is None or match.end() < len(head):
            break
        word = match[1].lower()
        if word in _SUBJECTS and ware == "goods":
            # "Of the oil they import": what stands before is what they move.
            moved = _ware_ending(reading.text[: match.start(1)].rstrip(" "))
            return (moved[0] if moved else ware), start
        if (
            not any(c.isalnum() for c in word)
            or word in senses.phrases("ends")
            or word.endswith(("’", "'"))
            or word in senses.phrases("couples")
            or any(c.isdigit() for c in word)
        ):
            break
        if word not in senses.phrases("neutral") and not word.endswith(("ed", "ing", "ly", "est", "er", "’s", "'s")):
            # A verb or an adverb ends the phrase as well ("boost exports"); only what looks like a noun is a ware, and
            # before what looks like its verb ("the customs service counted trade") it is who did it.
            if is_acted and ware == "goods":
                return ware, start
            return ("", match.start(1)) if ware == "goods" else (ware, start)
        is_acted = is_acted or (word.endswith("ed") and word not in senses.phrases("neutral"))
        start = match.start(1)
    return ware, start


#: Who moves a ware, right before the verb.
_SUBJECTS = frozenset({"they", "we", "you", "i", "it", "he", "she"})


_OF_WARE = re.compile(r"\s+(?:of|in)\s+(?:the\s+)?(?:[A-Z][\w’'.-]*\s+)?(?P<words>[a-z][\w-]*(?: [a-z][\w-]*){0,3})")


_OF_IT = re.compile(
    r"\s+of\s+(?:it|them|(?:those|these|the same)(?:\s+(?:fuels?|goods|commodit\w+|products|wares?))?|"
    r"th(?:is|e|at) (?:fuel|commodity))\b"
)


def ware_told(text: str, at: int) -> str | None:
    """The ware named last before an offset, goods in general left out; None where none is."""
    found = [m for m in patterns()[2].finditer(text, 0, at) if m.lastgroup != "goods"]
    told = next((m for m in reversed(found) if not _is_price(text, m)), None)
    return told.lastgroup if told is not None else None


#: "With oil in free fall", "when crude fell to $30", "with gas at a record": the price, under which all goods move.
_WHILE = re.compile(r"\b(?:with|when|as|while|once|though)\s+(?:the\s+price\s+of\s+)?$", re.IGNORECASE)
_AT_PRICE = re.compile(
    r"\s+(?:prices?\s+)?(?:(?:still|now|so|then|again|back)\s+)?(?:in\s+free\s*fall|at\s+(?:\$|US|a\b|an\b|less|more|over|under|"
    r"nearly|about|record)|below\b|above\b|near\b|cheap|dear|high\b|low\b|down\b|up\b|trading\b|falling\b|rising\b|fell\b|"
    r"rose\b|collaps\w+|slump\w+|plung\w+|tumbl\w+|soar\w+)"
)


def _is_price(text: str, ware: re.Match[str]) -> bool:
    """Whether a ware is named for its price alone, as a circumstance."""
    behind = _AT_PRICE.match(text, ware.end())
    return behind is not None and _WHILE.search(text, max(0, ware.start() - 24), ware.start()) is not None


def of_it(text: str, at: int) -> tuple[str, int] | None:
    """The ware that "of them" means after an offset, and where that ends."""
    match = _OF_IT.match(text, at)
    ware = ware_told(text, at) if match else None
    return (ware, match.end()) if match and ware else None


def ware_after(reading: Parsed, at: int, *, is_trade: bool) -> str | None:
    """The ware of "exports of crude oil"; "" where it is one not held, None where none is named."""
    if _OF_IT.match(reading.text, at) is not None:
        # "Coal points the same way, with Australia providing 58 per cent of Japanese imports of it".
        return ware_told(reading.text, at)
    match = _OF_WARE.match(reading.text, at)
    if match is None or any(a.span[0] <= match.start("words") < a.span[1] for a in reading.actors):
        return None
    if any(
        match.start() < a.span[0] and reading.text[a.span[1] : match.start("words")] == " " and a.kind != "demonym"
        for a in reading.actors
    ):
        # "The trade of Kenya exceeded": a verb, no ware.
        return None
    found = patterns()[2].match(reading.text, match.start("words"))
    if found is not None and found.lastgroup:
        return found.lastgroup
    word = match["words"].split()[0]
    if word in senses.phrases("ends"):
        # "Exports of Iran in 2009" name no ware.
        return None
    is_of = re.match(r"\s+of\b" if not is_trade else r"\s+(?:of|in)\b", reading.text[at:]) is not None
    return None if word in senses.phrases("no_ware") or not is_of else ""


#: Nouns that need a ware: "sales" may be of anything.
_BARE = re.compile(
    r"sales|shipment|deliver|suppl|transfer|purchase|procure|acqui|outflow|exchanges|commerce", re.IGNORECASE
)


def ware_meant(reading: Parsed, match: re.Match[str], start: int) -> str:
    """The ware of a bare noun: of "sales" what was spoken of before, of "exports" goods."""
    phrase = reading.text[start : match.end()].lower()
    if "goods" in phrase or "merchandise" in phrase:
        return "goods"
    found = (m.lastgroup for m in patterns()[2].finditer(reading.text, 0, start))
    earlier = [ware for ware in found if ware and ware not in ("goods", "tech", "energy")]
    if not _BARE.match(match[0]):
        return "goods"
    # Sales to a country, of nothing in particular, are its trade.
    return earlier[-1] if earlier else "goods"


#: What may stand between a verb and how much is moved: anything but the name of a ware.
_NO_WARE = (
    r"(?:(?:some|about|around|over|nearly|almost|only|just|merely|more|less|fewer|than|up|down|to|as|much|little|at|least|"
    r"most|an?|another|further|mere|paltry|modest|roughly|approximately|well|it|them|back|there|abroad|home|in|return|"
    r"each|one|other|another|its|their|own|ones|his|her|the|of|for|from|by|worth|total|all|told|altogether|neighbou?rs?|partners?|"
    r"rivals?|still|even|then|already|overseas|together|alone|no|not|between|and|[A-Z][\w.’'-]*)\s+){0,7}"
)
_MONEY_NEXT = re.compile(
    rf"\s*(?:[A-Z][a-z]+\s+)?(?:goods|products|merchandise|commodities|{_NO_WARE}(?:[$€£¥]|US\$|USD|\d)|"
    rf"{_NO_WARE}(?:goods|products|merchandise|commodities|worth))"
)

#: "Shipped 3.1 per cent less to it": of all that is shipped.
_SO_MUCH_MORE = re.compile(
    r"\s+(?:\w+\s+){0,2}?\d[\d.,]*\s*(?:%|per\s?cent)\s+(?:more|less)(?=\s+(?:to|from|there|in|than)\b|[,.;]|$)"
)
_THAT = re.compile(
    r"\b(?:everything|anything|what|all(?: the)?(?: \w+){0,3}|the (?:[\w-]+ ){0,2}[\w-]+(?: that| which)?|"
    r"goods|merchandise)\s+(?:that\s+|which\s+)?"
    r"(?:the\s+)?(?:[A-Z][\w.’']*\s+){0,5}(?:it\s+)?$",
    re.IGNORECASE,
)


def ware_of_verb(reading: Parsed, start: int, at: int, end: int) -> str:
    """What a verb moves ("shipped 5 Mt of coal"): from what follows it, else what it refers to; "" if not held."""
    found = patterns()[2].search(reading.text, at, min(end, at + 90))
    if (
        found is not None
        and found.lastgroup
        and not re.match(r"\s+(?:pipeline|company|firm|giant|price|field|deal)", reading.text[found.end() :])
    ):
        return found.lastgroup
    if re.match(
        r"\s+(?:about |some |over |nearly |around )?[\d.,]+\s*(?:million|m|bn|billion)?\s*(?:tonnes|tons|"
        r"barrels|bcm|Mt|cubic)",
        reading.text[at:end],
    ):
        earlier = [m.lastgroup for m in patterns()[2].finditer(reading.text, 0, start) if m.lastgroup]
        if earlier and earlier[-1]:
            return earlier[-1]
    unit = re.match(
        r"\s+(?:\w+ ){0,2}[\d.,]+\s*(?:(bcm|billion cubic)|(?:million |thousand |m )?(barrels|b/d|bpd))",
        reading.text[at:end],
    )
    if unit is not None:
        return "gas" if unit[1] else "crude"
    if _SO_MUCH_MORE.match(reading.text, at, end):
        return "goods"
    back = _THAT.search(reading.text[max(0, start - 60) : start])
    if back is not None and re.match(
        r"\s*(?:$|[.,;]|from\b|to\b|in\b|by\b|abroad\b|elsewhere\b|overseas\b|came\b|went\b|between\b|during\b)",
        reading.text[at:end],
    ):
        named = patterns()[2].search(back[0])
        return named.lastgroup if named and named.lastgroup else "goods"
    text = reading.text[at:end]
    actor = reading.beginning_at(at)
    if actor is not None:
        text = reading.text[actor.span[1] : end]
    of_what = re.search(r"\bof\s+((?:[\w’'-]+\s+){0,3}[\w’'-]+)", text[:70])
    if of_what and not re.search(r"\b(?:goods|products|merchandise|commodities|dollars)\b", of_what[1]):
        # "$2.5 billion worth of missiles".
        return ""
    return "goods" if _MONEY_NEXT.match(text) and re.search(r"\$|dollar|USD|goods|products|merchandise", text) else ""


def ware_at(text: str, at: int) -> tuple[str, int] | None:
    """The ware whose words begin after an offset ("natural gas"), if no noun of a flow follows, and where they end."""
    match = re.compile(r"(?:['’]s)?\s+(?:(?:total|foreign|imported|major)\s+)?").match(text, at)
    found = patterns()[2].match(text, match.end()) if match else None
    if found is None or found.lastgroup is None or patterns()[0].match(text, found.end() + 1):
        return None
    return found.lastgroup, found.end()


_GOODS = re.compile(r"\s+(?:[a-z]+\s+)?(?:goods|products|merchandise|crude|oil|gas|coal|arms|weapons)\b")


def comes_from(text: str, actor: Actor) -> bool:
    """Whether an adjective says where goods come from: "imports of Chinese goods", "worth of Russian oil"."""
    return actor.kind == "demonym" and _GOODS.match(text, actor.span[1]) is not None
