"""Which reading of a tie fits the evidence? Five readings of analysts, weighed openly.

Formal alliance, entente, partnership of convenience, junior partner, estrangement: each is a profile of what one would
expect to see (`hypotheses.csv`). Bayes' rule turns what is seen into probabilities; what is missing drops out and
widens the interval. The profiles are judgements, not findings: they may be replaced, and what each piece of evidence
does to the answer is part of the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amity import indicators, states
from amity.atlas import Atlas
from amity.errors import NoDataError, UsageError, nearest
from amity.indicators import LAST_YEAR, Indicator, Scope
from amity.scores import _profiles, _weighing
from amity.scores._profiles import HYPOTHESES, Item
from amity.scores._weighing import Floats, inconsistency

__all__ = ["HYPOTHESES", "SCORES", "Hypotheses", "hypotheses", "inconsistency"]

#: Fewest items for a probability.
_LEAST = 3

#: Evidence that the two deal with one another at all, for better or worse: where the lowest bin is the likeliest for
#: each of these, there is no tie to read. The five readings are all of a tie; strangers would pass for estranged.
_CONTACT = ("standing", "arms", "trade for both", "trade weight", "disputes", "sanctions")

#: Before the first year that any evidence covers.
_FIRST_YEAR = 1816

_NO_TIE = "no pledge, no arms, little trade, no dispute or sanction on record: there is no tie to read"

_KEY = ["a", "b", "year"]
_NAMES = tuple(HYPOTHESES)


def _known(measure: str) -> Indicator | None:
    """The score or indicator of that id, if this installation has one."""
    from amity import scores

    return scores.registry().get(measure) or indicators.registry().get(measure)


@dataclass(frozen=True)
class _Evidence:
    """What is held of each item for each case, a dyad in a year.

    Attributes:
        items: The items.
        grid: a, b, year of the cases.
        read: Per item, in the order of `grid`: value, low, high, as_of, of (whose direction), sources; percentiles
            where the item asks for them.
    """

    items: tuple[Item, ...]
    grid: pl.DataFrame
    read: tuple[pl.DataFrame, ...]

    @cached_property
    def cells(self) -> list[Floats]:
        """Probabilities of each item's bins."""
        found: list[Floats] = []
        for item, rows in zip(self.items, self.read, strict=True):
            value, low, high = rows["value"].to_numpy(), rows["low"].to_numpy(), rows["high"].to_numpy()
            cut = _weighing.cells_apart if item.side == "apart" else _weighing.cells
            found.append(cut(value, low, high, item.bounds))
        return found

    @cached_property
    def held(self) -> NDArray[np.bool_]:
        """(N, E): whether there is a value."""
        return np.stack([~np.isnan(q[:, 0]) for q in self.cells], axis=1)

    @cached_property
    def weights(self) -> Floats:
        """(N, E): the items' weights, less for values of earlier years; missing items have theirs in full."""
        year = self.grid["year"].to_numpy()
        columns: list[Floats] = []
        for item, rows in zip(self.items, self.read, strict=True):
            age = np.nan_to_num(year - rows["as_of"].cast(pl.Float64).to_numpy(), nan=0.0)
            columns.append(item.weight * (1.0 - age / (item.reach + 1.0)))
        return np.stack(columns, axis=1)

    @cached_property
    def powers(self) -> Floats:
        """(N, E): to which power each likelihood counts; 0 where there is no value."""
        return self.count(self.weights * self.held)

    def count(self, weights: Floats) -> Floats:
        """(N, E): the powers that such weights give, each group counted once."""
        return _weighing.counted(weights, [item.group for item in self.items])

    def coverage(self) -> Floats:
        """(N,): share (0-1) of the evidence that all items would be."""
        return self.powers.sum(axis=1) / self.count(self.weights).sum(axis=1)

    @cached_property
    def strangers(self) -> NDArray[np.bool_]:
        """(N,): whether nothing that is held shows the two dealing with one another."""
        contact = [e for e, item in enumerate(self.items) if item.name in _CONTACT]
        shown = np.zeros(self.grid.height, dtype=np.bool_)
        for e in contact:
            shown |= self.held[:, e] & (np.argmax(self.cells[e], axis=1) > 0)
        return ~shown & (self.held[:, contact].sum(axis=1) >= _LEAST)

    def posterior(self, prior: Floats) -> Floats:
        """(N, H)."""
        return _weighing.posterior(prior, self.powers, _weighing.log_likelihoods(self.items, self.cells))

    def interval(self, prior: Floats, seed: int) -> tuple[Floats, Floats]:
        """90 % interval (N, H), which always holds the posterior."""
        low, high = _weighing.interval(self.items, self.cells, self.weights, prior, seed)
        middle = self.posterior(prior)
        return np.minimum(low, middle), np.maximum(high, middle)

    def only(self, chosen: NDArray[np.bool_]) -> _Evidence:
        """Some of the cases."""
        keep = pl.Series(chosen)
        return _Evidence(self.items, self.grid.filter(keep), tuple(rows.filter(keep) for rows in self.read))


def _gather(atlas: Atlas, scope: Scope, items: tuple[Item, ...]) -> _Evidence:
    """Reads all evidence for the dyads and years of a scope."""
    grid = scope.grid(directed=False).sort("year", "a", "b")
    measures = {item.measure: _known(item.measure) for item in items}
    reach = {m: max(item.reach + item.change for item in items if item.measure == m) for m in measures}
    wanted = {
        m: (indicator, Scope(scope.first - reach[m], scope.last, scope.a, scope.b, scope.seed))
        for m, indicator in measures.items()
        if indicator is not None
    }
    for item in items:
        if item.measure in wanted and wanted[item.measure][0].directed == (item.side == "pair"):
            needed = "higher, lower or apart" if item.side == "pair" else "pair"
            raise UsageError(f"The evidence {item.name!r}: for {item.measure} the side must be {needed}.")
    if scope.b is not None:
        every = indicators.measure_each(list(wanted.values()), atlas).partition_by("indicator", as_dict=True)
        found = {m: every.get((m,)) for m in wanted}
    else:
        found = {m: indicators.measure(*asked[:1], atlas, asked[1]) for m, asked in wanted.items()}
    read = tuple(_aligned(atlas, item, found.get(item.measure), grid, scope) for item in items)
    return _Evidence(items, grid, read)


_READ = {"value": pl.Float64, "low": pl.Float64, "high": pl.Float64, "as_of": pl.Int32, "of": pl.String}


def _aligned(atlas: Atlas, item: Item, rows: pl.DataFrame | None, grid: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """The item's value for each case: of the year, or of the last year within its reach."""
    if rows is None or rows.is_empty():
        blank = [pl.lit(None, kind).alias(column) for column, kind in _READ.items()]
        return grid.with_columns(*blank, pl.lit(None, pl.String).alias("sources")).select(*_READ, "sources")
    down, first = item.side != "lower", scope.first - item.reach - item.change
    one = (
        rows.filter(pl.col("value").is_not_null(), pl.col("year") >= first)
        .select(
            pl.min_horizontal("a", "b").alias("a"),
            pl.max_horizontal("a", "b").alias("b"),
            pl.col("a").alias("of"),
            pl.col("year").alias("as_of"),
            *("year", "value", "low", "high", "sources"),
        )
        .sort("year", "value", "of", descending=[False, down, False])
        .unique(_KEY, keep="first", maintain_order=True)
    )
    if item.scale == "percentile":
        one = _placed(one, _spread(atlas, item.measure, first, scope.last))
    if item.change:
        one = _changed(one, item.change)
    near = grid.join_asof(
        one, on="year", by=["a", "b"], strategy="backward", tolerance=item.reach, check_sortedness=False
    )
    return near.select(*_READ, "sources")


def _changed(rows: pl.DataFrame, years: int) -> pl.DataFrame:
    """Values as changes over so many years; the interval joins those of both."""
    before = rows.select("a", "b", pl.col("year") + years, old="value", old_low="low", old_high="high")
    low, high = pl.col("low").fill_null(pl.col("value")), pl.col("high").fill_null(pl.col("value"))
    value, old = pl.col("value"), pl.col("old")
    # Errors of two years are independent, so that their squares add.
    down = ((value - low) ** 2 + (pl.col("old_high").fill_null(old) - old) ** 2).sqrt()
    up = ((high - value) ** 2 + (old - pl.col("old_low").fill_null(old)) ** 2).sqrt()
    return rows.join(before, on=_KEY, maintain_order="left").with_columns(
        value=value - old, low=value - old - down, high=value - old + up
    )


@lru_cache(maxsize=32)
def _spread(atlas: Atlas, measure: str, first: int, last: int) -> Mapping[int, NDArray[np.float64]]:
    """The values of all pairs in each year, in order."""
    indicator = _known(measure)
    assert indicator is not None
    rows = indicators.measure(indicator, atlas, Scope(first, last, intervals=False)).select("year", "value")
    years = rows.drop_nulls().sort("year", "value").partition_by("year", as_dict=True)
    return {int(year): part["value"].to_numpy() for (year,), part in years.items()}


def _placed(rows: pl.DataFrame, spread: Mapping[int, NDArray[np.float64]]) -> pl.DataFrame:
    """Values as percentiles (0-100) among the pairs of their year; ties stand at their middle."""
    parts: list[pl.DataFrame] = []
    for part in rows.partition_by("year", maintain_order=True):
        values = spread[part["year"][0]]
        places: list[pl.Series] = []
        for column in ("value", "low", "high"):
            given = part[column].cast(pl.Float64).to_numpy()
            place = 50.0 * (np.searchsorted(values, given) + np.searchsorted(values, given, "right")) / len(values)
            places.append(pl.Series(column, np.where(np.isnan(given), np.nan, place)).fill_nan(None))
        parts.append(part.with_columns(places))
    return pl.concat(parts) if parts else rows


@dataclass(frozen=True)
class Hypotheses:
    """How the five readings of one tie fare against the evidence of one year.

    Attributes:
        a: Code of the first state, as asked.
        b: Code of the second.
        year: The year.
        posterior: One row per reading, most probable first: hypothesis, label, prior, posterior, low, high (90 %
            interval: of the judgements, of the evidence, and of what missing evidence might say).
        evidence: One row per item: item, measure, of (the state whose direction is meant), value, low, high (in the
            item's unit, or percentiles), as_of (year of the value), bin, words, weight, group, counted (power to
            which the likelihood counts), source, log_ID (log probability of what was seen under each reading),
            diagnosticity (bits that the item could tell at most under the prior), reason (why there is no value).
        left_out: One row per item with a value: the posterior without it, and whether another reading then leads.
        flips: What would put another reading first: a prior for it (kind "prior", the others keeping their
            proportions), or another value of one item (kind "evidence", or "missing evidence").
        ach: Heuer's matrix, an audit view and not the result: per item a rating of each reading from 1 (very
            inconsistent) to 5, null where not applicable; below it the tallies of inconsistency and consistency.
        coverage: Share (0-1) of the evidence that all items would be.
        fit: How much better the leading reading expects the evidence than even odds over the bins would, as the mean
            logarithm per item counted; below 0 none of the five fits. Null without evidence.
        strangers: Whether nothing shows the two dealing with one another, so that there is no tie to read.
    """

    a: str
    b: str
    year: int
    posterior: pl.DataFrame
    evidence: pl.DataFrame
    left_out: pl.DataFrame
    flips: pl.DataFrame
    ach: pl.DataFrame
    coverage: float
    fit: float | None
    strangers: bool
    _count: tuple[int, int] = field(repr=False)

    def words(self) -> str:
        """The answer in a few plain sentences."""
        names = f"{states.get(self.a).name} and {states.get(self.b).name} in {self.year}"
        held, items = self._count
        if not held:
            return f"{names}: there is no evidence; the probabilities are those put in beforehand."
        first, second = self.posterior.rows(named=True)[:2]
        shares = [f"{r['posterior']:.0%} ({r['low']:.0%} to {r['high']:.0%})" for r in (first, second)]
        said = [
            f"{names}: {first['label']} {shares[0]}, then {second['label']} {shares[1]}.",
            f"It rests on {held} of {items} pieces of evidence ({self.coverage:.0%} of their weight).",
        ]
        if self.strangers:
            said.append(f"But {_NO_TIE}.")
        elif self.fit is not None and self.fit < 0:
            said.append("None of the five readings fits well: even odds would have expected the evidence better.")
        turning = self.left_out.filter("changes_first")["item"].to_list()
        if turning:
            said.append(f"Without {' or '.join(turning)} another reading would lead.")
        needed = self.flips.filter(pl.col("kind") == "prior").sort("needed")
        other = HYPOTHESES[needed["first"][0]]
        said.append(f"A prior of {needed['needed'][0]:.0%} for {other} would be enough to put it first.")
        return " ".join(said)


def hypotheses(
    atlas: Atlas,
    a: str,
    b: str,
    year: int | None = None,
    *,
    priors: Mapping[str, float] | None = None,
    profiles: str | Path | None = None,
    without: Iterable[str] = (),
    seed: int = 0,
) -> Hypotheses:
    """Which reading of the tie between two states fits the evidence of a year, and what does that hang on?

    Args:
        atlas: Where the figures come from.
        a: A state, in any spelling.
        b: The other.
        year: The year; by default the latest with at least three quarters of the evidence of the fullest year.
        priors: Probability of each reading before any evidence, all five, summing to 1; by default the same for all.
        profiles: A file of judgements in place of the shipped one.
        without: Items to leave out.
        seed: Of the draws behind the intervals.

    Raises:
        UsageError: A spelling means no state, or priors, profiles or items are malformed.
        NoDataError: The two were not both members of the state system in the year.
    """
    pair = states.dyad(a, b)
    prior = _prior(priors)
    items = _profiles.shipped() if profiles is None else _profiles.read(profiles)
    items = _left(items, without)
    if year is None:
        year = _fullest(_gather(atlas, Scope(_FIRST_YEAR, LAST_YEAR, *pair.ordered), items))
    if not pair.coexisted(year):
        raise NoDataError(f"{pair.a.name} and {pair.b.name} were not both members of the state system in {year}.")
    evidence = _gather(atlas, Scope(year, year, *pair.ordered), items)
    after = evidence.posterior(prior)[0]
    low, high = (bound[0] for bound in evidence.interval(prior, seed))
    order = np.argsort(-after, kind="stable")
    names = [_NAMES[int(h)] for h in order]
    posterior = pl.DataFrame({"hypothesis": names, "label": [HYPOTHESES[name] for name in names]}).with_columns(
        prior=pl.Series(prior[order]),
        posterior=pl.Series(after[order]),
        low=pl.Series(low[order]),
        high=pl.Series(high[order]),
    )
    return Hypotheses(
        pair.a.code,
        pair.b.code,
        year,
        posterior,
        _told(atlas, evidence, prior, pair, year),
        _without_each(evidence, prior),
        _flips(evidence, prior),
        _matrix(evidence),
        float(evidence.coverage()[0]),
        _fit(evidence, int(order[0])),
        bool(evidence.strangers[0]),
        (int(evidence.held.sum()), len(items)),
    )


def _prior(priors: Mapping[str, float] | None) -> Floats:
    if priors is None:
        return np.full(len(_NAMES), 1.0 / len(_NAMES))
    if unknown := [name for name in priors if name not in HYPOTHESES]:
        raise UsageError(f"No reading is called {unknown[0]!r}.{nearest(unknown[0], _NAMES)} All: {', '.join(_NAMES)}.")
    if missing := [name for name in _NAMES if name not in priors]:
        raise UsageError(f"The priors lack {', '.join(missing)}; every reading needs one, and they sum to 1.")
    values = np.array([float(priors[name]) for name in _NAMES])
    if not np.isfinite(values).all() or not (values > 0).all():
        raise UsageError("Every prior must be above 0: what is ruled out beforehand no evidence can bring back.")
    if abs(values.sum() - 1) > 1e-6:
        raise UsageError(f"The priors sum to {values.sum():.4g}, not to 1.")
    return values / values.sum()


def _left(items: tuple[Item, ...], without: Iterable[str]) -> tuple[Item, ...]:
    out = [without] if isinstance(without, str) else list(without)
    names = [item.name for item in items]
    if unknown := [name for name in out if name not in names]:
        raise UsageError(f"No evidence is called {unknown[0]!r}.{nearest(unknown[0], names)} All: {', '.join(names)}.")
    kept = tuple(item for item in items if item.name not in out)
    if not kept:
        raise UsageError("Nothing is left to weigh: every item is left out.")
    return kept


def _fullest(evidence: _Evidence) -> int:
    """The latest year with at least three quarters of the evidence of the fullest year."""
    weight = evidence.powers.sum(axis=1)
    if not len(weight):
        raise NoDataError("The two states were never members of the state system at the same time.")
    return int(evidence.grid["year"].to_numpy()[weight >= 0.75 * weight.max()].max())


def _fit(evidence: _Evidence, first: int) -> float | None:
    powers, logs = evidence.powers[0], _weighing.log_likelihoods(evidence.items, evidence.cells)[0]
    even = np.log([len(item.bins) for item in evidence.items])
    return float((powers * (logs[:, first] + even)).sum() / powers.sum()) if powers.sum() > 0 else None


def _told(atlas: Atlas, evidence: _Evidence, prior: Floats, pair: states.Dyad, year: int) -> pl.DataFrame:
    """The items of one case, each with what it says or why it says nothing."""
    logs = _weighing.log_likelihoods(evidence.items, evidence.cells)[0]
    rows: list[dict[str, Any]] = []
    for e, (item, read) in enumerate(zip(evidence.items, evidence.read, strict=True)):
        row, cell, indicator = read.row(0, named=True), evidence.cells[e][0], _known(item.measure)
        there = bool(evidence.held[0, e])
        place = item.bins[int(np.argmax(cell))] if there else None
        reason, words = None, None
        if not there:
            reason = _why(atlas, item, indicator, pair, year)
        elif indicator is not None:
            amount = f"{row['value']:.0f} (percentile)" if item.scale == "percentile" else f"{row['value']:.3g}"
            if item.change:
                amount += f" in {item.change} years"
            of = "" if item.side == "pair" else f" of {states.get(row['of']).name}"
            when = f" (of {row['as_of']})" if row["as_of"] != year else ""
            words = f"{indicator.label}{of}: {amount}{when}, {place}"
        rows.append(
            {
                "item": item.name,
                "measure": item.measure,
                **{column: row[column] for column in ("value", "low", "high", "as_of")},
                "of": None if item.side == "pair" else row["of"],
                "bin": place,
                "words": words,
                "weight": item.weight,
                "group": item.group,
                "counted": float(evidence.powers[0, e]),
                "source": row["sources"],
                **{f"log_{name}": float(logs[e, h]) if there else None for h, name in enumerate(_NAMES)},
                "diagnosticity": _weighing.information(prior, item.expected),
                "reason": reason,
            }
        )
    text = dict.fromkeys(("item", "measure", "of", "bin", "words", "group", "source", "reason"), pl.String)
    return pl.DataFrame(rows, schema_overrides=text | {k: v for k, v in _READ.items() if k != "of"})


def _why(atlas: Atlas, item: Item, indicator: Indicator | None, pair: states.Dyad, year: int) -> str:
    """Why an item has no value."""
    if indicator is None:
        return f"no score or indicator is called {item.measure} in this installation"
    rows = indicators.measure(indicator, atlas, Scope(year, year, *pair.ordered))
    reasons = rows["reason"].drop_nulls()
    if len(reasons):
        return str(reasons[0])
    first, last = indicators.covered(indicator, atlas)
    if first <= year <= last:
        return f"no data on these two in {year}"
    return f"no data for {year}: it covers {first} to {last}"


def _without_each(evidence: _Evidence, prior: Floats) -> pl.DataFrame:
    """The posterior without each item that has a value, the rest of its group taking its place."""
    leader = int(np.argmax(evidence.posterior(prior)[0]))
    logs = _weighing.log_likelihoods(evidence.items, evidence.cells)
    rows: list[dict[str, Any]] = []
    for e, item in enumerate(evidence.items):
        if evidence.held[0, e]:
            held = evidence.held.copy()
            held[:, e] = False
            after = _weighing.posterior(prior, evidence.count(evidence.weights * held), logs)[0]
            shares = {name: float(after[h]) for h, name in enumerate(_NAMES)}
            rows.append({"item": item.name, **shares, "changes_first": int(np.argmax(after)) != leader})
    schema = {"item": pl.String, **dict.fromkeys(_NAMES, pl.Float64), "changes_first": pl.Boolean}
    return pl.DataFrame(rows, schema=schema)


def _flips(evidence: _Evidence, prior: Floats) -> pl.DataFrame:
    """Which prior, and which single value, would put another reading first."""
    after = evidence.posterior(prior)[0]
    leader = int(np.argmax(after))
    rows: list[dict[str, Any]] = []
    for h, name in enumerate(_NAMES):
        if h != leader:
            # The likelihood ratio that the prior odds must outweigh, and the leader's share of all other priors.
            ratio = (after[leader] / prior[leader]) / (after[h] / prior[h])
            odds = ratio * prior[leader] / (1.0 - prior[h])
            told = {"kind": "prior", "prior": float(prior[h]), "needed": float(odds / (1.0 + odds)), "first": name}
            rows.append(told)
    logs = _weighing.log_likelihoods(evidence.items, evidence.cells)
    for e, item in enumerate(evidence.items):
        there = bool(evidence.held[0, e])
        now = item.bins[int(np.argmax(evidence.cells[e][0]))] if there else None
        held = evidence.held.copy()
        held[:, e] = True
        powers = evidence.count(evidence.weights * held)
        for place, expected in zip(item.bins, item.expected, strict=True):
            other = logs.copy()
            other[:, e] = np.log(expected)
            first = int(np.argmax(_weighing.posterior(prior, powers, other)[0]))
            if first != leader and place != now:
                kind = "evidence" if there else "missing evidence"
                told = {"kind": kind, "item": item.name, "bin": now, "needed_bin": place, "first": _NAMES[first]}
                rows.append(told)
    text = dict.fromkeys(("kind", "item", "bin", "needed_bin", "first"), pl.String)
    return pl.DataFrame(rows, schema={"kind": pl.String, "prior": pl.Float64, "needed": pl.Float64, **text})


#: Bounds of the ratings 1 to 5: how many times as probable what was seen is under a reading as on average.
_RATINGS = (0.5, 0.8, 1.25, 2.0)


def _matrix(evidence: _Evidence) -> pl.DataFrame:
    """Heuer's matrix of one case; ratings are read off the likelihoods, so it adds no judgement of its own."""
    logs = _weighing.log_likelihoods(evidence.items, evidence.cells)[0]
    likely = np.exp(logs)
    relative = likely / likely.mean(axis=1, keepdims=True)
    ratings = np.ones_like(relative)
    for bound in _RATINGS:
        ratings += relative >= bound
    ratings[~evidence.held[0]] = np.nan
    tallies = np.array([inconsistency(ratings[:, h]) for h in range(len(_NAMES))])
    table = np.vstack([ratings, tallies.T])
    rows = pl.DataFrame({name: table[:, h] for h, name in enumerate(_NAMES)}).fill_nan(None)
    names = [item.name for item in evidence.items]
    kinds = ["rating"] * len(names) + ["tally", "tally"]
    named = pl.DataFrame({"kind": kinds, "item": [*names, "inconsistency", "consistency"]})
    return pl.concat([named, rows], how="horizontal")


@lru_cache(maxsize=8)
def _answers(atlas: Atlas, scope: Scope) -> pl.DataFrame:
    """Posteriors of all readings for all dyad-years of a scope, even priors, shipped profiles."""
    evidence = _gather(atlas, scope, _profiles.shipped())
    prior = _prior(None)
    after = evidence.posterior(prior)
    low, high = np.full((2, *after.shape), np.nan)
    tie = ~evidence.strangers
    if scope.intervals and tie.any():
        low[tie], high[tie] = evidence.only(tie).interval(prior, scope.seed)
    columns: dict[str, NDArray[Any]] = {
        "n": evidence.held.sum(axis=1),
        "coverage": evidence.coverage(),
        "tie": tie,
    }
    for h, name in enumerate(_NAMES):
        columns |= {name: after[:, h], f"low_{name}": low[:, h], f"high_{name}": high[:, h]}
    names = [f"s{e}" for e in range(len(evidence.items))]
    named = [rows["sources"].alias(name) for rows, name in zip(evidence.read, names, strict=True)]
    every = pl.concat_str(names, separator="; ", ignore_nulls=True).str.split("; ")
    sources = every.list.unique(maintain_order=True).list.join("; ")
    return evidence.grid.with_columns(named).select(*_KEY, sources=sources).with_columns(pl.DataFrame(columns))


def _measure(hypothesis: str) -> Callable[[Atlas, Scope], pl.LazyFrame]:
    def measure(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
        return (
            _answers(atlas, scope)
            .lazy()
            .select(
                *_KEY,
                value=pl.when("tie").then(hypothesis),
                low=pl.when("tie").then(f"low_{hypothesis}"),
                high=pl.when("tie").then(f"high_{hypothesis}"),
                n="n",
                coverage="coverage",
                sources="sources",
                reason=pl.when(~pl.col("tie") & (pl.col("n") >= _LEAST)).then(pl.lit(_NO_TIE)),
            )
        )

    return measure


def _tables(items: Sequence[Item]) -> tuple[str, ...]:
    """Tables of the indicators among the evidence; those of the scores are theirs to name."""
    known = indicators.registry()
    return tuple(sorted({table for item in items if item.measure in known for table in known[item.measure].tables}))


_QUESTIONS = {
    "alliance": "How probable is it that the two are formal allies, bound to fight for one another?",
    "entente": "How probable is it that the two have an entente: agreed interests without a pledge to fight?",
    "convenience": "How probable is it that theirs is a partnership of convenience: much business, little duty?",
    "junior_partner": "How probable is it that one of the two is the junior partner of the other?",
    "estrangement": "How probable is it that the two are estranged?",
}

SCORES = tuple(
    Indicator(
        id=f"hypothesis.{name}",
        label=f"Reading: {label}",
        question=_QUESTIONS[name],
        unit="probability (0-1)",
        range=(0, 1),
        closer="lower" if name == "estrangement" else "neither",
        directed=False,
        tables=_tables(_profiles.shipped()),
        reference="Defined by this project; readings as weighed in five studies of China and Russia (docs)",
        limits=(
            "One of five readings, so that they sum to 1 even where none fits. Rests on judgements (hypotheses.csv), "
            "on even priors, and on other scores. Who the junior partner is it does not say."
        ),
        measure=_measure(name),
        kind="score",
        min_n=_LEAST,
    )
    for name, label in HYPOTHESES.items()
)
