"""Whose money is in whose country? Direct investment held, official finance, deals, and what was delivered.

Direct investment is known where one side is among the five economies whose reports are held. Finance, deals and
delivery are China's alone: nobody tracks other financiers in the same way, so no other state has a value, and none has
a zero.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from amity.atlas import Atlas
from amity.indicators import Indicator, Scope, table_years

#: The one financier and builder that the data sets track.
_TRACKED = "CHN"
#: Years of commitments that one delivery rate rests on, and the fewest projects for one.
WINDOW, _FEWEST = 5, 3
#: Standard normal quantile of a two-sided 90 % interval.
_Z = 1.6448536269514722

_DIP = "imf-dip@12.0.1"
_NOT_HELD = "not held: neither state is among the five whose reports are held"
_NO_FIGURE = "no figure of this pair's default series for the year; the other books do not fill it"


def _years(atlas: Atlas, scope: Scope, table: str, lead: int = 0) -> pl.LazyFrame:
    """Both directions of every dyad of the scope in the years of a table, the first `lead` years left out."""
    first, last = table_years(atlas, table)
    return scope.grid(directed=True).lazy().filter(pl.col("year").is_between(first + lead, last))


@cache
def _reporters(atlas: Atlas) -> list[str]:
    """The economies whose own reports are held."""
    reported = atlas.scan("direct_investment_totals").filter(pl.col("basis") == "reported")
    return reported.select(pl.col("state").unique().sort()).collect()["state"].to_list()


def _positions(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    """The default figures: a (investor), b (host), year, value, on_own_books."""
    return (
        atlas.scan("direct_investment")
        .filter(pl.col("is_default"), scope.keeps("source", "target"))
        .select(
            a="source",
            b="target",
            year=pl.col("year").cast(pl.Int32),
            value="value_usd_million",
            on_own_books=(pl.col("basis") == "reported") & (pl.col("reporter") == "source"),
        )
    )


def _fdi_stock(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    reporters = _reporters(atlas)
    missing = pl.when(pl.col("a").is_in(reporters) | pl.col("b").is_in(reporters)).then(pl.lit(_NO_FIGURE))
    return (
        _years(atlas, scope, "direct_investment")
        .join(_positions(atlas, scope), on=["a", "b", "year"], how="left")
        .select(
            "a",
            "b",
            "year",
            "value",
            n=pl.lit(1),
            coverage=pl.lit(1.0),
            sources=pl.lit(_DIP),
            reason=pl.when(pl.col("value").is_null()).then(missing.otherwise(pl.lit(_NOT_HELD))),
        )
    )


def _fdi_stock_share(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    whole = (
        atlas.scan("direct_investment_totals")
        .filter(pl.col("direction") == "outward", pl.col("basis") == "reported", scope.about("state"))
        .select(a="state", year=pl.col("year").cast(pl.Int32), whole="value_usd_million", named="named_share")
    )
    own = _positions(atlas, scope).filter("on_own_books").drop("on_own_books")
    part, total = pl.col("value"), pl.col("whole")
    reporters = _reporters(atlas)
    return (
        _years(atlas, scope, "direct_investment")
        .filter(pl.col("a").is_in(reporters) | pl.col("b").is_in(reporters))
        .join(own, on=["a", "b", "year"], how="left")
        .join(whole, on=["a", "year"], how="left")
        .select(
            "a",
            "b",
            "year",
            value=pl.when((part >= 0) & (total > 0)).then(part / total),
            n=pl.lit(1),
            # Of the total, what is spread over named counterparts.
            coverage=pl.col("named").clip(0, 1),
            sources=pl.lit(_DIP),
            reason=pl.when(total.is_null())
            .then(pl.lit("not held: no report of a's own outward positions for the year"))
            .when(part.is_null())
            .then(pl.lit("a reports no figure for b"))
            .when(part < 0)
            .then(pl.lit("a's net position in b is negative, so it is no share")),
        )
    )


def _of_china(atlas: Atlas, scope: Scope, table: str, lead: int = 0) -> pl.LazyFrame:
    """The rows of `_years` with China on either side."""
    return _years(atlas, scope, table, lead).filter((pl.col("a") == _TRACKED) | (pl.col("b") == _TRACKED))


def _only_china(otherwise: pl.Expr) -> pl.Expr:
    """The reason of a null value: a is not China, or what `otherwise` says."""
    return pl.when(pl.col("a") != _TRACKED).then(pl.lit("not held: only China's is tracked")).otherwise(otherwise)


def _committed(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    """China's commitments: a, b, year, value (null where no amount is known), n.

    A recipient that AidData tracks has zero in a year without any project, since it searches all of them in all years;
    one that it never lists is not covered.
    """
    table = atlas.scan("development_finance")
    recipients = table.select(b="target").unique().with_columns(is_tracked=pl.lit(value=True))
    given = table.filter(scope.keeps("source", "target")).select(
        a="source",
        b="target",
        year=pl.col("year").cast(pl.Int32),
        usd="value_usd_2021_million",
        n_projects="n_projects",
    )
    tracked = pl.col("is_tracked").is_not_null() & (pl.col("a") == _TRACKED)
    none = pl.col("n_projects").is_null()
    return (
        _of_china(atlas, scope, "development_finance")
        .join(recipients, on="b", how="left")
        .join(given, on=["a", "b", "year"], how="left")
        .select(
            "a",
            "b",
            "year",
            value=pl.when(tracked).then(pl.when(none).then(0.0).otherwise("usd")),
            n=pl.col("n_projects").fill_null(0),
            coverage=pl.lit(1.0),
            sources=pl.lit("aiddata-gcdf@3.0"),
            reason=pl.when(~tracked)
            .then(_only_china(pl.lit("not covered: b is not among the low- and middle-income recipients tracked")))
            .when(~none & pl.col("usd").is_null())
            .then(pl.lit("projects are on record, but no amount is known")),
        )
    )


def _finance_share(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    whole = (
        atlas.scan("development_finance")
        .group_by(pl.col("year").cast(pl.Int32))
        .agg(whole=pl.col("value_usd_2021_million").sort().sum())
    )
    return (
        _committed(atlas, scope)
        .join(whole, on="year", how="left")
        .with_columns(value=pl.col("value") / pl.col("whole"))
        .drop("whole")
    )


def _construction(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    deals = (
        atlas.scan("construction")
        .filter(scope.keeps("source", "target"))
        .group_by(a="source", b="target", year=pl.col("year").cast(pl.Int32))
        .agg(usd=pl.col("value_usd_million").sort().sum(), n_deals=pl.col("n_deals").sum())
    )
    # Deals with all countries are tracked: inside the years covered, no row means none of the least size.
    return (
        _of_china(atlas, scope, "construction")
        .join(deals, on=["a", "b", "year"], how="left")
        .select(
            "a",
            "b",
            "year",
            value=pl.when(pl.col("a") == _TRACKED).then(pl.col("usd").fill_null(0.0)),
            n=pl.col("n_deals").fill_null(0),
            coverage=pl.lit(1.0),
            sources=pl.lit("aei-cgit-2021fall@fall 2021"),
            reason=_only_china(pl.lit(None, pl.String)),
        )
    )


def _delivery_rate(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    wide = Scope(scope.first - WINDOW + 1, scope.last, scope.a, scope.b)
    yearly = (
        atlas.scan("project_delivery")
        .filter(wide.keeps("source", "target"))
        .select(
            a="source",
            b="target",
            year=pl.col("year").cast(pl.Int32),
            done="n_completed",
            n=pl.sum_horizontal("n_committed", "n_implementing", "n_completed", "n_cancelled"),
        )
    )
    spread = pl.concat([yearly.with_columns(year=pl.col("year") + lag) for lag in range(WINDOW)])
    summed = spread.group_by("a", "b", "year").agg(pl.col("done", "n").sum())
    n, z2 = pl.col("n").cast(pl.Float64), _Z * _Z
    share = pl.col("done") / n
    # Wilson's interval, which stays inside 0 to 1 for few projects.
    middle, half = (share + z2 / (2 * n)) / (1 + z2 / n), _Z / (1 + z2 / n)
    spreading = half * (share * (1 - share) / n + z2 / (4 * n * n)).sqrt()
    any_of = (pl.col("n").fill_null(0) > 0) & (pl.col("a") == _TRACKED)
    return (
        _of_china(atlas, scope, "project_delivery", WINDOW - 1)
        .join(summed, on=["a", "b", "year"], how="left")
        .select(
            "a",
            "b",
            "year",
            value=pl.when(any_of).then(share),
            low=pl.when(any_of).then((middle - spreading).clip(0, 1)),
            high=pl.when(any_of).then((middle + spreading).clip(0, 1)),
            n=pl.col("n").fill_null(0),
            coverage=pl.lit(1.0),
            sources=pl.lit("aiddata-gcdf@2.0 military"),
            reason=pl.when(~any_of).then(
                _only_china(pl.lit("no military project of China in b on record for the five years"))
            ),
        )
    )


_CDIS = "IMF, Coordinated Direct Investment Survey Guide 2015; Angulo and Hierro 2017, IMF Working Paper 17/261"
_TUFF = "Custer et al. 2023, Tracking Chinese Development Finance (AidData, TUFF 3.0)"
_TRACKER = "Scissors, China Global Investment Tracker, American Enterprise Institute (fall 2021)"

INDICATORS = (
    Indicator(
        id="investment.fdi_stock",
        label="Direct investment held",
        question="How much direct investment did a hold in b at the end of the year?",
        unit="million US$",
        range=(None, None),
        closer="higher",
        directed=True,
        tables=("direct_investment", "direct_investment_totals"),
        reference=_CDIS,
        limits=(
            "One series per pair: what one of the two reports itself before what is derived from the other's report, "
            "the investor's report before the host's. The two differ: China's stock in Russia in 2021 is 10,644 on "
            "China's books and 3,323 on the host's. Only pairs with China, Germany, Japan, Singapore or the USA. By "
            "immediate counterpart: money through Hong Kong or the Caribbean is not seen as China's. Net, so it may be "
            "negative."
        ),
        measure=_fdi_stock,
    ),
    Indicator(
        id="investment.fdi_stock_share",
        label="Share in direct investment held abroad",
        question="What share of a's direct investment abroad was in b at the end of the year?",
        unit="share (0-1)",
        range=(0, 1),
        closer="higher",
        directed=True,
        tables=("direct_investment", "direct_investment_totals"),
        reference=_CDIS,
        limits=(
            "On a's own books, which are held for China (from 2018), Germany, Japan and the USA. The total includes "
            "territories: over half of China's is in Hong Kong. Negative "
            "positions have no share."
        ),
        measure=_fdi_stock_share,
    ),
    Indicator(
        id="investment.finance",
        label="Official finance committed",
        question="How much official finance did a commit to b in the year?",
        unit="million US$ of 2021",
        range=(0, None),
        closer="higher",
        directed=True,
        tables=("development_finance",),
        reference=_TUFF,
        limits=(
            "China's loans and grants to low- and middle-income recipients, as AidData found them; commitments, not "
            "payments, so single years are lumpy. Not only aid: what went to Russia is 99 per cent other official "
            "flows, the rest unclear; none is known to be aid."
        ),
        measure=_committed,
        min_n=0,
    ),
    Indicator(
        id="investment.finance_share",
        label="Share in official finance committed",
        question="What share of all official finance a committed in the year went to b?",
        unit="share (0-1)",
        range=(0, 1),
        closer="higher",
        directed=True,
        tables=("development_finance",),
        reference=_TUFF,
        limits=(
            "Only China as a. Of what AidData gives by recipient: projects for several countries are not in the total, "
            "nor is finance to high-income countries. Commitments are lumpy: one loan can be a third of a year."
        ),
        measure=_finance_share,
        min_n=0,
    ),
    Indicator(
        id="investment.construction",
        label="Large investments and contracts",
        question="What were the large investments and construction contracts of a's companies in b worth in the year?",
        unit="million US$",
        range=(0, None),
        closer="higher",
        directed=True,
        tables=("construction",),
        reference=_TRACKER,
        limits=(
            "China only. Deals of US$ 100 million or more as announced, investments and contracts together; nothing "
            "says what was paid or built. Zero means no such deal was tracked. Ends in 2021."
        ),
        measure=_construction,
        min_n=0,
    ),
    Indicator(
        id="investment.delivery_rate",
        label="Military projects delivered",
        question="Of the military projects a committed to b in five years, what share is on record as completed?",
        unit="share (0-1)",
        range=(0, 1),
        closer="higher",
        directed=True,
        tables=("project_delivery",),
        reference="AidData, Global Chinese Development Finance 2.0 (military); Wilson 1927 for the interval",
        limits=(
            "China only, military aid only, states that received any (Russia did not). Pledges never committed do not "
            "count; cancelled projects do. Status is that of the 2.0 edition, not of the year asked: late commitments "
            "had less time. A project whose end nobody reported stays open."
        ),
        measure=_delivery_rate,
        min_n=_FEWEST,
    ),
)
