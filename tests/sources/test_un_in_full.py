"""The five United Nations sources in full: joined, counted, and held against the published check values."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import polars as pl
import pytest
from test_un import COUNCIL, DGACM, POINTS, UNVOTES, VETOES, read

from amity.atlas.assemble import votes as assemble_votes
from amity.atlas.tables import CONTRACTS
from amity.sources import Source, Tables
from library import LIBRARY

needs_raw = [
    pytest.mark.raw,
    pytest.mark.skipif(not (LIBRARY / UNVOTES.id).is_dir(), reason=f"no raw files in {LIBRARY}"),
]


def raw(test: Callable[..., None]) -> Callable[..., None]:
    """Mark a test that reads the raw library."""
    for mark in needs_raw:
        test = mark(test)
    return test


@cache
def held(source: Source) -> Tables:
    return read(source, LIBRARY)


@cache
def joined() -> tuple[pl.DataFrame, pl.DataFrame]:
    pairs = [(held(s)["roll_calls"], held(s)["votes"]) for s in (UNVOTES, DGACM)]
    calls, votes = assemble_votes.join(pairs[0], pairs[1])
    CONTRACTS["roll_calls"].validate(calls)
    CONTRACTS["votes"].validate(votes)
    return calls, votes


def together(votes: pl.DataFrame, calls: pl.DataFrame, on: str, a: str, b: str) -> pl.DataFrame:
    """Votes of two states on the same items, with what `calls` says on each."""
    both = votes.filter(state=a).join(votes.filter(state=b), on=on, suffix="_b")
    return both.join(calls, on=on).with_columns(is_same=pl.col("vote") == pl.col("vote_b"))


def printed(share: float) -> float:
    """Rounded as in SECURITY.md: first to three places, then to two, half up (2018: .78495 → .79)."""
    once = Decimal(str(share)).quantize(Decimal("0.001"), ROUND_HALF_UP)
    return float(once.quantize(Decimal("0.01"), ROUND_HALF_UP))


@raw
def test_join_is_exact_in_session_74() -> None:
    calls, votes = joined()
    assert (calls.height, votes.height) == (6843, 982_334)
    ours, theirs = held(UNVOTES), held(DGACM)
    shared = ours["roll_calls"].join(theirs["roll_calls"], on=("symbol", "day"))
    assert shared.height == 90
    cast = ours["votes"].join(shared, on="roll_call").select("symbol", "state", "vote")
    more = theirs["votes"].join(shared, left_on="roll_call", right_on="roll_call_right")
    more = more.select("symbol", "state", "vote")
    assert cast.height == 16_174
    assert cast.sort("symbol", "state").equals(more.sort("symbol", "state"))


AGREEMENT = """
    1971 50 .80 .29 | 1980 86 .76 .20 | 1988 128 .92 .10 | 1991 67 .54 .09 | 1993 62 .39 .08 | 1995 76 .45 .13
    2000 75 .75 .18 | 2005 95 .72 .10 | 2010 86 .74 .24 | 2013 61 .74 .13 | 2014 76 .70 .14 | 2016 108 .68 .30
    2018 93 .79 .12 | 2019 86 .79 .14 | 2020 89 .79 .10 | 2021 86 .77 .17 | 2022 88 .71 .16 | 2023 87 .67 .16
    2024 91 .66 .19 | 2025 184 .79 .04
"""


@raw
def test_agreement_by_calendar_year() -> None:
    """Table of SECURITY.md. Its 2020 is DGACM alone (88, .78); joined, 74/267 of January is there too."""
    calls, votes = joined()
    russia, america = (together(votes, calls, "roll_call", "CHN", other) for other in ("RUS", "USA"))
    rows = [line.split() for line in AGREEMENT.replace("\n", "|").split("|") if line.strip()]
    entries = [entry for row in rows for entry in [row[i : i + 4] for i in range(0, len(row), 4)]]
    assert len(entries) == 20
    for year, n, same, american in entries:
        found = russia.filter(year=int(year))
        shares = [float(f.filter(year=int(year))["is_same"].mean()) for f in (russia, america)]
        assert found.height == int(n), year
        assert [printed(s) for s in shares] == [float(same), float(american)], year
    alone = together(held(DGACM)["votes"], held(DGACM)["roll_calls"], "roll_call", "CHN", "RUS").filter(year=2020)
    assert (alone.height, printed(float(alone["is_same"].mean()))) == (88, 0.78)


@raw
@pytest.mark.parametrize(
    ("session", "n", "agree"),
    [
        (26, 48, 0.8542),
        (40, 146, 0.8048),
        (47, 70, 0.6571),
        (50, 78, 0.6859),
        (55, 66, 0.8788),
        (60, 73, 0.8767),
        (65, 67, 0.8507),
        (70, 72, 0.8333),
        (72, 90, 0.8778),
        (74, 87, 0.8736),
    ],
)
def test_agreement_by_session(session: int, n: int, agree: float) -> None:
    """methods.md 2.2, rules of 1.2: sessions after the 44th (1989) without parts; no unanimous vote."""
    calls = held(UNVOTES)["roll_calls"].filter(session=str(session))
    if session > 44:
        calls = calls.filter(~pl.col("is_part").fill_null(value=False))
    votes = held(UNVOTES)["votes"].join(calls.select("roll_call"), on="roll_call")
    votes = votes.filter(pl.col("vote").n_unique().over("roll_call") > 1).cast({"vote": pl.Int8})
    both = together(votes, calls, "roll_call", "CHN", "RUS")
    assert both.height == n
    found = both.select((1 - (pl.col("vote") - pl.col("vote_b")).abs() / 2).mean()).item()
    assert round(found, 4) == agree


@raw
def test_seat_of_china() -> None:
    calls, votes = joined()
    dated = votes.join(calls.select("roll_call", "session", "year"), on="roll_call")
    assert dated.filter(state="TWN")["year"].max() == 1971
    assert dated.filter(state="CHN").select(pl.col("session").head(1)).item() == "26"
    assert dated.filter(state="CHN")["year"].min() == 1971
    assert dated.filter(state="TWN").height == 1233


@raw
def test_days_are_wrong_until_1996() -> None:
    """The declared defect; if this fails, the file was mended and the declaration must go."""
    calls = held(UNVOTES)["roll_calls"]
    assert calls.filter(pl.col("year") <= 1996)["day"].dt.day().max() == 7


@raw
def test_emergency_votes_as_published() -> None:
    calls, votes = joined()
    for symbol, counts in {"ES-11/1": (141, 35, 5), "ES-11/4": (143, 35, 5), "ES-11/5": (94, 73, 14)}.items():
        cast = votes.join(calls.filter(symbol=symbol), on="roll_call")["vote"]
        assert tuple((cast == v).sum() for v in (1, 2, 3)) == counts


@raw
def test_council_agreement() -> None:
    tables = held(COUNCIL)
    assert tables["council_items"].height == 1538
    assert tables["council_votes"]["item"].n_unique() == 1525
    both = together(tables["council_votes"], tables["council_items"], "item", "CHN", "RUS")
    expected = {2019: 0.90, 2020: 0.91, 2021: 0.93, 2022: 0.89, 2023: 0.84, 2024: 0.82, 2025: 0.93}
    for year, share in expected.items():
        assert round(float(both.filter(year=year)["is_same"].mean()), 2) == share
    recent = both.filter(pl.col("year").is_between(2022, 2025))
    assert recent.height == 190
    assert round(float(recent["is_same"].mean()), 3) == 0.868


@raw
def test_vetoes_in_full() -> None:
    tables = held(VETOES)
    assert tables["council_items"].height == 214
    both = together(tables["council_votes"], tables["council_items"], "item", "CHN", "RUS")
    assert (both.height, both["year"].min(), both["year"].max()) == (14, 2007, 2022)
    assert "TWN" not in tables["council_votes"]["state"]


IDEAL = {
    1971: ((1.768, 1.614, 1.927), (-2.425, -2.756, -2.089), (-0.976, -1.489, -0.485), 1.449),
    1985: ((2.854, 2.724, 2.995), (-1.459, -1.726, -1.222), (0.181, 0.042, 0.323), 1.641),
    1990: ((3.068, 2.882, 3.263), (-0.136, -0.359, 0.092), (-0.167, -0.420, 0.036), 0.031),
    1991: ((2.977, 2.760, 3.180), (0.691, 0.545, 0.842), (-0.302, -0.571, -0.069), 0.993),
    1995: ((3.130, 2.901, 3.378), (1.156, 0.971, 1.339), (-1.503, -1.823, -1.196), 2.659),
    2000: ((2.664, 2.477, 2.865), (0.211, 0.032, 0.368), (-0.736, -1.044, -0.462), 0.947),
    2005: ((2.890, 2.692, 3.081), (0.081, -0.065, 0.233), (-0.741, -0.978, -0.514), 0.822),
    2010: ((2.519, 2.326, 2.719), (0.023, -0.115, 0.180), (-0.859, -1.155, -0.559), 0.882),
    2014: ((2.668, 2.468, 2.863), (0.071, -0.084, 0.209), (-0.842, -1.104, -0.571), 0.913),
    2015: ((2.592, 2.404, 2.779), (0.179, 0.033, 0.316), (-0.259, -0.437, -0.087), 0.438),
    2017: ((2.680, 2.492, 2.879), (0.110, -0.044, 0.254), (-0.378, -0.584, -0.190), 0.488),
    2019: ((2.695, 2.511, 2.867), (0.142, 0.008, 0.281), (-0.334, -0.529, -0.155), 0.476),
}


@raw
@pytest.mark.parametrize("year", IDEAL)
def test_ideal_points_of_2020(year: int) -> None:
    """methods.md 1.4, three decimals."""
    frame = held(POINTS)["ideal_points"].filter(year=year, series="legacy", vintage="2020-04")
    found = {s: v for s, *v in frame.select("state", "value", "low", "high").iter_rows()}
    for state, expected in zip(("USA", "RUS", "CHN"), IDEAL[year], strict=False):
        assert found[state] == pytest.approx(expected, abs=0.0005001)
    assert abs(found["CHN"][0] - found["RUS"][0]) == pytest.approx(IDEAL[year][3], abs=0.0005001)


@raw
def test_ideal_points_in_full() -> None:
    frame = held(POINTS)["ideal_points"]
    sizes = {(v, s): n for v, s, n in frame.group_by("vintage", "series").len().iter_rows()}
    assert sizes == {
        ("2025-07", "final"): 11_421,
        ("2025-07", "all"): 11_232,
        ("2025-07", "legacy"): 11_238,
        ("2024-06", "all"): 11_238,
        ("2020-04", "legacy"): 10_469,
    }
    old = frame.filter(vintage="2020-04")["value"]
    assert (round(float(old.mean()), 3), round(float(old.std()), 3)) == (0.0, 0.985)
    final = frame.filter(vintage="2025-07", series="final")
    distances = {1971: 1.90, 1989: 0.53, 1995: 2.95, 2014: 0.81, 2021: 0.36, 2022: 0.54, 2024: 0.26}
    for year, distance in distances.items():
        at = dict(final.filter(year=year).select("state", "value").iter_rows())
        assert printed(abs(at["CHN"] - at["RUS"])) == distance
    # The edition of 2024 calls "all" what that of 2025 calls "legacy".
    twin = frame.filter(vintage="2024-06").join(frame.filter(series="legacy", vintage="2025-07"), on=("state", "year"))
    assert twin.height == 11_238
    assert twin.select((pl.col("value") - pl.col("value_right")).abs().max()).item() < 1e-6


@raw
def test_count_of_defects_is_as_declared() -> None:
    """Every resolution declared as miscounted or nameless still is."""
    named = {"75": "A/RES/75/290 A", "77": "A/RES/77/293"}
    for session, symbol in named.items():
        with gzip.open(LIBRARY / DGACM.id / f"{session}.json.gz", "rt", encoding="utf-8") as lines:
            record = next(r for r in map(json.loads, lines) if r["symbol"] == symbol)
        assert int(record["MS_abstaining_count"]) != len(record["MS_abstaining"])
    calls, votes = joined()
    doubled = votes.join(calls.filter(symbol="75/290A"), on="roll_call")["vote"]
    assert [(doubled == v).sum() for v in (1, 2, 3)] == [90, 47, 0]
