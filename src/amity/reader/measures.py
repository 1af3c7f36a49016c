"""Numbers with their units as they stand in a sentence: "12.4 per cent", "one hundred billion yuan", "24 jets"."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from amity.reader import currencies
from amity.reader import quantity_words as words
from amity.reader.model import Kind
from amity.reader.numerals import Number, Numerals


@dataclass(slots=True)
class Measure:
    """A number with its unit. `unit` is "" where none stands there."""

    number: Number
    first: int
    after: int
    unit: str = ""
    kind: Kind = "level"
    power: int = 0


class Measures(Numerals):
    """The tokens of a sentence, and the numbers with units among them."""

    __slots__ = ()

    def measure(self, at: int) -> Measure | None:
        """The number that begins here and its unit, if it has one."""
        first, i, money = at, at, ""
        if self.kind[i] == "c" or self.low[i] in currencies.BEFORE:
            money = currencies.CURRENCIES.get(self.low[i]) or currencies.SIGNS.get(self.low[i].rstrip("."), "")
            i += 1
            if money == "" or self.kind[i] not in ("n", "f"):
                return None
        elif self.low[i] == "tiv":
            number = self._number(i + 1) if self.kind[i + 1] == "n" else None
            return None if number is None else Measure(number, first, number.after, "TIV")
        number = self._number(i, money=bool(money))
        if number is None:
            return None
        if number.is_part:
            return Measure(number, first, number.after, "%", "share")
        if money:
            return Measure(number, first, self._currency_after(number.after)[1], money, "level")
        return self._with_unit(number, first)

    def _with_unit(self, number: Number, first: int) -> Measure:
        at = number.after
        money, after = self._currency_after(at)
        if number.power and self.low[at] == "won":
            money, after = "KRW", at + 1
        if money:
            return Measure(number, first, after, money)
        joined = self.kind[at] == "h" and self.kind[at + 1] in ("w", "p") and self.start[at + 1] == self.end[at]
        i = at + 1 if joined else at
        if self.kind[i] == "p":
            points = self.low[i + 1] in ("points", "point")
            return Measure(number, first, i + 1 + points, "percentage points" if points else "%", "share")
        for sequence, unit, power in words.MEASURES_BY_WORD.get(self.low[i], ()):
            if self.low[i + 1 : i + len(sequence)] == list(sequence[1:]):
                kind: Kind = (
                    "share" if unit in ("%", "percentage points") else "count" if unit == "persons" else "level"
                )
                return Measure(number, first, i + len(sequence), unit, kind, power)
        if self.has_points and self.low[i] in ("points", "point"):
            return Measure(number, first, i + 1, "percentage points", "share")
        if self.kind[i] == "w" and self.low[i][0] >= "а":
            return self._foreign_unit(number, first, i)
        if number.power >= 6 and self.low[i] in _FLOWS:
            # "12.35 billion imports": of money told before.
            return Measure(number, first, at)
        unit, after = self.noun(i, number)
        said = self.text[self.start[i] : self.end[i]]
        if unit == self.low[i] and said[:1].isupper() and unit.endswith(_PEOPLE) and number.value >= 1000:
            unit = "persons"
        if not unit and number.power and self.kind[i] == "w" and said.isupper() and 1 < len(said) < 6:
            return Measure(number, first, i + 1, said, "count")
        return Measure(number, first, after, unit, "count") if unit else Measure(number, first, at)

    def _foreign_unit(self, number: Number, first: int, at: int) -> Measure:
        """Russian units by their stems, Chinese ones by their characters."""
        low = self.low[at]
        if low[0] >= "一":
            text = self.text[self.start[at] : self.start[at] + 8]
            for said, unit, power in _HAN_UNITS:
                if text.startswith(said):
                    kind: Kind = "share" if "%" in unit or "points" in unit else "level"
                    kind = "count" if unit in ("persons", "aircraft", "occasions", "items") else kind
                    return Measure(number, first, at + len(said), unit, kind, power)
            return Measure(number, first, at)
        for stem, what, value in words.RUSSIAN:
            if low.startswith(stem) and what in ("unit", "money", "count"):
                if value == "%" and low.startswith("процентн"):
                    return Measure(number, first, at + 2, "percentage points", "share")
                kind = "share" if value == "%" else "count" if what == "count" else "level"
                stop = self.low[at + 1] == "." and low in ("долл", "руб")
                return Measure(number, first, at + 1 + stop, value, kind)
        return Measure(number, first, at)

    def noun(self, at: int, number: Number, *, shared: bool = True) -> tuple[str, int]:
        """The noun counted after a number, at most three words on, in the plural; "" where there is none."""
        if number.value != number.value.to_integral_value() and not number.power:
            return "", at
        before = self.low[number.first - 1] if number.first else ""
        fallback, i = ("", at), at
        while i < at + 5:
            low = self.low[i]
            if shared and low == "and" and at < i and self.kind[i + 1] == "n":
                # "300,000 Russian and 3,200 Chinese soldiers": the noun of the second counts the first too.
                unit, _ = (
                    self.noun(i + 2, Number(i + 1, i + 2, Decimal(2), ""), shared=False) if i < at + 3 else ("", at)
                )
                return (unit, i) if unit and not fallback[0] else fallback
            if self.kind[i] == "x" and i == at and low[0] >= "a":
                fallback = (self.text[self.start[i] : self.end[i]], i + 1)  # "24 Su-35"
            elif self.kind[i] == "h" and self.start[i + 1] == self.end[i]:
                pass
            elif self.kind[i] != "w" or low in words.STOPS or (low in words.CHANGES and low not in words.NOUNS):
                break
            elif low in words.NUMBERS and self.low[i + 1] in words.DURATIONS:
                # "Against 7 million two years before".
                break
            elif low in words.NOUNS and self._is_plural(low, number, i):
                more = self.low[i + 1] in words.NOUNS and self.low[i + 1] == words.NOUNS[self.low[i + 1]]
                return ("", at) if self._is_definite(number, before, low) else self._counted(i + more)
            elif i < at + 3 and low.endswith("s") and not low.endswith(("ss", "us", "is", "’s", "'s")) and len(low) > 4:
                fallback = fallback if fallback[0] else (low, i + 1)
            i += 1
        if fallback[0] and (self._is_definite(number, before, fallback[0]) or fallback[0] in _NO_NOUNS):
            return "", at
        return fallback

    def _is_plural(self, low: str, number: Number, at: int) -> bool:
        single = number.value == 1 or (self.kind[at - 1] == "h" and at == number.after + 1)
        return single or low == words.NOUNS[low] or low.endswith("s") or low == "mou"

    def _counted(self, at: int) -> tuple[str, int]:
        roll_calls = self.low[at] == "calls" and self.low[at - 1] == "roll"
        return "votes" if roll_calls else words.NOUNS[self.low[at]], at + 1

    def _is_definite(self, number: Number, before: str, noun: str) -> bool:
        """Whether "the two countries" is meant, which counts nothing; or "one" that is only an article."""
        if not number.is_word or number.power or number.value > 3:
            return False
        if number.value == 1 or (noun not in words.NOUNS and noun not in words.PAIRS):
            return number.value > 1 or before not in ("only", "just", "a", "single", "but", "merely")
        return before in words.DEFINITE or noun in words.PAIRS


#: How names of a people end: "38,000 Israelis".
_PEOPLE = ("ans", "ese", "is", "men", "ians")
_FLOWS = frozenset(words.listed("imports exports sales purchases deliveries"))
_NO_NOUNS = frozenset(
    words.listed(
        "times points others weeks always terms russians series states news ones remains goes comes includes stands "
        "belongs makes takes gives shows means seems wants needs says becomes follows amounts holds serves covers "
        "plays americans ukrainians germans percents"
    )
)
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
    ("次", "occasions", 0),
    ("项", "items", 0),
    ("个", "items", 0),
)


def unit_of(unit: str, power: int) -> tuple[str, int]:
    """The unit a figure is given in, and by how many places its digits move."""
    if unit in _MONEY:
        for step, name in ((9, " bn"), (6, " m"), (3, " thousand")):
            if power >= step:
                return unit + name, power - step
        return unit, power
    for base, step, name, places in _SCALED_UNITS:
        if unit == base and power >= step:
            return name, power - places
    return unit, power


_MONEY = currencies.UNITS
#: Unit, from which power of ten on, the unit told instead, and its power of ten.
_SCALED_UNITS = (
    ("TIV", 6, "TIV m", 6),
    ("t", 6, "Mt", 6),
    ("m3", 8, "bcm", 9),
    ("m3", 6, "million m3", 6),
    ("kWh", 9, "TWh", 9),
    ("kWh", 6, "GWh", 6),
    ("kWh", 3, "MWh", 3),
)


def shifted(value: Decimal, places: int) -> float:
    """A number with its decimal point moved."""
    return float(value.scaleb(places))


def printed_in(printed: str, places: int) -> str:
    """Digits as printed, in the unit given: "1.25" trillion in billions is "1250"."""
    if not places:
        return printed
    moved = format(Decimal(printed).scaleb(places), "f")
    return moved.rstrip("0").rstrip(".") if places < 0 and "." not in printed else moved
