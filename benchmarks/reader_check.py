"""Long documents checked against the data, pages (3,000 characters) a second: two processes beside one, and short ones.

Run: `uv run python benchmarks/reader_check.py [FILE ...]`. Files are put together to one document of at least 150
pages; without any it is the pages retold for the tests, which hold far more figures than prose usually does.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from amity.atlas import Atlas, open_atlas
from amity.reader import ahead, documents
from amity.reader.check import check
from amity.reader.model import Checked, Document

PAGE, PAGES, TIMES = 3_000, 150, 3
RETOLD = Path(__file__).parents[1] / "tests" / "reader" / "labels" / "pages_dev.md"


def main() -> None:
    atlas = open_atlas()
    files = [Path(name) for name in sys.argv[1:]] or [RETOLD]
    text = "\n\n".join(documents.load(file).text for file in files)
    most = PAGES * PAGE
    text = (text + "\n\n") * (most // len(text) + 1) if files != [RETOLD] else text[:most]
    long, pages = documents.from_text(text), len(text) / PAGE
    check(documents.from_text(text[: 2 * PAGE]), atlas)
    one, found = best(long, atlas, is_alone=True)
    two, same = best(long, atlas, is_alone=False)
    assert found.findings == same.findings
    print(f"{pages:.0f} pages, {len(found.findings) / pages:.1f} figures on a page")
    print(f"{pages / one:6.1f} pages/s  one process")
    print(f"{pages / two:6.1f} pages/s  two processes: {one / two:.2f} times as fast, the findings are the same")


def best(document: Document, atlas: Atlas, *, is_alone: bool) -> tuple[float, Checked]:
    """Seconds by the clock, the fewest of some runs, and what was found."""
    usual = ahead._may_start  # pyright: ignore[reportPrivateUsage]
    ahead._may_start = (lambda: False) if is_alone else usual  # pyright: ignore[reportPrivateUsage]
    runs: list[tuple[float, Checked]] = []
    for _ in range(TIMES):
        start = time.perf_counter()
        found = check(document, atlas)
        runs.append((time.perf_counter() - start, found))
    ahead._may_start = usual  # pyright: ignore[reportPrivateUsage]
    return min(runs, key=lambda run: run[0])


if __name__ == "__main__":
    main()
