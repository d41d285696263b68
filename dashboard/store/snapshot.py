"""The checked data of now, and what may be chosen from them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from threading import Condition
from types import MappingProxyType

import pandas as pd
from cachetools import LRUCache, cached

import kzdata
from dashboard import figures
from dashboard.i18n import words_of
from dashboard.store.opened import editions
from dashboard.store.verdicts import recalled
from kzdata.schema.model import LANGUAGES


class Unavailable(Exception):
    """Something cannot be shown because the data that it needs did not pass the check."""


@dataclass(frozen=True)
class Snapshot:
    """The data of one moment: the tables that stand, the names of those that did not pass.

    `digests`, `paths` and `modified` are those of each table's bytes as shown. `instead` names the
    tables that are shown as `published` had them, because their files are `faulty`, be it because
    another version of the program published what this one has `not_understood`; `head` is the
    number of the last version in the log, and `log` tells one log from another that is as long.
    `unseen` is since when the place of the data, if they lie elsewhere, was not seen as shown.
    An `older` one is of a published version, whatever is shown now.
    """

    version: str
    tables: Mapping[str, pd.DataFrame]
    broken: frozenset[str]
    faulty: frozenset[str]
    problems: tuple[kzdata.Problem, ...]
    instead: frozenset[str]
    not_understood: frozenset[str]
    published: kzdata.Entry | None
    head: int
    log: str
    digests: Mapping[str, str]
    paths: Mapping[str, Path]
    modified: Mapping[str, datetime]
    unseen: datetime | None = None
    older: bool = False

    @property
    def key(self) -> tuple:
        """All that pages depend on, for a cache: what is shown, and what is said of it."""
        lists = (self.faulty, self.instead, self.not_understood)
        return (self.version, self.log, self.unseen, *map(tuple, map(sorted, lists)))

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

    def __repr__(self) -> str:
        return f"Tables{self.digests}"


def snapshot() -> Snapshot:
    """The data as the files stand now; read and checked again only when a file has changed."""
    if (data := _pinned.get()) is not None:
        return data
    folder = kzdata.data_folder()
    data, unseen = _snapshot(folder, kzdata.stamp(folder)), kzdata.unseen()
    return replace(data, unseen=unseen) if unseen else data


_pinned: ContextVar[Snapshot | None] = ContextVar("snapshot", default=None)


@contextmanager
def one_version(data: Snapshot | None = None) -> Iterator[Snapshot]:
    """All that is read meanwhile here is of one version, and the files are looked at but once.

    It is that of `data`, else the one that is shown.
    """
    data = data or snapshot()
    before = _pinned.set(data)
    try:
        yield data
    finally:
        _pinned.reset(before)


# While one checks what has changed, all others wait for it: a crowd that does the same work side by
# side takes minutes for what one does in a second.
@cached(LRUCache(2), condition=Condition())
def _snapshot(folder: Path, stamp: tuple) -> Snapshot:
    stands, latest = kzdata.standing(folder, recalled(editions())), kzdata.latest(folder)
    return Snapshot(
        version=stands.version,
        tables=stands.frames,
        broken=frozenset(kzdata.TABLES.keys() - stands.frames.keys()),
        faulty=frozenset(p.table for p in stands.problems if p.grade is kzdata.Grade.ERROR)
        | (kzdata.TABLES.keys() - stands.frames.keys()),
        problems=stands.problems,
        instead=stands.instead,
        not_understood=stands.not_understood,
        published=stands.published,
        head=latest.number if latest else 0,
        log=sha256(repr(kzdata.log(folder)).encode()).hexdigest(),
        digests=stands.digests,
        paths=stands.paths,
        modified={name: _modified(path) for name, path in stands.paths.items()},
    )


def _modified(path: Path) -> datetime:
    """The time of a file, or the beginning of time where there is none."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return datetime.fromtimestamp(0, UTC)


def codes(name: str) -> Mapping[str, str | int]:
    """The codes of a choice as they are offered, each by how an address names it."""
    return _codes(_everything(), name)


def default(name: str) -> str | int:
    """What is shown when nothing was chosen."""
    return _default(_everything(), name)


def region_names(language: str) -> Mapping[str, str]:
    """What each region is called; nothing if its data are faulty."""
    return _names(_everything(), "regions", language)


def choice_name(name: str, code: str | int, language: str) -> str:
    """What a code of a choice, or of a plant, is called; the code where the data do not tell."""
    if name == "town":
        return words_of(language).code("place", str(code))
    if name in ("place", "plant"):
        return _names(_everything(), f"{name}s", language).get(str(code), str(code))
    return region_names(language).get(str(code), str(code)) if name == "region" else str(code)


def plant_codes() -> tuple[str, ...]:
    """The codes of the plants; none if their data are faulty."""
    return tuple(_names(_everything(), "plants", LANGUAGES[0]))


def _everything() -> Tables:
    data = snapshot()
    return Tables(data.tables, (data.version, *sorted(data.broken)))


# Of today's data and of some older versions.
@lru_cache(32)
def _codes(tables: Tables, name: str) -> Mapping[str, str | int]:
    return MappingProxyType({str(code): code for code in figures.codes(name, tables.frames)})


@lru_cache(32)
def _default(tables: Tables, name: str) -> str | int:
    return figures.default(name, tables.frames)


@lru_cache(32)
def _names(tables: Tables, name: str, language: str) -> Mapping[str, str]:
    """What each row of a table is called, by its key."""
    if name not in tables.frames:
        return MappingProxyType({})
    (key,) = kzdata.TABLES[name].key
    return MappingProxyType(tables.frames[name].set_index(key)[f"name_{language}"].to_dict())
