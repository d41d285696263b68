"""The head of a page is low and calm on a phone, and all that there is lies one step away."""

import re
from html import unescape

import pytest
from browser import DESK, PHONE, needs_browser, opened
from playwright.sync_api import expect

from dashboard.addresses import MENU, PAGES, ask_path, lite_path, path, view_path
from dashboard.html import Place, head, wished_choices
from dashboard.i18n import words_of
from dashboard.page_contents import figures_of
from kzdata.clock import today
from kzdata.schema.model import LANGUAGES

MOST_WORDS = 7  # in a menu, with the one that leads to the rest
MOST_HEIGHT = 2 * 48 + 1  # pixels: name, languages and "more" in one row, the pages in the other

SEEN = 24  # pixels of a mark that is as high as its chart, a line say

# Where the mark begins that stands highest in the first chart, of which labels are none.
FIRST_MARK = """() => {
    const kinds = ['rect', 'symbol', 'line', 'rule', 'shape', 'area', 'trail'];
    const marks = kinds.map(kind => `.role-mark.mark-${kind} > *, .role-mark .mark-${kind} > *`);
    const boxes = [...document.querySelector('.chart svg').querySelectorAll(marks.join(', '))]
        .map(mark => mark.getBoundingClientRect()).filter(box => box.width + box.height > 0);
    return Math.min(...boxes.map(box => box.top));
}"""


def links(html):
    return [unescape(address) for address in re.findall(r'<a [^>]*href="([^"]+)"', html)]


@pytest.mark.parametrize("lite", [False, True])
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_seven_words_lead_to_all_that_there_is(page, language, lite):
    """The same HTML without scripts and alive: six pages and the fold of all other ways."""
    place = Place(page, language, today(), "", wished_choices(page, {}), lite=lite)
    row, further = head(place).split('<nav class="pages"')[1].split("<details")
    assert len(links(row)) + 1 <= MOST_WORDS
    assert links(row) == [place.link(name) for name in MENU]
    town = {"town": place.choices["town"]} if page == "town" else {}
    assert links(further) == [
        *(place.link(name) for name in PAGES if name not in MENU),
        view_path("present", language, town),
        ask_path(language),
        place.link("sources", figure="follow"),
    ]
    current = f'<a href="{place.link(page)}" aria-current="page">'
    assert (current in row, current in further) == (page in MENU, page not in MENU)


@needs_browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_mark_is_on_the_first_screen_of_a_phone(server, chromium, language):
    visitor = chromium.new_context(viewport=PHONE)
    with opened(visitor) as tab:
        for page in PAGES:
            tab.goto(server + lite_path(page, language))
            tab.evaluate("document.fonts.ready")
            assert tab.locator(".masthead").bounding_box()["height"] <= MOST_HEIGHT, page
            if figures_of(page):
                assert 0 <= tab.evaluate(FIRST_MARK) <= PHONE["height"] - SEEN, page
    visitor.close()


@needs_browser
def test_the_page_that_is_open_is_in_sight_in_the_row(server, chromium):
    visitor = chromium.new_context(viewport=PHONE)
    with opened(visitor) as tab:
        for page in MENU:
            tab.goto(server + lite_path(page, "kk"))
            current = tab.locator(".pages [aria-current]")
            expect(current).to_have_text(words_of("kk")(f"page.{page}.title"))
            box, row = current.bounding_box(), tab.locator(".pages").bounding_box()
            assert row["x"] <= box["x"] and box["x"] + box["width"] <= row["x"] + row["width"] + 1
    visitor.close()


@needs_browser
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_fold_opens_by_keys_and_leads_on(server, chromium, viewport):
    """Without scripts; what it offers lies over the page and within the window."""
    visitor = chromium.new_context(viewport=viewport)
    with opened(visitor) as tab:
        tab.goto(server + lite_path("town", "ru"))
        tab.locator(".further > summary").focus()
        tab.keyboard.press("Enter")
        ways = tab.locator(".further > nav > a")
        for way in ways.all():
            expect(way).to_be_in_viewport(ratio=1)
        assert tab.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
        tab.keyboard.press("Tab")
        expect(ways.first).to_be_focused()
        tab.keyboard.press("Enter")
        expect(tab).to_have_url(re.compile(f"/lite/ru{path(PAGES[len(MENU)])}$"))
    visitor.close()
