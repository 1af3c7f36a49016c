"""How fast does `amity serve` answer fifty readers at once? Beside it, one reader alone, as the reference.

    uv run python benchmarks/web.py [seconds] [users] [pause]

Readers walk over pages and the API on loopback, each on a connection of its own, with `pause` seconds between an
answer and the next question (0 for a closed loop, which measures throughput). Pages and dyads are mixed; each dyad is
asked for once before, so that what is measured is serving, and the first making of pages is told apart. Then a server
process is killed with SIGKILL, and the time until it serves again is taken.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

DYADS = (
    ("CHN", "RUS"), ("USA", "GBR"), ("IND", "PAK"), ("DEU", "FRA"), ("USA", "JPN"), ("IND", "RUS"),
    ("CHN", "PAK"), ("KAZ", "RUS"), ("BRA", "ARG"), ("TUR", "RUS"), ("CHN", "JPN"), ("USA", "CHN"),
)  # fmt: skip
KINDS = {
    "dyad page": [f"/dyad/{a}/{b}" for a, b in DYADS],
    "API dyad": [f"/api/v1/dyads/{a}/{b}" for a, b in DYADS],
    "API series": [f"/api/v1/dyads/{a}/{b}/series/trade.share" for a, b in DYADS],
    "home": ["/", "/?of=CHN", "/?of=USA", "/?of=RUS&year=1985"],
    "lists": ["/rank", "/region", "/sources", "/methods/closeness", "/state/RUS"],
}


async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> tuple[int, int]:
    """Status and bytes of one answer on an open connection."""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n".encode())
    await writer.drain()
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    body = await reader.readexactly(int(length[1])) if length else b""
    return int(head[9:12]), len(body)


async def user(
    port: int, until: float, pause: float, seed: int, found: dict[str, list[float]], errors: list[str]
) -> None:
    """One reader until the time is over."""
    draw = random.Random(seed)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.sleep(draw.random() * pause)
    while time.monotonic() < until:
        kind = draw.choice(list(KINDS))
        path = draw.choice(KINDS[kind])
        begin = time.perf_counter()
        try:
            status, _ = await ask(reader, writer, path)
        except (OSError, asyncio.IncompleteReadError) as error:
            errors.append(f"{path}: {error!r}")
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            continue
        found[kind].append(time.perf_counter() - begin)
        if status != 200:
            errors.append(f"{path}: {status}")
        await asyncio.sleep(pause * (0.5 + draw.random()))
    writer.close()


async def load(port: int, seconds: float, users: int, pause: float) -> dict[str, list[float]]:
    """All readers at once; prints what they met."""
    found: dict[str, list[float]] = defaultdict(list)
    errors: list[str] = []
    until = time.monotonic() + seconds
    await asyncio.gather(*(user(port, until, pause, seed, found, errors) for seed in range(users)))
    every = [t for times in found.values() for t in times]
    print(
        f"\n{users} users, pause {pause:g} s, {seconds:g} s: {len(every) / seconds:,.0f} answers a second, "
        f"{len(errors)} errors {errors[:3] or ''}"
    )
    for kind, times in sorted(found.items()):
        cuts = statistics.quantiles(times, n=100) if len(times) > 1 else times * 99
        print(f"  {kind:<11} n {len(times):>6}  p50 {1e3 * cuts[49]:7.1f} ms  p99 {1e3 * cuts[98]:7.1f} ms")
    return found


def resident(pid: int) -> float:
    """Megabytes that a process and its children hold."""
    children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True).stdout.split()
    own = int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) / 1000
    return own + sum(resident(int(child)) for child in children)


async def first(port: int) -> None:
    """Every page once: what making it takes."""
    times: dict[str, list[float]] = defaultdict(list)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    # Server processes keep their answers each for itself.
    for _ in range(4):
        for kind, paths in KINDS.items():
            for path in paths:
                begin = time.perf_counter()
                await ask(reader, writer, path)
                times[kind].append(time.perf_counter() - begin)
        writer.close()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for kind, many in times.items():
        print(
            f"  first {kind:<10} median {statistics.median(many[: len(KINDS[kind])]):6.2f} s, longest {max(many):.2f} s"
        )


async def recovers(port: int, pid: int) -> float:
    """Seconds until a page comes again after a server process was killed."""
    children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True).stdout.split()
    os.kill(int(children[-1]), signal.SIGKILL)
    begin = time.monotonic()
    while time.monotonic() - begin < 60:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            status, _ = await asyncio.wait_for(ask(reader, writer, "/api/v1/health"), 10)
            if status == 200:
                return time.monotonic() - begin
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            await asyncio.sleep(0.05)
    return float("inf")


def main(seconds: float = 60.0, users: int = 50, pause: float = 1.0) -> None:
    """Start a server, load it, kill a part of it."""
    command = [sys.executable, "-m", "amity", "serve", "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        port = int(re.search(r":(\d+)/", server.stdout.readline())[1])
        time.sleep(8)
        asyncio.run(first(port))
        before = resident(server.pid)
        asyncio.run(load(port, min(10.0, seconds), 1, 0.0))
        asyncio.run(load(port, seconds, users, pause))
        asyncio.run(load(port, seconds / 3, users, 0.0))
        print(f"\nmemory of all processes: {before:,.0f} MB before, {resident(server.pid):,.0f} MB after")
        print(
            f"after kill -9 of a server process it served again within {asyncio.run(recovers(port, server.pid)):.2f} s"
        )
    finally:
        server.terminate()
        server.wait(30)


if __name__ == "__main__":
    main(*(kind(text) for kind, text in zip((float, int, float), sys.argv[1:], strict=False)))
