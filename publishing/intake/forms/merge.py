"""The rows of a form among those that are published: a table whole, as `update` takes it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa

from dashboard.render.formats import plain_rows
from kzdata.parquet import arrow_schema, to_frame
from kzdata.schema import Table
from publishing.intake.forms.model import Told

Row = Mapping[str, Any]  # each value as its column is declared
Part = tuple[Any, ...]  # of a key: its codes, or its times


@dataclass(frozen=True)
class Merged:
    """A table with the rows of a form in it.

    `new`, `changed` and `same` are the rows that the form tells; one that says what is published
    stays as it is, with its source. `untold` is the number of the other rows of the table. Of the
    new ones `other_series` are of series that the table does not hold, and `earlier` are no later
    than the last one of their series. `remarked` are changed rows in which the published row has
    what the form does not tell, such as a remark.
    """

    frame: pd.DataFrame
    new: tuple[Row, ...]
    changed: tuple[Row, ...]
    same: int
    untold: int
    other_series: tuple[Row, ...]
    earlier: tuple[Row, ...]
    remarked: tuple[Row, ...]


def merged(table: Table, published: pd.DataFrame, told: Iterable[Told]) -> Merged:
    """Put what a form tells in the place of the rows with the same keys, and keep all others."""
    rows = {_key(table, row): row for row in plain_rows(table, published)}
    last = _last_of_series(table, rows.values())
    size, new, changed, remarked, same = len(rows), [], [], [], 0
    for each in told:
        key = _key(table, each.values)
        old = rows.get(key)
        if old is None:
            rows[key] = {column: each.values.get(column) for column in table.columns}
            new.append(rows[key])
        elif _says_the_same(old, each.values):
            same += 1
        else:
            rows[key] = {**old, **each.values}
            changed.append(rows[key])
            if any(old[column] is not None for column in set(table.columns) - set(each.values)):
                remarked.append(rows[key])
    return Merged(
        to_frame(pa.Table.from_pylist(list(rows.values()), arrow_schema(table))),
        tuple(new),
        tuple(changed),
        same,
        size - same - len(changed),
        tuple(row for row in new if series_of(table, row) not in last),
        tuple(row for row in new if _when(table, row) <= last.get(series_of(table, row), ())),
        tuple(remarked),
    )


def series_of(table: Table, row: Row) -> Part:
    """The parts of a row's key that are no time."""
    return tuple(row[column] for column in table.key if not is_time(table, column))


def is_time(table: Table, column: str) -> bool:
    """Whether a column holds a day or a year."""
    return column == "year" or table.specs[column].dtype.startswith("datetime")


def _when(table: Table, row: Row) -> Part:
    return tuple(row[column] for column in table.key if is_time(table, column))


def _last_of_series(table: Table, rows: Iterable[Row]) -> dict[Part, Part]:
    last: dict[Part, Part] = {}
    for row in rows:
        series, when = series_of(table, row), _when(table, row)
        last[series] = max(last.get(series, when), when)
    return last


def _key(table: Table, row: Row) -> Part:
    return tuple(_day(row[column]) for column in table.key)


def _says_the_same(old: Row, new: Row) -> bool:
    return all(_day(old[name]) == value for name, value in new.items() if name != "source_id")


def _day(value: object) -> object:
    return value.date() if hasattr(value, "date") and not isinstance(value, date) else value
