"""Kinds of relationship, the items they are told by, and the model's terms."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Literal

import polars as pl

from amity.atlas import Atlas
from amity.indicators import table_years
from amity.scores._additive import Design, Term
from amity.scores._conduct import NEVER

#: The kinds, in the order of `amity.scores.resemblance.KINDS`; the last is what the others are measured against.
KINDS: tuple[str, ...] = ("rival", "partner", "ally", "ordinary")

#: From worst to best, for scores of ordered outcomes.
ORDER: tuple[str, ...] = ("rival", "ordinary", "partner", "ally")

#: Tables that say what a relationship is called; only `known` reads them.
LABELS = ("obligations", "rivalries")

#: Shares of the pairs of one year that lie below each knot of an item measured against its year.
QUANTILES = (0.0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98, 0.995, 1.0)

Group = Literal["behaviour", "structure", "prior"]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing measured of a pair.

    Attributes:
        id: What `amity.scores._conduct` calls it.
        pillar: Part of the relationship.
        group: What two states did (behaviour), what they are and where they lie (structure), or when (prior).
        words: What it is, as the beginning of a sentence about the two.
        knots: Where its curve can bend; empty: at `QUANTILES` of all pairs of the year.
        form: How a value is told, if not by its place among all pairs.
        back: Undoes the logarithm in which the item is measured.
    """

    id: str
    pillar: str
    group: Group
    words: str
    knots: tuple[float, ...] = ()
    form: str = "{:.1f}"
    back: Literal["", "exp", "expm1"] = ""

    def told(self, value: float) -> str:
        """The value in words."""
        plain = math.exp(value) if self.back == "exp" else math.expm1(value) if self.back == "expm1" else value
        if self.id == "since_dispute" and value >= NEVER:
            return "none on record"
        if self.id == "contiguity":
            return ("no", "by sea", "by land")[round(value)]
        return self.form.format(plain)


_MEMORY = (0.0, 0.1, 0.3, 0.6, 1.0, 2.0, 4.0)

ITEMS: tuple[Item, ...] = (
    Item("votes", "diplomacy", "behaviour", "Agreement of votes beyond chance"),
    Item("s", "diplomacy", "behaviour", "Similarity of votes (S)"),
    Item("gap_usa", "diplomacy", "behaviour", "Gap in voting with the USA"),
    Item("gap_rus", "diplomacy", "behaviour", "Gap in voting with Russia"),
    Item("dependence", "trade", "behaviour", "Larger share of the one in the other's trade"),
    Item("mutual_trade", "trade", "behaviour", "Smaller share of the one in the other's trade"),
    Item("trade_beyond", "trade", "behaviour", "Trade beyond what size and distance predict"),
    Item(
        "arms",
        "arms",
        "behaviour",
        "Arms delivered in five years",
        (0.0, 0.7, 2.0, 3.5, 5.0, 6.5, 8.0),
        form="{:,.0f} million TIV",
        back="expm1",
    ),
    Item(
        "arms_share",
        "arms",
        "behaviour",
        "Share in the other's arms imports",
        (0.0, 0.01, 0.05, 0.15, 0.4, 0.8),
        form="{:.2f}",
    ),
    Item(
        "visits",
        "diplomacy",
        "behaviour",
        "Visits of a power's leaders",
        (0.0, 1.0, 2.0, 3.0, 5.0),
        form="{:.0f} in five years",
    ),
    Item(
        "exercises",
        "military",
        "behaviour",
        "Years with joint exercises",
        (0.0, 1.0, 2.0, 3.0, 5.0),
        form="{:.0f} of five",
    ),
    Item(
        "troops",
        "military",
        "behaviour",
        "Troops stationed",
        (0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 11.0, 12.0, 13.0),
        form="{:,.0f} persons",
        back="expm1",
    ),
    Item(
        "hostility", "history", "behaviour", "Hostility in militarised disputes of late", (*_MEMORY[:5], 2.0, 3.5, 6.0)
    ),
    Item(
        "disputes", "history", "behaviour", "Disputes remembered", (0.0, 0.2, 0.4, 0.7, 1.0, 1.5, 2.5, 4.0, 6.0, 10.0)
    ),
    Item("fatal_disputes", "history", "behaviour", "Disputes with deaths remembered", (0.0, 0.3, 0.6, 1.0, 2.0, 4.0)),
    Item(
        "since_dispute",
        "history",
        "behaviour",
        "Years since the last dispute",
        (0.0, 1.0, 3.0, 6.0, 10.0, 15.0, 25.0, 40.0, 80.0, 199.0, 200.0),
        form="{:.0f}",
    ),
    Item("fought", "history", "behaviour", "Years of war against each other, remembered", _MEMORY),
    Item("same_side", "history", "behaviour", "Years on one side of wars and disputes, remembered", _MEMORY),
    Item("sanctions", "external-pressure", "behaviour", "Own sanctions", (0.0, 0.2, 0.5, 1.0, 2.0, 4.0, 6.5)),
    Item(
        "bloc_sanctions",
        "external-pressure",
        "behaviour",
        "Sanctions as members of a body",
        (0.0, 0.2, 0.5, 1.0, 2.0, 4.0, 6.5),
    ),
    Item(
        "conflict_events",
        "rhetoric",
        "behaviour",
        "Events of material conflict",
        (0.0, 0.7, 1.4, 2.5, 3.5, 4.5, 6.0, 7.5, 9.0),
        form="{:,.0f} in three years",
        back="expm1",
    ),
    Item(
        "cooperation_events",
        "rhetoric",
        "behaviour",
        "Events of material cooperation",
        (0.0, 0.7, 1.4, 2.5, 3.5, 4.5, 6.0, 7.5),
        form="{:,.0f} in three years",
        back="expm1",
    ),
    Item(
        "conflict_share",
        "rhetoric",
        "behaviour",
        "Share of conflict in material events",
        (0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95),
        form="{:.2f}",
    ),
    Item("igos_company", "institutions", "behaviour", "Organisations shared beyond what each shares with others"),
    Item("igos", "institutions", "structure", "Number of organisations shared"),
    Item(
        "distance",
        "power",
        "structure",
        "Distance between capitals",
        (4.6, 5.7, 6.4, 6.9, 7.3, 7.7, 8.07, 8.41, 8.78, 9.1, 9.39, 9.68),
        form="{:,.0f} km",
        back="exp",
    ),
    Item("contiguity", "power", "structure", "Neighbours by land or sea", (0.0, 1.0, 2.0)),
    Item("great_powers", "power", "structure", "Major powers among the two", (0.0, 1.0, 2.0), form="{:.0f}"),
    Item("capabilities", "power", "structure", "Capabilities of the stronger"),
    Item("weaker", "power", "structure", "Capabilities of the weaker"),
    Item("era", "history", "prior", "The times", (1950.0, 1960.0, 1970.0, 1980.0, 1990.0, 2000.0, 2010.0, 2018.0)),
)


@cache
def item(name: str) -> Item:
    """The item of that id."""
    return next(i for i in ITEMS if i.id == name)


#: Items whose curves depend on one another; each is counted with the first.
_TOGETHER = (
    ("igos", "era"),
    ("distance", "era"),
    ("igos", "distance"),
    ("weaker", "distance"),
    ("igos_company", "era"),
    ("igos_company", "distance"),
    ("igos_company", "weaker"),
    ("votes", "distance"),
)

_COARSE = (0, 3, 5, 6, 7, 9, 11, 13)
_COARSE_OF = {"era": (0, 2, 3, 4, 5, 6), "distance": (1, 3, 5, 6, 8, 10)}


@cache
def design() -> Design:
    """The model's terms: one curve per item, and the surfaces of `_TOGETHER`."""
    single = [Term(i.id, (i.id,), (tuple(range(len(i.knots or QUANTILES))),)) for i in ITEMS]
    double = [Term("*".join(pair), pair, tuple(_COARSE_OF.get(i, _COARSE) for i in pair)) for pair in _TOGETHER]
    return Design((*single, *double))


def known(atlas: Atlas) -> pl.DataFrame:
    """What treaties and rivalry records say of each pair and year with any: a, b, year, kind, is_both.

    A pair on both lists counts as rivals (`is_both`): the pact may be a dead letter or an umbrella over both, while
    the rivalry is a judgement of how they dealt with each other. Pairs of states on neither list are ordinary; they
    have no row. Rivalries run to 2020, treaties to 2018: no year after that has a kind.
    """
    first, last = table_years(atlas, "obligations")
    treaties = (
        atlas.scan("obligations")
        .group_by(
            a=pl.min_horizontal("source", "target"),
            b=pl.max_horizontal("source", "target"),
            year=pl.col("year").cast(pl.Int32),
        )
        .agg(
            is_ally=pl.col("defense").any(),
            is_partner=pl.any_horizontal("defense", "offense", "neutral", "nonagg", "consul").any(),
        )
        .filter(pl.col("is_ally") | pl.col("is_partner"))
    )
    listed = atlas.scan("rivalries").filter(pl.col("vintage") == "tss")
    end = pl.col("last_year").cast(pl.Int32).fill_null(last).clip(upper_bound=last)
    rivals = (
        listed.select("a", "b", year=pl.int_ranges(pl.col("first_year").cast(pl.Int32), end + 1))
        .explode("year")
        .filter(pl.col("year").is_between(first, last))
        .unique()
        .with_columns(is_rival=pl.lit(value=True))
    )
    kind = pl.when("is_rival").then(pl.lit("rival")).when("is_ally").then(pl.lit("ally")).otherwise(pl.lit("partner"))
    return (
        treaties.join(rivals, on=["a", "b", "year"], how="full", coalesce=True)
        .with_columns(pl.col("is_ally", "is_partner", "is_rival").fill_null(value=False))
        .select("a", "b", "year", kind=kind, is_both=pl.col("is_rival") & pl.col("is_partner"))
        .sort("a", "b", "year")
        .collect()
    )
