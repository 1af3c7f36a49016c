"""What every route does alike: resolve the states asked for, have a view run, turn its answer into a response."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from amity import states
from amity.errors import AmityError
from amity.web import look
from amity.web.answers import PROBLEM, Answer, problem, status_of
from amity.web.gate import KEEP


def is_api(request: Request) -> bool:
    """Whether a program asks, who wants its errors as JSON."""
    return request.url.path.startswith("/api/")


def respond(answer: Answer) -> Response:
    """The response of an answer."""
    headers: dict[str, str] = {KEEP: "1"} if answer.keep and answer.status == 200 else {}
    if answer.filename is not None:
        headers["content-disposition"] = f"attachment; filename*=UTF-8''{quote(answer.filename)}"
    return Response(answer.body, answer.status, headers, answer.media)


async def run(request: Request, view: str, /, **asked: Any) -> Answer:
    """The answer of a view ("module.function" of `amity.web.views`), run in a worker."""
    module, _, name = view.rpartition(".")
    home = f"amity.web.views.{module}".rstrip(".")
    return await request.app.state.workers.run(f"{home}:{name}", **asked)


async def ask(request: Request, view: str, /, **asked: Any) -> Response:
    """The response of a view; a problem becomes a page where people ask."""
    return tell(request, await run(request, view, **asked))


def tell(request: Request, answer: Answer) -> Response:
    """The response of an answer; a problem as JSON for programs, as a page for people."""
    if answer.media == PROBLEM and not is_api(request):
        return respond(look.failure(json.loads(answer.body)))
    return respond(answer)


def pair(request: Request, a: str, b: str) -> tuple[str, str] | Response:
    """Codes of two states; a redirection to the address with codes where names were given, or the problem."""
    try:
        found = states.dyad(a, b)
    except AmityError as error:
        return refuse(request, error)
    codes = (found.a.code, found.b.code)
    return codes if codes == (a, b) else _moved(request, dict(zip((a, b), codes, strict=True)))


def state(request: Request, name: str) -> str | Response:
    """Code of a state; a redirection to the address with the code where a name was given, or the problem."""
    try:
        code = states.find(name).code
    except AmityError as error:
        return refuse(request, error)
    return code if code == name else _moved(request, {name: code})


def _moved(request: Request, codes: dict[str, str]) -> Response:
    path = "/".join(quote(codes.get(part, part)) for part in request.url.path.split("/"))
    query = request.url.query
    return RedirectResponse(f"{path}?{query}" if query else path, 307)


def refuse(request: Request, error: AmityError) -> Response:
    """What went wrong, as JSON for programs and as a page for people."""
    return tell(request, problem(status_of(error), str(error)))
