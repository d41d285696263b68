"""An Excel workbook, read row by row, so that a million rows fit into memory.

Held whole by openpyxl, 100,000 rows of seven cells take 375 MB and 11 s; row by row 52 MB and 6 s.
"""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from openpyxl.cell.cell import Cell as OpenedCell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.reader.excel import ExcelReader

from dashboard.i18n.messages import say
from dashboard.i18n.numbers import spans
from dashboard.render.fill_in import ADDING
from dashboard.render.workbook import TRUTH
from kzdata.schema import LANGUAGES, TABLES, Table
from kzdata.schema.problems import Error, Note, Question
from kzdata.schema.text_rules import shortened
from publishing.intake.cells import Cell, ErrorValue, Formula, Marked, Percent, Truth, empty
from publishing.intake.findings import Findings, Unreadable
from publishing.intake.grid import Grid, Row, grid_of, top_of
from publishing.intake.header import header_place
from publishing.intake.number_format import shows_otherwise, shows_percent
from publishing.intake.rich_text import Run, read_runs
from publishing.intake.sheet import Sheet, comments, read_sheet

Read = TypeVar("Read")
Opened = tuple[int, list[Cell]]  # a row that may yet be told better
HELP = (
    "columns",
    "about",
    "help",
    "lists",
    "remedies",
)  # sheets of ours that hold no rows of a table
BY_HAND = "csv_by_hand"  # a property of the workbook that a marked CSV has become
CONSTANTS = ("=TRUE()", "=FALSE()")  # how LibreOffice writes them


def read_workbook(path: Path, table: Table, findings: Findings) -> Grid:
    """The grid of the sheet that holds the table; raises Unreadable."""
    with _opened(path, results=True) as book:
        tops = {name: top_of(_rows(book, name, _meaning))[0] for name in book.wb.sheetnames}
        name = findings.origin.sheet = _chosen(tops, table, findings)
        try:
            sheet, said = read_sheet(book, name), list(comments(book, name))
        except Exception as error:  # as everywhere in a damaged workbook
            raise _damaged(error) from error
        struck: list[int] = []
        rows = _with_rich(_rows(book, name, _meaning, struck), sheet, struck)
        if sheet.formulas:
            rows = _with_formulas(path, rows, name, findings)
        grid = grid_of(rows, table, findings, padded=True)
        grid.by_hand = BY_HAND in {each.name for each in book.wb.custom_doc_props.props}
    for ref, (_, first, _, last) in sheet.merged.items():
        if last >= grid.header_row:
            findings.add(Error.MERGED_CELLS, row=first, found=ref)
    _tell(grid, sheet, struck, said, findings)
    return grid


def _tell(
    grid: Grid, sheet: Sheet, struck: list[int], said: list[tuple[str, str]], findings: Findings
) -> None:
    """Say what the person may see otherwise than it was read."""
    held = set(grid.rows.tolist())
    for rule, rows in ((Question.STRUCK_OUT, struck), (Note.HIDDEN_ROWS, sheet.hidden_rows)):
        if rows := sorted(held & set(rows)):
            findings.add(rule, row=rows[0], found=spans(rows))
    if sheet.hidden_columns:
        findings.add(Note.HIDDEN_COLUMNS, found=", ".join(sheet.hidden_columns))
    if said:
        first, text = said[0]
        findings.add(Note.COMMENTS, found=f"{first}: {shortened(text)}", expected=str(len(said)))


def first_rows(path: Path) -> list[Row]:
    """The rows among which the header of some table may be, of all sheets."""
    with _opened(path, results=True) as book:
        return [
            row for name in book.wb.sheetnames for row in top_of(_rows(book, name, _meaning))[0]
        ]


def tables_of_sheets(path: Path) -> list[Table]:
    """The tables after which sheets of a workbook are named, in their order; raises Unreadable."""
    with _opened(path, results=True) as book:
        names = dict.fromkeys(name.removesuffix(ADDING) for name in book.wb.sheetnames)
        return [TABLES[name] for name in names if name in TABLES]


def all_rows(path: Path) -> dict[str, list[Row]]:
    """Every row of every sheet, for what is no declared table; raises Unreadable."""
    with _opened(path, results=True) as book:
        sheets: dict[str, list[Row]] = {
            name: list(_rows(book, name, _meaning)) for name in book.wb.sheetnames
        }
    return {
        name: [] if all(empty(cell) for _, cells in rows for cell in cells) else rows
        for name, rows in sheets.items()
    }


@contextmanager
def _opened(path: Path, *, results: bool) -> Iterator[ExcelReader]:
    """The workbook with the results of its formulas, or with the formulas themselves."""
    # Opened here: where openpyxl finds a workbook damaged it would leave the file open.
    with path.open("rb") as file, warnings.catch_warnings():
        # What openpyxl would lose in writing a workbook does not matter to who reads it.
        warnings.simplefilter("ignore")
        try:
            book = ExcelReader(
                file, read_only=True, data_only=results, keep_links=False, rich_text=True
            )
            book.read()
        except Exception as error:  # a damaged workbook fails wherever openpyxl has come to
            raise _damaged(error) from error
        try:
            for sheet in book.wb.worksheets:
                sheet.reset_dimensions()  # what a file says of its own size may be wrong
            yield book
        finally:
            book.wb.close()


def _damaged(error: Exception) -> Unreadable:
    told = str(error).splitlines()[0] if str(error) else type(error).__name__
    return Unreadable(Error.DAMAGED_WORKBOOK, found=shortened(told))


def _meaning(cell: OpenedCell) -> Cell:
    """What an openpyxl cell holds, with what Python or the number alone would not tell."""
    value = cell.value
    if isinstance(value, CellRichText):
        return read_runs(_runs(value))
    if value is None or isinstance(value, str) and cell.data_type != "e":
        return value
    if isinstance(value, bool):
        return Truth(value)
    if cell.data_type == "e":
        return ErrorValue(str(value))
    if isinstance(value, int | float) and cell.has_style:
        shown, sign = cell.number_format, (value > 0) - (value < 0)
        if shown == TRUTH and value in (0, 1):  # which LibreOffice saves of a flag with a style
            return Truth(bool(value))
        if shows_percent(shown):
            return Percent(value)
        if shows_otherwise(shown, sign):
            return Marked(value, Question.SHOWN_OTHERWISE, shown)
    plain: Cell = value
    return plain


def _runs(text: CellRichText) -> list[Run]:
    return [
        Run(part)
        if isinstance(part, str)
        else Run(part.text, part.font.vertAlign or "", bool(part.font.strike))
        for part in text
    ]


def _struck(cell: OpenedCell) -> bool:
    if isinstance(cell.value, CellRichText) and any(run.struck for run in _runs(cell.value)):
        return True
    return cell.value is not None and cell.has_style and bool(cell.font.strike)


def _rows(
    book: ExcelReader,
    name: str,
    read: Callable[[OpenedCell], Read],
    struck: list[int] | None = None,
) -> Iterator[tuple[int, list[Read]]]:
    """The rows of a sheet by their numbers, each cell as `read` takes it.

    `struck` gathers the numbers of rows in which something is struck out.
    """
    sheets = {sheet.title: sheet for sheet in book.wb.worksheets}  # the others are charts
    try:
        for number, cells in enumerate(sheets[name].iter_rows() if name in sheets else (), 1):
            if struck is not None and any(map(_struck, cells)):
                struck.append(number)
            yield number, [read(cell) for cell in cells]
    except Exception as error:  # as above: rows are read as they are asked for
        raise _damaged(error) from error


def _with_rich(rows: Iterator[Opened], sheet: Sheet, struck: list[int]) -> Iterator[Opened]:
    """The rows, in which texts of several parts that stand in the sheet itself are read as such."""
    for number, cells in rows:
        for column, runs in sheet.rich.get(number, {}).items():
            cells[column - 1] = read_runs(runs)
            if any(run.struck for run in runs):
                struck.append(number)
        yield number, cells


def _with_formulas(
    path: Path, rows: Iterator[Opened], name: str, findings: Findings
) -> Iterator[Opened]:
    """The rows, in which a formula stands where its result is missing."""
    told = False
    with _opened(path, results=False) as written:
        both = zip(rows, _rows(written, name, lambda cell: cell), strict=False)
        for (number, cells), (_, sources) in both:
            for place, source in enumerate(sources):
                if source.data_type != "f":
                    continue
                text = str(getattr(source.value, "text", source.value))
                if empty(cells[place]):
                    cells[place] = Formula(text)
                elif not told and text not in CONSTANTS:
                    told = True
                    findings.add(Note.FORMULA, row=number, found=text)
            yield number, cells


def _chosen(tops: dict[str, list[Row]], table: Table, findings: Findings) -> str:
    """The sheet that holds the table; several that do are a problem, others are only told of."""
    filled = {
        name: [cells for _, cells in top]
        for name, top in tops.items()
        if any(not empty(cell) for _, cells in top for cell in cells)
    }
    if not filled:
        raise Unreadable(Error.EMPTY_FILE)
    ours = {say(f"sheet.{part}", each) for part in HELP for each in LANGUAGES}
    mine = [name for name in (table.name, table.name + ADDING) if name in filled]
    named = {name for name in filled if name.removesuffix(ADDING) in TABLES} - set(mine)
    own = [name for name in filled if name not in ours | named] or list(filled)
    fitting = [name for name in own if header_place(filled[name], table) is not None]
    chosen = [*mine, *fitting, own[0]][0]
    findings.adds = chosen == table.name + ADDING
    if len(fitting) > 1:
        findings.add(Error.SHEETS_ALIKE, found=", ".join(fitting), expected=chosen)
    if mine and named:
        findings.sheet = table.name
    # Where sheets are named after tables, each of them is read for its own.
    told = ours | named if mine else ours
    if others := [name for name in filled if name not in {*fitting, chosen, *told}]:
        findings.add(Note.SHEET_READ, found=chosen, expected=", ".join(others))
    return chosen
