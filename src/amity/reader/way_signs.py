"""What speaks for goods that go one way rather than both: "Goods from Russia were worth", "were Chinese sales"."""

from __future__ import annotations

from collections.abc import Iterable

from amity.reader.pair_grammar import told_way
from amity.reader.scene import Features, Scene
from amity.reader.senses import Sense


def add_way_signs(scene: Scene, found: Iterable[tuple[Sense, str, Features]]) -> None:
    """Whether the words about the figure alone say who sells or who buys: then not both ways are meant together."""
    quantity = scene.case.quantity
    if quantity.kind == "rank":
        return
    if scene.sides:
        told = f"{min(len(scene.sides), 2)} sides told"
    else:
        told = "way told" if told_way(scene.case.text, quantity.span, scene.since, scene.until) else "no way told"
    kind = "change" if quantity.by else "level"
    for sense, statistic, features in found:
        if statistic.startswith("level") and sense.flow in ("in", "out", "with", "balance"):
            flow = "one way" if sense.flow in ("in", "out") else sense.flow
            features[f"s:{told}, {kind} {flow}"] = 1.0
