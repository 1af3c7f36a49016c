"""Each way a server can misbehave: what the user is told, and what lies in the library afterwards."""

from __future__ import annotations

import gzip
import hashlib
import io
import itertools
import json
import re
import time
import zipfile
from dataclasses import replace
from email.utils import formatdate
from pathlib import Path

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amity import __version__
from amity.errors import DownloadError, UsageError
from amity.pull import fetch
from amity.pull.fetch import Patience, check_redirect
from amity.sources import Download
from unruly import CSV, PART, QUICK, Request, Unruly, csv_at, get, lying, toy, zip_at

DONE = {"toy/toy.csv"}


def _fails(
    server: Unruly,
    library: Path,
    url: str,
    *words: str,
    kept: bool = False,
    most_bytes: int = 1_000_000,
    patience: Patience = QUICK,
) -> str:
    """The pull fails with these words; nothing lies there but what the next pull goes on from."""
    outcome = get(csv_at(url, most_bytes), library, patience)
    assert outcome.status == "failed"
    for word in (url.removeprefix(server.root), *words):
        assert word in outcome.error, outcome.error
    assert lying(library) == (PART if kept else set())
    assert not (library / "toy").exists()
    assert "https://example.org/toy" in outcome.steps
    return outcome.error


def _gets(url: str, library: Path, body: bytes = CSV) -> None:
    """The pull succeeds and leaves the file and nothing else."""
    outcome = get(csv_at(url), library)
    assert (outcome.status, outcome.error) == ("fetched", "")
    assert (library / "toy" / "toy.csv").read_bytes() == body
    assert lying(library) == DONE


# ------------------------------------------------------------------------------------------------ all is well


def test_a_good_server(server: Unruly, library: Path) -> None:
    url = server.at("/toy.csv", lambda r, n: r.serve(CSV, Last_Modified="Mon, 02 Jan 2023 00:00:00 GMT"))
    _gets(url, library)
    [(_, headers)] = server.seen
    assert headers["User-Agent"].startswith(f"amity/{__version__}")
    assert "@" not in headers["User-Agent"]
    assert headers["Accept-Encoding"] == "identity"
    record = json.loads((library / "pulled.json").read_text())["sources"]["toy"]["toy.csv"]
    digest = hashlib.sha256(CSV).hexdigest()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", record.pop("fetched"))
    assert record == {
        "url": url,
        "from_url": url,
        "sha256": digest,
        "n_bytes": len(CSV),
        "etag": '"one"',
        "last_modified": "Mon, 02 Jan 2023 00:00:00 GMT",
        "version": "1.0",
        "licence": "Free as air.",
        "members": [{"name": "toy.csv", "n_bytes": len(CSV), "sha256": digest}],
    }


def test_not_modified_keeps_the_copy(server: Unruly, library: Path) -> None:
    url = server.at("/toy.csv", lambda r, n: r.serve(CSV))
    _gets(url, library)
    before = (library / "pulled.json").read_bytes()
    assert get(csv_at(url), library).status == "unchanged"
    assert server.seen[-1][1]["If-None-Match"] == '"one"'
    assert (library / "pulled.json").read_bytes() == before
    assert lying(library) == DONE


def test_force_asks_without_conditions(server: Unruly, library: Path) -> None:
    url = server.at("/toy.csv", lambda r, n: r.serve(CSV))
    _gets(url, library)
    assert get(csv_at(url), library, force=True).status == "fetched"
    assert "If-None-Match" not in server.seen[-1][1]


def test_the_same_bytes_without_validators_are_unchanged(server: Unruly, library: Path) -> None:
    url = server.at("/toy.csv", lambda r, n: r.give(200, CSV))
    _gets(url, library)
    assert get(csv_at(url), library).status == "unchanged"
    assert lying(library) == DONE


def test_a_copy_that_was_touched_is_fetched_again(server: Unruly, library: Path) -> None:
    url = server.at("/toy.csv", lambda r, n: r.serve(CSV))
    _gets(url, library)
    (library / "toy" / "toy.csv").write_bytes(CSV[:-20])
    outcome = get(csv_at(url), library)
    assert outcome.status == "fetched"
    assert "toy.csv is gone or not as it was fetched" in outcome.notes[0]
    assert (library / "toy" / "toy.csv").read_bytes() == CSV


# ------------------------------------------------------------------------------------------------ refusals


def test_404(server: Unruly, library: Path) -> None:
    _fails(server, library, f"{server.root}/toy.csv", "no such file", "404")
    assert len(server.seen) == 1


def test_403_with_a_challenge_for_browsers(server: Unruly, library: Path) -> None:
    page = b"<html><title>Just a moment...</title>Enable JavaScript and cookies to continue</html>"
    _fails(server, library, server.at("/t.csv", lambda r, n: r.give(403, page)), "wants to see a browser", "403")
    assert len(server.seen) == 1


def test_a_challenge_with_status_200_or_202(server: Unruly, library: Path) -> None:
    url = server.at("/t.csv", lambda r, n: r.give(202, b"", x_amzn_waf_action="challenge"))
    _fails(server, library, url, "wants to see a browser")


def test_403_and_401(server: Unruly, library: Path) -> None:
    _fails(server, library, server.at("/a.csv", lambda r, n: r.give(403, b"no")), "refuses (403)")
    _fails(server, library, server.at("/b.csv", lambda r, n: r.give(401, b"no")), "name and password (401)")


def test_a_status_nobody_asked_for(server: Unruly, library: Path) -> None:
    _fails(server, library, server.at("/t.csv", lambda r, n: r.head(204, {})), "204", "instead of the file")
    _fails(server, library, server.at("/u.csv", lambda r, n: r.head(304, {})), "304")


# ------------------------------------------------------------------------------------------------ busy servers


def test_500_twice_then_fine(server: Unruly, library: Path) -> None:
    _gets(server.at("/t.csv", lambda r, n: r.serve(CSV) if n > 1 else r.give(500, b"oh")), library)
    assert len(server.seen) == 3


def test_500_for_ever(server: Unruly, library: Path) -> None:
    _fails(server, library, server.at("/t.csv", lambda r, n: r.give(500, b"oh")), "500", "Tried 3 times", "later")
    assert len(server.seen) == 3


@pytest.mark.parametrize("as_date", [False, True])
def test_503_with_retry_after_waits_as_asked(server: Unruly, library: Path, as_date: bool) -> None:
    asked = formatdate(time.time() + 2, usegmt=True) if as_date else "1"
    url = server.at("/t.csv", lambda r, n: r.serve(CSV) if n else r.give(503, b"", Retry_After=asked))
    begun = time.monotonic()
    _gets(url, library)
    assert time.monotonic() - begun > 0.6


def test_503_that_asks_for_an_hour_is_told(server: Unruly, library: Path) -> None:
    url = server.at("/t.csv", lambda r, n: r.give(503, b"", Retry_After="3600"))
    _fails(server, library, url, "busy (503)", "3,600 seconds")
    assert len(server.seen) == 1


def test_a_silent_server(server: Unruly, library: Path) -> None:
    url = server.at("/t.csv", lambda r, n: time.sleep(0.6))
    _fails(server, library, url, "silent for too long", "ReadTimeout", patience=replace(QUICK, silence=0.2))


def test_a_server_that_drips(server: Unruly, library: Path) -> None:
    def drip(request: Request, _: int) -> None:
        request.head(200, {"Content-Length": str(len(CSV)), "ETag": '"one"'})
        for byte in CSV[:60]:
            request.wfile.write(bytes([byte]))
            request.wfile.flush()
            time.sleep(0.03)

    patience = replace(QUICK, window=0.1)
    _fails(server, library, server.at("/t.csv", drip), "next to nothing", kept=True, patience=patience)


def test_no_server_at_all(library: Path) -> None:
    outcome = get(csv_at("http://127.0.0.1:9/t.csv"), library)
    assert "no connection" in outcome.error
    assert lying(library) == set()


# ------------------------------------------------------------------------------------------------ resuming


def test_cut_in_the_middle_then_resumed(server: Unruly, library: Path) -> None:
    _gets(server.at("/t.csv", lambda r, n: r.serve(CSV, upto=5000 if n == 0 else None)), library)
    second = server.seen[1][1]
    assert second["Range"] == "bytes=5000-"
    assert second["If-Range"] == '"one"'


def test_cut_again_and_again_then_resumed_by_the_next_pull(server: Unruly, library: Path) -> None:
    url = server.at("/t.csv", lambda r, n: r.serve(CSV, upto=1000 * (n + 1) if n < 3 else None))
    error = _fails(server, library, url, "3,000 bytes are kept", kept=True)
    assert "next pull" in error
    _gets(url, library)
    assert server.seen[3][1]["Range"] == "bytes=3000-"


def test_last_modified_also_resumes(server: Unruly, library: Path) -> None:
    date = "Mon, 02 Jan 2023 00:00:00 GMT"
    url = server.at("/t.csv", lambda r, n: r.serve(CSV, "", upto=None if n else 700, Last_Modified=date))
    _gets(url, library)
    assert server.seen[1][1]["If-Range"] == date


@pytest.mark.parametrize("etag", ["", 'W/"weak"'])
def test_without_a_strong_validator_it_begins_anew(server: Unruly, library: Path, etag: str) -> None:
    _gets(server.at("/t.csv", lambda r, n: r.serve(CSV, etag, upto=None if n else 5000)), library)
    assert "Range" not in server.seen[1][1]


def test_a_server_that_ignores_ranges(server: Unruly, library: Path) -> None:
    def ignore(request: Request, n: int) -> None:
        if n == 0:
            request.serve(CSV, upto=5000)
        else:
            request.give(200, CSV, ETag='"one"')

    _gets(server.at("/t.csv", ignore), library)
    assert "Range" in server.seen[1][1]


@pytest.mark.parametrize("given_range", ["bytes 0-99/100", "bytes 4999-{end}/{size}", "nonsense", "bytes 5000-{end}/7"])
def test_a_wrong_content_range_begins_anew(server: Unruly, library: Path, given_range: str) -> None:
    text = given_range.format(end=len(CSV) - 1, size=len(CSV))

    def wrong(request: Request, n: int) -> None:
        if n == 1:
            request.give(206, CSV[5000:], ETag='"one"', Content_Range=text)
        else:
            request.serve(CSV, upto=5000 if n == 0 else None)

    _gets(server.at("/t.csv", wrong), library)
    assert "Range" not in server.seen[2][1]


def test_206_of_another_file_begins_anew(server: Unruly, library: Path) -> None:
    new = CSV.replace(b"1999,", b"1998,")

    def other(request: Request, n: int) -> None:
        if n == 1:
            span = f"bytes 5000-{len(new) - 1}/{len(new)}"
            request.give(206, new[5000:], ETag='"two"', Content_Range=span)
        else:
            request.serve(CSV if n == 0 else new, '"one"' if n == 0 else '"two"', upto=5000 if n == 0 else None)

    _gets(server.at("/t.csv", other), library, new)


def test_the_file_changes_between_the_parts(server: Unruly, library: Path) -> None:
    new = b"a,b\n7,8\n"
    url = server.at("/t.csv", lambda r, n: r.serve(new, '"two"') if n else r.serve(CSV, upto=5000))
    _gets(url, library, new)


def test_416_begins_anew(server: Unruly, library: Path) -> None:
    def beyond(request: Request, n: int) -> None:
        if n == 1:
            request.give(416, b"", Content_Range="bytes */12")
        else:
            request.serve(CSV, upto=5000 if n == 0 else None)

    _gets(server.at("/t.csv", beyond), library)
    assert "Range" not in server.seen[2][1]


def test_416_at_the_very_end_is_the_whole_file(server: Unruly, library: Path) -> None:
    def endless(request: Request, n: int) -> None:
        if n == 0:  # no length: where the connection breaks, the file may be whole or not
            request.head(200, {"ETag": '"one"', "Transfer-Encoding": "chunked"})
            request.wfile.write(b"%x\r\n%s\r\n" % (len(CSV), CSV))
            request.hang_up()
        else:
            request.serve(CSV)

    _gets(server.at("/t.csv", endless), library)
    assert server.seen[1][1]["Range"] == f"bytes={len(CSV)}-"


def test_content_length_too_long(server: Unruly, library: Path) -> None:
    url = server.at("/t.csv", lambda r, n: r.cut(200, CSV, len(CSV) + 100, ETag='"one"'))
    _fails(server, library, url, "broke", kept=True)


def test_content_length_too_short_cuts_an_archive(server: Unruly, library: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("toy.csv", CSV)
    body = packed.getvalue()
    url = server.at("/t.zip", lambda r, n: r.cut(200, body, len(body) - 50))
    outcome = get(zip_at(url), library)
    assert "cut or damaged" in outcome.error
    assert lying(library) == set()


def test_wherever_it_is_cut_the_file_is_the_same(server: Unruly, tmp_path: Path) -> None:
    """Any connections that break anywhere, then one that holds: always the identical file."""
    runs = itertools.count()
    with fetch.open_client(QUICK) as client:

        @given(cuts=st.lists(st.integers(0, len(CSV) - 1), max_size=5))
        @settings(max_examples=30)
        def always(cuts: list[int]) -> None:
            run, cuts = next(runs), sorted(cuts)
            url = server.at(f"/{run}", lambda r, n: r.serve(CSV, upto=cuts[n] if n < len(cuts) else None))
            patience = replace(QUICK, attempts=len(cuts) + 1, first_wait=0.0, longest_wait=0.0)
            path = tmp_path / f"{run}.part"
            fetched = fetch.fetch(client, url, path, most_bytes=10**6, patience=patience)
            assert fetched is not None
            assert path.read_bytes() == CSV
            assert fetched.sha256 == hashlib.sha256(CSV).hexdigest()

        always()
    assert next(runs) >= 30


def test_ctrl_c_leaves_what_the_next_pull_goes_on_from(
    server: Unruly, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = server.at("/t.csv", lambda r, n: r.serve(CSV, upto=6000 if n == 0 else None))

    def stop(done: int, _total: int | None) -> None:
        raise KeyboardInterrupt

    real = fetch.fetch
    monkeypatch.setattr(fetch, "fetch", lambda *a, **k: real(*a, **{**k, "tell": stop}))
    with pytest.raises(KeyboardInterrupt):
        get(csv_at(url), library)
    assert lying(library) == PART
    monkeypatch.setattr(fetch, "fetch", real)
    _gets(url, library)
    assert server.seen[-1][1]["Range"] == "bytes=6000-"


# ------------------------------------------------------------------------------------------------ sizes, coding


def test_too_much_announced_is_not_fetched(server: Unruly, library: Path) -> None:
    url = server.at("/t.csv", lambda r, n: r.head(200, {"Content-Length": "5000000000"}))
    _fails(server, library, url, "5,000,000,000 bytes are announced", "1,000,000 at most")


def test_an_endless_body_is_stopped(server: Unruly, library: Path) -> None:
    def endless(request: Request, _: int) -> None:
        request.head(200, {"Transfer-Encoding": "chunked", "ETag": '"one"'})
        while True:
            request.wfile.write(b"2710\r\n%s\r\n" % (b"1,2\n" * 2500))

    _fails(server, library, server.at("/t.csv", endless), "more than the 100,000 bytes", most_bytes=100_000)


def test_more_than_announced_nowhere_counts(server: Unruly, library: Path) -> None:
    def no_length(request: Request, _: int) -> None:
        request.head(200, {"Connection": "close"})
        request.wfile.write(CSV)
        request.hang_up()

    _fails(server, library, server.at("/t.csv", no_length), "more than the 9,000 bytes", most_bytes=9_000)
    _gets(server.at("/u.csv", no_length), library)


def test_a_range_that_would_grow_too_large(server: Unruly, library: Path) -> None:
    def grow(request: Request, n: int) -> None:
        if n == 0:
            request.head(200, {"Transfer-Encoding": "chunked", "ETag": '"one"'})
            request.wfile.write(b"%x\r\n%s\r\n" % (5000, CSV[:5000]))
            request.hang_up()
        else:
            request.give(206, CSV[5000:], ETag='"one"', Content_Range="bytes 5000-9999999/10000000")

    _fails(server, library, server.at("/t.csv", grow), "10,000,000 bytes are announced")


def test_gzip_coding_is_undone(server: Unruly, library: Path) -> None:
    url = server.at("/t.csv", lambda r, n: r.give(200, gzip.compress(CSV), Content_Encoding="gzip", ETag='"one"'))
    _gets(url, library)


def test_gzip_coding_that_is_cut_begins_anew(server: Unruly, library: Path) -> None:
    packed = gzip.compress(CSV)

    def cut(request: Request, n: int) -> None:
        if n == 0:
            request.cut(200, packed[:1000], len(packed), Content_Encoding="gzip", ETag='"one"')
        else:
            request.give(200, packed, Content_Encoding="gzip", ETag='"one"')

    _gets(server.at("/t.csv", cut), library)
    assert "Range" not in server.seen[1][1]


def test_gzip_coding_that_is_none(server: Unruly, library: Path) -> None:
    url = server.at("/t.csv", lambda r, n: r.give(200, CSV, Content_Encoding="gzip", ETag='"one"'))
    _fails(server, library, url, "cannot be decoded")


def test_a_bomb_in_the_coding_is_stopped(server: Unruly, library: Path) -> None:
    packed = gzip.compress(b"1,2\n" * 5_000_000)
    url = server.at("/t.csv", lambda r, n: r.give(200, packed, Content_Encoding="gzip"))
    _fails(server, library, url, "more than the 1,000,000 bytes")


def test_a_gz_file_marked_as_coding_stays_gz(server: Unruly, library: Path) -> None:
    packed = gzip.compress(CSV)
    url = server.at("/toy.csv.gz", lambda r, n: r.give(200, packed, Content_Encoding="gzip", Content_Type="text/csv"))
    source = toy(Download(url, "toy.csv.gz"), files=("toy.csv.gz",), read=lambda folder: {})
    assert get(source, library).status == "fetched"
    assert (library / "toy" / "toy.csv.gz").read_bytes() == packed


# ------------------------------------------------------------------------------------------------ redirects


def test_a_redirect_is_followed_and_noted(server: Unruly, library: Path) -> None:
    end = server.at("/end.csv", lambda r, n: r.serve(CSV, upto=None if n else 500))
    url = server.at("/t.csv", lambda r, n: r.give(302, b"", Location="/end.csv"))
    _gets(url, library)
    assert json.loads((library / "pulled.json").read_text())["sources"]["toy"]["toy.csv"]["from_url"] == end
    assert server.seen[-1][1]["Range"] == "bytes=500-"


def test_a_redirect_loop(server: Unruly, library: Path) -> None:
    url = server.at("/t.csv", lambda r, n: r.give(301, b"", Location="/t.csv"))
    _fails(server, library, url, "redirected more than 3 times")
    assert len(server.seen) == 4


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/x", "data:text/csv,a", "", "http://[::1"])
def test_a_redirect_out_of_the_web(server: Unruly, library: Path, target: str) -> None:
    url = server.at("/t.csv", lambda r, n: r.give(302, b"", Location=target))
    _fails(server, library, url, "redirected to", "Nothing was fetched")
    assert len(server.seen) == 1


def test_an_encrypted_address_never_leads_to_an_open_one() -> None:
    secure, plain = httpx.URL("https://example.org/a"), httpx.URL("http://example.org/a")
    with pytest.raises(DownloadError, match="not encrypted"):
        check_redirect(secure, "http://example.org/b")
    assert check_redirect(plain, "https://example.org/b") == httpx.URL("https://example.org/b")
    assert check_redirect(secure, "/c") == httpx.URL("https://example.org/c")


def test_an_address_that_is_none(library: Path) -> None:
    assert "no address of the web" in get(csv_at("file:///etc/passwd"), library).error
    assert lying(library) == set()


# ------------------------------------------------------------------------------------------------ proxies


def test_the_proxy_of_the_environment_is_used(server: Unruly, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = "http://data.example.org/toy.csv"
    server.behaviours[address] = lambda r, n: r.serve(CSV)
    monkeypatch.setenv("HTTP_PROXY", server.root)
    _gets(address, library)
    assert server.seen[0][0] == address


def test_a_proxy_that_is_none(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "gopher://proxy")
    with pytest.raises(UsageError, match="HTTP_PROXY"):
        get(csv_at("http://data.example.org/toy.csv"), library)
    assert lying(library) == set()
