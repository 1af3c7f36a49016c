"""Portfolio similarity against printed values (methods §2.1) and algebraic laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from amity.indicators import _similarity as sim

# Signorino and Ritter 1999, Table 6 (data set gmyrus14): capability share, Germany's tie, Russia's tie.
GMYRUS = (
    ("GMY", 0.25, 3, 0), ("RUS", 0.21, 0, 3), ("UKG", 0.20, 0, 1), ("FRN", 0.08, 0, 3), ("AUH", 0.08, 3, 0),
    ("ITA", 0.05, 3, 1), ("BEL", 0.03, 0, 0), ("SPN", 0.03, 0, 0), ("TUR", 0.02, 0, 0), ("NTH", 0.01, 0, 0),
    ("SWD", 0.01, 0, 0), ("RUM", 0.01, 3, 0), ("POR", 0.01, 0, 0), ("SWZ", 0.01, 0, 0), ("GRC", 0.0, 0, 0),
    ("DEN", 0.0, 0, 0), ("YUG", 0.0, 0, 0), ("BUL", 0.0, 0, 0), ("NOR", 0.0, 0, 0), ("ALB", 0.0, 0, 0),
)  # fmt: skip


def _table(*, weighted: bool = False, binary: bool = False) -> np.ndarray:
    table = np.zeros((2, 2) if binary else (4, 4))
    for _, weight, germany, russia in GMYRUS:
        i, j = (int(germany > 0), int(russia > 0)) if binary else (germany, russia)
        table[i, j] += weight if weighted else 1.0
    return table


@pytest.mark.parametrize(
    ("value", "expected", "tolerance"),
    [
        (lambda: sim.tau_b(_table()), 0.03031695, 1e-8),
        (lambda: sim.s_score(_table()), 0.4, 1e-12),
        (lambda: sim.s_score(_table(weighted=True)), -0.46, 0.011),  # shares are rounded to two digits
        (lambda: sim.s_score(_table(), 2), 0.444444, 1e-6),
        (lambda: sim.kappa(_table(), 1), -0.071429, 1e-6),
        (lambda: sim.kappa(_table(), 2), -0.077586, 1e-6),
        (lambda: sim.pi(_table(), 1), -0.084337, 1e-6),
        (lambda: sim.pi(_table(), 2), -0.086957, 1e-6),
        (lambda: sim.same_share(_table()), 0.65, 1e-12),
        (lambda: sim.kappa(_table(), None), -0.029412, 1e-6),
        (lambda: sim.pi(_table(), None), -0.044776, 1e-6),
        (lambda: sim.same_share(_table(binary=True)), 0.70, 1e-12),
        (lambda: sim.kappa(_table(binary=True), None), 0.0625, 1e-12),
        (lambda: sim.pi(_table(binary=True), None), 0.0625, 1e-12),
        (lambda: sim.alignment_index(_table()), -0.04, 1e-12),
    ],
)
def test_germany_russia_1914(value, expected: float, tolerance: float) -> None:
    assert float(value()) == pytest.approx(expected, abs=tolerance)


TABLES = arrays(np.int64, (3, 3), elements=st.integers(0, 40)).filter(lambda t: t.sum() > 0)
MEASURES = (
    sim.same_share,
    sim.s_score,
    sim.agreement_score,
    sim.kappa,
    sim.pi,
    sim.tau_b,
    sim.alignment_index,
)


@pytest.mark.parametrize("measure", MEASURES)
@given(table=TABLES)
def test_symmetric_in_the_two_states(measure, table: np.ndarray) -> None:
    np.testing.assert_allclose(measure(table), measure(table.T), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("measure", MEASURES[:5])
@given(table=TABLES, times=st.integers(1, 9))
def test_copying_every_item_changes_nothing(measure, table: np.ndarray, times: int) -> None:
    np.testing.assert_allclose(measure(table), measure(table * times), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("measure", MEASURES)
@given(table=TABLES)
def test_reversing_the_scale_changes_nothing(measure, table: np.ndarray) -> None:
    np.testing.assert_allclose(measure(table), measure(table[::-1, ::-1]), rtol=1e-9, atol=1e-9)


@given(table=TABLES)
def test_bounds_and_order(table: np.ndarray) -> None:
    assert -1e-12 <= sim.same_share(table) <= 1 + 1e-12
    for power in (1, 2):
        assert -1 - 1e-12 <= sim.s_score(table, power) <= 1 + 1e-12
        kappa, pi = float(sim.kappa(table, power)), float(sim.pi(table, power))
        if np.isfinite(kappa) and np.isfinite(pi):
            assert pi <= kappa + 1e-9 <= 1 + 2e-9
    assert sim.s_score(table, 2) >= sim.s_score(table, 1) - 1e-12


@given(diagonal=arrays(np.int64, 3, elements=st.integers(1, 30)))
def test_perfect_agreement_is_one(diagonal: np.ndarray) -> None:
    table = np.diag(diagonal)
    for measure in (sim.same_share, sim.s_score, sim.kappa, sim.pi, sim.agreement_score):
        assert float(measure(table)) == pytest.approx(1.0)


@given(
    rows=arrays(np.int64, 3, elements=st.integers(1, 30)),
    columns=arrays(np.int64, 3, elements=st.integers(1, 30)),
)
def test_independence_is_zero(rows: np.ndarray, columns: np.ndarray) -> None:
    table = np.outer(rows, columns)
    assert float(sim.kappa(table)) == pytest.approx(0.0, abs=1e-9)
    assert float(sim.alignment_index(table)) == pytest.approx(0.0, abs=1e-9)


def test_nothing_in_common_is_missing_not_zero() -> None:
    empty = np.zeros((3, 3))
    for measure in MEASURES:
        assert np.isnan(measure(empty))
    alike = np.zeros((3, 3))
    alike[0, 0] = 12
    assert np.isnan(sim.kappa(alike))
    one_never_varies = np.array([[9, 3, 4], [0, 0, 0], [0, 0, 0]])
    assert np.isnan(sim.kappa(one_never_varies))
    assert float(sim.pi(one_never_varies)) < 0
    assert float(sim.same_share(alike)) == 1.0


@given(tables=arrays(np.int64, (4, 3, 3), elements=st.integers(1, 20)))
def test_broadcasts(tables: np.ndarray) -> None:
    for measure in MEASURES:
        np.testing.assert_allclose(measure(tables), [float(measure(t)) for t in tables], rtol=1e-9)
