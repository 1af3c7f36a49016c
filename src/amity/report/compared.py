"""Several dyads side by side: one row per dyad and score, each with its own year, interval and reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from amity.atlas import Atlas
from amity.report import Chart, Figure, words
from amity.report.charts import BOTH, FIRST, SECOND
from amity.report.dials import KIND_NAMES, dials, figure
from amity.report.plane import Track, plane
from amity.report.readings import ladder
from amity.report.scored import KINDS, Scored, World, collect, world
from amity.report.sentences import Names
from amity.states import Dyad

#: Columns of a comparison.
COMPARED: Mapping[str, type[pl.DataType]] = {
    "a": pl.String,
    "b": pl.String,
    "score": pl.String,
    "label": pl.String,
    "year": pl.Int32,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "percentile": pl.Float64,
    "percentile_low": pl.Float64,
    "percentile_high": pl.Float64,
    "text": pl.String,
    "interval": pl.String,
    "n": pl.Int64,
    "coverage": pl.Float64,
    "sources": pl.String,
    "reason": pl.String,
}

#: Colours of the pairs, told apart with the usual kinds of colour blindness; every pair is also labelled.
_COLOURS = (FIRST, SECOND, BOTH, "#00795c", "#a3195b", "#5f6b76", "#8a6d00", "#1b1e22")
#: Years of path drawn of each pair where there are several.
_TAIL = 15


@dataclass(frozen=True)
class Comparison:
    """Dyads side by side.

    Attributes:
        dyads: The dyads, in the order asked.
        year: Nothing after this year is used.
        frame: Columns `COMPARED`; per dyad the scores in the same order.
        plane: All dyads on the plane of engagement and affinity; None where none has both.
    """

    dyads: tuple[Dyad, ...]
    year: int
    frame: pl.DataFrame
    plane: Chart | None

    def _repr_html_(self) -> str:
        return self.side_by_side._repr_html_()  # pyright: ignore[reportPrivateUsage]

    def __repr__(self) -> str:
        return repr(self.side_by_side)

    @property
    def side_by_side(self) -> pl.DataFrame:
        """Scores as rows, dyads as columns, figures as people read them."""
        cells = self.frame.with_columns(
            pair=pl.format("{}–{}", "a", "b"),
            cell=pl.struct("text", "interval", "year").map_elements(_cell, return_dtype=pl.String),
        )
        return cells.pivot("pair", index=["score"], values="cell", aggregate_function="first", maintain_order=True)


def _cell(row: Mapping[str, Any]) -> str:
    text = row["text"] + (f" ({row['interval']})" if row["interval"] else "")
    return f"{text} {row['year']}" if row["year"] else text


def compare(pairs: Sequence[Dyad], atlas: Atlas, year: int, seed: int = 0) -> Comparison:
    """The scores of several dyads up to a year."""
    found = [
        collect(d.a.code, d.b.code, atlas, year, seed=seed, wanted=frozenset(("path", "ladder", "hypotheses")))
        for d in pairs
    ]
    # Every pair is placed among the pairs of its own last year.
    worlds = {y: world(atlas, y, s.declared) for s in found if (y := _last_year(s)) is not None}
    rows: list[dict[str, Any]] = []
    for pair, scored in zip(pairs, found, strict=True):
        names = Names(pair.a.code, pair.b.code, pair.a.name_in(year), pair.b.name_in(year))
        last = _last_year(scored)
        for score, given in _figures(scored, worlds.get(last) if last else None, names):
            facts = {c: getattr(given, c) for c in COMPARED if c not in ("a", "b", "score")}
            rows.append({"a": pair.a.code, "b": pair.b.code, "score": score} | facts)
    return Comparison(
        tuple(pairs), year, pl.DataFrame(rows, schema=dict(COMPARED), orient="row"), _picture(pairs, found, worlds)
    )


def _last_year(scored: Scored) -> int | None:
    return int(scored.path["year"][-1]) if scored.path.height else None


def _figures(scored: Scored, around: World | None, names: Names) -> list[tuple[str, Figure]]:
    """Every score of one dyad, ready to be shown."""
    near, balance, gap = (dial.gauges for dial in dials(scored, around, names))
    kinds = [(kind, row) for kind in KINDS if (row := scored.last(f"resemblance.{kind}")) is not None]
    if kinds:
        kind = max(kinds, key=lambda k: (k[1].year, k[1].value or 0.0))[0]
        alike = figure(scored, f"resemblance.{kind}", words.upper(KIND_NAMES[kind]))
        alike = _named(alike, f"{KIND_NAMES[kind]}: {alike.text}")
    else:
        alike = figure(scored, "resemblance.ally", "Resemblance")
    return [
        *zip(("closeness", "engagement", "affinity"), (g.figure for g in near), strict=True),
        ("balance", balance[0].figure),
        ("gap", gap[0].figure),
        ("resemblance", alike),
        ("hypothesis", _reading(scored)),
        ("ladder", _rungs(scored)),
    ]


def _named(given: Figure, text: str) -> Figure:
    from dataclasses import replace

    return replace(given, text=text)


def _reading(scored: Scored) -> Figure:
    """The reading that fits best."""
    if scored.hypotheses is None:
        why = scored.failed.get("hypotheses", "not measured")
        return Figure("hypothesis", "Reading that fits best", None, None, None, None, "no score", "", reason=why)
    best = scored.hypotheses.posterior.sort("posterior", descending=True).row(0, named=True)
    value, low, high = (best[c] for c in ("posterior", "low", "high"))
    text, span = f"{best['label']}: {words.signed(value)}", words.interval("index", low, high)
    return Figure(
        f"hypothesis.{best['hypothesis']}",
        "Reading that fits best",
        scored.hypotheses.year,
        value,
        low,
        high,
        text,
        span,
    )


def _rungs(scored: Scored) -> Figure:
    """How many criteria of the ladder are met."""
    rungs, _ = ladder(scored)
    counted = [rung for rung in rungs if rung.rung]
    if not counted:
        return Figure("ladder", "Ladder", None, None, None, None, "no score", "", reason=scored.failed.get("ladder"))
    met, unknown = (sum(rung.is_met is way for rung in counted) for way in (True, None))
    text = f"{met} of {len(counted)} met" + (f", {unknown} unknown" if unknown else "")
    return Figure("ladder", "Ladder", None, float(met), float(met), float(met + unknown), text, "", n=len(counted))


def _picture(pairs: Sequence[Dyad], found: Sequence[Scored], worlds: Mapping[int, World]) -> Chart | None:
    """All on one plane; behind them the pairs of the last year of all."""
    held = [
        (d, s.path.drop_nulls(["engagement", "affinity"])) for d, s in zip(pairs, found, strict=True) if s.path.height
    ]
    tracks = [
        Track(f"{d.a.code}–{d.b.code}", _COLOURS[i % len(_COLOURS)], path.tail(_TAIL), is_dated=False)
        for i, (d, path) in enumerate(held)
        if path.height
    ]
    behind = worlds[max(worlds)] if worlds else None
    return plane("compare", "Where they stand among all pairs", tracks, behind)
