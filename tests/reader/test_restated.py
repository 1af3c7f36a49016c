"""An amount told once more in other money parts the one in dollars from nothing."""

import pytest

from amity.reader.quantities import quantities
from amity.reader.restated import told_once


def _plain(text: str) -> tuple[str, list[str]]:
    left, figures = told_once(text, quantities(text))
    assert len(left) == len(text)
    return " ".join(left.split()), [text[slice(*figure.span)] for figure in figures]


@pytest.mark.parametrize(
    ("text", "left", "figures"),
    [
        (
            "Goods worth $4 million (Sh405 million) were sold by Ethiopia to Kenya.",
            "Goods worth $4 million were sold by Ethiopia to Kenya.",
            ["$4 million"],
        ),
        (
            "Thai trade with China was put at $59.25 billion (about 2.07 trillion baht), below the year before.",
            "Thai trade with China was put at $59.25 billion , below the year before.",
            ["$59.25 billion"],
        ),
        (
            "Imports from China were worth 94 billion euros ($104 billion) in 2016.",
            "Imports from China were worth $104 billion in 2016.",
            ["$104 billion"],
        ),
        (
            "From $4 billion (€2.55 billion) in 2002 it rose to $21 billion (€15 billion).",
            "From $4 billion in 2002 it rose to $21 billion .",
            ["$4 billion", "rose to $21 billion"],
        ),
        (
            "Goods worth 94 billion euros, or about $104 billion, came from China.",
            "Goods worth about $104 billion came from China.",
            ["about $104 billion"],
        ),
    ],
)
def test_what_is_told_in_dollars_is_told_once(text: str, left: str, figures: list[str]) -> None:
    assert _plain(text) == (left, figures)


@pytest.mark.parametrize(
    "text",
    [
        "Exports came to $70 billion (8 per cent of the total) in 2015.",
        "Trade came to $21 billion (2002: $4 billion).",
        "Exports of 5 billion euros and imports of $7 billion (in 2015) were told.",
        "Germany took $9.7 billion ($8.1 billion) of them.",
        "Trade of €5 billion (€4 billion) was told.",
        "It sold goods for $5 billion, or 4 per cent of its exports, to China.",
    ],
)
def test_what_brackets_tell_besides_is_left(text: str) -> None:
    assert told_once(text, quantities(text)) == (text, quantities(text))
