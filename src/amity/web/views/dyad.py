"""The page of two states, its charts as files, and one measure of theirs with the figures of all sources."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import polars as pl

from amity import api, scores
from amity.api import described
from amity.atlas import open_atlas
from amity.casefile import find
from amity.errors import NoDataError, UsageError
from amity.report import Chart, Report, html, poster, words
from amity.web import look
from amity.web.answers import Answer
from amity.web.views.lists import page as listed
from amity.web.views.tables import Table, sent, sources_in

#: Forms in which a chart can be had.
_FORMS = ("svg", "png", "csv", "xlsx", "json")


def page(a: str, b: str, year: int | None) -> Answer:
    """The report of two states with the site around it."""
    report = _report(a, b, year)
    base, at = f"/dyad/{report.codes[0]}/{report.codes[1]}", f"?{urlencode({'year': year})}" if year else ""
    names = {"svg": "SVG", "png": "PNG", "csv": "CSV", "xlsx": "XLSX", "json": "JSON"}

    def chart_files(chart: Chart) -> list[tuple[str, str]]:
        return [(names[form], f"{base}/chart/{chart.id}.{form}{at}") for form in _FORMS]

    text = look.render(
        "dyad.html.jinja",
        **html.content(report),
        here="",
        atlas=report.atlas,
        base=base,
        at=at,
        asked_year=year,
        first_year=max(report.years[0][0], 1946),
        last_year=_last(a, b),
        names_of_states=look.state_names(),
        names=look.state_names(),
        chart_files=chart_files,
        measure_page=lambda name: f"{base}/measure/{name}",  # pyright: ignore[reportUnknownLambdaType]
    )
    return Answer(text.encode())


def whole(a: str, b: str, year: int | None) -> Answer:
    """The report as one file that needs nothing else, as the command line writes it."""
    report = _report(a, b, year)
    return Answer(html.render(report).encode(), filename=f"amity-{a}-{b}.html")


def _report(a: str, b: str, year: int | None) -> Report:
    """The report, made once; again when the pair's casefile was changed."""
    return _composed(a, b, year, id(find(a, b)), open_atlas().id)


@lru_cache(maxsize=16)
def _composed(a: str, b: str, year: int | None, casefile: int, atlas: str) -> Report:  # noqa: ARG001 - parts of the key
    html.warm()
    return api.dyad(a, b).report(year, drawn=html.prepare)


def _last(a: str, b: str) -> int:
    """Last year that the page of the two can speak of."""
    return _report(a, b, None).year


def chart(a: str, b: str, ident: str, form: str, year: int | None) -> Answer:
    """One chart of the page as a file, with its sources and citation inside."""
    if form not in _FORMS:
        raise UsageError(f"A chart cannot be had as {form!r}; there are {', '.join(_FORMS)}.")
    report = _report(a, b, year)
    found = next((one for one in _charts(report) if one.id == ident), None)
    if found is None:
        raise NoDataError(f"The page of {report.names[0]} and {report.names[1]} has no chart {ident[:60]!r}.")
    name = f"amity-{a.lower()}-{b.lower()}-{found.id}"
    heading = f"{report.names[0]} and {report.names[1]}"
    if form in ("svg", "png"):
        cite = [" ".join(report.cite.split())]
        body = poster.svg(found, heading, cite).encode() if form == "svg" else poster.png(found, heading, cite)
        return Answer(body, {"svg": "image/svg+xml", "png": "image/png"}[form], filename=f"{name}.{form}")
    frame = pl.DataFrame(
        [[row[n] for row in found.rows] for n in range(len(found.columns))],
        schema=list(_unique(found.columns)),
        strict=False,
    )
    atlas = open_atlas()
    table = Table(
        name,
        f"{heading}: {found.title}. {found.subtitle}",
        frame,
        {"dyad": {"a": a, "b": b}, "chart": found.id, "note": found.note, "sources": found.sources},
        sources_in(pl.DataFrame({"sources": [found.sources]}), atlas),
        (f"Sources: {found.sources}", *([found.note] if found.note else [])),
    )
    return sent(table, form, atlas)


def _unique(names: Iterable[str]) -> Iterable[str]:
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})"


def _charts(report: Report) -> Iterable[Chart]:
    """Every chart of a page, wherever it stands."""
    found: dict[str, Chart] = {}
    stack: list[Any] = [report]
    while stack:
        item = stack.pop()
        if isinstance(item, Chart):
            found.setdefault(item.id, item)
        elif isinstance(item, (tuple, list)):
            stack += list(item)  # pyright: ignore[reportUnknownArgumentType]
        elif hasattr(item, "__dataclass_fields__"):
            stack += [getattr(item, name) for name in item.__dataclass_fields__]
    return found.values()


def measure(a: str, b: str, name: str, books: str | None) -> Answer:
    """One measure year by year, and the figures of every source behind it, by whose books they are."""
    view = api.dyad(a, b)
    found = scores.get(name)
    rows = view.indicator(name).filter(pl.col("value").is_not_null())
    how = words.style(found)
    try:
        figures = view.figures(name)
    except NoDataError:
        figures = pl.DataFrame()
    known = sorted(set(figures["books"].drop_nulls())) if figures.height else []
    if books is not None and books not in known:
        raise UsageError(f"No figures are in the books of {books[:40]!r}; there are {', '.join(known) or 'none'}.")
    shown = figures.filter(pl.col("books") == books) if books else figures
    latest = shown.sort("year", descending=True).head(400) if shown.height else shown
    return listed(
        "measure.html.jinja",
        "",
        pair=view.dyad,
        one=described.indicator(found, view.atlas),
        rows=[
            {
                **row,
                "text": words.value(how, row["value"]),
                "interval": words.interval(how, row["low"], row["high"]),
            }
            for row in rows.sort("year", "a", descending=[True, False]).iter_rows(named=True)
        ],
        figures=latest.to_dicts(),
        total=shown.height,
        books=books,
        known=known,
        sources=set(view.atlas.manifest["sources"]),
        url=f"/api/v1/dyads/{a}/{b}/series/{name}",
        figures_url=f"/api/v1/dyads/{a}/{b}/figures/{name}",
    )
