"""`/open/…`: every dataset to be taken away, and the package that describes them all."""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

import kzdata
from dashboard import store
from dashboard.http.byte_ranges import part_of
from dashboard.http.conditional import tag, unless_known, validators
from dashboard.http.encoded_response import Ready, answer, of_edition, ready
from dashboard.http.routes.wished_version import no_version, wished_version
from dashboard.i18n import wished_language
from dashboard.render.formats import FORMS
from kzdata import TABLES, clock
from kzdata.versions.objects import is_whole, object_of


def open_data(request: Request) -> Response:
    """One dataset or the package; 404 with what there is, 503 if the data did not pass the check.

    `?lang=` is the language of the workbook and of the package's titles, else Kazakh. `?version=`
    has them as they were published then, in the columns that they had.
    """
    file, language = request.path_params["file"], wished_language(request.query_params.get("lang"))
    name, _, form = file.rpartition(".")
    try:
        with store.one_version():
            at = wished_version(request.query_params, clock.today())
            with store.as_published(at) as data:
                if file == store.PACKAGE:
                    return _package(request, data, language)
                known = data.digests if data.older else TABLES
                if name in known and form in FORMS:
                    return _dataset(request, data, name, form, language)
    except store.NeverShown:
        return no_version(request)
    except store.Unavailable:
        return PlainTextResponse("This dataset did not pass the check.\n", status_code=503)
    there = "\n".join(f"/open/{table}.{form}" for table in known for form in FORMS)
    text = f"No such dataset. There are:\n/open/{store.PACKAGE}\n{there}\n"
    return PlainTextResponse(text, status_code=404)


def _dataset(
    request: Request, data: store.Snapshot, name: str, form: str, language: str
) -> Response:
    if not data.older:
        data.need(name)
    if form == "parquet":
        headers = validators(data.modified[name]) | {"etag": tag(data.digests[name])}
        headers["content-disposition"] = f'attachment; filename="{name}.parquet"'
        return unless_known(request, _file(request, data, name, headers))
    headers = validators(data.modified[name] if form == "csv" else data.newest)
    headers["content-disposition"] = f'attachment; filename="{name}.{form}"'
    file = f"open/{name}-{language}.{form}" if form == "xlsx" else f"open/{name}.{form}"
    made = _made(data, file, FORMS[form], lambda: store.dataset(data, name, form, language))
    return answer(made, request.scope, headers)


def _made(data: store.Snapshot, file: str, media_type: str, make: Callable[[], bytes]) -> Ready:
    """Out of the edition; of an older version, out of memory if somebody asked for it before."""
    apart = data.version if data.older else None
    return of_edition(file, clock.today(), media_type, lambda: ready(make(), media_type), apart)


def _file(
    request: Request, data: store.Snapshot, name: str, headers: Mapping[str, str]
) -> Response:
    """A table's file in the bytes of its digest, of which who reads from afar takes but parts.

    The file in place may be another one at any moment; an object of the history never changes.
    """
    kept = object_of(kzdata.data_folder(), data.digests[name])
    if _is_whole(kept):
        return FileResponse(kept, headers=headers, media_type=FORMS["parquet"])
    return part_of(request, _parquet(data, name), headers, FORMS["parquet"])


def _parquet(data: store.Snapshot, name: str) -> bytes:
    """The bytes of a digest, which may stand in no other place when the file is another by now."""
    apart = data.version if data.older else None
    file = f"open/{name}.parquet"
    return store.made(
        file, clock.today(), lambda: store.dataset(data, name, "parquet", ""), apart=apart
    )


def _size(data: store.Snapshot, name: str) -> int:
    kept = object_of(kzdata.data_folder(), data.digests[name])
    return kept.stat().st_size if _is_whole(kept) else len(_parquet(data, name))


def _is_whole(path: Path) -> bool:
    try:
        state = path.stat()
    except OSError:
        return False
    return _has_its_bytes(path, state.st_mtime_ns, state.st_size, state.st_ino)


@lru_cache(200)
def _has_its_bytes(path: Path, *state: int) -> bool:
    return is_whole(path)


def _package(request: Request, data: store.Snapshot, language: str) -> Response:
    file = f"open/{language}/{store.PACKAGE}"
    make = partial(store.package, data, language, partial(_size, data))
    return answer(_made(data, file, FORMS["json"], make), request.scope, validators(data.newest))
