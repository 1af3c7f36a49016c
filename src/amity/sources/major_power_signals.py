"""By which signs five major powers showed support for a state: visits, exercises, troops, pacts and others."""

from __future__ import annotations

from pathlib import Path

from amity import states
from amity.sources import Form, Source, Tables, first_file, read_table, recode, refuse, require, whole_numbers

_FILE = "individual_signals.csv*"
#: Prefix of a column → the power.
_POWERS = {"us": "USA", "uk": "GBR", "fra": "FRA", "rus": "RUS", "chi": "CHN"}
#: Suffix of a column → ours; all 0 or 1 but arms and troops.
_SIGNS = {
    "vis": "visit",
    "ex": "exercises",
    "arms": "arms",
    "troops": "troops",
    "pact": "pact",
    "nukes": "nuclear_weapons",
    "bit": "investment_treaty",
}
#: Whose nuclear weapons the file has; of the others nothing is known.
_NUCLEAR = ("us", "uk", "rus")

#: Years in which a sign is on record for nobody: the file has zeros there, which say that it was not looked for.
_NOT_LOOKED_FOR = {
    "exercises": (*range(1950, 1974), 1976, 2011, 2012),
    "troops": tuple(range(1950, 1981)),
}


def _read(folder: Path) -> Tables:
    """One row per power, state and year; a state that is itself the power is left out.

    Traps: Germany (255 and 260) and Yemen (678 and 679) have two rows in 1990; the larger sign holds. Amounts of arms
    become yes or no (the register of arms transfers has them); US words and economic aid are left out.

    Raises:
        SourceError: A damaged file, a missing column, an unknown code, a sign that is neither 0 nor 1.
    """
    import polars as pl

    path = first_file(folder, _FILE)
    wanted = {
        power: {sign: f"{power}_{sign}" for sign in _SIGNS if sign != "nukes" or power in _NUCLEAR} for power in _POWERS
    }
    columns = [column for signs in wanted.values() for column in signs.values()]
    frame = require(read_table(path), ("ccode", "year", *columns), path)
    frame = whole_numbers(frame, ("ccode", "year", *columns), path)
    for column in columns:
        counted = column.endswith(("_arms", "_troops"))
        bad = pl.col(column) < 0 if counted else ~pl.col(column).is_in([0, 1])
        refuse(frame, bad, column, path, "not a number" if counted else "neither 0 nor 1")
    refuse(frame, pl.struct("ccode", "year").is_duplicated(), "ccode", path, "twice in one year")
    frame = recode(frame, "ccode", {**states.cow_codes()}, path, "target")

    parts = [
        frame.filter(pl.col("target") != code).select(
            pl.lit(code).alias("source"),
            "target",
            pl.col("year").cast(pl.Int16),
            *[
                (pl.col(signs[sign]) if sign in signs else pl.lit(None, pl.Int64)).alias(ours)
                for sign, ours in _SIGNS.items()
            ],
        )
        for power, code in _POWERS.items()
        for signs in [wanted[power]]
    ]
    rows = pl.concat(parts).group_by("source", "target", "year").agg(pl.col(list(_SIGNS.values())).max())
    unseen = [pl.when(~pl.col("year").is_in(years)).then(sign).alias(sign) for sign, years in _NOT_LOOKED_FOR.items()]
    rows = rows.with_columns(unseen)
    flags = [pl.col(ours) > 0 for ours in _SIGNS.values() if ours != "troops"]
    return {
        "support_signals": rows.with_columns(*flags, pl.col("troops").cast(pl.Int32), dataset=pl.lit(SOURCE.id))
        .select("source", "target", "year", *_SIGNS.values(), "dataset")
        .sort("source", "target", "year")
    }


SOURCE = Source(
    id="major-power-signals",
    title="Signals of support of major powers for proteges",
    version="replication archive of 2019",
    citation="McManus, Nieman (2019). Identifying the level of major power support signaled for proteges: A latent "
    "measure approach. Journal of Peace Research 56(3), 364-378. doi:10.1177/0022343318808842.",
    licence="Replication data, free with citation; terms not seen, check.",
    landing_url="https://doi.org/10.1177/0022343318808842",
    download_url="the article's replication archive, file Individual Signal Dataset (individual_signals.csv)",
    grain="a state and year, with columns for each of five powers",
    coverage="USA, UK, France, USSR/Russia and China towards every other member of the COW system, 1950-2012",
    ships="values",
    forms=(Form("replication csv", (_FILE,), _read),),
    by_hand="Fetch the replication archive from the article's page and put individual_signals.csv in the folder.",
    defects=(
        "The USA, the USSR/Russia and China are never the state that receives: no figure for any two of them.",
        "The archive held has no codebook: who travels on a visit, and from how many soldiers on troops count, is not "
        "said.",
        "Exercises are on record in 1974-2010 without 1976, troops from 1981: in other years the file has zeros for "
        "every state, which amity takes for not looked for.",
        "Nuclear weapons are coded for the USA, the UK and the USSR/Russia only.",
        "Before 1990 'Germany' is the Federal Republic; the German Democratic Republic has rows of its own.",
    ),
)
