"""When a figure may be, and what speaks for each year or span."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from amity.reader import (
    dated,
    entries,
    parallels,
    row_signs,
    senses,
    year_bases,
    year_ends,
    year_forms,
    year_reached,
    year_terms,
    year_turns,
    year_words,
)
from amity.reader import quantity_words as words
from amity.reader import year_places as places
from amity.reader.dating import has_own, told_of_else
from amity.reader.model import Period, Span
from amity.reader.periods import is_of_books
from amity.reader.scene import Features, Scene
from amity.reader.wares import is_on_arms

#: At most so many are weighed for one figure.
_MANY = 18
_COUNTS = {name: int(value) for name, value in words.NUMBERS.items() if 0 < value < 100 and name.isalpha()} | {
    "a dozen": 12,
    "dozen": 12,
}
_COUNTED = re.compile(
    rf"\b(?:(?P<count>an?|\d{{1,2}}|{'|'.join(_COUNTS)})\s+(?P<unit>years?|decades?|months)\s+"
    r"(?P<to>later|earlier|before|after(?:wards?)?|on(?! end)|previously|ago)|"
    r"the\s+year\s+(?P<next>before|after)|the\s+(?P<other>following|next|previous|preceding)\s+year|"
    r"in\s+the\s+(?P<one>following|next|previous|preceding)\s+one)\b",
    re.IGNORECASE,
)
_FORWARD = frozenset({"later", "after", "afterwards", "afterward", "on", "following", "next"})
#: "The ten years to 2009": what is summed there is of them all.
_YEARS_TO = re.compile(
    rf"\b(?:(?P<count>\d{{1,2}}|{'|'.join(_COUNTS)})\s+years|(?P<decade>decade))\s+"
    r"(?:to|until|up to|ending(?:\s+in)?)\s+$",
    re.IGNORECASE,
)
#: "Within a decade", "in two years": so long a change took.
_WITHIN = re.compile(
    rf"\b(?:in|over|within|during)\s+(?:the\s+(?:same|next|following|past|last|space of)\s+)?"
    rf"(?:(?P<count>an?|\d{{1,2}}|{'|'.join(_COUNTS)})\s+)?(?P<unit>years?|decades?)\b",
    re.IGNORECASE,
)
_HAD_BEEN = re.compile(
    r"\bhad\s+(?:still\s+|only\s+)?(?:been|stood|come|had|reached|made|taken|accounted)\b", re.IGNORECASE
)
#: The years less one over which the trade in arms is told.
_FIVE_YEARS = (4, 5)
#: "1.5 billion in that year".
_THAT_YEAR = re.compile(
    r"\s*,?\s*(?:back\s+)?(?:in|for|of|during)\s+(?:that|the\s+same|the\s+said)\s+year\b", re.IGNORECASE
)
_FROM = re.compile(r"\bfrom\s+\W*$")
#: "Before the referendum of 2016".
_OF_EVENT = re.compile(r"\b(?:until|till|before|prior\s+to)\s+(?:the|its|their)\s+(?:[\w’'-]+\s+){1,4}?(?:of|in)\s+$")


def year_signs(scene: Scene) -> Iterator[tuple[Period, Features]]:
    """When it may be, and what speaks for it."""
    found: dict[tuple[int, int], tuple[Period, Features]] = {}

    gone = told_of_else(scene.case)
    timed = [p for p in scene.case.periods if p.first <= scene.case.last_year and p not in gone]
    books = _books(scene, timed)

    def at(period: Period) -> Features:
        period = books.get((period.first, period.last), period)
        return found.setdefault((period.first, period.last), (period, {}))[1]

    if scene.period is not None:
        at(scene.period)
    for period in gone:
        at(period)["y:told of something else"] = 1.0
    fresh = [period for period in timed if scene.is_fresh(period.span) and has_own(scene.case, period) is not False]
    tail = " though another is near" if fresh else " though the sentence names one" if timed else ""
    _named(scene, timed, fresh, at)
    _of_change(scene, timed, at)
    is_counted = _by_count(scene, timed, at)
    is_told = _by_words(scene, timed, at)
    _by_document(scene, tail, at)
    _by_sides(scene, bool(fresh), at)
    for place, earlier in enumerate(scene.before[:2]):
        features = at(earlier.period)
        features[f"y:as before {place} {scene.where(earlier)}"] = 1.0
        if earlier.period.last > earlier.period.first and earlier.kind == "change" and not scene.case.quantity.by:
            features["y:as before, years of a change"] = 1.0
            year = earlier.period.last
            at(Period((0, 0), year, year))[f"y:as before, the end of a change {place} {scene.where(earlier)}"] = 1.0
        if fresh:
            features[f"y:as before though another is named {place}"] = 1.0
    for how, earlier in scene.answers:
        at(earlier.period)[f"y:{how}"] = 1.0
    _of_ends(scene, at)
    entries.of_year(scene, at)
    parallels.of_year(scene, at)
    row_signs.of_year(scene, at)
    _of_that_year(scene, timed, at)
    year_forms.forms(scene, timed, at)
    year_turns.forms(scene, timed, at)
    compared = year_bases.bases(scene, timed, at)
    _had_been(scene, fresh, at)
    year_terms.of_terms(scene, at)
    tied = (*places.alike(scene, timed), *year_ends.ends_told(scene, timed), *year_reached.reached(scene, timed))
    for period, sign in tied:
        at(period)[sign] = 1.0
    if scene.case.earlier is not None:
        at(scene.case.earlier)["y:earlier"] = 1.0
    if scene.period is not None:
        is_near = any((p.first, p.last) == (scene.period.first, scene.period.last) for p in fresh)
        told = " beside a series" if is_told else " beside a counted year" if is_counted and not is_near else ""
        told = compared.get((scene.period.first, scene.period.last), told)
        at(scene.period)["y:rule" + told] = 1.0
        if not told:
            at(scene.period)[f"y:rule, {_of_rule(scene, timed)}"] = 1.0
    for period, features in list(found.values())[:_MANY]:
        _by_length(scene, period, features)
        yield period, features


def _books(scene: Scene, timed: list[Period]) -> dict[tuple[int, int], Period]:
    """The first year of books told by two years, by both: the data have a level of "2017-18" under 2017."""
    if scene.case.quantity.by or scene.case.quantity.kind == "ratio":
        return {}
    known = [p for p in (scene.case.earlier, *scene.case.dated.told, *scene.case.dated.above) if p is not None]
    # Two years told before as one are those of books, most of them.
    told = [p for p in known if p.last - p.first == 1 and p.grain == "span"]
    told += [p for p in timed if is_of_books(scene.case.text, p)]
    return {(p.first, p.last): Period(p.span, p.first, p.first) for p in told}


def _of_rule(scene: Scene, timed: list[Period]) -> str:
    """From where the rules have a year: beside the figure, elsewhere in the sentence, or from before."""
    own = scene.period
    near = [p for p in timed if own is not None and (p.first, p.last) == (own.first, own.last)]
    if not near:
        return "told before"
    if any(scene.is_fresh(p.span) for p in near):
        return "beside" if any(scene.is_here(p.span) for p in near) else "near"
    return "in the clause" if any(scene.is_here(p.span) for p in near) else "in the sentence"


def _of_that_year(scene: Scene, timed: list[Period], at: Callable[[Period], Features]) -> None:
    """What "in that year" right behind a figure means: the year told last before the sentence, or another in it."""
    if _THAT_YEAR.match(scene.case.text, scene.end) is None:
        return
    known = [period for period in timed if period.span[1] <= scene.start]
    tail = " though the sentence names one" if known else ""
    if scene.case.earlier is not None:
        at(scene.case.earlier)[f"y:that year, told before{tail}"] = 1.0
    change = " of a change" if _FROM.search(scene.case.text[: scene.start]) else ""
    for place, period in enumerate(known[::-1][:2]):
        at(period)[f"y:that year, in the sentence {place}{change}"] = 1.0


def _had_been(scene: Scene, fresh: list[Period], at: Callable[[Period], Features]) -> None:
    """What "where it had been" means beside a figure and no year: the year before that of the figures told plainly."""
    low = scene.spans[scene.own][0]
    if fresh or scene.case.quantity.by or not _HAD_BEEN.search(scene.case.text, low, scene.start):
        return
    told = {period.last for period in scene.case.dated.told}
    for earlier in scene.before:
        if earlier.unit == scene.case.quantity.unit and earlier.sentence == scene.sentence:
            year = earlier.period.last - 1
            at(Period((0, 0), year, year))[f"y:had been, year before{', told' if year in told else ''}"] = 1.0
            at(earlier.period)["y:had been, year of the other"] = 1.0


def _named(scene: Scene, timed: list[Period], fresh: list[Period], at: Callable[[Period], Features]) -> None:
    """The years the sentence names."""
    base = year_bases.base_of(scene, timed)
    for period in timed:
        features = at(period)
        if period is base:
            continue
        features["y:near"] = max(features.get("y:near", 0.0), 1 / (1 + scene.away(period.span) / 30))
        beside = _beside(scene, period, is_fresh=period in fresh) | places.place(scene, period.span)
        features |= beside
        if is_of_books(scene.case.text, period):
            # "In 2017-18" is one year of some books, most of it that in which they begin.
            features[f"y:two years of books{' of a change' if scene.case.quantity.by else ''}"] = 1.0
            first = at(Period(period.span, period.first, period.first))
            first["y:near"] = max(first.get("y:near", 0.0), features["y:near"])
            first |= beside | {"y:first of two years of books": 1.0}
        if places.leads(scene, period):
            features["y:leads its sentence"] = 1.0
        if period.span[1] <= scene.start and places.is_end(scene):
            now = " by now" if year_words.present(scene) in ("now", "perfect") else ""
            now += " of a change" if places.is_of_change(scene, period.span) else ""
            features[f"y:it came to{now}, before {places.between(scene.case.text[period.span[1] : scene.start])}"] = 1.0
        if places.of_from(scene, period.span):
            features["y:of the end it came from"] = 1.0
        owner = places.owner(scene, period.span)
        is_led_to = owner is not None and owner.by and period.span[1] <= scene.start and places.is_end(scene)
        is_own = owner is not None and owner in (scene.case.quantity, places.host(scene))
        if owner is not None and not is_own and not is_led_to:
            kind = "a change" if owner.by else "a level"
            features[f"y:tight behind {kind}{' compared' if places.is_compared_figure(scene, owner) else ''}"] = 1.0
        if period.span[1] <= scene.start and year_words.is_now(scene.case.text[period.span[1] : scene.start]):
            features["y:now between"] = 1.0
        if all(other.span == period.span for other in timed):
            features["y:only"] = 1.0
    for period in timed:
        match = _YEARS_TO.search(scene.case.text[: period.span[0]]) if period.first == period.last else None
        if match is not None:
            years = 10 if match["decade"] else _count(match["count"])
            at(Period(period.span, period.last - years + 1, period.last, "span"))["y:years to"] = 1.0
    _spans(scene, timed, at)


def _spans(scene: Scene, timed: list[Period], at: Callable[[Period], Features]) -> None:
    """The ends of the spans a sentence names, and the years that books kept by other years or a decade may mean."""
    for period in timed:
        before = Period(period.span, period.first - 1, period.first - 1)
        if period.fiscal and period.first == period.last:
            at(before)[f"y:year before the books{_near(scene, period)}"] = 1.0
        if year_words.is_start(scene.case.text[: period.span[0]]) and period.grain == "decade":
            at(Period(period.span, period.first, period.first))["y:start of the decade named"] = 1.0
        is_event = period.grain in ("day", "month") or _OF_EVENT.search(scene.case.text[: period.span[0]]) is not None
        if is_event and year_words.is_until(scene.case.text[: period.span[0]]):
            at(before)[f"y:year before the event{_near(scene, period)}"] = 1.0
        if period.last == scene.case.year > period.first and period.grain == "span" and period.role == "at":
            full = at(Period(period.span, period.first, period.last - 1, "span"))
            full[f"y:up to the last full year{_near(scene, period)}"] = 1.0
            full |= _beside(scene, period, is_fresh=scene.is_fresh(period.span))
            last = at(Period(period.span, period.last - 1, period.last - 1))
            last[f"y:last full year of a span{_near(scene, period)}"] = 1.0
    for period in timed:
        if period.last > period.first and period.grain in ("year", "span"):
            is_bracket = re.fullmatch(r"\s*\(", scene.case.text[period.span[1] : scene.start]) is not None
            first = at(Period(period.span, period.first, period.first))
            first[_end(scene, "first") + (" in brackets" if is_bracket else "")] = 1.0
            at(Period(period.span, period.last, period.last))[_end(scene, "last")] = 1.0


def _near(scene: Scene, period: Period) -> str:
    return " near" if scene.is_fresh(period.span) else ""


def _by_count(scene: Scene, timed: list[Period], at: Callable[[Period], Features]) -> bool:
    """Years counted from others; whether any is told beside the figure."""
    is_near = False
    is_change = scene.case.quantity.by or scene.case.quantity.kind == "ratio"
    for year, span, base, nth in _counted(scene, timed):
        if is_change and scene.is_fresh(span):
            one, other = sorted((base, year))
            at(Period((0, 0), one, other, "span"))["y:change over the years counted"] = 1.0
        features = at(Period(span, year, year))
        tail = ("" if nth == 0 else " from another") + (" of a change" if is_change else "")
        features["y:counted" + tail] = 1.0
        features["y:counted near" + tail] = max(
            features.get("y:counted near" + tail, 0.0), 1 / (1 + scene.away(span) / 30)
        )
        if scene.is_fresh(span):
            is_near = True
            features["y:counted fresh" + tail] = 1.0
        if span[1] <= scene.start and places.between(scene.case.text[span[1] : scene.start]) == "semi":
            features["y:counted, then parted"] = 1.0
        if tie := scene.tie(span):
            features[f"y:counted {tie}"] = 1.0
        if span[0] >= scene.end and span == year_turns.leads_on(scene):
            features["y:counted, leads to the next"] = 1.0
        if places.of_from(scene, span):
            features["y:of the end it came from"] = 1.0
    return is_near


def _by_length(scene: Scene, period: Period, features: Features) -> None:
    """Whether a figure of its kind is told of a year or of several."""
    quantity = scene.case.quantity
    kind = "change" if quantity.by else "ratio" if quantity.kind == "ratio" else "level"
    kind = "share" if kind == "level" and quantity.unit == "%" else kind
    if kind == "ratio" and year_forms.is_of_states(scene):
        kind = "ratio of states"
    length = "years" if period.last > period.first else "one year"
    features[f"y:{length} for a {kind}{' summed' if year_words.sums(scene) else ''}"] = 1.0
    if period.last - period.first in _FIVE_YEARS and _is_of_arms(scene):
        features["y:five years of arms"] = 1.0


def _is_of_arms(scene: Scene) -> bool:
    """Whether arms are spoken of: their trade is told of five years."""
    told = [r.sense for r in scene.case.relations if r.sense is not None] or list(scene.case.said[:1])
    told += [scene.last.way.sense] if scene.last is not None else []
    if is_on_arms(scene.case.text, scene.case.subjects):
        return True
    return any(sense.id.startswith("arms") for sense in told)


def _by_words(scene: Scene, timed: list[Period], at: Callable[[Period], Features]) -> bool:
    """Years told by words for others, by their order; whether an order is told."""
    for period, sign, span in year_words.told(scene, timed):
        features = at(period)
        is_next = span[0] >= scene.end and places.between(scene.case.text[scene.end : span[0]]) in ("tight", "words")
        is_first = span[1] <= scene.start and span[0] < 12 and not scene.in_sentence
        near = " right after" if is_next else " first" if is_first else ""
        near = near if scene.is_fresh(span) and near else " fresh" if scene.is_fresh(span) else " far"
        features[sign + near] = 1.0
        features["y:by words" + near] = 1.0
    is_told = False
    for period, sign in places.series(scene, timed):
        at(period)[sign] = 1.0
        is_told = is_told or ("as many" in sign and sign.endswith("told"))
    is_far = not any(scene.is_fresh(period.span) for period in timed)
    if is_far or places.is_first_end(scene, timed):
        known = [p for p in timed[::-1] if p.span[1] <= scene.start] or list(scene.case.dated.told)
        known = known or list(scene.case.dated.above)
        for period, sign in places.ends(scene, known):
            at(period)[sign] = 1.0
            is_told = is_told or sign.endswith("told")
    return is_told


def _by_document(scene: Scene, tail: str, at: Callable[[Period], Features]) -> None:
    """The years of the paragraph, the heading and the document."""
    case = scene.case
    for place, period in enumerate(_distinct(case.dated.told)[:3]):
        at(period)[f"y:told before {place}{tail}"] = 1.0
        if period.last == case.year > period.first and period.grain == "span" and period.role == "at":
            at(replace(period, last=period.last - 1))[f"y:told before, up to the last full year{tail}"] = 1.0
    for place, period in enumerate(_distinct(case.dated.above)[:2]):
        at(period)[f"y:told above {place}{tail if not case.dated.told else ' though one is told here'}"] = 1.0
    for period, name in ((case.dated.heading, "heading"), (case.dated.title, "title")):
        if period is None:
            continue
        at(period)[f"y:{name}{tail}"] = 1.0
        if period.last > period.first:
            at(Period((0, 0), period.first, period.first))[f"y:first of the {name}{tail}"] = 1.0
            at(Period((0, 0), period.last, period.last))[f"y:last of the {name}{tail}"] = 1.0
    for year, often in case.dated.often:
        at(Period((0, 0), year, year))["y:often" + tail] = often
    latest = max((year for year, _ in case.dated.often), default=None)
    now, told = year_words.present(scene), "" if latest is not None else " that names none"
    season = year_words.season(case.month)
    if latest is not None:
        at(Period((0, 0), latest, latest))[f"y:latest of the document {now}{tail}"] = 1.0
    kind = _kind(scene)
    view = "view, " if kind == "view" else ""
    is_first = not (tail or case.dated.told or case.dated.above or scene.in_block)
    for back in range(3):
        features = at(Period((0, 0), case.year - back, case.year - back))
        features[f"y:{view}document less {back} {now}{tail}"] = 1.0
        features[f"y:{view}document less {back}{tail}"] = 1.0
        if season:
            features[f"y:{view}document less {back}, {season}{tail}"] = 1.0
        if is_first:
            features[f"y:{view}document less {back} where none is told"] = 1.0
        features[f"y:{kind}, document{told} less {back}{tail}"] = 1.0
        if latest is not None and case.year - back == latest:
            features[f"y:{kind}, latest of the document, less {back}{tail}"] = 1.0


def _kind(scene: Scene) -> str:
    """What kind of thing a figure tells: a view is of the year it is told in, trade of the year before."""
    quantity = scene.case.quantity
    is_share = senses.measure(quantity.unit) == "share"
    if is_share and _is_view(scene):
        return "view"
    if quantity.unit == "rank" or quantity.kind == "rank":
        return "place"
    return "change" if quantity.by else "share" if is_share else quantity.kind


def _is_view(scene: Scene) -> bool:
    """Whether a share is of those who think so: by its sentence, or by those before it."""
    case = scene.case
    told = [r.sense for r in case.relations if r.sense is not None and r.sense.ware is None]
    told += [scene.last.way.sense] if scene.last is not None else []
    if any(sense.id.startswith("opinion") for sense in told) or dated.asks(case.text):
        return True
    return not told and (case.dated.is_asked or any(sense.id.startswith("opinion") for sense in case.said[:2]))


def _by_sides(scene: Scene, has_fresh: bool, at: Callable[[Period], Features]) -> None:
    """The year of the last figure of its side: told plainly, or what another is compared with."""
    text, case = scene.case.text, scene.case
    is_compared = places.is_compared(text, case.quantities, scene.start)
    tail = " though another is named" if has_fresh else ""
    seen: set[bool] = set()
    for earlier in scene.before:
        if earlier.sentence != scene.sentence:
            continue
        was = places.is_compared(text, case.quantities, earlier.span[0])
        if was not in seen:
            side = "own side" if was == is_compared else "compared, as the plain" if is_compared else "as the compared"
            at(earlier.period)[f"y:last of {side}{tail}"] = 1.0
            seen.add(was)
    if scene.in_sentence and scene.last is not None and scene.last.unit == case.quantity.unit:
        at(scene.last.period)["y:as the last of its unit"] = 1.0


def _distinct(periods: Sequence[Period]) -> list[Period]:
    return list({(period.first, period.last): period for period in periods}.values())


def _of_ends(scene: Scene, at: Callable[[Period], Features]) -> None:
    """The years of "from 3.1 to 7.4" and "up from 2.4", where the sentence tells none: those of the figures before."""
    known = sorted({e.period.last for e in scene.before if e.block == scene.block and e.sentence != scene.sentence})
    if len(known) < 2 or scene.case.quantity.by:
        return
    size, text = len(scene.row.quantities), scene.case.text
    is_from = _FROM.search(text[: scene.start]) is not None
    is_to = places.is_end(scene)
    if is_from or is_to:
        year = known[-2 if size < 3 else -min(size, len(known))] if is_from else known[-1]
        at(Period((0, 0), year, year))[f"y:{'from' if is_from else 'to'} of two before"] = 1.0


def _count(word: str | None) -> int:
    """The number of "a", "ten" or "10"; one where none is told."""
    word = (word or "a").lower()
    return 1 if word in ("a", "an") else _COUNTS.get(word) or int(word)


def _of_change(scene: Scene, timed: list[Period], at: Callable[[Period], Features]) -> None:
    """The years between which something changed: two named, those of the figures before, or so many years apart."""
    is_change = scene.case.quantity.by or scene.case.quantity.kind == "ratio"
    before = [earlier.period.last for earlier in scene.before]
    if is_change:
        years = [replace(p, last=p.first) if p.role == "since" else p for p in timed if p.grain == "year"]
        for one, other in itertools.combinations(sorted(years, key=lambda p: p.last), 2):
            if one.last < other.last:
                _two(scene, years, one, other, at(Period((0, 0), one.last, other.last, "span")))
        for period in timed:
            for earlier in scene.before[:2]:
                if earlier.period.last > period.first:
                    span = at(Period(period.span, period.first, earlier.period.last, "span"))
                    span[f"y:from {period.role} to the year before"] = 1.0
        for several, name in ((before[:2], "the two"), (before[:3], "all")):
            if len(several) > 1 and min(several) < max(several):
                at(Period((0, 0), min(several), max(several), "span"))[f"y:between {name} before"] = 1.0
    if is_change and scene.case.quantity.unit == "times" and not timed:
        _of_times(scene, at)
    if is_change and scene.case.quantity.unit == "times" and len(timed) == 1:
        for period in (*scene.case.dated.told[:2], *scene.case.dated.above[:2]):
            if period.first < timed[0].last:
                span = at(Period((0, 0), period.first, timed[0].last, "span"))
                span["y:times from a year told before"] = 1.0
    known = [period.last for period in timed] or before[:2]
    known += [scene.case.earlier.last] if scene.case.earlier is not None else []
    for match in _WITHIN.finditer(scene.case.text):
        years = _count(match["count"]) * (10 if match["unit"].lower().startswith("decade") else 1)
        for year in (scene.case.year - 1, scene.case.year) if is_change and not known else ():
            at(Period((0, 0), year - years, year, "span"))["y:so long a change, up to the document"] = 1.0
        for year in dict.fromkeys(known):
            if is_change:
                at(Period((0, 0), year - years, year, "span"))["y:so long a change"] = 1.0
            else:
                at(Period(match.span(), year - years, year - years))["y:so long before"] = 1.0


def _of_times(scene: Scene, at: Callable[[Period], Features]) -> None:
    """The years of "tripled", hardly those of one: between the two told of before, or since the first of them."""
    far = sorted({earlier.period.last for earlier in scene.known[:2]})
    if len(far) > 1:
        at(Period((0, 0), far[0], far[1], "span"))["y:times between the two before"] = 1.0
    first = min((p.first for p in scene.case.dated.told), default=scene.case.year)
    for year in (scene.case.year - 1, scene.case.year):
        if first < year - 1:
            at(Period((0, 0), first, year, "span"))[f"y:times since the first told, less {scene.case.year - year}"] = (
                1.0
            )


def _two(scene: Scene, years: Sequence[Period], one: Period, other: Period, features: Features) -> None:
    """What speaks for two named years as those of a change."""
    features["y:two of a change"] = 1.0
    owners = [places.owner(scene, period.span) for period in (one, other)]
    others = sum(q is not None and q.span != scene.case.quantity.span for q in owners)
    features[f"y:two, {others} of other figures"] = 1.0
    if "base" in (one.role, other.role) or one.role == "since":
        features["y:two, one the base"] = 1.0
    if one.role == other.role == "base":
        features["y:two, both the base"] = 1.0
    first, last = sorted((one, other), key=lambda p: p.span)
    if not any(first.span < p.span < last.span for p in years):
        features["y:two neighbours"] = 1.0
    if {one.span, other.span} == {p.span for p in sorted(years, key=lambda p: scene.away(p.span))[:2]}:
        features["y:two nearest"] = 1.0
    if one.last == min(p.last for p in years) and other.last == max(p.last for p in years):
        features["y:two widest"] = 1.0


def _end(scene: Scene, end: str) -> str:
    """Which end of a span a figure is said of: "from 13 to 45 billion between 2011 and 2018"."""
    before = scene.case.text[: scene.start]
    told = " after from" if _FROM.search(before) else ""
    told = " after to" if places.is_end(scene) else told
    return f"y:{end} of span{told}"


def _counted(scene: Scene, timed: list[Period]) -> Iterator[tuple[int, Span, int, int]]:
    """Years counted from another, and from which: "sixteen years later", "a decade before", "the year after"."""
    for match in _COUNTED.finditer(scene.case.text):
        unit, count = (match["unit"] or "").lower(), _count(match["count"])
        count = count // 12 if unit == "months" else 10 * count if unit.startswith("decade") else count
        if not count:
            continue
        to = (match["to"] or match["next"] or match["other"] or match["one"]).lower()
        bases = dict.fromkeys(_bases(scene, timed, match.start(), to))
        for nth, year in enumerate(bases):
            found = year + count if to in _FORWARD else year - count
            if found <= scene.case.last_year:
                yield found, match.span(), year, nth


def _bases(scene: Scene, timed: list[Period], start: int, to: str) -> Iterator[int]:
    """From which years one may be counted: those named, that of the last figure told plainly, those before it."""
    case = scene.case
    known = [period for period in timed if period.span[1] <= start][:-4:-1]
    main = year_forms.main_years(scene, known)
    if to == "ago":
        yield case.year
        yield from main[:1]
        return
    yield from main
    yield from (earlier.period.last for earlier in scene.before[:2])
    if case.earlier is not None:
        yield case.earlier.last
    if not known and to not in _FORWARD:
        # "Having been worth 2 billion a decade earlier, it reached 5 in 2016".
        yield from [period.last for period in timed if period.span[0] >= start][:1]


def _beside(scene: Scene, period: Period, *, is_fresh: bool) -> Features:
    """What the place of a period in the sentence says."""
    if (has := has_own(scene.case, period)) is False:
        return {"y:has another figure": 1.0}
    made: Features = {} if has is None else {"y:has this figure": 1.0}
    is_after, text = period.span[0] >= scene.end, scene.case.text
    if scene.is_here(period.span):
        made["y:in clause"] = 1.0
    if tie := scene.tie(period.span):
        made[f"y:{tie}"] = 1.0
    if is_fresh:
        made["y:fresh"] = made["y:fresh after" if is_after else "y:fresh before"] = 1.0
        if scene.years_follow is not None:
            made["y:on its side" if is_after == scene.years_follow else "y:on the other side"] = 1.0
    if is_after:
        made["y:after"] = 1.0
        if period.span[0] - scene.end < 14:
            made["y:right after"] = 1.0
    if period.role != "at":
        made[f"y:{period.role}"] = 1.0
    if period.role == "base":
        gap = text[scene.end : period.span[0]] if is_after else text[period.span[1] : scene.start]
        kind = "a change" if scene.case.quantity.by else "a level"
        made[f"y:base {'after' if is_after else 'before'} {places.between(gap)} of {kind}"] = 1.0
    if period.last > period.first:
        made["y:span"] = 1.0
        if scene.case.quantity.by:
            made["y:span of a change"] = 1.0
    if period.grain in ("day", "month"):
        made[f"y:dated {'near' if is_fresh else 'far'}"] = 1.0
    return made
