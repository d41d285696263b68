"""Claims of the limits of plants."""

import pandas as pd

from kzdata.evidence.record import Claim, Record, Tables, cited, in_range
from kzdata.schema.units import converted


def limit_cut(row: Claim, tables: Tables) -> Record | None:
    """Percent from the earliest limit of a plant on record to that of the claim's year.

    A planned limit is part of the claim itself and proves nothing.
    """
    records = tables["plant_records"]
    limits = records[
        (records["plant_id"] == row.record_id)
        & (records["measure"] == "permitted_limit")
        & (records["basis"] == "limit")
    ].sort_values("year")
    limits = limits.assign(tonnes=converted(limits["value"], limits["unit"], "t"))
    at_end = limits[limits["year"] == row.record_year]
    if at_end.empty or len(limits) < 2 or not limits.iloc[0]["tonnes"]:
        return None
    first, last = limits.iloc[0], at_end.iloc[-1]
    cut = round((1 - last["tonnes"] / first["tonnes"]) * 100, 1)
    return Record(cut, cut, "percent", cited(pd.DataFrame([first, last])))


def planned_limit(row: Claim, tables: Tables) -> Record | None:
    """The limit of a plant for the claim's year, as others than the claim's source tell it."""
    records = tables["plant_records"]
    found = records[
        (records["plant_id"] == row.record_id)
        & (records["measure"] == "permitted_limit")
        & (records["year"] == row.record_year)
        & (records["source_id"] != row.source_id)
    ]
    return in_range(found.assign(kt=converted(found["value"], found["unit"], "kt")), "kt", "kt")
