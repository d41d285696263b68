"""Claims of metals: growth, output, the index of metallurgy, benchmarks."""

import pandas as pd

from kzdata.derived import chained, whole_years, yearly_output
from kzdata.evidence.record import OFFICIAL, Claim, Record, Tables, cited, in_range, longest
from kzdata.schema.columns import COUNTRY
from kzdata.schema.units import converted

YEARLY = "metal_output_yearly"  # not stored: derived from the months once for all claims


def with_yearly_output(tables: Tables) -> Tables:
    """The tables, and the country's output by metal and year as the sum of recorded months."""
    monthly = tables["metal_output_monthly"]
    recorded = (monthly["region_id"] == COUNTRY) & monthly["basis"].isin(OFFICIAL)
    return {**tables, YEARLY: yearly_output(monthly[recorded])}


def metal_growth(row: Claim, tables: Tables) -> Record | None:
    """Recorded growth of the claim's year: the whole year, else the longest part of it.

    Where nobody published that of the whole year, it is computed from the months of both years.
    """
    growth = tables["metal_growth"]
    found = growth[
        (growth["metal_id"] == row.record_id)
        & growth["basis"].isin(OFFICIAL)
        & (growth["period_end"].dt.year == row.record_year)
    ]
    found = longest(found)
    same_scope = bool(whole_years(found).all())
    if found.empty or not same_scope:
        summed = _summed_year(row, tables).dropna(subset=["growth"])
        if len(summed):
            return in_range(summed, "growth", "percent")
    return in_range(found, "growth_percent", "percent", same_scope=same_scope)


def _summed_year(row: Claim, tables: Tables) -> pd.DataFrame:
    """The country's output of a metal in the claim's year, if all its months are on record."""
    years = tables[YEARLY]
    of_year = (years["metal_id"] == row.record_id) & (years["year"] == row.record_year)
    return years[years["whole"] & of_year]


def metal_output(row: Claim, tables: Tables) -> Record | None:
    """Output of the whole year, as published, else as the sum of its months."""
    output = tables["metal_output"]
    found = output[
        (output["metal_id"] == row.record_id)
        & (output["measure"] == "output")
        & output["basis"].isin(OFFICIAL)
        & (output["period_end"].dt.year == row.record_year)
        & whole_years(output)
    ]
    return in_range(found if len(found) else _summed_year(row, tables), "tonnes", "t")


def metal_index(row: Claim, tables: Tables) -> Record | None:
    """How many times the output of the base year was made, by the index of all metallurgy."""
    index = tables["metal_index"]
    found = index[(index["branch"] == "metallurgy") & index["basis"].isin(OFFICIAL)]
    level = chained(found, row.base_year)
    if row.record_year not in level.index:
        return None
    of_years = found["year"].between(row.base_year + 1, row.record_year)
    times = round(level[row.record_year] / 100, 2)
    return Record(times, times, "times", cited(found[of_years]))


def benchmark(row: Claim, tables: Tables) -> Record | None:
    """The range of the records by metal in the claim's unit, which no single value can match."""
    records = tables["benchmark_records"]
    found = records[records["metric"] == row.record_id]
    if found.empty:
        return None
    low = converted(found["value"], found["unit"], row.unit)
    high = converted(found["value_most"].fillna(found["value"]), found["unit"], row.unit)
    low, high = round(float(low.min()), 2), round(float(high.max()), 2)
    return Record(low, high, row.unit, cited(found), same_scope=False)


def waste_recycled(row: Claim, tables: Tables) -> Record | None:
    """The share of municipal waste that is recycled: of one kind of waste, never of all."""
    rates = tables["waste_rates"]
    found = rates[
        (rates["region_id"] == COUNTRY)
        & (rates["measure"] == "municipal_recycled")
        & (rates["year"] == row.record_year)
        & rates["basis"].isin(OFFICIAL)
    ]
    return in_range(found, "percent", "percent", same_scope=False)
