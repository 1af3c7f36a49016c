"""The library on disk and the command: full disks, locks, damaged records, lists, what must be got by hand."""

from __future__ import annotations

import errno
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import IO

import pytest

from amity import sources
from amity.cli import pulling, rebuild
from amity.errors import DownloadError, UsageError
from amity.pull import fetch, listed_address, pull, survey
from amity.pull.store import Store
from amity.sources import Download, Source
from library import small
from ran import Ran
from unruly import CSV, PART, QUICK, Unruly, csv_at, get, lying, toy, zip_at

Amity = Callable[..., Ran]


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Let the command know these sources and no others, and be quick."""
    real = fetch.Patience

    def use(*chosen: Source) -> None:
        monkeypatch.setattr(sources, "registry", lambda: {source.id: source for source in chosen})

    monkeypatch.setattr(fetch, "Patience", lambda: QUICK)
    yield use
    monkeypatch.setattr(fetch, "Patience", real)


# ------------------------------------------------------------------------------------------------ the disk


def _mounted(folder: Path, options: str) -> bool:
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    if not _mounted(folder, "size=64k"):
        pytest.skip("this machine lets nobody mount a disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_is_full(server: Unruly, tiny_disk: Path) -> None:
    body = CSV * 12
    url = server.at("/t.csv", lambda r, n: r.serve(body))
    with pytest.raises(UsageError, match=r"disk of .* is full.*--to DIR"):
        get(csv_at(url), tiny_disk)
    assert lying(tiny_disk) <= PART
    assert not (tiny_disk / "toy").exists()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_fills_up(server: Unruly, library: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    url = server.at("/t.csv", lambda r, n: r.serve(CSV))
    assert get(csv_at(url), library).status == "fetched"

    def full(out: IO[bytes], chunk: bytes) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fetch, "_write", full)
    with pytest.raises(UsageError, match="is full"):
        get(csv_at(url), library, force=True)
    assert (library / "toy" / "toy.csv").read_bytes() == CSV
    assert lying(library) == {"toy/toy.csv", *PART}


def test_a_disk_that_fills_up_while_unpacking(server: Unruly, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import zipfile

    from amity.pull import verify

    library.mkdir()
    with zipfile.ZipFile(library.parent / "t.zip", "w") as archive:
        archive.writestr("toy.csv", CSV)
    body = (library.parent / "t.zip").read_bytes()
    source = zip_at(server.at("/t.zip", lambda r, n: r.serve(body)))

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(verify, "_limited", full)
    with pytest.raises(UsageError, match="is full"):
        get(source, library)
    assert lying(library) == {".pull/toy/toy.zip.part", ".pull/toy/toy.zip.part.json"}
    monkeypatch.undo()
    assert get(source, library).status == "fetched"
    assert server.seen[-1][1]["If-None-Match"] == '"one"'


def test_a_folder_that_cannot_be_written(
    server: Unruly, tmp_path: Path, amity: Amity, known: Callable[..., None]
) -> None:
    known(csv_at(server.at("/t.csv", lambda r, n: r.serve(CSV))))
    (tmp_path / "file").write_text("in the way")
    ran = amity("pull", "toy", "--to", str(tmp_path / "file" / "library"))
    assert ran.code == 2
    assert "cannot be written" in ran.err
    assert "--to DIR" in ran.err
    assert server.seen == []


def test_a_read_only_disk(server: Unruly, tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    if not _mounted(folder, "size=64k,ro"):
        pytest.skip("this machine lets nobody mount a disk")
    try:
        with pytest.raises(UsageError, match="cannot be written"):
            get(csv_at(server.at("/t.csv", lambda r, n: r.serve(CSV))), folder)
    finally:
        subprocess.run(["umount", str(folder)], check=True)


# ------------------------------------------------------------------------------------------------ locks, records


def _lock(library: Path, **said: object) -> Path:
    path = library / ".pull" / "lock"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(said))
    return path


def test_two_pulls_at_once(server: Unruly, library: Path) -> None:
    source = csv_at(server.at("/t.csv", lambda r, n: r.serve(CSV)))
    path = _lock(library, pid=os.getpid(), host=socket.gethostname(), token="x")
    with pytest.raises(UsageError, match=rf"process {os.getpid()}.*is at work.*lock"):
        get(source, library)
    assert path.exists()
    assert server.seen == []
    path.write_text(json.dumps({"pid": 1, "host": "another.machine", "token": "x"}))
    with pytest.raises(UsageError, match=r"another\.machine"):
        get(source, library)


@pytest.mark.parametrize("kind", ["dead", "old", "torn"])
def test_a_lock_left_behind(server: Unruly, library: Path, kind: str) -> None:
    source = csv_at(server.at("/t.csv", lambda r, n: r.serve(CSV)))
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass
    host = "another.machine" if kind == "old" else socket.gethostname()
    path = _lock(library, pid=gone.pid, host=host, token="x")
    if kind == "torn":
        path.write_text("{")
    if kind != "dead":
        long_ago = time.time() - 7 * 3600
        os.utime(path, (long_ago, long_ago))
    assert get(source, library).status == "fetched"
    assert lying(library) == {"toy/toy.csv"}


def test_a_lock_being_written_is_respected(library: Path) -> None:
    _lock(library).write_text("")
    with pytest.raises(UsageError, match="at work"):
        get(csv_at("http://127.0.0.1:9/t.csv"), library)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"format": 9, "sources": {}}', '{"format": 1, "sources": {"toy": {"toy.csv": {}}}}', "\0"]
)
def test_damaged_records(server: Unruly, library: Path, text: str) -> None:
    source = csv_at(server.at("/t.csv", lambda r, n: r.serve(CSV)))
    assert get(source, library).status == "fetched"
    (library / "pulled.json").write_text(text)
    outcome = get(source, library)
    assert outcome.status == "fetched"
    assert "pulled.json is damaged" in outcome.notes[0]
    assert "If-None-Match" not in server.seen[-1][1]
    assert lying(library) == {"toy/toy.csv", "pulled.damaged.json"}
    assert Store(library).get("toy", "toy.csv") is not None
    assert get(source, library).status == "unchanged"


def test_a_changed_official_file_is_told_and_taken(server: Unruly, library: Path) -> None:
    new = b"a,b\n1,2\n"
    url = server.at("/t.csv", lambda r, n: r.serve(new, '"two"') if n else r.serve(CSV))
    assert get(csv_at(url), library).status == "fetched"
    outcome = get(csv_at(url), library)
    assert outcome.status == "fetched"
    assert "official file toy.csv has changed since 2" in outcome.notes[0]
    assert (library / "toy" / "toy.csv").read_bytes() == new


def test_files_of_an_older_edition_go(server: Unruly, library: Path) -> None:
    """A member under a new name takes the place of the one it was called before; files of others stay."""
    import io
    import zipfile

    def edition(number: int) -> bytes:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(f"toy_{number}.csv", CSV)
        return packed.getvalue()

    url = server.at("/t.zip", lambda r, n: r.serve(edition(n), f'"{n}"'))
    source = toy(Download(url, "t.zip", ("toy_*.csv",)), files=("toy_*.csv",), read=lambda folder: {})
    assert get(source, library).status == "fetched"
    (library / "toy" / "mine.txt").write_text("mine")
    assert get(source, library).status == "fetched"
    assert lying(library) == {"toy/toy_1.csv", "toy/mine.txt"}


# ------------------------------------------------------------------------------------------------ by hand


def test_a_source_that_needs_a_file_by_hand_waits_for_it(server: Unruly, library: Path) -> None:
    url = server.at("/t.csv", lambda r, n: r.serve(CSV))
    source = toy(Download(url, "toy.csv"), files=("toy.csv", "key.txt"), by_hand="Ask the makers for key.txt.")
    outcome = get(source, library)
    assert outcome.status == "waits"
    assert outcome.steps == f"Ask the makers for key.txt. Folder: {library / 'toy'}"
    assert lying(library) == PART  # an incomplete folder would stop a build
    (library / "toy").mkdir()
    (library / "toy" / "key.txt").write_text("key")
    assert get(source, library).status == "fetched"
    assert lying(library) == {"toy/toy.csv", "toy/key.txt"}
    assert server.seen[-1][1]["If-None-Match"] == '"one"'
    (library / "toy" / "key.txt").unlink()
    assert get(source, library).status == "waits"
    assert lying(library) == {"toy/toy.csv"}


def test_names_that_fit_no_form(server: Unruly, library: Path) -> None:
    url = server.at("/t.csv", lambda r, n: r.serve(CSV))
    outcome = get(toy(Download(url, "other.csv")), library)
    assert outcome.status == "failed"
    assert "no form of the source is complete with other.csv" in outcome.error
    assert lying(library) == set()


def test_a_file_found_by_its_name_in_a_list(server: Unruly, library: Path) -> None:
    def files(*names: tuple[str, str]) -> bytes:
        listed = [
            {"dataFile": {"id": n, "filename": name, **({"originalFileName": made} if made else {})}}
            for n, (name, made) in enumerate(names)
        ]
        return json.dumps({"data": {"latestVersion": {"files": listed}}}).encode()

    url = server.at("/api/list", lambda r, n: r.give(200, files(("x.txt", ""), ("toy.tab", "toy.csv"))))
    server.at("/api/access/datafile/1", lambda r, n: r.serve(CSV))
    source = toy(Download(url, "toy.csv", listed="toy.csv"))
    assert get(source, library).status == "fetched"
    assert lying(library) == {"toy/toy.csv"}
    server.at("/api/list", lambda r, n: r.give(200, files(("toy2026.csv", ""))))
    outcome = get(source, library)
    assert "lists no toy.csv any more; it lists toy2026.csv" in outcome.error
    assert lying(library) == {"toy/toy.csv"}
    for answer in (b"{}", b"[1]", b"{", b"<html>"):
        server.at("/api/list", lambda r, n, answer=answer: r.give(200, answer))
        assert get(source, library).status == "failed"


def test_the_address_in_a_list() -> None:
    download = Download("https://d.org/api/datasets/x", "I.dta", listed="I.dta")

    def listing(**file: object) -> dict[str, object]:
        return {"data": {"latestVersion": {"files": [{"dataFile": {"id": 7, **file}}]}}}

    whole = "https://d.org/api/access/datafile/7?format=original"
    assert listed_address(download, listing(filename="I.tab", originalFileFormat="application/x-stata")) == whole
    assert listed_address(download, listing(filename="I.tab")) == whole
    assert listed_address(download, listing(filename="I.dta")) == "https://d.org/api/access/datafile/7"
    with pytest.raises(DownloadError, match="no list"):
        listed_address(download, {"data": []})


# ------------------------------------------------------------------------------------------------ the registry


def test_every_source_says_where_its_files_come_from() -> None:
    known_sources = sources.registry()
    assert len(known_sources) >= 18
    for source in known_sources.values():
        assert source.downloads or source.by_hand, f"{source.id}: neither downloads nor what to do by hand"
        assert not source.by_hand or source.by_hand.endswith("."), source.id
        names = [download.file for download in source.downloads]
        assert len(names) == len(set(names)), f"{source.id}: two downloads under one name"
        for download in source.downloads:
            assert download.url.startswith(("https://", "http://")), download.url
            assert "/" not in download.file
            assert bool(download.members) == download.file.endswith(".zip"), download
            assert not any("/" in member.partition(".zip/")[2] for member in download.members)


def _concrete(pattern: str) -> str:
    return pattern.rpartition("/")[2].replace("*", "2020").replace("?", "9")


def test_downloads_bear_the_names_their_readers_look_for() -> None:
    seen = 0
    for source in sources.registry().values():
        names = [_concrete(name) for d in source.downloads for name in (d.members or (d.file,))]
        if not names or source.by_hand:
            continue
        seen += 1
        fits = [
            form.name
            for form in source.forms
            if all(any(fnmatchcase(name, pattern) for name in names) for pattern in form.files)
        ]
        assert fits, f"{source.id}: {names} make none of its forms complete"
    assert seen >= 10


@pytest.mark.parametrize("name", ["atop51", "cow-mid5", "cow-nmc7", "cow-trade-4.0", "cow-igo3", "un-sc-vetoes"])
def test_what_is_fetched_is_located_and_read(server: Unruly, library: Path, name: str) -> None:
    """The sample files, packed as the official archives are and fetched: the official form, read without fault."""
    import io
    import zipfile

    source = sources.registry()[name]
    downloads: list[Download] = []
    for number, download in enumerate(source.downloads):
        patterns = download.members or (download.file,)
        found = [next(iter(sorted((small() / name).glob(_sample(p))))) for p in patterns]
        body = found[0].read_bytes()
        if download.members:
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w") as archive:
                for path, pattern in zip(found, patterns, strict=True):
                    archive.writestr(f"folder/{pattern.rpartition('/')[2].replace('*', '')}", path.read_bytes())
            body = packed.getvalue()
            if ".zip/" in patterns[0]:
                outer = io.BytesIO()
                with zipfile.ZipFile(outer, "w") as archive:
                    archive.writestr(f"folder/{patterns[0].partition('/')[0]}", body)
                body = outer.getvalue()
        url = server.at(f"/{number}", lambda r, n, body=body: r.serve(body))
        downloads.append(replace(download, url=url))
    [outcome] = pull([replace(source, downloads=tuple(downloads))], library, patience=QUICK)
    assert (outcome.status, outcome.error) == ("fetched", "")
    form, _ = source.locate(library)
    assert form == source.forms[0]
    assert not outcome.notes


def _sample(pattern: str) -> str:
    """Where the sample of a member lies; that of the vetoes has another name."""
    return "unsc_vetoes*.csv" if pattern.startswith("unsc_vetoes") else pattern.rpartition("/")[2]


# ------------------------------------------------------------------------------------------------ the command


def test_the_command_fetches_and_says_so(
    server: Unruly, library: Path, amity: Amity, known: Callable[..., None]
) -> None:
    known(csv_at(server.at("/t.csv", lambda r, n: r.serve(CSV))))
    ran = amity("pull", "toy", "--to", str(library))
    assert (ran.code, ran.err) == (0, "")
    assert "toy: fetched: 1 file" in ran.out
    assert f"amity build --from {library}" in ran.out
    again = json.loads(amity("pull", "--all", "--to", str(library), "--json").out)
    assert set(again) == {"amity", "atlas", "command", "folder", "sources"}
    assert [(s["source"], s["status"], s["bytes"]) for s in again["sources"]] == [("toy", "unchanged", len(CSV))]


def test_a_source_that_fails_does_not_stop_the_others(
    server: Unruly, library: Path, amity: Amity, known: Callable[..., None]
) -> None:
    good = csv_at(server.at("/t.csv", lambda r, n: r.serve(CSV)))
    bad = replace(csv_at(f"{server.root}/gone.csv"), id="bad")
    hand = replace(toy(by_hand="Write a letter."), id="hand")
    known(bad, hand, good)
    ran = amity("pull", "--all", "--to", str(library))
    assert ran.code == 3
    assert ran.err.startswith("amity: 1 of 3 sources could not be fetched: bad.")
    assert "404" in ran.err
    assert ran.err.count("\n") == 1
    assert "toy: fetched" in ran.out
    assert f"Write a letter. Folder: {library / 'hand'}" in ran.out
    assert "by hand: hand" in amity("pull", "hand", "--to", str(library)).err
    assert lying(library) == {"toy/toy.csv"}


def test_offline(server: Unruly, library: Path, amity: Amity, known: Callable[..., None]) -> None:
    good = csv_at(server.at("/t.csv", lambda r, n: r.serve(CSV)))
    other = replace(csv_at(f"{server.root}/o.csv"), id="other")
    hand = replace(toy(by_hand="Write a letter."), id="hand")
    known(good, hand, other)
    assert amity("pull", "toy", "--to", str(library)).code == 0
    asked = len(server.seen)
    ran = amity("pull", "--offline", "--to", str(library))
    assert ran.code == 0
    assert ran.out.splitlines()[0].startswith("toy: held: 1 file")
    assert "other: missing" in ran.out
    assert amity("pull", "toy", "--offline", "--to", str(library)).code == 0
    for name in ("other", "hand"):
        missing = amity("pull", "toy", name, "--offline", "--to", str(library))
        assert missing.code == 3
        assert f"Not held in {library}: {name}." in missing.err
    rows = json.loads(amity("pull", "--offline", "--json", "--to", str(library)).out)["sources"]
    assert {row["source"]: row["status"] for row in rows} == {"toy": "held", "hand": "by hand", "other": "missing"}
    assert len(server.seen) == asked
    assert survey([good], library)[0].form == "official csv"


def test_wrong_calls(amity: Amity, tmp_path: Path) -> None:
    for argv, code, words in (
        (("pull",), 2, ("--all", "--list")),
        (("pull", "cow-mid"), 2, ("cow-mid5",)),
        (("pull", "--offline", "--to", str(tmp_path / "no")), 2, ("not a folder",)),
        (("pull", "rivalries", "--offline"), 3, ("Not held", "rivalries")),
        (("build",), 2, ("amity pull", "--from")),
    ):
        ran = amity(*argv)
        assert ran.code == code, ran
        assert ran.err.count("\n") == 1
        assert all(word in ran.err for word in words), ran.err


def test_list(amity: Amity) -> None:
    ran = amity("pull", "--list")
    assert ran.code == 0
    assert all(name in ran.out for name in sources.registry())
    assert len(json.loads(amity("pull", "--list", "--json").out)["sources"]) == len(sources.registry())


def test_ctrl_c_is_one_line(
    server: Unruly, library: Path, amity: Amity, known: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(out: IO[bytes], chunk: bytes) -> None:
        out.write(chunk[:100])
        raise KeyboardInterrupt

    known(csv_at(server.at("/t.csv", lambda r, n: r.serve(CSV))))
    monkeypatch.setattr(fetch, "_write", stop)
    ran = amity("pull", "toy", "--to", str(library))
    assert ran.code == 130
    assert ran.err == "amity: stopped; 0 sources were fetched, and the rest goes on at the next pull.\n"
    assert lying(library) == PART


def test_the_extra_is_named(amity: Amity, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "amity.pull.fetch", None)
    monkeypatch.delattr("amity.pull.fetch")
    ran = amity("pull", "rivalries", "--to", str(tmp_path))
    assert ran.code == 2
    assert "amity[pull]" in ran.err


def test_a_progress_bar_on_a_terminal(
    server: Unruly, library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with pulling._progress() as tell:
        tell("toy", "toy.csv", 10, 100)
        tell("toy", "toy2.csv", 10, None)


def test_a_build_takes_what_was_pulled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, amity: Amity) -> None:
    seen: list[Path] = []
    monkeypatch.setenv("AMITY_HOME", str(tmp_path))
    (tmp_path / "library").mkdir()

    def built(library: Path, target: Path, base: object) -> object:
        seen.append(library)
        raise UsageError("enough")

    monkeypatch.setattr(rebuild, "_built", built)
    assert "enough" in amity("build").err
    assert seen == [tmp_path / "library"]
