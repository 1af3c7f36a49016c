"""Where two passages cannot both be true: the same thing held and denied, two figures of one quantity, two dates.

A conflict is sure only where the slots name it: same topic, same holder, same target. Likeness of words says only
whether two passages speak of the same thing, never whether they agree.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from amity.reader import vocabulary
from amity.reader.model import Quantity, Span
from amity.reader.passages import Passage, Position, who
from amity.reader.told_dates import Date

Name = Literal["stance", "negation", "direction", "figures", "dates"]

#: Shares of the shorter passage's words that must stand in the other: maybe to speak of the same
#: thing, to speak of it, and to be sure of it.
_LOOSE, _SAME, _SURE = 0.4, 0.5, 0.7

_THOUSANDS = re.compile(r" (?:m|mn|bn|tn|trn)$")
_SCALES = {"m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12, "trn": 1e12}

#: Verbs of which one account must not have the one and the other the other.
_OPPOSITES = tuple(
    tuple(frozenset(map(vocabulary.stem, words)) for words in pair)
    for pair in (
        (
            ("grew", "grow", "grown", "growth", "rose", "rise", "risen", "increase", "expand", "exceed", "double"),
            ("fell", "fall", "fallen", "decline", "decrease", "drop", "shrink", "shrank", "reduce", "halve"),
        ),
        (("lift", "remove", "ease", "cancel"), ("impose", "tighten", "introduce")),
        (("resume", "restore", "continue", "extend"), ("suspend", "halt", "stop", "end", "terminate")),
    )
)
#: What an amount can be of, beside its topic: two amounts clash only where these are the same.
_GAUGES = {
    "turnover": r"turnover|\btrade\b|товарооборот|贸易额",
    "exports": r"\bexport|экспорт|出口",
    "imports": r"\bimport|импорт|进口",
    "balance": r"deficit|surplus|imbalance|дефицит|逆差|顺差",
    "aim": r"\b(?:target|goal|aim|bring|reach by|plan|by 20\d\d|to \d+ billion by)|цел[ьи]|目标",
    "investment": r"\binvest|инвестиц|投资",
    "loan": r"\b(?:loan|credit|aid|grant|assistance)|кредит|贷款|援助",
    "projects": r"\bprojects?\b|проект|项目",
}


@dataclass(frozen=True, slots=True)
class Conflict:
    """A slot on which two passages clash.

    Attributes:
        slot: Which.
        is_sure: Whether the slots name it; else they may speak of different things.
        said: The clash in words.
        topics: Ids of the topics it is on; none for all that the passages share.
    """

    slot: Name
    is_sure: bool
    said: str
    topics: tuple[str, ...] = ()


def conflicts(a: Passage, b: Passage) -> tuple[Conflict, ...]:
    """Every clash between two passages; none for passages of the same words."""
    if a.text == b.text:
        return ()
    shared = set(a.topics) & set(b.topics)
    if not shared and overlap(a.stems, b.stems) < _SURE:
        return ()
    found = [*_stances(a, b), *_figures(a, b), *_dates(a, b), *_directions(a, b)]
    if not any(c.slot == "stance" and c.is_sure for c in found):
        found += _negations(a, b)
    return tuple(found)


def overlap(one: Collection[str], other: Collection[str]) -> float:
    """Share of the shorter list's words that stand in the other: 0 to 1; 0 where one is empty."""
    first, second = set(one), set(other)
    least = min(len(first), len(second))
    return len(first & second) / least if least else 0.0


def same_holder(one: Position, other: Position) -> bool | None:
    """Whether two positions are held by the same; None where a holder is not known."""
    if not one.holder or not other.holder:
        return None
    first, second = set(one.holder), set(other.holder)
    return first <= second or second <= first


def _stances(a: Passage, b: Passage) -> Iterator[Conflict]:
    for one in a.positions:
        for other in b.positions:
            common = set(one.target) & set(other.target)
            neutral = "neutral" in (one.stance, other.stance) and abs(one.sign) + abs(other.sign) == 1
            if (
                not (one.sign * other.sign == -1 or neutral)
                or overlap(one.target, other.target) < _SAME
                or len(common) < 2
            ):
                continue
            # What one side praises and the other regrets are two positions, not one told in two ways.
            same = same_holder(one, other)
            if same is False:
                continue
            yield Conflict(
                "stance", same is True and not neutral, f"{_told(one)} against {_told(other)}", _named(a, b, common)
            )


def _named(a: Passage, b: Passage, words: Collection[str]) -> tuple[str, ...]:
    """Topics of both passages that some of these words name."""
    shared = set(a.topics) & set(b.topics)
    named = [{t.id for t in p.terms if set(_stems(p, t.span)) & set(words)} for p in (a, b)]
    return tuple(sorted(shared & named[0] & named[1]))


def _stems(passage: Passage, span: Span) -> tuple[str, ...]:
    return vocabulary.stems(passage.text[span[0] - passage.span[0] : span[1] - passage.span[0]])


def _nearest(a: Passage, b: Passage, figure: Quantity) -> tuple[str, ...]:
    """The shared topic that stands next to a figure."""
    shared = set(a.topics) & set(b.topics)
    near = [(abs(t.span[0] - figure.span[0]), t.id) for t in a.terms if t.id in shared]
    return (min(near)[1],) if near else ()


def _told(position: Position) -> str:
    denied = "not " if position.negated else ""
    return f"{who(position.holder) or 'somebody'}: {denied}{position.stance}"


def _negations(a: Passage, b: Passage) -> Iterator[Conflict]:
    """A word that one denies and the other says, where the rest of both is much the same."""
    denied = {*a.negated} ^ {*b.negated}
    # Each denies what the other does not speak of: "policy has not changed" beside "does not support independence".
    if all({*one.negated} - {*other.stems} for one, other in ((a, b), (b, a))):
        return
    rest = overlap([w for w in a.stems if w not in denied], [w for w in b.stems if w not in denied])
    for word in sorted(denied):
        mine, theirs = (a, b) if word in a.negated else (b, a)
        is_said = word in theirs.stems and not _is_object(word, mine, theirs)
        if is_said and rest >= _SAME:
            yield Conflict("negation", rest >= _SURE and _same_speaker(a, b), f"only one denies “{word}”")


def _is_object(word: str, mine: Passage, theirs: Passage) -> bool:
    """Whether a denied word only names what is spoken of, and the other has nothing of the denial itself.

    "Does not support Taiwan independence" denies support, not Taiwan.
    """
    named = {stem for term in mine.terms for stem in _stems(mine, term.span)}
    return word in named and bool({*mine.negated} - {*theirs.stems})


def _same_speaker(a: Passage, b: Passage) -> bool:
    holders = [{h for p in passage.positions for h in p.holder} | set(passage.speaker) for passage in (a, b)]
    return not all(holders) or bool(holders[0] & holders[1])


def _directions(a: Passage, b: Passage) -> Iterator[Conflict]:
    rest = overlap(a.stems, b.stems)
    for up, down in _OPPOSITES:
        for one, other in ((a, b), (b, a)):
            risen, sunk = set(one.stems) & up, set(other.stems) & down
            if risen and sunk and not (set(one.stems) & down or set(other.stems) & up) and rest >= _SAME:
                yield Conflict("direction", rest >= _SURE, f"“{min(risen)}” against “{min(sunk)}”")


def _figures(a: Passage, b: Passage) -> Iterator[Conflict]:
    context = overlap(_words(a), _words(b))
    for unit in sorted({_measure(q) for q in a.quantities} & {_measure(q) for q in b.quantities}):
        first = [q for q in a.quantities if _measure(q) == unit]
        second = [q for q in b.quantities if _measure(q) == unit]
        left = [q for q in first if not any(agree(q, o) for o in second)]
        right = [q for q in second if not any(agree(o, q) for o in first)]
        if not left or not right or _other_time(a, b):
            continue
        on = set(_nearest(a, b, left[0])) & set(_nearest(b, a, right[0]))
        gauges = _gauge(a, left[0]), _gauge(b, right[0])
        is_named = bool(on) and gauges[0] == gauges[1] != frozenset()
        if gauges[0] == gauges[1] and (is_named or context >= _LOOSE):
            is_sure = (is_named or context >= _SAME) and len(left) == len(right) == 1
            said = f"{_list(left, a)} against {_list(right, b)}"
            yield Conflict("figures", is_sure, said, tuple(sorted(on)))


def _gauge(passage: Passage, figure: Quantity) -> frozenset[str]:
    """What an amount is of, by the words before and after it."""
    at = figure.span[0] - passage.span[0]
    near = passage.text[max(0, at - 90) : figure.span[1] - passage.span[0] + 40]
    return frozenset(name for name, pattern in _GAUGES.items() if re.search(pattern, near, re.IGNORECASE))


def _words(passage: Passage) -> list[str]:
    return [w for w in passage.stems if not w[0].isdigit()]


def _measure(quantity: Quantity) -> tuple[str, str, bool]:
    """What must be alike before two figures can clash."""
    kind = "level" if quantity.kind in ("level", "count", "share") else quantity.kind
    return _THOUSANDS.sub("", quantity.unit), kind, quantity.by


def _scale(quantity: Quantity) -> float:
    """How many of the plain unit one of a figure's unit is: "USD bn" is 1e9 USD."""
    found = _THOUSANDS.search(quantity.unit)
    return _SCALES[found[0].strip()] if found else 1.0


def _list(figures: Sequence[Quantity], passage: Passage) -> str:
    start = passage.span[0]
    return ", ".join(passage.text[q.span[0] - start : q.span[1] - start] for q in figures)


def agree(one: Quantity, other: Quantity) -> bool:
    """Whether two figures can be the same one, by rounding as printed, by bounds, by direction."""
    if one.sign * other.sign == -1:
        return False
    if ">=" in (one.bound, other.bound) or "<=" in (one.bound, other.bound):
        return _bounds_meet(one, other)
    one, other = _plain(one), _plain(other)
    slack = max(_slack(one), _slack(other), _rounding(one, other))
    return one.low - slack <= other.high and other.low - slack <= one.high


def _rounding(one: Quantity, other: Quantity) -> float:
    """How far apart a figure and its rounding may be: "240" and "240.1", but not "60" and "58"."""
    fine, round_ = sorted((one, other), key=_digits, reverse=True)
    return 0.0 if _digits(fine) == _digits(round_) else min(0.5 * _step(round_), 0.02 * abs(round_.low))


def _plain(quantity: Quantity) -> Quantity:
    """The same figure in the plain unit, so that millions and billions compare."""
    by = _scale(quantity)
    return replace(quantity, low=quantity.low * by, high=quantity.high * by, unit=_THOUSANDS.sub("", quantity.unit))


def _bounds_meet(one: Quantity, other: Quantity) -> bool:
    """Whether "over 200" and "240" can be the same: nobody says "over 52" of 58."""
    one, other = _plain(one), _plain(other)
    for bound, plain in ((one, other), (other, one)):
        if bound.bound == ">=" and plain.bound != ">=":
            return bound.low - _slack(bound) <= plain.high <= bound.low + _step(bound)
        if bound.bound == "<=" and plain.bound != "<=":
            return bound.high - _step(bound) <= plain.low <= bound.high + _slack(bound)
    # "Over 200" and "over 240" may be one figure, "over 228" and "over 240" not: the rounder must be the lower.
    fine, round_ = sorted((one, other), key=_digits, reverse=True)
    if _digits(fine) == _digits(round_) or fine.low < round_.low:
        return abs(fine.low - round_.low) <= 1e-9
    return fine.low <= round_.low + _step(round_)


def _step(quantity: Quantity) -> float:
    """One of the last digit that counts: 100 of "200", 1 of "52"."""
    return 10.0 ** (math.floor(math.log10(abs(quantity.low) or 1)) + 1 - _digits(quantity))


def _digits(quantity: Quantity) -> int:
    """Digits that count in a figure as printed."""
    return len(re.sub(r"\D", "", quantity.printed).strip("0")) or 1


def _slack(quantity: Quantity) -> float:
    """Half the last printed digit; a twentieth where the figure is said to be rough."""
    digits = re.sub(r"[^\d.]", "", quantity.printed)
    scale = abs(quantity.low) / float(digits) if digits.strip(".") and float(digits) else 1.0
    last = 10.0 ** -len(digits.partition(".")[2]) * scale
    rough = 0.05 * abs(quantity.low) if quantity.bound == "~" else 0.0
    return max(0.5 * last if "." in digits else 0.0, rough, 1e-9)


def _other_time(a: Passage, b: Passage) -> bool:
    """Whether the two name different years, so that two figures may both hold."""
    years = [{d.year for d in p.dates if d.year} for p in (a, b)]
    return all(years) and not years[0] & years[1]


def _dates(a: Passage, b: Passage) -> Iterator[Conflict]:
    rest = overlap(_words(a), _words(b))
    if rest < _SAME or not (a.is_commitment or b.is_commitment or rest >= _SURE):
        return
    left = [d for d in a.dates if d.month and not any(_may_be_same(d, o) for o in b.dates)]
    right = [d for d in b.dates if d.month and not any(_may_be_same(d, o) for o in a.dates)]
    if left and right:
        said = f"{_date(left[0])} against {_date(right[0])}"
        yield Conflict("dates", len(left) == len(right) == 1, said)
    elif _is_promise(a) and _is_promise(b) and _other_time(a, b):
        first, second = ({d.year for d in p.dates if d.year} for p in (a, b))
        said = f"{', '.join(map(str, sorted(first)))} against {', '.join(map(str, sorted(second)))}"
        yield Conflict("dates", len(first) == len(second) == 1, said)


def _is_promise(passage: Passage) -> bool:
    """Whether years in it are when a deed will be done, and not of what a figure is."""
    return passage.is_commitment and not passage.quantities and not any(d.month for d in passage.dates)


def _may_be_same(one: Date, other: Date) -> bool:
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return all(x is None or y is None or x == y for x, y in pairs)


def _date(date: Date) -> str:
    return "-".join(f"{part:02d}" for part in (date.year, date.month, date.day) if part)
