"""What do people's records of one pair say? Meetings, exercises, labels, positions and orders, from casefiles.

Counts of what somebody found and could name a source for: a casefile is no census, and two casefiles are no scale.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import polars as pl

from amity import states
from amity.casefile import Casefile
from amity.casefile.reading import reach
from amity.errors import UsageError
from amity.indicators import Indicator, Measure
from amity.indicators._recorded import SOURCE, Facts, Yearly, counted, every_year, named, recorded, told_once

#: Kinds of contact in which nobody travelled, and those in which one was the other's guest.
_REMOTE, _VISITS = ("call", "video"), ("visit", "state visit")
#: Words of an exercise's type that say where it took place.
_WHERE = {"land": r"(?i)\b(land|ground)", "sea": r"(?i)\b(sea|naval|maritime|submarine)", "air": r"(?i)\bair"}
#: How many troops, as stated: "over 2000 troops", "3200 Chinese troops".
_TROOPS = r"(?i)(\d[\d,]*) (?:\w+ )?troops\b"
#: Positions from nearest to farthest; of a topic with several the farthest counts.
_POSITIONS = ("aligned", "contested", "divergent")

_HAND = "Casefile; counted by amity (docs/casefiles.md)"
#: Said of every count.
_FOUND = "What was found with a source, no census: years of which less is written have less. "


def meetings(types: Sequence[str] = (), *, alone: bool = False) -> Facts:
    """Meetings and calls of leaders; of some types, or without others, only."""

    def facts(case: Casefile) -> pl.DataFrame:
        rows = case["meetings"]
        if types:
            rows = rows.filter(pl.col("type").is_in(types))
        if alone:
            rows = rows.filter(pl.col("multilateral") == "no")
        remote = pl.when(pl.col("type").is_in(_REMOTE)).then(pl.lit("remote ")).otherwise(pl.lit("in person "))
        days = (pl.col("date_first"), pl.col("date_last"))
        return told_once(rows, remote + named("who"), ("date", "type", "who", "place"), *days)

    return facts


def exercises(where: str | None = None, *, alone: bool = False) -> Facts:
    """Joint exercises; on land, at sea or in the air, or of the two without others, only."""

    def facts(case: Casefile) -> pl.DataFrame:
        rows = case["exercises"]
        if where is not None:
            rows = rows.filter(pl.col("type").str.contains(_WHERE[where]))
        if alone:
            kept = [_is_of(case, text) for text in rows["participants"]]
            rows = rows.filter(pl.Series(kept, dtype=pl.Boolean))
        end = pl.max_horizontal("start_last", "end_last")
        what = ("start", "name", "type", "troops_ships")
        return told_once(rows, pl.col("name").str.to_lowercase(), what, pl.col("start_first"), end)

    return facts


def _is_of(case: Casefile, participants: str) -> bool:
    """Are the two states of the casefile all who took part?"""
    try:
        codes = [states.find(name.strip()).code for name in participants.split(";") if name.strip()]
    except UsageError:
        return False  # "SCO members", "China and others"
    return set(codes) == {case.a, case.b}


def _troops(case: Casefile) -> pl.DataFrame:
    number = pl.col("troops_ships").str.extract(_TROOPS).str.replace_all(",", "").cast(pl.Float64, strict=False)
    held = exercises()(case).with_columns(troops=number).group_by("year")
    yearly = held.agg(n=pl.col("troops").count(), held=pl.len(), value=pl.col("troops").max())
    return every_year(reach(case, ["exercises"]), yearly).with_columns(
        pl.col("n").fill_null(0),
        value=pl.when(pl.col("held").is_null()).then(0.0).otherwise("value"),
        coverage=pl.col("n") / pl.col("held"),
        reason=pl.lit("exercises are on record, but no number of troops is stated"),
    )


def labels(case: Casefile) -> pl.DataFrame:
    """What the two call their relationship: the agreements with a label, each label at its first use the default."""
    rows = case["agreements"].filter(pl.col("partnership_label").is_not_null()).sort("date_first", maintain_order=True)
    return rows.with_columns(
        year=pl.col("date_first").dt.year().cast(pl.Int32),
        what=pl.concat_str(["date", "partnership_label", "kind", "status"], separator=", "),
        source=SOURCE,
        is_default=pl.col("partnership_label").str.to_lowercase().is_first_distinct(),
    )


def _labels_so_far(case: Casefile) -> pl.DataFrame:
    new = labels(case).filter("is_default").group_by("year").agg(new=pl.len())
    years = every_year(reach(case, ["agreements"]), new).with_columns(n=pl.col("new").fill_null(0).cum_sum())
    return years.with_columns(value=pl.col("n").cast(pl.Float64))


def _dated_positions(case: Casefile) -> pl.DataFrame:
    return case["divergences"].filter(pl.col("date_first").is_not_null()).with_columns(
        year=pl.col("date_first").dt.year().cast(pl.Int32)
    )  # fmt: skip


def questions(case: Casefile) -> pl.DataFrame:
    """The questions coded in a casefile, with the positions of the two."""
    sides = (pl.lit(f"{case.a}: "), pl.col("position_a"), pl.lit(f"; {case.b}: "), pl.col("position_b"))
    said = pl.concat_str([pl.concat_str(["topic", "issue", "status"], separator=", "), pl.lit(" ("), *sides])
    return _dated_positions(case).with_columns(what=said + ")", source=SOURCE, is_default=pl.lit(value=True))


def positions(case: Casefile) -> pl.DataFrame:
    """The matrix of positions: where do the two stand together or apart, topic by topic and year by year?

    Returns:
        topic, year (null: undated), status (the farthest apart of the questions coded on the topic in the year),
        aligned, contested, divergent (how many questions), issues (in words), by topic and year.
    """
    rows = case["divergences"].with_columns(year=pl.col("date_first").dt.year().cast(pl.Int32))
    farthest = pl.coalesce(pl.when(pl.col(status) > 0).then(pl.lit(status)) for status in reversed(_POSITIONS))
    return (
        rows.group_by("topic", "year")
        .agg(
            *((pl.col("status") == status).sum().cast(pl.Int64).alias(status) for status in _POSITIONS),
            issues=pl.col("issue").unique(maintain_order=True).str.join("; "),
        )
        .with_columns(status=farthest)
        .select("topic", "year", "status", *_POSITIONS, "issues")
        .sort("topic", "year", nulls_last=True)
    )


def _share_of_topics(status: str) -> Yearly:
    def yearly(case: Casefile) -> pl.DataFrame:
        topics = positions(case).filter(pl.col("year").is_not_null()).group_by("year")
        shares = topics.agg(n=pl.len(), value=(pl.col("status") == status).mean())
        return every_year(reach(case, ["divergences"]), shares).with_columns(
            reason=pl.lit("no question is coded in this year")
        )

    return yearly


def orders(case: Casefile) -> pl.DataFrame:
    """Orders of arms placed within one year, on the list of the one source that has most of the year and direction."""
    rows = case["arms"].with_columns(
        year=pl.col("order_year_first").dt.year().cast(pl.Int32),
        what=pl.concat_str(["order_year", "supplier", "system", "quantity"], separator=", ", ignore_nulls=True),
        source=SOURCE,
    )
    whole = pl.col("year") == pl.col("order_year_last").dt.year()
    # Sources describe one order in different words, so their lists cannot be joined; the longest speaks.
    direction = ["supplier_code", "recipient_code", "year"]
    rows = rows.with_columns(listed=pl.len().over(*direction, "source", whole))
    longest = pl.col("source").sort_by(pl.col("listed") * whole, descending=True, maintain_order=True).first()
    return rows.with_columns(is_default=whole & (pl.col("source") == longest.over(direction)))


def _orders(case: Casefile) -> pl.DataFrame:
    n = orders(case).filter("is_default").group_by("year", a="supplier_code", b="recipient_code").agg(n=pl.len())
    both = pl.DataFrame({"a": [case.a, case.b], "b": [case.b, case.a]})
    years = every_year(reach(case, ["arms"]), pl.DataFrame(schema={"year": pl.Int32}))
    return (
        both.join(years, how="cross")
        .join(n, on=["a", "b", "year"], how="left")
        .with_columns(value=pl.col("n").fill_null(0).cast(pl.Float64), n=pl.col("n").fill_null(0))
    )


def _measured(
    name: str,
    label: str,
    question: str,
    file: str,
    measure: Measure,
    limits: str,
    *,
    unit: str = "count",
    most: float | None = None,
    closer: Literal["higher", "lower", "neither"] = "higher",
    kind: Literal["deeds", "words"] = "deeds",
    min_n: int = 0,
    directed: bool = False,
) -> Indicator:
    return Indicator(
        id=name,
        label=label,
        question=question,
        unit=unit,
        range=(0, most),
        closer=closer,
        directed=directed,
        tables=(),
        reference=_HAND,
        limits=limits,
        measure=measure,
        kind=kind,
        min_n=min_n,
        casefile=(file,),
    )


def _count(name: str, label: str, question: str, file: str, limits: str) -> Indicator:
    """An indicator that counts the facts of one file by year."""
    yearly = counted(FACTS[name], lambda case: reach(case, [file]))
    return _measured(name, label, question, file, recorded(file, yearly), limits)


#: The facts that each indicator of this module rests on.
FACTS: Mapping[str, Facts] = {
    "diplomacy.meetings": meetings(),
    "diplomacy.meetings_alone": meetings(alone=True),
    "diplomacy.visits": meetings(_VISITS),
    "diplomacy.calls": meetings(_REMOTE),
    "military.exercises": exercises(),
    "military.exercises_alone": exercises(alone=True),
    **{f"military.exercises_{where}": exercises(where) for where in _WHERE},
    "military.exercise_troops": exercises(),
    "rhetoric.labels": labels,
    "region.positions": questions,
    "region.positions_contested": questions,
    "region.positions_aligned": questions,
    "arms.orders": orders,
}

_MEETINGS = (
    _FOUND + "The same people on one day count once, however many sources tell of it; a visit of two days on which "
    "they met on both counts twice. Heads of state and of government, as the casefile has them."
)
_EXERCISES = _FOUND + "Patrols and paramilitary exercises count. By the year of the first day."
_ASKED = (
    "Whoever writes a casefile looks for quarrels: a share of the topics written down, not of all there are. A topic "
    "on which several questions are coded in a year counts once, with the answer farthest apart. Our coding."
)


def _positioned(status: str, name: str, closer: Literal["higher", "lower", "neither"], words: str) -> Indicator:
    return _measured(
        name,
        f"Topics on which they {words}",
        f"On what share of the topics coded in the year do the two {words}?",
        "divergences",
        recorded("divergences", _share_of_topics(status)),
        _ASKED,
        unit="share (0-1)",
        most=1,
        closer=closer,
        min_n=1,
    )


INDICATORS = (
    _count(
        "diplomacy.meetings",
        "Meetings and calls of leaders",
        "How often did the leaders of the two meet or speak in the year?",
        "meetings",
        _MEETINGS,
    ),
    _count(
        "diplomacy.meetings_alone",
        "Meetings and calls of leaders without others",
        "How often did the leaders of the two meet or speak in the year with nobody else taking part?",
        "meetings",
        _MEETINGS + " Talks of the two beside a summit count.",
    ),
    _count(
        "diplomacy.visits",
        "Visits of leaders",
        "How often was a leader of one of the two the other's guest in the year?",
        "meetings",
        _MEETINGS + " Visits and state visits, not meetings beside summits.",
    ),
    _count(
        "diplomacy.calls",
        "Calls of leaders",
        "How often did the leaders of the two speak by telephone or video in the year?",
        "meetings",
        _MEETINGS,
    ),
    _count(
        "military.exercises",
        "Joint exercises and patrols",
        "How many military exercises and patrols did the two hold together in the year?",
        "exercises",
        _EXERCISES,
    ),
    _count(
        "military.exercises_alone",
        "Joint exercises and patrols without others",
        "How many military exercises and patrols did the two hold in the year with nobody else taking part?",
        "exercises",
        _EXERCISES,
    ),
    *(
        _count(
            f"military.exercises_{where}",
            f"Joint exercises and patrols {place}",
            f"How many military exercises and patrols did the two hold together {place} in the year?",
            "exercises",
            _EXERCISES + " One on land and at sea counts in both.",
        )
        for where, place in (("land", "on land"), ("sea", "at sea"), ("air", "in the air"))
    ),
    _measured(
        "military.exercise_troops",
        "Troops in the largest joint exercise",
        "How many troops took part in the largest joint exercise of the year of which a number is stated?",
        "exercises",
        recorded("exercises", _troops),
        "The first number stated of each exercise, of one side where only one is told; most bear none (covered: the "
        "share that does). Ships and aircraft are no troops.",
        unit="persons",
    ),
    _measured(
        "rhetoric.labels",
        "Labels declared for the relationship",
        "How many different labels have the two declared for their relationship up to the year?",
        "agreements",
        recorded("agreements", _labels_so_far),
        "How many, not how warm: no source ranks them. Word for word, so a longer form of a label is another one.",
        closer="neither",
        kind="words",
    ),
    _positioned("divergent", "region.positions", "lower", "stand apart"),
    _positioned("contested", "region.positions_contested", "neither", "partly stand apart"),
    _positioned("aligned", "region.positions_aligned", "higher", "stand together"),
    _measured(
        "arms.orders",
        "Orders of arms",
        "How many orders of arms did b place with a in the year?",
        "arms",
        recorded("arms", _orders, directed=True),
        "Orders, not deliveries, of any size. Of several sources' lists of a year the longest counts, since one order "
        "has other words in each. An order dated over several years counts in none.",
        directed=True,
    ),
)
