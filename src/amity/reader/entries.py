"""What an entry of a list says of what is measured, between whom, when, and whether the data hold it."""

from __future__ import annotations

from collections.abc import Callable

from amity.reader.model import Period
from amity.reader.scene import Features, Scene
from amity.reader.senses import Sense

_Add = Callable[[str, float], None]


def of_sense(scene: Scene, sense: Sense, statistic: str) -> Features:
    """What an entry says of what is measured."""
    entry = scene.entry
    kind = "share" if statistic == "share" else "level" if statistic.startswith("level") else ""
    if entry is None or not kind or not entry.kind:
        return {}
    return {f"s:entry of {entry.kind} {entry.where} {sense.flow} {kind}": 1.0}


def of_pair(scene: Scene, sense: Sense, statistic: str, owner: str, partner: str, add: _Add) -> None:
    """What an entry says of a pair: its state deals with the one whose list it is."""
    entry = scene.entry
    if entry is None:
        return
    if entry.code not in (owner, partner):
        add("p:entry of another", 1.0)
        return
    role, whose = ("partner", owner) if entry.code == partner else ("owner", partner)
    flow = "pair" if sense.flow == "with" and statistic.startswith("level") else sense.flow
    if statistic.startswith("level") and flow in ("in", "out"):
        # Who sells is the same whoever tells of it.
        role, flow = ("buys" if (role == "partner") == (flow == "out") else "sells"), "level"
    if flow not in ("pair", "balance"):
        add(f"p:entry of {entry.kind or 'a list'}: {flow} {role}", 1.0)
    add(f"p:entry {entry.how}", 1.0)
    if entry.listing is not None and entry.listing.owner is not None:
        add("p:entry, whose list" if entry.listing.owner == whose else "p:entry, not whose list", 1.0)
    last = scene.last
    if last is not None and last.way.partners:
        was = {last.way.owner, last.way.partners[0]}
        add("p:entry with the one before" if whose in was else "p:entry without the one before", 1.0)


def of_none(scene: Scene) -> list[str]:
    """What an entry says of whether the data hold its figure."""
    entry = scene.entry
    if entry is None:
        return []
    made = ["entry", f"entry {entry.how}", "entry, second" if entry.is_second else "entry, first"]
    return [*made, f"entry of {entry.kind} {entry.where}"] if entry.kind else made


def of_year(scene: Scene, at: Callable[[Period], Features]) -> None:
    """What an entry says of when it is: its list is of one year."""
    entry = scene.entry
    if entry is None:
        return
    if entry.listing is not None and entry.listing.period is not None:
        at(entry.listing.period)["y:entry, of its list"] = 1.0
    if scene.last is not None:
        at(scene.last.period)[f"y:entry, as the figure before {scene.where(scene.last)}"] = 1.0
