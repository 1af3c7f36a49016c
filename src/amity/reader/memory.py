"""What earlier sentences leave for later ones: the year, the money, what was measured and between whom."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from amity.reader import senses
from amity.reader.bare import counted
from amity.reader.cases import OTHER_MONEY, PARTS, Way
from amity.reader.dated import Dates
from amity.reader.lines import Lines
from amity.reader.lists import Listing
from amity.reader.model import Actor, Period, Quantity, Sentence, Span
from amity.reader.relations import Relation, Role
from amity.reader.seldom import seldom
from amity.reader.senses import Sense

#: A heading by its marks, and a word in bold that opens a paragraph.
_HEADING = re.compile(r"#{1,6}\s.*|(\*\*|__|\*|_)(?![\s*_])[^*_]{2,160}\1", re.DOTALL)
_LEAD = re.compile(r"\W{0,4}(\*\*|__)(?![\s*_])[^*_]{2,60}\1")

#: An item opened by a name and a colon: "Kuwait: number 27 on the list".
_NAMED = re.compile(r"\W{0,4}(?:\d{1,2}[.)]\s*)?[A-Z][\w.’'-]*(?:\s(?:and\s|of\s|the\s)?[A-Z][\w.’'-]*){0,3}\s?:\s")

_SCALES = frozenset({"bn", "m", "trn", "billion", "million", "trillion"})


@dataclass(frozen=True, slots=True)
class Sentenced:
    """What one sentence says: figures, periods and relations."""

    quantities: tuple[Quantity, ...]
    periods: tuple[Period, ...]
    relations: tuple[Relation, ...]


#: A paragraph shorter than this that tells no figure is a heading.
_SHORT = 50
#: At most so many things a paragraph may be about are remembered.
_HINTS = 5
_TIV = seldom(r"\btrend[- ]indicator|\bTIVs?\b|\bSIPRI(?:['’]s)? (?:own )?units\b")
#: A heading's: "the flows, in billions of dollars", "(in US dollars; exports first)".
_IN_DOLLARS = seldom(
    r"\bin\s+(?:(?:billions?|millions?)\s+(?:of\s+)?)?(?:current\s+|constant\s+)?(?:US\s+|U\.S\.\s+|American\s+)?dollars\b|"
    r"[(,]\s*(?:US\$|USD|\$)\s?(?:bn|billions?|m|mn|millions?)\s*[),;]"
)
_DOLLARS = seldom(r"\bdollars\b")
#: A unit that stands before a list of figures: "the volumes, in thousands of barrels a day: 4,068 from Canada".
_HEADED = seldom(
    r"\bin\s+(?P<scale>thousand|million|billion)s?\s+of\s+(?P<unit>barrels\s+(?:a|per)\s+day|(?:metric\s+)?ton(?:ne)?s|"
    r"(?:US\s+)?dollars)\s*[:)]",
    re.IGNORECASE,
)
_UNITS = {
    ("thousand", "b"): "thousand bbl/d",
    ("million", "b"): "million bbl/d",
    ("thousand", "t"): "kt",
    ("million", "t"): "Mt",
    ("million", "d"): "USD m",
    ("billion", "d"): "USD bn",
}
_TONNES = seldom(r"\bin (?:metric )?ton(?:ne)?s\b", re.IGNORECASE)


_DELIVERED = seldom(r"\b(?:transfers?|deliver(?:y|ies|ed)|shipments?)\b", re.IGNORECASE)


def with_money(text: str, found: Sequence[Quantity], money: str) -> tuple[Quantity, ...]:
    """Figures that are a bare "53.6 billion" in the money, or SIPRI's units, of their sentence, else the paragraph."""
    money = _money(found) or ("TIV" if _TIV.search(text) else "USD" if _DOLLARS.search(text) else money)
    if _TONNES.search(text):
        # "In tonnes we delivered more than ever, 39.1 million against 30.4".
        found = [replace(q, unit="Mt") if q.unit in ("m", "million") else q for q in found]
    found = _headed(text, found)
    return tuple(replace(q, unit=f"{money} {q.unit}") if money and q.unit in _SCALES else q for q in found)


def _headed(text: str, found: Sequence[Quantity]) -> Sequence[Quantity]:
    """Figures of a list with the unit that stands before it."""
    head = _HEADED.search(text)
    if head is None:
        return found
    of = head["unit"].lower().removeprefix("us ").removeprefix("metric ")
    unit = _UNITS.get((head["scale"].lower(), of[0]), "")
    return [
        replace(q, unit=unit) if unit and not q.unit and q.kind == "level" and q.span[0] >= head.end() else q
        for q in found
    ]


def _money(found: Sequence[Quantity]) -> str:
    """What the last figure with a unit of its own counts in: a currency, or SIPRI's units."""
    named = [q.unit for q in found if senses.measure(q.unit) in ("USD", "TIV") or OTHER_MONEY.match(q.unit)]
    return named[-1].partition(" ")[0] if named else ""


def _outright(named: Sequence[Actor]) -> tuple[str, ...]:
    codes = dict.fromkeys(a.codes[0] for a in named if len(a.codes) == 1 and a.group is None and a.kind != "pronoun")
    return tuple(codes)


def is_heading(sentence: Sentence) -> bool:
    """Whether a sentence is a heading, by its block or by its marks."""
    return sentence.block.part == "heading" or (
        sentence.span == sentence.block.span and _HEADING.fullmatch(sentence.text) is not None
    )


@dataclass(slots=True)
class Memory:
    """What earlier sentences leave for later ones: the last period and topic of the paragraph, and the topic before."""

    period: Period | None = None
    topic: Relation | None = None
    past: Relation | None = None
    share: Way | None = None
    rank: Way | None = None
    figure: Quantity | None = None
    place: Quantity | None = None
    told: Counter[str] = field(default_factory=Counter[str])
    money: str = ""
    past_money: str = ""
    ware: str | None = None
    past_ware: str | None = None
    hinted: tuple[Sense, ...] = ()
    venue: Sense | None = None
    named: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    paragraph: tuple[str, ...] = ()
    said: tuple[Sense, ...] = ()
    subject: Sense | None = None
    heads: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    titled: tuple[Actor, ...] = ()
    dates: Dates = field(default_factory=Dates)
    lines: Lines = field(default_factory=Lines)
    block: Span | None = None
    listing: Listing | None = None

    def turn(self, block: Span) -> None:
        """Forget at the beginning of another block."""
        if block is not self.block:
            self.past_ware = self.ware or self.past_ware
            is_list = bool(self.lines.unit)
            if not is_list and (
                self.block is None or self.figure is not None or self.block[1] - self.block[0] >= _SHORT
            ):
                # What a heading names the paragraph below it is about.
                self.ware, self.hinted, self.venue = None, (), None
            self.past_money = self.money or self.past_money
            self.block, self.period, self.topic, self.share, self.money = block, None, None, None, ""
            self.figure = self.place = self.rank = None
            self.named = self.last = self.paragraph = ()
            self.said, self.subject = (), None
            self.heads = self.title

    def head(self, sentence: Sentence, named: Sequence[Actor]) -> None:
        """Remember whom a heading names, for the paragraphs below it, or the word in bold that opens one.

        Args:
            sentence: The sentence.
            named: Its actors, spans counted in it.
        """
        block, text = sentence.block, sentence.text
        if block.part == "title":
            self.titled = tuple(a for a in named if len(a.codes) == 1 and a.group is None and a.kind != "pronoun")
        if sentence.span[0] - block.span[0] > 2:
            return
        if is_heading(sentence):
            self.title = _outright(named)
        elif (lead := _LEAD.match(text) or _NAMED.match(text)) is not None:
            self.heads = _outright([a for a in named if a.span[1] <= lead.end()]) or self.title

    def at_venue(self, text: str, found: Sequence[Relation]) -> tuple[Relation, ...]:
        """What a sentence tells, in the place named last, where it names none: "in the Council ... They agreed in"."""
        spots = [(match.end(), s) for s in senses.at_venues() if s.venue for match in s.venue.finditer(text)]
        here = {s.id for _, s in spots}
        self.venue = max(spots, key=lambda spot: spot[0])[1] if spots else self.venue
        if here or self.venue is None:
            return tuple(found)
        places = {s.id for s in senses.at_venues()}
        return tuple(replace(r, sense=self.venue) if r.sense and r.sense.id in places else r for r in found)

    def hint(self, text: str) -> None:
        """Remember what a sentence may be about without naming it: "the Security Council", "their soldiers".

        What it names that is counted is what a bare number of the next one may count: "Joint vetoes are rare. In 2012
        there were two".
        """
        self.figure = counted(text) or self.figure
        self.money = self.money or ("USD" if _IN_DOLLARS.search(text) else "")
        likely = [s for s in senses.by_hints().of(text) if s.ware is None and s.flow != "balance"]
        now = [s for s in likely if s.hints is not None and s.hints.search(text)]
        self.hinted = tuple({s.id: s for s in (*now, *self.hinted)}.values())[:_HINTS]

    def unit(self, text: str) -> str:
        """What a bare "722 million" counts in: the money of the paragraph, or SIPRI's units told before of arms."""
        is_moved = self.past_money == "TIV" and _DELIVERED.search(text) is not None
        return self.money or ("TIV" if is_moved else "")

    @property
    def hub(self) -> str | None:
        """The state that most of what was told is about, if one is."""
        first, second = (*self.told.most_common(2), ("", 0), ("", 0))[:2]
        return first[0] if first[1] > second[1] else None

    def keep(self, case: Sentenced, bound: Way | None) -> None:
        """Remember what a sentence said: its latest year, the last thing measured, the money it counted in.

        Args:
            case: The sentence.
            bound: The likeliest way to read its last figure, if there is one.
        """
        timed = [p for p in case.periods if p.role != "base" and p.grain != "day"]
        if timed:
            # Where it stands is no place of the next sentence; what it came to last goes on.
            last = max(timed, key=lambda p: (p.role != "since", p.last))
            self.period = replace(last, span=(0, 0), grain="year" if last.grain in PARTS else last.grain)
        relations = case.relations
        measured = [r.sense for r in reversed(relations) if r.sense is not None]
        self.said = tuple({sense.id: sense for sense in (*measured, *self.said)}.values())[:6]
        nouns = [r.sense for r in relations if r.sense is not None and not r.is_verb]
        self.subject = next(iter((*nouns, *measured)), self.subject)
        # The next sentence may leave the unit to the last figure of this.
        for figure in case.quantities:
            if figure.kind == "rank":
                self.place = figure
            else:
                self.figure = figure
        self.money = _money(case.quantities) or self.money
        known = [r for r in relations if r.sense is not None and r.owner is not None and r.partner is not None]
        told = bound is not None and any(
            r.sense is bound.sense
            and r.owner
            and r.partner
            and (r.owner.code, r.partner.code) == (bound.owner, *bound.partners)
            for r in known[-1:]
        )
        if bound is not None and len(bound.partners) == 1 and not told:
            owner, partner = (Role(code, "context") for code in (bound.owner, bound.partners[0]))
            known.append(Relation((0, 0), 0, bound.sense, owner, partner))
        if known:
            self.topic = self.past = known[-1]
            self.told.update(role.code for role in (known[-1].owner, known[-1].partner) if role is not None)
