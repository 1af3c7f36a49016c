"""IMF trade in goods by partner (IMTS, formerly DOTS): China's and the USA's own books, million current US$.

Exports are on the exporter's books (FOB, `reporter` "source"), imports on the importer's (CIF, `reporter`
"target"). The only held source of 2021 and 2024, and the Chinese basis most articles quote.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from amity import states
from amity.errors import SourceError
from amity.sources import Form, Source, Tables, read_table, refuse, require

if TYPE_CHECKING:
    import polars as pl

_ID = "imf-imts-china-usa"
_PACKAGE = "imts_china_usa_2001_2024.csv.gz"

#: Indicator of the portal's series code → flow.
_FLOWS = {"XG_FOB_USD": "export_fob", "MG_CIF_USD": "import_cif"}


def _table(raw: pl.DataFrame, path: Path) -> pl.DataFrame:
    """Rows of `trade` from line, year, reporter, partner, flow, value_musd and vintage."""
    import polars as pl

    refuse(raw, pl.col("year").cast(pl.Int64, strict=False).is_null(), "year", path, "not a year")
    value = pl.col("value_musd").cast(pl.Float64, strict=False)
    refuse(raw, value.is_null() | value.is_nan() | (value < 0), "value_musd", path, "not an amount")
    refuse(raw, ~pl.col("flow").is_in(list(_FLOWS.values())), "flow", path, "not a flow this reader knows")
    twice = pl.struct("year", "reporter", "partner", "flow").is_duplicated()
    refuse(raw, twice, "partner", path, "the second row of this reporter, partner, flow and year")
    codes = {**states.iso3_codes()}
    for side in ("reporter", "partner"):
        refuse(raw, ~pl.col(side).is_in(list(codes)), side, path, "an unknown code")
    raw = raw.with_columns(
        pl.col("reporter").replace_strict(codes, return_dtype=pl.String).alias("own"),
        pl.col("partner").replace_strict(codes, return_dtype=pl.String).alias("other"),
    )
    is_export = pl.col("flow") == "export_fob"
    key = ("source", "target", "year", "reporter", "vintage")
    return (
        raw.filter(pl.col("own") != pl.col("other"))  # re-imports
        .select(
            pl.when(is_export).then("own").otherwise("other").alias("source"),
            pl.when(is_export).then("other").otherwise("own").alias("target"),
            pl.col("year").cast(pl.Int16),
            pl.when(is_export)
            .then(pl.lit("source"))
            .otherwise(pl.lit("target"))
            .cast(pl.Enum(["source", "target", "reconciled"]))
            .alias("reporter"),
            "vintage",
            value.alias("value_usd_million"),
        )
        .sort(*key, "value_usd_million")
        .group_by(key, maintain_order=True)
        .agg(pl.col("value_usd_million").sum())
        .select(
            "source",
            "target",
            "year",
            "reporter",
            pl.lit(_ID).alias("dataset"),
            "vintage",
            "value_usd_million",
        )
    )


def _read_package(folder: Path) -> Tables:
    """From the package's long file: year, reporter, partner, flow, value_musd."""
    import polars as pl

    path = folder / _PACKAGE
    raw = require(read_table(path), ("year", "reporter", "partner", "flow", "value_musd"), path)
    raw = raw.with_row_index("line", offset=2)
    return {"trade": _table(raw.with_columns(pl.lit("IMTS 1.0.0 (2025)").alias("vintage")), path)}


def _read_portal(folder: Path) -> Tables:
    """From the portal's wide export: DATASET, SERIES_CODE (reporter.indicator.partner.A), year columns."""
    import polars as pl

    parts: list[pl.DataFrame] = []
    for path in sorted(folder.glob("*IMTS*.csv")):
        wide = read_table(path)
        years = tuple(name for name in wide.columns if name.isdigit() and len(name) == 4)
        if not years:
            raise SourceError(f"{path}: no column per year (it has {', '.join(wide.columns[:8])}). Export annual data.")
        wide = require(wide, ("DATASET", "SERIES_CODE", *years), path).with_row_index("line", offset=2)
        code = pl.col("SERIES_CODE").str.split(".")
        edition = pl.col("DATASET").str.extract(r"IMTS\((.+)\)")
        refuse(wide, edition.is_null(), "DATASET", path, "not an edition of IMTS")
        wrong = (code.list.len() != 4) | (code.list.get(3, null_on_oob=True) != "A")
        refuse(wide, wrong, "SERIES_CODE", path, "not reporter.indicator.partner.A")
        wide = wide.with_columns(
            code.list.get(0).alias("reporter"),
            code.list.get(1).replace_strict(_FLOWS, default=None, return_dtype=pl.String).alias("flow"),
            code.list.get(2).alias("partner"),
            (pl.lit("IMTS ") + edition).alias("vintage"),
        )
        refuse(wide, pl.col("flow").is_null(), "SERIES_CODE", path, f"none of {', '.join(_FLOWS)}")
        # A code with a digit is a group of partners or an unspecified rest; left out, see `defects`.
        wide = wide.filter(~pl.col("partner").str.contains(r"\d"))
        long = wide.unpivot(
            years,
            index=["line", "reporter", "partner", "flow", "vintage"],
            variable_name="year",
            value_name="value_musd",
        ).filter(pl.col("value_musd").cast(pl.String).str.len_chars() > 0)
        parts.append(_table(long.with_columns(pl.col("year").cast(pl.Int64)), path))
    return {"trade": pl.concat(parts)}


SOURCE = Source(
    id=_ID,
    title=("International Trade in Goods (by partner country) (IMTS): China and the United States as reporters"),
    version="IMTS 1.0.0 (2025)",
    citation=(
        "International Monetary Fund, Statistics Department. International Trade in Goods (by partner "
        "country) (IMTS), IMF.STA:IMTS(1.0.0)."
    ),
    licence="Not seen, check. IMF terms as recalled: free with attribution; derived figures are normal use.",
    landing_url="https://data.imf.org/en/datasets/IMF.STA:IMTS",
    download_url="https://data.imf.org/en/datasets/IMF.STA:IMTS",
    grain="One flow (exports FOB or imports CIF) of one reporter with one partner in one year.",
    coverage="China (211 partners) and the United States (209), 2001-2024; 18,982 rows.",
    ships="values",
    forms=(
        Form("IMF portal csv (annual, wide)", ("*IMTS*.csv",), _read_portal),
        Form("package", (_PACKAGE,), _read_package),
    ),
    defects=(
        "As reported by one side: exports FOB, imports CIF, so the two directions differ by freight.",
        "Only China and the United States report here: a sum over one partner's flows is no total of that partner.",
        "Trade of a reporter with itself (re-imports) is left out; the held file has none although its note says so.",
        "Groups and unspecified rests (25 partner codes with a digit, such as TX399 'Western Hemisphere not "
        "specified') are not in the held file and are left out of the portal form: they are no state, and "
        "groups would count twice. Totals are sums over named partners, a little below the published ones.",
        "Serbia's figures of 2001-2005 are those of Serbia and Montenegro (partner codes SCG and, for China "
        "in 2004, YUG); 2006 is missing. The Netherlands Antilles (ANT) run to 2020 beside Curacao from "
        "2016.",
        "The portal form's header was seen in a public repository (rizqikapratamaa/tubes2-visdat, "
        "src/data/raw_trade_data.csv); values there are in million US$ without a scale column.",
        "China customs as quoted by the press lies 0.4-0.9 % higher (china-russia-annual).",
    ),
    by_hand="The IMF's portal hands files to a browser only. 1. Open "
    "https://data.imf.org/en/datasets/IMF.STA:IMTS. 2. Choose the reporters China (mainland) and United States, all "
    "partners, exports FOB and imports CIF in US dollars, annual. 3. Download as CSV with years as columns. 4. Keep "
    "IMTS in the file's name, e.g. IMTS_annual.csv, and put it there.",
)
