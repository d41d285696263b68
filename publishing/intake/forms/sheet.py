"""The rows of a file that is no table of ours: where its header is, and what its cells say."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NoReturn, Protocol, TypeVar

from kzdata.schema.problems import Error, Rule
from kzdata.schema.text_rules import shortened
from publishing.intake.cells import Cell, Marked, Noted, Refused, empty, spelled
from publishing.intake.findings import Findings, Unreadable
from publishing.intake.grid import Row
from publishing.intake.header import MOST_ABOVE
from publishing.intake.parse_date import read_day
from publishing.intake.parse_number import read_number, read_whole, writes_commas

YEAR = re.compile("(?:19|20)[0-9]{2}")


Read = TypeVar("Read")


class Names(Protocol):
    """What names mean, and which there are."""

    def __contains__(self, name: str, /) -> bool: ...
    def __getitem__(self, name: str, /) -> str: ...
    def __iter__(self) -> Iterator[str]: ...


class NotRead(Exception):
    """A cell that could not be read; the findings tell of it already."""


@dataclass
class Sheet:
    """The rows of a file by the numbers under which a person sees them."""

    rows: Sequence[Row]
    findings: Findings

    def __post_init__(self) -> None:
        texts = [cell for _, cells in self.rows for cell in cells if isinstance(cell, str)]
        self.commas = writes_commas(texts)
        self.noted: set[Rule] = set()

    def header(self, fits: Callable[[list[str]], bool]) -> int:
        """The place of the first row that is the header of a form; -1 if none of the first is."""
        for place, (_, cells) in enumerate(self.rows[: MOST_ABOVE + 1]):
            if fits(_spelled(cells)):
                return place
        return -1

    def lines(self, columns: Mapping[str, str]) -> Iterator["Line"]:
        """The rows below the header whose cells are the values of `columns`, by their keys.

        Raises Unreadable where there is no such header.
        """
        wanted = [_folded(heading) for heading in columns.values()]
        place = self.header(lambda cells: list(map(_folded, cells)) == wanted)
        if place < 0:
            raise self.other_form(", ".join(columns.values()))
        yield from self.below(place, list(columns))

    def below(self, place: int, names: Sequence[str]) -> Iterator["Line"]:
        """The rows below a place that hold anything."""
        for number, cells in self.rows[place + 1 :]:
            if all(map(empty, cells)):
                continue
            if beyond := [cell for cell in cells[len(names) :] if not empty(cell)]:
                self.findings.add(Error.BEYOND_HEADER, row=number, found=spelled(beyond[0]))
                continue
            given = [*cells, *[None] * (len(names) - len(cells))]
            yield Line(number, dict(zip(names, given, strict=False)), self)

    def other_form(self, expected: str) -> Unreadable:
        """What is wrong with a sheet that has no header of a form."""
        filled = [(n, _spelled(cells)) for n, cells in self.rows if not all(map(empty, cells))]
        if not filled:
            return Unreadable(Error.EMPTY_FILE)
        number, cells = max(filled[: MOST_ABOVE + 1], key=lambda row: len(row[1]))
        found = shortened(", ".join(cells))
        return Unreadable(Error.OTHER_FORM, row=number, found=found, expected=expected)


@dataclass(frozen=True)
class Line:
    """A row below the header; what one of its cells does not say is told and raises NotRead."""

    number: int
    cells: Mapping[str, Cell]
    sheet: Sheet

    def text(self, column: str) -> str:
        return _text(self.cells[column])

    def blank(self, column: str) -> bool:
        return empty(self.cells[column])

    def value(self, column: str) -> float:
        return self._taken(column, read_number(self._cell(column), commas=self.sheet.commas))

    def whole(self, column: str) -> int:
        return self._taken(column, read_whole(self._cell(column), commas=self.sheet.commas))

    def day(self, column: str) -> date:
        return self._taken(column, read_day(self._cell(column)))

    def year(self, column: str) -> int:
        if not YEAR.fullmatch(text := self.text(column)):
            self.refuse(Error.OTHER_IN_FORM, column, text, "1900–2099")
        return int(text)

    def named(self, column: str, known: Names) -> str:
        """What a name means, by the names that are known; none is guessed."""
        text = self.text(column)
        if text not in known:
            self.refuse(Error.UNKNOWN_NAME, column, text, ", ".join(filter(None, known)))
        return known[text]

    def same(self, column: str, expected: str) -> None:
        """Refuse what another text stands for than the one that the form always has."""
        if (text := self.text(column)) != expected:
            self.refuse(Error.OTHER_IN_FORM, column, text, expected)

    def refuse(self, rule: Rule, column: str, found: str, expected: str = "") -> NoReturn:
        self.sheet.findings.add(
            rule, row=self.number, column=column, found=shortened(found), expected=expected
        )
        raise NotRead

    def _cell(self, column: str) -> Cell:
        cell = self.cells[column]
        if empty(cell):
            self.refuse(Error.NOT_NULL, column, "")
        if isinstance(cell, Marked):
            about = {"found": spelled(cell), "expected": cell.about}
            self.sheet.findings.add(cell.rule, row=self.number, column=column, **about)
            return cell.value
        return cell

    def _taken(self, column: str, read: Read | Noted[Read] | Refused) -> Read:
        if isinstance(read, Refused):
            self.refuse(read.rule, column, self.text(column), read.expected)
        if isinstance(read, Noted):
            if read.rule not in self.sheet.noted:
                self.sheet.noted.add(read.rule)
                self.sheet.findings.add(
                    read.rule, row=self.number, column=column, found=self.text(column)
                )
            return read.value
        return read


def _spelled(cells: Sequence[Cell]) -> list[str]:
    """The cells as texts, without the empty ones at the end."""
    said = [_text(cell) for cell in cells]
    while said and not said[-1]:
        said.pop()
    return said


def _text(cell: Cell) -> str:
    """A cell as a text, whole, with one blank between two words."""
    return " ".join((cell if isinstance(cell, str) else spelled(cell)).split())


def _folded(heading: str) -> str:
    return " ".join(heading.split()).casefold()
