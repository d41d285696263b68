"""The command makes one file of the meeting kit, or says what stands in the way."""

import io

import pytest
from pptx import Presentation
from pypdf import PdfReader

from dashboard.i18n import words_of
from dashboard.slides import command
from dashboard.slides.command import GOOD, NOTHING, WRONG_CALL, main
from kzdata.schema.model import LANGUAGES

CALL = ["--town", "balkhash", "--slides", "acid_plant,town_air"]
SITE = "https://air.example/"


def run(*call):
    return main([*CALL, *map(str, call)])


def texts(path):
    slides = Presentation(path).slides
    return "\n".join(s.text_frame.text for page in slides for s in page.shapes if s.has_text_frame)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_presentation_is_written_in_its_language(tmp_path, capsys, language):
    to = tmp_path / "slides.pptx"
    assert run("--lang", language, "--to", to, "--site", SITE) == GOOD
    titles = [slide.shapes.title.text_frame.text for slide in Presentation(to).slides]
    words = words_of(language)
    assert titles[0] == words("app.title")
    assert titles[1:3] == [words("acid_plant.title"), words("town_air.title", town=place(words))]
    assert "air.example/t/" in texts(to)
    told = capsys.readouterr()
    assert (told.out, told.err) == (f"{words('deck.command.written', file=to, count='4')}\n", "")
    assert [path.name for path in tmp_path.iterdir()] == ["slides.pptx"]


def place(words):
    return words.code("place", "balkhash")


def test_the_end_of_the_name_says_the_form(tmp_path):
    assert run("--to", tmp_path / "a.PDF", "--lang", "ru") == GOOD
    assert run("--to", tmp_path / "a.html", "--lang", "ru") == GOOD
    assert PdfReader(io.BytesIO((tmp_path / "a.PDF").read_bytes())).root_object["/Lang"] == "ru"
    assert b"<!doctype html>" in (tmp_path / "a.html").read_bytes().lower()


def test_without_a_site_there_is_no_address(tmp_path, monkeypatch):
    monkeypatch.delenv("SITE_ADDRESS", raising=False)
    assert run("--to", tmp_path / "a.pptx", "--lang", "en") == GOOD
    assert "lang=en" not in texts(tmp_path / "a.pptx")
    monkeypatch.setenv("SITE_ADDRESS", SITE)
    assert run("--to", tmp_path / "a.pptx", "--lang", "en") == GOOD
    assert "air.example/t/" in texts(tmp_path / "a.pptx")


@pytest.mark.parametrize(
    ("call", "found", "known"),
    [
        (("--to", "{}/a.odp"), "a.odp", ".pptx, .pdf, .html"),
        (("--to", "{}/a"), "a", ".pptx, .pdf, .html"),
        (("--to", "{}/none/a.pdf"), "none", ""),
        (("--to", "{}"), "", ".pptx, .pdf, .html"),
        (("--to", "{}/a.pdf", "--town", "astana"), "astana", "balkhash, temirtau, karaganda"),
        (
            ("--to", "{}/a.pdf", "--slides", "town_air,dust"),
            "dust",
            "town_promises, town_years, town_air",
        ),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_call_is_told_what_there_is(tmp_path, capsys, language, call, found, known):
    call = [part.format(tmp_path) for part in call]
    assert run(*call, "--lang", language) == WRONG_CALL
    told = capsys.readouterr()
    assert found in told.err
    assert known in told.err
    assert told.out == ""
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_file(tmp_path, capsys):
    (tmp_path / "a.pdf").mkdir()
    assert run("--to", tmp_path / "a.pdf", "--lang", "en") == WRONG_CALL
    assert "is a folder" in capsys.readouterr().err


def test_a_folder_of_data_that_is_not_there_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("KZDATA_DIR", str(tmp_path / "nowhere"))
    assert run("--to", tmp_path / "a.pdf", "--lang", "en") == WRONG_CALL
    assert "nowhere" in capsys.readouterr().err


def test_what_is_left_out_is_named_with_the_reason(tmp_path, data_copy, capsys):
    (data_copy / "plant_records.parquet").write_bytes(b"no table")
    assert run("--to", tmp_path / "a.pptx", "--lang", "en") == GOOD
    title = words_of("en")("acid_plant.title")
    assert f"{title}: plant_records\n" in capsys.readouterr().err
    assert title in texts(tmp_path / "a.pptx")


def test_data_that_allow_nothing_leave_no_file(tmp_path, data_copy, capsys):
    (data_copy / "sources.parquet").write_bytes(b"no table")
    to = tmp_path / "a.pptx"
    assert run("--to", to, "--lang", "kk") == NOTHING
    told = capsys.readouterr().err
    assert words_of("kk")("deck.command.nothing") in told
    assert "sources" in told
    assert not to.exists()


def test_a_disk_that_is_full_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, capsys):
    (to := tmp_path / "a.pdf").write_text("the old one")

    def full(path, content):
        command.atomic_file.beside(path).write_bytes(content[:100])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(command.atomic_file, "put", full)
    assert run("--to", to, "--lang", "en") == WRONG_CALL
    assert "No space left on device" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
    assert to.read_text() == "the old one"


def test_a_terminal_is_told_how_far_it_is(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert run("--to", tmp_path / "a.pptx", "--lang", "en") == GOOD
    said = capsys.readouterr().err
    assert "Being made: 0 of 2" in said
    assert "Being made: 1 of 2" in said
    assert said.endswith("Being made: 2 of 2\r\x1b[K")
