"""Which figures a sentence tells, in digits or words, with their unit, bound and change; names with digits are none.

The text is cut into tokens once; the grammar then walks over them from left to right and looks back and ahead a few
tokens only, so that time grows with the length of the text whatever stands in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from amity.reader import quantity_words as words
from amity.reader.model import Kind, Quantity, Span
from amity.reader.quantity_words import Bound


def quantities(sentence_text: str) -> tuple[Quantity, ...]:
    """The figures of a sentence, in the order they stand; spans count from the start of the text given."""
    return _Sentence(sentence_text).read()


@cache
def _tokens() -> re.Pattern[str]:
    """One token a match: opaque things ("x"), numbers ("n"), parts ("f"), words ("w"), signs ("c", "p", "h", "m")."""
    return re.compile(
        r"""
        (?P<x> (?:https?://|www\.)\S{1,2000}
             | (?:doi|DOI|ISBN|ISSN)[:\s]{1,2}[\dxX./-]\S{0,200} | 10\.\d{4,9}/\S{1,200}
             | \[(?:\d{1,3}|[ivxlcIVXLC]{1,7})(?:[,;–-]\ ?(?:\d{1,3}|[ivxlc]{1,7})){0,8}\]
             | \+\d{1,3}[\s(-]{1,2}\d[\d\s()-]{6,20}\d
             | \d{4}-\d{2}-\d{2}(?!\d) | \d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})(?!\d)
             | \d{1,2}:\d{2}(?::\d{2})?(?!\d)
             | (?<![\d.,])(?:1[5-9]|20)\d\d\ ?[–/‑-]\ ?(?:(?:1[5-9]|20)\d\d|\d\d)(?![\d%.,]\d?|\ ?(?:per|%|[bm]n|[bm]illion))
             | (?:[A-Z]{1,3}/)?(?!(?:USD|RMB|CNY|EUR|RUB|GBP|JPY|US)\d)[A-Za-zА-яЁё]{1,30}[-‑]?\d[\w/]{0,30}(?:[-‑.]\w{1,30}){0,4}
        )
        | (?P<c> (?:US|RMB|CN|HK|A|C|S)?[$€£₽¥₹₩] | (?:USD|RMB|CNY|EUR|RUB|GBP|JPY)(?=\s?\d))
        | (?P<f> \d{1,2}\s?/\s?\d{1,2}(?![\d/]) | \d{0,6}[½¼¾⅓⅔⅛⅕])
        | (?P<n> \d{1,3}(?:,\d{3}){1,6}(?:\.\d+)?(?![\d])
             | \d{1,3}(?:[\u00a0\u202f\u2009\ ]\d{3}){1,5}(?:[.,]\d+)?(?![\d])
             | \d{1,3}(?:\.\d{3}){2,5}(?![\d.])
             | \d+(?:[.,]\d+)*)
        | (?P<p> [%％])
        | (?P<w> (?:[A-Z]\.){2,4} | [A-Za-zÀ-ɏ]+(?:['’][A-Za-z]{1,3})? | [А-яЁё]+ | [^\W\d_][³²]?)
        | (?P<h> [-‑–—−])
        | (?P<m> [^\s\w])
        """,
        re.VERBOSE,
    )


@dataclass(slots=True)
class _Number:
    """A number as it stands: digits or words, with its power of ten, before its unit is known."""

    first: int
    after: int
    value: Decimal
    printed: str
    power: int = 0
    is_part: bool = False
    is_word: bool = False


@dataclass(slots=True)
class _Measure:
    """A number with its unit. `unit` is "" where none stands there."""

    number: _Number
    first: int
    after: int
    unit: str = ""
    kind: Kind = "level"
    power: int = 0


class _Sentence:
    """The tokens of a sentence, and what has been read of them so far."""

    __slots__ = ("_change", "end", "found", "kind", "low", "size", "start", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.kind: list[str] = []
        self.start: list[int] = []
        self.end: list[int] = []
        self.low: list[str] = []
        for token in _tokens().finditer(text):
            self.kind.append(token.lastgroup or "")
            first, last = token.span()
            self.start.append(first)
            self.end.append(last)
            self.low.append(text[first:last].lower())
        self.size = len(self.kind)
        # Looking a few tokens beyond the end finds nothing there.
        for row in (self.kind, self.low):
            row.extend([""] * 8)
        self.start.extend([len(text)] * 8)
        self.end.extend([len(text)] * 8)
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
            return self._figure(at)
        if kind == "m" and low in (";", ":", ".", "?", "!"):
            self._change = None
        if kind != "w":
            return at
        if low in ("while", "whereas", "but", "although", "which", "who", "though"):
            self._change = None
        elif low in words.NUMBERS or low in ("a", "an", "half") or low in words.BEFORE:
            after = self._figure(at)
            if after > at:
                return after
        for rule in (self._ranked, self._first_time, self._factor, self._frequency):
            after = rule(at)
            if after > at:
                return after
        sign = self._change_at(at)
        if sign:
            self._change = at
            return self._trend(at)
        return self._trend(at) if low in words.TRENDS else at

    def _change_at(self, at: int) -> int:
        """1 or -1 where a word of change stands, else 0."""
        low = self.low[at]
        sign = words.CHANGES.get(low, 0)
        if low in ("up", "down"):
            begins = self.low[at + 1] in ("by", "from", "on") or self._begins_number(at + 1)
            told = at and self.low[at - 1] not in ("make", "made", "makes", "making", "take", "takes", "took", "taken")
            return sign if begins and told and self.low[at + 1] != "to" else 0
        if not sign and self.kind[at] == "w" and low[0] >= "а":
            sign = next((int(v) for stem, what, v in words.RUSSIAN if what == "rise" and low.startswith(stem)), 0)
        return sign

    def _begins_number(self, at: int) -> bool:
        low = self.low[at]
        return self.kind[at] in ("n", "c", "f") or low in words.NUMBERS or low in ("a", "an", "about", "nearly", "some")

    # Numbers ---------------------------------------------------------------------------------------------------------

    def _number(self, at: int, *, money: bool = False) -> _Number | None:
        """The number that begins here, with its power of ten."""
        kind = self.kind[at]
        if kind == "n":
            number = self._digits(at)
        elif kind == "f":
            number = self._fraction(at)
        elif kind == "w":
            number = self._part(at) or self._spelled(at)
        else:
            return None
        if number is None or number.is_part:
            return number
        return self._scaled(number, money=money)

    def _digits(self, at: int) -> _Number | None:
        printed = _plain(self.text[self.start[at] : self.end[at]], cyrillic=self.low[at + 1][:1] >= "а")
        if printed is None:
            return None
        after = at + 1
        touches = self.kind[after] == "w" and self.start[after] == self.end[at]
        if touches and not self._may_touch(self.low[after]):
            return None
        if self.kind[after] == "h" and self.kind[after + 1] == "x" and self.start[after] == self.end[at]:
            return None
        return _Number(at, after, Decimal(printed), printed)

    def _may_touch(self, low: str) -> bool:
        """Whether a word may follow digits without a space: "5bn", "38km", not "5G"."""
        return (
            low in words.SHORT_SCALES
            or low in words.SCALES
            or low in words.ATTACHED
            or low in words.CURRENCIES
            or low in words.MEASURES_BY_WORD
            or not low.isascii()
        )

    def _fraction(self, at: int) -> _Number | None:
        text = self.low[at]
        sign = words.SIGNS.get(text[-1])
        if sign is not None:
            whole = text[:-1]
            value = Decimal(whole or 0) + Decimal(str(round(sign, 6)))
            return _Number(at, at + 1, value if whole else value * 100, "", is_part=not whole, is_word=True)
        top, bottom = (int(part) for part in text.split("/"))
        if not 0 < top < bottom <= 20 or self.low[at + 1] != "of":
            return None
        return _Number(at, at + 1, Decimal(100 * top) / bottom, "", is_part=True, is_word=True)

    def _spelled(self, at: int) -> _Number | None:
        """ "one hundred", "a dozen", "twenty-five", "two thousand five hundred"."""
        total, current, i = 0, -1, at
        if self.low[at] in ("a", "an"):
            if self.low[at + 1] not in ("hundred", "dozen", "thousand", "million", "billion", "trillion"):
                return None
            current, i = 1, at + 1
        while i - at < 16:
            low = self.low[i]
            skip = 1 if current >= 0 and low in ("-", "and") and self.low[i + 1] in words.NUMBERS else 0
            value = words.NUMBERS.get(self.low[i + skip])
            if value is not None:
                if low == "and" and (current < 100 or current % 100):
                    break
                if current > 0 and not (current % 100 == 0 or (current % 100 >= 20 and current % 10 == 0 and value < 10)):
                    break
                current, i = max(current, 0) + value, i + skip + 1
            elif low in words.MULTIPLES and 0 < current < 100 and not (low == "dozen" and current > 20):
                current, i = current * words.MULTIPLES[low], i + 1
            elif low == "thousand" and 0 < current < 1000 and self.low[i + 1] in words.NUMBERS and not total:
                total, current, i = current * 1000, 0, i + 1
            else:
                break
        if current < 0:
            return None
        return _Number(at, i, Decimal(total + current), "", is_word=True)

    def _scaled(self, number: _Number, *, money: bool) -> _Number:
        """The number with its power of ten: "5.8 bn", "400-million", "5m"."""
        at = number.after
        if self.kind[at] == "h" and self.low[at + 1] in words.SCALES and self.start[at + 1] == self.end[at]:
            at += 1
        low = self.low[at]
        power = words.SCALES.get(low)
        if power is None and low in words.SHORT_SCALES:
            touches = self.start[at] == self.end[at - 1]
            if money or (touches and low not in ("t",)) or self._currency_after(at + 1)[0]:
                power = words.SHORT_SCALES[low]
                if not money and low in ("m", "mm", "b") and touches and self.low[at + 1] == "/":
                    power = None
        if power is None and self.kind[at] == "w" and low[0] >= "а":
            power = next((int(v) for stem, what, v in words.RUSSIAN if what == "scale" and low.startswith(stem)), None)
            if power is None and low[0] >= "一":
                return self._han_scaled(number, at)
        if power is None:
            return number
        after = at + 1
        if self.low[after] == "." and low in ("bn", "mn", "млн", "млрд", "тыс", "трлн") and self.kind[after + 1] == "w":
            after += 1
        return replace(number, after=after, power=power)

    def _han_scaled(self, number: _Number, at: int) -> _Number:
        power = 0
        while (step := {"千": 3, "万": 4, "亿": 8}.get(self.low[at])) is not None:
            power, at = power + step, at + 1
        return replace(number, after=at, power=power)

    def _part(self, at: int) -> _Number | None:
        """ "a third", "two-thirds", "half", "one in five" as a percentage."""
        low = self.low[at]
        if low == "half":
            return self._half(at)
        top = 1 if low in ("a", "an") else words.NUMBERS.get(low, 0)
        i = at + 1 + (self.kind[at + 1] == "h")
        bottom = words.PARTS.get(self.low[i])
        if low == "one" and self.low[at + 1] in ("in", "out") and not bottom:
            i += (self.low[at + 1] == "out") + (self.low[i] == "every") + (self.low[i + 1] == "every")
            n = words.NUMBERS.get(self.low[i], 0)
            fits = n > 1 and self.low[i + 1] not in words.SCALES
            return _Number(at, i + 1, Decimal(100) / n, "", is_part=True, is_word=True) if fits else None
        if not bottom or not top or top >= bottom or (low == "a" and self.low[i] == "second"):
            return None
        plural = self.low[i].endswith("s")
        if plural == (top == 1) or (not plural and not self._part_ends(i + 1, at)):
            return None
        if bottom == 4 and self.low[i + 1] == "of" and self._is_time(i + 2):
            return None
        return _Number(at, i + 1, Decimal(100 * top) / bottom, "", is_part=True, is_word=True)

    def _part_ends(self, after: int, at: int) -> bool:
        """Whether "a third" before this token is a part, not the third of something."""
        ends = self.kind[after] in ("m", "", "h") or self.low[after] in _AFTER_PART
        return ends or (at > 0 and self.low[at - 1] == "by")

    def _is_time(self, at: int) -> bool:
        low = self.low[at + (self.low[at] in ("a", "the"))]
        return low in ("century", "year", "years", "decade") or (self.kind[at] == "n" and len(low) == 4)

    def _half(self, at: int) -> _Number | None:
        before, low = self.low[at - 1] if at else "", self.low[at + 1]
        if before in ("first", "second", "latter", "last", "next", "other", "earlier", "each", "h") or low == "-":
            return None
        if low in ("a", "an"):
            if self.low[at + 2] == "dozen":
                return _Number(at, at + 3, Decimal(6), "", is_word=True)
            big = self.low[at + 2] in words.SCALES
            return _Number(at, at + 2, Decimal("0.5"), "", is_word=True) if big else None
        half = _Number(at, at + 1, Decimal(50), "", is_part=True, is_word=True)
        owned = low.endswith(("’s", "'s", "s’")) or low in ("the", "its", "their", "all", "of", "that", "his", "russia")
        if owned and low == "of" and self._is_time(at + 2):
            return None
        if owned or (before in ("by", "than", "in", "nearly", "almost", "about", "over", "a", "one", "up") and low != "hour"):
            return half
        return None

    # Units -----------------------------------------------------------------------------------------------------------

    def _currency_after(self, at: int) -> tuple[str, int]:
        """The currency told after a number and the first token after it; "" where none is."""
        if self.kind[at] == "h" and self.low[at + 1] in words.CURRENCIES:
            at += 1
        if self.low[at] in ("us", "u.s.", "american") and self.low[at + 1] in ("dollars", "dollar", "$"):
            return "USD", at + 2
        if self.low[at] in ("chinese",) and self.low[at + 1] in ("yuan", "renminbi"):
            return "RMB", at + 2
        if self.low[at] in ("russian",) and self.low[at + 1] in ("roubles", "rubles"):
            return "RUB", at + 2
        if self.low[at] == "of" and self.low[at + 1] in ("yuan", "dollars", "euros", "roubles", "rubles"):
            return words.CURRENCIES[self.low[at + 1]], at + 2
        if self.kind[at] == "c" and self.kind[at + 1] == "n" and self.start[at + 1] == self.end[at]:
            return "", at
        found = words.CURRENCIES.get(self.low[at], "")
        return found, at + 1 if found else at

    def _measure(self, at: int) -> _Measure | None:
        """The number that begins here and its unit, if it has one."""
        first, i, money = at, at, ""
        if self.kind[i] == "c" or self.low[i] in words.BEFORE:
            money = words.CURRENCIES.get(self.low[i], "")
            i += 1
            if money == "" or self.kind[i] not in ("n", "f"):
                return None
        number = self._number(i, money=bool(money))
        if number is None:
            return None
        if number.is_part:
            return _Measure(number, first, number.after, "%", "share")
        if money:
            return _Measure(number, first, self._currency_after(number.after)[1], money, "level")
        return self._with_unit(number, first)

    def _with_unit(self, number: _Number, first: int) -> _Measure:
        at = number.after
        money, after = self._currency_after(at)
        if money:
            return _Measure(number, first, after, money)
        joined = self.kind[at] == "h" and self.kind[at + 1] in ("w", "p") and self.start[at + 1] == self.end[at]
        i = at + 1 if joined else at
        if self.kind[i] == "p":
            points = self.low[i + 1] in ("points", "point")
            return _Measure(number, first, i + 1 + points, "percentage points" if points else "%", "share")
        for sequence, unit, power in words.MEASURES_BY_WORD.get(self.low[i], ()):
            if self.low[i + 1 : i + len(sequence)] == list(sequence[1:]):
                kind: Kind = "share" if unit in ("%", "percentage points") else "level"
                return _Measure(number, first, i + len(sequence), unit, kind, power)
        if self.kind[i] == "w" and self.low[i][0] >= "а":
            return self._foreign_unit(number, first, i)
        unit, after = self._noun(i, number)
        return _Measure(number, first, after, unit, "count") if unit else _Measure(number, first, at)

    def _foreign_unit(self, number: _Number, first: int, at: int) -> _Measure:
        """Russian units by their stems, Chinese ones by their characters."""
        low = self.low[at]
        if low[0] >= "一":
            text = self.text[self.start[at] : self.start[at] + 8]
            for said, unit, power in _HAN_UNITS:
                if text.startswith(said):
                    kind: Kind = "share" if "%" in unit or "points" in unit else "level"
                    kind = "count" if unit in ("persons", "aircraft", "times", "items") else kind
                    return _Measure(number, first, at + len(said), unit, kind, power)
            return _Measure(number, first, at)
        for stem, what, value in words.RUSSIAN:
            if low.startswith(stem) and what in ("unit", "money", "count"):
                if value == "%" and low.startswith("процентн"):
                    return _Measure(number, first, at + 2, "percentage points", "share")
                kind = "share" if value == "%" else "count" if what == "count" else "level"
                stop = self.low[at + 1] == "." and low in ("долл", "руб")
                return _Measure(number, first, at + 1 + stop, value, kind)
        return _Measure(number, first, at)

    def _noun(self, at: int, number: _Number) -> tuple[str, int]:
        """The noun counted after a number, at most three words on, in the plural; "" where there is none."""
        if number.value != number.value.to_integral_value() and not number.power:
            return "", at
        before = self.low[number.first - 1] if number.first else ""
        fallback, i = ("", at), at
        while i < at + 5:
            low = self.low[i]
            if self.kind[i] == "x" and i == at and low[0] >= "a":
                fallback = (self.text[self.start[i] : self.end[i]], i + 1)
            elif self.kind[i] == "h" and self.start[i + 1] == self.end[i]:
                pass
            elif self.kind[i] != "w" or low in words.STOPS or (low in words.CHANGES and low not in words.NOUNS):
                break
            elif low in words.NOUNS and (low == words.NOUNS[low] or number.value == 1 or self.kind[i - 1] == "h"):
                more = self.low[i + 1] in words.NOUNS and self.low[i + 1] == words.NOUNS[self.low[i + 1]]
                return ("", at) if self._is_definite(number, before, low) else self._counted(i + more)
            elif i < at + 3 and low.endswith("s") and not low.endswith(("ss", "us", "is", "’s", "'s")) and len(low) > 4:
                fallback = fallback if fallback[0] else (low, i + 1)
            i += 1
        if fallback[0] and (self._is_definite(number, before, fallback[0]) or fallback[0] in _NO_NOUNS):
            return "", at
        return fallback

    def _counted(self, at: int) -> tuple[str, int]:
        return words.NOUNS[self.low[at]], at + 1

    def _is_definite(self, number: _Number, before: str, noun: str) -> bool:
        """Whether "the two countries" is meant, which counts nothing; or "one" that is only an article."""
        if not number.is_word or number.value > 3:
            return False
        if number.value == 1:
            return before not in ("only", "just", "a", "single", "but", "merely")
        return before in words.DEFINITE or noun in words.PAIRS

    # Figures ---------------------------------------------------------------------------------------------------------

    def _figure(self, at: int) -> int:
        """Reads a number with its unit, or a range of two; gives the first token after it."""
        measure = self._measure(at)
        if measure is None:
            return at
        if self._is_name(measure):
            return max(measure.number.after, at + 1) if not measure.number.is_word else at
        other = self._second(measure)
        if other is not None and not self._is_name(other):
            if not measure.unit:
                power = measure.number.power or other.number.power
                measure = replace(measure, unit=other.unit, kind=other.kind, power=other.power)
                measure.number.power = power
            if self._is_range(measure, other):
                return self._told(measure, other)
        if not measure.unit and not measure.number.power and not self._bare(measure):
            return measure.number.after if not measure.number.is_word else at
        return self._told(measure, measure)

    def _second(self, measure: _Measure) -> _Measure | None:
        """The second figure of "10–12 per cent", "between 5 and 7 billion", "5 to 7", "615 billion and 555 billion"."""
        at, low = measure.after, self.low[measure.after]
        joins = low in ("to", "and", "or", "до", "至", "到") or self.kind[at] == "h"
        if not joins or not (self.kind[at + 1] in ("n", "c") or self.low[at + 1] in words.NUMBERS or low == "and"):
            return None
        # Hedges may stand before the second: "and nearly 7".
        other = self._measure(at + 1)
        if other is None or other.number.is_part:
            return None
        if not measure.unit:
            return other if other.unit and (low != "and" or not other.number.is_word) else None
        return other if other.unit == measure.unit else None

    def _is_range(self, first: _Measure, second: _Measure) -> bool:
        joined = self.low[second.first - 1]
        before = [self.low[i] for i in range(max(0, first.first - 4), first.first)]
        if joined == "and":
            return "between" in before
        if joined in ("to", "до"):
            apart = before[-1:] in (["from"], ["с"]) or "from" in before[-2:]
            ranging = any(low.startswith("rang") or low in ("anywhere", "vary", "varied", "varies") for low in before)
            adjacent = self._change is not None and self._change >= first.first - 2 and before[-1:] != ["by"]
            return ranging or not (apart or adjacent)
        return first.number.value <= second.number.value or joined == "or"

    def _is_name(self, measure: _Measure) -> bool:
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

    def _is_when(self, measure: _Measure, low: str) -> bool:
        """Whether a duration says when ("the past five years", "two years ago") or how old."""
        after = self.low[measure.after]
        when = ("past", "last", "next", "previous", "coming", "first", "recent", "every", "in", "within", "these", "the")
        return low in when or after in ("ago", "later", "earlier", "before", "after", "old", "since", "prior") or (
            self.kind[measure.after] == "h" and self.low[measure.after + 1] == "old"
        )

    def _bare(self, measure: _Measure) -> bool:
        """Whether a number without a unit is a figure: one that follows a verb of change, or a second of a kind."""
        at, number = measure.number.first, measure.number
        start, _ = self._hedge(measure.first)
        before = self.low[start - 1] if start else ""
        after = self.kind[number.after] in ("", "m") or self.low[number.after] in _AFTER_BARE
        if not after or number.is_word and number.value <= 1:
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

    def _told(self, low: _Measure, high: _Measure) -> int:
        """Adds the figure with its bound, change and denominator; gives the first token after it."""
        first, bound = self._hedge(low.first)
        unit, shift = _unit(low.unit, low.number.power + low.power)
        if low.unit == "" and low.number.power:
            unit, shift = self._unit_of_neighbour(low, high)
        value = _shifted(low.number.value, shift)
        top = value if high is low else _shifted(high.number.value, _unit(high.unit, high.number.power + high.power)[1])
        printed = "" if low.number.is_word else _printed(low.number.printed, shift)
        after, bound = self._after_bound(high.after, bound)
        after, per = self._per(after)
        quantity = Quantity(
            (self.start[first], self.end[after - 1]), low.kind, min(value, top), max(value, top), printed, unit, bound,
            per=per, of=self._of(after, low),
        )  # fmt: skip
        return self._related(quantity, first, after, low)

    def _unit_of_neighbour(self, low: _Measure, high: _Measure) -> tuple[str, int]:
        """The unit of "615 billion" in "615 billion and 555 billion dollars", else that told before, else "bn"."""
        unit = next((q.unit.split()[0] for q in reversed(self.found) if q.unit.endswith((" bn", " m"))), "")
        at = high.after
        if self.low[at] in ("and", "to", "or", ","):
            other = self._measure(at + 1)
            if other is not None and other.unit in words.CURRENCIES.values():
                unit = other.unit
        found, shift = _unit(unit or "USD", low.number.power)
        return (found if unit else found[4:]), shift

    def _after_bound(self, at: int, bound: Bound) -> tuple[int, Bound]:
        pair = (self.low[at], self.low[at + 1])
        if pair in (("or", "more"), ("and", "more"), ("or", "so"), ("or", "less"), ("at", "least"), ("at", "most")):
            return at + 2, ">=" if pair[1] in ("more", "least") else "~" if pair[1] == "so" else "<="
        return (at + 1, ">=") if pair[0] == "+" else (at, bound)

    def _per(self, at: int) -> tuple[int, str]:
        low, then = self.low[at], self.low[at + 1]
        if low in ("a", "per", "each", "every", "/") and then in ("year", "annum", "month", "day"):
            return at + 2, "year" if then == "annum" else then
        known = {"annually": "year", "yearly": "year", "p.a.": "year", "monthly": "month", "daily": "day"}
        return (at + 1, known[low]) if low in known else (at, "")

    def _of(self, at: int, measure: _Measure) -> Span | None:
        """The noun phrase after a figure: "of its total exports"; after "half" also without "of"."""
        first = at + (self.low[at] == "out" and self.low[at + 1] == "of")
        bare = measure.number.is_part and measure.number.value == 50 and self.kind[at] == "w"
        if self.low[first] != "of" and not (bare and self.low[at] not in words.STOPS - {"the", "its", "their", "all"}):
            return None
        i = first + 1
        while i < first + 14 and self.kind[i] in ("w", "h", "n", "c", "x", "p"):
            if self.low[i] in words.PHRASE_ENDS or (self.low[i] == "and" and self.kind[i + 1] in ("n", "c")):
                break
            i += 1
        while i > first + 1 and self.low[i - 1] in ("and", "the", "a", "to", "from", "for"):
            i -= 1
        return (self.start[at], self.end[i - 1]) if i > first + 1 else None

    def _related(self, quantity: Quantity, first: int, after: int, measure: _Measure) -> int:
        """Adds the figure as a change, a base or a level, by the words before and after it."""
        before = self.low[first - 1] if first else ""
        plus = self._sign_before(measure.first)
        by, sign, begin = self._change_before(first, before, measure)
        if plus and quantity.unit in ("%", "percentage points"):
            by, sign, begin = True, plus, min(begin, first)
        if not sign:
            sign, after_change = self._change_after(after, measure)
            if sign:
                by, after = True, after_change
        start = self.start[begin] if sign else quantity.span[0]
        span = (max(start, self.found[-1].span[1] if self.found else 0), max(self.end[after - 1], quantity.span[1]))
        if sign and quantity.unit not in words.DURATIONS:
            quantity = replace(quantity, kind="change", sign=1 if sign > 0 else -1, by=by, span=span)
        elif plus < 0:
            low, high = -quantity.high, -quantity.low
            quantity = replace(quantity, low=low, high=high, printed=f"-{quantity.printed}", span=span)
        compared = before in ("against", "versus", "vs") or (before in ("to", "with") and self.low[first - 2] == "compared")
        if before in ("from", "с", "из") or (first > 1 and compared):
            quantity = replace(quantity, base=True, kind=measure.kind, sign=0, by=False)
        self.found.append(quantity)
        return after

    def _sign_before(self, at: int) -> int:
        """1 after "+", -1 after a minus that touches its number and no other."""
        if not at or self.end[at - 1] != self.start[at]:
            return 1 if at and self.low[at - 1] == "plus" and False else -1 if at and self.low[at - 1] == "minus" else 0
        if self.low[at - 1] == "+":
            return 1
        alone = at < 2 or self.end[at - 2] < self.start[at - 1] or self.low[at - 2] == "("
        return -1 if self.kind[at - 1] == "h" and self.low[at - 1] in ("-", "−", "–") and alone else 0

    def _change_before(self, first: int, before: str, measure: _Measure) -> tuple[bool, int, int]:
        """Whether a word of change before a figure governs it: by how much or to what, its sign, the first token."""
        at = self._change
        if at is None or first - at > 30:
            return False, 0, first
        sign, near = self._change_at(at), first - at
        begin = at if near <= 6 else first - 1
        noun = self.low[at] in words.CHANGE_NOUNS or self.low[at].startswith(("рост", "прирост", "паден"))
        if before in ("by", "на"):
            return True, sign, begin
        if before in ("to", "до") and near > 1 and self.low[first - 2] != "compared":
            return False, sign, begin
        if before == "of" and noun and near <= 8:
            return True, sign, begin
        if self.low[at] == "growth" and near <= 7 and measure.unit == "%" and before not in ("of", "for", "from"):
            return True, sign, begin
        between = self.low[at + 1 : first]
        if len(between) <= 5 and all(low in _PACE or low.endswith("ly") or low.isdigit() for low in between):
            return True, sign, at
        return False, 0, first

    def _change_after(self, at: int, measure: _Measure) -> tuple[int, int]:
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
        if low in words.COMPARED and (low not in ("more", "less", "above", "below", "increase") or self.low[i + 1] == "than"):
            return words.COMPARED[low], i + 1
        if low in ("above", "below") and self.low[i + 1] in ("that", "the", "its", "their"):
            return words.COMPARED[low], i + 1
        return 0, at

    # Ranks, firsts, factors, trends ----------------------------------------------------------------------------------

    def _rank(self, first: int, after: int, number: int, bound: Bound = "=") -> int:
        span = (self.start[first], self.end[after - 1])
        of = self._of(after, _Measure(_Number(first, after, Decimal(number), ""), first, after))
        self.found.append(Quantity(span, "rank", number, number, "", "rank", bound, of=of))
        return after

    def _ranked(self, at: int) -> int:
        """Reads "second largest exporter", "ninth partner", "No. 1 supplier", "top five", "largest market"."""
        low = self.low[at]
        number = words.ORDINALS.get(low)
        i = at + 1 + (self.kind[at + 1] == "h")
        if number:
            most = self.low[i] == "most" and self.low[i + 1] in ("important", "significant", "valuable", "powerful")
            if self.low[i] in words.ORDERABLE or most:
                noun = self._ranked_noun(i + 1 + most, 4)
                return self._rank(at, noun or i + 1 + most, number)
            if self.low[i] in ("place", "position", "spot", "rank") and number > 1 or (
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
        number = words.NUMBERS.get(self.low[i], 0) or (int(self.low[i]) if self.kind[i] == "n" and self.low[i].isdigit() else 0)
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
        if self.low[at] == "record" and self.low[after] not in ("high", "low", "level", "levels", "highs"):
            return at
        if self.low[after] in ("level", "levels", "point", "high", "low", "figure", "value", "volume", "share"):
            after += 1
        if self.low[after] not in ("since", "in", "ever", "on", "for", ",", "", "."):
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
        """Reads "doubled", "more than tripled", "halved", "tenfold", "ten-fold", "increased tenfold"."""
        low, after = self.low[at], at + 1
        value = words.FACTORS.get(low)
        number = words.NUMBERS.get(low)
        if value is None and number and self.low[at + 1 + (self.kind[at + 1] == "h")] == "fold":
            value, after = float(number), at + 2 + (self.kind[at + 1] == "h")
        if value is None:
            return at
        verb = low[-1] != "e" or (at and self.low[at - 1] in ("to", "will", "would", "did", "could", "than", "may", "might"))
        if not low.endswith("fold") and after == at + 1 and not verb:
            return self._times_more(at, value)
        first, bound = self._hedge(at)
        near = self._change is not None and first - self._change <= 3
        sign = -1 if value < 1 or (near and self._change_at(self._change or 0) < 0) else 1
        value = 1 / value if sign < 0 and value > 1 else value
        if value < 1 and bound != "~":
            bound = {">=": "<=", "<=": ">="}.get(bound, bound)  # pyright: ignore[reportAssignmentType]
        begin = self._change if near and self._change is not None else first
        span = (self.start[begin], self.end[after - 1])
        self.found.append(Quantity(span, "change", value, value, "", "times", bound, 1 if sign > 0 else -1, by=True))
        if low in words.FACTORS and not low.endswith("fold"):
            self._change = None
            words_sign = "rose" if sign > 0 else "fell"
            self._change = at if words_sign else None
        return after

    def _times_more(self, at: int, value: float) -> int:
        """ "double the size of": a ratio, where the word is no verb."""
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

    def _compares(self, at: int) -> bool:
        low = self.low[at]
        return low in _COMPARES or low.endswith(("’s", "'s"))

    def _trend(self, at: int) -> int:
        """Adds "rose steadily" where no figure follows in the clause."""
        sign = words.TRENDS.get(self.low[at])
        if sign is None:
            return at
        i, steps = at + 1, 0
        while steps < 16 and self.kind[i] in ("w", "h"):
            if self._begins_number(i) or self.low[i] in words.PARTS or self.low[i] in words.FACTORS:
                return at + 1
            i, steps = i + 1, steps + 1
        if self.kind[i] in ("n", "c", "f") and not (self.kind[i] == "n" and _is_year(self.low[i])):
            return at + 1
        after = at + 1
        while self.low[after].endswith("ly") and after < at + 3:
            after += 1
        self.found.append(Quantity((self.start[at], self.end[after - 1]), "trend", 0, 0, "", "", sign=sign))
        return at + 1


_AFTER_PART = frozenset(
    "of in from to over since between during compared more less higher lower on as than larger smaller and or after last "
    "this by year versus before were was are is went came".split()
)
_AFTER_BARE = frozenset("in by at during and from to per last this the a over since for to, respectively".split())
_SECONDS = frozenset("to and from or against versus vs with by".split())
_PACE = frozenset(
    "by-about in value volume terms year on over - an a additional another further some again even as much more than almost "
    "nearly about around estimated about real nominal dollar just only over at least up the same period month".split()
) - {"more", "than"}
_PACE_ADJECTIVES = frozenset("annual yearly sharp overall further year-on-year average real nominal cumulative".split())
_COMPARES = frozenset(
    "as more larger higher bigger greater smaller less fewer lower the that what its their over faster stronger above "
    "size value level amount those".split()
)
_NO_NOUNS = frozenset("times points others weeks always terms russians series states news ones".split())
_NOT_FIRST = frozenset("phase step plane class minister person time half quarter decade day deputy place round official".split())
_HAN_UNITS = (
    ("个百分点", "percentage points", 0),
    ("美元", "USD", 0),
    ("欧元", "EUR", 0),
    ("人民币", "RMB", 0),
    ("元人民币", "RMB", 0),
    ("元", "RMB", 0),
    ("卢布", "RUB", 0),
    ("立方米", "m3", 0),
    ("吨", "t", 0),
    ("桶", "bbl", 0),
    ("公里", "km", 0),
    ("人", "persons", 0),
    ("架", "aircraft", 0),
    ("项", "items", 0),
    ("个", "items", 0),
)


def _is_year(low: str) -> bool:
    return len(low) == 4 and low.isdigit() and 1500 <= int(low) <= 2100


def _plain(text: str, *, cyrillic: bool) -> str | None:
    """Digits without separators and with a decimal point; None for version numbers and the like."""
    if text.isdigit():
        return text if len(text) < 30 else None
    if any(c in text for c in "\u00a0\u202f\u2009 "):
        return "".join(c for c in text if c.isdigit() or c in ".,").replace(",", ".")
    commas, points = text.count(","), text.count(".")
    if commas and not points:
        grouped = all(len(part) == 3 for part in text.split(",")[1:]) and text[0] != "0" and not cyrillic
        return text.replace(",", "") if grouped else text.replace(",", ".") if commas == 1 else None
    if points == 1:
        return text.replace(",", "") if len(text) < 30 else None
    grouped = points > 1 and not commas and all(len(part) == 3 for part in text.split(".")[1:])
    return text.replace(".", "") if grouped else None


def _unit(unit: str, power: int) -> tuple[str, int]:
    """The unit a figure is given in, and by how many places its digits move."""
    if unit in _MONEY:
        for step, name in ((9, " bn"), (6, " m"), (3, " thousand")):
            if power >= step:
                return unit + name, power - step
        return unit, power
    for base, step, name in _SCALED_UNITS:
        if unit == base and power >= step:
            return name, power - step
    return unit, power


_MONEY = frozenset(words.CURRENCIES.values())
_SCALED_UNITS = (
    ("TIV", 6, "TIV m"),
    ("t", 6, "Mt"),
    ("m3", 9, "bcm"),
    ("m3", 6, "million m3"),
    ("kWh", 9, "TWh"),
    ("kWh", 6, "GWh"),
    ("kWh", 3, "MWh"),
)


def _shifted(value: Decimal, places: int) -> float:
    return float(value.scaleb(places))


def _printed(printed: str, places: int) -> str:
    """Digits as printed, in the unit given: "1.25" trillion in billions is "1250"."""
    if not places:
        return printed
    moved = format(Decimal(printed).scaleb(places), "f")
    return moved.rstrip("0").rstrip(".") if places < 0 and "." not in printed else moved
