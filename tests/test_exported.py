"""What leaves as a file comes back as it was, and nothing in it is ever a formula."""

import csv
import io
from datetime import UTC, datetime
from itertools import product
from math import inf

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_tables import frames

import kzdata
from dashboard.i18n.descriptions import column_in_words
from dashboard.i18n.messages import say
from dashboard.render.spreadsheet_csv import csv_by_hand
from dashboard.render.workbook import workbook
from kzdata.parquet import write
from kzdata.schema import LANGUAGES
from kzdata.schema.text_rules import guarded, unguarded
from publishing.cli.command import main
from publishing.intake import check_candidates, read_candidate

DAY = datetime(2026, 11, 22, tzinfo=UTC)
FORMULAS = ["=1+1", "+7 701", "-5", "@SUM(A1)", "'=1", "''@a", "'quoted'", '"=1+1', "—5"]
FORMULAS += ["a; =1+1", "a, +b", 'a "b"; -c', "a\\tb"]


def exported(table, frame, folder, form, language):
    path = folder / f"{table.name}.{form}"
    if form == "xlsx":
        path.write_bytes(workbook(table, frame, language, "abc", DAY))
    elif form == "csv":
        path.write_bytes(csv_by_hand(table, frame, language))
    else:
        write(table, frame, path)
    return path


def among_themselves(table, frame):
    """The rows, of which those that name a row of their own table name the first, if they may."""
    key = frame[table.key[0]]
    for name in table.columns:
        spec = table.specs[name]
        if spec.references == table.name:
            names = frame[name].notna() & (key != key.iloc[0]) & (spec.among is None)
            frame = frame.assign(**{name: key.where(names).mask(names, key.iloc[0])})
    return frame


@pytest.mark.parametrize("name", kzdata.TABLES)
def test_what_was_exported_comes_back_as_it_was(name, tmp_path_factory):
    """Over made tables, in every form and language."""
    table, folder = kzdata.TABLES[name], tmp_path_factory.mktemp(name)

    @settings(max_examples=4)
    @given(frames(table), st.sampled_from(LANGUAGES))
    def holds(made, drawn):
        frame = among_themselves(table, made)
        manners = [("xlsx", drawn), ("parquet", drawn), *(("csv", each) for each in LANGUAGES)]
        for form, language in manners:
            back = read_candidate(table, exported(table, frame, folder, form, language))
            assert check_candidates([back], {name: frame}) == []
            ordered = frame.sort_values(list(table.key), na_position="first", ignore_index=True)
            assert back.frame.equals(ordered if form == "parquet" else frame), form

    holds()


@pytest.mark.parametrize(
    ("form", "language"),
    # Nothing in a Parquet file is said in a language.
    [*product(["xlsx", "csv"], LANGUAGES), ("parquet", "kk")],
)
def test_every_table_as_it_stands_passes_its_own_check(
    tmp_path, form, language, capsys, monkeypatch
):
    # However slow the machine is, nothing is said of how far the reading has come.
    monkeypatch.setattr("publishing.cli.progress.PATIENCE", inf)
    for name in kzdata.TABLES:
        to = str(tmp_path / f"{name}.{form}")
        assert main(["export", name, "--to", to, "--lang", language]) == 0
    files = [str(path) for path in tmp_path.iterdir()]
    capsys.readouterr()
    assert main(["check", *files, "--lang", language]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_no_text_becomes_a_formula_and_each_comes_back(tables, tmp_path, text, form):
    table = kzdata.TABLES["plants"]
    frame = tables["plants"].assign(name_en=text)
    for language in LANGUAGES:
        path = exported(table, frame, tmp_path, form, language)
        assert read_candidate(table, path).frame.equals(frame)
        for cell in cells_of(path):
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), cell


@given(st.text("'=+-@a ", max_size=5))
def test_guarding_a_text_can_be_undone(text):
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@"))


def cells_of(path):
    """All texts of a file that a spreadsheet might take for formulas."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        for cell in (cell for sheet in book for row in sheet.iter_rows() for cell in row):
            assert cell.data_type != "f"
            # A cell of texts that bears this sign stays one when somebody edits it.
            if isinstance(cell.value, str) and not cell.quotePrefix:
                yield cell.value
        return
    said = path.read_text("utf-8-sig")
    for separator in (",", ";", "\t"):
        for row in csv.reader(io.StringIO(said), delimiter=separator):
            yield from row


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_explains_each_column_in_its_language(tables, tmp_path, language):
    table = kzdata.TABLES["plant_targets"]
    holds = column_in_words(table, "cut_percent", language)
    title = table.specs["cut_percent"].title[language]
    book = openpyxl.load_workbook(exported(table, tables[table.name], tmp_path, "xlsx", language))
    parts = ("data", "columns", "help", "lists")
    assert book.sheetnames == [say(f"sheet.{part}", language) for part in parts]
    explained = list(book.worksheets[1].values)
    assert ("cut_percent", title, "percent", holds) in explained
    content = exported(table, tables[table.name], tmp_path, "csv", language).read_bytes()
    lines = content.decode("utf-8-sig").splitlines()
    assert content.startswith(b"\xef\xbb\xbf# ")
    assert f"# cut_percent – {title}. {holds}" in lines
    assert sum(line.startswith("#") for line in lines) == 2 + len(table.columns)


@pytest.mark.parametrize(("language", "number"), [("kk", "0,1"), ("ru", "0,1"), ("en", "0.1")])
def test_a_csv_is_written_as_the_spreadsheets_of_its_language_read_it(tables, language, number):
    table = kzdata.TABLES["national_emissions"]
    frame = tables[table.name].head(1).assign(kt=0.1)
    *_, head, row = csv_by_hand(table, frame, language).decode("utf-8-sig").splitlines()
    separator = "," if language == "en" else ";"
    assert head.split(separator) == list(table.columns)
    assert row.split(separator)[1] == number


@pytest.mark.parametrize("value", [0.1 + 0.2, 1e-7, 1 / 3, 9_999.999999999998, 5e-324, 12.0])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_every_digit_of_a_number_comes_back(tables, tmp_path, form, value):
    table = kzdata.TABLES["national_emissions"]
    frame = tables[table.name].assign(kt=value)
    for language in LANGUAGES:
        path = exported(table, frame, tmp_path, form, language)
        assert read_candidate(table, path).frame["kt"].tolist() == [value] * len(frame)


def test_a_file_that_stands_is_not_overwritten(tmp_path, capsys):
    to = tmp_path / "plants.xlsx"
    to.write_text("a day's work")
    assert main(["export", "plants", "--to", str(to)]) == 2
    assert "plants.xlsx" in capsys.readouterr().err
    assert to.read_text() == "a day's work"
    assert [path.name for path in tmp_path.iterdir()] == ["plants.xlsx"]


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (["plants", "--to", "plants.pdf"], ".xlsx, .csv, .parquet"),
        (["plant", "--to", "plant.xlsx"], "plants"),
        (["plants", "--to", "nowhere/plants.xlsx"], "nowhere"),
    ],
)
def test_an_export_that_cannot_be_is_a_wrong_call(tmp_path, monkeypatch, capsys, call, told):
    monkeypatch.chdir(tmp_path)
    assert main(["export", *call]) == 2
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_table_longer_than_a_sheet_is_not_cut_off(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("publishing.cli.export.MOST_ROWS", 3)
    assert main(["export", "plants", "--to", str(tmp_path / "plants.xlsx")]) == 2
    assert "4" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
