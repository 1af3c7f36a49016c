"""`amity claims` and `amity studies`: claims executed against the data, one by one or as a page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from amity.atlas import Atlas, open_atlas
from amity.claims import Verdict, language, run_each, studies
from amity.cli import printing, writing
from amity.errors import UsageError

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from amity.report.studies import Parting, Row, StudyPage

_COLUMNS = ("study", "id", "kind", "pillar", "outcome", "text", "said", "nearest", "reading", "source", "years", "line")
_STYLES: Mapping[str, str] = {"contradicts": "bold red", "off": "yellow", "agrees": "green"}


def claims(file: Path, *, csv: bool, json: bool) -> int:
    """Run a file of claims; exit 1 if the data contradict any; see `amity claims --help`."""
    study = language.read(file)
    atlas = open_atlas()
    found = run_each(study.claims, atlas)
    _tell(study, found, atlas, "claims", csv=csv, json=json)
    return 1 if any(v.outcome == "contradicts" for v in found) else 0


def one_or_all(
    name: str | None,
    *,
    pillar: str | None,
    kind: str | None,
    verdict: str | None,
    out: Path | None,
    csv: bool,
    json: bool,
) -> int:
    """List the studies, or tell what the data say on one; see `amity studies --help`."""
    atlas = open_atlas()
    target = writing.target(out) if out is not None else None
    if name is None:
        if pillar or kind or verdict:
            raise UsageError("--pillar, --kind and --verdict need a study: amity studies NAME --pillar trade.")
        return _list(atlas, target, csv=csv, json=json)
    study = studies.get(name)
    found = _part(study, studies.verdicts(study, atlas), pillar=pillar, kind=kind, verdict=verdict)
    if target is not None:
        from amity.report import studies as pages

        part = pages.parting([study]) if len(found) == len(study.claims) else None
        writing.write(target, pages.render([pages.page(study, found)], atlas.id, part))
    if target is None or csv or json:
        _tell(study, found, atlas, "studies", csv=csv, json=json)
    else:
        printing.line(str(target))
    return 0


def _part(
    study: language.Study,
    found: Sequence[Verdict],
    *,
    pillar: str | None,
    kind: str | None,
    verdict: str | None,
) -> tuple[Verdict, ...]:
    """Only the verdicts asked for."""
    for field, asked in (("pillar", pillar), ("kind", kind)):
        if asked is not None:
            known = sorted({getattr(v.claim, field) for v in found})
            if asked not in known:
                raise UsageError(f"{study.id} has no claims of {field} {asked!r}; there are {', '.join(known)}.")
            found = [v for v in found if getattr(v.claim, field) == asked]
    if verdict is not None:
        if verdict not in studies.OUTCOMES:
            raise UsageError(f"No verdict is called {verdict!r}; there are {', '.join(studies.OUTCOMES)}.")
        found = [v for v in found if v.outcome == verdict]
    return tuple(found)


def _list(atlas: Atlas, target: Path | None, *, csv: bool, json: bool) -> int:
    from amity.report import studies as pages

    known = studies.every()
    each = [pages.page(study, studies.verdicts(study, atlas)) for study in known.values()]
    part = pages.parting(list(known.values()))
    if target is not None:
        writing.write(target, pages.render(each, atlas.id, part))
    if json:
        rows = [_about(p.study) | {"verdicts": p.counts} for p in each]
        printing.dump("studies", atlas.id, {"studies": rows} | _parting(part))
        return 0
    headings = ["study", "author", "published", "claims", *studies.OUTCOMES]
    lines = [
        [
            p.study.id,
            re.sub(r" \(.*\)", "", p.study.author),
            p.study.published[:10],
            str(len(p.study.claims)),
            *(str(p.counts[outcome]) for outcome in studies.OUTCOMES),
        ]
        for p in each
    ]
    if csv:
        print(printing.letters("\n".join(",".join(row) for row in [headings, *lines])))
    elif target is not None:
        printing.line(str(target))
    else:
        total = ["all", "", "", *(str(sum(int(row[i]) for row in lines)) for i in range(3, len(headings)))]
        # Who wrote it stands in the study's own page, too; numbers without a heading stand nowhere.
        kept = [i for i, name in enumerate(headings) if name != "author" or printing.console().width >= 100]
        shown = [[row[i] for i in kept] for row in (headings, *lines, total)]
        printing.table(shown[0], shown[1:], right=headings[3:], firm=["study", "published", "contradicts"])
        _print_parting(part)
    return 0


def _parting(part: Parting) -> dict[str, Any]:
    def told(pairs: Sequence[Any]) -> list[dict[str, str]]:
        return [{"one": c.one.id, "other": c.other.id, "what": c.what, "said": c.said} for c in pairs]

    divide = [
        {"kind": d.kind, "name": d.name, "for": [c.id for c in d.pro], "against": [c.id for c in d.con]}
        for d in part.divide
    ]
    return {"contradictions": told(part.contradict), "pulls": told(part.pull), "divisions": divide}


def _print_parting(part: Parting) -> None:
    """Where studies part, the strictest first."""
    heads = (
        (part.contradict, "{} pairs of claims cannot both be true"),
        (part.pull, "{} pairs say that one figure moves both ways, in years that overlap or by way of a proxy"),
    )
    for pairs, head in heads:
        if pairs:
            printing.line()
            printing.line(head.format(len(pairs)) + ":")
            alike: dict[tuple[str, str, str], list[str]] = {}
            for c in pairs:
                alike.setdefault((c.one.id, c.what, c.said), []).append(c.other.id)
            rows = [[one, "\n".join(others), what, said] for (one, what, said), others in alike.items()]
            printing.table(["claim", "claim", "on", "say"], rows, firm=["claim"])
    if part.divide:
        printing.line()
        printing.line("Claims pull apart on these readings and mechanisms (`--json` and `--out` name them):")
        rows = [
            [d.name.replace("_", " ").replace("-", " "), d.kind, str(len(d.pro)), str(len(d.con))] for d in part.divide
        ]
        printing.table(["question", "", "for", "against"], rows, right=["for", "against"])


def _about(study: language.Study) -> dict[str, Any]:
    return {
        "study": study.id,
        "title": study.title,
        "author": study.author,
        "outlet": study.outlet,
        "published": study.published,
        "url": study.url,
        "claims": len(study.claims),
    }


def _rows(study: language.Study, found: Sequence[Verdict]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for verdict in found:
        claim = verdict.claim
        base = {"study": study.id, "id": claim.id, "kind": claim.kind, "pillar": claim.pillar, "text": claim.text}
        base |= {"outcome": verdict.outcome, "line": claim.line}
        if not verdict.evidence:
            rows.append(dict.fromkeys(_COLUMNS) | base | {"said": verdict.reason})
        for e in verdict.evidence:
            years = None if e.years is None else "-".join(map(str, dict.fromkeys(e.years)))
            more = {"said": e.said, "nearest": e.nearest, "reading": e.reading, "source": e.source, "years": years}
            rows.append(dict.fromkeys(_COLUMNS) | base | more | {"outcome": e.outcome})
    return rows


def _tell(
    study: language.Study, found: Sequence[Verdict], atlas: Atlas, command: str, *, csv: bool, json: bool
) -> None:
    rows = _rows(study, found)
    if json:
        cards = {by: studies.scorecard(found, by) for by in ("pillar", "kind")}
        printing.dump(command, atlas.id, {"study": _about(study), "rows": rows, "scorecard": cards})
        return
    if csv:
        import polars as pl

        frame = pl.DataFrame(rows, schema=dict.fromkeys(_COLUMNS, pl.String), strict=False)
        print(printing.letters(frame.write_csv()), end="")
        return
    from amity.report import studies as pages

    _print(pages.page(study, found))


def _print(page: StudyPage) -> None:
    """A study in the terminal: what came out, the scorecard, then claim by claim, those contradicted first."""
    from rich.text import Text

    from amity.report.studies import HEADS

    study = page.study
    printing.show(Text(printing.letters(study.title), style="bold"))
    printing.line(", ".join(filter(None, (study.author or "no author", study.outlet, study.published or "n.d."))))
    printing.line()
    printing.show(Text(printing.letters(page.summary)))
    if sum(page.counts.values()) > 1:
        printing.line()
        headings = ["pillar", "claims", *studies.OUTCOMES]
        cards = [
            [name, str(sum(counts.values())), *(str(counts[o] or "") for o in studies.OUTCOMES)]
            for name, counts in page.cards["pillar"].items()
        ]
        printing.table(headings, cards, right=headings[1:])
    for outcome, rows in page.sections.items():
        printing.line()
        printing.show(Text(f"{HEADS[outcome]} ({len(rows)})", style="bold underline"))
        for row in rows:
            printing.show(_claim(row))


def _claim(row: Row) -> RenderableType:
    """One claim with a hanging indent: text, what was found, where it stands."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    from amity.report.studies import SIGNS

    def text(said: str, style: str = "") -> Text:
        return Text(printing.letters(said), style=style)

    sign = text(SIGNS[row.outcome], _STYLES.get(row.outcome, "dim"))
    parts: list[RenderableType] = [text(row.claim.text, "bold")]
    for line in row.lines:
        found = text(f"{line.what}: ")
        found.append(text(line.said, _STYLES.get(line.outcome, "")))
        parts.append(found)
        behind = " · ".join((*line.more, line.source) if line.source else line.more)
        if behind:
            parts.append(Padding(text(behind, "dim"), (0, 0, 0, 2)))
    if row.untested:
        parts.append(text(row.untested, "dim"))
    parts.append(text(" · ".join(filter(None, (row.claim.id, row.claim.kind, row.claim.pillar, row.bears))), "dim"))
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=1)
    grid.add_column(overflow="fold")
    grid.add_row(sign, Group(*parts))
    return Padding(grid, (1, 0, 0, 0))
