"""Hostile documents: bombs, lies about what a file is, code in every form that a format has for it."""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest

from amity.web.routes import api, lists

MARK = "zq7x"
SENTENCE = "In 2014 trade between China and Russia reached 95 billion dollars. "

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def docx(document: str | bytes, **more: bytes) -> bytes:
    """A Word file with this document.xml."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("[Content_Types].xml", _TYPES)
        box.writestr("word/document.xml", document)
        for name, data in more.items():
            box.writestr(name, data)
    return stream.getvalue()


def paragraphs(inner: str, before: str = "") -> str:
    return f'<?xml version="1.0"?>{before}<w:document xmlns:w="{_WORD}"><w:body>{inner}</w:body></w:document>'


def said(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def zip_bomb() -> bytes:
    """A document.xml of half a gigabyte in half a megabyte."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as box:
        box.writestr("[Content_Types].xml", _TYPES)
        with box.open("word/document.xml", "w") as part:
            part.write(paragraphs("").encode().replace(b"</w:body></w:document>", b""))
            for _ in range(500):
                part.write(b" " * 1_000_000)
            part.write(b"</w:body></w:document>")
    return stream.getvalue()


def lying_zip() -> bytes:
    """A member that says it is small and is not."""
    data = bytearray(docx(paragraphs(said("x" * 3_000_000))))
    at = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 10)
    return bytes(data)


def many_members() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as box:
        box.writestr("word/document.xml", paragraphs(said(SENTENCE)))
        for n in range(20_000):
            box.writestr(f"word/{n}", b"")
    return stream.getvalue()


def pdf(*objects: str, trailer: str = "/Root 1 0 R") -> bytes:
    """A PDF of these objects, with a right table of them."""
    out = bytearray(b"%PDF-1.7\n")
    places: list[int] = []
    for n, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer << /Size {len(objects) + 1} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


_LEAF = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
_FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def page(catalog: str = "", leaf: str = _LEAF, stream: str = "BT /F 9 Tf (In 2014 trade was 95 bn) Tj ET") -> bytes:
    return pdf(
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        leaf,
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        _FONT,
    )


def pdf_bomb() -> bytes:
    """A stream of three hundred megabytes in three hundred kilobytes."""
    squeeze = zlib.compressobj(9)
    packed = b"".join(squeeze.compress(b" " * 1_000_000) for _ in range(300)) + squeeze.flush()
    text = packed.decode("latin-1")
    return pdf(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        _LEAF,
        f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n{text}\nendstream",
        _FONT,
    )


_ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 10}">' for n in range(10))
_EVIL = f"<script>{MARK}()</script><img src=x onerror={MARK}()><svg onload={MARK}()>"

#: Name of the file, and how it is made; big ones are made only when they are sent.
FILES: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "a zip bomb as a document": ("a.docx", zip_bomb),
    "a zip that lies about its size": ("a.docx", lying_zip),
    "a zip of very many members": ("a.docx", many_members),
    "a zip within a zip": ("a.docx", lambda: docx(paragraphs(said("x")), **{"word/a.docx": docx(paragraphs(""))})),
    "a zip that climbs out": ("a.docx", lambda: docx(paragraphs(said("x")), **{"../../../tmp/amity-owned": b"x"})),
    "a zip cut short": ("a.docx", lambda: docx(paragraphs(said(SENTENCE * 50)))[:-40]),
    "a zip without a document": ("a.docx", lambda: docx("").replace(b"word/document.xml", b"word/documint.xml")),
    "entities upon entities": (
        "a.docx",
        lambda: docx(paragraphs(said("&e9;"), f"<!DOCTYPE d [{_ENTITIES}]>")),
    ),
    "an entity that reads a file": (
        "a.docx",
        lambda: docx(paragraphs(said("&x;"), '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>')),
    ),
    "an entity that calls": (
        "a.docx",
        lambda: docx(paragraphs(said("&x;"), '<!DOCTYPE d [<!ENTITY x SYSTEM "http://192.0.2.1/x">]>')),
    ),
    "XML that never ends": ("a.docx", lambda: docx(paragraphs("<w:p>" * 100_000))),
    "XML in no encoding": ("a.docx", lambda: docx(b'<?xml version="1.0" encoding="x-none"?><a/>')),
    "a PDF cut short": ("a.pdf", lambda: page()[:200]),
    "a PDF with a script": (
        "a.pdf",
        lambda: page(f"/OpenAction << /S /JavaScript /JS (app.alert\\('{MARK}'\\)) >>"),
    ),
    "a PDF that starts a program": ("a.pdf", lambda: page("/OpenAction << /S /Launch /F (/bin/sh) >>")),
    "a PDF that is its own page": (
        "a.pdf",
        lambda: page(leaf=_LEAF.replace("/Type /Page ", "/Type /Pages /Kids [3 0 R] ")),
    ),
    "a PDF that unpacks without end": ("a.pdf", pdf_bomb),
    "a PDF with a false table": ("a.pdf", lambda: re.sub(rb"\d{10} 00000 n", b"9999999999 00000 n", page())),
    "a PDF of a million pages": ("a.pdf", lambda: page().replace(b"/Count 1 ", b"/Count 999999999 ")),
    "a PDF that is locked": (
        "a.pdf",
        lambda: page().replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /Standard /V 2 /R 3 /P -1 >>"),
    ),
    "only the head of a PDF": ("a.pdf", lambda: b"%PDF-1.7\n"),
    "HTML with scripts": ("a.html", lambda: f"<html><body>{_EVIL}<p>{SENTENCE}{_EVIL}</p></body></html>".encode()),
    "HTML as a text": ("a.txt", lambda: (SENTENCE + _EVIL).encode()),
    "HTML that fetches": (
        "a.html",
        lambda: (
            f'<base href="http://192.0.2.1/"><link rel=stylesheet href=x><iframe src=y></iframe>{SENTENCE}'.encode()
        ),
    ),
    "HTML nested very deep": ("a.html", lambda: b"<div>" * 200_000 + SENTENCE.encode()),
    "Markdown with code in links": (
        "a.md",
        lambda: (
            f"[x](javascript:{MARK}()) ![y](data:text/html,{MARK}) <img src=x onerror={MARK}()> {SENTENCE}".encode()
        ),
    ),
    "Markdown nested very deep": ("a.md", lambda: b"> " * 20_000 + b"[" * 20_000),
    "a PDF and a zip at once": ("a.pdf", lambda: page() + docx(paragraphs(said("x")))),
    "a picture and a page at once": ("a.html", lambda: b"GIF89a/*" + _EVIL.encode() + b"*/=1;"),
    "a document that is a PDF": ("a.docx", page),
    "a PDF that is a document": ("a.pdf", lambda: docx(paragraphs(said(SENTENCE)))),
    "a program": ("a.exe", lambda: b"MZ" + bytes(range(256)) * 400),
    "bytes that are nothing": ("a.bin", lambda: bytes((n * 7919 + n // 256) % 256 for n in range(100_000))),
    "nothing": ("a.txt", lambda: b""),
    "nothing but zeros": ("a.txt", lambda: b"\0" * 1_000_000),
    "one very long line": ("a.txt", lambda: b"1" * 3_000_000),
    "numbers without end": ("a.txt", lambda: ("9" * 5_000 + " billion dollars in 2014. ").encode() * 20),
    "a text that tires an expression": ("a.txt", lambda: ("1," * 30_000 + "per cent of " * 5_000).encode()),
    "a text in a false encoding": ("a.txt", lambda: b"\xff\xfe\x00\xd8" * 1_000),
    "twenty-five million bytes": ("a.txt", lambda: SENTENCE.encode() * 380_000),
    "a name that climbs": ("../../../../tmp/amity-owned.txt", lambda: SENTENCE.encode()),
    "a name that climbs on Windows": ("..\\..\\amity-owned.txt", lambda: SENTENCE.encode()),
    "a name that is code": (f"<img src=x onerror={MARK}()>.txt", lambda: SENTENCE.encode()),
    "a name with a line break": ("a\r\nX-Evil: 1.txt", lambda: SENTENCE.encode()),
    "a name without end": ("x" * 5_000 + ".txt", lambda: SENTENCE.encode()),
}


class _Code(HTMLParser):
    """Finds what a browser would run or fetch."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(body)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if (tag == "script" and "src" not in given) or tag in ("iframe", "base", "object", "embed"):
            self.found.append(tag)
        for name, value in given.items():
            if name.startswith("on") or (value or "").strip().lower().startswith(("javascript:", "data:text")):
                self.found.append(f"{tag} {name}={value}")


def _takers() -> list[str]:
    """Addresses that take a document, of the API and of the pages."""
    routes = [("", route) for route in lists.router.routes] + [("/api/v1", route) for route in api.router.routes]
    posts = {at + route.path for at, route in routes if "POST" in route.methods}
    return sorted(posts & {"/check", "/api/v1/check"})


@pytest.mark.parametrize("what", FILES)
def test_a_hostile_file_is_refused_or_read_as_text(served, what: str) -> None:
    name, make = FILES[what]
    data = make()
    takers = _takers()
    assert takers
    for path in takers:
        found = served.client.post(path, files={"file": (name, data)}, timeout=120)
        assert found.status_code < 500, (path, found.status_code, found.text[:400])
        assert "x-evil" not in found.headers
        if found.status_code >= 400:
            detail = found.json()["detail"] if path.startswith("/api/") else found.text
            assert len(detail) > 10
        elif path.startswith("/api/"):
            assert json.loads(found.text)
        if "html" in found.headers["content-type"]:
            assert _Code(found.text).found == []
        assert "root:x:0" not in found.text
        assert "Traceback" not in found.text
    assert not list(Path("/tmp").glob("amity-owned*"))
    assert served.client.get("/api/v1/health").status_code == 200


def test_there_are_enough_of_them() -> None:
    assert len(FILES) >= 40


def test_a_pasted_text_comes_back_as_text(served) -> None:
    for path in _takers():
        found = served.client.post(path, data={"text": SENTENCE + _EVIL, "a": _EVIL, "b": _EVIL, "date": _EVIL})
        assert found.status_code in (200, 400, 404), found.text[:300]
        if "html" in found.headers["content-type"]:
            assert _Code(found.text).found == []
