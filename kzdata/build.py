"""Build the Parquet files of `data/` from a folder of CSV files, one a table."""

from pathlib import Path

import pandas as pd

from .datasets import TABLES, Table
from .datasets.declare import DAY, FLAG, NUMBER, TEXT, WHOLE
from .faults import BadTable, Fault
from .files import file_of, write

FLAGS = {"yes": True, "no": False}


def build(source: Path, folder: Path) -> list[Path]:
    """Write one Parquet file for each declared table from `source/NAME.csv`; returns the paths.

    All CSV files are read before the first Parquet file is written. Raises BadTable when a file is
    missing, has other columns than declared, or holds a text that is not of the declared type.
    """
    frames = {name: _read_csv(table, source / f"{name}.csv") for name, table in TABLES.items()}
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in frames.items():
        write(TABLES[name], frame, file_of(TABLES[name], folder))
    return [file_of(table, folder) for table in TABLES.values()]


def _read_csv(table: Table, path: Path) -> pd.DataFrame:
    if not path.exists():
        raise BadTable(table.name, [Fault(table.name, path.name, "missing_file")])
    texts = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])
    lost = [name for name in table.columns if name not in texts]
    extra = [name for name in texts if name not in table.columns]
    if lost or extra:
        raise BadTable(
            table.name,
            [Fault(table.name, path.name, "missing_column", column=name) for name in lost]
            + [Fault(table.name, path.name, "unknown_column", column=name) for name in extra],
        )
    return pd.DataFrame({name: _typed(texts[name], table, name, path) for name in table.columns})


def _typed(texts: pd.Series, table: Table, name: str, path: Path) -> pd.Series:
    convert = {
        TEXT: lambda s: s.astype(TEXT),
        WHOLE: lambda s: pd.to_numeric(s).astype("Int64"),
        NUMBER: lambda s: pd.to_numeric(s).astype("float64"),
        DAY: lambda s: pd.to_datetime(s, format="%Y-%m-%d").astype(DAY),
        FLAG: lambda s: s.map(FLAGS).astype("bool"),
    }
    dtype = table.dtype(name)
    try:
        return convert[dtype](texts)
    except (ValueError, TypeError) as error:
        fault = Fault(table.name, path.name, "type", None, name, str(error), dtype)
        raise BadTable(table.name, [fault]) from error
