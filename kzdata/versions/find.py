"""Older versions: found by number, day, version or digest, and read from their objects."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from kzdata.clock import KAZAKHSTAN
from kzdata.versions.entry import Entry
from kzdata.versions.log import log
from kzdata.versions.objects import object_of

Version = int | str | date

# The numbers of entries have six digits; whatever is longer is the beginning of a digest.
NUMBER, DAY, DIGEST = (
    re.compile(pattern) for pattern in (r"\d{1,6}", r"\d{4}-\d\d-\d\d", r"[0-9a-f]{4,64}")
)

NEWEST = 10  # versions that are named to whoever asked for another


class UnknownVersion(LookupError):
    """A version was asked for that there is not, or whose beginning fits several.

    `asked` is empty where any other version would have done; `known` are the newest that there are.
    """

    def __init__(self, asked: Version, known: Iterable[Entry]):
        self.asked, self.known = str(asked), tuple(known)[-NEWEST:]
        there_are = ", ".join(f"{entry.number} ({entry.version})" for entry in self.known)
        super().__init__(f"no version {self.asked!r}; the versions are: {there_are}")


def find(folder: Path, version: Version) -> Entry:
    """The version of a number, of the end of a day in Kazakhstan, or that begins so.

    Raises UnknownVersion.
    """
    return _found(log(folder), version, lambda entry: entry.version)


def table_of(folder: Path, name: str, version: Version) -> Path:
    """Where the file of a table in a version lies; `version` may also begin the file's digest.

    Raises UnknownVersion.
    """

    def digest(entry: Entry) -> str:
        return entry.digests[name]

    holding = [entry for entry in log(folder) if name in entry.digests]
    try:
        entry = _found(holding, version, lambda entry: entry.version)
    except UnknownVersion:
        entry = _found(holding, version, digest)
    return object_of(folder, digest(entry))


def _found(entries: list[Entry], asked: Version, digest: Callable[[Entry], str]) -> Entry:
    match _read(asked):
        case int(number):
            found = [entry for entry in entries if entry.number == number]
        case date() as day:
            found = [e for e in entries if e.at.astimezone(KAZAKHSTAN).date() <= day][-1:]
        case None:
            found = []
        case begins:
            # The same state may have been published more than once.
            alike = {digest(entry): entry for entry in entries if digest(entry).startswith(begins)}
            found = list(alike.values())
    if len(found) != 1:
        raise UnknownVersion(asked, found or entries)
    return found[0]


def _read(asked: Version) -> int | date | str | None:
    """What is meant by a text: a number, a day, the beginning of a digest, or nothing."""
    if not isinstance(asked, str):
        return asked
    if NUMBER.fullmatch(asked):
        return int(asked)
    if DAY.fullmatch(asked):
        try:
            return date.fromisoformat(asked)
        except ValueError:
            return None
    return asked.lower() if DIGEST.fullmatch(asked.lower()) else None
