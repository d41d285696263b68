"""A mouse or a finger on a chart shows nothing that Vega or Streamlit would show by themselves."""

import pytest
from browser import DESK, needs_browser, opened, settled

from dashboard.addresses import PAGES, path
from dashboard.page_contents import figures_of

# Where Vega shows what lies under the pointer; the text that was shown last stays there.
TOOLTIP = "document.getElementById('vg-tooltip-element')?.textContent ?? ''"

# The middle of up to twelve marks of each kind in a chart, those in sight.
MARKS = """chart => {
    chart.scrollIntoView({block: 'center'});
    return [...chart.querySelectorAll('.role-mark')].flatMap(group => {
        const marks = [...group.querySelectorAll(':scope > :is(path, text, line, image)')];
        return marks.filter((_, at) => at % Math.ceil(marks.length / 12) === 0);
    }).map(mark => mark.getBoundingClientRect())
      .map(box => [box.x + box.width / 2, box.y + box.height / 2])
      .filter(([x, y]) => y > 0 && y < innerHeight && x > 0 && x < innerWidth);
}"""


@needs_browser
@pytest.mark.parametrize("name", PAGES)
def test_nothing_comes_up_under_a_mouse_or_a_finger(server, chromium, name):
    visitor = chromium.new_context(viewport=DESK, has_touch=True)
    with opened(visitor) as page:
        page.goto(f"{server}{path(name)}?lang=ru")
        settled(page, name, "ru")
        for id in figures_of(name):
            chart = page.locator(f".st-key-card-{id} .stVegaLiteChart")
            if not chart.count():  # a figure of words alone
                continue
            places = chart.evaluate(MARKS)
            assert places, id
            for x, y in places:
                page.mouse.move(x, y)
                assert page.evaluate(TOOLTIP) == "", id
            for x, y in places[:: max(1, len(places) // 8)]:
                page.touchscreen.tap(x, y)
                assert page.evaluate(TOOLTIP) == "", id
    visitor.close()
