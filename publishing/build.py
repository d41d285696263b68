"""Build the Parquet files of `data/` from a folder of CSV files, one a table."""

from pathlib import Path

import pandas as pd

from kzdata.schema import TABLES, Table
from kzdata.schema.model import DAY, FLAG, NUMBER, TEXT, WHOLE
from kzdata.schema.problems import BadTable, Error, Problem
from kzdata.table_file import unreadable
from kzdata.versions.entry import Entry
from publishing.commit.change import Change
from publishing.commit.publish import publish

FLAGS = {"yes": True, "no": False}


def _flag(text: str) -> bool:
    if text not in FLAGS:
        raise ValueError(f"{text!r} is neither yes nor no")
    return FLAGS[text]


def build(source: Path, folder: Path, change: Change) -> Entry | None:
    """Publish each declared table from `source/NAME.csv`; None if nothing would be another.

    Raises BadTable, and leaves the folder as it was, when a CSV file is missing, cannot be read or
    has other columns than declared, and whatever `publish` raises.
    """
    return publish(folder, change, read_folder(source))


def read_folder(source: Path) -> dict[str, pd.DataFrame]:
    """Each declared table from `source/NAME.csv`; raises BadTable."""
    return {name: _read_csv(table, source / f"{name}.csv") for name, table in TABLES.items()}


def _read_csv(table: Table, path: Path) -> pd.DataFrame:
    if not path.exists():
        raise BadTable(table.name, [Problem(table.name, path.name, Error.MISSING_FILE)])
    try:
        texts = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise BadTable(table.name, [unreadable(table, path, error)]) from error
    lost = [name for name in table.columns if name not in texts]
    extra = [name for name in texts if name not in table.columns]
    if lost or extra:
        raise BadTable(
            table.name,
            [Problem(table.name, path.name, Error.MISSING_COLUMN, column=name) for name in lost]
            + [Problem(table.name, path.name, Error.UNKNOWN_COLUMN, column=name) for name in extra],
        )
    return pd.DataFrame({name: _typed(texts[name], table, name, path) for name in table.columns})


def _typed(texts: pd.Series, table: Table, name: str, path: Path) -> pd.Series:
    convert = {
        TEXT: lambda s: s.astype(TEXT),
        WHOLE: lambda s: pd.to_numeric(s).astype("Int64"),
        NUMBER: lambda s: pd.to_numeric(s).astype("float64"),
        DAY: lambda s: pd.to_datetime(s, format="%Y-%m-%d").astype(DAY),
        FLAG: lambda s: s.map(_flag).astype("bool"),
    }
    dtype = table.dtype(name)
    try:
        return convert[dtype](texts)
    except (ValueError, TypeError) as error:
        problem = Problem(table.name, path.name, Error.TYPE, None, name, str(error), dtype)
        raise BadTable(table.name, [problem]) from error
