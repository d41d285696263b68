"""A deck leaves as a presentation and as a handout, each whole, legible and the same every time."""

import importlib.util
import io
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import combinations
from threading import Barrier

import pytest
from conftest import ROOT
from PIL import Image
from pptx import Presentation
from pptx.util import Pt
from pypdf import PdfReader
from pypdf.generic import NullObject

from dashboard.http.routes.slides import deck_ready
from dashboard.slides import downloads, formats
from dashboard.slides.build import deck
from dashboard.slides.handout import pdf
from dashboard.slides.layout import CHART, LEAST, WIDTH, Box, place
from dashboard.slides.pptx import SLIDE, TEMPLATE, WIDE, pptx
from dashboard.slides.sanitize import sound
from dashboard.slides.selection import wished
from kzdata.schema.model import LANGUAGES

pytest_plugins = ["office"]

DAY = date(2026, 11, 22)
SITE = "https://air.example"
# Each language, each town, the country; most charts of the towns are drawn but once.
PLACES = [*((language, "balkhash") for language in LANGUAGES), ("kk", ""), ("ru", "temirtau")]
PLACES += [("en", "karaganda")]
FORMS = {"pptx": pptx, "pdf": pdf}


@cache
def deck_of(language, town):
    return deck(wished(language, {"town": town, "deck": "whole"}), DAY, SITE)


@cache
def file_of(form, language, town):
    return FORMS[form](deck_of(language, town))


def slides_of(content):
    return list(Presentation(io.BytesIO(content)).slides)


def pages_of(content):
    return [plain(page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages]


def plain(text):
    """A text on one line, its spaces and hyphens plain."""
    return " ".join(text.replace("\N{NON-BREAKING HYPHEN}", "-").split())


@cache
def pages_read(language, town):
    return pages_of(file_of("pdf", language, town))


def text_of(slide):
    """What is written on a slide; an address is broken into lines, which are put together."""
    frames = [shape.text_frame for shape in slide.shapes if shape.has_text_frame]
    for shape in slide.shapes:
        if shape.has_table:  # two columns: a title, and what is said of it
            rows = ([cell.text_frame for cell in row.cells] for row in shape.table.rows)
            frames += (frame for row in rows for frame in row)
    return "\n".join("".join(p.text for p in frame.paragraphs) for frame in frames)


def title_of(id):
    """How a figure is called in the Kazakh deck of Balkhash."""
    return next(slide.title for slide in deck_of("kk", "balkhash").slides if slide.id == id)


def described(slide):
    """The pictures of a slide by their alternative texts."""
    pictures = [shape for shape in slide.shapes if hasattr(shape, "image")]
    return {p._element.nvPicPr.cNvPr.get("descr"): p for p in pictures}


@pytest.fixture(params=PLACES, ids=lambda place: "-".join(filter(None, place)))
def place_of(request):
    return request.param


@pytest.fixture(params=[p for p in PLACES if all(p)], ids="-".join)
def town_of(request):
    return request.param


def test_every_slide_says_in_text_what_it_says_on_the_wall(place_of):
    told = deck_of(*place_of)
    drawn = slides_of(file_of("pptx", *place_of))
    assert len(drawn) == len(told.slides)
    for number, (slide, page) in enumerate(zip(told.slides, drawn, strict=True), start=1):
        said, text = told.said(number), text_of(page)
        assert page.shapes.title.text_frame.text == said.title
        cells = [part for row in slide.cells for part in row]
        for part in (said.answer, said.refers, said.address, said.stamp, *(cells or said.lines)):
            assert part in text, (slide.id, part)
        for part in ("2026", told.version):
            assert part in said.stamp


def test_every_chart_is_sharp_and_told_in_words(place_of):
    told = deck_of(*place_of)
    for slide, page in zip(told.slides, slides_of(file_of("pptx", *place_of)), strict=True):
        pictures = described(page)
        told_by = {slide.address} | ({slide.description} if slide.chart else set())
        assert set(pictures) == told_by
        if slide.chart:
            chart = pictures[slide.description]
            width, height = Image.open(io.BytesIO(chart.image.blob)).size
            assert width >= CHART.width / WIDTH * 1920
            assert width / height == pytest.approx(chart.width / chart.height, rel=0.01)


def test_the_code_and_the_address_lead_to_the_figure(place_of):
    told = deck_of(*place_of)
    for slide, page in zip(told.slides, slides_of(file_of("pptx", *place_of)), strict=True):
        runs = [
            run
            for shape in page.shapes
            if shape.has_text_frame
            for paragraph in shape.text_frame.paragraphs
            for run in paragraph.runs
            if run.hyperlink.address
        ]
        assert "".join(run.text for run in runs) == slide.short
        assert {run.hyperlink.address for run in runs} == {slide.address}
        assert described(page)[slide.address].click_action.hyperlink.address == slide.address


def test_the_notes_hold_the_numbers_and_the_answers_for_the_hall(place_of):
    told = deck_of(*place_of)
    for slide, page in zip(told.slides, slides_of(file_of("pptx", *place_of)), strict=True):
        if slide.questions is None:
            continue
        notes = page.notes_slide.notes_text_frame.text.split("\n")
        asked = slide.questions
        lines = (*asked.says, *asked.says_not, *asked.sources, *slide.notes)
        lines += tuple(text for one in asked.objections for text in (one.question, one.answer))
        lines += tuple(" | ".join(row) for row in slide.numbers)
        assert [line for line in lines if line not in notes] == []
        assert len(slide.numbers) > 1


def box_of(shape):
    return Box(shape.left, shape.top, shape.width, shape.height)


def apart(one, other):
    beside = one.x + one.width <= other.x + 2 or other.x + other.width <= one.x + 2
    return beside or one.bottom <= other.y + 2 or other.bottom <= one.y + 2


def test_nothing_on_a_slide_runs_beyond_it_or_into_another(place_of):
    for number, page in enumerate(slides_of(file_of("pptx", *place_of)), start=1):
        shapes = [(shape.name, box_of(shape)) for shape in page.shapes]
        for name, box in shapes:
            assert min(box.x, box.y) >= 0, (number, name)
            assert (box.x + box.width, box.bottom) <= tuple(SLIDE), (number, name)
            assert box.bottom <= SLIDE[1], (number, name)
        for (name, one), (beside, other) in combinations(shapes, 2):
            assert apart(one, other), (number, name, beside)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_texts_are_in_the_language_they_say_and_large_enough(language):
    for page in slides_of(file_of("pptx", language, "balkhash")):
        frames = [shape.text_frame for shape in page.shapes if shape.has_text_frame]
        runs = [run for frame in frames for p in frame.paragraphs for run in p.runs]
        assert {run.font.language_id.name for run in runs} == {
            {"kk": "KAZAKH", "ru": "RUSSIAN", "en": "ENGLISH_UK"}[language]
        }
        assert {run.font.name for run in runs} == {"Arial"}
        assert min(run.font.size for run in runs) >= Pt(LEAST * 1.5)


def test_titles_and_values_of_a_figure_without_a_chart_are_a_table_of_its_own():
    told = deck_of("ru", "karaganda")
    of_cells = [slide.id for slide in told.slides if slide.cells]
    assert of_cells == ["town_measured", "town_limits"]
    for slide, page in zip(told.slides, slides_of(file_of("pptx", "ru", "karaganda")), strict=True):
        tables = [shape.table for shape in page.shapes if shape.has_table]
        assert len(tables) == bool(slide.cells)
        for table in tables:
            rows = tuple(tuple(cell.text for cell in row.cells) for row in table.rows)
            assert rows == slide.cells
            assert table.first_col and not table.first_row


def test_every_text_and_picture_stands_in_a_placeholder_and_none_is_left_empty(place_of):
    for page in slides_of(file_of("pptx", *place_of)):
        assert page.slide_layout.name == "Figure"
        for shape in page.shapes:
            assert shape.is_placeholder or shape.has_table, shape.name
            assert not shape.has_text_frame or shape.text_frame.text.strip(), shape.name


def test_the_template_is_what_its_script_writes():
    path = ROOT / "docs" / "slide_template.py"
    spec = importlib.util.spec_from_file_location("slide_template", path)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.written() == TEMPLATE.read_bytes()


def test_of_two_languages_each_text_says_its_own():
    told = deck(wished("kk", {"slides": "verdicts", "deck": "ten", "second": "ru"}), DAY, SITE)
    title = next(slide for slide in told.slides if slide.id == "verdicts").second[0]
    for page in slides_of(pptx(told))[: told.counted]:
        frames = [shape.text_frame for shape in page.shapes if shape.has_text_frame]
        runs = [run for frame in frames for p in frame.paragraphs for run in p.runs]
        assert {run.font.language_id.name for run in runs} == {"KAZAKH", "RUSSIAN"}
        russian = {run.text for run in runs if run.font.language_id.name == "RUSSIAN"}
        assert title in russian or title not in text_of(page)


def test_the_presentation_knows_what_it_is():
    told = deck_of("kk", "balkhash")
    about = Presentation(io.BytesIO(file_of("pptx", "kk", "balkhash"))).core_properties
    assert about.title == "Қазақстанның ауасы мен металдары – Балқаш"
    assert (about.language, about.subject) == ("kk", told.stamp)
    assert about.created.date() == about.modified.date() == DAY


def test_what_stands_behind_a_talk_is_hidden_in_the_presentation_and_printed():
    told = deck(wished("kk", {"town": "balkhash"}), DAY, SITE)
    pages = slides_of(pptx(told))
    shown = [page._element.get("show") != "0" for page in pages]
    assert shown == [True] * told.counted + [False] * (len(told.slides) - told.counted)
    printed = pages_of(pdf(told))
    for slide in told.slides:
        if slide.questions:
            assert any(plain(slide.title) in page for page in printed)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_deck_gives_the_same_bytes(form):
    again = deck(wished("en", {"town": "karaganda", "deck": "whole"}), DAY, SITE)
    assert FORMS[form](again) == file_of(form, "en", "karaganda")


def reader_of(language, town):
    return PdfReader(io.BytesIO(file_of("pdf", language, town)))


def marks_of(reader):
    """The bookmarks of a handout, without those below others."""
    return [mark for mark in reader.outline if not isinstance(mark, list)]


@cache
def tags_of(language, town):
    """The tags of a handout in the order in which they are read: kind, title, alternative text."""
    found = []

    def walk(tag):
        if isinstance(tag, list):
            for each in tag:
                walk(each.get_object())
        elif isinstance(tag, dict):
            found.append((tag.get("/S"), tag.get("/T"), tag.get("/Alt")))
            walk(tag.get("/K", NullObject()).get_object())

    walk(reader_of(language, town).root_object["/StructTreeRoot"]["/K"].get_object())
    return found


def body_of(page, told):
    """The text of a page without its foot."""
    return page.rpartition(plain(f"{told.words('app.title')} · {told.address}"))[0].rstrip()


def test_a_handout_is_tagged_for_those_who_listen(place_of):
    root = reader_of(*place_of).root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == place_of[0]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_object().get_data()
    kinds = {kind for kind, _, _ in tags_of(*place_of)}
    assert {"/H1", "/TOC", "/TOCI", "/Figure", "/P", "/Link"} <= kinds


def test_every_slide_of_a_handout_is_told_in_words(place_of):
    alts = [alt for kind, _, alt in tags_of(*place_of) if kind == "/Figure"]
    shown = deck_of(*place_of).slides[1:-1]
    assert len(alts) == len(shown)
    for slide, alt in zip(shown, alts, strict=True):
        assert slide.title in alt and slide.answer in alt, slide.id


def test_a_handout_holds_at_most_two_slides_a_page_in_their_order(town_of):
    told, pages = deck_of(*town_of), pages_read(*town_of)
    on = {}
    for number in range(2, len(told.slides)):
        stamp = re.compile(rf"(?<!\d){re.escape(plain(told.said(number).stamp))}")
        (on[number],) = (at for at, page in enumerate(pages) if stamp.search(page))
        assert plain(told.said(number).title) in pages[on[number]]
    assert list(on.values()) == sorted(on.values())
    assert max(Counter(on.values()).values()) == 2
    assert min(on.values()) == 1  # after the contents


def test_every_page_of_a_handout_says_where_it_is_from(town_of):
    told, pages = deck_of(*town_of), pages_read(*town_of)
    for number, page in enumerate(pages, start=1):
        assert plain(told.stamp) in page
        assert f"{number}/{len(pages)}" in page
        assert told.address in page.replace(" ", "")


def test_the_contents_of_a_handout_name_the_pages(town_of):
    told, pages = deck_of(*town_of), pages_read(*town_of)
    contents = re.sub(r"[ .]+", " ", pages[0])
    assert told.words("handout.contents") in contents
    figures = [slide.title for slide in told.slides[1:-1] if slide.part == 1]
    at = 0
    for title in (*figures, told.slides[-1].title, told.words("hall.title")):
        number = next(n for n, page in enumerate(pages[1:], start=2) if plain(title) in page)
        place = contents.find(re.sub(r"[ .]+", " ", f"{plain(title)} {number}"))
        assert place > at, title
        at = place


def test_words_and_sources_of_a_handout_are_whole(place_of):
    told, pages = deck_of(*place_of), pages_read(*place_of)
    text = " ".join(body_of(page, told) for page in pages)
    written = text.replace(" ", "")
    for slide in told.slides:
        for part in (slide.title, slide.answer, *slide.lines, *slide.notes):
            assert plain(part) in text, (slide.id, part)
        for source in slide.sources:
            # Beneath the slide, and again with the questions.
            assert written.count(plain(source.line).replace(" ", "")) >= 2, slide.id
        for one in slide.questions.objections if slide.questions else ():
            for part in (one.question, one.answer):
                assert plain(part).replace(" ", "") in written


def test_addresses_of_sources_can_be_followed():
    told, pages = deck_of("ru", "balkhash"), reader_of("ru", "balkhash").pages
    notes = [note.get_object() for page in pages for note in page.get("/Annots", ())]
    led = {note["/A"]["/URI"] for note in notes if note.get("/A", {}).get("/S") == "/URI"}
    assert {source.url for slide in told.slides for source in slide.sources if source.url} <= led


def test_every_letter_of_kazakh_comes_out_of_a_handout():
    text = " ".join(pages_read("kk", "balkhash"))
    assert not set("әғқңөұүһі") - set(text.lower())


def test_no_font_of_the_machine_is_in_a_handout():
    named = {
        font["/BaseFont"].partition("+")[2].partition("-")[0]
        for page in reader_of("en", "karaganda").pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert named <= {"AuaSans", "LibertinusSerif", "NewCMMath"}


def test_no_heading_stands_alone_at_the_foot_of_a_page(place_of):
    told, pages = deck_of(*place_of), pages_read(*place_of)
    headings = {told.words(f"hall.{name}") for name in ("title", "says", "says_not", "objections")}
    headings |= {one.question for s in told.slides if s.questions for one in s.questions.objections}
    headings |= {slide.title for slide in told.slides}
    for page in pages:
        assert not body_of(page, told).endswith(tuple(map(plain, headings)))


def test_a_handout_knows_its_day_and_where_each_figure_stands():
    told, reader = deck_of("ru", "balkhash"), reader_of("ru", "balkhash")
    assert reader.metadata.title == "Воздух и металлы Казахстана – Балхаш"
    assert reader.metadata.creation_date.date() == DAY
    marks = [mark.title for mark in marks_of(reader)]
    figures = [slide.title for slide in told.slides[1:-1] if slide.part == 1]
    ends = [told.slides[-1].title, told.words("hall.title")]
    assert marks == [told.words("handout.contents"), *figures, *ends]


def test_a_sign_that_no_font_has_stops_no_handout(caplog):
    told = deck_of("kk", "balkhash")
    strange = replace(told.slides[1], notes=("鉄",))
    content = pdf(replace(told, slides=(told.slides[0], strange, told.slides[-1])))
    assert PdfReader(io.BytesIO(content)).root_object["/MarkInfo"]["/Marked"]
    assert "鉄" in caplog.text


@pytest.mark.parametrize("wide", [1, WIDE])
def test_words_and_addresses_are_not_broken_where_they_need_not_be(place_of, wide):
    told = deck_of(*place_of)
    for number in range(1, len(told.slides) + 1):
        for text in place(told.said(number), wide).texts:
            assert " ".join(text.lines) == text.whole


STRANGE = "a < b & c \x0b \x00 ]]> \ud800 " + "very " * 200 + "w" * 900


@pytest.mark.parametrize("form", FORMS)
def test_strange_and_endless_texts_break_nothing(form):
    told = deck_of("en", "balkhash")
    source = replace(told.slides[1].sources[0], said=STRANGE, title=STRANGE)
    texts = dict.fromkeys(("title", "answer", "refers", "description", "short"), STRANGE)
    strange = replace(
        told.slides[1],
        **texts,
        sources=(source,) * 3,
        notes=(STRANGE,),
        numbers=((STRANGE,), (STRANGE,)),
    )
    first = replace(told.slides[0], lines=(STRANGE,))
    slides = (first, strange, *told.slides[2:])
    content = FORMS[form](replace(told, slides=tuple(map(sound, slides))))
    if form == "pptx":
        assert "a < b & c" in slides_of(content)[1].shapes.title.text_frame.text
    else:
        assert "a < b & c" in pages_of(content)[1]


def test_a_text_that_fits_is_left_as_it_is():
    told = deck_of("kk", "balkhash")
    assert tuple(map(sound, told.slides)) == told.slides


@pytest.mark.parametrize("form", formats.FORMS)
def test_what_the_data_do_not_allow_is_left_out_and_named(data_copy, form):
    choice = wished("kk", {"town": "balkhash", "slides": "town_measured,city_dust"})
    whole = downloads.content(choice, form, DAY, SITE)
    (data_copy / "plants.parquet").write_bytes(b"no table")
    less = downloads.content(choice, form, DAY, SITE)
    title = title_of("town_measured")
    assert title.startswith("Балқаш: кәсіпорындардың шығарындылары")
    if form == "pptx":
        assert len(slides_of(whole)) == len(slides_of(less)) + 1
        said = text_of(slides_of(less)[-1])
    elif form == "pdf":
        assert not any(title in mark.title for mark in marks_of(PdfReader(io.BytesIO(less))))
        said = " ".join(pages_of(less))
    else:
        said = less.decode()
    assert title in said


def test_where_no_table_is_whole_the_last_slide_says_so(data_copy):
    for path in data_copy.glob("*.parquet"):
        path.write_bytes(b"no table")
    choice = wished("kk", {"town": "balkhash", "slides": "city_dust,town_air"})
    slides = slides_of(downloads.content(choice, "pptx", DAY, SITE))
    assert len(slides) == 2
    assert all(title_of(id) in text_of(slides[-1]) for id in ("city_dust", "town_air"))


def test_an_unknown_form_is_refused():
    with pytest.raises(KeyError):
        downloads.content(wished("kk", {}), "odp", DAY, SITE)


CHOICE = wished("ru", {"town": "balkhash", "slides": "city_dust,town_air"})


def test_a_file_is_made_once_and_tells_how_far_it_is(monkeypatch):
    seen, both = [], Barrier(2)

    def write(deck, progress):
        for number in range(len(deck.slides) + 1):
            progress(number, len(deck.slides))
            seen.append(downloads.state(CHOICE, "pdf", date(2026, 1, 1), SITE))
        return b"a file"

    def ask():
        both.wait(20)
        return deck_ready(CHOICE, "pdf", date(2026, 1, 1), SITE)

    monkeypatch.setattr(downloads, "_writer", lambda form: write)
    with ThreadPoolExecutor(2) as threads:
        first, second = [threads.submit(ask) for _ in range(2)]
    assert first.result() is second.result()
    assert seen == [(1, 2), (1, 2), (1, 2), (1, 2), (2, 2)]
    assert downloads.state(CHOICE, "pdf", date(2026, 1, 1), SITE) is None


def test_a_file_that_fails_is_no_longer_under_way(monkeypatch):
    def write(deck, progress):
        raise RuntimeError

    monkeypatch.setattr(downloads, "_writer", lambda form: write)
    with pytest.raises(RuntimeError):
        downloads.content(CHOICE, "pdf", date(2026, 1, 2), SITE)
    assert downloads.state(CHOICE, "pdf", date(2026, 1, 2), SITE) is None


@pytest.mark.parametrize(
    ("language", "town", "name"),
    [
        ("kk", "balkhash", "Қазақстанның ауасы мен металдары – Балқаш – 2026-11-22.pptx"),
        ("en", "", "Air and metals of Kazakhstan – Kazakhstan – 2026-11-22.pptx"),
    ],
)
def test_a_file_is_named_in_its_language(language, town, name):
    assert downloads.file_name(wished(language, {"town": town}), "pptx", DAY) == name


def test_libreoffice_shows_every_slide(office, tmp_path):
    files = []
    for language in LANGUAGES:
        files.append(tmp_path / f"{language}.pptx")
        files[-1].write_bytes(file_of("pptx", language, "balkhash"))
    for language, file in zip(LANGUAGES, office.printed(files, tmp_path), strict=True):
        told, printed = deck_of(language, "balkhash"), PdfReader(file)
        assert len(printed.pages) == len(told.slides)
        for number, page in enumerate(printed.pages, start=1):
            slide = told.slides[number - 1]
            assert plain(told.said(number).title) in plain(page.extract_text())
            drawn = len(re.findall(rb"/Im\d+ Do\b", page.get_contents().get_data()))
            assert drawn == bool(slide.chart) + bool(slide.address)
