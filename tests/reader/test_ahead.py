"""A long document is read in a process of its own while it is judged: the findings are those of one process."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from amity.reader import ahead as module
from amity.reader import senses
from amity.reader.ahead import ahead

ARTICLES = Path(__file__).parent / "labels" / "articles_dev.md"

linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere all is done in one process")


@pytest.fixture
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The runner of the tests has threads, which do nothing here."""
    monkeypatch.setattr(module, "_may_start", lambda: True)


def _squares() -> Iterator[tuple[int, int]]:
    return ((os.getpid(), n * n) for n in range(1_000))


@linux
@pytest.mark.usefixtures("_alone")
def test_things_come_in_order_from_another_process() -> None:
    found = list(ahead(_squares))
    assert [n for _, n in found] == [n * n for n in range(1_000)]
    (process,) = {process for process, _ in found}
    assert process != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)  # it has ended and is forgotten


@linux
@pytest.mark.usefixtures("_alone")
def test_a_process_that_is_killed_leaves_the_rest_to_this_one() -> None:
    here = os.getpid()

    def dying() -> Iterator[int]:
        for n in range(20_000):
            if n == 15_000 and os.getpid() != here:
                os.kill(os.getpid(), signal.SIGKILL)
            yield n

    assert list(ahead(dying)) == list(range(20_000))


@linux
@pytest.mark.usefixtures("_alone")
def test_an_error_there_is_raised_here() -> None:
    def failing() -> Iterator[int]:
        yield 1
        raise ValueError("no second one")

    found = ahead(failing)
    assert next(found) == 1
    with pytest.raises(ValueError, match="no second one"):
        next(found)


@linux
@pytest.mark.usefixtures("_alone")
def test_what_is_left_half_done_leaves_no_process() -> None:
    found = ahead(_squares)
    process, _ = next(found)
    found.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_without_a_second_core_all_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_may_start", lambda: False)
    assert {process for process, _ in ahead(_squares)} == {os.getpid()}


def test_no_copy_is_made_of_a_process_with_threads() -> None:
    code = (
        "import threading, amity.reader.ahead as a; e = threading.Event(); "
        "t = threading.Thread(target=e.wait); t.start(); found = a._may_start(); e.set(); t.join(); print(found)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_a_sense_is_the_same_thing_in_every_process() -> None:
    for sense in senses.everything():
        assert pickle.loads(pickle.dumps(sense)) is sense


_BOTH = """
import sys
from pathlib import Path
from amity.atlas import open_atlas
from amity.reader import ahead, check, documents
document = documents.load(Path(sys.argv[1]))
found, asked = [], []
for may in (True, False):
    ahead._may_start = lambda: may
    started = ahead._started
    ahead._started = lambda make: asked.append(may) or started(make)
    found.append(check.check(document, open_atlas()))
    ahead._started = started
assert len(document.text) > check._LONG
print(len(found[0].findings), found[0] == found[1], asked)
"""


@linux
def test_the_findings_of_a_long_document_are_those_of_one_process(tmp_path: Path) -> None:
    long = tmp_path / "long.md"
    long.write_text(ARTICLES.read_text(encoding="utf-8")[:31_000], encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", _BOTH, str(long)], capture_output=True, text=True, check=True)
    count, *rest = done.stdout.split(maxsplit=1)
    assert int(count) > 150
    assert rest == ["True [True]\n"]
