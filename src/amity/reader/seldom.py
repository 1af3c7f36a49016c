"""Patterns that seldom match, tried only on texts in which they can.

Most of what the reader looks for stands in few sentences, and a long pattern costs the more for being tried at every
letter. What every match of a pattern must hold ("surplus", or else "deficit") follows from the pattern itself, as in
Google's code search (Cox 2012, "Regular expression matching with a trigram index"): a sentence is cut once into all
runs of four and of five letters, and a pattern none of whose runs is among these is not tried at all.
"""

from __future__ import annotations

import importlib
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

_Thing = TypeVar("_Thing")
#: A pattern in parts, as the standard library cuts it; its own name for that module has an underscore.
_parse = importlib.import_module("re._parser").parse

#: So long are the runs of letters: the longer the more they tell, and short words have none but short ones.
_SHORT, _LONG = 4, 5
#: Letters from the commonest to the rarest, as they stand on the keys of a Linotype machine.
_ORDER = "etaoinshrdlucmfwypvbgkjqxz"
#: How much rarer than the one before it each of these is, about; blanks and digits are as common as the first of them.
_RARER, _EACH = 0.8, 6
#: At most so many ways to spell a stretch of a pattern are told apart, and so many letters of a class.
_WAYS, _CLASS = 160, 12
#: At most so many ways to spell what stands before a part are followed into it.
_LEADS = 8
#: Letters that stand for a Latin one where case is ignored.
_ODD = str.maketrans({"ſ": "s", "\N{KELVIN SIGN}": "k", "İ": "i", "ı": "i"})
#: What stands between words counts as one blank.
_BETWEEN = re.compile(r"\W+")


class Seldom:
    """A pattern that is tried only on a text that holds what every match of it holds.

    Meant for texts that are asked often, such as sentences: each is cut into runs of letters once.

    Attributes:
        pattern: The pattern.
    """

    __slots__ = ("_number", "pattern")

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self._number = _UNASKED

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Seldom) and self.pattern == other.pattern

    def __hash__(self) -> int:
        return hash(self.pattern)

    def may_match(self, text: str) -> bool:
        """Whether a text holds what a match of the pattern must hold."""
        number = self._number if self._number != _UNASKED else self.number()
        return number == _ALWAYS or number in _asked.among(text, _asked.count)

    def number(self) -> int:
        """Its number among the patterns that were asked."""
        if self._number == _UNASKED:
            needs = needed(self.pattern)
            self._number = _asked.put(needs) if needs else _ALWAYS
        return self._number

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first match in a text, or in a part of it."""
        if end is None:
            return self.pattern.search(text, start) if self.may_match(text) else None
        return self.pattern.search(text, start, end) if ends_within(text, end) or self.may_match(text) else None

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """All matches in a text, or in a part of it."""
        if end is None:
            return self.pattern.finditer(text, start) if self.may_match(text) else iter(())
        return self.pattern.finditer(text, start, end) if ends_within(text, end) or self.may_match(text) else iter(())

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The match that begins at an offset."""
        return self.pattern.match(text, start)

    def fullmatch(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The match of a whole text, or of just a part of it."""
        return self.pattern.fullmatch(text, start, len(text) if end is None else end)


class Among(Generic[_Thing]):
    """Things each told by a pattern of its own, few of which a text tells."""

    def __init__(self, things: Iterable[tuple[_Thing, Seldom]]) -> None:
        self._things = [(pattern.number(), thing) for thing, pattern in things]
        self._numbers = frozenset(number for number, _ in self._things)

    def of(self, text: str) -> list[_Thing]:
        """Those of which the pattern may match, in their order."""
        found = _asked.among(text, _asked.count)
        if _ALWAYS not in self._numbers and self._numbers.isdisjoint(found):
            return []
        return [thing for number, thing in self._things if number in found or number == _ALWAYS]


def ends_within(text: str, at: int) -> bool:
    """Whether a part of a text ends within a word: a pattern takes for the end of a word there what is none."""
    return 0 < at < len(text) and _BETWEEN.match(text, at) is None and _BETWEEN.match(text, at - 1) is None


def seldom(pattern: str, flags: int = 0) -> Seldom:
    """A pattern, compiled, that is tried only where it can match."""
    return Seldom(re.compile(pattern, flags))


def needed(pattern: re.Pattern[str]) -> frozenset[str]:
    r"""Runs of small letters of which every match of a pattern holds at least one; none where that is not told.

    Example:
        >>> sorted(needed(re.compile(r"(?:trade|budget) surplus(?:es)?|\bwar\b")))
        [' war ', 'budge', 'urplu']
    """
    part = _sequence(_parse(pattern.pattern, pattern.flags))
    return part.needs or frozenset()


def _plain(text: str) -> str:
    """A text in small letters, with a blank for all that stands between two words, and one at either end."""
    low = text.lower() if text.isascii() else text.translate(_ODD).lower()
    return _BETWEEN.sub(" ", f" {low} ")


def _cut(plain: str) -> frozenset[str]:
    """All runs of letters of a text."""
    size = len(plain) + 1
    found = [plain[at : at + _SHORT] for at in range(size - _SHORT)]
    found += [plain[at : at + _LONG] for at in range(size - _LONG)]
    return frozenset(found)


#: What so many sentences hold that it tells little: the commonest words, two of them that often meet, and endings.
_COMMON = _cut(
    " of the in the to the on the for the from the with the and the that the by the as the at the into the is are was "
    "were be been being has have had will would this these its their they which than more other also not or but part "
    "ations tions ings ally "
)
#: How scarce each of these is taken to be.
_PLENTY = 12

#: So many words, and places where two meet, are kept.
_WORDS = 1 << 14
#: A pattern that was not asked yet, and one that may match anything.
_UNASKED, _ALWAYS = -1, -2


class _Asked:
    """The patterns asked so far, by the runs of letters that they need.

    Which patterns a word may let match is told once for each word, and so it is for where two words meet.

    Attributes:
        count: How many patterns there are; what is known of a text is known for so many.
    """

    def __init__(self) -> None:
        self.count = 0
        self._by_run: dict[str, list[int]] = {}
        self._known: dict[str, frozenset[int]] = {}
        self._lock = threading.Lock()
        self.among = lru_cache(maxsize=128)(self._among)

    def put(self, needs: frozenset[str]) -> int:
        """Takes in a pattern; gives its number."""
        with self._lock:
            number = self.count + 1
            for run in needs:
                self._by_run.setdefault(run, []).append(number)
            self._known, self.count = {}, number
        return number

    def _numbers(self, known: dict[str, frozenset[int]], part: str) -> frozenset[int]:
        """The patterns that need one of the runs of a part of a text."""
        if len(known) >= _WORDS:
            known.clear()
        found = known[part] = frozenset(n for run in _cut(part) for n in self._by_run.get(run, ()))
        return found

    def _among(self, text: str, _count: int) -> frozenset[int]:
        """The patterns that need one of the runs of a text."""
        known, plain, found, at = self._known, _plain(text), set[int](), 0
        for word in plain.split():
            # Its own runs, then those that hold the blank before it and something before that.
            for part in (f" {word} ", plain[max(0, at - _LONG + 1) : at + _LONG]):
                numbers = known.get(part)
                if numbers is None:
                    numbers = self._numbers(known, part)
                if numbers:
                    found |= numbers
            at += len(word) + 1
        return frozenset(found)


_asked = _Asked()


class _Part(NamedTuple):
    """What a part of a pattern matches: just these ways to spell it, if they are few, and what each match needs.

    Of one spelled in many ways it is told whether all of them end with a blank.
    """

    ways: frozenset[str] | None
    needs: frozenset[str] | None
    is_ended: bool = False

    def ends(self) -> bool:
        """Whether all that it matches ends with a blank."""
        return self.is_ended if self.ways is None else _end(self.ways)


_START: frozenset[str] = frozenset({""})
_BLANK: frozenset[str] = frozenset({" "})


def _end(ways: Iterable[str]) -> bool:
    return all(way.endswith(" ") for way in ways)


def _sequence(items: Iterable[tuple[Any, Any]], lead: frozenset[str] = _START) -> _Part:
    """What parts that follow each other match, right after one of some ways to spell what stands before them."""
    found: list[frozenset[str] | None] = []
    ways, is_whole = lead, True
    for name, value in items:
        # Of many ways to spell what stands before only the blank at their ends is followed on.
        ended = _BLANK if _end(ways) else _START
        part = _part(str(name), value, ways if len(ways) <= _LEADS else ended)
        found.append(part.needs)
        if len(ways) > _LEADS and part.ways is not None:
            joined = _after(ways, part.ways)
            part = joined if joined.ways is not None else part
            is_whole = is_whole and joined.ways is not None
        if part.ways is None:
            is_whole = False
        if not is_whole:
            found.append(_rarest(ways))
        ways = part.ways if part.ways is not None else _BLANK if part.is_ended else _START
    found.append(_rarest(ways))
    needs = min((one for one in found if one), key=_often, default=None)
    return _Part(ways if is_whole else None, needs, _end(ways))


def _part(name: str, value: Any, lead: frozenset[str]) -> _Part:
    """What one part of a pattern matches after what stands before it."""
    if name in ("LITERAL", "IN"):
        return _after(lead, _spelled(_letters(name, value)))
    if name in ("SUBPATTERN", "ATOMIC_GROUP"):
        return _sequence(value[-1] if name == "SUBPATTERN" else value, lead)
    if name == "BRANCH":
        return _either([_sequence(one, lead) for one in value[1]])
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _repeated(value, lead)
    if str(value) == "AT_BOUNDARY" or (name == "ASSERT_NOT" and _is_of_words(value[1])):
        # Where a word begins or ends something stands that is none.
        return _after(lead, _BLANK)
    return _Part(lead if name in ("AT", "ASSERT", "ASSERT_NOT") else None, None)


def _after(lead: frozenset[str], ways: frozenset[str] | None) -> _Part:
    """What is spelled in one of some ways after what is spelled in one of some others."""
    if ways is None or len(lead) * len(ways) > _WAYS:
        return _Part(None, None, ways is not None and _end(ways))
    return _Part(frozenset(_BETWEEN.sub(" ", one + other) for one in lead for other in ways), None)


def _is_of_words(items: Sequence[tuple[Any, Any]]) -> bool:
    """Whether a part of a pattern matches any letter of a word: where it must not match a word begins or ends."""
    return len(items) == 1 and str(items[0][0]) == "IN" and any(str(v) == "CATEGORY_WORD" for _, v in items[0][1])


def _repeated(value: tuple[int, int, Sequence[tuple[Any, Any]]], lead: frozenset[str]) -> _Part:
    """What some repetitions of a part match."""
    least, most, inside = value
    part = _sequence(inside, lead)
    if most != 1 and not _is_blank(inside):
        part = _Part(None, part.needs or _rarest(part.ways), part.ends())
    return part if least else _either([part, _Part(lead, None)])


def _is_blank(items: Sequence[tuple[Any, Any]]) -> bool:
    """Whether a part of a pattern matches but one letter that belongs to no word."""
    name, value = items[0]
    return (
        len(items) == 1 and str(name) in ("LITERAL", "IN") and _spelled(_letters(str(name), value)) == frozenset({" "})
    )


def _letters(name: str, value: Any) -> Iterable[tuple[Any, Any]]:
    return value if name == "IN" else [("LITERAL", value)]


def _spelled(letters: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    """One of some letters, or of what stands between words; None where they are many."""
    ways: set[str] = set()
    for kind, value in letters:
        if str(kind) == "LITERAL":
            ways.add(chr(value).lower())
        elif str(kind) == "RANGE" and value[1] - value[0] < _CLASS:
            ways |= {chr(letter).lower() for letter in range(value[0], value[1] + 1)}
        elif str(value) in ("CATEGORY_SPACE", "CATEGORY_NOT_WORD"):
            ways.add(" ")
        else:
            return None
    ways = {_BETWEEN.sub(" ", way) for way in ways}
    return frozenset(ways) if all(way.isascii() for way in ways) else None


def _either(parts: Sequence[_Part]) -> _Part:
    """What matches where one of some parts does."""
    ways: frozenset[str] | None = frozenset()
    needs: frozenset[str] | None = frozenset()
    for part in parts:
        ways = ways | part.ways if ways is not None and part.ways is not None else None
        one = min((n for n in (part.needs, _rarest(part.ways)) if n), key=_often, default=None)
        needs = needs | one if needs is not None and one is not None else None
    is_ended = all(part.ends() for part in parts)
    return _Part(ways if ways is not None and len(ways) <= _WAYS else None, needs, is_ended)


def _rarest(ways: frozenset[str] | None) -> frozenset[str] | None:
    """Of each way to spell a stretch the run of letters that texts hold least often; None where one is too short."""
    if ways is None or not ways or min(map(len, ways)) < _SHORT:
        return None
    return frozenset(map(_scarcest, ways))


@lru_cache(maxsize=_WORDS)
def _scarcest(way: str) -> str:
    return max(sorted(_cut(way)), key=_scarcity)


def _often(runs: frozenset[str]) -> float:
    """How often texts hold one of some runs of letters, roughly, in no unit."""
    return sum(_RARER ** _scarcity(run) for run in runs)


@lru_cache(maxsize=_WORDS)
def _scarcity(run: str) -> int:
    """How far down the letters of a run stand in the order of letters; each counts by itself, too."""
    return _PLENTY if run in _COMMON else sum(_EACH + max(0, _ORDER.find(letter)) for letter in run)
