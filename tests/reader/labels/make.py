"""Writes the labelled sentences: frames written by hand, filled with values of the atlas; verdicts by the claim engine.

Run: `python tests/reader/labels/make.py [dev | heldout | articles ...]`, after the atlas or a frame has changed.
What a slot of a frame means is told in README.md beside this file.
"""

from __future__ import annotations

import csv
import random
import re
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from amity import claims
from amity.atlas import Atlas, open_atlas
from amity.claims.figures import readings
from amity.claims.language import Figure, Test, parse
from amity.errors import AmityError

HERE = Path(__file__).parent
HEAD = ("id", "frame", "date", "text", "start", "end", "is_figure", "kind", "test", "expected", "why")
SEED = {"dev": 20, "heldout": 21}
#: How often a frame is filled.
TIMES = {"mixed": 2}
#: First and last year of a value asked, by measure.
YEARS = {
    **dict.fromkeys(("fdi", "fdis"), (2015, 2023)),
    **dict.fromkeys(("mach", "tech", "fuels"), (2010, 2020)),
    **dict.fromkeys(("igos", "disp", "last"), (1990, 2014)),
    **dict.fromkeys(("crude_xs", "crude_ms", "crude_mt", "gas_ms", "coal_ms", "en_xs"), (2000, 2021)),
    **dict.fromkeys(("mil",), (1995, 2020)),
    **dict.fromkeys(("constr",), (2006, 2020)),
    **dict.fromkeys(("council", "jv"), (2005, 2025)),
    **dict.fromkeys(("exer",), (2009, 2025)),
    **dict.fromkeys(("arms_ms", "arms_xs", "tiv", "tivsum"), (2000, 2023)),
    **dict.fromkeys(("sanc",), (2005, 2023)),
    **dict.fromkeys(("fav",), (2002, 2023)),
}
INDICATOR = {
    "flow": "trade.flow",
    "xs": "trade.export_share",
    "ms": "trade.import_share",
    "ts": "trade.share",
    "dep": "trade.dependence",
    "rank": "trade.rank",
    "xrank": "trade.export_share",
    "mach": "trade.machinery_share",
    "fuels": "trade.fuels_share",
    "tech": "technology.import_dependence",
    "crude_xs": "energy.crude_export_share",
    "crude_ms": "energy.crude_import_share",
    "crude_mt": "energy.crude_quantity",
    "gas_ms": "energy.gas_import_share",
    "gas_xs": "energy.gas_export_share",
    "coal_ms": "energy.coal_import_share",
    "en_xs": "energy.export_share",
    "en_ms": "energy.import_share",
    "tiv": "arms.tiv",
    "tivsum": "arms.tiv",
    "arms_ms": "arms.import_share",
    "arms_xs": "arms.export_share",
    "votes": "diplomacy.agreement",
    "council": "diplomacy.council_agreement",
    "jv": "diplomacy.joint_vetoes",
    "igos": "institutions.shared_igos",
    "disp": "history.disputes",
    "last": "history.last_dispute",
    "sanc": "external-pressure.sanctions",
    "fdi": "investment.fdi_stock",
    "fdis": "investment.fdi_stock_share",
    "constr": "investment.construction",
    "mil": "power.milex_ratio",
    "gdp": "power.gdp_ratio",
    "fav": "opinion.favourability",
}
UNDIRECTED = frozenset({"bal", "total", "votes", "council", "jv", "igos", "disp", "last", "exer"})
POOLS = {
    "dev": {
        "": "IND,RUS USA,JPN TUR,RUS DEU,CHN IRN,CHN BRA,ARG FRA,DZA KAZ,CHN POL,DEU KOR,JPN USA,MEX EGY,USA UKR,RUS "
        "AUS,CHN ESP,MAR CHN,PAK CHN,RUS HUN,RUS IND,ARE ITA,FRA VNM,USA GBR,USA SWE,NOR PHL,JPN",
        "oil": "RUS,CHN SAU,CHN SAU,JPN CAN,USA MEX,USA NGA,IND AZE,ITA ARE,JPN KAZ,CHN NOR,GBR",
        "gas": "RUS,HUN RUS,DEU NOR,DEU DZA,ITA QAT,IND",
        "coal": "AUS,JPN RUS,KOR IDN,IND COL,NLD",
        "arms": "RUS,IND RUS,CHN USA,JPN FRA,IND RUS,VNM USA,TUR CHN,PAK DEU,GRC",
        "council": "RUS,CHN USA,FRA CHN,USA",
        "rivals": "TUR,GRC IND,PAK CHN,JPN RUS,GEO USA,IRN",
        "sanctions": "USA,RUS USA,IRN USA,CUB USA,MMR USA,SDN",
        "china": "CHN,PAK CHN,RUS CHN,BRA CHN,IDN CHN,AUS",
        "opinion": "JPN,CHN DEU,USA TUR,USA IND,CHN POL,RUS MEX,USA FRA,IRN",
    },
    "heldout": {
        "": "CHN,VNM USA,CAN TUR,DEU FRA,DEU BLR,RUS IRN,IRQ CHN,BRA CHL,PER JPN,AUS USA,KOR IDN,SGP PAK,USA SAU,EGY "
        "ISR,USA RUS,UZB ZAF,CHN RUS,POL NLD,DEU CHN,RUS MEX,CHN IND,BGD ARM,RUS FIN,RUS ESP,PRT COL,USA THA,MYS",
        "oil": "IRN,CHN RUS,POL RUS,BLR NGA,USA VEN,USA SAU,KOR IRQ,IND AGO,CHN COL,USA KWT,JPN",
        "gas": "RUS,POL RUS,ITA DZA,ESP CAN,USA TKM,CHN",
        "coal": "AUS,CHN RUS,JPN IDN,CHN USA,BRA",
        "arms": "USA,SAU RUS,DZA USA,KOR FRA,EGY RUS,BLR USA,ISR USA,AUS ISR,IND",
        "council": "USA,GBR FRA,GBR RUS,FRA",
        "rivals": "PRK,KOR ARM,AZE IRQ,IRN IND,BGD PAK,AFG",
        "sanctions": "USA,VEN USA,PRK USA,SYR GBR,RUS USA,CHN",
        "china": "CHN,SAU CHN,ETH CHN,KAZ CHN,MYS CHN,VNM",
        "opinion": "KOR,CHN GBR,RUS ESP,USA BRA,CHN ITA,RUS IDN,USA EGY,IRN",
    },
}
#: Names, demonyms and capital, alternatives apart by bars.
NAMES = {
    "AFG": ("Afghanistan", "Afghan", "Kabul"),
    "AGO": ("Angola", "Angolan", "Luanda"),
    "ARE": ("the United Arab Emirates|the UAE", "Emirati", "Abu Dhabi"),
    "ARG": ("Argentina", "Argentine|Argentinian", "Buenos Aires"),
    "ARM": ("Armenia", "Armenian", "Yerevan"),
    "AUS": ("Australia", "Australian", "Canberra"),
    "AZE": ("Azerbaijan", "Azerbaijani", "Baku"),
    "BGD": ("Bangladesh", "Bangladeshi", "Dhaka"),
    "BLR": ("Belarus", "Belarusian", "Minsk"),
    "BRA": ("Brazil", "Brazilian", "Brasília"),
    "CAN": ("Canada", "Canadian", "Ottawa"),
    "CHL": ("Chile", "Chilean", "Santiago"),
    "CHN": ("China|the PRC|the People's Republic of China", "Chinese", "Beijing"),
    "COL": ("Colombia", "Colombian", "Bogotá"),
    "CUB": ("Cuba", "Cuban", "Havana"),
    "DEU": ("Germany", "German", "Berlin"),
    "DZA": ("Algeria", "Algerian", "Algiers"),
    "EGY": ("Egypt", "Egyptian", "Cairo"),
    "ESP": ("Spain", "Spanish", "Madrid"),
    "ETH": ("Ethiopia", "Ethiopian", "Addis Ababa"),
    "FIN": ("Finland", "Finnish", "Helsinki"),
    "FRA": ("France", "French", "Paris"),
    "GBR": ("Britain|the United Kingdom|the UK", "British", "London"),
    "GEO": ("Georgia", "Georgian", "Tbilisi"),
    "GRC": ("Greece", "Greek", "Athens"),
    "HUN": ("Hungary", "Hungarian", "Budapest"),
    "IDN": ("Indonesia", "Indonesian", "Jakarta"),
    "IND": ("India", "Indian", "New Delhi"),
    "IRN": ("Iran|the Islamic Republic of Iran", "Iranian", "Tehran"),
    "IRQ": ("Iraq", "Iraqi", "Baghdad"),
    "ISR": ("Israel", "Israeli", "Jerusalem"),
    "ITA": ("Italy", "Italian", "Rome"),
    "JPN": ("Japan", "Japanese", "Tokyo"),
    "KAZ": ("Kazakhstan", "Kazakh|Kazakhstani", "Astana"),
    "KOR": ("South Korea|the Republic of Korea", "South Korean", "Seoul"),
    "KWT": ("Kuwait", "Kuwaiti", "Kuwait City"),
    "MAR": ("Morocco", "Moroccan", "Rabat"),
    "MEX": ("Mexico", "Mexican", "Mexico City"),
    "MMR": ("Myanmar|Burma", "Burmese", "Naypyidaw"),
    "MYS": ("Malaysia", "Malaysian", "Kuala Lumpur"),
    "NGA": ("Nigeria", "Nigerian", "Abuja"),
    "NLD": ("the Netherlands", "Dutch", "Amsterdam"),
    "NOR": ("Norway", "Norwegian", "Oslo"),
    "PAK": ("Pakistan", "Pakistani", "Islamabad"),
    "PER": ("Peru", "Peruvian", "Lima"),
    "PHL": ("the Philippines", "Philippine|Filipino", "Manila"),
    "POL": ("Poland", "Polish", "Warsaw"),
    "PRK": ("North Korea|the DPRK", "North Korean", "Pyongyang"),
    "PRT": ("Portugal", "Portuguese", "Lisbon"),
    "QAT": ("Qatar", "Qatari", "Doha"),
    "RUS": ("Russia|the Russian Federation", "Russian", "Moscow"),
    "SAU": ("Saudi Arabia", "Saudi", "Riyadh"),
    "SDN": ("Sudan", "Sudanese", "Khartoum"),
    "SGP": ("Singapore", "Singaporean", "Singapore"),
    "SWE": ("Sweden", "Swedish", "Stockholm"),
    "SYR": ("Syria", "Syrian", "Damascus"),
    "THA": ("Thailand", "Thai", "Bangkok"),
    "TKM": ("Turkmenistan", "Turkmen", "Ashgabat"),
    "TUR": ("Turkey|Türkiye", "Turkish", "Ankara"),
    "UKR": ("Ukraine", "Ukrainian", "Kyiv"),
    "USA": ("the United States|the US|America|the U.S.|the USA", "American|US", "Washington"),
    "UZB": ("Uzbekistan", "Uzbek", "Tashkent"),
    "VEN": ("Venezuela", "Venezuelan", "Caracas"),
    "VNM": ("Vietnam|Viet Nam", "Vietnamese", "Hanoi"),
    "ZAF": ("South Africa", "South African", "Pretoria"),
}
CARDINAL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
ORDINAL = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
FRACTIONS = {"half": 50, "a third": 33.3, "a quarter": 25, "a fifth": 20, "two thirds": 66.7, "three quarters": 75}
FRACTIONS |= {"a tenth": 10, "an eighth": 12.5, "one sixth": 16.7}
CHANGED = {"doubled": 2.0, "tripled": 3.0, "quadrupled": 4.0, "halved": 0.5}
TIMES_AS = {"twice": 2.0, "three times": 3.0, "five times": 5.0, "ten times": 10.0}


class Unfit(Exception):
    """The states, the year or the value drawn do not suit the frame."""


@dataclass
class Slot:
    """One figure of a passage: its text, and what it claims."""

    text: str
    is_figure: str = "yes"
    test: dict[str, Any] | None = None
    expected: str = ""
    why: str = ""
    number: str = ""


@dataclass
class Draw:
    """The states and the year a passage is filled with."""

    a: str = ""
    b: str = ""
    y: int = 0
    rng: random.Random = field(default_factory=lambda: random.Random(0))
    is_free: bool = True

    def state(self, word: str) -> str:
        return {"A": self.a, "B": self.b}.get(word, word)

    def year(self, word: str) -> int:
        found = re.fullmatch(r"y([+-]\d+)?", word)
        return self.y + int(found[1] or 0) if found else int(word)


@cache
def atlas() -> Atlas:
    """The atlas the values come from."""
    return open_atlas()


@cache
def series(what: str, a: str, b: str) -> dict[int, float]:
    """The default reading of a measure by year."""
    try:
        rows = readings(atlas(), parsed({**figure(what, a, b), "years": 2000, "op": "exists"}).figure)
    except AmityError as error:
        raise Unfit(str(error)) from error
    return {int(y): float(v) for y, v in rows.filter("is_default").select("year", "value").iter_rows()}


def figure(what: str, a: str, b: str) -> dict[str, Any]:
    """What is looked up, in the language of claims."""
    if what == "total":
        made: dict[str, Any] = {"indicator": "trade.flow", "of": a, "on": b}
        made["plus"] = [{"indicator": "trade.flow", "of": b, "on": a}]
        if {a, b} & {"CHN", "USA"}:
            made["or"] = [{"indicator": "trade.reported_total", "of": x, "on": z} for x, z in ((a, b), (b, a))]
        return made
    if what == "bal":
        return {
            "indicator": "trade.flow",
            "of": a,
            "on": b,
            "minus": {"indicator": "trade.flow", "of": b, "on": a},
        }
    if what == "exer":
        return {"facts": "exercises", "of": "CHN", "on": "RUS"}
    return {"indicator": INDICATOR[what], "of": a, "on": b}


def written(test: dict[str, Any]) -> str:
    """A test on one line, as a claim file has it."""
    return yaml.safe_dump(test, default_flow_style=True, sort_keys=False, width=10_000, allow_unicode=True).strip()


@cache
def _parsed(text: str) -> Test:
    study = parse(f"study: x\ntitle: x\nclaims: [{{id: a, text: x, kind: quantity, pillar: trade, test: {text}}}]")
    return study.claims[0].tests[0]


def parsed(test: dict[str, Any]) -> Test:
    """The same, read."""
    return _parsed(written(test))


def printed(code: str, value: float, op: str, draw: Draw) -> tuple[str, str, float, dict[str, Any]]:
    """A value in print: its text, the number in it, the number as claimed, and the unit or tolerance of the test."""
    rng = draw.rng
    kind, places = code[0], int(code[-1]) if code[-1].isdigit() else 0
    if code in ("B0", "B1", "B2"):
        bn = value / 1000
        if op != "=":
            bn = _bounded(bn, op, rng)
        if draw.is_free and not 0.8 <= bn < 5000:
            raise Unfit
        if abs(bn) >= 1000:
            number = f"{bn / 1000:.2f}"
            return f"{number} trillion", number, round(bn / 10) * 10.0, {"unit": "USD bn", "tolerance": 5}
        number = f"{bn:.{places}f}"
        if draw.is_free and float(number) == 0:
            raise Unfit
        return number + rng.choice((" billion", " billion", "bn")), number, float(number), {"unit": "USD bn"}
    if code == "m0":
        if draw.is_free and not 15 <= value < 2000:
            raise Unfit
        number = f"{value:,.0f}"
        return number, number, float(f"{value:.0f}"), {"unit": "USD m"}
    if code in ("p0", "p1", "pp1"):
        share = value * 100
        if op != "=":
            share = _bounded(share, op, rng)
        if draw.is_free and not (3 if places == 0 else 0.4) <= abs(share) < 400:
            raise Unfit
        number = f"{share:.{places}f}"
        return number, number, float(number), {"unit": "%"}
    if code == "pw":
        text, share = min(FRACTIONS.items(), key=lambda item: abs(item[1] - value * 100))
        if abs(share - value * 100) > 0.05 * share:
            raise Unfit
        return text, text, share, {"unit": "%", "tolerance": "10%"}
    if code in ("xw", "xh"):
        words = CHANGED if code == "xw" else TIMES_AS
        text, times = min(words.items(), key=lambda item: abs(item[1] - value))
        if code == "xh":
            times = max((t for t in words.values() if t < value), default=0.0)
            text = next((w for w, t in words.items() if t == times), "")
        if not text or (code == "xw" and abs(times - value) > 0.08 * times) or value > 3 * times:
            raise Unfit
        return text, text, times, {"tolerance": "10%"} if code == "xw" else {}
    if kind == "x":
        if draw.is_free and not 1.3 <= value < 60:
            raise Unfit
        number = f"{value:.1f}"
        return number, number, float(number), {}
    if code == "mt1":
        if draw.is_free and not 0.8 <= value < 500:
            raise Unfit
        number = f"{value:.1f}"
        return number, number, float(number), {"unit": "million tonnes"}
    if code == "tv":
        if draw.is_free and not 20 <= value < 30_000:
            raise Unfit
        number = f"{value:,.0f}"
        return number, number, float(f"{value:.0f}"), {"unit": "TIV m"}
    whole = round(value)
    if op == ">=":
        whole = int(value * 0.93)
    if code == "nw":
        if not 2 <= whole < len(CARDINAL):
            raise Unfit
        return CARDINAL[whole], CARDINAL[whole], whole, {}
    if code == "n":
        if whole < 2:
            raise Unfit
        return str(whole), str(whole), whole, {}
    if code in ("o", "od"):
        if not 2 <= whole < len(ORDINAL):
            raise Unfit
        tail = {1: "st", 2: "nd", 3: "rd"}.get(whole % 10, "th") if whole not in (11, 12, 13) else "th"
        text = ORDINAL[whole] if code == "o" else f"{whole}{tail}"
        return text, text, whole, {}
    if code == "top":
        text = next((n for n in (3, 5, 10, 20) if n >= value), None)
        if text is None:
            raise Unfit
        return str(text), str(text), text, {}
    if code.startswith("L:"):
        if whole != 1:
            raise Unfit
        return code[2:], code[2:], 1, {}
    raise ValueError(code)


def _bounded(value: float, op: str, rng: random.Random) -> float:
    """A round number that the value is about, above or below."""
    factor = {"~": rng.uniform(1.0, 1.03), ">=": rng.uniform(0.86, 0.97), "<=": rng.uniform(1.04, 1.15)}[op]
    return value * factor


def fill(slot: str, draw: Draw) -> Slot:
    """What a slot says when filled, with its test."""
    if slot[0] in "!?-":
        text, _, why = slot[1:].partition("|")
        return Slot(text, {"!": "yes", "?": "either", "-": "no"}[slot[0]], why=why, number=text)
    words = slot.split()
    code, what, a, b, when = words[:5]
    flags = words[5:]
    op = next((f for f in flags if f in ("~", ">=", "<=")), "=")
    sign = {"+": 1, "-": -1}.get(what[0], 0)
    change, _, measure = what.lstrip("+-").rpartition(":")
    a, b = draw.state(a), draw.state(b)
    years = tuple(draw.year(word) for word in when.split(":"))
    if draw.is_free and not YEARS.get(measure, (1996, 2022))[0] <= years[0] <= years[-1] <= YEARS.get(
        measure, (1996, 2022)
    )[1]:
        raise Unfit
    mode = _mode(flags, draw, code, measure, change)
    actual = _value(measure, a, b, years, change)
    shown = _false(mode, actual, measure, a, b, years, change, draw)
    if change and change != "r":
        if mode == "true" and (shown > 0) != (sign > 0):
            raise Unfit
        shown = abs(shown)
        if draw.is_free and not 0.05 <= shown < 3 and change == "g":
            raise Unfit
    text, number, value, more = printed(code, shown, op, draw)
    if mode == "unit":
        text, more = text.replace("billion", "million").replace("bn", "m"), {**more, "unit": "USD m"}
    test = _test(measure, a, b, years, change, op, value * (sign or 1), more)
    try:
        outcome = claims.try_test(parsed(test), atlas()).outcome
    except AmityError as error:
        raise Unfit(str(error)) from error
    wanted = ("agrees",) if mode == "true" else ("contradicts",) if draw.rng.random() < 0.9 else ("contradicts", "off")
    if draw.is_free and outcome not in wanted:
        raise Unfit
    return Slot(text, "yes", test, outcome, number=number)


def _mode(flags: list[str], draw: Draw, code: str, measure: str, change: str) -> str:
    given = next((f for f in flags if f[0] in "*@/" or f == "swap"), None)
    if given or not draw.is_free:
        return given or "true"
    if draw.rng.random() < 0.58:
        return "true"
    ways = ["factor", "factor", "year", "year"]
    if measure not in UNDIRECTED and not change:
        ways += ["swap", "swap"]
    if code == "B1" and not change:
        ways += ["unit"]
    return draw.rng.choice(ways)


def _value(measure: str, a: str, b: str, years: tuple[int, ...], change: str) -> float:
    known = series("exer" if measure == "exer" else {"tivsum": "tiv"}.get(measure, measure), a, b)
    if measure == "xrank":
        test = {**figure("xrank", a, b), "years": years[0], "op": "rank", "value": 1}
        found = claims.try_test(parsed(test), atlas()).value
        if found is None:
            raise Unfit
        return found
    if measure == "tivsum":
        if not all(y in known for y in range(years[0], years[1] + 1)):
            raise Unfit
        return sum(known[y] for y in range(years[0], years[1] + 1))
    if any(y not in known for y in years):
        raise Unfit
    if not change:
        return known[years[0]]
    first, last = known[years[0]], known[years[-1]]
    if change == "d":
        return last - first
    if first <= 0:
        raise Unfit
    return last / first - (1 if change == "g" else 0)


def _false(
    mode: str, actual: float, measure: str, a: str, b: str, years: tuple[int, ...], change: str, draw: Draw
) -> float:
    """The value shown: the true one, or one made false."""
    if mode in ("true", "unit"):
        return actual
    if mode[0] == "*":
        return actual * float(mode[1:])
    if mode == "swap":
        other = _value(measure, b, a, years, change)
    elif mode[0] == "@":
        return _value(measure, a, b, (int(mode[1:]),), change)
    elif mode == "year" and len(years) == 1:
        other = _value(measure, a, b, (years[0] + draw.rng.choice((-12, -9, -7, -6, -5, 5, 6, 7)),), change)
    elif measure in ("rank", "xrank", "disp", "jv", "exer", "sanc"):
        other = max(1.0, actual + draw.rng.choice((-6, -4, 3, 4, 6, 9)))
        return 1.0 if measure == "xrank" or (measure == "rank" and draw.rng.random() < 0.2) else other
    else:
        factor = draw.rng.uniform(1.5, 3.0)
        share = measure.endswith(("s", "_ms", "_xs")) or measure in ("votes", "council", "fav", "mach", "fuels", "tech")
        return actual / factor if draw.rng.random() < 0.4 or (share and actual * factor > 0.97) else actual * factor
    if actual and 0.62 < other / actual < 1.6:
        raise Unfit
    return other


def _test(
    measure: str, a: str, b: str, years: tuple[int, ...], change: str, op: str, value: float, more: dict[str, Any]
) -> dict[str, Any]:
    test = figure(measure, a, b)
    test["years"] = years[0] if len(years) == 1 else f"{years[0]}-{years[1]}"
    test["op"] = "rank" if measure == "xrank" else "=" if op == "~" else op
    if change:
        test["change"] = {"g": "growth", "r": "ratio", "d": "difference"}[change]
    if measure == "tivsum":
        test["span"] = "sum"
    test["value"] = int(value) if float(value).is_integer() else value
    test |= {key: to for key, to in more.items() if key != "unit" or change != "r"}
    if op == "~":
        test["tolerance"] = "10%"
    return test


def genitive(name: str) -> str:
    """A name as owner."""
    return name + ("'" if name.endswith("s") else "'s")


def rendered(template: str, draw: Draw) -> tuple[str, list[tuple[int, int, Slot]]]:
    """A template filled: its text, and where each figure stands."""
    text, found = "", []
    for part in re.split(r"(<(?:[^<>]|[<>]=)*>|\{[^}]*\})", template):
        if part.startswith("<") and len(part) > 1:
            slot = fill(part[1:-1], draw)
            found.append((len(text), len(text) + len(slot.number), slot))
            text += slot.text
        elif part.startswith("{"):
            name = _named(part[1:-1], draw)
            begins = not text or text.endswith((". ", ".\n", ": "))
            text += name[0].upper() + name[1:] if begins and name[0].islower() and not text.endswith(": ") else name
        else:
            text += part
    return _capital(text), found


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _named(word: str, draw: Draw) -> str:
    if word[0] == "y":
        return str(draw.year(word))
    names, demonyms, capital = NAMES[draw.a if word[0] == "A" else draw.b]
    several = names.split("|")
    name = several[0] if draw.rng.random() < 0.65 else draw.rng.choice(several)
    if word[1:] == "a":
        return draw.rng.choice(demonyms.split("|"))
    if word[1:] == "c":
        return capital
    return genitive(name) if word[1:] == "s" else name


@dataclass
class Frame:
    """A line of a file of frames."""

    id: str
    kind: str
    pool: str
    date: str
    rises: bool
    template: str


def frames(half: str) -> list[Frame]:
    """The frames of one half."""
    found: list[Frame] = []
    for line in (HERE / f"frames_{half}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            head, _, template = line.partition(" | ")
            words = head.split()
            pool = next((w[1:] for w in words[1:] if w[0] == "@"), "")
            date = next((w[5:] for w in words[1:] if w.startswith("date=")), "")
            name = f"{half[0]}{len(found) + 1:03d}"
            found.append(Frame(name, words[0], pool, date, "rise" in words, template))
    return found


def sentences(half: str) -> list[dict[str, Any]]:
    """Every frame of a half filled several times, one row per figure."""
    rng = random.Random(SEED[half])
    rows: list[dict[str, Any]] = []
    for frame in frames(half):
        dyads = [frame.pool] if "," in frame.pool else POOLS[half][frame.pool].split()
        seen: set[str] = set()
        for number in range(TIMES.get(frame.kind, 3)):
            for _ in range(3000):
                a, b = rng.choice(dyads).split(",")
                if not frame.pool and rng.random() < 0.5:
                    a, b = b, a
                draw = Draw(a, b, rng.randint(1996, 2025), rng)
                try:
                    text, found = rendered(frame.template, draw)
                except (Unfit, ZeroDivisionError):
                    continue
                if text not in seen and (not frame.rises or _rises(found)):
                    break
            else:
                print(f"{frame.id}: filled {number} times only", file=sys.stderr)
                break
            seen.add(text)
            date = f"{draw.year(frame.date)}-06-15" if frame.date else ""
            rows += _rows(f"{frame.id}-{number + 1}", frame.id, date, text, found, frame.kind)
    return rows


def _rises(found: list[tuple[int, int, Slot]]) -> bool:
    """Whether the second figure printed is larger than the first."""
    first, second = (slot.test or {} for _, _, slot in found[:2])
    return first["value"] < second["value"] and first.get("unit") == second.get("unit")


def _rows(
    name: str, frame: str, date: str, text: str, found: list[tuple[int, int, Slot]], kind: str
) -> list[dict[str, Any]]:
    rows = []
    for start, end, slot in found:
        assert text[start:end].lower() == slot.number.lower(), (text, start, end, slot)
        test = written(slot.test) if slot.test else ""
        expected = slot.expected if slot.test else "set aside" if slot.is_figure == "yes" else ""
        rows.append(
            dict(
                zip(HEAD, (name, frame, date, text, start, end, slot.is_figure, kind, test, expected, slot.why), strict=True)
            )
        )
    return rows


def articles() -> tuple[str, list[dict[str, Any]]]:
    """The passages, filled, and one row per figure; offsets count from the first letter below each heading."""
    rows: list[dict[str, Any]] = []
    made: list[str] = []
    for part in (HERE / "articles.txt").read_text(encoding="utf-8").split("\n## ")[1:]:
        head, _, body = part.partition("\n")
        name, date, title = (word.strip() for word in head.split("|"))
        text, found = rendered(" ".join(body.split("\n\n")[0].split()), Draw(is_free=False, rng=random.Random(name)))
        paragraphs, start = [text], found
        for more in body.strip().split("\n\n")[1:]:
            text, found = rendered(" ".join(more.split()), Draw(is_free=False, rng=random.Random(name + more[:9])))
            offset = sum(len(p) + 2 for p in paragraphs)
            start = [*start, *((s + offset, e + offset, slot) for s, e, slot in found)]
            paragraphs.append(text)
        whole = "\n\n".join(paragraphs)
        made.append(f"## {name} | {date} | {title}\n\n{whole}\n")
        rows += [{**row, "text": ""} for row in _rows(name, name, date, whole, start, "article")]
    return "\n".join(made), rows


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    """Write rows as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, HEAD, lineterminator="\n")
        out.writeheader()
        out.writerows(rows)
    print(f"{path.name}: {len(rows)} figures, {len({r['id'] for r in rows})} passages", file=sys.stderr)


def main(asked: list[str]) -> None:
    """Write what is asked, or everything."""
    for what in asked or ["dev", "heldout", "articles"]:
        if what == "articles":
            text, rows = articles()
            (HERE / "articles_heldout.md").write_text(text, encoding="utf-8")
            write(HERE / "articles_heldout.csv", rows)
        else:
            write(HERE / f"written_{what}.csv", sentences(what))


if __name__ == "__main__":
    main(sys.argv[1:])
