"""How files come about that people hand in: a good table, what was done to it, how it is saved."""

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
import xlsxwriter
from conftest import ROOT

import kzdata
from dashboard.render.formats import plain_rows

Rows = list[list]
Edit = Callable[[Rows], Rows | None]
Shape = Callable[[openpyxl.worksheet.worksheet.Worksheet], None]

EMISSIONS, TARGETS, GROWTH = "regional_emissions", "plant_targets", "metal_growth"
FEW = 12  # rows of the longest table, to which no other refers


@dataclass(frozen=True)
class Saved:
    """How rows become a file: its bytes and the ending of its name."""

    suffix: str
    made: Callable[[Rows], bytes]


COUNTED = "2023-01-01"


def good_rows(name: str) -> Rows:
    """The header and the rows of a published table, as Python has them."""
    table = kzdata.TABLES[name]
    frame = kzdata.load(name, folder=ROOT / "data")
    if name == EMISSIONS:
        frame = frame.head(FEW)
    if name == "population":  # a year of one of its series, as it is handed in
        frame = frame[frame["day"] == COUNTED]
        frame = frame[frame["source_id"] == frame["source_id"].iloc[0]]
    return [list(table.columns), *(list(row.values()) for row in plain_rows(table, frame))]


def file_of(name: str, folder: Path, edit: Edit | None, saved: Saved) -> Path:
    """A file of a table to which something was done before it was saved."""
    rows = good_rows(name)
    rows = (edit(rows) if edit else None) or rows
    path = folder / f"{name}{saved.suffix}"
    path.write_bytes(saved.made(rows))
    return path


def cell(row: int, column: str, value: object) -> Edit:
    """Another value in one cell, its row counted as a spreadsheet does."""

    def edit(rows: Rows) -> None:
        rows[row - 1][rows[0].index(column)] = value

    return edit


def header(column: str, name: object) -> Edit:
    return cell(1, column, name)


def put_in(place: int, *values: object) -> Edit:
    """A row between others, or below them with place -1."""

    def edit(rows: Rows) -> None:
        whole = [*values, *[None] * (len(rows[0]) - len(values))]
        rows.insert(len(rows) if place == -1 else place - 1, whole)

    return edit


def each_row(change: Callable[[list], list]) -> Edit:
    """The same done to every row."""
    return lambda rows: [change(row) for row in rows]


def workbook(
    *sheets: str, others: Sequence[str] = (), shape: Shape | None = None, suffix: str = ".xlsx"
) -> Saved:
    """An Excel workbook with the rows on each of `sheets`; `shape` does more to the last one."""

    def made(rows: Rows) -> bytes:
        book, file = openpyxl.Workbook(), io.BytesIO()
        book.remove(book.active)
        for name in sheets or ("Sheet1",):
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        for name in others:
            book.create_sheet(name).append(["Ескертпе"])
        if shape:
            shape(sheet)
        book.save(file)
        return file.getvalue()

    return Saved(suffix, made)


def of_parts(place: str, *parts: str | tuple[str, str], inline: bool = False) -> Saved:
    """A workbook in which one cell holds a text in parts, some with a format of their own.

    The text stands in the sheet itself, or where a workbook keeps the texts of all cells.
    """
    made_of = {
        "raised": {"font_script": 1},
        "lowered": {"font_script": 2},
        "struck": {"font_strikeout": True},
    }

    def made(rows: Rows) -> bytes:
        file = io.BytesIO()
        with xlsxwriter.Workbook(file, {"constant_memory": inline}) as book:
            sheet, said = book.add_worksheet(), []
            for part in parts:
                said += [part] if isinstance(part, str) else [book.add_format(made_of[part[0]])]
                said += [] if isinstance(part, str) else [part[1]]
            for number, row in enumerate(rows, 1):
                sheet.write_row(number - 1, 0, row)
                if place[1:] == str(number):
                    assert sheet.write_rich_string(place, *said) == 0
        return file.getvalue()

    return Saved(".xlsx", made)


def text(
    encoding: str = "utf-8", errors: str = "strict", suffix: str = ".csv", **manner: str
) -> Saved:
    """A CSV in an encoding, with a separator, a decimal sign and a way to write days."""
    return Saved(suffix, lambda rows: csv_text(rows, **manner).encode(encoding, errors))


def csv_text(rows: Rows, separator: str = ",", decimal: str = ".", day: str = "%Y-%m-%d") -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerows([[_written(value, decimal, day) for value in row] for row in rows])
    return out.getvalue()


def _written(value: object, decimal: str, day: str) -> str:
    if isinstance(value, float):
        return repr(value).replace(".", decimal)
    if isinstance(value, date):
        return value.strftime(day)
    return "" if value is None else str(value)


def content(made: bytes, suffix: str = ".xlsx") -> Saved:
    """Bytes that somebody else made."""
    return Saved(suffix, lambda rows: made)


def spoilt(made: Callable[[Rows], bytes], suffix: str = ".csv") -> Saved:
    return Saved(suffix, made)


def parts_of(book: bytes) -> dict[str, bytes]:
    """The parts of a workbook by their names."""
    with zipfile.ZipFile(io.BytesIO(book)) as whole:
        return {name: whole.read(name) for name in whole.namelist()}


def archive(parts: Mapping[str, bytes]) -> bytes:
    """Parts put together again, as loosely as they are."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, held in parts.items():
            packed.writestr(name, held)
    return file.getvalue()
