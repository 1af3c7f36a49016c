"""Pages that list: rankings, regions, sources, methods, coverage, the API."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import polars as pl

from amity import api, groups, scores, states
from amity import indicators as register
from amity.api import described
from amity.atlas import Atlas, open_atlas
from amity.atlas.coverage import by_year
from amity.errors import NoDataError
from amity.indicators import Indicator
from amity.report import Chart, charts, words
from amity.report.evidence import Row
from amity.web import look
from amity.web.answers import Answer

#: The axis of coverage begins here; what is older is in the table.
_FIRST, _LAST = 1900, 2026

PILLARS_OF_CONTEST = {
    "trade": "goods trade",
    "energy": "energy imports",
    "arms": "arms imports in five years",
    "votes": "same UN vote",
    "organisations": "shared organisations",
}


def page(template: str, here: str, **content: Any) -> Answer:
    """A page of the site."""
    return Answer(look.render(template, here=here, atlas=open_atlas().id, **content).encode())


def measures() -> list[tuple[str, list[Indicator]]]:
    """Everything measured, scores first, then pillar by pillar."""
    found: dict[str, list[Indicator]] = {"scores": list(scores.registry().values())}
    for one in register.registry().values():
        found.setdefault(one.pillar, []).append(one)
    return list(found.items())


def rank(name: str, year: int | None, of: str | None, n: int, bottom: bool) -> Answer:
    """Pairs of states in the order of an indicator or score."""
    atlas = open_atlas()
    found = scores.get(name)
    frame = api.rank(name, year, of, n, bottom=bottom)
    how = words.style(found)
    low, high = _reach(frame)
    rows = [
        {
            "rank": f"{row['rank']}{'=' if row['tied'] > 1 else ''}",
            "a": states.get(row["a"]),
            "b": states.get(row["b"]),
            "text": words.value(how, row["value"]),
            "interval": words.interval(how, row["low"], row["high"]),
            "at": _place(row["value"], low, high),
            "low": _place(row["low"], low, high),
            "high": _place(row["high"], low, high),
            "coverage": None if row["coverage"] is None else words.whole_percent(row["coverage"]),
            "sources": _named(row["sources"] or ""),
        }
        for row in frame.iter_rows(named=True)
    ]
    when = int(frame["year"][0])
    last = register.covered(found, atlas)[1]
    asked = {"year": when, "n": n} | ({"of": of} if of else {}) | ({"bottom": "true"} if bottom else {})
    return page(
        "rank.html.jinja",
        "/rank",
        indicator=found,
        rows=rows,
        year=when,
        asked_year=year,
        last=last,
        common=rows[0]["sources"] if all(row["sources"] == rows[0]["sources"] for row in rows) else (),
        known=set(atlas.manifest["sources"]),
        of=states.find(of) if of else None,
        n=n,
        bottom=bottom,
        total=int(frame["of"][0]),
        measures=measures(),
        names=look.state_names(),
        url=f"/api/v1/rank/{name}?{urlencode(asked)}",
    )


def _named(sources: str) -> tuple[str, ...]:
    """Ids of the data sets of a value, without their editions."""
    names = (part.partition("@")[0].strip() for part in re.split(r" \+ |; ", sources))
    return tuple(dict.fromkeys(name for name in names if name))


def _reach(frame: pl.DataFrame) -> tuple[float, float]:
    values = [v for name in ("value", "low", "high") for v in frame[name].drop_nulls()]
    low, high = min([0.0, *values]), max([0.0, *values])
    return low, high if high > low else low + 1.0


def _place(value: float | None, low: float, high: float) -> str | None:
    return None if value is None else f"{100 * (value - low) / (high - low):.1f}"


def region(a: str, b: str, group: str | None, year: int | None) -> Answer:
    """Who weighs more in third states, and how that changed."""
    view = api.dyad(a, b)
    when, frame = view.contest(year, group)
    frame = frame.filter(pl.col("coverage") > 0)
    if frame.is_empty():
        raise NoDataError(f"No third state has figures about both {view.dyad.a.name} and {view.dyad.b.name} in {when}.")
    pillars = [p for p in PILLARS_OF_CONTEST if f"{p}_a" in frame.columns]
    pillars = [p for p in pillars if frame[f"{p}_a"].drop_nulls().len() or frame[f"{p}_b"].drop_nulls().len()]
    rows = [
        {
            "state": states.get(row["state"]),
            "cells": [_sides(row, pillar, a) for pillar in pillars],
            "leads": states.get(row["leads"]).name if row["leads"] else "neither" if row["leads"] == "" else "–",
        }
        for row in frame.iter_rows(named=True)
    ]
    courses = _courses(view, group, when, pillars) if group else ()
    led = {code: int((frame["leads"] == code).sum()) for code in (a, b)}
    query = urlencode({"year": when} | ({"group": group} if group else {}))
    return page(
        "region.html.jinja",
        "/region",
        pair=view.dyad,
        group=groups.find(group) if group else None,
        year=when,
        asked_year=year,
        pillars=[PILLARS_OF_CONTEST[p] for p in pillars],
        rows=rows,
        led=led,
        charts=courses,
        groups=groups.names(),
        names=look.state_names(),
        url=f"/api/v1/dyads/{a}/{b}/contest?{query}",
        picture=look.picture,
        cell=look.cell,
    )


def _sides(row: Mapping[str, Any], pillar: str, a: str) -> dict[str, Any]:
    texts: list[str] = []
    for side in "ab":
        value = row[f"{pillar}_{side}"]
        if value is None:
            texts.append("–")
        else:
            texts.append(f"{value:.0f}" if pillar == "organisations" else words.percent(value))
    lead = row[f"{pillar}_leads"]
    return {"a": texts[0], "b": texts[1], "leads": "" if not lead else "a" if lead == a else "b"}


def _courses(view: api.DyadView, group: str, last: int, pillars: Sequence[str]) -> tuple[Chart, ...]:
    """Mean weight of both in the states of a group, year by year, one chart per pillar."""
    first = max(last - 35, 1950)
    frames: dict[int, pl.DataFrame] = {}
    for year in range(first, last + 1):
        try:
            frames[year] = view.contest(year, group)[1]
        except NoDataError:
            continue
    made: list[Chart] = []
    for pillar in pillars:
        series: list[charts.Series] = []
        for side, state, colour in (("a", view.dyad.a, charts.FIRST), ("b", view.dyad.b, charts.SECOND)):
            rows = [_mean(frame, f"{pillar}_{side}", year) for year, frame in frames.items()]
            series.append(charts.Series(state.code, state.name, colour, [r for r in rows if r is not None]))
        style: words.Style = "count" if pillar == "organisations" else "percent"
        title = f"{words.upper(PILLARS_OF_CONTEST[pillar])}: {view.dyad.a.name} and {view.dyad.b.name}"
        chart = charts.lines(
            f"contest-{pillar}", title, "Mean over the states with a figure for both", series, style, (first, last)
        )
        if chart is not None:
            made.append(chart)
    return tuple(made)


def _mean(frame: pl.DataFrame, column: str, year: int) -> Row | None:
    both = column[:-1]
    held = frame.filter(pl.col(f"{both}a").is_not_null(), pl.col(f"{both}b").is_not_null())[column]
    if held.is_empty():
        return None
    return Row(year=year, value=float(sum(held) / len(held)), low=None, high=None, n=len(held), sources="", reason=None)


def sources() -> Answer:
    """Where the figures come from."""
    known = open_atlas().manifest["sources"]
    return page("sources.html.jinja", "/sources", sources=[record for _, record in sorted(known.items())])


def source(name: str) -> Answer:
    """One source."""
    atlas = open_atlas()
    known = atlas.manifest["sources"]
    if name not in known:
        raise NoDataError(f"No source is called {name[:80]!r}.{api.nearest(name[:80], known)}")
    return page(
        "source.html.jinja",
        "/sources",
        source=known[name],
        coverage=described.coverage(atlas, name),
        used=[one for _, many in measures() for one in many if _reads(one, atlas, name)],
    )


def _reads(indicator: Indicator, atlas: Atlas, source: str) -> bool:
    tables = atlas.manifest["tables"]
    entries = (entry for table in indicator.tables if table in tables for entry in tables[table]["coverage"])
    return any(source in str(entry.get("dataset", "")).split(" + ") for entry in entries)


def methods() -> Answer:
    """Everything measured, in plain words."""
    atlas = open_atlas()
    listed = [(pillar, [described.indicator(one, atlas) for one in many]) for pillar, many in measures()]
    return page("methods.html.jinja", "/methods", listed=listed)


def method(name: str) -> Answer:
    """How one indicator or score is measured."""
    atlas = open_atlas()
    found = scores.get(name)
    tables = atlas.manifest["tables"]
    names = {
        str(dataset)
        for table in found.tables
        if table in tables
        for entry in tables[table]["coverage"]
        for dataset in str(entry.get("dataset", "")).split(" + ")
    }
    known = atlas.manifest["sources"]
    return page(
        "method.html.jinja",
        "/methods",
        one=described.indicator(found, atlas),
        sources=[known[name] for name in sorted(names) if name in known],
    )


def coverage(of: Sequence[str]) -> Answer:
    """Who is covered when."""
    frame = by_year(open_atlas(), of)
    rows: list[dict[str, Any]] = []
    for (table, dataset), part in frame.group_by(["table", "dataset"], maintain_order=True):
        best = part.group_by("year").agg(pl.col("share").max()).sort("year")
        shares = {year: share for year, share in best.iter_rows() if year >= _FIRST}
        years = sorted(best["year"])
        rows.append(
            {
                "table": table,
                "datasets": str(dataset).split(" + "),
                "first": years[0],
                "last": years[-1],
                "runs": list(_runs(shares)),
            }
        )
    return page(
        "coverage.html.jinja",
        "/coverage",
        rows=rows,
        of=[states.get(code) for code in of],
        ticks=[(y, f"{100 * (y - _FIRST) / (_LAST + 1 - _FIRST):.2f}%") for y in range(_FIRST, _LAST, 20)],
        names=look.state_names(),
        known=set(open_atlas().manifest["sources"]),
        url="/api/v1/coverage" + ("?" + urlencode([("of", code) for code in of]) if of else ""),
    )


def _runs(shares: Mapping[int, float | None]) -> Iterable[dict[str, Any]]:
    """Runs of years with about the same share of states, as places on the axis."""
    span = _LAST + 1 - _FIRST
    begin: int | None = None
    level = last = -1
    for year in [*sorted(shares), 9999]:
        share = shares.get(year)
        now = 4 if share is None else min(4, 1 + int(share * 4))
        if begin is not None and (year != last + 1 or now != level):
            yield {
                "left": f"{100 * (begin - _FIRST) / span:.2f}%",
                "width": f"{100 * (last + 1 - begin) / span:.2f}%",
                "level": level,
                "text": words.span(begin, last),
            }
            begin = None
        if begin is None:
            begin, level = year, now
        last = year


def reference(openapi: Mapping[str, Any]) -> Answer:
    """The API, for people."""
    return page("api.html.jinja", "/api", spec=openapi)
