"""Who may read what is written: whoever could read what it replaces, else who may read its folder.

The umask of whoever publishes is meant for files of their own. What is published here is read by a
service, which often runs as another user.
"""

import grp
import os
import pwd
import shlex
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from .faults import Fault

# The most that a new file takes over from its folder, and the least that whoever writes it needs.
# Where all may write, a new file is still not for all to write.
FOLDER, FILE = (0o2775, 0o700), (0o664, 0o600)
EVERYBODY = ("all", 0)


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


def files_in(folder: Path, ends: str) -> list[Path]:
    """The files of a folder whose names end so; none if it is not there or may not be read."""
    try:
        return sorted(folder / name for name in os.listdir(folder) if name.endswith(ends))
    except OSError:
        return []


def is_denied(path: Path) -> bool:
    """Whether something is there, or may be, that this user may not read."""
    try:
        path.stat()
    except PermissionError:
        return True
    except OSError:
        return False
    return not os.access(path, os.R_OK | os.X_OK if path.is_dir() else os.R_OK)


def denied_fault(table: str, path: Path, file: str = "") -> Fault:
    """The fault of what is there and may not be read by this user; `file` names it if not usual."""
    user = _user(os.geteuid())
    return Fault(table, file or path.name, "access_denied", found=_rights(path), expected=user)


def _rights(path: Path) -> str:
    """Mode, owner and group of what keeps this user from reading: a path, or a folder above it."""
    for each in (path, *path.absolute().parents):
        with suppress(OSError):
            found = each.stat()
            said = f"{stat.filemode(found.st_mode)} {_user(found.st_uid)}:{_group(found.st_gid)}"
            return said if each == path else f"{said} {each}"
    return ""


def shut_out(paths: Iterable[Path]) -> list[Path]:
    """Those of some files and folders that not all may read who may read their folder."""
    found = []
    for path in paths:
        with suppress(OSError):
            there, around = path.stat(), path.parent.stat()
            if _missed(there, around):
                found.append(path)
    return found


def remedy(folder: Path) -> str:
    """The command that opens a folder with all that is in it to whoever may read the folder."""
    found, quoted = folder.stat(), shlex.quote(str(folder))
    if EVERYBODY in (readers := _readers(found)):
        return f"chmod -R a+rX {quoted}"
    if ("group", found.st_gid) in readers:
        return f"chgrp -R {_group(found.st_gid)} {quoted} && chmod -R g+rX {quoted}"
    return f"chown -R {_user(found.st_uid)} {quoted}"


def _missed(there: os.stat_result, around: os.stat_result) -> bool:
    """Whether somebody may read a folder and not what lies in it."""
    readers, wanted = _readers(there), _readers(around)
    if EVERYBODY in readers:
        return False
    excused = {("user", 0)}
    if ("group", around.st_gid) in readers:  # to which the owner of the folder belongs
        excused.add(("user", around.st_uid))
    return bool(wanted - readers - excused)


def _readers(found: os.stat_result) -> set[tuple[str, int]]:
    """Who may read a file, or look into a folder."""
    needed = 5 if stat.S_ISDIR(found.st_mode) else 4
    classes = ((6, ("user", found.st_uid)), (3, ("group", found.st_gid)), (0, EVERYBODY))
    return {who for shift, who in classes if found.st_mode >> shift & needed == needed}


def _user(number: int) -> str:
    with suppress(KeyError):
        return pwd.getpwuid(number).pw_name
    return str(number)


def _group(number: int) -> str:
    with suppress(KeyError):
        return grp.getgrgid(number).gr_name
    return str(number)
