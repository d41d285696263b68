"""The watch over promises: none may be forgotten from one state of the data to the next."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import islice
from typing import Any

import pandas as pd

from kzdata.schema import LANGUAGES, TABLES, Table
from kzdata.schema.problems import Error, Problem, Promised, Question, Rule
from kzdata.schema.validate import told

Frames = Mapping[str, pd.DataFrame]
Row = Mapping[str, Any]  # each value as its column is declared
Ask = Callable[..., Problem]  # a problem of a row, of which rule, column and the like are missing

# The tables of what was promised: each row has a day, and an outcome once one is published.
PROMISE_TABLES = tuple(
    name for name, table in TABLES.items() if {"deadline", "outcome"} <= set(table.columns)
)
OUTCOME = ("outcome", "outcome_day", "outcome_source_id")
SIZES = ("cut_percent", "cut_percent_most", "target")
# What was promised by whom, besides its size and its deadline.
IDENTITY = (
    "plant_id", *(f"name_{language}" for language in LANGUAGES), "unit", "base_year", "announced",
    "cut_percent_most", "cut_by",
)  # fmt: skip


def vanished(old: Frames, new: Frames, day: date | None = None) -> list[Problem]:
    """Promises that were published, have no outcome by the day, and are in the new state no more.

    A row under another key is not the same promise: the problem names the row that looks like it.
    With a day, a problem also tells how long ago the promise was due.
    """
    return [
        problem
        for name in PROMISE_TABLES
        if name in new and _tells(TABLES[name], old)
        for problem in _vanished(TABLES[name], old, new[name], day)
    ]


def doubtful(old: Frames, new: Frames, day: date) -> list[Problem]:
    """Open promises that have become others, smaller promises, outcomes taken back or replaced."""
    return [
        problem
        for name in PROMISE_TABLES
        if name in new and _tells(TABLES[name], old)
        for problem in _doubtful(TABLES[name], old, new[name], day)
    ]


def leaving(old: Frames, new: Frames, day: date) -> list[Problem]:
    """Promises and their outcomes that are in the new state no more, as questions."""
    problems = []
    for name in PROMISE_TABLES:
        if name in new and _tells(TABLES[name], old):
            (key,) = TABLES[name].key
            stay = set(new[name][key])
            for id, (_, row) in _by_key(old[name], key).items():
                if id not in stay:
                    promise = _promised(row, old, day)
                    problem = Problem(name, f"{name}.parquet", Question.LEAVING_PROMISE, found=id)
                    problems.append(replace(problem, promise=promise))
    return problems


def early(new: Frames, day: date) -> list[Problem]:
    """Outcomes of days that are still to come."""
    problems = []
    for name in (name for name in PROMISE_TABLES if name in new):
        days = new[name]["outcome_day"].reset_index(drop=True)
        for at, found in days[days > pd.Timestamp(day)].items():
            problem = Problem(name, f"{name}.parquet", Error.OUTCOME_EARLY, at + 1, "outcome_day")
            problems.append(replace(problem, found=told(found), expected=told(pd.Timestamp(day))))
    return problems


def _tells(table: Table, frames: Frames) -> bool:
    """Whether a state has a table, and it told promises and outcomes apart already."""
    return {*table.key, "deadline", "outcome"} <= set(frames.get(table.name, ()))


def _vanished(table: Table, old: Frames, new: pd.DataFrame, day: date | None) -> Iterator[Problem]:
    (key,) = table.key
    before, after = _by_key(old[table.name], key), _by_key(new, key)
    added = {id: row for id, row in after.items() if id not in before}
    for id, (_, row) in before.items():
        if id in after or _has_outcome(row, day):
            continue
        file, promise = f"{table.name}.parquet", _promised(row, old, day)
        problem = Problem(table.name, file, Error.VANISHED_PROMISE, found=id, promise=promise)
        same = [name for name in row if name != key and name not in OUTCOME]
        for other, (number, held) in added.items():
            if _plain(held, same) == _plain(row, same):
                renamed = Error.RENAMED_PROMISE
                problem = replace(problem, rule=renamed, row=number, column=key, expected=other)
        yield problem


def _doubtful(table: Table, old: Frames, new: pd.DataFrame, day: date) -> Iterator[Problem]:
    (key,) = table.key
    before = _by_key(old[table.name], key)
    for id, (number, row) in _by_key(new, key).items():
        if id not in before:
            continue
        was = before[id][1]
        promise = _promised(was, old, day)
        of_row = partial(Problem, table.name, f"{table.name}.parquet", row=number, found=id)
        yield from _lowered(of_row, promise, was, row)
        ask = partial(of_row, promise=promise)
        if not _has_outcome(was, day):
            yield from _moved(of_row, promise, was, row, day)
            yield from _other(ask, was, row)
        elif pd.isna(row["outcome"]):
            yield ask(rule=Question.OUTCOME_TAKEN_BACK, column="outcome")
        else:
            # One question; what was not yet known may be added without any.
            held = [name for name in OUTCOME if name in was and not pd.isna(was[name])]
            yield from islice(_differing(ask, Question.OTHER_OUTCOME, held, was, row), 1)


def _moved(ask: Ask, promise: Promised, was: Row, row: Row, day: date) -> Iterator[Problem]:
    if was["deadline"] < pd.Timestamp(day) and was["deadline"] < row["deadline"]:
        moved = replace(promise, moved_to=row["deadline"].date())
        yield ask(rule=Question.MOVED_DEADLINE, column="deadline", promise=moved)


def _lowered(ask: Ask, promise: Promised, was: Row, row: Row) -> Iterator[Problem]:
    """Sizes that are less now; of another unit they tell nothing."""
    if was.get("unit") != row.get("unit"):
        return
    for name in SIZES:
        if name in was and row[name] < was[name]:
            less = replace(promise, size=float(was[name]), lowered_to=float(row[name]))
            yield ask(rule=Question.LOWERED_PROMISE, column=name, promise=less)


def _other(ask: Ask, was: Row, row: Row) -> Iterator[Problem]:
    """What makes a promise another one, though it has kept its key."""
    smaller = [name for name in SIZES if name in was and row[name] < was[name]]
    names = [name for name in IDENTITY if name not in smaller]  # those are asked about already
    yield from _differing(ask, Question.OTHER_PROMISE, names, was, row)


def _differing(ask: Ask, rule: Rule, names: Sequence[str], was: Row, row: Row) -> Iterator[Problem]:
    """A finding for each column of some that has another value now."""
    for name in names:
        if name in was and _plain(was, [name]) != _plain(row, [name]):
            yield ask(rule=rule, column=name, expected=told(row[name]))


def _has_outcome(row: Row, day: date | None) -> bool:
    """Whether an outcome was published by a day."""
    if pd.isna(row["outcome"]):
        return False
    published = row.get("outcome_day")
    return day is None or pd.isna(published) or bool(published <= pd.Timestamp(day))


def _by_key(frame: pd.DataFrame, key: str) -> dict[str, tuple[int, Row]]:
    """Each row with its number, counted from 1, by its key."""
    rows = enumerate(frame.to_dict("records"), start=1)
    return {row[key]: (number, row) for number, row in rows}


def _plain(row: Row, names: Sequence[str]) -> list[object]:
    """Values of a row; what is unknown is equal to what is unknown."""
    return [None if pd.isna(row[name]) else row[name] for name in names]


def _promised(row: Row, frames: Frames, day: date | None) -> Promised:
    """Who promised what by when, as far as the tables tell."""
    late = None if day is None else (pd.Timestamp(day) - row["deadline"]).days
    return Promised(
        who=_names(frames.get("plants"), row.get("plant_id")),
        what={k: row[f"name_{k}"] for k in LANGUAGES} if "name_en" in row else {},
        size=_size(row),
        unit=row.get("unit", "percent"),
        deadline=row["deadline"].date(),
        days_late=late,
    )


def _size(row: Row) -> float:
    return float(row.get("cut_percent", row.get("target", float("nan"))))


def _names(plants: pd.DataFrame | None, id: str | None) -> dict[str, str]:
    """What a plant is called in each language; nothing for one that is not known."""
    found = [] if plants is None else plants[plants["plant_id"] == id].to_dict("records")
    return {language: row[f"name_{language}"] for row in found for language in LANGUAGES}
