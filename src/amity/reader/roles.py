"""Something measurable in a sentence, whose it is and with whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from amity.reader.model import Actor, Span
from amity.reader.senses import Sense

#: How a role was found, from the plainest to the weakest.
How = Literal["genitive", "preposition", "pair", "subject", "inherited", "only", "context"]


@dataclass(frozen=True, slots=True)
class Role:
    """A state in its part, and how that was read."""

    code: str
    how: How
    actor: Actor | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """Something measurable, named in a sentence.

    Attributes:
        span: Where it is named, in the sentence.
        start: Where its noun phrase begins, the owner included.
        sense: What it is; None for a ware of which no data are held.
        owner: Whose it is.
        partner: With whom.
        ware: The ware as printed, where it is a flow of goods.
        is_verb: Whether it is named by a verb ("sold").
        group: An organisation or region named in the place of one of the two.
    """

    span: Span
    start: int
    sense: Sense | None
    owner: Role | None = None
    partner: Role | None = None
    ware: str = ""
    is_verb: bool = False
    group: str | None = None
