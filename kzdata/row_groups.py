"""The rows of a Parquet file, a row group at a time: those that filters may meet, on all cores."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType

import pyarrow as pa
import pyarrow.parquet as pq

# Each that is read at the same time as others is in memory as well.
MOST_AT_ONCE = 4


def filtered(filters) -> list[str]:
    """The columns that filters name; pyarrow takes one list of conditions or several."""
    conditions = filters or []
    if conditions and isinstance(conditions[0], list):
        conditions = [one for several in conditions for one in several]
    return [column for column, *_ in conditions]


def _as_they_are(rows: pa.Table) -> pa.Table:
    return rows


def each_row_group(
    opened: pa.NativeFile,
    columns: Sequence[str],
    made: Callable[[pa.Table], pa.Table] = _as_they_are,
    *,
    filters=None,
    encoded: Iterable[str] = (),
    declared: pa.Schema | None = None,
    was: Mapping[str, str] = MappingProxyType({}),
) -> list[pa.Table]:
    """What is made of the columns of each row group, of rows that pass the filters; in their order.

    The first is made of no rows at all, so that there is always one. Text in the columns `encoded`
    comes as Arrow's dictionaries: numbers of words, which are quicker to tell apart than the words.
    A column that is `declared` and not in the file is empty; `was` are names of columns by those
    that they have in older files. Raises what Arrow says of a damaged file, and ArrowKeyError when
    a column is neither there nor declared.
    """
    needed = list(dict.fromkeys([*columns, *filtered(filters)]))
    condition = pq.filters_to_expression(filters) if filters else None
    metadata = pq.read_metadata(opened)
    schema = metadata.schema.to_arrow_schema()
    stored = {was.get(old, old): old for old in schema.names if was.get(old) not in schema.names}
    absent = [name for name in needed if name not in stored]
    if unknown := [name for name in absent if declared is None or name not in declared.names]:
        raise pa.ArrowKeyError(f"no column {unknown[0]!r} among {', '.join(schema.names)}")
    there = {name: stored[name] for name in needed if name in stored}
    # A condition finds its words by their numbers too, unless somebody wants to have the words.
    numbered = [old for name, old in there.items() if name in encoded or name not in columns]

    def reader() -> pq.ParquetFile:
        return pq.ParquetFile(
            opened, metadata=metadata, page_checksum_verification=True, read_dictionary=numbered
        )

    first = reader()
    # The statistics of groups tell of columns that the file has, by the names that it has for them.
    told = all(there.get(name) == name for name in filtered(filters))
    groups = _groups(first, opened, condition if told else None)
    at_once = min(len(groups), os.cpu_count() or 1, MOST_AT_ONCE)
    # A reader keeps its place in the file, which only one may use at a time.
    free = [first, *(reader() for _ in range(at_once - 1))]

    def as_declared(rows: pa.Table, number: int) -> pa.Table:
        held = [rows.column(old) for old in there.values()]
        held += [pa.nulls(number, declared.field(name).type) for name in absent]
        return pa.table(held, names=[*there, *absent])

    def of(group: int) -> pa.Table:
        own = free.pop()
        try:
            rows = own.read_row_group(group, columns=list(there.values()), use_threads=False)
        finally:
            free.append(own)
        rows = as_declared(rows, metadata.row_group(group).num_rows)
        return made((rows if condition is None else rows.filter(condition)).select(columns))

    nothing = made(as_declared(first.schema_arrow.empty_table(), 0).select(columns))
    if at_once < 2:
        return [nothing, *map(of, groups)]
    with ThreadPoolExecutor(at_once) as threads:
        return [nothing, *threads.map(of, groups)]


def _groups(file: pq.ParquetFile, opened: pa.NativeFile, condition) -> list[int]:
    if condition is None:
        return list(range(file.num_row_groups))
    from pyarrow import dataset  # takes its time, and is needed for filters alone

    whole = dataset.ParquetFileFormat().make_fragment(opened)
    return [g.id for part in whole.split_by_row_group(condition) for g in part.row_groups]
