"""Only one writes at a time; whoever comes second is told who does."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from dashboard.file_access import inherit_at, make_folder
from kzdata.versions.log import history_of


class Locked(Exception):
    """Another process is writing: its id and since when, where it has said so."""

    def __init__(self, pid: int | None, since: datetime | None):
        self.pid, self.since = pid, since
        super().__init__(f"process {pid} has been writing since {since}")


@contextmanager
def writing(folder: Path, at: datetime) -> Iterator[None]:
    """Hold the folder for writing; raises Locked at once if another does.

    The kernel frees the lock when its process ends, however that comes about.
    """
    from filelock import FileLock, Timeout  # takes its time, and readers never need it

    make_folder(history_of(folder))
    path = history_of(folder) / "lock"
    # A lock that lives by the file's existence would outlive its process.
    lock = FileLock(path, fallback_to_soft=False)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise Locked(*_holder(path)) from None
    try:
        with suppress(OSError):  # a courtesy that needs no room on a full disk
            inherit_at(path)  # whoever else publishes locks the same file
            path.write_text(json.dumps({"pid": os.getpid(), "since": at.isoformat()}))
        yield
    finally:
        with suppress(OSError):
            path.write_text("")
        lock.release()


def _holder(path: Path) -> tuple[int | None, datetime | None]:
    try:
        told = json.loads(path.read_text())
        os.kill(told["pid"], 0)  # a process that was killed could not take its name away
        return told["pid"], datetime.fromisoformat(told["since"])
    except PermissionError:
        return told["pid"], datetime.fromisoformat(told["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return None, None
