"""Large Chinese investments and construction contracts abroad: AEI's China Global Investment Tracker, fall 2021.

Terms were not seen, so deals never leave this file: only their number and sum per country, year and sector.
"""

from __future__ import annotations

from pathlib import Path

from amity import states
from amity.sources import Form, Source, Tables, first_file, read_table, recode, refuse, require, whole_numbers

_ID = "aei-cgit-2021fall"
_FILE = "*cgit*.csv*"
SECTORS = (
    "Agriculture", "Chemicals", "Energy", "Entertainment", "Finance", "Health", "Logistics", "Metals", "Other",
    "Real estate", "Technology", "Tourism", "Transport", "Utilities",
)  # fmt: skip


def _read(folder: Path) -> Tables:
    """From the combined sheet of investments and contracts.

    Traps: column names carry blanks; amounts are text with $ and commas; the file is not UTF-8.

    Raises:
        SourceError: A damaged file, a missing column, an unknown country or sector, an amount that is no number.
    """
    import polars as pl

    path = first_file(folder, _FILE)
    raw = read_table(path, lossy=True)
    raw = raw.rename({name: name.strip() for name in raw.columns})
    raw = require(raw, ("Year", "Quantity in Millions", "Sector", "Country"), path)
    raw = whole_numbers(raw, ("Year",), path)
    amount = pl.col("Quantity in Millions").cast(pl.String).str.replace_all(r"[$, ]", "").cast(pl.Int64, strict=False)
    refuse(raw, amount.is_null() | (amount <= 0), "Quantity in Millions", path, "not an amount")
    refuse(raw, ~pl.col("Sector").is_in(list(SECTORS)).fill_null(value=False), "Sector", path, "an unknown sector")
    known, names = states.name_codes(), raw["Country"].drop_nulls().unique().to_list()
    codes: dict[object, str] = {name: code for name in names if (code := known.get(states.normalise(name))) is not None}
    raw = recode(raw, "Country", codes, path, "target")
    summed = (
        raw.group_by("target", pl.col("Year").cast(pl.Int16).alias("year"), pl.col("Sector").alias("sector"))
        .agg(pl.len().cast(pl.Int32).alias("n_deals"), amount.sum().cast(pl.Float64).alias("value_usd_million"))
        .sort("target", "year", "sector")
    )
    table = summed.select(
        pl.lit("CHN").alias("source"),
        "target",
        "year",
        pl.col("sector").cast(pl.Enum(SECTORS)),
        pl.lit(_ID).alias("dataset"),
        pl.lit("fall 2021").alias("vintage"),
        "n_deals",
        "value_usd_million",
    )
    return {"construction": table}


SOURCE = Source(
    id=_ID,
    title="China Global Investment Tracker",
    version="fall 2021 (update of 21 February 2022)",
    citation="Scissors, D. (2022). China Global Investment Tracker. American Enterprise Institute.",
    licence="Not seen, check. As recalled: free with attribution; no licence text.",
    landing_url="https://www.aei.org/china-global-investment-tracker/",
    download_url="QMSS-G5063-2022/Group-O---International-Economics-Inst "
    "China-Global-Investment-Tracker-2021-Fall-FINAL-2022.2.21-update.up.csv",
    grain="one investment or construction contract of at least US$ 95 million",
    coverage="China to all countries, 2005-2021; 3,752 deals of US$ 2.2 trillion",
    ships="aggregates",
    years={"construction": (2005, 2021)},
    by_hand="Download the tracker's workbook, save the sheet of investments and contracts as cgit_2005_2021.csv.",
    forms=(Form("combined sheet as csv", (_FILE,), _read),),
    defects=(
        "Investments and construction contracts together: the flag that tells them apart is not in the file.",
        "The smallest deal in the file is US$ 100 million; nothing smaller is tracked.",
        "Announced value at signing; nothing says what was built or paid.",
        "One contract of 2019 (Singapore, US$ 540 million) stands twice; it is counted twice, as in published sums.",
        "Hong Kong and Macau are not tracked as destinations.",
        "Ends in 2021: later editions could not be read.",
    ),
)
