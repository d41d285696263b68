"""Each figure as a page of its own: all that belongs to it, and what is shown with a link to it."""

import io
import re
from html import escape, unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from browser import DESK, PHONE, findings, fits, needs_browser, until, visit
from PIL import Image
from playwright.sync_api import expect
from starlette.applications import Starlette
from starlette.testclient import TestClient
from test_preview import SITE, agree, read

from dashboard import store
from dashboard.addresses import figure_page_path
from dashboard.figures import FIGURES
from dashboard.html import figure_page, figure_place
from dashboard.http.routes import ROUTES
from dashboard.i18n import words_of
from dashboard.page_contents import figures_of
from dashboard.render import message_card
from dashboard.render.message_card import HEIGHT, SIZE, WIDTH
from kzdata.clock import today
from kzdata.schema.model import LANGUAGES

EACH = [(id, language) for id in FIGURES for language in LANGUAGES]
ASKED = {"town": "temirtau", "place": "temirtau", "region": "KZ-55", "year": "2018"}


def page_of(id, language, **wishes):
    return figure_page(figure_place(id, language, today(), SITE, wishes))


@pytest.fixture(scope="module")
def client():
    return TestClient(Starlette(routes=ROUTES), base_url="http://localhost")


@pytest.mark.parametrize(("id", "language"), EACH)
def test_a_page_holds_all_that_belongs_to_its_figure(id, language):
    html = page_of(id, language)
    figure = store.figure(id, language, today()).figure
    assert f'<h1 id="{id}">{escape(figure.title)}</h1>' in html
    assert f'<p class="answer">{escape(figure.answer)}</p>' in html
    for note in figure.notes:
        assert f"<li>{escape(note)}</li>" in html
    for source in store.cited(figure.sources, language):
        assert escape(source.title) in html
    assert html.count("<tr id=") == len(figure.table)
    others = [other for other in figures_of(FIGURES[id].page) if other != id]
    for other in (other for other in others if FIGURES[other].page == FIGURES[id].page):
        taken = store.chosen(other, store.chosen(id, {}))
        assert f'href="{escape(figure_page_path(language, other, taken))}"' in html
    assert f'id="link-{id}"' not in html  # a page does not lead to itself


@pytest.mark.parametrize("id", FIGURES)
def test_what_is_chosen_is_drawn_told_and_kept_in_every_link(id):
    choices = {name: ASKED[name] for name in FIGURES[id].choices}
    html = page_of(id, "ru", **choices)
    taken = {name: store.codes(name)[code] for name, code in choices.items()}
    figure = store.figure(id, "ru", today(), **taken).figure
    assert f'<p class="answer">{escape(figure.answer)}</p>' in html
    said = agree(read_page(html), f"{figure.title} – {words_of('ru')('app.title')}", "ru")
    assert said.answer == figure.answer
    for other in set(LANGUAGES) - {"ru"}:
        assert f'href="{escape(figure_page_path(other, id, taken))}"' in html
    for name in choices:
        for code in store.codes(name).values():
            if code != taken[name]:
                address = figure_page_path("ru", id, {**taken, name: code})
                assert f'href="{escape(address)}"' in html


def read_page(html):
    """What a machine reads of the page; its language stands in its path, not beside it."""
    said = read(html)
    for name in ("canonical", "og:url"):
        parts = urlsplit(said[name])
        query = "&".join(filter(None, (f"lang={parts.path.split('/')[2]}", parts.query)))
        said[name] = parts._replace(query=query).geturl()
    return said


@pytest.mark.parametrize(("id", "language"), EACH)
def test_a_card_is_as_large_as_it_says_and_holds_the_whole_answer(id, language):
    _, picture = store.take_away(id, language, today(), "card.png", SITE)
    assert Image.open(io.BytesIO(picture)).size == SIZE
    assert len(picture) < 300_000  # messengers leave larger ones out
    figure = store.figure(id, language, today())
    card = message_card.MessageCard(
        language, "", figure.figure.title, figure.figure.answer, "", "", ""
    )
    svg = message_card.message_card_svg(card, figure.chart)
    lines = re.findall(r'<text x="48" y="([\d.]+)"[^>]*font-weight="600"[^>]*>([^<]*)<', svg)
    assert " ".join(unescape(line) for _, line in lines).strip().split() == (
        figure.figure.answer.split()
    )
    assert max(float(y) for y, _ in lines) < HEIGHT - 72 and WIDTH == 1200


def test_an_answer_that_is_too_long_for_a_card_says_that_it_goes_on():
    card = message_card.MessageCard("kk", "s", "t", "сөз " * 900, "d", "", "")
    assert " …</text>" in message_card.message_card_svg(card, None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_sent_on_by_links_with_its_own_address(language):
    html = page_of("so2_line", language, place="temirtau")
    own = SITE + figure_page_path(language, "so2_line", {"place": "temirtau"})
    sent = [unescape(found) for found in re.findall(r'href="(https://(?:wa|t)\.me/[^"]+)"', html)]
    whatsapp, telegram = (parse_qs(urlsplit(address).query) for address in sent)
    assert whatsapp["text"][0].endswith(f" {own}")
    assert telegram["url"] == [own]
    nowhere = figure_page(figure_place("so2_line", language, today(), "", {}))
    assert "wa.me" not in nowhere and "og:image" not in nowhere


HELD = "button[data-hand]"
# A browser on a desk has no sheet; this one keeps what it is given.
SHEET = """given = []; navigator.share = async what => {
  const faults = ['', 'AbortError', 'DataError'];
  if (given.push(what) > 1) throw new DOMException('', faults[given.length - 1]);
};"""


@needs_browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_copied_or_handed_to_the_phone_where_that_can_be(server, chromium, language):
    words, path = words_of(language), f"/figure/{language}/so2_line"
    with visit(chromium, PHONE, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.add_init_script(SHEET)
        page.goto(f"{server}{path}")
        answer = page.locator(".answer").first.text_content()
        line = page.locator(".actions [role=status]").first
        page.get_by_role("button", name=words("figure.copy")).click()
        expect(line).to_have_text(words("figure.copied"))
        copied = page.evaluate("navigator.clipboard.readText()")
        assert answer in copied and copied.endswith(path)
        share = page.get_by_role("button", name=words("figure.share"))
        for told in ("", "", words("figure.not_handed")):
            share.click()
            expect(line).to_have_text(told)
        given = page.evaluate("given")
        assert len(given) == 3
        assert answer in given[0]["text"] and given[0]["url"].endswith(path)
        page.locator("#embed summary").click()
        for name in ("frame", "picture"):
            page.locator(f"button[data-from=embed-{name}]").click()
            field = page.locator(f"#embed-{name}").input_value()
            until(page, f"async () => await navigator.clipboard.readText() === {field!r}")
        assert findings(page) == {}


@needs_browser
def test_where_neither_can_be_nothing_is_offered(server, chromium):
    """As on a connection that is not safe, or where no scripts run."""
    gone = "delete Navigator.prototype.share; delete Navigator.prototype.clipboard"
    with visit(chromium, PHONE) as page:
        page.add_init_script(gone)
        page.goto(f"{server}/figure/ru/so2_line")
        assert page.locator(HELD).count() > 2
        assert page.locator(f"{HELD}:visible").count() == 0
    with visit(chromium, PHONE, java_script_enabled=False) as page:
        page.goto(f"{server}/figure/ru/so2_line")
        assert page.locator(f"{HELD}:visible").count() == 0


def test_what_is_unknown_is_told_with_all_that_there_are(client):
    lost = client.get("/figure/ru/nothing")
    assert lost.status_code == 404
    assert lost.text.split("\n")[0] == words_of("ru")("figure.lost")
    assert figure_page_path("ru", "overdue") in lost.text
    moved = client.get("/figure/kz/so2_line?place=temirtau", follow_redirects=False)
    assert moved.headers["location"] == "/figure/kk/so2_line?place=temirtau"


def test_a_figure_over_broken_data_is_unavailable_and_says_so(client, data_copy):
    (data_copy / "satellite_so2.parquet").write_bytes(b"no table")
    answer = client.get("/figure/kk/so2_line")
    assert (answer.status_code, answer.text) == (503, words_of("kk")("ui.unavailable") + "\n")
    assert client.get("/figure/kk/prices").status_code == 200


@needs_browser
@pytest.mark.parametrize(("id", "viewport"), [("region_map", PHONE), ("so2_line", DESK)])
def test_its_marks_answer_a_finger_and_a_key(server, chromium, id, viewport):
    with visit(chromium, viewport, has_touch=viewport is PHONE) as page:
        page.goto(f"{server}/figure/kk/{id}")
        chart = page.locator(".chart:visible")
        assert chart.count() == 1  # as it is laid out for this width
        chart.focus()
        page.keyboard.press("End")
        until(page, "document.querySelector('.say').textContent !== ''")
        first = page.locator(".say").text_content()
        page.keyboard.press("Home")
        assert page.locator(".say").text_content() not in ("", first)
        page.keyboard.press("Escape")
        assert page.locator(".say").text_content() == ""


@needs_browser
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    "id", ["region_map", "overdue", "overdue?version=1", "town_years", "post_grades"]
)
def test_it_fits_and_can_be_used_by_all(server, chromium, id, width):
    with visit(chromium, {"width": width, "height": 740}) as page:
        page.goto(f"{server}/figure/ru/{id}")
        fits(page)
        assert findings(page) == {}
