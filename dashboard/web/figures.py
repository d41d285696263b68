"""`/figures/…`: every figure to be taken away, as a picture, a table or a record."""

import hashlib
import re
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from dashboard import clock, shelf
from dashboard.exports import FORMS, file_name
from dashboard.figures import CHOICES, FIGURES, codes
from dashboard.i18n import LANGUAGES, words_of
from dashboard.pages import view_path

# What a browser names as its host; anything stranger is left out of the pictures.
HOST = re.compile(r"[a-z0-9.-]{1,80}(:\d{1,5})?", re.IGNORECASE)


def figure_file(request: Request) -> Response:
    """One figure in one language and form; 404 for what is unknown, 503 if its data are faulty."""
    language = request.path_params["language"]
    id, _, form = request.path_params["file"].rpartition(".")
    for found, known, what in (
        (language, LANGUAGES, "language"),
        (id, FIGURES, "figure"),
        (form, FORMS, "format"),
    ):
        if found not in known:
            there_are = ", ".join(known)
            text = f"No such {what}. There are: {there_are}\nAll of them: /figures/index.json\n"
            return PlainTextResponse(text, status_code=404)
    choices = {}
    for name in FIGURES[id].choices:
        offered = {str(code): code for code in codes(name, shelf.snapshot().tables)}
        wish = request.query_params.get(name)
        if wish is not None and wish not in offered:
            text = f"No such {name}. There are: {', '.join(offered)}\n"
            return PlainTextResponse(text, status_code=404)
        if wish is not None:
            choices[name] = offered[wish]
    return _answer(request, id, language, form, choices)


def _answer(request: Request, id: str, language: str, form: str, choices: dict) -> Response:
    day, host = clock.today(), request.headers.get("host", "")
    host = host if HOST.fullmatch(host) else ""
    try:
        body = shelf.take_away(id, language, day, form, host, **choices)
        made, _ = shelf.figure(id, language, day, **choices)
    except shelf.Unavailable:
        return PlainTextResponse(words_of(language)("ui.unavailable") + "\n", status_code=503)
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    name = quote(file_name(made, day, form))
    headers = {
        "etag": etag,
        "cache-control": "no-cache",
        "content-disposition": f'attachment; filename="{id}-{language}-{day}.{form}"; '
        f"filename*=UTF-8''{name}",
    }
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=FORMS[form], headers=headers)


def figure_index(request: Request) -> JSONResponse:
    """Every figure with its questions, its choices, its page and its files."""
    tables = shelf.snapshot().tables
    return JSONResponse(
        {
            "data_version": shelf.snapshot().version,
            "languages": LANGUAGES,
            "forms": list(FORMS),
            "choices": {name: list(codes(name, tables)) for name in CHOICES},
            "figures": [_entry(id) for id in FIGURES],
        }
    )


def _entry(id: str) -> dict:
    choices = shelf.chosen(id, {})
    query = "?" + urlencode(choices) if choices else ""
    return {
        "figure": id,
        "page": {lang: view_path(FIGURES[id].page, lang, choices, id) for lang in LANGUAGES},
        "choices": list(choices),
        "files": {
            lang: {form: f"/figures/{lang}/{id}.{form}{query}" for form in FORMS}
            for lang in LANGUAGES
        },
    }
