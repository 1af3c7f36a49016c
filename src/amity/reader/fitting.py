"""Which reading of a figure its digits speak for: the words weigh the readings, the data are asked on the likeliest.

If a reading is the one meant, the data bear its digits out in most cases; if it is not, only by chance, the less often
the more digits are printed. So by Bayes' rule the odds of a reading that agrees rise by the ratio of the two, and those
of one that does not fall, the more the farther it misses. The data never decide which way round goods went: if the
words favour the other way, an agreement this way is none, or a claim that swaps exporter and importer would pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from amity.claims.language import Test
from amity.reader.binding import Reading, said_of, test_of, value_of
from amity.reader.cases import Case, Way
from amity.reader.model import Candidate, Period
from amity.reader.weighing import Meant

#: How often the data bear out a figure in print that was read rightly: to many digits, and where much would agree.
_RIGHTLY, _ROUGHLY = 0.35, 0.55
#: The least and the most often that a wrong reading agrees by chance.
_LEAST, _MOST = 0.012, 0.3
#: The same of places, from the first on: of 58 labelled firsts that data do not hold 31 agreed, of 42 seconds 10, of 35
#: thirds 4, of 75 later ones 6.
_PLACES = (0.35, 0.16, 0.055, 0.035)
#: At which distances a reading that misses is how much likelier right than wrong, relative to those of any distance;
#: and where nothing is held.
_AWAY = (0.0, 0.015, 0.065, 0.15, 0.32, 0.62, 1.0, 1.6, 2.5, 4.0)
_MISSED, _UNHELD = (20.0, 16.0, 6.0, 2.1, 0.8, 0.6, 0.22, 0.12, 0.1, 0.1), 0.35
#: Only so many readings are tried, and none less likely than this.
_MANY, _LIGHT = 16, 0.004
#: Where agreement by chance is likelier than this, so few are.
_TELLING, _FEW = 0.15, 8


@dataclass(frozen=True, slots=True)
class Fitted:
    """A reading chosen by words and data.

    Attributes:
        candidate: The reading; its confidence is the probability that it is the one meant.
        prior: The probability by the words alone.
        agrees: Whether the data bear it out.
        is_told: Whether the words favour this direction over the other.
        others: Other readings, the likeliest first.
        rival: Another reading that the data bear out, unless it is this one with the two states exchanged.
        none: The probability by the words alone that the data do not hold the figure.
        way: The reading before it became a test.
    """

    candidate: Candidate
    prior: float
    agrees: bool
    is_told: bool
    others: tuple[Candidate, ...]
    rival: Candidate | None
    none: float
    way: Way


@dataclass(frozen=True, slots=True)
class Option:
    """A reading that may be the one meant, as a test.

    Attributes:
        test: The test.
        meant: The reading.
        prior: Its probability by the words alone, with that of all that looks up the same.
        odds: The same after the data were asked, not yet divided by the sum over all readings.
        agrees: Whether the data bear it out.
        away: How far what it claims lies from what the data hold; None where they hold nothing.
        key: What is looked up.
    """

    test: Test
    meant: Meant
    prior: float
    odds: float
    agrees: bool
    away: float | None
    key: object


@dataclass(frozen=True, slots=True)
class Weighed:
    """A figure with what it may mean, after words, figures before and data.

    Attributes:
        case: The figure with what stands around it.
        rules: What the grammar makes of it, the surest first.
        reason: Why the grammar sets it aside, if it does.
        is_dated: Whether the grammar has a year for it.
        meant: Its readings with their probabilities by the words.
        none_by_words: The probability by the words that the data do not hold it.
        options: The likeliest readings after the data were asked.
        weights: How likely each of them is after the figures around it, in any measure.
        none: The same of none of them.
        chance: How often a wrong reading agrees by chance.
        counts: Whether it is a figure, and not told in words alone.
    """

    case: Case
    rules: Sequence[Reading]
    reason: str
    is_dated: bool
    meant: Sequence[Meant]
    none_by_words: float
    options: Sequence[Option]
    weights: Sequence[float]
    none: float
    chance: float
    counts: bool


def options(
    case: Case, meant: Sequence[Meant], base: Period | None, distance: Callable[[Test], float | None]
) -> list[Option]:
    """The likeliest readings of a figure after the data were asked, the likeliest first.

    Args:
        case: The figure with what stands around it.
        meant: Its readings with their probabilities by the words.
        base: What the figure is compared with.
        distance: How far what a test claims lies from what the data hold, as `amity.claims.distance` tells it.
    """
    chance = chance_of(case)
    found: dict[object, Option] = {}
    keys: dict[Test, object] = {}
    for one in meant[: _MANY if chance < _TELLING else _FEW]:
        if one.probability < _LIGHT:
            break
        test = test_of(case, one.way, one.period, base)
        if test is None:
            continue
        away = distance(test)
        is_borne = away == 0
        odds = one.probability * (_borne(chance) if is_borne else _missed(away))
        key = _measured(one) if test.base is None else (one.way.sense.id, one.way.owner, one.way.partners, test.base)
        # "Up 8 per cent in 2022" and "from 2021 to 2022" are one claim, and so is a year however a span is reckoned.
        key = keys.setdefault(replace(test, span="last") if test.years[0] == test.years[1] else test, key)
        if key in found:
            # The same thing by another name.
            before = found[key]
            found[key] = replace(before, prior=before.prior + one.probability, odds=before.odds + odds)
        else:
            found[key] = Option(test, one, one.probability, odds, is_borne, away, key)
    return sorted(found.values(), key=lambda option: -option.odds)


def fit(found: Sequence[Option], sure: Sequence[float], meant: Sequence[Meant], none: float = 0.0) -> Fitted | None:
    """The reading that words and digits speak for; None if there is none.

    Args:
        found: The likeliest readings.
        sure: The probability of each that it is the one meant.
        meant: All readings with their probabilities by the words.
        none: The probability by the words that the data do not hold the figure.
    """
    if not found:
        return None
    ranked = sorted(zip(sure, found, strict=True), key=lambda item: -item[0])
    best = ranked[0][1]
    said = [Candidate(o.test, w, said_of(o.meant.way, o.test)) for w, o in ranked]
    turned = sum(m.probability for m in meant if _is_turned(m, best.meant))
    agreeing = ((w, o) for w, o in ranked[1:] if o.agrees and not _is_turned(o.meant, best.meant))
    rival = next((Candidate(o.test, w, said_of(o.meant.way, o.test)) for w, o in agreeing), None)
    return Fitted(said[0], best.prior, best.agrees, best.prior >= turned, tuple(said[1:]), rival, none, best.meant.way)


def _borne(chance: float) -> float:
    """How much likelier a right reading is borne out than a wrong one."""
    return (_RIGHTLY if chance < _TELLING else _ROUGHLY) / chance


def _missed(away: float | None) -> float:
    """How much likelier a right reading misses the figure held by so much than a wrong one does.

    Who errs, rounds or has another source is seldom off by a factor of ten; another flow or year easily is.
    """
    return _UNHELD if away is None else float(np.interp(min(away, _AWAY[-1]), _AWAY, _MISSED))


def _is_turned(one: Meant, other: Meant) -> bool:
    """Whether one reading is the other with the two states exchanged."""
    x, y = one.way, other.way
    is_same = x.sense is y.sense and x.statistic == y.statistic
    return is_same and x.owner == y.partners[0] and x.partners[0] == y.owner and _years(one) == _years(other)


def _years(one: Meant) -> tuple[int, int]:
    return one.period.first, one.period.last


def _measured(one: Meant) -> object:
    """What is looked up: what one sells to the other the other buys."""
    way = one.way
    if way.statistic.startswith("level") and way.sense.ware is not None and way.sense.flow in ("in", "out"):
        seller, buyer = (way.partners[0], way.owner) if way.sense.flow == "in" else (way.owner, way.partners[0])
        return way.sense.ware, seller, buyer, _years(one)
    return way.sense.id, way.statistic, way.owner, way.partners, _years(one)


def chance_of(case: Case) -> float:
    """How often a wrong reading agrees by chance: the part that the digits leave of the values it may have."""
    quantity = case.quantity
    if quantity.bound in ("<=", ">=") or quantity.low != quantity.high:
        return _MOST
    if quantity.kind == "rank":
        return _PLACES[min(max(1, round(quantity.low)), len(_PLACES)) - 1]
    value, printed, _, tolerance, relative = value_of(case)
    if tolerance is None:
        tolerance = 0.5 * 10.0 ** -len(printed.partition(".")[2])
    if relative:
        # "Some 17 per cent" leaves a tenth to either side: much agrees with that.
        return min(_MOST, max(_TELLING, 2 * tolerance))
    part = tolerance / abs(value or 1.0)
    if not re.search(r"[1-9].*\d", quantity.printed):
        return max(0.15, min(_MOST, part))
    return min(_MOST, max(_LEAST, 0.8 * part))
