"""Which permanent members vetoed which drafts in the UN Security Council, 1946 to September 2022.

Grain of the raw file: one row is one vetoed draft (214 drafts; some titles span lines, so there are 217
lines). Only the vetoing members are known, not how the others voted. Traps: before 1949 the draft column
often holds the symbol of the meeting, shared by several drafts; the 0/1 columns per state contradict the
member columns in 26 rows and are not read; the seat of China was held by the Republic of China until October
1971.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from amity.errors import SourceError
from amity.sources import Download, Form, Source, read_table, require

if TYPE_CHECKING:
    import polars as pl

_MEMBERS = {
    "China": "CHN",
    "France": "FRA",
    "Russia": "RUS",
    "UK": "GBR",
    "USA": "USA",
    "USSR": "RUS",
}
#: In un-ga-votes-unvotes the last vote of the Republic of China is of October 1971, the first of the PRC of
#: November.
_PRC_SINCE = date(1971, 11, 1)


def _read(folder: Path) -> Mapping[str, pl.DataFrame]:
    """Vetoed drafts, and a no of each member that vetoed them."""
    import polars as pl

    path = sorted(folder.glob("unsc_vetoes*.csv"))[-1]
    members = ("member_veto1", "member_veto2", "member_veto3")
    columns = ("date", "draft", "agenda_item", *members)
    raw = require(read_table(path), columns, path).cast(pl.String)
    plain = [pl.col(name).str.replace_all(r"\s+", " ").str.strip_chars().alias(name) for name in columns]
    drafts = raw.with_columns(plain).with_columns(
        day=pl.col("date").str.to_date("%m/%d/%Y", strict=False),
        repeat=pl.int_range(1, pl.len() + 1).over("draft"),
    )
    _refuse(drafts, pl.col("day").is_null(), "date", path)
    _refuse(drafts, pl.col("draft").fill_null("") == "", "draft", path)
    for column in members:
        blank = pl.lit(value=False) if column == members[0] else pl.col(column).fill_null("") == ""
        _refuse(drafts, ~(blank | pl.col(column).is_in(list(_MEMBERS)).fill_null(value=False)), column, path)
    again = pl.format("{} ({})", "draft", "repeat")
    drafts = drafts.with_columns(item=pl.when(pl.col("repeat") > 1).then(again).otherwise("draft"))
    items = drafts.select(
        "item",
        "day",
        pl.col("day").dt.year().cast(pl.Int16).alias("year"),
        pl.col("agenda_item").alias("title"),
        pl.lit(value=False).alias("is_adopted"),
        pl.lit(SOURCE.id).alias("dataset"),
    )
    vetoes = drafts.unpivot(on=members, index=["item", "day"], value_name="member").filter(
        pl.col("member").fill_null("") != ""
    )
    vetoes = vetoes.with_columns(state=pl.col("member").replace_strict(_MEMBERS))
    is_republic = (pl.col("state") == "CHN") & (pl.col("day") < _PRC_SINCE)
    votes = vetoes.select(
        pl.when(is_republic).then(pl.lit("TWN")).otherwise("state").alias("state"),
        "item",
        pl.lit(3, pl.UInt8).alias("vote"),
        pl.lit(value=True).alias("is_veto"),
    )
    return {"council_items": items, "council_votes": votes}


def _refuse(drafts: pl.DataFrame, bad: pl.Expr, column: str, path: Path) -> None:
    """Raise on the first draft marked bad, naming it and its value."""
    wrong = drafts.with_row_index("row", 1).filter(bad)
    if wrong.height:
        raise SourceError(
            f"{path}: unknown {column} {wrong[column][0]!r} in row {wrong['row'][0]} (draft "
            f"{wrong['draft'][0]}). "
            "Mend the file."
        )


SOURCE = Source(
    id="un-sc-vetoes",
    title="List of UN Security Council vetoes, 1946 - September 2022",
    version="repository world-politics-datalab/vetoes-un-security-council at 661c524 (13 September 2023)",
    citation=("Yordan, C. L., List of UN Security Council Vetoes (from the lists of the Dag Hammarskjöld Library)."),
    licence="MIT (licence of the repository); the facts are the UN library's",
    landing_url="https://research.un.org/en/docs/sc/quick/veto",
    download_url="https://github.com/world-politics-datalab/vetoes-un-security-council",
    grain="one draft stopped by a veto, with the one to three members that vetoed it",
    coverage="the five permanent members, 16 February 1946 to September 2022",
    ships="values",
    defects=(
        "vetoes after September 2022 are missing",
        "votes of members that did not veto are not given",
        "until 1948 the draft is often known only by the meeting's symbol; repeats are numbered (2), (3)",
        "no veto by China is listed before 1972, when the Republic of China held the seat",
        "the 0/1 columns per state contradict the member columns in 26 rows; the member columns are read",
    ),
    forms=(Form("world-politics-datalab csv", ("unsc_vetoes*.csv",), _read),),
    downloads=(
        Download(
            "https://raw.githubusercontent.com/world-politics-datalab/vetoes-un-security-council/HEAD/"
            "unsc_vetoes_1946_sept2022.csv",
            "unsc_vetoes_1946_sept2022.csv",
        ),
    ),
)
