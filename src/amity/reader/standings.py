"""Places told without the noun that is ranked: "is second", "No. 1 for Chile", "in top spot", "topped the list"."""

from __future__ import annotations

from amity.reader import quantity_words as words
from amity.reader.model import Quantity
from amity.reader.wordings import Wordings


class Standings(Wordings):
    """The tokens of a sentence; reads the places that stand as adjectives, adverbs or verbs."""

    __slots__ = ()

    def _standing(self, at: int) -> int:
        """Reads a place whose ranked noun stands elsewhere or nowhere; gives the first token after it, or `at`."""
        low = self.low[at]
        if low in _TOPPED:
            return self._topped(at)
        if low in _SUPERLATIVE:
            return self._superlative(at)
        if low in _COMPARATIVE:
            return self._unsurpassed(at)
        if low in ("no", "nos", "number"):
            value, after = self._number_of_place(at)
            return self._rank(at, after, value) if value and self._is_numbered_place(at, after) else at
        if (at and self.low[at - 1] in _COMES_AT) and (value := self._place_on_list(at)):
            return self._rank(at, at + 1, value)
        value, after = self.ordinal(at)
        if self.kind[at] == "n" and self.low[at - 1] == "#" and self.end[at - 1] == self.start[at]:
            value = int(self.low[at]) if self.low[at].isdecimal() and len(self.low[at]) < 4 else 0
            noun = self._ranked_noun(at + 1, 4)
            return self._rank(at, noun or at + 1, value) if value and (noun or self._is_among(at + 1)) else at
        if not value:
            return at
        if placed := self._place_noun(at, after):
            return self._rank(at, placed, value)
        if low == "second" and self.low[after] == "only" and self.low[after + 1] == "to":
            return self._rank(at, after, value)
        if self.kind[after] == "h" and self.low[after + 1] in ("ranked", "placed", "ranking"):
            return self._rank(at, after + 2, value)
        is_place = self._is_predicate(at, after, value) or self._is_elliptic(at, after)
        return self._rank(at, after, value) if is_place else at

    def _place_on_list(self, at: int) -> int:
        """The number of "comes three on the list", "is number" left out; 0 where none stands."""
        value = words.NUMBERS.get(self.low[at], 0)
        is_listed = self.low[at + 1] in ("on", "in") and self._is_among(at + 1)
        return int(value) if is_listed and 1 < value < 100 else 0

    # Ordinals --------------------------------------------------------------------------------------------------------

    def _place_noun(self, at: int, after: int) -> int:
        """The first token after "first place", "2nd spot", the "second" of "second and third rank"; 0 for others."""
        before, noun = self.low[at - 1] if at else "", self.low[after]
        if noun in ("and", "or") and self.ordinal(after + 1)[0]:
            other = self.ordinal(after + 1)[1]
            is_place = self.low[other] in _PLACES or self.low[other] in _PLACES_PLURAL
            # "Rank second, third, fourth and fifth among its markets".
            return after if is_place or (before in (",", "rank", "ranks", "ranked") and self._is_among(other)) else 0
        if noun not in _PLACES and not (noun in _PLACES_PLURAL and before in ("and", "or")):
            return 0
        idiom = before == "the" and self.low[at - 2 : at - 1] == ["in"] and self.low[after + 1] not in _AMONG
        if self.low[at] in ("first", "1") and noun in ("place", "position") and idiom:
            return 0
        return after + 1

    def _is_predicate(self, at: int, after: int, value: int) -> bool:
        """Whether an ordinal is what something is, or was made: "Japan was merely third", "puts it second behind"."""
        is_among, ends = self._is_among(after), self._ends(after)
        is_definite = at > 0 and self.low[at - 1] == "the"
        lead = self._before_adverbs(at - is_definite)
        low = self.low[lead] if lead >= 0 else ""
        if is_definite:
            # "Among investors Brazil is the fourth": not "its third visit, and the fourth".
            return (low in _BEING or self._is_made(lead)) and (is_among or (ends and self._has_table(at)))
        if at and self.low[at - 1] in _HOW and "a" in self.low[max(0, at - 5) : at - 1]:
            return value > 1 and (ends or is_among)
        if low in _TAKES:
            return value > 1 and (self.kind[after] == "m" or self.low[after] in ("behind", "with", "after") or is_among)
        if low in _MOVED_TO:
            moved = (
                self.low[lead - 1] in words.ORDINALS
                or self.ordinal(lead - 2)[1] == lead
                or self.low[lead - 1] in _MOVES
                or (self.low[lead - 1] in _WAYS and self.low[lead - 2] in _MOVES)
            )
            return (moved or self.low[lead - 1].isdecimal()) and (ends or is_among)
        if low in _BEING:
            if value == 1:
                return is_among or self.low[after] in (",", ".", ";", "") or self.low[after] == "not"
            return ends or is_among
        return self._is_made(lead) and (ends or is_among)

    def _is_made(self, at: int) -> bool:
        """Whether "makes it", "placing the country" end here: what is put somewhere, three words at most."""
        for i in range(at, max(-1, at - 4), -1):
            if self.low[i] in _PUTS:
                return i < at
            is_named = self.kind[i] == "w" and self.text[self.start[i]].isupper()
            if not (is_named or self.low[i] in _PUT):
                return False
        return False

    def _is_elliptic(self, at: int, after: int) -> bool:
        """Whether an ordinal goes without a verb: "America was second and Israel third", "Israel, fifth in line"."""
        before, ends = self.low[at - 1] if at else "", self._ends(after)
        if before in words.RANKED and ends and {"among", "amongst"} & set(self.low[max(0, at - 5) : at]):
            # "Among its suppliers it is second, among its customers fourth".
            return True
        if before == "the" and self._is_among(after):
            # "The second among exporters is Russia", "as the third of the Arab suppliers".
            return self.low[after] != "of" or self.low[at] != "first"
        if self.low[after] == "in" and self.low[after + 1] in ("line", "order") and self.low[after + 2] != "to":
            return True
        if before == ":" and self.kind[after] in ("", "m"):
            # "As a source of goods it did better still: tenth", "the answer is a rank: 7th".
            return self.low[at - 2] in _PLACES or bool(words.RANKED & set(self.low[max(0, at - 30) : at]))
        if before == "from" and self._is_moved_on(at, after):
            return True
        if before == "," and self.low[after] == "," and at > 1 and _FOLLOWING & set(self.low[max(0, at - 30) : at]):
            # "Next came France, third, and Germany".
            return self._is_name_at(at - 2)
        if before in _OF_NOW and self._is_aside(at, after):
            return True
        if not any(q.unit == "rank" for q in self.found[-8:]) or self.low[at] == "first":
            return self._is_tail(at, after)
        if before == "the" and self.low[after] == "," and self._is_name_at(after + 1) and self.low[at - 2] in _APART:
            # "Russia is the leading partner; the second, China, follows".
            return True
        if before in _STILL and self.low[after] in ("with", "behind", "at"):
            # "China, in that year still second with 14.8".
            return True
        if before == "in" and self.low[at] in words.ORDINALS:
            # "Stood in fifteenth place in 2006 and in eighth in 2007".
            return ends
        is_named = bool(before) and self.kind[at - 1] == "w" and self.text[self.start[at - 1]].isupper()
        if is_named and before not in words.MONTHS:
            return ends
        if before in ("its", "their") and at > 1 and self._is_name_at(at - 2):
            # "Russia was the country's first partner and China its sixth".
            return ends
        if before in words.RANKED and {"among", "amongst"} & set(self.low[max(0, at - 5) : at - 1]):
            # "Among its suppliers China is second, among its customers fourth".
            return ends
        if before == "the" and self.low[after : after + 2] == ["that", "of"]:
            # "The fourth place is Malaysia's, and the fifth that of Oman".
            return True
        if before in (",", "and", "but", "("):
            wide = self.low[at - 2] in _WIDE or self.low[after] in _WIDE
            is_apart = (wide and ends) or (before == "," and self.low[after] in (",", ".", ";", ""))
            return is_apart or self.low[after : after + 2] == ["in", "the"]
        apart = {"among", "of", "wide", "worldwide", "globally"} & set(self.low[max(0, at - 5) : at])
        return before == "the" and bool(apart) and self.low[after] in (",", ".", ";", "")

    def _is_moved_on(self, at: int, after: int) -> bool:
        """Whether a place was left for another: "its rank with China moved as well, from 13th in 2000 to 6th"."""
        to = next((i for i in range(after, after + 6) if self.low[i] == "to"), 0)
        last, behind = self.ordinal(to + 1) if to else (0, 0)
        if not last:
            return False
        told = (_PLACES - {"slot", "spot", "berth"}) | words.RANKED
        if told & set(self.low[max(0, at - 20) : at]):
            return True
        # "The country slipped from 11th to 12th among the customers", "has dropped from second to fourth place".
        is_moved = self.low[at - 2] in _MOVES and self.low[at] != "first"
        return is_moved and (self.low[behind] in told or self._ends(behind) or self._is_among(behind))

    def _is_aside(self, at: int, after: int) -> bool:
        """Whether an ordinal stands with its time beside a name: "the winner is France, today second with 29 %"."""
        lead = at - 2
        while lead > 0 and self.low[lead] in _OF_NOW:
            lead -= 1
        is_beside = lead > 0 and self.low[lead] == "," and self._is_name_at(lead - 1)
        goes_on = self.low[after] in ("with", "at", "behind", "after", "in", "on", "among")
        return is_beside and (goes_on or self.kind[after] in ("", "m"))

    def _is_tail(self, at: int, after: int) -> bool:
        """Whether an ordinal closes a row of names: "headed by Israel, followed by Canada, with Australia fourth"."""
        is_row = bool({"headed", "followed", "led"} & set(self.low[max(0, at - 20) : at]))
        return (
            is_row and self.low[at] != "first" and self.low[after] in (",", ".", ";", "") and self._is_name_at(at - 1)
        )

    # Numbers ---------------------------------------------------------------------------------------------------------

    def _number_of_place(self, at: int) -> tuple[int, int]:
        """The number of "No. 1", "number eight" and the first token after it; 0 where none stands."""
        i = at + 1 + (self.low[at + 1] == "." or self.kind[at + 1] == "h")
        value = words.NUMBERS.get(self.low[i], 0)
        if self.kind[i] == "n" and self.low[i].isdecimal() and len(self.low[i]) < 4:
            value = int(self.low[i])
        return (value, i + 1) if 0 < value < 200 else (0, at)

    def _is_numbered_place(self, at: int, after: int) -> bool:
        if self.low[after] in _PLACES:
            return True
        if (self.low[after] != "of" and self._is_among(after)) or self.low[after] in _WIDE:
            return True
        if at and (self.low[at - 1] in _WHOSE_NUMBER or self.low[at - 1].endswith(("'s", "’s"))) and self._ends(after):
            # "No one buys more than Germany, its No 1".
            return True
        if self.low[at] == "number" and self._is_made(at - 1) and self._ends(after):
            # "More than into any other, which makes it number one".
            return True
        if self.low[at] == "no" and at and self.low[at - 1] == "the" and self.low[after] in _IS:
            # "These days the No. 1 is China".
            return True
        if self.low[at] == "number" and at and self.low[at - 1] in words.DEFINITE and self._ends(after):
            return True
        if at and self.low[at - 1] in (",", "and", "then") and any(q.unit == "rank" for q in self.found[-8:]):
            return self._ends(after)
        lead = self._before_adverbs(at)
        low = self.low[lead] if lead >= 0 else ""
        if low in _MOVED_TO or low == "at":
            return self._ends(after) and low != "with"
        return low in _BEING and (self._ends(after) or self._is_among(after))

    # Superlatives ----------------------------------------------------------------------------------------------------

    def _superlative(self, at: int) -> int:
        """Reads "the largest of its partners", "is the biggest, among its suppliers", "the most important"."""
        low, after = self.low[at], at + 1
        if low == "most":
            if self._is_most_of_all(at):
                return self._rank(at, after, 1)
            if self.low[after] not in ("important", "significant", "valuable"):
                return at
            after += 1
        before = self.low[at - 1] if at else ""
        if self.low[max(0, at - 4) : at][-3:-1] == ["of", "the"] or "one" in self.low[max(0, at - 5) : at]:
            return at
        if low != "top" and self.low[after] in ("of", "among", "amongst") and (noun := self._ranked_of(after)):
            return self._rank(at, noun, 1)
        is_place = self.low[after] in (_PLACES if low == "top" else _SLICES)
        if is_place and before not in ("a", "an", "most"):
            return self._rank(at, after + 1, 1)
        if before == "the" and (after_one := self._one_of_them(at, after)):
            return self._rank(at, after_one, 1)
        lead = self._before_adverbs(at - (before == "the"))
        if low not in ("top", "main", "leading") and self._is_largest_told(at, after, lead):
            return self._rank(at, after, 1)
        is_said = before == "the" and lead >= 0 and self.low[lead] in _BEING and low not in ("top", "main", "leading")
        has_rank = low != "most" and any(q.unit == "rank" for q in self.found[-2:])
        # "Overtook Japan as number two in 2001 and has been the largest since 2003".
        closes = self._closes(after) or (has_rank and self.low[after] == "since")
        if has_rank and closes and low != "top" and before.endswith(("’s", "'s", "s’", "s'")):
            # "Japan was China's third-largest partner, whereas China has been Japan's largest since 2007".
            return self._rank(at, after, 1)
        if (
            is_said
            and self.low[after : after + 2] == ["of", "all"]
            and words.RANKED & set(self.low[max(0, at - 40) : at])
        ):
            return self._rank(at, after + 2, 1)
        return self._rank(at, after, 1) if is_said and closes and (has_rank or self._has_table(at)) else at

    def _is_largest_told(self, at: int, after: int, lead: int) -> bool:
        """Whether who is the largest was named: "ranked as the largest", "still the biggest:", "China, its largest"."""
        before = self.low[at - 1] if at else ""
        if before == "the" and lead > 0 and self.low[lead] == "as" and self.low[lead - 1] in _RANKS:
            return self._closes(after)
        if before == "the" and at > 1 and self.low[at - 2] in _REMAINS and lead >= 0 and self.low[lead] in _BEING:
            return self.low[after] in (":", ";", ".", "") and self._is_name_at(lead - 1)
        if before in _WHOSE_NUMBER and at > 2 and self.low[at - 2] == "," and self._is_name_at(at - 3):
            return self.low[after] in (",", ".", ";", "") and bool(words.RANKED & set(self.low[max(0, at - 30) : at]))
        return False

    def _one_of_them(self, at: int, after: int) -> int:
        """The first token after "the main one", "top of the list", "the biggest of them"; 0 where none are ranked."""
        low, then = self.low[at], self.low[after]
        if low == "top":
            is_list = any(word in _TABLES for word in self.low[after + 1 : after + 4])
            is_moved = bool((_MOVES | _BEING) & set(self.low[max(0, at - 5) : at]))
            is_at = then == "of" and self.low[at - 2] in ("to", "at")
            return after if is_at and ((is_list and is_moved) or self._ranked_of(after)) else 0
        if not words.RANKED & set(self.low[max(0, at - 40) : at]):
            return 0
        if then == "one" and (self._closes(after + 1) or self.low[after + 1] in _AGAIN):
            return after + 1
        return after + 2 if then == "of" and self.low[after + 1] in ("them", "these", "those") else 0

    def _unsurpassed(self, at: int) -> int:
        """Reads "no market is larger", "has no bigger customer": none is, so this one is the first."""
        low, after = self.low[at], at + 1
        if low == "more":
            if self.low[after] not in ("important", "significant"):
                return at
            after += 1
        noun = self._ranked_noun(after, 3)
        if self.low[at - 1 : at] == ["no"] and noun and not self.low[noun - 1].endswith("s"):
            return self._rank(at, noun, 1)
        if noun and self._is_nobody(at):
            return self._rank(at, noun, 1)
        for i in range(at - 1, max(-1, at - 9), -1):
            if self.kind[i] == "m":
                return at
            if self.low[i] == "no":
                noun = self._ranked_noun(i + 1 + (self.low[i + 1] == "other"), 3)
                between = self.low[noun:at] if noun else []
                is_none = bool(between) and all(low in _BEING or low in _HAVING for low in between)
                return self._rank(at, after, 1) if is_none else at
        return at

    def _is_most_of_all(self, at: int) -> bool:
        """Whether goods are dealt in: "of its imports Germany got the most from China"."""
        is_dealt = self.low[at - 1] == "the" and self.low[at - 2] in _DEALT and self.low[at + 1] in ("from", "to")
        return is_dealt and bool(_TRADE & set(self.low[max(0, at - 14) : at]))

    def _is_nobody(self, at: int) -> bool:
        """Whether "no country is a", "nobody was a", "no other state has been a" leads up to a comparative."""
        if self.low[at - 1 : at] not in (["a"], ["an"]):
            return False
        i = at - 2
        while i > 0 and (self.low[i] in _BEING or self.low[i] in _HAVING):
            i -= 1
        if i == at - 2:
            return False
        if self.low[i] in _NOBODY:
            return True
        return self.low[i] in _COUNTRY and "no" in (self.low[i - 1], self.low[i - 2])

    def _topped(self, at: int) -> int:
        """Reads "topped the list": the first."""
        if self.low[at + 1] not in ("the", "its", "their", "that", "this"):
            return at
        for i in range(at + 2, at + 6):
            if self.low[i] in _TABLES:
                self._add(Quantity((self.start[at], self.end[i]), "rank", 1, 1, "", "rank"))
                return i + 1
            if self.kind[i] != "w" or self.low[i] in words.STOPS:
                break
        return at

    # What stands around ----------------------------------------------------------------------------------------------

    def _before_adverbs(self, at: int) -> int:
        """The last token before a place that is no adverb, article or hedge; -1 where none is."""
        i = at - 1
        while i >= 0 and (self.low[i] in _ADVERBS or (self.kind[i] == "w" and self.low[i].endswith("ly"))):
            i -= 1 + (self.low[i] == "present" and self.low[i - 1] == "at")
        return i

    def _ends(self, after: int) -> bool:
        """Whether nothing follows an ordinal that it could be of."""
        if self.low[after + 1] in ("year", "years") and self.low[after + 2] in ("later", "earlier", "before", "after"):
            # "It was sixth one year later".
            return True
        return self.kind[after] in ("", "m") or self.low[after] in _ENDS

    def _closes(self, after: int) -> bool:
        return self.kind[after] in ("", "m") or self.low[after] in ("and", "but", "in", "with", "for")

    def _is_among(self, after: int) -> bool:
        """Whether words of rank follow: "among", "behind", "in line", "on the list", "of the Arab suppliers"."""
        low, then = self.low[after], self.low[after + 1]
        if low in ("among", "amongst", "behind", "worldwide", "globally") or (low, then) in _RANK_PAIRS:
            return True
        if low in ("on", "in") and then in ("the", "its", "this", "that"):
            return any(low in _TABLES for low in self.low[after + 2 : after + 5])
        return low == "of" and self._ranked_of(after) > 0

    def _ranked_of(self, at: int) -> int:
        """The first token after the ranked noun of "of its partners", "among the steel producers"; 0 for none."""
        for i in range(at + 1, at + 9):
            low = self.low[i]
            if low in words.RANKED and (low.endswith("s") or low == "economies"):
                return i + 1
            if low in ("countries", "states", "nations", "territories") and self.low[i + 1] in _WHICH:
                return i + 1
            is_owned = low in ("'", "’") and self.low[i - 1].endswith("s")
            if (self.kind[i] not in ("w", "n", "h") and not is_owned) or low in _CLAUSE:
                return 0
        return 0

    def _has_table(self, at: int) -> bool:
        """Whether the sentence speaks, before this, of those among whom one is ranked."""
        for i in range(max(0, at - 30), at):
            if self.low[i] in ("among", "amongst", "of") and 0 < self._ranked_of(i) <= at:
                return True
        return bool(_TABLES & set(self.low[max(0, at - 30) : at]))


_PLACES = frozenset(words.listed("place position spot slot rank ranking berth"))
_PLACES_PLURAL = frozenset(words.listed("places positions spots slots ranks"))
#: "The biggest slice of its exports" goes to the first customer.
_SLICES = frozenset(words.listed("slice portion"))
_AMONG = frozenset(words.listed("among amongst on of"))
_TABLES = frozenset(words.listed("list ranking rankings table tables league chart charts rank"))
_TOPPED = frozenset(words.listed("topped tops topping"))
_SUPERLATIVE = words.SUPERLATIVES | {"most", "topmost"}
_COMPARATIVE = frozenset(words.listed("larger bigger greater more"))
_IS = frozenset(words.listed("is was now remains remained became"))
_AGAIN = frozenset(words.listed("again once since by after then until till this last"))
_DEALT = frozenset(
    words.listed("buy buys bought sell sells sold get gets got import imports imported export exports exported")
)
_TRADE = frozenset(words.listed("imports exports purchases sales"))
_NOBODY = frozenset(words.listed("nobody none"))
_COUNTRY = frozenset(words.listed("country state nation one economy"))
#: When a place is held, between a name and the place; what says that it is held as before.
_OF_NOW = frozenset(words.listed("today now still then currently already again once long nowadays presently meanwhile"))
_REMAINS = frozenset(words.listed("still again yet remains remain remained"))
_COMES_AT = frozenset(words.listed("comes came coming ranks ranked ranking stands stood finishes finished placed"))
_WHOSE_NUMBER = frozenset(words.listed("its their his our my"))
_RANKS = frozenset(words.listed("rank ranks ranked ranking rated counted listed figures figured"))
#: What says which place someone has.
_BEING = frozenset(
    words.listed(
        "is are was were be been being remain remains remained stay stays stayed become becomes became rank ranks "
        "ranked ranking come comes came coming finish finishes finished stand stands stood placed kept"
    )
)
#: Verbs that give it to someone: "made it second".
_PUTS = frozenset(
    words.listed("put puts putting place places placing placed make makes made making rank ranks ranking")
)
_HAVING = frozenset(("any", "now", "has", "have", "had"))
_PUT = frozenset(words.listed("it them us her him the country nation state that this"))
_FOLLOWING = frozenset(words.listed("next followed behind ahead"))
_TAKES = frozenset(words.listed("take takes took taking taken claimed reclaimed secured grabbed"))
#: "A distant second".
_HOW = frozenset(words.listed("distant close far off poor clear strong narrow surprising"))
_MOVED_TO = frozenset(words.listed("to into from"))
_MOVES = frozenset(
    words.listed(
        "move moves moved moving rise rises rose risen rising climb climbs climbed climbing jump jumps jumped slip "
        "slips slipped slipping fall falls fell fallen falling drop drops dropped dropping advance advanced "
        "sink sank sunk go goes went gone going down up back"
    )
)
_WAYS = frozenset(words.listed("up down back"))
#: Before "the second", where it is one of those ranked before.
_APART = frozenset((",", ";", "and", "while", "but", "with", ""))
_STILL = frozenset(words.listed("still then now only just already again"))
_ADVERBS = frozenset(
    words.listed(
        "now today also still then thus again already even just only merely once here there currently therefore best "
        "present overall long always ever thereby in"
    )
)
_ENDS = frozenset(
    words.listed(
        "in and but among behind after with for by while as this that last on overall worldwide globally when before "
        "during since until place where whereas"
    )
)
_WIDE = frozenset(words.listed("worldwide globally overall"))
_RANK_PAIRS = frozenset((("in", "line"), ("in", "order"), ("only", "to")))
_WHICH = frozenset(words.listed("that which to from with who"))
_CLAUSE = frozenset(words.listed("is are was were has have had did does will that which who and but as"))
