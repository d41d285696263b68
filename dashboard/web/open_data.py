"""`/open/…`: every dataset to be taken away, and the package that describes them all."""

import hashlib
import json
from collections.abc import Callable
from threading import Condition

from cachetools import LRUCache, cached
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from dashboard import shelf
from dashboard.i18n import wished_language, words_of
from dashboard.open_data import FORMS, csv_bytes, json_bytes, workbook
from kzdata import TABLES
from kzdata.datapackage import File, datapackage
from kzdata.files import data_folder, file_of

from .fresh import tag, tag_of, unless_known, validators

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
        # The file itself, so that who reads from afar takes only the parts that a query needs.
        path = file_of(TABLES[name], data_folder())
        headers = validators(tag(data.digests[name]), data.modified[name])
        answer = FileResponse(path, headers=headers, media_type=FORMS[form], filename=path.name)
        return unless_known(request, answer)
    body = _made(data, name, form, language)
    headers = validators(tag_of(body), data.modified[name] if form == "csv" else data.newest)
    headers["content-disposition"] = f'attachment; filename="{name}.{form}"'
    return unless_known(request, Response(body, media_type=FORMS[form], headers=headers))


def _package(request: Request, language: str) -> Response:
    data = shelf.snapshot()
    data.need(*shelf.ALWAYS_NEEDED)
    body = _kept((PACKAGE, language, data.version), lambda: _package_of(data, language))
    headers = validators(tag_of(body), data.newest)
    return unless_known(request, Response(body, media_type=FORMS["json"], headers=headers))


def _package_of(data: shelf.Snapshot, language: str) -> bytes:
    files = {}
    for name in data.tables:
        csv, parquet = _made(data, name, "csv", language), file_of(TABLES[name], data_folder())
        digest, size = hashlib.sha256(csv).hexdigest(), parquet.stat().st_size
        files[name] = (
            File(f"{name}.csv", FORMS["csv"].partition(";")[0], len(csv), digest),
            File(parquet.name, FORMS["parquet"], size, data.digests[name]),
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
        lambda: workbook(table, frame, sources, said, data.version, data.newest),
    )


# Kept while they fit into so many bytes; while one is made, whoever else asks for it waits for it.
@cached(LRUCache(32_000_000, getsizeof=len), key=lambda key, make: key, condition=Condition())
def _kept(key: tuple, make: Callable[[], bytes]) -> bytes:
    return make()
