"""Which known kind of relationship does a pair of states behave like?

Four kinds are on record: allies (a defence pact in force), partners (another treaty of alliance), rivals, and ordinary
pairs. An additive multinomial logit learns from all pairs, 1950 on, how each kind behaves, and answers for any pair
and year with probabilities and with the weight of evidence of each item. It sees what two states did, where they lie
and how strong they are; never a treaty, a list of rivals or a declared label. Formulas and figures: docs/scores.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amity import states
from amity.atlas import Atlas
from amity.errors import NoDataError, UsageError
from amity.indicators import Indicator, Scope, table_years
from amity.scores import _conduct
from amity.scores._additive import Fitted, draws, fit, positions, softmax
from amity.scores._conduct import FIRST
from amity.scores._kinds import ITEMS, KINDS, QUANTILES, design, item, known

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Of how many years of a pair one is learned from, by kind: years of a pair are much alike, and rivals are few. Each
#: year taken weighs for those left out, so that the kinds keep their share.
THIN: Mapping[str, int] = {"rival": 2, "partner": 6, "ally": 6, "ordinary": 16}

#: Pull of curves to nought and to smoothness (how they were chosen: docs/scores/resemblance.md); rounds of L-BFGS.
RIDGE, SMOOTH, ROUNDS = 10.0, 100.0, 50

#: Other samples of pairs behind an interval; one pair in so many carries the curvature; seed of all draws.
DRAWS, CURVATURE, SEED = 16, 3, 20180

#: Half the width of a 90 % interval in standard deviations.
_SPREAD = 1.6449

#: Doubt is kept as a step of a ladder: log-odds _DOUBT[0] * _DOUBT[1] ** step.
_DOUBT = (0.05, 1.5)

#: No probability counts as less than this, for its log-odds: half the step in which it is kept.
_LEAST = 0.0005

_MILLION = 1_000_000


@dataclass(frozen=True, eq=False)
class Panel:
    """What was measured of some dyad-years.

    Attributes:
        keys: Columns a, b, year, sorted; one row per dyad-year.
        group: Number of the pair of each row.
        values: Each item's values, shape (rows,).
    """

    keys: pl.DataFrame
    group: Ints
    values: Mapping[str, Floats]

    @property
    def year(self) -> Ints:
        """Year of each row."""
        return self.keys["year"].to_numpy().astype(np.int64)

    def by_year(self) -> dict[int, Ints]:
        """The rows of each year."""
        order = np.argsort(self.year, kind="stable")
        years, begin = np.unique(self.year[order], return_index=True)
        return {int(y): rows for y, rows in zip(years, np.split(order, begin[1:]), strict=True)}


@dataclass(frozen=True)
class _Content:
    """An atlas, told apart by the content of the tables read: drafts of one build hold the same."""

    digest: str
    scope: Scope
    atlas: Atlas = field(compare=False)


def panel(atlas: Atlas, scope: Scope) -> Panel:
    """Everything measured of the dyads and years of a scope."""
    entries = atlas.manifest["tables"]
    digest = hashlib.sha256("".join(entries[table]["sha256"] for table in _conduct.READ).encode()).hexdigest()
    return _panel(_Content(digest, scope, atlas))


@lru_cache(maxsize=2)
def _panel(content: _Content) -> Panel:
    atlas, scope = content.atlas, content.scope
    last = min(scope.last, latest(atlas))
    pairs = _conduct.pairs_of(atlas, scope, last)
    keys = Scope(max(FIRST, scope.first), last, scope.a, scope.b).grid(directed=False)
    place = {code: number for number, code in enumerate(_conduct.codes())}
    one, other = (keys[c].replace_strict(place, return_dtype=pl.Int64).to_numpy() for c in "ab")
    group = pairs.number(one, other).astype(np.int64)
    year = keys["year"].to_numpy().astype(np.int64)
    values = {name: found[group, year - FIRST] for name, found in _conduct.measured(pairs).items()}
    return Panel(keys, group, values | {"era": year.astype(np.float64)})


def latest(atlas: Atlas) -> int:
    """Last year answered for: the last with votes."""
    return table_years(atlas, "vote_pairs")[1]


Knots = Mapping[str, Mapping[int, Floats]]


def knots_of(measured: Panel) -> Knots:
    """Where the items measured against their year have their knots: by item and year, `QUANTILES` of all pairs."""
    found: dict[str, dict[int, Floats]] = {}
    by_year = measured.by_year()
    for it in ITEMS:
        if it.knots:
            continue
        found[it.id] = {}
        for year, rows in by_year.items():
            values = measured.values[it.id][rows]
            values = values[~np.isnan(values)]
            if len(values):
                found[it.id][year] = np.round(np.quantile(values, QUANTILES), 6)
    return found


def place(measured: Panel, knots: Knots) -> dict[str, Floats]:
    """Each item's position among its knots."""
    at: dict[str, Floats] = {}
    by_year = measured.by_year()
    for it in ITEMS:
        values = measured.values[it.id]
        if it.knots:
            at[it.id] = positions(values, np.array(it.knots))
            continue
        at[it.id] = np.full(len(values), np.nan)
        for year, rows in by_year.items():
            if (own := knots.get(it.id, {}).get(year)) is not None:
                at[it.id][rows] = positions(values[rows], own)
    return at


def kinds_of(atlas: Atlas, keys: pl.DataFrame) -> Ints:
    """Kind of each dyad-year, as its place in `KINDS`; -1 after the last year of the treaties."""
    listed = keys.join(known(atlas), on=["a", "b", "year"], how="left", maintain_order="left")
    kind = (
        listed["kind"].fill_null("ordinary").replace_strict({k: n for n, k in enumerate(KINDS)}, return_dtype=pl.Int64)
    )
    return np.where(keys["year"].to_numpy() <= table_years(atlas, "obligations")[1], kind.to_numpy(), -1)


def thinned(group: Ints, year: Ints, kinds: Ints) -> tuple[Ints, Floats]:
    """Which rows to learn from, and what each weighs (see `THIN`)."""
    every = np.array([THIN[kind] for kind in KINDS])[kinds]
    rows = np.flatnonzero((kinds >= 0) & ((year + group) % every == 0))
    return rows, every[rows].astype(np.float64)


def learn(
    at: Mapping[str, Floats], kinds: Ints, weights: Floats, *, ridge: float = RIDGE, smooth: float = SMOOTH
) -> Fitted:
    """The model that these cases support."""
    form = design()
    return fit(form, form.matrix(at), kinds, weights, ridge=ridge, smooth=smooth, rounds=ROUNDS, n=len(KINDS))


def standards(atlas: Atlas) -> pl.DataFrame:
    """What the model holds ready: knots by year, the weight of every hat, and other draws of both.

    Table `resemblance_standards`.
    """
    return trained(atlas, panel(atlas, Scope(FIRST, latest(atlas))))


def trained(atlas: Atlas, world: Panel) -> pl.DataFrame:
    """Standards learned from the dyad-years of a panel, kinds being those on record in the atlas."""
    knots = knots_of(world)
    kinds = kinds_of(atlas, world.keys)
    rows, weights = thinned(world.group, world.year, kinds)
    at = {name: values[rows] for name, values in place(world, knots).items()}
    fitted = learn(at, kinds[rows], weights)
    others = draws(
        fitted,
        fitted.design.matrix(at),
        kinds[rows],
        weights,
        world.group[rows],
        number=DRAWS,
        every=CURVATURE,
        seed=SEED,
    )
    form = fitted.design
    own = np.concatenate([fitted.weights, np.zeros((len(form.terms), len(KINDS)))])
    table = np.round(np.concatenate([own[None], others]) * 1000) * 1000
    names = ["intercept", *(t.name for t in form.terms for _ in range(t.size)), *(t.name for t in form.terms)]
    hat = [0, *(n for t in form.terms for n in range(t.size)), *([-1] * len(form.terms))]
    number, column, kind = (x.ravel() for x in np.indices(table.shape))
    weight = pl.DataFrame(
        {
            "term": np.array(names)[column],
            "kind": np.array(KINDS)[kind],
            "year": np.zeros(table.size, dtype=np.int16),
            "draw": number.astype(np.int16),
            "knot": np.array(hat)[column].astype(np.int16),
            "value_millionth": table.ravel().astype(np.int32),
        }
    )
    bends = [
        (name, "", year, 0, n, round(value * _MILLION))
        for name, years in knots.items()
        for year, values in years.items()
        for n, value in enumerate(values.tolist())
    ]
    return pl.concat([weight, pl.DataFrame(bends, schema=weight.schema, orient="row")]).sort(
        "term", "kind", "year", "draw", "knot"
    )


@dataclass(frozen=True, eq=False)
class Model:
    """The standards, ready to use.

    Attributes:
        knots: By item and year.
        weights: Shape (1 + draws, columns, kinds); the estimate first.
    """

    knots: Knots
    weights: Floats


@cache
def model(atlas: Atlas) -> Model:
    """The model that the atlas holds.

    Raises:
        NoDataError: It holds none.
    """
    form = design()
    if not atlas.manifest["tables"].get("resemblance_standards", {}).get("rows"):
        raise NoDataError(
            "This atlas holds no model of resemblance: it was built from an excerpt or before there was one."
        )
    held = atlas.scan("resemblance_standards").collect()
    bends = held.filter(pl.col("year") > 0)
    knots: dict[str, dict[int, Floats]] = {}
    for (term, year), rows in bends.sort("term", "year", "knot").group_by("term", "year", maintain_order=True):
        knots.setdefault(str(term), {})[int(str(year))] = rows["value_millionth"].to_numpy() / _MILLION
    begin = {term.name: first for term, first in zip(form.terms, form.begin, strict=False)} | {"intercept": 0}
    unknown = {term.name: form.size + n for n, term in enumerate(form.terms)}
    rows = held.filter(pl.col("year") == 0)
    name = pl.col("term")
    column = rows.select(
        pl.when(pl.col("knot") < 0)
        .then(name.replace_strict(unknown, default=0, return_dtype=pl.Int64))
        .otherwise(name.replace_strict(begin, return_dtype=pl.Int64) + pl.col("knot"))
    ).to_series()
    kind = rows["kind"].replace_strict({k: n for n, k in enumerate(KINDS)}, return_dtype=pl.Int64)
    number = rows["draw"].to_numpy()
    weights = np.zeros((int(number.max()) + 1, form.size + len(form.terms), len(KINDS)))
    weights[number, column.to_numpy(), kind.to_numpy()] = rows["value_millionth"].to_numpy() / _MILLION
    return Model(knots, weights)


def answer(at: Mapping[str, Floats], weights: Floats) -> tuple[Floats, Floats]:
    """Probabilities of the kinds, shape (rows, kinds), and the standard deviation of their log-odds over the draws.

    Args:
        at: Position of each item.
        weights: Shape (1 + draws, columns, kinds); the estimate first.
    """
    against = (weights[:, :, :-1] - weights[:, :, -1:]).transpose(1, 0, 2)
    scores = np.asarray(design().matrix(at) @ np.ascontiguousarray(against).reshape(len(against), -1))
    scores = scores.reshape(len(scores), len(weights), -1)
    p = softmax(np.concatenate([scores, np.zeros((*scores.shape[:2], 1))], axis=2))
    p = np.clip(p, 1e-6, 1 - 1e-6)
    return p[:, 0], np.log(p[:, 1:] / (1 - p[:, 1:])).std(axis=1)


def stepped(p: Floats) -> Ints:
    """Probabilities in permille, in steps of 1 below 20, of 5 below 100, of 10 above: finer than any doubt."""
    permille = np.round(p * 1000)
    fives, tens = np.floor(p * 200 + 0.5) * 5, np.floor(p * 100 + 0.5) * 10
    return np.where(permille < 20, permille, np.where(permille < 100, fives, tens)).astype(np.int64)


def world(atlas: Atlas) -> pl.DataFrame:
    """All pairs and years: table `resemblance`."""
    return answered(atlas, Scope(FIRST, latest(atlas)))


def answered(atlas: Atlas, scope: Scope) -> pl.DataFrame:
    """What the model says of the dyads of a scope, measured now: rows as in table `resemblance`."""
    measured, held = panel(atlas, scope), model(atlas)
    at = place(measured, held.knots)
    parts = np.array_split(np.arange(measured.keys.height), max(1, measured.keys.height // 20_000))
    found = [answer({name: values[rows] for name, values in at.items()}, held.weights) for rows in parts]
    p, doubt = (np.concatenate([pair[k] for pair in found]) for k in range(2))
    permille = stepped(p[:, :-1])
    # The last kind has what is left; rounding up must not leave it less than nought.
    largest = permille.argmax(axis=1)
    permille[np.arange(len(permille)), largest] -= np.maximum(permille.sum(axis=1) - 1000, 0)
    above = np.log(np.maximum(doubt, _DOUBT[0]) / _DOUBT[0])
    step = np.asarray(np.round(above / np.log(_DOUBT[1])), dtype=np.float64)
    n = np.stack([~np.isnan(at[i.id]) for i in ITEMS if i.group != "prior"]).sum(axis=0)
    shares = [pl.Series(f"{kind}_permille", permille[:, k], pl.Int16) for k, kind in enumerate(KINDS[:-1])]
    doubts = [pl.Series(f"{kind}_doubt", step[:, k]).cast(pl.UInt8) for k, kind in enumerate(KINDS)]
    return measured.keys.with_columns(pl.col("year").cast(pl.Int16), *shares, *doubts, pl.Series("n", n).cast(pl.UInt8))


DERIVE: dict[str, Callable[[Atlas], pl.DataFrame]] = {"resemblance_standards": standards, "resemblance": world}

#: Items with a value of their own; the times have none.
_DUE = sum(i.group != "prior" for i in ITEMS)


def _measure(kind: str) -> Callable[[Atlas, Scope], pl.LazyFrame]:
    def measure(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
        named = {k: pl.col(f"{k}_permille").cast(pl.Float64) / 1000 for k in KINDS[:-1]}
        value = named.get(kind, 1.0 - pl.sum_horizontal(named.values()))
        # To the step in which it is kept: what is left of the three may be off by a rounding.
        value = value.round(3).clip(0.0, 1.0)
        centre = value.clip(_LEAST, 1 - _LEAST)
        odds = (centre / (1 - centre)).log()
        wide = _SPREAD * _DOUBT[0] * pl.lit(_DOUBT[1]).pow(pl.col(f"{kind}_doubt").cast(pl.Float64))
        low, high = (1 / (1 + (-(odds + sign * wide)).exp()) for sign in (-1, 1))
        return (
            atlas.scan("resemblance")
            .filter(scope.keeps("a", "b"))
            .select(
                "a",
                "b",
                pl.col("year").cast(pl.Int32),
                value=value,
                low=pl.min_horizontal(low, value),
                high=pl.max_horizontal(high, value),
                n=pl.col("n").cast(pl.Int64),
                coverage=pl.col("n").cast(pl.Float64) / _DUE,
                sources=_sources(atlas),
            )
        )

    return measure


def _sources(atlas: Atlas) -> pl.Expr:
    """Data sets behind a year: those of the tables read that reach it."""
    spans: dict[str, tuple[int, int]] = {}
    for table in _conduct.READ:
        for span in atlas.manifest["tables"][table]["coverage"]:
            for name in span["dataset"].split(" + "):
                first, last = spans.get(name, (9999, 0))
                spans[name] = (min(first, span.get("first_year", FIRST)), max(last, span.get("last_year", 9999)))
    years = range(FIRST, latest(atlas) + 1)
    named = {y: " + ".join(sorted(n for n, (f, t) in spans.items() if f <= y <= t)) for y in years}
    return pl.col("year").cast(pl.Int32).replace_strict(named, default="", return_dtype=pl.String)


_ASKED = {
    "ally": "How likely is a pair that behaves like this to have a defence pact and no rivalry?",
    "partner": "How likely is a pair that behaves like this to have a treaty short of defence, and no rivalry?",
    "ordinary": "How likely is a pair that behaves like this to have neither treaty of alliance nor rivalry?",
    "rival": "How likely is a pair that behaves like this to be rivals?",
}

_LABELLED: tuple[tuple[str, str, Literal["higher", "lower", "neither"]], ...] = (
    ("ally", "allies", "higher"),
    ("partner", "treaty partners", "higher"),
    ("ordinary", "ordinary pairs", "neither"),
    ("rival", "rivals", "lower"),
)

SCORES: tuple[Indicator, ...] = tuple(
    Indicator(
        id=f"resemblance.{kind}",
        label=f"Resembles {label}",
        question=_ASKED[kind],
        unit="probability (0-1)",
        range=(0, 1),
        closer=closer,
        directed=False,
        kind="score",
        tables=("resemblance",),
        reference="amity, docs/scores/resemblance.md",
        limits=(
            "Where two states lie, how strong they are and how many organisations they share weigh beside what they "
            "do: `evidence` tells the parts apart. Half of what is on record as alliance is regional pacts of many "
            "members. Treaties are known to 2018: later years are answered as the years before."
        ),
        measure=_measure(kind),
    )
    for kind, label, closer in _LABELLED
)


def evidence(atlas: Atlas, a: str, b: str, year: int) -> pl.DataFrame:
    """What each item says of the pair's kind in a year, the strongest first.

    Args:
        atlas: The tables.
        a: Code of one state.
        b: Code of the other.
        year: Calendar year, 1950 to the last with votes.

    Returns:
        One row per item and one for the start (`item` "start": how common the kinds are): `item`, `pillar`, `group`
        (behaviour: what the two did; structure: where they lie, how strong they are, how many organisations they
        share; prior: how common the kinds are, and when), `value` (in the item's own measure; null where not held),
        `percentile` (0 to 100 among all pairs of the year; null for items with fixed knots), `ally`, `partner`,
        `rival` (weight of evidence: by how much the item moves the natural log-odds of that kind against an ordinary
        pair; what is missing says nothing), `strength` (the largest of the three without its sign), `words`.
        The three columns add up to the log of the kind's probability over that of "ordinary".

    Raises:
        UsageError: Both are one state.
        UnknownStateError: No state has such a code.
        NoDataError: The two were not both members of the state system in that year, or it is out of range.
    """
    x, y = sorted((states.get(a).code, states.get(b).code))
    if x == y:
        raise UsageError(f"A pair has two states; both are {x}.")
    measured = panel(atlas, Scope(FIRST, latest(atlas), x, y))
    rows = np.flatnonzero(measured.year == year)
    if not len(rows):
        raise NoDataError(f"{x} and {y} have no common year {year} between {FIRST} and {latest(atlas)}.")
    held, form = model(atlas), design()
    one = Panel(measured.keys[rows], measured.group[rows], {k: v[rows] for k, v in measured.values.items()})
    at = place(one, held.knots)
    row = form.matrix(at).toarray()[0]
    # Against an ordinary pair.
    against = held.weights[0] - held.weights[0][:, [KINDS.index("ordinary")]]
    said = {it.id: np.zeros(len(KINDS)) for it in ITEMS}
    for term, begin in zip(form.terms, form.begin, strict=False):
        said[term.items[0]] += row[begin : begin + term.size] @ against[begin : begin + term.size]
    parts: list[tuple[str, str, str, float | None, float | None, Floats]] = [
        ("start", "", "prior", None, None, against[0])
    ]
    for it in ITEMS:
        value, position = float(one.values[it.id][0]), float(at[it.id][0])
        known_value = None if np.isnan(position) else value
        below = (
            None if it.knots or known_value is None else float(np.interp(position, range(len(QUANTILES)), QUANTILES))
        )
        parts.append((it.id, it.pillar, it.group, known_value, None if below is None else 100 * below, said[it.id]))
    shown = [kind for kind in KINDS if kind != "ordinary"]
    frame = pl.DataFrame(
        [
            (name, pillar, group, value, below, *(float(w[KINDS.index(k)]) for k in shown))
            for name, pillar, group, value, below, w in parts
        ],
        schema={
            "item": pl.String,
            "pillar": pl.String,
            "group": pl.String,
            "value": pl.Float64,
            "percentile": pl.Float64,
        }
        | dict.fromkeys(shown, pl.Float64),
        orient="row",
    )
    strength = pl.max_horizontal(pl.col(shown).abs())
    spoken = pl.Series("words", [_sentence(**found) for found in frame.iter_rows(named=True)])
    return (
        frame.with_columns(strength=strength)
        .with_columns(spoken)
        .sort("strength", descending=True, maintain_order=True)
    )


def words(atlas: Atlas, a: str, b: str, year: int, count: int = 6) -> tuple[str, ...]:
    """The strongest evidence of behaviour in plain sentences, at most `count`; errors as for `evidence`."""
    found = evidence(atlas, a, b, year).filter(pl.col("group") == "behaviour", pl.col("strength") >= _AUDIBLE)
    return tuple(found["words"].head(count))


#: Least weight of evidence worth a sentence: odds a quarter higher.
_AUDIBLE = float(np.log(1.25))


def _sentence(
    item: str, value: float | None, percentile: float | None, rival: float, partner: float, ally: float, **_: object
) -> str:
    weights = {"rivals": rival, "treaty partners": partner, "allies": ally}
    name, most = max(weights.items(), key=lambda pair: abs(pair[1]))
    if all(weight <= 0 for weight in weights.values()) and most < -_AUDIBLE:
        verdict = f"for an ordinary pair, most against {name} (odds divided by {np.exp(-most):.1f})"
    elif abs(most) < _AUDIBLE:
        verdict = "says little"
    else:
        name, most = max(weights.items(), key=lambda pair: pair[1]) if most > 0 else (name, most)
        verdict = (
            f"for {name} (odds times {np.exp(most):.1f})"
            if most > 0
            else f"against {name} (odds divided by {np.exp(-most):.1f})"
        )
    if item == "start":
        return f"How common the kinds are: {verdict}."
    return f"{_seen(item, value, percentile)}: {verdict}."


def _seen(name: str, value: float | None, percentile: float | None) -> str:
    it = item(name)
    if value is None:
        return f"{it.words} not known"
    if percentile is not None:
        return (
            f"{it.words} higher than for {percentile:.0f} of 100 pairs"
            if percentile >= 50
            else f"{it.words} lower than for {100 - percentile:.0f} of 100 pairs"
        )
    return f"{it.words}: {it.told(value)}"
