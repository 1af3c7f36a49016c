"""The yearly level of peace against the makers' own yearly means, and rival lists of disputes against each other."""

from __future__ import annotations

import polars as pl
import pytest

from amity import indicators, states
from amity.atlas import open_atlas
from amity.indicators import Scope
from library import LIBRARY

YEARLY = LIBRARY / "interstate-peace" / "peacedatav31dyyearmean.csv.gz"


@pytest.mark.raw
@pytest.mark.skipif(not YEARLY.exists(), reason=f"no raw files in {LIBRARY}")
def test_yearly_levels_are_the_makers_means() -> None:
    """Equal in every dyad-year but those the makers' file spoils and those with a mended date.

    The makers average missing months in as 9 (values above 1), and count two periods that share a month twice.
    """
    known = {**states.cow_codes(), **interstate_numbers()}
    one, two = (
        number.replace_strict(known, return_dtype=pl.String)
        for number in (pl.col("dyad") // 1000, pl.col("dyad") % 1000)
    )
    theirs = (
        pl.read_csv(YEARLY)
        .select(
            a=pl.min_horizontal(one, two),
            b=pl.max_horizontal(one, two),
            year=pl.col("yearmonth").cast(pl.Int32),
            mean="peacelevel",
        )
        .filter(pl.col("mean") <= 1)
    )
    atlas = open_atlas()
    ours = indicators.measure(indicators.get("history.peace_level"), atlas, Scope(1900, 2020)).drop_nulls("value")
    both = ours.join(theirs, on=["a", "b", "year"])
    apart = both.filter((pl.col("value") - pl.col("mean")).abs() > 1e-6)
    assert (both.height, apart.height) == (98_024, 24)
    # A year with one month at 9 can stay below 1: (9 + 11 x .25) / 12 = .979 for Russia and the USA in 1992.
    assert apart.filter(a="RUS", b="USA", year=1992).select("value", "n").row(0) == (0.25, 11)
    # Years in which one of the two was no member of the COW state system.
    assert theirs.join(ours, on=["a", "b", "year"], how="anti").height == 867


def interstate_numbers() -> dict[int, str]:
    from amity.sources.interstate_peace import _RENUMBERED

    return _RENUMBERED


def test_where_gml_has_a_dispute_cow_nearly_always_has_one() -> None:
    """Of the 4,658 pair-years with a dispute on GML's list (to 2010), 4,460 have one on COW's, which has 4,891."""
    atlas = open_atlas()
    scope = Scope(1816, 2010)
    cow, gml = (
        indicators.measure(indicators.get(name), atlas, scope).filter(pl.col("value") > 0).select("a", "b", "year")
        for name in ("history.disputes", "history.disputes_gml")
    )
    shared = gml.join(cow, on=["a", "b", "year"]).height
    assert (gml.height, shared, cow.height) == (4658, 4460, 4891)


def test_war_is_a_dispute_of_the_highest_level() -> None:
    """Of 945 pair-years at war, 888 have a dispute of level 5, 49 one of level 4, and 8 none on the other list."""
    atlas = open_atlas()
    scope = Scope(1816, 2007)
    war = indicators.measure(indicators.get("history.war"), atlas, scope).filter(pl.col("value") == 1)
    hostile = indicators.measure(indicators.get("history.hostility"), atlas, scope).select(
        "a", "b", "year", level="value"
    )
    both = war.join(hostile, on=["a", "b", "year"])
    assert both.height == war.height
    assert dict(both["level"].value_counts().iter_rows()) == {5: 888, 4: 49, 0: 8}
