"""Which tables are to be shown: the files if they are good, else the last good version."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from kzdata.check import survey
from kzdata.parquet import data_folder, version
from kzdata.schema import TABLES
from kzdata.schema.problems import Problem
from kzdata.versions.entry import Entry
from kzdata.versions.log import log
from kzdata.versions.objects import is_whole, object_of
from kzdata.versions.paths import digests, paths, steadily


@dataclass(frozen=True)
class Standing:
    """The tables that stand: what is in `frames` may be shown, with the bytes at `paths`.

    `problems` are those of the files as they lie; `instead` names the tables that are shown as they
    were published in `published`, the last good version, and not as their files have them.
    """

    frames: Mapping[str, pd.DataFrame]
    paths: Mapping[str, Path]
    digests: Mapping[str, str]
    problems: tuple[Problem, ...] = ()
    instead: frozenset[str] = frozenset()
    published: Entry | None = None

    @property
    def version(self) -> str:
        return version(self.digests)


def standing(folder: Path | None = None) -> Standing:
    """What stands in a folder: all files as they are, if the check finds nothing in them.

    Else faulty tables are taken from the last good version, if the whole passes the check then,
    else all tables are. Where there is no such version, faulty tables are missing.
    """
    folder = folder or data_folder()
    return steadily(folder, lambda: _standing(folder))


def _standing(folder: Path) -> Standing:
    where = paths(folder)
    frames, problems = survey(folder, where)
    faulty = {problem.table for problem in problems} & set(TABLES)
    files = Standing(
        {name: frame for name, frame in frames.items() if name not in faulty},
        where,
        digests(where),
        tuple(problems),
    )
    if not faulty:
        return files
    if (good := _last_good(folder)) is not None:
        for wanted in (faulty, TABLES.keys() & good.digests.keys()):
            if found := _with(files, wanted, good, folder):
                return found
    return files


def _last_good(folder: Path) -> Entry | None:
    """The newest version of which every object is whole."""
    for entry in reversed(log(folder)):
        if all(is_whole(object_of(folder, digest)) for digest in entry.digests.values()):
            return entry
    return None


def _with(files: Standing, names: set[str], good: Entry, folder: Path) -> Standing | None:
    """The files, but some tables as they were published; None if that does not pass the check."""
    if not names <= good.digests.keys():
        return None
    where = {**files.paths, **{name: object_of(folder, good.digests[name]) for name in names}}
    frames, problems = survey(folder, where)
    if {problem.table for problem in problems} & set(TABLES):
        return None
    of_tables = digests(where)
    instead = frozenset(n for n in names if of_tables[n] != files.digests[n])
    return Standing(frames, where, of_tables, files.problems, instead, good)
