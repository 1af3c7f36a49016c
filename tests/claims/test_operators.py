"""Operators beyond level and trend: groups, ranks, distinct counts, shares of sums, spells, either-or."""

from __future__ import annotations

import random

import polars as pl
import pytest

from amity import claims, groups
from amity.atlas import open_atlas
from amity.claims import Evidence
from amity.claims.figures import known, ranking, readings
from amity.claims.language import ClaimError, Figure, parse

ATLAS = open_atlas()


def _test(text: str) -> claims.Test:
    whole = f"study: x\ntitle: x\nclaims: [{{id: a, text: x, kind: quantity, pillar: trade, test: {{{text}}}}}]"
    return parse(whole, "x").claims[0].tests[0]


def _try(text: str) -> Evidence:
    return claims.try_test(_test(text), ATLAS)


def _figure(text: str) -> Figure:
    return _test(f"{text}, years: 2000, op: exists").figure


# -------------------------------------------------------------------------------------------------------- groups


def test_an_indicator_of_a_group_is_put_together_from_the_members_of_each_year() -> None:
    year = 2013
    rows = readings(ATLAS, _figure("indicator: trade.export_share, of: RUS, on: EU, take: sum"))
    (value,) = rows.filter(pl.col("year") == year)["value"]
    single = [
        readings(ATLAS, _figure(f"indicator: trade.export_share, of: RUS, on: {code}"))
        .filter(pl.col("year") == year, pl.col("is_default"))["value"]
        .sum()
        for code in groups.members("EU", year)
    ]
    assert len(single) == 28
    assert value == pytest.approx(sum(single))
    most = _try("indicator: trade.export_share, of: RUS, on: EU, take: max, years: 2013, op: '<', value: 20, unit: '%'")
    assert most.value == pytest.approx(max(single))


def test_members_count_in_their_years_only() -> None:
    table = "table: trade, of: CHN, on: {}, where: {{dataset: cepii-baci-totals}}, column: value_usd_million"
    eu = readings(ATLAS, _figure(table.format("EU")))
    before, after = (groups.members("EU", year) for year in (2003, 2004))
    assert set(after) - set(before)
    for year, members in ((2003, before), (2004, after)):
        by_hand = (
            ATLAS.scan("trade")
            .filter(
                pl.col("dataset") == "cepii-baci-totals",
                pl.col("is_default"),
                pl.col("source") == "CHN",
                pl.col("target").is_in(members),
                pl.col("year") == year,
            )
            .select(pl.col("value_usd_million").cast(pl.Float64).sum())
            .collect()
            .item()
        )
        assert eu.filter(pl.col("year") == year)["value"][0] == pytest.approx(by_hand)


def test_several_states_may_be_named_instead_of_a_group() -> None:
    five = _try(
        "table: trade, of: CHN, on: [KAZ, KGZ, TJK, TKM, UZB], column: value_usd_million, years: 2010, "
        "op: '>', value: 0"
    )
    named = _try("table: trade, of: CHN, on: Central Asia, column: value_usd_million, years: 2010, op: '>', value: 0")
    assert five.value == named.value


# --------------------------------------------------------------------------------------------------------- ranks


def test_a_state_is_ranked_among_all_in_a_table() -> None:
    base = "table: arms_totals, where: {vintage: 2026-02}, column: exports_tiv_million, years: 2010-2014, span: sum"
    sums = (
        ATLAS.scan("arms_totals")
        .filter(pl.col("vintage") == "2026-02", pl.col("year").is_between(2010, 2014))
        .group_by("state")
        .agg(pl.col("exports_tiv_million").sum())
        .sort("exports_tiv_million", descending=True)
        .collect()["state"]
        .to_list()
    )
    for place, state in enumerate(sums[:6], 1):
        got = _try(f"{base}, of: {state}, op: rank, value: {place}")
        assert (got.outcome, got.value) == ("agrees", place)
    third = sums[2]
    assert _try(f"{base}, of: {third}, change: rank, op: '<=', value: 5").outcome == "agrees"
    assert _try(f"{base}, of: {third}, change: rank, op: '>', value: 5").outcome == "contradicts"
    assert _try(f"{base}, of: {third}, op: rank, value: 4").outcome == "off"
    assert _try(f"{base}, of: {third}, op: rank, value: 20").outcome == "contradicts"


def test_a_rank_depends_on_who_is_ranked() -> None:
    # Russia among China's partners in 2014, on China's books: Hong Kong is no state.
    states = _try("indicator: trade.reported_total, of: CHN, on: RUS, years: 2014, op: rank, value: 9")
    every = _try(
        "table: trade, of: CHN, on: RUS, where: {dataset: imf-imts-china-usa, reporter: source}, column: "
        "value_usd_million, plus: [{table: trade, of: RUS, on: CHN, where: {dataset: imf-imts-china-usa, reporter: "
        "target}, column: value_usd_million}], years: 2014, op: rank, value: 9"
    )
    assert (states.value, every.value) == (8, 9)
    assert "HKG" in every.said
    assert "HKG" not in states.said


@pytest.mark.parametrize(
    ("test", "words"),
    [
        ("table: arms_totals, column: exports_tiv_million", "one state's figure"),
        ("table: arms_totals, of: EU, column: exports_tiv_million", "no group"),
        ("table: arms_totals, of: RUS", "needs the `column`"),
        ("indicator: trade.flow, of: RUS", "needs `of` and `on`"),
        ("facts: exercises, of: RUS, on: CHN", "an indicator, or a table"),
    ],
)
def test_a_rank_that_cannot_be_taken_says_why(test: str, words: str) -> None:
    got = _try(f"{test}, years: 2010, op: rank, value: 1")
    assert got.outcome == "no data"
    assert words in got.said


def test_equals_share_the_better_place() -> None:
    who, everybody = ranking(ATLAS, _figure("indicator: diplomacy.joint_vetoes, of: RUS, on: CHN"))
    assert who == "CHN"
    got = _try("indicator: diplomacy.joint_vetoes, of: RUS, on: CHN, years: 2014, op: rank, value: 1")
    assert got.value == 1 + sum(
        part[2014].value > everybody["CHN"][2014].value for part in everybody.values() if 2014 in part
    )


# ------------------------------------------------------------------------------ distinct counts, shares of sums


def test_different_entries_count_once_over_all_years() -> None:
    base = "table: arms_transfers, of: RUS, where: {vintage: 2026-02}, column: target, take: distinct"
    rows = ATLAS.scan("arms_transfers").filter(pl.col("source") == "RUS", pl.col("vintage") == "2026-02").collect()
    several = rows.filter(pl.col("year").is_between(2010, 2014))["target"].n_unique()
    yearly = [rows.filter(pl.col("year") == year)["target"].n_unique() for year in range(2010, 2015)]
    assert _try(f"{base}, years: 2010-2014, span: sum, op: '=', value: {several}").outcome == "agrees"
    assert _try(f"{base}, years: 2010-2014, span: max, op: '=', value: {max(yearly)}").outcome == "agrees"
    assert max(yearly) < several < sum(yearly)


def test_a_share_over_a_span_is_that_of_the_sums() -> None:
    base = (
        "table: arms_totals, of: RUS, where: {vintage: 2026-02}, column: exports_tiv_million, "
        "per: {table: arms_totals, where: {vintage: 2026-02}, column: exports_tiv_million}, years: 2010-2014"
    )
    rows = ATLAS.scan("arms_totals").filter(pl.col("vintage") == "2026-02", pl.col("year").is_between(2010, 2014))
    sums = rows.select(
        pl.col("exports_tiv_million").filter(pl.col("state") == "RUS").sum().alias("one"),
        pl.col("exports_tiv_million").sum().alias("all"),
    ).collect()
    share = sums["one"][0] / sums["all"][0]
    got = _try(f"{base}, span: sum, op: '=', value: {100 * share:.4f}, unit: '%'")
    assert got.outcome == "agrees"
    assert got.value == pytest.approx(share)
    assert _try(f"{base}, op: '=', value: 1, unit: '%'").value != pytest.approx(share)


def test_a_span_is_compared_with_an_earlier_one() -> None:
    base = "table: arms_totals, of: CHN, where: {vintage: '2022'}, column: exports_tiv_million, years: 2010-2014"
    # seeds/claims.yaml: SIPRI totals as generated in July 2022 give +137.8 %.
    assert _try(f"{base}, base: 2005-2009, span: sum, op: growth, value: 137.8, unit: '%'").outcome == "agrees"
    assert _try(f"{base}, base: 2005-2009, span: sum, op: ratio, value: 2.38").outcome == "agrees"
    assert _try(f"{base}, base: 1800-1804, span: sum, op: growth, value: 1").outcome == "no data"


# ------------------------------------------------------------------- spells, rows left out, facts without a date


def test_a_spell_holds_in_each_of_its_years() -> None:
    test = "table: alliance_members, of: RUS, where: {{alliance: {}}}, years: {}, op: {}"
    alliance, first, last = (
        ATLAS.scan("alliance_members")
        .filter(pl.col("state") == "RUS", pl.col("last_day").dt.year() > pl.col("first_day").dt.year() + 4)
        .select("alliance", pl.col("first_day").dt.year(), pl.col("last_day").dt.year())
        .collect()
        .sort("alliance")
        .row(0)
    )
    for year in (first, first + 2, last):
        assert _try(test.format(alliance, year, "exists")).outcome == "agrees"
    assert _try(test.format(alliance, last + 1, "absent")).outcome == "agrees"
    assert _try(test.format(alliance, first, f"first, value: {first}")).outcome == "agrees"


def test_rows_can_be_left_out() -> None:
    votes = "table: votes, of: CHN, where: {{symbol: 68/262{}}}, years: 2014, op: exists"
    assert _try(votes.format("")).outcome == "agrees"
    assert _try(votes.format(", vote: '2'")).outcome == "agrees"
    assert _try(votes.format(", vote: {not: '2'}")).outcome == "no data"
    facts = "facts: exercises, of: CHN, on: RUS, where: {name: {not: [Peace Mission, Joint Sea]}}, years: 2005-2021"
    named = known(ATLAS, _figure(facts.partition(", years")[0]))
    assert not any("Peace Mission" in (reading.facts or "") for reading in named.default.values())
    assert any(reading.value for reading in named.default.values())


def test_what_has_no_date_is_on_record_all_the_same() -> None:
    facts = "facts: projects, of: CHN, on: RUS, where: {name: Arctic LNG pipeline modules}, years: 2010-2020"
    there = _try(f"{facts}, op: exists")
    assert (there.outcome, there.said) == ("agrees", "on record, without a date")
    # Not to have been then cannot be told.
    assert _try(f"{facts}, op: absent").outcome == "no data"


# ------------------------------------------------------------------------------------------- either-or, messages


def test_one_of_several_tests_will_do() -> None:
    yes = "{indicator: trade.flow, of: RUS, on: CHN, years: 2014, op: '>', value: 1, unit: USD bn}"
    no = yes.replace("'>'", "'<'")
    outcomes = {}
    for name, tests in {"either": f"any: [{no}, {yes}]", "neither": f"any: [{no}, {no}]"}.items():
        outcomes[name] = _try(tests).outcome
    assert outcomes == {"either": "agrees", "neither": "contradicts"}


@pytest.mark.parametrize(
    ("test", "words"),
    [
        ("indicator: trade.flow, of: RUS, on: EU, years: 2014, op: exists", "how its members become one"),
        ("indicator: trade.flow, of: RUS, on: EU, take: distinct, years: 2014, op: exists", "how its members"),
        ("facts: exercises, of: EU, on: CHN, years: 2014, op: exists", "must be one state"),
        ("table: trade, of: [RUS, RUS], years: 2014, op: exists", "a list of two states"),
        ("table: trade, of: RUS, take: distinct, years: 2014, op: exists", "needs the `column`"),
        ("table: trade, of: RUS, where: {dataset: {no: x}}, years: 2014, op: exists", "is unknown; there are not"),
        ("table: trade, of: RUS, where: {dataset: {}}, years: 2014, op: exists", "lacks not"),
        ("any: [{table: trade, of: RUS, years: 2014, op: exists}]", "needs two tests or more"),
        ("any: x", "must be a list"),
        ("any: [], years: 2014", "is unknown; there are any"),
        ("indicator: trade.flow, of: RUS, on: CHN, years: 2014, base: 2010, op: '=', value: 1", "stands with change"),
        ("indicator: trade.flow, of: RUS, on: CHN, years: 2014, change: rank, op: rising", "stands with ="),
    ],
)
def test_mistakes_are_told_with_their_line(test: str, words: str) -> None:
    with pytest.raises(ClaimError) as caught:
        _try(test)
    assert str(caught.value).startswith("x line 3")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_bound_leaves_nothing_to_rounding() -> None:
    share = "indicator: trade.export_share, of: CHN, on: RUS, years: 2018, op: '{}', value: 2, unit: '%'"
    assert _try(share.format("=")).outcome == "agrees"  # 1.84 % is 2 % as printed
    assert _try(share.format(">=")).outcome == "off"
    assert _try(share.format("<=")).outcome == "agrees"


def test_both_directions_are_read_on_the_same_books() -> None:
    # ECONOMY.md: China's customs as quoted give Russia a surplus of 11.3 billion in 2019, of 2.66 nobody held.
    balance = (
        "indicator: trade.flow, of: RUS, on: CHN, minus: {indicator: trade.flow, of: CHN, on: RUS}, years: 2019, "
        "op: '=', value: %s, unit: USD bn"
    )
    books = _try(balance % "11.35")
    assert books.outcome == "agrees"
    assert books.reading is not None
    assert books.reading.endswith("CHN's books")
    assert _try(balance % "2.66").outcome == "contradicts"


def test_a_figure_is_looked_up_once() -> None:
    figure = _figure("indicator: trade.flow, of: RUS, on: CHN")
    assert known(ATLAS, figure) is known(ATLAS, figure)


RICH = """\
study: rich
title: Rich
claims:
  - id: a
    text: x
    kind: quantity
    pillar: trade
    test:
      - any:
          - {table: trade, of: CHN, on: [KAZ, KGZ], column: value_usd_million, years: 2010, op: '>', value: 1}
          - {indicator: trade.export_share, of: RUS, on: EU, take: sum, years: 2013, change: rank, op: '<=', value: 3}
      - {table: arms_totals, of: RUS, column: exports_tiv_million, years: 2010-2014, base: 2005-2009, span: sum,
         op: growth, value: 37, unit: '%', where: {vintage: {not: ['2022', x]}}}
    bears_on: {hypothesis: alliance, direction: for, mechanism: arms, stance: denies}
"""


@pytest.mark.parametrize("seed", range(60))
def test_whatever_is_changed_there_are_claims_or_one_line(seed: int) -> None:
    draw = random.Random(seed)
    text = list(RICH)
    for _ in range(draw.randint(1, 5)):
        at = draw.randrange(len(text))
        match draw.randrange(4):
            case 0:
                text[at] = chr(draw.randrange(32, 1000))
            case 1:
                del text[at : at + draw.randint(1, 30)]
            case 2:
                text[at:at] = draw.choice(["&a ", "*a", "!!python/name:os.system ", "[", "{", "not: ", "any: ", "\n"])
            case _:
                text[at:at] = text[draw.randrange(len(text)) :][: draw.randint(1, 40)]
    message = _told("".join(text))
    assert message is None or message.startswith("x")
    assert message is None or "\n" not in message


def _told(text: str) -> str | None:
    """What a broken file is told; None if its claims can be run."""
    try:
        return None if all(claims.run(claim, ATLAS).outcome for claim in parse(text, "x").claims) else "no verdict"
    except ClaimError as error:
        return str(error)


# ------------------------------------------------------------------------------------------- each year, any year


@pytest.mark.parametrize(
    ("op", "value", "span", "agrees"),
    [
        ("<", 2, "each", False),  # 1950-1979 an ally (3), then less: one year above is enough against "each below".
        ("<", 4, "each", True),
        ("<=", 2, "any", True),
        (">=", 3, "each", False),
        (">=", 3, "any", True),
        ("=", 3, "each", False),
        ("=", 3, "any", True),
    ],
)
def test_each_and_any_hang_on_the_year_that_decides(op: str, value: int, span: str, *, agrees: bool) -> None:
    found = _try(
        f"indicator: military.obligations, of: RUS, on: CHN, years: 1970-1990, op: '{op}', value: {value}, span: {span}"
    )
    assert (found.outcome == "agrees") is agrees


def test_an_indicator_counted_from_a_casefile_has_no_rivals_and_is_no_defect() -> None:
    found = _try("indicator: diplomacy.meetings, of: CHN, on: RUS, years: 2014, op: '>=', value: 1")
    assert found.outcome == "agrees"
    assert found.source is not None
    assert found.source.startswith("casefile-CHN-RUS")
