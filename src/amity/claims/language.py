"""The language of claims: a YAML file that an expert can write, read into checked records that name their line.

Nothing in a file is executed or expanded: no tags, no anchors, no aliases. Every error says file, line, field and
what is allowed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import yaml

from amity import groups
from amity.casefile.schema import FILES, PILLARS, day_span
from amity.claims.places import ClaimError, Place, composed
from amity.errors import AmityError, UsageError

#: No study that people wrote is longer.
_MOST_BYTES = 4_000_000

KINDS = ("quantity", "trend", "comparison", "event", "existence", "causal", "judgement", "forecast")
HYPOTHESES = ("alliance", "entente", "convenience", "junior_partner", "estrangement")

Op = Literal["=", ">=", ">", "<=", "<", "rising", "falling", "growth", "ratio", "rank", "exists", "absent", "first"]
OPS: tuple[Op, ...] = (
    "=",
    ">=",
    ">",
    "<=",
    "<",
    "rising",
    "falling",
    "growth",
    "ratio",
    "rank",
    "exists",
    "absent",
    "first",
)
#: Operators that compare with a value or with another figure.
COMPARING = frozenset({"=", ">=", ">", "<=", "<", "growth", "ratio", "rank", "first"})
#: How the years of a span become one value.
SPANS = ("each", "any", "mean", "sum", "last", "max", "min")
#: What is taken of the rows of one year.
TAKES = ("sum", "mean", "max", "min", "count", "distinct")
#: How the members of a group become one; "none given" is refused, since not every figure can be added up.
_OF_MEMBERS = ("sum", "mean", "max", "min")


class FigureError(AmityError):
    """A figure that a claim names is not there, such as a column of a table."""


#: A state's code, several of them, or the name of a group.
Party = str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Figure:
    """What is looked up.

    Attributes:
        kind: An indicator or score, a series or the facts of a casefile, or a table of the atlas.
        name: Its id; for facts the casefile's file.
        of: Code of the state it is about; of a flow, where it comes from. Several codes, or the name of a group, are
            put together as `take` says. None where it takes none.
        on: Code of the other state, or several, or a group.
        where: Column and the texts of which one must occur in it (facts) or be equal to it (series, table).
        column: Column of a table, or a number column of facts, that is taken; None counts rows.
        take: How the rows of one year become one value; "distinct" counts the different entries of `column`.
        per: What the value is divided by.
        plus: Figures added to it, year by year.
        minus: A figure taken from it, year by year.
        casefile: The two codes of the casefile meant; None means that of `of` and `on`.
        without: Column and texts none of which may occur in it (or be equal to it): the other way round than `where`.
    """

    kind: Literal["indicator", "series", "facts", "table"]
    name: str
    of: Party = None
    on: Party = None
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    column: str | None = None
    take: str = "sum"
    per: Figure | None = None
    plus: tuple[Figure, ...] = ()
    minus: Figure | None = None
    casefile: tuple[str, str] | None = None
    without: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Test:
    """What must hold.

    Attributes:
        figure: What is looked up.
        rivals: Other readings of the same thing; one that agrees is enough, and is named.
        years: First and last year.
        op: The operator.
        value: The number compared with, or None.
        printed: The number as printed; its precision is the default tolerance.
        unit: Unit of the number.
        than: The figure compared with, instead of a number.
        tolerance: Allowed difference, in the unit of the value or, with a % sign, relative; None takes the precision
            of the printed figure.
        is_relative: Whether `tolerance` is relative.
        span: How several years become one.
        change: What of the span is compared: its growth, ratio or difference, last year to first, or the rank among
            all others; None for values.
        line: Line in the file.
        than_years: Years of `than`, where they differ.
        instead: Tests of which one will do as well as this one.
        base: Years that `years` are compared with in a change; None compares the last year with the first.
    """

    figure: Figure
    years: tuple[int, int]
    op: Op
    value: float | None
    printed: str
    unit: str | None
    line: int
    rivals: tuple[Figure, ...] = ()
    than: Figure | None = None
    tolerance: float | None = None
    is_relative: bool = False
    span: str = "mean"
    change: str | None = None
    than_years: tuple[int, int] | None = None
    instead: tuple[Test, ...] = ()
    base: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Untested:
    """Why a claim has no test, and what it is good for all the same.

    Attributes:
        reason: No data are held, or it is a judgement, a cause, a forecast, or a matter of definition.
        settle: What would settle it.
        quantity: What the value of the claim measures, in words that other claims use of the same thing.
        hypothesis: Which hypothesis it bears on.
        direction: For or against it.
        mechanism: Which mechanism of the system it asserts.
        rule: Of a forecast: when it has come true; written before looking.
        due: Of a forecast: the last year that counts.
        denies: Whether it denies the mechanism instead of asserting it.
    """

    reason: Literal["no data", "judgement", "cause", "forecast", "definition"]
    settle: str
    quantity: str | None = None
    hypothesis: str | None = None
    direction: Literal["for", "against"] | None = None
    mechanism: str | None = None
    rule: str | None = None
    due: int | None = None
    denies: bool = False


REASONS = ("no data", "judgement", "cause", "forecast", "definition")


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of a study, in our words.

    Attributes:
        id: Stable id, unique in its file.
        text: What is claimed.
        kind: One of `KINDS`.
        pillar: One of the pillars, or "overall".
        tests: All must hold.
        untested: Why there is no test, where there is none.
        line: Line in the claim file.
        at: Line in the study's text.
        more: Everything else the file says of it: subject, object, notes, relations, who asserts it …
    """

    id: str
    text: str
    kind: str
    pillar: str
    line: int
    tests: tuple[Test, ...] = ()
    untested: Untested | None = None
    bears_on: Untested | None = None
    at: int | None = None
    more: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Study:
    """A published analysis as claims."""

    id: str
    title: str
    author: str
    outlet: str
    published: str
    url: str
    file: str
    claims: tuple[Claim, ...]


def read(path: Path) -> Study:
    """The claims in a file.

    Raises:
        ClaimError: It cannot be read or breaks the language; names file, line and field.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ClaimError(f"{path.name} is longer than {_MOST_BYTES:,} bytes: no file of claims is.")
        data = path.read_bytes()
    except OSError as error:
        raise ClaimError(f"{path}: cannot be read ({error.strerror}).") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ClaimError(f"{path.name} line {line}: byte {error.start} is not UTF-8.") from None
    return parse(text, path.name)


def parse(text: str, name: str = "claims") -> Study:
    """The claims in a text; `name` stands for the file in errors.

    Raises:
        ClaimError: It breaks the language.
    """
    root = composed(text, name)
    if root is None:
        raise ClaimError(f"{name} line 1: the file is empty; it needs study, title and claims.")
    return _study(Place(name, root))


_STUDY = ("study", "title", "author", "outlet", "published", "url", "claims")
_CLAIM = (
    "id",
    "slug",
    "text",
    "line",
    "kind",
    "pillar",
    "subject",
    "object",
    "date",
    "headline",
    "tier",
    "testable",
    "attributed_to",
    "modality",
    "value",
    "unit",
    "value_origin",
    "notes",
    "relations",
    "test",
    "untested",
    "bears_on",
)
_FIGURE = (
    "indicator",
    "series",
    "facts",
    "table",
    "of",
    "on",
    "where",
    "column",
    "take",
    "per",
    "plus",
    "minus",
    "casefile",
)
_TEST = (*_FIGURE, "or", "years", "base", "op", "change", "value", "unit", "than", "tolerance", "span")
#: What of a span may be compared instead of the values in it.
CHANGES = ("growth", "ratio", "difference", "rank")
_UNTESTED = ("reason", "settle", "quantity", "hypothesis", "direction", "mechanism", "stance", "rule", "due")


def _study(place: Place) -> Study:
    found = place.fields(_STUDY, ("study", "title", "claims"))
    claims = tuple(_claim(item) for item in found["claims"].items())
    if not claims:
        found["claims"].fail("holds no claim")
    seen: dict[str, int] = {}
    for claim in claims:
        if claim.id in seen:
            raise ClaimError(f"{place.file} line {claim.line}, id: {claim.id!r} is that of line {seen[claim.id]} too.")
        seen[claim.id] = claim.line
    told = {name: found[name].text() if name in found else "" for name in _STUDY if name != "claims"}
    return Study(
        id=_identifier(found["study"]),
        title=told["title"],
        author=told["author"],
        outlet=told["outlet"],
        published=told["published"],
        url=told["url"],
        file=place.file,
        claims=claims,
    )


def _identifier(place: Place) -> str:
    text = place.text()
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,60}", text):
        place.fail(f"{text[:60]!r} must be small letters, digits, dots and dashes")
    return text


def _claim(place: Place) -> Claim:
    found = place.fields(_CLAIM, ("id", "text", "kind", "pillar"))
    name = _identifier(found["id"])
    tests: tuple[Test, ...] = ()
    if "test" in found:
        given = found["test"]
        several = list(given.items()) if isinstance(given.node, yaml.SequenceNode) else [given]
        tests = tuple(_either(item) for item in several)
    untested = _untested(found["untested"]) if "untested" in found else None
    if bool(tests) == bool(untested):
        place.fail(f"claim {name} needs either a test or, under `untested`, the reason why it has none")
    text = found["text"].text()
    if not text:
        found["text"].fail("is empty")
    apart = {"id", "text", "kind", "pillar", "test", "untested", "bears_on", "line"}
    return Claim(
        id=name,
        text=text,
        kind=found["kind"].one_of(KINDS),
        pillar=found["pillar"].one_of((*PILLARS, "overall")),
        line=place.line,
        tests=tests,
        untested=untested,
        bears_on=_bearing(found["bears_on"]) if "bears_on" in found else None,
        at=found["line"].whole(1, 100_000) if "line" in found else None,
        more={key: value.any() for key, value in found.items() if key not in apart},
    )


def _untested(place: Place) -> Untested:
    found = place.fields(_UNTESTED, ("reason", "settle"))
    reason: Any = found["reason"].one_of(REASONS)
    if reason == "forecast" and not {"rule", "due"} <= found.keys():
        place.fail("a forecast needs the rule by which it comes true, and the year it is due")
    base = _bearing(place)
    quantity = found["quantity"].text() if "quantity" in found else None
    return replace(base, reason=reason, settle=found["settle"].text(), quantity=quantity)


def _bearing(place: Place) -> Untested:
    found = place.fields(_UNTESTED)
    if ("hypothesis" in found) != ("direction" in found):
        place.fail("hypothesis and direction go together")
    direction: Any = found["direction"].one_of(("for", "against")) if "direction" in found else None
    if "stance" in found and "mechanism" not in found:
        found["stance"].fail("says whether the mechanism is asserted or denied, and there is none")
    return Untested(
        reason="judgement",
        settle="",
        hypothesis=found["hypothesis"].one_of(HYPOTHESES) if "hypothesis" in found else None,
        direction=direction,
        mechanism=_identifier(found["mechanism"]) if "mechanism" in found else None,
        rule=found["rule"].text() if "rule" in found else None,
        due=found["due"].whole(1800, 2100) if "due" in found else None,
        denies="stance" in found and found["stance"].one_of(("asserts", "denies")) == "denies",
    )


def _either(place: Place) -> Test:
    """A test, or under `any` several of which one will do."""
    keys = [key.value for key, _ in place.node.value] if isinstance(place.node, yaml.MappingNode) else []
    if "any" not in keys:
        return _test(place)
    found = [_test(item) for item in place.fields(("any",))["any"].items()]
    if len(found) < 2:
        place.fail("`any` needs two tests or more, of which one will do")
    return replace(found[0], instead=tuple(found[1:]))


def _test(place: Place) -> Test:
    found = place.fields(_TEST, ("years", "op"))
    op: Any = found["op"].one_of(OPS)
    figure = _figure(place, {name: found[name] for name in _FIGURE if name in found})
    change = found["change"].one_of(CHANGES) if "change" in found else None
    if op in ("growth", "ratio", "rank"):
        # Short for `change: growth` with `op: "="`.
        if change is not None:
            found["change"].fail(f"stands with =, >=, >, <= or <, not with op {op!r}")
        op, change = "=", op
    elif change is not None and op not in ("=", ">=", ">", "<=", "<"):
        found["change"].fail(f"stands with =, >=, >, <= or <, not with op {op!r}")
    if "base" in found and change not in ("growth", "ratio", "difference"):
        found["base"].fail("stands with change: growth, ratio or difference")
    given = [name for name in ("value", "than") if name in found]
    if op in COMPARING and len(given) != 1:
        place.fail(f"op {op!r} needs either a value or another figure under `than`")
    if op not in COMPARING and given:
        found[given[0]].fail(f"op {op!r} takes no {given[0]}")
    tolerance, is_relative = _tolerance(found["tolerance"]) if "tolerance" in found else (None, False)
    than = than_years = None
    if "than" in found:
        inner = found["than"].fields((*_FIGURE, "years"))
        than = _figure(found["than"], {name: inner[name] for name in _FIGURE if name in inner})
        than_years = _years(inner["years"]) if "years" in inner else None
    rivals = [_figure(item, item.fields(_FIGURE)) for item in (found["or"].items() if "or" in found else ())]
    return Test(
        figure=figure,
        years=_years(found["years"]),
        op=op,
        value=found["value"].number() if "value" in found else None,
        printed=found["value"].text() if "value" in found else "",
        unit=found["unit"].text() if "unit" in found else None,
        line=place.line,
        rivals=tuple(rivals),
        than=than,
        tolerance=tolerance,
        is_relative=is_relative,
        span=found["span"].one_of(SPANS) if "span" in found else "last" if change == "rank" else "mean",
        change=change,
        than_years=than_years,
        base=_years(found["base"]) if "base" in found else None,
    )


def _figure(place: Place, found: Mapping[str, Place]) -> Figure:
    kinds = [kind for kind in ("indicator", "series", "facts", "table") if kind in found]
    if len(kinds) != 1:
        place.fail("needs exactly one of indicator, series, facts, table")
    kind: Any = kinds[0]
    name = _named(kind, found[kind])
    where, without = _rows(found["where"]) if "where" in found else ((), ())
    of, on = _party(found, "of", kind), _party(found, "on", kind)
    grouped = next((name for name, party in (("of", of), ("on", on)) if is_group(party)), None)
    if grouped and kind not in ("indicator", "table"):
        found[grouped].fail(f"must be one state: {kind} are of two states")
    take = found["take"].one_of(TAKES) if "take" in found else "sum"
    if grouped and kind == "indicator" and ("take" not in found or take not in _OF_MEMBERS):
        found[grouped].fail(f"is a group; say by `take: {', '.join(_OF_MEMBERS)}` how its members become one figure")
    if take == "distinct" and "column" not in found:
        found["take"].fail("distinct needs the `column` whose different entries are counted")
    cut: tuple[str, str] | None = None
    if "casefile" in found:
        pair = [item.state() for item in found["casefile"].items()]
        if len(pair) != 2:
            found["casefile"].fail("needs two states")
        cut = (pair[0], pair[1])
    return Figure(
        kind=kind,
        name=name,
        of=of,
        on=on,
        where=where,
        column=found["column"].text() if "column" in found else None,
        take=take,
        per=_figure(found["per"], found["per"].fields(_FIGURE)) if "per" in found else None,
        plus=tuple(_figure(item, item.fields(_FIGURE)) for item in (found["plus"].items() if "plus" in found else ())),
        minus=_figure(found["minus"], found["minus"].fields(_FIGURE)) if "minus" in found else None,
        casefile=cut,
        without=without,
    )


_Texts = tuple[tuple[str, tuple[str, ...]], ...]


def _rows(place: Place) -> tuple[_Texts, _Texts]:
    """Which rows are meant: column and texts that must, and that must not, stand in it."""
    if not isinstance(place.node, yaml.MappingNode):
        place.fail("must hold columns, written `name: text`")
    names = [key.value if isinstance(key, yaml.ScalarNode) else "?" for key, _ in place.node.value]
    given: dict[bool, list[tuple[str, tuple[str, ...]]]] = {True: [], False: []}
    for column, value in place.fields(names).items():
        is_meant = not isinstance(value.node, yaml.MappingNode)
        texts = value if is_meant else value.fields(("not",), ("not",))["not"]
        several = isinstance(texts.node, yaml.SequenceNode)
        given[is_meant].append((column, tuple(t.text() for t in texts.items()) if several else (texts.text(),)))
    return tuple(given[True]), tuple(given[False])


def _party(found: Mapping[str, Place], name: str, kind: str) -> Party:
    """A state's code, several, or a group; of a series also the part of a state or "world", as its casefile has it."""
    if name not in found:
        return None
    place = found[name]
    if isinstance(place.node, yaml.SequenceNode):
        codes = tuple(item.state() for item in place.items())
        if len(set(codes)) < 2:
            place.fail("must be a state, a group, or a list of two states or more")
        return codes
    text = place.text()
    if kind == "series" and (":" in text or text == "world"):
        return text
    try:
        return groups.find(text)
    except UsageError:
        return place.state()


def is_group(party: Party) -> bool:
    """Whether several states are meant."""
    return isinstance(party, tuple) or party in groups.names()


def _named(kind: str, place: Place) -> str:
    """The name of what is looked up, if there is such a thing."""
    text = place.text()
    if kind == "facts":
        return place.one_of(tuple(FILES))
    if kind == "indicator":
        from amity import scores

        try:
            return scores.get(text).id
        except UsageError as error:
            place.fail(str(error).rstrip("."))
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,80}", text):
        place.fail(f"{text[:60]!r} is no name of a {kind}")
    return text


def _years(place: Place) -> tuple[int, int]:
    """One year or a span, as 2014 or 2014-2019 or 2014/2019."""
    text = place.text()
    parts = re.split(r"\s*[-–/]\s*", text)
    try:
        spans = [day_span(part) for part in parts if re.fullmatch(r"\d{4}", part, re.ASCII)]
    except ValueError as error:
        place.fail(f"{text[:60]!r} {error}")
    if len(spans) != len(parts) or len(parts) > 2:
        place.fail(f"{text[:60]!r} is no year or span; write 2014 or 2014-2019")
    first, last = spans[0][0].year, spans[-1][0].year
    if last < first:
        place.fail(f"{text[:60]!r} runs backwards")
    return first, last


def _tolerance(place: Place) -> tuple[float, bool]:
    text = place.text()
    found = re.fullmatch(r"(\d{1,12}(?:\.\d{1,9})?)\s*(%?)", text, re.ASCII)
    if not found:
        place.fail(f"{text[:60]!r} is no tolerance; write 0.5 (in the unit of the value) or 5%")
    return (float(found[1]) / 100, True) if found[2] else (float(found[1]), False)
