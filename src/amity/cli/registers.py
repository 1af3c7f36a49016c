"""`amity states`, `indicators`, `sources`, `cite`: what amity knows of, printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from amity.cli import printing
from amity.errors import NoDataError, UsageError
from amity.states import State


def states(query: str | None, *, year: int | None, json: bool) -> int:
    """Print the states or one of them; see `amity states --help`."""
    from amity import states as register

    if query is None:
        found = register.members(year)
        if not found:
            span = [spell.first_day.year for state in register.members() for spell in state.spells]
            raise NoDataError(f"No state was a member in {year}: the list of states starts in {min(span)}.")
        _print_states(found, year, json=json)
        return 0
    state = register.find(query)
    member = state.is_member(year) if year is not None else None
    if json:
        content: dict[str, Any] = {"states": [_state(state)]}
        if year is not None:
            content |= {"year": year, "is_member": member, "name_in_year": state.name_in(year)}
        printing.dump("states", None, content)
    else:
        _print_state(state)
        if year is not None:
            printing.line()
            was = f"a member of the state system in {year}"
            printing.line(f"{state.name_in(year) if member else state.name} was {'' if member else 'not '}{was}.")
    return 1 if member is False else 0


def _print_states(found: Sequence[State], year: int | None, *, json: bool) -> None:
    if json:
        printing.dump("states", None, {"year": year, "states": [_state(state) for state in found]})
        return
    rows = [[s.code, s.name if year is None else s.name_in(year), _spells(s), s.note] for s in found]
    printing.table(["code", "name", "member", "note"], rows)
    printing.line()
    printing.line(f"{len(rows)} states{'' if year is None else f' in {year}'}.")


def _print_state(state: State) -> None:
    rows = {
        "name": state.name,
        "code": state.code,
        "member": _spells(state),
        "COW": ", ".join(map(str, state.cow)),
        "Gleditsch-Ward": ", ".join(map(str, state.gw)),
        "ISO 3166": state.iso3 or "none",
        "UN M49": state.m49 or "none",
        "note": state.note,
    }
    printing.pairs({name: text for name, text in rows.items() if text})


def _spells(state: State) -> str:
    return ", ".join(f"{s.first_day} – {s.last_day or 'today'}" for s in state.spells) or "never"


def _state(state: State) -> dict[str, Any]:
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


def indicators(name: str | None, *, json: bool) -> int:
    """Print the scores and indicators, or one of them; see `amity indicators --help`."""
    from amity import indicators as register
    from amity import scores
    from amity.atlas import open_atlas

    known = {**scores.registry(), **register.registry()}
    groups = {indicator.id: _group(indicator) for indicator in known.values()}
    one = name is not None and (name in known or name not in groups.values())
    wanted = [scores.get(name)] if name is not None and one else list(known.values())
    if name is not None and not one:
        wanted = [indicator for indicator in wanted if groups[indicator.id] == name]
    atlas = open_atlas()
    described = [_indicator(indicator, atlas) for indicator in wanted]
    if json:
        printing.dump("indicators", atlas.id, {"indicators": described})
    elif one:
        printing.pairs({key: _words(value) for key, value in described[0].items()})
    else:
        _print_groups(described, groups)
    return 0


def _group(indicator: Any) -> str:
    return "scores" if indicator.kind == "score" else indicator.pillar


def _print_groups(described: Sequence[Mapping[str, Any]], groups: Mapping[str, str]) -> None:
    """One table, the scores first, a blank line before each group."""
    rows: list[list[str]] = []
    last = ""
    for one in described:
        if last and groups[one["id"]] != last and "scores" in (groups[one["id"]], last):
            rows.append([""] * 4)
        last = groups[one["id"]]
        rows.append([one["id"], one["unit"], _words(one["years"]), one["question"]])
    printing.table(["indicator", "unit", "years", "question"], rows)


def _indicator(indicator: Any, atlas: Any) -> dict[str, Any]:
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


def _years(indicator: Any, atlas: Any) -> list[int] | None:
    """First and last year held, if any."""
    from amity import indicators as register

    if any(table not in atlas.tables for table in indicator.tables):
        return None
    try:
        return list(register.covered(indicator, atlas))
    except NoDataError:
        return None


def _words(value: Any) -> str:
    if value is None:
        return "not in this atlas"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        items: list[Any] = value  # pyright: ignore[reportUnknownVariableType]
        if len(items) == 2 and all(not isinstance(i, str) for i in items):
            low, high = ("unbounded" if i is None else str(i) for i in items)
            return f"{low} to {high}"
        return ", ".join(map(str, items))
    return str(value)


def sources(name: str | None, *, coverage: bool, of: Sequence[str], out: Path | None, json: bool) -> int:
    """Print the sources of the atlas in use; see `amity sources --help`."""
    from amity import api
    from amity.atlas import open_atlas

    atlas = open_atlas()
    known: Mapping[str, Mapping[str, Any]] = atlas.manifest["sources"]
    if name is not None and name not in known:
        raise UsageError(f"No source is called {name!r}.{api.nearest(name, known)} `amity sources` lists them all.")
    if (of or out) and not coverage:
        raise UsageError("--of and --out belong to --coverage.")
    chosen = {key: record for key, record in sorted(known.items()) if name in (None, key)}
    held = {key: _coverage(atlas.manifest["tables"], key) for key in chosen} if coverage or name is not None else {}
    if json:
        rows = [{**record, **({"coverage_held": held[key]} if held else {})} for key, record in chosen.items()]
        printing.dump("sources", atlas.id, {"sources": rows})
    elif coverage:
        from amity.cli import covering

        covering.coverage(atlas, of, out, name)
    elif name is not None:
        _print_source(chosen[name], held[name])
    else:
        rows = [[key, record["version"], record["title"]] for key, record in chosen.items()]
        printing.table(["source", "version", "title"], rows)
    return 0


def _coverage(tables: Mapping[str, Any], source: str) -> list[dict[str, Any]]:
    """The coverage entries of every table that this source contributes to."""
    return [
        {"table": table, **entry}
        for table, record in tables.items()
        for entry in record["coverage"]
        if source in str(entry.get("dataset", "")).split(" + ")
    ]


def _coverage_cells(entry: Mapping[str, Any]) -> list[str]:
    years = f"{entry['first_year']}–{entry['last_year']}" if entry.get("first_year") is not None else ""
    states = entry.get("states")
    gaps = ", ".join(map(str, entry.get("gaps") or ()))
    return [entry["table"], entry.get("vintage") or "", years, "" if states is None else str(states), gaps]


def _print_source(record: Mapping[str, Any], held: Sequence[Mapping[str, Any]]) -> None:
    shown = (
        "id",
        "title",
        "version",
        "citation",
        "licence",
        "landing_url",
        "download_url",
        "grain",
        "coverage",
        "form",
    )
    rows = {key.replace("_", " "): str(record[key]) for key in shown if record.get(key)}
    rows["ships"] = {"values": "values", "aggregates": "only sums, shares and counts"}.get(record["ships"], "")
    for number, defect in enumerate(record.get("defects") or (), 1):
        rows[f"defect {number}"] = defect
    printing.pairs(rows)
    printing.line()
    printing.table(["file", "bytes", "sha256"], [[f["name"], f"{f['bytes']:,}", f["sha256"]] for f in record["files"]])
    if held:
        printing.line()
        printing.table(["table", "edition", "years", "states", "years missing"], [_coverage_cells(e) for e in held])


def cite(names: Sequence[str], *, style: Literal["text", "bibtex"], json: bool) -> int:
    """Print how to cite; see `amity cite --help`."""
    from amity import api

    if json:
        from amity.atlas import open_atlas

        printing.dump("cite", open_atlas().id, {"works": list(api.cited(names))})
    else:
        printing.line(api.cite(*names, style=style))
    return 0
