"""When a reading that the data miss is so surely the one meant that they contradict it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from amity import claims
from amity.reader.binding import readings
from amity.reader.cases import Case
from amity.reader.check import cases
from amity.reader.doubts import is_surely_meant, swapped
from amity.reader.fitting import Fitted
from amity.reader.model import Block, Candidate, Document

_SHARE = "In 2018 China took 12 per cent of Russia's exports, Germany 5, Japan 4, the Netherlands 9 and Poland 3."


def _read(text: str) -> tuple[Case, Fitted]:
    """The first figure of a text as the rules read it, taken for as good as certain."""
    document = Document("x", text, (Block((0, len(text))),), date=dt.date(2020, 6, 1))
    case = next(case for *_, case in cases(document))
    best = readings(case)[0]
    candidate = Candidate(best.candidate.test, 0.96, best.candidate.said)
    return case, Fitted(candidate, 0.95, agrees=False, is_told=True, others=(), rival=None, none=0.01, way=best.way)


def _held(
    test: claims.Test, claimed: float, here: float, there: float | None
) -> Callable[[claims.Test], claims.Evidence]:
    """Data that hold one value of a test, and another of the same the other way round."""
    known = {test: here, swapped(test): there}
    return lambda asked: claims.Evidence("contradicts", "", 1, value=known.get(asked), claimed=claimed)


def _is_sure(text: str, *, here: float = 2.0, there: float | None = None, away: float = 1.0, **changed: object) -> bool:
    case, fitted = _read(text)
    data = _held(fitted.candidate.test, case.quantity.low, here, there)
    return is_surely_meant(replace(fitted, **changed), case, (), data, lambda _: away)


def test_a_sure_reading_is_contradicted_among_many() -> None:
    assert _is_sure(_SHARE)


@pytest.mark.parametrize(
    "changed",
    [
        {"prior": 0.85},
        {"is_told": False},
        {"rival": Candidate(_read(_SHARE)[1].candidate.test, 0.1, "another reading")},
        {"candidate": replace(_read(_SHARE)[1].candidate, confidence=0.9)},
    ],
)
def test_a_less_sure_one_is_not(changed: dict[str, object]) -> None:
    assert not _is_sure(_SHARE, **changed)


def test_what_is_nearly_so_by_other_books_is_not() -> None:
    assert not _is_sure(_SHARE, away=0.02)


def test_what_is_nearer_the_other_way_round_is_not() -> None:
    assert not _is_sure(_SHARE, here=2.0, there=11.0)
    assert _is_sure(_SHARE, here=2.0, there=70.0)


def test_none_held_is_no_proof() -> None:
    assert not _is_sure(_SHARE, here=0.0)


def test_what_is_called_so_in_print_is_often_something_else() -> None:
    assert not _is_sure("In 2018 Chinese firms signed construction contracts worth $9.4 billion in Russia.")


def test_a_balance_that_is_a_small_part_of_the_trade_is_not() -> None:
    assert not _is_sure("In 2018 Russia ran a trade deficit of $9.4 billion with China.", here=9.0)


def test_a_share_of_something_unsaid_is_not() -> None:
    assert not _is_sure("In 2016 the share of Brazilian exports to Argentina increased to 55 per cent.")


def test_a_rule_that_comes_near_is_a_doubt() -> None:
    case, fitted = _read(_SHARE)
    test = fitted.candidate.test
    data = _held(test, case.quantity.low, 2.0, None)
    other = next(rule for rule in readings(case) if rule.candidate.test == test)
    other = replace(other, candidate=replace(other.candidate, test=swapped(test)))
    away = {test: 1.0, swapped(test): 0.1}
    assert is_surely_meant(fitted, case, (), data, away.get)
    assert not is_surely_meant(fitted, case, (other,), data, away.get)
