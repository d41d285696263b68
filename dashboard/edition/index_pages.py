"""Pages that only lead on: to the languages, and to the slides in each of their forms."""

import json
import posixpath
from functools import cache
from html import escape
from pathlib import Path

from dashboard.edition.file_names import (
    PRESENT,
    figure_page_file,
    page_choices,
    page_file,
    slides_file,
    start_file,
)
from dashboard.edition.links_to import relative
from dashboard.figures import current, title_of
from dashboard.html import Place, head, icon, style
from dashboard.i18n import ALSO, DEFAULT_LANGUAGE, OWN_NAMES, words_of
from dashboard.slides.formats import FORMS
from dashboard.slides.preview import preview, title
from dashboard.slides.selection import wished
from kzdata.schema.columns import TOWNS
from kzdata.schema.model import LANGUAGES


def start_page(page: str) -> str:
    """Leads to a page in each language; it stands where the live dashboard has the page.

    So the addresses that pictures, slides and citations name lead to their view here as well. With
    scripts a reader is led on at once, to the choice that the address names.
    """
    here, choices = start_file(page), [{}] if page == PRESENT else list(page_choices(page))
    files = [posixpath.basename(page_file(page, DEFAULT_LANGUAGE, each)) for each in choices]
    links = "".join(_language(page, language, here) for language in LANGUAGES)
    name = escape(words_of(DEFAULT_LANGUAGE)("app.title"))
    up = "../" * here.count("/")
    script = (
        f'<script data-languages="{" ".join(LANGUAGES)}" data-files="{escape(" ".join(files))}" '
        f'data-also="{escape(json.dumps(ALSO))}" data-stem="{page}" data-up="{up}">'
        f"{_script()}</script>"
    )
    body = f'<main><h1>{name}</h1><ul class="more">{links}</ul></main>'
    return _document(DEFAULT_LANGUAGE, name, body, script)


def moved_page(id: str, language: str) -> str:
    """Leads on to the figure of which an older one became a part: a file server cannot redirect."""
    new = current(id)
    name = escape(title_of(new, words_of(language)))
    there = relative(figure_page_file(new, language, {}), figure_page_file(id, language, {}))
    body = f'<main><h1>{name}</h1><p><a href="{there}">{name}</a></p></main>'
    return _document(language, name, body, f'<meta http-equiv="refresh" content="0; url={there}">')


def _language(page: str, language: str, here: str) -> str:
    words = words_of(language)
    key = "deck.title" if page == PRESENT else f"page.{page}.question"
    address = relative(page_file(page, language, {}), here)
    said = f"{OWN_NAMES[language]} – {words(key)}"
    return (
        f'<li lang="{language}"><a hreflang="{language}" href="{address}">{escape(said)}</a></li>'
    )


def slides_page(place: Place, files: frozenset[str]) -> str:
    """Offers the slides of the country and of each town, in every form that there is of them."""
    words = place.words
    choice = wished(place.language, {})
    name = escape(words("deck.title"))
    parts = "".join(_slides(place, town, files) for town in ("", *TOWNS))
    today = words("ui.today", day=words.day(place.day))
    said = escape(f"{words('ui.footer')} {today}")
    body = (
        f'{head(place)}<main><h1 id="question">{name}</h1>{parts}</main>'
        f'<footer><p class="small">{said}</p></footer>'
    )
    tags = preview(choice, place.day, place.site).tags
    return _document(place.language, escape(title(choice)), body, tags)


def _slides(place: Place, town: str, files: frozenset[str]) -> str:
    words, here = place.words, page_file(PRESENT, place.language, {})
    there = {form: slides_file(place.language, form, town) for form in ("html", *FORMS)}
    links = "".join(
        f'<li><a href="{relative(file, here)}"{" download" * (form != "html")}>'
        f"{escape(words(f'deck.{form}'))}</a></li>"
        for form, file in there.items()
        if file in files
    )
    name = words.code("place", town) if town else words("deck.country")
    return f'<h2 class="group">{escape(name)}</h2><ul class="more">{links}</ul>' * bool(links)


def _document(language: str, name: str, body: str, more: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{name}</title>{icon()}<style>{style()}</style>{more}</head>"
        f'<body><div class="page lite">{body}</div></body></html>'
    )


@cache
def _script() -> str:
    return (Path(__file__).parent / "start.js").read_text(encoding="utf-8")
