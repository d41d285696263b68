"""What is answered where there is no page: the way to those that there are."""

from datetime import date
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dashboard.html import Place, lost_page
from dashboard.http.middleware import csp
from dashboard.i18n import wished_language, words_of
from kzdata import clock

# Of the address that was asked for nothing is said again but whether its reader does without
# scripts.
LITE = "/lite/"


def not_found(request: Request, language: str = "") -> Response:
    """404 as a page in the reader's language; as a sentence for whoever does not read pages.

    `language` is that of the address, where it names one.
    """
    headers = request.headers
    accepted = headers.get("accept-language")
    wished = language or request.query_params.get("lang")
    language = wished_language(wished, accepted=accepted)
    told = {"cache-control": "no-cache", "vary": "accept, accept-language"}
    if "text/html" not in headers.get("accept", ""):
        return PlainTextResponse(words_of(language)("lost.title") + "\n", 404, told)
    html = _page(language, clock.today(), request.url.path.startswith(LITE))
    told["content-security-policy"] = csp.still(html)
    return Response(html, 404, told, "text/html; charset=utf-8")


@lru_cache(12)  # three languages, with scripts and without, today and a moment after midnight
def _page(language: str, day: date, lite: bool) -> str:
    return lost_page(Place("", language, day, "", lite=lite))
