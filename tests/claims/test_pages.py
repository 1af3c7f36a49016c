"""Studies as pages: everything is there, nothing is fetched, nothing that a file says becomes markup."""

from __future__ import annotations

import html
import re

from amity.atlas import open_atlas
from amity.claims import parse, run_each, studies
from amity.report import studies as pages

ATLAS = open_atlas()

ODD = """\
study: mine-2024
title: '<script>alert(1)</script>'
author: 'A & B'
claims:
  - id: one
    text: 'Trade & <b>more</b>'
    kind: quantity
    pillar: trade
    notes: ['<img src=x>']
    test: {indicator: trade.flow, of: RUS, on: CHN, years: 2014, op: '=', value: 4.1, unit: USD bn}
  - id: two
    text: No allies
    kind: forecast
    pillar: overall
    untested: {reason: forecast, settle: A pact., rule: none signed, due: 2030, hypothesis: alliance,
      direction: against}
"""


def test_a_page_holds_every_claim_once_and_fetches_nothing() -> None:
    study = studies.get("duggal-2020")
    text = pages.render([pages.page(study, studies.verdicts(study, ATLAS))], ATLAS.id, pages.parting([study]))
    assert [text.count(f'id="{claim.id}"') for claim in study.claims] == [1] * 67
    assert "default-src 'none'" in html.unescape(text)
    assert not re.search(r"<(?:script|link|img|iframe)\b", text)
    assert not re.search(r"url\(\s*['\"]?https?:", text)
    assert "0.7852 % in 2005" in text


def test_what_a_file_says_is_text() -> None:
    study = parse(ODD)
    text = pages.render([pages.page(study, run_each(study.claims, ATLAS))], ATLAS.id)
    assert "<script" not in text
    assert "<img" not in text
    assert "Trade &amp; &lt;b&gt;more&lt;/b&gt;" in text
    assert "Due 2030: none signed." in text


def test_a_page_says_what_came_out() -> None:
    study = parse(ODD)
    page = pages.page(study, run_each(study.claims, ATLAS))
    assert page.summary == (
        "Of 2 claims, 1 could be tested: the data agree with 0, are off for 0 and contradict 1. 1 cannot be tested."
    )
    assert list(page.sections) == ["contradicts", "not testable"]
    (row,) = page.sections["contradicts"]
    assert row.lines[0].what == "Goods exported Russia → China, 2014"
    assert row.lines[0].said.endswith(", claimed US$ 4.1 bn")
    assert page.sections["not testable"][0].bears == "against alliance"


def test_all_studies_add_up() -> None:
    known = list(studies.shipped().values())
    each = [pages.page(study, studies.verdicts(study, ATLAS)) for study in known]
    text = pages.render(each, ATLAS.id, pages.parting(known))
    assert "Of 596 claims" in text
    assert "length of the border" in text
    for page in each:
        assert sum(page.counts.values()) == len(page.study.claims)
        assert sum(len(rows) for rows in page.sections.values()) == len(page.study.claims)
