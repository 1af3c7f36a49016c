"""How close are two states, really? Deeds, not words, for any two states and any year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from amity import casefile, claims, groups, indicators, sources, states
    from amity.api import DyadView, cite, dyad, measure, rank
    from amity.api.checking import check
    from amity.api.scoring import compare, ideal_points, influence
    from amity.atlas import open_atlas
    from amity.errors import AmityError
    from amity.panel import panel
    from amity.reader.readouts import readouts
    from amity.sql import sql

#: Where each public name lives. A module's own name is the module itself: `amity.states.find("Burma")`.
_HOME = {
    "AmityError": "amity.errors",
    "DyadView": "amity.api",
    "casefile": "amity.casefile",
    "check": "amity.api.checking",
    "claims": "amity.claims",
    "cite": "amity.api",
    "compare": "amity.api.scoring",
    "dyad": "amity.api",
    "groups": "amity.groups",
    "ideal_points": "amity.api.scoring",
    "indicators": "amity.indicators",
    "influence": "amity.api.scoring",
    "measure": "amity.api",
    "open_atlas": "amity.atlas",
    "panel": "amity.panel",
    "rank": "amity.api",
    "readouts": "amity.reader.readouts",
    "sources": "amity.sources",
    "sql": "amity.sql",
    "states": "amity.states",
}

__all__ = [
    "AmityError",
    "DyadView",
    "__version__",
    "casefile",
    "check",
    "cite",
    "claims",
    "compare",
    "dyad",
    "groups",
    "ideal_points",
    "indicators",
    "influence",
    "measure",
    "open_atlas",
    "panel",
    "rank",
    "readouts",
    "sources",
    "sql",
    "states",
]


def __getattr__(name: str) -> Any:
    """Load a public name on first use, so that `import amity` itself loads nothing."""
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module 'amity' has no attribute {name!r}")
    from importlib import import_module

    module = import_module(home)
    value = module if home == f"amity.{name}" else getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
