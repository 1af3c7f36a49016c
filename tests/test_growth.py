"""That the judge of growth tells linear work from quadratic."""

from __future__ import annotations

from growth import is_linear


def test_a_quadratic_search_is_found_out() -> None:
    assert is_linear(lambda text: sum(letter == "x" for letter in text), "a" * 400_000)
    assert not is_linear(lambda text: sum(one < other for one in text for other in text), "a" * 4_000)
