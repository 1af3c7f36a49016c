"""What reading a document gives: its text, the figures in it, what each was bound to, and what the data say.

Every span is a pair of offsets into `Document.text`, counted in characters, the end not included, so that a verdict
points at its words.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from amity.claims import Evidence, Test

#: First and last offset in the document's text, the last not included.
Span = tuple[int, int]

#: What a part of a document is.
Part = Literal["title", "heading", "paragraph", "item", "cell", "quote", "caption", "note"]

#: What is known about a figure in a document.
Outcome = Literal["agrees", "off", "contradicts", "no data", "unsure", "set aside"]

#: Outcomes in the order they are told.
OUTCOMES: tuple[Outcome, ...] = ("contradicts", "off", "agrees", "no data", "unsure", "set aside")

#: What a quantity is said of a figure.
Kind = Literal[
    "level", "share", "change", "ratio", "rank", "count", "first", "trend", "majority", "balance", "comparison", "vague"
]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or the like.

    Attributes:
        span: Where it stands.
        part: What it is.
        page: Page it begins on, from 1, where the form has pages.
    """

    span: Span
    part: Part = "paragraph"
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A text with what is known about it.

    Attributes:
        name: File name, or "standard input".
        text: The whole text; blocks are parted by line feeds.
        blocks: Its parts, in order, without overlap.
        form: "text", "markdown", "html", "pdf" or "docx".
        title: Its title, where the form says one.
        date: When it was written, where the form or its head says so.
        notes: What could not be read, in words.
    """

    name: str
    text: str
    blocks: tuple[Block, ...]
    form: str = "text"
    title: str = ""
    date: dt.date | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and the block it stands in."""

    span: Span
    text: str
    block: Block


@dataclass(frozen=True, slots=True)
class Period:
    """When: calendar years.

    Attributes:
        span: Where it is said.
        first: First year.
        last: Last year.
        grain: The finest unit named.
        role: Whether it is the time of the figure, what it is compared with ("compared to 2013"), or a start
            ("since 2014"), whose end is the document's year.
        fiscal: Whether years that begin on another day than 1 January are meant.
    """

    span: Span
    first: int
    last: int
    grain: Literal["day", "month", "quarter", "half", "year", "span", "decade"] = "year"
    role: Literal["at", "base", "since", "until"] = "at"
    fiscal: bool = False


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure as printed and as understood.

    Attributes:
        span: Where it stands, with its unit and its verb of change if it is one.
        kind: What is said with it; "majority", "balance", "trend", "comparison" and "vague" are told in words alone.
        low: Its value in `unit`; of a range the lower end.
        high: The same, or the upper end.
        printed: Digits as printed ("12.4"), from which the tolerance follows; "" where it is words.
        unit: A unit that the claim language converts ("%", "USD bn", "TIV m", "bcm", "Mt", "bbl/d"), "percentage
            points", "times", "rank", "year", or the noun counted ("votes", "projects").
        bound: "=", ">=" ("at least", "over"), "<=" ("less than"), "~" ("about", "nearly").
        sign: 1 rose, -1 fell, 0 no change told. In words alone: 1 surplus, above, large; -1 deficit, below, small.
        by: For a change whether it is the amount ("rose by 5 %"), else the level reached ("rose to 5 %").
        of: The noun phrase after it ("of its total exports"), where one follows.
        base: Whether it is what a figure is compared with or changed from ("from 8", "compared to 55 billion").
        per: "year", "month" or "day" where it is so much in each ("38 bcm a year"); "" where that is not told.
    """

    span: Span
    kind: Kind
    low: float
    high: float
    printed: str
    unit: str
    bound: Literal["=", ">=", "<=", "~"] = "="
    sign: Literal[-1, 0, 1] = 0
    by: bool = False
    of: Span | None = None
    base: bool = False
    per: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """A state or organisation named in a text.

    Attributes:
        span: Where.
        codes: Codes of the states meant, in the year of the document; one unless it is an organisation.
        group: The organisation or region, where it is one.
        kind: How it is named.
        genitive: Whether it stands as "Russia's", "of Russia" or "Russian".
    """

    span: Span
    codes: tuple[str, ...]
    group: str | None = None
    kind: Literal["state", "demonym", "capital", "leader", "organisation", "firm", "pronoun"] = "state"
    genitive: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to bind a figure to the data.

    Attributes:
        test: The claim it makes, ready for the engine.
        confidence: 0 to 1: how sure the binding is, calibrated on labelled sentences.
        said: The binding in words ("China's share of Russia's exports, 2018").
    """

    test: Test
    confidence: float
    said: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One figure of a document and what the data say on it.

    Attributes:
        sentence: The sentence it stands in.
        quantity: The figure.
        outcome: The verdict; "unsure" where none is given for want of certainty, "set aside" where nothing can be
            checked.
        reason: Why it is set aside or unsure; else the comparison in words.
        actors: The states it speaks of.
        period: When, where that is known.
        bound: The binding, if one is sure enough; the verdict may be withheld all the same.
        evidence: What the data say on that.
        candidates: Other bindings, the likeliest first.
    """

    sentence: Sentence
    quantity: Quantity
    outcome: Outcome
    reason: str
    actors: tuple[Actor, ...] = ()
    period: Period | None = None
    bound: Candidate | None = None
    evidence: Evidence | None = None
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """A document and everything found in it.

    Attributes:
        document: The document.
        findings: Its figures in the order they stand.
        atlas: Id of the atlas the verdicts rest on.
        states: The states the document is mostly about.
    """

    document: Document
    findings: tuple[Finding, ...]
    atlas: str
    states: tuple[str, ...] = field(default=())
