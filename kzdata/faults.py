"""What can be wrong with a table, as data; `kzdata.words` says it in three languages."""

from collections.abc import Iterable
from dataclasses import dataclass

RULES = (
    "missing_file", "unreadable_file", "empty", "undeclared_file", "missing_column",
    "unknown_column", "type", "not_null", "range", "code", "blank", "percent", "order",
    "outcome_source", "placeholder", "key", "reference",
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """One fault: which file, row (counted from 1) and column, what was found, which rule."""

    table: str
    file: str
    rule: str
    row: int | None = None
    column: str | None = None
    found: str = ""
    expected: str = ""


class UnknownTable(LookupError):
    """A table that is not declared was asked for."""

    def __init__(self, name: str, known: Iterable[str]):
        self.name, self.known = name, tuple(known)
        super().__init__(f"no table {name!r}; the tables are: {', '.join(self.known)}")


class UnknownColumn(LookupError):
    """A column that the table does not have was asked for."""

    def __init__(self, table: str, name: str, known: Iterable[str]):
        self.table, self.name, self.known = table, name, tuple(known)
        super().__init__(
            f"no column {name!r} in table {table!r}; its columns are: {', '.join(self.known)}"
        )


class BadTable(ValueError):
    """A table's file breaks its declaration; `faults` says how."""

    def __init__(self, name: str, faults: Iterable[Fault]):
        self.name, self.faults = name, tuple(faults)
        super().__init__(f"table {name!r} cannot be read: {'; '.join(map(str, self.faults))}")
