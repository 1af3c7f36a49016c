"""Figures that are indicators or scores: of two states, of a state and a group, and of all counterparts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from weakref import WeakKeyDictionary

import polars as pl

from amity import scores
from amity.atlas import Atlas
from amity.atlas.figures import figures as held_figures
from amity.claims.language import Figure, FigureError, is_group
from amity.claims.rows import FIRST, membership
from amity.errors import NoDataError
from amity.indicators import LAST_YEAR, Indicator, Scope, measure, measure_each

#: Of every atlas in use: rows of an indicator and two states, in the order of their codes.
_MEASURED: WeakKeyDictionary[Atlas, dict[tuple[str, str, str], pl.DataFrame]] = WeakKeyDictionary()


def _measured(atlas: Atlas) -> dict[tuple[str, str, str], pl.DataFrame]:
    return _MEASURED.setdefault(atlas, {})


def prepare(atlas: Atlas, wanted: Iterable[Figure]) -> None:
    """Measure at once the indicators that are going to be asked for one by one: it takes a third of the time."""
    pairs: dict[tuple[str, str], dict[str, Indicator]] = {}
    for figure in _indicators(wanted):
        if isinstance(figure.of, str) and isinstance(figure.on, str):
            found = scores.get(figure.name)
            x, y = sorted((figure.of, figure.on))
            if (found.id, x, y) not in _measured(atlas) and not (is_group(x) or is_group(y)):
                pairs.setdefault((x, y), {})[found.id] = found
    for (x, y), several in pairs.items():
        scope = Scope(FIRST, LAST_YEAR, x, y, intervals=False)
        try:
            rows = measure_each([(indicator, scope) for indicator in several.values()], atlas)
        except NoDataError:
            continue  # One of them says so again when it is asked for by itself.
        parts = rows.partition_by("indicator", as_dict=True)
        for name in several:
            _measured(atlas)[name, x, y] = parts.get((name,), rows.clear())


def _indicators(wanted: Iterable[Figure]) -> Iterator[Figure]:
    """The figures that are indicators, those within others, too."""
    for figure in wanted:
        if figure.kind == "indicator":
            yield figure
        yield from _indicators((*figure.plus, *(f for f in (figure.minus, figure.per) if f is not None)))


def indicator(atlas: Atlas, figure: Figure) -> pl.DataFrame:
    """The readings of an indicator or a score: the default, and other sources' of the same quantity."""
    found = scores.get(figure.name)
    of, on = figure.of, figure.on
    if of is None or on is None:
        raise FigureError(f"indicator {figure.name} needs two states, `of` and `on`")
    if isinstance(of, tuple) or isinstance(on, tuple) or is_group(of) or is_group(on):
        return _of_group(atlas, figure)
    first, second = sorted((of, on))
    key = (found.id, first, second)
    if key not in _measured(atlas):
        _measured(atlas)[key] = measure(found, atlas, Scope(FIRST, LAST_YEAR, first, second, intervals=False))
    x, y = (of, on) if found.directed else (first, second)
    rows = _measured(atlas)[key].filter(pl.col("a") == x, pl.col("b") == y)
    default = rows.select(
        "year",
        "value",
        "low",
        "high",
        unit=pl.lit(found.unit),
        source="sources",
        reading=pl.lit(""),
        is_default=pl.lit(value=True),
        facts=pl.lit(None, pl.String),
    ).drop_nulls("value")
    return pl.concat([default, _rivals(atlas, found.tables, of, on, default)], how="vertical_relaxed")


def _of_group(atlas: Atlas, figure: Figure) -> pl.DataFrame:
    """An indicator of one state and a group, the members of every year put together."""
    found = scores.get(figure.name)
    one, many = (figure.on, figure.of) if is_group(figure.of) else (figure.of, figure.on)
    if not isinstance(one, str) or is_group(one):
        raise FigureError(f"indicator {figure.name} needs one state beside the group")
    rows = measure(found, atlas, Scope(FIRST, LAST_YEAR, one, intervals=False)).drop_nulls("value")
    side = "b" if one == figure.of else "a"
    mine = rows.filter(pl.col("a" if side == "b" else "b") == one) if found.directed else rows
    other = pl.col(side) if found.directed else pl.when(pl.col("a") == one).then("b").otherwise("a")
    members = mine.with_columns(state=other).join(membership(many), on=["state", "year"])
    taken = {"sum": pl.col("value").sum(), "mean": pl.col("value").mean(), "max": pl.col("value").max()}
    taken |= {"min": pl.col("value").min()}
    return members.group_by("year").agg(
        value=taken[figure.take],
        low=pl.lit(None, pl.Float64),
        high=pl.lit(None, pl.Float64),
        unit=pl.lit(found.unit),
        source=pl.col("sources").sort().first(),
        reading=pl.lit(""),
        is_default=pl.lit(value=True),
        facts=pl.format("{} of {}: {}", pl.len(), pl.col("members").first(), pl.col("state").sort().str.join(", ")),
    )


def _rivals(atlas: Atlas, tables: tuple[str, ...], of: str, on: str, default: pl.DataFrame) -> pl.DataFrame:
    """Other sources' figures of the quantity that the indicator's value is, where it is one as it stands."""
    empty = default.clear()
    if default.is_empty() or not tables:  # What a casefile counts rests on no table.
        return empty
    x, y = sorted((of, on))
    every = pl.concat([_held(atlas, table, x, y) for table in tables])
    held = every.filter(pl.col("a") == of, pl.col("b") == on, pl.col("year") >= default["year"][0])
    chosen = held.filter(pl.col("is_default")).join(default.select("year", v="value"), on="year")
    same = ((pl.col("value") - pl.col("v")).abs() <= 1e-6 * pl.col("v").abs() + 1e-9).mean().over("table", "quantity")
    what = chosen.filter(same > 0.9, pl.len().over("table", "quantity") > 1).select("table", "quantity").unique()
    return (
        held.join(what, on=["table", "quantity"])
        .filter(~pl.col("is_default"))
        .select(
            "year",
            "value",
            low=pl.lit(None, pl.Float64),
            high=pl.lit(None, pl.Float64),
            unit=pl.lit(default["unit"][0]),
            source=pl.concat_str([pl.col("dataset"), pl.col("vintage")], separator="@"),
            reading=pl.concat_str(
                [
                    pl.concat_str([pl.col("dataset"), pl.col("vintage")], separator=" "),
                    # Whose books, so that both directions of a flow on one state's books bear one name.
                    pl.col("books").replace({"source": f"{of}'s books", "target": f"{on}'s books"}),
                    pl.col("detail"),
                ],
                separator=" · ",
            ).str.strip_chars(" ·"),
            is_default=pl.lit(value=False),
            facts=pl.lit(None, pl.String),
        )
    )


@lru_cache(maxsize=1024)
def _held(atlas: Atlas, table: str, x: str, y: str) -> pl.DataFrame:
    """What the sources say of two states in one table."""
    return held_figures(atlas, (table,), x, y, FIRST, LAST_YEAR)
