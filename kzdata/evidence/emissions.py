"""Claims of emissions: of a region, of the country, of what satellites see over a place."""

import pandas as pd

from kzdata.derived import whole_years
from kzdata.emissions import each_once
from kzdata.evidence.record import OFFICIAL, Claim, Record, Tables, in_range, longest
from kzdata.schema.air import COMBINED
from kzdata.schema.units import converted


def region_total(row: Claim, tables: Tables) -> Record | None:
    """A region's emissions in its borders of today, as figures show them."""
    regional = tables["regional_emissions"]
    found = each_once(regional[regional["basis"].isin(OFFICIAL)])
    found = found[
        (found["region_id"] == row.record_id)
        & (found["year"] == row.record_year)
        & (found["borders"] != "old")
    ]
    return in_range(found, "kt", "kt")


def region_share(row: Claim, tables: Tables) -> Record | None:
    part = region_total(row, tables)
    national = tables["national_emissions"]
    of_year = (national["year"] == row.record_year) & national["basis"].isin(OFFICIAL)
    whole = in_range(national[of_year], "kt", "kt")
    if part is None or whole is None or not whole.low:
        return None
    low, high = (round(value / whole.low * 100, 1) for value in (part.low, part.high))
    return Record(low, high, "percent", (*part.source_ids, *whole.source_ids))


def national_change(row: Claim, tables: Tables) -> Record | None:
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


def lead_compounds(row: Claim, tables: Tables) -> Record | None:
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
    return in_range(found, "tonnes", "t", same_scope=same_scope)


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


def satellite_so2(row: Claim, tables: Tables) -> Record | None:
    """By how many percent less sulphur dioxide was seen than before; less than none is more.

    It is one pollutant of many, over a place and not of a plant: never of the claim's scope.
    """
    seen = so2_since(tables["satellite_so2"], row.record_id, row.base_year, row.record_year)
    if seen is None or not seen[1]:
        return None
    now, before = seen
    cut = round((1 - now["kt"] / before) * 100, 1)
    return Record(cut, cut, "percent", (now["source_id"],), same_scope=False)
