"""Candidates held against the declarations, against each other and against what is published."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

import pandas as pd

from kzdata.schema import TABLES, Table
from kzdata.schema.problems import Error, Grade, Problem
from kzdata.schema.validate import reference_problems, referring, row_problems
from publishing.intake.accidents import column_accidents
from publishing.intake.candidate import Candidate
from publishing.intake.outliers import odd_values

Frames = Mapping[str, pd.DataFrame]


def check_candidates(candidates: Iterable[Candidate], published: Frames) -> list[Problem]:
    """Every finding about some candidates, those of their reading first.

    References hold across all candidates and the published tables, by name; a value is asked about
    that looks odd beside the published one of its key or beside its own series.
    """
    candidates = list(candidates)
    new = {each.table.name: each.frame for each in candidates}
    frames = {name: f for name, f in {**published, **new}.items() if f is not None}
    problems: list[Problem] = []
    for each in candidates:
        problems += each.findings
        if each.frame is not None:
            problems += (declared := list(_declared_problems(each, frames, new)))
            key = each.table.key[0]
            if key not in {problem.column for problem in (*each.findings, *declared)}:
                problems += _lost_keys(each, new, published)
            problems += doubts(each, published.get(each.table.name))
    return problems


def doubts(candidate: Candidate, published: pd.DataFrame | None) -> Iterator[Problem]:
    """Questions about values, of which one about a whole column takes the place of many."""
    explained: set[tuple[int | None, str | None]] = set()
    for problem, rows in column_accidents(candidate, published):
        explained |= {(row, problem.column) for row in rows}
        yield problem
    for problem in odd_values(candidate, published):
        if (problem.row, problem.column) not in explained:
            yield problem


def _refused(candidate: Candidate) -> set[tuple[int | None, str | None]]:
    """Row and column of what could not be read, of which more need not be said."""
    return {
        (problem.row if problem.rule != Error.COLUMN_LEFT_OUT else None, problem.column)
        for problem in candidate.findings
        if problem.grade is Grade.ERROR
    }


def _declared_problems(
    candidate: Candidate, frames: Frames, handed_in: Collection[str]
) -> Iterator[Problem]:
    table, frame, rows = candidate.table, candidate.frame, candidate.rows
    refused = _refused(candidate)
    missing = {column for row, column in refused if row is None}
    without_key = {row for row, column in refused if column in table.key}
    found = row_problems(table, frame, candidate.file, rows)
    found += reference_problems(table, frame, candidate.file, frames, rows)
    for problem in _most_telling(found):
        if problem.rule == Error.KEY and (missing & set(table.key) or problem.row in without_key):
            continue
        if problem.column in missing or (problem.row, problem.column) in refused:
            continue
        alone = problem.rule == Error.REFERENCE and problem.expected not in handed_in
        yield replace(problem, rule=Error.REFERENCE_ALONE) if alone else problem


def _most_telling(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Without what a problem of the same cell says better.

    A name in place of a code is not to be spelt as a code, and what is not written as a text should
    be is no reference to look for.
    """
    by_place: dict[tuple[int | None, str | None], list[Problem]] = {}
    for problem in problems:
        by_place.setdefault((problem.row, problem.column), []).append(problem)
    for alike in by_place.values():
        rules = {problem.rule for problem in alike}
        if Error.NAME_FOR_CODE in rules:
            alike = [problem for problem in alike if problem.rule == Error.NAME_FOR_CODE]
        elif rules > {Error.REFERENCE}:
            alike = [problem for problem in alike if problem.rule != Error.REFERENCE]
        yield from alike


def _lost_keys(candidate: Candidate, new: Frames, published: Frames) -> Iterator[Problem]:
    """Keys that the candidate has no more, though rows of tables that stay name them."""
    name, key, frame = candidate.table.name, candidate.table.key[0], candidate.frame
    if name not in published or frame is None or frame.empty:
        return
    gone = set(published[name][key].dropna().unique()) - set(frame[key].dropna().unique())
    if not gone:
        return
    for table in TABLES.values():
        if table.name in new or table.name not in published:
            continue
        for lost in sorted(gone & _named(table, name, published[table.name])):
            yield Problem(name, candidate.file, Error.LOST_KEY, None, key, lost, table.name)


def _named(table: Table, name: str, rows: pd.DataFrame) -> set[str]:
    """What the rows of a table name in another."""
    return {
        value
        for column in table.columns
        for target, held in referring(table, column, rows)
        if target == name
        for value in held.unique()
    }
