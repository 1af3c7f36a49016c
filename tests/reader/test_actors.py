"""States, organisations and firms in running text, the names that only look like one, and whom pronouns mean."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amity import groups, states
from amity.reader import actors as actors_module
from amity.reader.actors import actors


def _codes(text: str, year: int = 2021) -> list[str]:
    return [" ".join(actor.codes) if actor.group is None else str(actor.group) for actor in actors(text, year=year)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Russia’s exports to China", ["RUS", "CHN"]),
        ("the U.S. and the UK, the USSR and the PRC", ["USA", "GBR", "RUS", "CHN"]),
        ("Sino-Russian and US–Japanese trade", ["CHN", "RUS", "USA", "JPN"]),
        ("Moscow, Beijing and New Delhi", ["RUS", "CHN", "IND"]),
        ("Nigeria and Niger", ["NGA", "NER"]),
        ("Guinea, Guinea-Bissau, Equatorial Guinea and Papua New Guinea", ["GIN", "GNB", "GNQ", "PNG"]),
        ("the Democratic Republic of the Congo", ["COD"]),
        ("South Korea and the DPRK", ["KOR", "PRK"]),
        ("Türkiye, Turkey and Turkish firms", ["TUR", "TUR", "TUR"]),
        ("Côte d’Ivoire and the Czech Republic", ["CIV", "CZE"]),
        ("Russians and Americans", ["RUS", "USA"]),
        ("Putin met Xi Jinping and President Obama", ["RUS", "CHN", "USA"]),
        ("Россия поставила в Китай газ", ["RUS", "CHN"]),
        ("российско-китайская торговля", ["RUS", "CHN"]),
        ("США и КНР", ["USA", "CHN"]),
        ("中国与俄罗斯的贸易", ["CHN", "RUS"]),
    ],
)
def test_states_by_any_name(text: str, codes: list[str]) -> None:
    assert _codes(text) == codes


@pytest.mark.parametrize(
    "text",
    [
        "the Russian Orthodox Church",
        "the South China Sea and the Sea of Japan",
        "a savings bank in Atlanta, Georgia",
        "Michael Jordan and Chad Smith",
        "roast turkey, china plates and guinea pigs",
        "Korea and the Congo",
        "worth US$ 5 billion",
        "Congolese, Korean",
        "the Washington Post and The Moscow Times",
        "Us and them; in it, no; de facto",
    ],
)
def test_what_only_looks_like_a_state(text: str) -> None:
    assert not [actor for actor in actors(text, year=2021) if actor.kind not in ("organisation", "pronoun")]


def test_american_samoa_is_not_america() -> None:
    assert _codes("American Samoa") == ["ASM"]
    assert states.get("ASM").kind == "territory"


def test_a_currency_is_no_state_but_its_state_may_stand_beside_it() -> None:
    assert _codes("China paid 5 billion US dollars") == ["CHN"]
    assert _codes("Russian roubles and Chinese yuan") == []


def test_organisations_have_members_by_year() -> None:
    [early] = actors("the EU", year=1990)
    [late] = actors("the EU", year=2020)
    assert early.group == late.group == "EU"
    assert len(early.codes) < len(late.codes)
    assert late.codes == groups.members("EU", 2020)


def test_an_organisation_without_members_here_is_named_without_states() -> None:
    [found] = actors("the Shanghai Cooperation Organisation", year=2020)
    assert (found.group, found.codes) == ("SCO", ())


def test_firms_are_no_states() -> None:
    [firm] = actors("Rosneft", year=2020)
    assert (firm.kind, firm.codes) == ("firm", ())


def test_a_leader_is_not_known_before_taking_office() -> None:
    assert _codes("Macron spoke", 2021) == ["FRA"]
    assert _codes("Macron spoke", 1990) == []


@pytest.mark.parametrize(
    ("text", "word", "codes"),
    [
        ("Russia’s exports to China account for a third of its total exports.", "its", ("RUS",)),
        ("China and Russia traded. The two countries agreed.", "The two countries", ("CHN", "RUS")),
        ("China and Russia trade. The former exports to the latter.", "The former", ("CHN",)),
        ("China and Russia trade. The former exports to the latter.", "the latter", ("RUS",)),
        ("India has turned to Russia. Its exports there rose.", "there", ("RUS",)),
        ("The United States needs oil. Mexico shipped it 5 tonnes.", "it", ("USA",)),
        ("While China's sales grew, Japan lost some of its own.", "its", ("JPN",)),
        ("Poland and Germany vote. They agree.", "They", ("POL", "DEU")),
        ("India and Russia met. Bilateral trade rose.", "Bilateral", ("IND", "RUS")),
    ],
)
def test_whom_a_pronoun_means(text: str, word: str, codes: tuple[str, ...]) -> None:
    found = [a for a in actors(text, year=2021) if text[slice(*a.span)] == word]
    assert [set(a.codes) for a in found] == [set(codes)]


def test_a_pronoun_among_three_states_means_no_pair() -> None:
    text = "China, Russia and India met. Both countries agreed."
    assert "Both countries" not in [text[slice(*a.span)] for a in actors(text, year=2021) if len(a.codes) == 3]


def test_genitives() -> None:
    text = "Russia’s gas, Chinese coal, the oil of Iran, Japan"
    assert [a.genitive for a in actors(text, year=2021)] == [True, True, True, False]


def test_every_row_has_a_source_and_a_known_state() -> None:
    path = Path(actors_module.__file__).with_name("actors.csv")
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) > 1000
    for row in rows:
        assert row["source"], row
        if row["kind"] in ("state", "capital", "leader", "surname", "combining"):
            states.get(row["code"])
    assert len({(row["name"], row["kind"]) for row in rows}) == len(rows)


def test_every_state_is_found_by_its_name() -> None:
    """Of all states of today, all but the ambiguous ones are found as themselves."""
    missed = [s.name for s in states.members(2016) if _codes(f"In {s.name}, trade grew.") != [s.code]]
    assert len(missed) <= 3, missed


@given(st.text(max_size=200))
def test_spans_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    found = actors(text, year=2021)
    for actor in found:
        assert 0 <= actor.span[0] < actor.span[1] <= len(text)
    for one, other in pairwise(found):
        assert one.span[1] <= other.span[0]
