"""What bounds a figure, and when true bounds and agreeing digits are no verdict."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from amity.claims import Evidence
from amity.reader.cases import Case
from amity.reader.doubts import is_far
from amity.reader.quantities import quantities


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("Bilateral trade shot up to more than 130 billion USD in 2022.", ">="),
        ("Bilateral trade climbed to over $5 billion.", ">="),
        ("That brought it up to $5 billion.", "="),
        ("Exports went up to 12 percent of the total.", "="),
        ("China took up to 12 percent of the total.", "<="),
        ("It may buy up to 12 percent of the total.", "<="),
        ("Trade came up to nearly 12 percent of the total.", "~"),
        ("Trade was worth no more than about 5 billion dollars.", "<="),
        ("Trade was worth at least $5 billion.", ">="),
    ],
)
def test_what_stands_nearest_bounds_a_figure(text: str, bound: str) -> None:
    [found] = quantities(text)
    assert found.bound == bound


def _case(text: str) -> Case:
    [found] = quantities(text)
    return cast("Case", SimpleNamespace(quantity=found))


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("More than 30 percent went there.", 0.36, False),
        ("More than 30 percent went there.", 0.55, True),
        ("Under 4 percent came from there.", 0.035, False),
        ("Under 4 percent came from there.", 0.0, True),
        ("Exactly 4 percent came from there.", 0.0, False),
    ],
)
def test_who_bounds_a_figure_is_near_it(text: str, value: float, expected: bool) -> None:
    case = _case(text)
    evidence = cast("Evidence", SimpleNamespace(value=value, claimed=case.quantity.low / 100))
    assert is_far(evidence, case) is expected
