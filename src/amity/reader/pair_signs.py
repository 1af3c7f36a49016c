"""Between whom a figure may be, and what speaks for each pair in each order."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from amity.reader import entries, flow_turns, pair_forms, pair_turns, parallels, role_signs, successions
from amity.reader.antecedent_signs import antecedent_signs
from amity.reader.cases import PLAINLY
from amity.reader.fellows import fellow_signs
from amity.reader.line_signs import is_line, line_signs
from amity.reader.model import Span
from amity.reader.ratio_signs import ratio_signs
from amity.reader.row_signs import answered, row_signs
from amity.reader.scene import Earlier, Features, Scene, gap
from amity.reader.senses import Sense
from amity.reader.view_signs import view_signs

#: At most so many states are taken into account, and so many pairs.
_STATES, _PAIRS = 7, 42
#: A pair told the other way round only.
NEVER = "never"

#: What speaks for each pair, in their order.
Column = list[Features]
_Add = Callable[[str, float], None]
#: Tells what speaks for a state, or for an owner and a partner.
_Tell = Callable[..., None]


def pairs(scene: Scene) -> list[tuple[str, str]]:
    """Ordered pairs of the states that may be meant."""
    rough: dict[str, float] = {}

    def more(code: str, by: float) -> None:
        rough[code] = rough.get(code, 0.0) + by

    for code, actors in scene.places.items():
        more(code, 1.0 + max(1 / (1 + scene.away(actor.span) / 60) for actor in actors))
    for reading in scene.rules:
        for code in (reading.way.owner, *reading.way.partners):
            more(code, 1.0)
    for earlier in scene.before[:2]:
        for code in (earlier.way.owner, *earlier.way.partners):
            more(code, 0.9)
    for code in (*(scene.case.pair or ()), *([scene.case.main] if scene.case.main else [])):
        more(code, 0.4)
    if scene.case.hub is not None:
        more(scene.case.hub, 0.5)
    for place, code in enumerate(scene.case.paragraph):
        more(code, 0.4 / (1 + place))
    for code, often in scene.case.often:
        more(code, 0.5 * often)
    for code in scene.case.heads:
        more(code, 0.6)
    for code, share in scene.case.whose:
        more(code, 0.5 * share)
    for actor in scene.case.titled:
        more(actor.codes[0], 0.4)
    codes = sorted(rough, key=lambda code: -rough[code])[:_STATES]
    made = [(one, other) for one in codes for other in codes if one != other]
    made.sort(key=lambda pair: -(rough[pair[0]] + rough[pair[1]]))
    return made[:_PAIRS]


class PairSigns:
    """What speaks for each pair of a figure in each order; what several senses share is told once for all of them.

    Attributes:
        scene: The figure with what stands around it.
        pairs: Owner and partner of each.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.pairs = pairs(scene)
        self._codes = list(dict.fromkeys(code for pair in self.pairs for code in pair))
        self._named = {r.sense.id for r in scene.case.relations if r.sense is not None}
        ways = (*(reading.way for reading in scene.rules), *(earlier.way for earlier in scene.before[:2]))
        self._read = {way.sense.id for way in ways}
        self._answered = answered(scene)
        self._is_turned = flow_turns.is_turned(scene)
        self._columns: dict[tuple[object, ...], Column] = {}
        self._states: dict[tuple[object, ...], dict[str, Features]] = {}

    def of(self, sense: Sense, statistic: str) -> list[Column]:
        """What speaks for each pair where this is measured, in parts that add up."""
        scene = self.scene
        is_pair = sense.flow == "pair" or (sense.flow == "with" and statistic.startswith("level"))
        made = [self._by_pair(("two", is_pair), _of_two(scene, is_pair=is_pair), is_pair=is_pair)]
        for place, role in enumerate("op"):
            made += self._of_states(sense, statistic, place, role, is_pair=is_pair)
        if scene.rules or scene.before:
            key = "read", is_pair, sense.id if sense.id in self._read else ""
            made.append(self._by_pair(key, _by_readings(scene, sense, is_pair=is_pair), is_pair=is_pair))
        if sense.flow in ("in", "out"):
            made += self._of_flow(sense, statistic)
        if sense.id.startswith("opinion"):
            made.append(self._by_pair(("view",), partial(view_signs, scene)))
        if scene.entry is not None:
            key = "entry", sense.flow, statistic.startswith("level")
            made.append(self._by_pair(key, partial(_in_order, entries.of_pair, scene, sense, statistic)))
        if statistic == "rank" and successions.successions(scene):
            made.append(self._by_pair(("succession",), partial(successions.of_pair, scene)))
        if (row := self._answered) is not None:
            made.append(self._by_pair(("answers", is_pair), row_signs(row, is_pair=is_pair), is_pair=is_pair))
        if parallels.are_any(scene):
            key = "parallels", sense.flow, statistic == "rank"
            made.append(self._by_pair(key, partial(_in_order, parallels.of_pair, scene, sense, statistic)))
        if not is_pair and pair_forms.are_any(scene):
            key = "forms", *pair_forms.alike(scene, sense, statistic)
            made.append(self._by_pair(key, partial(_in_order, pair_forms.forms, scene, sense, statistic)))
        if pair_turns.are_any(scene):
            key = "turns", sense.flow == "pair", statistic == "rank"
            made.append(
                self._by_pair(key, partial(_in_order, pair_turns.turns, scene, sense, statistic), is_pair=is_pair)
            )
        if statistic == "ratio":
            made.append(self._by_pair(("ratio",), partial(ratio_signs, scene)))
        if sense.owners:
            made.append([{} if owner in sense.owners else {NEVER: -math.inf} for owner, _ in self.pairs])
        if statistic == "ratio" and scene.spender is not None:
            # "For every dollar that Spain spent, Morocco spent 2": Morocco's to Spain's.
            made.append([{} if owner in scene.spender.codes else {NEVER: -math.inf} for owner, _ in self.pairs])
        return [column for column in made if column]

    def _of_states(self, sense: Sense, statistic: str, place: int, role: str, *, is_pair: bool) -> Iterator[Column]:
        """What speaks for each owner, or each partner, whoever the other one is."""
        scene, side, flow = (self.scene, "x", "pair") if is_pair else (self.scene, role, sense.flow)
        yield self._by_state(("role", side), place, partial(role_signs.by_role, scene, side))
        if scene.places:
            key = "named", side, flow, sense.id if sense.id in self._named else ""
            yield self._by_state(key, place, partial(role_signs.by_places, scene, side, flow, sense))
        if scene.ties and not is_pair:
            kind, side = _tied(sense, statistic, role)
            yield self._by_state(("tied", kind, side), place, partial(_by_ties, scene, kind, side))
        if scene.doing and sense.flow in ("in", "out", "with") and statistic != "rank":
            does = _doing(sense, statistic, role)
            yield self._by_state(("does", does), place, partial(_by_verbs, scene, does))

    def _of_flow(self, sense: Sense, statistic: str) -> Iterator[Column]:
        """What speaks for each pair as the one between which goods go this way."""
        scene, flow, is_level = self.scene, sense.flow, statistic.startswith("level")
        if scene.last is not None and statistic != "rank":
            yield self._by_pair(("way", flow, is_level), partial(_by_direction, scene, sense, statistic))
        if self._is_turned and is_level:
            yield self._by_pair(("turned", flow), partial(flow_turns.of_pair, scene, sense))
        if scene.sides and is_level:
            yield self._by_pair(("sides", flow), partial(_by_sides, scene, sense))
        if sense.ware not in (None, "goods") and (known := _gone(scene, sense.ware)):
            yield self._by_pair(("ware", flow, sense.ware), partial(_by_ware, known, flow))

    def _by_pair(self, key: tuple[object, ...], tell: _Tell, *, is_pair: bool = False) -> Column:
        """What is told of each pair, of one without a direction but once; empty where nothing is told of any."""
        if key not in self._columns:
            told = iter(_added(tell, [pair for pair in self.pairs if not is_pair or pair[0] <= pair[1]]))
            column = [{NEVER: -math.inf} if is_pair and pair[0] > pair[1] else next(told) for pair in self.pairs]
            self._columns[key] = column if any(column) else []
        return self._columns[key]

    def _by_state(self, key: tuple[object, ...], place: int, tell: _Tell) -> Column:
        """What is told of the owner of each pair, or of its partner; empty where nothing is told of any."""
        if (*key, place) not in self._columns:
            if key not in self._states:
                told = _added(tell, [(code,) for code in self._codes])
                self._states[key] = dict(zip(self._codes, told, strict=True))
            states = self._states[key]
            self._columns[(*key, place)] = [states[pair[place]] for pair in self.pairs] if any(states.values()) else []
        return self._columns[(*key, place)]


def _in_order(tell: _Tell, scene: Scene, sense: Sense, statistic: str, owner: str, partner: str, add: _Add) -> None:
    """What is told of owner and partner of this sense."""
    tell(scene, sense, statistic, owner, partner, add)


def _added(tell: _Tell, of: Iterable[Sequence[str]]) -> Column:
    """What is told of each of some states or pairs; what goes by the same name adds up."""
    made: Features = {}
    column: Column = []

    def add(name: str, value: float = 1.0) -> None:
        made[name] = made.get(name, 0.0) + value

    for one in of:
        made = {}
        tell(*one, add)
        column.append(made)
    return column


def of_pair(scene: Scene, sense: Sense, statistic: str, owner: str, partner: str) -> Features:
    """What speaks for one pair in this order, where this is measured."""
    signs = PairSigns(scene)
    at = signs.pairs.index((owner, partner))
    return merged(column[at] for column in signs.of(sense, statistic))


def merged(parts: Iterable[Features]) -> Features:
    """What speaks for one pair, from its parts."""
    made: Features = {}
    for part in parts:
        if NEVER in part:
            return part
        for name, value in part.items():
            made[name] = made.get(name, 0.0) + value
    return made


def _tied(sense: Sense, statistic: str, role: str) -> tuple[str, str]:
    """What is tied to a figure, and as what, by the words between the two."""
    # Of all ranks the owner is among whose partners the other one stands; what is thought of another goes no way.
    kind = "rank" if statistic == "rank" else "view" if sense.id.startswith("opinion") else sense.flow
    if statistic.startswith("level") and kind in ("in", "out"):
        # Who sells is the same whoever tells of it.
        return "level", "s" if (role == "o") == (kind == "out") else "b"
    return kind, role


def _by_ties(scene: Scene, kind: str, role: str, code: str, add: _Add) -> None:
    """What the words between a state and the figure say of its role."""
    for name in scene.ties.get(code, ()):
        add(f"g:{kind} {role} {name}", 1.0)


def _by_sides(scene: Scene, sense: Sense, owner: str, partner: str, add: _Add) -> None:
    """Whether the words about the figure alone have the two sell and buy as this pair does."""
    does = {owner: "sells", partner: "buys"} if sense.flow == "out" else {owner: "buys", partner: "sells"}
    told = [scene.sides[code] == side for code, side in does.items() if code in scene.sides]
    if told and all(told):
        add(f"g:{len(told)} sides as told", 1.0)
    elif told:
        add(f"g:{told.count(False)} sides not as told", 1.0)


def _of_two(scene: Scene, *, is_pair: bool) -> _Tell:
    """What speaks for a pair in this order, whatever is measured."""
    case, of_line = scene.case, is_line(scene)
    # What can tell nothing of this figure is not asked of each pair.
    follows = scene.last is not None and scene.in_sentence and bool(scene.last.way.partners)
    asked = {_by_form: follows, _by_row: follows or bool(scene.answers), _by_order: scene.aligned is not None}
    rules = [rule for rule, is_asked in (asked | {_by_turn: len(scene.alike) > 1}).items() if is_asked]
    told = [] if is_pair else [e for e in scene.known if e.block == scene.block and e.way.partners]

    def tell(owner: str, partner: str, add: _Add) -> None:
        codes = {owner, partner}
        for rule in rules:
            rule(scene, owner, partner, add, is_pair=is_pair)
        _by_own(scene, owner, partner, add)
        if scene.listed is not None:
            add("p:listed" if scene.listed in codes else "p:another listed", 1.0)
        if told:
            _by_paragraph(scene, told, owner, partner, add)
        if owner in scene.elsewhere and partner in scene.elsewhere:
            add("p:of two figures", 1.0)
        if unused := len(scene.fresh - codes):
            add("p:fresh unused", min(2, unused))
        add(f"p:fresh used {len(scene.fresh & codes)}", 1.0)
        if case.pair and codes == set(case.pair):
            add("p:document", 1.0)
        if case.main in codes:
            add("p:main", 1.0)
        for code, often in case.often:
            if code in codes:
                add("p:often", often)
        _by_whose(scene, codes, add)
        if of_line:
            line_signs(scene, owner, partner, add)
        antecedent_signs(scene, owner, partner, add)
        fellow_signs(scene, owner, partner, add)
        add(f"p:named {(owner in scene.places) + (partner in scene.places)}", 1.0)

    return tell


def _by_whose(scene: Scene, codes: set[str], add: _Add) -> None:
    """Whether the state whose trade the document tells is one of the two."""
    for code, share in scene.case.whose:
        if code in codes:
            add("p:whose", share)
    if scene.case.whose:
        code, share = scene.case.whose[0]
        told = "surely" if share >= PLAINLY else "likely"
        fresh = bool(scene.fresh & codes - {code})
        add(f"p:{'with' if code in codes else 'without'} whose {told}{' and who is named' if fresh else ''}", 1.0)


def _by_readings(scene: Scene, sense: Sense, *, is_pair: bool) -> _Tell:
    """What the grammar says of a pair, and what the figures before do."""
    rules = [
        (
            {reading.way.owner, *reading.way.partners},
            "p:rule" if reading.way.sense is sense else "p:rule of another sense",
            reading,
        )
        for reading in scene.rules
    ]
    before = [
        (
            (earlier.way.owner, earlier.way.partners[0] if earlier.way.partners else ""),
            f"{place} {scene.where(earlier)}",
            "" if earlier.way.sense is sense else " other sense",
        )
        for place, earlier in enumerate(scene.before[:2])
    ]

    def tell(owner: str, partner: str, add: _Add) -> None:
        codes = {owner, partner}
        best: Features = {}
        for between, name, reading in rules:
            if between == codes:
                name += "" if is_pair or reading.way.owner == owner else " swapped"
                best[name] = max(best.get(name, 0.0), reading.candidate.confidence)
                if reading is scene.rules[0]:
                    best[name + " first"] = 1.0
        for name, value in best.items():
            add(name, value)
        for was, where, of in before:
            _by_before(scene, owner, partner, was, (where, of), add, is_pair=is_pair)

    return tell


def _by_before(
    scene: Scene, owner: str, partner: str, was: tuple[str, str], told: tuple[str, str], add: _Add, *, is_pair: bool
) -> None:
    """What the pair of a figure before says of one; `told` is where that stands, and whether of another sense."""
    where, tail = told[0], "".join(told)
    if was in ((owner, partner), (partner, owner)):
        add(f"p:as before {tail}" if is_pair or was == (owner, partner) else f"p:swapped {tail}", 1.0)
    elif was[0] == owner:
        add(f"p:same owner {tail}", 1.0)
        if partner in scene.fresh:
            add(f"p:new partner {where}", 1.0)
    elif was[1] == partner:
        add(f"p:same partner {tail}", 1.0)
        if owner in scene.fresh:
            add(f"p:new owner {where}", 1.0)
    elif partner == was[0] or owner == was[1]:
        add(f"p:one crossed {tail}", 1.0)


def _by_row(scene: Scene, owner: str, partner: str, add: _Add, *, is_pair: bool) -> None:
    """What the figure before that one in a row answers to says of its pair."""
    for how, earlier in scene.answers:
        was = (earlier.way.owner, earlier.way.partners[0] if earlier.way.partners else "")
        if set(was) == {owner, partner}:
            add(f"p:{how}" if is_pair or was == (owner, partner) else f"p:{how} swapped", 1.0)
        elif owner == was[0] and partner in scene.fresh:
            add("p:row new partner", 1.0)
        elif partner == was[1] and owner in scene.fresh:
            add("p:row new owner", 1.0)
    last = scene.last
    if last is None or not scene.in_sentence or not last.way.partners:
        return
    was = {last.way.owner, last.way.partners[0]}
    kept, dropped, new = was & {owner, partner}, was - {owner, partner}, {owner, partner} - was
    if len(kept) == len(dropped) == 1 and new <= scene.fresh:
        # "As China on 80 per cent of resolutions, as Russia on 69": the one told with the figure before is replaced.
        one, other = (_away(scene, code, last.span) for code in (*kept, *dropped))
        add("p:keeps the farther" if one > other else "p:keeps the nearer", 1.0)


def _away(scene: Scene, code: str, span: Span) -> int:
    """How many letters lie between a state and something else."""
    return min((gap(actor.span, span) for actor in scene.places.get(code, ())), default=999)


def _by_direction(scene: Scene, sense: Sense, statistic: str, owner: str, partner: str, add: _Add) -> None:
    """Whether goods go the way of the figure before: "exports of 5 billion", "imports", "in the other direction"."""
    last = scene.last
    if last is None or not last.way.partners or {owner, partner} != {last.way.owner, last.way.partners[0]}:
        return
    if sense.flow not in ("in", "out") or last.way.sense.flow not in ("in", "out"):
        return
    went = (
        (last.way.owner, last.way.partners[0])
        if last.way.sense.flow == "out"
        else (last.way.partners[0], last.way.owner)
    )
    goes = (owner, partner) if sense.flow == "out" else (partner, owner)
    kind = "level" if statistic.startswith("level") else "share"
    if statistic == "rank":
        return
    way = "on" if goes == went else "back"
    add(f"d:{way} {kind} {scene.where(last)}", 1.0)
    if scene.is_turned:
        add(f"d:{way} {kind} though turned", 1.0)


def _by_order(scene: Scene, owner: str, partner: str, add: _Add, *, is_pair: bool) -> None:
    """Whether it is between those of the figure in the same place of the sentence before: "in 2000, 85 and 42"."""
    if scene.aligned is None:
        return
    was = (scene.aligned.way.owner, scene.aligned.way.partners[0] if scene.aligned.way.partners else "")
    told = "others" if scene.own_states - set(was) else "its own" if scene.own_states else "none"
    if was == (owner, partner) or (is_pair and set(was) == {owner, partner}):
        add(f"p:in the order before, {told} named", 1.0)
    elif was[0] == owner:
        add(f"p:owner in the order before, {told} named", 1.0)
    elif was[1] == partner:
        add(f"p:partner in the order before, {told} named", 1.0)


def _by_turn(scene: Scene, owner: str, partner: str, add: _Add, *, is_pair: bool) -> None:
    """Whether it is the turn of a pair: "9.5 and 6.1 in 2018, 20.9 and 9.1 in 2010"."""
    row = [(e.way.owner, e.way.partners[0] if e.way.partners else "") for e in scene.alike]
    turns = len(set(row))
    if turns < 2:
        return
    was = row[turns - 1]
    told = f"{'states' if scene.fresh else 'none'} {'years' if scene.fresh_years else 'none'}"
    if was == (owner, partner) or (is_pair and set(was) == {owner, partner}):
        add(f"p:in turn {told}", 1.0)
    elif was[0] == owner:
        add(f"p:owner in turn {told}", 1.0)
    elif was[1] == partner:
        add(f"p:partner in turn {told}", 1.0)


def _gone(scene: Scene, ware: str | None) -> list[tuple[str, str]]:
    """Between whom a ware went before: who sold, who bought."""
    return [
        (e.way.owner, e.way.partners[0]) if e.way.sense.flow == "out" else (e.way.partners[0], e.way.owner)
        for e in scene.known
        if e.way.sense.ware == ware and e.way.sense.flow in ("in", "out") and e.way.partners
    ]


def _by_ware(known: Sequence[tuple[str, str]], flow: str, owner: str, partner: str, add: _Add) -> None:
    """Whether a ware goes the way it went before: arms, oil and the like seldom go both ways."""
    goes = (owner, partner) if flow == "out" else (partner, owner)
    went = known[0]
    if set(went) == set(goes):
        add("d:ware as before" if went == goes else "d:ware back", 1.0)
    else:
        add("d:ware same seller" if went[0] == goes[0] else "d:ware another seller", 1.0)
    # Of one ware a page tells mostly who sells it to one state, or who buys it from one.
    add("d:ware buyer of the page", sum(buyer == goes[1] for _, buyer in known) / len(known))
    add("d:ware seller of the page", sum(seller == goes[0] for seller, _ in known) / len(known))
    add("d:ware buyer once seller", sum(seller == goes[1] for seller, _ in known) / len(known))


def _by_paragraph(scene: Scene, told: Sequence[Earlier], owner: str, partner: str, add: _Add) -> None:
    """How often the two had their parts in the paragraph before."""
    if owner not in scene.places:
        add("p:owner of the paragraph", sum(e.way.owner == owner for e in told) / len(told))
        add("p:owner once partner", sum(e.way.partners[0] == owner for e in told) / len(told))
    if partner not in scene.places:
        add("p:partner of the paragraph", sum(e.way.partners[0] == partner for e in told) / len(told))
        add("p:partner once owner", sum(e.way.owner == partner for e in told) / len(told))


def _by_own(scene: Scene, owner: str, partner: str, add: _Add) -> None:
    """Whether one of the two is the state that stands with the figure, and none the one that stands with another."""
    if not scene.own_states:
        return
    others = scene.others_states - scene.own_states
    owned, strange = scene.own_states & {owner, partner}, others & {owner, partner}
    add(f"p:{'its own' if owned else 'none of its own'}{' and another figure’s' if strange else ''}", 1.0)


def _doing(sense: Sense, statistic: str, role: str) -> str:
    """As what a state is weighed by what it does: who takes is the one whose imports they are, or who is sold to."""
    if not statistic.startswith("level"):
        return f"share {sense.flow} {role}"
    return f"level  {role if sense.flow != 'in' else 'p' if role == 'o' else 'o'}"


def _by_verbs(scene: Scene, role: str, code: str, add: _Add) -> None:
    """What a state does: who takes is the one whose imports they are, or with whom the exports are."""
    for one in scene.doing.get(code, ()):
        add(f"v:{role} {one}", 1.0)


def _by_form(scene: Scene, owner: str, partner: str, add: _Add, *, is_pair: bool) -> None:
    """What place and form of a state named since the last figure say of its role: "from Mexico" as "from China"."""
    last = scene.last
    if last is None or not scene.in_sentence or not last.way.partners:
        return
    was = {"o": last.way.owner, "p": last.way.partners[0]}
    if is_pair and (owner == was["p"] or partner == was["o"]):
        # What two do together has no sides: the one that is new stands where the one that it replaces stood.
        was = {"o": was["p"], "p": was["o"]}
    forms = {
        role: {scene.form(a) for a in scene.places.get(code, ()) if a.span[0] < scene.start}
        for role, code in was.items()
    }
    for role, code in (("o", owner), ("p", partner)):
        for actor in scene.places.get(code, ()):
            if not scene.is_fresh(actor.span) or code in was.values():
                continue
            form, other = scene.form(actor), "p" if role == "o" else "o"
            if form in forms[role] and form not in forms[other]:
                add("p:parallel", 1.0)
            if form in forms[other] and form not in forms[role]:
                add("p:not parallel", 1.0)
            is_after = actor.span[0] >= scene.end
            if scene.follows is not None:
                add("p:on its side" if is_after == scene.follows else "p:on the other side", 1.0)
            add(f"p:fresh {'after' if is_after else 'before'}", 1.0)
