"""A dataset for programs: CSV, and JSON that says what its columns are."""

import json
from collections.abc import Iterator
from datetime import date

import pandas as pd
import pyarrow as pa

from dashboard.render.datapackage import TYPES
from kzdata.parquet import arrow_schema
from kzdata.schema import Table

PART = 10_000  # rows that are in memory as Python has them at a time

FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json; charset=utf-8",
}


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """The rows as programs read them: UTF-8 without a mark, comma, decimal point, empty if unknown.

    Every text stands as it is in the data. Who opens tables in a spreadsheet takes the workbook.
    """
    return frame.to_csv(index=False, lineterminator="\n").encode()


def json_bytes(table: Table, frame: pd.DataFrame, version: str) -> bytes:
    """An object that says what it is, with the rows last, each an object by column.

    `pandas.DataFrame(answer["rows"])` is the table again. `columns` has the type (as in Table
    Schema), unit and titles of each column in its order. Days are ISO 8601, what is unknown is
    null and never left out.
    """
    about = {
        "dataset": table.name,
        "title": dict(table.title),
        "data_version": version,
        "package": "datapackage.json",
        "key": list(table.key),
        "columns": [_column(table, name) for name in table.columns],
        "rows": list(plain_rows(table, frame)),
    }
    return json.dumps(about, ensure_ascii=False, default=date.isoformat).encode()


def plain_rows(table: Table, frame: pd.DataFrame) -> Iterator[dict]:
    """The rows in Python's own types: str, int, float, bool, date, and None for what is unknown."""
    rows = pa.Table.from_pandas(frame, schema=arrow_schema(table), preserve_index=False)
    for part in rows.to_batches(max_chunksize=PART):
        yield from part.to_pylist()


def _column(table: Table, name: str) -> dict:
    spec = table.specs[name]
    return {
        "name": name,
        "type": TYPES[spec.dtype],
        "unit": spec.unit,
        "title": dict(spec.title),
    }
