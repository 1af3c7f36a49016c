"""From raw files to an atlas: read every source, join, check the contracts, write atomically.

The same raw files give the same bytes: nothing depends on the clock, the machine, the number of cores or the order
of files. A build that fails or is interrupted leaves the atlas in use as it was.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

import dataframely as dy
import polars as pl

from amity import __version__, sources
from amity.atlas import FORMAT, MANIFEST, Atlas, tables
from amity.atlas.assemble import ASSEMBLED, assemble, origin
from amity.errors import AtlasError, NoDataError, SourceError, UsageError

#: Called with (what is being done, steps done, steps in all).
Progress = Callable[[str, int, int], None]

#: Derived table → how it is measured from an atlas of all other tables.
Derive = Mapping[str, Callable[[Atlas], pl.DataFrame]]

#: Sources read, and tables written, at the same time: more would cost memory and win little.
_AT_ONCE = 2

_YEAR_COLUMNS = ("year", "first_year", "first_day")


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: where, its id, rows per table, bytes in all, sources taken over from another atlas."""

    folder: Path
    atlas: str
    rows: Mapping[str, int]
    n_bytes: int
    taken_over: tuple[str, ...]


def build(
    library: Path, target: Path, derive: Derive, progress: Progress | None = None, base: Atlas | None = None
) -> Built:
    """Make an atlas in `target` from the raw files in `library`.

    Args:
        library: Folder with one sub-folder per source, named by the source's id.
        target: Folder for the atlas; created if needed. The manifest is replaced last, in one step.
        derive: Makes the tables of `tables.RESTS_ON` from the others; what measures lies above the atlas.
        progress: Told about each step.
        base: An atlas that stands in for sources without raw files in `library`: their rows are taken over from it
            as they are. None if every source must be there.

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
    located = _locate(library, registry, base)
    steps = len(registry) + len(tables.CONTRACTS) + 2
    done = 0
    parts: dict[str, dict[str, pl.DataFrame]] = {}
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        reading = {name: pool.submit(form.read, library / name) for name, (form, _) in located.items()}
        for name, read in reading.items():
            tell(f"reading {name}", done, steps)
            try:
                for table, frame in read.result().items():
                    parts.setdefault(table, {})[name] = frame
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
            done += 1
    tell("joining", done, steps)
    kept = {} if base is None else _take_over(base, parts, registry.keys() - located.keys())
    frames = assemble(parts)
    done += 1
    with tempfile.TemporaryDirectory(prefix=".building-", dir=target) as scratch:
        entries: dict[str, Any] = {}

        def enter(name: str) -> dict[str, Any]:
            """Check and write one table."""
            if name in kept:
                shutil.copy(kept[name].file(name), scratch)
                return kept[name].manifest["tables"][name]
            frame = _checked(name, tables.CONTRACTS[name], frames.pop(name))
            return _write(name, tables.CONTRACTS[name], frame, Path(scratch), parts, registry)

        plain = [name for name in tables.CONTRACTS if name not in tables.RESTS_ON]
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for name, entry in zip(plain, pool.map(enter, plain), strict=True):
                tell(f"checking {name}", done, steps)
                entries[name] = entry
                done += 1
        for name, rests_on in tables.RESTS_ON.items():
            tell(f"measuring {name}", done, steps)
            draft = Atlas(Path(scratch), _manifest(entries, registry, located, base))
            try:
                frames[name] = derive[name](draft)
            except NoDataError:
                # An excerpt has too little for it: the table is there and empty, and what reads it says so.
                frames[name] = tables.CONTRACTS[name].create_empty()
            parts[name] = dict.fromkeys(_behind(rests_on or tuple(entries), entries), pl.DataFrame())
            entries[name] = enter(name) | {"rests_on": list(rests_on)}
            done += 1
        tell("writing", done, steps)
        manifest = _manifest(entries, registry, located, base)
        return _publish(manifest, Path(scratch), target, tuple(sorted(registry.keys() - located.keys())))


def _locate(
    library: Path, registry: Mapping[str, sources.Source], base: Atlas | None
) -> dict[str, tuple[sources.Form, tuple[Path, ...]]]:
    """Form and files of every source in `library`; only those that `base` knows may be missing, and not all."""
    found: dict[str, tuple[sources.Form, tuple[Path, ...]]] = {}
    for source in registry.values():
        try:
            found[source.id] = source.locate(library)
        except SourceError:
            # A folder that is there but holds no complete form is a mistake to be told, not a source to do without.
            if base is None or source.id not in base.manifest["sources"] or (library / source.id).is_dir():
                raise
    if not found:
        raise SourceError(f"{library} holds no raw files of any source. `amity sources` lists them with addresses.")
    return found


def _take_over(base: Atlas, parts: dict[str, dict[str, pl.DataFrame]], absent: Set[str]) -> dict[str, Atlas]:
    """Put the rows of absent sources into `parts`; return the tables to be copied from `base` as they are.

    A table is copied when all its sources are absent. One that only concatenates its sources takes over the absent
    ones' rows. One that is assembled from several sources needs all of them.

    Raises:
        SourceError: Some sources of an assembled table are there and others are not.
    """
    kept: dict[str, Atlas] = {}
    for name in tables.CONTRACTS.keys() - tables.RESTS_ON.keys():
        if name not in base.tables:
            continue
        spans = base.manifest["tables"][name]["columns"].values()
        due = {source for column in spans for source in column["sources"]}
        here = {source for read in origin(name) for source in parts.get(read, {})}
        if due <= absent and not here:
            kept[name] = base
        elif origin(name) != (name,) or name in ASSEMBLED:
            if lacking := sorted(due & absent):
                raise SourceError(
                    f"table {name} is made of several sources together, and {', '.join(lacking)} "
                    f"{'has' if len(lacking) == 1 else 'have'} no raw files, while {', '.join(sorted(here))} "
                    f"{'has' if len(here) == 1 else 'have'}. Fetch all of them with `amity pull`, or none."
                )
        elif "dataset" in tables.CONTRACTS[name].column_names():
            for source in sorted(due & absent):
                parts.setdefault(name, {})[source] = base.scan(name).filter(pl.col("dataset") == source).collect()
    return kept


def _behind(names: tuple[str, ...], entries: Mapping[str, Any]) -> list[str]:
    """The sources of these tables."""
    columns = [column for name in names for column in entries[name]["columns"].values()]
    return sorted({source for column in columns for source in column["sources"]})


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
    frame.write_parquet(draft, compression="zstd", compression_level=15, row_group_size=131_072, statistics=True)
    data = draft.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    file = f"{name}-{digest[:12]}.parquet"
    draft.rename(folder / file)
    # Of a table as read by several sources only those with values in a column are its sources.
    read = {source: part for name_read in origin(name) for source, part in parts.get(name_read, {}).items()}
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
                **({"step": step} if (step := (spec.metadata or {}).get("step")) else {}),
                "sources": sorted(
                    source
                    for source, part in read.items()
                    if column not in part.columns or part[column].null_count() < part.height
                ),
            }
            for column, spec in contract.columns().items()
        },
        "coverage": [
            _declared(span, name, [registry[source] for source in read]) for span in _coverage(frame, sorted(read))
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
    if frame.schema[year].is_integer():
        # What holds in every year stands under year 0.
        frame = frame.filter(pl.col(year) > 0)
    frame = frame.with_columns(_running(year, frame.schema).alias("_years"))
    if not by:
        frame, by = frame.with_columns(dataset=pl.lit(" + ".join(contributors))), ["dataset"]
    spans = frame.group_by(by).agg(
        first_year=pl.col("_years").list.first().min(),
        last_year=pl.col("_years").list.last().max(),
        years=pl.col("_years").unique().explode().drop_nulls().unique().sort(),
        states=pl.concat_list([pl.col(c).unique().implode() for c in places]).explode().n_unique()
        if places
        else pl.lit(None, pl.UInt32),
    )
    return [
        {**{k: v for k, v in row.items() if k != "years"}, "gaps": _gaps(row["years"])}
        for row in spans.sort(by).to_dicts()
    ]


def _running(year: str, schema: pl.Schema) -> pl.Expr:
    """The years a row speaks of: one, or those of its spell; of a spell without end the first alone."""
    last = year.replace("first", "last")
    bounds = [
        pl.col(c).dt.year() if schema[c] == pl.Date else pl.col(c) for c in (year, last if last in schema else year)
    ]
    first, end = (bound.cast(pl.Int32) for bound in bounds)
    return pl.int_ranges(first, pl.max_horizontal(first, pl.coalesce(end, first)) + 1)


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
    base: Atlas | None,
) -> dict[str, Any]:
    """The record of what was built from what; holds no date and no path of this machine."""
    identity = hashlib.sha256("".join(f"{n}:{e['content']};" for n, e in entries.items()).encode()).hexdigest()
    described: dict[str, Any] = {}
    for source in registry.values():
        if source.id not in located:
            if base is not None:
                described[source.id] = base.manifest["sources"][source.id]
            continue
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


def _publish(manifest: Mapping[str, Any], scratch: Path, target: Path, taken_over: tuple[str, ...]) -> Built:
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
    return Built(target, manifest["atlas"], rows, sum(e["bytes"] for e in manifest["tables"].values()), taken_over)
