"""Worker processes: slow, dying and failing views harm no other question."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import Iterator

import pytest

from amity.web.answers import Answer, data
from amity.web.work import Workers, answer


def echo(text: str) -> Answer:
    return data({"text": text, "pid": os.getpid()})


def die() -> Answer:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def sleep() -> Answer:
    import time

    time.sleep(60)
    raise AssertionError


def fail() -> Answer:
    raise ZeroDivisionError("secret detail")


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    made = Workers(1, 20.0)
    yield made
    made.close()


def run(workers: Workers, view: str, seconds: float | None = None, **asked: object) -> Answer:
    return asyncio.run(workers.run(f"{__name__}:{view}", seconds, **asked))


def test_a_view_runs_in_another_process(workers: Workers):
    found = json.loads(run(workers, "echo", text="ü").body)
    assert found["text"] == "ü"
    assert found["pid"] != os.getpid()
    assert found["pid"] in workers.pids


def test_a_worker_killed_between_questions_is_replaced(workers: Workers):
    (pid,) = workers.pids
    os.kill(pid, signal.SIGKILL)
    found = json.loads(run(workers, "echo", text="again").body)
    assert found["text"] == "again"
    assert found["pid"] != pid


def test_a_question_that_kills_workers_ends_in_an_answer(workers: Workers):
    assert run(workers, "die").status == 500
    assert run(workers, "echo", text="after").status == 200


def test_a_question_that_takes_too_long_is_stopped(workers: Workers):
    assert run(workers, "sleep", 0.5).status == 504
    assert run(workers, "echo", text="after").status == 200


def test_a_defect_is_told_without_its_details(workers: Workers):
    found = run(workers, "fail")
    assert found.status == 500
    assert b"secret" not in found.body


def test_errors_of_amity_say_what_to_do():
    found = answer("amity.web.views.data:state", {"code": "XYZ"})
    assert found.status == 404
    assert json.loads(found.body)["detail"]
