"""Shares: what the whole is ("of its total exports"), whose it is, and who has the part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from amity.reader import senses
from amity.reader.bracketed import OF_ROW, bracketed
from amity.reader.cases import Case, clause_at, other_state, pair_other, subject_of, words_before
from amity.reader.ellipses import SUPPLYING, TAKING, again
from amity.reader.model import Actor
from amity.reader.rankings import ranking
from amity.reader.relations import Relation, Role
from amity.reader.senses import Sense
from amity.reader.slots import ITS, Way, filled, how_found, merged, nearest
from amity.reader.ware_shares import of_ware_told
from amity.reader.wares import patterns, ware_at
from amity.reader.wholes import GOT, SHARE, labelled, leaning, listed, origin, own, whole_of

_RELATIVE = re.compile(r"\b(?:of|to|by|as|against)\s+(?:the\s+|its\s+|their\s+)?(?:[\w’']+\s+){0,3}$", re.IGNORECASE)
_MARKET = re.compile(
    r"\b(?:(?:world|global|international)(?:['’]s)?\s+)?(?:arms|weapons)\s+market\b|"
    r"\b(?:world|global|international)(?:['’]s)?\s+(?:major\s+)?(?:arms|weapons)\s+(?P<flow>exports?|sales|"
    r"trade|imports?|transfers)",
    re.IGNORECASE,
)


#: "Tells only half the story" is no share.
_SAYING = re.compile(
    r"\s+(?:of\s+)?the\s+(?:story|truth|picture|battle|tale|answer|problem|fun|job|work|explanation)\b"
)


def shares(case: Case) -> Iterator[Way]:
    """Every way to read a figure as a share."""
    if _SAYING.match(case.text, case.quantity.span[1]):
        return
    found = list(_plain_shares(case)) or list(again(case, _plain_shares))
    if not found and (told := of_ware_told(case)) is not None:
        found = [told]
    yield from found


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
    if OF_ROW.match(case.text, case.quantity.span[1]) is not None and (way := bracketed(case)) is not None:
        yield way
        return
    whole, features = own(case) or whole_of(case)
    if whole is None and (way := bracketed(case)) is not None:
        yield way
        return
    if whole is None:
        whole, features = origin(case) or leaning(case), {}
    whole = labelled(case, whole) if whole is not None else None
    if whole is not None:
        if whole.sense is None:
            return
        if "share" in whole.sense.figures:
            yield from _parted(case, whole, features)
        return
    if (ranked := _with_rank(case)) is not None:
        yield ranked
        return
    if (ratio := _of_anothers(case)) is not None:
        yield ratio
        return
    economy = next((r for r in case.relations if r.sense and r.sense.id == "gdp"), None)
    beside = case.text[max(0, economy.start - 40) : economy.start] if economy else ""
    if economy is not None and (_RELATIVE.search(beside) or re.search(r"\b[Rr]elative to\b", beside)):
        yield from _of_gdp(case, economy)
        return
    # What is a share by itself: votes, views, settlements; "imports from Russia fell to 46 per cent" implies one.
    for relation, found, statistic in nearest(case, ["share"]):
        assert relation.sense is not None
        if relation.sense.ware is None:
            yield from filled(case, relation, found, statistic)
        elif _implies_share(case, relation):
            yield from filled(case, relation, found | {"only": 0.8}, statistic)


_WITH_SHARE = re.compile(
    r"[^.;]{0,40}?(?:,|\(|\bwith|\bat|\btaking|\bon|\babsorbing|\baccounting for)\s+"
    r"(?:(?:with|at|only|just|about|some|a share of|(?:a )?market share of|absorbing|taking|supplying)\s+)*$"
)


_WITH_FIRST = re.compile(r"\W*(?:With|At|On|Taking|Absorbing)\s+(?:a share of\s+|just\s+|only\s+|some\s+|about\s+)*")


def _with_rank(case: Case) -> Way | None:
    """The share of who has a place: "the USA was Vietnam's top export destination with a share of 19 per cent"."""
    start = case.quantity.span[0]
    before = [q for q in case.quantities if q.span[1] <= start and q.unit == "rank"]
    if not before and _WITH_FIRST.fullmatch(case.text[:start]):
        # "With a share of 26 per cent, China was the largest buyer of Chilean exports".
        before = [q for q in case.quantities if q.unit == "rank"][:1]
    elif not before or not _WITH_SHARE.fullmatch(case.text[before[-1].span[1] : start]):
        return None
    if not before or case.quantity.sign or re.match(r"\s*of\s(?!the total)", case.text[case.quantity.span[1] :]):
        return None
    found = ranking(case.text, case.actors, before[-1].span)
    if (
        found is None
        or found.sense is None
        or "share" not in found.sense.figures
        or not (found.owner and found.partner)
    ):
        return None
    features = merged(how_found(case, found.owner), how_found(case, found.partner), {"coarse": 0.5})
    return Way(found.sense, "share", found.owner.code, (found.partner.code,), features)


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
    r"(?:national |overall |country['’]s )?total\b(?!\s+(?:[a-z]+\s+)?(?:trade|turnover|commerce|[a-z]+s)\b)|"
    r"\s*of\s+(?:them|these|it)\b"
)


def _of_total(case: Case, end: int) -> Iterator[Way]:
    """The share of "Russia's imports from China were 50 billion, 21 per cent of the total"."""
    start = case.quantity.span[0]
    before = [r for r in case.relations if r.span[1] <= start and r.sense and "share" in r.sense.figures]
    after = [r for r in case.relations if r.span[0] >= end and r.sense and "share" in r.sense.figures and r.owner]
    ahead = [a for a in case.actors if a.span[1] <= start and len(a.codes) == 1 and a.group is None and not a.genitive]
    owner = after[0].owner if after else None
    subject = subject_of(case, (owner.code,)) if owner else None
    if owner and subject is None and ahead and ahead[-1].codes[0] != owner.code:
        subject = Role(ahead[-1].codes[0], "subject", ahead[-1])
    if not before and after and subject is not None:
        # "India (with 12 per cent of the total) was the main buyer of Nigerian exports".
        yield from filled(case, replace(after[0], partner=subject), {}, "share")
        return
    if not before or before[-1].sense is None or before[-1].sense.flow not in ("in", "out"):
        if (ranked := _with_rank(case)) is not None:
            yield ranked
        return
    last, flow = before[-1], before[-1].sense
    goods = last.partner.actor if last.is_verb and flow.flow == "in" and last.partner is not None else None
    mirrored = senses.of_goods(flow.ware or "", "out")
    if goods is not None and goods.kind == "demonym" and last.owner is not None and mirrored is not None:
        # "America bought 4 billion of Peruvian goods, half of the total": of what Peru sold.
        seller = Role(goods.codes[0], "genitive", goods)
        yield from filled(case, replace(last, sense=mirrored, owner=seller, partner=last.owner), {}, "share")
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


def _parted(case: Case, whole: Relation, features: dict[str, float]) -> Iterator[Way]:
    """Shares of a flow: whose flow is the whole, who has the part."""
    assert whole.sense is not None
    start, end = case.quantity.span
    whole = _received(case, whole)
    assert whole.sense is not None
    part = next((r for r in reversed(case.relations) if r.span[1] <= start and _is_flow(r)), None)
    if (
        part is not None
        and re.search(r"\b(?:and|but)\b", between := case.text[part.span[1] : start])
        and (GOT.search(between) or SUPPLYING.search(between) or TAKING.search(between))
    ):
        # "Sent 42 per cent of its exports to Russia and received 57 per cent of its imports from there".
        part = None
    if part is not None and _is_of_another_clause(case, part):
        part = None
    if part is None and ITS.match(case.text):
        part = case.topic
    if whole.sense.flow == "with" and whole.owner is None and whole.partner is not None:
        # "China's share in foreign trade with Kazakhstan": in all the trade of Kazakhstan.
        holder = _share_holder(case, whole, whole.partner.code)
        if holder is not None and whole.partner.how == "preposition":
            features = features | merged(how_found(case, whole.partner), how_found(case, holder))
            yield Way(whole.sense, "share", whole.partner.code, (holder.code,), features)
            return
    if whole.partner is not None and whole.partner.how == "preposition":
        yield from _made_of(case, whole, features)
        return
    if whole.partner is not None and whole.partner.how == "pair" and whole.owner is not None:
        found = merged(how_found(case, whole.owner), features)
        yield Way(whole.sense, "share", whole.owner.code, (whole.partner.code,), found)
        return
    made = next((name for name, words in senses.parts().items() if words.search(_before(case))), "")
    if made and made in whole.sense.figures and whole.owner and whole.partner is None:
        # "Machinery made up 53 per cent of Brazil's deliveries": to the other one, who is named elsewhere.
        yield from filled(case, whole, features | {"distance": 0.0}, made)
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
    said = _share_holder(case, whole, owner.code)
    start = case.quantity.span[0]
    is_first = not any(whole.span[1] <= q.span[0] and q.span[1] <= start for q in case.quantities)
    if said is not None and said.actor is not None and whole.start - said.actor.span[1] < 30 and is_first:
        # "Russia's part of Chinese imports" is Russia's, whatever was told before it.
        yield Way(whole.sense, "share", owner.code, (said.code,), features | how_found(case, said))
        return
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
    if (ware := _ware_before(case, whole, owner)) is not None:
        yield from ware
        return
    codes = listed(case, whole.span[1] if whole.span[0] >= end else end, owner.code)
    subject = subject_of(case, (owner.code,))
    holder = _share_holder(case, whole, owner.code)
    being = _being(case, owner.code) or _beside(case, owner.code)
    if being is not None:
        yield Way(whole.sense, "share", owner.code, (being.code,), features)
    elif holder is not None:
        yield Way(whole.sense, "share", owner.code, (holder.code,), features | how_found(case, holder))
    elif codes:
        yield Way(whole.sense, "share", owner.code, codes, features)
    elif subject is not None:
        yield Way(whole.sense, "share", owner.code, (subject.code,), features | how_found(case, subject))
    else:
        other = other_state(case, owner.code) or pair_other(case, owner.code)
        if other is not None:
            yield Way(whole.sense, "share", owner.code, (other.code,), merged(features, how_found(case, other)))


def _is_of_another_clause(case: Case, part: Relation) -> bool:
    """Whether a flow is told with its own figure in a clause before, and the figure's clause names states itself."""
    start = case.quantity.span[0]
    here = clause_at(case, start)
    own = [a for a in case.actors if a.kind != "pronoun" and a.span[0] < start and clause_at(case, a.span[0]) == here]
    told = any(part.span[1] <= q.span[0] and q.span[1] <= start for q in case.quantities)
    return bool(own) and told and clause_at(case, part.span[0]) != here


_SUPPLIED = re.compile(
    r"\s+(?:(?:was|were|is|are|being|had been)\s+)?(?:\w+ly\s+)?"
    r"(?:(?:delivered|supplied|provided|met|covered|furnished|sold|shipped|sent)\s+by|c[ao]mes?\s+from|coming\s+from|originat\w+\s+(?:in|from))\b"
)


def _received(case: Case, whole: Relation) -> Relation:
    """The whole as what one gets: "40 % of Italy's gas supplies were delivered by Russia"."""
    sense = whole.sense
    said = case.text[whole.start : whole.span[1]]
    if sense is None or sense.flow != "out" or re.search(r"(?:suppl|deliver|shipment)\w*$", said) is None:
        return whole
    if whole.span[0] < case.quantity.span[1] or _SUPPLIED.match(case.text, whole.span[1]) is None:
        return whole
    turned = senses.of_goods(sense.ware or "", "in")
    return replace(whole, sense=turned, partner=None) if turned is not None else whole


def _is_flow(relation: Relation) -> bool:
    """Whether a flow of goods between two named states may be the part."""
    is_goods = relation.sense is not None and (relation.sense.ware is not None or relation.sense.flow == "balance")
    return is_goods and relation.owner is not None and relation.partner is not None


_MAKES = re.compile(
    r"\s+(?:(?:had|has|have|still|alone|also|then|\w+ly)\s+)*(?:ma(?:de|kes?) up|accounte?d? for|represent(?:ed|s)|"
    r"covered|covers?|met|meets|constitut(?:ed|es)|w(?:as|ere)|is|are|provid(?:ed|es)|fill(?:ed|s)|compris(?:ed|es))\b[^,;.]{0,20}$"
)


def _before(case: Case) -> str:
    return words_before(case)[0]


_FROM = re.compile(r"\s+(?:(?:bought|imported|sourced|shipped|supplied)\s+)?(?:from|by)\s+(?:the\s+)?$")


def _ware_from(case: Case, actor: Actor) -> tuple[str, int] | None:
    """The ware of "crude oil from Saudi Arabia", and where that ends."""
    link = _FROM.search(case.text[: actor.span[0]])
    found = list(patterns()[2].finditer(case.text, 0, link.start() if link else 0))
    last = found[-1] if found else None
    named = last is not None and link is not None and last.end() == link.start()
    return (last.lastgroup, actor.span[1]) if named and last and last.lastgroup else None


def _ware_before(case: Case, whole: Relation, owner: Role) -> list[Way] | None:
    """Of gas, where "Russian gas made up 83 per cent of what Poland imported": the part tells the ware of the whole."""
    assert whole.sense is not None
    if whole.sense.ware != "goods" or re.search(
        r"\b(?:total|overall|all|goods|merchandise|everything)\b", case.text[whole.start : whole.span[1]]
    ):
        return None
    clause = case.quantity.span[0] - len(_before(case))
    for actor in reversed(case.actors):
        if not clause <= actor.span[0] < case.quantity.span[0] or len(actor.codes) != 1 or actor.group is not None:
            continue
        ware = ware_at(case.text, actor.span[1]) if actor.genitive else _ware_from(case, actor)
        if ware is None or not _MAKES.match(case.text[ware[1] : case.quantity.span[0]]):
            continue
        sense = senses.of_goods(ware[0], whole.sense.flow)
        if ware[0] in ("goods", "tech") or sense is None or actor.codes[0] == owner.code:
            return None
        found = how_found(case, owner)
        partner = (actor.codes[0],)
        return [
            Way(sense, "share", owner.code, partner, found),
            Way(whole.sense, "share", owner.code, partner, found | {"coarse": 1.0, "rivals": 1.0}),
        ]
    return None


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
    if GOT.search(before):
        yield Way(whole.sense, "share", owner.code, (whole.partner.code,), features | how_found(case, owner))
        return
    for statistic, words in senses.parts().items():
        after = case.text[whole.span[1] :]
        if statistic in whole.sense.figures and (words.search(before) or words.search(after)):
            yield Way(whole.sense, statistic, owner.code, (whole.partner.code,), features | how_found(case, owner))


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
    """Whose the part is in "more than Sweden's 13 per cent", "that of France 2"."""
    head = re.sub(r"['’]s?\s+(?:(?:mere|modest|own)\s+)?$", "", case.text[: case.quantity.span[0]])
    if len(head) == case.quantity.span[0]:
        head = head.rstrip()
        that = next((a for a in case.actors if len(a.codes) == 1 and a.span[1] == len(head)), None)
        is_that = that is not None and re.search(r"\b(?:that|those)\s+of\s+(?:the\s+)?$", head[: that.span[0]])
        return Role(that.codes[0], "genitive", that) if that and is_that and that.codes[0] != owner else None
    actor = next((a for a in case.actors if len(a.codes) == 1 and a.genitive and 0 <= a.span[1] - len(head) < 3), None)
    return Role(actor.codes[0], "genitive", actor) if actor and actor.codes[0] != owner else None


def _share_holder(case: Case, whole: Relation, owner: str) -> Role | None:
    """Whose share: "China's share in Russia's trade", "the share of China in ...", "China as a share of"."""
    if whole.span[0] >= case.quantity.span[1]:
        return None
    for actor in case.actors:
        if actor.span[1] <= whole.start and len(actor.codes) == 1 and actor.codes[0] != owner and actor.group is None:
            between = case.text[actor.span[1] : whole.start]
            if SHARE.search(between) or SHARE.search(case.text[max(0, actor.span[0] - 20) : actor.span[0]]):
                return Role(actor.codes[0], "genitive", actor)
    return None


_FOR_WHOM = re.compile(r"\b[Ff]or\s+(?:the\s+)?$")


def _of_gdp(case: Case, whole: Relation) -> Iterator[Way]:
    """Trade, or military spending, as a share of an economy."""
    flows = [r for r in case.relations if r.sense and {"share_of_gdp", "gdp"} & set(r.sense.figures)]
    topic = case.topic
    if not flows and topic and topic.sense and topic.sense.ware == "goods":
        # "Trade is measured relative to output. For Russia the ratio stood at 1.2 per cent of GDP".
        start = case.quantity.span[0]
        near = [a for a in case.actors if len(a.codes) == 1 and a.group is None and a.span[1] <= start]
        ahead = [Role(a.codes[0], "subject", a) for a in near if _FOR_WHOM.search(case.text[: a.span[0]])]
        owner = whole.owner or (ahead[-1] if ahead else subject_of(case, ()))
        codes = {role.code for role in (topic.owner, topic.partner) if role is not None}
        other = next(iter(codes - {owner.code}), None) if owner and owner.code in codes else None
        sense = senses.of_goods("goods", "with")
        if owner is not None and other is not None and sense is not None:
            features = merged(how_found(case, owner), {"carried": 1.0})
            yield Way(sense, "share_of_gdp", owner.code, (other,), features)
        return
    for relation in case.relations:
        if relation is whole or relation.sense is None:
            continue
        owner = whole.owner or relation.owner
        if owner is None:
            continue
        if "gdp" in relation.sense.figures:
            # "Russia's spending was 4.3 per cent of GDP, China's 1.7".
            owner = (_beside(case, owner.code) if whole.span[1] <= case.quantity.span[0] else None) or owner
            yield Way(relation.sense, "gdp", owner.code, (), how_found(case, owner))
        elif "share_of_gdp" in relation.sense.figures and relation.partner:
            first = relation.owner.code if relation.owner else owner.code
            other = relation.partner.code if first == owner.code else first
            if other != owner.code:
                yield Way(relation.sense, "share_of_gdp", owner.code, (other,), how_found(case, owner))
