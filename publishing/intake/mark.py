"""A file that was handed in, given back as a workbook with its faults marked.

A workbook is loaded and saved by openpyxl, which keeps formats, widths, rules and other sheets;
written anew from its values it would lose them. What openpyxl would write otherwise than it was,
numbers of many digits, days with a time, results of formulas, is put back as it stood in the file.
It keeps no drawn shapes and no macros.
"""

import io
import math
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
from lxml import etree
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.i18n.messages import say, say_rule
from dashboard.render.workbook import AS_IT_IS, LINE, Exact
from kzdata.parquet import ARROW_PROBLEMS
from kzdata.schema import LANGUAGES
from kzdata.schema.problems import Error, Grade, Problem
from kzdata.schema.text_rules import LONGEST, SPOILT
from publishing.intake.candidate import Candidate, Origin
from publishing.intake.cells import spelled
from publishing.intake.file_type import CSV, PARQUET, kind_of
from publishing.intake.findings import Unreadable
from publishing.intake.read_csv import rows_for, separator_of
from publishing.intake.read_xlsx import BY_HAND
from publishing.intake.sheet import AUTHOR, part_of

COLOURS = {Grade.ERROR: "FFFFC7CE", Grade.QUESTION: "FFFFEB9C"}
LOST_SIGN = "\ufffd"
BELOW = f"\n\n{AUTHOR}:\n"  # what somebody else said in a cell, our comment stands
LONGEST_COMMENT = 2_000  # characters: a comment that nobody would read to its end
WIDTHS = (20, 8, 24, 9, 12, 100)  # of the columns of the first sheet, in characters
EXACT_WHOLE = 2**53  # up to which a spreadsheet holds a whole number with every digit
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True)
class Mark:
    """A problem, and the cell that it is shown at: none where it is of no cell."""

    problem: Problem
    sheet: str = ""
    row: int | None = None
    column: int | None = None


def marked(candidates: Sequence[Candidate], found: Iterable[Problem], language: str) -> bytes:
    """The workbook of a file with its faults and questions marked, and a first sheet of remedies.

    The candidates are of one file. Raises Unreadable where nothing of the file can be shown.
    """
    path = candidates[0].path
    origin = _as_workbook(path, candidates[0])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(io.BytesIO(origin), rich_text=True)
        except Exception as error:  # a damaged workbook fails wherever openpyxl has come to
            raise Unreadable(Error.DAMAGED_WORKBOOK, found=str(error)) from error
        if not book.worksheets:
            raise Unreadable(Error.EMPTY_FILE)
        _without_marks(book)
        # Parquet files have no row for the header: their rows stand one further down.
        further = int(kind_of(path) == PARQUET)
        marks = [
            mark
            for problem in found
            if problem.grade is not Grade.NOTE
            for mark in _marks(problem, candidates, book, further)
        ]
        if all(c.frame is None for c in candidates) and all(mark.row is None for mark in marks):
            raise Unreadable(candidates[0].findings[0].rule)
        _show(book, marks, language)
        _tell(book, marks, language)
        saved = io.BytesIO()
        book.save(saved)
    return _as_it_stood(origin, saved.getvalue())


def _as_workbook(path: Path, candidate: Candidate) -> bytes:
    """A file as a workbook: itself, or the cells of a CSV or a Parquet file as they stand in it."""
    kind, table = kind_of(path), candidate.table
    if kind == CSV:
        rows = (
            (row, [_storable(str(cell)) for cell in cells]) for row, cells in rows_for(path, table)
        )
        return _workbook(rows, by_hand=separator_of(path, table) != ",")
    if kind == PARQUET:
        try:
            read = pq.read_table(path)
        except ARROW_PROBLEMS as error:
            raise Unreadable(Error.UNREADABLE_FILE, found=str(error)) from error
        columns = [column.to_pylist() for column in read.columns]
        return _workbook(enumerate([read.column_names, *zip(*columns, strict=True)], 1))
    return path.read_bytes()


def _storable(text: str) -> str:
    """The text as a workbook can hold it, with the sign of lost letters for what it cannot.

    `check` refuses that sign, so that nobody publishes by mistake what was cut.
    """
    text = SPOILT.sub(LOST_SIGN, text)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}{LOST_SIGN}"


def _workbook(rows: Iterable[tuple[int, Sequence[object]]], *, by_hand: bool = False) -> bytes:
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {**AS_IT_IS, "in_memory": True}) as book:
        sheet = book.add_worksheet()
        quoted = book.add_format({"quote_prefix": True})
        if by_hand:
            book.set_custom_property(BY_HAND, True)
        for row, cells in rows:
            for column, cell in enumerate(cells):
                match cell:
                    case None | "":
                        continue
                    case bool():
                        sheet.write_boolean(row - 1, column, cell)
                    case int() if abs(cell) <= EXACT_WHOLE:
                        sheet.write_number(row - 1, column, cell)
                    case float() if math.isfinite(cell):
                        sheet.write_number(row - 1, column, Exact(cell))
                    case date() if not isinstance(cell, datetime):
                        sheet.write_datetime(row - 1, column, cell)
                    case _:
                        sheet.write_string(row - 1, column, _storable(str(cell)), quoted)
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    return file.getvalue()


def _without_marks(book: Workbook) -> None:
    """Take away what an earlier marking has put there."""
    for language in LANGUAGES:
        if (name := say("sheet.remedies", language)) in book.sheetnames:
            del book[name]
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.comment is None:
                continue
            theirs, ours, _ = cell.comment.text.partition(BELOW)
            if cell.comment.author == AUTHOR or ours:
                cell.comment = Comment(theirs, cell.comment.author) if ours else None
                cell.fill = PatternFill()


def _marks(
    problem: Problem, candidates: Iterable[Candidate], book: Workbook, further: int
) -> Iterator[Mark]:
    """The cells that a problem is shown at."""
    of = [each for each in candidates if each.file == problem.file]
    of = [each for each in of if each.table.name == problem.table] or of
    if not of:
        yield Mark(problem)
        return
    origin = of[0].origin
    sheet = book[origin.sheet] if origin.sheet in book.sheetnames else book.worksheets[0]
    header_row = origin.header_row + further
    row = header_row if problem.row is None else problem.row + further
    columns = list(_columns(problem, origin, sheet, header_row))
    if problem.row is None and not columns:
        yield Mark(problem, sheet.title)
        return
    for column in columns or [1]:
        cell = sheet.cell(row, column)
        if isinstance(cell, MergedCell):
            cell = _first_of(sheet, cell)
        yield Mark(problem, sheet.title, cell.row, cell.column)


def _columns(problem: Problem, origin: Origin, sheet: Worksheet, header_row: int) -> Iterator[int]:
    """The columns that a problem names, by their declared names or as the header has them."""
    names = [] if problem.column is None else [problem.column, *problem.column.split(", ")]
    for name in dict.fromkeys(names):
        if name in origin.places:
            yield origin.places[name] + 1
        elif header_row:
            header = (cell for cell in sheet[header_row] if cell.value is not None)
            yield from (cell.column for cell in header if spelled(str(cell.value)) == name)


def _first_of(sheet: Worksheet, cell: MergedCell) -> Cell:
    """The cell that holds what merged cells show."""
    of = next(each for each in sheet.merged_cells.ranges if cell.coordinate in each)
    return sheet.cell(of.min_row, of.min_col)


def _show(book: Workbook, marks: Iterable[Mark], language: str) -> None:
    """Colour each cell that is marked, with a comment that says what was found and what to do."""
    by_cell: dict[tuple[str, int, int | None], list[Problem]] = {}
    for mark in marks:
        if mark.row is not None:
            by_cell.setdefault((mark.sheet, mark.row, mark.column), []).append(mark.problem)
    for (name, row, column), problems in by_cell.items():
        cell = book[name].cell(row, column)
        worst = min((problem.grade for problem in problems), key=list(COLOURS).index)
        cell.fill = PatternFill("solid", fgColor=COLOURS[worst])
        cell.protection = Protection(locked=False)  # it is to be changed
        said = [_said(problem, language) for problem in dict.fromkeys(problems)]
        text, author = "\n\n".join(said)[:LONGEST_COMMENT], AUTHOR
        if cell.comment is not None:  # what somebody else said there stays
            text, author = f"{cell.comment.text}{BELOW}{text}", cell.comment.author
        cell.comment = Comment(text, author, height=40 + 18 * (len(text) // 40 + 1), width=320)


def _said(problem: Problem, language: str) -> str:
    return f"{_kind(problem, language)}: {say_rule(problem, language)}"


def _kind(problem: Problem, language: str) -> str:
    if problem.grade is Grade.ERROR:
        return say("mark.fault", language)
    return say("mark.question", language)


def _tell(book: Workbook, marks: Sequence[Mark], language: str) -> None:
    """The first sheet: what is to be mended, by place, each with a way to its cell."""
    sheet = book.create_sheet(say("sheet.remedies", language), 0)
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    book.active = 0
    sheet.append(
        [
            say("mark.sheet", language),
            say("mark.row", language),
            say("mark.column", language),
            say("mark.cell", language),
            say("mark.kind", language),
            say("mark.remedy", language),
        ]
    )
    order = sorted(marks, key=lambda mark: (mark.problem.grade == Grade.QUESTION, mark.row or 0))
    for row, mark in enumerate(order, 2):
        cell = book[mark.sheet].cell(mark.row, mark.column).coordinate if mark.row else None
        kind, rule = _kind(mark.problem, language), say_rule(mark.problem, language)
        told = (mark.sheet or mark.problem.file, mark.row, mark.problem.column, cell)
        for at, value in enumerate((*told, kind, rule), 1):
            made = sheet.cell(row, at)
            made.value = value
            if isinstance(value, str):  # whatever it looks like
                made.data_type, made.quotePrefix = "s", True
            made.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[row].height = LINE * (1 + len(rule) // WIDTHS[-1])
        sheet.cell(row, 5).fill = PatternFill("solid", fgColor=COLOURS[mark.problem.grade])
        if cell:
            there = f"'{mark.sheet.replace(chr(39), chr(39) * 2)}'!{cell}"
            sheet.cell(row, 4).hyperlink = Hyperlink(ref=f"D{row}", location=there)
            sheet.cell(row, 4).font = Font(color="FF0563C1", underline="single")
    for column, width in zip("ABCDEF", WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
        sheet[f"{column}1"].font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(
        fitToPage=True
    )


def _as_it_stood(origin: bytes, saved: bytes) -> bytes:
    """The saved workbook with numbers, days, formulas and their results as they stood before."""
    before, after = _sheets(origin), _sheets(saved)
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved)) as new, zipfile.ZipFile(file, "w") as out:
        with zipfile.ZipFile(io.BytesIO(origin)) as old:
            parts = {after[name]: old.read(part) for name, part in before.items() if name in after}
        for info in new.infolist():
            content = new.read(info)
            if info.filename in parts:
                content = _with_values(content, parts[info.filename])
            out.writestr(info.filename, content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _sheets(content: bytes) -> Mapping[str, str]:
    """The parts of a workbook that are its sheets, by their names."""
    reader = ExcelReader(io.BytesIO(content), read_only=True, keep_links=False)
    reader.read()
    with reader.archive:
        return {sheet.title: part_of(reader, sheet.title) for sheet in reader.wb.worksheets}


def _with_values(sheet: bytes, before: bytes) -> bytes:
    """A sheet whose cells hold what they held before, texts aside, which are kept as they are."""
    tree = etree.fromstring(sheet)
    cells = {cell.get("r"): cell for cell in tree.iter(f"{MAIN}c")}
    for old in etree.fromstring(before).iter(f"{MAIN}c"):
        new, kind = cells.get(old.get("r")), old.get("t", "n")
        if new is None or kind in ("s", "inlineStr") or not len(old):
            continue
        for child in list(new):
            new.remove(child)
        new.extend(deepcopy(child) for child in old if child.tag in (f"{MAIN}f", f"{MAIN}v"))
        new.set("t", kind)
    whole: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return whole
