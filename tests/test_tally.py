"""Pair counts by matrix algebra against counting one roll call at a time."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from amity.atlas.tally import CELLS, tally

_STATES = ("AAA", "BBB", "CCC", "DDD")
_BALLOTS = st.dictionaries(
    st.tuples(st.sampled_from(_STATES), st.integers(1, 6)), st.sampled_from((1, 2, 3)), min_size=1
)


def _frame(cast: dict[tuple[str, int], int]) -> pl.DataFrame:
    rows = [(s, c, v, 2000 + c % 2) for (s, c), v in cast.items()]
    return pl.DataFrame(
        rows,
        schema={"state": pl.String, "roll_call": pl.Int32, "vote": pl.UInt8, "year": pl.Int16},
        orient="row",
    )


@settings(deadline=None)
@given(cast=_BALLOTS)
def test_equals_naive_counting(cast: dict[tuple[str, int], int]) -> None:
    naive: dict[tuple[str, str, int], dict[str, int]] = {}
    for (a, call), vote_a in cast.items():
        for (b, other), vote_b in cast.items():
            if a < b and call == other:
                cells = naive.setdefault((a, b, 2000 + call % 2), dict.fromkeys(CELLS, 0))
                cells["yan"[vote_a - 1] + "yan"[vote_b - 1]] += 1
    found = {(row["a"], row["b"], row["year"]): {c: row[c] for c in CELLS} for row in tally(_frame(cast)).to_dicts()}
    assert found == naive


def test_never_in_one_room_is_no_row() -> None:
    apart = _frame({("AAA", 1): 1, ("BBB", 2): 1})
    assert tally(apart).is_empty()
