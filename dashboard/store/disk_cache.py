"""What was made before, kept on disk: whoever starts finds it there.

Who keeps pages ready or writes an edition puts things in, all others of a machine take them out. A
thing is found only by what made it and what it was made of: the code, the libraries, and a key that
names data, day and choices. So nothing in it is ever out of date, only in use no more.
"""

import hashlib
import logging
import os
import pickle
import stat
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from kzdata.location import cache_folder

log = logging.getLogger(__name__)

Made = TypeVar("Made")

DIGEST = hashlib.sha256
KEPT_DAYS = 2  # after which nobody has asked for a thing's day or data any more
# What a damaged or foreign file may raise when it is read as a pickle.
UNREADABLE = (OSError, EOFError, ValueError, pickle.UnpicklingError, ImportError, AttributeError)


class Stock:
    """Made things in a folder that only this user may write in, as pickles with their digests.

    `makers` names who makes them; what others made is not seen. Raises OSError, with what is to be
    done, if the folder is not to be trusted or cannot be made.
    """

    def __init__(self, folder: Path, makers: str, writing: bool = False):
        self.folder, self.writing = folder / makers, writing
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat()
        if found.st_uid != os.getuid() or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            raise PermissionError(
                f"{folder} can be written by others than this user: "
                "remove it, or name another folder in KZDATA_CACHE"
            )
        self.folder.mkdir(mode=0o700, exist_ok=True)

    def take(self, key: tuple, make: Callable[[], Made]) -> Made:
        """What lies here under a key, else what `make` makes now; a writing stock keeps that."""
        path = self._path(key)
        with suppress(*UNREADABLE):
            content = path.read_bytes()
            digest, pickled = content[: DIGEST().digest_size], content[DIGEST().digest_size :]
            # Half a file, as a power cut leaves it, is no file.
            if DIGEST(pickled).digest() == digest:
                if self.writing:
                    os.utime(path)
                return pickle.loads(pickled)
        made = make()
        if self.writing:
            try:
                self._put(path, pickle.dumps(made, pickle.HIGHEST_PROTOCOL))
            except OSError as error:
                log.warning("from now on nothing is kept in %s: %s", self.folder, error)
                self.writing = False
        return made

    def has(self, key: tuple) -> bool:
        return self._path(key).exists()

    def clear(self, now: float) -> None:
        """Remove what was neither made nor asked for by the one that writes in `KEPT_DAYS`."""
        for path in self.folder.parent.glob("*/*"):
            # Another may clear at the same time.
            with suppress(OSError):
                if now - path.stat().st_mtime > KEPT_DAYS * 86_400:
                    path.unlink()
        for folder in self.folder.parent.glob("*/"):
            if folder != self.folder:
                with suppress(OSError):  # which says that there is something in it
                    folder.rmdir()

    def _path(self, key: tuple) -> Path:
        return self.folder / DIGEST(repr(key).encode()).hexdigest()

    def _put(self, path: Path, pickled: bytes) -> None:
        with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as beside:
            try:
                beside.write(DIGEST(pickled).digest() + pickled)
            except OSError:
                os.unlink(beside.name)
                raise
        os.replace(beside.name, path)


_stock: Stock | None = None


def open_stock(makers: str, writing: bool = False) -> Stock | None:
    """From now on this process takes from the stock; None if there can be none, which is logged."""
    global _stock
    try:
        _stock = Stock(cache_folder() / "made", makers, writing)
    except OSError as error:
        log.warning("what is made is not kept on disk: %s", error)
        _stock = None
    return _stock


def keep_no_more() -> None:
    """Something failed that the data allow: what is made from now on may lack it, here and below.

    It is shown, since a page with a gap is better than none, but the next to start tries again.
    """
    if _stock is not None:
        _stock.writing = False


def take(key: tuple, make: Callable[[], Made]) -> Made:
    """What lies in the stock under a key, else what `make` makes now.

    The `repr` of the key names all that decides over the thing beside `makers`.
    """
    return make() if _stock is None else _stock.take(key, make)


def has(key: tuple) -> bool:
    """Whether a thing lies in the stock."""
    return _stock is not None and _stock.has(key)


def makers(rooms: Iterable[Path], settings: str) -> str:
    """A digest of what makes things: the files of rooms, settings, Python, the libraries."""
    digest = DIGEST(f"{settings} {sys.version}".encode())
    for room in rooms:
        for path in sorted(room.rglob("*.*")):
            if "__pycache__" not in path.parts and path.is_file():
                digest.update(f"{path} {path.stat().st_size}".encode())
                digest.update(path.read_bytes())
    for path in sorted(Path(sysconfig.get_path("purelib")).glob("*.dist-info")):
        digest.update(path.name.encode())
    return digest.hexdigest()[:20]
