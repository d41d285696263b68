"""A mark answers a finger, a mouse and a key, before the live page has come and after."""

import re

import pytest
from browser import (
    DESK,
    PATIENCE,
    PHONE,
    live_page_held_back,
    needs_browser,
    opened,
    settled,
    until,
)
from playwright.sync_api import expect

from dashboard.i18n import words_of
from dashboard.page_contents import figures_of

pytestmark = needs_browser

# Figures of different forms: bars, time spans, lines, a map, panels, dots; page, language, figure.
FORMS = [
    ("overview", "kk", "overdue"),
    ("plants", "ru", "temirtau_drift"),
    ("regions", "kk", "region_share"),
    ("regions", "ru", "region_map"),
    ("benchmarks", "en", "goals"),
    ("metals", "kk", "prices"),
]
MARKS = ":is([data-say], .role-mark [aria-label])"
SAID = "marks => marks.map(mark => mark.dataset.say ?? mark.getAttribute('aria-label'))"
# All but the line that answers, which comes to the lower edge; its room is that before the foot.
PLACES = """card => [...card.querySelectorAll('.head, .chart, .stVegaLiteChart, .foot')].map(
    part => part.getBoundingClientRect()).map(box => [box.top, box.height])"""


# A scroll is told of in the next frame.
SIGHT = """mark => new Promise(done => {
    mark.scrollIntoView({block: 'center'});
    requestAnimationFrame(() => requestAnimationFrame(done));
})"""
# The place within a mark that is nearest to its middle: that of a region may lie outside of it.
INSIDE = """mark => {
    const {x, y, width, height} = mark.getBoundingClientRect();
    const steps = [...Array(19).keys()].map(step => (step + 1) / 20);
    const places = steps.flatMap(across => steps.map(down => [across, down]));
    const far = ([across, down]) => Math.hypot(across - 0.5, down - 0.5);
    return places.sort((a, b) => far(a) - far(b))
        .map(([across, down]) => [x + across * width, y + down * height])
        .find(place => document.elementFromPoint(...place) === mark);
}"""

# A finger that has left lets the page glide on, and the next touch would only stop it.
AT_REST = """() => new Promise(done => {
    let place = -1, frames = 0;
    const look = () => {
        frames = scrollY === place ? frames + 1 : 0;
        place = scrollY;
        if (frames > 5) done();
        else requestAnimationFrame(look);
    };
    look();
})"""


class Card:
    """One figure as it stands on a page: in the page that came first, or in the live one."""

    def __init__(self, page, id, live):
        self.page = page
        self.card = page.locator(f"#root .st-key-card-{id}" if live else f"#first #card-{id}")
        self.chart = self.card.locator(".stVegaLiteChart" if live else ".chart")
        self.line = self.card.locator(".say > span")
        self.marks = self.chart.locator(MARKS)

    def sentences(self):
        return self.marks.evaluate_all(SAID)

    def place(self, number):
        """A place on a mark, which is brought into sight."""
        self.marks.nth(number).evaluate(SIGHT)
        return self.marks.nth(number).evaluate(INSIDE)


def held(page):
    """Have the page that came first stay: its scripts run, Streamlit's do not come."""
    page.route("**/static/js/**", lambda route: route.abort())


@pytest.fixture(scope="module")
def phone(chromium):
    visitor = chromium.new_context(
        viewport=PHONE, has_touch=True, is_mobile=True, user_agent="Android Mobile"
    )
    yield visitor
    visitor.close()


def came_first(visitor, server, name, language):
    page = visitor.new_page()
    page.set_default_timeout(PATIENCE)
    held(page)
    page.goto(f"{server}/{'' if name == 'overview' else name}?lang={language}")
    return page


def live(page, server, name, language):
    page.goto(f"{server}/{'' if name == 'overview' else name}?lang={language}")
    settled(page, name, language)


@pytest.mark.parametrize(("name", "language", "id"), FORMS)
def test_first_and_live_page_answer_a_finger_with_the_same_words(server, phone, name, language, id):
    page = came_first(phone, server, name, language)
    first = tapped(Card(page, id, live=False))
    page.close()
    with opened(phone) as page:
        live(page, server, name, language)
        assert tapped(Card(page, id, live=True)) == first


def tapped(card):
    """All sentences of a chart, after some marks were tapped and each pinned its own."""
    sentences = card.sentences()
    assert sentences
    for number in {0, len(sentences) // 2, len(sentences) - 1}:
        x, y = card.place(number)
        before = card.card.evaluate(PLACES)
        card.page.touchscreen.tap(x, y)
        expect(card.line).to_have_text(sentences[number])
        expect(card.line).to_be_in_viewport()
        expect(card.page.locator("#beside")).to_be_hidden()  # nothing lies under the thumb
        assert card.page.locator(".on").count() == 1
        assert card.card.evaluate(PLACES) == before  # nothing has moved
        card.page.touchscreen.tap(x, y)
        expect(card.line).to_have_text("")
        assert card.page.locator(".on").count() == 0
    return sentences


def test_a_finger_beside_a_mark_means_the_nearest_and_one_far_away_none(server, phone):
    page = came_first(phone, server, "plants", "ru")
    card = Card(page, "limits", live=False)
    # Below the last row there is no other.
    x, _ = card.place(card.marks.count() - 1)
    box = card.marks.last.bounding_box()
    page.touchscreen.tap(x, box["y"] + box["height"] + 3)
    expect(card.line).to_have_text(card.sentences()[-1])
    page.keyboard.press("Escape")
    expect(card.line).to_have_text("")
    card.card.locator(".answer").tap()
    expect(card.line).to_have_text("")
    page.close()


def test_a_scroll_opens_nothing_and_closes_nothing(server, phone):
    page = came_first(phone, server, "regions", "kk")
    card = Card(page, "region_ranking", live=False)
    x, y = card.place(3)
    session = phone.new_cdp_session(page)

    def touch(kind, *points):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    def scrolled():
        begun = page.evaluate("scrollY")
        touch("touchStart", {"x": x, "y": y})
        for step in range(1, 9):
            touch("touchMove", {"x": x, "y": y - 20 * step})
        touch("touchEnd")
        until(page, f"scrollY > {begun + 40}")
        page.evaluate(AT_REST)

    scrolled()
    expect(card.line).to_have_text("")
    x, y = card.place(3)
    page.touchscreen.tap(x, y)
    expect(card.line).not_to_have_text("")
    scrolled()
    expect(card.line).to_have_text(card.sentences()[3])
    page.close()


@pytest.mark.parametrize(("name", "language", "id"), FORMS)
def test_a_mouse_has_the_sentence_beside_it(server, regular, name, language, id):
    with opened(regular) as page:
        live(page, server, name, language)
        card, beside = Card(page, id, live=True), page.locator("#beside")
        for number, sentence in list(enumerate(card.sentences()))[:12]:
            page.mouse.move(*card.place(number))
            expect(beside).to_have_text(sentence)
            box = beside.bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= DESK["width"]
            assert box["y"] >= 0 and box["y"] + box["height"] <= DESK["height"]
        expect(card.line).to_have_text("")  # what is only pointed at is not pinned
        page.keyboard.press("Escape")
        expect(beside).to_be_hidden()
        page.mouse.move(*card.place(0))
        expect(beside).to_be_visible()
        page.mouse.move(1, 1)
        expect(beside).to_be_hidden()


@pytest.mark.parametrize("is_live", [False, True], ids=["first", "live"])
@pytest.mark.parametrize(("name", "language", "id"), FORMS)
def test_keys_walk_all_marks_and_each_is_told(server, chromium, name, language, id, is_live):
    visitor = chromium.new_context(viewport=PHONE, reduced_motion="reduce")
    if is_live:
        page = visitor.new_page()
        page.set_default_timeout(PATIENCE)
        live(page, server, name, language)
    else:
        page = came_first(visitor, server, name, language)
    card = Card(page, id, is_live)
    sentences = card.sentences()
    expect(card.card.locator(".say")).to_have_attribute("aria-live", "polite")
    card.chart.focus()
    expect(card.chart).to_be_focused()
    for sentence in sentences:
        page.keyboard.press("ArrowRight")
        expect(card.line).to_have_text(sentence)
        expect(page.locator(".on")).to_be_in_viewport()
    page.keyboard.press("ArrowDown")  # there is none after the last
    expect(card.line).to_have_text(sentences[-1])
    page.keyboard.press("Home")
    expect(card.line).to_have_text(sentences[0])
    page.keyboard.press("End")
    expect(card.line).to_have_text(sentences[-1])
    page.keyboard.press("Escape")
    expect(card.line).to_have_text("")
    page.keyboard.press("ArrowLeft")  # the last comes first on the way back
    expect(card.line).to_have_text(sentences[-1])
    visitor.close()


@pytest.mark.parametrize("is_live", [False, True], ids=["first", "live"])
def test_the_first_chart_says_how_its_marks_answer(server, chromium, is_live):
    window = PHONE | {"height": 600}
    visitor = chromium.new_context(viewport=window)
    if is_live:
        page = visitor.new_page()
        page.set_default_timeout(PATIENCE)
        live(page, server, "plants", "kk")
    else:
        page = came_first(visitor, server, "plants", "kk")
    first, second = (Card(page, id, is_live) for id in figures_of("plants")[:2])
    seen = "part => getComputedStyle(part, '::before').content"
    assert first.line.evaluate(seen) == f'"{words_of("kk")("ui.answers")}"'
    assert second.line.evaluate(seen) == "none"
    # Below the chart, also while that goes on below the window.
    chart, line = (each.bounding_box() for each in (first.chart, first.line))
    assert chart["y"] + chart["height"] > window["height"]
    assert line["y"] >= chart["y"] + chart["height"] - 5
    visitor.close()


def test_what_is_pinned_stays_when_the_live_page_takes_over(server, phone):
    page = phone.new_page()
    page.set_default_timeout(PATIENCE)
    with live_page_held_back(page):
        page.goto(f"{server}/plants?lang=ru", wait_until="commit")
        before = Card(page, "plant_targets", live=False)
        before.chart.focus()
        page.keyboard.press("ArrowRight")
        sentence = before.line.text_content()
        assert sentence == before.sentences()[0]
    settled(page, "plants", "ru")
    after = Card(page, "plant_targets", live=True)
    expect(after.line).to_have_text(sentence)
    expect(after.chart).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(after.line).to_have_text(after.sentences()[1])
    page.keyboard.press("ArrowLeft")
    x, y = after.place(0)
    page.touchscreen.tap(x, y)  # the second tap on one mark closes, whichever page had the first
    expect(after.line).to_have_text("")
    page.close()


def test_another_choice_leaves_nothing_pinned(server, regular):
    with opened(regular) as page:
        live(page, server, "regions", "ru")
        card = Card(page, "region_ranking", live=True)
        page.mouse.click(*card.place(2))
        expect(card.line).not_to_have_text("")
        page.get_by_role("combobox").last.select_option("2021")
        expect(card.line).to_have_text("")
        until(page, "document.querySelectorAll('.on').length === 0")


def test_without_scripts_a_mark_has_its_sentence_as_title(server, chromium):
    visitor = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    page = visitor.new_page()
    page.goto(f"{server}/lite/kk/regions")
    html = page.content()
    assert re.search(r"<path [^>]*><title>Павлодар облысы, \d{4} жыл: [^<]+</title></path>", html)
    assert "data-say=" not in html
    assert 'class="say"' not in html
    visitor.close()


def test_paper_has_no_line_for_answers(server, chromium):
    visitor = chromium.new_context(viewport=DESK)
    page = came_first(visitor, server, "plants", "kk")
    card = Card(page, "limits", live=False)
    page.mouse.click(*card.place(0))
    expect(card.line).to_be_visible()
    page.emulate_media(media="print")
    expect(card.line).to_be_hidden()
    expect(page.locator("#beside")).to_be_hidden()
    visitor.close()
