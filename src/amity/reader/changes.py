"""How the figures of a sentence are told: as a level, as what another is compared with, or as a change, up or down.

A change is told by a verb or noun before the figure ("rose 5 per cent", "growth was 5 per cent"), by words behind it
("5 per cent more than in 2014"), or it is left to the figure before ("grew by 5 per cent, imports by 3").
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from amity.reader import quantity_words as words
from amity.reader import senses
from amity.reader.measures import Measure
from amity.reader.model import Quantity
from amity.reader.numerals import is_year
from amity.reader.standings import Standings
from amity.reader.told_changes import amount_told, change_beside, change_told


class Changes(Standings):
    """A sentence being read, and what its figures are to one another."""

    __slots__ = ()

    def _related(self, quantity: Quantity, first: int, after: int, measure: Measure) -> int:
        """Adds the figure as a change, a base or a level, by the words before and after it."""
        plus = self._sign_before(measure.first)
        lead = first - (first > 0 and self.low[first - 1] in _SIGNS)
        by, sign, begin = self._change_before(lead, measure)
        paced = self._paced(lead, measure)
        if paced:
            by, sign, begin = True, paced, lead - 1
        is_told = (lead < first and self._change is not None) or (plus < 0 and self._in_brackets(first, after))
        if plus and quantity.unit in _RELATIVE and (plus > 0 or sign or (is_told and quantity.of is None)):
            by, sign, begin = True, plus, min(begin, first, measure.first - (plus < 0))
        last = self.found[-1] if self.found else None
        if not sign and self.low[first - 1] == "or" and last is not None and last.kind == "change" and last.by:
            # "fell by $3 bn, or 2.4 per cent": the same change in another unit.
            close = (
                first > 1
                and self.start[first - 1] - last.span[1] < 4
                and (last.unit != quantity.unit or not last.printed)
            )
            by, sign, begin = (True, last.sign, first - 1) if close else (by, sign, begin)
        if not sign and last is not None and last.kind == "change" and last.by and self._is_same(last, first, after):
            by, sign = True, last.sign
        if not sign:
            sign, after_change = self._change_after(after, measure)
            if sign:
                by, after = True, after_change
                quantity = replace(quantity, of=self._of(after, measure))
        if not sign and quantity.unit in _RELATIVE and quantity.of is None and self.low[after] != "of":
            sign = self._left_to_last(
                first, quantity.unit, after_in=self.low[after] in ("in", "for")
            ) or self._beside_name(first, after)
            if not sign and quantity.unit == "%":
                sign = change_told(self.text, self.start[first], self.end[after - 1])
            by = sign != 0
        if not sign and measure.kind == "level" and quantity.unit.startswith("USD"):
            sign = amount_told(self.text, self.start[first], self.end[after - 1])
            by = sign != 0
        if not sign and quantity.unit == "%" and (sign := self._beside_change(first, measure.after)):
            by, after, quantity = True, measure.after, replace(quantity, of=None)
        if not paced and self._is_base(first):
            quantity = replace(quantity, base=True)
        elif sign and quantity.unit not in words.DURATIONS:
            # "Fell as low as 9 per cent": the level reached.
            before = self.low[max(0, first - 3) : first]
            is_level = self.low[measure.first - 1] in ("below", "under", "above", "beneath", "past") if first else False
            # "Edged up to 9 per cent", not "rose by up to 9 per cent".
            is_level = is_level or (self._goes_up(first) and before[-1:] != ["by"])
            by = by and not is_level and before not in (["as", w, "as"] for w in ("low", "high", "far"))
            span = (self._free(begin), self.end[after - 1])
            quantity = replace(quantity, kind="change", sign=1 if sign > 0 else -1, by=by, span=span)
        elif plus < 0:
            span = (self.start[measure.first - 1], quantity.span[1])
            low, high = -quantity.high, -quantity.low
            quantity = replace(
                quantity, low=low, high=high, printed=quantity.printed and f"-{quantity.printed}", span=span
            )
        self._add(quantity)
        return after

    def _sign_before(self, at: int) -> int:
        """1 after "+", -1 after "minus", "negative" or a minus that touches its number and no other; else 0."""
        if not at:
            return 0
        low = self.low[at - 1]
        if self.end[at - 1] != self.start[at] or low in _SIGNS:
            return -1 if low in ("minus", "negative") else 0
        if low == "+":
            return 1
        alone = at < 2 or self.end[at - 2] < self.start[at - 1] or self.low[at - 2] == "("
        return -1 if low in ("-", "−", "–") and alone else 0

    def _in_brackets(self, first: int, after: int) -> bool:
        """Whether nothing but a sign stands beside a figure in its brackets: "5 billion (−3.4 %)"."""
        return self.low[max(0, first - 2)] == "(" and self.low[after] == ")"

    def _is_same(self, last: Quantity, first: int, after: int) -> bool:
        """Whether a figure is the change before in another unit: "by 19 per cent, which amounts to $384 million"."""
        if last.unit not in _RELATIVE and self.low[first - 1] == "(" and self.low[after] == ")":
            # "Rose by $28.7 billion (75.4 per cent)".
            return self.start[first] - last.span[1] < 4 and self.measure(first) is not None
        return _SAME.fullmatch(self.text[last.span[1] : self.start[first]]) is not None

    # Told before the figure ------------------------------------------------------------------------------------------

    def _change_before(self, first: int, measure: Measure) -> tuple[bool, int, int]:
        """Whether a word of change before a figure governs it: by how much or to what, its sign, the first token."""
        at, before = self._change, self.low[first - 1] if first else ""
        last = self.found[-1] if self.found else None
        if before == "by" and (sign := self._compared_before(first)):
            return True, sign, first - 2 if self.low[first - 2] in words.COMPARED else first - 1
        if measure.unit == "percentage points" and (sign := self._lost(first)):
            return True, sign, first
        if before == "at" and (sign := self._put(first, measure)):
            return True, sign, first - 1
        if at is None and before == "by" and last is not None and (last.by or last.kind == "trend"):
            # "Trade grew by 3 per cent; exports to Spain, by 10 per cent", "fell in 2012; by a third".
            sign = last.sign if first > 1 and self.low[first - 2] not in _BY_WHOM else 0
            return sign != 0, sign, first - 1
        if at is None or first - at > 30:
            return False, 0, first
        sign, near = self._change_at(at), first - at
        begin = at if near <= 6 else first - 1
        if measure.unit == "%" and near <= 8 and self._is_pace(at, first):
            return True, sign, begin
        if self._is_stated(at, first, measure):
            return True, sign, at if near <= 6 else first
        noun = self.low[at].removesuffix("s") in words.CHANGE_NOUNS or self.low[at].startswith(
            ("рост", "прирост", "паден")
        )
        noun = noun or self.low[at] in _TRENDING
        if before in ("by", "на"):
            return True, sign, begin
        if near == 1 and "short" in self.low[first : measure.first] and self.low[at] in _FELL_SHORT:
            # "Fell just short of 111 billion": what it came to.
            return False, 0, first
        if self.low[first] == "as" and self.low[first + 1] in ("low", "high"):
            # "Fell as low as 9.4 per cent": the level reached.
            return False, sign, begin
        if before in ("to", "до", "至", "到", "reach"):
            other = measure.kind == "count" and (measure.unit in words.PAIRS or near > 8)
            reached = before == "reach" or self.low[first - 2] in _COMES
            return False, 0 if other or reached else sign, begin
        if before == "of" and near <= 8 and (noun or self.low[first - 2] == "rate"):
            return True, sign, begin
        if self.low[at] == "growth" and near <= 7 and measure.unit == "%" and before not in ("of", "for", "from"):
            return True, sign, begin
        if measure.kind != "share" and self.low[at] not in words.PLAIN_CHANGES and self.low[at][0] < "а":
            return False, 0, first
        if self.low[at] in ("up", "down") and measure.kind == "count" and self.low[at - 1] not in _BEFORE_UP:
            return False, 0, first
        return (True, sign, at) if self._is_near(at, first) else (False, 0, first)

    def _lost(self, first: int) -> int:
        """The sign of "the loss was 22 points"; else 0."""
        between = self.low[max(0, first - 7) : first]
        return -1 if {"loss", "losses"} & set(between) else 1 if {"gain", "gains"} & set(between) else 0

    def _is_pace(self, at: int, first: int) -> bool:
        """Whether a verb tells a change at a pace: "advanced at a much slower 17.5 per cent"."""
        between = self.low[at + 1 : first]
        lead = next((i for i in range(len(between) - 1) if between[i] == "at" and between[i + 1] in ("a", "an")), None)
        return lead is not None and lead + 2 < len(between) and not any(self.kind[i] == "m" for i in range(at, first))

    def _compared_before(self, first: int) -> int:
        """The sign of "higher by 12 per cent", "exceeded that of 2014 by 12 per cent"; else 0."""
        low = self.low[first - 2] if first > 1 else ""
        if low in words.COMPARED and low not in ("up", "down", "above", "below"):
            return words.COMPARED[low]
        for at in range(first - 2, max(-1, first - 14), -1):
            if self.kind[at] == "m":
                break
            if self.low[at] in _EXCEEDS:
                between = self.low[at + 1 : first - 1]
                return (
                    _EXCEEDS[self.low[at]] if any(is_year(low) or low in ("year", "year's") for low in between) else 0
                )
        return 0

    def _paced(self, first: int, measure: Measure) -> int:
        """The sign of "growth had slowed to 2 per cent", "the growth rate fell from 8 to 5 per cent"; else 0."""
        if measure.unit != "%" or not first or self.low[first - 1] not in ("to", "from", "at", "until"):
            return 0
        clause = self.text[max(0, self.start[first] - _REACH) : self.start[first]]
        match = _PACED.search(clause)
        if match is None:
            return 0
        return words.CHANGES.get((match["noun"] or match["steady"] or "growth").lower(), 1)

    def _is_stated(self, at: int, first: int, measure: Measure) -> bool:
        """Whether a verb says how much a change was: "the increase in exports in 2014 was 12 per cent"."""
        noun, before, behind = self.low[at], self.low[at - 1] if at else "", self.low[measure.after]
        if noun not in words.CHANGE_NOUNS or first - at > 15 or behind == "of" or behind in words.COMPARED:
            return False
        if noun not in _ONLY_NOUNS and before not in _BEFORE_NOUN and not before.endswith(("'s", "’s", "al")):
            return False
        between = self.low[at + 1 : first]
        is_relative = measure.unit in _RELATIVE
        if not is_relative and (measure.kind != "level" or noun == "growth" or "which" in between):
            return False
        marks = [i for i in range(at + 1, first) if self.kind[i] == "m" and self.low[i + 1] != "which"]
        ends = tuple(between[-2:])
        is_told = bool(between) and (between[-1] in _STATES or ends in _STATED)
        return not marks and is_told and not any(self.kind[i] in ("c", "p") for i in range(at, first))

    def _put(self, first: int, measure: Measure) -> int:
        """The sign of "puts the loss in China at 10 per cent", "and the gain in America at 11 per cent"; else 0."""
        if measure.unit not in _RELATIVE or self.low[first - 1] != "at":
            return 0
        at = next((i for i in range(first - 2, max(-1, first - 9), -1) if self.low[i] in _LOSSES), -1)
        if at < 1 or {",", ";", ".", "of"} & set(self.low[at:first]):
            return 0
        last = self.found[-1] if self.found else None
        is_next = last is not None and last.by and self.start[at] >= last.span[1]
        is_next = is_next and "and" in self.low[max(0, at - 3) : at]
        return _LOSSES[self.low[at]] if is_next or _PUTS & set(self.low[max(0, at - 4) : at]) else 0

    def _tells_of_change(self, at: int) -> bool:
        """Whether "which" goes on with a change: "the growth of 2006, which reached 15 per cent"."""
        near = self.low[at] == "which" and self._change is not None and at - self._change <= 9
        return near and self.low[self._change or 0] in words.CHANGE_NOUNS and self.low[at + 1] in _STATES | {"stood"}

    # Told behind the figure ------------------------------------------------------------------------------------------

    def _change_after(self, at: int, measure: Measure) -> tuple[int, int]:
        """The sign of "a 30 % increase", "5 per cent higher", and the first token after that."""
        relative = measure.unit in _RELATIVE
        if self.low[at] == "," and (sign := self._after_comma(at + 1, measure)):
            return sign, at
        if self.low[at] == "or" and (sign := self._after_other(at + 1)):
            return sign, at
        i = begin = at + self._year_on_year(at)
        while i < begin + 4 and (self.low[i] in words.PACE or self.kind[i] == "h" or self.low[i] in _PACE_ADJECTIVES):
            i += 1
        low = self.low[i]
        if low in words.CHANGE_NOUNS and (relative or measure.kind == "level") and measure.unit not in words.DURATIONS:
            return words.CHANGES.get(low, 1), i + 1
        if low in words.COMPARED and measure.kind == "level" and (self._is_than_then(i + 1) or self._is_what_was(i)):
            # "$3 billion more than in 2011".
            return words.COMPARED[low], i + 1
        if not relative:
            return 0, at
        if begin > at and low not in words.COMPARED:
            # "$5 billion, 12 % year-on-year".
            return 1, begin
        # "$5 billion more" alone is an amount; "5 per cent more than", "5 per cent more arms than" a comparison.
        if low == "from" and self.low[measure.first - 1] in ("a", "an") and self.low[i + 2] == "year":
            # "A 58 per cent from the year before": what it was goes without saying.
            return 1, at
        plain = low not in ("more", "less", "above", "below")
        if low in words.COMPARED and (plain or "than" in self.low[i + 1 : i + 5]):
            return words.COMPARED[low], i + 1
        if low in ("above", "below") and (self.low[i + 1] in _OF_ANOTHER or is_year(self.low[i + 1])):
            return words.COMPARED[low], i + 1
        if low in ("more", "less") and (self.low[i + 1] in _COMPARING or self._is_apart(measure, i + 1)):
            return words.COMPARED[low], i + 1
        if low in ("more", "less") and measure.unit == "%" and self._is_of_flow(i + 1):
            # "Took 83 per cent less Russian coal", "37 per cent less was delivered": than before.
            return words.COMPARED[low], i + 1
        return 0, at

    def _is_of_flow(self, at: int) -> bool:
        """Whether what follows "5 per cent more" is a flow as a whole or a ware that is held, and not "textiles"."""
        if self.low[at] in _NO_MORE or self.low[at + 1] in _PLANNED:
            return False
        near = self.low[at : at + 4]
        is_whole = self.kind[at] in ("m", "") or self.low[at] in _WHOLLY
        return is_whole or any(word in _wares() for word in near)

    def _after_comma(self, at: int, measure: Measure) -> int:
        """The sign of "$307 million, or 13 per cent, more than in 2011", told once for both."""
        if self.low[at] == "or":
            other = self.measure(self._hedged(at + 1))
            if other is None or not other.unit or self.low[other.after] != ",":
                return 0
            at = other.after + 1
        elif not self.found or self.low[measure.first - 1] != "or":
            return 0
        is_told = self.low[at] in words.COMPARED and self._is_than_then(at + 1)
        return words.COMPARED[self.low[at]] if is_told else 0

    def _after_other(self, at: int) -> int:
        """The sign of "$1.2 billion or 12.5 per cent above 2018", told once for both."""
        other = self.measure(self._hedged(at))
        if other is None or other.unit != "%" or self.low[other.after] not in words.COMPARED:
            return 0
        behind = self.low[other.after + 1]
        is_then = is_year(behind) or self._is_than_then(other.after + 1) or self._is_what_was(other.after)
        return words.COMPARED[self.low[other.after]] if is_then else 0

    def _hedged(self, at: int) -> int:
        """The first token of a number behind what softens it."""
        while at < self.size and not self._begins_number(at) and self.low[at] in words.HEDGES:
            at += 1
        return at + (self.low[at] in ("about", "nearly", "some"))

    def _is_what_was(self, at: int) -> bool:
        """Whether "above what it had been in 2021" follows."""
        near = self.low[at + 1 : at + 9]
        told = self.low[at] in ("above", "below") and near[:1] in (["what"], ["that"], ["the"], ["its"], ["their"])
        return told and any(is_year(low) for low in near)

    def _year_on_year(self, at: int) -> int:
        """How many tokens say "year-on-year" here."""
        said = (("year", "-", on, "-", "year") for on in ("on", "over"))
        ways = (*said, ("year", "on", "year"), ("y", "-", "o", "-", "y"), ("y", "/", "y"), ("yoy",))
        return next((len(way) for way in ways if tuple(self.low[at : at + len(way)]) == way), 0)

    def _is_than_then(self, at: int) -> bool:
        """Whether an amount is compared with that of another year: "than in 2011", "than the figure for 2011"."""
        if self.low[at] != "than":
            return False
        near = self.low[at + 1 : at + 7]
        stop = next((i for i, low in enumerate(near) if low in (",", ".", ";", "(", "to", "from", "")), len(near))
        told = any(is_year(low) or low in ("year", "previously", "before", "earlier", "decade") for low in near[:stop])
        return told and near[0] in _THAN_THEN | {low for low in near[:1] if is_year(low)}

    def _is_apart(self, measure: Measure, after: int) -> bool:
        """Whether "26 per cent more" stands between commas: of what was told before."""
        first, _ = self._hedge(measure.first)
        before = self.low[first - 1] if first else ""
        return before in (",", "(", "–", "—") and (self.kind[after] in ("m", "") or self.low[after] == "than")

    # Left to another figure ------------------------------------------------------------------------------------------

    def _left_to_last(self, first: int, unit: str, *, after_in: bool) -> int:
        """The sign of a change before that this figure goes on with: "by 5 per cent in 2012, 7 per cent in 2013"."""
        back = [q for q in reversed(self.found[-4:]) if q.kind not in ("level", "trend") and (q.by or q.unit == unit)]
        told = back[0] if back else None
        if told is None or not told.by or told.unit != unit or told.base:
            return 0
        last = self.found[-1]
        between = self.text[last.span[1] : self.start[first]]
        if len(between) > 2 * _REACH:
            return 0
        if last is told and _LISTED.fullmatch(between) is not None:
            return told.sign
        if last is told and after_in and _LISTED_IN.fullmatch(between) is not None:
            # "An increase of 12 % in exports and 14 % in imports".
            return told.sign
        return told.sign if _GAPPED.fullmatch(between) is not None else 0

    def _beside_change(self, first: int, after: int) -> int:
        """The sign of the change of another year beside that told before: "many times the 12 per cent of 2006"."""
        return change_beside(self.text, self.start[first], self.end[after - 1], self.found[-1] if self.found else None)

    def _beside_name(self, first: int, after: int) -> int:
        """The sign of a change in brackets: "increased their exports, Chile (3 %)", "fell most to Peru (5 %)"."""
        if first < 2 or self.low[first - 1] != "(" or self.low[after] != ")":
            return 0
        if self.low[first - 2] in _LOSSES and self.low[max(0, first - 3)].endswith(("'s", "’s", "its", "their")):
            # "China's loss (16.7 %) being the greatest".
            return _LOSSES[self.low[first - 2]]
        if self.kind[first - 2] != "w" or not self.text[self.start[first - 2]].isupper():
            return 0
        before = self.text[max(0, self.end[first - 2] - 3 * _REACH) : self.end[first - 2]]
        match = _BY_NAME.search(before)
        if match is None or _PARTS.search(before, match.end()) is not None:
            return 0
        if match["verb"] and self.low[first - 3] in ("to", "from", "of"):
            return 0
        word = (match["verb"] or match["noun"] or match["most"]).lower()
        return words.CHANGES.get(word, 0) or words.CHANGES.get(word.removesuffix("s"), 0)


_RELATIVE = ("%", "percentage points")
_SIGNS = ("minus", "negative")
_REACH = 110
#: "Upward" and "downward" before a trend.
_TRENDING = ("upward", "downward")
_BY_WHOM = frozenset(words.listed("followed owned held told made led used supplied bought sold provided"))
_EXCEEDS = dict.fromkeys(
    words.listed("exceed exceeds exceeded exceeding surpassed surpassing topped outstripped"), 1
) | {"undershot": -1}
#: How fast something grows or shrinks is told after these.
_PACED = re.compile(
    r"\b(?:(?:rate of (?P<noun>growth|increase|expansion|decline|decrease|contraction)|growth(?: rates?)?)"
    r"(?:\s+(?!and\b|but\b|while\b)[\w'’-]+){0,7}?\s+(?:slow\w*|eas(?:ed|es|ing)|cool\w*|moderat\w+|accelerat\w+|"
    r"quicken\w*|picked up|weaken\w*|fell|fallen|falls|dropped|drops|declined|decreased|rose|risen|rises|increased|"
    r"dipped|plunged)|"
    r"(?P<steady>increase|rise|expansion|decline|fall|drop|decrease|contraction|slump)"
    r"(?:\s+(?!and\b|but\b|while\b)[\w'’-]+){0,6}?\s+"
    r"(?:slow(?:ed|s|ing)?|eas(?:ed|es|ing)|moderat(?:ed|es|ing)|accelerat(?:ed|es|ing)|quicken(?:ed|s|ing)?))"
    r"(?:\s+[a-z]+ly)?(?:,)?(?:\s+(?:in|last|the|year|a|just|about|from|to|(?:19|20)\d\d|"
    r"\d[\d.]*\s?(?:%|percent|per cent))){0,8}"
    r"\s+(?:to|from|at|until)\s+$",
    re.IGNORECASE,
)
_ONLY_NOUNS = frozenset(words.listed("growth reduction contraction expansion upturn downturn uptick recovery"))
#: Before a word of change these make it a noun.
_BEFORE_NOUN = frozenset(
    words.listed(
        "the a an this that its their of total net overall average sharp annual yearly steep largest biggest strong "
        "real export import trade exports imports percentage nominal year-on-year"
    )
)
_PUTS = frozenset(words.listed("put puts putting estimate estimates estimated reckons reckoned sees saw"))
_STATES = frozenset(words.listed("was were is are been be reached reaching hit totalled totaled averaged averaging"))
_STATED = frozenset(
    (verb, at)
    for verbs, at in (
        ("stood stands been was is came estimated put recorded registered remained running in", "at"),
        ("amounted amounts amounting came comes equal", "to"),
    )
    for verb in verbs.split()
)
#: After "above", "than": what another year brought.
_OF_ANOTHER = frozenset(words.listed("that the its their those what levels last a"))
_THAN_THEN = frozenset(words.listed("in the a last during that those its for"))
#: What follows "5 per cent more" where all of a flow is meant.
_WHOLLY = frozenset(
    words.listed(
        "to from in than for was were has had on at by between over since during last this that and but while as came "
        "went before after there abroad y through within with under each a when where worldwide"
    )
)


@cache
def _wares() -> frozenset[str]:
    """Single words for the wares that the data hold, and goods in general."""
    told = (word.rstrip("?") for listed in senses.wares().values() for word in listed.split("|"))
    return frozenset(word.lower() for word in told if word.isalpha())


#: What follows "5 per cent more" where it is no comparison: "5 per cent more or less", "5 per cent more is with Japan".
_NO_MORE = frozenset(words.listed("or is are of"))
#: "5 per cent more was planned".
_PLANNED = frozenset(words.listed("planned expected foreseen hoped promised wanted asked needed"))
_COMPARING = frozenset(words.listed("compared from against versus vs within year-on-year on over yoy y-o-y"))
_FLOWS = r"exports?|imports?|sales|purchases|trade|turnover|deliveries|shipments|supplies|those|that"
_HEDGED = r"(?:\s+(?:by|a|an|another|a further))?"
#: Between a change and the next one of a list there are only years.
_LISTED = re.compile(
    r"(?=.*(?:,|\band\b|\bbut\b|\bthen\b|;))(?:\s+(?:and|but|then|by|a|an|another|further|again|in|for|during|over|the|first|second|"
    r"third|fourth|last|next|following|previous|preceding|half|quarter|quarters|year|years|fiscal|of|on|minus|negative|"
    r"(?:19|20)\d\d(?:\s?[–-]\s?\d{2,4})?)\b|,|;)+\s*",
    re.IGNORECASE,
)
_LISTED_IN = re.compile(
    rf"\s+(?:in|for)\s+(?:its\s+|their\s+|the\s+)?(?:{_FLOWS})(?:\s+(?:to|from|with)\s+(?:the\s+)?[A-Z][\w’'-]+)?\s*,?\s*"
    r"(?:and|but|while)\s+(?:of\s+|a\s+|by\s+)*"
)
#: Between a change and that of another flow there is no verb: "up 33 per cent and imports from China 42 per cent".
_GAPPED = re.compile(
    r"(?:\s+(?:in|to|from|on|last|the|a|year|previous|preceding|earlier|during|for|over|(?:19|20)\d\d)\b)*\s*,?\s*"
    rf"(?:;|\band\b|\bbut\b|\bwhile\b|\bwhereas\b|(?<=,))(?=.*\b(?:{_FLOWS}|goods)\b)"
    r"(?:\s+(?:the|its|their|our|in turn|in|for|of|from|to|with|into|total|overall|goods|arms|weapons?|oil|"
    rf"crude|gas|coal|{_FLOWS}|going|coming|sent|sold|entering|(?-i:[A-Z])[\w.&-]*(?:['’]s?)?))+,?{_HEDGED}\s*",
    re.IGNORECASE,
)
_BY_NAME = re.compile(
    r"\b(?:(?P<verb>increased|expanded|boosted|raised|reduced|cut|decreased|lowered|slashed)\s+(?:their\s+|its\s+)?"
    r"(?:bilateral\s+|total\s+|two-way\s+)?(?:trade|imports|exports|purchases|sales|shipments)\b|"
    r"\b(?:largest|biggest|strongest|steepest|sharpest|fastest|highest|greatest|smallest|most)\s+(?:\w+\s+){0,2}?"
    r"(?P<noun>increases?|growth|rises?|gains?|declines?|drops?|falls?|decreases?)\b|"
    r"\b(?P<most>rose|grew|increased|gained|fell|declined|dropped|decreased|lost)"
    r"(?:\s+(?:the\s+)?(?:most|fastest|strongest)\b|(?=[,:]\s[A-Z])))"
    r"(?=(?:[^.;]|\.\d)*$)",
    re.IGNORECASE,
)
#: What is in brackets after these is a part, not a change.
_PARTS = re.compile(
    r"\b(?:mainly|mostly|chiefly|recipients?|destinations?|shares?|accounted|accounting|went|of which|suppl\w+|"
    r"comprising)\b"
)
#: "China's loss".
_LOSSES = {"loss": -1, "drop": -1, "decline": -1, "fall": -1, "gain": 1, "rise": 1, "growth": 1, "increase": 1}
#: Between a change and the same one in another unit.
_SAME = re.compile(
    r"(?:\s+in\s+[a-z]+)?,?\s+(?:(?:which|that)\s+)?(?:amounts?\s+to|means|comes\s+to|equals?|is\s+equal\s+to|"
    r"(?:is\s+)?equivalent\s+to|is\s+to\s+say|corresponds\s+to|translates\s+into)\s+",
)
_COMES = frozenset(words.listed("amounted amounting amounts equal equals equivalent came comes close 达"))
_FELL_SHORT = frozenset(words.listed("fell fall falls fallen falling"))
_BEFORE_UP = frozenset(words.listed("was were is are been be went go goes going , ( – — ;"))
_PACE_ADJECTIVES = frozenset(
    words.listed(
        "annual yearly sharp overall further year-on-year y-o-y yoy year-over-year average real nominal cumulative"
    )
)
