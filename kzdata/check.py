"""Hold every file against its declaration and report all problems at once."""

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from threading import Lock

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from cachetools import LRUCache, cached

from kzdata.access import denied_problem, files_in, is_denied
from kzdata.consistency import contradictions
from kzdata.parquet import ARROW_PROBLEMS, ARROW_TYPES, data_folder, file_of, read
from kzdata.promise_guard import PROMISE_TABLES, vanished
from kzdata.schema import TABLES, Table
from kzdata.schema.problems import Problem
from kzdata.schema.validate import reference_problems, row_problems
from kzdata.versions import log
from kzdata.versions.objects import digest_of, is_object, is_whole, object_of
from kzdata.versions.paths import digests, paths, steadily


def file_problems(table: Table, path: Path) -> list[Problem]:
    """Problems of the file as a whole: absent, unreadable, other columns or types than declared."""
    if is_denied(path):
        return [denied_problem(table.name, path)]
    if not path.exists():
        return [Problem(table.name, path.name, "missing_file")]
    if is_object(path) and not is_whole(path):
        return [Problem(table.name, path.name, "damaged_object")]
    try:
        found = pq.read_schema(path)
    except ARROW_PROBLEMS as error:
        return [unreadable(table, path, error)]
    problems = []
    for name in table.columns:
        expected = ARROW_TYPES[table.dtype(name)]
        if name not in found.names:
            problems.append(
                Problem(
                    table.name, path.name, "missing_column", column=name, expected=str(expected)
                )
            )
        elif found.field(name).type != expected:
            problems.append(
                Problem(
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
            problems.append(
                Problem(
                    table.name,
                    path.name,
                    "unknown_column",
                    column=name,
                    expected=", ".join(table.columns),
                )
            )
    return problems


def unreadable(table: Table, path: Path, error: Exception) -> Problem:
    """The problem of a file that Parquet cannot read."""
    if isinstance(error, PermissionError):
        return denied_problem(table.name, path)
    told = str(error).splitlines()[0] if str(error) else type(error).__name__
    return Problem(table.name, path.name, "unreadable_file", found=told)


def survey(
    folder: Path | None = None,
    where: Mapping[str, Path] | None = None,
    day: date | None = None,
) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """Read and check all tables: the frames that could be read, and every problem found.

    `where` says for each table where it is read; without it, as things stand now. With a day, what
    is still to come then is a problem as well.
    """
    folder = folder or data_folder()
    where = where or paths(folder)
    frames: dict[str, pd.DataFrame] = {}
    read_as: dict[str, str] = {}
    problems: list[Problem] = []
    for table in TABLES.values():
        path = where[table.name]
        in_file = file_problems(table, path)
        if not in_file:
            try:
                content = path.read_bytes()
                digest = digest_of(content)
                frames[table.name] = read(table, pa.BufferReader(content))
                read_as[table.name] = digest
                in_file = _row_problems(table, digest, frames[table.name])
            except ARROW_PROBLEMS as error:
                in_file = [unreadable(table, path, error)]
        problems += in_file
    problems += _references(frames)
    problems += _contradictions(tuple(read_as.items()), frames, day)
    there = {name: where[name] for name in PROMISE_TABLES if name in frames}
    problems += forgotten(folder, frames, digests(there)) + log.denied_problems(folder)
    declared = {file_of(table, folder) for table in TABLES.values()}
    for path in files_in(folder, ".parquet"):
        if path not in declared:
            problems.append(
                Problem(path.stem, path.name, "undeclared_file", expected=", ".join(TABLES))
            )
    return frames, problems


# The same bytes have the same problems: of a new version, only what is new is looked at.
@cached(LRUCache(200), key=lambda table, digest, frame: (table.name, digest), lock=Lock())
def _row_problems(table: Table, digest: str, frame: pd.DataFrame) -> list[Problem]:
    return row_problems(table, frame, f"{table.name}.parquet")


# What is held against other tables is so once for the same bytes of all.
@cached(LRUCache(20), key=lambda digests, frames, day: (digests, day), lock=Lock())
def _contradictions(
    digests: tuple[tuple[str, str], ...], frames: Mapping[str, pd.DataFrame], day: date | None
) -> list[Problem]:
    return contradictions(frames, day)


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
        for name, frame in frames.items()
        for problem in reference_problems(TABLES[name], frame, f"{name}.parquet", frames)
    ]


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
    before = {n: _as_then(TABLES[n], path) for n, path in objects.items() if is_whole(path)}
    # Nobody can tell any more what another file has forgotten.
    lost = [
        Problem(name, f"history/objects/{objects[name].name}", "damaged_object")
        for name in others
        if name not in before
    ]
    return lost + vanished(before, frames, day)


def _as_then(table: Table, path: Path) -> pd.DataFrame:
    """The rows of an older file, as far as its columns are still declared."""
    known = set(pq.read_schema(path).names)
    return read(table, path, [name for name in table.columns if name in known])


def check(folder: Path | None = None, day: date | None = None) -> list[Problem]:
    """Every problem of the data in a folder and of their history; empty when all is well.

    With a day, what is still to come then is a problem as well.
    """
    folder = folder or data_folder()
    found = steadily(folder, lambda: survey(folder, day=day)[1] + log.problems(folder))
    return list(dict.fromkeys(found))
