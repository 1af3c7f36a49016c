"""Wares named for their price alone, and more words for votes, views and contracts."""

from __future__ import annotations

import pytest

from amity.reader import senses
from amity.reader.actors import actors
from amity.reader.relations import relations
from amity.reader.wares import ware_told


@pytest.mark.parametrize(
    ("text", "ware"),
    [
        ("Last year, with oil in free fall, Russia's sales to China shrank", None),
        ("When crude fell below $30, sales to China shrank", None),
        ("With gas at a record, Norway's sales rose", None),
        ("It sold China oil. With coal cheap, sales shrank", "crude"),
        ("With oil from Russia China's purchases rose", "crude"),
        ("As gas flowed at last, sales rose", "gas"),
    ],
)
def test_a_price_is_no_ware(text: str, ware: str | None) -> None:
    assert ware_told(text, len(text)) == ware


@pytest.mark.parametrize(
    ("text", "sense"),
    [
        ("In the General Assembly Kenya concurred with Uganda on 62 per cent of votes.", "votes.assembly"),
        ("In the General Assembly the rate of coincidence of Armenia and Russia was 62 per cent.", "votes.assembly"),
        ("Only 11 per cent of Egyptians had a good word for the United States.", "opinion.favourable"),
    ],
)
def test_more_words_for_votes_and_views(text: str, sense: str) -> None:
    assert sense in {r.sense.id for r in relations(text, actors(text, year=2019)) if r.sense is not None}


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("Chinese engineering firms took on work in Russia valued at $6.8 billion.", True),
        ("In 2017 they won work worth $1.7bn.", True),
        ("Much work remained, worth $1.7bn.", False),
    ],
)
def test_work_won_may_be_contracts(text: str, is_told: bool) -> None:
    assert (
        "investment.deals" in {sense.id for sense in senses.by_hints().of(text) if sense.hints.search(text)}
    ) is is_told
