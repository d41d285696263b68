"""Sums over a table that is longer than it should be loaded: read and added up part by part."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from .check import file_faults, unreadable
from .datasets import Table
from .datasets.declare import NUMBER, TEXT, WHOLE
from .faults import BadTable
from .files import ARROW_FAULTS, arrow_schema, to_frame
from .load import filtered, known_columns, table_named
from .state import paths


def total(
    name: str,
    value: str,
    *,
    by: Sequence[str],
    filters=None,
    folder: Path | None = None,
) -> pd.DataFrame:
    """The sum of a column for each combination of others: the columns of `by` and `value`, sorted.

    Equal to `load(…).groupby(by, dropna=False)[value].sum(min_count=1)`, in the memory of one part
    of the file. `filters` and what is raised are as with `load`; TypeError when `value` holds no
    numbers.
    """
    table = table_named(name)
    known_columns(table, [*by, value, *filtered(filters)])
    if table.dtype(value) not in (WHOLE, NUMBER):
        raise TypeError(f"column {value!r} of table {name!r} holds no numbers")
    path = paths(folder)[name]
    if faults := file_faults(table, path):
        raise BadTable(name, faults)
    schema = pa.schema([arrow_schema(table).field(column) for column in (*by, value)])
    try:
        parts = [
            _sum(part, by, value).cast(schema) for part in _parts(table, path, by, value, filters)
        ]
    except ARROW_FAULTS as error:
        raise BadTable(name, [unreadable(table, path, error)]) from error
    whole = _sum(pa.concat_tables([schema.empty_table(), *parts]), by, value)
    return to_frame(whole.sort_by([(column, "ascending") for column in by]))


def _parts(table: Table, path: Path, by, value, filters) -> Iterator[pa.Table]:
    """The rows that pass the filters, of those row groups that may hold any.

    The file is opened once: another one may replace it meanwhile.
    """
    condition = pq.filters_to_expression(filters) if filters else None
    needed = list(dict.fromkeys([*by, value, *filtered(filters)]))
    # Rows are told apart by the numbers of their words, not by their words, which is the quicker.
    texts = [column for column in by if table.dtype(column) == TEXT]
    with pa.OSFile(str(path)) as opened:
        file = pq.ParquetFile(
            opened,
            page_checksum_verification=True,
            read_dictionary=[column for column in texts if column not in filtered(filters)],
        )
        for group in _groups(file, opened, condition):
            rows = file.read_row_group(group, columns=needed)
            yield rows if condition is None else rows.filter(condition)


def _groups(file: pq.ParquetFile, opened: pa.NativeFile, condition) -> list[int]:
    if condition is None:
        return list(range(file.num_row_groups))
    from pyarrow import dataset  # takes its time, and is needed for filters alone

    whole = dataset.ParquetFileFormat().make_fragment(opened)
    return [g.id for part in whole.split_by_row_group(condition) for g in part.row_groups]


def _sum(rows: pa.Table, by: Sequence[str], value: str) -> pa.Table:
    summed = rows.group_by(list(by)).aggregate([(value, "sum")])
    return summed.rename_columns([*by, value])
