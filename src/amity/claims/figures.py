"""Looking up what a claim speaks of: every reading held of a figure, year by year, each with its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from amity import casefile, scores
from amity.atlas import Atlas
from amity.atlas.figures import figures as held_figures
from amity.casefile.schema import FILES
from amity.claims.language import Figure, FigureError
from amity.indicators import LAST_YEAR, Scope, measure

#: One reading of a figure in one year. `reading` tells rival ones apart (data set, edition, books); empty is default.
SCHEMA = {
    "year": pl.Int32,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "unit": pl.String,
    "source": pl.String,
    "reading": pl.String,
    "is_default": pl.Boolean,
    "facts": pl.String,
}

_FIRST = 1800


def readings(atlas: Atlas, figure: Figure) -> pl.DataFrame:
    """Every value held of a figure, in all years.

    Returns:
        Rows of `SCHEMA` without null values, sorted by year; the default reading first.

    Raises:
        FigureError: The figure names something that is not there, such as a column.
    """
    look = {"indicator": _indicator, "series": _series, "facts": _facts, "table": _table}[figure.kind]
    rows = look(atlas, figure).drop_nulls("value")
    for other in figure.plus:
        rows = _added(rows, readings(atlas, other), 1.0)
    if figure.minus is not None:
        rows = _added(rows, readings(atlas, figure.minus), -1.0)
    if figure.per is not None and rows.height:
        rows = _divided(rows, readings(atlas, figure.per))
    return rows.select([pl.col(c).cast(t) for c, t in SCHEMA.items()]).sort(
        "year", pl.col("is_default").not_(), "reading", maintain_order=True
    )


def covers(atlas: Atlas, figure: Figure) -> tuple[int, int] | None:
    """First and last year with any value of the figure."""
    years = readings(atlas, figure)["year"]
    return None if years.is_empty() else (int(years[0]), int(years[-1]))


def _added(rows: pl.DataFrame, other: pl.DataFrame, sign: float) -> pl.DataFrame:
    """Default readings with those of another figure added or taken away, in years that have both."""
    if rows.is_empty() or other.is_empty():
        return rows.clear()
    factor = converted(1.0, str(other["unit"][0]), str(rows["unit"][0]))
    if factor is None:
        raise FigureError(f"{other['unit'][0]} and {rows['unit'][0]} cannot be added")
    more = other.filter("is_default").select("year", d=sign * factor * pl.col("value"), of="source")
    return (
        rows.filter("is_default")
        .join(more, on="year")
        .with_columns(
            value=pl.col("value") + pl.col("d"),
            low=pl.lit(None, pl.Float64),
            high=pl.lit(None, pl.Float64),
            source=pl.concat_str([pl.col("source"), pl.col("of")], separator=" + "),
        )
        .select(*rows.columns)
    )


def _divided(rows: pl.DataFrame, by: pl.DataFrame) -> pl.DataFrame:
    """Default readings divided by the default ones of another figure; bounds are those of the dividend."""
    divisor = by.filter("is_default").select("year", d="value", of="source")
    return (
        rows.join(divisor, on="year")
        .filter(pl.col("d") != 0)
        .with_columns(
            *(pl.col(c) / pl.col("d") for c in ("value", "low", "high")),
            unit=pl.lit("share (0-1)"),
            source=pl.concat_str([pl.col("source"), pl.col("of")], separator=" / "),
        )
    )


def _indicator(atlas: Atlas, figure: Figure) -> pl.DataFrame:
    found = scores.get(figure.name)
    if figure.of is None or figure.on is None:
        raise FigureError(f"indicator {figure.name} needs two states, `of` and `on`")
    scope = Scope(_FIRST, LAST_YEAR, figure.of, figure.on, intervals=False)
    x, y = (figure.of, figure.on) if found.directed else sorted((figure.of, figure.on))
    rows = measure(found, atlas, scope).filter(pl.col("a") == x, pl.col("b") == y)
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
    return pl.concat([default, _rivals(atlas, found.tables, figure, default)], how="vertical_relaxed")


def _rivals(atlas: Atlas, tables: tuple[str, ...], figure: Figure, default: pl.DataFrame) -> pl.DataFrame:
    """Other sources' figures of the quantity that the indicator's value is, where it is one as it stands."""
    assert figure.of is not None
    assert figure.on is not None
    empty = default.clear()
    if default.is_empty():
        return empty
    known = held_figures(atlas, tables, figure.of, figure.on, int(default["year"][0]), LAST_YEAR)
    known = known.filter(pl.col("a") == figure.of, pl.col("b") == figure.on)
    chosen = known.filter(pl.col("is_default")).join(default.select("year", v="value"), on="year")
    same = ((pl.col("value") - pl.col("v")).abs() <= 1e-6 * pl.col("v").abs() + 1e-9).mean().over("table", "quantity")
    what = chosen.filter(same > 0.9, pl.len().over("table", "quantity") > 1).select("table", "quantity").unique()
    return (
        known.join(what, on=["table", "quantity"])
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
                    pl.col("books"),
                    pl.col("detail"),
                ],
                separator=" · ",
            ),
            is_default=pl.lit(value=False),
            facts=pl.lit(None, pl.String),
        )
    )


def _casefile(figure: Figure) -> casefile.Casefile:
    pair = figure.casefile or ((figure.of, figure.on) if figure.of and figure.on else None)
    if pair is None:
        raise FigureError(f"{figure.kind} {figure.name} needs `casefile: [A, B]`, or both `of` and `on`")
    return casefile.require(*(code.partition(":")[0] for code in pair))


def _series(atlas: Atlas, figure: Figure) -> pl.DataFrame:  # noqa: ARG001 - all look-ups are called alike
    file = _casefile(figure)
    frame = file["series"]
    rows = frame.filter(pl.col("metric") == figure.name)
    if rows.is_empty():
        import difflib

        near = difflib.get_close_matches(figure.name, frame["metric"].unique().sort(), n=3)
        hint = f" Did you mean {', '.join(near)}?" if near else ""
        raise FigureError(f"the casefile {file.title} has no series {figure.name!r}.{hint}")
    for column, wanted in (("subject", figure.of), ("object", figure.on)):
        if wanted is not None:
            same = (
                pl.col(column) == wanted if ":" in wanted or wanted == "world" else pl.col(f"{column}_code") == wanted
            )
            rows = rows.filter(same)
    rows = _matching(rows, figure, exact=True)
    told = pl.concat_str([pl.col("source_title"), pl.col("source_publisher")], separator=", ")
    return rows.select(
        year=pl.col("period_last").dt.year(),
        value="value",
        low=pl.lit(None, pl.Float64),
        high=pl.lit(None, pl.Float64),
        unit="unit",
        source=pl.concat_str([pl.lit(f"{file.id}: "), told]),
        reading=pl.concat_str([told, pl.col("note").fill_null("")], separator=" · "),
        # A casefile keeps conflicting readings side by side; the first of a year stands for it.
        is_default=pl.int_range(pl.len()).over(pl.col("period_last").dt.year()) == 0,
        facts=pl.concat_str([pl.col("metric"), pl.col("period"), pl.col("unit")], separator=", "),
    )


def _facts(atlas: Atlas, figure: Figure) -> pl.DataFrame:  # noqa: ARG001 - all look-ups are called alike
    file = _casefile(figure)
    rows = _matching(file[figure.name], figure, exact=False)
    when, what = FILES[figure.name].when, FILES[figure.name].what
    if figure.column is not None:
        if figure.column.endswith("_date") or f"{figure.column}_first" in rows.columns:
            when = figure.column
            value = pl.col(f"{when}_first").dt.year().cast(pl.Float64)
        elif rows.schema.get(figure.column) == pl.Float64:
            value = pl.col(figure.column)
        else:
            raise FigureError(f"{figure.name} has no column of numbers or dates called {figure.column!r}")
    else:
        value = pl.lit(1.0)
    told = pl.concat_str([pl.col("source_title"), pl.col("source_publisher")], separator=", ")
    named = rows.with_columns(
        year=pl.col(f"{when}_first").dt.year(),
        value=value,
        told=told,
        what=pl.concat_str([pl.col(when), pl.col(what)], separator=" "),
    ).drop_nulls(["year", "value"])
    counted = _by_year(named, figure, file.id)
    whole = file[figure.name][f"{when}_first"].dt.year().drop_nulls()
    if figure.column is not None or whole.is_empty():
        return counted
    # Of a count, a year without a row is a year in which none was found, as far as the file reaches.
    return (
        pl.DataFrame({"year": range(int(whole.min()), int(whole.max()) + 1)}, schema={"year": pl.Int32})  # pyright: ignore[reportArgumentType]
        .join(counted, on="year", how="left")
        .with_columns(
            pl.col("value").fill_null(0.0),
            pl.col("unit").fill_null("count"),
            pl.col("reading").fill_null(""),
            pl.col("is_default").fill_null(value=True),
            pl.col("source").fill_null(f"{file.id}: no row"),
        )
    )


def _by_year(rows: pl.DataFrame, figure: Figure, source: str) -> pl.DataFrame:
    take = "sum" if figure.column is None else figure.take
    taken = {"sum": pl.col("value").sum(), "mean": pl.col("value").mean(), "max": pl.col("value").max()}
    taken |= {"min": pl.col("value").min(), "count": pl.len().cast(pl.Float64)}
    return (
        rows.group_by("year")
        .agg(
            value=taken[take],
            facts=pl.col("what").unique(maintain_order=True).head(12).str.join("; "),
            source=pl.concat_str([pl.lit(f"{source}: "), pl.col("told").unique(maintain_order=True).str.join("; ")]),
        )
        .with_columns(
            low=pl.lit(None, pl.Float64),
            high=pl.lit(None, pl.Float64),
            unit=pl.lit("count" if figure.column is None or take == "count" else figure.column),
            reading=pl.lit(""),
            is_default=pl.lit(value=True),
        )
        .select(*SCHEMA)
    )


def _matching(rows: pl.DataFrame, figure: Figure, *, exact: bool) -> pl.DataFrame:
    """Rows in whose columns one of the wanted texts stands."""
    for column, texts in figure.where:
        if column not in rows.columns:
            raise FigureError(f"{figure.name} has no column {column!r}; there are {', '.join(c for c in rows.columns)}")
        text = pl.col(column).cast(pl.String).fill_null("")
        if exact:
            rows = rows.filter(text.is_in(list(texts)))
        else:
            low = text.str.to_lowercase()
            rows = rows.filter(pl.any_horizontal(low.str.contains(t.lower(), literal=True) for t in texts))
    return rows


#: Tables of votes have no years of their own: what was voted on has.
_DATED_BY = {"votes": ("roll_calls", "roll_call"), "council_votes": ("council_items", "item")}


def _table(atlas: Atlas, figure: Figure) -> pl.DataFrame:
    if figure.name not in atlas.tables:
        raise FigureError(f"the atlas has no table {figure.name!r}")
    entry = atlas.manifest["tables"][figure.name]
    rows = atlas.scan(figure.name)
    if figure.name in _DATED_BY:
        by, key = _DATED_BY[figure.name]
        rows = rows.join(atlas.scan(by), on=key, suffix="_of_item")
    names = rows.collect_schema().names()
    parties = {"of": ("state", "source", "a", "reporter", "speaker"), "on": ("target", "b", "partner")}
    for given, columns in ((figure.of, parties["of"]), (figure.on, parties["on"])):
        if given is not None:
            column = next((c for c in columns if c in names), None)
            if column is None:
                raise FigureError(f"table {figure.name} has no column for {given}")
            rows = rows.filter(pl.col(column) == given)
    year = next((c for c in ("year", "first_year", "first_day", "day") if c in names), None)
    if year is None:
        raise FigureError(f"table {figure.name} has no years")
    if figure.column is not None and figure.column not in names:
        raise FigureError(f"table {figure.name} has no column {figure.column!r}; there are {', '.join(names)}")
    if "is_default" in names and not any(column == "dataset" for column, _ in figure.where):
        rows = rows.filter("is_default")
    frame = _matching(rows.collect(), figure, exact=True)
    value = pl.lit(1.0) if figure.column is None else pl.col(figure.column).cast(pl.Float64)
    lone = " + ".join(dict.fromkeys(str(span["dataset"]) for span in entry["coverage"]))
    vintage = [pl.col("vintage").cast(pl.String)] if "vintage" in names else []
    told = [pl.col("dataset") if "dataset" in names else pl.lit(lone), *vintage]
    dated = frame.schema[year] == pl.Date
    named = frame.with_columns(
        year=(pl.col(year).dt.year() if dated else pl.col(year)).cast(pl.Int32),
        value=value,
        told=pl.concat_str(told, separator="@"),
        what=pl.concat_str([pl.lit(f"{figure.name} "), pl.col(year).cast(pl.String)]),
    ).drop_nulls(["year", "value"])
    made = _by_year(named, figure, f"atlas {atlas.id}")
    unit = entry["columns"][figure.column]["unit"] if figure.column else None
    return made.with_columns(unit=pl.lit(unit or "count"))


#: What a unit measures and how many of its base it is: enough for the units the figures and the studies use.
_UNITS: Mapping[str, tuple[str, float]] = {
    "usd": ("USD", 1.0),
    "us$": ("USD", 1.0),
    "current us$": ("USD", 1.0),
    "tonnes": ("t", 1.0),
    "t": ("t", 1.0),
    "troops": ("persons", 1.0),
    "persons": ("persons", 1.0),
    "people": ("persons", 1.0),
    "tiv": ("TIV", 1.0),
    "tiv m": ("TIV", 1e6),
    "tiv million": ("TIV", 1e6),
    "mt": ("t", 1e6),
    "bcm": ("m3", 1e9),
    "%": ("share", 0.01),
    "percent": ("share", 0.01),
    "per cent": ("share", 0.01),
    "share (0-1)": ("share", 1.0),
    "share": ("share", 1.0),
    "ratio to gdp": ("share", 1.0),
    "relative change": ("share", 1.0),
    "usd bn": ("USD", 1e9),
    "usd m": ("USD", 1e6),
    "usd billion": ("USD", 1e9),
    "usd million": ("USD", 1e6),
    "us$ of 2021": ("USD 2021", 1.0),
    "usd bn (constant 2021)": ("USD 2021", 1e9),
}
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "bn": 1e9, "m": 1e6}


def scale(unit: str) -> tuple[str, float]:
    """What a unit measures, and how many of that it is: "USD bn" → ("USD", 1e9). An unknown one is its own measure."""
    text = " ".join(unit.lower().split())
    if text in _UNITS:
        return _UNITS[text]
    words = text.split()
    for at in (0, -1):
        if len(words) > 1 and words[at] in _SCALES:
            rest = " ".join(words[1:] if at == 0 else words[:-1])
            base, factor = scale(rest)
            return base, factor * _SCALES[words[at]]
    if text.startswith("%"):
        return f"share{text[1:]}", 0.01
    return text, 1.0


def converted(value: float, unit: str, to: str) -> float | None:
    """`value` in another unit; None where the two do not measure the same."""
    (base, factor), (other, divisor) = scale(unit), scale(to)
    return value * factor / divisor if base == other else None


def partners(atlas: Atlas, figure: Figure, year: int) -> Sequence[tuple[str, float]]:
    """The same figure of `of` for every counterpart in a year, largest first."""
    found = scores.get(figure.name)
    rows = measure(found, atlas, Scope(year, year, figure.of, intervals=False)).drop_nulls("value")
    mine = rows.filter(pl.col("a") == figure.of) if found.directed else rows
    other = pl.when(pl.col("a") == figure.of).then("b").otherwise("a")
    ranked = mine.select(other.alias("who"), "value").sort("value", "who", descending=[True, False])
    return list(ranked.iter_rows())
