"""What a form is: how an office hands out figures, and which rows of a table they are."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from publishing.intake.forms.sheet import Sheet

# Why a figure of a file does not go into the table.
REASONS = (
    "no_figure",
    "old_borders",
    "other_pollutant",
    "other_product",
    "part_of_people",
    "remark",
)


@dataclass(frozen=True)
class Told:
    """A row of the table as a form tells it, with the number of the file's row it was read from.

    Columns that the form does not tell are not among the values.
    """

    row: int
    values: Mapping[str, Any]  # each as its column is declared


@dataclass(frozen=True)
class LeftOut:
    """A figure that was read and does not go into the table: for one of REASONS, and of what."""

    reason: str
    what: str = ""


@dataclass(frozen=True)
class Known:
    """What a file does not say itself: its source, its period, and what the tables name."""

    source_id: str
    tables: Mapping[str, pd.DataFrame]
    period: tuple[date, date] | None = None


@dataclass(frozen=True)
class Form:
    """A form by the name that the command knows it by.

    `read` yields what each row of a sheet means, and tells the sheet what cannot be read; it raises
    Unreadable where the sheet is not of this form. `layout` is the header as the office writes it.
    `silent` are headings whose cells the table has no column for.
    """

    name: str
    table: str
    title: Mapping[str, str]
    layout: str
    read: Callable[[Sheet, Known], Iterator[Told | LeftOut]]
    silent: tuple[str, ...] = ()
    needs_period: bool = False


@dataclass
class Reading:
    """All that was read from a file of a form."""

    told: list[Told] = field(default_factory=list)
    left_out: dict[tuple[str, str], int] = field(default_factory=dict)
