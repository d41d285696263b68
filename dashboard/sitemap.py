"""Which pages there are, in which languages, and since when, as crawlers read it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

SITEMAP, XHTML = "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.w3.org/1999/xhtml"
ANYONE = "x-default"  # the address that leads each reader to a language of theirs


def sitemap_xml(pages: Iterable[Mapping[str, str]], modified: datetime) -> bytes:
    """The sitemap of pages, each given as its whole address by language and for `ANYONE`.

    `modified` is one for all, for every page says the version of all data.
    """
    root = Element("urlset", {"xmlns": SITEMAP, "xmlns:xhtml": XHTML})
    for addresses in pages:
        for language, own in addresses.items():
            if language == ANYONE:
                continue
            entry = SubElement(root, "url")
            SubElement(entry, "loc").text = own
            SubElement(entry, "lastmod").text = modified.isoformat(timespec="seconds")
            for other, address in addresses.items():
                link = {"rel": "alternate", "hreflang": other, "href": address}
                SubElement(entry, "xhtml:link", link)
    return tostring(root, encoding="utf-8", xml_declaration=True)
