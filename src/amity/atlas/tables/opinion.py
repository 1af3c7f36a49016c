"""What publics think of other countries, and published numbers to check measured ones against."""

from __future__ import annotations

import dataframely as dy

from amity.atlas.tables import columns


class _Asked(dy.Schema):
    """Answers of one public about one country."""

    state = columns.unit(key=True, what="Whose public was asked.")
    about = dy.String(
        primary_key=True,
        regex=r"^([A-Z]{3}|EU|UN)$",
        metadata={"description": "Asked about: a state's or territory's code, or EU or UN."},
    )


def _percent(what: str, *, nullable: bool = False) -> dy.Float64:
    return dy.Float64(nullable=nullable, min=0, max=100, metadata={"unit": "per cent", "description": what})


class Favourability(_Asked):
    """How favourably one public sees a country, in weighted per cent of all answers, don't know included."""

    year = columns.year(2002, key=True, what="Year of the wave.")
    dataset = columns.dataset()
    vintage = columns.vintage()
    n = dy.Int32(min=1, metadata={"unit": "respondents", "description": "Respondents, unweighted."})
    favourable_percent = _percent("Very or somewhat favourable.")
    unfavourable_percent = _percent("Very or somewhat unfavourable.")
    very_favourable_percent = _percent("Very favourable.")
    very_unfavourable_percent = _percent("Very unfavourable.")
    no_answer_percent = _percent("Don't know or refused.")


class Polls(_Asked):
    """One published percentage; questions differ, so no two measures belong in one line."""

    pollster = columns.text("Who asked.", key=True)
    measure = columns.text("What was asked.", key=True)
    period = columns.text("Date as published.", key=True)
    year = columns.year(2000)
    positive_percent = _percent("Favourable answers.")
    negative_percent = _percent("Unfavourable answers.", nullable=True)
    page = columns.text("Where it was read.")
    note = columns.text("Remark.", nullable=True)
    dataset = columns.dataset(key=False)


class Benchmarks(dy.Schema):
    """One published figure, exercise or milestone of China and Russia, to check measured figures against."""

    kind = dy.Enum(
        ["count", "share", "event", "milestone"], primary_key=True, metadata={"description": "What kind of row it is."}
    )
    period = columns.text("Date or period as published.", key=True)
    item = columns.text("What is counted, shared or dated.", key=True)
    first_year = columns.year(1900, what="First calendar year of the period.")
    last_year = columns.year(1900, what="Last calendar year of the period.")
    value = dy.Float64(nullable=True, metadata={"description": "In the row's unit; null of an event without number."})
    unit = columns.text("Unit of the value.", nullable=True)
    stated_by = columns.text("Who published it, and when.")
    page = columns.text("Address, or where none is held the publication and its day.")
    note = columns.text("Remark.", nullable=True)
    dataset = columns.dataset(key=False)


TABLES: dict[str, type[dy.Schema]] = {
    "favourability": Favourability,
    "polls": Polls,
    "benchmarks": Benchmarks,
}
