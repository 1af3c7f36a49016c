"""Is what came what its name says? Kinds of files by their first bytes; archives unpacked without trusting them."""

from __future__ import annotations

import gzip
import re
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import IO

from amity.errors import DownloadError

_CHUNK = 1 << 20

#: What else an answer may be: how it starts, and what to call it.
_PAGE = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|script)\b", re.IGNORECASE | re.DOTALL)
_MARKED = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"version https://git-lfs", "a Git LFS pointer, not the file itself"),
)

#: Kinds that must start in one of these ways.
_STARTS: dict[str, tuple[bytes, ...]] = {
    ".zip": (b"PK\x03\x04",),
    ".xlsx": (b"PK\x03\x04",),
    ".xls": (b"\xd0\xcf\x11\xe0",),
    ".gz": (b"\x1f\x8b",),
    ".xz": (b"\xfd7zXZ\x00",),
    ".rda": (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"RDX", b"RDA"),
    ".rds": (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"X\n", b"A\n"),
    ".dta": (b"<stata_dta>", *(bytes([number]) for number in (*range(108, 116), 105))),
    ".pdf": (b"%PDF",),
    ".parquet": (b"PAR1",),
}
_TEXT = frozenset({".csv", ".tsv", ".tab", ".txt", ".json", ".jsonl"})

#: What a server may call an answer that is none of our files, unless the name says so.
_WRONG_TYPES = {
    "text/html": (".html", ".htm"),
    "application/xhtml+xml": (".html", ".htm"),
    "application/json": (".json", ".jsonl"),
    "application/problem+json": (),
    "application/pdf": (".pdf",),
}


def check_kind(path: Path, name: str, content_type: str = "") -> None:
    """Hold the first bytes of `path` and what the server called it against the kind that `name` promises.

    Raises:
        DownloadError: It is empty, a web page, an error message or of another kind.
    """
    suffix = PurePosixPath(name).suffix.lower()
    kind = content_type.partition(";")[0].strip().lower()
    with path.open("rb") as stream:
        start = stream.read(8192)
    if not start.strip():
        raise DownloadError(f"{name}: the file that came is empty.")
    if _PAGE.match(start.removeprefix(b"\xef\xbb\xbf")) and suffix not in (".html", ".htm"):
        raise DownloadError(f"{name}: a web page came instead of the file: {_title(start)}.")
    if (kind in _WRONG_TYPES and suffix not in _WRONG_TYPES[kind]) or kind.startswith(("image/", "video/", "audio/")):
        raise DownloadError(f"{name}: the server sent {kind}, which is not what the name says.")
    if suffix in _STARTS and not start.startswith(_STARTS[suffix]):
        raise DownloadError(f"{name}: what came is {_called(start)}, not {suffix}.")
    if suffix in _TEXT:
        _check_text(start, name, suffix)


def _check_text(start: bytes, name: str, suffix: str) -> None:
    marked = next((words for mark, words in _MARKED if start.startswith(mark)), None)
    if marked:
        raise DownloadError(f"{name}: what came is {marked}, not {suffix}.")
    if b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DownloadError(f"{name}: what came is no text.")
    is_json = start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"{", b"["))
    if is_json != (suffix in (".json", ".jsonl")):
        said = " ".join(start[:120].decode("utf-8", "replace").split())
        raise DownloadError(f"{name}: {'JSON' if is_json else 'something else'} came instead of the file: {said}")


def _called(start: bytes) -> str:
    return next((words for mark, words in _MARKED if start.startswith(mark)), "something else")


def _title(start: bytes) -> str:
    found = re.search(rb"<title[^>]*>(.*?)</title>", start, re.IGNORECASE | re.DOTALL)
    text = found[1] if found else re.sub(rb"<[^>]*>", b" ", start)
    return f'"{" ".join(text.decode("utf-8", "replace").split())[:80]}"'


def check_gzip(path: Path, name: str, most_bytes: int) -> None:
    """Read a .gz file to its end.

    Raises:
        DownloadError: It is cut, damaged, or unpacks to more than `most_bytes`.
    """
    seen = 0
    try:
        with gzip.open(path) as stream:
            while chunk := stream.read(_CHUNK):
                seen += len(chunk)
                if seen > most_bytes:
                    raise DownloadError(f"{name}: unpacks to more than the {most_bytes:,} bytes expected at most.")
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise DownloadError(f"{name}: the gzip file is cut or damaged ({error}).") from error


#: Limits of what an archive may be, besides `most_bytes`. Wide tables of zeros (IGO membership by pair) shrink a
#: hundredfold and more; deflate cannot do more than a thousandfold, which is what bombs use.
_MOST_MEMBERS, _MOST_RATIO, _RATIO_FROM, _DEEPEST = 10_000, 500, 10_000_000, 3


def unpack(archive: Path, name: str, patterns: Sequence[str], folder: Path, most_bytes: int) -> list[Path]:
    """The wanted members of a zip archive as files in `folder`, under their own names without folders.

    Args:
        archive: The zip file.
        name: What to call it in messages.
        patterns: Of members, by name or whole path; "inner.zip/*.csv" looks into an archive in the archive.
        folder: Where they go; it must exist.
        most_bytes: Of all members together.

    Raises:
        DownloadError: The archive is cut, damaged, encrypted or hostile, unpacks to too much, or lacks a member.
    """
    return _Unpacking(folder, most_bytes).run(archive, name, patterns, depth=1)


class _Unpacking:
    """One archive and those in it, with what is left of the bytes allowed."""

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self.folder = folder
        self.most_bytes = most_bytes
        self.left = most_bytes
        self.made: dict[str, str] = {}

    def run(self, archive: Path, name: str, patterns: Sequence[str], depth: int) -> list[Path]:
        if depth > _DEEPEST:
            raise DownloadError(f"{name}: archives in archives, more than {_DEEPEST} deep.")
        try:
            with zipfile.ZipFile(archive) as opened:
                members = [info for info in opened.infolist() if not info.is_dir()]
                _check_members(members, name)
                return [path for pattern in patterns for path in self._matching(opened, members, name, pattern, depth)]
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
            raise DownloadError(f"{name}: the archive is cut or damaged ({error}).") from error

    def _matching(
        self, opened: zipfile.ZipFile, members: list[zipfile.ZipInfo], name: str, pattern: str, depth: int
    ) -> Iterator[Path]:
        outer, inner = _split(pattern)
        wanted = [info for info in members if _fits(info.filename, outer)]
        if not wanted:
            there = ", ".join(info.filename for info in members[:8]) or "nothing"
            raise DownloadError(f"{name}: the archive lacks {outer}; it holds {there}.")
        for info in wanted:
            if info.flag_bits & 0x1:
                raise DownloadError(f"{name}: {info.filename} is encrypted.")
            if not inner:
                yield self._file(opened, info, name)
                continue
            with tempfile.TemporaryDirectory(dir=self.folder) as aside:
                nested = Path(aside) / "inner.zip"
                self._copy(opened, info, nested, name)
                yield from self.run(nested, f"{name}: {info.filename}", [inner], depth + 1)

    def _file(self, opened: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Path:
        short = PurePosixPath(info.filename).name
        if short.startswith(".") or not short.isprintable():
            raise DownloadError(f"{name}: {info.filename!r} is no name for a file.")
        if short in self.made and self.made[short] != f"{name}/{info.filename}":
            raise DownloadError(f"{name}: two members are called {short}.")
        target = self.folder / short
        if short not in self.made:
            self.made[short] = f"{name}/{info.filename}"
            self._copy(opened, info, target, name)
        return target

    def _copy(self, opened: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, name: str) -> None:
        too_much = DownloadError(f"{name}: unpacks to more than the {self.most_bytes:,} bytes expected at most.")
        if info.file_size > self.left:
            raise too_much
        with opened.open(info) as source, target.open("wb") as out:
            size = _limited(source, out, self.left)
        if size > self.left:
            raise too_much
        self.left -= size


def _limited(source: IO[bytes], out: IO[bytes], most: int) -> int:
    """Copy no more than a chunk beyond `most` bytes; how many came."""
    size = 0
    while size <= most and (chunk := source.read(_CHUNK)):
        size += len(chunk)
        out.write(chunk)
    return size


def _split(pattern: str) -> tuple[str, str]:
    """The pattern of a member, and what is looked for inside it ("" for the member itself)."""
    found = re.match(r"(.*?\.zip)/(.+)", pattern, re.IGNORECASE)
    return (found[1], found[2]) if found else (pattern, "")


def _fits(member: str, pattern: str) -> bool:
    path = PurePosixPath(member)
    if "__MACOSX" in path.parts:
        return False
    return fnmatchcase(member, pattern) or ("/" not in pattern and fnmatchcase(path.name, pattern))


def _check_members(members: list[zipfile.ZipInfo], name: str) -> None:
    """Refuse an archive that no honest program would have written."""
    if len(members) > _MOST_MEMBERS:
        raise DownloadError(
            f"{name}: the archive has {len(members):,} members, {_MOST_MEMBERS:,} at most are expected."
        )
    seen: set[str] = set()
    for info in members:
        path = PurePosixPath(info.filename)
        if path.is_absolute() or ".." in path.parts or "\\" in info.filename or re.match(r"[A-Za-z]:", info.filename):
            raise DownloadError(f"{name}: the archive is hostile: a member is called {info.filename!r}.")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise DownloadError(f"{name}: the archive is hostile: {info.filename} is a link.")
        if info.filename in seen:
            raise DownloadError(f"{name}: the archive has {info.filename} twice.")
        seen.add(info.filename)
        if info.file_size > _RATIO_FROM and info.file_size > _MOST_RATIO * max(1, info.compress_size):
            times = info.file_size // max(1, info.compress_size)
            raise DownloadError(
                f"{name}: the archive is hostile: {info.filename} grows {times:,} times when unpacked, "
                f"{_MOST_RATIO} at most are expected."
            )


def clear(folder: Path) -> None:
    """Remove a folder of ours with all in it."""
    shutil.rmtree(folder, ignore_errors=True)
