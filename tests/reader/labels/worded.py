"""Writes the labelled sentences that tell a quantity in words: frames filled with states and years, truth by the atlas.

Run: `python tests/reader/labels/worded.py`, after the atlas or a frame has changed.

A frame is `CLAIM MEASURE STATES | template`. {A}, {B} and {C} are states, {As} the owner, {Aa} the adjective, {Ac}
the capital, {y} the year, {x} five before it. CLAIM: `most` above 50 per cent, `minor` below, `all` from 90 on,
`none` up to 10; `more`, `less` than a second measure; `first` among partners, `firstof` among those of {B}; `plus`
a balance above 0; `rise`, `fall` from {x} to {y}; `up`, `down` on the year before, `up5`, `down5` on {x}; `high`
the highest since {x}; `vague` no verdict can be given; `no` nothing is told. Of what has a verdict every third
sentence is false.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

from make import UnfitError, atlas, figure, genitive, parsed, series, write, written
from vocabulary import INDICATOR, NAMES, YEARS

from amity import claims
from amity.errors import AmityError

HERE = Path(__file__).parent
HEAD = ("id", "text", "date", "claim", "test", "expected")
#: The states drawn.
STATES = (
    *("CHN", "DEU", "EGY", "FRA", "GBR", "IND", "IRN", "ITA", "JPN"),
    *("KAZ", "MEX", "PAK", "POL", "RUS", "TUR", "UKR", "USA", "VNM"),
)
#: So many fillings are tried for one that is as true or false as wanted, and so many made of a frame.
TRIES, TIMES = 3000, 2

INDICATOR.setdefault("tiv", "arms.tiv")


def claimed(what: str, states: dict[str, str], year: int) -> dict[str, Any]:
    """The test of a claim, in the language of claims."""
    kind, *words = what.split()
    last = {"years": year}
    if kind == "plus":
        return {**figure("bal", states[words[0]], states[words[1]]), **last, "op": ">", "value": 0, "unit": "USD"}
    measures = [figure(words[i], *(states[w] for w in words[i + 1 : i + 3])) for i in range(0, len(words), 3)]
    for measure in measures:
        measure.pop("or", None)
    made = dict(measures[0])
    if kind in ("most", "minor", "all", "none"):
        op, value = {"most": (">", 50), "minor": ("<", 50), "all": (">=", 90), "none": ("<=", 10)}[kind]
        return {**made, **last, "op": op, "value": value, "unit": "%"}
    if kind in ("more", "less"):
        return {**made, **last, "op": ">" if kind == "more" else "<", "than": measures[1]}
    if kind == "firstof":
        return {**figure("xs", states["B"], states["A"]), **last, "op": "rank", "value": 1}
    if kind == "first":
        share = "xs" if words[1] == "A" else "ms"
        return {**figure(share, states["A"], states["B"]), **last, "op": "rank", "value": 1}
    if kind in ("rise", "fall"):
        return {**made, "years": f"{year - 5}-{year}", "op": "rising" if kind == "rise" else "falling"}
    if kind == "high":
        return {
            **made,
            **last,
            "op": ">=",
            "span": "max",
            "than": {**deepcopy(made), "years": f"{year - 4}-{year - 1}"},
        }
    back = 5 if kind.endswith("5") else 1
    op = ">" if kind.startswith("up") else "<"
    return {**made, "years": f"{year - back}-{year}", "op": op, "value": 0, "change": "difference"}


def filled(template: str, states: dict[str, str], year: int) -> str:
    """A template with its names."""

    def named(match: re.Match[str]) -> str:
        letter, form = match[1][0], match[1][1:]
        if letter in "xy":
            return str(year - 5 * (letter == "x"))
        name, demonym, capital = (names.split("|")[0] for names in NAMES[states[letter]])
        return {"": name, "s": genitive(name), "a": demonym, "c": capital}[form]

    text = re.sub(r"\{(\w+)\}", named, template)
    return text[0].upper() + text[1:]


def draws(rng: random.Random, what: str) -> Iterator[tuple[dict[str, str], int]]:
    """States and years at random, as far as the measure is held."""
    first, last = YEARS.get([*what.split(), ""][1], (1996, 2021))
    for _ in range(TRIES):
        states = dict(zip("ABC", rng.sample(STATES, 3), strict=True))
        yield states, rng.randint(first, last)


def row(rng: random.Random, what: str, template: str, *, wanted: bool) -> dict[str, str]:
    """A filling as true or as false as wanted; of what has no verdict the first of which a value is held."""
    for states, year in draws(rng, what):
        made: dict[str, str] = {
            "text": filled(template, states, year),
            "date": f"{year + 1}-06-01",
            "claim": what.split()[0],
        }
        if what == "no":
            return made
        if what.startswith("vague"):
            measure, owner, partner = what.split()[1:]
            if series_of(measure, states[owner], states[partner]).get(year):
                return {**made, "expected": "unsure"}
            continue
        test = claimed(what, states, year)
        try:
            evidence = claims.try_test(parsed(test), atlas())
        except AmityError:
            continue
        outcome = evidence.outcome
        if "unit" in test and test["value"] and abs((evidence.value or 0) - test["value"]) < 1:
            # By another source's books it may be otherwise.
            continue
        if outcome == ("agrees" if wanted else "contradicts"):
            return {**made, "test": written(test), "expected": outcome}
    raise UnfitError(f"no filling of {what} | {template}")


def series_of(measure: str, owner: str, partner: str) -> dict[int, float]:
    """What is held of a measure, nothing where it is not held at all."""
    try:
        return series(measure, owner, partner)
    except UnfitError:
        return {}


def rows() -> Iterator[dict[str, str]]:
    """Every frame, filled."""
    rng = random.Random(24)
    truth = itertools.cycle((True, True, False))
    lines = (HERE / "frames_worded.txt").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate((line for line in lines if not line.startswith("#")), 1):
        what, template = (part.strip() for part in line.split("|"))
        for time in range(TIMES):
            is_judged = what.split()[0] not in ("no", "vague")
            made = row(rng, what, template, wanted=next(truth) if is_judged else True)
            yield {**dict.fromkeys(HEAD, ""), **made, "id": f"w{number:03}-{time + 1}"}


if __name__ == "__main__":
    write(HERE / "worded_dev.csv", list(rows()), HEAD)
