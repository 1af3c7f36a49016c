"""CEPII BACI: reconciled exports of every pair of states and territories, all goods, in million current US$.

BACI weighs the exporter's and the importer's report and takes out freight, so `reporter` is "reconciled". The
official files hold one row per product and are summed; the held package is already summed over products.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from amity import states
from amity.errors import SourceError
from amity.sources import Download, Form, Source, Tables, read_table, recode, refuse, require

if TYPE_CHECKING:
    import polars as pl

_ID = "cepii-baci-totals"

#: File of the package → edition of BACI it was summed from.
_PACKAGE = {
    "baci_totals_2000_2020.csv.gz": "2022 (unnamed)",
    "baci_totals_2022_2023.csv.gz": "HS22 V202501",
}

#: BACI's own codes in the official country list that are not ISO 3166 → ours. "Other Asia, nes" is Taiwan in
#: practice.
_ALIASES = {"S19": "TWN"}

#: Rests and unions in the official country list: no state or territory to give the trade to, so left out.
_LEFT_OUT = {"R20": "Europe EFTA, nes", "ZA1": "Southern African Customs Union (to 1999)"}

_NAME = re.compile(r"BACI_(HS\d\d)_Y(\d{4})_V(\w+)\.csv")


def _numbers(frame: pl.DataFrame, whole: tuple[str, ...], amount: str, path: Path) -> pl.DataFrame:
    """`frame` with whole numbers as Int64 and the amount, thousand US$, as whole US$ in `usd`: exact sums."""
    import polars as pl

    for name in whole:
        refuse(frame, pl.col(name).cast(pl.Int64, strict=False).is_null(), name, path, "not a whole number")
    text = frame.schema[amount] == pl.String
    # Official editions pad numbers with blanks.
    value = (pl.col(amount).str.strip_chars() if text else pl.col(amount)).cast(pl.Float64, strict=False)
    refuse(frame, value.is_null() | value.is_nan() | (value < 0), amount, path, "not an amount")
    return frame.with_columns(pl.col(*whole).cast(pl.Int64), (value * 1000).round().cast(pl.Int64).alias("usd"))


def _table(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows of `trade` from source, target, year, vintage and usd; rows with one key are added."""
    import polars as pl

    key = ("source", "target", "year", "vintage")
    return (
        frame.filter(pl.col("source") != pl.col("target"))
        .group_by(key)
        .agg(pl.col("usd").sum())
        .sort(key)
        .select(
            "source",
            "target",
            pl.col("year").cast(pl.Int16),
            pl.lit("reconciled").cast(pl.Enum(["source", "target", "reconciled"])).alias("reporter"),
            pl.lit(_ID).alias("dataset"),
            "vintage",
            (pl.col("usd") / 1_000_000).alias("value_usd_million"),
        )
    )


def _read_package(folder: Path) -> Tables:
    """From the package's two files: year, exporter, importer, value_kusd."""
    import polars as pl

    parts: list[pl.DataFrame] = []
    codes = {**states.iso3_codes()}
    for name, vintage in _PACKAGE.items():
        path = folder / name
        raw = require(read_table(path), ("year", "exporter", "importer", "value_kusd"), path)
        raw = _numbers(raw, ("year",), "value_kusd", path)
        twice = pl.struct("year", "exporter", "importer").is_duplicated()
        refuse(raw, twice, "year", path, "the second row of this pair and year")
        raw = recode(raw, "exporter", {**codes}, path, "source")
        raw = recode(raw, "importer", {**codes}, path, "target")
        parts.append(raw.select("source", "target", "year", pl.lit(vintage).alias("vintage"), "usd"))
    return {"trade": _table(pl.concat(parts))}


def country_codes(path: Path) -> dict[int, str | None]:
    """BACI's numeric code → our code, None for what is left out.

    Raises:
        SourceError: The list holds a code that is neither known nor declared.
    """
    import polars as pl

    frame = read_table(path)
    iso3 = "iso_3digit_alpha" if "iso_3digit_alpha" in frame.columns else "country_iso3"  # before and after 2024
    frame = require(frame, ("country_code", iso3), path)
    known = states.iso3_codes()
    refuse(
        frame,
        ~pl.col(iso3).is_in([*known, *_ALIASES, *_LEFT_OUT]).fill_null(value=False),
        iso3,
        path,
        "unknown",
    )
    rows: list[tuple[int, str]] = frame.rows()
    return {number: None if iso in _LEFT_OUT else known[_ALIASES.get(iso, iso)] for number, iso in rows}


def _read_official(folder: Path) -> Tables:
    """From BACI_HSxx_Yyyyy_Vv.csv (t, i, j, k, v, q; v in thousand US$) and country_codes_Vv.csv."""
    import polars as pl

    parts: list[pl.DataFrame] = []
    for path in sorted(folder.glob("BACI_HS*_Y*_V*.csv")):
        matched = _NAME.fullmatch(path.name)
        if matched is None:
            raise SourceError(f"{path}: not named like BACI_HS92_Y2020_V202501.csv. Keep the official name.")
        edition, year, release = matched.groups()
        listed = folder / f"country_codes_V{release}.csv"
        if not listed.exists():
            raise SourceError(f"{listed}: missing; it comes in the zip of {path.name}. Put it beside it.")
        try:
            raw = pl.read_csv(path, columns=["t", "i", "j", "v"], infer_schema_length=None)
        except Exception as error:
            reason = str(error).strip().split("\n")[0]
            raise SourceError(f"{path}: cannot be read ({reason}). Wanted columns t, i, j, v; refetch it.") from error
        raw = _numbers(raw, ("t", "i", "j"), "v", path)
        refuse(raw, pl.col("t") != int(year), "t", path, f"not the year {year} of the file's name")
        numbers = country_codes(listed)
        for side in ("i", "j"):
            refuse(raw, ~pl.col(side).is_in(list(numbers)), side, path, f"not in {listed.name}")
        parts.append(
            raw.group_by("t", "i", "j")
            .agg(pl.col("usd").sum())
            .select(
                pl.col("i").replace_strict(numbers, return_dtype=pl.String).alias("source"),
                pl.col("j").replace_strict(numbers, return_dtype=pl.String).alias("target"),
                pl.col("t").alias("year"),
                pl.lit(f"{edition} V{release}").alias("vintage"),
                "usd",
            )
            .drop_nulls()
        )
    return {"trade": _table(pl.concat(parts))}


SOURCE = Source(
    id=_ID,
    title="BACI: International Trade Database at the Product-Level (all goods summed over products)",
    version="2022 (unnamed) for 2000-2020; HS22 V202501 for 2022-2023",
    citation=(
        "Gaulier, Guillaume, and Soledad Zignago (2010). BACI: International Trade Database at the "
        "Product-Level. The 1994-2007 Version. CEPII Working Paper 2010-23."
    ),
    licence=(
        "Etalab Open Licence 2.0 (attribution), seen at second hand in the README of a package; the terms "
        "of the Observatory of Economic Complexity, which passed 2022-2023 on, were not seen, check."
    ),
    landing_url="https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37",
    download_url="https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37",
    grain="Exports of one state or territory to another in one year (official: of one product).",
    coverage=("210 codes 2000-2020, 226 codes 2022-2023; 632,260 directed pair-years. 2021 and 2024 are not held."),
    ships="values",
    forms=(
        Form("official csv", ("BACI_HS*_Y*_V*.csv", "country_codes_V*.csv"), _read_official),
        Form("package of totals", tuple(_PACKAGE), _read_package),
    ),
    defects=(
        "A missing pair is missing, not zero: BACI needs at least one reporter.",
        "Two editions: 2000-2020 looks like the release of early 2022 (not named); 2023 is HS22 V202501 and "
        "2022 is from the same source (not proved). Do not read a jump 2020-2022 without checking.",
        "2023 is an HS22 table and some states did not yet report in HS22: Poland, Korea, Viet Nam, "
        "Philippines, Mongolia, Argentina, Lebanon and others lose half of their partners, and flows "
        "between two of them are absent (Korea-Viet Nam, Russia-Korea, Russia-Poland, Russia-Viet Nam, "
        "Russia-Mongolia). Flows that are present may be truncated (Saudi Arabia to Korea 1.2 bn). 31 "
        "directed pairs over 1 bn in 2020 are absent in 2023 (1.2 % of the 2020 value of the world), 12 in "
        "2022 (0.3 %).",
        "From 2022 Russia does not report, Belarus hardly: no Russia-Belarus, Russia-Ukraine (2022), "
        "Russia-Bangladesh, Russia-Georgia, Russia-Algeria, Russia-North Korea; Russia-Iran only for 2022. "
        "Russia's partners as exporter: 181 in 2020, 108 in 2022. Its partners' shares are lifted by this.",
        "2000-2020 has no Taiwan, Kosovo, Curacao, Sint Maarten. Taiwan is in 2022-2023 on two bases (to "
        "mainland China 238 bn in 2022, China-reported; 97 bn in 2023, Taiwan-reported). 2022-2023 has no "
        "Sint Maarten. Neither has Kosovo.",
        "Freight is taken out (roughly FOB), so figures lie below an importer's own by some per cent.",
        "The package rounds to 100 US$; the official form is summed in whole US$. Rows that fall on one of "
        "our codes are added, trade inside one code is left out.",
        "Official form: code S19 (Other Asia, nes) is read as Taiwan; left out are "
        + ", ".join(f"{code} ({name})" for code, name in _LEFT_OUT.items())
        + ".",
    ),
    # Address and names of the members as read in several public loaders; HS92 is the edition with the longest span,
    # so that no year of the atlas is lost.
    downloads=(
        Download(
            "https://www.cepii.fr/DATA_DOWNLOAD/baci/data/BACI_HS92_V202601.zip",
            "BACI_HS92_V202601.zip",
            ("BACI_HS92_Y*_V202601.csv", "country_codes_V202601.csv"),
            most_bytes=20_000_000_000,
        ),
    ),
)
