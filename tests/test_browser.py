"""The dashboard in a real Chromium: every page and language, cold deep links, phone and desk."""

import re

import pytest
from browser import (
    DESK,
    PATIENCE,
    PHONE,
    assert_clean,
    fetch,
    findings,
    fits,
    needs_browser,
    opened,
    serving,
    settled,
    visit,
)
from playwright.sync_api import expect

from dashboard.addresses import PAGES, path
from dashboard.i18n import words_of
from kzdata.schema.model import LANGUAGES

pytestmark = needs_browser


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_without_an_error_for_every_reader(server, regular, name, language):
    with opened(regular) as page:
        page.goto(f"{server}{path(name)}?lang={language}")
        settled(page, name, language)
        assert page.evaluate("document.documentElement.lang") == language
        assert words_of(language)(f"page.{name}.title") in page.title()
        for summary in page.locator("main summary").all()[:4]:
            summary.click()
        assert findings(page) == {}
        page.set_viewport_size(PHONE)
        settled(page, name, language)
        fits(page)
        assert findings(page) == {}


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


def test_a_choice_survives_a_reload(server, chromium):
    with visit(chromium) as page:
        page.goto(f"{server}/regions?lang=ru&region=KZ-55&year=2018")
        answer = page.locator("#root .answer").first
        expect(answer).to_contain_text("Павлодарская область", timeout=PATIENCE)
        page.reload()
        expect(answer).to_contain_text("Павлодарская область", timeout=PATIENCE)
        expect(page).to_have_url(re.compile("region=KZ-55"))
        expect(page).to_have_url(re.compile("year=2018"))


# Two steps back, two forward, again and again: at first before the server answers, then meanwhile.
THERE_AND_BACK = """async () => {
    for (let step = 0; step < 62; step++) {
        const gone = new Promise(resolve => addEventListener('popstate', resolve, {once: true}));
        history.go(step % 4 < 2 ? -1 : 1);
        await gone;
        await new Promise(resolve => setTimeout(resolve, 2 * step));
    }
}"""


def test_a_choice_is_made_at_once_and_taken_back(server, chromium):
    """The page stays, and so does the list with whoever uses it; the address says what is shown."""
    with visit(chromium, PHONE) as page:
        page.goto(f"{server}/regions?lang=ru&region=KZ-75&year=1800")
        settled(page, "regions", "ru")
        region, year = page.locator("#choice-region"), page.locator("#choice-year")
        answer = page.locator(".st-key-card-region_share .answer")
        expect(region).to_have_value("KZ-75")
        expect(year).to_have_value("2022")  # what was wished is none
        page.evaluate("document.body.dataset.stays = true")
        region.focus()
        region.select_option("KZ-55")
        expect(answer).to_contain_text("Павлодарская область", timeout=PATIENCE)
        expect(page).to_have_url(f"{server}/regions?lang=ru&region=KZ-55&year=2022")
        expect(region).to_be_focused()
        year.select_option("2018")
        expect(page).to_have_url(f"{server}/regions?lang=ru&region=KZ-55&year=2018")
        for way, shown in (("go_back", "2022"), ("go_forward", "2018")):
            getattr(page, way)()
            expect(year).to_have_value(shown)
            expect(region).to_have_value("KZ-55")
        page.evaluate(THERE_AND_BACK)
        expect(answer).to_contain_text("Алматы", timeout=PATIENCE)
        expect(region).to_have_value("KZ-75")
        region.focus()
        for _ in range(5):
            page.keyboard.press("ArrowUp")
        expect(answer).to_contain_text("Северо-Казахстанская область", timeout=PATIENCE)
        expect(region).to_have_value("KZ-59")
        expect(page).to_have_url(re.compile("region=KZ-59"))
        assert page.evaluate("document.body.dataset.stays")


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
            warning = page.locator(".unavailable").first
            expect(warning).to_contain_text(words_of("kk")("ui.unavailable"), timeout=PATIENCE)
            page.goto(f"{address}/plants?lang=kk")
            settled(page, "plants", "kk")
