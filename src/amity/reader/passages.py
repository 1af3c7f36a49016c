"""What does each passage of an account say: who, on what, for or against, with which figures, dates and promises?

A passage is a sentence, or a clause of one that has a subject of its own. Its slots are filled by rules on words that
stand in it; nothing is guessed from likeness.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from amity import states
from amity.reader import actors, quantities, sentences, venues, vocabulary
from amity.reader.introduced import NOBODY, People
from amity.reader.model import Actor, Document, Quantity, Sentence, Span
from amity.reader.told_dates import MONTHS, Date, dates

#: Stances that promise a deed.
_COMMITS = ("agreed", "promised")

#: Stances whose verb stands before another that decides: "agreed to support", "will oppose", "should reject".
_AUXILIARY = ("agreed", "promised", "urged")

_JOINS = re.compile(r"(?:,|\band|\bbut|\bor|;|，|、|\bи|\bно)\s*(?:\w+ly\s+|also\s+|not\s+|не\s+)?$", re.IGNORECASE)
_CUT = re.compile(
    r";\s+|,?\s+(?=(?:while|whereas)\s)|,\s+(?=(?:but|yet)\s)"
    r"|,\s+(?=and\s+(?:that\s+)?(?:the\s+)?(?:[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?\s+(?:side\s+|is\s|will\s|would\s|has\s|have\s|"
    r"does\s|did\s|supports?\s|opposes?\s)|both\s|two\s+sides|sides\s|parties\s|they\s|he\s|she\s|it\s))"
    r"|(?<=[。！？；])|(?<=；)"
)
_NEGATION = re.compile(
    r"\b(?:not|never|no|nor|neither|without|cannot|can['’]t|won['’]t|(?:do|does|did|is|are|was|were|has|have|had|would|"
    r"could|should)n['’]t|fail(?:ed|s)? to|refus(?:ed|es|e|ing) to|declin(?:ed|es|e|ing) to|refrain(?:ed|s)? from|"
    r"no longer|ceased? to|far from|rather than|не|нет|ни|без)\b|不|没有|未|并非|无意",
    re.IGNORECASE,
)
#: Words that negate nothing: "not only", "no doubt", "no less".
_IDLE = re.compile(
    r"\b(?:not only(?=.{0,200}\b(?:but|also)\b)|no doubt|no less|whether or not|nothing less|не только)\b"
    r"|不仅|不断|不同|无不",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"\b(?:both\s+(?:sides|leaders|parties|countries|presidents|ministers|nations|states|heads)|the\s+(?:two\s+)?(?:sides|"
    r"leaders|parties|presidents|ministers|heads of state|interlocutors)|the two\s+\w+|they|we|our two countries|"
    r"our countries|both(?=\s*$)|стороны|сторон|лидеры|президенты|главы государств|министры)\b"
    r"|双方|两国元首|两国领导人|中俄双方|我们",
    re.IGNORECASE,
)
_TALKS = re.compile(
    r"^\W*(?:the|their)\s+(?:discussions?|conversation|talks|call|meeting)\s+(?:also\s+)?$", re.IGNORECASE
)
#: Stances told by a noun, and what stands between it and whose it is.
_NOUN = re.compile(
    r"(?:refusal|support(?=\s+(?:for|of|to)\b)|opposition|objections?|concerns?|commitment|readiness|willingness|"
    r"determination|condemnation|criticism|rejection|regret|gratitude|appreciation)\b",
    re.IGNORECASE,
)
_OWNS = re.compile(r"(?:['’]s?)?\s+(?:[\w-]+\s+){0,2}")
#: "…, President Xi said": who says it stands behind the words.
_BEHIND = re.compile(r"[,”\"’]\s+(?:\S+\s+){1,6}$")
_HE = re.compile(
    r"^\W*(?:(?:and|but|in this (?:context|regard)|at the same time|in turn|also|finally|separately|moreover|"
    r"furthermore|in addition|he|she)\b[\s,]*)*\b(?:he|she|the (?:president|prime minister|minister|premier|chairman|"
    r"secretary|foreign minister|russian leader|chinese leader))\b(?!\s+of\b)",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"[’']?s?\s+(?:side|president|leader|leadership|government|minister|ministry|foreign|prime|premier|party|head|delegation|"
    r"counterpart|state councilor|official|authorities|people|secretary|position)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:of|with|to|in|from|on|for|between|against|towards?|about|at|and\s+its)\s+(?:the\s+)?$", re.IGNORECASE
)
_AND = re.compile(r"\s+and\s+(?:the\s+)?|\s+и\s+|[和与、]")
_BY = re.compile(r"^[\s\w]{0,24}\bby\s+(?:the\s+)?$", re.IGNORECASE)

#: The sign of a state before "side" in Chinese accounts, and Russian short names.
_SHORT = {
    "中": "CHN",
    "俄": "RUS",
    "美": "USA",
    "印": "IND",
    "日": "JPN",
    "土": "TUR",
    "法": "FRA",
    "德": "DEU",
    "英": "GBR",
    "США": "USA",
    "КНР": "CHN",
    "РФ": "RUS",
    "КНДР": "PRK",
    "ФРГ": "DEU",
    # India's External Affairs Minister in his ministry's own accounts.
    "EAM": "IND",
}
_SIDE = re.compile(r"[中俄美印日土法德英]方|\b(?:США|КНР|РФ|КНДР|ФРГ|EAM)\b")
#: Most stances read in one passage, and how many letters before a verb its subject may stand: no prose needs more.
_MOST, _REACH = 12, 320
#: Letters of an account in which those who met are named.
_OPENING = 400

_NAME = re.compile(r"\b(?:[A-Z][\w’'-]+|[A-Z]{2,})(?:\s+(?:of|the|and|de|al)?\s*(?:[A-Z][\w’'-]+|\d+\b))*")

#: Titles of offices are no names.
_OFFICES = re.compile(
    r"(?:(?:The|Prime|Foreign|Federal|External|Affairs|State|Deputy|Minister|Ministers|President|Presidents|Chancellor|"
    r"Secretary|Director|Premier|Chairman|Leader|of)\s?)+"
)
#: Sentences on the meeting itself: that it was held, where, with whom, in what tone.
_PROTOCOL = re.compile(
    r"""\b(?:
      (?:held|had|conducted)\s(?:an?\s)?(?:\w+\s){0,3}(?:telephone|phone|video|talks|meeting|conversation|call|summit|
        consultations)
    | spoke\s(?:today\s)?(?:by|on\sthe|over\sthe|via|with) | telephone\sconversation\s(?:took\splace|with|was|between)
    | (?:conversation|call|meeting|talks|summit)\s(?:took\splace|was\sheld|were\sheld|lasted|began|started|ended|
        was\sattended)
    | met\s(?:today|on|in|with|the|his|her|president|prime|member|foreign|chinese|russian|indian)\b
    | good\s(?:afternoon|morning|evening) | dear\s(?:friends?|colleagues?) | ladies\sand\sgentlemen | mr\.?\spresident,
    | i\sam\s(?:very\s)?(?:glad|happy|pleased)\sto\s(?:see|welcome) | at\sthe\sinitiative\sof | photo
    | press\s(?:service|office) | the\sfollowing\sis | readout\sof | (?:was|were)\sattended\sby | also\spresent
    | took\spart\sin\sthe | (?:talks|conversation|meeting|call)\s(?:was|were)\s(?:\w+\s){0,3}(?:constructive|friendly|
        frank|candid|businesslike|substantive|in-depth|trust)
    | (?:candid|frank|friendly|warm|constructive|businesslike|trust-based)\b[^.]{0,60}\b(?:atmosphere|manner|
        conversation|discussion|spirit)
    | by\smutual\sagreement | atmosphere | in-depth\sand\scandid | candid\sand\sin-depth)\b
    | телефонн\w+\sразговор | состоял(?:ся|ись|ась) | добрый\sдень | здравствуйте | уважаем | по\sинициативе
    | 通电话 | 举行会谈 | 会见 | 应约 | 视频会晤""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Position:
    """How a side stands to something.

    Attributes:
        span: The word that tells it.
        stance: One of the stances of the vocabulary.
        sign: 1 for, -1 against, 0 neither; a negation has turned it.
        negated: Whether it is negated.
        holder: Codes of the states that hold it, in order; none where no subject is found.
        target: The stems of what it is about, in order of the alphabet.
    """

    span: Span
    stance: str
    sign: int
    negated: bool
    holder: tuple[str, ...]
    target: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence or clause of an account with its slots.

    Attributes:
        span: Where it stands in its document.
        text: Its words.
        is_protocol: Greeting, time, place or tone: set apart from what is compared.
        topics: Ids of the topics it is on.
        mentioned: Ids of all topics named, with the broader and the general ones.
        terms: Where which topics are named.
        speaker: Codes of who is said to have said it.
        positions: Stances with their holders and targets.
        quantities: Figures, placed in the document.
        dates: Dates, placed in the document.
        actors: States and organisations named.
        names: Other names, such as projects and places.
        is_commitment: Whether a deed is promised or agreed.
        negated: Stems that a negation stands before.
        stems: Words that carry meaning, without endings.
    """

    span: Span
    text: str
    is_protocol: bool
    topics: tuple[str, ...]
    mentioned: tuple[str, ...]
    terms: tuple[vocabulary.Found, ...]
    speaker: tuple[str, ...]
    positions: tuple[Position, ...]
    quantities: tuple[Quantity, ...]
    dates: tuple[Date, ...]
    actors: tuple[Actor, ...]
    names: tuple[str, ...]
    is_commitment: bool
    negated: tuple[str, ...]
    stems: tuple[str, ...]


def parties(
    documents: Sequence[Document], year: int, people: People = NOBODY, names: Sequence[str] = ()
) -> tuple[str, ...]:
    """The two states whose meeting the texts tell of; fewer where fewer are named.

    Those that the accounts are called by ("Beijing", "Moscow"); else those whose leaders the first lines name; else
    those named most in all texts.
    """
    called = {code for name in names for code in _states(actors.actors(name, year=year))}
    if len(called) == 2:
        return tuple(sorted(called))
    met = {code for document in documents for code in _leaders(document.text[:_OPENING], year, people)}
    if len(met) == 2:
        return tuple(sorted(met))
    counts: Counter[str] = Counter()
    everywhere: set[str] | None = None
    for document in documents:
        here: Counter[str] = Counter()
        for actor in (*actors.actors(document.text, year=year), *_short_names(document.text, 0)):
            if _is_state(actor):
                # Who met stands in the first lines; third states come later.
                here[actor.codes[0]] += 5 if actor.span[0] < _OPENING else 1
        total = sum(here.values()) or 1
        counts.update({code: round(1000 * n / total) for code, n in here.items()})
        everywhere = set(here) if everywhere is None else everywhere & set(here)
    # Beside China, Taiwan is what is spoken of, not who speaks.
    if "CHN" in counts:
        counts.pop("TWN", None)
    ranked = sorted(counts, key=lambda code: (code not in (everywhere or ()), -counts[code], code))
    return tuple(sorted(ranked[:2]))


def _states(named: Iterable[Actor]) -> Iterator[str]:
    return (actor.codes[0] for actor in named if _is_state(actor))


def _leaders(text: str, year: int, people: People) -> Iterator[str]:
    named = actors.actors(text, year=year)
    yield from _states(a for a in (*named, *people.actors(text, 0, named)) if a.kind == "leader")


def read(document: Document, sides: tuple[str, ...], year: int, people: People = NOBODY) -> tuple[Passage, ...]:
    """The passages of an account in order, with their slots.

    Args:
        document: The account.
        sides: Codes of the two states that met: whom "both sides" and "they" mean.
        year: Its year: whose leaders and members are known.
        people: Persons and offices that the accounts introduce.
    """
    terms = vocabulary.topics_in(document.text)
    stances = vocabulary.stances_in(document.text)
    found: list[Passage] = []
    speaker: tuple[str, ...] = ()
    quoted: _Quotation | None = None
    for sentence in sentences.split(document):
        heading = sentence.block.part in ("title", "heading", "caption", "note") or _is_title(sentence)
        named = actors.actors(sentence.text, year=year)
        here = (*actors.moved(named, sentence.span[0]), *_short_names(sentence.text, sentence.span[0]))
        here += tuple(people.actors(sentence.text, sentence.span[0], here))
        here = tuple(sorted(here, key=lambda a: a.span))
        reader = _Reader(sentence, sides, here, _within(stances, sentence.span), speaker)
        told = reader.speaker()
        # "He" is one side, never both.
        speaker = told if len(told) == 1 else speaker
        begin = len(found)
        found += [
            reader.passage(document.text, span, _within(terms, span), told, is_apart=heading)
            for span in _clauses(sentence)
        ]
        quoted = _quoted(quoted, sentence, begin, told)
        if quoted and quoted.end is not None:
            found[quoted.begin :] = [replace(p, speaker=quoted.speaker or p.speaker) for p in found[quoted.begin :]]
            quoted = None
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Quotation:
    """Words of several sentences between quotation marks: from which passage on, in which block, and whose."""

    begin: int
    block: Span
    speaker: tuple[str, ...]
    end: int | None = None


def _quoted(before: _Quotation | None, sentence: Sentence, begin: int, told: tuple[str, ...]) -> _Quotation | None:
    """The quotation that is open after a sentence, or ends with it; who speaks stands before it or behind."""
    before = before if before and before.block == sentence.block.span else None
    marks = [m.start() for m in re.finditer(r'["“”]', sentence.text)]
    if len(marks) % 2 == 0:
        return before
    if before is None:
        leads = sentence.text[: marks[-1]].strip()
        return _Quotation(begin, sentence.block.span, told if leads and len(told) == 1 else ())
    is_behind = not before.speaker and len(told) == 1 and marks[0] < len(sentence.text) - 3
    return replace(before, speaker=told if is_behind else before.speaker, end=begin)


def who(codes: Sequence[str]) -> str:
    """Names of the states or organisations behind codes."""
    known = {state.code: state.name for state in states.everything()}
    return " and ".join(known.get(code, code) for code in codes)


def _is_title(sentence: Sentence) -> bool:
    """Whether a short block without a full stop is a title that its form does not mark as one."""
    text = sentence.text.strip()
    alone = sentence.span[1] - sentence.span[0] >= sentence.block.span[1] - sentence.block.span[0] - 2
    return alone and len(text.split()) <= 16 and len(text) <= 160 and text[-1:] not in ".!?。！？…;:；："


def _short_names(text: str, by: int) -> tuple[Actor, ...]:
    """States by the short names of Chinese and Russian accounts: 俄方, США."""
    return tuple(
        Actor((m.start() + by, m.end() + by), (_SHORT[m[0].removesuffix("方")],), None, "state")
        for m in _SIDE.finditer(text)
    )


def _is_state(actor: Actor) -> bool:
    return actor.group is None and len(actor.codes) == 1 and actor.kind != "pronoun"


def _within(found: Iterable[vocabulary.Found], span: Span) -> tuple[vocabulary.Found, ...]:
    return tuple(f for f in found if span[0] <= f.span[0] and f.span[1] <= span[1])


def _clauses(sentence: Sentence) -> Iterator[Span]:
    """The sentence cut where a clause with a subject of its own begins; pieces of a few words stay with their head."""
    begin = sentence.span[0]
    least = 4 if re.search(r"[\u3400-\u9fff]", sentence.text) else 24
    cuts = [0]
    for match in _CUT.finditer(sentence.text):
        if match.end() - cuts[-1] >= least and len(sentence.text) - match.end() >= least:
            cuts.append(match.end())
    for first, last in pairwise([*cuts, len(sentence.text)]):
        piece = sentence.text[first:last]
        kept = piece.rstrip(" ;,\n")
        if kept.strip():
            start = first + len(piece) - len(piece.lstrip())
            yield begin + start, begin + first + len(kept)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Fills the slots of one sentence's passages; spans count from the start of the document."""

    sentence: Sentence
    sides: tuple[str, ...]
    named: tuple[Actor, ...]
    stances: tuple[vocabulary.Found, ...]
    last: tuple[str, ...]

    def speaker(self) -> tuple[str, ...]:
        """Who says the sentence, as its first word of saying tells."""
        begin = self.sentence.span[0]
        for stance in self.stances:
            before = self.sentence.text[: stance.span[0] - begin]
            match = _BEHIND.search(before) if stance.id == "report" else None
            if match and (codes := self._subject(stance.span[0], begin + match.start())):
                return codes
        for stance in self.stances:
            if stance.id in ("report", "agreed", "discussed", "urged", "welcomes", "concerned", "condemns"):
                return self._subject(stance.span[0], self.sentence.span[0]) or self._after(stance)
        return ()

    def passage(
        self, text: str, span: Span, terms: Sequence[vocabulary.Found], told: tuple[str, ...], *, is_apart: bool
    ) -> Passage:
        """One passage with everything read in it."""
        words = text[span[0] : span[1]]
        terms = [t for t in terms if not self._is_aside(text, span, t)]
        held = _held(terms)
        if not any(vocabulary.topic(t.id).area == "regions" for t in held):
            held += tuple(self._thirds(span, terms))
        on, mentioned = _topics(held)
        positions = tuple(self._positions(text, span, told))
        figures = tuple(_placed(q, span[0]) for q in quantities.quantities(words) if q.unit != "year")
        definite = [t for t in on if vocabulary.topic(t).area not in ("relations", "third states")]
        return Passage(
            span,
            words,
            is_apart or bool(_PROTOCOL.search(words) and not definite),
            on,
            mentioned,
            held,
            told,
            positions,
            figures,
            tuple(dates(words, span[0], figures)),
            tuple(a for a in self.named if span[0] <= a.span[0] and a.span[1] <= span[1]),
            _names(words, span[0], self.named),
            any(p.stance in _COMMITS and not p.negated for p in positions),
            _negated(words),
            vocabulary.stems(words),
        )

    def _is_aside(self, text: str, span: Span, term: vocabulary.Found) -> bool:
        """Whether a term is no topic here: where they met, or relations with a state that took part."""
        about = vocabulary.topic(term.id)
        return about.third in self.sides or venues.is_venue(
            text[span[0] : term.span[0]], text[term.span[1] : span[1]], is_forum=about.area == "order"
        )

    def _thirds(self, span: Span, terms: Sequence[vocabulary.Found]) -> Iterator[vocabulary.Found]:
        """Third states named, each a topic of its own where the list has none for it."""
        for actor in self.named if len(self.sides) == 2 else ():
            is_here = span[0] <= actor.span[0] and actor.span[1] <= span[1]
            # "Russian oil" in a sentence on oil is no topic of its own.
            is_named = (actor.kind == "demonym" and bool(terms)) or any(
                t.span[0] < actor.span[1] and actor.span[0] < t.span[1] for t in terms
            )
            is_place = venues.is_place(self.sentence.text[: actor.span[0] - self.sentence.span[0]])
            is_third = not is_place and _is_state(actor) and actor.kind != "firm" and actor.codes[0] not in self.sides
            if is_here and is_third and not is_named:
                yield vocabulary.Found(actor.span, vocabulary.THIRD + actor.codes[0])

    def _positions(self, text: str, span: Span, told: tuple[str, ...]) -> Iterator[Position]:
        here = [s for s in self.stances if span[0] <= s.span[0] and s.span[1] <= span[1]]
        telling = [s for s in here if s.id != "report"][:_MOST]
        outer: vocabulary.Found | None = None
        for number, stance in enumerate(telling):
            following = telling[number + 1] if number + 1 < len(telling) else None
            is_own = outer is None or self._is_own(text, outer, stance)
            if outer is not None and outer.id == "urged" and self._is_asked(text, outer, stance):
                continue
            if not is_own and outer is not None and outer.id not in _AUXILIARY:
                continue
            end = following.span[0] if following else span[1]
            target = vocabulary.stems(text[stance.span[1] : end])
            if len(target) < 2:
                target = vocabulary.stems(text[span[0] : stance.span[0]] + " " + text[stance.span[1] : span[1]])
            negated = _is_negated(text[span[0] : stance.span[0]])
            # "Agreed to oppose" is against: the verb that follows an auxiliary decides.
            leads = stance.id in _AUXILIARY and following is not None and not self._is_own(text, stance, following)
            sign = 0 if leads else vocabulary.signs()[stance.id] * (-1 if negated else 1)
            holder = (
                self._owner(stance)
                or self._subject(stance.span[0], span[0])
                or self._after(stance)
                or self._joint(stance)
                or told
            )
            outer = stance
            yield Position(stance.span, stance.id, sign, negated, holder, tuple(sorted(set(target))))

    def _is_asked(self, text: str, outer: vocabulary.Found, stance: vocabulary.Found) -> bool:
        """Whether a stance is what another is asked for: "requested that Russia support", "urged it to promise"."""
        between = text[outer.span[1] : stance.span[0]]
        if _JOINS.search(between) or re.search(r"\band\s+(?:to\s+)?\w+\s*$", between):
            return False
        other = self._subject(stance.span[0], outer.span[1])
        return bool(other and re.match(r"\s+(?:that|for)\s", between)) or (
            stance.id in _COMMITS
            and bool(re.search(r"\bto\s+(?:\w+\s+){0,3}$", between))
            and self._has_actor(between, outer)
        )

    def _has_actor(self, between: str, outer: vocabulary.Found) -> bool:
        end = outer.span[1] + len(between)
        return any(outer.span[1] <= a.span[0] and a.span[1] <= end and a.codes for a in self.named)

    def _owner(self, stance: vocabulary.Found) -> tuple[str, ...]:
        """Of a noun: "Kyiv's refusal to talk", "France's unwavering support for Ukraine"."""
        text, begin = self.sentence.text, self.sentence.span[0]
        if not _NOUN.match(text, stance.span[0] - begin):
            return ()
        for actor in self.named:
            between = text[actor.span[1] - begin : stance.span[0] - begin]
            if actor.span[1] <= stance.span[0] and _OWNS.fullmatch(between) and _is_state(actor):
                return actor.codes
        return ()

    def _joint(self, stance: vocabulary.Found) -> tuple[str, ...]:
        """Of what has no subject: "it was agreed" means both."""
        before = self.sentence.text[: stance.span[0] - self.sentence.span[0]]
        is_joint = stance.id == "agreed" and re.search(r"\b[Ii]t\s+was\s+(?:also\s+|further\s+)?$", before)
        return self.sides if is_joint or (stance.id == "discussed" and _TALKS.match(before)) else ()

    def _is_own(self, text: str, outer: vocabulary.Found, stance: vocabulary.Found) -> bool:
        """Whether a word of stance says something of its own, and is no object of the one before it."""
        between = text[outer.span[1] : stance.span[0]]
        if _JOINS.search(between):
            return True
        return bool(self._subject(stance.span[0], outer.span[1]))

    def _subject(self, at: int, start: int) -> tuple[str, ...]:
        """Codes of the subject of the word at a place: the nearest name before it that can be one."""
        text, begin = self.sentence.text, self.sentence.span[0]
        start = max(start, at - _REACH)
        before = text[start - begin : at - begin]
        best: tuple[int, tuple[str, ...]] = (-1, ())
        end = 0
        for match in _BOTH.finditer(before):
            best = max(best, (match.start(), self.sides))
        for actor in self.named:
            if not (start <= actor.span[0] and actor.span[1] <= at and actor.codes) or actor.kind == "pronoun":
                continue
            place = actor.span[0] - start
            if _BEFORE.search(before[:place]):
                continue
            after = text[actor.span[1] - begin : at - begin]
            is_bare = bool(actor.genitive) and bool(after.strip()) and not _OFFICE.match(after)
            if not is_bare:
                codes = actor.codes if actor.group is None else (actor.group,)
                # "China and Russia agreed": both are the subject.
                with_last = best[1] if best[1] and _AND.fullmatch(before[end:place]) else ()
                best, end = max(best, (place, (*with_last, *codes))), actor.span[1] - start
        if best[1]:
            return tuple(sorted(set(best[1])))
        return self.last if _HE.match(before) else ()

    def _after(self, stance: vocabulary.Found) -> tuple[str, ...]:
        """Of a passive: "was condemned by Russia"."""
        text, begin = self.sentence.text, self.sentence.span[0]
        for actor in self.named:
            if actor.span[0] >= stance.span[1] and _BY.match(text[stance.span[1] - begin : actor.span[0] - begin]):
                return tuple(sorted(actor.codes))
        return ()


# -------------------------------------------------------------------------------------------------------- slots


def _held(terms: Sequence[vocabulary.Found]) -> tuple[vocabulary.Found, ...]:
    """The terms without those inside a longer one, which takes its place for itself: "grain deal" is no "grain"."""
    return tuple(
        t
        for t in terms
        if not any(
            o.span != t.span and o.span[0] <= t.span[0] and t.span[1] <= o.span[1] for o in terms if o.id != t.id
        )
    )


def _topics(held: Sequence[vocabulary.Found]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids of the topics a passage is on, and of all it names with the broader ones."""
    named = dict.fromkeys(t.id for t in held)
    definite = tuple(i for i in named if not vocabulary.topic(i).general)
    wide = {b for i in definite for b in vocabulary.broader(i)}
    on = definite or tuple(named)
    return tuple(sorted(on)), tuple(sorted({*named, *wide}))


def _is_negated(before: str) -> bool:
    """Whether a negation stands among the last words before a place, in the same breath."""
    near = re.split(r"[,;:，；]|\bthat\b|\bчто\b", before)[-1]
    words = near.split()
    tail = " ".join(words[-5:]) if len(words) > 1 else near[-12:]
    return bool(_NEGATION.search(_IDLE.sub(" ", tail)))


def _negated(text: str) -> tuple[str, ...]:
    """Stems of the first words after each negation: what is denied."""
    plain = _IDLE.sub(lambda m: " " * len(m[0]), text)
    found: list[str] = []
    for match in _NEGATION.finditer(plain):
        found += vocabulary.stems(re.split(r"[,;:.，；。]", plain[match.end() :])[0])[:2]
    return tuple(sorted(set(found)))


def _placed(quantity: Quantity, by: int) -> Quantity:
    of = quantity.of and (quantity.of[0] + by, quantity.of[1] + by)
    return replace(quantity, span=(quantity.span[0] + by, quantity.span[1] + by), of=of)


def _names(text: str, by: int, named: Sequence[Actor]) -> tuple[str, ...]:
    """Capitalised names inside the passage that are no actors and no months."""
    found: dict[str, None] = {}
    for match in _NAME.finditer(text):
        span = match.start() + by, match.end() + by
        if any(a.span[0] < span[1] and span[0] < a.span[1] for a in named):
            continue
        is_first = not text[: match.start()].strip(" “\"'‘(")
        word = match[0]
        if _OFFICES.fullmatch(word) or (is_first and " " not in word) or word.lower() in MONTHS or len(word) < 3:
            continue
        found[re.sub(r"^The\s+", "", word)] = None
    return tuple(found)
