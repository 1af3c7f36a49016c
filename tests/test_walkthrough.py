"""The walk-through of a new study and casefile: its commands, in order, print what the page says they print."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ran import Ran

FOLDER = Path(__file__).parents[1] / "docs" / "how-to"
PAGE = FOLDER / "study.md"

#: How the page writes amity's own folder.
OWN = "~/.local/share/amity"

#: Lines, or the rest of one, that the page leaves out.
GAP = "…"


def _blocks(language: str) -> Iterator[str]:
    yield from re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def _steps() -> Iterator[tuple[str, int, list[str]]]:
    """Each command of the page with its exit code and the lines shown below it."""
    for block in _blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, *shown = part.rstrip("\n").split("\n")
            command, _, remark = line.partition("    # ")
            yield command, int(found[1]) if (found := re.search(r"exits with (\d+)", remark)) else 0, shown


def _fits(shown: list[str], printed: list[str]) -> bool:
    """Whether the lines are those printed, but for what stands as a gap; order counts."""
    pattern = ""
    for line in shown:
        if line == GAP:
            pattern += r"(?:.*\n)*?"
        else:
            pattern += "".join(".*" if part == GAP else re.escape(part) for part in re.split(f"({GAP})", line)) + r"\n"
    return re.fullmatch(pattern, "".join(line.rstrip() + "\n" for line in printed)) is not None


@pytest.mark.parametrize(
    ("shown", "fits"),
    [
        (["a", "b"], True),
        (["a"], False),
        (["a", GAP], True),
        ([GAP, "b"], True),
        (["a", GAP, "b"], True),
        (["b", "a"], False),
        (["a", "b", "c"], False),
    ],
)
def test_a_gap_hides_nothing_but_lines_left_out(shown: list[str], fits: bool) -> None:
    assert _fits(shown, ["a", "b"]) is fits
    assert _fits(["x … z"], ["x y z  "])
    assert not _fits(["x … z"], ["x y"])


def test_the_page_prints_what_it_says(
    amity: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "own"
    shutil.copytree(FOLDER / "india-russia", tmp_path / "india-russia")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AMITY_HOME", str(home))
    steps = list(_steps())
    assert sum(command.startswith("amity ") for command, _, _ in steps) >= 10
    for command, code, shown in steps:
        told = command.replace(OWN, str(home))
        if not command.startswith("amity "):
            subprocess.run(["bash", "-c", told], check=True)
            continue
        done = amity(*shlex.split(told)[1:])
        assert done.code == code, f"{command}: {done.err}"
        printed = (done.out or done.err).replace(str(home), OWN).rstrip("\n").split("\n")
        assert _fits(shown, printed), f"{command} prints now:\n" + "\n".join(printed)


def test_what_the_page_shows_of_files_stands_in_them() -> None:
    (rows,) = _blocks("csv")
    meetings = (FOLDER / "india-russia" / "meetings.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows.splitlines()) == 6
    assert set(rows.splitlines()) <= set(meetings)
    (claim,) = _blocks("yaml")
    assert claim in (FOLDER / "india-russia" / "study.yaml").read_text(encoding="utf-8")


def test_the_example_is_whole() -> None:
    """Ten tested claims; five rows of each kind of fact, of exercises the four that the sources have."""
    from amity import casefile, claims

    study = claims.read(FOLDER / "india-russia" / "study.yaml")
    assert len(study.claims) == 10
    assert all(claim.tests for claim in study.claims)
    problems, found = casefile.check(FOLDER / "india-russia")
    assert not problems
    assert found is not None
    for name in casefile.EVERY:
        assert found[name].height >= (1 if "said_by" in found[name].columns else 0), name
    facts = ("series", "meetings", "agreements", "projects", "arms", "divergences", "events")
    assert min(found[name].height for name in facts) >= 5
    assert found["exercises"].height == 4
