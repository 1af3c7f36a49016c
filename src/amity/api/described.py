"""States, indicators and sources as plain values: what the command line prints as JSON and the web answers."""

from __future__ import annotations

from typing import Any

from amity import indicators as register
from amity.atlas import Atlas
from amity.errors import NoDataError
from amity.indicators import Indicator
from amity.states import State


def state(state: State) -> dict[str, Any]:
    """A state: its codes, when it was a member of the state system."""
    return {
        "code": state.code,
        "kind": state.kind,
        "name": state.name,
        "cow": list(state.cow),
        "gw": list(state.gw),
        "iso3": state.iso3,
        "m49": state.m49,
        "spells": [{"first_day": str(s.first_day), "last_day": s.last_day and str(s.last_day)} for s in state.spells],
        "note": state.note,
    }


def indicator(indicator: Indicator, atlas: Atlas) -> dict[str, Any]:
    """The declaration of an indicator or score, with the years covered (None where nothing is held of it)."""
    return {
        "id": indicator.id,
        "label": indicator.label,
        "question": indicator.question,
        "unit": indicator.unit,
        "range": list(indicator.range),
        "closer": indicator.closer,
        "directed": indicator.directed,
        "kind": indicator.kind,
        "years": _years(indicator, atlas),
        "tables": list(indicator.tables),
        "casefile": list(indicator.casefile),
        "min_n": indicator.min_n,
        "reference": indicator.reference,
        "limits": indicator.limits,
    }


def _years(indicator: Indicator, atlas: Atlas) -> list[int] | None:
    if any(table not in atlas.tables for table in indicator.tables):
        return None
    try:
        return list(register.covered(indicator, atlas))
    except NoDataError:
        return None


def coverage(atlas: Atlas, source: str) -> list[dict[str, Any]]:
    """The coverage entries of every table that a source contributes to."""
    return [
        {"table": table, **entry}
        for table, record in atlas.manifest["tables"].items()
        for entry in record["coverage"]
        if source in str(entry.get("dataset", "")).split(" + ")
    ]
