"""Two accounts side by side as one HTML file that needs nothing else: no host, no script, no font."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from amity.reader.model import Document
from amity.reader.passages import Passage, who
from amity.reader.readouts import OUTCOMES, Comparison, Mark, Row, beside, excerpt

_HERE = Path(__file__).parent / "templates"

#: A sign for each mark, so that colour is never needed, and its class in the style sheet.
SIGNS: dict[Mark, tuple[str, str]] = {
    "contradicts": ("≠", "clash"),
    "only A": ("◧", "left"),
    "only B": ("◨", "right"),
    "cannot tell": ("?", "open"),
    "both": ("=", "both"),
    "set apart": ("·", "apart"),
}


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of an account's text: a passage with its mark, or what stands between two (`number` is -1)."""

    text: str
    number: int = -1
    mark: Mark = "set apart"
    goal: str = ""


def render(compared: Comparison) -> str:
    """The whole page as text, to be written as UTF-8."""
    style = (_HERE / "readouts.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return _template().render(
        c=compared,
        style=style,
        policy=policy,
        signs=SIGNS,
        told=lambda mark: told(mark, compared.names),  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
        groups=[(outcome, rows) for outcome in OUTCOMES if (rows := _of(compared, outcome))],
        columns=[
            (compared.names[0], "a", list(_blocks(compared, "a"))),
            (compared.names[1], "b", list(_blocks(compared, "b"))),
        ],
        met=who(compared.sides),
        brief=lambda row: _brief(row, compared),  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
        beside=lambda row: beside(row, compared),  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    )


def told(mark: str, names: tuple[str, str]) -> str:
    """A mark in words that name the accounts."""
    return {
        "contradicts": "contradictory",
        "only A": f"only {names[0]}",
        "only B": f"only {names[1]}",
        "cannot tell": "cannot be told",
        "both": "in both",
        "set apart": "set apart: greeting, time, place, tone or title",
    }[mark]


def _brief(row: Row, compared: Comparison) -> str:
    """What one account alone says, in its first words; else why the outcome is what it is."""
    if row.outcome == "only A":
        return excerpt(compared.passages_a[row.a[0]], row.topic)
    if row.outcome == "only B":
        return excerpt(compared.passages_b[row.b[0]], row.topic)
    return row.reason


def _of(compared: Comparison, outcome: str) -> list[Row]:
    return [row for row in compared.rows if row.outcome == outcome]


def _blocks(compared: Comparison, side: Literal["a", "b"]) -> Iterator[tuple[str, list[_Piece]]]:
    """The blocks of an account: what each is, and its text in pieces."""
    document: Document = getattr(compared, side)
    read: Sequence[Passage] = getattr(compared, f"passages_{side}")
    marks: Sequence[Mark] = getattr(compared, f"marks_{side}")
    for block in document.blocks:
        at, pieces = block.span[0], list[_Piece]()
        for number, passage in enumerate(read):
            if not (block.span[0] <= passage.span[0] < block.span[1]):
                continue
            if passage.span[0] > at:
                pieces.append(_Piece(document.text[at : passage.span[0]]))
            pieces.append(_Piece(passage.text, number, marks[number], _goal(compared, side, number)))
            at = passage.span[1]
        if at < block.span[1]:
            pieces.append(_Piece(document.text[at : block.span[1]]))
        yield ("h3" if block.part in ("title", "heading") else "p"), pieces


def _goal(compared: Comparison, side: str, number: int) -> str:
    """The passage of the other account that a passage was compared with, as an address in the page."""
    if side == "a":
        found = [(m.likeness, f"b{m.b}") for m in compared.links if m.a == number]
    else:
        found = [(m.likeness, f"a{m.a}") for m in compared.links if m.b == number]
    return max(found)[1] if found else ""


@cache
def _template() -> Any:
    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["raw"] = Markup
    return environment.get_template("readouts.html.jinja")
