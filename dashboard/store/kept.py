"""What was made of figures, kept while it fits: drawn charts, files, parts of pages."""

from collections.abc import Callable
from datetime import date
from threading import Condition
from typing import TypeVar

from cachetools import LRUCache, cached

from dashboard.addresses import Choices, figure_page_path, view_path
from dashboard.figures import FIGURES, linked
from dashboard.figures.town_sheet import Sheet
from dashboard.i18n import words_of
from dashboard.render import download, figure_table, svg, town_sheet, worker
from dashboard.store.as_of import code_at, published_as
from dashboard.store.disk_cache import take
from dashboard.store.finished import chosen, cited, figure, sheet, tell_once
from dashboard.store.snapshot import Unavailable, one_version, snapshot

Made = TypeVar("Made", bound=bytes | str | tuple[str, ...])


def _size(made: bytes | str | tuple[str, ...]) -> int:
    return sum(map(len, made)) if isinstance(made, tuple) else len(made)


# While one thing is made, whoever else asks for it waits for it.
@cached(LRUCache(64_000_000, getsizeof=_size), key=lambda key, make: key, condition=Condition())
def kept(key: tuple, make: Callable[[], Made]) -> Made:
    """What was made for a key before, else what `make` makes now.

    The key names all that decides over the thing, the version of the data among it.
    """
    return take(("kept", key), make)


def drawn(id: str, language: str, day: date, width: int, **choices) -> str:
    """A figure's chart as SVG with its links, `width` pixels wide; raises Unavailable."""
    with one_version() as data:
        spec = figure(id, language, day, **choices).chart
        if spec is None:
            raise Unavailable(id)
        key = (id, language, day, width, data.version, *chosen(id, choices).values())
    try:
        return kept(key, lambda: svg.chart_svg(linked(spec), width))
    except worker.NotDrawn as error:
        tell_once("chart", (id, language, width), data.version)
        raise Unavailable(id) from error


def checked_at(id: str, taken: Choices, day: date, site: str, server: str | None = None) -> str:
    """Where it is told what a view said on a day and whether that still holds; else nothing.

    It is where a server answers for versions and the data are a published one of the day.
    """
    code = code_at(id, taken, day) if server or server is None else ""
    return code and (site if server is None else server) + code


def _taken_from(id: str, language: str, taken: Choices, day: date) -> str:
    """Where a view stands below the host; of an older version, the figure's page at that."""
    published = published_as(day) if snapshot().older else None
    if published is None:
        return view_path(FIGURES[id].page, language, taken, id)
    return figure_page_path(language, id, {**taken, **published.query})


def take_away(
    id: str, language: str, day: date, form: str, site: str, server: str | None = None, **choices
) -> tuple[str, bytes]:
    """A figure as a file that says where it comes from: its name and its bytes.

    `form` is one of download.FORMS, `site` where the dashboard stands, `server` where it answers
    for older versions, if that is not there; raises Unavailable.
    """
    words, taken = words_of(language), chosen(id, choices)
    with one_version() as data:
        finished = figure(id, language, day, **taken)
        sources = cited(finished.figure.sources, language)
        check = checked_at(id, taken, day, site, server)
        address = site + _taken_from(id, language, taken, day)
    origin = download.Origin(address, data.version, day, check)

    def file(form: str) -> bytes:
        return kept((id, language, origin, form), lambda: make(form))

    def make(form: str) -> bytes:
        if form in download.PICTURES:
            return download.of_picture(file(download.PICTURES[form]), form)
        return download.take_away(finished.figure, finished.chart, sources, words, origin, form)

    try:
        return figure_table.file_name(finished.figure, taken, day, form), file(form)
    except worker.NotDrawn as error:
        tell_once("file", (id, language, form), data.version)
        raise Unavailable(id) from error


def sheet_file(town: str, paper: str, day: date, site: str) -> bytes:
    """The sheet of a town as PDF, on one of town_sheet.PAPERS; raises Unavailable.

    Its code leads to the page of the town at `site`, in the language of whoever opens it.
    """
    address = site and site + view_path("town", "", {"town": town})
    with one_version() as data:
        sides = tuple(
            _side(sheet(town, language, day), language) for language in town_sheet.LANGUAGES
        )
        asked = (sides, paper, address, data.version, day)
    try:
        key = ("sheet", town, paper, address, day, data.key)
        return kept(key, lambda: town_sheet.pdf(*asked))
    except worker.NotDrawn as error:
        tell_once("sheet", (town, paper), data.version)
        raise Unavailable("sheet") from error


def _side(told: Sheet, language: str) -> town_sheet.Side:
    ids = {box.source for box in told.boxes}
    sources = {id: source for id in ids for source in cited((id,), language)}
    return town_sheet.Side(told, words_of(language), sources)
