"""Dealings of two states told in words: reliance, little sold, net balances, more than any other; and the labelled set.

Labels are of the claim engine, never of the reader: they are given again here.
"""

from __future__ import annotations

import csv
import datetime as dt
from functools import cache
from pathlib import Path

import pytest

from amity.atlas import open_atlas
from amity.claims import try_test
from amity.claims.language import parse
from amity.reader.check import check
from amity.reader.model import Block, Document, Finding
from amity.reader.worded import is_worded

_LABELS = Path(__file__).parent / "labels" / "worded_dev.csv"
_JUDGED = ("agrees", "off", "contradicts")


def _findings(text: str, date: str = "2018-06-01") -> list[Finding]:
    document = Document("case", text, (Block((0, len(text))),), date=dt.date.fromisoformat(date))
    return [f for f in check(document, open_atlas()).findings if is_worded(f.quantity)]


def _said(text: str) -> tuple[str, str]:
    """What the only finding is bound to, and its verdict."""
    [found] = _findings(text)
    return (found.bound or found.candidates[0]).said, found.outcome


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with _LABELS.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def test_labels_are_verdicts_of_the_claim_engine_a_third_of_them_false() -> None:
    tested = [row for row in _rows() if row["test"]]
    assert len(tested) > 120
    for row in tested[::5]:
        study = parse(
            f"study: x\ntitle: x\nclaims: [{{id: a, text: x, kind: quantity, pillar: trade, test: {row['test']}}}]"
        )
        assert try_test(study.claims[0].tests[0], open_atlas()).outcome == row["expected"], row["text"]
    false = sum(row["expected"] == "contradicts" for row in tested)
    assert 0.25 < false / len(tested) < 0.42


def test_labelled_sentences_are_found_and_none_is_judged_wrongly() -> None:
    found: list[bool] = []
    for row in _rows():
        told = _findings(row["text"], row["date"])
        verdicts = {f.outcome for f in told if f.outcome in _JUDGED}
        assert verdicts <= {row["expected"]}, row["text"]
        if row["claim"] == "no":
            assert not told, row["text"]
        else:
            found.append(bool(told))
    assert sum(found) > 0.95 * len(found)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("In 2010 {} relied heavily on Russia for its arms.", "share in arms imports of India from Russia, 2010"),
        (
            "In 2010 {} was almost wholly dependent on Russia for its weapons.",
            "share in arms imports of India from Russia",
        ),
        ("{}'s heavy dependence on Russia for arms was plain in 2010.", "share in arms imports of India from Russia"),
        ("In 2010 {} sold little to Russia.", "goods exports of India to Russia, 2010"),
        ("In 2010 {} hardly traded with Russia.", "goods trade between India and Russia, 2010"),
        ("In 2017 {} invested very little in Russia.", "direct investment of India in Russia, 2017"),
        ("In 2017 {} showed scant interest in investing in Russia's industry.", "direct investment of India in Russia"),
        ("In 2010 {} was a net importer from Russia.", "trade deficit of India with Russia, 2010"),
        ("In 2010 {} bought more arms from Russia than from any other country.", "place in arms imports of India"),
        ("In 2010 {} sold more to Russia than it had in 2005.", "goods exports of India to Russia, 2005 to 2010"),
        ("In 2010 {} was a bigger market for Russia than Poland.", "goods exports of Russia to India, 2010"),
    ],
)
def test_dealings_are_bound_to_what_they_tell(text: str, said: str) -> None:
    assert said in _said(text.format("India"))[0]


def test_who_is_dwarfed_is_the_smaller_one() -> None:
    active = _said("In 2010 Germany's exports to Poland dwarfed those to Vietnam.")
    passive = _said("In 2010 Germany's exports to Vietnam were dwarfed by those to Poland.")
    wrong = _said("In 2010 Germany's exports to Poland were dwarfed by those to Vietnam.")
    assert (active[1], passive[1], wrong[1]) == ("agrees", "agrees", "contradicts")


def test_more_than_any_other_country_did_is_told_of_the_buyers() -> None:
    buyer = _said("In 2010 the United States bought more from Mexico than any other country did.")
    seller = _said("In 2010 the United States bought more from Mexico than from any other country.")
    assert buyer == ("place in goods exports of Mexico to United States, 2010", "agrees")
    assert seller == ("place in goods imports of United States from Mexico, 2010", "contradicts")


@pytest.mark.parametrize(
    "text",
    [
        "India relies heavily on monsoon rain from Russia's skies.",
        "Russian novels sold little in Italy in 2013.",
        "In 2013 India invested much hope in Russia.",
        "Indian interest in Russian films was tepid in 2013.",
        "Fears that India buys too little from Russia did not come true.",
        "In 2013 the ruling was in Russia's favour, and India lost.",
        "In 2013 a baker in India bought more flour from his neighbour than any other baker.",
        "With no country was the surplus of India larger than with the United States in 2013.",
    ],
)
def test_firms_feelings_and_courts_tell_nothing(text: str) -> None:
    assert _findings(text) == []


def test_what_had_been_before_is_no_contradiction() -> None:
    [found] = _findings("In 1997 a Chinese envoy came to Nigeria, with which China's trade had been shrinking.")
    assert found.outcome == "unsure"
