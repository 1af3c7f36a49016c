"""The shape of the code base: imports in one direction, whole declarations, nothing that must not ship."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from amity import indicators, sources
from amity.atlas import MANIFEST, SHIPPED

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src" / "amity"

#: A layer may import from itself and from layers before it; `errors` and the bare package from nowhere.
LAYERS = (
    "errors",
    "states",
    "groups",
    "sources",
    "pull",
    "atlas",
    "sql",
    "casefile",
    "indicators",
    "scores",
    "claims",
    "forms",
    "reader",
    "panel",
    "report",
    "api",
    "cli",
)
#: `amity` itself holds the version and lazy names; `__main__` starts the command line.
OUTSIDE = {"__init__", "__main__"}

FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "core", "misc", "managers", "tools"}
HEAVY = {"polars", "numpy", "cyclopts", "rich", "pandas", "vl_convert", "jinja2", "pyarrow", "dataframely", "scipy"}


def _modules() -> list[Path]:
    found = sorted(SRC.rglob("*.py"))
    assert len(found) > 20
    return found


def _layer(path: Path) -> str:
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def _imports(path: Path) -> Iterator[tuple[str, int]]:
    """Layers of amity that a file imports, wherever in the file the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            module = node.module or ""
            names = [f"amity.{alias.name}" for alias in node.names] if module == "amity" else [module]
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] == "amity" and len(parts) > 1:
                yield parts[1], node.lineno


def test_imports_follow_the_arrow() -> None:
    seen = 0
    for path in _modules():
        layer = _layer(path)
        if layer in OUTSIDE:
            continue
        assert layer in LAYERS, f"{path}: {layer} is not a layer; add it to the order in docs/decisions/0001"
        for imported, line in _imports(path):
            if imported.startswith("__"):
                continue
            seen += 1
            assert imported in LAYERS, f"{path}:{line}: amity.{imported} is not a layer"
            assert LAYERS.index(imported) <= LAYERS.index(layer), (
                f"{path}:{line}: {layer} imports {imported}, against the arrow {' <- '.join(LAYERS)}"
            )
    assert seen > 50


def test_the_guard_sees_an_import_inside_a_function(tmp_path: Path) -> None:
    file = tmp_path / "x.py"
    file.write_text("def f():\n    from amity.cli import main\n    from amity import report\n    import amity.api\n")
    assert [name for name, _ in _imports(file)] == ["cli", "report", "api"]


def test_no_drawers() -> None:
    for path in _modules():
        assert path.stem.strip("_") not in FORBIDDEN, path
        assert path.parent.name not in FORBIDDEN, path


def test_files_stay_readable() -> None:
    checked = [*_modules(), *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "docs").rglob("*.py"))]
    long = {str(p): n for p in checked if (n := len(p.read_text(encoding="utf-8").splitlines())) >= 600}
    assert not long


def test_import_loads_nothing_heavy() -> None:
    code = "import sys, amity; print(' '.join(sorted(m for m in sys.modules if '.' not in m)))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "amity" in out
    assert not HEAVY & set(out)


def test_help_loads_no_frames() -> None:
    code = "import sys; from amity.cli import main; main(['--help']); sys.stderr.write(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "report" in done.stdout
    assert not {"polars", "numpy", "vl_convert", "jinja2"} & set(done.stderr.split())


def test_public_names_exist_and_are_lazy() -> None:
    import amity

    assert set(dir(amity)) == set(amity.__all__)
    assert all(getattr(amity, name) is not None for name in amity.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = amity.nonsense


def test_every_source_is_declared_in_full() -> None:
    files = {p.stem for p in (SRC / "sources").glob("*.py") if not p.stem.startswith("_")}
    known = sources.registry()
    assert len(files) == len(known) > 10
    for source in known.values():
        assert source.id.replace("-", "_").replace(".", "_") in files, source.id
        for field in fields(source):
            if field.name not in ("defects", "years", "downloads", "by_hand"):
                assert getattr(source, field.name), f"{source.id}: {field.name} is empty"
        assert source.landing_url.startswith("http"), source.id
        assert source.downloads or source.by_hand, f"{source.id}: neither an address nor what to do by hand"
        for form in source.forms:
            assert form.name, source.id
            assert form.files, source.id


def test_every_indicator_is_declared_in_full_and_has_a_case() -> None:
    files = sorted((ROOT / "tests" / "cases").glob("*.yaml"))
    assert files
    cases = [case for file in files for case in yaml.safe_load(file.read_text(encoding="utf-8"))]
    tested = {case["indicator"] for case in cases}
    known = indicators.registry()
    assert len(known) > 15
    for indicator in known.values():
        assert indicator.pillar in indicators.PILLARS
        for field in fields(indicator):
            value = getattr(indicator, field.name)
            assert value is not None, f"{indicator.id}: {field.name} is empty"
            assert value != "", f"{indicator.id}: {field.name} is empty"
            assert value != (), f"{indicator.id}: {field.name} is empty"
        assert indicator.question.endswith("?"), indicator.id
    assert not set(known) - tested, "indicators without a case in tests/cases"
    assert not tested - set(known), "cases of unknown indicators"


def _tracked() -> list[Path]:
    """Files that git tracks or would track."""
    done = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    found = [ROOT / os.fsdecode(name) for name in done.stdout.split(b"\0") if name]
    found = [path for path in found if path.is_file()]
    assert len(found) > 50
    return found


# Written in pieces, so that this file does not hold what it forbids.
HOSTS = re.compile("|".join(["py" + r"pi\.org", "python" + "hosted", "npm" + r"js\.", "deb" + r"\.debian\.org"]))
PATHS = re.compile(r"(?:^|[^A-Za-z0-9_.~])/(?:work|root|farm|home)/[A-Za-z]")


def test_no_hosts_of_registries_and_no_paths_of_machines() -> None:
    read = 0
    for path in _tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        read += 1
        assert not HOSTS.search(text), path
        assert not PATHS.search(text), path
    assert read > 50
    assert "uv.lock" not in {path.name for path in _tracked()}


def test_the_guards_would_fire() -> None:
    assert HOSTS.search("https://" + "py" + "pi.org/simple")
    assert PATHS.search('open("/' + 'work/x")')


def test_no_raw_file_is_tracked() -> None:
    """Samples of raw files bear another name (tests/library.py), but for tiny originals; none is the whole file."""
    manifest = json.loads((SHIPPED / MANIFEST).read_text(encoding="utf-8"))
    raw = {file["name"]: file["bytes"] for source in manifest["sources"].values() for file in source["files"]}
    assert len(raw) > 10
    for path in _tracked():
        if path.name in raw:
            assert raw[path.name] < 20_000, path
            assert path.stat().st_size != raw[path.name], path


def test_the_shipped_atlas_is_whole_and_small() -> None:
    manifest = json.loads((SHIPPED / MANIFEST).read_text(encoding="utf-8"))
    there = {path.name: path for path in SHIPPED.iterdir()}
    assert set(there) == {MANIFEST, *(entry["file"] for entry in manifest["tables"].values())}
    for entry in manifest["tables"].values():
        data = there[entry["file"]].read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"], entry["file"]
    assert sum(path.stat().st_size for path in there.values()) <= 25e6
