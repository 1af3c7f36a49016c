"""What is told alike: paragraphs that open alike, shares that are "American", places that "no one but" holds.

A profile tells of one partner after another, each in a paragraph of its own that opens as the one before did.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from amity.reader import senses
from amity.reader.model import Actor, Period
from amity.reader.scene import Earlier, Features, Scene
from amity.reader.seldom import seldom
from amity.reader.senses import Sense

_Add = Callable[[str, float], None]

#: "As a source, it was down to", "as a market China ranked".
_AS_A = seldom(
    r"\b[Aa]s\s+an?\s+(?:\w+\s+){0,2}?(?:(?P<sellers>suppliers?|source|seller|exporter|provider|origin)|"
    r"(?P<buyers>market|customer|buyer|importer|destination|client|recipient)|(?P<partners>(?:trad(?:e|ing)\s+)?partner))\b"
)
#: "In trade as a whole", "all trade taken together".
_AS_A_WHOLE = seldom(
    r"\b(?:trade\s+as\s+a\s+whole|(?:all|total|overall)\s+trade|trade\s+(?:overall|in\s+total|in\s+all)|"
    r"(?:exports|imports)\s+and\s+(?:exports|imports)\s+(?:taken\s+)?together)\b"
)
#: Whom the one that has a place leaves behind.
_LEAVES = re.compile(
    r"\b(?:past|ahead\s+of|behind|overt[oa]\w+|surpass\w+|replac\w+|displac\w+|unseat\w+|oust\w+|supplant\w+|dethron\w+|"
    r"(?:place|position|spot|lead|title|rank)\s+from|before|above|passed|passing|instead\s+of|rather\s+than|no\s+longer)\s+"
    r"(?:the\s+)?$"
)
#: "No country is larger than": whom nobody surpasses.
_NO_ONE = re.compile(r"\b(?:[Nn]o|[Nn]one|[Nn]obody|[Nn]either)\b")
_THAN = re.compile(r"\bthan\s+(?:the\s+|that\s+of\s+)?$|\bas\s+(?:the\s+)?$|\bthan\s+(?:it\s+)?(?:does|did|is|was)\s+$")
#: Behind "78 per cent American" nothing follows that is American.
_ENDS = re.compile(r"\s*(?:[,.;:)]|$|and\b|in\s+(?:19|20)\d\d|over\b|during\b|but\b|while\b)")
_IS = re.compile(r"[\s%]*$")
#: Between a noun and its figure.
_HEADS = re.compile(
    r"\s*(?:,|:)?\s*(?:(?:was|were|is|are|stood|came|amounted|rose|fell|grew|climbed|reached|totall?ed|worth|of|at|to|by|valued|"
    r"estimated|about|some|nearly|almost|over|around|roughly|only|just|more\s+than|less\s+than|as\s+much\s+as|a\s+mere)\s+){1,4}"
)
_CLOSE = 40
#: Behind a figure these make it one of all partners: "rose by 20 per cent overall last year".
_OVERALL = re.compile(
    r"\s*(?:%|per\s?cent)?\s*(?:overall|in\s+all|in\s+total|altogether|all\s+told|worldwide|globally)\b"
)
_FROM = re.compile(
    r"^\s*,?\s*(?:up\s+|down\s+)?from\s+(?:just\s+|only\s+|about\s+|some\s+|the\s+|a\s+mere\s+)?\W{0,3}$"
)
#: So far back the adjective of a share may stand.
_NEAR = 4


@dataclass(frozen=True, slots=True)
class _Alike:
    """What is told alike around a figure.

    Attributes:
        opening: The figure with which the last paragraph opened, where this one opens the next.
        role: As what a state is told of: "as sellers", "as a whole"; empty where that is not said.
        origin: Whose goods a share is.
        standing: How states stand to the one that has a place.
        heads: What the figure is said to be of right before it: "a turnover of".
    """

    opening: Earlier | None
    role: str
    origin: str | None
    standing: Mapping[str, str]
    heads: frozenset[str]


@lru_cache(maxsize=1)
def _alike(scene: Scene) -> _Alike:
    """What is told alike around a figure, found once for all its readings."""
    is_rank = scene.case.quantity.kind == "rank"
    return _Alike(_opening(scene), _role(scene), _made_by(scene), _standing(scene) if is_rank else {}, _heads(scene))


def are_any(scene: Scene) -> bool:
    """Whether anything is told alike of a pair."""
    alike = _alike(scene)
    return alike.opening is not None or alike.origin is not None or bool(alike.standing)


def of_sense(scene: Scene, sense: Sense, statistic: str) -> Features:
    """What is told alike of what is measured."""
    made: Features = {}
    alike = _alike(scene)
    if (opening := alike.opening) is not None:
        is_same = opening.way.sense is sense and opening.way.statistic == statistic
        made[f"s:{'as' if is_same else 'not as'} the last paragraph opens"] = 1.0
    if alike.heads:
        kind = "share" if statistic == "share" else "level"
        made[f"s:{'heads the figure' if sense.id in alike.heads else 'another heads the figure'} {kind}"] = 1.0
    if statistic in ("rank", "share") and alike.role:
        made[f"s:{alike.role} {sense.flow} {statistic}"] = 1.0
    if alike.origin is not None:
        made[f"s:told by its origin {sense.flow} {statistic}"] = 1.0
    return made


def of_pair(scene: Scene, sense: Sense, statistic: str, owner: str, partner: str, add: _Add) -> None:
    """What is told alike of a pair."""
    alike = _alike(scene)
    if (opening := alike.opening) is not None and opening.way.partners:
        was = {opening.way.owner, opening.way.partners[0]}
        kept, new = was & {owner, partner}, {owner, partner} - was
        if len(kept) == 2:
            add("p:the pair of the last paragraph's opening", 1.0)
        elif len(kept) == 1 and new <= scene.fresh:
            place = "owner" if opening.way.owner in kept else "partner"
            add(f"p:a new one with the {place} of the last paragraph's opening", 1.0)
        elif not kept:
            add("p:none of the last paragraph's opening", 1.0)
    if statistic == "rank":
        for code, how in alike.standing.items():
            if code in (owner, partner):
                add(f"p:{how}, {'partner' if code == partner else 'owner'}", 1.0)
    elif (origin := alike.origin) is not None and sense.flow in ("in", "out"):
        place = "partner" if origin == partner else "owner" if origin == owner else "neither"
        add(f"p:of that origin, {sense.flow} {place}", 1.0)


def of_none(scene: Scene) -> list[str]:
    """What says that a figure is one of all partners."""
    if _OVERALL.match(scene.case.text, scene.end) is None:
        return []
    return [f"overall behind {scene.case.quantity.kind}"]


def of_year(scene: Scene, at: Callable[[Period], Features]) -> None:
    """What is told alike of a year."""
    if (opening := _alike(scene).opening) is not None:
        at(opening.period)["y:as the last paragraph opens"] = 1.0
    _came_from(scene, at)


def _came_from(scene: Scene, at: Callable[[Period], Features]) -> None:
    """The years of what something was before it came to the figure before: "to 3.8 per cent from 1.0"."""
    last = scene.last
    if last is None or not scene.in_sentence or _FROM.search(scene.case.text[last.span[1] : scene.start]) is None:
        return
    if senses.measure(last.unit) != senses.measure(scene.case.quantity.unit):
        return
    tail = " though a year is near" if scene.fresh_years else ""
    at(last.period)[f"y:came from, year of the other{tail}"] = 1.0
    year = last.period.last - 1
    at(Period((0, 0), year, year))[f"y:came from, year before{tail}"] = 1.0
    told = [*scene.case.periods, *scene.case.dated.told]
    earlier = max((p.first for p in told if p.first < last.period.last), default=None)
    if earlier is not None:
        at(Period((0, 0), earlier, earlier))[f"y:came from, the last told that is earlier{tail}"] = 1.0


def _opening(scene: Scene) -> Earlier | None:
    """The figure with which the last paragraph opened, for one of its unit that opens the next."""
    if scene.in_block or not scene.known:
        return None
    block = scene.known[0].block
    first = [earlier for earlier in scene.known if earlier.block == block][-1]
    is_like = senses.measure(first.unit) == senses.measure(scene.case.quantity.unit)
    return first if is_like and first.kind == scene.case.quantity.kind else None


def _heads(scene: Scene) -> frozenset[str]:
    """What a figure is said to be of right before it: "a turnover of 70 billion", "imports were worth 5 billion"."""
    text, start = scene.case.text, scene.start
    return frozenset(
        r.sense.id
        for r in scene.case.relations
        if r.sense is not None
        and not r.is_verb
        and 0 < start - r.span[1] < _CLOSE
        and _HEADS.fullmatch(text, r.span[1], start)
    )


def _role(scene: Scene) -> str:
    """As what a state is told of: "as sellers", "as a whole"; empty where that is not said."""
    low, text = scene.spans[scene.own][0], scene.case.text
    told = [m for m in _AS_A.finditer(text) if m.end() <= scene.end + _NEAR or m.start() >= low]
    if told:
        return f"as {told[-1].lastgroup}"
    whole = _AS_A_WHOLE.search(text, 0, scene.start)
    return "as a whole" if whole is not None else ""


def _made_by(scene: Scene) -> str | None:
    """Whose goods a share is: "78 per cent American", "was 79 per cent Russian"."""
    if scene.case.quantity.unit != "%" or scene.case.quantity.by:
        return None
    text = scene.case.text
    for actor in scene.actors:
        if actor.kind != "demonym" or len(actor.codes) != 1 or not 0 <= actor.span[0] - scene.end <= _NEAR:
            continue
        if _IS.fullmatch(text, scene.end, actor.span[0]) and _ENDS.match(text, actor.span[1]):
            return actor.codes[0]
    return _was(scene, text)


_WAS = re.compile(r"\b(?:is|was|were|are|being)\s+$")


def _was(scene: Scene, text: str) -> str | None:
    """The same behind the verb: "73 percent of what it imported was American"."""
    for actor in scene.actors:
        if actor.kind != "demonym" or len(actor.codes) != 1 or not scene.end < actor.span[0] < scene.until:
            continue
        if _WAS.search(text[scene.end : actor.span[0]]) and _ENDS.match(text, actor.span[1]):
            return actor.codes[0]
    return None


def _standing(scene: Scene) -> dict[str, str]:
    """How states stand to the one that has a place: left behind by it, or surpassed by no one."""
    text, found = scene.case.text, dict[str, str]()
    is_no_one = _NO_ONE.search(text, max(0, scene.start - 60), scene.start) is not None
    for actor in scene.actors:
        if len(actor.codes) != 1 or actor.kind == "pronoun":
            continue
        before = text[max(0, actor.span[0] - 30) : actor.span[0]]
        if is_no_one and actor.span[0] > scene.end and _THAN.search(before):
            found[actor.codes[0]] = "surpassed by no one"
        elif _LEAVES.search(before) or _is_listed(text, actor, found, scene):
            found.setdefault(actor.codes[0], "left behind")
    return found


def _is_listed(text: str, actor: Actor, found: dict[str, str], scene: Scene) -> bool:
    """Whether a state goes on with those left behind: "ahead of China and Canada"."""
    behind = [a for a in scene.actors if found.get(a.codes[0]) == "left behind" and a.span[1] <= actor.span[0]]
    return bool(behind) and _AND.fullmatch(text, behind[-1].span[1], actor.span[0]) is not None


_AND = re.compile(r"(?:['’]s?)?\s*(?:,|and|,\s*and|or)\s+(?:the\s+)?")
