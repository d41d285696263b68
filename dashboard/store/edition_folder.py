"""An edition: what one code makes of one state of the data on one day, as files in a folder.

All editions of a machine lie beside each other below `KZDATA_CACHE`:

    editions/2026-11-30-0142f31e65cd-5d0c2a7b91/lite/kk/regions.html      what lies there is sent
                                               /lite/kk/regions.html.br   the same, packed
                                               /edition.json              when all is made
    editions/current -> 2026-11-30-0142f31e65cd-5d0c2a7b91                the last that was whole

Its name says what it was made of, so nothing in it is ever out of date, only in use no more.
"""

import hashlib
import json
import logging
import os
import shutil
import stat
import sys
import sysconfig
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

log = logging.getLogger(__name__)

ABOUT, CURRENT = "edition.json", "current"
MOST = 1_000_000_000  # bytes of all editions; another code, or the day before, may still be sent
VERDICTS = 400  # of the check that are left: ten of each table
AGAIN = 60  # seconds after which a disk that took nothing is tried again


class Editions:
    """All editions of this user, in a folder that nobody else may write in.

    `makers` names the code that makes them, `room` the bytes that this process may write. Raises
    OSError, with what is to be done, if the folder is not to be trusted or cannot be made.
    """

    def __init__(self, folder: Path, makers: str, room: float = float("inf")):
        self.folder, self.makers = folder, makers
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat()
        if found.st_uid != os.getuid() or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            raise PermissionError(
                f"{folder} can be written by others than this user: "
                "remove it, or name another folder in KZDATA_CACHE"
            )
        self._room, self._closed_until = room, 0.0

    def of(self, day: str, version: str, state: object) -> "Edition":
        """That of a day and a version; `state` is all else that decides over it."""
        told = hashlib.sha256(f"{self.makers} {state!r}".encode()).hexdigest()[:10]
        return Edition(self, f"{day}-{version}-{told}")

    def current(self) -> str:
        """The name of the last edition that was whole; nothing before there was one."""
        with suppress(OSError):
            return os.readlink(self.folder / CURRENT)
        return ""

    def clear(self) -> None:
        """Remove the oldest editions beyond `MOST`; what a process misses of one it makes anew."""
        left = MOST
        there = [path for path in self.folder.glob("*-*/") if not path.is_symlink()]
        for path in sorted(there, key=lambda path: path.stat().st_mtime, reverse=True):
            left -= _size(path)
            if left < 0 and path.name != self.current():
                shutil.rmtree(path, ignore_errors=True)
        verdicts = sorted(self.folder.glob("verdicts/*"), key=lambda path: path.stat().st_mtime)
        for path in verdicts[:-VERDICTS]:
            path.unlink(missing_ok=True)

    def put(self, path: Path, content: bytes) -> None:
        """Write a file whole, down to the disk, or not at all; where there is no room, it is told.

        What nobody can write now is made again by whoever needs it.
        """
        if monotonic() < self._closed_until or len(content) > self._room:
            return
        try:
            _make_folder(path.parent)
            _write(path, content)
            self._room -= len(content)
        except OSError as error:
            log.warning("nothing is kept in %s for %d seconds: %s", self.folder, AGAIN, error)
            self._closed_until = monotonic() + AGAIN

    @property
    def takes(self) -> bool:
        """Whether files could be written when that was tried last."""
        return monotonic() >= self._closed_until


@dataclass(frozen=True)
class Edition:
    """One edition, by its name; it need not be there yet."""

    editions: Editions
    name: str

    @property
    def folder(self) -> Path:
        return self.editions.folder / self.name

    def read(self, file: str, beside: Iterable[str] = ()) -> dict[str, bytes] | None:
        """A file and, by their endings, those `beside` it; None where it is not there."""
        path = self.folder / file
        try:
            found = {"": path.read_bytes()}
        except OSError:
            return None
        for ending in beside:
            with suppress(OSError):
                found[ending] = path.with_name(path.name + ending).read_bytes()
        return found

    def write(self, file: str, parts: Mapping[str, bytes]) -> None:
        """Write a file and those beside it; whoever finds the file finds them as well."""
        path = self.folder / file
        for ending in sorted(parts, reverse=True):
            self.editions.put(path.with_name(path.name + ending), parts[ending])

    def about(self) -> dict[str, object]:
        """What is told of an edition of which all was made; nothing of another."""
        with suppress(OSError, ValueError):
            return dict(json.loads((self.folder / ABOUT).read_bytes()))
        return {}

    def finish(self, told: Mapping[str, object]) -> None:
        """All that is made beforehand is made: from now on this is the current edition."""
        files = sum(path.is_file() for path in self.folder.rglob("*"))
        about = {"edition": self.name, **told, "files": files, "bytes": _size(self.folder)}
        self.editions.put(self.folder / ABOUT, f"{json.dumps(about, indent=1)}\n".encode())
        if not self.about():
            return
        beside = self.editions.folder / f".{CURRENT}-{os.getpid()}"
        with suppress(FileNotFoundError):
            beside.unlink()
        beside.symlink_to(self.name)
        beside.replace(self.editions.folder / CURRENT)
        self.editions.clear()


def _size(folder: Path) -> int:
    """The bytes of all files in a folder; another process may be removing some."""
    size = 0
    for path in folder.rglob("*"):
        with suppress(OSError):
            size += path.stat().st_size if path.is_file() else 0
    return size


def _make_folder(path: Path) -> None:
    """Make a folder and those above it, each for this user alone whatever the umask says."""
    if not path.is_dir():
        _make_folder(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)


def _write(path: Path, content: bytes) -> None:
    opened, beside = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(opened, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except OSError:
        os.unlink(beside)
        raise


def makers(rooms: Iterable[Path]) -> str:
    """A digest of what makes editions: the files of rooms, Python, the libraries."""
    digest = hashlib.sha256(sys.version.encode())
    for room in rooms:
        for path in sorted(room.rglob("*.*")):
            if "__pycache__" not in path.parts and path.is_file():
                digest.update(f"{path} {path.stat().st_size}".encode())
                digest.update(path.read_bytes())
    for path in sorted(Path(sysconfig.get_path("purelib")).glob("*.dist-info")):
        digest.update(path.name.encode())
    return digest.hexdigest()
