"""Hold every file against its declaration and report all faults at once."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
from pandera.errors import SchemaErrors

from .datasets import TABLES, Table
from .faults import Fault
from .files import ARROW_FAULTS, ARROW_TYPES, data_folder, file_of, read

PANDERA_RULES = {"not_nullable": "not_null"}


def file_faults(table: Table, path: Path) -> list[Fault]:
    """Faults of the file as a whole: absent, unreadable, other columns or types than declared."""
    if not path.exists():
        return [Fault(table.name, path.name, "missing_file")]
    try:
        found = pq.read_schema(path)
    except ARROW_FAULTS as error:
        return [unreadable(table, path, error)]
    faults = []
    for name in table.columns:
        expected = ARROW_TYPES[table.dtype(name)]
        if name not in found.names:
            faults.append(
                Fault(table.name, path.name, "missing_column", column=name, expected=str(expected))
            )
        elif found.field(name).type != expected:
            faults.append(
                Fault(
                    table.name,
                    path.name,
                    "type",
                    column=name,
                    found=str(found.field(name).type),
                    expected=str(expected),
                )
            )
    for name in found.names:
        if name not in table.columns:
            faults.append(
                Fault(
                    table.name,
                    path.name,
                    "unknown_column",
                    column=name,
                    expected=", ".join(table.columns),
                )
            )
    return faults


def unreadable(table: Table, path: Path, error: Exception) -> Fault:
    """The fault of a file that Parquet cannot read."""
    told = str(error).splitlines()[0] if str(error) else type(error).__name__
    return Fault(table.name, path.name, "unreadable_file", found=told)


def row_faults(table: Table, frame: pd.DataFrame, file: str) -> list[Fault]:
    """Faults of single rows: types, ranges, codes, rules between columns, keys that occur twice."""
    if frame.empty:
        return [Fault(table.name, file, "empty")]
    faults = []
    try:
        table.schema.validate(frame, lazy=True)
    except SchemaErrors as error:
        faults = _from_pandera(table, frame, file, error.failure_cases)
    key = list(table.key)
    for position in frame.index[frame.duplicated(key, keep=False)]:
        found = ", ".join(_told(frame.at[position, name]) for name in key)
        faults.append(Fault(table.name, file, "key", position + 1, ", ".join(key), found, ""))
    return faults


def reference_faults(
    table: Table, frame: pd.DataFrame, file: str, frames: Mapping[str, pd.DataFrame]
) -> list[Fault]:
    """Values that should name a row of another table and do not.

    A table that could not be read blames nobody: its own fault is reported instead.
    """
    faults = []
    for name in table.columns:
        about = table.about(name)
        target = about["references"]
        if target is None or target not in frames:
            continue
        known = set(frames[target][TABLES[target].key[0]]) | set(about["besides"])
        lost = frame.index[frame[name].notna() & ~frame[name].isin(known)]
        faults += [
            Fault(table.name, file, "reference", i + 1, name, _told(frame.at[i, name]), target)
            for i in lost
        ]
    return faults


def survey(folder: Path | None = None) -> tuple[dict[str, pd.DataFrame], list[Fault]]:
    """Read and check all tables: the frames that could be read, and every fault found."""
    folder = folder or data_folder()
    frames: dict[str, pd.DataFrame] = {}
    faults: list[Fault] = []
    for table in TABLES.values():
        path = file_of(table, folder)
        in_file = file_faults(table, path)
        if not in_file:
            try:
                frames[table.name] = read(table, path)
            except ARROW_FAULTS as error:
                in_file = [unreadable(table, path, error)]
        faults += in_file
    for name, frame in frames.items():
        file = file_of(TABLES[name], folder).name
        faults += row_faults(TABLES[name], frame, file)
        faults += reference_faults(TABLES[name], frame, file, frames)
    declared = {file_of(table, folder) for table in TABLES.values()}
    for path in sorted(folder.glob("*.parquet")):
        if path not in declared:
            faults.append(
                Fault(path.stem, path.name, "undeclared_file", expected=", ".join(TABLES))
            )
    return frames, faults


def check(folder: Path | None = None) -> list[Fault]:
    """Every fault of the data in a folder; an empty list when all is well."""
    return survey(folder)[1]


def _from_pandera(table: Table, frame: pd.DataFrame, file: str, cases: pd.DataFrame) -> list[Fault]:
    faults = {}
    for case in cases.itertuples(index=False):
        rule, _, named = str(case.check).partition(":")
        # A flag that is empty makes its whole column one of objects.
        rule = "type" if rule.startswith("dtype(") else PANDERA_RULES.get(rule, rule)
        column = named or case.column
        row = None if pd.isna(case.index) else int(case.index) + 1
        found = _told(frame.at[row - 1, column]) if row else _told(case.failure_case)
        fault = Fault(table.name, file, rule, row, column, found, _expected(table, column, rule))
        # A rule between columns fails once for each column of the row; one fault says it.
        faults[(rule, row, column)] = fault
    return list(faults.values())


def _expected(table: Table, column: str, rule: str) -> str:
    about = table.about(column)
    if rule == "range":
        return f"{about['low']:g} … {about['high']:g}"
    if rule == "percent":
        return "0 … 100"
    if rule == "code":
        return ", ".join(about["codes"])
    return about["dtype"]


def _told(value) -> str:
    if value is None or value is pd.NaT or (not isinstance(value, str) and pd.isna(value)):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return str(value)
