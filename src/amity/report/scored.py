"""The scores of one dyad as the score modules give them, each asked for once; page, `explain` and `compare` share it.

A score that cannot be had, because the atlas lacks its table or the pair its data, is absent, and the reason is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amity import indicators, scores, states
from amity.atlas import Atlas
from amity.errors import AmityError, NoDataError, UsageError, nearest
from amity.indicators import Indicator, Scope
from amity.report.evidence import Row

#: The three figures of closeness: the score and the two parts that always stand beside it.
CLOSENESS = ("closeness", "engagement", "affinity")

#: The kinds of relationship that `resemblance` knows, by the last word of the score's id.
KINDS = ("ally", "partner", "ordinary", "rival")

#: What a page shows: the parts of the gap year by year take longer than all the rest, and `explain` has them.
ON_THE_PAGE = frozenset(("path", "moved", "balance", "evidence", "ladder", "hypotheses"))

#: Scores whose values are read as rows, in one pass.
_READ = (
    *CLOSENESS,
    "balance",
    "power_ratio",
    "dependence",
    "gap",
    "words",
    "words.tone",
    *(f"resemblance.{kind}" for kind in KINDS),
    "ladder",
    "delivery",
    "ideal_distance",
)

_Found = TypeVar("_Found")


@dataclass(frozen=True)
class Scored:
    """What the scores say about one dyad up to a year.

    Attributes:
        a: Code of the state asked for first.
        b: Code of the other.
        limit: The last year looked at.
        rows: Rows of each score by (id, a, b), in the order of years; undirected scores under both orders.
        declared: The scores that the atlas can answer, by id.
        path: `closeness.path`, the years with closeness up to the last.
        moved: `closeness.moved` of the last year with closeness.
        balance: `balance.balance`, up to the last year.
        gap: `gap.parts`, up to the last year.
        evidence: `resemblance.evidence` of the last year with a resemblance.
        ladder: `ladder.ladder` of the last year.
        hypotheses: What `hypotheses.hypotheses` returns, or None.
        failed: Why a score is absent, by the name of the attribute or the id.
    """

    a: str
    b: str
    limit: int
    rows: Mapping[tuple[str, str, str], list[Row]]
    coverage: Mapping[tuple[str, str, str, int], float | None]
    declared: Mapping[str, Indicator]
    path: pl.DataFrame = field(default_factory=pl.DataFrame)
    moved: pl.DataFrame = field(default_factory=pl.DataFrame)
    balance: pl.DataFrame = field(default_factory=pl.DataFrame)
    gap: pl.DataFrame = field(default_factory=pl.DataFrame)
    evidence: pl.DataFrame = field(default_factory=pl.DataFrame)
    ladder: pl.DataFrame = field(default_factory=pl.DataFrame)
    hypotheses: Any = None
    failed: Mapping[str, str] = field(default_factory=dict[str, str])

    def last(self, score: str, a: str = "", b: str = "") -> Row | None:
        """The latest row with a value, of the first state on the second unless said."""
        known = [r for r in self.rows.get((score, a or self.a, b or self.b), []) if r.value is not None]
        return known[-1] if known else None

    def why(self, score: str, a: str = "", b: str = "") -> str:
        """Why there is no value."""
        if score in self.failed:
            return self.failed[score]
        reasons = [r.reason for r in self.rows.get((score, a or self.a, b or self.b), []) if r.reason]
        return reasons[-1] if reasons else "the two states have no figure for it"


def collect(
    a: str,
    b: str,
    atlas: Atlas,
    limit: int,
    *,
    seed: int = 0,
    priors: Mapping[str, float] | None = None,
    wanted: frozenset[str] | None = None,
) -> Scored:
    """Every score of a dyad up to a year.

    Args:
        a: Code of one state.
        b: Code of the other.
        atlas: Where the figures come from.
        limit: Nothing after this year is used.
        seed: Seed of every random draw.
        priors: Priors of the hypotheses; by default theirs.
        wanted: Names of the details to compute (attributes of `Scored`); None for all.
    """
    declared, failed = _held(atlas)
    rows, coverage = _rows(a, b, atlas, limit, [declared[name] for name in _READ if name in declared], seed)
    if near := [row.year for row in rows.get(("closeness", a, b), []) if row.value is not None]:
        # In the years after the last deeds on record there is little more than votes: not yet a kind of conduct.
        for kind in KINDS:
            for key in ((f"resemblance.{kind}", a, b), (f"resemblance.{kind}", b, a)):
                rows[key] = [row for row in rows.get(key, []) if row.year <= near[-1]]
    found = Scored(a, b, limit, rows, coverage, declared, failed=failed)
    detail = _Details(atlas, found, failed, wanted)
    upto, known = pl.col("year") <= limit, pl.col("closeness").is_not_null()
    path = detail.get("path", lambda: _module("closeness").path(atlas, a, b).filter(upto, known).sort("year"))
    alike = found.last("resemblance.ordinary")
    return replace(
        found,
        path=path,
        moved=detail.get("moved", lambda: _module("closeness").moved(atlas, a, b, int(path["year"][-1])))
        if path.height
        else pl.DataFrame(),
        balance=detail.get("balance", lambda: _module("balance").balance(atlas, a, b).filter(upto)),
        gap=detail.get("gap", lambda: _module("gap").parts(atlas, a, b).filter(upto)),
        evidence=detail.get(
            "evidence", lambda: _module("resemblance").evidence(atlas, a, b, _year(alike, "resemblance"))
        ),
        ladder=detail.get("ladder", lambda: _ladder(atlas, a, b, limit)),
        hypotheses=detail.other(
            "hypotheses",
            lambda: hypotheses(atlas, a, b, settled(found), seed=seed, priors=priors),
        ),
        failed=failed,
    )


def settled(found: Scored) -> int:
    """The last year of deeds: what came after is not yet on record, and would pass for having stopped."""
    row = found.last("closeness")
    return found.limit if row is None else row.year


def _ladder(atlas: Atlas, a: str, b: str, limit: int) -> pl.DataFrame:
    """The ladder in the last year up to `limit` that treaties cover and in which both were members."""
    end = min(limit, indicators.table_years(atlas, "obligations")[1])
    together = states.dyad(a, b).years(end)
    return _module("ladder").ladder(atlas, a, b, year=together[-1] if together else limit)


def hypotheses(
    atlas: Atlas, a: str, b: str, year: int, *, seed: int = 0, priors: Mapping[str, float] | None = None
) -> Any:
    """The readings in one year; priors not given share what is left in equal parts."""
    module = _module("hypotheses")
    given = None if priors is None else shared_out(priors, tuple(module.HYPOTHESES))
    return module.hypotheses(atlas, a, b, year, priors=given, seed=seed)


def shared_out(priors: Mapping[str, float], names: Sequence[str]) -> dict[str, float]:
    """Priors of all readings: those given, and what is left in equal parts for the others.

    Raises:
        UsageError: A reading is unknown, a prior lies outside 0 to 1, or they leave nothing for the others.
    """
    for name, value in priors.items():
        if name not in names:
            raise UsageError(f"No reading is called {name!r}.{nearest(name, names)} There are {', '.join(names)}.")
        if not 0 < value < 1:
            raise UsageError(f"The prior of {name} is {value:g}; it must lie between 0 and 1.")
    others = [name for name in names if name not in priors]
    left = 1.0 - sum(priors.values())
    if (others and left <= 0) or (not others and abs(left) > 1e-9):
        raise UsageError(f"The priors given add up to {sum(priors.values()):g}; all together must make 1.")
    return {**{name: left / len(others) for name in others}, **priors}


def _module(name: str) -> Any:
    import importlib

    return importlib.import_module(f"amity.scores.{name}")


def _year(row: Row | None, what: str) -> int:
    if row is None:
        raise NoDataError(f"No year has a {what} of these two states.")
    return row.year


#: The score that must be there for each detail.
_NEEDS = {
    "path": "closeness",
    "moved": "closeness",
    "balance": "balance",
    "gap": "gap",
    "evidence": "resemblance.ally",
    "ladder": "ladder",
    "hypotheses": "hypothesis.alliance",
}


class _Details:
    """Asks for one detail after another; what fails is empty, and why is kept."""

    def __init__(self, atlas: Atlas, found: Scored, failed: dict[str, str], wanted: frozenset[str] | None) -> None:
        self._atlas, self._found, self._failed, self._wanted = atlas, found, failed, wanted

    def other(self, name: str, ask: Callable[[], _Found]) -> _Found | None:
        if self._wanted is not None and name not in self._wanted:
            return None
        if (score := _NEEDS[name]) not in self._found.declared:
            self._failed.setdefault(name, self._failed.get(score, "it is not measured"))
            return None
        try:
            return ask()
        except UsageError:
            raise
        except AmityError as error:
            self._failed.setdefault(name, str(error))
        return None

    def get(self, name: str, ask: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        frame = self.other(name, ask)
        return pl.DataFrame() if frame is None else frame


def _held(atlas: Atlas) -> tuple[dict[str, Indicator], dict[str, str]]:
    """The scores whose tables the atlas holds, and why the others are absent."""
    declared: dict[str, Indicator] = {}
    failed: dict[str, str] = {}
    for name, score in scores.registry().items():
        lacking = [table for table in score.tables if table not in atlas.tables]
        if lacking:
            failed[name] = f"the atlas in use has no table {lacking[0]}"
        else:
            declared[name] = score
    return declared, failed


_Key = tuple[str, str, str]


def _rows(
    a: str, b: str, atlas: Atlas, limit: int, wanted: list[Indicator], seed: int
) -> tuple[dict[_Key, list[Row]], dict[tuple[str, str, str, int], float | None]]:
    """Rows by score and direction, and the coverage of each."""
    scope = Scope(_FIRST, limit, a, b, seed)
    found: dict[_Key, list[Row]] = {}
    coverage: dict[tuple[str, str, str, int], float | None] = {}
    frame = indicators.measure_each([(score, scope) for score in wanted], atlas)
    directed = {score.id: score.directed for score in wanted}
    columns = ("indicator", "a", "b", "coverage", *Row._fields)
    for name, x, y, share, *values in frame.select(columns).iter_rows():
        row = Row(*values)
        row = row._replace(sources=(row.sources or "").replace("; ", " + "))
        for of, on in ((x, y),) if directed[name] else ((x, y), (y, x)):
            found.setdefault((name, of, on), []).append(row)
            coverage[name, of, on, row.year] = share
    return found, coverage


_FIRST = 1800


@dataclass(frozen=True, slots=True)
class World:
    """Engagement, affinity and closeness of all dyads in one year, each array in order of size but for the points.

    Attributes:
        year: The year.
        points: Engagement and affinity of the dyads that have both, one row per dyad.
        ordered: The values of each of the three, ascending.
    """

    year: int
    points: NDArray[np.float64]
    ordered: Mapping[str, NDArray[np.float64]]

    def percentile(self, score: str, value: float | None) -> float | None:
        """Where a value stands among all dyads of the year: 0 lowest, 100 highest; ties at their middle."""
        values = self.ordered.get(score)
        if value is None or values is None or not len(values):
            return None
        left, right = (int(values.searchsorted(value, side)) for side in ("left", "right"))
        return 100.0 * (left + right) / 2 / len(values)


def world(atlas: Atlas, year: int, declared: Mapping[str, Indicator]) -> World:
    """All dyads of one year."""
    frames = {
        name: indicators.among_all(declared[name], atlas, year).select("a", "b", pl.col("value").alias(name))
        for name in CLOSENESS
        if name in declared
    }
    ordered = {name: np.sort(frame[name].to_numpy()) for name, frame in frames.items()}
    points = np.empty((0, 2))
    if {"engagement", "affinity"} <= frames.keys():
        both = frames["engagement"].join(frames["affinity"], on=["a", "b"]).sort("a", "b")
        points = both.select("engagement", "affinity").to_numpy()
    return World(year, points, ordered)
