"""Data and program of different age: what of the newest version this program does not understand.

What was published had passed the check of the program that published it. If it does not pass this
one, nothing is wrong with the file: the two declare the table otherwise.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from kzdata.schema import FORMER, TABLES
from kzdata.schema.problems import Error, Grade, Note, Problem
from kzdata.versions.entry import Entry
from kzdata.versions.objects import digest_at

# Of a column, the first says that the data are the newer ones: all older names are declared.
NEWER, OTHERWISE = Error.UNKNOWN_COLUMN, Error.NOT_UNDERSTOOD


def faulty(problems: Iterable[Problem]) -> set[str]:
    """The declared tables among those of which some problems are errors."""
    return {p.table for p in problems if p.grade is Grade.ERROR and p.table in TABLES}


def otherwise_declared(
    published: Entry | None,
    where: Mapping[str, Path],
    in_rows: Collection[Problem],
    across: Collection[Problem],
) -> list[Problem]:
    """A problem for each table that is as it was published and does not pass the check.

    `in_rows` are the problems of single files. Those `across` tables may come from another file
    than the one that they name; so they count only where all files are as they were published.
    """
    if published is None or not (in_rows or across):
        return []
    as_published = {
        name for name, path in where.items() if digest_at(path) == published.digests.get(name)
    }
    suspects = faulty(in_rows)
    if published.digests.keys() & TABLES.keys() <= as_published:
        suspects |= faulty(across)
    found = str(published.number)
    return [
        Problem(name, f"{name}.parquet", OTHERWISE, found=found)
        for name in TABLES
        if name in suspects & as_published
    ]


def _is_former(name: str, published: Entry | None) -> bool:
    """Whether a table of another name, or one that is none any more, is in the newest version."""
    if name not in FORMER or published is None:
        return False
    return (FORMER[name] or name) in published.digests


def as_not_published(problem: Problem, published: Entry | None) -> Problem:
    """Of a file that is missing: that the newest version has no such table, if that is so."""
    if problem.rule != Error.MISSING_FILE or published is None:
        return problem
    if problem.table in published.digests:
        return problem
    return replace(problem, rule=Note.NOT_PUBLISHED, found=str(published.number))


def undeclared(files: Iterable[Path], published: Entry | None) -> Iterator[Problem]:
    """Files of no declared table; those that the newest version has are of a newer program."""
    for path in files:
        if path.stem in TABLES or _is_former(path.stem, published):
            continue
        if published is not None and path.stem in published.digests:
            yield Problem(path.stem, path.name, Note.UNKNOWN_TABLE, found=str(published.number))
        else:
            yield Problem(path.stem, path.name, Error.UNDECLARED_FILE, expected=", ".join(TABLES))
