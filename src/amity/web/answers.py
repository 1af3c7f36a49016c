"""What a view gives back, and what it looks like when it cannot."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from amity.errors import AmityError, AtlasError, NoDataError, UnknownStateError

JSON = "application/json"
HTML = "text/html; charset=utf-8"
PROBLEM = "application/problem+json"

#: The shape of every error, as the description of the API has it.
PROBLEM_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "description": "What went wrong and what to do, as RFC 9457 has it.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "minLength": 1},
        "errors": {
            "type": "array",
            "items": {"type": "object", "properties": {"where": {"type": "string"}, "what": {"type": "string"}}},
        },
    },
}

#: Longer details, which repeat a long question, are cut.
_LONGEST = 1_500

#: Titles of problems, by status.
TITLES = {
    400: "The question is malformed",
    403: "Not here",
    404: "Nothing is held that answers this",
    405: "This address takes another method",
    408: "It took too long to send",
    413: "Too long",
    414: "The address is too long",
    415: "This kind of file cannot be read",
    421: "Another host was asked for",
    422: "The question is malformed",
    429: "Too many questions at once",
    500: "A defect of amity",
    503: "Too busy just now",
    504: "It took too long",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered with.

    Attributes:
        body: The bytes.
        media: Their media type.
        status: Status of HTTP.
        filename: Name under which a browser saves it; None to show it.
        keep: Whether the same question always has this answer, as long as the data are the same.
    """

    body: bytes
    media: str = HTML
    status: int = 200
    filename: str | None = None
    keep: bool = True


def data(content: Any) -> Answer:
    """An answer in JSON; what is no number (NaN) must be None already."""
    return Answer(json.dumps(content, ensure_ascii=False, allow_nan=False, default=str).encode(), JSON)


def problem(status: int, detail: str, **more: Any) -> Answer:
    """What went wrong, as RFC 9457 has it."""
    title, said = TITLES.get(status, "Error"), detail if len(detail) <= _LONGEST else f"{detail[:_LONGEST]} …"
    content = {"type": "about:blank", "title": title, "status": status, "detail": said, **more}
    return Answer(json.dumps(content, ensure_ascii=False).encode(), PROBLEM, status, keep=False)


def status_of(error: AmityError) -> int:
    """The status that says what kind of error it is."""
    if isinstance(error, AtlasError):
        return 503
    if isinstance(error, (NoDataError, UnknownStateError)):
        return 404
    return 400
