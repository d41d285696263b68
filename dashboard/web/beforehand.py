"""What visitors will ask for, made before they ask, and anew when data or day change."""

import gc
import logging
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

from dashboard import shelf
from dashboard.contents import figures_of
from dashboard.hypertext import Place, wished_choices
from dashboard.i18n import LANGUAGES
from dashboard.monitoring.metrics import PAGE_SECONDS
from dashboard.pages import PAGES, address_of_site
from kzdata import clock

from .first_html import WIDTHS, first_page
from .lite import lite_ready
from .present import make_slides

log = logging.getLogger(__name__)

PAUSE = 5  # seconds between two looks at the data and the day
ALL_MADE = Event()  # set while everything that can be made beforehand stands ready


@PAGE_SECONDS.time()
def make(static: Path, page: str, language: str) -> None:
    """All forms of a page with its usual choices: without scripts, first and live."""
    with shelf.one_version() as data:
        choices, day, site = wished_choices(page, {}), clock.today(), address_of_site("")
        for width in WIDTHS:
            place = Place(page, language, day, site, choices, width)
            first_page(static, place, data.key)
        lite_ready(Place(page, language, day, site, choices, lite=True), data.key)
        for id in figures_of(page):
            with suppress(shelf.Unavailable):
                _ = shelf.figure(id, language, day, **choices).living


class Keeper:
    """Makes every page in a thread of its own, as long as it is not stopped."""

    def __init__(self, static: Path):
        self.static, self._stopped = static, Event()
        self._thread = Thread(target=self._run, name="keeper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Stop after the page that is being made, and wait for that."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        made = None
        while not self._stopped.wait(0 if made is None else PAUSE):
            try:
                now = (shelf.condition().data.key, clock.today())
                if now != made:
                    ALL_MADE.clear()
                    self._make_all()
                made = now
            except Exception:
                log.exception("pages cannot be made beforehand")
                made = made or ()

    def _make_all(self) -> None:
        for page in PAGES:
            for language in LANGUAGES:
                if self._stopped.is_set():
                    return
                make(self.static, page, language)
        for language in LANGUAGES:
            if self._stopped.is_set():
                return
            with suppress(shelf.Unavailable):
                make_slides(language)
        # What is made by now lives long; Python need not look through it again and again.
        gc.collect()
        gc.freeze()
        ALL_MADE.set()
