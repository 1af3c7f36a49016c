"""Addresses of the pages about states and pairs of states."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from amity.web.routing import ask

router = APIRouter(include_in_schema=False)


@router.get("/")
async def home(request: Request) -> Response:
    """The first page: the world, to pick two states."""
    return await ask(request, "home")
