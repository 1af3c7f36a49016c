"""Between whom a line of a list is, a name and a number: the state of the line, and the one whose list it is."""

from __future__ import annotations

import re
from collections.abc import Callable

from amity.reader.scene import Scene

#: A line is no longer.
_LONG = 80
_WORDS = re.compile(r"[A-Za-z]{2,}")


def is_line(scene: Scene) -> bool:
    """Whether a sentence tells nothing but a state and its figure."""
    if len(scene.case.text) > _LONG:
        return False
    names = [a for a in scene.actors if len(a.codes) == 1 and a.kind in ("state", "demonym")]
    if len(names) != 1 or len(scene.case.quantities) > 2:
        return False
    text = scene.case.text
    for start, end in sorted((names[0].span, *(q.span for q in scene.case.quantities)), reverse=True):
        text = text[:start] + text[end:]
    return _WORDS.search(text) is None


def line_signs(scene: Scene, owner: str, partner: str, add: Callable[[str, float], None]) -> None:
    """What speaks for a pair of a line, as `is_line` tells it: that the one whose list it is stays in its part."""
    pair = {owner, partner}
    if not pair & set(scene.places):
        add("l:without the state of the line", 1.0)
        return
    told = [(e.way.owner, e.way.partners[0]) for e in scene.known[:2] if e.way.partners]
    common = set(told[0]) & set(told[1]) - set(scene.places) if len(told) == 2 and told[0] != told[1] else set[str]()
    if len(common) == 1:
        whose = next(iter(common))
        has_part = (owner if told[0][0] == whose else partner) == whose
        add(
            f"l:whose list it is {'in its part' if has_part else 'in the other part' if whose in pair else 'left out'}",
            1.0,
        )
    titled = {a.codes[0] for a in scene.case.titled} - set(scene.places)
    if titled:
        add(f"l:{'with' if titled & pair else 'without'} the title", 1.0)
    if told and len(common) != 1:
        kept = pair & set(told[0]) - set(scene.places)
        add(f"l:{'keeps the owner' if told[0][0] in kept else 'keeps the partner' if kept else 'keeps none'}", 1.0)
