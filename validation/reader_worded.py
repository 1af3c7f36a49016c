"""How good is the reader at quantities told in words alone? Found, read rightly and judged, beside labelled sentences.

The sentences are those of tests/reader/labels/worded_dev.csv. One is found if the reader tells anything of it, read
rightly if the test that its words are bound to is the one labelled, and a verdict is wrong if the engine gives the
opposite of that test, or if there is nothing to judge.

`python validation/reader_worded.py errors` lists what goes wrong.
"""

from __future__ import annotations

import csv
import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from _labelled import LABELS, ROOT, test_of

from amity.atlas import Atlas, open_atlas
from amity.claims import Test
from amity.reader.check import check
from amity.reader.model import Block, Document, Finding
from amity.reader.worded import is_worded

#: The page the figures go into.
PAGE = ROOT / "docs" / "reading.md"
#: Verdicts that claim something.
JUDGED = ("agrees", "off", "contradicts")


@dataclass(frozen=True, slots=True)
class Told:
    """A labelled sentence and what the reader found in it.

    Attributes:
        text: The sentence.
        claim: What kind of thing it tells, "no" for nothing.
        test: What it claims, None of what is vague or no claim.
        expected: The verdict, "unsure" of what is vague, "" of no claim.
        found: Findings.
    """

    text: str
    claim: str
    test: Test | None
    expected: str
    found: tuple[Finding, ...]

    def is_read(self) -> bool:
        """Whether some finding is bound, or bound first of all, to what is claimed."""
        if self.test is None:
            return bool(self.found)
        return any(same(self.test, best.test) for f in self.found for best in (f.bound, *f.candidates[:1]) if best)

    def is_wrong(self) -> bool:
        """Whether a verdict is not that of the claim."""
        judged = [f.outcome for f in self.found if f.outcome in JUDGED]
        return any(outcome != self.expected for outcome in judged)


def same(labelled: Test, read: Test) -> bool:
    """Whether two tests ask the same of the same states and years."""
    if labelled.op == "rank":
        labelled = replace(labelled, unit=None)
    figures = labelled.figure == read.figure or labelled.figure in read.rivals or read.figure in labelled.rivals
    same_way = (labelled.op, labelled.value) == (read.op, read.value)
    same_than = labelled.than == read.than and labelled.change == read.change
    return figures and same_way and same_than and labelled.years == read.years


def read(atlas: Atlas) -> list[Told]:
    """Every labelled sentence as the reader reads it."""
    made: list[Told] = []
    with (LABELS / "worded_dev.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        text = row["text"]
        document = Document(row["id"], text, (Block((0, len(text))),), date=dt.date.fromisoformat(row["date"]))
        found = tuple(f for f in check(document, atlas).findings if is_worded(f.quantity))
        test = test_of(row["test"]) if row["test"] else None
        made.append(Told(text, row["claim"], test, row["expected"], found))
    return made


def _share(right: Sequence[bool]) -> str:
    return f"{sum(right) / len(right):.1%} of {len(right)}" if right else "–"


def figures(atlas: Atlas) -> str:
    """What is found, read and judged, as Markdown."""
    told = read(atlas)
    claims = [one for one in told if one.claim != "no"]
    judged = [one for one in told if any(f.outcome in JUDGED for f in one.found)]
    lines = (
        ("claims found", _share([bool(one.found) for one in claims])),
        ("claims read rightly", _share([one.is_read() for one in claims])),
        ("claims with a test given their verdict", _share([_is_told(one) for one in claims if one.test])),
        ("verdicts that are wrong", _share([one.is_wrong() for one in judged])),
        ("sentences that claim nothing left alone", _share([not one.found for one in told if one.claim == "no"])),
    )
    table = "\n".join(f"| {what} | {share} |" for what, share in lines)
    return f"**Told in words alone, labelled sentences**\n\n| Step | Share |\n| --- | --- |\n{table}"


def _is_told(one: Told) -> bool:
    return any(f.outcome == one.expected for f in one.found)


def errors(atlas: Atlas) -> Iterator[str]:
    """What goes wrong, a line or two each."""
    for one in read(atlas):
        wrong = "wrong verdict" if one.is_wrong() else ""
        if one.claim == "no":
            wrong = wrong or ("found" if one.found else "")
        else:
            wrong = wrong or ("not found" if not one.found else "" if one.is_read() else "misread")
        if wrong:
            yield f"{wrong}: {one.claim} | {one.text} {one.expected}"
            for f in one.found:
                best = f.bound or (f.candidates[0] if f.candidates else None)
                said = one.text[slice(*f.quantity.span)]
                meant = f"{best.said} {best.test.op}" if best else "nothing"
                yield f"    {said!r} {f.quantity.kind} {f.outcome}: {meant} | {f.reason}"


if __name__ == "__main__":
    held = open_atlas()
    print("\n".join(errors(held)) if sys.argv[1:2] == ["errors"] else figures(held))
