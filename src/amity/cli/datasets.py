"""`amity panel`: a data set for analysis, written to a file with its codebook and citations."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from amity.cli import printing
from amity.errors import UsageError

if TYPE_CHECKING:
    from amity.panel import Panel

#: Rows shown where no file is written.
_SHOWN = 10


def panel(
    *,
    unit: str,
    years: str | None,
    states: str | None,
    dyads: Sequence[str],
    indicators: str | None,
    variables: str | None,
    lag: Sequence[str],
    reduce: Sequence[str],
    missing: Sequence[str],
    details: str | None,
    target: Path | None,
    codebook: Path | None,
    bib: Path | None,
    listed: bool,
    json: bool,
) -> int:
    """Make, write and describe a panel, or list what it can hold; see `amity panel --help`."""
    if listed:
        return _list(json=json)
    if years is None:
        raise UsageError("Which years? Say --years 1946-2024. `amity panel --list` shows what a panel can hold.")
    from amity.panel import files
    from amity.panel import panel as make

    first, last = _years(years)
    if target is not None:
        files.format_of(target)
    for path in (target, codebook, bib):
        if path is not None:
            files.check(path)
    began = time.perf_counter()
    with _progress() as told:
        made = make(
            cast("Any", unit),
            first,
            last,
            states=_names(states),
            dyads=[_pair(pair) for pair in dyads] or None,
            indicators="all" if indicators == "all" else _names(indicators) or (),
            variables="all" if variables == "all" else _names(variables) or (),
            lags=_lags(lag),
            reduce=cast("Any", dict(_setting(text, "--reduce", "trade.share=mean") for text in reduce)),
            missing=_missing(missing),
            details=_names(details) or (),
            progress=told,
        )
        told("writing" if target else "rows")
        if target is not None:
            made.write(target)
        height = made.height
    seconds = time.perf_counter() - began
    if codebook is not None:
        book = made.codebook()
        _write(codebook, book.text if codebook.suffix == ".txt" else book.markdown)
    if bib is not None:
        _write(bib, made.cite("bibtex") + "\n")
    if json:
        content = {
            "unit": made.unit,
            "years": [first, last],
            "rows": height,
            "columns": list(made.names),
            "sources": list(made.sources),
            "seconds": round(seconds, 3),
            "path": None if target is None else str(target),
            "codebook": None if codebook is None else str(codebook),
            "bib": None if bib is None else str(bib),
            "data": None if target is not None else made.frame.to_dicts(),
        }
        printing.dump("panel", made.atlas.id, content)
        return 0
    if target is None:
        _show(made)
    printing.line(f"{height:,} rows, {made.width} columns, {seconds:.2f} s; sources: {', '.join(made.sources)}")
    for what, path in (("The data", target), ("The codebook", codebook), ("The citations", bib)):
        if path is not None:
            printing.line(f"{what}: {path}")
    return 0


def _list(*, json: bool) -> int:
    from amity import indicators, scores
    from amity.atlas import open_atlas
    from amity.panel import variables

    atlas = open_atlas()
    known = variables(atlas).to_dicts()
    ids, judged = list(indicators.registry()), list(scores.registry())
    if json:
        printing.dump("panel", atlas.id, {"variables": known, "indicators": ids, "scores": judged})
        return 0
    rows = [
        [
            row["variable"],
            row["group"],
            row["level"],
            row["unit"],
            "not held"
            if not row["held"]
            else f"{row['first_year']}-{row['last_year']}"
            if row["first_year"]
            else "all",
            row["definition"],
        ]
        for row in known
    ]
    printing.table(["variable", "group", "of", "unit", "years", "definition"], rows, firm=("variable",))
    printing.line()
    printing.line(
        f"{len(rows)} variables, the {len(judged)} scores and the {len(ids)} indicators of `amity indicators`."
    )
    return 0


def _show(made: Panel) -> None:
    """The first rows, as far as the terminal is wide."""
    head = next(iter(made.chunks())).head(_SHOWN)
    names = list(made.names)
    printing.table(names, [["" if v is None else str(v) for v in row] for row in head.iter_rows()], firm=made.keys)
    printing.line()


def _years(text: str) -> tuple[int, int]:
    first, dash, last = text.strip().partition("-")
    if not (first.isdecimal() and (last.isdecimal() if dash else True)) or len(text) > 9:
        raise UsageError(f"--years takes a span such as 1946-2024, or one year; {text!r} is neither.")
    return int(first), int(last) if dash else int(first)


def _names(text: str | None) -> list[str] | None:
    """Names parted by commas."""
    if text is None:
        return None
    return [name.strip() for name in text.split(",") if name.strip()]


def _pair(text: str) -> tuple[str, str | None]:
    names = _names(text) or []
    if len(names) not in (1, 2):
        raise UsageError(f"--dyad takes two names parted by a comma, or one for all its pairs; {text!r} is neither.")
    return names[0], names[1] if len(names) == 2 else None


def _setting(text: str, flag: str, example: str) -> tuple[str, str]:
    name, equals, value = (part.strip() for part in text.partition("="))
    if not (name and equals and value):
        raise UsageError(f"{flag} takes a name and a value, e.g. {flag} {example}; {text!r} is none.")
    return name, value


def _lags(texts: Sequence[str]) -> Any:
    """`--lag 1` for every column, `--lag trade.share=2` for some."""
    every: list[int] = []
    some: dict[str, list[int]] = {}
    for text in texts:
        name, value = _setting(text, "--lag", "trade.share=1") if "=" in text else ("", text.strip())
        if not value.isdecimal() or len(value) > 3:
            raise UsageError(f"--lag takes a number of years, or a name and a number; {text!r} is neither.")
        every.append(int(value)) if not name else some.setdefault(name, []).append(int(value))
    if every and some:
        return {"": every, **some}
    return some or every


def _missing(texts: Sequence[str]) -> Any:
    """`--missing drop`, or `--missing column=0` for some columns."""
    if not texts or list(texts) in (["null"], ["drop"]):
        return texts[0] if texts else "null"
    filled: dict[str, float | str] = {}
    for text in texts:
        name, value = _setting(text, "--missing", "shared_igos=0")
        try:
            filled[name] = int(value) if value.lstrip("-").isdecimal() else float(value)
        except ValueError:
            filled[name] = value
    return filled


def _write(path: Path, text: str) -> None:
    from amity.panel import files

    with files.replacing(path) as draft:
        draft.write_text(text, encoding="utf-8")


@contextmanager
def _progress() -> Generator[Callable[[str], None]]:
    """What is being done, on stderr if that is a terminal, else silence."""
    if not sys.stderr.isatty():
        yield lambda _what: None
        return
    from rich.console import Console

    with Console(stderr=True).status("reading") as status:
        yield lambda what: status.update(what)
