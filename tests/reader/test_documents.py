"""Documents of every form: the text as one would read it, offsets that hold, one plain message for what is none."""

from __future__ import annotations

import datetime as dt
import io
import os
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

from amity import forms
from amity.errors import UsageError
from amity.forms import dates, html, letters, pdf, worker
from amity.reader import documents
from amity.reader.model import Document

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def require_sound(document: Document) -> None:
    """Blocks lie in the text, in order, each on one line, and together are the text."""
    texts = [document.text[slice(*block.span)] for block in document.blocks]
    assert texts
    assert all(text and "\n" not in text and text == text.strip() for text in texts)
    assert "\n".join(texts) == document.text


def parts(document: Document) -> list[tuple[str, str]]:
    require_sound(document)
    return [(block.part, document.text[slice(*block.span)]) for block in document.blocks]


def refused(data: bytes, name: str, *words: str) -> None:
    with pytest.raises(UsageError) as error:
        documents.from_bytes(data, name)
    message = str(error.value)
    assert message.startswith(name)
    assert message.endswith(".")
    assert len(message) < 400
    for word in words:
        assert word in message, message


# ------------------------------------------------------------------------------------------------- plain text


def test_text_has_paragraphs_headings_items_and_a_date() -> None:
    text = (
        "A title of some words\n\nMOSCOW, 25 August 2021 – The first para-\ngraph was broken at a width of about\n"
        "fifty letters, as some programs and most\npeople do, with long-\nterm and long-term plans in it.\n\n"
        "1. Introduction\n\n- one item\n- another item that is so long that it\n  goes on\n\nTHE END OF IT\n"
    )
    found = documents.from_bytes(text.encode(), "a.txt")
    assert parts(found) == [
        ("title", "A title of some words"),
        (
            "paragraph",
            "MOSCOW, 25 August 2021 – The first paragraph was broken at a width of about fifty letters, as some "
            "programs and most people do, with long-term and long-term plans in it.",
        ),
        ("heading", "1. Introduction"),
        ("item", "one item"),
        ("item", "another item that is so long that it goes on"),
        ("heading", "THE END OF IT"),
    ]
    assert found.date == dt.date(2021, 8, 25)
    assert found.title == "A title of some words"


def test_lines_that_are_paragraphs_stay_apart() -> None:
    lines = [f"{'word ' * 60}number {n}." for n in range(5)]
    assert [text for _, text in parts(documents.from_bytes("\n".join(lines).encode(), "a.txt"))] == lines


def test_letters_are_as_one_would_type_them() -> None:
    said = "cafe\u0301 of\ufb01ce 41.6\u00a0bn co\u00adop\u200beration 12\u202f% \u201cx\u201d"
    assert documents.from_text(said).text == "café office 41.6 bn cooperation 12 % “x”"
    assert documents.from_text("a \ud800 b").text == "a ? b"


@pytest.mark.parametrize(
    ("text", "encodings"),
    [
        ("Россия и Китай увеличили товарооборот на 24,5% в первой половине 2018 года.", ("cp1251", "koi8_r", "utf-16")),
        (
            "中国和俄罗斯的贸易额在二〇一八年首次突破一千亿美元,增长24.5%。两国领导人在莫斯科会晤。",
            ("gb18030", "utf-8-sig"),
        ),
        (
            "The “partnership” rose to £41.6 billion – or 12 % – in 2014, say São Paulo’s cafés.",
            ("cp1252", "utf-16-le"),
        ),
        ("Plain words, nothing else.", ("ascii", "utf-16-be", "utf-32")),
    ],
)
def test_encodings_are_told(text: str, encodings: tuple[str, ...]) -> None:
    for encoding in encodings:
        for times in (1, 40):
            whole = "\n\n".join([text] * times)
            found = documents.from_bytes(whole.encode(encoding), "standard input")
            assert found.text == "\n".join([text] * times), encoding
            assert not found.notes


def test_an_html_head_that_names_its_encoding_is_believed() -> None:
    page = "<html><head><meta charset='windows-1251'></head><body><p>Москва</p></body></html>"
    assert documents.from_bytes(page.encode("cp1251"), "a.html").text == "Москва"


def test_utf8_with_a_few_broken_bytes_stays_utf8_and_says_so() -> None:
    data = ("Пекин и Москва. " * 20).encode()[:-2] + b"\xd0"
    found = documents.from_bytes(data, "a.txt")
    assert found.text.startswith("Пекин и Москва. Пекин")
    assert found.notes == ("1 places are no UTF-8 and were left as a question mark",)


# --------------------------------------------------------------------------------------- Markdown and HTML


def test_markdown_has_its_parts() -> None:
    text = (
        "---\ntitle: A study\ndate: 2020-02-03\n---\n# Trade *now*\n\n"
        "It rose by **12 %**[^1]<sup>1</sup> & <b>x</b> < y, see "
        "[here](http://x.test)\n"
        "and on.\n\n> Quoted words\n\n* an item\n\n| year | bn |\n|---|---|\n| 2014 | 41.6 |\n\n![no](x.png)\n\n"
        "<div onclick='x()'>Some <b>raw</b> page</div>\n\n[^1]: A note\n"
    )
    found = documents.from_bytes(text.encode(), "a.md")
    assert found.form == "markdown"
    assert found.title == "A study"
    assert found.date == dt.date(2020, 2, 3)
    assert parts(found) == [
        ("title", "Trade now"),
        ("paragraph", "It rose by 12 % & x < y, see here and on."),
        ("quote", "Quoted words"),
        ("item", "an item"),
        *(("cell", cell) for cell in ("year", "bn", "2014", "41.6")),
        ("paragraph", "Some raw page"),
        ("note", "A note"),
    ]


def test_markdown_is_told_without_a_name() -> None:
    text = b"# A head\n\nSome **strong** words and [a link](https://x.test).\n"
    assert documents.from_bytes(text, "standard input").form == "markdown"
    assert documents.from_bytes(text, "a.txt").form == "text"
    assert documents.from_bytes(b"A line.\n\nAnother, 5 * 3 * 2.", "standard input").form == "text"


PAGE = """<!doctype html><html><head><title>A site | News</title>
<meta property="article:published_time" content="2019-01-09T10:00:00Z"><style>p{color:red}</style>
<script>document.write("no 99 %")</script></head><body>
<nav><ul><li>Home 1</li></ul></nav><header><p>Menu 2</p></header>
<article><h1>Trade &amp; arms</h1><p>Rose to 38 km<sup>2</sup> and 12.4 per cent.<sup><a href="#fn1">3</a></sup>
<br><br>A second<br>line &lt;b&gt;</p><p hidden>no 77 %<p>Unclosed one<p>and two
<blockquote>Said</blockquote><figure><img src="http://x.test/a.png"><figcaption>A chart</figcaption></figure>
<table><tr><th>Year<td>2014<tr><td>41.6</table><ol class="footnotes"><li id="fn1">SIPRI</li></ol></article>
<aside>Read also 5</aside><footer>Copyright 2019</footer></body></html>"""


def test_a_page_is_read_without_what_surrounds_it() -> None:
    found = documents.from_bytes(PAGE.encode(), "page")
    assert found.form == "html"
    assert found.date == dt.date(2019, 1, 9)
    assert parts(found) == [
        ("title", "Trade & arms"),
        ("paragraph", "Rose to 38 km² and 12.4 per cent."),
        ("paragraph", "A second line <b>"),
        ("paragraph", "Unclosed one"),
        ("paragraph", "and two"),
        ("quote", "Said"),
        ("caption", "A chart"),
        *(("cell", cell) for cell in ("Year", "2014", "41.6")),
        ("note", "SIPRI"),
    ]


def test_a_page_that_is_one_menu_is_read_all_the_same() -> None:
    page = "<html><body><nav><p>Everything 5 % stands in here</p></body></html>"
    assert documents.from_bytes(page.encode(), "a.html").text == "Everything 5 % stands in here"


def test_linked_data_tell_the_day() -> None:
    page = '<html><head><script type="application/ld+json">{"@graph":[{"datePublished":"2020-05-06"}]}</script>'
    assert html.parse(page).published == "2020-05-06"
    broken = '<html><head><script type="application/ld+json">{"@graph":[</script></head><p>x y'
    assert html.parse(broken).published == ""


# ------------------------------------------------------------------------------------------------------ Word


def word() -> bytes:
    file = docx.Document()
    file.core_properties.title = "A report"
    file.core_properties.modified = dt.datetime(2018, 4, 5)
    file.add_heading("Trade and arms", 0)
    file.add_heading("First part", 1)
    paragraph = file.add_paragraph("Rose to 38 bn m")
    paragraph.add_run("3").font.superscript = True
    paragraph.add_run(" of gas.")
    paragraph.add_run("4").font.superscript = True
    paragraph.add_run("secret 5 %").font.hidden = True
    file.add_paragraph("An item", style="List Bullet")
    table = file.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "2014", "41.6"
    file.add_paragraph("Table 1. Trade", style="Caption")
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def with_parts(data: bytes, **more: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        for name, text in more.items():
            new.writestr(f"word/{name}.xml", text)
    return out.getvalue()


def archive(document: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", document)
    return out.getvalue()


def test_word_has_its_parts_and_notes() -> None:
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator"><w:p><w:r><w:t>line</w:t></w:r></w:p></w:footnote>'
        "<w:footnote><w:p><w:r><w:t>A note</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    found = documents.from_bytes(with_parts(word(), footnotes=notes), "a.docx")
    assert (found.form, found.title, found.date) == ("docx", "A report", dt.date(2018, 4, 5))
    assert parts(found) == [
        ("title", "Trade and arms"),
        ("heading", "First part"),
        ("paragraph", "Rose to 38 bn m³ of gas."),
        ("item", "An item"),
        ("cell", "2014"),
        ("cell", "41.6"),
        ("caption", "Table 1. Trade"),
        ("note", "A note"),
    ]


def test_the_day_of_a_template_is_not_that_of_the_text() -> None:
    out = io.BytesIO()
    file = docx.Document()
    file.add_paragraph("Trade rose by 5 % in 2020.")
    file.save(out)
    assert documents.from_bytes(out.getvalue(), "a.docx").date is None


def test_what_was_struck_out_is_not_read_and_fields_are_not_code() -> None:
    said = "".join(
        (
            "<w:p><w:r><w:t>It rose by </w:t></w:r><w:del><w:r><w:t>5</w:t></w:r></w:del>",
            "<w:ins><w:r><w:t>6</w:t></w:r></w:ins>",
            "<w:r><w:instrText>HYPERLINK 7</w:instrText></w:r><w:r><w:tab/><w:t>%</w:t></w:r></w:p>",
        )
    )
    found = documents.from_bytes(archive(f"<w:document {W}><w:body>{said}</w:body></w:document>"), "standard input")
    assert found.text == "It rose by 6 %"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (archive("<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"), "document type"),
        (archive("<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>"), "document type"),
        (archive(f"<w:document {W}>" + "<w:p>" * 2000), "levels deep"),
        (archive(f"<w:document {W}><w:body>"), "damaged"),
        (archive(f"<w:document {W}><w:p><w:r><w:t>" + "a" * 60_000_000), "unpacks to more than"),
        (archive(f"<?xml version='1.0' encoding='UF-8'?><w:document {W}/>"), "damaged"),
        (word()[:3000], "damaged"),
        (b"PK\x03\x04 and nothing", "damaged"),
    ],
    ids=["entities", "external", "deep", "cut", "bomb", "encoding", "half", "stub"],
)
def test_hostile_word_files_end_in_one_message(data: bytes, words: str) -> None:
    refused(data, "bad.docx", words)


def test_other_archives_are_named() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("xl/workbook.xml", "<x/>")
    refused(out.getvalue(), "a.xlsx", "a workbook", "no Word document")


# ------------------------------------------------------------------------------------------------------- PDF


def portable(paragraphs: list[list[str]], **options: Any) -> bytes:
    """A PDF of pages of paragraphs, with a running head and page numbers."""
    styles, out = getSampleStyleSheet(), io.BytesIO()

    def frame(canvas: Canvas, template: SimpleDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 810, "Review of Affairs")
        canvas.drawString(290, 30, str(template.page))

    flow: list[Any] = []
    for page in paragraphs:
        for text in page:
            style = styles["Heading1"] if text.startswith("#") else styles["BodyText"]
            flow.append(Paragraph(text.lstrip("#"), style))
        flow.append(PageBreak())
    SimpleDocTemplate(out, **options).build(flow, onFirstPage=frame, onLaterPages=frame)
    return out.getvalue()


LONG = "Trade of the two rose by 12.4 per cent<super>3</super> and went on rising in every month of that year. " * 4
PAGES = [
    ["#A title", LONG.strip(), "The sentence goes on"],
    ["over the page. And ends.", "#Another head", LONG.strip()],
    ["More."],
    ["Still more."],
]


def test_pdf_has_paragraphs_headings_and_pages() -> None:
    found = documents.from_bytes(portable(PAGES, title="A report"), "a.pdf")
    whole = LONG.replace("<super>3</super>", "").strip()
    assert parts(found) == [
        ("title", "A title"),
        ("paragraph", whole),
        ("paragraph", "The sentence goes on over the page. And ends."),
        ("heading", "Another head"),
        ("paragraph", whole),
        ("paragraph", "More."),
        ("paragraph", "Still more."),
    ]
    assert [block.page for block in found.blocks] == [1, 1, 1, 2, 2, 3, 4]
    assert found.title == "A report"
    assert found.notes == ("8 running heads and page numbers were left out",)


def test_a_short_pdf_has_its_day_and_a_paragraph_of_one_line_stays_one() -> None:
    short = "Trade of the two rose by 12.4 per cent."
    found = documents.from_bytes(portable([["#A title", "9 January 2019", short, short, *[LONG] * 3]]), "a.pdf")
    assert found.date == dt.date(2019, 1, 9)
    assert [text for _, text in parts(found)][2:6] == ["A title", "9 January 2019", short, short]


def test_the_reader_of_pdf_is_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(forms.FormError, match=r"pip install 'amity\[documents\]'"):
        pdf.parse(b"%PDF-1.4")


def test_hostile_pdfs_end_in_one_message() -> None:
    whole = portable([["Text"]])
    refused(whole[: len(whole) // 2], "half.pdf", "broken PDF")
    refused(b"%PDF-1.7 nothing", "stub.pdf", "broken PDF")
    refused(portable([["Text"]], encrypt=StandardEncryption("secret")), "locked.pdf", "password")
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.rect(10, 10, 50, 50)
    canvas.save()
    refused(out.getvalue(), "scan.pdf", "only pictures", "OCR")
    loop = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000>>endobj\ntrailer<</Root 1 0 R>>\n"
    )
    refused(loop, "loop.pdf", "1,000,000 pages")


def tiny(stream: bytes, more: bytes = b"") -> bytes:
    """A PDF of one page with this content."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R" + more + b">>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>"
        b"endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>endobj\n4 0 obj<</Filter/FlateDecode/Length "
        + str(len(stream)).encode()
        + b">>stream\n"
        + stream
        + b"\n"
        b"endstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n"
    )


def test_a_script_in_a_pdf_is_not_run() -> None:
    content = zlib.compress(b"BT /F 12 Tf 20 200 Td (Trade was 41.6 billion.) Tj ET")
    found = documents.from_bytes(tiny(content, b"/OpenAction<</S/JavaScript/JS(while(1){})>>"), "a.pdf")
    assert found.text == "Trade was 41.6 billion."


def test_a_pdf_that_unpacks_without_end_takes_no_more_than_it_may() -> None:
    bomb = zlib.compress(b"BT /F 12 Tf (a) Tj ET\n" * 20_000_000, 9)
    refused(tiny(bomb), "bomb.pdf", "more time or memory")


def test_a_long_pdf_is_read_in_bounded_memory(tmp_path: Path) -> None:
    (tmp_path / "long.pdf").write_bytes(portable([["#A head", *[LONG] * 4]] * 300))
    # In a process of its own: what is measured is the largest of all children there ever were.
    code = (
        "import resource, sys; from amity.reader import documents; found = documents.load(sys.argv[1]); "
        "print(found.blocks[-1].page, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)"
    )
    done = subprocess.check_output([sys.executable, "-c", code, str(tmp_path / "long.pdf")], text=True).split()
    assert int(done[0]) == 300 and int(done[1]) <= 300_000_000, done  # noqa: PT018 - one measurement


# ------------------------------------------------------------------------------------- what is no document


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \n\t\r\n ", "is empty"),
        (b"... --- ...", "holds no words"),
        (b"trade\0\0 of x", "binary data"),
        (bytes(range(256)) * 40, "binary data"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\x1f\x8b\x08", "compressed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", ".docx"),
        (b"{\\rtf1 x}", "RTF"),
        (b"a " * 6_000_000, "letters"),
        (b"a-\n\n" * 300_000, "paragraphs"),
        (b"a" * (forms.MOST_BYTES + 1), "50 MB"),
    ],
)
def test_what_is_no_document_ends_in_one_message(data: bytes, words: str) -> None:
    refused(data, "standard input", words)


def test_a_page_named_pdf_is_no_pdf() -> None:
    refused(b"<html>Not found</html>", "a.pdf", "does not begin like one")


def test_files_that_are_none(tmp_path: Path) -> None:
    pipe, locked = tmp_path / "pipe", tmp_path / "locked.txt"
    os.mkfifo(pipe)
    locked.write_text("x")
    locked.chmod(0)
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(forms.MOST_BYTES + 1)
    cases = [(tmp_path, "folder"), (pipe, "no regular file"), (tmp_path / "none.txt", "no file"), (large, "50 MB")]
    cases += [] if os.geteuid() == 0 else [(locked, "cannot be read")]
    for path, word in cases:
        with pytest.raises(UsageError, match=word) as error:
            documents.load(path)
        assert path.name in str(error.value)
    with pytest.raises(UsageError, match="cannot be read"):
        documents.load("x" * 3000)
    with pytest.raises(UsageError, match="No form"):
        documents.from_bytes(b"x", "x", "odt")


@pytest.mark.parametrize(
    ("start", "piece"),
    [("<html><body>", "<div>"), ("<html><body>", "<ul><li><blockquote>"), ("<html><body>", "<sup>a"), ("# a\n", "> ")],
)
def test_depth_costs_little(start: str, piece: str) -> None:
    data = (start + piece * 100_000 + "Trade rose by 5 %").encode()
    assert "a" in documents.from_bytes(data, "a.md" if start[0] == "#" else "a.html").text


def test_a_parser_that_dies_or_hangs_hurts_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    real = subprocess.run

    def instead(code: str) -> Callable[..., Any]:
        return lambda command, **options: real([sys.executable, "-c", code], **options | {"timeout": 1})

    for code in ("import os; os.abort()", "import time; time.sleep(60)"):
        monkeypatch.setattr(worker.subprocess, "run", instead(code))
        refused(b"<html><p>x", "a.html", "more time or memory")
    monkeypatch.setattr(worker.subprocess, "run", instead("print('{')"))
    refused(b"<html><p>x", "a.html", "code 0")


def test_the_worker_does_not_import_what_lies_around(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "amity.py").write_text("raise SystemExit('taken over')")
    (tmp_path / "json.py").write_text("raise SystemExit('taken over')")
    monkeypatch.chdir(tmp_path)
    assert documents.from_bytes(b"<html><p>Trade", "a.html").text == "Trade"


def test_no_form_opens_a_socket(tmp_path: Path) -> None:
    """A worker whose sockets are taken away reads every form as before."""
    hook = (
        "import sys\ndef no(event, args):\n    if event.startswith('socket.'): sys.exit(event)\nsys.addaudithook(no)\n"
    )
    linked = PAGE.replace("<article>", '<article><link rel=stylesheet href="http://x.test/a.css"><iframe src=//x.test>')
    cases = {"html": linked.encode(), "markdown": b"# a\n![x](http://x.test)", "docx": word(), "pdf": portable(PAGES)}
    for form, data in cases.items():
        code = f"{hook}import amity.forms.worker as w\nsys.argv = ['w', {form!r}]\nraise SystemExit(w.main())"
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
        done = subprocess.run(
            [sys.executable, "-c", code], input=data, capture_output=True, env=environment, check=False
        )
        assert done.returncode == 0, done.stderr
        assert b'"pieces": [[' in done.stdout
    code = f"{hook}import socket\nsocket.socket()"  # the guard fires
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 1


# ---------------------------------------------------------------------------------------------------- laws


@settings(max_examples=150)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
def test_any_text_is_read_with_sound_offsets_or_refused(text: str) -> None:
    try:
        found = documents.from_bytes(text.encode(), "a.txt")
    except UsageError:
        # Refused is what holds no words, or control characters as binary data do.
        assert not any(c.isalnum() for c in letters.plain(text)) or not text.replace("\n", "").isprintable()
    else:
        require_sound(found)


@settings(max_examples=150)
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.md", "a.html", "a.docx", "a.pdf", "standard input"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        # Any other form than text would start a process each time; the parsers themselves are fuzzed elsewhere.
        patch.setattr(worker, "parse", lambda data, form: html.parse(data.decode("utf-8", "replace")))
        try:
            require_sound(documents.from_bytes(data, name))
        except UsageError as error:
            said = str(error)
        else:
            said = ""
        assert len(said) < 400


@settings(max_examples=100)
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<![C",
                "<![if x]>",
                "<div>",
                "x 5",
                "<sup>",
                "</sup>",
                "<a>",
                "<nav>",
                "</nav>",
                "<li>",
                "&",
                "<",
            ]
        )
    )
)
def test_any_tags_are_read(tags: list[str]) -> None:
    found = html.parse("<html><body>" + "".join(tags))
    assert all(piece.text == piece.text.strip() != "" for piece in found.pieces)


@settings(max_examples=100)
@given(st.text(alphabet="abc -\u00ad\n", max_size=200))
def test_plain_letters_stay_plain(text: str) -> None:
    once = letters.plain(text)
    assert letters.plain(once) == once


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Published: August 25, 2021", (2021, 8, 25)),
        ("Bulletin Jan 23rd, 2021", (2021, 1, 23)),
        ("9 January 2019", (2019, 1, 9)),
        ("25 августа 2021 года", (2021, 8, 25)),
        ("2021年8月25日", (2021, 8, 25)),
        ("Minsk (25.08.2021) - The two", (2021, 8, 25)),
        ("The two signed a treaty on 16 July 2001 in the capital and praised it for hours.", None),
        ("Accessed 3 May 2020", None),
        ("31 February 2020", None),
        ("No date at all", None),
    ],
)
def test_the_day_of_a_head(text: str, day: tuple[int, int, int] | None) -> None:
    assert dates.of_head([forms.Piece("paragraph", text)]) == (dt.date(*day) if day else None)
