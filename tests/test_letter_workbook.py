"""The rows that an answer to a letter fills in: prepared, filled in lawfully, read and checked."""

import io
from datetime import datetime
from itertools import product

import openpyxl
import pytest

import kzdata
from dashboard import store
from dashboard.addresses import ask_path
from dashboard.i18n import words_of
from dashboard.i18n.messages import say
from dashboard.render.fill_in import ADDING
from kzdata import clock
from kzdata.schema import LANGUAGES
from kzdata.schema.problems import Grade
from publishing.cli.command import main
from publishing.intake import read_candidate, tables_of_sheets, whole
from publishing.review.rehearsal import findings_of

GAPS = [id for id, letter in store.letters("en", clock.today()).items() if letter.form == "request"]
HEADER = 3  # the row of the header, below what the rows are asked for and the titles
SOURCE = "answer-of-a-body"


def made(id, language):
    letter = store.letters(language, clock.today())[id]
    return store.letter_workbook(letter, language, clock.today())


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def rows_of(sheet):
    """The cells of each row below the header, by column."""
    names = [cell.value for cell in sheet[HEADER]]
    return [dict(zip(names, row, strict=True)) for row in sheet.iter_rows(min_row=HEADER + 1)]


def source_row():
    texts = {"title_kk": "Жауап хат", "title_ru": "Ответ на письмо", "title_en": "An answer"}
    texts |= {"publisher_kk": "Орган", "publisher_ru": "Орган", "publisher_en": "A body"}
    day = datetime.combine(clock.today(), datetime.min.time())
    about = {"source_id": SOURCE, "published": day, "kind": "government", "licence": "not_stated"}
    return texts | about


def answer(table, asked):
    """What an official might write into a prepared row."""
    day = datetime.combine(clock.today(), datetime.min.time())
    match table:
        case "plant_records":
            return {"value": 1_000.5, "unit": "t", "source_id": SOURCE}
        case "regional_emissions":
            return {"kt": 0.1, "borders": "2022", "method": "reported", "source_id": SOURCE}
        case "claims":
            notes = {"note_kk": "Жауап", "note_ru": "Ответ", "note_en": "An answer"}
            return {"second_source_id": SOURCE, **notes}
    if asked == {"base_year"}:
        return {"base_year": 2015}
    return {"outcome": "met_declared", "outcome_day": day, "outcome_source_id": SOURCE}


def filled(content):
    """The workbook with its first row filled in, and its source."""
    book = opened(content)
    sheet, sources = book.worksheets[:2]
    table = sheet.title.removesuffix(ADDING)
    first = rows_of(sheet)[0]
    asked = {name for name, cell in first.items() if not cell.protection.locked}
    for name, value in answer(table, asked).items():
        first[name].value = value
    for name, value in source_row().items():
        rows_of(sources)[0][name].value = value
    out = io.BytesIO()
    book.save(out)
    return table, out.getvalue()


@pytest.mark.parametrize(("id", "language"), list(product(GAPS, LANGUAGES)))
def test_the_rows_of_a_gap_are_prepared(id, language, tables, tmp_path):
    content = made(id, language)
    book = opened(content)
    sheet, sources, *help_sheets = book.worksheets
    table = kzdata.TABLES[sheet.title.removesuffix(ADDING)]
    assert sources.title == f"sources{ADDING}"
    parts = ("columns", "help", "lists")
    assert [each.title for each in help_sheets] == [
        say(f"sheet.{part}", language) for part in parts
    ]
    assert sheet["A1"].value.startswith("# ")
    assert sheet["B2"].value == table.specs[table.columns[1]].title[language]
    rows = rows_of(sheet)
    assert rows
    for row in rows:
        assert tuple(row) == table.columns
        open_cells = [name for name, cell in row.items() if not cell.protection.locked]
        assert open_cells
        for name, cell in row.items():
            if name in open_cells:
                assert cell.fill.fgColor.rgb == "FFFFF2B3"
            elif name in table.key:
                assert cell.value is not None, name
    assert sheet.protection.sheet
    path = tmp_path / "asked.xlsx"
    path.write_bytes(content)
    assert [each.name for each in tables_of_sheets(path)] == [table.name, "sources"]
    # Handed in as it is, it changes nothing.
    for each in (table, kzdata.TABLES["sources"]):
        candidate = whole(read_candidate(each, path), tables)
        assert candidate.findings == ()
        assert same(candidate.frame, tables[each.name], each)


def same(one, other, table):
    key = list(table.key)
    one, other = (frame.sort_values(key, ignore_index=True) for frame in (one, other))
    return one.equals(other)


@pytest.mark.parametrize("id", GAPS)
def test_a_row_that_is_filled_in_passes_its_check(id, tables, tmp_path):
    language = LANGUAGES[len(id) % 3]
    name, content = filled(made(id, language))
    path = tmp_path / "answer.xlsx"
    path.write_bytes(content)
    both = [whole(read_candidate(kzdata.TABLES[n], path), tables) for n in (name, "sources")]
    found = findings_of(both, tables, clock.today())
    assert [p for p in found if p.grade is Grade.ERROR] == []
    for candidate in both:
        grown = len(candidate.frame) - len(tables[candidate.table.name])
        new = candidate.table.name in ("sources", "plant_records", "regional_emissions")
        assert grown == int(new)
    assert SOURCE in set(both[1].frame["source_id"])


def test_the_command_reads_an_answer_and_tells_what_it_changes(tmp_path, capsys):
    id = next(id for id in GAPS if id.startswith("promise-"))
    path = tmp_path / "answer.xlsx"
    path.write_bytes(filled(made(id, "ru"))[1])
    assert main(["check", str(path), "--lang", "ru"]) in (0, 1)
    told = capsys.readouterr()
    assert f"answer.xlsx [{tables_of_sheets(path)[0].name}]" in told.out + told.err
    assert main(["diff", str(path), "--lang", "en"]) == 0
    assert "1 row changed" in capsys.readouterr().out


def test_equal_data_give_an_equal_workbook():
    assert made(GAPS[0], "kk") == made(GAPS[0], "kk")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_offered_beside_each_request_and_with_no_other_letter(language):
    from starlette.applications import Starlette
    from starlette.testclient import TestClient

    from dashboard.http.routes import ROUTES

    client = TestClient(Starlette(routes=ROUTES))
    there = store.letters(language, clock.today())
    for id in [*GAPS[::9], next(id for id, x in there.items() if x.form == "reminder")]:
        page, address = client.get(ask_path(language, id)), ask_path(language, id, "xlsx")
        offered = there[id].form == "request"
        assert (f'href="{address}"' in page.text) == offered
        assert (words_of(language)("ask.workbook") in page.text) == offered
        answered = client.get(address)
        assert answered.status_code == (200 if offered else 404)
        if offered:
            assert answered.content == made(id, language)
            assert f"{id}-{language}.xlsx" in answered.headers["content-disposition"]
