"""`/figures/…`: every figure to be taken away, as a picture, a table or a record."""

from datetime import date, datetime, time
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from dashboard import store
from dashboard.addresses import address_of_site, figure_page_path, figure_path, view_path
from dashboard.figures import CHOICES, FIGURES
from dashboard.http.conditional import validators
from dashboard.http.encoded_response import Ready, answer, answer_made, of_edition, ready
from dashboard.http.middleware import csp
from dashboard.http.routes.wished_version import no_version, wished_version
from dashboard.i18n import words_of
from dashboard.render.download import FORMS
from kzdata import clock
from kzdata.schema.model import LANGUAGES

SHOWN = ("svg", "png", "card.png")  # by a browser, and so in the pages of others


def figure_file(request: Request) -> Response:
    """One figure in one language and form; 404 for what is unknown, 503 if its data are faulty."""
    language = request.path_params["language"]
    id, _, form = request.path_params["file"].partition(".")
    for found, known, what in (
        (language, LANGUAGES, "language"),
        (id, FIGURES, "figure"),
        (form, FORMS, "format"),
    ):
        if found not in known:
            there_are = ", ".join(known)
            text = f"No such {what}. There are: {there_are}\nAll of them: /figures/index.json\n"
            return PlainTextResponse(text, status_code=404)
    today, at = clock.today(), None
    try:
        with store.one_version():
            at = wished_version(request.query_params, today)
            with store.as_published(at) as data:
                return _file(request, data, id, language, form, at.day if at else today)
    except store.NeverShown:
        return no_version(request, language)
    except store.Unavailable:
        words = words_of(language)
        if at is None:
            return PlainTextResponse(words("ui.unavailable") + "\n", status_code=503)
        said = words("version.absent", number=str(at.number), day=words.day(at.day))
        return PlainTextResponse(said + "\n", status_code=404)


def _file(
    request: Request, data: store.Snapshot, id: str, language: str, form: str, day: date
) -> Response:
    data.need(*store.ALWAYS_NEEDED, *FIGURES[id].tables)
    choices: dict[str, Any] = {}
    for name in FIGURES[id].choices:
        offered = store.codes(name)
        wish = request.query_params.get(name)
        if wish is not None and wish not in offered:
            text = f"No such {name}. There are: {', '.join(offered)}\n"
            return PlainTextResponse(text, status_code=404)
        if wish is not None:
            choices[name] = offered[wish]
    site = address_of_site(request.headers.get("host", ""))
    taken = store.chosen(id, choices)
    plain = "-".join(map(str, (id, *choices.values(), language, day)))

    def make() -> Ready:
        name, body = store.take_away(id, language, day, form, site, **choices)
        # What can be shown can be embedded; what cannot is saved.
        kind = "inline" if form in SHOWN else "attachment"
        said = f"{kind}; filename=\"{plain}.{form}\"; filename*=UTF-8''{quote(name)}"
        policy = {"content-security-policy": csp.PICTURE} if form in SHOWN else {}
        return ready(body, FORMS[form], headers={"content-disposition": said, **policy})

    apart = (site, data.version) if data.older else store.elsewhere(site)
    file = f"figures/{language}/{store.stem(id, taken)}.{form}"
    made = of_edition(file, day, FORMS[form], make, apart)
    # Every file names its day, so midnight changes it as well.
    midnight = datetime.combine(day, time(), clock.KAZAKHSTAN)
    return answer(made, request.scope, validators(max(data.newest, midnight)))


def figure_index(request: Request) -> Response:
    """Every figure with its questions, its choices, its page and its files."""
    data = store.snapshot()
    index = JSONResponse(
        {
            "data_version": data.version,
            "languages": LANGUAGES,
            "forms": list(FORMS),
            "choices": {name: list(store.codes(name).values()) for name in CHOICES},
            "figures": [_entry(id) for id in FIGURES],
        }
    )
    return answer_made(request, bytes(index.body), index.media_type, validators(data.newest))


def _entry(id: str) -> dict:
    choices = store.chosen(id, {})
    return {
        "figure": id,
        "page": {lang: view_path(FIGURES[id].page, lang, choices, id) for lang in LANGUAGES},
        "own_page": {lang: figure_page_path(lang, id, choices) for lang in LANGUAGES},
        "choices": list(choices),
        "files": {
            lang: {form: figure_path(lang, id, form, choices) for form in FORMS}
            for lang in LANGUAGES
        },
    }
