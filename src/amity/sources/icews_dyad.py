"""What the news said states did to each other: ICEWS events in four classes, per directed pair and year."""

from __future__ import annotations

from pathlib import Path

from amity import states
from amity.sources import Form, Source, Tables, first_file, read_table, recode, refuse, require, whole_numbers

_FILE = "icews_dyad_year_2002_2014.csv*"
#: Column of the file → ours.
_CLASSES = {
    "verb_coop": "verbal_cooperation",
    "matl_coop": "material_cooperation",
    "verb_conf": "verbal_conflict",
    "matl_conf": "material_conflict",
}
_YEARS = (2002, 2014)


def _read(folder: Path) -> Tables:
    """Directed pairs with any event, and the states between which a pair without row had none.

    Trap: the makers dropped rows whose four counts are all 0, so the states covered are those that occur.

    Raises:
        SourceError: A damaged file, a missing column, an unknown code, a negative count, a pair twice in a year.
    """
    import polars as pl

    path = first_file(folder, _FILE)
    frame = require(read_table(path), ("iso3_source", "iso3_target", "year", *_CLASSES), path)
    frame = whole_numbers(frame, ("year", *_CLASSES), path)
    refuse(frame, ~pl.col("year").is_between(*_YEARS), "year", path, f"outside {_YEARS[0]}-{_YEARS[1]}")
    for name in _CLASSES:
        refuse(frame, pl.col(name) < 0, name, path, "not a number of events")
    codes: dict[object, str] = {**states.iso3_codes()}
    frame = recode(recode(frame, "iso3_source", codes, path, "source"), "iso3_target", codes, path, "target")
    refuse(frame, pl.col("source") == pl.col("target"), "iso3_target", path, "the source itself")
    refuse(frame, pl.struct("source", "target", "year").is_duplicated(), "iso3_target", path, "twice in one year")
    first, last = (pl.lit(year, pl.Int16) for year in _YEARS)
    covered = pl.concat([frame["source"].rename("state"), frame["target"].rename("state")]).unique().sort()
    dataset = pl.lit(SOURCE.id).alias("dataset")
    return {
        "events": frame.select(
            "source",
            "target",
            pl.col("year").cast(pl.Int16),
            *[pl.col(raw).cast(pl.Int32).alias(ours) for raw, ours in _CLASSES.items()],
            dataset,
        ).sort("source", "target", "year"),
        "event_coverage": covered.to_frame().select(
            "state", first.alias("first_year"), last.alias("last_year"), dataset
        ),
    }


SOURCE = Source(
    id="icews-dyad",
    title="ICEWS coded events: counts per directed pair of states and year",
    version="as in the R package netify; news of 2002-2014",
    citation="Boschee, Lautenschlager, O'Brien, Shellman, Starz, Ward (2015). ICEWS Coded Event Data. Harvard "
    "Dataverse, doi:10.7910/DVN/28075. Counts: Dorff and Minhas, netify.",
    licence="netify is GPL-3; ICEWS has its own terms on Dataverse, not seen: check. Only counts of events ship.",
    landing_url="https://doi.org/10.7910/DVN/28075",
    download_url="netify-dev/netify data/icews.rda",
    grain="a directed pair of states and year with at least one event",
    coverage="152 states, 2002-2014",
    ships="aggregates",
    years={"event_coverage": _YEARS},
    forms=(Form("csv of counts", (_FILE,), _read),),
    by_hand="Save the four counts of netify's object `icews` as icews_dyad_year_2002_2014.csv with columns "
    "iso3_source, iso3_target, year, verb_coop, matl_coop, verb_conf, matl_conf.",
    defects=(
        "Counts follow the volume of news: never compare them between pairs, only shares of a pair's own events.",
        "Events are found in news stories by a machine.",
        "Turkey, Serbia, Czechia, Venezuela, Taiwan and 37 smaller states of 2010 are not among the 152.",
    ),
)
