"""Rows found by state are the rows that filtering the whole table gives, in the same order."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amity.atlas import held, open_atlas

TABLES = (("trade", "source", "target"), ("shared_igos", "a", "b"), ("contiguity", "a", "b"), ("capitals", "state", ""))
CODES = st.sampled_from(["CHN", "RUS", "DEU", "ISL", "SSD", "XXX"])


@pytest.fixture(scope="module")
def whole() -> dict[str, pl.DataFrame]:
    return {table: pl.read_parquet(open_atlas().file(table)) for table, _, _ in TABLES}


def _store(budget_of: str | None = None) -> held.Store:
    atlas = open_atlas()
    size = (lambda _: held.BUDGET + 1) if budget_of == "none" else (lambda table: atlas.file(table).stat().st_size)
    return held.Store(lambda table: pl.scan_parquet(atlas.file(table)), size)


@settings(max_examples=40)
@given(which=st.sampled_from(TABLES), a=CODES, b=CODES, warm=st.booleans())
def test_found_is_what_filtering_finds(
    whole: dict[str, pl.DataFrame], which: tuple[str, str, str], a: str, b: str, warm: bool
) -> None:
    table, x, y = which
    store = _store()
    if warm:
        assert store.hold(table)
    predicates = [held.about(x, (a, b))]
    if y:
        predicates += [held.between(x, y, a, b), held.touching(x, y, (a,))]
    for predicate in predicates:
        plain = pl.Expr._from_pyexpr(predicate._pyexpr)
        assert store.scan(table).filter(predicate).collect().equals(whole[table].filter(plain))


def test_a_conjunction_keeps_the_mark_and_other_changes_lose_it() -> None:
    mark = held.about("a", ("CHN",))
    other = pl.col("year") > 2000
    for both in (mark & other, other & mark, mark & other & other):
        assert isinstance(both, held.Kept)
        assert both.touch == mark.touch
    for none in (~mark, mark | other, other | mark, mark.alias("x")):
        assert not isinstance(none, held.Kept)


def test_a_changed_table_is_not_taken_for_the_table() -> None:
    """After any other step the rows are no longer the table's, so marks no longer find anything."""
    store = _store()
    changed = store.scan("contiguity").with_columns(a=pl.lit("CHN"))
    assert not isinstance(changed, held.Rows)
    assert changed.filter(held.about("a", ("CHN",))).collect().height == changed.collect().height > 800


def test_the_second_pair_holds_the_table_and_large_ones_stay_out() -> None:
    store = _store()
    for codes in (("CHN", "RUS"), ("CHN", "RUS")):
        store.scan("trade").filter(held.between("source", "target", *codes)).collect()
        assert "trade" not in store._held
    store.scan("trade").filter(held.between("source", "target", "IND", "PAK")).collect()
    assert "trade" in store._held
    closed = _store("none")
    assert not closed.hold("trade")
    assert closed.scan("trade").filter(held.between("source", "target", "CHN", "RUS")).collect().height > 100


def test_what_is_kept_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "_SLICES", 3)
    store = _store()
    for code in ("CHN", "RUS", "DEU", "ISL", "IND", "PAK"):
        store.scan("capitals").filter(held.about("state", (code,))).collect()
    assert len(store._slices) == 3
