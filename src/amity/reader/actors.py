"""Which states does a text speak of, under which names, and where?

States come with every English spelling of `amity.states` (names, former names, demonyms) and with their Russian and
Chinese names; capitals, leaders, organisations, firms and the names that only look like a state stand in
`actors.csv`, each with its source. What may mean several states ("Congo") is no actor; which
Korea is meant the document tells.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from amity import groups, states
from amity.reader.model import Actor, Span
from amity.reader.references import About, resolved

ActorKind = Literal["state", "demonym", "capital", "leader", "organisation", "firm", "pronoun"]
_KINDS = frozenset(get_args(ActorKind))

_WORD = re.compile(r"[A-ZÀ-ÖØ-Þ][^\W\d_]*")
_GENITIVE = re.compile(r"['’`][sS]?(?!\w)")
_OF = re.compile(r"\b(?:of|by)\s+(?:the\s+)?$", re.IGNORECASE)
#: "US$ 5 billion", "US dollars" and "Chinese yuan" name a currency, no state.
_MONEY = re.compile(
    r"\$|\s?(?:dollars?|rubles?|roubles?|yuan|renminbi|RMB|yen|rupees?|pounds?|euros?|won|lira|francs?|riyals?)\b"
)
#: "Stockholm International Peace Research Institute", "London School of Economics", "Paris Agreement": no state.
_HOUSE = re.compile(
    r"(?:\s+(?:[A-Z][\w-]+|of|for|and|on|the)){0,5}?\s+(?:Institute|Institution|University|College|School|Academy|Centre|"
    r"Center|Foundation|Times|Post|Herald|Tribune|Review|Agreement|Accords?|Convention|Treaty|Protocol|Declaration|"
    r"Summit|Conference|Consensus|Club|Exchange)\b|-based\b"
)
#: Names that people bear, too: "Michael Jordan" and "Jordan Peterson" are no state.
_PERSONAL = frozenset({"Jordan", "Chad", "Georgia", "Israel", "Cuba", "Malta"})
_GIVEN = re.compile(r"\b([A-Z][a-z]+)\s$")
#: "SINGAPORE, Feb 11 -", "PANAMA CITY (Reuters)", "SINGAPORE: Goods": where a report was written, no state it tells of.
_DATELINE = re.compile(r"\s*(?:\(|[-–—]{1,2}\s|,\s*(?:[A-Z][a-z]{2,8}\.?\s+\d|\d))")
_CITY = re.compile(r":|\sCITY\b")
_CITIES = frozenset({"SINGAPORE", "KUWAIT", "PANAMA", "LUXEMBOURG", "MONACO", "DJIBOUTI", "GUATEMALA", "MEXICO"})

_PREPOSITIONS = frozenset(
    [
        "In",
        "With",
        "From",
        "To",
        "Of",
        "And",
        "But",
        "While",
        "For",
        "By",
        "The",
        "When",
        "As",
        "Between",
        "Since",
        "After",
        "Before",
        "Both",
        "Under",
        "On",
        "At",
        "Against",
        "If",
        "Yet",
        "Although",
        "Unlike",
        "Today",
        "Kingdom",
    ]
)
_STATE_OF_USA = re.compile(r"\b(?:Atlanta|Savannah|Alabama|Florida|Tennessee|Carolinas?|U\.?S\.? state)\b")

#: "Korea" alone; what goes on as a name is an office or a firm, and the peninsula and its war are no state.
_KOREA = re.compile(
    r"(?<![-\w])(?<!North )(?<!South )(?<!north )(?<!south )(?<!Bank of )Korea(?P<people>ns?)?\b"
    r"(?!\s+(?:[A-Z]|peninsula|war\b|reunification|unification))"
)
_NORTH = re.compile(r"\bNorth(?:ern)? Korea|\bDPRK\b|\bPyongyang\b|\bDemocratic People['’]s Republic of Korea")
_SOUTH = re.compile(r"\bSouth Korea|\bROK\b|\bSeoul\b|\b(?<!People['’]s )Republic of Korea")
#: "The North" alone; what goes on as a name is a sea, a pole or a region.
_HALF = re.compile(r"\b[Tt]he (?P<half>North|South)\b(?!\s+(?:[A-Z]|of\b|and\s+(?:the\s+)?(?:East|West)\b)|[-–])")
_HALVES = {"North": "PRK", "South": "KOR"}
#: Since then there are two states of the name.
_DIVIDED = 1948

_CYRILLIC = re.compile(r"[А-Яа-яЁёІіЇїЄє]{2,}")
_CYRILLIC_END = re.compile(r"[аеёиоуыэюяйьіїє]{0,2}(?:[а-яёії]{0,2}|(?:й|ий)?ск[а-яё]{1,3})$")
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class _Name:
    """A spelling that may stand in a text."""

    text: str
    kind: str
    code: str
    first_year: int | None = None
    needs_the: bool = False


def actors(
    text: str,
    *,
    year: int,
    before: Sequence[Actor] = (),
    about: About | None = None,
    outright: Sequence[Actor] | None = None,
    half: frozenset[str] = frozenset(),
) -> tuple[Actor, ...]:
    """Who is named in a text, in the order of the text?

    Args:
        text: A sentence, a paragraph or a whole document.
        year: Its year: whose members an organisation has, and which leaders can be known.
        before: Actors named before the text, the last one last, whom its first pronouns may mean.
        about: What the document is about, as far as that is known.
        outright: Whom the text names outright, as `names` tells it, where that is known.
        half: Which of "North" and "South" alone mean one of the two states of Korea in it.

    Returns:
        Actors that do not overlap; "it", "the two countries" and the like stand with the states they mean and are left
        out where that is not plain.

    Example:
        >>> [actor.codes for actor in actors("China’s imports from Russia", year=2020)]
        [('CHN',), ('RUS',)]
    """
    korea = about.korea if about is not None else None
    return tuple(resolved(text, names(text, year, korea, half) if outright is None else outright, before, about))


def names(text: str, year: int, korea: str | None = None, half: frozenset[str] = frozenset()) -> tuple[Actor, ...]:
    """Who is named in a text outright, not by a pronoun, in the order of the text.

    Args:
        text: A text.
        year: Its year.
        korea: The state that "Korea" means in it, where that is plain.
        half: Which of "North" and "South" alone mean one of the two states of Korea in it.
    """
    found = sorted(_named(text, year), key=lambda actor: actor.span)
    if korea is None and not half:
        return tuple(found)
    taken = [actor.span for actor in found]
    for match in _HALF.finditer(text) if half else ():
        if match["half"] in half and not any(low < match.end() and match.start() < high for low, high in taken):
            name = _Name(match["half"], "state", _HALVES[match["half"]])
            if (actor := _actor(text, match.span("half"), name, year)) is not None:
                found.append(actor)
    for match in _KOREA.finditer(text) if korea is not None else ():
        assert korea is not None
        name = _Name(match[0].removesuffix("s"), "demonym" if match["people"] else "state", korea)
        actor = _actor(text, (match.start(), match.start() + len(name.text)), name, year)
        if actor is not None and not any(low < actor.span[1] and actor.span[0] < high for low, high in taken):
            found.append(actor)
    return tuple(sorted(found, key=lambda actor: actor.span))


def korea(text: str, year: int) -> str | None:
    """The state that "Korea" means in a document of some year: the southern one, unless it tells more of the northern.

    Example:
        >>> korea("Japan bought a tenth of Korea's exports.", 2019)
        'KOR'
        >>> korea("China and North Korea met; Korea's exports fell.", 2019) is None
        True
    """
    if year < _DIVIDED or _KOREA.search(text) is None:
        return None
    north, south = (len(pattern.findall(text)) for pattern in (_NORTH, _SOUTH))
    return "KOR" if north <= south else None


def halves(text: str, year: int) -> frozenset[str]:
    """Which of "the North" and "the South" a document calls a state of Korea, as it does once it named that in full.

    Example:
        >>> sorted(halves("North Korea sells coal to China, which is the North's neighbour.", 2019))
        ['North']
    """
    if year < _DIVIDED or ("he North" not in text and "he South" not in text):
        return frozenset()
    told = (("North", _NORTH), ("South", _SOUTH))
    return frozenset(name for name, pattern in told if _NORTH.search(text) and pattern.search(text))


def _named(text: str, year: int) -> Iterator[Actor]:
    index, end = _index(), 0
    for match in _WORD.finditer(text):
        start, word = match.start(), match[0]
        known = (*index.get(word, ()), *_plurals(word))
        if not known or start < end or (start and (text[start - 1].isalnum() or text[start - 1] in "_@")):
            continue
        for name in known:
            stop = start + len(name.text)
            if not text.startswith(name.text, start):
                continue
            if stop < len(text) and _is_inside(text, stop, name) and not _is_plural(text, stop, name):
                continue
            if name.text.isupper() and _is_dateline(text, start, stop):
                continue
            actor = _actor(text, (start, stop), name, year)
            if actor is not None:
                yield actor
                stop = actor.span[1]
            elif name.kind != "trap":
                continue
            end = stop
            break
    if not text.isascii():
        yield from _foreign(text)


def _is_dateline(text: str, start: int, stop: int) -> bool:
    """Whether a name in capitals that opens a text tells where it was written: "SINGAPORE, Feb 11 -"."""
    # A heading in capitals throughout has none.
    if start or text.isupper():
        return False
    return _DATELINE.match(text, stop) is not None or (text[:stop] in _CITIES and _CITY.match(text, stop) is not None)


def _plurals(word: str) -> tuple[_Name, ...]:
    """Demonyms of which a word is the plural: "Russians"."""
    if not word.endswith("s"):
        return ()
    return tuple(n for n in _index().get(word[:-1], ()) if n.kind == "demonym" and n.text == word[:-1])


def _is_plural(text: str, stop: int, name: _Name) -> bool:
    """Whether the name goes on as its plural: "South Koreans"."""
    return name.kind == "demonym" and text.startswith("s", stop) and not text[stop + 1 : stop + 2].isalnum()


def _is_inside(text: str, stop: int, name: _Name) -> bool:
    """Whether the name goes on as another word: "Chin" in "China", "Niger" in "Nigeria"."""
    following = text[stop]
    if name.kind == "combining":
        return following not in "-–‑"
    return following.isalnum() or following == "_"


def _actor(text: str, span: Span, name: _Name, year: int) -> Actor | None:
    start, stop = span
    if name.kind == "trap" or (name.needs_the and not text[max(0, start - 4) : start].lower().endswith("the ")):
        return None
    is_money = _MONEY.match(text, stop) or (name.text in ("US", "U.S.") and text.startswith(" $", stop))
    if name.kind in ("state", "demonym") and (is_money or _is_person(text, span, name)):
        return None
    if name.first_year is not None and name.first_year > year:
        return None
    if name.kind == "capital" and _HOUSE.match(text, stop):
        return None
    # A plural ("Russians") and the possessive belong to the name.
    if name.kind == "demonym" and text.startswith("s", stop) and not text[stop + 1 : stop + 2].isalpha():
        stop += 1
    possessive = _GENITIVE.match(text, stop)
    genitive = (
        bool(possessive) or name.kind in ("demonym", "combining") or bool(_OF.search(text[max(0, start - 12) : start]))
    )
    kind = {"surname": "leader", "combining": "demonym"}.get(name.kind, name.kind)
    assert kind in _KINDS
    if kind == "organisation":
        return Actor((start, stop), _members(name.code, year), name.code, "organisation", genitive)
    codes = (name.code,) if name.code else ()
    return Actor((start, stop), codes, None, cast("ActorKind", kind), genitive)


def _is_person(text: str, span: Span, name: _Name) -> bool:
    if name.text not in _PERSONAL and name.text.title() not in _PERSONAL:
        return False
    given = _GIVEN.search(text[max(0, span[0] - 24) : span[0]])
    after = re.match(r"\s[A-Z][a-z]+\b(?!['’]s)", text[span[1] : span[1] + 24])
    if name.text == "Georgia" and _STATE_OF_USA.search(text[max(0, span[0] - 200) : span[1] + 200]):
        return True
    known = given is not None and (given[1] in _PREPOSITIONS or given[1] in _index())
    return (given is not None and not known) or (after is not None and name.text in ("Jordan", "Chad"))


@cache
def _members(group: str, year: int) -> tuple[str, ...]:
    return groups.members(group, year) if group in groups.names() else ()


def _foreign(text: str) -> Iterator[Actor]:
    """States by their Russian, Ukrainian and Chinese names."""
    if _CYRILLIC.search(text):
        stems = _stems()
        for match in _CYRILLIC.finditer(text):
            word = match[0].lower()
            for cut in range(len(word), 2, -1):
                code = stems.get(word[:cut])
                if code and _CYRILLIC_END.match(word[cut:]):
                    yield Actor(
                        match.span(), (code,), None, "demonym" if "ск" in word[cut:] else "state", cut < len(word)
                    )
                    break
    if _HAN.search(text):
        names, pattern = _han()
        for match in pattern.finditer(text):
            yield Actor(match.span(), (names[match[0]],), None, "state", text.startswith("的", match.end()))


@cache
def _index() -> Mapping[str, tuple[_Name, ...]]:
    """First word of a spelling → spellings that begin so, the longest first."""
    meant: dict[str, dict[tuple[str, str], _Name]] = {}
    plain = (*_listed(), *_state_names())
    for name in (*plain, *_loud(plain)):
        first = _WORD.match(name.text)
        if first is not None:
            held = meant.setdefault(first[0], {})
            # The list beside this file comes first: what it says of a spelling counts.
            if not any(text == name.text for text, _ in held):
                held[(name.text, name.code)] = name
    return {word: tuple(sorted(n.values(), key=lambda name: -len(name.text))) for word, n in meant.items()}


#: Names shorter than this are no names in capitals, but short forms.
_FEW = 4


def _loud(plain: Iterable[_Name]) -> Iterator[_Name]:
    """Names of states in capitals throughout, as headings and items of a list have them: "ALGERIA: Trade rose"."""
    for name in plain:
        loud = name.text.upper()
        if name.kind in ("state", "demonym", "trap") and len(loud) >= _FEW and loud != name.text and loud.isascii():
            yield replace(name, text=loud)


def _listed() -> Iterator[_Name]:
    path = Path(__file__).with_name("actors.csv")
    with path.open(encoding="utf-8", newline="") as handle:
        for name, kind, code, first, _last, _source in list(csv.reader(handle))[1:]:
            text = name.removeprefix("the ")
            yield _Name(text, kind, code, int(first) if first else None, text != name)


#: Who came sooner after another leader of a state held another office beside that one.
_TERM = 3


@cache
def terms() -> Mapping[str, tuple[int, int | None]]:
    """When each leader came into office, by every name, and left it, or when the next one of the state came."""
    found: dict[str, tuple[int, int | None]] = {}
    path = Path(__file__).with_name("actors.csv")
    with path.open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.reader(handle) if row[1] in ("leader", "surname") and row[3]]
    starts = {(code, int(first)) for _, _, code, first, _, _ in rows}
    for name, _, code, first, last, _ in rows:
        after = [start for other, start in starts if other == code and start >= int(first) + _TERM]
        found[name] = int(first), int(last) if last else min(after, default=None)
    return found


def _state_names() -> Iterator[_Name]:
    """English names and demonyms that mean one state or territory."""
    plain = states.english_names()
    for code, text, kind, language, *_ in states_rows():
        if language != "en" or kind == "code" or "(" in text or "," in text or not text[:1].isupper():
            continue
        if plain.get(states.normalise(text)) == code and len(text) > 2:
            yield _Name(text, "demonym" if kind in ("demonym", "adjective") else "state", code)


def states_rows() -> Iterable[list[str]]:
    """The rows of the table of state names."""
    with Path(states.__file__).with_name("state_names.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.reader(handle))[1:]


@cache
def _stems() -> Mapping[str, str]:
    """Russian and Ukrainian names of one word without their ending → code, where that means one state."""
    meant: dict[str, set[str]] = {}
    for code, text, _kind, language, *_ in states_rows():
        if language in ("ru", "uk") and _CYRILLIC.fullmatch(text):
            word = text.lower()
            stem = word if text.isupper() else re.sub(r"[аеёиоуыэюяйьіїє]+$", "", word)
            for key in {word, stem if len(stem) > 2 else word}:
                meant.setdefault(key, set()).add(code)
    meant |= {name.text.lower(): {name.code} for name in _listed() if _CYRILLIC.fullmatch(name.text)}
    return {key: codes.pop() for key, codes in meant.items() if len(codes) == 1}


@cache
def _han() -> tuple[Mapping[str, str], re.Pattern[str]]:
    meant: dict[str, set[str]] = {}
    for code, text, _kind, language, *_ in states_rows():
        if language in ("zh", "zh-Hant", "ja") and len(text) > 1 and _HAN.match(text) and "（" not in text:
            meant.setdefault(text, set()).add(code)
    meant |= {name.text: {name.code} for name in _listed() if _HAN.match(name.text)}
    names = {text: codes.pop() for text, codes in meant.items() if len(codes) == 1}
    return names, re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))


def moved(found: Iterable[Actor], by: int) -> tuple[Actor, ...]:
    """The same actors with their places counted from elsewhere."""
    return tuple(Actor((a.span[0] + by, a.span[1] + by), a.codes, a.group, a.kind, a.genitive) for a in found)
