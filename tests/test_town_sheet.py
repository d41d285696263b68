"""The sheet of a town says six numbers in two languages, and is read after it was copied twice."""

import io
import re
from datetime import date
from functools import cache
from itertools import product

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageFilter
from pypdf import PdfReader
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard import store
from dashboard.addresses import sheet_path, view_path
from dashboard.edition import tasks
from dashboard.edition.links_to import NONE, Edition
from dashboard.figures import FigureRequest
from dashboard.figures.town_sheet import sheet
from dashboard.http.routes import ROUTES
from dashboard.i18n import words_of
from dashboard.render.town_sheet import LANGUAGES, PAPERS
from kzdata.schema.columns import TOWNS

DAY, SITE = date(2026, 11, 22), "https://air.example"
SIZES = {"a4": (210, 297), "a5": (148, 210)}  # mm
POINT = 25.4 / 72  # mm
FINE = 300  # dots an inch of a printer
COPIER = 200  # dots an inch, as a fax or an old copier has
SHEETS = list(product(TOWNS, PAPERS))


@pytest.fixture(params=SHEETS, ids="-".join)
def asked(request):
    return request.param


@pytest.fixture(scope="module")
def client():
    return TestClient(Starlette(routes=ROUTES), base_url="http://localhost")


@cache
def content_of(town, paper):
    return store.sheet_file(town, paper, DAY, SITE)


def page_of(town, paper):
    (page,) = PdfReader(io.BytesIO(content_of(town, paper))).pages
    return page


def plain(text):
    return " ".join(text.split())


@cache
def text_of(town, paper):
    return plain(page_of(town, paper).extract_text())


def told(town):
    return [store.sheet(town, language, DAY) for language in LANGUAGES]


def test_a_sheet_is_one_tagged_page_of_its_paper(asked):
    reader, page = PdfReader(io.BytesIO(content_of(*asked))), page_of(*asked)
    assert [round(side * POINT) for side in page.mediabox[2:]] == list(SIZES[asked[1]])
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part>1<" in reader.root_object["/Metadata"].get_object().get_data()


def test_a_sheet_says_all_of_kazakh_and_then_all_of_russian(asked):
    text, at = text_of(*asked), 0
    for side in told(asked[0]):
        assert len(side.boxes) <= 6
        for box in side.boxes:
            for part in filter(None, (box.name, box.value, box.said)):
                found = text.find(plain(part), at)
                assert found >= at, part
                at = found
        assert plain(side.gap) in text


def test_what_was_not_found_is_hollow_and_says_so(asked):
    hollow = sum(not box.value for side in told(asked[0]) for box in side.boxes)
    drawn = page_of(*asked).get_contents().get_data()
    dashes = re.findall(rb"\[([\d. ]+)\][ \d.]+d\b", drawn)
    assert len([dash for dash in dashes if dash.strip()]) == hollow
    assert all(box.said for side in told(asked[0]) for box in side.boxes)


def test_every_number_has_its_source_and_the_sheet_its_day_and_version(asked):
    text = text_of(*asked)
    for language, side in zip(LANGUAGES, told(asked[0]), strict=True):
        for box in side.boxes:
            assert bool(box.source) == bool(box.value)
            for source in store.cited((box.source,), language):
                assert plain(source.said) in text
        words = words_of(language)
        version = store.snapshot().version
        assert plain(words("card.stamp", version=version, day=words.day(DAY))) in text


def printed(town, paper):
    page = pypdfium2.PdfDocument(content_of(town, paper))[0]
    return page, page.render(scale=FINE / 72, grayscale=True).to_pil()


def copied(picture):
    """A copy: less sharp, coarser, and nothing but black or white."""
    blurred = picture.filter(ImageFilter.GaussianBlur(FINE / COPIER))
    size = [round(side * COPIER / FINE) for side in picture.size]
    coarse = blurred.resize(size, Image.Resampling.BOX).point(lambda grey: 255 * (grey > 140))
    return coarse.resize(picture.size, Image.Resampling.BILINEAR)


def ink(picture, box):
    histogram = picture.crop(box).histogram()
    return sum((255 - grey) * count for grey, count in enumerate(histogram)) / 255


def test_a_sheet_is_read_after_two_copies_in_black_and_white(asked):
    page, original = printed(*asked)
    copy = copied(copied(original))
    (code,) = zxingcpp.read_barcodes(copy)
    assert code.text == SITE + view_path("town", "", {"town": asked[0]})
    words, scale = page.get_textpage(), FINE / 72
    kept = []
    for at in range(words.count_chars()):
        if not words.get_text_range(at, 1).isalnum():
            continue
        left, bottom, right, top = (scale * edge for edge in words.get_charbox(at))
        box = [left - 1, original.height - top - 1, right + 1, original.height - bottom + 1]
        kept.append(ink(copy, box) / ink(original, box))
    assert len(kept) > 400
    # No letter fades away, none is filled in.
    assert min(kept) > 0.6 and max(kept) < 1.5


def test_without_an_address_there_is_no_code():
    content = store.sheet_file("balkhash", "a4", DAY, "")
    text = plain(PdfReader(io.BytesIO(content)).pages[0].extract_text())
    assert words_of("ru")("sheet.more") not in text
    assert "2026" in text and "http" not in text


def test_a_town_of_which_nothing_is_known_is_all_hollow():
    tables = store.snapshot().tables
    kept = {"plants", "sources"}
    none = {name: rows if name in kept else rows.iloc[:0] for name, rows in tables.items()}
    for language in LANGUAGES:
        found = sheet(none, FigureRequest(words_of(language), DAY, town="temirtau"))
        assert [box.value for box in found.boxes] == [""] * 6
        assert all(box.said for box in found.boxes) and not found.gap


def test_each_sheet_stands_at_its_address(client):
    for asked in SHEETS:
        told = client.get(sheet_path(*asked))
        assert told.headers["content-type"] == "application/pdf"
        again = client.get(sheet_path(*asked), headers={"if-none-match": told.headers["etag"]})
        assert (told.status_code, again.status_code) == (200, 304)
        assert told.content.startswith(b"%PDF")


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_another_town_or_paper_it_is_told_which_there_are(client, language):
    for file in ("astana.pdf", "balkhash-a3.pdf", "balkhash"):
        told = client.get(f"/sheet/{file}", headers={"accept-language": language})
        known = [sheet_path(*asked) for asked in SHEETS]
        assert told.status_code == 404
        assert told.text.splitlines() == [words_of(language)("sheet.unknown"), *known]


@pytest.mark.parametrize("town", TOWNS)
def test_the_page_of_a_town_leads_to_its_sheets(client, town):
    page = client.get(f"/lite/kk/town?town={town}").text
    assert set(re.findall(r'href="(/sheet/[^"]+)"', page)) == {
        sheet_path(town, paper) for paper in PAPERS
    }


def test_a_sheet_over_faulty_data_is_unavailable(client, data_copy):
    (data_copy / "air_posts.parquet").write_bytes(b"no table")
    assert client.get(sheet_path("balkhash")).status_code == 503


def test_the_static_edition_has_every_sheet_and_leads_to_it():
    asked = Edition(DAY, store.snapshot().key, SITE, "", NONE)
    towns = [town for task, *town in tasks.apart(asked) if task is tasks.sheets]
    files = {path: content for (town,) in towns for path, content in tasks.sheets(asked, town)}
    assert list(files) == [sheet_path(*sheet).removeprefix("/") for sheet in SHEETS]
    assert files["sheet/temirtau-a5.pdf"] == content_of("temirtau", "a5")
    choices = {"town": "temirtau"}
    ((_, page),) = tasks.page(asked, "town", "ru", choices, frozenset(files))
    assert set(re.findall(rb'href="([^"]*/sheet/[^"]+)"', page)) == {
        b"../sheet/temirtau.pdf",
        b"../sheet/temirtau-a5.pdf",
    }
