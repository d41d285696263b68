"""What leads from one state of a table to another, by the key of its rows."""

from dataclasses import dataclass

import pandas as pd

from kzdata.schema import Table
from kzdata.versions.shape import SAME, Reshaped

OLD, NEW = "old_row", "new_row"


@dataclass(frozen=True)
class Difference:
    """Rows by what happened to them, whole and sorted by the key; their order does not count.

    `before` and `after` are the rows that hold another value than before, row beside row; `shape`
    tells which columns the table has got or lost. Where a state has not got one, it is empty.
    """

    table: Table
    added: pd.DataFrame
    removed: pd.DataFrame
    before: pd.DataFrame
    after: pd.DataFrame
    shape: Reshaped = SAME

    def __bool__(self) -> bool:
        rows = any(len(part) for part in (self.added, self.removed, self.after))
        return rows or bool(self.shape)

    @property
    def changed_rows(self) -> int:
        """How many rows hold another value than before."""
        return len(self.after)

    @property
    def changed(self) -> pd.DataFrame:
        """One row for each value that is another now: the key, then `column`, `old` and `new`.

        A value that is unknown is None.
        """
        key = list(self.table.key)
        parts = [
            self.after.loc[at, key].assign(
                column=name,
                old=_plain(self.before.loc[at, name]),
                new=_plain(self.after.loc[at, name]),
            )
            for name in self.table.columns
            if name not in key and (at := ~_same(self.before[name], self.after[name])).any()
        ]
        nothing = self.after.loc[[], key].assign(column=None, old=None, new=None)
        return pd.concat(parts or [nothing]).sort_index(kind="stable").reset_index(drop=True)


def diff(table: Table, old: pd.DataFrame, new: pd.DataFrame, shape: Reshaped = SAME) -> Difference:
    """Compare two states of a table, each in the declared types and with keys that occur once.

    Unknown is equal to unknown, in a key as well, and -0.0 to 0.0. Raises MergeError for a key that
    occurs more than once.
    """
    old, new, key = _declared(table, old), _declared(table, new), list(table.key)
    places = _both(_places(old, key, OLD), _places(new, key, NEW), key, how="outer")
    places = places.sort_values(key, na_position="first")
    only_old, only_new = places[NEW].isna(), places[OLD].isna()
    both = places[~only_old & ~only_new]
    before, after = _rows(old, both[OLD]), _rows(new, both[NEW])
    same = pd.concat([_same(before[name], after[name]) for name in table.columns], axis=1)
    another = ~same.all(axis=1)
    return Difference(
        table,
        added=_rows(new, places.loc[only_new, NEW]),
        removed=_rows(old, places.loc[only_old, OLD]),
        before=before[another].reset_index(drop=True),
        after=after[another].reset_index(drop=True),
        shape=shape,
    )


def applied(difference: Difference, old: pd.DataFrame) -> pd.DataFrame:
    """The state that a difference leads to from `old`, sorted by the key, what is unknown first."""
    table, key = difference.table, list(difference.table.key)
    old = _declared(table, old)
    gone = pd.concat([difference.removed[key], difference.before[key]]).assign(**{NEW: 0})
    found = _both(_places(old, key, OLD), gone, key, how="left")
    kept = _rows(old, found.loc[found[NEW].isna(), OLD])
    parts = [kept, difference.after, difference.added]
    return pd.concat(parts).sort_values(key, na_position="first", ignore_index=True)


def _declared(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """The declared columns in their types and order, which a frame by hand may lack."""
    return frame[list(table.columns)].astype({name: table.dtype(name) for name in table.columns})


def _both(left: pd.DataFrame, right: pd.DataFrame, key: list[str], *, how: str) -> pd.DataFrame:
    return left.merge(right, on=key, how=how, validate="one_to_one")


def _places(frame: pd.DataFrame, key: list[str], name: str) -> pd.DataFrame:
    return frame[key].reset_index(drop=True).assign(**{name: range(len(frame))})


def _rows(frame: pd.DataFrame, places: pd.Series) -> pd.DataFrame:
    return frame.iloc[places.astype(int)].reset_index(drop=True)


def _same(old: pd.Series, new: pd.Series) -> pd.Series:
    return (old == new).fillna(False).astype(bool) | (old.isna() & new.isna())


def _plain(values: pd.Series) -> pd.Series:
    return values.astype(object).where(values.notna(), None)
