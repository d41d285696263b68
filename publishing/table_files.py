"""Tables as files that people change and hand in again: workbook, CSV, Parquet."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path

import pandas as pd

from dashboard.i18n.messages import say
from dashboard.render.spreadsheet_csv import csv_by_hand
from dashboard.render.workbook import Sheet, workbook, workbook_of
from kzdata.current import Standing
from kzdata.parquet import packed
from kzdata.schema import Table

FORMS = (".xlsx", ".csv", ".parquet")

Edition = tuple[str, datetime]  # which version a state is of, and since when the table was so


def table_file(
    table: Table,
    frame: pd.DataFrame,
    edition: Edition,
    form: str,
    language: str,
    frames: Mapping[str, pd.DataFrame],
) -> bytes:
    """A table in one of FORMS; a workbook offers the keys of `frames` to choose from."""
    if form == ".csv":
        return csv_by_hand(table, frame, language)
    if form == ".parquet":
        return packed(table, frame)
    return workbook(table, frame, language, *edition, frames=frames, protected=True)


def tables_workbook(tables: Iterable[Table], stands: Standing, language: str) -> bytes:
    """Several tables that stand as one workbook, a sheet each."""
    sheets = {t.name: Sheet(t, stands.frames[t.name], t.key) for t in tables}
    version, modified = max((edition_of(stands, name) for name in sheets), key=itemgetter(1))
    title = say("export.tables", language)
    return workbook_of(sheets, title, language, version, modified, stands.frames)


def edition_of(stands: Standing, name: str) -> Edition:
    """Which version what stands is of, and since when a table has been as it stands."""
    return stands.version, modified(stands.paths[name])


def modified(path: Path) -> datetime:
    """When a file was last written, to the second."""
    return datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
