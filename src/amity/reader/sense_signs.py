"""What a figure may measure, and what speaks for each: words named or hinted, the grammar, the figures before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from amity.reader import entries, held_forms, parallels, sense_forms, senses
from amity.reader.amount_signs import after_amounts
from amity.reader.rank_signs import ranked
from amity.reader.ratio_signs import compares_states
from amity.reader.roles import Relation
from amity.reader.scene import Features, Scene, gap
from amity.reader.seldom import Seldom, seldom
from amity.reader.senses import Sense
from amity.reader.stand_ins import stand_ins
from amity.reader.wares import is_on_arms, ware_told
from amity.reader.way_signs import add_way_signs
from amity.reader.with_place import with_place

#: At most so many are weighed for one figure.
_MANY = 10
#: A document that names something so often, among all, is about it.
_MAINLY = 0.6
#: From here on a rule is fairly sure.
_FAIR = 0.5
_GDP = seldom(r"\b(?:GDP|gross domestic product|national income|output|economy)\b", re.IGNORECASE)
#: What stands between a figure and the whole that it is a part of, and before that whole.
_WHOLE_BEHIND = re.compile(r"[\s%]*(?:of|in)\s+(?:[\w'’.-]+\s+){0,5}")
_WHOLE_BEFORE = re.compile(r"\b(?:of|in)\s+(?:[\w'’.-]+\s+){0,3}$", re.IGNORECASE)
#: After what a flow is made of: "fuels made up 75 per cent", "the share of machinery was 22".
_IS = re.compile(
    r"[^,;:]{0,30}\b(?:made|makes?|account\w*|constitut\w*|form(?:s|ed)?|was|were|is|are|represent\w*|"
    r"compris\w*|amount\w*|stood|reached|provid\w*|dominat\w*|contribut\w*|at)\b|[^,;:]{0,12}[,(:]\s*$",
    re.IGNORECASE,
)
#: All that stands between what a flow is made of and how much of it that is.
_MADE_UP = re.compile(
    r"[^,;:]{0,24}?\b(?:ma(?:de|kes?|king)\s+up|account\w*\s+for|constitut\w+|form(?:s|ed)|represent\w+|compris\w+|"
    r"provid\w+|contribut\w+|was|were|is|are)\s+(?:[a-z]+\s+){0,3}|\s*[:(]\s*(?:[a-z]+\s+){0,2}"
)
#: Before it: "34 per cent of its exports consisted of minerals", "half of what comes back is machines".
_ARE = re.compile(
    r"[\s%]*(?:of\s+[^,;.:()]{2,60}?)?\s*\b(?:is|are|was|were|being|consist(?:s|ed|ing)?|made\s+up|comprise[sd]?)\s+"
    r"(?:of\s+|in\s+)?(?:\w+\s+){0,2}"
)
#: Both directions as one.
_BOTH_WAYS = seldom(
    r"\b(?:(?:exports?|sales|deliveries)\s+and\s+(?:its\s+|their\s+)?(?:imports?|purchases)|(?:imports?|purchases)\s+and\s+"
    r"(?:its\s+|their\s+)?(?:exports?|sales)|(?:imported|bought|buys?)\s+(?:and|or)\s+(?:exported|sold|sells?)|"
    r"(?:exported|sold|sells?)\s+(?:and|or)\s+(?:imported|bought|buys?)|(?:in|of|from)\s+both\s+directions|both\s+ways|"
    r"(?:sum|total)\s+of\s+(?:the\s+)?(?:two|both)|two-way|(?:two|taken|put|added)\s+together|all\s+told|turnover|exchanged?|between\s+them)\b",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"\b(?:exports\s+and\s+imports|imports\s+and\s+exports|imported\s+(?:and|or)\s+exported|exported\s+(?:and|or)\s+imported|"
    r"bought\s+(?:and|or)\s+sold|sold\s+(?:and|or)\s+bought)\b",
    re.IGNORECASE,
)
_SUMMED = re.compile(
    r"\b(?:exports\s+and\s+imports|imports\s+and\s+exports)\s+(?:taken\s+)?(?:together|combined)\b", re.IGNORECASE
)
#: "The shortfall last fiscal year was", and what one took beyond what one gave.
_BALANCE_IS = re.compile(
    r"\b(?:deficits?|surplus(?:es)?|gap|shortfalls?|imbalance)\b"
    r"(?:(?!\b(?:exports?|imports?|sales|purchases|turnover)\b)[^,;:]){0,70}$"
)
_MORE_THAN_BACK = re.compile(
    r"\s+(?:worth\s+)?(?:more|less)\b[^;.]{0,90}?\bthan\s+(?:it|they)\s+(?:bought|imported|purchased|received|got|sold|"
    r"exported|shipped|delivered|took)\b"
)
#: Who deals with one, and the states behind that each have their sum.
_DEALERS = re.compile(
    r"\b(?:(?P<partners>partners?)|(?P<suppliers>suppliers?|sellers?|sources?|exporters?|import(?:ing)?\s+partners?)|"
    r"(?P<customers>customers?|buyers?|markets?|destinations?|importers?|export(?:ing)?\s+partners?))\b"
)
_WITH = re.compile(r"[A-Z][\w.’']*\.?,?\s+(?:with|at)\s+(?:only\s+|about\s+|some\s+|just\s+)?$")
#: Goods in general, said so.
_GOODS = re.compile(r"\b(?:goods|merchandise|products|total|overall|all)\b", re.IGNORECASE)
#: Trade in arms is told of five years together.
_SPAN = 4
_FROM = re.compile(r"(?:\s+\w+){0,2}?\s+(?:from|out of)\b")
_PORTION = re.compile(r"\b(?:share|portion|proportion|percentage|slice|part|weight)\b(?!\s+points?)")
_CHANGED = ["level.USD", "level.t", "level.m3", "level.TIV"]


def sense_signs(scene: Scene) -> Iterator[tuple[Sense, str, Features]]:
    """What may be measured, as what, and what speaks for it; the likeliest ten at first sight."""
    found: dict[tuple[str, str], tuple[Sense, str, Features]] = {}

    def at(sense: Sense | None, statistic: str | None = None) -> list[Features]:
        if sense is None:
            return []
        names = [statistic] if statistic else list(_statistics(scene, sense))
        return [found.setdefault((sense.id, name), (sense, name, {}))[2] for name in names]

    for place, reading in enumerate(scene.rules):
        for features in at(reading.way.sense, reading.way.statistic):
            features["s:rule"] = max(features.get("s:rule", 0.0), reading.candidate.confidence)
            features["s:rule fair"] = float(features["s:rule"] >= _FAIR)
            if place == 0:
                features["s:rule first"] = 1.0
    for relation in scene.case.relations:
        for features in at(relation.sense):
            features["s:named"] = max(features.get("s:named", 0.0), 1 / (1 + scene.away(relation.span) / 30))
            features["s:named in clause" if scene.is_here(relation.span) else "s:named elsewhere"] = 1.0
            if relation.span[0] >= scene.end:
                features["s:named after"] = 1.0
            if relation.span[0] < scene.since:
                features["s:named before the last figure"] = 1.0
            if relation.is_verb:
                features["s:verb"] = 1.0
            if tie := scene.tie(relation.span):
                features[f"s:{tie}"] = 1.0
            if any(gap(relation.span, q.span) < scene.away(relation.span) for q in scene.case.quantities):
                features["s:nearer another figure"] = 1.0
        for twin in _twins(relation.sense) if relation.sense is not None and relation.sense.ware is None else ():
            for features in at(twin):
                features["s:twin named"] = 1.0
    for place, earlier in enumerate(scene.before):
        where = scene.where(earlier)
        is_like = senses.measure(earlier.unit) == senses.measure(scene.case.quantity.unit)
        for features in at(earlier.way.sense):
            features[f"s:before {place} {where}"] = 1.0
            if is_like:
                features[f"s:before like {place} {where}"] = 1.0
        for twin in _twins(earlier.way.sense):
            for features in at(twin):
                features.setdefault(f"s:twin before {where}", 1.0)
    for how, earlier in scene.answers:
        for features in at(earlier.way.sense):
            features[f"s:{how}"] = 1.0
    _of_paragraph(scene, at)
    _hinted(scene, at)
    _of_ware_told(scene, at)
    sense_forms.offered(scene, at)
    _since(scene, found.values())
    _of_parts(scene, found.values())
    _of_statistics(scene, found.values())
    _of_balances(scene, found.values())
    _of_dealers(scene, found.values())
    ranked(scene, found.values())
    after_amounts(scene, found.values())
    _moved(scene, found.values())
    _both_ways(scene, found.values())
    add_way_signs(scene, found.values())
    if _is_of_both(scene) and any(sense.flow == "with" for sense, _, _ in found.values()):
        found = {key: one for key, one in found.items() if one[0].flow not in ("in", "out") or one[1] == "rank"}
    _so_far(scene, found.values())
    sense_forms.forms(scene, found.values())
    stand_ins(scene, found.values())
    with_place(scene, found.values())
    held_forms.forms(scene, found.values())
    for sense, statistic, features in found.values():
        if scene.case.quantity.unit == "times" and _is_of_share(scene):
            features[f"s:times a share, {statistic}"] = 1.0
        features |= _of_part(scene, statistic) | entries.of_sense(scene, sense, statistic)
        features |= parallels.of_sense(scene, sense, statistic)
        features |= {f"s:w:{sense.flow}:{word}": 0.5 for word in scene.segment}
        features[f"s:{sense.id}"] = 1.0
        features[f"s:{sense.id} {statistic}"] = 1.0
        features[f"s:{statistic}"] = 1.0
    made = sorted(found.values(), key=lambda item: -sum(v for n, v in item[2].items() if not n.startswith("s:goods")))
    yield from made[:_MANY]


@cache
def _parts() -> Mapping[str, Seldom]:
    """The words for each part of a flow."""
    return {name: Seldom(words) for name, words in senses.parts().items()}


def _of_part(scene: Scene, statistic: str) -> Features:
    """What speaks for a part of a flow: its words near the figure, tied to it or not."""
    made: Features = {}
    for match in _parts()[statistic].finditer(scene.case.text) if statistic in _parts() else ():
        made["s:part near"] = max(made.get("s:part near", 0.0), 1 / (1 + scene.away(match.span()) / 30))
        if scene.is_here(match.span()):
            made["s:part in clause"] = 1.0
        if tie := scene.tie(match.span()):
            made[f"s:part {tie}"] = 1.0
    return made


#: What a ware told long before may be told in without its name.
_OF_WARES = frozenset({"t", "m3", "bbl/d", "share", "rank"})


def _unit_or_kind(scene: Scene) -> str:
    """What a figure is told in: "rank", else what its unit measures."""
    quantity = scene.case.quantity
    return "rank" if quantity.kind == "rank" else senses.measure(quantity.unit)


def _of_paragraph(scene: Scene, at: Callable[[Sense | None], list[Features]]) -> None:
    if scene.case.topic is not None:
        for features in at(scene.case.topic.sense):
            features["s:topic"] = 1.0
    for place, sense in enumerate(scene.case.said):
        for features in at(sense):
            features[f"s:said before {min(place, 3)}"] = 1.0
        for twin in _twins(sense) if sense.ware != "goods" else ():
            for features in at(twin):
                features["s:twin said before"] = 1.0
    for place, sense in enumerate(scene.case.hinted):
        for features in at(sense):
            features[f"s:hinted before {min(place, 2)}"] = 1.0
    for flow in ("out", "in") if scene.case.ware is not None else ():
        for features in at(senses.of_goods(scene.case.ware or "", flow)):
            features["s:ware before"] = 1.0
    past = scene.case.past_ware if scene.case.ware is None else None
    kind = _unit_or_kind(scene)
    for flow in ("out", "in") if past not in (None, "goods") and kind in _OF_WARES else ():
        for features in at(senses.of_goods(past or "", flow)):
            features["s:ware of paragraphs before"] = 1.0
            features[f"s:ware of paragraphs before {kind}"] = 1.0
    if scene.case.share is not None:
        for features in at(scene.case.share.sense):
            features["s:share before"] = 1.0
    for name, share in scene.case.subjects:
        kind = "subject" if "." in name else "ware"
        for sense in [senses.named(name)] if "." in name else [senses.of_goods(name, flow) for flow in ("out", "in")]:
            for features in at(sense):
                features[f"s:{kind} of the document"] = share
                features[f"s:{kind} of the document mainly"] = float(share >= _MAINLY)


def _hinted(scene: Scene, at: Callable[[Sense | None], list[Features]]) -> None:
    """What words make likely without naming it, and what units do."""
    low, high = scene.spans[scene.own]
    for sense in senses.by_hints().of(scene.case.text):
        places = [match.span() for match in sense.hints.finditer(scene.case.text)] if sense.hints is not None else []
        ties = {tie for place in places if (tie := scene.tie(place))}
        for features in at(sense) if places else ():
            features["s:hint"] = 1.0
            features |= {f"s:hint {tie}": 1.0 for tie in ties}
            features[f"s:hint {sense.id}"] = 1.0
            if any(scene.since <= place[0] < scene.until for place in places):
                features[f"s:hint since {sense.flow}"] = 1.0
            if any(low <= place[0] < high for place in places):
                features["s:hint in clause"] = 1.0
    unit = senses.measure(scene.case.quantity.unit)
    if unit == "TIV":
        for flow in ("out", "in"):
            at(senses.of_goods("arms", flow))
    if unit in ("USD", "share", "rank"):
        for flow in ("out", "in", "with"):
            at(senses.of_goods("goods", flow))


def _of_ware_told(scene: Scene, at: Callable[[Sense | None], list[Features]]) -> None:
    """Bare "imports" where a ware was spoken of: "in gas, Australia is the main supplier: 31 % of China's imports"."""
    told = _wares_told(scene)
    made_of = _is_made_of(scene)
    kind = "share" if senses.measure(scene.case.quantity.unit) == "share" else scene.case.quantity.kind
    for relation in scene.case.relations if told else ():
        sense = relation.sense
        if sense is None or sense.ware != "goods" or _GOODS.search(scene.case.text, relation.start, relation.span[1]):
            continue
        if made_of and relation.span[0] >= scene.end:
            # "Fuels made up 36 per cent of Russian deliveries": of deliveries of all kinds.
            continue
        near = 1 / (1 + scene.away(relation.span) / 30)
        for place, ware in told.items():
            for features in at(senses.of_goods(ware, sense.flow)):
                features[f"s:bare of {place}"] = 1.0
                features["s:bare near"] = max(features.get("s:bare near", 0.0), near)
                features["s:bare wares"] = min(3.0, features.get("s:bare wares", 0.0) + 1)
        for features in at(sense):
            for place in told:
                features[f"s:goods though {place} {kind}"] = 1.0
    if any(p.last - p.first == _SPAN and scene.is_fresh(p.span) for p in scene.case.periods):
        for flow in ("out", "in"):
            for features in at(senses.of_goods("arms", flow)):
                features["s:arms of five years"] = 1.0
    if is_on_arms(scene.case.text, scene.case.subjects):
        for flow in ("out", "in"):
            for features in at(senses.of_goods("arms", flow)):
                features["s:document and sentence of arms"] = 1.0
                features[f"s:document and sentence of arms {kind}"] = 1.0


def _is_made_of(scene: Scene) -> bool:
    """Whether a figure is told of what a flow is made of: "fuels made up 36 per cent"."""
    return any(
        _MADE_UP.fullmatch(scene.case.text, match.end(), scene.start)
        for words in _parts().values()
        for match in words.finditer(scene.case.text, scene.since, scene.start)
    )


def _wares_told(scene: Scene) -> dict[str, str]:
    """The ware told last in the sentence before the figure, before the sentence, and by the figure before."""
    told = {"sentence": ware_told(scene.case.text, scene.start), "paragraph": scene.case.ware}
    if scene.case.ware is None and _unit_or_kind(scene) in _OF_WARES:
        told["paragraphs before"] = scene.case.past_ware
    if scene.last is not None:
        told[f"last {scene.where(scene.last)}"] = scene.last.way.sense.ware
    return {place: ware for place, ware in told.items() if ware is not None and ware != "goods"}


def _since(scene: Scene, found: Iterable[tuple[Sense, str, Features]]) -> None:
    """What is named since the figure before, right before or behind this one, and what it is a share of."""
    told = [r for r in scene.case.relations if r.sense is not None]
    new = {r.sense.id for r in told if r.sense is not None and scene.since <= r.span[0] < scene.start}
    nouns = {r.sense.id for r in told if r.sense and not r.is_verb and scene.since <= r.span[0] < scene.start}
    behind = {r.sense.id for r in told if r.sense is not None and scene.end <= r.span[0] < scene.until}
    wholes = {r.sense.id for r in told if r.sense is not None and _is_whole(scene, r)}
    near = min((scene.away(r.span) for r in told if scene.is_fresh(r.span)), default=None)
    nearest = {r.sense.id for r in told if r.sense is not None and scene.away(r.span) == near}
    wares = _wares_since(scene)
    made_of = _is_made_of(scene)
    for sense, statistic, features in found:
        for name, ids in (("since", new), ("noun since", nouns), ("behind", behind), ("nearest", nearest)):
            if sense.id in ids:
                features[f"s:{name}"] = 1.0
            elif ids:
                features[f"s:other {name}"] = 1.0
        if wholes:
            kind = "share" if statistic in ("share", *senses.parts()) else "level"
            features[f"s:{'whole' if sense.id in wholes else 'other whole'} {kind}"] = 1.0
        if wares and not (made_of and statistic in senses.parts()):
            features["s:ware since" if sense.ware in wares else "s:other ware since"] = 1.0


def _is_whole(scene: Scene, relation: Relation) -> bool:
    """Whether the figure is told as a part of something: "4 % of its imports", "of what it bought"."""
    text, (start, end) = scene.case.text, relation.span
    if start >= scene.end:
        return scene.is_fresh(relation.span) and _WHOLE_BEHIND.fullmatch(text, scene.end, start) is not None
    return start >= scene.since and end <= scene.start and _WHOLE_BEFORE.search(text[scene.since : start]) is not None


def _wares_since(scene: Scene) -> set[str]:
    """The wares told since the figure before or right behind this one, goods in general aside."""
    told = senses.wares()
    return {
        ware
        for ware in told
        if ware not in ("goods", "tech") and _ware(ware).search(scene.case.text, scene.since, scene.until)
    }


@cache
def _ware(ware: str) -> Seldom:
    return seldom(rf"(?<![\w-])(?:{senses.wares()[ware]})(?![\w-])", re.IGNORECASE)


def _of_parts(scene: Scene, found: Iterable[tuple[Sense, str, Features]]) -> None:
    """Which part of a flow is told nearest: "fuels made up 75 per cent, machinery 3"."""
    spots = {
        name: [match.span() for match in words.finditer(scene.case.text) if scene.is_fresh(match.span())]
        for name, words in _parts().items()
    }
    near = {name: min(scene.away(span) for span in spans) for name, spans in spots.items() if spans}
    is_it = {
        n for n, spans in spots.items() if any(_ARE.fullmatch(scene.case.text, scene.end, low) for low, _ in spans)
    }
    for _, statistic, features in found:
        if statistic in is_it:
            features["s:it is the part"] = 1.0
        elif is_it and statistic in ("share", *senses.parts()):
            features["s:it is another part"] = 1.0
        if statistic in senses.parts() and near:
            is_nearest = near.get(statistic) == min(near.values())
            features["s:nearest part" if is_nearest else "s:other part nearer"] = 1.0
            before = [scene.away(span) for span in spots[statistic] if span[1] <= scene.start and scene.is_here(span)]
            if before:
                features["s:part before"] = 1 / (1 + min(before) / 30)
            if any(_IS.match(scene.case.text, end, scene.start) for _, end in spots[statistic]):
                features["s:part is"] = 1.0


def _of_balances(scene: Scene, found: Iterable[tuple[Sense, str, Features]]) -> None:
    """Whether a sum is told as what one way exceeds the other by: "the shortfall was", "more than it sold there"."""
    text, told = scene.case.text, ""
    if _MORE_THAN_BACK.match(text, scene.end):
        told = "more than back"
    elif _BALANCE_IS.search(text, scene.since, scene.start):
        told = "is the balance"
    for sense, statistic, features in found if told else ():
        if statistic.startswith("level"):
            features[f"s:{told} {'balance' if sense.flow == 'balance' else 'flow'}"] = 1.0


def _of_dealers(scene: Scene, found: Iterable[tuple[Sense, str, Features]]) -> None:
    """Which way goods go in a row of those who deal with one: "its main partners were Peru with 5 billion and"."""
    is_row = _WITH.search(scene.case.text, 0, scene.start) is not None
    nouns = list(_DEALERS.finditer(scene.case.text, 0, scene.start)) if is_row else []
    noun = nouns[-1] if nouns else None
    for sense, statistic, features in found if noun is not None else ():
        if statistic.startswith("level"):
            features[f"s:row of {noun.lastgroup if noun else ''} {sense.flow}"] = 1.0


def _of_statistics(scene: Scene, found: Iterable[tuple[Sense, str, Features]]) -> None:
    """Whether it is told as what the figure before was told as: a share, a part of a flow, a level."""
    like = [e for e in scene.before if senses.measure(e.unit) == senses.measure(scene.case.quantity.unit)]
    for sense, statistic, features in found if like else ():
        is_same = like[0].way.statistic == statistic
        features[f"s:{'same' if is_same else 'other'} statistic {scene.where(like[0])}"] = 1.0
        if is_same and like[0].way.sense is sense:
            features["s:same in all"] = 1.0


def _moved(scene: Scene, found: Iterable[tuple[Sense, str, Features]]) -> None:
    """Which way the verb beside a share moves what it is a share of: "took 12 per cent", "9 came from Japan"."""
    text, low = scene.case.text, max(scene.since, scene.spans[scene.own][0])
    verbs: set[str] = set()
    for name, pattern in senses.moves().items():
        for match in pattern.finditer(text, low, scene.until):
            where = "after" if match.start() >= scene.end else "before"
            kind = name if name != "go" else "come" if _FROM.match(text, match.end()) else "go"
            verbs.add(f"{kind} {where}")
    for sense, statistic, features in found if verbs else ():
        if sense.ware is not None and statistic in ("share", "rank"):
            for verb in verbs:
                features[f"s:{verb} {sense.flow}"] = 1.0


def _both_ways(scene: Scene, found: Iterable[tuple[Sense, str, Features]]) -> None:
    """Whether both directions are told as one: "out of everything it imported and exported"."""
    text, low = scene.case.text, scene.spans[scene.own][0]
    here = _BOTH_WAYS.search(text, max(low, scene.since), scene.until) is not None
    sentence = here or _BOTH_WAYS.search(text, 0, scene.start) is not None
    for sense, statistic, features in found if sentence else ():
        if sense.ware is not None and statistic != "rank":
            kind = "share" if statistic == "share" else "level"
            features[f"s:both ways {'beside' if here else 'in the sentence'} {sense.flow} {kind}"] = 1.0


def _is_of_both(scene: Scene) -> bool:
    """Whether a figure is plainly of both directions: nothing else is told of one alone."""
    text, low = scene.case.text, scene.spans[scene.own][0]
    if len(scene.row.quantities) > 1:
        return False
    if (match := _JOINED.search(text, max(low, scene.since), scene.start)) is None:
        flows = [r for r in scene.case.relations if r.sense is not None and scene.since <= r.span[0] < scene.until]
        match = _SUMMED.search(text, 0, scene.start) if scene.in_sentence and not flows else None
    return match is not None and not any(a for a in scene.actors if match.end() <= a.span[0] < scene.start)


def _so_far(scene: Scene, found: Iterable[tuple[Sense, str, Features]]) -> None:
    """How often the figures before tell of a ware: pages about arms call them "sales" and "what they ship"."""
    wares = [e.way.sense.ware for e in scene.known]
    most = max((wares.count(ware) for ware in set(wares) if ware not in (None, "goods")), default=0)
    for sense, statistic, features in found if wares else ():
        kind = "share" if statistic in ("share", "rank") else "level"
        if sense.ware not in (None, "goods"):
            features[f"s:ware so far {kind}"] = wares.count(sense.ware) / len(wares)
        elif sense.ware == "goods":
            features[f"s:goods though a ware so far {kind}"] = most / len(wares)


def _statistics(scene: Scene, sense: Sense) -> Iterator[str]:
    """What of a sense a figure of this unit may tell."""
    quantity = scene.case.quantity
    measure = senses.measure(quantity.unit)
    names: list[str] = []
    if quantity.unit == "rank" or quantity.kind == "rank":
        if sense.rank is not None:
            yield "rank"
        return
    if quantity.by and quantity.sign and (measure == "share" or quantity.unit == "times"):
        names = ["share"] if quantity.unit == "percentage points" else _CHANGED
        names = ["ratio", *names] if quantity.unit == "%" and compares_states(scene) else names
        names = ["share", *names] if quantity.unit == "times" and _is_of_share(scene) else names
    elif measure == "share":
        names = ["share", "ratio"]
        if _GDP.search(scene.case.text):
            names.append("share_of_gdp")
        names += [name for name, words in _parts().items() if words.search(scene.case.text)]
        names += [e.way.statistic for e in scene.before if e.way.statistic in senses.parts()]
    elif quantity.kind == "ratio" or quantity.unit == "times":
        names = ["ratio", "level.USD", "level.TIV", *(["share"] if _is_of_share(scene) else [])]
    elif measure == "bbl/d":
        names = ["level.t"]
    elif measure in ("USD", "TIV", "m3", "t", "persons"):
        names = [f"level.{measure}"]
    else:
        # "It was 3.8 times" may be how often or how much.
        names = [*_counted(scene, sense), *(["ratio"] if quantity.unit == "occasions" else [])]
    yield from dict.fromkeys(name for name in names if name in sense.figures)


def _is_of_share(scene: Scene) -> bool:
    """Whether it is a share that came to so many times what it was: "the Chinese portion better than tripled"."""
    low = scene.spans[scene.own][0]
    return _PORTION.search(scene.case.text, low, scene.start) is not None


def _counted(scene: Scene, sense: Sense) -> list[str]:
    quantity, text = scene.case.quantity, scene.case.text
    printed = text[scene.start : scene.end + 45]
    if sense.counted is not None and (sense.counted.search(quantity.unit) or sense.counted.search(printed)):
        return ["count", "last"]
    if scene.last is not None and scene.last.way.sense is sense and quantity.unit in ("", scene.last.unit):
        return [name for name in ("count", "last") if name == scene.last.way.statistic]
    if sense.hints is not None and quantity.kind == "count" and sense.hints.search(text):
        return ["count", "last"]
    return []


def _twins(sense: Sense) -> tuple[Sense, ...]:
    """The senses of the same ware in the other directions; what goes by the same words elsewhere."""
    if sense.words is not None and sense.ware is None:
        return tuple(s for s in senses.everything() if s.words == sense.words and s is not sense)
    return _of_ware(sense.ware, sense.id) if sense.ware is not None else ()


@cache
def _of_ware(ware: str, but: str) -> tuple[Sense, ...]:
    return tuple(s for s in senses.everything() if s.ware == ware and s.id != but)
