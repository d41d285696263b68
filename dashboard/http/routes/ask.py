"""`/ask/…`: the letters that ask for what nobody published, as pages, texts and documents."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from dashboard import store
from dashboard.addresses import address_of_site, ask_path
from dashboard.html import ask_page, ask_place, letter_page
from dashboard.http.encoded_response import answer_made
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
            store.letters(language, clock.today())
            html = ask_page(ask_place(language, clock.today(), _site(request)))
    except store.Unavailable:
        return _unavailable(language)
    return _page(request, html)


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
                return _page(request, letter_page(place, letter))
            body = _body(letter, form, language)
    except store.Unavailable:
        return _unavailable(language)
    headers = {
        "cache-control": "no-cache",
        "content-disposition": f'attachment; filename="{id}-{language}.{form}"',
    }
    return answer_made(request, body, FORMS[form], headers)


def _body(letter: Letter, form: str, language: str) -> bytes:
    if form == "xlsx":
        return store.letter_workbook(letter, language, clock.today())
    return as_text(letter).encode() if form == "txt" else _document(letter, language)


def _document(letter, language: str) -> bytes:
    """The letter as DOCX; what writes it is loaded by whoever asks for one first."""
    from dashboard.render.letter_docx import of_letter

    return store.kept(("letter", language, letter), lambda: of_letter(letter))


def _site(request: Request) -> str:
    return address_of_site(request.headers.get("host", ""))


def _page(request: Request, html: str) -> Response:
    headers = {
        "cache-control": "no-cache",
        "link": early_fonts(),
        "content-security-policy": csp.still(html),
    }
    return answer_made(request, html.encode(), HTML, headers)


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
