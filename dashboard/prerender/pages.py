"""What visitors will ask for, made before they ask."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from itertools import product
from pathlib import Path
from time import perf_counter

from dashboard import follow, store
from dashboard.addresses import PAGES, address_of_site
from dashboard.edition.file_names import page_choices
from dashboard.html import Place, figure_parts, wished_choices
from dashboard.http.middleware.first_html import WIDTHS, first_page
from dashboard.http.routes.follow import feed_ready
from dashboard.http.routes.lite import lite_ready
from dashboard.http.routes.slides import make_slides
from dashboard.page_contents import figures_of
from kzdata import clock
from kzdata.schema.model import LANGUAGES


def make(static: Path, page: str, language: str, day: date) -> None:
    """All forms of a page with its usual choices: without scripts, first and live."""
    with store.one_version():
        choices, site = wished_choices(page, {}), address_of_site("")
        for width in WIDTHS:
            first_page(static, Place(page, language, day, site, choices, width))
        lite_ready(Place(page, language, day, site, choices, lite=True))
        for id in figures_of(page):
            with suppress(store.Unavailable):
                store.living(id, language, day, **choices)


def make_all(static: Path, day: date, stopped: Callable[[], bool] = lambda: False) -> None:
    """All pages and the slides of the country in all languages; raises Stopped.

    Where editions are kept on disk, this is then the current one, unless something is lacking.
    """
    begun = perf_counter()
    with store.one_version(), store.watched() as lacks:
        for page, language in product(PAGES, LANGUAGES):
            if stopped():
                raise Stopped
            make(static, page, language, day)
        for language in LANGUAGES:
            if stopped():
                raise Stopped
            with suppress(store.Unavailable):
                make_slides(language, day)
        if not lacks:
            _finish(day, begun, choices=False)


def all_made(day: date) -> bool:
    """Whether all that `make_all` makes lies in the edition."""
    return bool(_about(day))


def make_choices(day: date) -> None:
    """Feeds, and all figures of the live pages with each choice that a visitor may make first.

    Who chooses a region and a year waits for three figures to be made; of all pairs of them there
    are so many that a processor takes a quarter of an hour, each time data or day change.
    """
    begun, site = perf_counter(), address_of_site("")
    with store.one_version(), store.watched() as lacks:
        _make_feeds(day, site)
        for page in PAGES:
            for choices, language in product(page_choices(page), LANGUAGES):
                for id in figures_of(page):
                    figure_parts(id, Place(page, language, day, site, choices))
                    with suppress(store.Unavailable):
                        store.living(id, language, day, **choices)
        if not lacks:
            _finish(day, begun, choices=True)


def _make_feeds(day: date, site: str) -> None:
    with suppress(store.Unavailable):
        for form, language in product(follow.FORMS, LANGUAGES):
            for subject in follow.offered(form):
                with suppress(store.Unavailable):
                    feed_ready(subject, form, language, day, site)


def choices_made(day: date) -> bool:
    """Whether all that `make_choices` makes lies in the edition."""
    return bool(_about(day).get("choices"))


def _about(day: date) -> dict[str, object]:
    edition = store.edition(day)
    return edition.about() if edition else {}


def _finish(day: date, begun: float, choices: bool) -> None:
    if (edition := store.edition(day)) is not None:
        before = float(str(edition.about().get("seconds", 0)))
        told = {
            "data_version": store.snapshot().version,
            "day": day.isoformat(),
            "made_at": clock.now().isoformat(timespec="seconds"),
            "seconds": round(perf_counter() - begun + before, 1),
            "choices": choices,
        }
        edition.finish(told)


class Stopped(Exception):
    """Not all was made, because nobody wants it any more."""
