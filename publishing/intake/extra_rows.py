"""Rows of a file that are no rows of a table: empty ones, totals, remarks below."""

import re

import numpy as np

from kzdata.schema import LANGUAGES, Table
from kzdata.schema.problems import Error, Note
from publishing.intake.cells import Column, empty, spelled
from publishing.intake.findings import Findings
from publishing.intake.grid import Grid

TOTAL = re.compile(
    r"(?:итого|всего|барлығы|жиыны|қорытынды|жалпы|сумма|total|sum|grand total|subtotal)\b.*",
    re.IGNORECASE | re.DOTALL,
)


def without_other_rows(grid: Grid, table: Table, findings: Findings) -> Grid:
    """The grid without those rows, each of which is told of; a typed file holds none."""
    columns = {n: c for n, c in grid.columns.items() if isinstance(c, Column)}
    if len(columns) < len(grid.columns) or not len(grid.rows):
        return grid
    rows = grid.rows
    filled = {name: ~column.holds(empty) for name, column in columns.items()}
    count = np.sum(list(filled.values()), axis=0)
    required = [name for name in columns if not table.specs[name].nullable]
    unfinished = ~np.all([filled[name] for name in required], axis=0)
    total = unfinished & (count > 0) & _totals(columns)
    remark = (count == 1) & ~total & (len(required) > 1)
    _tell_empty(rows[count == 0], rows[count > 0], findings)
    for rule, found in ((Error.TOTAL_ROW, total), (Error.REMARK_ROW, remark)):
        for place in np.flatnonzero(found).tolist():
            findings.add(rule, row=rows[place], found=_first(columns, filled, place))
    return grid.only((count > 0) & ~total & ~remark)


def _totals(columns: dict[str, Column]) -> np.ndarray:
    """Rows that call themselves a sum, in a column that holds no sentences."""
    said = [
        column.holds(lambda cell: isinstance(cell, str) and bool(TOTAL.fullmatch(cell.strip())))
        for name, column in columns.items()
        if not name.endswith(tuple(f"_{language}" for language in LANGUAGES))
    ]
    return np.asarray(np.any(said, axis=0))


def _tell_empty(gone: np.ndarray, kept: np.ndarray, findings: Findings) -> None:
    last = kept[-1] if len(kept) else 0
    for row in gone[gone < last]:
        findings.add(Error.EMPTY_ROW, row=row)
    if len(after := gone[gone > last]) and not findings.adds:
        findings.add(Note.LAST_ROWS_EMPTY, row=after[0], found=str(len(after)))


def _first(columns: dict[str, Column], filled: dict[str, np.ndarray], place: int) -> str:
    name = next(name for name in columns if filled[name][place])
    return spelled(columns[name].cells[columns[name].numbers[place]])
