"""A workbook helps whoever fills it in, and what only helps is no part of what is read back."""

import io
import warnings
from datetime import UTC, datetime

import openpyxl
import pytest
from openpyxl.utils import get_column_letter, range_boundaries

import kzdata
from dashboard.i18n.messages import say
from dashboard.render.workbook import Sheet, workbook_of
from kzdata.schema import LANGUAGES
from kzdata.schema.model import DAY, FLAG, NUMBER, WHOLE
from publishing.cli.command import main
from publishing.intake import read_candidate, tables_of_sheets

MOMENT = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture(scope="module")
def whole(tables):
    """All tables as one workbook, by language."""
    sheets = {name: Sheet(t, tables[name], t.key) for name, t in kzdata.TABLES.items()}
    return {k: workbook_of(sheets, "All", k, "abc", MOMENT, tables) for k in LANGUAGES}


@pytest.fixture(scope="module")
def opened(whole):
    return {k: openpyxl.load_workbook(io.BytesIO(made)) for k, made in whole.items()}


def test_all_tables_as_one_workbook_come_back_without_a_difference(whole, tables, tmp_path):
    for language, made in whole.items():
        path = tmp_path / f"{language}.xlsx"
        path.write_bytes(made)
        assert tables_of_sheets(path) == list(kzdata.TABLES.values())
    for table in kzdata.TABLES.values():  # a language each: none is read three times
        candidate = read_candidate(table, tmp_path / f"{LANGUAGES[len(table.name) % 3]}.xlsx")
        assert candidate.findings == ()
        assert candidate.frame.equals(tables[table.name]), table.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_column_has_its_rule_and_its_messages(opened, language):
    book = opened[language]
    for table in kzdata.TABLES.values():
        sheet = book[table.name]
        rules = {}
        for rule in sheet.data_validations.dataValidation:
            for cells in rule.sqref.ranges:
                rules[cells.min_col] = rule
        assert sheet.freeze_panes == "A2"
        for place, name in enumerate(table.columns, 1):
            rule, spec, dtype = rules[place], table.specs[name], table.dtype(name)
            assert rule.showInputMessage and rule.prompt and rule.promptTitle, name
            assert len(rule.prompt) <= 255 and len(rule.promptTitle) <= 32
            if spec.codes or spec.references or dtype == FLAG:
                assert rule.type == "list"
                assert rule.error
            elif dtype in (DAY, WHOLE, NUMBER):
                assert rule.type == {DAY: "date", WHOLE: "whole", NUMBER: "decimal"}[dtype]
                if spec.low is not None:
                    assert float(rule.formula1) == spec.low
                    assert float(rule.formula2) == spec.high
                assert rule.error
            else:
                assert rule.type in (None, "none")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_holds_the_codes_with_their_names(opened, tables, language):
    book = opened[language]
    table, sheet = kzdata.TABLES["plant_targets"], book["plant_targets"]
    column = 1 + table.columns.index("source_id")
    (rule,) = (
        r
        for r in sheet.data_validations.dataValidation
        if any(c.min_col == column for c in r.sqref.ranges)
    )
    name, cells = rule.formula1.lstrip("=").rsplit("!", 1)
    left, top, right, bottom = range_boundaries(cells.replace("$", ""))
    listed = book[name.strip("'")]
    assert name.strip("'") == say("sheet.lists", language)
    found = {
        listed.cell(row, left).value: listed.cell(row, left + 1).value
        for row in range(top, bottom + 1)
    }
    sources = tables["sources"].set_index("source_id")[f"title_{language}"]
    assert found == sources.to_dict()
    assert rule.errorStyle == "warning"  # a source may be new in the same workbook


def test_the_keys_of_rows_are_protected_and_all_else_is_open(opened):
    for table in kzdata.TABLES.values():
        sheet = opened["ru"][table.name]
        if sheet.max_row < 2:
            continue
        assert sheet.protection.sheet
        assert not sheet.protection.password
        for cell, name in zip(sheet[2], table.columns, strict=True):
            assert cell.protection.locked == (name in table.key), (table.name, name)
        for place in range(1, len(table.columns) + 1):
            # A row that is new is open in every column.
            style = sheet.column_dimensions[get_column_letter(place)]
            assert not style.protection.locked


def test_the_same_rows_give_the_same_bytes(tables):
    few = {n: Sheet(kzdata.TABLES[n], tables[n]) for n in ("plants", "metal_growth")}
    made = [workbook_of(few, "Few", "kk", "abc", MOMENT, tables) for _ in range(2)]
    assert made[0] == made[1]


def test_nothing_of_a_workbook_is_too_long_for_a_spreadsheet(tables):
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # XlsxWriter warns of what it leaves out
        for name, table in kzdata.TABLES.items():
            head = {name: Sheet(table, tables[name].head(1))}
            for language in LANGUAGES:
                workbook_of(head, name, language, "abc", MOMENT, tables)


def edited(path, changes):
    """A workbook with other values in some cells, by sheet and cell."""
    book = openpyxl.load_workbook(path)
    for (sheet, place), value in changes.items():
        book[sheet][place] = value
    book.save(path)


def test_each_sheet_that_is_named_after_a_table_is_checked_for_it(tmp_path, capsys):
    path = tmp_path / "both.xlsx"
    call = ["export", "plants", "metal_growth", "--to", str(path), "--lang", "en"]
    assert main(call) == 0
    assert main(["check", str(path), "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "both.xlsx [plants]: fits" in told
    assert "both.xlsx [metal_growth]: fits" in told
    edited(path, {("metal_growth", "C2"): "much"})
    assert main(["check", str(path), "--lang", "en"]) == 1
    told = capsys.readouterr()
    assert "both.xlsx [metal_growth], row 2" in told.err
    assert "both.xlsx [plants]: fits" in told.out


def test_two_sheets_of_one_table_are_refused(tmp_path, capsys):
    path = tmp_path / "twice.xlsx"
    assert main(["export", "plants", "metal_growth", "--to", str(path), "--lang", "en"]) == 0
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book["plants"]).title = "plants (2)"
    book.save(path)
    assert main(["check", str(path), "--lang", "en"]) == 1
    assert "plants, plants (2)" in capsys.readouterr().err


def test_a_sheet_that_is_of_no_table_is_named(tmp_path, capsys):
    path = tmp_path / "more.xlsx"
    assert main(["export", "plants", "metal_growth", "--to", str(path), "--lang", "en"]) == 0
    book = openpyxl.load_workbook(path)
    book.create_sheet("Remarks")["A1"] = "seen by nobody"
    book.save(path)
    assert main(["check", str(path), "--lang", "en"]) == 0
    assert "Remarks" in capsys.readouterr().err


@pytest.mark.parametrize("call", [["--to", "all.csv"], ["plants", "regions", "--to", "a.parquet"]])
def test_several_tables_are_one_workbook_or_nothing(tmp_path, monkeypatch, capsys, call):
    monkeypatch.chdir(tmp_path)
    assert main(["export", *call]) == 2
    assert "XLSX" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
