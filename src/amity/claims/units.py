"""Units of figures and of claims: what they measure, and how many of one make another."""

from __future__ import annotations

from collections.abc import Mapping

#: What a unit measures and how many of its base it is: enough for the units the figures and the studies use.
_UNITS: Mapping[str, tuple[str, float]] = {
    "usd": ("USD", 1.0),
    "us$": ("USD", 1.0),
    "current us$": ("USD", 1.0),
    "tonnes": ("t", 1.0),
    "t": ("t", 1.0),
    "troops": ("persons", 1.0),
    "persons": ("persons", 1.0),
    "people": ("persons", 1.0),
    "tiv": ("TIV", 1.0),
    "tiv m": ("TIV", 1e6),
    "tiv million": ("TIV", 1e6),
    "mt": ("t", 1e6),
    "bcm": ("m3", 1e9),
    "%": ("share", 0.01),
    "percent": ("share", 0.01),
    "per cent": ("share", 0.01),
    "share (0-1)": ("share", 1.0),
    "share": ("share", 1.0),
    "ratio to gdp": ("share", 1.0),
    "relative change": ("share", 1.0),
    "usd bn": ("USD", 1e9),
    "usd m": ("USD", 1e6),
    "usd billion": ("USD", 1e9),
    "usd million": ("USD", 1e6),
    "us$ of 2021": ("USD 2021", 1.0),
    "usd bn (constant 2021)": ("USD 2021", 1e9),
}
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "bn": 1e9, "m": 1e6}


def scale(unit: str) -> tuple[str, float]:
    """What a unit measures, and how many of that it is: "USD bn" → ("USD", 1e9). An unknown one is its own measure."""
    text = " ".join(unit.lower().split())
    if text in _UNITS:
        return _UNITS[text]
    words = text.split()
    for at in (0, -1):
        if len(words) > 1 and words[at] in _SCALES:
            rest = " ".join(words[1:] if at == 0 else words[:-1])
            base, factor = scale(rest)
            return base, factor * _SCALES[words[at]]
    if text.startswith("%"):
        return f"share{text[1:]}", 0.01
    return text, 1.0


def converted(value: float, unit: str, to: str) -> float | None:
    """`value` in another unit; None where the two do not measure the same."""
    (base, factor), (other, divisor) = scale(unit), scale(to)
    return value * factor / divisor if base == other else None
