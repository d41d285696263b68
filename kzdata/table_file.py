"""The file of a table as a whole: is it there, can it be read, which columns does it carry."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kzdata.access import denied_problem, is_denied
from kzdata.parquet import ARROW_PROBLEMS, ARROW_TYPES
from kzdata.schema import Table
from kzdata.schema.problems import Error, Problem
from kzdata.versions.objects import is_object, is_whole


def file_problems(table: Table, path: Path, *, older: bool = False) -> list[Problem]:
    """Problems of the file as a whole: absent, unreadable, other columns or types than declared.

    A column that may be empty may be missing: it was not declared yet when the file was written.
    Of an `older` version a column that is declared no more is none either.
    """
    if is_denied(path):
        return [denied_problem(table.name, path)]
    if not path.exists():
        return [Problem(table.name, path.name, Error.MISSING_FILE)]
    if is_object(path) and not is_whole(path):
        return [Problem(table.name, path.name, Error.DAMAGED_OBJECT)]
    try:
        found = pq.read_schema(path)
    except ARROW_PROBLEMS as error:
        return [unreadable(table, path, error)]
    problems = [_column_problem(table, name, found, path.name) for name in table.columns]
    if not older:
        known = ", ".join(table.columns)
        problems += [
            Problem(table.name, path.name, Error.UNKNOWN_COLUMN, column=name, expected=known)
            for name in found.names
            if name not in table.columns and name not in table.was
        ]
    return [problem for problem in problems if problem]


def _column_problem(table: Table, name: str, found: pa.Schema, file: str) -> Problem | None:
    """What is wrong with a declared column of a file; None if nothing is."""
    expected, stored = ARROW_TYPES[table.dtype(name)], table.stored(name, found.names)
    if stored is None:
        if table.specs[name].nullable:
            return None
        return Problem(table.name, file, Error.MISSING_COLUMN, column=name, expected=str(expected))
    if (dtype := found.field(stored).type) != expected:
        return Problem(table.name, file, Error.TYPE, None, name, str(dtype), str(expected))
    return None


def unreadable(table: Table, path: Path, error: Exception) -> Problem:
    """The problem of a file that Parquet cannot read."""
    if isinstance(error, PermissionError):
        return denied_problem(table.name, path)
    told = str(error).splitlines()[0] if str(error) else type(error).__name__
    return Problem(table.name, path.name, Error.UNREADABLE_FILE, found=told)
