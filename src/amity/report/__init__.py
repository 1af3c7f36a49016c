"""One page about one dyad: everything measured, gathered in a single object that HTML, terminal and JSON show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from amity.atlas import Atlas
from amity.states import Dyad

if TYPE_CHECKING:
    from amity.report.case import Case

#: Version of the layout of `to_dict`; raised when a key changes its meaning or goes away.
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Value:
    """One indicator's latest value in one direction, ready to be shown and cited.

    Attributes:
        indicator: Its id.
        label: What it is, in plain words, with the states' names in it.
        a: Code of the state the value is of.
        b: Code of its counterpart.
        year: Year of the value; None where there is no data.
        value: The number in the indicator's unit; None where there is no data.
        low: Lower end of the 90 % interval, if one is due.
        high: Upper end.
        text: The value as people read it ("33.3 %", "no data").
        interval: The interval as people read it, or empty.
        percentile: Standing among all dyads of that year, 0 to 100, 100 the highest value.
        pairs: How many dyads it was compared with.
        standing: The percentile in words ("closer than 96 % of 18,721 pairs"), or empty.
        n: Items it rests on.
        sources: Data sets with vintage.
        reason: Why there is no value.
        ends: Last year the atlas covers, where that is before the last year of the report; else None.
    """

    indicator: str
    label: str
    a: str
    b: str
    year: int | None
    value: float | None
    low: float | None
    high: float | None
    text: str
    interval: str
    percentile: float | None
    pairs: int | None
    standing: str
    n: int | None
    sources: str
    reason: str | None
    ends: int | None


@dataclass(frozen=True, slots=True)
class Key:
    """One line or kind of mark in a chart: its colour, how it is drawn, what it is."""

    colour: str
    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One turning point: when, what, which part it touches, closer (1), apart (-1) or neither (0), who says so."""

    year: int
    date: str
    text: str
    pillar: str
    direction: int
    source: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture: a Vega-Lite spec with its data, the same data as a table, and words for who cannot see it.

    Attributes:
        id: Unique on the page; letters, digits and hyphens.
        title: What is shown.
        subtitle: Unit and scale.
        alt: What the picture shows, in words.
        spec: Vega-Lite, without title.
        keys: What each colour means.
        columns: Heads of the table; the first is the year.
        rows: The data, one row per year; None where nothing is held.
        styles: How each column is written (`amity.report.words.Style`), "year" or "text".
        sources: Data sets with the years each gives.
        note: Where the data end or break, or empty.
        domain: First and last year on the horizontal axis.
        pad: Years of room before the first and after the last.
        places: Where the years lie that are no axis of the picture: (year, x, y) in its pixels.
        has_years: Whether the horizontal axis bears years and the first column of the table is one.
        marks: Turning points drawn above it.
        has_all_marks: Whether these are the turning points of the whole relationship, for want of its own.
    """

    id: str
    title: str
    subtitle: str
    alt: str
    spec: Mapping[str, Any]
    keys: tuple[Key, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    styles: tuple[str, ...]
    sources: str
    note: str
    domain: tuple[int, int]
    pad: float = 0.0
    places: tuple[tuple[int, float, float], ...] = ()
    has_years: bool = True
    marks: tuple[Mark, ...] = ()
    has_all_marks: bool = False


@dataclass(frozen=True, slots=True)
class Method:
    """How one indicator is measured, from its declaration."""

    indicator: str
    label: str
    question: str
    unit: str
    reference: str
    limits: str


@dataclass(frozen=True, slots=True)
class Pillar:
    """One part of the relationship: charts, latest values, where its data begin and end.

    Attributes:
        id: Name in `amity.indicators.PILLARS`.
        title: What it is about.
        summary: A sentence or two made of figures.
        coverage: The years with values, in words.
        first: First year with a value for this dyad.
        last: Last year with a value for this dyad.
        covered: First and last year the atlas covers at all; None where it covers nothing.
        present: The years with a value, as runs of (first, last).
        charts: Pictures, the telling one first.
        values: Latest values.
        more: Latest values of further measures.
        methods: How each is measured.
    """

    id: str
    title: str
    summary: str
    coverage: str
    first: int | None
    last: int | None
    covered: tuple[int, int] | None
    present: tuple[tuple[int, int], ...]
    charts: tuple[Chart, ...]
    values: tuple[Value, ...]
    more: tuple[Value, ...]
    methods: tuple[Method, ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """Who depends on whom in one respect: the same share seen from both sides, and their ratio."""

    label: str
    of_a: Value
    of_b: Value
    ratio_text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One value of a score with all that it needs to be trusted.

    Attributes:
        score: Id of the score.
        label: What it is, in plain words, with the states' names in it.
        year: Year of the value; None where there is none.
        value: The number in the score's unit.
        low: Lower end of the 90 % interval.
        high: Upper end.
        text: The value as people read it, or "no score".
        interval: The interval as people read it.
        percentile: Standing among all pairs of that year, 0 to 100, where it is compared.
        percentile_low: Standing of the lower end.
        percentile_high: Standing of the upper end.
        coverage: Share (0 to 1) of what is due that was observed.
        n: Items it rests on.
        sources: Data sets with edition.
        reason: Why there is no value.
    """

    score: str
    label: str
    year: int | None
    value: float | None
    low: float | None
    high: float | None
    text: str
    interval: str
    percentile: float | None = None
    percentile_low: float | None = None
    percentile_high: float | None = None
    coverage: float | None = None
    n: int | None = None
    sources: str = ""
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Gauge:
    """Where a figure stands on a drawn scale: value and interval as shares (0 to 1) of its length."""

    figure: Figure
    at: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Dial:
    """One of the three dials: closeness with its parts, balance, gap.

    Attributes:
        id: "closeness", "balance" or "gap".
        title: Its name.
        question: What it answers.
        say: What it says, as a sentence.
        gauges: What is drawn, the first the dial itself, then what it is made of.
        ends: What the left and the right end of the scale mean.
        is_centred: Whether the middle of the scale means "equal".
        since: Since when it has leaned to that side, as a sentence; empty where that is not told.
    """

    id: str
    title: str
    question: str
    say: str
    gauges: tuple[Gauge, ...]
    ends: tuple[str, str]
    is_centred: bool
    since: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence: what, which way it points, by how much, in words."""

    what: str
    pillar: str
    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Likelihood:
    """A kind or a reading with its probability, and the prior it started from where there is one."""

    id: str
    label: str
    probability: float | None
    low: float | None
    high: float | None
    prior: float | None


@dataclass(frozen=True, slots=True)
class Resemblance:
    """Which known kind of relationship the pair behaves like.

    Attributes:
        year: The year.
        say: What it comes to, as a sentence.
        kinds: Probability of each kind.
        leading: The likeliest kind.
        next_likely: What the next likeliest kind is called.
        speaking_for: What speaks most for the likeliest kind and against the next.
        against: What speaks most the other way.
        figure: The likeliest kind's figure, with coverage and sources.
    """

    year: int
    say: str
    kinds: tuple[Likelihood, ...]
    leading: str
    next_likely: str
    speaking_for: tuple[Reason, ...]
    against: tuple[Reason, ...]
    figure: Figure


@dataclass(frozen=True, slots=True)
class Rung:
    """One criterion of the ladder of alignment, and whether it was met."""

    rung: int
    stage: str
    criterion: str
    is_met: bool | None
    years: str
    source: str
    confidence: str
    reason: str


@dataclass(frozen=True, slots=True)
class Readings:
    """What the evidence says about each reading of the relationship.

    Attributes:
        year: The year whose evidence it is.
        say: What it comes to, as sentences.
        readings: Prior and posterior of each.
        evidence: What weighs most between the two likeliest, the strongest first.
        flips: What would have to be different for another reading to lead.
        columns: Heads of the audit table: the evidence, then one reading each.
        audit: How each piece of evidence fits each reading.
    """

    year: int
    say: str
    readings: tuple[Likelihood, ...]
    evidence: tuple[Reason, ...]
    flips: tuple[str, ...]
    columns: tuple[str, ...]
    audit: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A small table of figures already written out: heads, then rows of text."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """What everything measured adds up to.

    Attributes:
        dials: Closeness, balance, gap.
        plane: Engagement and affinity over the years; None without closeness.
        history: Closeness and its parts, and the balance, over the years.
        balance: The balance pillar by pillar; None without any.
        gap: Words and deeds part by part; None without any.
        moved: What moved closeness most since the year before.
        moved_say: The same as a sentence.
        resemblance: Which known kind it behaves like; None where there is none.
        ladder: Every criterion; empty where there is none.
        ladder_say: How high, as a sentence.
        readings: The readings and their probabilities; None where there are none.
        missing: Scores that could not be given, each with the reason.
        methods: How each score is measured.
    """

    dials: tuple[Dial, ...]
    plane: Chart | None
    history: tuple[Chart, ...]
    balance: Listing | None
    gap: Listing | None
    moved: tuple[Reason, ...]
    moved_say: str
    resemblance: Resemblance | None
    ladder: tuple[Rung, ...]
    ladder_say: str
    readings: Readings | None
    missing: tuple[str, ...]
    methods: tuple[Method, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """One data set used on the page: how to cite it, its edition and terms, and the years used."""

    id: str
    title: str
    version: str
    citation: str
    licence: str
    url: str
    coverage: str
    defects: tuple[str, ...]
    sha256: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the page says.

    Attributes:
        dyad: The two states, in the order asked.
        names: What they were called in `year`.
        codes: Their codes, in the same order.
        years: The years up to `year` in which both were members of the state system, as runs of (first, last).
        year: The last year looked at.
        atlas: Id of the atlas the figures come from.
        amity: Version of amity.
        answer: What the scores say, as one sentence; where there are none, the facts.
        facts: The plain facts beside it, each with its year.
        scores: What everything measured adds up to.
        balance: Who depends on whom.
        pillars: In the order of `amity.indicators.PILLARS`; only those the atlas measures.
        unmeasured: Pillars the atlas does not measure yet.
        sources: Every data set used.
        limits: What the page cannot tell.
        cite: How to cite the page.
        seed: Seed of the intervals.
        case: What the casefile of the pair adds; None where there is none.
    """

    dyad: Dyad
    names: tuple[str, str]
    codes: tuple[str, str]
    years: tuple[tuple[int, int], ...]
    year: int
    atlas: str
    amity: str
    answer: str
    facts: tuple[str, ...]
    scores: Scores
    balance: tuple[Balance, ...]
    pillars: tuple[Pillar, ...]
    unmeasured: tuple[str, ...]
    sources: tuple[Citation, ...]
    limits: tuple[str, ...]
    cite: str
    seed: int
    case: Case | None = None


def compose(
    dyad: Dyad,
    atlas: Atlas,
    year: int | None = None,
    seed: int = 0,
    drawn: Callable[[Chart], object] | None = None,
) -> Report:
    """Measure everything the atlas holds about a dyad and put it into words and pictures.

    Args:
        dyad: The two states; the first one asked for comes first on the page.
        atlas: Where the figures come from.
        year: Use no data after this year, and the names of that year. By default the last year with data.
        seed: Seed of the intervals that are drawn.
        drawn: Told each chart as soon as its data are there, e.g. `amity.report.html.prepare`: pictures are then
            painted while percentiles are still being computed.

    Raises:
        NoDataError: The two never coexisted up to `year`.
    """
    from amity.report.gather import gather

    return gather(dyad, atlas, year, seed, drawn)


def to_dict(report: Report) -> dict[str, Any]:
    """The report as plain dicts, lists, text and numbers, ready for JSON; `null` where nothing is held."""
    slim = {name: _plain(getattr(report, name)) for name in Report.__slots__ if name != "dyad"}
    return {"format": FORMAT, "dyad": report.dyad.code, **slim}


def _plain(item: Any) -> Any:
    if hasattr(item, "__dataclass_fields__"):
        return _plain(asdict(item))
    if isinstance(item, Mapping):
        return {str(k): _plain(v) for k, v in item.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if isinstance(item, (list, tuple)):
        return [_plain(v) for v in item]  # pyright: ignore[reportUnknownVariableType]
    return item
