"""What is changed in a sentence changes its verdict: direction, scale, year and negation, on rows of the atlas."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import polars as pl
import pytest

from amity import states
from amity.atlas import Atlas, open_atlas
from amity.reader.check import check
from amity.reader.model import Block, Document

#: States that articles write about, of which flows are held in every direction.
_POOL = ("RUS", "CHN", "IND", "USA", "JPN", "DEU", "TUR", "IRN", "FRA", "GBR", "KOR", "BRA", "POL", "SAU", "VNM", "KAZ")
_WRITTEN = dt.date(2024, 6, 1)

_FLOW = (
    "{A}'s exports to {B} were worth {n} {scale} dollars in {y}.",
    "In {y}, {B} imported goods worth ${n} {scale} from {A}.",
    "Exports from {A} to {B} amounted to {n} {scale} US dollars in {y}.",
    "{B}’s imports from {A} stood at US${n} {scale} in {y}, according to official figures.",
)
_SHARE = (
    "{A}'s exports to {B} accounted for {n} per cent of its total exports in {y}.",
    "In {y}, {n}% of {A}'s exports went to {B}.",
    "{B} took {n} percent of {A}'s exports in {y}.",
)
_ARMS = (
    "In the five years to {y}, {A} supplied {n} per cent of {B}'s arms imports.",
    "{n}% of {B}'s arms imports in {y0}-{y} came from {A}.",
)


@dataclass(frozen=True, slots=True)
class _Row:
    """A true figure, the same in the other direction, and another year with another figure."""

    a: str
    b: str
    year: int
    value: float
    back: float
    other_year: int


@cache
def _atlas() -> Atlas:
    return open_atlas()


@cache
def _flows() -> tuple[_Row, ...]:
    """Flows that differ by half and more from their way back and from another year."""
    held = (
        _atlas()
        .scan("trade")
        .filter("is_default", pl.col("source").is_in(_POOL), pl.col("target").is_in(_POOL))
        .filter(pl.col("year").is_between(2001, 2019), pl.col("value_usd_million") > 2000)
        .select("source", "target", "year", "value_usd_million")
        .collect()
    )
    values = {(a, b, y): float(v) for a, b, y, v in held.iter_rows()}
    rows = [
        _Row(a, b, y, v, values[b, a, y], y - 6)
        for (a, b, y), v in sorted(values.items())
        if (b, a, y) in values
        and (a, b, y - 6) in values
        and max(v / values[b, a, y], values[b, a, y] / v) > 2
        and max(v / values[a, b, y - 6], values[a, b, y - 6] / v) > 2
    ]
    random.Random(11).shuffle(rows)
    return tuple(rows)


def _outcome(text: str) -> str:
    document = Document("case", text, (Block((0, len(text))),), date=_WRITTEN)
    findings = check(document, _atlas()).findings
    judged = [f for f in findings if f.outcome != "set aside"]
    return judged[0].outcome if judged else "set aside"


def _name(code: str) -> str:
    name = states.get(code).name
    return f"the {name}" if name.startswith("United") else name


def _written(frame: str, a: str, b: str, number: str, year: int, scale: str = "billion") -> str:
    text = frame.format(A=_name(a), B=_name(b), n=number, y=year, y0=year - 4, scale=scale)
    return text[0].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class _Change:
    """A true sentence, the same with one thing changed, and which verdicts each may have."""

    what: str
    true: str
    false: str


def _changes(n: int) -> Iterator[_Change]:
    for i, row in enumerate(_flows()[:n]):
        frame = _FLOW[i % len(_FLOW)]
        number = f"{row.value / 1000:.1f}"
        true = _written(frame, row.a, row.b, number, row.year)
        yield _Change("direction", true, _written(frame, row.b, row.a, number, row.year))
        yield _Change("unit", true, _written(frame, row.a, row.b, number, row.year, "million"))
        yield _Change("year", true, _written(frame, row.a, row.b, number, row.other_year))
        yield _Change(
            "negation",
            _written(
                "{A}'s exports to {B} exceeded {n} {scale} dollars in {y}.",
                row.a,
                row.b,
                f"{row.value / 1400:.1f}",
                row.year,
            ),
            _written(
                "{A}'s exports to {B} did not exceed {n} {scale} dollars in {y}.",
                row.a,
                row.b,
                f"{row.value / 1400:.1f}",
                row.year,
            ),
        )


def test_a_changed_sentence_changes_its_verdict() -> None:
    changes = list(_changes(30))
    assert len(changes) == 120
    failed = [c for c in changes if _outcome(c.true) != "agrees" or _outcome(c.false) not in ("contradicts", "off")]
    assert len(failed) <= 0.05 * len(changes), [
        (c.what, c.true, _outcome(c.true), c.false, _outcome(c.false)) for c in failed
    ]
    by_kind = {kind: sum(c.what == kind for c in failed) for kind in ("direction", "unit", "year", "negation")}
    assert max(by_kind.values()) <= 3, by_kind


def _shares(indicator: str, n: int) -> list[tuple[str, str, int, float]]:
    """Shares of 5 to 60 per cent between states of the pool, with whom the way back is another."""
    from amity.claims.figures import readings
    from amity.claims.language import Figure

    found: list[tuple[str, str, int, float]] = []
    pairs = [(a, b) for a in _POOL for b in _POOL if a != b]
    random.Random(5).shuffle(pairs)
    for a, b in pairs:
        try:
            there = readings(_atlas(), Figure("indicator", indicator, a, b)).filter(
                "is_default", pl.col("year").is_between(2003, 2018)
            )
            back = readings(_atlas(), Figure("indicator", indicator, b, a)).filter("is_default")
        except Exception:
            continue
        for year, value in there.select("year", "value").iter_rows():
            other = back.filter(pl.col("year") == year)["value"]
            if 0.05 < value < 0.6 and len(other) and abs(other[0] - value) > 0.5 * value:
                found.append((a, b, int(year), float(value)))
                break
        if len(found) == n:
            break
    return found


@pytest.mark.parametrize(("indicator", "frames"), [("trade.export_share", _SHARE), ("arms.import_share", _ARMS)])
def test_shares_change_with_their_owner_and_number(indicator: str, frames: tuple[str, ...]) -> None:
    rows = _shares(indicator, 12)
    assert len(rows) == 12
    failed: list[tuple[str, str, str]] = []
    for i, (a, b, year, value) in enumerate(rows):
        # Of arms the frames name the supplier first, the indicator the recipient.
        first, second = (b, a) if indicator.startswith("arms") else (a, b)
        frame = frames[i % len(frames)]
        true = _written(frame, first, second, f"{100 * value:.1f}", year)
        swapped = _written(frame, second, first, f"{100 * value:.1f}", year)
        tenfold = _written(frame, first, second, f"{10 * value:.1f}", year)
        wanted = ((true, ("agrees",)), (swapped, ("contradicts", "off", "no data")), (tenfold, ("contradicts", "off")))
        failed.extend(
            (text, what, _outcome(text)) for text, may in wanted for what in [str(may)] if _outcome(text) not in may
        )
    assert len(failed) <= 0.05 * 3 * len(rows), failed
