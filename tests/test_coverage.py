"""Who is covered when, and how good the tables are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from amity import states
from amity.atlas import Atlas, open_atlas, quality
from amity.atlas.coverage import by_year


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return open_atlas()


@pytest.fixture(scope="module")
def everyone(atlas: Atlas) -> pl.DataFrame:
    return by_year(atlas)


def _one(frame: pl.DataFrame, table: str, year: int) -> dict[str, object]:
    return frame.filter(pl.col("table") == table, pl.col("year") == year).row(0, named=True)


def test_counts_are_those_of_the_rows(atlas: Atlas, everyone: pl.DataFrame) -> None:
    rows = atlas.scan("capabilities").filter(pl.col("year") == 2000).collect()
    assert _one(everyone, "capabilities", 2000)["states"] == rows["state"].n_unique()
    flows = atlas.scan("arms_transfers").filter(pl.col("year") == 1980, pl.col("vintage") == "2022").collect()
    assert _one(everyone, "arms_transfers", 1980)["states"] == pl.concat([flows["source"], flows["target"]]).n_unique()


def test_spells_cover_the_years_between_their_ends(atlas: Atlas, everyone: pl.DataFrame) -> None:
    # The spell of a rivalry is one row; every year of it counts, and an open one lasts as long as the list.
    covered = everyone.filter(pl.col("table") == "rivalries", pl.col("vintage") == "tss")["year"].to_list()
    assert covered == list(range(1816, 2021))
    assert everyone.filter(pl.col("table") == "membership")["year"].max() == 2016


def test_a_year_without_rows_is_absent(everyone: pl.DataFrame) -> None:
    votes = everyone.filter(pl.col("table") == "vote_pairs")["year"].to_list()
    assert 1964 not in votes
    assert {1963, 1965} <= set(votes)


def test_shares_are_of_the_members_of_the_time(everyone: pl.DataFrame) -> None:
    held = everyone.drop_nulls("share")
    assert held["share"].is_between(0, 1).all()
    row = _one(everyone, "disputes", 1914)
    assert row["share"] == pytest.approx(row["states"] / len(states.members(1914)))


def test_of_a_pair_only_its_rows(atlas: Atlas, everyone: pl.DataFrame) -> None:
    pair = by_year(atlas, ("CHN", "RUS"))
    assert pair.height < everyone.height
    assert pair.filter(pl.col("table") == "vote_pairs")["year"].min() == 1971
    assert set(pair.filter(pl.col("table") == "disputes")["states"]) == {2}
    assert by_year(atlas, ("AND", "TUV")).filter(pl.col("table") == "disputes").is_empty()


def test_strips_and_picture(amity: Callable[..., object], tmp_path: Path) -> None:
    shown = amity("sources", "--coverage", "--of", "china")
    assert shown.code == 0
    assert "capabilities" in shown.out
    assert "█" in shown.out or "#" in shown.out
    for name, head in (("c.svg", b"<svg"), ("c.png", b"\x89PNG")):
        assert amity("sources", "--coverage", "--out", str(tmp_path / name)).code == 0
        assert (tmp_path / name).read_bytes().startswith(head)
    assert "Who is covered when" in (tmp_path / "c.svg").read_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--coverage", "--of", "a", "--of", "b"), "No state"),
        (("--coverage", "--of", "china", "--of", "usa", "--of", "fra"), "one or two"),
        (("--coverage", "--out", "x.bmp"), ".svg or .png"),
        (("--of", "china"), "--coverage"),
    ],
)
def test_wrong_use_is_told(amity: Callable[..., object], arguments: tuple[str, ...], said: str) -> None:
    done = amity("sources", *arguments)
    assert done.code == 2
    assert said in done.err


def test_rival_trade_figures_are_close_but_not_the_same(atlas: Atlas) -> None:
    rivals = quality.rivals(atlas)
    assert not set(rivals["column"]) & {"low", "high", "n"}
    flows = rivals.filter(
        pl.col("table") == "trade",
        pl.col("one").str.contains("cepii-baci-totals · HS22"),
        pl.col("other").str.contains("target · imf-imts"),
    ).row(0, named=True)
    # Log-correlation 0.98 to 0.99 with IMTS: data note ECONOMY.
    assert 0.98 <= flows["correlation"] <= 0.995
    assert flows["within_10"] < flows["within_25"] < 1
    same = rivals.filter(pl.col("one") == "all · 2024-06", pl.col("other") == "legacy · 2025-07")
    assert same["within_10"].to_list() == [1.0] * same.height


def test_compare_counts_zeros_and_leaves_gaps_out() -> None:
    one = pl.Series([1.0, 0.0, None, 10.0] * 20)
    other = pl.Series([1.0, 0.0, 5.0, 11.5] * 20)
    got = quality._compare(one, other)
    assert got is not None
    assert got["n"] == 60
    assert got["within_10"] == pytest.approx(2 / 3, abs=1e-4)
    assert got["within_25"] == 1
    assert got["ratio"] == pytest.approx((1 + 10 / 11.5) / 2, abs=1e-4)
    assert quality._compare(one.head(30), other.head(30)) is None


def test_overlaps_add_up(atlas: Atlas) -> None:
    row = quality.overlaps(atlas).filter(pl.col("table") == "rivalries").row(0, named=True)
    spells = atlas.scan("rivalries").filter(pl.col("vintage") == "td").collect()
    years = {
        (a, b, year)
        for a, b, first, last in spells.select("a", "b", "first_year", pl.col("last_year").fill_null(2010)).iter_rows()
        for year in range(first, last + 1)
    }
    assert row["only_one"] + row["both"] == len(years)


def test_missing_shares(atlas: Atlas) -> None:
    held = quality.columns(atlas)
    row = held.filter(pl.col("table") == "capabilities", pl.col("column") == "cinc").row(0, named=True)
    values = atlas.scan("capabilities").select("cinc").collect()["cinc"]
    assert row["missing"] == pytest.approx(values.null_count() / len(values))
    assert row["high"] == values.max()
