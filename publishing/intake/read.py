"""From a file of a person to the rows of a declared table."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from kzdata.access import denied_problem
from kzdata.schema import TABLES, Table
from kzdata.schema.problems import Error
from publishing.intake import read_csv, read_parquet
from publishing.intake.added_rows import filled_in
from publishing.intake.candidate import Candidate
from publishing.intake.extra_rows import without_other_rows
from publishing.intake.file_type import CSV, PARQUET, XLSX, kind_of
from publishing.intake.findings import Findings, Unreadable
from publishing.intake.grid import Grid
from publishing.intake.header import tables_named
from publishing.intake.typed import frame_of


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
        if findings.adds:
            filled = filled_in(table, frame)
            frame, rows = frame[filled].reset_index(drop=True), rows[filled]
    except Unreadable as error:
        findings.refused(error)
    except PermissionError:
        findings.found.append(denied_problem(table.name, path))
    except OSError as error:
        findings.add(Error.UNREADABLE_FILE, found=error.strerror or str(error))
    return Candidate(
        table,
        path,
        frame,
        tuple(findings.found),
        rows,
        findings.sheet,
        findings.origin,
        findings.adds,
    )


def tables_of(path: Path) -> list[str]:
    """The tables that a file is for: those of its sheets, of its name, or of its header.

    None where a header fits several tables, or none.
    """
    sheets = [table.name for table in tables_of_sheets(path)]
    if path.stem in TABLES:
        # A sheet of the file's own table has to be there for the others to be taken for theirs.
        return sheets if path.stem in sheets else [path.stem]
    like = [] if sheets else [table.name for table in tables_like(path)]
    return sheets or (like if len(like) == 1 else [])


def tables_like(path: Path) -> list[Table]:
    """The tables whose columns, all of them and no others, a header in the file names."""
    try:
        kind = kind_of(path)
        if kind == PARQUET:
            return tables_named([read_parquet.first_row(path)])
        if kind == CSV:
            return tables_named([cells for _, cells in read_csv.first_rows(path)])
        from publishing.intake import read_xlsx

        return tables_named([cells for _, cells in read_xlsx.first_rows(path)])
    except (Unreadable, OSError):
        return []


def tables_of_sheets(path: Path) -> list[Table]:
    """The tables after which sheets of a workbook are named; none of any other file."""
    try:
        if kind_of(path) != XLSX:
            return []
        from publishing.intake import read_xlsx

        return read_xlsx.tables_of_sheets(path)
    except (Unreadable, OSError):
        return []


def _grid(path: Path, table: Table, findings: Findings) -> Grid:
    kind = kind_of(path)
    if kind == PARQUET:
        return read_parquet.read_parquet(path, table, findings)
    if kind == CSV:
        return read_csv.read_csv(path, table, findings)
    from publishing.intake import (
        read_xlsx,  # openpyxl takes its time, and is needed for workbooks alone
    )

    return read_xlsx.read_workbook(path, table, findings)
