"""Where the pages of a folder lead: what the tests and measurements of the static edition share."""

import re
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit


class Page(HTMLParser):
    """What a page links to, and the places on it."""

    def __init__(self, html):
        super().__init__()
        self.links, self.outside, self.ids, self.title, self.language = [], [], set(), "", ""
        self.feed(html)
        self.links += re.findall(r'url\("([^"]+)"\)', html)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.ids |= {told["id"]} if "id" in told else set()
        self.language = told["lang"] if tag == "html" else self.language
        for name in ("href", "src"):
            # What lies in the page itself leads nowhere.
            if name in told and not told[name].startswith("data:"):
                is_source = told[name].startswith(("http://", "https://")) and tag == "a"
                (self.outside if is_source else self.links).append(told[name])

    def handle_data(self, data):
        self.title += data if self.lasttag == "title" else ""


def pages_in(folder):
    """Every page below a folder, by its path."""
    found = {p.relative_to(folder).as_posix(): p.read_text() for p in folder.rglob("*.html")}
    return {name: Page(html) for name, html in found.items()}


def broken(folder, pages, base):
    """The links, as pairs of page and link, that lead to no file or to no place on one.

    `base` is the address at which the folder is read.
    """
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for name, page in pages.items():
        for link in page.links:
            target = urljoin(base + name, link)
            parts = urlsplit(target.removeprefix(base))
            leads = target.startswith(base) and unquote(parts.path) in files and not parts.query
            if not leads or (parts.fragment and parts.fragment not in pages[parts.path].ids):
                yield name, link
