"""The page in a real browser: nothing sticks out, it is whole without scripts, and its own script may run."""

from __future__ import annotations

import re
import subprocess
from html import escape
from pathlib import Path

import pytest

from amity.report import compose, html
from browser import BROWSER
from test_report import CHINA_RUSSIA, pair, world  # noqa: F401 - the fixture

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(BROWSER is None, reason="no chromium or chrome on the path"),
]

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


def browse(folder: Path, page: Path, *flags: str) -> str:
    assert BROWSER is not None
    profile = folder / f"profile-{len(list(folder.iterdir()))}"
    done = subprocess.run(
        [BROWSER, *FLAGS, f"--user-data-dir={profile}", *flags, "--dump-dom", page.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout


@pytest.fixture
def text(world) -> str:  # noqa: F811
    return html.render(compose(pair(*CHINA_RUSSIA), world()))


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_sticks_out(text: str, tmp_path: Path, width: int) -> None:
    # A copy without the policy that forbids foreign scripts, so that one can measure it; all folds open.
    probe = (
        "<script>for (const fold of document.querySelectorAll('details')) fold.open = true;"
        "const root = document.documentElement, wide = root.clientWidth;"
        "const hidden = '.scroll, .unseen, .skip, thead, h2.quiet, svg g';"
        "const out = [...document.querySelectorAll('body *')].filter((e) => !e.closest(hidden)"
        " && e.getBoundingClientRect().right > wide + 1).map((e) => e.tagName + '.' + e.className);"
        "parent.document.title = `wide=${wide} scroll=${root.scrollWidth} out=${out.slice(0, 5).join(' ')}!`;</script>"
    )
    # In a frame, because a window of this browser is never narrower than 500 pixels.
    inside = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text) + probe
    page = tmp_path / "page.html"
    frame = f'<iframe width="{width}" height="900" style="border:0" srcdoc="{escape(inside)}"></iframe>'
    page.write_text(f"<!doctype html><meta charset=utf-8><title></title>{frame}", encoding="utf-8")
    seen = browse(tmp_path, page, "--window-size=1400,1200")
    found = re.search(r"<title>wide=(\d+) scroll=(\d+) out=(.*?)!", seen)
    assert found, "the probe did not run"
    assert int(found[1]) == width
    assert int(found[2]) <= width, found[3]
    assert not found[3]


def test_the_script_runs_under_the_policy(text: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(text, encoding="utf-8")
    seen = browse(tmp_path, page)
    assert seen.count("Save as PNG</button>") == text.count("<figure") > 5


def test_the_page_is_whole_without_scripts(text: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    # Switching scripts off by a flag also switches off the dump: forbid them in the page instead.
    page.write_text(re.sub(r"script-src [^;]*", "script-src 'none'", text, count=1), encoding="utf-8")
    seen = browse(tmp_path, page)
    assert "Save as PNG</button>" not in seen
    for whole in ("<svg", "<figure", "<table", "download="):
        assert seen.count(whole) == text.count(whole) > 5


def test_a_year_can_be_read_off_by_keyboard(text: str, tmp_path: Path) -> None:
    press = (
        "<script>const box = document.querySelector('#trade-flow .picture');"
        "for (const key of ['ArrowLeft', 'ArrowLeft']) box.dispatchEvent(new KeyboardEvent('keydown', {key}));</script>"
    )
    page = tmp_path / "page.html"
    page.write_text(re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text) + press, encoding="utf-8")
    seen = browse(tmp_path, page, "--window-size=1280,1200")
    tip = re.search(r'<div class="tip".*?</div></div>', seen)
    assert tip
    assert "<b>2022</b>" in tip[0]
    assert "US$" in tip[0]


def test_a_turning_point_is_read_off_with_its_year(text: str, tmp_path: Path) -> None:
    press = (
        "<script>const box = document.querySelector('#case-exercises .picture');"
        "for (const _ of [1, 2]) box.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowLeft'}));</script>"
    )
    page = tmp_path / "page.html"
    page.write_text(re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text) + press, encoding="utf-8")
    tip = re.search(r'<div class="tip".*?</div></div>', browse(tmp_path, page, "--window-size=1280,1200"))
    assert tip
    assert "<b>2024</b>" in tip[0]
    assert "2024-07-24 ▲ First joint bomber patrol near Alaska" in tip[0]
