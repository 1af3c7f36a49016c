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
from amity.errors import NoDataError, UsageError
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


#: Fewest rows of tables from which what all pairs have in common can be learned; an excerpt has fewer.
_LEAST_ROWS = {"votes": 100_000, "trade": 100_000}


def derive() -> Mapping[str, Callable[[Atlas], pl.DataFrame]]:
    """Each table of the atlas that is measured from others, and what measures it.

    Each but `distributions` raises NoDataError where the atlas is but an excerpt.
    """
    found: dict[str, Callable[[Atlas], pl.DataFrame]] = {"distributions": indicators.distributions}
    for module in _modules():
        made: Mapping[str, Callable[[Atlas], pl.DataFrame]] = getattr(module, "DERIVE", {})
        found |= {table: _of_enough(make) for table, make in made.items()}
    return found


def _of_enough(make: Callable[[Atlas], pl.DataFrame]) -> Callable[[Atlas], pl.DataFrame]:
    def made(atlas: Atlas) -> pl.DataFrame:
        for table, least in _LEAST_ROWS.items():
            if (rows := atlas.manifest["tables"][table]["rows"]) < least:
                raise NoDataError(f"Table {table} has {rows} rows; to learn from all pairs takes {least}.")
        return make(atlas)

    return made
