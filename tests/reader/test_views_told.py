"""Opinion polls: who is asked, of whom, changes in bare points, bad opinions over a row."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader import periods, quantities
from amity.reader.aside import aside
from amity.reader.bare import with_bare
from amity.reader.cases import Case
from amity.reader.check import cases
from amity.reader.dating import has_own, period_of
from amity.reader.model import Block, Document
from amity.reader.none_signs import none_signs
from amity.reader.scene import Scene
from amity.reader.view_signs import view_signs


def _asked(text: str, printed: str, title: str = "") -> Case:
    blocks = (Block((0, len(title)), "title"), Block((len(title) + 1, len(title) + 1 + len(text))))
    document = Document("poll", f"{title}\n{text}", blocks if title else blocks[1:])
    found = [case for _, _, case in cases(document, date=dt.date(2013, 7, 18)) if case.quantity.printed == printed]
    assert found, f"{printed} is not found"
    return found[0]


def _scene(text: str, printed: str, title: str = "") -> Scene:
    case = _asked(text, printed, title)
    return Scene(case, (), None, "", (), (0, len(case.text)), (0, len(case.text)))


def _signs(scene: Scene, owner: str, partner: str) -> set[str]:
    made: dict[str, float] = {}

    def add(name: str, value: float) -> None:
        made[name] = value

    view_signs(scene, owner, partner, add)
    return set(made)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("China stands at 58%, a gain of 11, and Japan at 66% (a loss of 7).", [11, -7]),
        ("Favour stood at 58% in China (up 11) and at 40% in Japan (-5).", [11, -5]),
        ("France 58%, down 4, Italy 30%, up 3.5 since 2012.", [-4, 3.5]),
    ],
)
def test_a_bare_number_after_a_share_tells_points_gained(text: str, points: list[float]) -> None:
    found = with_bare(text, quantities.quantities(text), (), (), None)
    assert [q.low * q.sign for q in found if q.unit == "percentage points"] == points


def test_places_lost_are_no_points() -> None:
    text = "Spain had 3% (down 12 places) and was down 4 on the list."
    found = with_bare(text, quantities.quantities(text), (), (), None)
    assert not [q for q in found if q.unit == "percentage points"]


def test_what_is_so_even_if_something_else_is_no_condition() -> None:
    assert "condition" not in aside(_asked("Few Turks like America, even if the share has reached 21% now.", "21"))
    assert "condition" in aside(_asked("Trade would suit all if the share of Turkey reached 21% now.", "21"))


@pytest.mark.parametrize(("text", "years"), [("after last year's 74%", [2012]), ("last year’s summit", [])])
def test_what_last_year_had_is_of_last_year(text: str, years: list[int]) -> None:
    assert [p.first for p in periods.periods(text, today=dt.date(2013, 7, 18))] == years


def test_bad_opinions_are_carried_over_a_row() -> None:
    bad = "In the poll bad opinions of China are held in Japan (88%), Sweden (80%) and Australia (78%)."
    assert none_signs(_scene(bad, "78")).get("n:ill carried") == 1.0
    mixed = "In the poll 88% of Japanese dislike China, but 40% like Russia and Sweden is liked by 71%."
    assert "n:ill carried" not in none_signs(_scene(mixed, "71"))


def test_who_holds_a_view_and_who_is_seen() -> None:
    scene = _scene("In Nigeria, Kenya and Indonesia 41% view Russia favourably.", "41")
    assert "view o holds" in _signs(scene, "NGA", "RUS")
    assert "view o holds in a row" in _signs(scene, "IDN", "RUS")
    assert "view p seen" in _signs(scene, "KEN", "RUS")


def test_a_people_that_rates_it_does_not_rate_itself() -> None:
    scene = _scene("America is liked in Italy. Some 76% of Italians rate it well.", "76")
    assert "view p seen" not in _signs(scene, "USA", "ITA")


def test_the_title_says_who_was_asked() -> None:
    title = "Northern neighbour most popular with Americans"
    signs = _signs(_scene("Iran is at the bottom: it is liked by 10 percent.", "10", title), "USA", "IRN")
    assert "view o of the title, people alone" in signs
    assert "view o of the title, the other named" in signs


def test_states_behind_their_figures_are_theirs() -> None:
    text = "Voting coincidence with America was 31 percent for Israel, 45 percent for Canada and 20 percent for Brazil."
    assert [_scene(text, told).own_states for told in ("31", "45", "20")] == [{"ISR"}, {"CAN"}, {"BRA"}]


def test_states_before_their_figures_are_theirs() -> None:
    text = "Israel voted with America in 31 percent of cases, Canada in 45 percent and Brazil in 20 percent."
    assert [_scene(text, told).own_states for told in ("45", "20")] == [{"CAN"}, {"BRA"}]


def test_a_year_with_a_figure_of_its_own_is_not_that_of_another() -> None:
    text = "Some 76% of Italians view America favourably, after last year's 74%."
    own, other = _asked(text, "74"), _asked(text, "76")
    period = own.periods[0]
    assert (has_own(own, period), has_own(other, period)) == (True, False)
    assert (period_of(own)[0], period_of(other)[0]) == (period, None)
