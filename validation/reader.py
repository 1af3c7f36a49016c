"""How good is the reader of documents? Figures found, bound and judged, beside labels made by hand.

What is labelled is told in tests/reader/labels/README.md. A figure counts as found if a figure of the reader covers its
number. A binding is right if indicator, states, direction, years and what is taken of them are those of the label, or
of a reading of the same thing. A verdict is wrong if it contradicts what the data bear out, agrees with what they
contradict, or is given on something that cannot be checked.

`python validation/reader.py errors [PREFIX]` lists what goes wrong on the sets that may be looked at, in the passages
whose ids begin so. What is "opened" was held out until texts nobody had built with took its place.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from _labelled import ROOT, Label, Passage, is_right, keys, passages

from amity.atlas import Atlas, open_atlas
from amity.reader.model import Finding, Outcome
from amity.reader.worded import is_worded

#: The page the figures go into, and the file the program quotes them from.
PAGE = ROOT / "docs" / "check.md"
QUALITY = ROOT / "src" / "amity" / "reader" / "quality.json"
OPEN = ("pages dev", "written dev", "articles dev", "seeds dev", "written opened", "articles opened")
HELD_OUT = ("pages held-out", "seeds held-out", "written held-out", "articles held-out")
SETS = (*OPEN, *HELD_OUT)
#: Pooled sets, told after their parts.
POOLED = {"the five texts": ("seeds dev", "seeds held-out"), "held-out": HELD_OUT}
JUDGED: tuple[Outcome, ...] = ("agrees", "off", "contradicts")
#: Two-sided 90 % intervals.
Z = 1.6449


@dataclass(frozen=True, slots=True)
class Read:
    """A passage as it was read."""

    passage: Passage
    findings: tuple[Finding, ...]

    def over(self, label: Label) -> list[Finding]:
        """The figures found that cover a label's number; those that touch it, if it is words."""
        if label.is_figure == "words":
            return [f for f in self.findings if _touch(f.quantity.span, label.span)]
        return [f for f in self.findings if f.quantity.span[0] <= label.span[0] and f.quantity.span[1] >= label.span[1]]

    def under(self, finding: Finding) -> list[Label]:
        """The labels that a figure found touches."""
        return [label for label in self.passage.labels if _touch(finding.quantity.span, label.span)]


def _touch(x: tuple[int, int], y: tuple[int, int]) -> bool:
    return x[0] < y[1] and y[0] < x[1]


@dataclass(slots=True)
class Tally:
    """Counts of one set."""

    found: list[bool] = field(default_factory=list[bool])
    true: list[bool] = field(default_factory=list[bool])
    words: list[bool] = field(default_factory=list[bool])
    bound: list[bool] = field(default_factory=list[bool])
    reached: list[bool] = field(default_factory=list[bool])
    wrong: list[bool] = field(default_factory=list[bool])
    unfounded: list[bool] = field(default_factory=list[bool])
    told: list[bool] = field(default_factory=list[bool])
    confidence: list[tuple[float, bool]] = field(default_factory=list[tuple[float, bool]])
    aside: list[bool] = field(default_factory=list[bool])

    def add(self, other: Tally) -> None:
        """Take in the counts of another set."""
        for name in Tally.__slots__:
            getattr(self, name).extend(getattr(other, name))


def tally(read: Sequence[Read], kind: str | None = None) -> Tally:
    """The counts of documents as read; of one kind of figure, if that is asked."""
    made = Tally()
    for one in read:
        for label in one.passage.labels:
            if kind is None or label.kind == kind:
                _of_label(made, one, label)
        for finding in one.findings:
            labels = one.under(finding)
            if kind is None or any(label.kind == kind for label in labels):
                _of_finding(made, finding, labels)
    return made


def _of_label(made: Tally, one: Read, label: Label) -> None:
    over = one.over(label)
    if label.is_figure == "words":
        made.words.append(bool(over))
    if label.is_figure != "yes":
        return
    made.found.append(bool(over))
    if label.is_checkable == "yes" and label.expected in JUDGED:
        right = [f for f in over if f.bound and is_right(label, f.bound.test)]
        made.reached.append(bool(right))
        made.told.append(any(_is_same(f.outcome, label.expected) for f in right))
    elif label.is_checkable == "no":
        made.aside.append(not any(f.outcome in JUDGED for f in over))


def _is_same(told: str, expected: str) -> bool:
    """Whether a verdict is the one expected; what is near may be told either way."""
    return told == expected or (expected == "off" and told in JUDGED) or (told == "off" and expected == "contradicts")


def _is_telling(finding: Finding, labels: Sequence[Label]) -> bool:
    """Whether a figure found counts: a trend told in words is none, and to set it aside is neither right nor wrong."""
    return bool(labels) or finding.quantity.kind not in ("trend", "first") or finding.outcome in JUDGED


def _of_finding(made: Tally, finding: Finding, labels: list[Label]) -> None:
    if not _is_telling(finding, labels) or (is_worded(finding.quantity) and not labels):
        # What is told in words is labelled in the five texts alone.
        return
    figures = [label for label in labels if label.is_figure in ("yes", "words")]
    if figures or not any(label.is_figure == "either" for label in labels):
        made.true.append(bool(figures))
    if not figures and labels and all(label.is_figure == "either" for label in labels):
        return
    figures = [label for label in figures if label.is_figure == "yes"]
    if is_worded(finding.quantity) and not figures:
        return
    if figures and all(label.is_checkable == "may" for label in figures):
        # On one state, a group or a lone fact: any reading that gives no wrong verdict will do.
        if finding.outcome in JUDGED and any(label.test for label in figures):
            made.wrong.append(is_wrong(finding.outcome, figures))
        return
    right = finding.bound is not None and any(is_right(label, finding.bound.test) for label in figures)
    if finding.bound is not None:
        made.confidence.append((finding.bound.confidence, right))
        made.bound.append(right)
    if finding.outcome in JUDGED:
        made.wrong.append(is_wrong(finding.outcome, figures))
        made.unfounded.append(not any(label.test for label in figures))


def is_wrong(told: str, labels: Sequence[Label]) -> bool:
    """Whether a verdict is wrong of all the figures it stands on."""
    tested = [label for label in labels if label.test is not None]
    if not tested:
        return True
    return all({told, label.expected} == {"agrees", "contradicts"} or label.expected == "no data" for label in tested)


def interval(right: Sequence[bool]) -> tuple[float, float, float]:
    """A share with its 90 % interval (Wilson)."""
    n = len(right)
    if not n:
        return math.nan, math.nan, math.nan
    share = sum(right) / n
    middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
    return share, max(0.0, middle - half), min(1.0, middle + half)


def read_set(name: str, atlas: Atlas, prefix: str = "") -> list[Read]:
    """The documents of a set whose ids begin so, as the reader reads them."""
    from amity.reader.check import check

    found: list[Read] = []
    for one in passages(name):
        if not one.labels[0].said.startswith(prefix):
            continue
        mine = [f for f in check(one.document, atlas).findings if one.has(f.quantity.span)]
        found.append(Read(one, tuple(mine)))
    return found


@cache
def _read_all(atlas_id: str) -> dict[str, list[Read]]:
    atlas = open_atlas()
    assert atlas.id == atlas_id
    return {name: read_set(name, atlas) for name in SETS}


def figures(atlas: Atlas) -> str:
    """Everything measured, as Markdown."""
    read = {name: one for name, one in _read_all(atlas.id).items() if one}
    pooled = {name: [r for part in parts for r in read.get(part, [])] for name, parts in POOLED.items()}
    whole = {**read, **{name: one for name, one in pooled.items() if one}}
    return "\n\n".join((_sets(read), _steps(whole), _claims(read), _by_kind(read), _calibration(read)))


def _sets(read: Mapping[str, list[Read]]) -> str:
    """What was read, in a sentence."""
    told: list[str] = []
    for name, one in read.items():
        count = sum(label.is_figure == "yes" for r in one for label in r.passage.labels)
        told.append(f"{name} ({len(one)} texts, {count} figures)")
    return (
        f"Read: {', '.join(told)}. Pages are published ones, retold; written sentences and articles are filled with "
        "figures of the atlas, about a third of them made false; the seeds are five published texts. What is held out "
        "was not looked at while building; what is opened was held out in earlier releases."
    )


def _claims(read: Mapping[str, list[Read]]) -> str:
    """How many claims of quantity of the five studies are seen in their texts."""
    rows: list[list[str]] = []
    for what, wanted in (("with a figure in print", ("yes",)), ("in words alone", ("words",))):
        seen: dict[str, bool] = {}
        for one in (r for name, reads in read.items() if name.startswith("seeds") for r in reads):
            for label in (label for label in one.passage.labels if label.is_figure in wanted):
                for claim in label.claims:
                    seen[claim] = seen.get(claim, False) or bool(one.over(label))
        rows.append([what, _told(list(seen.values()))])
    return "**Claims of quantity of the five studies seen in their texts**\n\n" + _table(["Claims", "Seen"], rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(cells) + " |" for cells in (head, ["---"] * len(head), *rows)]
    return "\n".join(lines)


def _told(right: Sequence[bool]) -> str:
    share, low, high = interval(right)
    return f"{share:.1%} ({low:.0%}–{high:.0%}) of {len(right)}" if right else "–"


def _steps(read: Mapping[str, list[Read]]) -> str:
    head = (
        "Set",
        "Figures found",
        "Found that are figures",
        "Checkable bound rightly",
        "… and given the right verdict",
        "Bindings that are right",
    )
    rows: list[list[str]] = []
    for name, one in read.items():
        made = tally(one)
        steps = (made.found, made.true, made.reached, made.told, made.bound)
        judged = (made.wrong, made.unfounded, made.aside)
        rows.append([name, *map(_told, steps), *map(_told, judged)])
    more = ("Verdicts that are wrong", "… on what cannot be checked", "Uncheckable left without a verdict")
    return "**Each step, with 90 % intervals**\n\n" + _table([*head, *more], rows)


def _by_kind(read: Mapping[str, list[Read]]) -> str:
    held = [r for name, one in read.items() if name.startswith("written") for r in one]
    kinds = sorted({label.kind for r in held for label in r.passage.labels} - {""})
    rows: list[list[str]] = []
    for kind in kinds:
        made = tally(held, kind)
        rows.append([kind, *map(_told, (made.found, made.reached, made.bound, made.wrong))])
    head = ["Pillar", "Figures found", "Checkable bound rightly", "Bindings that are right", "Verdicts that are wrong"]
    return "**By pillar, sentences written for the purpose, both halves**\n\n" + _table(head, rows)


def _calibration(read: Mapping[str, list[Read]]) -> str:
    """How often bindings of a stated confidence are right, held-out sets."""
    whole = Tally()
    for name in HELD_OUT:
        whole.add(tally(read.get(name, [])))
    edges = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)
    rows: list[list[str]] = []
    for low, high in itertools.pairwise(edges):
        part = [(c, right) for c, right in whole.confidence if low <= c < high]
        if part:
            mean = sum(c for c, _ in part) / len(part)
            rows.append([f"{low:.2f} to {min(high, 1):.2f}", f"{mean:.2f}", _told([right for _, right in part])])
    head = ["Confidence", "Mean", "Bindings that are right"]
    return "**Confidence beside how often it is right, held-out sets**\n\n" + _table(head, rows)


def quality(atlas: Atlas) -> dict[str, Any]:
    """The same for programs: precision and recall of each step; low and high are of the figure that is aimed at."""
    read = _read_all(atlas.id)
    sets: dict[str, Any] = {}
    for name in (*SETS, *POOLED):
        made = tally([r for part in POOLED.get(name, (name,)) for r in read[part]])
        if not made.found:
            continue
        sets[name] = {
            "detection": _step(made.found, precision=made.true, recall=made.found),
            "binding": _step(made.reached, precision=made.bound, recall=made.reached),
            "verdicts": _step(made.wrong, wrong=made.wrong),
        }
    return {"measured": dt.date.today().isoformat(), "atlas": atlas.id, "sets": sets}


def _step(aimed: Sequence[bool], **shares: Sequence[bool]) -> dict[str, float | int]:
    _, low, high = interval(aimed)
    told = {name: round(interval(right)[0], 4) for name, right in shares.items() if right}
    if not aimed:
        return {**told, "n": 0}
    return {**told, "n": len(aimed), "low": round(low, 4), "high": round(high, 4)}


def keep(atlas: Atlas) -> None:
    """Write what the program quotes."""
    QUALITY.write_text(json.dumps(quality(atlas), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def errors(prefix: str = "") -> Iterator[str]:
    """What goes wrong on the sets that may be looked at, one block of lines per figure, by cause."""
    atlas = open_atlas()
    by: dict[str, list[str]] = {}
    for name in OPEN:
        read = read_set(name, atlas, prefix)
        if read:
            made = tally(read)
            steps = (made.found, made.true, made.reached, made.told, made.bound, made.wrong)
            yield f"{name}: found, figures, bound, told, bindings right, wrong: {'; '.join(map(_told, steps))}"
        for one in read:
            for cause, told in _errors(one):
                by.setdefault(cause, []).append(told)
    for cause in sorted(by, key=lambda c: -len(by[c])):
        yield f"\n## {cause}: {len(by[cause])}\n"
        yield from by[cause]


def _shown(label: Label) -> str:
    return f"{sorted(map(str, keys(label.test))) if label.test else 'nothing'} {label.expected}"


def _errors(one: Read) -> Iterator[tuple[str, str]]:
    text = one.passage.document.text
    for label in one.passage.labels:
        if label.is_figure != "yes":
            continue
        over = one.over(label)
        at = f"- {label.said} …{text[max(0, label.span[0] - 150) : label.span[0]]}«{text[slice(*label.span)]}»"
        at += f"{text[label.span[1] : label.span[1] + 110]}…".replace("\n", " ")
        if not over:
            yield "not found", f"{at}\n  wanted {_shown(label)}"
            continue
        finding = next((f for f in over if f.bound and is_right(label, f.bound.test)), over[0])
        bound = sorted(map(str, keys(finding.bound.test))) if finding.bound else "nothing"
        told = f"{at}\n  wanted {_shown(label)}\n  got {finding.outcome} ({finding.reason[:120]}) {bound}"
        right = finding.bound is not None and is_right(label, finding.bound.test)
        if finding.outcome in JUDGED and is_wrong(finding.outcome, [label]) and label.is_checkable != "may":
            yield f"wrong verdict ({'binding right' if right else 'binding wrong'})", told
        elif label.is_checkable == "yes" and not right and label.expected in JUDGED:
            why = f" ({finding.reason})" if finding.outcome == "set aside" else ""
            yield f"checkable not bound rightly: {finding.outcome}{why}", told
        elif label.is_checkable == "yes" and finding.outcome not in JUDGED:
            yield f"bound rightly, no verdict: {finding.outcome}", told
        elif label.is_checkable == "yes" and not _is_same(finding.outcome, label.expected):
            yield f"binding right, verdict {finding.outcome} for {label.expected}", told
    for finding in one.findings:
        labels = one.under(finding)
        if (
            _is_telling(finding, labels)
            and not (is_worded(finding.quantity) and not labels)
            and all(label.is_figure == "no" for label in labels)
        ):
            start, end = finding.quantity.span
            around = f"…{text[max(0, start - 60) : start]}«{text[start:end]}»{text[end : end + 60]}…".replace("\n", " ")
            yield f"no figure: {finding.outcome}", f"- {one.passage.document.name} {around}"


if __name__ == "__main__":
    if sys.argv[1:2] == ["errors"]:
        print("\n".join(errors(*sys.argv[2:3])))
    else:
        print(figures(open_atlas()))
