"""Which years a sentence speaks of, and whether as the time of a figure, its base, its start or its end."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Literal

from amity.reader.model import Period

Grain = Literal["day", "month", "quarter", "half", "year", "span", "decade"]
Role = Literal["at", "base", "since", "until"]

#: Said of a year: the years from and to which it reaches, and the finest unit named.
_Said = tuple[int, int, Grain]

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.?|Feb\.?|Mar\.|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?"
)
_MONTHS_RU = "(?:январ|феврал|март|апрел|ма|июн|июл|август|сентябр|октябр|ноябр|декабр)(?:[ьюяе]|ом|ем|а|й|)"
_NUMBERS = {
    w: n
    for n, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
    )
} | {"a": 1, "an": 1, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "couple of": 2, "few": 3}
_COUNT = r"\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True))
_ORDINALS = {w: n for n, w in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)}
_CENTURIES = {"fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19} | {
    "twentieth": 20,
    "twenty-first": 21,
}


def periods(sentence_text: str, *, today: dt.date | None) -> tuple[Period, ...]:
    """The periods a sentence names, in the order they stand.

    Args:
        sentence_text: The sentence; spans count from its start.
        today: The date of the document. Without it "last year" and the like are no periods.

    Returns:
        Calendar years. Dates inside a reference to a source, "(TASS, 5 May 2019)", are none.
    """
    if not _any().search(sentence_text):
        return ()
    sources = [found.span() for found in _source().finditer(sentence_text)]
    named: list[Period] = []
    for found in _said().finditer(sentence_text):
        first, last = found.span("what") if found["what"] is not None else found.span()
        if any(a <= first < b for a, b in sources):
            continue
        rule = found.lastgroup or ""
        years = _READ[rule](found, today, _latest(named))
        if years is not None and 1000 <= years[0] <= years[1] <= 2200:
            role = _role(sentence_text, found.start(), last, rule, years)
            end = years[1]
            if role == "since" and today is not None:
                end = max(end, today.year)
            named.append(Period((first, last), years[0], end, years[2], role, fiscal=rule == "fiscal"))
    return tuple(named)


def _latest(named: list[Period]) -> int | None:
    """The year told last, on which "a year earlier" and "two years later" rest."""
    return next((p.first if p.role == "since" else p.last for p in reversed(named) if p.role != "base"), None)


@cache
def _any() -> re.Pattern[str]:
    """What a sentence must hold to name a period at all: quickly told."""
    return re.compile(rf"(?:1[5-9]|20)\d\d|year|decade|centur|[’']\d0s|年|(?<![A-Za-z])(?:{_MONTHS})(?![a-z])")


@cache
def _source() -> re.Pattern[str]:
    """A reference in brackets: "(Kommersant, September 30; TASS, 5 May 2019)", "(SIPRI, 2019)", "(Accessed 2020/12/21)"."""
    date = rf"(?:(?:{_MONTHS})\s\d{{1,2}}|\d{{1,2}}\s(?:{_MONTHS})|(?:{_MONTHS})|(?:1[5-9]|20)\d\d[a-z]?)"
    return re.compile(rf"\((?:[A-Z«“\"][^()\n,]{{1,80}}|[\w.]{{2,60}}),\s{date}[^()]{{0,400}}\)|[Aa]ccessed:?\s[^()]{{4,30}}")


@cache
def _said() -> re.Pattern[str]:
    year = r"(?:1[5-9]|20)\d\d"
    open_ = r"(?<![A-Za-zА-яЁё\d$€£¥₽.,/‑-])"
    shut = (
        r"(?![\d%]|[.,]\d|\s?(?:per\scent|percent|%|[bm]n\b|[bm]illion|km\b|tonnes|tons\b|troops|soldiers|barrels|dollars|"
        r"bcm|MW|euros|yuan|roubles|rubles|people|metres|men\b))"
    )
    month = rf"(?:{_MONTHS})"
    day = r"\d{1,2}(?:st|nd|rd|th)?(?:\s?[–-]\s?\d{1,2})?"
    return re.compile(
        rf"""
        (?P<what>)(?!)
        | (?P<han_span> {open_}({year})年?\s?(?:至|到|[-–—~])\s?({year})年)
        | (?P<han> {open_}({year})年(?:\d{{1,2}}月(?:\d{{1,2}}日)?|上半年|下半年)?)
        | (?P<between> \b(?:[Bb]etween|[Ff]rom|[Сс])\s(?:{day}\s)?(?:{month}\s)?({year})\s?(?:г\.|года)?\s?
            (?:and|to|until|till|through|up\sto|по|до|-|–)\s(?:{day}\s)?(?:{month}\s)?({year}){shut})
        | (?P<fiscal> \b(?:FY\s?|[Ff]iscal\s(?:year\s)?|[Ff]inancial\syear\s)({year})(?:\s?[/–-]\s?({year}|\d\d))?{shut})
        | (?P<iso> {open_}({year})[-/](?:0[1-9]|1[0-2])[-/](?:[0-2]\d|3[01])(?!\d))
        | (?P<span> {open_}({year})\s?(?:[–—‑-]|/|\s(?:to|through)\s)\s?({year}|\d\d){shut}(?!-))
        | (?P<dotted> (?<![\d.])\d{{1,2}}\.\d{{1,2}}\.({year})(?![\d]))
        | (?P<dated> (?<!\d)(?:{day}(?:\sof)?\s(?:{month}|{_MONTHS_RU}),?\s({year})|\b{month}\s{day},?\s({year})){shut})
        | (?P<month> \b(?:{month}|{_MONTHS_RU}),?\s(?:of\s)?({year}){shut})
        | (?P<half> \b(?:(?:first|second|latter|1st|2nd)[\s-]half\s(?:of\s)?(?:the\syear\s)?|H[12]\s|[12]H\s?
            |(?:first|last)\s(?:{_COUNT})\smonths\sof\s)({year}){shut})
        | (?P<quarter> \b(?:Q[1-4]\s?(?:of\s)?|(?:first|second|third|fourth|last)[\s-]quarter\s(?:of\s)?)({year}){shut}
            | {open_}({year})\s?Q[1-4]\b)
        | (?P<decade> (?:\b([Ee]arly|[Mm]id|[Ll]ate)[\s-](?:the\s)?|{open_})((?:1[5-9]|20)\d)0(?:[’']?s|[-\s]?е\b|-х\b)
            | (?<!\w)[’'‘](\d)0s\b)
        | (?P<decade_of> \b(first|second|third|last)\sdecade\sof\sthe\s(\d\d|twentieth|twenty-first)(?:st|th)?\scentury)
        | (?P<century> \b(?:(1[5-9]|2[01])(?:th|st)|({"|".join(_CENTURIES)}))\s[Cc]entury)
        | (?P<year> (?:\b(?:[Mm]id|[Ee]arly|[Ll]ate|[Pp]re|[Pp]ost)[-–‑]|{open_})({year}){shut}(?![–-]\w))
        | (?P<last> \b([Ll]ast|[Pp]ast|[Tt]his|[Nn]ext|[Cc]urrent|[Pp]resent)[ ]year\b(?![’'])(?!\sof))
        | (?P<ago> \b({_COUNT})\s(years?|decades?)\sago\b)
        | (?P<earlier> \b(?:[Tt]he\s)?(?:previous|preceding|prior)\syear\b|\b([Aa]|{_COUNT})\syears?\s(?:earlier|before|previously)\b
            |\bthe\syear\sbefore\b|\byear[-\s]on[-\s]year\b|\byear[-\s]over[-\s]year\b|\by[-/]o[-/]y\b)
        | (?P<later> \b({_COUNT})\syears?\slater\b|\bthe\s(?:following|next)\syear\b)
        | (?P<past> \b[Tt]he\s(?:past|last|previous|preceding)\s(?:({_COUNT})\s)?(years|decades?)\b)
        | (?P<day> \b{month}\s\d{{1,2}}\b(?!\s?(?:per|%|[,.]?\d|[bm]n|[bm]illion))|(?<!\d)\d{{1,2}}\s{month}\b)
        | (?P<in_month> \b(?:in|since|until|by|[Ll]ast|this)\s{month}(?![\w’']|\s\d|\sof\b))
        """,
        re.VERBOSE,
    )


def _groups(found: re.Match[str]) -> list[str]:
    """The parts of the rule that matched, in order."""
    whole = found.re.groupindex[found.lastgroup or "what"]
    later = [n for n in found.re.groupindex.values() if n > whole]
    end = min(later, default=found.re.groups + 1)
    return [part for n in range(whole + 1, end) if (part := found[n]) is not None]


def _two(found: re.Match[str], today: dt.date | None, latest: int | None) -> _Said | None:
    """Two years, the second perhaps in two digits: "2014–19"."""
    first, *rest = _groups(found)
    if not rest:
        return int(first), int(first), "year"
    second = rest[0] if len(rest[0]) == 4 else first[:2] + rest[0]
    last = int(second)
    if last < int(first) and len(rest[0]) == 2 and rest[0] == "00":
        last += 100
    # "2014-03" is a month.
    return (int(first), last, "span") if last > int(first) else (int(first), int(first), "month")


def _one(grain: Grain) -> Callable[[re.Match[str], dt.date | None, int | None], _Said | None]:
    def read(found: re.Match[str], today: dt.date | None, latest: int | None) -> _Said | None:
        year = int(_groups(found)[-1])
        return year, year, grain

    return read


def _han(found: re.Match[str], today: dt.date | None, latest: int | None) -> _Said | None:
    text, year = found["han"], int(_groups(found)[0])
    return year, year, "day" if "日" in text else "month" if "月" in text else "half" if "半" in text else "year"


def _decade(found: re.Match[str], today: dt.date | None, latest: int | None) -> _Said | None:
    *when, tens = _groups(found)
    first = 10 * int(tens) if len(tens) == 3 else 1900 + 10 * int(tens)
    part = when[0].lower() if when else ""
    begin, end = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(part, (0, 9))
    return first + begin, first + end, "decade"


def _decade_of(found: re.Match[str], today: dt.date | None, latest: int | None) -> _Said | None:
    which, century = _groups(found)
    number = _CENTURIES.get(century) or int(century)
    first = 100 * (number - 1) + 10 * ({"last": 10}.get(which) or _ORDINALS[which]) - 10
    return first, first + 9, "decade"


def _century(found: re.Match[str], today: dt.date | None, latest: int | None) -> _Said | None:
    said = _groups(found)[0]
    first = 100 * ((_CENTURIES.get(said) or int(said)) - 1)
    return first, first + 99, "span"


def _last(found: re.Match[str], today: dt.date | None, latest: int | None) -> _Said | None:
    if today is None:
        return None
    year = today.year + {"last": -1, "past": -1, "next": 1}.get(_groups(found)[0].lower(), 0)
    return year, year, "year"


def _number(said: str) -> int:
    return int(said) if said.isdigit() else _NUMBERS[said.lower()]


def _ago(found: re.Match[str], today: dt.date | None, latest: int | None) -> _Said | None:
    count, unit = _groups(found)
    if today is None:
        return None
    year = today.year - _number(count) * (10 if unit.startswith("decade") else 1)
    return year, year, "year"


def _earlier(found: re.Match[str], today: dt.date | None, latest: int | None) -> _Said | None:
    """A year or more before the year told last, else before the last whole year of the document."""
    said = _groups(found)
    year = latest if latest is not None else today.year - 1 if today is not None else None
    if year is None:
        return None
    year -= _number(said[0]) if said else 1
    return year, year, "year"


def _later(found: re.Match[str], today: dt.date | None, latest: int | None) -> _Said | None:
    if latest is None:
        return None
    said = _groups(found)
    year = latest + (_number(said[0]) if said else 1)
    return year, year, "year"


def _past(found: re.Match[str], today: dt.date | None, latest: int | None) -> _Said | None:
    *count, unit = _groups(found)
    if today is None or (unit != "decade" and not count):
        return None
    years = (_number(count[0]) if count else 1) * (10 if unit.startswith("decade") else 1)
    return today.year - years, today.year, "span"


def _undated(grain: Grain) -> Callable[[re.Match[str], dt.date | None, int | None], _Said | None]:
    """A day or month without a year is of the year told last, else the latest one that is past."""

    def read(found: re.Match[str], today: dt.date | None, latest: int | None) -> _Said | None:
        if latest is not None:
            return latest, latest, grain
        if today is None:
            return None
        name = next(word for word in re.findall(r"[A-Z][a-z]{2}", found[0]) if word in _SHORT)
        year = today.year - (_SHORT.index(name) + 1 > today.month)
        return year, year, grain

    return read


_SHORT = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()

_READ: Mapping[str, Callable[[re.Match[str], dt.date | None, int | None], _Said | None]] = {
    "han_span": _two,
    "han": _han,
    "between": _two,
    "fiscal": _two,
    "iso": _one("day"),
    "span": _two,
    "dotted": _one("day"),
    "dated": _one("day"),
    "month": _one("month"),
    "half": _one("half"),
    "quarter": _one("quarter"),
    "decade": _decade,
    "decade_of": _decade_of,
    "century": _century,
    "year": _one("year"),
    "last": _last,
    "ago": _ago,
    "earlier": _earlier,
    "later": _later,
    "past": _past,
    "day": _undated("day"),
    "in_month": _undated("month"),
}


@cache
def _lead() -> re.Pattern[str]:
    """The words right before a period that tell its role; asked of the text up to the period."""
    soft = r"(?:\s(?:the|early|late|mid|about|around|at\sleast|end\sof|beginning\sof|start\sof|in|all\sof|level\sof|levels\sof))*"
    return re.compile(
        rf"""
        (?: (?P<base> compared\s(?:to|with)|in\scomparison\s(?:to|with)|relative\sto|as\sagainst|against|versus|vs\.?|than
                | (?:up|down|[%]|cent|percent|increase|rise|growth|decline|drop|fall|higher|lower|more)\s(?:on|over|from)
                | (?:up|down)\sfrom[^.;]{{1,40}}\sin)
          | (?P<since> since|[Ss]ince|[Ff]rom|[Aa]fter|[Bb]eginning|[Ss]tarting|с|со|после|自)
          | (?P<until> until|till|up\sto|through|[Bb]y|[Bb]efore|[Uu]ntil|prior\sto|к|до)
        ){soft}\s?$
        """,
        re.VERBOSE,
    )


def _role(text: str, first: int, last: int, rule: str, years: _Said) -> Role:
    if rule == "earlier":
        return "base"
    if rule in ("between", "past", "ago", "last", "later", "han_span"):
        found = _lead().search(text[max(0, first - 60) : first])
        return "base" if found is not None and found["base"] else "at"
    if rule == "in_month":
        word = text[first : first + 5].lower()
        return "since" if word == "since" else "until" if word.startswith(("until", "by ")) else "at"
    if rule == "year" and text[first : first + 3].lower() in ("pre", "pos"):
        return "until" if text[first : first + 3].lower() == "pre" else "since"
    found = _lead().search(text[max(0, first - 60) : first])
    if found is not None:
        return "base" if found["base"] else "since" if found["since"] else "until"
    return "since" if text[last : last + 2] in ("以来", "起") else "at"
