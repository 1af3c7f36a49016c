"""What people call about scores: the dials of one dyad, several dyads side by side, explanations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from amity import scores, states
from amity.atlas import Atlas, open_atlas
from amity.errors import NoDataError, UsageError
from amity.indicators import LAST_YEAR

if TYPE_CHECKING:
    from amity.report.compared import Comparison
    from amity.report.explained import Explanation
    from amity.scores.delivery import Delivery

#: More dyads than can be told apart on one plane or in one table.
_MOST = 12


class ScoreViews:
    """The scores of one dyad, as frames; `DyadView` has them all."""

    dyad: states.Dyad
    atlas: Atlas
    seed: int

    @property
    def closeness(self) -> pl.DataFrame:
        """How close are they, in deeds, year by year; never without its two parts.

        Returns:
            Rows of `amity.scores.closeness.path`: engagement, affinity and closeness with 90 % intervals and
            percentiles among the dyads of the year, n, coverage.

        Raises:
            NoDataError: The atlas holds no closeness.

        Example:
            >>> import amity
            >>> "affinity_low" in amity.dyad("China", "Russia").closeness.columns
            True
        """
        self._require("closeness")
        from amity.scores import closeness

        return closeness.path(self.atlas, *self._codes)

    @property
    def engagement(self) -> pl.DataFrame:
        """How much do they deal with each other, beyond what is to be expected: rows of `SCHEMA`."""
        return self._series("engagement")

    @property
    def affinity(self) -> pl.DataFrame:
        """On whose side do they stand, and do they threaten each other; rows of `SCHEMA`."""
        return self._series("affinity")

    @property
    def balance(self) -> pl.DataFrame:
        """Who depends more on whom, over all and per pillar, year by year.

        Returns:
            Rows of `amity.scores.balance.balance`, seen from the state asked for first.

        Example:
            >>> import amity
            >>> amity.dyad("China", "Russia").balance["a"][0]
            'CHN'
        """
        from amity.scores import balance

        return balance.balance(self.atlas, *self._codes)

    @property
    def gap(self) -> pl.DataFrame:
        """Do words run ahead of deeds: rows of `amity.scores.gap.parts`."""
        from amity.scores import gap

        return gap.parts(self.atlas, *self._codes)

    @property
    def ladder(self) -> pl.DataFrame:
        """Which criteria of military alignment are met, since when: rows of `amity.scores.ladder.ladder`."""
        from amity.scores import ladder

        return ladder.ladder(self.atlas, *self._codes)

    @property
    def declared(self) -> pl.DataFrame:
        """What they declared and announced, and what became of it: rows of `amity.scores.gap.declared`."""
        from amity.scores import gap

        return gap.declared(*self._codes)

    @property
    def delivery(self) -> Delivery:
        """What became of the projects the two announced: curves over time from their casefile.

        Raises:
            NoDataError: They have no casefile, or it has no project with a date of announcement.
        """
        from amity.scores import delivery

        return delivery.of_pair(*self._codes)

    def resemblance(self, year: int | None = None) -> Explanation:
        """Which known kind of relationship do they behave like, and what speaks for and against it?

        Args:
            year: Use no data after this year.

        Returns:
            The probabilities of the kinds and the evidence, as `explain("resemblance")` gives them.

        Raises:
            NoDataError: No year has a resemblance.
        """
        return self.explain("resemblance", year)

    def hypotheses(self, year: int | None = None, priors: Mapping[str, float] | None = None) -> Any:
        """Which reading of the relationship fits the evidence?

        Args:
            year: The year asked about; by default the last with closeness.
            priors: Prior of some or all readings, e.g. `{"convenience": 0.4}`; the others share the rest.

        Returns:
            What `amity.scores.hypotheses.hypotheses` returns: posterior, evidence, what would turn it.

        Raises:
            UsageError: A prior makes no sense.
            NoDataError: The two were not both members of the state system in the year.
        """
        from amity.report.scored import collect, hypotheses, settled

        if year is None:
            found = collect(*self._codes, self.atlas, _limit(self.dyad, None), wanted=frozenset())
            year = settled(found)
        return hypotheses(self.atlas, *self._codes, year, seed=self.seed, priors=priors)

    def moved(self, year: int | None = None) -> pl.DataFrame:
        """What moved closeness in that year (by default the last), item by item: rows of `closeness.moved`."""
        self._require("closeness")
        from amity.scores import closeness

        if year is None:
            path = closeness.path(self.atlas, *self._codes)
            if path.is_empty():
                raise NoDataError(f"No year has a closeness of {self.dyad.a.name} and {self.dyad.b.name}.")
            year = int(path["year"].max())  # pyright: ignore[reportArgumentType]
        return closeness.moved(self.atlas, *self._codes, year)

    def explain(self, score: str, year: int | None = None, priors: Mapping[str, float] | None = None) -> Explanation:
        """Why is a score what it is?

        Args:
            score: One of `amity.report.explained.EXPLAINED`, e.g. "closeness".
            year: Use no data after this year. By default the last with data.
            priors: Priors of the hypotheses.

        Returns:
            What it comes to in sentences, and the evidence as frames.

        Raises:
            UsageError: There is no such score.
            NoDataError: It has no value.
        """
        from amity.report.explained import explain

        return explain(self.dyad, score, self.atlas, _limit(self.dyad, year), seed=self.seed, priors=priors)

    @property
    def _codes(self) -> tuple[str, str]:
        return self.dyad.a.code, self.dyad.b.code

    def _series(self, score: str) -> pl.DataFrame:
        """A score year by year; `DyadView`, which this is a part of, measures it."""
        raise NotImplementedError

    def _require(self, score: str) -> None:
        lacking = [table for table in scores.get(score).tables if table not in self.atlas.tables]
        if lacking:
            raise NoDataError(
                f"The atlas in {self.atlas.folder} has no table {lacking[0]}, which {score} is read from."
            )


def _limit(dyad: states.Dyad, year: int | None) -> int:
    from amity.api import require_together

    require_together(dyad, 0, LAST_YEAR if year is None else year)
    return LAST_YEAR if year is None else year


def compare(*pairs: Sequence[str], year: int | None = None, seed: int = 0) -> Comparison:
    """How do several dyads compare, score by score?

    Args:
        pairs: Two or more dyads, each two names in any spelling.
        year: Use no data after this year; each figure says its own year.
        seed: Seed of the intervals.

    Returns:
        A comparison whose `frame` has one row per dyad and score, and whose `plane` shows all of them.

    Raises:
        UsageError: A pair is not two states, is named twice, or there are too many.
        NoDataError: Two states were never members together.

    Example:
        >>> import amity
        >>> found = amity.compare(("China", "Russia"), ("USA", "Japan"), year=2010)
        >>> found.frame["score"].n_unique()
        8
    """
    from amity.report.compared import compare as compared

    if not 1 <= len(pairs) <= _MOST:
        raise UsageError(f"Compare takes 1 to {_MOST} pairs; {len(pairs)} were given.")
    dyads: list[states.Dyad] = []
    for pair in pairs:
        if isinstance(pair, str) or len(pair) != 2:
            raise UsageError(f"A pair is two states; {pair!r} is not.")
        found = states.dyad(*pair)
        if found.code in {d.code for d in dyads}:
            raise UsageError(f"{found.a.name} and {found.b.name} were named twice.")
        _limit(found, year)
        dyads.append(found)
    return compared(dyads, open_atlas(), LAST_YEAR if year is None else year, seed)


def influence(year: int | None = None) -> pl.DataFrame:
    """How much influence could each state wield in a year: rows of `amity.scores.influence.capacity`.

    Args:
        year: By default the last year covered.
    """
    from amity import indicators
    from amity.scores import influence as module

    atlas = open_atlas()
    score = scores.get("influence")
    lacking = [table for table in score.tables if table not in atlas.tables]
    if lacking:
        raise NoDataError(f"The atlas in {atlas.folder} has no table {lacking[0]}, which influence is read from.")
    return module.capacity(atlas, indicators.covered(score, atlas)[1] if year is None else year)


def ideal_points(state: str, issue: str = "all") -> pl.DataFrame:
    """Where does a state stand in the UN General Assembly, session by session: rows of `amity.scores.ideal.points`.

    Args:
        state: In any spelling.
        issue: All votes, or one of the issues.
    """
    from amity.scores import ideal

    return ideal.points(open_atlas(), states.find(state).code, issue)
