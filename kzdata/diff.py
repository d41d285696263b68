"""What leads from one state of a table to another, by the key of its rows."""

from dataclasses import dataclass

import pandas as pd

from .datasets import Table

OLD, NEW = "old_row", "new_row"


@dataclass(frozen=True)
class Difference:
    """Rows by what happened to them; the order of rows does not count.

    `added` and `removed` hold whole rows; `changed` one row for each value that is another now:
    the columns of the key, then `column`, `old` and `new` (None for a value that is unknown).
    """

    table: Table
    added: pd.DataFrame
    removed: pd.DataFrame
    changed: pd.DataFrame

    def __bool__(self) -> bool:
        return any(len(part) for part in (self.added, self.removed, self.changed))

    @property
    def changed_rows(self) -> int:
        """How many rows hold another value than before."""
        return len(self.changed.drop_duplicates(list(self.table.key)))


def diff(table: Table, old: pd.DataFrame, new: pd.DataFrame) -> Difference:
    """Compare two states of a table, each in the declared types and with keys that occur once."""
    key = list(table.key)
    places = pd.merge(_places(old, key, OLD), _places(new, key, NEW), on=key, how="outer")
    only_old, only_new = places[NEW].isna(), places[OLD].isna()
    both = places[~only_old & ~only_new]
    before = old.iloc[both[OLD].astype(int)].reset_index(drop=True)
    after = new.iloc[both[NEW].astype(int)].reset_index(drop=True)
    rest = [name for name in table.columns if name not in key]
    changed = [_changed(before, after, key, name) for name in rest]
    return Difference(
        table,
        added=_rows(new, places.loc[only_new, NEW]),
        removed=_rows(old, places.loc[only_old, OLD]),
        changed=pd.concat(changed, ignore_index=True).sort_values(
            key, kind="stable", ignore_index=True
        ),
    )


def applied(difference: Difference, old: pd.DataFrame) -> pd.DataFrame:
    """The state that a difference leads to from `old`, sorted by the key."""
    table, key = difference.table, list(difference.table.key)
    gone = difference.removed[key].assign(gone=True)
    kept = old.merge(gone, on=key, how="left")
    kept = kept[kept.pop("gone").isna()].reset_index(drop=True)
    for name, values in difference.changed.groupby("column"):
        # In the column's own type; a value that is unknown is one as well.
        typed = values["new"].astype(table.dtype(name))
        found = _places(kept, key, OLD).merge(values[key].assign(**{NEW: typed}), on=key)
        kept.loc[found[OLD].to_numpy(), name] = found[NEW].array
    return pd.concat([kept, difference.added], ignore_index=True).sort_values(
        key, ignore_index=True
    )


def _places(frame: pd.DataFrame, key: list[str], name: str) -> pd.DataFrame:
    return frame[key].reset_index(drop=True).assign(**{name: range(len(frame))})


def _rows(frame: pd.DataFrame, places: pd.Series) -> pd.DataFrame:
    return frame.iloc[places.astype(int)].reset_index(drop=True)


def _changed(before: pd.DataFrame, after: pd.DataFrame, key: list[str], name: str) -> pd.DataFrame:
    old, new = before[name], after[name]
    same = (old == new).fillna(False).astype(bool) | (old.isna() & new.isna())
    at = ~same
    return before.loc[at, key].assign(column=name, old=_plain(old[at]), new=_plain(new[at]))


def _plain(values: pd.Series) -> pd.Series:
    return values.astype(object).where(values.notna(), None)
