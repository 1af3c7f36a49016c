"""How democratic each state is: V-Dem, Polity5 and the Extended Unified Democracy Scores."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from amity import states
from amity.sources import Form, Source, Tables, first_file, read_table, recode, refuse, require, whole_numbers

if TYPE_CHECKING:
    import polars as pl

_ID = "regime-scores"

#: The state system begins here; earlier years are left out.
_FIRST = 1816

#: V-Dem units without a number in the Correlates of War list that are units of ours all the same. Two of its codes
#: mean another unit than ours of the same name: its SAX is Saxe-Weimar, its PSE the West Bank alone.
_VDEM_UNITS = {"HKG": "HKG", "SML": "SML", "ZZB": "ZAN", "HDM": "HSG", "PPS": "PAP", "TSC": "TUS", "SPD": "ITA"}
#: V-Dem units that are no unit of ours.
_VDEM_LEFT_OUT = {
    "BRW": "Brunswick",
    "HRG": "Hamburg",
    "NSS": "Nassau",
    "OLD": "Oldenburg",
    "SAX": "Saxe-Weimar-Eisenach",
    "PSB": "Palestine under British mandate",
    "PSE": "West Bank",
    "PSG": "Gaza",
}
#: The year Piedmont-Sardinia became Italy has a row for each; Italy's is empty.
_VDEM_EMPTY = frozenset({("ITA", 1861)})

#: Polity's own numbers where they differ from the Correlates of War's.
_POLITY_UNITS = {
    324: "ITA",  # Sardinia
    341: "XKX",
    342: "SRB",
    347: "SRB",  # Yugoslavia 1991-2002, Serbia and Montenegro
    348: "MNE",
    364: "RUS",  # USSR
    525: "SSD",
    529: "ETH",
    564: "OFS",
    626: "SDN",
    769: "PAK",
    818: "VNM",
}
_POLITY_LEFT_OUT = {89: "United Provinces of Central America", 99: "Gran Colombia"}
#: Years in which Polity has a row for a unit that ended and one for its successor: the successor's counts.
_POLITY_SUCCEEDED = frozenset(
    {
        (260, 1945),
        (260, 1990),
        (324, 1861),
        (345, 1991),
        (347, 2006),
        (365, 1922),
        (530, 1993),
        (625, 2011),
        (678, 1990),
        (816, 1976),
    }
)
_SPECIAL = {-66: "interruption", -77: "interregnum", -88: "transition"}

#: West Germany and North Yemen in the year of union: what the united state's row lacks is taken from theirs.
_ISARD_JOINED = frozenset({(260, 1990), (678, 1990)})

_VDEM = {
    "v2x_polyarchy": "polyarchy",
    "v2x_polyarchy_codelow": "polyarchy_low",
    "v2x_polyarchy_codehigh": "polyarchy_high",
    "v2x_polyarchy_sd": "polyarchy_sd",
    "v2x_libdem": "liberal_democracy",
    "v2x_partipdem": "participatory_democracy",
    "v2x_delibdem": "deliberative_democracy",
    "v2x_egaldem": "egalitarian_democracy",
}
_COLUMNS = (
    "polyarchy",
    "polyarchy_low",
    "polyarchy_high",
    "polyarchy_sd",
    "liberal_democracy",
    "polyarchy_v16",
    "participatory_democracy",
    "deliberative_democracy",
    "egalitarian_democracy",
    "polity2",
    "polity_special",
    "extended_unified_democracy",
)


def _without(frame: pl.DataFrame, unit: str, succeeded: frozenset[tuple[object, int]]) -> pl.DataFrame:
    """`frame` less the rows of units in the year their successor took over, and less the years before 1816."""
    import polars as pl

    ended = pl.lit(value=False)
    for code, year in sorted(succeeded, key=str):
        ended |= (pl.col(unit) == code) & (pl.col("year") == year)
    return frame.filter(~ended, pl.col("year") >= _FIRST)


def _numbers(frame: pl.DataFrame, columns: tuple[str, ...], least: float, most: float, path: Path) -> pl.DataFrame:
    """`frame` with `columns` as numbers within bounds."""
    import polars as pl

    for name in columns:
        raw = frame[name]
        text = raw.replace(["", "NA"], None) if raw.dtype == pl.String else raw
        frame = frame.with_columns(text.cast(pl.Float64, strict=False).fill_nan(None).alias("_number"))
        lost = pl.Series("_lost", text.is_not_null()) & frame["_number"].is_null() & ~text.cast(pl.String).eq("NaN")
        outside = ~pl.col("_number").is_between(least, most)
        refuse(frame.with_columns(lost.alias("_lost")), pl.col("_lost") | outside, name, path, "not a score")
        frame = frame.with_columns(pl.col("_number").alias(name)).drop("_number")
    return frame


def _vdem(folder: Path, pattern: str, cow: str) -> pl.DataFrame:
    """V-Dem's indices by state and year."""
    import polars as pl

    path = first_file(folder, pattern)
    frame = require(read_table(path), ("country_text_id", cow, "year", *_VDEM), path)
    frame = whole_numbers(whole_numbers(frame, ("year",), path), (cow,), path, empty=True)
    frame = _numbers(frame, tuple(_VDEM), 0, 1, path)
    frame = _without(frame, "country_text_id", _VDEM_EMPTY).rename(_VDEM)
    listed = recode(frame.filter(pl.col(cow).is_not_null()), cow, {**states.cow_codes()}, path, "state")
    codes: dict[object, str] = {**_VDEM_UNITS, **dict.fromkeys(_VDEM_LEFT_OUT, "")}
    other = recode(frame.filter(pl.col(cow).is_null()), "country_text_id", codes, path, "state")
    joined = pl.concat([listed, other.filter(pl.col("state") != "")])
    return _one_each(joined, path).select("state", pl.col("year").cast(pl.Int16), *_VDEM.values())


def _polity(folder: Path) -> pl.DataFrame:
    """Polity5's combined score by state and year."""
    import polars as pl

    path = first_file(folder, "polity5.rda")
    unit = "polity_annual_ccode"
    frame = require(read_table(path, "polity5"), (unit, "year", "polity", "polity2"), path)
    frame = whole_numbers(whole_numbers(frame, (unit, "year"), path), ("polity", "polity2"), path, empty=True)
    known = pl.col("polity").is_between(-10, 10) | pl.col("polity").is_in(list(_SPECIAL))
    refuse(frame, ~known, "polity", path, "neither a score nor -66, -77 or -88")
    refuse(frame, ~pl.col("polity2").is_between(-10, 10), "polity2", path, "no score")
    numbers = {code: name for code, name in states.cow_codes().items() if code not in _POLITY_UNITS}
    codes: dict[object, str] = {**numbers, **_POLITY_UNITS, **dict.fromkeys(_POLITY_LEFT_OUT, "")}
    frame = recode(_without(frame, unit, _POLITY_SUCCEEDED), unit, codes, path, "state")
    # Polity goes on calling Austria what the list of states calls Austria-Hungary until 1918.
    state = pl.when(pl.col(unit) == 305, pl.col("year") <= 1918).then(pl.lit("AUH")).otherwise("state").alias("state")
    frame = frame.with_columns(state).filter(pl.col("state") != "")
    return _one_each(frame, path).select(
        "state",
        pl.col("year").cast(pl.Int16),
        pl.col("polity2").cast(pl.Int8),
        pl.col("polity").replace_strict(_SPECIAL, default=None, return_dtype=pl.String).alias("polity_special"),
    )


def _isard(folder: Path) -> pl.DataFrame:
    """The unified scores, and polyarchy of V-Dem 16, by state and year."""
    import polars as pl

    path = first_file(folder, "cw_democracy.rda")
    frame = require(read_table(path, "cw_democracy"), ("ccode", "year", "aeuds", "v2x_polyarchy"), path)
    frame = whole_numbers(frame, ("ccode", "year"), path)
    frame = _numbers(_numbers(frame, ("aeuds",), -4, 4, path), ("v2x_polyarchy",), 0, 1, path)
    frame = recode(frame.filter(pl.col("year") >= _FIRST), "ccode", {**states.cow_codes()}, path, "state")
    joined = pl.struct("ccode", "year").is_in([{"ccode": c, "year": y} for c, y in sorted(_ISARD_JOINED)])
    _one_each(frame.filter(~joined), path)
    frame = frame.sort(joined).group_by("state", "year").agg(pl.col("aeuds", "v2x_polyarchy").drop_nulls().first())
    return frame.select(
        "state",
        pl.col("year").cast(pl.Int16),
        pl.col("aeuds").round(3).alias("extended_unified_democracy"),
        pl.col("v2x_polyarchy").alias("polyarchy_v16"),
    )


def _one_each(frame: pl.DataFrame, path: Path) -> pl.DataFrame:
    """`frame` if no state has two rows in a year.

    Raises:
        SourceError: One has.
    """
    import polars as pl

    refuse(frame, pl.struct("state", "year").is_duplicated(), "state", path, "there twice in one year")
    return frame


def _read(folder: Path, *, vdem: str, cow: str) -> Tables:
    """One row per state and year that any of the three projects scores.

    Traps: Polity's numbers are not the Correlates of War's for twelve units; V-Dem's Germany, Yemen, Korea and
    Austria change their number but not their name; in years of union or division a unit and its successor both
    have a row.
    """
    import polars as pl

    key = ["state", "year"]
    frame = _vdem(folder, vdem, cow)
    for other in (_polity(folder), _isard(folder)):
        frame = frame.join(other, on=key, how="full", coalesce=True)
    special = pl.col("polity_special").cast(pl.Enum(list(_SPECIAL.values())))
    scores = [pl.col(name) for name in _COLUMNS if name != "polity_special"]
    return {
        "regimes": frame.with_columns(special)
        .filter(pl.any_horizontal(column.is_not_null() for column in [*scores, special]))
        .select(*key, pl.lit(_ID).alias("dataset"), *_COLUMNS)
        .sort(key)
    }


_OTHERS = ("polity5.rda", "cw_democracy.rda")

SOURCE = Source(
    id=_ID,
    title="V-Dem indices of democracy; Polity5; Extended Unified Democracy Scores with V-Dem's polyarchy",
    version="V-Dem 15 (2025); Polity5 2018; isard 46944ad (unified scores of democracyData 0.7.1, V-Dem 16)",
    citation="Coppedge et al. (2025). V-Dem dataset v15. Marshall and Gurr (2020). Polity5. Marquez (2016). A Quick "
    "Method for Extending the Unified Democracy Scores, doi:10.2139/ssrn.2753830.",
    licence="V-Dem CC BY-SA 4.0; Polity free with citation; packages GPL: as recalled, not seen, check.",
    landing_url="https://www.v-dem.net/",
    download_url="https://www.v-dem.net/data/the-v-dem-dataset/ (and github.com/xmarquez/democracyData, "
    "github.com/svmiller/isard)",
    grain="One state in one year.",
    coverage="V-Dem 1816-2024 (members of the state system but 21 of the smallest, and some territories); Polity5 "
    "1816-2018, states of over half a million people; unified scores 1816-2025, members of the state system.",
    ships="values",
    forms=(
        Form(
            "V-Dem csv with two packages",
            ("V-Dem-CY-*.csv*", *_OTHERS),
            partial(_read, vdem="V-Dem-CY-*.csv*", cow="COWcode"),
        ),
        Form(
            "three packages (rda)",
            ("vdem_simple.rda", *_OTHERS),
            partial(_read, vdem="vdem_simple.rda", cow="vdem_cowcode"),
        ),
    ),
    defects=(
        "The years before 1816 are left out, and V-Dem's additive and multiplicative indices and most bounds.",
        "Left out as no unit of ours: V-Dem " + ", ".join(_VDEM_LEFT_OUT.values()) + "; Polity "
        "" + ", ".join(_POLITY_LEFT_OUT.values()) + ".",
        "Polyarchy comes in two editions that differ for the same year (in the mean by 0.002, at most 0.09): 15 with "
        "bounds, to 2024, and 16 without, to 2025 (the United States 0.840 and 0.843 in 2024).",
        "Polity5's scores for 2019 and 2020 exist for the United States alone.",
        "In the year a state changed its form the successor's row counts (1861 Italy, 1922 USSR, 1990 Germany and "
        "Yemen, 1991 Yugoslavia, 1993 Ethiopia, 2006 Serbia, 2011 Sudan).",
    ),
    by_hand="Ask for the country-year csv at v-dem.net (a form) and put V-Dem-CY-Core-v15.csv here, or take "
    "data/vdem_simple.rda of github.com/xmarquez/democracyData at 29ea0a2; with it data/polity5.rda of the same, and "
    "data/cw_democracy.rda of github.com/svmiller/isard at 46944ad.",
)
