"""Figures, headlines and claims, finished once for what they are made of, while that is in use."""

import logging
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, wraps
from threading import Condition

import pandas as pd
from cachetools import LRUCache, cached

from dashboard import figures
from dashboard.addresses import Choices
from dashboard.figures import FIGURES, Cited, Figure, FigureRequest, Headline, specification
from dashboard.figures.claims import RECORD_TABLES
from dashboard.figures.key_figures import (
    COUNTRY_HEADLINE_TABLES,
    HEADLINE_TABLES,
    TOWN_HEADLINE_TABLES,
)
from dashboard.figures.promises import PROMISE_TABLES
from dashboard.figures.three_towns import TOWN_TABLES, Town
from dashboard.figures.three_towns import towns as towns_on
from dashboard.figures.town_sheet import SHEET_TABLES, Sheet
from dashboard.figures.town_sheet import sheet as sheet_on
from dashboard.i18n import words_of
from dashboard.letters import LETTER_TABLES, Letter
from dashboard.letters import letters as letters_on
from dashboard.monitoring import tell
from dashboard.monitoring.metrics import FIGURE_SECONDS
from dashboard.store.ask import lacking
from dashboard.store.snapshot import Tables, Unavailable, default, snapshot

log = logging.getLogger(__name__)

# Every figure names its sources, so no figure can do without their table.
ALWAYS_NEEDED = ("sources",)


@dataclass(frozen=True)
class Finished:
    """A figure, and its chart as a Vega-Lite specification; `figure.chart` is left out."""

    figure: Figure
    chart: dict | None


def _finished(figure: Figure) -> Finished:
    chart = None if figure.chart is None else specification(figure.chart)
    return Finished(replace(figure, chart=None), chart)


def _or_unavailable(make: Callable) -> Callable:
    """What its data do not allow must not take its page down."""

    @wraps(make)
    def guarded(tables: Tables, *asked):
        try:
            return make(tables, *asked)
        except Unavailable:
            raise  # what it is made of could not be made, and that was told
        except Exception as error:
            if snapshot().older:  # which nobody asked whether figures of today can be made of it
                raise Unavailable(make.__name__) from error
            tell_once(make.__name__.strip("_"), asked, tables.digests)
            raise Unavailable(make.__name__) from error

    return guarded


def tell_once(what: str, asked: tuple, data: Hashable) -> None:
    """Tell the log that something cannot be shown: of the same thing on the same data only once.

    What is made without it is not kept for long.
    """
    lacking()
    _tell_once(what, asked, data)


@lru_cache(1000)
def _tell_once(what: str, asked: tuple, data: Hashable) -> None:
    about = "/".join(map(str, asked))
    tell(log, "figure_unavailable", f"{what} cannot be made", failed=True, asked=about)


def figure(id: str, language: str, day: date, **choices) -> Finished:
    """A finished figure; raises Unavailable."""
    tables = snapshot().need(*ALWAYS_NEEDED, *FIGURES[id].tables)
    return _figure(tables, id, language, day, tuple(sorted(chosen(id, choices).items())))


# Those of a page in three languages while it is put together: what is made of a figure is kept as
# files. One makes it, all others wait.
@cached(LRUCache(100), condition=Condition())
@_or_unavailable
@FIGURE_SECONDS.time()
def _figure(tables: Tables, id: str, language: str, day: date, choices: tuple) -> Finished:
    view = FigureRequest(words_of(language), day, **dict(choices))
    return _finished(FIGURES[id].build(tables.frames, view))


def chosen(id: str, choices: Choices) -> Choices:
    """The choices that a figure takes, each as given or else its default."""
    return {name: choices.get(name, default(name)) for name in FIGURES[id].choices}


def cited(source_ids: tuple[str, ...], language: str) -> list[Cited]:
    """Sources as they are named in a language."""
    return figures.cited(source_ids, snapshot().tables["sources"], words_of(language))


def headlines_of(language: str, day: date) -> tuple[Headline, ...]:
    """The headlines of the first page; raises Unavailable."""
    return _headlines(snapshot().need(*HEADLINE_TABLES), language, day)


@lru_cache(8)
@_or_unavailable
def _headlines(tables: Tables, language: str, day: date) -> tuple[Headline, ...]:
    region = str(figures.default("region", tables.frames))
    return figures.headlines(tables.frames, FigureRequest(words_of(language), day, region=region))


def town_headlines_of(language: str, day: date, town: str) -> tuple[Headline, ...]:
    """Three numbers of a town, or without one of the country; raises Unavailable."""
    needed = TOWN_HEADLINE_TABLES if town else COUNTRY_HEADLINE_TABLES
    return _town_headlines(snapshot().need(*needed), language, day, town)


@lru_cache(24)
@_or_unavailable
def _town_headlines(tables: Tables, language: str, day: date, town: str) -> tuple[Headline, ...]:
    region = figures.default("region", tables.frames)
    view = FigureRequest(words_of(language), day, region=str(region), town=town)
    make = figures.town_headlines if town else figures.country_headlines
    return make(tables.frames, view)


def claims(language: str, day: date) -> pd.DataFrame:
    """All claims with their verdicts in words; raises Unavailable."""
    return _claims(snapshot().need(*ALWAYS_NEEDED, *RECORD_TABLES), language, day)


@lru_cache(8)
@_or_unavailable
def _claims(tables: Tables, language: str, day: date) -> pd.DataFrame:
    return figures.judged(tables.frames, FigureRequest(words_of(language), day))


def promises(language: str, day: date) -> pd.DataFrame:
    """All promises with their states, names and towns; raises Unavailable."""
    return _promises(snapshot().need(*PROMISE_TABLES), language, day)


@lru_cache(8)
@_or_unavailable
def _promises(tables: Tables, language: str, day: date) -> pd.DataFrame:
    return figures.standing(tables.frames, FigureRequest(words_of(language), day))


def towns(language: str, day: date) -> list[Town]:
    """What is known of each town in three lines; raises Unavailable."""
    return _towns(snapshot().need(*ALWAYS_NEEDED, *TOWN_TABLES), language, day)


@lru_cache(8)
@_or_unavailable
def _towns(tables: Tables, language: str, day: date) -> list[Town]:
    return towns_on(tables.frames, FigureRequest(words_of(language), day))


def sheet(town: str, language: str, day: date) -> Sheet:
    """Six numbers on a town for a sheet of paper; raises Unavailable."""
    return _sheet(snapshot().need(*ALWAYS_NEEDED, *SHEET_TABLES), town, language, day)


@lru_cache(16)
@_or_unavailable
def _sheet(tables: Tables, town: str, language: str, day: date) -> Sheet:
    return sheet_on(tables.frames, FigureRequest(words_of(language), day, town=town))


def letters(language: str, day: date) -> dict[str, Letter]:
    """Every letter that asks for what is not published, by its id; raises Unavailable."""
    return _letters(snapshot().need(*LETTER_TABLES), language, day)


def letter_workbook(letter: Letter, language: str, day: date) -> bytes:
    """The rows that an answer to a letter fills in, as a workbook; raises Unavailable."""
    from dashboard.render.letter_workbook import of_letter  # not before somebody asks for one

    data = snapshot()
    data.need(*LETTER_TABLES)
    words = words_of(language)
    return of_letter(letter, data.tables, day, words, data.version, data.newest)


@lru_cache(8)
@_or_unavailable
def _letters(tables: Tables, language: str, day: date) -> dict[str, Letter]:
    view = FigureRequest(words_of(language), day)
    return {letter.id: letter for letter in letters_on(tables.frames, view)}
