"""Hold every file against its declaration and report all faults at once."""

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from threading import Lock

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from cachetools import LRUCache, cached

from kzdata.access import denied_fault, files_in, is_denied
from kzdata.consistency import contradictions
from kzdata.parquet import ARROW_FAULTS, ARROW_TYPES, data_folder, file_of, read
from kzdata.promise_guard import PROMISE_TABLES, vanished
from kzdata.schema import TABLES, Table
from kzdata.schema.problems import Fault
from kzdata.schema.validate import reference_faults, row_faults
from kzdata.versions import log
from kzdata.versions.objects import digest_of, is_object, is_whole, object_of
from kzdata.versions.paths import digests, paths, steadily


def file_faults(table: Table, path: Path) -> list[Fault]:
    """Faults of the file as a whole: absent, unreadable, other columns or types than declared."""
    if is_denied(path):
        return [denied_fault(table.name, path)]
    if not path.exists():
        return [Fault(table.name, path.name, "missing_file")]
    if is_object(path) and not is_whole(path):
        return [Fault(table.name, path.name, "damaged_object")]
    try:
        found = pq.read_schema(path)
    except ARROW_FAULTS as error:
        return [unreadable(table, path, error)]
    faults = []
    for name in table.columns:
        expected = ARROW_TYPES[table.dtype(name)]
        if name not in found.names:
            faults.append(
                Fault(table.name, path.name, "missing_column", column=name, expected=str(expected))
            )
        elif found.field(name).type != expected:
            faults.append(
                Fault(
                    table.name,
                    path.name,
                    "type",
                    column=name,
                    found=str(found.field(name).type),
                    expected=str(expected),
                )
            )
    for name in found.names:
        if name not in table.columns:
            faults.append(
                Fault(
                    table.name,
                    path.name,
                    "unknown_column",
                    column=name,
                    expected=", ".join(table.columns),
                )
            )
    return faults


def unreadable(table: Table, path: Path, error: Exception) -> Fault:
    """The fault of a file that Parquet cannot read."""
    if isinstance(error, PermissionError):
        return denied_fault(table.name, path)
    told = str(error).splitlines()[0] if str(error) else type(error).__name__
    return Fault(table.name, path.name, "unreadable_file", found=told)


def survey(
    folder: Path | None = None,
    where: Mapping[str, Path] | None = None,
    day: date | None = None,
) -> tuple[dict[str, pd.DataFrame], list[Fault]]:
    """Read and check all tables: the frames that could be read, and every fault found.

    `where` says for each table where it is read; without it, as things stand now. With a day, what
    is still to come then is a fault as well.
    """
    folder = folder or data_folder()
    where = where or paths(folder)
    frames: dict[str, pd.DataFrame] = {}
    read_as: dict[str, str] = {}
    faults: list[Fault] = []
    for table in TABLES.values():
        path = where[table.name]
        in_file = file_faults(table, path)
        if not in_file:
            try:
                content = path.read_bytes()
                digest = digest_of(content)
                frames[table.name] = read(table, pa.BufferReader(content))
                read_as[table.name] = digest
                in_file = _row_faults(table, digest, frames[table.name])
            except ARROW_FAULTS as error:
                in_file = [unreadable(table, path, error)]
        faults += in_file
    faults += _references(frames)
    faults += _contradictions(tuple(read_as.items()), frames, day)
    there = {name: where[name] for name in PROMISE_TABLES if name in frames}
    faults += forgotten(folder, frames, digests(there)) + log.denied_faults(folder)
    declared = {file_of(table, folder) for table in TABLES.values()}
    for path in files_in(folder, ".parquet"):
        if path not in declared:
            faults.append(
                Fault(path.stem, path.name, "undeclared_file", expected=", ".join(TABLES))
            )
    return frames, faults


# The same bytes have the same faults: of a new version, only what is new is looked at.
@cached(LRUCache(200), key=lambda table, digest, frame: (table.name, digest), lock=Lock())
def _row_faults(table: Table, digest: str, frame: pd.DataFrame) -> list[Fault]:
    return row_faults(table, frame, f"{table.name}.parquet")


# What is held against other tables is so once for the same bytes of all.
@cached(LRUCache(20), key=lambda digests, frames, day: (digests, day), lock=Lock())
def _contradictions(
    digests: tuple[tuple[str, str], ...], frames: Mapping[str, pd.DataFrame], day: date | None
) -> list[Fault]:
    return contradictions(frames, day)


def frame_faults(
    frames: Mapping[str, pd.DataFrame], changed: Collection[str], day: date
) -> list[Fault]:
    """Faults of the rows of tables, of which some have changed, and of what holds across all.

    The rows are to be known on a day: what they tell may not be still to come.
    """
    faults = []
    for name in changed:
        faults += row_faults(TABLES[name], frames[name], f"{name}.parquet")
    return faults + _references(frames) + contradictions(frames, day)


def _references(frames: Mapping[str, pd.DataFrame]) -> list[Fault]:
    return [
        fault
        for name, frame in frames.items()
        for fault in reference_faults(TABLES[name], frame, f"{name}.parquet", frames)
    ]


def forgotten(
    folder: Path,
    frames: Mapping[str, pd.DataFrame],
    of_tables: Mapping[str, str],
    day: date | None = None,
) -> list[Fault]:
    """Promises of the last published version that are in these tables, of such digests, no more.

    Where the published table itself is missing or damaged, that is the fault.
    """
    if (published := log.latest(folder)) is None:
        return []
    kept = {name: published.digests.get(name, "") for name in (*PROMISE_TABLES, "plants")}
    others = [name for name in PROMISE_TABLES if kept[name] not in ("", of_tables.get(name))]
    if not others:
        return []
    objects = {name: object_of(folder, digest) for name, digest in kept.items() if digest}
    before = {n: _as_then(TABLES[n], path) for n, path in objects.items() if is_whole(path)}
    # Nobody can tell any more what another file has forgotten.
    lost = [
        Fault(name, f"history/objects/{objects[name].name}", "damaged_object")
        for name in others
        if name not in before
    ]
    return lost + vanished(before, frames, day)


def _as_then(table: Table, path: Path) -> pd.DataFrame:
    """The rows of an older file, as far as its columns are still declared."""
    known = set(pq.read_schema(path).names)
    return read(table, path, [name for name in table.columns if name in known])


def check(folder: Path | None = None, day: date | None = None) -> list[Fault]:
    """Every fault of the data in a folder and of their history; empty when all is well.

    With a day, what is still to come then is a fault as well.
    """
    folder = folder or data_folder()
    found = steadily(folder, lambda: survey(folder, day=day)[1] + log.faults(folder))
    return list(dict.fromkeys(found))
