"""Readings weighed: Bayes by hand, groups counted once, calibration, intervals, and what would flip the answer."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from amity import scores
from amity.atlas import Atlas, open_atlas
from amity.errors import NoDataError, UsageError
from amity.indicators import Scope, measure
from amity.scores import _profiles, _weighing
from amity.scores.hypotheses import HYPOTHESES, Hypotheses, hypotheses, inconsistency

NAMES = list(HYPOTHESES)
Floats = _weighing.Floats
Write = Callable[..., Path]


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return open_atlas()


@pytest.fixture(scope="module")
def told(atlas: Atlas) -> Hypotheses:
    return hypotheses(atlas, "RUS", "CHN", 2014)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file of profiles from some of the shipped items, changed."""

    def file(*names: str, change: Callable[[list[dict[str, str]]], None] = lambda rows: None) -> Path:
        with open(_profiles.SHIPPED, encoding="utf-8", newline="") as handle:  # noqa: PTH123
            rows = list(csv.DictReader(handle))
        item = ""
        for row in rows:
            row["item"] = item = row["item"] or item
        rows = [row for row in rows if not names or row["item"] in names]
        change(rows)
        path = tmp_path / "own.csv"
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, _profiles.COLUMNS)
            writer.writeheader()
            writer.writerows(rows)
        return path

    return file


def shares(found: Hypotheses) -> dict[str, float]:
    return dict(found.posterior.select("hypothesis", "posterior").iter_rows())


def profile(item: str) -> _profiles.Item:
    return next(i for i in _profiles.shipped() if i.name == item)


def test_one_item_is_bayes_rule_by_hand(atlas: Atlas, write: Write) -> None:
    """Russia and China pledged consultation in 2014: prior times that row of the profile, normalised."""
    found = hypotheses(atlas, "RUS", "CHN", 2014, profiles=write("standing"))
    row = np.array([0.04, 0.40, 0.20, 0.20, 0.12])
    assert found.evidence["bin"].to_list() == ["neutrality or consultation"]
    assert shares(found) == pytest.approx(dict(zip(NAMES, row / row.sum(), strict=True)))
    uneven = {"alliance": 0.5, "entente": 0.1, "convenience": 0.2, "junior_partner": 0.1, "estrangement": 0.1}
    again = hypotheses(atlas, "RUS", "CHN", 2014, profiles=write("standing"), priors=uneven)
    mixed = row * list(uneven.values())
    assert shares(again) == pytest.approx(dict(zip(NAMES, mixed / mixed.sum(), strict=True)))


def test_an_old_value_counts_less(atlas: Atlas, write: Write) -> None:
    """Treaties are held to 2018; three years on, with a reach of ten, their likelihoods count 8/11."""
    found = hypotheses(atlas, "RUS", "CHN", 2021, profiles=write("standing"))
    row = np.array([0.04, 0.40, 0.20, 0.20, 0.12]) ** (8 / 11)
    assert shares(found) == pytest.approx(dict(zip(NAMES, row / row.sum(), strict=True)))
    assert found.evidence["as_of"].to_list() == [2018]
    assert "(of 2018)" in found.evidence["words"][0]


def test_answer_is_prior_and_counted_likelihoods(told: Hypotheses) -> None:
    """The posterior follows from the columns that the reader sees."""
    held = told.evidence.filter(pl.col("reason").is_null())
    logits = {n: float((held["counted"] * held[f"log_{n}"]).sum()) for n in NAMES}
    total = sum(np.exp(v) for v in logits.values())
    assert shares(told) == pytest.approx({n: np.exp(v) / total for n, v in logits.items()})
    assert told.posterior["posterior"].is_sorted(descending=True)
    assert told.posterior["posterior"].sum() == pytest.approx(1)
    assert told.posterior.select(
        ((pl.col("low") <= pl.col("posterior")) & (pl.col("posterior") <= pl.col("high"))).all()
    ).item()
    assert (told.posterior["low"] >= 0).all()
    assert (told.posterior["high"] <= 1).all()


def test_missing_evidence_says_why_and_counts_nothing(atlas: Atlas, write: Write) -> None:
    def absent(rows: list[dict[str, str]]) -> None:
        for row in rows:
            row["measure"] = "no.such.score" if row["item"] == "gap" and row["measure"] else row["measure"]

    with_it = hypotheses(atlas, "RUS", "CHN", 2014, profiles=write("standing", "gap", "raw materials", change=absent))
    without = hypotheses(atlas, "RUS", "CHN", 2014, profiles=write("standing", "raw materials"))
    row = with_it.evidence.filter(pl.col("item") == "gap").row(0, named=True)
    assert row["reason"] == "no score or indicator is called no.such.score in this installation"
    assert row["counted"] == 0
    assert shares(with_it) == shares(without)
    assert with_it.coverage < without.coverage == 1
    # What is missing might say something: the interval is wider.
    widths = [found.posterior.select((pl.col("high") - pl.col("low")).sum()).item() for found in (with_it, without)]
    assert widths[0] > widths[1]
    early = hypotheses(atlas, "RUS", "CHN", 2005, profiles=write("raw materials"))
    assert early.evidence["reason"].to_list() == ["no data for 2005: it covers 2010 to 2020"]


def test_without_any_evidence_the_prior_remains_and_nothing_is_known(atlas: Atlas, write: Write) -> None:
    found = hypotheses(atlas, "RUS", "CHN", 1950, profiles=write("raw materials", "sanctions"))
    uneven = {"alliance": 0.6, "entente": 0.1, "convenience": 0.1, "junior_partner": 0.1, "estrangement": 0.1}
    none = hypotheses(atlas, "RUS", "CHN", 1900, profiles=write("raw materials", "sanctions"), priors=uneven)
    assert shares(none) == pytest.approx(uneven)
    assert none.coverage == 0
    assert none.fit is None
    assert "no evidence" in none.words()
    assert none.left_out.is_empty()
    assert found.coverage > 0
    full = hypotheses(atlas, "RUS", "CHN", 1900)
    assert full.posterior.filter(pl.col("high") - pl.col("low") > 0.5).height >= 2


def test_order_of_states_and_seed(atlas: Atlas, told: Hypotheses) -> None:
    other = hypotheses(atlas, "China", "Russia", 2014)
    assert other.posterior.equals(told.posterior)
    assert other.evidence.equals(told.evidence)
    reseeded = hypotheses(atlas, "RUS", "CHN", 2014, seed=7)
    assert shares(reseeded) == shares(told)
    assert not reseeded.posterior["low"].equals(told.posterior["low"])


def test_leaving_out_equals_asking_without(atlas: Atlas, told: Hypotheses) -> None:
    assert told.left_out.height >= 10
    first = told.posterior["hypothesis"][0]
    for row in told.left_out.iter_rows(named=True):
        again = hypotheses(atlas, "RUS", "CHN", 2014, without=(row["item"],))
        assert shares(again) == pytest.approx({n: row[n] for n in NAMES})
        assert row["changes_first"] == (again.posterior["hypothesis"][0] != first)


def test_the_prior_that_flips_does_flip(atlas: Atlas, told: Hypotheses) -> None:
    leader = told.posterior["hypothesis"][0]
    flips = told.flips.filter(pl.col("kind") == "prior")
    assert set(flips["first"]) == set(NAMES) - {leader}
    for row in flips.iter_rows(named=True):
        for nudge, wins in ((-1e-6, False), (1e-6, True)):
            needed = row["needed"] + nudge * row["needed"] * (1 - row["needed"])
            priors = dict.fromkeys(NAMES, (1 - needed) / 4) | {row["first"]: needed}
            after = shares(hypotheses(atlas, "RUS", "CHN", 2014, priors=priors))
            assert (after[row["first"]] > after[leader]) == wins
            assert after[row["first"]] == pytest.approx(after[leader], rel=1e-4)


def test_the_evidence_that_flips_does_flip(told: Hypotheses) -> None:
    """Recomputed from the columns shown, with the profile's row of the other bin."""
    leader = told.posterior["hypothesis"][0]
    held = told.evidence.filter(pl.col("reason").is_null())
    flips = set(told.flips.filter(pl.col("kind") == "evidence").select("item", "needed_bin", "first").iter_rows())
    assert flips
    logs, counted = held.select(f"log_{n}" for n in NAMES).to_numpy(), held["counted"].to_numpy()
    for e, name in enumerate(held["item"]):
        item = profile(name)
        for k, place in enumerate(item.bins):
            other = logs.copy()
            other[e] = np.log(item.expected[k])
            first = NAMES[int(np.argmax(counted @ other))]
            expected = first != leader and place != held["bin"][e]
            assert ((name, place, first) in flips) == expected, (name, place)


def test_evidence_told_twice_in_one_group_counts_once(atlas: Atlas, write: Write) -> None:
    items = ("standing", "arms", "trade weight", "power")

    def twice(group: str) -> Callable[[list[dict[str, str]]], None]:
        def change(rows: list[dict[str, str]]) -> None:
            copies = [row | {"item": "again"} for row in rows if row["item"] == "trade weight"]
            copies[0]["group"] = group
            rows.extend(copies)

        return change

    once = hypotheses(atlas, "RUS", "CHN", 2014, profiles=write(*items))
    grouped = hypotheses(atlas, "RUS", "CHN", 2014, profiles=write(*items, change=twice("dependence")))
    apart = hypotheses(atlas, "RUS", "CHN", 2014, profiles=write(*items, change=twice("another group")))
    for column in ("posterior", "low", "high"):
        assert grouped.posterior[column].to_list() == pytest.approx(once.posterior[column].to_list())
    assert shares(apart) != pytest.approx(shares(once), abs=0.01)
    assert grouped.evidence["counted"].sum() == pytest.approx(once.evidence["counted"].sum())


def test_more_probable_under_a_reading_means_a_higher_posterior(atlas: Atlas, write: Write) -> None:
    found: list[float] = []
    for p in (0.10, 0.20, 0.40):

        def change(rows: list[dict[str, str]], p: float = p) -> None:
            place = next(r for r in rows if r["bin"] == "neutrality or consultation")
            rest = next(r for r in rows if r["bin"] == "no pledge")
            rest["convenience"] = str(float(rest["convenience"]) + float(place["convenience"]) - p)
            place["convenience"] = str(p)

        path = write("standing", "arms", "sanctions", change=change)
        found.append(shares(hypotheses(atlas, "RUS", "CHN", 2014, profiles=path))["convenience"])
    assert found[0] < found[1] < found[2]


def test_less_reliable_evidence_moves_less(atlas: Atlas, write: Write) -> None:
    def weight(w: str) -> Callable[[list[dict[str, str]]], None]:
        return lambda rows: [row.update(weight=w) for row in rows if row["weight"]] and None

    moved = [
        abs(
            shares(hypotheses(atlas, "USA", "JPN", 2014, profiles=write("standing", change=weight(w))))["alliance"]
            - 0.2
        )
        for w in ("0.1", "0.5", "1")
    ]
    assert 0 < moved[0] < moved[1] < moved[2]


def test_scores_of_a_pair_equal_those_of_one_state_and_sum_to_one(atlas: Atlas) -> None:
    parts = [scores.get(f"hypothesis.{name}") for name in NAMES]
    one = [measure(part, atlas, Scope(2014, 2014, "CHN")) for part in parts]
    pair = [measure(part, atlas, Scope(2005, 2016, "CHN", "RUS")).filter(pl.col("year") == 2014) for part in parts]
    api = shares(hypotheses(atlas, "CHN", "RUS", 2014))
    for name, all_of, mine in zip(NAMES, one, pair, strict=True):
        assert mine.equals(all_of.filter(pl.col("b") == "RUS"))
        assert mine["value"][0] == pytest.approx(api[name], rel=1e-8)
        assert all_of.filter(pl.col("value").is_not_null() & (pl.col("low") > pl.col("value"))).is_empty()
    total = sum(part["value"].to_numpy() for part in one)
    held = ~np.isnan(total)
    assert 30 < held.sum() < len(total)
    assert total[held] == pytest.approx(1)


def test_scores_of_the_world(atlas: Atlas) -> None:
    score = scores.get("hypothesis.alliance")
    world = measure(score, atlas, Scope(2014, 2014, intervals=False))
    pair = measure(score, atlas, Scope(2014, 2014, "CHN", "RUS"))
    mine = world.filter(pl.col("a") == "CHN", pl.col("b") == "RUS")
    columns = ["value", "n", "coverage", "sources", "reason"]
    assert mine.select(columns).equals(pair.select(columns))
    assert world.height > 18_000
    strangers = world.filter(pl.col("value").is_null())
    assert strangers["reason"].str.contains("no tie to read|only").all()
    assert 0.3 < len(strangers) / world.height < 0.9
    assert world.drop_nulls("value")["value"].is_between(0, 1).all()


def test_strangers_are_told_so(atlas: Atlas) -> None:
    found = hypotheses(atlas, "PRT", "BTN", 2010)
    assert found.strangers
    assert "no tie to read" in found.words()
    assert not hypotheses(atlas, "USA", "GBR", 2010).strangers


def test_the_treaty_allies_and_the_enemies_at_war(atlas: Atlas) -> None:
    """A plain check that the profiles say what they mean; not what they were made from."""
    assert hypotheses(atlas, "USA", "GBR", 2010).posterior["hypothesis"][0] == "alliance"
    assert hypotheses(atlas, "IRN", "IRQ", 1985).posterior["hypothesis"][0] == "estrangement"


def test_default_year_has_evidence(atlas: Atlas) -> None:
    found = hypotheses(atlas, "RUS", "CHN")
    assert found.year >= 2014
    assert found.coverage > 0.5
    assert found.words().startswith(f"Russia and China in {found.year}: ")


def test_published_example_of_heuers_tally(told: Hypotheses) -> None:
    assert inconsistency([1, 2, 3, 5]) == (5.0, 4.0)
    assert inconsistency([np.nan, 3, 3]) == (0.0, 0.0)
    tallies = told.ach.filter(pl.col("kind") == "tally")
    for name in NAMES:
        ratings = told.ach.filter(pl.col("kind") == "rating")[name]
        assert tuple(tallies[name]) == inconsistency(ratings.fill_null(np.nan).to_numpy())
        assert ratings.drop_nulls().is_between(1, 5).all()


def test_information_of_items() -> None:
    even = np.full(5, 0.2)
    assert _weighing.information(even, np.full((3, 5), 1 / 3)) == pytest.approx(0, abs=1e-12)
    sure = np.full((5, 5), 1e-9) + np.eye(5)
    assert _weighing.information(even, sure / sure.sum(axis=0)) == pytest.approx(np.log2(5), abs=1e-6)
    assert all(0 < _weighing.information(even, item.expected) < np.log2(5) for item in _profiles.shipped())


def test_cells_of_values_with_intervals() -> None:
    nan = np.nan
    found = _weighing.cells([5, 5, 5, 5, nan, 2], [0, nan, 5, 0, nan, nan], [10, nan, 10, 10, nan, nan], (0, 5, 10))
    assert found[0] == pytest.approx([0.05, 0.45, 0.45, 0.05])
    assert found[1] == pytest.approx([0, 0, 1, 0])  # a value on a bound belongs above
    assert found[2] == pytest.approx([0, 0, 0.95, 0.05])
    assert np.isnan(found[4]).all()
    assert found[5] == pytest.approx([0, 1, 0, 0])
    rng = np.random.default_rng(1)
    value, spread = rng.normal(size=500), rng.exponential(size=(2, 500))
    many = _weighing.cells(value, value - spread[0], value + spread[1], (-1, 0, 1))
    assert many.sum(axis=1) == pytest.approx(np.ones(500))
    assert (many >= -1e-12).all()


def test_size_of_a_value_of_uncertain_sign() -> None:
    found = _weighing.cells_apart([0.0, 2.5, -2.5], [-2, 2.5, -2.5], [2, 2.5, -2.5], (1, 3))
    # Evenly 45 % to either side up to 2: half of it within 1, the rest of the mass between 1 and 3.
    assert found[0] == pytest.approx([0.45, 0.55, 0])
    assert found[1] == pytest.approx([0, 1, 0])
    assert found[2] == pytest.approx([0, 1, 0])


def simulated(rng: np.random.Generator, items: list[_profiles.Item], n: int) -> tuple[Floats, list[Floats]]:
    """The true reading of n cases, and the bins seen, drawn from the profiles."""
    true = rng.integers(5, size=n)
    given: list[Floats] = []
    for item in items:
        upto = item.expected.cumsum(axis=0)[:, true].T
        place = (rng.random(n)[:, None] >= upto[:, :-1]).sum(axis=1)
        given.append(np.eye(len(item.bins))[place])
    return true, given


def exact(weight: float = 1.0) -> list[_profiles.Item]:
    """The shipped items as independent witnesses whose judgements are known exactly."""
    from dataclasses import replace

    return [replace(i, weight=weight, group=i.name, strength=1e7) for i in _profiles.shipped()]


def test_posteriors_are_calibrated_when_the_profiles_are_true() -> None:
    rng = np.random.default_rng(5)
    items = exact()
    true, given = simulated(rng, items, 20_000)
    prior, logs = np.full(5, 0.2), _weighing.log_likelihoods(items, given)
    after = _weighing.posterior(prior, np.ones((20_000, len(items))), logs)
    happened = np.eye(5)[true]
    for low in np.arange(0, 1, 0.1):
        chosen = (after >= low) & (after < low + 0.1)
        assert chosen.sum() > 300
        assert happened[chosen].mean() == pytest.approx(after[chosen].mean(), abs=0.03)
    # The shipped weights and groups trust the same evidence less: they err towards doubt.
    shipped = _profiles.shipped()
    powers = _weighing.counted(np.tile([i.weight for i in shipped], (20_000, 1)), [i.group for i in shipped])
    careful = _weighing.posterior(prior, powers, logs)
    sure = careful.max(axis=1) > 0.5
    right = careful.argmax(axis=1) == true
    assert right[sure].mean() > careful.max(axis=1)[sure].mean() + 0.02


def test_intervals_hold_what_missing_evidence_would_have_said() -> None:
    """Half of the items are hidden; the posterior with all of them lies inside nine times in ten."""
    rng = np.random.default_rng(9)
    items = exact()[:8]
    _, given = simulated(rng, items, 400)
    seen = [q.copy() for q in given]
    for q in seen:
        q[rng.random(len(q)) < 0.5] = np.nan
    weights, prior = np.ones((400, len(items))), np.full(5, 0.2)
    low, high = _weighing.interval(items, seen, weights, prior, seed=0)
    after = _weighing.posterior(prior, weights, _weighing.log_likelihoods(items, given))
    assert np.mean((low <= after + 1e-9) & (after - 1e-9 <= high)) == pytest.approx(0.9, abs=0.04)
    assert np.mean(high - low) > 0.2
    # With everything seen and known the interval closes.
    low, high = _weighing.interval(items, given, weights, prior, seed=0)
    assert np.max(high - low) < 0.01


def test_firmer_judgements_give_narrower_intervals(atlas: Atlas, write: Write) -> None:
    def strength(s: str) -> Callable[[list[dict[str, str]]], None]:
        return lambda rows: [row.update(strength=s) for row in rows if row["strength"]] and None

    names = ("standing", "arms", "sanctions", "power")
    widths = [
        hypotheses(atlas, "RUS", "CHN", 2014, profiles=write(*names, change=strength(s)))
        .posterior.select((pl.col("high") - pl.col("low")).sum())
        .item()
        for s in ("5", "50", "5000")
    ]
    assert widths[0] > widths[1] > widths[2]


def test_percentiles_stand_among_all_pairs_of_the_year(atlas: Atlas, write: Write) -> None:
    from amity import indicators

    def placed(rows: list[dict[str, str]]) -> None:
        rows[0] |= {"scale": "percentile"}
        for row, bound in zip(rows, ("25", "50", "75", ""), strict=True):
            row["upto"] = bound

    found = hypotheses(atlas, "RUS", "CHN", 2014, profiles=write("trade for both", change=placed))
    indicator = indicators.get("trade.interdependence")
    expected = indicators.percentile(indicator, atlas, "RUS", "CHN", 2014)
    assert found.evidence["value"][0] == pytest.approx(expected, abs=0.01)


def test_a_score_of_another_module_is_read_by_its_id(
    atlas: Atlas, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Percentile, change, interval and the reason of a null value, from a score made up for the purpose."""
    from dataclasses import replace

    def made_up(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
        ours = (pl.col("a") == "CHN") & (pl.col("b") == "RUS")
        value = pl.when(ours).then(pl.col("year") - 2010.5).otherwise(0.0)
        gone = ours & (pl.col("year") >= 2016)
        return (
            scope.grid(directed=False)
            .lazy()
            .with_columns(
                value=pl.when(~gone).then(value),
                low=pl.when(~gone).then(value - 1),
                high=pl.when(~gone).then(value + 1),
                sources=pl.lit("made up"),
                reason=pl.when(gone).then(pl.lit("it was never made")),
            )
        )

    known = dict(scores.registry())
    known["made.up"] = replace(known["ladder"], id="made.up", tables=("obligations",), measure=made_up, min_n=1)
    monkeypatch.setattr(scores, "registry", lambda: known)

    def change(rows: list[dict[str, str]]) -> None:
        for row in rows:
            row["measure"] = row["measure"] and "made.up"

    path = write("affinity", "drift in affinity", change=change)
    found = hypotheses(atlas, "RUS", "CHN", 2012, profiles=path).evidence
    level, drift = found.rows(named=True)
    assert level["value"] > 99.9
    assert level["bin"] == "high"
    assert drift["value"] == pytest.approx(100, abs=0.1)  # 2007 far below all others, 2012 above
    assert drift["bin"] == "rising"
    assert level["low"] <= level["value"] <= level["high"]
    late = hypotheses(atlas, "RUS", "CHN", 2018, profiles=path).evidence.rows(named=True)
    assert late[0]["as_of"] == 2015
    assert late[0]["counted"] == pytest.approx(0.8 * (1 - 3 / 4))
    gone = hypotheses(atlas, "RUS", "CHN", 2020, profiles=path).evidence.rows(named=True)
    assert gone[0]["reason"] == "it was never made"


def test_changes_are_differences_of_two_years(atlas: Atlas, write: Write) -> None:
    """The drift in votes is the distance now less that of five years ago; its interval joins both."""
    from amity import indicators

    found = hypotheses(atlas, "RUS", "CHN", 2014, profiles=write("drift in votes")).evidence.row(0, named=True)
    rows = indicators.measure(indicators.get("diplomacy.ideal_distance"), atlas, Scope(2009, 2014, "RUS", "CHN"))
    then, now = (rows.filter(pl.col("year") == year).row(0, named=True) for year in (2009, 2014))
    assert found["value"] == pytest.approx(now["value"] - then["value"])
    assert found["high"] - found["value"] == pytest.approx(
        np.hypot(now["high"] - now["value"], then["value"] - then["low"])
    )
    assert found["low"] < found["value"] < found["high"]


def test_profiles_are_faithful_to_the_readings() -> None:
    """The mark of each reading in the studies is where its profile stands out."""

    def most(item: str, place: int) -> str:
        return NAMES[int(np.argmax(profile(item).expected[place]))]

    assert most("standing", -1) == "alliance"
    assert most("standing", 2) == "entente"
    assert most("gap", -1) == "convenience"
    assert {most(item, -1) for item in ("balance", "trade asymmetry", "power", "dependence", "raw materials")} == {
        "junior_partner"
    }
    assert {most(item, place) for item, place in (("drift in votes", -1), ("trade trend", 0))} == {"estrangement"}
    assert {most(item, -1) for item in ("disputes", "sanctions", "resembles a rival")} == {"estrangement"}
    for item in _profiles.shipped():
        assert item.source, item.name
        assert len(item.rationale) > 20, item.name


@pytest.mark.parametrize(
    ("priors", "message"),
    [
        ({"aliance": 1.0}, "Did you mean alliance"),
        ({"alliance": 0.5, "entente": 0.5}, "lack convenience"),
        (dict.fromkeys(NAMES, 0.3), "sum to 1.5"),
        (dict.fromkeys(NAMES, 0.25) | {"entente": 0.0}, "above 0"),
        (dict.fromkeys(NAMES, 0.2) | {"entente": float("nan")}, "above 0"),
    ],
)
def test_malformed_priors_are_refused(atlas: Atlas, priors: dict[str, float], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        hypotheses(atlas, "RUS", "CHN", 2014, priors=priors)


@pytest.mark.parametrize(
    ("column", "row", "value", "message"),
    [
        ("alliance", 0, "0.5", "under alliance sum to 1.48"),
        ("alliance", 0, "0", "above 0 and below 1"),
        ("alliance", 0, "much", "is no number"),
        ("weight", 0, "1.5", "above 0 and at most at 1"),
        ("reach", 0, "1.5", "whole number of years"),
        ("change", 0, "", "change is '', which is no number"),
        ("strength", 0, "0", "must be above 0"),
        ("side", 0, "both", "must be pair or higher or lower or apart"),
        ("side", 0, "pair", "side must be higher, lower or apart"),
        ("scale", 0, "rank", "must be value or percentile"),
        ("upto", 1, "0.1", "must rise"),
        ("upto", 3, "9", "last bin has no upper bound"),
        ("bin", 1, "no pledge", "name of its own"),
        ("group", 2, "other", "differs from the item's first row"),
        ("group", 0, "", "group is empty"),
        ("measure", 0, "hypothesis.entente", "cannot be evidence for itself"),
    ],
)
def test_malformed_profiles_are_refused(
    atlas: Atlas, write: Write, column: str, row: int, value: str, message: str
) -> None:
    path = write("standing", change=lambda rows: rows[row].update({column: value}))
    with pytest.raises(UsageError, match=message):
        hypotheses(atlas, "RUS", "CHN", 2014, profiles=path)


def test_damaged_files_of_profiles(atlas: Atlas, tmp_path: Path) -> None:
    for text, message in (("", "hold no rows"), ("item,measure\nx,y\n", "lack the column 'side'")):
        path = tmp_path / "bad.csv"
        path.write_text(text)
        with pytest.raises(UsageError, match=message):
            hypotheses(atlas, "RUS", "CHN", 2014, profiles=path)
    with pytest.raises(UsageError, match="cannot be read"):
        hypotheses(atlas, "RUS", "CHN", 2014, profiles=tmp_path / "none.csv")


def test_wrong_questions(atlas: Atlas) -> None:
    with pytest.raises(UsageError, match="Did you mean standing"):
        hypotheses(atlas, "RUS", "CHN", 2014, without=("standin",))
    with pytest.raises(UsageError, match="Nothing is left"):
        hypotheses(atlas, "RUS", "CHN", 2014, without=[i.name for i in _profiles.shipped()])
    with pytest.raises(UsageError):
        hypotheses(atlas, "RUS", "Russia", 2014)
    with pytest.raises(NoDataError, match="in 1700"):
        hypotheses(atlas, "RUS", "CHN", 1700)
