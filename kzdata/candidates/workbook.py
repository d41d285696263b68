"""An Excel workbook, read row by row, so that a million rows fit into memory."""

import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import IO
from xml.parsers import expat

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import range_boundaries

from ..datasets import LANGUAGES, Table
from ..texts import shortened
from ..words import say
from .cells import Cell, ErrorValue, Formula, Percent, Truth, empty
from .findings import Findings, Unreadable
from .grid import Grid, Row, grid_of, top_of
from .header import header_place

# A percent sign in a number format multiplies by a hundred unless it is quoted or escaped.
LITERAL = re.compile(r'"[^"]*"|\\.')
OF_STRUCTURE = re.compile(rb"<(?:\w+:)?(?:f|mergeCell)[\s/>]")
LONGEST_TAG = 100  # bytes
CONSTANTS = ("=TRUE()", "=FALSE()")  # how LibreOffice writes them


def read_workbook(path: Path, table: Table, findings: Findings) -> Grid:
    """The grid of the sheet that holds the table; raises Unreadable."""
    with _opened(path, results=True) as book:
        tops = {name: top_of(_rows(book, name))[0] for name in book.wb.sheetnames}
        name = _chosen(tops, table, findings)
        formulas, merged = _structure(book, name)
        rows = _with_formulas(path, book, name, findings) if formulas else _rows(book, name)
        grid = grid_of(rows, table, findings, padded=True)
    for ref, (_, first, _, last) in merged.items():
        if last >= grid.header_row:
            findings.add("merged_cells", row=first, found=ref)
    return grid


def first_rows(path: Path) -> list[Row]:
    """The rows among which the header of some table may be, of all sheets."""
    with _opened(path, results=True) as book:
        return [row for name in book.wb.sheetnames for row in top_of(_rows(book, name))[0]]


@contextmanager
def _opened(path: Path, *, results: bool) -> Iterator[ExcelReader]:
    """The workbook with the results of its formulas, or with the formulas themselves."""
    # Opened here: where openpyxl finds a workbook damaged it would leave the file open.
    with path.open("rb") as file, warnings.catch_warnings():
        # What openpyxl would lose in writing a workbook does not matter to who reads it.
        warnings.simplefilter("ignore")
        try:
            book = ExcelReader(file, read_only=True, data_only=results, keep_links=False)
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
    return Unreadable("damaged_workbook", found=shortened(told))


def _meaning(cell) -> Cell:
    """What an openpyxl cell holds, with what Python or the number alone would not tell."""
    value = cell.value
    if value is None or isinstance(value, str) and cell.data_type != "e":
        return value
    if isinstance(value, bool):
        return Truth(value)
    if cell.data_type == "e":
        return ErrorValue(str(value))
    if isinstance(value, int | float) and _shows_percent(cell.number_format):
        return Percent(value)
    return value


@lru_cache
def _shows_percent(number_format: str) -> bool:
    return "%" in LITERAL.sub("", number_format)


def _rows(book: ExcelReader, name: str, read: Callable = _meaning) -> Iterator[Row]:
    """The rows of a sheet by their numbers, each cell as `read` takes it."""
    sheets = {sheet.title: sheet for sheet in book.wb.worksheets}  # the others are charts
    try:
        for number, cells in enumerate(sheets[name].iter_rows() if name in sheets else (), 1):
            yield number, [read(cell) for cell in cells]
    except Exception as error:  # as above: rows are read as they are asked for
        raise _damaged(error) from error


def _with_formulas(path: Path, book: ExcelReader, name: str, findings: Findings) -> Iterator[Row]:
    """The rows, in which a formula stands where its result is missing."""
    told = False
    with _opened(path, results=False) as written:
        both = zip(_rows(book, name), _rows(written, name, lambda cell: cell), strict=False)
        for (number, cells), (_, sources) in both:
            for place, source in enumerate(sources):
                if source.data_type != "f":
                    continue
                text = str(getattr(source.value, "text", source.value))
                if empty(cells[place]):
                    cells[place] = Formula(text)
                elif not told and text not in CONSTANTS:
                    told = True
                    findings.add("formula", row=number, found=text)
            yield number, cells


def _chosen(tops: dict[str, list[Row]], table: Table, findings: Findings) -> str:
    """The sheet that holds the table; several that do are a fault, others are only told of."""
    filled = {
        name: [cells for _, cells in top]
        for name, top in tops.items()
        if any(not empty(cell) for _, cells in top for cell in cells)
    }
    if not filled:
        raise Unreadable("empty_file")
    fitting = [name for name, top in filled.items() if header_place(top, table) is not None]
    chosen = fitting[0] if fitting else next(iter(filled))
    if len(fitting) > 1:
        findings.add("sheets_alike", found=", ".join(fitting), expected=chosen)
    ours = {say("sheet.columns", each) for each in LANGUAGES}
    ours |= {say("sheet.about", each) for each in LANGUAGES}
    others = [name for name in filled if name not in {*fitting, chosen, *ours}]
    if others:
        findings.add("sheet_read", found=chosen, expected=", ".join(others))
    return chosen


def _structure(book: ExcelReader, name: str) -> tuple[bool, dict[str, tuple]]:
    """Whether a sheet holds formulas, and where its cells are merged; rows alone do not tell."""
    formulas, merged = False, {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal formulas
        formulas = formulas or tag.endswith(" f")
        if tag.endswith(" mergeCell"):
            merged[attributes["ref"]] = range_boundaries(attributes["ref"])

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    try:
        parts = {sheet.name: part.target for sheet, part in book.parser.find_sheets()}
        with book.archive.open(parts[name]) as sheet:
            mentioned = _mentions(sheet)
        if mentioned:
            with book.archive.open(parts[name]) as sheet:
                parser.ParseFile(sheet)
    except Exception as error:
        raise _damaged(error) from error
    return formulas, merged


def _mentions(sheet: IO[bytes]) -> bool:
    """Whether a sheet may hold either: to look through its bytes takes a tenth of reading them."""
    before = b""
    while part := sheet.read(1 << 20):
        if OF_STRUCTURE.search(before + part):
            return True
        before = part[-LONGEST_TAG:]
    return False
