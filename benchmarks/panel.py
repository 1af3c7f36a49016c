"""A world panel with thirteen additions, and one pair with everything, beside a peer and a plain join.

Usage: python benchmarks/panel.py

Each is made in a process of its own, three times, the best counts; memory is its peak (VmHWM). Seconds start before
polars is imported; on a busy machine the seconds of all cores (CPU s) say more. The peer is R's peacesciencer, measured
once for the same rows and additions: 2,214,930 directed dyad-years, 37.7 s and 4.95 GB. Its count differs from ours for
the reasons in docs/panel.md.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

PEER_SECONDS, PEER_GB, PEER_ROWS = 37.7, 4.95, 2_214_930

#: The additions of the peer's script, by our names; those that the atlas in use lacks are left out, and said so.
THIRTEEN = (
    "contiguity",
    "major_powers",
    "capabilities",
    "regimes",
    "economy",
    "alliances",
    "trade",
    "shared_igos",
    "capital_distance",
    "distance",
    "rivalries",
    "gml_disputes",
    "leaders",
)

_OURS = """
import resource, sys, time
start = time.perf_counter()
import amity
from amity.panel import variables
names = sys.argv[2].split(",")
held = variables().filter("held")
wanted = [n for n in names if n in set(held["group"])]
made = amity.panel("directed-dyad-year", 1816, 2024, variables=wanted)
made.write(sys.argv[1])
seconds = time.perf_counter() - start
lacking = ",".join(n for n in names if n not in wanted) or "-"
print(made.height, made.width, f"{seconds:.2f}", lacking, f"{time.process_time():.2f}")
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")), file=sys.stderr)
"""

#: The same rows with five of the additions, as one would write it: every pair, then one join after the other.
_PLAIN = """
import sys, time
start = time.perf_counter()
import polars as pl
from amity import states
from amity.atlas import open_atlas
atlas = open_atlas()
years = [(s.code, y) for s in states.members() for y in s.member_years(2024)]
member = pl.DataFrame(years, schema={"a": pl.String, "year": pl.Int16}, orient="row")
rows = member.join(member.rename({"a": "b"}), on="year").filter(pl.col("a") != pl.col("b"))
nmc = atlas.scan("capabilities").drop("dataset").collect()
for side in "ab":
    mine = nmc.rename({c: f"{c}_{side}" for c in nmc.columns[2:]} | {"state": side})
    rows = rows.join(mine, on=[side, "year"], how="left")
owed = atlas.scan("obligations").drop("dataset").collect().rename({"source": "a", "target": "b"})
rows = rows.join(owed, on=["a", "b", "year"], how="left")
igos = atlas.scan("shared_igos").drop("dataset").collect()
both = pl.concat([igos, igos.select(a="b", b="a", year="year", shared_igos="shared_igos")])
rows = rows.join(both, on=["a", "b", "year"], how="left")
trade = atlas.scan("trade").filter("is_default").select("source", "target", "year", x="value_usd_million").collect()
for name, a, b in (("exports", "source", "target"), ("imports", "target", "source")):
    rows = rows.join(trade.rename({a: "a", b: "b", "x": name}), on=["a", "b", "year"], how="left")
spells = atlas.scan("contiguity").collect().with_columns(
    year=pl.int_ranges(pl.col("first_day").dt.year(), pl.col("last_day").dt.year().fill_null(2016) + 1)
)
near = spells.explode("year").group_by("a", "b", pl.col("year").cast(pl.Int16)).agg(pl.col("kind").min())
near = pl.concat([near, near.select(a="b", b="a", year="year", kind="kind")])
rows = rows.join(near, on=["a", "b", "year"], how="left").sort("a", "b", "year")
rows.write_parquet(sys.argv[1], compression="lz4")
print(rows.height, rows.width, f"{time.perf_counter() - start:.2f}", "-", f"{time.process_time():.2f}")
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")), file=sys.stderr)
"""

_PAIR = """
import statistics, time
from amity import indicators, open_atlas
from amity.panel import panel
open_atlas().hold()
pairs = [("CHN", "RUS"), ("USA", "GBR"), ("IND", "PAK"), ("DEU", "FRA"), ("JPN", "KOR"), ("BRA", "ARG"), ("EGY", "ISR")]
took = []
for pair in [("ITA", "ESP"), *pairs]:
    start = time.perf_counter()
    panel("directed-dyad-year", 1816, 2026, dyads=[pair], indicators="all")
    took.append(1000 * (time.perf_counter() - start))
n = len(indicators.registry())
print(f"{n} indicators: median {statistics.median(took[1:]):.0f} ms, least {min(took[1:]):.0f} ms")
"""


def child(code: str, *arguments: str) -> tuple[list[str], float]:
    """What a process printed, word by word, and its peak memory in GB."""
    done = subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True)
    return done.stdout.split(), int(done.stderr.split()[-1]) * 1024 / 1e9


def main() -> None:
    """Print one line per case."""
    print(f"{'directed dyad-years 1816-2024':34} {'rows':>10} {'columns':>8} {'s':>7} {'CPU s':>7} {'GB':>6}")
    print(f"{'peacesciencer (R), recorded':34} {PEER_ROWS:>10,} {'':>8} {PEER_SECONDS:>7.2f} {'':>7} {PEER_GB:>6.2f}")
    with tempfile.TemporaryDirectory() as folder:
        for name, code in (("amity, 13 additions, to Parquet", _OURS), ("plain polars joins, 5 additions", _PLAIN)):
            best = min((child(code, str(Path(folder) / "x.parquet"), ",".join(THIRTEEN)) for _ in range(3)),
                       key=lambda run: float(run[0][2]))  # fmt: skip
            (rows, columns, seconds, lacking, busy), memory = best
            print(f"{name:34} {int(rows):>10,} {columns:>8} {seconds:>7} {busy:>7} {memory:>6.2f}", flush=True)
            if lacking != "-":
                print(f"  not in this atlas: {lacking}")
    print("one pair, all years, all indicators, warm: ", end="")
    print(
        " ".join(
            subprocess.run([sys.executable, "-c", _PAIR], check=True, capture_output=True, text=True).stdout.split()
        )
    )
    start = time.perf_counter()
    command = [
        sys.executable,
        "-m",
        "amity",
        "panel",
        "--years",
        "1816-2026",
        "--dyad",
        "china,russia",
        "--indicators",
        "all",
    ]
    subprocess.run(command, check=True, capture_output=True)
    print(f"the same as a command: {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main()
