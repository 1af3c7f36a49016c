"""Addresses of the pages about states and pairs of states."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import RedirectResponse, Response

from amity import states
from amity.errors import AmityError
from amity.web.answers import problem
from amity.web.routing import ask, pair, refuse, state, tell

router = APIRouter(include_in_schema=False)

Name = Annotated[str | None, Query(max_length=100)]
OpenYear = Annotated[str, Query(pattern=r"^\d{0,4}$")]
Asked = Annotated[str, Query(max_length=100)]
Year = Annotated[int | None, Query(ge=1, le=9999)]


@router.get("/")
async def home(request: Request, of: Name = None, year: Year = None) -> Response:
    """The first page: the world, to pick two states."""
    try:
        code = states.find(of).code if of else None
    except AmityError as error:
        return refuse(request, error)
    return await ask(request, "world.home", of=code, year=year)


@router.get("/dyad")
async def chosen(request: Request, a: Asked, b: Asked) -> Response:
    """From the form with two names to the page of the two states."""
    try:
        found = states.dyad(a, b)
    except AmityError as error:
        return refuse(request, error)
    return RedirectResponse(f"/dyad/{quote(found.a.code)}/{quote(found.b.code)}", 303)


@router.get("/state/{name}")
async def one_state(request: Request, name: Annotated[str, Path(max_length=100)]) -> Response:
    """One state among others."""
    code = state(request, name)
    return code if isinstance(code, Response) else await ask(request, "pairs.state", code=code)


@router.get("/compare")
async def compare(
    request: Request,
    dyad: Annotated[list[str] | None, Query(max_length=6)] = None,
    year: OpenYear = "",
) -> Response:
    """Several pairs side by side."""
    pairs: list[tuple[str, str]] = []
    for text in (one for one in dyad or [] if one.strip()):
        names = [part.strip() for part in text[:200].split(",")]
        if len(names) != 2:
            detail = f"Each pair is two names with a comma between, such as China, Russia; {text[:60]!r} is not."
            return tell(request, problem(400, detail))
        try:
            found = states.dyad(*names)
        except AmityError as error:
            return refuse(request, error)
        pairs.append((found.a.code, found.b.code))
    return await ask(request, "pairs.compare", pairs=pairs, year=int(year) if year else None)


State = Annotated[str, Path(max_length=100)]
Books = Annotated[str, Query(max_length=60)]


@router.get("/dyad/{a}/{b}")
async def dyad(request: Request, a: State, b: State, year: OpenYear = "") -> Response:
    """The page of two states."""
    codes = pair(request, a, b)
    if isinstance(codes, Response):
        return codes
    return await ask(request, "dyad.page", a=codes[0], b=codes[1], year=int(year) if year else None)


@router.get("/dyad/{a}/{b}/page.html")
async def whole(request: Request, a: State, b: State, year: OpenYear = "") -> Response:
    """The page as one file that needs nothing else."""
    codes = pair(request, a, b)
    if isinstance(codes, Response):
        return codes
    return await ask(request, "dyad.whole", a=codes[0], b=codes[1], year=int(year) if year else None)


@router.get("/dyad/{a}/{b}/chart/{ident}.{form}")
async def chart(
    request: Request,
    a: State,
    b: State,
    ident: Annotated[str, Path(max_length=100)],
    form: Annotated[str, Path(max_length=10)],
    year: OpenYear = "",
) -> Response:
    """One chart as a file."""
    codes = pair(request, a, b)
    if isinstance(codes, Response):
        return codes
    asked = {"ident": ident, "form": form, "year": int(year) if year else None}
    return await ask(request, "dyad.chart", a=codes[0], b=codes[1], **asked)


@router.get("/dyad/{a}/{b}/measure/{name}")
async def measure(request: Request, a: State, b: State, name: State, books: Books = "") -> Response:
    """One measure of two states, with the figures of all sources."""
    codes = pair(request, a, b)
    if isinstance(codes, Response):
        return codes
    return await ask(request, "dyad.measure", a=codes[0], b=codes[1], name=name, books=books or None)
