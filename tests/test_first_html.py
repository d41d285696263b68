"""What a browser gets first is the page itself, and the live page takes over without a jump."""

import re
from html import unescape
from pathlib import Path

import pytest
import streamlit
from browser import DESK, PHONE, fetch, live_page_held_back, needs_browser, opened, settled, until
from playwright.sync_api import expect

from dashboard.addresses import PAGES, lite_path, path
from dashboard.figures import FIGURES, FigureRequest
from dashboard.html import Place, wished_choices
from dashboard.http.middleware.first_html import first_html
from dashboard.http.streamlit_scripts import scripts
from dashboard.i18n import words_of
from dashboard.page_contents import figures_of
from kzdata.clock import today
from kzdata.schema.model import LANGUAGES

STATIC = Path(streamlit.__file__).parent / "static"
HALF_A_LINE = 12  # pixels
MOBILE = "Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"


def plain(html):
    return " ".join(
        unescape(re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", html, flags=re.S)).split()
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_it_says_all_that_the_page_without_scripts_says(server, tables, page, language):
    words = words_of(language)
    html = fetch(f"{server}{path(page)}?lang={language}")[2].decode()
    said = plain(html)
    for id in figures_of(page):
        figure = FIGURES[id].build(tables, FigureRequest(words, today()))
        assert " ".join(figure.answer.split()) in said
    lite = fetch(server + lite_path(page, language))[2].decode()
    assert html.count('<div class="chart"') == lite.count('<div class="chart"')
    for tag in re.findall(r"<(?:meta|link)[^>]*(?:description|canonical|hreflang|og:)[^>]*>", lite):
        assert tag in html


def test_nothing_that_is_fetched_comes_before_what_is_read(server):
    html = fetch(f"{server}/regions?lang=ru")[2].decode()
    words_end = html.index('<div id="root">')
    for later in ('type="module"', 'rel="stylesheet"', 'rel="modulepreload"'):
        assert html.index(later) > words_end
    assert "<noscript>" not in html


def test_what_it_needs_is_asked_for_before_it_is_read(server):
    """The head of the answer names the typeface and the first scripts, all of which there are."""
    headers = fetch(f"{server}/regions?lang=ru")[1]
    named = re.findall(
        r"<(/[^>]+)>; rel=(preload; as=font; crossorigin|modulepreload)", headers["link"]
    )
    assert [how for _, how in named] == ["preload; as=font; crossorigin"] * 2 + [
        "modulepreload"
    ] * 4
    for address, _ in named:
        assert fetch(server + address)[0] == 200
    lite = fetch(f"{server}/lite/ru/regions")[1]
    assert lite["link"].count("as=font") == 2
    assert "modulepreload" not in lite["link"]


def test_what_is_unchanged_is_not_sent_again(server):
    _, headers, _ = fetch(f"{server}/?lang=kk")
    assert fetch(f"{server}/?lang=kk", **{"if-none-match": headers["etag"]})[0] == 304
    assert {"accept-language", "user-agent"} <= {v.strip() for v in headers["vary"].split(",")}


@pytest.mark.parametrize("mark", ['<div id="root"></div>', "</head>", '<script type="module"'])
def test_another_streamlit_is_served_as_it_is(tmp_path, mark, caplog):
    """Its own page with our language and title, and a line in the log."""
    html = (STATIC / "index.html").read_text(encoding="utf-8")
    (tmp_path / "index.html").write_text(html.replace(mark, "<!-- changed -->"), encoding="utf-8")
    place = Place("plants", "ru", today(), "", wished_choices("plants", {}), 328)
    made = first_html(tmp_path, place).decode()
    assert '<html lang="ru">' in made
    assert f"<title>{words_of('ru')('page.plants.title')}" in made
    assert 'id="first"' not in made
    assert "changed" in caplog.text


def test_this_streamlit_has_all_marks():
    html = (STATIC / "index.html").read_text(encoding="utf-8")
    for mark in (
        '<html lang="en">',
        "<title>Streamlit</title>",
        "</head>",
        '<div id="root"></div>',
    ):
        assert html.count(mark) == 1


@needs_browser
@pytest.mark.parametrize(
    ("page", "viewport", "agent"),
    [*((page, PHONE, MOBILE) for page in PAGES), ("overview", DESK, None), ("regions", DESK, None)],
)
def test_the_live_page_stands_where_the_first_one_stood(server, chromium, page, viewport, agent):
    """Every heading in sight keeps its place, and no moment is empty."""
    visitor = chromium.new_context(viewport=viewport, user_agent=agent)
    with opened(visitor) as tab:
        tab.add_init_script(WATCH)
        tab.goto(f"{server}{path(page)}?lang=kk")
        settled(tab, page, "kk")
        until(tab, "window.after !== undefined")
        before, after, empty = tab.evaluate("[window.before, window.after, window.empty]")
    visitor.close()
    assert before.keys() == after.keys()
    assert len(before) >= 2
    moved = {text: after[text] - place for text, place in before.items()}
    assert {text: by for text, by in moved.items() if abs(by) > HALF_A_LINE} == {}
    assert empty == 0


# The places of all headings in sight just before and just after; and how often nothing was to be
# seen.
WATCH = """
addEventListener('DOMContentLoaded', () => {
  const first = document.getElementById('first');
  const places = () => Object.fromEntries([...document.querySelectorAll('h1, h2')]
    .filter(one => one.checkVisibility({visibilityProperty: true}))
    .map(one => [one.innerText, one.getBoundingClientRect().top])
    .filter(([, top]) => top < innerHeight));
  window.empty = 0;
  const look = () => {
    if (first.isConnected) { window.before = places(); requestAnimationFrame(look); return; }
    if (Object.keys(places()).length === 0) window.empty += 1;
    window.after = places();
  };
  requestAnimationFrame(look);
});
"""


@needs_browser
def test_charts_out_of_sight_are_drawn_once_the_page_is_live(server, chromium):
    visitor = chromium.new_context(viewport=PHONE, user_agent=MOBILE)
    with opened(visitor) as tab:
        tab.add_init_script(DRAWN)
        tab.goto(f"{server}/regions?lang=kk")
        settled(tab, "regions", "kk")
        first = figures_of("regions")[0]
        until(tab, f"window.steps.at(-1) === {len(figures_of('regions'))}")
        near, drawn, steps = tab.evaluate("[window.near, window.drawn, window.steps]")
        assert near == drawn == [f"card-{first}"]
        assert steps == list(range(1, len(figures_of("regions")) + 1)), "not one by one"
        announced = tab.locator('link[rel="modulepreload"]').count()
    visitor.close()
    assert announced == len(scripts(STATIC))


# The cards in sight, and those of the live page that have a chart, just before it takes over; and
# how many had one from frame to frame, wherever that changed.
DRAWN = """
addEventListener('DOMContentLoaded', () => {
  const first = document.getElementById('first'), root = document.getElementById('root');
  window.steps = [];
  const look = () => {
    requestAnimationFrame(look);
    const count = root.querySelectorAll('.stVegaLiteChart svg').length;
    if (count && count !== window.steps.at(-1)) window.steps.push(count);
    if (!first.isConnected) return;
    window.near = [...first.querySelectorAll('.card')]
      .filter(one => one.getBoundingClientRect().top < innerHeight).map(one => one.id);
    window.drawn = [...first.querySelectorAll('.card')]
      .filter(one => root.querySelector(`.st-key-${one.id} .stVegaLiteChart svg`))
      .map(one => one.id);
  };
  requestAnimationFrame(look);
});
"""


@needs_browser
def test_it_is_read_where_scripts_do_not_come(server, chromium):
    visitor = chromium.new_context(viewport=PHONE, java_script_enabled=False, user_agent=MOBILE)
    tab = visitor.new_page()
    tab.goto(f"{server}/plants?lang=kk")
    expect(tab.locator("#first h1")).to_be_visible()
    assert tab.locator("#first .chart svg").count() == len(figures_of("plants"))
    tab.locator("#first a", has_text="Русский").first.click()
    expect(tab.locator("#first h1")).to_have_text(words_of("ru")("page.plants.question"))
    visitor.close()


@needs_browser
def test_a_reader_who_is_further_down_stays_there(server, chromium):
    """The live page takes over below the fold too, with the folds open that were opened."""
    visitor = chromium.new_context(viewport=PHONE, user_agent=MOBILE)
    with opened(visitor) as tab:
        with live_page_held_back(tab):
            tab.goto(f"{server}/plants?lang=ru", wait_until="commit")
            until(tab, "document.fonts.status === 'loaded' && document.fonts.size > 0")
            heading = tab.locator("#first #measurements")
            heading.scroll_into_view_if_needed()
            tab.locator("#first #table-measurements summary").click()
            until(tab, "() => document.querySelector('#first #table-measurements').open")
            top = "document.getElementById('measurements').getBoundingClientRect().top"
            before = tab.evaluate(top)
        settled(tab, "plants", "ru")
        after = tab.evaluate(top)
        assert abs(after - before) <= 2
        assert tab.locator("#table-measurements").evaluate("fold => fold.open")
    visitor.close()
