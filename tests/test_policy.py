"""In a real browser: pages do all that they should, and what is slipped into them is not run."""

import re
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from threading import Thread

import pytest
from browser import PATIENCE, needs_browser, settled, until
from playwright.sync_api import expect

from dashboard.addresses import PAGES, lite_path, path
from dashboard.i18n import words_of
from dashboard.page_contents import figures_of
from kzdata.schema.model import LANGUAGES

pytestmark = needs_browser

TOLD = """addEventListener('securitypolicyviolation', event => {
  (window.refused ??= []).push(`${event.effectiveDirective} ${event.blockedURI}`);
})"""
# Streamlit's protobuf tries WebAssembly for large numbers, and counts without where it may not.
DONE_WITHOUT = {"script-src wasm-eval"}


@contextmanager
def watched(visitor):
    """A page that remembers what its policy refused."""
    page = visitor.new_page()
    page.set_default_timeout(PATIENCE)
    page.add_init_script(TOLD)
    yield page
    page.close()


def refused(page):
    return set(page.evaluate("window.refused ?? []"))


# That no language of a page has an error in the console, test_browser.py shows.
@pytest.mark.parametrize(("name", "language"), list(zip(PAGES, cycle(LANGUAGES), strict=False)))
def test_a_page_needs_nothing_that_its_policy_refuses(server, regular, name, language):
    with watched(regular) as page:
        page.goto(f"{server}{path(name)}?lang={language}")
        settled(page, name, language)
        for summary in page.locator("main summary").all()[:3]:
            summary.click()
        assert refused(page) <= DONE_WITHOUT
    with watched(regular) as page:
        page.goto(server + lite_path(name, language))
        drawn = page.locator(".chart svg").count()
        assert drawn == page.locator(".chart").count()
        assert bool(drawn) == bool(figures_of(name))
        assert refused(page) == set()


def test_slides_need_nothing_that_their_policy_refuses(server, regular):
    with watched(regular) as page:
        page.goto(f"{server}/present?lang=ru")
        expect(page.locator(".slide.now")).to_be_visible(timeout=3 * PATIENCE)
        page.keyboard.press("ArrowRight")
        expect(page.locator("#count")).to_have_text(re.compile("^2/"))
        with page.expect_download(timeout=3 * PATIENCE) as download:
            page.locator("a[data-file]").last.click()
        assert download.value.failure() is None
        assert refused(page) == set()


@pytest.mark.parametrize("address", ["/plants?lang=ru", "/lite/ru/plants", "/present?lang=ru"])
def test_a_script_that_is_slipped_in_is_not_run(server, regular, address):
    """Inline, as an attribute, or from another site: into the HTML, and into the living page."""

    def planted(route):
        answer = route.fetch()
        body = answer.text().replace("</body>", f"{PLANTED}</body>")
        route.fulfill(response=answer, body=body)

    with watched(regular) as page:
        page.route(re.compile(re.escape(server + address) + "$"), planted)
        page.goto(server + address)
        until(page, "document.getElementById('planted') !== null")
        if address.startswith("/present"):  # which comes anew when its slides are made
            until(page, "document.querySelector('.slide.now') !== null")
        page.evaluate(
            """() => {
                const script = document.createElement('script');
                script.textContent = 'window.ran = true';
                document.body.append(script);
                document.body.insertAdjacentHTML('beforeend', '<img src=x: onerror="ran = true">');
            }"""
        )
        until(page, "(window.refused ?? []).length >= 3")
        assert page.evaluate("window.ran") is None


PLANTED = (
    "<p id=planted>x</p><script>window.ran = true</script>"
    "<svg onload='window.ran = true'></svg><script src='http://127.0.0.1:1/x.js'></script>"
)


@pytest.fixture
def another_site(tmp_path):
    """A site of somebody else's on another port: its folder and its address."""
    handler = partial(SimpleHTTPRequestHandler, directory=tmp_path)
    handler.log_message = lambda *said: None
    site = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=site.serve_forever)
    thread.start()
    yield tmp_path, f"http://localhost:{site.server_port}"
    site.shutdown()
    thread.join()
    site.server_close()


def test_another_site_embeds_a_figure_and_no_page(server, chromium, another_site):
    folder, address = another_site
    figure = f"{server}/figures/kk/overdue"
    (folder / "index.html").write_text(
        f'<img id="svg" src="{figure}.svg"><img id="png" src="{figure}.png">'
        f'<iframe id="figure" src="{figure}.svg"></iframe>'
        f'<iframe id="page" src="{server}/lite/kk/plants"></iframe>'
    )
    visitor = chromium.new_context()
    page = visitor.new_page()
    page.goto(address)
    for picture in ("#svg", "#png"):
        assert page.locator(picture).evaluate("picture => picture.naturalWidth") > 0
    assert page.frame_locator("#figure").locator("svg text").count() > 10
    assert page.frame_locator("#page").locator("h1", has_text=question("plants")).count() == 0
    visitor.close()


def question(page):
    return words_of("kk")(f"page.{page}.question")


@pytest.mark.parametrize(("name", "language"), [("overview", "kk"), ("regions", "ru")])
def test_all_is_read_where_no_websocket_comes_through(server, chromium, name, language):
    """The page stays as it came; a sentence says so, and where the light page is."""
    words = words_of(language)
    visitor = chromium.new_context()
    page = visitor.new_page()
    page.set_default_timeout(PATIENCE)
    page.route_web_socket("**/_stcore/stream", lambda line: line.close())
    page.goto(f"{server}{path(name)}?lang={language}")
    expect(page.locator("#first h1")).to_be_visible()
    expect(page.locator("#no-live")).to_be_hidden()
    expect(page.locator("#no-live")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#no-live")).to_contain_text(words("ui.no_live"))
    drawn = page.locator("#first .chart svg")
    assert drawn.count() > 0
    expect(drawn.first).to_be_visible()
    # Nothing of Streamlit's own, such as its sign of a lost connection, lies over it.
    assert page.locator("#root").evaluate("root => getComputedStyle(root).visibility") == "hidden"
    page.locator("#no-live a").click()
    expect(page.locator("h1")).to_have_text(words(f"page.{name}.question"))
    assert f"/lite/{language}" in page.url
    page.go_back()
    page.locator("#first .pages a").nth(3).click()
    expect(page.locator("#first h1")).to_have_text(words(f"page.{PAGES[3]}.question"))
    expect(page.locator("#first .card")).to_have_count(len(figures_of(PAGES[3])))
    visitor.close()


def test_a_choice_is_made_where_no_websocket_comes_through(server, chromium):
    visitor = chromium.new_context()
    page = visitor.new_page()
    page.set_default_timeout(PATIENCE)
    page.route_web_socket("**/_stcore/stream", lambda line: line.close())
    page.goto(f"{server}/regions?lang=ru")
    page.locator("#first #choose-region summary").click()
    page.locator("#first #choose-region a", has_text="Павлодарская область").click()
    page.wait_for_url(re.compile("region=KZ-55"))
    expect(page.locator("#first #choose-region summary")).to_have_text("Павлодарская область")
    visitor.close()


def test_a_websocket_that_works_says_nothing(server, regular):
    with watched(regular) as page:
        page.goto(f"{server}/regions?lang=ru")
        settled(page, "regions", "ru")
        assert page.locator("#no-live").count() == 0
