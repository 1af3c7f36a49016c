"""What a share is a share of: "of its total exports", "of what Poland imported", "its weight in Chinese imports"."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from amity.reader import senses
from amity.reader.cases import Case, clause_at, pair_other, subject_of, words_before
from amity.reader.fronted import fronted
from amity.reader.model import Actor, Span
from amity.reader.relations import Relation, Role
from amity.reader.wares import patterns, ware_at

_DENOMINATOR = re.compile(r"^\s*(?:\([^)]*\)\s*)?(?:share\s+|[a-z]+ly\s+)?(?:of|in|from)\b", re.IGNORECASE)
SHARE = re.compile(
    r"\b(?:share|proportion|percentage|weight|slice|portion|fraction|quota|(?<!its )(?<!their )part)\b", re.IGNORECASE
)
_OF_WHAT = re.compile(
    r"^\s*of (?:everything|anything|what|all(?: the)?(?: [\w-]+){0,3}|the(?: [\w-]+){1,3})(?: that|"
    r" which)?\s+(?:the\s+)?[^,;.]{0,40}$"
)
_ONE_IN = re.compile(r"\b(?:in|of)\s+(?:every\s+|each\s+)?\w+$")
_AT = re.compile(r"\W*At\s+(?:just |only |about |some )?")
OF_FIRST = re.compile(r"\W*(?:Of|Out of|For)\s+(?:all\s+|every\s+[\w-]+(?:\s+\w+)?\s+of\s+)?(?:the\s+)?$")
_OF_ALL = re.compile(r"^\W*Of (?:everything|all|the)\b[^,;.]*$")
_OF_ITS = re.compile(r"\s*of\s+(?:all\s+)?(?:the\s+)?(?:\w+\s+)?")
GIVING = re.compile(r"\b(?:sold|sells?|sent|sends?|export\w*|ship\w*|deliver\w*|direct\w*)\b")
GOT = re.compile(
    r"\b(?:got|gets?|sourc\w+|obtain\w*|dr[ae]ws?|bought|buys?|receiv\w+|import\w*|took|takes?|sent|sends?|"
    r"sold|sells?|ship\w*|export\w*|"
    r"direct\w*|deliver\w*|purchas\w+|procur\w+|conduct\w*|did|does|derive\w*|cover\w*|met|meets?|secur\w+|"
    r"satisf\w+|fill\w*|ow(?:ed|es)|import\w*)\b[^,;]{0,25}$"
)
_LINK = re.compile(
    r"^[^,;.]{0,45}?\b(?:from|to|with|by|for)\s+(?:the\s+)?$|^\s*(?:\([^)]*\)\s*)?[^,;.]{0,30}\b(?:from|to|"
    r"with|by|for)\s+(?:the\s+)?$"
)


def own(case: Case) -> tuple[Relation, dict[str, float]] | None:
    """The whole of "Italy sent 12 % of its own to France": what was named before."""
    match = re.compile(r"\s*of\s+(its) own\b(?!\s+\w*(?:ports|trade|sales))").match(case.text, case.quantity.span[1])
    if match is None:
        return None
    whole = next((r for r in reversed(case.relations) if r.span[1] <= case.quantity.span[0] and not r.is_verb), None)
    its = next((a for a in case.actors if a.span == match.span(1) and len(a.codes) == 1), None)
    if whole is None or its is None:
        return None
    after = listed(case, match.end(), its.codes[0])
    partner = Role(after[0], "preposition") if after else None
    return replace(
        whole, span=match.span(), start=match.start(), owner=Role(its.codes[0], "genitive", its), partner=partner
    ), {}


def whole_of(case: Case) -> tuple[Relation | None, dict[str, float]]:
    """What the share is a share of: named after "of", or before the verb as "share of"."""
    if (hundred := _of_a_hundred(case)) is not None:
        return hundred, {}
    start, end = case.quantity.span
    own = clause_at(case, start)
    for relation in case.relations:
        if relation.sense is not None and relation.sense.ware is None:
            continue
        if relation.is_verb:
            clause_of_what = case.text[end : relation.start]
            if relation.span[0] >= end and _OF_WHAT.match(clause_of_what) and relation.owner is not None:
                return _own_partner(case, relation), {}
            if (
                relation.span[1] <= start
                and relation.owner is not None
                and _OF_ALL.search(case.text[: relation.span[0]])
            ):
                return relation, {}
            continue
        if relation.span[0] >= end and relation.start - end < 60:
            between = case.text[end : relation.start]
            is_bare = case.quantity.kind == "majority" and not between.strip()
            if (is_bare or _DENOMINATOR.match(between)) and not re.search(r"[;,]", between):
                return relation, {}
            if not between.strip() and _ONE_IN.search(case.text[start:end]):
                # "One in five US exports".
                return relation, {}
            if _AT.fullmatch(case.text[:start]) and SHARE.search(between):
                # "At 14 per cent in 2014, Russia's share of Finnish imports ...".
                return relation, {}
    ware = _ware_whole(case) or fronted(case)
    if ware is not None:
        return ware, {}
    for relation in case.relations:
        if not relation.is_verb and relation.span[1] <= start and OF_FIRST.match(case.text[: relation.start]):
            return relation, {}
    for relation in reversed(case.relations):
        if relation.is_verb or relation.span[1] > start or (relation.sense and relation.sense.ware is None):
            continue
        head = case.text[max(0, relation.start - 60) : relation.span[1]]
        features = {"distance": math.log1p((start - relation.span[1]) / 25)}
        if _FOR_ANOTHER.match(case.text, end) and any(relation.span[1] <= q.span[0] < start for q in case.quantities):
            # "... was 19 per cent, against 6 per cent for Russia": told once more of another.
            break
        if SHARE.search(head) and (clause_at(case, relation.span[0]) == own or _is_listed(case, relation)):
            return relation, features
        if relation.partner is None and _IN_BRACKETS.fullmatch(case.text[relation.span[1] : start]):
            # "A large part of what Polish factories sell abroad (27.3%) goes to Germany".
            return relation, features
        if _FLOWED.match(case.text, end) and relation.sense and relation.sense.flow in ("in", "out"):
            # "Imports tell another story: 34 per cent came from Russia".
            return replace(relation, partner=None), features
    return None, {}


_FOR_ANOTHER = re.compile(r"\s*(?:for|in the case of)\s+(?:the\s+)?(?=[A-Z])")
_DOLLARS = re.compile(
    r"(?:\b(?:of|for|from|out of) (?:every|each) (?:hundred|ten|five|\d+) \w+|\bdollars?)\s+(?:that\s+|which\s+)?"
    r"(?:the\s+)?(?=[A-Z])",
    re.IGNORECASE,
)
_EARNED = re.compile(
    r"\s+(?:\w+\s+)?(?:(?P<out>earned|made|received|took in|got|sold)|(?P<in>spent|paid|bought|imported))\b[^,;]{0,40}?"
    r"(?:exports?|imports?|abroad|overseas|goods)",
    re.IGNORECASE,
)


def _of_a_hundred(case: Case) -> Relation | None:
    """The whole of "of every hundred dollars that Ukraine earned abroad, 5 came from Russia"."""
    for match in _DOLLARS.finditer(case.text):
        actor = next((a for a in case.actors if a.span[0] == match.end() and len(a.codes) == 1 and not a.group), None)
        told = _EARNED.match(case.text, actor.span[1]) if actor is not None else None
        if actor is None or told is None:
            continue
        sense = senses.of_goods("goods", "out" if told["out"] else "in")
        if sense is not None:
            return Relation(told.span(), actor.span[0], sense, Role(actor.codes[0], "subject", actor))
    return None


_IN_BRACKETS = re.compile(r"\s*\((?:or\s+|that is,?\s+)?")
_FLOWED = re.compile(
    r"\s+(?:of\s+(?:them|these|it|this)\s+)?(?:came|comes?|went|goes|go|originated|arrived|ended up|headed|"
    r"(?:was|were)\s+(?:from|to|bound|destined|sent|shipped|sold|bought))\b(?!\s+to\s+[$\d])"
)


def _is_listed(case: Case, whole: Relation) -> bool:
    """Whether only figures of the kind stand between the whole and this one: "share in exports: 9 % in 2009; 12"."""
    between = case.text[whole.span[1] : case.quantity.span[0]]
    others = [r for r in case.relations if whole.span[1] <= r.span[0] < case.quantity.span[0] and r.sense]
    states = [a for a in case.actors if whole.span[1] <= a.span[0] < case.quantity.span[0]]
    return not others and not states and re.fullmatch(r"[^.;:]*[:(,;–—-][^:]*", between) is not None


def _own_partner(case: Case, whole: Relation) -> Relation:
    """The whole without a partner that stands behind another figure, and belongs to that."""
    at = whole.partner.actor.span[0] if whole.partner and whole.partner.actor else 0
    is_behind = any(whole.span[1] <= q.span[0] < at for q in case.quantities)
    return replace(whole, partner=None) if is_behind else whole


def _ware_whole(case: Case) -> Relation | None:
    """The whole of "it buys 45 per cent of its natural gas from Russia": imports, or exports, of a ware."""
    match = _OF_ITS.match(case.text, case.quantity.span[1])
    if match is None:
        return _ware_shared(case)
    actor = next(
        (
            a
            for a in case.actors
            if len(a.codes) == 1 and not a.group and a.genitive and match.start() < a.span[0] <= match.end()
        ),
        None,
    )
    their = re.compile(r"their\b").match(case.text, match.end()) or re.search(r"\btheir\s*$", case.text[: match.end()])
    subject = subject_of(case, ())
    if actor is not None:
        owner, at = Role(actor.codes[0], "genitive", actor), actor.span[1]
    elif their is not None and subject is not None:
        owner, at = subject, case.text.index("their", match.start()) + len("their")
    else:
        return None
    ware = ware_at(case.text, at)
    if ware is None:
        return None
    name, end = ware
    before, _ = words_before(case)
    after = case.text[end : end + 40]
    if re.match(r"\s+(?:(?:cargoes|volumes|barrels)\s+)?(?:sold|shipped|exported|went|sailed|sent|headed)\b", after):
        flow = "out"
    elif re.search(r"\b(?:from|supplied|provided)\b", after) or GOT.search(before) or _SUPPLIES.search(before):
        flow = "out" if GIVING.search(before) and re.search(r"\bto\b", after) else "in"
    else:
        return None
    sense = senses.of_goods(name, flow)
    return Relation((match.end(), end), match.end(), sense, owner) if sense else None


_SHARE_OF = re.compile(r"\b(?:share|proportion|portion|part|slice|fraction)\s+of\s+(?:the\s+)?(?=\S)")
_LEAVING = re.compile(
    r"\s+(?:that\s+|which\s+)?(?:went|goes|going|sold|shipped|exported|bound|destined|sent|headed|flow\w+)\b"
)
_COMING = re.compile(
    r"\s+(?:that\s+|which\s+)?(?:came|comes|coming|bought|imported|supplied|provided|from|sourced|drawn)\b"
)


_ARE = re.compile(r"\s+(?:(?:had|has|have)\s+)?(?:are|is|were|was|been|come|came)\s+(?:from\s+)?(?:the\s+)?(?=[A-Z])")


_IN_TRADE = re.compile(r"\b[Ii]n the (?P<ware>gas|coal|oil|crude|crude oil) (?:trade|business|market|sector)\b")


def origin(case: Case) -> Relation | None:
    """The whole of "almost all of Vietnam's weapons are Russian: 93 per cent": its imports of the ware."""
    start = case.quantity.span[0]
    single = [a for a in case.actors if len(a.codes) == 1 and a.group is None and a.span[1] <= start]
    for owner in single:
        ware = ware_at(case.text, owner.span[1]) if owner.genitive else None
        link = _ARE.match(case.text, ware[1]) if ware else None
        maker = next((a for a in single if link and a.span[0] == link.end() and a.codes != owner.codes), None)
        if (
            ware is None
            or maker is None
            or not re.fullmatch(r"\s*[:(,—–-]\s*[^.;]{0,25}", case.text[maker.span[1] : start])
        ):
            continue
        sense = senses.of_goods(ware[0], "in")
        if sense is not None and "share" in sense.figures:
            roles = Role(owner.codes[0], "genitive", owner), Role(maker.codes[0], "pair", maker)
            return Relation((owner.span[0], ware[1]), owner.span[0], sense, *roles)
    return None


_LABEL = re.compile(r"\W*(?P<ware>[A-Z][a-z]+(?: [a-z]+)?)\s*(?::|\.|—|–)\s")


def labelled(case: Case, whole: Relation) -> Relation:
    """The whole as one of the ware that heads its sentence: "Crude: Russia's share in India's imports rose"."""
    sense = whole.sense
    label = _LABEL.match(case.text) or _IN_TRADE.search(case.text, 0, case.quantity.span[0])
    ware = patterns()[2].fullmatch(label["ware"]) if label else None
    said = case.text[whole.start : whole.span[1]]
    if (
        sense is None
        or sense.ware != "goods"
        or ware is None
        or re.search(r"\b(?:goods|merchandise|total|all)\b", said)
    ):
        return whole
    new = senses.of_goods(ware.lastgroup or "goods", sense.flow)
    return replace(whole, sense=new) if new is not None and "share" in new.figures else whole


def _ware_shared(case: Case) -> Relation | None:
    """The whole of "the share of Iranian oil going to China was 27 per cent"."""
    for match in _SHARE_OF.finditer(case.text, 0, case.quantity.span[0]):
        actor = next((a for a in case.actors if a.span[0] == match.end() and len(a.codes) == 1 and not a.group), None)
        ware = ware_at(case.text, actor.span[1]) if actor is not None and actor.genitive else None
        if actor is None or ware is None or clause_at(case, match.start()) != clause_at(case, case.quantity.span[0]):
            continue
        flow = "out" if _LEAVING.match(case.text, ware[1]) else "in" if _COMING.match(case.text, ware[1]) else ""
        sense = senses.of_goods(ware[0], flow) if flow else None
        if sense is not None:
            owner = Role(actor.codes[0], "genitive", actor)
            after = listed(case, ware[1], owner.code)
            # With whom stands before the figure, so that nothing is left to seek.
            partner = Role(after[0], "pair") if after else None
            return Relation((match.end(), ware[1]), match.end(), sense, owner, partner)
    return None


_SUPPLIES = re.compile(r"\b(?:provid|suppl)\w+\W")


_LEANS = r"(?:(?:in)?dependen(?:ce|t|cy)|depend(?:s|ed|ing)?|relian(?:ce|t)|rel(?:ies|ied|y|ying))"
_LEANING = re.compile(
    rf"\b{_LEANS}\s+(?:of\s+(?:the\s+)?[A-Z][\w-]+\s+)?(?:up)?on\s+(?:(?:imports|supplies|deliveries)\s+"
    rf"(?:of\s+[a-z ]{{3,20}}\s+)?from\s+|(?:(?!and\b|which\b)[a-z]+\s+){{1,3}}(?:bought\s+)?from\s+)?"
    r"(?:the\s+)?(?=\S)",
    re.IGNORECASE,
)
#: "For 55 per cent of its gas", which may stand between who depends and on whom.
_LEANS_FOR = re.compile(rf"\b{_LEANS}\b[^.;]{{0,60}}?\bon\s+(?:imports\s+from\s+)?(?:the\s+)?(?=\S)", re.IGNORECASE)
#: "For 55 per cent of its gas the country relies on": what one leans for stands first, who leans between.
_FOR = re.compile(r"\b[Ff]or\s+(?:(?:about|some|around|nearly|almost|over|only|just|more|less|than|up|to|at)\s+)*$")
#: "Its Russian crude reliance", "her oil dependence on Iran".
_LEANT = re.compile(
    r"\s+(?:crude|oil|crude oil|gas|natural gas|coal|energy|arms|weapons)\s+(?:dependenc[ey]|reliance)\b"
)
_ITS_OWN = re.compile(
    r"(?:(?<=['’]s)|(?<=s['’])|['’]s?)\s+(?:was|is|stayed|stood|stands|remain\w*|rose|fell|went|came|reached|had|at)\b"
)
_WARE_FOR = re.compile(r"\b(?:in|for|of|on|with|as to|regarding)\s+(?:its\s+|their\s+|the\s+)?(?:case of\s+)?$")


def leaning(case: Case) -> Relation | None:
    """The whole of "Japan's dependence on Saudi crude was 29 per cent": imports of the ware that is named beside it."""
    single = [a for a in case.actors if len(a.codes) == 1 and a.group is None]
    found = _leant_on(case, single)
    if found is None:
        return None
    span, source = found
    begin = case.quantity.span[0] - len(words_before(case)[0])
    ahead = [a for a in single if a.span[1] <= span[0] and a.codes != source.codes and a.kind != "firm"]
    others = [a for a in single if source.span[1] <= a.span[0] < case.quantity.span[0] and a.codes != source.codes]
    if others and _ITS_OWN.match(case.text, others[-1].span[1]) is not None:
        # "Hungary's dependence on Russia rose to 86 per cent, while Slovakia's stayed at 100".
        ahead = others
    near = ware_at(case.text, source.span[1]) or _ware_for(case, source.span[1])
    named = patterns()[2].search(case.text, begin, span[1]) if near is None else None
    ware = near[0] if near else named.lastgroup or "goods" if named else case.ware or "goods"
    sense = senses.of_goods(ware, "in")
    if sense is None or "share" not in sense.figures:
        return None
    owner = Role(ahead[-1].codes[0], "genitive", ahead[-1]) if ahead else pair_other(case, source.codes[0])
    return Relation(span, span[0], sense, owner, Role(source.codes[0], "pair", source))


def _leant_on(case: Case, single: Sequence[Actor]) -> tuple[Span, Actor] | None:
    """Where it is told that one depends on another, and on whom."""
    _, start = words_before(case)
    begin, end = case.quantity.span
    # "55 per cent dependent on Russian gas": the words close behind the figure are its own.
    far = _FOR.search(case.text, max(0, begin - 30), begin) is not None
    stop = min(len(case.text), end + (90 if far else 40))
    pattern = (
        _LEANS_FOR if any(m.start() < begin < m.end() for m in _LEANS_FOR.finditer(case.text, start)) else _LEANING
    )
    for match in pattern.finditer(case.text, start, stop if pattern is _LEANING else len(case.text)):
        if match.start() >= end and re.search(r"[,;]|\b(?:and|but|while)\b", case.text[end : match.start()]):
            continue
        source = next((a for a in single if a.span[0] == match.end()), None)
        if source is not None:
            return match.span(), source
    for source in single:
        leant = _LEANT.match(case.text, source.span[1]) if source.kind == "demonym" else None
        if leant is not None and start <= source.span[0] and leant.end() <= begin:
            return (source.span[0], leant.end()), source
    return None


def _ware_for(case: Case, at: int) -> tuple[str, int] | None:
    """The ware told right behind whom one depends on: "on Russia for gas", "on Russia in the coal sector"."""
    match = patterns()[2].search(case.text, at, min(len(case.text), at + 40))
    is_told = match is not None and _WARE_FOR.search(case.text[at : match.start()]) is not None
    return (match.lastgroup, match.end()) if match is not None and is_told and match.lastgroup else None


def listed(case: Case, at: int, owner: str) -> tuple[str, ...]:
    """The states a share goes to or comes from: "... of its arms imports came from Russia and France"."""
    codes: list[str] = []
    last = at
    for actor in case.actors:
        if actor.span[0] < at or len(actor.codes) != 1 or actor.group is not None:
            continue
        between = case.text[last : actor.span[0]]
        linked = (
            _LINK.search(between) if not codes else re.fullmatch(r"\s*(?:,|and|,\s*and|or|&)\s*(?:the\s+)?", between)
        )
        if not linked:
            if codes:
                break
            continue
        if actor.codes[0] != owner and actor.codes[0] not in codes:
            codes.append(actor.codes[0])
        last = actor.span[1]
    return tuple(codes)
