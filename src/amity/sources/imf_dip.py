"""Who holds direct investment where: IMF Direct Investment Positions by Counterpart Economy, million US$.

A position has two books, the investor's and the host's, and they differ a lot: for 2021 China reports 10,644 million
in Russia, while the figure derived from the host's report is 3,323. Both are kept, told apart by `reporter`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from amity import states
from amity.errors import SourceError
from amity.sources import Form, Source, Tables, read_table, refuse, require, whole_numbers

if TYPE_CHECKING:
    import polars as pl

_ID = "imf-dip"
_COLUMNS = ("COUNTRY.ID", "COUNTERPART_COUNTRY.ID", "DV_TYPE.ID", "INDICATOR.ID", "TIME_PERIOD", "OBS_VALUE")
_WORLD = "G001"
#: Indicator of the portal → does the reporting economy invest (outward) or host (inward)?
_DIRECTIONS = {"OTWD_D_NETAL_FALL_ALL": "outward", "INWD_D_NETLA_FALL_ALL": "inward"}
_BASES = {"O": "reported", "SCC": "derived"}
#: Groups of economies and rests; their members have rows of their own.
_GROUPS = frozenset(
    {
        "GX225", "GX226", "GX451", "GX454", "GX509", "GX510", "GX641", "GX837",
        "TX374",  # US Pacific Islands
        "TX983",  # not specified, including confidential
        "U005", "U150", "U202",
    }
)  # fmt: skip
#: The portal's own codes of three territories.
_TERRITORIES = {"TX585": "IOT", "TX871": "BVT", "TX872": "HMD"}
#: Counterparts whose figures China reported in US$ although the file says millions: divided by a million, its
#: outward counterparts of 2020-2024 add up to the world total; as printed one is up to 37,000 times the world.
_IN_DOLLARS = {"CHN": ("KOR", "KWT", "KOS")}


def _tables(raw: pl.DataFrame, path: Path, vintage: str) -> dict[str, pl.DataFrame]:
    """Positions between two economies, and each reporting economy's world aggregate, from one raw file."""
    import polars as pl

    raw = require(raw, _COLUMNS, path).with_row_index("line", offset=2)
    raw = whole_numbers(raw.filter(pl.col("OBS_VALUE").cast(pl.String).str.len_chars() > 0), ("TIME_PERIOD",), path)
    value = pl.col("OBS_VALUE").cast(pl.Float64, strict=False)
    refuse(raw, value.is_null() | value.is_nan(), "OBS_VALUE", path, "not an amount")
    refuse(raw, ~pl.col("INDICATOR.ID").is_in(list(_DIRECTIONS)), "INDICATOR.ID", path, "no position this reader knows")
    refuse(raw, ~pl.col("DV_TYPE.ID").is_in(list(_BASES)), "DV_TYPE.ID", path, "neither O nor SCC")
    codes = {**states.iso3_codes(), **_TERRITORIES}
    own, other = pl.col("COUNTRY.ID"), pl.col("COUNTERPART_COUNTRY.ID")
    refuse(raw, ~own.is_in(list(codes)), "COUNTRY.ID", path, "an unknown code")
    refuse(raw, ~other.is_in([*codes, *_GROUPS, _WORLD]), "COUNTERPART_COUNTRY.ID", path, "an unknown code")
    series = [name for name in _COLUMNS if name != "OBS_VALUE"]
    refuse(raw, pl.struct(series).is_duplicated(), "TIME_PERIOD", path, "the second figure of this series and year")
    in_dollars = pl.any_horizontal(
        (own == reporter) & other.is_in(list(others)) & (pl.col("DV_TYPE.ID") == "O")
        for reporter, others in _IN_DOLLARS.items()
    )
    frame = raw.select(
        "line",
        own.replace_strict(codes, return_dtype=pl.String).alias("own"),
        other.replace_strict(codes, default=None, return_dtype=pl.String).alias("other"),
        (other == _WORLD).alias("is_world"),
        pl.col("TIME_PERIOD").cast(pl.Int16).alias("year"),
        pl.col("INDICATOR.ID").replace_strict(_DIRECTIONS, return_dtype=pl.String).alias("direction"),
        pl.col("DV_TYPE.ID").replace_strict(_BASES, return_dtype=pl.String).alias("basis"),
        pl.when(in_dollars).then(value / 1_000_000).otherwise(value).alias("printed"),
        pl.lit(_ID).alias("dataset"),
        pl.lit(vintage).alias("vintage"),
        # Thousands of US$; no reporter measures finer.
    ).with_columns(value_usd_million=pl.col("printed").round(3) + 0.0)
    world = frame.filter("is_world")
    _plausible(frame, world, path)
    is_outward = pl.col("direction") == "outward"
    positions = frame.filter(pl.col("other").is_not_null() & (pl.col("own") != pl.col("other"))).select(
        pl.when(is_outward).then("own").otherwise("other").alias("source"),
        pl.when(is_outward).then("other").otherwise("own").alias("target"),
        "year",
        # What is derived for an outward position is what the host reported, and the other way round.
        pl.when(is_outward == (pl.col("basis") == "reported"))
        .then(pl.lit("source"))
        .otherwise(pl.lit("target"))
        .alias("reporter"),
        "basis",
        "dataset",
        "vintage",
        "value_usd_million",
    )
    totals = world.select(
        pl.col("own").alias("state"), "year", "direction", "basis", "dataset", "vintage", "value_usd_million"
    )
    return {"direct_investment": positions, "direct_investment_totals": totals}


def _plausible(frame: pl.DataFrame, world: pl.DataFrame, path: Path) -> None:
    """Refuse a position larger than the whole world's in the same series: it is in another unit."""
    import polars as pl

    series = ["own", "direction", "basis", "year"]
    against = frame.join(world.select(*series, pl.col("printed").abs().alias("world")), on=series, how="left")
    too_large = (pl.col("printed").abs() > pl.col("world")).fill_null(value=False) & pl.col("other").is_not_null()
    refuse(against, too_large, "printed", path, "more than the world total of its series: not in million US$")


def _read(folder: Path) -> Tables:
    """From inward and outward files, as the portal exports them or with columns dropped.

    A pair of which both report stands in both files; its derived figure is the other's report and is left out.

    Raises:
        SourceError: A damaged file, a missing column, an unknown code, another scale than millions.
    """
    import polars as pl

    parts: list[dict[str, pl.DataFrame]] = []
    for path in sorted([*folder.glob("*DIP*.csv"), *folder.glob("imf_dip_*_positions_*.csv.gz")]):
        raw = read_table(path)
        if "SCALE.ID" in raw.columns:
            refuse(raw, pl.col("SCALE.ID").cast(pl.String) != "6", "SCALE.ID", path, "not 6, for millions")
        edition = re.search(r"DIP_(\d+\.\d+\.\d+)", path.name)
        parts.append(_tables(raw, path, edition[1] if edition else "12.0.1"))
    found = {direction for part in parts for direction in part["direct_investment_totals"]["direction"].unique()}
    if found != {"inward", "outward"}:
        raise SourceError(f"{folder}: inward and outward positions are needed; found {', '.join(sorted(found))} only.")
    key = ["source", "target", "year", "reporter", "dataset", "vintage"]
    positions = pl.concat([part["direct_investment"] for part in parts]).sort(
        *key, "basis", descending=[False] * 6 + [True]
    )
    totals = pl.concat([part["direct_investment_totals"] for part in parts])
    return {
        "direct_investment": positions.unique(key, keep="first", maintain_order=True).with_columns(
            pl.col("reporter").cast(pl.Enum(["source", "target"])),
            pl.col("basis").cast(pl.Enum(["reported", "derived"])),
        ),
        "direct_investment_totals": totals.sort("state", "year", "direction", "basis").with_columns(
            pl.col("direction").cast(pl.Enum(["outward", "inward"])),
            pl.col("basis").cast(pl.Enum(["reported", "derived"])),
        ),
    }


SOURCE = Source(
    id=_ID,
    title="Direct Investment Positions by Counterpart Economy (DIP, formerly CDIS)",
    version="12.0.1 (downloaded 29 March 2026)",
    citation="International Monetary Fund, Direct Investment Positions by Counterpart Economy, IMF.STA:DIP(12.0.1), "
    "downloaded 2026-03-29.",
    licence="Not seen, check. IMF terms as recalled: reuse with attribution; no fee-based redistribution of raw data.",
    landing_url="https://data.imf.org/en/datasets/IMF.STA:DIP",
    download_url="https://data.imf.org/en/datasets/IMF.STA:DIP (annual, all financial instruments, all entities; "
    "one export of inward and one of outward positions)",
    grain="one economy's net direct investment position with one counterpart at the end of a year",
    coverage="2014-2024; reporters China, Germany, Japan, Singapore and the United States with some 240 counterparts",
    ships="values",
    by_hand="Open the dataset page, choose the five reporters (or all), O and SCC, net positions, annual; export "
    "inward and outward as csv and put both into the folder under the names the portal gives them.",
    forms=(
        Form("IMF portal csv", ("*DIP*.csv",), _read),
        Form("package", ("imf_dip_inward_positions_*.csv.gz", "imf_dip_outward_positions_*.csv.gz"), _read),
    ),
    defects=(
        "Reported and derived figures differ widely; so do the two sides' reports. Never mix them in one line.",
        "China's reports with Korea and Kuwait (all years) and Kosovo are in US$ although the file says millions: as "
        "printed Korea's position would be 27,000 times the world's in 2021. They are divided by a million here.",
        "China reports outward positions from 2018 only; Singapore none.",
        "Japan names some 32 counterparts; the rest is in groups.",
        "Groups of economies, US Pacific Islands and the unspecified rest (TX983) are left out; the rest is up to "
        "14 per cent of China's world total before 2020.",
        "The world aggregate of a derived series is the sum of those who report, no complete total.",
        "Net positions may be negative; negative ones are kept.",
        "Hong Kong is a counterpart of its own: 55 per cent of China's outward position in 2021.",
        "By immediate counterpart, not ultimate owner (CDIS Guide 2015), so offshore centres loom large: British "
        "Virgin and Cayman Islands hold 24 per cent of China's position in 2021.",
    ),
)
