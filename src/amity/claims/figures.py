"""Looking up what a claim speaks of: every reading held of a figure, year by year, each with its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import polars as pl

from amity import scores
from amity.atlas import Atlas
from amity.casefile import Casefile
from amity.claims.language import Figure, FigureError, is_group
from amity.claims.measured import indicator, prepare
from amity.claims.recorded import case, facts, series
from amity.claims.rows import FIRST, SCHEMA, matching
from amity.claims.tabled import PARTIES, dated, table
from amity.claims.units import converted, scale
from amity.indicators import LAST_YEAR, Scope, measure

__all__ = [
    "SCHEMA",
    "Known",
    "Part",
    "Reading",
    "converted",
    "covers",
    "known",
    "prepare",
    "ranking",
    "readings",
    "scale",
]


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of one year.

    Attributes:
        value: The value.
        source: Where it comes from.
        facts: The facts behind it, of casefiles.
        weight: What it was divided by, of a share.
        entries: The different entries counted, where they are.
    """

    value: float
    source: str
    facts: str | None = None
    weight: float | None = None
    entries: frozenset[str] | None = None


#: The readings of one source, by year.
Part = Mapping[int, Reading]


@dataclass(frozen=True, slots=True)
class Known:
    """Every reading held of a figure.

    Attributes:
        unit: Its unit; empty where nothing is held.
        default: What stands for the figure in each year, whosever it is.
        rivals: The readings of every other source, under its name.
        undated: What is on record without a date.
    """

    unit: str
    default: Part
    rivals: Mapping[str, Part]
    undated: tuple[Reading, ...] = ()

    @property
    def parts(self) -> tuple[tuple[str, Part], ...]:
        """The default, which has no name, and every rival."""
        return (("", self.default), *self.rivals.items())

    @property
    def years(self) -> tuple[int, ...]:
        """Every year with a reading."""
        return tuple(sorted({year for _, part in self.parts for year in part}))


def known(atlas: Atlas, figure: Figure) -> Known:
    """Every value held of a figure; looked up once, whoever asks how often.

    Raises:
        FigureError: The figure names something that is not there, such as a column.
        NoDataError: There is no casefile of the two.
    """
    return _known(atlas, figure, _files(figure))


def readings(atlas: Atlas, figure: Figure) -> pl.DataFrame:
    """Every value held of a figure, in all years.

    Returns:
        Rows of `SCHEMA` without null values, sorted by year; the default reading first.

    Raises:
        FigureError: The figure names something that is not there, such as a column.
        NoDataError: There is no casefile of the two.
    """
    return _readings(atlas, figure, _files(figure))


def _files(figure: Figure) -> tuple[Casefile, ...]:
    """The casefiles a figure is taken from; they change when their files do."""
    own = (case(figure),) if figure.kind in ("series", "facts") else ()
    inner = (*figure.plus, *(f for f in (figure.minus, figure.per) if f is not None))
    return (*own, *(file for other in inner for file in _files(other)))


# The studies name some three hundred figures, many of them again and again.
@lru_cache(maxsize=2048)
def _known(atlas: Atlas, figure: Figure, files: tuple[Casefile, ...]) -> Known:
    rows = _readings(atlas, figure, files)
    default: dict[int, Reading] = {}
    named: dict[str, dict[int, Reading]] = {}
    rivals: set[str] = set()
    undated: list[Reading] = []
    for row in rows.iter_rows(named=True):
        entries = row["entries"]
        reading = Reading(
            row["value"], row["source"], row["facts"], row["weight"], None if entries is None else frozenset(entries)
        )
        if row["year"] is None:
            undated.append(reading)
            continue
        if row["is_default"]:
            default.setdefault(row["year"], reading)
        else:
            rivals.add(row["reading"])
        named.setdefault(row["reading"], {}).setdefault(row["year"], reading)
    unit = str(rows["unit"][0]) if rows.height else ""
    return Known(unit, default, {name: named[name] for name in sorted(rivals)}, tuple(undated))


@lru_cache(maxsize=2048)
def _readings(atlas: Atlas, figure: Figure, files: tuple[Casefile, ...]) -> pl.DataFrame:  # noqa: ARG001 - part of the key
    if figure.kind in ("indicator", "table"):
        rows = (indicator if figure.kind == "indicator" else table)(atlas, figure)
    else:
        rows = (series if figure.kind == "series" else facts)(figure)
    rows = rows.drop_nulls("value")
    for other in figure.plus:
        rows = _added(rows, readings(atlas, other), 1.0)
    if figure.minus is not None:
        rows = _added(rows, readings(atlas, figure.minus), -1.0)
    if figure.per is not None and rows.height:
        rows = _divided(rows, readings(atlas, figure.per))
    lacking = [pl.lit(None, t).alias(c) for c, t in SCHEMA.items() if c not in rows.columns]
    return (
        rows.with_columns(lacking)
        .select([pl.col(c).cast(t) for c, t in SCHEMA.items()])
        .sort("year", pl.col("is_default").not_(), "reading", maintain_order=True)
    )


def covers(atlas: Atlas, figure: Figure) -> tuple[int, int] | None:
    """First and last year with any value of the figure."""
    years = known(atlas, figure).years
    return (years[0], years[-1]) if years else None


def _added(rows: pl.DataFrame, other: pl.DataFrame, sign: float) -> pl.DataFrame:
    """Readings with those of another figure added or taken away, in years that have both.

    The default goes with the default, every other reading with that of the same name: figures of different books are
    not mixed.
    """
    if rows.is_empty() or other.is_empty():
        return rows.clear()
    factor = converted(1.0, str(other["unit"][0]), str(rows["unit"][0]))
    if factor is None:
        raise FigureError(f"{other['unit'][0]} and {rows['unit'][0]} cannot be added")
    first = ["year", "reading", "is_default"]
    more = other.unique(first, keep="first").select(*first, d=sign * factor * pl.col("value"), of="source")
    default = rows.filter("is_default").join(more.filter("is_default").drop("reading"), on=["year", "is_default"])
    rivals = rows.filter(~pl.col("is_default")).join(more, on=first)
    return (
        pl.concat([default, rivals], how="diagonal")
        .with_columns(
            value=pl.col("value") + pl.col("d"),
            low=pl.lit(None, pl.Float64),
            high=pl.lit(None, pl.Float64),
            source=pl.concat_str([pl.col("source"), pl.col("of")], separator=" + "),
        )
        .select(*rows.columns)
    )


def _divided(rows: pl.DataFrame, by: pl.DataFrame) -> pl.DataFrame:
    """Readings divided by the default ones of another figure; bounds are those of the dividend."""
    divisor = by.filter("is_default").unique("year", keep="first").select("year", d="value", of="source")
    return (
        rows.join(divisor, on="year")
        .filter(pl.col("d") != 0)
        .with_columns(
            *(pl.col(c) / pl.col("d") for c in ("value", "low", "high")),
            unit=pl.lit("share (0-1)"),
            source=pl.concat_str([pl.col("source"), pl.col("of")], separator=" / "),
            weight=pl.col("d"),
        )
    )


@lru_cache(maxsize=64)
def ranking(atlas: Atlas, figure: Figure) -> tuple[str, Mapping[str, Part]]:
    """A figure's rivals for a rank: who is ranked, and the readings of everybody it is ranked among.

    With `of` and `on`, `on` is ranked among all counterparts of `of`; with `of` alone, `of` among all states. What is
    added by `plus` must be of the same state.

    Raises:
        FigureError: No rank can be taken of it.
    """
    if figure.of is None or is_group(figure.of) or is_group(figure.on) or figure.per or figure.minus:
        raise FigureError("a rank is of one state's figure: name `of`, and no group, per or minus")
    who = str(figure.on or figure.of)
    if figure.kind == "indicator" and not figure.plus:
        if figure.on is None:
            raise FigureError("the rank of an indicator needs `of` and `on`: the place of `on` among all of `of`'s")
        return who, _counterparts(atlas, figure)
    if figure.kind != "table" or any(other.kind != "table" for other in figure.plus):
        raise FigureError("a rank needs an indicator, or a table and no other kind of figure beside it")
    parts = [_among(atlas, one, who) for one in (replace(figure, plus=()), *figure.plus)]
    states = set(parts[0]).intersection(*parts[1:])
    return who, {state: _summed_up([part[state] for part in parts]) for state in sorted(states)}


def _among(atlas: Atlas, figure: Figure, who: str) -> Mapping[str, Part]:
    """A table's figure for every state in the place of `who`."""
    side = next((name for name in ("on", "of") if getattr(figure, name) == who), None)
    if side is None:
        raise FigureError(f"what is added up for a rank must name {who}")
    if figure.column is None:
        raise FigureError(f"a rank in table {figure.name} needs the `column` that is compared")
    _, rows = dated(atlas, replace(figure, of=None) if side == "of" else replace(figure, on=None))
    column = next((c for c in PARTIES[side] if c in rows.columns), None)
    if column is None:
        raise FigureError(f"table {figure.name} has no column for {who}")
    yearly = (
        matching(rows, figure, exact=True)
        .group_by(pl.col(column).alias("who"), "_year")
        .agg(pl.col(figure.column).cast(pl.Float64).sum())
    )
    found: dict[str, dict[int, Reading]] = {}
    told = f"atlas {atlas.id}: {figure.name}"
    for state, year, value in yearly.iter_rows():
        found.setdefault(str(state), {})[int(year)] = Reading(float(value), told)
    return found


def _summed_up(parts: Sequence[Part]) -> Part:
    """Readings added up, in years that all have."""
    years = set(parts[0]).intersection(*parts[1:])
    return {y: Reading(sum(part[y].value for part in parts), parts[0][y].source) for y in sorted(years)}


def _counterparts(atlas: Atlas, figure: Figure) -> Mapping[str, Part]:
    found = scores.get(figure.name)
    rows = measure(found, atlas, Scope(FIRST, LAST_YEAR, str(figure.of), intervals=False)).drop_nulls("value")
    mine = rows.filter(pl.col("a") == figure.of) if found.directed else rows
    other = pl.when(pl.col("a") == figure.of).then("b").otherwise("a")
    by_state: dict[str, dict[int, Reading]] = {}
    for state, year, value, source in mine.select(other.alias("who"), "year", "value", "sources").iter_rows():
        by_state.setdefault(state, {})[year] = Reading(value, source)
    return by_state
