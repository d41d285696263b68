"""`/figure/…`: each figure as a page of its own."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from dashboard import store
from dashboard.addresses import address_of_site, figure_page_path
from dashboard.figures import FIGURES
from dashboard.html import figure_page, figure_place
from dashboard.http.encoded_response import QUALITY, answer, ready
from dashboard.http.middleware import csp
from dashboard.http.preload_headers import early_fonts
from dashboard.i18n import named_language, wished_language, words_of
from kzdata import clock
from kzdata.schema.model import LANGUAGES

HTML = "text/html; charset=utf-8"


def one_figure(request: Request) -> Response:
    """A figure's page; 404 with the ways to all of them, 503 if its data are faulty."""
    language, id = request.path_params["language"], request.path_params["figure"]
    named = named_language(language)
    if named not in (None, language) and id in FIGURES:
        return RedirectResponse(figure_page_path(named, id, request.query_params))
    accepted = request.headers.get("accept-language")
    words = words_of(language if language in LANGUAGES else wished_language(accepted=accepted))
    if language not in LANGUAGES or id not in FIGURES:
        known = "\n".join(figure_page_path(words.language, id) for id in FIGURES)
        text = f"{words('figure.lost')}\n{known}\n"
        return PlainTextResponse(text, 404, {"vary": "accept-language"})
    site = address_of_site(request.headers.get("host", ""))
    try:
        with store.one_version() as data:
            place = figure_place(id, language, clock.today(), site, request.query_params)
            html = store.kept(("page", id, data.key, *place.key), lambda: figure_page(place))
    except store.Unavailable:
        return PlainTextResponse(words("ui.unavailable") + "\n", status_code=503)
    made = ready(html.encode(), HTML, QUALITY, csp.answering(html))
    return answer(made, request.scope, {"cache-control": "no-cache", "link": early_fonts()})
