"""What do two accounts of one meeting both say, what does only one say, and where do they contradict each other?

Passages are brought together by topic and words (`pairing`), and compared slot by slot (`conflicts`). A contradiction
is told only where the slots name it: the same side for a thing in one account and against it in the other, two figures
of one quantity, two dates of one promise.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Literal

from amity.errors import UsageError
from amity.reader import documents, introduced, passages, vocabulary
from amity.reader.conflicts import Conflict, agree, conflicts
from amity.reader.model import Document
from amity.reader.pairing import Link, links
from amity.reader.passages import Passage, who

Outcome = Literal["contradicts", "only A", "only B", "cannot tell", "both"]
Mark = Literal["contradicts", "only A", "only B", "cannot tell", "both", "set apart"]

#: Outcomes in the order they are told.
OUTCOMES: tuple[Outcome, ...] = ("contradicts", "only A", "only B", "cannot tell", "both")

#: Longest account taken: readouts have a page or two, joint statements twenty.
LONGEST = 60_000
#: Most passages of an account.
MOST = 1_000

#: Cosine from which passages without any topic are held to say the same.
_ALIKE = 0.45


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot of a topic: what each account has in it ("" for nothing), and what that comes to."""

    name: str
    outcome: Outcome
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Row:
    """A topic and what the two accounts make of it.

    Attributes:
        topic: Its id; "" for a passage on no topic of the list.
        label: Its name; for such a passage its first words.
        area: The group it belongs to.
        outcome: Whether both speak of it, one alone, against each other, or neither can be told.
        confidence: 0 to 1: how sure the outcome is; docs/readouts.md says how often each grade was right.
        reason: Why, in words.
        a: Numbers of A's passages on it.
        b: Numbers of B's.
        slots: Stance, figures, dates, commitments and names, where either account has any.
    """

    topic: str
    label: str
    area: str
    outcome: Outcome
    confidence: float
    reason: str
    a: tuple[int, ...]
    b: tuple[int, ...]
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two accounts of one meeting, side by side.

    Attributes:
        a: The one account.
        b: The other.
        names: What to call them.
        sides: Codes of the two states that met.
        passages_a: A's passages in order.
        passages_b: B's.
        marks_a: What became of each of A's passages.
        marks_b: Of each of B's.
        links: Passages that were compared.
        rows: Topics, the gravest outcome first.
        notes: What limits the comparison, in words.
    """

    a: Document
    b: Document
    names: tuple[str, str]
    sides: tuple[str, ...]
    passages_a: tuple[Passage, ...]
    passages_b: tuple[Passage, ...]
    marks_a: tuple[Mark, ...]
    marks_b: tuple[Mark, ...]
    links: tuple[Link, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]

    @property
    def contradicts(self) -> bool:
        """Whether anything does."""
        return any(row.outcome == "contradicts" for row in self.rows)

    def count(self, outcome: Outcome) -> int:
        """How many topics have an outcome."""
        return sum(row.outcome == outcome for row in self.rows)

    @property
    def say(self) -> str:
        """What it comes to, in a line."""
        a, b = self.names
        told = {"contradicts": "contradictory", "only A": f"only in {a}", "only B": f"only in {b}",
                "cannot tell": "cannot be told", "both": "in both"}  # fmt: skip
        parts = [f"{n} {told[outcome]}" for outcome in OUTCOMES if (n := self.count(outcome))]
        many = "1 topic" if len(self.rows) == 1 else f"{len(self.rows)} topics"
        return f"{many}: {', '.join(parts)}." if parts else "Neither account says anything to compare."


def readouts(
    a: str | PathLike[str] | Document, b: str | PathLike[str] | Document, *, names: tuple[str, str] | None = None
) -> Comparison:
    """Compare two accounts of one meeting, given as files or documents; see `compare`."""
    first, second = (x if isinstance(x, Document) else documents.load(Path(x)) for x in (a, b))
    return compare(first, second, names=names)


def compare(a: Document, b: Document, *, names: tuple[str, str] | None = None) -> Comparison:
    """What do two accounts of one meeting have in common, and what not?

    Args:
        a: One account; English, or with less certainty Russian or Chinese.
        b: The other.
        names: What to call them; by default A and B, or the names of the files.

    Returns:
        Topics with an outcome each, and a mark on every passage. Turning the accounts round turns the outcomes round.

    Raises:
        UsageError: An account is longer than accounts of a meeting are.
    """
    for document in (a, b):
        if len(document.text) > LONGEST:
            raise UsageError(
                f"{document.name} has {len(document.text):,} characters; accounts of a meeting of up to {LONGEST:,} "
                "are compared. Cut out the part on the meeting."
            )
    year = max((d.date.year for d in (a, b) if d.date), default=_year(a, b))
    called = names or _names(a, b)
    people = introduced.people((a, b), year)
    sides = passages.parties((a, b), year, people, called)
    first, second = (passages.read(document, sides, year, people) for document in (a, b))
    for document, read in ((a, first), (b, second)):
        if len(read) > MOST:
            raise UsageError(f"{document.name} has {len(read):,} sentences; up to {MOST:,} are compared. Cut it down.")
    met = links(first, second)
    # What stands word for word in both accounts is denied by no other passage.
    common = {p.text for p in first} & {p.text for p in second}
    found = {
        (m.a, m.b): conflicts(first[m.a], second[m.b])
        for m in met
        if first[m.a].text not in common and second[m.b].text not in common
    }
    clashes = {pair: clash for pair, clash in found.items() if clash}
    work = _Work(first, second, met, clashes, (_by_passage(met, 0), _by_passage(met, 1)))
    rows = work.rows()
    marks = work.marks(0), work.marks(1)
    return Comparison(a, b, called, sides, first, second, *marks, met, rows, tuple(_notes(a, b, sides, first, second)))


def _year(a: Document, b: Document) -> int:
    """The last year the accounts name, if it may be theirs; else this year."""
    now = dt.datetime.now(dt.UTC).year
    named = [int(y) for d in (a, b) for y in re.findall(r"\b(?:19[4-9]\d|20\d\d)\b", d.text)]
    return max((y for y in named if y <= now), default=now)


def _by_passage(met: Iterable[Link], side: Literal[0, 1]) -> dict[int, list[Link]]:
    found: dict[int, list[Link]] = {}
    for link in met:
        found.setdefault((link.a, link.b)[side], []).append(link)
    return found


def _names(a: Document, b: Document) -> tuple[str, str]:
    first, second = Path(a.name).stem or "A", Path(b.name).stem or "B"
    return (first, second) if first != second else ("A", "B")


def _notes(
    a: Document, b: Document, sides: Sequence[str], first: Sequence[Passage], second: Sequence[Passage]
) -> Iterable[str]:
    if len(sides) < 2:
        yield "Fewer than two states are named, so whom “both sides” means is not known."
    for document, read in ((a, first), (b, second)):
        if not any(p.topics for p in read):
            yield f"{document.name} names none of the topics that are known."
        letters = [c for c in document.text if c.isalpha()]
        if letters and sum(not c.isascii() for c in letters) > 0.3 * len(letters):
            yield (
                f"{document.name} is not in English: topics, actors and figures are recognised, stances less surely, "
                "words are not compared across languages."
            )
        yield from (f"{document.name}: {note}" for note in document.notes)


@dataclass(frozen=True, slots=True)
class _Work:
    """The two accounts while they are compared."""

    a: tuple[Passage, ...]
    b: tuple[Passage, ...]
    links: tuple[Link, ...]
    found: Mapping[tuple[int, int], tuple[Conflict, ...]]
    met: tuple[Mapping[int, Sequence[Link]], Mapping[int, Sequence[Link]]]

    # ------------------------------------------------------------------------------------------- topics

    def rows(self) -> tuple[Row, ...]:
        """One row per topic and per linked pair of passages without one."""
        order = {topic: n for n, topic in enumerate(vocabulary.topics())}
        on = {t for p in (*self.a, *self.b) if not p.is_protocol for t in p.topics}
        rows = [row for topic in sorted(on, key=lambda t: (order.get(t, len(order)), t)) if (row := self._row(topic))]
        rows += self._others()
        return tuple(sorted(rows, key=lambda r: (OUTCOMES.index(r.outcome), order.get(r.topic, len(order)))))

    def _row(self, topic: str) -> Row:
        about = vocabulary.topic(topic)
        a, b = (_numbers(p, topic, strict=True) for p in (self.a, self.b))
        wide_a, wide_b = (_numbers(p, topic, strict=False) for p in (self.a, self.b))
        outcome, confidence, reason = self._judge(topic, a, b, wide_a, wide_b)
        if outcome == "both":
            a, b = a or wide_a, b or wide_b
        return Row(topic, about.label, about.area, outcome, confidence, reason, a, b, self._slots(a, b, topic))

    def _judge(
        self, topic: str, a: Sequence[int], b: Sequence[int], wide_a: Sequence[int], wide_b: Sequence[int]
    ) -> tuple[Outcome, float, str]:
        if a and b:
            clashes = [c for i in a for j in b for c in self._clashes(i, j, topic)]
            if sure := [c for c in clashes if c.is_sure]:
                return "contradicts", 0.85, f"{sure[0].slot}: {sure[0].said}"
            if clashes:
                return "cannot tell", 0.5, f"maybe a clash of {clashes[0].slot}: {clashes[0].said}"
            near = max((m.likeness for m in self.links if m.a in a and m.b in b), default=0.0)
            return "both", round(min(0.95, 0.75 + 0.4 * near), 2), "both speak of it"
        if wide_a and wide_b:
            return "both", 0.6, "one speaks of it only in passing or more broadly"
        mine, theirs, side = (a, self.b, 0) if a else (b, self.a, 1)
        outcome: Outcome = "only A" if a else "only B"
        about = vocabulary.topic(topic)
        if about.general:
            return outcome, 0.5, "a general remark that the other does not make"
        named = {t for p in theirs for t in p.mentioned}
        if above := next((b for b in vocabulary.broader(topic) if b in named), None):
            return outcome, 0.65, f"the other speaks of {vocabulary.topic(above).label}, not of this"
        near = max((m.likeness for m in self.links if (m.a, m.b)[side] in mine), default=0.0)
        if near >= _ALIKE:
            return outcome, 0.6, "the other has a passage like it without naming this"
        # As often as this was right on real accounts at first sight.
        return outcome, 0.8, "the other does not name it"

    def _clashes(self, i: int, j: int, topic: str) -> tuple[Conflict, ...]:
        """Clashes of two passages on a topic."""
        return tuple(c for c in self.found.get((i, j), ()) if not topic or not c.topics or topic in c.topics)

    def _others(self) -> list[Row]:
        """Passages on no topic of the list: paired where their words are near."""
        rows: list[Row] = []
        seen: set[int] = set()
        for i, p in enumerate(self.a):
            if _is_other(p):
                links_here = self.met[0].get(i, ())
                best = max(links_here, key=lambda m: m.likeness, default=None)
                partner = (best.b,) if best else ()
                seen |= {m.b for m in links_here}
                rows.append(self._other(p, (i,), partner, best, "only A"))
        for j, q in enumerate(self.b):
            if _is_other(q) and j not in seen:
                best = max(self.met[1].get(j, ()), key=lambda m: m.likeness, default=None)
                rows.append(self._other(q, (best.a,) if best else (), (j,), best, "only B"))
        return rows

    def _other(
        self, passage: Passage, a: tuple[int, ...], b: tuple[int, ...], best: Link | None, alone: Outcome
    ) -> Row:
        label = f"“{shortened(passage.text)}”"
        if best is None:
            own_a, own_b = (a, ()) if alone == "only A" else ((), b)
            slots = self._slots(own_a, own_b, "")
            return Row("", label, "other", alone, 0.6, "no passage of the other is like it", own_a, own_b, slots)
        clashes = self.found.get((best.a, best.b), ())
        if sure := [c for c in clashes if c.is_sure]:
            outcome, confidence, reason = "contradicts", 0.8, f"{sure[0].slot}: {sure[0].said}"
        elif clashes:
            outcome, confidence, reason = "cannot tell", 0.5, f"maybe a clash of {clashes[0].slot}: {clashes[0].said}"
        elif best.likeness >= _ALIKE:
            outcome, confidence, reason = "both", round(min(0.95, 0.4 + best.likeness), 2), "words much alike"
        else:
            outcome, confidence, reason = "cannot tell", 0.4, "words somewhat alike"
        return Row("", label, "other", outcome, confidence, reason, a, b, self._slots(a, b, ""))

    # -------------------------------------------------------------------------------------------- slots

    def _slots(self, a: Sequence[int], b: Sequence[int], topic: str) -> tuple[Slot, ...]:
        mine, theirs = [self.a[i] for i in a], [self.b[j] for j in b]
        clashes = {c.slot for i in a for j in b for c in self._clashes(i, j, topic) if c.is_sure}
        return tuple(
            slot
            for slot in (
                _slot("stance", _stances(mine), _stances(theirs), bool(clashes & {"stance", "negation", "direction"})),
                _figures(mine, theirs, "figures" in clashes),
                _slot("dates", _dates(mine), _dates(theirs), "dates" in clashes),
                _slot("commitments", _commitments(mine), _commitments(theirs), False),
                _slot("speaker", _speakers(mine), _speakers(theirs), False),
                _slot("names", _named(mine), _named(theirs), False),
            )
            if slot is not None
        )

    # -------------------------------------------------------------------------------------------- marks

    def marks(self, side: Literal[0, 1]) -> tuple[Mark, ...]:
        """What became of each passage of one account."""
        return tuple(self._mark(n, p, side) for n, p in enumerate((self.a, self.b)[side]))

    def _mark(self, number: int, passage: Passage, side: Literal[0, 1]) -> Mark:
        if passage.is_protocol:
            return "set apart"
        pairs = self.met[side].get(number, ())
        clashes = [c for m in pairs for c in self.found.get((m.a, m.b), ())]
        if clashes:
            return "contradicts" if any(c.is_sure for c in clashes) else "cannot tell"
        theirs = (self.b, self.a)[side]
        near = max((m.likeness for m in pairs), default=0.0)
        shared = [q for q in theirs if set(q.mentioned) & set(passage.topics)]
        missing = _missing(passage, theirs)
        if missing == 1 and near < _ALIKE:
            return "only A" if side == 0 else "only B"
        if near >= _ALIKE or (missing == 0 and any(_is_met(passage, q) for q in shared)):
            return "both"
        if shared or pairs:
            return "cannot tell"
        return "only A" if side == 0 else "only B"


def _numbers(read: Sequence[Passage], topic: str, *, strict: bool) -> tuple[int, ...]:
    """Passages on a topic, or that name it at all."""
    if strict:
        return tuple(n for n, p in enumerate(read) if topic in p.topics and not p.is_protocol)
    return tuple(n for n, p in enumerate(read) if topic in p.mentioned)


def _is_other(passage: Passage) -> bool:
    return not passage.topics and not passage.is_protocol and len(passage.stems) >= 4


def _missing(passage: Passage, theirs: Iterable[Passage]) -> float:
    """Share of a passage's topics that the other account does not name.

    A region is the setting where a passage has topics beside it: an account that names Ukraine does not for that speak
    of a demand to end arms deliveries to it.
    """
    definite = [t for t in passage.topics if not vocabulary.topic(t).general]
    own = [t for t in definite if vocabulary.topic(t).area not in ("regions", "third states")] or definite
    named = {t for q in theirs for t in q.mentioned}
    return sum(t not in named for t in own) / len(own) if own else 0.0


def _is_met(one: Passage, other: Passage) -> bool:
    """Whether what a passage holds is held in the other by the same side; what holds nothing is met by any."""
    held = [p for p in one.positions if p.sign]
    if not held:
        return True
    return all(any(p.sign == o.sign and set(p.holder) & set(o.holder) for o in other.positions) for p in held)


def _slot(name: str, a: Mapping[str, None], b: Mapping[str, None], clash: bool) -> Slot | None:
    if not a and not b:
        return None
    outcome: Outcome = (
        "contradicts"
        if clash
        else "only A"
        if not b
        else "only B"
        if not a
        else "both"
        if set(a) & set(b)
        else "cannot tell"
    )
    return Slot(name, outcome, "; ".join(a), "; ".join(b))


def _stances(read: Iterable[Passage]) -> dict[str, None]:
    told: dict[str, None] = {}
    for passage in read:
        for p in passage.positions:
            told[f"{who(p.holder) or 'not said who'}: {'not ' if p.negated else ''}{p.stance}"] = None
    return dict(sorted(told.items()))


def _figures(a: Sequence[Passage], b: Sequence[Passage], clash: bool) -> Slot | None:
    first = [(q, p.text[q.span[0] - p.span[0] : q.span[1] - p.span[0]]) for p in a for q in p.quantities]
    second = [(q, p.text[q.span[0] - p.span[0] : q.span[1] - p.span[0]]) for p in b for q in p.quantities]
    slot = _slot("figures", dict.fromkeys(t for _, t in first), dict.fromkeys(t for _, t in second), clash)
    if (
        slot
        and slot.outcome == "cannot tell"
        and any(q.unit == o.unit and agree(q, o) for q, _ in first for o, _ in second)
    ):
        return Slot(slot.name, "both", slot.a, slot.b)
    return slot


def _dates(read: Iterable[Passage]) -> dict[str, None]:
    return dict.fromkeys(p.text[d.span[0] - p.span[0] : d.span[1] - p.span[0]] for p in read for d in p.dates)


def _commitments(read: Iterable[Passage]) -> dict[str, None]:
    return dict.fromkeys(
        f"{who(x.holder) or 'not said who'}: {shortened(p.text[x.span[0] - p.span[0] :])}"
        for p in read
        for x in p.positions
        if x.stance in ("agreed", "promised") and not x.negated
    )


def _speakers(read: Iterable[Passage]) -> dict[str, None]:
    return dict.fromkeys(sorted(who(p.speaker) for p in read if p.speaker))


def _named(read: Iterable[Passage]) -> dict[str, None]:
    counted: Counter[str] = Counter()
    for p in read:
        counted.update(name for actor in p.actors if (name := _actor(actor.codes, actor.group)))
        counted.update(p.names)
    return dict.fromkeys(sorted(counted))


def _actor(codes: Sequence[str], group: str | None) -> str:
    return group or (who(codes) if len(codes) == 1 else "")


def excerpt(passage: Passage, topic: str, length: int = 110) -> str:
    """The words of a passage around the first term of a topic; its first words where it names none."""
    at = next((t.span[0] - passage.span[0] for t in passage.terms if t.id == topic), 0)
    text = passage.text
    begin = max(0, at - length // 2)
    if len(text) <= length or not begin:
        return shortened(text, length)
    begin = min(begin, max(0, len(text) - length))
    begin = text.find(" ", begin) + 1 if " " in text[begin:at] else begin
    # Words that belong together are not cut where they begin near by.
    starts = [m.end() for m in re.finditer(r"[,;:] ", text[:at]) if m.end() >= begin - length // 3]
    begin = min(starts, default=begin)
    return "… " + shortened(text[begin:], length)


def beside(row: Row, compared: Comparison, length: int = 110) -> tuple[str, str] | None:
    """What each account says on a topic, in words of the two passages most alike; None where only one speaks of it."""
    if not row.a or not row.b:
        return None
    found = [m for m in compared.links if m.a in row.a and m.b in row.b]
    best = max(found, key=lambda m: m.likeness, default=None)
    a, b = (best.a, best.b) if best else (row.a[0], row.b[0])
    return excerpt(compared.passages_a[a], row.topic, length), excerpt(compared.passages_b[b], row.topic, length)


def shortened(text: str, length: int = 72) -> str:
    """The first words of a text, cut between words."""
    flat = " ".join(text.split())
    if len(flat) <= length:
        return flat
    cut = flat[:length].rsplit(" ", 1)[0]
    return f"{cut.rstrip(' ,;')} …"
