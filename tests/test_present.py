"""Slides in a browser: paged by every means, there without a network, kept in the address."""

import io
import json
import re
import threading
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

import pypdf
import pytest
from browser import DESK, PATIENCE, fetch, findings, needs_browser, opened, serving, until, visit
from playwright.sync_api import expect

from dashboard.i18n import OWN_NAMES, words_of
from dashboard.slides.selection import COUNTRY, TALK, offered
from kzdata.schema.columns import TOWNS
from kzdata.schema.model import LANGUAGES

WALL = {"width": 1920, "height": 1080}
FEW = "slides=overdue,verdicts,limits"


def shown(page, figure):
    """Wait until a figure is the one on the wall, and no other is seen."""
    expect(page.locator(".slide.now")).to_have_attribute("data-figure", figure, timeout=PATIENCE)
    expect(page.locator(".slide:visible")).to_have_count(1)


def go(page, address):
    """Open slides; while they are made the page that says so asks again by itself."""
    page.goto(address)
    expect(page.locator(".slide.now")).to_be_visible(timeout=4 * PATIENCE)


def chosen(page):
    """Return the figures of the chosen slides in their order; one of several parts comes again."""
    slides = page.locator(".slide:not([hidden])")
    return slides.evaluate_all("all => all.map(one => one.dataset.figure)")


def query(page):
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def test_the_address_without_a_language_leads_to_the_reader_s(server):
    asked = f"{server}/present?town=balkhash&slides=nonsense,limits&slide=3&x=<b>"
    with urlopen(Request(asked, headers={"Accept-Language": "ru;q=0.9"})) as answer:
        assert answer.url == f"{server}/present?lang=ru&town=balkhash&slide=3"
        assert b'<html lang="ru">' in answer.read()


@needs_browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_deck_is_gone_through_by_keyboard_and_a_reload_stays(server, chromium, language):
    with visit(chromium, WALL) as page:
        go(page, f"{server}/present?lang={language}&deck=whole")
        figures = page.locator(".slide").evaluate_all("all => all.map(s => s.dataset.figure)")
        assert list(dict.fromkeys(figures)) == ["first", *COUNTRY, "last"]
        keys = ("ArrowRight", "PageDown", " ")
        for number in range(2, len(figures) + 1):
            page.keyboard.press(keys[number % 3])
            expect(page.locator("#count")).to_have_text(f"{number}/{len(figures)}")
            shown(page, figures[number - 1])
            asked = {"lang": language, "deck": "whole", "slide": str(number)}
            assert query(page) == asked
            if number == len(figures) // 2:
                page.reload()
                shown(page, figures[number - 1])
        page.keyboard.press("ArrowRight")
        shown(page, "last")
        page.keyboard.press("PageUp")
        page.keyboard.press("ArrowLeft")
        expect(page.locator("#count")).to_have_text(f"{len(figures) - 2}/{len(figures)}")
        page.keyboard.press("Home")
        shown(page, "first")
        page.keyboard.press("End")
        shown(page, "last")


@needs_browser
def test_a_wall_speaks_two_languages_and_keeps_them_in_its_address(server, chromium):
    with visit(chromium, WALL) as page:
        go(page, f"{server}/present?lang=kk")
        page.locator(".seconds a").filter(has_text=OWN_NAMES["ru"]).click()
        expect(page.locator(".seconds strong")).to_contain_text(OWN_NAMES["ru"], timeout=PATIENCE)
        page.keyboard.press("End")
        shown(page, "last")
        assert query(page)["second"] == "ru"
        wall = page.locator(".slide.now svg")
        for language in ("kk", "ru"):
            expect(wall).to_contain_text(words_of(language)("deck.last.title"))
        told = page.locator('.slide.now .told [lang="ru"]')
        expect(told).to_contain_text(words_of("ru")("deck.last.title"))
        # Who exchanges the languages has both of them still.
        page.locator(".languages a", has_text=OWN_NAMES["ru"]).click()
        expect(page.locator("html")).to_have_attribute("lang", "ru", timeout=PATIENCE)
        go(page, page.url)
        assert query(page)["second"] == "kk"
        for link in page.locator("a[data-file]").all():
            assert "second=kk" in link.get_attribute("href")


@needs_browser
def test_a_talk_ends_at_its_last_slide_and_a_key_leads_behind_it(server, chromium):
    with visit(chromium, WALL) as page:
        go(page, f"{server}/present?lang=kk&town=balkhash")
        talk, count = ["first", "agenda", *TALK["balkhash"], "last"], page.locator("#count")
        for number, figure in enumerate(talk, start=1):
            shown(page, figure)
            expect(count).to_have_text(f"{number}/{len(talk)}")
            page.keyboard.press("PageDown")
        shown(page, "last")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("m")
        behind = words_of("kk")("deck.behind_number", number="1")
        expect(count).to_have_text(behind)
        expect(page.locator(".slide.now .stamp")).to_contain_text(f"{behind} · ")
        page.keyboard.press("PageUp")  # goes no further back than to the first of them
        expect(count).to_have_text(behind)
        page.reload()
        expect(count).to_have_text(behind)
        page.keyboard.press("Home")
        shown(page, "first")
        for deck in ("whole", "ten"):
            name = words_of("kk").code("deck", deck)
            page.locator(".decks").get_by_role("link", name=name, exact=True).click()
            expect(page.locator("body")).to_have_attribute("data-deck", deck, timeout=4 * PATIENCE)
            assert query(page).get("deck", "ten") == deck
            links = page.locator("a[data-file]").evaluate_all("all => all.map(a => a.href)")
            assert [("deck=whole" in link) for link in links] == [deck == "whole"] * 3


def speaker_of(page):
    """The window of the speaker, opened from the wall by its key."""
    with page.context.expect_page() as opening:
        page.keyboard.press("p")
    expect(opening.value.locator("body.speaker")).to_be_visible(timeout=PATIENCE)
    return opening.value


@needs_browser
@pytest.mark.parametrize("way", ["a channel", "messages", "messages of a file"])
def test_the_windows_of_speaker_and_hall_follow_each_other(server, chromium, tmp_path, way):
    with visit(chromium, WALL) as wall:
        if way == "messages":
            wall.context.add_init_script("delete window.BroadcastChannel")
        if way == "messages of a file":
            path = tmp_path / "slides.html"
            path.write_bytes(fetch(f"{server}/deck/kk.html?{FEW}")[2])
            go(wall, path.as_uri())
        else:
            go(wall, f"{server}/present?lang=kk&{FEW}")
        speaker = speaker_of(wall)
        wall.keyboard.press("PageDown")
        shown_to(speaker, "overdue")
        speaker.keyboard.press("PageDown")
        expect(wall.locator(".slide.now .stamp")).to_contain_text("3/")
        speaker.keyboard.press("b")
        expect(wall.locator("body")).to_have_class(re.compile("black"))
        speaker.keyboard.press("b")
        expect(wall.locator("body")).not_to_have_class(re.compile("black"))
        # The notes are before the speaker, never on the wall.
        expect(wall.locator("body")).to_have_class(re.compile("followed"))
        wall.keyboard.press("n")
        expect(wall.locator(".hall:visible")).to_have_count(0)
        expect(speaker.locator(".slide.now .hall")).to_be_visible()
        expect(speaker.locator(".slide.following .picture")).to_be_visible()
        speaker.keyboard.press("q")
        expect(speaker.locator("#log li").first).to_contain_text(words_of("kk")("deck.mark"))
        for reloaded, other in ((speaker, wall), (wall, speaker)):
            reloaded.reload()
            expect(reloaded.locator(".slide.now .stamp")).to_contain_text("3/")
            other.keyboard.press("PageUp")
            shown_to(reloaded, "overdue")
            reloaded.keyboard.press("PageDown")
            expect(other.locator(".slide.now .stamp")).to_contain_text("3/")
        with speaker.expect_download(timeout=PATIENCE) as coming:
            speaker.keyboard.press("w")
        told = coming.value.path().read_text(encoding="utf-8")
        title = wall.locator(".slide.now h2").text_content()
        marked = told.partition(words_of("kk")("deck.mark"))[2]
        assert title in marked
        assert re.search(rf"\d\d:\d\d:\d\d  \d+:\d\d  3/\d+ {re.escape(title)}", told)
        # Without its second screen the wall goes on, and has the notes again.
        speaker.close()
        expect(wall.locator("body")).not_to_have_class(re.compile("followed"), timeout=PATIENCE)
        wall.keyboard.press("n")
        expect(wall.locator(".slide.now .hall")).to_be_visible()
        wall.keyboard.press("Home")
        shown(wall, "first")


def shown_to(speaker, figure):
    now = speaker.locator(".slide.now")
    expect(now).to_have_attribute("data-figure", figure, timeout=PATIENCE)


@needs_browser
def test_a_speaker_s_window_opens_and_is_reloaded_with_the_server_gone(chromium, tmp_path):
    # The browser's console tells that the server is gone, so no console is asked to be empty here.
    visitor = chromium.new_context(viewport=WALL)
    wall = visitor.new_page()
    with serving(tmp_path / "log") as server:
        go(wall, f"{server}/present?lang=kk&{FEW}")
    speaker = speaker_of(wall)
    wall.keyboard.press("PageDown")
    shown_to(speaker, "overdue")
    speaker.reload()
    shown_to(speaker, "overdue")
    speaker.keyboard.press("PageUp")
    shown(wall, "first")
    visitor.close()


@needs_browser
def test_the_start_key_of_a_clicker_fills_the_wall_and_reloads_nothing(server, chromium):
    with visit(chromium, WALL) as page:
        go(page, f"{server}/present?lang=kk&slide=2&{FEW}")
        page.evaluate("window.loadedOnce = true")
        page.keyboard.press("F5")
        until(page, "document.fullscreenElement !== null")
        page.keyboard.press("Shift+F5")
        until(page, "document.fullscreenElement !== null && window.loadedOnce")
        shown(page, "overdue")


@needs_browser
def test_a_slide_fills_the_wall_and_its_type_is_read_in_the_last_row(server, chromium):
    with visit(chromium, WALL) as page:
        go(page, f"{server}/present?lang=kk&slide=2")
        page.keyboard.press("f")
        until(page, "document.fullscreenElement !== null")
        expect(page.locator(".bar")).to_be_hidden()
        box = page.locator(".slide.now svg").bounding_box()
        assert (box["width"], box["height"]) == pytest.approx((1920, 1080), abs=2)
        small = page.locator(".slide.now svg").evaluate(
            """svg => Math.min(...[...svg.querySelectorAll('text')].map(text =>
                parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a))"""
        )
        assert small >= 1080 / 30 - 0.01


@needs_browser
def test_with_the_server_gone_the_rest_still_shows(chromium, tmp_path):
    with visit(chromium, WALL) as page:
        with serving(tmp_path / "log") as server:
            go(page, f"{server}/present?lang=kk&{FEW}")
        slides = chosen(page)
        assert list(dict.fromkeys(slides)) == ["first", "overdue", "verdicts", "limits", "last"]
        for figure in slides[1:]:
            page.keyboard.press("PageDown")
            shown(page, figure)
        assert page.evaluate("[...document.fonts].every(face => face.status === 'loaded')")


@needs_browser
def test_a_choice_is_ticked_moved_and_kept_in_the_address(server, chromium):
    with visit(chromium) as page:
        go(page, f"{server}/present?lang=ru&town=balkhash")
        words, figures = words_of("ru"), offered("balkhash")
        page.keyboard.press("s")
        dialog = page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        assert findings(page) == {}
        rows = dialog.get_by_role("listitem")
        expect(rows).to_have_count(len(figures))
        dialog.get_by_role("button", name=words("deck.sort.none")).click()
        for figure in ("acid_plant", "city_air"):
            dialog.locator(f'[data-figure="{figure}"] input').check()
        up = dialog.locator('[data-figure="city_air"] [data-move="-1"]')
        for _ in figures:
            up.click()
        dialog.get_by_role("button", name=words("deck.sort.done")).click()
        expect(dialog).to_be_hidden()
        asked = query(page)
        assert (asked["slides"], asked["town"]) == ("city_air,acid_plant", "balkhash")
        page.reload()
        order = ("first", "agenda", "city_air", "acid_plant", "last")
        page.keyboard.press("Home")
        for number, figure in enumerate(order, start=1):
            shown(page, figure)
            expect(page.locator("#count")).to_have_text(f"{number}/{len(order)}")
            stamp = page.locator(".slide.now .stamp").text_content()
            assert stamp.startswith(f"{number}/{len(order)} ")
            page.keyboard.press("PageDown")
        for form in ("pptx", "pdf", "html"):
            link = page.locator(f'a[data-file][href*=".{form}"]')
            assert "slides=city_air,acid_plant" in link.get_attribute("href")


@needs_browser
def test_the_screen_goes_black_and_comes_back(server, chromium):
    with visit(chromium) as page:
        go(page, f"{server}/present?lang=kk&slide=2&{FEW}")
        page.keyboard.press("b")
        expect(page.locator(".slide.now")).to_be_hidden()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(0, 0, 0)"
        page.keyboard.press("PageDown")  # brings it back, and goes no further
        shown(page, "overdue")
        page.locator('[data-do="black"]').click()
        expect(page.locator(".slide.now")).to_be_hidden()
        page.mouse.click(300, 300)
        shown(page, "overdue")


@needs_browser
def test_a_mouse_pages_where_there_are_no_buttons(server, chromium):
    with visit(chromium) as page:
        go(page, f"{server}/present?lang=kk&slides=verdicts,limits")
        page.keyboard.press("f")
        until(page, "document.fullscreenElement !== null")
        page.mouse.click(DESK["width"] - 100, 300)
        shown(page, "verdicts")
        page.mouse.click(100, 300)
        shown(page, "first")


@needs_browser
def test_what_data_do_not_allow_stays_in_the_address_of_who_asked_for_it(
    chromium, tmp_path, data_copy
):
    """The file that is taken then says what is left out, and a bookmark has it again later."""
    (data_copy / "metal_prices.parquet").write_bytes(b"no table")
    with serving(tmp_path / "log", KZDATA_DIR=str(data_copy)) as server, visit(chromium) as page:
        go(page, f"{server}/present?lang=ru&slides=prices,limits")
        page.keyboard.press("PageDown")
        shown(page, "limits")
        assert query(page)["slides"] == "prices,limits"
        link = page.locator('a[data-file][href*=".html"]').get_attribute("href")
        _, _, body = fetch(link)
        assert words_of("ru")("prices.title") in body.decode()
        go(page, f"{server}/present?lang=ru")
        assert "slides" not in query(page)


@needs_browser
@pytest.mark.parametrize(
    ("key", "code", "state"),
    [
        ("и", "KeyB", "document.body.matches('.black')"),
        ("ю", "Period", "document.body.matches('.black')"),  # what a clicker sends
        ("т", "KeyN", "document.body.matches('.asked')"),
        ("ы", "KeyS", "document.querySelector('#sorter').open"),
    ],
)
def test_keys_work_where_the_keyboard_is_kazakh_or_russian(server, chromium, key, code, state):
    with visit(chromium) as page:
        go(page, f"{server}/present?lang=kk&slide=2&{FEW}")
        pressed = f"new KeyboardEvent('keydown', {{key: '{key}', code: '{code}'}})"
        page.evaluate(f"document.dispatchEvent({pressed})")
        until(page, state)


@needs_browser
@pytest.mark.parametrize("address", ["", "&town=balkhash", f"&{FEW}", "&slides=limits,overdue"])
def test_slides_print_one_a_sheet_and_no_sheet_is_empty(server, chromium, address):
    with visit(chromium) as page:
        go(page, f"{server}/present?lang=ru{address}")
        # What stands behind a talk is printed by the handout.
        slides = page.locator(".slide:not([hidden], .behind) h2").all_text_contents()
        sheets = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(sheets) == len(slides)
    for number, sheet in enumerate(sheets, start=1):
        assert f"{number}/{len(slides)}" in sheet.extract_text()


@needs_browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_questions_from_the_hall_stand_under_their_slide(server, chromium, language):
    words = words_of(language)
    with visit(chromium) as page:
        go(page, f"{server}/present?lang={language}&slide=2&{FEW}")
        page.keyboard.press("n")
        notes = page.locator(".slide.now .hall")
        expect(notes).to_be_visible()
        for key in ("hall.says", "hall.says_not", "hall.sources", "hall.objections"):
            expect(notes.get_by_role("heading", name=words(key), exact=True)).to_be_visible()
        assert findings(page) == {}
        page.keyboard.press("n")
        expect(notes).to_be_hidden()


@needs_browser
def test_a_swipe_pages(server, chromium):
    with visit(chromium, {"width": 740, "height": 360}, has_touch=True) as page:
        go(page, f"{server}/present?lang=kk&{FEW}")
        swipe = """([from, to]) => {
            const main = document.querySelector('main');
            const at = x => new Touch({identifier: 1, target: main, clientX: x, clientY: 100});
            for (const [kind, x] of [['touchstart', from], ['touchend', to]]) {
                const touches = kind === 'touchstart' ? [at(x)] : [];
                main.dispatchEvent(new TouchEvent(kind,
                    {touches, changedTouches: [at(x)], bubbles: true}));
            }
        }"""
        page.evaluate(swipe, [500, 200])
        shown(page, "overdue")
        page.evaluate(swipe, [200, 500])
        shown(page, "first")


@needs_browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_serious_on_the_slides(server, chromium, language):
    with visit(chromium) as page:
        go(page, f"{server}/present?lang={language}&slide=3&{FEW}")
        assert findings(page) == {}


@needs_browser
def test_without_scripts_all_slides_stand_one_below_the_other(server, chromium):
    with visit(chromium, java_script_enabled=False) as page:
        page.goto(f"{server}/present?lang=kk&town=temirtau")
        # The page that says how far they are asks again by itself, without a script as well.
        expect(page.locator(".slide").first).to_be_visible(timeout=PATIENCE)
        slides = page.locator(".slide")
        assert slides.count() > len(offered("temirtau"))
        expect(slides.last).to_be_visible()
        expect(page.locator(".bar")).to_be_hidden()
        assert page.locator("a[data-file]").count() == 3


@needs_browser
def test_the_offline_copy_is_one_file_with_the_same_slides_and_keys(server, chromium, tmp_path):
    status, headers, body = fetch(f"{server}/deck/ru.html?slides=limits,overdue")
    assert status == 200
    assert not re.search(rb'(?:src|href)="(?!#|data:)', body)
    path = tmp_path / "slides.html"
    path.write_bytes(body)
    visitor = chromium.new_context(viewport=WALL, offline=True)
    with opened(visitor) as page:
        page.goto(path.as_uri())
        slides = chosen(page)
        assert list(dict.fromkeys(slides)) == ["first", "limits", "overdue", "last"]
        for figure in slides[1:]:
            page.keyboard.press("PageDown")
            shown(page, figure)
        page.keyboard.press("PageUp")
        page.reload()
        shown(page, "overdue")
    visitor.close()


@needs_browser
def test_a_file_tells_how_far_it_is_and_comes(server, chromium):
    with visit(chromium, DESK) as page:
        go(page, f"{server}/present?lang=en&slides=intensity")
        with page.expect_download(timeout=PATIENCE) as coming:
            page.locator('a[data-file][href*=".pptx"]').click()
        assert coming.value.suggested_filename.endswith(".pptx")
        expect(page.locator(".making")).to_be_hidden()


@pytest.mark.parametrize("form", ["pptx", "pdf", "html"])
def test_a_deck_that_stands_ready_is_sent_again_only_when_it_has_changed(server, form):
    address = f"{server}/deck/kk.{form}?slides=verdicts"
    status, headers, body = fetch(address)
    assert status == 200
    assert f".{form}" in headers["content-disposition"]
    again = fetch(address, **{"If-None-Match": headers["etag"]})
    assert (again[0], again[2]) == (304, b"")
    assert json.loads(fetch(f"{address}&progress")[2]) == {"made": 0, "of": 1}


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("xx.pptx", "language"),
        ("kk.doc", "format"),
        ("kk.pptx?town=astana", "town"),
        ("kk.pptx?slides=verdicts,nonsense", "slide"),
        ("kk.pptx?town=balkhash&slides=temirtau_drift", "slide"),
        ("kk.pptx?second=de", "language"),
    ],
)
def test_what_is_unknown_is_a_clear_404(server, address, named):
    status, _, body = fetch(f"{server}/deck/{address}")
    assert (status, body.decode().split(".")[0]) == (404, f"No such {named}")
    assert b"nonsense" not in body


def test_many_who_ask_for_other_files_do_not_keep_readers_from_their_pages(server):
    """Some are told to come again; pages are read meanwhile, and what stands ready is sent."""
    orders = ["verdicts", "overdue", "limits", "goals", "value", "output", "unknowns", "growth"]
    statuses = []

    def ask(id):
        status, headers, _ = fetch(f"{server}/deck/ru.pdf?slides={id},intensity,records")
        statuses.append((status, headers.get("retry-after")))

    asks = [threading.Thread(target=ask, args=(id,)) for id in orders]
    for thread in asks:
        thread.start()
    assert fetch(f"{server}/lite/ru/")[0] == 200
    for thread in asks:
        thread.join()
    assert set(statuses) == {(200, None), (503, "20")}
    assert fetch(f"{server}/lite/ru/")[0] == 200


def test_two_who_ask_at_once_get_the_same(server):
    answers = []
    address = f"{server}/deck/en.pptx?town={TOWNS[0]}&slides=town_air"
    asks = [threading.Thread(target=lambda: answers.append(fetch(address))) for _ in range(4)]
    for ask in asks:
        ask.start()
    for ask in asks:
        ask.join()
    assert [status for status, _, _ in answers] == [200] * 4
    assert len({body for _, _, body in answers}) == 1
