"""How answers reach stdout: one table, or one JSON object, in letters the terminal can show."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

#: What `--json` prints besides amity, atlas and command: key and meaning, per command; in the reference.
SHAPES: Mapping[str, Mapping[str, str]] = {
    "report": {
        "path": "file written, null if none",
        "report": "the page: answer, facts, scores, balance, pillars, sources, limits",
    },
    "show": {
        "dyad": "codes `a` and `b`",
        "indicator": "its id; null without one",
        "unit": "its unit; null without one",
        "rows": "indicator, a, b, year, value, low, high, n, coverage, sources, reason; without an indicator "
        "also pillar, label, kind, unit, percentile",
    },
    "explain": {
        "dyad": "codes `a` and `b`",
        "score": "its name",
        "year": "nothing after this year is used; null for all",
        "say": "what it comes to, in sentences",
        "tables": "the evidence: title, rows",
    },
    "compare": {
        "year": "nothing after this year is used; null for all",
        "dyads": "codes `a` and `b` of each pair",
        "path": "picture written, null if none",
        "rows": "a, b, score, label, year, value, low, high, percentile with its low and high, text, interval, n, "
        "coverage, sources, reason",
    },
    "contest": {
        "dyad": "codes `a` and `b`",
        "year": "the year",
        "group": "the group; null for all states",
        "rows": "state; per pillar the weight of a, of b, and who leads; leads_a, leads_b, leads, coverage",
    },
    "rank": {
        "indicator": "its id",
        "unit": "its unit",
        "year": "year ranked",
        "ranked": "pairs in the ranking",
        "order": "which end comes first",
        "tied_beyond": "pairs not listed that share the last rank listed",
        "rows": "rank, tied, a, b, year, value, low, high, n, coverage, sources",
    },
    "panel": {
        "unit": "what a row is; null with --list",
        "years": "first and last; null with --list",
        "rows": "how many; null with --list",
        "columns": "their names; null with --list",
        "sources": "ids of the data sets used; null with --list",
        "seconds": "time taken; null with --list",
        "path": "file written, null if none",
        "codebook": "file written, null if none",
        "bib": "file written, null if none",
        "data": "the rows, null if a file was written",
        "variables": "with --list: variable, group, level, unit, definition, table, years, held, name in peacesciencer",
        "indicators": "with --list: ids",
        "scores": "with --list: ids",
    },
    "studies": {
        "studies": "study, title, author, outlet, published, url, claims, verdicts; null with a name",
        "contradictions": "claims that cannot both be true: one, other, what, said; null with a name",
        "pulls": "claims by which one figure moves both ways: one, other, what, said; null with a name",
        "divisions": "hypotheses and mechanisms: kind, name, ids of claims for and against; null with a name",
        "study": "the one asked for; null without a name",
        "rows": "study, id, kind, pillar, text, outcome, said, nearest, reading, source, years, line; one per test",
        "scorecard": "verdicts by pillar and by kind; null without a name",
    },
    "claims": {
        "study": "study, title, author, outlet, published, url, claims",
        "rows": "study, id, kind, pillar, text, outcome, said, nearest, reading, source, years, line; one per test",
        "scorecard": "verdicts by pillar and by kind",
    },
    "check": {
        "document": "name, form, title, date, notes, text; null with --about",
        "states": "codes of the states it is about; null with --about",
        "summary": "line, figures, and how many have each verdict; null with --about",
        "findings": "number, outcome, reason, start, end, text, page, part, sentence, quantity, actors, period, "
        "binding, evidence, candidates; offsets count characters of the document's text; null with --about",
        "path": "page written, null if none",
        "quality": "with --about: the reader as measured, per set of labelled texts; null if it was not",
        "meanings": "with --about: what each verdict means",
    },
    "casefile": {
        "action": "list, show, check or new",
        "folder": "the casefile's folder; null with list",
        "rows": "a, b, title, compiled, folder, facts per file; null with show and new, and where there are problems",
        "problems": "with check: file, line, column, reason",
        "facts": "with show: the facts per file",
    },
    "readouts": {
        "names": "what the two accounts are called",
        "sides": "codes of the two states that met",
        "say": "what it comes to, in a line",
        "counts": "topics per outcome: contradicts, only A, only B, cannot tell, both",
        "topics": "topic, label, area, outcome, confidence, reason, a, b (numbers of passages), slots",
        "a": "passages of the first: start, end, text, mark, topics, speaker, positions, figures, dates, actors, names",
        "b": "passages of the second, likewise",
        "links": "passages compared: a, b, likeness of words and slots",
        "notes": "what limits the comparison",
        "path": "page written, null if none",
    },
    "states": {
        "year": "year asked for, or null",
        "is_member": "whether the one state asked for was a member then; null if not asked",
        "name_in_year": "its name then; null if not asked",
        "states": "code, kind, name, cow, gw, iso3, m49, spells, note",
    },
    "indicators": {"indicators": "the declarations, scores first, with the years covered (null where not held)"},
    "sources": {"sources": "the declarations, with files and checksums; `coverage_held` with --coverage or a name"},
    "cite": {"works": "id, title, version, citation, licence, landing_url and what else is declared"},
    "sql": {
        "tables": "tables used: name, rows, data sets; with --tables all, with their columns, types and units",
        "path": "file written, null if none",
        "columns": "name and type of each column of the answer; null with --tables",
        "n_rows": "rows of the answer; null with --tables",
        "rows": "the rows; null with --tables or --to",
    },
    "pull": {
        "folder": "where the files are",
        "sources": "source, status (fetched, unchanged, held, waits, by hand, missing, failed), form, files, bytes, "
        "notes, steps to take by hand, error",
    },
    "serve": {"url": "where the server listens"},
    "build": {
        "folder": "the atlas built, or compared with",
        "built": "its id as built from the raw files",
        "rows": "rows per table; null with --check",
        "bytes": "bytes of all tables; null with --check",
        "is_same": "whether every byte is the same; null without --check",
        "tables": "verdict per table; null without --check",
    },
}

#: Columns used when the output is no terminal and COLUMNS is not set.
_WIDE = 120


def is_utf8() -> bool:
    """Can stdout show every letter?"""
    return (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf8")


def console() -> Console:
    """Where tables go; it respects NO_COLOR, COLUMNS and a stdout that is not UTF-8."""
    from rich.console import Console

    width = None if sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit() else _WIDE
    return Console(width=width, highlight=False, emoji=False)


def line(text: str = "") -> None:
    """Print one line as it is."""
    print(letters(text))


def letters(text: str) -> str:
    """The text in letters stdout can show."""
    if is_utf8():
        return text
    from amity.report import words

    return words.plain(text)


def show(renderable: RenderableType) -> None:
    """Print a rich renderable."""
    console().print(renderable)


def table(
    headings: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[str] = (), firm: Sequence[str] = ()
) -> None:
    """Print rows as a table without frame; columns named in `right` are flush right, those in `firm` never wrap."""
    from rich.table import Table
    from rich.text import Text

    page = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for heading in headings:
        side = "right" if heading in right else "left"
        page.add_column(heading, justify=side, no_wrap=heading in firm, overflow="fold")
    for row in rows:
        page.add_row(*(Text(letters(cell)) for cell in row))
    show(page)


def pairs(rows: Mapping[str, str]) -> None:
    """Print names and texts, one below the other."""
    from rich.table import Table
    from rich.text import Text

    page = Table.grid(padding=(0, 2, 0, 0))
    page.add_column(style="bold", no_wrap=True)
    page.add_column(overflow="fold")
    for name, text in rows.items():
        page.add_row(name, Text(letters(text)))
    show(page)


def dump(command: str, atlas: str | None, content: Mapping[str, Any]) -> None:
    """Print the JSON object of a command: amity, atlas, command, then its keys in `SHAPES`, else null.

    Keys are never removed or renamed within a major version; dates are ISO 8601.
    """
    from amity import __version__

    keys = dict.fromkeys(SHAPES[command])
    whole = {"amity": __version__, "atlas": atlas, "command": command, **keys, **content}
    print(json.dumps(whole, ensure_ascii=not is_utf8(), allow_nan=False, indent=1, default=str))
