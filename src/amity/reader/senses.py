"""What a document may speak of, and which figures in the data it then means: the table `senses.toml`, read.

A new sense is one table of that file; nothing here or in the grammar names a sense.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from amity.claims.language import Figure
from amity.reader.seldom import Among, Seldom, seldom

#: How many of the base of its measure a unit is; only units of one measure compare.
_BASES = (
    (re.compile(r"USD\b"), "USD"),
    (re.compile(r"TIV\b"), "TIV"),
    (re.compile(r"%$|percentage points$|share\b"), "share"),
    (re.compile(r"bcm|m3|cubic metres", re.IGNORECASE), "m3"),
    (re.compile(r"Mt\b|\bk?t\b|tonnes?\b|(?:thousand|million) t(?:onnes)?\b"), "t"),
    (re.compile(r"bbl/d|(?:thousand|million) bbl/d"), "bbl/d"),
    (re.compile(r"persons|people|inhabitants|troops|tourists|visitors|trips"), "persons"),
)


@dataclass(frozen=True, slots=True)
class Flow:
    """How a flow of goods is told.

    Attributes:
        nouns: Regular expression of its nouns ("exports").
        verbs: The same of verbs whose subject owns the flow ("sold").
        to: Prepositions before the partner.
        by: Prepositions before the owner.
    """

    nouns: str
    verbs: str
    to: str
    by: str


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing that documents speak of and data measure.

    Attributes:
        id: Its name.
        said: It in words, with {o} and {p} for owner and partner.
        flow: out, in, with, balance, of (a property of the owner) or pair.
        ware: The ware, where it is a flow of goods.
        words: Regular expression of what names it, where its noun is not that of a flow.
        to: Prepositions before the partner.
        by: Prepositions before the owner.
        figures: Statistic, or statistic and measure ("level.USD") → figures, the default first.
        rank: Figure by which partners are ranked.
        counted: Regular expression of the noun counted.
        context: What must be said in the sentence, too.
        unless: What must not.
        soft: Whether a contradiction may be one of definitions.
        firm: Words by which it is none all the same: just what the data hold.
        gaps: Whether a zero in the data may be a flow that was not told.
        hints: Regular expression of what makes it likely without naming it; of goods the words for the ware.
        venue: Regular expression of the place where it happens.
        owners: The states of which alone anything is held; empty where of any.
    """

    id: str
    said: str
    flow: str
    ware: str | None = None
    words: Seldom | None = None
    to: str = ""
    by: str = ""
    figures: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    rank: str | None = None
    counted: re.Pattern[str] | None = None
    context: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    soft: bool = False
    firm: re.Pattern[str] | None = None
    gaps: bool = False
    hints: Seldom | None = None
    venue: Seldom | None = None
    owners: frozenset[str] = frozenset()

    def __reduce__(self) -> tuple[Callable[[str], Sense], tuple[str]]:
        """In another process it is the one of the table there: two senses that say the same are not one."""
        return named, (self.id,)


@dataclass(frozen=True, slots=True)
class _Table:
    flows: Mapping[str, Flow]
    parts: Mapping[str, re.Pattern[str]]
    wares: Mapping[str, str]
    phrases: Mapping[str, frozenset[str]]
    moves: Mapping[str, Seldom]
    beyond: Mapping[str, Seldom]
    senses: tuple[Sense, ...]


@cache
def _table() -> _Table:
    with Path(__file__).with_name("senses.toml").open("rb") as handle:
        raw: dict[str, Any] = tomllib.load(handle)
    flows = {name: Flow(**row) for name, row in raw["flows"].items()}
    parts = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in raw["parts"].items()}
    phrases = {name: frozenset(words.split()) for name, words in raw["phrases"].items()}
    moves, beyond = (
        {name: seldom(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE) for name, words in raw[table].items()}
        for table in ("moves", "beyond")
    )
    senses = tuple(_sense(row, flows, raw["shared"], _hints(raw, row)) for row in raw["sense"])
    return _Table(flows, parts, raw["wares"], phrases, moves, beyond, senses)


def _hints(raw: Mapping[str, Any], row: Mapping[str, Any]) -> Seldom | None:
    """What makes a sense likely: words of its own, else those for its ware."""
    words = raw["hints"].get(row["id"]) or raw["wares"].get(row.get("ware", ""))
    return seldom(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE) if words else None


def _sense(row: Mapping[str, Any], flows: Mapping[str, Flow], shared: Mapping[str, str], hints: Seldom | None) -> Sense:
    flow = flows.get(row["flow"])
    figures: dict[str, tuple[str, ...]] = {}
    for name in ("share", "share_of_gdp", "ratio", "count", "last", "market", "gdp", "machinery", "fuels"):
        if name in row:
            figures[name] = tuple(row[name])
    for name in ("level", "world"):
        figures |= {f"{name}.{measure}": tuple(texts) for measure, texts in row.get(name, {}).items()}

    def rare(name: str) -> Seldom | None:
        found = pattern(name)
        return found and Seldom(found)

    def pattern(name: str) -> re.Pattern[str] | None:
        if name not in row:
            return None
        words = re.sub(r"<(\w+)>", lambda match: shared[match[1]], row[name])
        return re.compile(rf"(?<![\w-])(?:{words})(?!\w)", re.IGNORECASE)

    return Sense(
        id=row["id"],
        said=row["said"],
        flow=row["flow"],
        ware=row.get("ware"),
        words=rare("words"),
        to=row.get("to")
        or (flow.to if flow else "than" if row["flow"] == "of" else "with|and|to|from|of|in|on|between"),
        by=row.get("by") or (flow.by if flow else "of|by|for|in"),
        figures=figures,
        rank=row.get("rank"),
        counted=pattern("counted"),
        context=pattern("context"),
        unless=pattern("unless"),
        soft=bool(row.get("soft")),
        firm=pattern("firm"),
        gaps=bool(row.get("gaps")),
        hints=hints,
        venue=rare("venue"),
        owners=frozenset(row.get("owners", ())),
    )


def everything() -> tuple[Sense, ...]:
    """All senses, in the order of the file."""
    return _table().senses


def flows() -> Mapping[str, Flow]:
    """Flows of goods by name."""
    return _table().flows


def phrases(name: str) -> frozenset[str]:
    """Words of a noun phrase that do the same to it: "neutral", "ends", "couples" or "no_ware"."""
    return _table().phrases[name]


def parts() -> Mapping[str, re.Pattern[str]]:
    """Statistic of what a flow is made of → the words for that part of it."""
    return _table().parts


def moves() -> Mapping[str, Seldom]:
    """Verbs that move a ware: those who "give", those who "take", and what goods do themselves, "go"."""
    return _table().moves


def beyond() -> Mapping[str, Seldom]:
    """Kind of what the data do not hold → words for it."""
    return _table().beyond


def wares() -> Mapping[str, str]:
    """Ware → regular expression of its words."""
    return _table().wares


@cache
def by_words() -> Among[Sense]:
    """Senses by the words that name them."""
    return Among((s, s.words) for s in everything() if s.words is not None)


@cache
def by_hints() -> Among[Sense]:
    """Senses by the words that make them likely."""
    return Among((s, s.hints) for s in everything() if s.hints is not None)


@cache
def _ware_words(ware: str) -> Seldom:
    return seldom(rf"(?<![\w-])(?:{wares()[ware]})(?![\w])", re.IGNORECASE)


def named_in(ware: str, text: str) -> bool:
    """Whether a text names a ware."""
    return _ware_words(ware).search(text) is not None


@cache
def at_venues() -> tuple[Sense, ...]:
    """Senses that go by the same words and differ by the place: votes in the Assembly and in the Council."""
    return tuple(s for s in everything() if s.venue is not None)


@cache
def of_goods(ware: str, flow: str) -> Sense | None:
    """The sense of a flow of a ware; None where the data hold none."""
    return next((s for s in everything() if s.ware == ware and s.flow == flow), None)


@cache
def named(name: str) -> Sense:
    """The sense of this id."""
    return next(sense for sense in everything() if sense.id == name)


@lru_cache(maxsize=256)
def measure(unit: str) -> str:
    """What a unit measures: "USD bn" → "USD"; a noun counted is its own."""
    return next((base for pattern, base in _BASES if pattern.search(unit)), unit)


def figures(sense: Sense, statistic: str, owner: str, partner: str | None) -> tuple[Figure, ...]:
    """The figures of a sense for two states, the default first; () where it has none of this statistic."""
    texts = sense.figures.get(statistic, ())
    return tuple(figure(text, owner, partner) for text in texts if partner or " p" not in text.replace("$p", " p"))


def figure(text: str, owner: str, partner: str | None) -> Figure:
    """A figure as `senses.toml` writes it ("trade.flow o p + trade.flow p o")."""
    for sign in (" / ", " - ", " + "):
        left, found, right = text.rpartition(sign)
        if found:
            first, second = figure(left, owner, partner), figure(right, owner, partner)
            if sign == " / ":
                return replace(first, per=second)
            return replace(first, minus=second) if sign == " - " else replace(first, plus=(*first.plus, second))
    name, *rest = text.split()
    kind, colon, name = name.rpartition(":")
    codes = {"o": owner, "p": partner}
    parties = [codes[word] for word in rest if word in codes]
    columns = dict(word.split("=", 1) for word in rest if "=" in word)
    take = columns.pop("take", "sum")
    where = tuple(
        (
            key,
            tuple(
                (partner or "") if t == "$p" else t.replace("_", " ") if key in ("fuel", "unit") else t
                for t in value.split("|")
            ),
        )
        for key, value in columns.items()
    )
    column: str | None = None
    if kind in ("table", "facts"):
        name, _, column = name.partition(".")
    kinds: Any = kind if colon else "indicator"
    of, on = (*parties, None, None)[:2]
    if kind == "facts":
        return Figure("facts", name, where=where, column=column or None, take=take, casefile=_pair(parties))
    return Figure(kinds, name, of, on, where, column or None, take)


def _pair(parties: Sequence[str | None]) -> tuple[str, str] | None:
    codes = [code for code in parties if code]
    return (codes[0], codes[1]) if len(codes) == 2 else None
