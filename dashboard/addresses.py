"""The pages of the dashboard in the order of their links, and the address of every view."""

import os
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

Choices = Mapping[str, Any]  # a visitor's codes by the name of the choice; a year is a number

# The pages that are named in sight: with "more" seven words, as many as a phone has room for. The
# first stands at `/`.
MENU = ("overview", "town", "air", "regions", "plants", "metals")
PAGES = (*MENU, "benchmarks", "claims", "sources", "method", "index")


def path(page: str) -> str:
    """Where a page stands."""
    return "/" if page == PAGES[0] else f"/{page}"


def view_path(page: str, language: str, choices: Choices | None = None, figure: str = "") -> str:
    """The address of just this view below the host: page, language, choices, and the figure.

    Without a language it is that of whoever opens it.
    """
    asked = {"lang": language, **(choices or {})} if language else dict(choices or {})
    return _with(path(page), asked, figure)


def lite_path(page: str, language: str, choices: Choices | None = None, figure: str = "") -> str:
    """Where a page without scripts stands."""
    return _with(f"/lite/{language}{path(page)}", choices or {}, figure)


def figure_path(language: str, figure: str, form: str, choices: Choices | None = None) -> str:
    """Where a file of a figure stands."""
    return _with(f"/figures/{language}/{figure}.{form}", choices or {}, "")


def figure_page_path(language: str, figure: str, choices: Choices | None = None) -> str:
    """Where the page of one figure stands."""
    return _with(f"/figure/{language}/{figure}", choices or {}, "")


def embed_path(language: str, figure: str, choices: Choices | None = None) -> str:
    """Where a figure stands that a page of others holds in a frame."""
    return _with(f"/embed/{language}/{figure}", choices or {}, "")


def code_path(code: str, language: str = "") -> str:
    """Where it is told what a short code stands for, in a language or that of whoever opens it."""
    return _with(f"/t/{code}", {"lang": language} if language else {}, "")


def follow_path(language: str, form: str, kind: str = "all", code: str = "") -> str:
    """Where a feed or a calendar stands: of everything, or of a town, a plant, a region."""
    return f"/follow/{language}/{f'{kind}/{code}' if code else kind}.{form}"


def sheet_path(town: str, paper: str = "a4") -> str:
    """Where the sheet of a town for a stairwell stands, on A4 or A5."""
    return f"/sheet/{town}{'' if paper == 'a4' else f'-{paper}'}.pdf"


def ask_path(language: str, letter: str = "", form: str = "", group: str = "") -> str:
    """Where a letter stands as a page or in another form; without one, the list of all of them."""
    place = f"/ask/{language}" + f"/{letter}" * bool(letter) + f".{form}" * bool(form)
    return _with(place, {}, group)


def _with(place: str, query: Mapping[str, object], figure: str) -> str:
    return place + f"?{urlencode(query)}" * bool(query) + f"#{figure}" * bool(figure)


def contact() -> str:
    """The mail or web address for reports of errors, which `SITE_CONTACT` names; else nothing."""
    return os.environ.get("SITE_CONTACT", "").strip()


def owner() -> str:
    """Who runs the site, which `SITE_OWNER` names; else nothing."""
    return os.environ.get("SITE_OWNER", "").strip()


# The machine's own names, on any port: what a maintainer sees who tries the dashboard.
LOCAL = re.compile(r"(localhost\.?|127\.0\.0\.1|\[::1\])(:\d{1,5})?", re.IGNORECASE)


def server_address(host: str | None, port: int) -> str:
    """Where a process listens, as a browser takes it: a number of IPv6 stands in brackets."""
    named = host or "localhost"
    return f"http://[{named}]:{port}" if ":" in named else f"http://{named}:{port}"


def address_of_site(host: str) -> str:
    """Where the dashboard stands, as its pictures and citations say it.

    `SITE_ADDRESS` names it. Without that only the machine's own names are believed: whatever else a
    visitor gives as the host would be printed as ours.
    """
    known = os.environ.get("SITE_ADDRESS", "").rstrip("/")
    return known or (f"http://{host.lower()}" if LOCAL.fullmatch(host) else "")
