"""How well are kinds of relationship told from behaviour, for pairs and for years that the model has not seen?"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amity.atlas import Atlas
from amity.indicators import Scope, measure
from amity.scores import resemblance
from amity.scores._additive import softmax
from amity.scores._kinds import ITEMS, KINDS, ORDER, design
from amity.scores.resemblance import FIRST, SCORES, Floats, Ints

FOLDS = 5
LAST_SEEN = 1999
#: Held-out dyad-years scored: every fourth year of each pair.
_EVERY = 4
_BINS = 15

#: Ridge and smoothness tried on inner folds.
_TRIED = ((3.0, 30.0), (10.0, 100.0), (30.0, 100.0))

_ASKED = (
    *(("CHN", "RUS", year) for year in (1955, 1969, 1996, 2014, 2021)),
    *(
        (a, b, 2018)
        for a, b in (
            ("BLR", "RUS"),
            ("CHN", "PAK"),
            ("CHN", "PRK"),
            ("JPN", "USA"),
            ("SAU", "USA"),
            ("IND", "RUS"),
            ("RUS", "TUR"),
            ("IRN", "RUS"),
            ("IND", "PAK"),
            ("IRN", "USA"),
        )
    ),
)


def log_loss(p: Floats, kinds: Ints) -> float:
    """Mean negative log of the probability given to what was the case."""
    return float(-np.log(np.clip(p[np.arange(len(kinds)), kinds], 1e-15, 1.0)).mean())


def rps(p: Floats, kinds: Ints) -> float:
    """Ranked probability score over rival < ordinary < partner < ally: mean sum of squared cumulative errors."""
    order = [KINDS.index(kind) for kind in ORDER]
    happened = np.eye(len(KINDS))[kinds]
    return float(((p[:, order].cumsum(axis=1) - happened[:, order].cumsum(axis=1)) ** 2).sum(axis=1).mean())


def auc(score: Floats, positive: NDArray[np.bool_]) -> float:
    """Chance that a case scores above one that is none; ties count half."""
    values, which, count = np.unique(score, return_inverse=True, return_counts=True)
    middle = np.cumsum(count) - (count - 1) / 2
    n, m = int(positive.sum()), int((~positive).sum())
    if not n or not m or not len(values):
        return float("nan")
    return float((middle[which][positive].sum() - n * (n + 1) / 2) / (n * m))


def calibration(p: Floats, happened: NDArray[np.bool_]) -> tuple[float, list[tuple[int, float, float]]]:
    """Error and table: `_BINS` groups of equal number by rising probability, each with size, mean p, and share."""
    parts = np.array_split(np.argsort(p, kind="stable"), _BINS)
    table = [(len(part), float(p[part].mean()), float(happened[part].mean())) for part in parts]
    return sum(n * abs(mean - share) for n, mean, share in table) / len(p), table


@dataclass(frozen=True, eq=False)
class _Cases:
    """All dyad-years with a kind on record, and which of them are learned from and scored."""

    keys: pl.DataFrame
    at: Mapping[str, Floats]
    plain: Floats
    kinds: Ints
    year: Ints
    fold: Ints
    rows: Ints
    weights: Floats
    test: NDArray[np.bool_]


#: Learns from (rows, weights) and gives probabilities for other rows.
_Learner = Callable[[_Cases, Ints, Floats, Ints], Floats]


def _cases(atlas: Atlas) -> _Cases:
    world = resemblance.panel(atlas, Scope(FIRST, resemblance.latest(atlas)))
    kinds = resemblance.kinds_of(atlas, world.keys)
    rows, weights = resemblance.thinned(world.group, world.year, kinds)
    at = resemblance.place(world, resemblance.knots_of(world))
    pairs = world.keys.select(pl.col("a") + pl.col("b")).to_series()
    folds = {pair: zlib.crc32(pair.encode()) % FOLDS for pair in pairs.unique()}
    fold = pairs.replace_strict(folds, return_dtype=pl.Int64).to_numpy()
    test = (kinds >= 0) & ((world.year + world.group) % _EVERY == 0)
    # Positions among knots serve the peers too: they are what takes the drift of the years out.
    plain = np.stack([at[i.id] for i in ITEMS], axis=1)
    return _Cases(world.keys, at, plain, kinds, world.year, fold, rows, weights, test)


def _ours(ridge: float = resemblance.RIDGE, smooth: float = resemblance.SMOOTH) -> _Learner:
    def learner(cases: _Cases, rows: Ints, weights: Floats, test: Ints) -> Floats:
        seen = {name: values[rows] for name, values in cases.at.items()}
        fitted = resemblance.learn(seen, cases.kinds[rows], weights, ridge=ridge, smooth=smooth)
        parts = [
            softmax(design().matrix({n: v[part] for n, v in cases.at.items()})[:, : design().size] @ fitted.weights)
            for part in np.array_split(test, 8)
        ]
        return np.concatenate(parts)

    return learner


def _prevalence(cases: _Cases, rows: Ints, weights: Floats, test: Ints) -> Floats:
    share = np.bincount(cases.kinds[rows], weights, len(KINDS)) / weights.sum()
    return np.tile(share, (len(test), 1))


def _logistic(cases: _Cases, rows: Ints, weights: Floats, test: Ints) -> Floats:
    from sklearn.linear_model import LogisticRegression

    # A column without any value in the years learned from says nothing.
    plain = cases.plain[:, ~np.isnan(cases.plain[rows]).all(axis=0)]
    mean, spread = np.nanmean(plain[rows], axis=0), np.nanstd(plain[rows], axis=0) + 1e-9

    def ready(which: Ints) -> Floats:
        x = (plain[which] - mean) / spread
        return np.concatenate([np.nan_to_num(x), np.isnan(x)], axis=1)

    peer: Any = LogisticRegression(C=1.0, max_iter=100)
    return peer.fit(ready(rows), cases.kinds[rows], sample_weight=weights).predict_proba(ready(test))


def _boosting(cases: _Cases, rows: Ints, weights: Floats, test: Ints) -> Floats:
    from sklearn.ensemble import HistGradientBoostingClassifier

    # A column without any value in the years learned from cannot be binned.
    some = ~np.isnan(cases.plain[rows]).all(axis=0)
    peer: Any = HistGradientBoostingClassifier(
        max_iter=120, learning_rate=0.1, max_leaf_nodes=16, l2_regularization=5.0, min_samples_leaf=40,
        early_stopping=False, random_state=0,
    )  # fmt: skip
    peer.fit(cases.plain[rows][:, some], cases.kinds[rows], sample_weight=weights)
    return peer.predict_proba(cases.plain[test][:, some])


_MODELS: dict[str, _Learner] = {
    "this score": _ours(),
    "gradient boosting (scikit-learn)": _boosting,
    "plain multinomial logit": _logistic,
    "prevalence": _prevalence,
}


def _by_pair(cases: _Cases, learner: _Learner, wanted: Ints) -> Floats:
    """Probabilities for rows, each from a model that saw no year of its pair."""
    p = np.zeros((len(wanted), len(KINDS)))
    for fold in range(FOLDS):
        seen = cases.fold[cases.rows] != fold
        mine = cases.fold[wanted] == fold
        p[mine] = learner(cases, cases.rows[seen], cases.weights[seen], wanted[mine])
    return p


def _by_time(cases: _Cases, learner: _Learner, wanted: Ints) -> Floats:
    """Probabilities for rows from a model that saw no year after `LAST_SEEN`."""
    seen = cases.year[cases.rows] <= LAST_SEEN
    return learner(cases, cases.rows[seen], cases.weights[seen], wanted)


def _scored(answers: Mapping[str, Floats], kinds: Ints) -> list[str]:
    """One line of Markdown per model."""
    shown = ["rival", "ordinary", "partner", "ally"]
    lines = [
        "| model | log-loss | RPS | " + " | ".join(f"AUC {k}" for k in shown) + " | calibration error |",
        "|---|---|---|" + "---|" * (len(shown) + 1),
    ]
    for name, p in answers.items():
        aucs = [auc(p[:, KINDS.index(k)], kinds == KINDS.index(k)) for k in shown]
        errors = [calibration(p[:, k], kinds == k)[0] for k in range(len(KINDS))]
        figures = [f"{log_loss(p, kinds):.4f}", f"{rps(p, kinds):.4f}", *(f"{a:.3f}" for a in aucs)]
        lines.append(
            f"| {name} | " + " | ".join(figures) + f" | {np.mean(errors):.4f} (worst kind {max(errors):.4f}) |"
        )
    ours, base, plain = (log_loss(answers[n], kinds) for n in ("this score", "prevalence", "plain multinomial logit"))
    lines += [
        "",
        f"Skill in log-loss: {1 - ours / base:.3f} over prevalence, {1 - ours / plain:.3f} over the plain logit.",
    ]
    return lines


def _bilateral(atlas: Atlas) -> pl.DataFrame:
    """Pairs and years with a defence pact of two: a, b, year."""
    pacts = atlas.scan("alliances").filter("is_bilateral").select("alliance")
    spells = (
        atlas.scan("alliance_members")
        .filter("defense")
        .join(pacts, on="alliance")
        .select(
            "alliance",
            pl.col("state").cast(pl.String),
            first=pl.col("first_day").dt.year(),
            last=pl.col("last_day").dt.year().fill_null(2018),
        )
    )
    both = spells.join(spells, on="alliance", suffix="_b").filter(pl.col("state") < pl.col("state_b"))
    begin, end = pl.max_horizontal("first", "first_b"), pl.min_horizontal("last", "last_b")
    return (
        both.select(a="state", b="state_b", year=pl.int_ranges(begin.cast(pl.Int32), end.cast(pl.Int32) + 1))
        .filter(pl.col("year").list.len() > 0)
        .explode("year")
        .unique()
        .collect()
    )


def _subsets(atlas: Atlas, cases: _Cases, rows: Ints, p: Floats) -> list[str]:
    kinds, keys = cases.kinds[rows], cases.keys[rows]
    ally = KINDS.index("ally")
    great = cases.at["great_powers"][rows]
    two = keys.join(
        _bilateral(atlas).with_columns(two=pl.lit(value=True)), on=["a", "b", "year"], how="left", maintain_order="left"
    )
    pact = two["two"].fill_null(value=False).to_numpy()
    both = keys.join(resemblance.known(atlas), on=["a", "b", "year"], how="left", maintain_order="left")["is_both"]
    subsets = {
        "all": np.ones(len(rows), dtype=np.bool_),
        "with a major power": great >= 1,
        "two major powers": great == 2,
        "allies by pacts of two only": (kinds != ally) | pact,
        "allies by pacts of many only": (kinds != ally) | ~pact,
        "without pairs both rival and bound": ~both.fill_null(value=False).to_numpy(),
        "pairs within 2,000 km": cases.at["distance"][rows] <= np.interp(np.log(2000), *_distance_knots()),
    }
    lines = [
        "| dyad-years | number | allies | rivals | log-loss | prevalence | "
        "AUC rival | AUC ordinary | AUC partner | AUC ally |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, held in subsets.items():
        k, q = kinds[held], p[held]
        share = np.maximum(np.bincount(k, minlength=len(KINDS)) / len(k), 1e-12)
        aucs = [auc(q[:, KINDS.index(x)], k == KINDS.index(x)) for x in ("rival", "ordinary", "partner", "ally")]
        counts = f"{len(k):,} | {(k == ally).sum():,} | {(k == KINDS.index('rival')).sum():,}"
        base = -float(np.log(share[k]).mean())
        lines.append(
            f"| {name} | {counts} | {log_loss(q, k):.4f} | {base:.4f} | " + " | ".join(f"{a:.3f}" for a in aucs) + " |"
        )
    return lines


def _distance_knots() -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    knots = next(i.knots for i in ITEMS if i.id == "distance")
    return np.array(knots), np.arange(len(knots))


def _reliability(p: Floats, kinds: Ints) -> list[str]:
    shown = ("rival", "partner", "ally", "ordinary")
    tables = [calibration(p[:, KINDS.index(k)], kinds == KINDS.index(k))[1] for k in shown]
    lines = [
        "| group | " + " | ".join(f"{k}: said | {k}: was" for k in shown) + " |",
        "|---|" + "---|---|" * len(shown),
    ]
    for number, row in enumerate(zip(*tables, strict=True), 1):
        lines.append(f"| {number} | " + " | ".join(f"{said:.4f} | {was:.4f}" for _, said, was in row) + " |")
    return lines


def _inner(cases: _Cases) -> list[str]:
    """Penalties on what is learned from alone: fold 1 of the pairs in 1 to 4; 1986-1999 of the years before 2000."""
    lines = ["| ridge | smoothness | log-loss, inner pairs | log-loss, inner years |", "|---|---|---|---|"]
    scored = np.flatnonzero(cases.test)
    fold, year = cases.fold[cases.rows], cases.year[cases.rows]
    for ridge, smooth in _TRIED:
        learner = _ours(ridge, smooth)
        pairs, years = (
            scored[cases.fold[scored] == 1],
            scored[(cases.year[scored] > 1985) & (cases.year[scored] <= LAST_SEEN)],
        )
        found: list[float] = []
        for seen, test in (((fold > 1), pairs), (year <= 1985, years)):
            p = learner(cases, cases.rows[seen], cases.weights[seen], test)
            found.append(log_loss(p, cases.kinds[test]))
        lines.append(f"| {ridge:g} | {smooth:g} | {found[0]:.4f} | {found[1]:.4f} |")
    return lines


def _asked(cases: _Cases) -> tuple[Ints, dict[tuple[str, str, int], int]]:
    """Rows of the pairs asked about, and where each stands among them."""
    names = cases.keys.with_row_index("row").filter(
        pl.any_horizontal((pl.col("a") == a) & (pl.col("b") == b) & (pl.col("year") == y) for a, b, y in _ASKED)
    )
    rows = names["row"].to_numpy().astype(np.int64)
    return rows, {(a, b, int(y)): n for n, (a, b, y) in enumerate(names.select("a", "b", "year").iter_rows())}


def _answers(atlas: Atlas, cases: _Cases, unseen: Floats) -> list[str]:
    shown = ("ally", "partner", "ordinary", "rival")
    scores = {s.id.split(".")[1]: s for s in SCORES}
    rows, place = _asked(cases)
    lines = [
        "| pair | year | on record | " + " | ".join(shown) + " | when the pair is not learned from | coverage |",
        "|---|---|---|" + "---|" * (len(shown) + 2),
    ]
    told: list[str] = []
    for a, b, year in _ASKED:
        n = place[(a, b, year)]
        found = {k: measure(scores[k], atlas, Scope(year, year, a, b)).row(0, named=True) for k in shown}
        cells = [f"{found[k]['value']:.3f} ({found[k]['low']:.2f}-{found[k]['high']:.2f})" for k in shown]
        held = ", ".join(f"{k} {unseen[n, KINDS.index(k)]:.2f}" for k in shown)
        kind = KINDS[cases.kinds[rows[n]]] if cases.kinds[rows[n]] >= 0 else "after the records"
        lines.append(
            f"| {a}-{b} | {year} | {kind} | " + " | ".join(cells) + f" | {held} | {found['ally']['coverage']:.2f} |"
        )
        proof = resemblance.evidence(atlas, a, b, year)
        sums = proof.group_by("group").agg(pl.col("ally", "partner", "rival").sum())
        parts = {row["group"]: row for row in sums.iter_rows(named=True)}
        weighed = "; ".join(
            f"{group} {parts[group]['ally']:+.1f} / {parts[group]['partner']:+.1f} / {parts[group]['rival']:+.1f}"
            for group in ("prior", "structure", "behaviour")
        )
        told.append(f"- **{a}-{b} {year}** ({weighed}). " + " ".join(resemblance.words(atlas, a, b, year, 4)))
    return [
        *lines,
        "",
        "Weight of evidence for ally / partner / rival against an ordinary pair (natural log-odds), and the four "
        "strongest items of behaviour:",
        "",
        *told,
    ]


def _parts(cases: _Cases, rows: Ints) -> list[str]:
    """What behaviour alone and structure alone tell, each with the prior."""
    lines = ["| items | log-loss | AUC rival | AUC ordinary | AUC partner | AUC ally |", "|---|---|---|---|---|---|"]
    first = rows[cases.fold[rows] == 0]
    seen = cases.fold[cases.rows] != 0
    k = cases.kinds[first]
    for name, groups in (
        ("behaviour", ("behaviour", "prior")),
        ("structure", ("structure", "prior")),
        ("both", ("behaviour", "structure", "prior")),
    ):
        kept = {i.id for i in ITEMS if i.group in groups}
        at = {n: v if n in kept else np.full_like(v, np.nan) for n, v in cases.at.items()}
        part = _Cases(
            cases.keys, at, cases.plain, cases.kinds, cases.year, cases.fold, cases.rows, cases.weights, cases.test
        )
        p = _ours()(part, cases.rows[seen], cases.weights[seen], first)
        aucs = [auc(p[:, KINDS.index(x)], k == KINDS.index(x)) for x in ("rival", "ordinary", "partner", "ally")]
        lines.append(f"| {name} | {log_loss(p, k):.4f} | " + " | ".join(f"{a:.3f}" for a in aucs) + " |")
    return lines


def figures(atlas: Atlas) -> str:
    """Every validation figure as Markdown."""
    cases = _cases(atlas)
    test = np.flatnonzero(cases.test)
    late = test[cases.year[test] > LAST_SEEN]
    counts = np.bincount(cases.kinds[cases.kinds >= 0], minlength=len(KINDS))
    asked, _ = _asked(cases)
    both_rows = np.concatenate([test, asked])
    unseen = {name: _by_pair(cases, learner, both_rows) for name, learner in _MODELS.items()}
    by_pair = {name: p[: len(test)] for name, p in unseen.items()}
    by_time = {name: _by_time(cases, learner, late) for name, learner in _MODELS.items()}
    both = resemblance.known(atlas).filter(pl.col("year").is_between(FIRST, 2018), "is_both").height
    listed = ", ".join(f"{n:,} {k}" for k, n in zip(KINDS, counts, strict=True))
    return "\n".join(
        [
            f"{counts.sum():,} dyad-years {FIRST}-2018: {listed}; {both:,} are both rivals and bound by a treaty"
            f" and count as rivals. Learned from {len(cases.rows):,} of them; scored"
            f" on every {_EVERY}th year of the pairs held out.",
            "",
            f"### Pairs not seen ({FOLDS} folds by pair, {len(test):,} dyad-years)",
            "",
            *_scored(by_pair, cases.kinds[test]),
            "",
            f"### Years not seen (learned to {LAST_SEEN}, {len(late):,} dyad-years 2000-2018)",
            "",
            *_scored(by_time, cases.kinds[late]),
            "",
            "### Parts (first fold of pairs)",
            "",
            *_parts(cases, test),
            "",
            "### Subsets (pairs not seen)",
            "",
            *_subsets(atlas, cases, test, by_pair["this score"]),
            "",
            "### Subsets (years not seen)",
            "",
            *_subsets(atlas, cases, late, by_time["this score"]),
            "",
            f"### Reliability (pairs not seen; {_BINS} groups of equal number, by rising probability)",
            "",
            *_reliability(by_pair["this score"], cases.kinds[test]),
            "",
            "### Penalties tried on inner folds",
            "",
            *_inner(cases),
            "",
            "### Answers",
            "",
            *_answers(atlas, cases, unseen["this score"][len(test) :]),
        ]
    )
