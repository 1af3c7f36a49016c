"""How good is each score? Measures it against what is known and writes the figures into its page of the docs.

Run: `uv run python validation/run.py [NAME ...]`; `--check` only says which pages are stale.

One module here per score, with `figures(atlas) -> str`: Markdown that goes into docs/scores/<module>.md, or the page
it calls `PAGE`, between the marks below. Only seconds may differ from one run to the next, so they are no part of it.
Where the program itself quotes the figures, the module writes them with `keep(atlas)`.
"""

from __future__ import annotations

import importlib
import sys
import time
from pathlib import Path

from amity.atlas import open_atlas

HERE = Path(__file__).parent
PAGES = HERE.parent / "docs" / "scores"
BEGIN, END = "<!-- figures: written by validation/run.py -->", "<!-- end of figures -->"


def main(argv: list[str]) -> int:
    """Measure and write; 1 if a page is stale under `--check`."""
    check = "--check" in argv
    known = sorted(path.stem for path in HERE.glob("[!_]*.py") if path != Path(__file__).resolve())
    asked = [name for name in argv if name != "--check"] or known
    if unknown := set(asked) - set(known):
        print(f"no validation is called {', '.join(sorted(unknown))}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    stale = False
    for name in asked:
        begun = time.perf_counter()
        print(f"{name} ...", file=sys.stderr, flush=True)
        module = importlib.import_module(name)
        text = module.figures(open_atlas())
        page: Path = getattr(module, "PAGE", PAGES / f"{name.replace('_', '-')}.md")
        old = page.read_text(encoding="utf-8")
        before, _, rest = old.partition(BEGIN)
        _, _, after = rest.partition(END)
        new = f"{before}{BEGIN}\n\n{text.strip()}\n\n{END}{after}"
        stale |= new != old
        if not check:
            page.write_text(new, encoding="utf-8")
            if hasattr(module, "keep"):
                module.keep(open_atlas())
        told = "as it was" if new == old else "stale" if check else "written"
        print(f"{name}: {time.perf_counter() - begun:.0f} s, {page.name} {told}", file=sys.stderr, flush=True)
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
