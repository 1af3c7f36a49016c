"""Changes told by no verb or noun of change beside them: "(plus 14 per cent)", "another 5 % was added"."""

from __future__ import annotations

import re

from amity.reader import quantity_words as words
from amity.reader.model import Quantity

_HEDGES = r"(?:(?:about|around|some|roughly|nearly|almost|over|only|just|more than|less than|at least|up to)\s+)*"
_YEAR = r"(?:19|20)\d\d"
#: A sign in a word: "(plus 14 per cent", ", minus 3 per cent", "a plus of 28 per cent".
_SIGN = re.compile(
    rf"(?:[(,–—]\s*(?:or\s+)?(?:an?\s+)?(?P<plus>plus|minus)\s+|\ban?\s+(?:\w+\s+)?(?P<noun>plus|minus)\s+of\s+){_HEDGES}$",
    re.IGNORECASE,
)
#: What goods do to grow: "put on 14 per cent in 2012".
_PUT_ON = re.compile(
    rf"\b(?:(?P<up>(?:put|puts|putting)\s+on|adding|tacked\s+on|added)|(?P<down>losing|gave\s+up|shedding))\s+"
    rf"(?:another\s+|a\s+further\s+|as\s+much\s+as\s+)?{_HEDGES}$",
    re.IGNORECASE,
)
_ANOTHER = re.compile(rf"\b(?:another|a\s+further)\s+{_HEDGES}$", re.IGNORECASE)
_ADDED = re.compile(r"\s+(?:was|were|is|has\s+been|had\s+been)\s+(?:then\s+)?(?P<what>added|gained|lost|shed)\b")
#: "40 per cent more in 2007", "which is 31 per cent less."
_MORE_IN = re.compile(
    rf"\s+(?P<more>more|less|fewer)\s+(?:in|during)\s+(?:the\s+year\s+)?(?:{_YEAR}|that\s+year)\b|"
    r"\s+(?P<within>more|less|fewer)\s+(?:in|within)\s+(?:a|one|the\s+space\s+of\s+a|twelve|12)\s+(?:year|months)\b"
)
_WHICH_IS = re.compile(
    rf"\b(?:which|this|that|it|they)\s+"
    rf"(?:(?:(?:had|has|have|would\s+have)\s+been)|is|was|makes|made|means|meant|were|are)\s+{_HEDGES}$",
    re.IGNORECASE,
)
_MORE = re.compile(r"\s+(?P<more>more|less|fewer)\s*(?=[,.;:)]|$)")
#: What is traded: "bought 15 per cent less from it".
_TRADED = re.compile(
    rf"\b(?:s(?:old|ell|ells|elling)|b(?:ought|uy|uys|uying)|(?:ship|export|import|deliver|purchas|suppl|receiv|order)\w*|"
    rf"took|taken|sent|traded|got)\s+{_HEDGES}$",
    re.IGNORECASE,
)
_MORE_TRADED = re.compile(
    r"\s+(?P<more>more|less|fewer)(?=\s+(?:to|from|with|there|abroad|last\s+year|than\s+before)\b|[,.;:)]|$|"
    r"\s+(?:in|over|during)\s+(?:those|these|that|the\s+(?:same|last|past|following))\b|,?\s+(?:and|but)\s+(?:the\s+)?[A-Z])"
)
#: "Egypt received 44 per cent more and China 39 per cent more": the verb is told once for both.
_AND_NAME = re.compile(
    r"(?:%|per\s?cent)(?:\s+(?:more|less|fewer))?(?:[^,;:.\d]{0,20})?(?:,|,?\s+and|,?\s+but)\s+(?:the\s+)?"
    rf"(?:[A-Z][\w’'.-]*\s+){{1,3}}{_HEDGES}$"
)
#: What was made more, or less, of: "stepped up its sales to Pakistan by a sturdy 35 per cent".
_STEPPED = re.compile(
    r"\b(?:step|scal|speed|sped|ramp|rev|beef|buil[dt]|driv|drov|push|bump|notch|bring|brought|bid|tighten)\w*\s+"
    rf"(?P<way>up|down|back)\b[^,;:.]{{0,60}}\sby\s+(?:an?\s+)?(?:[a-z]+\s+)?{_HEDGES}$",
    re.IGNORECASE,
)
#: "It bought for 3.6 billion, or 5.4 per cent more": than before.
_OR = re.compile(rf"\d\s+?(?:million|billion|trillion|mln|bln|bn|m)?[,(]?\s*(?:[,(]\s*)or\s+{_HEDGES}$")
#: By how much a sum rose to what it is: "and with Spain 45 per cent to $14 billion".
_TO_SUM = re.compile(
    r"\s+to\s+(?:(?:a|an|the|about|some|nearly|almost|over|just|only|more\s+than|record|new)\s+){0,3}"
    r"(?:(?:US|C|A|HK)?[$€£¥]\s?\d|\d[\d.,]*\s?(?:million|billion|trillion|mln|bln|bn)\b)"
)
_A_WORD = re.compile(r"[A-Za-z]+")
#: "Increases of 65 and 22 per cent", "grew by 3, 5 and 8 per cent": the unit is told with the last alone.
_ROW = re.compile(
    rf"\b(?P<word>[A-Za-z]+)\s+(?:of|by)\s+{_HEDGES}\d+(?:\.\d+)?(?:,\s+{_HEDGES}\d+(?:\.\d+)?)*,?\s+and\s+(?:by\s+)?"
    rf"{_HEDGES}$",
    re.IGNORECASE,
)
#: "Traded 2.8 billion more with them than a year before", after which others go "2.9 billion more".
_THAN_THEN = (
    r"than\s+(?:(?:a|the)\s+(?:year|decade)\b|(?:in|during)\s+(?:the\s+(?:year|previous|preceding|same)\b|(?:19|20)\d\d)|"
    r"last\s+year|before\b|(?:19|20)\d\d\b)"
)
_MORE_WITH = re.compile(
    rf"\s+(?P<more>more|less)\s+(?:(?:worth\s+)?(?:of\s+)?(?:goods|arms|oil|gas|coal)\s+)?"
    rf"(?:(?:to|from|with)\s+(?:the\s+)?(?:[\w’'-]+\s+){{1,3}})?{_THAN_THEN}"
)
#: "61 per cent over the preceding year".
_ON_YEAR = re.compile(
    r"\s+(?:over|on|up\s+on|from)\s+(?:the\s+)?(?:(?:previous|preceding|prior|last|past)\s+year|year\s+(?:before|earlier))\b"
    r"(?:['’]s)?(?!\s+(?:to|and|of))"
)
#: A change beside which that of another year stands: "rose 58 per cent, many times the 12 per cent of 2006".
_BESIDE = re.compile(
    r"(?:\s+in\s+(?:19|20)\d\d)?[^.;\d]{0,30}\b(?:times|against|after|following|compared\s+(?:to|with)|versus|than)\s+(?:the\s+|an?\s+|only\s+|just\s+)*",
    re.IGNORECASE,
)
_OF_YEAR = re.compile(
    rf"\s+(?:of|in|for)\s+(?:{_YEAR}|the\s+(?:previous|preceding|prior)\s+year|the\s+year\s+before)\b"
)

#: "Imports were up too, by 9 per cent", "went down, if only by 3".
_WENT = re.compile(
    r"\b(?:was|were|is|are|been|went|gone|moved|inched)\s+(?:also\s+|again\s+)?(?P<way>up|down|higher|lower)\b"
    r"(?:,?\s+(?:too|again|also|likewise|as\s+well|in\s+turn|on\s+the\s+year|year[\s-]on[\s-]year|albeit|if|though|but|and|"
    rf"only|[a-z]+ly)\b){{0,4}},?\s+by\s+{_HEDGES}$"
)
#: "Which was 19 per cent and 2 per cent less, respectively": told once behind both.
_BOTH = re.compile(
    rf"\s+and\s+{_HEDGES}\d[\d.]*\s*(?:%|per\s?cent|percent)\s+(?P<more>more|less|fewer|higher|lower|larger|smaller)\b"
    r"(?=\s*[,.;:)]|\s+(?:respectively|than|on\s+the\s+year)\b|\s*$)"
)


def change_told(text: str, start: int, end: int) -> int:
    """The sign of a share that is a change by the words around it: 1 up, -1 down, else 0.

    Args:
        text: The sentence.
        start: Where the figure begins, with the words that hedge it or without.
        end: Where it ends.
    """
    before = text[max(0, start - 60) : start]
    if " by " in before and (match := _STEPPED.search(text, max(0, start - 100), start)) is not None:
        return 1 if match["way"].lower() == "up" else -1
    if " by " in before and (match := _WENT.search(before)) is not None:
        return 1 if match["way"] in ("up", "higher") else -1
    if text.startswith(" and ", end) and (match := _BOTH.match(text, end)) is not None:
        return 1 if match["more"] in ("more", "higher", "larger") else -1
    if (match := _SIGN.search(before)) is not None:
        return 1 if (match["plus"] or match["noun"]).lower() == "plus" else -1
    if (match := _PUT_ON.search(before)) is not None:
        return 1 if match["up"] else -1
    if " and " in before and (match := _ROW.search(before)) is not None:
        return words.CHANGES.get(match["word"].lower(), 0)
    if _ANOTHER.search(before) and (match := _ADDED.match(text, end)) is not None:
        return 1 if match["what"] in ("added", "gained") else -1
    if (within := _MORE_IN.match(text, end)) is not None:
        return 1 if "more" in (within["more"], within["within"]) else -1
    behind = _MORE.match(text, end) if _WHICH_IS.search(before) else None
    behind = behind or (_MORE_TRADED.match(text, end) if _TRADED.search(before) else None)
    if behind is None and _OR.search(before):
        behind = _MORE.match(text, end)
    behind = behind or (_MORE.match(text, end) if _AND_NAME.search(before) else None)
    if behind is not None:
        return 1 if behind["more"] == "more" else -1
    if _TO_SUM.match(text, end) is not None:
        return _last_change(text[:start])
    return 1 if _ON_YEAR.match(text, end) is not None else 0


def _last_change(before: str) -> int:
    """The sign of the last word of change before a figure; 0 where there is none."""
    told = (words.CHANGES.get(match[0].lower(), 0) for match in reversed([*_A_WORD.finditer(before)]))
    return next((sign for sign in told if sign), 0)


def change_beside(text: str, start: int, end: int, last: Quantity | None) -> int:
    """The sign of a share that is the change of another year than that of the figure before; else 0."""
    if last is None or not last.by or last.unit != "%" or _OF_YEAR.match(text, end) is None:
        return 0
    return last.sign if _BESIDE.fullmatch(text, last.span[1], start) is not None else 0


#: What was added to a sum: "the last year alone added 17 billion", "the 40 billion added in 2005", "gained 5 billion".
_GREW = re.compile(
    rf"\b(?:(?P<up>gained|gaining)|(?P<down>shed))\s+{_HEDGES}(?:an?\s+(?:mere|modest|full)\s+)?$", re.IGNORECASE
)
_ADDED_IN = re.compile(
    rf"\s+(?P<what>added|gained|lost)\s+(?:in|during|over|since|within|from)\s+(?:the\s+)?(?:\w+\s+)?{_YEAR}\b"
)


def amount_told(text: str, start: int, end: int) -> int:
    """The sign of a sum of money that is a change by the words around it: 1 up, -1 down, else 0.

    Args:
        text: The sentence.
        start: Where the figure begins, with the words that hedge it or without.
        end: Where it ends.
    """
    before = text[max(0, start - 60) : start]
    if (match := _GREW.search(before) or _PUT_ON.search(before)) is not None:
        # "Both added up to 3 billion": what they came to.
        is_sum = match[0].endswith("up to ") or text.startswith("up to ", start)
        return 0 if is_sum else 1 if match["up"] else -1
    if (match := _ADDED_IN.match(text, end)) is not None:
        return -1 if match["what"] == "lost" else 1
    if (match := _more_than_then(text, start, end)) is not None:
        return 1 if match["more"] == "more" else -1
    told, match = _WHICH_IS.search(before), _MORE.match(text, end)
    # "With Russia it was 2 billion more": than with another.
    if told is not None and match is not None and not told[0].lower().startswith(("it ", "they ")):
        return 1 if match["more"] == "more" else -1
    return 0


def _more_than_then(text: str, start: int, end: int) -> re.Match[str] | None:
    """How a sum is told to be more than that of a year before, or goes on with such sums; None where it is not."""
    if not text.startswith((" more", " less"), end):
        return None
    if (found := _MORE_WITH.match(text, end)) is not None:
        return found
    behind = _MORE_NEXT.match(text, end)
    return behind if behind is not None and _MORE_WITH.search(text, 0, start) is not None else None


#: The sum that goes on is "2.9 billion more", with what follows left out.
_MORE_NEXT = re.compile(r"\s+(?P<more>more|less)(?=\s*(?:[,.;:)]|$|\s(?:and|but|while)\b))")
