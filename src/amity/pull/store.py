"""What is known of the files held (`pulled.json`), and the lock that keeps two pulls apart."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
import time
from collections.abc import Generator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from amity.errors import UsageError

RECORD = "pulled.json"

#: Folder in a library for what is on its way.
ASIDE = ".pull"

_FORMAT = 1
#: A lock of another machine is stale after so many seconds, one that cannot be read after so many.
_STALE, _WRITING = 6 * 3600, 60


@dataclass(frozen=True, slots=True)
class Member:
    """One file as it lies in the source's folder."""

    name: str
    n_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Record:
    """One download that was kept.

    Attributes:
        url: The declared address.
        from_url: The address that answered, after redirects.
        sha256: Of the file as it came; of an archive, of the archive.
        n_bytes: Its size.
        etag: As the server sent it, or "".
        last_modified: Likewise.
        fetched: When, UTC, ISO 8601.
        version: Of the source, as declared then.
        licence: Likewise.
        members: The files it became.
    """

    url: str
    from_url: str
    sha256: str
    n_bytes: int
    etag: str
    last_modified: str
    fetched: str
    version: str
    licence: str
    members: tuple[Member, ...]


class Store:
    """The records of a library, by source and file; `damaged` says why an old store could not be read."""

    def __init__(self, library: Path) -> None:
        self.path = library / RECORD
        self.damaged = ""
        self._records: dict[tuple[str, str], Record] = {}
        try:
            whole = json.loads(self.path.read_text(encoding="utf-8"))
            if whole["format"] != _FORMAT:
                raise ValueError(f"format {whole['format']}")
            for source, files in whole["sources"].items():
                for file, said in files.items():
                    self._records[source, file] = _record(said)
        except FileNotFoundError:
            pass
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            self._records.clear()
            self.damaged = f"{self.path} is damaged ({type(error).__name__}: {error}); what it recorded is not known."

    def get(self, source: str, file: str) -> Record | None:
        """The record of one download, if there is one."""
        return self._records.get((source, file))

    def put(self, source: str, file: str, record: Record) -> None:
        """Note one download; `save` writes it."""
        self._records[source, file] = record

    def save(self) -> None:
        """Write all records in one step; a damaged store is kept beside it."""
        sources: dict[str, dict[str, Any]] = {}
        for (source, file), record in sorted(self._records.items()):
            sources.setdefault(source, {})[file] = asdict(record)
        if self.damaged:
            self.path.replace(self.path.with_name("pulled.damaged.json"))
            self.damaged = ""
        draft = self.path.with_name(f".{RECORD}.{os.getpid()}")
        try:
            text = json.dumps({"format": _FORMAT, "sources": sources}, indent=1, ensure_ascii=False)
            draft.write_text(text + "\n", encoding="utf-8")
            draft.replace(self.path)
        finally:
            draft.unlink(missing_ok=True)


def _record(said: dict[str, Any]) -> Record:
    members = tuple(Member(str(m["name"]), int(m["n_bytes"]), str(m["sha256"])) for m in said["members"])
    rest = {key: value for key, value in said.items() if key != "members"}
    record = Record(**rest, members=members)
    if not all((record.url, record.sha256, *(member.name for member in members))):
        raise ValueError("a record is incomplete")
    return record


@contextlib.contextmanager
def locked(library: Path) -> Generator[None]:
    """Keep other pulls out of `library` while this one works.

    Raises:
        UsageError: Another pull is at work there.
    """
    path = library / ASIDE / "lock"
    token = secrets.token_hex(8)
    text = json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "token": token})
    for _ in range(2):
        try:
            with path.open("x", encoding="utf-8") as stream:
                stream.write(text)
            break
        except FileExistsError:
            owner = _owner(path)
            if owner:
                raise UsageError(
                    f"Another `amity pull` ({owner}) is at work in {library}. Wait for it, or choose another folder "
                    f"with --to DIR. If none is, remove {path}."
                ) from None
            # Renamed first: of two that find it stale only one gets it.
            with contextlib.suppress(FileNotFoundError):
                path.replace(path.with_name(f"lock.{token}"))
                path.with_name(f"lock.{token}").unlink()
    else:
        raise UsageError(f"Another `amity pull` has just begun in {library}. Wait for it.")
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            path.unlink()


def _owner(path: Path) -> str:
    """Who holds the lock, or "" if nobody does any more."""
    try:
        age = time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return ""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        pid, host = int(said["pid"]), str(said["host"])
    except (OSError, ValueError, KeyError, TypeError):
        # Perhaps being written at this moment; later than that it is a wreck.
        return "unknown" if age < _WRITING else ""
    # On Windows a process cannot be asked without harm, so only time tells.
    if host == socket.gethostname() and os.name != "nt":
        return f"process {pid}" if _is_alive(pid) else ""
    return f"process {pid} on {host}" if age < _STALE else ""


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
