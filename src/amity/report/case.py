"""What the page says of a pair that has a casefile: what was promised, where they met, who argued what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from amity.report import Chart, Listing, Mark

#: Verdicts on claims, in the order they are told, and what they mean.
OUTCOMES: Mapping[str, str] = {
    "agrees": "agrees with the data",
    "off": "off by up to a quarter",
    "contradicts": "the data contradict it",
    "no data": "no data held",
    "not testable": "a judgement, a cause or still open",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """One claim of a study and what the data say on it.

    Attributes:
        id: Its id.
        study: Short name of the study, e.g. "Baev 2019".
        text: What is claimed, in our words.
        kind: Kind of claim.
        outcome: A key of `OUTCOMES`.
        said: What was found, in words, or what would settle it.
        source: Where that comes from.
        nearest: The nearest reading that would make it true, or empty.
        hypothesis: The reading it bears on, or empty.
        direction: "for" or "against" it, or empty.
        mechanism: The mechanism it bears on, or empty.
        due: Of a forecast, the last year that counts.
        rule: Of a forecast, when it has come true.
    """

    id: str
    study: str
    text: str
    kind: str
    outcome: str
    said: str
    source: str
    nearest: str
    hypothesis: str
    direction: str
    mechanism: str
    due: int | None
    rule: str


Tally = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Project:
    """One project: when it was announced, promised for and delivered; values as stated."""

    name: str
    sector: str
    announced: str
    promised: str
    actual: str
    expected: str
    outcome: str
    status: str
    delay: str
    promised_value: str
    delivered_value: str
    source: str


@dataclass(frozen=True, slots=True)
class Promised:
    """Promised against delivered.

    Attributes:
        say: What it comes to, as sentences.
        charts: Each project on a line, and the share delivered by time.
        values: Values promised and delivered, by outcome; None where none is stated.
        projects: Every project.
    """

    say: str
    charts: tuple[Chart, ...]
    values: Listing | None
    projects: tuple[Project, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """What the two called their relationship, since when, in which document."""

    date: str
    label: str
    document: str
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class Contacts:
    """Meetings and exercises by year and type."""

    say: str
    charts: tuple[Chart, ...]
    meetings: Listing | None
    exercises: Listing | None


@dataclass(frozen=True, slots=True)
class Divide:
    """One place where words and deeds differ, as studies have it, and what the data say on their claims."""

    subject: str
    words: str
    deeds: str
    direction: str
    measure: str
    claims: tuple[Checked, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words beside deeds: labels, what became of agreements, where the studies see a difference."""

    say: str
    labels: tuple[Label, ...]
    fates: Listing | None
    divides: tuple[Divide, ...]


@dataclass(frozen=True, slots=True)
class Instance:
    """One dated question on which the two stood together or apart."""

    date: str
    issue: str
    position_a: str
    position_b: str
    event: str
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class Interest:
    """One region or issue: what each wants, what comes of it, and the instances on record.

    Attributes:
        topic: Region or subject.
        issue: What of it, or empty.
        interest_a: What the first state of the page wants, or empty.
        interest_b: What the second wants, or empty.
        result: What comes of it, or empty.
        status: "aligned", "contested" or "divergent"; of instances alone the commonest.
        said_by: Short names of studies.
        instances: What is on record.
    """

    topic: str
    issue: str
    interest_a: str
    interest_b: str
    result: str
    status: str
    said_by: str
    instances: tuple[Instance, ...]


@dataclass(frozen=True, slots=True)
class Parting:
    """Where interests part."""

    say: str
    interests: tuple[Interest, ...]
    votes: tuple[Instance, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """One arrow: what changes what, and which way (1, -1, 0)."""

    cause: str
    sign: int
    effect: str
    asserted_by: str
    denied_by: str


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One mechanism said to move the relationship.

    Attributes:
        id: Its id.
        title: What it is called.
        loop: "reinforcing", "balancing" or "none".
        chains: Its arrows, those that follow upon one another together.
        asserted_by: Short names of the studies that say so.
        denied_by: Short names of those that deny it or a part of it.
        test: What would show it.
        note: What a reader must know.
        tally: How many claims that bear on it have each verdict.
        claims: Those claims.
    """

    id: str
    title: str
    loop: str
    chains: tuple[tuple[Link, ...], ...]
    asserted_by: str
    denied_by: str
    test: str
    note: str
    tally: Tally
    claims: tuple[Checked, ...]


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor and its part."""

    name: str
    role: str
    said_by: str


@dataclass(frozen=True, slots=True)
class Moves:
    """What is said to move the relationship: mechanisms, flows, actors, dates the studies give."""

    say: str
    mechanisms: tuple[Mechanism, ...]
    flows: Listing | None
    actors: tuple[tuple[str, tuple[Actor, ...]], ...]
    timeline: Listing | None


@dataclass(frozen=True, slots=True)
class StudyCard:
    """One study and how its claims fared."""

    id: str
    short: str
    title: str
    author: str
    outlet: str
    published: str
    tally: Tally
    n: int


@dataclass(frozen=True, slots=True)
class Backing:
    """How many claims speak for and against one reading, beside the weight the data give it.

    Attributes:
        id: The reading's id.
        label: Its name.
        probability: What the data give it; None where there is none.
        year: Year of that.
        speaking_for: Claims for it.
        against: Claims against it.
    """

    id: str
    label: str
    probability: float | None
    year: int | None
    speaking_for: tuple[Checked, ...]
    against: tuple[Checked, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """One name analysts give the relationship."""

    reading: str
    hypothesis: str
    evidence_for: str
    evidence_against: str
    weighed_by: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Analysts:
    """What analysts claimed and how it checked out.

    Attributes:
        say: What it comes to.
        studies: A scorecard each.
        pillars: Verdicts by part of the relationship.
        contradicted: Claims that the data contradict.
        forecasts: Claims about what was to come.
        backing: Judgements by reading.
        names: The names they give the relationship.
        contradictions: Where they contradict one another or are likely in error.
        measures: Surveys and measures they name.
    """

    say: str
    studies: tuple[StudyCard, ...]
    pillars: tuple[tuple[str, Tally], ...]
    contradicted: tuple[Checked, ...]
    forecasts: tuple[Checked, ...]
    backing: tuple[Backing, ...]
    names: tuple[Name, ...]
    contradictions: Listing | None
    measures: Listing | None


@dataclass(frozen=True, slots=True)
class Case:
    """What the casefile of the pair adds to the page; parts without facts are None.

    Attributes:
        id: How figures name it as their source.
        title: Its name.
        about: What it covers.
        promised: Promised against delivered.
        contacts: Meetings and exercises.
        spoken: Words beside deeds.
        parting: Where interests part.
        moves: What moves the relationship.
        analysts: What analysts claimed.
        events: Turning points, marked on every timeline of the page.
    """

    id: str
    title: str
    about: str
    promised: Promised | None
    contacts: Contacts | None
    spoken: Spoken | None
    parting: Parting | None
    moves: Moves | None
    analysts: Analysts | None
    events: tuple[Mark, ...]
