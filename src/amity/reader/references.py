"""Which states do pronouns and descriptions mean: "its", "they", "the two", "there", "the kingdom", "its neighbour"?

A word that stands for a state is read by its part in the sentence: the subject of its clause first, then whom the
sentence before was about, then the state a document is mostly about. What the words exclude is left out first: China is
not "its" own largest partner, nor does it buy a tenth of "its" own exports. What stays open is no actor.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from amity import states
from amity.reader import reference_words as words
from amity.reader.disjoint import barred, senders
from amity.reader.expletives import is_empty
from amity.reader.formers import former_and_latter
from amity.reader.model import Actor, Span
from amity.reader.phrases import is_source
from amity.reader.wars import is_struck

_TWO_OF = (
    r"countries|states|nations|sides|powers|neighbou?rs|partners|economies|governments|leaders|presidents|parties|"
    r"capitals|giants|allies|rivals|navies|armies|militaries|peoples|republics|kingdoms|parliaments|delegations|"
    r"diplomats|foes|friends|adversaries|heavyweights|ministers|territories"
)
#: Words for two states.
_COUPLE = re.compile(
    rf"\b(?:(?:the|these|both|our)\s+(?:two\s+)?(?:\w+\s+)?(?:{_TWO_OF})(?:['’])?(?!\w)|"
    r"(?:the|these)\s+(?:two|pair|duo|dyad|couple)(?!\s+(?:[a-z]+est|most|top|main|leading|other|[a-z]*[a-rt-z]s)\b)(?!\s*-)|"
    r"both(?!\s+(?:ways|directions|of\s+which|(?-i:[A-Z])))|bilateral(?:ly)?|mutual(?:ly)?|two-way|"
    r"each other(?:['’]s)?|one another(?:['’]s)?|between them|their|they|them)\b",
    re.IGNORECASE,
)
#: Of these only the ones that say "two" may stand for a pair by themselves.
_TWO = re.compile(r"both|two|bilateral|mutual|each other|one another|pair|duo|dyad|couple|between", re.IGNORECASE)
_DYAD = re.compile(r"(?:the|this)\s+(?:pair|duo|dyad|couple)(?:['’]s)?")
_THEY = re.compile(r"they|them|their", re.IGNORECASE)
#: How many states, and how many letters, a word looks back over.
_FAR_BACK, _FAR = 60, 400
_FIRST_PERSON = frozenset({"we", "us", "our", "ours"})
_KINDS = (
    r"country|nation|state|kingdom|island(?: nation| state)?|archipelago|emirate|sultanate|republic|principality|"
    r"federation|city[- ]state|sheikhdom|superpower|giant|islands(?= (?:came|were|rose|fell|amounted|in \d))"
)
#: Words for one state: pronouns, "the country", "the kingdom".
_ONE = re.compile(
    r"\b(?:its|it|we|(?-i:us)|ours?|"
    rf"(?:the|that|this)\s+(?:(?:small|tiny|large|giant|vast|poor|rich|Gulf|desert|Andean|Baltic|Balkan|"
    rf"South-East Asian|African|Asian|European|South American|communist|former Soviet)\s+)?(?:{_KINDS})(?:['’]s)?"
    r"(?!\s+(?:of|department|visit|television|media|news|bank|company|firm|budget|duma|owned)\b)(?!-)|"
    r"the (?:former|latter)(?:['’]s)?(?!\s+(?:(?-i:[A-Z])|president|prime|premier|minister|chancellor|colon|ruler|"
    r"empire|metropole|ally|foe|soviet|republic|leader|half|part|years))|"
    r"(?<=from )there\b|(?<=[a-z,)] )there(?!['’])(?!\s+(?:is|are|was|were|has|have|had|will|would|may|might|can|could|"
    r"remains?|exists?|seems?)\b))(?!\w)",
    re.IGNORECASE,
)
#: Words for the other one: "its northern neighbour", but not "its largest partner", of whom a rank is told.
_OTHER = re.compile(
    r"\b(?:(?P<whose>its|their)\s+(?:(?!(?:\w+est|most|main|top|chief|leading|principal|first|second|third|fourth|fifth"
    r"|key|major|important)\b)[\w-]+\s+){0,3}?"
    r"|the\s+(?:larger|smaller|bigger|other|richer|poorer|weaker|stronger|junior|senior|giant|\w+thern|(?:ea|we)stern)\s+)"
    r"(?:neighbou?r|partner|rival|ally|patron|foe|adversary|counterpart|protector|competitor|cousin|"
    r"(?<=r )economy)(?:['’]s)?(?![\w'’])"
    r"(?!,?\s+(?:the\s+)?[A-Z])|"
    r"\bthe\s+neighbou?r(?:['’]s)?"
    r"(?![\w'’])(?!,?\s+(?:of\b|in\b|(?:the\s+)?[A-Z]))|"
    r"\b(?P<of>its|their)\s+former\s+(?:metropole|coloni[sz]er|colony|colonial\s+(?:power|master|ruler))(?:['’]s)?(?![\w'’])"
    r"(?!,?\s+(?:the\s+)?[A-Z])"
)
_CLAUSE = re.compile(
    r"[;:—]|,\s+(?:while|whereas|but|although|though|and|with|yet)\b|\s(?:while|whereas|but|although)\b|"
    r"[.!?]['\"”’)\]]*\s"
)
_ENDS = re.compile(r"[.!?]['\"”’)\]]*\s+(?=[A-Z“\"‘(])")
_FRONTED = re.compile(r"\W*(?:From|To|With|Against)\s")
_GOVERNED = re.compile(
    r"\b(?:to|from|with|in|of|for|by|between|against|than|after|like|including|besides|behind|over|about|among|and|on|without|"
    r"into|at|via|towards?|not|unlike|[a-z]+ed|sold|bought|sent|sends|sells|gave|gives|lent|lends|paid|pays|buys|ships|supplies|had|has|have|"
    r"counts|owes?|brought)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    r"(?:^|[.;:!?]\s|,\s+(?:and|but|while)\s|\band\s)\s*(?:[Ff]or|[Aa]s for|[Ii]n the case of)\s+(?:the\s+)?$"
)
_BEFORE_SUBJECT = re.compile(
    r"\W*(?:In|With|From|To|For|Of|By|Despite|Through|On|Among|Beyond|Besides|Unlike|Like|After|Within|Given)\b[^,.;:]*"
)


@dataclass(frozen=True, slots=True)
class About:
    """What a document is about.

    Attributes:
        main: The state that it names most.
        pair: The two states it is mostly about.
        often: The states that it names, the most often named first.
        home: The state of which its author speaks as "we".
        korea: The state that it calls Korea, if that is plain.
        profile: The state of which it is a profile, which it calls "the country".
    """

    main: str | None = None
    pair: tuple[str, str] | None = None
    home: str | None = None
    often: tuple[str, ...] = ()
    korea: str | None = None
    profile: str | None = None


@dataclass(slots=True)
class _Place:
    """What is known where a word stands: the text, the actors before it, and what the document is about.

    Attributes:
        text: The text.
        span: Where the word stands.
        here: Single states named or meant before it in the text.
        pairs: Pairs meant before it in the text.
        known: States named before the text.
        named: All actors that the text names.
        about: What the document is about.
        senders: Whose flow goes to whom the word means.
        barred: Whom the word cannot mean: those, and who is named behind it.
    """

    text: str
    span: Span
    here: Sequence[Actor]
    pairs: Sequence[Actor]
    known: Sequence[Actor]
    named: Sequence[Actor]
    about: About
    sentence: int = field(init=False)
    before: int = field(init=False)
    senders: frozenset[str] = field(init=False)
    barred: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.sentence = _sentence_start(self.text, self.span[0])
        self.before = _sentence_start(self.text, max(0, self.sentence - 2))
        is_two = _COUPLE.match(self.text, self.span[0]) is not None
        self.senders = frozenset() if is_two else senders(self.text, self.span, self.named)
        self.barred = self.senders if is_two else self.senders | barred(self.text, self.span, self.named)
        if self.word in ("it", "its"):
            # "When we were broke, it bought": who speaks is no "it".
            self.barred |= {a.codes[0] for a in self.here if a.span[0] >= self.sentence and self._speaks(a)}

    def _speaks(self, actor: Actor) -> bool:
        return actor.kind == "pronoun" and self.text[slice(*actor.span)].lower() in _FIRST_PERSON

    @property
    def word(self) -> str:
        return " ".join(self.text[slice(*self.span)].lower().split())

    def inside(self, start: int, end: int | None = None) -> list[Actor]:
        """The states named from an offset on."""
        return [
            a
            for a in self.here
            if start <= a.span[0] and (end is None or a.span[0] < end) and a.codes[0] not in self.barred
        ]

    def recent(self) -> list[str]:
        """All states before the word, the last first."""
        named = dict.fromkeys(a.codes[0] for a in reversed([*self.known, *self.here]))
        return [code for code in named if code not in self.barred]

    @property
    def main(self) -> str | None:
        """The state that the document names most, if the word can mean it."""
        return self.about.main if self.about.main not in self.barred else None


def resolved(
    text: str,
    named: Sequence[Actor],
    before: Sequence[Actor],
    about: About | None = None,
) -> Iterator[Actor]:
    """The actors named in a text, and those that its pronouns and descriptions mean, in order.

    Args:
        text: The text.
        named: The actors it names.
        before: Actors named before it, the last one last.
        about: What the document is about, as far as that is known.
    """
    taken = [actor.span for actor in named]
    found = [(m.span(), "other") for m in _OTHER.finditer(text)]
    found += [(m.span(), "two") for m in _COUPLE.finditer(text)]
    found += [(m.span(), "one") for m in _ONE.finditer(text) if not is_empty(text, m.span())]
    pronouns: list[tuple[Span, str]] = []
    for span, kind in found:
        if not any(a < span[1] and span[0] < b for a, b in taken):
            pronouns.append((span, kind))
            if kind == "other":
                taken.append(span)
    if not pronouns:
        yield from named
        return
    known = [actor for actor in before if len(actor.codes) == 1 and actor.group is None]
    queue = sorted([(a.span, a, "") for a in named] + [(s, None, kind) for s, kind in pronouns], key=lambda x: x[0])
    here: list[Actor] = []
    pairs: list[Actor] = []
    for span, actor, kind in queue:
        if actor is None:
            place = _Place(text, span, here, pairs, known, named, about or About())
            codes = _couple(place) if kind == "two" else _other(place) if kind == "other" else _single(place)
            actor = _pronoun(text, span, codes) if codes else None
        if actor is not None:
            # Whom a word means stands near; a text of many names must not be searched from its beginning each time.
            del here[:-_FAR_BACK], pairs[:-_FAR_BACK]
            if actor.group is None and len(actor.codes) == 1 and not is_struck(text, span):
                here.append(actor)
            elif actor.kind == "pronoun" and len(actor.codes) == 2:
                pairs.append(actor)
            yield actor


def _pronoun(text: str, span: Span, codes: tuple[str, ...]) -> Actor:
    word = text[span[0] : span[1]].lower()
    genitive = word in ("its", "their", "our", "bilateral", "mutual", "two-way") or word.endswith(
        ("’s", "'s", "s’", "s'")
    )
    return Actor(span, codes, None, "pronoun", genitive)


# Two states --------------------------------------------------------------------------------------------------------


def _couple(place: _Place) -> tuple[str, ...]:
    """The two states last spoken of, if at most two are in question; "their" may be one people's."""
    inside = list(dict.fromkeys(a.codes[0] for a in place.inside(place.sentence)))
    if _THEY.fullmatch(place.word):
        speakers = [a for a in place.inside(place.sentence) if place.text[slice(*a.span)].lower() in _FIRST_PERSON]
        if speakers and len(inside) == 2:
            # "We sold Mexico goods for 131 billion, and they sold us": the other one.
            return tuple(code for code in inside if code != speakers[0].codes[0])
        people = _people(place)
        if people:
            return people
    if len(inside) == 2:
        return tuple(inside)
    if len(inside) > 2:
        return _last_two(place)
    if not _TWO.search(place.word):
        # "They" means two states only where the sentence before names just two.
        pair = tuple(dict.fromkeys(a.codes[0] for a in place.inside(place.before, place.sentence)))
        if not pair and place.pairs and place.pairs[-1].span[0] >= place.before:
            pair = place.pairs[-1].codes
        return pair if len(pair) == 2 and not inside else ()
    recent = place.recent()[:2]
    if place.about.pair is not None and not inside and _DYAD.fullmatch(place.word):
        # "The dyad" is the one all is about, though another stood beside it.
        return place.about.pair
    if (
        place.about.pair is not None
        and len(place.recent()) > 2
        and set(inside) <= set(place.about.pair)
        and not place.here
    ):
        return place.about.pair
    return tuple(recent) if len(recent) == 2 and set(inside) <= set(recent) else ()


def _last_two(place: _Place) -> tuple[str, ...]:
    """Of more than two states of a sentence the two of the same clause."""
    breaks = [m.end() for m in _CLAUSE.finditer(place.text, place.sentence, place.span[0])]
    codes = list(dict.fromkeys(a.codes[0] for a in place.inside(breaks[-1]))) if breaks else []
    return tuple(codes) if len(codes) == 2 else ()


def _people(place: _Place) -> tuple[str, ...]:
    """The one state whose people, firms or troops "they" are: the last subject in the plural."""
    banned = _banned(place)
    for start, end in ((place.sentence, place.span[0]), (place.before, place.sentence)):
        inside = place.inside(start, end)
        plural = [a for a in inside if _is_plural(place.text, a) and a.codes[0] not in banned]
        singular = {a.codes[0] for a in inside if not _is_plural(place.text, a)}
        if plural and (start == place.sentence or len(singular - {plural[-1].codes[0]}) < 2):
            return plural[-1].codes
        if any(a.kind != "pronoun" for a in inside) and start == place.sentence:
            return ()
    return ()


def _is_plural(text: str, actor: Actor) -> bool:
    """Whether an actor is many: "Americans", "the Chinese", "Japanese companies"."""
    if actor.kind != "demonym":
        return False
    name = text[slice(*actor.span)]
    if words.PLURAL.match(text, actor.span[1]):
        return True
    alone = re.compile(r"\s+[a-z]*(?:[^s\W]s|ly|\w+ed|have|are|were|do|had|did|bought|sold|saw)\b|[,.;]").match(
        text, actor.span[1]
    )
    if name.endswith("s") and name not in ("Swiss",):
        return True
    return name in words.PEOPLES and text[: actor.span[0]].lower().endswith("the ") and alone is not None


def _is_free(text: str, actor: Actor) -> bool:
    return not actor.genitive and not _GOVERNED.search(text[max(0, actor.span[0] - 14) : actor.span[0]])


# One state ---------------------------------------------------------------------------------------------------------


def _single(place: _Place) -> tuple[str, ...]:
    """Whom "it" means: the first state of the clause, else of the sentence, else of what was said before."""
    word = place.word.removesuffix("’s").removesuffix("'s")
    if word in ("the former", "the latter"):
        two = former_and_latter(place.text, place.known, place.here)
        return () if two is None else (two[word == "the latter"],)
    if word in _FIRST_PERSON:
        return _speaker(place)
    subject = next((a for a in place.here if a.span[0] >= place.sentence), None)
    if word == "there" or word.startswith(("the ", "that ", "this ")):
        return _described(place, subject, word)
    acting = _acting(place, subject) if word == "it" else None
    if acting is not None:
        return next(((code,) for code in place.recent() if code != acting), ())
    banned = _banned(place) if word in ("its", "it") else frozenset[str]()
    ahead = _ahead(place, banned) if word == "its" else None
    if ahead is not None:
        return (ahead,)
    breaks = [m.end() for m in _CLAUSE.finditer(place.text, place.sentence, place.span[0])]
    for start in (*reversed(breaks), place.sentence):
        found = _of_clause(place, start, word, banned)
        if found is not None:
            return found.codes
    return _carried(place, banned)


def _acting(place: _Place, subject: Actor | None) -> str | None:
    """Who acts on "it", and so is another: "Poland sells goods to it"; None where "it" is no object."""
    last = (place.text[max(0, place.span[0] - 14) : place.span[0]].split() or [""])[-1]
    free = [a.codes[0] for a in place.here if a.span[0] >= place.sentence and _is_free(place.text, a)]
    if place.senders or _THAT.search(place.text, max(0, place.span[0] - 24), place.span[0]):
        return None
    if subject is not None and last.endswith(("ed", "sold", "gave", "sent", "ships", "sends", "sells", "gives")):
        return free[-1] if free else subject.codes[0]
    return free[-1] if free and last in ("from", "to", "with", "against") else None


#: "Which placed it sixth": what happened, and no state, acts.
_THAT = re.compile(r"\b(?:which|that)\s+[a-z]+\s+$")


def _speaker(place: _Place) -> tuple[str, ...]:
    """Whose "we" are: in a quotation of the state in whose name, or capital, it is spoken, else of the author's."""
    opened = max(place.text.rfind(mark, 0, place.span[0]) for mark in '“"«')
    closed = re.search(r"[”»]|[.,]\"\s", place.text[opened + 1 : place.span[0]])
    if opened < 0 or place.span[0] - opened > 400 or closed is not None:
        return (place.about.home,) if place.about.home is not None else ()
    named = list(dict.fromkeys(a.codes[0] for a in place.inside(_sentence_start(place.text, opened), opened)))
    return (named[0],) if len(named) == 1 else ()


def _of_clause(place: _Place, start: int, word: str, banned: frozenset[str]) -> Actor | None:
    """Whom "it" means of the states since an offset: what the clause is about, its subject, else the first."""
    inside = [a for a in place.inside(start) if a.codes[0] not in banned and not words.is_inner(place.text, a.span)]
    if not inside:
        return None
    topics = [a for a in inside if _TOPIC.search(place.text[: a.span[0]][-24:])] if word == "its" else []
    subjects = topics[-1:] or [a for a in inside if _is_free(place.text, a)]
    if subjects:
        return subjects[-1]
    if word == "it" and (_FRONTED.match(place.text, start) or _is_first(place)):
        # "From the United States it imported", "as a destination of Russian goods it": who was spoken of before.
        return None
    owners = [a for a in inside if _is_owner(place.text, a)]
    if banned and not owners and all(_is_governed(place.text, a) for a in inside):
        return None
    return (owners if banned and owners else inside)[0]


def _is_first(place: _Place) -> bool:
    """Whether "it" is the subject after a phrase that begins its clause."""
    head = place.text[place.sentence : place.span[0]]
    return (
        re.search(r"(?:^|[;:,]\s+(?:and |but |while )?)(?:[Aa]s|[Ii]n|[Aa]mong|[Ff]or|[Dd]espite)\s[^,;:]*,?\s$", head)
        is not None
    )


def _is_owner(text: str, actor: Actor) -> bool:
    """Whether something is said to be a state's: "Hungary's"."""
    return re.match(r"['’]s?\s", text[actor.span[1] : actor.span[1] + 4]) is not None


def _is_governed(text: str, actor: Actor) -> bool:
    return _GOVERNED.search(text[max(0, actor.span[0] - 14) : actor.span[0]]) is not None


def _carried(place: _Place, banned: frozenset[str]) -> tuple[str, ...]:
    """Whom the sentence before was about, else who was named last."""
    earlier = [a for a in place.inside(place.before, place.sentence) if a.codes[0] not in banned]
    if earlier:
        whose = [a for a in earlier if a.codes[0] == place.main and a.kind != "demonym"] if banned else []
        owners = [a for a in earlier if _is_owner(place.text, a)]
        if banned and len({a.codes for a in owners}) == 1 and _is_partnered(place.text, earlier[0], owners[0]):
            # "Russia supplied 40 per cent of Algeria's arms. Italy sold it ...": the one that both are partners of.
            whose = owners
        free = [a for a in earlier if _is_free(place.text, a)]
        return (whose or free or earlier)[0].codes
    if not place.here and not banned:
        return next(((code,) for code in place.recent()), ())
    if place.main is not None and place.main not in banned and banned:
        return (place.main,)
    return next(((code,) for code in place.recent() if code not in banned), ())


def _is_partnered(text: str, first: Actor, owner: Actor) -> bool:
    """Whether the subject of a sentence is told as the partner of the owner in it."""
    between = text[first.span[1] : owner.span[0]]
    told = any(verb.search(between) for verb in (words.TAKES, words.GIVES, words.COUNTS_FOR))
    return told or words.IS_ITS.fullmatch(between) is not None or words.AS_ITS.fullmatch(between) is not None


def _banned(place: _Place) -> frozenset[str]:
    """The states that "its" cannot mean: who is its partner, or takes what it sells, or sells what it takes."""
    text, at = place.text, place.span[0]
    after = text[place.span[1] : place.span[1] + 60]
    inside = place.inside(place.sentence)
    # Of two that are joined neither is "its".
    joined = [(a, b) for a, b in pairwise(inside) if words.JOINED.fullmatch(text[a.span[1] : b.span[0]])]
    banned = {actor.codes[0] for both in joined for actor in both if place.word == "its"}
    for actor in inside:
        between = text[actor.span[1] : at]
        if words.OWN_SHARE.fullmatch(between) or (
            words.OWN_GOODS.fullmatch(between) and words.ITS_IMPORTS.match(after)
        ):
            # "Russia's share of its imports", "Iranian goods made up 2 % of what it imported": the other one's.
            banned.add(actor.codes[0])
        if words.FROM_WHICH.match(text, actor.span[1], at):
            # "Italy, from which it had bought ...": another one.
            banned.add(actor.codes[0])
        if ":" in between and any(actor.span[1] < b.span[0] and _is_free(text, b) for b in inside):
            # "Only Uruguay broke loose: China took 24 % of its sales": another is the subject of that.
            continue
        if len(between) > _FAR or ";" in between or actor.genitive or re.match(r"\s+own\b", after):
            continue
        is_as = (
            place.word != "it"
            and words.AS_ITS.fullmatch(between) is not None
            and (actor is inside[-1] or words.OVERTOOK.search(between))
        )
        is_topic = _TOPIC.search(text[: actor.span[0]][-24:]) is not None
        is_its = place.word != "it" and not is_topic and words.IS_ITS.fullmatch(between) is not None
        if is_as or is_its or (not _is_governed(text, actor) and _is_partner(between, after)):
            banned.add(actor.codes[0])
    return frozenset(banned)


def _is_partner(between: str, after: str) -> bool:
    """Whether the subject of a share is the other one: "supplied a tenth of its imports"."""
    if words.OF_ITS.search(between) is None or re.match(r"\s+own\b", after):
        return False
    verbs = [m for kind in (words.TAKES, words.GIVES, words.COUNTS_FOR, words.GETS) for m in kind.finditer(between)]
    last = max(verbs, key=lambda m: m.start(), default=None)
    if last is None or words.REASON.search(between, last.end()):
        return False
    if last.re is words.GETS:
        # One draws what one imports: of what is sold, that of the other one.
        return last[0].startswith("dr") and words.ITS_EXPORTS.match(after) is not None
    if last.re is words.COUNTS_FOR:
        return words.ITS_TRADE.match(after) is not None and "," not in between[last.start() :]
    from_there = re.match(r"[^,;.]{0,60}?\b(?:from|to)\s+(?:the\s+)?[A-Z]", after) is not None
    if last.re is words.TAKES:
        return words.ITS_EXPORTS.match(after) is not None
    return words.ITS_IMPORTS.match(after) is not None and words.ITS_EXPORTS.match(after) is None and not from_there


def _ahead(place: _Place, banned: frozenset[str]) -> str | None:
    """Whose, where the subject stands behind: "In its trade with China, Russia ran a deficit"."""
    if _BEFORE_SUBJECT.fullmatch(place.text, place.sentence, place.span[0]) is None:
        return None
    for actor in place.named[bisect_left(place.named, place.span[1], key=lambda a: a.span[0]) :]:
        between = place.text[place.span[1] : actor.span[0]]
        if len(between) > 80:
            return None
        if len(actor.codes) != 1 or actor.group is not None:
            continue
        if re.search(r"[.;:]", between):
            return None
        if re.fullmatch(r"[^,]{1,60},\s+(?:the\s+)?", between):
            return actor.codes[0] if not actor.genitive and actor.codes[0] not in banned else None
    return None


def _described(place: _Place, subject: Actor | None, word: str) -> tuple[str, ...]:
    """A place, or "the kingdom": not what the sentence is about, if that is named."""
    fits = _fitting(word)
    after = place.text[place.span[1] : place.span[1] + 60]
    if (
        subject is not None
        and not fits
        and words.ITS_EXPORTS.match(after)
        and words.SELLS.match(place.text, subject.span[1])
    ):
        # "Kenyan goods worth 900 million, or 32 per cent of the country's exports": of whose goods all is said.
        return subject.codes
    if words.MAKING_IT.search(place.text[place.sentence : place.span[0]]) and words.GENITIVE_END.search(place.word):
        # "A fifth of shipments from Peru go to China, making it the country's main market": of whose flow that is.
        within = place.inside(place.sentence)
        sources = [a.codes for a in within if is_source(place.text, a)]
        if len(set(sources)) == 1 and len({a.codes for a in within}) > 1:
            return sources[0]
    if subject is not None and not fits and place.senders and subject.codes[0] not in place.barred:
        # "Since 2010 Japan has bought less, and Korean exports to the country fell": whose flow it is is told.
        return subject.codes
    about = subject.codes[0] if subject is not None else None
    if place.about.profile is not None and word in words.COUNTRY and about != place.about.profile:
        return (place.about.profile,)
    if subject is not None and word != "there":
        about = _actor_of(place, subject)
        # "By the German count, China was the country's largest partner": of whom the sentence told before.
        is_told = not _is_free(place.text, subject) or subject.codes[0] == place.main
        is_open = subject.codes[0] not in place.barred and (not fits or subject.codes[0] in fits)
        if about not in (None, subject.codes[0]) and is_told and is_open:
            return subject.codes
    if subject is None and word != "there":
        earlier = [a.codes[0] for a in place.inside(place.before, place.sentence)]
        called = [code for code in (*earlier, *place.recent()) if code in fits] if fits else []
        return tuple(called[:1]) or _carried(place, frozenset())
    others = [code for code in place.recent() if code != about]
    if fits:
        return tuple([code for code in others if code in fits][:1])
    near = [a.codes[0] for a in place.inside(place.before) if a.codes[0] != about]
    earlier = place.inside(place.before, place.sentence)
    owners = [a.codes[0] for a in earlier if a.codes[0] != about and _is_owner(place.text, a)]
    if word != "there" and len(set(owners)) == 1 and len(set(near)) > 1:
        # "... on which Azerbaijan's army depends. Russian makers delivered 80 per cent of the country's arms".
        return (owners[0],)
    is_placed = word == "there" and bool(near or {a.codes[0] for a in place.here} & set(others[:1]))
    if place.main is not None and place.main != about and not is_placed:
        # "The country" is the one that all is about, unless that is who acts on it.
        return (place.main,)
    if word == "there":
        return tuple(others[:1])
    # Of those named near, the one that most is said of: "Chinese exports to the country".
    named = list(dict.fromkeys(a.codes[0] for a in earlier if a.codes[0] != about)) or others[:3]
    often = place.about.often
    return tuple(sorted(named, key=lambda code: often.index(code) if code in often else len(often))[:1])


def _actor_of(place: _Place, first: Actor) -> str | None:
    """Who acts in the clause of a word, else the first of the sentence, unless that clause is a later one."""
    text, at = place.text, place.span[0]
    breaks = [m.end() for m in _CLAUSE.finditer(text, place.sentence, at) if not words.NO_CLAUSE.match(text, m.start())]
    start = breaks[-1] if breaks else place.sentence
    inside = [a for a in place.here if a.span[0] >= start]
    leads = [a for a in inside if not a.genitive and (_is_free(text, a) or not text[start : a.span[0]].strip())]
    free = [a.codes[0] for a in leads if not words.PART.search(text[max(0, a.span[0] - 12) : a.span[0]])]
    is_later = bool(breaks) and not inside and not _is_free(text, first)
    return free[-1] if free else None if is_later else first.codes[0]


@cache
def _fitting(word: str) -> frozenset[str]:
    """The states whose official name says what a word calls them; none where names do not tell."""
    called = next((kind for kind in ("kingdom", "emirate", "sultanate", "principality") if kind in word), None)
    return frozenset(code for name, code in states.name_codes().items() if called and called in name)


def _other(place: _Place) -> tuple[str, ...]:
    """Who "its neighbour" is: the other one of those spoken of."""
    match = _OTHER.match(place.text, place.span[0])
    assert match is not None
    named = "whose" if match["whose"] is not None else "of"
    if match[named] is not None:
        whose = _single(replace(place, span=match.span(named)))
        if match[named].lower() == "their":
            return ()
    else:
        whose = next((a.codes for a in place.inside(place.sentence)), ())
    if not whose:
        # "The neighbour did well, with 14 per cent of the Angolan market": of two the one that is not named.
        pair = tuple(code for code in place.about.pair or () if code not in place.barred)
        return pair if len(pair) == 1 else ()
    near = list(dict.fromkeys(a.codes[0] for a in reversed(place.inside(place.before)) if a.codes != whose))
    if len(near) == 1:
        return (near[0],)
    if place.about.pair is not None and whose[0] in place.about.pair:
        return tuple(code for code in place.about.pair if code != whose[0])
    return tuple(near[:1]) or next(((code,) for code in place.recent() if code != whose[0]), ())


def _sentence_start(text: str, at: int) -> int:
    # One letter more, so that a sentence that begins here is seen to begin.
    ends = [m.end() for m in _ENDS.finditer(text, max(0, at - 1500), at + 1)]
    return ends[-1] if ends else max(0, at - 1500) if at > 1500 else 0
