"""A file with faults comes back as a workbook that shows them, and loses nothing that it held."""

import io

import openpyxl
import pytest
import xlsxwriter
from bad_cells import BAD_CELLS
from bad_files import BAD_FILES
from candidate_files import EMISSIONS, cell, file_of, good_rows, text, workbook

import kzdata
from dashboard.i18n.messages import say, say_rule
from kzdata.current import standing
from kzdata.schema import LANGUAGES
from kzdata.schema.problems import Grade
from publishing.cli.command import main
from publishing.intake import check_candidates, read_candidate
from publishing.intake.findings import Unreadable
from publishing.intake.mark import COLOURS, marked
from publishing.intake.sheet import AUTHOR

BAD = {**BAD_FILES, **BAD_CELLS}
# Of which nothing can be shown: their kind, their bytes or their quotation marks are wrong.
UNREADABLE = {
    "empty_file", "other_kind", "old_excel", "encrypted", "strict_workbook", "damaged_workbook",
    "quotes", "unreadable_file",
}  # fmt: skip

# What only the file as it was saved has, and a workbook of its cells has no more.
OF_FILES = {"windows_1251", "short_number"}
# What a CSV may hold and a cell may not, or only spelt otherwise.
OF_CSV = OF_FILES | {"spoilt_byte", "beyond_header", "short_row", "invisible", "long_text"}


def found_in(path, table, tables):
    candidate = read_candidate(kzdata.TABLES[table], path)
    return candidate, check_candidates([candidate], tables)


def weighty(findings):
    return [problem for problem in findings if problem.grade is not Grade.NOTE]


def held(book):
    """What each cell holds, by sheet and place; texts of several parts by their parts."""
    return {
        (sheet.title, cell.coordinate): repr(cell.value)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


@pytest.mark.parametrize("about", BAD)
def test_every_bad_file_comes_back_marked_and_whole(about, tables, tmp_path):
    bad, language = BAD[about], LANGUAGES[len(about) % 3]
    path = bad.make(tmp_path)
    candidate, findings = found_in(path, bad.table, tables)
    if bad.rule in UNREADABLE:
        with pytest.raises(Unreadable):
            marked([candidate], findings, language)
        return
    made = marked([candidate], findings, language)
    book = openpyxl.load_workbook(io.BytesIO(made), rich_text=True)
    remedies = book.worksheets[0]
    assert remedies.title == say("sheet.remedies", language)
    told = [row[5] for row in remedies.iter_rows(min_row=2, values_only=True)]
    assert {say_rule(p, language) for p in weighty(findings)} == set(told)
    for row in remedies.iter_rows(min_row=2, values_only=True):
        if row[3]:
            shown = book[row[0]][row[3]]
            assert row[5] in shown.comment.text or len(shown.comment.text) == 2_000
            assert shown.comment.author == AUTHOR
            assert shown.fill.fgColor.rgb in COLOURS.values()
            assert not shown.protection.locked
    if path.suffix == ".xlsx":
        was = held(openpyxl.load_workbook(path, rich_text=True))
        del book[remedies.title]
        assert held(book) == was
    # What is checked once more is found once more, as no cell is another.
    again = tmp_path / "again.xlsx"
    again.write_bytes(made)
    _, repeated = found_in(again, bad.table, tables)
    rules = {problem.rule for problem in weighty(findings)}
    if path.suffix != ".parquet" and not rules & OF_CSV:
        assert [kind_of(p) for p in weighty(repeated)] == [kind_of(p) for p in weighty(findings)]
    assert weighty(repeated) or rules <= OF_FILES, findings


def kind_of(problem):
    return problem.rule, problem.row, problem.column, problem.found


def test_a_csv_keeps_every_text_and_what_was_read_rightly_is_read_again(tables, tmp_path):
    """With its decimal commas and days with dots: only what is wrong is to be changed."""
    saved = text(separator=";", decimal=",", day="%d.%m.%Y")
    path = file_of("plant_targets", tmp_path, cell(2, "cut_percent", "44 %"), saved)
    candidate, findings = found_in(path, "plant_targets", tables)
    assert [problem.rule for problem in weighty(findings)] == ["percent_sign"]
    made = marked([candidate], findings, "ru")
    sheet = openpyxl.load_workbook(io.BytesIO(made)).worksheets[1]
    rows = [line.split(";") for line in path.read_text().splitlines()]
    for number, row in enumerate(rows, 1):
        assert [value or None for value in row] == [c.value for c in sheet[number]][: len(row)]
    mended = tmp_path / "mended.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(made))
    book.worksheets[1].cell(2, 1 + candidate.table.columns.index("cut_percent")).value = 44
    book.save(mended)
    candidate, findings = found_in(mended, "plant_targets", tables)
    assert weighty(findings) == []
    wanted = tables["plant_targets"].copy()
    wanted.loc[0, "cut_percent"] = 44
    assert candidate.frame.equals(wanted)


def test_what_somebody_said_in_a_cell_stays_and_marks_are_renewed(tables, tmp_path):
    def shape(sheet):
        sheet["C2"].comment = openpyxl.comments.Comment("from the letter", "A. Maintainer")

    path = file_of(EMISSIONS, tmp_path, cell(2, "kt", "12,5"), workbook(shape=shape))
    for number in range(2):
        candidate, findings = found_in(path, EMISSIONS, tables)
        path = tmp_path / f"marked{number}.xlsx"
        path.write_bytes(marked([candidate], findings, LANGUAGES[number]))
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [say("sheet.remedies", LANGUAGES[1]), "Sheet1"]
    said = book["Sheet1"]["C2"].comment.text
    assert said.startswith("from the letter")
    assert say("mark.fault", LANGUAGES[1]) in said
    assert say("mark.fault", LANGUAGES[0]) not in said
    assert book.active is book.worksheets[0]
    assert [sheet.sheet_view.tabSelected for sheet in book] == [True, False]


def test_formulas_keep_their_results_and_days_their_time(tables, tmp_path):
    """Also where the program that wrote them is not there to compute them again."""
    path = tmp_path / f"{EMISSIONS}.xlsx"
    rows = good_rows(EMISSIONS)
    rows[1][0] = "KZ-10 "
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("2023")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        sheet.write_formula("C3", "=[1]other!A1", None, 21.75)
        sheet.write_number("J1", 45293.127835648148)
    candidate, findings = found_in(path, EMISSIONS, tables)
    again = tmp_path / "again.xlsx"
    again.write_bytes(marked([candidate], findings, "kk"))
    for results in (False, True):
        was, now = (held(openpyxl.load_workbook(f, data_only=results)) for f in (path, again))
        assert {k: v for k, v in now.items() if k[0] == "2023"} == was


@pytest.fixture
def known(monkeypatch):
    """The tables that stand, read once."""
    stands = standing()
    monkeypatch.setattr("publishing.review.rehearsal.standing", lambda folder: stands)
    monkeypatch.setattr("publishing.cli.check.lost_figures", lambda *asked: [])


def test_the_command_writes_it_beside_what_it_says(tmp_path, known, capsys):
    path = file_of("plants", tmp_path, cell(2, "name_en", None), workbook())
    was, to = path.read_bytes(), tmp_path / "marked.xlsx"
    call = ["check", str(path), "--mark", str(to), "--lang", "ru"]
    assert main(call) == 1
    told = capsys.readouterr()
    assert "name_en" in told.err
    assert "marked.xlsx" in told.out
    assert path.read_bytes() == was
    first = openpyxl.load_workbook(to).worksheets[0]
    assert first["D2"].value == "D2"
    assert first["D2"].hyperlink.location == "'Sheet1'!D2"
    assert main(call) == 2
    assert "marked.xlsx" in capsys.readouterr().err


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_written_where_nothing_is_wrong_or_nothing_can_be_read(
    tmp_path, known, capsys, language
):
    good_file = file_of("plants", tmp_path, None, workbook())
    to = tmp_path / "marked.xlsx"
    asked = ["--mark", str(to), "--lang", language]
    assert main(["check", str(good_file), *asked]) == 0
    assert say("check.nothing_to_mark", language, file=to) in capsys.readouterr().out
    (damaged := tmp_path / "metals.xlsx").write_bytes(b"PK\x03\x04 no archive")
    assert main(["check", str(damaged), *asked]) == 1
    told = capsys.readouterr().err
    assert "metals.xlsx" in told
    assert say("check.not_marked", language, file=to) in told
    assert not to.exists()


@pytest.mark.parametrize(
    "call",
    [
        ["plants.xlsx", "--mark", "out.csv"],
        ["--mark", "out.xlsx"],
        ["plants.xlsx", "plants.xlsx", "--mark", "out.xlsx"],
    ],
)
def test_a_wrong_call_writes_nothing(tmp_path, monkeypatch, capsys, call):
    monkeypatch.chdir(tmp_path)
    file_of("plants", tmp_path, None, workbook())
    assert main(["check", *call]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["plants.xlsx"]
