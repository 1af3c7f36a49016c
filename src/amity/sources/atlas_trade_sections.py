"""Harvard Growth Lab, Atlas of Economic Complexity: goods trade of every pair in ten sections, 2010-2020.

Reconciled by the Growth Lab from both parties' reports to UN Comtrade. Its rows must not be passed on before their
terms are checked: only shares made from them leave the atlas's assembly.
"""

from __future__ import annotations

from pathlib import Path

from amity import states
from amity.sources import Form, Source, Tables, read_table, recode, refuse, require

_ID = "atlas-trade-sections"
_FILE = "atlas_bilateral_sections_2010_2020.csv.gz"

#: The ten sections, as the columns of the file are called.
SECTIONS = (
    "textiles",
    "agriculture",
    "stone",
    "minerals",
    "metals",
    "chemicals",
    "vehicles",
    "machinery",
    "electronics",
    "other",
)

#: Codes of the file that are no state or territory: counted in their partners' totals, but no pair.
_LEFT_OUT = {"ANS": "not a state or territory; areas not specified"}


def _read(folder: Path) -> Tables:
    """From year, exporter, importer, total_kusd and one column per section, in thousand US$.

    Raises:
        SourceError: An unknown code, a figure that is none, or sections that do not add up to the total.
    """
    import polars as pl

    path = folder / _FILE
    raw = require(read_table(path), ("year", "exporter", "importer", "total_kusd", *SECTIONS), path)
    raw = raw.with_row_index("line", offset=2)
    refuse(raw, pl.col("year").cast(pl.Int64, strict=False).is_null(), "year", path, "not a year")
    for name in ("total_kusd", *SECTIONS):
        number = pl.col(name).cast(pl.Int64, strict=False)
        empty = name != "total_kusd"  # 0 or below 500 US$
        wrong = (number.is_null() & pl.col(name).is_not_null()) | (number < 0).fill_null(value=not empty)
        refuse(raw, wrong, name, path, "not an amount in whole thousands")
    raw = raw.with_columns(pl.col("total_kusd", *SECTIONS).cast(pl.Int64).fill_null(0))
    refuse(raw, pl.sum_horizontal(SECTIONS) != pl.col("total_kusd"), "total_kusd", path, "not the sum of its sections")
    twice = pl.struct("year", "exporter", "importer").is_duplicated()
    refuse(raw, twice, "year", path, "the second row of this pair and year")
    codes = {**states.iso3_codes(), **dict.fromkeys(_LEFT_OUT, "")}
    raw = recode(recode(raw, "exporter", {**codes}, path, "source"), "importer", {**codes}, path, "target")
    key = ("source", "target", "year")
    rows = (
        raw.with_columns(pl.col("source", "target").replace("", None), pl.col("year").cast(pl.Int16))
        .filter((pl.col("source") != pl.col("target")).fill_null(value=True))
        .group_by(key)
        .agg(pl.col(*SECTIONS).sum())
        .select(
            *key,
            *((pl.col(name) / 1000).alias(f"{name}_usd_million") for name in SECTIONS),
            pl.lit(_ID).alias("dataset"),
            pl.lit("HS92 about 2022").alias("vintage"),
        )
    )
    return {"section_flows": rows.sort(key)}


SOURCE = Source(
    id=_ID,
    title="Atlas of Economic Complexity: bilateral goods trade in ten sections (HS92)",
    version="about 2022 (unnamed), 2010-2020",
    citation=(
        "The Growth Lab at Harvard University. International Trade Data (HS, 92). Harvard Dataverse, "
        "doi:10.7910/DVN/T4CHWJ."
    ),
    licence=(
        "Not in the copy; recalled: Creative Commons with non-commercial and share-alike clauses, check. No amount "
        "is shipped, only rounded shares with citation."
    ),
    landing_url="https://dataverse.harvard.edu/dataverse/atlas",
    download_url="https://dataverse.harvard.edu/dataverse/atlas",
    grain="Exports of one state or territory to another in one year, in ten sections.",
    coverage="236 states and territories (Taiwan, North Korea, Belarus, Palestine among them), 2010-2020.",
    ships="aggregates",
    forms=(Form("sections csv", (_FILE,), _read),),
    by_hand=(
        "Sum the file country_partner_hsproduct4digit_year (HS92) over products into the ten sections of the Atlas and "
        "write a csv of that name with the columns year, exporter, importer, total_kusd and the sections in thousand "
        "US$."
    ),
    defects=(
        "Reconciled from the same UN Comtrade reports as BACI by another method: 84 per cent of flows over 100 million "
        "US$ lie within 25 per cent of BACI.",
        "Goods only. Sections are wide: minerals hold fuels and ores, agriculture holds wood and paper, stone holds "
        "precious metals and stones; other holds unspecified goods (for Russia arms and secret codes).",
        "Flows under 1,000 US$ and sections under 500 US$ are not in the file.",
        "Left out as partners, but counted in totals: " + "; ".join(f"{c} ({w})" for c, w in _LEFT_OUT.items()) + ".",
        "The official layout is not read.",
    ),
)
