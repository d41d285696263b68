"""From a file of a person to the rows of a declared table."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from ..access import denied_fault
from ..datasets import Table
from . import csv_file, parquet_file
from .candidate import Candidate
from .findings import Findings, Unreadable
from .grid import Grid
from .header import tables_named
from .kind import CSV, PARQUET, kind_of
from .rows import without_other_rows
from .values import frame_of


def read_candidate(
    table: Table, path: Path, progress: Callable[[int, int], None] = lambda done, total: None
) -> Candidate:
    """Read an XLSX, CSV or Parquet file for a table; never raises for what the file holds.

    `progress` hears which row has been read.
    """
    findings = Findings(table, path, progress)
    frame, rows = None, np.array([], dtype=np.int64)
    try:
        grid = without_other_rows(_grid(path, table, findings), table, findings)
        frame, rows = frame_of(grid, table, findings), grid.rows
    except Unreadable as error:
        findings.add(error.rule, **error.about)
    except PermissionError:
        findings.found.append(denied_fault(table.name, path))
    except OSError as error:
        findings.add("unreadable_file", found=error.strerror or str(error))
    return Candidate(table, path, frame, tuple(findings.found), rows)


def tables_like(path: Path) -> list[Table]:
    """The tables whose columns, all of them and no others, a header in the file names."""
    try:
        kind = kind_of(path)
        if kind == PARQUET:
            return tables_named([parquet_file.first_row(path)])
        if kind == CSV:
            return tables_named([cells for _, cells in csv_file.first_rows(path)])
        from . import workbook

        return tables_named([cells for _, cells in workbook.first_rows(path)])
    except (Unreadable, OSError):
        return []


def _grid(path: Path, table: Table, findings: Findings) -> Grid:
    kind = kind_of(path)
    if kind == PARQUET:
        return parquet_file.read_parquet(path, table, findings)
    if kind == CSV:
        return csv_file.read_csv(path, table, findings)
    from . import workbook  # openpyxl takes its time, and is needed for workbooks alone

    return workbook.read_workbook(path, table, findings)
