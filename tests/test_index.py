"""The index: every name in three languages, each leading to where it stands; a field filters."""

import re
from html import unescape

import pytest
from browser import PHONE, fetch, live_page_held_back, needs_browser, opened, settled
from playwright.sync_api import expect

from dashboard import store
from dashboard.addresses import lite_path, path
from dashboard.figures import FIGURES, title_of
from dashboard.html import Place, lite_page
from dashboard.i18n import words_of
from kzdata.schema.columns import TOWNS
from kzdata.schema.model import LANGUAGES

ITEM = re.compile(r'<li><a href="([^"]+)">(.*?)</a>(.*?)</li>')
SHOWN = "#root .names li:visible"


def items(language, day, lite=True):
    """Own name, address and the other names, of every entry."""
    html = lite_page(Place("index", language, day, "", lite=lite)).split('id="question"')[1]
    return [
        (unescape(own), unescape(address), re.findall(r'lang="(\w+)">([^<]+)<', others))
        for address, own, others in ITEM.findall(html)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_is_there_in_every_language(tables, language, day):
    there = {own for own, _, _ in items(language, day)}
    every = {
        name
        for own, _, others in items(language, day)
        for name in (own, *(unescape(name) for _, name in others))
    }
    for each in LANGUAGES:
        words = words_of(each)
        wanted = {words.code("place", town) for town in TOWNS}
        wanted |= {store.choice_name("region", c, each) for c in store.codes("region").values()}
        wanted |= set(tables["metals"][words.own("name")])
        wanted |= set(tables["sources"][words.own("publisher")])
        wanted |= {words.code("pollutant", c) for c in tables["air_pollutants"]["pollutant"]}
        wanted |= {title_of(id, words) for id in FIGURES}
        assert wanted <= every
        assert each != language or wanted <= there
    for row in tables["plants"].to_dict("records"):
        assert any(row[f"name_{language}"] in name for name in there)
        operator = row[f"operator_{language}"]
        assert not isinstance(operator, str) or any(operator in name for name in there)


def test_names_of_other_languages_are_told_as_such(day):
    for language in LANGUAGES:
        for own, _, others in items(language, day):
            assert language not in dict(others), own
            assert len({own, *(name for _, name in others)}) == 1 + len(others)


def test_the_order_is_that_of_codes_in_every_language(day):
    """Of letters it would be another in each language."""
    kinds = [[address.replace(f"/{k}", "") for _, address, _ in items(k, day)] for k in LANGUAGES]
    assert kinds[0] == kinds[1] == kinds[2]


def test_every_name_leads_to_a_page_and_a_place_on_it(server, day):
    """Of pages that differ by what is chosen one is asked for, and of those of figures one."""
    places, room = {}, "/figure/ru/"
    for own, address, _ in items("ru", day):
        page, _, place = address.partition("#")
        if page.startswith(room):
            assert page.removeprefix(room) in FIGURES
            page = f"{room}{next(iter(FIGURES))}"
        page = page.partition("?")[0]
        if page not in places:
            status, _, body = fetch(server + page)
            assert status == 200, own
            places[page] = set(re.findall(r' id="([^"]+)"', body.decode()))
        assert not place or place in places[page], own


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_scripts_the_list_is_whole_and_has_no_field(server, language):
    html = fetch(server + lite_path("index", language))[2].decode()
    assert "name-filter" not in html
    assert words_of(language)("index.figures") in html


@needs_browser
def test_what_is_typed_filters_and_stays_when_the_live_page_comes(server, chromium):
    """In any language and any case; nothing of it is asked of the server."""
    visitor = chromium.new_context(viewport=PHONE, user_agent="Mobi")
    with opened(visitor) as tab:
        asked = []
        tab.on("request", lambda request: asked.append(request.url))
        with live_page_held_back(tab):
            tab.goto(f"{server}{path('index')}?lang=kk", wait_until="commit")
            tab.locator("#first #name-filter").fill("qarmet ТЕМИРТАУ")
            expect(tab.locator("#first .names li:visible")).to_have_count(1)
        settled(tab, "index", "kk")
        field = tab.locator("#root #name-filter")
        expect(field).to_have_value("qarmet ТЕМИРТАУ")
        expect(field).to_be_focused()
        expect(tab.locator(SHOWN)).to_have_count(1)
        found = words_of("kk")("index.found", count="1")
        expect(tab.locator("#root .filter [role=status]")).to_have_text(found)
        field.fill("")
        assert tab.locator(SHOWN).count() > 100
        assert not [url for url in asked if "qarmet" in url.lower()]
    visitor.close()


@needs_browser
def test_where_scripts_do_not_come_there_is_no_field(server, chromium):
    visitor = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    tab = visitor.new_page()
    tab.goto(f"{server}{path('index')}?lang=ru")
    expect(tab.locator("#first #name-filter")).to_be_hidden()
    expect(tab.locator("#first .names li").first).to_be_visible()
    visitor.close()
