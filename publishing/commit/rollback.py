"""The way back: tables as they were in an older version, published as a version of its own."""

from pathlib import Path

from kzdata.parquet import file_of
from kzdata.schema import TABLES
from kzdata.schema.problems import BadTable
from kzdata.table_file import file_problems
from kzdata.versions.entry import Entry
from kzdata.versions.find import UnknownVersion, Version, find
from kzdata.versions.log import latest, log
from kzdata.versions.objects import object_of
from kzdata.versions.paths import digests
from publishing.commit.change import Change
from publishing.commit.publish import put_forward, writer


def rollback(
    folder: Path, change: Change, name: str | None, version: Version | None = None
) -> Entry | None:
    """Publish a table, or all of them, with the bytes of an older version. None if they have those.

    Without a version, that is the last one that is another than what lies in the folder now. All
    tables together are just those of the older version: what came later is in the new one no more,
    for its rows name sources and places that the older tables do not have.
    Raises UnknownVersion, and whatever `publish` raises: BadTable as well where the older rows do
    not go with the other tables of today.
    """
    with writer(folder, change) as base:
        to = goal(folder, name, version)
        contents = {each: _kept(folder, each, to) for each in names(name, to)}
        gone = later(folder, to) if name is None else ()
        return put_forward(folder, base, change, contents, to=to.number, without=gone)


def goal(folder: Path, name: str | None, version: Version | None) -> Entry:
    """The version that a table, or all of them, would be rolled back to."""
    if version is not None:
        to = find(folder, version)
        if name is not None and name not in to.digests:
            raise UnknownVersion(version, [entry for entry in log(folder) if name in entry.digests])
        return to
    there = digests({each: file_of(table, folder) for each, table in TABLES.items()})
    asked = [name] if name else list(TABLES)
    for entry in reversed(log(folder)):
        of_entry = entry.digests if name is None or name in entry.digests else there
        if any(of_entry.get(each, "") != there[each] for each in asked):
            return entry
    raise UnknownVersion("", log(folder))  # there is no other


def names(name: str | None, to: Entry) -> list[str]:
    """The tables that a rollback to a version is about."""
    return [each for each in TABLES if each in to.digests and name in (None, each)]


def later(folder: Path, to: Entry) -> list[str]:
    """The tables of the newest version that an older one does not have."""
    newest = latest(folder)
    return [] if newest is None else [n for n in newest.digests if n not in to.digests]


def _kept(folder: Path, name: str, entry: Entry) -> bytes:
    """The bytes of a table in a version; raises BadTable where they are damaged or not declared."""
    path = object_of(folder, entry.digests[name])
    if problems := file_problems(TABLES[name], path):
        raise BadTable(name, problems)
    return path.read_bytes()
