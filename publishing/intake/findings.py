"""What is found while a file is read, told of its table and its file."""

from collections.abc import Callable
from pathlib import Path

from kzdata.schema import Table
from kzdata.schema.problems import Problem, Rule
from publishing.intake.candidate import Origin, file_said


class Findings:
    """Collects findings about one file that is read for one table."""

    def __init__(self, table: Table, path: Path, progress: Callable[[int, int], None]):
        self.table, self.path, self._progress = table, path, progress
        self.found: list[Problem] = []
        self.sheet = ""  # where a workbook has sheets for several tables
        self.origin = Origin()

    def read_so_far(self, row: int) -> None:
        """Tell whoever waits; how many rows there will be nobody knows."""
        self._progress(row, row)

    def add(
        self,
        rule: Rule,
        *,
        row: int | None = None,
        column: str | None = None,
        found: str = "",
        expected: str = "",
    ) -> None:
        row = None if row is None else int(row)
        self.found.append(
            Problem(
                self.table.name,
                file_said(self.path, self.sheet),
                rule,
                row,
                column,
                found,
                expected,
            )
        )


class Unreadable(Exception):
    """A file of which no table can be read: by which rule, and what was found."""

    def __init__(self, rule: Rule, **about: object):
        self.rule, self.about = rule, about
        super().__init__(rule)
