"""Which years a sentence speaks of, and whether as the time of a figure, its base, its start or its end."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Literal

from amity.reader.model import Period
from amity.reader.quantity_words import listed

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
        listed(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen"
        )
    )
} | {"a": 1, "an": 1, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "couple of": 2, "few": 3}
_COUNT = (
    r"\d{1,3}|(?:[Tt]wenty|[Tt]hirty|[Ff]orty|[Ff]ifty)-(?:one|two|three|four|five|six|seven|eight|nine)|"
    + "|".join(sorted(_NUMBERS, key=len, reverse=True))
)
_ORDINALS = {w: n for n, w in enumerate(listed("first second third fourth fifth sixth seventh eighth ninth tenth"), 1)}
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
    found = [m for m in _said().finditer(sentence_text) if not any(a <= m.start() < b for a, b in sources)]
    years = [read(_groups(m)) if (read := _ABSOLUTE.get(m.lastgroup or "")) else None for m in found]
    # "Rose 5 per cent from a year earlier and was 9 per cent above that of 2014": counted from no year compared with.
    own = [
        said if said is not None and _role(sentence_text, *m.span(), m.lastgroup or "") != "base" else None
        for m, said in zip(found, years, strict=True)
    ]
    ahead = _ahead(own)
    named: list[Period] = []
    latest: int | None = None
    aside: tuple[int, int] | None = None
    for match, said, after in zip(found, years, ahead, strict=True):
        rule = match.lastgroup or ""
        if aside is not None and ")" in sentence_text[aside[0] : match.start()]:
            # "24 in 2019 (in 2009, 30), ... from 18 seven years before": counted from what stands outside the brackets.
            latest, aside = aside[1], None
        if rule in ("last_fiscal", "earlier_fiscal"):
            said = _of_books(rule, _groups(match), today, named, after)
        elif rule not in _ABSOLUTE:
            said = _relative(rule, _groups(match), today, latest, after)
        elif (rule == "between" and said is not None and _is_twelvemonth(match[0])) or (
            rule in ("twelve", "year_to") and said is not None and said[1] > said[0]
        ):
            rule = "fiscal"
        if said is None or not 1000 <= said[0] <= said[1] <= 2200 or _is_name(sentence_text, match):
            continue
        role = _role(sentence_text, *match.span(), rule)
        last = max(said[1], today.year) if role == "since" and today is not None else said[1]
        named.append(Period(match.span(), said[0], last, said[2], role, fiscal="fiscal" in rule))
        if role != "base":
            if aside is None and latest is not None and _OPEN.search(sentence_text[: match.start()]):
                aside = match.end(), latest
            latest = said[1]
    return tuple(named)


_OPEN = re.compile(r"\([^()]*$")


def _of_books(
    rule: str, said: list[str], today: dt.date | None, named: Sequence[Period], ahead: int | None
) -> _Said | None:
    """The year of "last fiscal year", "a fiscal year before": counted from one told beside it, else from today."""
    if rule == "last_fiscal":
        year = None if today is None else today.year - (said[0].lower() in ("last", "past"))
        return None if year is None else (year, year, "year")
    told = next((p for p in reversed(named) if p.role != "base"), None)
    if told is not None:
        return told.first - 1, told.last - 1, told.grain
    year = ahead if ahead is not None else today.year - 1 if today is not None else None
    return None if year is None else (year - 1, year - 1, "year")


@cache
def _months() -> re.Pattern[str]:
    return re.compile(rf"({_MONTHS})\s(\d{{4}})")


def _is_twelvemonth(text: str) -> bool:
    """Whether what is told from one month to another is a whole year: "from April 2018 to March 2019"."""
    found = [12 * int(year) + _SHORT.index(month[:3]) for month, year in _months().findall(text)]
    return len(found) == 2 and found[1] - found[0] == 11


@cache
def _twelvemonths() -> str:
    """Months from one to the one before it, which make a whole year: "July-June", "April to March"."""
    names = [f"(?:{name}|{name[:3]}\\.?)" for name in _MONTHS.split("|")[: len(_SHORT)]]
    pairs = zip(names, (names[-1], *names[:-1]), strict=True)
    return "|".join(rf"{first}(?:\s?[–-]\s?|\s(?:to|through)\s){last}" for first, last in pairs)


@cache
def _whole_year() -> re.Pattern[str]:
    return re.compile(rf"(?:[A-Za-z]+\s+)?(?:{_twelvemonths()})(?!\w)")


def is_whole_year(months: str) -> bool:
    """Whether months told as a span make a whole year: "July-June", not "July-March"."""
    return _whole_year().match(months) is not None


def _ahead(years: list[_Said | None]) -> list[int | None]:
    """Of each place the next year told from there on."""
    ahead: list[int | None] = []
    for said in reversed(years):
        ahead.append(said[0] if said is not None else ahead[-1] if ahead else None)
    return ahead[::-1]


@cache
def _any() -> re.Pattern[str]:
    """What a sentence must hold to name a period at all: quickly told."""
    months = rf"(?<![A-Za-z])(?:{_MONTHS})(?![a-z])"
    return re.compile(rf"(?:1[5-9]|20)\d\d|FY|fiscal|year|decade|centur|millenni|[’']\d0s|年|{months}")


@cache
def _source() -> re.Pattern[str]:
    """A reference in brackets: "(Kommersant, September 30; TASS, 5 May 2019)", "(Accessed 2020/12/21)"."""
    date = rf"(?:(?:{_MONTHS})\s\d{{1,2}}|\d{{1,2}}\s(?:{_MONTHS})|(?:{_MONTHS})|(?:1[5-9]|20)\d\d[a-z]?)"
    return re.compile(
        rf"\((?:[A-Z«“\"][^()\n,]{{1,80}}|[\w.]{{2,60}}),\s{date}[^()]{{0,400}}\)|[Aa]ccessed:?\s[^()]{{4,30}}"
    )


@cache
def _said() -> re.Pattern[str]:
    year = r"(?:1[5-9]|20)\d\d"
    open_ = r"(?<![A-Za-zА-яЁё\d$€£¥₽.,/‑-])"
    shut = (
        r"(?![\d%]|[.,]\d|\s?(?:per\scent|percent|%|[bm]n\b|[bm]illion|km\b|tonnes|tons\b|troops|soldiers|barrels|dollars|"
        r"bcm|MW|euros|yuan|roubles|rubles|people|metres|men\b))"
    )
    # "The year before the war" tells no year.
    alone = r"(?=\s*(?:[,;:.)]|$|(?:it|they|its|their|was|were|had|has|have|and|to)\b))"
    month = rf"(?:{_MONTHS})"
    books = r"(?:fiscal|financial|Persian|Iranian|Afghan|Ethiopian)"
    twelve = rf"(?:{_twelvemonths()})"
    day = r"\d{1,2}(?:st|nd|rd|th)?(?:\s?[–-]\s?\d{1,2})?"
    return re.compile(
        rf"""
        (?<![A-Za-zА-яЁё\d]) (?=[\dA-Za-cefil-pstuyА-яЁё’'‘]) (?:
        (?P<han_span> {open_}({year})年?\s?(?:至|到|[-–—~])\s?({year})年)
        | (?P<han> {open_}({year})年(?:(\d{{1,2}})月(?:(\d{{1,2}})日)?|(上半年|下半年))?)
        | (?P<between> \b(?:[Bb]etween|[Ff]rom|[Сс])\s(?:{day}\s)?(?:{month}\s)?({year})\s?(?:г\.|года)?\s?
            (?:and|to|until|till|through|up\sto|по|до|-|–)\s(?:{day}\s)?(?:{month}\s)?({year}|21[0-2][1-9]){shut})
        | (?P<run> \b({_COUNT})\syears\s(?:from|starting\s(?:in|with)|beginning\s(?:in|with))\s({year}){shut}
            (?!\s?(?:to|until|till|through|up\sto|-|–)\s?{year}))
        | (?P<books> \b(?:[Ff]iscal|[Ff]inancial|[Bb]usiness)\syear\s(?:to|ended|ending|that\sended|until|through)\s
            (?:on\s|in\s)?(?:the\send\sof\s)?(?:{day}\s)?({month})(?:\s{day})?,?\s({year}){shut})
        | (?P<fiscal> \b(?:FY[\s’']?|(?:[Ff]iscal|[Ff]inancial)\s(?:year\s)?)
            ({year})(?:\s?[/–-]\s?({year}|\d\d))?{shut}
            | \bFY[\s’']?(\d\d)(?:\s?[/–-]\s?(?:FY[\s’']?)?(\d\d))?{shut}(?!\w)
            | {open_}({year})(?:\s?[/–-]\s?({year}|\d\d))?(?=\s(?:fiscal|financial)\syear\b))
        | (?P<year_to> \b(?<![Hh]alf[-‑\s])(?:[Yy]ear|(?:[Tt]welve|12)[\s-]months?(?:\speriod)?|
            (?:[Ff]our|4)\squarters)\s(?:to|ended|ending|that\sended|until|through|up\sto)\s(?:on\s|in\s)?(?:the\s)?
            (?:end\sof\s|end[\s-])?(?:{day}\s)?({month}|Q[1-4])(?:\s{day})?,?\s({year}){shut})
        | (?P<twelve> (?:\b(?:[Ii]n|[Ff]or|[Ff]rom)\s)?\b{twelve},?\s(?:of\s)?\(?
            ({year})(?:\s?[/–-]\s?({year}|\d\d))?{shut}\)?)
        | (?P<iso> {open_}({year})[-/](?:0[1-9]|1[0-2])[-/](?:[0-2]\d|3[01])(?!\d))
        | (?P<span> {open_}({year})(?:\s?(?:[–—‑-]|/)\s?[’'‘]?({year}|\d\d)|\s(?:to|through)\s({year})){shut}(?!-))
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
        | (?P<turn> \b[Tt]urn\sof\sthe\s(?:century|millennium)\b|\b[Aa]t\sthe\smillennium\b
          |\b[Ww]hen\sthe\s(?:new\s)?(?:century|millennium)\s(?:began|opened|started|dawned)\b
          |\b[Aa]t\sthe\sdawn\sof\sthe\s(?:new\s)?(?:century|millennium)\b)
        | (?P<century> \b(?:(1[5-9]|2[01])(?:th|st)|({"|".join(_CENTURIES)}))\s[Cc]entury)
        | (?P<year> (?:\b(?:[Mm]id|[Ee]arly|[Ll]ate|[Pp]re|[Pp]ost)[-–‑]|{open_})({year}){shut}(?![–-]\w))
        | (?P<last> (?<!\bthat\s)(?<!\bthe\s)(?<!\bits\s)(?<!\bvery\s)
            \b([Ll]ast|[Pp]ast|[Tt]his|[Nn]ext|[Cc]urrent|[Pp]resent)[ ]year\b
            (?![’'](?!s\s(?:(?:figure|level|total|share|result)\sof\s)?[$€£¥]?\d))(?!\sof))
        | (?P<last_fiscal> \b(?:[Tt]he\s)?([Ll]ast|[Pp]ast|[Tt]his|[Cc]urrent)\s(?:fiscal(?:\syear)?|{books}\syear)\b)
        | (?P<earlier_fiscal> \b[Tt]he\s(?:previous|preceding|prior)\s(?:fiscal(?:\syear)?|{books}\syear)\b
            |\b(?:[Aa]|[Oo]ne|[Tt]he)\s{books}\s(?:year\s)?(?:earlier|previously|prior(?!\sto)|before{alone}))
        | (?P<ago> \b({_COUNT})\s(years?|decades?)\sago\b)
        | (?P<earlier> \b(?:[Tt]he\s)?(?:previous|preceding|prior)\syear\b|
            \b(?:[Tt]he\s)?(?:previous|preceding|prior)\s(?:fiscal|financial)(?:\syear)?\b|
            \bthe\s(?:fiscal|financial)(?:\syear)?\s(?:before{alone}|prior\b(?!\sto))|
            \b([Aa]|{_COUNT})\syears?\s(?:earlier|previously|prior(?!\sto)|before{alone})\b|
            \bthe\syear\s(?:before{alone}|prior\b(?!\sto))|\bthe\syear-earlier\s(?:period|level|figure)\b|\byear[-\s]on[-\s]year\b|\byear[-\s]over[-\s]year\b|\by[-/](?:o[-/])?y\b)
        | (?P<later> \b({_COUNT})\syears?\s(?:later\b|(?:on|after){alone})|
            \bthe\s(?:(?:following|next)\syear\b|year\safter{alone}))
        | (?P<ensuing> \b[Tt]he\s(?:following|next|ensuing|subsequent)\s({_COUNT})\syears\b)
        | (?P<past> \b[Tt]he\s(?:past|last|previous|preceding)\s(?:({_COUNT})\s)?(years|decades?)\b)
        | (?P<day> \b({month})\s\d{{1,2}}\b(?!\s?(?:per|%|[,.]?\d|[bm]n|[bm]illion))|(?<!\d)\d{{1,2}}\s({month})\b)
        | (?P<in_month> \b(?:in|since|until|by|[Ll]ast|this)\s({month})(?![\w’']|\.?\s\d|\sof\b))
        )
        """,
        re.VERBOSE,
    )


def _groups(found: re.Match[str]) -> list[str]:
    """The parts of the rule that matched, in order."""
    whole = found.re.groupindex[found.lastgroup or "year"]
    end = min((n for n in found.re.groupindex.values() if n > whole), default=found.re.groups + 1)
    return [part for n in range(whole + 1, end) if (part := found[n]) is not None]


def _number(said: str) -> int:
    return int(said) if said.isdecimal() else sum(_NUMBERS[part] for part in said.lower().split("-"))


def _two(said: list[str]) -> _Said:
    """Two years, the second perhaps in two digits: "2014–19". "2014-03" is a month."""
    first, *rest = said
    if not rest:
        return int(first), int(first), "year"
    last = int(rest[0] if len(rest[0]) == 4 else first[:2] + rest[0])
    if rest[0] == "00":
        last += 100
    if len(rest[0]) == 4 and rest[0].startswith("21"):
        # "From 2013 to 2107": two digits have changed places, unless the years to come are meant.
        turned = int(f"20{rest[0][1]}{rest[0][3]}")
        last = turned if turned > int(first) else last
    return (int(first), last, "span") if last > int(first) else (int(first), int(first), "month")


def _whole(year: str) -> str:
    """The year of "FY18" in four digits."""
    return year if len(year) == 4 else f"{'20' if year < '60' else '19'}{year}"


def _one(grain: Grain) -> Callable[[list[str]], _Said]:
    return lambda said: (int(said[-1]), int(said[-1]), grain)


def _han(said: list[str]) -> _Said:
    year, *finer = said
    grain: Grain = "year" if not finer else "half" if finer[0].endswith("年") else "month" if len(finer) == 1 else "day"
    return int(year), int(year), grain


def _decade(said: list[str]) -> _Said:
    *when, tens = said
    first = 10 * int(tens) if len(tens) == 3 else 1900 + 10 * int(tens)
    begin, end = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(when[0].lower() if when else "", (0, 9))
    return first + begin, first + end, "decade"


def _decade_of(said: list[str]) -> _Said:
    which, century = said
    first = 100 * ((_CENTURIES.get(century) or int(century)) - 1) + 10 * (10 if which == "last" else _ORDINALS[which])
    return first - 10, first - 1, "decade"


def _century(said: list[str]) -> _Said:
    first = 100 * ((_CENTURIES.get(said[0].lower()) or int(said[0])) - 1)
    return first, first + 99, "span"


def _run(said: list[str]) -> _Said:
    """So many years from one on: "the five years from 2018"."""
    first = int(said[1])
    return first, first + max(_number(said[0]), 1) - 1, "span"


def _books(said: list[str]) -> _Said:
    """The year of books that end in a month: of those to March 2014 most lies in 2013."""
    year = int(said[1]) - (_SHORT.index(said[0][:3]) < _MIDDLE)
    return year, year, "year"


def _year_to(said: list[str]) -> _Said:
    """The twelve months that end in a month or a quarter: "the year to June 2019", "the four quarters to Q1 2023"."""
    year = int(said[1])
    is_calendar = said[0][:3] in ("Dec", "Q4")
    return (year, year, "year") if is_calendar else (year - 1, year, "span")


#: Books that end in one of so many first months of a year are mostly of the year before.
_MIDDLE = 6

_ABSOLUTE: Mapping[str, Callable[[list[str]], _Said]] = {
    "han_span": _two,
    "han": _han,
    "between": _two,
    "run": _run,
    "books": _books,
    "fiscal": lambda said: _two([_whole(said[0]), *said[1:]]),
    "year_to": _year_to,
    "twelve": _two,
    "iso": _one("day"),
    "span": _two,
    "dotted": _one("day"),
    "dated": _one("day"),
    "month": _one("month"),
    "half": _one("half"),
    "quarter": _one("quarter"),
    "decade": _decade,
    "decade_of": _decade_of,
    "turn": lambda _: (2000, 2000, "year"),
    "century": _century,
    "year": _one("year"),
}


def _relative(rule: str, said: list[str], today: dt.date | None, latest: int | None, ahead: int | None) -> _Said | None:
    """Years told by another: the document's, or one told before or after in the sentence.

    Args:
        rule: What was matched.
        said: Its parts.
        today: The date of the document.
        latest: The year told before it.
        ahead: The next year told after it.
    """
    if rule == "ensuing":
        return None if latest is None else (latest, latest + _number(said[0]), "span")
    if rule in ("earlier", "later"):
        known = latest if latest is not None else ahead if rule == "earlier" else None
        if known is None and rule == "earlier" and today is not None:
            known = today.year - 1
        if known is None:
            return None
        year = known + (_number(said[0]) if said else 1) * (1 if rule == "later" else -1)
        return year, year, "year"
    if rule in ("day", "in_month"):
        return _undated(said[0], "day" if rule == "day" else "month", today, latest)
    if today is None:
        return None
    if rule == "last":
        year = today.year + {"last": -1, "past": -1, "next": 1}.get(said[0].lower(), 0)
        return year, year, "year"
    *count, unit = said
    years = (_number(count[0]) if count else 1) * (10 if unit.startswith("decade") else 1)
    if rule == "past":
        return (today.year - years, today.year, "span") if count or unit == "decade" else None
    return today.year - years, today.year - years, "year"


def _undated(month: str, grain: Grain, today: dt.date | None, latest: int | None) -> _Said | None:
    """A day or month without a year is of the year told before it, else the latest one that is past."""
    if latest is None and today is not None:
        latest = today.year - (_SHORT.index(month[:3]) + 1 > today.month)
    return None if latest is None else (latest, latest, grain)


_SHORT = listed("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec")


@cache
def _name() -> re.Pattern[str]:
    return re.compile(
        r"(?:\b(?:[Rr]esolutions?|[Aa]rticle|[Aa]genda|[Vv]ision|[Oo]rder|[Dd]ecree|[Ff]light|[Nn]o\.?|[Nn]umber|[Rr]oute"
        r"|[Cc]onvention|p\.|pp\.|Made\sin\sChina)\s)$"
    )


def _is_name(text: str, found: re.Match[str]) -> bool:
    """Whether four digits are part of a name, "Resolution 1973", or words only count what a year told is."""
    before = text[max(0, found.start() - 20) : found.start()]
    if found.lastgroup in ("later", "earlier") and is_apposed(text, *found.span()):
        return True
    return found.lastgroup == "year" and _name().search(before) is not None


_APPOSED = re.compile(
    r"\b(?:in|by|for|until)\s+(?:19|20)\d\d\s?[,(–—]\s?(?:i\.e\.\s|or\s|that\sis,?\s|just\s|only\s)?$", re.IGNORECASE
)
_CLOSED = re.compile(r"\s?[,)–—]")


def is_apposed(text: str, start: int, end: int) -> bool:
    """Whether "12 years later" only counts what a year right before it is: "in 2010, 12 years later, it was"."""
    is_closed = _CLOSED.match(text, end) is not None
    return is_closed and _APPOSED.search(text, max(0, start - 24), start) is not None


@cache
def _lead() -> re.Pattern[str]:
    """The words right before a period that tell its role; asked of the text up to the period."""
    soft = r"(?:\s(?:the|early|late|mid|about|around|at\sleast|(?:end|beginning|start|all|levels?)\sof|"
    soft += r"(?:that|those)\sof|(?:what\s)?(?:it|they)\s(?:was|were|had\sbeen)|in)){0,4}"
    return re.compile(
        rf"""
        (?: (?P<base> [Cc]ompared\s(?:to|with) | (?:above|below)(?=\s(?:that|those)\s)
                | (?:times|twice|double|triple)(?=\s(?:what\s(?:it|they)|that|those)\s)
                | (?:above|below|over|on|from)\s(?:the|its|their|a)\s(?:[a-z]{{1,8}}\s)?(?:levels?|figures?|values?
                    |volumes?|records?|peaks?|highs?|lows?|total|slump|mark)\s(?:of|in|for|set\sin)
                | [Ii]n\scomparison\s(?:to|with) | [Rr]elative\sto | [Aa]gainst | versus
                | vs\.? | than | (?:much|many|large|high|big|great|roughly|exactly|just|same|about)\sas
                | \bas\s\w+\sin\s(?:19|20)\d\d\sas
                | times\sthe\s(?:level|figure|value|volume)\sof
                | (?:up|down|[%]|cent|percent|increase|rise|growth|decline|drop|fall|higher|lower|more)
                  \s(?:on|over|from)
                | (?:[%]|cent|percent|billion|million|bn)(?:\s(?:above|below)|,\son)
                | (?:compared\s(?:to|with)|against|versus|vs\.?|from)\s(?:[a-z]{{1,10}}\s){{0,3}}[^\w\s]{{0,2}}
                  (?:US\$)?\d(?:(?!\s(?:to|in|and)\s)[^;,]){{0,40}}\sin)
          | (?P<since> [Ss]ince|[Ff]rom|[Aa]fter|[Bb]eginning|[Ss]tarting|с|со|после|自)
          | (?P<until> [Uu]ntil|till|up\sto|through|[Bb]y|[Bb]efore|prior\sto|к|до)
        ){soft}\s?$
        """,
        re.VERBOSE,
    )


def _role(text: str, first: int, last: int, rule: str) -> Role:
    """Whether a period is that of the figure, its base, its start or its end, by the words around it."""
    if rule in ("earlier", "earlier_fiscal"):
        return "base"
    said = text[first:last].lower()
    if rule == "in_month" or (rule == "year" and said.startswith(("pre", "post"))):
        return (
            "since"
            if said.startswith(("since", "post"))
            else "at"
            if said.startswith(("in", "last", "this"))
            else "until"
        )
    found = _lead().search(text[max(0, first - 70) : first])
    if found is None and rule in ("year", "month", "dated") and _SINCE_THE.search(text[max(0, first - 90) : first]):
        return "since"
    if (
        found is not None
        and rule in ("past", "span")
        and (_OVER.search(found[0]) if rule == "past" else _is_from(found))
    ):
        # "An increase over the past three years", "from 2009–13 on": told of the span itself.
        return "at"
    if rule in ("between", "past", "ago", "last", "last_fiscal", "later", "ensuing", "han_span"):
        return "base" if found is not None and found["base"] else "at"
    if found is not None and _SINCE_IN.fullmatch(found[0]):
        # "Since in 1995 they were 2.24 billion" tells why.
        return "at"
    if found is not None:
        return "base" if found["base"] else "since" if found["since"] else "until"
    return "since" if text[last : last + 2] in ("以来", "起") or text[last : last + 1] == "起" else "at"


#: "Since the invasion in February 2022": the event is known by its date.
_SINCE_THE = re.compile(r"\b[Ss]ince\s(?:the|its|their)\s(?:[\w’'-]+\s){1,5}?(?:in|of)\s(?:early\s|late\s|mid-)?$")
_SINCE_IN = re.compile(r"[Ss]ince\sin\s?(?:the\s)?")
_OVER = re.compile(r"\bover\s(?:the\s)?$")


def _is_from(found: re.Match[str]) -> bool:
    return (found["since"] or "").lower() == "from"


#: "2017-18", "2017/18", "2017–2018": one year of books that do not begin in January.
_BOOKS = re.compile(r"(?:FY\s?)?(?:19|20)\d\d\s?[-/–]\s?(?:(?:19|20)\d\d|\d\d)", re.IGNORECASE)


def is_of_books(text: str, period: Period) -> bool:
    """Whether two years told as one are a year of books: "in 2017-18"."""
    is_told = period.fiscal or _BOOKS.fullmatch(text, *period.span) is not None
    return period.last - period.first == 1 and is_told
