"""What the measurements add up to: scores with intervals, one module per score.

A score is declared and answered like an indicator (`amity.indicators.Indicator`, rows of `SCHEMA`), so that it is
shown, ranked, compared and exported in the same way; it rests on indicators and tables, never on another judgement.
Each module may offer `SCORES`, its declarations, and `DERIVE`, the tables of the atlas it makes. Where a score costs
more than a moment for all dyads, the atlas holds it ready.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from types import ModuleType

import polars as pl

from amity import indicators
from amity.atlas import Atlas
from amity.errors import UsageError
from amity.indicators import Indicator


@cache
def _modules() -> tuple[ModuleType, ...]:
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(importlib.import_module(f"{__name__}.{name}") for name in names)


@cache
def registry() -> Mapping[str, Indicator]:
    """Every score by id."""
    found: dict[str, Indicator] = {}
    for module in _modules():
        declared: tuple[Indicator, ...] = getattr(module, "SCORES", ())
        for score in declared:
            if score.id in found or score.id in indicators.registry():
                raise ValueError(f"two measures are called {score.id}")
            found[score.id] = score
    return found


def get(name: str) -> Indicator:
    """The score or the indicator called `name`.

    Raises:
        UsageError: There is none; the message names the nearest.
    """
    known = registry()
    if name in known:
        return known[name]
    if name in indicators.registry():
        return indicators.get(name)
    import difflib

    near = difflib.get_close_matches(name, [*known, *indicators.registry()], n=4, cutoff=0.4)
    hint = f" Did you mean {', '.join(near)}?" if near else ""
    raise UsageError(f"No score or indicator is called {name!r}.{hint} `amity indicators` lists them all.")


def derive() -> Mapping[str, Callable[[Atlas], pl.DataFrame]]:
    """Each table of the atlas that is measured from others, and what measures it."""
    found: dict[str, Callable[[Atlas], pl.DataFrame]] = {"distributions": indicators.distributions}
    for module in _modules():
        found |= getattr(module, "DERIVE", {})
    return found
