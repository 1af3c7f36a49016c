"""The labels of the reader hold: offsets, digests, claims that parse, verdicts that the engine still gives."""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import re
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from amity import claims
from amity.atlas import open_atlas
from amity.claims.language import Test as Claimed
from amity.claims.language import parse

LABELS = Path(__file__).parent / "labels"
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
HALVES = ("dev", "heldout")
SEEDED, WRITTEN, MARKED = (tuple(f"{kind}_{half}" for half in HALVES) for kind in ("seeds", "written", "pages"))
FILES = (*SEEDED, *WRITTEN, "articles_dev", "articles_heldout", *MARKED)
#: Fewest tests in a set of labels; of sentences written for the purpose 350.
LEAST = {"seeds_dev": 5, "seeds_heldout": 10, "articles_dev": 80, "articles_heldout": 150}
#: A number in digits.
DIGITS = re.compile(r"\d{1,3}(,\d{3})*(\.\d+)?|\d+(\.\d+)?")

needs_texts = pytest.mark.skipif(not SEEDS.exists(), reason="the five texts are not here")


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    with (LABELS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def _texts(kind: str) -> dict[str, str]:
    """The text of every passage of a kind."""
    if kind == "written":
        return {row["id"]: row["text"] for half in HALVES for row in _rows(f"written_{half}")}
    found: dict[str, str] = {}
    for half in HALVES:
        whole = (LABELS / f"{kind}_{half}.md").read_text(encoding="utf-8")
        for part in whole.removeprefix("## ").split("\n## "):
            head, _, body = part.partition("\n")
            found[head.split("|")[0].strip()] = body.strip("\n")
    return found


@cache
def _test(text: str) -> Claimed:
    study = parse(f"study: x\ntitle: x\nclaims: [{{id: a, text: x, kind: quantity, pillar: trade, test: {text}}}]")
    return study.claims[0].tests[0]


@cache
def _make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("labels_make", LABELS / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    sys.path.append(str(LABELS))
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", FILES)
def test_every_verdict_is_the_one_the_engine_gives(name: str) -> None:
    atlas = open_atlas()
    tested = [row for row in _rows(name) if row["test"]]
    wrong = [row["test"] for row in tested if claims.try_test(_test(row["test"]), atlas).outcome != row["expected"]]
    assert not wrong
    assert len(tested) >= LEAST.get(name, 350)


@pytest.mark.parametrize("name", FILES)
def test_a_label_says_whether_it_is_a_figure_and_why_not_to_be_checked(name: str) -> None:
    for row in _rows(name):
        assert row["is_figure"] in ("yes", "no", "either", "words"), row
        assert bool(row["test"]) <= (row["is_figure"] == "yes"), row
        if row["is_figure"] == "yes" and not row["test"]:
            assert row["why"] or row.get("claim"), row
            assert row["expected"] in ("set aside", "agrees"), row


@pytest.mark.parametrize("name", MARKED)
def test_a_marked_passage_is_there_without_its_marks(name: str) -> None:
    told = (LABELS / f"{name}.md").read_text(encoding="utf-8")
    marked = (LABELS / f"{name}.txt").read_text(encoding="utf-8")
    assert not set("⟦⟧") & set(told)
    marks = [mark.partition("|")[0] for mark in re.findall(r"⟦([^⟦⟧]*)⟧", marked)]
    assert [_texts("pages")[row["id"]][int(row["start"]) : int(row["end"])] for row in _rows(name)] == marks
    # What is printed was published: each passage names its page.
    heads = [line for line in marked.splitlines() if line.startswith("## ")]
    assert len(heads) == len({row["id"] for row in _rows(name)})
    assert sum("http" in head for head in heads) > 0.9 * len(heads)


@pytest.mark.parametrize("name", [*WRITTEN, "articles_dev", "articles_heldout"])
def test_the_number_at_the_offset_is_the_one_claimed(name: str) -> None:
    compared = 0
    for row in _rows(name):
        text = _texts(name.partition("_")[0])[row["id"]]
        start, end = int(row["start"]), int(row["end"])
        number = text[start:end]
        assert number.strip() == number, row
        assert number, row
        assert not text[start - 1 : start].isdigit(), row
        assert not text[end : end + 1].isdigit(), row
        if row["test"] and DIGITS.fullmatch(number):
            value, claimed = float(number.replace(",", "")), _test(row["test"]).value
            assert claimed is not None
            in_trillions = text[end:].startswith(" trillion")
            assert abs(abs(claimed) - value * (1000 if in_trillions else 1)) <= (5 if in_trillions else 1e-9), row
            compared += 1
    assert compared > 75


@needs_texts
@pytest.mark.parametrize("half", HALVES)
def test_offsets_in_the_five_texts_have_not_moved(half: str) -> None:
    rows = _rows(f"seeds_{half}")
    assert len(rows) > 80
    for row in rows:
        text = (SEEDS / "texts" / f"{row['text']}.txt").read_bytes().decode("utf-8")
        span = text[int(row["start"]) : int(row["end"])]
        assert hashlib.sha256(span.encode()).hexdigest()[:12] == row["sha"], row
        digest = hashlib.sha256(f"{row['text'][:3]}:{row['paragraph']}".encode()).hexdigest()
        assert half == ("heldout" if int(digest, 16) % 2 else "dev"), row
        assert int(row["paragraph"]) <= int(row["start"])


@needs_texts
def test_every_claim_of_quantity_is_located() -> None:
    register = yaml.safe_load((SEEDS / "claims.yaml").read_text(encoding="utf-8"))["claims"]
    printed = ("trend", "comparison")
    wanted = {
        claim["id"]
        for claim in register
        if claim["kind"] == "quantity" or (claim["kind"] in printed and claim["value_origin"] == "seed")
    }
    located = {claim for half in HALVES for row in _rows(f"seeds_{half}") for claim in row["claim"].split()}
    assert len(wanted) > 70
    assert wanted <= located


def test_the_halves_share_no_frame_and_no_sentence() -> None:
    frames: dict[str, set[str]] = {}
    for half in HALVES:
        lines = (LABELS / f"frames_{half}.txt").read_text(encoding="utf-8").splitlines()
        templates = [line.partition(" | ")[2] for line in lines if line and not line.startswith("#")]
        plain = [re.sub(r"<[^ |>]*[^>]*>|\{[^}]*\}|\W", " ", template).lower() for template in templates]
        frames[half] = {" ".join(template.split()) for template in plain}
        rows = _rows(f"written_{half}")
        assert len(frames[half]) >= 120
        assert len({row["id"] for row in rows}) >= 300
        assert {row["frame"] for row in rows} == {f"{half[0]}{n + 1:03d}" for n in range(len(templates))}
    assert not frames["dev"] & frames["heldout"]
    texts = [{row["text"] for row in _rows(f"written_{half}")} for half in HALVES]
    assert not texts[0] & texts[1]


def test_true_and_false_figures_of_every_pillar_are_there() -> None:
    for half in HALVES:
        tested = [row for row in _rows(f"written_{half}") if row["test"]]
        false = [row for row in tested if row["expected"] == "contradicts"]
        assert 0.25 < len(false) / len(tested) < 0.45
        kinds = {row["kind"] for row in tested} - {"mixed"}
        assert len(kinds) >= 12
        assert len({(t.figure.of, t.figure.on) for t in map(_test, (row["test"] for row in tested))}) > 60
        assert sum(row["is_figure"] == "no" for row in _rows(f"written_{half}")) >= 15


@pytest.mark.parametrize(("half", "passages", "figures"), [("dev", 10, 90), ("heldout", 15, 150)])
def test_articles_are_what_the_atlas_makes_of_them(half: str, passages: int, figures: int) -> None:
    text, rows = _make().articles(half)
    assert text == (LABELS / f"articles_{half}.md").read_text(encoding="utf-8")
    held = _rows(f"articles_{half}")
    assert [{key: str(value) for key, value in row.items()} for row in rows] == list(held)
    assert len({row["id"] for row in held}) >= passages
    assert sum(row["is_figure"] == "yes" for row in held) >= figures
