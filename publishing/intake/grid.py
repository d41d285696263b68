"""The table that stands in a file: its header, and the cells below it by column."""

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

import numpy as np
import pyarrow as pa

from kzdata.schema import Table
from kzdata.schema.problems import Error, Note
from kzdata.schema.text_rules import shortened
from publishing.intake.cells import Cell, Column, empty, spelled
from publishing.intake.findings import Findings, Unreadable
from publishing.intake.header import MOST_ABOVE, header_place, matched, tables_named

PART = 200  # rows at a time: few enough to be gone before Python's collector looks at them
YEAR = re.compile("(?:19|20)[0-9]{2}")

Row = tuple[int, Sequence[Cell]]  # its number as the person sees it, and its cells


@dataclass
class Grid:
    """What a file holds for a table.

    `columns` are those that were recognised, by their declared name; one that a typed file holds
    exactly as declared is an Arrow array. `by_hand` says that a spreadsheet wrote the texts as its
    reader's language does: decimal commas, days with dots. `explained` that `kzdata export` began
    the file.
    """

    columns: dict[str, Column | pa.ChunkedArray]
    rows: np.ndarray
    header_row: int = 0
    by_hand: bool = False
    explained: bool = False

    def only(self, rows: np.ndarray) -> "Grid":
        """Only some of the rows; the columns hold cells."""
        columns = {name: column.only(rows) for name, column in self.columns.items()}
        return replace(self, columns=columns, rows=self.rows[rows])


def top_of(rows: Iterator[Row]) -> tuple[list[Row], Iterator[Row]]:
    """The first rows, among which the header is looked for, and all rows again."""
    top, others = [], 0
    for row in rows:
        top.append(row)
        others += not _remark(row[1])
        if others > MOST_ABOVE:
            break
    return top, chain(top, rows)


def grid_of(rows: Iterable[Row], table: Table, findings: Findings, *, padded: bool) -> Grid:
    """Find the header and gather the columns below it.

    `padded` says that a row which ends early is only one whose last cells are empty. Raises
    Unreadable if there is no header, or that of another table.
    """
    top, rows = top_of(iter(rows))
    place = header_place([cells for _, cells in top], table)
    if place is None:
        raise _headless(top, table)
    above = [row for row in islice(rows, place) if not _blank(row)]
    number, header = next(rows)
    _tell_above(above, number, findings)
    header = _trimmed(header)
    findings.origin.header_row = number
    places = findings.origin.places = matched(header, number, table, findings)
    columns, numbers = _gathered(rows, len(header), findings, padded)
    for cell, column in zip(header, columns, strict=True):
        filled = ~column.holds(empty)
        if cell is None and filled.any():
            first = int(filled.argmax())
            found = spelled(column.cells[column.numbers[first]])
            findings.add(Error.UNNAMED_COLUMN, row=numbers[first], found=found)
    return Grid(
        {name: columns[places[name]] for name in table.columns if name in places},
        np.array(numbers),
        number,
        explained=any(_remark(cells) and f"({table.name})" in str(cells[0]) for _, cells in above),
    )


def _gathered(
    rows: Iterator[Row], width: int, findings: Findings, padded: bool
) -> tuple[list[Column], "array[int]"]:
    """The columns below a header, and the numbers of their rows."""
    columns, numbers = [Column() for _ in range(width)], array("q")
    while part := list(islice(rows, PART)):
        findings.read_so_far(part[-1][0])
        if any(len(cells) != width for _, cells in part):
            part = [row for each in part if (row := _fitted(each, width, findings, padded))]
        if part:
            of_rows, cells = zip(*part, strict=True)
            numbers.extend(of_rows)
            for column, values in zip(columns, zip(*cells, strict=True), strict=True):
                column.extend(values)
    return columns, numbers


def _fitted(row: Row, width: int, findings: Findings, padded: bool) -> Row | None:
    """The row with as many cells as the header; none where they may have moved aside."""
    number, cells = row
    beyond = [cell for cell in cells[width:] if not empty(cell)]
    short = len(cells) < width and not padded and not _blank(row)
    if beyond:
        findings.add(Error.BEYOND_HEADER, row=number, found=spelled(beyond[0]))
    if short:
        findings.add(Error.SHORT_ROW, row=number, found=str(len(cells)), expected=str(width))
    if short or (beyond and not padded):
        return None
    return number, (*cells[:width], *[None] * (width - len(cells)))


def _headless(top: Sequence[Row], table: Table) -> Unreadable:
    """What is wrong with rows of which none names the columns of the table."""
    filled = [row for row in top if not _blank(row)]
    if not filled:
        return Unreadable(Error.EMPTY_FILE)
    number, cells = filled[0]
    if others := tables_named([cells]):
        return Unreadable(Error.OTHER_TABLE, row=number, found=others[0].name)
    said = [spelled(cell) for cell in cells if not empty(cell)]
    years = [cell for cell in said if YEAR.fullmatch(cell)]
    wide = len(years) > 1 and len(years) > len(said) / 3
    rule = Error.WIDE_TABLE if wide else Error.MISSING_HEADER
    found, known = shortened(", ".join(said)), ", ".join(table.columns)
    return Unreadable(rule, row=number, found=found, expected=known)


def _tell_above(above: Sequence[Row], header_row: int, findings: Findings) -> None:
    """Tell of the first row above the header that is neither empty nor a remark."""
    for number, cells in above:
        if not _remark(cells):
            found = next(spelled(cell) for cell in cells if not empty(cell))
            findings.add(Note.ABOVE_HEADER, row=number, found=found, expected=str(header_row))
            return


def _remark(cells: Sequence[Cell]) -> bool:
    return bool(cells) and isinstance(cells[0], str) and cells[0].startswith("#")


def _blank(row: Row) -> bool:
    return all(map(empty, row[1]))


def _trimmed(header: Sequence[Cell]) -> list[Cell]:
    """The header without the empty cells at its end; empty ones within are None."""
    cells = [None if empty(cell) else cell for cell in header]
    while cells and cells[-1] is None:
        cells.pop()
    return cells
