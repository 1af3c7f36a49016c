"""The gate before every request: limits, kept answers, headers; without any view behind it."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from amity.web.gate import KEEP, POLICY, Gate, Limits

ANY = ("*",)


class Behind:
    """An application that counts how often it is asked."""

    def __init__(self, *, keep: bool = True, body: bytes = b"x" * 5_000, slow: float = 0.0) -> None:
        self.asked = 0
        self.keep, self.body, self.slow = keep, body, slow
        self.read = 0

    async def __call__(self, scope: Any, receive: Any, send: Callable[[Any], Awaitable[None]]) -> None:
        self.asked += 1
        while scope["method"] == "POST":
            message = await receive()
            self.read += len(message.get("body", b""))
            if not message.get("more_body"):
                break
        await asyncio.sleep(self.slow)
        headers = [(b"content-type", b"text/plain"), *([(KEEP.encode(), b"1")] if self.keep else [])]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": self.body})


def ask(gate: Gate, *requests: httpx.Request, at_once: bool = False) -> list[httpx.Response]:
    async def run() -> list[httpx.Response]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(gate), base_url="http://localhost") as client:
            if at_once:
                return list(await asyncio.gather(*(client.send(r) for r in requests)))
            return [await client.send(r) for r in requests]

    return asyncio.run(run())


def get(path: str = "/", **headers: str) -> httpx.Request:
    return httpx.Request("GET", f"http://localhost{path}", headers={k.replace("_", "-"): v for k, v in headers.items()})


def test_a_lasting_answer_is_made_once_and_sent_again():
    behind = Behind()
    first, second = ask(Gate(behind, Limits()), get(), get())
    assert behind.asked == 1
    assert first.content == second.content == behind.body
    assert first.headers["etag"] == second.headers["etag"]


def test_an_answer_not_marked_is_made_each_time():
    behind = Behind(keep=False)
    responses = ask(Gate(behind, Limits()), get(), get())
    assert behind.asked == 2
    assert all(r.headers["cache-control"] == "no-store" for r in responses)


def test_many_who_ask_at_once_wait_for_one_answer():
    behind = Behind(slow=0.05)
    responses = ask(Gate(behind, Limits()), *(get() for _ in range(20)), at_once=True)
    assert behind.asked == 1
    assert {r.content for r in responses} == {behind.body}


def test_other_questions_have_other_answers():
    behind = Behind()
    ask(Gate(behind, Limits()), get("/?a=1"), get("/?a=2"), get("/b"))
    assert behind.asked == 3


def test_what_has_not_changed_is_not_sent_again():
    gate = Gate(Behind(), Limits())
    tag = ask(gate, get())[0].headers["etag"]
    same, weak, other = ask(gate, get(if_none_match=tag), get(if_none_match=f"W/{tag}"), get(if_none_match='"no"'))
    assert [r.status_code for r in (same, weak, other)] == [304, 304, 200]
    assert same.content == b""


def test_compressed_for_who_takes_it_and_with_a_tag_of_its_own():
    gate = Gate(Behind(), Limits())
    packed, plain, refused = ask(
        gate, get(accept_encoding="gzip, br"), get(accept_encoding="identity"), get(accept_encoding="gzip;q=0")
    )
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert "content-encoding" not in refused.headers
    assert packed.headers["etag"] != plain.headers["etag"]
    assert int(packed.headers["content-length"]) < len(plain.content) == 5_000
    assert len(gzip.compress(plain.content)) == pytest.approx(int(packed.headers["content-length"]), abs=20)


def test_a_head_has_the_headers_and_no_body():
    response = ask(Gate(Behind(), Limits()), httpx.Request("HEAD", "http://localhost/"))[0]
    assert response.status_code == 200
    assert response.content == b""


@pytest.mark.parametrize("status_path", ["/", "/" + "x" * 5_000])
def test_every_response_carries_the_headers_that_protect(status_path: str):
    response = ask(Gate(Behind(), Limits()), get(status_path))[0]
    assert response.headers["content-security-policy"] == POLICY
    assert "'unsafe-inline'" not in POLICY.split("script-src")[1].split(";")[0]
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert KEEP not in response.headers


def test_kept_answers_stay_within_their_room():
    gate = Gate(Behind(body=b"x" * 1_000_000), Limits(kept=16_000_000))
    ask(gate, *(get(f"/?n={n}") for n in range(60)))
    assert gate.size <= 16_000_000


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (get("/?" + "x" * 5_000), 414),
        (get("/", host="evil.example"), 421),
        (get("/", host="evil.example:80"), 421),
        (get("/%00"), 400),
        (get("/?a=%00"), 400),
        (httpx.Request("POST", "http://localhost/", content=b"x" * 2_000), 413),
        (httpx.Request("POST", "http://localhost/", headers={"content-length": "-5"}), 400),
    ],
)
def test_what_is_refused_before_anybody_looks_at_it(request_: httpx.Request, status: int):
    behind = Behind()
    response = ask(Gate(behind, Limits(body=1_000)), request_)[0]
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"]
    assert behind.asked == 0


def test_a_body_longer_than_it_said_is_cut_off():
    behind = Behind()

    async def parts():
        for _ in range(10):
            yield b"x" * 500

    response = ask(Gate(behind, Limits(body=1_000)), httpx.Request("POST", "http://localhost/", content=parts()))[0]
    assert response.status_code == 413
    assert behind.read <= 1_000


@pytest.mark.parametrize("answers", [True, False])
def test_a_defect_of_the_application_is_answered_with_all_headers(answers: bool, capsys: pytest.CaptureFixture[str]):
    async def broken(scope: Any, receive: Any, send: Callable[[Any], Awaitable[None]]) -> None:
        if answers:
            headers = [(b"content-type", b"application/problem+json")]
            await send({"type": "http.response.start", "status": 500, "headers": headers})
            await send({"type": "http.response.body", "body": b'{"detail": "Unexpected."}'})
        raise RuntimeError("a defect")

    response = ask(Gate(broken, Limits()), get())[0]
    assert response.status_code == 500
    assert response.json()["detail"].startswith("Unexpected")
    assert response.headers["content-security-policy"] == POLICY
    assert "a defect" in capsys.readouterr().err


def test_a_client_that_asks_too_much_is_told_to_wait():
    behind = Behind(keep=False)
    responses = ask(Gate(behind, Limits(rate=0.001, burst=3)), *(get(f"/?n={n}") for n in range(5)))
    assert [r.status_code for r in responses] == [200, 200, 200, 429, 429]
    assert responses[-1].headers["retry-after"] == "1"


def test_answers_already_known_do_not_count():
    responses = ask(Gate(Behind(), Limits(rate=0.001, burst=1)), *(get() for _ in range(5)))
    assert [r.status_code for r in responses] == [200] * 5
