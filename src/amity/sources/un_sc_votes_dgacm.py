"""How the members of the UN Security Council voted on the resolutions it adopted, 2000 on.

Grain of the raw files: one JSON object per line is one adopted resolution, with the names of the members in
favour, against and abstaining. Drafts that failed are not there (see un-sc-vetoes), so agreement among the
members is overstated. Resolutions adopted without a vote or by acclamation name nobody: they have an item and
no votes. Traps: as in un-ga-votes-dgacm; symbols with and without a space before the year; three resolutions
of 2026 are there twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from amity import states
from amity.errors import SourceError
from amity.sources import Download, Form, Source
from amity.sources.un_ga_votes_dgacm import BALLOTS, ballots, records, text, value, written_day

if TYPE_CHECKING:
    import polars as pl

_SYMBOL = re.compile(r"(S/RES/\d+) ?\((\d{4})\)$")

#: Resolutions whose names differ from their counts: (counts, names) in favour, abstaining, against.
_MISCOUNTED = {
    "S/RES/1559 (2004)": ((15, 0, 0), (9, 6, 0)),  # adopted 9-0-6, as named
    "S/RES/2403 (2018)": ((15, 0, 0), (16, 0, 0)),  # Côte d'Ivoire is cut into two names
    "S/RES/2521 (2020)": ((15, 3, 0), (12, 3, 0)),  # adopted 12-0-3, as named
}
#: Recorded votes without (usable) names: printed as unanimous but nobody named; adopted 13-0-2 but 15 named
#: in favour.
_NAMELESS = frozenset({"S/RES/2723 (2024)", "S/RES/2812 (2026)"})
_UNRECORDED = ("Adopted without vote", "Adopted by acclamation")
#: Resolutions with the date of another one: (date printed, date of their draft, which is used).
_MISDATED = {"S/RES/2423 (2018)": (date(2016, 6, 29), date(2018, 6, 28))}


def _day(record: Mapping[str, Any], symbol: str, year: int, where: str) -> date:
    """Date of adoption; must lie in the year of the symbol."""
    day = written_day(record, "adoption_date", where)
    if symbol in _MISDATED and day == _MISDATED[symbol][0]:
        day = _MISDATED[symbol][1]
    if day.year != year:
        raise SourceError(f"{where}: {symbol} is dated {day}, outside the year of its symbol. Mend the file.")
    return day


def _read(folder: Path, pattern: str) -> Mapping[str, pl.DataFrame]:
    """Every resolution once, and the votes of those that name their voters."""
    import polars as pl

    codes = states.name_codes()
    held: dict[str, tuple[date, str | None, dict[str, int], str]] = {}
    for path in sorted(folder.glob(pattern)):
        for where, record in records(path):
            parts = _SYMBOL.match(str(value(record, "symbol", where)))
            if parts is None:
                raise SourceError(f"{where}: unknown symbol {record['symbol']!r}; expected e.g. 'S/RES/2722 (2024)'.")
            symbol = f"{parts[1]} ({parts[2]})"
            is_named = symbol not in _NAMELESS and any(value(record, key, where) for key in BALLOTS)
            votes = ballots({**record, "symbol": symbol}, where, codes, _MISCOUNTED) if is_named else {}
            day = _day(record, symbol, int(parts[2]), where)
            title = text(record, "resolution_title", where) or text(record, "agenda_item_name", where)
            if symbol not in held:
                how = str(value(record, "adoption_type", where))
                if not votes and symbol not in _NAMELESS and not how.startswith(_UNRECORDED):
                    raise SourceError(f"{where}: {symbol} names no member, but was {how!r}. Mend the file.")
                held[symbol] = (day, title, votes, where)
            elif votes and held[symbol][2] != votes:
                raise SourceError(f"{where}: {symbol} differs from the same resolution in {held[symbol][3]}.")
    items = [(s, day, day.year, title, True, SOURCE.id) for s, (day, title, _, _) in held.items()]
    cast = [(state, s, vote, False) for s, (_, _, votes, _) in held.items() for state, vote in votes.items()]
    return {
        "council_items": pl.DataFrame(
            items,
            schema={
                "item": pl.String,
                "day": pl.Date,
                "year": pl.Int16,
                "title": pl.String,
                "is_adopted": pl.Boolean,
                "dataset": pl.String,
            },
            orient="row",
        ).sort("day", "item"),
        "council_votes": pl.DataFrame(
            cast,
            schema={"state": pl.String, "item": pl.String, "vote": pl.UInt8, "is_veto": pl.Boolean},
            orient="row",
        ),
    }


SOURCE = Source(
    id="un-sc-votes-dgacm",
    title="Machine-readable Security Council resolutions: votes on adopted resolutions",
    version="repository UNxml/SCresolutions at 6c4072a (21 July 2026), 2000-2026",
    citation=(
        "United Nations, Department for General Assembly and Conference Management, "
        "Machine-readable Security Council resolutions, repository UNxml/SCresolutions."
    ),
    licence=(
        "UN disclaimer: unofficial copies for information, no warranty; the United Nations must be "
        "acknowledged as "
        "the source"
    ),
    landing_url="https://www.un.org/dgacm/en/content/visualizations-and-machine-readability",
    download_url="https://github.com/UNxml/SCresolutions (folder data_extract)",
    grain="one adopted resolution with the names of the members in favour, against and abstaining",
    coverage="members of the Security Council, adopted resolutions, 13 January 2000 to 29 June 2026",
    ships="values",
    defects=(
        "adopted resolutions only: drafts that failed are missing, so agreement is overstated",
        "11 resolutions adopted without a vote or by acclamation, and S/RES/2723 (2024), printed as "
        "unanimous, name no "
        "voters: they have an item and no votes",
        "S/RES/2812 (2026) was adopted 13-0-2 but names 15 in favour: it has an item and no votes",
        "counts of S/RES/1559 (2004), 2403 (2018) and 2521 (2020) contradict their lists of names; the names are used",
        "S/RES/2756 (2024) was adopted 13-0-2 but names 12 in favour",
        "S/RES/2423 (2018) carries the date of a resolution of 2016; the date of its draft, 28 June 2018, is used",
        "S/RES/2820, 2821 and 2822 (2026) are there twice; each counts once here",
    ),
    forms=(
        Form("UNxml json lines", ("*.json",), lambda folder: _read(folder, "*.json")),
        Form("UNxml json lines, gzip", ("*.json.gz",), lambda folder: _read(folder, "*.json.gz")),
    ),
    # A resolution may be mended years later, so that all files are asked for each time.
    downloads=tuple(
        Download(f"https://raw.githubusercontent.com/UNxml/SCresolutions/HEAD/data_extract/{year}.json", f"{year}.json")
        for year in range(2000, 2027)
    ),
)
