"""A page whose line is gone: readable, in its reader's language, and never of two choices."""

import re
from math import inf

import pytest
from browser import PATIENCE, PHONE, needs_browser, settled, until, visit
from playwright.sync_api import expect

from dashboard.addresses import PAGES, path
from dashboard.i18n import words_of
from kzdata.schema.model import LANGUAGES

pytestmark = needs_browser

SECONDS = 15_000  # milliseconds within which a page has caught up, on a machine with much to do

# The figures that are of another choice than the address without being marked so.
UNMARKED = """[...document.querySelectorAll('#root [data-shown]')].filter(card =>
    [...new URLSearchParams(card.dataset.shown)].some(([name, code]) =>
        new URLSearchParams(location.search).get(name) !== code)
    && !card.hasAttribute('data-late')).length"""


class Line:
    """The line of a visitor, which can be cut, or die without saying so."""

    def __init__(self, visitor):
        self.visitor, self.near, self.left, self.is_cut = visitor, [], [], False
        visitor.route_web_socket("**/_stcore/stream", self._pass_on)

    def _pass_on(self, near):
        if self.is_cut:
            near.close()
            return
        number, far = len(self.near), near.connect_to_server()
        self.near.append(near)
        self.left.append(inf)

        def come(told):
            self.left[number] -= 1
            if self.left[number] >= 0:
                near.send(told)

        near.on_message(far.send)
        far.on_message(come)

    def dies(self, after):
        """No more than so many messages come through; a line that is new is not dead."""
        self.left = [after] * len(self.left)

    def cut(self):
        self.is_cut = True
        self.visitor.set_offline(True)
        self.near[-1].close()

    def mend(self):
        self.is_cut = False
        self.visitor.set_offline(False)


@pytest.fixture
def visitor(chromium):
    """Somebody whose browser tells of requests that fail, as it must here."""
    context = chromium.new_context(viewport=PHONE)
    yield context
    context.close()


@pytest.fixture
def connection(visitor):
    return Line(visitor)


def says(words, key, **said):
    return words(f"ui.{key}", **said)


@pytest.mark.parametrize(
    ("list_", "taken", "before", "after", "answer"),
    [
        ("region", "KZ-55", "Карагандинская область, 2022", "Павлодарская область, 2022", "31,3"),
        ("year", "2018", "Карагандинская область, 2022", "Карагандинская область, 2018", "2018"),
    ],
)
def test_a_choice_made_without_a_line_is_waited_for_and_caught_up(
    server, visitor, connection, list_, taken, before, after, answer
):
    words, page = words_of("ru"), visitor.new_page()
    page.goto(f"{server}/regions?lang=ru")
    settled(page, "regions", "ru")
    drawn = page.locator("#root .st-key-card-region_share, #root .st-key-card-region_ranking")
    was = drawn.all_inner_texts()
    connection.cut()
    page.locator(f"#choice-{list_}").select_option(taken)
    line = page.get_by_role("status").and_(page.locator("#line"))
    expect(line).to_contain_text(says(words, "waits", shown=before, chosen=after))
    expect(line).to_contain_text(says(words, "lost"))
    expect(line).to_be_in_viewport()
    assert page.evaluate(UNMARKED) == 0
    assert drawn.all_inner_texts() == was
    expect(page.locator(".stMain")).to_have_attribute("aria-busy", "true")
    connection.mend()
    said = says(words, "now_shown", chosen=after)
    expect(line).to_have_text(said, timeout=SECONDS)
    expect(line).not_to_have_class("seen")
    expect(page.locator("#root").get_by_text(answer).first).to_be_attached()
    expect(page.locator("[data-late]")).to_have_count(0)
    expect(page.locator(".stMain")).to_have_attribute("aria-busy", "false")
    expect(page.locator(f"#choice-{list_}")).to_have_value(taken)


def test_a_town_taken_without_a_line_has_no_name_of_another(server, visitor, connection):
    """A town has a page of its own: without a line it is the browser that says so."""
    page = visitor.new_page()
    page.goto(f"{server}/town?lang=ru&town=balkhash")
    settled(page, "town", "ru", "balkhash")
    connection.cut()
    page.locator("#root .towns a").first.click()
    page.wait_for_url("chrome-error://**")
    connection.mend()
    page.reload()
    settled(page, "town", "ru", "temirtau")
    assert page.evaluate(UNMARKED) == 0


def test_steps_back_without_a_line_are_waited_for_as_well(server, visitor, connection):
    words, page = words_of("kk"), visitor.new_page()
    page.goto(f"{server}/regions?lang=kk")
    settled(page, "regions", "kk")
    first = page.locator("#root .st-key-card-region_share .answer").inner_text()
    page.locator("#choice-region").select_option("KZ-75")
    answer = page.locator("#root .st-key-card-region_share .answer")
    expect(answer).not_to_have_text(first)
    connection.cut()
    page.go_back()
    expect(page.locator("#line")).to_contain_text(says(words, "lost"))
    until(page, f"({UNMARKED}) === 0")
    expect(answer).not_to_have_text(first)
    connection.mend()
    expect(answer).to_have_text(first, timeout=SECONDS)


@pytest.mark.parametrize("left", [0, 4, 8])
def test_a_line_that_is_dead_and_does_not_say_so_is_given_up(server, visitor, connection, left):
    """The websocket seems to stand, as after a change of networks; no answer comes whole."""
    page = visitor.new_page()
    page.goto(f"{server}/regions?lang=en")
    settled(page, "regions", "en")
    connection.dies(after=left)
    with page.expect_event("load", timeout=PATIENCE):
        page.locator("#choice-region").select_option("KZ-55")
        expect(page.locator("#line")).to_contain_text("Pavlodar region")
        assert page.evaluate(UNMARKED) == 0
    settled(page, "regions", "en")
    expect(page.locator("#root .answer").first).to_contain_text("Pavlodar region")
    assert page.evaluate(UNMARKED) == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_without_a_line_is_read_on_in_its_own_language(
    server, visitor, connection, language
):
    words, page = words_of(language), visitor.new_page()
    page.goto(f"{server}/plants?lang={language}")
    settled(page, "plants", language)
    # Streamlit shows its box when it has failed six times; here a second is as a minute.
    page.clock.install()
    connection.cut()
    line = page.locator("#line")
    for _ in range(60):
        page.clock.run_for(1000)
    expect(line).to_have_text(says(words, "lost"))
    expect(line).to_be_in_viewport()
    assert page.get_by_role("dialog").count() == 0
    assert page.get_by_role("alertdialog").count() == 0
    assert page.evaluate("document.querySelector('main').closest('[inert], [aria-hidden]')") is None
    page.keyboard.press("End")
    until(page, "scrollY > innerHeight")
    page.locator("main summary").last.click()
    expect(page.locator("main details[open]")).to_have_count(1)
    connection.mend()
    for _ in range(10):
        page.clock.run_for(1000)
    expect(line).to_have_text("", timeout=SECONDS)
    page.locator(".pages a").first.click()
    settled(page, "overview", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_choice_is_told_to_those_who_listen(server, chromium, language):
    words = words_of(language)
    with visit(chromium) as page:
        page.goto(f"{server}/regions?lang={language}")
        settled(page, "regions", language)
        line = page.get_by_role("status").and_(page.locator("#line"))
        expect(line).to_have_text("")
        for code in ("KZ-75", "KZ-55"):
            page.locator("#choice-region").select_option(code)
            region = page.locator(f'#choice-region option[value="{code}"]').text_content()
            said = words("ui.now_shown", chosen=f"{region}, 2022")
            expect(line).to_have_text(re.compile(re.escape(said)))


@pytest.mark.parametrize("name", PAGES)
def test_no_page_waits_for_what_it_shows(server, regular, name):
    page = regular.new_page()
    page.goto(f"{server}{path(name)}?lang=en&region=KZ-55&year=2018&town=temirtau")
    settled(page, name, "en", "temirtau")
    assert page.evaluate(UNMARKED) == 0
    expect(page.locator("#line")).to_have_text("")
    expect(page.locator(".stMain")).not_to_have_attribute("aria-busy", "true")
    page.close()
