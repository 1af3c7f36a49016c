"""What is measured from arrays in memory is what is measured from the rows of the file."""

from __future__ import annotations

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from amity import indicators
from amity.atlas import open_atlas
from amity.indicators import Scope, _books, region, trade

PAIRS = [("CHN", "RUS"), ("DEU", "FRA"), ("CHN", "USA"), ("FJI", "TUV"), ("AUH", "SRB"), ("DDR", "POL"), ("BLR", "TWN")]


@pytest.fixture(scope="module")
def held() -> _books.Books:
    books = _books._books(open_atlas())
    assert books is not None
    return books


@pytest.mark.parametrize("span", [(1800, 2026), (1995, 2003), (2021, 2021)])
@pytest.mark.parametrize("pair", PAIRS)
def test_trade_with_third_states(held: _books.Books, pair: tuple[str, str], span: tuple[int, int]) -> None:
    a, b = sorted(pair)
    scope = Scope(*span, a, b, intervals=False)
    rows = region._pair(open_atlas(), scope, a, b).sort("year")
    assert_frame_equal(region._pair_in_memory(held, scope, a, b), rows, check_column_order=False, rel_tol=1e-12)


@pytest.mark.parametrize("span", [(1800, 2026), (1995, 2003)])
@pytest.mark.parametrize("pair", PAIRS)
def test_places_among_partners(held: _books.Books, pair: tuple[str, str], span: tuple[int, int]) -> None:
    scope = Scope(*span, *pair, intervals=False)
    known = pl.col("sources").str.contains("|".join(_books.COMPLETE))
    rows = trade._places_of(trade._complete_partners(open_atlas(), scope), scope).filter(known)
    dense = pl.concat([_books.places(held, scope, *pair), _books.places(held, scope, *pair[::-1])])
    dense = dense.with_columns(ranked=pl.when(pl.col("rank").is_not_null()).then("ranked"))  # else nobody asks
    assert_frame_equal(dense, rows, check_row_order=False, rel_tol=1e-12)


def test_each_in_the_years_of_its_own() -> None:
    names = ("trade.flow", "diplomacy.kappa", "energy.import_share", "rhetoric.conflict_share", "history.disputes")
    wanted = [(indicators.get(name), Scope(1990 + n, 2000 + n, "CHN", "RUS")) for n, name in enumerate(names)]
    alone = [indicators.measure(indicator, open_atlas(), scope) for indicator, scope in wanted]
    assert min(rows.height for rows in alone) > 0
    assert_frame_equal(indicators.measure_each(wanted, open_atlas()), pl.concat(alone))
