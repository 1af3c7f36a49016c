"""Figures, amounts and sources of claims in words that people read."""

from __future__ import annotations

import re

from amity import scores, states
from amity.casefile.schema import FILES
from amity.claims.language import Figure, Party, Test, is_group
from amity.claims.units import scale
from amity.errors import UsageError

#: How the years of a span became one value, where it is not the plain mean.
_SPANS = {"sum": "sum", "max": "highest", "min": "lowest", "each": "each year", "any": "any year", "mean": "mean"}
_CHANGES = {"growth": "growth", "ratio": "ratio", "difference": "change"}
_BOUNDS = {">": "more than ", ">=": "at least ", "<": "less than ", "<=": "at most "}


def bound(op: str) -> str:
    """An operator before an amount: "at least ", or nothing for equality."""
    return _BOUNDS.get(op, "")


def number(value: float, digits: int = 4) -> str:
    """A number to so many digits, thousands apart, without an exponent."""
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    text = f"{value:.{digits}g}"
    return f"{value:.6f}".rstrip("0").rstrip(".") if "e" in text else text


def amount(value: float, unit: str, digits: int = 4) -> str:
    """A value with its unit: shares in per cent, dollars in billions, codes by name, years as years."""
    if unit == "year" or unit in ("date", "start", "end") or unit.endswith(("_date", "_completion")):
        return f"{value:.0f}"
    base, factor = scale(unit)
    if base == "share":
        return f"{number(100 * value * factor, digits)} %"
    if base == "USD" and not value:
        return "US$ 0"
    if base == "USD" and abs(value * factor) >= 1e6:
        whole = value * factor
        size, name = (1e9, "bn") if abs(whole) >= 1e9 else (1e6, "million")
        return f"US$ {number(whole / size, digits)} {name}"
    if unit.startswith("rank"):
        return f"place {value:.0f}"
    if re.match(r"-?\d", unit):
        named = re.search(rf"(?:^|, ){re.escape(f'{value:g}'.removeprefix('0') or '0')} ([^,]+)", unit)
        return f"{value:g} ({named[1].strip()})" if named else number(value, digits)
    plain = re.sub(r"\s*\(.*\)$", "", unit)
    if plain == "ratio a / b":
        plain = "times"
    return number(value, digits) if plain in ("count", "index", "value", "") else f"{number(value, digits)} {plain}"


def party(of: Party) -> str:
    """A state, a group or several states by name."""
    if of is None:
        return ""
    if isinstance(of, tuple):
        return ", ".join(party(one) for one in of)
    if is_group(of):
        return of
    try:
        return states.find(of).name
    except UsageError:
        return of


def figure(of: Figure) -> str:
    """What a figure is, and between whom."""
    return " ".join(filter(None, (_named(of), _joined(of))))


def _named(of: Figure) -> str:
    name = of.name.replace("_", " ")
    if of.kind == "indicator":
        name = scores.get(of.name).label
    elif of.kind == "facts":
        name = f"{FILES[of.name].name} of the casefile" + (f", {of.column.replace('_', ' ')}" if of.column else "")
    elif of.kind == "series":
        name = f"{name} (casefile)"
    elif of.column:
        how = f"{of.take} " if of.take in ("distinct", "mean", "max", "min") else ""
        name = f"{how}{of.column.replace('_', ' ')} ({name})"
    rows = [", ".join(texts) for column, texts in of.where if column not in ("dataset", "vintage", "is_default")]
    return f"{name} [{'; '.join(_short(text) for text in rows)}]" if rows else name


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57].rsplit(' ', 1)[0]} …"


def _joined(of: Figure) -> str:
    """The parties, and the other figures it is made with."""
    x, y = party(of.of), party(of.on)
    directed = of.kind != "indicator" or scores.get(of.name).directed
    who = f"{x}{' → ' if directed else '–'}{y}" if x and y else x or (f"→ {y}" if y else "")
    more = [*(f" + {figure(other)}" for other in of.plus)]
    more += [f" − {figure(of.minus)}"] if of.minus else []
    more += [f" as a share of {figure(of.per)}"] if of.per else []
    return f"{who}{''.join(more)}".strip()


def span(years: tuple[int, int]) -> str:
    """One year, or from which to which."""
    return str(years[0]) if years[0] == years[1] else f"{years[0]}–{years[1]}"


def asked(test: Test) -> str:
    """What a test looks up: the figure, the years and how they become one value."""
    how = _CHANGES.get(test.change or "", "")
    if test.base is not None:
        how = f"{how} on {span(test.base)}"
    elif not how and test.op in ("=", ">", ">=", "<", "<=") and test.years[0] != test.years[1]:
        dated = (test.figure.column or "").endswith(("date", "_completion"))
        how = "" if dated else _SPANS.get(test.span, "")
    when = "first year" if test.op == "first" else span(test.years)
    what = figure(test.figure)
    return f"{what[:1].upper()}{what[1:]}, {when}{f' ({how})' if how else ''}"


def source(text: str | None) -> str:
    """Where a figure comes from, without the number of the atlas, each data set once."""
    if not text:
        return ""
    plain = re.sub(r"atlas [0-9a-f]{12}: ", "", re.sub(r"casefile-[A-Z-]+@[0-9-]+: ", "casefile: ", text))
    parts = re.split(r" [+/] |; ", plain) if "casefile" not in plain else [plain]
    return "; ".join(dict.fromkeys(part.replace("@", " ").replace(" (unnamed)", "") for part in parts))
