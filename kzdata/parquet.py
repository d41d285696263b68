"""Parquet files of the declared tables: where they are, how they are read and written."""

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from kzdata.location import is_elsewhere, place_at
from kzdata.schema import Table
from kzdata.schema.model import DAY, FLAG, NUMBER, TEXT, WHOLE

ARROW_TYPES = {
    TEXT: pa.string(),
    WHOLE: pa.int64(),
    NUMBER: pa.float64(),
    DAY: pa.date32(),
    FLAG: pa.bool_(),
}
PANDAS_TYPES = {pa.int64(): pd.Int64Dtype(), pa.string(): pd.StringDtype(na_value=float("nan"))}
Condition = tuple[str, str, object]
Filters = Sequence[Condition] | Sequence[Sequence[Condition]]  # as pyarrow takes them
# Rows that are read or left out together: few enough that a key does not drag in many rows of
# others and that one group is small in memory, enough that their number costs nothing.
ROW_GROUP = 131_072
# Of Arrow's ways to get memory the one that gives back most: 10 MB beside its own after a survey.
pa.set_memory_pool(pa.system_memory_pool())
# What reading a damaged file may raise; a text that is no UTF-8 comes last of all.
ARROW_PROBLEMS = (pa.ArrowException, OSError, UnicodeDecodeError)


def data_folder() -> Path:
    """The folder named by KZDATA_DIR, else `data/` beside the package.

    If KZDATA_DIR is the address of a place elsewhere, that is the folder of what was last fetched.
    """
    named = os.environ.get("KZDATA_DIR", "")
    if is_elsewhere(named):
        return place_at(named).shown
    return Path(named or Path(__file__).parent.parent / "data")


def file_of(table: Table, folder: Path | None = None) -> Path:
    return (folder or data_folder()) / f"{table.name}.parquet"


def arrow_schema(table: Table) -> pa.Schema:
    """The declared columns as Arrow fields; each carries its unit and titles into the file."""
    fields = []
    for name, spec in table.specs.items():
        said = {f"title_{language}": text for language, text in spec.title.items()}
        if spec.unit:
            said["unit"] = spec.unit
        fields.append(pa.field(name, ARROW_TYPES[spec.dtype], metadata=said))
    return pa.schema(fields, {f"title_{k}": v for k, v in table.title.items()})


def read(
    table: Table,
    path: Path | pa.NativeFile,
    columns: Sequence[str] | None = None,
    filters: Filters | None = None,
) -> pd.DataFrame:
    """The rows of a file in the declared types; `columns` and `filters` reach Parquet itself.

    A column that the file does not have, for it was not declared when it was written, is empty.
    A file that another one replaces meanwhile is read to its end as it was.
    """
    if isinstance(path, Path):
        # By its path Arrow would open it twice, once for its columns and once for its rows.
        with pa.OSFile(str(path)) as file:
            return read(table, file, columns, filters)
    frame = to_frame(
        _rows(table, path, list(table.columns if columns is None else columns), filters)
    )
    # Arrow keeps what it had for the next time; tables are read once a version.
    pa.default_memory_pool().release_unused()
    return frame


def _rows(
    table: Table, file: pa.NativeFile, columns: list[str], filters: Filters | None
) -> pa.Table:
    needed = list(dict.fromkeys([*columns, *filtered(filters)]))
    opened = pq.ParquetFile(file, page_checksum_verification=True)
    stored = {name: table.stored(name, opened.schema_arrow.names) for name in needed}
    there = {name: old for name, old in stored.items() if old is not None}
    if filters and all(there.get(name) == name for name in filtered(filters)):
        rows = pq.read_table(
            file, columns=list(there.values()), filters=filters, page_checksum_verification=True
        )
    else:
        rows = opened.read(list(there.values()))
    rows = rows.rename_columns(list(there))
    for field in map(arrow_schema(table).field, needed):
        if field.name not in there:
            rows = rows.append_column(field.name, pa.nulls(len(rows), field.type))
    if filters:
        rows = rows.filter(pq.filters_to_expression(filters))
    return rows.select(columns)


def filtered(filters: Filters | None) -> list[str]:
    """The columns that filters name."""
    alike = ([each] if isinstance(each, tuple) else each for each in filters or ())
    return [column for conditions in alike for column, _, _ in conditions]


def to_frame(rows: pa.Table) -> pd.DataFrame:
    """Rows in the declared types of pandas; raises what Arrow says of rows that are damaged."""
    rows.validate(full=True)
    return rows.to_pandas(date_as_object=False, types_mapper=PANDAS_TYPES.get)


def write(table: Table, frame: pd.DataFrame, path: Path) -> None:
    """Write a table so that the same rows, in whatever order, give the same bytes."""
    write_rows(_sorted(table, frame), path)


def packed(table: Table, frame: pd.DataFrame) -> bytes:
    """The bytes that `write` would write; raises what Arrow says of values of another type."""
    sink = pa.BufferOutputStream()
    write_rows(_sorted(table, frame), sink)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _sorted(table: Table, frame: pd.DataFrame) -> pa.Table:
    ordered = frame[list(table.columns)].sort_values(list(table.key), na_position="first")
    rows = pa.Table.from_pandas(ordered, schema=arrow_schema(table), preserve_index=False)
    return rows.replace_schema_metadata(arrow_schema(table).metadata)


def write_rows(rows: pa.Table, to: Path | pa.NativeFile) -> None:
    """Write rows that are sorted already."""
    pq.write_table(rows, to, compression="zstd", write_page_checksum=True, row_group_size=ROW_GROUP)


def version(of_tables: Mapping[str, str]) -> str:
    """The version of the data: the beginning of a digest over those of all tables that there are.

    A table that is declared and not there has no part in it: that one may be published some day
    makes no other data of those of today.
    """
    there = filter(None, of_tables.values())
    return hashlib.sha256(" ".join(there).encode()).hexdigest()[:12]
