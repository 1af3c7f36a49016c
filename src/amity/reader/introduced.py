"""Whom do accounts of a meeting introduce, and of which state: "Federal Chancellor Olaf Scholz", "the Prime Minister".

Readouts name ministers and leaders that no list holds, mostly once with state and office and then by surname or office
alone. What either account says of a person holds in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from amity.reader import actors
from amity.reader.model import Actor, Document

_TITLES = (
    r"(?:Prime|Foreign|Defen[cs]e|External\sAffairs|Trade|Finance|Energy|Interior)\sMinister"
    r"|(?:Federal\s|Vice\s)?Chancellor|(?:Vice\s)?Premier|(?:Vice\s)?President|Secretary\sof\sState|Foreign\sSecretary"
    r"|Minister\s(?:of|for)\s(?:Foreign|External)\sAffairs|Minister\sof\sDefen[cs]e|Crown\sPrince|King|Emir|Sultan"
    r"|State\sCouncil(?:l)?or|Supreme\sLeader|Secretary"
)
_HONOURS = r"(?:(?:Mr|Mrs|Ms|Dr|Shri|Smt|Sir|H\.E|His\sExcellency|Her\sExcellency)\.?,?\s+)*"
_NAME = r"[A-Z][\w’'-]+(?:\s+[A-Z]\.)?(?:\s+[A-Z][\w’'-]+){0,3}"
#: "German Chancellor Olaf Scholz", "India's External Affairs Minister Dr. S. Jaishankar".
_BEHIND = re.compile(rf"(?:['’]s)?\s+(?P<title>{_TITLES})(?:\s+{_HONOURS}(?:[A-Z]\.\s+)*(?P<name>{_NAME}))?")
#: "President of the Republic of Turkey Recep Tayyip Erdogan", "Prime Minister of Japan, KISHIDA Fumio".
_OF = re.compile(rf"(?P<title>{_TITLES})\s+of\s+(?:the\s+)?$")
_THEN = re.compile(rf",?\s+{_HONOURS}(?P<name>{_NAME})")
#: "KISHIDA Fumio, Prime Minister of Japan".
_FIRST = re.compile(rf"(?P<name>{_NAME}),\s+(?:the\s+)?(?P<title>{_TITLES})\s+of\s+(?:the\s+)?$")
#: "Prime Minister Benjamin Netanyahu": whom the list of leaders knows.
_BEFORE = re.compile(rf"(?P<title>{_TITLES})\s+$")
#: An office that stands alone: "The Prime Minister said", "Prime Minister noted".
_ALONE = re.compile(rf"\b(?:[Tt]he\s+)?(?P<title>{_TITLES})\b(?:['’]s\b)?(?!\s+(?:of\b|for\b|[A-Z]))")
_NO_NAME = re.compile(
    r"The|President|Prime|Minister|Foreign|External|Affairs|State|Council|Councill?or|Chancellor|Federal|Republic|Secretary|"
    r"General|Government|Ministry|On|In|At|And|During|Today|\w+day|January|February|March|April|May|June|July|August|"
    r"September|October|November|December"
)


@dataclass(frozen=True, slots=True)
class People:
    """Persons and offices that accounts introduce.

    Attributes:
        names: Code of the state by each word of a name.
        titles: Code by office, where only one of those introduced holds it.
    """

    names: Mapping[str, str]
    titles: Mapping[str, str]

    def actors(self, text: str, by: int, named: Iterable[Actor]) -> Iterator[Actor]:
        """Where a text names them, placed `by` further on; what is named already is left out.

        Args:
            text: A sentence.
            by: Where it begins in its document.
            named: States and leaders found in it, placed in the document.
        """
        taken = [(a.span[0] - by, a.span[1] - by) for a in named if a.kind != "pronoun"]
        for start, end, code in self._found(text):
            # "The Russian President" is named by "Russian" already.
            if not any(a < end and start <= b + 1 for a, b in taken):
                taken.append((start, end))
                yield Actor((start + by, end + by), (code,), None, "leader")

    def _found(self, text: str) -> Iterator[tuple[int, int, str]]:
        if self.names:
            words = "|".join(map(re.escape, sorted(self.names, key=len, reverse=True)))
            for match in re.finditer(rf"\b(?:{words})\b(?:\s+(?:{words})\b)*", text):
                yield match.start(), match.end(), self.names[match[0].split()[-1]]
        for match in _ALONE.finditer(text):
            if code := self.titles.get(_office(match["title"])):
                yield match.start(), match.end(), code


#: Where nobody is introduced.
NOBODY = People({}, {})


def people(documents: Iterable[Document], year: int) -> People:
    """Whom any of the accounts introduces; a name or an office of two states is nobody's."""
    names: dict[str, set[str]] = {}
    titles: dict[str, set[str]] = {}
    for document in documents:
        for name, title, code in _introductions(document.text, year):
            titles.setdefault(_office(title), set()).add(code)
            for word in re.findall(r"[A-Z][\w’'-]{2,}", name or ""):
                if not _NO_NAME.fullmatch(word) and not re.search(rf"\b{word.lower()}\b", document.text):
                    names.setdefault(word, set()).add(code)
    return People(*({k: next(iter(v)) for k, v in held.items() if len(v) == 1} for held in (names, titles)))


def _introductions(text: str, year: int) -> Iterator[tuple[str | None, str, str]]:
    """Name, office and state of each person introduced."""
    for actor in actors.actors(text, year=year):
        if actor.kind == "leader" and (match := _BEFORE.search(text[: actor.span[0]])):
            yield None, match["title"], actor.codes[0]
        if len(actor.codes) != 1 or actor.group is not None or actor.kind not in ("state", "demonym"):
            continue
        before, code = text[max(0, actor.span[0] - 120) : actor.span[0]], actor.codes[0]
        if match := _FIRST.search(before):
            yield match["name"], match["title"], code
        elif match := _OF.search(before):
            then = _THEN.match(text, actor.span[1])
            yield then and then["name"], match["title"], code
        elif match := _BEHIND.match(text, actor.span[1]):
            yield match["name"], match["title"], code


def _office(title: str) -> str:
    """The same office in one spelling."""
    flat = re.sub(r"\s+", " ", title).lower()
    return flat.removeprefix("federal ").replace("external affairs minister", "foreign minister")
