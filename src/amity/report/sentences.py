"""What the figures say, as sentences: only facts in the rows, each with its year; no adjective of ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from amity.report import words
from amity.report.evidence import Evidence, Row
from amity.report.pillars import HEADLINES


@dataclass(frozen=True, slots=True)
class Names:
    """The two states' codes and what they were called."""

    a: str
    b: str
    name_a: str
    name_b: str

    def of(self, code: str) -> str:
        """The name that belongs to a code."""
        return self.name_a if code == self.a else self.name_b

    def short(self, code: str, room: int = 11) -> str:
        """A name that fits beside a line: both states' codes where either name is longer than `room`."""
        return self.of(code) if max(len(self.name_a), len(self.name_b)) <= room else code

    def fill(self, pattern: str, a: str, b: str) -> str:
        """`pattern` with {a}, {b} as names in a sentence and {a_s}, {b_s} as possessives."""
        x, y = self.of(a), self.of(b)
        return words.upper(pattern.format(a=words.the(x), b=words.the(y), a_s=words.of(x), b_s=words.of(y)))


#: Votes in a year that a sentence may rest on while a fuller year is at hand.
ENOUGH_VOTES = 30

#: After so many values a summary of a pillar stops.
_FEW = 3

#: Labels of directed values with the names in them.
LABELS = {
    "trade.flow": "Goods from {a} to {b}",
    "trade.reported_total": "Two-way goods trade on {a_s} books",
    "trade.share": "{b_s} share in {a_s} goods trade",
    "trade.export_share": "Share of {a_s} exports going to {b}",
    "trade.import_share": "Share of {a_s} imports coming from {b}",
    "trade.dependence": "Trade with {b} relative to {a_s} GDP",
    "trade.rank": "{b_s} rank among {a_s} trade partners",
    "trade.asymmetry": "Trade asymmetry, {a} against {b}",
    "trade.concentration": "Concentration of {a_s} trade partners",
    "arms.tiv": "Arms delivered by {a} to {b}",
    "arms.import_share": "{b_s} share in {a_s} arms imports (5 years)",
    "arms.export_share": "{b_s} share in {a_s} arms exports (5 years)",
    "military.obligations": "Strongest treaty pledge of {a} to {b}",
    "energy.export_share": "Share of {a_s} fuel exports going to {b}",
    "energy.import_share": "Share of {a_s} fuel imports coming from {b}",
    "energy.crude_quantity": "Crude oil from {a} to {b}",
    "investment.fdi_stock": "Direct investment of {a} in {b}",
    "investment.fdi_stock_share": "{b_s} share in {a_s} direct investment abroad",
    "investment.finance": "Official finance from {a} to {b}",
    "investment.construction": "Tracked deals of {a} in {b}",
    "rhetoric.mentions": "{a_s} mentions of {b} in the UN General Debate",
    "rhetoric.verbal_share": "Words of cooperation among {a_s} acts towards {b}",
    "rhetoric.material_share": "Material cooperation among {a_s} acts towards {b}",
    "rhetoric.headlines": "{a_s} official headlines that name {b}",
    "region.lead": "Third states that trade more with {a} than with {b}",
    "opinion.favourability": "Favourable view of {b} in {a}",
    "technology.import_dependence": "{b_s} share in {a_s} imports of machinery and electronics",
    "external-pressure.sanctions": "Sanction cases of {a} against {b}",
    "external-pressure.sanctions_received": "Sanction cases against {a} from anybody",
    "external-pressure.distance_to_usa": "Distance of {a_s} UN voting position to the USA’s",
    "diplomacy.leader_contacts": "Engagements of {a_s} leaders with {b} on record",
    "power.milex_ratio": "Military expenditure, {a} to {b}",
    "power.cinc_ratio": "Material capabilities, {a} to {b}",
    "power.gdp_ratio": "GDP, {a} to {b}",
}


def answer(evidence: Evidence, names: Names, year: int) -> tuple[str, tuple[str, ...]]:
    """One sentence on the whole relationship, and the facts it is made of."""
    facts = [
        fact
        for fact in (
            dependence(evidence, names),
            arms(evidence, names),
            votes(evidence),
            pledges(evidence, names),
            disputes(evidence),
        )
        if fact
    ]
    if not facts:
        return (
            f"No data are held on {words.the(names.name_a)} and {words.the(names.name_b)} up to {year}.",
            (),
        )
    return words.upper("; ".join(facts)) + ".", tuple(words.upper(fact) + "." for fact in facts)


def dependence(evidence: Evidence, names: Names) -> str:
    """Who takes how much of whose exports; the first in order of what is held."""
    mine, theirs = evidence.both("trade.export_share")
    if mine is not None or theirs is not None:
        return _two_shares(mine, theirs, names, "took", "exports")
    mine, theirs = evidence.both("trade.share")
    if mine is not None or theirs is not None:
        return _two_shares(mine, theirs, names, "made up", "goods trade")
    mine, theirs = evidence.both("trade.flow")
    parts = [
        f"goods worth {words.dollars(row.value)} went from {words.the(names.of(x))} to {words.the(names.of(y))} "
        f"in {row.year}"
        for row, x, y in ((mine, names.a, names.b), (theirs, names.b, names.a))
        if row is not None and row.value is not None
    ]
    if parts:
        return words.listed(parts)
    if any(i.startswith("trade.") for i in evidence.indicators):
        return "no data on trade between them"
    return ""


def _two_shares(mine: Row | None, theirs: Row | None, names: Names, verb: str, what: str) -> str:
    """Say "in 2023 China took 33.3 % of Russia's exports, Russia 3.2 % of China's"."""
    sides = [(row, of, on) for row, of, on in ((mine, names.a, names.b), (theirs, names.b, names.a)) if row is not None]
    if len(sides) == 2 and not any(side[0].value for side in sides) and sides[0][0].year == sides[1][0].year:
        row = sides[0][0]
        return f"for {row.year}, {row.sources.partition('@')[0]} records {what} of zero between them"
    sides.sort(key=lambda side: -(side[0].value or 0))
    row, of, on = sides[0]
    share = words.percent(row.value or 0)
    text = f"in {row.year} {words.the(names.of(on))} {verb} {share} of {words.of(names.of(of))} {what}"
    if len(sides) == 1:
        return f"{text} (no data on the other side)"
    other, of, on = sides[1]
    when = "" if other.year == row.year else f" in {other.year}"
    return f"{text}, {words.the(names.of(on))} {words.percent(other.value or 0)} of {words.of(names.of(of))}{when}"


def arms(evidence: Evidence, names: Names) -> str:
    """Whose arms came from whom in the last five years on record; silent where none did."""
    mine, theirs = evidence.both("arms.import_share")
    sides = [(r, x, y) for r, x, y in ((mine, names.a, names.b), (theirs, names.b, names.a)) if r and r.value]
    sides.sort(key=lambda side: -(side[0].value or 0))
    parts: list[str] = []
    for row, of, on in sides:
        text = f"{words.the(names.of(on))} {{}}{words.percent(row.value or 0)} of {words.of(names.of(of))}{{}}"
        if not parts:
            parts.append(text.format("supplied ", f" major arms imports in the five years to {row.year}"))
        else:
            parts.append(text.format("", "" if row.year == sides[0][0].year else f" to {row.year}"))
    return ", ".join(parts)


def votes(evidence: Evidence) -> str:
    """How often they voted alike in the General Assembly, never without the figure corrected for chance."""
    a, b = evidence.a, evidence.b
    kappa = evidence.last("diplomacy.kappa", a, b)
    # A year that has only begun says little: the latest one with enough votes speaks, if there is any.
    held = evidence.known("diplomacy.agreement", a, b)
    raw = next((row for row in reversed(held) if (row.n or 0) >= ENOUGH_VOTES), held[-1] if held else None)
    if raw is None or raw.value is None:
        return "no votes of both in the UN are on record" if "diplomacy.agreement" in evidence.spans else ""
    text = f"in {raw.year} they cast the same vote in {words.whole_percent(raw.value)} of {raw.n:,} recorded UN votes"
    if kappa is None or kappa.value is None:
        return f"{text} (no figure corrected for chance)"
    inside = f"kappa, agreement beyond chance: {words.signed(kappa.value)}"
    if kappa.low is not None and kappa.high is not None:
        inside += f", 90{words.THIN}% interval {words.interval('index', kappa.low, kappa.high)}"
    if kappa.year != raw.year:
        inside += f", in the session opened in {kappa.year}"
    return f"{text} ({inside})"


def pledges(evidence: Evidence, names: Names) -> str:
    """What treaties bound them to in the last year covered."""
    mine, theirs = evidence.both("military.obligations")
    row = mine or theirs
    if row is None or mine is None or theirs is None:
        return ""
    x, y = round(mine.value or 0), round(theirs.value or 0)
    ended = evidence.ends("military.obligations", evidence.limit) == row.year
    end = ", where treaty data end" if ended else ""
    if max(x, y) == 0:
        return f"no treaty on record bound either to the other militarily in {row.year}{end}"
    if x == y:
        tail = "" if x == 3 else ", not defence"
        comma = "," if end else ""
        return f"the strongest treaty pledge between them in {row.year}{end}{comma} was {words.PLEDGES[x]}{tail}"
    said = [
        f"{words.of(names.of(p))} to {words.the(names.of(q))} {words.PLEDGES[level]}"
        for p, q, level in ((names.a, names.b, x), (names.b, names.a, y))
    ]
    return f"in {row.year}{end}, the strongest treaty pledges were: {words.listed(said)}"


def pledged(evidence: Evidence) -> tuple[int, int] | None:
    """The strongest pledge by treaty between them, 0 to 3, and the last year covered; None where none is."""
    rows = [row for row in evidence.both("military.obligations") if row is not None]
    if not rows:
        return None
    return max(round(row.value or 0) for row in rows), max(row.year for row in rows)


def disputes(evidence: Evidence) -> str:
    """When they last stood on opposite sides of a militarised dispute."""
    known = evidence.known("history.disputes", evidence.a, evidence.b)
    if not known:
        return "no data on militarised disputes" if "history.disputes" in evidence.spans else ""
    data = f"data {words.span(known[0].year, known[-1].year)}"
    fought = [row.year for row in known if row.value]
    if not fought:
        return f"no militarised dispute between them is on record ({data})"
    return f"the last militarised dispute between them on record was in {fought[-1]} ({data})"


def ratio(of_a: Row | None, of_b: Row | None, names: Names, what: str) -> str:
    """How much larger one side's share is, in words."""
    if of_a is None or of_b is None or of_a.value is None or of_b.value is None:
        return "no comparison: one side has no data"
    x, y = of_a.value, of_b.value
    if x == 0 and y == 0:
        return "both are zero"
    larger, smaller = (names.name_a, names.name_b) if x > y else (names.name_b, names.name_a)
    if min(x, y) == 0:
        return f"only {words.of(larger)} is above zero"
    times = max(x, y) / min(x, y)
    if times < 1.05:
        return f"the two {what}s differ by less than 5{words.THIN}%"
    # Beyond a thousand the smaller is next to nothing, and how many times says nothing.
    said = "more than 1,000" if times > 1000 else words.times(times)
    return f"{words.of(larger)} {what} is {said} times {words.of(smaller)}"


def summary(pillar: str, evidence: Evidence, names: Names) -> str:
    """What the latest figures of one pillar say."""
    text = _WRITERS[pillar](evidence, names) if pillar in _WRITERS else _latest(pillar, evidence, names)
    return f"{words.upper(text)}." if text else "No figure is held for this pair."


def _latest(pillar: str, evidence: Evidence, names: Names) -> str:
    """The latest values of the pillar's first indicators that have any, each with its year."""
    parts: list[str] = []
    for name in (i for i in HEADLINES if i.startswith(f"{pillar}.") and i in evidence.indicators):
        indicator = evidence.indicators[name]
        how = words.style(indicator)
        pairs = ((names.a, names.b), (names.b, names.a))
        found = [
            (names.fill(LABELS.get(name, indicator.label), x, y), row)
            for x, y in (pairs if indicator.directed else pairs[:1])
            if (row := evidence.last(name, x, y)) is not None and row.value is not None
        ]
        parts += [f"{label}: {words.value(how, row.value)} in {row.year}" for label, row in found]
        if len(parts) >= _FEW:
            break
    return "; ".join(parts)


def _trade(evidence: Evidence, names: Names) -> str:
    mine, theirs = evidence.both("trade.flow")
    parts = [
        f"{words.the(names.of(x))} sent {words.the(names.of(y))} goods worth {words.dollars(row.value)} in {row.year}"
        for row, x, y in ((mine, names.a, names.b), (theirs, names.b, names.a))
        if row is not None and row.value is not None
    ]
    text = words.listed(parts, "and")
    a, b = names.a, names.b
    ranks = [
        f"{words.the(names.of(y))} was {words.of(names.of(x))} {words.ordinal(round(row.value))} largest partner "
        f"in goods in {row.year}"
        for x, y in ((a, b), (b, a))
        if (row := evidence.last("trade.rank", x, y)) is not None and row.value is not None
    ]
    ranks = [r.replace("1st largest", "largest") for r in ranks]
    return "; ".join(t for t in (text, words.listed(ranks)) if t)


def _arms(evidence: Evidence, names: Names) -> str:
    parts: list[str] = []
    spans: list[int] = []
    for x, y in ((names.a, names.b), (names.b, names.a)):
        known = evidence.known("arms.tiv", x, y)
        some = [row for row in known if row.value]
        spans += [row.year for row in known]
        if some:
            parts.append(
                f"{words.the(names.of(x))} delivered major arms to {words.the(names.of(y))} in {len(some)} of the "
                f"{len(known)} years on record, last in {some[-1].year} ({words.value('tiv', some[-1].value)})"
            )
    if not spans:
        return ""
    if not parts:
        return f"no deliveries of major arms between them are on record (data {words.span(min(spans), max(spans))})"
    return words.listed(parts)


def _diplomacy(evidence: Evidence, names: Names) -> str:
    parts = [votes(evidence)]
    a, b = names.a, names.b
    gap = evidence.last("diplomacy.ideal_distance", a, b)
    if gap is not None:
        parts.append(
            f"their published voting positions lay {words.value('distance', gap.value)} standard deviations apart "
            f"in {gap.year}"
        )
    together = [row for row in evidence.known("diplomacy.joint_vetoes", a, b) if row.value]
    if together:
        count = round(sum(row.value or 0 for row in together))
        drafts = "draft" if count == 1 else "drafts"
        parts.append(
            f"between {together[0].year} and {together[-1].year} they vetoed {count} {drafts} of the Security Council "
            "together"
        )
    return "; ".join(part for part in parts if part)


def _institutions(evidence: Evidence, names: Names) -> str:
    row = evidence.last("institutions.shared_igos", names.a, names.b)
    if row is None or row.value is None:
        return ""
    count = round(row.value)
    noun = "organisation" if count == 1 else "organisations"
    return f"in {row.year} both were full members of {count} intergovernmental {noun}"


def _history(evidence: Evidence, names: Names) -> str:
    parts = [disputes(evidence)]
    known = evidence.known("history.disputes", names.a, names.b)
    fought = [row for row in known if row.value]
    if len(fought) > 1:
        parts[0] = parts[0].replace(" (data", f"; there was one or more in {len(fought)} of {len(known)} years (data")
    rivals = evidence.known("history.rivalry", names.a, names.b)
    spells = words.runs([row.year for row in rivals if row.value])
    if spells:
        said = words.listed([words.span(*spell) for spell in spells])
        parts.append(f"historians list them as strategic rivals in {said} (list to {rivals[-1].year})")
    elif rivals:
        parts.append(f"historians list no strategic rivalry between them (list to {rivals[-1].year})")
    return "; ".join(part for part in parts if part)


def _power(evidence: Evidence, names: Names) -> str:
    parts: list[str] = []
    for indicator, what in (("power.gdp_ratio", "GDP"), ("power.cinc_ratio", "material capabilities (CINC)")):
        row = evidence.last(indicator, names.a, names.b)
        if row is None or not row.value:
            continue
        big, small, times = (names.a, names.b, row.value) if row.value >= 1 else (names.b, names.a, 1 / row.value)
        verb = "was" if what == "GDP" else "were"
        parts.append(
            f"{words.of(names.of(big))} {what} {verb} {words.times(times)} times {words.of(names.of(small))} "
            f"in {row.year}"
        )
    return "; ".join(parts)


_WRITERS: Mapping[str, Callable[[Evidence, Names], str]] = {
    "trade": _trade,
    "arms": _arms,
    "military": pledges,
    "diplomacy": _diplomacy,
    "institutions": _institutions,
    "history": _history,
    "power": _power,
}
