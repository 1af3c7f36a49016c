"""What people call: a dyad to look at, a ranking, citations; the command line prints what these return."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from amity import indicators, scores, states
from amity.api.scoring import ScoreViews
from amity.atlas import Atlas, citation, open_atlas
from amity.errors import NoDataError, UsageError, nearest
from amity.indicators import LAST_YEAR, Indicator, Scope
from amity.report import words

if TYPE_CHECKING:
    from amity.report import Chart, Report

#: Before any state's membership; with LAST_YEAR it spans every year there can be.
FIRST_YEAR = 1800

#: How many years before the end of coverage the last value is first looked for; most are there.
_RECENT = 4

#: Columns of `DyadView.latest`: one row per indicator and direction.
LATEST: Mapping[str, type[pl.DataType]] = {
    "indicator": pl.String,
    "pillar": pl.String,
    "label": pl.String,
    "kind": pl.String,
    "a": pl.String,
    "b": pl.String,
    "year": pl.Int32,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "unit": pl.String,
    "percentile": pl.Float64,
    "n": pl.Int64,
    "coverage": pl.Float64,
    "sources": pl.String,
    "reason": pl.String,
}


_Row = dict[str, Any]


@dataclass(frozen=True)
class DyadView(ScoreViews):
    """Two states and the atlas they are looked up in.

    Attributes:
        dyad: The two states, in the order asked.
        atlas: Where the figures come from.
        seed: Seed of the intervals.

    Example:
        >>> import amity
        >>> view = amity.dyad("China", "Russia")
        >>> view.dyad.a.code, view.dyad.b.code
        ('CHN', 'RUS')
    """

    dyad: states.Dyad
    atlas: Atlas
    seed: int = 0

    def indicator(self, name: str, first: int | None = None, last: int | None = None) -> pl.DataFrame:
        """Which values has one indicator or score for this dyad, year by year?

        Args:
            name: Its id, e.g. "trade.share" or "closeness".
            first: First year; by default the first there is.
            last: Last year; by default the last there is.

        Returns:
            Rows of `amity.indicators.SCHEMA` sorted by a, b, year; both directions of a directed indicator.

        Raises:
            UsageError: Nothing measured has that name, or the years are the wrong way round.
            NoDataError: The years lie outside its coverage, or the two states were not members together then.
        """
        found = scores.get(name)
        first, last = self._span(first, last)
        _require_covered(found, self.atlas, first, last)
        return indicators.measure(found, self.atlas, self._scope(first, last))

    def figures(self, name: str, first: int | None = None, last: int | None = None) -> pl.DataFrame:
        """Which figures do all sources give for what an indicator rests on, and which of them is the default?

        Where data sets, editions or the two sides' books differ, this shows by how much.

        Args:
            name: Id of the indicator, e.g. "trade.flow".
            first: First year; by default the first there is.
            last: Last year; by default the last there is.

        Returns:
            Rows of `amity.atlas.figures.figures`: one per data set, edition, books, year and quantity. Of an indicator
            read from casefiles the facts it counts: the default ones, and those that tell of the same event again.

        Raises:
            UsageError: No indicator has that name, or the years are the wrong way round.
            NoDataError: The two states were not members together in these years.
        """
        from amity.atlas.figures import figures

        found = scores.get(name)
        first, last = self._span(first, last)
        if found.casefile:
            return indicators.facts(found, self.dyad.a.code, self.dyad.b.code, first, last)
        return figures(self.atlas, found.tables, self.dyad.a.code, self.dyad.b.code, first, last)

    def contest(self, year: int | None = None, group: str | None = None) -> tuple[int, pl.DataFrame]:
        """What do both weigh in each third state, and who weighs more?

        Args:
            year: Calendar year; by default the last one in which both trade with third states on record.
            group: Only members of this region or organisation, e.g. "Central Asia"; see `amity.groups.names`.

        Returns:
            The year, and rows of `amity.indicators.region.contest`.

        Raises:
            UsageError: No such group.
            NoDataError: The two states were not members together in the year, or no year has figures.
        """
        from amity.indicators.region import contest

        if year is None:
            held = self.indicator("region.lead").filter(pl.col("value").is_not_null())["year"]
            if held.is_empty():
                raise NoDataError(f"No trade of {self.dyad.a.name} and {self.dyad.b.name} with third states is held.")
            year = int(held[-1])
        first, _ = self._span(year, year)
        return first, contest(self.atlas, self.dyad.a.code, self.dyad.b.code, first, group)

    def latest(self, first: int | None = None, last: int | None = None) -> pl.DataFrame:
        """What is the last value of every indicator for this dyad, in each direction?

        Args:
            first: Values before this year do not count.
            last: Values after this year do not count.

        Returns:
            Columns `LATEST`, one row per indicator and direction, in the order of the pillars. Where there is
            no value, `value` is null and `reason` says why.

        Raises:
            UsageError: The years are the wrong way round.
            NoDataError: The two states were never members at the same time in these years.
        """
        first, last = self._span(first, last)
        known = list(indicators.registry().values())
        ends = [last if i.casefile else min(last, indicators.covered(i, self.atlas)[1]) for i in known]
        spans = [self._scope(max(first, end - _RECENT), end) for end in ends]
        asked = [(indicator, x, y) for indicator in known for x, y in self._directions(indicator)]
        recent = self._measured(zip(known, spans, strict=True))
        # Most last values are recent: only for the others all years are searched, and an interval drawn for one.
        older = {key: _last(recent[key]) is None for key in ((i.id, x, y) for i, x, y in asked)}
        searched = [i for i in known if any(older[i.id, x, y] for x, y in self._directions(i))]
        every = self._measured((i, self._scope(first, last, intervals=False)) for i in searched)
        years = [(i, row["year"]) for i, x, y in asked if older[i.id, x, y] and (row := _last(every[i.id, x, y]))]
        dated = self._measured((i, self._scope(year, year)) for i, year in dict.fromkeys(years))
        rows: list[dict[str, Any]] = []
        for indicator, x, y in asked:
            key = (indicator.id, x, y)
            found = _last(recent[key])
            if found is None and (held := _last(every[key])) is not None:
                found = _last([row for row in dated[key] if row["year"] == held["year"]])
            rows.append(self._row(indicator, x, y, found, [row["reason"] for row in every[key] if row["reason"]]))
        return pl.DataFrame(rows, schema=dict(LATEST), orient="row")

    def report(self, year: int | None = None, drawn: Callable[[Chart], object] | None = None) -> Report:
        """Everything measured about this dyad, gathered for one page.

        Args:
            year: Use no data after this year. By default the last year with data.
            drawn: Told each chart as soon as its data are there; see `amity.report.compose`.

        Raises:
            NoDataError: The two states were not both members in `year`, or no table covers it.
        """
        from amity import report

        _require_year(self.atlas, year)
        self._span(None, year) if year is None else self._span(year, year)
        return report.compose(self.dyad, self.atlas, year=year, seed=self.seed, drawn=drawn)

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the data sets that hold any value about this dyad."""
        first, last = self._span(None, None)
        found: set[str] = set()
        scope = Scope(first, last, self.dyad.a.code, self.dyad.b.code, self.seed, intervals=False)
        rows = indicators.measure_all(list(indicators.registry().values()), self.atlas, scope)
        for text in rows.filter(pl.col("value").is_not_null())["sources"].drop_nulls().unique():
            found.update(_named_in(text, self.atlas))
        return tuple(sorted(found))

    def __repr__(self) -> str:
        a, b = self.dyad.a, self.dyad.b
        return f"<amity.dyad {a.name} ({a.code}) – {b.name} ({b.code}), atlas {self.atlas.id}>"

    def _repr_html_(self) -> str:
        from amity.report import html

        return f'<iframe srcdoc="{_attribute(html.render(self._page))}" width="100%" height="800"></iframe>'

    @cached_property
    def _page(self) -> Report:
        return self.report()

    def _series(self, score: str) -> pl.DataFrame:
        return self.indicator(score)

    def _directions(self, indicator: Indicator) -> tuple[tuple[str, str], ...]:
        a, b = self.dyad.a.code, self.dyad.b.code
        return ((a, b), (b, a)) if indicator.directed else (self.dyad.ordered,)

    def _scope(self, first: int, last: int, *, intervals: bool = True) -> Scope:
        return Scope(first, last, self.dyad.a.code, self.dyad.b.code, self.seed, intervals)

    def _span(self, first: int | None, last: int | None) -> tuple[int, int]:
        first, last = FIRST_YEAR if first is None else first, LAST_YEAR if last is None else last
        if first > last:
            raise UsageError(f"The years run backwards: from {first} to {last}. Swap them.")
        require_together(self.dyad, first, last)
        return max(first, FIRST_YEAR), min(last, LAST_YEAR)

    def _measured(self, wanted: Iterable[tuple[Indicator, Scope]]) -> Mapping[tuple[str, str, str], list[_Row]]:
        """Rows by year, for each indicator and direction."""
        rows: dict[tuple[str, str, str], list[_Row]] = defaultdict(list)
        for row in indicators.measure_each(list(wanted), self.atlas).iter_rows(named=True):
            rows[row["indicator"], row["a"], row["b"]].append(row)
        return rows

    def _row(self, indicator: Indicator, x: str, y: str, found: _Row | None, reasons: Sequence[str]) -> _Row:
        """The row of `LATEST` for one direction of an indicator; the last reason if it has no value."""
        declared = {"indicator": indicator.id, "pillar": indicator.pillar, "label": indicator.label}
        row: _Row = declared | {"kind": indicator.kind, "a": x, "b": y, "unit": indicator.unit}
        if found is None:
            return row | {"reason": reasons[-1] if reasons else "no figure is held for these two states"}
        row |= {key: found[key] for key in ("year", "value", "low", "high", "n", "coverage", "sources")}
        if indicator.casefile:
            return row
        standing = indicators.standing(indicator, self.atlas, found["year"], found["value"])
        return row | {"percentile": standing.percentile}


def _last(rows: Sequence[_Row]) -> _Row | None:
    """The last row with a value."""
    return next((row for row in reversed(rows) if row["value"] is not None), None)


def dyad(a: str, b: str, *, seed: int = 0) -> DyadView:
    """The two states to look at, by any spelling: names in time, codes of several lists.

    Args:
        a: One state.
        b: The other.
        seed: Seed of the intervals.

    Raises:
        UsageError: A spelling means no state, or several, or both mean the same one.
        AtlasError: There is no usable atlas.

    Example:
        >>> import amity
        >>> amity.dyad("china", "USSR").dyad.b.code
        'RUS'
    """
    if seed < 0:
        raise UsageError(f"The seed is {seed}; it must be 0 or more.")
    return DyadView(states.dyad(a, b), open_atlas(), seed)


def measure(
    indicator: str,
    of: str | None = None,
    on: str | None = None,
    first: int | None = None,
    last: int | None = None,
) -> pl.DataFrame:
    """The values of one indicator or score for many dyads at once: all, or all those of one state.

    Args:
        indicator: Its id, e.g. "diplomacy.kappa" or "closeness".
        of: A state whose dyads are wanted; None for every dyad.
        on: The other state, if only one dyad is wanted.
        first: First year; by default the last covered.
        last: Last year; by default the last covered.

    Returns:
        Rows of `amity.indicators.SCHEMA` without intervals, sorted by a, b, year.

    Raises:
        UsageError: Unknown indicator or state, or `on` without `of`.
        NoDataError: The years lie outside its coverage.
    """
    if on is not None and of is None:
        raise UsageError("`on` needs `of`: name both states, or only `of`.")
    found, atlas = scores.get(indicator), open_atlas()
    covered = _covered(found, atlas)
    first = covered[1] if first is None else first
    last = max(first, covered[1]) if last is None else last
    if first > last:
        raise UsageError(f"The years run backwards: from {first} to {last}. Swap them.")
    _require_covered(found, atlas, first, last)
    pair = states.dyad(of, on) if of is not None and on is not None else None
    a = pair.a.code if pair else states.find(of).code if of is not None else None
    scope = Scope(max(first, FIRST_YEAR), min(last, LAST_YEAR), a, pair.b.code if pair else None, intervals=False)
    return indicators.measure(found, atlas, scope)


def rank(
    indicator: str, year: int | None = None, of: str | None = None, n: int = 20, *, bottom: bool = False
) -> pl.DataFrame:
    """Which dyads are closest on one indicator or score in one year?

    The order runs from the closest, as the indicator declares it (`closer`); where neither direction means
    closer it starts with the highest value. Equal values share a rank (1, 2, 2, 4).

    Args:
        indicator: Its id, e.g. "trade.share" or "closeness".
        year: By default the last year with values.
        of: Only dyads of this state; for a directed indicator, only with it as `a`.
        n: How many dyads.
        bottom: Start from the other end.

    Returns:
        Columns rank, tied (how many dyads share the value), of (how many are ranked), a, b, year, value, low and
        high (90 % interval; of scores always), n, coverage, sources.

    Raises:
        UsageError: Unknown indicator or state, `n` below 1, or an indicator read from casefiles.
        NoDataError: The year lies outside its coverage, or the state has no value in it.
    """
    if n < 1:
        raise UsageError(f"-n is {n}; it must be 1 or more.")
    found, atlas = scores.get(indicator), open_atlas()
    if found.casefile:
        raise UsageError(
            f"{found.id} is read from casefiles, which people keep pair by pair and each in their own way, so it ranks "
            f"no pairs. See one pair: amity show china russia {found.id}."
        )
    state = states.find(of) if of is not None else None
    covered = _covered(found, atlas)
    if year is not None:
        _require_covered(found, atlas, year, year)
    rows = pl.DataFrame()
    for candidate in [year] if year is not None else range(min(covered[1], LAST_YEAR), covered[0] - 1, -1):
        rows = indicators.among_all(found, atlas, candidate)
        if state is not None:
            mine = pl.col("a") == state.code
            rows = rows.filter(mine if found.directed else mine | (pl.col("b") == state.code))
        if rows.height:
            break
    if rows.is_empty():
        whose = f" of {state.name}" if state else ""
        when = f" in {year}" if year is not None else ""
        raise NoDataError(
            f"No values of {found.id}{whose}{when}; it covers {covered[0]} to {covered[1]}, "
            "but not every state in every year."
        )
    if state is not None and not found.directed:
        rows = rows.with_columns(a=pl.lit(state.code), b=pl.when(pl.col("a") == state.code).then("b").otherwise("a"))
    falling = (found.closer != "lower") != bottom
    ranked = (
        rows.with_columns(
            rank=pl.col("value").rank("min", descending=falling).cast(pl.Int32),
            tied=pl.len().over("value").cast(pl.Int32),
            of=pl.lit(rows.height, pl.Int32),
        )
        .sort("rank", "a", "b")
        .head(min(n, rows.height))
        .select("rank", "tied", "of", "a", "b", "year", "value", "low", "high", "n", "coverage", "sources")
    )
    return _bounded(found, atlas, ranked) if found.kind == "score" else ranked


def _bounded(score: Indicator, atlas: Atlas, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with the intervals of the score, which a pass over all dyads may have left out."""
    if rows["low"].null_count() == 0:
        return rows
    pairs = [(row["a"], row["b"], row["year"]) for row in rows.iter_rows(named=True)]
    found = pl.concat(indicators.measure(score, atlas, Scope(year, year, a, b)) for a, b, year in pairs)
    bounds = found.select("a", "b", "low", "high").unique(["a", "b"])
    if not score.directed:  # shown as the state asked for sees it; measured in the order of the codes
        bounds = pl.concat([bounds, bounds.select(a="b", b="a", low="low", high="high")])
    return rows.drop("low", "high").join(bounds, on=["a", "b"], how="left", maintain_order="left").select(rows.columns)


def cite(*names: str, style: Literal["text", "bibtex"] = "text") -> str:
    """How are amity and the data behind it cited?

    Args:
        names: Two states (the data sets that hold figures about them), or ids of sources; none for all.
        style: Plain text or BibTeX.

    Raises:
        UsageError: A name is neither.
    """
    works = cited(names)
    return "\n\n".join(citation.bibtex(work) if style == "bibtex" else citation.plain(work) for work in works)


def cited(names: Sequence[str]) -> tuple[Mapping[str, Any], ...]:
    """The works `cite` lists, amity itself first: id, title, version, citation, licence, url, files."""
    atlas = open_atlas()
    known = atlas.manifest["sources"]
    if not names:
        ids = sorted(known)
    elif all(name in known for name in names):
        ids = list(dict.fromkeys(names))
    elif len(names) == 2 and not any(name in known for name in names):
        ids = list(dyad(*names).sources)
    else:
        unknown = next(name for name in names if name not in known)
        raise UsageError(
            f"No source is called {unknown!r}.{nearest(unknown, known)} Give two states, or ids from `amity sources`."
        )
    return (citation.itself(atlas), *(known[name] for name in ids))


def require_together(pair: states.Dyad, first: int, last: int) -> None:
    """Fail unless both states were members of the state system in some year from `first` to `last`.

    Raises:
        NoDataError: They were not; says since when or until when each was one.
    """
    years = [frozenset(state.member_years(LAST_YEAR)) for state in (pair.a, pair.b)]
    both = years[0] & years[1]
    if not both:
        raise NoDataError(
            f"{pair.a.name} and {pair.b.name} never coexisted as members of the state system: "
            f"{pair.a.name} {_spans(years[0])}, {pair.b.name} {_spans(years[1])}."
        )
    if any(first <= year <= last for year in both):
        return
    asked = str(first) if first == last else f"{first} to {last}"
    told = [
        _absence(state.name, member, first, last)
        for state, member in zip((pair.a, pair.b), years, strict=True)
        if not any(first <= year <= last for year in member)
    ]
    raise NoDataError(
        f"No {pair.a.name} and {pair.b.name} in {asked}: {'; '.join(told)}. Ask for a year in {_spans(both)}."
    )


def _absence(name: str, member: frozenset[int], first: int, last: int) -> str:
    if last < min(member):
        return f"{name} became a member of the state system in {min(member)}"
    if first > max(member):
        return f"{name} left the state system in {max(member)}"
    return f"{name} was no member of the state system then (it was {_spans(member)})"


def _spans(years: frozenset[int]) -> str:
    """Runs of years in words: "1816–1990, 1992–today"."""
    runs = words.runs(list(years))
    return ", ".join(f"{a}–today" if b >= LAST_YEAR else words.span(a, b) for a, b in runs)


def _covered(indicator: Indicator, atlas: Atlas) -> tuple[int, int]:
    """First and last year covered, where the atlas holds what the indicator is read from."""
    if lacking := [table for table in indicator.tables if table not in atlas.tables]:
        raise NoDataError(f"The atlas in {atlas.folder} has no table {lacking[0]}, which {indicator.id} is read from.")
    return indicators.covered(indicator, atlas)


def _require_covered(indicator: Indicator, atlas: Atlas, first: int, last: int) -> None:
    begin, end = _covered(indicator, atlas)
    if last < begin or first > end:
        asked = str(first) if first == last else f"{first} to {last}"
        raise NoDataError(f"No {indicator.id} in {asked}: it covers {begin} to {end}.")


def _require_year(atlas: Atlas, year: int | None) -> None:
    """Fail when no table of the atlas holds that year."""
    spans = [
        (entry["first_year"], entry["last_year"])
        for table in atlas.manifest["tables"].values()
        for entry in table["coverage"]
        if entry.get("first_year") is not None
    ]
    if year is None or not spans:
        return
    begin, end = max(min(s[0] for s in spans), FIRST_YEAR), min(max(s[1] for s in spans), LAST_YEAR)
    if not begin <= year <= end:
        raise NoDataError(f"No data for {year}: the atlas covers {begin} to {end}.")


def _named_in(text: str, atlas: Atlas) -> set[str]:
    """Ids of sources in a `sources` text, which names data sets with their vintage."""
    known = atlas.manifest["sources"]
    return {name for name in known if re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", text)}


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;")
