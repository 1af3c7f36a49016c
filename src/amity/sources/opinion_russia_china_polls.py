"""Single published polls of Russians on China (and others) and of Chinese on Russia, each with its page."""

from __future__ import annotations

from pathlib import Path

from amity import states
from amity.sources import Form, Source, Tables, read_table, refuse, require

_ID = "opinion-russia-china-polls"
_FILE = "russia_china_polls.csv"
_COLUMNS = ("pollster", "respondents", "about", "date", "measure", "positive", "negative", "source", "note")


def _read(folder: Path) -> Tables:
    """From the collected table, one row per poll, question and country.

    Raises:
        SourceError: A damaged file, a missing column, an unknown code, a percentage that is none, a row without page.
    """
    import polars as pl

    path = folder / _FILE
    raw = require(read_table(path), _COLUMNS, path)
    codes = states.iso3_codes()
    about = {**codes, "EU": "EU"}
    year = pl.col("date").cast(pl.String).str.extract(r"^(\d{4})\b").cast(pl.Int16)
    refuse(raw, pl.any_horizontal(pl.col("pollster", "measure", "source").is_null()), "pollster", path, "incomplete")
    refuse(raw, year.is_null(), "date", path, "without a year")
    refuse(raw, ~pl.col("respondents").is_in(list(codes)), "respondents", path, "an unknown code")
    refuse(raw, ~pl.col("about").is_in(list(about)), "about", path, "an unknown code")
    for name in ("positive", "negative"):
        value = pl.col(name).cast(pl.Float64, strict=False)
        wrong = ~value.is_between(0, 100).fill_null(value=False) & pl.col(name).is_not_null()
        refuse(raw, wrong, name, path, "not a percentage")
    refuse(raw, pl.col("positive").is_null(), "positive", path, "missing")
    refuse(raw, pl.struct(_COLUMNS[:5]).is_duplicated(), "date", path, "the second row of this poll")
    table = raw.select(
        pl.col("respondents").replace_strict(codes, return_dtype=pl.String).alias("state"),
        pl.col("about").replace_strict(about, return_dtype=pl.String),
        "pollster",
        "measure",
        pl.col("date").cast(pl.String).alias("period"),
        year.alias("year"),
        pl.col("positive").cast(pl.Float64).alias("positive_percent"),
        pl.col("negative").cast(pl.Float64).alias("negative_percent"),
        pl.col("source").alias("page"),
        "note",
        pl.lit(_ID).alias("dataset"),
    )
    return {"polls": table.sort("state", "about", "pollster", "measure", "period")}


SOURCE = Source(
    id=_ID,
    title="Polls of Russians on China and others, and of Chinese on Russia, hand-collected",
    version="first collection (26 rows)",
    citation="Per row: the pollster, as quoted on the page in `page`. Compiled for amity.",
    licence="Own compilation of single published percentages with their source; free to publish with attribution.",
    landing_url="https://www.levada.ru/en/",
    download_url="the page in each row",
    grain="one percentage of one poll",
    coverage="Russians on China, the USA and the EU; Chinese on Russia; 2002-2024, with gaps",
    ships="values",
    years={"polls": (2002, 2024)},
    by_hand="Comes with the project's data; no other place holds the collection.",
    forms=(Form("own csv", (_FILE,), _read),),
    defects=(
        "Pollsters ask different questions: never put two measures, or polls and Pew, into one line.",
        "No complete series; sample sizes are mostly not given.",
        "One row (Levada, May 2024) is derived from a later change of 5 points.",
        "Second-hand where the page is a news item.",
    ),
)
