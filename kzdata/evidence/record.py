"""What the record tables say of a claim: a value or a range, of the same scope or another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import pandas as pd

from kzdata.derived import whole_years
from kzdata.schema.units import convert

OFFICIAL = ("record", "derived")  # what somebody claimed or projected proves nothing

Tables = Mapping[str, pd.DataFrame]


class Claim(Protocol):
    """A row of `claims`, in the types that the table declares."""

    claim_id: str
    record: str
    record_id: str
    record_year: int
    base_year: int
    value: float
    unit: str
    relation: str
    tolerance: float
    scope: str
    due: pd.Timestamp
    source_id: str


@dataclass(frozen=True)
class Record:
    """What the record tables say: a value or a range, its sources, and whether the scope fits."""

    low: float
    high: float
    unit: str
    source_ids: tuple[str, ...]
    same_scope: bool = True
    year: int | None = None

    def given_in(self, unit: str) -> "Record":
        """The same in another unit; raises Inconvertible."""
        low, high = (convert(value, self.unit, unit) for value in (self.low, self.high))
        return replace(self, low=low, high=high, unit=unit)


def together(records: Sequence[Record]) -> Record:
    """The range of several records; of no one year if their years differ."""
    years = {record.year for record in records}
    return replace(
        records[0],
        low=min(record.low for record in records),
        high=max(record.high for record in records),
        source_ids=tuple(dict.fromkeys(id for record in records for id in record.source_ids)),
        year=years.pop() if len(years) == 1 else None,
    )


def in_range(
    found: pd.DataFrame, column: str, unit: str, *, same_scope: bool = True
) -> Record | None:
    if found.empty:
        return None
    low, high = float(found[column].min()), float(found[column].max())
    return Record(low, high, unit, cited(found), same_scope=same_scope)


def cited(rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rows["source_id"]))


def latest_output(metal_output: pd.DataFrame, metal_id: str, *, before: int) -> pd.Series | None:
    """The latest whole calendar year of recorded output of a metal before a year, or None."""
    whole = metal_output[
        (metal_output["metal_id"] == metal_id)
        & (metal_output["measure"] == "output")
        & (metal_output["basis"] == "record")
        & (metal_output["period_end"].dt.year < before)
        & whole_years(metal_output)
    ]
    return None if whole.empty else whole.sort_values("period_end").iloc[-1]


def longest(periods: pd.DataFrame) -> pd.DataFrame:
    """The rows of the longest period, of those of the same length the latest."""
    days = periods["period_end"] - periods["period_start"]
    days = days.fillna(pd.Timedelta(0))  # of an unknown beginning
    rows = periods[days == days.max()]
    return rows[rows["period_end"] == rows["period_end"].max()]
