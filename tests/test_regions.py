"""Groups with their members, and what two states weigh in third ones."""

from __future__ import annotations

import csv
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amity import groups, indicators, states
from amity.atlas import Atlas, open_atlas
from amity.errors import UnknownStateError, UsageError
from amity.indicators import Scope, region


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return open_atlas()


# Groups -------------------------------------------------------------------------------------------


def test_every_row_is_whole_and_sourced() -> None:
    rows = groups.everything()
    assert len(rows) > 300
    for row in rows:
        assert states.get(row.state).kind == "state", row
        assert row.kind in ("organisation", "region")
        assert len(row.source) > 10, row
        assert (row.first_year is None) == (row.kind == "region"), row
        assert row.first_year is None or row.last_year is None or row.first_year <= row.last_year, row


def test_rows_are_sorted_and_spells_of_one_state_do_not_meet() -> None:
    rows = groups.everything()
    keys = [(row.kind, row.group, row.state, row.first_year or 0) for row in rows]
    assert keys == sorted(keys)
    assert len(keys) == len(set(keys))
    for one, two in pairwise(rows):
        if (one.group, one.state) == (two.group, two.state):
            assert one.last_year is not None
            assert two.first_year is not None
            assert one.last_year < two.first_year, (one, two)


@pytest.mark.parametrize(
    ("group", "year", "size"),
    [("EU", 1957, 0), ("EU", 1958, 6), ("EU", 1973, 9), ("EU", 1981, 10), ("EU", 1986, 12), ("EU", 1995, 15),
     ("EU", 2004, 25), ("EU", 2007, 27), ("EU", 2013, 28), ("EU", 2020, 28), ("EU", 2021, 27),
     ("NATO", 1949, 12), ("NATO", 2020, 30), ("NATO", 2023, 31), ("G7", 2022, 7), ("G8", 1998, 8), ("G8", 2015, 0),
     ("ECOWAS", 1999, 16), ("ECOWAS", 2001, 15), ("ECOWAS", 2026, 12), ("African Union", 2003, 52),
     ("African Union", 2018, 54), ("League of Arab States", 1950, 7), ("League of Arab States", 1985, 20),
     ("League of Arab States", 2022, 20), ("Organization of American States", 1950, 21),
     ("Organization of American States", 1992, 34), ("MERCOSUR", 2013, 5), ("SADC", 2018, 16),
     ("Eurasian Economic Union", 2022, 5), ("Central Asia", 2000, 5), ("Central Asia", 1980, 0),
     ("South-East Asia", 2010, 11), ("Arctic", 2010, 8), ("Eastern Europe", 2010, 10)],
)  # fmt: skip
def test_sizes_as_their_pages_print_them(group: str, year: int, size: int) -> None:
    """YMD counts in the League of 1985, the Republic of Germany from 1955; territories never do."""
    assert len(groups.members(group, year)) == size


def test_a_suspended_member_is_out() -> None:
    assert "EGY" not in groups.members("League of Arab States", 1985)
    assert "EGY" in groups.members("League of Arab States", 1995)
    assert "CUB" not in groups.members("Organization of American States", 1975)


def test_spelling_of_groups() -> None:
    assert groups.find("south east asia") == groups.find("South-East Asia") == "South-East Asia"
    assert groups.members("eu", 1958) == ("BEL", "DEU", "FRA", "ITA", "LUX", "NLD")
    assert len(groups.members("EU")) == 28
    with pytest.raises(UsageError, match=r"No group is called 'Atlantis'.*Central Asia"):
        groups.find("Atlantis")
    assert set(groups.names("region")) == {
        "Africa",
        "Arctic",
        "Central Asia",
        "Eastern Europe",
        "Latin America",
        "Middle East",
        "South-East Asia",
    }
    assert set(groups.names()) == {*groups.names("region"), *groups.names("organisation")}


def test_the_table_is_plain_text(root) -> None:
    text = (root / "src" / "amity" / "groups.csv").read_text(encoding="utf-8")
    header = next(csv.reader(text.splitlines()))
    assert header == ["group", "kind", "state", "first_year", "last_year", "source"]


# Overlap and lead ---------------------------------------------------------------------------------


def by_hand(trade: np.ndarray, a: int, b: int) -> tuple[float, int, int, int]:
    """Overlap, ahead, both, either, one third state at a time."""
    thirds = [c for c in range(len(trade)) if c not in (a, b)]
    mine, theirs = sum(trade[a, c] for c in thirds), sum(trade[b, c] for c in thirds)
    overlap = -1.0
    if mine and theirs:
        overlap = sum(min(trade[a, c] / mine, trade[b, c] / theirs) for c in thirds)
    both = [c for c in thirds if trade[a, c] and trade[b, c]]
    either = [c for c in thirds if trade[a, c] or trade[b, c]]
    return overlap, sum(trade[a, c] > trade[b, c] for c in both), len(both), len(either)


@given(st.integers(2, 6).flatmap(lambda n: st.lists(st.integers(0, 4), min_size=n * n, max_size=n * n)))
def test_matrices_give_what_counting_by_hand_gives(cells: list[int]) -> None:
    size = int(len(cells) ** 0.5)
    half = np.triu(np.array(cells, dtype=float).reshape(size, size), 1)
    trade = half + half.T
    found = region._against_all(trade, None)
    for a in range(size):
        for b in range(a + 1, size):
            assert tuple(matrix[a, b] for matrix in found) == pytest.approx(by_hand(trade, a, b))
            assert found[1][b, a] == by_hand(trade, b, a)[1]
    for only in range(size):
        one = region._against_all(trade, only)
        for b in range(size):
            if b != only:
                x, y = sorted((only, b))
                assert one[0][x, y] == pytest.approx(found[0][x, y])


def test_years_of_two_reporters_have_no_value(atlas: Atlas) -> None:
    for name in ("region.overlap", "region.lead"):
        rows = indicators.measure(indicators.get(name), atlas, Scope(2019, 2026, "CHN", "USA"))
        assert set(rows["year"]) == {2019, 2020, 2022, 2023}


def test_one_leads_or_the_other_or_neither(atlas: Atlas) -> None:
    rows = indicators.measure(indicators.get("region.lead"), atlas, Scope(2019, 2019))
    back = rows.select(a="b", b="a", there="value")
    total = rows.join(back, on=["a", "b"]).select(pl.col("value") + pl.col("there"))["value"].drop_nulls()
    assert len(total) > 30_000
    assert (total <= 1 + 1e-9).all()
    assert total.mean() > 0.99


# Contest ------------------------------------------------------------------------------------------


def test_contest_is_one_row_per_third_state(atlas: Atlas) -> None:
    rows = region.contest(atlas, "CHN", "RUS", 2019)
    assert rows["state"].to_list() == sorted({s.code for s in states.members(2019)} - {"CHN", "RUS"})
    assert rows["coverage"].is_between(0, 1).all()
    assert set(rows["leads"].drop_nulls()) == {"CHN", "RUS", ""}
    assert (rows["trade_a"].drop_nulls() <= 1).all()


def test_contest_shows_the_indicators_themselves(atlas: Atlas) -> None:
    rows = region.contest(atlas, "RUS", "CHN", 2012, "central asia")
    assert rows["state"].to_list() == ["KAZ", "KGZ", "TJK", "TKM", "UZB"]
    for pillar, name in region.WEIGHTS.items():
        if name not in indicators.registry():
            assert f"{pillar}_a" not in rows.columns
            continue
        indicator = indicators.get(name)
        for side, code in (("a", "RUS"), ("b", "CHN")):
            alone = indicators.measure(indicator, atlas, Scope(2012, 2012, "KAZ", code, intervals=False))
            expected = alone.filter((pl.col("a") == "KAZ") | pl.lit(value=not indicator.directed))["value"].to_list()
            assert rows.filter(state="KAZ")[f"{pillar}_{side}"].to_list() == expected, pillar


def test_contest_says_who_leads_and_what_is_missing(atlas: Atlas) -> None:
    rows = region.contest(atlas, "RUS", "CHN", 2023, "Central Asia")
    assert rows["organisations_a"].null_count() == 5  # the list of memberships ends in 2014
    assert rows["organisations_leads"].null_count() == 5
    assert (rows["coverage"] < 1).all()
    for row in rows.iter_rows(named=True):
        counted = [row[f"{pillar}_leads"] for pillar in region.WEIGHTS if f"{pillar}_leads" in row]
        assert row["leads_a"] == counted.count("RUS")
        assert row["leads_b"] == counted.count("CHN")
        if row["trade_a"] is not None and row["trade_b"] is not None:
            assert row["trade_leads"] == ("RUS" if row["trade_a"] > row["trade_b"] else "CHN")
        assert row["leads"] == (
            "RUS" if row["leads_a"] > row["leads_b"] else "CHN" if row["leads_a"] < row["leads_b"] else ""
        )


def test_contest_turns_round(atlas: Atlas) -> None:
    one = region.contest(atlas, "USA", "CHN", 2019, "Africa")
    two = region.contest(atlas, "CHN", "USA", 2019, "Africa")
    assert one["trade_a"].equals(two["trade_b"].rename("trade_a"))
    assert one["leads"].equals(two["leads"])


def test_contest_outside_all_data_says_so(atlas: Atlas) -> None:
    rows = region.contest(atlas, "GBR", "FRA", 1820)
    assert rows.height > 10
    assert rows["trade_a"].null_count() == rows.height
    assert rows.filter(coverage=0)["leads"].null_count() == rows.filter(coverage=0).height


def test_contest_refuses_nonsense(atlas: Atlas) -> None:
    with pytest.raises(UsageError, match="different states"):
        region.contest(atlas, "CHN", "CHN", 2019)
    with pytest.raises(UsageError, match="No group is called"):
        region.contest(atlas, "CHN", "RUS", 2019, "Atlantis")
    with pytest.raises(UnknownStateError):
        region.contest(atlas, "CHN", "XXX", 2019)
