"""Hold every file against its declaration and report all problems at once."""

from collections.abc import Callable, Collection, Hashable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from threading import Lock

import pandas as pd
import pyarrow as pa
from cachetools import LRUCache, cached

from kzdata.access import files_in
from kzdata.consistency import contradictions
from kzdata.consistency.once import once
from kzdata.mismatch import as_not_published, otherwise_declared, undeclared
from kzdata.parquet import ARROW_PROBLEMS, data_folder, read
from kzdata.promise_guard import PROMISE_TABLES, vanished
from kzdata.schema import TABLES, Table
from kzdata.schema.problems import Error, Problem
from kzdata.schema.validate import reference_problems, row_problems
from kzdata.table_file import file_problems, unreadable
from kzdata.versions import log
from kzdata.versions.objects import digest_of, is_whole, object_of
from kzdata.versions.paths import digests, paths, steadily

Key = tuple[Hashable, ...]
# What was found before under a key, else what is found now.
Recall = Callable[[Key, Callable[[], list[Problem]]], list[Problem]]


def not_recalled(key: Key, find: Callable[[], list[Problem]]) -> list[Problem]:
    """What is found now, whatever was found before."""
    return find()


def survey(
    folder: Path | None = None,
    where: Mapping[str, Path] | None = None,
    day: date | None = None,
    recall: Recall = not_recalled,
) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """Read and check all tables: the frames that could be read, and every problem found.

    `where` says for each table where it is read; without it, as things stand now. With a day, what
    is still to come then is a problem as well. `recall` may know from another process what the
    rules of this code find in the same bytes, which its keys name by their digests.
    """
    folder = folder or data_folder()
    where, published = where or paths(folder), log.latest(folder)
    frames: dict[str, pd.DataFrame] = {}
    read_as: dict[str, str] = {}
    in_rows: list[Problem] = []
    for table in TABLES.values():
        path = where[table.name]
        in_file = file_problems(table, path)
        if not in_file:
            try:
                content = path.read_bytes()
                digest = digest_of(content)
                frames[table.name] = read(table, pa.BufferReader(content))
                read_as[table.name] = digest
                in_file = _row_problems(table, digest, frames[table.name], recall)
            except ARROW_PROBLEMS as error:
                in_file = [unreadable(table, path, error)]
        in_rows += [as_not_published(problem, published) for problem in in_file]
    across = _across(tuple(read_as.items()), frames, day, recall)
    there = {name: where[name] for name in PROMISE_TABLES if name in frames}
    across = across + forgotten(folder, frames, digests(there))
    otherwise = otherwise_declared(published, where, in_rows, across if day is None else ())
    strange = undeclared(files_in(folder, ".parquet"), published)
    return frames, [*otherwise, *in_rows, *across, *log.denied_problems(folder), *strange]


# The same bytes have the same problems: of a new version, only what is new is looked at.
@cached(LRUCache(200), key=lambda table, digest, *_: (table.name, digest), lock=Lock())
def _row_problems(table: Table, digest: str, frame: pd.DataFrame, recall: Recall) -> list[Problem]:
    find = partial(row_problems, table, frame, f"{table.name}.parquet")
    return recall(("problems of rows", table.name, digest), find)


# What is held against other tables is so once for the same bytes of all.
@cached(LRUCache(20), key=lambda digests, frames, day, _: (digests, day), lock=Lock())
def _across(
    digests: tuple[tuple[str, str], ...],
    frames: Mapping[str, pd.DataFrame],
    day: date | None,
    recall: Recall,
) -> list[Problem]:
    key = ("problems across tables", digests, day)
    return recall(key, lambda: _references(frames) + contradictions(frames, day))


def frame_problems(
    frames: Mapping[str, pd.DataFrame], changed: Collection[str], day: date
) -> list[Problem]:
    """Problems of the rows of tables, of which some have changed, and of what holds across all.

    The rows are to be known on a day: what they tell may not be still to come.
    """
    problems = []
    for name in changed:
        problems += row_problems(TABLES[name], frames[name], f"{name}.parquet")
    return problems + _references(frames) + contradictions(frames, day)


def _references(frames: Mapping[str, pd.DataFrame]) -> list[Problem]:
    return [
        problem
        for name in frames
        for problem in once((_references_of, name), partial(_references_of, name), frames)
    ]


def _references_of(name: str, frames: Mapping[str, pd.DataFrame]) -> list[Problem]:
    return reference_problems(TABLES[name], frames[name], f"{name}.parquet", frames)


def forgotten(
    folder: Path,
    frames: Mapping[str, pd.DataFrame],
    of_tables: Mapping[str, str],
    day: date | None = None,
) -> list[Problem]:
    """Promises of the last published version that are in these tables, of such digests, no more.

    Where the published table itself is missing or damaged, that is the problem.
    """
    if (published := log.latest(folder)) is None:
        return []
    kept = {name: published.digests.get(name, "") for name in (*PROMISE_TABLES, "plants")}
    others = [name for name in PROMISE_TABLES if kept[name] not in ("", of_tables.get(name))]
    if not others:
        return []
    objects = {name: object_of(folder, digest) for name, digest in kept.items() if digest}
    before = {n: read(TABLES[n], path) for n, path in objects.items() if is_whole(path)}
    # Nobody can tell any more what another file has forgotten.
    lost = [
        Problem(name, f"history/objects/{objects[name].name}", Error.DAMAGED_OBJECT)
        for name in others
        if name not in before
    ]
    return lost + vanished(before, frames, day)


def check(folder: Path | None = None, day: date | None = None) -> list[Problem]:
    """Every problem of the data in a folder and of their history; empty when all is well.

    With a day, what is still to come then is a problem as well.
    """
    folder = folder or data_folder()
    found = steadily(folder, lambda: survey(folder, day=day)[1] + log.problems(folder))
    return list(dict.fromkeys(found))
