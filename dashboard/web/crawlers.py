"""`/robots.txt` and `/sitemap.xml`: which pages there are, in which languages, and since when."""

from xml.etree.ElementTree import Element, SubElement, tostring

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dashboard import shelf
from dashboard.i18n import LANGUAGES
from dashboard.pages import PAGES, address_of_site, path, view_path

from .fresh import tag_of, unless_known, validators

SITEMAP, XHTML = "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.w3.org/1999/xhtml"
UNKNOWN_SITE = (
    "A sitemap holds whole addresses, and where this site stands is not known. "
    "Set SITE_ADDRESS, as in SITE_ADDRESS=https://air.example.\n"
)


def robots(request: Request) -> Response:
    """All may be read but files that are made when asked for; and where the sitemap is."""
    site = address_of_site(request.headers.get("host", ""))
    sitemap = f"\nSitemap: {site}/sitemap.xml\n" if site else ""
    return PlainTextResponse(f"User-agent: *\nAllow: /\nDisallow: /deck/\n{sitemap}")


def sitemap(request: Request) -> Response:
    """Every page in every language; the pages without scripts name these as their own addresses.

    503 while it is not known where the site stands: a crawler asks again after that, and would
    forget the sitemap after a 404.
    """
    site = address_of_site(request.headers.get("host", ""))
    if not site:
        return PlainTextResponse(UNKNOWN_SITE, status_code=503)
    modified = shelf.snapshot().newest
    body = sitemap_xml(site, modified.isoformat(timespec="seconds"))
    response = Response(
        body, media_type="application/xml", headers=validators(tag_of(body), modified)
    )
    return unless_known(request, response)


def sitemap_xml(site: str, modified: str) -> bytes:
    """The sitemap; `modified` is one for all, for every page says the version of all data."""
    root = Element("urlset", {"xmlns": SITEMAP, "xmlns:xhtml": XHTML})
    for page in PAGES:
        paths = {language: view_path(page, language) for language in LANGUAGES}
        for own in paths.values():
            entry = SubElement(root, "url")
            SubElement(entry, "loc").text = site + own
            SubElement(entry, "lastmod").text = modified
            for language, other in {**paths, "x-default": path(page)}.items():
                link = {"rel": "alternate", "hreflang": language, "href": site + other}
                SubElement(entry, "xhtml:link", link)
    return tostring(root, encoding="utf-8", xml_declaration=True)
