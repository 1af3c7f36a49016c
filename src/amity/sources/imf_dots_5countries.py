"""IMF Direction of Trade Statistics, five states: exports plus imports on each one's books, 1948-2019."""

from __future__ import annotations

from pathlib import Path

from amity.sources import Form, Source, Tables, read_table, recode, refuse, require

_ID = "imf-dots-5countries"
_FILE = "imf_dots_bilateral_total_trade_1948_2019.csv.gz"

#: The five names of the file → code.
_STATES = {"Brazil": "BRA", "China": "CHN", "Mexico": "MEX", "Russia": "RUS", "Uruguay": "URY"}

#: Cells of the file that cannot be true: 341 trillion US$ and more between two states. Left out, not mended.
_IMPOSSIBLE = (
    ("China", "Brazil", 1990),
    ("China", "Mexico", 1990),
    ("China", "Uruguay", 1990),
    ("Mexico", "Brazil", 1986),
    ("Mexico", "China", 1986),
    ("Mexico", "China", 1989),
    ("Mexico", "Uruguay", 1986),
    ("Mexico", "Uruguay", 1987),
    ("Russia", "Mexico", 1999),
    ("Uruguay", "Russia", 1992),
)

#: Above this a cell is refused: the largest credible one is 0.11 trillion US$ (China with Russia, 2019).
_LIMIT_USD = 1e12


def _read(folder: Path) -> Tables:
    """From reporter, partner, year, exports_plus_imports_usd."""
    import polars as pl

    path = folder / _FILE
    value = "exports_plus_imports_usd"
    raw = require(read_table(path), ("reporter", "partner", "year", value), path)
    known_bad = pl.any_horizontal(
        (pl.col("reporter") == own) & (pl.col("partner") == other) & (pl.col("year") == year)
        for own, other, year in _IMPOSSIBLE
    )
    amount = pl.col(value).cast(pl.Float64, strict=False)
    wrong = amount.is_null() | amount.is_nan() | (amount < 0) | (amount > _LIMIT_USD) & ~known_bad
    refuse(raw, pl.col("year").cast(pl.Int64, strict=False).is_null(), "year", path, "not a year")
    refuse(raw, wrong, value, path, "not an amount under a trillion US$ nor declared impossible")
    twice = pl.struct("reporter", "partner", "year").is_duplicated()
    refuse(raw, twice, "year", path, "the second row of this pair and year")
    named = recode(recode(raw, "reporter", {**_STATES}, path, "own"), "partner", {**_STATES}, path, "other")
    return {
        "two_way_trade": named.filter(~known_bad | (amount <= _LIMIT_USD))
        .select(
            pl.col("own").alias("reporter"),
            pl.col("other").alias("partner"),
            pl.col("year").cast(pl.Int16),
            pl.lit(_ID).alias("dataset"),
            pl.lit("MultiATSM 1.5.1").alias("vintage"),
            (amount / 1_000_000).alias("value_usd_million"),
            pl.lit(None, dtype=pl.String).alias("note"),
        )
        .sort("reporter", "partner", "year")
    }


SOURCE = Source(
    id=_ID,
    title="IMF Direction of Trade Statistics, five countries (extract in the R package MultiATSM)",
    version="MultiATSM 1.5.1",
    citation=(
        "International Monetary Fund, Direction of Trade Statistics; extract: Candelon, Bertrand, and "
        "Rubens Moura (2024), Journal of Financial Econometrics (R package MultiATSM)."
    ),
    licence=("Package GPL (seen); IMF terms not seen, check (recalled: reuse with attribution, non-commercial)."),
    landing_url="https://data.imf.org/en/datasets/IMF.STA:IMTS",
    download_url="https://cran.r-project.org/package=MultiATSM",
    grain="Exports plus imports of one reporter with one partner in one year, current US$.",
    coverage=("Brazil, China, Mexico, Russia, Uruguay with one another, 1948-2019; 905 rows, 895 of them used."),
    ships="values",
    forms=(Form("package csv", (_FILE,), _read),),
    defects=(
        "Only the sum of both directions (exports FOB + imports CIF); it cannot say who sells to whom.",
        "Ten cells hold impossible sums (3.4e14 to 1.8e15 US$) and are left out: "
        + "; ".join(f"{reporter} with {partner} {year}" for reporter, partner, year in _IMPOSSIBLE)
        + ".",
        "Some years are missing inside a series; 0 never occurs.",
        "The official layout (TradeData.xlsx of the package, or the IMF portal) is not read.",
    ),
    by_hand="There is no official file of this extract. Open inst/extdata/TradeData.xlsx of the R package MultiATSM "
    "1.5.1 (https://cran.r-project.org/package=MultiATSM), write it as a gzipped CSV with the columns reporter, "
    f"partner, year, exports_plus_imports_usd, and name it {_FILE}. Without it the build keeps the rows of the atlas "
    "in use; the IMF's own figures for China and the United States are imf-imts-china-usa.",
)
