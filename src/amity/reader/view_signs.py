"""What speaks for who thinks well of whom: what is said of either, and whom the figures before asked and of whom."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from amity.reader.model import Actor
from amity.reader.scene import Features, Scene
from amity.reader.views import sides

#: The people of a state, named after it or as its people.
_PEOPLE = re.compile(
    r"(?:['’]s?)?\s+(?:public|people|population|citizens|adults|respondents|voters|opinion|side|half|share)\b"
)
#: What stands between a state and its figure where each public has its own: "Japan (66", "Japan with 77".
_OWN = re.compile(r"(?:['’]s?)?\s*(?:[(\[]\s*|,?\s+(?:with|at|on|by|had|it\s+is|it\s+was)\s+(?:\w+\s+)?|,\s+)")
#: The same with the figure first: "77 percent in Japan", "66 % of Germans".
_OF = re.compile(r"[\s%]*(?:per\s?cent\s+)?(?P<how>of|in|among|for|from)\s+(?:the\s+|all\s+)?")
#: What stands between two states of a row, each with its figure or without.
_NEXT = re.compile(
    r"(?:['’]s?)?\s*(?:[(\[][^()\[\]]{1,40}[)\]]|with\s[^,;()]{1,24}?)?\s*(?:,\s*and|,|;|and|or|as\s+well\s+as)\s+"
    r"(?:(?:of|to|in|by|from|for|among)\s+)?(?:the\s+)?"
)
#: So many figures before say whom the document asks, and of whom.
_MANY = 8


def view_signs(scene: Scene, owner: str, partner: str, add: Callable[[str, float], None]) -> None:
    """What speaks for the first as the one who thinks of the second."""
    if scene.views is None:
        scene.views = dict(_said(scene))
    for role, code in (("o", owner), ("p", partner)):
        for name in (
            "holds",
            "seen",
            "holds in a row",
            "seen in a row",
            "own",
            "of",
            "in",
            "among",
            "for",
            "from",
            "people",
        ):
            if f"{code} {name}" in scene.views:
                add(f"view {role} {name}", scene.views[f"{code} {name}"])
    _so_far(scene, owner, partner, add)
    _asked_before(scene, owner, add)


def _asked_before(scene: Scene, owner: str, add: Callable[[str, float], None]) -> None:
    """Whether those asked are told before: "the same people", "German answers are gloomier. Only 26 per cent"."""
    last, case, said = scene.last, scene.case, scene.views or {}
    was = last.way.owner if last is not None and last.way.sense.id.startswith("opinion") else ""
    if was and "the same people" in said:
        add(f"view o {'the same people' if owner == was else 'others than the same people'}", 1.0)
    if case.paragraph and owner not in scene.places and "none asked" in said:
        # Named since the last figure, or else with it or before.
        since = case.paragraph[0] != was and (last is None or case.paragraph[0] not in last.way.partners)
        if owner == case.paragraph[0]:
            add(f"view o named last, none asked here{', since the last figure' if since else ''}", 1.0)
        elif owner == was:
            add(f"view o as before, none asked here{', another named since' if since else ''}", 1.0)


#: Who was asked before.
_THE_SAME = re.compile(
    r"\b(?:the\s+same\s+(?:people|respondents|public|poll|survey|question)|those\s+asked|(?:per\s?cent|%)\s+of\s+them)\b",
    re.IGNORECASE,
)


def _said(scene: Scene) -> Features:
    """What is said of each state in the sentence, the less so the further it stands beyond another figure."""
    made: Features = {}

    def most(actor: Actor, name: str) -> None:
        key = f"{actor.codes[0]} {name}"
        made[key] = max(made.get(key, 0.0), 1.0 if scene.is_fresh(actor.span) else 0.25)

    holders, seen = sides(scene.case)
    if not holders:
        made["none asked"] = 1.0
    if _THE_SAME.search(scene.case.text, scene.since, scene.until):
        made["the same people"] = 1.0
    for name, told in (("holds", holders), ("seen", seen)):
        outright = {a.codes for a in holders if a.kind != "pronoun"}
        for actor in told:
            # "Italians rate it well": it is another state, whichever stands nearest.
            if name == "holds" or actor.kind != "pronoun" or actor.codes not in outright:
                most(actor, name)
        for actor in _in_row(scene, told, (*holders, *seen)):
            most(actor, f"{name} in a row")
    text = scene.case.text
    for actor in (a for a in scene.actors if len(a.codes) == 1):
        if _PEOPLE.match(text, actor.span[1]):
            most(actor, "people")
        if (
            actor.kind != "pronoun"
            and actor.span[1] <= scene.start
            and _OWN.fullmatch(text, actor.span[1], scene.start)
        ):
            most(actor, "own")
        after = _OF.match(text, scene.end)
        if after is not None and after.end() == actor.span[0]:
            most(actor, after["how"])
    return made


def _in_row(scene: Scene, told: Sequence[Actor], known: Sequence[Actor]) -> Iterator[Actor]:
    """The states that follow one in a row: "in Nigeria, Kenya and Indonesia", "in Japan (66), Italy (74)"."""
    last = None
    for actor in scene.actors:
        if actor in known:
            last = actor if actor in told else None
        elif last is not None and len(actor.codes) == 1 and actor.kind != "pronoun":
            last = actor if _NEXT.fullmatch(scene.case.text, last.span[1], actor.span[0]) else None
            if last is not None:
                yield actor


def _so_far(scene: Scene, owner: str, partner: str, add: Callable[[str, float], None]) -> None:
    """Whether the figures before asked the same people, or of the same state: "Poles 74, Brazilians 62"."""
    told = [e.way for e in scene.known if e.way.sense.id.startswith("opinion") and e.way.partners][:_MANY]
    titled = {a.codes[0]: "people" if a.kind == "demonym" else "state" for a in scene.case.titled}
    for role, code, other in (("o", owner, partner), ("p", partner, owner)):
        if code in titled and code not in scene.fresh:
            tail = "of many" if len(titled) > 1 else "alone"
            add(f"view {role} of the title, {titled[code]} {tail}", 1.0)
            add(f"view {role} of the title, {'the other named' if other in scene.fresh else 'none named'}", 1.0)
    if not told:
        return
    for role, code, same in (
        ("o", owner, sum(way.owner == owner for way in told)),
        ("p", partner, sum(way.partners[0] == partner for way in told)),
    ):
        where = "named" if code in scene.fresh else "in the sentence" if code in scene.places else "unnamed"
        add(f"view {role} so far, {where}", same / len(told))
    # One asked of many states, or many of one.
    is_one_asked = len({way.owner for way in told}) == 1
    is_one_seen = len({way.partners[0] for way in told}) == 1
    if len(told) > 1 and is_one_asked != is_one_seen:
        fits = owner == told[0].owner if is_one_asked else partner == told[0].partners[0]
        add("view as the row has it" if fits else "view not as the row has it", 1.0)
