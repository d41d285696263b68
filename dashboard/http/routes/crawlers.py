"""`/robots.txt` and `/sitemap.xml`: which pages there are, in which languages, and since when."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dashboard import store
from dashboard.addresses import (
    PAGES,
    address_of_site,
    ask_path,
    figure_page_path,
    path,
    view_path,
)
from dashboard.figures import FIGURES
from dashboard.http.conditional import validators
from dashboard.http.encoded_response import answer_made
from dashboard.sitemap import ANYONE, sitemap_xml
from kzdata import clock
from kzdata.schema.model import LANGUAGES

REFUSED = ("/deck/", "/t/", "/*version=")
UNKNOWN_SITE = (
    "A sitemap holds whole addresses, and where this site stands is not known. "
    "Set SITE_ADDRESS, as in SITE_ADDRESS=https://air.example.\n"
)


def robots(request: Request) -> Response:
    """All may be read but what is made when asked for, or is of older versions; and the sitemap."""
    site = address_of_site(request.headers.get("host", ""))
    sitemap = f"\nSitemap: {site}/sitemap.xml\n" if site else ""
    refused = "".join(f"Disallow: {path}\n" for path in REFUSED)
    return PlainTextResponse(f"User-agent: *\nAllow: /\n{refused}{sitemap}")


def _letters() -> list[str]:
    """The list of letters and those that ask; those that follow are reached from them."""
    try:
        there = store.letters(LANGUAGES[0], clock.today())
    except store.Unavailable:
        return []
    return ["", *(letter.id for letter in there.values() if letter.form == "request")]


def sitemap(request: Request) -> Response:
    """Every page in every language; the pages without scripts name these as their own addresses.

    503 while it is not known where the site stands: a crawler asks again after that, and would
    forget the sitemap after a 404.
    """
    site = address_of_site(request.headers.get("host", ""))
    if not site:
        return PlainTextResponse(UNKNOWN_SITE, status_code=503)
    modified = store.snapshot().newest
    views = [
        {lang: site + view_path(page, lang) for lang in LANGUAGES} | {ANYONE: site + path(page)}
        for page in PAGES
    ]
    views += [{lang: site + ask_path(lang, id) for lang in LANGUAGES} for id in _letters()]
    views += [{lang: site + figure_page_path(lang, id) for lang in LANGUAGES} for id in FIGURES]
    body = sitemap_xml(views, modified)
    return answer_made(request, body, "application/xml", validators(modified))
