"""Figures, headlines and claims, finished once for what they are made of."""

import json
import logging
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache, wraps

import pandas as pd
import pyarrow as pa

from dashboard import figures
from dashboard.figures import FIGURES, Cited, Figure, Headline, View
from dashboard.figures.claims import RECORD_TABLES
from dashboard.figures.headlines import HEADLINE_TABLES
from dashboard.i18n import words_of
from dashboard.monitoring import tell
from dashboard.monitoring.metrics import FIGURE_SECONDS

from .snapshot import Tables, Unavailable, default, snapshot

log = logging.getLogger(__name__)

# Every figure names its sources, so no figure can do without their table.
ALWAYS_NEEDED = ("sources",)


@dataclass(frozen=True)
class Finished:
    """A figure, and its chart as a Vega-Lite specification."""

    figure: Figure
    chart: dict | None

    @cached_property
    def living(self) -> dict | None:
        """The chart as Streamlit sends it: data as Arrow bytes, the description to be told apart.

        Of the data only columns go along that the chart has a use for.
        """
        if self.chart is None:
            return None
        drawn = {k: v for k, v in self.chart.items() if k not in ("datasets", "description")}
        named = json.dumps(drawn, ensure_ascii=False)
        packed = {
            name: _arrow([{k: v for k, v in row.items() if k in named} for row in rows])
            for name, rows in self.chart["datasets"].items()
        }
        return {**drawn, "datasets": packed}


def _arrow(rows: list[dict]) -> bytes:
    table, sink = pa.Table.from_pylist(rows), pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return sink.getvalue().to_pybytes()


def _or_unavailable(make: Callable) -> Callable:
    """One thing that its data do not allow must not take its page down."""

    @wraps(make)
    def guarded(tables: Tables, *asked):
        try:
            return make(tables, *asked)
        except Exception as error:
            tell_once(make.__name__.strip("_"), asked, tables.digests)
            raise Unavailable(make.__name__) from error

    return guarded


@lru_cache(1000)
def tell_once(what: str, asked: tuple, data: Hashable) -> None:
    """Tell the log that something cannot be shown: of the same thing on the same data only once."""
    about = "/".join(map(str, asked))
    tell(log, "figure_unavailable", f"{what} cannot be made", failed=True, asked=about)


def figure(id: str, language: str, day: date, **choices) -> Finished:
    """A finished figure; raises Unavailable."""
    tables = snapshot().need(*ALWAYS_NEEDED, *FIGURES[id].tables)
    return _figure(tables, id, language, day, tuple(sorted(chosen(id, choices).items())))


@lru_cache(800)  # every choice of the regions page in a language, and the rest
@_or_unavailable
@FIGURE_SECONDS.time()
def _figure(tables: Tables, id: str, language: str, day: date, choices: tuple) -> Finished:
    made = FIGURES[id].build(tables.frames, View(words_of(language), day, **dict(choices)))
    # That a chart is a good one is for the tests to say; to ask it here takes a third longer.
    chart = None if made.chart is None else made.chart.to_dict(validate=False)
    return Finished(made, chart)


def chosen(id: str, choices: Mapping[str, object]) -> dict[str, object]:
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
    return figures.headlines(tables.frames, View(words_of(language), day))


def claims(language: str, day: date) -> pd.DataFrame:
    """All claims with their verdicts in words; raises Unavailable."""
    return _claims(snapshot().need(*ALWAYS_NEEDED, *RECORD_TABLES), language, day)


@lru_cache(8)
@_or_unavailable
def _claims(tables: Tables, language: str, day: date) -> pd.DataFrame:
    return figures.judged(tables.frames, View(words_of(language), day))
