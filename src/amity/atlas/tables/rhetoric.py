"""What states say of each other, and what the news says they do: speeches, titles, coded events."""

from __future__ import annotations

import dataframely as dy
import polars as pl

from amity.atlas.tables import columns


class Speeches(dy.Schema):
    """One state's speech in the General Debate of the United Nations."""

    state = columns.unit(key=True, what="Who spoke.")
    year = columns.year(1946, key=True)
    n_words = columns.count("Words of the speech in English.")
    dataset = columns.dataset(key=False)


class Mentions(dy.Schema):
    """How often a speech in the General Debate names another state; no row for a target that was sought is none."""

    speaker = columns.unit(key=True, what="Who spoke.")
    target = columns.unit(key=True, what="Who is named; all that were sought occur.")
    year = columns.year(1946, key=True)
    mentions = columns.count("Names, demonyms and capitals counted.")
    dataset = columns.dataset(key=False)


class SpeechThemes(dy.Schema):
    """How often a speech in the General Debate touches a theme."""

    speaker = columns.unit(key=True, what="Who spoke.")
    year = columns.year(1946, key=True)
    theme = columns.text("The theme, in capitals.", key=True)
    mentions = columns.count("Words of the theme counted.")
    dataset = columns.dataset(key=False)


class Events(dy.Schema):
    """Events in the news by which `source` did something to `target` in a year, in four classes."""

    source = columns.state(key=True, what="Who acted.")
    target = columns.state(key=True, what="Upon whom.")
    year = columns.year(1995, key=True)
    verbal_cooperation = columns.count("Events of verbal cooperation.")
    material_cooperation = columns.count("Events of material cooperation.")
    verbal_conflict = columns.count("Events of verbal conflict.")
    material_conflict = columns.count("Events of material conflict.")
    dataset = columns.dataset(key=False)


class EventCoverage(dy.Schema):
    """States and years among which a pair without a row in `events` had no event."""

    state = columns.state(key=True)
    first_year = columns.year(1995, what="First year covered.")
    last_year = columns.year(1995, what="Last year covered.")
    dataset = columns.dataset(key=False)


class EventScores(dy.Schema):
    """How cooperative the news between two states or territories was in a month, as a sum that grows with the news."""

    a = columns.unit(key=True)
    b = columns.unit(key=True)
    year = columns.year(2018, key=True)
    month = dy.Int8(primary_key=True, min=1, max=12, metadata={"description": "Month, 1-12."})
    score = dy.Int32(nullable=False, metadata={"description": "Sum over events; positive is cooperative."})
    days_covered = dy.Int8(
        nullable=False, min=1, max=31, metadata={"unit": "day", "description": "Days of the month with data."}
    )
    dataset = columns.dataset(key=False)

    @dy.rule()
    def ordered(cls) -> pl.Expr:  # noqa: N805 - dataframely passes the class
        """`a` sorts before `b`."""
        return cls.a.col < cls.b.col


class EventVolume(dy.Schema):
    """How loud the news about a state or territory was: its monthly scores with all others, without their signs."""

    state = columns.unit(key=True)
    year = columns.year(2018, key=True)
    volume = columns.count("Sum over partners and months of the absolute score.")
    days_covered = dy.Int16(nullable=False, min=1, max=366, metadata={"unit": "day", "description": "Days with data."})
    dataset = columns.dataset(key=False)


class Headlines(dy.Schema):
    """How many titles of an official outlet of `source` name `target` in a year; no row is none."""

    source = columns.state(key=True, what="Whose outlet.")
    target = columns.unit(key=True, what="Who is named.")
    year = columns.year(2000, key=True)
    outlet = dy.Enum(["kremlin", "mfa"], primary_key=True, metadata={"description": "President or foreign ministry."})
    titles = columns.count("Titles that name the target at least once.")
    dataset = columns.dataset(key=False)


class HeadlineTotals(dy.Schema):
    """How many titles an official outlet of a state has in a year."""

    source = columns.state(key=True, what="Whose outlet.")
    year = columns.year(2000, key=True)
    outlet = dy.Enum(["kremlin", "mfa"], primary_key=True, metadata={"description": "President or foreign ministry."})
    titles = columns.count("Titles in all.")
    months = dy.Int8(nullable=False, min=1, max=12, metadata={"description": "Months of the year with titles."})
    dataset = columns.dataset(key=False)


TABLES: dict[str, type[dy.Schema]] = {
    "speeches": Speeches,
    "mentions": Mentions,
    "speech_themes": SpeechThemes,
    "events": Events,
    "event_coverage": EventCoverage,
    "event_scores": EventScores,
    "event_volume": EventVolume,
    "headlines": Headlines,
    "headline_totals": HeadlineTotals,
}
