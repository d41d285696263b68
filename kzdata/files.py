"""Parquet files of the declared tables: where they are, how they are read and written."""

import contextlib
import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from .datasets import TABLES, Table
from .datasets.declare import DAY, FLAG, NUMBER, TEXT, WHOLE

ARROW_TYPES = {
    TEXT: pa.string(),
    WHOLE: pa.int64(),
    NUMBER: pa.float64(),
    DAY: pa.date32(),
    FLAG: pa.bool_(),
}
PANDAS_TYPES = {pa.int64(): pd.Int64Dtype(), pa.string(): pd.StringDtype(na_value=float("nan"))}
# Rows that are read or left out together: few enough that a key does not drag in many rows of
# others and that one group is small in memory, enough that their number costs nothing.
ROW_GROUP = 131_072
# What reading a damaged file may raise; a text that is no UTF-8 comes last of all.
ARROW_FAULTS = (pa.ArrowException, OSError, UnicodeDecodeError)


def data_folder() -> Path:
    """The folder named by KZDATA_DIR, else `data/` beside the package."""
    return Path(os.environ.get("KZDATA_DIR") or Path(__file__).parent.parent / "data")


def file_of(table: Table, folder: Path | None = None) -> Path:
    return (folder or data_folder()) / f"{table.name}.parquet"


def arrow_schema(table: Table) -> pa.Schema:
    """The declared columns as Arrow fields; each carries its unit and titles into the file."""
    fields = []
    for name in table.columns:
        about = table.about(name)
        said = {f"title_{language}": text for language, text in about["title"].items()}
        if about["unit"]:
            said["unit"] = about["unit"]
        fields.append(pa.field(name, ARROW_TYPES[table.dtype(name)], metadata=said))
    return pa.schema(fields, {f"title_{k}": v for k, v in table.title.items()})


def read(
    table: Table, path: Path, columns: Sequence[str] | None = None, filters=None
) -> pd.DataFrame:
    """The rows of a file in the declared types; `columns` and `filters` reach Parquet itself."""
    wanted = list(table.columns if columns is None else columns)
    rows = pq.read_table(
        path,
        columns=wanted,
        filters=filters,
        page_checksum_verification=True,
        pre_buffer=False,  # which would hold all that is to be read at once; the disk is near
    )
    frame = to_frame(rows)
    del rows
    # Arrow keeps what it had for the next time; tables are read once a version.
    pa.default_memory_pool().release_unused()
    return frame


def to_frame(rows: pa.Table) -> pd.DataFrame:
    """Rows in the declared types of pandas; raises what Arrow says of rows that are damaged."""
    rows.validate(full=True)
    return rows.to_pandas(date_as_object=False, types_mapper=PANDAS_TYPES.get)


def write(table: Table, frame: pd.DataFrame, path: Path) -> None:
    """Write a table so that the same rows, in whatever order, give the same bytes."""
    ordered = frame[list(table.columns)].sort_values(list(table.key), na_position="first")
    rows = pa.Table.from_pandas(ordered, schema=arrow_schema(table), preserve_index=False)
    write_rows(rows.replace_schema_metadata(arrow_schema(table).metadata), path)


def write_rows(rows: pa.Table, path: Path) -> None:
    """Write rows that are sorted already."""
    pq.write_table(
        rows, path, compression="zstd", write_page_checksum=True, row_group_size=ROW_GROUP
    )


def stamp(folder: Path | None = None) -> tuple[tuple[str, int, int], ...]:
    """What changes when any file of the data changes: names, times and sizes."""
    found = []
    for table in TABLES.values():
        try:
            state = file_of(table, folder).stat()
            found.append((table.name, state.st_mtime_ns, state.st_size))
        except OSError:
            found.append((table.name, 0, 0))
    return tuple(found)


def digests(folder: Path | None = None) -> dict[str, str]:
    """A digest over the bytes of each table's file; empty where there is none to read."""
    found = dict.fromkeys(TABLES, "")
    for name, table in TABLES.items():
        with contextlib.suppress(OSError):
            found[name] = hashlib.sha256(file_of(table, folder).read_bytes()).hexdigest()
    return found


def version(of_tables: Mapping[str, str]) -> str:
    """The version of the data: the beginning of a digest over the digests of all tables."""
    return hashlib.sha256(" ".join(of_tables.values()).encode()).hexdigest()[:12]
