"""What the posts of the cities tell, as rows: periods, counts by pollutant, grades, gaps."""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from kzdata.schema.air import POLLUTANTS
from kzdata.schema.model import DAY

ALL = "all"
ROUNDING = 0.05 + 1e-9  # of what is published with one decimal

Period = tuple[date, date]

# Shape: frames to frames.


def is_whole_year(rows: pd.DataFrame) -> pd.Series:
    """Whether each row is of one whole calendar year."""
    start, end = rows["period_start"], rows["period_end"]
    first = (start.dt.month == 1) & (start.dt.day == 1)
    last = (end.dt.month == 12) & (end.dt.day == 31)
    return first & last & (start.dt.year == end.dt.year)


def whole_and_latest(posts: pd.DataFrame) -> pd.DataFrame:
    """The rows of whole years, and those of the longest part of a year after the last of them."""
    whole = is_whole_year(posts)
    later = posts[posts["period_start"] > posts.loc[whole, "period_end"].max()]
    longest = later[later["period_end"] == later["period_end"].max()]
    longest = longest[longest["period_start"] == longest["period_start"].min()]
    return pd.concat([posts[whole], longest])


def every_year(posts: pd.DataFrame) -> list[Period]:
    """The periods of these rows in their order, with the years between that nobody told."""
    rows = whole_and_latest(posts)
    known = set(zip(rows["period_start"], rows["period_end"], strict=True))
    years = rows.loc[is_whole_year(rows), "period_end"].dt.year
    between = range(int(years.min()), int(years.max())) if len(years) else ()
    known |= {(pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31)) for year in between}
    return sorted(known)


def period_frame(posts: pd.DataFrame) -> pd.DataFrame:
    """The same periods as rows: `period_start` and `period_end`."""
    rows = pd.DataFrame(every_year(posts), columns=["period_start", "period_end"])
    return rows.astype(DAY)


def counted(posts: pd.DataFrame, pollutants: pd.DataFrame, place: str) -> pd.DataFrame:
    """Cases of exceedance by pollutant and period at the posts of a place, `ALL` among them.

    Columns: `pollutant`, `period_start`, `period_end`, `value`, `basis`, `source_id`, notes.
    """
    notes = [name for name in posts if name.startswith("note_")]
    kept = ["pollutant", "period_start", "period_end", "value", "basis", "source_id", *notes]
    whole = posts[(posts["place_id"] == place) & posts["cases"].notna()]
    whole = whole.assign(pollutant=ALL, value=whole["cases"].astype("float64"))
    single = pollutants[
        (pollutants["place_id"] == place)
        & (pollutants["statistic"] == "cases")
        & pollutants["spot"].isna()
    ]
    rows = pd.concat([whole[kept], single[kept]], ignore_index=True)
    wanted = period_frame(posts)
    rows = rows.merge(wanted, on=["period_start", "period_end"])
    order = {code: at for at, code in enumerate((ALL, *POLLUTANTS))}
    return rows.assign(order=rows["pollutant"].map(order)).sort_values(
        ["order", "period_start"], ignore_index=True
    )


def unlisted(channels: pd.DataFrame, place: str) -> pd.DataFrame:
    """What the automatic posts of a place did not list, by pollutant, when and on which post."""
    rows = channels[(channels["place_id"] == place) & ~channels["listed"].astype(bool)]
    order = {code: at for at, code in enumerate(POLLUTANTS)}
    return rows.sort_values("pollutant", key=lambda codes: codes.map(order), kind="stable")


def is_unlisted(channels: pd.DataFrame, pollutant: str, start: date, end: date) -> bool:
    """Whether a pollutant was not listed in a period or a part of it; of `ALL`, whether any."""
    rows = channels if pollutant == ALL else channels[channels["pollutant"] == pollutant]
    return bool(((rows["period_start"] <= end) & (rows["period_end"] >= start)).any())


def graded(posts: pd.DataFrame) -> pd.DataFrame:
    """What is known of each place and period as one row: the level and what it is made of.

    Where several sources tell of a period, each column is of the first that tells it. Places are
    those with a whole year.
    """
    wanted = period_frame(posts)
    named = posts.loc[is_whole_year(posts), "place_id"].unique()
    rows = posts[posts["place_id"].isin(named)].merge(wanted, on=["period_start", "period_end"])
    rows = rows.sort_values(["place_id", "period_start", "source_id"])
    keys = ["place_id", "period_start", "period_end"]
    return rows.groupby(keys, as_index=False).first()


def highest_of(rows: pd.DataFrame, pollutants: pd.DataFrame) -> pd.Series:
    """Of which pollutants the highest value `si` of each row was: codes, none where nobody told.

    Columns of the rows: `place_id`, `period_start`, `period_end`, `si`. It is that of a pollutant
    whose own highest value is the highest of the place and period, and differs from `si` by no
    more than the rounding to one decimal.
    """
    keys = ["place_id", "period_start", "period_end"]
    own = pollutants[(pollutants["statistic"] == "highest_of_limit") & pollutants["spot"].isna()]
    told = own.groupby(keys)
    found = []
    for row in rows.itertuples():
        key = (row.place_id, row.period_start, row.period_end)
        of_period = told.get_group(key) if key in told.groups else own.iloc[:0]
        highest = of_period["value"].max()
        same = (of_period["value"] == highest) & (abs(highest - row.si) <= ROUNDING)
        found.append(tuple(sorted(of_period.loc[same, "pollutant"], key=[*POLLUTANTS].index)))
    return pd.Series(found, index=rows.index, dtype=object)


# Words.


def listed(codes: Iterable[str], words) -> str:
    """Some pollutants in words."""
    return ", ".join(words.code("pollutant", code) for code in codes)


def listed_pollutants(gaps: pd.DataFrame, words) -> str:
    """The pollutants of some gaps, in words."""
    return listed(dict.fromkeys(gaps["pollutant"]), words)
