"""What each reading of a tie leads one to expect: the judgements of `hypotheses.csv`, read and checked.

One row per bin of an evidence item. The columns on the left describe the item and may stay empty after its first
row. Every judgement may be changed: copy the file, edit it, and name the copy as `profiles`.
"""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal, cast

import numpy as np
from numpy.typing import NDArray

from amity.errors import UsageError, nearest

#: The readings of the five seed studies, and how they are called.
HYPOTHESES = {
    "alliance": "formal alliance",
    "entente": "entente",
    "convenience": "partnership of convenience",
    "junior_partner": "junior partner",
    "estrangement": "estrangement",
}

SHIPPED = f"{os.path.dirname(__file__)}/hypotheses.csv"  # noqa: PTH120 - as states.csv

_ITEM = ("measure", "side", "scale", "change", "reach", "weight", "strength", "group")
COLUMNS = ("item", *_ITEM, "upto", "bin", *HYPOTHESES, "source", "rationale")

Side = Literal["pair", "higher", "lower", "apart"]
Scale = Literal["value", "percentile"]


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One piece of evidence and what each reading expects of it.

    Attributes:
        name: What it is called.
        measure: Id of the score or indicator.
        side: "pair" if the measure is undirected; otherwise "higher" or "lower" of its two directions, or "apart":
            the size of a measure whose two directions differ in sign only.
        scale: Whether the bounds are in the measure's unit or percentiles (0-100) among the year's pairs.
        change: 0 for the level; otherwise the change over so many years is looked at.
        reach: For how many years after its own a value may stand in, with a weight that falls to nought after them.
        weight: Reliability w in (0, 1]: its likelihoods are raised to this power.
        strength: How firm the judgements are: how many observed cases they are worth (total of a Dirichlet).
        group: Items of one group tell much the same and count as one.
        bounds: Upper bounds of all bins but the last; a value on a bound belongs to the bin above.
        bins: Names of the bins.
        expected: (bins, hypotheses), probability of each bin under each reading; columns sum to 1.
        source: Where the judgement comes from.
        rationale: Why.
    """

    name: str
    measure: str
    side: Side
    scale: Scale
    change: int
    reach: int
    weight: float
    strength: float
    group: str
    bounds: tuple[float, ...]
    bins: tuple[str, ...]
    expected: NDArray[np.float64]
    source: str
    rationale: str


@cache
def shipped() -> tuple[Item, ...]:
    """The judgements that travel with the package."""
    return read(SHIPPED)


def read(path: str | Path) -> tuple[Item, ...]:
    """The items of a file of profiles.

    Raises:
        UsageError: The file is missing or a row breaks a rule; the message names file, row and rule.
    """
    name = Path(path).name
    try:
        with open(path, encoding="utf-8", newline="") as handle:  # noqa: PTH123
            rows = list(csv.DictReader(handle))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The profiles in {path} cannot be read: {error}.") from error
    if not rows:
        raise UsageError(f"The profiles in {name} hold no rows; copy {SHIPPED} and edit it.")
    if missing := [column for column in COLUMNS if column not in rows[0]]:
        raise UsageError(f"The profiles in {name} lack the column {missing[0]!r}; they need {', '.join(COLUMNS)}.")
    parts: dict[str, list[tuple[int, dict[str, str]]]] = {}
    item = ""
    for number, row in enumerate(rows, start=2):
        row = {column: (row[column] or "").strip() for column in COLUMNS}
        if row["item"] and row["item"] != item and row["item"] in parts:
            raise UsageError(f"{name}, row {number}: the item {row['item']!r} appears twice.")
        item = row["item"] or item
        if not item:
            raise UsageError(f"{name}, row {number}: the first row must name its item.")
        parts.setdefault(item, []).append((number, row))
    return tuple(_item(name, item, part) for item, part in parts.items())


def _item(file: str, name: str, rows: list[tuple[int, dict[str, str]]]) -> Item:
    number, head = rows[0]
    where = f"{file}, row {number} ({name})"
    for later, row in rows[1:]:
        if changed := [c for c in _ITEM if row[c] and row[c] != head[c]]:
            raise UsageError(f"{file}, row {later} ({name}): {changed[0]} differs from the item's first row.")
    if len(rows) < 2:
        raise UsageError(f"{where}: an item needs at least two bins to tell readings apart.")
    for column in ("measure", "group", "source", "rationale"):
        if not head[column]:
            raise UsageError(f"{where}: {column} is empty.")
    if head["measure"].startswith("hypothesis."):
        raise UsageError(f"{where}: a reading cannot be evidence for itself.")
    _one_of(where, "side", head["side"], ("pair", "higher", "lower", "apart"))
    _one_of(where, "scale", head["scale"], ("value", "percentile"))
    change, reach, weight, strength = (_number(where, c, head[c]) for c in ("change", "reach", "weight", "strength"))
    for column, years in (("change", change), ("reach", reach)):
        if years < 0 or years != int(years):
            raise UsageError(f"{where}: {column} is {head[column]}; it must be a whole number of years, 0 or more.")
    if not 0 < weight <= 1:
        raise UsageError(f"{where}: weight is {head['weight']}; it must lie above 0 and at most at 1.")
    if strength <= 0:
        raise UsageError(f"{where}: strength is {head['strength']}; it must be above 0.")
    *bounded, last = rows
    if last[1]["upto"]:
        raise UsageError(f"{file}, row {last[0]} ({name}): the last bin has no upper bound; leave upto empty.")
    bounds = tuple(_number(f"{file}, row {n} ({name})", "upto", row["upto"]) for n, row in bounded)
    if any(one >= two for one, two in pairwise(bounds)):
        raise UsageError(f"{where}: upper bounds must rise from bin to bin.")
    if head["side"] == "apart" and bounds[0] <= 0:
        raise UsageError(f"{where}: a size is not below 0, so that its first upper bound must be above.")
    names = tuple(row["bin"] for _, row in rows)
    if not all(names) or len(set(names)) < len(names):
        raise UsageError(f"{where}: every bin needs a name of its own.")
    expected = np.array([[_number(f"{file}, row {n} ({name})", h, row[h]) for h in HYPOTHESES] for n, row in rows])
    if not ((expected > 0) & (expected < 1)).all():
        raise UsageError(f"{where}: probabilities must lie above 0 and below 1; nothing is ruled out by judgement.")
    for hypothesis, total in zip(HYPOTHESES, expected.sum(axis=0), strict=True):
        if abs(total - 1) > 1e-6:
            raise UsageError(f"{where}: the probabilities under {hypothesis} sum to {total:.4g}, not to 1.")
    return Item(
        name,
        head["measure"],
        cast("Side", head["side"]),
        cast("Scale", head["scale"]),
        int(change),
        int(reach),
        weight,
        strength,
        head["group"],
        bounds,
        names,
        expected,
        head["source"],
        head["rationale"],
    )


def _number(where: str, column: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = np.nan
    if not np.isfinite(value):
        raise UsageError(f"{where}: {column} is {text!r}, which is no number.")
    return value


def _one_of(where: str, column: str, text: str, known: tuple[str, ...]) -> None:
    if text not in known:
        raise UsageError(f"{where}: {column} is {text!r}; it must be {' or '.join(known)}.{nearest(text, known)}")
