"""Where a document's sentences begin and end: rules for full stops that end nothing, in prose about states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from amity.reader.model import Document, Sentence, Span
from amity.reader.quantity_words import listed

#: Longest sentence given. What runs on longer is a table, a list or noise and is cut at a space.
LONGEST = 4_000

#: Blocks that are one sentence each, whatever stops they hold.
_WHOLE = ("title", "heading", "cell")

#: Never the last word of a sentence: a name or a number follows.
_LEADS_ON = frozenset(
    listed(
        "mr mrs ms dr prof gen col lt sgt capt maj adm sen rep gov pres st ft mt vs v cf no nos nr rs tk fig figs "
        "tab vol ch art par sec p pp ed eds trans approx ca c e.g i.e viz incl esp op им ул стр см гл ср напр "
        "т.е т.н т.к"
    )
)
#: Last words of a sentence as often as not: what follows decides.
_MAY_END = frozenset(
    listed(
        "bn mn m tn trn mln bln inc ltd co corp etc al a.m p.m u.s u.k u.n e.u u.s.a d.c ph.d jr sr jan feb "
        "mar apr jun jul aug sep sept oct nov dec est ibid dept univ assn bros max min avg г гг в вв млн млрд "
        "трлн тыс руб долл т.д т.п др пр куб кв"
    )
)
#: After a short form that may end a sentence: words that begin one, but hardly ever a name.
_BEGINS = frozenset(
    listed(
        "The A An In On At It Its This That These Those He She They We But And However Moreover Meanwhile If "
        "As For From By With While When After Before Since Although Though Such Some Many Most Both There "
        "Their His Her Under Over During Nor Yet So Thus Hence Indeed Instead Still Also Despite According "
        "Not No One Two All What Why How Furthermore Это Эти Он Она Они Но И А В На По При Однако Также Кроме "
        "Если Так Поэтому"
    )
)
#: Short forms after which any capital begins a sentence: units are followed by small letters.
_UNITS = frozenset(listed("bn mn m tn trn mln bln etc al a.m p.m"))
#: Of months' short forms only a number goes on.
_MONTHS = frozenset(listed("jan feb mar apr jun jul aug sep sept oct nov dec"))


def split(document: Document) -> tuple[Sentence, ...]:
    """The sentences of a document, in order.

    Titles, headings and table cells are sentences of their own. Footnote numbers and bracketed references after a
    full stop belong to no sentence.
    """
    return tuple(
        Sentence(span, document.text[span[0] : span[1]], block)
        for block in document.blocks
        for span in _spans(document.text, block.span, whole=block.part in _WHOLE)
    )


@cache
def _stop() -> re.Pattern[str]:
    """Where a sentence may end. All repeats are bounded, so that a page of full stops costs no more than prose."""
    return re.compile(
        r"""
        (?P<stop>[.!?…]{1,8}) (?P<close>["'”’»)\]]{0,4})
        (?P<note>(?:\[[^\]\s]{1,8}\]|[¹²³⁰⁴-⁹]{1,4}|\d{1,3}(?![\d%]) (?:,\d{1,3}){0,3}){0,4})
        (?=\s|$)
        | (?P<wide>[。！？]{1,8}[”’」』）]{0,4})
        | (?P<blank>\n[ \t\r]*\n | \n[ \t]*(?=[•·▪*–-]\ ))
        | (?P<tight>(?<=[a-zа-я]{2})[.!?](?=[A-ZА-Я][a-zа-я]{2,20}[\s,]))
        """,
        re.VERBOSE,
    )


def _spans(text: str, block: Span, *, whole: bool) -> Iterator[Span]:
    first, last = block
    begin = first
    if not whole:
        for found in _stop().finditer(text, first, last):
            if found["stop"] is not None and not _ends(text, begin, last, found):
                continue
            end = found.start() if found["blank"] is not None else found.end()
            if found["note"]:
                end = found.start("note")
            yield from _cut(text, begin, end)
            begin = found.end()
    yield from _cut(text, begin, last)


def _cut(text: str, begin: int, end: int) -> Iterator[Span]:
    """The span without space at its ends, in pieces where it is too long; none where nothing is left."""
    while begin < end and text[begin].isspace():
        begin += 1
    while begin < end and text[end - 1].isspace():
        end -= 1
    while end - begin > LONGEST:
        at = text.rfind(" ", begin + LONGEST // 2, begin + LONGEST)
        at = begin + LONGEST if at < 0 else at
        yield begin, at
        begin = at
        while begin < end and text[begin].isspace():
            begin += 1
    if begin < end:
        yield begin, end


def _ends(text: str, begin: int, last: int, found: re.Match[str]) -> bool:
    """Whether a full stop, question or exclamation mark with a space after it ends the sentence."""
    follows = _after(text, found.end(), last)
    if not follows:
        # What ends with "39.47" ends with decimals.
        return not (found["note"] and found["note"][0].isdecimal() and not _is_note(text, found))
    first = follows[0]
    if first.islower():
        return False
    if found["note"] and found["note"][0].isdecimal() and not _is_note(text, found):
        return False
    if found["stop"] != "." or found["close"]:
        return True
    if first.isdecimal() and _set_apart().match(text, max(begin, found.start() - 4), last):
        return False
    word = _before(text, begin, found.start())
    short = word.lower()
    if short in _LEADS_ON:
        # "No. That is wrong." ends; "No. 1" does not.
        return short == "no" and word == "No" and text[begin : found.start()].strip() == "No" and not first.isdecimal()
    if short in _MAY_END:
        if short in _MONTHS:
            return not first.isdecimal()
        return short in _UNITS or follows in _BEGINS
    if len(word) == 1 and word.isupper():
        return follows in _BEGINS and len(follows) > 1
    # A number that opens the sentence numbers it: "1. China ...".
    return not (word.isdecimal() and len(word) < 3 and text[begin : found.start()].strip() == word)


def _is_note(text: str, found: re.Match[str]) -> bool:
    """Whether digits after a full stop are a footnote ("doubled.12") and not decimals ("3.12")."""
    if found["close"]:
        return True
    before = text[max(0, found.start() - 5) : found.start()]
    year = before[-4:]
    return not before[-1:].isdecimal() or (
        year.isdecimal() and year[:2] in ("19", "20") and not before[:-4].isdecimal()
    )


def _after(text: str, at: int, last: int) -> str:
    """The first word after a place, without quotes and brackets before it."""
    found = _next().match(text, at, last)
    return found[1] if found else ""


@cache
def _next() -> re.Pattern[str]:
    return re.compile(r"[\s\"'“‘«(\[—–-]*(\w{1,20}|\S)")


@cache
def _set_apart() -> re.Pattern[str]:
    """A decimal point behind which a blank crept in: "$15. 6 billion", "55. 49 tonnes"."""
    return re.compile(r"(?:.{0,2}[$€£]|.{0,2}\s)?\d{1,3}\. \d{1,2}\s?(?:[bm]illion|[bm]n\b|%|per ?cent|tonnes|tons)")


def _before(text: str, begin: int, at: int) -> str:
    """The word before a place, with the stops inside it: "U.S", "e.g", "bn"."""
    start = at
    floor = max(begin, at - 12)
    while start > floor and (text[start - 1].isalnum() or text[start - 1] == "."):
        start -= 1
    return text[start:at].lstrip(".")
