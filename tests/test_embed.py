"""A figure in a page of others: whole in its frame, with its answers, and asked for in one line."""

import json
import re
from contextlib import contextmanager
from html import unescape
from urllib.parse import urlencode

import pytest
from browser import fetch, findings, needs_browser, visit
from starlette.applications import Starlette
from starlette.testclient import TestClient
from test_policy import another_site  # noqa: F401

from dashboard import store
from dashboard.addresses import embed_path, figure_page_path
from dashboard.figures import FIGURES
from dashboard.html import embed_page, figure_page, figure_place
from dashboard.http.routes import ROUTES
from kzdata.clock import today
from kzdata.schema.model import LANGUAGES

SITE = "http://localhost"
WIDTHS = (300, 600, 1200)
# Of each form one: a map, lines, bars, cells, words alone, dots.
FORMS = ("region_map", "so2_line", "overdue", "post_grades", "unknowns", "prices", "goals")
HOSTS = re.compile(r"http://(127\.0\.0\.1|localhost):|data:")


@pytest.fixture(scope="module")
def client():
    return TestClient(Starlette(routes=ROUTES), base_url=SITE)


def asked_of(client, url, **more):
    return client.get(f"/oembed?{urlencode({'url': url, **more})}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", FIGURES)
def test_what_a_page_offers_to_embed_is_what_a_program_is_told(client, id, language):
    """The page names where to ask; the frame is of the same figure with the same choices."""
    choices = {"town": "temirtau"} if "town" in FIGURES[id].choices else {}
    page = figure_page(figure_place(id, language, today(), SITE, choices))
    asked = unescape(re.search(r'type="application/json\+oembed" href="([^"]+)"', page)[1])
    told = client.get(asked.removeprefix(SITE)).json()
    figure = store.figure(id, language, today(), **choices).figure
    assert (told["title"], told["type"], told["version"]) == (figure.title, "rich", "1.0")
    address = embed_path(language, id, choices)
    assert f'src="{SITE}{address}"' in unescape(told["html"])
    assert f'height="{told["height"]}"' in told["html"] and 200 < told["height"] < 4000
    assert unescape(page).count(f'src="{SITE}{address}"') == 1
    framed = client.get(address)
    assert figure.answer in unescape(framed.text)
    assert f'href="{SITE}{figure_page_path(language, id, choices)}"' in framed.text
    assert "frame-ancestors *" in framed.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("url", "status"),
    [
        (f"{SITE}/figure/kk/overdue", 200),
        (f"{SITE}/embed/ru/so2_line?place=temirtau", 200),
        (f"{SITE}/figure/kk/nothing", 404),
        (f"{SITE}/figure/de/overdue", 404),
        ("https://elsewhere.example/figure/kk/overdue", 404),
        (f"{SITE}/figure/kk/overdue/", 404),
        ("javascript:alert(1)", 404),
        ("http://[", 404),
        ("", 404),
    ],
)
def test_a_program_is_told_of_our_figures_alone(client, url, status):
    answer = asked_of(client, url)
    assert answer.status_code == status
    if status == 404:
        assert "/figure/LANGUAGE/FIGURE" in answer.text


def test_a_width_is_kept_and_another_format_is_refused(client):
    url = f"{SITE}/figure/kk/overdue"
    assert asked_of(client, url, maxwidth="420").json()["width"] == 420
    assert asked_of(client, url, maxwidth="9").json()["width"] == 240
    assert asked_of(client, url, maxwidth="wide").json()["width"] == 600
    assert asked_of(client, url, format="xml").status_code == 501


@contextmanager
def reader(chromium, **context):
    """Of the page of others, who meets no error and is sent to nobody else."""
    visitor = chromium.new_context(**context)
    page, faults = visitor.new_page(), []
    page.on("console", lambda m: m.type in ("error", "warning") and faults.append(m.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda r: HOSTS.match(r.url) or faults.append(r.url))
    yield page
    assert faults == []
    visitor.close()


@needs_browser
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("id", FORMS)
def test_it_stands_whole_in_a_page_of_others(own_server, chromium, another_site, id, width):  # noqa: F811
    folder, address = another_site
    url = f"{own_server}{figure_page_path('ru', id)}"
    told = json.loads(fetch(f"{own_server}/oembed?{urlencode({'url': url, 'maxwidth': width})}")[2])
    assert told["width"] == width
    (folder / "index.html").write_text(f"<!DOCTYPE html><title>x</title>{told['html']}")
    with reader(chromium, viewport={"width": 1280, "height": 900}) as page:
        page.goto(address)
        frame = page.frame_locator("iframe")
        frame.locator(".answer").wait_for()
        inner = frame.locator("html")
        needed, wide = inner.evaluate("html => [html.scrollHeight, html.scrollWidth]")
        assert needed <= told["height"] and wide <= width
        assert needed >= told["height"] * 0.75  # nor an empty field below it


@needs_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_marks_answer_in_a_page_of_others(server, chromium, another_site, scheme):  # noqa: F811
    folder, address = another_site
    (folder / "index.html").write_text(
        f'<!DOCTYPE html><html lang="ru"><title>x</title><h1>x</h1>'
        f'<iframe title="y" width="360" height="700" src="{server}/embed/ru/so2_line"></iframe>'
    )
    with reader(chromium, color_scheme=scheme) as page:
        page.goto(address)
        frame = page.frame_locator("iframe")
        frame.locator(".chart:visible").focus()
        page.keyboard.press("End")
        said = frame.locator(".say")
        assert said.text_content() != ""
        dark = said.evaluate("part => getComputedStyle(document.body).backgroundColor")
        assert (dark == "rgb(255, 255, 255)") == (scheme == "light")
    with visit(chromium, color_scheme=scheme) as page:
        page.goto(f"{server}/embed/ru/so2_line")
        assert findings(page) == {}


def test_a_frame_has_no_more_than_its_figure():
    html = embed_page(figure_place("overdue", "kk", today(), SITE, {}, framed=True))
    assert "<nav" not in html and 'content="noindex"' in html
    assert len(html.encode()) < 120_000
