"""Our table of states against two crosswalks made by others: countrycode's list and isard's panels."""

from __future__ import annotations

import polars as pl
import pytest

from amity import states
from amity.sources import read_table
from library import LIBRARY

CODES = LIBRARY / "country-codes"
pytestmark = [pytest.mark.raw, pytest.mark.skipif(not CODES.is_dir(), reason=f"no raw files in {CODES}")]


def _ours(last: int) -> set[tuple[str, int]]:
    return {(state.code, year) for state in states.members() for year in state.member_years(last)}


def test_members_are_those_of_countrycode() -> None:
    """The same state-years; Germany has two rows in 1990 there."""
    rows = read_table(CODES / "data_cow.csv.gz").select("cown", "year").rows()
    assert len(rows) == 15_950
    assert max(year for _, year in rows) == 2016
    assert {(states.cow_codes()[number], year) for number, year in rows} == _ours(2016)


def test_members_are_those_of_isard_up_to_2025() -> None:
    panel = read_table(CODES / "cw_gw_panel.rda").select("ccode", "year").drop_nulls().cast(pl.Int64)
    assert panel["year"].max() == 2025
    theirs = {(states.cow_codes()[number], year) for number, year in panel.iter_rows()}
    assert theirs == _ours(2025)
    assert len(theirs) == 17_704


def test_numbers_of_both_lists_mean_the_same_state() -> None:
    """Wherever isard pairs a COW with a Gleditsch-Ward number, both are one code of ours."""
    pairs = read_table(CODES / "cw_gw_panel.rda").select("ccode", "gwcode").drop_nulls().cast(pl.Int64).unique()
    assert pairs.height > 200
    apart = [(c, g) for c, g in pairs.iter_rows() if states.cow_codes()[c] != states.gw_codes()[g]]
    assert not apart


def test_gleditsch_ward_years_are_within_isards() -> None:
    """Isard's list has the microstates too, so it holds more state-years and none of ours is lacking there."""
    panel = read_table(CODES / "gw_cw_panel.rda").select("gwcode", "year").drop_nulls().cast(pl.Int64)
    theirs = {(states.gw_codes()[number], year) for number, year in panel.iter_rows()}
    ours = {
        (state.code, year)
        for state in states.everything()
        for spell in state.gw_spells
        for year in range(spell.first_day.year, (spell.last_day.year if spell.last_day else 2017) + 1)
    }
    assert len(ours) > 17_000
    assert ours <= theirs
