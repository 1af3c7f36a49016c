"""Changes whose word stands apart from the figure."""

import pytest

from amity.reader.quantities import quantities


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("Imports were up too, by 9.05 percent.", [1]),
        ("Sales went down, albeit by only 5%.", [-1]),
        ("It was up on the year, if only by 3%.", [1]),
        ("Exports and imports were 19.51% and 1.91% less, respectively, than in 2011.", [-1, -1]),
        ("Exports and imports were 4% and 5% higher than in 2011.", [1, 1]),
    ],
)
def test_what_stands_apart_is_a_change(text: str, signs: list[int]) -> None:
    assert [q.sign for q in quantities(text) if q.unit == "%" and q.by] == signs


@pytest.mark.parametrize(
    "text",
    ["The share is 4% and 5% of them.", "It came to 4% and 5% more was planned.", "It was taken up by 5% of firms."],
)
def test_what_does_not_change_is_none(text: str) -> None:
    assert not any(q.by for q in quantities(text))
