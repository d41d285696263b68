"""Publish a version: all of its tables or none, checked, and held against the version before."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa

from kzdata.check import forgotten, frame_problems
from kzdata.current import Standing, standing
from kzdata.mismatch import NEWER, faulty
from kzdata.parquet import ARROW_PROBLEMS, packed, read, version
from kzdata.schema import FORMER, TABLES, Table
from kzdata.schema.problems import BadTable, Error, Grade, Problem
from kzdata.versions import log
from kzdata.versions.diff import diff
from kzdata.versions.entry import Counts, Entry
from kzdata.versions.objects import digest_of, is_whole, object_of
from publishing.commit.change import Change
from publishing.commit.install import commit, recover
from publishing.commit.lock import writing
from publishing.review.impact import Frames, Progress


class Outdated(Exception):
    """The data are of another version by now than the one that was looked at."""


class NotWritten(Exception):
    """The disk refused; nothing has changed."""

    def __init__(self, error: OSError):
        self.error = error
        super().__init__(f"nothing was published: {error}")


def publish(
    folder: Path,
    change: Change,
    frames: Mapping[str, pd.DataFrame],
    progress: Progress = lambda done, total: None,
) -> Entry | None:
    """Publish tables; all others stay as they stand. None if nothing would be another.

    Whatever is raised, nothing has changed: BadTable for tables that do not pass the check or
    forget a promise, Locked while another writes, Outdated if the data are not of the change's
    basis, NotWritten if the disk refuses. Only after Unfinished the version is published, and read
    from its objects. `progress` hears of each step.
    """
    contents = {name: _packed(TABLES[name], frame) for name, frame in frames.items()}
    progress(1, 3)
    with writer(folder, change) as base:
        progress(2, 3)
        return put_forward(folder, base, change, contents)


@contextmanager
def writer(folder: Path, change: Change) -> Iterator[Standing]:
    """Hold a folder for writing; what stands in it is finished and recorded before.

    Raises as `publish`.
    """
    try:
        with writing(folder, change.at):
            # Whoever does not see the last version would take what stands for a change by hand.
            if denied := log.denied_problems(folder):
                raise BadTable("history", denied)
            recover(folder)
            base = _recorded(folder, standing(folder), change.at)
            if change.basis not in (None, base.version):
                raise Outdated(base.version)
            yield base
    except OSError as error:
        raise NotWritten(error) from error


def put_forward(
    folder: Path,
    base: Standing,
    change: Change,
    contents: Mapping[str, bytes],
    *,
    to: int | None = None,
    without: Collection[str] = (),
) -> Entry | None:
    """Publish the files of some tables after a state that is recorded; only inside of `writer`.

    Tables that the version is to be `without` are in no version from now on. Tables that only a
    newer program knows stay as they are.
    """
    there = {name: base.digests[name] for name in base.frames if name not in without}
    new = {name: digest_of(content) for name, content in contents.items()}
    digests = {n: new[n] if n in new else there[n] for n in TABLES if n in new or n in there}
    digests |= {n: digest for n, digest in _of_others(folder).items() if n not in without}
    changed = [name for name in new if new[name] != there.get(name)]
    if not changed and base.instead.isdisjoint(contents) and base.frames.keys().isdisjoint(without):
        return None
    read_back = {name: read(TABLES[name], pa.BufferReader(contents[name])) for name in changed}
    frames = {name: base.frames[name] for name in there} | read_back
    problems = _in_the_way(base, contents, change.action)
    problems += frame_problems(frames, changed, change.at.date())
    if change.action != "rollback":
        problems += forgotten(folder, frames, digests, change.at.date())
    if problems:
        raise BadTable(problems[0].table, problems)
    entry = Entry(
        number=max(log.numbers(folder), default=0) + 1,
        version=version(digests),
        at=change.at,
        action=change.action,
        by=_plain(change.by),
        reason=_plain(change.reason),
        digests=digests,
        changes={name: _counts(name, base.frames, frames) for name in changed},
        to=to,
        answered=change.answered,
    )
    return commit(folder, entry, _new_objects(folder, entry, {**base.paths, **contents}))


def _in_the_way(base: Standing, contents: Collection[str], action: str) -> list[Problem]:
    """Problems of tables that do not stand, or stand as they were long ago, and stay so.

    Another version would take them back to that, behind the back of a newer program. Only a
    rollback may replace what is newer, since nothing that it takes is lost.
    """
    newer = {problem.table for problem in base.problems if problem.rule == NEWER}
    stuck = base.not_understood & TABLES.keys()
    stuck -= {n for n in contents if action == "rollback" or n not in newer}
    missing = TABLES.keys() - base.frames.keys() - set(contents)
    return [
        problem
        for problem in base.problems
        if problem.grade is Grade.ERROR and problem.table in missing | stuck
    ]


def _of_others(folder: Path) -> dict[str, str]:
    """The digests of the tables that the newest version has and this program does not know."""
    last = log.latest(folder)
    known = {} if last is None else last.digests
    return {n: digest for n, digest in known.items() if n not in TABLES and n not in FORMER}


def _plain(text: str) -> str:
    """A text on one line, without signs that would do something to a terminal."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())


def _recorded(folder: Path, base: Standing, at: datetime) -> Standing:
    """What stands, with a version of its own if it was put in by hand and is in no entry."""
    last = log.latest(folder)
    known = {} if last is None else last.digests
    if faulty(base.problems) - base.frames.keys():
        return base
    there = {name: base.digests[name] for name in base.frames}
    # What is shown in the place of a version that is not understood takes that place in no version.
    there |= {name: known[name] for name in base.not_understood}
    changed = [name for name in TABLES if there.get(name) != known.get(name)]
    if not changed:
        return base
    there = {name: there[name] for name in TABLES if name in there} | _of_others(folder)
    before = {} if last is None else _frames_of(folder, last, changed)
    entry = Entry(
        number=max(log.numbers(folder), default=0) + 1,
        version=version(there),
        at=at,
        action="found",
        by="",
        reason="",
        digests=there,
        changes={name: _counts(name, before, base.frames) for name in changed},
    )
    commit(folder, entry, _new_objects(folder, entry, base.paths))
    return standing(folder)


def _new_objects(
    folder: Path, entry: Entry, contents: Mapping[str, bytes | Path]
) -> Iterator[bytes]:
    """The bytes of those tables that are not kept yet."""
    for name, digest in entry.digests.items():
        if name in contents and not is_whole(object_of(folder, digest)):
            content = contents[name]
            yield content if isinstance(content, bytes) else content.read_bytes()


def _frames_of(folder: Path, entry: Entry, names: Iterable[str]) -> dict[str, pd.DataFrame]:
    """Tables of an older version, as far as they can be read as they are declared now."""
    frames = {}
    for name in names:
        with suppress(KeyError, *ARROW_PROBLEMS):
            frames[name] = read(TABLES[name], object_of(folder, entry.digests[name]))
    return frames


def _counts(name: str, before: Frames, after: Frames) -> Counts:
    if name not in before:
        return Counts(len(after[name]), 0, 0)
    difference = diff(TABLES[name], before[name], after[name])
    return Counts(len(difference.added), len(difference.removed), difference.changed_rows)


def _packed(table: Table, frame: pd.DataFrame) -> bytes:
    """The bytes of a table's file; raises BadTable for columns or types that are not declared."""
    file = f"{table.name}.parquet"
    lost = [name for name in table.columns if name not in frame]
    extra = [name for name in frame if name not in table.columns]
    problems = [Problem(table.name, file, Error.MISSING_COLUMN, column=name) for name in lost]
    problems += [Problem(table.name, file, Error.UNKNOWN_COLUMN, column=name) for name in extra]
    if problems:
        raise BadTable(table.name, problems)
    try:
        return packed(table, frame)
    except (*ARROW_PROBLEMS, TypeError, ValueError) as error:
        problem = Problem(table.name, file, Error.TYPE, found=str(error).splitlines()[0])
        raise BadTable(table.name, [problem]) from error
