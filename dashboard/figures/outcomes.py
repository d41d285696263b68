"""What is published of the outcome of a promise: on which day, and by whom."""

from collections.abc import Mapping

import pandas as pd

from dashboard.figures.figure import Column
from dashboard.figures.sources import cited
from kzdata.schema.columns import OUTCOMES


def known_outcomes(rows: pd.DataFrame) -> pd.DataFrame:
    """Promises with their states; what proves an outcome is empty where the state is none."""
    proof = ["outcome_day", "outcome_source_id"]
    return rows.assign(**rows[proof].where(rows["state"].isin(OUTCOMES)))


def outcome_sources(rows: pd.DataFrame, sources: pd.DataFrame, words) -> Mapping[str, str]:
    """What the source of each outcome is called, by the source's code."""
    ids = rows["outcome_source_id"].dropna().unique()
    return {id: source.said for id in ids for source in cited([id], sources, words)}


def said_outcome(row, state: str, publishers: Mapping[str, str], words) -> str:
    """A state in words, and where it is an outcome who published it, and when."""
    if pd.isna(row.outcome_source_id):
        return state
    said = {"state": state, "publisher": publishers[row.outcome_source_id]}
    if pd.isna(row.outcome_day):
        return words("promise.outcome_undated", **said)
    return words("promise.outcome", **said, day=words.day(row.outcome_day))


def outcome_columns(rows: pd.DataFrame, words) -> list[Column]:
    """The columns that prove the outcomes of a table of promises; none where there is none."""
    if rows["outcome_source_id"].isna().all():
        return []
    return [
        Column("outcome_day", words("column.outcome_day"), "day"),
        Column("outcome_by", words("column.outcome_by")),
    ]
