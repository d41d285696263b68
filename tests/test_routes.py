"""The plain addresses of the served dashboard: first HTML, health, open data, figures."""

import codecs
import io
import json
from datetime import date
from html import unescape
from urllib.parse import unquote

import pandas as pd
import pypdf
import pytest
from browser import fetch, serving
from conftest import ROOT, SERVED_AS
from PIL import Image

from dashboard.figures import FIGURES
from dashboard.i18n import words_of
from dashboard.render.download import FORMS
from kzdata.schema.model import LANGUAGES


@pytest.mark.parametrize(
    ("accepted", "query", "language"),
    [
        ("ru-KZ,ru;q=0.9", "", "ru"),
        ("de,fr;q=0.8", "", "kk"),
        ("ru", "?lang=en", "en"),
        ("ru", "?lang=xx", "ru"),
    ],
)
def test_the_first_html_speaks_the_language(server, accepted, query, language):
    """Before any script runs, the page has its language and title."""
    html = fetch(f"{server}/plants{query}", **{"accept-language": accepted})[2].decode()
    assert f'<html lang="{language}">' in html
    assert f"<title>{words_of(language)('page.plants.title')}" in html
    assert "BACKEND_BASE_URL" in html


def test_health_and_open_data(server, tables):
    status, _, body = fetch(f"{server}/healthz")
    assert status == 200
    assert b'"status":"ok"' in body
    assert b'"all_made":' in body
    for name, frame in tables.items():
        status, headers, body = fetch(f"{server}/open/{name}.csv")
        assert (status, headers.get_content_type()) == (200, "text/csv")
        assert body.decode().count("\n") > len(frame)
        status, _, body = fetch(f"{server}/open/{name}.parquet")
        assert (status, body) == (200, (ROOT / "data" / f"{name}.parquet").read_bytes())


@pytest.mark.parametrize("file", ["nothing.csv", "plants.xls", "plants"])
def test_data_that_are_not_there_are_a_clear_404(server, file):
    status, _, body = fetch(f"{server}/open/{file}")
    assert status == 404
    assert b"<" not in body


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", FIGURES)
def test_a_figure_is_taken_away_in_every_form(server, id, language):
    """The picture's own text names the question, a source, the day of the data and the address."""
    words = words_of(language)
    bodies = {}
    for form, kind in FORMS.items():
        status, headers, body = fetch(f"{server}/figures/{language}/{id}.{form}")
        assert (status, headers["content-type"]) == (200, kind)
        shown = form in ("svg", "png", "card.png")  # so that other sites can embed it
        kind = "inline; " if shown else "attachment; "
        assert headers["content-disposition"].startswith(kind)
        bodies[form] = body
    told = json.loads(bodies["json"])
    assert told["address"].startswith(f"{SERVED_AS}/")
    picture = Image.open(io.BytesIO(bodies["png"]))
    assert picture.width == 1600
    assert len(bodies["png"]) < 300_000  # for weak lines
    page = pypdf.PdfReader(io.BytesIO(bodies["pdf"])).pages[0].extract_text()
    must = [words("app.title"), told["data_version"], told["address"]]
    must += [words.day(date.fromisoformat(told["as_of"])), told["title"], told["answer"]]
    must += [source["said"] for source in told["sources"]]
    for text in (bodies["svg"].decode(), bodies["csv"].decode(), page):
        plain = bare(unescape(text))
        for part in bare(" ".join(must)).split():
            # An address is broken wherever a line ends.
            assert part in plain or part in plain.replace("\n", "") or "/" in part, part


def bare(text):
    """A text with plain spaces and hyphens, as a PDF's reader gives them back."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NON-BREAKING HYPHEN}", "-")


def test_a_file_is_named_for_what_it_is(server):
    _, headers, _ = fetch(f"{server}/figures/kk/overdue.png")
    plain, named = headers["content-disposition"].split("; ")[1:]
    assert plain.startswith('filename="overdue-kk-')
    _, headers, _ = fetch(f"{server}/figures/ru/region_share.csv?region=KZ-75")
    assert "KZ-75" in headers["content-disposition"].split("; ")[1]
    assert "(KZ-75)" in unquote(headers["content-disposition"])
    assert unquote(named).startswith("filename*=UTF-8''Қай уәделердің мерзімі өткен")
    assert "?" not in unquote(named)


def test_a_choice_reaches_the_file(server):
    for region, name in (("KZ-55", "Павлодарская область"), ("KZ-75", "Город Алматы")):
        _, _, body = fetch(f"{server}/figures/ru/region_share.json?region={region}")
        told = json.loads(body)
        assert name in told["answer"]
        assert f"region={region}" in told["address"]


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("de/overdue.png", b"kk, ru, en"),
        ("kk/nothing.png", b"region_share"),
        ("kk/overdue.exe", b"png, svg, pdf"),
        ("kk/overdue", b"png, svg, pdf"),
        ("kk/region_share.png?region=KZ-99", b"KZ-35"),
        ("kk/region_map.csv?year=1800", b"2022"),
        ("kk/town_air.svg?town=%3Cscript%3E", b"balkhash"),
    ],
)
def test_a_figure_that_is_not_there_is_a_clear_404(server, address, named):
    status, headers, body = fetch(f"{server}/figures/{address}")
    assert (status, headers.get_content_type()) == (404, "text/plain")
    assert named in body
    assert b"<" not in body


def test_a_figure_is_sent_again_only_when_it_has_changed(server):
    _, headers, _ = fetch(f"{server}/figures/en/limits.svg")
    again = fetch(f"{server}/figures/en/limits.svg", **{"if-none-match": headers["etag"]})
    assert (again[0], again[2]) == (304, b"")


def test_the_index_lists_every_figure_with_addresses_that_work(server):
    _, _, body = fetch(f"{server}/figures/index.json")
    index = json.loads(body)
    assert [entry["figure"] for entry in index["figures"]] == list(FIGURES)
    for entry in index["figures"]:
        assert fetch(server + entry["files"]["kk"]["csv"])[0] == 200
        assert fetch(server + entry["page"]["ru"])[0] == 200


def test_the_csv_opens_as_the_language_of_its_reader_expects(server):
    values = {}
    for language, delimiter, decimal in (("kk", ";", ","), ("ru", ";", ","), ("en", ",", ".")):
        _, _, body = fetch(f"{server}/figures/{language}/national_line.csv")
        assert body.startswith(codecs.BOM_UTF8)
        table = pd.read_csv(io.BytesIO(body), sep=delimiter, decimal=decimal, comment="#")
        values[language] = table.iloc[:, 1].tolist()
    assert values["kk"] == values["ru"] == values["en"]
    assert all(isinstance(value, float) for value in values["kk"])


def test_a_label_stands_in_a_picture_once(server):
    _, _, body = fetch(f"{server}/figures/en/town_promises.pdf?town=balkhash")
    text = pypdf.PdfReader(io.BytesIO(body)).pages[0].extract_text()
    assert " ".join(text.split()).count("Sulphuric acid plant") == 1


def test_a_strange_host_is_not_printed_as_ours(own_server):
    told = json.loads(fetch(f"{own_server}/figures/en/limits.json", host="192.0.2.7")[2])
    assert told["address"] == "/plants?lang=en#limits"


def test_the_address_of_the_site_can_be_set(tmp_path):
    with serving(tmp_path / "log", SITE_ADDRESS="https://air.example/") as address:
        told = json.loads(fetch(f"{address}/figures/en/limits.json")[2])
    assert told["address"] == "https://air.example/plants?lang=en#limits"


def test_a_figure_over_broken_data_is_unavailable_and_not_unknown(tmp_path, data_copy):
    (data_copy / "regional_emissions.parquet").unlink()
    with serving(tmp_path / "log", KZDATA_DIR=str(data_copy)) as address:
        for query in ("", "?region=KZ-35"):
            for form in ("png", "csv"):
                url = f"{address}/figures/kk/region_share.{form}{query}"
                status, _, body = fetch(url)
                assert (status, body.decode().strip()) == (503, words_of("kk")("ui.unavailable"))
        assert fetch(f"{address}/figures/kk/prices.png")[0] == 200
        assert fetch(f"{address}/figures/index.json")[0] == 200


def test_a_lite_page_that_is_not_there_says_so_in_its_language(server):
    for language, said in (("kk", "Мұндай бет жоқ"), ("ru", "Такой страницы нет")):
        address = f"{server}/lite/{language}/nothing"
        status, headers, body = fetch(address, accept="text/html", **{"accept-language": "en"})
        assert (status, headers.get_content_type()) == (404, "text/html")
        assert said in body.decode()
        status, headers, body = fetch(address)
        assert (status, headers.get_content_type()) == (404, "text/plain")
        assert f"/lite/{language}/air" in body.decode()
