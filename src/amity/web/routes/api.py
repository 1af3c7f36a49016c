"""Addresses of the JSON API, version 1; each asks one view.

Every answer in JSON begins with the version of amity and the id of the atlas and ends with how to cite it. A table can
also be had as CSV, XLSX, Arrow, or the BibTeX of its sources, by `?format=`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from amity.web.answers import problem
from amity.web.routing import ask, pair, respond, state

router = APIRouter()

Format = Annotated[
    Literal["json", "csv", "xlsx", "arrow", "bibtex"],
    Query(alias="format", description="Form of the answer; bibtex gives its sources."),
]
Year = Annotated[int | None, Query(ge=1, le=9999, description="Calendar year; by default the last with data.")]
First = Annotated[int | None, Query(alias="from", ge=1, le=9999, description="First calendar year.")]
Last = Annotated[int | None, Query(alias="to", ge=1, le=9999, description="Last calendar year.")]
Study = Annotated[str, Path(max_length=100, description="Id of a study.", examples=["baev-2019"])]
Source = Annotated[str, Path(max_length=100, description="Id of a source.", examples=["atop51"])]
State = Annotated[str, Path(max_length=100, description="A state by name or code.", examples=["CHN"])]
Other = Annotated[str, Path(max_length=100, description="The other state.", examples=["RUS"])]
Measure = Annotated[str, Path(max_length=100, description="An indicator or score.", examples=["trade.share"])]


def _answers(example: Any, *, form: bool = True) -> dict[int | str, dict[str, Any]]:
    """What an address may answer, with an example."""
    kinds: dict[str, Any] = {"application/json": {"schema": {"type": "object"}, "example": example}}
    if form:
        kinds |= {
            "text/csv": {"schema": {"type": "string"}},
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {"schema": {"type": "string"}},
            "application/vnd.apache.arrow.stream": {"schema": {"type": "string"}},
            "application/x-bibtex": {"schema": {"type": "string"}},
        }
    told = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    errors = {
        307: "The same address with the codes of the states",
        304: "As it was when it was asked for with this tag",
        400: "The question is malformed",
        404: "Nothing is held that answers this",
        413: "Too long",
        414: "The address is too long",
        422: "The question is malformed",
        429: "Too many new questions at once",
        500: "A defect of amity",
        503: "Too busy just now",
        504: "It took too long",
    }
    return {
        200: {"description": "The answer", "content": kinds},
        **{
            status: {"description": text, **({"content": told} if status >= 400 else {})}
            for status, text in errors.items()
        },
    }


_ROW = {"indicator": "trade.share", "a": "RUS", "b": "CHN", "year": 2020, "value": None, "sources": "…"}


@router.get("/health", tags=["about"], responses=_answers({"amity": "0.1.0", "atlas": "…"}, form=False))
async def health(request: Request) -> Response:
    """Is the server well, and which atlas does it answer from?"""
    return await ask(request, "health")


@router.get("/states", tags=["states"], responses=_answers({"rows": [{"code": "CHN", "name": "China"}]}))
async def states(request: Request, year: Year = None, form: Format = "json") -> Response:
    """Which states are there, or were there in a year?"""
    return await ask(request, "data.states", year=year, form=form)


@router.get("/states/{name}", tags=["states"], responses=_answers({"state": {"code": "RUS"}}, form=False))
async def one_state(request: Request, name: State) -> Response:
    """Which state does a spelling mean?"""
    code = state(request, name)
    return code if isinstance(code, Response) else await ask(request, "data.state", code=code)


@router.get("/indicators", tags=["measures"], responses=_answers({"rows": [{"id": "trade.share"}]}, form=False))
async def indicators(
    request: Request, pillar: Annotated[str | None, Query(max_length=100, examples=["trade"])] = None
) -> Response:
    """What is measured?"""
    return await ask(request, "data.indicators", pillar=pillar)


@router.get("/indicators/{name}", tags=["measures"], responses=_answers({"indicator": {}}, form=False))
async def indicator(request: Request, name: Measure) -> Response:
    """How is one indicator or score measured?"""
    return await ask(request, "data.indicator", name=name)


@router.get("/dyads/{a}/{b}", tags=["dyads"], responses=_answers({"rows": [_ROW]}))
async def dyad(
    request: Request, a: State, b: Other, first: First = None, last: Last = None, form: Format = "json"
) -> Response:
    """What is the last value of every indicator of two states, in each direction?"""
    codes = pair(request, a, b)
    if isinstance(codes, Response):
        return codes
    return await ask(request, "data.dyad", a=codes[0], b=codes[1], first=first, last=last, form=form)


@router.get("/dyads/{a}/{b}/report", tags=["dyads"], responses=_answers({"report": {}}, form=False))
async def report(request: Request, a: State, b: Other, year: Year = None) -> Response:
    """Everything on the page of two states."""
    codes = pair(request, a, b)
    if isinstance(codes, Response):
        return codes
    return await ask(request, "data.report", a=codes[0], b=codes[1], year=year)


@router.get("/dyads/{a}/{b}/series/{name}", tags=["dyads"], responses=_answers({"rows": [_ROW]}))
async def series(
    request: Request,
    a: State,
    b: Other,
    name: Measure,
    first: First = None,
    last: Last = None,
    form: Format = "json",
) -> Response:
    """Which values has an indicator or score of two states, year by year?"""
    codes = pair(request, a, b)
    if isinstance(codes, Response):
        return codes
    return await ask(request, "data.series", a=codes[0], b=codes[1], name=name, first=first, last=last, form=form)


@router.get("/dyads/{a}/{b}/figures/{name}", tags=["dyads"], responses=_answers({"rows": [_ROW]}))
async def figures(
    request: Request,
    a: State,
    b: Other,
    name: Measure,
    first: First = None,
    last: Last = None,
    form: Format = "json",
) -> Response:
    """Which figures do all sources give for what an indicator rests on?"""
    codes = pair(request, a, b)
    if isinstance(codes, Response):
        return codes
    return await ask(request, "data.figures", a=codes[0], b=codes[1], name=name, first=first, last=last, form=form)


@router.get("/dyads/{a}/{b}/explain/{score}", tags=["dyads"], responses=_answers({"say": "…"}, form=False))
async def explain(
    request: Request,
    a: State,
    b: Other,
    score: Annotated[str, Path(max_length=100, examples=["closeness"])],
    year: Year = None,
) -> Response:
    """Why is a score what it is?"""
    codes = pair(request, a, b)
    if isinstance(codes, Response):
        return codes
    return await ask(request, "data.explain", a=codes[0], b=codes[1], score=score, year=year)


@router.get("/dyads/{a}/{b}/contest", tags=["dyads"], responses=_answers({"rows": [{"state": "KAZ"}]}))
async def contest(
    request: Request,
    a: State,
    b: Other,
    group: Annotated[str | None, Query(max_length=100, examples=["Central Asia"])] = None,
    year: Year = None,
    form: Format = "json",
) -> Response:
    """What do two states weigh in third states, and who weighs more?"""
    codes = pair(request, a, b)
    if isinstance(codes, Response):
        return codes
    return await ask(request, "data.contest", a=codes[0], b=codes[1], group=group, year=year, form=form)


@router.get("/compare", tags=["dyads"], responses=_answers({"rows": [_ROW]}))
async def compare(
    request: Request,
    dyad: Annotated[
        list[str], Query(min_length=1, max_length=12, description="Two states parted by a comma.", examples=["CHN,RUS"])
    ],
    year: Year = None,
    form: Format = "json",
) -> Response:
    """How do several pairs of states compare, score by score?"""
    pairs = [tuple(part.strip() for part in text.split(",")) for text in dyad]
    if any(len(one) != 2 or not all(one) for one in pairs):
        return respond(problem(422, "Each dyad is two states parted by a comma, e.g. dyad=CHN,RUS."))
    return await ask(request, "data.compare", pairs=pairs, year=year, form=form)


@router.get("/rank/{name}", tags=["measures"], responses=_answers({"rows": [{"rank": 1, **_ROW}]}))
async def rank(
    request: Request,
    name: Measure,
    year: Year = None,
    of: Annotated[str | None, Query(max_length=100, description="Only pairs of this state.")] = None,
    n: Annotated[int, Query(ge=1, le=50_000, description="How many pairs.")] = 20,
    bottom: Annotated[bool, Query(description="From the other end.")] = False,
    form: Format = "json",
) -> Response:
    """Which pairs of states are closest on an indicator or score?"""
    return await ask(request, "data.rank", name=name, year=year, of=of, n=n, bottom=bottom, form=form)


@router.get("/panel", tags=["panel"], responses=_answers({"rows": [{"a": "CHN", "b": "RUS", "year": 2000}]}))
async def panel(
    request: Request,
    first: Annotated[int, Query(alias="from", ge=1816, le=2100)],
    last: Annotated[int, Query(alias="to", ge=1816, le=2100)],
    unit: Literal["directed-dyad-year", "dyad-year", "state-year"] = "dyad-year",
    states: Annotated[str | None, Query(max_length=1_000, description="Only these, parted by commas.")] = None,
    dyad: Annotated[list[str] | None, Query(max_length=50, description="Only this pair, e.g. CHN,RUS.")] = None,
    indicators: Annotated[str | None, Query(max_length=1_000, description="Ids or pillars, parted by commas.")] = None,
    variables: Annotated[str | None, Query(max_length=1_000, description="Names or groups, by commas.")] = None,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200_000, description="Rows of this page.")] = 1_000,
    form: Format = "json",
) -> Response:
    """A data set: one row per pair (or state) and year, page by page."""
    pairs: list[tuple[str, str | None]] | None = None
    if dyad:
        parts = [[part.strip() for part in text.split(",")] for text in dyad]
        if any(not 1 <= len(one) <= 2 or not all(one) for one in parts):
            return respond(problem(422, "Each dyad is one or two states parted by a comma, e.g. dyad=CHN,RUS."))
        pairs = [(one[0], one[1] if len(one) == 2 else None) for one in parts]
    return await ask(
        request,
        "data.panel",
        unit=unit,
        first=first,
        last=last,
        states=states,
        dyads=pairs,
        indicators=indicators,
        variables=variables,
        offset=offset,
        limit=limit,
        form=form,
    )


@router.get("/studies", tags=["claims"], responses=_answers({"rows": [{"study": "baev-2019"}]}, form=False))
async def studies(request: Request) -> Response:
    """Which published analyses are there as claims, and how do they check out?"""
    return await ask(request, "data.studies")


@router.get("/studies/{name}", tags=["claims"], responses=_answers({"rows": [{"id": "baev-2019-01"}]}))
async def study(request: Request, name: Study, form: Format = "json") -> Response:
    """Every claim of one study with its verdict."""
    return await ask(request, "data.study", name=name, form=form)


@router.post(
    "/claims",
    tags=["claims"],
    responses=_answers({"rows": [{"id": "c-1", "outcome": "agrees"}]}, form=False),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/yaml": {
                    "schema": {"type": "string"},
                    "example": "study: mine\ntitle: A study\nclaims:\n  - id: c-1\n    text: Trade rose.\n"
                    "    kind: trend\n    pillar: trade\n"
                    "    test: {indicator: trade.flow, of: RUS, on: CHN, years: 2000-2010, op: rising}\n",
                }
            },
        }
    },
)
async def claims(request: Request) -> Response:
    """Do the data agree with these claims, written in the claim language?"""
    body = await request.body()
    if len(body) > 1_000_000:
        return respond(problem(413, f"The claims have {len(body):,} bytes; at most 1,000,000 are read."))
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return respond(problem(400, f"Byte {error.start} is not UTF-8."))
    return await ask(request, "data.claims", text=text)


@router.get("/sources", tags=["about"], responses=_answers({"rows": [{"id": "atop51"}]}, form=False))
async def sources(request: Request) -> Response:
    """Where do the figures come from?"""
    return await ask(request, "data.sources")


@router.get("/sources/{name}", tags=["about"], responses=_answers({"source": {"id": "atop51"}}, form=False))
async def source(request: Request, name: Source) -> Response:
    """What is one source: citation, licence, files, what it covers?"""
    return await ask(request, "data.source", name=name)


@router.get("/coverage", tags=["about"], responses=_answers({"rows": []}))
async def coverage(
    request: Request,
    of: Annotated[list[str] | None, Query(max_length=2, description="A state; given twice, a pair.")] = None,
    form: Format = "json",
) -> Response:
    """Who is covered when: states per table, source and year."""
    return await ask(request, "data.coverage", of=of or [], form=form)


@router.get("/cite", tags=["about"], responses=_answers({"rows": [{"id": "amity"}]}))
async def cite(
    request: Request,
    name: Annotated[
        list[str] | None, Query(max_length=60, description="Two states, or ids of sources.", examples=[["CHN", "RUS"]])
    ] = None,
    form: Format = "json",
) -> Response:
    """How are amity and its sources cited?"""
    return await ask(request, "data.cite", names=name or [], form=form)
