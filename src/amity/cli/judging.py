"""`amity compare` and `amity explain`: scores side by side, and why they are what they are."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from amity import api
from amity.api.scoring import compare as side_by_side
from amity.cli import printing, writing
from amity.errors import NoDataError, UsageError
from amity.report import words
from amity.report.scored import KINDS

if TYPE_CHECKING:
    from amity.report.compared import Comparison

_SUFFIXES = (".svg", ".png")
#: What the rows of a comparison are called.
_TITLES = {
    "closeness": "closeness (percentile)",
    "engagement": "  engagement",
    "affinity": "  affinity",
    "balance": "depends more",
    "gap": "words less deeds",
    "resemblance": "behaves like",
    "hypothesis": "reading that fits best",
    "ladder": "ladder of alignment",
}
#: Rows of evidence printed, and the columns of the widest tables; --json has all.
_FEW = 30
_FIRM = 6
_COLUMNS = {
    "Evidence; weight": ("item", "said", "weight_between", "source"),
    "Criteria": ("rung", "criterion", "met", "first_year", "last_year", "confidence", "reason", "source"),
    "Evidence in": ("pillar", "words", *KINDS),
    "Words and deeds": ("part", "direction", "year", "percentile", "low", "high", "n", "sources"),
}


def compare(pairs: Sequence[str], *, year: int | None, seed: int, out: Path | None, json: bool, csv: bool) -> int:
    """Print the dyads side by side, or write their picture; see `amity compare --help`."""
    if json and csv:
        raise UsageError("--json and --csv are two forms. Choose one.")
    if out is not None and out.suffix not in _SUFFIXES:
        raise UsageError(f"The picture is written as .svg or .png; {out.name} is neither.")
    target = None if out is None else writing.target(out)
    found = side_by_side(*(_pair(text) for text in pairs), year=year, seed=seed)
    if found.frame["value"].null_count() == found.frame.height:
        reasons = found.frame["reason"].drop_nulls()
        raise NoDataError(f"None of these pairs has a score: {reasons[0] if len(reasons) else 'nothing is held'}.")
    if target is not None:
        _draw(found, target)
    if csv:
        sys.stdout.write(printing.letters(found.frame.write_csv()))
    elif json:
        content = {
            "year": year,
            "dyads": [{"a": d.a.code, "b": d.b.code} for d in found.dyads],
            "path": None if out is None else str(out),
            "rows": found.frame.to_dicts(),
        }
        printing.dump("compare", api.open_atlas().id, content)
    else:
        _print(found)
        if out is not None:
            printing.line()
            printing.line(f"The picture: {out}")
    return 0


def _pair(text: str) -> tuple[str, str]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    if len(names) != 2:
        raise UsageError(f"A pair is two names parted by a comma, e.g. china,russia; {text!r} is not.")
    return names[0], names[1]


def _print(found: Comparison) -> None:
    """Scores as rows; below each value its interval, its year where it is not the usual one."""
    heads = [f"{d.a.name} – {d.b.name}" for d in found.dyads]
    by_pair = found.frame.partition_by("a", "b", maintain_order=True)
    rows: list[list[str]] = []
    for number, score in enumerate(_TITLES):
        rows.append([_TITLES[score], *(_cell(part.row(number, named=True)) for part in by_pair)])
    printing.table(["", *heads], rows)
    printing.line()
    printing.line(
        f"In brackets: 90 % interval. A score without data says why: amity explain A B SCORE{_upto(found.year)}."
    )


def _upto(year: int) -> str:
    from amity.indicators import LAST_YEAR

    return "" if year >= LAST_YEAR else f" --year {year}"


def _cell(row: dict[str, Any]) -> str:
    if row["year"] is None and row["value"] is None:
        return "–"
    text = row["text"].replace(" percentile", "")
    text += f" ({row['interval']})" if row["interval"] else ""
    return f"{text}, {row['year']}" if row["year"] else text


def _draw(found: Comparison, target: Path) -> None:
    if found.plane is None:
        raise NoDataError("None of these pairs has both an engagement and an affinity, so there is nothing to draw.")
    from amity.report import paint

    first, _, rest = found.plane.subtitle.partition("; ")
    title = {"text": found.plane.title, "subtitle": [first, rest], "anchor": "start", "frame": "bounds", "offset": 28}
    padding = {**found.plane.spec["padding"], "top": 92}
    spec = {**found.plane.spec, "background": "#ffffff", "title": title, "padding": padding}
    drawn = paint.svg(spec)
    writing.write(target, drawn if target.suffix == ".svg" else paint.png(drawn, scale=3))


def explain(a: str, b: str, score: str, *, year: int | None, prior: Sequence[str], seed: int, json: bool) -> int:
    """Print the evidence behind a score; see `amity explain --help`."""
    priors = dict(_prior(text) for text in prior)
    if priors and score != "hypotheses":
        raise UsageError(f"--prior belongs to hypotheses, not to {score}: amity explain A B hypotheses --prior ...")
    view = api.dyad(a, b, seed=seed)
    found = view.explain(score, year, priors or None)
    if json:
        content: dict[str, Any] = {
            "dyad": {"a": view.dyad.a.code, "b": view.dyad.b.code},
            "score": score,
            "year": year,
            "say": found.say,
            "tables": [{"title": title, "rows": frame.to_dicts()} for title, frame in found.tables.items()],
        }
        printing.dump("explain", view.atlas.id, content)
        return 0
    printing.line(found.say)
    for title, frame in found.tables.items():
        printing.line()
        printing.line(title)
        wanted = next((columns for start, columns in _COLUMNS.items() if title.startswith(start)), None)
        _table(frame if wanted is None else frame.select(c for c in wanted if c in frame.columns))
    return 0


def _prior(text: str) -> tuple[str, float]:
    name, _, number = (part.strip() for part in text.partition("="))
    try:
        return name, float(number)
    except ValueError:
        raise UsageError(f"--prior takes a reading and a number, e.g. convenience=0.4; {text!r} is none.") from None


def _table(frame: pl.DataFrame) -> None:
    """A frame as people read it: figures to three digits with their interval beside them, no empty column."""
    folded = {f"{name}_{end}" for name in frame.columns for end in ("low", "high") if f"{name}_low" in frame.columns}
    main = next(
        (name for name in ("mean", "posterior", "probability", "percentile", "value") if name in frame.columns), ""
    )
    folded |= {"low", "high", "sources", "source"} if main else {"sources", "source"}
    shown = [c.name for c in frame if c.null_count() < frame.height and c.name not in folded]
    rows = [
        [_text(row[name], *_ends(row, name, main)) for name in shown] for row in frame.head(_FEW).iter_rows(named=True)
    ]
    heads = {name: name.replace("_", " ") for name in shown}
    numeric = [heads[name] for name in shown if frame[name].dtype.is_numeric()]
    printing.table(list(heads.values()), rows, right=numeric, firm=numeric if len(numeric) <= _FIRM else ())
    if used := _sources(frame):
        printing.line(f"Sources: {used}.")
    if frame.height > _FEW:
        printing.line(f"… {frame.height - _FEW} more rows (--json has all).")


def _ends(row: dict[str, Any], name: str, main: str) -> tuple[float | None, float | None]:
    """The interval of a column, if it has one."""
    if name == main and "low" in row:
        return row["low"], row["high"]
    return row.get(f"{name}_low"), row.get(f"{name}_high")


def _sources(frame: pl.DataFrame) -> str:
    """The data sets named in a table, each once and without its edition."""
    texts = [text for name in ("sources", "source") if name in frame.columns for text in frame[name].drop_nulls()]
    parts = (part for text in texts for part in text.replace(" + ", "; ").split("; "))
    return ", ".join(dict.fromkeys(part.partition("@")[0] for part in parts if part))


def _text(value: object, low: float | None, high: float | None) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        number = words.number(value)
        return (
            number if low is None or high is None else f"{number} ({words.number(low, 2)} to {words.number(high, 2)})"
        )
    return str(value)
