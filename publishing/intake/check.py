"""Candidates held against the declarations, against each other and against what is published."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

import pandas as pd

from kzdata.schema import TABLES, Table
from kzdata.schema.problems import Fault, Grade
from kzdata.schema.validate import reference_faults, referring, row_faults
from publishing.intake.accidents import column_accidents
from publishing.intake.candidate import Candidate
from publishing.intake.outliers import odd_values

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
            faults += (declared := list(_declared_faults(each, frames, new)))
            key = each.table.key[0]
            if key not in {fault.column for fault in (*each.findings, *declared)}:
                faults += _lost_keys(each, new, published)
            faults += doubts(each, published.get(each.table.name))
    return faults


def doubts(candidate: Candidate, published: pd.DataFrame | None) -> Iterator[Fault]:
    """Questions about values, of which one about a whole column takes the place of many."""
    explained: set[tuple[int | None, str | None]] = set()
    for fault, rows in column_accidents(candidate, published):
        explained |= {(row, fault.column) for row in rows}
        yield fault
    for fault in odd_values(candidate, published):
        if (fault.row, fault.column) not in explained:
            yield fault


def _refused(candidate: Candidate) -> set[tuple[int | None, str | None]]:
    """Row and column of what could not be read, of which more need not be said."""
    return {
        (fault.row if fault.rule != "column_left_out" else None, fault.column)
        for fault in candidate.findings
        if fault.grade is Grade.FAULT
    }


def _declared_faults(
    candidate: Candidate, frames: Frames, handed_in: Collection[str]
) -> Iterator[Fault]:
    table, frame, rows = candidate.table, candidate.frame, candidate.rows
    refused = _refused(candidate)
    missing = {column for row, column in refused if row is None}
    without_key = {row for row, column in refused if column in table.key}
    found = row_faults(table, frame, candidate.path.name, rows)
    found += reference_faults(table, frame, candidate.path.name, frames, rows)
    for fault in _most_telling(found):
        if fault.rule == "key" and (missing & set(table.key) or fault.row in without_key):
            continue
        if fault.column in missing or (fault.row, fault.column) in refused:
            continue
        alone = fault.rule == "reference" and fault.expected not in handed_in
        yield replace(fault, rule="reference_alone") if alone else fault


def _most_telling(faults: Iterable[Fault]) -> Iterator[Fault]:
    """Without what a fault of the same cell says better.

    A name in place of a code is not to be spelt as a code, and what is not written as a text should
    be is no reference to look for.
    """
    by_place: dict[tuple, list[Fault]] = {}
    for fault in faults:
        by_place.setdefault((fault.row, fault.column), []).append(fault)
    for alike in by_place.values():
        rules = {fault.rule for fault in alike}
        if "name_for_code" in rules:
            alike = [fault for fault in alike if fault.rule == "name_for_code"]
        elif rules > {"reference"}:
            alike = [fault for fault in alike if fault.rule != "reference"]
        yield from alike


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
        for lost in sorted(gone & _named(table, name, published[table.name])):
            yield Fault(name, candidate.path.name, "lost_key", None, key, lost, table.name)


def _named(table: Table, name: str, rows: pd.DataFrame) -> set[str]:
    """What the rows of a table name in another."""
    return {
        value
        for column in table.columns
        for target, held in referring(table, column, rows)
        if target == name
        for value in held.unique()
    }
