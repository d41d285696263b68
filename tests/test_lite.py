"""Pages without scripts: whole, valid, small, and never at odds with the live ones."""

import os
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path

import brotli
import pytest
import streamlit as st
from browser import PHONE, fetch, findings, needs_browser, opened
from conftest import SERVED_AS

from dashboard import store
from dashboard.addresses import PAGES, lite_path, path
from dashboard.edition.file_names import page_choices
from dashboard.figures import FIGURES, FigureRequest
from dashboard.html import Place, lite_page, wished_choices
from dashboard.http.encoded_response import BEFOREHAND, QUALITY
from dashboard.http.middleware.first_html import first_page
from dashboard.http.routes.lite import lite_ready
from dashboard.i18n import OWN_NAMES, words_of
from dashboard.page_contents import figures_of
from kzdata.clock import today
from kzdata.schema.model import LANGUAGES

STATIC = Path(st.__file__).parent / "static"
EACH = [(page, language) for page in PAGES for language in LANGUAGES]
MOST_BYTES = 40_000
MOST_HEARD = 320  # letters of a label: one sentence or two
JAR = Path(sys.prefix) / "nu/package/build/dist/vnu.jar"
needs_nu = pytest.mark.skipif(
    not (JAR.exists() and shutil.which("java")) and not os.environ.get("REQUIRE_BROWSER"),
    reason="no Java or no Nu checker on this machine",
)


def plain(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.mark.parametrize(("page", "language"), EACH)
def test_a_page_is_whole_without_scripts(server, tables, page, language):
    words = words_of(language)
    status, headers, body = fetch(server + lite_path(page, language))
    html = body.decode()
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert f'<html lang="{language}">' in html
    assert f"<title>{words(f'page.{page}.title')}" in html
    assert "<script" not in html
    said = plain(html)
    assert words(f"page.{page}.question") in said
    for id in figures_of(page):
        figure = FIGURES[id].build(tables, FigureRequest(words, today()))
        for text in (
            figure.title,
            figure.answer,
            *figure.notes,
            *(c.title for c in figure.columns),
        ):
            assert " ".join(text.split()) in said
        card = html.split(f'id="card-{id}"')[1].split("</section>")[0]
        assert ('<div class="chart" role="' in card) == (figure.chart is not None)


@pytest.mark.parametrize(("page", "language"), EACH)
def test_a_page_without_scripts_is_small_on_the_line(server, page, language):
    for coding in ("br", "gzip"):
        address = server + lite_path(page, language)
        status, headers, body = fetch(address, **{"accept-encoding": coding})
        assert (status, headers["content-encoding"]) == (200, coding)
        assert len(body) < MOST_BYTES
        assert fetch(address, **{"if-none-match": headers["etag"]})[0] == 304


@pytest.mark.parametrize("page", PAGES)
def test_what_nobody_waits_for_is_packed_longer(page):
    """The usual page is made before it is asked for, one with another choice when it is."""
    usual, *others = list(page_choices(page))[:2]
    with store.one_version():
        for choices, quality in [(usual, BEFOREHAND), *((other, QUALITY) for other in others)]:
            place = Place(page, "kk", today(), "", choices, lite=True)
            for made in (lite_ready(place), first_page(STATIC, place)):
                assert made.packed["br"] == brotli.compress(made.body, quality=quality)


def test_links_lead_among_pages_without_scripts_and_none_is_dead(server):
    seen, wave = set(), {lite_path(PAGES[0], language) for language in LANGUAGES}
    while wave:
        seen |= wave
        found = set()
        for address in wave:
            status, _, body = fetch(server + address)
            assert status == 200, address
            html = body.decode()
            for link in re.findall(r'<a [^>]*href="(/lite/[^"#?]*)', html):
                found.add(unescape(link))
        wave = found - seen
    assert seen == {lite_path(page, language) for page, language in EACH}


def test_choices_are_links(server):
    address = server + lite_path("regions", "ru", {"region": "KZ-55", "year": 2018})
    html = fetch(address)[2].decode()
    assert "Павлодарская область" in plain(html)
    assert 'href="/lite/ru/regions?region=KZ-62&amp;year=2018"' in html
    assert 'href="/lite/kk/regions?region=KZ-55&amp;year=2018"' in html
    nonsense = fetch(server + "/lite/ru/regions?region=KZ-99&year=1800")[2]
    assert plain(nonsense.decode()) == plain(fetch(server + "/lite/ru/regions")[2].decode())


@pytest.mark.parametrize("address", ["/lite/de/", "/lite/kk/nothing", "/lite/kk/overview.html"])
def test_a_page_that_is_not_there_is_a_clear_404(server, address):
    status, _, body = fetch(server + address)
    assert status == 404
    assert b"/lite/kk/regions" in body
    assert b"<" not in body


def test_the_start_speaks_the_language_of_the_browser(server):
    html = fetch(f"{server}/lite/", **{"accept-language": "ru-KZ,ru;q=0.9"})[2].decode()
    assert '<html lang="ru">' in html


@pytest.mark.parametrize("page", PAGES)
def test_machines_read_one_address_in_three_languages(server, page):
    """The page without scripts names the live one as the address of both."""
    html = fetch(server + lite_path(page, "ru"))[2].decode()
    assert f'<link rel="canonical" href="{SERVED_AS}{path(page)}?lang=ru">' in html
    for language in LANGUAGES:
        there = f'hreflang="{language}" href="{SERVED_AS}{path(page)}?lang={language}">'
        assert f'<link rel="alternate" {there}' in html
    assert re.search('<meta name="description" content="[^"]{20,}">', html)
    picture = re.search('<meta property="og:image" content="([^"]+)">', html)[1]
    assert fetch(server + picture.removeprefix(SERVED_AS))[1]["content-type"] == "image/png"


def listened(html):
    """What each link is called for those who listen, with its address; and every label."""
    texts = dict(re.findall(r'<(?:a|h2|strong|summary)[^>]* id="([^"]+)"[^>]*>([^<]*)<', html))
    texts |= dict(re.findall(r'<(?:h2|strong) id="([^"]+)"[^>]*>([^<]*)<', html))
    links = []
    for attributes, inside in re.findall("<a ([^>]*)>(.*?)</a>", html, re.S):
        labelled = re.search('aria-labelledby="([^"]+)"', attributes)
        name = " ".join(map(texts.get, labelled[1].split())) if labelled else plain(inside)
        links.append((name, unescape(re.search('href="([^"]*)"', attributes)[1])))
    return links, re.findall('aria-label="([^"]*)"', html)


@pytest.mark.parametrize(("page", "language"), EACH)
def test_a_link_s_name_says_where_it_leads(page, language):
    """Read alone, as a list of links reads it; and no label is a whole table."""
    place = Place(page, language, today(), "", wished_choices(page, {}), lite=True)
    links, labels = listened(lite_page(place))
    ours = {link for link in links if not link[1].startswith("http")}
    twice = {name for name, _ in ours if sum(name == other for other, _ in ours) > 1}
    assert twice == set()
    assert max(map(len, labels)) <= MOST_HEARD
    current = f'<strong lang="{language}" aria-current="true">{OWN_NAMES[language]}</strong>'
    assert current in lite_page(place)


@pytest.mark.parametrize(("page", "language"), EACH)
def test_no_number_is_broken_in_two(page, language):
    """Wherever it stands: in an answer, a note, or a text of the data."""
    place = Place(page, language, today(), "", wished_choices(page, {}), lite=True)
    body = lite_page(place).partition("<body")[2]
    said = re.sub(r"<(svg|style|textarea)\b.*?</\1>|<[^>]+>", "\n", body, flags=re.DOTALL)
    assert re.findall(r".*\d \d{3}(?!\d).*", said) == []


@pytest.mark.parametrize(("wish", "language"), [("kz", "kk"), ("KK", "kk"), ("ru-RU", "ru")])
def test_an_address_may_name_the_language_as_people_do(server, wish, language):
    for address in (f"/?lang={wish}", f"/present?lang={wish}", f"/lite/{wish}/regions"):
        html = fetch(server + address, **{"accept-language": "en"})[2].decode()
        assert f'<html lang="{language}">' in html


def test_datasets_are_told_to_search_engines(server, tables):
    html = fetch(server + lite_path("sources", "en"))[2].decode()
    assert html.count('itemtype="https://schema.org/Dataset"') == len(tables)
    for file in re.findall('itemprop="contentUrl" href="([^"]+)"', html):
        assert fetch(server + unescape(file))[0] == 200


@pytest.mark.parametrize("page", PAGES)
def test_bad_data_spoil_their_figures_and_not_the_page(data_copy, page):
    for file in data_copy.glob("*.parquet"):
        if file.stem != "sources":
            file.write_bytes(b"PAR1")
    html = lite_page(Place(page, "kk", today(), "", wished_choices(page, {}), lite=True))
    assert words_of("kk")("ui.unavailable") in plain(html) or page == "sources"
    assert words_of("kk")(f"page.{page}.question") in plain(html)


def test_errors_are_reported_to_somebody_or_not_asked_for(monkeypatch):
    words = words_of("ru")

    def page():
        return lite_page(Place("sources", "ru", today(), "", lite=True))

    assert words("ui.report") not in page()
    monkeypatch.setenv("SITE_CONTACT", "air@example.kz")
    assert words("ui.report_text") in plain(page())
    assert '<a href="mailto:air@example.kz">' in page()


@needs_nu
def test_the_nu_checker_finds_nothing(server, tmp_path):
    """Pages without scripts, and the first HTML of the live ones."""
    for page, language in EACH:
        for kind, address in (
            ("lite", lite_path(page, language)),
            ("first", f"{path(page)}?lang={language}"),
        ):
            (tmp_path / f"{kind}-{page}-{language}.html").write_bytes(fetch(server + address)[2])
    files = sorted(map(str, tmp_path.glob("*.html")))
    # The slash that Streamlit's own tags end with is told as information and is no problem.
    told = subprocess.run(
        ["java", "-jar", JAR, "--format", "text", "--Werror", *files],
        capture_output=True,
        text=True,
    )
    problems = [line for line in told.stderr.splitlines() if ": info" not in line.lower()]
    assert [
        line for line in problems if ": error" in line.lower() or "warning" in line.lower()
    ] == []


@needs_browser
@pytest.mark.parametrize("page", PAGES)
def test_a_browser_shows_it_without_scripts(server, chromium, page):
    """Nothing scrolls sideways, axe finds nothing, in light and in dark."""
    for scheme in ("light", "dark") if page == PAGES[0] else ("light",):
        visitor = chromium.new_context(viewport=PHONE, color_scheme=scheme)
        with opened(visitor) as tab:
            tab.goto(server + lite_path(page, "kk"))
            assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
            small = tab.evaluate(
                """() => (document.querySelectorAll('details').forEach(fold => fold.open = true),
                    [...document.querySelectorAll('nav a, .actions a, .more a, summary')])
                    .filter(e => e.getBoundingClientRect().height < 44).map(e => e.innerText)"""
            )
            assert small == []
            assert findings(tab) == {}
        visitor.close()
