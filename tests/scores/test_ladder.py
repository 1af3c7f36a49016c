"""The ladder of alignment: known facts of one pair, what silence means, facts of a casefile, and Guttman's scale."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from amity import casefile, scores, states
from amity.atlas import Atlas, open_atlas
from amity.errors import NoDataError, UsageError
from amity.indicators import Scope, measure
from amity.scores._drilled import drilled
from amity.scores.ladder import FACTS, OFTEN, RUNGS, SCHEMA, WINDOW, fulfilled, guttman, ladder

SCORE = scores.get("ladder")


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return open_atlas()


def rung(rows: pl.DataFrame, criterion: str) -> dict[str, object]:
    """One row, by the id of the rung or its words."""
    words = {r.id: r.criterion for r in RUNGS}.get(criterion, criterion)
    return rows.filter(pl.col("criterion") == words).row(0, named=True)


@pytest.mark.parametrize(
    ("year", "pledges"),
    [
        (1945, "defence, offence, neutrality, nonaggression pledged"),
        (1950, "defence, offence, nonaggression pledged"),
        (1960, "defence, nonaggression pledged"),
        (1979, "defence, nonaggression pledged"),
        (1980, "defence, nonaggression pledged"),
        (1992, "nonaggression pledged"),
        (2000, "nonaggression pledged"),
        (2001, "nonaggression, consultation pledged"),
        (2018, "nonaggression, consultation pledged"),
    ],
)
def test_treaties_of_russia_and_china(atlas: Atlas, year: int, pledges: str) -> None:
    row = rung(ladder(atlas, "RUS", "CHN", year), "treaty")
    assert row["met"] == "yes"
    assert str(row["reason"]).startswith(pledges + ";")


def test_the_treaty_lapsed_in_1980_and_consultation_began_in_2001(atlas: Atlas) -> None:
    row = rung(ladder(atlas, "RUS", "CHN", 1985), "treaty")
    assert (row["met"], row["last_year"]) == ("no", 1980)
    assert "1937-1980" in str(row["reason"])
    row = rung(ladder(atlas, "RUS", "CHN", 2018), "consultations")
    assert row["met"] == "yes"
    assert "2001-2018" in str(row["reason"])
    assert row["last_year"] is None


def test_what_stands_beside_the_ladder(atlas: Atlas) -> None:
    told = ladder(atlas, "RUS", "CHN", 2014)
    assert rung(told, "shared organisations")["reason"] == "55 in 2014"
    rivalry = rung(told, "strategic rivalry in the year")
    assert rivalry["met"] == "no"
    assert str(rivalry["reason"]).startswith("1816-1949, 1958-1989: positional, spatial")
    # 17 disputes from 1949 to 2010; the difference of two counts, because some lie before.
    until = {
        year: int(str(rung(ladder(atlas, "RUS", "CHN", year), "militarised dispute in the year")["reason"]).split()[0])
        for year in (1948, 2010)
    }
    assert until[2010] - until[1948] == 17
    last = rung(ladder(atlas, "RUS", "CHN", 2010), "militarised dispute in the year")
    assert (last["met"], last["last_year"]) == ("no", 2009)
    assert told.filter(pl.col("rung").is_null()).height == 3


def test_arms_between_russia_and_china_stop_and_start_again(atlas: Atlas) -> None:
    row = rung(ladder(atlas, "RUS", "CHN", 2018), "technical_cooperation")
    assert row["met"] == "yes"
    assert "1954-1970, 1992-2018" in str(row["reason"])


def test_shape_and_order_of_the_states_do_not_matter(atlas: Atlas) -> None:
    one, two = ladder(atlas, "Russia", "China", 2010), ladder(atlas, "CHN", "RUS", 2010)
    assert one.equals(two)
    assert dict(one.schema) == dict(SCHEMA)
    assert one["rung"].drop_nulls().to_list() == list(range(1, len(RUNGS) + 1))


def test_only_published_criteria_have_rungs() -> None:
    assert [r.criterion for r in RUNGS] == [
        "alliance treaty or agreement",
        "mechanism of regular consultations",
        "military-technical cooperation (and personnel exchange)",
        "regular military drills",
        "confidence-building measures",
        "integrated military command",
    ]


def test_silence_is_not_no(atlas: Atlas) -> None:
    told = ladder(atlas, "RUS", "CHN", 1995)
    assert rung(told, "consultations")["met"] == "unknown"
    assert "casefile" in str(rung(told, "consultations")["reason"])
    assert rung(told, "drills")["met"] == "unknown"
    assert rung(told, "integrated_command")["met"] == "unknown"
    late = ladder(atlas, "RUS", "CHN", 2021)
    assert rung(late, "treaty")["met"] == "unknown"
    assert rung(late, "treaty")["last_year"] == 2018
    assert rung(late, "technical_cooperation")["met"] == "yes"
    # The list has no exercise of any power before 1974 and after 2010: nobody looked.
    assert rung(ladder(atlas, "USA", "JPN", 1965), "drills")["met"] == "unknown"
    assert rung(ladder(atlas, "USA", "JPN", 2012), "drills")["met"] == "unknown"
    assert rung(ladder(atlas, "USA", "JPN", 2010), "drills")["met"] == "yes"


def test_score_of_a_pair_equals_that_of_the_world_and_of_one_state(atlas: Atlas) -> None:
    world = measure(SCORE, atlas, Scope(2010, 2010))
    pair = measure(SCORE, atlas, Scope(1990, 2018, "RUS", "CHN")).filter(pl.col("year") == 2010)
    assert pair.equals(world.filter(pl.col("a") == "CHN", pl.col("b") == "RUS"))
    one = measure(SCORE, atlas, Scope(2010, 2010, "RUS"))
    assert one.equals(world.filter((pl.col("a") == "RUS") | (pl.col("b") == "RUS")))
    assert one.height > 150


def test_score_counts_the_rungs_and_its_interval_holds_the_unknown(atlas: Atlas) -> None:
    rows = measure(SCORE, atlas, Scope(1990, 2024, "RUS", "CHN"))
    for row in rows.filter(pl.col("year").is_in([1991, 2000, 2012])).iter_rows(named=True):
        met = ladder(atlas, "RUS", "CHN", row["year"], NONE).filter(pl.col("rung").is_not_null())["met"].to_list()
        assert row["value"] == row["low"] == met.count("yes")
        assert row["high"] == row["value"] + met.count("unknown")
        assert row["n"] == len(met) - met.count("unknown")
        assert row["coverage"] == pytest.approx(row["n"] / len(RUNGS), abs=1e-9)
    late = rows.filter(pl.col("year") == 2021).row(0, named=True)
    assert late["value"] is None
    assert "only 1 items" in late["reason"]


def test_world_within_bounds(atlas: Atlas) -> None:
    rows = measure(SCORE, atlas, Scope(2005, 2006)).drop_nulls("value")
    assert rows.height > 30_000
    assert rows.select(
        ((pl.col("low") <= pl.col("value")) & (pl.col("value") <= pl.col("high"))).all()
        & (pl.col("high") <= len(RUNGS)).all()
        & pl.col("coverage").is_between(0, 1).all()
        & pl.col("sources").str.contains("atop51").all()
    ).item()
    assert (rows["a"] < rows["b"]).all()


def test_arms_rule_against_a_slow_count(atlas: Atlas) -> None:
    """Deliveries counted with sets of years in plain Python, newest edition that covers the window."""
    moved = atlas.scan("arms_transfers").filter(pl.col("vintage") == "2026-02").collect()
    years: dict[tuple[str, ...], set[int]] = {}
    for source, target, year in moved.select("source", "target", "year").iter_rows():
        years.setdefault(tuple(sorted((source, target))), set()).add(year)
    rows = fulfilled(atlas, Scope(2015, 2015)).collect()
    assert rows["technical_cooperation"].sum() > 50
    for a, b, met in rows.select("a", "b", "technical_cooperation").iter_rows():
        assert met == (len(years.get((a, b), set()) & set(range(2011, 2016))) >= 3), (a, b)


#: No facts at all, not even those of the casefile.
NONE = pl.DataFrame(schema=dict(FACTS))


def facts(**changed: object) -> pl.DataFrame:
    row = {
        "criterion": "drills",
        "first_year": 2005,
        "last_year": None,
        "source": "Xinhua 2013",
        "confidence": "high",
    } | changed
    return pl.DataFrame([row], schema_overrides={"last_year": pl.Int64})


def test_facts_fill_what_data_leave_unknown(atlas: Atlas) -> None:
    told = rung(ladder(atlas, "RUS", "CHN", 2014, facts()), "drills")
    assert (told["met"], told["first_year"], told["last_year"]) == ("yes", 2005, None)
    assert told["confidence"] == "coded, high"
    assert told["source"] == "Xinhua 2013"
    before = ladder(atlas, "RUS", "CHN", 2004, facts())
    assert before.equals(ladder(atlas, "RUS", "CHN", 2004))
    lapsed = rung(ladder(atlas, "RUS", "CHN", 2014, facts(last_year=2010)), "drills")
    assert (lapsed["met"], lapsed["last_year"]) == ("unknown", 2010)


def test_the_surest_of_two_facts_speaks_and_words_of_a_criterion_do(atlas: Atlas) -> None:
    both = pl.concat([facts(criterion="regular military drills", confidence="low"), facts(source="CSIS 2022")])
    told = rung(ladder(atlas, "RUS", "CHN", 2014, both), "drills")
    assert told["confidence"] == "coded, high"
    assert told["source"] == "Xinhua 2013; CSIS 2022"


def test_facts_do_not_overrule_data(atlas: Atlas) -> None:
    told = rung(ladder(atlas, "RUS", "CHN", 1985, facts(criterion="technical_cooperation", first_year=1980)), "treaty")
    assert told["met"] == "no"
    told = rung(
        ladder(atlas, "RUS", "CHN", 1985, facts(criterion="technical_cooperation", first_year=1980)),
        "technical_cooperation",
    )
    assert told["met"] == "no"
    assert "casefile: 1980- Xinhua 2013" in str(told["reason"])


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"criterion": "drill"}, "Did you mean drills"),
        ({"first_year": None}, "no first_year"),
        ({"last_year": 1999}, "ends in 1999, before 2005"),
        ({"source": " "}, "names no source"),
        ({"confidence": "sure"}, "must be one of high, medium, low"),
        ({"first_year": "May 2005"}, "no whole number"),
    ],
)
def test_malformed_facts_are_refused(atlas: Atlas, changed: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        ladder(atlas, "RUS", "CHN", 2014, facts(**changed))


def test_the_casefile_answers_for_drills_as_far_as_it_reaches(atlas: Atlas) -> None:
    """Exercises of the shipped casefile: 2003, 2005, 2007, 2009, 2010, then every year from 2012 to 2025."""
    assert rung(ladder(atlas, "RUS", "CHN", 2014, NONE), "drills")["met"] == "unknown"
    for year, met in ((2006, "unknown"), (2007, "yes"), (2008, "unknown"), (2009, "yes"), (2025, "yes")):
        told = rung(ladder(atlas, "RUS", "CHN", year), "drills")
        assert told["met"] == met, year
        if met == "yes":
            assert str(told["source"]).startswith("casefile-CHN-RUS@")
            assert told["first_year"] == 2007
            assert told["confidence"] == "coded, high"
    beyond = rung(ladder(atlas, "RUS", "CHN", 2026), "drills")
    assert (beyond["met"], beyond["last_year"]) == ("unknown", 2025)
    assert "casefile: 2007 casefile-CHN-RUS" in str(beyond["reason"])
    # Where there is no casefile nothing is added.
    assert "casefile-" not in "".join(str(row) for row in ladder(atlas, "DEU", "FRA", 2014).iter_rows())


def test_police_exercises_are_no_drills(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMITY_HOME", str(tmp_path))
    file = casefile.create("India", "Russia") / "exercises.csv"
    header = file.read_text(encoding="utf-8")
    for kind, runs in (("paramilitary", []), ("land", [(2010, 2010)])):
        rest = f",,Guard,Guard,{kind},,India; Russia,,a page,a paper,2011,https://example.org,\n"
        file.write_text(header + "".join(f"{year}{rest}" for year in (2008, 2009, 2010)), encoding="utf-8")
        found = drilled(states.dyad("IND", "RUS"), WINDOW, OFTEN)
        assert found is not None
        assert found.select("first_year", "last_year").rows() == runs


def test_facts_need_all_columns(atlas: Atlas) -> None:
    assert set(facts().columns) == set(FACTS)
    with pytest.raises(UsageError, match="lack the column 'source'"):
        ladder(atlas, "RUS", "CHN", 2014, facts().drop("source"))


def test_wrong_questions(atlas: Atlas) -> None:
    with pytest.raises(UsageError):
        ladder(atlas, "RUS", "Russia")
    with pytest.raises(NoDataError, match="in 1700"):
        ladder(atlas, "RUS", "CHN", 1700)
    with pytest.raises(UsageError, match="drills"):
        guttman(atlas, 2010, ["drill", "treaty"])
    with pytest.raises(UsageError, match="at least two"):
        guttman(atlas, 2010, ["treaty"])
    with pytest.raises(NoDataError, match="2024"):
        guttman(atlas, 2024)


def test_guttman_against_a_slow_count(atlas: Atlas) -> None:
    """The same scale with loops: ideal pattern by number of rungs met, errors cell by cell."""
    found = guttman(atlas, 2010)
    names = found.rungs["rung"].to_list()
    assert sorted(names) == sorted(r.id for r in RUNGS if r.rule)
    rows = fulfilled(atlas, Scope(2010, 2010)).select("a", "b", *names).drop_nulls().collect()
    assert found.rungs["share"].is_sorted(descending=True)
    errors = cells = skipped = 0
    some = wrong_some = 0
    for row in rows.iter_rows(named=True):
        met = [bool(row[name]) for name in names]
        wrong = sum(m != (k < sum(met)) for k, m in enumerate(met))
        errors, cells = errors + wrong, cells + len(met)
        if any(met):
            some, wrong_some = some + len(met), wrong_some + wrong
            highest = max(k for k, m in enumerate(met) if m)
            skipped += met[:highest].count(False)
    assert found.n == rows.height > 500
    assert found.reproducibility == pytest.approx(1 - errors / cells)
    assert found.reproducibility_met == pytest.approx(1 - wrong_some / some)
    assert found.dyads["skipped"].sum() == skipped
    assert found.rungs["errors"].sum() == errors
    assert 0.9 < found.reproducibility < 1
    assert found.minimum < found.reproducibility


def test_rungs_that_imply_one_another_scale_perfectly(atlas: Atlas) -> None:
    """Whoever pledged consultation has a treaty, so these two rungs cannot err."""
    found = guttman(atlas, 2000, ["treaty", "consultations"])
    assert found.reproducibility == found.reproducibility_met == found.scalability == 1.0
    assert found.dyads["skipped"].max() == 0
