"""Sanctions of all states and organisations since 1949, case by case: the Global Sanctions Data Base, release 4.

The cases must not be passed on (free for academic use on request); only counts per pair and year leave the atlas.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from amity import states
from amity.errors import SourceError
from amity.sources import Form, Source, Tables, first_file, read_table, recode, refuse, require, whole_numbers

if TYPE_CHECKING:
    import polars as pl

_FIRST, _LAST = 1949, 2023

#: Names with a comma inside, which also parts names in the raw columns → a spelling without.
_COMMAS = {
    "Korea, North": "North Korea",
    "Korea, South": "South Korea",
    "Congo, Democratic Republic of the": "Democratic Republic of the Congo",
    "Egypt, Arab Rep.": "Egypt",
    "Gambia, The": "Gambia",
    "Yemen, North": "North Yemen",
}
#: Spellings that could mean several states elsewhere → our code.
_SPELLINGS = {"Congo (Brazzaville)": "COG", "Ethiopia (excludes Eritrea)": "ETH"}
#: Groups in the raw columns → the name kept; those with members in groups.csv bear its name.
_GROUPS = {
    "EU": "EU",
    "EEC": "EU",
    "UN": "United Nations",
    "African Union": "African Union",
    "Balkans": "Balkans",
    "CSCE": "CSCE",
    "ChinCom": "ChinCom",
    "CoCom": "CoCom",
    "Comecon": "Comecon",
    "Commonwealth": "Commonwealth",
    "ECOWAS": "ECOWAS",
    "EEU": "Eurasian Economic Union",
    "G7": "G7",
    "G8": "G8",
    "ICC Rome Statute Signatories": "ICC Rome Statute signatories",
    "Kimberly Process Participants": "Kimberley Process participants",
    "League of Arab States": "League of Arab States",
    "MERCOSUR": "MERCOSUR",
    "NAFTA": "NAFTA",
    "NATO": "NATO",
    "OAPEC": "OAPEC",
    "OIC": "OIC",
    "OSCE": "OSCE",
    "Organisation of African Unity": "Organisation of African Unity",
    "Organization of American States": "Organization of American States",
    "Organization of Eastern Carribean States": "Organisation of Eastern Caribbean States",
    "Pacific Islands Forum": "Pacific Islands Forum",
    "Paris Agreement Signatories": "Paris Agreement signatories",
    "SADC": "SADC",
    "Terrorist Organizations (Al-Qaeda)": "Al-Qaeda",
    "Terrorist Organizations (ISIL and ANF)": "ISIL and ANF",
    "Terrorist Organizations (Taliban and Al-Qaeda)": "Taliban and Al-Qaeda",
    "Terrorist Organizations (Taliban)": "Taliban",
    "UNASUR": "UNASUR",
    "Western countries": "Western countries",
}
_MARKS = ("trade", "arms", "military", "financial", "travel")
_COLUMNS = ("case_id", "sanctioned_state", "sanctioning_state", "begin", "end", *_MARKS)


def _parties(frame: pl.DataFrame, column: str, path: Path, into: str) -> pl.DataFrame:
    """One row per name in `column`, as `into` (a code or a group's name) and `into`_is_group."""
    import polars as pl

    text = pl.col(column)
    for name, plain in _COMMAS.items():
        text = text.str.replace_all(name, plain, literal=True)
    rows = frame.with_columns(text.str.split(",").alias(column)).explode(column)
    rows = rows.with_columns(pl.col(column).str.strip_chars())
    known = states.name_codes()
    codes: dict[object, str] = {**_GROUPS, **_SPELLINGS}
    for name in rows[column].unique().drop_nulls().to_list():
        if name not in codes and (code := known.get(states.normalise(name))) is not None:
            codes[name] = code
    unknown = rows.filter(~pl.col(column).is_in(list(codes)))
    refuse(unknown, pl.lit(value=True), column, path, "which is neither a state nor a group this reader knows")
    return recode(rows, column, codes, path, into).with_columns(
        pl.col(column).is_in(list(_GROUPS)).alias(f"{into}_is_group")
    )


def _read(folder: Path) -> Tables:
    """One row per case, imposer and target.

    Traps: several names in one cell, parted by commas, while six names have a comma inside; groups and states in the
    same columns; the EEC and the EU are one here; a case that goes on ends in 2023.

    Raises:
        SourceError: A damaged file, a missing column, an unknown party, years that do not fit, a mark not 0 or 1.
    """
    import polars as pl

    path = first_file(folder, "GSDB_V4*.csv*")
    frame = require(read_table(path), _COLUMNS, path)
    frame = whole_numbers(frame, ("case_id", "begin", "end", *_MARKS), path).with_row_index("line", offset=2)
    refuse(frame, pl.col("case_id").is_duplicated(), "case_id", path, "a number that occurs twice")
    refuse(frame, ~pl.col("begin").is_between(_FIRST, _LAST), "begin", path, f"not in {_FIRST}-{_LAST}")
    refuse(frame, ~pl.col("end").is_between("begin", _LAST), "end", path, f"before `begin` or after {_LAST}")
    for mark in _MARKS:
        refuse(frame, ~pl.col(mark).is_in([0, 1]), mark, path, "not 0 or 1")
    if frame["sanctioned_state"].null_count() or frame["sanctioning_state"].null_count():
        raise SourceError(f"{path}: a case without a target or without an imposer. Mend or refetch the file.")
    both = _parties(_parties(frame, "sanctioned_state", path, "target"), "sanctioning_state", path, "source")
    rows = both.select(
        pl.lit(SOURCE.id).alias("dataset"),
        pl.col("case_id").alias("case"),
        "source",
        "target",
        "source_is_group",
        "target_is_group",
        pl.col("begin").cast(pl.Int16).alias("first_year"),
        pl.col("end").cast(pl.Int16).alias("last_year"),
        *[(pl.col(mark) == 1).alias(mark) for mark in _MARKS],
    )
    return {"sanction_cases": rows.unique().sort("case", "source", "target")}


SOURCE = Source(
    id="gsdb-v4",
    title="Global Sanctions Data Base (GSDB), release 4",
    version="release 4 (cases in force 1949-2023)",
    citation="Syropoulos, Felbermayr, Kirilakha, Yalcin, Yotov (2023/2024). The Global Sanctions Data Base - Release "
    "4: The Heterogeneous Effects of the Sanctions on Russia. The World Economy.",
    licence="Free for academic use on request, cite; no redistribution licence stated, check. The cases must not be "
    "shipped; counts per pair and year with citation may.",
    landing_url="https://www.globalsanctionsdatabase.com/",
    download_url="https://www.globalsanctionsdatabase.com/ (request form)",
    grain="a sanction case",
    coverage="all states and groups as imposers and targets, 1949-2023",
    ships="aggregates",
    years=dict.fromkeys(("sanctions", "organisation_sanctions", "sanctions_received"), (_FIRST, _LAST)),
    forms=(Form("official csv", ("GSDB_V4*.csv*",), _read),),
    by_hand="Ask for release 4 with the form on the official page and save the case-level file as GSDB_V4.csv.",
    defects=(
        "A case that ends in 2023 may still be in force: the data base ends there.",
        "Cases differ in weight: a travel ban on five people and a full embargo are one case each.",
        "Between China and Russia there is one case, the Soviet Union's against China (1960-1970).",
        "The United Nations' and other groups' cases without known members are counted by the group only.",
        "'South Vietnam' and 'Ceylon' are named in cases of 2022; they are read as Vietnam and Sri Lanka.",
        "Terrorist organisations, 'Western countries', Comecon, the Balkans and the Rome Statute's signatories as "
        "targets make no pair.",
        "The dyadic file of the makers, in which they expand groups themselves, is not held.",
    ),
)
