"""The application: which address asks which view, what is checked before, and how errors reach whom they concern."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from amity import __version__
from amity.web.answers import PROBLEM, PROBLEM_SCHEMA, problem
from amity.web.gate import Gate, Limits
from amity.web.routes import api, lists, people
from amity.web.routing import tell
from amity.web.work import BusyError, Workers

STATIC = Path(__file__).parent / "static"
REPORT_STATIC = STATIC.parents[1] / "report" / "static"


@dataclass(frozen=True, slots=True)
class Settings:
    """How the server runs.

    Attributes:
        workers: Processes that make answers.
        seconds: The longest that one answer may take.
        limits: What one request may ask for.
        warm: Whether workers load everything before their first question.
    """

    workers: int = 2
    seconds: float = 60.0
    limits: Limits = field(default_factory=Limits)
    warm: bool = True


def create_app(settings: Settings | None = None) -> Gate:
    """The whole application, gate and all, as one ASGI callable."""
    chosen = settings or Settings()

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncGenerator[None]:
        app.state.workers = Workers(chosen.workers, chosen.seconds, "amity.web.views:warm" if chosen.warm else None)
        try:
            yield
        finally:
            app.state.workers.close()

    app = FastAPI(
        title="amity",
        version=__version__,
        summary="How close are two states, really? Deeds, not words.",
        lifespan=life,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.include_router(api.router, prefix="/api/v1")
    app.include_router(people.router)
    app.include_router(lists.router)
    app.mount("/static/report", StaticFiles(directory=REPORT_STATIC), name="report")
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.openapi = partial(_described, app, app.openapi)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(BusyError, _busy)
    app.add_exception_handler(Exception, _failed)
    return Gate(app, chosen.limits)


def _described(app: FastAPI, describe: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The description of the API, with the one shape that all errors have in place of the framework's."""
    if app.openapi_schema is None:
        schemas = describe().setdefault("components", {}).setdefault("schemas", {})
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        schemas["Problem"] = PROBLEM_SCHEMA
    assert app.openapi_schema is not None
    return app.openapi_schema


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail = str(error.detail)
    if error.status_code == 404 and detail == "Not Found":
        detail = f"There is no page at {request.url.path[:200]}."
    answer = tell(request, problem(error.status_code, detail))
    for name, value in (error.headers or {}).items():
        answer.headers[name] = value
    return answer


async def _malformed(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found: list[dict[str, Any]] = [
        {"where": ".".join(str(part) for part in one["loc"][1:]) or str(one["loc"][0]), "what": one["msg"]}
        for one in error.errors()
    ]
    detail = "; ".join(f"{one['where']}: {one['what']}" for one in found[:5])
    return tell(request, problem(422, detail[:1000], errors=found[:20]))


async def _busy(request: Request, error: Exception) -> Response:
    assert isinstance(error, BusyError)
    answer = tell(request, problem(503, f"{error.waiting} questions are waiting already. Try again soon."))
    answer.headers["retry-after"] = "2"
    return answer


async def _failed(request: Request, error: Exception) -> Response:
    return tell(request, problem(500, f"Unexpected {type(error).__name__}. The log says where."))


__all__ = ["PROBLEM", "Settings", "create_app"]
