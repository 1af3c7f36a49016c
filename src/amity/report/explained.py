"""Why a score is what it is: the same evidence as on the page, as whole tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from amity.atlas import Atlas
from amity.errors import NoDataError, UsageError, nearest
from amity.report import readings
from amity.report.dials import dials
from amity.report.scored import Scored, collect, world
from amity.report.sentences import Names
from amity.states import Dyad


@dataclass(frozen=True)
class Explanation:
    """Why a score is what it is.

    Attributes:
        score: Which one.
        year: Nothing after this year is used.
        say: What it comes to, in sentences.
        tables: The evidence, each table by its title.
    """

    score: str
    year: int
    say: str
    tables: Mapping[str, pl.DataFrame]

    def __repr__(self) -> str:
        return "\n\n".join([self.say, *(f"{title}\n{frame}" for title, frame in self.tables.items())])

    def _repr_html_(self) -> str:
        from html import escape

        parts = [
            f"<h4>{escape(title)}</h4>{frame._repr_html_()}"  # pyright: ignore[reportPrivateUsage]
            for title, frame in self.tables.items()
        ]
        return f"<p>{escape(self.say)}</p>{''.join(parts)}"


def explain(
    dyad: Dyad, score: str, atlas: Atlas, year: int, *, seed: int = 0, priors: Mapping[str, float] | None = None
) -> Explanation:
    """The evidence behind one score of a dyad.

    Raises:
        UsageError: There is no such score.
        NoDataError: The score has no value.
    """
    if score not in _MAKERS:
        raise UsageError(
            f"There is no explanation of {score!r}.{nearest(score, _MAKERS)} There is one of {', '.join(_MAKERS)}."
        )
    maker, wanted = _MAKERS[score]
    found = collect(dyad.a.code, dyad.b.code, atlas, year, seed=seed, priors=priors, wanted=frozenset(wanted))
    names = Names(dyad.a.code, dyad.b.code, dyad.a.name_in(year), dyad.b.name_in(year))
    say, tables = maker(found, names, atlas)
    if not tables:
        why = next((found.failed[name] for name in (*wanted, score) if name in found.failed), "") or found.why(score)
        raise NoDataError(f"No {score} of {dyad.a.name} and {dyad.b.name} up to {year}: {why.rstrip('.')}.")
    return Explanation(score, year, say, tables)


_Made = tuple[str, dict[str, pl.DataFrame]]


def _closeness(scored: Scored, names: Names, atlas: Atlas) -> _Made:
    if scored.path.is_empty():
        return "", {}
    year = int(scored.path["year"][-1])
    from amity.scores import closeness

    around = world(atlas, year, scored.declared)
    _, said = readings.moved(scored)
    say = f"{dials(scored, around, names)[0].say} {said}".strip()
    moved = scored.moved
    if moved.height:
        moved = moved.sort(pl.col("contribution").abs(), descending=True, maintain_order=True)
    return say, {
        f"What moved closeness from {year - 1} to {year}": moved,
        f"Pillar by pillar in {year}": closeness.pillars(atlas, scored.a, scored.b, year),
    }


def _balance(scored: Scored, names: Names, _: Atlas) -> _Made:
    if scored.balance.is_empty():
        return "", {}
    last = scored.balance.filter(pl.col("log_ratio").is_not_null())["year"]
    year = int(last.max() if last.len() else scored.balance["year"].max())  # pyright: ignore[reportArgumentType]
    rows = scored.balance.filter(pl.col("year") == year).drop(
        "a", "b", "power_ratio", "power_ratio_low", "power_ratio_high"
    )
    return dials(scored, None, names)[1].say, {f"Part by part in {year}": rows}


def _gap(scored: Scored, names: Names, _: Atlas) -> _Made:
    held = scored.gap.filter(pl.col("percentile").is_not_null()) if scored.gap.height else scored.gap
    if held.is_empty():
        return "", {}
    last = held.sort("year").group_by("part", "direction", maintain_order=True).last().sort("part", "direction")
    return dials(scored, None, names)[2].say, {"The last year of each part": last}


def _resemblance(scored: Scored, _names: Names, _atlas: Atlas) -> _Made:
    found = readings.resemblance(scored)
    if found is None:
        return "", {}
    kinds = [(k.id, k.probability, k.low, k.high) for k in found.kinds]
    shown = pl.DataFrame(kinds, schema=["kind", "probability", "low", "high"], orient="row")
    return found.say, {
        f"Kinds in {found.year}": shown,
        f"Evidence in {found.year}, weights in log odds": scored.evidence,
    }


def _ladder(scored: Scored, _names: Names, _atlas: Atlas) -> _Made:
    return readings.ladder(scored)[1], {} if scored.ladder.is_empty() else {"Criteria": scored.ladder}


def _hypotheses(scored: Scored, _names: Names, _atlas: Atlas) -> _Made:
    found = readings.readings(scored)
    if found is None:
        return "", {}
    given = scored.hypotheses
    first, second = (reading.id for reading in found.readings[:2])
    # What turns the scale is what the likeliest reading expects and the next does not.
    tips = (pl.col(f"log_{first}") - pl.col(f"log_{second}")) * pl.col("counted")
    evidence = given.evidence.with_columns(said=pl.coalesce("words", "bin", "reason"), weight_between=tips)
    evidence = evidence.sort(pl.col("weight_between").abs(), descending=True, nulls_last=True, maintain_order=True)
    named = {reading.id: reading.label for reading in found.readings}
    return found.say, {
        "Probabilities": given.posterior,
        f"Evidence; weight for {named[first]} against {named[second]}, in log odds": evidence,
        "Without one piece of evidence at a time": given.left_out,
        "What would turn it": given.flips,
        "Audit: how each piece of evidence fits each reading, 1 very badly to 5 very well": given.ach,
    }


#: Per score its maker, and the details it needs.
_MAKERS: Mapping[str, tuple[Callable[[Scored, Names, Atlas], _Made], tuple[str, ...]]] = {
    "closeness": (_closeness, ("path", "moved")),
    "balance": (_balance, ("balance",)),
    "gap": (_gap, ("gap",)),
    "resemblance": (_resemblance, ("evidence",)),
    "ladder": (_ladder, ("ladder",)),
    "hypotheses": (_hypotheses, ("hypotheses",)),
}

#: The scores that can be explained.
EXPLAINED = tuple(_MAKERS)
