"""SQL over the atlas: right answers, and a sandbox that a hostile query does not leave."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

import amity as package
from amity.atlas import SHIPPED, Atlas, open_atlas
from amity.cli.printing import SHAPES
from amity.errors import UsageError
from amity.sql import MEMORY, ask, sql
from ran import Ran

Amity = Callable[..., Ran]


# ------------------------------------------------------------------------------------------------ right answers


def test_counts_by_pair_are_those_of_polars() -> None:
    found = sql("SELECT a, b, count(*) AS n, sum(fatality) AS f FROM disputes GROUP BY ALL ORDER BY a, b")
    disputes = open_atlas().scan("disputes")
    wanted = (
        disputes.group_by("a", "b")
        .agg(
            n=pl.len().cast(pl.Int64),
            f=pl.when(pl.col("fatality").count() > 0).then(pl.col("fatality").cast(pl.Int64).sum()),
        )
        .sort("a", "b")
    )
    assert found.equals(wanted.collect())
    assert found.schema["f"] == pl.Int64


def test_a_join_with_a_window_is_that_of_polars() -> None:
    found = sql(
        """
        WITH t AS (SELECT source, year, sum(value_usd_million) AS v FROM trade
                   WHERE target = 'CHN' AND dataset = 'cow-trade-4.0' GROUP BY ALL)
        SELECT t.source, t.year, v, rank() OVER (PARTITION BY t.year ORDER BY v DESC) AS place
        FROM t JOIN capabilities c ON c.state = t.source AND c.year = t.year
        QUALIFY place <= 3 ORDER BY t.year, place, t.source
        """
    )
    atlas = open_atlas()
    flows = (
        atlas.scan("trade")
        .filter(pl.col("target") == "CHN", pl.col("dataset") == "cow-trade-4.0")
        .group_by("source", "year")
        .agg(v=pl.col("value_usd_million").sum())
    )
    keys = atlas.scan("capabilities").select("state", "year")
    wanted = (
        flows.join(keys, left_on=["source", "year"], right_on=["state", "year"])
        .with_columns(place=pl.col("v").rank("min", descending=True).over("year").cast(pl.Int64))
        .filter(pl.col("place") <= 3)
        .sort("year", "place", "source")
        .collect()
    )
    assert found.height > 100
    assert found.select("source", "year", "place").equals(wanted.select("source", "year", "place"))
    assert (found["v"] - wanted["v"]).abs().max() < 1e-6


def test_every_table_is_as_polars_reads_it() -> None:
    atlas = open_atlas()
    for name in atlas.tables:
        wanted = atlas.scan(name).head(5).collect()
        found = sql(f'SELECT * FROM "{name}" LIMIT 5')
        assert found.columns == wanted.columns
        assert found.rows() == wanted.rows(), name
        assert sql(f"SELECT count(*) FROM {name.upper()}").item() == atlas.manifest["tables"][name]["rows"]


def test_kinds_of_values() -> None:
    row = sql(
        "SELECT 1 AS one, 1.50 AS half, sum(1) AS n, 10::HUGEINT ** 18 AS big, NULL AS nothing, DATE '2014-03-18' AS d"
    )
    assert row.schema["half"] == pl.Float64
    assert row.schema["n"] == pl.Int64
    assert row.row(0)[:4] == (1, 1.5, 1, 1e18)
    assert row["nothing"].null_count() == 1
    assert str(row["d"].item()) == "2014-03-18"
    assert sql("SELECT 1 AS a, 2 AS a").width == 2


def test_the_public_name_is_a_function_and_a_module() -> None:
    code = (
        "import amity; a = amity.sql('SELECT 7 AS x').item(); from amity.sql import ask; "
        "print(a, amity.sql('SELECT 8 AS x').item(), ask('SELECT 9 AS x').n_rows)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["7", "8", "1"]
    assert done.stderr == ""
    assert package.sql("SELECT 1 AS x").item() == 1


def test_pyarrow_is_not_needed() -> None:
    query = "SELECT count(*) FROM disputes"
    code = f"import sys; sys.modules['pyarrow'] = None; import amity; print(amity.sql('{query}').item())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) > 1000


def test_an_answer_names_what_it_rests_on() -> None:
    answer = ask("SELECT d.a FROM disputes AS d JOIN rivalries r ON d.a = r.a", limit=3)
    assert answer.tables == ("disputes", "rivalries")
    assert answer.datasets == ("cow-mid5", "gml-mid22", "rivalries")
    assert answer.atlas == open_atlas().id
    assert answer.frame.height == 3 < answer.n_rows
    assert ask("WITH trade AS (SELECT 1 AS x) SELECT * FROM trade").tables == ()
    assert ask("DESCRIBE disputes").tables == ("disputes",)


def test_an_atlas_in_an_odd_folder(tmp_path: Path) -> None:
    folder = tmp_path / "it's [odd]*?"
    folder.symlink_to(SHIPPED)
    atlas = open_atlas(folder)
    assert isinstance(atlas, Atlas)
    assert ask("SELECT count(*) AS n FROM disputes", atlas=atlas).frame.item() > 1000


# ------------------------------------------------------------------------------------------------ hostile queries

_CLOSED = "sees the tables of the atlas and nothing else"


@pytest.fixture
def secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A readable file in the current folder; its text must never be seen."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AMITY_TEST_SECRET", "hidden-word")
    file = tmp_path / "secret.csv"
    file.write_text("a,b\nhidden-word,2\n")
    pl.DataFrame({"a": ["hidden-word"]}).write_parquet(tmp_path / "secret.parquet")
    (tmp_path / "secret.json").write_text('{"a": "hidden-word"}')
    return file


HOSTILE = [
    "SELECT * FROM read_csv('{file}')",
    "SELECT * FROM read_csv_auto('secret.csv')",
    "SELECT * FROM read_text('{file}')",
    "SELECT * FROM read_blob('{file}')",
    "SELECT * FROM read_json('secret.json')",
    "SELECT * FROM read_parquet('secret.parquet')",
    "SELECT * FROM parquet_scan('secret.parquet')",
    "SELECT * FROM parquet_metadata('secret.parquet')",
    "SELECT * FROM sniff_csv('{file}')",
    "SELECT * FROM glob('{folder}/*')",
    "SELECT * FROM '{file}'",
    "FROM 'secret.parquet'",
    'SELECT * FROM "secret.json"',
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_csv('http://127.0.0.1:9/x.csv')",
    "SELECT * FROM read_parquet('s3://bucket/x.parquet')",
    "SELECT (SELECT content FROM read_text('{file}')) FROM disputes",
    "WITH x AS (FROM read_text('{file}')) SELECT * FROM x, disputes",
    "SELECT * FROM query('FROM read_text(''{file}'')')",
    "SELECT * FROM query_table('secret.csv')",
    "SELECT * FROM query_table(['secret.parquet'])",
    "SELECT getenv('AMITY_TEST_SECRET')",
    "SELECT * FROM hidden_frame",
    "SELECT * FROM sqlite_scan('{file}', 'x')",
    "SELECT * FROM postgres_scan('host=127.0.0.1', 'a', 'b')",
    "SELECT * FROM iceberg_scan('{folder}')",
    "SELECT * FROM duckdb_secrets()",
    "PRAGMA database_list",
    "PRAGMA enable_external_access",
    "SET enable_external_access = true",
    "SET memory_limit = '100GB'",
    "RESET lock_configuration",
    "COPY disputes TO '{folder}/out.csv'",
    "COPY (SELECT 1) TO '{folder}/out.parquet'",
    "EXPORT DATABASE '{folder}/out'",
    "ATTACH '{folder}/out.db' AS x",
    "INSTALL httpfs",
    "LOAD httpfs",
    "CREATE TABLE x AS SELECT 1",
    "CREATE VIEW x AS SELECT 1",
    "CREATE MACRO f(x) AS x",
    "CREATE SECRET s (TYPE s3)",
    "INSERT INTO disputes SELECT * FROM disputes",
    "UPDATE disputes SET a = 'x'",
    "DELETE FROM disputes",
    "DROP VIEW disputes",
    "ALTER TABLE disputes RENAME TO x",
    "CALL pragma_version()",
    "EXPLAIN SELECT 1",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO '{folder}/out.csv'",
    "PREPARE x AS SELECT 1",
    "EXECUTE x",
    "BEGIN",
    "USE memory",
    "VACUUM",
    "CHECKPOINT",
    "SELECT 1; SELECT 2",
    "SELECT 1; COPY (SELECT 1) TO '{folder}/out.csv'",
    "SELECT 1); COPY (SELECT 1) TO '{folder}/out.csv'; SELECT (1",
    "SELECT $1",
    "SELECT ?",
    "",
    "   ",
    ";",
    "-- nothing",
    "SELECT",
    "SELEKT 1",
    "WITH x AS (DELETE FROM disputes RETURNING *) SELECT * FROM x",
    "WITH x AS (INSERT INTO disputes VALUES (1) RETURNING *) SELECT * FROM x",
]


@pytest.mark.parametrize("query", HOSTILE)
def test_a_hostile_query_is_refused_in_plain_words(secret: Path, query: str) -> None:
    hidden_frame = pl.DataFrame({"a": ["hidden-word"]})
    assert hidden_frame.height == 1
    before = {path: path.read_bytes() for path in secret.parent.iterdir()}
    with pytest.raises(UsageError) as caught:
        sql(query.format(file=secret, folder=secret.parent))
    said = str(caught.value)
    assert "hidden-word" not in said
    assert "Traceback" not in said
    assert len(said) > 20
    assert {path: path.read_bytes() for path in secret.parent.iterdir()} == before


def test_the_list_of_hostile_queries_is_long_and_the_messages_say_why(secret: Path) -> None:
    assert len(HOSTILE) > 60
    for query in HOSTILE[:12]:
        with pytest.raises(UsageError, match=_CLOSED):
            sql(query.format(file=secret, folder=secret.parent))


def test_settings_tell_no_secrets_and_cannot_be_changed(secret: Path) -> None:
    text = str(sql("SELECT * FROM duckdb_settings()").to_dicts())
    assert "hidden-word" not in text
    value = "SELECT value FROM duckdb_settings() WHERE name = '{}'"
    assert sql(value.format("enable_external_access")).item() == "false"
    assert sql(value.format("lock_configuration")).item() == "true"
    assert sql(value.format("python_enable_replacements")).item() == "false"
    assert sql(value.format("autoload_known_extensions")).item() == "false"


def test_only_the_files_of_the_tables_named_are_open() -> None:
    atlas = open_atlas()
    other = atlas.file("rivalries")
    with pytest.raises(UsageError, match=_CLOSED):
        sql(f"SELECT * FROM disputes, read_parquet('{other}')")


def test_a_query_that_eats_memory_is_stopped() -> None:
    begun = time.monotonic()
    with pytest.raises(UsageError, match=f"more than {MEMORY}"):
        sql("SELECT range AS x, repeat('x', 1000) || range AS y FROM range(1000000000)", seconds=120)
    assert time.monotonic() - begun < 60


@pytest.mark.parametrize(
    "query",
    [
        "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE (a.range * b.range) % 7 = 3",
        "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r",
    ],
)
def test_a_query_that_takes_too_long_is_stopped(query: str) -> None:
    begun = time.monotonic()
    with pytest.raises(UsageError, match=r"stopped after 0\.5 seconds|more than 1GB"):
        sql(query, seconds=0.5)
    assert time.monotonic() - begun < 20


def test_nothing_is_left_running() -> None:
    import threading

    before = threading.active_count()
    sql("SELECT 1 AS x", seconds=1000)
    time.sleep(0.05)
    assert threading.active_count() <= before


# ------------------------------------------------------------------------------------------------ wrong names


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT * FROM dispute", ["no table 'dispute'", "Nearest: disputes", "--tables"]),
        ("SELECT * FROM Trad", ["Nearest: trade"]),
        ("SELECT hostility FROM disputes", ["no column 'hostility'", "hostility_a", "Columns of disputes: a, b"]),
        ("SELECT d.yeer FROM trade d", ["'yeer'", "Nearest: year"]),
        ("SELECT x", ["no column 'x'", "no table is named"]),
        ("SELECT a FROM disputes GROUP BY b", ["DuckDB cannot run the query", "GROUP BY"]),
        ("SELECT upperr(a) FROM disputes", ["upperr", "upper"]),
        ("SELECT a FORM disputes WHERE", ["DuckDB cannot run the query", "syntax error"]),
        ("SELECT 'x'::INTEGER", ["cannot run the query", "Could not convert"]),
    ],
)
def test_errors_point_at_the_nearest_name(amity: Amity, query: str, words: list[str]) -> None:
    ran = amity("sql", query)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.count("\n") == 1
    for word in words:
        assert word in ran.err, ran.err


# ------------------------------------------------------------------------------------------------ the command


def test_the_screen_shows_some_rows_and_counts_the_rest(amity: Amity) -> None:
    ran = amity("sql", "SELECT a, b, dispute, first_year FROM disputes ORDER BY ALL")
    rows = open_atlas().manifest["tables"]["disputes"]["rows"]
    assert ran.code == 0
    assert f"… {rows - 40:,} more" in ran.out
    assert f"{rows:,} rows. Atlas {open_atlas().id}. Tables: disputes. Data: cow-mid5, gml-mid22." in ran.out
    assert len(ran.out.splitlines()) == 44
    assert "1 row. " in amity("sql", "SELECT 1 AS x").out
    assert "no table of it was used" in amity("sql", "SELECT 1 AS x").out


def test_what_a_cell_shows(amity: Amity) -> None:
    ran = amity("sql", "SELECT NULL AS a, 1.0 / 3 AS b, chr(27) || '[31mred' AS c, repeat('x', 500) AS d")
    assert "\x1b" not in ran.out
    assert "0.333333333" in ran.out
    assert "x" * 59 + "…" in "".join(ran.out.split("\n")).replace(" ", "")


def test_json(amity: Amity) -> None:
    ran = amity("sql", "SELECT a, 'nan'::DOUBLE AS x, 1.5 AS y FROM disputes ORDER BY a LIMIT 50", "--json")
    answer = json.loads(ran.out)
    assert set(answer) == {"amity", "atlas", "command", *SHAPES["sql"]}
    assert answer["atlas"] == open_atlas().id
    assert (answer["n_rows"], len(answer["rows"]), answer["path"]) == (50, 50, None)
    assert answer["rows"][0]["x"] is None
    assert answer["columns"][2] == {"name": "y", "dtype": "Float64"}
    assert answer["tables"][0]["name"] == "disputes"
    assert answer["tables"][0]["datasets"] == ["cow-mid5", "gml-mid22"]


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_to_a_file(amity: Amity, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"out{suffix}"
    query = "SELECT a, b, first_year FROM disputes ORDER BY ALL"
    ran = amity("sql", query, "--to", str(target))
    assert ran.code == 0
    assert "Data: cow-mid5, gml-mid22." in ran.out
    read = pl.read_csv(target) if suffix == ".csv" else pl.read_parquet(target)
    wanted = open_atlas().scan("disputes").select("a", "b", "first_year").sort("a", "b", "first_year").collect()
    assert read.cast(wanted.schema).equals(wanted)  # pyright: ignore[reportArgumentType]
    if suffix == ".parquet":
        said = pl.read_parquet_metadata(target)
        assert said["amity.atlas"] == open_atlas().id
        assert said["amity.data"] == "cow-mid5 gml-mid22"
    assert list(tmp_path.iterdir()) == [target]
    told = json.loads(amity("sql", query, "--to", str(target), "--json").out)
    assert told["path"] == str(target)
    assert told["rows"] is None
    assert told["n_rows"] == wanted.height


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["SELECT 1", "--to", "x.xlsx"], [".csv or .parquet"]),
        (["SELECT [1, 2] AS l", "--to", "x.csv"], ["does not fit into a .csv", "VARCHAR"]),
        (["SELECT 1 AS x", "--to", "no/such/x.csv"], ["cannot be written", "--to FILE"]),
        (["--tables", "--to", "x.csv"], ["--tables"]),
        (["SELECT 1", "--tables"], ["--tables"]),
        ([], ["SELECT", "--tables"]),
        ([" "], ["SELECT", "--tables"]),
        (["SELECT 1", "--seconds", "0"], ["some time"]),
        (["SELECT 1", "--seconds", "nan"], ["some time"]),
    ],
)
def test_wrong_calls(
    amity: Amity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argv: list[str], words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = amity("sql", *argv)
    assert ran.code == 2, ran
    assert ran.err.count("\n") == 1
    assert all(word in ran.err for word in words), ran.err
    assert list(tmp_path.iterdir()) == []


def test_tables_with_columns_and_units(amity: Amity) -> None:
    ran = amity("sql", "--tables")
    assert ran.code == 0
    found = json.loads(amity("sql", "--tables", "--json").out)
    assert [table["name"] for table in found["tables"]] == list(open_atlas().tables)
    assert found["rows"] is None
    trade = next(table for table in found["tables"] if table["name"] == "trade")
    value = next(column for column in trade["columns"] if column["name"] == "value_usd_million")
    assert value["unit"]
    for table in found["tables"]:
        assert f"{table['name']} (" in ran.out
    assert "value_usd_million" in ran.out


def test_the_extra_is_named(amity: Amity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    ran = amity("sql", "SELECT 1")
    assert ran.code == 2
    assert "amity[sql]" in ran.err


def test_the_command_says_nothing_on_stderr() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "amity", "sql", "SELECT count(*) FROM disputes"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
