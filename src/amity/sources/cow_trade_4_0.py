"""Correlates of War trade 4.0: what every state imported from every other, 1870-2014, in million current US$.

`flow1` is what state 1 imports *from* state 2, so each raw row gives two rows of `trade`, both on the
importer's books (`reporter` "target"). Missing flows (-9, or empty) give no row; 0 stays 0.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from amity import states
from amity.errors import SourceError
from amity.sources import Download, Form, Source, Tables, recode, refuse, require

if TYPE_CHECKING:
    import polars as pl

_ID = "cow-trade-4.0"
_DYADIC = "Dyadic_COW_4.0.csv"
_NATIONAL = "National_COW_4.0.csv"
_PACKAGE = "cow_trade_4.0_dyadic.csv.gz"
_MISSING = -9


def _numbers(frame: pl.DataFrame, whole: tuple[str, ...], amounts: tuple[str, ...], path: Path) -> pl.DataFrame:
    """`frame` with whole numbers as Int64 and amounts as Float64 where -9 has become null."""
    import polars as pl

    for name in whole:
        refuse(frame, pl.col(name).cast(pl.Int64, strict=False).is_null(), name, path, "not a whole number")
    for name in amounts:
        amount = pl.col(name).cast(pl.Float64, strict=False)
        bad = pl.col(name).is_not_null() & (amount.is_null() | amount.is_nan() | (amount < 0) & (amount != _MISSING))
        refuse(frame, bad, name, path, "neither an amount nor -9")
    return frame.with_columns(pl.col(*whole).cast(pl.Int64), pl.col(*amounts).cast(pl.Float64).replace(_MISSING, None))


def _text_table(path: Path) -> pl.DataFrame:
    """The csv as it is; bytes of state names that are not UTF-8 are replaced, for names are not used.

    Raises:
        SourceError: The file is damaged, truncated or empty.
    """
    import polars as pl

    try:
        frame = pl.read_csv(path, infer_schema_length=None, encoding="utf8-lossy")
    except Exception as error:
        reason = str(error).strip().split("\n")[0] or type(error).__name__
        raise SourceError(f"{path}: cannot be read ({reason}). It is damaged, truncated; fetch it again.") from error
    if frame.is_empty():
        raise SourceError(f"{path}: holds no rows. The file is truncated; fetch it again.")
    return frame


def _flows(path: Path) -> pl.DataFrame:
    """Rows of `trade` from the dyadic file of either layout."""
    import polars as pl

    raw = require(_text_table(path), ("ccode1", "ccode2", "year", "flow1", "flow2"), path)
    raw = _numbers(raw, ("ccode1", "ccode2", "year"), ("flow1", "flow2"), path)
    pair_year = (pl.col("ccode1") * 1000 + pl.col("ccode2")) * 10_000 + pl.col("year")
    refuse(raw, pair_year.is_duplicated(), "year", path, "the second row of this pair and year")
    raw = recode(raw, "ccode1", {**states.cow_codes()}, path, "one")
    raw = recode(raw, "ccode2", {**states.cow_codes()}, path, "two")
    both = pl.concat(
        [
            raw.select(source="two", target="one", year="year", value_usd_million="flow1"),
            raw.select(source="one", target="two", year="year", value_usd_million="flow2"),
        ]
    )
    key = ("source", "target", "year")
    return (
        both.drop_nulls()
        # A predecessor and its successor are one code (Yemen, 1990): what both traded that year is added.
        .filter(pl.col("source") != pl.col("target"))
        .sort(*key, "value_usd_million")
        .group_by(key, maintain_order=True)
        .agg(pl.col("value_usd_million").sum())
        .select(
            "source",
            "target",
            pl.col("year").cast(pl.Int16),
            pl.lit("target").cast(pl.Enum(["source", "target", "reconciled"])).alias("reporter"),
            pl.lit(_ID).alias("dataset"),
            pl.lit("4.0").alias("vintage"),
            "value_usd_million",
        )
    )


def _national(path: Path) -> pl.DataFrame:
    """Rows of `trade_totals`: states' own totals, and the alternative ones where the makers give them."""
    import polars as pl

    amounts = ("imports", "exports", "alt_imports", "alt_exports")
    raw = _numbers(require(_text_table(path), ("ccode", "year", *amounts), path), ("ccode", "year"), amounts, path)
    refuse(raw, pl.struct("ccode", "year").is_duplicated(), "year", path, "the second row of this state and year")
    raw = recode(raw, "ccode", {**states.cow_codes()}, path, "state")
    sets = [
        raw.select("state", "year", imports=imports, exports=exports, vintage=pl.lit(vintage))
        for imports, exports, vintage in (
            ("imports", "exports", "4.0 national"),
            ("alt_imports", "alt_exports", "4.0 national alternative"),
        )
    ]

    def added(name: str) -> pl.Expr:
        """Sum of a column over units with one code, missing when all are."""
        return pl.when(pl.col(name).count() > 0).then(pl.col(name).sum())

    return (
        pl.concat(sets)
        .filter(pl.col("imports").is_not_null() | pl.col("exports").is_not_null())
        .sort("state", "year", "vintage", "imports", "exports")
        .group_by("state", "year", "vintage", maintain_order=True)
        .agg(added("exports").alias("exports_usd_million"), added("imports").alias("imports_usd_million"))
        .select(
            "state",
            pl.col("year").cast(pl.Int16),
            pl.lit("self").cast(pl.Enum(["self", "partners", "reconciled"])).alias("reporter"),
            pl.lit(_ID).alias("dataset"),
            "vintage",
            "exports_usd_million",
            "imports_usd_million",
            pl.lit(None, dtype=pl.Int32).alias("n_export_partners"),
            pl.lit(None, dtype=pl.Int32).alias("n_import_partners"),
        )
    )


def _form(name: str, dyadic: str, *, national: bool) -> Form:
    """One layout: a dyadic file, with or without the file of national totals."""

    def read(folder: Path) -> Tables:
        tables = {"trade": _flows(folder / dyadic)}
        if national:
            tables["trade_totals"] = _national(folder / _NATIONAL)
        return tables

    return Form(name, (dyadic, _NATIONAL) if national else (dyadic,), read)


SOURCE = Source(
    id=_ID,
    title="Correlates of War Project Trade Data Set",
    version="4.0",
    citation=(
        "Barbieri, Katherine, Omar M. G. Keshk, and Brian Pollins (2009). Trading Data: Evaluating our "
        "Assumptions and Coding Rules. Conflict Management and Peace Science 26(5): 471-491. Barbieri, "
        "Katherine, and Omar M. G. Keshk (2016). Correlates of War Project Trade Data Set Codebook, Version "
        "4.0."
    ),
    licence=(
        "Not seen, check. Correlates of War terms as recalled: free for research with citation, not to be "
        "redistributed as one's own; no open licence is stated."
    ),
    landing_url="https://correlatesofwar.org/data-sets/bilateral-trade/",
    download_url="https://correlatesofwar.org/wp-content/uploads/COW_Trade_4.0.zip",
    grain="One undirected pair of states in one year, with the imports of each from the other.",
    coverage="States of the COW system, 1870-2014; 673,654 pair-years in the held copy.",
    ships="values",
    forms=(
        _form("official csv with national totals", _DYADIC, national=True),
        _form("official csv", _DYADIC, national=False),
        _form("peacesciencer mirror with official national totals", _PACKAGE, national=True),
        _form("peacesciencer mirror", _PACKAGE, national=False),
    ),
    defects=(
        "The held mirror rounds every flow to a whole million US$: 0 means under half a million.",
        "The Federal Republic of Germany is absent from 1960 to 1989 but for Belgium and Luxembourg as "
        "partners (1955-1959 it has its own rows, from 1990 Germany has): other states' totals lack it in "
        "these years, and their shares and concentration with other partners are too high.",
        "From 1999 China's flows and national totals include Hong Kong and Macau (checked: US imports from "
        "'China' equal China + Hong Kong + Macau of the IMF, 120,747 in 2001 and 387,580 in 2010). The "
        "national file's alternative columns give the mainland alone; they have the vintage '4.0 national "
        "alternative'.",
        "Yugoslavia has almost no rows after 1992, Serbia none; Hong Kong and the EU are not units.",
        "Importer-reported first; where the importer is silent the makers use the exporter's figure without "
        "saying so in the held mirror. Every row is marked as on the importer's books.",
        "Two COW units with one code in one year (Yemen Arab Republic and Yemen, 1990, eight rows) are "
        "added; trade between two units with one code is left out.",
        "Smoothed flows and the alternative flows of Belgium-Luxembourg and China in the official file are not read.",
    ),
    downloads=(
        Download(
            "https://correlatesofwar.org/wp-content/uploads/COW_Trade_4.0.zip",
            "COW_Trade_4.0.zip",
            (_DYADIC, _NATIONAL),
            most_bytes=1_000_000_000,
        ),
    ),
)
