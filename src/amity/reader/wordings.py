"""Figures told in words: ranks ("second largest"), firsts, factors ("doubled"), records, trends without a number."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from amity.reader import quantity_words as words
from amity.reader.measures import Measure, Measures
from amity.reader.model import Quantity, Span
from amity.reader.numerals import Number, is_year
from amity.reader.quantity_words import Bound

#: They go either way.
_SLOW = frozenset(words.listed("edged inched ticked crept"))
#: So near stands "up to" behind what it began from.
_LEG = 40
#: After these "up to" says where something went, not how much it may be at most.
_GOES = frozenset(
    words.listed("""
go goes going went gone shoot shoots shooting shot come comes coming came climb climbs climbing climbed move moves moved
moving jump jumps jumped jumping rise rises rose risen rising grow grows grew grown growing leap leaps leapt leaped soar
soars soared soaring creep creeps crept edge edges edged inch inches inched tick ticks ticked nudge nudged
surge surges surged surging bring brings brought bringing push
pushes pushed pushing drive drives drove driven pull pulled run runs ran it them back amounts amounted add adds added
increase increases increased increasing swell swelled swollen recover recovered rebound rebounded
""")
)


class Wordings(Measures):
    """The tokens of a sentence and the figures read so far; reads those that need no number."""

    __slots__ = ("_change", "found")

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.found: list[Quantity] = []
        self._change: int | None = None

    # What stands around a figure -------------------------------------------------------------------------------------

    def _change_at(self, at: int) -> int:
        """1 or -1 where a word of change stands, else 0."""
        low = self.low[at]
        if low in words.FACTORS:
            return -1 if words.FACTORS[low] < 1 else 1
        sign = words.CHANGES.get(low, 0)
        if low in _SLOW and self.low[at + 1] in ("down", "lower", "downward", "downwards"):
            return -1
        if low in ("up", "down"):
            begins = self.low[at + 1] in ("by", "from", "on") or self._leads_to_number(at + 1)
            return sign if begins and (not at or self.low[at - 1] not in _WITH_UP) else 0
        if low in ("upward", "downward"):
            return (1 if low == "upward" else -1) if self.low[at + 1] in _TRENDS else 0
        if sign or not low or low[0] < "а":
            return sign
        if low[0] >= "一":
            return words.HAN_CHANGES.get(low + self.low[at + 1], 0)
        return next((int(v) for stem, what, v in words.RUSSIAN if what == "rise" and low.startswith(stem)), 0)

    def _begins_number(self, at: int) -> bool:
        low = self.low[at]
        return self.kind[at] in ("n", "c", "f") or low in words.NUMBERS or low in ("a", "an", "about", "nearly", "some")

    def _leads_to_number(self, at: int) -> bool:
        """Whether only hedges and words of pace lie before a number: "up by more than 60", "down sharply, some 5"."""
        for i in range(at, at + 6):
            if self._begins_number(i) and not is_year(self.low[i]):
                return True
            low = self.low[i]
            if low == "," and i > at and self.low[i - 1].endswith("ly") and self.low[i + 1] in ("by", "from"):
                # "Went up steeply, by 50 per cent".
                continue
            if (low == "to" and self.low[i - 1] != "close") or (low == "at" and self.low[i + 1] != "least"):
                return False
            if low not in words.PACE and low not in words.HEDGES and low not in _HEDGING and not low.endswith("ly"):
                return False
        return False

    def _hedge(self, at: int) -> tuple[int, Bound]:
        """The first token of the words before a figure that bound it, and the bound."""
        bound: Bound = "="
        if at and self.kind[at - 1] == "m" and self.low[at - 1] in ("+", "(") and self.low[at - 1] == "+":
            at -= 1
        if self.kind[at] in ("n", "c") and at > 1 and self.low[at - 2] in ("a", "an") and self._is_adjective(at - 1):
            at -= 2
        for _ in range(3):
            if not at:
                break
            for head, said in words.HEDGES.get(self.low[at - 1], ()):
                first = at - 1 - len(head)
                if first >= 0 and self.low[first : at - 1] == list(head):
                    # What stands nearer to the figure bounds it: "up to more than 130 billion".
                    told = "=" if self._goes_up(first) else said
                    bound = told if bound == "=" or (bound == "~" and told != "=") else bound
                    at = first
                    break
            else:
                break
        return at, bound

    def _goes_up(self, at: int) -> bool:
        """Whether "up to" before a figure tells where something went: "shot up to 130 billion"."""
        if self.low[at : at + 2] != ["up", "to"] or not at:
            return False
        # "From 61 per cent before the crisis up to 86 per cent".
        last = self.found[-1] if self.found else None
        is_leg = (
            last is not None and self.text[: last.span[0]].endswith("from ") and self.start[at] - last.span[1] < _LEG
        )
        return is_leg or self.low[at - 1] in _GOES

    def _is_adjective(self, at: int) -> bool:
        """Whether a word between "a" and a number says what the number is like: "a steep 37 per cent"."""
        low = self.low[at]
        is_noun = low in words.NOUNS or low in words.CHANGE_NOUNS or low in words.DURATIONS or low in words.HEDGES
        return self.kind[at] == "w" and len(low) > 3 and not is_noun and low.endswith(_ADJECTIVES)

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
        while i > first + 1 and self.low[i - 1] in ("and", "the", "a", "to", "from", "for", "on", "with"):
            i -= 1
        return (self.start[at], self.end[i - 1]) if i > first + 1 else None

    def _free(self, at: int) -> int:
        """Where a token begins, or the next one that no figure before it holds."""
        taken = self.found[-1].span[1] if self.found else 0
        while self.start[at] < taken:
            at += 1
        return self.start[at]

    def _add(self, quantity: Quantity) -> None:
        """Adds a figure; words that the one before it holds stay with that."""
        taken = self.found[-1].span[1] if self.found else 0
        first, last = quantity.span
        if first < taken:
            while first < last and (first < taken or self.text[first].isspace()):
                first += 1
            quantity = replace(quantity, span=(first, last))
        if first < last:
            self.found.append(quantity)

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

    def _is_near(self, at: int, first: int) -> bool:
        """Whether between a word of change and a figure stand only words of pace: "rose sharply in 2014"."""
        between = self.low[at + 1 : first]
        if self.low[at][0] >= "一":
            between = [low for low in between[1:] if low not in ("了", "约", "近")]
        return len(between) <= 5 and all(low in words.PACE or low.endswith("ly") or is_year(low) for low in between)

    def _is_of_change(self, first: int) -> bool:
        """Whether a noun of change stands right before: "a drop of more than three times"."""
        return first > 1 and self.low[first - 1] == "of" and self.low[first - 2] in words.CHANGE_NOUNS

    # Ranks, firsts, factors, trends ----------------------------------------------------------------------------------

    def _rank(self, first: int, after: int, number: int, bound: Bound = "=") -> int:
        """Adds a rank; gives the first token after it."""
        first -= first > 0 and self.low[first - 1] == "single"
        span = (self.start[first], self.end[after - 1])
        of = self._of(after, Measure(Number(first, after, Decimal(number), ""), first, after))
        self._add(Quantity(span, "rank", number, number, "", "rank", bound, of=of, base=self._is_base(first)))
        return after

    def _ranked(self, at: int) -> int:
        """Reads "second largest exporter", "ninth partner", "No. 1 supplier", "top five", "largest market"."""
        low = self.low[at]
        number, i = self.ordinal(at)
        i += self.kind[i] == "h"
        if number and self._is_in_row(i, number):
            return self._rank(at, i, number)
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
            if (
                noun
                or self._is_placed(at, i)
                or (at and self.low[at - 1] in ("ranked", "ranks", "ranking", "came", "comes", "rank", "placed"))
            ):
                return self._rank(at, noun or self.ordinal(at)[1], number)
            return at
        if low in ("no", "number", "nos") or low == "top":
            return self._numbered(at)
        if low in words.SUPERLATIVES or (low == "most" and self.low[at + 1] in ("important", "significant")):
            return self._largest(at)
        return self._extreme(at) if low in words.EXTREMES else at

    def _is_in_row(self, at: int, value: int) -> bool:
        """Whether another place follows, and then what is ranked: the "second" of "second and third largest buyers"."""
        other, after = self.ordinal(at + 1) if self.low[at] in ("and", "or", ",") else (0, at)
        if other <= value:
            return False
        after += self.kind[after] == "h"
        is_ordered = self.low[after] in words.ORDERABLE
        return bool(self._ranked_noun(after + is_ordered, 4)) or self._is_in_row(after, other)

    def ordinal(self, at: int) -> tuple[int, int]:
        """The value of "third", "32nd", "thirty-second" and the first token after it; 0 where none stands."""
        low = self.low[at]
        if self.kind[at] == "n":
            is_one = self.low[at + 1] in _ORDINAL_ENDS and low.isdecimal() and len(low) < 4
            return (int(low), at + 2) if is_one else (0, at)
        tens = words.NUMBERS.get(low, 0)
        if tens >= 20 and self.kind[at + 1] == "h" and 0 < (one := words.ORDINALS.get(self.low[at + 2], 0)) < 10:
            return tens + one, at + 3
        return words.ORDINALS.get(low, 0), at + 1

    def _is_placed(self, at: int, after: int) -> bool:
        """Whether an ordinal is a place: "third among its partners", "third in its trade", "and B was A's third"."""
        if self.low[after] in ("among", "in", "on"):
            near = self.low[after + 1 : after + 8]
            stop = next((i for i, low in enumerate(near) if low in (",", ".", ";", "(")), len(near))
            trade = {"trade", "exports", "imports", "list", "ranking"} if self.low[after] != "among" else words.RANKED
            return bool(trade & set(near[:stop])) and self.low[at - 1] != "the"
        if not at or not any(q.unit == "rank" or q.kind == "first" for q in self.found[-8:]):
            return False
        before, ends = self.low[at - 1], self.kind[after] in ("", "m")
        # "The first partner to Rabat is only the tenth to Madrid", "for the other it is the sixteenth".
        goes_on = ends or (self.low[after] in ("to", "for") and self._is_name_at(after + 1))
        if before in _RANKING or before == "the":
            return goes_on and (before != "the" or self.low[at - 2] in _RANKING)
        return ends and before.endswith(("’s", "'s", "s’", "s'"))

    def _is_name_at(self, at: int) -> bool:
        return self.kind[at] == "w" and self.text[self.start[at]].isupper()

    def _ranked_noun(self, at: int, reach: int) -> int:
        """The first token after a noun that is ranked, so many words on at most; 0 where there is none."""
        for i in range(at, at + reach + 1):
            if self.low[i] in words.RANKED:
                return i + 1
            if self.low[i : i + 2] == ["country", "of"] and self.low[i + 2] in ("origin", "destination"):
                return i + 3
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
            int(self.low[i]) if self.kind[i] == "n" and self.low[i].isdecimal() else 0
        )
        if not 0 < number < 200 or len(self.low[i]) > 9:
            return self._largest(at) if low == "top" else at
        noun = self._ranked_noun(i + 1, 4)
        if low == "top":
            return self._rank(at, noun or i + 1, number, "<=" if number > 1 else "=")
        if at and self.low[at - 1] in words.RANKED:
            # "Its customer no. 15".
            return self._rank(at - 1, i + 1, number)
        told = at and self.low[at - 1] in ("as", "ranked", "the", "its", "became", "is", "was", "remains", "ranks")
        if told and self._is_placed(at, i + 1):
            return self._rank(at, i + 1, number)
        return self._rank(at, noun or i + 1, number) if noun or (told and low == "number") else at

    def _largest(self, at: int) -> int:
        most = self.low[at] == "most"
        before = [self.low[i] for i in range(max(0, at - 5), at)]
        noun = self._ranked_noun(at + 1 + most, 4)
        is_size = self.low[at] in ("largest", "biggest", "top")
        if noun and is_size and before[-2:-1] in (["its"], ["their"], ["the"]) and before[-3:-2] in (["among"], ["of"]):
            # "Counted China among its 3 biggest partners".
            many = words.NUMBERS.get(before[-1], 0) or (int(before[-1]) if before[-1].isdecimal() else 0)
            if 1 < many < 100:
                return self._rank(at - 1, noun, many, "<=")
        if not noun or "among" in before or ("one" in before and "of" in before):
            return at
        if self.low[at] in ("major", "prime", "principal", "chief", "primary") and self.low[noun - 1].endswith("s"):
            return at
        count = words.NUMBERS.get(before[-1], 0) if before else 0
        count = count or (int(before[-1]) if before and before[-1].isdecimal() and len(before[-1]) < 3 else 0)
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
        self._add(Quantity((self.start[at], self.end[after - 1]), "rank", 1, 1, "", "record", sign=sign))
        return after

    def _first_time(self, at: int) -> int:
        """Reads "for the first time", "the first joint exercise", "first-ever visit", "the first since"."""
        if self.low[at] != "first":
            return at
        i = at + 1 + (self.kind[at + 1] == "h")
        if after := self._first_among(at):
            return self._rank(at, after, 1)
        begin = at - (at > 0 and self.low[at - 1] in ("the", "its", "their", "his", "a"))
        if self.low[i] == "time" and at > 1 and self.low[at - 1] == "the":
            told = self.low[at - 2] == "for"
            return self._a_first(at - 2 if told else at - 1, i + 1) if told or self.low[i + 1] in _OF_FIRSTS else at
        if self.low[i] in ("ever", "since"):
            i += self.low[i] == "ever"
        for j in range(i, i + 4):
            low = self.low[j]
            if low in words.NOUNS and low not in _NOT_FIRST and self.low[j + 1] not in words.NOUNS:
                if low in _DEALERS and self._is_first_of_all(at, j + 1):
                    return self._rank(at, j + 1, 1)
                return self._a_first(begin, j + 1)
            if self.kind[j] not in ("w", "h") or (low in words.STOPS and low != "since") or low in _NOT_FIRST:
                break
            if low == "since":
                return self._a_first(begin, j)
        return at

    def _first_among(self, at: int) -> int:
        """Where "is the first destination of exports", "the first export market of Peru" end; 0 for others."""
        noun = at + 1 + (self.low[at + 1] in _OF_TRADE)
        if not at or self.low[at - 1] != "the" or self.low[noun] not in _DEALERS or self.low[noun + 1] != "of":
            return 0
        told, whose = set(self.low[max(0, at - 6) : at]), noun + 2
        whose += self.low[whose] in ("the", "its", "their", "all")
        is_traded = self.low[whose] in _TRADED or noun > at + 1
        return noun + 1 if is_traded and told & _IS_STILL and "been" not in told else 0

    def _is_first_of_all(self, at: int, after: int) -> bool:
        """Whether a first one is the largest: "Russia was the country's first partner and China its sixth"."""
        is_owned = self.low[at - 1].endswith(("'s", "’s", "s'", "s’")) if at else False
        told = set(self.low[max(0, at - 6) : at])
        is_one = bool(told & _IS_STILL) and "been" not in told
        return is_owned and is_one and self.low[after] in (",", ".", ";", "", "and", "in", "with", "ahead", "(")

    def _a_first(self, first: int, after: int) -> int:
        self._add(Quantity((self.start[first], self.end[after - 1]), "first", 1, 1, "", "year"))
        return after

    def _factor(self, at: int) -> int:
        """Reads "doubled", "more than tripled", "halved", "tenfold"."""
        value = words.FACTORS.get(self.low[at])
        if value is None:
            return at
        low, lead = self.low[at], self._hedge(at)[0]
        before = self.low[lead - 1] if lead else ""
        fold = low.endswith("fold")
        if low.endswith("e") and before not in _MODALS:
            ratio = self._times_more(at, value)
            if ratio > at or before != "than":
                return ratio
        after = self._add_factor(*self._hedge(at)[:1], at + 1, value, self._hedge(at)[1], "")
        if not fold:
            self._change = at
        return after

    def _add_factor(self, first: int, after: int, value: float, bound: Bound, printed: str) -> int:
        """Adds a change by a factor, of the sign of the word of change beside it."""
        near = self._change is not None and (self._is_near(self._change, first) or self._is_of_change(first))
        noun = words.CHANGES.get(self.low[after], 0) if self.low[after] in words.CHANGE_NOUNS else 0
        after += noun != 0
        sign = -1 if value < 1 or noun < 0 or (near and self._change_at(self._change or 0) < 0) else 1
        begin = self._change if near and self._change is not None else first
        if sign < 0:
            value, printed = value if value < 1 else 1 / value, ""
            turned: dict[Bound, Bound] = {">=": "<=", "<=": ">="}
            bound = turned.get(bound, bound)
        span = (self._free(begin), self.end[after - 1])
        self._add(Quantity(span, "change", value, value, printed, "times", bound, 1 if sign > 0 else -1, by=True))
        return after

    def _times_more(self, at: int, value: float) -> int:
        """Reads "double the size of": a ratio, where the word is no verb."""
        if self.low[at + 1] not in ("the", "that", "those", "its", "what", "their", "as"):
            return at
        first, bound = self._hedge(at)
        self._add(Quantity((self.start[first], self.end[at]), "ratio", value, value, "", "times", bound))
        return at + 1

    def _frequency(self, at: int) -> int:
        """Reads "twice as large as", "met twice"."""
        value = {"twice": 2.0, "thrice": 3.0, "half": 0.5}.get(self.low[at])
        if value == 0.5 and (self.low[at + 1] != "as" or self.low[at + 2] not in _AS_MUCH):
            return at
        if value is None or self.low[at + 1] in ("a", "per", "each", "every", "-") or self.low[at - 1] == "or":
            return at
        first, bound = self._hedge(at)
        ratio = self._compares(at + 1)
        begin = first - (first > 0 and self.low[first - 1] in ("by", "in"))
        if not ratio and self._change is not None and self._is_near(self._change, begin):
            # "Exports increased twice": doubled.
            return self._add_factor(begin, at + 1, value, bound, "")
        span = (self.start[first], self.end[at])
        self._add(
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
        self._add(Quantity(span, "share", value, value, "", "%"))
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
            year = self.kind[i] == "n" and is_year(self.low[i])
            if (self._begins_number(i) and not year) or self.low[i] in words.PARTS or self.low[i] in words.FACTORS:
                return at
            i += 1
        if self.kind[i] in ("c", "f"):
            return at
        after = at + 1
        while self.low[after].endswith("ly") and after < at + 3:
            after += 1
        self._add(Quantity((self.start[at], self.end[after - 1]), "trend", 0, 0, "", "", sign=sign))
        return after


_ORDINAL_ENDS = ("st", "nd", "rd", "th")
#: Verbs whose "up" tells no change.
_WITH_UP = frozenset(
    words.listed(
        "make made makes making take takes took taken taking pick picks add adds added adding sum sums use used set "
        "sets setting open opened give gave given end ends ended ending build built buy bought back backed eat eaten "
        "snap snapped follow followed put puts opens offered"
    )
)
_TRENDS = frozenset(words.listed("trend tendency movement trajectory swing shift spike turn path curve"))
#: Before a number, besides what bounds it.
_HEDGING = frozenset(words.listed("more less well slightly close far as high low"))
#: Before "the tenth", where that is a place.
_RANKING = frozenset(words.listed("is was only merely just now still remains remained as came comes"))
_OF_FIRSTS = frozenset(words.listed("since that in ever"))
_AFTER_TREND = frozenset(
    ("", *words.listed("in since over during between after again further and but until every each with , . ; ) as"))
)
_COMPARES = frozenset(
    words.listed(
        "as more larger higher bigger greater smaller less fewer lower the that what its their over faster "
        "stronger above size value level amount those"
    )
)
#: Those who deal with a state, of whom the first is mostly the largest; and what says that one is it.
_DEALERS = frozenset(words.listed("partner supplier customer client market destination buyer source"))
_TRADED = frozenset(words.listed("exports imports goods export import"))
_OF_TRADE = frozenset(words.listed("export import trading trade commercial foreign"))
_IS_STILL = frozenset(words.listed("is was are were remains remained became becomes stays stayed"))
_MODALS = frozenset(words.listed("to will would should did could may might can must"))
#: Ends of words that tell what a number is like, besides some of the commonest.
_ADJECTIVES = (
    *words.listed(
        "ous ive ing ible able ful less est steep sharp hefty sorry solid healthy massive huge tiny small meagre"
    ),
    *words.listed(
        "paltry good bare clear strong slow slower faster brisk modest stunning mighty heavy light slight cool"
    ),
)
_AS_MUCH = frozenset(words.listed("much many large big high great"))
_NOT_FIRST = frozenset(
    words.listed("phase step plane class minister person time half quarter decade day deputy place round official")
)
