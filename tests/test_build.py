"""Building an atlas from raw files: reproducible, atomic, and clear when something is wrong.

The samples under `tests/sources` make a small complete library, so the whole pipeline runs anywhere.
"""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from amity import scores, sources
from amity.atlas import MANIFEST, SHIPPED, build, open_atlas, tables
from amity.errors import AtlasError, SourceError, UsageError
from library import LIBRARY, small

raw = pytest.mark.raw
DERIVE = scores.derive()
needs_library = pytest.mark.skipif(not LIBRARY.is_dir(), reason=f"no raw files at {LIBRARY}")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> build.Built:
    return build.build(small(), tmp_path_factory.mktemp("atlas"), DERIVE)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    copy = tmp_path / "library"
    shutil.copytree(small(), copy)
    return copy


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_samples_cover_every_source_and_table(built: build.Built) -> None:
    assert set(built.rows) == set(tables.CONTRACTS)
    # From a few rows nothing can be learned of all pairs: those tables are there and empty.
    learned = scores.derive().keys() - {"distributions"}
    assert {name for name, rows in built.rows.items() if not rows} == learned
    assert set(open_atlas(built.folder).manifest["sources"]) == set(sources.registry())


def test_same_input_same_bytes(built: build.Built, tmp_path: Path) -> None:
    again = build.build(small(), tmp_path / "again", DERIVE)
    assert again.atlas == built.atlas
    assert _files(again.folder) == _files(built.folder)


def test_progress_is_told_and_ends(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    build.build(small(), tmp_path, DERIVE, lambda *step: told.append(step))
    done = [step[1] for step in told]
    assert done == sorted(done)
    assert all(step[1] < step[2] for step in told)
    assert len(told) >= len(sources.registry()) + len(tables.CONTRACTS)


def test_manifest_names_no_machine_and_no_time(built: build.Built) -> None:
    text = (built.folder / MANIFEST).read_text()
    assert str(small()) not in text
    assert str(built.folder) not in text
    assert not {"date", "built", "time", "host"} & json.loads(text).keys()


def test_every_column_has_provenance(built: build.Built) -> None:
    manifest = open_atlas(built.folder).manifest
    for name, table in manifest["tables"].items():
        assert table["coverage"] or not table["rows"], name
        for column, entry in table["columns"].items():
            assert entry["sources"], f"{name}.{column}"
            assert set(entry["sources"]) <= set(manifest["sources"])
    for record in manifest["sources"].values():
        assert record["citation"]
        assert record["licence"]
        assert all(len(file["sha256"]) == 64 for file in record["files"])


def test_a_failing_build_leaves_the_old_atlas(built: build.Built, library: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    shutil.copytree(built.folder, target)
    before = _files(target)
    victim = next((library / "cow-mid5").glob("MIDB*"))
    victim.write_text(victim.read_text().replace(",365,", ",9999,"))
    with pytest.raises(SourceError, match="9999"):
        build.build(library, target, DERIVE)
    assert _files(target) == before


def test_interrupt_leaves_the_old_atlas(built: build.Built, tmp_path: Path) -> None:
    target = tmp_path / "target"
    shutil.copytree(built.folder, target)
    before = _files(target)

    def interrupt(what: str, done: int, steps: int) -> None:
        if what.startswith("checking vote"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build.build(small(), target, DERIVE, interrupt)
    assert _files(target) == before


def test_stale_files_go_only_after_the_switch(built: build.Built, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.mkdir()
    (target / "trade-0123456789ab.parquet").write_bytes(b"old")
    build.build(small(), target, DERIVE)
    assert _files(target) == _files(built.folder)


def test_missing_raw_file_names_what_to_get(library: Path, tmp_path: Path) -> None:
    shutil.rmtree(library / "cow-nmc7")
    with pytest.raises(SourceError, match=r"cow-nmc7: no raw files .* Get them from"):
        build.build(library, tmp_path / "out", DERIVE)
    assert not list((tmp_path / "out").glob("*.parquet"))


@pytest.mark.parametrize("source", sorted(sources.registry()))
def test_truncated_or_foreign_files_are_named(source: str, library: Path) -> None:
    declared = sources.registry()[source]
    form, files = declared.locate(library)
    for path in files:
        kept = path.read_bytes()
        html = b"<!DOCTYPE html><html><body>Not found</body></html>\n"
        path.write_bytes(gzip.compress(html) if path.suffix == ".gz" else html)
        with pytest.raises(SourceError) as caught:
            form.read(library / source)
        assert path.name in str(caught.value), str(caught.value)
        path.write_bytes(kept)


def test_not_a_library(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a folder"):
        build.build(tmp_path / "nowhere", tmp_path / "out", DERIVE)


def test_unwritable_target(tmp_path: Path) -> None:
    occupied = tmp_path / "file"
    occupied.write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        build.build(small(), occupied / "atlas", DERIVE)


def test_contract_breach_names_table_and_row(built: build.Built) -> None:
    frame = open_atlas(built.folder).scan("capabilities").collect()
    wrong = frame.with_columns(cinc=pl.lit(1.5))
    with pytest.raises(AtlasError, match=r"capabilities .*cinc"):
        build._checked("capabilities", tables.CONTRACTS["capabilities"], wrong)
    stranger = frame.with_columns(state=pl.lit("QQQ"))
    with pytest.raises(AtlasError, match="'QQQ'"):
        build._checked("capabilities", tables.CONTRACTS["capabilities"], stranger)
    doubled = pl.concat([frame, frame])
    with pytest.raises(AtlasError, match="primary_key"):
        build._checked("capabilities", tables.CONTRACTS["capabilities"], doubled)


def test_content_hash_sees_values_and_nulls() -> None:
    one = pl.DataFrame({"x": ["a", None], "y": [1.0, None]})
    assert build._content_hash(one) == build._content_hash(one.clone())
    for other in (
        pl.DataFrame({"x": ["a", ""], "y": [1.0, None]}),
        pl.DataFrame({"x": ["a", None], "y": [1.0, 0.0]}),
        pl.DataFrame({"z": ["a", None], "y": [1.0, None]}),
    ):
        assert build._content_hash(one) != build._content_hash(other)


class TestOpening:
    @pytest.fixture
    def copy(self, built: build.Built, tmp_path: Path) -> Path:
        target = tmp_path / "copy"
        shutil.copytree(built.folder, target)
        return target

    def test_missing(self, tmp_path: Path) -> None:
        with pytest.raises(AtlasError, match="There is no atlas"):
            open_atlas(tmp_path)

    @pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"format": 1}', "\x00\xff", '"x"'])
    def test_damaged_manifest(self, copy: Path, text: str) -> None:
        (copy / MANIFEST).write_text(text)
        with pytest.raises(AtlasError, match="amity build"):
            open_atlas(copy)

    def test_other_format(self, copy: Path) -> None:
        manifest = json.loads((copy / MANIFEST).read_text()) | {"format": 99}
        (copy / MANIFEST).write_text(json.dumps(manifest))
        with pytest.raises(AtlasError, match="format 99"):
            open_atlas(copy)

    def test_flipped_byte(self, copy: Path) -> None:
        atlas = open_atlas(copy)
        path = copy / atlas.manifest["tables"]["trade"]["file"]
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(bytes(data))
        with pytest.raises(AtlasError, match="damaged"):
            atlas.scan("trade")

    def test_lost_table(self, copy: Path) -> None:
        atlas = open_atlas(copy)
        (copy / atlas.manifest["tables"]["trade"]["file"]).unlink()
        with pytest.raises(AtlasError, match="lacks its table trade"):
            atlas.scan("trade")

    def test_unknown_table(self, built: build.Built) -> None:
        with pytest.raises(AtlasError, match="no table 'nonsense'"):
            open_atlas(built.folder).scan("nonsense")


def test_shipped_atlas_is_small_and_whole() -> None:
    atlas = open_atlas(SHIPPED)
    named = {entry["file"] for entry in atlas.manifest["tables"].values()}
    assert {path.name for path in SHIPPED.iterdir()} == named | {MANIFEST}
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) <= 25_000_000
    for table in atlas.tables:
        atlas.file(table)


@raw
@needs_library
def test_shipped_atlas_is_what_the_raw_files_give(tmp_path: Path) -> None:
    again = build.build(LIBRARY, tmp_path, DERIVE)
    shipped = open_atlas(SHIPPED)
    assert again.atlas == shipped.id
    assert _files(again.folder) == _files(SHIPPED)
