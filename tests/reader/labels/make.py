"""Writes the labelled sentences: frames written by hand, filled with values of the atlas; verdicts by the claim engine.

Run: `python tests/reader/labels/make.py [dev | opened | heldout]`, after the atlas or a frame has changed.
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
from vocabulary import CARDINAL, CHANGED, FRACTIONS, INDICATOR, NAMES, ORDINAL, POOLS, TIMES_AS, UNDIRECTED, YEARS

from amity import claims
from amity.atlas import Atlas, open_atlas
from amity.claims.figures import readings
from amity.claims.language import Test, parse
from amity.errors import AmityError

HERE = Path(__file__).parent
HEAD = ("id", "frame", "date", "text", "start", "end", "is_figure", "kind", "test", "expected", "years", "why")
SEED = {"dev": 20, "opened": 21, "heldout": 22}
#: How often a frame is filled.
TIMES = {"mixed": 2}


class UnfitError(Exception):
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
    years: str = ""


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
    """The default reading of a measure by year; shares as such, not in per cent."""
    try:
        rows = readings(atlas(), parsed({**figure(what, a, b), "years": 2000, "op": "exists"}).figure)
    except AmityError as error:
        raise UnfitError(str(error)) from error
    per = 100.0 if (rows["unit"] == "per cent").any() else 1.0
    return {int(y): float(v) / per for y, v in rows.filter("is_default").select("year", "value").iter_rows()}


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
    if what == "unfav":
        made = {"table": "favourability", "of": a, "on": b, "column": "unfavourable_percent"}
        if {a, b} == {"CHN", "RUS"}:
            made["or"] = [{"series": "opinion_pew_unfavourable", "of": a, "on": b}]
        return made
    if what in _ENERGY:
        fuel, column = _ENERGY[what]
        return {"table": "energy_flows", "of": a, "on": b, "where": {"fuel": fuel}, "column": column}
    return {"indicator": INDICATOR[what], "of": a, "on": b}


#: Energy by the ton and the dollar, by the fuels and the column of its table.
_ENERGY: dict[str, tuple[str | list[str], str]] = {
    "crude_usd": ("crude", "value_usd_million"),
    "coal_mt": (["coal", "lignite"], "quantity_mt"),
}


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


#: Numbers with a unit: decimals, least and most, the unit.
PLAIN: dict[str, tuple[int, float, float, dict[str, Any]]] = {
    "m0": (0, 15, 2000, {"unit": "USD m"}),
    "x1": (1, 1.3, 60, {}),
    "mt1": (1, 0.8, 500, {"unit": "million tonnes"}),
    "tv": (0, 20, 30_000, {"unit": "TIV m"}),
}
#: A value in print: its text, the number in it, the number as claimed, and the unit or tolerance of its test.
Printed = tuple[str, str, float, dict[str, Any]]


def printed(code: str, value: float, op: str, draw: Draw) -> Printed:
    """A value in print, as the first word of its slot asks."""
    if code in ("B0", "B1", "B2"):
        return _billions(int(code[1]), _bounded(value / 1000, op, draw.rng), draw)
    if code in ("p0", "p1", "pp1"):
        share = _bounded(value * 100, op, draw.rng)
        if draw.is_free and not (3 if code == "p0" else 0.4) <= abs(share) < 400:
            raise UnfitError
        number = f"{share:.{code[-1]}f}"
        return number, number, float(number), {"unit": "%"}
    if code in PLAIN:
        places, least, most, unit = PLAIN[code]
        if draw.is_free and not least <= value < most:
            raise UnfitError
        number = f"{value:,.{places}f}"
        return number, number, float(number.replace(",", "")), unit
    if code in ("pw", "xw", "xh"):
        return _words(code, value)
    return _counted(code, int(value * 0.93) if op == ">=" else round(value), value)


def _billions(places: int, bn: float, draw: Draw) -> Printed:
    if draw.is_free and not 0.8 <= bn < 5000:
        raise UnfitError
    if abs(bn) >= 1000:
        number = f"{bn / 1000:.2f}"
        return f"{number} trillion", number, round(bn / 10) * 10.0, {"unit": "USD bn", "tolerance": 5}
    number = f"{bn:.{places}f}"
    return number + draw.rng.choice((" billion", " billion", "bn")), number, float(number), {"unit": "USD bn"}


def _words(code: str, value: float) -> Printed:
    """A fraction, a multiple, a change, in words, where there are words for it."""
    if code == "pw":
        text, share = min(FRACTIONS.items(), key=lambda item: abs(item[1] - value * 100))
        if abs(share - value * 100) > 0.05 * share:
            raise UnfitError
        return text, text, share, {"unit": "%", "tolerance": "10%"}
    if code == "xw":
        text, times = min(CHANGED.items(), key=lambda item: abs(item[1] - value))
        if abs(times - value) > 0.08 * times:
            raise UnfitError
        return text, text, times, {"tolerance": "10%"}
    times = max((t for t in TIMES_AS.values() if t < value), default=0.0)
    if not times or value > 3 * times:
        raise UnfitError
    text = next(w for w, t in TIMES_AS.items() if t == times)
    return text, text, times, {}


def _counted(code: str, whole: int, value: float) -> Printed:
    """A count or a place."""
    if code == "top":
        whole = next((n for n in (3, 5, 10, 20) if n >= value), 0)
    least, most = {"nw": (2, len(CARDINAL)), "o": (2, len(ORDINAL)), "od": (2, len(ORDINAL)), "top": (1, 21)}.get(
        code, (1, 2) if code.startswith("L:") else (2, 10**6)
    )
    if not least <= whole < most:
        raise UnfitError
    tail = {1: "st", 2: "nd", 3: "rd"}.get(whole % 10, "th") if whole not in (11, 12, 13) else "th"
    text = {"n": str(whole), "top": str(whole), "od": f"{whole}{tail}"}.get(code, "")
    if not text:
        text = code[2:] if code.startswith("L:") else (CARDINAL if code == "nw" else ORDINAL)[whole]
    return text, text, whole, {}


def _bounded(value: float, op: str, rng: random.Random) -> float:
    """A round number that the value is about, above or below."""
    if op == "=":
        return value
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
    when, _, before = when.partition("/")
    years = tuple(draw.year(word) for word in when.split(":"))
    base = tuple(int(word) for word in before.split(":")) if before else ()
    first, last = YEARS.get(measure, (1996, 2022))
    if draw.is_free and not first <= years[0] <= years[-1] <= last:
        raise UnfitError
    mode = _mode(flags, draw, code, measure, change)
    actual = _since(measure, a, b, years, base) if base else _value(measure, a, b, years, change)
    shown = _false(mode, actual, measure, a, b, years, change, draw)
    if change and change != "r":
        if mode == "true" and (shown > 0) != (sign > 0):
            raise UnfitError
        shown = abs(shown)
        if draw.is_free and not 0.05 <= shown < 3 and change == "g":
            raise UnfitError
    text, number, value, more = printed(code, shown, op, draw)
    if mode == "unit":
        text, more = text.replace("billion", "million").replace("bn", "m"), {**more, "unit": "USD m"}
    test = _test(measure, a, b, years, change, op, value * (sign or 1), more)
    if base:
        test |= {"base": f"{base[0]}-{base[1]}", "span": "sum"}
    try:
        outcome = claims.try_test(parsed(test), atlas()).outcome
    except AmityError as error:
        raise UnfitError(str(error)) from error
    wanted = ("agrees",) if mode == "true" else ("contradicts",) if draw.rng.random() < 0.9 else ("contradicts", "off")
    if draw.is_free and outcome not in wanted:
        raise UnfitError
    within = next((f[7:] for f in flags if f.startswith("within=")), "")
    return Slot(text, "yes", test, outcome, number=number, years=within)


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
    if measure in ("xrank", "mrank"):
        test = {**figure(measure, a, b), "years": years[0], "op": "rank", "value": 1}
        found = claims.try_test(parsed(test), atlas()).value
        if found is None:
            raise UnfitError
        return found
    if measure == "tivsum":
        if not all(y in known for y in range(years[0], years[1] + 1)):
            raise UnfitError
        return sum(known[y] for y in range(years[0], years[1] + 1))
    if any(y not in known for y in years):
        raise UnfitError
    if not change:
        return known[years[0]]
    first, last = known[years[0]], known[years[-1]]
    if change == "d":
        return last - first
    if first <= 0:
        raise UnfitError
    return last / first - (1 if change == "g" else 0)


def _since(measure: str, a: str, b: str, years: tuple[int, ...], base: tuple[int, ...]) -> float:
    """Growth of the sum of some years on that of others; a year of which nothing is known counts for nothing."""
    known = series(measure, a, b)
    now, then = (sum(known.get(y, 0.0) for y in range(span[0], span[1] + 1)) for span in (years, base))
    if then <= 0:
        raise UnfitError
    return now / then - 1


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
        shares = ("votes", "council", "fav", "unfav", "mach", "fuels", "tech")
        share = measure.endswith(("s", "_ms", "_xs")) or measure in shares
        return actual / factor if draw.rng.random() < 0.4 or (share and actual * factor > 0.97) else actual * factor
    if actual and 0.62 < other / actual < 1.6:
        raise UnfitError
    return other


def _test(
    measure: str, a: str, b: str, years: tuple[int, ...], change: str, op: str, value: float, more: dict[str, Any]
) -> dict[str, Any]:
    test = figure(measure, a, b)
    test["years"] = years[0] if len(years) == 1 else f"{years[0]}-{years[1]}"
    test["op"] = "rank" if measure in ("xrank", "mrank") else "=" if op == "~" else op
    if change:
        test["change"] = {"g": "growth", "r": "ratio", "d": "difference"}[change]
    if measure == "tivsum":
        test["span"] = "sum"
    test["value"] = int(value) if float(value).is_integer() else value
    test |= {key: to for key, to in more.items() if key != "unit" or change != "r"}
    if op == "~":
        test["tolerance"] = "10%"
    return test


def test_in_print(what: str, a: str, b: str, when: str, op: str, value: float, more: dict[str, Any]) -> dict[str, Any]:
    """The test of a figure as printed: a measure, a change of it (`-g:flow`) or a place by it (`rank:arms_ms`)."""
    sign = {"+": 1, "-": -1}.get(what[0], 0)
    change, _, measure = what.lstrip("+-").rpartition(":")
    when, _, base = when.partition("/")
    years = tuple(int(word) for word in when.split(":"))
    test = _test(measure, a, b, years, "" if change == "rank" else change, op, value * (sign or 1), more)
    if change == "rank":
        test["op"] = "rank"
    if base:
        test |= {"base": base.replace(":", "-"), "span": "sum"}
    return test


def claims_of(test: dict[str, Any]) -> str:
    """The verdict of the claim engine on a test."""
    return claims.try_test(parsed(test), atlas()).outcome


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
                except (UnfitError, ZeroDivisionError):
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
        cells = (name, frame, date, text, start, end, slot.is_figure, kind, test, expected, slot.years, slot.why)
        rows.append(dict(zip(HEAD, cells, strict=True)))
    return rows


def articles(half: str) -> tuple[str, list[dict[str, Any]]]:
    """The passages, filled, and one row per figure; offsets count from the first letter below each heading."""
    rows: list[dict[str, Any]] = []
    made: list[str] = []
    for part in (HERE / f"articles_{half}.txt").read_text(encoding="utf-8").split("\n## ")[1:]:
        head, _, body = part.partition("\n")
        name, date, title = (word.strip() for word in head.split("|"))
        paragraphs: list[str] = []
        found: list[tuple[int, int, Slot]] = []
        for part_of in body.strip().split("\n\n"):
            draw = Draw(is_free=False, rng=random.Random(name + str(len(paragraphs))))
            text, slots = rendered(" ".join(part_of.split()), draw)
            offset = sum(len(paragraph) + 2 for paragraph in paragraphs)
            found += [(first + offset, last + offset, slot) for first, last, slot in slots]
            paragraphs.append(text)
        whole = "\n\n".join(paragraphs)
        made.append(f"## {name} | {date} | {title}\n\n{whole}\n")
        rows += [{**row, "text": ""} for row in _rows(name, name, date, whole, found, "article")]
    return "\n".join(made), rows


def write(path: Path, rows: list[dict[str, Any]], head: tuple[str, ...] = HEAD) -> None:
    """Write rows as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, head, lineterminator="\n")
        out.writeheader()
        out.writerows(rows)
    print(f"{path.name}: {len(rows)} figures, {len({r['id'] for r in rows})} passages", file=sys.stderr)


def main(asked: list[str]) -> None:
    """Write the parts asked, or all."""
    import marks

    for half in asked or list(SEED):
        write(HERE / f"written_{half}.csv", sentences(half))
        text, rows = articles(half)
        (HERE / f"articles_{half}.md").write_text(text, encoding="utf-8")
        write(HERE / f"articles_{half}.csv", rows)
        if marks.path_of(half).exists():
            read = list(marks.passages(marks.path_of(half)))
            (HERE / f"pages_{half}.md").write_text("\n".join(text for text, _ in read), encoding="utf-8")
            write(HERE / f"pages_{half}.csv", [row for _, rows in read for row in rows], marks.HEAD)


if __name__ == "__main__":
    main(sys.argv[1:])
