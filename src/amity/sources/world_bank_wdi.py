"""World Bank: gross domestic product in current US$ and population of states and territories."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from amity import states
from amity.errors import SourceError
from amity.sources import Download, Form, Source, Tables, read_table, refuse, require

if TYPE_CHECKING:
    import polars as pl

_ID = "world-bank-wdi"

#: World Bank aggregates in the files: regions, income and lending groups, demographic groups, the world.
_AGGREGATES = """
    AFE AFW ARB CEB CSS EAP EAR EAS ECA ECS EMU EUU FCS HIC HPC IBD IBT IDA IDB IDX LAC LCN LDC LIC
    LMC LMY LTE MEA MIC MNA NAC OED OSS PRE PSS PST SAS SSA SSF SST TEA TEC TLA TMN TSA TSS UMC WLD
""".split()  # noqa: SIM905

#: Codes that are neither a state, a territory of ours nor an aggregate → why they are left out.
_LEFT_OUT = {"CHI": "Channel Islands: Guernsey and Jersey in one row"}


def _values(long: pl.DataFrame, name: str, path: Path) -> pl.DataFrame:
    """`state`, `year` and the indicator as `name`, from code, year, value and the row of the file."""
    import polars as pl

    year, value = pl.col("year").cast(pl.Int16, strict=False), pl.col("value").cast(pl.Float64, strict=False)
    refuse(long, year.is_null(), "year", path, "not a year")
    refuse(long, value.is_null() | value.is_nan() | (value < 0), "value", path, "not an amount")
    twice = pl.struct("code", "year").is_duplicated()
    refuse(long, twice, "code", path, "there twice in one year")
    known = {**states.iso3_codes()}
    kept = long.filter(~pl.col("code").is_in([*_AGGREGATES, *_LEFT_OUT]))
    unknown = ~pl.col("code").is_in(list(known))
    refuse(kept, unknown, "code", path, "an unknown code: no state, territory or declared aggregate")
    return kept.select(
        pl.col("code").replace_strict(known, return_dtype=pl.String).alias("state"), year, value.alias(name)
    )


def _economy(gdp: pl.DataFrame, population: pl.DataFrame) -> Tables:
    """Both indicators side by side; a state-year with only one keeps the other missing."""
    import polars as pl

    joined = gdp.join(population, on=["state", "year"], how="full", coalesce=True)
    return {
        "economy": joined.select("state", "year", "gdp_usd_current", "population", pl.lit(_ID).alias("dataset")).sort(
            "state", "year"
        )
    }


def _read_package(folder: Path) -> Tables:
    """From gdp.csv.gz and population.csv.gz: Country Name, Country Code, Year, Value."""

    def one(file: str, name: str) -> pl.DataFrame:
        path = folder / file
        raw = require(read_table(path), ("Country Code", "Year", "Value"), path).with_row_index("line", offset=2)
        return _values(raw.rename({"Country Code": "code", "Year": "year", "Value": "value"}), name, path)

    return _economy(one("gdp.csv.gz", "gdp_usd_current"), one("population.csv.gz", "population"))


def _read_official(folder: Path) -> Tables:
    """From the World Bank's csv download: four lines, then a row per country, a column per year."""
    import polars as pl

    def one(indicator: str, name: str) -> pl.DataFrame:
        path = max(folder.glob(f"API_{indicator}_DS2_en_csv_v2_*.csv"))
        try:
            lines = path.read_text(encoding="utf-8-sig").splitlines()
            head = next(n for n, line in enumerate(lines) if line.replace('"', "").startswith("Country Name,"))
            text = "\n".join(lines[head:]).encode()
            wide = pl.read_csv(text, infer_schema=False, truncate_ragged_lines=True)
        except (OSError, UnicodeError, StopIteration, pl.exceptions.PolarsError) as error:
            reason = str(error).split("\n")[0] or "no line that begins with Country Name"
            raise SourceError(f"{path}: cannot be read ({reason}). Fetch the csv download again.") from error
        years = tuple(column for column in wide.columns if column.isdigit() and len(column) == 4)
        wide = require(wide, ("Country Code", "Indicator Code", *years), path).with_row_index("line", offset=head + 2)
        wrong = wide.filter(pl.col("Indicator Code") != indicator)
        if wrong.height or not years:
            said = wrong["Indicator Code"][0] if wrong.height else "no years"
            raise SourceError(f"{path}: holds {said}, wanted {indicator} by year. Fetch the csv download again.")
        long = wide.unpivot(years, index=["line", "Country Code"], variable_name="year", value_name="value")
        long = long.filter(pl.col("value").fill_null("") != "").rename({"Country Code": "code"})
        return _values(long, name, path)

    return _economy(one("NY.GDP.MKTP.CD", "gdp_usd_current"), one("SP.POP.TOTL", "population"))


SOURCE = Source(
    id=_ID,
    title="World Development Indicators: GDP (current US$), population (total)",
    version="datasets/gdp and datasets/population, 2026",
    citation="World Bank, World Development Indicators (NY.GDP.MKTP.CD, SP.POP.TOTL).",
    licence="World Bank data CC BY 4.0 as recalled, not seen, check; the packaging is ODC-PDDL (seen).",
    landing_url="https://data.worldbank.org/",
    download_url="https://api.worldbank.org/v2/en/indicator/NY.GDP.MKTP.CD?downloadformat=csv",
    grain="One indicator of one country, territory or aggregate in one year.",
    coverage="States and territories, GDP 1960-2023, population 1960-2024.",
    ships="values",
    forms=(
        Form(
            "World Bank csv download",
            ("API_NY.GDP.MKTP.CD_DS2_en_csv_v2_*.csv", "API_SP.POP.TOTL_DS2_en_csv_v2_*.csv"),
            _read_official,
        ),
        Form("datasets/gdp and datasets/population", ("gdp.csv.gz", "population.csv.gz"), _read_package),
    ),
    defects=(
        "Aggregates are left out by a declared list of codes; an unknown code is an error.",
        "Left out as no unit of ours: " + "; ".join(f"{code} ({why})" for code, why in _LEFT_OUT.items()) + ".",
        "No Taiwan, and no GDP for North Korea; GDP at market rates moves with exchange rates.",
        "The panels of 2000-2022 and 2005-2024 in the package's folder mix constant and current US$ and are not read.",
    ),
    downloads=tuple(
        Download(
            f"https://api.worldbank.org/v2/en/indicator/{indicator}?downloadformat=csv",
            f"{indicator}.zip",
            (f"API_{indicator}_DS2_en_csv_v2_*.csv",),
        )
        for indicator in ("NY.GDP.MKTP.CD", "SP.POP.TOTL")
    ),
)
