"""The five studies: all claims are there, as published, and what the data say on the best known ones."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
import yaml

from amity import claims
from amity.atlas import open_atlas
from amity.claims import ClaimError, studies
from library import LIBRARY

REGISTER = LIBRARY.parent / "seeds" / "claims.yaml"
STUDIES = studies.shipped()
VERDICTS = {v.claim.id: v for study in STUDIES.values() for v in studies.verdicts(study, open_atlas())}


def test_every_claim_is_there() -> None:
    assert {name: len(study.claims) for name, study in STUDIES.items()} == {
        "duggal-2020": 67,
        "baev-2021": 114,
        "bulletin-2021": 184,
        "marange-2015": 170,
        "baev-2019": 61,
    }
    assert len(VERDICTS) == 596
    for study in STUDIES.values():
        assert study.title
        assert study.author
        assert study.published


@pytest.mark.raw
@pytest.mark.skipif(not REGISTER.is_file(), reason="the register of claims is not here")
def test_claims_are_those_of_the_register() -> None:
    register = {c["id"]: c for c in yaml.safe_load(REGISTER.read_text(encoding="utf-8"))["claims"]}
    held = {c.id: c for study in STUDIES.values() for c in study.claims}
    assert held.keys() == register.keys()
    for name, claim in held.items():
        there = register[name]
        assert " ".join(claim.text.split()) == " ".join(there["text"].split())
        assert (claim.kind, claim.pillar, claim.at) == (there["kind"], there["pillar"], there["line"])
        assert claim.more.get("subject", []) == there["subject"]
        # Notes of the register stay; ours may follow.
        assert claim.more.get("notes", [])[: len(there["notes"])] == [str(note) for note in there["notes"]]


def test_every_claim_is_executed_or_says_why_not() -> None:
    outcomes = Counter(v.outcome for v in VERDICTS.values())
    executed = [v for v in VERDICTS.values() if v.claim.tests]
    assert len(executed) >= 250
    # A test that finds no data tests nothing.
    assert [v.claim.id for v in executed if v.outcome == "no data"] == []
    assert outcomes["contradicts"] >= 30
    for verdict in VERDICTS.values():
        untested = verdict.claim.untested
        if untested is None:
            assert all(e.said for e in verdict.evidence)
            continue
        assert untested.settle
        assert "TO BE" not in untested.settle
        if untested.reason == "forecast":
            assert untested.rule
            assert untested.due


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("duggal-2020-22", "contradicts"),  # 0.8 % of China's exports
        ("marange-2015-134", "agrees"),  # 95 bn in 2014
        ("marange-2015-135", "agrees"),  # 55 bn in 2010
        ("marange-2015-136", "agrees"),  # 41.6 bn from Russia in 2014, on China's books
        ("bulletin-2021-044", "contradicts"),  # a surplus of 2.66 bn in 2019, on the books held
        ("bulletin-2021-076", "agrees"),  # the bridge, from the casefile
        ("baev-2021-014", "agrees"),  # the gas contract of May 2014
        ("bulletin-2021-152", "contradicts"),  # wars of 1900 and 1929
    ],
)
def test_known_results(name: str, outcome: str) -> None:
    assert VERDICTS[name].outcome == outcome


def test_shares_of_chinas_exports_fit_earlier_years_only() -> None:
    (evidence,) = VERDICTS["duggal-2020-22"].evidence
    assert evidence.value is not None
    assert 0.015 < evidence.value < 0.025
    assert evidence.nearest is not None
    assert evidence.nearest.split(" in ")[1][:4] < "2014"


def test_contradictions_are_found() -> None:
    found = {(c.one.id, c.other.id) for c in studies.contradictions(list(STUDIES.values()))}
    borders = {"marange-2015-079", "bulletin-2021-017", "bulletin-2021-100"}
    assert {pair for pair in found if set(pair) <= borders} == {
        ("marange-2015-079", "bulletin-2021-017"),
        ("marange-2015-079", "bulletin-2021-100"),
        ("bulletin-2021-017", "bulletin-2021-100"),
    }


def test_a_contradiction_needs_more_than_rounding() -> None:
    def two(x: str, y: str) -> int:
        text = "\n".join(
            f"  - {{id: {name}, text: x, kind: quantity, pillar: trade, test: {{indicator: trade.flow, of: RUS, "
            f"on: CHN, years: 2014, op: '=', value: {value}, unit: {unit}}}}}"
            for name, value, unit in (("a", x, "USD bn"), ("b", y, "USD m"))
        )
        return len(studies.contradictions([claims.parse(f"study: x\ntitle: x\nclaims:\n{text}")]))

    assert two("41.6", "41560") == 0
    assert two("41.6", "40560") == 1


def test_ones_own_study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMITY_HOME", str(tmp_path))
    (tmp_path / "studies").mkdir()
    shipped = Path(studies.__file__).parent / "data" / "baev-2019.yaml"
    shutil.copy(shipped, tmp_path / "studies" / "mine.yaml")
    with pytest.raises(ClaimError, match="there already"):
        studies.every()
    text = shipped.read_text(encoding="utf-8").replace("study: baev-2019", "study: mine", 1)
    (tmp_path / "studies" / "mine.yaml").write_text(text, encoding="utf-8")
    assert studies.get("mine").id == "mine"


def test_scorecard_counts_every_claim() -> None:
    found = [v for v in VERDICTS.values() if v.claim.id.startswith("baev-2019")]
    for by in ("pillar", "kind"):
        assert sum(sum(row.values()) for row in studies.scorecard(found, by).values()) == 61
