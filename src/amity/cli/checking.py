"""`amity check`: the figures of a document, each with what the data say, printed or written as a page."""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from amity.api import checking as api
from amity.cli import printing, writing
from amity.errors import UsageError
from amity.reader import marked, measured
from amity.reader.model import OUTCOMES, Checked

#: Seconds until progress is told.
_PATIENCE = 1.5

#: Letters of a source in the table.
_SOURCE = 70


def check(
    file: Path | None,
    *,
    states: tuple[str, str] | None,
    date: str | None,
    html: Path | None,
    every: bool,
    about: bool,
    json: bool,
    csv: bool,
) -> int:
    """Check a document; exit 1 if the data contradict a figure of it; see `amity check --help`."""
    if json and csv:
        raise UsageError("--json and --csv are two forms. Choose one.")
    if about:
        return _about(json=json, csv=csv)
    if file is None:
        raise UsageError("Name a document, or give - to read standard input: amity check article.pdf.")
    if len(str(file)) > 1 and str(file).startswith("-"):
        raise UsageError(f"Unknown option: {file}. See `amity check --help`.")
    day = _day(date) if date is not None else None
    target = writing.target(html, "--html") if html is not None else None
    checked = api.check_document(
        file if str(file) != "-" else sys.stdin.buffer, states=states, date=day, progress=_Progress()
    )
    if target is not None:
        writing.write(target, marked.html(checked), "--html")
    if json:
        printing.dump("check", checked.atlas, marked.to_dict(checked) | {"path": str(target) if target else None})
    elif csv:
        _print_csv(checked)
    else:
        _print(checked, every=every)
        if target is not None:
            printing.line(f"The page with the marked text: {target}")
    return 1 if any(finding.outcome == "contradicts" for finding in checked.findings) else 0


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f"--date {text!r} is no day. Write it as 2021-08-25.") from None


class _Progress:
    """Tells on stderr how far a long document is read; nothing for a short one or where nobody looks."""

    def __init__(self) -> None:
        self._begun = self._told = time.monotonic()

    def __call__(self, share: float) -> None:
        now = time.monotonic()
        if not sys.stderr.isatty() or now - self._begun < _PATIENCE:
            return
        if share >= 1:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
        elif now - self._told > 0.2:
            self._told = now
            print(f"\rreading: {100 * share:.0f} %", end="", file=sys.stderr, flush=True)


def _print(checked: Checked, *, every: bool) -> None:
    document = checked.document
    about = f", about {' and '.join(marked.names(checked))}" if checked.states else ""
    written = f", written {document.date}" if document.date else ""
    printing.line(f"{document.title or document.name} ({document.name}{written}{about})")
    for note in document.notes:
        printing.line(f"Of the document: {note}.")
    printing.line()
    lines: list[list[str]] = []
    for number, finding in enumerate(checked.findings, 1):
        if finding.outcome == "set aside" and not every:
            continue
        page = finding.sentence.block.page
        words = document.text[slice(*finding.quantity.span)]
        read = finding.bound.said if finding.bound else "; or ".join(c.said for c in finding.candidates[:2])
        source = f" [{_short(finding.evidence.source)}]" if finding.evidence and finding.evidence.source else ""
        where = f"{number}" + (f", p. {page}" if page else "")
        lines.append([where, finding.outcome, words, read, marked.said(finding) + source])
    if lines:
        headings = ("", "verdict", "the text", "read as", "the data")
        printing.table(headings, lines, firm=headings[:2])
        printing.line()
    _print_end(checked, every=every)


def _short(source: str) -> str:
    """The beginning of a long list of sources; the page and --json have all of it."""
    return source if len(source) <= _SOURCE else source[:_SOURCE].rstrip(" ,;") + " ..."


def _print_end(checked: Checked, *, every: bool) -> None:
    aside = Counter(f.reason.partition(":")[0].rstrip(".") for f in checked.findings if f.outcome == "set aside")
    printing.line(f"{marked.summary(checked).capitalize()}.")
    if rest := marked.unchecked(checked):
        printing.line(f"{rest.capitalize()}.")
    if aside and not every:
        told = ", ".join(f"{count} {reason}" for reason, count in aside.most_common(4))
        more = ", ..." if len(aside) > 4 else ""
        printing.line(f"Set aside: {told}{more} (--all shows them).")
    printing.line(measured.line())


def _print_csv(checked: Checked) -> None:
    import polars as pl

    frame = pl.DataFrame(marked.rows(checked), schema=dict.fromkeys(marked.COLUMNS, pl.String), strict=False)
    print(printing.letters(frame.write_csv()), end="")


def _about(*, json: bool, csv: bool) -> int:
    """What the verdicts mean, and how often the reader is right."""
    told = measured.quality()
    rows = measured.rows(told)
    if json:
        found: dict[str, Any] = {"quality": told, "meanings": dict(marked.MEANINGS)}
        printing.dump("check", None, found)
        return 0
    headings = ["set", "step", *dict.fromkeys(key for row in rows for key in row if key not in ("set", "step"))]
    lines = [[_figure(key, row.get(key)) for key in headings] for row in rows]
    if csv:
        print(printing.letters("\n".join(",".join(f'"{cell}"' for cell in line) for line in [headings, *lines])))
        return 0
    printing.line("amity check reads the figures of a document that speak of two states and asks the data about each.")
    printing.line()
    printing.pairs({outcome: marked.MEANINGS[outcome] for outcome in OUTCOMES})
    printing.line()
    if told is None or not rows:
        printing.line(measured.NOT_MEASURED)
        return 0
    printing.line(f"How often it is right, measured on labelled texts on {told.get('measured', 'no date')}:")
    printing.line()
    printing.table(headings, lines, right=headings[2:], firm=headings[:2])
    printing.line()
    printing.line(measured.SETS)
    return 0


def _figure(key: str, value: object) -> str:
    """A share as per cent, a count as it is."""
    if isinstance(value, float) and 0 <= value <= 1 and key != "n":
        return f"{100 * value:.1f} %"
    return "" if value is None else str(value)
