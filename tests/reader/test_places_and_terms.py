"""Places told beside a name, terms of office, one state measured by another, lists of lines: whatever the weights."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader import binding
from amity.reader.binding import bind, readings
from amity.reader.cases import Way
from amity.reader.check import cases
from amity.reader.dating import period_of, told_of_else
from amity.reader.model import Block, Document, Period
from amity.reader.pair_signs import of_pair
from amity.reader.periods import periods
from amity.reader.quantities import quantities
from amity.reader.scene import Scene
from amity.reader.sense_signs import sense_signs
from amity.reader.senses import named
from amity.reader.sentences import split
from amity.reader.year_signs import year_signs

TODAY = dt.date(2023, 3, 13)


def _document(text: str) -> Document:
    blocks: list[Block] = []
    for paragraph in text.split("\n\n"):
        start = blocks[-1].span[1] + 2 if blocks else 0
        blocks.append(Block((start, start + len(paragraph))))
    return Document("x", text, tuple(blocks), date=TODAY)


def _scenes(text: str) -> list[Scene]:
    return [
        Scene(case, readings(case), period_of(case)[0], bind(case).reason, (), sentence.span, sentence.block.span)
        for sentence, _, case in cases(_document(text))
    ]


@pytest.mark.parametrize(
    ("text", "said", "place"),
    [
        ("After it come Peru, now second with 24.63 million tonnes, and Chile.", "second", 2),
        ("The winner is Peru, today third with 29%, while Chile follows.", "third", 3),
        ("Peru comes four on the list; its part is 11 percent.", "four", 4),
        ("Peru is still the biggest: it sold 20.18 million tonnes.", "biggest", 1),
        ("No partner trades more with Chile than Peru, its No 1, and then comes Brazil.", "No 1", 1),
        ("As a market for its exports Chile ranked as the largest in 2011 and in 2012.", "largest", 1),
        ("It has had no partner of the same weight as Chile, its largest, and a third is theirs.", "largest", 1),
        ("They put more into Chile than into any other country, which makes it number one.", "number one", 1),
    ],
)
def test_a_place_is_told_beside_a_name(text: str, said: str, place: int):
    found = {text[slice(*q.span)]: q.low for q in quantities(text) if q.kind == "rank"}
    assert found.get(said) == place


@pytest.mark.parametrize(
    ("text", "number", "year", "sign"),
    [
        ("Peru cut its portion to 12 percent from a previous 35 percent of its oil imports.", "35", 2022, "y:formerly"),
        ("Until sanctions hit in 2018, China bought 35 percent of its oil.", "35", 2017, "y:year before the event"),
        (
            "Chile was its largest buyer with 35 per cent in 2011, in 2012 and again in 2013.",
            "35",
            2013,
            "y:last of years",
        ),
    ],
)
def test_years_told_by_words_for_the_time(text: str, number: str, year: int, sign: str):
    scene = next(s for s in _scenes(text) if s.case.quantity.printed == number)
    made = {(p.first, p.last): signs for p, signs in year_signs(scene)}
    assert any(name.startswith(sign) for name in made.get((year, year), {}))


def test_more_of_one_and_of_another_are_changes():
    found = quantities("Egypt, however, received 44% more and China 39% more.")
    assert [(q.by, q.sign) for q in found] == [(True, 1), (True, 1)]


def test_half_a_percent_is_no_half():
    [found] = quantities("Peru is worth only around half a percent of its trade.")
    assert (found.low, found.unit) == (0.5, "%")


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Chile stepped up its sales to Peru by a sturdy 35 per cent in those years.", 1),
        ("They turned to Chile, from which they bought 70 percent more in those five years.", 1),
        ("Chile scaled back its sales to Peru by 12 per cent.", -1),
    ],
)
def test_what_was_stepped_up_changed(text: str, sign: int):
    found = [q for q in quantities(text) if q.unit == "%"]
    assert [(q.by, q.sign) for q in found] == [(True, sign)]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("In the five years from 2018 its imports fell.", [(2018, 2022)]),
        ("It was 11 million for the fiscal year to March 31, 2014.", [(2013, 2013)]),
        ("It was 11 million in the financial year ending September 2014.", [(2014, 2014)]),
        ("In fiscal 2014 it was 11, in the fiscal before it was 13.", [(2014, 2014), (2013, 2013)]),
    ],
)
def test_years_of_books_and_runs(text: str, years: list[tuple[int, int]]):
    assert [(p.first, p.last) for p in periods(text, today=TODAY)] == years


@pytest.mark.parametrize(
    "text",
    [
        "Only 31% of Poles think well of America, as few as in 2003.",
        "The figure is 31%, which equals the dismal result of 2003.",
        "It sells it 31% of its exports, though it has been fighting it since 2014.",
        "Poles who like America number 31%; last year it was 35%.",
    ],
)
def test_a_year_of_something_else_is_not_that_of_a_figure(text: str):
    case = next(case for _, _, case in cases(_document(text)) if case.quantity.printed == "31")
    assert told_of_else(case)
    assert period_of(case)[0] is None


def test_a_year_behind_a_figure_is_its_own():
    case = next(case for _, _, case in cases(_document("Peru took 31% of its exports in 2014; it was more later.")))
    assert not told_of_else(case)


@pytest.mark.parametrize(
    ("text", "year", "sign"),
    [
        ("When Obama left office 65% of Canadians liked America.", 2016, "y:term ends, year before"),
        ("In Obama’s last days 65% of Canadians liked America.", 2016, "y:term ends, year before"),
        ("It was 65% as the Obama presidency drew to a close, say Canadians who like America.", 2016, "y:term ends"),
        ("When Obama took office 65% of Canadians liked America.", 2009, "y:term begins"),
    ],
)
def test_a_term_of_office_tells_a_year(text: str, year: int, sign: str):
    [scene] = [s for s in _scenes(text) if s.case.quantity.printed == "65"]
    made = {(p.first, p.last): signs for p, signs in year_signs(scene)}
    assert any(name.startswith(sign) for name in made.get((year, year), {}))


@pytest.mark.parametrize(
    ("text", "owner", "partner"),
    [
        ("The Chinese economy is four times the size of India’s.", "CHN", "IND"),
        ("Russia’s GDP is 10 times smaller than that of China.", "CHN", "RUS"),
        ("The GDP of China was 40 per cent larger than India’s in 1991.", "CHN", "IND"),
        ("India’s military budget is one fourth of the Chinese one.", "IND", "CHN"),
    ],
)
def test_who_is_measured_by_whom(text: str, owner: str, partner: str):
    scene = _scenes(text)[0]
    offered = [sense for sense, statistic, _ in sense_signs(scene) if statistic == "ratio"]
    assert offered
    signs = of_pair(scene, offered[0], "ratio", owner, partner)
    turned = of_pair(scene, offered[0], "ratio", partner, owner)
    assert any(name.startswith("c:") and name.endswith("as measured") for name in signs)
    assert any(name.endswith("turned") for name in turned)


def test_so_much_larger_is_a_ratio_of_two_states():
    scene = _scenes("The GDP of China was 40 per cent larger than India’s in 1991.")[0]
    way = Way(named("gdp"), "ratio", "CHN", ("IND",), {})
    test = binding.test_of(scene.case, way, Period((0, 0), 1991, 1991), None)
    assert test is not None
    assert test.change is None
    assert test.value == pytest.approx(1.4)


@pytest.mark.parametrize(
    ("text", "flow"),
    [
        ("In 2019 China was the largest customer of Riyadh.", "out"),
        ("In 2019 Riyadh was China’s second source of oil.", "in"),
        ("In 2019 China was Peru’s largest trading partner.", "with"),
    ],
)
def test_a_noun_says_which_way_a_place_goes(text: str, flow: str):
    scene = next(s for s in _scenes(text) if s.case.quantity.kind == "rank")
    fits = {
        sense.flow
        for sense, statistic, signs in sense_signs(scene)
        if statistic == "rank" and any(name.startswith("s:ranked as told") for name in signs)
    }
    assert fits == {flow}


@pytest.mark.parametrize(
    ("text", "code", "tie"),
    [
        ("Of Russian weapons the Chinese are the second biggest buyers.", "CHN", "is after none"),
        ("Of Russian weapons the Chinese are the second biggest buyers.", "RUS", "led by for"),
        ("Only the Saudis had sold more, which made Iran the second biggest source.", "SAU", "compared"),
        ("It left Japan well behind as the largest customer of Riyadh.", "JPN", "beaten"),
        ("It is the French who have taken the second place from the Americans.", "FRA", "is after none"),
        ("It is the French who have taken the second place from the Americans.", "USA", "then compared"),
        ("They sell it to India, whose second biggest source is France.", "IND", "whose relative"),
        ("In second place with 15 percent is America.", "USA", "then is"),
        ("Iran has no bigger customer for its crude than China.", "CHN", "then is"),
        ("Iran has no bigger customer for its crude than China.", "IRN", "led by for"),
    ],
)
def test_ties_of_a_place(text: str, code: str, tie: str):
    scene = next(s for s in _scenes(text) if s.case.quantity.kind == "rank")
    assert tie in scene.ties.get(code, set())


def test_what_another_did_is_what_was_told():
    text = "China is the origin of 54% of what Pakistan imported and 82% of what Bangladesh did."
    scene = next(s for s in _scenes(text) if s.case.quantity.printed == "82")
    assert "of all it bought" in scene.ties.get("BGD", set())


def test_a_list_takes_its_unit_from_the_line_above():
    text = "Positions in billion U.S. dollars:\n\nChina 39.47\n\nFrance 292.72\n\nThese are 3 of them."
    found = [case.quantity for _, _, case in cases(_document(text)) if case.quantity.unit == "USD bn"]
    assert [q.low for q in found] == [39.47, 292.72]


def test_decimals_at_the_end_of_a_paragraph_are_no_footnote():
    assert [s.text for s in split(_document("China 39.47"))] == ["China 39.47"]


def test_where_researchers_sit_is_no_party():
    text = "Researchers in Stockholm found that 55 percent of the weapons China sells abroad end up in Pakistan."
    scene = next(s for s in _scenes(text) if s.case.quantity.printed == "55")
    assert set(scene.places) == {"CHN", "PAK"}
