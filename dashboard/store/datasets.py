"""Every dataset whole, in each form in which it is taken away, and the package of them all."""

import hashlib
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from threading import Condition

import pandas as pd
from cachetools import LRUCache, cached

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
        digest = _digest(data, name)
        return _kept((name, form, digest), lambda: _read(data.paths[name], digest))
    table, frame = _declared(data, name)
    if form == "csv":
        return _kept((name, form, data.digests[name], data.older), lambda: csv_bytes(frame))
    if form == "json":
        key = (name, form, data.version, data.older)
        return _kept(key, lambda: json_bytes(table, frame, data.version))
    data.need(*ALWAYS_NEEDED)
    said, sources = words_of(language), data.tables["sources"]
    return _kept(
        (name, form, language, data.version, data.newest, data.older),
        lambda: workbook(
            table,
            frame,
            language,
            data.version,
            data.newest,
            frames={} if data.older else data.tables,
            above=above(table, said, data.version),
            below=named(table, frame, sources, said),
        ),
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
    key = (PACKAGE, language, data.version, data.older)
    return _kept(key, lambda: _package(data, language, size))


def _package(data: Snapshot, language: str, size: Callable[[str], int]) -> bytes:
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


# Kept while they fit into so many bytes; while one is made, whoever else asks for it waits for it.
@cached(LRUCache(32_000_000, getsizeof=len), key=lambda key, make: key, condition=Condition())
def _kept(key: tuple, make: Callable[[], bytes]) -> bytes:
    return make()
