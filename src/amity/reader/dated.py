"""What a document tells before and above a sentence: years in its paragraph, in the heading, all in all; and frames."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from amity.reader import frames
from amity.reader.frames import BLANK, Frame
from amity.reader.model import Actor, Period, Span
from amity.reader.partial import YEARLY, Partial, after
from amity.reader.seldom import seldom

#: So many periods of the paragraph are remembered, and so many years of the document.
_MANY, _OFTEN = 8, 4
_YEAR = re.compile(r"(?<![\d.,$€£])(?:19|20)\d\d(?![\d%]|[.,]\d)")
_LAST = re.compile(r"\blast\s+year\b", re.IGNORECASE)
#: "All figures are for 2020 unless stated otherwise".
_UNLESS = re.compile(
    r"\b(?:unless|except\s+where|where\s+not)\b.{0,40}\b(?:otherwise|stated|noted|indicated|said|say|state|indicate)\b|"
    r"\ball\s+(?:the\s+)?(?:figures|data|numbers|values|shares|are)\b.{0,40}\b(?:are|for|refer|in|to)\b",
    re.IGNORECASE,
)
#: Who was asked what they think.
_ASKED = seldom(
    r"\b(?:polls?|pollsters?|polling|polled|surveyed|respondents|Pew|Gallup|favou?rabl[ey]|unfavou?rabl[ey]|"
    r"favou?rability|with\s+favou?r|favou?r\s+with|good\s+light|well\s+disposed|think\s+(?:well|kindly)|public\s+opinion|positively|(?:positive|negative|good|bad)\s+(?:view|opinion|attitude|image|light)s?)\b"
)
#: So many sentences after one that tells what people think, the next ones may tell it too.
_LATELY = 4
_ITEM = re.compile(r"\s*(?:[-–—•*·▪]|\(?\d{1,2}[.)]|\(?[a-z]\))\s")


@dataclass(frozen=True, slots=True)
class Dated:
    """The years told around a sentence.

    Attributes:
        told: The periods that its paragraph named before it, the last first.
        heading: The period in the heading above it, or in the sentence that a list hangs on.
        title: That of the document's title.
        often: The years that the document names most, each with its share of all namings.
        partial: How far parts of a year that were told before reach to it.
        above: The periods that the paragraphs before its own named, the last first.
        is_asked: Whether the title or one of the last sentences told what people think.
        frame: What was said last of groups, services and products.
    """

    told: tuple[Period, ...] = ()
    heading: Period | None = None
    title: Period | None = None
    often: tuple[tuple[int, float], ...] = ()
    partial: Partial = YEARLY
    above: tuple[Period, ...] = ()
    is_asked: bool = False
    frame: Frame = BLANK


#: Where no year is told.
UNDATED = Dated()


def often(text: str, year: int) -> tuple[tuple[int, float], ...]:
    """The years a document of some year names most, each with its share of all namings."""
    counts = Counter(int(match[0]) for match in _YEAR.finditer(text))
    counts[year - 1] += len(_LAST.findall(text))
    past = Counter({one: count for one, count in counts.items() if count and one <= year})
    return tuple((one, count / past.total()) for one, count in past.most_common(_OFTEN))


def asks(text: str) -> bool:
    """Whether a text tells what people were asked, or think."""
    return _ASKED.search(text) is not None


@dataclass(slots=True)
class Dates:
    """Gathers the years told, sentence by sentence; those that lie ahead of the document are of no other figure."""

    often: tuple[tuple[int, float], ...] = ()
    told: tuple[Period, ...] = ()
    title: Period | None = None
    heading: Period | None = None
    general: Period | None = None
    lead: Period | None = None
    block: Span | None = None
    partial: Partial = YEARLY
    above: tuple[Period, ...] = ()
    asked: int = _LATELY
    is_title_asked: bool = False
    frame: Frame = BLANK
    year: int = 9999

    def dated(self, text: str, block: Span) -> Dated:
        """What was told before a sentence of a block."""
        if block != self.block:
            self.above = (*self.told, *self.above)[:_MANY]
            self.block, self.told = block, ()
            self.partial = replace(self.partial, is_near=False, in_block=False)
            self.frame = frames.turned(self.frame)
            if _ITEM.match(text) is None:
                self.lead = None
        is_asked = self.is_title_asked or self.asked < _LATELY
        heading = self.lead or self.heading or self.general
        return Dated(self.told, heading, self.title, self.often, self.partial, self.above, is_asked, self.frame)

    def keep(self, text: str, periods: Sequence[Period], part: str, actors: Sequence[Actor] = ()) -> None:
        """Remember what a sentence told, or a heading, or the title."""
        self.frame = frames.after(self.frame, text, actors, part)
        self.partial = after(self.partial, text, periods, part)
        is_asked = asks(text)
        self.asked = 0 if is_asked else self.asked + 1
        self.is_title_asked = self.is_title_asked or (is_asked and part == "title")
        timed = [replace(p, span=(0, 0)) for p in periods if p.grain in ("year", "span") and p.last - p.first < 30]
        timed = [p for p in timed if p.first <= self.year]
        outright = [p for p in timed if p.role in ("at", "until")]
        alone = outright[0] if len({(p.first, p.last) for p in outright}) == 1 else None
        if part == "title":
            self.title = alone
        if part == "heading":
            self.heading, self.lead = alone, None
        if part in ("title", "heading"):
            return
        if alone is not None and _UNLESS.search(text):
            self.general = alone
        if text.rstrip().endswith(":"):
            self.lead = alone
        self.told = (*reversed(timed), *self.told)[:_MANY]
