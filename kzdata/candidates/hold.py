"""Candidates held against the declarations, against each other and against what is published."""

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from ..datasets import TABLES, Table
from ..declared import referable, reference_faults, row_faults
from ..faults import Fault, Grade
from .candidate import Candidate
from .odd import odd_values

Frames = Mapping[str, pd.DataFrame]


def check_candidates(candidates: Iterable[Candidate], published: Frames) -> list[Fault]:
    """Every finding about some candidates, those of their reading first.

    References hold across all candidates and the published tables, by name; a value is asked about
    that looks odd beside the published one of its key or beside its own series.
    """
    candidates = list(candidates)
    new = {each.table.name: each.frame for each in candidates}
    frames = {name: f for name, f in {**published, **new}.items() if f is not None}
    faults: list[Fault] = []
    for each in candidates:
        faults += each.findings
        if each.frame is not None:
            faults += (declared := list(_declared_faults(each, frames)))
            key = each.table.key[0]
            if key not in {fault.column for fault in (*each.findings, *declared)}:
                faults += _lost_keys(each, new, published)
            faults += odd_values(each, published.get(each.table.name))
    return faults


def _refused(candidate: Candidate) -> set[tuple[int | None, str | None]]:
    """Row and column of what could not be read, of which more need not be said."""
    return {
        (fault.row if fault.rule != "column_left_out" else None, fault.column)
        for fault in candidate.findings
        if fault.grade is Grade.FAULT
    }


def _declared_faults(candidate: Candidate, frames: Frames) -> Iterator[Fault]:
    table, frame, rows = candidate.table, candidate.frame, candidate.rows
    refused = _refused(candidate)
    missing = {column for row, column in refused if row is None}
    without_key = {row for row, column in refused if column in table.key}
    found = row_faults(table, frame, candidate.path.name, rows)
    found += reference_faults(table, frame, candidate.path.name, frames, rows)
    # A reference that is not written as a text should be is no reference to look for.
    spelt = {(fault.row, fault.column) for fault in found if fault.rule != "reference"}
    for fault in found:
        if fault.rule == "reference" and (fault.row, fault.column) in spelt:
            continue
        if fault.rule == "key" and (missing & set(table.key) or fault.row in without_key):
            continue
        if fault.column not in missing and (fault.row, fault.column) not in refused:
            yield fault


def _lost_keys(candidate: Candidate, new: Frames, published: Frames) -> Iterator[Fault]:
    """Keys that the candidate has no more, though rows of tables that stay name them."""
    name, key = candidate.table.name, candidate.table.key[0]
    if name not in published or candidate.frame.empty:
        return
    gone = set(published[name][key].dropna().unique())
    gone -= set(candidate.frame[key].dropna().unique())
    for table in TABLES.values():
        if table.name in new or table.name not in published:
            continue
        for lost in sorted(gone & _named(table, name, candidate.frame, published[table.name])):
            yield Fault(name, candidate.path.name, "lost_key", None, key, lost, table.name)


def _named(table: Table, name: str, frame: pd.DataFrame, rows: pd.DataFrame) -> set[str]:
    """What the rows of a table name in another, of that frame, besides what needs no row there."""
    naming = [column for column in table.columns if table.about(column)["references"] == name]
    held = [
        set(rows[column].dropna().unique()) - referable(table, column, {name: frame})
        for column in naming
    ]
    return set().union(*held)
