"""How the data stand now: where the bytes of each table lie, and what tells that they changed."""

import os
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from kzdata.parquet import data_folder, file_of
from kzdata.schema import FORMER, TABLES
from kzdata.versions.entry import Entry
from kzdata.versions.log import denied, history_of, pending, pending_of
from kzdata.versions.objects import digest_at, object_of

Seen = TypeVar("Seen")
Stamp = tuple[str, int, int, int, bool]  # name, time, size, number on the disk, may be read


def paths(folder: Path | None = None) -> dict[str, Path]:
    """Where each table is to be read now: in its file, or in an object while a version is put in
    place, so that all its tables are there at once. Until then one that has another name by now is
    read in the file of its former name.
    """
    folder = folder or data_folder()
    found = {name: file_of(table, folder) for name, table in TABLES.items()}
    for former, name in FORMER.items():
        if name and not found[name].exists() and (file := folder / f"{former}.parquet").exists():
            found[name] = file
    if (published := pending(folder)) is not None:
        # A table that the version does not have is nowhere, though its file may still lie there.
        gone = {name: history_of(folder) / "none" / path.name for name, path in found.items()}
        kept = {name: object_of(folder, digest) for name, digest in published.digests.items()}
        found = {name: kept.get(name, gone[name]) for name in TABLES}
    return found


def digests(of_paths: Mapping[str, Path]) -> dict[str, str]:
    """A digest over the bytes of each table; empty where there are none to read."""
    return {name: digest_at(path) for name, path in of_paths.items()}


def is_in_place(folder: Path, published: Entry) -> bool:
    """Whether the tables are just those of a version, be they known to this program or not."""
    declared = {name: digest for name, digest in digests(paths(folder)).items() if digest}
    others = {name: folder / f"{name}.parquet" for name in published.digests.keys() - TABLES.keys()}
    return declared | digests(others) == dict(published.digests)


def stamp(folder: Path | None = None) -> tuple[Stamp, ...]:
    """What changes when any file of the data or its history changes, and costs little to look at.

    A name, a time, a size, the number of the file on its disk and whether it may be read, each.
    """
    folder = folder or data_folder()
    # While a version is put in place, nothing but its entry is looked at.
    if (published := _looked_at(pending_of(folder)))[1]:
        return (published,)
    names = [f"{folder}/{name}.parquet" for name in (*TABLES, *FORMER)]
    history = _looked_at(history_of(folder))
    return (*map(_looked_at, names), history, *map(_looked_at, _denied(folder, history)))


def steadily(folder: Path, look: Callable[[], Seen]) -> Seen:
    """What `look` sees of a folder while nothing changes there.

    Else a version that is published meanwhile might be seen by halves.
    """
    stamped = None
    while stamped != (stamped := stamp(folder)):
        seen = look()
    return seen


@lru_cache(8)
def _denied(folder: Path, history: Stamp) -> list[Path]:
    """What of a history in one state could not be read: of a new right its folder tells nothing."""
    return denied(folder)


def _looked_at(path: Path | str) -> Stamp:
    try:
        state = os.stat(path)
    except OSError:
        return str(path), 0, 0, 0, False
    return str(path), state.st_mtime_ns, state.st_size, state.st_ino, os.access(path, os.R_OK)
