"""Write the reference pages from the declarations in the code; `--check` only says which ones are stale.

Usage: python docs/generate.py [--check]
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable
from pathlib import Path

REFERENCE = Path(__file__).parent / "reference"
_WARNING = "<!-- Written by docs/generate.py; change the declarations in src/amity instead. -->\n"
_WIDTH = 88


def main(argv: list[str]) -> int:
    """Write the pages, or with `--check` compare them; 1 if any is stale."""
    stale = [name for name, text in pages().items() if _read(REFERENCE / name) != text]
    if "--check" in argv:
        for name in stale:
            print(f"docs/reference/{name} is stale: run `uv run python docs/generate.py`", file=sys.stderr)
        return 1 if stale else 0
    REFERENCE.mkdir(exist_ok=True)
    for name, text in pages().items():
        (REFERENCE / name).write_text(text, encoding="utf-8")
    return 0


def pages() -> dict[str, str]:
    """Every generated page by file name."""
    made = {
        "cli.md": _cli(),
        "python.md": _python(),
        "indicators.md": _indicators(),
        "sources.md": _sources(),
        "tables.md": _tables(),
        "quality.md": _quality(),
    }
    return {name: f"{_WARNING}\n{text.strip()}\n" for name, text in made.items()}


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _cli() -> str:
    from amity.cli.commands import app
    from amity.cli.printing import SHAPES

    parts = [
        "# Commands\n\nExit codes: 0 fine, 1 negative answer, 2 wrong use, 3 no data, 70 a defect of amity, "
        "130 stopped by Ctrl-C, 141 the reader of the output went away. Errors are one line on stderr.\n\n"
        "`--json` prints one object and nothing else: `amity` (version), `atlas` (its id, null where no "
        "figures are shown), `command`, and the keys named below. Within a major version keys are added, "
        "never removed or renamed. Missing values are null.\n\n"
        "Environment: `AMITY_ATLAS` (folder of the atlas to use), `AMITY_HOME` (folder of your own atlas), "
        "`AMITY_DEBUG=1` (traceback of a defect), `NO_COLOR`, `COLUMNS`.\n\n"
        f"```text\n{_help(app, [])}\n```"
    ]
    for name in app:
        if name.startswith("-"):
            continue
        keys = "\n".join(f"| `{key}` | {meaning} |" for key, meaning in SHAPES[name].items())
        parts.append(
            f"## amity {name}\n\n```text\n{_help(app, [name])}\n```\n\n"
            f"Keys of `--json`:\n\n| key | meaning |\n|---|---|\n{keys}"
        )
    return "\n\n".join(parts)


def _help(app: object, command: list[str]) -> str:
    from rich.console import Console

    page = io.StringIO()
    console = Console(file=page, width=_WIDTH, color_system=None, legacy_windows=False)
    app.help_print(command, console=console)  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in page.getvalue().strip().splitlines())


def _python() -> str:
    import amity

    skip = {"__version__", "casefile", "claims", "groups", "indicators", "sources", "states"}
    own = "\n\n".join(
        f"::: amity.{amity._HOME[name].removeprefix('amity.')}.{name}" for name in amity.__all__ if name not in skip
    )
    return (
        "# Python\n\n`import amity` loads nothing else; each name below is loaded on first use. "
        "`amity.states`, `amity.groups`, `amity.indicators`, `amity.sources`, `amity.casefile` and `amity.claims` are "
        "the modules of that name. "
        "Frames are polars.\n\n"
        f"{own}\n\n::: amity.states\n\n::: amity.groups\n\n::: amity.indicators\n\n::: amity.casefile\n\n"
        "::: amity.claims\n\n::: amity.claims.language\n\n::: amity.claims.studies\n\n::: amity.errors"
    )


def _indicators() -> str:
    from amity import indicators, scores

    known = {**scores.registry(), **indicators.registry()}
    parts = [
        "# Scores and indicators\n\nWhat is measured; scores, which are made of indicators, come first and are derived "
        "under [Scores](../scores/index.md). *Directed*: the value of A on B differs from that of B on A. "
        "Years held: `amity indicators NAME`. Where there is no value there is a reason; zero is written "
        "only where a source measured it.\n\n"
        + _table(
            ("indicator", "what", "unit", "closer"),
            ((f"[{i.id}](#{_anchor(i.id)})", i.label, i.unit, i.closer) for i in known.values()),
        )
    ]
    for i in known.values():
        low, high = ("unbounded" if end is None else f"{end:g}" for end in i.range)
        rows = [
            ("Label", i.label),
            ("Unit", i.unit),
            ("Range", f"{low} to {high}"),
            ("Closer", i.closer),
            ("Directed", "yes" if i.directed else "no"),
            ("Kind", i.kind),
            ("Fewest items", str(i.min_n)),
            ("Casefile", ", ".join(f"{name}.csv" for name in i.casefile))
            if i.casefile
            else ("Tables", ", ".join(f"[{t}](tables.md#{_anchor(t)})" for t in i.tables)),
            ("Reference", i.reference),
            ("Cannot tell", i.limits),
        ]
        parts.append(f"## {i.id} {{ #{_anchor(i.id)} }}\n\n{i.question}\n\n" + _table(("", ""), rows))
    return "\n\n".join(parts)


def _sources() -> str:
    from amity import sources

    known = sources.registry()
    parts = [
        "# Sources\n\nWhere the figures come from. Files and checksums of what the atlas was built from: "
        "`amity sources NAME`; years and states held: `amity sources --coverage`.\n\n"
        + _table(
            ("source", "title", "version"),
            ((f"[{s.id}](#{_anchor(s.id)})", s.title, s.version) for s in known.values()),
        )
    ]
    for s in known.values():
        rows = [
            ("Title", s.title),
            ("Version", s.version),
            ("Citation", s.citation),
            ("Licence", s.licence),
            ("Page", s.landing_url),
            ("Download", s.download_url),
            ("Grain", s.grain),
            ("Coverage", s.coverage),
            ("Ships", "values" if s.ships == "values" else "only sums, shares and counts"),
            (
                "Layouts read",
                "; ".join(f"{form.name}: {', '.join(f'`{f}`' for f in form.files)}" for form in s.forms),
            ),
            *((f"Defect {n}", text) for n, text in enumerate(s.defects, 1)),
        ]
        parts.append(f"## {s.id} {{ #{_anchor(s.id)} }}\n\n" + _table(("", ""), rows))
    return "\n\n".join(parts)


def _tables() -> str:
    from amity.atlas.tables import CONTRACTS

    parts = [
        "# Tables\n\nWhat the atlas holds: Parquet files named in `manifest.json` with their checksum. "
        "`amity.open_atlas().scan(table)` opens one with polars; any program that reads Parquet can. Key "
        "columns are **bold**."
    ]
    for name, contract in CONTRACTS.items():
        key = set(contract.primary_key())
        rows = [
            (
                f"**{column}**" if column in key else column,
                str(spec.dtype),
                (spec.metadata or {}).get("unit") or "",
                (spec.metadata or {}).get("description") or "",
            )
            for column, spec in contract.columns().items()
        ]
        text = " ".join((contract.__doc__ or "").split())
        parts.append(
            f"## {name} {{ #{_anchor(name)} }}\n\n{text}\n\n" + _table(("column", "type", "unit", "meaning"), rows)
        )
    return "\n\n".join(parts)


def _quality() -> str:
    """How good the shipped tables are, measured from them."""
    from amity.atlas import SHIPPED, open_atlas, quality

    atlas = open_atlas(SHIPPED)
    entries = atlas.manifest["tables"]
    held = quality.columns(atlas)
    parts = [
        f"# Quality of the data\n\nMeasured from the shipped atlas `{atlas.id}`: rows, years, gaps and ranges of every "
        "table, and how far rival figures for the same thing differ. A row that breaks its declared range, key or "
        "code stops the build, so none is out of range; the declared ranges are in [Tables](tables.md).",
        "## Tables\n\n"
        + _table(
            ("table", "rows", "kB", "data set and edition", "years", "years without rows", "states"),
            (
                (
                    name if n == 0 else "",
                    f"{entry['rows']:,}" if n == 0 else "",
                    f"{entry['bytes'] / 1e3:,.0f}" if n == 0 else "",
                    " ".join(filter(None, (_short(str(span["dataset"])), span.get("vintage")))),
                    f"{span['first_year']}–{span['last_year']}" if span.get("first_year") is not None else "",
                    _runs(span.get("gaps") or []),
                    str(span.get("states") or ""),
                )
                for name, entry in entries.items()
                for n, span in enumerate(entry["coverage"])
            ),
        ),
        "## Columns with gaps\n\nShare of the rows without a value. Missing is never zero.\n\n"
        + _table(
            ("table", "column", "missing"),
            (
                (row["table"], row["column"], f"{row['missing']:.1%}")
                for row in held.filter(held["missing"] > 0).iter_rows(named=True)
            ),
        ),
        "## Ranges\n\nLeast and greatest value held.\n\n"
        + _table(
            ("table", "column", "unit", "least", "greatest"),
            (
                (row["table"], row["column"], row["unit"], f"{row['low']:,.6g}", f"{row['high']:,.6g}")
                for row in held.iter_rows(named=True)
                if row["low"] is not None and row["unit"] not in (None, "year")
            ),
        ),
        "## Rival figures\n\nEvery two data sets, editions or books that give a figure for at least 30 of the same "
        "keys. *r*: correlation, of logarithms where both are positive. *Ratio*: median of the first over the second. "
        "*Within*: share of the pairs that differ by at most that part of the larger. Rivals may use other prices or "
        "definitions (national accounts of 2011 and 2017, sanctions of other senders): the tables say which.\n\n"
        + _table(
            ("table and column", "one", "other", "n", "r", "ratio", "within 10 %", "within 25 %"),
            (
                (
                    f"{row['table']} {row['column']}",
                    row["one"],
                    row["other"],
                    f"{row['n']:,}",
                    "" if row["correlation"] is None else f"{row['correlation']:.3f}",
                    "" if row["ratio"] is None else f"{row['ratio']:.3f}",
                    f"{row['within_10']:.0%}",
                    f"{row['within_25']:.0%}",
                )
                for row in quality.rivals(atlas).iter_rows(named=True)
            ),
        ),
        "## Rival lists\n\nPairs of states and years that are on one list, on the other, on both, in the years both "
        "cover.\n\n"
        + _table(
            ("table", "one", "other", "years", "only one", "only the other", "both"),
            (
                (
                    row["table"],
                    row["one"],
                    row["other"],
                    f"{row['first']}–{row['last']}",
                    *(f"{row[c]:,}" for c in ("only_one", "only_other", "both")),
                )
                for row in quality.overlaps(atlas).iter_rows(named=True)
            ),
        ),
    ]
    return "\n\n".join(parts)


def _short(names: str) -> str:
    few = names.split(" + ")
    return names if len(few) <= 3 else f"{len(few)} sources"


def _runs(years: list[int]) -> str:
    """Years as runs: 1964, 1966–1968."""
    from amity.report import words

    return ", ".join(words.span(*run) for run in words.runs(years))


def _anchor(name: str) -> str:
    return name.replace(".", "-")


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [headings, tuple("---" for _ in headings), *rows]
    return "\n".join("| " + " | ".join(_cell(c) for c in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
