"""The one reading door: a declared table, whole or in part, in exactly the declared types."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from kzdata.parquet import ARROW_PROBLEMS, Filters, data_folder, filtered, read
from kzdata.schema import TABLES, Table
from kzdata.schema.problems import BadTable, UnknownColumn, UnknownTable
from kzdata.table_file import file_problems, unreadable
from kzdata.versions.find import table_of
from kzdata.versions.paths import paths


def table_named(name: str) -> Table:
    """The declaration of a table; an unknown name raises UnknownTable, which lists the known."""
    try:
        return TABLES[name]
    except KeyError:
        raise UnknownTable(name, TABLES) from None


def load(
    name: str,
    *,
    columns: Sequence[str] | None = None,
    filters: Filters | None = None,
    folder: Path | None = None,
    version: int | str | date | None = None,
) -> pd.DataFrame:
    """The rows of a table, as its file has them now or in an older version.

    A file that somebody put in by hand is read as it is, if its columns are as declared:
    `standing(folder)` has the rows that passed the whole check, and what stands in for the others.
    `columns` and `filters` (as pyarrow takes them: `[("year", ">=", 2020)]`) are pushed down into
    Parquet. `version` is the number of a version, a day (how things stood at its end), or how the
    version or the digest of the table's file begins; its rows come in the columns that are declared
    today, those that it did not have yet are empty. Raises UnknownTable, UnknownColumn,
    UnknownVersion, and BadTable when the file is not as declared.
    """
    table, folder = table_named(name), folder or data_folder()
    known_columns(table, [*(columns or ()), *filtered(filters)])
    path = paths(folder)[name] if version is None else table_of(folder, name, version)
    if problems := file_problems(table, path, older=version is not None):
        raise BadTable(name, problems)
    try:
        return read(table, path, columns, filters)
    except ARROW_PROBLEMS as error:
        raise BadTable(name, [unreadable(table, path, error)]) from error


def known_columns(table: Table, asked: Iterable[str]) -> None:
    """Raise UnknownColumn, which lists the known, for the first name that is no column."""
    for name in asked:
        if name not in table.columns:
            raise UnknownColumn(table.name, name, table.columns)
