"""Addresses of the pages about states and pairs of states."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from amity import states
from amity.errors import AmityError
from amity.web.routing import ask, refuse

router = APIRouter(include_in_schema=False)

Name = Annotated[str | None, Query(max_length=100)]
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
