"""Passages whose figures stand as printed, each marked in place with what it claims: `⟦41.6|B flow RUS CHN 2014⟧`.

What a mark means is told in README.md beside this file. `make.py` writes what is read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from make import HERE, claims_of, test_in_print, written
from vocabulary import CARDINAL, CHANGED, FRACTIONS, ORDINAL, TIMES_AS

HEAD = ("id", "date", "text", "start", "end", "is_figure", "is_checkable", "kind", "test", "expected", "years", "why")
_MARK = re.compile(r"⟦([^⟦⟧|]*)\|([^⟦⟧]*)⟧")
_UNIT: dict[str, dict[str, Any]] = {
    "B": {"unit": "USD bn"},
    "T": {"unit": "USD bn"},
    "m": {"unit": "USD m"},
    "p": {"unit": "%"},
    "pp": {"unit": "%"},
    "mt": {"unit": "million tonnes"},
    "tv": {"unit": "TIV m"},
    "n": {},
    "x": {},
}
_WORDS: dict[str, float] = {word: n for words in (CARDINAL, ORDINAL) for n, word in enumerate(words)}
_WORDS |= FRACTIONS | CHANGED | TIMES_AS
_WORDS |= dict.fromkeys(("largest", "biggest", "top", "main", "leading", "topmost", "number one"), 1)
_WORDS |= {"two-thirds": 66.7, "three-quarters": 75, "one-third": 33.3, "one third": 33.3, "one quarter": 25}
#: What a mark may be instead of a claim: whether it is a figure, and checkable.
_ASIDE = {"!": ("yes", "no"), "?": ("either", ""), "-": ("no", "")}
_JUDGED = ("agrees", "off", "contradicts")


def passages(path: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every passage of a file as it is to be read, below its heading, with one row per mark."""
    for part in path.read_text(encoding="utf-8").split("\n## ")[1:]:
        head, _, body = part.partition("\n")
        name, date, title = (word.strip() for word in head.split("|")[:3])
        text, rows = read(name, date, body.strip("\n"))
        yield f"## {name} | {date} | {title}\n\n{text}\n", rows


def read(name: str, date: str, body: str) -> tuple[str, list[dict[str, Any]]]:
    """A marked text without its marks, and one row for each."""
    text, at = "", 0
    rows: list[dict[str, Any]] = []
    for mark in _MARK.finditer(body):
        text += body[at : mark.start()]
        try:
            cells = _claim(mark[1], mark[2].strip())
        except Exception as error:
            raise ValueError(f"{name}: {mark[0]}: {error}") from error
        place = {"id": name, "date": date, "text": "", "start": len(text), "end": len(text) + len(mark[1]), "kind": ""}
        rows.append(place | cells)
        text += mark[1]
        at = mark.end()
    return text + body[at:], rows


def _claim(number: str, slot: str) -> dict[str, Any]:
    """What a mark says of the figure in it."""
    if slot[0] in _ASIDE:
        is_figure, is_checkable = _ASIDE[slot[0]]
        expected = "set aside" if is_figure == "yes" else ""
        return _cells(is_figure, is_checkable, expected=expected, why=slot[1:].strip())
    is_arguable = slot.startswith("may ")
    code, what, a, b, when, *flags = slot.removeprefix("may ").split()
    given = next((float(flag[1:]) for flag in flags if re.fullmatch(r"=[-\d.]+", flag)), None)
    value = _value(number, code) if given is None else given
    op = next((flag for flag in flags if flag in ("~", ">=", "<=")), "=")
    test = test_in_print(what, a, b, when, op, value, _UNIT[code])
    outcome = claims_of(test)
    is_held = outcome in _JUDGED
    within = next((flag[7:] for flag in flags if flag.startswith("within=")), "")
    checkable = "yes" if is_held and not is_arguable else "may"
    return _cells("yes", checkable, written(test), outcome, within, "" if is_held else "no data")


def _cells(
    is_figure: str, is_checkable: str, test: str = "", expected: str = "", years: str = "", why: str = ""
) -> dict[str, Any]:
    return {
        "is_figure": is_figure,
        "is_checkable": is_checkable,
        "test": test,
        "expected": expected,
        "years": years,
        "why": why,
    }


def _value(number: str, code: str) -> float:
    """The number as claimed, in the unit of its code."""
    digits = re.search(r"[-−]?\d[\d,]*(?:\.\d+)?", number)
    if digits is None:
        return _WORDS[number.lower().strip()]
    value = float(digits[0].replace(",", "").replace("−", "-"))
    return value * 1000 if code == "T" else value


def path_of(half: str) -> Path:
    """Where the marked passages of a half are."""
    return HERE / f"pages_{half}.txt"
