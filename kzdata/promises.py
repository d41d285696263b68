"""Promises and what became of them, computed from promises, outcomes and a day."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

import pandas as pd

from kzdata.schema.columns import OUTCOMES

STATES = (*OUTCOMES, "overdue", "running", "replaced")

PROMISE_COLUMNS = (
    "promise_id", "kind", "subject", "announced", "deadline", "deadline_given", "outcome",
    "outcome_day", "outcome_source_id", "source_id",
)  # fmt: skip


class Promise(Protocol):
    """A row of `promises`."""

    promise_id: str
    subject: str
    announced: pd.Timestamp
    deadline: pd.Timestamp
    outcome: str
    outcome_day: pd.Timestamp


def promises(
    plant_targets: pd.DataFrame, projects: pd.DataFrame, initiatives: pd.DataFrame
) -> pd.DataFrame:
    """All promises in one frame of PROMISE_COLUMNS, in the order of their deadlines.

    `kind` is target, project or initiative; `subject` is what a later promise of the same kind
    would replace: the plant of a target, and the promise itself for the others.
    """
    parts = (
        plant_targets.assign(
            promise_id=plant_targets["target_id"], kind="target", subject=plant_targets["plant_id"]
        ),
        projects.assign(
            promise_id=projects["project_id"], kind="project", subject=projects["project_id"]
        ),
        initiatives.assign(
            promise_id=initiatives["initiative_id"],
            kind="initiative",
            subject=initiatives["initiative_id"],
        ),
    )
    everything = pd.concat([part[list(PROMISE_COLUMNS)] for part in parts], ignore_index=True)
    return everything.sort_values(["deadline", "promise_id"], ignore_index=True)


def target_states(targets: pd.DataFrame, day: date) -> pd.DataFrame:
    """Add `state` and `days_overdue` to promises, as things stand on a day.

    An outcome published by that day is the state. Without one, a promise is *replaced* when a later
    promise on the same subject was announced before its deadline, *overdue* when the deadline has
    passed, else *running*. `days_overdue` counts whole days after the deadline and is empty in all
    other states. Promises not yet announced on that day are left out. Needs the columns of
    `promises`.
    """
    today = pd.Timestamp(day)
    known = targets[targets["announced"].isna() | (targets["announced"] <= today)]
    rows = list(known.itertuples(index=False))
    states = [state_of(row, rows, today) for row in rows]
    late = (today - known["deadline"]).dt.days.astype("Int64")
    return known.assign(
        state=pd.Series(states, index=known.index, dtype="str"),
        days_overdue=late.where(pd.Series(states, index=known.index) == "overdue"),
    )


def state_of(row: Promise, listed: Sequence[Promise], today: pd.Timestamp) -> str:
    """The state of one promise on a day, among those listed, as `target_states` has it.

    What was announced after the day counts for nothing.
    """
    if not pd.isna(row.outcome) and (pd.isna(row.outcome_day) or row.outcome_day <= today):
        return row.outcome
    last = min(row.deadline, today)
    # A day that nobody gave is neither before nor after another.
    if any(
        later.subject == row.subject and row.announced < later.announced <= last for later in listed
    ):
        return "replaced"
    return "overdue" if today > row.deadline else "running"
