"""`amity pull`: fetch the official files, or say which are held."""

from __future__ import annotations

import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from amity import sources
from amity.atlas import home
from amity.cli import printing
from amity.errors import NoDataError, UsageError
from amity.pull import Outcome, Tell, pull, survey

_STOPPED = 130

#: How each status reads on a line.
_WORDS = {
    "fetched": "fetched",
    "unchanged": "unchanged",
    "held": "held",
    "waits": "waits for a file by hand",
    "by hand": "by hand",
    "missing": "missing",
    "failed": "FAILED",
}


def library() -> Path:
    """Where `amity pull` puts files unless told otherwise."""
    return home() / "library"


def run(
    names: Sequence[str], target: Path | None, *, every: bool, offline: bool, listed: bool, force: bool, json: bool
) -> int:
    """Fetch or list; see `amity pull --help`."""
    folder = target or library()
    chosen = _chosen(names, every=every or offline or listed)
    if target is not None and (offline or listed) and not target.is_dir():
        raise UsageError(f"{target} is not a folder. `amity pull` makes it when it fetches something.")
    if listed:
        return _list(chosen, folder, json=json)
    if offline:
        return _offline(chosen, folder, named=bool(names), json=json)
    found: list[Outcome] = []
    try:
        with _progress() as tell:
            for outcome in pull(chosen, folder, force=force, tell=tell):
                found.append(outcome)
                if not json:
                    _print(outcome)
    except KeyboardInterrupt:
        done = sum(outcome.status == "fetched" for outcome in found)
        print(f"amity: stopped; {done} sources were fetched, and the rest goes on at the next pull.", file=sys.stderr)
        return _STOPPED
    if json:
        _dump(found, folder)
    elif any(outcome.status == "fetched" for outcome in found):
        where = f" --from {folder}" if target is not None else ""
        printing.line(f"Files are in {folder}. `amity build{where}` makes an atlas of them.")
    failed = [outcome.source for outcome in found if outcome.status == "failed"]
    asked = [o.source for o in found if names and not every and o.status in ("by hand", "waits")]
    if failed or asked:
        faults = [f"could not be fetched: {', '.join(failed)}"] if failed else []
        faults += [f"must be got by hand: {', '.join(asked)}"] if asked else []
        why = next((o.error for o in found if o.error), "") if len(failed) == 1 else ""
        raise NoDataError(f"{len(failed) + len(asked)} of {len(found)} sources {'; '.join(faults)}. {why}".rstrip())
    return 0


def _chosen(names: Sequence[str], *, every: bool) -> list[sources.Source]:
    known = sources.registry()
    if unknown := [name for name in names if name not in known]:
        from amity import api

        raise UsageError(
            f"No source is called {unknown[0]!r}.{api.nearest(unknown[0], known)} `amity pull --list` lists them all."
        )
    if not names and not every:
        raise UsageError("Name the sources to fetch, or ask for --all. `amity pull --list` says what there is.")
    return [known[name] for name in dict.fromkeys(names)] or list(known.values())


def _list(chosen: Sequence[sources.Source], folder: Path, *, json: bool) -> int:
    found = survey(chosen, folder)
    if json:
        _dump(found, folder)
        return 0
    rows: list[list[str]] = []
    for source, outcome in zip(chosen, found, strict=True):
        way = "; ".join(dict.fromkeys(download.url for download in source.downloads))
        if len(source.downloads) > 3:
            way = f"{source.downloads[0].url} and {len(source.downloads) - 1} more"
        rows.append([source.id, "held" if outcome.form else "no", way or "by hand"])
    printing.table(["source", "held", "address"], rows, firm=("source", "held"))
    return 0


def _offline(chosen: Sequence[sources.Source], folder: Path, *, named: bool, json: bool) -> int:
    found = survey(chosen, folder)
    missing = [outcome.source for outcome in found if not outcome.form]
    if json:
        _dump(found, folder)
    else:
        for outcome in found:
            _print(outcome)
    if missing and (named or len(missing) == len(found)):
        raise NoDataError(
            f"Not held in {folder}: {', '.join(missing)}. Leave --offline away to fetch what can be fetched."
        )
    return 0


def _print(outcome: Outcome) -> None:
    count = len(outcome.files)
    size = f": {count} file{'s' if count != 1 else ''}, {_size(outcome.n_bytes)}" if count else ""
    printing.line(f"{outcome.source}: {_WORDS[outcome.status]}{size}")
    for text in (*outcome.notes, outcome.error, outcome.steps):
        if text:
            printing.line(f"  {text}")


def _size(n_bytes: int) -> str:
    return f"{n_bytes / 1e6:.1f} MB" if n_bytes >= 100_000 else f"{n_bytes:,} bytes"


def _dump(found: Sequence[Outcome], folder: Path) -> None:
    rows: list[dict[str, Any]] = []
    for outcome in found:
        row = asdict(outcome)
        row["bytes"] = row.pop("n_bytes")
        rows.append(row)
    printing.dump("pull", None, {"folder": str(folder), "sources": rows})


@contextmanager
def _progress() -> Generator[Tell]:
    """A bar on stderr if that is a terminal, else silence."""
    if not sys.stderr.isatty():
        yield lambda _source, _file, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description:44}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[tuple[str, str], TaskID] = {}

        def tell(source: str, file: str, done: int, total: int | None) -> None:
            if (source, file) not in tasks:
                for task in tasks.values():
                    bar.update(task, visible=False)
                tasks[source, file] = bar.add_task(f"{source} {file}"[:44], total=None)
            bar.update(tasks[source, file], completed=done, total=total)

        yield tell
