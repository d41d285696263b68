"""A change as it is published: why, when, by whom, and over which version."""

from dataclasses import dataclass
from datetime import datetime

from kzdata.schema.problems import Rule

MOST_TEXT = 500  # characters of a text that the log keeps and a page shows


@dataclass(frozen=True)
class Change:
    """What the log keeps of a change beside the tables, and the version that it was made for.

    `action` is one of ACTIONS; `answered` are the rules of the questions that were answered with
    yes. Without a `basis`, whatever stands may be changed.
    """

    action: str
    at: datetime
    by: str = ""
    reason: str = ""
    answered: tuple[Rule, ...] = ()
    basis: str | None = None
