"""What search engines and messengers read of the page that shows slides."""

from contextlib import suppress
from datetime import date

from dashboard import store
from dashboard.addresses import view_path
from dashboard.html.preview import Picture, Preview, picture_of
from dashboard.i18n import Words, words_of
from dashboard.sitemap import ANYONE
from dashboard.slides.selection import Choice
from kzdata.schema.model import LANGUAGES


def title(choice: Choice) -> str:
    """What the slides are called: of a town, or without one of the country."""
    words = words_of(choice.language)
    page = words("deck.title")
    if choice.town:
        page = words("page.chosen", page=page, chosen=words.code("place", choice.town))
    return words("page.of_site", page=page, site=words("app.title"))


def preview(choice: Choice, day: date, site: str) -> Preview:
    """The slides as their first figure tells of them that the data allow."""
    words, town = words_of(choice.language), {"town": choice.town} if choice.town else {}
    summary, picture = _first(choice, town, day, site, words)
    addresses = {
        language: site + view_path("present", code, town)
        for language, code in {**{each: each for each in LANGUAGES}, ANYONE: ""}.items()
    }
    named = (choice.language, words("app.title"), title(choice))
    return Preview(*named, summary=summary, addresses=addresses, picture=picture)


def _first(
    choice: Choice, town: dict[str, str], day: date, site: str, words: Words
) -> tuple[str, Picture | None]:
    for id in choice.figures:
        with suppress(store.Unavailable):
            taken = store.chosen(id, town)
            figure = store.figure(id, choice.language, day, **taken).figure
            return figure.answer, picture_of(figure, choice.language, site, taken)
    return words("app.tagline"), None
