"""How one public sees another country: Pew Global Attitudes, weighted percentages by country, target and year."""

from __future__ import annotations

from pathlib import Path

from amity import states
from amity.sources import Form, Source, Tables, first_file, read_table, refuse, require, whole_numbers

_ID = "pew-global-attitudes"
_FILE = "pew_favourability_country_target_year.csv*"
_PERCENTS = {
    "fav": "favourable_percent",
    "unfav": "unfavourable_percent",
    "very_fav": "very_favourable_percent",
    "very_unfav": "very_unfavourable_percent",
    "dk_refused": "no_answer_percent",
}
#: Codes of the harmonised file that are not ISO's.
_SPELLINGS = {"PLS": "PSE"}
#: Asked about, but no state.
_ORGANISATIONS = ("EU", "UN")


def _read(folder: Path) -> Tables:
    """One row per surveyed country, country (or organisation) asked about, and wave.

    Raises:
        SourceError: A damaged file, a missing column, an unknown code, percentages that do not make 100.
    """
    import polars as pl

    path = first_file(folder, _FILE)
    raw = require(read_table(path), ("country", "target", "year", "n", *_PERCENTS), path)
    raw = whole_numbers(raw, ("year", "n"), path)
    codes = {**states.iso3_codes(), **_SPELLINGS}
    about = codes | {name: name for name in _ORGANISATIONS}
    refuse(raw, ~pl.col("country").is_in(list(codes)).fill_null(value=False), "country", path, "an unknown code")
    refuse(raw, ~pl.col("target").is_in(list(about)).fill_null(value=False), "target", path, "an unknown code")
    for name in _PERCENTS:
        value = pl.col(name).cast(pl.Float64, strict=False)
        refuse(raw, ~value.is_between(0, 100).fill_null(value=False), name, path, "not a percentage")
    whole = pl.sum_horizontal("fav", "unfav", "dk_refused")
    refuse(raw, (whole - 100).abs() > 0.3, "fav", path, "not 100 together with unfav and dk_refused")
    refuse(raw, pl.struct("country", "target", "year").is_duplicated(), "country", path, "the second row of its kind")
    refuse(raw, (pl.col("target") == "CHN") & (pl.col("year") == 2013), "year", path, "the wave whose China is wrong")
    table = raw.select(
        pl.col("country").replace_strict(codes, return_dtype=pl.String).alias("state"),
        pl.col("target").replace_strict(about, return_dtype=pl.String).alias("about"),
        pl.col("year").cast(pl.Int16),
        pl.lit(_ID).alias("dataset"),
        pl.lit("2002-2023").alias("vintage"),
        pl.col("n").cast(pl.Int32),
        *[pl.col(name).cast(pl.Float64).alias(into) for name, into in _PERCENTS.items()],
    )
    return {"favourability": table.sort("state", "about", "year")}


SOURCE = Source(
    id=_ID,
    title="Global Attitudes Survey: opinions of countries, harmonised",
    version="waves 2002-2023 (harmonised by worldregio/pew_opi, commit 9fa28b6)",
    citation="Pew Research Center, Global Attitudes Survey, 2002-2023; harmonised by C. Grasland et al. "
    "(worldregio/pew_opi). Pew bears no responsibility for the analyses here.",
    licence="Not seen, check. Pew's terms as recalled: free use with attribution and disclaimer; the survey files must "
    "not be passed on, so only percentages by country are kept.",
    landing_url="https://www.pewresearch.org/datasets/",
    download_url="worldregio/pew_opi data/pew_all_opi.RDS, summed by country, target and year",
    grain="a surveyed country, a country asked about and a wave",
    coverage="70 countries and territories asked about twelve countries and organisations, 2002-2023; 617,345 "
    "respondents",
    ships="aggregates",
    by_hand="Sum the harmonised file (weights wgt, answers opi_XXX) to weighted percentages by country, target and "
    "year, as the columns country, target, year, n, fav, unfav, very_fav, very_unfav, dk_refused.",
    forms=(Form("weighted percentages", (_FILE,), _read),),
    defects=(
        "China of wave 2013 is wrong in the harmonised file (84 per cent favourable in the USA) and is left out; a "
        "file that still has it is refused.",
        "Percentages of all answers, including don't know and refused; within 2 points of Pew's published ones.",
        "China was not surveyed after 2016, Russia not after 2019; Russia is asked about from 2007 on.",
        "n counts respondents, but answers are weighted, so true uncertainty is larger than n tells.",
    ),
)
