"""Addresses of the JSON API, version 1; each asks one view."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from amity.web.routing import ask

router = APIRouter()


@router.get("/health", summary="Is the server well, and which atlas does it answer from?", tags=["about"])
async def health(request: Request) -> Response:
    """Version of amity, id of the atlas."""
    return await ask(request, "health")
