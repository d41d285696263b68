"""What the record tables say of a claim: which rows are its record, and whether they fit it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from kzdata.derived import chained, whole_years, yearly_output
from kzdata.emissions import each_once
from kzdata.schema.air import COMBINED
from kzdata.schema.columns import COUNTRY
from kzdata.schema.units import convert, converted

OFFICIAL = ("record", "derived")  # what somebody claimed or projected proves nothing

Tables = Mapping[str, pd.DataFrame]


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


def _region_total(row, tables: Tables) -> Record | None:
    """A region's emissions in its borders of today, as figures show them."""
    regional = tables["regional_emissions"]
    found = each_once(regional[regional["basis"].isin(OFFICIAL)])
    found = found[
        (found["region_id"] == row.record_id)
        & (found["year"] == row.record_year)
        & (found["borders"] != "old")
    ]
    return _range(found, "kt", "kt")


def _region_share(row, tables: Tables) -> Record | None:
    part = _region_total(row, tables)
    national = tables["national_emissions"]
    of_year = (national["year"] == row.record_year) & national["basis"].isin(OFFICIAL)
    whole = _range(national[of_year], "kt", "kt")
    if part is None or whole is None or not whole.low:
        return None
    low, high = (round(value / whole.low * 100, 1) for value in (part.low, part.high))
    return Record(low, high, "percent", (*part.source_ids, *whole.source_ids))


def _national_change(row, tables: Tables) -> Record | None:
    """Percent by which the national line changed since the base year, else the year before."""
    national = tables["national_emissions"]
    years = national[national["basis"].isin(OFFICIAL)].set_index("year")
    since = row.record_year - 1 if pd.isna(row.base_year) else row.base_year
    if row.record_year not in years.index or since not in years.index:
        return None
    now, before = years.loc[row.record_year], years.loc[since]
    if not before["kt"]:
        return None
    change = round(float(now["kt"] / before["kt"] - 1) * 100, 1)
    sources = (now["source_id"], before["source_id"])
    return Record(change, change, "percent", sources, same_scope=now["scope"] == before["scope"])


def _lead_compounds(row, tables: Tables) -> Record | None:
    """What the country released in the claim's year: the whole of it, else its longest part."""
    air = tables["air_quality"]
    found = air[
        (air["measure"] == "lead_compounds")
        & (air["place"] == "country")
        & air["basis"].isin(OFFICIAL)
        & air["value"].notna()
        & (air["period_end"].dt.year == row.record_year)
    ]
    found = longest(found.assign(tonnes=converted(found["value"], found["unit"], "t")))
    same_scope = bool(whole_years(found).all())
    return _range(found, "tonnes", "t", same_scope=same_scope)


def _limit_cut(row, tables: Tables) -> Record | None:
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
    return Record(cut, cut, "percent", _cited(pd.DataFrame([first, last])))


def _metal_growth(row, tables: Tables) -> Record | None:
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
            return _range(summed, "growth", "percent")
    return _range(found, "growth_percent", "percent", same_scope=same_scope)


def _summed_year(row, tables: Tables) -> pd.DataFrame:
    """The country's output of a metal in the claim's year, if all its months are on record."""
    monthly = tables["metal_output_monthly"]
    of_country = (monthly["metal_id"] == row.record_id) & (monthly["region_id"] == COUNTRY)
    years = yearly_output(monthly[of_country & monthly["basis"].isin(OFFICIAL)])
    return years[years["whole"] & (years["year"] == row.record_year)]


def _metal_output(row, tables: Tables) -> Record | None:
    """Output of the whole year, as published, else as the sum of its months."""
    output = tables["metal_output"]
    found = output[
        (output["metal_id"] == row.record_id)
        & (output["measure"] == "output")
        & output["basis"].isin(OFFICIAL)
        & (output["period_end"].dt.year == row.record_year)
        & whole_years(output)
    ]
    return _range(found if len(found) else _summed_year(row, tables), "tonnes", "t")


def _metal_index(row, tables: Tables) -> Record | None:
    """How many times the output of the base year was made, by the index of all metallurgy."""
    index = tables["metal_index"]
    found = index[(index["branch"] == "metallurgy") & index["basis"].isin(OFFICIAL)]
    level = chained(found, row.base_year)
    if row.record_year not in level.index:
        return None
    of_years = found["year"].between(row.base_year + 1, row.record_year)
    times = round(level[row.record_year] / 100, 2)
    return Record(times, times, "times", _cited(found[of_years]))


def _planned_limit(row, tables: Tables) -> Record | None:
    """The limit of a plant for the claim's year, as others than the claim's source tell it."""
    records = tables["plant_records"]
    found = records[
        (records["plant_id"] == row.record_id)
        & (records["measure"] == "permitted_limit")
        & (records["year"] == row.record_year)
        & (records["source_id"] != row.source_id)
    ]
    return _range(found.assign(kt=converted(found["value"], found["unit"], "kt")), "kt", "kt")


def so2_since(
    satellite_so2: pd.DataFrame, place_id: str, base_year: int, year: int
) -> tuple[pd.Series, float] | None:
    """The row of a year and the mean of the three years that end with the base year, in kt.

    The authors' estimate from all instruments of sulphur dioxide over a place. A mean of years,
    because single ones are uncertain; None where a year lacks.
    """
    rows = satellite_so2[
        (satellite_so2["place_id"] == place_id) & (satellite_so2["instrument"] == COMBINED)
    ].set_index("year")
    before = range(base_year - 2, base_year + 1)
    if not {*before, year} <= set(rows.index):
        return None
    return rows.loc[year], float(rows.loc[list(before), "kt"].mean())


def _satellite_so2(row, tables: Tables) -> Record | None:
    """By how many percent less sulphur dioxide was seen than before; less than none is more.

    It is one pollutant of many, over a place and not of a plant: never of the claim's scope.
    """
    seen = so2_since(tables["satellite_so2"], row.record_id, row.base_year, row.record_year)
    if seen is None or not seen[1]:
        return None
    now, before = seen
    cut = round((1 - now["kt"] / before) * 100, 1)
    return Record(cut, cut, "percent", (now["source_id"],), same_scope=False)


def _waste_recycled(row, tables: Tables) -> Record | None:
    """The share of municipal waste that is recycled: of one kind of waste, never of all."""
    rates = tables["waste_rates"]
    found = rates[
        (rates["region_id"] == COUNTRY)
        & (rates["measure"] == "municipal_recycled")
        & (rates["year"] == row.record_year)
        & rates["basis"].isin(OFFICIAL)
    ]
    return _range(found, "percent", "percent", same_scope=False)


def longest(periods: pd.DataFrame) -> pd.DataFrame:
    """The rows of the longest period, of those of the same length the latest."""
    days = periods["period_end"] - periods["period_start"]
    days = days.fillna(pd.Timedelta(0))  # of an unknown beginning
    rows = periods[days == days.max()]
    return rows[rows["period_end"] == rows["period_end"].max()]


def _benchmark(row, tables: Tables) -> Record | None:
    """The range of the records by metal in the claim's unit, which no single value can match."""
    records = tables["benchmark_records"]
    found = records[records["metric"] == row.record_id]
    if found.empty:
        return None
    low = converted(found["value"], found["unit"], row.unit)
    high = converted(found["value_most"].fillna(found["value"]), found["unit"], row.unit)
    low, high = round(float(low.min()), 2), round(float(high.max()), 2)
    return Record(low, high, row.unit, _cited(found), same_scope=False)


def _none_published(row, tables: Tables) -> None:
    """Nothing of this kind stands in the record tables."""
    return None


def _range(
    found: pd.DataFrame, column: str, unit: str, *, same_scope: bool = True
) -> Record | None:
    if found.empty:
        return None
    low, high = float(found[column].min()), float(found[column].max())
    return Record(low, high, unit, _cited(found), same_scope=same_scope)


def _cited(rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rows["source_id"]))


RECORDS: dict[str, Callable[..., Record | None]] = {
    "region_share": _region_share,
    "region_total": _region_total,
    "national_change": _national_change,
    "lead_compounds": _lead_compounds,
    "limit_cut": _limit_cut,
    "metal_growth": _metal_growth,
    "metal_output": _metal_output,
    "metal_index": _metal_index,
    "benchmark": _benchmark,
    "planned_limit": _planned_limit,
    "satellite_so2": _satellite_so2,
    "waste_recycled": _waste_recycled,
    "none": _none_published,
}
