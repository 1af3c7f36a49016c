"""SQL over the tables of an atlas, and over nothing else.

`amity.sql("SELECT ...")` answers with a polars frame. DuckDB reads the atlas's Parquet files in place, but a query
reaches no other file, no network, no extension, no variable of the caller and no setting: what it may touch is
allowed file by file before the query is seen, and then locked.
"""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import ModuleType
from typing import TYPE_CHECKING, Any, cast

from amity.atlas import Atlas, open_atlas
from amity.errors import UsageError

if TYPE_CHECKING:
    import duckdb
    import polars as pl

#: Memory for a query and its answer.
MEMORY = "1GB"

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
}
_ANSWER = "_amity_answer"
_CLOSED = "A query sees the tables of the atlas and nothing else: no files, no network, no extensions, no settings."
_GLOB = frozenset("*?[")

#: Ways to name a table that DuckDB does not tell of when asked which tables a query names.
_TELLS_NOT = re.compile(r"\b(?:describe|desc|summarize|show|query|query_table)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gave, and what it rests on.

    Attributes:
        frame: The rows, or the first of them.
        n_rows: How many there are in all.
        tables: Tables of the atlas that the query names.
        datasets: Data sets that these tables are made of.
        atlas: Id of the atlas.
    """

    frame: pl.DataFrame
    n_rows: int
    tables: tuple[str, ...]
    datasets: tuple[str, ...]
    atlas: str


def sql(query: str, *, seconds: float = 60.0) -> pl.DataFrame:
    """The answer to one SELECT over the tables of the atlas in use.

    Args:
        query: One SELECT statement in DuckDB's dialect.
        seconds: It is stopped after so long.

    Returns:
        All rows. Whole numbers are Int64 or smaller, other numbers floats; missing stays missing.

    Raises:
        UsageError: It is no single SELECT, names an unknown table or column, asks for something outside the atlas,
            needs more than `MEMORY` or `seconds`; or the extra `amity[sql]` is not installed.
        AtlasError: A table of the atlas is damaged.

    Example:
        `amity.sql("SELECT a, b, count(*) AS n FROM disputes GROUP BY ALL ORDER BY n DESC LIMIT 5")`
    """
    return ask(query, seconds=seconds).frame


def ask(query: str, *, atlas: Atlas | None = None, limit: int | None = None, seconds: float = 60.0) -> Answer:
    """As `sql`, with the first `limit` rows only, the number of all rows and what the answer rests on."""
    if not seconds > 0:
        raise UsageError(f"A query needs some time to run: {seconds} seconds are none.")
    try:
        import duckdb
    except ImportError as error:
        raise UsageError(
            "SQL needs duckdb. Run `pip install 'amity[sql]'`, or `uv run --extra sql amity sql ...` in a checkout."
        ) from error
    atlas = atlas or open_atlas()
    connection = duckdb.connect(":memory:", config=_CONFIG)
    late = threading.Event()

    def stop() -> None:
        late.set()
        connection.interrupt()

    timer = threading.Timer(min(seconds, threading.TIMEOUT_MAX), stop)
    timer.daemon = True
    try:
        timer.start()
        return _answered(connection, query, atlas, limit)
    except duckdb.Error as error:
        if late.is_set():
            raise UsageError(
                f"The query was stopped after {seconds:g} seconds. Ask for less, or allow more with --seconds."
            ) from error
        raise UsageError(_explained(error, query, atlas)) from error
    finally:
        timer.cancel()
        connection.close()


def _answered(connection: duckdb.DuckDBPyConnection, query: str, atlas: Atlas, limit: int | None) -> Answer:
    import polars as pl

    text = _one_select(connection, query)
    used = _used(text, atlas)
    _open_tables(connection, text, atlas)
    # The answer lies inside DuckDB first: there its size is bounded, and the rows not shown are counted.
    connection.execute(f"CREATE TEMP TABLE {_ANSWER} AS ({text}\n)").fetchall()
    [(n_rows,)] = connection.execute(f"SELECT count(*) FROM {_ANSWER}").fetchall()
    shown = f"FROM {_ANSWER}" if limit is None else f"FROM {_ANSWER} LIMIT {limit:d}"
    frame = _plain(pl.DataFrame(cast("Any", _Stream(connection.sql(shown)))))
    return Answer(frame, int(n_rows), used, datasets(atlas, used), atlas.id)


class _Stream:
    """A table as a stream of Arrow batches, which needs no pyarrow.

    Polars remembers the class of what it reads; were that DuckDB's own, DuckDB would complain when Python ends.
    """

    def __init__(self, held: Any) -> None:
        self._held = held

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._held.__arrow_c_stream__(requested_schema)


def _one_select(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    """The text of the one statement, if it is a SELECT."""
    import duckdb

    found = connection.extract_statements(query)
    kinds = [statement.type for statement in found]
    if kinds != [duckdb.StatementType.SELECT]:
        said = ", ".join(kind.name for kind in kinds) or "nothing"
        raise UsageError(f"One SELECT is wanted; this is {said}. {_CLOSED} `amity sql --tables` lists the tables.")
    if found[0].named_parameters:
        raise UsageError("The query has parameters ($1 or ?). Write the values into it.")
    return found[0].query.strip().rstrip(";")


def _used(text: str, atlas: Atlas) -> tuple[str, ...]:
    """Tables of the atlas that a query names, asked of a DuckDB that holds nothing and may touch nothing."""
    import duckdb

    with duckdb.connect(":memory:", config=_CONFIG) as bare:
        bare.execute("SET enable_external_access = false")
        bare.execute("SET lock_configuration = true")
        named = {name.lower() for name in bare.get_table_names(text)}
    if _TELLS_NOT.search(text):
        named |= _words(text)
    return tuple(name for name in atlas.tables if name.lower() in named)


def _words(text: str) -> set[str]:
    return {word.lower() for word in re.findall(r"\w+", text)}


def _open_tables(connection: duckdb.DuckDBPyConnection, text: str, atlas: Atlas) -> None:
    """Make views of the tables whose names occur in the query, then lock everything else away."""
    words = _words(text)
    allowed: list[str] = []
    for name in atlas.tables:
        if name.lower() not in words:
            continue
        path = str(atlas.file(name))
        if _GLOB & set(path):
            # DuckDB would take the path for a pattern.
            connection.register(name, _Stream(atlas.scan(name).collect()))
            continue
        allowed.append(path)
        quoted = path.replace("'", "''")
        connection.execute(f"CREATE VIEW \"{name}\" AS FROM read_parquet('{quoted}')")
    connection.execute("SET allowed_paths = ?", [allowed])
    connection.execute(f"SET memory_limit = '{MEMORY}'")
    connection.execute("SET temp_directory = ''")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Decimals as the integers or floats they stand for, so that a sum of counts is a count."""
    import polars as pl

    for name, dtype in frame.schema.items():
        if not isinstance(dtype, pl.Decimal):
            continue
        column = frame[name]
        whole = column.cast(pl.Int64, strict=False) if dtype.scale == 0 else None
        kept = whole if whole is not None and whole.null_count() == column.null_count() else column.cast(pl.Float64)
        frame = frame.with_columns(kept)
    return frame


def datasets(atlas: Atlas, tables: tuple[str, ...]) -> tuple[str, ...]:
    """The data sets that these tables are made of, in alphabetical order."""
    columns = (column for name in tables for column in atlas.manifest["tables"][name]["columns"].values())
    return tuple(sorted({source for column in columns for source in column["sources"]}))


def described(atlas: Atlas) -> list[dict[str, Any]]:
    """Every table with its rows and data sets, and its columns with type, unit and description."""
    entries: Mapping[str, Any] = atlas.manifest["tables"]
    return [
        {
            "name": name,
            "description": entry["description"],
            "n_rows": entry["rows"],
            "datasets": list(datasets(atlas, (name,))),
            "columns": [
                {"name": column, "dtype": said["dtype"], "unit": said["unit"], "description": said["description"]}
                for column, said in entry["columns"].items()
            ],
        }
        for name, entry in entries.items()
    ]


def _explained(error: duckdb.Error, query: str, atlas: Atlas) -> str:
    """What DuckDB says, in terms of the atlas, with the nearest name."""
    said = " ".join(str(error).split("\nLINE", 1)[0].split())
    kind = type(error).__name__
    if kind == "PermissionException" or "extension" in said:
        return _CLOSED + " `amity sql --tables` lists the tables."
    if kind == "OutOfMemoryException":
        return f"The query needs more than {MEMORY} of memory. Ask for fewer rows, or aggregate them."
    if found := re.search(r"Table with name (.+?) does not exist", said):
        name = found[1].strip('"')
        if re.search(r"[/\\.:*]", name):
            return f"{name!r} is no table of the atlas. {_CLOSED}"
        return f"The atlas has no table {name!r}.{_nearest(name, atlas.tables)} `amity sql --tables` lists them."
    column = re.search(r'(?:Referenced column|does not have a column named|column named) "(.+?)"', said)
    if column:
        words = _words(query)
        tables = [name for name in atlas.tables if name.lower() in words]
        known = {c: None for name in tables for c in atlas.manifest["tables"][name]["columns"]}
        of = f" of {', '.join(tables)}" if tables else ""
        return (
            f"There is no column {column[1]!r}.{_nearest(column[1], known)} "
            f"Columns{of}: {', '.join(known) or 'none, for no table is named'}."
        )
    return f"DuckDB cannot run the query: {said}. `amity sql --tables` lists tables and columns."


def _nearest(name: str, known: Mapping[str, None] | tuple[str, ...]) -> str:
    near = get_close_matches(name.lower(), list(known), n=3, cutoff=0.5)
    return f" Nearest: {', '.join(near)}." if near else ""


class _CallableModule(ModuleType):
    """`amity.sql` is this module, whoever imported it first, and also the function of that name."""

    def __call__(self, query: str, *, seconds: float = 60.0) -> pl.DataFrame:
        return sql(query, seconds=seconds)


sys.modules[__name__].__class__ = _CallableModule
