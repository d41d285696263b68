"""The log of all versions, as it lies on the disk."""

import os
import re
from pathlib import Path

from kzdata.access import denied_problem, files_in, is_denied
from kzdata.schema.problems import Error, Problem
from kzdata.versions.entry import Entry, from_json
from kzdata.versions.objects import folder_of, is_whole, object_of

NUMBERED = re.compile(r"(\d{6,})\.json")


def history_of(folder: Path) -> Path:
    return folder / "history"


def pending_of(folder: Path) -> Path:
    """Where the entry of a version lies that is published and not yet in place."""
    return history_of(folder) / "pending.json"


def path_of(folder: Path, number: int) -> Path:
    """Where the entry of a version lies."""
    return history_of(folder) / f"{number:06}.json"


def entry_at(folder: Path, number: int) -> Entry | None:
    return _read(path_of(folder, number))


def pending(folder: Path) -> Entry | None:
    """The version that is published and not yet in place, if there is one."""
    return _read(pending_of(folder))


def log(folder: Path) -> list[Entry]:
    """Every version whose entry can be read, in their order."""
    # The pending one first: it may get its number meanwhile.
    found = {entry.number: entry for entry in [pending(folder)] if entry}
    read = (entry_at(folder, number) for number in numbers(folder))
    found |= {entry.number: entry for entry in read if entry}
    return [found[number] for number in sorted(found)]


def latest(folder: Path) -> Entry | None:
    """The last version whose entry can be read; None if there is none."""
    if (entry := pending(folder)) is not None:
        return entry
    read = (entry_at(folder, number) for number in reversed(numbers(folder)))
    return next(filter(None, read), None)


def numbers(folder: Path) -> list[int]:
    """The numbers of all entries, readable or not."""
    names = (path.name for path in files_in(history_of(folder), ".json"))
    return sorted(int(found[1]) for name in names if (found := NUMBERED.fullmatch(name)))


def files(folder: Path) -> list[Path]:
    """All that the history needs: its folders, entries and objects, as far as they can be seen."""
    entries = [path_of(folder, number) for number in numbers(folder)]
    kept = files_in(folder_of(folder), ".parquet")
    return [history_of(folder), folder_of(folder), pending_of(folder), *entries, *kept]


def denied(folder: Path) -> list[Path]:
    """What of the history is there and may not be read by this user."""
    return [path for path in files(folder) if is_denied(path)]


def denied_problems(folder: Path) -> list[Problem]:
    """Of many files that may not be read, the first of its folder stands for all."""
    first = {path.parent: path for path in reversed(denied(folder))}
    return [
        denied_problem("history", path, path.relative_to(folder).as_posix())
        for path in reversed(first.values())
    ]


def problems(folder: Path) -> list[Problem]:
    """What of the history is missing or damaged, or may not be read."""
    found = denied_problems(folder)
    known = numbers(folder)
    paths = [path_of(folder, number) for number in range(1, max(known, default=0) + 1)]
    if os.path.exists(pending_of(folder)):
        paths.append(pending_of(folder))
    objects: dict[str, None] = {}
    for path in paths:
        if is_denied(path):
            continue
        if (entry := _read(path)) is None:
            found.append(Problem("history", f"history/{path.name}", Error.DAMAGED_LOG))
        else:
            objects |= dict.fromkeys(sorted(entry.named))
    for digest in objects:
        path = object_of(folder, digest)
        if not is_denied(path) and not is_whole(path):
            found.append(Problem("history", f"history/objects/{path.name}", Error.DAMAGED_OBJECT))
    return found


def _read(path: Path) -> Entry | None:
    try:
        return from_json(path.read_bytes())
    except (OSError, ValueError):
        return None
