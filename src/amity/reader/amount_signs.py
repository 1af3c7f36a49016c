"""What a share is of where an amount of a ware stands before it: "its 38 million tonnes were 20 % of everything"."""

from __future__ import annotations

from collections.abc import Iterable

from amity.reader import senses
from amity.reader.scene import Features, Scene
from amity.reader.senses import Sense

#: What wares are measured in: no share of all goods is told beside it.
_OF_WARES = frozenset({"t", "m3", "bbl/d", "TIV"})


def after_amounts(scene: Scene, found: Iterable[tuple[Sense, str, Features]]) -> None:
    """Whether a share or a place is of the ware that an amount before in the paragraph tells."""
    if scene.case.quantity.kind != "rank" and senses.measure(scene.case.quantity.unit) != "share":
        return
    amount = next((e for e in scene.before if senses.measure(e.unit) in _OF_WARES), None)
    if amount is None or amount.block != scene.block or amount.way.sense.ware in (None, "goods"):
        return
    where = scene.where(amount)
    for sense, statistic, features in found:
        if sense.ware is not None and statistic in ("share", "rank"):
            is_same = sense.ware == amount.way.sense.ware
            features[f"s:{'of the ware' if is_same else 'of another ware'} of an amount before {where}"] = 1.0
