"""The way back: tables as they were in an older version, published as a version of its own."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from kzdata.check import file_problems
from kzdata.parquet import file_of
from kzdata.schema import TABLES
from kzdata.schema.problems import BadTable
from kzdata.versions.entry import Entry
from kzdata.versions.find import UnknownVersion, Version, find
from kzdata.versions.log import log
from kzdata.versions.objects import object_of
from kzdata.versions.paths import digests
from publishing.commit.publish import Outdated, put_forward, writer


def rollback(
    folder: Path,
    name: str | None,
    version: Version | None = None,
    *,
    at: datetime,
    by: str = "",
    reason: str = "",
    answered: Sequence[str] = (),
    basis: str | None = None,
) -> Entry | None:
    """Publish a table, or all of them, with the bytes of an older version. None if they have those.

    Without a version, that is the last one that is another than what lies in the folder now.
    Raises UnknownVersion, and whatever `publish` raises: BadTable as well where the older rows do
    not go with the other tables of today.
    """
    with writer(folder, at) as base:
        if basis not in (None, base.version):
            raise Outdated(base.version)
        to = goal(folder, name, version)
        contents = {each: _kept(folder, each, to) for each in names(name, to)}
        told = {"action": "rollback", "at": at, "by": by, "reason": reason, "answered": answered}
        return put_forward(folder, base, contents, **told, to=to.number)


def goal(folder: Path, name: str | None, version: Version | None) -> Entry:
    """The version that a table, or all of them, would be rolled back to."""
    if version is not None:
        to = find(folder, version)
        if name is not None and name not in to.digests:
            raise UnknownVersion(version, [entry for entry in log(folder) if name in entry.digests])
        return to
    there = digests({each: file_of(table, folder) for each, table in TABLES.items()})
    for entry in reversed(log(folder)):
        if any(entry.digests[each] != there[each] for each in names(name, entry)):
            return entry
    raise UnknownVersion("", log(folder))  # there is no other


def names(name: str | None, to: Entry) -> list[str]:
    """The tables that a rollback to a version is about."""
    return [each for each in TABLES if each in to.digests and name in (None, each)]


def _kept(folder: Path, name: str, entry: Entry) -> bytes:
    """The bytes of a table in a version; raises BadTable where they are damaged or not declared."""
    path = object_of(folder, entry.digests[name])
    if problems := file_problems(TABLES[name], path):
        raise BadTable(name, problems)
    return path.read_bytes()
