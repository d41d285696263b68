"""Days against the day of the source that tells of them, and against today."""

from collections.abc import Iterator
from datetime import MAXYEAR, date

import pandas as pd

from kzdata.consistency.found import Frames, broken, is_measured, published
from kzdata.promise_guard import PROMISE_TABLES, early
from kzdata.schema import TABLES, Table
from kzdata.schema.problems import Error, Problem

DAY = pd.Timedelta(days=1)
# Until when a row tells what was, in the first of these columns that its table has.
UNTIL = ("period_end", "year", "day", "price_day")
# The columns of the days on which something was said.
TOLD = {
    "sources": ("published",),
    **dict.fromkeys(PROMISE_TABLES, ("announced",)),
    "requests": ("asked_on", "answered_on"),
    "reports": ("reported_on", "decided_on"),
}
# What holds from a day on may be told before the year is over.
STATES = ("capacity", "copper_capacity", "acid_capacity", "permitted_limit", "limit_cut")


def still_to_come(name: str, frames: Frames, day: date | None) -> Iterator[Problem]:
    """What cannot have been published, announced or measured yet."""
    if day is None:
        return
    frame, today = frames[name], pd.Timestamp(day)
    for told in TOLD.get(name, ()):
        yield from broken(name, frame, Error.DAY_TO_COME, told, frame[told] > today, f"{day}")
    yield from early({name: frame}, day)
    if (column := _measured_until(name)) is not None:
        late = _known_from(TABLES[name], frame) > today
        yield from broken(name, frame, Error.PERIOD_TO_COME, column, late, f"{day}")


def longer_than_known(name: str, frames: Frames, day: date | None) -> Iterator[Problem]:
    """Records of a period that was not over yet when their source was published."""
    if (column := _measured_until(name)) is None:
        return
    frame = frames[name]
    known, told = _known_from(TABLES[name], frame), published(frames, frame["source_id"])
    late = known > told
    if day is not None:
        late &= known <= pd.Timestamp(day)  # else that is said
    yield from broken(name, frame, Error.PERIOD_AFTER_SOURCE, column, late, told)


def claimed_early(frames: Frames, day: date | None) -> Iterator[Problem]:
    """Claims about a year that had not begun, though they name no day on which they are due."""
    if "claims" not in frames:
        return
    frame = frames["claims"]
    begun, told = _first_days(frame["record_year"]), _told(frames, frame)
    begun = begun.where(frame["due"].isna())
    to_come = pd.Series(False, frame.index) if day is None else begun > pd.Timestamp(day)
    late = (begun > told) & ~to_come  # else that is said
    yield from broken("claims", frame, Error.CLAIM_YEAR_TO_COME, "record_year", to_come, f"{day}")
    yield from broken("claims", frame, Error.CLAIM_YEAR_AFTER_SOURCE, "record_year", late, told)


def announced_late(frames: Frames, day: date | None) -> Iterator[Problem]:
    """Promises that would have been made after a source had told of them."""
    for name in (name for name in PROMISE_TABLES if name in frames):
        frame = frames[name]
        told = _told(frames, frame)
        late = frame["announced"] > told
        yield from broken(name, frame, Error.ANNOUNCED_AFTER_SOURCE, "announced", late, told)


def _told(frames: Frames, frame: pd.DataFrame) -> pd.Series:
    """The day of the earlier source of each row, as far as it is known."""
    naming = [column for column in ("source_id", "second_source_id") if column in frame]
    return pd.concat([published(frames, frame[each]) for each in naming], axis=1).min(axis=1)


def _measured_until(name: str) -> str | None:
    """The column of a table that says until when each row was measured."""
    columns = TABLES[name].columns
    until = next((column for column in UNTIL if column in columns), None)
    return until if "source_id" in columns else None


def _known_from(table: Table, frame: pd.DataFrame) -> pd.Series:
    """The day before which nobody can have known what each row tells; none for what is no record.

    That is the last day of its period, or the first where the row tells of no whole period.
    """
    if "year" in table.columns:
        first, last = _first_days(frame["year"]), _first_days(frame["year"] + 1) - DAY
    else:
        last = frame[next(column for column in UNTIL if column in table.columns)]
        first = frame["period_start"] if "period_start" in table.columns else last
    known = last
    if "measure" in table.columns:
        known = known.mask(frame["measure"].isin(STATES), first)
    if "year_about" in table.columns:
        known = known.mask(frame["year_about"].fillna(False).astype(bool), first)
    if "basis" in table.columns and "price_day" not in table.columns:
        known = known.where(is_measured(frame))
    return known


def _first_days(years: pd.Series) -> pd.Series:
    """The first day of each year; none of a year that no calendar has."""
    known = years.where(years.between(1, MAXYEAR - 1)).astype("float64")
    days = (known.to_numpy() - 1970).astype("datetime64[Y]").astype("datetime64[ms]")
    return pd.Series(days, index=years.index)
