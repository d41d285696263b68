"""Where finished things stand ready: the checked data of now, and figures made once a version."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from threading import Condition

import pandas as pd
from cachetools import LRUCache, cached

import kzdata
from dashboard import exports
from dashboard.figures import (
    FIGURES,
    Cited,
    Figure,
    Headline,
    View,
    default,
    headlines,
    judged,
)
from dashboard.figures import cited as cited_by
from dashboard.figures.claims import RECORD_TABLES
from dashboard.figures.headlines import HEADLINE_TABLES
from dashboard.i18n import words_of
from dashboard.pages import view_path
from kzdata.words import say_fault

log = logging.getLogger(__name__)

# Every figure names its sources, so no figure can do without their table.
ALWAYS_NEEDED = ("sources",)


class Unavailable(Exception):
    """Something cannot be shown because the data that it needs did not pass the check."""


@dataclass(frozen=True)
class Snapshot:
    """The data of one moment: the tables that passed the check, the names of those that did not.

    `modified` is the time of each table's file.
    """

    version: str
    tables: Mapping[str, pd.DataFrame]
    broken: frozenset[str]
    digests: Mapping[str, str]
    modified: Mapping[str, datetime]

    def need(self, *names: str) -> tuple[str, ...]:
        """The digests of some tables; raises Unavailable if any of them did not pass the check."""
        if lost := self.broken.intersection(names):
            raise Unavailable(", ".join(sorted(lost)))
        return tuple(self.digests[name] for name in names)

    @property
    def newest(self) -> datetime:
        """When the data last changed: the time of the newest file."""
        return max(self.modified.values())


def snapshot() -> Snapshot:
    """The data as the files stand now; read and checked again only when a file has changed."""
    folder = kzdata.data_folder()
    return _snapshot(folder, kzdata.stamp(folder))


@lru_cache(2)
def _snapshot(folder: Path, stamp: tuple) -> Snapshot:
    tables, faults, digests = _steady_survey(folder)
    broken = frozenset(fault.table for fault in faults)
    for fault in faults:
        log.error("data fault: %s", say_fault(fault, "en"))
    return Snapshot(
        version=kzdata.version(digests),
        tables={name: frame for name, frame in tables.items() if name not in broken},
        broken=broken,
        digests=digests,
        modified={name: datetime.fromtimestamp(ns / 1e9, UTC) for name, ns, _ in stamp},
    )


def _steady_survey(folder: Path):
    """A survey and the digests of just what was surveyed, even while a file is being replaced."""
    digests = None
    while digests != (now := kzdata.digests(folder)):
        digests = now
        tables, faults = kzdata.survey(folder)
    return tables, faults, digests


def figure(id: str, language: str, day: date, **choices) -> tuple[Figure, dict | None]:
    """A finished figure and its chart as a Vega-Lite specification; raises Unavailable."""
    return _figure_of(snapshot(), id, language, day, chosen(id, choices))


def _figure_of(data: Snapshot, id: str, language: str, day: date, choices: Mapping):
    digests = data.need(*ALWAYS_NEEDED, *FIGURES[id].tables)
    kept = tuple(sorted(choices.items()))
    return _figure(_Tables(data.tables, digests), id, language, day, kept)


class _Tables:
    """Tables that stand in a cache's key by what they hold, so that equal data are equal."""

    def __init__(self, frames: Mapping[str, pd.DataFrame], digests: tuple[str, ...]):
        self.frames, self.digests = frames, digests

    def __hash__(self) -> int:
        return hash(self.digests)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Tables) and self.digests == other.digests


@lru_cache(800)  # every choice of the regions page in a language, and the rest
def _figure(tables: _Tables, id: str, language: str, day: date, choices: tuple):
    try:
        made = FIGURES[id].build(tables.frames, View(words_of(language), day, **dict(choices)))
        return made, None if made.chart is None else made.chart.to_dict()
    except Exception as error:
        # One figure that its data do not allow must not take its page down.
        log.exception("figure %s in %s cannot be made", id, language)
        raise Unavailable(id) from error


def chosen(id: str, choices: Mapping[str, object]) -> dict[str, object]:
    """The choices that a figure takes, each as given or else its default."""
    tables = snapshot().tables
    return {name: choices.get(name, default(name, tables)) for name in FIGURES[id].choices}


def cited(source_ids: tuple[str, ...], language: str) -> list[Cited]:
    """Sources as they are named in a language."""
    return cited_by(source_ids, snapshot().tables["sources"], words_of(language))


def take_away(
    id: str, language: str, day: date, form: str, site: str, **choices
) -> tuple[str, bytes]:
    """A figure as a file that says where it comes from: its name and its bytes.

    `form` is one of exports.FORMS, `site` where the dashboard stands. Made once for a version of
    the data and kept; raises Unavailable.
    """
    data, taken = snapshot(), chosen(id, choices)
    made, chart = _figure_of(data, id, language, day, taken)
    words = words_of(language)
    address = site + view_path(FIGURES[id].page, language, taken, id)
    origin = exports.Origin(address, data.version, day)
    sources = cited_by(made.sources, data.tables["sources"], words)

    def make(form: str) -> bytes:
        if form in exports.PICTURES:
            return exports.of_picture(_file((id, language, origin, "svg"), make), form)
        return exports.take_away(made, chart, sources, words, origin, form)

    try:
        return exports.file_name(made, taken, day, form), _file((id, language, origin, form), make)
    except exports.NotDrawn as error:
        log.exception("figure %s in %s cannot be drawn", id, language)
        raise Unavailable(id) from error


# Files are kept while they fit into so many bytes; while one is made, whoever else asks for it
# waits for it. The origin in the key names all else that decides over a file.
@cached(LRUCache(64_000_000, getsizeof=len), key=lambda key, make: key, condition=Condition())
def _file(key: tuple[str, str, exports.Origin, str], make: Callable[[str], bytes]) -> bytes:
    return make(key[-1])


def headlines_of(language: str, day: date) -> tuple[Headline, ...]:
    """The headlines of the first page; raises Unavailable."""
    data = snapshot()
    digests = data.need(*HEADLINE_TABLES)
    return _headlines(_Tables(data.tables, digests), language, day)


@lru_cache(8)
def _headlines(tables: _Tables, language: str, day: date) -> tuple[Headline, ...]:
    try:
        return headlines(tables.frames, View(words_of(language), day))
    except Exception as error:
        log.exception("headlines in %s cannot be made", language)
        raise Unavailable("headlines") from error


def claims(language: str, day: date) -> pd.DataFrame:
    """All claims with their verdicts in words; raises Unavailable."""
    data = snapshot()
    digests = data.need(*ALWAYS_NEEDED, *RECORD_TABLES)
    return _claims(_Tables(data.tables, digests), language, day)


@lru_cache(8)
def _claims(tables: _Tables, language: str, day: date) -> pd.DataFrame:
    try:
        return judged(tables.frames, View(words_of(language), day))
    except Exception as error:
        log.exception("claims in %s cannot be judged", language)
        raise Unavailable("claims") from error
