"""Rows of one series against each other: units, periods, what is computed of them."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from kzdata.consistency.air import SERIES as MEASURED_SERIES
from kzdata.consistency.found import Frames, broken, is_measured
from kzdata.derived import growth, whole_years
from kzdata.schema import TABLES
from kzdata.schema.columns import COUNTRY
from kzdata.schema.problems import Error, Problem, Question
from kzdata.schema.units import converted

PERIOD = ("period_start", "period_end")
# The columns of a unit in tables of which each series keeps its own.
ONE_UNIT = {"metal_output_monthly": "unit", "metal_prices_monthly": "per"}
UNLIKE_SUM = 0.10  # an annual value may be of another product, such as copper without alloys
UNLIKE_GROWTH = 3.0  # percentage points: monthly values are revised
Months = dict[str, pd.Series]
WHOLE, PARTS = "metallurgy", ("ferrous", "non_ferrous")


def units(frames: Frames, day: date | None) -> Iterator[Problem]:
    """Rows in another unit than most of their series."""
    for name, column in ONE_UNIT.items():
        if name in frames:
            frame = frames[name]
            key = _series(name)
            times = frame.groupby([*key, column]).size().sort_values(ascending=False, kind="stable")
            most = times.reset_index().drop_duplicates(key)
            usual = frame[key].merge(most, how="left", on=key)[column].set_axis(frame.index)
            yield from broken(
                name,
                frame,
                Error.UNIT_OF_SERIES,
                column,
                usual.notna() & (frame[column] != usual),
                usual,
            )


def overlaps(name: str, frames: Frames, day: date | None) -> Iterator[Problem]:
    """Periods of one series that overlap; a shorter one may lie within a longer one.

    What was measured in the air has more series than its keys tell, and a rule of its own.
    """
    if not set(PERIOD) <= set(TABLES[name].columns) or name in MEASURED_SERIES:
        return
    frame = frames[name]
    spans = pd.Series(None, frame.index, dtype="object")
    for _, rows in frame.dropna(subset=[*PERIOD]).groupby(_series(name), dropna=False):
        rows = rows.sort_values("period_start")
        if (rows["period_start"] > rows["period_end"].cummax().shift()).iloc[1:].all():
            continue  # as in most series: each begins after all before it have ended
        start, end = (rows[each].to_numpy() for each in PERIOD)
        earlier = start[:, None] < start[None, :]
        over = earlier & (start[None, :] <= end[:, None]) & (end[:, None] < end[None, :])
        for at in np.flatnonzero(over.any(axis=0)):
            other = rows.iloc[int(np.argmax(over[:, at]))]
            spans[rows.index[at]] = " … ".join(f"{other[each]:%Y-%m-%d}" for each in PERIOD)
    yield from broken(name, frame, Error.OVERLAP, "period_start", spans.notna(), spans.fillna(""))


def sums_of_months(frames: Frames, day: date | None) -> Iterator[Problem]:
    """Output of a period against the sum of its months, where all of them are given."""
    if not {"metal_output", "metal_output_monthly"} <= frames.keys():
        return
    frame = frames["metal_output"]
    rows = frame[is_measured(frame) & (frame["measure"] == "output")]
    months = _by_month(frames["metal_output_monthly"])
    sums = [_sum(months, r.metal_id, r.period_start, r.period_end) for r in rows.itertuples()]
    expected = pd.Series(sums, rows.index, dtype="float64").reindex(frame.index)
    far = (frame["tonnes"] / expected.where(expected > 0) - 1).abs() > UNLIKE_SUM
    yield from broken("metal_output", frame, Question.MONTHS_UNLIKE, "tonnes", far, expected)


def growth_of_months(frames: Frames, day: date | None) -> Iterator[Problem]:
    """Recorded growth against that of the values it is computed from: months, or the index."""
    if not {"metal_growth", "metal_output_monthly", "metal_index"} <= frames.keys():
        return
    frame = frames["metal_growth"]
    rows = frame[is_measured(frame)].dropna(subset=[*PERIOD])
    months = _by_month(frames["metal_output_monthly"])
    grown = [
        _growth(months, row.metal_id, row.period_start, row.period_end) for row in rows.itertuples()
    ]
    of_months = pd.Series(grown, rows.index, dtype="float64")
    index = frames["metal_index"]
    index = index[index["branch"] == WHOLE].drop_duplicates("year").set_index("year")
    by_year = rows["period_end"].dt.year.map(index["percent_of_year_before"] - 100)
    of_index = by_year.where((rows["metal_id"] == "all") & whole_years(rows))
    expected = of_months.fillna(of_index.astype("float64")).round(1).reindex(frame.index)
    far = (frame["growth_percent"] - expected).abs() > UNLIKE_GROWTH
    yield from broken(
        "metal_growth", frame, Question.GROWTH_UNLIKE, "growth_percent", far, expected
    )


def indexes(frames: Frames, day: date | None) -> Iterator[Problem]:
    """An index of the whole that lies outside of those of its parts."""
    if "metal_index" in frames:
        frame = frames["metal_index"]
        whole, parts = frame["branch"] == WHOLE, frame["branch"].isin(PARTS)
        yield from _beyond("metal_index", frame, whole, parts, len(PARTS))
    if {"regional_product_index", "regions"} <= frames.keys():
        frame, regions = frames["regional_product_index"], frames["regions"]
        now = regions[regions["until"].isna()]
        roots = now["predecessor"].fillna(now["region_id"]).nunique()
        whole = frame["region_id"] == COUNTRY
        yield from _beyond("regional_product_index", frame, whole, ~whole, max(roots, 1))


def _series(name: str) -> list[str]:
    """The columns by which a table tells its series apart: its key without the period."""
    return [column for column in TABLES[name].key if column not in PERIOD]


def _by_month(monthly: pd.DataFrame) -> Months:
    """The tonnes of each metal that the country made, by month."""
    rows = monthly[monthly["region_id"] == COUNTRY]
    tonnes = converted(rows["value"], rows["unit"], "t")
    tonnes.index = rows["period_start"].dt.to_period("M")
    by_metal = tonnes.groupby(rows["metal_id"].to_numpy())
    return {metal: held.groupby(level=0).first() for metal, held in by_metal}


def _sum(months: Months, metal_id: str, start: pd.Timestamp, end: pd.Timestamp) -> float:
    """The tonnes of all months from one day to another; unknown if one is missing or not whole."""
    if metal_id not in months or start.day != 1 or not end.is_month_end:
        return float("nan")
    found = months[metal_id].reindex(pd.period_range(start, end, freq="M"))
    return float(found.sum(skipna=False))


def _growth(months: Months, metal_id: str, start: pd.Timestamp, end: pd.Timestamp) -> float:
    year = pd.DateOffset(years=1)
    now = _sum(months, metal_id, start, end)
    before = _sum(months, metal_id, start - year, end - year)
    return float(growth(pd.Series([now]), pd.Series([before])).iloc[0])


def _beyond(
    name: str, frame: pd.DataFrame, whole: pd.Series, parts: pd.Series, least: int
) -> Iterator[Problem]:
    """Rows of the whole beyond the least and the most of its parts, where enough are given."""
    value = "percent_of_year_before"
    by_year = frame[parts].groupby("year")[value].agg(["min", "max", "count"])
    by_year = by_year[by_year["count"] >= least].reindex(frame["year"]).set_axis(frame.index)
    far = whole & ((frame[value] < by_year["min"]) | (frame[value] > by_year["max"]))
    bounds = zip(by_year["min"], by_year["max"], strict=True)
    expected = pd.Series([f"{low:.12g} … {high:.12g}" for low, high in bounds], frame.index)
    yield from broken(name, frame, Question.INDEX_UNLIKE, value, far, expected)
