"""The dashboard in a real Chromium: every page and language, cold deep links, phone and desk."""

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
from conftest import ROOT
from playwright.sync_api import expect, sync_playwright

from dashboard.figures import FIGURES
from dashboard.i18n import LANGUAGES, words_of
from dashboard.pages import PAGES

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
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

if CHROMIUM is None and not os.environ.get("REQUIRE_BROWSER"):
    pytest.skip("no Chromium on this machine and none could be installed", allow_module_level=True)


@contextmanager
def serving(log, **environment):
    """The dashboard as it is served, on a free port of the loopback; yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    with log.open("w") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=out, stderr=out, env=os.environ | environment
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


def fetch(url):
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    log = tmp_path_factory.mktemp("server") / "log"
    with serving(log) as address:
        yield address
    assert_clean(log)


def assert_clean(log):
    """Nothing in the log that somebody would have to look into."""
    text = log.read_text()
    for sign in ("Traceback", "ERROR", "WARNING", "Warning", "Exception"):
        assert sign not in text, text


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
    return not re.match(r"(https?|wss?)://127\.0\.0\.1[:/]|data:|blob:", url)


def settled(page, name, language):
    """Wait until a page has drawn all its figures, and check that none failed."""
    words = words_of(language)
    expect(page.locator("h1")).to_have_text(words(f"page.{name}.question"), timeout=PATIENCE)
    for kind in FIGURES.values():
        if kind.page == name:
            title = page.get_by_role("heading", name=words(f"{kind.id}.title"), exact=True)
            expect(title).to_be_attached(timeout=PATIENCE)
    page.wait_for_function(ALL_DRAWN, arg=sum(kind.page == name for kind in FIGURES.values()))
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.locator("[data-testid=stAlert]").count() == 0


ALL_DRAWN = """least => {
    const charts = [...document.querySelectorAll('[data-testid=stVegaLiteChart]')];
    return charts.length >= least && charts.every(chart => chart.querySelector('canvas, svg'));
}"""


def address_of(name):
    return "/" if name == PAGES[0] else f"/{name}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_without_an_error_on_desk_and_phone(server, regular, name, language):
    with opened(regular) as page:
        page.goto(f"{server}{address_of(name)}?lang={language}")
        settled(page, name, language)
        assert page.evaluate("document.documentElement.lang") == language
        assert words_of(language)(f"page.{name}.title") in page.title()
        page.set_viewport_size(PHONE)
        settled(page, name, language)
        fits(page)


def test_a_deep_link_is_right_on_a_cold_server(chromium, tmp_path):
    log = tmp_path / "log"
    with serving(log) as address, visit(chromium) as page:
        page.goto(f"{address}/plants?lang=ru")
        settled(page, "plants", "ru")
        # Streamlit's old router would show raw file names here.
        assert page.get_by_text("shell").count() == 0
    assert_clean(log)


@pytest.mark.parametrize(("viewport", "size"), [(DESK, "desk"), (PHONE, "phone")])
def test_the_main_path(server, chromium, viewport, size):
    """From the front page to the plants, in another language, reloaded, sent on."""
    ru, kk = words_of("ru"), words_of("kk")
    with visit(chromium, viewport, locale="kk-KZ") as page:
        page.goto(server)
        settled(page, "overview", "kk")
        expect(page).to_have_url(re.compile("lang=kk"))
        fits(page)
        page.get_by_role("link", name="Русский").click()
        settled(page, "overview", "ru")
        assert page.evaluate("document.documentElement.lang") == "ru"
        page.get_by_role("link", name=ru("page.plants.title"), exact=True).click()
        settled(page, "plants", "ru")
        expect(page).to_have_url(re.compile(r"/plants\?.*lang=ru"))
        fits(page)
        page.reload()
        settled(page, "plants", "ru")
        sent_on = page.url
        page.go_back()
        settled(page, "overview", "ru")
        page.get_by_role("link", name="Қазақша").click()
        settled(page, "overview", "kk")
        page.get_by_role("link", name=kk("page.regions.title"), exact=True).click()
        settled(page, "regions", "kk")
        fits(page)
    with visit(chromium, viewport, locale="en-GB") as friend:
        friend.goto(sent_on)
        settled(friend, "plants", "ru")


def fits(page):
    """Nothing can be scrolled to the side, once the charts have taken the width of the window."""
    page.wait_for_function(
        """() => {
            const main = document.querySelector('[data-testid=stMain]');
            return main.scrollWidth <= main.clientWidth;
        }"""
    )


def test_a_choice_survives_a_reload(server, chromium):
    with visit(chromium) as page:
        page.goto(f"{server}/regions?lang=ru&region=KZ-55&year=2018")
        settled_text = page.get_by_text("Павлодарская область", exact=False).first
        expect(settled_text).to_be_visible(timeout=PATIENCE)
        page.reload()
        expect(settled_text).to_be_visible(timeout=PATIENCE)
        expect(page).to_have_url(re.compile("region=KZ-55"))
        expect(page).to_have_url(re.compile("year=2018"))


@pytest.mark.parametrize(
    ("accepted", "query", "language"),
    [
        ("ru-KZ,ru;q=0.9", "", "ru"),
        ("de,fr;q=0.8", "", "kk"),
        ("ru", "?lang=en", "en"),
        ("ru", "?lang=xx", "ru"),
    ],
)
def test_the_first_html_speaks_the_language(server, accepted, query, language):
    """Before any script runs, the page has its language and title."""
    request = urllib.request.Request(
        f"{server}/plants{query}", headers={"accept-language": accepted}
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        html = answer.read().decode()
    assert f'<html lang="{language}">' in html
    assert f"<title>{words_of(language)('page.plants.title')}" in html
    assert "BACKEND_BASE_URL" in html


def test_health_and_open_data(server, tables):
    status, _, body = fetch(f"{server}/healthz")
    assert status == 200
    assert b'"status":"ok"' in body
    for name, frame in tables.items():
        status, headers, body = fetch(f"{server}/open/{name}.csv")
        assert (status, headers.get_content_type()) == (200, "text/csv")
        assert body.decode().count("\n") > len(frame)
        status, _, body = fetch(f"{server}/open/{name}.parquet")
        assert (status, body) == (200, (ROOT / "data" / f"{name}.parquet").read_bytes())


@pytest.mark.parametrize("file", ["nothing.csv", "plants.xls", "plants"])
def test_data_that_are_not_there_are_a_clear_404(server, file):
    status, _, body = fetch(f"{server}/open/{file}")
    assert status == 404
    assert b"<" not in body


def test_bad_data_are_degraded_and_not_down(chromium, tmp_path, data_copy):
    (data_copy / "benchmarks.parquet").write_bytes(b"PAR1")
    log = tmp_path / "log"
    with serving(log, KZDATA_DIR=str(data_copy)) as address:
        _, _, body = fetch(f"{address}/healthz")
        assert b'"status":"degraded"' in body
        assert b"benchmarks" in body
        assert fetch(f"{address}/open/benchmarks.csv")[0] == 503
        with visit(chromium) as page:
            page.goto(f"{address}/benchmarks?lang=kk")
            warning = page.locator("[data-testid=stAlert]").first
            expect(warning).to_contain_text(words_of("kk")("ui.unavailable"), timeout=PATIENCE)
            page.goto(f"{address}/plants?lang=kk")
            settled(page, "plants", "kk")
