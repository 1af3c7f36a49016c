"""Frames as downloads: JSON, CSV, XLSX or Arrow, each with what it is, how it is cited and where it comes from."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import polars as pl

from amity import __version__
from amity.api import cited
from amity.atlas import Atlas, citation
from amity.errors import UsageError
from amity.web.answers import Answer, data

#: Forms in which a table can be had.
Form = Literal["json", "csv", "xlsx", "arrow", "bibtex"]

MEDIA: Mapping[str, str] = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "arrow": "application/vnd.apache.arrow.stream",
    "bibtex": "application/x-bibtex; charset=utf-8",
}

#: More rows than a spreadsheet program opens with ease; a longer table is to be had as CSV or Arrow.
_MOST_CELLS_XLSX = 2_000_000

#: What a spreadsheet program would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Table:
    """A table on its way out.

    Attributes:
        name: What its file is called, without ending.
        title: What it shows.
        frame: The rows.
        about: Further facts of the answer in JSON, such as the indicator's unit.
        sources: Ids of the data sets it rests on.
        notes: Further lines for readers of CSV and XLSX: unit, limits.
    """

    name: str
    title: str
    frame: pl.DataFrame
    about: Mapping[str, Any]
    sources: Sequence[str] = ()
    notes: Sequence[str] = ()


def sent(table: Table, form: str, atlas: Atlas, url: str = "") -> Answer:
    """The table in one of the forms.

    Raises:
        UsageError: There is no such form, or the table is too long for it.
    """
    if form not in get_args(Form):
        raise UsageError(f"There is no format {form!r}; there are {', '.join(get_args(Form))}.")
    make = {"json": _json, "csv": _csv, "xlsx": _xlsx, "arrow": _arrow, "bibtex": _bibtex}[form]
    made = make(table, atlas, url)
    if form == "json":
        return made
    ending = {"bibtex": "bib"}.get(form, form)
    return replace(made, filename=f"{table.name}.{ending}")


def head(atlas: Atlas) -> dict[str, Any]:
    """What every answer in JSON begins with."""
    return {"amity": __version__, "atlas": atlas.id}


def _lines(table: Table, atlas: Atlas, url: str) -> list[str]:
    works = cited(tuple(table.sources)) if table.sources else (citation.itself(atlas),)
    return [
        table.title,
        *table.notes,
        *([f"From {url}"] if url else []),
        "Cite: " + " ".join(str(works[0]["citation"]).split()),
        *(f"Data: {work['id']} ({work['version']}). {' '.join(str(work['citation']).split())}" for work in works[1:]),
    ]


def _json(table: Table, atlas: Atlas, url: str) -> Answer:  # noqa: ARG001 - all forms are made alike
    works = cited(tuple(table.sources)) if table.sources else (citation.itself(atlas),)
    cite = [{key: work.get(key) for key in ("id", "version", "citation", "licence", "landing_url")} for work in works]
    rows = _numbers(table.frame).to_dicts()
    return data({**head(atlas), "title": table.title, **table.about, "rows": rows, "cite": cite})


def _numbers(frame: pl.DataFrame) -> pl.DataFrame:
    """JSON has no NaN and no infinity; a figure that is none is null."""
    floats = [name for name, dtype in frame.schema.items() if dtype.is_float()]
    return frame.with_columns(pl.when(pl.col(name).is_finite()).then(pl.col(name)).alias(name) for name in floats)


def _safe(frame: pl.DataFrame) -> pl.DataFrame:
    """Texts that a spreadsheet program would run are marked as texts."""
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    first = {name: pl.col(name).str.slice(0, 1) for name in texts}
    return frame.with_columns(
        pl.when(first[name].is_in(list(_FORMULA))).then("'" + pl.col(name)).otherwise(pl.col(name)).alias(name)
        for name in texts
    )


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    nested = [name for name, dtype in frame.schema.items() if dtype.is_nested()]
    return frame.with_columns(pl.col(n).cast(pl.List(pl.String)).list.join("; ") for n in nested)


def _csv(table: Table, atlas: Atlas, url: str) -> Answer:
    """Figures first named by lines that begin with #, which readers of CSV know to skip."""
    told = "".join(f"# {' '.join(line.split())}\n" for line in _lines(table, atlas, url))
    return Answer((told + _safe(_flat(table.frame)).write_csv()).encode(), MEDIA["csv"])


def _xlsx(table: Table, atlas: Atlas, url: str) -> Answer:
    import xlsxwriter

    frame = _flat(table.frame)
    if frame.height * max(frame.width, 1) > _MOST_CELLS_XLSX:
        raise UsageError(
            f"{frame.height:,} rows of {frame.width} columns are too many for a spreadsheet. Ask for csv or arrow."
        )
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    book: Any = xlsxwriter.Workbook(stream, options)
    with book:
        about = book.add_worksheet("about")
        about.write_column(0, 0, _lines(table, atlas, url))
        frame.write_excel(book, worksheet="data", freeze_panes=(1, 0), autofit=True, float_precision=6)
        book.get_worksheet_by_name("data").activate()
    return Answer(stream.getvalue(), MEDIA["xlsx"])


def _arrow(table: Table, atlas: Atlas, url: str) -> Answer:  # noqa: ARG001 - all forms are made alike
    stream = io.BytesIO()
    table.frame.write_ipc_stream(stream)
    return Answer(stream.getvalue(), MEDIA["arrow"])


def _bibtex(table: Table, atlas: Atlas, url: str) -> Answer:  # noqa: ARG001 - all forms are made alike
    works = cited(tuple(table.sources)) if table.sources else (citation.itself(atlas),)
    return Answer("\n\n".join(citation.bibtex(work) for work in works).encode() + b"\n", MEDIA["bibtex"])


def sources_in(frame: pl.DataFrame, atlas: Atlas, column: str = "sources") -> tuple[str, ...]:
    """Ids of the data sets named in a column of a frame."""
    import re

    if column not in frame.columns:
        return ()
    texts = "\n".join(frame[column].drop_nulls().unique())
    known = atlas.manifest["sources"]
    return tuple(sorted(name for name in known if re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", texts)))
