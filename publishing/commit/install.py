"""How a version gets onto the disk: prepared, published by one rename, put in place, numbered."""

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from dashboard import atomic_file
from dashboard.file_access import make_folder
from kzdata.schema import FORMER
from kzdata.schema.problems import BadTable, Error, Problem
from kzdata.versions import objects
from kzdata.versions.entry import Entry, from_json, to_json
from kzdata.versions.log import entry_at, history_of, log, path_of, pending, pending_of
from publishing.commit.objects import keep


class Unfinished(Exception):
    """A version is published, but its files could not all be put in place; the next writer will."""

    def __init__(self, entry: Entry, error: OSError):
        self.entry, self.error = entry, error
        super().__init__(f"version {entry.number} is published and not yet in place: {error}")


def commit(folder: Path, entry: Entry, contents: Iterable[bytes]) -> Entry:
    """Publish a version whose new files are given.

    OSError leaves the old version; Unfinished the new one, which is read from its objects.
    """
    try:
        _prepare(folder, entry, contents)
        os.replace(atomic_file.beside(pending_of(folder)), pending_of(folder))
    except BaseException:
        with suppress(OSError):
            clear(folder)
        raise
    try:
        atomic_file.flush(history_of(folder))
        return finish(folder, entry)
    except OSError as error:
        raise Unfinished(entry, error) from error


def _prepare(folder: Path, entry: Entry, contents: Iterable[bytes]) -> None:
    """Write all that the version needs, its entry first: it tells which objects are only begun."""
    kept = objects.folder_of(folder)
    make_folder(kept)
    atomic_file.stage(pending_of(folder), to_json(entry))
    for content in contents:
        keep(folder, content)
    # Written beforehand as well, so that afterwards nothing is needed but names.
    for name in _to_place(folder, entry):
        _stage(folder, name, entry.digests[name])
    for each in (kept, history_of(folder), folder):
        atomic_file.flush(each)


def finish(folder: Path, entry: Entry) -> Entry:
    """Put the tables of a published version in place and number it; may be begun again.

    A file that neither this nor the version before knows was put in by hand: its bytes are kept.
    """
    strange = _strange(folder, entry)
    if strange != entry.set_aside:
        entry = replace(entry, set_aside=strange)
        atomic_file.put(pending_of(folder), to_json(entry))
    moved = _to_place(folder, entry)
    for name in moved:
        _stage(folder, name, entry.digests[name])
    for name in moved:
        os.replace(atomic_file.beside(_file(folder, name)), _file(folder, name))
    for name in _gone(folder, entry):
        _file(folder, name).unlink(missing_ok=True)
    atomic_file.flush(folder)
    os.replace(pending_of(folder), path_of(folder, entry.number))
    atomic_file.flush(history_of(folder))
    return entry


def recover(folder: Path) -> None:
    """Finish what was published, and clear away what was only begun."""
    if (entry := pending(folder)) is not None:
        finish(folder, entry)
    elif os.path.exists(path := pending_of(folder)):
        raise BadTable("history", [Problem("history", f"history/{path.name}", Error.DAMAGED_LOG)])
    clear(folder)


def clear(folder: Path) -> None:
    """Remove what a version left that was never published."""
    begun = atomic_file.beside(pending_of(folder))
    with suppress(OSError, ValueError):  # an entry that is written by half has no objects yet
        unpublished = from_json(begun.read_bytes()).named
        for digest in unpublished.difference(*(entry.named for entry in log(folder))):
            objects.object_of(folder, digest).unlink(missing_ok=True)
    # The entry goes last: it is what tells of the objects.
    for each in (folder, objects.folder_of(folder), history_of(folder)):
        atomic_file.clear(each)


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}.parquet"


def _to_place(folder: Path, entry: Entry) -> list[str]:
    return [
        n for n, digest in entry.digests.items() if objects.digest_at(_file(folder, n)) != digest
    ]


def _gone(folder: Path, entry: Entry) -> list[str]:
    """The tables that the version before had and this one has no more, or under another name."""
    before = entry_at(folder, entry.number - 1)
    had = () if before is None else before.digests
    return [name for name in dict.fromkeys([*had, *FORMER]) if name not in entry.digests]


def _stage(folder: Path, name: str, digest: str) -> None:
    """Write a table beside its file; a copy, for whoever edits a file by hand edits no object."""
    path, file = objects.object_of(folder, digest), _file(folder, name)
    if objects.digest_at(atomic_file.beside(file)) == digest:
        return
    content = path.read_bytes()
    if objects.digest_of(content) != digest:
        raise BadTable(name, [Problem(name, f"history/objects/{path.name}", Error.DAMAGED_OBJECT)])
    atomic_file.stage(file, content)


def _strange(folder: Path, entry: Entry) -> dict[str, str]:
    """The digests of files that no version knows, with their bytes kept, by table."""
    before = entry_at(folder, entry.number - 1)
    known = {} if before is None else before.digests
    strange = dict(entry.set_aside)
    for name in (*_to_place(folder, entry), *_gone(folder, entry)):
        there = objects.digest_at(_file(folder, name))
        if there not in ("", known.get(FORMER.get(name) or name)):
            strange[name] = keep(folder, _file(folder, name).read_bytes())
    return strange
