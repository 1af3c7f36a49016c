"""The three dials and the one sentence: what the scores come to, in figures with their intervals and in words.

A word such as "closely" stands for a range of percentiles. Where the interval reaches into the next range the
sentence says "probably", and where it spans most of the scale it says that the data cannot tell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from amity.report import Dial, Figure, Gauge, words
from amity.report.evidence import Row
from amity.report.scored import Scored, World
from amity.report.sentences import Names

#: Doublings at either end of the scale of the balance: sixty-four times more.
_DOUBLINGS = 6.0
#: An interval over so many ranges of percentiles leaves open what to say.
_OPEN = 3
#: Years without a value after which nobody can say that a course went on.
_LONG_GAP = 5
#: Less than this many times is "about as much".
_EVEN = 1.25

#: Ranges of percentiles from the top, and what they are called.
_DEALT = (
    (90.0, "dealt closely with each other"),
    (70.0, "dealt more with each other than most"),
    (30.0, "dealt about as much with each other as most"),
    (10.0, "dealt less with each other than most"),
    (0.0, "hardly dealt with each other"),
)
_STOOD = (
    (90.0, "stood on the same side"),
    (70.0, "leaned to the same side"),
    (30.0, "stood neither together nor apart"),
    (10.0, "leaned to opposite sides"),
    (0.0, "stood on opposite sides"),
)

#: How the kinds of `resemblance` are called.
KIND_NAMES = {
    "ally": "allies with a defence pact",
    "partner": "partners by treaty",
    "ordinary": "ordinary pairs",
    "rival": "rivals",
}


def figure(
    scored: Scored,
    score: str,
    label: str,
    *,
    a: str = "",
    b: str = "",
    world: World | None = None,
    row: Row | None = None,
) -> Figure:
    """The latest value of a score, or the row given, with its interval and what it rests on."""
    a, b = a or scored.a, b or scored.b
    row = row or scored.last(score, a, b)
    if row is None or row.value is None:
        return Figure(score, label, None, None, None, None, "no score", "", reason=scored.why(score, a, b))
    declared = scored.declared.get(score)
    how = words.style(declared) if declared else "plain"
    places = [world.percentile(score, v) if world else None for v in (row.value, row.low, row.high)]
    if places[0] is not None:
        text, interval = f"{percentile(places[0])} percentile", _span(places[1], places[2], percentile_number)
    else:
        text, interval = words.value(how, row.value), words.interval(how, row.low, row.high)
    return Figure(
        score, label, row.year, row.value, row.low, row.high, text, interval, *places,
        coverage=scored.coverage.get((score, a, b, row.year)), n=row.n, sources=row.sources,
    )  # fmt: skip


def percentile_number(place: float) -> str:
    """A percentile as people read it: whole, one decimal near the ends, never 0 or 100."""
    if 1 <= place <= 99:
        return f"{place:.0f}"
    return f"{min(max(place, 0.1), 99.9):.1f}"


def percentile(place: float) -> str:
    """The same as an ordinal: 97th, 99.8th."""
    text = percentile_number(place)
    return f"{text}th" if "." in text else words.ordinal(int(text))


def _span(low: float | None, high: float | None, write: Callable[[float], str]) -> str:
    if low is None or high is None:
        return ""
    low_text, high_text = write(low), write(high)
    return f"{low_text} to {high_text}" if words.MINUS in low_text + high_text else f"{low_text}–{high_text}"


# ------------------------------------------------------------------------------------------------------------ dials


def dials(scored: Scored, world: World | None, names: Names) -> tuple[Dial, ...]:
    """Closeness with its parts, balance, gap; one that has no value says why."""
    return (_closeness(scored, world, names), _balance(scored, names), _gap(scored))


def _closeness(scored: Scored, world: World | None, names: Names) -> Dial:
    labels = {
        "closeness": "Closeness",
        "engagement": "Engagement: how much they deal",
        "affinity": "Affinity: on whose side",
    }
    year = world.year if world else None
    rows = {s: next((r for r in scored.rows.get((s, scored.a, scored.b), []) if r.year == year), None) for s in labels}
    found = [figure(scored, score, label, world=world, row=rows[score]) for score, label in labels.items()]
    gauges = tuple(
        Gauge(f, *(_share(p, 0, 100) for p in (f.percentile, f.percentile_low, f.percentile_high))) for f in found
    )
    said = conduct(found[1], found[2])
    who = f"{words.the(names.name_a)} and {words.the(names.name_b)}"
    say = f"{words.upper(who)} {said}." if said else f"No closeness can be given: {found[0].reason}."
    return Dial(
        "closeness",
        "Closeness",
        "How close are they, in deeds?",
        say,
        gauges,
        ("least close of all pairs", "closest"),
        False,
    )


def _balance(scored: Scored, names: Names) -> Dial:
    found = figure(scored, "balance", f"{words.of(words.upper(names.name_a))} dependence to {words.of(names.name_b)}")
    label = "Whole relationship"
    if found.value is not None:
        more = names.name_a if found.value >= 0 else names.name_b
        text = "about equal" if 2 ** abs(found.value) < _EVEN else f"{more} {times(found.value)}"
        found = _replaced(found, label, text, _span(*_ordered(found), _times_brief))
    at = [None if v is None else _share(-v, -_DOUBLINGS, _DOUBLINGS) for v in (found.value, found.high, found.low)]
    power = figure(scored, "power_ratio", "Size, for comparison")
    say = (
        f"{words.upper(depends(found, names))}."
        if found.value is not None
        else f"No balance can be given: {found.reason}."
    )
    ends = (f"{names.short(names.a, 16)} depends more", f"{names.short(names.b, 16)} depends more")
    gauges = [Gauge(found, *at)]
    if power.value is not None:
        stronger = names.name_a if power.value >= 0 else names.name_b
        text = f"{stronger} {times(power.value)} the other"
        power = _replaced(power, power.label, text, _span(*_ordered(power), _times_brief))
        gauges.append(Gauge(power, None, None, None))
    told = since(scored.rows.get(("balance", scored.a, scored.b), []), names)
    return Dial("balance", "Balance", "Who depends more on whom?", say, tuple(gauges), ends, True, told)


def _gap(scored: Scored) -> Dial:
    found = figure(scored, "gap", "Words less deeds")
    if found.value is not None:
        points = "points" if round(abs(found.value)) != 1 else "point"
        text = f"{words.signed(found.value, 0)} {points}" if found.value < 0 else f"+{found.value:.0f} {points}"
        found = _replaced(found, found.label, text, _span(found.low, found.high, lambda v: words.signed(v, 0)))
    at = [_share(v, -100, 100) for v in (found.value, found.low, found.high)]
    say = f"{words.upper(ahead(found))}." if found.value is not None else f"No gap can be given: {found.reason}."
    gauges = [Gauge(found, *at)]
    spoken = figure(scored, "words", "Words: how friendly")
    if spoken.value is not None:
        spoken = _replaced(
            spoken,
            spoken.label,
            f"{percentile(spoken.value)} percentile",
            _span(spoken.low, spoken.high, percentile_number),
        )
        gauges.append(Gauge(spoken, None, None, None))
    return Dial("gap", "Gap", "Do words run ahead of deeds?", say, tuple(gauges), ("deeds ahead", "words ahead"), True)


def _replaced(found: Figure, label: str, text: str, interval: str) -> Figure:
    return replace(found, label=label, text=text, interval=interval)


def _ordered(found: Figure) -> tuple[float | None, float | None]:
    """Both ends seen from the side that depends more: a ratio of one to eight is told as eight."""
    low, high = found.low, found.high
    if low is None or high is None or (found.value or 0.0) >= 0:
        return low, high
    return -high, -low


def _share(value: float | None, low: float, high: float) -> float | None:
    return None if value is None else min(max((value - low) / (high - low), 0.0), 1.0)


def times(doublings: float) -> str:
    """A difference in doublings as a ratio: "8.3 times"."""
    return f"{words.times(2 ** abs(doublings))} times"


def _times_brief(doublings: float) -> str:
    """The end of an interval; below even it is a part of one."""
    return words.times(2**doublings) if doublings >= 0 else words.number(2**doublings, 2)


# ------------------------------------------------------------------------------------------------------------- words


class _Said(NamedTuple):
    """A range of percentiles in words, and how sure it is."""

    rank: int
    text: str
    spanned: int


def _say(found: Figure, ranges: Sequence[tuple[float, str]]) -> _Said | None:
    if found.percentile is None:
        return None
    rank, low, high = (
        next(i for i, (least, _) in enumerate(ranges) if place >= least)
        for place in (
            found.percentile,
            found.percentile if found.percentile_low is None else found.percentile_low,
            found.percentile if found.percentile_high is None else found.percentile_high,
        )
    )
    return _Said(rank, ranges[rank][1], abs(low - high))


def conduct(engagement: Figure, affinity: Figure) -> str:
    """How the two dealt with each other and on whose side they stood, no surer than the intervals allow."""
    dealt, stood = _say(engagement, _DEALT), _say(affinity, _STOOD)
    if dealt is None or stood is None:
        return ""
    first = _hedged(dealt, "whether they dealt much or little with each other")
    second = _hedged(stood, "on whose side they stood")
    if dealt.spanned >= _OPEN and stood.spanned >= _OPEN:
        return "have too few figures to tell how much they dealt with each other or on whose side they stood"
    if dealt.spanned >= _OPEN:
        return f"{second}; the data cannot tell {first}"
    if stood.spanned >= _OPEN:
        return f"{first}; the data cannot tell {second}"
    apart = (dealt.rank <= 1 and stood.rank >= 3) or (dealt.rank >= 3 and stood.rank <= 1)
    return f"{first} {'but' if apart else 'and'} {second}"


def _hedged(said: _Said, unknown: str) -> str:
    if said.spanned >= _OPEN:
        return unknown
    return f"probably {said.text}" if said.spanned else said.text


def depends(found: Figure, names: Names) -> str:
    """Who depends more on whom, and how much more."""
    assert found.value is not None
    more, less = (names.name_a, names.name_b) if found.value > 0 else (names.name_b, names.name_a)
    ratio = 2 ** abs(found.value)
    crosses = found.low is not None and found.high is not None and found.low <= 0 <= found.high
    interval = f"90{words.THIN}% interval {found.interval}" if found.interval else ""
    inside = f" ({interval})" if interval else ""
    if ratio < _EVEN:
        return f"the two depended about equally on each other{inside}"
    compared = f"{words.times(ratio)} times as much on {words.the(less)} as the reverse"
    if crosses:
        return f"it is open who depended more on the other (best estimate: {words.the(more)} {compared}; {interval})"
    return f"{words.the(more)} depended {compared}{inside}"


def since(rows: Sequence[Row], names: Names) -> str:
    """Since when the balance has leaned to the side it leans to, and whether the intervals leave no doubt of it."""
    known = [row for row in rows if row.value]
    if not known:
        return ""
    sides = [_side(row.value) for row in known]
    begin = _run(known, [side == sides[-1] for side in sides])
    is_oldest = begin == 0 or known[begin].year - known[begin - 1].year > _LONG_GAP
    text = f"since {'at least ' if is_oldest else ''}{known[begin].year}"
    who = words.of((names.name_a, names.name_b)[sides[-1] < 0])
    text = f"By the best estimate {who} dependence has been the larger {text}"
    sure = [_side(row.low) * (_side(row.low) == _side(row.high)) for row in known]
    if sure[-1]:
        first = known[_run(known, [side == sure[-1] for side in sure])].year
        return f"{text}; the interval has left no doubt of it since {first}."
    last = max((n for n, side in enumerate(sure) if side), default=None)
    if last is None:
        return f"{text}; in no year did the interval settle it."
    then = words.of((names.name_a, names.name_b)[sure[last] < 0])
    return f"{text}; the last year in which the interval settled it was {known[last].year}, with {then} the larger."


def _side(value: float | None) -> int:
    return 0 if not value else 1 if value > 0 else -1


def _run(rows: Sequence[Row], same: Sequence[bool]) -> int:
    """Where the last unbroken run begins; a few missing years do not break it, many do."""
    begin = len(rows) - 1
    while begin and same[begin - 1] and rows[begin].year - rows[begin - 1].year <= _LONG_GAP:
        begin -= 1
    return begin


def ahead(found: Figure) -> str:
    """Whether words ran ahead of deeds."""
    assert found.value is not None
    points = f"{abs(found.value):.0f} percentile points"
    interval = f", 90{words.THIN}% interval {found.interval}" if found.interval else ""
    if found.low is not None and found.high is not None and found.low <= 0 <= found.high:
        lean = "ahead of" if found.value > 0 else "behind"
        return f"words and deeds were in step as far as can be told (words {points} {lean} deeds{interval})"
    where = "ahead of" if found.value > 0 else "behind"
    return (
        f"words ran {points} {where} deeds ({interval.removeprefix(', ')})"
        if interval
        else f"words ran {points} {where} deeds"
    )


def likeness(scored: Scored) -> tuple[str, float, int] | None:
    """The kind of relationship the pair most behaves like, its probability, the year."""
    found = [
        (kind, row) for kind in KIND_NAMES if (row := scored.last(f"resemblance.{kind}")) and row.value is not None
    ]
    if not found:
        return None
    year = max(row.year for _, row in found)
    kind, row = max((f for f in found if f[1].year == year), key=lambda f: f[1].value or 0)
    return kind, row.value or 0.0, year


def answer(scored: Scored, given: Sequence[Dial], names: Names, pledge: tuple[int, int] | None) -> str:
    """What the scores say, as one sentence; empty where closeness has no value.

    Args:
        scored: The scores.
        given: The dials.
        names: The states' names.
        pledge: The strongest treaty pledge between them (0 to 3) and its year, if held.
    """
    near, balance, gap = ({d.id: d for d in given}[i].gauges[0].figure for i in ("closeness", "balance", "gap"))
    if near.year is None or near.percentile is None:
        return ""
    said = conduct(*(g.figure for g in given[0].gauges[1:3]))
    who = f"{words.the(names.name_a)} and {words.the(names.name_b)}"
    inside = f"closeness: {near.text} of all pairs"
    if near.interval:
        inside += f", 90{words.THIN}% interval {near.interval}"
    parts = [f"in {near.year} {who} {said} ({inside})"]
    if (alike := likeness(scored)) is not None:
        kind, probability, year = alike
        text = f"they behave most like {KIND_NAMES[kind]} (p = {probability:.2f}{_when(year, near.year)})"
        parts.append(text + _treaty(kind, pledge))
    parts += [
        f"{f'in {found.year} ' if found.year != near.year else ''}{tell}"
        for found, tell in (
            (balance, depends(balance, names) if balance.value is not None else ""),
            (gap, ahead(gap) if gap.value is not None else ""),
        )
        if tell
    ]
    missing = [d.title.lower() for d in given[1:] if d.gauges[0].figure.value is None]
    if missing:
        parts.append(f"no {' and no '.join(missing)} can be given")
    return words.upper("; ".join(parts)) + "."


def _when(year: int, usual: int) -> str:
    return "" if year == usual else f", {year}"


def _treaty(kind: str, pledge: tuple[int, int] | None) -> str:
    """What treaties add to the likeness: whether they say the same."""
    if pledge is None:
        return ""
    level, year = pledge
    if level == 3:
        return f", and a treaty of defence bound them in {year}"
    joined = ", without a defence treaty" if kind in ("ally", "partner") else ", and no defence treaty bound them"
    return f"{joined} (data to {year})"
