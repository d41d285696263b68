"""A change that somebody may publish at the desk: what is found about it, and what it would do."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from kzdata import clock
from kzdata.schema import TABLES
from kzdata.schema.problems import Grade, Problem
from kzdata.versions.entry import Entry
from publishing.commit.change import Change
from publishing.commit.publish import publish
from publishing.commit.rollback import rollback
from publishing.commit.way_back import WayBack, way_back
from publishing.desk import told
from publishing.intake import Candidate, read_candidate
from publishing.intake.findings import Unreadable
from publishing.intake.mark import marked
from publishing.review.alike import Alike, kinds
from publishing.review.compare import effects
from publishing.review.impact import Effect
from publishing.review.preview import Preview, lost_figures
from publishing.review.rehearsal import asked, rehearse


@dataclass(frozen=True)
class MarkedFile:
    """A file as a workbook with its faults marked, and the rows with marked cells as HTML."""

    path: Path
    workbook: bytes
    cells: str


@dataclass(frozen=True)
class Plan:
    """One change, looked at and not published yet.

    `candidates` are the files of an update, `back` what a rollback goes to.
    """

    action: str
    basis: str
    findings: Sequence[Problem]
    preview: Preview
    language: str
    day: date
    changes: bool
    put: Callable[[Change], Entry | None]
    candidates: Sequence[Candidate] = ()
    back: WayBack | None = None

    @property
    def refused(self) -> bool:
        """Whether it may not be published."""
        return any(finding.grade is Grade.ERROR for finding in self.findings)

    @property
    def questions(self) -> list[Alike]:
        """What is to be confirmed, each kind once."""
        return kinds(each for each in self.findings if each.grade is Grade.QUESTION)

    @cached_property
    def marked_files(self) -> list[MarkedFile]:
        """Each file of which something was found and a part could be read, with its marks."""
        made = []
        for path in dict.fromkeys(each.path for each in self.candidates):
            of_file = [each for each in self.candidates if each.path == path]
            named = {each.file for each in of_file}
            found = [
                each
                for each in self.findings
                if each.file in named and each.grade is not Grade.NOTE
            ]
            if found:
                with suppress(Unreadable):  # nothing of it can be shown; the findings say why
                    heads = {each.origin.sheet: each.origin.header_row for each in of_file}
                    workbook = marked(of_file, found, self.language)
                    cells = told.marked_cells(workbook, heads, self.language)
                    made.append(MarkedFile(path, workbook, cells))
        return made

    @cached_property
    def effects(self) -> Sequence[Effect] | None:
        """What readers would see otherwise: seconds of work, done when it is asked for.

        None where the tables are so long that figures are looked at only on demand.
        """
        if self.preview.is_long:
            return None
        return effects(self.preview.before, self.preview.after, self.language, self.day)

    def publish(self, by: str, reason: str) -> Entry | None:
        """Publish it, its questions answered with yes; raises as `publishing.publish`."""
        answered = asked(self.findings)
        return self.put(Change(self.action, clock.now(), by, reason, answered, self.basis))


def plan_of_files(folder: Path, files: Mapping[str, Path], language: str, day: date) -> Plan:
    """The update of some tables from a file each."""
    candidates = [read_candidate(TABLES[name], path) for name, path in files.items()]
    found = rehearse(folder, candidates, day)
    preview = Preview(found.before, found.differences)
    lost = lost_figures(preview, language, day, [each.file for each in candidates])
    return Plan(
        action="update",
        basis=found.stands.version,
        findings=[*found.findings, *lost],
        preview=preview,
        language=language,
        day=day,
        changes=bool(found.frames),
        put=lambda change: publish(folder, change, found.frames),
        candidates=candidates,
    )


def plan_of_way_back(
    folder: Path, name: str | None, number: int | None, language: str, day: date
) -> Plan:
    """The rollback of one table, or of all, to a version; raises UnknownVersion, BadTable.

    Without a number that is the last version that is another than what stands.
    """
    back = way_back(folder, name, number)
    return Plan(
        action="rollback",
        basis=back.stands.version,
        findings=[*back.findings(day), *lost_figures(back.preview, language, day)],
        preview=back.preview,
        language=language,
        day=day,
        changes=not back.is_same,
        put=lambda change: rollback(folder, change, name, back.to.number),
        back=back,
    )


@dataclass
class Memory:
    """What a page remembers from run to run, in one object that no run can leave half changed.

    `plan` was looked at for `asked` when `version` was the newest; `told` is said once, at the top;
    `back` is the rollback that is looked at; each `round` has an uploader without files.
    """

    plan: Plan | None = None
    asked: Hashable = None
    version: int = 0
    drawn: list[Sequence[str]] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)
    back: tuple[str | None, int | None] | None = None
    out: tuple[Hashable, bytes] | None = None
    task: str = ""
    tables: dict[Path, str] = field(default_factory=dict)
    by: str = ""
    round: int = 0

    def forget(self) -> None:
        """Let what was looked at be looked at anew."""
        self.plan, self.asked, self.drawn = None, None, []

    def done(self) -> None:
        """Begin anew, after a change was published."""
        self.forget()
        self.back, self.round = None, self.round + 1
