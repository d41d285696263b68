"""The checked data of now, and what may be chosen from them."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import pandas as pd

import kzdata
from dashboard import figures
from kzdata.words import say_fault

log = logging.getLogger(__name__)


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

    @property
    def newest(self) -> datetime:
        """When the data last changed: the time of the newest file."""
        return max(self.modified.values())

    def need(self, *names: str) -> "Tables":
        """The tables, known by the digests of some; raises Unavailable if one did not pass."""
        if lost := self.broken.intersection(names):
            raise Unavailable(", ".join(sorted(lost)))
        return Tables(self.tables, tuple(self.digests[name] for name in names))


class Tables:
    """Tables that stand in a cache's key by what they hold, so that equal data are equal."""

    def __init__(self, frames: Mapping[str, pd.DataFrame], digests: tuple[str, ...]):
        self.frames, self.digests = frames, digests

    def __hash__(self) -> int:
        return hash(self.digests)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tables) and self.digests == other.digests


def snapshot() -> Snapshot:
    """The data as the files stand now; read and checked again only when a file has changed."""
    if (data := _pinned.get()) is not None:
        return data
    folder = kzdata.data_folder()
    return _snapshot(folder, kzdata.stamp(folder))


_pinned: ContextVar[Snapshot | None] = ContextVar("snapshot", default=None)


@contextmanager
def one_version() -> Iterator[Snapshot]:
    """All that is read meanwhile here is of one version, and the files are looked at but once."""
    data = snapshot()
    before = _pinned.set(data)
    try:
        yield data
    finally:
        _pinned.reset(before)


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


def codes(name: str) -> Mapping[str, str | int]:
    """The codes of a choice as they are offered, each by how an address names it."""
    return _codes(_everything(), name)


def default(name: str) -> str | int:
    """What is shown when nothing was chosen."""
    return _default(_everything(), name)


def region_names(language: str) -> Mapping[str, str]:
    """What each region is called; nothing if its data are faulty."""
    return _region_names(_everything(), language)


def _everything() -> Tables:
    data = snapshot()
    return Tables(data.tables, (data.version, *sorted(data.broken)))


@lru_cache(8)
def _codes(tables: Tables, name: str) -> Mapping[str, str | int]:
    return MappingProxyType({str(code): code for code in figures.codes(name, tables.frames)})


@lru_cache(8)
def _default(tables: Tables, name: str) -> str | int:
    return figures.default(name, tables.frames)


@lru_cache(8)
def _region_names(tables: Tables, language: str) -> Mapping[str, str]:
    if "regions" not in tables.frames:
        return MappingProxyType({})
    names = tables.frames["regions"].set_index("region_id")[f"name_{language}"]
    return MappingProxyType(names.to_dict())
