"""Why a publication failed, in a sentence; after every failure but the last nothing has changed."""

import errno
from functools import singledispatch
from pathlib import Path

from dashboard.i18n.messages import count, say
from dashboard.i18n.numbers import moment
from kzdata.access import remedy, shut_out
from kzdata.parquet import file_of
from kzdata.schema import TABLES
from kzdata.versions.log import files
from publishing.commit.install import Unfinished
from publishing.commit.lock import Locked
from publishing.commit.publish import NotWritten, Outdated

# What a publication may end in, besides tables that do not pass the check.
FAILURES = (Locked, Outdated, NotWritten, Unfinished)
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
NO_PERMISSION = (errno.EACCES, errno.EPERM, errno.EROFS)


@singledispatch
def say_failure(failure: Exception, language: str) -> str:
    """Why a publication failed; raises what is none of FAILURES."""
    raise failure


@say_failure.register
def _locked(failure: Locked, language: str) -> str:
    if failure.since is None:
        return say("publish.locked_by_some", language)
    since = moment(failure.since, language)
    return say("publish.locked", language, pid=failure.pid, since=since)


@say_failure.register
def _outdated(failure: Outdated, language: str) -> str:
    return say("publish.outdated", language)


@say_failure.register
def _not_written(failure: NotWritten, language: str) -> str:
    error = failure.error
    if error.errno in NO_ROOM:
        return say("publish.no_room", language)
    if error.errno in NO_PERMISSION:
        return say("publish.no_permission", language, path=error.filename)
    return say("publish.refused", language, error=error.strerror or error)


@say_failure.register
def _unfinished(failure: Unfinished, language: str) -> str:
    said = failure.error.strerror or failure.error
    return say("publish.unfinished", language, number=failure.entry.number, error=said)


def say_shut_out(folder: Path, language: str) -> str:
    """Which files somebody may not read who may look into the folder, such as the service.

    Empty if there are none.
    """
    tables = [file_of(table, folder) for table in TABLES.values()]
    if not (found := shut_out([*tables, *files(folder)])):
        return ""
    said = {"file": found[0].relative_to(folder), "remedy": remedy(folder)}
    return count("access.shut_out", len(found), language, **said)
