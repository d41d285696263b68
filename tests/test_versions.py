"""A figure as it stood: at its version and day it says for ever what it said, beside what is said
today; and a short code leads there."""

import re
import shutil
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from itertools import product
from urllib.parse import urlencode

import pandas as pd
import pytest
from conftest import FIRST_EDITION
from starlette.applications import Starlette
from starlette.testclient import TestClient

import kzdata
from dashboard import store
from dashboard.addresses import code_path, figure_page_path
from dashboard.figures import FIGURES
from dashboard.html import figure_page, figure_place
from dashboard.http.routes import ROUTES
from dashboard.i18n import words_of
from dashboard.short_code import FIRST, OF_DAY, OF_VIEW, SIGNS, as_written, code_of, day_of
from kzdata import clock
from kzdata.schema.model import LANGUAGES
from kzdata.versions.objects import object_of
from publishing import Change, publish

SITE = "http://localhost"
FIRST_DAY = date(2026, 11, 22)
CITED = {"version": "1", "day": "2026-11-23"}
NO_VERSIONS = ("0", "00001", "4", "-1", "1 ", "latest", "ffffffffffff", "1.0", "a655", "")
NO_CODES = ("0" * 9, "2", "a" * 8, "a" * 10, "ҚАЗАҚСТАН", "%00", "<b>", "zzzzzzzzz", "2" * 9)


@pytest.fixture(scope="module")
def client():
    return TestClient(Starlette(routes=ROUTES), base_url=SITE)


@pytest.fixture
def today(monkeypatch):
    """Some days after the last of three versions."""
    day = FIRST_DAY + timedelta(days=9)
    monkeypatch.setattr(clock, "today", lambda: day)
    return day


@pytest.fixture(scope="module")
def three_versions(first_edition, tmp_path_factory):
    """The first edition and two updates, which raise all prices."""
    folder = tmp_path_factory.mktemp("versions") / "data"
    shutil.copytree(first_edition, folder)
    for days in (2, 4):
        raise_prices(folder, days)
    return folder


@pytest.fixture
def updated(three_versions, today, monkeypatch):
    """What the dashboard reads are three versions; their folder."""
    monkeypatch.setenv("KZDATA_DIR", str(three_versions))
    return three_versions


def raise_prices(folder, days):
    """Publish so many days after the first edition."""
    prices = kzdata.load("metal_prices", folder=folder)
    dearer = prices.assign(usd_per_kg=(prices["usd_per_kg"] * 1.5).round(2))
    at = FIRST_EDITION + timedelta(days=days)
    publish(folder, Change("update", at), {"metal_prices": dearer})


def said(html):
    return unescape(re.sub(r"<[^>]+>", " ", html))


def answer_of(page):
    (answer,) = re.findall(r'<div id="question">.*?<p class="answer">(.*?)</p>', page, re.DOTALL)
    return unescape(answer)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_cited_at_a_version_says_the_same_after_two_updates(
    first_edition, three_versions, client, monkeypatch, language
):
    """The same numbers, in the answer and in the table; above them the bar and the difference."""
    monkeypatch.setenv("KZDATA_DIR", str(first_edition))
    monkeypatch.setattr(clock, "today", lambda: FIRST_DAY + timedelta(days=1))
    words = words_of(language)
    page = client.get(figure_page_path(language, "prices")).text
    (cited,) = set(re.findall(r"http://localhost(/figure/\S+?version=1\S+?)\. ", unescape(page)))
    before = client.get(cited)
    assert before.status_code == 200 and words("version.same") in unescape(before.text)
    monkeypatch.setenv("KZDATA_DIR", str(three_versions))
    monkeypatch.setattr(clock, "today", lambda: FIRST_DAY + timedelta(days=9))
    now, then = client.get(figure_page_path(language, "prices")).text, client.get(cited).text
    assert answer_of(then) == answer_of(page) != answer_of(now)
    rows = re.compile(r"<tbody>.*?</tbody>", re.DOTALL)
    assert rows.search(then)[0] == rows.search(page)[0] != rows.search(now)[0]
    bar = said(re.search(r'<aside class="stood">.*?</aside>', then, re.DOTALL)[0])
    day = words.day(FIRST_DAY + timedelta(days=1))
    first = kzdata.log(three_versions)[0]
    stood = {"day": day, "number": "1", "version": first.version}
    assert words("version.stood", **stood) in bar
    assert words("version.today", answer=answer_of(now)) in bar
    assert words.plural("changes.changed", len(kzdata.load("metal_prices"))) in bar
    assert 'aside class="stood"' not in now


def test_an_older_page_is_found_by_no_search_and_names_the_one_of_today(updated, client):
    page = client.get("/figure/ru/prices", params=CITED).text
    assert '<meta name="robots" content="noindex">' in page
    assert f'<link rel="canonical" href="{SITE}/figure/ru/prices">' in page
    assert "noindex" not in client.get("/figure/ru/prices").text
    # What leads on from it stays at the version: other languages, files.
    asked = urlencode(CITED).replace("&", "&amp;")
    for address in ("/figure/kk/prices", "/figures/ru/prices.png"):
        assert f'href="{address}?{asked}"' in page, address


def test_days_alone_are_told_from_changes_of_the_data(updated, client):
    """A figure counts days: of a version that is shown still it may say another number today."""
    page = client.get("/figure/en/overdue", params={"version": "3", "day": "2026-11-26"}).text
    bar = said(re.search(r'<aside class="stood">.*?</aside>', page, re.DOTALL)[0])
    assert words_of("en")("version.days") in bar or words_of("en")("version.same") in bar
    later = client.get("/figure/en/town_promises", params={"version": "3", "day": "2026-11-26"})
    assert words_of("en")("version.days") in unescape(later.text)


@pytest.mark.parametrize("asked", NO_VERSIONS)
def test_a_version_that_there_is_not_is_answered_with_those_that_there_are(
    updated, client, words, asked
):
    language = words.language
    for address in (f"/figure/{language}/prices", f"/figures/{language}/prices.csv"):
        answer = client.get(address, params={"version": asked})
        assert answer.status_code == 404
        text = unescape(answer.text)
        assert words("version.unknown") in text
        assert all(entry.version in text for entry in kzdata.log(updated))
    answer = client.get("/open/plants.csv", params={"version": asked, "lang": language})
    assert answer.status_code == 404 and words("version.unknown") in answer.text


@pytest.mark.parametrize("day", ["2026-11-21", "2026-11-25", "2026-12-31", "x", "", "2026-13-01"])
def test_a_day_on_which_a_version_was_not_shown_is_none_of_its_days(updated, client, day):
    answer = client.get("/figure/kk/prices", params={"version": "1", "day": day})
    assert answer.status_code == 404


def test_a_version_is_named_by_its_number_or_its_digest(updated, today):
    for entry in kzdata.log(updated):
        by_number = store.as_of(str(entry.number), None, today)
        assert store.as_of(entry.version, None, today) == by_number
        assert by_number.day == entry.at.astimezone(clock.KAZAKHSTAN).date()


def test_a_dataset_is_given_in_the_bytes_and_the_columns_that_it_had(updated, client):
    for entry in kzdata.log(updated):
        asked = {"version": entry.version}
        parquet = client.get("/open/metal_prices.parquet", params=asked).content
        assert parquet == object_of(updated, entry.digests["metal_prices"]).read_bytes()
        rows = pd.DataFrame(client.get("/open/metal_prices.json", params=asked).json()["rows"])
        frame = kzdata.load("metal_prices", folder=updated, version=entry.number)
        assert rows["usd_per_kg"].tolist() == frame["usd_per_kg"].tolist()
        assert client.get("/open/datapackage.json", params=asked).json()["version"] == entry.version


def test_a_picture_of_a_version_stays_as_it_is(updated, client):
    csv = {n: client.get("/figures/en/prices.csv", params={"version": n}).text for n in (1, 2, 3)}
    assert len(set(csv.values())) == 3
    assert client.get("/figures/en/prices.svg", params=CITED).status_code == 200


def test_an_embedded_figure_follows_the_data_or_stays(updated, client, tmp_path, monkeypatch):
    page = unescape(client.get("/figure/ru/prices").text)
    frames = re.findall(r'<iframe src="([^"]+)"', page)
    follows, stays = (unescape(frame).removeprefix(SITE) for frame in frames)
    before = client.get(stays).text
    assert client.get(follows).text.count("<h2") == before.count("<h2") == 1
    newer = tmp_path / "data"
    shutil.copytree(updated, newer)
    raise_prices(newer, 9)
    monkeypatch.setenv("KZDATA_DIR", str(newer))
    assert answers(client.get(stays).text) == answers(before) != answers(client.get(follows).text)
    assert stays.replace("embed", "figure", 1) in unescape(client.get(stays).text)
    told = client.get("/oembed", params={"url": SITE + stays}).json()
    assert f'src="{SITE}{stays}"' in unescape(told["html"])


def answers(page):
    return re.findall(r'<p class="answer">(.*?)</p>', page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", FIGURES)
def test_every_figure_of_the_first_version_is_shown_or_said_to_be_lacking(client, id, language):
    """Nothing of the tables that came later gets into it."""
    words = words_of(language)
    entry = kzdata.log(kzdata.data_folder())[0]
    answer = client.get(f"/figure/{language}/{id}", params={"version": "1"})
    day = words.day(entry.at.astimezone(clock.KAZAKHSTAN))
    lacks = {*FIGURES[id].tables} - entry.digests.keys()
    assert answer.status_code == (404 if lacks else 200)
    if lacks:
        assert words("version.absent", number="1", day=day) in unescape(answer.text)
        assert all(kzdata.TABLES[n].title[language] in unescape(answer.text) for n in lacks)
        picture = client.get(f"/figures/{language}/{id}.csv", params={"version": "1"})
        assert picture.status_code == 404
    else:
        assert entry.version in answer.text


@pytest.mark.parametrize("id", FIGURES)
def test_every_view_of_a_figure_has_a_code_of_its_own_that_leads_to_it(id):
    today = clock.today()
    kind, usual = FIGURES[id], store.chosen(id, {})
    if store.published_as(today) is None:
        pytest.skip("the data that are shown are no published version")
    offered = [store.codes(name).values() for name in kind.choices]
    views = [dict(zip(kind.choices, codes, strict=True)) for codes in product(*offered)]
    codes = [store.code_at(id, choices, today) for choices in views]
    assert len({*codes}) == len(views)
    # To read each takes a while: the usual one, the first, the last.
    for choices in (usual, views[0], views[-1]):
        found = store.decoded(store.code_at(id, choices, today).removeprefix("/t/"), today)
        assert (found.figure, found.choices, found.as_of.day) == (id, choices, today)


def test_no_two_views_of_all_figures_have_the_same_code(day):
    views = [
        code_of(id, dict(zip(kind.choices, codes, strict=True)), "0" * 12, day)
        for id, kind in FIGURES.items()
        for codes in product(*(store.codes(name).values() for name in kind.choices))
    ]
    assert len({*views}) == len(views)


def test_a_code_is_read_however_it_is_typed_and_says_its_day(day):
    code = code_of("prices", {}, "0" * 12, day)
    assert len(code) == OF_DAY + OF_VIEW and {*code} <= {*SIGNS}
    assert not {*"0o1l"} & {*SIGNS}
    assert as_written(f"{code[:3]}-{code[3:]}".upper()) == code
    assert day_of(code) == day and day_of(code_of("prices", {}, "", FIRST)) == FIRST
    with pytest.raises(ValueError, match="has no code"):
        code_of("prices", {}, "", FIRST - timedelta(days=1))


def test_a_figure_that_gets_a_choice_later_keeps_its_codes(updated, today):
    code = code_of("prices", {}, kzdata.log(updated)[-1].version, today)
    longer = code_of("region_map", {"region": "KZ-35"}, kzdata.log(updated)[-1].version, today)
    assert store.decoded(code, today).figure == "prices"
    assert store.decoded(longer, today).choices == store.chosen("region_map", {})


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_says_what_was_said_what_is_said_and_whether_it_holds(updated, client, language):
    words = words_of(language)
    first = kzdata.log(updated)[0].version
    for id, holds in (("prices", False), ("goals", True)):
        code = code_of(id, {}, first, FIRST_DAY)
        page = client.get(code_path(code, language))
        assert page.status_code == 200
        text = unescape(page.text)
        assert words("code_page.holds" if holds else "code_page.other") in text
        assert words("code_page.other" if holds else "code_page.holds") not in text
        links = re.findall(r'<p class="other"><a href="([^"]+)"', page.text)
        then, now = (answer_of(client.get(unescape(link)).text) for link in links)
        assert (then == now) == holds
        assert [unescape(answer) for answer in answers(page.text)] == [then, now]


def test_a_picture_bears_the_code_of_what_it_shows(updated, client, today):
    for form, asked, version in (("csv", {}, 3), ("svg", {}, 3), ("csv", CITED, 1)):
        taken = client.get(f"/figures/en/prices.{form}", params=asked).text
        (code,) = re.findall(r"localhost/t/(\w+)", taken)
        found = store.decoded(code, today)
        assert (found.figure, found.as_of.number) == ("prices", version)
        assert found.as_of.day == (date(2026, 11, 23) if asked else today)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", NO_CODES)
def test_a_code_of_nothing_is_said_to_be_none_in_the_readers_language(client, code, language):
    answer = client.get(f"/t/{code}", headers={"accept-language": language})
    assert answer.status_code == 404
    if "/t/" in str(answer.url):
        assert words_of(language)("code_page.lost") in unescape(answer.text)
        assert answer.headers["vary"].lower().count("accept-language") == 1


def test_data_that_were_never_published_are_cited_by_their_view(data_copy, client):
    page = unescape(client.get("/figure/en/prices").text)
    assert "version=" not in page and "/t/" not in page
    assert f"{SITE}/metals?lang=en#prices" in page


def test_files_cite_a_server_where_one_answers_for_versions(updated, today):
    """Of a static edition: no file of it is of an older version."""
    place = figure_place("prices", "en", today, "https://files.example", {})
    alone = unescape(figure_page(replace(place, server="")))
    assert "https://files.example/metals?lang=en#prices" in alone and "version=3" not in alone
    beside = unescape(figure_page(replace(place, server="https://air.example")))
    assert "https://air.example/figure/en/prices?version=3&day=2026-12-01" in beside
    where = ("https://files.example", "https://air.example")
    _, taken = store.take_away("prices", "en", today, "csv", *where)
    assert b"air.example/t/" in taken
