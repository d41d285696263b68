"""Sums over a table that is longer than it should be loaded: read and added up part by part."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa

from kzdata.load import known_columns, table_named
from kzdata.parquet import ARROW_PROBLEMS, arrow_schema, to_frame
from kzdata.row_groups import each_row_group, filtered
from kzdata.schema.model import NUMBER, TEXT, WHOLE
from kzdata.schema.problems import BadTable
from kzdata.table_file import file_problems, unreadable
from kzdata.versions.paths import paths


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
    if problems := file_problems(table, path):
        raise BadTable(name, problems)
    schema = pa.schema([arrow_schema(table).field(column) for column in (*by, value)])
    try:
        with pa.OSFile(str(path)) as file:  # once: another one may replace it meanwhile
            parts = each_row_group(
                file,
                list(schema.names),
                lambda rows: _sum(rows, by, value).cast(schema),
                filters=filters,
                declared=arrow_schema(table),
                was=table.was,
                encoded=[column for column in by if table.dtype(column) == TEXT],
            )
    except ARROW_PROBLEMS as error:
        raise BadTable(name, [unreadable(table, path, error)]) from error
    whole = _sum(pa.concat_tables(parts), by, value)
    return to_frame(whole.sort_by([(column, "ascending") for column in by]))


def _sum(rows: pa.Table, by: Sequence[str], value: str) -> pa.Table:
    # On one thread: several would add up in another order each time, and the last digit with them.
    summed = rows.group_by(list(by), use_threads=False).aggregate([(value, "sum")])
    return summed.rename_columns([*by, value])
