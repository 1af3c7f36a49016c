"""From raw files to an atlas: read every source, join, check the contracts, write atomically.

The same raw files give the same bytes: nothing depends on the clock, the machine, the number of cores or the order
of files. A build that fails or is interrupted leaves the atlas in use as it was.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

import dataframely as dy
import polars as pl

from amity import __version__, sources
from amity.atlas import FORMAT, MANIFEST, Atlas, assemble_trade, assemble_votes, tables
from amity.errors import AtlasError, SourceError, UsageError

#: Called with (what is being done, steps done, steps in all).
Progress = Callable[[str, int, int], None]

#: Derived table → how it is measured from an atlas of all other tables.
Derive = Mapping[str, Callable[[Atlas], pl.DataFrame]]

_YEAR_COLUMNS = ("year", "first_year", "first_day")


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: where, its id, rows per table, bytes in all."""

    folder: Path
    atlas: str
    rows: Mapping[str, int]
    n_bytes: int


def build(library: Path, target: Path, derive: Derive, progress: Progress | None = None) -> Built:
    """Make an atlas in `target` from the raw files in `library`.

    Args:
        library: Folder with one sub-folder per source, named by the source's id.
        target: Folder for the atlas; created if needed. The manifest is replaced last, in one step.
        derive: Makes the tables of `tables.DERIVED` from the others; what measures lies above the atlas.
        progress: Told about each step.

    Returns:
        What was made.

    Raises:
        UsageError: `library` is no folder, or `target` cannot be written.
        SourceError: A raw file is missing, damaged or holds an unknown code.
        AtlasError: A table breaks its contract.
    """
    tell = progress or _silent
    if not library.is_dir():
        raise UsageError(f"{library} is not a folder. Give the folder that holds one sub-folder per source.")
    _ensure_writable(target)
    registry = sources.registry()
    # Locate everything first: a missing file should fail in a second, not after a minute.
    located = {source.id: source.locate(library) for source in registry.values()}
    steps = len(registry) + len(tables.CONTRACTS) + 2
    done = 0
    parts: dict[str, dict[str, pl.DataFrame]] = {}
    for source in registry.values():
        tell(f"reading {source.id}", done, steps)
        for table, frame in located[source.id][0].read(library / source.id).items():
            parts.setdefault(table, {})[source.id] = frame
        done += 1
    tell("joining", done, steps)
    frames = _assemble(parts)
    done += 1
    with tempfile.TemporaryDirectory(prefix=".building-", dir=target) as scratch:
        entries: dict[str, Any] = {}
        for name, contract in tables.CONTRACTS.items():
            if name in tables.DERIVED:
                tell(f"measuring {name}", done, steps)
                draft = Atlas(Path(scratch), _manifest(entries, registry, located))
                frames[name] = derive[name](draft)
                parts[name] = dict.fromkeys(registry, pl.DataFrame())
            tell(f"checking {name}", done, steps)
            frame = _checked(name, contract, frames.pop(name))
            entries[name] = _write(name, contract, frame, Path(scratch), parts, registry)
            done += 1
        tell("writing", done, steps)
        manifest = _manifest(entries, registry, located)
        return _publish(manifest, Path(scratch), target)


def _silent(what: str, done: int, steps: int) -> None:
    """Tell nobody."""


def _ensure_writable(target: Path) -> None:
    try:
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=target):
            pass
    except OSError as error:
        raise UsageError(
            f"{target} cannot be written ({error.strerror}). Choose another folder with --to DIR."
        ) from error


def _assemble(parts: Mapping[str, Mapping[str, pl.DataFrame]]) -> dict[str, pl.DataFrame]:
    """Rows of all sources per table, and the tables that are derived from others."""
    frames = {
        name: pl.concat(by_source.values(), how="vertical")
        for name, by_source in parts.items()
        if name not in ("roll_calls", "votes", "trade", "trade_totals")
    }
    unvotes, dgacm = "un-ga-votes-unvotes", "un-ga-votes-dgacm"
    frames["roll_calls"], frames["votes"] = assemble_votes.join(
        (parts["roll_calls"][unvotes], parts["votes"][unvotes]),
        (parts["roll_calls"][dgacm], parts["votes"][dgacm]),
    )
    frames["vote_pairs"] = assemble_votes.pairs(frames["roll_calls"], frames["votes"])
    flows = pl.concat(parts["trade"].values(), how="vertical")
    frames["trade"] = assemble_trade.mark_default(flows)
    frames["trade_totals"] = pl.concat([assemble_trade.totals(flows), *parts.get("trade_totals", {}).values()])
    return frames


def _checked(name: str, contract: type[dy.Schema], frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` in the contract's columns, dtypes and key order, or an error with the first bad row."""
    wanted = list(contract.column_names())
    frame = frame.select(wanted).cast(cast("dict[Any, pl.DataType]", dict(contract.create_empty().schema)))
    for kind in ("state", "unit"):
        allowed = tables.codes(kind)
        for column, spec in contract.columns().items():
            if (spec.metadata or {}).get("code") != kind:
                continue
            bad = frame.filter(~pl.col(column).is_in(allowed))
            if bad.height:
                raise AtlasError(
                    f"table {name}: {bad[column][0]!r} in column {column} is not a known {kind} "
                    f"({bad.height} rows; first {bad.row(0)})."
                )
    _, failures = contract.filter(frame)
    if len(failures):
        rule, count = next(iter(sorted(failures.counts().items())))
        raise AtlasError(
            f"table {name} breaks its contract: rule {rule!r} fails in {count} rows; first {failures.invalid().row(0)}."
        )
    return frame.sort(contract.primary_key())


def _write(
    name: str,
    contract: type[dy.Schema],
    frame: pl.DataFrame,
    folder: Path,
    parts: Mapping[str, Mapping[str, pl.DataFrame]],
    registry: Mapping[str, sources.Source],
) -> dict[str, Any]:
    """Write one table and return its manifest entry."""
    draft = folder / f"{name}.parquet"
    frame.write_parquet(draft, compression="zstd", compression_level=9, row_group_size=131_072, statistics=True)
    data = draft.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    file = f"{name}-{digest[:12]}.parquet"
    draft.rename(folder / file)
    origin = {
        # Derived tables name the sources of what they were computed from.
        "vote_pairs": "votes",
        "trade_totals": "trade",
    }.get(name, name)
    return {
        "file": file,
        "sha256": digest,
        "bytes": len(data),
        "rows": frame.height,
        "content": _content_hash(frame),
        "description": " ".join((contract.__doc__ or "").split()),
        "key": list(contract.primary_key()),
        "columns": {
            column: {
                "dtype": str(frame.schema[column]),
                "unit": (spec.metadata or {}).get("unit"),
                "description": (spec.metadata or {}).get("description"),
                "sources": sorted(
                    source
                    for source, part in parts.get(origin, {}).items()
                    if column not in part.columns or part[column].null_count() < part.height
                ),
            }
            for column, spec in contract.columns().items()
        },
        "coverage": [
            _declared(span, name, [registry[source] for source in parts.get(origin, {})])
            for span in _coverage(frame, sorted(parts.get(origin, {})))
        ],
    }


def _declared(span: dict[str, Any], table: str, contributors: list[sources.Source]) -> dict[str, Any]:
    """`span` with the years its source declares for this table or vintage, where rows cannot show them."""
    for source in contributors:
        years = source.years.get(span.get("vintage") or "", source.years.get(table))
        if years is not None and span["dataset"] == source.id:
            return span | {"first_year": years[0], "last_year": years[1], "gaps": []}
    return span


def _coverage(frame: pl.DataFrame, contributors: list[str]) -> list[dict[str, Any]]:
    """Per data set (and vintage): first and last year, years without rows between them, states with rows."""
    year = next((c for c in _YEAR_COLUMNS if c in frame.columns), None)
    places = [c for c in ("state", "source", "target", "a", "b", "reporter", "partner") if c in frame.columns]
    places = [c for c in places if frame.schema[c] == pl.String]
    if year is None:
        return [{"dataset": d} for d in contributors]
    by = [c for c in ("dataset", "vintage") if c in frame.columns]
    years = pl.col(year).dt.year() if frame.schema[year] == pl.Date else pl.col(year)
    frame = frame.with_columns(years.cast(pl.Int32).alias("_year"))
    if not by:
        frame, by = frame.with_columns(dataset=pl.lit(" + ".join(contributors))), ["dataset"]
    spans = frame.group_by(by).agg(
        first_year=pl.col("_year").min(),
        last_year=pl.col("_year").max(),
        years=pl.col("_year").unique().sort(),
        states=pl.concat_list([pl.col(c).unique().implode() for c in places]).explode().n_unique()
        if places
        else pl.lit(None, pl.UInt32),
    )
    return [
        {**{k: v for k, v in row.items() if k != "years"}, "gaps": _gaps(row["years"])}
        for row in spans.sort(by).to_dicts()
    ]


def _gaps(years: list[int]) -> list[int]:
    """Years between the first and the last that have no row."""
    return sorted(set(range(years[0], years[-1] + 1)) - set(years)) if years else []


def _content_hash(frame: pl.DataFrame) -> str:
    """A hash of the values alone: equal for equal tables whatever program or version wrote the file."""
    digest = hashlib.sha256()
    for column in frame.iter_columns():
        digest.update(f"{column.name}:{column.dtype}:{column.null_count()};".encode())
        text = isinstance(column.dtype, pl.String | pl.Enum | pl.Categorical)
        plain = column.cast(pl.String).fill_null("\x00") if text else column.to_physical()
        if text:
            digest.update("\x1f".join(plain.to_list()).encode())
        else:
            digest.update(plain.is_null().to_numpy().tobytes())
            digest.update(plain.fill_null(0 if plain.dtype != pl.Boolean else False).to_numpy().tobytes())
    return digest.hexdigest()


def _manifest(
    entries: Mapping[str, Any],
    registry: Mapping[str, sources.Source],
    located: Mapping[str, tuple[sources.Form, tuple[Path, ...]]],
) -> dict[str, Any]:
    """The record of what was built from what; holds no date and no path of this machine."""
    identity = hashlib.sha256("".join(f"{n}:{e['content']};" for n, e in entries.items()).encode()).hexdigest()
    described: dict[str, Any] = {}
    for source in registry.values():
        record = asdict(source)
        del record["forms"]
        form, files = located[source.id]
        record["form"] = form.name
        record["files"] = [{"name": path.name, "bytes": path.stat().st_size, "sha256": _sha256(path)} for path in files]
        described[source.id] = record
    return {
        "format": FORMAT,
        "atlas": identity[:12],
        "amity": __version__,
        "polars": pl.__version__,
        "tables": dict(entries),
        "sources": described,
    }


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}).") from error


def _publish(manifest: Mapping[str, Any], scratch: Path, target: Path) -> Built:
    """Move the new files in, switch the manifest in one step, then drop files nobody names any more."""
    kept = {MANIFEST}
    for entry in manifest["tables"].values():
        (scratch / entry["file"]).replace(target / entry["file"])
        kept.add(entry["file"])
    draft = scratch / MANIFEST
    draft.write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    draft.replace(target / MANIFEST)
    for stale in target.glob("*.parquet"):
        if stale.name not in kept:
            stale.unlink(missing_ok=True)
    rows = {name: entry["rows"] for name, entry in manifest["tables"].items()}
    return Built(target, manifest["atlas"], rows, sum(e["bytes"] for e in manifest["tables"].values()))
