"""The folder of an edition: it changes as a whole, and nothing but an edition makes room."""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from dashboard.file_access import inherit_at, write

MARK = "edition.json"
MADE_BY = "kazakhstan-air-and-metals"


class NotOurs(Exception):
    """The place is taken by something that was not written as an edition."""


class Busy(Exception):
    """Another process writes an edition to the same place."""


@contextmanager
def taking(out: Path) -> Iterator[Path]:
    """An empty folder that takes the place of `out` when the block ends without an error.

    Until then, and after an error, `out` is what it was. Raises NotOurs, Busy.
    """
    new, old = (out.with_name(f".{out.name}.{end}") for end in ("new", "old"))
    try:
        with FileLock(out.with_name(f".{out.name}.lock"), blocking=False):
            _restore(out, old)
            if not _is_free(out):
                raise NotOurs(out)
            shutil.rmtree(new, ignore_errors=True)
            new.mkdir()
            inherit_at(new, out)
            try:
                yield new
                # A name on the disk before what it names would be an empty site after a power cut.
                os.sync()
                if out.exists():
                    out.rename(old)
                new.rename(out)
            finally:
                _restore(out, old)
                shutil.rmtree(new, ignore_errors=True)
    except Timeout as error:
        raise Busy(out) from error


def _restore(out: Path, old: Path) -> None:
    """What was moved aside goes back, or away if something else is in its place."""
    if old.exists() and not out.exists():
        old.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def _is_free(out: Path) -> bool:
    """Whether there is nothing, an empty folder, or an edition."""
    if not out.exists():
        return True
    if not out.is_dir():
        return False
    try:
        return json.loads((out / MARK).read_bytes())["made_by"] == MADE_BY
    except (OSError, ValueError, TypeError, KeyError):
        return not any(out.iterdir())


def mark(folder: Path, about: Mapping[str, object]) -> None:
    """Say in the folder what it is: by that it is known when the next edition comes."""
    told = json.dumps({"made_by": MADE_BY, **about}, ensure_ascii=False, indent=1)
    write(folder / MARK, f"{told}\n".encode())
