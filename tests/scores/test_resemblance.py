"""Which kind a pair behaves like: laws, a simulation, metrics beside scikit-learn, the future unseen."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import polars as pl
import pytest

from amity.atlas import Atlas, open_atlas
from amity.atlas.tables.resemblance import RESTS_ON, TABLES
from amity.errors import NoDataError, UnknownStateError, UsageError
from amity.indicators import SCHEMA, Scope, measure
from amity.scores import _conduct, resemblance
from amity.scores._additive import Design, Term, draws, fit, positions, softmax
from amity.scores._kinds import ITEMS, KINDS, LABELS, known
from amity.scores.resemblance import FIRST, SCORES

#: Whose pairs the model of the tests is learned from: those of the world take longer than a test may.
STATE = "RUS"

#: What says how a relationship is called; no behaviour may be read from it.
FORBIDDEN = {"obligations", "alliances", "alliance_members", "rivalries", "peace_levels", "polls", "benchmarks"}


class Small(Atlas):
    """The shipped atlas with tables of its own, remembering which were read."""

    def __init__(self, base: Atlas) -> None:
        super().__init__(base.folder, base.manifest)
        object.__setattr__(self, "own", {})
        object.__setattr__(self, "seen", set())

    own: dict[str, pl.DataFrame]
    seen: set[str]

    def scan(self, table: str) -> pl.LazyFrame:
        self.seen.add(table)
        return self.own[table].lazy() if table in self.own else super().scan(table)


@pytest.fixture(scope="session")
def small() -> Small:
    atlas = Small(open_atlas())
    panel = resemblance.panel(atlas, Scope(FIRST, resemblance.latest(atlas), STATE))
    atlas.own["resemblance_standards"] = resemblance.trained(atlas, panel)
    atlas.own["resemblance"] = resemblance.answered(atlas, Scope(FIRST, 2100, STATE))
    return atlas


@pytest.fixture(scope="session")
def values(small: Small) -> dict[str, pl.DataFrame]:
    scope = Scope(1990, 2018, STATE)
    return {score.id.split(".")[1]: measure(score, small, scope) for score in SCORES}


@pytest.fixture(scope="module")
def validation(root: Path) -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("validation_resemblance", root / "validation" / "resemblance.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def test_rows_have_the_contract(values: dict[str, pl.DataFrame]) -> None:
    for rows in values.values():
        assert rows.schema == pl.Schema(SCHEMA)
        assert rows.height > 3000
        assert rows.filter(pl.col("a") >= pl.col("b")).is_empty()
        assert rows.filter(~pl.col("value").is_between(0, 1)).is_empty()
        assert rows.filter((pl.col("low") > pl.col("value")) | (pl.col("high") < pl.col("value"))).is_empty()
        assert rows.filter((pl.col("low") < 0) | (pl.col("high") > 1)).is_empty()
        assert rows["coverage"].is_between(0, 1).all()
        assert rows["sources"].str.contains("un-ga-votes").all()


def test_probabilities_add_up_to_one(values: dict[str, pl.DataFrame]) -> None:
    total = sum(rows["value"].to_numpy() for rows in values.values())
    assert np.abs(np.asarray(total) - 1).max() < 1e-9


def test_steps_never_leave_less_than_nought() -> None:
    p = np.array([[0.0521, 0.4726, 0.4726], [0.0004, 0.049, 0.0496], [0.333, 0.333, 0.334]])
    assert resemblance.stepped(p).tolist() == [[50, 470, 470], [0, 50, 50], [330, 330, 330]]


def test_a_pair_is_what_the_many_give(small: Small) -> None:
    stored = small.own["resemblance"]
    for partner in ("CHN", "USA", "UKR", "YMD"):
        a, b = sorted((STATE, partner))
        live = resemblance.answered(small, Scope(FIRST, 2100, a, b))
        assert live.height > 15
        assert live.equals(stored.filter(pl.col("a") == a, pl.col("b") == b))


def test_a_pair_is_measured_as_the_many_are(small: Small) -> None:
    many = resemblance.panel(small, Scope(FIRST, 2026, STATE))
    one = resemblance.panel(small, Scope(FIRST, 2026, "CHN", STATE))
    rows = np.flatnonzero(((many.keys["a"] == "CHN") & (many.keys["b"] == STATE)).to_numpy())
    assert len(rows) == one.keys.height
    for name, values in one.values.items():
        assert np.array_equal(values, many.values[name][rows], equal_nan=True), name


def test_evidence_adds_up_to_the_log_odds(small: Small) -> None:
    held = resemblance.model(small)
    panel = resemblance.panel(small, Scope(FIRST, 2026, "CHN", STATE))
    p, _ = resemblance.answer(resemblance.place(panel, held.knots), held.weights)
    for year in (1955, 1969, 2014, 2024):
        found = resemblance.evidence(small, "RUS", "CHN", year)
        row = int(np.flatnonzero(panel.year == year)[0])
        for kind in ("ally", "partner", "rival"):
            odds = np.log(p[row, KINDS.index(kind)] / p[row, KINDS.index("ordinary")])
            assert float(found[kind].sum()) == pytest.approx(odds, abs=1e-6)
        assert found["strength"].is_sorted(descending=True)
        assert set(found["group"]) == {"behaviour", "structure", "prior"}


def test_what_is_missing_says_nothing_on_average(small: Small) -> None:
    found = resemblance.evidence(small, "CHN", "RUS", 2020).filter(
        pl.col("value").is_null(), pl.col("group") != "prior"
    )
    assert "exercises" in found["item"].to_list()  # coded to 2012, and never between these two
    assert found.select(pl.col("ally", "partner", "rival").abs().max()).row(0) == (0.0, 0.0, 0.0)
    assert all("not known" in said for said in found["words"])


def test_words_are_sentences(small: Small) -> None:
    said = resemblance.words(small, "RUS", "CHN", 1969, 5)
    assert len(said) == 5
    assert all(sentence.endswith(".") and ("for " in sentence or "against" in sentence) for sentence in said)
    assert any("dispute" in sentence.lower() for sentence in said)


def test_years_with_little_data_are_less_sure(small: Small) -> None:
    many, few = (
        small.own["resemblance"].filter(pl.col("year") == year)["ordinary_doubt"].mean() for year in (2010, 2026)
    )
    assert isinstance(many, float)
    assert isinstance(few, float)
    assert few > many


def test_no_label_is_among_the_inputs(small: Small) -> None:
    small.seen.clear()
    _conduct.measured(_conduct.pairs_of(small, Scope(FIRST, 2026, "CHN", "RUS"), 2018))
    assert small.seen <= set(_conduct.READ)
    assert not small.seen & FORBIDDEN
    assert set(LABELS) < FORBIDDEN
    assert set(_conduct.READ) <= set(RESTS_ON["resemblance_standards"])
    assert set(RESTS_ON["resemblance"]) - {"resemblance_standards"} == set(_conduct.READ)
    small.seen.clear()
    known(small)
    assert small.seen == set(LABELS)  # the guard sees what is read


def test_the_pact_and_the_treaty_columns_change_nothing(small: Small) -> None:
    turned = Small(small)
    signals = small.scan("support_signals").collect()
    turned.own["support_signals"] = signals.with_columns(
        pact=~pl.col("pact"), investment_treaty=~pl.col("investment_treaty")
    )
    blank = Small(small)
    blank.own["support_signals"] = signals.with_columns(exercises=~pl.col("exercises"))
    scope = Scope(FIRST, 2018, "JPN", "USA")
    before, after, other = (_conduct.measured(_conduct.pairs_of(x, scope, 2018)) for x in (small, turned, blank))
    assert all(np.array_equal(before[name], after[name], equal_nan=True) for name in before)
    assert not np.array_equal(before["exercises"], other["exercises"], equal_nan=True)


def test_the_future_does_not_change_the_past(small: Small) -> None:
    cut = 1990
    then = Small(small)
    for table in _conduct.READ:
        rows = small.scan(table).collect()
        if "year" in rows.columns:
            then.own[table] = rows.filter(pl.col("year") <= cut)
        elif table == "disputes":
            then.own[table] = rows.filter(pl.col("first_year") <= cut).with_columns(
                pl.col("last_year").clip(upper_bound=pl.lit(cut, pl.Int16))
            )
    for partner in ("CHN", "USA"):
        scope = Scope(FIRST, 2018, *sorted((STATE, partner)))
        before, after = (_conduct.measured(_conduct.pairs_of(x, scope, 2018)) for x in (small, then))
        upto = cut - FIRST + 1
        for name in before:
            assert np.array_equal(before[name][:, :upto], after[name][:, :upto], equal_nan=True), name
        assert not np.array_equal(before["votes"][:, upto:], after["votes"][:, upto:], equal_nan=True)


def test_kinds_on_record(small: Small) -> None:
    found = {row[:3]: row[3] for row in known(small).select("a", "b", "year", "kind").rows()}
    # ATOP 5.1 and Thompson, Sakuwa and Suhas.
    assert found[("CHN", "RUS", 1955)] == "ally"
    assert found[("CHN", "RUS", 1969)] == "rival"
    assert found[("CHN", "RUS", 1996)] == "partner"
    assert found[("CHN", "RUS", 2014)] == "partner"
    assert found[("JPN", "USA", 2018)] == "ally"
    assert found[("IND", "PAK", 2018)] == "rival"
    assert max(year for _, _, year in found) == 2018


def test_positions_and_missing() -> None:
    at = positions(np.array([-1.0, 0.0, 0.5, 2.0, 9.0, np.nan]), np.array([0.0, 1.0, 3.0]))
    assert np.array_equal(at, [0.0, 0.0, 0.5, 1.5, 2.0, np.nan], equal_nan=True)
    assert positions(np.array([1.0]), np.array([0.0, 1.0, 1.0, 2.0]))[0] == 1.5
    kept = _conduct.remembered(np.array([[1.0, 0.0, 0.0, 0.0]]), 0.5, np.array([True, True, False, False]))
    assert np.array_equal(kept, [[1.0, 0.5, 0.25 * 1.75 / 0.75, np.nan]], equal_nan=True)
    assert np.array_equal(
        _conduct.carried(np.array([[1.0, np.nan, np.nan, np.nan]]), 2), [[1.0, 1.0, 1.0, np.nan]], equal_nan=True
    )
    assert np.array_equal(
        _conduct.windowed(np.array([[np.nan, 1.0, np.nan, np.nan, np.nan]]), 3),
        [[np.nan, 1, 1, 1, np.nan]],
        equal_nan=True,
    )


def _simulated() -> tuple[Design, dict[str, np.ndarray], np.ndarray, np.ndarray]:
    """Three kinds told by two items, one of them missing for a third of the cases; and the probabilities."""
    rng = np.random.default_rng(1)
    n = 30_000
    x, y = rng.uniform(0, 4, n), rng.uniform(0, 4, n)
    y[rng.random(n) < 1 / 3] = np.nan
    bend = np.nan_to_num((y - 2.0) * np.abs(y - 2.0) / 2)
    p = softmax(np.stack([1.5 * (x - 2) - 1, bend, np.zeros(n)], axis=1))
    kinds = (rng.random(n)[:, None] > p.cumsum(axis=1)).sum(axis=1)
    every = tuple(range(5))
    return Design((Term("x", ("x",), (every,)), Term("y", ("y",), (every,)))), {"x": x, "y": y}, kinds, p


def test_a_simulation_is_recovered() -> None:
    design, at, kinds, truth = _simulated()
    matrix = design.matrix(at)
    weights = np.ones(len(kinds))
    fitted = fit(design, matrix, kinds, weights, ridge=0.1, smooth=0.1, rounds=100, n=3)
    found = softmax(matrix[:, : design.size] @ fitted.weights)
    assert np.abs(found - truth).mean() < 0.02
    slope = fitted.weights[1:6, 0] - fitted.weights[1:6, 2]
    assert np.allclose(np.diff(slope), 1.5, atol=0.25)
    # What a term says averages nought over the cases in which it is known.
    assert np.abs(fitted.mass[1:6] @ fitted.weights[1:6]).max() < 1e-6 * len(kinds)
    # As far as another sample would have moved it: the error of the estimate lies within.
    drawn = draws(fitted, matrix, kinds, weights, np.arange(len(kinds)), number=40, every=1, seed=3)
    assert drawn.shape == (40, design.size + 2, 3)
    contrast = drawn[:, 1:6, 0] - drawn[:, 1:6, 2]
    assert np.abs(contrast.mean(axis=0) - slope).max() < 0.05
    again = [_slope(seed) for seed in range(8)]
    assert 0.5 < contrast.std(axis=0).mean() / np.std(again, axis=0).mean() < 2.0


def _slope(seed: int) -> np.ndarray:
    """The first item's curve from cases drawn again."""
    design, at, kinds, _ = _simulated()
    which = np.random.default_rng(seed).integers(0, len(kinds), len(kinds))
    matrix = design.matrix({name: values[which] for name, values in at.items()})
    fitted = fit(design, matrix, kinds[which], np.ones(len(kinds)), ridge=0.1, smooth=0.1, rounds=60, n=3)
    return fitted.weights[1:6, 0] - fitted.weights[1:6, 2]


def test_the_fit_is_that_of_another_program() -> None:
    from sklearn.linear_model import LogisticRegression

    design, at, kinds, _ = _simulated()
    matrix = design.matrix(at)
    ours = fit(design, matrix, kinds, np.ones(len(kinds)), ridge=1e-3, smooth=0.0, rounds=300, n=3)
    x = matrix[:, : design.size].toarray()
    peer = LogisticRegression(C=1e3, fit_intercept=False, max_iter=2000, tol=1e-9).fit(x, kinds)
    # Centring changes how the weights are written, hardly what they say (missing cases apart).
    p, q = softmax(x @ ours.weights), peer.predict_proba(x)
    assert np.abs(p - q).mean() < 5e-3


def test_metrics_beside_scikit_learn(validation: ModuleType) -> None:
    from sklearn.metrics import log_loss, roc_auc_score

    rng = np.random.default_rng(5)
    p = softmax(rng.normal(size=(2000, 4)).round(1))
    kinds = (rng.random(2000)[:, None] > p.cumsum(axis=1)).sum(axis=1)
    assert validation.log_loss(p, kinds) == pytest.approx(log_loss(kinds, p), abs=1e-12)
    assert validation.auc(p[:, 1], kinds == 1) == pytest.approx(roc_auc_score(kinds == 1, p[:, 1]), abs=1e-12)
    error, table = validation.calibration(p[:, 0], kinds == 0)
    assert error < 0.05
    assert sum(n for n, _, _ in table) == 2000
    assert validation.calibration(np.sqrt(p[:, 0]), kinds == 0)[0] > 0.1
    # One step off in the order costs one, two steps two; a certain truth nothing.
    sure = np.eye(4)[[KINDS.index("ally")]]
    assert [validation.rps(sure, np.array([KINDS.index(k)])) for k in ("ally", "partner", "rival")] == [0.0, 1.0, 3.0]


def test_bad_questions_are_told(small: Small) -> None:
    with pytest.raises(UsageError, match="two states"):
        resemblance.evidence(small, "RUS", "RUS", 2000)
    with pytest.raises(UnknownStateError):
        resemblance.evidence(small, "RUS", "XXX", 2000)
    with pytest.raises(NoDataError, match="1949"):
        resemblance.evidence(small, "RUS", "CHN", 1949)
    with pytest.raises(NoDataError, match="YMD"):
        resemblance.evidence(small, "RUS", "YMD", 2000)


def test_tables_are_declared(small: Small) -> None:
    for name, contract in TABLES.items():
        contract.validate(small.own[name], cast=True)
        assert set(contract.column_names()) == set(small.own[name].columns)
    assert {item.group for item in ITEMS} == {"behaviour", "structure", "prior"}


shipped = pytest.mark.skipif("resemblance" not in open_atlas().tables, reason="not in the atlas in use")


@shipped
def test_the_shipped_rows_are_what_is_measured_now() -> None:
    atlas = open_atlas()
    live = resemblance.answered(atlas, Scope(FIRST, 2100, "CHN", "RUS"))
    stored = atlas.scan("resemblance").filter(pl.col("a") == "CHN", pl.col("b") == "RUS").collect()
    assert live.equals(stored.with_columns(pl.col("a", "b").cast(pl.String)))


@shipped
def test_well_known_pairs() -> None:
    atlas = open_atlas()
    found = {score.id.split(".")[1]: score for score in SCORES}

    def most(a: str, b: str, year: int) -> str:
        return max(found, key=lambda k: measure(found[k], atlas, Scope(year, year, a, b))["value"][0])

    assert most("CHN", "RUS", 1969) == "rival"
    assert most("CHN", "RUS", 2014) == "partner"
    assert most("JPN", "USA", 2018) == "ally"
    assert most("IND", "PAK", 1999) == "rival"
