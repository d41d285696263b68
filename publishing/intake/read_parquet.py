"""A Parquet file that a program of somebody else may have written."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.types as kinds

from kzdata.parquet import ARROW_PROBLEMS, ARROW_TYPES
from kzdata.schema import Table
from kzdata.schema.model import DAY, FLAG, NUMBER, TEXT, WHOLE
from kzdata.schema.problems import Error, Note, Question
from kzdata.schema.text_rules import shortened
from publishing.intake.cells import Cell, Column, Marked, Truth
from publishing.intake.findings import Findings, Unreadable
from publishing.intake.grid import Grid
from publishing.intake.header import matched

# Types from which nothing can be lost on the way to the declared one, or Arrow says so. A decimal
# is not among them: Arrow multiplies it out, which a third of the emissions do not survive.
LOSSLESS = {
    TEXT: lambda t: kinds.is_large_string(t) or kinds.is_string_view(t) or kinds.is_dictionary(t),
    WHOLE: kinds.is_integer,
    NUMBER: kinds.is_integer,
    DAY: kinds.is_date,
    FLAG: lambda t: False,
}
SHORT = (pa.float16(), pa.float32())


def read_parquet(path: Path, table: Table, findings: Findings) -> Grid:
    """The grid of a Parquet file, its rows counted from 1; raises Unreadable."""
    try:
        rows = pq.read_table(path, page_checksum_verification=True, pre_buffer=False)
        rows.validate(full=True)
    except ARROW_PROBLEMS as error:
        raise Unreadable(Error.UNREADABLE_FILE, found=_first_line(error)) from error
    places = findings.origin.places = matched(rows.column_names, None, table, findings)
    columns = {}
    for name, place in places.items():
        column = _column(rows.column(place), table.dtype(name))
        if column is None:
            found, expected = str(rows.column(place).type), str(ARROW_TYPES[table.dtype(name)])
            findings.add(Error.TYPE, column=name, found=found, expected=expected)
        else:
            columns[name] = column
    return Grid(columns, np.arange(1, len(rows) + 1))


def first_row(path: Path) -> list[str]:
    try:
        return list(pq.read_schema(path).names)
    except ARROW_PROBLEMS as error:
        raise Unreadable(Error.UNREADABLE_FILE, found=_first_line(error)) from error


def _first_line(error: Exception) -> str:
    return shortened(str(error).splitlines()[0] if str(error) else type(error).__name__)


def _column(values: pa.ChunkedArray, dtype: str) -> Column | pa.ChunkedArray | None:
    """The values as declared, else as cells that somebody has to read; None if they are neither."""
    declared = ARROW_TYPES[dtype]
    if values.type == declared:
        return values
    if kinds.is_null(values.type) or LOSSLESS[dtype](values.type):
        try:
            return values.cast(declared)
        except pa.ArrowInvalid:
            pass  # a time of day, or more digits than fit: each such cell is named
    if kinds.is_nested(values.type) or kinds.is_binary(values.type):
        return None
    column = Column()
    short = values.type in SHORT
    for chunk in values.chunks:
        held = chunk.to_numpy(zero_copy_only=False) if short else chunk.to_pylist()
        column.extend(map(_cell, held))
    return column


def _cell(value: object) -> Cell:
    """What a value means; whoever writes what is unknown as no number gets an empty cell."""
    if value is None or value != value:
        return None
    if isinstance(value, bool):
        return Truth(value)
    if isinstance(value, np.floating):
        return _of_short(value)
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, str | int | float | date | datetime) else str(value)


def _of_short(value: np.floating) -> Cell:
    """The number with fewest digits that becomes this one of 16 or 32 bits.

    It is the one that was written, had that no more digits than such a type always keeps; a number
    of more digits than that somebody has to look at.
    """
    about, meant = np.finfo(value.dtype), float(str(value))
    digits = len(str(value).split("e")[0].replace(".", "").strip("-0"))
    if not np.isfinite(value) or meant.is_integer() and abs(meant) <= 2 ** (about.nmant + 1):
        return meant  # which is exact
    rule = Question.SHORT_NUMBER if digits > about.precision else Note.SHORT_READ
    return Marked(meant, rule, str(about.bits))
