"""Addresses of the pages that list: rankings, regions, studies, sources, methods; and of checking a document."""

from __future__ import annotations

from pathlib import Path as File
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import FileResponse, RedirectResponse, Response

from amity import states
from amity.errors import AmityError
from amity.web.answers import Answer
from amity.web.routing import ask, document, refuse, tell

router = APIRouter(include_in_schema=False)

READER = File(__file__).parents[2] / "reader" / "templates"

Name = Annotated[str, Path(max_length=100)]
#: Forms send empty fields for what was left open.
Open = Annotated[str, Query(max_length=100)]
Year = Annotated[str, Query(pattern=r"^\d{0,4}$")]


def _year(text: str) -> int | None:
    return int(text) if text else None


@router.get("/rank")
async def rank(
    request: Request,
    indicator: Open = "closeness",
    year: Year = "",
    of: Open = "",
    n: Annotated[int, Query(ge=1, le=5_000)] = 50,
    bottom: bool = False,
) -> Response:
    """Pairs of states in order."""
    return await ask(request, "lists.rank", name=indicator, year=_year(year), of=of or None, n=n, bottom=bottom)


@router.get("/region")
async def region(
    request: Request, a: Open = "China", b: Open = "Russia", group: Open = "Central Asia", year: Year = ""
) -> Response:
    """Who weighs more in third states."""
    try:
        pair = states.dyad(a, b)
    except AmityError as error:
        return refuse(request, error)
    return await ask(request, "lists.region", a=pair.a.code, b=pair.b.code, group=group or None, year=_year(year))


@router.get("/studies")
async def studies(request: Request) -> Response:
    """Published analyses and how they check out."""
    return await ask(request, "reading.studies")


@router.get("/studies/{name}")
async def study(request: Request, name: Name) -> Response:
    """One study, claim by claim."""
    return await ask(request, "reading.study", name=name)


@router.get("/check")
async def check(request: Request) -> Response:
    """Where a text is pasted or a file is given."""
    return await ask(request, "reading.form")


@router.post("/check")
async def checked(request: Request) -> Response:
    """The text with marks."""
    given = await document(request)
    if isinstance(given, Answer):
        return tell(request, given)
    return await ask(request, "reading.checked", **given)


@router.get("/static/reader/{name}.css")
async def sheet(name: Literal["marked", "readouts"]) -> Response:
    """Style of what the reader shows."""
    return FileResponse(READER / f"{name}.css", media_type="text/css")


@router.get("/sources")
async def sources(request: Request) -> Response:
    """Where the figures come from."""
    return await ask(request, "lists.sources")


@router.get("/sources/{name}")
async def source(request: Request, name: Name) -> Response:
    """One source."""
    return await ask(request, "lists.source", name=name)


@router.get("/methods")
async def methods(request: Request) -> Response:
    """Everything measured."""
    return await ask(request, "lists.methods")


@router.get("/methods/{name}")
async def method(request: Request, name: Name) -> Response:
    """How one thing is measured."""
    return await ask(request, "lists.method", name=name)


@router.get("/coverage")
async def coverage(request: Request, of: Annotated[list[str] | None, Query(max_length=2)] = None) -> Response:
    """Who is covered when."""
    try:
        codes = [states.find(name[:100]).code for name in of or [] if name]
    except AmityError as error:
        return refuse(request, error)
    return await ask(request, "lists.coverage", of=codes)


@router.get("/api")
async def reference(request: Request) -> Response:
    """The API, for people."""
    return await ask(request, "lists.reference", openapi=request.app.openapi())


@router.get("/favicon.ico")
async def icon() -> Response:
    """Where browsers look for it by habit."""
    return RedirectResponse("/static/icon.svg", 308)
