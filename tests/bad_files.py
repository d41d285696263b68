"""Files that must be refused as they are, each with the rule that it must be named for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
from candidate_files import (
    EMISSIONS,
    FEW,
    TARGETS,
    Edit,
    Rows,
    Saved,
    archive,
    cell,
    content,
    csv_text,
    each_row,
    file_of,
    good_rows,
    header,
    of_parts,
    parts_of,
    put_in,
    spoilt,
    text,
    workbook,
)

OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
LOCKED = OLD_EXCEL + "EncryptedPackage".encode("utf-16-le")
OFFICE = b"application/vnd.oasis.opendocument.spreadsheet"
PEOPLE = "population"
USUAL, PURL = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
XLSX, CSV = workbook(), text()


@dataclass(frozen=True)
class Bad:
    """A file: how it was saved, what was done before, and what must be said of it, and where."""

    saved: Saved
    rule: str
    found: str = ""
    row: int | None = None
    edit: Edit | None = None
    table: str = EMISSIONS

    def make(self, folder: Path) -> Path:
        return file_of(self.table, folder, self.edit, self.saved)


def damaged(part: str, old: bytes, new: bytes) -> Saved:
    """A workbook of which one part is not what it should be."""

    def made(rows: Rows) -> bytes:
        parts = parts_of(XLSX.made(rows))
        return archive(parts | {part: parts[part].replace(old, new)})

    return spoilt(made, ".xlsx")


def parquet(change: Callable[[pd.DataFrame], pd.DataFrame]) -> Saved:
    def made(rows: Rows) -> bytes:
        frame = pd.DataFrame(rows[1:], columns=rows[0])
        return change(frame).to_parquet(index=False)

    return spoilt(made, ".parquet")


def csv_with(old: str, new: str) -> Saved:
    """A CSV in which something was replaced once, as in an editor of texts."""
    return spoilt(lambda rows: csv_text(rows).replace(old, new, 1).encode())


def strict(rows: Rows) -> bytes:
    """A workbook by the names of ISO 29500 Strict."""
    names = {
        USUAL + b"spreadsheetml/2006/main": PURL + b"spreadsheetml/main",
        USUAL + b"officeDocument/2006": PURL + b"officeDocument",
    }
    parts = parts_of(XLSX.made(rows))
    for usual, name in names.items():
        parts = {part: held.replace(usual, name) for part, held in parts.items()}
    return archive(parts)


def _shown(number_format: str) -> Saved:
    """A workbook in which numbers have a format."""

    def shape(sheet) -> None:
        for row in (3, 4):
            sheet.cell(row, 3).number_format = number_format

    return workbook(shape=shape)


def _strikes(sheet) -> None:
    for row in (3, 4):
        sheet.cell(row, 3).font = openpyxl.styles.Font(strike=True)


def _shows_percent(sheet) -> None:
    sheet["C3"].value, sheet["C3"].number_format = 0.21, "0%"


def _merges(sheet) -> None:
    sheet.merge_cells("E2:E4")


def _wide(rows: Rows) -> Rows:
    return [["region_id", 2020, 2021, 2022], ["KZ-10", 1.5, 1.6, 1.7]]


def _in_tonnes(rows: Rows) -> None:
    rows[2][rows[0].index("kt")] *= 1000


def _new_year_in_tonnes(rows: Rows) -> None:
    row = dict(zip(rows[0], rows[FEW], strict=True)) | {"year": 2031}
    rows.append([*(row | {"kt": row["kt"] * 1000}).values()])


def _times(factor: float) -> Edit:
    """The first row's number as if its comma had been lost, or nothing had been known."""

    def edit(rows: Rows) -> None:
        rows[2][rows[0].index("kt")] *= factor

    return edit


def _new_year_times(factor: float) -> Edit:
    def edit(rows: Rows) -> None:
        row = dict(zip(rows[0], rows[FEW], strict=True)) | {"year": 2031}
        rows.append([*(row | {"kt": row["kt"] * factor}).values()])

    return edit


def _column(change: Callable[[list], list], name: str) -> Edit:
    """All values of a column changed at once."""

    def edit(rows: Rows) -> None:
        at = rows[0].index(name)
        for row, value in zip(rows[1:], change([row[at] for row in rows[1:]]), strict=True):
            row[at] = value

    return edit


def _exchanged(rows: Rows) -> None:
    one, other = rows[0].index("note_ru"), rows[0].index("note_kk")
    for row in rows[1:]:
        row[one], row[other] = row[other], row[one]


def _copied(rows: Rows) -> Rows:
    at = rows[0].index("day")
    return [*rows, *([*row[:at], date(2024, 1, 1), *row[at + 1 :]] for row in rows[1:])]


_sorted_alone = _column(sorted, "persons")
_moved = _column(lambda values: [1_000_000, *values[:-1]], "persons")
_filled = _column(lambda values: values[:1] * len(values), "persons")
_without_due = _column(lambda values: [None] * len(values), "due")


def _remark_beside(rows: Rows) -> None:
    rows[4].append("see below")


def _without_astana(rows: Rows) -> Rows:
    return [row for row in rows if row[0] != "KZ-71"]


WHOLE = {
    "a strict workbook": Bad(spoilt(strict, ".xlsx"), "strict_workbook", "regional_emissions.xlsx"),
    "a file of no bytes": Bad(content(b""), "empty_file"),
    "an empty workbook": Bad(XLSX, "empty_file", edit=each_row(lambda row: [])),
    "blank lines": Bad(content(b"\n\n\n", ".csv"), "empty_file"),
    "an .xls": Bad(content(OLD_EXCEL, ".xls"), "old_excel", "regional_emissions.xls"),
    "an .xls renamed": Bad(content(OLD_EXCEL), "old_excel", "regional_emissions.xlsx"),
    "a password": Bad(content(LOCKED), "encrypted", "regional_emissions.xlsx"),
    "a CSV named .xlsx": Bad(text(suffix=".xlsx"), "other_kind", "CSV"),
    "a workbook named .csv": Bad(workbook(suffix=".csv"), "other_kind", "XLSX"),
    "a page of the web": Bad(content(b"<html><table>"), "other_kind", "HTML"),
    "a document to print": Bad(content(b"%PDF-1.7"), "other_kind", "PDF"),
    "an archive": Bad(content(archive({"a.csv": b""})), "other_kind", "ZIP"),
    "another office": Bad(content(archive({"mimetype": OFFICE})), "other_kind", "ODS"),
    "a Parquet named .xlsx": Bad(content(b"PAR1"), "other_kind", "Parquet"),
    "no known ending": Bad(text(suffix=".dat"), "other_kind", "CSV"),
    "half a workbook": Bad(
        spoilt(lambda rows: XLSX.made(rows)[:3000], ".xlsx"), "damaged_workbook", "zip"
    ),
    "a sheet that is no XML": Bad(damaged(SHEET, b"</row>", b"</rov>"), "damaged_workbook", "tag"),
    "a workbook that lists no sheets": Bad(damaged(BOOK, b"sheets", b"shoots"), "empty_file"),
    "half a Parquet file": Bad(content(b"PAR1" * 9, ".parquet"), "unreadable_file", "Parquet"),
    "pure noise": Bad(content(bytes(range(1, 256)) * 9, ".csv"), "missing_header", row=1),
    "a quotation mark left open": Bad(csv_with("KZ-10", '"KZ-10'), "quotes", "end of data"),
    "a header alone": Bad(XLSX, "empty", edit=lambda rows: rows[:1]),
    "another table": Bad(XLSX, "other_table", "metals", 1, lambda rows: good_rows("metals")),
    "two sheets with rows": Bad(workbook("2023", "2024"), "sheets_alike", "2023, 2024"),
    "merged cells": Bad(workbook(shape=_merges), "merged_cells", "E2:E4", 2),
    "Windows-1251": Bad(
        text("cp1251", "replace"), "windows_1251", "Windows-1251", table="plants"
    ),
    "a spoilt byte": Bad(
        spoilt(lambda rows: csv_text(rows).encode().replace("Б".encode(), b"\xd0\x20", 1)),
        "spoilt_byte", "⟨0xD0⟩ а", 2, table="plants",
    ),
    "a spoilt byte in a number": Bad(
        spoilt(lambda rows: csv_text(rows).encode().replace(b"40.7", b"40.\xb7", 1)),
        "spoilt_byte", "40.⟨0xB7⟩", 2,
    ),
    "letters lost to Windows-1251": Bad(
        text("cp1251", "replace"), "lost_letters", "Бал?аш", 2, table="plants"
    ),
}  # fmt: skip
HEADERS = {
    "no header": Bad(XLSX, "missing_header", "KZ-10", 1, lambda rows: rows[1:]),
    "no header in a CSV": Bad(CSV, "missing_header", "KZ-10", 1, lambda rows: rows[1:]),
    "years side by side": Bad(XLSX, "wide_table", "2020", 1, _wide),
    "a title for a name": Bad(
        XLSX, "renamed_column", "Выбросы, тыс. т", 1, header("kt", "Выбросы, тыс. т")
    ),
    "a name in capitals": Bad(XLSX, "renamed_column", "YEAR", 1, header("year", "YEAR")),
    "a slip in a name": Bad(CSV, "renamed_column", "sorce_id", 1, header("source_id", "sorce_id")),
    "a blank in a name": Bad(XLSX, "renamed_column", "kt ", 1, header("kt", "kt ")),
    "a Cyrillic letter in a name": Bad(XLSX, "renamed_column", "yeаr", 1, header("year", "yeаr")),
    "a column twice": Bad(
        XLSX, "column_twice", "region_id", 1, each_row(lambda row: [*row, row[0]])
    ),
    "a column of one's own": Bad(
        XLSX, "unknown_column", "note", 1, each_row(lambda row: [*row, "note"])
    ),
    "a column left out": Bad(
        XLSX, "column_left_out", "source_id", 1, each_row(lambda row: row[:-1])
    ),
    "a column without a name": Bad(XLSX, "unnamed_column", "record", 2, header("basis", None)),
    "a remark beside the table": Bad(XLSX, "beyond_header", "see below", 5, _remark_beside),
}
ROWS = {
    "an empty row within": Bad(XLSX, "empty_row", row=4, edit=put_in(4)),
    "an empty line within": Bad(CSV, "empty_row", row=4, edit=put_in(4)),
    "a sum in Russian": Bad(XLSX, "total_row", "Итого", FEW + 2, put_in(-1, "Итого", None, 99.5)),
    "a sum in Kazakh": Bad(XLSX, "total_row", "Барлығы", FEW + 2, put_in(-1, "Барлығы", 2023, 9.5)),
    "a sum in English": Bad(CSV, "total_row", "Total:", FEW + 2, put_in(-1, "Total:", None, 99.5)),
    "a remark below": Bad(XLSX, "remark_row", "Примечание", FEW + 2, put_in(-1, "Примечание: …")),
    "an unquoted decimal comma": Bad(csv_with("40.7", "40,7"), "beyond_header", "bns", 2),
    "a line broken off": Bad(
        spoilt(lambda rows: csv_text(rows).encode()[:-50] + b"\r\n"), "short_row", "4", FEW + 1
    ),
    "a key twice": Bad(XLSX, "key", "KZ-10", 4, lambda rows: [*rows, rows[3]]),
    "a row that others name": Bad(XLSX, "lost_key", "KZ-71", edit=_without_astana, table="regions"),
    "a cell that shows a percentage": Bad(
        workbook(shape=_shows_percent), "percent_sign", "21 %", 3, table=TARGETS
    ),
}
TYPED = {
    "a text for a number in Parquet": Bad(
        parquet(lambda f: f.astype({"kt": "str"})), "decimal_comma", "12,5", 2,
        cell(3, "kt", "12,5"),
    ),
    "half a year in Parquet": Bad(
        parquet(lambda f: f), "not_whole", "2023.5", 2, cell(3, "year", 2023.5)
    ),
    "a day with a time in Parquet": Bad(
        parquet(lambda f: f.assign(deadline=pd.Timestamp("2024-12-31 14:30"))),
        "day_with_time", "2024-12-31 14:30", 1, table=TARGETS,
    ),
    "lists in Parquet": Bad(parquet(lambda f: f.assign(kt=[[1.0]] * len(f))), "type", "list"),
    "a column of pandas in Parquet": Bad(
        parquet(lambda f: f.assign(index=1)), "unknown_column", "index"
    ),
}  # fmt: skip
FORMATS = {
    "a raised figure behind a number": Bad(
        of_parts("C3", "40.9", ("raised", "1")), "footnote", "40.9¹", 3
    ),
    "a raised figure in a text within its cell": Bad(
        of_parts("C3", "40.9", ("raised", "1"), inline=True), "footnote", "40.9¹", 3
    ),
    "a raised figure behind a decimal comma": Bad(
        of_parts("C3", "40,9", ("raised", "12")), "footnote", "40,9¹²", 3
    ),
    "a lowered figure behind a number": Bad(
        of_parts("C3", "40.9", ("lowered", "1")), "footnote", "40.9¹", 3
    ),
    "a raised figure behind a name": Bad(
        of_parts("C3", "Балхаш", ("raised", "1")), "footnote", "Балхаш¹", 3, table="plants"
    ),
    "a raised figure behind a code": Bad(
        of_parts("A3", "KZ-1", ("raised", "0")), "footnote", "KZ-1⁰", 3
    ),
}
ASKED = {
    "a word struck out in a text within its cell": Bad(
        of_parts("C3", "Балхаш ", ("struck", "завод"), inline=True), "struck_out", "3", 3,
        table="plants",
    ),
    "rows that are struck out": Bad(workbook(shape=_strikes), "struck_out", "3–4", 3),
    "a word that is struck out": Bad(
        of_parts("C3", "Балхаш ", ("struck", "завод"), " комбинат"), "struck_out", "3", 3,
        table="plants",
    ),
    "numbers that are not shown": Bad(_shown(";;;"), "shown_otherwise", "40.9", 3),
    "tonnes behind thousand tonnes": Bad(_shown('0.0" т"'), "shown_otherwise", "40.9", 3),
    "dollars for tonnes": Bad(_shown("$#,##0.0"), "shown_otherwise", "40.9", 3),
    "an euro for tonnes": Bad(_shown("[$€-407]0.0"), "shown_otherwise", "40.9", 3),
    "numbers shown in thousands": Bad(_shown("#,##0.0,"), "shown_otherwise", "40.9", 3),
    "numbers shown in millions": Bad(_shown("0.0,,"), "shown_otherwise", "40.9", 3),
    "one digit more": Bad(XLSX, "moved_comma", "409", 3, _times(10)),
    "one digit more in a new year": Bad(XLSX, "moved_comma", "838", FEW + 2, _new_year_times(10)),
    "a column sorted alone": Bad(XLSX, "column_permuted", "18", edit=_sorted_alone, table=PEOPLE),
    "a cell put into a column": Bad(CSV, "column_moved", "21", edit=_moved, table=PEOPLE),
    "a cell filled down": Bad(XLSX, "column_filled", "20", edit=_filled, table=PEOPLE),
    "days taken out": Bad(CSV, "column_emptied", "17", edit=_without_due, table="claims"),
    "two columns exchanged": Bad(XLSX, "columns_exchanged", "", edit=_exchanged, table="sources"),
    "a year copied whole": Bad(CSV, "time_copied", "21", edit=_copied, table=PEOPLE),
    "a number of too few bits in Parquet": Bad(
        parquet(lambda f: f.astype({"tonnes": "float32"})), "short_number", "123456.79",
        edit=cell(3, "tonnes", 123456.789), table="metal_output",
    ),
    "tonnes for thousand tonnes": Bad(XLSX, "thousand_times", "40900", 3, _in_tonnes),
    "tonnes in a new year": Bad(XLSX, "thousand_times", "83800", FEW + 2, _new_year_in_tonnes),
    "a comma lost": Bad(XLSX, "far_off", "4090", 3, _times(100)),
    "a comma too far": Bad(XLSX, "far_off", "0.409", 3, _times(0.01)),
    "a million times too little": Bad(XLSX, "far_off", "4.09e-05", 3, _times(1e-6)),
    "nothing where there was a number": Bad(XLSX, "far_off", "0", 3, _times(0)),
    "a comma lost in a new year": Bad(XLSX, "far_off", "8380", FEW + 2, _new_year_times(100)),
    "nothing in a new year": Bad(XLSX, "far_off", "0", FEW + 2, _new_year_times(0)),
    "no percentage where there was one": Bad(
        XLSX, "far_off", "0", 3, cell(3, "cut_percent", 0), TARGETS
    ),
    "a part of one for a percentage": Bad(
        XLSX, "percent_fraction", "0.3", 3, cell(3, "cut_percent", 0.3), TARGETS
    ),
}  # fmt: skip
BAD_FILES = {**WHOLE, **HEADERS, **ROWS, **TYPED, **FORMATS, **ASKED}
