"""The command line: right answers, plain errors with the right exit code, no traceback whatever is typed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amity import indicators
from amity.atlas import MANIFEST, SHIPPED, open_atlas
from amity.cli import main, rebuild
from amity.cli.printing import SHAPES
from library import small
from ran import Ran

Amity = Callable[..., Ran]
SNAPSHOTS = Path(__file__).parent / "snapshots"
AMITY = [sys.executable, "-m", "amity"]


def _refused(ran: Ran, code: int, *words: str) -> None:
    """One plain line on stderr, nothing on stdout, the right code, and what to do about it."""
    assert ran.code == code, ran
    assert ran.out == ""
    assert ran.err.startswith("amity: ")
    assert ran.err.count("\n") == 1
    assert "Traceback" not in ran.err
    for word in words:
        assert word in ran.err


# -------------------------------------------------------------------------------------------- right answers


def test_show_gives_every_indicator_in_both_directions(amity: Amity) -> None:
    shown = amity("show", "china", "russia", "--json", "--all")
    assert shown.code == 0
    answer = json.loads(shown.out)
    rows = {(row["indicator"], row["a"], row["b"]) for row in answer["rows"]}
    for indicator in indicators.registry().values():
        assert (indicator.id, "CHN", "RUS") in rows
        assert ((indicator.id, "RUS", "CHN") in rows) == indicator.directed
    for row in answer["rows"]:
        assert (row["value"] is None) == (row["year"] is None)
        assert row["value"] is not None or row["reason"]
        if row["value"] is not None:
            if indicators.get(row["indicator"]).casefile:
                assert row["percentile"] is None
            else:
                assert 0 < row["percentile"] < 100
            assert row["sources"]
            assert row["low"] is None or row["low"] <= row["value"] <= row["high"]


def test_show_does_not_depend_on_the_order(amity: Amity) -> None:
    one, other = (json.loads(amity("show", *pair, "--json").out)["rows"] for pair in (("CHN", "RUS"), ("RUS", "CHN")))
    by = lambda row: (row["indicator"], row["a"])  # noqa: E731
    assert sorted(one, key=by) == sorted(other, key=by)


def test_show_series_bounds_and_forms(amity: Amity) -> None:
    span = ("show", "china", "russia", "trade.share", "--from", "2005", "--to", "2010")
    rows = json.loads(amity(*span, "--json").out)["rows"]
    assert {row["year"] for row in rows} == set(range(2005, 2011))
    assert {(row["a"], row["b"]) for row in rows} == {("CHN", "RUS"), ("RUS", "CHN")}
    csv = amity(*span, "--csv")
    assert csv.out.splitlines()[0].startswith("indicator,a,b,year,value")
    assert len(csv.out.splitlines()) == len(rows) + 1
    table = amity(*span)
    assert "CHN → RUS" in table.out
    assert "2010" in table.out


def test_show_one_year_is_that_year_only(amity: Amity) -> None:
    rows = json.loads(amity("show", "china", "russia", "--year", "2005", "--json").out)["rows"]
    assert {row["year"] for row in rows} == {2005}


def test_rank_orders_from_the_closest_and_back(amity: Amity) -> None:
    for name in ("trade.share", "diplomacy.ideal_distance"):
        falling = indicators.get(name).closer == "higher"
        top = json.loads(amity("rank", name, "-n", "50", "--json").out)
        values = [row["value"] for row in top["rows"]]
        assert len(values) == 50
        assert values == sorted(values, reverse=falling)
        assert top["rows"][0]["rank"] == 1
        end = json.loads(amity("rank", name, "-n", "5", "--bottom", "--json").out)
        assert (end["rows"][0]["value"] < values[-1]) == falling
        assert end["year"] == top["year"]


def test_rank_shares_ranks_among_ties(amity: Amity) -> None:
    answer = json.loads(amity("rank", "military.obligations", "-n", "3", "--json").out)
    assert [row["rank"] for row in answer["rows"]] == [1, 1, 1]
    assert answer["tied_beyond"] == answer["rows"][0]["tied"] - 3
    shown = amity("rank", "military.obligations", "-n", "3")
    assert "1=" in shown.out
    assert f"{answer['tied_beyond']:,} more pairs share rank 1." in shown.out


def test_rank_of_one_state(amity: Amity) -> None:
    rows = json.loads(amity("rank", "trade.share", "--of", "russia", "--year", "2014", "--json").out)["rows"]
    assert {row["a"] for row in rows} == {"RUS"}
    assert len({row["b"] for row in rows}) == 20
    rows = json.loads(amity("rank", "diplomacy.agreement", "--of", "russia", "-n", "9999", "--json").out)["rows"]
    assert {row["a"] for row in rows} == {"RUS"}
    assert len({row["b"] for row in rows}) == len(rows) > 100


def test_states(amity: Amity) -> None:
    assert "Russia" in amity("states", "ussr").out
    assert "Soviet Union was a member of the state system in 1985" in amity("states", "ussr", "--year", "1985").out
    gone = amity("states", "kazakhstan", "--year", "1985")
    assert gone.code == 1
    assert "was not a member" in gone.out
    listed = json.loads(amity("states", "--year", "2016", "--json").out)
    assert len(listed["states"]) == 195
    _refused(amity("states", "--year", "1500"), 3, "1500", "1816")
    _refused(amity("states", "korea"), 2)
    _refused(amity("states", "russsia"), 2, "Russia")


def test_indicators_and_sources(amity: Amity) -> None:
    assert "Range" in amity("indicators", "trade.share").out.title()
    trade = json.loads(amity("indicators", "trade", "--json").out)["indicators"]
    assert {row["id"].split(".")[0] for row in trade} == {"trade"}
    _refused(amity("indicators", "trade.shar"), 2, "trade.share")
    listed = json.loads(amity("sources", "--json").out)["sources"]
    assert len(listed) > 10
    one = amity("sources", listed[0]["id"])
    assert listed[0]["files"][0]["sha256"][:12] in one.out
    held = json.loads(amity("sources", "--coverage", "--json").out)["sources"]
    assert all(source["coverage_held"] for source in held), [s["id"] for s in held if not s["coverage_held"]]
    assert amity("sources", "--coverage").code == 0
    _refused(amity("sources", "cow-trade"), 2, "cow-trade-4.0")


def test_cite(amity: Amity) -> None:
    pair = json.loads(amity("cite", "china", "russia", "--json").out)["works"]
    assert pair[0]["id"] == "amity"
    assert "cow-trade-4.0" in {work["id"] for work in pair}
    bibtex = amity("cite", "cow-trade-4.0", "--format", "bibtex").out
    assert "@misc{cow-trade-4.0," in bibtex
    assert bibtex.count("{") == bibtex.count("}")
    assert len(json.loads(amity("cite", "--json").out)["works"]) > len(pair)
    _refused(amity("cite", "cow-trade"), 2, "cow-trade-4.0")
    _refused(amity("cite", "china"), 2)


def test_report_writes_one_page(amity: Amity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = amity("report", "china", "russia")
    assert done.code == 0
    assert "amity-CHN-RUS.html" in done.out
    assert [path.name for path in tmp_path.iterdir()] == ["amity-CHN-RUS.html"]
    first = (tmp_path / "amity-CHN-RUS.html").read_bytes()
    assert first.lstrip().lower().startswith(b"<!doctype html>")
    quiet = amity("report", "china", "russia", "--quiet", "--out", "again.html")
    assert quiet.out == "again.html\n"
    assert (tmp_path / "again.html").read_bytes() == first
    printed = amity("report", "china", "russia", "--json")
    assert json.loads(printed.out)["path"] is None
    assert len(list(tmp_path.iterdir())) == 2


def test_report_writes_to_a_device_and_through_a_link(amity: Amity, tmp_path: Path) -> None:
    assert amity("report", "china", "russia", "--out", os.devnull).code == 0
    assert not Path(os.devnull).is_file()
    (tmp_path / "link.html").symlink_to(tmp_path / "real.html")
    assert amity("report", "china", "russia", "--out", str(tmp_path / "link.html")).code == 0
    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "real.html").stat().st_size > 10_000


@pytest.mark.parametrize(
    "argv",
    [
        ["report", "CHN", "RUS"],
        ["show", "CHN", "RUS"],
        ["show", "CHN", "RUS", "trade.share"],
        ["explain", "CHN", "RUS", "balance"],
        ["compare", "CHN,RUS", "--year", "2010"],
        ["rank", "trade.share"],
        ["states"],
        ["states", "CHN", "--year", "2000"],
        ["indicators"],
        ["sources"],
        ["cite"],
    ],
)
def test_json_has_the_documented_shape(amity: Amity, argv: list[str]) -> None:
    done = amity(*argv, "--json")
    assert done.err == ""
    answer = json.loads(done.out)
    assert list(answer)[:3] == ["amity", "atlas", "command"]
    assert set(answer) == {"amity", "atlas", "command", *SHAPES[argv[0]]}
    assert answer["atlas"] == (None if argv[0] == "states" else open_atlas().id)


def test_help_is_as_it_was() -> None:
    """Set AMITY_UPDATE=1 to write the snapshots anew."""
    # In processes of their own: a command whose help was shown once keeps the width it was shown in.
    plain = {**os.environ, "COLUMNS": "88"}
    for name in ("", *SHAPES):
        command = [sys.executable, "-m", "amity", *([name] if name else []), "--help"]
        done = subprocess.run(command, capture_output=True, text=True, env=plain, check=True)
        shown = "\n".join(line.rstrip() for line in done.stdout.splitlines()) + "\n"
        file = SNAPSHOTS / f"help-{name or 'amity'}.txt"
        if os.environ.get("AMITY_UPDATE") == "1":
            file.parent.mkdir(exist_ok=True)
            file.write_text(shown, encoding="utf-8")
        assert file.read_text(encoding="utf-8") == shown


def test_no_arguments_is_help_and_version_is_version(amity: Amity) -> None:
    assert amity().out == amity("--help").out
    assert amity("--version").out == "0.1.0\n"


# ------------------------------------------------------------------------------------------ wrong questions


@pytest.mark.parametrize(
    ("argv", "code", "words"),
    [
        (["reprot", "china", "russia"], 2, ["report"]),
        (["report", "china"], 2, ["B", "--help"]),
        (["report", "south", "korea", "japan"], 2, ["quotes"]),
        (["report", "china", "russia", "--yaer", "2000"], 2, ["--year"]),
        (["report", "china", "china"], 2, ["China"]),
        (["report", "ussr", "russia"], 2, ["one state"]),
        (["report", "chnia", "russia"], 2, ["China"]),
        (["report", "china", "russia", "--year", "soon"], 2, ["--year"]),
        (["report", "china", "russia", "--year", "1700"], 3, ["1700"]),
        (["report", "china", "russia", "--year", "2150"], 3, ["2150"]),
        (["report", "china", "russia", "--year", "-5"], 3, ["-5"]),
        (["report", "china", "russia", "--seed", "-1"], 2, ["seed"]),
        (["report", "ussr", "kazakhstan", "--year", "1985"], 3, ["Kazakhstan became a member", "1991"]),
        (["report", "east germany", "south sudan"], 3, ["never coexisted", "1990", "2011"]),
        (["show", "china", "russia", "trade.shar"], 2, ["trade.share"]),
        (["show", "china", "russia", "trade.share", "--year", "1066"], 3, ["1066"]),
        (["show", "china", "russia", "arms.tiv", "--year", "1930"], 3, ["1930", "1950"]),
        (["show", "china", "russia", "--from", "2010", "--to", "2000"], 2, ["backwards"]),
        (["show", "china", "russia", "--year", "2000", "--to", "2005"], 2, ["--year"]),
        (["show", "china", "russia", "--json", "--csv"], 2, ["--csv"]),
        (["rank", "nonsense"], 2, ["amity indicators"]),
        (["rank", "trade.share", "-n", "0"], 2, ["1 or more"]),
        (["rank", "trade.share", "--year", "1700"], 3, ["covers"]),
        (["rank", "trade.share", "--year", "1" + "0" * 40], 3, ["covers"]),
        (["build", "--from", "no-such-folder"], 2, ["folder"]),
        (["build"], 2, ["--from"]),
        (["show", "x" * 5000, "russia"], 2, ["5000"]),
        (["show", "china\0", "russia"], 2, ["null"]),
    ],
)
def test_wrong_questions(amity: Amity, argv: list[str], code: int, words: list[str]) -> None:
    _refused(amity(*argv), code, *words)


def test_places_that_cannot_be_written(amity: Amity, tmp_path: Path) -> None:
    """Also as root, for whom permissions do not count: below a regular file, a folder, /proc."""
    file = tmp_path / "file"
    file.write_text("mine")
    for out in (
        tmp_path,
        file / "page.html",
        tmp_path / "none" / "page.html",
        Path("/proc/page.html"),
        Path("x" * 300),
    ):
        _refused(amity("report", "china", "russia", "--out", str(out)), 2, "--out")
    assert file.read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_failing_write_leaves_the_old_page(amity: Amity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.html"
    page.write_text("old")

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    _refused(amity("report", "china", "russia", "--out", str(page)), 2, "No space left")
    assert page.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


# ------------------------------------------------------------------------------------------------ any input

_WORDS = st.one_of(
    st.text(max_size=40),
    st.text(alphabet=st.characters(categories=["Cs", "Cc", "Cf", "Co", "Mn", "Zl"]), max_size=8),
    st.sampled_from(["", "-", "--", "--json", "--year", "-n", "--of", "--help", "@x", "\ud800", "🇨🇳", "ال", "0", "-1"]),
    st.sampled_from(["china", "russia", "usa", "trade.share", "2000", "2014"]),
    st.integers(-(10**30), 10**30).map(str),
)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    command=st.sampled_from(["show", "rank", "states", "indicators", "sources", "cite", ""]),
    words=st.lists(_WORDS, max_size=5),
)
def test_no_input_gives_a_traceback(command: str, words: list[str]) -> None:
    assert main([command, *words] if command else words) in (0, 1, 2, 3)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    pair=st.lists(
        st.sampled_from(["china", "russia", "ddr", "kazakhstan", "south sudan", "fiji"]),
        min_size=2,
        max_size=2,
    ),
    year=st.integers(1700, 2100),
    name=st.sampled_from(["trade.share", "diplomacy.agreement", "military.obligations", "arms.tiv"]),
)
def test_any_pair_and_year_has_an_answer_or_a_reason(pair: list[str], year: int, name: str) -> None:
    assert main(["show", *pair, name, "--year", str(year), "--json"]) in ((2,) if pair[0] == pair[1] else (0, 3))


# ------------------------------------------------------------------------------------------- real processes


def _run(*argv: str, **environment: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | environment
    return subprocess.run([*AMITY, *argv], capture_output=True, text=True, env=env, encoding="utf-8")


def test_the_reader_goes_away() -> None:
    line = f'"{sys.executable}" -m amity states --json | head -1; echo "code ${{PIPESTATUS[0]}}"'
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True)
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] in ("code 141", "code 0")


def test_stdout_that_is_closed_or_full() -> None:
    closed = subprocess.run(
        ["bash", "-c", f'"{sys.executable}" -m amity states ussr >&-'], capture_output=True, text=True
    )
    assert "Traceback" not in closed.stderr
    if Path("/dev/full").exists():
        full = subprocess.run(
            ["bash", "-c", f'"{sys.executable}" -m amity states >/dev/full'], capture_output=True, text=True
        )
        assert full.returncode not in (0, 1)
        assert "Traceback" not in full.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
def test_a_terminal_without_unicode(encoding: str) -> None:
    done = subprocess.run(
        [*AMITY, "states", "Côte d'Ivoire"],
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": encoding},
    )
    assert done.returncode == 0
    assert b"voire" in done.stdout
    assert b"?" not in done.stdout
    table = subprocess.run(
        [*AMITY, "show", "china", "russia"],
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": encoding},
    )
    assert table.returncode == 0
    assert b"?" not in table.stdout


def test_colour_only_when_wanted() -> None:
    assert "\x1b" not in _run("show", "china", "russia", NO_COLOR="1").stdout
    assert "\x1b" not in _run("report", "china", "russia", "--out", os.devnull, NO_COLOR="1").stdout


def test_odd_bytes_as_a_name() -> None:
    done = subprocess.run([*AMITY, "show", os.fsdecode(b"\xff\xfe"), "russia"], capture_output=True)
    assert done.returncode == 2
    assert done.stderr.startswith(b"amity: ")
    assert b"Traceback" not in done.stderr


def test_a_defect_is_one_line_unless_asked(amity: Amity, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("boom\nboom")

    monkeypatch.setattr("amity.cli.registers.states", broken)
    _refused(amity("states"), 70, "boom boom", "please report")
    monkeypatch.setenv("AMITY_DEBUG", "1")
    assert "Traceback" in amity("states").err


def test_stopped_by_ctrl_c(amity: Amity, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("amity.cli.registers.states", stop)
    _refused(amity("states"), 130, "stopped")


# -------------------------------------------------------------------------------------------- damaged atlas


@pytest.fixture
def atlas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = tmp_path / "atlas"
    shutil.copytree(SHIPPED, copy)
    monkeypatch.setenv("AMITY_ATLAS", str(copy))
    return copy


def _table(atlas: Path, name: str) -> Path:
    return atlas / json.loads((atlas / MANIFEST).read_text(encoding="utf-8"))["tables"][name]["file"]


def test_a_truncated_manifest(amity: Amity, atlas: Path) -> None:
    text = (atlas / MANIFEST).read_text(encoding="utf-8")
    (atlas / MANIFEST).write_text(text[: len(text) // 2], encoding="utf-8")
    _refused(amity("show", "china", "russia"), 3, "damaged", "AMITY_ATLAS")


def test_a_manifest_of_another_format(amity: Amity, atlas: Path) -> None:
    record = json.loads((atlas / MANIFEST).read_text(encoding="utf-8"))
    (atlas / MANIFEST).write_text(json.dumps(record | {"format": 999}), encoding="utf-8")
    _refused(amity("rank", "trade.share"), 3, "999")


def test_a_flipped_byte(amity: Amity, atlas: Path) -> None:
    path = _table(atlas, "trade")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    _refused(amity("show", "china", "russia", "trade.share"), 3, "damaged", path.name)


def test_a_missing_table(amity: Amity, atlas: Path) -> None:
    _table(atlas, "trade").unlink()
    _refused(amity("show", "china", "russia", "trade.share"), 3, "trade", "amity build")


def test_no_atlas_at_all(amity: Amity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMITY_ATLAS", str(tmp_path / "nowhere"))
    for argv in (
        ["show", "china", "russia"],
        ["rank", "trade.share"],
        ["sources"],
        ["cite"],
        ["report", "CHN", "RUS"],
    ):
        _refused(amity(*argv), 3, "nowhere")


# ---------------------------------------------------------------------------------------------------- build


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("built") / "atlas"
    assert main(["build", "--from", str(small()), "--to", str(target)]) == 0
    return target


def test_build_check_tells_what_differs(amity: Amity, built: Path, tmp_path: Path) -> None:
    check = ("build", "--from", str(small()), "--check", "--to")
    same = amity(*check, str(built), "--json")
    assert (same.code, json.loads(same.out)["is_same"]) == (0, True)
    other = tmp_path / "other"
    shutil.copytree(built, other)
    record = json.loads((other / MANIFEST).read_text(encoding="utf-8"))
    name = sorted(record["tables"])[0]
    record["tables"][name] |= {"sha256": "0" * 64}
    (other / MANIFEST).write_text(json.dumps(record), encoding="utf-8")
    told = amity(*check, str(other))
    assert told.code == 1
    assert f"{name}: {rebuild.WRITER}" in told.out
    assert set(json.loads(amity("build", "--from", str(small()), "--check", "--json").out)["tables"].values()) != {
        rebuild.SAME
    }


def test_compare_names_what_came_and_went() -> None:
    def entry(sha: str, content: str) -> dict[str, str]:
        return {"sha256": sha, "content": content}

    old = {"a": entry("1", "1"), "b": entry("1", "1"), "c": entry("1", "1"), "d": entry("1", "1")}
    new = {"a": entry("1", "1"), "b": entry("2", "1"), "c": entry("2", "2"), "e": entry("1", "1")}
    assert rebuild.compare(old, new) == {
        "a": rebuild.SAME,
        "b": rebuild.WRITER,
        "c": rebuild.DIFFERS,
        "d": rebuild.GONE,
        "e": rebuild.NEW,
    }


@pytest.mark.parametrize(
    ("change", "same"),
    [
        (pl.col("pairs") + 1, True),
        (pl.col("pairs") + 2, False),
        (pl.col("value") * (1 + 5e-7), True),
        (pl.col("value") * (1 + 5e-6), False),
        (pl.col("indicator") + "x", False),
        (pl.when(pl.int_range(pl.len()) == 0).then(None).otherwise("value").alias("value"), False),
    ],
)
def test_what_is_measured_may_differ_in_the_last_digit(built: Path, change: pl.Expr, same: bool) -> None:
    atlas = open_atlas(built)
    rows = atlas.scan("distributions").with_columns(pl.col("value").cast(pl.Float64)).collect()
    columns = atlas.manifest["tables"]["distributions"]["columns"]
    assert rebuild.same_but_for_rounding(rows, rows, columns)
    assert rebuild.same_but_for_rounding(rows, rows.with_columns(change), columns) is same


@pytest.mark.parametrize("stage", ["reading", "joining", "checking", "writing"])
def test_ctrl_c_in_a_build_leaves_the_old_atlas(
    amity: Amity, built: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    from contextlib import nullcontext

    def stop(what: str, done: int, total: int) -> None:
        if what.startswith(stage):
            raise KeyboardInterrupt

    before = {path.name: path.read_bytes() for path in built.iterdir()}
    monkeypatch.setattr(rebuild, "_progress", lambda: nullcontext(stop))
    assert amity("build", "--from", str(small()), "--to", str(built)).code == 130
    assert {path.name: path.read_bytes() for path in built.iterdir()} == before


def test_building_needs_its_extra(amity: Amity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuild, "find_spec", lambda name: None)
    _refused(amity("build", "--from", "."), 2, "amity[build]", "--extra build")


# ---------------------------------------------------------------------------------------------- from Python


def test_python_names_answer_like_the_commands(amity: Amity) -> None:
    import amity as package

    view = package.dyad("China", "Russia")
    rows = json.loads(amity("show", "china", "russia", "trade.share", "--json").out)["rows"]
    assert view.indicator("trade.share").filter(pl.col("value").is_not_null()).to_dicts() == rows
    world = package.measure("trade.share", first=2010, last=2010)
    mine = world.filter((pl.col("a") == "CHN") & (pl.col("b") == "RUS"))["value"].item()
    assert mine == next(row["value"] for row in rows if row["a"] == "CHN" and row["year"] == 2010)
    assert "CHN" in repr(view)
    assert view._repr_html_().startswith("<iframe srcdoc=")
    assert package.cite("China", "Russia").startswith("amity (")
