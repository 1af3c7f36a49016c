"""Which two states will enter a militarised dispute next year? Forecasts beside the baselines of the literature.

Train on 1946-1990, test on 1991-2010 (methods: the same split, outcome and dyad-years for every row). Covariates of
the literature are of the same year; a forecast may know only what was known the year before.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amity.atlas import Atlas
from amity.indicators import Scope

FIRST, SPLIT, LAST = 1946, 1990, 2010
Floats = NDArray[np.float64]

#: What the literature knows of two states, of the year itself.
STRUCTURE = ("land_border", "contiguous", "major", "ratio", "weak_link", "defence", "log_distance")
#: Half-lives in years of the memory of disputes.
MEMORIES = (1.5, 5.0, 15.0, 40.0)


@dataclass(frozen=True)
class Panel:
    """Dyad-years and what is known of them; `column[name]` is aligned with `rows`."""

    rows: pl.DataFrame

    def __getitem__(self, names: tuple[str, ...] | list[str]) -> Floats:
        return self.rows.select(names).to_numpy().astype(np.float64)


def panel(atlas: Atlas) -> pl.DataFrame:
    """Every dyad-year 1946-2010 in which both were members: outcome, structure, history."""
    grid = Scope(FIRST, LAST).grid(directed=False).with_columns(pl.col("year").cast(pl.Int32))
    rows = grid.join(_structure(atlas, grid), on=["a", "b", "year"], how="left")
    rows = rows.join(_history(atlas, grid), on=["a", "b", "year"], how="left")
    return rows.sort("year", "a", "b")


def disputes(atlas: Atlas) -> pl.DataFrame:
    """Dyad-years in a dispute: onset, severity (the highest hostility of either), fatality of the side worse hit."""
    return (
        atlas.scan("dispute_years")
        .filter(pl.col("dataset") == "gml-mid22")
        .with_columns(a=pl.min_horizontal("source", "target"), b=pl.max_horizontal("source", "target"))
        .group_by("a", "b", "year")
        .agg(
            onset=pl.col("is_onset").any(),
            hostility=pl.col("hostility").max(),
            fatality=pl.col("fatality").max().fill_null(0),
            disputes=pl.col("dispute").n_unique(),
            originators=pl.col("is_originator").all(),
        )
        .with_columns(pl.col("year").cast(pl.Int32))
        .collect()
    )


def _spells(table: pl.LazyFrame, first: str = "first_day", last: str = "last_day") -> pl.LazyFrame:
    """One row per year of a spell, up to the last year of interest."""
    return (
        table.with_columns(
            year=pl.int_ranges(
                pl.col(first).dt.year().clip(1900), pl.col(last).dt.year().fill_null(LAST).clip(None, LAST) + 1
            )
        )
        .explode("year", empty_as_null=True)
        .filter(pl.col("year").is_not_null())
        .with_columns(pl.col("year").cast(pl.Int32))
    )


def _structure(atlas: Atlas, grid: pl.DataFrame) -> pl.DataFrame:
    touching = (
        _spells(atlas.scan("contiguity"))
        .group_by("a", "b", "year")
        .agg(kind=pl.col("kind").min())
    )
    major = _spells(atlas.scan("major_powers")).select("state", "year", major=pl.lit(value=True)).unique()
    cinc = atlas.scan("capabilities").select("state", pl.col("year").cast(pl.Int32), "cinc")
    polity = (
        atlas.scan("regimes").filter(pl.col("polity2").is_not_null()).select("state", pl.col("year").cast(pl.Int32), "polity2")
        .group_by("state", "year").agg(pl.col("polity2").first())
    )
    pact = (
        atlas.scan("obligations")
        .filter(pl.col("defense"))
        .select(a=pl.min_horizontal("source", "target"), b=pl.max_horizontal("source", "target"), year=pl.col("year").cast(pl.Int32), defence=1.0)
        .unique()
    )
    apart = (
        atlas.scan("distance")
        .with_columns(year=pl.int_ranges(pl.col("first_year").cast(pl.Int64), pl.col("last_year").cast(pl.Int64) + 1))
        .explode("year", empty_as_null=True)
        .select("a", "b", pl.col("year").cast(pl.Int32), "distance_km")
    )
    rows = grid.lazy()
    for key in ("a", "b"):
        rows = (
            rows.join(major.rename({"state": key, "major": f"major_{key}"}), on=[key, "year"], how="left")
            .join(cinc.rename({"state": key, "cinc": f"cinc_{key}"}), on=[key, "year"], how="left")
            .join(polity.rename({"state": key, "polity2": f"polity_{key}"}), on=[key, "year"], how="left")
        )
    return (
        rows.join(touching, on=["a", "b", "year"], how="left")
        .join(pact, on=["a", "b", "year"], how="left")
        .join(apart, on=["a", "b", "year"], how="left")
        .select(
            "a", "b", "year",
            land_border=(pl.col("kind") == 1).fill_null(value=False).cast(pl.Float64),
            contiguous=pl.col("kind").is_not_null().cast(pl.Float64),
            kind=pl.col("kind").fill_null(6).cast(pl.Float64),
            major=(pl.col("major_a").fill_null(value=False) | pl.col("major_b").fill_null(value=False)).cast(pl.Float64),
            majors=pl.col("major_a").fill_null(value=False).cast(pl.Float64) + pl.col("major_b").fill_null(value=False).cast(pl.Float64),
            ratio=(pl.min_horizontal("cinc_a", "cinc_b").clip(1e-7) / pl.max_horizontal("cinc_a", "cinc_b").clip(1e-7)).log(),
            strong=pl.max_horizontal("cinc_a", "cinc_b").clip(1e-7).log(),
            weak=pl.min_horizontal("cinc_a", "cinc_b").clip(1e-7).log(),
            weak_link=pl.min_horizontal("polity_a", "polity_b").cast(pl.Float64),
            strong_link=pl.max_horizontal("polity_a", "polity_b").cast(pl.Float64),
            both_polity=(pl.col("polity_a").is_not_null() & pl.col("polity_b").is_not_null()),
            defence=pl.col("defence").fill_null(0.0),
            log_distance=(pl.col("distance_km") + 1.0).log(),
        )
        .collect()
    )


def _history(atlas: Atlas, grid: pl.DataFrame) -> pl.DataFrame:
    """What the two, and each with anyone, did up to the year before."""
    found = disputes(atlas)
    dyads = grid.select("a", "b").unique().sort("a", "b").with_row_index("dyad")
    found = found.join(dyads, on=["a", "b"]).filter(pl.col("year").is_between(1900, LAST))
    states = sorted({*dyads["a"], *dyads["b"]})
    number = {s: i for i, s in enumerate(states)}
    one = np.array([number[s] for s in dyads["a"]])
    two = np.array([number[s] for s in dyads["b"]])
    count = len(dyads)
    frames = []
    memory = {f"memory_{m:g}": np.zeros(count) for m in MEMORIES}
    severe = {f"severe_{m:g}": np.zeros(count) for m in MEMORIES}
    busy = {f"busy_{m:g}": np.zeros(len(states)) for m in (3.0, 15.0)}
    since, level, dead = np.full(count, 60.0), np.zeros(count), np.zeros(count)
    started = np.zeros((10, count))
    ongoing, active = np.zeros(count), np.zeros(count)
    by_year = {k[0]: v for k, v in found.partition_by("year", as_dict=True).items()}
    wanted = {k[0]: v for k, v in grid.join(dyads, on=["a", "b"]).partition_by("year", as_dict=True).items()}
    for year in range(1900, LAST + 1):
        if year in wanted:
            at = wanted[year]["dyad"].to_numpy()
            here = {
                "peace_years": np.minimum(since, year - FIRST + 1.0)[at],
                "quiet": since[at],
                "recent": started.sum(axis=0)[at],
                "ongoing": ongoing[at],
                "active": active[at],
                "level": level[at],
                "dead": dead[at],
                **{k: v[at] for k, v in (memory | severe).items()},
            }
            for k, v in busy.items():
                x, y = v[one[at]], v[two[at]]
                here[f"{k}_max"], here[f"{k}_min"] = np.maximum(x, y), np.minimum(x, y)
            frames.append(wanted[year].select("a", "b", "year").with_columns(**{k: pl.Series(k, v) for k, v in here.items()}))
        rows = by_year.get(year)
        for name, decay in ((n, 0.5 ** (1 / float(n.split("_")[1]))) for n in (*memory, *severe, *busy)):
            (memory | severe | busy)[name][:] *= decay
        since += 1.0
        started[year % 10] = 0.0
        ongoing[:], active[:] = 0.0, 0.0
        if rows is None:
            continue
        at = rows["dyad"].to_numpy()
        onset = rows["onset"].to_numpy().astype(float)
        hostility = rows["hostility"].to_numpy().astype(float)
        for m in memory.values():
            m[at] += onset
        for m in severe.values():
            m[at] += np.exp2(hostility - 4.0)
        for m in busy.values():
            np.add.at(m, one[at], onset)
            np.add.at(m, two[at], onset)
        started[year % 10][at] = onset
        since[at], level[at] = 0.0, hostility
        dead[at] = rows["fatality"].to_numpy().astype(float)
        active[at] = 1.0
        ongoing[at] = 1.0
    return pl.concat(frames)
