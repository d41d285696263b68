"""The one reading door: a declared table, whole or in part, in exactly the declared types."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from .check import file_faults, unreadable
from .datasets import TABLES, Table
from .faults import BadTable, UnknownColumn, UnknownTable
from .files import ARROW_FAULTS, file_of, read


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
    filters=None,
    folder: Path | None = None,
) -> pd.DataFrame:
    """The rows of a table.

    `columns` and `filters` (as pyarrow takes them: `[("year", ">=", 2020)]`) are pushed down into
    Parquet. Raises UnknownTable, UnknownColumn, and BadTable when the file is not as declared.
    """
    table = table_named(name)
    known_columns(table, [*(columns or ()), *filtered(filters)])
    path = file_of(table, folder)
    if faults := file_faults(table, path):
        raise BadTable(name, faults)
    try:
        return read(table, path, columns, filters)
    except ARROW_FAULTS as error:
        raise BadTable(name, [unreadable(table, path, error)]) from error


def known_columns(table: Table, asked: Iterable[str]) -> None:
    """Raise UnknownColumn, which lists the known, for the first name that is no column."""
    for name in asked:
        if name not in table.columns:
            raise UnknownColumn(table.name, name, table.columns)


def filtered(filters) -> list[str]:
    """The columns that filters name; pyarrow takes one list of conditions or several."""
    conditions = filters or []
    if conditions and isinstance(conditions[0], list):
        conditions = [one for several in conditions for one in several]
    return [column for column, *_ in conditions]
