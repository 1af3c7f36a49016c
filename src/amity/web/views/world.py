"""The first page: the world coloured by closeness to a chosen state."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from amity import api, scores, states
from amity.atlas import open_atlas
from amity.errors import NoDataError
from amity.indicators import covered
from amity.report import words
from amity.web import look
from amity.web.answers import Answer

_MAP = Path(__file__).parents[1] / "world.json"

#: Where one colour ends and the next begins, in standard deviations of closeness; 0 is an ordinary pair.
CUTS = (-2.0, -0.75, -0.25, 0.25, 0.75, 2.0)
CLASSES = (
    ("c0", "below −2: apart"),
    ("c1", "−2 to −0.75"),
    ("c2", "−0.75 to −0.25"),
    ("c3", "around 0: ordinary"),
    ("c4", "0.25 to 0.75"),
    ("c5", "0.75 to 2"),
    ("c6", "above 2: close"),
)

#: Ends of the scale on which an interval is drawn.
_ENDS = (-6.0, 6.0)

#: Pairs that the sources of this project, or its readers, ask about most.
EXAMPLES = (
    ("CHN", "RUS", "China and Russia"),
    ("USA", "GBR", "United States and United Kingdom"),
    ("IND", "PAK", "India and Pakistan"),
    ("DEU", "FRA", "Germany and France"),
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A state and how close it is to the chosen one."""

    code: str
    name: str
    kind: str
    text: str
    interval: str
    standing: str
    at: str
    at_low: str
    at_high: str


def home(of: str | None, year: int | None) -> Answer:
    """The first page; without a state, one is to be picked."""
    atlas = open_atlas()
    chosen = states.get(of) if of else None
    content: dict[str, Any] = {"of": chosen, "unseen": (), "year": None, "spots": (), "first": None, "last": None}
    spots: tuple[Spot, ...] = ()
    if chosen is not None:
        first, last = covered(scores.get("closeness"), atlas)
        year = last if year is None else year
        if not first <= year <= last:
            raise NoDataError(f"No closeness in {year}: it covers {first} to {last}.")
        spots = _spots(chosen, year)
        content |= {"year": year, "spots": spots, "unseen": _unseen(spots), "first": first, "last": last}
    page = look.render(
        "home.html.jinja",
        here="/",
        atlas=atlas.id,
        names=look.state_names(),
        map=_map(),
        places=_places(chosen, {s.code: s for s in spots}),
        classes=CLASSES,
        examples=EXAMPLES,
        **content,
    )
    return Answer(page.encode())


def _unseen(spots: tuple[Spot, ...]) -> tuple[Spot, ...]:
    """States that existed in the year and have no outline on a map of today."""
    drawn = _map()
    return tuple(spot for spot in spots if spot.code not in drawn["shapes"] and spot.code not in drawn["dots"])


@cache
def _map() -> Mapping[str, Any]:
    return json.loads(_MAP.read_text(encoding="utf-8"))


def _spots(chosen: states.State, year: int) -> tuple[Spot, ...]:
    """Every state with a closeness to the chosen one, the closest first."""
    rows = api.rank("closeness", year, chosen.code, 1_000)
    standings = api.rank("closeness", year, None, 1_000_000)["value"].sort().to_list()
    found: list[Spot] = []
    for row in rows.iter_rows(named=True):
        below = 100.0 * bisect_left(standings, row["value"]) / len(standings)
        found.append(
            Spot(
                row["b"],
                states.get(row["b"]).name,
                CLASSES[sum(row["value"] >= cut for cut in CUTS)][0],
                words.signed(row["value"], 2),
                f"{words.signed(row['low'], 2)} to {words.signed(row['high'], 2)}",
                f"closer than {below:.0f} % of all pairs of states",
                *(f"{_at(row[name]):.1f}" for name in ("value", "low", "high")),
            )
        )
    return tuple(found)


def _at(value: float) -> float:
    low, high = _ENDS
    return 100.0 * (min(max(value, low), high) - low) / (high - low)


def _places(chosen: states.State | None, spots: Mapping[str, Spot]) -> list[dict[str, Any]]:
    """What is drawn, large outlines first so that dots lie on top."""
    drawn = _map()
    shapes = sorted(drawn["shapes"].items(), key=lambda item: -len(item[1]))
    places: list[dict[str, Any]] = [{"code": code, "path": path} for code, path in shapes]
    places += [{"code": code, "path": None, "x": x, "y": y} for code, (x, y) in sorted(drawn["dots"].items())]
    for place in places:
        state = states.get(place["code"])
        spot = spots.get(state.code)
        place |= {"name": state.name, "spot": spot, "href": None, "label": state.name}
        if chosen is None:
            if state.spells:
                place |= {"kind": "pickable", "href": f"/?of={state.code}"}
            else:
                place["kind"] = "none"
        elif state.code == chosen.code:
            place["kind"] = "self"
        elif spot is None:
            place["kind"] = "none"
        else:
            label = f"{state.name}: closeness {spot.text}, 90 % interval {spot.interval}"
            place |= {"kind": spot.kind, "href": f"/dyad/{chosen.code}/{state.code}", "label": label}
    return places
