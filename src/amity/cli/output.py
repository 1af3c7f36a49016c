"""`amity report`, `amity show`, `amity rank`: what is measured between states, printed."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from typing import Any

import polars as pl

from amity import api, indicators, scores
from amity.atlas import open_atlas
from amity.cli import printing, writing
from amity.errors import NoDataError, UsageError
from amity.indicators import Indicator
from amity.report import words
from amity.states import Dyad


def report(a: str, b: str, *, year: int | None, out: Path | None, seed: int, quiet: bool, json: bool) -> int:
    """Write the page, print the summary; see `amity report --help`."""
    view = api.dyad(a, b, seed=seed)
    target = writing.target(out if out is not None else Path(f"amity-{view.dyad.a.code}-{view.dyad.b.code}.html"))
    if out is not None or not json:
        from amity.report import html

        # Charts are painted in the background while the rest is still being measured.
        html.warm()
        page = view.report(year, drawn=html.prepare)
        writing.write(target, html.render(page))
    else:
        page = view.report(year)
    if json:
        from amity.report import to_dict

        printing.dump("report", page.atlas, {"path": str(out) if out is not None else None, "report": to_dict(page)})
        return 0
    if not quiet:
        from amity.report import terminal

        # The prompt and the path of the page need a line each.
        printing.show(terminal.render(page, height=max(23, shutil.get_terminal_size((80, 40)).lines - 3)))
        printing.line()
    printing.line(str(target) if quiet else f"The page with charts and sources: {target}")
    return 0


def show(
    a: str,
    b: str,
    name: str | None,
    *,
    year: int | None,
    first: int | None,
    last: int | None,
    every: bool,
    json: bool,
    csv: bool,
) -> int:
    """Print the last values or one series; see `amity show --help`."""
    first, last = _years(year, first, last, json=json, csv=csv)
    view = api.dyad(a, b)
    indicator = scores.get(name) if name is not None else None
    frame = view.latest(first, last) if indicator is None else view.indicator(indicator.id, first, last)
    if not every:
        held = frame.filter(pl.col("value").is_not_null())
        if held.is_empty():
            raise NoDataError(_nothing(view.dyad, indicator, frame, first, last))
        frame = held
    if csv:
        sys.stdout.write(printing.letters(frame.write_csv()))
    elif json:
        content: dict[str, Any] = {
            "dyad": {"a": view.dyad.a.code, "b": view.dyad.b.code},
            "rows": frame.to_dicts(),
        }
        if indicator is not None:
            content |= {"indicator": indicator.id, "unit": indicator.unit}
        printing.dump("show", view.atlas.id, content)
    elif indicator is None:
        _print_latest(view, frame)
    else:
        _print_series(view, indicator, frame)
    return 0


def figures(
    a: str,
    b: str,
    name: str | None,
    *,
    year: int | None,
    first: int | None,
    last: int | None,
    json: bool,
    csv: bool,
) -> int:
    """Print the figures of all sources side by side; see `amity show --help`."""
    if name is None:
        raise UsageError("--figures needs an indicator: amity show china russia trade.flow --figures.")
    first, last = _years(year, first, last, json=json, csv=csv)
    view = api.dyad(a, b)
    frame = view.figures(name, first, last)
    if frame.is_empty():
        who = f"{view.dyad.a.name} and {view.dyad.b.name}"
        raise NoDataError(
            f"{name} rests on no figure about {who} together in these years. Leave --figures out to see it."
        )
    if csv:
        sys.stdout.write(printing.letters(frame.write_csv()))
    elif json:
        content = {"dyad": {"a": view.dyad.a.code, "b": view.dyad.b.code}, "indicator": name, "rows": frame.to_dicts()}
        printing.dump("show", view.atlas.id, content)
    else:
        # A table of pairs names its states a and b; facts of casefiles are as directed as what counts them.
        undirected = {t for t, entry in view.atlas.manifest["tables"].items() if "a" in entry["columns"]}
        declared = scores.get(name)
        undirected |= set() if declared.directed else {f"casefile {file}" for file in declared.casefile}
        marks = {True: "default", False: "", None: ""}
        rows = [
            [
                f"{row['a']} {'–' if row['table'] in undirected else '→'} {row['b']}",
                _text(row["year"]) + (f"–{row['last_year']}" if row["last_year"] else ""),
                f"{row['value']:,.6g}",
                row["unit"],
                row["quantity"],
                " ".join(filter(None, (row["books"], row["detail"]))),
                f"{row['dataset']} {row['vintage']}".strip(),
                marks[row["is_default"]],
            ]
            for row in frame.sort("quantity", "a", "b", "year").iter_rows(named=True)
        ]
        headings = ("pair", "year", "value", "unit", "quantity", "books, detail", "source", "")
        printing.table(headings, rows, right=("value",), firm=headings[:3])
    return 0


def _years(
    year: int | None, first: int | None, last: int | None, *, json: bool, csv: bool
) -> tuple[int | None, int | None]:
    """First and last year from the options, which must not contradict one another."""
    if year is not None and (first is not None or last is not None):
        raise UsageError("--year asks for one year, --from and --to for several. Use one or the other.")
    if json and csv:
        raise UsageError("--json and --csv are two forms. Choose one.")
    return (first, last) if year is None else (year, year)


def _nothing(dyad: Dyad, indicator: Indicator | None, frame: pl.DataFrame, first: int | None, last: int | None) -> str:
    """Why there is nothing to show."""
    when = f" in {first}" if first == last else f" from {first or 'the start'} to {last or 'today'}"
    when = when if first is not None or last is not None else ""
    what = indicator.id if indicator else "figures"
    reasons = frame["reason"].drop_nulls()
    reason = f": {reasons[-1]}" if len(reasons) and indicator else ""
    who = f"{dyad.a.name} and {dyad.b.name}"
    return f"No {what} for {who}{when}{reason}. `amity sources --coverage` shows what is held."


def _print_latest(view: api.DyadView, frame: pl.DataFrame) -> None:
    a, b = view.dyad.a, view.dyad.b
    printing.line(f"{a.name} ({a.code}) and {b.name} ({b.code}): the last value of each indicator")
    printing.line()
    known = indicators.registry()
    rows: list[list[str]] = []
    for row in frame.iter_rows(named=True):
        indicator = known[row["indicator"]]
        how = words.style(indicator)
        rows.append(
            [
                indicator.id,
                _between(indicator, row["a"], row["b"]),
                _text(row["year"]),
                words.value(how, row["value"]),
                words.interval(how, row["low"], row["high"]) if row["value"] is not None else row["reason"] or "",
                "" if row["percentile"] is None else f"{row['percentile']:.0f}",
                re.sub(r"@[^+]*(?= \+ |$)", "", row["sources"] or ""),
            ]
        )
    headings = ("indicator", "of → on", "year", "value", "90 % interval", "pct", "source")
    headings = [printing.letters(h) for h in headings]
    printing.table(headings, rows, right=("year", "value", "pct"), firm=headings[:2])
    printing.line()
    printing.line("pct: standing among all pairs of states that year, 0 lowest, 100 highest value.")


def _print_series(view: api.DyadView, indicator: Indicator, frame: pl.DataFrame) -> None:
    how = words.style(indicator)
    printing.line(f"{indicator.label} ({indicator.id}). {indicator.question}")
    printing.line()
    rows = [
        [
            _between(indicator, row["a"], row["b"]),
            _text(row["year"]),
            words.value(how, row["value"]),
            words.interval(how, row["low"], row["high"]) if row["value"] is not None else row["reason"] or "",
            _text(row["n"]),
            _share(row["coverage"]),
            row["sources"] or "",
        ]
        for row in frame.sort(pl.col("a") != view.dyad.a.code, "year").iter_rows(named=True)
    ]
    headings = [printing.letters(h) for h in ("of → on", "year", "value", "90 % interval", "n", "covered", "source")]
    printing.table(headings, rows, right=("year", "value", "n", "covered"), firm=headings[:1])
    if indicator.casefile:
        printing.line()
        pair = f"{view.dyad.a.code} {view.dyad.b.code}"
        printing.line(f"Counted from a casefile. Each fact with its source: amity show {pair} {indicator.id} --figures")


def rank(name: str, *, year: int | None, of: str | None, n: int, bottom: bool, json: bool) -> int:
    """Print the ranking; see `amity rank --help`."""
    frame = api.rank(name, year, of, n, bottom=bottom)
    indicator = scores.get(name)
    total, when = int(frame["of"][0]), int(frame["year"][0])
    last_rank, last_tied = int(frame["rank"][-1]), int(frame["tied"][-1])
    cut = last_tied - frame.filter(pl.col("rank") == last_rank).height
    if json:
        content: dict[str, Any] = {
            "indicator": indicator.id,
            "unit": indicator.unit,
            "year": when,
            "ranked": total,
            "order": _order(indicator, bottom=bottom),
            "tied_beyond": cut,
            "rows": frame.drop("of").to_dicts(),
        }
        printing.dump("rank", open_atlas().id, content)
        return 0
    how = words.style(indicator)
    printing.line(f"{indicator.label} ({indicator.id}) in {when}: {_order(indicator, bottom=bottom)}, {total:,} pairs")
    printing.line()
    bounded = frame["low"].null_count() < frame.height
    rows = [
        [
            f"{row['rank']}{'=' if row['tied'] > 1 else ''}",
            _between(indicator, row["a"], row["b"], named=True),
            words.value(how, row["value"]),
            *([words.interval(how, row["low"], row["high"]), _share(row["coverage"])] if bounded else []),
            row["sources"] or "",
        ]
        for row in frame.iter_rows(named=True)
    ]
    more = ["90 % interval", "covered"] if bounded else []
    printing.table(["rank", "pair", "value", *more, "source"], rows, right=("rank", "value", "covered"))
    if cut > 0:
        printing.line()
        printing.line(f"{cut:,} more {'pair shares' if cut == 1 else 'pairs share'} rank {last_rank}.")
    return 0


def _order(indicator: Indicator, *, bottom: bool) -> str:
    ends = (
        ("highest first", "lowest first") if indicator.closer == "neither" else ("closest first", "least close first")
    )
    return ends[bottom]


def _between(indicator: Indicator, a: str, b: str, *, named: bool = False) -> str:
    from amity import states

    x, y = (states.get(a).name, states.get(b).name) if named else (a, b)
    return f"{x} → {y}" if indicator.directed else f"{x} – {y}"


def _share(coverage: float | None) -> str:
    """Coverage as whole per cent."""
    return "" if coverage is None else words.whole_percent(coverage)


def _text(value: object) -> str:
    return "" if value is None else str(value)
