"""Sanctions of the European Union, the United States and the United Nations, case by case (EUSANCT)."""

from __future__ import annotations

from pathlib import Path

from amity import states
from amity.sources import Form, Source, Tables, first_file, read_table, recode, refuse, require, whole_numbers

_LAST = 2015

#: Abbreviation in the raw columns → imposer, and whether it is a group.
_SENDERS = {"EU": ("EU", True), "US": ("USA", False), "UN": ("United Nations", True)}
_KINDS = ("trade", "arms", "military", "financial", "travel")
_COLUMNS = (
    "caseid",
    "targetstate",
    *[f"{name}{sender}{rest}" for sender in _SENDERS for name, rest in (("imposition", ""), ("imposition", "_year"))],
    *[f"endyear{sender}" for sender in _SENDERS],
)


def _read(folder: Path) -> Tables:
    """One row per case and imposer that imposed (not only threatened) a sanction.

    Traps: a threat that was never carried out is a case too; an empty end year is "ongoing"; the measures are codes
    whose book is not held, so the kinds stay null; end years after 2015 occur, but no new case does.

    Raises:
        SourceError: A damaged file, a missing column, an unknown target, years that do not fit.
    """
    import polars as pl

    path = first_file(folder, "eusanct_case_level*.csv*")
    frame = require(read_table(path), _COLUMNS, path)
    numbers = [name for name in _COLUMNS if name.endswith("_year") or name.startswith("endyear")]
    frame = whole_numbers(frame, [name for name in _COLUMNS if name not in numbers], path)
    frame = whole_numbers(frame, numbers, path, empty=True)
    codes: dict[object, str] = {**states.cow_codes()}
    frame = recode(frame.with_row_index("line", offset=2), "targetstate", codes, path, "target")
    refuse(frame, pl.col("caseid").is_duplicated(), "caseid", path, "a number that occurs twice")
    parts: list[pl.DataFrame] = []
    for sender, (name, is_group) in _SENDERS.items():
        imposed = frame.filter(pl.col(f"imposition{sender}") == 1)
        begin, end = f"imposition{sender}_year", f"endyear{sender}"
        refuse(imposed, pl.col(begin).is_null(), begin, path, "though the sanction was imposed")
        refuse(imposed, pl.col(end) < pl.col(begin), end, path, "before the sanction was imposed")
        parts.append(
            imposed.select(
                pl.lit(SOURCE.id).alias("dataset"),
                pl.col("caseid").alias("case"),
                pl.lit(name).alias("source"),
                "target",
                pl.lit(is_group).alias("source_is_group"),
                pl.lit(value=False).alias("target_is_group"),
                pl.col(begin).cast(pl.Int16).alias("first_year"),
                pl.min_horizontal(pl.col(end).fill_null(_LAST), pl.lit(_LAST)).cast(pl.Int16).alias("last_year"),
                *[pl.lit(None, pl.Boolean).alias(kind) for kind in _KINDS],
            )
        )
    return {"sanction_cases": pl.concat(parts).sort("case", "source")}


SOURCE = Source(
    id="eusanct",
    title="EUSANCT: sanctions of the EU, the UN and the US",
    version="case level, 326 cases",
    citation="Weber, P. M. & Schneider, G. (2022). Post-Cold War sanctioning by the EU, the UN, and the US: "
    "Introducing the EUSANCT Dataset. Conflict Management and Peace Science 39(1).",
    licence="Academic use with citation; no licence text seen, check. Only counts per pair and year ship.",
    landing_url="https://www.polver.uni-konstanz.de/gschneider/data/eusanct/",
    download_url="https://www.polver.uni-konstanz.de/gschneider/data/eusanct/ (case-level workbook)",
    grain="a case of a threatened or imposed sanction",
    coverage="EU, US and UN as imposers; cases of 1989-2015, and older ones still running then (US from 1950)",
    ships="aggregates",
    forms=(Form("case-level workbook as csv", ("eusanct_case_level*.csv*",), _read),),
    by_hand="Get the case-level workbook from the official page and save its sheet as eusanct_case_level.csv.",
    defects=(
        "Nothing after 2015; a sanction that runs on is cut there.",
        "Before 1989 only sanctions that were still in force then: no row is not zero.",
        "Kinds of measures are codes; their book is not held, so kinds stay missing.",
        "Further imposers (sender2 to sender5) have no dates of their own and are not read.",
        "Threats alone are not read: 326 cases, of which 209 were imposed by at least one of the three.",
        "The form is the official workbook converted to csv; the workbook itself is not read.",
    ),
)
