"""What a panel's columns are: made from the declarations and counted on the rows, never written by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from amity import __version__
from amity.atlas import citation

if TYPE_CHECKING:
    from amity.panel import Panel

_KEYS = {
    "a": "Code of the first state.",
    "b": "Code of the second state.",
    "state": "Code of the state.",
    "year": "Calendar year.",
}


@dataclass(frozen=True, eq=False)
class Codebook:
    """One row per column of a panel.

    Attributes:
        frame: Columns column, definition, unit, type, least, greatest, lag, sources, first_year, last_year (with a
            value), rows (with a value), missing_share.
        title: What the panel is.
        notes: What holds for all columns.
        works: Citations of the sources, by id.
    """

    frame: pl.DataFrame
    title: str
    notes: tuple[str, ...]
    works: Mapping[str, str]

    @property
    def text(self) -> str:
        """Plain text, a paragraph per column."""
        parts = [self.title, *self.notes, ""]
        for row in self.frame.iter_rows(named=True):
            parts += [row["column"], f"  {row['definition']}", *(f"  {line}" for line in _facts(row)), ""]
        parts += ["Sources", *(f"  {name}: {text}" for name, text in self.works.items())]
        return "\n".join(parts) + "\n"

    @property
    def markdown(self) -> str:
        """A page with one table."""
        heading = "| column | definition | unit | range | years | missing | sources |\n|---|---|---|---|---|---|---|"
        lines = [
            "| "
            + " | ".join(
                _cell(text)
                for text in (
                    f"`{row['column']}`",
                    row["definition"],
                    row["unit"],
                    _range(row),
                    _years(row),
                    f"{100 * row['missing_share']:.1f} %",
                    row["sources"],
                )
            )
            + " |"
            for row in self.frame.iter_rows(named=True)
        ]
        works = "\n".join(f"- `{name}`: {text}" for name, text in self.works.items())
        notes = "\n".join(f"- {note}" for note in self.notes)
        return f"# {self.title}\n\n{notes}\n\n{heading}\n" + "\n".join(lines) + f"\n\n## Sources\n\n{works}\n"

    def __repr__(self) -> str:
        return self.text


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _facts(row: Mapping[str, Any]) -> list[str]:
    facts = [f"unit: {row['unit']}; type: {row['type']}; range: {_range(row)}"]
    facts.append(f"years: {_years(row)}; {row['rows']:,} rows with a value, {100 * row['missing_share']:.1f} % missing")
    return [*facts, f"sources: {row['sources'] or 'none'}"]


def _range(row: Mapping[str, Any]) -> str:
    if row["least"] is None and row["greatest"] is None:
        return "unbounded"
    low, high = ("…" if row[end] is None else f"{row[end]:g}" for end in ("least", "greatest"))
    return f"{low} to {high}"


def _years(row: Mapping[str, Any]) -> str:
    return "none" if row["first_year"] is None else f"{row['first_year']}–{row['last_year']}"


def describe(panel: Panel) -> Codebook:
    """The codebook of a panel; its counts come from one pass over the rows."""
    schema, height, counted = _counted(panel)
    rows: list[dict[str, Any]] = []
    for name in panel.keys:
        rows.append(_row(name, _KEYS[name], "year" if name == "year" else "code", schema, counted, height))
        rows[-1]["sources"] = "cow-state-system"
    for column in panel.columns:
        row = _row(column.name, column.definition, column.unit, schema, counted, height)
        row |= {
            "least": column.range[0],
            "greatest": column.range[1],
            "lag": column.lag,
            "sources": " + ".join(sorted(column.sources(panel.first, panel.last))),
        }
        rows.append(row)
    known = panel.atlas.manifest["sources"]
    works = {name: known[name]["citation"] for name in panel.sources}
    frame = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    title = f"{panel.unit}s, {panel.first}–{panel.last}"
    return Codebook(
        frame, title, tuple(_notes(panel, height)), works | {"amity": citation.itself(panel.atlas)["citation"]}
    )


_SCHEMA = {
    "column": pl.String,
    "definition": pl.String,
    "unit": pl.String,
    "type": pl.String,
    "least": pl.Float64,
    "greatest": pl.Float64,
    "lag": pl.Int32,
    "sources": pl.String,
    "first_year": pl.Int32,
    "last_year": pl.Int32,
    "rows": pl.Int64,
    "missing_share": pl.Float64,
}


def _row(
    name: str,
    definition: str,
    unit: str,
    schema: Mapping[str, pl.DataType],
    counted: Mapping[str, Sequence[int | None]],
    height: int,
) -> dict[str, Any]:
    n, first, last = counted[name]
    share = 1.0 - (n or 0) / height if height else 0.0
    given = {"column": name, "definition": definition, "unit": unit, "type": str(schema[name])}
    counts = {"first_year": first, "last_year": last, "rows": n, "missing_share": share}
    return dict.fromkeys(_SCHEMA) | given | {"lag": 0, "sources": ""} | counts


def _counted(panel: Panel) -> tuple[Mapping[str, pl.DataType], int, dict[str, list[int | None]]]:
    """Types, rows, and per column: values, first and last year with one."""
    height = 0
    schema: Mapping[str, pl.DataType] = {}
    counts: dict[str, list[int | None]] = {name: [0, None, None] for name in panel.names}
    for chunk in panel.chunks():
        schema, height = chunk.schema, height + chunk.height
        there = [pl.col(name).is_not_null() for name in chunk.columns]
        year = pl.col("year").cast(pl.Int32)
        found = chunk.lazy().select(
            *(test.sum().alias(f"n{i}") for i, test in enumerate(there)),
            *(year.filter(test).min().alias(f"f{i}") for i, test in enumerate(there)),
            *(year.filter(test).max().alias(f"l{i}") for i, test in enumerate(there)),
        )
        row = found.collect().row(0, named=True)
        for i, name in enumerate(chunk.columns):
            n, first, last = counts[name]
            ends = (
                [e for e in (first, row[f"f{i}"]) if e is not None],
                [e for e in (last, row[f"l{i}"]) if e is not None],
            )
            counts[name] = [(n or 0) + row[f"n{i}"], min(ends[0], default=None), max(ends[1], default=None)]
    return schema, height, counts


def _notes(panel: Panel, height: int) -> list[str]:
    who = "the state was a member" if panel.unit == "state-year" else "both states were members"
    notes = [
        f"{height:,} rows, one per {panel.unit} in which {who} of the Correlates of War state system on any day.",
        f"Made by amity {__version__} from atlas {panel.atlas.id}.",
    ]
    if panel.missing == "drop":
        notes.append("Rows with any missing value are left out.")
    elif isinstance(panel.missing, dict) and panel.missing:
        notes.append("Missing values set: " + ", ".join(f"{k} = {v}" for k, v in panel.missing.items()) + ".")
    else:
        notes.append("Missing values are null; they are never zero.")
    return notes
