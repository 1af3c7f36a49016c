"""CEPII GeoDist: distances between states, and the language, border and colonial past they share."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from amity import states
from amity.sources import Download, Form, Source, Tables, first_file, read_table, recode, refuse, require

_ID = "cepii-geodist"

#: GeoDist's codes that are neither ISO 3166 nor a withdrawn code of it.
_OWN_CODES = {"PAL": "PSE"}

_DISTANCES = {"dist": "distance_km", "distcap": "capital_distance_km", "distw": "weighted_distance_km"}
_TIES = {
    "contig": "is_contiguous",
    "comlang_off": "shares_official_language",
    "comlang_ethno": "shares_spoken_language",
    "colony": "is_colonial_tie",
    "col45": "is_colonial_tie_after_1945",
    "comcol": "shares_coloniser_after_1945",
    "smctry": "is_same_country",
}
#: Half the way round the earth, in km.
_FARTHEST = 20_040
#: Distances of the two directions may differ by this much (of km): the last digit of the weighted ones does.
_LAST_DIGIT = 0.02


def _read(folder: Path, *, file: str) -> Tables:
    """One row per pair, from two rows in the raw file, one each way.

    Traps: a missing weighted distance is "."; the two directions disagree in the last digit of the weighted
    distance and, for 33 pairs, on whether they were one country (then the answer is unknown here).
    """
    import polars as pl

    path = first_file(folder, file)
    frame = require(read_table(path), ("iso_o", "iso_d", *_DISTANCES, *_TIES), path).with_row_index("line", offset=2)
    codes: dict[object, str] = {**states.iso3_codes(), **_OWN_CODES}
    frame = recode(recode(frame, "iso_o", codes, path, "one"), "iso_d", codes, path, "two")
    for name in _DISTANCES:
        raw = pl.col(name).replace(".", None) if frame.schema[name] == pl.String else pl.col(name)
        number = raw.cast(pl.Float64, strict=False)
        wrong = (number.is_null() & raw.is_not_null()) | (number <= 0) | (number > _FARTHEST)
        refuse(frame, wrong, name, path, "no distance on earth")
        frame = frame.with_columns(number.alias(name))
    for name in _TIES:
        number = pl.col(name).cast(pl.Float64, strict=False)
        refuse(frame, number.is_null() | ~number.is_in([0.0, 1.0]), name, path, "neither 0 nor 1")
        frame = frame.with_columns((number == 1).alias(name))
    refuse(frame, pl.struct("one", "two").is_duplicated(), "iso_o", path, "there twice with the same partner")
    there = frame.filter(pl.col("one") < pl.col("two"))
    back = frame.filter(pl.col("one") > pl.col("two")).select(
        pl.col("one").alias("two"), pl.col("two").alias("one"), *[pl.col(c).name.suffix("_back") for c in _VALUES]
    )
    both = there.join(back, on=["one", "two"], how="left")
    for name in _VALUES:
        refuse(
            both, pl.col(f"{name}_back").is_null() & pl.col(name).is_not_null(), name, path, "not there the other way"
        )
        other = pl.col(f"{name}_back")
        if name in _DISTANCES:
            apart = (pl.col(name) - other).abs() > _LAST_DIGIT
        else:
            apart = (pl.col(name) != other) & pl.lit(name != "smctry")
        refuse(both, apart, name, path, "another value the other way")
    one_country = pl.when(pl.col("smctry") == pl.col("smctry_back")).then("smctry")
    return {
        "geodist": both.with_columns(one_country.alias("smctry"))
        .select(
            pl.col("one").alias("a"),
            pl.col("two").alias("b"),
            pl.lit(_ID).alias("dataset"),
            *[pl.col(raw).round(0).alias(name) for raw, name in _DISTANCES.items()],
            *[pl.col(raw).alias(name) for raw, name in _TIES.items()],
        )
        .sort("a", "b")
    }


_VALUES = (*_DISTANCES, *_TIES)

SOURCE = Source(
    id=_ID,
    title="GeoDist: bilateral distances and ties",
    version="2011",
    citation="Mayer and Zignago (2011), Notes on CEPII's distances measures: the GeoDist Database, CEPII WP 2011-25.",
    licence="Etalab 2.0 at CEPII as recalled, not seen, check; CC0 seen in the repository it was taken from.",
    landing_url="http://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=6",
    download_url="http://www.cepii.fr/distance/dist_cepii.dta",
    grain="One ordered pair of states or territories.",
    coverage="224 states and territories as of about 2003; does not change with time.",
    ships="values",
    forms=(
        Form("CEPII Stata file", ("dist_cepii.dta",), partial(_read, file="dist_cepii.dta")),
        Form("the same as csv", ("dist_cepii.csv*",), partial(_read, file="dist_cepii.csv*")),
    ),
    downloads=(Download("http://www.cepii.fr/distance/dist_cepii.dta", "dist_cepii.dta", most_bytes=50_000_000),),
    defects=(
        "Serbia stands under Yugoslavia's code, with Montenegro; Montenegro, Kosovo and South Sudan are not there.",
        "No weighted distance from or to Macao, Montserrat, Pitcairn, Christmas Island and the Cocos Islands.",
        "For 33 pairs the two directions disagree on whether they were one country: unknown here.",
        "Distances within one state, the second weighted distance (elasticity -1) and current colonies are left out.",
        "The most important city by population stands for a state in distance_km; it is not always the capital.",
    ),
)
