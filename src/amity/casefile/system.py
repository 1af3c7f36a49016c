"""The system that analysts describe: actors, flows, signed mechanisms, interests, readings, where they contradict.

These files hold what is *argued* about a pair, each row with the study it was read in; the facts of `schema.FILES`
hold what happened. The two are kept apart so that no claim of a study can be tested against what the study itself says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import polars as pl

from amity import states
from amity.casefile.schema import PILLARS, SOURCE, TEXT, Cell, Column, File, choice, day_span
from amity.errors import UsageError

_REFERENCE = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*", re.ASCII)
_SIGNED = {"+": 1, "-": -1, "0": 0}

#: Readings that the score `hypotheses` weighs; a label of analysts is a variety of one of them, or of none.
HYPOTHESES = ("alliance", "entente", "convenience", "junior_partner", "estrangement")


def _references(text: str) -> tuple[object, ...]:
    """Ids of claims or studies; that they exist is checked where the studies are known."""
    for part in text.split(";"):
        if not _REFERENCE.fullmatch(part.strip()):
            raise ValueError(f"holds {part.strip()!r}, which is no id; write ids as baev-2019-01, parted by semicolons")
    return (text,)


def _identifier(text: str) -> tuple[object, ...]:
    if not _REFERENCE.fullmatch(text):
        raise ValueError("is no id; write small letters and digits with hyphens, e.g. pressure-alignment")
    return (text,)


def _step(text: str) -> tuple[object, ...]:
    if not re.fullmatch(r"[1-9]\d?", text, re.ASCII):
        raise ValueError("is no step; write a whole number from 1 to 99")
    return (int(text),)


def _sign(text: str) -> tuple[object, ...]:
    if text not in _SIGNED:
        raise ValueError("is none of +, -, 0")
    return (_SIGNED[text],)


def _party(text: str) -> tuple[object, ...]:
    """A state, a part of one, or a group or region by its name."""
    try:
        return text, states.find(text.partition(":")[0].strip()).code
    except UsageError:
        return text, None


def _long_ago(text: str) -> tuple[object, ...]:
    return (text, *day_span(text, first_year=1000))


REFERENCES = Cell("ids of studies or claims, parted by semicolons", _references, {"": pl.String})
IDENTIFIER = Cell("an id in small letters, digits and hyphens", _identifier, {"": pl.String})
STEP = Cell("a whole number from 1", _step, {"": pl.Int32})
SIGN = Cell("+ (rises with it), - (falls) or 0 (no effect)", _sign, {"": pl.Int32})
PARTY = Cell("a state, a part of one, or a group by its name", _party, {"": pl.String, "_code": pl.String})
LONG_AGO = Cell("a date: YYYY, YYYY-MM or YYYY-MM-DD", _long_ago, {"": pl.String, "_first": pl.Date, "_last": pl.Date})


def _maybe(name: str, cell: Cell, about: str) -> Column:
    return Column(name, cell, about, is_required=False)


_SAID_BY = Column("said_by", REFERENCES, "Studies or claims that say so.")

SYSTEM: Mapping[str, File] = {
    file.name: file
    for file in (
        File(
            "actors",
            "One actor of the system.",
            (
                Column("name", TEXT, "What it is called."),
                Column(
                    "kind",
                    choice("state", "bloc or organisation", "region", "person", "firm or agency", "public"),
                    "What it is.",
                ),
                _maybe("role", TEXT, "What part it plays."),
                _SAID_BY,
            ),
            key=("name", "kind"),
            when="",
            what="name",
        ),
        File(
            "flows",
            "One thing that goes from one side to another, and who depends on it.",
            (
                Column("giver", PARTY, "From whom."),
                Column("receiver", PARTY, "To whom."),
                Column("what", TEXT, "What goes."),
                Column("who_depends", TEXT, "Who needs it more."),
                _SAID_BY,
            ),
            key=("giver", "receiver", "what"),
            when="",
            what="what",
        ),
        File(
            "mechanisms",
            "One mechanism that is said to move the relationship; its links are in links.csv.",
            (
                Column("mechanism", IDENTIFIER, "Its id; claim files name it under `bears_on`."),
                Column("title", TEXT, "What it is called."),
                Column(
                    "loop",
                    choice("reinforcing", "balancing", "none"),
                    "Whether it closes upon itself, and what it then does.",
                ),
                Column("asserted_by", REFERENCES, "Studies or claims that say so."),
                _maybe("denied_by", REFERENCES, "Studies or claims that deny it."),
                _maybe("test", TEXT, "What would show it."),
            ),
            key=("mechanism",),
            when="",
            what="title",
        ),
        File(
            "links",
            "One arrow of a mechanism: what changes what, and which way.",
            (
                Column("mechanism", IDENTIFIER, "Its mechanism, a row of mechanisms.csv."),
                Column("step", STEP, "Its place in the mechanism."),
                Column("cause", TEXT, "What changes first."),
                Column("sign", SIGN, "Whether the effect rises or falls when the cause rises."),
                Column("effect", TEXT, "What changes with it."),
                Column("asserted_by", REFERENCES, "Studies or claims that say so."),
                _maybe("denied_by", REFERENCES, "Studies or claims that deny this arrow."),
            ),
            key=("mechanism", "step"),
            when="",
            what="effect",
            refers=(("mechanism", "mechanisms"),),
        ),
        File(
            "gaps",
            "One place where words and deeds differ.",
            (
                Column("subject", TEXT, "Of what."),
                Column("words", TEXT, "What is said."),
                Column("deeds", TEXT, "What is done."),
                Column(
                    "direction",
                    choice("words beyond deeds", "deeds beyond words", "silence"),
                    "Which goes further.",
                ),
                Column("claims", REFERENCES, "Claims that say so."),
                _maybe("measure", TEXT, "What would measure it."),
            ),
            key=("subject",),
            when="",
            what="subject",
        ),
        File(
            "interests",
            "One region or issue: what each of the two wants, and what comes of it.",
            (
                Column("topic", TEXT, "Region or subject, in the words of divergences.csv where it has them."),
                _maybe("issue", TEXT, "What of it."),
                Column("interest_a", TEXT, "What the first state of casefile.toml wants."),
                Column("interest_b", TEXT, "What the second wants."),
                Column("result", TEXT, "What comes of it."),
                Column("status", choice("aligned", "contested", "divergent"), "How far apart: our coding."),
                _SAID_BY,
            ),
            key=("topic", "issue"),
            when="",
            what="topic",
        ),
        File(
            "readings",
            "One name that analysts give the relationship, with what speaks for and against it.",
            (
                Column("reading", TEXT, "The name."),
                _maybe("hypothesis", choice(*HYPOTHESES), "Which reading weighed by amity it is a variety of."),
                Column("evidence_for", TEXT, "What speaks for it."),
                Column("evidence_against", TEXT, "What speaks against it."),
                Column("weighed_by", TEXT, "Who adopts, weighs, reports or rejects it."),
                _maybe("pattern", TEXT, "What one would see if it were true."),
            ),
            key=("reading",),
            when="",
            what="reading",
        ),
        File(
            "timeline",
            "One date that the studies give; turning points that are known from elsewhere are in events.csv.",
            (
                Column("date", LONG_AGO, "When."),
                Column("event", TEXT, "What happened, as the study has it."),
                Column("pillar", choice(*PILLARS), "Which part of the relationship it touches."),
            ),
            key=("date", "event"),
            when="date",
            what="event",
        ),
        File(
            "measures",
            "One survey, index, data set or measure that the studies name or imply.",
            (
                Column("name", TEXT, "What it is called."),
                Column(
                    "kind",
                    choice("survey or index", "data set", "document", "measure of asymmetry"),
                    "What it is.",
                ),
                Column("what", TEXT, "What it measures."),
                Column("status", TEXT, "Whether it can be had, and what stands in for it."),
                _SAID_BY,
            ),
            key=("name",),
            when="",
            what="name",
        ),
        File(
            "contradictions",
            "Two statements that cannot both be true, or one that is likely an error.",
            (
                Column("subject", TEXT, "Of what."),
                Column("statement", TEXT, "What is said."),
                Column("claims", REFERENCES, "Claims that say so."),
                Column("against", TEXT, "What stands against it."),
                _maybe("claims_against", REFERENCES, "Claims that say that."),
                Column("kind", TEXT, "Between studies, within one, forecast against outcome, likely error …"),
            ),
            key=("subject", "statement"),
            when="",
            what="subject",
        ),
    )
}

#: Columns of these files that name claims or studies.
NAMING: Mapping[str, tuple[str, ...]] = {
    file.name: tuple(column.name for column in file.columns if column.cell is REFERENCES) for file in SYSTEM.values()
}

assert all(file.columns[-len(SOURCE) :] == SOURCE for file in SYSTEM.values())
