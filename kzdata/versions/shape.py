"""The columns that a table had in a version, as its file remembers, and what became of them."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow.parquet as pq

from kzdata.parquet import ARROW_PROBLEMS, ARROW_TYPES
from kzdata.schema import LANGUAGES, TABLES, Table
from kzdata.schema.model import ColumnSpec, table
from kzdata.versions.entry import Entry
from kzdata.versions.objects import object_of

Titles = Mapping[str, str]  # by language
Columns = Mapping[str, Titles]
DTYPES = {arrow: dtype for dtype, arrow in ARROW_TYPES.items()}


@dataclass(frozen=True)
class Reshaped:
    """The columns that a table has got and lost, each with its titles, from one state to another.

    `new` says that there was no such table before, `gone` that there is none any more.
    """

    added: Columns = field(default_factory=dict)
    removed: Columns = field(default_factory=dict)
    new: bool = False
    gone: bool = False

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.new or self.gone)


SAME = Reshaped()


def columns_of(path: Path) -> Columns:
    """The columns of a file, titled as they were declared when it was written.

    Raises one of ARROW_PROBLEMS for a file that cannot be read.
    """
    return {each.name: _titles(each.metadata, each.name) for each in pq.read_schema(path)}


def declared_then(name: str, path: Path) -> Table:
    """A table as a file of it remembers: in its own columns and titles, declared today or not.

    What is still declared holds today's codes and bounds. Raises as `columns_of`.
    """
    found, today = pq.read_schema(path), TABLES.get(name)
    columns = {}
    for each, titles in columns_of(path).items():
        if today is not None and each in today.columns:
            columns[each] = replace(today.specs[each], title=titles)
        else:
            about = found.field(each).metadata or {}
            unit = about.get(b"unit", b"").decode() or None
            dtype = DTYPES[found.field(each).type]
            columns[each] = ColumnSpec(dtype, titles, unit=unit, nullable=True)
    key = [each for each in today.key if each in columns] if today else list(columns)
    return table(name, _titles(found.metadata, name), key, columns)


def reshaped(name: str, before: Path, after: Path | None = None) -> Reshaped:
    """How the columns of a table's file are others in another file, or as they are declared.

    A column that has another name now is the same. Nothing is said of files that cannot be read.
    """
    with suppress(*ARROW_PROBLEMS):
        had = _as_today(name, columns_of(before))
        has = _as_today(name, columns_of(after)) if after else _declared(name)
        return Reshaped(
            {each: has[each] for each in has if each not in had},
            {each: had[each] for each in had if each not in has},
        )
    return SAME


def reshaped_in(folder: Path, before: Entry | None, entry: Entry) -> dict[str, Reshaped]:
    """The tables that are of another shape in a version than in the one before it.

    Of the first version nothing is said.
    """
    if before is None:
        return {}
    was, now = before.digests, entry.digests
    found = {name: Reshaped(new=name not in was, gone=name not in now) for name in {**was, **now}}
    for name, digest in now.items():
        if name in was and was[name] != digest:
            found[name] = reshaped(name, object_of(folder, was[name]), object_of(folder, digest))
    return {name: shape for name, shape in found.items() if shape}


def _titles(metadata: Mapping[bytes, bytes] | None, name: str) -> Titles:
    """The titles that a file remembers; of a file that remembers none, the name."""
    told = {each: (metadata or {}).get(f"title_{each}".encode(), b"") for each in LANGUAGES}
    return {language: title.decode() or name for language, title in told.items()}


def _as_today(name: str, columns: Columns) -> Columns:
    was = TABLES[name].was if name in TABLES else {}
    return {was.get(each, each): titles for each, titles in columns.items()}


def _declared(name: str) -> Columns:
    table = TABLES[name]
    return {name: spec.title for name, spec in table.specs.items()}
