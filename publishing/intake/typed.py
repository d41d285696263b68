"""From the cells of a grid to a frame of the declared types; what is no value is told."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial

import numpy as np
import pandas as pd
import pyarrow as pa

from kzdata.parquet import to_frame
from kzdata.schema import Table
from kzdata.schema.model import DAY, FLAG, NUMBER, TEXT, WHOLE
from kzdata.schema.problems import Error, Note, Question
from kzdata.schema.text_rules import NO_VALUE, SPOILT, shortened, unguarded
from publishing.intake.cells import (
    Cell,
    Column,
    ErrorValue,
    Formula,
    Marked,
    Noted,
    Raised,
    Refused,
    Truth,
    empty,
    spelled,
)
from publishing.intake.findings import Findings
from publishing.intake.grid import Grid
from publishing.intake.number_format import says_own_unit
from publishing.intake.parse_date import read_day
from publishing.intake.parse_number import read_number, read_whole, writes_commas

FLAGS = {"true": True, "false": False, "yes": True, "no": False}
# TRUE and FALSE as spreadsheets in Russian and Kazakh write them into a CSV.
FLAGS_BY_HAND = {"истина": True, "ложь": False, "ақиқат": True, "жалған": False}
Reader = Callable[[Cell], object]


def frame_of(grid: Grid, table: Table, findings: Findings) -> pd.DataFrame:
    """The declared columns, in which a cell that was refused, or is not there, is empty."""
    readers = _readers(grid, table)
    columns = {}
    for name in table.columns:
        dtype, column = table.dtype(name), grid.columns.get(name)
        if column is None:
            columns[name] = _empty(dtype, len(grid.rows))
        elif isinstance(column, pa.ChunkedArray):
            columns[name] = to_frame(pa.table({name: column}))[name]
        else:
            columns[name] = _read(column, name, dtype, readers[dtype], grid, findings)
    return pd.DataFrame(columns)


def _readers(grid: Grid, table: Table) -> dict[str, Reader]:
    commas = grid.by_hand and (grid.explained or _commas(grid, table))
    return {
        TEXT: read_text,
        WHOLE: partial(read_whole, commas=commas),
        NUMBER: partial(read_number, commas=commas),
        DAY: partial(read_day, by_hand=grid.by_hand),
        FLAG: partial(read_flag, by_hand=grid.by_hand),
    }


def _commas(grid: Grid, table: Table) -> bool:
    numbers = [n for n in grid.columns if table.dtype(n) in (WHOLE, NUMBER)]
    cells = [cell for n in numbers for cell in getattr(grid.columns[n], "cells", ())]
    return writes_commas([cell for cell in cells if isinstance(cell, str)])


def read_text(cell: Cell) -> str | Refused:
    """The text of a cell; what a text may hold is judged where it is checked."""
    match cell:
        case str():
            return unguarded(cell)
        case ErrorValue():
            return Refused(Error.ERROR_VALUE)
        case Formula():
            return Refused(Error.FORMULA_WITHOUT_VALUE)
        case date() | datetime() | time() | timedelta():
            return Refused(Error.DAY_FOR_TEXT)
    return Refused(Error.NUMBER_FOR_TEXT)


def read_flag(cell: Cell, *, by_hand: bool = False) -> bool | Noted[bool] | Refused:
    match cell:
        case Truth(value):
            return value
        case ErrorValue():
            return Refused(Error.ERROR_VALUE)
        case Formula():
            return Refused(Error.FORMULA_WITHOUT_VALUE)
        case str() if cell.casefold() in FLAGS:
            return FLAGS[cell.casefold()]
        case str() if by_hand and cell.casefold() in FLAGS_BY_HAND:
            return Noted(FLAGS_BY_HAND[cell.casefold()], Note.FLAG_READ)
        case str() if cell != cell.strip():
            return Refused(Error.BLANK)
        case str() if cell.casefold() in NO_VALUE - {"нет", "жоқ"}:
            return Refused(Error.NO_VALUE)
    return Refused(Error.FLAG_WORD)


def _read(
    column: Column, name: str, dtype: str, reader: Reader, grid: Grid, findings: Findings
) -> pd.Series:
    """A column in its declared type; each different cell is read once, however often it stands."""
    cells = column.cells
    # No type of pandas leaves a flag empty.
    nothing = Refused(Error.NOT_NULL) if dtype == FLAG else None
    meant = [_meant(cell, name, findings.table) for cell in cells]
    read = [nothing if empty(cell) else _taken(cell, reader) for cell in meant]
    rows, numbers = grid.rows, column.numbers
    refused = [number for number, value in enumerate(read) if isinstance(value, Refused)]
    for place in np.flatnonzero(np.isin(numbers, refused)) if refused else ():
        value, cell = read[numbers[place]], cells[numbers[place]]
        findings.add(
            value.rule, row=rows[place], column=name, found=spelled(cell), expected=value.expected
        )
    noted = {value.rule for value in read if isinstance(value, Noted)}
    # What our own export looks like needs no remark; a question is one all the same.
    noted -= set(Note) if grid.explained else set()
    for rule in sorted(noted):
        alike = [n for n, v in enumerate(read) if isinstance(v, Noted) and v.rule == rule]
        first = int(np.isin(numbers, alike).argmax())
        found, about = spelled(cells[numbers[first]]), read[numbers[first]].about
        findings.add(rule, row=rows[first], column=name, found=found, expected=about)
    values = [_plain(value) for value in read]
    return _typed(values, dtype).take(numbers).reset_index(drop=True)


def _meant(cell: Cell, name: str, table: Table) -> Cell:
    """The cell without its mark where its format only says the column's own unit."""
    if isinstance(cell, Marked) and cell.rule == Question.SHOWN_OTHERWISE:
        return cell.value if says_own_unit(cell.about, table, name) else cell
    return cell


def _taken(cell: Cell, reader: Reader) -> object:
    """A cell as its column reads it, with what has to be said of it."""
    if isinstance(cell, str) and (byte := SPOILT.search(cell)):
        return Refused(Error.SPOILT_BYTE, f"0x{ord(byte[0]) - 0xDC00:02X}")
    if isinstance(cell, Raised):
        return Refused(Error.FOOTNOTE, shortened(cell.below))
    if not isinstance(cell, Marked):
        return reader(cell)
    read = _taken(cell.value, reader)
    return read if isinstance(read, Refused) else Noted(_plain(read), cell.rule, cell.about)


def _plain(value: object) -> object:
    if isinstance(value, Noted):
        return value.value
    return None if isinstance(value, Refused) else value


def _typed(values: Sequence[object], dtype: str) -> pd.Series:
    if dtype == FLAG:  # which cannot be empty: what was refused has been told of
        return pd.Series([bool(value) for value in values], dtype="bool")
    if dtype == DAY:
        return pd.Series(np.array(values, dtype="datetime64[D]").astype(DAY))
    return pd.Series(values, dtype=dtype)


def _empty(dtype: str, rows: int) -> pd.Series:
    return _typed([None], dtype).take(np.zeros(rows, dtype=int)).reset_index(drop=True)
