"""How sure a reading is in the end: the trees against another program, and by their laws."""

from __future__ import annotations

import datetime as dt
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from amity.claims.language import Test as Claim
from amity.reader.binding import bind
from amity.reader.cases import Case, Way
from amity.reader.check import cases, runs, told_of
from amity.reader.fitting import Weighed, chance_of, options
from amity.reader.model import Block, Document, Period
from amity.reader.paths import Paths
from amity.reader.senses import named
from amity.reader.surety import AROUND, OF_FIGURE, OF_READING, TOP, Hope, Past, hope, rows, trees, trees_of
from amity.reader.weighing import Meant

ROOT = Path(__file__).parents[2]
TEXT = (
    "In 2016 Brazil sent 7.2 per cent of its exports to Argentina; Chile took 2.2. Ten years earlier it had been 8.5 "
    "and 2.8. Trade with China came to $58 billion.\n\nTheir leaders have met 12 times."
)


def _document(text: str) -> Document:
    blocks: list[Block] = []
    start = 0
    for part in text.split("\n\n"):
        blocks.append(Block((start, start + len(part))))
        start += len(part) + 2
    return Document("x", text, tuple(blocks), date=dt.date(2021, 1, 1))


def _case(text: str) -> Case:
    return next(case for _, _, case in cases(_document(text)))


def _weighed(prior: float, away: float | None, figure: str = "42.5") -> Weighed:
    """A figure of trade with one reading, by how likely that is and how far it misses."""
    case = _case(f"In 2016 Brazil sold goods worth ${figure} billion to Argentina.")
    way = Way(named("goods.out"), "level.USD", "BRA", ("ARG",), {})
    meant = [Meant(way, Period((0, 0), 2016, 2016), prior)]
    found = options(case, meant, None, lambda _: away)
    none = 1 - prior
    return Weighed(case, (), "", True, meant, none, found, [o.odds for o in found], none, chance_of(case), True)


def _sure(one: Weighed, before: tuple[Hope, ...] = ()) -> float:
    past = Past()
    for other in before:
        past = past.then(other)
    ((_, known),), _ = rows([one], past)
    return float(trees("alone").sure(known)[0])


@pytest.fixture(scope="module")
def fitting() -> ModuleType:
    """The fit of the trees, as `validation/reader_weights.py` calls it."""
    sys.path.append(str(ROOT / "validation"))
    spec = importlib.util.spec_from_file_location("measured_surety", ROOT / "validation" / "reader_surety.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_trees_say_what_the_library_that_grew_them_says(fitting: ModuleType) -> None:
    draw = np.random.default_rng(0)
    known = draw.normal(size=(600, 7))
    right = known[:, 0] + known[:, 1] * known[:, 2] + draw.normal(scale=0.5, size=600) > 0
    model = HistGradientBoostingClassifier(max_iter=25, max_leaf_nodes=9, random_state=0).fit(known, right)
    np.testing.assert_allclose(
        trees_of(fitting.told(model)).sure(known), model.predict_proba(known)[:, 1], rtol=0, atol=2e-4
    )


def test_a_split_sends_small_values_left() -> None:
    made = trees_of({"base": 0.0, "depth": 1, "trees": [[[1, 0.5, 1, 2], [-2.0], [2.0]], [[0.0]]]})
    sure = made.sure(np.array([[9.0, 0.5], [9.0, 0.6]]))
    np.testing.assert_allclose(sure, [1 / (1 + np.exp(2.0)), 1 / (1 + np.exp(-2.0))])


def test_every_figure_has_rows_that_suit_the_trees() -> None:
    paths, seen = Paths(lambda _: None), 0
    for run in runs(cases(_document(TEXT))):
        told = [told_of(one, bind(one[2])) for one in run]
        found = paths.read(told)
        assert len(found) == len(told)
        for one in found:
            assert len(one.options) == len(one.rows) == len(one.sure) <= TOP
            if len(one.rows):
                assert one.rows.shape[1] == len(OF_READING) + len(OF_FIGURE) + len(AROUND)
                assert one.rows.shape[1] > trees("alone").feature.max()
                assert np.isfinite(one.rows).all()
                assert all(0 < sure < 1 for sure in one.sure)
                seen += 1
    assert seen >= 5
    assert paths.past.many >= seen


@pytest.mark.parametrize("prior", [0.9, 0.6, 0.3])
def test_what_is_borne_out_is_surer_than_what_misses(prior: float) -> None:
    borne, far, unheld = (_sure(_weighed(prior, away)) for away in (0.0, 4.0, None))
    assert borne > max(far, unheld)


def test_what_is_likelier_by_the_words_is_surer() -> None:
    sure = [_sure(_weighed(prior, 0.0)) for prior in (0.05, 0.4, 0.95)]
    assert sure == sorted(sure)
    assert sure[0] < sure[-1]


def test_a_figure_among_held_ones_is_surer_than_among_others() -> None:
    one = _weighed(0.5, 0.05)
    assert _sure(one, (Hope(0.95, True),) * 6) > _sure(one, (Hope(0.02, False),) * 6)


def test_what_is_to_be_hoped_follows_words_and_digits() -> None:
    held, far, crude = hope(_weighed(0.8, 0.0)), hope(_weighed(0.8, 2.0)), hope(_weighed(0.8, 0.0, "4"))
    assert (held.by_words, held.is_borne) == (pytest.approx(0.8), True)
    assert not far.is_borne
    assert not crude.is_borne


def test_a_figure_before_counts_only_as_one_that_came_before() -> None:
    """The run and what was before it are told apart: the same figures read in two runs leave the same behind."""
    whole, parts = Paths(lambda _: 0.0), Paths(lambda _: 0.0)
    told = [told_of(one, bind(one[2])) for run in runs(cases(_document(TEXT))) for one in run]
    whole.unsure(told)
    for one in told:
        parts.unsure([one])
    assert whole.past.many == parts.past.many >= len(whole.past.last) == 2


def test_the_data_are_asked_of_each_reading_once() -> None:
    asked: list[Claim] = []

    def away(test: Claim) -> float | None:
        asked.append(test)
        return None

    case = _case("In 2016 Brazil sold goods worth $42.5 billion to Argentina.")
    way = Way(named("goods.out"), "level.USD", "BRA", ("ARG",), {})
    options(case, [Meant(way, Period((0, 0), 2016, 2016), 0.5)], None, away)
    assert len(asked) == 1


def test_what_came_before_is_known_by_its_sums() -> None:
    past = Past()
    for by_words, is_borne in ((0.5, True), (0.25, False), (1.0, True)):
        past = past.then(Hope(by_words, is_borne))
    assert past == Past(3, 1.75, 2, (Hope(0.25, False), Hope(1.0, True)))
