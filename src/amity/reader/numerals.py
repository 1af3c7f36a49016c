"""Numbers as they stand in a sentence, in digits or words: "1,234.5", "two-thirds", "one in five", "35,000 crore".

The text is cut into tokens once; everything else looks back and ahead a few tokens only, so that time grows with the
length of the text whatever stands in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from amity.reader import quantity_words as words
from amity.reader.currencies import CURRENCIES, LETTER, LETTERS


@cache
def _tokens() -> re.Pattern[str]:
    """One token a match: opaque things ("x"), numbers ("n"), parts ("f"), words ("w"), signs ("c", "p", "h", "m")."""
    return re.compile(
        r"""
        (?P<v> [a-z]{1,40}(?=[\s,;)])) | # most words are told by this alone
        (?P<x> (?:https?://|www\.)\S{1,2000}
             | (?:doi|DOI|ISBN|ISSN)[:\s]{1,2}[\dxX./-]\S{0,200} | 10\.\d{4,9}/\S{1,200}
             | \[(?:\d{1,3}|[ivxlcIVXLC]{1,7})(?:[,;–-]\ ?(?:\d{1,3}|[ivxlc]{1,7})){0,8}\]
             | \+\d{1,3}[\s(-]{1,2}\d[\d\s()-]{6,20}\d
             | \d{4}-\d{2}-\d{2}(?!\d) | \d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})(?!\d)
             | \d{1,2}:\d{2}(?::\d{2})?(?!\d) | (?<![\d,.])\d{1,3}\+\d{1,2}(?![\d%])
             | (?<![\d.,])(?:1[5-9]|20)\d\d\ ?[–/‑-]\ ?(?:(?:1[5-9]|20)\d\d|\d\d)
               (?![\d%]|[.,]\d|\ ?(?:per|%|[bm]n|[bm]illion))
             | (?!(?:US|%LETTERS|%LETTER)\d)[A-Za-zА-яЁё]{1,30}[-‑]?\d[\w/]{0,30}
               (?:[-‑.]\w{1,30}){0,4}
        )
        | (?P<c> (?:(?:US|U\.S\.|HK|NZ|NT|AU|CA)\s(?=\$\s?\d)
                |US|RMB|CN|HK|NT|NZ|AU|CA|Can|Mex|R|A|C|S)?[$€£₽¥₹₩₱₺₴₦฿₪₸₫](?:US(?=\s?\d))?
             | %LETTERS(?=\s?\d) | %LETTER)
        | (?P<f> (?<![\d/])\d{1,2}/\d{1,2}(?![\d/]) | \d{0,6}(?<![½¼¾⅓⅔⅛⅕])[½¼¾⅓⅔⅛⅕](?![½¼¾⅓⅔⅛⅕]))
        | (?P<n> \d{1,3}(?:,\d{3}){1,6}(?:\.\d+)?(?![\d])
             | \d{1,3}(?:[\u00a0\u202f\u2009\ ]\d{3}){1,5}(?:[.,]\d+)?(?![\d])
             | \d{1,2}(?:,\d{2}){1,4},\d{3}(?:\.\d+)?(?![\d,])
             | \d{1,3}(?:\.\d{3}){2,5}(?![\d.])
             | \d+(?:[.,]\d+)*)
        | (?P<p> [%％])
        | (?P<w> (?:[A-Z]\.){2,4} | [A-Za-zÀ-ɏ]+(?:['’][A-Za-z]{1,3}|[³²])? | [А-яЁё]+ | [^\W\d_][³²]?)
        | (?P<h> [-‑–—−])
        | (?P<m> [^\s\w])
        """.replace("%LETTERS", LETTERS).replace("%LETTER", LETTER),
        re.VERBOSE,
    )


#: Kinds of token by the part of the expression that matched.
_KINDS = ("", "w", "x", "c", "f", "n", "p", "w", "h", "m")


#: Short for a power of ten, with a full stop that ends no sentence: "445.9 mln. USD".
_SHORTENED = frozenset(("bn", "mn", "mln", "bln", "trln", "mlrd", "млн", "млрд", "тыс", "трлн"))


@dataclass(slots=True)
class Number:
    """A number as it stands: digits or words, with its power of ten, before its unit is known."""

    first: int
    after: int
    value: Decimal
    printed: str
    power: int = 0
    is_part: bool = False
    is_word: bool = False


class Numerals:
    """The tokens of a sentence, and the numbers among them."""

    __slots__ = ("end", "has_points", "kind", "low", "size", "start", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        tokens = list(_tokens().finditer(text))
        self.kind: list[str] = [_KINDS[token.lastindex or 0] for token in tokens]
        self.start: list[int] = [token.start() for token in tokens]
        self.end: list[int] = [token.end() for token in tokens]
        self.low: list[str] = [token[0].lower() for token in tokens]
        self.size = len(self.kind)
        # "Up three points": of a percentage, where the sentence speaks of such.
        has_points = "points" in self.low or "point" in self.low
        self.has_points = has_points and (_POLLED.search(text) or _SHIFTED.search(text)) is not None
        # Looking a few tokens beyond the end finds nothing there.
        for row in (self.kind, self.low):
            row.extend([""] * 8)
        self.start.extend([len(text)] * 8)
        self.end.extend([len(text)] * 8)

    # Numbers ---------------------------------------------------------------------------------------------------------

    def _number(self, at: int, *, money: bool = False) -> Number | None:
        """The number that begins here, with its power of ten."""
        kind = self.kind[at]
        if kind == "n":
            number = self._one_in(at) or self._digits(at)
        elif kind == "f":
            number = self._fraction(at)
        elif kind == "w":
            number = self._part(at) or self._spelled(at)
        else:
            return None
        if number is None or number.is_part:
            return number
        return self._scaled(self._loose(self._pointed(number)), money=money)

    def _loose(self, number: Number) -> Number:
        """The number with what loosens it: "60-odd per cent", "60-plus percent", "60+ %"."""
        at = number.after
        if self.kind[at] == "h" and self.low[at + 1] in ("odd", "plus"):
            return replace(number, after=at + 2)
        is_plus = self.low[at] == "+" and self.start[at] == self.end[at - 1]
        return replace(number, after=at + 1) if is_plus and self.kind[at + 1] == "p" else number

    def _pointed(self, number: Number) -> Number:
        """The number with decimals told in words or set apart: "44-point-four", "13-point-26", "$15. 6 billion"."""
        at, whole = number.after, number.value == number.value.to_integral_value()
        if not whole or number.power or number.printed.count("."):
            return number
        digits, after = "", at
        if self.low[at] == "." and self.start[at] == self.end[at - 1] and self._is_set_apart(number, at + 1):
            digits, after = self.low[at + 1], at + 2
        else:
            i = at + (self.kind[at] == "h")
            if self.low[i] == "point":
                i += 1 + (self.kind[i + 1] == "h")
                spelled = "".join(str(words.NUMBERS[low]) for low in self.low[i : i + 1] if low in words.NUMBERS)
                digits, after = (self.low[i] if self.low[i].isdecimal() else spelled), i + 1
            elif self.kind[i] == "x" and (told := re.fullmatch(r"point[-‑](\d{1,3})", self.low[i])):
                digits, after = told[1], i + 1
        if not digits:
            return number
        printed = f"{number.value}.{digits}"
        return Number(number.first, after, Decimal(printed), printed)

    def _is_set_apart(self, number: Number, at: int) -> bool:
        """Whether a blank crept in behind a decimal point, before "billion" or "per cent"."""
        is_digits = self.kind[at] == "n" and self.low[at].isdecimal() and len(self.low[at]) < 3
        if not is_digits or self.start[at] - self.end[at - 1] != 1 or len(number.printed) not in (1, 2, 3):
            return False
        return self.low[at + 1] in words.SCALES or self.kind[at + 1] == "p" or self.low[at + 1] in _OF_SHARES

    def _digits(self, at: int) -> Number | None:
        printed = _plain(self.text[self.start[at] : self.end[at]], cyrillic=self.low[at + 1][:1] >= "а")
        if printed is None:
            return None
        after = at + 1
        if at and self.kind[at - 1] == "p" and self.end[at - 1] == self.start[at]:
            return None  # "%20" of an address
        touches = self.kind[after] == "w" and self.start[after] == self.end[at]
        if touches and not self._may_touch(self.low[after]):
            return None
        if self.kind[after] == "x" and self.start[after] == self.end[at]:
            return None
        joined = self.kind[after] == "h" and self.kind[after + 1] == "x" and self.start[after] == self.end[at]
        if joined and not self.low[after + 1].startswith("point"):
            return None
        return Number(at, after, Decimal(printed), printed)

    def _may_touch(self, low: str) -> bool:
        """Whether a word may follow digits without a space: "5bn", "38km", not "5G"."""
        return (
            low in words.SHORT_SCALES
            or low in ("fold", "x")
            or low in words.SCALES
            or low in words.ATTACHED
            or low in CURRENCIES
            or low in words.MEASURES_BY_WORD
            or not low.isascii()
        )

    def _fraction(self, at: int) -> Number | None:
        text = self.low[at]
        sign = words.SIGNS.get(text[-1])
        if sign is not None:
            whole = text[:-1]
            value = Decimal(whole or 0) + Decimal(str(round(sign, 6)))
            return Number(at, at + 1, value if whole else value * 100, "", is_part=not whole, is_word=True)
        top, bottom = (int(part) for part in text.split("/"))
        if not 0 < top < bottom <= 20 or self.low[at + 1] != "of":
            return None
        return Number(at, at + 1, Decimal(100 * top) / bottom, "", is_part=True, is_word=True)

    def _spelled(self, at: int) -> Number | None:
        """Numbers in words: "one hundred", "a dozen", "twenty-five", "two thousand five hundred"."""
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
                if current > 0 and not (
                    current % 100 == 0 or (current % 100 >= 20 and current % 10 == 0 and value < 10)
                ):
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
        said = 5 if self.kind[i] == "h" and self.kind[i + 2] == "h" and self.kind[i + 4] == "h" else 3
        if [low for low in self.low[i : i + said + (said == 5)] if low != "-"] == ["and", "a", "half"]:
            return Number(at, i + said + (said == 5), Decimal(total + current) + Decimal("0.5"), "", is_word=True)
        return Number(at, i, Decimal(total + current), "", is_word=True)

    def _scaled(self, number: Number, *, money: bool) -> Number:
        """The number with its power of ten: "5.8 bn", "400-million", "5m"."""
        at = number.after
        if self.kind[at] == "h" and self.low[at + 1] in words.SCALES and self.start[at + 1] == self.end[at]:
            at += 1
        low = self.low[at]
        power = words.SCALES.get(low)
        if power is None and low in words.SHORT_SCALES:
            power = self._short_scale(number, at, money=money)
        if power is None and self.kind[at] == "w" and low[0] >= "а":
            power = next((int(v) for stem, what, v in words.RUSSIAN if what == "scale" and low.startswith(stem)), None)
            if power is None and low[0] >= "一":
                return self._han_scaled(number, at)
        if power is None:
            return number
        after = at + 1
        if low == "lakh" and self.low[after] in ("crore", "crores"):
            return replace(number, after=after + 1, power=12)
        if self.low[after] == "." and low in _SHORTENED and self.kind[after + 1] == "w":
            after += 1
        return self._with_rest(replace(number, after=after, power=power))

    def _with_rest(self, number: Number) -> Number:
        """The number with what is told of it in the next lower power: "14 billion 913.5 million dollars"."""
        at = number.after
        is_whole = number.value == number.value.to_integral_value() and number.power in (6, 9, 12)
        if not is_whole or self.kind[at] != "n" or self.end[at - 1] >= self.start[at]:
            return number
        rest = self._digits(at)
        if rest is None or rest.value >= 1000 or words.SCALES.get(self.low[rest.after]) != number.power - 3:
            return number
        thousands, _, tail = rest.printed.partition(".")
        printed = f"{number.printed}.{thousands:0>3}{tail}" if number.printed else ""
        return replace(number, after=rest.after + 1, value=number.value + rest.value / 1000, printed=printed)

    def _short_scale(self, number: Number, at: int, *, money: bool) -> int | None:
        """The power of "m", "k", "b" after digits, unless it is a metre, a barrel or a tonne."""
        power, then = words.SHORT_SCALES[self.low[at]], self.low[at + 1]
        if money or self._currency_after(at + 1)[0]:
            return power
        if (
            then == "/"
            or then in ("long", "wide", "high", "deep", "tall")
            or (then == "-" and self.low[at + 2] == "long")
        ):
            return None
        touches = self.start[at] == self.end[at - 1] and self.low[at] != "t" and number.value < 1000
        return power if touches or then in words.MEASURES_BY_WORD or then in words.NOUNS else None

    def _han_scaled(self, number: Number, at: int) -> Number:
        power = 0
        while (step := {"千": 3, "万": 4, "亿": 8}.get(self.low[at])) is not None:
            power, at = power + step, at + 1
        return replace(number, after=at, power=power)

    def _part(self, at: int) -> Number | None:
        """Parts: "a third", "two-thirds", "half", "one in five" as a percentage."""
        low = self.low[at]
        if low == "half":
            return self._half(at)
        if low in words.JOINED_PARTS:
            return Number(at, at + 1, Decimal(words.JOINED_PARTS[low]), "", is_part=True, is_word=True)
        if low == "every":
            return self._every(at)
        top = 1 if low in ("a", "an") else words.NUMBERS.get(low, 0)
        i = at + 1 + (self.kind[at + 1] == "h" or (top == 1 and self.low[at + 1] in _WHOLE_PART))
        bottom = words.PARTS.get(self.low[i])
        if low in words.NUMBERS and (part := self._one_in(at)) is not None:
            return part
        if not bottom or not top or top >= bottom or (low == "a" and self.low[i] == "second"):
            return None
        plural = self.low[i].endswith("s")
        joined = low == "one" and self.kind[at + 1] == "h"
        if plural == (top == 1) or not (plural or joined or self._part_ends(i + 1, at)):
            return None
        if bottom == 4 and self.low[i + 1] == "of" and self._is_time(i + 2):
            return None
        if self.low[i + 1 : i + 3] == ["of", "a"] and (power := words.SCALES.get(self.low[i + 3])):
            # "A quarter of a trillion dollars".
            return Number(at, i + 4, Decimal(top) / bottom, "", power, is_word=True)
        return Number(at, i + 1, Decimal(100 * top) / bottom, "", is_part=True, is_word=True)

    def _every(self, at: int) -> Number | None:
        """Parts told as "every third barrel"."""
        bottom, noun = words.ORDINALS.get(self.low[at + 1], 0), self.low[at + 2]
        is_part = bottom > 1 and self.kind[at + 2] == "w" and noun not in words.DURATIONS and noun not in _NO_PARTS
        is_part = is_part and noun not in words.STOPS and not noun.endswith("s") and noun not in _TIMES
        return Number(at, at + 2, Decimal(100) / bottom, "", is_part=True, is_word=True) if is_part else None

    def _one_in(self, at: int) -> Number | None:
        """Parts told as "one in five", "two out of every three", "8 in 10", "94 times in a hundred"."""
        i = at + 1 + (self.low[at + 1] in ("times", "dollars", "dollar", "barrels", "barrel"))
        if self.low[at] == "one" and self.low[at + 2] == "in" and self._is_thing(at + 1):
            # "One firm in nine".
            i = at + 2
        joined = self.kind[i] == "h" and self.low[i + 1] == "in" and self.kind[i + 2] == "h"
        i += joined
        if self.low[i] not in ("in", "out") and not (self.low[i] == "of" and self.low[i + 1] in ("every", "each")):
            return None
        i += 1 + (self.low[i] == "out" and self.low[i + 1] == "of") + joined
        i += self.low[i] in ("every", "each", "a")
        top, bottom = _whole(self.low[at]), 100 if self.low[i] == "hundred" else _whole(self.low[i])
        if not 0 < top < bottom or not (bottom <= 20 or bottom == 100) or self.low[i + 1] in _NO_PARTS:
            return None
        if self.kind[i + 1] == "p" or self.low[i + 1] in ("per", "percent", "pc"):
            # "Of one mind in 100 per cent of cases".
            return None
        return Number(at, i + 1, Decimal(100 * top) / bottom, "", is_part=True, is_word=True)

    def _is_thing(self, at: int) -> bool:
        low = self.low[at]
        return self.kind[at] == "w" and low not in words.STOPS and low not in words.DURATIONS and low not in _NO_PARTS

    def _part_ends(self, after: int, at: int) -> bool:
        """Whether "a third" before this token is a part, not the third of something."""
        hyphen = self.kind[after] == "h" and self.start[after] == self.end[after - 1]
        ends = (self.kind[after] in ("m", "", "h") and not hyphen) or self.low[after] in _AFTER_PART
        return ends or (at > 0 and self.low[at - 1] == "by")

    def _is_said_of(self, at: int, before: str) -> bool:
        """Whether "half" is who or what does something: "half lay in Asia", "of which half, again"."""
        if self.low[at] in _DONE and before not in _NOT_HALF:
            return True
        return self.kind[at] in ("m", "") and before in ("which", "whom", "of", "around", "roughly", "nearly", "almost")

    def _is_time(self, at: int) -> bool:
        low = self.low[at + (self.low[at] in ("a", "the"))]
        return low in ("century", "year", "years", "decade") or (self.kind[at] == "n" and len(low) == 4)

    def _half(self, at: int) -> Number | None:
        before, low = self.low[at - 1] if at else "", self.low[at + 1]
        if before in ("first", "second", "latter", "last", "next", "other", "earlier", "each", "h") or low == "-":
            return None
        if low in ("a", "an"):
            if self.low[at + 2] == "dozen":
                return Number(at, at + 3, Decimal(6), "", is_word=True)
            # "Half a million", "half a percent", "half a percentage point".
            big = self.low[at + 2] in words.SCALES or self.low[at + 2] in _PERCENT
            return Number(at, at + 2, Decimal("0.5"), "", is_word=True) if big else None
        half = Number(at, at + 1, Decimal(50), "", is_part=True, is_word=True)
        owned = low.endswith(("’s", "'s", "s’")) or low in ("the", "its", "their", "all", "of", "that", "his", "russia")
        if (owned and low == "of" and self._is_time(at + 2)) or self.low[at + 2] in _HALF_OF:
            return None
        is_end = self.kind[at + 1] in ("m", "") and before in _HALF_IS
        if is_end or self._is_said_of(at + 1, before):
            return half
        if owned or (
            before in ("by", "than", "in", "nearly", "almost", "about", "over", "a", "one", "up") and low != "hour"
        ):
            return half
        return None

    def _currency_after(self, at: int) -> tuple[str, int]:
        """The currency told after a number and the first token after it; "" where none is."""
        begin = at
        if self.kind[at] == "h" and self.low[at + 1] in CURRENCIES:
            at += 1
        if self.low[at] in ("us", "u.s.", "american") and self.low[at + 1] in ("dollars", "dollar", "$"):
            return "USD", at + 2
        if self.low[at] in ("chinese",) and self.low[at + 1] in ("yuan", "renminbi"):
            return "RMB", at + 2
        if self.low[at] in ("russian",) and self.low[at + 1] in ("roubles", "rubles"):
            return "RUB", at + 2
        if self.low[at] == "of" and self.low[at + 1] in ("yuan", "dollars", "euros", "roubles", "rubles"):
            return CURRENCIES[self.low[at + 1]], at + 2
        if self.kind[at] == "c" and self.kind[at + 1] == "n" and self.start[at + 1] == self.end[at]:
            return "", begin
        found = CURRENCIES.get(self.low[at], "")
        return found, at + 1 if found else begin


_AFTER_PART = frozenset(
    words.listed(
        "of in from to over since between during compared more less fewer had higher lower on as than larger "
        "smaller and or after last this by year versus before were was is are went came do does did say said "
        "think go goes going up down"
    )
)
_DONE = frozenset(
    words.listed(
        "was were is are lay lie lies went goes came comes saw see said say thought think believe believed felt"
    )
)
#: Before "half" at the end of a clause: "in 2018 it was still half".
_HALF_IS = frozenset(words.listed("still was were is to only just barely hardly"))
_NOT_HALF = frozenset(words.listed("the this that which's one its their his her our a and"))
#: "A full quarter of its exports".
_WHOLE_PART = frozenset(words.listed("full good whole clear"))
_TIMES = frozenset(words.listed("time year month week day quarter decade century generation person visit meeting"))
_PERCENT = frozenset(words.listed("percent per pct pc percentage"))
_OF_SHARES = frozenset(words.listed("percent per pct pc tonnes tons"))
#: Where "points" are those of a percentage.
_POLLED = re.compile(
    r"[%％]|\bper ?cent|\d ?pc\b|favou?rab|\b(?:rating|opinion|poll|survey|impression|affinit|affection|attitude)|"
    r"\b(?:positive|negative|good|bad) views?\b",
    re.IGNORECASE,
)
#: What moves by points and is no index of shares: "lost nine points".
_SHIFTED = re.compile(
    r"^(?!.*\b(?:index|stocks?|Dow|Nikkei|FTSE|bonds?)\b).*?(?:\b(?:lost|lose|gained|fell|fallen|rose|risen|up|down|dropped|"
    r"climbed|slipped|jumped|by)\s(?:\w+\s){0,2}?[\w.]+\spoints\b|\bpoints\s(?:more|less|higher|lower|fewer|up|down)\b)",
    re.DOTALL,
)
#: "Five in ten years" is no part.
_NO_PARTS = frozenset((*words.SCALES, *words.DURATIONS, *words.MONTHS, "countries", "states", "cases"))


def _whole(low: str) -> int:
    """A whole number below a thousand in words or digits; 0 for anything else."""
    return words.NUMBERS.get(low) or (int(low) if low.isdecimal() and len(low) < 4 else 0)


#: "Half the story" is no part of anything measured.
_HALF_OF = frozenset(words.listed("story truth battle picture answer problem fun time equation"))


def is_year(low: str) -> bool:
    """Whether digits may be a year."""
    return len(low) == 4 and low.isdecimal() and 1500 <= int(low) <= 2100


def _plain(text: str, *, cyrillic: bool) -> str | None:
    """Digits without separators and with a decimal point; None for version numbers and the like."""
    if not text.isascii():
        text = "".join(" " if c.isspace() else str(int(c)) if c.isdecimal() else c for c in text)
    if text.isdecimal():
        return text if len(text) < 30 else None
    if any(c in text for c in "\u00a0\u202f\u2009 "):
        return "".join(c for c in text if c.isdecimal() or c in ".,").replace(",", ".")
    commas, points = text.count(","), text.count(".")
    if commas and not points:
        first, *parts = text.split(",")
        # "4,39,000" counts by lakhs.
        by_lakhs = commas > 1 and len(first) < 3 and len(parts[-1]) == 3 and all(len(part) == 2 for part in parts[:-1])
        grouped = (by_lakhs or all(len(part) == 3 for part in parts)) and text[0] != "0" and not cyrillic
        return text.replace(",", "") if grouped else text.replace(",", ".") if commas == 1 else None
    if points == 1:
        return text.replace(",", "") if len(text) < 30 else None
    grouped = points > 1 and not commas and all(len(part) == 3 for part in text.split(".")[1:])
    return text.replace(".", "") if grouped else None
