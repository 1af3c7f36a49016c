"""What closeness moved on, which kind the pair resembles, how high on the ladder, which reading fits: in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from amity.report import Likelihood, Readings, Reason, Resemblance, Rung, words
from amity.report.dials import KIND_NAMES, figure
from amity.report.scored import Scored

#: How many pieces of evidence are told on each side; the rest are in the tables.
FEW = 5
#: A change or weight smaller than this is not worth a line.
_LEAST = 0.005
#: Closeness moves slowly: a value rests on the years around it, too.
_LEAST_MOVE = 0.0005


def moved(scored: Scored) -> tuple[tuple[Reason, ...], str]:
    """What moved closeness most since the year before, and the same as a sentence."""
    if scored.moved.is_empty():
        return (), ""
    rows = scored.moved.filter(pl.col("dimension") == "closeness", pl.col("contribution").is_not_null())
    total = float(rows.filter(pl.col("item") == "total")["contribution"].sum())
    rows = rows.filter(pl.col("item") != "total", pl.col("contribution").abs() >= _LEAST_MOVE)
    rows = rows.sort(pl.col("contribution").abs(), descending=True, maintain_order=True)
    found = tuple(
        Reason(
            _plain(row["item"]), row["pillar"], "closer" if row["contribution"] > 0 else "apart", row["contribution"]
        )
        for row in rows.iter_rows(named=True)
    )
    year = int(scored.path["year"][-1])
    change = f"From {year - 1} to {year} closeness changed by {_signed(total)} standard deviations"
    if not found:
        return (), f"{change}."
    said = [
        f"{how} through {words.listed([r.what for r in found if (r.weight > 0) == up][:3])}"
        for how, up in (("closer", True), ("apart", False))
        if any((r.weight > 0) == up for r in found)
    ]
    return found[: 2 * FEW], f"{change}: {', '.join(said)}."


def _signed(value: float) -> str:
    text = words.signed(value, 2 if abs(value) >= 0.095 else 3)
    return text if value < 0 or float(text) == 0 else f"+{text}"


def _plain(text: str) -> str:
    """An item's id as words."""
    return text.replace("_", " ")


# ------------------------------------------------------------------------------------------------------- resemblance


def resemblance(scored: Scored) -> Resemblance | None:
    """The kinds with their probabilities, and the evidence for and against the likeliest."""
    rows = {kind: scored.last(f"resemblance.{kind}") for kind in KIND_NAMES}
    years = [row.year for row in rows.values() if row is not None]
    if not years:
        return None
    year = max(years)
    held = {kind: row for kind, row in rows.items() if row is not None and row.year == year}
    kinds = tuple(
        Likelihood(kind, words.upper(KIND_NAMES[kind]), row.value, row.low, row.high, None)
        for kind, row in held.items()
    )
    leading = max(kinds, key=lambda k: k.probability or 0.0)
    order = sorted(kinds, key=lambda k: -(k.probability or 0.0))
    said = words.listed([f"{KIND_NAMES[k.id]} {k.probability or 0:.2f}" for k in order])
    unsure = ""
    if len(order) > 1 and (order[0].low or 0) < (order[1].high or 0):
        unsure = f" The intervals overlap: {KIND_NAMES[order[1].id]} cannot be ruled out."
    return Resemblance(
        year=year,
        say=f"By their conduct in {year} the pair resembles, with probability: {said}.{unsure}",
        kinds=kinds,
        leading=leading.id,
        next_likely=KIND_NAMES[order[1].id] if len(order) > 1 else "",
        speaking_for=_reasons(scored.evidence, [k.id for k in order], for_it=True),
        against=_reasons(scored.evidence, [k.id for k in order], for_it=False),
        figure=figure(scored, f"resemblance.{leading.id}", words.upper(KIND_NAMES[leading.id])),
    )


def _reasons(evidence: pl.DataFrame, order: Sequence[str], *, for_it: bool) -> tuple[Reason, ...]:
    """The items that weigh most for or against the likeliest kind when set beside the next, strongest first."""
    if evidence.is_empty() or len(order) < 2:
        return ()
    # Weights are told against an ordinary pair, whose own is nought.
    first, second = (pl.col(kind) if kind in evidence.columns else pl.lit(0.0) for kind in order[:2])
    rows = evidence.with_columns(_weight=first - second).filter(pl.col("group") != "prior")
    rows = rows.filter(pl.col("_weight") > _LEAST if for_it else pl.col("_weight") < -_LEAST)
    rows = rows.sort(pl.col("_weight").abs(), descending=True, maintain_order=True).head(FEW)
    return tuple(
        Reason(_plain(row["item"]), row["pillar"], row["words"] or "", float(row["_weight"]))
        for row in rows.iter_rows(named=True)
    )


# ------------------------------------------------------------------------------------------------------------ ladder


def ladder(scored: Scored) -> tuple[tuple[Rung, ...], str]:
    """Every criterion, and how many are met as a sentence."""
    rows = tuple(_rung(row) for row in scored.ladder.iter_rows(named=True))
    counted = [rung for rung in rows if rung.rung]
    if not counted:
        return (), ""
    met, unknown = (sum(rung.is_met is way for rung in counted) for way in (True, None))
    text = f"{met} of {len(counted)} criteria of military alignment are met on record"
    if unknown:
        text += f"; of {unknown} no data tell"
    return rows, f"{text}."


def _rung(row: Mapping[str, Any]) -> Rung:
    first, last = row["first_year"], row["last_year"]
    years = "" if first is None else f"first in {first}" if last is None else words.span(first, last)
    return Rung(
        rung=int(row["rung"] or 0),
        stage=row["stage"],
        criterion=row["criterion"],
        is_met={"yes": True, "no": False}.get(str(row["met"])),
        years=years,
        source=row["source"] or "",
        confidence=row["confidence"] or "",
        reason=row["reason"] or "",
    )


# ---------------------------------------------------------------------------------------------------------- readings


def readings(scored: Scored) -> Readings | None:
    """Each reading's prior and posterior, what moved them, what would turn them, the audit table."""
    found = scored.hypotheses
    if found is None:
        return None
    rows = list(found.posterior.sort("posterior", descending=True).iter_rows(named=True))
    labels = {row["hypothesis"]: words.upper(row["label"]) for row in rows}
    return Readings(
        year=found.year,
        say=found.words(),
        readings=tuple(
            Likelihood(r["hypothesis"], labels[r["hypothesis"]], r["posterior"], r["low"], r["high"], r["prior"])
            for r in rows
        ),
        evidence=_between(found.evidence, rows[0]["hypothesis"], rows[1]["hypothesis"]),
        flips=tuple(_flip(row, labels) for row in _nearest(found.flips)),
        columns=("evidence", *labels.values()),
        audit=tuple(_rating(row, list(labels)) for row in found.ach.iter_rows(named=True)),
    )


def _between(evidence: pl.DataFrame, first: str, second: str) -> tuple[Reason, ...]:
    """What weighs most between the two likeliest readings."""
    weight = (pl.col(f"log_{first}") - pl.col(f"log_{second}")) * pl.col("counted")
    rows = evidence.with_columns(_weight=weight).filter(pl.col("_weight").abs() >= _LEAST)
    rows = rows.sort(pl.col("_weight").abs(), descending=True, maintain_order=True).head(FEW)
    return tuple(
        Reason(row["item"], row["group"] or "", row["words"] or row["bin"] or "", float(row["_weight"]))
        for row in rows.iter_rows(named=True)
    )


def _nearest(flips: pl.DataFrame) -> list[Mapping[str, Any]]:
    """The smallest prior that would turn the answer, then the single pieces of evidence that would."""
    priors = flips.filter(pl.col("kind") == "prior").sort("needed").head(1)
    each = flips.filter(pl.col("kind") != "prior").unique("item", keep="first", maintain_order=True)
    seen = each.filter(pl.col("kind") == "evidence").head(FEW)
    missing = each.filter(pl.col("kind") == "missing evidence").head(1)
    return [row for part in (priors, seen, missing) for row in part.iter_rows(named=True)]


def _flip(row: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    label = labels.get(row["first"], str(row["first"]))
    if row["kind"] == "prior":
        return f"A prior of {words.whole_percent(row['needed'])} for {label} would put it first."
    if row["kind"] == "evidence":
        return f"{words.upper(row['item'])}: “{row['needed_bin']}” instead of “{row['bin']}” would put {label} first."
    return f"{words.upper(row['item'])} is not known; “{row['needed_bin']}” would put {label} first."


#: Heuer's ratings from 1 to 5, as analysts write them.
_MARKS = ("−−", "−", "·", "+", "++")


def _rating(row: Mapping[str, Any], names: Sequence[str]) -> tuple[str, ...]:
    """A line of the audit table: how a piece of evidence fits each reading, or a tally below."""
    if row["kind"] == "tally":
        return (words.upper(row["item"]), *(words.number(row[name]) for name in names))
    ratings: list[float | None] = [row[name] for name in names]
    return (words.upper(row["item"]), *("n/a" if r is None else _MARKS[round(r) - 1] for r in ratings))
