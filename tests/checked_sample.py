"""A small checked document: real evidence of the shipped atlas on figures marked by hand."""

from __future__ import annotations

import datetime as dt

from amity.atlas import open_atlas
from amity.claims import Figure, Test, try_test
from amity.reader.model import (
    Actor,
    Block,
    Candidate,
    Checked,
    Document,
    Finding,
    Kind,
    Outcome,
    Part,
    Period,
    Quantity,
    Sentence,
)

#: Parts and sentences; the words of each figure stand in double brackets.
PARTS: tuple[tuple[Part, int, str], ...] = (
    ("title", 1, "Two neighbours & their <trade>"),
    ("paragraph", 1, "Russia sold China goods worth [[{sold} billion dollars]] in 2014. China bought more than ever."),
    ("heading", 1, "What was said"),
    ("paragraph", 1, "In 2014 Russian goods for China were worth [[{twice} billion dollars]], one paper wrote."),
    ("item", 2, "Its exports to China came to [[{near} billion dollars]] in 2014."),
    ("cell", 2, "2014"),
    ("cell", 2, "[[250 votes]] of <b>both</b>"),
    ("paragraph", 2, "Trade stood at [[7 billion dollars]] in 1850. Some [[90 %]] of guests liked the soup."),
    ("note", 2, "A note with “quotes” and 中文."),
)


def flow(value: float, years: tuple[int, int] = (2014, 2014)) -> Test:
    """The claim that Russia's exports to China were so many billion dollars."""
    return Test(Figure("indicator", "trade.flow", "RUS", "CHN"), years, "=", value, f"{value:.1f}", "USD bn", 0)


def sold() -> float:
    """Russia's exports to China in 2014, as the atlas holds them."""
    found = try_test(flow(1.0), open_atlas())
    assert found.value is not None
    assert found.unit == "million current US$"
    return round(found.value / 1000, 1)


def checked() -> Checked:
    """The document with one figure of every outcome."""
    value = sold()
    figures = {"sold": f"{value:.1f}", "twice": f"{2 * value:.1f}", "near": f"{1.15 * value:.1f}"}
    text, blocks, spans = "", list[Block](), list[tuple[tuple[int, int], Block]]()
    for part, page, said in PARTS:
        start, marked = len(text), list[tuple[int, int]]()
        for number, piece in enumerate(said.format(**figures).replace("]]", "[[").split("[[")):
            if number % 2:
                marked.append((len(text), len(text) + len(piece)))
            text += piece
        blocks.append(Block((start, len(text)), part, page))
        spans += [(span, blocks[-1]) for span in marked]
        text += "\n"
    text = text[:-1]
    document = Document("trade.txt", text, tuple(blocks), "text", "Two neighbours & their <trade>", dt.date(2015, 3, 1))
    tests = [flow(value), flow(round(2 * value, 1)), flow(round(1.15 * value, 1)), None, flow(7.0, (1850, 1850)), None]
    reasons = ["", "", "", "votes of whom is not said", "", "not about two states: guests"]
    outcomes: list[Outcome | None] = [None, None, None, "unsure", None, "set aside"]
    found = [
        _finding(document, span, block, test, reason, outcome)
        for (span, block), test, reason, outcome in zip(spans, tests, reasons, outcomes, strict=True)
    ]
    return Checked(document, tuple(found), open_atlas().id, ("CHN", "RUS"))


def _finding(
    document: Document, span: tuple[int, int], block: Block, test: Test | None, reason: str, outcome: Outcome | None
) -> Finding:
    first = max(document.text.rfind(". ", block.span[0], span[0]) + 2, block.span[0])
    last = document.text.find(". ", span[1], block.span[1]) + 1 or block.span[1]
    sentence = Sentence((first, last), document.text[first:last], block)
    kind: Kind = "level"
    quantity = Quantity(span, kind, 1.0, 1.0, document.text[slice(*span)].split()[0], "USD bn")
    if test is None:
        candidates = (Candidate(flow(250.0), 0.31, "votes in common, 2014"),) if outcome == "unsure" else ()
        return Finding(sentence, quantity, outcome or "unsure", reason, candidates=candidates)
    evidence = try_test(test, open_atlas())
    assert evidence.outcome != "not testable"
    actor = Actor((block.span[0], block.span[0] + 6), ("RUS",))
    period = Period((last - 5, last - 1), *test.years)
    bound = Candidate(test, 0.93, f"Russia's exports to China, {test.years[0]}")
    return Finding(sentence, quantity, evidence.outcome, evidence.said, (actor,), period, bound, evidence)
