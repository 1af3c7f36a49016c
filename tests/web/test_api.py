"""The API as programs see it."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import zipfile

import polars as pl
import pytest

import amity

API = "/api/v1"
TABLES = (
    "states",
    "dyads/CHN/RUS",
    "dyads/CHN/RUS/series/trade.share",
    "dyads/CHN/RUS/figures/trade.flow",
    "dyads/CHN/RUS/contest?group=Central+Asia",
    "compare?dyad=CHN,RUS&dyad=USA,JPN",
    "rank/closeness?n=5",
    "panel?from=2000&to=2001&dyad=china,russia&indicators=trade.share",
    "studies/baev-2019",
    "coverage?of=china",
)
OTHERS = (
    "states/burma",
    "indicators",
    "indicators/trade.share",
    "dyads/CHN/RUS/report",
    "dyads/CHN/RUS/explain/closeness",
    "studies",
    "sources",
    "sources/atop51",
    "cite?name=china&name=russia",
)


def _with(path: str, form: str) -> str:
    return f"{API}/{path}{'&' if '?' in path else '?'}format={form}"


@pytest.mark.parametrize("path", TABLES + OTHERS)
def test_every_address_answers_in_json_with_its_atlas(get, path: str):
    found = get(f"{API}/{path}", follow_redirects=True)
    assert found.status_code == 200, found.text
    assert found.json()["atlas"] == amity.open_atlas().id


@pytest.mark.parametrize("path", TABLES)
def test_a_table_comes_with_its_citation_in_every_form(get, path: str):
    rows = get(f"{API}/{path}").json()["rows"]
    text = get(_with(path, "csv")).text
    assert "# Cite: amity contributors." in text
    body = [line for line in text.splitlines() if not line.startswith("#")]
    assert len(list(csv.DictReader(io.StringIO("\n".join(body))))) == len(rows) or "studies" in path
    book = zipfile.ZipFile(io.BytesIO(get(_with(path, "xlsx")).content))
    assert any(b"Cite: amity contributors." in book.read(name) for name in book.namelist())
    assert pl.read_ipc_stream(get(_with(path, "arrow")).content).height == len(rows)
    assert get(_with(path, "bibtex")).text.startswith("@misc{amity,")


def test_figures_are_those_of_python(get):
    rows = get(f"{API}/dyads/CHN/RUS/series/trade.share?from=2010&to=2015").json()["rows"]
    expected = amity.dyad("CHN", "RUS").indicator("trade.share", 2010, 2015).to_dicts()
    assert rows == expected


def test_a_name_leads_to_the_address_with_codes(get):
    found = get(f"{API}/dyads/china/USSR?from=1950&to=1960")
    assert found.status_code == 307
    assert found.headers["location"] == f"{API}/dyads/CHN/RUS?from=1950&to=1960"


def test_a_panel_is_read_page_by_page(get):
    base = f"{API}/panel?from=1990&to=2000&dyad=china,russia&indicators=trade.share"
    whole = get(base).json()
    pages, offset = [], 0
    while offset is not None:
        page = get(f"{base}&limit=4&offset={offset}").json()
        pages += page["rows"]
        offset = page["next"]
    assert pages == whole["rows"]
    assert len(pages) == whole["total"] == 11


def test_claims_are_executed(get, served):
    text = (
        "study: mine\ntitle: A study\nclaims:\n  - {id: c-1, text: It rose., kind: trend, pillar: trade,\n"
        "     test: {indicator: trade.flow, of: RUS, on: CHN, years: 2000-2010, op: rising}}\n"
    )
    found = served.client.post(f"{API}/claims", content=text.encode())
    assert found.status_code == 200
    assert found.json()["verdicts"] == {"agrees": 1}
    assert found.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("nope", 404),
        ("states/xyzzy", 404),
        ("indicators/foo", 400),
        ("dyads/china/china", 400),
        ("dyads/China/Atlantis", 404),
        ("dyads/CHN/RUS/series/trade.share?from=1700&to=1701", 404),
        ("dyads/CHN/RUS/series/trade.share?from=2010&to=2000", 400),
        ("dyads/CHN/RUS?format=pdf", 422),
        ("rank/closeness?n=0", 422),
        ("rank/closeness?year=abc", 422),
        ("panel?from=2000", 422),
        ("panel?from=2000&to=2001&dyad=,,,", 422),
        ("panel?from=2000&to=2001&indicators=nope", 400),
        ("studies/nope", 400),
        ("sources/nope", 404),
        ("compare?dyad=china", 422),
        ("cite?name=nope", 400),
        ("coverage?of=false", 404),
    ],
)
def test_what_is_wrong_is_said_as_a_problem(get, path: str, status: int):
    found = get(f"{API}/{path}")
    assert found.status_code == status, found.text
    assert found.headers["content-type"] == "application/problem+json"
    told = found.json()
    assert told["status"] == status
    assert len(told["detail"]) > 10


def test_spreadsheets_run_no_formula_from_a_name(get):
    text = get(f"{API}/dyads/CHN/RUS?format=csv").text
    body = [line for line in text.splitlines() if not line.startswith("#")]
    for row in csv.reader(io.StringIO("\n".join(body))):
        for cell in row:
            assert not cell or cell[0] not in "=@" or cell[0] == "-"


def test_the_description_names_every_address_and_an_example(get):
    spec = get(f"{API}/openapi.json").json()
    assert len(spec["paths"]) >= 18
    for path, methods in spec["paths"].items():
        for method in methods.values():
            assert method["responses"]["200"]["content"]["application/json"]["example"], path


def test_other_methods_are_refused(served):
    assert served.client.delete(f"{API}/states").status_code == 405
    assert served.client.post(f"{API}/states").status_code == 405


def test_the_head_of_an_answer_can_be_had_alone(served):
    found = served.client.head(f"{API}/states?year=1950")
    assert found.status_code == 200
    assert found.content == b""
    assert found.headers["content-type"] == "application/json"


def test_no_other_site_may_read_answers(get):
    found = get(f"{API}/health", headers={"origin": "https://evil.example"})
    assert "access-control-allow-origin" not in found.headers


def test_the_server_has_no_client():
    """What it imports cannot fetch."""
    code = "import sys, amity.web.app, amity.web.views.data; sys.exit(bool({'httpx', 'requests'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
