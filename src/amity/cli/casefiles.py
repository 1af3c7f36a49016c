"""`amity casefile`: facts of one pair with their sources: make, check, list and print them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from amity import casefile, states
from amity.casefile.reading import readings
from amity.casefile.schema import FILES, File
from amity.cli import printing
from amity.errors import NoDataError, UsageError
from amity.report import words

#: How far apart the two can stand, in the words of `divergences.csv`.
_STATUSES = ("aligned", "contested", "divergent")


def run(action: str, names: tuple[str, ...], *, target: Path | None, json: bool) -> int:
    """Do one thing with casefiles; see `amity casefile --help`."""
    due = {"list": (0, 0), "check": (1, 1), "new": (2, 2), "show": (2, 4)}[action]
    if not due[0] <= len(names) <= due[1]:
        wants = {
            "list": "nothing more",
            "check": "a folder",
            "new": "two states",
            "show": "two states, maybe a file and, of its series, one",
        }
        raise UsageError(f"`amity casefile {action}` takes {wants[action]}; {len(names)} given.")
    if target is not None and action != "new":
        raise UsageError("--to goes with `amity casefile new` alone.")
    if action == "list":
        return _list(json=json)
    if action == "check":
        return _check(Path(names[0]), json=json)
    if action == "new":
        folder = casefile.create(names[0], names[1], target)
        if json:
            printing.dump("casefile", None, {"action": action, "folder": str(folder)})
            return 0
        printing.line(f"An empty casefile is in {folder}. Its README.md says what goes where.")
        printing.line(f"Then: amity casefile check {folder}")
        return 0
    return _show(*names, json=json)


def _list(*, json: bool) -> int:
    held = [casefile.load(folder) for folder in casefile.available().values()]
    if json:
        printing.dump("casefile", None, {"action": "list", "rows": [_summary(file) for file in held]})
        return 0
    rows = [[f"{f.a}-{f.b}", f.title, str(f.rows), f.compiled, str(f.folder)] for f in held]
    printing.table(["pair", "title", "rows", "compiled", "folder"], rows, right=["rows"], firm=["pair"])
    return 0


def _summary(file: casefile.Casefile) -> dict[str, Any]:
    return {
        "a": file.a,
        "b": file.b,
        "title": file.title,
        "compiled": file.compiled,
        "folder": str(file.folder),
        "facts": {name: frame.height for name, frame in file.frames.items()},
    }


def _check(folder: Path, *, json: bool) -> int:
    problems, found = casefile.check(folder)
    if json:
        told = [{"file": p.file, "line": p.line, "column": p.column, "reason": p.reason} for p in problems]
        content = {"action": "check", "folder": str(folder), "problems": told}
        printing.dump("casefile", None, content | {"rows": [_summary(found)] if found and not problems else None})
        return 1 if problems else 0
    if problems:
        printing.line(casefile.told(folder, problems))
        return 1
    assert found is not None
    counts = ", ".join(f"{frame.height} {name}" for name, frame in found.frames.items() if frame.height)
    printing.line(f"The casefile {found.title} keeps its rules: {counts or 'no facts yet'}.")
    return 0


def _show(a: str, b: str, name: str | None = None, series: str | None = None, *, json: bool) -> int:
    pair = states.dyad(a, b)
    found = casefile.require(pair.a.code, pair.b.code)
    if name is not None and name not in found.frames:
        raise UsageError(f"A casefile has no file {name!r}; there are {', '.join(found.frames)}.")
    if series is not None:
        return _series(found, name, series, json=json)
    wanted = {name: found[name]} if name else found.frames
    if json:
        facts = {n: frame.to_dicts() for n, frame in wanted.items()}
        printing.dump("casefile", None, {"action": "show", "folder": str(found.folder), "facts": facts})
        return 0
    facts = sum(found[file].height for file in FILES)
    compiled = f", compiled {found.compiled}" if found.compiled else ""
    printing.line(f"{found.title}{compiled}: {facts} facts, {found.rows - facts} rows of what is argued")
    if found.about:
        printing.line(" ".join(found.about.split()))
    if name is None:
        printing.line()
    for title, frame in wanted.items():
        if name is not None:
            printing.line()
        printing.line(f"{title}: {frame.height}")
        if name is None or frame.is_empty():
            continue
        _print(frame, casefile.EVERY[title])
        if title == "projects":
            _print_delivery(found)
        elif title == "divergences":
            _print_positions(found)
    return 0


def _series(file: casefile.Casefile, name: str | None, series: str, *, json: bool) -> int:
    """What all sources say of one series, year by year."""
    if name != "series":
        raise UsageError(f"Only the file series has series; {series!r} was asked of {name}.")
    rows = readings(file, series)
    if json:
        facts = {"series": rows.to_dicts()}
        printing.dump("casefile", None, {"action": "show", "folder": str(file.folder), "facts": facts})
        return 0
    lines = [
        [
            f"{row['subject']} → {row['object']}" if row["object"] else row["subject"],
            row["period"],
            f"{row['value']:,.6g}",
            row["unit"],
            row["metric"],
            "default" if row["is_default"] else "",
            row["source"],
        ]
        for row in rows.iter_rows(named=True)
    ]
    headings = [printing.letters(h) for h in ("of → on", "period", "value", "unit", "series", "", "source")]
    printing.table(headings, lines, right=("value",), firm=headings[:3])
    return 0


def _print_delivery(file: casefile.Casefile) -> None:
    """What became of the projects, and how soon; silent where none has a date of announcement."""
    from amity.scores import delivery

    try:
        found = delivery.of_pair(file.a, file.b)
    except NoDataError:
        return
    printing.line()
    printing.line(
        f"Of {found.n} projects with a date of announcement {found.delivered} were delivered, {found.cancelled} "
        f"cancelled and {found.censored} still open when last looked at. By time since announcement:"
    )
    rows = [
        [
            f"{row['years']:g} years",
            {"uncancelled": "delivered, were none cancelled"}.get(row["outcome"], str(row["outcome"])),
            "" if row["value"] is None else words.value("percent", row["value"]),
            str(row["reason"]) if row["value"] is None else words.interval("percent", row["low"], row["high"]),
            str(row["at_risk"]),
        ]
        for row in found.within.iter_rows(named=True)
    ]
    headings = ("after", "what", "share", "90 % interval", "followed so long")
    printing.table([printing.letters(h) for h in headings], rows, right=("share", "followed so long"))


def _print_positions(file: casefile.Casefile) -> None:
    """How many questions of each topic stand how, over all years."""
    from amity.indicators.recorded import positions

    topics = positions(file).group_by("topic", maintain_order=True).agg(pl.col(_STATUSES).sum())
    printing.line()
    lines = [[row["topic"], *(str(row[status]) for status in _STATUSES)] for row in topics.iter_rows(named=True)]
    printing.table(["topic", *_STATUSES], lines, right=_STATUSES, firm=["topic"])


def _print(frame: pl.DataFrame, file: File) -> None:
    """One fact below the other: when, what, and the rest with its source."""
    apart = {file.when, file.what, "source_url_or_repo"}
    rest = [column.name for column in file.columns if column.name not in apart]
    lines = [
        [
            *([row[file.when] or "–"] if file.when else []),
            row[file.what],
            "; ".join(
                f"{name}: {value:g}" if isinstance(value, float) else f"{name}: {value}"
                for name in rest
                if (value := row[name]) is not None
            ),
        ]
        for row in frame.iter_rows(named=True)
    ]
    heads = [name for name in (file.when, file.what) if name]
    printing.table([*heads, "more"], lines, firm=heads[:1])
