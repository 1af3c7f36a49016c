"""Official files fetched into a library: streamed, checked, read once, and only then put in the place of old ones.

A library is a folder with one sub-folder per source, `pulled.json` with what is known of each file, and `.pull` with
what is on its way. A source's files change together and only when its own reader has read the new ones; on any
fault the old ones stay. `amity build --from LIBRARY` reads what lies there.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from amity.errors import AmityError, DownloadError, SourceError, UsageError
from amity.pull.store import ASIDE, Member, Record, Store, locked
from amity.sources import Download, Source

if TYPE_CHECKING:
    import httpx

    from amity.pull.fetch import Fetched, Patience

#: Called with (source, file, bytes here so far, bytes in all or None).
Tell = Callable[[str, str, int, "int | None"], None]

#: What became of a source.
Status = Literal["fetched", "unchanged", "held", "waits", "by hand", "missing", "failed"]

_FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source.

    Attributes:
        source: Its id.
        status: "fetched" anew; "unchanged" at the official address; "held" (a usable form lies there, nothing was
            asked of the network); "waits" (fetched, but another file must be put there by hand first); "by hand"
            (no script can fetch it); "missing"; "failed".
        form: The form that lies there now, or "".
        files: Its files there now.
        n_bytes: Their size.
        notes: What the user should know, e.g. that an official file has changed.
        steps: What the user must do by hand, or "".
        error: Why it failed, or "".
    """

    source: str
    status: Status
    form: str = ""
    files: tuple[str, ...] = ()
    n_bytes: int = 0
    notes: tuple[str, ...] = ()
    steps: str = ""
    error: str = ""


def survey(chosen: Sequence[Source], library: Path) -> list[Outcome]:
    """What of the chosen sources lies in `library`; asks nothing of the network and writes nothing.

    Returns:
        One outcome per source: "held", or "by hand" or "missing" where no form is complete.
    """
    return [_survey(source, library) for source in chosen]


def _survey(source: Source, library: Path, notes: tuple[str, ...] = ()) -> Outcome:
    try:
        form, files = source.locate(library)
    except SourceError:
        lacks: Status = "missing" if source.downloads else "by hand"
        return Outcome(source.id, lacks, notes=notes, steps=steps(source, library))
    size = sum(path.stat().st_size for path in files)
    return Outcome(source.id, "held", form.name, tuple(path.name for path in files), size, notes)


def steps(source: Source, library: Path) -> str:
    """What the user must do by hand for `source`, with the folder where the files go; "" if nothing."""
    return f"{source.by_hand} Folder: {library / source.id}" if source.by_hand else ""


def pull(
    chosen: Sequence[Source],
    library: Path,
    *,
    force: bool = False,
    patience: Patience | None = None,
    tell: Tell = lambda _source, _file, _done, _total: None,
) -> Iterator[Outcome]:
    """Fetch the official files of the chosen sources into `library`, one source after the other.

    Args:
        chosen: Sources of the registry.
        library: Created if needed.
        force: Fetch also what the server says has not changed, and forget what was half fetched.
        patience: How long to try.
        tell: Told about progress.

    Yields:
        One outcome per source. A source that fails does not stop the others.

    Raises:
        UsageError: The library cannot be written, its disk is full, another pull is at work there, or the extra
            `amity[pull]` is not installed.
    """
    try:
        from amity.pull import fetch
    except ImportError as error:
        raise UsageError(
            f"Fetching needs {error.name}. Run `pip install 'amity[pull]'`, "
            "or `uv run --extra pull amity pull ...` in a checkout."
        ) from error
    patience = patience or fetch.Patience()
    with _told_of_disk(library):
        (library / ASIDE).mkdir(parents=True, exist_ok=True)
        with locked(library), fetch.open_client(patience) as client:
            store = Store(library)
            notes = (store.damaged,) if store.damaged else ()
            for source in chosen:
                yield _pulled(_Work(source, library, store, client, patience, tell, force), notes)
                notes = ()


def _pulled(work: _Work, notes: tuple[str, ...]) -> Outcome:
    source, library = work.source, work.library
    if not source.downloads:
        return _survey(source, library, notes)
    try:
        status = work.run()
    except DownloadError as error:
        told = str(error)
        hint = (
            steps(source, library) or f"By hand: get it from {source.landing_url} and put it in {library / source.id}."
        )
        return Outcome(source.id, "failed", notes=(*notes, *work.notes), steps=hint, error=told)
    finally:
        work.tidy()
    found = _survey(source, library)
    if not found.form and source.by_hand:
        status = "waits"
    hand = steps(source, library) if status == "waits" else ""
    return Outcome(source.id, status, found.form, found.files, found.n_bytes, notes=(*notes, *work.notes), steps=hand)


@contextlib.contextmanager
def _told_of_disk(library: Path) -> Generator[None]:
    """Faults of the disk as one clear message."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise UsageError(
                f"The disk of {library} is full. Nothing held was changed, and what was fetched resumes. Make room, or "
                "choose another folder with --to DIR."
            ) from error
        why = error.strerror or str(error)
        raise UsageError(f"{library} cannot be written ({why}). Choose another folder with --to DIR.") from error


class _Work:
    """One source on its way: fetched aside, checked, read, put in place."""

    def __init__(
        self,
        source: Source,
        library: Path,
        store: Store,
        client: httpx.Client,
        patience: Patience,
        tell: Tell,
        force: bool,
    ) -> None:
        self.source, self.library, self.store = source, library, store
        self.client, self.patience, self.tell, self.force = client, patience, tell, force
        self.folder = library / source.id
        self.aside = library / ASIDE / source.id
        self.new = self.aside / "new"
        self.trial = self.aside / "trial"
        self.notes: list[str] = []
        #: Download → what came, and the files it became.
        self.came: dict[Download, tuple[Fetched, list[Path]]] = {}

    def run(self) -> Status:
        """Fetch what is new, try it out, put it in place."""
        from amity.pull import verify

        verify.clear(self.new)
        verify.clear(self.trial)
        self.new.mkdir(parents=True)
        for download in self.source.downloads:
            self._fetch(download)
        if not self.came:
            return "unchanged"
        form = self._try_out()
        if form is None:
            return "waits"
        self._put_in_place()
        return "fetched"

    def tidy(self) -> None:
        """Leave nothing aside but what the next pull goes on from."""
        from amity.pull import verify

        verify.clear(self.new)
        verify.clear(self.trial)
        with contextlib.suppress(OSError):
            self.aside.rmdir()

    def _fetch(self, download: Download) -> None:
        from amity.pull import fetch

        record = None if self.force else self._intact(download)
        part = self.aside / f"{download.file}.part"
        if self.force:
            part.unlink(missing_ok=True)
        fetched = fetch.fetch(
            self.client,
            self._address(download),
            part,
            most_bytes=download.most_bytes,
            patience=self.patience,
            known=(record.etag, record.last_modified) if record else ("", ""),
            tell=lambda done, total: self.tell(self.source.id, download.file, done, total),
        )
        if fetched is None:
            return
        if record and record.sha256 == fetched.sha256:
            self._drop(fetched.path)
            return
        old = self.store.get(self.source.id, download.file)
        if old and old.sha256 != fetched.sha256:
            self.notes.append(
                f"the official file {download.file} has changed since {old.fetched[:10]} "
                f"(sha256 {old.sha256[:12]} then, {fetched.sha256[:12]} now)"
            )
        try:
            self.came[download] = fetched, self._made_of(download, fetched)
        except DownloadError as error:
            self._drop(fetched.path)
            raise DownloadError(f"{download.url}: {error} {self._old_stays()}") from error

    def _made_of(self, download: Download, fetched: Fetched) -> list[Path]:
        """The files a download becomes, in the folder of new ones."""
        from amity.pull import verify

        verify.check_kind(fetched.path, download.file, fetched.content_type)
        if download.members:
            return verify.unpack(fetched.path, download.file, download.members, self.new, download.most_bytes)
        if download.file.endswith(".gz"):
            verify.check_gzip(fetched.path, download.file, download.most_bytes)
        target = self.new / download.file
        _same_file(fetched.path, target)
        return [target]

    def _address(self, download: Download) -> str:
        """The address of the file; where only a list of files has one, what the list says."""
        if not download.listed:
            return download.url
        from amity.pull import fetch, verify

        path = self.aside / f"{download.file}.list.part"
        found = fetch.fetch(self.client, download.url, path, most_bytes=50_000_000, patience=self.patience)
        try:
            if found is None:
                raise DownloadError("no list came.")
            verify.check_kind(found.path, "list.json", found.content_type)
            return listed_address(download, json.loads(found.path.read_text(encoding="utf-8")))
        except (DownloadError, ValueError) as error:
            raise DownloadError(f"{download.url}: {error} {self._old_stays()}") from error
        finally:
            self._drop(path)

    def _intact(self, download: Download) -> Record | None:
        """The record of a download whose files lie in the folder as they were put there."""
        record = self.store.get(self.source.id, download.file)
        if record is None or record.url != download.url:
            return None
        for member in record.members:
            path = self.folder / member.name
            if not path.is_file() or path.stat().st_size != member.n_bytes or _sha256(path) != member.sha256:
                self.notes.append(f"{member.name} is gone or not as it was fetched; it is fetched again")
                return None
        return record

    def _try_out(self) -> str | None:
        """Read the source from its old files and the new ones together; the form's name, or None if it waits."""
        trial = self.trial / self.source.id
        trial.mkdir(parents=True)
        gone = self._obsolete()
        for path in self.folder.iterdir() if self.folder.is_dir() else ():
            if path.is_file() and path.name not in gone:
                _same_file(path, trial / path.name)
        for path in self._new_files():
            (trial / path.name).unlink(missing_ok=True)
            _same_file(path, trial / path.name)
        try:
            form, _ = self.source.locate(self.trial)
        except SourceError as error:
            if self.source.by_hand:
                return None
            raise self._unread(
                f"no form of the source is complete with {', '.join(p.name for p in self._new_files())}."
            ) from error
        try:
            form.read(trial)
        except ModuleNotFoundError as error:
            self.notes.append(f"not read for want of {error.name}; `pip install 'amity[build]'` to have it checked")
        except (KeyboardInterrupt, SystemExit, GeneratorExit):
            raise
        except BaseException as error:  # polars reports its own defects as BaseException
            if isinstance(error, OSError) and error.errno in _FULL:
                raise
            said = str(error) if isinstance(error, AmityError) else f"{type(error).__name__}: {error}"
            raise self._unread(said.replace(f"{trial}{os.sep}", "")) from error
        return form.name

    def _unread(self, why: str) -> DownloadError:
        for fetched, _ in self.came.values():
            self._drop(fetched.path)
        urls = ", ".join(download.url for download in self.came)
        return DownloadError(f"{urls}: fetched, but it cannot be used: {why} {self._old_stays()}")

    def _put_in_place(self) -> None:
        """Move the new files in, drop the ones they replace, then note them."""
        gone = self._obsolete() - {path.name for path in self._new_files()}
        records = {download.file: self._record(download) for download in self.came}
        self.folder.mkdir(exist_ok=True)
        for path in self._new_files():
            path.replace(self.folder / path.name)
        for name in gone:
            (self.folder / name).unlink(missing_ok=True)
        for file, record in records.items():
            self.store.put(self.source.id, file, record)
        self.store.save()
        for fetched, _ in self.came.values():
            self._drop(fetched.path)

    def _record(self, download: Download) -> Record:
        fetched, paths = self.came[download]
        return Record(
            download.url,
            fetched.url,
            fetched.sha256,
            fetched.n_bytes,
            fetched.etag,
            fetched.last_modified,
            fetched.fetched,
            self.source.version,
            self.source.licence,
            tuple(Member(path.name, path.stat().st_size, _sha256(path)) for path in paths),
        )

    def _new_files(self) -> list[Path]:
        return list(dict.fromkeys(path for _, paths in self.came.values() for path in paths))

    def _obsolete(self) -> set[str]:
        """Names under which the downloads that came anew lay here before."""
        records = (self.store.get(self.source.id, download.file) for download in self.came)
        return {member.name for record in records if record for member in record.members}

    def _old_stays(self) -> str:
        return "The files held stay as they are." if self.folder.is_dir() else "Nothing was put into the library."

    def _drop(self, part: Path) -> None:
        part.unlink(missing_ok=True)
        part.with_name(f"{part.name}.json").unlink(missing_ok=True)


def listed_address(download: Download, answer: Any) -> str:
    """Where a Dataverse server keeps a file, from its list of a data set's files.

    The name is compared with the file's own and with that of the file it was made from; the latter is asked for
    (https://guides.dataverse.org/en/latest/api/dataaccess.html: format=original for tabular files).

    Raises:
        DownloadError: The answer is no such list, or the file is not in it.
    """
    try:
        files = [cast("Mapping[str, Any]", entry["dataFile"]) for entry in answer["data"]["latestVersion"]["files"]]
        names = [str(file["filename"]) for file in files]
    except (KeyError, TypeError) as error:
        raise DownloadError("what came is no list of a Dataverse data set.") from error
    stem = Path(download.listed).stem
    for file in files:
        tabular = "originalFileFormat" in file or str(file["filename"]).endswith(".tab")
        made = tabular and Path(str(file["filename"])).stem == stem
        if download.listed in (file["filename"], file.get("originalFileName")) or made:
            server = download.url.partition("/api/")[0]
            return f"{server}/api/access/datafile/{file['id']}{'?format=original' if tabular else ''}"
    from difflib import get_close_matches

    near = get_close_matches(download.listed, names, 5, 0.3) or names[:5]
    raise DownloadError(f"the data set lists no {download.listed} any more; it lists {', '.join(near) or 'nothing'}.")


def _same_file(path: Path, target: Path) -> None:
    """`target` as another name of `path`, or a copy where the disk knows no such thing."""
    try:
        os.link(path, target)
    except OSError:
        shutil.copyfile(path, target)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
