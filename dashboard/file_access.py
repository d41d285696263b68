"""Who may read what is written: whoever could read what it replaces, else who may read its folder.

The umask of whoever publishes is meant for files of their own. What is published here is read by a
service, which often runs as another user.
"""

import os
import stat
from contextlib import suppress
from pathlib import Path

# The most that a new file takes over from its folder, and the least that whoever writes it needs.
# Where all may write, a new file is still not for all to write.
FOLDER, FILE = (0o2775, 0o700), (0o664, 0o600)


def make_folder(path: Path) -> None:
    """Make a folder, and those above it, as open as the folder that each lies in."""
    if not path.is_dir():
        make_folder(path.parent)
        path.mkdir(exist_ok=True)
        inherit_at(path)


def write(path: Path, content: bytes) -> None:
    """Write a new file, as open as its folder."""
    with path.open("xb") as file:
        inherit(file.fileno(), path)
        file.write(content)


def inherit_at(path: Path, to: Path | None = None) -> None:
    """Give a file or folder that has just been made the access of its folder.

    Or that of what it is to replace, at another path.
    """
    opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        inherit(opened, to or path)
    finally:
        os.close(opened)


def inherit(opened: int, path: Path) -> None:
    """Give an open file the owner, group and mode of what it is to replace at a path.

    Where there is nothing else at that path, those of the folder. What the system does not allow
    this user is left as it is; `shut_out` tells whether somebody misses it.
    """
    found = os.fstat(opened)
    like, mode = _model(found, path)
    for owner, group in ((like.st_uid, like.st_gid), (-1, like.st_gid)):
        if (found.st_uid, found.st_gid) == (like.st_uid, like.st_gid):
            break
        with suppress(OSError):
            os.fchown(opened, owner, group)
            break
    with suppress(OSError):
        os.fchmod(opened, mode)


def _model(found: os.stat_result, path: Path) -> tuple[os.stat_result, int]:
    """After what a new file is to be taken, and the mode that follows from that."""
    with suppress(FileNotFoundError):
        if not os.path.samestat(found, before := path.stat()):
            return before, stat.S_IMODE(before.st_mode)
    around = path.parent.stat()
    most, least = FOLDER if stat.S_ISDIR(found.st_mode) else FILE
    return around, stat.S_IMODE(around.st_mode) & most | least
