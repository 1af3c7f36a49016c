"""`amity claims` and `amity studies`: claims executed against the data, one line each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from amity.atlas import Atlas, open_atlas
from amity.claims import Verdict, language, run, studies
from amity.cli import printing
from amity.errors import UsageError

_COLUMNS = ("study", "id", "kind", "pillar", "outcome", "text", "said", "nearest", "reading", "source", "years", "line")


def claims(file: Path, *, csv: bool, json: bool) -> int:
    """Run a file of claims; exit 1 if the data contradict any; see `amity claims --help`."""
    study = language.read(file)
    atlas = open_atlas()
    found = tuple(run(claim, atlas) for claim in study.claims)
    _tell(study, found, atlas, "claims", csv=csv, json=json)
    return 1 if any(v.outcome == "contradicts" for v in found) else 0


def one_or_all(
    name: str | None, *, pillar: str | None, kind: str | None, verdict: str | None, csv: bool, json: bool
) -> int:
    """List the studies, or tell what the data say on one; see `amity studies --help`."""
    atlas = open_atlas()
    if name is None:
        if pillar or kind or verdict:
            raise UsageError("--pillar, --kind and --verdict need a study: amity studies NAME --pillar trade.")
        return _list(atlas, csv=csv, json=json)
    study = studies.get(name)
    found = studies.verdicts(study, atlas)
    for field, asked in (("pillar", pillar), ("kind", kind)):
        if asked is not None:
            known = sorted({getattr(v.claim, field) for v in found})
            if asked not in known:
                raise UsageError(f"{study.id} has no claims of {field} {asked!r}; there are {', '.join(known)}.")
            found = tuple(v for v in found if getattr(v.claim, field) == asked)
    if verdict is not None:
        if verdict not in studies.OUTCOMES:
            raise UsageError(f"No verdict is called {verdict!r}; there are {', '.join(studies.OUTCOMES)}.")
        found = tuple(v for v in found if v.outcome == verdict)
    _tell(study, found, atlas, "studies", csv=csv, json=json)
    return 0


def _list(atlas: Atlas, *, csv: bool, json: bool) -> int:
    known = studies.every()
    found = {name: studies.verdicts(study, atlas) for name, study in known.items()}
    against = studies.contradictions(list(known.values()))
    cards = {name: Counter(v.outcome for v in verdicts) for name, verdicts in found.items()}
    if json:
        rows = [
            _about(study) | {"verdicts": {o: cards[name][o] for o in studies.OUTCOMES}} for name, study in known.items()
        ]
        told = [{"one": c.one.id, "other": c.other.id, "what": c.what, "said": c.said} for c in against]
        printing.dump("studies", atlas.id, {"studies": rows, "contradictions": told})
        return 0
    lines = [
        [
            name,
            study.author,
            study.published[:10],
            str(len(study.claims)),
            *(str(cards[name][o]) for o in studies.OUTCOMES),
        ]
        for name, study in known.items()
    ]
    headings = ["study", "author", "published", "claims", *studies.OUTCOMES]
    if csv:
        print(printing.letters("\n".join(",".join(row) for row in [headings, *lines])))
        return 0
    printing.table(headings, lines, right=headings[3:], firm=["study", *headings[3:]])
    if against:
        printing.line()
        printing.line(f"{len(against)} pairs of claims contradict each other:")
        for c in against:
            printing.line(f"  {c.one.id} and {c.other.id}: {c.what}: {c.said}")
    return 0


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
    printing.line(f"{study.title} ({study.author or 'no author'}, {study.published or 'n.d.'})")
    printing.line()
    for verdict in found:
        printing.line(f"{verdict.outcome.upper():<12} {verdict.claim.id}  {verdict.claim.text}")
        if not verdict.evidence and verdict.reason:
            printing.line(f"{'':<12} would settle it: {verdict.reason}")
        for e in verdict.evidence:
            printing.line(f"{'':<12} {e.said}{f' [{e.source}]' if e.source else ''}")
            if e.reading:
                printing.line(f"{'':<12} on this reading: {e.reading}")
            if e.nearest:
                printing.line(f"{'':<12} nearest: {e.nearest}")
    counts = Counter(verdict.outcome for verdict in found)
    printing.line()
    printing.line(", ".join(f"{counts[o]} {o}" for o in studies.OUTCOMES if counts[o]) or "no claims")
