"""The language of claims: what is written well is read as meant; what is not is told by file, line and field."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from amity.claims.language import ClaimError, Figure, parse, read

GOOD = """\
study: example-2024
title: An example
author: A. Writer
published: "2024"
claims:
  - id: one
    line: 3
    text: Russia sold China goods worth 41.6 billion dollars in 2014.
    kind: quantity
    pillar: trade
    subject: [RUS]
    test:
      indicator: trade.flow
      of: Russia
      on: china
      years: 2014
      op: "="
      value: 41.60
      unit: USD bn
      or:
        - {series: goods_imports, of: Russia, on: China}
  - id: two
    text: They exercised together, with thousands of troops.
    kind: existence
    pillar: military
    test:
      - {facts: exercises, casefile: [CHN, RUS], where: {name: [Peace Mission, Vostok]}, years: 2005-2018, op: exists}
      - {facts: arms, of: RUS, on: CHN, column: quantity, years: 1992/2000, op: ">=", value: 10, tolerance: 5%}
  - id: three
    text: They are no allies.
    kind: judgement
    pillar: overall
    untested:
      reason: judgement
      settle: A mutual defence pact.
      hypothesis: alliance
      direction: against
"""


def test_what_is_written_is_what_is_meant() -> None:
    study = parse(GOOD)
    assert (study.id, study.author, len(study.claims)) == ("example-2024", "A. Writer", 3)
    one, two, three = study.claims
    (test,) = one.tests
    assert test.figure == Figure("indicator", "trade.flow", "RUS", "CHN")
    assert (test.years, test.op, test.value, test.printed, test.unit) == ((2014, 2014), "=", 41.6, "41.60", "USD bn")
    assert test.rivals == (Figure("series", "goods_imports", "RUS", "CHN"),)
    assert (one.line, one.at, test.line) == (6, 3, 13)
    assert one.more == {"subject": ["RUS"]}
    assert two.tests[0].figure.where == (("name", ("Peace Mission", "Vostok")),)
    assert two.tests[0].figure.casefile == ("CHN", "RUS")
    assert two.tests[0].years == (2005, 2018)
    assert (two.tests[1].tolerance, two.tests[1].is_relative, two.tests[1].years) == (0.05, True, (1992, 2000))
    assert three.untested is not None
    assert (three.untested.hypothesis, three.untested.direction) == ("alliance", "against")


#: What stands in the good file, what is put there, and what line and words the message must have.
CHANGES: list[tuple[str, str, int, str]] = [
    ("study: example-2024", "study: An Example", 1, "study"),
    ("title: An example\n", "", 1, "lacks title"),
    ("title: An example", "titel: An example", 2, "titel: is unknown"),
    ("  - id: two", "  - id: one", 21, "is that of line 6 too"),
    ("id: one", "id: One Two", 7, "small letters"),
    ("line: 3", "line: three", 8, "no whole number"),
    ("line: 3", "line: -3", 8, "no whole number"),
    ("kind: quantity", "kind: number", 10, "is none of quantity"),
    ("pillar: trade", "pillar: Trade", 11, "is none of"),
    ("    kind: quantity\n", "", 7, "lacks kind"),
    ("    kind: quantity\n", "    kind: quantity\n    kind: trend\n", 11, "stands twice"),
    ("indicator: trade.flow", "indicator: trade.flaw", 14, "Did you mean"),
    ("indicator: trade.flow", "series: x\n      indicator: trade.flow", 14, "exactly one of"),
    ("indicator: trade.flow", "column: x", 14, "exactly one of"),
    ("of: Russia", "of: Atlantis", 15, "Atlantis"),
    ("of: Russia", "of: [Russia]", 15, "a list of two states"),
    ("years: 2014", "years: 14", 17, "is no year"),
    ("years: 2014", "years: 2014-2010", 17, "runs backwards"),
    ("years: 2014", "years: 3014", 17, "outside 1800 to 2100"),
    ("years: 2014", "years: 2014-2015-2016", 17, "is no year or span"),
    ('op: "="', "op: about", 18, "is none of"),
    ('op: "="', "op: rising", 19, "takes no value"),
    ("      value: 41.60\n", "", 14, "needs either a value or another figure"),
    ("value: 41.60", "value: 41,6", 19, "is no number"),
    ("value: 41.60", "value: .nan", 19, "is no number"),
    ("value: 41.60", "value: 0x10", 19, "is no number"),
    ("value: 41.60", "value: 1e999", 19, "is no number"),
    ("value: 41.60", "value: {a: 1}", 19, "must be one value"),
    ("unit: USD bn", "unit: USD bn\n      tolerance: some", 21, "is no tolerance"),
    ("unit: USD bn", "unit: USD bn\n      span: total", 21, "is none of each"),
    ("or:\n        - {series", "or:\n        - {serie", 22, "is unknown"),
    ("or:\n        - {series: goods_imports, of: Russia, on: China}", "or: {series: x}", 21, "must be a list"),
    ("facts: exercises", "facts: rumours", 27, "is none of series"),
    ("casefile: [CHN, RUS]", "casefile: [CHN]", 27, "needs two states"),
    ("where: {name: [Peace Mission, Vostok]}", "where: Peace", 27, "must hold columns"),
    ("tolerance: 5%", "tolerance: 5 %%", 28, "is no tolerance"),
    ("reason: judgement", "reason: unclear", 34, "is none of no data"),
    ("reason: judgement", "reason: forecast", 34, "needs the rule"),
    ("      direction: against\n", "", 34, "go together"),
    ("hypothesis: alliance", "hypothesis: friendship", 36, "is none of alliance"),
    (
        "    untested:\n      reason: judgement\n      settle: A mutual defence pact.\n",
        "    more:\n",
        33,
        "more: is unknown",
    ),
    ("settle: A mutual", "settel: A mutual", 35, "is unknown"),
    ("text: They are no allies.", "text: ''", 30, "text"),
    ("study: example-2024", "study: &a example-2024", 1, "anchors and aliases"),
    ("pillar: trade", "pillar: *a", 11, "anchors and aliases"),
    ("study: example-2024", "study: !!python/object/apply:os.system ['true']", 1, "tags are not allowed"),
    ("study: example-2024", "study: !x example-2024", 1, "tags are not allowed"),
    ("claims:\n", "claims: {}\nmore:\n", 6, "more: is unknown"),
    ("  - id: two", "\t- id: two", 21, ""),
    ("subject: [RUS]", "subject: [RUS", 13, ""),
]


@pytest.mark.parametrize(("old", "new", "line", "words"), CHANGES)
def test_each_mistake_is_told_with_its_line(old: str, new: str, line: int, words: str) -> None:
    assert old in GOOD
    with pytest.raises(ClaimError) as caught:
        parse(GOOD.replace(old, new, 1), "example.yaml")
    message = str(caught.value)
    assert message.startswith("example.yaml line ")
    assert abs(int(message.split()[2].rstrip(":,")) - line) <= 1, message
    assert words in message
    assert "\n" not in message
    assert len(message) < 700


@pytest.mark.parametrize(
    "text",
    [
        "",
        "just words",
        "[" * 20_000,
        "{" * 5_000,
        "- a\n- b",
        "study: x\ntitle: y\nclaims: []",
        "\x00",
        "a: b: c",
        "study: x\n---\nstudy: y",
        "%YAML 9.9\n---\na: b",
        "? [a, b]\n: c",
        "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    ],
)
def test_what_is_no_claim_file_gives_one_line(text: str) -> None:
    with pytest.raises(ClaimError) as caught:
        parse(text)
    assert len(str(caught.value)) < 700
    assert "\n" not in str(caught.value)


def test_aliases_cannot_explode() -> None:
    bomb = 'a: &a ["x","x","x","x","x","x","x","x","x"]\n' + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [" + ",".join([f"*{chr(97 + i)}"] * 9) + "]\n" for i in range(9)
    )
    with pytest.raises(ClaimError, match="anchors and aliases"):
        parse(bomb)


def test_files_that_are_none(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    with pytest.raises(ClaimError, match="cannot be read"):
        read(path)
    path.write_bytes(random.Random(1).randbytes(10_000_000))
    with pytest.raises(ClaimError, match="longer than"):
        read(path)
    path.write_bytes(b"study: \xff\xfe")
    with pytest.raises(ClaimError, match="line 1: byte 7 is not UTF-8"):
        read(path)


@pytest.mark.parametrize("seed", range(50))
def test_whatever_bytes_change_there_are_claims_or_one_line(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    data = bytearray(GOOD.encode())
    for _ in range(draw.randint(1, 6)):
        at = draw.randrange(len(data))
        match draw.randrange(4):
            case 0:
                data[at] = draw.randrange(256)
            case 1:
                del data[at : at + draw.randint(1, 40)]
            case 2:
                data[at:at] = draw.randbytes(draw.randint(1, 9))
            case _:
                data[at:at] = draw.choice([b"&", b"*a", b"!!python/name:os.system ", b"\xe2\x80\xae", b"- ", b": "])
    path = tmp_path / "x.yaml"
    path.write_bytes(bytes(data))
    message = _message(path)
    assert message is None or message.startswith(("x.yaml", str(path)))
    assert message is None or "\n" not in message


def _message(path: Path) -> str | None:
    """What a broken file is told; None if it holds claims."""
    try:
        return None if read(path).claims else "no claims"
    except ClaimError as error:
        return str(error)
