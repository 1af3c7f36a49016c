"""Who is meant: pronouns, descriptions, states carried from sentence to sentence, numbers that leave their unit out.

Values are made up: only what a figure is bound to is compared, and what no text may do to a verdict.
"""

from __future__ import annotations

import datetime as dt

import pytest

from amity.atlas import open_atlas
from amity.reader.actors import actors
from amity.reader.attributions import parties, tellers
from amity.reader.check import cases, check
from amity.reader.model import Block, Document
from amity.reader.ways import ways


def _document(text: str) -> Document:
    paragraphs: list[Block] = []
    at = 0
    for part in text.split("\n"):
        paragraphs.append(Block((at, at + len(part))))
        at += len(part) + 1
    return Document("case", text, tuple(paragraphs), date=dt.date(2021, 6, 1))


def _meant(text: str, word: str) -> list[tuple[str, ...]]:
    """Whom a word means each time it stands as an actor of its own."""
    return [a.codes for a in actors(text, year=2019) if text[slice(*a.span)].lower() == word.lower()]


def _likeliest(text: str, number: str) -> tuple[str, str, str]:
    """What a figure is, whose and with whom, as it is likeliest read."""
    found = [case for _, _, case in cases(_document(text)) if case.quantity.printed == number]
    way = next(iter(ways(found[-1])))
    return way.sense.id, way.owner, way.partners[0]


@pytest.mark.parametrize(
    ("text", "word", "codes"),
    [
        # Who is a partner is no owner.
        ("Korea aside, Vietnam lives from trade. China was its largest partner.", "its", ("VNM",)),
        ("Peru exports ore. Japan has become its second customer.", "its", ("PER",)),
        ("Chile sells copper. In 2015 China bought 26 per cent of its exports.", "its", ("CHL",)),
        ("Kenya grows. In 2015 India supplied 15 per cent of its imports.", "its", ("KEN",)),
        ("China supplied a tenth of Italy's imports and took 4 per cent of its exports.", "its", ("ITA",)),
        ("China overtook Germany as Poland's main supplier. It sold goods there.", "there", ("POL",)),
        ("Algeria fears France. Spain and Italy sold goods worth 8 per cent of its imports.", "its", ("DZA",)),
        # Whose share, and whose goods, they are is told beside it: "its" is another's.
        ("Kenya is close. Uganda's share of its exports was 8 per cent.", "its", ("KEN",)),
        ("Peru mines. The Chinese part in its total exports grew.", "its", ("PER",)),
        ("Japan buys oil. Iranian crude made up 2 per cent of what it imported.", "it", ("JPN",)),
        ("Brazil grew. Only Uruguay broke loose: China took 24 per cent of its sales.", "its", ("URY",)),
        ("It is Chile, not Japan, that has one customer, since most of its exports go to China.", "its", ("CHL",)),
        ("Kenyan goods worth 9 million went to Uganda, a tenth of the country's exports.", "the country's", ("KEN",)),
        ("Laos lags well behind Australia. Chinese investment in the country grew.", "the country", ("LAO",)),
        # What one does for oneself.
        ("Spain sent Morocco 4 per cent of its exports.", "its", ("ESP",)),
        ("Spain got 6 per cent of its gas from Morocco.", "its", ("ESP",)),
        # Topics, and subjects that stand behind.
        ("For Nepal, India is vital, with 60 per cent of its exports.", "its", ("NPL",)),
        ("In its trade with China, Japan had a surplus.", "its", ("JPN",)),
        ("Norway cannot live without Sweden. It sold goods for 5 billion.", "it", ("NOR",)),
        # Descriptions.
        ("France sold Morocco goods. In 2012 the kingdom bought more.", "the kingdom", ("MAR",)),
        (
            "Russia looks south. In 2019 Turkey sold its northern neighbour tomatoes.",
            "its northern neighbour",
            ("RUS",),
        ),
        ("Brazil and Argentina quarrel. In 2018 Brazil sold its neighbour cars.", "its neighbour", ("ARG",)),
        ("Iraq and China trade. The country's exports to China are crude.", "the country's", ("IRQ",)),
        ("Oman and India trade. The former exports oil.", "the former", ("OMN",)),
        # Peoples in the plural, and two states.
        ("The Americans trade with Chile. They sold 5 billion.", "they", ("USA",)),
        ("For the Italians, Libya counts. It was their fourth supplier.", "their", ("ITA",)),
        ("Peru and Chile trade with each other.", "each other", ("PER", "CHL")),
        ("Ghana and Togo are close. In New York the two vote alike.", "the two", ("TGO", "GHA")),
        ('An official in Lima said: "In 2010 we sold Chile goods for 2 billion."', "we", ("PER",)),
    ],
)
def test_words_mean_the_state_that_the_rest_of_the_text_allows(text: str, word: str, codes: tuple[str, ...]) -> None:
    assert [set(found) for found in _meant(text, word)] == [set(codes)]


@pytest.mark.parametrize(
    "text",
    ["US$5 billion was spent.", "There were 5 disputes.", "The former Soviet republics trade.", "The two largest did."],
)
def test_words_that_mean_no_state_are_no_actors(text: str) -> None:
    assert actors(text, year=2019) == ()


@pytest.mark.parametrize(
    ("text", "number", "read"),
    [
        # What the sentence before was about.
        (
            "In 2015 Italy sold Spain goods for $19 billion. It had been $25.3 billion in 2008.",
            *("25.3", "goods.out ITA ESP"),
        ),
        (
            "In 2015 Italy sold Spain goods for $19 billion. The reverse flow came to $18.4 billion.",
            *("18.4", "goods.out ESP ITA"),
        ),
        (
            "Chile's exports to Peru were $1.9 billion.\nSales in the other direction were $1.2 billion.",
            *("1.2", "goods.out PER CHL"),
        ),
        (
            "Ghana's exports to China were $1 billion in 2015. Nigeria's came to $2.5 billion.",
            *("2.5", "goods.out NGA CHN"),
        ),
        # Lists, and who did the same.
        ("In 2010 Russia delivered arms of 426 million TIV to India, Israel of 112.", "112", "arms.out ISR IND"),
        ("In 2015 France bought goods for $30 billion from Spain, Italy $22.5 billion.", "22.5", "goods.in ITA ESP"),
        ("In 2015 Iran's exports to Iraq were $6 billion, to Oman $0.7 billion.", "0.7", "goods.out IRN OMN"),
        (
            "In 2012 Peru sent 17 per cent of its exports to China, Chile 23 and Brazil 17.5.",
            *("17.5", "goods.out BRA CHN"),
        ),
        ("In 2012 China took 17 per cent of Peru's exports, Chile 4.1.", "4.1", "goods.out PER CHL"),
        (
            "In 2012 Japan took 7 per cent of Peru's exports and 11.2 per cent of Chile's.",
            *("11.2", "goods.out CHL JPN"),
        ),
        (
            "Peru and Chile voted alike in 90 per cent of General Assembly votes in 2010, Peru and Iran in 61.",
            *("61", "votes.assembly PER IRN"),
        ),
        (
            "In 2019 China was Kenya's largest supplier, with 20 per cent of imports, followed by India with 10.4.",
            *("10.4", "goods.in KEN IND"),
        ),
        (
            "In 2013 India took 8 per cent of Ghana's exports, less than the 9.7 per cent that went to Italy.",
            *("9.7", "goods.out GHA ITA"),
        ),
        # The state a document is about.
        (
            "Trade of Jordan and Egypt is small. Jordan exports little to Egypt.\nIn 2015 Egyptian exports "
            "were worth $0.8 billion.",
            *("0.8", "goods.out EGY JOR"),
        ),
        # An organisation elsewhere is no party.
        ("The EU is larger, but in 2013 Russia bought 24 per cent of Ukraine's exports.", "24", "goods.out UKR RUS"),
    ],
)
def test_figures_find_their_states_beyond_their_words(text: str, number: str, read: str) -> None:
    sense, owner, partner = _likeliest(text, number)
    wanted = read.split()
    assert sense == wanted[0]
    if sense.startswith("votes"):
        assert {owner, partner} == set(wanted[1:])
    else:
        assert [owner, partner] == wanted[1:]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("In 2018 Brazil was Peru's third trading partner, and Peru Brazil's tenth.", [("PER", "BRA"), ("BRA", "PER")]),
        (
            "Oman is India's ninth supplier; India, however, ranks fourth among Oman's.",
            [("IND", "OMN"), ("OMN", "IND")],
        ),
        ("In 2010 Mali was Togo's sixth customer. In 2015 it came second.", [("TGO", "MLI"), ("TGO", "MLI")]),
    ],
)
def test_places_are_told_once_more_without_their_noun(text: str, places: list[tuple[str, str]]) -> None:
    found = [next(iter(ways(case))) for _, _, case in cases(_document(text)) if case.quantity.unit == "rank"]
    assert [(way.owner, way.partners[0]) for way in found] == places


@pytest.mark.parametrize(
    "text",
    [
        "Exports rose by 5 per cent (see table 12, p. 44).",
        "In 2015 Peru took 5 per cent of Chile's exports under Article 12.",
        "(2) It took 5 per cent of Chile's exports. (3) It bought goods.",
        "In 2015 Peru took 5 per cent of Chile's exports in 12 shipments.",
    ],
)
def test_numbers_that_count_or_name_something_else_take_no_unit_from_before(text: str) -> None:
    assert [c.quantity.printed for _, _, c in cases(_document(text)) if c.quantity.unit == "%"] == ["5"]


@pytest.mark.parametrize(
    ("text", "told", "left"),
    [
        ("According to Turkish customs, Iran sold Iraq goods.", "TUR", {"IRN", "IRQ"}),
        ("On Moscow's figures, Iran sold Iraq goods.", "RUS", {"IRN", "IRQ"}),
        ("Iran sold Iraq goods, says Beijing.", "CHN", {"IRN", "IRQ"}),
        ("Chinese customs data show that imports from Iran grew.", "CHN", {"CHN", "IRN"}),
    ],
)
def test_who_tells_a_figure_is_no_party_where_two_others_are_named(text: str, told: str, left: set[str]) -> None:
    named = actors(text, year=2019)
    assert [actor.codes for actor in tellers(text, named)] == [(told,)]
    assert {code for actor in parties(text, named) for code in actor.codes} == left


@pytest.mark.parametrize(
    "text",
    [
        "Trade of Peru and Chile grows. Chile lives from it.\nIn 2015 Peruvian exports were worth $99.9 billion.",
        "In 2015 Peru sold Chile goods for $1.1 billion. The reverse flow came to $99.9 billion in 2015.",
        "In 2015 Peru bought 1 per cent of Chile's exports and 2 per cent of Bolivia's, Brazil 99.9.",
    ],
)
def test_what_is_only_guessed_from_elsewhere_is_never_called_false(text: str) -> None:
    [found] = [f for f in check(_document(text), open_atlas()).findings if f.quantity.printed == "99.9"]
    assert found.outcome != "contradicts"


@pytest.mark.parametrize(
    ("text", "number", "read"),
    [
        # "We" are those of whom the author speaks as his own; the others stand in the sentences on "our" trade.
        (
            "Norwegians fish.\nOur exports to Sweden fell in 2018. We sold Denmark goods worth $5 billion in 2019.",
            "5",
            ("goods.out", "NOR", "DNK"),
        ),
        (
            "**Chile**\n- Our exports fell in 2018.\n- Our imports from Chile were $3 billion in 2019.\n"
            "30 per cent of Peruvians were asked.",
            "3",
            ("goods.in", "PER", "CHL"),
        ),
    ],
)
def test_we_are_those_of_whom_the_author_speaks_as_his_own(text: str, number: str, read: tuple[str, str, str]) -> None:
    assert _likeliest(text, number) == read


def test_we_of_an_author_without_a_state_are_nobody() -> None:
    text = "Norway sells gas. We saw in 2018 how exports to Sweden fell. Our colleagues count 5 billion dollars."
    assert not [a for _, named, _ in cases(_document(text)) for a in named if a.kind == "pronoun"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Zambia and Kenya grew. Zambia digs.\n### Trade with China\n- Exports: $7 billion in 2018", ("ZMB", "CHN")),
        ("Zambia and Kenya grew. Zambia digs.\n**China**\n- Exports $7 billion in 2018", ("ZMB", "CHN")),
        ("Zambia and Kenya grew. Zambia digs.\n### China\n- Kenyan exports: $7 billion in 2018", ("KEN", "CHN")),
        ("### Italy and Japan\n- Exports: $7 billion in 2018\n### Spain\nIt rained.", ("ITA", "JPN")),
    ],
)
def test_a_heading_tells_with_whom(text: str, read: tuple[str, str]) -> None:
    assert _likeliest(text, "7") == ("goods.out", *read)


@pytest.mark.parametrize(
    "text",
    [
        "In 2018 Italian exports to Japan were worth $9 billion and those in the opposite direction $7 billion.",
        "Italy shipped $9 billion of goods to Japan in 2018 and got $7 billion back.",
        "Italy sold 9 billion dollars' worth of goods to Japan in 2018 and took $7 billion in return.",
        "Italian exports to Japan reached $9 billion in 2018, against $7 billion the other way.",
        "Goods worth $9 billion crossed from Italy to Japan in 2018 and $7 billion westward.",
    ],
)
def test_what_goes_back_turns_the_flow(text: str) -> None:
    assert _likeliest(text, "9") == ("goods.out", "ITA", "JPN")
    assert _likeliest(text, "7") in (("goods.out", "JPN", "ITA"), ("goods.in", "ITA", "JPN"))


def test_what_a_people_bought_is_theirs() -> None:
    text = "Chinese goods accounted for 16 per cent of what Angolans bought in 2018."
    assert _likeliest(text, "16") == ("goods.in", "AGO", "CHN")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("China supplied 23 per cent of Chile's imports in 2018, compared with 20 for the Americans.", "USA"),
        ("China supplied 23 per cent of Chile's imports in 2018, Brazil's share being 20 per cent.", "BRA"),
        ("China took 23 per cent of Chile's exports in 2018, Japan's 20.", "JPN"),
    ],
)
def test_a_share_told_like_the_one_before_is_of_who_is_named_since(text: str, read: str) -> None:
    assert _likeliest(text, "20")[1:] == ("CHL", read)


@pytest.mark.parametrize(
    ("text", "figure", "read"),
    [
        (
            "For Zambia, its neighbour Kenya matters. For Zambia, its neighbour was the fifth most important trading "
            "partner in 2018.",
            "",
            ("goods.with", "ZMB", "KEN"),
        ),
        (
            "Chile grows. Japan, from which it had bought 9 per cent of its imports in 2000, trades with Chile. Chile "
            "and Japan agree.",
            "9",
            ("goods.in", "CHL", "JPN"),
        ),
        (
            "Seen from Tokyo, Chile is a small customer, and it ranked ninth among the country's trading partners in "
            "2018. Chile and Japan agree, Chile thinks.",
            "",
            ("goods.with", "JPN", "CHL"),
        ),
        (
            "Kenya and Zambia agree, Kenya says. Ask Kenya. The Zambian baker names Italy, Spain and Kenya. Once it "
            "was Italy, which took 65 per cent of the country's exports in 1996.",
            "65",
            ("goods.out", "KEN", "ITA"),
        ),
        (
            "Sri Lanka and the Maldives differ. The Maldives shop around, as the Maldives like. In 2018 Italian "
            "exports to the islands came to $5 million.",
            "5",
            ("goods.out", "ITA", "MDV"),
        ),
        (
            "Italy bought $5 billion of Chilean goods in 2018, 7 per cent of the total.",
            "7",
            ("goods.out", "CHL", "ITA"),
        ),
    ],
)
def test_who_is_meant_by_the_country_and_what_it_is_called(text: str, figure: str, read: tuple[str, str, str]) -> None:
    assert _likeliest(text, figure) == read


@pytest.mark.parametrize("called", ["the pair", "the dyad", "this dyad", "the duo"])
def test_the_dyad_is_that_of_the_document(called: str) -> None:
    text = (
        "Kenya and Zambia are close. Kenya and Zambia meet. Kenya and Zambia talk. Between Kenya and Italy it was "
        f"otherwise.\nOver the years {called} had 4 militarised disputes in 1998."
    )
    assert set(_likeliest(text, "4")[1:]) == {"KEN", "ZMB"}


@pytest.mark.parametrize(("figure", "other"), [("80", "JPN"), ("69", "ITA"), ("34", "ESP")])
def test_votes_as_one_and_as_another(figure: str, other: str) -> None:
    text = (
        "In 2018 Chile cast the same vote as Japan on 80 percent of resolutions, as Italy on 69 percent, and as Spain "
        "on 34 percent."
    )
    assert set(_likeliest(text, figure)[1:]) == {"CHL", other}
