"""How good is the balance? Shares beside printed ones, intervals beside rival books, weights beside other weights."""

from __future__ import annotations

import itertools

import numpy as np
import polars as pl

from amity import indicators, scores
from amity.atlas import Atlas
from amity.indicators import Scope
from amity.scores import balance as subject
from amity.scores._shares import Shares, shares

#: COW trade 4.0 with its own state totals, computed outside: year, China's share with Russia, Russia's with China.
COMPUTED = (
    (1992, 0.03093, 0.06916),
    (1996, 0.02121, 0.04788),
    (2000, 0.00795, 0.05200),
    (2005, 0.01169, 0.07010),
    (2010, 0.01734, 0.11156),
    (2014, 0.01760, 0.11991),
)
SIZES = (1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1.0)
#: Fuels are less well known than all goods.
WIDER = 1.5
KEY = ["a", "b", "year"]


def figures(atlas: Atlas) -> str:
    """All of them, as Markdown tables."""
    parts = (_shares_known, _histories, _rivals, _other_rivals, _ratios, _masked, _weights)
    return "\n\n".join(part(atlas) for part in parts)


def _table(head: list[str], rows: list[list[object]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(_shown(cell) for cell in row) + " |" for row in rows)])


def _shown(cell: object) -> str:
    if cell is None:
        return "–"
    return f"{cell:.3g}" if isinstance(cell, float) else str(cell)


def _measured(name: str, atlas: Atlas, scope: Scope) -> pl.DataFrame:
    return indicators.measure(scores.get(name), atlas, scope)


def _shares_known(atlas: Atlas) -> str:
    found = subject.balance(atlas, "CHN", "RUS").filter(pl.col("pillar") == "trade")
    rows: list[list[object]] = []
    for year, mine, theirs in COMPUTED:
        row = found.filter(pl.col("year") == year).row(0, named=True)
        ratio = 2.0 ** -row["log_ratio"]
        inside = [
            row[f"{side}_low"] <= rival <= row[f"{side}_high"] for side, rival in (("a_on_b", mine), ("b_on_a", theirs))
        ]
        told = " and ".join(who for who, is_in in zip(("China's", "Russia's"), inside, strict=True) if is_in)
        source = row["sources"].split("@")[0]
        rows.append([year, row["a_on_b"], mine, row["b_on_a"], theirs, ratio, theirs / mine, source, told or "none"])
    head = ["Year", "China on Russia", "COW", "Russia on China", "COW", "Ratio", "COW", "Ours is from", "COW inside"]
    return "**Trade shares of China and Russia beside COW 4.0 with COW's own totals**\n\n" + _table(head, rows)


def _histories(atlas: Atlas) -> str:
    wanted = (
        ("CHN", "RUS", "overall", (1992, 2000, 2005, 2010, 2014, 2019, 2022, 2023)),
        ("CHN", "RUS", "trade", (1992, 2000, 2005, 2010, 2014, 2019, 2022, 2023)),
        ("USA", "CHN", "overall", (1975, 1992, 2000, 2010, 2019, 2023)),
        ("DEU", "RUS", "energy", (1995, 2005, 2014, 2019, 2021, 2022, 2023)),
        ("BLR", "RUS", "overall", (1992, 2000, 2010, 2019, 2020)),
    )
    rows: list[list[object]] = []
    for a, b, pillar, years in wanted:
        found = subject.balance(atlas, a, b).filter(pl.col("pillar") == pillar)
        for row in found.filter(pl.col("year").is_in(years)).rows(named=True):
            cells = [
                None if row[c] is None else f"{row[c]:.3f} [{row[c + '_low']:.3f}, {row[c + '_high']:.3f}]"
                for c in ("a_on_b", "b_on_a", "log_ratio")
            ]
            rows.append([f"{a}–{b}, {pillar}", row["year"], *cells, row["power_ratio"]])
    head = ["Pair a–b, pillar", "Year", "a on b", "b on a", "Doublings a depends more", "Doublings a is stronger"]
    return "**Histories** (90 % intervals)\n\n" + _table(head, rows)


def _cow(atlas: Atlas) -> pl.DataFrame:
    """Shares of two-way trade on COW, 2000-2014."""
    span = (pl.col("dataset") == "cow-trade-4.0") & pl.col("year").is_between(2000, 2014)
    flows = atlas.scan("trade").filter(span).select(a="source", b="target", year="year", x="value_usd_million")
    totals = atlas.scan("trade_totals").filter(span).with_columns(pl.col("reporter").cast(pl.String))
    sent = totals.filter(reporter="partners").select(a="state", year="year", X="exports_usd_million")
    got = totals.filter(reporter="self").select(a="state", year="year", M="imports_usd_million")
    both = flows.join(flows.select(a="b", b="a", year="year", m="x"), on=KEY)
    joined = both.join(sent, on=["a", "year"]).join(got, on=["a", "year"])
    value = (pl.col("x") + pl.col("m")) / (pl.col("X") + pl.col("M"))
    return joined.select("a", "b", pl.col("year").cast(pl.Int32), rival=value).collect()


def _imts(atlas: Atlas) -> pl.DataFrame:
    """Shares on the own books of China and the USA (IMF)."""
    of = pl.col("dataset") == "imf-imts-china-usa"
    flows = atlas.scan("trade").filter(of).with_columns(pl.col("reporter").cast(pl.String))
    value = pl.col("value_usd_million")
    sent = flows.filter(reporter="source").select(a="source", b="target", year="year", x=value)
    got = flows.filter(reporter="target").select(a="target", b="source", year="year", m=value)
    whole = pl.col("exports_usd_million") + pl.col("imports_usd_million")
    totals = atlas.scan("trade_totals").filter(of).select(a="state", year="year", whole=whole)
    joined = sent.join(got, on=KEY).join(totals, on=["a", "year"])
    rival = (pl.col("x") + pl.col("m")) / pl.col("whole")
    return joined.select("a", "b", pl.col("year").cast(pl.Int32), rival=rival).collect()


def _wits(atlas: Atlas) -> pl.DataFrame:
    """Shares on own books (WITS, to 2015), exports and imports weighed as in the default series."""
    books = atlas.scan("reported_shares").with_columns(
        pl.col("flow").cast(pl.String), pl.col("share").cast(pl.Float64), pl.col("year").cast(pl.Int32)
    )
    key = {"a": "reporter", "b": "partner", "year": "year"}
    sent = books.filter(flow="exports").select(**{k: pl.col(v) for k, v in key.items()}, x="share")
    got = books.filter(flow="imports").select(**{k: pl.col(v) for k, v in key.items()}, m="share")
    totals = indicators.trade.bilateral(atlas, Scope(1988, 2015)).lazy().select(*KEY, "X", "M").drop_nulls()
    joined = sent.join(got, on=KEY).join(totals, on=KEY)
    rival = (pl.col("x") * pl.col("X") + pl.col("m") * pl.col("M")) / (pl.col("X") + pl.col("M"))
    return joined.select(*KEY, rival=rival).collect()


def _rivals(atlas: Atlas) -> str:
    ours = _measured("dependence.trade", atlas, Scope(1988, 2023)).filter(pl.col("value") > 0)
    ours = ours.filter(~pl.col("sources").str.starts_with("imf"))
    books = (
        ("COW 2000-2006 (the widths were set on COW 2000-2014)", _cow(atlas).filter(pl.col("year") <= 2006)),
        ("COW 2007-2014 (likewise)", _cow(atlas).filter(pl.col("year") > 2006)),
        ("Own books of China and the USA, IMF 2001-2023", _imts(atlas)),
        ("Own books, WITS 1988-2015, five largest partners", _wits(atlas)),
    )
    rows: list[list[object]] = []
    for name, rival in books:
        both = ours.join(rival.filter(pl.col("rival") > 0), on=KEY)
        inside = pl.col("rival").is_between("low", "high")
        cells: list[object] = [name, both.height, both.select(inside.mean()).item()]
        for least, most in itertools.pairwise(SIZES):
            held = both.filter(pl.col("value").is_between(least, most, closed="left"))
            cells.append(held.select(inside.mean()).item() if held.height >= 20 else None)
        rows.append(cells)
    head = ["Rival books", "Pairs and years", "Inside", *(f"share {s:g} up" for s in SIZES[:-1])]
    zeros = _cow(atlas).filter(pl.col("rival") == 0).join(ours, on=KEY)
    return (
        "**Trade: how often the share on other books lies inside our 90 % interval**\n\n"
        + _table(head, rows)
        + f"\n\nWhere COW has zero and BACI has a flow ({zeros.height:,} cases) BACI's share is below 0.0015 in "
        + f"{100 * zeros.select((pl.col('value') <= 0.0015).mean()).item():.1f} per cent."
    )


def fuel_width(part: np.ndarray) -> np.ndarray:
    """Half-width of a flow of fuels, given the logarithm (base 10) of its part in the world's."""
    return WIDER * np.clip(-0.45 - 0.26 * part, 0.2, 1.6)


def _other_rivals(atlas: Atlas) -> str:
    rows: list[list[object]] = []
    fuels = atlas.scan("energy_flows").with_columns(pl.col("fuel").cast(pl.String), pl.col("year").cast(pl.Int32))
    key = ["source", "target", "year", "fuel"]
    baci = fuels.filter(pl.col("is_default"))
    world = baci.group_by("year").agg(world=pl.col("value_usd_million").cast(pl.Float64).sum())
    for dataset, column, name in (
        ("bp-statistical-review-2021", "quantity_mt", "Energy: BP 2020, quantities of crude oil"),
        ("crea-russia-fossil", "quantity_mt", "Energy: CREA, quantities from Russia 2016-2021"),
        ("china-customs-russia-energy", "value_usd_million", "Energy: China's customs, values from Russia"),
    ):
        rival = fuels.filter(pl.col("dataset") == dataset, pl.col("months").fill_null(12) == 12)
        both = (
            rival.select(*key, rival=column)
            .join(baci.select(*key, "value_usd_million", ours=column), on=key)
            .join(world, on="year")
            .filter(pl.col("rival") > 0, pl.col("ours") > 0)
            .collect()
        )
        part = np.log10(both["value_usd_million"].to_numpy().astype(float) / both["world"].to_numpy())
        width = fuel_width(part)
        gap = np.abs(np.log(both["rival"].to_numpy().astype(float) / both["ours"].to_numpy().astype(float)))
        rows.append([name, both.height, float((gap <= width).mean())])
    arms = _measured("dependence.arms", atlas, Scope(1955, 2023)).filter(pl.col("value").is_not_null())
    after = arms.select("a", "b", pl.col("year") - 1, rival="value")
    for name, of in (
        ("Arms: the share a year later, share above 0", arms.filter(pl.col("value") > 0)),
        ("Arms: the same, share 0.05 to 0.95", arms.filter(pl.col("value").is_between(0.05, 0.95))),
        ("Arms: the same, share of 0", arms.filter(pl.col("value") == 0)),
    ):
        both = of.join(after, on=KEY)
        rows.append([name, both.height, both.select(pl.col("rival").is_between("low", "high").mean()).item()])
    rows.append(_editions(atlas, arms))
    rows.append(_positions(atlas))
    return "**Other pillars**\n\n" + _table(["Rival", "Cases", "Inside"], rows)


def _editions(atlas: Atlas, arms: pl.DataFrame) -> list[object]:
    """Shares of the older SIPRI edition inside our intervals, which rest on the newer."""
    old = pl.col("vintage") == "2022"
    year = pl.col("year").cast(pl.Int32)
    moved = atlas.scan("arms_transfers").filter(old).select(year, a="target", b="source", tiv="tiv_million")
    whole = atlas.scan("arms_totals").filter(old).select(year, a="state", whole="imports_tiv_million")
    parts = pl.concat([moved.with_columns(pl.col("year") + lag) for lag in range(5)]).group_by(KEY).agg(pl.sum("tiv"))
    wholes = pl.concat([whole.with_columns(pl.col("year") + lag) for lag in range(5)])
    wholes = wholes.group_by("a", "year").agg(pl.sum("whole")).filter(pl.col("whole") > 0)
    rival = parts.join(wholes, on=["a", "year"]).select(*KEY, rival=pl.col("tiv") / pl.col("whole")).collect()
    both = arms.filter(pl.col("year").is_between(1999, 2021), pl.col("value") > 0).join(rival, on=KEY)
    inside = pl.col("rival").is_between("low", "high").mean()
    return ["Arms: SIPRI's edition of 2022 beside that of 2026", both.height, both.select(inside).item()]


def _positions(atlas: Atlas) -> list[object]:
    """Investor's and host's books of the same position."""
    key = ["source", "target", "year"]
    held = atlas.scan("direct_investment").select(*key, "is_default", value="value_usd_million").collect()
    both = held.filter("is_default").join(held.filter(~pl.col("is_default")), on=key, suffix="_b")
    both = both.filter(pl.col("value") > 1, pl.col("value_b") > 1)
    width = np.clip(3.1 - 0.45 * np.log10(both["value"].to_numpy()), 0.4, 2.5)
    gap = np.abs(np.log(both["value_b"].to_numpy() / both["value"].to_numpy()))
    return ["Investment: the other side's books of the same position", both.height, float((gap <= width).mean())]


def _ratios(atlas: Atlas) -> str:
    scope = Scope(2000, 2014)
    of = shares(atlas, scope, ("trade",))
    between = subject.ratio(of, np.ones(1))
    ours = of.key.with_columns(
        pl.Series("low", between.low).fill_nan(None),
        pl.Series("high", between.high).fill_nan(None),
        s=pl.Series(of.s[:, 0]).fill_nan(None),
    )
    cow = _cow(atlas).filter(pl.col("rival") > 0)
    rival = cow.join(cow.select(a="b", b="a", year="year", theirs="rival"), on=KEY)
    both = ours.join(rival.select(*KEY, rival=(pl.col("rival") / pl.col("theirs")).log(2)), on=KEY).drop_nulls()
    inside = pl.col("rival").is_between("low", "high").mean()
    rows: list[list[object]] = [["all", both.height, both.select(inside).item()]]
    for least, most in itertools.pairwise(SIZES):
        held = both.filter(pl.col("s").is_between(least, most, closed="left"))
        rows.append([f"a's share {least:g} up", held.height, held.select(inside).item()])
    return "**Trade: COW's log ratio (2000-2014) inside our interval of it**\n\n" + _table(
        ["Pairs", "Pairs and years", "Inside"], rows
    )


def _masked(atlas: Atlas) -> str:
    """Dependence with pillars taken away beside the same with them."""
    names, weights = tuple(subject.WEIGHTS), np.array(list(subject.WEIGHTS.values()))
    of = shares(atlas, Scope(2015, 2018), names)
    whole = ~np.isnan(of.s[:, [names.index(n) for n in ("trade", "energy", "arms", "technology")]]).any(axis=1)
    full = subject.overall(of, weights)
    rows: list[list[object]] = []
    for kept in (("trade",), ("trade", "arms"), ("trade", "energy", "arms"), ("trade", "energy", "technology")):
        s = of.s.copy()
        s[:, [k for k, name in enumerate(names) if name not in kept]] = np.nan
        fields = {f: getattr(of, f) for f in ("key", "names", "low", "high", "own", "shared", "facts")}
        part = subject.overall(Shares(s=s, **fields), weights)
        told = whole & (full.value > 1e-4)
        inside = (full.value >= part.low) & (full.value <= part.high)
        rows.append([", ".join(kept), int(told.sum()), float(inside[told].mean())])
    return (
        "**Pillars not held: how often the value from all of them lies in the interval from some** (2015-2018, "
        "dependence above 0.0001)\n\n" + _table(["Pillars used", "Pairs and years", "Inside"], rows)
    )


def _weights(atlas: Atlas) -> str:
    names, weights = tuple(subject.WEIGHTS), np.array(list(subject.WEIGHTS.values()))
    drawn = np.random.default_rng(0).dirichlet(np.ones(len(names)), size=200)
    rows: list[list[object]] = []
    for a, b, year in (("CHN", "RUS", 2010), ("CHN", "RUS", 2019), ("USA", "CHN", 2019), ("BLR", "RUS", 2019)):
        of = shares(atlas, Scope(year, year, a, b), names)
        row = 0 if a < b else 1
        declared = subject.ratio(of, weights).value[row]
        values = np.array([subject.ratio(of, one).value[row] for one in drawn])
        known = values[~np.isnan(values)]
        same = float((np.sign(known) == np.sign(declared)).mean())
        low, high = np.quantile(known, [0.05, 0.95])
        rows.append([f"{a}–{b}", year, float(declared), float(low), float(high), same])
    of = shares(atlas, Scope(2018, 2018), names)
    base = subject.overall(of, weights).value
    alike: list[float] = []
    for one in drawn[:100]:
        other = subject.overall(of, one).value
        both = ~np.isnan(base) & ~np.isnan(other)
        ranks = [pl.Series(v[both]).rank().to_numpy() for v in (base, other)]
        alike.append(float(np.corrcoef(ranks)[0, 1]))
    low, middle = np.quantile(alike, [0.05, 0.5])
    head = ["Pair a–b", "Year", "Log ratio, declared weights", "5 %", "95 %", "Same sign"]
    return (
        "**Weights drawn at random (any as likely as another)**\n\n"
        + _table(head, rows)
        + f"\n\nDependence of all pairs in 2018: rank correlation with the declared weights, median {middle:.3f}, "
        + f"5 per cent below {low:.3f} (100 draws)."
    )
