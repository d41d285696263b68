"""Which tables are to be shown: the files if they are good, else the last good version."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from kzdata.check import Recall, not_recalled, survey
from kzdata.mismatch import OTHERWISE, faulty
from kzdata.parquet import data_folder, version
from kzdata.schema import TABLES
from kzdata.schema.problems import Note, Problem
from kzdata.table_file import file_problems
from kzdata.versions.entry import Entry
from kzdata.versions.log import log
from kzdata.versions.objects import object_of
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

    @property
    def not_understood(self) -> frozenset[str]:
        """The tables of the newest version that another version of the program has published.

        This one does not know them, or declares them so that they do not pass its check.
        """
        rules = (OTHERWISE, Note.UNKNOWN_TABLE)
        return frozenset(problem.table for problem in self.problems if problem.rule in rules)

    @property
    def absent(self) -> tuple[str, ...]:
        """The tables that the newest version does not have, in the order of their declaration."""
        rule = Note.NOT_PUBLISHED
        return tuple(problem.table for problem in self.problems if problem.rule == rule)


def standing(folder: Path | None = None, recall: Recall = not_recalled) -> Standing:
    """What stands in a folder: all files as they are, if the check finds nothing in them.

    Else faulty tables are taken from the last good version, if the whole passes the check then,
    else all tables are. Where there is no such version, faulty tables are missing. `recall` as for
    `kzdata.check.survey`.
    """
    folder = folder or data_folder()
    return steadily(folder, lambda: _standing(folder, recall))


def _standing(folder: Path, recall: Recall) -> Standing:
    where = paths(folder)
    frames, problems = survey(folder, where, recall=recall)
    bad = faulty(problems)
    good = {name: frame for name, frame in frames.items() if name not in bad}
    files = Standing(good, where, digests(where), tuple(problems))
    entries = log(folder)[::-1] if bad else []
    lost = {name for name in bad if not any(_has(name, entry, folder) for entry in entries)}
    if bad == lost:
        return files
    others = _others(entries, bad - lost)
    found = (_with(files, *other, lost, folder, recall) for other in others)
    return next(filter(None, found), files)


def _others(entries: list[Entry], names: set[str]) -> Iterator[tuple[set[str], Entry]]:
    """Which tables may be taken from which version, the newest first; no state comes twice."""
    tried = set()
    for entry in entries:
        for wanted in (names, TABLES.keys() & entry.digests.keys()):
            state = tuple(sorted((name, entry.digests.get(name)) for name in wanted))
            if wanted and names <= entry.digests.keys() and state not in tried:
                tried.add(state)
                yield wanted, entry


def _has(name: str, entry: Entry, folder: Path) -> bool:
    """Whether a version has a table whole and with columns that can be understood."""
    digest = entry.digests.get(name)
    return digest is not None and not file_problems(TABLES[name], object_of(folder, digest))


def _with(
    files: Standing,
    names: set[str],
    good: Entry,
    lost: Collection[str],
    folder: Path,
    recall: Recall,
) -> Standing | None:
    """The files, but some tables as they were published; None if that does not pass the check.

    Tables are `lost` of which no version can be understood: without them the others stand.
    """
    if not all(_has(name, good, folder) for name in names):
        return None
    where = {**files.paths, **{name: object_of(folder, good.digests[name]) for name in names}}
    frames, problems = survey(folder, where, recall=recall)
    if not faulty(problems) <= {*lost} - names:
        return None
    frames = {name: frame for name, frame in frames.items() if name not in faulty(problems)}
    of_tables = digests(where)
    instead = frozenset(n for n in names if of_tables[n] != files.digests[n])
    return Standing(frames, where, of_tables, files.problems, instead, good)
