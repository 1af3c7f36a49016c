"""Sentences, figures and periods of 200 pages of prose, beside a short expression and, where there is one, quantulum3.

Run: `uv run python benchmarks/reader_grammar.py [PYTHON]`. Prints pages (3,000 characters) a second of processor time,
and how many of the figures that stand in the text each finds with value and unit. PYTHON is the interpreter of an
environment that holds quantulum3, which is too slow for more than one page.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable

from amity.reader.model import Block, Document
from amity.reader.periods import periods
from amity.reader.quantities import quantities
from amity.reader.sentences import split

PAGE = 3_000

#: Sentences of the genre with the figures in them: values as printed, units in plain words.
TEXT: tuple[tuple[str, tuple[tuple[float, str], ...]], ...] = (
    ("Exports to the neighbour are as much as 12.4 per cent of the total.", ((12.4, "%"),)),
    ("Bilateral trade rose by 24.5% to $107 billion in 2018.", ((24.5, "%"), (107, "USD bn"))),
    ("A $400 billion contract foresees 38 bcm of gas a year.", ((400, "USD bn"), (38, "bcm"))),
    ("The line carries 300,000 barrels per day and could carry more.", ((300_000, "bbl/d"),)),
    ("Turnover reached $5.8 bn. vs. 2013, and a loan of 3 bn USD followed.", ((5.8, "USD bn"), (3, "USD bn"))),
    ("They ordered 24 Su-35 fighters and the S-400 system in 2015.", ((24, "fighters"),)),
    ("About a third of its oil and one-tenth of its coal went east.", ((100 / 3, "%"), (10, "%"))),
    ("The leaders, whose ties are close, spoke on 25 August 2021 at length.", ()),
    ("Article 5 and Resolution 1973 were named, as was the G20.", ()),
    ("Between 2014 and 2019 they held six joint naval exercises.", ((6, "exercises"),)),
    ("Arms deliveries more than doubled, while gas exports fell by half.", ((2, "times"), (50, "%"))),
    ("Its share declined from 12 to 8 per cent.", ((12, "%"), (8, "%"))),
    ("It is the ninth partner of the larger state, which hardly notices it.", ((9, "rank"),)),
    ("Both governments praise a friendship without limits, as they did in the year before.", ()),
)

#: What one would write first.
NAIVE = re.compile(r"(?:\$ ?)?(\d[\d,]*(?:\.\d+)?) ?(%|per ?cent|billion|bn|million|bcm|barrels|tonnes)?")

PEER = """
import json, sys, time, warnings
warnings.simplefilter("ignore")
from quantulum3 import parser
lines = json.load(sys.stdin)
parser.parse("5 km")
start = time.process_time()
found = [[(q.value, q.unit.name) for q in parser.parse(line)] for line in lines]
print(json.dumps([time.process_time() - start, found]))
"""
#: How quantulum3 names the units.
PEER_UNITS = {
    "%": ("percentage", "per cent"),
    "USD bn": ("dollar",),
    "bcm": ("billion cubic metre",),
    "bbl/d": ("barrel per day",),
}
PEER_FACTORS = {"USD bn": 1e9}


def main() -> None:
    sentences = [text for text, _ in TEXT]
    page = " ".join(sentences)
    pages = 200
    prose = (page + "\n") * (pages * PAGE // len(page) + 1)
    pages = len(prose) / PAGE
    blocks = [Block((at, at + len(page))) for at in range(0, len(prose), len(page) + 1)]
    document = Document("prose", prose, tuple(blocks))

    def seconds(work: Callable[[], object]) -> float:
        start = time.process_time()
        work()
        return time.process_time() - start

    read = split(document)
    today = dt.date(2021, 10, 22)
    quantities(page), periods(page, today=today)
    times = {
        "sentences": seconds(lambda: split(document)),
        "figures": seconds(lambda: [quantities(s.text) for s in read]),
        "periods": seconds(lambda: [periods(s.text, today=today) for s in read]),
    }
    naive = seconds(lambda: [NAIVE.findall(s.text) for s in read])
    for name, span in times.items():
        print(f"{name:<10} {pages / span:8,.0f} pages/s")
    whole = sum(times.values())
    print(f"all three  {pages / whole:8,.0f} pages/s")
    print(f"expression {pages / naive:8,.0f} pages/s; the three take {whole / naive:.0f} times as long")

    wanted = [figures for _, figures in TEXT]
    ours = [[(q.low, q.unit) for q in quantities(text)] for text in sentences]
    score("amity", wanted, ours)
    score(
        "expression", wanted, [[(float(v.replace(",", "")), u) for v, u in NAIVE.findall(text)] for text in sentences]
    )
    if len(sys.argv) > 1:
        answer = subprocess.run(
            [sys.argv[1], "-c", PEER], input=json.dumps(sentences), capture_output=True, text=True, check=True
        )
        span, found = json.loads(answer.stdout)
        score("quantulum3", wanted, found)
        speed = len(page) / PAGE / span
        print(f"quantulum3 {speed:8,.1f} pages/s; amity's figures {pages / times['figures'] / speed:,.0f} times faster")


def score(name: str, wanted: list[tuple[tuple[float, str], ...]], found: list[list[tuple[float, str]]]) -> None:
    """Prints how many figures were found with their value and unit, and how many things that are none were given."""
    right = sum(any(same(w, f) for f in line) for figures, line in zip(wanted, found, strict=True) for w in figures)
    given = sum(len(line) for line in found)
    false = sum(not any(same(w, f) for w in figures) for figures, line in zip(wanted, found, strict=True) for f in line)
    print(
        f"{name:<10} {right} of {sum(map(len, wanted))} figures with value and unit; {false} of {given} given are wrong"
    )


def same(wanted: tuple[float, str], found: tuple[float, str]) -> bool:
    """Whether a figure found is the one wanted, under the names of units of each reader."""
    value, unit = wanted
    names = {unit, *PEER_UNITS.get(unit, ())} | ({"per cent", "percent"} if unit == "%" else set())
    scaled = {value, value * PEER_FACTORS.get(unit, 1.0)}
    return found[1] in names and any(abs(found[0] - v) <= 1e-6 * abs(v) for v in scaled)


if __name__ == "__main__":
    main()
