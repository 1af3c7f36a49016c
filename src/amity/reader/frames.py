"""What was said last that makes figures others than those of two states' trade in goods, and for how long it holds.

A writer says once that a group of states is meant, or the trade of one state with all, or services as well, or one
product, and then goes on for some sentences. Whoever names two states anew, or goods, or trade at large, ends that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from amity.reader import senses
from amity.reader.model import Actor, Span
from amity.reader.seldom import Among, seldom

#: With whom, goods or services, what ware, and what a share is of.
KINDS = ("party", "goods", "ware", "whole")
#: At most so many sentences something is carried on.
_FAR = 6
_GROUPS = seldom(
    r"\b(?:regions?(?!\s+of\s+(?:US)?[$€£\d])|regional|continents?|blocs?|(?<!Soviet\s)(?<!African\s)[Uu]nions?|(?:the\s+)?(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,3})\s+"
    r"(?:\w+\s+){0,2}(?:countries|states|nations|members|economies|republics)|(?:European|Western|African|Asian|Arab|"
    r"Gulf|Islamic|Muslim|Latin|Central|Eastern|Baltic|Nordic|Balkan|Caribbean|Pacific|former|other|neighbou?ring|many|most|"
    r"several|all|developing|developed|emerging|member|friendly|unfriendly|sanctioning|third|these|those)[\s-]+(?:[A-Z]\w+\s+)?"
    r"(?:countries|states|nations|members|economies|republics|markets|partners|neighbou?rs)|"
    r"(?:countries|states|nations)\s+(?:of|in|from)\s+the|the\s+rest\s+of|elsewhere|the\s+West|everyone\s+else|"
    r"(?:(?:South|North|Latin|Central|East|West|Southeast|sub-Saharan|Sub-Saharan|Southern|Northern|Eastern|Western)\s+)?"
    r"(?:(?<!South\s)Africa|Asia|Europe)(?![\w-])|Latin\s+America|South\s+America|Central\s+America|Middle\s+East(?:ern)?|Caribbean|Balkans|Maghreb|"
    r"(?:North|West|East|Central|Southern|Eastern|Western|Southeast|Latin|sub-Saharan)\s+(?:African(?!\s+Republic)|Asian|European|American)s?|"
    r"Sahara|Gulf|Caucasus|Americas|NAFTA|OPEC|OECD)\b"
)
_TOTALS = seldom(
    r"\b(?:total|overall|all|entire|aggregate|global|worldwide|whole)\s+(?:\w+\s+){0,2}(?:exports?|imports?|trade|"
    r"sales|purchases|deliveries|commerce|surplus|deficit)\b|\b(?:foreign|external|world|outside)\s+(?:trade|commerce)\b|"
    r"\b(?:trade|exports?|imports?|sales|purchases|deliveries|surplus|deficit)\s+(?:overall|as\s+a\s+whole|in\s+general|abroad|worldwide)\b|"
    r"\b(?:to|with)\s+(?:the\s+world|the\s+rest\s+of\s+the\s+world|all\s+(?:countries|destinations|partners))\b|"
    r"\bcurrent\s+account\b|\b[Ww]orld['’]s\b(?!\s+(?:\w+[\s-]+){0,2}(?:largest|biggest|leading|top|main|most|greatest|economy|foremost|number))|"
    r"\bof\s+(?:global|world)\b",
)
_SERVICES = seldom(r"\bservices?\b(?!\s+(?:said|reported|chief|head|data|statistics|figures))", re.IGNORECASE)
_GOODS = seldom(r"\b(?:goods|merchandise)\b", re.IGNORECASE)
_TRADE = seldom(
    r"\b(?:trade|trading|turnover|commerce|exports?|exported|imports?|imported|goods|merchandise)\b", re.IGNORECASE
)
_FUELS = seldom(r"\b(?:oil|crude|gas|petroleum|coal|LNG|fuels?|energy|hydrocarbons?)\b", re.IGNORECASE)
_FLOW = (
    r"(?:exports?|imports?|exported|imported|purchases|sales|deliveries|shipments|trade|arms|weapons|bought|buys|sold|sells|"
    r"transfers|commerce)"
)
#: All there is of something in the world, or on a market.
_OF_ALL = seldom(
    rf"\b(?:world|global|international)(?:['’]s|-wide|wide)?\s+(?:\w+\s+){{0,2}}{_FLOW}\b|\b(?:of|on|in)\s+the\s+(?:\w+\s+)?market\b|"
    rf"\bmarket\s+shares?\b|\bof\s+all\s+(?:the\s+)?(?:major\s+|heavy\s+|conventional\s+)?(?:arms|weapons)\b(?!\s+(?:it|they|(?-i:[A-Z])))|\b{_FLOW}\s+(?:sold\s+)?(?:world-?\s?wide|globally|"
    r"in\s+the\s+world|the\s+world\s+over)\b|\bof\s+the\s+world\s+total\b|\bthe\s+global\s+total\b",
    re.IGNORECASE,
)
#: All that one state buys or sells.
_OF_ONE = seldom(
    rf"(?:['’]s?|\bits|\btheir|\bour|\b[A-Z]\w+(?:ese|ian|ish|an|i|ch|sh))\s+(?:(?!world|global)\w+\s+){{0,2}}{_FLOW}\b|"
    rf"\bof\s+(?:what|everything|all)\s+(?:that\s+)?(?:the\s+)?[\w’'-]+\s+(?:\w+\s+)?{_FLOW}\b"
)
#: Those who buy or sell in all the world.
_AGENTS = seldom(
    r"\b(?:exporters|importers|sellers|buyers|purchasers|spenders|vendors|exporting|importing)\b|"
    r"\b(?:top|largest|leading|biggest|main)\s+(?:exporter|importer|seller|buyer)\b",
    re.IGNORECASE,
)
_WHOLES = ("of all", "of one", "agents")
_WORDS = {
    "of all": _OF_ALL,
    "of one": _OF_ONE,
    "agents": _AGENTS,
    "group": _GROUPS,
    "all": _TOTALS,
    "services": _SERVICES,
    "goods": _GOODS,
    "trade": _TRADE,
    "fuel": _FUELS,
}
_SOUGHT = Among(_WORDS.items())
#: So close behind the name of a ware the word for trade is of it: "soybean exports".
_JOINED = 14


#: Where something happens, or who reports it: no party to it.
_VENUES = frozenset({"UN", "IMF", "OECD", "WTO", "World Bank"})
_PLACED = re.compile(
    r"\b(?:in|at|within|under|inside|outside|across|among|throughout|joined|joining|left|according to|by)\s+"
    r"(?:the\s+)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """What was said last of one kind.

    Attributes:
        what: What was said; "" where nothing was.
        since: How many sentences ago.
        in_block: Whether it was in the same paragraph.
    """

    what: str = ""
    since: int = 0
    in_block: bool = False


NOTHING = Said()


@dataclass(frozen=True, slots=True)
class Frame:
    """What holds for a sentence from those before it, by kind."""

    party: Said = NOTHING
    goods: Said = NOTHING
    ware: Said = NOTHING
    whole: Said = NOTHING
    titled: tuple[str, ...] = field(default=("", "", "", ""))

    def of(self, kind: str) -> Said:
        """What was said last of a kind."""
        return {"party": self.party, "goods": self.goods, "ware": self.ware, "whole": self.whole}[kind]


#: Before anything was said.
BLANK = Frame()


def said(text: str, actors: Sequence[Actor], kind: str, within: Span | None = None) -> str:
    """What a sentence, or a part of one, says of a kind."""
    low, high = within or (0, len(text))
    marks = _marks(text)
    if kind == "party":
        return _party(text, [a for a in actors if low <= a.span[0] < high], marks, (low, high))
    if kind == "goods":
        return next((name for name in ("services", "goods") if _is_in(marks[name], (low, high))), "")
    return _last(marks, ("trade", "product", "fuel") if kind == "ware" else _WHOLES, (low, high))


@lru_cache(maxsize=64)
def _marks(text: str) -> Mapping[str, tuple[Span, ...]]:
    """Where the words stand that say any of it."""
    found: dict[str, tuple[Span, ...]] = dict.fromkeys(_WORDS, ())
    for name in _SOUGHT.of(text):
        found[name] = tuple(match.span() for match in _WORDS[name].finditer(text))
    found["product"] = tuple(match.span() for match in senses.beyond()["products"].finditer(text))
    return found


def groups(text: str) -> tuple[Span, ...]:
    """Where words for groups of states stand: "the region", "Central Asia"."""
    return _marks(text)["group"]


def _is_in(marks: Sequence[Span], within: Span) -> bool:
    return any(within[0] <= start and end <= within[1] for start, end in marks)


def _party(text: str, actors: Sequence[Actor], marks: Mapping[str, Sequence[Span]], within: Span) -> str:
    """With whom: "two" states or more, "one", a "group", "all" the world, or one of these beside a state or two."""
    named = {a.codes[0] for a in actors if len(a.codes) == 1 and a.group is None and a.kind not in ("firm", "pronoun")}
    is_group = _is_in(marks["group"], within) or any(not names_no_party(text, a) for a in actors)
    what = "group" if is_group else "all" if _is_in(marks["all"], within) else ""
    how_many = "two" if len(named) > 1 else "one" if named else ""
    return f"{what} and {how_many}" if what and how_many else what or how_many


def names_no_party(text: str, actor: Actor) -> bool:
    """Whether an organisation or a region is only where something happens, or who reports it."""
    return not is_group(text, actor) or _PLACED.search(text[max(0, actor.span[0] - 16) : actor.span[0]]) is not None


def is_group(text: str, actor: Actor) -> bool:
    """Whether an actor is a group of states: no "World Bank", nor "the Asian giant" or "European sanctions"."""
    return actor.group is not None and actor.group not in _VENUES and _EPITHET.match(text, actor.span[1]) is None


_EPITHET = re.compile(
    r"(?:['’]s\s+(?:[\w-]+\s+){0,3}|\s+(?:[a-z][\w-]*\s+)?)(?:giant|nation|country|state|economy|power|superpower|republic|"
    r"kingdom|island|heavyweight)\b|\s+(?:and\s+\w+\s+)?(?:sanctions?|embargo(?:es)?|bans?|crisis|war|restrictions)\b"
)


def _last(marks: Mapping[str, Sequence[Span]], names: Sequence[str], within: Span) -> str:
    """What of some is told last: a "product", a "fuel", or "trade" at large; the trade of all, of one, or a market."""
    last: dict[str, int] = {}
    for name in names:
        for start, end in marks[name]:
            if within[0] <= start and end <= within[1]:
                last[name] = end + _JOINED if name in ("product", "fuel") else start
    return max(last, key=lambda one: last[one]) if last else ""


def after(before: Frame, text: str, actors: Sequence[Actor], part: str) -> Frame:
    """What holds for the sentences after one.

    Args:
        before: What held for it.
        text: The sentence.
        actors: Whom it names.
        part: What it is: "title", "heading" or else.
    """
    new = [said(text, actors, kind) for kind in KINDS]
    if part == "title":
        return replace(before, titled=tuple(new))
    party, goods, ware, whole = (_next(before.of(kind), what) for kind, what in zip(KINDS, new, strict=True))
    return Frame(party, goods, ware, whole, before.titled)


def _next(before: Said, what: str) -> Said:
    # One state alone goes on with what was told: "its imports from Poland" after the Union.
    if what and not (what == "one" and before.what not in ("", "one")):
        return Said(what, 1, in_block=True)
    return Said(before.what, before.since + 1, before.in_block) if 0 < before.since < _FAR else NOTHING


def turned(frame: Frame) -> Frame:
    """What holds for another paragraph."""
    party, goods, ware, whole = (Said(one.what, one.since) for one in map(frame.of, KINDS))
    return Frame(party, goods, ware, whole, frame.titled)
