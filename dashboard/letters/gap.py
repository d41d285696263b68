"""What a gap is, and which body is asked about it."""

from dataclasses import dataclass

import pandas as pd

# What nobody published, as the figure of the unknowns counts it, in the order of a reader's need.
GROUPS = (
    "plants_unmeasured", "promises_overdue", "base_years", "regions_in_last_year",
    "years_without_regions", "claims_without_record",
)  # fmt: skip


@dataclass(frozen=True)
class Gap:
    """Something that nobody published, in one language.

    `kind` says which law carries the letter: `environment`, `statistics` or `general`. `subject`
    names it in a line, `known` tells what was said or is missing, `asks` are the questions,
    `body_id` is asked.
    `town` is the code of the town that it is about, if it is about one.
    """

    id: str
    group: str
    kind: str
    subject: str
    known: tuple[str, ...]
    asks: tuple[str, ...]
    body_id: str
    source_ids: tuple[str, ...]
    town: str = ""


def body_of(bodies: pd.DataFrame, kind: str) -> str:
    """The body of a kind of which there is one."""
    return bodies.loc[bodies["kind"] == kind, "body_id"].iloc[0]


def operator_of(bodies: pd.DataFrame, plant_id: str) -> str:
    """The company that runs a plant, or where its name is not known the department of ecology."""
    own = bodies.loc[bodies["plant_id"] == plant_id, "body_id"]
    return own.iloc[0] if len(own) else body_of(bodies, "department")
