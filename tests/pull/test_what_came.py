"""What came is not what its name says: refused with the reason, and the old copy stays."""

from __future__ import annotations

import gzip
import io
import json
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from amity.errors import DownloadError
from amity.pull import verify
from amity.sources import Download
from unruly import CSV, Unruly, csv_at, get, lying, toy, zip_at


def _zipped(*members: tuple[str | zipfile.ZipInfo, bytes], deflated: bool = True) -> bytes:
    packed = io.BytesIO()
    kind = zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED
    with zipfile.ZipFile(packed, "w", kind) as archive:
        for name, body in members:
            archive.writestr(name, body, kind)
    return packed.getvalue()


def _refused(server: Unruly, library: Path, body: bytes, *words: str, zipped: bool = False, **headers: str) -> None:
    """Refused both when nothing is held and when an old copy is, which stays as it is."""
    name = "toy.zip" if zipped else "toy.csv"
    good = _zipped(("toy.csv", CSV)) if zipped else CSV
    make = zip_at if zipped else csv_at
    bad = make(server.at(f"/bad/{name}", lambda r, n: r.serve(body, '"bad"', **headers)))
    for held in (False, True):
        if held:
            path = f"/{len(server.behaviours)}/{name}"
            bad = make(server.at(path, lambda r, n: r.serve(good) if n == 0 else r.serve(body, '"bad"', **headers)))
            assert get(bad, library).status == "fetched"
        before = lying(library)
        record = (library / "pulled.json").read_bytes() if held else b""
        outcome = get(bad, library)
        assert outcome.status == "failed"
        for word in (*words, "stay as they are" if held else "Nothing was put"):
            assert word in outcome.error, outcome.error
        assert lying(library) == before == ({"toy/toy.csv"} if held else set())
        if held:
            assert (library / "toy" / "toy.csv").read_bytes() == CSV
            assert (library / "pulled.json").read_bytes() == record
            assert "has changed since" in outcome.notes[0]


def test_a_web_page_as_csv(server: Unruly, library: Path) -> None:
    page = b"\xef\xbb\xbf<!-- x --><!DOCTYPE html><html><head><title>Page  not found</title></head></html>"
    _refused(server, library, page, "a web page came", '"Page not found"')


def test_a_json_error_as_csv(server: Unruly, library: Path) -> None:
    _refused(server, library, b'{"error": "quota used up"}', "JSON came", "quota used up")


def test_a_wrong_content_type(server: Unruly, library: Path) -> None:
    _refused(server, library, CSV + b"1,2\n", "sent text/html", Content_Type="text/html; charset=utf-8")


def test_an_empty_body(server: Unruly, library: Path) -> None:
    _refused(server, library, b"", "is empty")


def test_a_pdf_as_csv(server: Unruly, library: Path) -> None:
    _refused(server, library, b"%PDF-1.7 ...", "a PDF")


def test_a_pointer_instead_of_the_file(server: Unruly, library: Path) -> None:
    _refused(server, library, b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "Git LFS pointer")


def test_changed_columns(server: Unruly, library: Path) -> None:
    _refused(server, library, b"a,c\n1,2\n", "cannot be used", "column b is missing", "it has a, c")


def test_a_table_cut_to_its_header(server: Unruly, library: Path) -> None:
    _refused(server, library, b"a,b\n", "cannot be used", "holds no rows")


def test_a_page_as_zip(server: Unruly, library: Path) -> None:
    _refused(server, library, b"<html><title>Sorry</title></html>", "a web page came", zipped=True)
    _refused(server, library / "2", b"not much", "not .zip", zipped=True)


def test_a_truncated_zip(server: Unruly, library: Path) -> None:
    _refused(server, library, _zipped(("toy.csv", CSV))[:-40], "cut or damaged", zipped=True)


def test_a_damaged_zip(server: Unruly, library: Path) -> None:
    body = bytearray(_zipped(("toy.csv", CSV)))
    body[2000] ^= 0xFF
    _refused(server, library, bytes(body), "cut or damaged", zipped=True)


def test_a_zip_that_lies_about_sizes(server: Unruly, library: Path) -> None:
    body = bytearray(_zipped(("toy.csv", CSV)))
    end = body.rindex(b"PK\x01\x02")
    struct.pack_into("<I", body, end + 24, 10)
    _refused(server, library, bytes(body), "cut or damaged", zipped=True)


def test_an_encrypted_zip(server: Unruly, library: Path) -> None:
    body = bytearray(_zipped(("toy.csv", CSV)))
    body[6] |= 1
    body[body.rindex(b"PK\x01\x02") + 8] |= 1
    _refused(server, library, bytes(body), "toy.csv is encrypted", zipped=True)


def test_a_zip_without_the_member(server: Unruly, library: Path) -> None:
    body = _zipped(("readme.txt", b"hi"), ("__MACOSX/toy.csv", b"a,b\n1,2\n"))
    _refused(server, library, body, "lacks toy.csv", "readme.txt", zipped=True)


def test_a_zip_bomb(server: Unruly, library: Path) -> None:
    _refused(server, library, _zipped(("toy.csv", bytes(900_000))), "cannot be used", zipped=True)
    body = _zipped(("toy.csv", bytes(30_000_000)))
    _refused(server, library / "2", body, "grows", "times", zipped=True)
    grown = b"".join(b"%d," % (n * n * 7919 % 10007) for n in range(400_000))
    _refused(server, library / "3", _zipped(("toy.csv", grown)), "more than the 1,000,000 bytes", zipped=True)


@pytest.mark.parametrize(
    "name", ["../toy.csv", "/etc/toy.csv", "x/../../toy.csv", "C:/toy.csv", "..\\toy.csv", "a/../../../../toy.csv"]
)
def test_zip_slip(server: Unruly, library: Path, name: str) -> None:
    info = zipfile.ZipInfo("placeholder")
    info.filename = name
    _refused(server, library, _zipped((info, b"a,b\n1,2\n")), "hostile", zipped=True)
    assert not (library.parent / "toy.csv").exists()


def test_a_link_in_a_zip(server: Unruly, library: Path) -> None:
    info = zipfile.ZipInfo("toy.csv")
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    _refused(server, library, _zipped((info, b"/etc/passwd")), "is a link", zipped=True)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_twice_in_a_zip(server: Unruly, library: Path) -> None:
    _refused(server, library, _zipped(("toy.csv", CSV), ("toy.csv", b"a,b\n")), "twice", zipped=True)
    _refused(server, library / "2", _zipped(("x/toy.csv", CSV), ("y/toy.csv", CSV)), "two members", zipped=True)


def test_too_many_members(tmp_path: Path) -> None:
    (tmp_path / "many.zip").write_bytes(_zipped(*((f"{n}.csv", b"") for n in range(10_001)), deflated=False))
    with pytest.raises(DownloadError, match="10,001 members"):
        verify.unpack(tmp_path / "many.zip", "many.zip", ["0.csv"], tmp_path, 10**6)


def test_archives_in_archives(server: Unruly, library: Path) -> None:
    inner = _zipped(("deep/toy.csv", CSV), ("other.csv", b"x"))
    outer = _zipped(("top/", b""), ("top/inner.zip", inner), ("__MACOSX/top/._inner.zip", b"x"))
    source = zip_at(server.at("/t.zip", lambda r, n: r.serve(outer)), "inner.zip/toy.csv")
    assert get(source, library).status == "fetched"
    assert lying(library) == {"toy/toy.csv"}
    record = json.loads((library / "pulled.json").read_text())["sources"]["toy"]["toy.zip"]
    assert record["n_bytes"] == len(outer)
    assert [member["name"] for member in record["members"]] == ["toy.csv"]
    assert get(source, library).status == "unchanged"


def test_archives_without_end(tmp_path: Path) -> None:
    body = _zipped(("toy.csv", CSV))
    for _ in range(4):
        body = _zipped(("i.zip", body))
    (tmp_path / "t.zip").write_bytes(body)
    with pytest.raises(DownloadError, match="more than 3 deep"):
        verify.unpack(tmp_path / "t.zip", "t.zip", ["i.zip/i.zip/i.zip/i.zip/toy.csv"], tmp_path, 10**6)


def test_all_members_together_are_limited(tmp_path: Path) -> None:
    (tmp_path / "t.zip").write_bytes(_zipped(*((f"{n}.csv", CSV) for n in range(5))))
    assert len(verify.unpack(tmp_path / "t.zip", "t.zip", ["*.csv"], tmp_path, 5 * len(CSV))) == 5
    with pytest.raises(DownloadError, match="more than the"):
        verify.unpack(tmp_path / "t.zip", "t.zip", ["*.csv"], tmp_path, 5 * len(CSV) - 1)


@pytest.mark.parametrize("damage", ["cut", "flipped", "bomb"])
def test_a_bad_gz(server: Unruly, library: Path, damage: str) -> None:
    packed = bytearray(gzip.compress(bytes(2_000_000) if damage == "bomb" else CSV))
    if damage == "cut":
        del packed[-100:]
    elif damage == "flipped":
        packed[-6] ^= 0xFF
    url = server.at("/toy.csv.gz", lambda r, n: r.serve(bytes(packed)))
    source = toy(Download(url, "toy.csv.gz", most_bytes=1_000_000), files=("toy.csv.gz",))
    outcome = get(source, library)
    assert outcome.status == "failed"
    assert ("more than the 1,000,000 bytes" if damage == "bomb" else "cut or damaged") in outcome.error
    assert lying(library) == set()


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("x.csv", b"a;b\n"),
        ("x.txt", b"2\tUSA\n"),
        ("x.csv", b"\xff\xfea\x00,\x00"),
        ("x.json", b'\xef\xbb\xbf\n {"a": 1}'),
        ("x.jsonl", b"[1]"),
        ("x.rda", b"\x1f\x8b\x08"),
        ("x.rda", b"BZh91AY"),
        ("x.rda", b"\xfd7zXZ\x00"),
        ("x.rds", b"X\n\x00\x00"),
        ("x.dta", b"<stata_dta><header>"),
        ("x.dta", b"\x72\x02\x01\x00"),
        ("x.xlsx", b"PK\x03\x04"),
        ("x.xls", b"\xd0\xcf\x11\xe0"),
        ("x.pdf", b"%PDF-1.4"),
        ("x.unknown", b"anything"),
    ],
)
def test_kinds_that_pass(tmp_path: Path, name: str, start: bytes) -> None:
    (tmp_path / "x").write_bytes(start)
    verify.check_kind(tmp_path / "x", name, "application/octet-stream")


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("x.csv", b"\x00\x01\x02"),
        ("x.csv", b"  \n\t "),
        ("x.csv", b"PK\x03\x04"),
        ("x.csv", b"\x89PNG"),
        ("x.csv", b"[1, 2]"),
        ("x.json", b"a,b\n"),
        ("x.rda", b"<html>"),
        ("x.rda", b"a,b\n"),
        ("x.dta", b"a,b\n"),
        ("x.gz", b"a,b\n"),
        ("x.xlsx", b"\xd0\xcf\x11\xe0"),
        ("x.zip", b"PK\x05\x06"),
    ],
)
def test_kinds_that_do_not(tmp_path: Path, name: str, start: bytes) -> None:
    (tmp_path / "x").write_bytes(start)
    with pytest.raises(DownloadError, match=r"^x\."):
        verify.check_kind(tmp_path / "x", name)
