"""What stands for a view elsewhere: its title, and the figure that is shown with a link to it."""

from dashboard import store
from dashboard.addresses import Choices, view_path
from dashboard.figures import FIGURES
from dashboard.html.follow import announced
from dashboard.html.preview import Preview, picture_of
from dashboard.html.view import Place
from dashboard.page_contents import PICTURED, figures_of
from dashboard.sitemap import ANYONE
from kzdata.schema.model import LANGUAGES


def title(place: Place) -> str:
    """The title of a view: the page, what its lead shows of all that may be chosen, the site."""
    words = place.words
    page = words(f"page.{place.page}.title")
    taken = [store.choice_name(name, code, words.language) for name, code in _taken(place).items()]
    if taken:
        page = words("page.chosen", page=page, chosen=", ".join(taken))
    return words("page.of_site", page=page, site=words("app.title"))


def meta(place: Place) -> str:
    """What search engines and messengers read of a view."""
    summary, picture = place.words(f"page.{place.page}.question"), None
    id, taken = lead(place), _taken(place)
    try:
        figure = store.figure(id, place.language, place.day, **taken).figure
    except store.Unavailable:
        pass  # a picture of it cannot be had either
    else:
        if id in figures_of(place.page):
            summary = figure.answer
        picture = picture_of(figure, place.language, place.site, taken)
    addresses = {language: address_of(place, language) for language in LANGUAGES}
    preview = Preview(
        language=place.language,
        site=place.words("app.title"),
        title=title(place),
        summary=summary,
        addresses=addresses | {ANYONE: address_of(place, "")},
        picture=picture,
    )
    return preview.tags + announced(place)


def lead(place: Place) -> str:
    """The figure that stands for a view: the first of the page that takes every choice made.

    For a page of words it is one of another page.
    """
    if place.page in PICTURED:
        return PICTURED[place.page]
    ids, made = figures_of(place.page), _unusual(place).keys()
    return next((id for id in ids if made <= set(FIGURES[id].choices)), ids[0])


def address_of(place: Place, language: str) -> str:
    """The one address of the view for those who list pages: that of the live page.

    A choice that is the usual one is left out.
    """
    return place.site + view_path(place.page, language, _unusual(place))


def _taken(place: Place) -> Choices:
    """The choices that the lead of a view takes."""
    return store.chosen(lead(place), place.choices)


def _unusual(place: Place) -> Choices:
    return {name: code for name, code in place.choices.items() if code != store.default(name)}
