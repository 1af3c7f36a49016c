"""Who sells, buys, invests or is compared, by nouns and standing forms: "Chinese buyers", "seen from London"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from amity.reader.model import Actor
from amity.reader.scene import Scene
from amity.reader.seldom import seldom
from amity.reader.senses import Sense

#: What is said of the sides of a ratio alone.
_OF_RATIOS = frozenset({"first of a ratio", "second of a ratio", "for every one of it", "others fit in"})

#: What ends a clause.
_MARKS = frozenset({"", ",", ";", ".", ":", ")"})

_Add = Callable[[str, float], None]

_WORD = r"(?:[a-z][a-z-]*\s+)"
#: Whose goods they are, or who sells them, right behind a state.
_SELLER = re.compile(
    rf"(?:['’]s?)?\s+{_WORD}{{0,2}}?(?:exporters?|suppliers?|sellers?|producers?|manufacturers?|makers?|factories|growers|"
    r"miners|goods|products|merchandise|wares|crude|oil|gas|coal|ore|weapons|weaponry|arms(?!\s+(?:imports|purchases))|"
    r"hardware|machines|machinery|barrels?|cargo(?:es)?|deliveries|shipments|exports|supplies|fuels?)\b"
    r"(?!\s+(?:imports?|purchases|buyers?|customers?|market|demand|needs|consumption|bill))"
)
#: The same of what a state owns: its suppliers sell to it, its customers buy from it, its arms may be anyone's.
_OWN_SELLER = re.compile(
    rf"(?:['’]s?)?\s+{_WORD}{{0,2}}?(?:exporters?|producers?|manufacturers?|goods|products|merchandise|cargo(?:es)?|"
    r"deliveries|shipments|exports|customers?|buyers?|clients?|outlets?|(?:export|foreign)\s+markets?)\b"
)
_OWN_BUYER = re.compile(
    rf"(?:['’]s?)?\s+{_WORD}{{0,2}}?(?:buyers?\s+abroad|importers?|consumers?|refiners?|refineries|purchases|imports?|"
    r"suppliers?|sources?|sellers?|providers?|market|import\s+(?:bill|needs|demand))\b"
)
#: Of a state by its plain name the noun follows at once, and no verb stands before it.
_NOUN = re.compile(
    r"\s+(?:goods|products|merchandise|crude|oil|gas|coal|arms|weapons|exports|imports|buyers|importers|exporters|producers|"
    r"refiners|customers|consumers|suppliers|deliveries|shipments|market|purchases|barrels)\b"
)
_GETS = re.compile(
    r"\b(?:[a-z]+ed|sold|sells?|selling|sen[dt]s?|sending|ships?|supplies|gave|gives?|lent|paid)\s+(?:the\s+)?$"
)
#: Whose purchases they are, or who buys.
_BUYER = re.compile(
    rf"(?:['’]s?)?\s+{_WORD}{{0,2}}?(?:buyers?|importers?|customers?|consumers?|refiners?|refineries|purchasers?|purchases|"
    r"imports?|markets?|shoppers|utilities|import\s+(?:bill|needs|demand)|power\s+(?:plants|stations)|steel\s*(?:makers|mills))\b"
)
#: "Is the source of", "became the destination of", "made it the main supplier of".
_ROLE = re.compile(
    r"(?:,?\s+(?:which\s+)?(?:(?:is|was|are|were|be|been|being|becomes?|became|remains?|remained|as|has\s+been|had\s+been)\s+)?"
    r"(?:(?:the|its|a|an|their|our)\s+)?(?:[a-z-]+\s+){0,3}?|\s*,\s+)"
    r"(?:(?P<source>source|origin|suppliers?|provider|sellers?|exporter)|"
    r"(?P<outlet>destination|outlet|market|customers?|buyers?|importer|taker|client))\s+(?:of|for|that|to)\b"
)
#: Who put money into another state.
_INVESTOR = re.compile(
    rf"(?:['’]s?)?\s+{_WORD}{{0,3}}?(?:investors?|firms?|companies|contractors?|builders?|deals?|contracts?|investments?|capital|"
    r"stakes?|holdings?|stock|FDI|money|lenders?|groups?|conglomerates?|takeovers?|projects|acquisitions?)\b|"
    rf"\s+(?:(?:has|had|have|now|already)\s+){{0,2}}(?:invested|sunk|poured|ploughed|parked|held|holds?|put|secured|struck|"
    r"signed|owns?|owned)\b"
)
#: Into whose economy.
_HOST = re.compile(r"\b(?:in|into|inside|across)\s+(?:the\s+)?$")
#: From whose side a thing is told, by the words before the state and those behind it.
_SEEN = re.compile(
    r"\b(?:seen|viewed|looked\s+at|judged|measured|regarded|considered|told|counted)\s+(?:from|by|in|through)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"(?:^|[.;:!?—–]\s*|,\s+|\b(?:and|but|while|whereas|yet)\s+)\W*(?:[0-9]+[.)]\s+)?(?P<how>for|to|on|from|in|among)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_SIDE = re.compile(
    r"(?:['’]s?)?\s+(?:side|part|end|view|case|eyes|perspective|standpoint|point\s+of\s+view|statistics|books|ledgers?|"
    r"accounts|(?:own\s+)?list|ranking|league\s+table)\b"
)
_THEN = re.compile(r"\s*,|\s+it\b|\s+the\b|\s+[A-Z]")
#: "The ratio of US to British GDP": the first is so many times the second.
_RATIO_OF = seldom(r"\b(?:ratio|proportion|relation)\s+(?:of|between)\s+", re.IGNORECASE)
#: "For every dollar that Spain spent", "for each one spent by Moscow": the other has more of them.
_FOR_EVERY = seldom(
    r"\bfor\s+(?:every|each)\s+(?:(?:single|one)\s+)?(?:\w+\s+)?(?:(?:that|which|spent|of|in|by|from)\s+){0,2}(?:the\s+)?",
    re.IGNORECASE,
)
_FITS = seldom(r"\bfit(?:s|ted)?\s+(?:\w+\s+)?in(?:to|side)?\s+(?:the\s+)?", re.IGNORECASE)
#: What was told goes the other way now, told by no word for a direction.
_TURNED = seldom(
    r"\bturn(?:ed|ing|s)?\s+(?:it|this|that|things|the\s+\w+)\s+(?:a?round|over|the\s+other)|\b(?:return(?:s|ed|ing)?|repa(?:ys|id))\s+"
    r"the\s+\w+|\bthe\s+(?:reverse|converse|opposite|mirror)\b|\b(?:seen|viewed|looked\s+at)\s+from\b|\bfor\s+(?:its|their)\s+part\b|"
    r"\bother\s+way\s+(?:a?round|about)\b|\b(?:conversely|vice\s+versa|in\s+reverse|mutual|the\s+favou?r)\b",
    re.IGNORECASE,
)
#: Whose the surplus or the deficit is: told to own it, to run it, or to have it in its favour.
_BALANCE = r"(?:surplus(?:es)?|deficits?|shortfalls?|gap|imbalance)"
_HAS_BALANCE = re.compile(
    rf"(?:['’]s?)?\s+(?:(?!and\b|with\b|to\b|from\b)[a-z-]+\s+){{0,3}}?{_BALANCE}\b|"
    r"\s+(?:[a-z]+\s+){0,2}?(?:ran|runs?|running|has|had|records?|recorded|posts?|posted|booked|enjoy\w*|suffer\w*|show\w*|"
    r"register\w*|incurr\w+|earn\w*|built|notched|with)\s+(?:up\s+)?(?:a|an|its|the|such|no)\s+(?:[\w$.-]+\s+){0,5}?"
    rf"{_BALANCE}\b"
)
_FAVOUR = re.compile(r"(?:['’]s?)?\s+(?:favou?r|advantage|benefit)\b")
_IN_FAVOUR = re.compile(
    r"\b(?:in\s+favou?r\s+of|to\s+the\s+(?:advantage|benefit)\s+of|on\s+the\s+side\s+of)\s+(?:the\s+)?$"
)
#: "It was China that came out ahead", "the surplus on the Russian side".
_AHEAD = re.compile(
    r",?\s+(?:(?:that|which)\s+)?(?:came|comes|coming|ended|ends|finished|emerged)\s+(?:up\s+|out\s+)?(?:ahead|on\s+top)\b"
)
_ON_THE = re.compile(rf"\b{_BALANCE}\s+(?:(?:is|was|lies|lay|remains|remained)\s+)?on\s+the\s+$")
_A_SIDE = re.compile(r"\s+side\b")
#: "Lost ground in Korea, where it provided 26 per cent": of what was done there the next figure is told.
_WHERE = re.compile(r",\s+where\s+(?![^,;.]*\b(?:and|but|while)\b)[^,;.]*$")
_IS_WHOSE = re.compile(r"\b(?:is|was|were|are|remains?|remained)\s+(?:[a-z]+\s+)?$")
_STOP = re.compile(r"[,;:.]\s|\b(?:and|but|while|whereas)\b")
_IMPOSES = re.compile(r"(?:['’]s?)?\s+(?:[a-z-]+\s+)?sanctions?\b")


def are_any(scene: Scene) -> bool:
    """Whether nouns or standing forms say anything of a state near a figure."""
    made = _told(scene)
    return "" in made or any(made.values())


def _told(scene: Scene) -> dict[str, set[str]]:
    """The same as `told`, once a figure."""
    if scene.forms is None:
        scene.forms = told(scene)
    return scene.forms


def forms(scene: Scene, sense: Sense, statistic: str, owner: str, partner: str, add: _Add) -> None:
    """What nouns and standing forms say of a pair in this order.

    Args:
        scene: The figure.
        sense: What would be measured.
        statistic: As what.
        owner: Of whom it would be.
        partner: With whom.
        add: Takes the signs.
    """
    made, pair, kind = _told(scene), (owner, partner), _kind(statistic)
    if owner not in made and partner not in made and "" not in made:
        return
    if sense.flow in ("in", "out") and sense.ware is not None:
        _traded(made, sense, kind, pair, add)
    for role, code in zip("op", pair, strict=True):
        for name in made.get(code, ()):
            if name.startswith("trade"):
                continue
            is_invested = name.startswith("money")
            if is_invested != sense.id.startswith("investment") or (name == "imposes" and sense.id != "sanctions"):
                continue
            if (name in _OF_RATIOS and kind != "ratio") or (name.startswith("balance") and sense.flow != "balance"):
                continue
            if name == "balance in its favour":
                add(f"f:{role} {name}, {sense.id}", 1.0)
                continue
            add(f"f:{'' if is_invested else kind + ' '}{role} {name}", 1.0)
    if "" in made and not (sense.flow in ("in", "out") and kind == "level"):
        _back(scene, sense, kind, pair, add)


def alike(scene: Scene, sense: Sense, statistic: str) -> tuple[object, ...]:
    """What of a sense and a statistic `forms` looks at: of all for which that is the same the signs are, too."""
    last, is_favoured = scene.last, any("balance in its favour" in names for names in _told(scene).values())
    return (
        _kind(statistic),
        sense.flow,
        sense.ware is None,
        sense.id.startswith("investment"),
        sense.id == "sanctions",
        sense.id if is_favoured else "",
        last is not None and last.way.sense is sense,
    )


def _kind(statistic: str) -> str:
    if statistic in ("rank", "ratio"):
        return statistic
    return "level" if statistic.startswith("level") else "gdp" if statistic == "share_of_gdp" else "share"


def _traded(made: dict[str, set[str]], sense: Sense, kind: str, pair: tuple[str, str], add: _Add) -> None:
    """Whether those who sell and buy in this reading are those told to do so."""
    seller, buyer = pair if sense.flow == "out" else pair[::-1]
    for code, does in ((seller, "sells"), (buyer, "buys")):
        for name in made.get(code, ()):
            if name.startswith("trade "):
                _, said, where = name.split(" ", 2)
                add(f"f:{kind} {'as' if said == does else 'not as'} {said} {where}", 1.0)


def _back(scene: Scene, sense: Sense, kind: str, pair: tuple[str, str], add: _Add) -> None:
    """Whether the pair is that of the figure before, or the same turned, where words turn it."""
    last = scene.last
    if last is None or not last.way.partners or set(pair) != {last.way.owner, last.way.partners[0]}:
        return
    way = "on" if pair == (last.way.owner, last.way.partners[0]) else "back"
    same = "" if last.way.sense is sense else " of another sense"
    add(f"f:turned, {way} {kind}{same} {scene.where(last)}", 1.0)


def told(scene: Scene) -> dict[str, set[str]]:
    """What is said of each state by forms near a figure; under "" whether what is told is turned."""
    found: dict[str, set[str]] = {}
    text = scene.case.text
    named = [a for a in scene.actors if len(a.codes) == 1]
    for actor in named:
        names = found.setdefault(actor.codes[0], set())
        where = _where(scene, actor)
        prefix = text[max(0, actor.span[0] - 44) : actor.span[0]]
        names.update(_dealing(text, actor, prefix, where))
        if where != "far":
            names.update(_compared(text, actor, where))
        if scene.since <= actor.span[1] <= scene.start and _WHERE.match(text, actor.span[1], scene.start):
            names.add("where it is done")
        if actor.span[1] <= scene.start and (how := _viewpoint(text, actor, prefix)):
            names.add(f"told from its side, {how}{'' if where == 'fresh' else ' before'}")
    _of_ratio(scene, named, found)
    if _TURNED.search(text, scene.since, scene.start) or _TURNED.search(text, scene.end, _clause_end(scene)):
        found[""] = set()
    return found


def _clause_end(scene: Scene) -> int:
    """Where the words behind a figure end that are still said of it."""
    match = _STOP.search(scene.case.text, scene.end, scene.until)
    return match.start() if match is not None else scene.until


def _where(scene: Scene, actor: Actor) -> str:
    """Whether a state is named since the last figure, in the clause, or far off."""
    if scene.is_fresh(actor.span):
        return "fresh" if actor.span[0] < scene.start else "behind"
    return "here" if scene.is_here(actor.span) else "far"


def _dealing(text: str, actor: Actor, prefix: str, where: str) -> Iterator[str]:
    """Who sells, buys or invests by the noun behind a state."""
    at = actor.span[1]
    is_named = actor.kind == "demonym" or (_NOUN.match(text, at) is not None and _GETS.search(prefix) is None)
    owns = actor.genitive or is_named or text.startswith(("'", "’"), at)
    # "US goods" is as "American goods"; "sold Japan goods" is not.
    is_owner = owns and not is_named
    if owns and (_OWN_SELLER if is_owner else _SELLER).match(text, at):
        yield f"trade sells {where}"
    elif owns and (_OWN_BUYER if is_owner else _BUYER).match(text, at):
        yield f"trade buys {where}"
    elif (role := _ROLE.match(text, at)) is not None and not actor.genitive:
        yield f"trade {'sells' if role['source'] else 'buys'} role {where}"
    if _INVESTOR.match(text, at):
        yield f"money invests {where}"
    if (actor.kind != "demonym" and not actor.genitive and _HOST.search(prefix)) or text[
        slice(*actor.span)
    ].lower() in ("there", "here"):
        yield f"money host {where}"


def _compared(text: str, actor: Actor, where: str) -> Iterator[str]:
    """Who imposes sanctions, and whose a surplus or a deficit is."""
    at = actor.span[1]
    if _IMPOSES.match(text, at):
        yield "imposes"
    prefix = text[max(0, actor.span[0] - 30) : actor.span[0]]
    if (actor.genitive and _FAVOUR.match(text, at)) or _IN_FAVOUR.search(prefix) or _AHEAD.match(text, at):
        yield "balance in its favour"
    elif _HAS_BALANCE.match(text, at) or (_A_SIDE.match(text, at) and _ON_THE.search(prefix)):
        yield f"balance had {where}"
    elif actor.genitive and _IS_WHOSE.search(prefix) and text[at : at + 1] in _MARKS:
        yield "balance is its"


def _viewpoint(text: str, actor: Actor, prefix: str) -> str:
    """How it is said that something is told from the side of a state; "" if it is not."""
    if _SEEN.search(prefix):
        return "seen"
    match = _OPENS.search(prefix)
    if match is None or (match.start() == 0 and actor.span[0] > len(prefix)):
        return ""
    how, at = match["how"].lower(), actor.span[1]
    if _SIDE.match(text, at):
        return "side"
    return how if how in ("for", "to") and _THEN.match(text, at) else ""


def _of_ratio(scene: Scene, named: list[Actor], found: dict[str, set[str]]) -> None:
    """Which of two states is told to have so many times what the other has."""
    text = scene.case.text
    for pattern, name in (
        (_RATIO_OF, "first of a ratio"),
        (_FOR_EVERY, "for every one of it"),
        (_FITS, "others fit in"),
    ):
        for match in pattern.finditer(text):
            actor = next((a for a in named if match.end() <= a.span[0] <= match.end() + 24), None)
            if actor is not None:
                found[actor.codes[0]].add(name)
                if name.startswith("first"):
                    later = [a for a in named if actor.span[1] <= a.span[0] <= actor.span[1] + 40]
                    if later:
                        found[later[0].codes[0]].add("second of a ratio")
