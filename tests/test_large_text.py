"""Letters twice as large, by the settings of the browser, and narrow screens: nothing is cut."""

import pytest
from browser import CHROMIUM, DESK, FLAGS, PHONE, needs_browser, opened, settled, until

from dashboard.addresses import PAGES, lite_path, path
from kzdata.schema.model import LANGUAGES

pytestmark = needs_browser

USUAL, TWICE = 16, 32  # pixels of a letter

# Words outside the window: of the page, and of its charts; but the row of pages can be scrolled.
CUT = """[...document.querySelectorAll('body *')].filter(element =>
    [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())
    && element.checkVisibility({visibilityProperty: true})
    && !element.closest('script, style, .skip, #line, caption, thead, .pages')
).filter(element => {
    const {left, right} = element.getBoundingClientRect();
    return left < -1 || right > innerWidth + 1;
}).map(element => element.textContent)"""

# But the map of the towns, which stands beside their cards.
CHARTS = """[...document.querySelectorAll('.stVegaLiteChart svg.marks')]
    .filter(chart => !chart.closest('.st-key-card-three_towns'))"""


@pytest.fixture(scope="module", params=[USUAL, TWICE])
def size(request):
    return request.param


@pytest.fixture(scope="module")
def reader(size, chromium):
    """Somebody whose browser is set to letters of a size."""
    setting = f"--blink-settings=defaultFontSize={size}"
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=[*FLAGS, setting])
    yield browser.new_context(viewport=PHONE)
    browser.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_without_scripts_fits_a_narrow_screen(server, reader, name, language):
    with opened(reader) as page:
        page.goto(server + lite_path(name, language))
        for width in (320, 360, 390):
            page.set_viewport_size({"width": width, "height": 740})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.evaluate(CUT) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_live_page_has_letters_as_large_as_its_reader_wishes(server, reader, size, name):
    with opened(reader) as page:
        page.goto(f"{server}{path(name)}?lang=kk")
        settled(page, name, "kk")
        for viewport in (PHONE, {"width": 640, "height": 740}, DESK):
            page.set_viewport_size(viewport)
            until(page, f"({CUT}).length === 0")
            until(page, "document.documentElement.scrollWidth <= innerWidth")
            narrow = min(600, viewport["width"] - 40)
            until(
                page, CHARTS + f".every(chart => chart.getBoundingClientRect().width >= {narrow})"
            )
        letters = page.locator("#root .answer, #root .pages").first
        assert letters.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") == size
