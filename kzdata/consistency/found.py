"""What the rules across tables share: rows that break one, and what other tables say of rows."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from kzdata.schema.problems import Problem, Rule
from kzdata.schema.validate import told

Frames = Mapping[str, pd.DataFrame]

MEASURED = ("record", "measured", "satellite", "derived")
LAST_DAYS = {"month": pd.offsets.MonthEnd(0), "year": pd.offsets.YearEnd(0)}


def broken(
    name: str,
    frame: pd.DataFrame,
    rule: Rule,
    column: str,
    where: pd.Series,
    expected: pd.Series | str = "",
) -> Iterator[Problem]:
    """A finding for each row `where` a rule is broken: what its column holds, what was expected."""
    for at in np.flatnonzero(where.fillna(False)):
        meant = expected if isinstance(expected, str) else expected.iloc[at]
        meant = f"{meant:.12g}" if isinstance(meant, float) else told(meant)
        found = told(frame[column].iloc[at])
        yield Problem(name, f"{name}.parquet", rule, int(at) + 1, column, found, meant)


def looked_up(keys: pd.Series, rows: pd.DataFrame, key: str, value: str) -> pd.Series:
    """What the first row of each key holds in a column, at the places of those keys."""
    known = rows.dropna(subset=[key]).drop_duplicates(key).set_index(key)[value]
    return known.reindex(keys).set_axis(keys.index)


def published(frames: Frames, ids: pd.Series) -> pd.Series:
    """The last day on which each of some sources may have been published, as far as it is known."""
    if "sources" not in frames:
        return pd.Series(pd.NaT, index=ids.index)
    sources = frames["sources"]
    days = sources["published"]
    for given, last in LAST_DAYS.items():
        days = days.mask(sources["published_given"] == given, days + last)
    return looked_up(ids, sources.assign(published=days), "source_id", "published")


def is_measured(frame: pd.DataFrame) -> pd.Series:
    """Whether each row tells what was, not what somebody claims, permits or expects."""
    return frame["basis"].isin(MEASURED)
