"""The letters of an edition: each as a page, a text and a document."""

from collections.abc import Iterator
from functools import partial

from dashboard import store
from dashboard.edition.file_names import letter_file
from dashboard.edition.links_to import Edition, lead
from dashboard.edition.rewrite_links import with_links
from dashboard.html import ask_page, ask_place, letter_page
from dashboard.i18n import DEFAULT_LANGUAGE
from dashboard.letters import as_text, forms_of
from dashboard.render.letter_docx import of_letter

Made = Iterator[tuple[str, bytes]]


def letter(edition: Edition, id: str, language: str, files: frozenset[str]) -> Made:
    """A letter as a page; without an id, the list of them. Raises Unavailable."""
    there = store.letters(language, edition.day)
    place = ask_place(language, edition.day, edition.site, id)
    html = letter_page(place, there[id]) if id else ask_page(place)
    file = letter_file(language, id)
    yield file, with_links(html, partial(lead, edition, files, file, {})).encode()


def letter_files(edition: Edition, id: str, language: str) -> Made:
    """A letter to copy and to edit. Raises Unavailable."""
    told = store.letters(language, edition.day)[id]
    yield letter_file(language, id, "txt"), as_text(told).encode()
    yield letter_file(language, id, "docx"), of_letter(told)
    if "xlsx" in forms_of(told):
        made = store.letter_workbook(told, language, edition.day)
        yield letter_file(language, id, "xlsx"), made


def letter_ids(edition: Edition) -> tuple[str, ...]:
    """The letters of the edition's day; none where the data do not allow them."""
    return store.letter_ids(edition.day)


def request_ids(edition: Edition) -> tuple[str, ...]:
    """The letters that ask, without those that follow; none where the data do not allow them."""
    try:
        there = store.letters(DEFAULT_LANGUAGE, edition.day)
    except store.Unavailable:
        return ()
    return tuple(id for id, letter in there.items() if letter.form == "request")
