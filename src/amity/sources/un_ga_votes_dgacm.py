"""Votes of the UN General Assembly from October 2019, as the UN itself publishes its resolutions.

Grain of the raw files: one JSON object per line is one adopted resolution, with the names of the members in
favour, against and abstaining. Only recorded votes on resolutions as a whole are there: no paragraph votes,
no failed drafts, no absences. Traps: dates come in two spellings, some with no-break spaces; names come in
several spellings (and one mis-encoded); session 79 and 80 repeat some resolutions; two resolutions do not
have the names they count.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from amity import states
from amity.errors import SourceError
from amity.sources import Download, Form, Source

if TYPE_CHECKING:
    import polars as pl

#: Key of a list of names → our code of the vote (1 yes, 2 abstain, 3 no).
BALLOTS = {"MS_in_favour": 1, "MS_abstaining": 2, "MS_against": 3}

#: Numbers of our roll calls start above every number of un-ga-votes-unvotes.
FIRST_ROLL_CALL = 100_001

_MONTHS = {
    "January": 1,
    "February": 2,
    "March": 3,
    "April": 4,
    "May": 5,
    "June": 6,
    "July": 7,
    "August": 8,
    "September": 9,
    "October": 10,
    "November": 11,
    "December": 12,
}
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?: 00:00:00)?$")
_WRITTEN_DAY = re.compile(r"(\d{1,2}) ([A-Z][a-z]+) (\d{4})(?: in [A-Z]\w+)?$")
_SYMBOL = re.compile(r"A/RES/((?:ES-|S-)?\d+)/(\d+)(?: ([A-Z]))?$")

#: Spellings whose meaning is clear only in these files: one of the two Congos, which UN usage calls so;
#: slips.
_SPELLINGS = {
    "CONGO": "REPUBLIC OF THE CONGO",
    "CHILEs": "CHILE",
    "CÔTE.": "COTE D'IVOIRE",
    "D'IVOIRE": "COTE D'IVOIRE",
    "TÜRKÝYE": "TURKEY",
}

#: Resolutions whose names differ from their counts: (counts, names) in favour, abstaining, against.
_MISCOUNTED = {
    "A/RES/75/290 A": ((90, 47, 0), (180, 94, 0)),  # every name is there twice
    "A/RES/77/293": ((100, 59, 9), (100, 58, 9)),  # one abstaining member is not named
}
#: Recorded votes that come without names.
_NAMELESS = frozenset({"A/RES/75/254 A-C"})


def records(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each resolution of a file of JSON lines (plain or gzip) with the place it stands at, for messages.

    Raises:
        SourceError: The file is truncated or damaged, or a line is no JSON object.
    """
    opened = gzip.open if path.suffix == ".gz" else open
    number = 0
    try:
        with opened(path, "rt", encoding="utf-8") as stream:
            for number, line in enumerate(stream, 1):
                if not line.strip():
                    continue
                record: object = json.loads(line)
                if not isinstance(record, dict):
                    raise ValueError(f"not a JSON object: {line.strip()[:60]!r}")
                yield f"{path}, line {number}", record
    except (EOFError, OSError, zlib.error, ValueError) as error:
        reason = str(error).strip().split("\n")[0] or type(error).__name__
        raise SourceError(
            f"{path}, after line {number}: cannot be read ({reason}). The file is damaged or truncated; fetch it again."
        ) from error
    if number == 0:
        raise SourceError(f"{path}: holds no lines. The file is truncated; fetch it again.")


def value(record: Mapping[str, Any], key: str, where: str) -> Any:
    """A field of a resolution.

    Raises:
        SourceError: It has no such field.
    """
    if key not in record:
        raise SourceError(
            f"{where}: field {key} is missing (it has {', '.join(list(record)[:12])}). The file is of another edition."
        )
    return record[key]


def text(record: Mapping[str, Any], key: str, where: str) -> str | None:
    """A text field with its white space made plain; null where empty or "N.A."."""
    plain = " ".join(str(value(record, key, where)).split())
    return None if plain in ("", "N.A.") else plain


def written_day(record: Mapping[str, Any], key: str, where: str) -> date:
    """The date in a field, written "2022-03-02 00:00:00" or "2 March 2022".

    Raises:
        SourceError: It is written another way.
    """
    written = text(record, key, where) or ""
    try:
        if found := _ISO_DAY.match(written):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if (found := _WRITTEN_DAY.match(written)) and found[2] in _MONTHS:
            return date(int(found[3]), _MONTHS[found[2]], int(found[1]))
    except ValueError:
        pass
    raise SourceError(f"{where}: unknown date {written!r} in {key}. Mend the file or teach the reader this spelling.")


def ballots(
    record: Mapping[str, Any],
    where: str,
    codes: Mapping[str, str],
    miscounted: Mapping[str, tuple[tuple[int, ...], tuple[int, ...]]],
) -> dict[str, int]:
    """State → vote of one resolution, checked against the printed counts.

    Args:
        record: The resolution.
        where: Its place, for messages.
        codes: From `states.name_codes`.
        miscounted: Symbol → (counts, numbers of names) of the resolutions known to disagree with themselves.

    Raises:
        SourceError: A name is unknown or stands in two lists, or the lists are not as long as counted.
    """
    symbol = str(value(record, "symbol", where))
    lists = [list(map(str, value(record, key, where))) for key in BALLOTS]
    lengths = tuple(map(len, lists))
    counts = tuple(_count(record, f"{key}_count", length, where) for key, length in zip(BALLOTS, lengths, strict=True))
    known = miscounted.get(symbol) == (counts, lengths)
    if counts != lengths and not known:
        raise SourceError(
            f"{where}: {symbol} counts {counts} members in favour, abstaining, against, but names {lengths}. "
            "Mend the file, or declare it in the reader's list of miscounted resolutions."
        )
    votes: dict[str, int] = {}
    for names, vote in zip(lists, BALLOTS.values(), strict=True):
        for name in names:
            state = codes.get(states.normalise(_SPELLINGS.get(name, name)))
            if state is None:
                raise SourceError(
                    f"{where}: unknown state {name!r} in the vote on {symbol}. "
                    "Add the spelling to the states table if it is right, or mend the file."
                )
            if votes.setdefault(state, vote) != vote or (names.count(name) > 1 and not known):
                raise SourceError(f"{where}: {name!r} votes twice on {symbol}. Mend the file.")
    return votes


def _count(record: Mapping[str, Any], key: str, length: int, where: str) -> int:
    """A printed count; a count not given ("N.A.", empty) cannot disagree."""
    printed = text(record, key, where)
    if printed is None:
        return length
    if not printed.isdecimal():
        raise SourceError(f"{where}: unknown count {printed!r} in {key}.")
    return int(printed)


def _read(folder: Path, pattern: str) -> Mapping[str, pl.DataFrame]:
    """The recorded votes of every file, each resolution once."""
    import polars as pl

    codes = states.name_codes()
    held: dict[str, tuple[date, str, str, str | None, dict[str, int], str]] = {}
    for path in sorted(folder.glob(pattern)):
        for where, record in records(path):
            symbol = str(value(record, "symbol", where))
            if not any(value(record, key, where) for key in BALLOTS):
                if value(record, "adoption_type", where) == "By a recorded vote" and symbol not in _NAMELESS:
                    raise SourceError(f"{where}: {symbol} was adopted by a recorded vote but names no member.")
                continue
            parts = _SYMBOL.match(symbol)
            if parts is None:
                raise SourceError(f"{where}: unknown symbol {symbol!r}; expected e.g. 'A/RES/74/19'.")
            votes = ballots(record, where, codes, _MISCOUNTED)
            day = written_day(record, "adoption_date", where)
            if symbol not in held:
                short = f"{parts[1]}/{parts[2]}{parts[3] or ''}"
                held[symbol] = (day, short, parts[1], text(record, "title", where), votes, where)
            elif (held[symbol][0], held[symbol][4]) != (day, votes):
                raise SourceError(f"{where}: {symbol} differs from the same resolution in {held[symbol][5]}.")
    kept = sorted(held.values(), key=lambda vote: vote[:2])
    numbers = range(FIRST_ROLL_CALL, FIRST_ROLL_CALL + len(kept))
    roll_calls = pl.DataFrame(
        {
            "roll_call": pl.Series(list(numbers), dtype=pl.Int32),
            "symbol": [vote[1] for vote in kept],
            "session": [vote[2] for vote in kept],
            "day": pl.Series([vote[0] for vote in kept], dtype=pl.Date),
            "year": pl.Series([vote[0].year for vote in kept], dtype=pl.Int16),
            "title": pl.Series([vote[3] for vote in kept], dtype=pl.String),
            "topics": pl.Series([None] * len(kept), dtype=pl.String),
            "is_part": [False] * len(kept),
            "dataset": [SOURCE.id] * len(kept),
        },
        schema_overrides={
            "symbol": pl.String,
            "session": pl.String,
            "is_part": pl.Boolean,
            "dataset": pl.String,
        },
    )
    cast = [
        (state, number, vote)
        for number, (*_, votes, _) in zip(numbers, kept, strict=True)
        for state, vote in votes.items()
    ]
    schema = {"state": pl.String, "roll_call": pl.Int32, "vote": pl.UInt8}
    return {"roll_calls": roll_calls, "votes": pl.DataFrame(cast, schema=schema, orient="row")}


SOURCE = Source(
    id="un-ga-votes-dgacm",
    title="Machine-readable General Assembly resolutions: recorded votes",
    version="repository UNxml/GAresolutions at 42a69b6 (10 July 2026), sessions 74-80, ES-10, ES-11, S-32",
    citation=(
        "United Nations, Department for General Assembly and Conference Management, "
        "Machine-readable General Assembly resolutions, repository UNxml/GAresolutions."
    ),
    licence=(
        "UN disclaimer: unofficial copies for information, no warranty; the United Nations must be "
        "acknowledged as "
        "the source"
    ),
    landing_url="https://www.un.org/dgacm/en/content/visualizations-and-machine-readability",
    download_url="https://github.com/UNxml/GAresolutions (folder data_extract)",
    grain="one adopted resolution with the names of the members in favour, against and abstaining",
    coverage="members of the UN, recorded votes on resolutions as a whole, 7 November 2019 to 4 June 2026",
    ships="values",
    defects=(
        "session 74 stops at 27 December 2019; votes of early 2020 are missing",
        "ES-11 stops at ES-11/6 of 14 November 2022; its votes of 2023 and 2025 are missing",
        "absences are not listed; paragraph votes and failed drafts are not included; no issue tags",
        "A/RES/75/290 A names every member twice (90-0-47 as counted); each counts once here",
        "A/RES/77/293 counts 59 abstaining members but names 58",
        "A/RES/75/254 A-C was a recorded vote (168 in favour) but names nobody: it has no row",
        "21 resolutions of sessions 79 and 80 are there twice, with equal votes; each counts once here",
    ),
    forms=(
        Form("UNxml json lines", ("*.json",), lambda folder: _read(folder, "*.json")),
        Form("UNxml json lines, gzip", ("*.json.gz",), lambda folder: _read(folder, "*.json.gz")),
    ),
    # A resolution may be mended years later, so that all files are asked for each time.
    downloads=tuple(
        Download(
            f"https://raw.githubusercontent.com/UNxml/GAresolutions/HEAD/data_extract/{session}.json", f"{session}.json"
        )
        for session in ("74", "75", "76", "77", "78", "79", "80", "ES-10", "ES-11", "S-32")
    ),
)
