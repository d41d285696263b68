"""The links of a page, written anew; nothing else of it is touched."""

import re
from collections.abc import Callable
from html import escape
from html.parser import HTMLParser

# Of a tag and the address in it the address in its place, or None where there is none.
Leads = Callable[[str, str], str | None]

HOLDS = {"a": "href", "link": "href", "img": "src", "script": "src", "meta": "content"}
SHARED = ("og:url", "og:image")  # the tags <meta> whose content is an address
OF_PICTURE = "og:image:"  # what is said of the picture that was named before
URL = re.compile(r'url\("([^"]+)"\)')


def with_links(html: str, leads: Leads) -> str:
    """The HTML with each address as `leads` says; a tag whose address leads nowhere goes.

    Of a link its text goes as well. Addresses in style sheets must lead somewhere.
    """
    finder = _Finder(html, leads)
    parts, end = [], 0
    for start, stop, text in finder.found:
        parts += [html[end:start], text]
        end = stop
    return "".join([*parts, html[end:]])


class _Finder(HTMLParser):
    """Where a text holds addresses: `found` has start, end and what takes the place of that."""

    def __init__(self, html: str, leads: Leads):
        super().__init__(convert_charrefs=False)
        self.found: list[tuple[int, int, str]] = []
        self._leads, self._pictureless = leads, False
        self._lost: int | None = None
        self._lines = [0]
        for line in html.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self.feed(html)
        self.close()

    @property
    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        holder, shared = HOLDS.get(tag), named.get("property") or ""
        stop = self._at + len(self.get_starttag_text() or "")
        if self._pictureless and shared.startswith(OF_PICTURE):
            self.found.append((self._at, stop, ""))
        if holder not in named or (tag == "meta" and shared not in SHARED):
            return
        led = self._leads(tag, named[holder] or "")
        if led is not None:
            told = "".join(_attribute(k, led if k == holder else v) for k, v in attrs)
            self.found.append((self._at, stop, f"<{tag}{told}>"))
        elif tag == "a":
            self._lost = self._at
        else:
            self.found.append((self._at, stop, ""))
            self._pictureless |= shared == "og:image"

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._lost is not None:
            self.found.append((self._lost, self._at + len("</a>"), ""))
            self._lost = None

    def handle_data(self, data: str) -> None:
        if self.lasttag != "style" or self.cdata_elem != "style":
            return
        for match in URL.finditer(data):
            start = self._at + match.start(1)
            led = self._leads("style", match[1])
            self.found.append((start, start + len(match[1]), led or ""))


def _attribute(name: str, value: str | None) -> str:
    return f" {name}" if value is None else f' {name}="{escape(value)}"'
