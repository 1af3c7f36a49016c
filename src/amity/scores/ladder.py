"""How far up the ladder of military alignment have two states come? Criteria of Korolev, each with its evidence.

Every rung is a published criterion with a rule on the tables of the atlas. Some rules can only say yes: a treaty that
pledges consultation proves a mechanism, but its absence proves nothing, because such mechanisms exist without
treaties and no data set lists them. What no data can say stays unknown, and a casefile of dated facts may fill it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amity import states
from amity.atlas import Atlas
from amity.errors import NoDataError, UsageError, nearest
from amity.indicators import LAST_YEAR, Indicator, Scope, table_years
from amity.indicators.arms import editions
from amity.scores._beside import FIRST_YEAR, beside, in_words
from amity.scores._drilled import FACTS, drilled

#: Years looked back on, and how many of them must show a practice before it counts as one: a single sale or
#: manoeuvre is an event, not cooperation.
WINDOW, OFTEN = 5, 3

#: From an atlas and a scope to rows a, b, year, is_met of all dyad-years that the data cover; `is_met` null: cannot
#: say; `sources` names the data.
Rule = Callable[[Atlas, Scope], pl.LazyFrame]


@dataclass(frozen=True, slots=True)
class Rung:
    """One criterion of the ladder.

    Attributes:
        id: Short name; facts of a casefile refer to it.
        stage: Degree of institutionalisation it belongs to.
        criterion: As published.
        says: The rule in words.
        confidence: "data rule", or "data rule, proxy" where the data show something near to the criterion only.
        silence: What is true where the rule is not fulfilled, if that proves nothing; empty if it means no.
        rule: The rule; None where no data are held.
    """

    id: str
    stage: str
    criterion: str
    says: str
    confidence: str
    silence: str
    rule: Rule | None


_PLEDGES = {
    "defense": "defence",
    "offense": "offence",
    "neutral": "neutrality",
    "nonagg": "nonaggression",
    "consul": "consultation",
}


def _by_pair(rows: pl.LazyFrame, *values: pl.Expr) -> pl.LazyFrame:
    """Directed rows (source, target, year) gathered per undirected dyad and year."""
    one, two = pl.col("source"), pl.col("target")
    return rows.group_by(
        pl.min_horizontal(one, two).alias("a"), pl.max_horizontal(one, two).alias("b"), pl.col("year").cast(pl.Int32)
    ).agg(*values)


def _pledged(*pledges: str) -> Rule:
    """Some treaty in force has one side owe the other one of these."""

    def rule(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
        first, last = table_years(atlas, "obligations")
        owed = atlas.scan("obligations").filter(scope.keeps("source", "target"))
        met = _by_pair(owed, pl.any_horizontal(pledges).any().alias("is_met"))
        # ATOP lists every pledge in its years: inside them, no row means none.
        return (
            scope.grid(directed=False)
            .lazy()
            .filter(pl.col("year").is_between(first, last))
            .join(met, on=["a", "b", "year"], how="left")
            .with_columns(pl.col("is_met").fill_null(value=False), sources=pl.lit("atop51"))
        )

    return rule


def _armed(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    """Major arms moved between the two, in either direction, in `OFTEN` of the last `WINDOW` years."""
    spans = editions(atlas)
    wide = Scope(scope.first - WINDOW + 1, scope.last, scope.a, scope.b)
    moved = atlas.scan("arms_transfers").filter(wide.keeps("source", "target"))
    delivered = _by_pair(moved, pl.col("vintage").unique()).explode("vintage")
    counted = _window(delivered, ["a", "b", "vintage"], pl.len())
    # Editions are never mixed: the newest that covers the whole window speaks.
    chosen = pl.coalesce(
        pl.when(pl.col("year").is_between(first + WINDOW - 1, last)).then(pl.lit(vintage))
        for vintage, first, last in spans
    )
    return (
        scope.grid(directed=False)
        .lazy()
        .with_columns(vintage=chosen)
        .filter(pl.col("vintage").is_not_null())
        .join(counted, on=["a", "b", "year", "vintage"], how="left")
        .select(
            "a",
            "b",
            "year",
            is_met=pl.col("n").fill_null(0) >= OFTEN,
            sources=pl.format("sipri-arms-transfers@{}", "vintage"),
        )
    )


def _drilled(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    """A power exercised with the other in `OFTEN` of the last `WINDOW` years; null where years not coded could tell."""
    first, last = _drill_years(atlas)
    wide = Scope(max(first, scope.first - WINDOW + 1), min(last, scope.last), scope.a, scope.b)
    coded = atlas.scan("support_signals").filter(wide.keeps("source", "target"))
    held = _by_pair(coded, pl.col("exercises").any())
    counted = _window(held, ["a", "b"], pl.col("exercises").sum(), coded=pl.len())
    unseen = WINDOW - pl.col("coded")
    return (
        counted.filter(pl.col("year").is_between(max(scope.first, first), min(scope.last, last)))
        .join(held.select("a", "b", "year"), on=["a", "b", "year"], how="semi")
        .select(
            "a",
            "b",
            "year",
            is_met=pl.when(pl.col("n") >= OFTEN).then(True).when(pl.col("n") + unseen < OFTEN).then(False),
            sources=pl.lit("major-power-signals@2019"),
        )
    )


@cache
def _drill_years(atlas: Atlas) -> tuple[int, int]:
    """First and last year with any exercise on the list: where all powers have none, nobody looked."""
    seen = (
        atlas.scan("support_signals").filter("exercises").select(first=pl.col("year").min(), last=pl.col("year").max())
    )
    first, last = seen.collect().row(0)
    return int(first), int(last)


def _window(rows: pl.LazyFrame, by: list[str], n: pl.Expr, **more: pl.Expr) -> pl.LazyFrame:
    """Figures over the years t - WINDOW + 1 ... t for each t a row can reach."""
    spread = [rows.with_columns(year=pl.col("year") + lag) for lag in range(WINDOW)]
    return pl.concat(spread).group_by(*by, "year").agg(n=n, **more)


_MODERATE, _DEEP = "moderate institutionalisation", "deep institutionalisation"

#: The criteria of the ladder that could be read in a published page, in its order (Korolev 2019, as listed by Blivas
#: 2020). Two more of the deep stage, joint placement of troops and a common defence policy, are left out: no source
#: that names them could be read.
RUNGS: tuple[Rung, ...] = (
    Rung(
        "treaty",
        _MODERATE,
        "alliance treaty or agreement",
        "a treaty in force has one owe the other defence, offence, neutrality, nonaggression or consultation (ATOP)",
        "data rule",
        "",
        _pledged(*_PLEDGES),
    ),
    Rung(
        "consultations",
        _MODERATE,
        "mechanism of regular consultations",
        "a treaty in force pledges consultation in a crisis (ATOP)",
        "data rule, proxy",
        "no treaty pledges consultation; mechanisms without a treaty are in no data held; a casefile can say",
        _pledged("consul"),
    ),
    Rung(
        "technical_cooperation",
        _MODERATE,
        "military-technical cooperation (and personnel exchange)",
        f"major arms were delivered from one to the other in at least {OFTEN} of the last {WINDOW} years (SIPRI); "
        "exchange of personnel is in no data held",
        "data rule, proxy",
        "",
        _armed,
    ),
    Rung(
        "drills",
        _MODERATE,
        "regular military drills",
        f"a major power held a joint exercise with the other in at least {OFTEN} of the last {WINDOW} years (McManus "
        "and Nieman)",
        "data rule",
        "",
        _drilled,
    ),
    Rung(
        "confidence_building",
        _MODERATE,
        "confidence-building measures",
        "a treaty in force pledges nonaggression (ATOP)",
        "data rule, proxy",
        "no treaty pledges nonaggression; measures on borders and troops are in no data held; a casefile can say",
        _pledged("nonagg"),
    ),
    Rung(
        "integrated_command",
        _DEEP,
        "integrated military command",
        "none: no data held",
        "coded",
        "no data held; a casefile can say",
        None,
    ),
)

_NO_DRILLS = "no data held on exercises of these two in these years; a casefile can say"

#: Columns of `ladder`.
SCHEMA: Mapping[str, type[pl.DataType]] = {
    "rung": pl.Int32,
    "stage": pl.String,
    "criterion": pl.String,
    "rule": pl.String,
    "met": pl.String,
    "first_year": pl.Int32,
    "last_year": pl.Int32,
    "source": pl.String,
    "confidence": pl.String,
    "reason": pl.String,
}

_CONFIDENCES = ("high", "medium", "low")


def fulfilled(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    """Whether the rule of each rung is fulfilled, whatever that proves.

    Args:
        atlas: Where the figures come from.
        scope: Which dyads and years.

    Returns:
        Undirected dyad-years: a, b, year, one Boolean column per rung with a rule (its id; null where no data cover
        the dyad-year), and `sources_ID` for each.
    """
    rows = scope.grid(directed=False).lazy()
    for rung in RUNGS:
        if rung.rule is not None:
            named = rung.rule(atlas, scope).rename({"is_met": rung.id, "sources": f"sources_{rung.id}"})
            rows = rows.join(named, on=["a", "b", "year"], how="left")
    return rows


def _met(rung: Rung) -> pl.Expr:
    """True, False or null for one rung: a rule that can only say yes is null where it is not fulfilled."""
    if rung.rule is None:
        return pl.lit(None, pl.Boolean)
    return pl.when(pl.col(rung.id)).then(True) if rung.silence else pl.col(rung.id)


def ladder(atlas: Atlas, a: str, b: str, year: int | None = None, facts: pl.DataFrame | None = None) -> pl.DataFrame:
    """Which criteria of military alignment do two states meet, since when, and who says so?

    Args:
        atlas: Where the figures come from.
        a: A state, in any spelling.
        b: The other.
        year: The year asked about; by default the last for which treaties are held.
        facts: Dated facts about this dyad (columns of `FACTS`): `criterion` is the id or the words of a rung,
            `last_year` null means that it still holds, `confidence` is high, medium or low. A fact fills a rung that
            the data leave unknown; where the data say no, it is told beside it and changes nothing. By default those
            of the casefile of the two, if there is one: its joint exercises answer for drills.

    Returns:
        One row per rung in the published order, then three rows without a number that stand beside the ladder
        (disputes, rivalry, shared organisations). `met` is "yes", "no" or "unknown". `first_year` is the first year
        up to `year` in which the rule was fulfilled or a fact held, `last_year` the last, null while it is met.

    Raises:
        UsageError: A spelling means no state, both mean the same one, or the facts are malformed.
        NoDataError: The two were not both members of the state system in the year.
    """
    pair = states.dyad(a, b)
    asked = table_years(atlas, "obligations")[1] if year is None else year
    if not pair.coexisted(asked):
        raise NoDataError(f"{pair.a.name} and {pair.b.name} were not both members of the state system in {asked}.")
    known = _checked(drilled(pair, WINDOW, OFTEN) if facts is None else facts)
    scope = Scope(FIRST_YEAR, min(asked, LAST_YEAR), *pair.ordered)
    rows = fulfilled(atlas, scope).sort("year").collect(engine=scope.engine)
    pledges = _pledges_of(atlas, Scope(asked, asked, *pair.ordered))
    told: list[dict[str, Any]] = []
    for number, rung in enumerate(RUNGS, start=1):
        facts_of = [fact for fact in known if fact["criterion"] == rung.id]
        row = _rung(rung, rows, asked, facts_of)
        if rung.id == "treaty" and row["met"] == "yes":
            row["reason"] = f"{', '.join(pledges)} pledged; {row['reason']}"
        told.append({"rung": number, "stage": rung.stage, "criterion": rung.criterion, "rule": rung.says} | row)
    return pl.DataFrame([*told, *beside(atlas, pair, asked)], schema=dict(SCHEMA))


def _rung(rung: Rung, rows: pl.DataFrame, asked: int, facts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the data say of one rung in the year asked, and what the facts add."""
    held: list[int] = []
    covered = rows.clear()
    if rung.rule is not None:
        covered = rows.filter(pl.col(rung.id).is_not_null())
        held = covered.filter(rung.id)["year"].to_list()
    now = covered.filter(pl.col("year") == asked)
    met = None if now.is_empty() else bool(now[rung.id][0])
    if met is False and rung.silence:
        met = None
    if held:
        reason = f"fulfilled in {in_words(held)}"
    elif covered.is_empty():
        reason = _NO_DRILLS if rung.id == "drills" else rung.silence or "no data held on these two"
    else:
        reason = "at no time up to this year"
    if met is None and not now.is_empty():
        reason = f"{rung.silence} ({reason})" if held else rung.silence
    elif met is None and not covered.is_empty():
        reason = f"the data speak of {in_words(covered['year'].to_list())} only; {reason}"
    source = None if covered.is_empty() else str((covered if now.is_empty() else now)[f"sources_{rung.id}"][-1])
    answer: dict[str, Any] = {
        "met": {True: "yes", False: "no", None: "unknown"}[met],
        "first_year": min(held, default=None),
        "last_year": None if met else max(held, default=None),
        "source": source,
        "confidence": rung.confidence if met is not None else None,
        "reason": reason,
    }
    holds = [fact for fact in facts if fact["first_year"] <= asked]
    return _with_facts(answer, holds, asked) if holds else answer


def _with_facts(answer: dict[str, Any], facts: Sequence[Mapping[str, Any]], asked: int) -> dict[str, Any]:
    """A rung with the facts of a casefile: they fill what is unknown, and only stand beside what is known."""
    now = [fact for fact in facts if fact["last_year"] is None or fact["last_year"] >= asked]
    words = "; ".join(f"{_span(f['first_year'], f['last_year'])} {f['source']}" for f in facts)
    if answer["met"] == "unknown":
        first = min([f["first_year"] for f in facts] + [y for y in (answer["first_year"],) if y is not None])
        ends = [f["last_year"] for f in facts if f["last_year"] is not None]
        lapsed = max(ends + [y for y in (answer["last_year"],) if y is not None], default=None)
        answer |= {"first_year": first, "last_year": None if now else lapsed}
        if now:
            sources = [answer["source"]] if answer["source"] else []
            answer |= {
                "met": "yes",
                "source": "; ".join([*sources, *dict.fromkeys(f["source"] for f in now)]),
                "confidence": "coded, " + min((f["confidence"] for f in now), key=_CONFIDENCES.index),
            }
    return answer | {"reason": f"{answer['reason']}; casefile: {words}"}


def _span(first: int, last: int | None) -> str:
    return str(first) if first == last else f"{first}-{last or ''}"


def _checked(facts: pl.DataFrame | None) -> list[dict[str, Any]]:
    """The rows of a casefile's facts, criteria by id; every rule of `FACTS` kept."""
    if facts is None:
        return []
    if missing := [column for column in FACTS if column not in facts.columns]:
        raise UsageError(f"Facts lack the column {missing[0]!r}; they need {', '.join(FACTS)}.")
    try:
        rows = facts.select(pl.col(column).cast(kind) for column, kind in FACTS.items()).to_dicts()
    except pl.exceptions.PolarsError as error:
        raise UsageError(f"Facts hold a year that is no whole number: {error}") from error
    ids = {name: rung.id for rung in RUNGS for name in (rung.id, rung.criterion)}
    for number, row in enumerate(rows, start=1):
        where = f"Fact {number}"
        if row["criterion"] not in ids:
            known = [rung.id for rung in RUNGS]
            hint = nearest(str(row["criterion"]), known)
            raise UsageError(f"{where}: no criterion is called {row['criterion']!r}.{hint} All: {', '.join(known)}.")
        row["criterion"] = ids[row["criterion"]]
        if row["first_year"] is None:
            raise UsageError(f"{where} ({row['criterion']}) has no first_year; without a date it is no evidence.")
        if row["last_year"] is not None and row["last_year"] < row["first_year"]:
            raise UsageError(f"{where} ({row['criterion']}) ends in {row['last_year']}, before {row['first_year']}.")
        if not (row["source"] or "").strip():
            raise UsageError(f"{where} ({row['criterion']}) names no source.")
        if row["confidence"] not in _CONFIDENCES:
            raise UsageError(
                f"{where} ({row['criterion']}): confidence is {row['confidence']!r}; it must be one of "
                f"{', '.join(_CONFIDENCES)}."
            )
    return rows


def _pledges_of(atlas: Atlas, scope: Scope) -> list[str]:
    """What one of the two owes the other by treaty in the scope's one year, in words."""
    owed = atlas.scan("obligations").filter(scope.keeps("source", "target")).select(*_PLEDGES).collect()
    return [word for column, word in _PLEDGES.items() if owed[column].any()]


def _score(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    met = [_met(rung) for rung in RUNGS]
    yes = pl.sum_horizontal(m.cast(pl.Int64).fill_null(0) for m in met)
    n = pl.sum_horizontal(m.is_not_null().cast(pl.Int64) for m in met)
    names = [f"sources_{name}" for name in ("treaty", "technical_cooperation", "drills")]  # one of each data set
    return (
        fulfilled(atlas, scope)
        .with_columns(value=yes, n=n)
        .filter(pl.col("n") > 0)
        .select(
            "a",
            "b",
            "year",
            value=pl.col("value").cast(pl.Float64),
            low=pl.col("value").cast(pl.Float64),
            high=(pl.col("value") + len(RUNGS) - pl.col("n")).cast(pl.Float64),
            n="n",
            coverage=pl.col("n") / len(RUNGS),
            sources=pl.concat_str(names, separator="; ", ignore_nulls=True),
        )
    )


SCORES = (
    Indicator(
        id="ladder",
        label="Rungs of military alignment",
        question="How many criteria of institutionalised military alignment do the two meet?",
        unit=f"rungs (0-{len(RUNGS)})",
        range=(0, len(RUNGS)),
        closer="higher",
        directed=False,
        tables=("obligations", "arms_transfers", "support_signals"),
        reference="Korolev 2019, Asian Security 15(3); criteria as listed by Blivas 2020 (Johns Hopkins capstone)",
        limits=(
            "Counts what the data prove: low is the rungs met, high adds all that nobody can decide (n is how many "
            "could be). A command in common is in no data held, drills only of five powers with others, 1974-2010; "
            "treaties end in 2018."
        ),
        measure=_score,
        kind="score",
        min_n=2,
    ),
)


@dataclass(frozen=True)
class Guttman:
    """How far the rungs form one scale: whoever meets a rarer one meets every commoner one.

    Attributes:
        year: The year looked at.
        rungs: One row per rung, commonest first: rung, dyads (that meet it), share, errors.
        dyads: One row per dyad with at least one rung met: a, b, met, top (number of the rarest rung met in that
            order), skipped (commoner rungs not met).
        n: Dyads for which every rung could be decided, those without any rung met included.
        reproducibility: Share (0-1) of the cells that the number of rungs met predicts; .9 is the usual threshold.
        minimum: The same share if every cell were guessed from its rung's frequency alone.
        reproducibility_met, minimum_met: Both again among the dyads that meet a rung; those without any fit any scale.
    """

    year: int
    rungs: pl.DataFrame
    dyads: pl.DataFrame
    n: int
    reproducibility: float
    minimum: float
    reproducibility_met: float
    minimum_met: float

    @property
    def scalability(self) -> float:
        """Share (at most 1) of the errors above the minimum that the scale removes, among dyads with a rung met."""
        return (self.reproducibility_met - self.minimum_met) / (1.0 - self.minimum_met)


def guttman(atlas: Atlas, year: int, rungs: Sequence[str] | None = None) -> Guttman:
    """Do the rungs form a ladder, in one year, over all dyads that the data cover?

    The rules as they stand are scaled (fulfilled or not), because a rung that can only be yes or unknown fits any
    scale. Errors are the cells that differ from the pattern with the same number of rungs met.

    Args:
        atlas: Where the figures come from.
        year: The year.
        rungs: Ids of the rungs; by default all that have a rule.

    Raises:
        UsageError: Fewer than two rungs, or one without a rule.
        NoDataError: No dyad has all of these rungs decided in the year.
    """
    able = [rung.id for rung in RUNGS if rung.rule is not None]
    chosen = able if rungs is None else list(dict.fromkeys(rungs))
    if unknown := [name for name in chosen if name not in able]:
        raise UsageError(f"No rung with a rule is called {unknown[0]!r}.{nearest(unknown[0], able)}")
    if len(chosen) < 2:
        raise UsageError("A scale needs at least two rungs.")
    rows = fulfilled(atlas, Scope(year, year)).select("a", "b", *chosen).drop_nulls().sort("a", "b").collect()
    if rows.is_empty():
        raise NoDataError(f"No pair of states has all of {', '.join(chosen)} decided in {year}.")
    found = rows[chosen].to_numpy().astype(np.bool_)
    order = np.argsort(-found.mean(axis=0), kind="stable")
    cells = found[:, order]
    met = cells.sum(axis=1)
    wrong = cells != (np.arange(len(chosen)) < met[:, None])
    some = met > 0
    top = np.where(some, len(chosen) - np.argmax(cells[:, ::-1], axis=1), 0)
    per_dyad = rows.select("a", "b", met=pl.Series(met), top=pl.Series(top), skipped=pl.Series(top - met))
    per_rung = pl.DataFrame({"rung": [chosen[int(i)] for i in order]}).with_columns(
        dyads=pl.Series(cells.sum(axis=0)), share=pl.Series(cells.mean(axis=0)), errors=pl.Series(wrong.sum(axis=0))
    )
    return Guttman(
        year,
        per_rung,
        per_dyad.filter(pl.Series(some)),
        rows.height,
        1.0 - float(wrong.mean()),
        _guessed(cells),
        1.0 - float(wrong[some].mean()) if some.any() else 1.0,
        _guessed(cells[some]) if some.any() else 1.0,
    )


def _guessed(cells: NDArray[np.bool_]) -> float:
    """Share of cells that the commoner answer of each column gets right."""
    share = cells.mean(axis=0)
    return float(np.maximum(share, 1.0 - share).mean())
