"""What happens to promises as days go by: each event with its day, the same whenever it is asked.

An event is told only if the promise stood so on its day: an outcome that is published later takes
none back, and one that was published by then leaves none.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd

from kzdata.promises import Promise, state_of
from kzdata.schema.columns import OUTCOMES

SOON, ROUND = 30, 1000  # days: of a promise that is due soon, and each time it is so long past
EVENTS = ("soon", "due", "overdue", "round", "outcome")


class Event(NamedTuple):
    """What happened to a promise on a day: one of EVENTS, `state` as it stood at the end of it.

    `days` are those left of what is due soon, and those past the deadline of all else.
    """

    promise_id: str
    event: str
    day: date
    days: int
    state: str

    @property
    def name(self) -> str:
        """What tells this event of a promise from its others, on whatever day it falls."""
        return f"round-{self.days}" if self.event == "round" else self.event


def promise_events(listed: pd.DataFrame, until: date) -> tuple[Event, ...]:
    """All events up to a day, and each deadline that is still to come; by day, then promise.

    `listed` are the promises as `kzdata.promises` gives them. An outcome whose day is not known has
    no event.
    """
    rows = list(listed.itertuples(index=False))
    found = [event for row in rows for event in _of_promise(row, rows, pd.Timestamp(until))]
    return tuple(sorted(found, key=lambda event: (event.day, event.promise_id, event.days)))


def _of_promise(row: Promise, listed: Sequence[Promise], until: pd.Timestamp) -> Iterator[Event]:
    for event, day, days in _days(row, until):
        if not pd.isna(row.announced) and row.announced > day:
            continue
        state = state_of(row, listed, day)
        if event == "due" or state in STATES_OF[event]:
            yield Event(row.promise_id, event, day.date(), days, state)


STATES_OF = {
    "soon": ("running",),
    "overdue": ("overdue",),
    "round": ("overdue",),
    "outcome": OUTCOMES,
}


def _days(row: Promise, until: pd.Timestamp) -> Iterator[tuple[str, pd.Timestamp, int]]:
    """When which event would fall, with the days left or past."""
    due = row.deadline
    yield "due", due, 0
    past = range(ROUND, (until - due).days + 1, ROUND)
    events = [("soon", -SOON), ("overdue", 1), *(("round", days) for days in past)]
    for event, days in events:
        if (day := due + pd.Timedelta(days, "D")) <= until:
            yield event, day, abs(days)
    if not pd.isna(row.outcome) and not pd.isna(row.outcome_day) and row.outcome_day <= until:
        yield "outcome", row.outcome_day, (row.outcome_day - due).days
