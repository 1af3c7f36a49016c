"""Figures told in the manner of newspapers: lists, other wholes, years counted from another, ends of a span."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.atlas import open_atlas
from amity.reader.check import check
from amity.reader.model import Block, Document, Finding


def _findings(text: str) -> list[Finding]:
    document = Document("case", text, (Block((0, len(text))),), date=dt.date(2021, 6, 1))
    return list(check(document, open_atlas()).findings)


def _read(text: str, number: str) -> tuple[object, ...]:
    """What the figure with these digits was bound to, or would be: indicator, states, years."""
    [found] = [f for f in _findings(text) if f.quantity.printed == number]
    test = (found.bound or found.candidates[0]).test
    states = (str(test.figure.of), str(test.figure.on))
    # Both directions together are told from either side.
    of, on = sorted(states, reverse=True) if test.figure.plus else states
    return test.figure.name, of, on, test.years


@pytest.mark.parametrize(
    ("text", "number", "name", "of", "on", "years"),
    [
        (
            "In 2010 Italian imports from Algeria and Libya were valued at $9.3 billion and $15.5bn, respectively.",
            "15.5",
            *("trade.flow", "LBY", "ITA", (2010, 2010)),
        ),
        (
            "Japan, South Korea and China took 16, 14 and 28 per cent of Saudi crude exports respectively in 2020.",
            "14",
            *("energy.crude_export_share", "SAU", "KOR", (2020, 2020)),
        ),
        (
            "Germany bought 26 per cent of Polish exports in 2009, more than France (7 per cent) and Italy (6.9).",
            "6.9",
            *("trade.export_share", "POL", "ITA", (2009, 2009)),
        ),
        (
            "Its largest supplier in 2020, says South Africa, matters. South Africa's largest supplier was China, "
            "with 21 per cent of imports in 2020.",
            "21",
            *("trade.import_share", "ZAF", "CHN", (2020, 2020)),
        ),
        (
            "Exports from Canada to the US were $292.5 billion in 2017, 73 per cent of the total.",
            "73",
            *("trade.export_share", "CAN", "USA", (2017, 2017)),
        ),
        (
            "China provided 21 per cent of Ethiopia's imports in 2019, compared with 7.1 per cent for India.",
            "7.1",
            *("trade.import_share", "ETH", "IND", (2019, 2019)),
        ),
        (
            "Trade between India and the UAE was $50.9 billion in 2014. It had been $10.2bn a decade earlier.",
            "10.2",
            *("trade.flow", "IND", "ARE", (2004, 2004)),
        ),
        (
            "South Korea's exports to Vietnam grew between 2011 and 2018, from $13.5 billion to $44.7 billion.",
            "13.5",
            *("trade.flow", "KOR", "VNM", (2011, 2011)),
        ),
        (
            "South Korea's exports to Vietnam grew between 2011 and 2018, from $13.5 billion to $44.7 billion.",
            "44.7",
            *("trade.flow", "KOR", "VNM", (2018, 2018)),
        ),
        (
            "In 2018 Turkey imported $16.0 billion of Russian goods.",
            "16.0",
            *("trade.flow", "RUS", "TUR", (2018, 2018)),
        ),
    ],
)
def test_prose_is_read_as_it_is_meant(
    text: str, number: str, name: str, of: str, on: str, years: tuple[int, int]
) -> None:
    assert _read(text, number) == (name, of, on, years)


def test_a_place_among_suppliers_is_compared_as_a_place() -> None:
    [right, *_] = _findings("France was the biggest market of Spanish goods in 2007.")
    [wrong, *_] = _findings("Portugal was the biggest market of Spanish goods in 2007.")
    assert right.outcome == "agrees"
    assert right.evidence is not None
    assert right.evidence.said.startswith("place 1 of")
    assert wrong.outcome in ("off", "contradicts")


def test_a_bound_has_the_slack_of_its_digits() -> None:
    # The share held is 8.751 per cent, other sources less: at least 8.8 is true of a figure rounded so, 9 is not.
    [rounded] = _findings("In 2014 China took at least 8.8 per cent of Russia's exports.")
    [above] = _findings("In 2014 China took at least 9.2 per cent of Russia's exports.")
    assert rounded.outcome == "agrees"
    assert above.outcome != "agrees"


def test_what_may_be_the_share_of_another_is_not_called_false() -> None:
    # 19 per cent is Japan's share that goes to China, not South Korea's that goes to Japan.
    text = (
        "With China buying 25 per cent of its exports in 2013, South Korea is more exposed than Japan, for which the "
        "figure in 2013 was 19 per cent."
    )
    [_, found] = _findings(text)
    assert found.outcome not in ("contradicts", "off")
