"""Which tables are degraded, why, and since when; what changes of it is told once."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from dashboard.i18n.messages import say_problem
from dashboard.monitoring import tell
from dashboard.store.snapshot import Snapshot, snapshot
from kzdata import TABLES, clock

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Degraded:
    """A table with problems in its file: the rules that it breaks, and what is shown instead.

    `shown` is the number of a published version, or None: then it is not shown at all if it is
    `missing`, else as its file has it. `since` is when this process first saw that.
    """

    rules: tuple[str, ...]
    missing: bool
    shown: int | None
    since: datetime


@dataclass(frozen=True)
class Condition:
    """The data of now, and which of their tables are degraded."""

    data: Snapshot
    degraded: Mapping[str, Degraded]


_last: Condition | None = None
_lock = Lock()


def condition() -> Condition:
    """How the data are now; the log is told what has changed since this was asked last."""
    global _last
    with _lock:
        data = snapshot()
        if _last is None or data is not _last.data:
            before, _last = _last, _condition(data, _last)
            _tell_changes(before, _last)
        return _last


def public_name(table: str) -> str:
    """A table as visitors may know it: of a file that is none of ours, not even its name."""
    return table if table in (*TABLES, "history") else "undeclared"


def _condition(data: Snapshot, before: Condition | None) -> Condition:
    known = before.degraded if before else {}
    found: dict[str, Degraded] = {}
    for table in sorted(data.faulty):
        rules = tuple(sorted({problem.rule for problem in data.problems if problem.table == table}))
        shown = data.published.number if table in data.instead and data.published else None
        since = known[table].since if table in known else clock.now()
        found[table] = Degraded(rules, table in data.broken, shown, since)
    return Condition(data, found)


def _tell_changes(before: Condition | None, now: Condition) -> None:
    known = before.degraded if before else {}
    for table, found in now.degraded.items():
        if known.get(table) != found:
            problems = [problem for problem in now.data.problems if problem.table == table]
            tell(
                log,
                "data_degraded",
                say_problem(problems[0], "en"),
                table=table,
                rule=",".join(found.rules),
                faults=len(problems),
                shown=_said_shown(found),
            )
    for table in known.keys() - now.degraded.keys():
        tell(log, "data_recovered", "a table passes the check again", table=table)
    unknown = now.data.not_understood - (before.data.not_understood if before else frozenset())
    if unknown:
        said = "another version of the program published tables that this one does not understand"
        tell(log, "data_not_understood", said, tables=",".join(sorted(unknown)))
    if before and before.data.version != now.data.version:
        tell(log, "data_version", "another version of the data", version=now.data.version)


def _said_shown(found: Degraded) -> str:
    if found.shown is not None:
        return f"version {found.shown}"
    return "nothing" if found.missing else "the file"
