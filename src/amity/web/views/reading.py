"""Pages of what others wrote: the studies claim by claim, and any document checked against the data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from amity.api.checking import CheckedView, check_document
from amity.atlas import open_atlas
from amity.claims import studies as shelf
from amity.errors import UsageError
from amity.reader import documents, marked
from amity.report import studies as shown
from amity.web import look
from amity.web.answers import Answer, data
from amity.web.views.lists import page
from amity.web.views.tables import head


def studies() -> Answer:
    """All studies, where they part, and how they check out."""
    atlas = open_atlas()
    known = shelf.every()
    pages = [_page(name) for name in known]
    return _sited(shown.content(pages, atlas.id, shown.parting(list(known.values()))), "/api/v1/studies")


def study(name: str) -> Answer:
    """One study, claim by claim."""
    found = shelf.get(name)
    return _sited(shown.content([_page(found.id)], open_atlas().id), f"/api/v1/studies/{found.id}")


@lru_cache(maxsize=32)
def _page(name: str) -> Any:
    found = shelf.get(name)
    return shown.page(found, shelf.verdicts(found, open_atlas()))


def _sited(content: Mapping[str, Any], url: str) -> Answer:
    return Answer(look.render("study.html.jinja", **content, here="/studies", url=url).encode())


def form() -> Answer:
    """Where a text is pasted or a file is given."""
    from amity.reader import measured

    return page("check.html.jinja", "/check", names=look.state_names(), quality=measured.line())


def checked(data: bytes, name: str, a: str, b: str, date: str) -> Answer:
    """A document's text with marks."""
    found = _check(data, name, a, b, date)
    content = marked.content(found)
    return Answer(look.render("checked.html.jinja", **content, here="/check").encode(), keep=False)


def check(data: bytes, name: str, a: str, b: str, date: str) -> Answer:
    """The same for programs."""
    return _answer(_check(data, name, a, b, date))


def _answer(found: CheckedView) -> Answer:
    return replace(data({**head(open_atlas()), **found.to_dict()}), keep=False)


def _check(given: bytes, name: str, a: str, b: str, date: str) -> CheckedView:
    """What the data say on a document that was sent.

    Raises:
        UsageError: It cannot be read, only one state is named, or the date is none.
    """
    if bool(a.strip()) != bool(b.strip()):
        raise UsageError("Name both states, or neither.")
    try:
        day = dt.date.fromisoformat(date.strip()) if date.strip() else None
    except ValueError:
        raise UsageError(f"{date[:40]!r} is no date; write it as 2021-08-25.") from None
    document = documents.from_bytes(given, name)
    return check_document(document, states=(a, b) if a.strip() else None, date=day)
