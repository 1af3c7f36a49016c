"""Wall time of whole processes, median of 5, each beside the least that could be done instead.

Usage: python benchmarks/startup.py
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5
PYTHON = sys.executable

_POLARS = """
import json, polars as pl
from amity.atlas import SHIPPED
tables = json.loads((SHIPPED / "manifest.json").read_text())["tables"]
"""
#: One figure of one pair read without any of amity's work: no standing, no interval, no other indicator.
_ONE_SERIES = (
    _POLARS
    + """
frame = pl.scan_parquet(SHIPPED / tables["trade"]["file"])
print(frame.filter((pl.col("source") == "CHN") & (pl.col("target") == "RUS")).collect().height)
"""
)
#: Every table read whole: what a page costs when nothing is selected before reading.
_EVERY_TABLE = (
    _POLARS
    + """
print(sum(pl.read_parquet(SHIPPED / entry["file"]).height for entry in tables.values()))
"""
)

CASES: tuple[tuple[str, list[str], str, list[str], float], ...] = (
    ("import amity", ["-c", "import amity"], "bare Python", ["-c", "pass"], 0.1),
    ("amity --help", ["-m", "amity", "--help"], "argparse help", ["-m", "json.tool", "--help"], 0.3),
    (
        "amity show china russia",
        ["-m", "amity", "show", "china", "russia"],
        "one series",
        ["-c", _ONE_SERIES],
        1.0,
    ),
    (
        "amity report china russia",
        ["-m", "amity", "report", "china", "russia"],
        "all tables",
        ["-c", _EVERY_TABLE],
        0.0,
    ),
)


def median(arguments: list[str], folder: str) -> float:
    """Median wall seconds of whole processes; the first run, which fills caches, does not count."""
    seconds: list[float] = []
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        subprocess.run([PYTHON, *arguments], check=True, capture_output=True, cwd=folder)
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds[1:])


def main() -> None:
    """Print one line per case."""
    print(f"{'command':28} {'median s':>9} {'target s':>9}   {'beside':16} {'median s':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for name, command, peer, reference, target in CASES:
            wanted = f"{target:.1f}" if target else "-"
            took, least = median(command, folder), median(reference, folder)
            print(f"{name:28} {took:9.3f} {wanted:>9}   {peer:16} {least:9.3f}", flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
    main()
