"""What China's official sector committed to whom (AidData GCDF 3.0), and what became of its military projects (2.0).

Of 3.0 two sums by recipient and year are read, one by class (aid-like, other, vague), one with the number of projects.
Of 2.0's military tab only counts per recipient and commitment year leave this file.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from amity import states
from amity.errors import SourceError
from amity.sources import Form, Source, Tables, first_file, read_table, recode, refuse, require, whole_numbers

if TYPE_CHECKING:
    import polars as pl

_ID = "aiddata-gcdf"
_BY_CLASS, _BY_ISO, _MILITARY = "gcdf3_country_year_cow.csv*", "gcdf3_country_year_iso.csv*", "*military*2.0.csv*"
#: The three classes of the first file: adjusted and unadjusted amounts.
_CLASSES = {"oda": "oda", "oof": "oof", "vof": "vague"}
#: Share of a recipient's sum by which the two files may differ.
_TOLERANCE = 1e-4
_STATUS = {
    "Pipeline: Pledge": "n_pledged",
    "Pipeline: Commitment": "n_committed",
    "Implementation": "n_implementing",
    "Completion": "n_completed",
    "Cancelled": "n_cancelled",
}
#: Recipients of the military tab that are no state.
_REGIONS = {"Africa, regional": ""}


def _finance(by_class_path: Path, by_iso_path: Path) -> pl.DataFrame:
    """One row per recipient and year; amounts in million US$ of 2021, null where no project's amount is known."""
    import polars as pl

    amounts = [f"{name}_{kind}" for name in _CLASSES for kind in ("adj", "amt")]
    by_class = require(read_table(by_class_path), ("ccode", "year", *amounts), by_class_path)
    by_class = whole_numbers(by_class, ("ccode", "year"), by_class_path)
    by_iso = require(read_table(by_iso_path), ("Country Code", "year", "projects", "usd_const_2021"), by_iso_path)
    by_iso = whole_numbers(by_iso, ("year", "projects"), by_iso_path)
    for frame, path, columns in ((by_class, by_class_path, amounts), (by_iso, by_iso_path, ["usd_const_2021"])):
        for name in columns:
            value = pl.col(name).cast(pl.Float64, strict=False)
            refuse(frame, value.is_null() | value.is_nan() | (value < 0), name, path, "not an amount")
    by_class = recode(by_class, "ccode", {**states.cow_codes()}, by_class_path, "target")
    by_iso = recode(by_iso, "Country Code", {**states.iso3_codes()}, by_iso_path, "target")
    for frame, path in ((by_class, by_class_path), (by_iso, by_iso_path)):
        refuse(frame, pl.struct("target", "year").is_duplicated(), "year", path, "the second row of this recipient")
    joined = by_iso.join(by_class, on=["target", "year"], how="full", coalesce=True, maintain_order="left")
    adjusted = pl.sum_horizontal([f"{name}_adj" for name in _CLASSES], ignore_nulls=False)
    lacking = joined.filter(pl.col("projects").is_null())
    if lacking.height:
        raise SourceError(
            f"{by_iso_path}: {lacking['target'][0]} {lacking['year'][0]} is missing; {by_class_path} has it."
        )
    apart = (adjusted - pl.col("usd_const_2021")).abs() > _TOLERANCE * pl.col("usd_const_2021") + 1
    differing = joined.filter(apart.fill_null(value=False))
    if differing.height:
        raise SourceError(
            f"{by_iso_path}: {differing['target'][0]} {differing['year'][0]} is {differing['usd_const_2021'][0]}, not "
            f"the sum of classes in {by_class_path}. The files are of different editions; fetch both again."
        )
    # A sum of nothing is printed as 0: with every amount unknown the amount is unknown, not zero.
    known = pl.col("usd_const_2021") > 0

    def million(value: pl.Expr) -> pl.Expr:
        return pl.when(known).then((value / 1_000_000).round(3))

    return joined.select(
        pl.lit("CHN").alias("source"),
        "target",
        pl.col("year").cast(pl.Int16),
        pl.lit(_ID).alias("dataset"),
        pl.lit("3.0").alias("vintage"),
        pl.col("projects").cast(pl.Int32).alias("n_projects"),
        million(pl.col("usd_const_2021")).alias("value_usd_2021_million"),
        *[million(pl.col(f"{name}_adj")).alias(f"{into}_usd_2021_million") for name, into in _CLASSES.items()],
        million(pl.sum_horizontal([f"{name}_amt" for name in _CLASSES], ignore_nulls=False)).alias(
            "unadjusted_usd_2021_million"
        ),
    ).sort("target", "year")


def _projects(path: Path) -> pl.DataFrame:
    """Military projects per recipient and commitment year, by status; umbrella entries are left out."""
    import polars as pl

    names = ("Recipient", "Commitment Year", "Completion Year", "Status", "Umbrella")
    frame = require(read_table(path, lossy=True), names, path)
    frame = whole_numbers(frame, ("Commitment Year",), path)
    frame = whole_numbers(frame, ("Completion Year",), path, empty=True)
    refuse(frame, ~pl.col("Status").is_in(list(_STATUS)).fill_null(value=False), "Status", path, "an unknown status")
    refuse(frame, ~pl.col("Umbrella").is_in(["Yes", "No"]).fill_null(value=False), "Umbrella", path, "not Yes or No")
    known, recipients = states.name_codes(), frame["Recipient"].drop_nulls().unique().to_list()
    codes: dict[object, str] = {
        name: code for name in recipients if (code := known.get(states.normalise(name))) is not None
    }
    frame = recode(frame, "Recipient", {**codes, **_REGIONS}, path, "target")
    took = pl.col("Completion Year") - pl.col("Commitment Year")
    # Two projects are "completed" before they were committed: a wrong year, so no time.
    dated = (pl.col("Status") == "Completion") & (took >= 0).fill_null(value=False)
    return (
        frame.filter(pl.col("Umbrella") == "No", pl.col("target") != "")
        .group_by("target", pl.col("Commitment Year").cast(pl.Int16).alias("year"))
        .agg(
            *[(pl.col("Status") == status).sum().cast(pl.Int32).alias(into) for status, into in _STATUS.items()],
            dated.sum().cast(pl.Int32).alias("n_dated"),
            took.filter(dated).sum().cast(pl.Int32).alias("delivery_years"),
        )
        .select(
            pl.lit("CHN").alias("source"),
            "target",
            "year",
            pl.lit(_ID).alias("dataset"),
            pl.lit("2.0 military").alias("vintage"),
            *_STATUS.values(),
            "n_dated",
            "delivery_years",
        )
        .sort("target", "year")
    )


def _read(folder: Path) -> Tables:
    """From the two sums of 3.0 and the military tab of 2.0.

    Traps: the file by class has no Serbia and no territories, which then have a total only; a sum without any known
    amount is printed as 0; the military tab is not UTF-8.

    Raises:
        SourceError: A damaged file, a missing column, an unknown code or status, sums that contradict each other.
    """
    return {
        "development_finance": _finance(first_file(folder, _BY_CLASS), first_file(folder, _BY_ISO)),
        "project_delivery": _projects(first_file(folder, _MILITARY)),
    }


SOURCE = Source(
    id=_ID,
    title="Global Chinese Development Finance: 3.0 by recipient and year, and the military projects of 2.0",
    version="3.0 (November 2023) and 2.0 (military)",
    citation="Custer, S., Dreher, A., Elston, T.B., Escobar, B., Fedorochko, R., Fuchs, A., Ghose, S., Lin, J., Malik, "
    "A., Parks, B.C., Solomon, K., Strange, A., Tierney, M.J., Vlasto, L., Walsh, K., Wang, F., Zaleski, L., and "
    "Zhang, S. (2023). Tracking Chinese Development Finance: An Application of AidData's TUFF 3.0 Methodology. AidData "
    "at William & Mary.",
    licence="Not seen, check. As recalled: ODC-BY 1.0, free with citation.",
    landing_url="https://www.aiddata.org/data/aiddatas-global-chinese-development-finance-dataset-version-3-0",
    download_url="milesdwilliams15/odadata data/cow_gcdf.csv; esabin756/bri-education-project "
    "Data/clean_aid_data/aiddata_gcdf_country_year.csv; QMSS-G5063-2022/Group-O---International-Economics-Inst "
    "MilitaryAidDatasGlobalChineseDevelopmentFinanceDataset_v2.0.csv",
    grain="3.0: a recipient and year of commitment; 2.0: a military project",
    coverage="China's official sector to low- and middle-income countries, 2000-2021; military projects 2000-2017",
    ships="aggregates",
    years={"development_finance": (2000, 2021), "project_delivery": (2000, 2017)},
    by_hand="Fetch the three files from the repositories named and call them gcdf3_country_year_cow.csv, "
    "gcdf3_country_year_iso.csv and aiddata_gcdf_military_v2.0.csv. The official download is one workbook of projects, "
    "which this reader does not know.",
    forms=(Form("sums by country and year, military csv", (_BY_CLASS, _BY_ISO, _MILITARY), _read),),
    defects=(
        "Sums made by others from the workbook of 20,985 projects; the projects themselves are not held, so delivery "
        "is known for military projects only.",
        "Amounts are AidData's adjusted ones in US$ of 2021; unadjusted ones (1.49 against 1.33 trillion in all) are "
        "in a column of their own.",
        "A recipient and year with projects but no known amount is null (295 of 2,525), not 0; within a known sum, 0 "
        "of a class means no known amount of that class.",
        "Serbia and seven territories have totals only: the file by class does not have them.",
        "Projects for several countries at once and for regions have no recipient and are left out.",
        "High-income countries are not tracked.",
        "Military: 15 umbrella entries and 3 regional projects are left out; statuses are as recorded in the 2.0 "
        "edition, so late commitments had less time; 189 of 446 have a year of completion.",
    ),
)
