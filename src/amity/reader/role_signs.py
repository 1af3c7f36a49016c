"""What speaks for one state in one role, owner or partner, by the places where it is named, whoever the other is."""

from __future__ import annotations

from collections.abc import Callable

from amity.reader.model import Actor
from amity.reader.phrases import clause_of
from amity.reader.scene import Features, Scene, gap
from amity.reader.senses import Sense

_Add = Callable[[str, float], None]


def by_role(scene: Scene, role: str, code: str, add: _Add) -> None:
    """What speaks for one state in one role, whatever is measured."""
    places, case = scene.places.get(code), scene.case
    if share := dict(case.whose).get(code):
        add(f"r:{role} whose {'named' if places else 'unnamed'}", share)
    if case.paragraph == (code,):
        add(f"r:{role} alone in the paragraph before", 1.0)
    elif set(case.before) == {code}:
        add(f"r:{role} alone before", 1.0)
    if not places:
        add(f"r:{role} unnamed", 1.0)
        if code in case.before:
            add(f"r:{role} named before", 1.0)
        if code in case.heads:
            add(f"r:{role} head", 1.0)
        if code == case.hub:
            add(f"r:{role} hub", 1.0)
        if code in case.paragraph:
            add(f"r:{role} in paragraph", 1 / (1 + case.paragraph.index(code)))
        for name, last in (("topic", case.topic), ("past", case.past)):
            if last is not None and last.owner is not None and last.owner.code == code:
                add(f"r:{role} owner of the {name}", 1.0)
            if last is not None and last.partner is not None and last.partner.code == code:
                add(f"r:{role} partner of the {name}", 1.0)
        if scene.is_ours and case.often and code == case.often[0][0]:
            add(f"r:{role} ours", 1.0)
        return
    away = min(scene.away(actor.span) for actor in places)
    add(f"r:{role} near", 1 / (1 + away / 40))
    if any(scene.is_here(actor.span) for actor in places):
        add(f"r:{role} in clause", 1.0)
    if all(actor.kind == "pronoun" for actor in places):
        add(f"r:{role} pronoun", 1.0)
    for tie in {tie for actor in places if (tie := scene.tie(actor.span))}:
        add(f"r:{role} {tie}", 1.0)
    if code in scene.struck:
        add(f"r:{role} of a war", 1.0)
    if code in scene.elsewhere:
        add(f"r:{role} beside another figure", 1.0)


def by_places(scene: Scene, role: str, flow: str, sense: Sense, code: str, add: _Add) -> None:
    """What speaks for one state in one role where goods go one way, by the places where it is named."""
    places = scene.places.get(code, ())
    if any(scene.away(actor.span) == scene.nearest for actor in places):
        add(f"r:{flow} {role} nearest", 1.0)
    most: Features = {}

    def most_of(name: str, value: float) -> None:
        most[name] = max(most.get(name, 0.0), value)

    for actor in places:
        _mention(scene, role, flow, sense, actor, most_of)
    for name, value in most.items():
        add(name, value)


def _word(text: str) -> str:
    """What kind of word stands for a state: "there", "its", "it", "the country"."""
    last = text.lower().split()[-1]
    if last in ("there", "latter", "former"):
        return last
    if last in ("its", "their", "our", "ours") or last.endswith(("'s", "’s")):
        return "whose"
    return "called" if " " in text else "it"


def _mention(scene: Scene, role: str, flow: str, sense: Sense, actor: Actor, add: _Add) -> None:
    """What speaks for a role in one place where the state is named."""
    here = 1.0 if scene.is_here(actor.span) else 0.5
    if not scene.is_fresh(actor.span):
        # What stands before the last figure, or after the next one, is first of all of that.
        here /= 4
    preposition = scene.preposition(actor)
    if preposition:
        add(f"m:{flow} {role} {preposition}", here)
    if actor.genitive:
        add(f"m:{flow} {role} genitive", here)
    if actor.kind == "demonym":
        add(f"m:{flow} {role} demonym", here)
    if actor.kind == "pronoun" and len(actor.codes) == 1:
        add(f"m:{role} {_word(scene.case.text[slice(*actor.span)])}", here)
    first = scene.leads[clause_of(scene.spans, actor.span[0])]
    if actor.span[0] == first and not preposition and not actor.genitive:
        add(f"m:{flow} {role} leads", here)
    if 0 <= actor.span[0] - scene.end < 14:
        add(f"m:{flow} {role} right after", here)
    if 0 <= scene.start - actor.span[1] < 14:
        add(f"m:{flow} {role} right before", here)
    for relation in scene.case.relations:
        if relation.sense is not sense:
            continue
        kind, away = "verb" if relation.is_verb else "noun", gap(actor.span, relation.span)
        if actor.span[1] <= relation.span[0]:
            add(f"m:{flow} {role} {'just ' if away < 4 else ''}before {kind}", here / (1 + away / 60))
        else:
            add(f"m:{flow} {role} {'just ' if away < 12 else ''}after {kind}", here / (1 + away / 60))
        for found, name in ((relation.owner, "o"), (relation.partner, "p")):
            if found is not None and found.code in actor.codes:
                add(f"m:{role} read as {name}", here)
