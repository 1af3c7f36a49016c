"""Flows of goods that are flows of arms: in SIPRI's unit, and where a document speaks of hardly anything else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from amity.reader import senses
from amity.reader.roles import Relation
from amity.reader.wares import is_on_arms, patterns


def of_arms(found: Iterable[Relation]) -> tuple[Relation, ...]:
    """Relations with flows of goods, or of what no ware is, as flows of arms."""
    return tuple(_armed(relation) for relation in found)


def meant(text: str, found: Sequence[Relation], subjects: Sequence[tuple[str, float]]) -> tuple[Relation, ...]:
    """What a sentence tells, its bare "exports" being of arms where its document is about those.

    Args:
        text: The sentence.
        found: What it says is measurable.
        subjects: What its document names most, with its part in all that it names.
    """
    bare = [r.sense is not None and r.sense.ware == "goods" and r.sense.flow in ("in", "out") for r in found]
    if not any(bare) or not is_on_arms(text, subjects):
        return tuple(found)
    return tuple(_armed(r) if is_bare else r for r, is_bare in zip(found, bare, strict=True))


def _armed(relation: Relation) -> Relation:
    if relation.sense is None:
        # "SIPRI recorded transfers": whatever the words before the noun are, they are no ware.
        match = patterns()[1 if relation.is_verb else 0].search(relation.ware)
        sense = senses.of_goods("arms", match.lastgroup) if match and match.lastgroup else None
    else:
        sense = senses.of_goods("arms", relation.sense.flow) if relation.sense.ware == "goods" else None
    return replace(relation, sense=sense) if sense is not None else relation
