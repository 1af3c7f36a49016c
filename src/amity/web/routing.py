"""What every route does alike: resolve the states asked for, have a view run, turn its answer into a response."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from amity import states
from amity.errors import AmityError
from amity.web import look
from amity.web.answers import PROBLEM, Answer, problem, status_of
from amity.web.gate import KEEP

_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


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


#: Fields and files that the form of a document may hold, and bytes of a field.
_MOST_FIELDS, _MOST_TEXT = 8, 2_000_000


async def document(request: Request) -> dict[str, Any] | Answer:
    """What was sent to be checked: a file or a text, of which states, written when; or the problem with it.

    A form holds `file` or `text`, and may hold `a`, `b` and `date`; any other body is the document itself.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip() not in _FORMS:
        data = await request.body()
        if not data:
            return problem(400, "Nothing was sent: send a text or a file as the body, or a form with `file` or `text`.")
        return {"data": data, "name": request.query_params.get("name", "text")[:200], "a": "", "b": "", "date": ""}
    try:
        form = await request.form(max_files=1, max_fields=_MOST_FIELDS, max_part_size=_MOST_TEXT)
    except HTTPException as error:
        return problem(400, f"The form cannot be read: {error.detail}")
    try:
        told = {name: str(form.get(name) or "")[:200] for name in ("a", "b", "date")}
        given = form.get("file")
        if isinstance(given, UploadFile) and given.filename:
            return {"data": await given.read(), "name": given.filename[:200], **told}
        text = form.get("text")
        if not isinstance(text, str) or not text.strip():
            return problem(400, "Nothing to check was sent: paste a text or choose a file.")
        return {"data": text.encode(), "name": "pasted text", **told}
    finally:
        await form.close()
