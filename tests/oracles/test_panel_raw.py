"""Values of a world panel against the raw files, read here with pandas alone: 200 pairs and years drawn at random."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from amity import states
from amity.panel import panel
from library import LIBRARY

pytestmark = [
    pytest.mark.raw,
    pytest.mark.skipif(not (LIBRARY / "atop51").is_dir(), reason="no raw files here"),
]

_DRAWN = 200


def _rda(*parts: str) -> Any:
    import pyreadr

    return next(iter(pyreadr.read_r(str(LIBRARY.joinpath(*parts))).values()))


def _numbers(code: str, year: int) -> int:
    """The COW number under which a state is listed in a year (Germany and Yemen change theirs in 1990)."""
    numbers = states.get(code).cow
    if code == "DEU":
        return 260 if 1955 <= year < 1990 else 255
    if code == "YEM":
        return 678 if year < 1990 else 679
    assert len(numbers) == 1, code
    return numbers[0]


def _drawn(names: list[str], first: int, last: int, there: str) -> pl.DataFrame:
    """Rows of the world drawn with a fixed seed, half of them with a value other than zero."""
    world = panel("directed-dyad-year", first, last, variables=names).frame
    world = world.filter(~((pl.col("year") == 1990) & pl.any_horizontal(pl.col("a", "b").is_in(["DEU", "YEM"]))))
    some = world.filter(pl.col(there).cast(pl.Float64) > 0).sample(_DRAWN // 2, seed=1)
    return pl.concat([some, world.sample(_DRAWN // 2, seed=2)])


def test_contiguity() -> None:
    raw = _rda("cow-state-system", "cow_contdir.rda")
    checked = 0
    for row in _drawn(["contiguity"], 1816, 2016, "contiguity").iter_rows(named=True):
        a, b = (_numbers(row[side], row["year"]) for side in "ab")
        spells = raw[(raw.ccode1 == a) & (raw.ccode2 == b) & (raw.conttype > 0)]  # 0: known not to be contiguous
        years = (spells.stdate.map(lambda d: d.year), spells.enddate.map(lambda d: d.year))
        mine = spells[(years[0] <= row["year"]) & (years[1] >= row["year"])] if len(spells) else spells
        assert row["contiguity"] == (int(mine.conttype.min()) if len(mine) else 0), row
        checked += len(mine) > 0
    assert checked >= _DRAWN // 2


def test_alliance_obligations() -> None:
    raw = _rda("atop51", "atop_alliance_ddyad_year.rda").set_index(["ccode1", "ccode2", "year"]).sort_index()
    pledges = ("defense", "offense", "neutral", "nonagg", "consul")
    for row in _drawn(["alliances"], 1816, 2018, "atop_consul").iter_rows(named=True):
        key = (*(_numbers(row[side], row["year"]) for side in "ab"), row["year"])
        for pledge in pledges:
            wanted = bool(raw.loc[key, f"atop_{pledge}"].max()) if key in raw.index else False
            assert row[f"atop_{pledge}"] == wanted, (row, pledge)


def test_trade() -> None:
    import pandas as pd

    raw = pd.read_csv(LIBRARY / "cow-trade-4.0" / "cow_trade_4.0_dyadic.csv.gz").set_index(["ccode1", "ccode2", "year"])
    known = 0
    # Until 1999 the default series is this one, but for pairs whose own books are held for years it lacks.
    for row in _drawn(["trade"], 1870, 1999, "exports_usd_million").iter_rows(named=True):
        a, b = (_numbers(row[side], row["year"]) for side in "ab")
        key = (min(a, b), max(a, b), row["year"])
        found = raw.loc[key] if key in raw.index else {}
        to_first, to_second = (found.get(name, float("nan")) for name in ("flow1", "flow2"))
        exports, imports = (to_second, to_first) if a < b else (to_first, to_second)
        for name, wanted in (("exports_usd_million", exports), ("imports_usd_million", imports)):
            assert row[name] == (None if pd.isna(wanted) else wanted), (row, name)
            known += row[name] is not None
    assert known >= _DRAWN // 2


def test_shared_organisations() -> None:
    raw = _rda("cow-igo3", "cow_igo_ndy.rda").set_index(["ccode1", "ccode2", "year"])["dyadigos"]
    for row in _drawn(["shared_igos"], 1816, 2014, "shared_igos").iter_rows(named=True):
        a, b = (_numbers(row[side], row["year"]) for side in "ab")
        found = raw.get((min(a, b), max(a, b), row["year"]))
        wanted = None if found is None or found < 0 else int(found)
        assert row["shared_igos"] == wanted, row


def test_capabilities() -> None:
    import pandas as pd

    raw = _rda("cow-nmc7", "cow_nmc.rda").set_index(["ccode", "year"])
    names = {"milex": "milex_usd_thousand", "irst": "irst_thousand_tonne", "tpop": "tpop_thousand", "cinc": "cinc"}
    known = 0
    for row in _drawn(["capabilities"], 1816, 2022, "cinc_a").iter_rows(named=True):
        for side in "ab":
            key = (_numbers(row[side], row["year"]), row["year"])
            for theirs, mine in names.items():
                found = raw.loc[key, theirs] if key in raw.index else float("nan")
                wanted = None if pd.isna(found) or found == -9 else found
                assert row[f"{mine}_{side}"] == wanted, (row["a"], row["b"], row["year"], mine)
                known += wanted is not None
    assert known > 1000


def test_minimum_distance() -> None:
    raw = _rda("cow-state-system", "cow_mindist.rda").set_index(["ccode1", "ccode2", "year"])["mindist"]
    raw = raw[~raw.index.duplicated()]
    known = 0
    for row in _drawn(["minimum_distance_km"], 1886, 2019, "minimum_distance_km").iter_rows(named=True):
        a, b = (_numbers(row[side], row["year"]) for side in "ab")
        found = raw.get((min(a, b), max(a, b), row["year"]))
        if found is None or _is_nan(found):
            assert row["minimum_distance_km"] is None, row
        else:
            assert row["minimum_distance_km"] == pytest.approx(found, abs=5e-4), row
            known += 1
    assert known >= _DRAWN // 2


def _is_nan(value: float) -> bool:
    return value != value
