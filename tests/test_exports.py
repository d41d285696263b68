"""What leaves the page is whole: lines fit, names are names, the process that draws comes back."""

import csv
import io
from dataclasses import replace
from datetime import date
from xml.dom import minidom

import pytest
from PIL import ImageFont

from dashboard.addresses import address_of_site
from dashboard.figures import FIGURES, FigureRequest
from dashboard.fonts import FOLDER
from dashboard.i18n import words_of
from dashboard.render import figure_image, svg
from dashboard.render.figure_table import csv_text, file_name
from dashboard.render.worker import NotDrawn, Painter, repeat

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"/>'


def test_lines_are_no_wider_than_they_may_be_and_lose_nothing():
    text = "Қай уәделердің мерзімі өткен, ал нәтижесі жарияланбаған?"
    face = ImageFont.truetype(FOLDER / "AuaSans-SemiBold.ttf", 22)
    broken = svg.lines(text, 22, 600, 200)
    assert " ".join(broken) == text
    assert max(face.getlength(line) for line in broken) <= 201


def test_a_word_too_long_for_a_line_is_broken_where_it_must_be():
    address = "https://example.kz/regions?lang=kk&region=KZ-35&year=2022#region_ranking"
    broken = svg.lines(address, 12, 600, 120)
    assert len(broken) > 2
    assert "".join(broken) == address


def test_the_faces_hold_every_letter_of_the_texts():
    face = ImageFont.truetype(FOLDER / "AuaSans-Regular.ttf", 40)
    missing = bytes(face.getmask("\ue000"))
    for sign in "ӘәҒғҚқҢңӨөҰұҮүҺһІіЁёЪъ№₂³µ–—«»“”’−×÷·%‑":
        assert bytes(face.getmask(sign)) != missing, sign


@pytest.fixture
def figure(tables):
    return FIGURES["limits"].build(tables, FigureRequest(words_of("en"), date(2026, 11, 22)))


def test_a_file_name_holds_nothing_that_a_file_system_refuses(figure):
    name = file_name(figure, {"region": "KZ-35", "year": 2022}, date(2026, 11, 22), "png")
    assert name == ("How much are the plants permitted to emit (KZ-35, 2022) – 2026-11-22.png")


@pytest.mark.parametrize("language", ["kk", "en"])
@pytest.mark.parametrize("text", ["=1+1", "+A1", "-A1", "@A1", "a;=1+1", "a,=1+1", "a;-b"])
def test_no_text_of_a_figure_becomes_a_formula(figure, text, language):
    column = figure.table.columns[0]
    strange = replace(figure, table=figure.table.astype({column: object}).assign(**{column: text}))
    said = csv_text(strange, words_of(language), ["above"])
    for separator in (",", ";"):
        for row in csv.reader(io.StringIO(said), delimiter=separator):
            assert not any(cell.startswith(("=", "+", "@", "-A", "-b")) for cell in row), row


def test_a_picture_of_strange_texts_is_still_well_formed():
    strange = 'a < b & c \x0b \x00 ]]> -- "quoted"'
    drawn = figure_image.card_svg(
        figure_image.Card("en", "site", strange, strange, strange, [strange], [strange], "a", "b"),
        None,
    )
    said = minidom.parseString(drawn).getElementsByTagName("title")[0].firstChild.data
    assert said.startswith("a < b & c")


@pytest.fixture
def painter():
    made = Painter()
    yield made
    made.close()


def test_what_cannot_be_drawn_is_told_and_the_next_is_drawn(painter):
    with pytest.raises(NotDrawn, match="png"):
        painter.draw("png", "no picture", 1)
    assert painter.draw("pdf", SVG).startswith(b"%PDF")


def test_a_process_that_died_is_replaced(painter, caplog):
    assert painter.draw("png", SVG, 2).startswith(b"\x89PNG")
    first = painter._process
    first.kill()
    first.wait()
    assert painter.draw("png", SVG, 2).startswith(b"\x89PNG")
    assert painter._process is not first
    assert [record.event for record in caplog.records] == ["painter_restarted"]


def test_what_the_process_says_by_itself_is_told(caplog):
    caplog.set_level("WARNING", "dashboard")
    repeat(io.BytesIO("панель\nthread panicked\n".encode()))
    assert caplog.messages == ["панель", "thread panicked"]


def test_the_process_ends_with_its_server(painter):
    painter.draw("pdf", SVG)
    process = painter._process
    process.stdin.close()  # what the end of the server does, however it ends
    assert process.wait(20) == 0


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("localhost:8501", "http://localhost:8501"),
        ("127.0.0.1", "http://127.0.0.1"),
        ("[::1]:8600", "http://[::1]:8600"),
        ("localhost.evil.example", ""),
        ("localhost:8501/x", ""),
        ("", ""),
    ],
)
def test_only_the_machine_s_own_names_are_believed(monkeypatch, host, address):
    monkeypatch.delenv("SITE_ADDRESS", raising=False)
    assert address_of_site(host) == address
