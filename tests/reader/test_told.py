"""Figures that can be checked though no noun or verb of a flow stands beside them: changes, rows, ratios, likings."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.binding import bind
from amity.reader.check import cases
from amity.reader.model import Block, Document

BOUND = {
    "Imports of Peru from Chile accelerated: 40% more in 2007 and 33.2% more in 2008.": (
        "change of goods imports of Peru from Chile, 2006 to 2007",
        "change of goods imports of Peru from Chile, 2007 to 2008",
    ),
    "Chinese trade with Peru in 2010 came to $8.67 billion, a plus of 28 percent, said the commerce ministry.": (
        "goods trade between China and Peru, 2010",
        "change of goods trade between China and Peru, 2009 to 2010",
    ),
    "Germany's dependence on gas from Russia was put at 55% in 2021.": (
        "share in natural gas imports of Germany from Russia, 2021",
    ),
    "In 2015-19 the customers of Chinese arms were Kenya with 35 per cent of the sales and Chad with 20 per cent.": (
        "share in arms exports of China to Kenya, 2019",
        "share in arms exports of China to Chad, 2019",
    ),
    "In 2007 Americans thought well of Japan (82%), India (69) and Jordan (51 percent).": (
        "share in people of United States with a favourable view of Japan, 2007",
        "share in people of United States with a favourable view of India, 2007",
        "share in people of United States with a favourable view of Jordan, 2007",
    ),
    "Most Russians think kindly of Belarus (79%) and of China (78%), a poll found in February 2017.": (
        "share in people of Russia with a favourable view of Belarus, 2017",
        "share in people of Russia with a favourable view of China, 2017",
    ),
    "If one combines both records, the US imported goods worth $152.06 billion from Japan in 2024.": (
        "goods imports of United States from Japan, 2024",
    ),
    "Russia's exports to Turkey hardly changed and stood at $17.75 billion in 2019.": (
        "goods exports of Russia to Türkiye, 2019",
    ),
    "In 2019 China's trade with Peru was twice that of 2010; exports to Peru were likewise twice as large.": (
        "change of goods trade between China and Peru, 2010 to 2019",
        "change of goods exports of China to Peru, 2010 to 2019",
    ),
    "South Korea's surplus with the United States in 2023 was 25% larger than in 2022, thanks to booming car sales.": (
        "change of trade surplus of South Korea with United States, 2022 to 2023",
    ),
}


@pytest.mark.parametrize("text", BOUND)
def test_what_is_told_without_a_noun_of_its_own_is_bound(text: str) -> None:
    document = Document("x", text, (Block((0, len(text))),), date=dt.date(2025, 5, 1))
    bound = [bind(case) for _, _, case in cases(document) if case.quantity.kind != "trend"]
    assert tuple(one.candidates[0].said if one.candidates else one.reason for one in bound) == BOUND[text]
