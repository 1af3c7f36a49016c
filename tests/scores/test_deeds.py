"""Deeds side by side: what is missing stays missing, and a pair's rows are the world's."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from amity import indicators
from amity.atlas import Atlas, open_atlas
from amity.indicators import Scope
from amity.scores import deeds as d

PAIRS = (("CHN", "RUS"), ("DEU", "FRA"), ("CUB", "USA"), ("IND", "PAK"), ("BTN", "PRY"), ("DDR", "RUS"))


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return open_atlas()


@pytest.fixture(scope="module")
def world(atlas: Atlas) -> pl.DataFrame:
    return d.deeds(atlas, Scope(d.FIRST, d.LAST))


def test_one_row_per_dyad_year_of_members(world: pl.DataFrame) -> None:
    grid = Scope(d.FIRST, d.LAST).grid(directed=False).sort("a", "b", "year")
    assert world.select("a", "b", "year").equals(grid)
    assert world.columns == ["a", "b", "year", *d.DEEDS]


def test_a_pair_and_a_state_have_the_rows_of_the_world(atlas: Atlas, world: pl.DataFrame) -> None:
    for a, b in PAIRS:
        mine = world.filter(pl.col("a") == a, pl.col("b") == b)
        assert d.deeds(atlas, Scope(d.FIRST, d.LAST, b, a)).equals(mine)
        assert d.deeds(atlas, Scope(1990, 2000, a, b)).equals(mine.filter(pl.col("year").is_between(1990, 2000)))
    about = world.filter(pl.any_horizontal(pl.col("a", "b") == "RUS"))
    assert d.deeds(atlas, Scope(d.FIRST, d.LAST, "RUS")).equals(about)


def test_nothing_is_zero_outside_coverage(atlas: Atlas, world: pl.DataFrame) -> None:
    for name in d.DEEDS:
        years = world.filter(pl.col(name).is_not_null())["year"].unique().to_list()
        assert years, name
        assert all(d.sources(atlas, name, year) for year in years), name
        assert world[name].is_nan().sum() == 0, name
        if name != "kappa":
            assert world[name].min() >= 0, name
    assert d.sources(atlas, "hostility", 2015) == ""
    assert world.filter(pl.col("year") == 2015)["hostility"].null_count() == world.filter(pl.col("year") == 2015).height
    silent = world.filter(pl.col("a") == "BTN", pl.col("b") == "RUS", pl.col("year") == 2023)
    assert silent["energy"].item() is None


@pytest.mark.parametrize(
    ("deed", "indicator"),
    [
        ("trade", "trade.flow"),
        ("arms", "arms.tiv"),
        ("organisations", "institutions.shared_igos"),
        ("hostility", "history.hostility"),
        ("acts", "history.events"),
        ("sanctions", "external-pressure.sanctions"),
        ("ideal_distance", "diplomacy.ideal_distance"),
    ],
)
def test_deeds_are_what_the_indicators_say(atlas: Atlas, world: pl.DataFrame, deed: str, indicator: str) -> None:
    """Another path to the same figures: the directed indicator, both directions added."""
    declared = indicators.get(indicator)
    for a, b in PAIRS:
        theirs = indicators.measure(declared, atlas, Scope(d.FIRST, d.LAST, a, b, intervals=False))
        years = theirs.group_by("year").agg(v=pl.col("value").sum(), some=pl.col("value").is_not_null().any())
        if deed == "arms":  # the window of the edition of its last year
            years = (
                years.filter(pl.col("year") < 1990)
                .sort("year")
                .rolling("year", period="5i")
                .agg(pl.col("v").sum(), pl.col("some").all(), n=pl.len())
                .filter(pl.col("n") == d.WINDOW)
            )
        mine = world.filter(pl.col("a") == a, pl.col("b") == b).join(years.filter("some"), on="year")
        assert mine.height or a == "BTN", (a, b)
        assert np.allclose(mine[deed].to_numpy(), mine["v"].to_numpy(), atol=1e-6), (a, b)


def test_no_word_and_no_label_is_a_deed() -> None:
    barred = {"obligations", "alliances", "alliance_members", "rivalries", "peace_levels", "mentions", "headlines",
              "speeches", "polls", "favourability", "event_scores"}  # fmt: skip
    for deed in d.DEEDS.values():
        assert not barred & set(deed.tables), deed.name
        assert deed.pillar in indicators.PILLARS
