"""What befalls a whole column at once: it is sorted alone, moved by a row, filled down."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from kzdata.schema import Table
from kzdata.schema.model import DAY, FLAG, NUMBER, TEXT, WHOLE
from kzdata.schema.problems import Problem, Question, Rule
from kzdata.schema.validate import told
from publishing.intake.candidate import Candidate
from publishing.intake.cells import spelled
from publishing.intake.neighbours import is_quantity, series_columns, time_column

FEW = 3  # rows that may come to hold each other's values by correction
SOME = 5  # rows of one value on end, or as in another year, by chance
MOST = 0.9  # of the rows that changed
HALF = 0.5  # of the rows that such an accident would change
ALIKE = 0.8  # of the values of a year
TENTH = 0.1  # of all rows


Accident = tuple[Problem, set[int]]  # a question, and the numbers of the rows that it explains


@dataclass(frozen=True)
class Column:
    """A column beside what is published at the same keys, in the order of the file.

    `old` and `new` are the values of the rows that are published, `another` where they differ; `at`
    are the places of these rows in the candidate.
    """

    name: str
    old: np.ndarray
    new: np.ndarray
    at: np.ndarray

    @property
    def another(self) -> np.ndarray:
        return np.asarray(self.old != self.new)


def column_accidents(candidate: Candidate, published: pd.DataFrame | None) -> Iterator[Accident]:
    """One question for each accident, and the numbers of the rows that it explains."""
    table, frame = candidate.table, candidate.frame
    if published is None or published.empty or frame is None or frame.empty:
        return
    changed = list(_changed(table, frame, published.reset_index(drop=True)))
    explained: set[str] = set()

    def found(rule: Rule, column: Column, rows: np.ndarray, about: str = "") -> Accident:
        explained.add(column.name)
        numbers = candidate.rows[column.at[rows]]
        problem = Problem(
            table.name, candidate.file, rule, None, column.name, str(len(numbers)), about
        )
        return problem, {int(number) for number in numbers}

    for one, other in combinations(changed, 2):
        if (rows := exchanged(one, other)).any():
            yield found(Question.COLUMNS_EXCHANGED, one, rows, other.name)
            explained.add(other.name)
    for column in (each for each in changed if each.name not in explained):
        if moved(column):
            yield found(Question.COLUMN_MOVED, column, column.another)
        elif permuted(column):
            yield found(Question.COLUMN_PERMUTED, column, column.another)
        elif (rows := filled(column)).any():
            value = column.new[rows][0]
            rule = Question.COLUMN_EMPTIED if value == "" else Question.COLUMN_FILLED
            yield found(rule, column, rows, spelled(value))
    for name in table.columns:
        if name not in (*table.key, *explained) and is_quantity(table, name):
            yield from _in_new_rows(candidate, frame, published, name)


def _in_new_rows(
    candidate: Candidate, frame: pd.DataFrame, published: pd.DataFrame, name: str
) -> Iterator[Accident]:
    """A value filled down over new rows, and values of a time that are those of another time."""
    table, time = candidate.table, time_column(candidate.table)
    key = list(table.key)
    was = frame[key].merge(published[[*key, name]], on=key, how="left", indicator="found")
    new = (was["found"] == "left_only").to_numpy() & frame[name].notna().to_numpy()
    another = frame[name].notna() & ~(was[name] == frame[name]).fillna(False)
    if another.sum() < SOME:
        return
    of_series = [frame[each] for each in series_columns(table)]
    series = frame.groupby(of_series, dropna=False).ngroup() if of_series else another * 0

    def problem(rule: Rule, rows: np.ndarray, about: str) -> Accident:
        file, found = candidate.file, str(len(rows))
        return Problem(table.name, file, rule, None, name, found, about), set(map(int, rows))

    values = _plain(frame[name])
    runs = _runs(np.where(new, values, np.array(None)))
    for run in np.flatnonzero(np.bincount(runs, new) >= SOME):
        rows = np.flatnonzero(runs == run)
        if series.iloc[rows].nunique() >= FEW:
            yield problem(Question.COLUMN_FILLED, candidate.rows[rows], spelled(values[rows[0]]))
    if time is None:
        return
    all_rows = pd.DataFrame({
        "series": series, "time": frame[time], "value": frame[name], "row": candidate.rows
    }).dropna()  # fmt: skip
    mine = all_rows[another.loc[all_rows.index]]
    pairs = mine.merge(all_rows, on=["series", "value"], suffixes=("", "_other"))
    pairs = pairs[pairs["time"] != pairs["time_other"]]
    for (at, other), alike in pairs.groupby(["time", "time_other"])["row"]:
        if alike.nunique() >= max(SOME, ALIKE * (mine["time"] == at).sum()):
            about = f"{told(other)} → {told(at)}"
            yield problem(Question.TIME_COPIED, alike.unique(), about)


def exchanged(one: Column, other: Column) -> np.ndarray:
    """Rows in which each column holds what was in the other, if that is what happened to them."""
    rows = (one.new == other.old) & (other.new == one.old) & one.another & other.another
    changed = (one.another | other.another).sum()
    return np.asarray(rows if rows.sum() >= max(FEW, MOST * changed) else rows & False)


def moved(column: Column) -> bool:
    """Whether values stand one row lower or higher than they did."""
    for new, old, before in (
        (column.new[1:], column.old[1:], column.old[:-1]),
        (column.new[:-1], column.old[:-1], column.old[1:]),
    ):
        would = old != before
        rows = would & (new == before)
        if rows.sum() >= max(SOME, HALF * would.sum(), MOST * column.another.sum()):
            return True
    return False


def permuted(column: Column) -> bool:
    """Whether a column holds the same values as before, in other rows.

    All of them in at least a tenth of the rows, or nearly all in half of them.
    """
    rows, changed = len(column.new), int(column.another.sum())
    new, old = (Counter(values[column.another]) for values in (column.new, column.old))
    if new == old:
        return changed >= max(FEW, TENTH * rows)
    same = (new & old).total()
    return changed >= max(2 * SOME, HALF * rows) and same >= MOST * changed


def filled(column: Column) -> np.ndarray:
    """Rows on end that have come to hold one value, which held several before."""
    runs = _runs(column.new)
    for run in np.flatnonzero(np.bincount(runs, column.another) >= SOME):
        rows = (runs == run) & column.another
        if len(set(column.old[rows])) >= FEW:
            return np.asarray(rows)
    return np.zeros_like(column.another)


def _runs(values: np.ndarray) -> np.ndarray:
    """For each value the number of the run of equal ones in which it stands."""
    return np.cumsum(np.r_[0, values[1:] != values[:-1]])


def _changed(table: Table, frame: pd.DataFrame, published: pd.DataFrame) -> Iterator[Column]:
    """The columns that hold other values than published in some rows of the same keys.

    Neither codes, of which many rows hold the same, nor places in an order, which are given anew.
    """
    key = list(table.key)
    places = published[key].drop_duplicates().assign(published_row=lambda rows: rows.index)
    at = frame[key].merge(places, on=key, how="left")["published_row"]
    rows = np.flatnonzero(at.notna())
    before = published.iloc[at.iloc[rows].astype(int)]
    for name in (each for each in table.columns if _own(table, each)):
        old, new = (each[name].reset_index(drop=True) for each in (before, frame.iloc[rows]))
        same = (old == new).fillna(False).astype(bool) | (old.isna() & new.isna())
        if (~same).sum() >= FEW:
            yield Column(name, _plain(old), _plain(new), rows)


def _own(table: Table, name: str) -> bool:
    spec, dtype = table.specs[name], table.dtype(name)
    if name in table.key or dtype == FLAG or spec.codes:
        return False
    return dtype in (NUMBER, TEXT, DAY) or (dtype == WHOLE and spec.unit is not None)


def _plain(values: pd.Series) -> np.ndarray:
    """Values that can be compared, unknown with unknown."""
    return np.asarray(values.astype(object).where(values.notna(), ""))
