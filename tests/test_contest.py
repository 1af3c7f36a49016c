"""`amity contest`: two states in third states, through the view and the command."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

import amity as package
from amity.errors import NoDataError, UsageError


def test_weights_are_the_indicators_of_the_third_states() -> None:
    year, rows = package.dyad("China", "Russia").contest(group="Central Asia")
    assert set(rows["state"]) == set(package.groups.members("Central Asia", year))
    for code, mine, theirs in rows.select("state", "trade_a", "trade_b").iter_rows():
        for other, weight in (("CHN", mine), ("RUS", theirs)):
            held = package.dyad(code, other).indicator("trade.share", year, year)
            values = held.filter(held["a"] == code)["value"].to_list()
            assert (values or [None]) == [weight], (code, other)


def test_other_order_changes_sides_and_leaders() -> None:
    year, one = package.dyad("China", "Russia").contest(2019)
    _, other = package.dyad("Russia", "China").contest(2019)
    assert year == 2019
    assert one["trade_a"].equals(other["trade_b"].rename("trade_a"))
    assert one["leads"].equals(other["leads"])
    assert (one["leads_a"] == other["leads_b"]).all()


def test_the_last_year_with_figures_is_the_default() -> None:
    year, _ = package.dyad("China", "Russia").contest()
    held = package.dyad("China", "Russia").indicator("region.lead").drop_nulls("value")
    assert year == held["year"].max()


def test_wrong_use_is_told() -> None:
    with pytest.raises(UsageError, match="No group is called"):
        package.dyad("China", "Russia").contest(2019, "Atlantis")
    with pytest.raises(NoDataError):
        package.dyad("China", "Russia").contest(1820)


def test_command(amity: Callable[..., Any]) -> None:
    shown = amity("contest", "china", "russia", "--group", "central asia", "--year", "2019")
    assert shown.code == 0
    assert "Kazakhstan" in shown.out
    assert "of 5 states" in shown.out
    content = json.loads(amity("contest", "china", "russia", "--year", "2019", "--json").out)
    assert content["year"] == 2019
    assert content["group"] is None
    assert {"state", "trade_a", "trade_b", "trade_leads", "leads", "coverage"} <= content["rows"][0].keys()
    lines = amity("contest", "china", "russia", "--year", "2019", "--csv").out.splitlines()
    assert len(lines) == 1 + len(content["rows"])
    assert amity("contest", "china", "china").code == 2
    assert amity("contest", "china", "russia", "--group", "atlantis").code == 2
