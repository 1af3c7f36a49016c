"""Which states exist when, and which one does a spelling mean?

A *state* is a member of the Correlates of War (COW) state system; its key is a stable three-letter code.
A *territory* has a code because it trades or appears in data, but is no member and so has no dyads. The two
tables beside this file (`states.csv`, `state_names.csv`) are amity's own; docs/states.md gives the rules.
"""

from __future__ import annotations

import csv
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, cast

from amity.errors import AmbiguousStateError, UnknownStateError, UsageError

_LONGEST = 200  # characters; the longest name in the table has fewer than 100

Kind = Literal["state", "territory"]


@dataclass(frozen=True, slots=True)
class Spell:
    """A time during which a state was a member of a list of states.

    Attributes:
        first_day: First day of membership.
        last_day: Last day; None if the list's last edition still shows the member.
    """

    first_day: date
    last_day: date | None

    def touches(self, year: int) -> bool:
        """Does any day of the calendar year fall into the spell?"""
        return self.first_day.year <= year and (self.last_day is None or year <= self.last_day.year)


@dataclass(frozen=True, slots=True)
class State:
    """A state, or a territory that appears in data.

    Attributes:
        code: Our key, three capital letters; ISO 3166-1 alpha-3 where that exists.
        kind: "state" (has been a member of the COW state system) or "territory" (never has).
        name: Short English name of today, or of the last day of a historical state.
        cow: Its numbers in the COW list; two where COW counts two states and amity one.
        gw: Its numbers in the list of Gleditsch and Ward.
        iso3: ISO 3166-1 alpha-3 code, None if ISO assigns none.
        m49: UN M49 and ISO numeric code, three digits; None if none.
        spells: Membership of the COW state system, in order; open ones run on past 2016-12-31.
        gw_spells: Membership of the Gleditsch-Ward list, in order; open ones run on past 2017-12-31.
        note: What a reader of the figures must know; empty if nothing.
    """

    code: str
    kind: Kind
    name: str
    cow: tuple[int, ...]
    gw: tuple[int, ...]
    iso3: str | None
    m49: str | None
    spells: tuple[Spell, ...]
    gw_spells: tuple[Spell, ...]
    note: str

    def is_member(self, year: int) -> bool:
        """Was it a member of the COW state system on any day of that calendar year?

        Example:
            >>> find("Estonia").is_member(1950)
            False
        """
        return any(spell.touches(year) for spell in self.spells)

    def member_years(self, last: int) -> tuple[int, ...]:
        """In which calendar years, up to and including `last`, was it a member?

        Example:
            >>> find("East Germany").member_years(2020)[-1]
            1990
        """
        if not self.spells:
            return ()
        return tuple(year for year in range(self.spells[0].first_day.year, last + 1) if self.is_member(year))

    def name_in(self, year: int) -> str:
        """What was it called in that year? Today's name where the table dates no other.

        Example:
            >>> find("Russia").name_in(1969)
            'Soviet Union'
        """
        for first, last, name in _dated_names().get(self.code, ()):
            if first <= year <= last:
                return name
        return self.name


@dataclass(frozen=True, slots=True)
class Dyad:
    """Two different states, in the order asked.

    Attributes:
        a: The first state asked for.
        b: The second.
    """

    a: State
    b: State

    @property
    def ordered(self) -> tuple[str, str]:
        """The two codes in alphabetical order: the key of undirected tables."""
        return (self.a.code, self.b.code) if self.a.code < self.b.code else (self.b.code, self.a.code)

    @property
    def code(self) -> str:
        """The key as one word, the same for both orders: 'CHN-RUS'."""
        return "-".join(self.ordered)

    @property
    def first_year(self) -> int | None:
        """First calendar year in which both were members; None if they never were."""
        starts = [spell.first_day.year for state in (self.a, self.b) for spell in state.spells]
        return next((year for year in sorted(starts) if self.coexisted(year)), None)

    def coexisted(self, year: int) -> bool:
        """Were both members of the COW state system in that calendar year?"""
        return self.a.is_member(year) and self.b.is_member(year)

    def years(self, last: int) -> tuple[int, ...]:
        """In which calendar years, up to and including `last`, were both members?

        Example:
            >>> dyad("Russia", "Estonia").years(1945)[-1]
            1940
        """
        return tuple(year for year in self.a.member_years(last) if self.b.is_member(year))


def dyad(a: str, b: str) -> Dyad:
    """Which dyad do two spellings mean?

    Raises:
        UnknownStateError: One of them is no state; the message names the nearest ones.
        AmbiguousStateError: One of them fits several states.
        UsageError: Both mean the same state.

    Example:
        >>> dyad("Russia", "PRC").code
        'CHN-RUS'
    """
    first, second = find(a), find(b)
    if first.code == second.code:
        raise UsageError(
            f"{_show(a)} and {_show(b)} are one state ({first.code}). A dyad needs two different states: "
            f"ask for {first.name} and another."
        )
    return Dyad(first, second)


@cache
def everything() -> tuple[State, ...]:
    """All states and territories, in alphabetical order of code."""
    return tuple(_read_states())


@cache
def members(year: int | None = None) -> tuple[State, ...]:
    """All states, or those that were members of the COW state system in a calendar year.

    Example:
        >>> len(members(2016))
        195
    """
    return tuple(s for s in everything() if s.kind == "state" and (year is None or s.is_member(year)))


def get(code: str) -> State:
    """The state or territory with exactly this code of ours, e.g. 'RUS'.

    Raises:
        UnknownStateError: No such code; `find` accepts any spelling.
    """
    try:
        return _by_code()[code]
    except (KeyError, TypeError):
        raise UnknownStateError(
            f"{_show(str(code))} is not one of amity's state codes. Codes are three capital letters, "
            "e.g. 'RUS'; `amity states` lists them."
        ) from None


def find(text: str) -> State:
    """Which state does this spelling mean?

    Case, accents, punctuation, spaces and Unicode form do not matter. Names (also former, official and in
    other languages), demonyms, ISO and COW codes and flag emoji are all understood.

    Raises:
        UnknownStateError: No state is spelled so (the message names up to five near ones), or a territory is.
        AmbiguousStateError: Several states are; the message lists them.

    Example:
        >>> find("  türkiye ").code
        'TUR'
    """
    if len(text) > _LONGEST:
        raise UnknownStateError(
            f"{_show(text)} has {len(text)} characters; no state's name is that long. Give a name or a code."
        )
    key = normalise(text)
    codes = (_index(plain=True).get(key) if key.isascii() else None) or _index().get(key, ())
    found = [_by_code()[code] for code in codes]
    states = [state for state in found if state.kind == "state"]
    if len(states) == 1:
        return states[0]
    if states:
        listed = ", ".join(f"{state.name} ({state.code})" for state in states)
        raise AmbiguousStateError(f"{_show(text)} can mean several states: {listed}. Say which one.")
    if found:
        raise UnknownStateError(_say_territory(found[0]))
    near = _nearest(key)
    hint = f"Nearest: {', '.join(near)}." if near else "`amity states` lists them all."
    raise UnknownStateError(f"No state is called {_show(text)}. {hint}")


@cache
def cow_codes() -> Mapping[int, str]:
    """COW state number → our code; 255 and 260 are both 'DEU'."""
    return {number: state.code for state in everything() for number in state.cow}


@cache
def gw_codes() -> Mapping[int, str]:
    """Gleditsch-Ward number → our code; some of theirs are territories here (e.g. 564 → 'OFS')."""
    return {number: state.code for state in everything() for number in state.gw}


@cache
def iso3_codes() -> Mapping[str, str]:
    """Three-letter code in ISO style → our code: ours, withdrawn ('SUN' → 'RUS') and those of trade data."""
    own = {state.code: state.code for state in everything()}
    aliases = {
        name: code
        for code, name, kind, *_, source in _read("state_names.csv")
        if kind == "code" and len(name) == 3 and not source.startswith(("COW", "Gleditsch"))
    }
    return aliases | own


@cache
def iso2_codes() -> Mapping[str, str]:
    """ISO 3166-1 alpha-2 code → our code, withdrawn ones included where no living one took them over."""
    return {
        name: code
        for code, name, kind, *_ in _read("state_names.csv")
        if kind == "code" and len(name) == 2 and name.isascii()
    }


@cache
def name_codes() -> Mapping[str, str]:
    """Normalised spelling (see `normalise`) → our code, where it means one state or territory only.

    Made for the tables of sources, which use official names: a spelling that people may mean two ways is here
    if it is the official name of one state: 'congo' is 'COG' to the UN and SIPRI, but `find` asks back.
    """
    index = _index()
    single = {key: codes[0] for key, codes in index.items() if len(codes) == 1}
    official: dict[str, set[str]] = {}
    for code, name, kind, *_ in _read("state_names.csv"):
        if kind == "official":
            official.setdefault(normalise(name), set()).add(code)
    return {key: codes.pop() for key, codes in official.items() if len(codes) == 1} | single


@cache
def english_names() -> Mapping[str, str]:
    """Normalised English name, demonym or adjective → our code, where it means one state or territory only.

    Made for finding states in running text: former names are in it, codes and other languages are not ("us", "in",
    "de" would be found everywhere), nor what may mean several states ("Congo", "Korean").

    Example:
        >>> english_names()["chinese"]
        'CHN'
    """
    meant: dict[str, set[str]] = {}
    for code, name, kind, language, *_ in _read("state_names.csv"):
        if language == "en" and kind != "code":
            meant.setdefault(normalise(name), set()).add(code)
    return {key: codes.pop() for key, codes in meant.items() if len(codes) == 1}


# Letters that Unicode does not decompose into a base letter and a mark.
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
_SPECIAL = re.compile(f"[{''.join(_LETTERS)}]")
_MARKS = re.compile(
    "[\u00ad\u0300-\u036f\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0f\ufeff]+"
)
_APOSTROPHES = re.compile("['`\u00b4\u2018\u2019\u02bb\u02bc\u02bf\u02be]+")
_DOTS = re.compile(r"(?<=\b\w)\.")
# Devanagari signs are not word characters to `re`; flags are pairs of regional indicators; lines stay lines.
_GAPS = re.compile("(?:[^\\w \n\u0900-\u097f\U0001f1e6-\U0001f1ff]|_)+")


def normalise(text: str) -> str:
    """A spelling without what does not matter: case, accents, punctuation, articles, Unicode form.

    Returns:
        Lower-case words parted by single spaces; empty if nothing is left.

    Example:
        >>> normalise(" The Côte d’IVOIRE!")
        'cote divoire'
    """
    return _normalise_lines(" ".join(text.split()))[0]


def _normalise_lines(text: str) -> list[str]:
    """Each line of `text` normalised; one pass over all names is ten times as fast as name by name."""
    text = text.casefold()
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text))
        text = _SPECIAL.sub(lambda match: _LETTERS[match[0]], unicodedata.normalize("NFC", text).casefold())
    text = _DOTS.sub("", text) if "." in text else text
    text = _GAPS.sub(" ", _APOSTROPHES.sub("", text.replace("&", " and ")))
    return [_normalise_words(line) if " " in line else line for line in text.split("\n")]


def _normalise_words(line: str) -> str:
    words = line.split()
    if len(words) < 2:
        return words[0] if words else ""
    words = ["saint" if word == "st" else word for word in words if word != "the"]
    return ("" if max(map(len, words), default=0) == 1 else " ").join(words)


@cache
def _read(file: str, *, plain: bool = False) -> list[list[str]]:
    """The rows of one of our tables, without its header; the ASCII ones only if `plain`."""
    # pathlib would cost 9 ms of the 30 ms that a first `find` may take.
    with open(f"{os.path.dirname(__file__)}/{file}", encoding="utf-8", newline="") as handle:  # noqa: PTH120, PTH123
        lines = filter(str.isascii, handle) if plain else handle
        return list(csv.reader(lines))[1:]


def _read_states() -> Iterator[State]:
    for code, kind, name, cow, gw, iso3, m49, spells, gw_spells, note, _source in _read("states.csv"):
        yield State(
            code=code,
            kind=cast("Kind", kind),
            name=name,
            cow=tuple(map(int, cow.split())),
            gw=tuple(map(int, gw.split())),
            iso3=iso3 or None,
            m49=m49 or None,
            spells=_read_spells(spells),
            gw_spells=_read_spells(gw_spells),
            note=note,
        )


def _read_spells(text: str) -> tuple[Spell, ...]:
    pairs = (spell.split("/") for spell in text.split(";") if spell)
    return tuple(Spell(date.fromisoformat(a), date.fromisoformat(b) if b else None) for a, b in pairs)


@cache
def _by_code() -> Mapping[str, State]:
    return {state.code: state for state in everything()}


@cache
def _dated_names() -> Mapping[str, tuple[tuple[int, int, str], ...]]:
    """Code → (first year, last year, name) of the names that held in a span of years."""
    dated: dict[str, tuple[tuple[int, int, str], ...]] = {}
    for code, name, _kind, _language, first, last, _source in _read("state_names.csv"):
        if first:
            dated[code] = (*dated.get(code, ()), (int(first), int(last), name))
    return dated


@cache
def _index(*, plain: bool = False) -> Mapping[str, tuple[str, ...]]:
    """Normalised spelling → codes it stands for, nearly always one.

    `plain` leaves out the names in other scripts and with accents: half the names, a third of the time. No
    key it holds has other codes in the whole index (a test keeps that true).
    """
    rows = _read("state_names.csv", plain=plain)
    index: dict[str, tuple[str, ...]] = {}
    for (code, *_), key in zip(rows, _normalise_lines("\n".join([row[1] for row in rows])), strict=True):
        held = index.get(key, ())
        if code not in held:
            index[key] = (*held, code)
    return index


def _say_territory(territory: State) -> str:
    listed = "It is a state on the list of Gleditsch and Ward only. " if territory.gw_spells else ""
    return (
        f"{territory.name} ({territory.code}) is not a member of the Correlates of War state system "
        f"(list of 2016), and so has no dyads. {listed}docs/states.md says why."
    )


def _show(text: str) -> str:
    """User text for a message: short, quoted, and with unprintable characters escaped."""
    shown = text if len(text) <= 60 else text[:57] + "..."
    return repr(shown).encode("utf-8", "backslashreplace").decode()


def _pairs(key: str) -> frozenset[str]:
    padded = f" {key} "
    return frozenset(padded[i : i + 2] for i in range(len(padded) - 1))


@cache
def _pairs_of_names() -> tuple[tuple[frozenset[str], str, str], ...]:
    states = _by_code()
    return tuple(
        (_pairs(key), key, code)
        for key, codes in _index().items()
        for code in codes
        if states[code].kind == "state" and len(key) > 3
    )


def _nearest(key: str, n: int = 5) -> list[str]:
    """Up to `n` states with a name like `key`, nearest first, as 'China (CHN)'."""
    from difflib import SequenceMatcher

    asked = _pairs(key[:60])
    overlaps = (
        (2 * len(asked & held) / (len(asked) + len(held)), name, code) for held, name, code in _pairs_of_names()
    )
    likely = sorted(overlaps, reverse=True)[:60]
    matcher = SequenceMatcher(b=key[:60], autojunk=False)
    scores: dict[str, float] = {}
    for overlap, name, code in likely:
        matcher.set_seq1(name)
        scores[code] = max(scores.get(code, 0.0), overlap + matcher.ratio())
    best = sorted(scores, key=lambda code: (-scores[code], code))
    return [f"{_by_code()[code].name} ({code})" for code in best[:n] if scores[code] >= 1.0]
