"""Forms of English that tell what is measured: "of which", "the source of", "of what it earned from gas, 8 %"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from amity.reader import senses
from amity.reader.roles import Relation
from amity.reader.scene import Features, Scene
from amity.reader.seldom import seldom
from amity.reader.senses import Sense
from amity.reader.wares import ware_told

_TWO = 2

_At = Callable[[Sense | None], list[Features]]
_Found = Iterable[tuple[Sense, str, Features]]

#: A part of the sum told before: "of which 104 billion were Chinese deliveries".
_OF_WHICH = re.compile(
    r"\bof\s+(?:which|this|that|these|it|them)\b,?(?:\s+(?!and\b)[\w-]+){0,3}\s*\W{0,4}$", re.IGNORECASE
)
#: What a state is to another whose imports, or exports, a share is of.
_ROLES = re.compile(
    r"\b(?:(?P<source>sources?|origins?|suppliers?|providers?|sellers?|exporters?|places?\s+of\s+origin)|"
    r"(?P<outlet>destinations?|outlets?|markets?|customers?|buyers?|importers?|takers?|clients?|export\s+markets?))\b"
    r"(?:\s+(?:of|for|that|to|in|with|among)\b)?",
    re.IGNORECASE,
)
#: "Gas tells a similar story: 46 per cent of its imports of the fuel".
_THE_WARE = seldom(
    r"\b(?:the|this|that)\s+(?:fuel|commodity|stuff|raw\s+material|hydrocarbon|resource|black\s+gold|product|mineral)\b",
    re.IGNORECASE,
)
#: A sentence, or what a colon or a semicolon opens, that begins with the whole: "Of what it bought in 2005, a third".
_FRONTED = re.compile(
    r"(?:^|[;:—]\s+|,\s+(?:and|but|while)\s+)\W*(?:[Oo]f|[Oo]ut of)\s+(?!which|course|late)(?P<whole>[^;:]{3,110})$"
)
_FUELS = (
    seldom(r"\b(?:crude|oil|petroleum)\b", re.IGNORECASE),
    seldom(r"\b(?:natural\s+)?gas\b", re.IGNORECASE),
    seldom(r"\b(?:coal|lignite)\b", re.IGNORECASE),
)
_TOGETHER = seldom(
    r"\b(?:together|combined|all\s+told|taken\s+as\s+one|as\s+a\s+whole|in\s+all|added\s+up|lumped)\b|\b(?:fossil\s+)?fuels\b|\benergy\b",
    re.IGNORECASE,
)
#: "5 % of its crude", "in coal 28".
_OF_WARE = re.compile(
    r"\s*(?:per\s?cent|percent|%)?\s*(?:of|in)\s+(?P<ware>(?:[\w'’-]+\s+){0,2}?[a-z-]+)(?=\s*(?:[,;:.()]|$|\s(?:in|and|but)\b))"
)
_IN_WARE = re.compile(
    r"\b(?:in|for|with|of)\s+(?P<ware>(?:[a-z]+\s+){0,1}[a-z]+)(?:,[^;:,.()]{0,30},|\s+(?:\w+\s+){0,3}?)\W*$"
)
#: Flows told in one breath, and the figures behind them in the same order.
_PAIR_OF_FLOWS = re.compile(
    r"\b(?P<first>exports?|imports?|sales|purchases|deliveries)\b(?P<gap>[^.;:\d]{0,44}?)\s+and\s+(?:(?:its|their|of|the)\s+)?"
    r"(?P<second>exports?|imports?|sales|purchases|deliveries)\b",
    re.IGNORECASE,
)

#: The same behind them: "19.5 and 5.7 per cent, respectively, of the global imports and exports of Sri Lanka".
_FLOWS_BEHIND = re.compile(
    r"\s*(?:%|per\s?cent|percent)?,?\s*(?:respectively,?\s+)?(?:of|in|for|on)\s+(?:(?:the|its|their|all|total|overall|global|both|"
    r"[A-Z][\w.]*(?:['’]s?)?)\s+){0,4}" + _PAIR_OF_FLOWS.pattern
)


def offered(scene: Scene, at: _At) -> None:
    """What forms make likely that no word names: all fuels together, a ware told again by another name."""
    text = scene.case.text
    if sum(pattern.search(text) is not None for pattern in _FUELS) > 1 and _TOGETHER.search(text) is not None:
        many = sum(pattern.search(text) is not None for pattern in _FUELS)
        for flow in ("out", "in"):
            for features in at(senses.of_goods("energy", flow)):
                features[f"s:{many} fuels together"] = 1.0
    match = _THE_WARE.search(text)
    ware = (ware_told(text[: match.start()], match.start()) or scene.case.ware) if match is not None else None
    for flow in ("out", "in") if ware not in (None, "goods") else ():
        for features in at(senses.of_goods(ware or "", flow)):
            features["s:called again" + (" energy" if ware == "energy" else "")] = 1.0


def forms(scene: Scene, found: _Found) -> None:
    """What forms say for and against each sense offered."""
    found = list(found)
    _of_which(scene, found)
    _by_roles(scene, found)
    _fronted(scene, found)
    _as_before(scene, found)
    _in_order(scene, found)
    _named_outright(scene, found)


#: Between a noun and its figure in a sheet of facts: "exports USD 22.6 billion; imports: USD 15.6 billion".
_NOTHING = re.compile(r"\s*[:–—-]?\s*")


def _named_outright(scene: Scene, found: _Found) -> None:
    """Whether the noun of a flow stands right before the figure, as in sheets of facts, and which."""
    text = scene.case.text
    nouns = [r for r in scene.case.relations if not r.is_verb and r.span[1] <= scene.start]
    near = [r.sense for r in nouns if r.sense is not None and _NOTHING.fullmatch(text, r.span[1], scene.start)]
    if not near or scene.case.quantity.by:
        return
    told = {(sense.flow, sense.ware) for sense in near}
    # What one sells the other buys: the same sum by the other noun.
    turned = {({"in": "out", "out": "in"}.get(flow, ""), ware) for flow, ware in told}
    for sense, statistic, features in found:
        if statistic.startswith("level"):
            key = sense.flow, sense.ware
            whose = "own" if key in told else "turned" if key in turned else "other"
            features[f"s:its {whose} noun right before"] = 1.0


def _of_which(scene: Scene, found: _Found) -> None:
    """Whether a sum is told as a part of the sum of both ways before it."""
    last, text = scene.last, scene.case.text
    if last is None or not scene.in_sentence or last.way.sense.flow != "with" or last.unit != scene.case.quantity.unit:
        return
    if _OF_WHICH.search(text[scene.since : scene.start]) is None:
        return
    for sense, statistic, features in found:
        if statistic.startswith("level"):
            features[f"s:of which {'one way' if sense.flow in ('in', 'out') else sense.flow}"] = 1.0


def _by_roles(scene: Scene, found: _Found) -> None:
    """Whether a share or a place is told of a source or of a destination."""
    text = scene.case.text
    low = max(scene.since, scene.spans[scene.own][0])
    before = [str(m.lastgroup) for m in _ROLES.finditer(text, low, scene.start)]
    behind = [str(m.lastgroup) for m in _ROLES.finditer(text, scene.start, scene.until)]
    for where, role in (("before", before[-1] if before else ""), ("behind", behind[0] if behind else "")):
        for sense, statistic, features in found if role else ():
            if statistic in ("share", "rank") and sense.flow in ("in", "out", "with"):
                features[f"s:{role} {where} {statistic} {sense.flow}"] = 1.0


def _fronted(scene: Scene, found: _Found) -> None:
    """What a share is of where the whole is told first: "of the money it earned from gas exports, buyers paid 8"."""
    match = _FRONTED.search(scene.case.text, scene.since, scene.start)
    if match is None:
        return
    low, high = match.span("whole")
    told: list[Relation] = [r for r in scene.case.relations if r.sense is not None and low <= r.span[0] < high]
    named = {r.sense.id for r in told if r.sense is not None}
    wares = {r.sense.ware for r in told if r.sense is not None} - {"goods"}
    for sense, statistic, features in found if named else ():
        if statistic == "share":
            features[f"s:{'' if sense.id in named else 'other '}fronted whole"] = 1.0
            if wares:
                features[f"s:{'' if sense.ware in wares else 'other '}ware of the fronted whole"] = 1.0


def _as_before(scene: Scene, found: _Found) -> None:
    """Whether a ware goes the way the figure before went: "6 % of its exports and 5 % of its crude"."""
    last = scene.last
    if last is None or not scene.in_sentence or last.way.sense.flow not in ("in", "out"):
        return
    if any(r.sense is not None and r.sense.ware and scene.is_fresh(r.span) for r in scene.case.relations):
        return
    text = scene.case.text
    tied = _OF_WARE.match(text, scene.end, scene.until) or _IN_WARE.search(text, scene.since, scene.start)
    ware = ware_told(tied["ware"], len(tied["ware"])) if tied is not None else None
    for sense, _, features in found if ware not in (None, "goods", last.way.sense.ware) else ():
        if sense.ware == ware and sense.flow in ("in", "out"):
            features[f"s:another ware, {'on' if sense.flow == last.way.sense.flow else 'back'}"] = 1.0


def _in_order(scene: Scene, found: _Found) -> None:
    """Which of two flows told in one breath a figure stands for, by its place: "exports and imports of 5 and 7"."""
    row = scene.row.quantities
    if len(row) != _TWO:
        return
    matches = list(_PAIR_OF_FLOWS.finditer(scene.case.text, 0, row[0].span[0]))
    if not matches:
        matches = [m for m in (_FLOWS_BEHIND.match(scene.case.text, row[1].span[1]),) if m is not None]
    if not matches:
        return
    name = matches[-1]["second" if scene.row.place else "first"].lower()
    other = matches[-1]["first" if scene.row.place else "second"].lower()
    flow = "in" if name.startswith(("import", "purchase")) else "out"
    if (flow == "in") == other.startswith(("import", "purchase")):
        return
    for sense, _, features in found:
        if sense.flow in ("in", "out", "with") and sense.ware is not None:
            how = (
                "in its place" if sense.flow == flow else "both ways" if sense.flow == "with" else "in another's place"
            )
            features[f"s:flow {how}"] = 1.0
