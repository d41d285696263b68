"""What the files of the edition are called: a file server cannot tell query strings apart.

Of several choices on a page a file has one, the others are as usual: a file for each combination
of region and year would be 380 pages a language, and as many of each of their pictures.
"""

import posixpath
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, urlsplit

from dashboard import store
from dashboard.addresses import PAGES, Choices, path
from dashboard.figures import FIGURES
from dashboard.i18n import DEFAULT_LANGUAGE
from dashboard.page_contents import choices_of
from kzdata.schema.model import LANGUAGES

START = "index.html"
# Files that are not called as their pages: a file server looks for the first page by this name, so
# that the page of all names has another.
STEMS = {PAGES[0]: "index", "index": "names"}
ASK, FIGURE = "ask", "figure"
PLACES = {"town", "place"}  # the choices of which figures have pages of their own
PRESENT, SLIDES = "present", "slides"  # the page that offers the slides, and the slides
LIVE = {path(page): page for page in (*PAGES, PRESENT)}


def offered(names: tuple[str, ...]) -> Iterator[Choices]:
    """The choices of which there are files: the usual ones, and each other value of each."""
    usual = {name: store.default(name) for name in names}
    yield usual
    for name in names:
        for code in store.codes(name).values():
            if code != usual[name]:
                yield {**usual, name: code}


def page_choices(page: str) -> Iterator[Choices]:
    return offered(choices_of(page))


def figure_choices(id: str) -> Iterator[Choices]:
    return offered(FIGURES[id].choices)


def page_file(page: str, language: str, choices: Choices) -> str:
    """Where a page lies."""
    return f"{language}/{_named(STEMS.get(page, page), _unusual(choices))}.html"


def figure_file(id: str, language: str, form: str, choices: Choices) -> str:
    return f"figures/{language}/{_named(id, _unusual(choices))}.{form}"


def figure_page_file(id: str, language: str, choices: Choices) -> str:
    """Where the page of a figure lies."""
    return f"{FIGURE}/{language}/{_named(id, _unusual(choices))}.html"


def figure_page_choices(id: str) -> Iterator[Choices]:
    """The choices of which a figure has pages: the usual ones, and each town and place."""
    usual = store.chosen(id, {}).items()
    return (c for c in figure_choices(id) if {name for name, _ in c.items() - usual} <= PLACES)


def dataset_file(name: str, form: str, language: str) -> str:
    """Where a dataset lies; a workbook speaks a language."""
    return f"open/{name}-{language}.xlsx" if form == "xlsx" else f"open/{name}.{form}"


def slides_file(language: str, form: str, town: str) -> str:
    """Where slides lie: of a town, or of the whole country."""
    return f"{language}/{_named(SLIDES, [town] if town else [])}.{form}"


def letter_file(language: str, letter: str = "", form: str = "html") -> str:
    """Where a letter lies, or without one the list of them."""
    return f"{ASK}/{language}/{letter or 'index'}.{form}"


def start_file(page: str) -> str:
    """Where a page lies that leads to the languages: at the address of the live one."""
    return START if page == PAGES[0] else f"{page}/{START}"


def file_at(address: str, here: Choices) -> str:
    """The file of what stands at an address of the dashboard, for a link of a page.

    `here` are the choices of that page: of two that are not the usual, the new one counts.
    """
    parts = urlsplit(address)
    asked = dict(parse_qsl(parts.query))
    room, _, rest = parts.path.removeprefix("/").partition("/")
    language = asked.pop("lang", "")
    if room == "lite":
        language, _, page = rest.partition("/")
        return page_file(page or PAGES[0], language, _one(asked, here))
    if room == "figures":
        language, _, name = rest.partition("/")
        id, _, form = name.partition(".")
        return figure_file(id, language, form, _one(asked, here))
    if room == FIGURE:
        language, _, id = rest.partition("/")
        taken = _one(asked, here)
        if id in FIGURES and set(taken) <= PLACES:
            return figure_page_file(id, language, taken)
        return page_file(FIGURES[id].page, language, taken) if id in FIGURES else rest
    if room == ASK:
        language, _, name = rest.partition("/")
        letter, _, form = name.partition(".")
        return letter_file(language, letter, form or "html")
    if room == "open":
        name, form = posixpath.splitext(rest)
        return dataset_file(name, form[1:], language or DEFAULT_LANGUAGE)
    if parts.path in LIVE:
        page = LIVE[parts.path]
        taken = {} if page == PRESENT else _one(asked, here)
        return page_file(page, language, taken) if language in LANGUAGES else start_file(page)
    return parts.path.removeprefix("/")


def _one(asked: Mapping[str, str], here: Choices) -> dict[str, str]:
    """What of the wished choices a file is named after: at most one that is not the usual."""
    unusual = {name: code for name, code in asked.items() if code != str(store.default(name))}
    new = {name: code for name, code in unusual.items() if code != str(here.get(name))}
    return dict(list((new or unusual).items())[-1:])


def _unusual(choices: Choices) -> list[object]:
    return [code for name, code in choices.items() if str(code) != str(store.default(name))]


def _named(stem: str, codes: list[object]) -> str:
    return "-".join(map(str, (stem, *codes)))
