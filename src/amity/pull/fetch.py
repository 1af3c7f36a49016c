"""One address to one file: streamed, resumed, retried, never more than allowed.

What has come so far lies in `NAME.part`, what is known of it in `NAME.part.json`; a broken download goes on from
there when the server still has the same file. Nothing here knows what a file should hold.
"""

from __future__ import annotations

import contextlib
import email.utils
import hashlib
import json
import logging
import re
import ssl
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import IO

import httpx
import stamina

from amity import __version__
from amity.errors import DownloadError, UsageError

# Without a handler Python would print each of stamina's notes on stderr.
logging.getLogger("stamina").addHandler(logging.NullHandler())

#: Called with (bytes here so far, bytes in all or None).
Tell = Callable[[int, "int | None"], None]

#: Bytes gained by a failed attempt that make it count as progress: the attempts then start afresh.
_PROGRESS = 1_000_000

_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
_MOVED = frozenset({301, 302, 303, 307, 308})
_CHALLENGE = re.compile(
    rb"captcha|cf-chl|just a moment|enable javascript|verify you are (?:a )?human|bot challenge|awswaf", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to try; every time is in seconds.

    Attributes:
        attempts: Tries in a row that bring nothing new.
        first_wait: Before the second try; doubled each time.
        longest_wait: No wait between tries is longer.
        jitter: A random time up to this is added to each wait.
        longest_asked: A server that asks to wait longer (Retry-After) is given up.
        connect: To reach the server.
        silence: Without a single byte.
        window: Over which `slowest` is judged.
        slowest: Bytes per second; less is as good as nothing.
        redirects: Followed at most.
    """

    attempts: int = 6
    first_wait: float = 1.0
    longest_wait: float = 60.0
    jitter: float = 1.0
    longest_asked: float = 300.0
    connect: float = 20.0
    silence: float = 60.0
    window: float = 30.0
    slowest: float = 200.0
    redirects: int = 8


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole file and what the server said of it.

    Attributes:
        path: Where it lies.
        url: The address that answered, after redirects.
        sha256: Of the file.
        n_bytes: Its size.
        etag: As sent, or "".
        last_modified: As sent, or "".
        content_type: As sent, or "".
        fetched: When, UTC, ISO 8601.
    """

    path: Path
    url: str
    sha256: str
    n_bytes: int
    etag: str
    last_modified: str
    content_type: str
    fetched: str


@dataclass(slots=True)
class _Part:
    """A file on its way: where, and what the server said when it began."""

    path: Path
    asked: str
    url: str = ""
    etag: str = ""
    last_modified: str = ""
    content_type: str = ""
    total: int | None = None
    is_whole: bool = False
    may_resume: bool = False

    @property
    def note(self) -> Path:
        return self.path.with_name(f"{self.path.name}.json")

    @property
    def validator(self) -> str:
        """What If-Range needs: a strong ETag, else the date; "" if the file cannot be told from another."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.last_modified

    @property
    def size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    def save(self) -> None:
        said = {key: value for key, value in asdict(self).items() if key != "path"}
        self.note.write_text(json.dumps(said), encoding="utf-8")

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)
        self.note.unlink(missing_ok=True)
        self.total, self.is_whole, self.may_resume = None, False, False
        self.url = self.etag = self.last_modified = self.content_type = ""


class _PassingError(Exception):
    """A fault that may be gone at the next try; `wait` is what the server asked for."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


@dataclass(slots=True)
class _Job:
    """All that one download needs."""

    client: httpx.Client
    part: _Part
    most_bytes: int
    known: tuple[str, str]
    patience: Patience
    tell: Tell
    keeps_gzip: bool = field(init=False)

    def __post_init__(self) -> None:
        # A server that marks NAME.gz as gzip-encoded text means the file itself.
        self.keeps_gzip = self.part.path.name.removesuffix(".part").endswith(".gz")


@contextlib.contextmanager
def open_client(patience: Patience) -> Generator[httpx.Client]:
    """A client that names itself, asks for plain bytes and goes through the proxy of the environment.

    Raises:
        UsageError: The environment names a proxy or a certificate file that cannot be used.
    """
    limits = httpx.Timeout(patience.silence, connect=patience.connect)
    headers = {"User-Agent": _agent(), "Accept": "*/*", "Accept-Encoding": "identity"}
    try:
        client = httpx.Client(
            timeout=limits, headers=headers, follow_redirects=False, trust_env=True, verify=_certificates()
        )
    except (ValueError, ImportError, OSError) as error:
        raise UsageError(
            f"The proxy or certificates named in the environment cannot be used ({error}). "
            "Look at HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, SSL_CERT_FILE."
        ) from error
    with client:
        yield client


@cache
def _certificates() -> ssl.SSLContext:
    """Reading the certificates takes longer than many a download."""
    return httpx.create_ssl_context(trust_env=True)


def _agent() -> str:
    from importlib.metadata import PackageNotFoundError, metadata

    try:
        links = metadata("amity").get_all("Project-URL") or []
    except PackageNotFoundError:
        links = []
    address = next((link.partition(",")[2].strip() for link in links), "")
    return f"amity/{__version__}" + (f" (+{address})" if address else "")


def fetch(
    client: httpx.Client,
    url: str,
    path: Path,
    *,
    most_bytes: int,
    patience: Patience,
    known: tuple[str, str] = ("", ""),
    tell: Tell = lambda _done, _total: None,
) -> Fetched | None:
    """The file at `url` as `path`, going on where an earlier try stopped.

    Args:
        client: From `open_client`.
        url: http or https.
        path: Where it is written, `NAME.part`.
        most_bytes: More is refused.
        patience: How long to try.
        known: ETag and Last-Modified of the copy held; ("", "") if there is none.
        tell: Told about progress.

    Returns:
        The whole file, or None if the copy held is still the official one.

    Raises:
        DownloadError: It cannot be had; what has come stays for the next try if it may be of use.
        OSError: It cannot be written.
    """
    part = _remembered(path, url)
    job = _Job(client, part, most_bytes, known, patience, tell)
    while True:
        before = part.size
        try:
            return _tried(job)
        except _PassingError as error:
            if part.may_resume and part.size - before >= _PROGRESS:
                continue
            kept = f" {part.size:,} bytes are kept; the next pull goes on from there." if part.may_resume else ""
            if not part.may_resume:
                part.drop()
            raise DownloadError(f"{url}: {error}. Tried {patience.attempts} times.{kept} Try again later.") from error


def _remembered(path: Path, url: str) -> _Part:
    """The part left by an earlier try, or an empty one."""
    part = _Part(path, url)
    try:
        said = json.loads(part.note.read_text(encoding="utf-8"))
        old = _Part(path=path, **said)
        total = old.total
        fits = old.asked == url and old.may_resume and bool(old.validator) and path.is_file()
        if fits and (total is None or old.size <= total) and not (old.is_whole and old.size != total):
            return old
    except (OSError, ValueError, TypeError, AttributeError):
        pass
    part.drop()
    return part


def _tried(job: _Job) -> Fetched | None:
    patience = job.patience

    def passes(error: Exception) -> bool | float:
        if not isinstance(error, _PassingError):
            return False
        return True if error.wait is None else error.wait

    for attempt in stamina.retry_context(
        on=passes,
        attempts=patience.attempts,
        timeout=None,
        wait_initial=patience.first_wait,
        wait_max=patience.longest_wait,
        wait_jitter=patience.jitter,
    ):
        with attempt:
            try:
                return _attempt(job)
            except (httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
                raise _led_astray(job, error) from error
            except httpx.HTTPError as error:
                raise _failed(error, job) from error
    raise AssertionError("unreachable")


def _failed(error: httpx.HTTPError, job: _Job) -> Exception:
    """What a fault of the connection means."""
    said = str(error).strip() or type(error).__name__
    if "CERTIFICATE_VERIFY_FAILED" in said:
        return DownloadError(
            f"{job.part.asked}: the server's certificate is not valid ({said}). Nothing was fetched; if your network "
            "has a certificate of its own, name it in SSL_CERT_FILE."
        )
    if "location header" in said:
        return _led_astray(job, error)
    if isinstance(error, httpx.DecodingError):
        job.part.drop()
        return _PassingError(f"what came cannot be decoded ({said})")
    if isinstance(error, httpx.TimeoutException):
        return _PassingError(f"the server was silent for too long ({type(error).__name__})")
    if isinstance(error, httpx.ProxyError):
        return _PassingError(f"the proxy refuses ({said})")
    if isinstance(error, httpx.ConnectError):
        return _PassingError(f"no connection ({said})")
    return _PassingError(f"the connection broke after {job.part.size:,} bytes ({said})")


def _led_astray(job: _Job, error: Exception) -> DownloadError:
    """Refuse: httpx looks at a redirect before it is asked to follow."""
    said = f"redirected to what is no address of the web ({error})"
    return DownloadError(f"{job.part.asked}: {said}. Nothing was fetched.")


def _attempt(job: _Job) -> Fetched | None:
    part = job.part
    headers: dict[str, str] = {}
    offset = part.size if part.may_resume else 0
    if part.is_whole:
        headers = _conditions((part.etag, part.last_modified))
    elif offset:
        headers = {"Range": f"bytes={offset}-", "If-Range": part.validator}
    else:
        headers = _conditions(job.known)
    with _opened(job, headers) as response:
        status = response.status_code
        if status == 304 and part.is_whole:
            return _finished(part)
        if status == 304 and headers and not offset:
            return None
        if status == 416 and offset:
            return _beyond(job, response, offset)
        if status == 206 and offset and not part.is_whole:
            _check_range(job, response, offset)
        elif status == 200:
            offset = 0
            _begin(job, response)
        else:
            raise _refused(job, response)
        _stream(job, response, offset)
    return _finished(part)


def _conditions(known: tuple[str, str]) -> dict[str, str]:
    etag, date = known
    return ({"If-None-Match": etag} if etag else {}) | ({"If-Modified-Since": date} if date else {})


@contextlib.contextmanager
def _opened(job: _Job, headers: dict[str, str]) -> Generator[httpx.Response]:
    """The answer after redirects, none of which may leave the web or drop its encryption."""
    url = _address(job.part.asked)
    for _ in range(job.patience.redirects + 1):
        with job.client.stream("GET", url, headers=headers) as response:
            if response.status_code not in _MOVED:
                yield response
                return
            url = check_redirect(url, response.headers.get("location", ""))
    raise DownloadError(
        f"{job.part.asked}: redirected more than {job.patience.redirects} times, last to {url}. Nothing was fetched."
    )


def _address(text: str) -> httpx.URL:
    """An address of the web, or an error."""
    try:
        url = httpx.URL(text)
        if url.scheme in ("http", "https") and url.host:
            return url
    except httpx.InvalidURL:
        pass
    raise DownloadError(f"{text!r} is no address of the web. Nothing was fetched.")


def check_redirect(url: httpx.URL, location: str) -> httpx.URL:
    """Where a redirect leads.

    Raises:
        DownloadError: Nowhere, out of the web, or from an encrypted to an open connection.
    """
    refused = DownloadError(f"{url}: redirected to {location!r}, which is no address of the web. Nothing was fetched.")
    try:
        if not location or httpx.URL(location).scheme not in ("", "http", "https"):
            raise refused
        onward = url.join(location)
    except httpx.InvalidURL as error:
        raise refused from error
    if url.scheme == "https" and onward.scheme == "http":
        raise DownloadError(f"{url}: redirected to {onward}, which is not encrypted. Nothing was fetched.")
    return onward


def _begin(job: _Job, response: httpx.Response) -> None:
    """A new file: forget what came before."""
    part = job.part
    part.drop()
    part.url = str(response.url)
    part.etag = response.headers.get("etag", "")
    part.last_modified = response.headers.get("last-modified", "")
    part.content_type = response.headers.get("content-type", "")
    part.total = None if _is_coded(job, response) else _length(response)
    part.may_resume = bool(part.validator) and not _is_coded(job, response)
    if part.total is not None and part.total > job.most_bytes:
        raise DownloadError(
            f"{part.asked}: {part.total:,} bytes are announced, {job.most_bytes:,} at most are expected. "
            "Nothing was fetched."
        )
    part.save()


def _length(response: httpx.Response) -> int | None:
    text = response.headers.get("content-length", "")
    return int(text) if text.isdecimal() else None


def _is_coded(job: _Job, response: httpx.Response) -> bool:
    """Does the body need decoding? Then its length and its ranges are not the file's."""
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    return coding not in ("", "identity") and not (job.keeps_gzip and coding in ("gzip", "x-gzip"))


def _check_range(job: _Job, response: httpx.Response, offset: int) -> None:
    """Is this the rest of the same file? If not, start anew."""
    part = job.part
    given = response.headers.get("content-range", "")
    found = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+|\*)", given.strip())
    total = int(found[3]) if found and found[3] != "*" else part.total
    other = response.headers.get("etag", part.etag) != part.etag or _is_coded(job, response)
    if not found or int(found[1]) != offset or (part.total is not None and total != part.total) or other:
        part.drop()
        raise _PassingError(f"the server sent another part than asked for ({given or 'no Content-Range'})", 0.0)
    part.total = total
    if total is not None and total > job.most_bytes:
        part.drop()
        raise DownloadError(f"{part.asked}: {total:,} bytes are announced, {job.most_bytes:,} at most are expected.")


def _beyond(job: _Job, response: httpx.Response, offset: int) -> Fetched:
    """416: nothing lies beyond what is here. Whole, if that is the file's size; else start anew."""
    part = job.part
    found = re.fullmatch(r"bytes \*/(\d+)", response.headers.get("content-range", "").strip())
    same = response.headers.get("etag", part.etag) == part.etag
    if found and int(found[1]) == offset and same and part.total in (None, offset):
        return _finished(part)
    part.drop()
    raise _PassingError("the server has no such part of the file (416)", 0.0)


def _stream(job: _Job, response: httpx.Response, offset: int) -> None:
    part = job.part
    done, mark, marked = offset, time.monotonic(), offset
    total = part.total
    coded = _is_coded(job, response)
    chunks: Iterator[bytes] = response.iter_bytes() if coded else response.iter_raw()
    with part.path.open("ab" if offset else "wb") as out:
        for chunk in chunks:
            done += len(chunk)
            if done > job.most_bytes:
                out.close()
                part.drop()
                raise DownloadError(
                    f"{part.asked}: more than the {job.most_bytes:,} bytes expected at most. Nothing was kept."
                )
            _write(out, chunk)
            job.tell(done, total)
            now = time.monotonic()
            if now - mark >= job.patience.window:
                if (done - marked) / (now - mark) < job.patience.slowest:
                    raise _PassingError(
                        f"the server sends next to nothing ({done - marked:,} bytes in {now - mark:.0f} s)"
                    )
                mark, marked = now, done
    if total is not None and done != total:
        raise _PassingError(f"the connection broke after {done:,} of {total:,} bytes")


def _write(out: IO[bytes], chunk: bytes) -> None:
    """Apart, so that a full disk can be tried out."""
    out.write(chunk)


def _finished(part: _Part) -> Fetched:
    with part.path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    part.total, part.is_whole = part.size, True
    part.save()
    return Fetched(
        part.path,
        part.url,
        digest,
        part.size,
        part.etag,
        part.last_modified,
        part.content_type,
        datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def _refused(job: _Job, response: httpx.Response) -> Exception:
    """What a status without a file means."""
    status, url = response.status_code, job.part.asked
    if status in _BUSY:
        wait = _asked_to_wait(response.headers.get("retry-after", ""))
        if wait is not None and wait > job.patience.longest_asked:
            return DownloadError(
                f"{url}: the server is busy ({status}) and asks to come back in {wait:,.0f} seconds. Try again then."
            )
        return _PassingError(f"the server answers {status} {response.reason_phrase}", wait)
    if _is_challenge(response):
        return DownloadError(f"{url}: the server wants to see a browser, not a script ({status}).")
    if status in (401, 407):
        return DownloadError(f"{url}: the server (or proxy) wants a name and password ({status}).")
    if status in (403, 451):
        return DownloadError(f"{url}: the server refuses ({status}).")
    if status in (404, 410):
        return DownloadError(f"{url}: there is no such file any more ({status}). It has moved or was withdrawn.")
    return DownloadError(f"{url}: the server answers {status} {response.reason_phrase} instead of the file.")


def _is_challenge(response: httpx.Response) -> bool:
    if response.headers.get("cf-mitigated") == "challenge" or "x-amzn-waf-action" in response.headers:
        return True
    start = b""
    with contextlib.suppress(httpx.HTTPError):
        for chunk in response.iter_bytes():
            start += chunk
            if len(start) > 20_000:
                break
    return bool(_CHALLENGE.search(start[:20_000]))


def _asked_to_wait(text: str) -> float | None:
    """Retry-After in seconds, given as a number or as a date."""
    if text.strip().isdecimal():
        return float(text)
    try:
        return max(0.0, (email.utils.parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
