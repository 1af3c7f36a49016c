"""Damaged documents of every form, for as long as asked: does reading them ever crash, hang or give wrong offsets?

Usage: python validation/fuzz_reader.py [--minutes 5] [--seed 1] [--check] [--keep FOLDER]

Sound documents are made, then damaged at random: bytes flipped, cut out, doubled, moved; parts of one put into
another; of DOCX also the XML within. Whatever is no `UsageError` is a crash; more than `SLOW` seconds of work are
a hang.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import signal
import sys
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from amity.errors import UsageError
from amity.forms import FormError, Parsed, docx, html, markdown, worker
from amity.reader import documents
from amity.reader.model import Document

#: Seconds of work for one small document, and how many times that may pass by the clock on a busy machine.
SLOW, PATIENCE = 20, 5
#: So many letters more may cost a second more to check: what was doubled may be long and full of figures.
A_SECOND = 10_000

_PLACES = ("Russia", "China", "Moscow", "the two countries", "India", "Beijing")
_SAYS = ("exported", "sold", "bought", "voted with", "invested", "signed", "rose by", "fell to")
_SIZES = ("12.4 per cent", "$41.6 billion", "1,234 votes", "two-thirds", "38 bcm", "24 Su-35", "first time since 1996")
#: What parsers stumble over, by form.
_TOKENS: dict[str, tuple[bytes, ...]] = {
    "text": (b"\n\n", b"-\n", b"\xc2\xad", b"\xe2\x80\xa8", b"\0", b"\xff\xfe", b"\xf0\x9f\x98\x80", b"\t- ", b"\r"),
    "markdown": (b"[", b"](", b"**", b"```\n", b"> ", b"| - |\n", b"[^1]: ", b"<div>", b"---\n", b"\\", b"&#0;"),
    "html": (
        b"<",
        b">",
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"<sup>",
        b"<script>",
        b"</p",
        b"&#x110000;",
        b"<nav>",
        b"<p hidden",
    ),
    "docx": (b"<w:p>", b"</w:p>", b"<w:tbl>", b"<!DOCTYPE x>", b"&a;", b"PK\x03\x04", b"\0\0\0\0", b"<w:t>"),
    "pdf": (
        b"endobj",
        b"stream\n",
        b"/Kids[2 0 R]",
        b"/Count 99999999",
        b"<<",
        b">>",
        b"/Length -1",
        b"xref\n",
        b"0 R",
    ),
}


def sentence(rng: random.Random) -> str:
    """A sentence of the kind the reader looks for."""
    year, one, other = rng.randint(1950, 2024), rng.choice(_PLACES), rng.choice(_PLACES)
    return f"In {year} {one} {rng.choice(_SAYS)} {rng.choice(_SIZES)} – {other}’s."


def seeds(rng: random.Random) -> dict[str, bytes]:
    """A sound document of each form."""
    said = [" ".join(sentence(rng) for _ in range(rng.randint(1, 4))) for _ in range(8)]
    text = "A title\n\n" + "\n\n".join(said)
    marked = (
        "# A title\n\n"
        + "\n\n".join(f"- **{s}** [x](http://x.test)[^1]" for s in said)
        + "\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    )
    page = "<!doctype html><html><head><title>T</title><meta name=date content=2020-01-01></head><body><nav>n</nav>"
    page += "".join(f"<p>{s}<sup>1</sup><table><tr><td>5 %</table>" for s in said) + "</body></html>"
    return {
        "text": text.encode(rng.choice(["utf-8", "utf-16", "cp1252"]), "replace"),
        "markdown": marked.encode(),
        "html": page.encode(),
        "docx": _word(said),
        "pdf": _portable(said),
    }


def _word(said: list[str]) -> bytes:
    import docx as peer

    file = peer.Document()
    file.add_heading("A title", 0)
    for text in said:
        file.add_paragraph(text)
    file.add_table(rows=2, cols=2).cell(0, 0).text = "5 %"
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _portable(said: list[str]) -> bytes:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

    styles, out = getSampleStyleSheet(), io.BytesIO()
    flow: list[Any] = [Paragraph("A title", styles["Title"])]
    for text in said:
        flow += [Paragraph(text, styles["BodyText"]), PageBreak()]
    SimpleDocTemplate(out, pageCompression=0).build(flow)
    return out.getvalue()


def damaged(data: bytes, form: str, rng: random.Random, other: bytes) -> bytes:
    """The document with some damage."""
    if form == "docx" and rng.random() < 0.7:
        return _damaged_parts(data, rng, other)
    found = bytearray(data)
    for _ in range(rng.choice([1, 1, 2, 4, 16])):
        at = rng.randrange(len(found) + 1)
        span = rng.choice([1, 2, 8, 64, 1024])
        how = rng.randrange(7)
        if how == 0 and at < len(found):
            found[at] = rng.randrange(256)
        elif how == 1:
            del found[at : at + span]
        elif how == 2:
            found[at:at] = found[at : at + span] * rng.choice([1, 2, 50])
        elif how == 3:
            start = rng.randrange(len(found) + 1)
            found[at:at] = found[start : start + span]
        elif how == 4:
            start = rng.randrange(len(other) + 1)
            found[at:at] = other[start : start + span]
        elif how == 5:
            found[at:at] = rng.choice(_TOKENS[form]) * rng.choice([1, 1, 3, 200])
        else:
            del found[at:]
    return bytes(found)


def _damaged_parts(data: bytes, rng: random.Random, other: bytes) -> bytes:
    """An archive that is whole, with damage in the XML it holds."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            part = given.read(name)
            wanted = name in ("word/document.xml", "word/styles.xml", "docProps/core.xml") and rng.random() < 0.5
            if wanted and rng.random() < 0.5:  # whole paragraphs and tables, so that the XML stays sound
                pieces = re.findall(rb"<w:p[ >].*?</w:p>|<[^<>]*>|[^<>]+", part, re.S)
                for _ in range(rng.choice([1, 3, 30])):
                    at = rng.randrange(len(pieces))
                    pieces[at] = pieces[at] * rng.choice([1, 2, 40]) if pieces[at].startswith(b"<w:p") else pieces[at]
                    at = rng.randrange(len(pieces))
                    if not pieces[at].startswith(b"<"):
                        pieces[at] = rng.choice([b"&#5;", b"12", b"\xe4\xb8\xad", b"&#x2028;", b""])
                part, wanted = b"".join(pieces), False
            made.writestr(name, damaged(part, "html", rng, other) if wanted else part)
    return out.getvalue()


def _within(data: bytes, form: str) -> Parsed:
    """What the worker does, without the start of a process; what may crash a process still gets one."""
    if form == "docx":
        return docx.parse(data)
    if form == "html":
        return html.parse(data.decode("utf-8", "replace"))
    if form == "markdown":
        return markdown.parse(data.decode("utf-8", "replace"))
    return _IN_A_PROCESS(data, form)


_IN_A_PROCESS = worker.parse


@contextmanager
def _at_most(seconds: int) -> Any:
    """So many seconds of work, and a few times that by the clock: what waits for ever hangs, too."""

    def late(*_: object) -> None:
        raise TimeoutError(f"more than {seconds} seconds")

    timers = {signal.ITIMER_PROF: (signal.SIGPROF, seconds), signal.ITIMER_REAL: (signal.SIGALRM, PATIENCE * seconds)}
    for timer, (sign, after) in timers.items():
        signal.signal(sign, late)
        signal.setitimer(timer, after)
    try:
        yield
    finally:
        for timer in timers:
            signal.setitimer(timer, 0)


def require_sound(document: Document) -> None:
    """Fail unless blocks lie in the text, in order, on one line each, and together are the text."""
    at = 0
    for block in document.blocks:
        start, end = block.span
        assert start == at < end <= len(document.text), f"block {block.span} after {at}"
        assert "\n" not in document.text[start:end], f"line feed in {block.span}"
        at = end + 1
    assert at == len(document.text) + 1, "text beyond the last block"


def one(data: bytes, name: str, check: Callable[[Document], object] | None) -> str:
    """What became of one document: "read", "refused", or what went wrong."""
    try:
        with _at_most(SLOW if not name.endswith(".pdf") else 3 * SLOW):
            document = documents.from_bytes(data, name)
            require_sound(document)
        if check is not None:
            with _at_most(SLOW + len(document.text) // A_SECOND):
                check(document)
    except (UsageError, FormError) as error:
        told = str(error)
        return "refused" if "its parser" not in told and "more time" not in told else told
    except Exception:
        return traceback.format_exc(limit=-4)
    return "read"


def main() -> int:
    """Damage documents until the time is over; exit 1 if anything went wrong."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--minutes", type=float, default=5)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--check", action="store_true", help="also check what was read against the atlas")
    asked.add_argument("--keep", type=Path, help="folder for documents that went wrong")
    given = asked.parse_args()
    check: Callable[[Document], object] | None = None
    if given.check:
        from amity.api.checking import check_document

        check = check_document
    rng, ends = random.Random(given.seed), time.monotonic() + 60 * given.minutes
    tally: Counter[tuple[str, str]] = Counter()
    wrong: Counter[str] = Counter()
    names = {"text": "a.txt", "markdown": "a.md", "html": "a.html", "docx": "a.docx", "pdf": "a.pdf"}
    slowest, number = 0.0, 0
    sound = seeds(rng)
    while time.monotonic() < ends:
        number += 1
        if number % 200 == 0:
            sound = seeds(rng)
        # A process costs more than all the rest: those that need one come less often.
        form = rng.choices(list(names), [4, 4, 4, 4, 1])[0]
        worker.parse = _IN_A_PROCESS if rng.random() < 0.02 else _within
        data = damaged(sound[form], form, rng, sound[rng.choice(list(names))])
        begun = time.monotonic()
        what = one(data, rng.choice([names[form]] * 3 + ["standard input"]), check)
        slowest = max(slowest, time.monotonic() - begun)
        tally[form, what if what in ("read", "refused") else "WRONG"] += 1
        if what not in ("read", "refused"):
            wrong[what] += 1
            if wrong[what] == 1:
                print(f"{form}, document {number}:\n{what}", flush=True)
                if given.keep:
                    given.keep.mkdir(parents=True, exist_ok=True)
                    (given.keep / f"{given.seed}-{number}.{form}").write_bytes(data)
    for form in names:
        print(f"{form:9}", *(f"{tally[form, what]:7,} {what}" for what in ("read", "refused", "WRONG")))
    print(
        f"{number:,} documents in {given.minutes:g} minutes, the slowest {slowest:.1f} s; {len(wrong)} kinds of trouble"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
