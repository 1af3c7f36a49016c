"""The documents are true: generated pages are current, examples run, links lead somewhere."""

from __future__ import annotations

import doctest
import importlib
import importlib.util
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from amity import indicators, sources, states
from amity.atlas.tables import CONTRACTS
from amity.cli.commands import app
from amity.cli.printing import SHAPES
from ran import Ran

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
COMMANDS = sorted(name for name in app if not name.startswith("-"))


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_pages_are_current() -> None:
    pages = _generator().pages()
    assert len(pages) == 6
    for name, text in pages.items():
        assert (DOCS / "reference" / name).read_text(encoding="utf-8") == text, (
            f"docs/reference/{name} is stale: run `uv run python docs/generate.py`"
        )


def test_reference_is_complete() -> None:
    for page, names in (
        ("cli.md", [f"amity {name}" for name in COMMANDS]),
        ("indicators.md", indicators.registry()),
        ("sources.md", sources.registry()),
        ("tables.md", CONTRACTS),
    ):
        text = (DOCS / "reference" / page).read_text(encoding="utf-8")
        assert names
        for name in names:
            assert re.search(rf"^## {re.escape(name)}( |$)", text, re.MULTILINE), f"{page} lacks {name}"
    assert set(SHAPES) == set(COMMANDS)


def test_every_command_has_help_and_an_example(amity: Callable[..., Ran]) -> None:
    assert COMMANDS
    for name in COMMANDS:
        shown = amity(name, "--help")
        assert shown.code == 0
        assert f"Example: amity {name}" in shown.out
        assert "--json" in shown.out


def _blocks(language: str) -> Iterator[tuple[Path, str]]:
    for page in PAGES:
        for block in re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
            yield page, block


def test_python_examples_run() -> None:
    blocks = list(_blocks("python"))
    assert len(blocks) >= 3
    for page, block in blocks:
        exec(compile(block, str(page), "exec"), {"__name__": "example"})


def _write_articles(folder: Path) -> None:
    """What the examples of checking are run on."""
    from reportlab.pdfgen.canvas import Canvas

    text = "In 2014 trade between China and Russia reached 95 billion dollars."
    canvas = Canvas(str(folder / "article.pdf"))
    canvas.drawString(72, 720, text)
    canvas.save()
    (folder / "article.html").write_text(f"<html><body><p>{text}</p></body></html>", encoding="utf-8")
    for name in ("beijing.txt", "moscow.txt", "a.txt", "b.txt"):
        (folder / name).write_text(f"{text} Both sides agreed to continue.\n", encoding="utf-8")


def test_shell_examples_run(amity: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lines = [line for _, block in _blocks("sh") for line in block.splitlines() if line.startswith("amity ")]
    assert len(lines) > 10
    _write_articles(tmp_path)
    for line in dict.fromkeys(lines):
        if line.startswith("amity serve"):  # it serves until it is stopped: tests/web runs it
            continue
        command, _, remark = line.partition("#")
        wanted = int(found[1]) if (found := re.search(r"exits with (\d+)", remark)) else 0
        done = amity(*shlex.split(command)[1:])
        assert done.code == wanted, f"{line}: {done.err}"


def test_readme_sets_up_in_two_commands() -> None:
    lines = [line for page, block in _blocks("sh") if page.name == "README.md" for line in block.splitlines()]
    setup = [line for line in lines if "pip install" in line]
    assert setup == [
        "pip install uv && uv run amity report china russia",
        "pip install uv && uv run pytest",
    ]
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert ci.rstrip().splitlines()[-1] == setup[-1]


def test_links_lead_somewhere() -> None:
    seen = 0
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if re.match(r"[a-z]+:", target):
                continue
            seen += 1
            assert (page.parent / target).exists(), f"{page.relative_to(ROOT)}: {target}"
    assert seen > 20


def test_every_page_is_in_the_navigation() -> None:
    nav = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for page in sorted(DOCS.rglob("*.md")):
        name = str(page.relative_to(DOCS))
        listed = nav if "decisions/" not in name or name.endswith("index.md") else _text("decisions/index.md")
        assert Path(name).name in listed, f"{name} is in no navigation"


def _text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["amity.api", "amity.states", "amity.atlas", "amity.indicators"])
def test_docstring_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_versions_agree() -> None:
    import amity

    assert f"version: {amity.__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_states_named_in_examples_exist() -> None:
    assert states.find("KOR").code == states.find("ROK").code == states.find("South Korea").code
