"""Readings weighed by words and data: probabilities that are some, direction never decided by data, ellipses bound."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from amity.atlas import open_atlas
from amity.claims import distance, try_test
from amity.claims.language import Test as Claim
from amity.claims.language import parse
from amity.reader.binding import bind, readings
from amity.reader.cases import Case, Way
from amity.reader.check import cases, check
from amity.reader.dating import period_of
from amity.reader.doubts import SURELY
from amity.reader.fitting import Fitted, fit, options
from amity.reader.model import Block, Checked, Document, Period, Sentence
from amity.reader.paths import Paths, Told
from amity.reader.scene import Scene
from amity.reader.senses import named
from amity.reader.weighing import Grid, Meant, grid_of, weighed

TRIPLES = (("KAZ", "RUS", "CHN", 2013), ("TUR", "DEU", "GBR", 2010), ("BRA", "ARG", "CHL", 2006))
NAMES = {
    "KAZ": "Kazakhstan",
    "RUS": "Russia",
    "CHN": "China",
    "TUR": "Turkey",
    "DEU": "Germany",
    "GBR": "Britain",
    "BRA": "Brazil",
    "ARG": "Argentina",
    "CHL": "Chile",
}
TEXT = (
    "In 2016 Brazil sent 7.2 per cent of its exports to Argentina; Chile took 2.2. Ten years earlier it had been 8.5 "
    "and 2.8. Trade with China came to $58 billion, and the General Assembly saw 12 votes."
)


def _document(text: str) -> Document:
    return Document("x", text, (Block((0, len(text))),), date=dt.date(2021, 1, 1))


def _checked(text: str) -> Checked:
    return check(_document(text), open_atlas())


def _grids() -> list[tuple[Case, Grid]]:
    made: list[tuple[Case, Grid]] = []
    for sentence, _, case in cases(_document(TEXT)):
        rules = readings(case)
        scene = Scene(case, rules, period_of(case)[0], bind(case).reason, (), sentence.span, sentence.block.span)
        made.append((case, grid_of(scene)))
    return made


def _share(owner: str, partner: str, year: int) -> float:
    test = (
        f"{{indicator: trade.export_share, of: {owner}, 'on': {partner}, years: {year}, op: '>', value: 0, unit: '%'}}"
    )
    study = parse(f"study: x\ntitle: x\nclaims: [{{id: a, text: x, kind: quantity, pillar: trade, test: {test}}}]")
    value = try_test(study.claims[0].tests[0], open_atlas()).value
    assert value is not None
    return 100 * value


def test_weights_make_probabilities() -> None:
    found = _grids()
    assert len(found) >= 5
    for _, grid in found:
        meant, none = weighed(grid)
        assert 0 <= none <= 1
        assert all(0 < one.probability <= 1 for one in meant)
        assert sum(one.probability for one in meant) + none <= 1 + 1e-9
        assert [one.probability for one in meant] == sorted((one.probability for one in meant), reverse=True)


def _fit(case: Case, meant: list[Meant], none: float, asked: Callable[[Claim], float | None]) -> Fitted | None:
    found = options(case, meant, None, asked)
    whole = none + sum(option.odds for option in found)
    return fit(found, [option.odds / whole for option in found], meant)


def test_a_figure_without_any_reading_is_none() -> None:
    meant, none = weighed(Grid())
    assert (meant, none) == ([], 1.0)


def test_undirected_measures_are_weighed_once() -> None:
    for _, grid in _grids():
        for one in weighed(grid)[0]:
            is_pair = one.way.sense.flow == "pair"
            assert not is_pair or one.way.owner < one.way.partners[0]


def _case(text: str) -> Case:
    return next(case for _, _, case in cases(_document(text)))


@pytest.mark.parametrize("prior", [0.7, 0.3])
def test_data_never_decide_the_direction(prior: float) -> None:
    """Only the direction that agrees is borne out; it is told only if the words favour it."""
    case = _case("In 2016 goods worth $4.2 billion moved between Brazil and Argentina.")
    sense, year = named("goods.out"), Period((0, 0), 2016, 2016)
    there = Meant(Way(sense, "level.USD", "BRA", ("ARG",), {}), year, prior)
    back = Meant(Way(sense, "level.USD", "ARG", ("BRA",), {}), year, 0.95 - prior)
    found = _fit(case, [there, back], 0.05, lambda test: 0.0 if test.figure.of == "BRA" else 2.0)
    assert found is not None
    assert found.agrees
    assert found.candidate.test.figure.of == "BRA"
    assert found.is_told == (prior > 0.5)


def test_more_digits_make_an_agreement_tell_more() -> None:
    sense, year = named("goods.out"), Period((0, 0), 2016, 2016)
    found = []
    for figure in ("4", "42.5"):
        case = _case(f"In 2016 Brazil sold goods worth ${figure} billion to Argentina.")
        weak = Meant(Way(sense, "level.USD", "BRA", ("ARG",), {}), year, 0.1)
        chosen = _fit(case, [weak], 0.9, lambda _: 0.0)
        assert chosen is not None
        found.append(chosen.candidate.confidence)
    assert found[0] < found[1]


def test_what_is_not_borne_out_loses() -> None:
    case = _case("In 2016 Brazil sold goods worth $42.5 billion to Argentina.")
    one = Meant(Way(named("goods.out"), "level.USD", "BRA", ("ARG",), {}), Period((0, 0), 2016, 2016), 0.6)
    borne, near, far, unheld = (_fit(case, [one], 0.4, lambda _, away=away: away) for away in (0.0, 0.5, 3.0, None))
    assert borne
    assert near
    assert far
    assert unheld
    assert far.candidate.confidence < near.candidate.confidence < 0.6 < borne.candidate.confidence
    assert unheld.candidate.confidence < 0.6


def test_a_run_is_read_whole_and_one_by_one_alike() -> None:
    """Read together, every figure has a reading where it has one alone; what was read is left to the next run."""
    asked: dict[Claim, float | None] = {}

    def away(test: Claim) -> float | None:
        if test not in asked:
            asked[test] = distance(test, open_atlas())
        return asked[test]

    told = [_told(sentence, case) for sentence, _, case in cases(_document(TEXT))]
    whole, one_by_one = Paths(away), Paths(away)
    together = whole.read(told)
    greedy = [one_by_one.read([one])[0] for one in told]
    assert [len(one.options) > 0 for one in together] == [len(one.options) > 0 for one in greedy]
    assert all(0 < sure <= 1 for one in together for sure in one.sure)
    assert whole.before


def _told(sentence: Sentence, case: Case) -> Told:
    rules, (period, base, _) = tuple(readings(case)), period_of(case)
    return Told(case, rules, period, base, "", sentence.span, sentence.block.span, is_open=True)


@pytest.mark.parametrize(("owner", "first", "second", "year"), TRIPLES)
def test_an_ellipsis_is_bound_by_what_came_before(owner: str, first: str, second: str, year: int) -> None:
    x, y = _share(owner, first, year), _share(owner, second, year)
    sent = f"{NAMES[owner]} sent {x:.1f} per cent of its exports to {NAMES[first]}"
    text = f"In {year} {sent}, and {y:.1f} to {NAMES[second]}."
    found = [f for f in _checked(text).findings if f.bound is not None]
    assert [(f.bound.test.figure.of, f.bound.test.figure.on, f.outcome) for f in found if f.bound] == [
        (owner, first, "agrees"),
        (owner, second, "agrees"),
    ]


@pytest.mark.parametrize(("owner", "first", "second", "year"), TRIPLES)
def test_of_a_crowd_only_what_is_surely_read_is_contradicted(owner: str, first: str, second: str, year: int) -> None:
    x = _share(owner, first, year)
    text = (
        f"In {year} {NAMES[owner]} sent {min(99, 3 * x):.1f} per cent of its exports to {NAMES[first]}, "
        f"{min(97, 5 * x):.1f} per cent to {NAMES[second]} and {min(95, 7 * x):.1f} per cent to France."
    )
    found = [f.bound for f in _checked(text).findings if f.outcome == "contradicts"]
    assert all(one is not None and one.confidence >= SURELY and one.test.figure.of == owner for one in found)


def test_what_is_brief_says_the_same_as_what_is_long() -> None:
    """Whether data bear a test out, and the outcome with everything else that is told."""
    atlas, seen = open_atlas(), set[bool]()
    for finding in _checked(TEXT).findings:
        if finding.bound is not None:
            test = replace(finding.bound.test, instead=())
            said = distance(test, atlas)
            assert (said == 0) == (try_test(test, atlas).outcome == "agrees")
            seen.add(said == 0)
    assert seen


def _scenes(text: str) -> dict[str, Scene]:
    """The figures of a text as printed, each with what stands around it."""
    made: dict[str, Scene] = {}
    for sentence, _, case in cases(_document(text)):
        rules = readings(case)
        scene = Scene(case, rules, period_of(case)[0], bind(case).reason, (), sentence.span, sentence.block.span)
        made[case.quantity.printed] = scene
    return made


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("In 2008 imports ranged from 9.2 per cent (Kenya) to 19 per cent (Chile).", {"9.2": "KEN", "19": "CHL"}),
        ("In 2008 Kenya stood at 9.2 per cent, Chile at 19 per cent.", {"9.2": "KEN", "19": "CHL"}),
        ("In 2008 it was 9.2 per cent for Kenya and 19 per cent for Chile.", {"9.2": "KEN", "19": "CHL"}),
    ],
)
def test_each_figure_has_the_state_that_stands_with_it(text: str, own: dict[str, str]) -> None:
    found = _scenes(text)
    for printed, code in own.items():
        assert found[printed].own_states == {code}
        assert found[printed].others_states == set(own.values()) - {code}


@pytest.mark.parametrize(
    ("verb", "does"),
    [
        ("took", "takes"),
        ("swallowed", "takes"),
        ("supplied", "gives"),
        ("had sold", "gives"),
        ("accounted for", "counts"),
        ("'s share came to", "part"),
    ],
)
def test_what_a_state_does_is_seen(verb: str, does: str) -> None:
    text = f"In 2016 Kenya{'' if verb.startswith(chr(39)) else ' '}{verb} 7.2 per cent of Chile's goods."
    assert _scenes(text)["7.2"].doing["KEN"] == {does}


@pytest.mark.parametrize(
    "words", ["in the opposite direction", "in return", "northward", "the other way", "conversely"]
)
def test_what_goes_the_other_way_is_seen(words: str) -> None:
    found = _scenes(f"Kenya sold Chile goods for $3.1 billion in 2016, and $1.2 billion went {words}.")
    assert found["1.2"].is_turned
    assert not found["3.1"].is_turned
