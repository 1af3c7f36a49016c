"""How figures and names read in plain words: digits that the data can bear, a unit, and nothing that judges."""

from __future__ import annotations

import math
import unicodedata
from typing import Literal

from amity.indicators import Indicator

#: How a value is written; see `style`.
Style = Literal[
    "percent",
    "dollars",
    "tiv",
    "ratio",
    "index",
    "distance",
    "count",
    "rank",
    "growth",
    "pledge",
    "flag",
    "years",
    "tonnes",
    "plain",
]

#: Narrow no-break space: between a number and its unit.
THIN = "\u202f"
MINUS = "\u2212"

#: What the levels of `military.obligations` are called.
PLEDGES = ("none", "non-aggression", "neutrality or consultation", "defence or offence")

_STYLES: dict[str, Style] = {
    "trade.flow": "dollars",
    "trade.reported_total": "dollars",
    "trade.dependence": "percent",
    "trade.asymmetry": "index",
    "trade.rank": "rank",
    "trade.growth": "growth",
    "trade.concentration": "index",
    "trade.interdependence": "plain",
    "arms.tiv": "tiv",
    "military.obligations": "pledge",
    "diplomacy.ideal_distance": "distance",
    "history.rivalry": "flag",
    "history.last_dispute": "years",
    "investment.delay_years": "plain",
    "power.cinc_ratio": "ratio",
    "power.gdp_ratio": "ratio",
}


def style(indicator: Indicator) -> Style:
    """How values of this indicator are written, from its id or else its unit."""
    if indicator.id in _STYLES:
        return _STYLES[indicator.id]
    unit = indicator.unit.lower()
    by_unit: tuple[tuple[str, Style], ...] = (
        ("0 no, 1 yes", "flag"),
        ("share", "percent"),
        ("us$", "dollars"),
        ("million tiv", "tiv"),
        ("million tonnes", "tonnes"),
        ("logarithm", "index"),
        ("log2", "index"),
        ("probability", "index"),
        ("ratio", "ratio"),
        ("index", "index"),
        ("indices", "index"),
        ("net score", "index"),
        ("deviation", "distance"),
        ("count", "count"),
        ("cases", "count"),
        ("persons", "count"),
        ("years", "years"),
    )
    if unit == "states":
        return "count"
    for word, how in by_unit:
        if word in unit:
            return how
    return "plain"


def number(value: float, digits: int = 3) -> str:
    """`value` with about `digits` significant digits, thousands apart, no exponent: 0.0123, 1.23, 1,230."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else "not a number"
    value = float(f"{value:.{digits - 1}e}")
    places = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    text = f"{abs(value):,.{min(places, 6)}f}"
    return f"{MINUS}{text}" if value < 0 else text


def percent(share: float) -> str:
    """A share of 1 as a percentage: one decimal, two below 1 %, "under 0.01 %" for what would read as nothing."""
    value = 100 * share
    if value == 0:
        return f"0{THIN}%"
    if abs(value) < 0.01:
        return f"under 0.01{THIN}%"
    if value == 100:
        return f"100{THIN}%"
    text = f"{abs(value):,.2f}" if abs(value) < 0.995 else f"{abs(value):,.1f}"
    return f"{MINUS if value < 0 else ''}{text}{THIN}%"


def whole_percent(share: float) -> str:
    """A share near 0 to 1 as whole per cent, never rounded to 0 or 100 unless it is."""
    value = round(100 * share)
    if (value == 100 and share < 1) or (value == 0 and share > 0):
        return percent(share)
    return f"{value}{THIN}%"


def dollars(million: float) -> str:
    """Million US$ as people write it: US$ 1.24 trillion, US$ 128 bn, US$ 4.5 million."""
    for size, word in ((1e6, "trillion"), (1e3, "bn"), (1.0, "million")):
        if million >= size * 0.9995:
            return f"US${THIN}{number(million / size)}{THIN}{word}"
    if million == 0:
        return f"US${THIN}0"
    if million < 0.001:
        return f"under US${THIN}1,000"
    return f"US${THIN}{number(million * 1e3, 2)}{THIN}thousand"


def signed(value: float, places: int = 2) -> str:
    """A number with a true minus and fixed decimals."""
    text = f"{abs(value):.{places}f}"
    return f"{MINUS}{text}" if value < 0 and float(text) != 0 else text


def ordinal(n: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    tail = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n:,}{tail}"


def times(ratio: float) -> str:
    """How often one goes into the other: 1.3, 9.4, 17, 240, 5,400."""
    if ratio >= 999.5:
        return f"{round(ratio, 1 - math.floor(math.log10(ratio))):,.0f}"
    return f"{ratio:,.0f}" if ratio >= 9.95 else f"{ratio:.1f}"


def value(how: Style, x: float | None) -> str:
    """One value as people read it; "no data" for None."""
    if x is None:
        return "no data"
    if how == "percent":
        return percent(x)
    if how == "dollars":
        return dollars(x)
    if how == "tiv":
        return f"{number(x, 2) if x < 100 else number(x, 3)}{THIN}million TIV"
    if how == "tonnes":
        return f"{number(x)}{THIN}million tonnes" if x >= 0.001 or x == 0 else "under 1,000 tonnes"
    if how == "ratio":
        colon = f"{THIN}:{THIN}"
        return f"{times(x)}{colon}1" if x >= 1 else (f"1{colon}{times(1 / x)}" if x > 0 else "0")
    if how == "growth":
        text = percent(abs(x))
        return f"{MINUS if x < 0 else '+'}{text}" if x else text
    if how == "count":
        return f"{x:,.0f}" if float(x).is_integer() else number(x)
    if how == "rank":
        return ordinal(round(x))
    if how == "pledge":
        return PLEDGES[min(max(round(x), 0), 3)]
    if how == "flag":
        return "yes" if x else "no"
    if how == "years":
        return f"{x:,.0f} {'year' if x == 1 else 'years'}"
    if how in ("index", "distance"):
        return signed(x)
    return number(x)


def interval(how: Style, low: float | None, high: float | None) -> str:
    """The 90 % interval as people read it, or nothing."""
    if low is None or high is None:
        return ""
    return f"{value(how, low)} to {value(how, high)}"


#: Names that English gives an article, and endings that mark them.
_ARTICLE = frozenset(
    ("Bahamas", "Comoros", "Gambia", "Maldives", "Netherlands", "Philippines", "DR Congo", "Two Sicilies")
)
_ARTICLE_STARTS = ("United ", "Republic of ")
_ARTICLE_ENDS = (
    " Republic",
    " Union",
    " Kingdom",
    " Islands",
    " States",
    " Emirates",
    " Federation",
    " Empire",
)


def the(name: str) -> str:
    """The name as it stands inside a sentence: "the United States", "France"."""
    takes = name in _ARTICLE or name.startswith(_ARTICLE_STARTS) or name.endswith(_ARTICLE_ENDS)
    return f"the {name}" if takes else name


def of(name: str) -> str:
    """The possessive: "Russia's", "the United States'"."""
    return f"{the(name)}{'’' if name.endswith('s') else '’s'}"


def upper(text: str) -> str:
    """The text with its first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


def among(share: float) -> str:
    """A percentile as words: whole per cent, one decimal near the ends, never 100 for what is not all."""
    if 1 <= share <= 99:
        return f"{share:.0f}{THIN}%"
    text = f"{min(share, 99.9) if share < 100 else 100:.1f}"
    return f"{text.removesuffix('.0')}{THIN}%"


def listed(items: list[str], join: str = "and") -> str:
    """a, b and c."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {join} {items[-1]}" if items else ""


def span(first: int | None, last: int | None) -> str:
    """1950–2023, or one year, or "no years"."""
    if first is None or last is None:
        return "no years"
    return f"{first}" if first == last else f"{first}–{last}"


def runs(years: list[int]) -> list[tuple[int, int]]:
    """Consecutive years as (first, last) runs, in order."""
    found: list[tuple[int, int]] = []
    for year in sorted(set(years)):
        if found and year == found[-1][1] + 1:
            found[-1] = (found[-1][0], year)
        else:
            found.append((year, year))
    return found


_BARS = "▁▂▃▄▅▆▇█"
_ASCII_BARS = "_.-:=+*#"


def sparkline(values: list[float | None], width: int, *, ascii: bool = False) -> str:  # noqa: A002 - the word of the command line
    """Values over time as one line of characters, zero (or the least, if negative) at the bottom, gaps blank.

    Longer series are thinned to `width` cells; a cell shows the mean of what it covers.
    """
    if not values or width < 1:
        return ""
    cells: list[float | None] = []
    n = min(width, len(values))
    for i in range(n):
        part = [v for v in values[i * len(values) // n : (i + 1) * len(values) // n] if v is not None]
        cells.append(sum(part) / len(part) if part else None)
    known = [c for c in cells if c is not None]
    if not known:
        return ""
    low, high = min(0.0, *known), max(known)
    marks = _ASCII_BARS if ascii else _BARS
    reach = (high - low) or 1.0
    return "".join(" " if c is None else marks[min(7, int(8 * (c - low) / reach))] for c in cells)


_PLAIN = str.maketrans(
    {"–": "-", "—": "-", "−": "-", "→": "->", "↔": "<->", "’": "'", "‘": "'", "“": '"', "”": '"', "\u202f": " ",
     "\u00a0": " ", "·": "|", "≥": ">=", "≤": "<=", "×": "x", "…": "...", "σ": "sd", "æ": "ae", "ø": "o", "ß": "ss"}
)  # fmt: skip


def plain(text: str) -> str:
    """The text in ASCII, for terminals that show nothing else."""
    folded = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return folded.encode("ascii", "ignore").decode("ascii")
