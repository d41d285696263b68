"""The neighbours of a value in time: what the same series holds just before and just after it."""

import numpy as np
import pandas as pd

from kzdata.schema import Table
from kzdata.schema.model import DAY, NUMBER, WHOLE

# Who says it, and how it is known, does not make another series of it.
PROVENANCE = ("source_id", "basis")
# Of these a month holds less than a year; other quantities do not add up over time.
RARELY = 0.97  # of all changes of a column are less than its leap
SUMS = ("kt", "t", "cases")


def time_column(table: Table) -> str | None:
    """The column of the key that says when; None for a table without any."""
    times = [name for name in table.key if table.dtype(name) in (DAY, WHOLE)]
    return times[-1] if times else None


def series_columns(table: Table) -> list[str]:
    """What rows that differ in time, or in who says so, have in common."""
    others = [n for n in table.key if table.dtype(n) not in (DAY, WHOLE) and n not in PROVENANCE]
    return [*others, "unit"] if "unit" in table.columns else others


def is_quantity(table: Table, name: str) -> bool:
    """Whether a column holds quantities, and not years or places in an order."""
    unit = table.specs[name].unit
    return unit is not None or ("unit" in table.columns and table.dtype(name) == NUMBER)


def level(table: Table, frame: pd.DataFrame, name: str) -> pd.Series:
    """The logarithm of each value, of a sum over a period by the day; NaN for 0 and for what may be
    negative, which has no ratios.
    """
    values = frame[name].astype("float64")
    if (table.specs[name].low or 0) < 0:
        return values * np.nan
    if {"period_start", "period_end"} <= set(table.columns):
        unit = table.specs[name].unit
        by_row = unit is None and "unit" in table.columns
        sums = frame["unit"].isin(SUMS) if by_row else pd.Series(unit in SUMS, frame.index)
        days = (frame["period_end"] - frame["period_start"]).dt.days + 1
        values = values / days.where(sums & (days > 0), 1).fillna(1)
    return logarithm(values.where(values > 0))


def logarithm(values: pd.Series) -> pd.Series:
    """The logarithm of each size, to the base of ten; NaN for 0."""
    sizes = values.astype("float64").abs()
    return np.log10(sizes.where(sizes > 0))


def neighbours(
    table: Table, name: str, frame: pd.DataFrame, asked: np.ndarray, published: pd.DataFrame
) -> pd.DataFrame:
    """What stands beside each row that is asked about, all others NaN.

    `middle` is the level between the value before and the one after, or of the only one there is;
    `value` is the nearest of these as it stands; `step` is how much the level of the series mostly
    changes from one time to the next, `leap` what the whole column exceeds but rarely. Rows
    that stay as they are published are believed; where a series has none (`published` is 0), its
    other rows in the frame.
    """
    nothing = pd.DataFrame(np.nan, frame.index, ["middle", "value", "step", "leap", "published"])
    time, series = time_column(table), series_columns(table)
    if time is None or not asked.any():
        return nothing
    mine = frame[asked].assign(at_row=np.flatnonzero(asked), believed=False)
    known = _without(published, mine, list(table.key)).assign(at_row=-1, believed=True)
    rows = pd.concat([known, mine], ignore_index=True) if len(known) else mine
    rows = rows[rows[time].notna()].sort_values(time, kind="stable", ignore_index=True)
    if rows.empty:
        return nothing
    height, value = level(table, rows, name), rows[name].astype("float64")
    groups = [rows[each] for each in series] or [pd.Series(0, rows.index)]

    def grouped(values: pd.Series) -> pd.api.typing.SeriesGroupBy:
        return values.groupby(groups, dropna=False)

    believed = rows["believed"] & height.notna()
    seen = height.notna() & (believed | ~grouped(believed).transform("any"))
    at = pd.Series(rows.index, rows.index, dtype="float64").where(seen)
    before = grouped(grouped(at).ffill()).shift(1)
    after = grouped(grouped(at).bfill()).shift(-1)
    heights = pd.concat([before.map(height), after.map(height)], axis=1)
    steps = (height - before.map(height)).where(seen).abs()
    found = pd.DataFrame({
        "middle": heights.mean(axis=1),
        "value": before.fillna(after).map(value),
        "step": grouped(steps).transform("quantile", 0.25),
        "leap": steps.quantile(RARELY),
        "published": grouped(believed).transform("any").astype("float64"),
    })  # fmt: skip
    mine = found[~rows["believed"]].set_index(rows.loc[~rows["believed"], "at_row"])
    mine.index = frame.index[mine.index]
    return mine.reindex(frame.index)


def _without(published: pd.DataFrame, rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """The published rows that have none of the keys of some rows."""
    beside = published.merge(rows[key], on=key, how="left", indicator="there")
    return beside[beside.pop("there") == "left_only"]
