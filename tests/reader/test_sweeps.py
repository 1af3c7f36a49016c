"""While a document is read Python looks for garbage more seldom, and afterwards as it did before."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest

from amity.reader.sweeps import fewer_sweeps


@pytest.fixture(autouse=True)
def _usual() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(500, 9, 8)
    yield
    gc.set_threshold(*before)


def test_what_was_usual_is_usual_again() -> None:
    with fewer_sweeps():
        assert gc.get_threshold()[0] > 500
        assert gc.get_threshold()[1:] == (9, 8)
    assert gc.get_threshold() == (500, 9, 8)


def test_after_an_error_as_well() -> None:
    with pytest.raises(ValueError, match="broken"), fewer_sweeps():
        raise ValueError("broken")
    assert gc.get_threshold() == (500, 9, 8)


def test_only_the_last_one_out_makes_it_usual() -> None:
    entered, leave = threading.Event(), threading.Event()

    def other() -> None:
        with fewer_sweeps():
            entered.set()
            leave.wait(10)

    thread = threading.Thread(target=other)
    with fewer_sweeps():
        thread.start()
        assert entered.wait(10)
    assert gc.get_threshold()[0] > 500
    leave.set()
    thread.join(10)
    assert gc.get_threshold() == (500, 9, 8)


def test_where_collection_is_off_it_stays_off() -> None:
    gc.set_threshold(0, 9, 8)
    with fewer_sweeps():
        assert gc.get_threshold()[0] == 0
    assert gc.get_threshold() == (0, 9, 8)
