"""The data as a published version had them, on one of the days on which it was shown.

A figure counts days, so a version alone does not tell what it said. With the day, which must lie
between the publication of the version and that of the next one, it says the same for ever.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import product
from pathlib import Path

import pandas as pd
from cachetools import LRUCache, cached

import kzdata
from dashboard.addresses import Choices, code_path
from dashboard.figures import FIGURES, former
from dashboard.short_code import FIRST, as_written, code_of, day_of
from dashboard.store.snapshot import Snapshot, codes, default, one_version, snapshot
from kzdata import TABLES, Difference, Entry
from kzdata.clock import KAZAKHSTAN
from kzdata.table_file import file_problems
from kzdata.versions.objects import object_of
from kzdata.versions.shape import reshaped

NUMBER, VERSION = re.compile("[1-9][0-9]{0,5}"), re.compile("[0-9a-f]{12}")
TABLES_KEPT = 64  # of older versions, in memory


class NeverShown(LookupError):
    """A version was asked for that there is not, or a day on which it was not shown."""


@dataclass(frozen=True)
class AsOf:
    """A version, by its number and its digest, and the day as of which figures are made of it."""

    number: int
    version: str
    day: date

    @property
    def query(self) -> dict[str, str]:
        """How an address names it."""
        return {"version": str(self.number), "day": self.day.isoformat()}


@dataclass(frozen=True)
class Shown:
    """A published version, and the first and the last day on which it was shown."""

    entry: Entry
    first: date
    last: date

    def at(self, day: date) -> AsOf:
        return AsOf(self.entry.number, self.entry.version, day)


def versions(today: date) -> tuple[Shown, ...]:
    """Every version that was published, the oldest first; the newest is shown until today."""
    data = snapshot()
    entries = [e for e in _entries(kzdata.data_folder(), data.log) if e.number <= data.head]
    days = [entry.at.astimezone(KAZAKHSTAN).date() for entry in entries]
    ends = [*days[1:], max([today, *days[-1:]])]
    return tuple(map(Shown, entries, days, ends))


@lru_cache(2)
def _entries(folder: Path, log: str) -> tuple[Entry, ...]:
    return tuple(kzdata.log(folder))


def as_of(version: str, day: str | None, today: date) -> AsOf:
    """What an address names: a version by its number or digest, and a day, or else its first.

    Raises NeverShown.
    """
    if not (NUMBER.fullmatch(version) or VERSION.fullmatch(version)):
        raise NeverShown(version)
    for shown in versions(today):
        if version in (str(shown.entry.number), shown.entry.version):
            wished = shown.first if day is None else _read(day)
            if wished is not None and shown.first <= wished <= shown.last:
                return shown.at(wished)
    raise NeverShown(version)


def _read(day: str) -> date | None:
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None


def published_as(day: date) -> AsOf | None:
    """The version that is shown, if it was published and was shown on a day; else None."""
    data = snapshot()
    digests = {name: digest for name, digest in data.digests.items() if digest}
    for shown in reversed(versions(day)):
        if digests == shown.entry.digests and shown.first <= day <= shown.last:
            return shown.at(day)
    return None


def code_at(figure: str, choices: Choices, day: date) -> str:
    """Where it is told what a view of the data that are shown said on a day; else nothing."""
    published = published_as(day)
    if published is None or day < FIRST:
        return ""
    return code_path(code_of(figure, choices, published.version, day))


@dataclass(frozen=True)
class Decoded:
    """What a short code stands for; `code` as it should be written."""

    code: str
    figure: str
    choices: Choices
    as_of: AsOf


def decoded(code: str, today: date) -> Decoded | None:
    """What a code stands for; None if it stands for nothing that was ever shown."""
    data = snapshot()
    written = as_written(code)
    return _decoded(written, today, kzdata.data_folder(), data.log) if written else None


@lru_cache(1000)
def _decoded(code: str, today: date, folder: Path, log: str) -> Decoded | None:
    day = day_of(code)
    for shown in versions(today):
        if shown.first <= day <= shown.last:
            with as_published(at := shown.at(day)):
                for figure, called, named, taken in _views():
                    if code_of(called, named, at.version, day) == code:
                        return Decoded(code, figure, taken, at)
    return None


def _views() -> Iterator[tuple[str, str, Choices, Choices]]:
    """Every view of each figure: the id and the choices that its code names, and all that it takes.

    A figure may get a choice later: its codes of before named fewer. Codes of one that became part
    of it name that.
    """
    for id, kind in FIGURES.items():
        usual = {name: default(name) for name in kind.choices}
        for called, count in product((id, *former(id)), range(len(kind.choices), -1, -1)):
            names = kind.choices[:count]
            for combination in product(*(codes(name).values() for name in names)):
                named = dict(zip(names, combination, strict=True))
                yield id, called, named, usual | named


@contextmanager
def as_published(at: AsOf | None) -> Iterator[Snapshot]:
    """All that is read meanwhile here is of a version; without one of the data that are shown."""
    with one_version(None if at is None else _of_version(at.number)) as data:
        yield data


def _of_version(number: int) -> Snapshot:
    data = snapshot()
    return _older(kzdata.data_folder(), data.log, data.head, number)


@lru_cache(8)
def _older(folder: Path, log: str, head: int, number: int) -> Snapshot:
    """The tables of a version as far as they can be understood; they were checked once."""
    (entry,) = (entry for entry in _entries(folder, log) if entry.number == number)
    paths = {name: object_of(folder, digest) for name, digest in entry.digests.items()}
    good = {
        name: entry.digests[name]
        for name, table in TABLES.items()
        if name in paths and not file_problems(table, paths[name], older=True)
    }
    return Snapshot(
        version=entry.version,
        tables=_Tables(folder, good),
        broken=frozenset(TABLES.keys() - good.keys()),
        faulty=frozenset(),
        problems=(),
        instead=frozenset(),
        not_understood=frozenset(),
        published=None,
        head=head,
        log=log,
        digests=entry.digests,
        paths=paths,
        modified=dict.fromkeys(paths, entry.at),
        older=True,
    )


class _Tables(Mapping):
    """Tables that are read when they are needed, for of an older version few are."""

    def __init__(self, folder: Path, digests: Mapping[str, str]):
        self._folder, self._digests = folder, digests

    def __getitem__(self, name: str) -> pd.DataFrame:
        return table_then(self._folder, name, self._digests[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._digests)

    def __len__(self) -> int:
        return len(self._digests)


@lru_cache(TABLES_KEPT)
def table_then(folder: Path, name: str, digest: str) -> pd.DataFrame:
    """A table as a version had it, in the columns of today; raises as `kzdata.load`."""
    return kzdata.load(name, folder=folder, version=digest)


def lacking(at: AsOf, names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of some tables that a version did not have, or not with what is needed of them."""
    return tuple(name for name in names if name in _of_version(at.number).broken)


def changed_since(at: AsOf, names: tuple[str, ...]) -> dict[str, Difference]:
    """What leads from a version to the data that are shown, in those of some tables that differ."""
    then, now = _of_version(at.number), snapshot()
    return {
        name: difference
        for name in names
        if name in then.tables and name in now.tables
        # A file may have other bytes and the same rows.
        if then.digests[name] != now.digests[name] and (difference := _difference(name, then, now))
    }


# Many figures rest on one table, and each is read in three languages.
@cached(LRUCache(64), key=lambda name, *states: (name, *(s.digests[name] for s in states)))
def _difference(name: str, then: Snapshot, now: Snapshot) -> Difference:
    shape = reshaped(name, then.paths[name], now.paths[name])
    return kzdata.diff(TABLES[name], then.tables[name], now.tables[name], shape)
