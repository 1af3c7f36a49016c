"""The words that accounts of meetings are made of: topics and stances, in English, Russian and Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from amity import states
from amity.reader.model import Span

#: Before the code of a state that took no part in the meeting.
THIRD = "third:"

_WORD = re.compile(r"[^\W\d_](?:[^\W_]|['’\-](?=\w))*|\d+(?:[.,]\d+)*")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_NON_LATIN = re.compile(r"[\u0400-\u04ff]")


@dataclass(frozen=True, slots=True)
class Topic:
    """What a passage can be about.

    Attributes:
        id: Its name in data ("gas-prices").
        label: Its name for readers ("gas price").
        area: The group it belongs to.
        within: The broader topic it is part of.
        general: Whether it counts only where nothing more definite is said.
        third: Code of the state that it is about, if it counts only where that state took no part.
    """

    id: str
    label: str
    area: str
    within: str | None = None
    general: bool = False
    third: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A term of the vocabulary in a text: where, and of which topic or stance."""

    span: Span
    id: str


@cache
def topics() -> Mapping[str, Topic]:
    """Every topic by its id, in the order of the list."""
    return {
        row["id"]: Topic(
            row["id"], row["label"], row["area"], row.get("within"), bool(row.get("general")), row.get("third")
        )
        for row in _rows("topics.yaml")
    }


def topic(ident: str) -> Topic:
    """A topic by its id; `third:JPN` is what is said of Japan, a state that took no part."""
    if ident.startswith(THIRD):
        code = ident.removeprefix(THIRD)
        name = next((state.name for state in states.everything() if state.code == code), code)
        return Topic(ident, name, "third states")
    return topics()[ident]


def broader(topic: str) -> Iterator[str]:
    """The topics that a topic is part of, the nearest first."""
    known = topics()
    held = known[topic].within if topic in known else None
    while held is not None:
        yield held
        held = known[held].within


@cache
def signs() -> Mapping[str, int]:
    """Stances, and whether each is for (1), against (-1) or neither (0)."""
    return {name: row["sign"] for name, row in _rows("stances.yaml").items()}


def topics_in(text: str) -> tuple[Found, ...]:
    """Where a text names which topic; terms of different topics may overlap, words that only look so are left out."""
    return _found(text, _topic_patterns(), _topic_traps())


def stances_in(text: str) -> tuple[Found, ...]:
    """Where a text has a word of which stance; words that only look so are left out."""
    return _found(text, _stance_patterns(), _stance_traps())


def _found(
    text: str, patterns: Mapping[str, re.Pattern[str]], traps: Mapping[str, re.Pattern[str]]
) -> tuple[Found, ...]:
    caught = {name: [m.span() for m in pattern.finditer(text)] for name, pattern in traps.items()}
    found = (
        f for f in _search(text, patterns) if not any(a < f.span[1] and f.span[0] < b for a, b in caught.get(f.id, ()))
    )
    return tuple(sorted(found, key=lambda f: (f.span, f.id)))


def stems(text: str) -> tuple[str, ...]:
    """The words that carry meaning, without endings, in order; of Chinese each pair of neighbouring signs."""
    found: list[str] = []
    for match in _WORD.finditer(text):
        word = match[0].lower()
        if _HAN.search(word):
            for run in _HAN.findall(word):
                found += [run[i : i + 2] for i in range(len(run) - 1)] or [run]
        elif word not in _empty():
            found.append(stem(word))
    return tuple(found)


def stem(word: str) -> str:
    """A word without its inflection: "agreed", "agrees" and "agreeing" are one."""
    word = re.sub(r"['’]s?$", "", word.lower())
    if _NON_LATIN.search(word):
        # Russian endings are long; five letters tell most words apart in one short text.
        return word[:6]
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes")):
        word = word[:-2]
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        body = word[: -len(ending)]
        if word.endswith(ending) and len(body) >= 3 and re.search(r"[aeiouy]", body):
            double = body[-1] == body[-2] and body[-1] not in "lsz"
            word = body[:-1] if double else body
            break
    return word.rstrip("e") if len(word) > 3 else word


# ---------------------------------------------------------------------------------------------------- patterns


def _search(text: str, patterns: Mapping[str, re.Pattern[str]]) -> Iterator[Found]:
    for name, pattern in patterns.items():
        for match in pattern.finditer(text):
            yield Found(match.span(), name)


@cache
def _topic_patterns() -> Mapping[str, re.Pattern[str]]:
    return {row["id"]: _compiled(row) for row in _rows("topics.yaml")}


@cache
def _stance_patterns() -> Mapping[str, re.Pattern[str]]:
    return {name: _compiled(row) for name, row in _rows("stances.yaml").items()}


@cache
def _topic_traps() -> Mapping[str, re.Pattern[str]]:
    return {row["id"]: _compiled({"en": row["except"]}) for row in _rows("topics.yaml") if "except" in row}


@cache
def _stance_traps() -> Mapping[str, re.Pattern[str]]:
    return {name: _compiled({"en": row["except"]}) for name, row in _rows("stances.yaml").items() if "except" in row}


def _compiled(row: Mapping[str, Iterable[str]]) -> re.Pattern[str]:
    """One pattern for all terms of a row; longer terms are tried first."""
    words = [*row.get("en", ()), *row.get("ru", ())]
    spelt = [_term(term) for term in sorted(words, key=len, reverse=True)]
    signs = [re.escape(term) for term in sorted(row.get("zh", ()), key=len, reverse=True)]
    parts = [rf"(?<!\w)(?:{'|'.join(spelt)})(?!\w)"] if spelt else []
    return re.compile("|".join([*parts, *signs]), re.IGNORECASE)


def _term(term: str) -> str:
    """A term as a pattern, in which "*" ends a stem or stands for a word.

    A space is any gap or hyphen, nouns may be plural, capitals count.
    """
    words = re.split(r"[ -]", term)
    spelt = [
        r"[\w’'.-]+" if w == "*" else re.escape(w.removesuffix("*")) + (r"\w*" if w.endswith("*") else "")
        for w in words
    ]
    last = words[-1]
    plural = "(?:e?s|['’]s?)?" if last.isascii() and not last.endswith("*") and last[-1:].isalpha() else ""
    pattern = r"[\s\-–‑]{1,3}".join(spelt) + plural
    return pattern if term.islower() else f"(?-i:{pattern})"


@cache
def _empty() -> frozenset[str]:
    """Words that tell nothing of what a sentence is about."""
    return frozenset(Path(__file__).with_name("stopwords.txt").read_text(encoding="utf-8").split())


@cache
def _rows(name: str) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(Path(__file__).with_name(name).read_text(encoding="utf-8"), Loader=loader)
