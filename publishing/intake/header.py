"""Which row of a file is its header, and which declared column each of its cells means."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache

from kzdata.schema import TABLES, Table
from kzdata.schema.problems import Error, Note
from kzdata.schema.text_rules import folded
from publishing.intake.cells import Cell, spelled
from publishing.intake.findings import Findings, Unreadable

MOST_ABOVE = 20  # rows that a header may stand below
LIKE_ENOUGH = 0.8


def fit(cells: Sequence[Cell], table: Table) -> int:
    """How many different columns of a table a row names, by name or by title."""
    return len({name for cell in cells if (name := _meant(cell, table))})


def header_place(top: Sequence[Sequence[Cell]], table: Table) -> int | None:
    """Which of the first rows is the header; None if none names even a third of the columns."""
    fits = [fit(cells, table) for cells in top]
    best = max(fits, default=0)
    return fits.index(best) if best >= max(2, len(table.columns) / 3) else None


def tables_named(top: Sequence[Sequence[Cell]]) -> list[Table]:
    """The tables all of whose columns, and no others, some row of the first ones names."""
    headers = [{cell for cell in cells if cell} for cells in top]
    return [table for table in TABLES.values() if set(table.columns) in headers]


def matched(
    header: Sequence[Cell], row: int | None, table: Table, findings: Findings
) -> dict[str, int]:
    """The place of each declared column among the cells of a header; tells what is amiss.

    Raises Unreadable for the header of another table.
    """
    if (others := tables_named([header])) and table.name not in {each.name for each in others}:
        raise Unreadable(Error.OTHER_TABLE, row=row, found=others[0].name)
    places: dict[str, int] = {}
    unknown: list[int] = []
    for place, cell in enumerate(header):
        if cell in places:
            findings.add(Error.COLUMN_TWICE, row=row, column=str(cell))
        elif isinstance(cell, str) and cell in table.columns:
            places[cell] = place
        elif cell is not None:
            unknown.append(place)
    if list(places) != [name for name in table.columns if name in places]:
        findings.add(Note.MOVED_COLUMN, row=row, found=", ".join(places))
    for place in unknown:
        meant = _meant(header[place], table) or _like(header[place], table, places)
        if meant and meant not in places:
            places[meant] = place
            findings.add(
                Error.RENAMED_COLUMN, row=row, column=spelled(header[place]), expected=meant,
                found=spelled(header[place]),
            )  # fmt: skip
        else:
            known = ", ".join(table.columns)
            findings.add(
                Error.UNKNOWN_COLUMN, row=row, column=spelled(header[place]), expected=known
            )
    for name in table.columns:
        if name not in places:
            findings.add(Error.COLUMN_LEFT_OUT, row=row, column=name)
    return places


def _meant(cell: Cell, table: Table) -> str | None:
    return _spellings(table.name).get(_fold(cell)) if isinstance(cell, str) else None


def _like(cell: Cell, table: Table, taken: Mapping[str, int]) -> str | None:
    """The column that is still missing whose name or title is nearest to a cell."""
    free = {fold: name for fold, name in _spellings(table.name).items() if name not in taken}
    near = get_close_matches(_fold(spelled(cell)), free, 1, LIKE_ENOUGH)
    return free[near[0]] if near else None


def _fold(cell: str) -> str:
    return re.sub(r"[\s_-]+", " ", folded(cell))


@lru_cache
def _spellings(name: str) -> dict[str, str]:
    """Names and titles of a table's columns, also those of before, folded.

    What may mean two columns means none.
    """
    table = TABLES[name]
    found: dict[str, set[str]] = {}
    for column in table.columns:
        titles = [*table.specs[column].title.values(), *table.specs[column].titled]
        for spelling in (column, *titles, *(title.partition(",")[0] for title in titles)):
            found.setdefault(_fold(spelling), set()).add(column)
    names = {_fold(column): column for column in table.columns}
    return {fold: columns.pop() for fold, columns in found.items() if len(columns) == 1} | names
