"""How far do the readings hang on the judgements, and do they tell known groups apart?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from amity import indicators
from amity.atlas import Atlas
from amity.indicators import Scope
from amity.scores import _profiles, _weighing
from amity.scores.hypotheses import HYPOTHESES, _Evidence, _gather, hypotheses

_NAMES = list(HYPOTHESES)
_YEARS = (1955, 1969, 1996, 2014, 2021)
_PRIOR = np.full(len(_NAMES), 1 / len(_NAMES))

#: Log-normal error of each judgement (0.5: a probability is off by a factor of 1.65 two times in three) and draws.
_ERROR, _DRAWS = 0.5, 1000


def figures(atlas: Atlas) -> str:
    """Markdown."""
    return "\n\n".join(
        [
            "### China and Russia",
            _over_time(atlas),
            "### If the judgements were off",
            f"Each probability of the profiles multiplied by an error (log-normal, sd {_ERROR}) and each bin's column "
            f"normalised, each weight by a factor between a half and one and a half (at most 1); {_DRAWS} draws. The "
            "reading first in the table above stays first in how many?",
            _perturbed(atlas),
            "### Known groups",
            "Pairs with a tie and what they are by treaties and records of rivalry in 2010, and which reading leads. "
            "Treaties are evidence themselves, so the second table leaves them (and the ladder) out.",
            _groups(atlas, without=()),
            _groups(atlas, without=("standing", "ladder")),
            "### If the profiles were true",
            "Cases drawn from the profiles, all items seen; how often the leading reading was the true one.",
            _simulated(),
        ]
    )


def _over_time(atlas: Atlas) -> str:
    lines = [
        "| Year | " + " | ".join(HYPOTHESES.values()) + " | Items | Coverage | Fit |",
        "|---:|" + "---|" * len(_NAMES) + "---:|---:|---:|",
    ]
    for year in _YEARS:
        found = hypotheses(atlas, "CHN", "RUS", year)
        by = {row["hypothesis"]: row for row in found.posterior.iter_rows(named=True)}
        cells = [f"{by[n]['posterior']:.2f} ({by[n]['low']:.2f} to {by[n]['high']:.2f})" for n in _NAMES]
        held = found.evidence["reason"].is_null().sum()
        lines.append(
            f"| {year} | {' | '.join(cells)} | {held} of {found.evidence.height} | {found.coverage:.2f} "
            f"| {found.fit:.2f} |"
        )
    lines += ["", "Leading reading without each item, where it changes, and the prior that another would need:", ""]
    lines += ["| Year | Without | Next reading | Prior needed |", "|---:|---|---|---:|"]
    for year in _YEARS:
        found = hypotheses(atlas, "CHN", "RUS", year)
        turning = ", ".join(found.left_out.filter("changes_first")["item"]) or "none"
        least = found.flips.filter(pl.col("kind") == "prior").sort("needed").row(0, named=True)
        lines.append(f"| {year} | {turning} | {HYPOTHESES[least['first']]} | {least['needed']:.2f} |")
    return "\n".join(lines)


def _perturbed(atlas: Atlas) -> str:
    rng = np.random.default_rng(11)
    evidence = _gather(atlas, Scope(min(_YEARS), max(_YEARS), "CHN", "RUS"), _profiles.shipped())
    evidence = evidence.only(evidence.grid["year"].is_in(_YEARS).to_numpy())
    first = evidence.posterior(_PRIOR).argmax(axis=1)
    drawn: list[_weighing.Floats] = []
    for _ in range(_DRAWS):
        items = []
        for item in evidence.items:
            expected = item.expected * np.exp(rng.normal(0, _ERROR, item.expected.shape))
            weight = min(1.0, item.weight * rng.uniform(0.5, 1.5))
            items.append(replace(item, expected=expected / expected.sum(axis=0), weight=weight))
        drawn.append(_Evidence(tuple(items), evidence.grid, evidence.read).posterior(_PRIOR))
    after = np.stack(drawn)
    lines = [
        "| Year | First | stays first | Posterior, 5th to 95th percentile | First instead |",
        "|---:|---|---:|---|---|",
    ]
    for n, year in enumerate(evidence.grid["year"]):
        leads = after[:, n].argmax(axis=1)
        low, high = np.quantile(after[:, n, first[n]], (0.05, 0.95))
        others = [(np.mean(leads == h), _NAMES[h]) for h in range(len(_NAMES)) if h != first[n]]
        share, other = max(others)
        lines.append(
            f"| {year} | {HYPOTHESES[_NAMES[first[n]]]} | {np.mean(leads == first[n]):.2f} | {low:.2f} to {high:.2f} "
            f"| {HYPOTHESES[other]} ({share:.2f}) |"
        )
    return "\n".join(lines)


def _groups(atlas: Atlas, without: tuple[str, ...]) -> str:
    items = tuple(item for item in _profiles.shipped() if item.name not in without)
    evidence = _gather(atlas, Scope(2010, 2010), items)
    evidence = evidence.only(~evidence.strangers)
    after = evidence.posterior(_PRIOR)
    grid = evidence.grid
    for column, name in (("pledge", "military.obligations"), ("rival", "history.rivalry")):
        rows = indicators.measure(indicators.get(name), atlas, Scope(2010, 2010))
        rows = rows.select(pl.min_horizontal("a", "b").alias("a"), pl.max_horizontal("a", "b").alias("b"), "value")
        grid = grid.join(rows.group_by("a", "b").agg(pl.col("value").max().alias(column)), on=["a", "b"], how="left")
    pledge, rival = (grid[c].fill_null(0).to_numpy() for c in ("pledge", "rival"))
    leads = after.argmax(axis=1)
    kinds = {
        "rivals": rival == 1,
        "defence pact, no rivals": (rival == 0) & (pledge == 3),
        "consultation or neutrality": (rival == 0) & (pledge == 2),
        "nonaggression": (rival == 0) & (pledge == 1),
        "no pledge": (rival == 0) & (pledge == 0),
    }
    lines = [
        "| All evidence |" if not without else f"| Without {' and '.join(without)} |",
        "|---|---:|" + "---:|" * len(_NAMES),
    ]
    lines[0] += " Pairs | " + " | ".join(HYPOTHESES.values()) + " |"
    for kind, chosen in kinds.items():
        shares = [f"{100 * np.mean(leads[chosen] == h):.0f} %" for h in range(len(_NAMES))]
        lines.append(f"| {kind} | {chosen.sum()} | {' | '.join(shares)} |")
    pact = (pledge == 3) & (rival == 0)
    lines += [
        "",
        f"Area under the curve: alliance for pairs with a defence pact {_auc(after[:, 0], pact):.2f}, estrangement for "
        f"rivals {_auc(after[:, 4], rival == 1):.2f}.",
    ]
    return "\n".join(lines)


def _auc(score: _weighing.Floats, label: np.ndarray) -> float:
    """Chance that a case of the group scores above one outside it; ties count half."""
    order = np.sort(score[~label])
    under, upto = np.searchsorted(order, score[label]), np.searchsorted(order, score[label], "right")
    return float((under + upto).mean() / 2 / len(order))


def _simulated() -> str:
    rng = np.random.default_rng(3)
    items, n = _profiles.shipped(), 50_000
    true = rng.integers(len(_NAMES), size=n)
    given = []
    for item in items:
        upto = item.expected.cumsum(axis=0)[:, true].T
        given.append(np.eye(len(item.bins))[(rng.random(n)[:, None] >= upto[:, :-1]).sum(axis=1)])
    logs = _weighing.log_likelihoods(items, given)
    weights = np.tile([item.weight for item in items], (n, 1))
    lines = ["| Evidence counted | " + " | ".join(f"{p:.1f} to {p + 0.2:.1f}" for p in np.arange(0.2, 1, 0.2)) + " |"]
    lines.append("|---|" + "---:|" * 4)
    for told, powers in (
        ("in full, each item by itself", np.ones_like(weights)),
        ("as shipped: weights, groups", _weighing.counted(weights, [item.group for item in items])),
    ):
        after = _weighing.posterior(_PRIOR, powers, logs)
        best, right = after.max(axis=1), after.argmax(axis=1) == true
        cells = []
        for low in np.arange(0.2, 1, 0.2):
            chosen = (best >= low) & (best < low + 0.2 + 1e-9)
            cells.append(f"{right[chosen].mean():.2f} ({chosen.sum()})" if chosen.any() else "")
        lines.append(f"| {told} | {' | '.join(cells)} |")
    return "\n".join(lines)
