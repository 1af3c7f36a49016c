"""Where a year stands to its figure: what lies between them, and whether another figure is nearer to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from amity.reader.model import Period, Quantity, Span
from amity.reader.scene import Features, Scene

_SEMI = re.compile(r"[;—]|\s[–-]\s|\.\s")
_JOIN = re.compile(r"\b(?:and|but|while|whereas|yet|then|although|though|or)\b")
_COMMA = re.compile(r"[,:()]")
#: What a figure is compared with: "up from 2.4", "as against 12 per cent", "(in 2009, 30)".
_COMPARED = re.compile(
    r"(?:\b(?:from|against|versus|vs\.?|than|instead\s+of|after|where|when|unlike|whereas|previously|formerly|once|"
    r"(?:compared|comparison|contrast)\s+(?:with|to)|opposed\s+to|relative\s+to|had\s+(?:been|stood|reached|got|come|"
    r"amounted|accounted|taken|bought|sold|supplied|been\s+worth)|used\s+to\s+be|(?:it|they)\s+(?:was|were)\s+(?:still\s+|"
    r"only\s+)?)|\()\s*[^,;:()]{0,48}$",
    re.IGNORECASE,
)
#: "12 per cent from Germany and 11 from Poland" compares nothing.
_AND = re.compile(r"\band\b", re.IGNORECASE)
_LEAD = re.compile(
    r"\W*(?:(?:and|but|yet|so|thus|still|already)\s+)?(?:in|by|as of|as early as|as late as|for|during|over|between|"
    r"from|since|until)\s+(?:the\s+|early\s+|late\s+)*$",
    re.IGNORECASE,
)

#: "41 percent (US$ 30 billion)", "12 billion, or 9 per cent of it": the same said once more.
_ONCE_MORE = re.compile(r"\s*\(\s*(?:or|i\.e\.,?|about|around|some|roughly|equal\s+to|=|≈|~)?\s*|,?\s+or\s+(?:\w+\s+)?")

#: Brackets that close right behind a figure, and brackets with little in them that open there.
_CLOSES = re.compile(r"\s*(?:\([^()]{1,40})?\)(?=\s)")

_FROM = re.compile(r"\bfrom\s+(?:[a-z]+\s+)?[^\w(]*$")
_TO = re.compile(r"\bto\s+(?:(?!be\b)[a-z]+\s+)?[^\w(]*$")
_IS_TO = re.compile(r"\W*to\s", re.IGNORECASE)
_IN_ORDER = re.compile(
    r"\brespectively\b|\bin\s+that\s+order\b|"
    r"\b(?:those|these|(?:the\s+)?same|said|the\s+(?:two|three|four|five))\s+(?:\w+\s+)?(?:years|dates|decades|points|moments)\b(?!\s+ago)",
    re.IGNORECASE,
)


def between(text: str) -> str:
    """What lies between a figure and a year: nothing that parts them, a comma, a conjunction, or more."""
    if _SEMI.search(text):
        return "semi"
    if _JOIN.search(text):
        return "and"
    if _COMMA.search(text):
        return "comma"
    return "tight" if len(text) < 16 else "words"


def is_compared(text: str, quantities: Sequence[Quantity], start: int) -> bool:
    """Whether a figure is what another one is compared with, by the words since the figure before."""
    since = max((q.span[1] for q in quantities if q.span[1] <= start), default=0)
    found = _COMPARED.search(text, since, start) if since else None
    return found is not None and _AND.search(found[0]) is None


def is_compared_figure(scene: Scene, quantity: Quantity) -> bool:
    """Whether a figure of the sentence is what another one is compared with."""
    return is_compared(scene.case.text, scene.case.quantities, quantity.span[0])


def past_brackets(text: str, end: int) -> int:
    """Where the brackets end that a figure stands in or that open right behind it: "134.2 billion (24.2 %) in 2011"."""
    match = _CLOSES.match(text, end)
    return match.end() if match is not None else end


def owner(scene: Scene, span: Span) -> Quantity | None:
    """The figure that a year stands right behind; of "134.2 billion (24.2 %) in 2011" the first."""
    text, before = scene.case.text, [q for q in scene.figures if q.span[1] <= span[0]]
    if not before or between(text[past_brackets(text, before[-1].span[1]) : span[0]]) != "tight":
        return None
    is_aside = len(before) > 1 and re.fullmatch(r"\s*\(\W*", text[before[-2].span[1] : before[-1].span[0]])
    return before[-2] if is_aside else before[-1]


def is_of_change(scene: Scene, span: Span) -> bool:
    """Whether a year stands right behind a change: "fell by 28 per cent in 2015 to 68 billion"."""
    found = owner(scene, span)
    return found is not None and found.by


def is_aside(text: str, span: Span, start: int) -> bool:
    """Whether something stands in brackets that close before a place."""
    return text.rfind("(", 0, span[0]) > text.rfind(")", 0, span[0]) and ")" in text[span[1] : start]


def leads(scene: Scene, period: Period) -> bool:
    """Whether a year opens its sentence, or the part of it behind a semicolon: it holds for all that follows."""
    begin = max(scene.case.text.rfind(";", 0, period.span[0]) + 1, 0)
    before = scene.case.text[begin : period.span[0]]
    return len(before) < 24 and (_LEAD.fullmatch(before) is not None or not before.strip())


def host(scene: Scene) -> Quantity | None:
    """The figure that this one says once more: "45.6 billion zlotys ($11.5 billion)"."""
    before = [q for q in scene.figures if q.span[1] <= scene.start]
    if before and _ONCE_MORE.fullmatch(scene.case.text[before[-1].span[1] : scene.start]):
        return before[-1]
    return None


def place(scene: Scene, span: Span) -> Features:
    """Where a year stands to its figure and to the figures beside that."""
    same = host(scene)
    own, start = (scene.case.quantity, same), same.span[0] if same is not None else scene.start
    text, others = scene.case.text, [q.span for q in scene.case.quantities if q not in own]
    if span[0] >= scene.end:
        end = past_brackets(text, scene.end)
        end = end if end <= span[0] else scene.end
        passed = sum(end <= low < span[0] for low, _ in others)
        here = between(text[end : span[0]])
        following = min((low for low, _ in others if low >= span[1]), default=None)
        there = "none" if following is None else between(text[span[1] : following])
        side = "after"
    else:
        passed = sum(span[1] <= low and high <= start for low, high in others)
        here = between(text[span[1] : start])
        preceding = max((high for _, high in others if high <= span[0]), default=None)
        there = "none" if preceding is None else between(text[past_brackets(text, preceding) : span[0]])
        side = "before"
    if passed:
        return {f"y:{side} past {min(passed, 3)}": 1.0, f"y:{side} past figures {here}": 1.0}
    made: Features = {f"y:{side} {here} then {there}": 1.0}
    if is_compared(text, scene.case.quantities, scene.start) and not scene.case.quantity.by:
        made[f"y:compared, {side} {here}"] = 1.0
    return made


def is_end(scene: Scene) -> bool:
    """Whether a figure is what something came to: "were down to 9.8 billion"."""
    return follows_to(scene.case.text, scene.start)


def follows_to(text: str, start: int) -> bool:
    """Whether a figure that starts somewhere is told as an end: "to 9.8 billion"."""
    return _TO.search(text[:start]) is not None or _IS_TO.match(text, start) is not None


def of_from(scene: Scene, span: Span) -> bool:
    """Whether a year belongs to the first of two ends: "from the 20.8 per cent it had two years earlier to 9.2"."""
    text = scene.case.text
    if span[1] > scene.start or _TO.search(text[: scene.start]) is None:
        return False
    before = [q for q in scene.case.quantities if q.span[1] <= span[0]]
    return bool(before) and re.search(r"\bfrom\b[^,;]*$", text[: before[-1].span[0]]) is not None


def series(scene: Scene, periods: Sequence[Period]) -> Iterator[tuple[Period, str]]:
    """The years that stand to figures in their order: "in those years it was 2.8, 18.1 and 3.7 per cent"."""
    case = scene.case
    periods = [p for p in periods if p.role != "base" and p.grain in ("year", "span")]
    run = _run(scene, periods)
    after = _distinct([p for p in periods if run and p.span[0] >= run[-1].span[1]])
    if (
        len(after) < len(run)
        and after
        and "semi" not in (gap := between(case.text[run[-1].span[1] : after[0].span[0]]))
    ):
        # "... and its sales came to 145 million, where they had been 105 million in 2010": the last has its own.
        run = run[:-1] if gap in ("tight", "words") else run
    at = next((i for i, q in enumerate(run) if q.span == case.quantity.span), None)
    if at is None or len(run) < 2:
        return
    tail = " told" if _IN_ORDER.search(case.text) else ""
    before, earlier = _before(scene, periods, run[0].span[0]), _distinct(list(reversed(case.dated.told)))
    is_rise = _FROM.search(case.text[: run[0].span[0]]) is not None
    for name, years in (("before", before), ("after", after), ("earlier", earlier if not before else [])):
        if len(years) >= len(run):
            picked = years[-len(run) :] if name != "after" else years[: len(run)]
            picked = sorted(picked, key=lambda p: p.last) if is_rise else picked
            exact = "as many" if len(years) == len(run) else "of more"
            yield picked[at], f"y:nth {exact} {name}{tail}"
        elif len(years) > 1 and at in (0, len(run) - 1):
            # "From 21.7 by way of 40.6 to 36.7": the ends at least.
            yield years[0 if at == 0 else -1], f"y:end of fewer {name}{tail}"


def _before(scene: Scene, periods: Sequence[Period], start: int) -> list[Period]:
    """The years before figures that may stand to these in order: those of figures told, or several told at once."""
    last = max((q.span[1] for q in scene.case.quantities if q.span[1] <= start), default=0)
    known = [p for p in periods if p.span[1] <= start]
    since = _distinct([p for p in known if p.span[0] >= last])
    if len(since) == 1 and _IN_ORDER.search(scene.case.text[since[0].span[1] : start]) is None and last:
        close = between(scene.case.text[last : since[0].span[0]])
        return [] if close not in ("tight", "words") else _distinct(known)
    return since if len(since) > 1 else _distinct(known)


def _run(scene: Scene, periods: Sequence[Period]) -> list[Quantity]:
    """The figures beside one between which no year stands, nor a semicolon."""
    case = scene.case
    low = max((p.span[0] for p in periods if p.span[0] < scene.start), default=0)
    high = min((p.span[0] for p in periods if p.span[0] >= scene.end), default=len(case.text))
    low = max(low, case.text.rfind(";", low, scene.start))
    parted = case.text.find(";", scene.end, high)
    high = parted if parted >= 0 else high
    return sorted((q for q in case.quantities if q.kind != "rank" and low <= q.span[0] < high), key=lambda q: q.span)


#: Between years of which one thing is told: "in 2011, in 2012 and again in 2013", "both for 2013–17 and for 2018–22".
_ALIKE = re.compile(
    r"\s*(?:,|,?\s+(?:and|as\s+well\s+as|or)(?:\s+(?:again|also|once\s+more|then|still))?)\s+"
    r"(?:(?:in|for|during|over|of)\s+)?(?:the\s+)?"
)


def alike(scene: Scene, periods: Sequence[Period]) -> Iterator[tuple[Period, str]]:
    """The years of which one figure is told at once; the data are asked of the last."""
    after = [p for p in periods if scene.end <= p.span[0] < scene.until]
    row = after[:1]
    for one in after[1:]:
        if _ALIKE.fullmatch(scene.case.text, row[-1].span[1], one.span[0]) is None:
            break
        row.append(one)
    if len(row) < 2 or scene.case.quantity.by:
        return
    for period in row[:-1]:
        yield period, "y:earlier of years told alike"
    yield row[-1], "y:last of years told alike"


def is_first_end(scene: Scene, periods: Sequence[Period]) -> bool:
    """Whether a figure is the first of "from 64 to 45", where neither has its own year, and two are told before."""
    text, after = scene.case.text, [q for q in scene.figures if q.span[0] >= scene.end]
    if _FROM.search(text[: scene.start]) is None or not after:
        return False
    if not re.fullmatch(r"\s*(?:to\s+)?(?:\w+\s+)?\W*", text[scene.end : after[0].span[0]]):
        return False
    until = after[1].span[0] if len(after) > 1 else len(text)
    if any(scene.end <= p.span[0] < until for p in periods):
        return False
    fresh = [p for p in periods if scene.is_fresh(p.span)]
    return len(_distinct(fresh)) > 1 and between(text[fresh[-1].span[1] : scene.start]) not in ("tight", "words")


def ends(scene: Scene, known: Sequence[Period]) -> Iterator[tuple[Period, str]]:
    """The earlier year for what something rose from, the later one for what it rose to, where neither has its own."""
    text = scene.case.text
    end = "to" if is_end(scene) else ""
    end = "from" if _FROM.search(text[: scene.start]) else end
    years = _distinct(known)[:2]
    if not end or not known:
        return
    spans = _distinct([p for p in known if p.last > p.first])
    if len(years) == 2:
        first, last = sorted(years, key=lambda p: p.last)
        picked, sign = (first, "y:from, the earlier told") if end == "from" else (last, "y:to, the later told")
        if len(spans) > 1:
            yield picked, f"{sign} of spans"
        if _IN_ORDER.search(text):
            yield picked, f"{sign} by words"
        yield picked, sign
    if len(spans) == 1:
        year = spans[0].first if end == "from" else spans[0].last
        yield Period(spans[0].span, year, year), f"y:{end}, of the span told"
        if _IN_ORDER.search(text):
            yield Period(spans[0].span, year, year), f"y:{end}, of the span told by words"


def _distinct(periods: Sequence[Period]) -> list[Period]:
    found: dict[tuple[int, int], Period] = {}
    for period in periods:
        found.setdefault((period.first, period.last), period)
    return list(found.values())
