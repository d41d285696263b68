"""`/lite/…`: every page without scripts, ready beforehand."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from dashboard import store
from dashboard.addresses import PAGES, address_of_site, lite_path
from dashboard.html import Place, is_usual, lite_page, wished_choices
from dashboard.http.encoded_response import BEFOREHAND, QUALITY, Ready, answer, of_edition, ready
from dashboard.http.middleware import csp
from dashboard.http.middleware.not_found import not_found
from dashboard.http.preload_headers import early_fonts
from dashboard.i18n import named_language, wished_language
from kzdata import clock
from kzdata.schema.model import LANGUAGES

HTML = "text/html; charset=utf-8"


def lite(request: Request) -> Response:
    """A page in a language; 404 for what is unknown: to programs with all pages that there are."""
    language = request.path_params["language"]
    page = request.path_params.get("page") or PAGES[0]
    named = named_language(language)
    if named not in (None, language) and page in PAGES:
        return RedirectResponse(lite_path(page, named, wished_choices(page, request.query_params)))
    if page not in PAGES and "text/html" in request.headers.get("accept", ""):
        return not_found(request, language)
    if language not in LANGUAGES or page not in PAGES:
        known = "\n".join(lite_path(page, language) for language in LANGUAGES for page in PAGES)
        return PlainTextResponse(f"No such page. There are:\n{known}\n", status_code=404)
    site = address_of_site(request.headers.get("host", ""))
    with store.one_version():
        choices = wished_choices(page, request.query_params)
        place = Place(page, language, clock.today(), site, choices, lite=True)
        made = lite_ready(place)
    return answer(made, request.scope, {"cache-control": "no-cache", "link": early_fonts()})


def lite_ready(place: Place) -> Ready:
    """A page without scripts, out of the edition."""
    file = f"lite/{place.language}/{store.stem(place.page, place.choices)}.html"
    quality = BEFOREHAND if is_usual(place) else QUALITY

    def make() -> Ready:
        html = lite_page(place)
        return ready(html.encode(), HTML, quality, {"content-security-policy": csp.still(html)})

    return of_edition(file, place.day, HTML, make, store.elsewhere(place.site))


def lite_start(request: Request) -> Response:
    """The first page in the language that the browser wishes."""
    language = wished_language(accepted=request.headers.get("accept-language"))
    return RedirectResponse(lite_path(PAGES[0], language), headers={"vary": "accept-language"})
