"""A checked document shown: the marked page is safe, whole without scripts and usable by keyboard; offsets hold."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import sys
import types
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import checked_sample
from amity.api.checking import CheckedView, check
from amity.atlas import open_atlas
from amity.cli.printing import SHAPES
from amity.errors import UsageError
from amity.reader import documents, marked, measured
from amity.reader.model import OUTCOMES, Block, Checked, Document, Finding, Quantity, Sentence
from ran import Ran

Amity = Callable[..., Ran]


@pytest.fixture(scope="module")
def checked() -> Checked:
    return checked_sample.checked()


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, checked: Checked) -> list[dict[str, Any]]:
    """An engine that finds the sample in any document, and what it was asked."""
    asked: list[dict[str, Any]] = []

    def answer(document: Document, atlas: Any, *, progress: Any = None, **options: Any) -> Checked:
        asked.append({"document": document, **options})
        if progress is not None:
            progress(0.5)
            progress(1.0)
        return checked if "contradicts" in document.text else replace(checked, findings=checked.findings[:1])

    module = types.ModuleType("amity.reader.check")
    module.__dict__["check"] = answer
    monkeypatch.setitem(sys.modules, "amity.reader.check", module)
    return asked


# ------------------------------------------------------------------------------------------------- the page


class Page(HTMLParser):
    """What a page consists of, and its text as a reader sees it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.seen, self.open = "", list[str]()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in ("meta", "link", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes another tag"

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.seen += data


def test_the_page_is_sound_and_loads_nothing(checked: Checked) -> None:
    text = marked.html(checked)
    page = Page(text)
    assert not page.open
    policy = next(a["content"] for tag, a in page.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    assert not {"script", "img", "link", "iframe", "object", "form", "base"} & {tag for tag, _ in page.tags}
    for tag, given_ in page.tags:
        assert not any(name.startswith("on") or name == "src" for name in given_), tag
        assert given_.get("href", "#").startswith("#")
    assert "url(" not in text
    assert "@import" not in text


def test_the_page_can_be_used_by_keyboard_and_without_colour(checked: Checked) -> None:
    page = Page(marked.html(checked))
    ids = [given_["id"] for _, given_ in page.tags if "id" in given_]
    assert len(ids) == len(set(ids))
    for _, given_ in page.tags:
        for name in ("aria-describedby", "aria-labelledby"):
            assert given_.get(name, ids[0]) in ids
        if "href" in given_:
            assert given_["href"][1:] in ids, given_
    marks = [given_ for tag, given_ in page.tags if tag == "a" and given_.get("class", "").startswith("m ")]
    assert [given_["href"] for given_ in marks] == [f"#f{n}" for n in range(1, 7)]  # links: each takes the focus
    for outcome in {finding.outcome for finding in checked.findings}:
        assert marked.SIGNS[outcome] in page.seen
    assert len(set(marked.SIGNS.values())) == len(OUTCOMES)
    assert next(given_ for tag, given_ in page.tags if tag == "html")["lang"] == "en"
    assert sum(tag == "h1" for tag, _ in page.tags) == 1
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_colours_are_told_apart_from_their_ground() -> None:
    css = (Path(marked.__file__).parent / "templates" / "marked.css").read_text(encoding="utf-8")
    for scheme in (css.partition("@media screen")[0], css.partition("prefers-color-scheme")[2]):
        colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", scheme))
        for name in ("contradicts", "off", "agrees", "nodata", "unsure"):
            assert _contrast(colours[name], colours[f"{name}-wash"]) >= 4.5, name
            assert _contrast(colours["ink"], colours[f"{name}-wash"]) >= 7, name
        assert _contrast(colours["muted"], colours["paper"]) >= 4.5


def _contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
        parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_page_says_everything(checked: Checked) -> None:
    seen = Page(marked.html(checked)).seen
    for wanted in (
        "6 figures, 3 checkable: 1 agrees, 1 off, 1 contradicts",
        "not checked: 1 no data, 1 unsure, 1 set aside",
        "trade.txt · written 2015-03-01 · about China and Russia · atlas " + checked.atlas,
        "cepii-baci-totals@2022",
        "Russia's exports to China, 2014",
        "not about two states: guests",
        "Possible readings (1)",
        "p. 2",
        measured.line(),
    ):
        assert wanted in seen
    body = seen.partition("The text")[2].partition("The figures, one by one")[0]
    for block in checked.document.blocks:
        words = re.findall(r"[\w.]*\w", checked.document.text[slice(*block.span)])
        assert all(word in body for word in words)


def _made(text: str, spans: list[tuple[int, int]], title: str = "") -> Checked:
    """A document of one line with figures at these places."""
    block = Block((0, len(text)))
    sentence = Sentence((0, len(text)), text, block)
    findings = [
        Finding(sentence, Quantity(span, "level", 1, 1, "", "%"), OUTCOMES[n % len(OUTCOMES)], text)
        for n, span in enumerate(spans)
    ]
    document = Document(text[:20], text, (block,), title=title, notes=(text[:30],))
    return Checked(document, tuple(findings), "atlas")


HOSTILE = "<script>alert('1 %')</script><img src=x onerror=y>\"'&amp; {{ 7*7 }} </style></body>"


def test_a_hostile_text_stays_text() -> None:
    page = Page(marked.html(_made(HOSTILE, [(3, 9), (20, 40)], HOSTILE)))
    assert not page.open
    assert not {"script", "img"} & {tag for tag, _ in page.tags}
    assert page.seen.count("{{ 7*7 }}") >= 3


@settings(max_examples=60)
@given(st.data())
def test_any_text_and_any_places_give_a_sound_page(data: st.DataObject) -> None:
    text = data.draw(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
    place = st.integers(0, len(text) - 1)
    drawn = data.draw(st.lists(st.tuples(place, place), max_size=5))
    spans = sorted((min(a, b), max(a, b) + 1) for a, b in drawn)
    checked = _made(text, spans)
    page = Page(marked.html(checked))
    assert not page.open
    found = marked.to_dict(checked)["findings"]
    assert [(f["start"], f["end"]) for f in found] == spans
    # Every figure is linked with the mark that covers its words, and nothing of the text is lost or doubled.
    ids = {given_["id"] for _, given_ in page.tags if "id" in given_}
    assert {f"f{n}" for n in range(1, len(spans) + 1)} <= ids
    marks = marked._marks(checked)  # pyright: ignore[reportPrivateUsage]
    items = {id(item.finding): item for item in marked._items(checked, marks)}  # pyright: ignore[reportPrivateUsage]
    (row,) = marked._rows(checked.document, marks, items)  # pyright: ignore[reportPrivateUsage]
    assert "".join(said for said, _ in row.segments) == text
    assert sum(len(items_) for _, items_ in row.segments) == len(spans)


def test_a_document_without_figures_has_a_page() -> None:
    checked = _made("Nothing to see", [])
    assert marked.summary(checked) == "no figure found"
    assert "No figure in it could be checked." in Page(marked.html(checked)).seen


# ------------------------------------------------------------------------------------------------ JSON, rows


def test_offsets_point_at_the_words(checked: Checked) -> None:
    told = json.loads(json.dumps(marked.to_dict(checked)))
    text = told["document"]["text"]
    assert [f["outcome"] for f in told["findings"]] == [
        "agrees",
        "contradicts",
        "off",
        "unsure",
        "no data",
        "set aside",
    ]
    assert {o: told["summary"][o] for o in OUTCOMES} == dict.fromkeys(OUTCOMES, 1)
    for finding in told["findings"]:
        for place in (finding, finding["sentence"], *finding["actors"], *filter(None, [finding["period"]])):
            assert text[place["start"] : place["end"]] == place["text"] != ""
    assert told["findings"][0]["text"].endswith("billion dollars")
    assert told["findings"][1]["evidence"]["value"] == pytest.approx(checked_sample.sold() * 1000, abs=50)
    assert told["findings"][1]["binding"]["of"] == "RUS"


def test_counts_in_words() -> None:
    assert marked.summary(_made("a b c", [(0, 1)])) == "1 figure, 1 checkable: 0 agree, 0 off, 1 contradicts"
    assert marked.summary(_made("a b c d e f", [(n, n + 1) for n in range(11)])) == (
        "11 figures, 6 checkable: 2 agree, 2 off, 2 contradict"
    )


# ---------------------------------------------------------------------------------------- the reader's quality


def test_quality_is_told_as_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, amity: Amity) -> None:
    file = tmp_path / "quality.json"
    monkeypatch.setattr(measured, "_FILE", file)
    measured.quality.cache_clear()
    assert measured.line() == measured.NOT_MEASURED
    assert measured.NOT_MEASURED in amity("check", "--about").out
    for broken in ("{", "[]", '{"sets": 5}'):
        file.write_text(broken, encoding="utf-8")
        measured.quality.cache_clear()
        assert measured.line() == measured.NOT_MEASURED
    step = {"precision": 0.925, "recall": 0.84, "low": 0.8, "high": 0.97, "n": 120}
    steps = {"detection": step, "binding": step, "verdicts": {"wrong": 0.01, "n": 90}}
    told = {"measured": "2026-11-20", "sets": {"articles": {}, "held-out": steps}}
    file.write_text(json.dumps(told), encoding="utf-8")
    measured.quality.cache_clear()
    assert measured.line() == (
        "Measured on held-out (2026-11-20): detection precision 92 %, recall 84 % (80 % to 97 %); "
        "binding precision 92 %, recall 84 % (80 % to 97 %); verdicts wrong 1 %."
    )
    about = amity("check", "--about")
    assert about.code == 0
    assert "92.5 %" in about.out
    assert "held-out" in about.out
    assert json.loads(amity("check", "--about", "--json").out)["quality"] == told
    measured.quality.cache_clear()


# ------------------------------------------------------------------------------------------ the command, the API


def test_check_prints_a_table_and_the_exit_code(amity: Amity, engine: list[dict[str, Any]], tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_text("Russia and China. It contradicts 5 %.", encoding="utf-8")
    ran = amity("check", str(file))
    assert ran.code == 1
    assert ran.err == ""
    assert "6 figures, 3 checkable: 1 agrees, 1 off, 1 contradicts." in ran.out
    assert "Set aside: 1 not about two states (--all shows them)." in ran.out
    told, every = (amity("check", str(file), *more).out.partition("Measured on")[0] for more in ((), ("--all",)))
    assert "90 %" not in told
    assert "90 %" in every
    file.write_text("Russia and China agree on 5 %.", encoding="utf-8")
    assert amity("check", str(file)).code == 0


def test_check_writes_a_page_json_and_csv(amity: Amity, engine: list[dict[str, Any]], tmp_path: Path) -> None:
    file, page = tmp_path / "article.md", tmp_path / "out.html"
    file.write_text("# Trade\n\nIt contradicts **5 %**.\n", encoding="utf-8")
    ran = amity("check", str(file), "--json", "--html", str(page), "--states", "USSR", "china", "--date", "2020-02-29")
    assert ran.code == 1
    answer = json.loads(ran.out)
    assert set(answer) == {"amity", "atlas", "command", *SHAPES["check"]}
    assert answer["path"] == str(page)
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert engine[-1]["states"] == ("RUS", "CHN")
    assert engine[-1]["date"] == dt.date(2020, 2, 29)
    assert engine[-1]["document"].form == "markdown"
    rows = list(csv.DictReader(io.StringIO(amity("check", str(file), "--csv").out)))
    assert [row["outcome"] for row in rows][:2] == ["agrees", "contradicts"]
    assert tuple(rows[0]) == marked.COLUMNS


def test_check_reads_standard_input(
    amity: Amity, engine: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", types.SimpleNamespace(buffer=io.BytesIO(b"Trade was 5 %.")))
    assert amity("check", "-").code == 0
    assert engine[-1]["document"].name == "standard input"


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("check",), "Name a document"),
        (("check", "none.txt"), "no file none.txt"),
        (("check", "/"), "folder"),
        (("check", "FILE", "--json", "--csv"), "two forms"),
        (("check", "FILE", "--date", "tomorrow"), "2021-08-25"),
        (("check", "FILE", "--states", "china", "atlantis"), "atlantis"),
        (("check", "FILE", "--states", "china", "china"), "China"),
        (("check", "FILE", "--html", "/none/x.html"), "--html FILE"),
        (("check", "FILE", "--states", "china"), "--states"),
        (("check", "--frob"), "Unknown option: --frob"),
        (("check", "FILE", "--frob"), "--frob"),
    ],
)
def test_bad_calls_end_in_one_line(amity: Amity, tmp_path: Path, argv: tuple[str, ...], words: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Trade was 5 %.", encoding="utf-8")
    ran = amity(*(str(file) if word == "FILE" else word for word in argv))
    assert ran.code == 2, ran
    assert ran.out == ""
    assert ran.err.count("\n") == 1
    assert words in ran.err


def test_the_python_name_takes_files_and_texts(engine: list[dict[str, Any]], tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_text("Trade contradicts 5 %.", encoding="utf-8")
    found = check(str(file), states=["china", "russia"])
    assert isinstance(found, CheckedView)
    assert repr(found).startswith("<amity.check 'Two neighbours & their <trade>': 6 figures, 3 checkable")
    assert found._repr_html_().startswith('<iframe srcdoc="&lt;!doctype'.replace("&lt;", "<"))
    assert '"' not in found._repr_html_().partition('srcdoc="')[2].partition('" width=')[0]
    assert found.frame().height == 6
    assert found.frame()["start"].dtype.is_integer()
    assert found.to_dict()["findings"][0]["number"] == 1
    check(file)
    check("Trade was worth 5 billion dollars.")
    assert [asked["document"].name for asked in engine] == ["article.txt", "article.txt", "text"]
    with pytest.raises(Exception, match=r"no file none\.pdf"):
        check("none.pdf")


def test_a_real_document_is_checked_end_to_end(amity: Amity, tmp_path: Path) -> None:
    pytest.importorskip("amity.reader.check")
    value = checked_sample.sold()
    file = tmp_path / "article.html"
    said = (
        f"In 2014 Russia’s exports to China were worth {value:.1f} billion dollars. In 2014 Russia’s exports to China "
    )
    file.write_text(
        f"<html><body><p>{said}were worth {3 * value:.1f} billion dollars.</p></body></html>", encoding="utf-8"
    )
    ran = amity("check", str(file), "--json")
    answer = json.loads(ran.out)
    by_words = {f["text"]: f["outcome"] for f in answer["findings"] if "billion" in f["text"]}
    assert sorted(by_words.values()) == ["agrees", "contradicts"]
    assert ran.code == 1
    assert answer["atlas"] == open_atlas().id
    assert answer["document"]["text"] == documents.load(file).text


def test_the_day_may_be_text() -> None:
    text = "In 2014 Russia's exports to China were worth 41.6 billion dollars."
    assert check(text, date="2018-05-09").document.date == dt.date(2018, 5, 9)
    with pytest.raises(UsageError, match="'2018-13-01' is no day"):
        check(text, date="2018-13-01")
