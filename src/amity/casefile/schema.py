"""What a casefile holds: its files, their columns, and what a cell of each kind may be.

A casefile keeps dated facts of one pair of states that no data set of all pairs holds. It is a folder with
`casefile.toml` and any of the files below; every row ends with the source it was read in.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import polars as pl

from amity import states
from amity.errors import UsageError

#: Pillars an event or a claim may belong to.
PILLARS: tuple[str, ...] = (
    "trade",
    "energy",
    "investment",
    "arms",
    "military",
    "diplomacy",
    "rhetoric",
    "institutions",
    "region",
    "opinion",
    "history",
    "technology",
    "external-pressure",
)

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,12})?", re.ASCII)
_YEARS = (1800, 2100)


@dataclass(frozen=True, slots=True)
class Cell:
    """A kind of cell.

    Attributes:
        what: What a writer is told to put there.
        read: From text to the values of its columns; raises ValueError with the reason.
        dtypes: Endings of the columns it becomes, and their dtypes.
    """

    what: str
    read: Callable[[str], tuple[object, ...]]
    dtypes: Mapping[str, type[pl.DataType]]


def _text(text: str) -> tuple[object, ...]:
    return (text,)


def _number(text: str) -> tuple[object, ...]:
    if not _NUMBER.fullmatch(text):
        raise ValueError("is no number; write it plainly, e.g. 12.5")
    return (float(text),)


def day_span(text: str, first_year: int = _YEARS[0]) -> tuple[dt.date, dt.date]:
    """First and last day that a date of any precision may mean: 2014, 2014-05 or 2014-05-21.

    Raises:
        ValueError: It is no date, or its year is not between `first_year` and 2100.
    """
    found = _DATE.fullmatch(text)
    if not found:
        raise ValueError("is no date; write YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part) if part else None for part in found.groups())
    if year is None or not first_year <= year <= _YEARS[1]:
        raise ValueError(f"has a year outside {first_year} to {_YEARS[1]}")
    try:
        first = dt.date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError as error:
        raise ValueError(f"is no day of the calendar ({error})") from None
    if day is not None:
        return first, first
    after = dt.date(year + 1, 1, 1) if month in (None, 12) else dt.date(year, month + 1, 1)
    return first, after - dt.timedelta(1)


def _dated(text: str) -> tuple[object, ...]:
    return (text, *day_span(text))


def _period(text: str) -> tuple[object, ...]:
    begin, parted, end = text.partition("/")
    first, last = day_span(begin), day_span(end if parted else begin)
    if last[1] < first[0]:
        raise ValueError("ends before it begins")
    return text, first[0], last[1]


def _state(text: str) -> tuple[object, ...]:
    """A state, or a part of one as "China: Heilongjiang", or "world"."""
    if text == "world":
        return text, None
    try:
        return text, states.find(text.partition(":")[0].strip()).code
    except UsageError as error:
        raise ValueError(f"is no state. {error}") from None


def _place(text: str) -> tuple[object, ...]:
    """Where a source is found: a web address or a name of a public copy, never a script."""
    if urlsplit(text).scheme.lower() not in {"http", "https", ""} and re.match(r"(?i)\s*(javascript|data|file):", text):
        raise ValueError("is no address of a page")
    return (text,)


_SPAN = {"": pl.String, "_first": pl.Date, "_last": pl.Date}
TEXT = Cell("text", _text, {"": pl.String})
NUMBER = Cell("a number, e.g. 12.5", _number, {"": pl.Float64})
DATE = Cell("a date: YYYY, YYYY-MM or YYYY-MM-DD", _dated, _SPAN)
PERIOD = Cell("a date or two with / between them, e.g. 2001/2005", _period, _SPAN)
STATE = Cell('a state, a part of one ("China: Heilongjiang") or "world"', _state, {"": pl.String, "_code": pl.String})
ADDRESS = Cell("the address of the page, or the repository and file of a public copy", _place, {"": pl.String})


def choice(*allowed: str) -> Cell:
    """One of a few words."""

    def read(text: str) -> tuple[object, ...]:
        if text not in allowed:
            raise ValueError(f"is none of {', '.join(allowed)}")
        return (text,)

    return Cell(f"one of {', '.join(allowed)}", read, {"": pl.String})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file."""

    name: str
    cell: Cell
    about: str
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class File:
    """A file of a casefile.

    Attributes:
        name: Without `.csv`.
        about: What a row is.
        own: Its columns before those of the source.
        key: Columns that tell its rows apart, beside the source.
        when: The column that says when; empty where rows bear no date.
        what: The column that says what.
        order: Pairs of date columns of which the first must not come after the second.
        refers: Pairs of a column and the file whose column of that name must hold its value.
    """

    name: str
    about: str
    own: tuple[Column, ...]
    key: tuple[str, ...]
    when: str
    what: str
    order: tuple[tuple[str, str], ...] = ()
    refers: tuple[tuple[str, str], ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """Every column in order: its own, then the source's."""
        return self.own + SOURCE

    @property
    def schema(self) -> dict[str, type[pl.DataType]]:
        """Columns and dtypes of its frame."""
        return {c.name + ending: dtype for c in self.columns for ending, dtype in c.cell.dtypes.items()}


def _maybe(name: str, cell: Cell, about: str) -> Column:
    return Column(name, cell, about, is_required=False)


#: Where a row was read. A row without a source is refused.
SOURCE: tuple[Column, ...] = (
    Column("source_title", TEXT, "Title of what was read."),
    Column("source_publisher", TEXT, "Who published it."),
    Column("source_date", TEXT, 'Date of the source; "n.d." if it bears none.'),
    Column("source_url_or_repo", ADDRESS, "Where it can be found."),
    _maybe("note", TEXT, "What a reader must know; which values are computed, derived or inferred."),
)

#: Facts: what happened, and when. `amity.casefile.system` has the files of what is argued.
#: How the address of a source begins that is an analysis whose claims are themselves tested, not a record of deeds.
ANALYSIS = "seed article"

FILES: Mapping[str, File] = {
    file.name: file
    for file in (
        File(
            "series",
            "One reading of a figure, of the pair or of one of the two.",
            (
                Column("metric", TEXT, "What is measured; the same word for the same thing."),
                Column("period", PERIOD, "When."),
                Column("value", NUMBER, "The figure."),
                Column("unit", TEXT, "Its unit, e.g. USD bn."),
                Column("subject", STATE, "Whose figure it is; of a flow, where it comes from."),
                _maybe("object", STATE, "The other side."),
            ),
            ("metric", "period", "value", "unit", "subject", "object"),
            "period",
            "metric",
        ),
        File(
            "meetings",
            "One meeting or call of leaders.",
            (
                Column("date", DATE, "Day, or its first day."),
                _maybe("place", TEXT, "Where."),
                Column(
                    "type",
                    choice("state visit", "visit", "meeting", "summit sideline", "call", "video"),
                    "How they met.",
                ),
                _maybe("host", STATE, "Who received, where one of the two did."),
                Column("multilateral", choice("yes", "no"), "Whether others took part."),
                Column("who", TEXT, "Names, parted by semicolons."),
                _maybe("signed", TEXT, "What was signed."),
            ),
            ("date", "type", "who", "place"),
            "date",
            "who",
        ),
        File(
            "exercises",
            "One joint exercise or patrol.",
            (
                Column("start", DATE, "First day."),
                _maybe("end", DATE, "Last day."),
                Column("name", TEXT, "What it was called."),
                Column("series", TEXT, "The series it belongs to."),
                Column("type", TEXT, "land, sea, air …"),
                _maybe("place", TEXT, "Where."),
                Column("participants", TEXT, "States, parted by semicolons."),
                _maybe("troops_ships", TEXT, "How many troops, ships, aircraft, as stated."),
            ),
            ("start", "name"),
            "start",
            "name",
            (("start", "end"),),
        ),
        File(
            "agreements",
            "One treaty, statement, memorandum or contract, and what became of it.",
            (
                Column("date", DATE, "When signed or declared."),
                Column("name", TEXT, "What it is called."),
                Column("kind", choice("treaty", "joint statement", "MoU", "contract"), "What it is."),
                _maybe("value", NUMBER, "What it was said to be worth."),
                _maybe("unit", TEXT, "Unit of the value."),
                Column(
                    "status",
                    choice("in force", "delivered", "delayed", "lapsed", "cancelled", "unknown"),
                    "What became of it.",
                ),
                _maybe("partnership_label", TEXT, "What the two call their relationship in it, word for word."),
            ),
            ("date", "name"),
            "date",
            "name",
        ),
        File(
            "projects",
            "One project: announced, promised for, delivered when.",
            (
                Column("name", TEXT, "What it is called."),
                Column("sector", TEXT, "energy, transport …"),
                _maybe("announced_date", DATE, "When it was announced or agreed."),
                _maybe("promised_completion", DATE, "When it was to be ready."),
                _maybe("actual_completion", DATE, "When it was ready."),
                _maybe("expected_completion", DATE, "A later target; never a fact."),
                _maybe("promised_value_usd", NUMBER, "US dollars promised."),
                _maybe("delivered_value_usd", NUMBER, "US dollars delivered."),
                Column(
                    "outcome",
                    choice("delivered", "underway", "planned", "cancelled", "unknown"),
                    "What became of it by `status_date`, in one of five words.",
                ),
                Column("status", TEXT, "The same as stated."),
                Column("status_date", DATE, "Until when it was followed."),
                _maybe("delay_years", NUMBER, "Years late, where stated or computed; say which in the note."),
            ),
            ("name",),
            "announced_date",
            "name",
            (("announced_date", "actual_completion"), ("announced_date", "promised_completion")),
        ),
        File(
            "arms",
            "One order of weapons.",
            (
                Column("order_year", PERIOD, "Year or years of the order."),
                _maybe("order_year_estimated", choice("Yes", "No"), "Whether that year is an estimate."),
                Column("supplier", STATE, "Who sells."),
                Column("recipient", STATE, "Who buys."),
                Column("system", TEXT, "What."),
                Column("category", TEXT, "Its class."),
                _maybe("quantity", NUMBER, "How many delivered."),
                _maybe("deliveries", TEXT, "Number by year, as 1995:25; 1996:25."),
                _maybe("status", TEXT, "New or second hand."),
                _maybe("value_usd", NUMBER, "US dollars, where stated."),
                _maybe("tiv_delivered", NUMBER, "SIPRI trend-indicator value delivered, million."),
                _maybe("local_production", TEXT, "Whether made in the recipient's country."),
            ),
            ("order_year", "supplier", "recipient", "system", "note"),
            "order_year",
            "system",
        ),
        File(
            "divergences",
            "One question on which the two stand apart or together.",
            (
                Column("topic", TEXT, "Region or subject."),
                Column("issue", TEXT, "The question."),
                Column("position_a", TEXT, "Where the first state of casefile.toml stands."),
                Column("position_b", TEXT, "Where the second stands."),
                _maybe("evidence_event", TEXT, "What shows it."),
                _maybe("date", DATE, "When."),
                Column("status", choice("aligned", "contested", "divergent"), "How far apart: our coding."),
            ),
            ("topic", "issue", "date", "evidence_event"),
            "date",
            "issue",
        ),
        File(
            "events",
            "One turning point.",
            (
                Column("date", DATE, "When."),
                Column("event", TEXT, "What happened."),
                Column("pillar", choice(*PILLARS), "Which part of the relationship it touches."),
                Column("direction", choice("1", "0", "-1"), "Closer (1), apart (-1) or neither: our coding."),
            ),
            ("date", "event"),
            "date",
            "event",
        ),
    )
}
