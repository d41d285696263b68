"""`/ask/…`: the letters that ask for what nobody published, as pages, texts and documents."""

from collections.abc import Callable
from datetime import date

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from dashboard import store
from dashboard.addresses import address_of_site, ask_path
from dashboard.html import ask_page, ask_place, letter_page
from dashboard.html.letter_page import AskPlace
from dashboard.http.encoded_response import Ready, answer, of_edition, ready
from dashboard.http.middleware import csp
from dashboard.http.preload_headers import early_fonts
from dashboard.i18n import named_language, wished_language, words_of
from dashboard.letters import Letter, as_text, forms_of
from dashboard.render.formats import FORMS as TABLES_AS
from kzdata import clock
from kzdata.schema.model import LANGUAGES

HTML = "text/html; charset=utf-8"
FORMS = {
    "txt": "text/plain; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": TABLES_AS["xlsx"],
}


def ask_start(request: Request) -> Response:
    """The list of letters in the language that the browser wishes."""
    language = wished_language(accepted=request.headers.get("accept-language"))
    return RedirectResponse(ask_path(language), headers={"vary": "accept-language"})


def letter_list(request: Request) -> Response:
    """All that is not published, each with its letter; 404 for an unknown language."""
    if (refused := _other_language(request)) is not None:
        return refused
    language = request.path_params["language"]
    try:
        with store.one_version():
            place = ask_place(language, clock.today(), _site(request))
            return _page(request, place, "index", lambda: _list(place))
    except store.Unavailable:
        return _unavailable(language)


def _list(place: AskPlace) -> str:
    store.letters(place.language, place.day)  # without which there is no list
    return ask_page(place)


def letter_file(request: Request) -> Response:
    """A letter in a form; 404 with the ways to all of them for what is unknown."""
    if (refused := _other_language(request)) is not None:
        return refused
    language, day = request.path_params["language"], clock.today()
    id, _, form = request.path_params["file"].partition(".")
    try:
        with store.one_version():
            there = store.letters(language, day)
            if id not in there or (form and form not in forms_of(there[id])):
                return _lost(language, there)
            letter = there[id]
            if not form:
                place = ask_place(language, day, _site(request), id)
                return _page(request, place, id, lambda: letter_page(place, letter))
            made = of_edition(
                f"ask/{language}/{id}.{form}",
                day,
                FORMS[form],
                lambda: ready(_body(letter, form, language, day), FORMS[form]),
            )
    except store.Unavailable:
        return _unavailable(language)
    headers = {
        "cache-control": "no-cache",
        "content-disposition": f'attachment; filename="{id}-{language}.{form}"',
    }
    return answer(made, request.scope, headers)


def _body(letter: Letter, form: str, language: str, day: date) -> bytes:
    if form == "xlsx":
        return store.letter_workbook(letter, language, day)
    if form == "txt":
        return as_text(letter).encode()
    from dashboard.render.letter_docx import of_letter  # loaded by whoever asks for one first

    return of_letter(letter)


def _site(request: Request) -> str:
    return address_of_site(request.headers.get("host", ""))


def _page(request: Request, place: AskPlace, name: str, make: Callable[[], str]) -> Response:
    def page() -> Ready:
        html = make()
        return ready(html.encode(), HTML, headers={"content-security-policy": csp.still(html)})

    file, apart = f"ask/{place.language}/{name}.html", store.elsewhere(place.site)
    made = of_edition(file, place.day, HTML, page, apart)
    return answer(made, request.scope, {"cache-control": "no-cache", "link": early_fonts()})


def _other_language(request: Request) -> Response | None:
    """Where another language than ours leads: to one that it names, else nowhere."""
    language = request.path_params["language"]
    if language in LANGUAGES:
        return None
    if named := named_language(language):
        return RedirectResponse(ask_path(named, request.path_params.get("file", "")))
    known = "\n".join(map(ask_path, LANGUAGES))
    return PlainTextResponse(f"No such language. There are:\n{known}\n", status_code=404)


def _lost(language: str, there) -> Response:
    words = words_of(language)
    said = words("ask.lost", address=ask_path(language))
    known = "\n".join(ask_path(language, id) for id in there)
    return PlainTextResponse(f"{said}\n{known}\n", status_code=404)


def _unavailable(language: str) -> Response:
    return PlainTextResponse(words_of(language)("ui.unavailable") + "\n", status_code=503)
