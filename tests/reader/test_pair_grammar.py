"""Forms of English that tie a state to a figure, whatever the weights."""

from __future__ import annotations

import pytest

from amity.reader.actors import actors
from amity.reader.check import cases
from amity.reader.expletives import is_empty
from amity.reader.model import Block, Document, Span
from amity.reader.pair_grammar import carried_verb, listed, sides, ties


def _cases(text: str):
    return [case for _, _, case in cases(Document("text", text, (Block((0, len(text))),)))]


def _around(spans: list[Span], own: Span, end: int) -> tuple[int, int]:
    before = [high for _, high in spans if high <= own[0]]
    return max([0, *before]), min([end, *(low for low, _ in spans if low >= own[1])])


def _told(text: str, which: int) -> tuple[dict[str, set[str]], dict[str, str], tuple[str, str] | None]:
    case = _cases(text)[which]
    since, until = _around([q.span for q in case.quantities], case.quantity.span, len(case.text))
    own, is_rank = case.quantity.span, case.quantity.kind == "rank"
    return (
        ties(case.text, own, case.actors, is_rank=is_rank, since=since, until=until),
        sides(case.text, own, case.actors, since, until),
        carried_verb(case.text, since, own[0], case.actors),
    )


@pytest.mark.parametrize(
    ("text", "code", "tie"),
    [
        ("In 2019 China was once more Kenya's largest trading partner.", "CHN", "is after none"),
        ("In 2019 China was once more Kenya's largest trading partner.", "KEN", "whose"),
        ("Japan, a big investor in Vietnam, is the third largest partner of Laos.", "JPN", "is after none"),
        ("That makes Japan its fourth-largest customer.", "JPN", "made"),
        ("For Indonesia China is the largest trading partner.", "IDN", "led by for"),
        ("Last year China overtook Kenya as the largest supplier of Uganda.", "KEN", "beaten"),
        ("The third rank went to the Netherlands in 2023.", "NLD", "then goes to"),
        ("Its second-largest supplier is Germany.", "DEU", "then is"),
        ("Italy is the largest trading partner that Libya had in 2022.", "LBY", "then has"),
    ],
)
def test_rank(text: str, code: str, tie: str) -> None:
    told = [_told(text, which)[0].get(code, set()) for which in range(len(_cases(text)))]
    assert any(tie in names for names in told)


@pytest.mark.parametrize(
    ("text", "code", "tie"),
    [
        ("Of everything Poland bought, 12 per cent was German.", "POL", "of all it bought"),
        ("Of everything Poland bought, 12 per cent was German.", "DEU", "is what it was"),
        ("Most is sent to Norway, to which 30 per cent of Chilean exports went.", "NOR", "relative to which"),
        ("In 2019 the French sold Japan 5 billion dollars worth of goods.", "JPN", "is given"),
        ("Of these 30 per cent were bought by Italy.", "ITA", "bought by"),
        ("Estonia's share was 30 per cent, while Latvia's stayed at 20 per cent.", "LVA", "whose alone"),
    ],
)
def test_amount(text: str, code: str, tie: str) -> None:
    told = [_told(text, which)[0].get(code, set()) for which in range(len(_cases(text)))]
    assert any(tie in names for names in told)


@pytest.mark.parametrize(
    ("text", "second"),
    [
        (
            "In 2023 Polish goods worth $12 billion went to Ukraine and Ukrainian goods worth $4.7 billion to Poland.",
            {"UKR": "sells", "POL": "buys"},
        ),
        (
            "Kazakh deliveries were worth $16 billion and Chinese ones $12.5 billion.",
            {"CHN": "sells"},
        ),
        (
            "Pakistan sells goods for $1.7 billion to China and buys for $15 billion from it.",
            {"PAK": "buys", "CHN": "sells"},
        ),
        (
            "In 2018 China shipped $13 billion of goods to Nepal, which for its part sold China $568 million.",
            {"NPL": "sells", "CHN": "buys"},
        ),
        ("Of this, $3 billion were Turkish exports and $22 billion of imports.", {"TUR": "buys"}),
    ],
)
def test_who_sells_by_the_words_about_a_figure_alone(text: str, second: dict[str, str]) -> None:
    assert _told(text, 1)[1] == second


def test_a_verb_without_a_subject_keeps_the_one_before() -> None:
    text = "Pakistan sells goods for $1.7 billion to China and buys for $15 billion from it."
    assert _told(text, 1)[2] == ("PAK", "takes")
    assert _told(text, 0)[2] is None


def test_a_list_of_states_answers_to_a_row_of_figures() -> None:
    text = "China and India stand far ahead, with 32.7 and 16.8 per cent."
    named = tuple(actors(text, year=2024))
    spans = [(text.index("32.7"), text.index("32.7") + 4), (text.index("16.8"), text.index("16.8") + 4)]
    assert [listed(text, spans, named, place) for place in (0, 1)] == ["CHN", "IND"]
    assert listed(text, spans[:1], named, 0) is None
    three = "China, India and Nepal had 3 and 4."
    assert listed(three, [(27, 28), (33, 34)], tuple(actors(three, year=2024)), 0) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In 2004 it had been only 30 per cent.", True),
        ("As it was, trade fell.", True),
        ("Yet it is the US that buys most.", True),
        ("Moscow holds its own, with 28 per cent.", True),
        ("In 2004 it was third.", False),
        ("It bought 30 per cent.", False),
        ("Its own exports fell.", False),
    ],
)
def test_it_may_be_no_state(text: str, expected: bool) -> None:
    at = text.lower().index("it ") if " it " in text.lower() or text.startswith("It ") else text.lower().index("its")
    end = at + (3 if text[at : at + 3].lower() == "its" else 2)
    assert is_empty(text, (at, end)) is expected


def test_both_ways_are_no_two_states() -> None:
    (case,) = _cases("Counting both directions, trade between Egypt and Sudan stood at $5 billion in 2016.")
    assert not any(a.kind == "pronoun" for a in case.actors)


def test_who_buys_from_it_is_another() -> None:
    case = _cases("Pakistan sells goods for $1.7 billion to China and buys for $15 billion from it.")[1]
    assert [a.codes for a in case.actors if a.kind == "pronoun"] == [("CHN",)]
