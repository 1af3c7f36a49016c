"""`amity contest`: what two states weigh in each third state."""

from __future__ import annotations

import polars as pl

from amity import api, groups, states
from amity.cli import printing
from amity.errors import NoDataError

_TITLES = {
    "trade": "goods trade",
    "energy": "energy imports",
    "arms": "arms imports",
    "votes": "same UN vote",
    "organisations": "shared organisations",
}


def contest(a: str, b: str, *, group: str | None, year: int | None, n: int, json: bool, csv: bool) -> int:
    """Print one row per third state; see `amity contest --help`."""
    view = api.dyad(a, b)
    when, frame = view.contest(year, group)
    held = frame.filter(pl.col("coverage") > 0)
    if held.is_empty():
        where = f" in {groups.find(group)}" if group else ""
        raise NoDataError(
            f"No third state{where} has figures about both {view.dyad.a.name} and {view.dyad.b.name} in {when}. "
            "Leave --year out for the last year with figures."
        )
    if csv:
        print(printing.letters(frame.write_csv()), end="")
        return 0
    if json:
        content = {
            "dyad": {"a": view.dyad.a.code, "b": view.dyad.b.code},
            "year": when,
            "group": groups.find(group) if group else None,
            "rows": frame.to_dicts(),
        }
        printing.dump("contest", view.atlas.id, content)
        return 0
    _print(view, when, group, held, n)
    return 0


def _print(view: api.DyadView, year: int, group: str | None, rows: pl.DataFrame, n: int) -> None:
    a, b = view.dyad.a, view.dyad.b
    pillars = [c.removesuffix("_leads") for c in rows.columns if c.endswith("_leads") and c != "leads"]
    pillars = [p for p in pillars if rows[f"{p}_a"].drop_nulls().len() or rows[f"{p}_b"].drop_nulls().len()]
    where = f"{groups.find(group)}, " if group else "third states, "
    printing.line(f"{a.name} ({a.code}) and {b.name} ({b.code}) in {where}{year}: {a.code} / {b.code}, * leads")
    printing.line()
    weight = pl.sum_horizontal(pl.col(f"trade_{side}").fill_null(0) for side in "ab")
    shown = rows.sort(weight, "state", descending=[True, False]).head(n)
    lines = [
        [states.get(row["state"]).name_in(year), *(_cell(row, p, a.code) for p in pillars), row["leads"] or "–"]
        for row in shown.iter_rows(named=True)
    ]
    headings = ["state", *(_TITLES.get(p, p) for p in pillars), "leads"]
    printing.table(headings, lines, right=headings[1:], firm=headings)
    printing.line()
    if rows.height > n:
        printing.line(f"… {rows.height - n} more (-n {rows.height} shows all); those with most trade first.")
    counts = {code: int((rows["leads"] == code).sum()) for code in (a.code, b.code)}
    printing.line(
        f"{a.name} leads in more pillars in {counts[a.code]} of {rows.height} states, {b.name} in {counts[b.code]}."
    )


def _cell(row: dict[str, float | str | None], pillar: str, a: str) -> str:
    """Both weights, the larger marked: "24.1 %* / 3.0 %"."""
    lead = row[f"{pillar}_leads"]
    sides: list[str] = []
    for side in "ab":
        value = row[f"{pillar}_{side}"]
        if not isinstance(value, float):
            sides.append("–")
            continue
        text = f"{value:.0f}" if pillar == "organisations" else f"{100 * value:.1f} %"
        sides.append(text + ("*" if lead and (lead == a) == (side == "a") else ""))
    return " / ".join(sides)
