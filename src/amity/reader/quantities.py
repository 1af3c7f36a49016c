"""Which figures a sentence tells, in digits or words, with their bound and change; names with digits are none.

The grammar walks once over the tokens, from left to right. It remembers the last word of change ("rose"), by which the
figures after it are read.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from amity.reader import quantity_words as words
from amity.reader.measures import Measure, Measures, Number, printed_in, shifted, unit_of
from amity.reader.model import Quantity, Span
from amity.reader.quantity_words import Bound


def quantities(sentence_text: str) -> tuple[Quantity, ...]:
    """The figures of a sentence, in the order they stand; spans count from the start of the text given.

    A change by a factor ("doubled", "fell tenfold") is in "times": last value to first, so 2 and 0.1. Money without a
    currency has the unit "bn" or "m". A part in words ("a third") is in "%" with nothing printed.
    """
    return _Sentence(sentence_text).read()


class _Sentence(Measures):
    """The tokens of a sentence, and what has been read of them so far."""

    __slots__ = ("_change", "found")

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.found: list[Quantity] = []
        self._change: int | None = None

    def read(self) -> tuple[Quantity, ...]:
        at = 0
        while at < self.size:
            at = max(self._read_at(at), at + 1)
        return tuple(self.found)

    # What stands at a token ------------------------------------------------------------------------------------------

    def _read_at(self, at: int) -> int:
        """Reads what begins here; gives the first token after it, or `at` where nothing does."""
        kind, low = self.kind[at], self.low[at]
        if kind in ("n", "c", "f"):
            return max(self._figure(at), self._ranked(at)) if self.low[at + 1] in _ORDINAL_ENDS else self._figure(at)
        if kind != "w":
            if low in (";", ":", ".", "?", "!"):
                self._change = None
            return at
        if low not in words.TELLING and low[0] < "а":
            return at
        if low in _NEW_CLAUSE:
            self._change = None
            return at
        if low in words.NUMBERS or low in ("a", "an", "half") or low in words.BEFORE or low == "tiv":
            after = self._figure(at)
            if after > at:
                return after
        for rule in (self._ranked, self._first_time, self._factor, self._frequency, self._han_part):
            after = rule(at)
            if after > at:
                return after
        if self._change_at(at):
            self._change = at
        return self._trend(at)

    def _change_at(self, at: int) -> int:
        """1 or -1 where a word of change stands, else 0."""
        low = self.low[at]
        if low in words.FACTORS:
            return -1 if words.FACTORS[low] < 1 else 1
        sign = words.CHANGES.get(low, 0)
        if low in ("up", "down"):
            begins = self.low[at + 1] in ("by", "from", "on") or self._begins_number(at + 1)
            told = not at or self.low[at - 1] not in (
                "make",
                "made",
                "makes",
                "making",
                "take",
                "takes",
                "took",
                "taken",
            )
            return sign if begins and told else 0
        if sign or not low or low[0] < "а":
            return sign
        if low[0] >= "一":
            return words.HAN_CHANGES.get(low + self.low[at + 1], 0)
        return next((int(v) for stem, what, v in words.RUSSIAN if what == "rise" and low.startswith(stem)), 0)

    def _begins_number(self, at: int) -> bool:
        low = self.low[at]
        return self.kind[at] in ("n", "c", "f") or low in words.NUMBERS or low in ("a", "an", "about", "nearly", "some")

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
        if not measure.unit:
            after = self._times(measure) or self._some_of(measure)
            if after:
                return after
        other = self._second(measure)
        if other is not None and not self._is_name(other):
            if measure.unit in _MONEY:
                other = replace(other, unit=measure.unit)
                measure = replace(measure, number=replace(measure.number, power=other.number.power))
            elif not measure.unit:
                power = measure.number.power or other.number.power
                number = replace(measure.number, power=power)
                measure = replace(measure, number=number, unit=other.unit, kind=other.kind, power=other.power)
            if self._is_range(measure, other):
                return self._told(measure, other)
        if not measure.unit and not measure.number.power and not self._bare(measure):
            return nothing
        return self._told(measure, measure)

    def _times(self, measure: Measure) -> int:
        """Reads "four times larger than", "rose 2.5 times", "met five times", "ten-fold"; 0 where none stands."""
        at, value = measure.number.after, float(measure.number.value)
        if self.kind[at] == "h" and self.low[at + 1] == "fold":
            at += 1
        if self.low[at] not in ("times", "fold", "раза", "раз"):
            return 0
        first, bound = self._hedge(measure.first)
        first -= self.low[first - 1] in ("by", "в") if first else 0
        if self.low[at] == "fold" or (self._change is not None and self._is_near(self._change, first)):
            return self._add_factor(first, at + 1, value, bound, measure.number.printed)
        ratio = self._compares(at + 1)
        span = (self.start[first], self.end[at])
        kind, unit = ("ratio", "times") if ratio else ("count", "occasions")
        self.found.append(Quantity(span, kind, value, value, measure.number.printed, unit, bound))
        return at + 1

    def _some_of(self, measure: Measure) -> int:
        """Reads "six of the 20 zones"; 0 where none stands."""
        at, number = measure.number.after, measure.number
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

    def _second(self, measure: Measure) -> Measure | None:
        """The second figure of "10–12 per cent", "between 5 and 7 billion", "5 to 7", "615 billion and 555 billion"."""
        at, low = measure.after, self.low[measure.after]
        if low not in ("to", "and", "or", "до", "至", "到") and self.kind[at] != "h":
            return None
        other = self.measure(at + 1)
        if other is None or other.number.is_part:
            return None
        if measure.unit in _MONEY and not measure.number.power and other.number.power:
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
            apart = "from" in before[-2:] or before[-1:] == ["с"]
            adjacent = self._change is not None and self._change >= first.first - 2 and before[-1:] != ["by"]
            return ranging or not (apart or adjacent)
        return first.number.value <= second.number.value or joined == "or"

    def _is_name(self, measure: Measure) -> bool:
        """Whether the number is a year, a date, a page or part of a name, and no figure."""
        at, number = measure.number.first, measure.number
        low = self.low[at - 1] if at else ""
        plain = self.kind[at] == "n" and not number.power
        if measure.unit in words.DURATIONS:
            return self._is_when(measure, low)
        if measure.kind != "count" and measure.unit:
            return False
        whole = plain and self.low[at].isdigit()
        if whole and len(self.low[at]) == 4 and 1500 <= number.value <= 2100:
            return measure.unit not in ("troops", "soldiers", "persons", "people", "servicemen", "personnel")
        if low == "." and at > 1:
            low = self.low[at - 2]
        if low in words.DESIGNATORS and (low != "no" or measure.unit == ""):
            return True
        if whole and number.value <= 31 and (low in words.MONTHS or self.low[number.after] in words.MONTHS):
            return True
        if whole and self.low[number.after] in ("am", "a.m", "pm", "p.m", "a.m.", "p.m.", "gmt"):
            return True
        return plain and measure.unit == "" and at > 1 and self._is_capital(at - 1)

    def _is_capital(self, at: int) -> bool:
        text = self.text[self.start[at] : self.end[at]]
        return self.kind[at] == "w" and text[0].isupper()

    def _is_when(self, measure: Measure, low: str) -> bool:
        """Whether a duration says when ("the past five years", "two years ago") or how old."""
        after = self.low[measure.after]
        first, _ = self._hedge(measure.first)
        low = self.low[first - 1] if first else ""
        when = (
            "past",
            "last",
            "next",
            "previous",
            "coming",
            "first",
            "recent",
            "every",
            "in",
            "within",
            "these",
            "the",
        )
        return (
            low in when
            or after in ("ago", "later", "earlier", "before", "after", "old", "since", "prior")
            or (self.kind[measure.after] == "h" and self.low[measure.after + 1] == "old")
        )

    def _bare(self, measure: Measure) -> bool:
        """Whether a number without a unit is a figure: one that follows a verb of change, or a second of a kind."""
        at, number = measure.number.first, measure.number
        start, _ = self._hedge(measure.first)
        before = self.low[start - 1] if start else ""
        after = self.kind[number.after] in ("", "m") or self.low[number.after] in _AFTER_BARE
        if not after or (number.is_word and number.value <= 1):
            return False
        if before in ("by", "to", "from", "of") and self._change is not None and start - self._change <= 12:
            return before != "of" or start - self._change <= 4
        last = self.found[-1] if self.found else None
        if before in _SECONDS and last is not None and last.kind in ("count", "share", "level", "change") and last.unit:
            near = self.start[at] - last.span[1] < 60
            if near and last.unit not in words.DURATIONS and last.unit != "rank":
                measure.unit, measure.kind = last.unit, "count" if last.kind == "count" else "level"
                return number.value >= 1
        return "." in number.printed and before in ("of", "at", "was", "is", "to", "from", "reached", "stood", "scored")

    # Telling ---------------------------------------------------------------------------------------------------------

    def _hedge(self, at: int) -> tuple[int, Bound]:
        """The first token of the words before a figure that bound it, and the bound."""
        bound: Bound = "="
        if at and self.kind[at - 1] == "m" and self.low[at - 1] in ("+", "(") and self.low[at - 1] == "+":
            at -= 1
        for _ in range(3):
            if not at:
                break
            for head, said in words.HEDGES.get(self.low[at - 1], ()):
                first = at - 1 - len(head)
                if first >= 0 and self.low[first : at - 1] == list(head):
                    bound = said if bound == "=" or said != "~" else bound
                    at = first
                    break
            else:
                break
        return at, bound

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
        after, per = self._per(after)
        quantity = Quantity(
            (self.start[first], self.end[after - 1]), low.kind, min(value, top), max(value, top), printed, unit, bound,
            per=per, of=self._of(after, low),
        )  # fmt: skip
        return self._related(quantity, first, after, low)

    def _unit_of_neighbour(self, low: Measure, high: Measure) -> tuple[str, int]:
        """The unit of "615 billion" in "615 billion and 555 billion dollars", else that told before, else "bn"."""
        unit = next((q.unit.split()[0] for q in reversed(self.found[-3:]) if q.unit.endswith((" bn", " m"))), "")
        at = high.after
        if self.low[at] in ("and", "to", "or", ","):
            other = self.measure(at + 1)
            if other is not None and other.unit in words.CURRENCIES.values():
                unit = other.unit
        found, shift = unit_of(unit or "USD", low.number.power)
        return (found if unit else found[4:]), shift

    def _after_bound(self, at: int, bound: Bound) -> tuple[int, Bound]:
        pair = (self.low[at], self.low[at + 1])
        if pair in (("or", "more"), ("and", "more"), ("or", "so"), ("or", "less"), ("at", "least"), ("at", "most")):
            return at + 2, ">=" if pair[1] in ("more", "least") else "~" if pair[1] == "so" else "<="
        return (at + 1, ">=") if pair[0] == "+" else (at, bound)

    def _per(self, at: int) -> tuple[int, str]:
        """The token after "a year" and what it says; "of gas a year" says it too, but stays the noun phrase."""
        low, then = self.low[at], self.low[at + 1]
        if low == "of" and self.low[at + 2] in ("a", "per", "each", "annually"):
            return at, self._per(at + 2)[1]
        if low in ("a", "per", "each", "every", "/") and then in ("year", "annum", "month", "day"):
            return at + 2, "year" if then == "annum" else then
        known = {"annually": "year", "yearly": "year", "p.a.": "year", "monthly": "month", "daily": "day"}
        return (at + 1, known[low]) if low in known else (at, "")

    def _of(self, at: int, measure: Measure) -> Span | None:
        """The noun phrase after a figure: "of its total exports"; after "half" also without "of"."""
        first = at + (self.low[at] == "out" and self.low[at + 1] == "of")
        owned = self.low[at] in words.DEFINITE or self.low[at] == "all" or self.low[at].endswith(("’s", "'s"))
        half = measure.number.is_part and measure.number.value == 50 and owned
        if self.low[first] != "of" and not half:
            return None
        i = first + 1
        while i < first + 14 and self.kind[i] in ("w", "h", "n", "c", "x", "p"):
            rate = self.low[i] in ("a", "per", "each") and self.low[i + 1] in ("year", "month", "day")
            if rate or self.low[i] in words.PHRASE_ENDS or (self.low[i] == "and" and self.kind[i + 1] in ("n", "c")):
                break
            i += 1
        while i > first + 1 and self.low[i - 1] in ("and", "the", "a", "to", "from", "for"):
            i -= 1
        return (self.start[at], self.end[i - 1]) if i > first + 1 else None

    def _related(self, quantity: Quantity, first: int, after: int, measure: Measure) -> int:
        """Adds the figure as a change, a base or a level, by the words before and after it."""
        plus = self._sign_before(measure.first)
        by, sign, begin = self._change_before(first, measure)
        if plus and quantity.unit in ("%", "percentage points") and (plus > 0 or sign):
            by, sign, begin = True, plus, min(begin, first)
        if not sign:
            sign, after_change = self._change_after(after, measure)
            if sign:
                by, after = True, after_change
                quantity = replace(quantity, of=self._of(after, measure))
        if self._is_base(first):
            quantity = replace(quantity, base=True)
        elif sign and quantity.unit not in words.DURATIONS:
            span = (self._free(begin), self.end[after - 1])
            quantity = replace(quantity, kind="change", sign=1 if sign > 0 else -1, by=by, span=span)
        elif plus < 0:
            span = (self.start[measure.first - 1], quantity.span[1])
            low, high = -quantity.high, -quantity.low
            quantity = replace(quantity, low=low, high=high, printed=f"-{quantity.printed}", span=span)
        self.found.append(quantity)
        return after

    def _free(self, at: int) -> int:
        """Where a token begins, or the next one that no figure before it holds."""
        taken = self.found[-1].span[1] if self.found else 0
        while self.start[at] < taken:
            at += 1
        return self.start[at]

    def _is_base(self, first: int) -> bool:
        """Whether the words before a figure make it what another is compared with or changed from."""
        before = self.low[first - 1] if first else ""
        if before in ("against", "versus", "vs") or (before == "." and self.low[first - 2] == "vs"):
            return True
        if before in ("to", "with"):
            return first > 1 and self.low[first - 2] in ("compared", "comparison")
        if before not in ("from", "с") or self.low[first - 2].startswith(("rang", "var")):
            return False
        return self._change is not None or "to" in self.low[first + 1 : first + 10]

    def _sign_before(self, at: int) -> int:
        """1 after "+" or "plus", -1 after a minus that touches its number and no other; else 0."""
        if not at:
            return 0
        low = self.low[at - 1]
        if self.end[at - 1] != self.start[at] or low == "minus":
            return -1 if low == "minus" else 0
        if low == "+":
            return 1
        alone = at < 2 or self.end[at - 2] < self.start[at - 1] or self.low[at - 2] == "("
        return -1 if low in ("-", "−", "–") and alone else 0

    def _change_before(self, first: int, measure: Measure) -> tuple[bool, int, int]:
        """Whether a word of change before a figure governs it: by how much or to what, its sign, the first token."""
        at, before = self._change, self.low[first - 1] if first else ""
        if at is None or first - at > 30:
            return False, 0, first
        sign, near = self._change_at(at), first - at
        begin = at if near <= 6 else first - 1
        noun = self.low[at] in words.CHANGE_NOUNS or self.low[at].startswith(("рост", "прирост", "паден"))
        if before in ("by", "на"):
            return True, sign, begin
        if before in ("to", "до", "至", "到", "reach"):
            level = measure.kind != "count" or measure.unit not in words.PAIRS
            reached = before == "reach" or self.low[first - 2 : first] == ["达", "到"]
            return False, sign if level and not reached else 0, begin
        if before == "of" and noun and near <= 8:
            return True, sign, begin
        if self.low[at] == "growth" and near <= 7 and measure.unit == "%" and before not in ("of", "for", "from"):
            return True, sign, begin
        if measure.kind != "share" and self.low[at] not in words.PLAIN_CHANGES and self.low[at][0] < "а":
            return False, 0, first
        if self.low[at] in ("up", "down") and measure.kind == "count" and self.low[at - 1] not in _BEFORE_UP:
            return False, 0, first
        return (True, sign, at) if self._is_near(at, first) else (False, 0, first)

    def _is_near(self, at: int, first: int) -> bool:
        """Whether between a word of change and a figure stand only words of pace: "rose sharply in 2014"."""
        between = self.low[at + 1 : first]
        if self.low[at][0] >= "一":
            between = [low for low in between[1:] if low not in ("了", "约", "近")]
        return len(between) <= 5 and all(low in _PACE or low.endswith("ly") or _is_year(low) for low in between)

    def _change_after(self, at: int, measure: Measure) -> tuple[int, int]:
        """The sign of "a 30 % increase", "5 per cent higher", and the first token after that."""
        relative = measure.unit in ("%", "percentage points")
        i = at
        while i < at + 4 and (self.low[i] in _PACE or self.kind[i] == "h" or self.low[i] in _PACE_ADJECTIVES):
            i += 1
        low = self.low[i]
        if low in words.CHANGE_NOUNS and (relative or measure.kind == "level") and measure.unit not in words.DURATIONS:
            return words.CHANGES.get(low, 1), i + 1
        if not relative:
            return 0, at
        if low in words.COMPARED and (
            low not in ("more", "less", "above", "below", "increase") or self.low[i + 1] == "than"
        ):
            return words.COMPARED[low], i + 1
        if low in ("above", "below") and self.low[i + 1] in ("that", "the", "its", "their"):
            return words.COMPARED[low], i + 1
        return 0, at

    # Ranks, firsts, factors, trends ----------------------------------------------------------------------------------

    def _rank(self, first: int, after: int, number: int, bound: Bound = "=") -> int:
        """Adds a rank; gives the first token after it."""
        span = (self.start[first], self.end[after - 1])
        of = self._of(after, Measure(Number(first, after, Decimal(number), ""), first, after))
        self.found.append(Quantity(span, "rank", number, number, "", "rank", bound, of=of, base=self._is_base(first)))
        return after

    def _ranked(self, at: int) -> int:
        """Reads "second largest exporter", "ninth partner", "No. 1 supplier", "top five", "largest market"."""
        low = self.low[at]
        number, i = words.ORDINALS.get(low), at + 1
        if low.isdigit() and len(low) < 4:
            number, i = int(low), at + 2
        i += self.kind[i] == "h"
        if number:
            most = self.low[i] == "most" and self.low[i + 1] in ("important", "significant", "valuable", "powerful")
            if self.low[i] in words.ORDERABLE or most:
                noun = self._ranked_noun(i + 1 + most, 4)
                return self._rank(at, noun or i + 1 + most, number)
            if (self.low[i] in ("place", "position", "spot", "rank") and number > 1) or (
                low == "first" and self.low[i] == "place" and at and self.low[at - 1] != "the"
            ):
                return self._rank(at, i + 1, number)
            noun = self._ranked_noun(i, 3) if number > 1 else 0
            if noun or (at and self.low[at - 1] in ("ranked", "ranks", "ranking", "came", "comes", "rank", "placed")):
                return self._rank(at, noun or at + 1, number)
            return at
        if low in ("no", "number", "nos") or low == "top":
            return self._numbered(at)
        if low in words.SUPERLATIVES or (low == "most" and self.low[at + 1] in ("important", "significant")):
            return self._largest(at)
        return self._extreme(at) if low in words.EXTREMES else at

    def _ranked_noun(self, at: int, reach: int) -> int:
        """The first token after a noun that is ranked, so many words on at most; 0 where there is none."""
        for i in range(at, at + reach + 1):
            if self.low[i] in words.RANKED:
                return i + 1
            passing = self.kind[i] == "h" or self.low[i] in ("and", "for", "of")
            if not passing and (self.kind[i] != "w" or self.low[i] in words.STOPS):
                return 0
            if self.low[i] == "of":
                return 0
        return 0

    def _numbered(self, at: int) -> int:
        low = self.low[at]
        i = at + 1 + (self.low[at + 1] == "." or self.kind[at + 1] == "h")
        number = words.NUMBERS.get(self.low[i], 0) or (
            int(self.low[i]) if self.kind[i] == "n" and self.low[i].isdigit() else 0
        )
        if not 0 < number < 200 or len(self.low[i]) > 9:
            return self._largest(at) if low == "top" else at
        noun = self._ranked_noun(i + 1, 4)
        if low == "top":
            return self._rank(at, noun or i + 1, number, "<=")
        told = at and self.low[at - 1] in ("as", "ranked", "the", "its", "became", "is", "remains", "ranks")
        return self._rank(at, noun or i + 1, number) if noun or (told and low == "number") else at

    def _largest(self, at: int) -> int:
        most = self.low[at] == "most"
        before = [self.low[i] for i in range(max(0, at - 5), at)]
        noun = self._ranked_noun(at + 1 + most, 4)
        if not noun or "among" in before or ("one" in before and "of" in before):
            return at
        if self.low[at] in ("major", "prime", "principal", "chief", "primary") and self.low[noun - 1].endswith("s"):
            return at
        count = words.NUMBERS.get(before[-1], 0) if before else 0
        count = count or (int(before[-1]) if before and before[-1].isdigit() and len(before[-1]) < 3 else 0)
        if count > 1 or not self.low[noun - 1].endswith("s"):
            return self._rank(at - (count > 1), noun, max(count, 1), "<=" if count > 1 else "=")
        return at

    def _extreme(self, at: int) -> int:
        """Reads "the highest level since 2014", "a record high"; what it is the record of is for the reader to find."""
        after = at + 1
        highs = ("high", "low", "level", "levels", "highs")
        if self.low[at] == "record" and (self.low[after] not in highs or self.low[after + 1] == "of"):
            return at
        if self.low[after] in ("level", "levels", "point", "high", "low", "figure", "value", "volume", "share"):
            after += 1
        lasting = self.low[after] in ("in", "for") and (
            self._begins_number(after + 1) or self.low[after + 1] in ("decades", "years", "history", "more", "over")
        )
        record = self.low[after - 1] in ("high", "low", "highs") and self.low[at] == "record"
        if not (lasting or record or self.low[after] in ("since", "ever") or self.low[after + 1] == "record"):
            return at
        sign = -1 if self.low[at] == "lowest" or self.low[after - 1] == "low" else 1
        self.found.append(Quantity((self.start[at], self.end[after - 1]), "rank", 1, 1, "", "record", sign=sign))
        return after

    def _first_time(self, at: int) -> int:
        """Reads "for the first time", "the first joint exercise", "first-ever visit", "the first since"."""
        if self.low[at] != "first":
            return at
        i = at + 1 + (self.kind[at + 1] == "h")
        begin = at - (at > 0 and self.low[at - 1] in ("the", "its", "their", "his", "a"))
        if self.low[i] == "time" and at > 1 and self.low[at - 2] == "for":
            return self._a_first(at - 2, i + 1)
        if self.low[i] in ("ever", "since"):
            i += self.low[i] == "ever"
        for j in range(i, i + 4):
            low = self.low[j]
            if low in words.NOUNS and low not in _NOT_FIRST and self.low[j + 1] not in words.NOUNS:
                return self._a_first(begin, j + 1)
            if self.kind[j] not in ("w", "h") or (low in words.STOPS and low != "since") or low in _NOT_FIRST:
                break
            if low == "since":
                return self._a_first(begin, j)
        return at

    def _a_first(self, first: int, after: int) -> int:
        self.found.append(Quantity((self.start[first], self.end[after - 1]), "first", 1, 1, "", "year"))
        return after

    def _factor(self, at: int) -> int:
        """Reads "doubled", "more than tripled", "halved", "tenfold"."""
        value = words.FACTORS.get(self.low[at])
        if value is None:
            return at
        low, before = self.low[at], self.low[at - 1] if at else ""
        fold = low.endswith("fold")
        if low.endswith("e") and before not in ("to", "will", "would", "did", "could", "may", "might", "can"):
            ratio = self._times_more(at, value)
            if ratio > at or before != "than":
                return ratio
        after = self._add_factor(*self._hedge(at)[:1], at + 1, value, self._hedge(at)[1], "")
        if not fold:
            self._change = at
        return after

    def _add_factor(self, first: int, after: int, value: float, bound: Bound, printed: str) -> int:
        """Adds a change by a factor, of the sign of the word of change beside it."""
        near = self._change is not None and self._is_near(self._change, first)
        sign = -1 if value < 1 or (near and self._change_at(self._change or 0) < 0) else 1
        begin = self._change if near and self._change is not None else first
        if sign < 0:
            value, printed = value if value < 1 else 1 / value, ""
            turned: dict[Bound, Bound] = {">=": "<=", "<=": ">="}
            bound = turned.get(bound, bound)
        span = (self._free(begin), self.end[after - 1])
        self.found.append(
            Quantity(span, "change", value, value, printed, "times", bound, 1 if sign > 0 else -1, by=True)
        )
        return after

    def _times_more(self, at: int, value: float) -> int:
        """Reads "double the size of": a ratio, where the word is no verb."""
        if self.low[at + 1] not in ("the", "that", "its", "what", "their"):
            return at
        first, bound = self._hedge(at)
        self.found.append(Quantity((self.start[first], self.end[at]), "ratio", value, value, "", "times", bound))
        return at + 1

    def _frequency(self, at: int) -> int:
        """Reads "twice as large as", "met twice"."""
        value = {"twice": 2.0, "thrice": 3.0}.get(self.low[at])
        if value is None or self.low[at + 1] in ("a", "per", "each", "every", "-") or self.low[at - 1] == "or":
            return at
        first, bound = self._hedge(at)
        ratio = self._compares(at + 1)
        span = (self.start[first], self.end[at])
        self.found.append(
            Quantity(span, "ratio" if ratio else "count", value, value, "", "times" if ratio else "occasions", bound)
        )
        return at + 1

    def _han_part(self, at: int) -> int:
        """Reads "三分之一" and "百分之十" as percentages."""
        bottom = words.HAN_DIGITS.get(self.low[at])
        top = words.HAN_DIGITS.get(self.low[at + 3])
        if not bottom or not top or self.low[at + 1 : at + 3] != ["分", "之"]:
            return at
        value = 100 * top / bottom
        span = (self.start[at], self.end[at + 3])
        self.found.append(Quantity(span, "share", value, value, "", "%"))
        return at + 4

    def _compares(self, at: int) -> bool:
        low = self.low[at]
        return low in _COMPARES or low.endswith(("’s", "'s"))

    def _trend(self, at: int) -> int:
        """Adds "rose steadily" where no figure follows in the clause."""
        sign = words.TRENDS.get(self.low[at])
        if sign is None or not (self.low[at + 1].endswith("ly") or self.low[at + 1] in _AFTER_TREND):
            return at
        i = at + 1
        while i < at + 16 and self.kind[i] in ("w", "h", "n"):
            year = self.kind[i] == "n" and _is_year(self.low[i])
            if (self._begins_number(i) and not year) or self.low[i] in words.PARTS or self.low[i] in words.FACTORS:
                return at
            i += 1
        if self.kind[i] in ("c", "f"):
            return at
        after = at + 1
        while self.low[after].endswith("ly") and after < at + 3:
            after += 1
        self.found.append(Quantity((self.start[at], self.end[after - 1]), "trend", 0, 0, "", "", sign=sign))
        return after


_MONEY = frozenset(words.CURRENCIES.values())
_BEFORE_UP = frozenset(words.listed("was were is are been be went go goes going , ( – — ;"))
_ORDINAL_ENDS = ("st", "nd", "rd", "th")
_NEW_CLAUSE = frozenset(words.listed("while whereas but although which who though"))
_AFTER_TREND = frozenset(
    ("", *words.listed("in since over during between after again further and but until every each with , . ; ) as"))
)
_AFTER_BARE = frozenset(words.listed("in by at during and from to per last this the a over since for to, respectively"))
_SECONDS = frozenset(words.listed("to and from or against versus vs with by including"))
_PACE = frozenset(
    words.listed(
        "in value volume terms year on over - an a additional another further some again even as much almost "
        "nearly about around estimated real nominal dollar just only at least the same period month during by "
        "to , в году на"
    )
) - {"to", ","}
_PACE_ADJECTIVES = frozenset(
    words.listed("annual yearly sharp overall further year-on-year average real nominal cumulative")
)
_COMPARES = frozenset(
    words.listed(
        "as more larger higher bigger greater smaller less fewer lower the that what its their over faster "
        "stronger above size value level amount those"
    )
)
_NOT_FIRST = frozenset(
    words.listed("phase step plane class minister person time half quarter decade day deputy place round official")
)


def _is_year(low: str) -> bool:
    return len(low) == 4 and low.isdigit() and 1500 <= int(low) <= 2100
