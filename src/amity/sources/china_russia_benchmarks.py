"""Published China-Russia numbers, exercises and milestones to check measured figures against, each with its page."""

from __future__ import annotations

from pathlib import Path

from amity.sources import Form, Source, Tables, read_table, refuse, require

_ID = "china-russia-benchmarks"
_FILE = "benchmarks.csv"
_KINDS = ("count", "share", "event", "milestone")
_COLUMNS = ("kind", "date_or_period", "item", "value", "unit", "source", "url", "note")
#: "2003-2022mid", "2013-2015May" or "2003-08-06/2003-08-12" end in another year than they begin.
_LAST_YEAR = r"^\d{4}(?:-\d\d-\d\d/|-)(\d{4})"


def _read(folder: Path) -> Tables:
    """From the collected table, one row per published figure or event.

    Raises:
        SourceError: A damaged file, a missing column, an unknown kind, a period without year, a row without source.
    """
    import polars as pl

    path = folder / _FILE
    raw = require(read_table(path), _COLUMNS, path)
    value = pl.col("value").cast(pl.Float64, strict=False)
    first = pl.col("date_or_period").str.extract(r"^(\d{4})").cast(pl.Int16)
    last = pl.col("date_or_period").str.extract(_LAST_YEAR).cast(pl.Int16).fill_null(first)
    refuse(raw, ~pl.col("kind").is_in(list(_KINDS)).fill_null(value=False), "kind", path, "an unknown kind")
    refuse(raw, first.is_null() | (last < first), "date_or_period", path, "no period")
    refuse(raw, pl.any_horizontal(pl.col("item", "source").is_null()), "item", path, "without item or source")
    refuse(raw, value.is_null() & pl.col("value").is_not_null(), "value", path, "not a number")
    refuse(raw, value.is_not_null() & pl.col("unit").is_null(), "unit", path, "missing beside a value")
    refuse(raw, pl.struct("date_or_period", "item").is_duplicated(), "item", path, "the second row of its kind")
    table = raw.select(
        pl.col("kind").cast(pl.Enum(_KINDS)),
        pl.col("date_or_period").alias("period"),
        "item",
        first.alias("first_year"),
        last.alias("last_year"),
        value.alias("value"),
        "unit",
        pl.col("source").alias("stated_by"),
        pl.coalesce("url", "source").alias("page"),
        "note",
        pl.lit(_ID).alias("dataset"),
    )
    return {"benchmarks": table.sort("kind", "period", "item")}


SOURCE = Source(
    id=_ID,
    title="Published China-Russia numbers to check against, with a partial list of exercises and milestones",
    version="first collection (29 rows)",
    citation="Per row: whom `stated_by` names, on `page`. Compiled for amity.",
    licence="Own compilation of single facts with their source; free to publish with attribution.",
    landing_url="https://chinapower.csis.org/data/china-russia-joint-military-exercises/",
    download_url="the page in each row",
    grain="one published figure, exercise or milestone",
    coverage="China and Russia, 1980-2025",
    ships="values",
    years={"benchmarks": (1980, 2025)},
    by_hand="Comes with the project's data; no other place holds the collection.",
    forms=(Form("own csv", (_FILE,), _read),),
    defects=(
        "The list of exercises is partial: ten of at least 78.",
        "Some rows count groups of four states (China, Russia, Iran, North Korea), not the pair.",
        "Nineteen rows have no stored address; the publication and its day stand in `page` (some were read as "
        "reposts, which the note names).",
        "For checking only: no indicator reads them.",
    ),
)
