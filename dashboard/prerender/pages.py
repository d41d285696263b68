"""What visitors will ask for, made before they ask."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from itertools import product
from pathlib import Path

from dashboard import store
from dashboard.addresses import PAGES, address_of_site
from dashboard.html import Place, figure_parts, wished_choices
from dashboard.http.middleware.first_html import WIDTHS, first_page
from dashboard.http.routes.lite import lite_ready
from dashboard.http.routes.slides import make_slides
from dashboard.page_contents import choices_of, figures_of
from kzdata.schema.model import LANGUAGES


def make(static: Path, page: str, language: str, day: date) -> None:
    """All forms of a page with its usual choices: without scripts, first and live."""
    with store.one_version() as data:
        choices, site = wished_choices(page, {}), address_of_site("")
        for width in WIDTHS:
            place = Place(page, language, day, site, choices, width)
            first_page(static, place, data.key)
        lite_ready(Place(page, language, day, site, choices, lite=True), data.key)
        for id in figures_of(page):
            with suppress(store.Unavailable):
                store.living(id, language, day, **choices)


def make_all(static: Path, day: date, stopped: Callable[[], bool] = lambda: False) -> None:
    """All pages and the slides of the country in all languages, until it is `stopped`.

    Where there is a stock on disk, all that lies in it then is taken from it.
    """
    with store.one_version() as data:
        store.take(_all(static, day, data.key), lambda: _make_all(static, day, stopped))


def all_made(static: Path, day: date) -> bool:
    """Whether all that `make_all` makes lies in the stock."""
    return store.has(_all(static, day, store.snapshot().key))


def make_choices(day: date) -> None:
    """All figures of the live pages with each choice that a visitor may make."""
    with store.one_version() as data:
        store.take(_choices(day, data.key), lambda: _make_choices(day))


def choices_made(day: date) -> bool:
    """Whether all that `make_choices` makes lies in the stock."""
    return store.has(_choices(day, store.snapshot().key))


def _all(static: Path, day: date, data: tuple) -> tuple:
    return "all", static, day, address_of_site(""), data


def _make_all(static: Path, day: date, stopped: Callable[[], bool]) -> None:
    for page in PAGES:
        for language in LANGUAGES:
            if stopped():
                raise Stopped
            make(static, page, language, day)
    for language in LANGUAGES:
        if stopped():
            raise Stopped
        with suppress(store.Unavailable):
            make_slides(language, day)


def _choices(day: date, data: tuple) -> tuple:
    return "choices", day, address_of_site(""), data


def _make_choices(day: date) -> None:
    site = address_of_site("")
    for page in PAGES:
        for choices in choices_in_turn(page):
            for language in LANGUAGES:
                for id in figures_of(page):
                    figure_parts(id, Place(page, language, day, site, choices))
                    with suppress(store.Unavailable):
                        store.living(id, language, day, **choices)


def choices_in_turn(page: str) -> Iterator[dict[str, str | int]]:
    """All that can be chosen on a page, what is nearest to the usual choices first."""
    usual = wished_choices(page, {})
    offered = [store.codes(name).values() for name in choices_of(page)]
    every = [dict(zip(choices_of(page), codes, strict=True)) for codes in product(*offered)]
    yield from sorted(every, key=lambda these: len(these.items() - usual.items()))


class Stopped(Exception):
    """Not all was made, because nobody wants it any more."""
