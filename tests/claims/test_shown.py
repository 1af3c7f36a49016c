"""A verdict in a notebook."""

from __future__ import annotations

import amity
from amity import claims

TEXT = """
study: mine
title: One claim
claims:
  - id: one
    text: "<script>alert(1)</script> Exports rose."
    kind: trend
    pillar: trade
    test: {indicator: trade.flow, of: RUS, on: CHN, years: 2000-2010, op: rising}
"""


def test_a_verdict_shows_claim_outcome_and_source_and_runs_nothing():
    verdict = claims.run(claims.parse(TEXT).claims[0], amity.open_atlas())
    shown = verdict._repr_html_()
    assert "<b>agrees</b>" in shown
    assert "cepii-baci" in shown or "cow-trade" in shown
    assert "<script>" not in shown
