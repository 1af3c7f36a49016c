"""When a figure may be, and what speaks for each year or span."""

from __future__ import annotations

from collections.abc import Iterator

from amity.reader.model import Period
from amity.reader.scene import Features, Scene

#: At most so many are weighed for one figure.
_MANY = 9


def year_signs(scene: Scene) -> Iterator[tuple[Period, Features]]:
    """When it may be, and what speaks for it."""
    found: dict[tuple[int, int], tuple[Period, Features]] = {}

    def at(period: Period) -> Features:
        return found.setdefault((period.first, period.last), (period, {}))[1]

    if scene.period is not None:
        at(scene.period)["y:rule"] = 1.0
    timed = [period for period in scene.case.periods if period.first <= scene.case.last_year]
    fresh = [period for period in timed if scene.is_fresh(period.span)]
    for period in timed:
        features = at(period)
        features["y:near"] = max(features.get("y:near", 0.0), 1 / (1 + scene.away(period.span) / 30))
        features |= _beside(scene, period, is_fresh=period in fresh)
        if all(other.span == period.span for other in timed):
            features["y:only"] = 1.0
    for one in timed:
        for other in timed:
            if one.last < other.last and one.grain == other.grain == "year" and scene.case.quantity.by:
                at(Period((0, 0), one.last, other.last, "span"))["y:two of a change"] = 1.0
    for place, earlier in enumerate(scene.before[:2]):
        features = at(earlier.period)
        features[f"y:as before {place} {scene.where(earlier)}"] = 1.0
        if fresh:
            features[f"y:as before though another is named {place}"] = 1.0
    if scene.case.earlier is not None:
        at(scene.case.earlier)["y:earlier"] = 1.0
    for back in range(3):
        year = scene.case.year - back
        at(Period((0, 0), year, year))[f"y:document less {back}"] = 1.0
    yield from list(found.values())[:_MANY]


def _beside(scene: Scene, period: Period, *, is_fresh: bool) -> Features:
    """What the place of a period in the sentence says."""
    made: Features = {}
    is_after = period.span[0] >= scene.end
    if scene.is_here(period.span):
        made["y:in clause"] = 1.0
    if is_fresh:
        made["y:fresh"] = made["y:fresh after" if is_after else "y:fresh before"] = 1.0
        if scene.years_follow is not None:
            made["y:on its side" if is_after == scene.years_follow else "y:on the other side"] = 1.0
    if is_after:
        made["y:after"] = 1.0
        if period.span[0] - scene.end < 14:
            made["y:right after"] = 1.0
    if period.role != "at":
        made[f"y:{period.role}"] = 1.0
    if period.last > period.first:
        made["y:span"] = 1.0
        if scene.case.quantity.by:
            made["y:span of a change"] = 1.0
    return made
