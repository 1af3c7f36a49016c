"""Shares: what the whole is ("of its total exports"), whose it is, and who has the part."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace

from amity.reader import senses
from amity.reader.cases import Case, clause_at, other_state, own_clause, pair_other, subject_of, with_whom, words_before
from amity.reader.relations import Relation, Role, acts
from amity.reader.senses import Sense
from amity.reader.slots import ITS, OPPOSITE, Way, filled, how_found, merged, nearest
from amity.reader.views import named_since
from amity.reader.wares import ware_at

_DENOMINATOR = re.compile(r"^\s*(?:\([^)]*\)\s*)?(?:share\s+|[a-z]+ly\s+)?(?:of|in|from)\b", re.IGNORECASE)
_SHARE = re.compile(r"\b(?:share|proportion|percentage|(?<!its )(?<!their )part)\b", re.IGNORECASE)
_OF_WHAT = re.compile(
    r"^\s*of (?:everything|anything|what|all(?: the)?(?: [\w-]+){0,3}|the(?: [\w-]+){1,3})(?: that|"
    r" which)?\s+(?:the\s+)?[^,;.]{0,40}$"
)
_RELATIVE = re.compile(r"\b(?:of|to|by|as|against)\s+(?:the\s+|its\s+|their\s+)?(?:[\w’']+\s+){0,3}$", re.IGNORECASE)
_AT = re.compile(r"\W*At\s+(?:just |only |about |some )?")
_OF_FIRST = re.compile(r"\W*Of\s+(?:all\s+)?(?:the\s+)?$")
_OF_ALL = re.compile(r"^\W*Of (?:everything|all|the)\b[^,;.]*$")
_GOT = re.compile(
    r"\b(?:got|gets?|sourc\w+|obtain\w*|dr[ae]ws?|bought|buys?|receiv\w+|import\w*|took|takes?|sent|sends?|"
    r"sold|sells?|ship\w*|export\w*|"
    r"direct\w*|deliver\w*|purchas\w+|procur\w+|conduct\w*|did|does|derive\w*)\b[^,;]{0,25}$"
)
_MARKET = re.compile(
    r"\b(?:(?:world|global|international)(?:['’]s)?\s+)?(?:arms|weapons)\s+market\b|"
    r"\b(?:world|global|international)(?:['’]s)?\s+(?:major\s+)?(?:arms|weapons)\s+(?P<flow>exports?|sales|"
    r"trade|imports?|transfers)",
    re.IGNORECASE,
)
_OF_ITS = re.compile(r"\s*of\s+(?:all\s+)?(?:the\s+)?(?:\w+\s+)?")
_GIVING = re.compile(r"\b(?:sold|sells?|sent|sends?|export\w*|ship\w*|deliver\w*|direct\w*)\b")
_LINK = re.compile(
    r"^[^,;.]{0,45}?\b(?:from|to|with|by|for)\s+(?:the\s+)?$|^\s*(?:\([^)]*\)\s*)?[^,;.]{0,30}\b(?:from|to|"
    r"with|by|for)\s+(?:the\s+)?$"
)


def shares(case: Case) -> Iterator[Way]:
    """Every way to read a figure as a share."""
    found = list(_plain_shares(case))
    yield from found or _again(case)


_AGAIN = re.compile(r"\b(?:the (?:share|figure|proportion|percentage)|it|they|that)\b", re.IGNORECASE)
_ALSO = re.compile(
    r"(?:^|\b(?:and|but|against|from|to|down|up|compared|while|whereas)\b)[^.;]{0,40}$|"
    r",\s*(?:\w+ed|bought|took|sold|got)\s+(?:just |only )?$"
)
_OF_OTHERS = re.compile(r"\s*of\s+(?:the\s+)?(?=\S)")


def _again(case: Case) -> Iterator[Way]:
    """The share spoken of just before: "Russia bought 24 per cent of its exports, while Poland bought 3.5"."""
    start = case.quantity.span[0]
    earlier = [q for q in case.quantities if q.span[1] <= start and q.unit == case.quantity.unit and not q.by]
    first, since = case.share, 0
    for q in reversed(earlier[-4:]):
        if (plain := next(_plain_shares(replace(case, quantity=q)), None)) is not None:
            first, since = plain, q.span[1]
            break
    if first is None or len(first.partners) != 1:
        return
    if first.sense.id.startswith("opinion"):
        yield from _viewed_again(case, first, {"inherited": 1.0} if earlier else {"carried": 1.0})
        return
    whose = _others_whole(case)
    if earlier and whose is not None and whose not in first.partners:
        # "34 per cent of India's coal imports and 30 per cent of China's".
        yield replace(first, owner=whose, features=merged(first.features, {"inherited": 2.0}))
        return
    if _whole_unknown(case):
        return
    first = _turned(first, case.text[earlier[-1].span[1] if earlier else 0 : start])
    if (states := _states_after(case)) is not None:
        yield from _exchanged(first, states, {"inherited": 2.0} if earlier else {"carried": 1.0})
        return
    whose = _others_whole(case)
    if earlier and whose is not None and whose not in first.partners:
        # "34 per cent of India's coal imports and 30 per cent of China's".
        yield replace(first, owner=whose, features=merged(first.features, {"inherited": 2.0}))
        return
    if _whole_unknown(case):
        return
    between = case.text[since:start]
    new = [a for a in case.actors if since <= a.span[0] and a.span[1] <= start and a.group is None and a.kind != "firm"]
    codes = list(dict.fromkeys(c for a in new for c in a.codes))
    features = merged(first.features, {"inherited": 2.0} if earlier else {"carried": 1.0})
    owner, partner = first.owner, first.partners[0]
    if first.sense.flow == "pair" and (pair := with_whom(case)) is not None:
        yield replace(first, owner=pair[0].code, partners=(pair[1].code,), features=features)
        return
    if first.sense.flow == "pair":
        after = _AFTER_SHARE.match(case.text, case.quantity.span[1])
        if after is not None and any(a.span[0] == after.end() for a in case.actors):
            named = [a for a in case.actors if a.span[0] >= after.end() and len(a.codes) == 1][:2]
            codes = [a.codes[0] for a in named]
        if len(codes) == 2:
            yield replace(first, owner=codes[0], partners=(codes[1],), features=features)
        elif not codes and earlier and (_AGAIN.search(own_clause(case)) or _ALSO.search(between)):
            yield replace(first, features=features)
        return
    if new and _FOR.search(case.text[: new[-1].span[0]]) and codes[-1] not in (owner, partner):
        # "For Hungary the figure was 55": who is meant has the part of the subject before, or of the other.
        yield from _exchanged(first, codes[-1], features)
        return
    codes = [code for code in codes if code != owner]
    if OPPOSITE.search(own_clause(case)) and not codes:
        yield replace(first, owner=partner, partners=(owner,), features=features)
    elif codes and codes[-1] != partner:
        # The state nearest before the figure has the part now.
        yield replace(first, partners=(codes[-1],), features=features)
        if first.sense.flow != "pair":
            # Perhaps it has the whole: the data may tell.
            yield replace(first, owner=codes[-1], features=merged(features, {"rivals": 2.0}))
    elif set(codes) <= {partner} and (_AGAIN.search(own_clause(case)) or (earlier and _ALSO.search(between)) or codes):
        yield replace(first, features=features)


def _viewed_again(case: Case, first: Way, more: dict[str, float]) -> Iterator[Way]:
    """The view spoken of before, of others or by others: "for China the figure was 43"."""
    holder, seen = named_since(case)
    if holder is None and seen is None and not _AGAIN.search(own_clause(case)):
        return
    owner = holder.code if holder else first.owner
    partners = (seen.code,) if seen else first.partners
    if owner not in partners:
        yield replace(first, owner=owner, partners=partners, features=merged(first.features, more))


_FOR = re.compile(r"\b(?:[Ff]or|[Ii]n the case of|[Ii]n)\s+(?:the\s+)?$")
_AFTER_SHARE = re.compile(r"\s*\)?\s*(?:for|from|to|in the case of|in|by)\s+(?:the\s+)?(?=\S)")
_SUPPLYING = re.compile(
    r"\b(?:suppl(?:ied|y|ies|ying)|provid(?:ed|es?|ing)|deliver(?:ed|s|ing)?|furnish(?:ed|es)|suppliers?|sources?)\b"
)
_TAKING = re.compile(
    r"\b(?:absorb(?:ed|s|ing)?|bought|buys?|buying|took|takes?|taking|purchas(?:ed|es|ing)|markets?|"
    r"customers?|buyers?|destinations?)\b"
)


def _turned(first: Way, between: str) -> Way:
    """The share before of the flow that the verb since then tells: "absorbed 18 % of exports and supplied 16"."""
    if first.sense.ware is None or first.sense.flow not in ("in", "out"):
        return first
    flows = [flow for flow, verb in (("in", _SUPPLYING), ("out", _TAKING)) if verb.search(between)]
    sense = senses.of_goods(first.sense.ware, flows[0]) if len(flows) == 1 else None
    return replace(first, sense=sense) if sense is not None and "share" in sense.figures else first


def _states_after(case: Case) -> str | None:
    """The state right after a figure that names nothing else: "compared with 7 per cent for India"."""
    match = _AFTER_SHARE.match(case.text, case.quantity.span[1])
    actor = next((a for a in case.actors if match and a.span[0] == match.end()), None)
    if actor is None or len(actor.codes) != 1 or actor.group is not None or actor.kind in ("pronoun", "firm"):
        return None
    return (
        actor.codes[0]
        if not actor.genitive and re.match(r"\s*(?:[,.;()]|and\b|in\b|$)", case.text[actor.span[1] :])
        else None
    )


def _exchanged(first: Way, code: str, more: dict[str, float]) -> Iterator[Way]:
    """The share with another state in one of the two parts; which of them, the words do not say."""
    if code in (first.owner, *first.partners) or first.sense.flow == "pair":
        return
    features = merged(first.features, more)
    yield replace(first, partners=(code,), features=merged(features, {"rivals": 1.0}))
    yield replace(first, owner=code, features=merged(features, {"rivals": 1.0}))


def _others_whole(case: Case) -> str | None:
    """Whose, where the whole is told by its owner alone: "30 per cent of China's"."""
    match = _OF_OTHERS.match(case.text, case.quantity.span[1])
    if match is None:
        return None
    actor = next((a for a in case.actors if a.span[0] == match.end() and len(a.codes) == 1 and a.genitive), None)
    is_bare = actor is not None and re.match(r"(?:['’]s?)?\s*(?:[.,;)]|$|in\b)", case.text[actor.span[1] :])
    return actor.codes[0] if actor is not None and is_bare else None


def _whole_unknown(case: Case) -> bool:
    """Whether the figure is said to be a share of something else than before."""
    after = case.text[case.quantity.span[1] :]
    return re.match(r"\s*(?:\([^)]*\)\s*)?of\s+(?!them\b|it\b|the total\b)", after) is not None


def _plain_shares(case: Case) -> Iterator[Way]:
    market = _MARKET.search(case.text, case.quantity.span[1], case.quantity.span[1] + 90)
    if market is not None:
        sense = senses.of_goods("arms", "in" if (market["flow"] or "").startswith("import") else "out")
        subject = subject_of(case, ())
        if sense and subject:
            yield Way(sense, "market", subject.code, (), how_found(case, subject))
        return
    if (total := _TOTAL.match(case.text, case.quantity.span[1])) is not None:
        yield from _of_total(case, total.end())
        return
    whole, features = _own(case) or _whole(case)
    if whole is not None:
        if whole.sense is None:
            return
        if "share" in whole.sense.figures:
            yield from _parted(case, whole, features)
        return
    if (ratio := _of_anothers(case)) is not None:
        yield ratio
        return
    economy = next((r for r in case.relations if r.sense and r.sense.id == "gdp"), None)
    if economy is not None and _RELATIVE.search(case.text[max(0, economy.start - 40) : economy.start]):
        yield from _of_gdp(case, economy)
        return
    # What is a share by itself: votes, views, settlements; "imports from Russia fell to 46 per cent" implies one.
    for relation, found, statistic in nearest(case, ["share"]):
        assert relation.sense is not None
        if relation.sense.ware is None:
            yield from filled(case, relation, found, statistic)
        elif _implies_share(case, relation):
            yield from filled(case, relation, found | {"only": 0.8}, statistic)


_OF_THAT = re.compile(
    r"\s*(?:as\s+\w+\s+as|(?:of\s+)?(?:that|those|what)\s+of|(?:of\s+)?the\s+(?:size|level)\s+of|of)\s+"
    r"(?:(?:that|those)\s+of\s+)?(?:the\s+)?(?=\S)"
)


def _of_anothers(case: Case) -> Way | None:
    """A part that is a ratio: "India's economy was a quarter the size of China's", "half that of Japan"."""
    match = _OF_THAT.match(case.text, case.quantity.span[1])
    other = next((a for a in case.actors if match and a.span[0] == match.end() and len(a.codes) == 1), None)
    found = nearest(case, ["ratio"])
    if other is None or not found or re.match(r"['’]?s?\s+(?!in\b|at\b|and\b)[a-z]", case.text[other.span[1] :]):
        return None
    relation, features, statistic = found[0]
    owner = relation.owner or subject_of(case, other.codes)
    if relation.sense is None or owner is None or owner.code in other.codes:
        return None
    return Way(relation.sense, statistic, owner.code, other.codes, features | how_found(case, owner))


_TOTAL = re.compile(
    r"\s*of\s+(?:the|its|their|that|the country['’]s|(?:the )?[A-Z][\w. ]+?['’]s?)\s+"
    r"(?:national |overall |country['’]s )?total\b(?!\s+[a-z]+s\b)|\s*of\s+(?:them|these|it)\b"
)


def _of_total(case: Case, end: int) -> Iterator[Way]:
    """The share of "Russia's imports from China were 50 billion, 21 per cent of the total"."""
    start = case.quantity.span[0]
    before = [r for r in case.relations if r.span[1] <= start and r.sense and "share" in r.sense.figures]
    if not before or before[-1].sense is None or before[-1].sense.flow not in ("in", "out"):
        return
    whose = next((a for a in case.actors if case.quantity.span[1] < a.span[0] < end and len(a.codes) == 1), None)
    owner = Role(whose.codes[0], "genitive", whose) if whose and whose.kind != "pronoun" else before[-1].owner
    yield from filled(case, replace(before[-1], owner=owner), {}, "share")


def _implies_share(case: Case, relation: Relation) -> bool:
    start = case.quantity.span[0]
    if not relation.owner or relation.is_verb or relation.span[1] > start:
        return False
    if re.search(r"\bto the (?:extent|tune) of\s+$", case.text[:start]):
        return True
    is_changing = case.quantity.sign or re.search(r"\b(?:from|to)\s+$", case.text[:start])
    return bool(relation.partner and is_changing)


def _own(case: Case) -> tuple[Relation, dict[str, float]] | None:
    """The whole of "Italy sent 12 % of its own to France": what was named before."""
    match = re.compile(r"\s*of\s+(its) own\b(?!\s+\w*(?:ports|trade|sales))").match(case.text, case.quantity.span[1])
    if match is None:
        return None
    whole = next((r for r in reversed(case.relations) if r.span[1] <= case.quantity.span[0] and not r.is_verb), None)
    its = next((a for a in case.actors if a.span == match.span(1) and len(a.codes) == 1), None)
    if whole is None or its is None:
        return None
    after = _listed(case, match.end(), its.codes[0])
    partner = Role(after[0], "preposition") if after else None
    return replace(
        whole, span=match.span(), start=match.start(), owner=Role(its.codes[0], "genitive", its), partner=partner
    ), {}


def _whole(case: Case) -> tuple[Relation | None, dict[str, float]]:
    """What the share is a share of: named after "of", or before the verb as "share of"."""
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
            if _AT.fullmatch(case.text[:start]) and _SHARE.search(between):
                # "At 14 per cent in 2014, Russia's share of Finnish imports ...".
                return relation, {}
    ware = _ware_whole(case)
    if ware is not None:
        return ware, {}
    for relation in case.relations:
        if not relation.is_verb and relation.span[1] <= start and _OF_FIRST.match(case.text[: relation.start]):
            return relation, {}
    for relation in reversed(case.relations):
        if relation.is_verb or relation.span[1] > start or (relation.sense and relation.sense.ware is None):
            continue
        head = case.text[max(0, relation.start - 60) : relation.start]
        if _SHARE.search(head) and clause_at(case, relation.span[0]) == own:
            return relation, {"distance": math.log1p((start - relation.span[1]) / 25)}
    return None, {}


def _own_partner(case: Case, whole: Relation) -> Relation:
    """The whole without a partner that stands behind another figure, and belongs to that."""
    at = whole.partner.actor.span[0] if whole.partner and whole.partner.actor else 0
    is_behind = any(whole.span[1] <= q.span[0] < at for q in case.quantities)
    return replace(whole, partner=None) if is_behind else whole


_TOP = re.compile(
    r"\b(?:(?:next|second|third|fourth|fifth)[\s-])?(?:largest|biggest|top|main|leading|chief|"
    r"most important|first|second|third|other)\b"
    r"[^,;.]{0,30}?\b(?:suppliers?|sources?|sellers?|customers?|buyers?|clients?|markets?|destinations?|partners?)\b"
)


def _topped(case: Case, whole: Relation) -> tuple[Role, Role] | None:
    """Whose and with whom in "its largest supplier was China, with 21 per cent of imports"."""
    start = case.quantity.span[0]
    match = next((m for m in _TOP.finditer(case.text, 0, start)), None)
    if match is None or whole.owner is not None or whole.span[0] < case.quantity.span[1]:
        return None
    single = [a for a in case.actors if len(a.codes) == 1 and a.group is None and a.kind != "firm"]
    head = re.sub(r"['’]s?$", "", case.text[: match.start()].rstrip())
    whose = next((a for a in single if 0 <= a.span[1] - len(head) < 3), None)
    if whose is None:
        return None
    others = [a for a in single if a.codes != whose.codes and a.span[1] <= start]
    later = [a for a in others if a.span[0] >= match.end()] or others
    if not later:
        return None
    return Role(whose.codes[0], "genitive", whose), Role(later[-1].codes[0], "subject", later[-1])


def _ware_whole(case: Case) -> Relation | None:
    """The whole of "it buys 45 per cent of its natural gas from Russia": imports, or exports, of a ware."""
    match = _OF_ITS.match(case.text, case.quantity.span[1])
    if match is None:
        return None
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
    if re.match(r"\s+(?:sold|shipped|exported)\b", after):
        flow = "out"
    elif re.search(r"\b(?:from|supplied|provided)\b", after) or _GOT.search(before) or _SUPPLIES.search(before):
        flow = "out" if _GIVING.search(before) and re.search(r"\bto\b", after) else "in"
    else:
        return None
    sense = senses.of_goods(name, flow)
    return Relation((match.end(), end), match.end(), sense, owner) if sense else None


_SUPPLIES = re.compile(r"\b(?:provid|suppl)\w+\W")


def _parted(case: Case, whole: Relation, features: dict[str, float]) -> Iterator[Way]:
    """Shares of a flow: whose flow is the whole, who has the part."""
    assert whole.sense is not None
    start, end = case.quantity.span
    part = next((r for r in reversed(case.relations) if r.span[1] <= start and r.owner and r.partner), None)
    if (
        part is not None
        and re.search(r"\b(?:and|but)\b", between := case.text[part.span[1] : start])
        and (_GOT.search(between) or _SUPPLYING.search(between) or _TAKING.search(between))
    ):
        # "Sent 42 per cent of its exports to Russia and received 57 per cent of its imports from there".
        part = None
    if part is None and ITS.match(case.text):
        part = case.topic
    if whole.partner is not None and whole.partner.how == "preposition":
        yield from _made_of(case, whole, features)
        return
    topped = _topped(case, whole)
    if topped is not None:
        features = features | merged(how_found(case, topped[0]), how_found(case, topped[1]))
        yield Way(whole.sense, "share", topped[0].code, (topped[1].code,), features)
        return
    owner = whole.owner or (replace(part.owner, how="inherited") if part and part.owner else None)
    if owner is None and (subject := subject_of(case, ())) is not None:
        owner = pair_other(case, subject.code)
    if owner is None:
        return
    features = features | how_found(case, owner)
    if part is not None and part.owner is not None and part.partner is not None and whole.span[0] >= end:
        other = (
            part.partner if part.owner.code == owner.code else part.owner if part.partner.code == owner.code else None
        )
        if other is part.partner and part.sense and {part.sense.flow, whole.sense.flow} == {"in", "out"}:
            # What one ships to the other is no part of its own imports.
            owner, other = part.partner, part.owner
        if other is not None and (ware := _bare_ware(case, part, whole)) is not None:
            # "Its crude exports, a tenth of India's imports": of crude, or of all.
            doubt = features | {"rivals": 2.0}
            yield Way(ware, "share", owner.code, (other.code,), doubt)
            yield Way(whole.sense, "share", owner.code, (other.code,), doubt | {"coarse": 1.0})
            return
        if other is not None:
            # "Its" is plain where the flow that is the part has the same owner.
            sure = {name: value for name, value in features.items() if name != "pronoun"} | merged(
                how_found(case, part.owner), how_found(case, part.partner)
            )
            yield Way(whole.sense, "share", owner.code, (other.code,), sure)
            return
    owner = _not_itself(case, whole, owner)
    if owner is None:
        return
    listed = _listed(case, whole.span[1] if whole.span[0] >= end else end, owner.code)
    subject = subject_of(case, (owner.code,))
    holder = _share_holder(case, whole, owner.code)
    being = _being(case, owner.code) or _beside(case, owner.code)
    if being is not None:
        yield Way(whole.sense, "share", owner.code, (being.code,), features)
    elif holder is not None:
        yield Way(whole.sense, "share", owner.code, (holder.code,), features | how_found(case, holder))
    elif listed:
        yield Way(whole.sense, "share", owner.code, listed, features)
    elif subject is not None:
        yield Way(whole.sense, "share", owner.code, (subject.code,), features | how_found(case, subject))
    else:
        other = other_state(case, owner.code) or pair_other(case, owner.code)
        if other is not None:
            yield Way(whole.sense, "share", owner.code, (other.code,), merged(features, how_found(case, other)))


def _bare_ware(case: Case, part: Relation, whole: Relation) -> Sense | None:
    """The flow of the part's ware, where the whole is a bare "imports"."""
    assert whole.sense is not None
    if whole.sense.ware != "goods" or part.sense is None or part.sense.ware in (None, "goods"):
        return None
    if re.search(r"\b(?:total|overall|all|goods|merchandise)\b", case.text[whole.start : whole.span[1]]):
        return None
    return senses.of_goods(part.sense.ware, whole.sense.flow)


def _made_of(case: Case, whole: Relation, features: dict[str, float]) -> Iterator[Way]:
    """Shares of what goes from one state to the other; but "it got a third of its imports from Japan" is Japan's."""
    assert whole.sense is not None
    assert whole.partner is not None
    before, _ = words_before(case)
    owner = whole.owner or subject_of(case, (whole.partner.code,))
    if owner is None or owner.code == whole.partner.code:
        return
    if _GOT.search(before):
        yield Way(whole.sense, "share", owner.code, (whole.partner.code,), features | how_found(case, owner))
        return
    for statistic, words in senses.parts().items():
        after = case.text[whole.span[1] :]
        if statistic in whole.sense.figures and (words.search(before) or words.search(after)):
            yield Way(whole.sense, statistic, owner.code, (whole.partner.code,), features | how_found(case, owner))


def _not_itself(case: Case, whole: Relation, owner: Role) -> Role | None:
    """Whose, where "its" cannot be the subject: who provides 35 % of its imports provides another's."""
    actor = owner.actor
    if actor is None or actor.kind != "pronoun" or whole.sense is None:
        return owner
    before, _ = words_before(case)
    subject = subject_of(case, ())
    if subject is None or subject.code != owner.code:
        return owner
    gives = (
        r"(?:provid|suppl|deliver|account|contribut|sold|sells?|ship)\w*"
        if whole.sense.flow == "in"
        else (r"(?:bought|buys?|buying|took|takes?|taking|absorb\w*|receiv\w*|account\w*|import\w*|purchas\w*)")
    )
    if not re.search(rf"\b{gives}(?:\s+for)?\W+(?:[\w,]+\W+){{0,4}}$", before):
        return owner
    others = list(dict.fromkeys(a.codes[0] for a in case.actors if len(a.codes) == 1 and a.codes[0] != owner.code))
    others = [c for c in others if any(c in a.codes and a.span[0] < case.quantity.span[0] for a in case.actors)]
    if len(others) == 1:
        return Role(others[0], "inherited")
    if not others and _AHEAD.match(case.text):
        # "With China buying a quarter of its exports, South Korea ...".
        ahead = [a for a in case.actors if a.span[0] >= whole.span[1] and len(a.codes) == 1 and acts(case.text, a)]
        if ahead and re.fullmatch(r"[^,.;]{0,30},\s+(?:the\s+)?", case.text[whole.span[1] : ahead[0].span[0]]):
            return Role(ahead[0].codes[0], "inherited", ahead[0])
    if len(others) > 1:
        return None
    # Who is left is named in another sentence: the state that the document is about.
    return pair_other(case, owner.code) or (Role(case.main, "context") if case.main not in (None, owner.code) else None)


_AHEAD = re.compile(r"\W*(?:With|As|While|Although|Though|By|Since|Because)\b")


def _listed(case: Case, at: int, owner: str) -> tuple[str, ...]:
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


_IS = re.compile(r"\s+(?:was|were|is|are|had been|being)\s+(?:of\s+)?(?:the\s+)?")


def _being(case: Case, owner: str) -> Role | None:
    """Whose the part is in "41 per cent were German" or "of American origin"."""
    end = case.quantity.span[1]
    match = _IS.search(case.text, end, end + 60)
    if match is None:
        return None
    actor = next(
        (a for a in case.actors if a.span[0] == match.end() and a.kind == "demonym" and len(a.codes) == 1), None
    )
    return Role(actor.codes[0], "preposition", actor) if actor and actor.codes[0] != owner else None


def _beside(case: Case, owner: str) -> Role | None:
    """Whose the part is in "more than Sweden's 13 per cent"."""
    head = re.sub(r"['’]s?\s+(?:(?:mere|modest|own)\s+)?$", "", case.text[: case.quantity.span[0]])
    if len(head) == case.quantity.span[0]:
        return None
    actor = next((a for a in case.actors if len(a.codes) == 1 and a.genitive and 0 <= a.span[1] - len(head) < 3), None)
    return Role(actor.codes[0], "genitive", actor) if actor and actor.codes[0] != owner else None


def _share_holder(case: Case, whole: Relation, owner: str) -> Role | None:
    """Whose share: "China's share in Russia's trade", "the share of China in ...", "China as a share of"."""
    if whole.span[0] >= case.quantity.span[1]:
        return None
    for actor in case.actors:
        if actor.span[1] <= whole.start and len(actor.codes) == 1 and actor.codes[0] != owner and actor.group is None:
            between = case.text[actor.span[1] : whole.start]
            if _SHARE.search(between) or _SHARE.search(case.text[max(0, actor.span[0] - 20) : actor.span[0]]):
                return Role(actor.codes[0], "genitive", actor)
    return None


def _of_gdp(case: Case, whole: Relation) -> Iterator[Way]:
    """Trade, or military spending, as a share of an economy."""
    for relation in case.relations:
        if relation is whole or relation.sense is None:
            continue
        owner = whole.owner or relation.owner
        if owner is None:
            continue
        if "gdp" in relation.sense.figures:
            yield Way(relation.sense, "gdp", owner.code, (), how_found(case, owner))
        elif "share_of_gdp" in relation.sense.figures and relation.owner and relation.partner:
            other = relation.partner.code if relation.owner.code == owner.code else relation.owner.code
            if other != owner.code:
                yield Way(relation.sense, "share_of_gdp", owner.code, (other,), how_found(case, owner))
