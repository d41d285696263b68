"""Where finished things stand ready: the checked data of now, and figures made once a version."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import pandas as pd

import kzdata
from dashboard.figures import FIGURES, Figure, View, judged
from dashboard.figures.claims import RECORD_TABLES
from dashboard.i18n import words_of

log = logging.getLogger(__name__)

# Every figure names its sources, so no figure can do without their table.
ALWAYS_NEEDED = ("sources",)


class Unavailable(Exception):
    """Something cannot be shown because the data that it needs did not pass the check."""


@dataclass(frozen=True)
class Snapshot:
    """The data of one moment: the tables that passed the check, the names of those that did not."""

    stamp: tuple
    version: str
    tables: Mapping[str, pd.DataFrame]
    broken: frozenset[str]

    def need(self, *names: str) -> None:
        """Raise Unavailable if any of these tables did not pass the check."""
        if lost := self.broken.intersection(names):
            raise Unavailable(", ".join(sorted(lost)))


def snapshot() -> Snapshot:
    """The data as the files stand now; read and checked again only when a file has changed."""
    folder = kzdata.data_folder()
    return _snapshot(folder, kzdata.stamp(folder))


@lru_cache(2)
def _snapshot(folder: Path, stamp: tuple) -> Snapshot:
    tables, faults = kzdata.survey(folder)
    broken = frozenset(fault.table for fault in faults)
    for fault in faults:
        log.error("data fault: %s", fault)
    return Snapshot(
        stamp=stamp,
        version=kzdata.version(folder),
        tables={name: frame for name, frame in tables.items() if name not in broken},
        broken=broken,
    )


def figure(id: str, language: str, day: date, **choices) -> tuple[Figure, dict | None]:
    """A finished figure and its chart as a Vega-Lite specification; raises Unavailable."""
    kind = FIGURES[id]
    kept = tuple(sorted((k, v) for k, v in choices.items() if k in kind.choices))
    return _figure(snapshot().stamp, id, language, day, kept)


@lru_cache(2_000)
def _figure(stamp: tuple, id: str, language: str, day: date, choices: tuple):
    kind, data = FIGURES[id], snapshot()
    data.need(*ALWAYS_NEEDED, *kind.tables)
    try:
        made = kind.build(data.tables, View(words_of(language), day, **dict(choices)))
        return made, None if made.chart is None else made.chart.to_dict()
    except Exception as error:
        # One figure that its data do not allow must not take its page down.
        log.exception("figure %s in %s cannot be made", id, language)
        raise Unavailable(id) from error


def claims(language: str, day: date) -> pd.DataFrame:
    """All claims with their verdicts in words; raises Unavailable."""
    return _claims(snapshot().stamp, language, day)


@lru_cache(8)
def _claims(stamp: tuple, language: str, day: date) -> pd.DataFrame:
    data = snapshot()
    data.need(*ALWAYS_NEEDED, *RECORD_TABLES)
    return judged(data.tables, View(words_of(language), day))
