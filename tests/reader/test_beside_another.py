"""So much more than another state's is no change of a year."""

import pytest

from amity.reader.beside_another import is_beside_another
from amity.reader.check import cases
from amity.reader.model import Block, Document


def _is_beside(text: str) -> bool:
    found = [case for _, _, case in cases(Document("x", text, (Block((0, len(text))),)))]
    return is_beside_another(next(case for case in found if case.quantity.by))


@pytest.mark.parametrize(
    "text",
    [
        "Armenia's exports to Russia in 2013 were $334 million, 33% more than those to Germany.",
        "In 2013 Armenia sold $334 million worth of goods to Russia, 33 percent more than Germany bought.",
        "Peru's exports to China in 2014 were $7 billion, 15% more than to the United States.",
        "Trade with China was $15 billion in 2014 for Peru, 2% below that with the United States.",
        "Peru's imports from China were 6 percent smaller than those from the United States.",
    ],
)
def test_another_state_is_what_it_is_set_against(text: str) -> None:
    assert _is_beside(text)


@pytest.mark.parametrize(
    "text",
    [
        "Peru's exports to China were $7 billion in 2014, 5% less than in 2013.",
        "Peru's exports to China were $7 billion in 2014, 5% less than the $7.3 billion sold to China in 2013.",
        "German exports rose by 20 percent overall and by a shade less than 19 percent in South Africa.",
        "Exports to Chile rose 5% in 2014, those to Peru more.",
        "Its exports to Russia were 5% higher than a year earlier, and Germany bought more too.",
    ],
)
def test_another_year_is_not(text: str) -> None:
    assert not _is_beside(text)
