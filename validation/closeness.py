"""How good are engagement, affinity and closeness? Against rivalries, pacts and peace levels they never saw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amity.atlas import Atlas
from amity.indicators import Scope
from amity.scores import deeds, standards
from amity.scores.closeness import path
from amity.scores.deeds import DEEDS, FIRST, LAST, Field, Flags, Floats
from amity.scores.standards import ITEMS
from amity.scores.weights import HALVES

_MAJOR = ("CHN", "FRA", "GBR", "RUS", "USA")
_DECADES = tuple((y, y + 9) for y in range(1950, 2020, 10))
_SEED = 20

#: Dyads that what costs much is measured on, drawn at random.
_SAMPLE = 2500


class _World:
    """All dyad-years as arrays of shape (dyads, years)."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.model = standards.model(atlas)
        self.grid: Field = deeds.field(Scope(FIRST, LAST))
        self.lived: Flags = self.grid.lived
        self.items = self.model.items(atlas, self.grid)
        self.values = dict(zip(DEEDS, deeds.measured(atlas, self.grid), strict=True))
        held = atlas.scan("closeness").collect()
        self.engagement, self.affinity = np.full((2, *self.grid.shape), np.nan)
        for name in ("engagement", "affinity"):
            rows = held.lazy().with_columns(value=pl.col(f"{name}_centi").cast(pl.Float64) / 100)
            value, there = self.grid.place(rows, "a", "b", "value")
            setattr(self, name, np.where(there, value, np.nan))
        self.closeness = self.engagement + self.affinity
        self.dyad = {(self.grid.names[i], self.grid.names[j]): k for k, (i, j) in enumerate(self.grid.pairs.tolist())}

    def within(self, first: int, last: int) -> Flags:
        return self.lived & self.grid.within(first, last)

    def spells(self, rows: Iterable[tuple[str, str, int, int]]) -> Flags:
        """Dyad-years inside any of the spells (a, b, first, last)."""
        found = np.zeros(self.grid.shape, dtype=np.bool_)
        for a, b, first, last in rows:
            if (dyad := self.dyad.get((min(a, b), max(a, b)))) is not None:
                found[dyad] |= self.grid.within(first, last)
        return found & self.lived

    def shares(self, value: Floats) -> Floats:
        """Rank of each dyad in its year, 0 to 1."""
        found = np.full(value.shape, np.nan)
        for t in range(value.shape[1]):
            some = np.isfinite(value[:, t])
            found[some, t] = _ranks(value[some, t]) / max(some.sum(), 1)
        return found


def figures(atlas: Atlas) -> str:
    """Every figure of the page."""
    world = _World(atlas)
    parts = (
        ("Rivals", _rivals), ("Allies", _allies), ("Known pairs", _known), ("Items", _items), ("Masked", _masked),
        ("Simulated", _simulated), ("Other measures", _others), ("Stability", _stability),
    )  # fmt: skip
    return "\n\n".join(f"### {title}\n\n{part(world)}" for title, part in parts)


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def _ranks(value: Floats) -> Floats:
    from scipy.stats import rankdata

    return rankdata(value)


def _auc(yes: Floats, no: Floats) -> float:
    """Chance that one of `yes` stands above one of `no`."""
    if not len(yes) or not len(no):
        return float("nan")
    ranks = _ranks(np.concatenate([yes, no]))
    return float((ranks[: len(yes)].sum() - len(yes) * (len(yes) + 1) / 2) / (len(yes) * len(no)))


def _rivals(w: _World) -> str:
    listed = w.atlas.scan("rivalries").filter(pl.col("vintage") == "tss").collect()
    spells = listed.select("a", "b", "first_year", pl.col("last_year").fill_null(2020)).rows()
    rival, span = w.spells(spells), w.within(FIRST, 2020)
    place = w.shares(w.engagement)
    affinity = w.shares(w.affinity)
    groups: tuple[tuple[str, Flags], ...] = (
        ("all dyads", span),
        ("engagement above the median", span & (place > 0.5)),
        ("engagement in the top quarter", span & (place > 0.75)),
        ("disputes covered (to 2014)", span & np.isfinite(w.items[:, :, ITEMS.index("hostility")])),
    )
    rows = [
        (
            name,
            int((some & rival).sum()),
            f"{_auc(affinity[some & ~rival], affinity[some & rival]):.3f}",
            f"{_auc(w.shares(w.closeness)[some & ~rival], w.shares(w.closeness)[some & rival]):.3f}",
            f"{100 * np.median(affinity[some & rival]):.0f}",
        )
        for name, some in groups
    ]
    top = groups[1][1]
    alone = []
    for k, name in enumerate(ITEMS):
        if not w.model.weights.loadings[k, 1]:
            continue
        read = np.where(np.isfinite(w.items[:, :, k]), w.items[:, :, k], 0.0)
        alone.append((name, f"{_auc(read[top & ~rival], read[top & rival]):.3f}"))
    return (
        "Chance that a dyad-year without rivalry stands higher in affinity than one with (Thompson, 1946–2020).\n\n"
        + _table(("among", "rival years", "AUC affinity", "AUC closeness", "median percentile of rivals"), rows)
        + "\n\nThe same above the median of engagement, for each reading of affinity alone (none read: 0).\n\n"
        + _table(("item", "AUC"), alone)
    )


def _allies(w: _World) -> str:
    pledged = w.atlas.scan("obligations").filter("defense")
    _, pact = w.grid.place(pledged, "source", "target")
    members = w.atlas.scan("alliance_members").filter("defense").join(
        w.atlas.scan("alliances").filter("is_bilateral").select("alliance"), on="alliance"
    ).collect()  # fmt: skip
    both = members.join(members, on="alliance", suffix="_b").filter(pl.col("state") < pl.col("state_b"))
    days = both.with_columns(
        first=pl.max_horizontal("first_day", "first_day_b").dt.year(),
        last=pl.min_horizontal(pl.col("last_day").fill_null(pl.date(2018, 12, 31)),
                               pl.col("last_day_b").fill_null(pl.date(2018, 12, 31))).dt.year(),
    )  # fmt: skip
    bilateral = w.spells(days.select("state", "state_b", "first", "last").rows())
    span = w.within(FIRST, 2018)
    power = np.array([bool({w.grid.names[i], w.grid.names[j]} & set(_MAJOR)) for i, j in w.grid.pairs])[:, None]
    pact &= span
    groups = (
        ("any defence pact", pact, span & ~pact),
        ("bilateral defence pact", pact & bilateral, span & ~pact),
        ("with a major power", pact & power, span & ~pact & power),
        ("with a major power, bilateral", pact & power & bilateral, span & ~pact & power),
        ("many-sided, without a major power", pact & ~bilateral & ~power, span & ~pact & ~power),
    )
    scores = [w.shares(x) for x in (w.closeness, w.engagement, w.affinity)]
    rows = [
        (name, int(yes.sum()), *(f"{_auc(score[yes], score[no]):.3f}" for score in scores)) for name, yes, no in groups
    ]
    return (
        "Chance that a dyad-year with a defence pact in force (ATOP, 1946–2018) stands higher than one without; of "
        "pacts with major powers, among dyads with one.\n\n"
        + _table(("pact", "years", "AUC closeness", "AUC engagement", "AUC affinity"), rows)
    )


def _known(w: _World) -> str:
    asked = (
        ("GBR", "USA", (1950, 2000, 2024)), ("DEU", "FRA", (1955, 2000, 2024)), ("IND", "PAK", (1950, 2000, 2024)),
        ("CHN", "USA", (1955, 2000, 2024)), ("CUB", "USA", (1955, 2000, 2024)), ("CHN", "RUS", (1955, 1969, 2019)),
    )  # fmt: skip
    rows: list[Sequence[object]] = []
    for a, b, years in asked:
        found = path(w.atlas, a, b)
        for row in found.filter(pl.col("year").is_in(years)).iter_rows(named=True):
            cells = [
                f"{row[n]:.2f} ({row[n + '_low']:.2f} to {row[n + '_high']:.2f}), {row[n + '_percentile']:.0f}"
                for n in ("engagement", "affinity", "closeness")
            ]
            rows.append((f"{a}–{b}", row["year"], *cells))
    return "Value (90 % interval), percentile of the year.\n\n" + _table(
        ("pair", "year", "engagement", "affinity", "closeness"), rows
    )


def _items(w: _World) -> str:
    weights, shares = w.model.weights, w.model.weights.shares
    rows = [
        (
            name,
            DEEDS[name].pillar,
            int(np.isfinite(w.items[:, :, k]).sum()),
            *(f"{x:.2f}" for x in weights.loadings[k]),
            f"{weights.each('noise')[k]:.2f}",
            f"{weights.each('offset')[k]:.2f}",
            f"{weights.each('repeated')[k]:.1f}",
            f"{weights.each('held_back')[k]:.1f}",
            *(f"{100 * x:.0f} %" for x in shares[k]),
        )
        for k, name in enumerate(ITEMS)
    ]
    head = ("item", "pillar", "readings", "loading engagement", "loading side or peace", "noise", "offset", "repeated",
            "held back", "told of engagement", "told of affinity")  # fmt: skip
    one, two, three = weights.persistence
    return (
        _table(head, rows)
        + f"\n\nLeft after a year: engagement {one:.3f}, side {two:.3f}, peace {three:.3f}; correlation of "
        f"engagement and affinity over dyads "
        f"{w.model.alike:.2f}."
    )


def _drawn(w: _World) -> NDArray[np.int64]:
    some = np.flatnonzero(np.isfinite(w.items).any(axis=(1, 2)))
    return np.sort(np.random.default_rng(_SEED).choice(some, _SAMPLE, replace=False))


def _masked(w: _World) -> str:
    chosen = _drawn(w)
    truth = w.model.weights.clipped(w.items[chosen])
    there = np.isfinite(truth)
    rows: list[Sequence[object]] = []
    draws = np.random.default_rng(_SEED)
    one = there & (draws.random(truth.shape) < 0.1)
    found = w.model.weights.predict(np.where(one, np.nan, truth))
    whole = {}
    for k, name in enumerate(ITEMS):  # all years of an item: what other items alone know of it
        hidden = there[:, :, k].any(axis=1) & (draws.random(len(chosen)) < 0.08)
        whole[name] = hidden
    # Every dyad hides at most one whole item.
    taken = np.zeros(len(chosen), dtype=np.bool_)
    blank = truth.copy()
    for k, name in enumerate(ITEMS):
        whole[name] &= ~taken
        taken |= whole[name]
        blank[whole[name], :, k] = np.nan
    alone = w.model.weights.predict(blank)
    for k, name in enumerate(ITEMS):
        cells = one[:, :, k]
        near = _covered(truth[:, :, k][cells], found.mean[:, :, k][cells], found.variance[:, :, k][cells])
        cells = there[:, :, k] & whole[name][:, None]
        far = _covered(truth[:, :, k][cells], alone.mean[:, :, k][cells], alone.variance[:, :, k][cells])
        rows.append((name, *near, *far))
    head = ("item", "cells", "coverage", "R²", "cells of dyads without the item", "coverage", "R²")
    return (
        "Readings blanked and predicted: one in ten cells at random, then all years of the item. Coverage of the 90 % "
        f"interval; R² against the item's mean. {_SAMPLE} dyads.\n\n" + _table(head, rows)
    )


def _covered(truth: Floats, mean: Floats, variance: Floats) -> tuple[int, str, str]:
    if not len(truth):
        return 0, "–", "–"
    inside = np.abs(truth - mean) <= 1.6449 * np.sqrt(variance)
    explained = 1 - ((truth - mean) ** 2).sum() / (truth**2).sum()
    return len(truth), f"{100 * inside.mean():.0f} %", f"{explained:.2f}"


def _simulated(w: _World) -> str:
    """Latent paths drawn, items made from them where the real ones are, and found again."""
    chosen, weights = _drawn(w)[: _SAMPLE // 2], w.model.weights
    draws = np.random.default_rng(_SEED)
    years, count = len(w.grid.years), len(ITEMS)
    # Engagement and side go together, as learned; peace goes its own way.
    alike = HALVES * w.model.alike
    truth = np.array([[1.0, alike, 0.0], [alike, 1.0, 0.0], [0.0, 0.0, 1.0]])
    drift = truth * (1.0 - np.outer(weights.persistence, weights.persistence))
    z = np.empty((len(chosen), years, 3))
    z[:, 0] = draws.multivariate_normal(np.zeros(3), truth, len(chosen))
    for t in range(1, years):
        z[:, t] = weights.persistence * z[:, t - 1] + draws.multivariate_normal(np.zeros(3), drift, len(chosen))
    x = np.stack([z[..., 0], (z[..., 1] + z[..., 2]) / HALVES], axis=2)
    loadings = np.zeros((count, 3))
    loadings[weights.here, :2], loadings[weights.there, 2] = weights.dealing.loadings, weights.threat.loadings[:, 1]
    lasting = np.sqrt(weights.each("lasting")) * draws.standard_normal((len(chosen), 1, count))
    noise = np.sqrt(weights.each("reading")) * draws.standard_normal((len(chosen), years, count))
    items = np.where(np.isfinite(w.items[chosen]), z @ loadings.T + lasting + noise, np.nan)
    found = weights.unbounded().smooth(items)
    lived = w.lived[chosen]
    rows = []
    for k, name in enumerate(("engagement", "affinity")):
        mean, spread = found.mean[..., k][lived], np.sqrt(found.covariance[..., k, k][lived])
        inside = np.abs(x[..., k][lived] - mean) <= 1.6449 * spread
        rows.append((name, f"{100 * inside.mean():.1f} %", f"{np.corrcoef(x[..., k][lived], mean)[0, 1]:.2f}"))
    told = (
        "Drawn from the model, with the correlation of the two over dyads, which the smoother does not use; blanked "
        "where the real readings are."
    )
    return f"{told}\n\n" + _table(("", "coverage of the 90 % interval", "correlation with the truth"), rows)


def _others(w: _World) -> str:
    levels = w.atlas.scan("peace_levels").filter(pl.col("level").is_not_null()).collect()
    peace = np.full(w.grid.shape, np.nan)
    for a, b, first, last, level in levels.select(
        "a", "b", pl.col("first_day").dt.year(), pl.col("last_day").dt.year().fill_null(2020), "level"
    ).rows():
        if (dyad := w.dyad.get((a, b))) is not None:
            peace[dyad, w.grid.within(first, last)] = level
    outside = {
        "kappa": w.values["kappa"], "ideal-point distance": w.values["ideal_distance"],
        "hostility": w.values["hostility"], "peace scale": peace,
    }  # fmt: skip
    rows: list[Sequence[object]] = []
    for name, other in outside.items():
        for score in ("engagement", "affinity", "closeness"):
            mine = getattr(w, score)
            cells = []
            for first, last in _DECADES:
                some = w.within(first, last) & np.isfinite(other) & np.isfinite(mine)
                enough = some.sum() > 50 and np.ptp(other[some]) > 0
                cells.append(f"{_rank_correlation(mine[some], other[some]):.2f}" if enough else "–")
            rows.append((name, score, *cells))
    head = ("measure", "score", *(f"{first}s" for first, _ in _DECADES))
    return (
        "Rank correlation over dyad-years, by decade. Kappa and distance (net of state effects) and disputes are "
        "read by affinity; the peace scale is not.\n\n" + _table(head, rows)
    )


def _rank_correlation(x: Floats, y: Floats) -> float:
    return float(np.corrcoef(_ranks(x), _ranks(y))[0, 1])


def _stability(w: _World) -> str:
    chosen, weights = _drawn(w), w.model.weights
    lived = w.lived[chosen]
    full = weights.smooth(w.items[chosen]).mean
    rows: list[Sequence[object]] = []
    for pillar in dict.fromkeys(DEEDS[name].pillar for name in ITEMS):
        without = weights.smooth(w.items[chosen], using=np.array([DEEDS[name].pillar != pillar for name in ITEMS])).mean
        cells = [_rank_correlation(full[lived][:, k], without[lived][:, k]) for k in range(2)]
        both = _rank_correlation(full[lived].sum(axis=1), without[lived].sum(axis=1))
        rows.append((pillar, *(f"{x:.3f}" for x in (*cells, both))))
    draws = np.random.default_rng(_SEED).uniform(0.25, 0.75, 200)
    x = full[lived]
    kept = [_rank_correlation(x.sum(axis=1), x @ np.array([share, 1 - share])) for share in draws[:60]]
    return (
        "Rank correlation with the full score when a pillar is left out.\n\n"
        + _table(("without", "engagement", "affinity", "closeness"), rows)
        + "\n\nCloseness with the weight of engagement drawn from 0.25 to 0.75 instead of one half: rank correlation "
        f"{np.median(kept):.3f} in the middle, {np.min(kept):.3f} at worst."
    )
