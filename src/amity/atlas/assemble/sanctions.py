"""From cases of sanctions to counts per pair, organisation and year: the cases themselves do not ship.

Rules (docs/sanctions.md). A case is in force from its first to its last calendar year. A group that has members in
`groups.csv` stands for its members of the year, as imposer and as target; any other group stands for itself. A case of
a group against itself (ECOWAS on small arms) makes no pair.
"""

from __future__ import annotations

import polars as pl

from amity import groups
from amity.atlas.assemble import Parts

#: Tables as read that go in, and tables that come out with those they come from.
READS = ("sanction_cases",)
MAKES = dict.fromkeys(("sanctions", "organisation_sanctions", "sanctions_received"), READS)

_KINDS = ("trade", "arms", "military", "financial", "travel")

#: A kind of a case met in several rows (a state and its organisation): true if any row says so, null if none tells.
_TOLD = [pl.col(kind).max() for kind in _KINDS]

#: The United Nations decide for all states there are: their sanctions are theirs, not 193 states' own.
UNITED_NATIONS = "United Nations"

#: Sources keep the name "South Vietnam" after the Republic of Vietnam ended (April 1975).
_LAST_YEAR_OF_SOUTH_VIETNAM = 1975


def assemble(parts: Parts) -> dict[str, pl.DataFrame]:
    """Tables `sanctions`, `organisation_sanctions` and `sanctions_received` from the cases of all sources."""
    return counts(pl.concat(parts["sanction_cases"].values()))


def counts(cases: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """How many cases were in force per pair, per organisation and target, and per target, each year.

    Args:
        cases: Rows of `sanction_cases`.

    Returns:
        The three tables, sorted by key. A kind that a source does not tell (null) stays null.
    """
    inside = (
        cases.filter(~(pl.col("source_is_group") & (pl.col("source") == pl.col("target"))))
        .with_columns(year=pl.int_ranges("first_year", pl.col("last_year") + 1, dtype=pl.Int16))
        .explode("year")
        .drop("first_year", "last_year")
    )
    # Russia's measures of 2022 against the Eurasian Economic Union are none against Russia, a member.
    hit = _expand(inside, "target").filter(~pl.col("target_is_group"), pl.col("source") != pl.col("target"))
    by_group = hit.filter("source_is_group")
    # A state that is named beside its own organisation imposed the case itself.
    spread = _expand(hit, "source").filter(~pl.col("source_is_group"), pl.col("source") != pl.col("target"))
    one = ["dataset", "case", "source", "target", "year"]
    pairs = spread.group_by(one).agg(pl.col("own").any(), *_TOLD)
    received = (
        hit.group_by("target", "year", "dataset")
        .agg(
            n_cases=pl.col("case").n_unique().cast(pl.UInt8),
            n_organisations=pl.col("source").filter("source_is_group").n_unique().cast(pl.UInt8),
        )
        .join(
            pairs.group_by("target", "year", "dataset").agg(n_states=pl.col("source").n_unique().cast(pl.UInt8)),
            on=["target", "year", "dataset"],
            how="left",
        )
        .with_columns(pl.col("n_states").fill_null(0))
    )
    decided = by_group.group_by(one).agg(_TOLD).rename({"source": "organisation"})
    return {
        "sanctions": _counted(pairs, ["source", "target", "year", "dataset"], own=True),
        "organisation_sanctions": _counted(decided, ["organisation", "target", "year", "dataset"]),
        "sanctions_received": received.sort("target", "year", "dataset"),
    }


def _counted(rows: pl.DataFrame, key: list[str], *, own: bool = False) -> pl.DataFrame:
    """Cases per `key`: all, `n_own` if asked, and of each kind; a kind nobody tells is null."""
    told = [
        pl.when(pl.col(kind).is_not_null().any()).then(pl.col(kind).sum()).cast(pl.UInt8).alias(f"n_{kind}")
        for kind in _KINDS
    ]
    mine = [pl.col("own").sum().cast(pl.UInt8).alias("n_own")] if own else []
    return rows.group_by(key).agg(pl.len().cast(pl.UInt8).alias("n_cases"), *mine, *told).sort(key)


def _expand(rows: pl.DataFrame, party: str) -> pl.DataFrame:
    """`rows` with each group in column `party` that has known members replaced by its members of the year.

    Column `own` (was the source named itself?) is made when `party` is "source". Groups without known members keep
    their rows.
    """
    member = pl.DataFrame(
        [
            (row.group, row.state, -9999 if row.first_year is None else row.first_year, row.last_year or 9999)
            for row in groups.everything()
            if row.kind == "organisation" and row.group != UNITED_NATIONS
        ],
        schema={party: pl.String, "member": pl.String, "since": pl.Int16, "until": pl.Int16},
        orient="row",
    )
    flag = pl.col(f"{party}_is_group")
    known = member.select(party).unique()
    if party == "source":
        rows = rows.with_columns(own=~flag)
    expanded = (
        rows.filter(flag)
        .join(member, on=party)
        .filter(pl.col("year").is_between("since", "until"))
        .with_columns(pl.col("member").alias(party), pl.lit(value=False).alias(f"{party}_is_group"))
        .select(rows.columns)
    )
    kept = pl.concat([rows.filter(~flag), rows.filter(flag).join(known, on=party, how="anti"), expanded])
    after = (pl.col(party) == "RVN") & (pl.col("year") > _LAST_YEAR_OF_SOUTH_VIETNAM)
    return kept.with_columns(pl.when(after).then(pl.lit("VNM")).otherwise(party).alias(party))
