"""Forms of official English that real accounts of meetings showed."""

from __future__ import annotations

import pytest

from amity.reader import documents, introduced, passages, readouts_page, venues, vocabulary
from amity.reader.model import Document
from amity.reader.readouts import Comparison, compare


def _text(text: str) -> Document:
    return documents.from_text(text, "account")


def _compare(a: str, b: str, names: tuple[str, str] | None = None) -> Comparison:
    return compare(_text(a), _text(b), names=names)


def _topics(text: str) -> set[str]:
    return {f.id for f in vocabulary.topics_in(text)}


def _told(compared: Comparison) -> dict[str, str]:
    return {row.topic: row.outcome for row in compared.rows}


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("There is broad space for cooperation.", "space"),
        ("They enjoyed fruitful exchanges.", "agriculture"),
        ("They noted the rule of law and freedom of navigation at sea.", "human-rights"),
        ("Both want more democracy in international relations.", "human-rights"),
        ("None of the military goals was reached.", "military"),
        ("The free trade agreement negotiations should be sped up.", "mediation"),
        ("The Syrian settlement in the context of the memorandum was discussed.", "currencies"),
        ("The sides expressed mutual interest in further work.", "partnership"),
        ("Grain left the Black Sea ports.", "transport"),
        ("A bridgehead was built against the country.", "transport"),
        ("The International Atomic Energy Agency made a proposal.", "nuclear-power"),
        ("This year marks the 75th anniversary of diplomatic ties.", "history"),
        ("They want world peace and tranquility.", "border-peace"),
        ("Обсужден предстоящий визит.", "visas"),
        ("Стороны за долгосрочное урегулирование.", "debt"),
        ("Речь шла об уголовном деле.", "coal"),
        ("Выигран кубок мира.", "latin-america"),
    ],
)
def test_what_only_looks_like_a_topic_is_none(text: str, topic: str) -> None:
    assert topic not in _topics(text)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("China and Japan do research in outer space.", "space"),
        ("Fruits from Turkey may be sold again.", "agriculture"),
        ("The parties spoke of democracy and human rights.", "human-rights"),
        ("A new bridge over the Amur was opened.", "transport"),
        ("Peace negotiations should begin.", "mediation"),
        ("This year marks the 75th anniversary of diplomatic ties.", "anniversary"),
        ("The Chancellor called on him to withdraw his troops.", "troops"),
        ("He condemned airstrikes on cities.", "strikes"),
        ("A settlement must rest on the new territorial realities.", "territory"),
        ("North Korea launched ballistic missiles.", "missiles"),
        ("Xi opposed unilateral trade restrictive measures.", "protectionism"),
        ("The rights of Russian-speaking residents are trampled on.", "minorities"),
        ("The evacuation of Russian citizens was discussed.", "citizens"),
        ("Ties must not be seen through a third country lens.", "third-parties"),
        ("Exchanges between legislatures and political parties will grow.", "parliaments"),
        ("The Secretary stressed the commitment to our allies in the region.", "alliances"),
        ("Россия заявила о реалиях на земле и выводе войск.", "troops"),
        ("Осуждены удары по гражданским объектам.", "strikes"),
        ("Отменены визы для туристов.", "visas"),
        ("Обсуждены поставки угля.", "coal"),
        ("中方反对单边主义和保护主义。", "protectionism"),
        ("今年是两国建交五十周年。", "anniversary"),
    ],
)
def test_what_real_accounts_speak_of(text: str, topic: str) -> None:
    assert topic in _topics(text)


@pytest.mark.parametrize(
    ("text", "stances"),
    [
        ("Сотрудничество растет в условиях санкций.", []),
        ("Согласно договору, торговля растет.", []),
        ("Потребление газа растет.", []),
        ("Условлено о расширении торговли.", ["agreed"]),
        ("Стороны согласились расширить торговлю.", ["agreed"]),
        ("Москва потребовала отмены санкций.", ["urged"]),
        ("Both keep the balance of oil demand and supply.", []),
        ("France demanded a ceasefire.", ["urged"]),
    ],
)
def test_what_only_looks_like_a_stance_is_none(text: str, stances: list[str]) -> None:
    assert [f.id for f in vocabulary.stances_in(text)] == stances


@pytest.mark.parametrize(
    ("before", "is_place"),
    [
        ("The Prime Minister met the President at the summit in ", True),
        ("EAM met Foreign Minister Wang Yi on 25 July 2024 in Vientiane, ", True),
        ("They spoke when meeting on the sidelines of the summit on Monday in ", True),
        ("He was on a visit to ", True),
        ("They met to discuss the war in ", False),
        ("At the meeting he spoke about elections in ", False),
        ("They were concerned at the situation in ", False),
        ("Investment in ", False),
    ],
)
def test_where_they_met_is_a_place(before: str, is_place: bool) -> None:
    assert venues.is_place(before) == is_place


@pytest.mark.parametrize(
    ("before", "after", "is_venue"),
    [
        ("met President Xi at the ", " Summit in Brazil", True),
        ("on a visit to attend an ", "-related Summit Meeting", True),
        ("on the sidelines of the 19th ", " Leaders' Summit", True),
        ("both look forward to meeting at ", "!", True),
        ("coordination at the ", " and other fora", False),
        ("support for the presidency of the ", " and the Summit", False),
    ],
)
def test_a_forum_where_they_met_is_a_venue(before: str, after: str, is_venue: bool) -> None:
    assert venues.is_venue(before, after, is_forum=True) == is_venue


def test_a_place_of_meeting_is_no_third_state() -> None:
    told = _told(
        _compare(
            "The Prime Minister of Japan met President Xi Jinping of China at the APEC Summit in Thailand. They "
            "discussed trade and the situation in Norway.",
            "China and Japan discussed trade.",
        )
    )
    assert not {"third:THA", "apec"} & set(told)
    assert told["third:NOR"] == "only A"


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("Putin spoke with Federal Chancellor of the Federal Republic of Germany Anna Berger.", "Berger", "DEU"),
        ("Xi Jinping met with British Prime Minister John Harrow in Beijing.", "Harrow", "GBR"),
        ("Mr. TANAKA Kenji, Prime Minister of Japan, met with Xi Jinping.", "TANAKA", "JPN"),
        ("India's External Affairs Minister Dr. S. Raman met Wang Yi.", "Raman", "IND"),
    ],
)
def test_who_is_introduced(text: str, name: str, code: str) -> None:
    assert introduced.people([_text(text)], 2024).names[name] == code


def test_an_office_of_two_states_is_nobodys() -> None:
    both = "French President Anna Berger met German President Karl Weiss. The German Chancellor was away."
    assert "president" not in introduced.people([_text(both)], 2024).titles
    assert introduced.people([_text(both)], 2024).titles["chancellor"] == "DEU"


def test_an_office_alone_says_what_either_account_lets_it_mean() -> None:
    compared = _compare(
        "The Chancellor condemned the war against Ukraine.",
        "Vladimir Putin of Russia had a telephone conversation with German Chancellor Anna Berger on Ukraine.",
    )
    assert compared.passages_a[0].speaker == ("DEU",)


def test_who_met_are_those_whose_leaders_are_named_first() -> None:
    ukraine = "He condemned the war against Ukraine. Ukraine defends itself, and Germany stands by Ukraine. "
    compared = _compare(
        f"Chancellor Anna Berger spoke with Russian President Vladimir Putin. {ukraine * 3}",
        "Vladimir Putin spoke with German Chancellor Anna Berger on Ukraine. Kiev must accept talks on Ukraine.",
    )
    assert compared.sides == ("DEU", "RUS")


def test_the_names_given_tell_who_met() -> None:
    text = "The two sides discussed trade and Ukraine, Ukraine above all. Russia and Poland were named as well."
    assert _compare(text, f"{text} Poland.", ("Berlin", "Moscow")).sides == ("DEU", "RUS")


def _passage(text: str, sides: tuple[str, str]) -> passages.Passage:
    document = _text(text)
    (found,) = passages.read(document, sides, 2024, introduced.people([document], 2024))
    return found


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("China and Britain should uphold their ties in trade and in science, President Xi Jinping said.", ("CHN",)),
        ("The two sides agreed that trade should grow.", ("CHN", "GBR")),
        ("Xi Jinping said that Britain and China should uphold trade.", ("CHN",)),
    ],
)
def test_who_says_it_may_stand_behind(text: str, speaker: tuple[str, ...]) -> None:
    assert _passage(text, ("CHN", "GBR")).speaker == speaker


@pytest.mark.parametrize(
    "text",
    [
        '"The world is turbulent. Trade must stay free. Both should keep to climate goals," Xi Jinping said.',
        'Xi Jinping said: "The world is turbulent. Trade must stay free. Both should keep to climate goals."',
    ],
)
def test_a_quotation_of_several_sentences_is_of_one_speaker(text: str) -> None:
    read = passages.read(_text(text), ("CHN", "GBR"), 2024)
    assert {p.speaker for p in read} == {("CHN",)}


def test_a_quotation_that_never_ends_is_nobodys() -> None:
    read = passages.read(_text('"The world is turbulent.\n\nChina said that trade must grow.'), ("CHN", "GBR"), 2024)
    assert [p.speaker for p in read] == [(), ("CHN",)]


def test_it_was_agreed_means_both() -> None:
    (position,) = _passage("It was agreed to continue work on trade.", ("DEU", "RUS")).positions
    assert (position.stance, position.holder) == ("agreed", ("DEU", "RUS"))


def test_what_another_is_asked_for_is_not_held_by_it() -> None:
    held = _passage("Israel requested that Russia support visits to the hostages.", ("ISR", "RUS")).positions
    assert [(p.stance, p.holder) for p in held] == [("urged", ("ISR",))]


def test_what_is_done_against_a_state_opposes_nothing() -> None:
    held = _passage("Germany condemned the aggression against Ukraine and strikes against its cities.", ("DEU", "RUS"))
    assert [p.stance for p in held.positions] == ["condemns"]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Putin spoke of Kyiv’s categorical refusal to take steps towards peace in Ukraine.", [("opposes", ("UKR",))]),
        ("Putin noted Germany's unwavering support for Ukraine.", [("supports", ("DEU",))]),
        ("Putin stressed that Germany supports Ukraine.", [("supports", ("DEU",))]),
    ],
)
def test_a_noun_is_held_by_its_owner(text: str, held: list[tuple[str, tuple[str, ...]]]) -> None:
    assert [(p.stance, p.holder) for p in _passage(text, ("DEU", "RUS")).positions] == held


def test_what_is_spoken_of_is_not_what_is_denied() -> None:
    compared = _compare(
        "Wang Yi stressed that the United States should understand the importance of Taiwan to China.",
        "The United States told China that it does not support Taiwan independence.",
    )
    assert _told(compared)["taiwan"] == "both"


def test_two_denials_of_different_things_do_not_clash() -> None:
    compared = _compare(
        "President Biden reiterated that U.S. policy on Taiwan has not changed.",
        "President Biden told Xi Jinping that the United States does not support Taiwan independence.",
    )
    assert _told(compared)["taiwan"] == "both"


def test_a_denial_still_clashes_with_its_assertion() -> None:
    compared = _compare(
        "The United States does not support Taiwan independence, President Biden told Xi Jinping.",
        "The United States does support Taiwan independence, President Biden told Xi Jinping.",
    )
    assert _told(compared)["taiwan"] == "contradicts"


def test_relations_with_a_state_that_took_part_are_no_third_matter() -> None:
    told = _told(_compare("Russia-US relations were discussed by Moscow and Washington.", "Russia and the US met."))
    assert "us-relations" not in told


def test_a_demand_that_the_other_leaves_out_is_not_marked_as_shared() -> None:
    compared = _compare(
        "President Trump and President Putin of Russia agreed on a ceasefire in Ukraine for the United States.",
        "Russia and the United States discussed a ceasefire in Ukraine. Russian and Ukrainian prisoners will be "
        "exchanged: prisoners of Ukraine return first.",
    )
    assert compared.marks_b[-1] == "only B"


def test_the_page_sets_both_accounts_side_by_side() -> None:
    compared = _compare(
        "China and Japan discussed the price of natural gas.", "Japan told China that natural gas must be cheaper."
    )
    page = readouts_page.render(compared)
    assert '<span class="sides">' in page
    summary = page.split('<span class="sides">')[1].split("</summary>")[0]
    assert "the price of natural gas" in summary
    assert "must be cheaper" in summary
