"""Every dataset whole, in each form in which it is taken away, and the package of them all."""

import hashlib
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pandas as pd

from dashboard.i18n import words_of
from dashboard.render.about_data import above, named
from dashboard.render.datapackage import File, datapackage
from dashboard.render.formats import FORMS, csv_bytes, json_bytes
from dashboard.render.workbook import workbook
from dashboard.store.finished import ALWAYS_NEEDED
from dashboard.store.snapshot import Snapshot, Unavailable
from kzdata import TABLES, Table
from kzdata.parquet import read
from kzdata.versions.objects import digest_of
from kzdata.versions.shape import declared_then

PACKAGE = "datapackage.json"


def dataset(data: Snapshot, name: str, form: str, language: str) -> bytes:
    """A table as a file; the language is that of the workbook. Raises Unavailable.

    Of an older version it has the columns that it had then.
    """
    if form == "parquet":
        return _read(data.paths[name], _digest(data, name))
    table, frame = _declared(data, name)
    if form == "csv":
        return csv_bytes(frame)
    if form == "json":
        return json_bytes(table, frame, data.version)
    data.need(*ALWAYS_NEEDED)
    said, sources = words_of(language), data.tables["sources"]
    return workbook(
        table,
        frame,
        language,
        data.version,
        data.newest,
        frames={} if data.older else data.tables,
        above=above(table, said, data.version),
        below=named(table, frame, sources, said),
    )


def _digest(data: Snapshot, name: str) -> str:
    """That of a table's file; raises Unavailable."""
    if not data.older:
        data.need(name)
    if name not in data.digests:
        raise Unavailable(name)
    return data.digests[name]


def _declared(data: Snapshot, name: str) -> tuple[Table, pd.DataFrame]:
    """A table as it is declared, or was when an older version was published; raises Unavailable."""
    digest = _digest(data, name)
    if not data.older:
        return TABLES[name], data.tables[name]
    return _then(name, data.paths[name], digest)


@lru_cache(16)
def _then(name: str, path: Path, digest: str) -> tuple[Table, pd.DataFrame]:
    _read(path, digest)
    table = declared_then(name, path)
    return table, read(table, path)


def _read(path: Path, digest: str) -> bytes:
    """The bytes of a digest; raises Unavailable when the file has others by now."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Unavailable(path.stem) from error
    if digest_of(content) != digest:
        raise Unavailable(path.stem)
    return content


def package(data: Snapshot, language: str, size: Callable[[str], int]) -> bytes:
    """The data package; `size` counts the bytes of a table's Parquet file. Raises Unavailable."""
    data.need(*ALWAYS_NEEDED)
    files, declared, frames = {}, {}, {}
    for name in data.digests if data.older else data.tables:
        declared[name], frames[name] = _declared(data, name)
        csv = dataset(data, name, "csv", language)
        digest = hashlib.sha256(csv).hexdigest()
        files[name] = (
            File(f"{name}.csv", FORMS["csv"].partition(";")[0], len(csv), digest),
            File(f"{name}.parquet", FORMS["parquet"], size(name), data.digests[name]),
        )
    told = datapackage(frames, files, data.version, language, declared)
    return json.dumps(told, ensure_ascii=False, indent=1).encode()
