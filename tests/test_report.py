"""An error is reported at the number: the message is prepared, and nothing is sent by the page."""

import gzip
import re
import sys
from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from browser import PHONE, needs_browser, visit

from dashboard import store
from dashboard.addresses import PAGES
from dashboard.figures import FIGURES
from dashboard.html import Place, figure_page, figure_place, lite_page, wished_choices
from dashboard.i18n import words_of
from kzdata.clock import today
from kzdata.schema.model import LANGUAGES

SITE, MAIL = "https://air.example.kz", "editors+air@air.example.kz"
MOST_BYTES = 40_000
MAILTO = re.compile(r'href="(mailto:[^"]+)"')
COPY = re.compile(r'<textarea id="([^"]+)" readonly rows="6">(.*?)</textarea>', re.DOTALL)
# Outlook cuts what is longer; eight digits and letters of the version and the address go with it.
MOST_LETTERS = 2_000


@pytest.fixture
def by_mail(monkeypatch):
    monkeypatch.setenv("SITE_CONTACT", MAIL)


@pytest.fixture
def undrawn(monkeypatch):
    """Charts take their time, and say nothing of reports."""
    pages = sys.modules["dashboard.html.figure_page"]  # its name is that of a function as well
    monkeypatch.setattr(pages, "charts", lambda place: "")
    monkeypatch.setattr("dashboard.html.blocks.chart_of", lambda id, place: "")


def one_page(id, language):
    choices = {"town": "temirtau"} if "town" in FIGURES[id].choices else {}
    return figure_place(id, language, today(), SITE, choices)


def lite(page, language):
    return Place(page, language, today(), SITE, wished_choices(page, {}), lite=True)


def letters(html):
    """Each prepared letter: its subject and the lines of its body."""
    for found in MAILTO.findall(html):
        address = unescape(found)
        if "?" not in address:  # of the owner, beside what is asked of reports
            continue
        assert re.fullmatch(r"[A-Za-z0-9%._~+@?=&:-]+", address)  # RFC 6068, as all programs read
        assert len(address) < MOST_LETTERS
        parts = urlsplit(address)
        assert unquote(parts.path) == MAIL
        told = parse_qs(parts.query, strict_parsing=True)
        assert list(told) == ["subject", "body"]
        yield told["subject"][0], told["body"][0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", FIGURES)
def test_a_page_of_a_figure_has_the_message_of_it_and_of_each_row(by_mail, undrawn, id, language):
    place, version = one_page(id, language), store.snapshot().version
    figure = store.figure(id, language, today(), **place.choices).figure
    html = figure_page(place)
    (_, body), *rows = letters(html)
    assert body.splitlines() == [short(figure.answer), f"{version} {place.address()}"]
    assert len(rows) == len(figure.table)
    for number, (subject, body) in enumerate(rows, start=1):
        assert subject == words_of(language)("report.subject", title=short(figure.title))
        row, where = body.splitlines()
        assert row.startswith(words_of(language)("report.row", row=f"{number}: "))
        assert where == f"{version} {place.address()}#row-{number}"
        assert html.count(f'<tr id="row-{number}">') == 1


def short(text):
    return text if len(text) <= 36 else text[:35].rstrip() + "…"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_message_is_there_to_copy_with_all_that_it_is_about(undrawn, language):
    words, day = words_of(language), words_of(language).day(today())
    stamp = words("card.stamp", version=store.snapshot().version, day=day)
    for page in PAGES:
        html, place = lite_page(lite(page, language)), lite(page, language)
        copies = {id: unescape(text) for id, text in COPY.findall(html)}
        for id in (id for id in FIGURES if f'id="card-{id}"' in html):
            taken = store.chosen(id, place.choices)
            figure = store.figure(id, language, today(), **taken).figure
            text = copies.pop(f"report-{id}")
            for told in (figure.title, figure.answer, stamp, f"{SITE}/", f"#{id}"):
                assert told in text
        claims = re.findall(r'id="claim-([^"]+)"', html)
        assert [f"report-claim-{id}" for id in claims] == list(copies)
        for id in claims:
            assert f"#claim-{id}" in copies[f"report-claim-{id}"]


@pytest.mark.parametrize("page", PAGES)
def test_pages_stay_small_where_reports_are_taken_by_mail(by_mail, page):
    """In Russian, of which the texts are the longest."""
    html = lite_page(lite(page, "ru"))
    told = list(letters(html))
    assert len(told) >= html.count('id="claim-') + html.count('class="foot"')
    assert len(gzip.compress(html.encode(), 6)) < MOST_BYTES


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nobody_takes_reports_by_mail_no_letter_is_offered(undrawn, monkeypatch, language):
    words = words_of(language)
    monkeypatch.delenv("SITE_CONTACT", raising=False)
    html = unescape(figure_page(one_page("overdue", language)))
    assert "mailto:" not in html and words("report.nobody") in html
    assert COPY.search(html) and '<tr id="row-1">' in html
    monkeypatch.setenv("SITE_CONTACT", "https://air.example.kz/desk")
    html = unescape(figure_page(one_page("overdue", language)))
    assert "mailto:" not in html and words("report.nobody") not in html
    assert 'href="https://air.example.kz/desk"' in html and COPY.search(html)


@needs_browser
def test_the_message_stands_on_the_live_page_as_well(server, chromium):
    with visit(chromium, PHONE) as page:
        page.goto(f"{server}/?lang=kk")
        page.locator("#first").wait_for(state="detached")  # what stood there before the scripts
        fold = page.locator(".st-key-card-overdue")
        fold.locator("#take-overdue").click()
        text = fold.locator("textarea#report-overdue")
        assert text.is_visible() and text.get_attribute("readonly") is not None
        assert words_of("kk")("report.wrong") in text.input_value()
