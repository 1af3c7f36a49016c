"""A whole atlas from raw files: wall time, peak memory, and the time of a plain read of the same files beside it.

Run: `uv run python benchmarks/build.py [LIBRARY]`.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

from amity import scores, sources
from amity.atlas.build import build


def main() -> None:
    library = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")
    start = time.perf_counter()
    for source in sources.registry().values():
        form, _ = source.locate(library)
        form.read(library / source.id)
    reading = time.perf_counter() - start
    steps: list[tuple[float, str]] = []
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        derive = scores.derive()
        built = build(library, Path(folder), derive, lambda what, *_: steps.append((time.perf_counter(), what)))
    whole = time.perf_counter() - start
    ends = [moment for moment, _ in steps[1:]] + [start + whole]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    for end, (moment, what) in sorted(zip(ends, steps, strict=True), key=lambda x: x[1][0] - x[0])[:8]:
        print(f"{end - moment:6.2f} s  {what}")
    print(f"build {whole:.1f} s, peak {peak:.2f} GB, {built.n_bytes / 1e6:.1f} MB")
    print(f"reading the raw files alone {reading:.1f} s; the build takes {whole / reading:.1f} times that")


if __name__ == "__main__":
    main()
