"""The published analyses that ship as claims, what the data say on each, and where they contradict one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from amity.atlas import Atlas, home
from amity.claims import Verdict, party, precision, run_each
from amity.claims.figures import converted
from amity.claims.language import Claim, ClaimError, Study, Test, read
from amity.errors import UsageError, nearest

_SHIPPED = Path(__file__).parent / "data"

_T = TypeVar("_T")

#: Verdicts in the order they are told.
OUTCOMES = ("agrees", "off", "contradicts", "no data", "not testable")


@cache
def shipped() -> Mapping[str, Study]:
    """The studies inside the package, by id, oldest first."""
    found = [read(path) for path in sorted(_SHIPPED.glob("*.yaml"))]
    return {study.id: study for study in sorted(found, key=lambda s: (s.published, s.id))}


def every() -> Mapping[str, Study]:
    """The shipped studies and one's own, which lie in `studies/` of amity's home folder.

    Raises:
        ClaimError: One's own file breaks the language, or bears the id of another.
    """
    found = dict(shipped())
    folder = home() / "studies"
    for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else []:
        study = read(path)
        if study.id in found:
            raise ClaimError(f"{path.name}: study {study.id!r} is there already. Give it another id.")
        found[study.id] = study
    return found


def get(name: str) -> Study:
    """The study called `name`.

    Raises:
        UsageError: There is none; the message names the nearest.
    """
    known = every()
    if name not in known:
        raise UsageError(
            f"No study is called {name!r}.{nearest(name, known)} `amity studies` lists them; "
            "`amity claims run FILE` runs a file."
        )
    return known[name]


def verdicts(study: Study, atlas: Atlas) -> tuple[Verdict, ...]:
    """The verdict on every claim of a study, in its order."""
    return run_each(study.claims, atlas)


def scorecard(found: Iterable[Verdict], by: str) -> Mapping[str, Mapping[str, int]]:
    """How many claims have each verdict, by "pillar" or "kind"."""
    counts: dict[str, Counter[str]] = {}
    for verdict in found:
        counts.setdefault(getattr(verdict.claim, by), Counter())[verdict.outcome] += 1
    return {name: {outcome: counts[name][outcome] for outcome in OUTCOMES} for name in sorted(counts)}


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two claims that cannot both be true.

    Attributes:
        one: A claim.
        other: Another one, of the same or another study.
        what: The figure both speak of.
        said: Both values in words.
    """

    one: Claim
    other: Claim
    what: str
    said: str


def contradictions(studies: Sequence[Study]) -> tuple[Contradiction, ...]:
    """Pairs of claims that cannot both be true.

    Found are claims about one figure in the same years whose values differ by more than both were printed to; claims
    that name the same quantity, for which no data are held, with different values; and claims that one figure rises
    and that it falls in the same years. Nothing else is compared, so that each contradiction found is one.
    """
    every = [claim for study in studies for claim in study.claims]
    return (*_values(every), *_quantities(every), *_directions(every))


def _pairs(items: Sequence[_T]) -> Iterable[tuple[_T, _T]]:
    return ((one, other) for i, one in enumerate(items) for other in items[i + 1 :])


def _years(test: Test) -> str:
    return str(test.years[0]) if test.years[0] == test.years[1] else f"{test.years[0]} to {test.years[1]}"


def _named(test: Test) -> str:
    return " ".join(f"{test.figure.name} {party(test.figure.of)} {party(test.figure.on)}, {_years(test)}".split())


def _values(claims: Sequence[Claim]) -> Iterable[Contradiction]:
    valued = [
        (claim, test)
        for claim in claims
        for test in claim.tests
        if test.value is not None and test.op in ("=", "first")
    ]
    for (one, x), (other, y) in _pairs(valued):
        if one.id == other.id or (x.figure, x.years, x.op, x.change) != (y.figure, y.years, y.op, y.change):
            continue
        assert x.value is not None
        assert y.value is not None
        value = y.value if x.unit == y.unit else converted(y.value, y.unit or "", x.unit or "")
        if value is None:
            continue
        scale = value / y.value if y.value else 1.0
        if abs(x.value - value) > _slack(x) + scale * _slack(y):
            said = " ".join(f"{x.printed} {x.unit or ''} against {y.printed} {y.unit or ''}".split())
            yield Contradiction(one, other, _named(x), said)


def _slack(test: Test) -> float:
    if test.tolerance is None:
        return precision(test.printed)
    return test.tolerance * abs(test.value or 0.0) if test.is_relative else test.tolerance


def _quantities(claims: Sequence[Claim]) -> Iterable[Contradiction]:
    named = [c for c in claims if c.untested and c.untested.quantity and "value" in c.more]
    for one, other in _pairs(named):
        assert one.untested is not None
        assert other.untested is not None
        x, y = (str(claim.more["value"]) for claim in (one, other))
        unit = one.more.get("unit")
        if one.untested.quantity == other.untested.quantity and unit == other.more.get("unit") and x != y:
            yield Contradiction(one, other, str(one.untested.quantity), f"{x} {unit} against {y} {unit}")


def _directions(claims: Sequence[Claim]) -> Iterable[Contradiction]:
    trends = [(claim, test) for claim in claims for test in claim.tests if test.op in ("rising", "falling")]
    for (one, x), (other, y) in _pairs(trends):
        shared = min(x.years[1], y.years[1]) - max(x.years[0], y.years[0])
        # Most of the shorter span: one may well rise first and fall later.
        least = min(x.years[1] - x.years[0], y.years[1] - y.years[0])
        if one.id != other.id and x.figure == y.figure and x.op != y.op and 0 < least <= 2 * shared:
            yield Contradiction(one, other, _named(x), f"{x.op} against {y.op} ({_years(y)})")
