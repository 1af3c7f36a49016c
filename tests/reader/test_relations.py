"""What a sentence says is measurable, whose it is and with whom."""

from __future__ import annotations

import pytest

from amity import scores
from amity.atlas import open_atlas
from amity.claims.figures import readings
from amity.claims.language import Figure, FigureError
from amity.errors import NoDataError
from amity.reader import senses
from amity.reader.actors import actors
from amity.reader.relations import relations


def _found(text: str) -> list[tuple[str | None, str | None, str | None]]:
    return [
        (r.sense.id if r.sense else None, r.owner.code if r.owner else None, r.partner.code if r.partner else None)
        for r in relations(text, actors(text, year=2021))
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Russia’s exports to China", ("goods.out", "RUS", "CHN")),
        ("Chinese imports from Russia", ("goods.in", "CHN", "RUS")),
        ("exports from Russia to China", ("goods.out", "RUS", "CHN")),
        ("imports by Japan from Saudi Arabia", ("goods.in", "JPN", "SAU")),
        ("trade between India and Russia", ("goods.with", "IND", "RUS")),
        ("Sino-Russian trade turnover", ("goods.with", "CHN", "RUS")),
        ("US–Japan goods trade", ("goods.with", "USA", "JPN")),
        ("Germany's trade with China", ("goods.with", "DEU", "CHN")),
        ("India's arms imports from Russia", ("arms.in", "IND", "RUS")),
        ("exports of crude oil from Iran to Japan", ("crude.out", "IRN", "JPN")),
        ("Japan's crude oil imports from Iran", ("crude.in", "JPN", "IRN")),
        ("Turkey imported 25 bcm of natural gas from Russia", ("gas.in", "TUR", "RUS")),
        ("Russia sold China goods worth $5 billion", ("goods.out", "RUS", "CHN")),
        ("Argentina imported Brazilian merchandise worth $5 billion", ("goods.in", "ARG", "BRA")),
        ("goods worth $5 billion went from France to Algeria", ("goods.out", "FRA", "DZA")),
        ("China's trade surplus with the United States", ("goods.surplus", "CHN", "USA")),
        ("German direct investment in China", ("investment.stock", "DEU", "CHN")),
        ("Chinese imports in Russia rose", ("goods.in", "RUS", "CHN")),
        ("coal deliveries from Australia to Japan", ("coal.out", "AUS", "JPN")),
    ],
)
def test_owner_and_partner(text: str, wanted: tuple[str, str, str]) -> None:
    assert wanted in _found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Russia's wheat exports to Egypt",
        "Russia's exports of wheat to Egypt",
        "trade in services between Russia and Turkey",
        "agricultural imports of China from the United States",
    ],
)
def test_a_ware_that_is_not_held_is_not_taken_for_all_goods(text: str) -> None:
    assert all(sense is None for sense, _, _ in _found(text))


def test_swapping_the_states_swaps_the_roles() -> None:
    for frame in (
        "{}'s exports to {}",
        "exports from {} to {}",
        "{}'s imports from {}",
        "{} sold {} goods worth $5 billion",
    ):
        one = _found(frame.format("Russia", "Japan"))
        other = _found(frame.format("Japan", "Russia"))
        assert [(s, p, o) for s, o, p in one] == other, frame


def test_lists_share_their_owner_and_partner() -> None:
    assert _found("Russia's exports to and imports from Turkey") == [
        ("goods.out", "RUS", "TUR"),
        ("goods.in", "RUS", "TUR"),
    ]


def test_every_indicator_and_column_of_the_senses_is_there() -> None:
    """A sense that names no figure would be silent for ever."""
    atlas = open_atlas()
    tried = 0
    for sense in senses.everything():
        texts = [text for figures in sense.figures.values() for text in figures]
        texts += [sense.rank.removeprefix("= ")] if sense.rank else []
        for text in texts:
            figure = senses.figure(text, "CHN", "RUS")
            for part in (figure, *figure.plus, figure.minus, figure.per):
                tried += part is not None and _exists(part, atlas)
    assert tried > 80


def _exists(figure: Figure, atlas: object) -> bool:
    if figure.kind == "indicator":
        scores.get(figure.name)
        return True
    try:
        readings(open_atlas(), figure)
    except NoDataError:
        return True
    except FigureError as error:
        pytest.fail(f"{figure.name}: {error}")
    return True


def test_sense_ids_are_unique_and_say_both_states() -> None:
    ids = [sense.id for sense in senses.everything()]
    assert len(ids) == len(set(ids)) > 40
    for sense in senses.everything():
        assert "{o}" in sense.said
        assert sense.figures or sense.rank
