"""Every dataset whole, in each form in which it is taken away, and the package of them all."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from threading import Condition

from cachetools import LRUCache, cached

from dashboard.i18n import words_of
from dashboard.render.about_data import above, named
from dashboard.render.datapackage import File, datapackage
from dashboard.render.formats import FORMS, csv_bytes, json_bytes
from dashboard.render.workbook import workbook
from dashboard.store.finished import ALWAYS_NEEDED
from dashboard.store.snapshot import Snapshot, Unavailable
from kzdata import TABLES
from kzdata.versions.objects import digest_of

PACKAGE = "datapackage.json"


def dataset(data: Snapshot, name: str, form: str, language: str) -> bytes:
    """A table as a file; the language is that of the workbook. Raises Unavailable."""
    data.need(name)
    table, frame, digest = TABLES[name], data.tables[name], data.digests[name]
    if form == "parquet":
        return _kept((name, form, digest), lambda: _read(data.paths[name], digest))
    if form == "csv":
        return _kept((name, form, digest), lambda: csv_bytes(frame))
    if form == "json":
        return _kept((name, form, data.version), lambda: json_bytes(table, frame, data.version))
    data.need(*ALWAYS_NEEDED)
    said, sources = words_of(language), data.tables["sources"]
    return _kept(
        (name, form, language, data.version, data.newest),
        lambda: workbook(
            table,
            frame,
            language,
            data.version,
            data.newest,
            above=above(table, said, data.version),
            below=named(table, frame, sources, said),
        ),
    )


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
    return _kept((PACKAGE, language, data.version), lambda: _package(data, language, size))


def _package(data: Snapshot, language: str, size: Callable[[str], int]) -> bytes:
    files = {}
    for name in data.tables:
        csv = dataset(data, name, "csv", language)
        digest = hashlib.sha256(csv).hexdigest()
        files[name] = (
            File(f"{name}.csv", FORMS["csv"].partition(";")[0], len(csv), digest),
            File(f"{name}.parquet", FORMS["parquet"], size(name), data.digests[name]),
        )
    told = datapackage(data.tables, files, data.version, language)
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


# Kept while they fit into so many bytes; while one is made, whoever else asks for it waits for it.
@cached(LRUCache(32_000_000, getsizeof=len), key=lambda key, make: key, condition=Condition())
def _kept(key: tuple, make: Callable[[], bytes]) -> bytes:
    return make()
