"""The head of a page: the name of the site, the languages, the pages, and more in a fold."""

from html import escape

from dashboard import store
from dashboard.addresses import MENU, PAGES, ask_path, view_path
from dashboard.html.view import Place
from dashboard.i18n import OWN_NAMES
from kzdata.schema.model import LANGUAGES


def head(place: Place) -> str:
    """The way past the links, the name of the site, the links to languages and pages."""
    words = place.words
    skip = f'<a class="skip" href="#question">{escape(words("ui.skip"))}</a>'
    name, tagline = escape(words("app.title")), escape(words("app.tagline"))
    site = f'<p class="site">{name}<small>{tagline}</small></p>'
    return (
        f'{skip}<header class="masthead">{site}{_languages(place)}'
        f"{_pages(place)}{_further(place)}</header>"
    )


def _languages(place: Place) -> str:
    links = []
    for language in LANGUAGES:
        name = OWN_NAMES[language]
        if language == place.language:
            links.append(f'<strong lang="{language}" aria-current="true">{name}</strong>')
        else:
            address = escape(place.link(place.page, language, **place.choices))
            links.append(f'<a lang="{language}" hreflang="{language}" href="{address}">{name}</a>')
    label = escape(place.words("ui.languages"))
    return f'<nav class="languages" aria-label="{label}">{"".join(links)}</nav>'


def _pages(place: Place) -> str:
    """The pages that most readers look for; on a phone a row that scrolls, the current in sight."""
    label = escape(place.words("ui.pages"))
    links = "".join(_page(page, place) for page in MENU)
    return f'<nav class="pages" aria-label="{label}">{links}</nav>'


def _further(place: Place) -> str:
    """All other ways, in a fold that needs no script."""
    words = place.words
    town = {"town": place.choices["town"]} if "town" in place.choices else {}
    ways = {view_path("present", place.language, town): words("deck.title")}
    if store.letter_ids(place.day):
        ways[ask_path(place.language)] = words("ask.page")
    ways[place.link("sources", figure="follow")] = words("ui.follow")
    links = [_page(page, place) for page in PAGES if page not in MENU]
    links += [f'<a href="{escape(way)}">{escape(said)}</a>' for way, said in ways.items()]
    said = escape(words("ui.menu"))
    return (
        f'<details class="further" id="further"><summary>{said}</summary>'
        f'<nav aria-label="{said}">{"".join(links)}</nav></details>'
    )


def _page(page: str, place: Place) -> str:
    here = ' aria-current="page"' * (page == place.page)
    said = escape(place.words(f"page.{page}.title"))
    return f'<a href="{escape(place.link(page))}"{here}>{said}</a>'
