"""The newest versions of the data, and what each of them changed."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import kzdata
from dashboard.store.snapshot import snapshot
from kzdata import Difference, Entry
from kzdata.versions.shape import SAME, Reshaped, reshaped_in

NEWEST = 10  # versions that are told
MOST = 200  # rows of a version that are told one by one; a page is read, and sent to phones


@dataclass(frozen=True)
class Published:
    """A version, and for its tables the single changes if they are few and can still be read.

    `shapes` tells the tables that have got or lost columns, or that came or went as a whole.
    """

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
    return Published(entry, _differences(folder, before, entry, shapes), shapes)


def _differences(
    folder: Path, before: Entry | None, entry: Entry, shapes: Mapping[str, Reshaped]
) -> dict[str, Difference]:
    found: dict[str, Difference] = {}
    if before is None or sum(sum(counts) for counts in entry.changes.values()) > MOST:
        return found
    for name in entry.changes:
        # A table may be declared no more, or not as it was; an object may be damaged.
        with suppress(LookupError, kzdata.BadTable):
            states = (kzdata.load(name, folder=folder, version=e.number) for e in (before, entry))
            shape = shapes.get(name, SAME)
            found[name] = kzdata.diff(kzdata.TABLES[name], *states, shape)
    return found
