"""Emissions compared: shares of the country, changes on the year before, one value a region."""

import pandas as pd

NEWEST_FIRST = ("2022", "unchanged", "old")  # of the borders that a year is given in


def share(part: pd.Series, whole: pd.Series) -> pd.Series:
    """Percent of a whole, to one digit; empty where the whole is unknown or zero."""
    return (part / whole.where(whole > 0) * 100).astype("float64").round(1)


def change(now: pd.Series, before: pd.Series) -> pd.Series:
    """Percent by which values changed, to one digit; empty where the one before is unknown or 0."""
    return share(now - before, before)


def year_before(frame: pd.DataFrame, column: str) -> pd.Series:
    """What a column holds in the year before each row's own; empty where that year is not given.

    `frame` has a row a year.
    """
    return frame["year"].map(frame.assign(year=frame["year"] + 1).set_index("year")[column])


def each_once(regional: pd.DataFrame) -> pd.DataFrame:
    """Each region once a year: in the newest borders given, of the source that gives most rows.

    A second publisher stands beside that, and never for it.
    """
    rows = regional[regional["method"] != "second_publisher"]
    ranked = rows.assign(
        borders_rank=rows["borders"].map(NEWEST_FIRST.index),
        given=rows["source_id"].map(rows["source_id"].value_counts()).astype("int64"),
    ).sort_values(["borders_rank", "given", "source_id"], ascending=[True, False, True])
    return rows.loc[ranked.drop_duplicates(["region_id", "year"]).index.sort_values()]
