"""Who tells a figure: "according to Chinese customs", "on Moscow's books". It is no party to it thereby."""

from __future__ import annotations

import re
from collections.abc import Sequence

from amity.claims.language import Figure
from amity.reader.model import Actor

#: What a state's own count is called.
_BOOKS = (
    r"(?:customs(?!\s+(?:union|dut|territor|post|polic|barrier|tariff|agreement))|statistics?|statistical|data|"
    r"(?:trade )?figures|books|accounts|numbers|records|returns|count|reckoning|tally|estimates|statisticians|"
    r"ministry|authorities|government|officials|central bank)"
)
_OWN = re.compile(
    rf"(?:['’]s?)?\s+(?:(?:own|official|national|trade|government|state|customs|foreign|commerce|economy|import|export|"
    rf"mirror|general administration of)\s+){{0,3}}{_BOOKS}\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:according to|on|by|per|in|from|citing|based on|reported by|judging by|going by|to judge by)\s+"
    r"(?:the\s+)?(?:official\s+)?(?:(?:data|figures|statistics|numbers)\s+(?:from|of|by|published by)\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"(?:['’]s?\s+\w+)?\s+(?:says|said|say|claims|claimed|reports|reported|reckons|insists|admits|shows?|puts?|gives?|"
    r"records?|recorded)\b"
)
_SAID = re.compile(r"\b(?:says|said|reports|reported|reckons|claims|claimed)\s+(?:the\s+)?$")

#: Those who only count, with the place where they sit: "the Stockholm institute", "researchers in Stockholm".
_INSTITUTE = r"(?:institutes?|think[- ]?tanks?|pollsters?|research (?:cent(?:re|er)|group))"
_TELL = r"(?:say|said|f[io]u?nd|report(?:ed)?|reckon|calculated?|estimated?|write|wrote|show|conclude)"
#: A state's institute of statistics counts what is its own: there the state is meant.
_SITS = re.compile(
    rf"(?:['’]s?)?(?:-based)? (?:(?!(?:of|in|and|or|to|from|by|the|an?|tells?|told|statisti\w+) )[\w-]+ ){{0,3}}"
    rf"(?:{_INSTITUTE}|researchers,? {_TELL})\b",
    re.IGNORECASE,
)
_SEAT = re.compile(
    rf"\b(?:researchers|analysts|{_INSTITUTE}|SIPRI)\s*,?\s+(?:(?:based|sitting)\s+)?(?:in|of|at|from)\s+$",
    re.IGNORECASE,
)


def seatless(text: str, actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """The actors without the places where those sit who tell the figures: "a Swedish institute reported"."""
    return tuple(a for a in actors if not _is_seat(text, a))


def _is_seat(text: str, actor: Actor) -> bool:
    if len(actor.codes) != 1 or actor.group is not None or actor.kind in ("pronoun", "firm"):
        return False
    low, high = actor.span
    return _SITS.match(text, high, high + 70) is not None or _SEAT.search(text, max(0, low - 40), low) is not None


def tellers(text: str, actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """The states named as those who tell a figure, by their statistics or by their word."""
    return tuple(actor for actor in actors if _tells(text, actor))


def _tells(text: str, actor: Actor) -> bool:
    if len(actor.codes) != 1 or actor.group is not None or actor.kind == "pronoun":
        return False
    head, tail = text[max(0, actor.span[0] - 70) : actor.span[0]], text[actor.span[1] : actor.span[1] + 70]
    books = _OWN.match(tail)
    if books is not None:
        return bool(_BEFORE.search(head) or _SAYS.match(tail[books.end() :]) or re.match(r"\W*$", head))
    return bool(_SAID.search(head)) and re.match(r"\s*[.,;]", tail) is not None


def parties(text: str, actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """The actors without those who only tell the figures, where two others are named for it to be about."""
    told = tellers(text, actors)
    rest = tuple(actor for actor in actors if actor not in told)
    others = {code for actor in rest if actor.group is None for code in actor.codes}
    return rest if told and len(others) > 1 else tuple(actors)


def by_books(text: str, actors: Sequence[Actor], figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Figures that mean the same, those of the books named in a sentence first."""
    codes = {actor.codes[0] for actor in tellers(text, actors)}
    if not codes:
        return tuple(figures)
    return tuple(sorted(figures, key=lambda figure: not any(_is_of(figure, code) for code in codes)))


def _is_of(figure: Figure, code: str) -> bool:
    """Whether a figure stands in the books of a state."""
    if "china_customs" in figure.name:
        return code == "CHN"
    return "reported" in figure.name and figure.of == code
