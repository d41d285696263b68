"""Rehearse an update: what would be found, and what would change, before anything is published."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from kzdata.consistency import doubts_and_contradictions
from kzdata.current import Standing, standing
from kzdata.promise_guard import doubtful, vanished
from kzdata.schema.problems import Grade, Problem, Rule
from kzdata.versions.diff import Difference, diff
from kzdata.versions.shape import SAME, Reshaped, reshaped
from publishing.intake import Candidate, check_candidates, whole
from publishing.review.impact import Progress


@dataclass(frozen=True)
class Rehearsal:
    """What an update of the tables that stand would come to.

    `differences` tells the tables of which rows would be others, from the state `before`, if the
    update is not `refused`; `frames` are those that would be published.
    """

    stands: Standing
    before: Mapping[str, pd.DataFrame]
    findings: Sequence[Problem]
    differences: Sequence[Difference]
    frames: Mapping[str, pd.DataFrame]

    @property
    def refused(self) -> bool:
        return any(finding.grade is Grade.ERROR for finding in self.findings)


def rehearse(
    folder: Path,
    candidates: Iterable[Candidate],
    day: date,
    progress: Progress = lambda done, total: None,
) -> Rehearsal:
    """Hold candidates against the tables that stand in a folder, as of a day.

    `progress` hears of each step.
    """
    stands = standing(folder)
    by_name = {each.table.name: whole(each, stands.frames) for each in candidates}
    progress(1, 3)
    findings = findings_of(by_name.values(), stands.frames, day)
    progress(2, 3)
    new = {name: each.frame for name, each in by_name.items() if each.frame is not None}
    # A table that does not stand is as good as empty.
    before = {**{name: frame.iloc[:0] for name, frame in new.items()}, **stands.frames}
    rehearsal = Rehearsal(stands, before, findings, [], {})
    if rehearsal.refused:
        return rehearsal
    found = {
        name: diff(by_name[name].table, before[name], frame, shape_of(stands, name))
        for name, frame in new.items()
    }
    # A faulty file makes way even for the rows that are shown already.
    frames = {n: frame for n, frame in new.items() if found[n] or n in stands.instead}
    return replace(rehearsal, differences=[each for each in found.values() if each], frames=frames)


def asked(findings: Iterable[Problem]) -> tuple[Rule, ...]:
    """The rules of the questions among some findings, each once."""
    questions = (finding.rule for finding in findings if finding.grade is Grade.QUESTION)
    return tuple(dict.fromkeys(questions))


def shape_of(stands: Standing, name: str) -> Reshaped:
    """What a table becomes when it is published as it is declared now: columns, or a new table."""
    if name in stands.absent:
        return Reshaped(new=True)
    return reshaped(name, stands.paths[name]) if name in stands.frames else SAME


def findings_of(
    candidates: Iterable[Candidate], published: Mapping[str, pd.DataFrame], day: date
) -> list[Problem]:
    """Every finding about candidates, and about rows that stand if they no longer fit beside them.

    Promises that would be forgotten are among them.
    """
    by_name = {each.table.name: each for each in candidates}
    new = {name: each.frame for name, each in by_name.items() if each.frame is not None}
    found = vanished(published, new, day) + doubtful(published, new, day)
    found += doubts_and_contradictions(published, {**published, **new}, day)
    seen = [_as_seen(finding, by_name.get(finding.table)) for finding in found]
    told = check_candidates(by_name.values(), published) + seen
    # What stays beside rows that are added has no place in the file.
    return [replace(each, row=None) if each.row == 0 else each for each in told]


def _as_seen(finding: Problem, candidate: Candidate | None) -> Problem:
    """A finding about a frame, told of the file and the row as the person sees them."""
    if candidate is None:
        return finding
    row = None if finding.row is None else int(candidate.rows[finding.row - 1])
    return replace(finding, file=candidate.file, row=row)
