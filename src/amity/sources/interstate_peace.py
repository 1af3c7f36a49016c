"""Were two states rivals, at negative peace, or at positive peace? The peace scale of Diehl, Goertz and others."""

from __future__ import annotations

import gzip
from pathlib import Path

from amity import states
from amity.errors import SourceError
from amity.sources import Form, Source, Tables, first_file, recode, refuse

#: Dates that stand for "before the list begins" and "the list ends, the period goes on".
_BEFORE, _ON = "19009999", "20209999"
_LEVELS = ("0", "0.25", "0.5", "0.75", "1", "-9")

#: Kiribati and Tuvalu bear numbers here that are not COW's (946 and 947).
_RENUMBERED = {936: "KIR", 937: "TUV"}

#: Slips of the file (dyad, period) and what is read instead: a period whose last day is no day, or is after the next
#: period's first, ends the day before the next; day 86 is a slip for 0806, Jamaica's first day in the system; the
#: period of North Yemen runs on beside that of the Yemen it became part of, with the same level.
_SLIPS = {
    (200713, "19550120-19760200"): "19550120-19760131",
    (255350, "19009999-19161226"): "19009999-19161126",
    (370701, "19911226-20209999"): "19911226-20150101",
    (435600, "19601128-19699025"): "19601128-19690925",
    (484540, "19751111-19971913"): "19751111-19971013",
    (51365, "19620086-19911226"): "19620806-19911226",
    (365678, "19450508-19911226"): "19450508-19900521",
}


def _periods(path: Path) -> list[tuple[int, int, str, str, str]]:
    """Line, dyad, first and last date, level of every period, as written but for the slips known.

    Raises:
        SourceError: The file is damaged, or a line is not dyad, period, level, period, level ...
    """
    try:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        lines = raw.decode("ascii").splitlines()
    except (OSError, EOFError, ValueError) as error:
        raise SourceError(
            f"{path}: cannot be read ({error}). The file is damaged or truncated; fetch it again."
        ) from error
    found: list[tuple[int, int, str, str, str]] = []
    for number, line in enumerate(lines, 1):
        dyad, *cells = (cell.strip() for cell in line.split(","))
        cells = [cell for cell in cells if cell not in ("", ".")]
        if not dyad.isdigit() or not cells or len(cells) % 2:
            raise SourceError(f"{path}: row {number} is not a dyad with periods and levels. Fetch it again.")
        for written, level in zip(cells[::2], cells[1::2], strict=True):
            first, _, last = _SLIPS.get((int(dyad), written), written).partition("-")
            if level not in _LEVELS:
                raise SourceError(f"{path}: row {number}: level {level!r} is none of {', '.join(_LEVELS)}. Mend it.")
            found.append((number, int(dyad), first, last, level))
    if not found:
        raise SourceError(f"{path}: holds no rows. The file is truncated; fetch it again.")
    return found


def _read(folder: Path) -> Tables:
    """One row per pair and period on one level.

    Traps: the file has no header and as many columns as a pair has periods; a day or month 00 is unknown (a period
    then starts on the first and ends on the last day possible); level -9 is a transition and null here; Germany is 255
    all along, Kiribati 936 and Tuvalu 937; seven dates are slips and are mended, listed above.

    Raises:
        SourceError: A damaged file, a line of another shape, an unknown code or level, something that is no date,
        periods of a pair that overlap.
    """
    import polars as pl

    path = first_file(folder, "peacedata*3.1.csv*")
    rows = pl.DataFrame(_periods(path), schema=["line", "dyad", "first", "last", "written"], orient="row")
    known: dict[object, str] = {**states.cow_codes(), **_RENUMBERED}
    rows = rows.with_columns(one=pl.col("dyad") // 1000, two=pl.col("dyad") % 1000)
    rows = recode(recode(rows, "one", known, path, "x"), "two", known, path, "y")
    begin = pl.col("first").replace(_BEFORE, "19000101").str.replace(r"^(\d{4})0000$", "${1}0101")
    begin = begin.str.replace(r"^(\d{6})00$", "${1}01").str.to_date("%Y%m%d", strict=False)
    end = pl.col("last").replace(_ON, None)
    whole_month = end.str.ends_with("00")
    end = end.str.replace(r"^(\d{6})00$", "${1}01").str.to_date("%Y%m%d", strict=False)
    end = pl.when(whole_month).then(end.dt.month_end()).otherwise(end)
    rows = rows.with_columns(first_day=begin, last_day=end)
    refuse(rows, pl.col("first_day").is_null(), "first", path, "no date")
    refuse(rows, pl.col("last_day").is_null() & (pl.col("last") != _ON), "last", path, "no date")
    refuse(rows, pl.col("last_day") < pl.col("first_day"), "last", path, "before the period began")
    levels = rows.select(
        "line",
        a=pl.min_horizontal("x", "y"),
        b=pl.max_horizontal("x", "y"),
        dataset=pl.lit(SOURCE.id),
        first_day="first_day",
        last_day="last_day",
        level=pl.when(pl.col("written") != "-9").then(pl.col("written")).cast(pl.Float32),
    ).sort("a", "b", "first_day")
    before = levels.with_columns(
        over=pl.col("last_day").fill_null(pl.date(2020, 12, 31)).shift().over("a", "b") >= pl.col("first_day")
    )
    refuse(before, pl.col("over").fill_null(value=False), "first_day", path, "before the pair's last period ended")
    return {"peace_levels": levels.drop("line")}


SOURCE = Source(
    id="interstate-peace",
    title="Interstate Peace Data",
    version="3.1",
    citation="Goertz, Diehl, Balas (2016). The Puzzle of Peace. Oxford University Press. Diehl, Goertz, Gallegos "
    "(2021). Peace Data: Concept, Measurement, Patterns, and Research Agenda. Conflict Management and Peace Science "
    "38: 605-624. Version 3.1.",
    licence="Free for non-commercial purposes, says the readme; the authors are to be asked for commercial use. Of "
    "redistribution it says nothing: check.",
    landing_url="https://sites.google.com/a/illinois.edu/interstate-peace/",
    download_url="https://drive.google.com/drive/folders/1HKZ6FQmK09VJ5mzzEzIwkOawf7tb6Z63",
    grain="a pair of states, with its periods in columns",
    coverage="pairs of states with a relationship, 1900-2020",
    ships="values",
    years={"peace_levels": (1900, 2020)},
    by_hand="Open the makers' folder in a browser and put the raw data, Peacedatav3.1.csv, here as peacedata3.1.csv.",
    forms=(Form("official csv", ("peacedata*3.1.csv*",), _read),),
    defects=(
        "Pairs without a relationship in the makers' sense are not in the data: unknown, not negative peace.",
        "Transitions between levels (-9, 111 periods) have no level; the makers' yearly means average them in as 9.",
        "Seven periods have a first or last day that is none, or that lies beyond the start of the pair's next period; "
        "they are mended, and the reader lists them.",
        "Kiribati and Tuvalu are numbered 936 and 937; Germany is 255 throughout.",
        "A period that began before 1900 starts on 1900-01-01 here.",
        "The folder's yearly means are not read.",
    ),
)
