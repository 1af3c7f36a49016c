"""Which figure in the data is a figure in a text: every way to bind it, how sure each is, or why none is sought.

A binding needs five slots: what is measured (a sense), of whom, with whom, when, and in which unit. Each slot is read
from the words beside the figure; the further it had to be sought, the less sure the binding. The weights of
`confidence` were fitted on labelled sentences by validation/reader_confidence.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from amity import casefile, states
from amity.claims import precision
from amity.claims.language import Test
from amity.reader import periods, senses
from amity.reader import quantity_words as words
from amity.reader.aside import MANY, aside
from amity.reader.attributions import by_books
from amity.reader.bracketed_sums import is_of_both
from amity.reader.cases import PARTS, Case, clause_at, negated, segment, words_before
from amity.reader.dating import change_years, crowd, period_of, span_on_span
from amity.reader.model import Candidate, Period, Quantity
from amity.reader.relations import Relation
from amity.reader.said_when import is_told
from amity.reader.slots import Way, confidence, figures_of, nearest
from amity.reader.ways import WORLD, long_told, ways
from amity.reader.whole_years import of_whole_year
from amity.reader.worded import is_worded
from amity.reader.worded_ways import claimed, vague

_EXCEED = re.compile(r"\b(?:exceed|surpass|top|pass|more than|go beyond|rise above|over)\w*\b", re.IGNORECASE)
_REACH = re.compile(r"\b(?:reach|attain|hit|amount to|make up|come to)\w*\b", re.IGNORECASE)
#: Tonnes a year that a barrel a day makes: 365 days, 7.33 barrels a tonne (BP Statistical Review, conversion factors).
_TONNES_PER_BARREL_A_DAY = 365 / 7.33
_TOLD = {
    "share": "share in {}",
    "market": "share of the world in {}",
    "rank": "place in {}",
    "share_of_gdp": "{} relative to GDP",
    "gdp": "{} relative to GDP",
    "ratio": "ratio of the {}",
}

#: What no weighing can mend: it is told of something that no data are held on.
_CLOSED = ("no data are held on this", "speaks of a firm", "a total of the world")
_NOW = re.compile(r"\b(?:today|now|currently|at\s+present|at\s+the\s+moment|these\s+days|nowadays)\b", re.IGNORECASE)
#: Of a poll the month is the day it was taken.
_POLLED = re.compile(r"\b(?:poll(?:s|ed)?|surveyed|respondents|Gallup|Pew|favou?rabl[ey])\b")
_UNSAID = "what it measures is not held in this unit, or it is not said between whom"
_NOTHING = "nothing that the data measure is named beside it"

#: What a verb moves, right behind it: "sold wheat worth", "bought soybeans for".
_MOVED = re.compile(
    r"\s+(?!(?:goods|products|merchandise|commodities|more|less|much|little|it|them|back|something|everything|"
    r"its|their|his|her|our|own|ones)\b)"
    r"(?P<ware>[a-z][a-z-]+(?:\s[a-z][a-z-]+)?)\s+(?:worth|for|valued at)\s+(?:\w+\s+){0,3}(?=[$€£¥\d]|US\$|USD)"
)


@dataclass(frozen=True, slots=True)
class Bound:
    """What became of a figure.

    Attributes:
        candidates: Ways to bind it, the surest first.
        reason: Why it is set aside, where there are none.
        period: When it is said to be, as far as it says.
        is_dated: Whether the year stands in the sentence, and which of several is plain, so that a year not held is no
            reason to doubt.
        is_soft: Whether a contradiction may be one of definitions.
        is_plain: Whether the words beside it name both states, none by a pronoun or by being the only one.
        has_gaps: Whether a zero in the data may be a flow that was not told.
        is_here: Whether the sentence itself names both states and what is measured.
        is_own: Whether what it is a share of is said of the figure itself, not of one before.
        is_open: Whether only the wording leaves open what is meant, so that a reading may be sought in the data.
        vague: Why it can have no verdict, where it is told in words too vague for one.
    """

    candidates: tuple[Candidate, ...]
    reason: str
    period: Period | None = None
    is_dated: bool = False
    is_soft: bool = False
    is_plain: bool = True
    has_gaps: bool = False
    is_here: bool = True
    is_own: bool = True
    is_open: bool = False
    vague: str = ""


def bind(case: Case) -> Bound:
    """Every way to bind a figure to the data, or why there is none."""
    if reason := aside(case):
        return Bound((), reason)
    period, _, _ = period_of(case)
    is_since = period is not None and period.role == "since" and case.quantity.by
    is_event = _is_dated_event(case) or (case.quantity.kind == "share" and _POLLED.search(case.text) is not None)
    is_event = is_event or of_whole_year(case) or (period is not None and is_told(case.text, period.span))
    if period is not None and period.grain in PARTS and not is_since and not is_event:
        return Bound((), f"tells of a part of {period.last}; the data are yearly", period)
    is_here = period is not None and any(p.span == period.span for p in case.periods)
    if period is not None and period.first > case.last_year and (is_here or not _NOW.search(case.text)):
        return Bound((), "lies ahead of the document", period)
    found = readings(case)
    if not found and (lacking := _not_in_unit(case)):
        return Bound((), lacking, period)
    if not found:
        if _denied(case):
            return Bound((), "negated in a way that no test follows", period)
        why = _why_none(case)
        return Bound((), why, period, is_open=not why.startswith(_CLOSED))
    best = found[0]
    return Bound(
        tuple(_rivalled([reading.candidate for reading in found])),
        "",
        period,
        is_dated=not {"year_far", "year_none"} & set(best.features) and best.features.get("year_near", 0.0) < 3,
        is_soft=best.is_soft or is_soft(case, best.way),
        is_plain=not _GUESSES & set(best.features),
        has_gaps=best.way.sense.gaps,
        is_here=not {"far", "context", "carried"} & set(best.features),
        is_own=best.features.get("inherited", 0.0) < 2,
        is_open=True,
        vague=vague(case, best.way) if is_worded(case.quantity) else "",
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to bind a figure, with how far each slot was sought."""

    candidate: Candidate
    way: Way
    features: Mapping[str, float]
    is_soft: bool = False


def readings(case: Case) -> tuple[Reading, ...]:
    """The five surest ways to bind a figure, the surest first; of those with one test the surest."""
    period, base, nearness = period_of(case)
    made: dict[Test, Reading] = {}
    for way, test, is_loose in _tested(case, period, base):
        is_held = way.owner in (way.sense.owners or {way.owner})
        if not is_held or (way.sense.id in _OF_CASEFILES and not _has_casefile(way)):
            continue
        features = dict(way.features) | crowd(case) | nearness
        sure = confidence(features) * (_OVERRULED if _is_overruled(case, way) else 1.0)
        reading = Reading(Candidate(test, sure, said_of(way, test)), way, features, is_loose)
        if test not in made or made[test].candidate.confidence < reading.candidate.confidence:
            made[test] = reading
    return tuple(sorted(made.values(), key=lambda reading: -reading.candidate.confidence)[:5])


def _tested(case: Case, period: Period | None, base: Period | None) -> Iterator[tuple[Way, Test, bool]]:
    """Ways to read a figure with the tests they make, and whether a contradiction would prove nothing."""
    if is_worded(case.quantity):
        for one in claimed(case, period):
            yield one.way, one.test, one.is_soft
        return
    is_sum = is_of_both(case, _around(case)[0])
    for found in ways(case):
        way = _summed(found) if is_sum else found
        test = test_of(case, way, period, base)
        if test is not None:
            yield way, test, False


#: How much surer a reading would be were nothing else named beside the figure.
_OVERRULED = 0.4
_OF_IT = re.compile(r"\s+of\s+(?:it|this|that|which|them)\s+(?:in|as|from)\s+(?:[\w'’]+\s+){0,3}$")


def _around(case: Case) -> tuple[int, int]:
    """From the figure before to the next one."""
    start, end = case.quantity.span
    if len(case.quantities) > MANY:
        return 0, len(case.text)
    before = [0, *sorted(q.span[1] for q in case.quantities if q.span[1] <= start)]
    # "From 5 to 4": what is named before the first of the two.
    since = before[-2] if len(before) > 1 and start - before[-1] < _BESIDE else before[-1]
    return since, min((q.span[0] for q in case.quantities if q.span[0] >= end), default=len(case.text))


def _summed(way: Way) -> Way:
    """The same of both directions together."""
    is_one = way.sense.ware == "goods" and way.sense.flow in ("in", "out") and way.statistic == "level.USD"
    both = senses.of_goods("goods", "with")
    return replace(way, sense=both) if is_one and both is not None else way


def _is_overruled(case: Case, way: Way) -> bool:
    """Whether another direction is named since the figure before, or what it is a part of: "9 of it in exports"."""
    since, until = _around(case)
    start, end = case.quantity.span
    if way.statistic in senses.parts():
        near = {name: _nearest(case, words) for name, words in senses.parts().items()}
        return near[way.statistic] > min(near.values())
    if not since and until == len(case.text):
        return False
    flows: set[str] = set()
    for relation in case.relations:
        sense, (low, high) = relation.sense, relation.span
        if sense is None or relation.is_verb or sense.flow not in _FLOWS:
            continue
        is_beside = since < low and high <= start and since and clause_at(case, low) == clause_at(case, start)
        is_behind = end <= low < until and _OF_IT.fullmatch(case.text, end, low)
        if is_beside or is_behind:
            flows.add(sense.flow)
    return bool(flows) and way.sense.flow in _FLOWS and way.sense.flow not in flows


def _nearest(case: Case, words: re.Pattern[str]) -> int:
    """How many letters before the figure words stand; behind it they are further."""
    start, end = case.quantity.span
    spots = [(m.start(), m.end()) for m in words.finditer(case.text)]
    away = [start - high if high <= start else low - end + _BEHIND for low, high in spots]
    return min(away, default=len(case.text) + _BEHIND)


#: So few letters stand between two ends of a range; what stands behind a figure counts as so much further.
_BESIDE, _BEHIND = 5, 20
#: Ways goods go, and what is left between them.
_FLOWS = frozenset({"out", "in", "with", "balance"})
#: Senses of which only casefiles hold anything.
_OF_CASEFILES = frozenset({"deals"})


def _has_casefile(way: Way) -> bool:
    pair = sorted((way.owner, *way.partners))
    return tuple(pair) in casefile.available()


#: Features of a state that no words beside the figure name outright.
_GUESSES = frozenset({"pronoun", "far", "only", "context", "inherited", "carried"})


def is_soft(case: Case, reading: Way) -> bool:
    """Whether a contradiction may be one of definitions: what is called so in print is often something else."""
    sense = reading.sense
    is_vague = sense.soft and (sense.firm is None or sense.firm.search(case.text) is None)
    is_share_change = case.quantity.by and case.quantity.unit == "%" and reading.statistic == "share"
    return is_vague or is_share_change or reading.statistic in senses.parts()


def _rivalled(ranked: Sequence[Candidate]) -> list[Candidate]:
    """The same, each no surer than its rivals leave it."""
    if len(ranked) < 2:
        return list(ranked)
    gap = ranked[0].confidence - ranked[1].confidence
    part = 1.0 if gap > 0.15 else 0.8 + 1.3 * gap
    return [replace(candidate, confidence=candidate.confidence * part) for candidate in ranked]


def _not_in_unit(case: Case) -> str:
    """Why a ware told beside the figure cannot be checked in its unit: arms in dollars."""
    measure, quantity = senses.measure(case.quantity.unit), case.quantity
    if measure not in ("USD", "t", "m3", "TIV") or quantity.kind != "level":
        return ""
    here = clause_at(case, quantity.span[0])
    told = [r for r in case.relations if r.sense is not None and clause_at(case, r.span[0]) == here]
    if not told or any(f"level.{measure}" in r.sense.figures for r in told if r.sense is not None):
        return ""
    wares = [r.sense for r in told if r.sense is not None and r.sense.ware is not None]
    if wares and wares[0].ware == "arms" and measure == "USD" and not senses.named_in("arms", case.text):
        # Bare "exports" of a document on arms: told in dollars they may as well be all.
        return ""
    if wares and wares[0].ware == "goods" and _is_weighed(case.ware or long_told(case), measure):
        # Goods in general are not counted in tonnes: what was spoken of before is meant.
        return ""
    return f"no data are held on {wares[0].said.partition(' of ')[0]} in this unit" if wares else ""


def _is_weighed(ware: str | None, measure: str) -> bool:
    """Whether the data hold flows of a ware in a unit."""
    flows = [senses.of_goods(ware, flow) for flow in ("in", "out")] if ware else []
    return any(sense is not None and f"level.{measure}" in sense.figures for sense in flows)


def _why_none(case: Case) -> str:
    named = [a for a in case.actors if a.codes and a.group is None]
    if any(a.kind == "firm" for a in case.actors) and len(named) < 2:
        return "speaks of a firm, not of a state"
    low, high = segment(case)
    inside = [a for a in case.actors if low <= a.span[0] < high]
    # "ASEAN supplied 12 per cent, and Russia 5": the second is no group's.
    is_of_state = any(a in named for a in inside) and all(a.group is None for a in inside)
    groups = [a.group for a in case.actors if a.group is not None and not is_of_state]
    if groups and len({a.codes for a in named}) < 2:
        return f"speaks of {groups[0]}, not of two states"
    near = [r for r in case.relations if clause_at(case, r.span[0]) == clause_at(case, case.quantity.span[0])]
    # What a verb moves may be told before ("Brazil buys 53 per cent of it"): weighing knows that it is not named here.
    unmeasured = [r for r in near if r.sense is None and not r.is_verb and not _PARTNERS.search(r.ware or "")]
    unknown = next((r for r in unmeasured if not _is_beside_it(case, r)), None)
    if unknown is not None:
        return f"no data are held on this ({unknown.ware})"
    moved = (_MOVED.match(case.text, r.span[1]) for r in near if r.sense is None and r.is_verb)
    if (ware := next((match["ware"] for match in moved if match), None)) is not None:
        return f"no data are held on this ({ware})"
    if not named and case.pair is None:
        return "names no state"
    if WORLD.search(case.text[max(0, case.quantity.span[1] - 60) : case.quantity.span[1] + 28]):
        return "a total of the world or of all partners"
    if case.relations:
        return _UNSAID
    return _NOTHING


#: "Its trade partner" is no flow.
_PARTNERS = re.compile(r"\b(?:partners?|partnership|relations?|ties|links?)$")
#: Behind the noun of a flow these make it the name of who tells; before a noun these make it only a reason.
_TELLERS = re.compile(
    r"['’]?s?\s+(?:Associations?|Organi[sz]ation|Agency|Office|Ministry|Department|Council|Chamber|Statistics|Administration|"
    r"Representative|Commission|Institute|Bureau|Board|Promotion|Group|Database|[Mm]inist\w+|officials?)\b"
)
_TELLING = re.compile(r"\bminist\w+$|\b(?:talks|fairs?|officials?)$")
_REASON = re.compile(
    r"\b(?:thanks(?:\s+\w+)?\s+to|because\s+of|due(?:\s+\w+)?\s+to|owing(?:\s+\w+)?\s+to|driven(?:\s+\w+)?\s+by|"
    r"on\s+the\s+back\s+of|led\s+by)\s+(?:[\w-]+\s+){0,3}$"
)


def _is_beside_it(case: Case, relation: Relation) -> bool:
    """Whether a flow of what is not held is only who tells, or why it was so: "thanks to booming car sales"."""
    low, high = relation.start, relation.span[1]
    is_told = _TELLERS.match(case.text, high) or _TELLING.search(relation.ware or "")
    is_reason = low >= case.quantity.span[1] and _REASON.search(case.text[max(0, low - 60) : low])
    return bool(is_told or is_reason)


def _is_dated_event(case: Case) -> bool:
    """Whether the figure is of something that has a day: a deal, not a flow of the year."""
    near = nearest(case, [f"level.{senses.measure(case.quantity.unit)}"])
    return bool(near) and near[0][0].sense is not None and near[0][0].sense.id == "deals"


def value_of(case: Case) -> tuple[float, str, str, float | None, bool]:
    """The number, its digits, its unit, the tolerance and whether that is relative."""
    quantity = case.quantity
    value, unit, printed = (quantity.low + quantity.high) / 2, quantity.unit, quantity.printed
    tolerance, relative = None, False
    if quantity.high > quantity.low:
        tolerance = (quantity.high - quantity.low) / 2
        printed = ""
    elif not printed:
        tolerance, relative = 0.1, True
    if unit in ("m", "bn", "million", "billion"):
        unit = {"m": "million", "bn": "billion"}.get(unit, unit) + " persons"
    if senses.measure(unit) == "bbl/d":
        many = {"thousand": 1e3, "million": 1e6}.get(unit.partition(" ")[0], 1.0)
        value, unit = value * many * _TONNES_PER_BARREL_A_DAY, "t"
        tolerance, relative = 0.07, True
    for word, power in (("trn", 1e3), ("trillion", 1e3), ("tn", 1e3)):
        if unit.startswith("USD") and unit.endswith(f" {word}"):
            value, unit = value * power, "USD bn"
            tolerance, relative = (tolerance, relative) if tolerance is not None else (_rounding(quantity), True)
    if quantity.bound in (">=", "<=") and tolerance is None and printed:
        # "At most 3 per cent" of 3.02 is true of the digits printed.
        tolerance = precision(printed.replace(",", ""))
    if quantity.bound == "~" and not relative:
        # "About" and "nearly" say no more than a tenth.
        tolerance, relative = 0.1, True
    return value, printed, unit, tolerance, relative


def _rounding(quantity: Quantity) -> float:
    digits = quantity.printed.partition(".")[2]
    return 0.5 * 10.0 ** -len(digits) / abs(quantity.low or 1.0)


#: What is denied is another verb: "hardly changed and stood at".
_OTHER_VERB = re.compile(
    r"\b(?:hardly|barely|scarcely|not|never|didn['’]t)\s+\w+(?:\s+\w+)?\s+and\s+(?:\w+\s+)?\w+\s+[^,;]{0,25}$"
)


#: What is denied is that it moved: the figure itself is meant.
_UNMOVED = re.compile(
    r"\b(?:hardly|barely|scarcely|not|never|\w+n['’]t)\s+(?:\w+\s+)?(?:moved?|chang(?:ed|e|ing)|budged?|differ(?:ed|s)?|"
    r"deviated?|strayed?|depart(?:ed)?)\s+(?:\w+\s+)?from\s+[^,;]{0,20}$",
    re.IGNORECASE,
)
#: "Never has it been as small as last year's 4.9 per cent": it was that.
_AS_EVER = re.compile(
    r"\b[Nn](?:ever|ot\s+once|ot\s+since\s+\d{4})\b[^.;:]{0,60}\b(?:as|so)\s+(?:small|low|little|high|large|great|big|few|many|much)\s+as\s+"
    r"(?:[\w’']+\s+){0,4}$"
)


def _denied(case: Case) -> bool:
    """Whether a negation stands before the figure that is one of its own verb."""
    before, _ = words_before(case)
    if _UNMOVED.search(before) or _AS_EVER.search(before):
        return False
    return negated(case) and _OTHER_VERB.search(before) is None


def _op(case: Case) -> str | None:
    """The operator that the bound of the figure and a negation make; None where no test follows."""
    quantity = case.quantity
    if case.text[: quantity.span[0]].endswith(("no ", "not ")) and quantity.bound in (">=", "<="):
        # "No higher than 12 per cent".
        return "<=" if quantity.bound == ">=" else ">="
    if quantity.bound in ("=", "~") and case.text[: quantity.span[0]].lower().endswith("not even "):
        # "Against not even 5 per cent".
        return "<="
    if quantity.kind == "count" and _BEING.search(case.text[: quantity.span[0]]) and quantity.bound == "<=":
        # "Was under nine sanctions programmes" is no bound.
        return "="
    if not _denied(case):
        return quantity.bound if quantity.bound != "~" else "="
    before, _ = words_before(case)
    tail = before[-70:]
    if _EXCEED.search(tail) or quantity.bound == ">=":
        return "<="
    if _REACH.search(tail):
        return "<"
    return None


def test_of(case: Case, reading: Way, period: Period | None, base: Period | None) -> Test | None:
    """The claim that a reading makes, ready for the engine."""
    last = period.last if period else case.year
    first = period.first if period else last
    if reading.statistic == "rank":
        return _rank_test(case, reading, (first, last))
    # "Had not had a dispute for 33 years" negates the dispute, not the years.
    op = _op(case) if reading.sense.id != "disputes.last" else case.quantity.bound.replace("~", "=")
    if op is None:
        return None
    figures = by_books(case.text, case.actors, figures_of(reading))
    if not figures:
        return None
    quantity, change, years, before, span = case.quantity, None, (first, last), None, "mean"
    value, printed, unit, tolerance, relative = value_of(case)
    # "40 per cent larger than India" compares two states, not two years.
    is_ratio = reading.statistic == "ratio" and unit == "%"
    is_change = quantity.kind == "change" and not is_ratio
    is_change = is_change or (quantity.kind == "ratio" and reading.statistic != "ratio")
    if is_change and (quantity.by or quantity.kind == "ratio"):
        is_arms = reading.sense.id.startswith("arms.") and unit in ("%", "times")
        spans = span_on_span(case, of_arms=is_arms) if reading.statistic.startswith("level") else None
        if spans is not None:
            years, before = spans
            span = "sum"
        elif sum(p.last > p.first and not periods.is_of_books(case.text, p) for p in case.periods) > 1:
            return None
        else:
            told = _told_before(case) if base is None and first == last else None
            years = told or _since_then(case, period) or change_years(case, period, base, _years_back(case, period))
            if years[0] >= years[1]:
                return None
            years = _whole_years(case, reading, period, years)
        value *= quantity.sign or 1
        change = "growth" if unit == "%" else "ratio" if unit == "times" else "difference"
        if change == "difference" and unit == "percentage points":
            unit = "%"
        if change == "ratio" and quantity.sign == -1:
            value = abs(value)
        if value < 0 and op in (">=", "<="):
            op = {">=": "<=", "<=": ">="}[op]
    elif reading.statistic == "count":
        span, unit = "sum", ""
    elif reading.statistic == "last":
        span, unit = "last", ""
    elif reading.sense.id.startswith("arms.") and reading.statistic == "share" and last - first >= 3:
        # The indicator looks back five years by itself.
        years, span = (last, last), "last"
    elif last > first and reading.statistic.startswith("level") and reading.sense.flow != "of":
        span = (
            "mean"
            if re.search(r"\b(?:averag\w*|annual\w*|yearly|a year|per year|each year|every year)\b", case.text)
            else "sum"
        )
    if reading.statistic == "ratio":
        if unit == "%":
            # "A tenth of America's", "40 per cent larger than India".
            tolerance = tolerance if tolerance is not None else precision(printed.replace(",", "")) / 100
            value, printed = value / 100 if not quantity.by else 1 + quantity.sign * value / 100, ""
        unit = ""
    if figures[0].kind == "facts" and figures[0].column:
        # The rows picked are in one unit, which their column does not name.
        wanted = dict(figures[0].where)["unit"][0]
        factors = {"USD bn": 1.0, "USD m": 1e-3, "USD": 1e-9, wanted: 1.0}
        if unit not in factors:
            return None
        value, unit = value * factors[unit], ""
    return Test(
        figure=figures[0],
        rivals=figures[1:],
        years=years,
        op=op,  # pyright: ignore[reportArgumentType]
        value=value,
        printed=printed.replace(",", ""),
        unit=unit or None,
        line=0,
        tolerance=tolerance,
        is_relative=relative,
        span=span,
        change=change,
        base=before,
    )


def _whole_years(case: Case, reading: Way, period: Period | None, years: tuple[int, int]) -> tuple[int, int]:
    """The years of "up 121 per cent since 2015": of flows none is held of the year in which a document is written."""
    is_since = period is not None and period.role == "since" and years[1] == case.year
    is_flow = reading.sense.ware is not None and years[1] - years[0] > 1
    return (years[0], years[1] - 1) if is_since and is_flow else years


_BEING = re.compile(r"\b(?:is|was|were|are|been|put|placed|came)\s+(?:under\s+)?$")
_BACK = {"decade": 10, "dozen": 12} | {word: int(number) for word, number in words.NUMBERS.items()}
#: "Had halved in a dozen years".
_IN_YEARS = re.compile(r"\s+(?:in|over|within)\s+(?:only\s+|a\s+)?(?:(decade)|(\w+)\s+years)\b(?!\s+(?:to|ago))")
_TO = re.compile(r"\b(?:(decade)|(\w+)\s+years)\s+(?:to|until|ending(?:\s+in)?|up\s+to)\s+$", re.IGNORECASE)


def _told_before(case: Case) -> tuple[int, int] | None:
    """The years of "from 7 billion in 2008 to 3 billion in 2013, a fall of 64 per cent"."""
    start = case.quantity.span[0]
    number = case.text.find(case.quantity.printed, start) if case.quantity.printed else start
    if not re.search(r",\s+(?:or\s+)?an?\s+[^,;.]{0,40}$", case.text[:number]):
        return None
    years = sorted({p.last for p in case.periods if p.span[1] <= start and p.grain == "year"})
    levels = [q for q in case.quantities if q.span[1] <= start and q.unit != case.quantity.unit]
    return (years[0], years[1]) if len(years) == 2 and len(levels) == 2 else None


_OF_THEN = re.compile(
    r"\s+(?:(?:that|those|what\s+(?:it|they)\s+(?:was|were)|(?:as\s+)?\w+\s+as)\s+(?:of|in)|the\s+\w+\s+(?:of|in))\s+((?:19|20)\d\d)\b"
)


def _since_then(case: Case, period: Period | None) -> tuple[int, int] | None:
    """The years of "in 2019 it was twice that of 2010, and exports 45 times"."""
    if case.quantity.kind != "ratio":
        return None
    ends = [q.span[1] for q in case.quantities if q.unit == "times" and q.span[1] <= case.quantity.span[1]]
    told = next((m for end in reversed(ends) if (m := _OF_THEN.match(case.text, end))), None)
    if told is None:
        return None
    first = int(told[1])
    later = [p.last for p in case.periods if p.span[1] <= told.start() and p.last > first]
    last = later[-1] if later else period.last if period is not None else first
    return (first, last) if last > first else None


def _years_back(case: Case, period: Period | None) -> int:
    """How many years a change took: one, or ten "over the decade to 2015"."""
    match = _TO.search(case.text[: period.span[0]]) if period is not None else None
    match = match or _IN_YEARS.match(case.text, case.quantity.span[1])
    if match is None:
        return 1
    word = (match[1] or match[2]).lower()
    return int(word) if word.isdigit() else _BACK.get(word, 1)


def _rank_test(case: Case, reading: Way, years: tuple[int, int]) -> Test | None:
    assert reading.sense.rank is not None
    text = reading.sense.rank
    partner = reading.partners[0]
    is_negated = _denied(case)
    if years[1] - years[0] >= 3:
        # The share of arms looks back five years by itself; other places are those of the last year told.
        years = (years[1], years[1])
    if text.startswith("= "):
        figure = senses.figure(text.removeprefix("= "), reading.owner, partner)
        value = case.quantity.low
        op = (">" if is_negated else "<=") if case.quantity.bound == "<=" else ">" if is_negated else "="
        return Test(figure, years, op, value, f"{value:.0f}", None, 0, tolerance=0.0, span="last")
    if is_negated:
        return None
    figure = senses.figure(text, reading.owner, partner)
    value, op = case.quantity.low, "<=" if case.quantity.bound == "<=" else "="
    return Test(figure, years, op, value, f"{value:.0f}", None, 0, tolerance=0.0, span="last", change="rank")


def said_of(reading: Way, test: Test) -> str:
    """The binding in words."""
    partners = " and ".join(states.get(code).name for code in reading.partners)
    said = reading.sense.said.format(o=states.get(reading.owner).name, p=partners or "all")
    said = _TOLD.get(reading.statistic, "{}").format(said)
    if reading.statistic == "ratio":
        said = f"{said} to that of {partners}"
    if test.figure.per is not None and test.figure.per.of == test.figure.on and test.figure.on is not None:
        said = f"{said} as a share of those the other way"
    years = str(test.years[0]) if test.years[0] == test.years[1] else f"{test.years[0]} to {test.years[1]}"
    if test.base is not None:
        years = f"{years} on {test.base[0]} to {test.base[1]}"
    change = {"growth": "change of ", "ratio": "change of ", "difference": "change of "}.get(test.change or "", "")
    return f"{change}{said}, {years}"
