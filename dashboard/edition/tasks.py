"""What an edition is made of: each task makes some files and says which, in any process."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import product

from dashboard import follow, store
from dashboard.addresses import PAGES, follow_path, sheet_path
from dashboard.edition.file_names import (
    PRESENT,
    START,
    Choices,
    dataset_file,
    figure_choices,
    figure_file,
    figure_page_choices,
    figure_page_file,
    letter_file,
    page_choices,
    page_file,
    slides_file,
    start_file,
)
from dashboard.edition.index_pages import moved_page, slides_page, start_page
from dashboard.edition.letters import letter, letter_files, letter_ids, request_ids
from dashboard.edition.links_to import ALL, NONE, USUAL, Edition, lead, relative
from dashboard.edition.rewrite_links import with_links
from dashboard.figures import CHOICES, FIGURES, MERGED
from dashboard.fonts import served
from dashboard.html import Place, figure_place, lite_page
from dashboard.html import figure_page as page_of_figure
from dashboard.i18n import DEFAULT_LANGUAGE
from dashboard.render import download
from dashboard.render.formats import FORMS
from dashboard.render.town_sheet import PAPERS
from dashboard.sitemap import ANYONE, sitemap_xml
from dashboard.slides import downloads
from dashboard.slides.formats import FORMS as SLIDE_FORMS
from dashboard.slides.selection import wished
from kzdata.schema.columns import TOWNS
from kzdata.schema.model import LANGUAGES

Made = Iterator[tuple[str, bytes]]  # files, each its path in the edition and its bytes

INDEX = "figures/index.json"
TABLES = ("csv", "json")  # the forms of a figure that need no drawing


def slides(edition: Edition, language: str, form: str, town: str) -> Made:
    """Slides in one form. Raises Unavailable."""
    choice = wished(language, {"town": town})
    _, content = downloads.whole(choice, form, edition.day, edition.site, server=edition.live)
    yield slides_file(language, form, town), content


def figure(edition: Edition, id: str, language: str, choices: Choices) -> Made:
    """A figure in every form, of which the edition has it. Raises Unavailable."""
    usual = choices == store.chosen(id, {}) or "town" in choices
    drawn = edition.pictures == ALL or (edition.pictures == USUAL and usual)
    for form in download.FORMS if drawn else TABLES:
        where = (edition.site, edition.live)
        _, content = store.take_away(id, language, edition.day, form, *where, **choices)
        yield figure_file(id, language, form, choices), content


def datasets(edition: Edition, name: str) -> Made:
    """A dataset in every form, its workbook in every language. Raises Unavailable."""
    for form in FORMS:
        for language in LANGUAGES if form == "xlsx" else LANGUAGES[:1]:
            content = store.dataset(store.snapshot(), name, form, language)
            yield dataset_file(name, form, language), content


def package(edition: Edition) -> Made:
    """What describes all datasets. Raises Unavailable."""
    data = store.snapshot()
    content = store.package(
        data, DEFAULT_LANGUAGE, lambda name: len(store.dataset(data, name, "parquet", ""))
    )
    yield f"open/{store.PACKAGE}", content


def page(
    edition: Edition, page: str, language: str, choices: Choices, files: frozenset[str]
) -> Made:
    """A page in a language; its links lead among `files`."""
    place = Place(
        page, language, edition.day, edition.site, choices, lite=True, server=edition.live
    )
    html = slides_page(place, files) if page == PRESENT else lite_page(place)
    file = page_file(page, language, choices)
    yield file, _led(edition, files, file, choices, html)


def figure_page(
    edition: Edition, id: str, language: str, choices: Choices, files: frozenset[str]
) -> Made:
    """The page of a figure; its links lead among `files`. Raises Unavailable."""
    place = figure_place(id, language, edition.day, edition.site, choices)
    place = replace(place, server=edition.live)
    file = figure_page_file(id, language, choices)
    yield file, _led(edition, files, file, choices, page_of_figure(place))


def start(edition: Edition, page: str, files: frozenset[str]) -> Made:
    """The page that leads to a page in each language."""
    file = start_file(page)
    yield file, _led(edition, files, file, {}, start_page(page))


def moved(edition: Edition, id: str, language: str, files: frozenset[str]) -> Made:
    """The page that leads on from a figure that became part of another one."""
    file = figure_page_file(id, language, {})
    yield file, _led(edition, files, file, {}, moved_page(id, language))


def _led(edition: Edition, files: frozenset[str], file: str, choices: Choices, html: str) -> bytes:
    return with_links(html, partial(lead, edition, files, file, choices)).encode()


def followed(edition: Edition, form: str, language: str) -> Made:
    """The feeds, or the calendars, of all that can be followed. Raises Unavailable."""
    for subject in follow.offered(form):
        address = follow_path(language, form, subject.kind, subject.code)
        content = follow.made(subject, form, language, edition.day, edition.site)
        yield address.removeprefix("/"), content


def sheets(edition: Edition, town: str) -> Made:
    """The sheet of a town on each paper. Raises Unavailable."""
    for paper in PAPERS:
        content = store.sheet_file(town, paper, edition.day, edition.site)
        yield sheet_path(town, paper).removeprefix("/"), content


def fonts(edition: Edition) -> Made:
    for address, path in served().items():
        yield address.removeprefix("/"), path.read_bytes()


def for_crawlers(edition: Edition) -> Made:
    """All may be read; a sitemap holds whole addresses, so it needs that of the edition."""
    site = edition.address
    told = f"\nSitemap: {site}/sitemap.xml\n" if site else ""
    yield "robots.txt", f"User-agent: *\nAllow: /\n{told}".encode()
    if site:
        pages = [
            {language: f"{site}/{page_file(page, language, {})}" for language in LANGUAGES}
            | {ANYONE: f"{site}/{start_file(page).removesuffix(START)}"}
            for page in PAGES
        ]
        pages += [
            {lang: f"{site}/{figure_page_file(id, lang, {})}" for lang in LANGUAGES}
            for id in FIGURES
        ]
        letters = request_ids(edition)
        pages += [
            {lang: f"{site}/{letter_file(lang, id)}" for lang in LANGUAGES}
            for id in (("", *letters) if letters else ())
        ]
        yield "sitemap.xml", sitemap_xml(pages, store.snapshot().newest)


def index(edition: Edition, files: frozenset[str]) -> Made:
    """Every figure with its pages and its files, by the choices of which there are any."""
    told = {
        "data_version": store.snapshot().version,
        "as_of": edition.day.isoformat(),
        "languages": LANGUAGES,
        "forms": list(download.FORMS),
        "choices": {name: list(store.codes(name).values()) for name in CHOICES},
        "figures": [
            {"figure": id, "views": [_view(id, each, files) for each in figure_choices(id)]}
            for id in FIGURES
        ],
    }
    yield INDEX, json.dumps(told, ensure_ascii=False).encode()


def _view(id: str, choices: Choices, files: frozenset[str]) -> dict:
    """A figure with choices: addresses from where the index lies."""
    page_of = {lang: page_file(FIGURES[id].page, lang, choices) for lang in LANGUAGES}
    forms = {
        language: {
            form: relative(file, INDEX)
            for form in download.FORMS
            if (file := figure_file(id, language, form, choices)) in files
        }
        for language in LANGUAGES
    }
    pages = {language: f"{relative(file, INDEX)}#{id}" for language, file in page_of.items()}
    return {"choices": choices, "page": pages, "files": forms}


def apart(edition: Edition) -> list[tuple]:
    """The tasks of what leads to no other file; what takes longest is begun first."""
    decks = product(LANGUAGES, SLIDE_FORMS, ("", *TOWNS)) if edition.pictures != NONE else ()
    views = ((id, each) for id in FIGURES for each in figure_choices(id))
    return [
        *((slides, *asked) for asked in decks),
        *((figure, id, lang, choices) for (id, choices), lang in product(views, LANGUAGES)),
        *((letter_files, *asked) for asked in product(letter_ids(edition), LANGUAGES)),
        *((datasets, name) for name in store.snapshot().tables),
        *((followed, form, language) for form in follow.FORMS for language in LANGUAGES),
        *((sheets, town) for town in TOWNS),
        (package,),
        (fonts,),
        (for_crawlers,),
    ]


def leading(edition: Edition) -> dict[str, tuple]:
    """The tasks of what leads to other files, each by the file that it makes."""
    names = PAGES if edition.pictures == NONE else (*PAGES, PRESENT)
    pages = {
        page_file(name, language, choices): (page, name, language, choices)
        for name in names
        for language in LANGUAGES
        for choices in ([{}] if name == PRESENT else page_choices(name))
    }
    ids = letter_ids(edition)
    letters = {
        letter_file(language, id): (letter, id, language)
        for id, language in product(("", *ids) if ids else (), LANGUAGES)
    }
    figures = {
        figure_page_file(id, language, choices): (figure_page, id, language, choices)
        for id in FIGURES
        for language in LANGUAGES
        for choices in figure_page_choices(id)
    }
    gone = {
        figure_page_file(id, language, {}): (moved, id, language)
        for id, language in product(MERGED, LANGUAGES)
    }
    starts = {start_file(name): (start, name) for name in names}
    return pages | figures | gone | letters | starts | {INDEX: (index,)}
