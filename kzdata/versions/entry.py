"""An entry of the log: which version was published, when, by whom, why, and what changed."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import NamedTuple, TypeVar

from kzdata.parquet import version
from kzdata.schema import FORMER

Told = TypeVar("Told")

ACTIONS = ("build", "update", "rollback", "found")


class Counts(NamedTuple):
    """How many rows of a table a version added, removed and changed."""

    added: int
    removed: int
    changed: int


@dataclass(frozen=True)
class Entry:
    """One version of the data.

    `digests` are those of all tables, `changes` names the tables that differ from the version
    before. `to` is the version that was rolled back to, `set_aside` the digests of files that had
    been put in by hand, were never shown, and made way, `answered` the rules of the questions that
    were answered with yes.
    """

    number: int
    version: str
    at: datetime
    action: str
    by: str
    reason: str
    digests: Mapping[str, str]
    changes: Mapping[str, Counts]
    to: int | None = None
    set_aside: Mapping[str, str] = field(default_factory=dict)
    answered: tuple[str, ...] = ()

    @property
    def named(self) -> set[str]:
        """The digests of all objects that belong to this version."""
        return {*self.digests.values(), *self.set_aside.values()}


def to_json(entry: Entry) -> bytes:
    changes = {name: counts._asdict() for name, counts in entry.changes.items()}
    told = asdict(entry) | {"at": entry.at.isoformat(timespec="seconds"), "changes": changes}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def from_json(content: bytes) -> Entry:
    """The entry, its tables called as they are today; raises ValueError for what is none.

    What a newer program may have told besides is left out.
    """
    try:
        told = {k: v for k, v in json.loads(content).items() if k in Entry.__dataclass_fields__}
        changes = {
            name: Counts(*(counts[kind] for kind in Counts._fields))
            for name, counts in _as_today(told["changes"]).items()
        }
        at = datetime.fromisoformat(told["at"])
        answered = tuple(told.get("answered", ()))  # the first versions know no questions
        entry = Entry(**told | {"at": at, "changes": changes, "answered": answered})
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no entry of the log: {error}") from error
    if at.tzinfo is None or entry.version != version(entry.digests):
        raise ValueError("no entry of the log: version and digests do not agree")
    return replace(entry, digests=_as_today(entry.digests))


def _as_today(of_tables: Mapping[str, Told]) -> dict[str, Told]:
    return {FORMER.get(name) or name: told for name, told in of_tables.items()}
