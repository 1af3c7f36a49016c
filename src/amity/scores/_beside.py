"""What the ladder of alignment does not ask but its reader should know: disputes, rivalry, organisations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from amity import states
from amity.atlas import Atlas
from amity.indicators import Scope

#: Before any state's membership.
FIRST_YEAR = 1800


def beside(atlas: Atlas, pair: states.Dyad, asked: int) -> Iterable[dict[str, Any]]:
    """What the ladder does not ask but its reader should: disputes, rivalry, organisations; never counted."""
    scope = Scope(FIRST_YEAR, asked, *pair.ordered)
    begun = scope.keeps("a", "b", year=None) & (pl.col("first_year") <= asked)

    listed = atlas.scan("disputes").filter(pl.col("dataset") == "gml-mid22", begun).sort("first_year").collect()
    until = _last(atlas, "disputes", "gml-mid22")
    times = _years(zip(listed["first_year"], listed["last_year"], strict=True), asked)
    worst = listed.select(pl.max_horizontal("hostility_a", "hostility_b").max()).item()
    told = f"{listed.height} disputes up to {min(asked, until)}, in {in_words(times)}; worst level {worst} of 5"
    yield _context("militarised dispute in the year", times, asked, until, "gml-mid22@2.2.1", told)

    spells = atlas.scan("rivalries").filter(pl.col("vintage") == "tss", begun).sort("first_year").collect()
    until = _last(atlas, "rivalries", "tss")
    times = _years(((s, until if e is None else e) for s, e in spells.select("first_year", "last_year").rows()), asked)
    kinds = [c.removeprefix("is_") for c in spells.columns if c.startswith("is_") and spells[c].any()]
    told = f"{in_words(times)}: {', '.join(kinds)}"
    yield _context("strategic rivalry in the year", times, asked, until, "rivalries@tss", told)

    rooms = atlas.scan("shared_igos").filter(scope.keeps("a", "b") & (pl.col("shared_igos") > 0)).collect().sort("year")
    times = rooms["year"].to_list()
    told = f"{rooms['shared_igos'][-1]} in {times[-1]}" if times else ""
    yield _context("shared organisations", times, asked, _last(atlas, "shared_igos", "cow-igo3"), "cow-igo3", told)


def _context(criterion: str, times: list[int], asked: int, until: int, source: str, told: str) -> dict[str, Any]:
    met = "unknown" if asked > until else "yes" if asked in times else "no"
    said = f"the list ends in {until}; " if asked > until else ""
    return {
        "rung": None,
        "stage": "beside the ladder",
        "criterion": criterion,
        "rule": "as listed; counts for no rung",
        "met": met,
        "first_year": min(times, default=None),
        "last_year": None if met == "yes" else max(times, default=None),
        "source": source,
        "confidence": None if met == "unknown" else "data rule",
        "reason": said + (told if times else "none on record up to this year"),
    }


def _last(atlas: Atlas, table: str, of: str) -> int:
    spans = atlas.manifest["tables"][table]["coverage"]
    return int(next(span["last_year"] for span in spans if of in (span["dataset"], span.get("vintage"))))


def _years(spells: Iterable[tuple[int, int]], asked: int) -> list[int]:
    return sorted({year for start, end in spells for year in range(start, min(end, asked) + 1)})


def in_words(years: Sequence[int]) -> str:
    """Years in words: "1896-1900, 1937"."""
    spans: list[list[int]] = []
    for year in sorted(years):
        if spans and year == spans[-1][1] + 1:
            spans[-1][1] = year
        else:
            spans.append([year, year])
    return ", ".join(str(start) if start == end else f"{start}-{end}" for start, end in spans)
