"""`amity sql`: the answer to a query, printed or written."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from amity.atlas import open_atlas
from amity.cli import printing
from amity.errors import UsageError
from amity.sql import Answer, ask, described

if TYPE_CHECKING:
    import polars as pl

#: Rows and letters per cell that are shown on the screen.
_ROWS, _LETTERS = 40, 60


def run(query: str | None, *, tables: bool, target: Path | None, seconds: float, json: bool) -> int:
    """Answer or list the tables; see `amity sql --help`."""
    if tables:
        if query is not None or target is not None:
            raise UsageError("--tables lists the tables of the atlas; it goes with no query and no --to.")
        return _tables(json=json)
    if query is None or not query.strip():
        raise UsageError("Give a SELECT in quotes, or --tables to see what there is. See `amity sql --help`.")
    if target is not None and target.suffix not in (".csv", ".parquet"):
        raise UsageError(f"{target}: answers are written as .csv or .parquet. Name the file so.")
    answer = ask(query, limit=_ROWS if target is None and not json else None, seconds=seconds)
    if target is not None:
        _write(answer, target)
    if json:
        _dump(answer, target)
    elif target is not None:
        printing.line(f"{target}: {_count(answer.n_rows)}.")
        printing.line(_origin(answer))
    else:
        _print(answer)
    return 0


def _tables(*, json: bool) -> int:
    atlas = open_atlas()
    found = described(atlas)
    if json:
        printing.dump("sql", atlas.id, {"tables": found})
        return 0
    for table in found:
        printing.line(f"{table['name']} ({table['n_rows']:,} rows): {table['description']}")
        rows = [
            ["", c["name"], c["dtype"].split("(")[0], c["unit"] or "", c["description"] or ""] for c in table["columns"]
        ]
        printing.table(["", "column", "type", "unit", "description"], rows, firm=("column", "type"))
        printing.line()
    printing.line(f"Atlas {atlas.id}: {len(found)} tables.")
    return 0


def _print(answer: Answer) -> None:
    frame = answer.frame
    right = [name for name, dtype in frame.schema.items() if dtype.is_numeric()]
    printing.table(frame.columns, [[_cell(value) for value in row] for row in frame.rows()], right=right)
    if answer.n_rows > frame.height:
        printing.line(f"… {answer.n_rows - frame.height:,} more; --to FILE.csv writes them all.")
    printing.line()
    printing.line(f"{_count(answer.n_rows)}. {_origin(answer)}")


def _count(n_rows: int) -> str:
    return f"{n_rows:,} row{'' if n_rows == 1 else 's'}"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = f"{value:.9g}" if isinstance(value, float) else str(value)
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text if len(text) <= _LETTERS else f"{text[: _LETTERS - 1]}…"


def _origin(answer: Answer) -> str:
    if not answer.tables:
        return f"Atlas {answer.atlas}; no table of it was used."
    return f"Atlas {answer.atlas}. Tables: {', '.join(answer.tables)}. Data: {', '.join(answer.datasets)}."


def _dump(answer: Answer, target: Path | None) -> None:
    atlas = open_atlas()
    entries = {table["name"]: table for table in described(atlas)}
    used = [{key: entries[name][key] for key in ("name", "n_rows", "datasets")} for name in answer.tables]
    content: dict[str, Any] = {
        "tables": used,
        "path": None if target is None else str(target),
        "columns": [{"name": name, "dtype": str(dtype)} for name, dtype in answer.frame.schema.items()],
        "n_rows": answer.n_rows,
    }
    if target is None:
        content["rows"] = [{name: _finite(value) for name, value in row.items()} for row in answer.frame.to_dicts()]
    printing.dump("sql", answer.atlas, content)


def _finite(value: Any) -> Any:
    """JSON has no infinite and no undefined numbers."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _write(answer: Answer, target: Path) -> None:
    """Write the whole file or leave the old one."""
    import polars as pl

    draft = target.with_name(f".{target.name[:100]}.{os.getpid()}.part")
    try:
        if target.suffix == ".parquet":
            _with_origin(answer.frame, draft, answer)
        else:
            answer.frame.write_csv(draft)
        draft.replace(target)
    except pl.exceptions.PolarsError as error:
        raise UsageError(
            f"{target}: this answer does not fit into a {target.suffix} file ({error}). Cast lists and structs to "
            "VARCHAR, or write a .parquet file."
        ) from error
    except OSError as error:
        raise UsageError(
            f"{target} cannot be written ({error.strerror}). Choose another file with --to FILE."
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def _with_origin(frame: pl.DataFrame, path: Path, answer: Answer) -> None:
    """A Parquet file that says what it rests on."""
    said = {
        "amity.atlas": answer.atlas,
        "amity.tables": " ".join(answer.tables),
        "amity.data": " ".join(answer.datasets),
    }
    frame.write_parquet(path, compression="zstd", metadata=said)
