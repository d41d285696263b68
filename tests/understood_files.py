"""Files that are not as they should be and can be read rightly all the same."""

import codecs
import io
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pandas as pd
import xlsxwriter
from candidate_files import (
    EMISSIONS,
    GROWTH,
    TARGETS,
    Edit,
    Rows,
    Saved,
    cell,
    csv_text,
    each_row,
    file_of,
    put_in,
    spoilt,
    text,
    workbook,
)

XLSX, CSV = workbook(), text()
BY_HAND = {"separator": ";", "decimal": ",", "day": "%d.%m.%Y"}


@dataclass(frozen=True)
class Understood:
    """A file, and the rules of all notes that must be said of it."""

    saved: Saved
    notes: str = ""
    table: str = EMISSIONS
    edit: Edit | None = None

    def make(self, folder: Path) -> Path:
        return file_of(self.table, folder, self.edit, self.saved)


def _by_a_program(rows: Rows) -> bytes:
    """A workbook with a formula and its result."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        sheet.write_formula("C3", "=40+1", None, rows[2][2])
    return file.getvalue()


def _russian(rows: Rows) -> bytes:
    said = csv_text(rows, **BY_HAND).replace("True", "ИСТИНА").replace("False", "ЛОЖЬ")
    return said.encode("utf-8-sig")


def _as_pandas_writes(rows: Rows) -> bytes:
    frame = pd.DataFrame(rows[1:], columns=rows[0])
    types = {"year": "float64", "basis": "category", "region_id": "object"}
    return frame.astype(types).to_parquet(index=False)


def _formatted_below(sheet) -> None:
    for row in range(sheet.max_row + 1, sheet.max_row + 4):
        sheet.cell(row, 1).font = openpyxl.styles.Font(bold=True)


def _hidden(sheet) -> None:
    sheet.row_dimensions[4].hidden = sheet.row_dimensions[5].hidden = True


def _filtered(sheet) -> None:
    sheet.auto_filter.ref = "A1:G13"
    sheet.auto_filter.add_filter_column(1, ["2022"])
    for row in (2, 3, 5):
        sheet.row_dimensions[row].hidden = True


def _hidden_column(sheet) -> None:
    sheet.column_dimensions["E"].hidden = True


def _commented(sheet) -> None:
    sheet["C3"].comment = openpyxl.comments.Comment("оценка", "BNS")
    sheet["C5"].comment = openpyxl.comments.Comment("тоже", "BNS")


def _formats(*formats: str):
    """Formats that show a number as it is read."""

    def shape(sheet) -> None:
        for number, each in enumerate(formats):
            sheet.cell(2 + number, 3).number_format = each
            sheet.cell(2 + number, 2).number_format = '0" г."'

    return shape


def _moved_right(sheet) -> None:
    sheet.insert_cols(1, 2)


def _year_as_float(row: list) -> list:
    return [float(cell) if isinstance(cell, int) else cell for cell in row]


def _numbers_as_text(row: list) -> list:
    return [str(cell) if isinstance(cell, float) else cell for cell in row]


UNDERSTOOD = {
    "a mark before UTF-8": Understood(
        spoilt(lambda rows: codecs.BOM_UTF8 + csv_text(rows).encode()), "byte_order_mark"
    ),
    "UTF-16": Understood(text("utf-16"), "utf_16", "plants"),
    "UTF-16 without a mark": Understood(
        text("utf-16-le", separator="\t", suffix=".txt"), "utf_16 separator", "plants"
    ),
    "semicolons": Understood(text(separator=";"), "separator", "plants"),
    "tabs": Understood(text(separator="\t", suffix=".tsv"), "separator", "plants"),
    "a CSV of a Russian Excel": Understood(
        text("utf-8-sig", **BY_HAND),
        "byte_order_mark separator comma_read comma_read dots_read dots_read",
        TARGETS,
    ),
    "decimal commas of a Russian Excel": Understood(text(**BY_HAND), "separator comma_read"),
    "true and false of a Russian Excel": Understood(
        spoilt(_russian),
        "byte_order_mark separator comma_read dots_read dots_read flag_read",
        GROWTH,
    ),
    "a line that names the separator": Understood(
        spoilt(lambda rows: b"sep=;\r\n" + csv_text(rows, ";").encode()), "separator", "plants"
    ),
    "columns in another order": Understood(
        XLSX, "moved_column", edit=each_row(lambda row: row[::-1])
    ),
    "a title above the header": Understood(
        XLSX, "above_header", edit=lambda rows: [["Выбросы"], [], *rows]
    ),
    "remarks above the header": Understood(
        spoilt(lambda rows: b"# plants; of 2024\n" + csv_text(rows).encode()), "", "plants"
    ),
    "another sheet": Understood(workbook("2024", others=("Ескертпе",)), "sheet_read"),
    "an empty last row": Understood(CSV, "last_rows_empty", edit=put_in(-1)),
    "formats below the table": Understood(workbook(shape=_formatted_below), "last_rows_empty"),
    "a formula and its result": Understood(spoilt(_by_a_program, ".xlsx"), "formula"),
    "years with a decimal": Understood(CSV, edit=each_row(_year_as_float)),
    "numbers kept as texts": Understood(XLSX, edit=each_row(_numbers_as_text)),
    "a day as a text": Understood(XLSX, "", TARGETS, cell(2, "deadline", "2025-12-31")),
    "a day at midnight": Understood(CSV, "", TARGETS, cell(2, "deadline", "2025-12-31 00:00:00")),
    "a flag in small letters": Understood(CSV, "", GROWTH, cell(2, "year_by_context", "false")),
    "a table further to the right": Understood(workbook(shape=_moved_right)),
    "hidden rows": Understood(workbook(shape=_hidden), "hidden_rows"),
    "filtered rows": Understood(workbook(shape=_filtered), "hidden_rows"),
    "a hidden column": Understood(workbook(shape=_hidden_column), "hidden_columns"),
    "comments": Understood(workbook(shape=_commented), "comments"),
    "formats of numbers": Understood(
        workbook(
            shape=_formats(
                "0.00",
                "#,##0.0",
                "#,##0.00_);(#,##0.00)",
                "[Red]0.0;-0.0",
                '0.0" тыс. т"',
                '#,##0.0" мың т"',
                "0.00E+00",
                "[$-419]0.0",
                "_-* #,##0.00_-;-* #,##0.00_-",
            )
        )
    ),
    "a macro workbook": Understood(workbook(suffix=".xlsm")),
    "numbers of 32 bits": Understood(
        spoilt(
            lambda rows: (
                pd.DataFrame(rows[1:], columns=rows[0])
                .astype({"kt": "float32"})
                .to_parquet(index=False)
            ),
            ".parquet",
        ),
        "short_read",
    ),
    "types as pandas writes them": Understood(spoilt(_as_pandas_writes, ".parquet")),
}
