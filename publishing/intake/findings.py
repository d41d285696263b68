"""What is found while a file is read, told of its table and its file."""

from collections.abc import Callable
from pathlib import Path
from typing import SupportsInt

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
        self.adds = False  # the file holds some rows of the table, and all others stay

    def read_so_far(self, row: int) -> None:
        """Tell whoever waits; how many rows there will be nobody knows."""
        self._progress(row, row)

    def add(
        self,
        rule: Rule,
        *,
        row: SupportsInt | None = None,
        column: str | None = None,
        found: str = "",
        expected: str = "",
    ) -> None:
        number = None if row is None else int(row)
        self.found.append(
            Problem(
                self.table.name,
                file_said(self.path, self.sheet),
                rule,
                number,
                column,
                found,
                expected,
            )
        )

    def refused(self, file: "Unreadable") -> None:
        """Add why no table could be read."""
        self.add(file.rule, row=file.row, found=file.found, expected=file.expected)


class Unreadable(Exception):
    """A file of which no table can be read: by which rule, and what was found."""

    def __init__(
        self, rule: Rule, *, row: SupportsInt | None = None, found: str = "", expected: str = ""
    ):
        self.rule, self.row, self.found, self.expected = rule, row, found, expected
        super().__init__(rule)
