"""How friendly the news between two states were: GDELT scores summed per pair and month.

Definition, by the makers of the daily matrices: an event counts its Goldstein value + sign x (0.025 x sources + 0.01 x
articles) + 0.01 x tone; a pair's events are summed. The sum therefore grows with the number of stories.
"""

from __future__ import annotations

from pathlib import Path

from amity import states
from amity.sources import Form, Source, Tables, first_file, read_table, recode, refuse, require, whole_numbers

_FILE = "gdelt_dyad_month_2018_2024.csv*"


def _read(folder: Path) -> Tables:
    """One row per unordered pair and month, the score rounded to a whole number; each one's volume with all others.

    Raises:
        SourceError: A damaged file, a missing column, an unknown code, a month or score that is none, a pair twice in
            one month.
    """
    import polars as pl

    path = first_file(folder, _FILE)
    columns = ("month", "iso3_a", "iso3_b", "score_sum", "days_in_month_present")
    frame = whole_numbers(require(read_table(path), columns, path), ("days_in_month_present",), path)
    months = pl.col("month").cast(pl.String)
    refuse(frame, ~months.str.contains(r"^20\d\d-(0[1-9]|1[0-2])$").fill_null(value=False), "month", path, "no month")
    days = pl.col("days_in_month_present")
    refuse(frame, ~days.is_between(1, 31), "days_in_month_present", path, "not a number of days")
    score = pl.col("score_sum").cast(pl.Float64, strict=False)
    refuse(frame, score.is_null() | ~score.is_finite(), "score_sum", path, "no number")
    codes: dict[object, str] = {**states.iso3_codes()}
    frame = recode(recode(frame, "iso3_a", codes, path, "one"), "iso3_b", codes, path, "two")
    refuse(frame, pl.col("one") == pl.col("two"), "iso3_b", path, "the first state itself")
    rows = frame.select(
        pl.min_horizontal("one", "two").alias("a"),
        pl.max_horizontal("one", "two").alias("b"),
        pl.col("month").str.slice(0, 4).cast(pl.Int16).alias("year"),
        pl.col("month").str.slice(5).cast(pl.Int8).alias("month"),
        score.round().cast(pl.Int32).alias("score"),
        days.cast(pl.Int8).alias("days_covered"),
        pl.lit(SOURCE.id).alias("dataset"),
    )
    refuse(rows, pl.struct("a", "b", "year", "month").is_duplicated(), "b", path, "twice in one month")
    sides = pl.concat([rows.select(pl.col(side).alias("state"), "year", "month", "score") for side in ("a", "b")])
    covered = rows.unique(["year", "month"]).group_by("year").agg(pl.col("days_covered").sum().cast(pl.Int16))
    volume = sides.group_by("state", "year").agg(pl.col("score").abs().sum().alias("volume"))
    return {
        "event_scores": rows.sort("a", "b", "year", "month"),
        "event_volume": volume.join(covered, on="year")
        .select("state", "year", pl.col("volume").cast(pl.Int32), "days_covered", dataset=pl.lit(SOURCE.id))
        .sort("state", "year"),
    }


SOURCE = Source(
    id="gdelt-dyad-monthly",
    title="GDELT 2.0 cooperation-conflict scores per pair of states and month",
    version="daily matrices of 2018-01 to 2024-02, summed",
    citation="Leetaru, Schrodt (2013). GDELT: Global Data on Events, Location and Tone. The GDELT Project, "
    "https://www.gdeltproject.org. Daily matrices: gzemo/gdelt-graph-data.",
    licence="GDELT: any use with citation and link (terms to be checked); the repository of matrices is GPL-3.",
    landing_url="https://www.gdeltproject.org/",
    download_url="gzemo/gdelt-graph-data networks/*.zip (daily matrices)",
    grain="an unordered pair of states or territories and month",
    coverage="3,151 pairs of 191 states and territories, 2018-01 to 2024-02",
    ships="values",
    forms=(Form("csv of monthly sums", (_FILE,), _read),),
    by_hand="Sum the repository's daily 249 x 249 matrices by month and save them as gdelt_dyad_month_2018_2024.csv "
    "with columns month, iso3_a, iso3_b, score_sum, days_in_month_present.",
    defects=(
        "Sums grow with the number of stories: the total of all pairs falls by two fifths from 2018 to 2021.",
        "Pairs whose monthly scores add up to less than 2,000 in absolute value over the whole time are left out.",
        "Days are missing: 15-18 a month from March to June 2023, 22-26 from November 2022 to February 2023 and in "
        "December 2020; February 2024 ends on day 23 of those held.",
        "No direction, no number of events: a small score is little news or news that cancels out.",
        "Scores are rounded to whole numbers.",
    ),
)
