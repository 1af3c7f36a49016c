"""Patterns that are tried only where they can match find just what they find when tried everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest

from amity.reader import movements, partial, senses, wares, worded_words
from amity.reader.seldom import Seldom, needed, seldom

TEXTS = (
    "Exports to the neighbour rose by 24.5% in the first quarter of 2018, and goods worth 5 bn came back.",
    "FROM JANUARY TO MAY the trade deficit grew; in 1Q2019 it fell.",
    "They voted alike on 80 per cent of resolutions in the Security Council; China vetoed six drafts.",
    "Poland bought most of its crude oil, natural gas and coal from Russia, which sold it cheaply.",
    "Mid-2020: a war-time ration (arms, weapons); “two-way trade” was up.",
    "",
    "war",
)


def _spots(found: Iterable[re.Match[str]]) -> list[tuple[int, int]]:
    return [match.span() for match in found]


def _shipped() -> list[Seldom]:
    rows = [(sense.words, sense.hints, sense.venue) for sense in senses.everything()]
    found = [one for row in rows for one in row if one is not None]
    found += [*senses.moves().values(), *senses.beyond().values(), *wares.patterns()]
    for module in (movements, partial, worded_words):
        found += [one for one in vars(module).values() if isinstance(one, Seldom)]
    return found


def test_nothing_is_missed():
    patterns, matched, spared = _shipped(), 0, 0
    assert len(patterns) > 80
    for pattern in patterns:
        for text in TEXTS:
            expected = _spots(pattern.pattern.finditer(text))
            assert _spots(pattern.finditer(text)) == expected, pattern.pattern
            matched += bool(expected)
            spared += not pattern.may_match(text)
    assert matched > 30
    # Most patterns are not tried on most texts, or this would be of no use.
    assert spared > len(patterns) * len(TEXTS) / 2


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (r"\bwars?\b", "a war"),
        (r"\bwar\b", "(war)"),
        (r"the\s+(?:other|opposite)\s+way", "the \n opposite  way"),
        (r"trade[ -]war", "Trade–war trade-war"),
        (r"(?<![\w-])deficits?(?!\w)", "deficit, Deficits"),
        (r"(?:re)?exports?", "reexport export"),
        (r"(?:[A-Z]{2,}|x)balance", "a xbalance"),
        (r"q[1-4]\b|[12]h\b", "Q3, 2H"),
        (r"(?:ab|cd){2,3}efgh", "ababefgh"),
        (r"sanction\w*", "\N{LATIN SMALL LETTER LONG S}anctions and İNK sanctioned"),
        (r"kinds", "\N{KELVIN SIGN}inds of kınds"),
        (r"(?i:Loans)|debts", "LOANS"),
    ],
)
def test_finds_what_the_pattern_finds(words: str, text: str):
    pattern = seldom(words, re.IGNORECASE)
    expected = _spots(pattern.pattern.finditer(text))
    assert _spots(pattern.finditer(text)) == expected
    assert bool(expected) == (pattern.search(text) is not None)


def test_a_part_that_ends_within_a_word():
    """Where only a part is looked at, its end is the end of a word."""
    pattern, text = seldom(r"\bexport\b"), "the exporters"
    assert pattern.search(text) is None
    assert pattern.search(text, 0, 10) is not None


def test_what_is_needed():
    assert needed(re.compile(r"\w+")) == frozenset()
    assert needed(re.compile(r"(?:trade )?\d+")) == frozenset()
    assert needed(re.compile(r"surplus|\d")) == frozenset()
    assert all(run in " surpluses deficit " for run in needed(re.compile(r"surplus(?:es)?|deficit")))
    assert not seldom(r"surplus").may_match("A deficit of 5 billion.")
    assert seldom(r"surplus", re.IGNORECASE).may_match("SURPLUS")
