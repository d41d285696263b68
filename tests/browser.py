"""A real Chromium and the dashboard as it is served: what the tests of the pages share."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import ROOT, SERVED_AS
from playwright.sync_api import expect, sync_playwright

from dashboard.figures import FIGURES
from dashboard.i18n import words_of
from dashboard.page_contents import figures_of

# The one without a window first: the others run pages of their own for each window, a second of
# a processor for each visitor, beside the page that is looked at.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
PATIENCE = 30_000  # milliseconds; a state is awaited, never a time

needs_browser = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("REQUIRE_BROWSER"),
    reason="no Chromium on this machine and none could be installed",
)


def free_port():
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(log, *options, **environment):
    """The dashboard as it is served, on a free port of the loopback; yields its address.

    `options` are those of its interpreter; `SITE_ADDRESS=""` has it name its own port.
    """
    port = free_port()
    command = [sys.executable, *options, "-m", "streamlit", "run", "app.py"]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    with log.open("w") as out:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=out,
            stderr=out,
            env=os.environ | {"SITE_ADDRESS": SERVED_AS} | environment,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            await_health(address, process, log)
            yield address
        finally:
            process.terminate()
            process.wait(20)


def await_health(address, process, log):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:  # refused, reset, timed out: not up yet
            time.sleep(0.1)  # the pause between two looks, not a wait for a time
    raise AssertionError(f"not healthy after a minute:\n{log.read_text()}")


def fetch(url, **headers):
    """Status, headers and body of an address."""
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def assert_clean(log, begin=0):
    """Nothing in the log, from a character on, that somebody would have to look into."""
    text = log.read_text()[begin:]
    for sign in ("Traceback", "ERROR", "WARNING", "Warning", "Exception", "Fatal"):
        assert sign not in text, text


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory):
    """One server for all files of a worker, as one serves all visitors: its address, its log."""
    log = tmp_path_factory.mktemp("server") / "log"
    with serving(log) as address:
        yield address, log
    assert_clean(log)


@pytest.fixture(scope="module")
def server(shared_server):
    """The address of the shared server, whose log stays clean while a module runs."""
    address, log = shared_server
    begin = len(log.read_text())
    yield address
    assert_clean(log, begin)


@pytest.fixture(scope="module")
def own_server(tmp_path_factory):
    """The address of a server that stands where it is asked, and names that in what it makes."""
    log = tmp_path_factory.mktemp("own_server") / "log"
    with serving(log, SITE_ADDRESS="") as address:
        yield address
    assert_clean(log)


@pytest.fixture(scope="module")
def chromium():
    assert CHROMIUM, "REQUIRE_BROWSER is set and there is no Chromium"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def regular(chromium):
    """A visitor who has Streamlit's scripts in the cache already."""
    visitor = chromium.new_context(viewport=DESK)
    yield visitor
    visitor.close()


@contextmanager
def visit(chromium, viewport=DESK, **context):
    """A fresh visitor, with nothing in the cache."""
    visitor = chromium.new_context(viewport=viewport, **context)
    with opened(visitor) as page:
        yield page
    visitor.close()


@contextmanager
def opened(visitor):
    """A new page; fails if the console, the page or the network has an error to tell."""
    page = visitor.new_page()
    page.set_default_timeout(PATIENCE)
    faults = []
    page.on("console", lambda m: m.type in ("error", "warning") and faults.append(m.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    # Leaving a page aborts what is still under way; that is no failure.
    page.on(
        "requestfailed",
        lambda r: r.failure != "net::ERR_ABORTED" and faults.append(f"{r.failure}: {r.url}"),
    )
    page.on("request", lambda r: outside(r.url) and faults.append(f"outside: {r.url}"))
    yield page
    assert faults == []
    page.close()


def outside(url):
    return not re.match(r"(https?|wss?)://127\.0\.0\.1[:/]|data:|blob:|file:", url)


@contextmanager
def live_page_held_back(page, scripts="**/static/js/**"):
    """Keep Streamlit's scripts back until the block ends, however often they are asked for."""
    held, is_held = [], True
    page.route(scripts, lambda route: held.append(route) if is_held else route.continue_())
    yield
    is_held = False
    for route in held:
        route.continue_()


def settled(page, name, language, town=None):
    """Wait until a page has drawn all its figures, and check that none failed."""
    words = words_of(language)
    # The page that came first has given way to the live one.
    expect(page.locator("#first")).to_have_count(0, timeout=PATIENCE)
    expect(page.locator("h1")).to_have_text(words(f"page.{name}.question"), timeout=PATIENCE)
    place = words.code("place", town or "balkhash")
    for kind in FIGURES.values():
        if kind.page == name:
            # Which region a title names, the data say.
            said = words(f"{kind.id}.title", town=place, place=place, region="\0")
            named = re.compile(f"^{re.escape(said).replace(re.escape(chr(0)), '.+')}$")
            title = page.get_by_role("heading", name=named)
            expect(title).to_be_attached(timeout=PATIENCE)
    expect(page.locator(".end")).to_be_attached(timeout=PATIENCE)  # the foot: all has been sent
    until(page, ALL_DRAWN)
    drawn = page.locator("[data-testid=stVegaLiteChart]").count()
    assert bool(drawn) == bool(figures_of(name))
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.locator(".unavailable").count() == 0


def until(page, state):
    """Wait until a page says so; asked from outside, for our pages let no text be evaluated."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(state):
        assert time.monotonic() < deadline, f"{page.url}: never true: {state}"
        page.wait_for_timeout(20)


ALL_DRAWN = """() => {
    const charts = [...document.querySelectorAll('[data-testid=stVegaLiteChart]')];
    return charts.every(chart => chart.querySelector('canvas, svg'));
}"""


def fits(page):
    """Nothing can be scrolled to the side, once the charts have taken the width of the window."""
    until(
        page,
        "document.documentElement.scrollWidth <= innerWidth",
    )


# Rules of axe-core that Streamlit itself breaks, each with its reason; so far there are none.
STREAMLIT_S_OWN: dict[str, str] = {}


def findings(page):
    """What axe-core calls serious or critical: rule, and the parts of the page that break it."""
    found = Axe().run(page).response
    assert len(found["passes"]) > 20  # it has looked
    return {
        violation["id"]: [node["html"][:200] for node in violation["nodes"]]
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical") and violation["id"] not in STREAMLIT_S_OWN
    }
