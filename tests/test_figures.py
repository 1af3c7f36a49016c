"""The figures of all sources side by side."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

import amity as package


@pytest.fixture(scope="module")
def flows() -> pl.DataFrame:
    return package.dyad("russia", "china").figures("trade.flow", 2019, 2019)


def test_every_book_is_there_and_one_is_the_default(flows: pl.DataFrame) -> None:
    for a, b in (("CHN", "RUS"), ("RUS", "CHN")):
        one = flows.filter(pl.col("a") == a, pl.col("b") == b)
        assert {"cepii-baci-totals", "imf-imts-china-usa", "china-russia-annual"} <= set(one["dataset"])
        assert one["is_default"].sum() == 1
    # Press quotes of Chinese customs: data note ECONOMY, claim (c).
    quoted = flows.filter(pl.col("dataset") == "china-russia-annual").sort("a")["value"].to_list()
    assert quoted == [49_700, 61_050]


def test_the_default_is_what_the_indicator_says(flows: pl.DataFrame) -> None:
    chosen = flows.filter("is_default").sort("a", "b").select("a", "b", "value")
    measured = package.dyad("china", "russia").indicator("trade.flow", 2019, 2019).sort("a", "b")
    assert chosen["a"].to_list() == measured["a"].to_list()
    for one, other in zip(chosen["value"], measured["value"], strict=True):
        assert one == pytest.approx(other, rel=1e-8)


def test_editions_differ() -> None:
    arms = package.dyad("russia", "china").figures("arms.tiv", 2018, 2018).filter(pl.col("a") == "RUS")
    assert arms.height == 2
    assert arms["value"].n_unique() == 2
    assert set(arms["unit"]) == {"million TIV"}


def test_spells_reach_into_the_years_asked_for() -> None:
    spells = package.dyad("china", "russia").figures("history.rivalry", 1970, 1970)
    assert set(spells["year"]) == {1958}
    assert set(spells["last_year"]) == {1989}
    assert package.dyad("china", "russia").figures("history.rivalry", 1995, 1995).is_empty()


def test_command(amity: Callable[..., Any]) -> None:
    shown = amity("show", "china", "russia", "trade.flow", "--figures", "--year", "2019")
    assert shown.code == 0
    assert shown.out.count("default") == 2
    content = json.loads(amity("show", "china", "russia", "trade.flow", "--figures", "--year", "2019", "--json").out)
    assert {"dataset", "books", "value", "unit", "is_default"} <= content["rows"][0].keys()
    assert amity("show", "china", "russia", "--figures").code == 2
    nothing = amity("show", "india", "pakistan", "power.cinc_ratio", "--figures")
    assert nothing.code == 3
    assert "no figure about India and Pakistan together" in nothing.err
