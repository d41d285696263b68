"""Rows held against each other, against rows of other tables, and against the day.

A rule takes all tables and a day, some also the name of the table of which they tell, and yields
problems and questions, their rows counted from 1. A table that is not there is held against
nothing; nor is anything held against the day where none is given, since what may be shown does not
depend on the clock of the server that shows it.
"""

from collections.abc import Iterable
from datetime import date
from functools import partial
from itertools import chain
from typing import Protocol

from kzdata.consistency import air, asking, outcomes, periods, places, series, sums, wording
from kzdata.consistency.found import Frames
from kzdata.consistency.once import once
from kzdata.schema import TABLES
from kzdata.schema.problems import Grade, Problem


class RuleOfAll(Protocol):
    """What is told of all tables on a day."""

    def __call__(self, frames: Frames, day: date | None) -> Iterable[Problem]: ...


class RuleOfTable(Protocol):
    """What is told of one table, beside the others, on a day."""

    def __call__(self, name: str, frames: Frames, day: date | None) -> Iterable[Problem]: ...


RULES: tuple[RuleOfAll, ...] = (
    periods.announced_late,
    periods.claimed_early,
    outcomes.later_than_source,
    outcomes.earlier_than_promise,
    outcomes.of_same_source,
    outcomes.missed_early,
    sums.emissions,
    sums.of_country,
    sums.plants,
    sums.country,
    sums.months,
    sums.years,
    series.units,
    series.sums_of_months,
    series.growth_of_months,
    series.indexes,
    air.overlapping,
    air.below_part,
    air.unlike_level,
    air.beyond_instruments,
    places.tiles,
    places.predecessors,
    wording.addresses,
    asking.unknown_gaps,
    asking.unknown_tables,
)
RULES_OF_TABLE: tuple[RuleOfTable, ...] = (
    periods.still_to_come,
    periods.longer_than_known,
    series.overlaps,
    places.ended,
    wording.languages,
    wording.loose_ends,
)


def inconsistent(frames: Frames, day: date | None = None) -> list[Problem]:
    """Every error and every question."""
    found = [once((rule, day), partial(rule, day=day), frames) for rule in RULES]
    found += [
        once((rule, name, day), partial(rule, name, day=day), frames)
        for rule in RULES_OF_TABLE
        for name in frames
    ]
    return list(chain.from_iterable(found))


def contradictions(frames: Frames, day: date | None = None) -> list[Problem]:
    """The errors alone: what cannot be."""
    return [finding for finding in inconsistent(frames, day) if finding.grade is Grade.ERROR]


def doubts_and_contradictions(
    published: Frames, frames: Frames, day: date | None = None
) -> list[Problem]:
    """The errors, and the questions that what is published does not raise already."""
    found = inconsistent(frames, day)
    if all(finding.grade is Grade.ERROR for finding in found):
        return found
    raised = {_of_key(finding, published) for finding in inconsistent(published, day)}
    return [
        finding
        for finding in found
        if finding.grade is Grade.ERROR or _of_key(finding, frames) not in raised
    ]


def _of_key(finding: Problem, frames: Frames) -> tuple[str | None, ...]:
    """What a finding says of which row, wherever in its table that stands."""
    key = list(TABLES[finding.table].key)
    row = () if finding.row is None else frames[finding.table].iloc[finding.row - 1][key]
    return (finding.rule, finding.column, finding.found, finding.expected, *map(str, row))
