"""Values that may be right but look like a lost comma or a mistaken unit: somebody says so."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from kzdata.schema import Table, units
from kzdata.schema.model import DAY, NUMBER, WHOLE
from kzdata.schema.problems import Problem, Question
from publishing.intake.candidate import Candidate
from publishing.intake.cells import spelled
from publishing.intake.comma import moved_commas
from publishing.intake.neighbours import is_quantity, logarithm

THOUSAND, ABOUT = 3, 0.5  # powers of ten
FAR = 1.5  # powers of ten: some thirty times, so that a comma lost by two digits is seen
STEADY = 0.5  # powers of ten that the values of a series may stray from its middle
FEW_PERCENT = 1.0  # a share that is less may have been meant as a part of one
PERCENT_TIMES = 20  # so many times less than what stands beside it


def odd_values(candidate: Candidate, published: pd.DataFrame | None) -> Iterator[Problem]:
    """Ask about values that are new or changed and far from what stands beside them, in one unit.

    Beside a value stand the published one of its key, else the published ones of its series (the
    same key but for the time), else those of its series in the candidate itself. A lost comma is
    seen beside the published value of its key and beside the neighbours in time.
    """
    table, frame = candidate.table, candidate.frame
    key = list(table.key)
    names = [n for n in table.columns if table.dtype(n) in (WHOLE, NUMBER) and n not in key]
    if frame is None or frame.empty or not names:
        return
    published = frame.iloc[:0] if published is None else published
    before = _before(table, frame, published, names)
    for name in names:
        size = _sizes(table, frame, name)
        was = before[name].astype("float64")
        if _has_units(table, name):
            kinds = (units.kinds(rows["unit"]).fillna("") for rows in (before, frame))
            was = (was * _sizes(table, before, name) / size).where(np.equal(*kinds))
        values, old = frame[name].astype("float64").abs(), was.abs()
        asked = values.notna() & ~np.isclose(values, old)
        if f"{name}_sd" in table.columns:
            # An estimate of nothing within its error: too little to be seen, no number lost.
            asked &= (values > 0) | frame[f"{name}_sd"].isna()
        if not asked.any():
            continue
        own, others = (_in_one_unit(table, rows, name) for rows in (frame, published))
        series, steady = _of_series(table, own, others, name, asked)
        near = old.where(old > 0).fillna(series / size)
        beside, percent = near, _in_percent(table, frame, name)
        if percent.any():
            for rows in (published, frame):
                beside = beside.fillna(_percents(table, rows, name).median())
        # Growth may well be a part of one percent, whatever stands beside it.
        changes = table.specs[name].unit == "percent" and (table.specs[name].low or 0) < 0
        comma = moved_commas(table, name, frame, was, asked.to_numpy(), published)
        mended = comma.mended
        fraction = _fraction(values, old if changes else beside)
        rules = {
            Question.PERCENT_FRACTION: (percent & fraction, beside),
            Question.THOUSAND_TIMES: (~percent & _thousand(values, near) & ~mended, beside),
            Question.FAR_OFF: (_far(values, near) & ((old > 0) | steady) & ~mended, beside),
            Question.MOVED_COMMA: (comma.found, old.where(old > 0).fillna(comma.beside)),
        }
        if not is_quantity(table, name):
            del rules[Question.FAR_OFF], rules[Question.MOVED_COMMA]
        for rule, (found, expected) in rules.items():
            for at in np.flatnonzero(asked & found):
                yield Problem(
                    table.name, candidate.file, rule, int(candidate.rows[at]), name,
                    spelled(float(frame[name].iloc[at])), spelled(float(expected.iloc[at])),
                )  # fmt: skip
            asked &= ~found


def _before(
    table: Table, frame: pd.DataFrame, published: pd.DataFrame, names: list[str]
) -> pd.DataFrame:
    """What is published at the key of each row, and in which unit."""
    key = list(table.key)
    if "unit" in table.columns and "unit" not in key:
        names = [*names, "unit"]
    return frame[key].merge(published[[*key, *names]].drop_duplicates(key), on=key, how="left")


def _of_series(
    table: Table,
    frame: pd.DataFrame,
    published: pd.DataFrame,
    name: str,
    asked: pd.Series,
) -> tuple[pd.Series, pd.Series]:
    """The middle of the series that each value asked about belongs to, and if all of it is near.

    A series of the candidate itself has no middle if its values stray much.
    """
    series = [n for n in table.key if table.dtype(n) not in (DAY, WHOLE)]
    if len(series) == len(table.key):
        return pd.Series(np.nan, index=frame.index), pd.Series(False, index=frame.index)
    if not series:  # a table that is one series
        series, frame = ["all"], frame.assign(all=True)
        published = published.assign(all=True)
    rows = frame.loc[asked, series].merge(_middle(published, series, name), on=series, how="left")
    rows.index = frame.index[asked]
    missing = rows["middle"].isna()
    if missing.any():
        near = frame[frame[series[0]].isin(rows.loc[missing, series[0]].unique())]
        rows = rows.fillna(_own_middle(near, series, name))
    rows = rows.reindex(frame.index)
    return 10 ** rows["middle"], rows["stray"] <= STEADY


def _middle(published: pd.DataFrame, series: list[str], name: str) -> pd.DataFrame:
    """The logarithm in the middle of each published series, and the most that any value strays."""
    rows = published[series].assign(value=logarithm(published[name]))
    of = rows[published[name].notna()].groupby(series)["value"]
    found = of.agg(middle="median", low="min", high="max", known="count", size="size")
    stray = np.maximum(found["high"] - found["middle"], found["middle"] - found["low"])
    found["stray"] = stray.where(found["known"] == found["size"], np.inf)  # a zero strays most
    return found.loc[found["known"] > 0, ["middle", "stray"]].reset_index()


def _own_middle(frame: pd.DataFrame, series: list[str], name: str) -> pd.DataFrame:
    """As `_middle`, of each row's series in the candidate; of two rows, that of the other one.

    No middle where the values stray so much that none of them is odd. How much the others stray
    tells nothing of a row whose series has but two.
    """
    height = logarithm(frame[name])
    groups = [frame[each] for each in series]
    of = height.groupby(groups)
    middle, size = of.transform("median"), of.transform("count")
    strays = (height - middle).abs()
    half = strays.groupby(groups).transform("median")
    other = of.transform("sum") - height
    middle = other.where(size == 2, middle.where((size > 2) & (half <= STEADY)))
    strays = strays.mask(frame[name] == 0, np.inf).fillna(0)
    first = strays.groupby(groups).rank(method="first", ascending=False) == 1
    others = strays.mask(first).groupby(groups).transform("max")
    stray = others.where(first, strays.groupby(groups).transform("max")).where(size > 2)
    return pd.DataFrame({"middle": middle, "stray": stray})


def _thousand(values: pd.Series, beside: pd.Series) -> pd.Series:
    times = (logarithm(values) - logarithm(beside)).abs()
    return (times - THOUSAND).abs() <= ABOUT


def _far(values: pd.Series, beside: pd.Series) -> pd.Series:
    """Whether a value is nothing, or many times more or less than what stands beside it."""
    times = (logarithm(values) - logarithm(beside)).abs()
    return (times >= FAR) | ((values == 0) & (beside > 0))


def _fraction(values: pd.Series, beside: pd.Series) -> pd.Series:
    few = (values > 0) & (values <= FEW_PERCENT)
    return few & (beside > FEW_PERCENT) & (beside >= PERCENT_TIMES * values)


def _has_units(table: Table, name: str) -> bool:
    """Whether each value of a column is in the unit of its row."""
    return is_quantity(table, name) and table.specs[name].unit is None


def _sizes(table: Table, frame: pd.DataFrame, name: str) -> pd.Series | float:
    """How much each row's unit is of its kind."""
    return units.sizes(frame["unit"]) if _has_units(table, name) else 1.0


def _in_one_unit(table: Table, frame: pd.DataFrame, name: str) -> pd.DataFrame:
    values = frame[name].astype("float64") * _sizes(table, frame, name)
    return frame.assign(**{name: values})


def _in_percent(table: Table, frame: pd.DataFrame, name: str) -> pd.Series:
    if _has_units(table, name):
        return (frame["unit"] == "percent").fillna(False).astype(bool)
    return pd.Series(table.specs[name].unit == "percent", index=frame.index)


def _percents(table: Table, frame: pd.DataFrame, name: str) -> pd.Series:
    return frame.loc[_in_percent(table, frame, name), name].astype("float64").abs()
