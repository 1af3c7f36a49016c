"""Figures and amounts in words: what people read, never a code or a bare number that hides its unit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from amity import claims
from amity.atlas import open_atlas
from amity.claims import parse, wording

ATLAS = open_atlas()


def _test(text: str) -> claims.Test:
    whole = f"study: x\ntitle: x\nclaims: [{{id: a, text: x, kind: quantity, pillar: trade, test: {text}}}]"
    return parse(whole, "x").claims[0].tests[0]


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (0.01841, "share (0-1)", "1.841 %"),
        (95243.8, "million current US$", "US$ 95.24 bn"),
        (2.66, "USD bn", "US$ 2.66 bn"),
        (594, "USD m", "US$ 594 million"),
        (2014, "year", "2014"),
        (
            2,
            "0 none, 1 nonaggression, 2 neutrality or consultation, 3 defence or offence",
            "2 (neutrality or consultation)",
        ),
        (0.5, "0 severe rivalry, .25 lesser rivalry, .5 negative peace", "0.5 (negative peace)"),
        (8, "rank (1 = largest)", "place 8"),
        (56, "count", "56"),
        (36415.4, "million TIV", "36,415 million TIV"),
        (0.0000004, "index (0-1)", "0"),
        (7.4, "ratio a / b", "7.4 times"),
    ],
)
def test_amounts(value: float, unit: str, said: str) -> None:
    assert wording.amount(value, unit) == said


@pytest.mark.parametrize(
    ("test", "said"),
    [
        (
            "{indicator: trade.export_share, of: CHN, on: RUS, years: 2014-2019, op: '=', value: 1}",
            "Share in goods exports China → Russia, 2014–2019 (mean)",
        ),
        ("{indicator: diplomacy.kappa, of: RUS, on: CHN, years: 2014, op: exists}", "Russia–China, 2014"),
        ("{indicator: trade.flow, of: RUS, on: EU, take: sum, years: 2014, op: exists}", "Russia → EU, 2014"),
        (
            "{table: arms_totals, of: RUS, column: exports_tiv_million, years: 2010-2014, base: 2005-2009, span: sum, "
            "op: growth, value: 37, unit: '%'}",
            "2010–2014 (growth on 2005–2009)",
        ),
        (
            "{facts: exercises, of: CHN, on: RUS, where: {name: Peace Mission}, years: 2005, op: first, value: 2005}",
            "Exercises of the casefile [Peace Mission] China → Russia, first year",
        ),
    ],
)
def test_what_is_asked(test: str, said: str) -> None:
    assert said in wording.asked(_test(test))


def test_values_that_differ_look_different() -> None:
    flow = "indicator: trade.flow, of: RUS, on: CHN, years: 2019, op: '<', value: 58028.2, unit: USD m"
    got = claims.try_test(_test(f"{{{flow}}}"), ATLAS)
    assert (got.outcome, got.said) == ("off", "US$ 58.0284 bn, claimed less than US$ 58.0282 bn")


def test_every_example_of_the_docs_is_valid(root: Path) -> None:
    text = (root / "docs" / "claims.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", text, flags=re.DOTALL)
    assert parse(blocks[0], "docs").claims
    examples = re.findall(r"^\{.*?\}$(?!\n )", blocks[1], flags=re.DOTALL | re.MULTILINE)
    assert len(examples) >= 10
    for example in examples:
        assert claims.try_test(_test(example), ATLAS).outcome != "no data", example


def test_a_unit_told_twice_is_told_once_but_a_sum_never_without_its_number() -> None:
    deals = "indicator: investment.construction, of: CHN, on: ZMB, years: 2018, op: '=', value: 1600, unit: USD m"
    assert claims.try_test(_test(f"{{{deals}}}"), ATLAS).said == "US$ 1.6 bn, claimed US$ 1.6 bn"
    crude = (
        "indicator: energy.crude_quantity, of: SAU, on: CHN, years: 2020, op: '=', value: 84.92, unit: million tonnes"
    )
    assert claims.try_test(_test(f"{{{crude}}}"), ATLAS).said == "84.93, claimed 84.92 million tonnes"
