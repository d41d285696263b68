"""For every reader: axe finds nothing, a thumb hits, a keyboard gets everywhere, paper holds it."""

import io
import re
from urllib.parse import urlsplit

import pypdf
import pytest
from browser import PHONE, findings, needs_browser, opened, settled, until, visit
from conftest import SERVED_AS
from playwright.sync_api import expect

from dashboard.addresses import PAGES, path
from dashboard.figures import FIGURES, FigureRequest, theme
from dashboard.i18n import words_of
from dashboard.page_contents import figures_of
from kzdata.clock import today
from kzdata.schema.model import LANGUAGES

pytestmark = needs_browser


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious_in_the_dark(server, regular, name):
    with opened(regular) as page:
        page.emulate_media(color_scheme="dark")
        page.goto(f"{server}{path(name)}?lang=kk")
        settled(page, name, "kk")
        assert findings(page) == {}


@pytest.mark.parametrize("name", PAGES)
def test_a_thumb_hits_what_it_aims_at(server, regular, name):
    """44 pixels for all that is pressed; a link inside a sentence is as high as its line."""
    with opened(regular) as page:
        page.set_viewport_size(PHONE)
        page.goto(f"{server}{path(name)}?lang=kk")
        settled(page, name, "kk")
        small = page.evaluate(
            """() => (document.querySelectorAll('details').forEach(fold => fold.open = true),
                [...document.querySelectorAll(
                '.languages a, .pages a, .towns a, .town-card a, .more a, .actions a, .headline a, '
                + 'summary, [data-choice]'
            )]).filter(e => e.checkVisibility()).map(e => [e.innerText, e.getBoundingClientRect()])
              .filter(([, box]) => box.width < 44 || box.height < 44)
              .map(([text, box]) => `${text} ${box.width}x${box.height}`)"""
        )
        assert small == []


NUMBER = "document.activeElement.wanted ?? -1"


def test_a_keyboard_gets_everywhere(server, chromium):
    """Past the links, into the choice, through every link and fold, and folds open."""
    with visit(chromium) as page:
        page.goto(f"{server}/regions?lang=ru")
        settled(page, "regions", "ru")
        page.keyboard.press("PageDown")
        until(page, "scrollY > 0")  # before anything has been pressed
        page.keyboard.press("Tab")
        skip = page.locator(".skip")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        wanted = page.evaluate(
            """() => [...document.querySelectorAll('main :is(a, summary, select)')].filter(
                element => element.checkVisibility()).map((element, i) => element.wanted = i)"""
        )
        reached = {page.evaluate(NUMBER)}
        for _ in range(len(wanted) + 20):
            page.keyboard.press("Tab")
            reached.add(page.evaluate(NUMBER))
        assert set(wanted) <= reached
        fold = page.locator("#table-region_share")
        fold.locator("summary").focus()
        page.keyboard.press("Enter")
        expect(fold.locator("table")).to_be_visible()
        regions = page.get_by_role("combobox", name=words_of("ru")("ui.region"))
        regions.focus()
        for _ in range(4):
            page.keyboard.press("ArrowDown")
        expect(page).to_have_url(re.compile("region=KZ-55"))
        answer = page.locator(".st-key-card-region_share .answer")
        expect(answer).to_contain_text("Павлодарская область")
        expect(regions).to_be_focused()  # so that the next one is a key away


@pytest.mark.parametrize("name", PAGES)
def test_keys_are_soon_at_the_next_figure(server, regular, name):
    """Besides its sources a figure has three stops: to ask, to take away, and its table."""
    with opened(regular) as page:
        page.goto(f"{server}{path(name)}?lang=kk")
        settled(page, name, "kk")
        for id in figures_of(name):
            # Ways to the towns, and to the letters where these lie open, are what they are for.
            aside = ".small *, .town-card *, .more *"
            stops = page.locator(f".st-key-card-{id} :is(a, summary):not({aside})")
            assert sum(stop.is_visible() for stop in stops.all()) <= 3, id


def test_the_skip_link_leads_past_the_links(server, chromium):
    with visit(chromium, PHONE) as page:
        page.goto(f"{server}/metals?lang=en")
        settled(page, "metals", "en")
        page.locator(".skip").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        inside = page.evaluate("!!document.activeElement.closest('[class*=st-key-card-]')")
        assert inside


def test_a_chart_is_told_to_those_who_listen(server, regular, tables):
    with opened(regular) as page:
        page.goto(f"{server}/plants?lang=kk")
        settled(page, "plants", "kk")
        charts = page.locator("[data-testid=stVegaLiteChart][role=img]")
        expect(charts).to_have_count(sum(kind.page == "plants" for kind in FIGURES.values()))
        told = charts.evaluate_all("all => all.map(chart => chart.getAttribute('aria-label'))")
    kinds = [kind for kind in FIGURES.values() if kind.page == "plants"]
    figures = [kind.build(tables, FigureRequest(words_of("kk"), today())) for kind in kinds]
    assert {figure.label for figure in figures} == set(told)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_said_in_another_language(server, regular, name):
    """What only those hear who listen to the page: no word of Latin letters on a Kazakh one."""
    with opened(regular) as page:
        page.goto(f"{server}{path(name)}?lang=ru")
        settled(page, name, "ru")
        page.get_by_role("link", name="Қазақша").click()
        settled(page, name, "kk")
        until(page, "!document.querySelector('[aria-roledescription=visualization]')")
        said = page.evaluate(
            """() => [...document.querySelectorAll('*')].filter(
                e => e.checkVisibility({visibilityProperty: true})
                    && !e.closest("[aria-hidden=true]")
            ).flatMap(e => ['aria-label', 'title', 'alt', 'aria-roledescription'].map(
                name => e.getAttribute(name))).filter(Boolean)"""
        )
    assert [text for text in said if not re.search("[а-яәғқңөұүһі]", text.lower())] == []
    assert words_of("ru")("ui.open") not in said


def test_tables_are_tables(server, regular):
    with opened(regular) as page:
        page.goto(f"{server}/plants?lang=ru")
        settled(page, "plants", "ru")
        page.locator("#table-plant_targets summary").click()
        head = page.locator(".st-key-card-plant_targets table thead th")
        expect(head.first).to_have_text(words_of("ru")("column.plant"))
        assert page.locator(".st-key-card-plant_targets table tbody tr").count() > 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reader_who_leaves_after_ten_seconds_has_learnt_something(
    server, regular, tables, language
):
    """On the first screen of a phone: what this is, how the air is, the towns on their map."""
    words = words_of(language)
    with opened(regular) as page:
        page.set_viewport_size(PHONE)
        page.goto(f"{server}/?lang={language}")
        settled(page, "overview", language)
        seen = [page.locator(".site"), page.locator("h1")]
        expect(seen[0]).to_have_text(words("app.title") + words("app.tagline"))
        card, view = page.locator(".st-key-card-three_towns"), FigureRequest(words, today())
        seen += [card.locator(".answer"), card.locator(".stVegaLiteChart svg")]
        expect(seen[-2]).to_have_text(FIGURES["three_towns"].build(tables, view).answer)
        seen.append(card.locator(".town-card a").first)
        for part in seen:
            box = part.bounding_box()
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= PHONE["height"]


def test_a_town_is_a_link_that_can_be_sent(server, chromium, tables):
    with visit(chromium, PHONE) as page:
        page.goto(f"{server}/?lang=kk")
        settled(page, "overview", "kk")
        page.locator("#root .town-card a").first.click()
        settled(page, "town", "kk", "balkhash")
        expect(page).to_have_url(re.compile(r"/town\?.*town=balkhash"))
        sent = page.url
    with visit(chromium, PHONE, locale="ru-RU") as friend:
        friend.goto(sent)
        settled(friend, "town", "kk", "balkhash")
        # What concerns the town: plant, project, days overdue, what was measured, its air.
        text = " ".join(friend.locator("main").inner_text().split())
        view = FigureRequest(words_of("kk"), today(), town="balkhash")
        for kind in FIGURES.values():
            if kind.page == "town":
                figure = kind.build(tables, view)
                for said in (figure.title, figure.answer, *figure.notes):
                    assert " ".join(said.split()) in text


def test_a_link_to_a_figure_leads_to_it(server, chromium):
    with visit(chromium, PHONE) as page:
        page.goto(f"{server}/metals?lang=ru#prices")
        settled(page, "metals", "ru")
        expect(page.locator("#prices")).to_be_in_viewport()


def test_charts_follow_the_dark_page_and_paper_stays_light(server, chromium):
    with visit(chromium, color_scheme="dark") as page:
        page.goto(f"{server}/?lang=kk")
        settled(page, "overview", "kk")
        bar = page.locator(f'.stVegaLiteChart [fill="{theme.OVERDUE}"]').first
        expect(bar).to_have_css("fill", rgb(theme.DARK["overdue"]))
        page.emulate_media(media="print")
        expect(bar).to_have_css("fill", rgb(theme.OVERDUE))
        page.emulate_media(media="screen", color_scheme="light")
        expect(bar).to_have_css("fill", rgb(theme.OVERDUE))


def rgb(colour):
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgb({red}, {green}, {blue})"


def test_nothing_moves_for_those_who_wish_it_still(server, chromium):
    with visit(chromium, reduced_motion="reduce") as page:
        page.goto(f"{server}/?lang=kk")
        settled(page, "overview", "kk")
        moving = page.evaluate(
            """() => [...document.querySelectorAll('*')].map(e => getComputedStyle(e)).filter(
                s => s.animationName !== 'none' || parseFloat(s.transitionDuration) > 0).length"""
        )
        assert moving == 0


@pytest.mark.parametrize("name", PAGES)
def test_a_page_prints_as_a_handout(server, regular, name):
    """A4; no menus; no figure cut in two; sources, and at each foot the address and the data."""
    words = words_of("kk")
    with opened(regular) as page:
        page.goto(f"{server}{path(name)}?lang=kk")
        settled(page, name, "kk")
        sheets = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
        page.emulate_media(media="print")
        cards = page.locator("[class*='st-key-card-']").evaluate_all(
            "all => all.map(card => getComputedStyle(card).breakInside)"
        )
    assert set(cards) == {"avoid" for _ in figures_of(name)}
    text = "\n".join(sheet.extract_text() for sheet in sheets)
    for sheet in sheets:
        assert [round(side / 72 * 25.4) for side in sheet.mediabox[2:]] == [210, 297]
        assert f"{urlsplit(SERVED_AS).netloc}{path(name)}" in sheet.extract_text()
    assert words("ui.download") not in text
    assert "PNG" not in text
    assert "English" not in text
    if any(kind.page == name for kind in FIGURES.values()):
        said = [words("ui.sources", text="").strip(), words("ui.source", text="").strip()]
        assert any(each in text for each in said) or name == "sources"


def test_a_wide_screen_is_used(server, chromium):
    with visit(chromium, {"width": 1920, "height": 1080}) as page:
        page.goto(f"{server}/?lang=ru")
        settled(page, "overview", "ru")
        card = page.locator(".st-key-card-overdue")
        words_box = card.locator(".answer").bounding_box()
        chart = card.locator("[data-testid=stVegaLiteChart]").bounding_box()
        assert chart["x"] > words_box["x"] + words_box["width"]
        assert chart["y"] < words_box["y"] + 40
        assert chart["width"] >= 600
        towns = page.locator(".st-key-card-three_towns")
        drawn = towns.locator("[data-testid=stVegaLiteChart]").bounding_box()
        assert towns.locator(".town-cards").bounding_box()["x"] > drawn["x"] + drawn["width"]
