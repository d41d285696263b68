"""What follows from the tables by arithmetic: sums, growth, indexes, means, ratios, a price fit.

Every page, answer and test takes these from here; nothing of it is typed anywhere.
"""

from math import sqrt

import numpy as np
import pandas as pd

from kzdata.emissions import each_once, share
from kzdata.schema.columns import COUNTRY
from kzdata.schema.metal_series import KG
from kzdata.schema.units import converted

MONTHS = 12


def whole_years(frame: pd.DataFrame) -> pd.Series:
    """Whether a row's period is one whole calendar year."""
    start, end = frame["period_start"].dt, frame["period_end"].dt
    return (
        (start.year == end.year)
        & (start.month == 1)
        & (start.day == 1)
        & (end.month == 12)
        & (end.day == 31)
    )


def yearly_output(monthly: pd.DataFrame) -> pd.DataFrame:
    """Output by metal, region, borders and year: `tonnes` of `months` months, `whole` if of all.

    `growth` is in percent on the year before, where both years are whole; `until` is the last day
    that is counted. Sources and bases are those of the first month.
    """
    rows = monthly.assign(
        tonnes=converted(monthly["value"], monthly["unit"], "t"),
        year=monthly["period_start"].dt.year.astype("Int64"),
    )
    key = ["metal_id", "region_id", "borders", "year"]
    years = rows.groupby(key, as_index=False).agg(
        tonnes=("tonnes", "sum"),
        months=("period_start", "nunique"),
        until=("period_end", "max"),
        basis=("basis", "first"),
        source_id=("source_id", "first"),
    )
    years = years.assign(whole=years["months"] == MONTHS)
    before = years[years["whole"]].assign(year=lambda whole: whole["year"] + 1)
    known = years[key].merge(before[[*key, "tonnes"]], how="left", on=key)["tonnes"]
    return years.assign(growth=growth(years["tonnes"].where(years["whole"]), known))


def growth(now: pd.Series, before: pd.Series) -> pd.Series:
    """Percent by which values grew, to one digit; empty where the one before is unknown or zero."""
    return share(now - before, before)


def chained(index: pd.DataFrame, base: int) -> pd.Series:
    """The level of an index by year, its `base` year 100: each year through the one before.

    `index` has a row a year with `percent_of_year_before`. A year beyond a gap has no level; nor
    has any, if neither the base year nor the one after it is given.
    """
    percent = index.set_index("year")["percent_of_year_before"]
    if base not in percent.index and base + 1 not in percent.index:
        return pd.Series(dtype="float64")
    level = {base: 100.0}
    year = base + 1
    while year in percent.index:
        level[year] = level[year - 1] * percent[year] / 100
        year += 1
    year = base
    while year in percent.index:
        level[year - 1] = level[year] / percent[year] * 100
        year -= 1
    return pd.Series(level, dtype="float64").sort_index()


def indexed(values: pd.Series, base: int) -> pd.Series:
    """Values by year with those of a year as 100; none where that year is unknown or zero."""
    if base not in values.index or not values[base] > 0:
        return values.iloc[:0].astype("float64")
    return (values / values[base] * 100).astype("float64")


def mean_population(population: pd.DataFrame) -> pd.DataFrame:
    """People by series, region and year: the mean of 1 January and of 1 January of the next year.

    That is the one denominator of all values per head. Both days are of one `source_id`: series in
    the borders of the time and in those of today differ by some people.
    """
    first = population["day"].dt.is_year_start
    rows = population[first].assign(year=population["day"].dt.year.astype("Int64"))
    key = ["source_id", "region_id", "year"]
    rows = rows.drop_duplicates(key)
    ends = rows[[*key, "persons"]].assign(year=rows["year"] - 1)
    both = rows[[*key, "persons"]].merge(ends, on=key, suffixes=("", "_next"))
    persons = (both["persons"] + both["persons_next"]).astype("float64") / 2
    return both[key].assign(persons=persons)


def with_predecessors(population: pd.DataFrame, regions: pd.DataFrame) -> pd.DataFrame:
    """People, also of the old borders of regions on days for which only those of today are given.

    A region of old borders is the sum of all regions that came out of it.
    """
    parts = regions.dropna(subset=["predecessor"])[["region_id", "predecessor"]]
    rows = population.merge(parts, on="region_id")
    key = ["predecessor", "day", "source_id"]
    sums = rows.groupby(key, as_index=False).agg(
        persons=("persons", "sum"), parts=("region_id", "nunique")
    )
    whole = parts.groupby("predecessor")["region_id"].nunique()
    sums = sums[sums["parts"] == sums["predecessor"].map(whole)].drop(columns="parts")
    sums = sums.rename(columns={"predecessor": "region_id"})[list(population)]
    both = pd.concat([population, sums], ignore_index=True)
    return both.drop_duplicates(["region_id", "day", "source_id"])


def country_population(population: pd.DataFrame) -> pd.DataFrame:
    """The country's people by year: of the series that begins first, then of the one that goes on.

    A row a year of `mean_population`.
    """
    means = mean_population(population)
    rows = means[means["region_id"] == COUNTRY]
    begins = rows["source_id"].map(rows.groupby("source_id")["year"].min())
    rows = rows.assign(begins=begins).sort_values(["begins", "source_id"], kind="stable")
    rows = rows.drop_duplicates("year").sort_values("year", ignore_index=True)
    return rows.drop(columns="begins")


def per_head(
    regional: pd.DataFrame,
    national: pd.DataFrame,
    population: pd.DataFrame,
    regions: pd.DataFrame,
    year: int,
) -> pd.DataFrame:
    """Kilograms of emissions a head by region and of the country in a year, the most first.

    All people are of one series: the one that knows most regions of that year, of those that know
    as many the one that goes on longest. Columns: region_id, kt, source_id, persons,
    people_source_id, kg.
    """
    emitted = _emitted(regional, national, year)
    means = mean_population(with_predecessors(population, regions))
    means = means.rename(columns={"source_id": "people_source_id"})
    last = means.groupby("people_source_id")["year"].max()
    means = means.loc[means["year"] == year, ["region_id", "persons", "people_source_id"]]
    rows = emitted.merge(means, on="region_id")
    known = rows["people_source_id"].value_counts()
    if len(known):
        series = max(sorted(known.index), key=lambda source: (known[source], last[source]))
        rows = rows[rows["people_source_id"] == series]
    # Of a year that is given in both borders those of today are taken.
    parts = regions.loc[regions["region_id"].isin(rows["region_id"]), "predecessor"]
    rows = rows[~rows["region_id"].isin(parts.dropna())]
    kg = rows["kt"] * 1_000_000 / rows["persons"].where(rows["persons"] > 0)
    return _most_first(rows.assign(kg=kg.astype("float64").round(0)), "kg")


def per_product(
    regional: pd.DataFrame, national: pd.DataFrame, product: pd.DataFrame, year: int
) -> pd.DataFrame:
    """Kilograms of emissions for each million tenge of product in a year, the most first.

    Product is at the prices of that year, so that years are not compared. Columns: region_id, kt,
    source_id, mln_tenge, product_source_id, kg.
    """
    made = product[product["year"] == year].rename(columns={"source_id": "product_source_id"})
    made = made[["region_id", "mln_tenge", "product_source_id"]]
    rows = _emitted(regional, national, year).merge(made, on="region_id")
    kg = rows["kt"] * 1_000_000 / rows["mln_tenge"].where(rows["mln_tenge"] > 0)
    return _most_first(rows.assign(kg=kg.astype("float64").round(1)), "kg")


def intensity(
    regional: pd.DataFrame,
    national: pd.DataFrame,
    population: pd.DataFrame,
    product: pd.DataFrame,
    regions: pd.DataFrame,
    year: int,
) -> pd.DataFrame:
    """Emissions a head and for product in a year, and both in percent of the country's.

    The most a head first. Columns: region_id, kt, source_id, persons, people_source_id, kg_head,
    head, mln_tenge, product_source_id, kg_product, product; what is unknown is empty. Of a region
    that is given in both borders those of today are taken.
    """
    by_head = per_head(regional, national, population, regions, year).rename(
        columns={"kg": "kg_head"}
    )
    made = per_product(regional, national, product, year).rename(columns={"kg": "kg_product"})
    rows = by_head.merge(made, how="outer", on=["region_id", "kt", "source_id"])
    parts = regions.loc[regions["region_id"].isin(rows["region_id"]), "predecessor"]
    rows = rows[~rows["region_id"].isin(parts.dropna())]
    rows = rows.assign(head=_of_country(rows, "persons"), product=_of_country(rows, "mln_tenge"))
    order = ["kg_head", "kg_product", "region_id"]
    return rows.sort_values(order, ascending=[False, False, True], ignore_index=True)


def _of_country(rows: pd.DataFrame, size: str) -> pd.Series:
    """Emissions through a size of each region, in percent of the country's; empty without that."""
    each = rows["kt"] / rows[size].where(rows[size] > 0)
    whole = each[rows["region_id"] == COUNTRY].sum()
    return (each / (whole or float("nan")) * 100).astype("float64").round(0)


def _emitted(regional: pd.DataFrame, national: pd.DataFrame, year: int) -> pd.DataFrame:
    """Emissions of a year: each region in each of its borders, and the country."""
    rows = each_once(regional[regional["year"] == year])[["region_id", "kt", "source_id"]]
    whole = national.loc[national["year"] == year, ["kt", "source_id"]].assign(region_id=COUNTRY)
    return pd.concat([rows, whole], ignore_index=True)


def _most_first(rows: pd.DataFrame, value: str) -> pd.DataFrame:
    rows = rows.dropna(subset=[value])
    return rows.sort_values([value, "region_id"], ascending=[False, True], ignore_index=True)


def usd_per_kg(monthly_prices: pd.DataFrame) -> pd.Series:
    """Prices of months, which are by the tonne or the troy ounce, by the kilogram."""
    return monthly_prices["usd"] / monthly_prices["per"].map(KG).astype("float64")


def price_fit(strip: pd.DataFrame, monthly_prices: pd.DataFrame) -> pd.DataFrame:
    """How far a strip of prices lies from those of each month, the latest month last.

    `misfit` is the root mean square of ln(strip / month) over `metals` metals, `level` the
    geometric mean of month / strip. Columns: month (its first day), metals, misfit, level.
    """
    quoted = strip.drop_duplicates("metal_id").set_index("metal_id")["usd_per_kg"]
    ratio = monthly_prices["metal_id"].map(quoted) / usd_per_kg(monthly_prices)
    far = np.log(ratio.where((ratio > 0) & (ratio < np.inf)))
    months = monthly_prices["period_start"]
    square = (far**2).groupby(months)
    found = pd.DataFrame(
        {
            "metals": square.count(),
            "misfit": square.mean().map(sqrt),
            "level": np.exp(-far.groupby(months).mean()),
        }
    )
    found = found[found["metals"] > 0].sort_index()
    return found.rename_axis("month").reset_index()


def best_fit(fit: pd.DataFrame) -> pd.Series | None:
    """The month that a strip of prices lies nearest to, of those with most metals; None if none."""
    if fit.empty:
        return None
    most = fit[fit["metals"] == fit["metals"].max()]
    return most.loc[most["misfit"].idxmin()]
