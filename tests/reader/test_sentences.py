"""Where sentences end: stops that end nothing, references, quotes, other scripts, offsets, speed."""

from __future__ import annotations

import itertools
import random

import pytest

from amity.reader.model import Block, Document, Part
from amity.reader.sentences import LONGEST, split
from growth import is_linear


def document(*texts: str, part: Part = "paragraph") -> Document:
    """A document of blocks parted by line feeds."""
    blocks: list[Block] = []
    at = 0
    for text in texts:
        blocks.append(Block((at, at + len(text)), part))
        at += len(text) + 1
    return Document("here", "\n".join(texts), tuple(blocks))


#: Text with a bar where a sentence ends and another begins.
CASES = """
It hit $5.8 bn. vs. 2013.| Then it fell.
It hit $5.8 bn.| Exports rose.
It hit 38 bn. cubic metres in all.
Mr. Putin met Mrs. Merkel and Dr. Li.| They spoke.
Gen. Gerasimov and Adm. Sun met on Jan. 5 in Moscow.
The U.S. Department of State spoke.| It denied it.
He went to the U.S.| The visit was short.
They met in Washington, D.C.| It rained.
China is the No. 1 partner.| Russia is not.
See Nos. 3 and 4, p. 16, pp. 29-30 and vol. 21.| It is there.
It sells arms, e.g. Su-35 jets, i.e. fighters, cf. Smith.| China pays.
Trade grew by 12.4 per cent.| It fell by 3.5 per cent.
V. Putin and D. A. Medvedev met.| They agreed.
Exports doubled.12| Imports fell.[3]| Trade was flat [4].| It ended.
Exports doubled in 2010.12| Imports fell.
Exports doubled.¹²| Imports fell.
“He agreed.”12| Then he left.
“We agree.”| He left.
He said “no.”| She said ‘yes.’| All left.
They left (see above.)| It was late.
Is it so?| Yes!| It is.
What now?!| Nothing.
Well... it was late.| So they left.
It was late…| So they left.
World War I.| The end.
1. China is large.
12. Russia is larger.| It is cold.
Rosneft Inc. of Moscow and Li & Co. Ltd. of Beijing signed.| It held.
It has oil, gas, etc.| China buys it.
They met at 9 a.m. in Sochi and at 5 p.m.| Then they left.
The accord was signed.| “It is good,” he said.
Trade is small.The rest is talk.
В 2019 г. Россия продала нефть на 5 млрд долл. Китаю.| Это много.
Товарооборот вырос на 24,5%.| Экспорт упал.
И т.д. и т.п. не важны.| Но это так.
中俄贸易额增长。|双方同意！|是吗？|是
"""
CASES = CASES.replace("Trade is small.The", "Trade is small.|The")


@pytest.mark.parametrize("marked", CASES.strip().splitlines())
def test_sentences_end_where_they_should(marked: str) -> None:
    text = marked.replace("|", "")
    notes = ("12", "[3]", "¹²")
    wanted = [part.strip() for part in marked.split("|")]
    wanted = [next((s.removesuffix(n) for n in notes if s.endswith(("." + n, "”" + n))), s) for s in wanted]
    assert [sentence.text for sentence in split(document(text))] == wanted


def test_headings_and_cells_are_one_sentence_each() -> None:
    for part in ("title", "heading", "cell"):
        read = split(document("1. Trade. A short view", "vs. 2013. And more", part=part))
        assert [s.text for s in read] == ["1. Trade. A short view", "vs. 2013. And more"]


def test_no_sentence_runs_over_a_block() -> None:
    read = split(document("no stop here", "nor here", "and here."))
    assert [s.text for s in read] == ["no stop here", "nor here", "and here."]
    assert [s.block.span for s in read] == [(0, 12), (13, 21), (22, 31)]


def test_blank_lines_and_bullets_end_a_sentence() -> None:
    read = split(document("First point\n\n  Second\nwrapped point\n• Third\n- Fourth"))
    assert [s.text for s in read] == ["First point", "Second\nwrapped point", "• Third", "- Fourth"]


def test_spans_give_the_text_in_order_and_lose_no_word() -> None:
    draw = random.Random(3)
    words = (
        "Trade",
        "rose",
        "bn.",
        "U.S.",
        "12.4",
        "%",
        ".",
        "[12]",
        "“so”",
        "\n",
        "\n\n",
        "。",
        "!",
        "Mr.",
        "in",
        "г.",
    )
    for _ in range(300):
        made = document(*(" ".join(draw.choices(words, k=30)) for _ in range(3)))
        read = split(made)
        assert all(s.text == made.text[slice(*s.span)] == s.text.strip() != "" for s in read)
        assert all(a.span[1] <= b.span[0] for a, b in itertools.pairwise(read))
        assert all(s.block.span[0] <= s.span[0] and s.span[1] <= s.block.span[1] for s in read)
        kept = "".join(s.text for s in read)
        assert all(kept.count(word) == made.text.count(word) for word in ("Trade", "rose", "bn", "in", "Mr"))


def test_endless_lines_are_cut_at_spaces() -> None:
    read = split(document("word " * 20_000))
    assert all(len(s.text) <= LONGEST for s in read)
    assert sum(len(s.text.split()) for s in read) == 20_000


@pytest.mark.parametrize(
    "piece", [".", "a.", ".\n", "\n", "A. ", "[1].", "\n ", '"', "1.", " ", "。", "...x", "?!”", "•", "\n- "]
)
def test_a_hundred_thousand_characters_of_anything_cost_no_more_than_their_length(piece: str) -> None:
    assert is_linear(lambda part: split(document(part)), (piece * 100_000)[:100_000])


def test_a_megabyte_of_prose_is_split() -> None:
    prose = "Trade rose by 12.4 per cent to $5.8 bn. in 2014, said Mr. Li of the U.S. mission. Exports fell.12 "
    blocks = 1_000_000 // (20 * len(prose)) + 1
    made = document(*[prose * 20] * blocks)
    read = split(made)
    assert len(read) == blocks * 20 * 2
