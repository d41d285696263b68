"""The outcome of a promise against its source, against the promise, and against its deadline."""

from collections.abc import Iterator
from datetime import date

import pandas as pd

from kzdata.consistency.found import Frames, broken, published
from kzdata.promise_guard import PROMISE_TABLES
from kzdata.schema.problems import Error, Problem, Question

PERIODS = {"month": "M", "quarter": "Q", "year": "Y", "period": "Y"}


def later_than_source(frames: Frames, day: date | None) -> Iterator[Problem]:
    """Outcomes that would have been published after the source that publishes them."""
    for name, frame in _promises(frames):
        told = published(frames, frame["outcome_source_id"])
        late = frame["outcome_day"] > told
        yield from broken(name, frame, Error.OUTCOME_AFTER_SOURCE, "outcome_day", late, told)


def earlier_than_promise(frames: Frames, day: date | None) -> Iterator[Problem]:
    """Outcomes whose source is older than the promise, or than what tells of the promise."""
    for name, frame in _promises(frames):
        proof, promise = frame["outcome_source_id"], published(frames, frame["source_id"])
        told, made = published(frames, proof), frame["announced"]
        for rule, before in {
            Error.OUTCOME_SOURCE_BEFORE_PROMISE: made,
            Question.OUTCOME_SOURCE_EARLIER: promise.where(made.isna()),
        }.items():
            yield from broken(name, frame, rule, "outcome_source_id", told < before, before)


def of_same_source(frames: Frames, day: date | None) -> Iterator[Problem]:
    """Outcomes proven by the source of the promise: by its announcement, or by a later account."""
    for name, frame in _promises(frames):
        proof, told = frame["outcome_source_id"], published(frames, frame["outcome_source_id"])
        same = proof == frame["source_id"]
        if "second_source_id" in frame:
            same |= proof == frame["second_source_id"]
        announcing = same & (told <= frame["announced"])
        for rule, where in {
            Error.OUTCOME_OF_ANNOUNCEMENT: announcing,
            Question.OUTCOME_OF_SAME_SOURCE: same & ~announcing,
        }.items():
            yield from broken(name, frame, rule, "outcome_source_id", where)


def missed_early(frames: Frames, day: date | None) -> Iterator[Problem]:
    """Promises called missed before the deadline, or before the period that it was given as."""
    for name, frame in _promises(frames):
        told = frame["outcome_day"].fillna(published(frames, frame["outcome_source_id"]))
        if day is not None:
            told = told.fillna(pd.Timestamp(day))
        early = (frame["outcome"] == "missed") & (told < frame["deadline"])
        sure = early & (told < _first_days(frame))
        for rule, where in {
            Error.MISSED_TOO_EARLY: sure,
            Question.MISSED_EARLY: early & ~sure,
        }.items():
            yield from broken(name, frame, rule, "outcome", where, frame["deadline"])


def _promises(frames: Frames) -> Iterator[tuple[str, pd.DataFrame]]:
    for name in PROMISE_TABLES:
        if name in frames and frames[name]["outcome"].notna().any():
            yield name, frames[name]


def _first_days(frame: pd.DataFrame) -> pd.Series:
    """The first day that may be meant by a deadline, which is kept as the last one."""
    first = frame["deadline"]
    for given, length in PERIODS.items():
        start = frame["deadline"].dt.to_period(length).dt.start_time.astype("datetime64[ms]")
        first = first.mask(frame["deadline_given"] == given, start)
    return first
