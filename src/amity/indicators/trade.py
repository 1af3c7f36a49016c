"""Who trades how much with whom, and who needs it more? Goods trade, on one documented default series."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import polars as pl

from amity.atlas import Atlas
from amity.indicators import Indicator, Scope
from amity.indicators._books import COMPLETE, books, places


def _flows(trade: pl.LazyFrame, scope: Scope) -> pl.DataFrame:
    """Flows of the default edition of each year: a (source), b (target), year, value, reporter, ..., is_default.

    Where both sides' books are held (China and the USA in the IMF's data) a flow has two rows, one the default.
    """
    rows = trade.select(
        "is_default",
        "dataset",
        "vintage",
        a="source",
        b="target",
        year=pl.col("year").cast(pl.Int32),
        value="value_usd_million",
        reporter=pl.col("reporter").cast(pl.String),
    ).collect(engine=scope.engine)
    edition = ["year", "dataset", "vintage"]
    return rows.join(rows.filter("is_default").select(edition).unique(), on=edition, how="semi")


def _default_flows(atlas: Atlas, scope: Scope) -> pl.DataFrame:
    """The one default figure per directed dyad-year in scope; columns as in `_flows`."""
    return _flows(atlas.scan("trade").filter(scope.keeps("source", "target") & pl.col("is_default")), scope)


def _totals(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    """Total exports and imports per state, year, data set and vintage, on the books the default series uses."""
    totals = (
        atlas.scan("trade_totals")
        .filter(scope.about("state"))
        .with_columns(year=pl.col("year").cast(pl.Int32), reporter=pl.col("reporter").cast(pl.String))
        .collect(engine=scope.engine)
        .lazy()
    )
    complete = pl.col("dataset").is_in(COMPLETE)
    # What partners report adds up to a total only where all partners report.
    usable = totals.filter(complete | (pl.col("reporter") == "self"), ~pl.col("vintage").str.contains("national"))
    books = {
        "source": ("self", "partners"),
        "target": ("partners", "self"),
        "reconciled": ("reconciled",) * 2,
    }
    key = ["state", "year", "dataset", "vintage"]
    parts: list[pl.LazyFrame] = []
    for reporter, (exporting, importing) in books.items():
        exports = usable.filter(pl.col("reporter") == exporting).select(*key, X="exports_usd_million")
        imports = usable.filter(pl.col("reporter") == importing).select(*key, M="imports_usd_million")
        joined = exports.join(imports, on=key, how="full", coalesce=True)
        parts.append(joined.with_columns(books=pl.lit(reporter)))
    return pl.concat(parts)


def bilateral(atlas: Atlas, scope: Scope) -> pl.DataFrame:
    """Both flows of each directed dyad-year with a's totals beside them.

    Returns:
        Columns a, b, year; x (a's exports to b) and m (a's imports from b); X and M (a's exports to and imports
        from everybody); all in million current US$ and null where not held; sources. Both flows and both totals are
        of one data set and vintage, so their ratio is a share of like in like.
    """
    return _bilateral(atlas, replace(scope, seed=0, intervals=False))


@lru_cache(maxsize=16)  # six indicators start from the same rows
def _bilateral(atlas: Atlas, scope: Scope) -> pl.DataFrame:
    flows = _flows(atlas.scan("trade").filter(scope.keeps("source", "target")), scope).lazy()
    key = ["a", "b", "year"]
    # A share needs the state's own books where both sides' are held: exports as the exporter, imports as the
    # importer reports them.
    exports = flows.sort(pl.col("reporter") == "source", descending=True).unique(key, keep="first")
    imports = flows.sort(pl.col("reporter") == "target", descending=True).unique(key, keep="first")
    out = exports.select(*key, x="value", x_books="reporter", dataset="dataset", vintage="vintage")
    back = imports.select(
        a="b", b="a", year="year", m="value", m_books="reporter", dataset="dataset", vintage="vintage"
    )
    both = out.join(back, on=[*key, "dataset", "vintage"], how="full", coalesce=True)
    totals = _totals(atlas, scope)
    name = ["a", "year", "dataset", "vintage"]
    exports = totals.select(a="state", year="year", dataset="dataset", vintage="vintage", x_books="books", X="X")
    imports = totals.select(a="state", year="year", dataset="dataset", vintage="vintage", m_books="books", M="M")
    return (
        both.join(exports, on=[*name, "x_books"], how="left")
        .join(imports, on=[*name, "m_books"], how="left")
        .with_columns(sources=pl.format("{}@{}", "dataset", "vintage"))
        .collect(engine=scope.engine)
    )


def _share(value: pl.Expr, lacking: str) -> Callable[[Atlas, Scope], pl.LazyFrame]:
    def measure(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
        return (
            bilateral(atlas, scope)
            .lazy()
            .select(
                "a",
                "b",
                "year",
                value=value,
                coverage=pl.when(value.is_null()).then(0.0).otherwise(1.0),
                n=pl.lit(1),
                sources="sources",
                reason=pl.when(value.is_null()).then(pl.lit(lacking)),
            )
        )

    return measure


def _ratio(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    return pl.when(whole > 0).then(part / whole)


_TWO_WAY = pl.col("x") + pl.col("m")
_TOTAL = pl.col("X") + pl.col("M")


def _flow(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    return (
        _default_flows(atlas, scope)
        .lazy()
        .select(
            "a",
            "b",
            "year",
            "value",
            n=pl.lit(1),
            coverage=pl.lit(1.0),
            sources=pl.format("{}@{}", "dataset", "vintage"),
        )
    )


def _dependence(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    gdp = (
        atlas.scan("economy")
        .filter(scope.about("state"))
        .select(a="state", year=pl.col("year").cast(pl.Int32), gdp="gdp_usd_current")
    )
    value = _ratio(_TWO_WAY * 1e6, pl.col("gdp"))
    reason = (
        pl.when(pl.col("gdp").is_null())
        .then(pl.lit("no GDP figure held"))
        .otherwise(pl.lit("one of the two flows is not held"))
    )
    return (
        bilateral(atlas, scope)
        .lazy()
        .join(gdp, on=["a", "year"], how="left")
        .select(
            "a",
            "b",
            "year",
            value=value,
            n=pl.lit(1),
            coverage=pl.when(value.is_null()).then(0.0).otherwise(1.0),
            sources=pl.col("sources") + " + world-bank-wdi",
            reason=pl.when(value.is_null()).then(reason),
        )
    )


def _interdependence(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    share = bilateral(atlas, scope).lazy().select("a", "b", "year", "sources", s=_ratio(_TWO_WAY, _TOTAL))
    both = share.join(
        share.select(a="b", b="a", year="year", sources="sources", s_b="s"), on=["a", "b", "year", "sources"]
    ).filter(pl.col("a") < pl.col("b"))
    value = interdependence(pl.col("s"), pl.col("s_b"))
    return both.select(
        "a",
        "b",
        "year",
        value=value,
        n=pl.lit(2),
        coverage=pl.when(value.is_null()).then(0.0).otherwise(1.0),
        sources="sources",
        reason=pl.when(value.is_null()).then(pl.lit("the total trade of one of the two is not held")),
    )


def salience(s_i: pl.Expr, s_j: pl.Expr) -> pl.Expr:
    """How much the tie weighs for both together, 0 to 1 (Barbieri 2002)."""
    return (s_i * s_j).sqrt()


def symmetry(s_i: pl.Expr, s_j: pl.Expr) -> pl.Expr:
    """How equally it weighs for both, 0 to 1 (Barbieri 2002)."""
    return 1 - (s_i - s_j).abs()


def interdependence(s_i: pl.Expr, s_j: pl.Expr) -> pl.Expr:
    """Salience times symmetry, 0 to 1 (Barbieri 2002)."""
    return salience(s_i, s_j) * symmetry(s_i, s_j)


def _asymmetry(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    share = bilateral(atlas, scope).lazy().select("a", "b", "year", "sources", s=_ratio(_TWO_WAY, _TOTAL))
    both = share.join(
        share.select(a="b", b="a", year="year", sources="sources", s_b="s"), on=["a", "b", "year", "sources"]
    )
    value = pl.when((pl.col("s") > 0) & (pl.col("s_b") > 0)).then((pl.col("s") / pl.col("s_b")).log(2))
    return both.select(
        "a",
        "b",
        "year",
        value=value,
        n=pl.lit(2),
        coverage=pl.when(value.is_null()).then(0.0).otherwise(1.0),
        sources="sources",
        reason=pl.when(value.is_null()).then(pl.lit("the total trade of one of the two is not held, or no trade")),
    )


def _growth(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    flows = _default_flows(atlas, replace(scope, first=scope.first - 1)).lazy()
    two_way = (
        flows.group_by(
            pl.min_horizontal("a", "b").alias("a"), pl.max_horizontal("a", "b").alias("b"), "year", "dataset", "vintage"
        )
        .agg(t=pl.col("value").sort().sum(), n=pl.len().cast(pl.Int64))
        # One direction alone is no two-way trade.
        .with_columns(t=pl.when(pl.col("n") == 2).then("t"))
    )
    before = two_way.select("a", "b", "dataset", "vintage", year=pl.col("year") + 1, t_before="t")
    value = _ratio(pl.col("t"), pl.col("t_before")) - 1
    return (
        two_way.filter(pl.col("year") >= scope.first)
        .join(before, on=["a", "b", "year", "dataset", "vintage"], how="left")
        .select(
            "a",
            "b",
            "year",
            value=value,
            n="n",
            coverage=pl.when(value.is_null()).then(0.0).otherwise(1.0),
            sources=pl.format("{}@{}", "dataset", "vintage"),
            reason=pl.when(value.is_null()).then(
                pl.lit("not both flows held in one data set for this year and the one before, or no trade then")
            ),
        )
    )


@lru_cache(maxsize=8)
def _complete_partners(atlas: Atlas, scope: Scope) -> pl.DataFrame:
    """Each state's two-way trade with every partner, where all its partners are held: a, b, year, value, sources."""
    return _partners(atlas.scan("trade").filter(scope.touches("source", "target")), scope)


def _partners(trade: pl.LazyFrame, scope: Scope) -> pl.DataFrame:
    """`_complete_partners` from these rows of table `trade`."""
    flows = _flows(trade, scope).lazy()
    out = flows.select(
        "a",
        "b",
        "year",
        "value",
        "reporter",
        "dataset",
        "vintage",
        "is_default",
        exporting=pl.lit(value=True),
    )
    back = out.select(pl.exclude("a", "b", "exporting"), a="b", b="a", exporting=pl.lit(value=False))
    ends = pl.concat([out, back], how="diagonal")
    own = (pl.col("reporter") == "source") == pl.col("exporting")
    ends = ends.filter((pl.col("dataset").is_in(COMPLETE) & pl.col("is_default")) | own)
    if scope.a is not None and scope.b is not None:
        ends = ends.filter(pl.col("a").is_in((scope.a, scope.b)))
    return (
        ends.group_by("a", "b", "year", "dataset", "vintage")
        .agg(value=pl.col("value").sort().sum())
        .select("a", "b", "year", "value", sources=pl.format("{}@{}", "dataset", "vintage"))
        .collect(engine=scope.engine)
    )


@lru_cache(maxsize=8)  # two indicators start from the same places
def _places(atlas: Atlas, scope: Scope) -> pl.DataFrame:
    """Both states' places among each other's partners, and how concentrated each one's trade is.

    Returns:
        Columns a, b, year, sources; partners, ranked (how many partners are held, and with trade above 0); rank (null
        where a's trade with b is not above 0); hhi (not finite where a has no trade at all).
    """
    held = books(atlas)
    if held is None:
        return _places_of(_complete_partners(atlas, scope), scope)
    parts = [places(held, scope, a, b) for a, b in ((scope.a, scope.b), (scope.b, scope.a)) if a and b]
    own = held.rest.lazy().filter(scope.touches("source", "target")).collect(engine=scope.engine)
    if own.height:
        parts.append(_places_of(_partners(own.lazy(), scope), scope))
    return pl.concat(parts)


def _places_of(partners: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """`_places` from rows of `_complete_partners`."""
    ranked = _ranked(partners).filter(scope.keeps("a", "b"))
    whole = _concentrated(partners.lazy()).with_columns(
        b=pl.when(pl.col("a") == scope.a).then(pl.lit(scope.b)).otherwise(pl.lit(scope.a))
    )
    columns = ["a", "b", "year", "sources", "partners", "ranked", "rank", "hhi"]
    return whole.join(ranked, on=["a", "b", "year", "sources"], how="left").select(columns).collect(engine=scope.engine)


def _ranked(partners: pl.DataFrame) -> pl.LazyFrame:
    """Rows of `_complete_partners` with trade above 0, with the partner's `rank` and how many are `ranked`."""
    by = ["a", "year", "sources"]
    return (
        partners.lazy()
        .filter(pl.col("value") > 0)
        .with_columns(
            rank=pl.col("value").rank("min", descending=True).over(by).cast(pl.Float64),
            ranked=pl.len().over(by).cast(pl.Int64),
        )
    )


def _concentrated(partners: pl.LazyFrame) -> pl.LazyFrame:
    """Concentration over rows of `_complete_partners`: a, year, sources, partners, hhi."""
    by = ["a", "year", "sources"]
    # Summed in order of size, so that the last digit does not depend on how the rows came.
    total, squares = pl.col("value").sort().sum(), (pl.col("value") ** 2).sort().sum()
    sums = partners.group_by(by).agg(total=total, squares=squares, partners=pl.len().cast(pl.Int64))
    return sums.select(*by, "partners", hhi=pl.col("squares") / pl.col("total") ** 2)


def _rank(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    scope = replace(scope, seed=0, intervals=False)
    if scope.b is not None:
        rows = _places(atlas, scope).filter(pl.col("rank").is_not_null())
        return rows.lazy().select("a", "b", "year", "sources", value="rank", n="ranked", coverage=pl.lit(1.0))
    rows = _ranked(_complete_partners(atlas, scope)).filter(scope.keeps("a", "b"))
    return rows.select("a", "b", "year", "sources", value="rank", n="ranked", coverage=pl.lit(1.0))


def _concentration(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    scope = replace(scope, seed=0, intervals=False)
    columns = {"n": "partners", "value": "hhi", "coverage": pl.lit(1.0)}
    # A state without any recorded trade has no partners to be concentrated on.
    if scope.b is not None:
        rows = _places(atlas, scope).filter(pl.col("hhi").is_finite())
        return rows.lazy().select("a", "b", "year", "sources", **columns)
    hhi = _concentrated(_complete_partners(atlas, scope).lazy()).filter(pl.col("hhi").is_finite())
    return scope.grid(directed=True).lazy().join(hhi, on=["a", "year"]).select("a", "b", "year", "sources", **columns)


#: Whose quotation of a state's own books counts first, where several are held.
_BOOKS = ("imf-imts-china-usa", "imf-dots-5countries", "china-russia-annual")


def _reported_total(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    flows = (
        atlas.scan("trade")
        .filter(scope.keeps("source", "target"), pl.col("dataset") == _BOOKS[0])
        .with_columns(reporter=pl.col("reporter").cast(pl.String))
    )
    exporting = pl.col("reporter") == "source"
    own = (
        flows.group_by(
            pl.when(exporting).then("source").otherwise("target").alias("a"),
            pl.when(exporting).then("target").otherwise("source").alias("b"),
            "year",
            "dataset",
            "vintage",
        )
        .agg(value=pl.col("value_usd_million").sort().sum(), n=pl.len().cast(pl.Int64))
        .filter(pl.col("n") == 2)  # one direction alone is no total
        .with_columns(rank=pl.lit(0))
    )
    quoted = (
        atlas.scan("two_way_trade")
        .filter(scope.keeps("reporter", "partner"))
        .select(
            "year",
            "dataset",
            "vintage",
            a="reporter",
            b="partner",
            value="value_usd_million",
            n=pl.lit(1, pl.Int64),
            # A customs service quoted directly goes before a quotation of the IMF.
            rank=1 + (pl.col("dataset") != _BOOKS[1]).cast(pl.Int32) + pl.col("vintage").str.starts_with("IMF"),
        )
    )
    return (
        pl.concat([own, quoted], how="diagonal_relaxed")
        .sort("a", "b", "year", "rank", "vintage")
        .unique(["a", "b", "year"], keep="first", maintain_order=True)
        .select(
            "a",
            "b",
            pl.col("year").cast(pl.Int32),
            "value",
            "n",
            coverage=pl.lit(1.0),
            sources=pl.format("{}@{}", "dataset", "vintage"),
        )
    )


_BARBIERI = "Barbieri 2002, The Liberal Illusion"
_SERIES = (
    "Goods only. Default series: COW 4.0 to 1999, BACI 2000-2020 and 2022-2023, elsewhere the books of China or the "
    "USA where one of them is in the pair; the seams are not smoothed. A missing pair is missing, not zero."
)
_NOT_HELD = "the flow or the state's total trade is not held for this year"

INDICATORS = (
    Indicator(
        id="trade.flow",
        label="Goods exported",
        question="Goods worth how much went from a to b?",
        unit="million current US$",
        range=(0, None),
        closer="higher",
        directed=True,
        tables=("trade",),
        reference="Barbieri, Keshk and Pollins 2009; Gaulier and Zignago 2010",
        limits=f"Current dollars, not deflated. {_SERIES}",
        measure=_flow,
    ),
    Indicator(
        id="trade.reported_total",
        label="Two-way goods trade on own books",
        question="How large is goods trade between the two, both directions, as a itself reports it?",
        unit="million current US$",
        range=(0, None),
        closer="higher",
        directed=True,
        tables=("trade", "two_way_trade"),
        reference="Mirror statistics: the same trade on each partner's books",
        limits=(
            "Held for few reporters: China and the USA (IMF, from 2001), five states to 2019 (IMF), and quotations of "
            "both customs services for China and Russia. Exports without and imports with freight. In this order of "
            "preference; a quotation is second-hand."
        ),
        measure=_reported_total,
    ),
    Indicator(
        id="trade.share",
        label="Share in total goods trade",
        question="What share of a's goods trade with everybody is with b?",
        unit="share (0-1)",
        range=(0, 1),
        closer="higher",
        directed=True,
        tables=("trade", "trade_totals"),
        reference=_BARBIERI,
        limits=f"The total is the sum over the partners held in the same data set. {_SERIES}",
        measure=_share(_ratio(_TWO_WAY, _TOTAL), _NOT_HELD),
    ),
    Indicator(
        id="trade.export_share",
        label="Share in goods exports",
        question="What share of a's goods exports goes to b?",
        unit="share (0-1)",
        range=(0, 1),
        closer="higher",
        directed=True,
        tables=("trade", "trade_totals"),
        reference=_BARBIERI,
        limits=f"The total is the sum over the partners held in the same data set. {_SERIES}",
        measure=_share(_ratio(pl.col("x"), pl.col("X")), _NOT_HELD),
    ),
    Indicator(
        id="trade.import_share",
        label="Share in goods imports",
        question="What share of a's goods imports comes from b?",
        unit="share (0-1)",
        range=(0, 1),
        closer="higher",
        directed=True,
        tables=("trade", "trade_totals"),
        reference=_BARBIERI,
        limits=f"The total is the sum over the partners held in the same data set. {_SERIES}",
        measure=_share(_ratio(pl.col("m"), pl.col("M")), _NOT_HELD),
    ),
    Indicator(
        id="trade.dependence",
        label="Trade relative to GDP",
        question="How large is a's goods trade with b relative to a's economy?",
        unit="ratio to GDP",
        range=(0, None),
        closer="higher",
        directed=True,
        tables=("trade", "economy"),
        reference="Oneal and Russett: two-way trade over GDP",
        limits=f"GDP at market rates, from 1960; trade is gross, GDP is value added. {_SERIES}",
        measure=_dependence,
    ),
    Indicator(
        id="trade.rank",
        label="Rank among trade partners",
        question="Which place does b take among a's partners by two-way goods trade?",
        unit="rank (1 = largest)",
        range=(1, None),
        closer="lower",
        directed=True,
        tables=("trade",),
        reference="Rank of two-way trade",
        limits=(
            "Territories such as Hong Kong count as partners where the data set has them; blocs do not. A partner of "
            f"whom one flow is not held is ranked by the other alone. {_SERIES}"
        ),
        measure=_rank,
    ),
    Indicator(
        id="trade.interdependence",
        label="Trade interdependence",
        question="How much and how equally does the trade between them weigh for both?",
        unit="index (0-1)",
        range=(0, 1),
        closer="higher",
        directed=False,
        tables=("trade", "trade_totals"),
        reference=_BARBIERI,
        limits=f"Salience times symmetry; symmetry hardly moves when shares are small. {_SERIES}",
        measure=_interdependence,
    ),
    Indicator(
        id="trade.asymmetry",
        label="Trade asymmetry",
        question="How many times more (in doublings) does the trade weigh for a than for b?",
        unit="log2 ratio of shares",
        range=(None, None),
        closer="neither",
        directed=True,
        tables=("trade", "trade_totals"),
        reference="Log ratio of the two trade shares; Gartzke and Westerwinter 2016, J. Peace Research 53(3)",
        limits=f"Above 0: a depends more on b than b on a. {_SERIES}",
        measure=_asymmetry,
    ),
    Indicator(
        id="trade.concentration",
        label="Concentration of trade partners",
        question="How concentrated on few partners is a's goods trade?",
        unit="Herfindahl-Hirschman index (0-1)",
        range=(0, 1),
        closer="neither",
        directed=True,
        tables=("trade",),
        reference="Sum of squared partner shares of two-way trade",
        limits=(
            "A property of a alone, shown beside each of its dyads. A partner of whom one flow is not held counts with "
            f"the other alone. {_SERIES}"
        ),
        measure=_concentration,
    ),
    Indicator(
        id="trade.growth",
        label="Change of two-way trade",
        question="By what part did goods trade between them change on the year before?",
        unit="relative change",
        range=(-1, None),
        closer="higher",
        directed=False,
        tables=("trade",),
        reference="Relative change of the sum of both flows in current US$",
        limits=f"Current dollars: prices move it. Never computed across a seam between data sets. {_SERIES}",
        measure=_growth,
    ),
)
