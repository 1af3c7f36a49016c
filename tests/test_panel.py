"""Panels as people ask for them: right sizes and values, files that can be read back, plain refusals."""

from __future__ import annotations

import gzip
import json
import re
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

import amity
from amity.errors import AmityError, NoDataError, UsageError
from amity.panel import panel, variables
from amity.panel.columns import great_circle_km
from amity.panel.files import FORMATS, stata_names
from amity.panel.variables import DECLARED, groups, registry
from ran import Ran

SMALL: dict[str, Any] = {
    "states": ["China", "Russia", "India", "East Germany"],
    "variables": ["contiguity", "cinc", "major_power", "capital", "alliances", "trade", "shared_igos"],
    "indicators": ["trade.share"],
    "lags": {"cinc": 1},
    "details": ["n", "reason"],
}


@pytest.fixture(scope="module")
def small() -> amity.panel.Panel:
    return panel("directed-dyad-year", 1986, 1996, **SMALL)


def test_the_world_has_as_many_rows_as_there_are_pairs_of_members() -> None:
    """2,214,930 in peacesciencer, which counts Germany and Yemen twice in 1990 (654 rows) and leaves out 60 pairs
    that were members in one year but on no common day: docs/panel.md."""
    world = panel("directed-dyad-year", 1816, 2024)
    assert world.height == 2_214_336 == 2_214_930 - 654 + 60
    assert panel("dyad-year", 1816, 2024).height == world.height // 2
    assert panel("state-year", 2016, 2016).height == 195


def test_values(small: amity.panel.Panel) -> None:
    row = small.frame.row(
        by_predicate=(pl.col("a") == "CHN") & (pl.col("b") == "RUS") & (pl.col("year") == 1995), named=True
    )
    assert row["contiguity"] == 1
    assert row["major_power_a"] == row["major_power_b"] == 1
    assert (row["capital_a"], row["capital_b"]) == ("Beijing", "Moscow")
    assert row["cinc_a_lag1"] == small.frame.filter(a="CHN", b="RUS", year=1994)["cinc_a"].item()
    assert row["exports_usd_million"] == small.frame.filter(a="RUS", b="CHN", year=1995)["imports_usd_million"].item()
    assert set(small.frame.filter(pl.col("a") == "DDR")["year"]) == {1986, 1987, 1988, 1989, 1990}


def test_the_capital_of_a_year_is_the_last_one_in_force() -> None:
    germany = panel("state-year", 1989, 1993, states="Germany", variables=["capital"]).frame
    assert dict(germany.select("year", "capital").iter_rows()) == {
        1989: "Bonn", 1990: "Bonn", 1991: "Berlin", 1992: "Berlin", 1993: "Berlin",
    }  # fmt: skip


def test_great_circle() -> None:
    """A quarter and a half of the way round, and one degree of a meridian."""
    quarter = 6371.0 * np.pi / 2
    places = np.array([[0.0, 0.0], [0.0, 90.0], [90.0, 0.0], [0.0, 180.0], [1.0, 0.0]])
    km = great_circle_km(places[0], places)
    assert km == pytest.approx([0, quarter, quarter, 2 * quarter, 6371.0 * np.pi / 180])


def test_groups_of_states_and_pairs() -> None:
    majors = panel("state-year", 2000, 2000, states="major powers", variables=["major_power"]).frame
    assert set(majors["state"]) == {"CHN", "DEU", "FRA", "GBR", "JPN", "RUS", "USA"}
    assert majors["major_power"].to_list() == [1] * 7
    mine = panel("directed-dyad-year", 2000, 2000, dyads=[("China", None)]).frame
    assert ((mine["a"] == "CHN") ^ (mine["b"] == "CHN")).all()
    assert mine.height == 2 * (amity.panel("state-year", 2000, 2000).height - 1)
    assert panel("dyad-year", 2000, 2001, dyads=[("Russia", "China"), ("CHN", "USSR")]).height == 2


def test_missing_can_be_dropped_or_set() -> None:
    args: tuple[Any, ...] = ("directed-dyad-year", 2010, 2020)
    asked: dict[str, Any] = {"states": ["CHN", "RUS", "IND"], "variables": ["contiguity", "shared_igos"]}
    left = panel(*args, **asked)
    dropped = panel(*args, **asked, missing="drop")
    assert dropped.frame.equals(left.frame.drop_nulls())
    assert 0 < dropped.height < left.height
    filled = panel(*args, **asked, missing={"shared_igos": -1}).frame
    assert filled["shared_igos"].equals(left.frame["shared_igos"].fill_null(-1))
    assert filled["contiguity"].equals(left.frame["contiguity"])


def test_lags_by_name() -> None:
    made = panel(
        "dyad-year", 2000, 2001, dyads=[("CHN", "RUS")], variables=["capabilities", "trade"], lags={"trade": (1, 3)}
    )
    assert [n for n in made.names if "_lag" in n] == [
        f"{flow}_usd_million_{way}_lag{lag}"
        for flow in ("exports", "imports")
        for way in ("ab", "ba")
        for lag in (1, 3)
    ]  # fmt: skip


# ------------------------------------------------------------------------------------------------- files


@pytest.mark.parametrize("ending", [".parquet", ".arrow", ".feather"])
def test_columnar_files_come_back_as_they_were(small: amity.panel.Panel, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"x{ending}"
    assert small.write(path) == path
    back = pl.read_parquet(path) if ending == ".parquet" else pl.read_ipc(path)
    assert back.equals(small.frame)
    assert back.schema == small.frame.schema
    again = panel("directed-dyad-year", 1986, 1996, **SMALL).write(tmp_path / f"y{ending}")  # never held as a frame
    assert again.read_bytes() == path.read_bytes()
    assert [p.name for p in sorted(tmp_path.iterdir())] == [f"x{ending}", f"y{ending}"]


@pytest.mark.parametrize("ending", [".csv", ".csv.gz"])
def test_csv_comes_back_as_it_was(small: amity.panel.Panel, tmp_path: Path, ending: str) -> None:
    path = small.write(tmp_path / f"x{ending}")
    data = gzip.decompress(path.read_bytes()) if ending.endswith("gz") else path.read_bytes()
    assert pl.read_csv(data, schema=small.frame.schema).equals(small.frame)


def test_stata_comes_back_as_it_was(small: amity.panel.Panel, tmp_path: Path) -> None:
    pd = pytest.importorskip("pandas")
    path = small.write(tmp_path / "x.dta")
    back = pd.read_stata(path)
    assert list(back.columns) == list(small.names)
    for name, dtype in small.frame.schema.items():
        mine = small.frame[name]
        if dtype == pl.String:
            assert back[name].tolist() == mine.fill_null("").to_list()
        else:
            numbers = mine.cast(pl.Float64).to_numpy()
            assert np.array_equal(back[name].to_numpy(dtype=float), numbers, equal_nan=True), name
    with pd.io.stata.StataReader(path) as reader:
        labels = reader.variable_labels()
    assert labels["contiguity"].startswith("Closest direct contiguity")


def test_stata_names_stay_apart() -> None:
    long = [f"{'x' * 40}_lag{n}" for n in range(12)]
    short = stata_names(["a", *long])
    assert short["a"] == "a"
    assert len(set(short.values())) == 13
    assert max(map(len, short.values())) <= 32


def test_pandas_and_arrow(small: amity.panel.Panel) -> None:
    pytest.importorskip("pandas")
    assert small.to_pandas().shape == small.frame.shape
    assert small.to_arrow().num_rows == small.height


def test_pieces_are_the_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("amity.panel.grid.CHUNK", 7)
    made = panel("directed-dyad-year", 1986, 1996, **SMALL)
    pieces = list(made.chunks())
    assert len(pieces) > 5
    whole = pl.read_parquet(made.write(tmp_path / "x.parquet"))
    assert whole.equals(pl.concat(pieces))
    assert pl.read_csv(made.write(tmp_path / "x.csv"), schema=whole.schema).equals(whole)


def test_what_is_not_installed_is_named(
    small: amity.panel.Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    for ask in (small.to_pandas, small.to_arrow, lambda: small.write(tmp_path / "x.dta")):
        with pytest.raises(UsageError, match=r"amity\[panel\]"):
            ask()
    assert not list(tmp_path.iterdir())


def test_a_failing_write_leaves_the_old_file(
    small: amity.panel.Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.csv"
    path.write_text("old")

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(UsageError, match="No space left"):
        small.write(path)
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["x.csv"]


def test_places_that_cannot_be_written(small: amity.panel.Panel, tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "file").write_text("mine")
    for path in (
        tmp_path / "folder.csv",
        tmp_path / "file" / "x.csv",
        tmp_path / "none" / "x.csv",
        Path("/proc/x.csv"),
    ):
        with pytest.raises(UsageError):
            small.write(path)
    for name in ("x", "x.xlsx", ".csv", ".parquet"):
        with pytest.raises(UsageError, match="format"):
            small.write(tmp_path / name)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "folder.csv"]


# -------------------------------------------------------------------------------------- codebook, citations


def test_the_codebook_knows_every_column(small: amity.panel.Panel) -> None:
    book = small.codebook()
    assert book.frame["column"].to_list() == list(small.names)
    for row in book.frame.iter_rows(named=True):
        values = small.frame.select("year", pl.col(row["column"]).alias("v")).drop_nulls("v")
        assert row["rows"] == values.height
        assert row["missing_share"] == pytest.approx(1 - values.height / small.height)
        if values.height:
            assert (row["first_year"], row["last_year"]) == (values["year"].min(), values["year"].max())
            assert row["sources"], row
        assert row["definition"]
        assert row["unit"]
        assert row["column"] in book.text
        assert f"`{row['column']}`" in book.markdown
        if values["v"].dtype.is_numeric() and row["least"] is not None:
            assert values["v"].min() is None or values["v"].min() >= row["least"]
    table = [line for line in book.markdown.splitlines() if line.startswith("|")]
    assert len(table) == 2 + small.width
    assert {re.sub(r"\\\|", "", line).count("|") for line in table} == {8}


def test_citations_are_exactly_the_sources_used() -> None:
    def cited(*names: str, years: tuple[int, int] = (1990, 1995)) -> set[str]:
        made = panel("dyad-year", *years, dyads=[("China", "Russia")], variables=names)
        entries = re.findall(r"^@misc\{([^,]+),", made.cite("bibtex"), re.MULTILINE)
        assert entries[0] == "amity"
        assert set(entries[1:]) == set(made.sources)
        assert all(name in made.cite() for name in entries)
        return set(entries[1:])

    assert cited() == {"cow-state-system"}
    assert cited("cinc") == {"cow-state-system", "cow-nmc7"}
    assert cited("trade") == {"cow-state-system", "cow-trade-4.0"}
    assert cited("trade", years=(1995, 2005)) == {"cow-state-system", "cow-trade-4.0", "cepii-baci-totals"}
    assert cited("trade", years=(2025, 2026)) == {"cow-state-system"}
    assert cited("alliances", "rivalries") == {"cow-state-system", "atop51", "rivalries"}
    shares = panel("dyad-year", 2005, 2006, dyads=[("China", "Russia")], indicators=["trade.dependence"])
    assert set(shares.sources) == {"cow-state-system", "cepii-baci-totals", "world-bank-wdi"}


# ------------------------------------------------------------------------------------------ wrong questions


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"unit": "dyad"}, UsageError, "directed-dyad-year"),
        ({"first": 2000, "last": 1990}, UsageError, "backwards"),
        ({"first": 1700, "last": 1990}, NoDataError, "1816"),
        ({"last": 2100}, NoDataError, "2026"),
        ({"states": ["Chnia", "Russia"]}, UsageError, "China"),
        ({"states": []}, NoDataError, "members"),
        ({"states": ["China"]}, NoDataError, "members"),
        ({"states": ["China"], "dyads": [("China", "Russia")]}, UsageError, "one or the other"),
        ({"dyads": ["China"]}, UsageError, "pair"),
        ({"dyads": [("China", "China")]}, UsageError, "one state"),
        ({"indicators": ["trade.shar"]}, UsageError, "trade.share"),
        ({"indicators": "trade.share"}, UsageError, "list"),
        ({"variables": ["contiguty"]}, UsageError, "contiguity"),
        ({"variables": ["contiguity"], "lags": (0,)}, UsageError, "1 to"),
        ({"variables": ["contiguity"], "lags": {"cinc": 1}}, UsageError, "cinc"),
        ({"indicators": ["trade.share"], "reduce": {"trade.share": "mean"}}, UsageError, "dyad-year"),
        ({"unit": "dyad-year", "indicators": ["trade.share"], "reduce": {"trade.share": "median"}}, UsageError, "mean"),
        ({"unit": "dyad-year", "reduce": {"trade.share": "mean"}}, UsageError, "not asked for"),
        ({"unit": "state-year", "indicators": ["trade.share"]}, UsageError, "two states"),
        ({"unit": "state-year", "variables": ["contiguity"]}, UsageError, "two states"),
        ({"missing": "zero"}, UsageError, "drop"),
        ({"missing": {"cinc": 0}}, UsageError, "cinc"),
        ({"details": ["N"]}, UsageError, "coverage"),
    ],
)
def test_wrong_questions(change: dict[str, Any], error: type[AmityError], words: str) -> None:
    asked: dict[str, Any] = {"unit": "directed-dyad-year", "first": 1990, "last": 2000} | change
    with pytest.raises(error, match=re.escape(words)):
        panel(**asked)


def test_a_variable_whose_table_is_lacking_says_so(tmp_path: Path) -> None:
    atlas = amity.open_atlas()
    tables = {name: entry for name, entry in atlas.manifest["tables"].items() if name != "contiguity"}
    other = type(atlas)(atlas.folder, {**atlas.manifest, "tables": tables})
    with pytest.raises(NoDataError, match=r"contiguity.*--list"):
        panel("dyad-year", 2000, 2001, dyads=[("China", "Russia")], variables=["contiguity"], atlas=other)
    assert "contiguity" not in variables(other).filter("held")["variable"]
    assert (
        "contiguity" not in panel("dyad-year", 2000, 2000, dyads=[("CHN", "RUS")], variables="all", atlas=other).names
    )


# ----------------------------------------------------------------------------------------------- the rest


def test_variables_are_declared_in_full() -> None:
    assert len(registry()) == len(DECLARED) > 40
    assert not set(registry()) & {i.replace(".", "_") for i in amity.indicators.registry()}
    for variable in DECLARED:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", variable.name)
        assert variable.definition.endswith("."), variable.name
        assert variable.unit
        assert variable.name in groups() or variable.group in groups()
    held = variables().filter("held")
    assert held.filter(pl.col("table") == "geodist").is_empty() or held["last_year"].null_count() > 0


def test_one_name_for_module_and_function() -> None:
    code = "from amity.panel import Panel; import amity; print(amity.panel('state-year', 2000, 2000).height)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "191"
    assert "amity.panel" in repr(amity.panel("state-year", 2000, 2000))


def test_command_writes_data_codebook_and_citations(
    amity: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = amity(
        "panel", "--unit", "dyad-year", "--years", "2000-2003", "--dyad", "china,russia", "--dyad", "india,pakistan",
        "--indicators", "trade.share", "--variables", "contiguity,capabilities", "--lag", "contiguity=1",
        "--reduce", "trade.share=mean", "--to", "x.parquet", "--codebook", "x.md", "--bib", "x.bib",
    )  # fmt: skip
    assert (done.code, done.err) == (0, "")
    frame = pl.read_parquet("x.parquet")
    assert f"{frame.height} rows, {frame.width} columns" in done.out
    assert {"contiguity_lag1", "trade_share", "cinc_a", "cinc_b"} <= set(frame.columns)
    assert "`trade_share`" in Path("x.md").read_text(encoding="utf-8")
    assert Path("x.bib").read_text(encoding="utf-8").count("@misc{") == 1 + len(
        json.loads(
            amity(
                "panel", "--years", "2000-2003", "--dyad", "china,russia", "--dyad", "india,pakistan",
                "--indicators", "trade.share", "--variables", "contiguity,capabilities", "--json",
            ).out
        )["sources"]
    )  # fmt: skip


def test_command_answers(amity: Callable[..., Ran]) -> None:
    listed = amity("panel", "--list")
    assert all(name in listed.out for name in registry())
    shown = amity("panel", "--years", "2000", "--dyad", "china,russia", "--variables", "contiguity")
    assert shown.code == 0
    assert "2 rows, 4 columns" in shown.out
    whole = json.loads(amity("panel", "--years", "2000", "--dyad", "china,russia", "--json").out)
    assert whole["data"] == [{"a": "CHN", "b": "RUS", "year": 2000}, {"a": "RUS", "b": "CHN", "year": 2000}]
    for argv, code in (
        ([], 2),
        (["--years", "soon"], 2),
        (["--years", "2000", "--lag", "x"], 2),
        (["--years", "2000", "--dyad", "a,b,c"], 2),
        (["--years", "2000", "--reduce", "mean"], 2),
        (["--years", "2000", "--missing", "x=1"], 2),
        (["--years", "2000", "--to", "x.doc"], 2),
        (["--years", "2000", "--codebook", "/proc/x.md"], 2),
        (["--years", "1700-1710"], 3),
    ):
        done = amity("panel", *argv)
        assert done.code == code, argv
        assert done.err.startswith("amity: ")
        assert done.err.count("\n") == 1


def test_the_endings_are_in_the_help(amity: Callable[..., Ran]) -> None:
    page = " ".join(amity("panel", "--help").out.split())
    assert all(ending.removeprefix(".") in page for ending in FORMATS)


def test_the_benchmark_names_its_peer(root: Path) -> None:
    module = runpy.run_path(str(root / "benchmarks" / "panel.py"), run_name="read")
    assert (module["PEER_SECONDS"], module["PEER_GB"]) == (37.7, 4.95)
