"""Who may read a file or a folder, and what a maintainer is told where the service may not."""

import grp
import os
import pwd
import shlex
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from kzdata.schema.problems import Error, Problem

EVERYBODY = ("all", 0)


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


def denied_problem(table: str, path: Path, file: str = "") -> Problem:
    """The problem of what this user may not read; `file` names it if not usual."""
    user = _user(os.geteuid())
    return Problem(
        table, file or path.name, Error.ACCESS_DENIED, found=_rights(path), expected=user
    )


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
