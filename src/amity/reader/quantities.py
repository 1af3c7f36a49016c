"""Which figures a sentence tells, in digits or words, with their bound and change; names with digits are none.

The grammar walks once over the tokens, from left to right. It remembers the last word of change ("rose"), by which the
figures after it are read.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from amity.reader import currencies
from amity.reader import quantity_words as words
from amity.reader.changes import Changes
from amity.reader.differences import with_differences
from amity.reader.measures import Measure, printed_in, shifted, unit_of
from amity.reader.model import Kind, Quantity
from amity.reader.numerals import Number, is_year
from amity.reader.quantity_words import Bound
from amity.reader.seldom import seldom
from amity.reader.summits import with_summits
from amity.reader.unmatched import with_unmatched


def quantities(sentence_text: str) -> tuple[Quantity, ...]:
    """The figures of a sentence, in the order they stand; spans count from the start of the text given.

    A change by a factor ("doubled", "fell tenfold") is in "times": last value to first, so 2 and 0.1. A number with a
    scale but no unit ("53.6 billion") has the unit "bn" or "m". A part in words ("a third") is in "%", nothing printed.
    """
    found = with_summits(sentence_text, _Sentence(sentence_text).read())
    return with_differences(sentence_text, with_unmatched(sentence_text, found))


class _Sentence(Changes):
    """A sentence being read: figures with a number, and what they say with the words around them."""

    __slots__ = ("heading",)

    def __init__(self, text: str) -> None:
        super().__init__(text)
        # "The number of organisations to which both belonged was 29": told once, before its figure.
        self.heading = heading_unit(text) or (self._numbered_noun(self.size) if "number" in self.low else "")

    def read(self) -> tuple[Quantity, ...]:
        at, telling = 0, words.TELLING
        while at < self.size:
            low = self.low[at]
            # Most words tell nothing.
            is_plain = self.kind[at] == "w" and low not in telling and low[0] < "а"
            at = at + 1 if is_plain else max(self._read_at(at), at + 1)
        return tuple(self.found)

    # What stands at a token ------------------------------------------------------------------------------------------

    def _read_at(self, at: int) -> int:
        """Reads what begins here; gives the first token after it, or `at` where nothing does."""
        kind, low = self.kind[at], self.low[at]
        if kind in ("n", "c", "f"):
            is_place = self.ordinal(at)[0] > 0 or (at > 0 and self.low[at - 1] == "#")
            after = max(self._ranked(at), self._standing(at)) if is_place else at
            return after if after > at else self._figure(at)
        if kind != "w":
            if low in (";", ".", "?", "!") or (low == ":" and self.low[at + 1] not in ("by", "to", "from")):
                # "Exports fell: by 5.8 per cent in 2012, by 6.7 in 2013" goes on.
                self._change = None
            return at
        if low in _NEW_CLAUSE:
            if not self._tells_of_change(at):
                self._change = None
            return at
        if (low in words.NUMBERS and not self.ordinal(at)[0]) or low in _BEGINNING:
            after = self._figure(at)
            if after > at:
                return after
        for rule in (self._ranked, self._standing, self._first_time, self._factor, self._frequency, self._han_part):
            after = rule(at)
            if after > at:
                return after
        if self._change_at(at):
            self._change = at
        return self._trend(at)

    # Figures ---------------------------------------------------------------------------------------------------------

    def _figure(self, at: int) -> int:
        """Reads a number with its unit, or a range of two; gives the first token after it."""
        measure = self.measure(at)
        if measure is None:
            return at
        nothing = at if measure.number.is_word else max(measure.number.after, at + 1)
        superlative = self.low[measure.number.after] in words.SUPERLATIVES or self.low[measure.number.after] == "most"
        if self._is_name(measure) or (superlative and measure.kind == "count"):
            return nothing
        if not measure.unit or measure.unit == "years":
            after = self._to_one(measure)
            if after:
                return after
        if not measure.unit:
            after = self._times(measure) or self._some_of(measure) or self._others(measure)
            if after:
                return after
        if measure.unit == "m" and self._like().startswith(("USD", "TIV")) and self.end[at] == self.start[at + 1]:
            # "TIV 498m, a third of the 1,656m of 2018": no metres.
            unit = self._like().partition(" ")[0]
            measure = replace(measure, unit=unit, kind="level", number=replace(measure.number, power=6))
        other = self._second(measure)
        if other is not None and not self._is_name(other):
            measure = self._in_thousands(measure, other)
            if measure.unit in _MONEY:
                other = replace(other, unit=measure.unit)
                power = measure.number.power or other.number.power
                measure = replace(measure, number=replace(measure.number, power=power))
            elif not measure.unit:
                power = measure.number.power or other.number.power
                number = replace(measure.number, power=power)
                measure = replace(measure, number=number, unit=other.unit, kind=other.kind, power=other.power)
            if self._is_range(measure, other):
                return self._told(measure, other)
        if not measure.unit and not measure.number.power and not self._bare(measure) and not self._grouped(measure):
            return nothing
        return self._told(measure, measure)

    def _in_thousands(self, first: Measure, second: Measure) -> Measure:
        """The first figure of "250-300,000" in thousands, as the second is printed."""
        one, other = first.number, second.number
        is_short = not one.is_word and one.value < 1000 <= other.value and one.value * 1000 <= other.value
        if not is_short or self.kind[first.after] != "h" or not self.low[other.first].endswith(",000"):
            return first
        return replace(first, number=replace(one, value=one.value * 1000, printed=f"{one.printed}000"))

    def _grouped(self, measure: Measure) -> bool:
        """Whether a number is a figure for its size alone, "38,000 Israelis"; sets what it counts."""
        number = measure.number
        said = self.low[number.first]
        if self.kind[number.first] != "n" or number.value < 1000 or not said[-4:-3] or said[-4].isdecimal():
            return False
        if number.value != number.value.to_integral_value():
            return False
        after = number.after
        is_people = self.kind[after] == "w" and self.text[self.start[after]].isupper() and self._is_demonym(after)
        measure.unit, measure.kind = ("persons", "count") if is_people else ("", "level")
        measure.after += is_people
        return True

    def _is_demonym(self, at: int) -> bool:
        return self.low[at].endswith(("ans", "ese", "is", "ians", "men", "women")) and self.low[at + 1] != "and"

    def _times(self, measure: Measure) -> int:
        """Reads "four times larger than", "rose 2.5 times", "met five times", "ten-fold"; 0 where none stands."""
        at, value = measure.number.after, float(measure.number.value)
        if self.kind[at] == "h" and self.low[at + 1] == "fold":
            at += 1
        is_short = self.low[at] == "x" and self.start[at] == self.end[at - 1] and self.kind[at + 1] != "n"
        if self.low[at] not in ("times", "fold", "раза", "раз") and not is_short:
            return 0
        if (low := self._lower(measure)) is not None:
            after = self._times(replace(measure, first=low.first))
            last = self.found[-1]
            self.found[-1] = replace(last, low=min(float(low.value), last.low))
            return after
        first, bound = self._hedge(measure.first)
        first -= self.low[first - 1] in ("by", "в", "in") if first else 0
        last = self.found[-1] if self.found else None
        goes_on = last is not None and last.by and last.unit == "times" and self.low[first - 1] in ("and", ",", "by")
        is_near = self._change is not None and self._is_near(self._change, first)
        is_near = is_near or self._is_of_change(first)
        is_near = is_near or self.low[first - 1] in ("multiplied", "multiplies", "multiply", "multiplying")
        if self.low[at] == "fold" or is_near or (goes_on and not self._compares(at + 1)):
            return self._add_factor(first, at + 1, value, bound, measure.number.printed)
        is_again = any(q.kind == "ratio" and q.unit == "times" for q in self.found[-8:]) and self.low[at + 1] in _ENDS
        ratio = self._compares(at + 1) or is_again
        span = (self.start[first], self.end[at])
        kind, unit = ("ratio", "times") if ratio else ("count", "occasions")
        self._add(Quantity(span, kind, value, value, measure.number.printed, unit, bound))
        return at + 1

    def _lower(self, measure: Measure) -> Number | None:
        """The first number of "five to 10 times", "five-to 10-fold"; None where there is none or it is read."""
        i = measure.number.first - 1
        if measure.first != measure.number.first or i < 1 or (self.low[i] not in ("to", "or") and self.kind[i] != "h"):
            return None
        i -= 1 + (self.kind[i - 1] == "h")
        if i > 0 and self.low[i - 1] == "from":
            return None
        number = self._number(i) if i >= 0 else None
        is_joined = number is not None and number.after in (measure.number.first - 1, measure.number.first - 2)
        return number if is_joined and number is not None and 0 < number.value < measure.number.value else None

    def _to_one(self, measure: Measure) -> int:
        """Reads "six to one", "by a factor of five", "multiplied by 6.4"; 0 where none stands."""
        at, value = measure.number.after, float(measure.number.value)
        first, bound = self._hedge(measure.first)
        before = self.low[max(0, first - 2) : first]
        said = [low for low in self.low[at : at + 4] if low != "-"][:2] if self.kind[at] in ("w", "h") else []
        if said in (["to", "one"], ["to", "1"]) and value > 1:
            after = at + 2 + 2 * (self.kind[at] == "h")
            span = (self.start[first], self.end[after - 1])
            self._add(Quantity(span, "ratio", value, value, measure.number.printed, "times", bound))
            return after
        if before == ["factor", "of"]:
            if self._change is not None and first - self._change <= 8:
                return self._add_factor(first, at, value, bound, measure.number.printed)
            span = (self.start[first], self.end[at - 1])
            self._add(Quantity(span, "ratio", value, value, measure.number.printed, "times", bound))
            return at
        if before == ["multiplied", "by"]:
            return self._add_factor(first, at, value, bound, measure.number.printed)
        return 0

    def _some_of(self, measure: Measure) -> int:
        """Reads "six of the 20 zones", "five of them"; 0 where none stands."""
        at, number = measure.number.after, measure.number
        if self.low[at] == "of" and self.low[at + 1] in _THEM and self.low[at + 1 + (self.kind[at + 2] == "m")]:
            is_whole = number.value == number.value.to_integral_value() and number.value > 1 and not number.power
            return self._told(*[self._of_them(measure)] * 2) if is_whole and not self._begins_noun(at + 2) else 0
        out = self.low[at] == "out" and self.low[at + 1] == "of"
        i = at + 1 + out
        told = self.low[i] in words.DEFINITE or self.low[i] == "all" or self.kind[i] == "n"
        if not out and (self.low[at] != "of" or not told):
            return 0
        i += self.low[i] in words.DEFINITE | {"all"}
        while i < at + 5 and (
            self.kind[i] == "n" or self.low[i] in words.NUMBERS or self.low[i].endswith(("’s", "'s"))
        ):
            i += 1
        unit, _ = self.noun(i, Number(i, i, Decimal(4), ""))
        if not unit or number.value < 2 or number.value != number.value.to_integral_value():
            return 0
        self._told(replace(measure, unit=unit, kind="count"), replace(measure, unit=unit, kind="count"))
        return at

    def _others(self, measure: Measure) -> int:
        """Reads "15 others", "two more the year after"; 0 where none stands."""
        number, low = measure.number, self.low[measure.number.after]
        after = number.after + 1
        ends = self.kind[after] in ("", "m") or self.low[after] in words.STOPS
        is_whole = number.value == number.value.to_integral_value() and number.value > 1 and not number.power
        if low not in ("others", "more") or not is_whole or not ends or self.low[after] in ("than", "or"):
            return 0
        return self._told(*[self._of_them(measure)] * 2)

    def _of_them(self, measure: Measure) -> Measure:
        """A number with the unit of what was told before it, else of things."""
        last = next((q for q in reversed(self.found[-4:]) if q.kind == "count" or q.unit in _BASES), None)
        alike = (
            last is not None
            and last.unit not in words.DURATIONS
            and (last.kind == "count") == (last.unit not in _BASES)
        )
        unit = last.unit if last is not None and alike else "ones"
        return replace(measure, unit=unit, kind="level" if unit in _BASES else "count")

    def _begins_noun(self, at: int) -> bool:
        """Whether a noun follows, so that "these" is no pronoun: "five of these agreements"."""
        return self.kind[at] == "w" and self.low[at] not in words.STOPS and self.low[at] not in _PREDICATES

    def _second(self, measure: Measure) -> Measure | None:
        """The second figure of "10–12 per cent", "between 5 and 7 billion", "5 to 7", "615 billion and 555 billion"."""
        at = measure.after
        while self.low[at] == "," and not measure.unit and not measure.number.power:
            # "16, 14 and 28 per cent"
            one = self.measure(at + 1)
            if one is None or one.number.is_word or one.unit or one.after <= at + 1:
                break
            at = one.after
        low = self.low[at]
        if at > measure.after and low != "and":
            return None
        if low not in ("to", "and", "or", "до", "至", "到") and self.kind[at] != "h":
            return None
        other = self.measure(at + 1)
        if other is None or other.number.is_part:
            return None
        if measure.unit in _MONEY:
            is_dashed = self.kind[at] == "h" and self.end[at] == self.start[at + 1] and not other.number.is_word
            is_scaled = other.number.power and (is_dashed or not measure.number.power)
            if is_scaled or (is_dashed and not other.unit and not measure.number.power):
                return other if other.unit in ("", measure.unit) else None
        if not measure.unit:
            spoken = low == "and" and other.number.is_word and not self._is_between(measure)
            return other if (other.unit or other.number.power) and not spoken else None
        return other if other.unit == measure.unit else None

    def _is_between(self, measure: Measure) -> bool:
        return "between" in self.low[max(0, measure.first - 4) : measure.first]

    def _is_range(self, first: Measure, second: Measure) -> bool:
        joined = self.low[second.first - 1]
        if joined == "and":
            return self._is_between(first)
        if joined in ("to", "до"):
            before = self.low[max(0, first.first - 4) : first.first]
            ranging = any(low.startswith("rang") or low in ("anywhere", "vary", "varied", "varies") for low in before)
            # "From a mere $27 million to $400 million", "from the current 3 to 5 billion" tell two ends.
            apart = "from" in before[-2:] or before[-1:] == ["с"] or ("from" in before and before[-1] in _BEFORE_END)
            adjacent = self._change is not None and self._change >= first.first - 2 and before[-1:] != ["by"]
            return ranging or not (apart or adjacent or self._is_passed(first))
        return first.number.value <= second.number.value or joined == "or"

    def _is_passed(self, first: Measure) -> bool:
        """Whether a figure lies between two others: "from 19.1 by way of 25.2 to 29.5"."""
        last = self.found[-1] if self.found else None
        if last is None or not self.text[: last.span[0]].endswith("from "):
            return False
        return re.fullmatch(r",?\s*(?:by way of|via|through|past|over)\s*", self._between(last, first)) is not None

    def _between(self, last: Quantity, first: Measure) -> str:
        return self.text[last.span[1] : self.start[first.first]]

    def _is_name(self, measure: Measure) -> bool:
        """Whether the number is a year, a date, a page or part of a name, and no figure."""
        at, number = measure.number.first, measure.number
        low = self.low[at - 1] if at else ""
        plain = self.kind[at] == "n" and not number.power
        if measure.unit in words.DURATIONS:
            return self._is_when(measure, low)
        if measure.kind != "count" and measure.unit:
            return False
        whole = plain and self.low[at].isdecimal()
        if whole and len(self.low[at]) == 4 and 1500 <= number.value <= 2100:
            return measure.unit not in ("troops", "soldiers", "persons", "people", "servicemen", "personnel")
        if low == "." and at > 1:
            low = self.low[at - 2]
        if low in words.DESIGNATORS and not (low == "number" and number.power) and (low != "no" or measure.unit == ""):
            return True
        if whole and number.value <= 31 and (low in words.MONTHS or self.low[number.after] in words.MONTHS):
            return True
        if whole and self.low[number.after] in ("am", "a.m", "pm", "p.m", "a.m.", "p.m.", "gmt"):
            return True
        # "Sold the United States 40.5 times as much".
        is_factor = self.low[number.after] == "times"
        is_item = bool(self.heading) and "." in self.low[at]
        return plain and measure.unit == "" and at > 1 and self._is_capital(at - 1) and not is_factor and not is_item

    def _is_capital(self, at: int) -> bool:
        text = self.text[self.start[at] : self.end[at]]
        return self.kind[at] == "w" and text[0].isupper()

    def _is_when(self, measure: Measure, low: str) -> bool:
        """Whether a duration says when ("the past five years", "two years ago") or how old."""
        after = self.low[measure.after]
        first, _ = self._hedge(measure.first)
        low = self.low[first - 1] if first else ""
        if after == "old" and low in _BEING and _DISPUTE & set(self.low[:first]):
            # "In 2001 their latest militarised dispute was 4 years old".
            return False
        when = (
            "past",
            "last",
            "next",
            "previous",
            "coming",
            "first",
            "recent",
            "following",
            "preceding",
            "same",
            "ensuing",
            "subsequent",
            "every",
            "in",
            "within",
            "these",
            "the",
        )
        return (
            low in when
            or after in ("ago", "later", "earlier", "before", "after", "old", "prior", "on")
            or (after == "since" and low not in ("been", "was", "were", "is", "are", "passed"))
            or (self.kind[measure.after] == "h" and self.low[measure.after + 1] == "old")
        )

    def _bare(self, measure: Measure) -> bool:
        """Whether a number without a unit is a figure: one that follows a verb of change, or another one of a kind."""
        number = measure.number
        start, _ = self._hedge(measure.first)
        before = self.low[start - 1] if start else ""
        if (not self._stands_alone(number) and self.low[number.after] not in _VERBS) or (
            number.is_word and number.value <= 1
        ):
            return False
        if before in ("by", "to", "from", "of") and self._change is not None and start - self._change <= 12:
            measure.unit = self._numbered_noun(start)
            measure.kind = "count" if measure.unit else "level"
            if measure.unit or not self.heading:
                return before != "of" or start - self._change <= 4
        if self._is_told_alone(number, start) or before in _COUNTS:
            return True
        if self._is_one_of(number, start):
            measure.unit, measure.kind = self._of_them(measure).unit, "count"
            return True
        # "With 11 per cent of the total, and the leading source of imports as well, with 16".
        last = next((q for q in reversed(self.found) if q.kind != "rank"), None)
        if last is not None and last.kind == "count" and "." in number.printed:
            # "32 per cent, on the back of 36 jets; America's, from 7.6 to 31".
            last = next((q for q in reversed(self.found[-4:-1]) if q.kind != "count"), last)
        repeats = last is not None and last.kind in ("count", "share", "level", "change")
        unit = self.heading or (last.unit if last is not None and repeats else "")
        is_near = bool(self.heading) or (last is not None and self.start[number.first] - self.found[-1].span[1] < 60)
        if unit and is_near and unit not in words.DURATIONS and unit != "rank":
            if is_year(before) and self.low[start - 2] in ("in", "by") and self.kind[number.after] in ("", "m"):
                # "52 per cent of the crude, some 83.8 million tonnes, and by 2018 61".
                unit = next((q.unit for q in reversed(self.found[-3:]) if q.unit == "%"), unit)
                before = "and" if unit == "%" and number.value <= 100 else before
            if before in _WHOSE and self.low[start - 2] in _SECONDS:
                before = self.low[start - 2]
            if before in _FLOWS and self.kind[number.after] in ("", "m") and self.low[number.after] != ":":
                # "China's share of exports was 32 per cent, Russia's share of imports 30".
                before = "and" if unit == "%" else before
            in_brackets = before == "(" and self.low[number.after] == ")" and self._is_capital(max(0, start - 2))
            is_headed = self.heading and (before in _HEADED or self._is_item(number, start, before))
            if before in _SECONDS or in_brackets or is_headed:
                # "In billions of dollars, exports were 96.1", "China (10.6 per cent), Japan (10.8)".
                measure.unit, measure.kind = unit, _kind(unit)
                return number.value >= 1 or "." in number.printed
        return "." in number.printed and before in ("of", "at", "was", "is", "to", "from", "reached", "stood", "scored")

    def _is_item(self, number: Number, start: int, before: str) -> bool:
        """Whether a number is one of a list whose unit is told for all: "(bn USD): exports to Italy 6.2, imports 3"."""
        if is_year(number.printed) or not start or self.kind[number.after] not in ("", "m"):
            return False
        is_name = self._is_capital(start - 1) and "." in number.printed and before not in words.DESIGNATORS
        return before in _ITEMS or is_name

    def _is_one_of(self, number: Number, start: int) -> bool:
        """Whether a number counts a part of what opens the sentence: "Of the ships on order, two are late"."""
        whole = number.value == number.value.to_integral_value() and number.value > 1
        return whole and start > 2 and not self.heading and self.low[0] == "of" and self.low[number.after] in _VERBS

    def _is_told_alone(self, number: Number, start: int) -> bool:
        """Whether a count goes without its noun: "Against China: 14", "there were two in 2012"."""
        after, before = number.after, self.low[start - 1] if start else ""
        if number.value != number.value.to_integral_value() or not 1 < number.value < 100:
            return False
        if before == ":" and not self.found and start < 8 and self.low[start - 2] not in words.DESIGNATORS:
            return self.kind[after] == "" or (self.low[after] == "." and self.kind[after + 1] == "")
        there = before in ("were", "are") and self.low[start - 2] == "there"
        return there and self.low[after] in ("in", "last", "that", "this")

    def _stands_alone(self, number: Number) -> bool:
        """Whether nothing that a number could count or be a name with follows it."""
        after, low = number.after, self.low[number.after]
        if low in ("/", "=", "°", "×", "+", "*", "&", "#", "_"):
            return False
        later = low in words.NUMBERS and self.low[after + 1] in ("years", "decades", "year")
        return self.kind[after] in ("", "m") or low in _AFTER_BARE or later or is_year(low)

    def _like(self) -> str:
        """The unit of the last figure before that is no length of time."""
        near = reversed(self.found[-4:])
        return next((q.unit for q in near if q.unit not in words.DURATIONS and q.unit not in _UNSHARED), "")

    def _numbered_noun(self, at: int) -> str:
        """The noun of "the number of visits rose from 11 to 21"; "" where none is told."""
        for i in range(max(0, at - 60), at):
            if self.low[i] == "number" and self.low[i + 1] == "of":
                return self.noun(i + 2, Number(i, i + 2, Decimal(2), ""))[0]
        return ""

    # Telling ---------------------------------------------------------------------------------------------------------

    def _told(self, low: Measure, high: Measure) -> int:
        """Adds the figure with its bound, change and denominator; gives the first token after it."""
        first, bound = self._hedge(low.first)
        if first and self.low[first - 1] == "between" and high is not low:
            first -= 1
        unit, shift = unit_of(low.unit, low.number.power + low.power)
        if low.unit == "" and low.number.power:
            unit, shift = self._unit_of_neighbour(low, high)
        value = shifted(low.number.value, shift)
        top = (
            value if high is low else shifted(high.number.value, unit_of(high.unit, high.number.power + high.power)[1])
        )
        printed = "" if low.number.is_word else printed_in(low.number.printed, shift)
        after, bound = self._after_bound(high.after, bound)
        if (loose := self.low[high.number.after - 1]) in _LOOSE:
            bound = _LOOSE[loose]
        after, per = self._per(after)
        quantity = Quantity(
            (self.start[first], self.end[after - 1]), low.kind, min(value, top), max(value, top), printed, unit, bound,
            per=per, of=self._of(after, low),
        )  # fmt: skip
        return self._related(quantity, first, after, low)

    def _unit_of_neighbour(self, low: Measure, high: Measure) -> tuple[str, int]:
        """The unit of "615 billion" in "615 billion and 555 billion dollars", else that told before, else "bn"."""
        unit = next((q.unit.split()[0] for q in reversed(self.found[-3:]) if q.unit.endswith((" bn", " m"))), "")
        last = self._like()
        if last in _BASES and (not unit or self.found[-1].unit == last):
            # "8.7 million tons in 2005, 39.1 million in 2015".
            return unit_of(_BASES[last], low.number.power)
        if not self.found and {"tonnes", "tons"} & set(self.low[: low.first]):
            # "Tonnes lifted went up, from 18.3m to 50.7m".
            return unit_of("t", low.number.power)
        at = high.after
        if self.low[at] in ("and", "to", "or", ","):
            other = self.measure(at + 1)
            if other is not None and other.unit in currencies.CURRENCIES.values():
                unit = other.unit
        found, shift = unit_of(unit or "USD", low.number.power)
        return (found if unit else found[4:]), shift

    def _after_bound(self, at: int, bound: Bound) -> tuple[int, Bound]:
        pair = (self.low[at], self.low[at + 1])
        if pair in (("or", "more"), ("and", "more"), ("or", "so"), ("or", "less"), ("at", "least"), ("at", "most")):
            return at + 2, ">=" if pair[1] in ("more", "least") else "~" if pair[1] == "so" else "<="
        more = pair[0] == "+" and self.start[at] == self.end[at - 1] and self.start[at + 1] > self.end[at]
        return (at + 1, ">=") if more else (at, bound)

    def _per(self, at: int) -> tuple[int, str]:
        """The token after "a year" and what it says; "of gas a year" says it too, but stays the noun phrase."""
        low, then = self.low[at], self.low[at + 1]
        if low == "of" and self.low[at + 2] in ("a", "per", "each", "annually"):
            return at, self._per(at + 2)[1]
        is_when = self.low[at + 2] in ("ago", "earlier", "before", "later", "previously", "on", "after")
        if low in ("a", "per", "each", "every", "/") and then in ("year", "annum", "month", "day") and not is_when:
            return at + 2, "year" if then == "annum" else then
        known = {"annually": "year", "yearly": "year", "p.a.": "year", "monthly": "month", "daily": "day"}
        return (at + 1, known[low]) if low in known else (at, "")


#: What may be so many years old or back.
_DISPUTE = frozenset(words.listed("dispute disputes confrontation incident"))
_BEING = frozenset(words.listed("is was were be been"))
_MONEY = currencies.UNITS
#: A figure may begin with these, besides numbers.
_BEGINNING = currencies.BEFORE | words.JOINED_PARTS.keys() | {"a", "an", "half", "every", "tiv"}
_NEW_CLAUSE = frozenset(words.listed("while whereas but although which who though"))
_AFTER_BARE = frozenset(
    words.listed(
        "in by at during and from to per last this the a over since for respectively on before but while or as when "
        "against compared that came went were was"
    )
)
_SECONDS = frozenset(words.listed("to and from or against versus vs with by including"))
#: "60-odd per cent": behind the number.
_LOOSE: dict[str, Bound] = {"odd": "~", "plus": ">=", "+": ">="}
#: "Five of them": of what was told before.
_THEM = frozenset(words.listed("them these those which whom"))
_PREDICATES = frozenset(
    words.listed("end ended lie lay went go goes came come took take fell began start started belong")
)
#: After a number that counts what was told before it: "of 22 students nine are learning it".
_BEFORE_END = frozenset(
    words.listed(
        "mere meagre meager paltry tiny modest measly current present existing earlier previous initial estimated than"
    )
)
_VERBS = frozenset(words.listed("are were have had lie lay stand stood said say went came fell"))
#: Before a number that counts what was told before: "they numbered 52".
_COUNTS = frozenset(words.listed("numbered numbering totalled totaled totalling totaling killing wounding injuring"))
#: Between those and a bare number: "to your 15".
_WHOSE = frozenset(words.listed("its their our your his her my"))
_FLOWS = frozenset(words.listed("imports exports purchases sales deliveries supplies"))
#: What such a list may be of.
_ITEMS = _FLOWS | {"balance", "deficit", "surplus", "trade", "turnover", "total", "export", "import"}
#: Before a bare number where the unit is told for all.
_HEADED = frozenset(words.listed("was were is are be been at of reached paid , : ("))
#: Units of so many, and the unit of one.
_BASES = {"Mt": "t", "t": "t", "bcm": "m3", "m3": "m3", "TIV m": "TIV", "TIV": "TIV", "bbl/d": "bbl/d", "bbl": "bbl"}
_MEASURED = frozenset(row[1] for row in words.MEASURES) | _BASES.keys() | {"TWh", "GWh", "million m3", "bn", "m"}
#: A unit told for all figures: "in billions of dollars", "(US$ bn)", "(per cent)".
_HEADING = seldom(
    r"(?:\b[Ii]n\s+|\((?:in\s+|(?:19|20)\d\d[,;:]\s+(?:in\s+)?)?)(?:current\s+)?(?:(?P<scale>billions?|millions?)\s+(?:of\s+)?(?:current\s+)?(?:US\s+)?(?P<money>dollars|euros|yuan)"
    r"|(?P<sign>US\$|USD|\$|€|EUR)\s?(?P<short>billions?|bn|millions?|mn?)"
    r"|(?P<power>billions?|bn|millions?|mln|mn)\s(?P<code>US\$|USD|\$|€|EUR)|(?P<share>per cent|percent|%))(?=[\s,:;)])"
    r"|\b(?:[Oo]f|[Oo]ut of|[Ff]rom)\s+(?:every|each|a|any)\s+(?P<hundred>hundred|100)\b"
)
#: One of these it must hold: quickly told.
_UNITS_TOLD = ("dollars", "euros", "yuan", "$", "USD", "€", "EUR", "per cent", "percent", "%", "hundred", "100")


def heading_unit(text: str) -> str:
    """The unit that a text tells apart from its numbers; "" where it tells none."""
    found = _HEADING.search(text) if any(mark in text for mark in _UNITS_TOLD) else None
    if found is None:
        return ""
    if found["share"] or found["hundred"]:
        return "%"
    money = currencies.CURRENCIES[(found["money"] or found["sign"] or found["code"]).lower()]
    return f"{money} {(found['scale'] or found['short'] or found['power'])[0]}".replace(" b", " bn")


def _kind(unit: str) -> Kind:
    if unit == "%":
        return "share"
    return "level" if unit in _MEASURED or unit.partition(" ")[0] in _MONEY else "count"


#: What ends a clause behind "and exports nearly 45 times".
_ENDS = frozenset((",", ".", ";", ")", ""))
_UNSHARED = frozenset(words.listed("rank times record year occasions"))
