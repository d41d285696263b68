"""`/open/…`: every dataset to be taken away, and the package that describes them all."""

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from threading import Condition

from cachetools import LRUCache, cached
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

import kzdata
from dashboard import shelf
from dashboard.i18n import wished_language, words_of
from kzdata import TABLES
from kzdata.datapackage import File, datapackage
from kzdata.export import FORMS, csv_bytes, json_bytes, workbook
from kzdata.history.objects import digest_of, is_whole, object_of

from .about_data import above, named
from .fresh import tag, tag_of, unless_known, validators
from .ranges import part_of

PACKAGE = "datapackage.json"


def open_data(request: Request) -> Response:
    """One dataset or the package; 404 with what there is, 503 if the data did not pass the check.

    `?lang=` is the language of the workbook and of the package's titles, else Kazakh.
    """
    file, language = request.path_params["file"], wished_language(request.query_params.get("lang"))
    name, _, form = file.rpartition(".")
    try:
        if file == PACKAGE:
            return _package(request, language)
        if name in TABLES and form in FORMS:
            return _dataset(request, name, form, language)
    except shelf.Unavailable:
        return PlainTextResponse("This dataset did not pass the check.\n", status_code=503)
    known = "\n".join(f"/open/{table}.{form}" for table in TABLES for form in FORMS)
    text = f"No such dataset. There are:\n/open/{PACKAGE}\n{known}\n"
    return PlainTextResponse(text, status_code=404)


def _dataset(request: Request, name: str, form: str, language: str) -> Response:
    data = shelf.snapshot()
    data.need(name)
    if form == "parquet":
        headers = validators(tag(data.digests[name]), data.modified[name])
        headers["content-disposition"] = f'attachment; filename="{name}.parquet"'
        return unless_known(request, _file(request, data, name, headers))
    body = _made(data, name, form, language)
    headers = validators(tag_of(body), data.modified[name] if form == "csv" else data.newest)
    headers["content-disposition"] = f'attachment; filename="{name}.{form}"'
    return unless_known(request, Response(body, media_type=FORMS[form], headers=headers))


def _file(
    request: Request, data: shelf.Snapshot, name: str, headers: Mapping[str, str]
) -> Response:
    """A table's file in the bytes of its digest, of which who reads from afar takes but parts.

    The file in place may be another one at any moment; an object of the history never changes.
    """
    kept = object_of(kzdata.data_folder(), data.digests[name])
    if _is_whole(kept):
        return FileResponse(kept, headers=headers, media_type=FORMS["parquet"])
    return part_of(request, _bytes(data, name), headers, FORMS["parquet"])


def _bytes(data: shelf.Snapshot, name: str) -> bytes:
    digest = data.digests[name]
    return _kept((name, "parquet", digest), lambda: _read(data.paths[name], digest))


def _size(data: shelf.Snapshot, name: str) -> int:
    kept = object_of(kzdata.data_folder(), data.digests[name])
    return kept.stat().st_size if _is_whole(kept) else len(_bytes(data, name))


def _read(path: Path, digest: str) -> bytes:
    """The bytes of a digest; raises Unavailable when the file has others by now."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise shelf.Unavailable(path.stem) from error
    if digest_of(content) != digest:
        raise shelf.Unavailable(path.stem)
    return content


def _is_whole(path: Path) -> bool:
    try:
        state = path.stat()
    except OSError:
        return False
    return _has_its_bytes(path, state.st_mtime_ns, state.st_size, state.st_ino)


@lru_cache(200)
def _has_its_bytes(path: Path, *state: int) -> bool:
    return is_whole(path)


def _package(request: Request, language: str) -> Response:
    data = shelf.snapshot()
    data.need(*shelf.ALWAYS_NEEDED)
    body = _kept((PACKAGE, language, data.version), lambda: _package_of(data, language))
    headers = validators(tag_of(body), data.newest)
    return unless_known(request, Response(body, media_type=FORMS["json"], headers=headers))


def _package_of(data: shelf.Snapshot, language: str) -> bytes:
    files = {}
    for name in data.tables:
        csv = _made(data, name, "csv", language)
        digest = hashlib.sha256(csv).hexdigest()
        files[name] = (
            File(f"{name}.csv", FORMS["csv"].partition(";")[0], len(csv), digest),
            File(f"{name}.parquet", FORMS["parquet"], _size(data, name), data.digests[name]),
        )
    package = datapackage(data.tables, files, data.version, language)
    return json.dumps(package, ensure_ascii=False, indent=1).encode()


def _made(data: shelf.Snapshot, name: str, form: str, language: str) -> bytes:
    table, frame = TABLES[name], data.tables[name]
    if form == "csv":
        return _kept((name, form, data.digests[name]), lambda: csv_bytes(frame))
    if form == "json":
        return _kept((name, form, data.version), lambda: json_bytes(table, frame, data.version))
    data.need(*shelf.ALWAYS_NEEDED)
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


# Kept while they fit into so many bytes; while one is made, whoever else asks for it waits for it.
@cached(LRUCache(32_000_000, getsizeof=len), key=lambda key, make: key, condition=Condition())
def _kept(key: tuple, make: Callable[[], bytes]) -> bytes:
    return make()
