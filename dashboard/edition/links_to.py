"""Where an edition stands, what it is of, and where the links of its pages lead."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from dashboard.edition.file_names import LIVE, PRESENT, file_at

# Of all choices; of the usual ones, and of each town; none at all, and no slides.
ALL, USUAL, NONE = PICTURES = ("all", "usual", "none")


@dataclass(frozen=True)
class Edition:
    """Its day and data, its own address and that of the live dashboard, where they are known."""

    day: date
    data: tuple  # the key of the snapshot that it shows
    address: str
    live: str
    pictures: str  # one of PICTURES: of which figures there are pictures

    @property
    def site(self) -> str:
        """Where a reader finds the views that citations and pictures name."""
        return self.address or self.live


def lead(
    edition: Edition,
    files: frozenset[str],
    page: str,
    here: Mapping[str, object],
    tag: str,
    address: str,
) -> str | None:
    """Where the address in a tag of a page leads in the edition; None for nowhere.

    `page` is the file of the page, `here` are its choices, `files` are those that there are.
    """
    own = address.removeprefix(edition.site) if edition.site else address
    if not own.startswith("/"):
        return address  # a place on the page, a source, a mail address
    parts = urlsplit(own)
    if tag == "a" and LIVE.get(parts.path, PRESENT) != PRESENT:
        return edition.live + own if edition.live not in ("", edition.address) else None
    file = file_at(own, here)
    if tag in ("link", "meta"):  # for machines, which take whole addresses only
        if edition.address:
            return f"{edition.address}/{file}" if file in files else None
        return address if edition.live else None
    if file not in files:
        return None
    return relative(file, page) + f"#{parts.fragment}" * bool(parts.fragment)


def relative(file: str, page: str) -> str:
    """The way from a page to a file."""
    return posixpath.relpath(file, posixpath.dirname(page) or ".")
