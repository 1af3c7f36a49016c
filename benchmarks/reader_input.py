"""Pages a processor second of every form of document, 300 pages each, beside peers that only pull out the letters.

amity's figure is the whole way: a process of its own started, the file parsed, its layout read, text normalised.
Peers that are not installed are left out. Usage: python benchmarks/reader_input.py
"""

from __future__ import annotations

import io
import random
import resource
import sys
import time
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

from amity.reader import documents

PAGES, RUNS, TARGET = 300, 3, 50
_WORDS = ("trade", "two", "states", "rose", "fell", "per", "cent", "crude", "oil", "gas", "arms", "treaty", "votes")


def paragraphs(rng: random.Random) -> list[str]:
    """A page: a head and five paragraphs, some 450 words."""
    said = [
        " ".join(rng.choice(_WORDS) for _ in range(90)).capitalize() + f" {rng.uniform(1, 99):.1f}." for _ in range(5)
    ]
    return ["A head of some words", *said]


def made() -> dict[str, bytes]:
    """The same 300 pages in every form."""
    import docx
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

    rng = random.Random(1)
    pages = [paragraphs(rng) for _ in range(PAGES)]
    styles, pdf, word, file = getSampleStyleSheet(), io.BytesIO(), io.BytesIO(), docx.Document()
    flow: list[Any] = []
    for head, *rest in pages:
        file.add_heading(head, 1)
        flow.append(Paragraph(head, styles["Heading1"]))
        for text in rest:
            file.add_paragraph(text)
            flow.append(Paragraph(text, styles["BodyText"]))
        flow.append(PageBreak())
    SimpleDocTemplate(pdf).build(flow)
    file.save(word)
    page = "".join(f"<h2>{head}</h2>" + "".join(f"<p>{text}</p>" for text in rest) for head, *rest in pages)
    return {
        "text": "\n\n".join("\n\n".join(page) for page in pages).encode(),
        "markdown": "\n\n".join(f"## {head}\n\n" + "\n\n".join(rest) for head, *rest in pages).encode(),
        "html": f"<!doctype html><html><body>{page}</body></html>".encode(),
        "docx": word.getvalue(),
        "pdf": pdf.getvalue(),
    }


class _Letters(HTMLParser):
    found = 0

    def handle_data(self, data: str) -> None:
        self.found += len(data)


def _html_parser(data: bytes) -> None:
    _Letters().feed(data.decode())


def _selectolax(data: bytes) -> None:
    from selectolax.lexbor import LexborHTMLParser

    LexborHTMLParser(data.decode()).text()


def _lxml(data: bytes) -> None:
    from lxml import html

    html.fromstring(data.decode()).text_content()


def _markdown_it(data: bytes) -> None:
    from markdown_it import MarkdownIt

    MarkdownIt("commonmark").parse(data.decode())


def _mistune(data: bytes) -> None:
    import mistune

    mistune.create_markdown(renderer=None)(data.decode())


def _python_docx(data: bytes) -> None:
    import docx

    sum(len(p.text) for p in docx.Document(io.BytesIO(data)).paragraphs)


def _pypdfium2(data: bytes) -> None:
    import pypdfium2

    file = pypdfium2.PdfDocument(data)
    for page in file:
        page.get_textpage().get_text_range()


def _pypdf(data: bytes) -> None:
    import pypdf

    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        page.extract_text()


def _pdfminer(data: bytes) -> None:
    from pdfminer.high_level import extract_text

    extract_text(io.BytesIO(data))


def _pymupdf(data: bytes) -> None:
    import pymupdf

    for page in pymupdf.open(stream=data):
        page.get_text()


PEERS: dict[str, tuple[tuple[str, Callable[[bytes], None]], ...]] = {
    "text": (("bytes.decode", lambda data: data.decode() and None),),
    "markdown": (("markdown-it-py", _markdown_it), ("mistune", _mistune)),
    "html": (("html.parser", _html_parser), ("selectolax", _selectolax), ("lxml", _lxml)),
    "docx": (("python-docx", _python_docx),),
    "pdf": (("pypdfium2", _pypdfium2), ("pypdf", _pypdf), ("pdfminer.six", _pdfminer), ("pymupdf", _pymupdf)),
}


def processor() -> float:
    """Seconds of the processor used so far by this process and those it started: other work on the machine is out."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def seconds(work: Callable[[bytes], object], data: bytes) -> float | None:
    """Processor seconds, the best of a few runs; None where the library is not there."""
    best = float("inf")
    for _ in range(RUNS):
        begun = processor()
        try:
            work(data)
        except ImportError:
            return None
        best = min(best, processor() - begun)
    return best


def main() -> None:
    """Print one line per form and peer."""
    print(f"{'form':10} {'reader':16} {'pages/s':>9}   (wanted {TARGET})")
    for form, data in made().items():
        own = seconds(lambda data, form=form: documents.from_bytes(data, "standard input", form), data)
        assert own is not None
        print(f"{form:10} {'amity':16} {PAGES / own:9,.0f}", flush=True)
        for name, work in PEERS[form]:
            took = seconds(work, data)
            print(f"{form:10} {name:16} {f'{PAGES / took:9,.0f}' if took else '        -'}", flush=True)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    own_memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"most memory of a worker {memory:.0f} MB; of this process with all peers {own_memory:.0f} MB")


if __name__ == "__main__":
    sys.exit(main())
