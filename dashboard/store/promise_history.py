"""How often the versions of the data have told otherwise of each promise, and since when as now."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from threading import Condition

import pandas as pd
from cachetools import LRUCache, cached

import kzdata
from dashboard.store.snapshot import Snapshot, snapshot
from kzdata.promise_events import promise_events

PROMISED = ("plant_targets", "projects", "initiatives")
NEEDED = (*PROMISED, "plants", "sources")
OUTCOME = ("outcome", "outcome_day", "outcome_source_id")
# Where a promise names a row of another table, what is told of that row.
NAMED = {
    "plant_id": ("plants", ("name_kk", "name_ru", "name_en")),
    **dict.fromkeys(
        ("source_id", "outcome_source_id"),
        ("sources", ("title_kk", "title_ru", "title_en", "publisher_kk", "publisher_ru",
                     "publisher_en", "published", "published_given", "url")),
    ),
}  # fmt: skip

# What is told of each promise, and apart from that of its outcome, by the promise and `OUTCOME`.
Told = Mapping[tuple[str, bool], tuple[str, ...]]


@dataclass(frozen=True)
class Revision:
    """How many versions told otherwise than the one before, and when the last of them was."""

    number: int
    at: datetime


def revisions() -> Mapping[tuple[str, bool], Revision]:
    """The revision of each promise and, with True in its key, of its outcome if there is one."""
    return _revisions(kzdata.data_folder(), snapshot())


@cached(
    LRUCache(2),
    key=lambda folder, data: (folder, data.version, data.head, data.log),
    condition=Condition(),
)
def _revisions(folder: Path, data: Snapshot) -> Mapping[tuple[str, bool], Revision]:
    found: dict[tuple[str, bool], Revision] = {}
    before: Told = {}
    for told, at in [*_logged(folder, data.head), (_now(data), data.newest)]:
        for key, said in told.items():
            if key not in found:
                found[key] = Revision(0, at)
            elif before.get(key) != said:
                found[key] = Revision(found[key].number + 1, at)
        before = told
    return found


def _logged(folder: Path, head: int) -> list[tuple[Told, datetime]]:
    """What each version told, and when it was published; nothing of one that cannot be read."""
    logged = []
    for entry in kzdata.log(folder):
        if entry.number <= head and all(name in entry.digests for name in NEEDED):
            with suppress(LookupError, kzdata.BadTable):
                digests = tuple(entry.digests[name] for name in NEEDED)
                logged.append((_told_in(folder, digests), entry.at))
    return logged


@lru_cache(256)
def _told_in(folder: Path, digests: tuple[str, ...]) -> Told:
    """What tables of these digests told; raises LookupError or BadTable."""
    named = zip(NEEDED, digests, strict=True)
    return told({n: kzdata.load(n, folder=folder, version=digest) for n, digest in named})


def _now(data: Snapshot) -> Told:
    return told(data.tables) if all(name in data.tables for name in NEEDED) else {}


def told(tables: Mapping[str, pd.DataFrame]) -> Told:
    """All that tables tell of each promise, value by value."""
    others = {
        name: tables[name].set_index(kzdata.TABLES[name].key[0]) for name in ("plants", "sources")
    }
    listed = kzdata.promises(*(tables[name] for name in PROMISED))
    due = {event.promise_id: event.state for event in promise_events(listed, date.min)}
    found = {}
    for name in PROMISED:
        own = [c for c in kzdata.TABLES[name].columns if c not in (*OUTCOME, "second_source_id")]
        for row in tables[name].to_dict("records"):
            id = row[own[0]]
            found[id, False] = (due[id], *_values(row, own, others))
            if not pd.isna(row["outcome"]):
                found[id, True] = _values(row, OUTCOME, others)
    return found


def _values(row: Mapping, columns, others: Mapping[str, pd.DataFrame]) -> tuple[str, ...]:
    """Values of a row, and what is told of the rows of other tables that they name."""
    values = [str(row[name]) for name in columns]
    for name in (name for name in columns if name in NAMED):
        table, told_of_it = NAMED[name]
        if row[name] in others[table].index:
            values += map(str, others[table].loc[row[name], list(told_of_it)])
    return tuple(values)
