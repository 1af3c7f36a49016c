"""Where studies part: what cannot both be true is found, what can be reconciled is not called a contradiction."""

from __future__ import annotations

import pytest

from amity.claims import parse, studies
from amity.claims.conflicts import contradictions, divisions, pulls

STUDIES = list(studies.shipped().values())

FLOW = "indicator: trade.flow, of: RUS, on: CHN"


def _parts(one: str, other: str, notes: str = "") -> tuple[int, int]:
    """How many contradictions there are between two tests, and how many pulls."""
    told = "\n".join(
        f"  - {{id: {name}, text: x, kind: quantity, pillar: trade{notes}, test: {{{test}}}}}"
        for name, test in (("a", one), ("b", other))
    )
    study = parse(f"study: x\ntitle: x\nclaims:\n{told}")
    return len(contradictions([study])), len(pulls([study]))


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        # Two trade figures for one year, beyond what both were printed to.
        ("years: 2014, op: '=', value: 41.6, unit: USD bn", "years: 2014, op: '=', value: 41560, unit: USD m", (0, 0)),
        ("years: 2014, op: '=', value: 41.6, unit: USD bn", "years: 2014, op: '=', value: 40560, unit: USD m", (1, 0)),
        ("years: 2014, op: '=', value: 41.6, unit: USD bn", "years: 2013, op: '=', value: 40, unit: USD bn", (0, 0)),
        ("years: 2014, op: '>', value: 50, unit: USD bn", "years: 2014, op: '<', value: 45, unit: USD bn", (1, 0)),
        ("years: 2014, op: '>=', value: 45, unit: USD bn", "years: 2014, op: '<=', value: 45, unit: USD bn", (0, 0)),
        ("years: 2014, op: '>', value: 45, unit: USD bn", "years: 2014, op: '<=', value: 45, unit: USD bn", (1, 0)),
        # One year within a span, each year of which is bounded.
        (
            "years: 2012, op: '=', value: 30, unit: USD bn",
            "years: 2010-2014, op: '>=', span: each, value: 40, unit: USD bn",
            (1, 0),
        ),
        (
            "years: 2012, op: '=', value: 30, unit: USD bn",
            "years: 2010-2014, op: '>=', value: 40, unit: USD bn",
            (0, 0),
        ),
        ("years: 2010-2014, op: rising", "years: 2010-2014, op: falling", (1, 0)),
        ("years: 2010-2014, op: rising", "years: 2011-2015, op: falling", (0, 1)),
        ("years: 2000-2007, op: rising", "years: 2008-2015, op: falling", (0, 0)),
        ("years: 1992-2020, op: rising", "years: 2014-2015, op: falling", (0, 0)),
        ("years: 2010-2014, op: growth, value: 20, unit: '%'", "years: 2010-2014, op: falling", (0, 1)),
        (
            f"years: 2014-2016, op: '>', than: {{{FLOW}, years: 2010-2013}}",
            f"years: 2014-2016, op: '<', than: {{{FLOW}, years: 2010-2013}}",
            (1, 0),
        ),
        ("years: 2012, op: exists", "years: 2010-2014, op: absent", (1, 0)),
        ("years: 2009-2012, op: exists", "years: 2010-2014, op: absent", (0, 0)),
    ],
)
def test_a_contradiction_is_what_cannot_be_reconciled(one: str, other: str, found: tuple[int, int]) -> None:
    assert _parts(f"{FLOW}, {one}", f"{FLOW}, {other}") == found
    assert _parts(f"{FLOW}, {other}", f"{FLOW}, {one}") == found


def test_claims_tested_by_a_proxy_pull_apart_at_most() -> None:
    tests = (f"{FLOW}, years: 2010-2014, op: rising", f"{FLOW}, years: 2010-2014, op: falling")
    assert _parts(*tests) == (1, 0)
    assert _parts(*tests, notes=", notes: ['proxy: trade stands for the tie.']") == (0, 1)


def test_an_undirected_figure_has_no_order() -> None:
    for of, on, found in (("RUS", "CHN", 1), ("CHN", "RUS", 1)):
        one = "indicator: diplomacy.kappa, of: RUS, on: CHN, years: 2010-2014, op: rising"
        assert _parts(one, f"indicator: diplomacy.kappa, of: {of}, on: {on}, years: 2010-2014, op: falling")[0] == found
    assert _parts(
        "indicator: trade.flow, of: RUS, on: CHN, years: 2010-2014, op: rising",
        "indicator: trade.flow, of: CHN, on: RUS, years: 2010-2014, op: falling",
    ) == (0, 0)


def test_three_lengths_of_the_border_are_found() -> None:
    found = {frozenset((c.one.id, c.other.id)) for c in contradictions(STUDIES)}
    borders = ("marange-2015-079", "bulletin-2021-017", "bulletin-2021-100")
    assert {frozenset((x, y)) for x in borders for y in borders if x != y} <= found


#: seeds/system.md, section 11: subjects on which the studies part, as pairs of claims.
PARTING = {
    "border": ("bulletin-2021-017", "bulletin-2021-100"),
    "trade balance": ("bulletin-2021-035", "bulletin-2021-042"),
    "pressure": ("duggal-2020-05", "baev-2021-109"),
    "direction of the tie": ("bulletin-2021-181", "baev-2021-103"),
    "contacts of the leaders": ("bulletin-2021-031", "baev-2021-085"),
    "arms for Vietnam": ("marange-2015-067", "baev-2021-034"),
    "Chinese support": ("duggal-2020-29", "marange-2015-149"),
    "ideology": ("bulletin-2021-027", "baev-2021-095"),
    "view of China": ("bulletin-2021-114", "duggal-2020-54"),
    "footprint in the Far East": ("bulletin-2021-095", "bulletin-2021-092"),
    "junior role": ("duggal-2020-61", "marange-2015-169"),
    "Afghanistan": ("marange-2015-026", "baev-2021-090"),
}


def test_where_the_studies_part_is_found() -> None:
    pairs = {frozenset((c.one.id, c.other.id)) for c in (*contradictions(STUDIES), *pulls(STUDIES))}
    pairs |= {frozenset((one.id, other.id)) for division in divisions(STUDIES) for one, other in division.pairs}
    assert [subject for subject, pair in PARTING.items() if frozenset(pair) not in pairs] == []


def test_what_can_both_be_true_is_no_contradiction() -> None:
    strict = {frozenset((c.one.id, c.other.id)) for c in contradictions(STUDIES)}
    # A pivot announced in 2012 and begun in the 2000s; a share of the market and a narrow lead.
    for pair in (("marange-2015-002", "bulletin-2021-024"), ("marange-2015-085", "marange-2015-090")):
        assert frozenset(pair) not in strict


def test_a_division_has_two_sides() -> None:
    found = divisions(STUDIES)
    assert {d.name for d in found} >= {"alliance", "entente", "estrangement", "pressure-alignment"}
    for division in found:
        assert division.pro
        assert division.con
        assert not {c.id for c in division.pro} & {c.id for c in division.con}
