"""Parts against their whole: regions and plants of the country, months of a year, years of many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from kzdata.consistency.found import Frames, broken, is_measured, looked_up
from kzdata.schema.columns import COUNTRY
from kzdata.schema.emissions import BORDERS
from kzdata.schema.problems import Error, Problem, Question, Rule
from kzdata.schema.validate import told

# Of each table: the value, its time, and how far a sum may stray that comes of rounding alone.
WITH_COUNTRY = {
    "population": ("persons", "day", 0.0),
    "regional_product": ("mln_tenge", "year", 0.05),
    "electricity": ("gwh", "year", 0.2),
}
KT = {"kt": 1.0, "kt_per_year": 1.0, "t": 0.001}
NEAR = 2  # years to either side
JUMP = 1.4  # times more or less than in those years; so far the most was 1.12
ABOUT = 0.95  # of what was output earlier in the year: some values are rounded


@dataclass(frozen=True)
class Whole:
    """A column of the country's rows, one for each of some times.

    Until `unlike` of a value, and until `rounding` in its unit, the sum of the regions may stray
    from it, for publishers round and revise; from `impossible` on, a number has to be wrong.
    """

    table: str
    rows: pd.DataFrame
    value: str
    time: str
    unlike: float
    impossible: float
    rounding: float = 0.0

    def of(self, times: pd.Series) -> pd.Series:
        found = looked_up(times, self.rows, self.time, self.value).astype("float64")
        return found.where(found > 0)  # of less there are no parts


def emissions(frames: Frames, day: date | None) -> Iterator[Problem]:
    """Regions against the country, each year, in the borders before and since 2022."""
    if not {"regional_emissions", "national_emissions", "regions"} <= frames.keys():
        return
    rows, country = frames["regional_emissions"], frames["national_emissions"]
    whole = Whole("national_emissions", country[is_measured(country)], "kt", "year", 0.05, 0.10)
    over = is_measured(rows) & (rows["kt"] > whole.of(rows["year"]))
    yield from broken(
        "regional_emissions", rows, Error.PART_OVER_WHOLE, "kt", over, whole.of(rows["year"])
    )
    parts = rows[is_measured(rows) & ~over]
    within = [parts[parts["borders"].isin([BORDERS[0], borders])] for borders in BORDERS[1:]]
    yield from _together(frames["regions"], "regional_emissions", within, whole)


def of_country(frames: Frames, day: date | None) -> Iterator[Problem]:
    """Regions against the country in the tables that hold both: people, product, electricity.

    Regions come to the country as exactly as the values are printed.
    """
    if "regions" not in frames or frames["regions"].empty:
        return  # which of them are a part of others is not known
    for name, (value, time, rounding) in WITH_COUNTRY.items():
        if name not in frames:
            continue
        # Each source is a series of its own: one counts people in other borders than another.
        for _, rows in frames[name].groupby("source_id"):
            country = rows["region_id"] == COUNTRY
            whole = Whole(name, rows[country], value, time, 0.0, 0.05, rounding)
            over = (~country & (rows[value] > whole.of(rows[time]))).reindex(
                frames[name].index, fill_value=False
            )
            expected = whole.of(frames[name][time])
            yield from broken(name, frames[name], Error.PART_OVER_WHOLE, value, over, expected)
            yield from _together(
                frames["regions"], name, [rows[~country & ~over[rows.index]]], whole
            )


def plants(frames: Frames, day: date | None) -> Iterator[Problem]:
    """Emissions of plants against those of the country in that year."""
    if not {"plant_records", "national_emissions"} <= frames.keys():
        return
    rows, country = frames["plant_records"], frames["national_emissions"]
    whole = looked_up(rows["year"], country, "year", "kt")
    over = rows["value"] * rows["unit"].map(KT).astype("float64") > whole
    over &= is_measured(rows) & (rows["measure"] == "emissions")
    yield from broken("plant_records", rows, Error.PART_OVER_WHOLE, "value", over, whole)


def country(frames: Frames, day: date | None) -> Iterator[Problem]:
    """The country's emissions against those of the years around that have the same scope."""
    if "national_emissions" not in frames:
        return
    rows = frames["national_emissions"]
    rows = rows.assign(kt=rows["kt"].where(rows["kt"] > 0))
    near = []
    for years in (*range(-NEAR, 0), *range(1, NEAR + 1)):
        other = rows[["year", "scope", "kt"]].assign(year=rows["year"] + years)
        other = other.dropna(subset=["year"]).drop_duplicates(["year", "scope"])
        near.append(rows[["year", "scope"]].merge(other, how="left")["kt"])
    beside = pd.concat(near, axis=1)
    # A value that one of them is near to is not the one that jumps.
    times = np.exp(np.log(beside.div(rows["kt"], axis=0)).abs().min(axis=1))
    yield from broken(
        "national_emissions", rows, Question.JUMP, "kt", times > JUMP, beside.median(axis=1)
    )


def months(frames: Frames, day: date | None) -> Iterator[Problem]:
    """Output since the beginning of a period against that of a longer period since then."""
    if "metal_output" not in frames:
        return
    frame = frames["metal_output"]
    rows = frame[is_measured(frame) & (frame["measure"] == "output")].sort_values("period_end")
    since = [rows[name] for name in ("metal_id", "product", "period_start")]
    most = rows["tonnes"].groupby(since).cummax()
    before = most.groupby(since).shift().reindex(frame.index)
    less = frame["tonnes"] < ABOUT * before
    yield from broken("metal_output", frame, Error.LESS_THAN_PART, "tonnes", less, before)


def years(frames: Frames, day: date | None) -> Iterator[Problem]:
    """Years with a high index against all years of their period."""
    if "air_quality" not in frames:
        return
    rows = frames["air_quality"]
    whole = (rows["period_end"].dt.year - rows["period_start"].dt.year + 1).astype("Int64")
    over = (rows["measure"] == "years_high") & (rows["value"] > whole)
    yield from broken("air_quality", rows, Error.PART_OVER_WHOLE, "value", over, whole)


def _together(
    regions: pd.DataFrame, name: str, divisions: Sequence[pd.DataFrame], whole: Whole
) -> Iterator[Problem]:
    """The sum of the regions at each time, in that one of some divisions where it is the most."""
    sums = [_sums(regions, parts, whole) for parts in divisions]
    totals = pd.concat([total for total, _ in sums], axis=1).max(axis=1)
    complete = pd.concat([all for _, all in sums], axis=1).fillna(False).any(axis=1)
    wholes = whole.of(totals.index.to_series())
    times = totals / wholes - 1
    apart = (totals - wholes).abs() > whole.rounding
    parts = pd.concat(divisions)
    parts = parts[~parts.index.duplicated()]
    for rule, where in {
        Error.PARTS_OVER_WHOLE: apart & (times > whole.impossible),
        Question.PARTS_BEYOND_WHOLE: apart & (times > whole.unlike) & (times <= whole.impossible),
        Question.PARTS_BELOW_WHOLE: apart & (times < -whole.unlike) & complete,
    }.items():
        for when in totals.index[where]:
            over = totals[when] > wholes[when]
            expected = f"{totals[when]:.12g} {'>' if over else '<'} {wholes[when]:.12g}"
            yield _blamed(name, parts, whole, when, rule, expected, over=over)


def _sums(regions: pd.DataFrame, parts: pd.DataFrame, whole: Whole) -> tuple[pd.Series, pd.Series]:
    """The sum of the regions at each time, and whether all are in it.

    Of what several publishers count it takes the least values; a region that was a part of another
    is counted with that one.
    """
    time, value = whole.time, whole.value
    least = parts.groupby(["region_id", time], as_index=False)[value].min().dropna()
    before = looked_up(least["region_id"], regions, "region_id", "predecessor")
    there = pd.MultiIndex.from_frame(least[["region_id", time]])
    within = pd.MultiIndex.from_arrays([before, least[time]]).isin(there)
    now = regions.loc[regions["until"].isna(), ["region_id", "predecessor"]]
    held = [now.merge(least.rename(columns={"region_id": name}), on=name) for name in now]
    counted = pd.concat(held).groupby(time)["region_id"].nunique()
    totals = least[~within].groupby(time)[value].sum().astype("float64")
    return totals, counted == max(len(now), 1)


def _blamed(
    name: str,
    parts: pd.DataFrame,
    whole: Whole,
    time: object,
    rule: Rule,
    expected: str,
    *,
    over: bool,
) -> Problem:
    """The finding of the row that strays most from its own series, a part or the whole.

    Where there are no series, the largest part is blamed for too much, the whole for too little.
    """
    of_parts = _straying(parts, "region_id", whole.value, whole.time, time)
    of_whole = -_straying(whole.rows.assign(all=0), "all", whole.value, whole.time, time)
    places = pd.concat([of_parts, of_whole] if over else [-of_parts, -of_whole])
    tables = [name] * len(of_parts) + [whole.table] * len(of_whole)
    if places.notna().any():
        which = int(np.nanargmax(places))
    else:
        largest = int(np.argmax(parts.loc[of_parts.index, whole.value]))
        which = largest if over else len(of_parts)
    table, at = tables[which], places.index[which]
    rows = parts if which < len(of_parts) else whole.rows
    found = told(rows.loc[at, whole.value])
    return Problem(table, f"{table}.parquet", rule, int(at) + 1, whole.value, found, expected)


def _straying(rows: pd.DataFrame, series: str, value: str, time: str, when: object) -> pd.Series:
    """How far the values of a time are above the nearest ones of their series, as a logarithm."""
    others = rows[rows[time] != when].assign(gap=lambda other: (other[time] - when).abs())
    near = others.sort_values("gap").groupby(series).head(2 * NEAR)
    middle = near.groupby(series)[value].median().astype("float64")
    mine = rows[rows[time] == when]
    ratio = mine[value].astype("float64") / mine[series].map(middle)
    return np.log(ratio.where(ratio > 0))
