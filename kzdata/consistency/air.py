"""What was measured in the air: parts of a period against the whole, grades, instruments."""

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
import pandas as pd

from kzdata.consistency.found import Frames, broken
from kzdata.schema.air import COMBINED
from kzdata.schema.emissions import AIR_LEVELS
from kzdata.schema.problems import Error, Problem, Question

PERIOD = ["period_start", "period_end"]
# The columns by which the rows of a table are of one series.
SERIES = {
    "air_posts": ["place_id"],
    "air_pollutants": ["place_id", "spot", "pollutant", "statistic"],
    "air_channels": ["place_id", "post", "pollutant"],
}
# What is counted or is the highest of a period cannot be less than in a part of it; multiples are
# rounded in print, to 9 for 8.8.
ROUNDED = 0.95
COUNTED = {"cases": 1.0, "cases_over_10": 1.0, "si": ROUNDED}
COUNTED_STATISTICS = {"cases": 1.0, "highest_of_limit": ROUNDED, "mobile_highest": 1.0}
# The ends of the grades by SI, NP (%) and IZA5 after rounding: RD 52.04.667-2005, a rule of the
# hydrometeorological service. SI above 10 is very high, 10 is high.
GRADES = {"si": (2, 5, 11), "np_percent": (1, 20, 50), "iza5": (5, 7, 14)}
NEAR = 0.05  # kt, by which estimates are rounded


def overlapping(frames: Frames, day: date | None) -> Iterator[Problem]:
    """Periods of one series that overlap, and neither is a part of the other.

    What a channel measured is told once for every day: there no period is a part of another.
    """
    for name, series in SERIES.items():
        if name not in frames:
            continue
        frame, whole = frames[name], name == "air_channels"
        pairs = _pairs(frame, series)
        meet = pairs["period_start_other"].le(pairs["period_start"])
        meet &= pairs["period_start"].le(pairs["period_end_other"])
        if whole:
            bad = pairs[meet & (pairs["at_other"] < pairs["at"])]
        else:
            crossing = pairs["period_start_other"].lt(pairs["period_start"])
            bad = pairs[meet & crossing & pairs["period_end_other"].lt(pairs["period_end"])]
        first = bad.drop_duplicates("at").set_index("at")
        start, end = (first[f"{side}_other"].dt.strftime("%Y-%m-%d") for side in PERIOD)
        span = start.str.cat(end, sep=" … ")
        where = pd.Series(frame.index.isin(first.index), index=frame.index)
        span = span.reindex(frame.index, fill_value="")
        yield from broken(name, frame, Error.OVERLAP, "period_start", where, span)


def below_part(frames: Frames, day: date | None) -> Iterator[Problem]:
    """Counts and highest values of a period below those of a part of it, or of one pollutant."""
    if "air_posts" in frames:
        posts = frames["air_posts"]
        for column, least in COUNTED.items():
            periods = _largest_within(posts, SERIES["air_posts"], column)
            part = pd.concat([periods, _of_pollutants(frames, column)], axis=1).max(axis=1)
            low = posts[column].astype("float64") < least * part
            yield from broken("air_posts", posts, Error.BELOW_PART, column, low, part)
    if "air_pollutants" in frames:
        rows = frames["air_pollutants"]
        parts = _largest_within(rows, SERIES["air_pollutants"], "value")
        least = rows["statistic"].map(COUNTED_STATISTICS).astype("float64")
        low = rows["value"] < least * parts
        yield from broken("air_pollutants", rows, Error.BELOW_PART, "value", low, parts)


def unlike_level(frames: Frames, day: date | None) -> Iterator[Problem]:
    """Grades that follow from none of the three numbers from which they are made."""
    if "air_posts" not in frames:
        return
    posts = frames["air_posts"]
    rank = posts["level"].map({level: at for at, level in enumerate(AIR_LEVELS)})
    made = pd.DataFrame({column: _grade(posts[column], *GRADES[column]) for column in GRADES})
    unlike = rank.notna() & made.notna().any(axis=1) & ~made.eq(rank, axis=0).any(axis=1)
    names = made.map(lambda at: "" if pd.isna(at) else AIR_LEVELS[int(at)])
    expected = names.apply(lambda row: ", ".join(dict.fromkeys(filter(None, row))), axis=1)
    yield from broken("air_posts", posts, Question.UNLIKE_LEVEL, "level", unlike, expected)


def beyond_instruments(frames: Frames, day: date | None) -> Iterator[Problem]:
    """Combined estimates that lie outside of those of all instruments of the year."""
    if "satellite_so2" not in frames:
        return
    rows = frames["satellite_so2"]
    own = rows[rows["instrument"].notna() & (rows["instrument"] != COMBINED)]
    of_year = own.groupby(["place_id", "year"])["kt"].agg(["min", "max"])
    ends = rows[["place_id", "year"]].join(of_year, on=["place_id", "year"])
    outside = (rows["kt"] < ends["min"] - NEAR) | (rows["kt"] > ends["max"] + NEAR)
    outside &= rows["instrument"] == COMBINED
    spans = [
        f"{low:.12g} … {high:.12g}" for low, high in zip(ends["min"], ends["max"], strict=True)
    ]
    expected = pd.Series(spans, index=rows.index, dtype="object")
    yield from broken("satellite_so2", rows, Question.BEYOND_INSTRUMENTS, "kt", outside, expected)


def _pairs(frame: pd.DataFrame, series: Sequence[str], *more: str) -> pd.DataFrame:
    """Every row beside every other of its series; `at` is where each stands."""
    rows = frame[[*series, *PERIOD, *more]].assign(at=frame.index)
    pairs = rows.merge(rows, on=list(series), suffixes=("", "_other"))
    return pairs[pairs["at"] != pairs["at_other"]]


def _largest_within(frame: pd.DataFrame, series: Sequence[str], value: str) -> pd.Series:
    """The largest value of a shorter period within that of each row."""
    pairs = _pairs(frame, series, value)
    within = pairs["period_start"].le(pairs["period_start_other"])
    within &= pairs["period_end_other"].le(pairs["period_end"])
    parts = pairs[within].groupby("at")[f"{value}_other"].max().astype("float64")
    return parts.reindex(frame.index)


def _of_pollutants(frames: Frames, column: str) -> pd.Series:
    """What single pollutants have in the place and period of each row of the posts."""
    posts = frames["air_posts"]
    unknown = pd.Series(np.nan, index=posts.index)
    if "air_pollutants" not in frames or column == "cases_over_10":
        return unknown
    rows = frames["air_pollutants"]
    rows = rows[rows["spot"].isna()]
    statistic, how = ("cases", "sum") if column == "cases" else ("highest_of_limit", "max")
    of_period = rows[rows["statistic"] == statistic].groupby(["place_id", *PERIOD])["value"]
    found = of_period.agg(how).rename("part")
    return posts[["place_id", *PERIOD]].join(found, on=["place_id", *PERIOD])["part"]


def _grade(values: pd.Series, *ends: int) -> pd.Series:
    """The number of the grade of each value, 0 the lowest; unknown where the value is."""
    rounded = values.round()
    # 10.3 is above 10, though it rounds to it.
    rounded = rounded.mask((ends[-1] == 11) & (values > 10), 11)
    return sum((rounded >= end).astype("float64") for end in ends).where(values.notna())
