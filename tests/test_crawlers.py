"""Crawlers are told of every page in every language, and only what is surely ours."""

from datetime import UTC, datetime
from xml.etree import ElementTree

from browser import fetch

from dashboard.addresses import PAGES, path, view_path
from dashboard.sitemap import ANYONE, sitemap_xml
from kzdata.schema.model import LANGUAGES


def test_the_sitemap_names_every_page_in_every_language():
    site = "https://air.example"
    pages = [
        {lang: site + view_path(page, lang) for lang in LANGUAGES} | {ANYONE: site + path(page)}
        for page in PAGES
    ]
    root = ElementTree.fromstring(sitemap_xml(pages, datetime(2026, 11, 22, tzinfo=UTC)))
    ns = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    links = {}
    for url in root.findall("s:url", ns):
        assert url.findtext("s:lastmod", namespaces=ns) == "2026-11-22T00:00:00+00:00"
        links[url.findtext("s:loc", namespaces=ns)] = {
            link.get("hreflang"): link.get("href") for link in url.findall("x:link", ns)
        }
    assert set(links) == {
        site + view_path(page, language) for page in PAGES for language in LANGUAGES
    }
    assert links[f"{site}/?lang=ru"] == {
        "kk": f"{site}/?lang=kk",
        "ru": f"{site}/?lang=ru",
        "en": f"{site}/?lang=en",
        "x-default": f"{site}/",
    }
    # What a page names as its other languages name it in turn.
    for own, others in links.items():
        for language in LANGUAGES:
            assert links[others[language]] == others, own


def test_crawlers_are_told_where_the_site_stands(own_server):
    status, headers, body = fetch(f"{own_server}/robots.txt")
    assert (status, headers.get_content_type()) == (200, "text/plain")
    assert f"Sitemap: {own_server}/sitemap.xml" in body.decode().splitlines()
    status, headers, body = fetch(f"{own_server}/sitemap.xml")
    assert (status, headers.get_content_type()) == (200, "application/xml")
    assert ElementTree.fromstring(body).tag.endswith("urlset")
    assert fetch(f"{own_server}/sitemap.xml", **{"if-none-match": headers["etag"]})[0] == 304


def test_a_site_of_unknown_address_has_no_sitemap_yet(own_server):
    """A strange host is not believed; robots.txt still lets everybody read what is of today."""
    status, _, body = fetch(f"{own_server}/robots.txt", host="192.0.2.7")
    refused = "Disallow: /deck/\nDisallow: /t/\nDisallow: /*version=\n"
    assert (status, body.decode()) == (200, f"User-agent: *\nAllow: /\n{refused}")
    status, _, body = fetch(f"{own_server}/sitemap.xml", host="192.0.2.7")
    assert status == 503
    assert b"SITE_ADDRESS" in body
    assert b"192.0.2.7" not in body
