"""The published analyses that ship as claims, what the data say on each, and where they contradict one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from amity.atlas import Atlas, home
from amity.claims import Verdict, run
from amity.claims.language import Claim, ClaimError, Study, read
from amity.errors import UsageError, nearest

_SHIPPED = Path(__file__).parent / "data"

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
    return tuple(run(claim, atlas) for claim in study.claims)


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
    """Pairs of claims about one figure in one year whose values differ by more than both were printed to.

    Two claims speak of the same figure when their tests look up the same thing, for the same states and years, with
    the same operator; nothing else is compared, so that each contradiction found is one.
    """
    from amity.claims import precision
    from amity.claims.figures import converted

    valued = [
        (claim, test)
        for study in studies
        for claim in study.claims
        for test in claim.tests
        if test.value is not None and test.op in ("=", "growth", "ratio", "rank", "first")
    ]
    found: list[Contradiction] = []
    for i, (one, x) in enumerate(valued):
        for other, y in valued[i + 1 :]:
            if one.id == other.id or (x.figure, x.years, x.op) != (y.figure, y.years, y.op):
                continue
            assert x.value is not None
            assert y.value is not None
            value = y.value if x.unit == y.unit else converted(y.value, y.unit or "", x.unit or "")
            if value is None:
                continue
            scale = value / y.value if y.value else 1.0
            allowed = (x.tolerance if x.tolerance and not x.is_relative else precision(x.printed)) + scale * (
                y.tolerance if y.tolerance and not y.is_relative else precision(y.printed)
            )
            if abs(x.value - value) > allowed:
                years = str(x.years[0]) if x.years[0] == x.years[1] else f"{x.years[0]} to {x.years[1]}"
                what = f"{x.figure.name} {x.figure.of or ''} {x.figure.on or ''}, {years}"
                said = f"{x.printed} {x.unit or ''} against {y.printed} {y.unit or ''}"
                found.append(Contradiction(one, other, " ".join(what.split()), " ".join(said.split())))
    return tuple(found)
