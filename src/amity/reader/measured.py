"""How good the reader is, as measured on labelled documents: figures written by `validation/reader.py`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

_FILE = Path(__file__).parent / "quality.json"

#: What is measured, in the order it is told.
STEPS = ("detection", "binding", "verdicts")

NOT_MEASURED = "The reader's quality has not been measured in this installation."


@cache
def quality() -> Mapping[str, Any] | None:
    """The measured quality: day and, per labelled set, precision and recall of each step; None if not measured."""
    try:
        found: Any = json.loads(_FILE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(found, dict):
        return None
    told = cast("dict[str, Any]", found)
    return told if isinstance(told.get("sets"), dict) else None


def rows(told: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """One row per labelled set and step: set, step, and what is measured of it."""
    sets: Mapping[str, Any] = told["sets"] if told else {}
    known = [(name, cast("Mapping[str, Any]", steps)) for name, steps in sets.items() if isinstance(steps, dict)]
    return [
        {"set": name, "step": step, **steps[step]}
        for name, steps in known
        for step in STEPS
        if isinstance(steps.get(step), dict)
    ]


#: What the sets are.
SETS = (
    "The reader was built and fitted with dev and opened; only held-out tells what to expect of other texts. It was "
    "written by people who did not know the reader: published pages retold, of whose figures a quarter can be checked, "
    "sentences, and articles packed with 20 to 30 figures each. Found: detection; read as meant: binding. The interval "
    "(90 %) is that of recall, of verdicts that of the wrong ones. The five texts are the published studies, one half "
    "of them held out."
)


def line() -> str:
    """The measured quality in one sentence: that of the set told last, which nobody looked at while building."""
    told = quality()
    found = rows(told)
    if told is None or not found:
        return NOT_MEASURED
    last = found[-1]["set"]
    parts = [f"{row['step']} {_figures(row)}" for row in found if row["set"] == last]
    return f"Measured on {last} ({told.get('measured', 'no date')}): {'; '.join(parts)}."


def _figures(row: Mapping[str, Any]) -> str:
    said = [f"{name} {percent(row[name])}" for name in ("precision", "recall", "wrong") if percent(row.get(name))]
    interval = f" ({percent(row.get('low'))} to {percent(row.get('high'))})" if percent(row.get("low")) else ""
    return ", ".join(said) + interval


def percent(value: object) -> str:
    """A share as whole per cent; empty where there is none."""
    return f"{100 * value:.0f} %" if isinstance(value, (int, float)) else ""
