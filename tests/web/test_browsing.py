"""Every page in a real browser: wide and narrow, light and dark, with scripts and without.

One list says which pages there are; a page with a route of its own that is not on it fails the last test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from amity.web.routes import lists, people
from browser import BROWSER

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(BROWSER is None, reason="no chromium or chrome on the path"),
]

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

#: Every kind of page, with the status it has.
PAGES = {
    "home": ("/", 200),
    "the map of China": ("/?of=CHN", 200),
    "the map of Russia, 1985": ("/?of=RUS&year=1985", 200),
    "a pair with a casefile": ("/dyad/CHN/RUS", 200),
    "a pair in an earlier year": ("/dyad/CHN/RUS?year=1990", 200),
    "a pair without a casefile": ("/dyad/IND/PAK", 200),
    "a measure": ("/dyad/CHN/RUS/measure/trade.flow", 200),
    "a score": ("/dyad/CHN/RUS/measure/closeness", 200),
    "a state": ("/state/CHN", 200),
    "compare, empty": ("/compare", 200),
    "compare": ("/compare?dyad=China,Russia&dyad=United+States,United+Kingdom&dyad=India,Russia", 200),
    "rank": ("/rank", 200),
    "rank, directed": ("/rank?indicator=trade.share&of=Russia&n=10&year=2019&bottom=true", 200),
    "region": ("/region", 200),
    "sources": ("/sources", 200),
    "a source": ("/sources/atop51", 200),
    "methods": ("/methods", 200),
    "a method": ("/methods/closeness", 200),
    "coverage": ("/coverage", 200),
    "coverage of a pair": ("/coverage?of=China&of=Russia", 200),
    "the API": ("/api", 200),
    "nothing there": ("/nope", 404),
    "no such state": ("/dyad?a=Chinaa&b=Russia", 404),
    "malformed": ("/rank?n=0", 422),
    "studies": ("/studies", 200),
    "a study": ("/studies/baev-2019", 200),
    "check": ("/check", 200),
}

#: Addresses that answer with a file or lead elsewhere.
NO_PAGES = {"/dyad", "/dyad/{a}/{b}/page.html", "/dyad/{a}/{b}/chart/{ident}.{form}", "/favicon.ico"}

ROUTES = [route for router in (people.router, lists.router) for route in router.routes if "GET" in route.methods]


def _is_there(path: str) -> bool:
    return any(route.path_regex.match(urlsplit(path).path) for route in ROUTES)


WALK = [
    pytest.param(path, status, id=name) for name, (path, status) in PAGES.items() if status != 200 or _is_there(path)
]

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN_AXE = """async (only) => (await axe.run(document, {resultTypes: ['violations'], runOnly: only})).violations.map(
  (v) => `${v.impact} ${v.id} ×${v.nodes.length}: ${
    v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')}`)"""

#: What every page must be, read off its elements in one go; each line is a fault.
FAULTS = """() => {
  const faults = [], all = (what, within = document) => [...within.querySelectorAll(what)];
  const say = (text, items) => { if (items.length) faults.push(`${text}: ${items.slice(0, 4).join(' | ')}`); };
  const show = (e) => e.outerHTML.slice(0, 140);
  const text = (e) => (e.textContent || '').trim();
  if (document.documentElement.lang !== 'en') faults.push('no language');
  if (document.title.length < 10) faults.push(`title: ${document.title}`);
  if (all('h1').length !== 1) faults.push(`${all('h1').length} h1`);
  for (const [mark, what] of [['main', 'main'], ['nav', 'nav'], ['footer', 'footer']])
    if (!all(what).length) faults.push(`no ${mark}`);
  if (all('main').length !== 1) faults.push('more than one main');
  const named = (e) => e.getAttribute('aria-label') || e.getAttribute('aria-labelledby');
  say('landmark without a name', all('nav').filter((e) => !named(e)).map(show));
  const ids = all('[id]').map((e) => e.id), twice = ids.filter((id, n) => ids.indexOf(id) !== n);
  say('id given twice', twice);
  say('link to nowhere', all('a[href^="#"]').filter((a) => !document.getElementById(
    decodeURIComponent(a.getAttribute('href').slice(1)))).map(show));
  for (const name of ['aria-labelledby', 'aria-describedby', 'for', 'list'])
    say(`${name} of nothing`, all(`[${name}]`).filter((e) => e.getAttribute(name).split(' ').some(
      (id) => !document.getElementById(id))).map(show));
  say('control without a label', all('input:not([type=hidden]), select, textarea').filter(
    (e) => !e.labels?.length && !named(e)).map(show));
  say('button without a name', all('button').filter((e) => !text(e) && !named(e)).map(show));
  say('link without a name', all('a[href]').filter((e) => !text(e) && !named(e)).map(show));
  say('form without a button', all('form').filter((f) => !f.querySelector('button')).map(show));
  say('image without a text', all('img').filter((e) => !e.hasAttribute('alt')).map(show));
  say('picture without a text', all('svg').filter((e) => !e.closest('[aria-hidden=true]')
    && !(e.getAttribute('role') && (named(e) || e.querySelector('title')))).map(show));
  say('chart without a table', all('figure').filter((f) => f.querySelector('.picture')
    && !f.querySelector('details table')).map((f) => f.id));
  say('column without a heading', all('table').filter((t) => !t.querySelector('th')).map(show));
  say('heading of no row or column', all('th:not([scope])').map(show));
  let deep = 0;
  for (const h of all('h1, h2, h3, h4')) {
    const level = Number(h.tagName[1]);
    if (deep && level > deep + 1) faults.push(`heading skips a level: ${show(h)}`);
    deep = level;
  }
  say('tab order set by hand', all('[tabindex]').filter((e) => e.tabIndex > 0).map(show));
  say('handler or script in the page', all('script:not([src]), [onclick], [onload], [onerror]').map(show));
  return faults;
}"""

#: What sticks out to the right, apart from what scrolls by itself.
WIDE = """() => {
  const root = document.documentElement, out = [];
  const inside = (e) => {
    for (let p = e.parentElement; p && p !== document.body; p = p.parentElement)
      if (getComputedStyle(p).overflowX !== 'visible') return true;
    return false;
  };
  for (const e of document.querySelectorAll('body *')) {
    const box = e.getBoundingClientRect();
    if (box.right > innerWidth + 1 && box.width && !inside(e))
      out.push(e.outerHTML.slice(0, 120));
  }
  if (root.scrollWidth > innerWidth || out.length) out.unshift(`${root.scrollWidth} of ${innerWidth}`);
  return out.slice(0, 5);
}"""


class Walker:
    """A page of the browser that remembers what it should not have seen."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.page: Page = context.new_page()
        self.home, self.wrong = home, list[str]()
        self.page.on("console", lambda m: self._heard(m.type, m.text))
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("requestfailed", lambda request: self.wrong.append(f"failed: {request.url}"))

    def go(self, path: str, status: int) -> None:
        response = self.page.goto(self.home + path, wait_until="load")
        assert response is not None
        assert response.status == status
        # The browser itself reports a page whose status is an error.
        self.wrong = [one for one in self.wrong if status == 200 or f"status of {status}" not in one]

    def axe(self, *tags: str, rule: str = "") -> list[str]:
        """What axe-core finds."""
        self.page.evaluate(AXE)
        return self.page.evaluate(
            RUN_AXE, {"type": "rule", "values": [rule]} if rule else {"type": "tag", "values": tags}
        )

    def _heard(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.wrong.append(f"{kind}: {text}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.home + "/", "data:", "blob:")):
            self.wrong.append(f"asked {url}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=BROWSER, args=list(FLAGS))
        yield found
        found.close()


@pytest.fixture(scope="module")
def open_in(browser: Browser, served) -> Iterator[Any]:
    """A walker on a screen of a kind; screens of the same kind are one."""
    kept: dict[tuple[Any, ...], Walker] = {}

    def make(width: int, *, dark: bool = False, scripts: bool = True) -> Walker:
        key = (width, dark, scripts)
        if key not in kept:
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme="dark" if dark else "light",
                java_script_enabled=scripts,
                has_touch=width < 500,
            )
            kept[key] = Walker(context, served.url)
        kept[key].wrong.clear()
        return kept[key]

    yield make
    for walker in kept.values():
        walker.page.context.close()


@pytest.mark.parametrize(("path", "status"), WALK)
def test_a_page_on_a_wide_screen(open_in, path: str, status: int) -> None:
    walker: Walker = open_in(1280)
    walker.go(path, status)
    assert walker.page.evaluate(FAULTS) == []
    assert walker.page.evaluate(WIDE) == []
    assert walker.axe(*WCAG) == []
    walker.page.emulate_media(color_scheme="dark")
    assert walker.axe(rule="color-contrast") == []
    walker.page.emulate_media(color_scheme="light")
    assert _unseen_focus(walker.page) == []
    assert walker.wrong == []


@pytest.mark.parametrize(("path", "status"), WALK)
def test_a_page_on_a_phone(open_in, path: str, status: int) -> None:
    walker: Walker = open_in(390, dark=True)
    walker.go(path, status)
    assert walker.page.evaluate(WIDE) == []
    assert walker.axe(rule="target-size") == []
    assert walker.wrong == []
    # All folds open: what they hold must not stick out either.
    walker.page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    assert walker.page.evaluate(WIDE) == []


@pytest.mark.parametrize(("path", "status"), WALK)
def test_a_page_without_scripts(open_in, path: str, status: int) -> None:
    walker: Walker = open_in(390, scripts=False)
    walker.go(path, status)
    page = walker.page
    assert page.locator("h1").count() == 1
    assert page.locator("main").inner_text().strip()
    # Whoever has no scripts sees every control that needs none, and no control that needs them.
    assert page.locator("form button:visible").count() == page.locator("form button").count()
    assert page.locator("button:visible").count() == page.locator("form button").count()
    assert walker.wrong == []


def _unseen_focus(page: Page) -> list[str]:
    """What can be reached by the first twelve presses of Tab and does not show it, or lies out of order."""
    page.evaluate("document.activeElement?.blur(); scrollTo(0, 0)")
    faults: list[str] = []
    for n in range(12):
        page.keyboard.press("Tab")
        told = page.evaluate(
            """() => {
              const e = document.activeElement;
              if (!e || e === document.body) return null;
              const s = getComputedStyle(e), box = e.getBoundingClientRect();
              const inner = e.querySelector('path, circle'), t = inner && getComputedStyle(inner);
              const shows = (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2)
                || (t && parseFloat(t.strokeWidth) >= 1.5);
              return {what: e.outerHTML.slice(0, 100), shows, skip: e.classList.contains('skip'),
                      inside: box.width > 0 && box.right > 0 && box.left < innerWidth};
            }"""
        )
        if told is None:
            break
        if n == 0 and not told["skip"]:
            faults.append(f"first is no skip link: {told['what']}")
        if not told["shows"] or not told["inside"]:
            faults.append(f"focus not seen: {told['what']}")
    return faults


def test_every_page_of_the_site_is_walked() -> None:
    paths = [urlsplit(path).path for path, _ in PAGES.values()]
    pages = [r for r in ROUTES if r.path not in NO_PAGES and not r.path.startswith("/static/")]
    missed = [r.path for r in pages if not any(r.path_regex.match(p) for p in paths)]
    assert missed == []
    assert len(ROUTES) > 15


def test_the_skip_link_leads_to_the_content(open_in) -> None:
    page: Page = open_in(1280).page
    for path in ("/rank", "/dyad/CHN/RUS"):
        page.goto(open_in(1280).home + path)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        inside = page.evaluate(
            "!document.activeElement.closest('nav.site') && document.activeElement !== document.body"
        )
        assert inside
        assert page.evaluate("location.hash.length > 1")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_two_states_named_in_the_form_lead_to_their_page(open_in, scripts: bool) -> None:
    page: Page = open_in(1280, scripts=scripts).page
    page.goto(open_in(1280, scripts=scripts).home)
    page.get_by_label("One state").fill("Burma")
    page.get_by_label("The other").fill("PRC")
    page.get_by_role("button", name="Show the relationship").click()
    page.wait_for_url("**/dyad/MMR/CHN")
    assert "Myanmar" in page.locator("h1").inner_text()


def test_forms_work_without_scripts(open_in) -> None:
    walker: Walker = open_in(390, scripts=False)
    page = walker.page
    page.goto(f"{walker.home}/rank")
    page.get_by_label("What").select_option("trade.share")
    page.get_by_label("Only pairs of").fill("Russia")
    page.get_by_role("button", name="Rank").click()
    page.wait_for_url("**/rank?**of=Russia**")
    assert page.locator("table tbody tr").count() == 50
    page.goto(f"{walker.home}/compare")
    page.get_by_label("First pair").fill("China, Russia")
    page.get_by_label("Second pair").fill("India, Pakistan")
    page.get_by_role("button", name="Compare").click()
    assert page.locator("table thead th").count() >= 3
    page.goto(f"{walker.home}/region")
    page.get_by_role("button", name="Show").click()
    assert "Kazakhstan" in page.locator("main").inner_text()
    page.goto(f"{walker.home}/coverage")
    page.get_by_label("Only rows that name").fill("Kosovo")
    page.get_by_role("button", name="Show").click()
    assert "Kosovo" in page.locator("h1").inner_text()
    page.goto(f"{walker.home}/dyad/CHN/RUS")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/dyad/CHN/RUS?year=**")


@pytest.mark.skipif(not _is_there("/check"), reason="no page takes documents")
@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (390, True), (390, False)])
def test_a_pasted_text_is_checked(open_in, width: int, scripts: bool) -> None:
    walker: Walker = open_in(width, dark=width < 500 and scripts, scripts=scripts)
    page = walker.page
    walker.go("/check", 200)
    page.get_by_label("The text").fill(
        "In 2014 trade between China and Russia reached 95 billion dollars. In 2018 China took 12.4 per cent of "
        "Russia's exports. <script>alert(1)</script> They signed a treaty in 2001."
    )
    page.get_by_role("button", name="Check").click()
    page.wait_for_load_state("load")
    assert "95 billion dollars" in page.locator("main").inner_text()
    assert walker.wrong == []
    if scripts:
        assert page.evaluate(FAULTS) == []
        assert page.evaluate(WIDE) == []
        assert walker.axe(*WCAG) == []


def test_the_slider_of_years_tells_and_follows(open_in) -> None:
    walker: Walker = open_in(1280)
    walker.go("/?of=CHN&year=2000", 200)
    slider = walker.page.get_by_label("Year")
    slider.focus()
    walker.page.keyboard.press("ArrowLeft")
    walker.page.wait_for_url("**/?of=CHN&year=1999")
    assert "1999" in walker.page.locator("#world-head").inner_text()
    assert walker.wrong == []


def test_the_map_tells_by_keyboard_what_a_colour_means(open_in) -> None:
    walker: Walker = open_in(1280)
    walker.go("/?of=CHN", 200)
    walker.page.locator("figure.map a[data-name=Russia]").focus()
    tip = walker.page.locator(".map-tip").inner_text()
    assert "Russia" in tip
    assert re.search(r"closeness \S*\d", tip)
    assert "90 % interval" in tip
    walker.page.keyboard.press("Escape")
    assert walker.page.locator(".map-tip").count() == 0


def _touch(page: Page, name: str) -> None:
    """Click on a state of the map, wherever it can be hit; what cannot be hit cannot be chosen."""
    link = page.locator(f'figure.map a[data-name="{name}"]')
    link.scroll_into_view_if_needed()
    spot = link.evaluate(
        """(link) => {
          const box = link.getBoundingClientRect();
          for (let n = 1; n < 40; n++) for (let m = 1; m < 40; m++) {
            const x = box.left + box.width * m / 40, y = box.top + box.height * n / 40;
            if (document.elementFromPoint(x, y)?.closest('a') === link) return [x, y];
          }
          return null;
        }"""
    )
    assert spot, f"{name} cannot be hit"
    page.mouse.click(*spot)


@pytest.mark.parametrize("width", [1280, 390], ids=["wide", "phone"])
def test_who_depends_on_whom_since_when_is_three_clicks_from_the_first_page(open_in, width: int) -> None:
    walker: Walker = open_in(width, dark=width < 500)
    page = walker.page
    walker.go("/", 200)
    _touch(page, "China")
    page.wait_for_url("**/?of=CHN")
    _touch(page, "Russia")
    page.wait_for_url("**/dyad/CHN/RUS")
    page.get_by_role("navigation", name="On this page").get_by_role("link", name="Who depends on whom").click()
    section = page.locator("section#balance")
    box = section.bounding_box()
    assert box is not None
    assert box["y"] < 300
    said = section.locator(".summary").inner_text()
    assert re.search(r"depended .* on", said)
    assert re.search(r"since (at least )?\d{4}", said)
    assert walker.wrong == []


NUMBERS = """() => {
  const leads = (e) => {
    const a = [...e.querySelectorAll('a[href]')].map((a) => a.getAttribute('href'));
    return a.some((h) => h.startsWith('#source-') || h.startsWith('/sources/') || /\\/measure\\//.test(h)
      || h.startsWith('/methods/'));
  };
  const bad = [];
  for (const e of document.querySelectorAll('table.latest tbody tr, figure, .weigh, .dial, #answer'))
    if (/\\d/.test(e.textContent) && !leads(e))
      bad.push(`${e.tagName}.${e.className}#${e.id} ${e.textContent.trim().slice(0, 80)}`);
  return bad;
}"""


@pytest.mark.parametrize("path", ["/dyad/CHN/RUS", "/dyad/IND/PAK"])
def test_every_number_of_a_pair_leads_to_its_source(open_in, path: str) -> None:
    walker: Walker = open_in(1280)
    walker.go(path, 200)
    assert walker.page.evaluate(NUMBERS) == []
