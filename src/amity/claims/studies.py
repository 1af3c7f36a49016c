"""The published analyses that ship as claims, what the data say on each, and where they contradict one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from amity.atlas import Atlas, home
from amity.claims import Verdict, run_each
from amity.claims.conflicts import contradictions, divisions, pulls
from amity.claims.language import ClaimError, Study, read
from amity.errors import UsageError, nearest

__all__ = [
    "OUTCOMES",
    "contradictions",
    "divisions",
    "every",
    "get",
    "pulls",
    "scorecard",
    "shipped",
    "verdicts",
]

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
    return run_each(study.claims, atlas)


def scorecard(found: Iterable[Verdict], by: str) -> Mapping[str, Mapping[str, int]]:
    """How many claims have each verdict, by "pillar" or "kind"."""
    counts: dict[str, Counter[str]] = {}
    for verdict in found:
        counts.setdefault(getattr(verdict.claim, by), Counter())[verdict.outcome] += 1
    return {name: {outcome: counts[name][outcome] for outcome in OUTCOMES} for name in sorted(counts)}
