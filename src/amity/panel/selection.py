"""From what people type to what a panel is made of: indicators, variables, states, lags; unknown names are refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast, get_args

import polars as pl

from amity import indicators as measures
from amity import scores
from amity import states as register
from amity.atlas import Atlas
from amity.errors import NoDataError, UsageError, nearest
from amity.indicators import Indicator
from amity.panel import columns as reading
from amity.panel.columns import Column, Reducer
from amity.panel.variables import Variable, groups, registry

MAJORS = "major powers"

#: What all scores are called together, as a pillar's indicators are by its name.
SCORES = "scores"

#: No data set reaches further back than this many years.
_LONGEST_LAG = 300


def indicators(wanted: str | Sequence[str], atlas: Atlas) -> list[Indicator]:
    """The indicators of these ids and pillars, each once, in the order asked; of "all" those the atlas has tables for.

    A pillar gives those of its indicators that the atlas has tables for, if it has any. Scores are chosen by their
    ids, or all of them by "scores"; "all" means the indicators, which scores are made of. What is read from casefiles
    is chosen by its id alone: few pairs have one, and a panel should not change with somebody's own.
    """
    known = {**scores.registry(), **measures.registry()}
    held = {i.id for i in known.values() if not i.casefile and set(i.tables) <= set(atlas.tables)}
    if wanted == "all":
        return [i for i in measures.registry().values() if i.id in held]
    _require_list(wanted, "indicators")
    found: dict[str, Indicator] = {}
    for name in wanted:
        mine = [i for i in known.values() if not i.casefile and (SCORES if i.kind == "score" else i.pillar) == name]
        mine = [i for i in mine if i.id in held] or mine or [i for i in known.values() if i.id == name]
        if not mine:
            pillars = {SCORES, *(i.pillar for i in measures.registry().values())}
            raise UsageError(
                f"No indicator, score or pillar is called {name!r}.{nearest(name, [*known, *pillars])} "
                "`amity indicators` lists them all."
            )
        found |= {i.id: i for i in mine}
    for indicator in found.values():
        if lacking := [table for table in indicator.tables if table not in atlas.tables]:
            raise NoDataError(
                f"The atlas in {atlas.folder} has no table {lacking[0]}, which {indicator.id} is read from."
            )
    return list(found.values())


def variables(wanted: str | Sequence[str], atlas: Atlas) -> list[Variable]:
    """The variables of these names and groups, each once, in the order asked; of "all" those that the atlas holds.

    A group gives those of its variables that the atlas holds, if it holds any.
    """
    known, sets = registry(), groups()
    if wanted == "all":
        return [v for v in known.values() if reading.held(atlas, v)]
    _require_list(wanted, "variables")
    found: dict[str, Variable] = {}
    for name in wanted:
        if name in sets:
            held = [v for v in sets[name] if reading.held(atlas, v)]
            found |= {v.name: v for v in held or sets[name]}
        elif name in known:
            found[name] = known[name]
        else:
            raise UsageError(
                f"No variable or group is called {name!r}.{nearest(name, [*known, *sets])} "
                "`amity panel --list` lists them all."
            )
    return list(found.values())


def reducers(
    given: Mapping[str, str], wanted: Sequence[Indicator], chosen: Sequence[Variable], unit: str
) -> Mapping[str, Reducer]:
    """How directed quantities become one value, checked."""
    if given and unit != "dyad-year":
        raise UsageError(f"A {unit} keeps both directions apart: `reduce` is for unit 'dyad-year'.")
    directed = {i.id for i in wanted if i.directed} | {v.name for v in chosen if v.level == "directed"}
    for name, how in given.items():
        if name not in directed:
            asked = "has no direction" if any(name == x for x in _names(wanted, chosen)) else "is not asked for"
            raise UsageError(f"{name!r} {asked}, so there is nothing to reduce.{nearest(name, sorted(directed))}")
        if how not in get_args(Reducer):
            raise UsageError(f"Two directions cannot be reduced by {how!r}; choose {', '.join(get_args(Reducer))}.")
    return cast("Mapping[str, Reducer]", given)


def _names(wanted: Sequence[Indicator], chosen: Sequence[Variable]) -> list[str]:
    return [*(i.id for i in wanted), *(v.name for v in chosen)]


def units(
    states: str | Sequence[str] | None,
    dyads: Sequence[tuple[str, str | None]] | None,
    atlas: Atlas,
    first: int,
    last: int,
) -> tuple[list[str], set[tuple[int, int]] | None]:
    """The codes of the states of a panel in order, and the pairs wanted as numbers of them; None for all pairs."""
    if states is not None and dyads is not None:
        raise UsageError("`states` and `dyads` both choose the rows. Use one or the other.")
    everyone = sorted(state.code for state in register.members())
    if dyads is not None:
        pairs: set[tuple[str, str]] = set()
        for pair in dyads:
            if isinstance(pair, str) or len(pair) != 2:  # pyright: ignore[reportUnnecessaryIsInstance]
                raise UsageError(f"{pair!r} is no pair: give two names, or a name and None for all its pairs.")
            a, b = pair
            if b is None:
                mine = register.find(a).code
                pairs |= {(mine, other) for other in everyone if other != mine}
            else:
                pairs.add(register.dyad(a, b).ordered)
        codes = sorted({code for pair in pairs for code in pair})
        number = {code: n for n, code in enumerate(codes)}
        return codes, {(number[a], number[b]) for a, b in pairs}
    if states is None:
        return everyone, None
    found: set[str] = set()
    for name in [states] if isinstance(states, str) else states:
        if name.strip().lower().replace("_", " ").replace("-", " ") == MAJORS:
            found |= _majors(atlas, first, last)
        else:
            found.add(register.find(name).code)
    return sorted(found), None


def _majors(atlas: Atlas, first: int, last: int) -> set[str]:
    spells = atlas.scan("major_powers").filter(
        pl.col("first_day").dt.year() <= last, pl.col("last_day").dt.year().fill_null(last) >= first
    )
    return set(spells.select("state").collect()["state"])


def lags(given: Sequence[int] | Mapping[str, Sequence[int] | int]) -> Mapping[str, tuple[int, ...]]:
    """Name of a variable, group, indicator or column → how many years back; "" stands for every column."""
    asked: dict[str, tuple[int, ...]] = {}
    if isinstance(given, Mapping):
        for name, many in given.items():
            asked[name] = (many,) if isinstance(many, int) else tuple(many)
    elif given:
        asked[""] = tuple(given)
    for name, many in asked.items():
        for lag in many:
            if not 1 <= lag <= _LONGEST_LAG:
                raise UsageError(f"A lag of {lag} years for {name or 'every column'}: it must be 1 to {_LONGEST_LAG}.")
    return asked


def with_lags(made: Sequence[Column], asked: Mapping[str, tuple[int, ...]]) -> list[Column]:
    """The columns, each followed by its lags."""
    known = registry()
    result: list[Column] = []
    met: set[str] = set()
    for column in made:
        result.append(column)
        variable = known.get(column.base)
        names = {"", column.name, column.base, variable.group if variable else ""}
        met |= names & asked.keys()
        years = sorted({lag for name in names if name in asked for lag in asked[name]})
        for lag in years:
            ago = f"{lag} year{'s' if lag > 1 else ''} earlier"
            result.append(
                replace(
                    column, name=f"{column.name}_lag{lag}", definition=f"{column.definition} The value {ago}.", lag=lag
                )
            )
    if strange := [name for name in asked if name not in met]:
        known_names = [name for column in made for name in (column.name, column.base)]
        raise UsageError(f"There is no {strange[0]!r} here to take lags of.{nearest(strange[0], known_names)}")
    return result


def require_columns(missing: object, names: Sequence[str]) -> None:
    """Fail where values are set for a column that is not there, or an unknown treatment is asked for."""
    if isinstance(missing, Mapping):
        asked = cast("Mapping[str, object]", missing)
        for name in asked:
            if name not in names:
                raise UsageError(f"There is no column {name!r} whose gaps could be filled.{nearest(name, names)}")
    elif missing not in ("null", "drop"):
        raise UsageError(f"Missing values cannot be {missing!r}: choose 'null', 'drop' or values by column.")


def _require_list(wanted: object, what: str) -> None:
    if isinstance(wanted, str):
        raise UsageError(f"`{what}` is a list of names, or 'all'; {wanted!r} is one text. Write [{wanted!r}].")
