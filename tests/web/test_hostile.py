"""Hostile input: whatever is asked, the answer is a page or a message; nothing is run, reflected or written."""

from __future__ import annotations

import json
import os
import re
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import httpx
import pytest

import amity

#: A mark that must never come back as markup.
MARK = "zq7x"

SCRIPTS = (
    f"<script>{MARK}()</script>",
    f'"><img src=x onerror={MARK}()>',
    f"'><svg/onload={MARK}()>",
    f"</title><script>{MARK}()</script>",
    f"</textarea><script>{MARK}()</script>",
    f"javascript:{MARK}()//",
    f'" autofocus onfocus={MARK}() x="',
    f'<!--<img src="--><img src=x onerror={MARK}()//">',
    f"{{{{{MARK}}}}}<b>",
    f"</script><script>{MARK}()</script>",
    f'<a href="//evil.example/{MARK}">x</a>',
    f"＜script＞{MARK}()＜/script＞<script>",
)

WORDS = (
    *SCRIPTS,
    "' OR '1'='1",
    "1; DROP TABLE trade; --",
    "' UNION SELECT * FROM read_csv('/etc/passwd') --",
    "COPY (SELECT 1) TO '/tmp/amity-owned'",
    "{{7*7}}",
    "${7*7}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{% endfor %}",
    "#{7*7}",
    "%s%s%s%n",
    "../../../../etc/passwd",
    "..\\..\\..\\windows\\win.ini",
    "/etc/passwd",
    "file:///etc/passwd",
    "http://169.254.169.254/latest/meta-data/",
    "`id`",
    "$(id)",
    "| cat /etc/passwd",
    "; ls -la",
    "CHN\r\nSet-Cookie: a=b",
    "CHN\nX-Evil: 1",
    "\r\n\r\n<html>",
    "NaN",
    "nan",
    "Infinity",
    "-1",
    "0",
    "1e309",
    "99999999999999999999999999999999",
    "-99999999999999999999",
    "2020.5",
    "٢٠٢٠",
    "２０２０",
    "0x7E4",
    "null",
    "undefined",
    "None",
    "true",
    "[]",
    "{}",
    "",
    " ",
    "\t",
    ".",
    "..",
    "...",
    "\u202eanihC",
    "Chi\u200bna",
    "C\u0301h\u0301i\u0301n\u0301a\u0301",
    "a" + "\u0301" * 90,
    "🇨🇳",
    "中国",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "\ufeffChina",
    "\x07\x1b[31m",
    "Ａｆｇｈａｎｉｓｔａｎ",
    "ﷺ" * 30,
    "x" * 99,
    "x" * 101,
    "x" * 1_500,
    "(" * 300,
    "a{1,9999}" * 10,
    "(a+)+$" * 15,
    "__import__('os').system('id')",
    "%00",
    "%252e%252e%252f",
    "%c0%ae%c0%ae/",
    "+" * 50,
    ",",
    ",,,,,",
    "China,Russia,India",
    "__class__",
    "__proto__",
    "constructor",
    "amity.web.views",
    "con",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
)

#: Ordinary questions whose answers are the most work: pictures, spreadsheets, a whole page.
WRITERS = (
    "/dyad/CHN/RUS/page.html",
    "/dyad/CHN/RUS/chart/trade-flow.png",
    "/dyad/CHN/RUS/chart/trade-flow.xlsx",
    "/api/v1/rank/closeness?format=xlsx&n=1000",
    "/api/v1/panel?from=2000&to=2001&dyad=china,russia&format=arrow",
    "/api/v1/dyads/CHN/RUS/explain/closeness",
)

#: Pages that take what they are asked as a name, a measure or a year.
ASKS = (
    ("/", ("of", "year")),
    ("/dyad", ("a", "b")),
    ("/dyad/CHN/RUS", ("year",)),
    ("/dyad/CHN/RUS/measure/trade.flow", ("books",)),
    ("/compare", ("dyad", "year")),
    ("/rank", ("indicator", "year", "of", "n", "bottom")),
    ("/region", ("a", "b", "group", "year")),
    ("/coverage", ("of",)),
    ("/api/v1/states", ("year", "format")),
    ("/api/v1/compare", ("dyad",)),
    ("/api/v1/rank/closeness", ("of", "n", "year")),
    ("/api/v1/panel", ("from", "states", "indicators", "variables", "dyad", "offset")),
    ("/api/v1/cite", ("name",)),
    ("/api/v1/coverage", ("of",)),
    ("/api/v1/dyads/CHN/RUS/contest", ("group",)),
)
PLACES = (
    "/state/{}",
    "/dyad/{}/RUS",
    "/dyad/CHN/{}",
    "/dyad/CHN/RUS/chart/{}.svg",
    "/dyad/CHN/RUS/chart/trade-flow.{}",
    "/dyad/CHN/RUS/measure/{}",
    "/sources/{}",
    "/methods/{}",
    "/static/{}",
    "/static/report/{}",
    "/api/v1/states/{}",
    "/api/v1/indicators/{}",
    "/api/v1/dyads/CHN/{}",
    "/api/v1/dyads/CHN/RUS/series/{}",
    "/api/v1/dyads/CHN/RUS/explain/{}",
    "/api/v1/rank/{}",
    "/api/v1/sources/{}",
    "/api/v1/studies/{}",
    "/studies/{}",
    "/{}",
)

#: Addresses as no browser writes them: what a client sends by hand.
RAW = (
    "/static/../app.py",
    "/static/../../../../etc/passwd",
    "/static/%2e%2e/app.py",
    "/static/%2e%2e%2f%2e%2e%2fgate.py",
    "/static/%252e%252e%252fgate.py",
    "/static/..%5c..%5cgate.py",
    "/static/report/../../web/app.py",
    "/static/report/%2e%2e/%2e%2e/web/app.py",
    "/static//etc/passwd",
    "/static/%2fetc%2fpasswd",
    "/static/site.css%00.txt",
    "/static/site.css/../site.js",
    "/sources/..%2f..%2fetc%2fpasswd",
    "/sources/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "/methods/%2e%2e",
    "/dyad/%2e%2e/%2e%2e/etc/passwd",
    "/dyad/CHN/RUS/chart/..%2f..%2fpasswd.svg",
    "/api/v1/../../etc/passwd",
    "/api/v1/states/%ff%fe",
    "/api/v1/states/%ed%a0%80",
    "/api/v1/states/%c0%ae%c0%ae",
    "/state/%0d%0aSet-Cookie:%20a=b",
    "/dyad/China%0d%0aX-Evil:%201/RUS",
    "/dyad/CHN/RUS?year=%0d%0aX-Evil:1",
    "//evil.example/",
    "//evil.example/%2e%2e",
    "/\\evil.example",
    "/%5cevil.example",
    "/?of=CHN&of=RUS&of=%00",
    "/?" + "&".join(f"a{n}=1" for n in range(400)),
    "/compare?" + "&".join(["dyad=China,Russia"] * 40),
    "/api/v1/compare?" + "&".join(["dyad=CHN,RUS"] * 40),
    "/api/v1/coverage?of=a&of=b&of=c",
    "/api/v1/cite?" + "&".join(["name=atop51"] * 100),
    "/rank?n=5&n=-5&n=x",
    "/?year=2000&of=CHN#<script>",
    "/?%3Cscript%3E=1",
    "/;jsessionid=1",
    "/api/v1/states?year=%f0%28%8c%28",
    "/" + "a/" * 1_000,
    "/" + "%61" * 900,
)


def addresses() -> list[str]:
    """Every word at every place would be ten thousand; each word is asked at four places that change with it."""
    found = list(RAW)
    asks = [(path, name) for path, names in ASKS for name in names]
    for n, word in enumerate(WORDS):
        for step in range(2):
            path, name = asks[(n * 7 + step * 11) % len(asks)]
            more = {"to": "2001"} if path.endswith("/panel") else {}
            more |= {"from": "2000"} if path.endswith("/panel") and name != "from" else {}
            more |= {"b": "Russia"} if path in ("/dyad", "/region") and name != "b" else {}
            found.append(f"{path}?{urlencode({**more, name: word})}")
            if len(word) <= 400:
                found.append(PLACES[(n * 3 + step * 7) % len(PLACES)].format(quote(word, safe="")))
    return list(dict.fromkeys(found))


def raw(url: str, head: bytes) -> bytes:
    """What a server answers to bytes sent by hand."""
    host, port = urlsplit(url).hostname, urlsplit(url).port
    with socket.create_connection((host, port), timeout=30) as line:
        line.sendall(head)
        parts: list[bytes] = []
        while part := line.recv(65_536):
            parts.append(part)
    return b"".join(parts)


def get_raw(url: str, target: str) -> tuple[int, dict[str, str], bytes]:
    """An address sent as it stands, which a client would tidy up first."""
    sent = raw(url, f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode("latin-1"))
    head, _, body = sent.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
    status = int(lines[0].split()[1])
    if status == 429:  # all tests are one client to the server
        time.sleep(1)
        return get_raw(url, target)
    return status, headers, body


class _Markup(HTMLParser):
    """Finds in a page what amity never writes: code in attributes or elements, links to elsewhere by other schemes."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(body)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and "src" not in given:
            self.found.append("a script in the page")
        for name, value in given.items():
            link = (value or "").strip().lower()
            if name.startswith("on") or name == "srcdoc":
                self.found.append(f"{tag} {name}")
            if name in ("href", "src", "action") and link.startswith(("javascript:", "//", "data:text", "vbscript:")):
                self.found.append(f"{tag} {name}={link[:40]}")


def judge(address: str, status: int, headers: dict[str, str], body: bytes) -> list[str]:
    """What is wrong with an answer."""
    text = body.decode("utf-8", "replace")
    wrong: list[str] = []
    if status >= 500 or (status < 400 and status not in (200, 303, 304, 307, 308)):
        wrong.append(f"status {status}")
    kind = headers.get("content-type", "")
    if status >= 400:
        told = json.loads(text)["detail"] if kind == "application/problem+json" else text
        if "json" not in kind and "text/html" not in kind:
            wrong.append(f"an error as {kind or 'nothing'}")
        if len(told) < 10:
            wrong.append("no message")
        if address.startswith("/api/") and kind != "application/problem+json":
            wrong.append("an error of the API that is no problem+json")
    if "text/html" in kind:
        wrong += _Markup(text).found
    wrong += [f"header {name}" for name in ("x-evil", "set-cookie") if name in headers]
    # A slash too many is taken off by an address with the host asked for, which the gate has checked.
    if headers.get("location", "/x").removeprefix("http://127.0.0.1").startswith(("//", "http", "/\\")):
        wrong.append(f"sent away to {headers['location'][:40]}")
    if b"root:x:0" in body or "Traceback (most" in text or re.search(r"File &?\W?/", text):
        wrong.append("told too much")
    if "default-src 'none'" not in headers.get("content-security-policy", ""):
        wrong.append("no policy")
    return [f"{one}: {address[:160]}" for one in wrong]


def test_there_are_enough_of_them() -> None:
    assert len(addresses()) >= 250


def test_every_hostile_address_is_answered_with_a_message(served) -> None:
    wrong: list[str] = []
    seen: dict[int, int] = {}
    for address in addresses():
        status, headers, body = get_raw(served.url, address)
        seen[status] = seen.get(status, 0) + 1
        wrong += judge(address, status, headers, body)
    assert wrong == []
    assert sum(n for status, n in seen.items() if status >= 400) > 150


@pytest.mark.parametrize("word", SCRIPTS)
def test_what_is_asked_comes_back_as_text(served, word: str) -> None:
    """Each page that repeats the question repeats it escaped."""
    echoes = [f"{path}?{urlencode({name: word})}" for path, names in ASKS for name in names if "/api/" not in path]
    repeated = 0
    for address in echoes:
        found = served.client.get(address)
        assert _Markup(found.text).found == [], address
        repeated += MARK in found.text
    assert repeated >= 3


def test_bytes_that_are_no_request(served) -> None:
    for sent in (
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\r\n\r\n",
        b"\r\n\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X-A: b\r\n" * 3_000 + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
    ):
        host, port = urlsplit(served.url).hostname, urlsplit(served.url).port
        with socket.create_connection((host, port), timeout=20) as line:
            line.sendall(sent)
            line.shutdown(socket.SHUT_WR)
            answer = line.recv(65_536)
        assert not answer or re.match(rb"HTTP/1\.1 (4\d\d|200) ", answer), (sent[:40], answer[:60])
    assert served.client.get("/api/v1/health").status_code == 200


_ONE = "study: x\ntitle: x\nclaims:\n  - {id: a, text: t, kind: trend, pillar: trade, test: {"
_FLOW = "indicator: trade.flow, of: RUS, on: CHN, "

CLAIMS = (
    'study: x\ntitle: "\\ud800"\nclaims: []\n',
    'study: x\ntitle: x\nclaims:\n  - {id: "\\udfff", text: x, kind: trend, pillar: trade, test: {}}\n',
    "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
    "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e]\nclaims: *f\n",
    "!!python/object/apply:os.system ['touch /tmp/amity-owned']\n",
    "a: &a {b: *a}\n",
    "[" * 20_000,
    "{" * 5_000,
    "? " * 3_000,
    "- " * 5_000,
    "study: x\ntitle: x\nclaims: 5\n",
    "study: x\ntitle: x\nclaims: [5, null, [], {}]\n",
    "\x00\x01\x02",
    "\ufeff",
    "",
    "---\n---\n---\n",
    _ONE + _FLOW + "years: 1-999999999, op: rising}}\n",
    _ONE + _FLOW + "year: 2000, op: ≈, value: .inf}}\n",
    _ONE + _FLOW + "year: 2000, op: =, value: .nan}}\n",
    _ONE + _FLOW + f"year: {'9' * 4000}, op: =, value: 1}}}}\n",
    _ONE + "indicator: '../../etc/passwd', of: RUS, on: CHN, year: 2000, op: =, value: 1}}\n",
    f"study: x\ntitle: {'9' * 5000}\nclaims: {'9' * 5000}\n",
)


@pytest.mark.parametrize("number", range(len(CLAIMS)))
def test_hostile_claims_are_refused_or_answered(served, number: int) -> None:
    body = CLAIMS[number].encode("utf-8", "surrogatepass")
    found = served.client.post("/api/v1/claims", content=body)
    assert found.status_code < 500, found.text[:500]
    assert len(found.json()["detail" if found.status_code >= 400 else "atlas"]) > 5
    assert not Path("/tmp/amity-owned").exists()


def test_every_field_that_takes_a_body_refuses_what_is_too_long(served) -> None:
    spec = served.client.get("/api/v1/openapi.json").json()
    posts = [path for path, methods in spec["paths"].items() if "post" in methods]
    assert "/api/v1/claims" in posts
    for path in posts:
        found = served.client.post(path, content=b"x" * 21_000_000)
        assert found.status_code == 413, path
        assert found.headers["content-type"] == "application/problem+json"


# ---------------------------------------------------------------------------------------- a server watched from outside


#: Loaded by every Python process of the server: writes down what it opens for writing and whom it calls.
WITNESS = """
import os, sys
log = os.open(os.environ["AMITY_WITNESS"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
def seen(event, given):
    if event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        os.write(log, f"write {given[0]}\\n".encode())
    elif event in ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree", "os.system", "subprocess.Popen"):
        os.write(log, f"{event} {given[0]}\\n".encode())
    elif event in ("socket.connect", "socket.sendto", "socket.getaddrinfo"):
        os.write(log, f"call {given[-1] if event == 'socket.connect' else given}\\n".encode())
sys.addaudithook(seen)
"""


@pytest.fixture(scope="module")
def watched(serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Path]]:
    """A server with folders of its own, and the folder that holds them."""
    folder = tmp_path_factory.mktemp("watched")
    for name in ("home", "work", "scratch", "witness"):
        (folder / name).mkdir()
    (folder / "witness" / "sitecustomize.py").write_text(WITNESS, encoding="utf-8")
    source = str(Path(amity.__file__).parents[1])
    env = {
        **os.environ,
        "HOME": str(folder / "home"),
        "AMITY_HOME": str(folder / "home" / "amity"),
        "TMPDIR": str(folder / "scratch"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": os.pathsep.join((str(folder / "witness"), source)),
        "AMITY_WITNESS": str(folder / "witness" / "log"),
    }
    server = serve(folder, env=env, cwd=folder / "work")
    yield server, folder
    server.stop()


def _tree(root: Path) -> dict[str, tuple[int, int]]:
    """Every file below a folder with its size and time of change; what Python keeps aside."""
    return {
        str(path): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def _family(pid: int) -> set[int]:
    """A process and all that it started."""
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _remote(pids: set[int]) -> list[str]:
    """Ends of connections that are not on this machine."""
    sockets: set[str] = set()
    for pid in pids:
        for path in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                sockets.update(re.findall(r"socket:\[(\d+)\]", str(path.readlink())))
    assert sockets, "the server listens at nothing"
    ends: list[str] = []
    for name in ("tcp", "tcp6", "udp", "udp6"):
        for row in Path(f"/proc/net/{name}").read_text().splitlines()[1:]:
            fields = row.split()
            if fields[9] in sockets:
                ends.append(fields[2].partition(":")[0])
    home = re.compile(r"0100007F|0+|0{24}01000000|0{16}FFFF00000100007F")
    return [end for end in ends if not home.fullmatch(end)]


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="only Linux tells of files and connections in /proc")
def test_nothing_is_written_elsewhere_and_nobody_is_called(watched) -> None:
    server, folder = watched
    package = Path(amity.__file__).parent
    before = _tree(package), _tree(folder / "work")
    for address in [*RAW, *addresses()[len(RAW) :: 9], *WRITERS]:
        status, _, _ = get_raw(server.url, address)
        assert status < 500, address
    for body in CLAIMS:
        server.client.post("/api/v1/claims", content=body.encode("utf-8", "surrogatepass"))
    assert (_tree(package), _tree(folder / "work")) == before
    assert not Path("/tmp/amity-owned").exists()
    assert _remote(_family(server.process.pid)) == []
    told = (folder / "witness" / "log").read_text(encoding="utf-8").splitlines()
    # Its own folders; and the painter of charts, which is this Python once more.
    ours = rf"(write|os\.\w+) {re.escape(str(folder))}/(home|scratch)/.*"
    allowed = re.compile(
        rf"write (None|\d+|/dev/(null|tty|urandom)|/proc/.*)|{ours}|subprocess\.Popen {sys.executable}"
    )
    assert [line for line in dict.fromkeys(told) if not allowed.fullmatch(line)] == []


def test_idle_and_slow_connections_stop_nobody(served) -> None:
    """Half say nothing, half begin a request and never end it."""
    host, port = urlsplit(served.url).hostname, urlsplit(served.url).port
    lines: list[socket.socket] = []
    try:
        for n in range(300):
            line = socket.create_connection((host, port), timeout=10)
            lines.append(line)
            if n % 2:
                line.sendall(b"GET /sources HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        with httpx.Client(base_url=served.url, timeout=20, trust_env=False) as client:
            for path in ("/api/v1/health", "/sources", "/state/CHN"):
                assert client.get(path).status_code == 200
    finally:
        for line in lines:
            line.close()
    assert served.client.get("/api/v1/health").status_code == 200
