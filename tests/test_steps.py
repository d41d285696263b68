"""One step back is one step back: from every page, however its address was written."""

import pytest
from browser import PATIENCE, needs_browser, opened, settled
from playwright.sync_api import expect

from dashboard.addresses import PAGES, path
from dashboard.page_contents import choices_of

pytestmark = needs_browser

CHOICES = {
    "region": ("KZ-55", "nowhere"),
    "year": ("2018", "1800"),
    "town": ("temirtau", "astana"),
    "place": ("temirtau", "nowhere"),
}
LANGUAGE = ("", "lang=ru", "lang=xx", "lang=en&lang=ru")


def addresses(page):
    """Addresses of a page: without and with a language, with each choice, right and wrong."""
    yield from LANGUAGE
    for choice in choices_of(page):
        for code in CHOICES[choice]:
            yield f"{choice}={code}"
            yield f"lang=kk&{choice}={code}"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_one_step(server, chromium, name):
    visitor = chromium.new_context(locale="ru-RU")
    with opened(visitor) as page:
        page.goto(f"{server}/lite/ru/")
        for query in addresses(name):
            page.goto(f"{server}{path(name)}?{query}#question")
            town = "temirtau" if "temirtau" in query else "balkhash"
            settled(page, name, page.evaluate("document.documentElement.lang"), town)
            shown = page.url
            page.go_back()
            assert page.url == f"{server}/lite/ru/", query
            # The address said all that is shown, and where the reader wished to be.
            for said in ("lang", *choices_of(name)):
                assert f"{said}=" in shown
            assert shown.endswith("#question")
    visitor.close()


@pytest.mark.parametrize("choice", choices_of("regions"))
@pytest.mark.parametrize("query", ["", "?lang=ru", "?lang=ru&region=KZ-75&year=1800"])
def test_a_choice_is_one_step_more(server, chromium, choice, query):
    visitor = chromium.new_context(locale="ru-RU")
    with opened(visitor) as page:
        page.goto(f"{server}/?lang=ru")
        settled(page, "overview", "ru")
        page.goto(f"{server}/regions{query}")
        settled(page, "regions", "ru")
        before, answer = page.url, page.locator("#root .st-key-card-region_share .answer")
        said = answer.inner_text()
        page.locator(f"#choice-{choice}").select_option(CHOICES[choice][0])
        expect(page.locator("#line")).not_to_have_text("")
        page.go_back()
        expect(page).to_have_url(before)
        expect(answer).to_have_text(said, timeout=PATIENCE)
        page.go_back()
        expect(page).to_have_url(f"{server}/?lang=ru")
        settled(page, "overview", "ru")
    visitor.close()
