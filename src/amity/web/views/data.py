"""Views of the API: the same questions that the command line and Python answer, as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, cast

import polars as pl

from amity import api, groups, scores
from amity import indicators as register
from amity import states as state_register
from amity.api import described
from amity.api.scoring import compare as compared
from amity.atlas import citation, open_atlas
from amity.atlas.coverage import by_year
from amity.errors import NoDataError, UsageError
from amity.report import to_dict as as_dict
from amity.web.answers import Answer, data
from amity.web.views.tables import Table, head, sent, sources_in

#: Rows of a panel that one answer may hold.
MOST_ROWS = 200_000


def states(year: int | None, form: str) -> Answer:
    """The states, or those of a year."""
    atlas = open_atlas()
    found = state_register.members(year)
    if not found:
        raise NoDataError(f"No state was a member of the state system in {year}.")
    rows = [described.state(one) for one in found]
    if form == "json":
        return data({**head(atlas), "year": year, "rows": rows})
    frame = pl.DataFrame(
        [{"code": s.code, "name": s.name, "iso3": s.iso3, "m49": s.m49, "note": s.note} for s in found],
        infer_schema_length=None,
    )
    name = "amity-states" if year is None else f"amity-states-{year}"
    return sent(Table(name, "States", frame, {}, ("cow-state-system",)), form, atlas)


def state(code: str) -> Answer:
    """One state."""
    return data({**head(open_atlas()), "state": described.state(state_register.get(code))})


def indicators(pillar: str | None) -> Answer:
    """Everything measured: indicators and scores."""
    atlas = open_atlas()
    known = [*scores.registry().values(), *register.registry().values()]
    pillars = sorted({"scores" if one.kind == "score" else one.pillar for one in known})
    if pillar is not None and pillar not in pillars:
        raise UsageError(f"No pillar is called {pillar!r}; there are {', '.join(pillars)}.")
    rows = [
        described.indicator(one, atlas)
        for one in known
        if pillar in (None, "scores" if one.kind == "score" else one.pillar)
    ]
    return data({**head(atlas), "pillars": pillars, "rows": rows})


def indicator(name: str) -> Answer:
    """One indicator or score."""
    atlas = open_atlas()
    return data({**head(atlas), "indicator": described.indicator(scores.get(name), atlas)})


def dyad(a: str, b: str, first: int | None, last: int | None, form: str) -> Answer:
    """The last value of every indicator of a dyad, in each direction."""
    view = api.dyad(a, b)
    frame = view.latest(first, last)
    names = f"{view.dyad.a.name} and {view.dyad.b.name}"
    table = Table(
        f"amity-{a.lower()}-{b.lower()}",
        f"{names}: the last value of each indicator",
        frame,
        {"dyad": {"a": a, "b": b}},
        sources_in(frame, view.atlas),
        ("percentile: standing among all pairs of that year, 0 lowest, 100 highest value",),
    )
    return sent(table, form, view.atlas)


def series(a: str, b: str, name: str, first: int | None, last: int | None, form: str) -> Answer:
    """One indicator or score of a dyad, year by year."""
    view = api.dyad(a, b)
    found = scores.get(name)
    frame = view.indicator(name, first, last)
    table = Table(
        f"amity-{a.lower()}-{b.lower()}-{found.id}",
        f"{found.label}: {view.dyad.a.name} and {view.dyad.b.name}",
        frame,
        {"dyad": {"a": a, "b": b}, "indicator": described.indicator(found, view.atlas)},
        sources_in(frame, view.atlas),
        (f"Unit: {found.unit}. low and high bound a 90 % interval.", f"Limits: {found.limits}"),
    )
    return sent(table, form, view.atlas)


def figures(a: str, b: str, name: str, first: int | None, last: int | None, form: str) -> Answer:
    """The figures of all sources behind an indicator, side by side."""
    view = api.dyad(a, b)
    frame = view.figures(name, first, last)
    if frame.is_empty():
        raise NoDataError(f"{name} rests on no figure about these two states together in these years.")
    table = Table(
        f"amity-{a.lower()}-{b.lower()}-{name}-figures",
        f"Figures behind {name}: {view.dyad.a.name} and {view.dyad.b.name}",
        frame,
        {"dyad": {"a": a, "b": b}, "indicator": name},
        sources_in(frame, view.atlas, "dataset"),
    )
    return sent(table, form, view.atlas)


def explain(a: str, b: str, score: str, year: int | None) -> Answer:
    """Why a score of a dyad is what it is."""
    view = api.dyad(a, b)
    found = view.explain(score, year)
    tables = {title: frame.to_dicts() for title, frame in found.tables.items()}
    content = {"dyad": {"a": a, "b": b}, "score": score, "year": found.year, "say": found.say, "tables": tables}
    return data({**head(view.atlas), **_plain(content)})


def report(a: str, b: str, year: int | None) -> Answer:
    """Everything on the page of a dyad."""
    view = api.dyad(a, b)
    return data({**head(view.atlas), "report": _plain(as_dict(view.report(year)))})


def rank(name: str, year: int | None, of: str | None, n: int, bottom: bool, form: str) -> Answer:
    """Pairs of states in the order of an indicator or score."""
    atlas = open_atlas()
    frame = api.rank(name, year, of, n, bottom=bottom)
    found = scores.get(name)
    when = int(frame["year"][0])
    about = {"indicator": described.indicator(found, atlas), "year": when, "ranked": int(frame["of"][0]), "of": of}
    table = Table(
        f"amity-rank-{found.id}-{when}" + (f"-{state_register.find(of).code.lower()}" if of else ""),
        f"{found.label}, {when}: pairs of states" + (f" with {state_register.find(of).name}" if of else ""),
        frame.drop("of"),
        about,
        sources_in(frame, atlas),
        (f"Unit: {found.unit}.", f"Limits: {found.limits}"),
    )
    return sent(table, form, atlas)


def contest(a: str, b: str, group: str | None, year: int | None, form: str) -> Answer:
    """What two states weigh in third states."""
    view = api.dyad(a, b)
    when, frame = view.contest(year, group)
    named = groups.find(group) if group else None
    table = Table(
        f"amity-contest-{a.lower()}-{b.lower()}-{when}",
        f"What {view.dyad.a.name} and {view.dyad.b.name} weigh in third states, {when}",
        frame,
        {"dyad": {"a": a, "b": b}, "year": when, "group": named},
        tuple(i for i in ("cepii-baci-totals", "cow-trade-4.0") if i in view.atlas.manifest["sources"]),
    )
    return sent(table, form, view.atlas)


def compare(pairs: Sequence[tuple[str, str]], year: int | None, form: str) -> Answer:
    """Several dyads side by side, score by score."""
    atlas = open_atlas()
    found = compared(*pairs, year=year)
    dyads = [{"a": one.a.code, "b": one.b.code} for one in found.dyads]
    sources = sources_in(found.frame, atlas)
    return sent(Table("amity-compare", "Pairs of states compared", found.frame, {"dyads": dyads}, sources), form, atlas)


def panel(
    unit: str,
    first: int,
    last: int,
    states: str | None,
    dyads: Sequence[tuple[str, str | None]] | None,
    indicators: str | None,
    variables: str | None,
    offset: int,
    limit: int,
    form: str,
) -> Answer:
    """A page of a data set of dyad-years or state-years."""
    from amity.panel import panel as make

    atlas = open_atlas()
    made: Any = make(
        unit,  # pyright: ignore[reportArgumentType]
        first,
        last,
        states=_listed(states),
        dyads=dyads,
        indicators=_listed(indicators) or (),
        variables=_listed(variables) or (),
    )
    parts: list[pl.DataFrame] = []
    before = 0
    for chunk in made.chunks():
        begin, end = max(offset - before, 0), min(offset + limit - before, chunk.height)
        if begin < end:
            parts.append(chunk[begin:end])
        before += chunk.height
        if before >= offset + limit:
            break
    rows = pl.concat(parts) if parts else pl.DataFrame({name: [] for name in made.names})
    total = made.height
    after = offset + rows.height
    about = {"unit": unit, "years": [first, last], "columns": list(made.names), "total": total, "offset": offset}
    table = Table(
        f"amity-panel-{unit}-{first}-{last}",
        f"Panel of {unit}s, {first} to {last}, rows {offset + 1:,} to {after:,} of {total:,}",
        rows,
        {**about, "next": after if after < total else None},
        tuple(made.sources),
    )
    return sent(table, form, atlas)


def studies() -> Answer:
    """The studies, with their verdicts."""
    from amity.claims import studies as shelf

    atlas = open_atlas()
    known = shelf.every()
    rows: list[dict[str, Any]] = []
    for name, study in known.items():
        counts = Counter(v.outcome for v in shelf.verdicts(study, atlas))
        rows.append(
            {
                "study": name,
                "title": study.title,
                "author": study.author,
                "outlet": study.outlet,
                "published": study.published,
                "url": study.url,
                "claims": len(study.claims),
                "verdicts": {outcome: counts[outcome] for outcome in shelf.OUTCOMES},
            }
        )
    against = [
        {"one": c.one.id, "other": c.other.id, "what": c.what, "said": c.said}
        for c in shelf.contradictions(list(known.values()))
    ]
    return data({**head(atlas), "rows": rows, "contradictions": against})


def study(name: str, form: str) -> Answer:
    """Every claim of a study with its verdict."""
    from amity.claims import studies as shelf

    atlas = open_atlas()
    found = shelf.get(name)
    return _verdicts(found, shelf.verdicts(found, atlas), form)


def claims(text: str) -> Answer:
    """Claims in the claim language, executed against the data."""
    from dataclasses import replace

    from amity.claims import parse, run

    atlas = open_atlas()
    found = parse(text, "claims")
    return replace(_verdicts(found, [run(claim, atlas) for claim in found.claims], "json"), keep=False)


def _verdicts(study: Any, found: Sequence[Any], form: str) -> Answer:
    atlas = open_atlas()
    rows: list[dict[str, Any]] = [
        {
            "id": verdict.claim.id,
            "kind": verdict.claim.kind,
            "pillar": verdict.claim.pillar,
            "text": verdict.claim.text,
            "outcome": verdict.outcome,
            "reason": verdict.reason,
            "evidence": [
                {
                    **{k: getattr(e, k) for k in ("outcome", "said", "value", "unit", "claimed", "source")},
                    **{k: getattr(e, k) for k in ("reading", "default", "nearest", "facts", "line")},
                    "years": None if e.years is None else list(e.years),
                }
                for e in verdict.evidence
            ],
        }
        for verdict in found
    ]
    about = {"study": study.id, "title": study.title, "author": study.author, "published": study.published}
    counts = dict(Counter(verdict.outcome for verdict in found))
    if form == "json":
        return data({**head(atlas), **about, "verdicts": counts, **_plain({"rows": rows})})
    flat: list[dict[str, Any]] = [
        {
            **{k: row[k] for k in ("id", "kind", "pillar", "outcome", "text")},
            "said": "; ".join(e["said"] for e in row["evidence"]) or row["reason"],
            "source": "; ".join(dict.fromkeys(e["source"] for e in row["evidence"] if e["source"])),
        }
        for row in rows
    ]
    title = f"{study.title}: claims and what the data say"
    return sent(Table(f"amity-study-{study.id}", title, pl.DataFrame(flat), about), form, atlas)


def sources() -> Answer:
    """Where the figures come from."""
    atlas = open_atlas()
    return data({**head(atlas), "rows": [record for _, record in sorted(atlas.manifest["sources"].items())]})


def source(name: str) -> Answer:
    """One source: declaration, files, what it covers."""
    atlas = open_atlas()
    known = atlas.manifest["sources"]
    if name not in known:
        raise NoDataError(f"No source is called {name[:80]!r}.{api.nearest(name[:80], known)}")
    return data({**head(atlas), "source": {**known[name], "coverage_held": described.coverage(atlas, name)}})


def coverage(of: Sequence[str], form: str) -> Answer:
    """Who is covered when: rows per table, source and year."""
    atlas = open_atlas()
    codes = [state_register.find(name[:100]).code for name in of]
    frame = by_year(atlas, codes)
    return sent(Table("amity-coverage", "What the atlas covers", frame, {"of": codes}), form, atlas)


def cite(names: Sequence[str], form: str) -> Answer:
    """How amity and its sources are cited."""
    works = api.cited(tuple(names))
    if form == "bibtex":
        text = "\n\n".join(citation.bibtex(work) for work in works) + "\n"
        return Answer(text.encode(), "application/x-bibtex; charset=utf-8", filename="amity.bib")
    if form != "json":
        raise UsageError("Citations come as json or bibtex.")
    return data({**head(open_atlas()), "rows": list(works)})


def _listed(text: str | None) -> Any:
    if text is None:
        return None
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if parts == ["major powers"]:
        return "major powers"
    return "all" if parts == ["all"] else parts


def _plain(content: Mapping[str, Any]) -> dict[str, Any]:
    """Numbers that JSON does not know become None, wherever they stand."""
    return {key: _plainly(value) for key, value in content.items()}


def _plainly(value: Any) -> Any:
    if isinstance(value, float):
        return value if abs(value) < float("inf") else None
    if isinstance(value, Mapping):
        return {str(k): _plainly(v) for k, v in cast("Mapping[Any, Any]", value).items()}
    if isinstance(value, (list, tuple)):
        return [_plainly(item) for item in cast("Sequence[Any]", value)]
    return value
