"""The newest versions of the data, and what each of them changed."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd
from cachetools import LRUCache, cached

import kzdata
from dashboard.store.as_of import table_then
from dashboard.store.snapshot import snapshot
from kzdata import TABLES, Difference, Entry
from kzdata.versions.shape import SAME, Reshaped, reshaped_in

NEWEST = 10  # versions that are told
MOST = 200  # rows of a version that are told one by one; a page is read, and sent to phones
SEARCHED = 5_000  # rows that a version may change in a table that is searched for those of a place


@dataclass(frozen=True)
class Published:
    """A version, and for its tables the single changes if they are few and can still be read.

    `shapes` tells the tables that have got or lost columns, or that came or went as a whole.
    """

    before: Entry | None
    entry: Entry
    differences: Mapping[str, Difference]
    shapes: Mapping[str, Reshaped]


def published() -> tuple[tuple[Published, ...], int]:
    """The newest versions, the newest first, and how many there are beside them."""
    data = snapshot()
    return _published(kzdata.data_folder(), data.head, data.log)


@lru_cache(2)
def _published(folder: Path, head: int, log: str) -> tuple[tuple[Published, ...], int]:
    entries = [entry for entry in kzdata.log(folder) if entry.number <= head]
    before = {entry.number: earlier for earlier, entry in zip([None, *entries], entries)}  # noqa: B905
    newest = entries[: -NEWEST - 1 : -1]
    told = tuple(_told(folder, before[entry.number], entry) for entry in newest)
    return told, len(entries) - len(newest)


def _told(folder: Path, before: Entry | None, entry: Entry) -> Published:
    shapes = reshaped_in(folder, before, entry)
    if before is None or sum(map(sum, entry.changes.values())) > MOST:
        return Published(before, entry, {}, shapes)
    told = _differences(folder, before, entry, shapes, entry.changes)
    return Published(before, entry, told, shapes)


def too_many(version: Published) -> set[str]:
    """The tables of which a version changed too many rows to be searched."""
    return {name for name, counts in version.entry.changes.items() if sum(counts) > SEARCHED}


def searched(version: Published) -> Mapping[str, Difference]:
    """What a version changed in each table but those of `too_many`; of a new one, all its rows."""
    return _searched(kzdata.data_folder(), snapshot().log, version)


@cached(LRUCache(NEWEST), key=lambda folder, log, version: (folder, log, version.entry.number))
def _searched(folder: Path, log: str, version: Published) -> Mapping[str, Difference]:
    if version.before is None:
        return {}
    names = [name for name in version.entry.changes if name not in too_many(version)]
    found = _differences(folder, version.before, version.entry, version.shapes, names)
    for name in names:
        if name in TABLES and version.shapes.get(name, SAME).new:
            with suppress(LookupError, kzdata.BadTable):
                rows = kzdata.load(name, folder=folder, version=version.entry.number)
                found[name] = kzdata.diff(TABLES[name], rows.iloc[:0], rows)
    return found


def naming(version: Published, names: Iterable[str]) -> Mapping[str, pd.DataFrame]:
    """The tables to which some tables refer, as a version names their rows.

    A row that the version before it had last is named as it was then.
    """
    columns = [spec for name in names for spec in TABLES[name].specs.values()]
    found, folder = {}, kzdata.data_folder()
    entries = [entry for entry in (version.before, version.entry) if entry]
    for name in {spec.references for spec in columns if spec.references}:
        states = []
        for digest in dict.fromkeys(entry.digests.get(name, "") for entry in entries):
            with suppress(LookupError, kzdata.BadTable):
                states += [table_then(folder, name, digest)] if digest else []
        if states:
            rows = pd.concat(states, ignore_index=True) if len(states) > 1 else states[0]
            found[name] = rows.drop_duplicates(list(TABLES[name].key), keep="last")
    return found


def _differences(
    folder: Path,
    before: Entry,
    entry: Entry,
    shapes: Mapping[str, Reshaped],
    names: Iterable[str],
) -> dict[str, Difference]:
    found: dict[str, Difference] = {}
    for name in names:
        # A table may be declared no more, or not as it was; an object may be damaged.
        with suppress(LookupError, kzdata.BadTable):
            old, new = (kzdata.load(name, folder=folder, version=e.number) for e in (before, entry))
            found[name] = kzdata.diff(TABLES[name], old, new, shapes.get(name, SAME))
    return found
