"""The tables that everything is measured from: found, checked and opened in place.

An atlas is a folder with one `manifest.json` and one Parquet file per table. The manifest names each file by its
content, so a table is either exactly what was built or an error; it also holds the provenance of every column. The
package ships one; a stronger one made by `amity build` takes its place. Opening reads the manifest only.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from amity.errors import AtlasError

if TYPE_CHECKING:
    import polars as pl

    from amity.atlas.held import Store

#: Version of the layout of tables and manifest; an atlas of another format is refused, not guessed at.
FORMAT = 1

MANIFEST = "manifest.json"

SHIPPED = Path(__file__).parent / "data"

_MEND = "Rebuild it with `amity build --from DIR`, or unset AMITY_ATLAS and reinstall amity to use the shipped one."


def home() -> Path:
    """The folder of amity's own files for this user: `$AMITY_HOME`, else the platform's data folder."""
    if named := os.environ.get("AMITY_HOME"):
        return Path(named)
    base = os.environ.get("XDG_DATA_HOME")
    if base is None and os.name == "nt":
        base = os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".local" / "share") / "amity"


def location() -> Path:
    """The folder of the atlas in use: `$AMITY_ATLAS`, else the user's own, else the shipped one."""
    if named := os.environ.get("AMITY_ATLAS"):
        return Path(named)
    own = home() / "atlas"
    return own if (own / MANIFEST).exists() else SHIPPED


@dataclass(frozen=True, eq=False)
class Atlas:
    """An opened atlas.

    Attributes:
        folder: Where it lies.
        manifest: Tables, columns, provenance, as written by `amity build`.
    """

    folder: Path
    manifest: Mapping[str, Any]
    _checked: set[str] = field(default_factory=set[str])

    @property
    def id(self) -> str:
        """Twelve hexadecimal digits that change whenever any figure does."""
        return str(self.manifest["atlas"])

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables held."""
        return tuple(self.manifest["tables"])

    def scan(self, table: str) -> pl.LazyFrame:
        """The rows of one table, lazily; only what is asked of it is read.

        Raises:
            AtlasError: The table is not in this atlas, or its file is missing or damaged.
        """
        return self._store.scan(table)

    def hold(self, *tables: str) -> None:
        """Keep tables in memory (all that there is room for, if none is named), as whoever answers many questions does.

        Without it a table is held from the second pair of states on.

        Raises:
            AtlasError: A table is not in this atlas, or its file is missing or damaged.
        """
        for table in tables or self.tables:
            self._store.hold(table)

    def holds(self, table: str) -> bool:
        """Whether a table is kept in memory by now."""
        return self._store.holds(table)

    @cached_property
    def _store(self) -> Store:
        import polars as pl

        from amity.atlas.held import Store

        return Store(
            lambda table: pl.scan_parquet(self.file(table), glob=False), lambda table: self.file(table).stat().st_size
        )

    def file(self, table: str) -> Path:
        """The Parquet file of one table, its content checked once per process.

        Raises:
            AtlasError: The table is not in this atlas, or its file is missing or damaged.
        """
        entry = self.manifest["tables"].get(table)
        if entry is None:
            raise AtlasError(f"The atlas in {self.folder} has no table {table!r}; it has {', '.join(self.tables)}.")
        path = self.folder / entry["file"]
        if table not in self._checked:
            try:
                with path.open("rb") as stream:
                    digest = hashlib.file_digest(stream, "sha256").hexdigest()
            except OSError as error:
                raise AtlasError(
                    f"The atlas in {self.folder} lacks its table {table} ({path.name}). {_MEND}"
                ) from error
            if digest != entry["sha256"]:
                raise AtlasError(f"The atlas table {path} is damaged: its checksum does not match. {_MEND}")
            self._checked.add(table)
        return path

    def source(self, dataset: str) -> Mapping[str, Any]:
        """The provenance record of one data set: title, version, citation, licence, files with checksums."""
        return self.manifest["sources"][dataset]


def open_atlas(folder: Path | None = None) -> Atlas:
    """The atlas in `folder`, by default the one in use (see `location`).

    Raises:
        AtlasError: There is none, or its manifest is damaged or of another format.
    """
    return _open((folder or location()).absolute())


@cache
def _open(folder: Path) -> Atlas:
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        found = manifest["format"]
        complete = {"atlas", "tables", "sources"} <= manifest.keys()
    except FileNotFoundError as error:
        raise AtlasError(f"There is no atlas in {folder}. {_MEND}") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise AtlasError(f"The atlas manifest {path} is damaged. {_MEND}") from error
    if found != FORMAT or not complete:
        raise AtlasError(f"The atlas in {folder} has format {found}, this amity reads format {FORMAT}. {_MEND}")
    return Atlas(folder, manifest)
