"""The tables of the atlas: what each row is, its key, and the contract every column must keep.

Loaded only by `amity build` and by tests: at run time the manifest carries the same declarations. One module per
subject; each declares `TABLES` (name to contract) and, where sources give other columns or rows that must not ship,
`READ` (name to the contract of what readers return), or, for tables measured from others, `RESTS_ON` (name to the
tables used). Conventions: a state is its three-letter code; flows run from `source` to `target`; undirected rows have
`a < b`; a column with a dimension carries its unit; missing stays null, and zero is written only where a source
measured it.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import dataframely as dy

from amity import states

#: Order in which tables measured from the others are made; each may use those before it.
_MEASURED = (
    "distributions",
    "estimated_ideal_points",
    "closeness_standards",
    "closeness",
    "resemblance_standards",
    "resemblance",
    "influence",
)


def _declared(what: str) -> dict[str, Any]:
    """Everything declared under that name in the modules of this package."""
    found: dict[str, Any] = {}
    for module in sorted(m.name for m in pkgutil.iter_modules(__path__)):
        declared = getattr(importlib.import_module(f"{__name__}.{module}"), what, {})
        if twice := found.keys() & declared.keys():
            raise ValueError(f"two contracts are called {sorted(twice)[0]}")
        found |= declared
    return found


#: Tables measured from the others, not read (whoever calls `build` says how), in the order of making, and the tables
#: each rests on.
RESTS_ON: dict[str, tuple[str, ...]] = dict(
    sorted(_declared("RESTS_ON").items(), key=lambda item: _MEASURED.index(item[0]))
)

#: Table name → contract of what the atlas holds.
CONTRACTS: dict[str, type[dy.Schema]] = dict(
    sorted(_declared("TABLES").items(), key=lambda item: (item[0] in RESTS_ON, item[0]))
)

#: Table name → contract of what a source's reader returns; some of these tables are only read, never kept.
AS_READ: dict[str, type[dy.Schema]] = CONTRACTS | _declared("READ")


def codes(kind: str) -> set[str]:
    """The codes a column of kind "state" or "unit" (states and territories) may hold."""
    return {s.code for s in states.everything() if kind == "unit" or s.kind == "state"}
