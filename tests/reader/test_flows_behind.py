"""Which of two flows told behind two figures each of them is of, whatever the weights."""

from __future__ import annotations

import pytest

from amity.reader.check import cases
from amity.reader.model import Block, Document
from amity.reader.scene import Features, Scene
from amity.reader.sense_forms import forms
from amity.reader.senses import Sense, of_goods


def _flows(text: str) -> list[set[str]]:
    """For each figure the flow of goods of which the words tell its place."""
    span, made = (0, len(text)), []
    for sentence, _, case in cases(Document("x", text, (Block(span),))):
        if case.quantity.unit != "%":
            continue
        senses = [sense for flow in ("in", "out") if (sense := of_goods("goods", flow)) is not None]
        found: list[tuple[Sense, str, Features]] = [(sense, "share", {}) for sense in senses]
        forms(Scene(case, (), None, "", (), sentence.span, span), found)
        made.append({sense.flow for sense, _, features in found if "s:flow in its place" in features})
    return made


@pytest.mark.parametrize(
    "text",
    [
        "During 2012 India had a share of 19.52% and 5.69% respectively in the imports and exports of Sri Lanka.",
        "In 2014 China accounted for 20% and 18% of Peru's imports and exports, respectively.",
    ],
)
def test_the_first_figure_is_of_the_first_flow(text: str) -> None:
    assert _flows(text) == [{"in"}, {"out"}]


def test_a_flow_told_alone_behind_is_of_both() -> None:
    assert _flows("In 2014 China accounted for 20% and 18% of what Peru and Chile import.") == [set(), set()]
