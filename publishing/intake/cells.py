"""The cells of a file as they stand in it, before anybody asks what they mean."""

from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Generic, TypeVar

import numpy as np

from kzdata.schema.problems import Rule
from kzdata.schema.text_rules import shortened


@dataclass(frozen=True)
class Percent:
    """A number that its cell shows as a percentage: 0.21 as 21 %."""

    value: float


@dataclass(frozen=True)
class Truth:
    """TRUE or FALSE; Python takes its own True for the number 1."""

    value: bool


@dataclass(frozen=True)
class ErrorValue:
    """#REF!, #N/A and their like."""

    text: str


@dataclass(frozen=True)
class Formula:
    """A formula whose result the file does not hold."""

    text: str


@dataclass(frozen=True)
class Raised:
    """A text with a footnote's mark raised above the line, and the text without it."""

    text: str
    below: str


@dataclass(frozen=True)
class Marked:
    """A cell that can be read, but of which something has to be said: by which rule, and what."""

    value: "Cell"
    rule: Rule
    about: str = ""


Read = TypeVar("Read", covariant=True)
Cell = (
    None | str | int | float | date | datetime | time | timedelta
    | Percent | Truth | ErrorValue | Formula | Raised | Marked
)  # fmt: skip


@dataclass(frozen=True)
class Refused:
    """A cell that cannot be read as what its column holds: by which rule, and what to write."""

    rule: Rule
    expected: str = ""


@dataclass(frozen=True)
class Noted(Generic[Read]):
    """A cell that was read rightly although it is not written as it should be."""

    value: Read
    rule: Rule
    about: str = ""


class Numbered(dict[Cell, int]):
    """Different cells numbered as they come."""

    def __missing__(self, cell: Cell) -> int:
        number = self[cell] = len(self)
        return number


@dataclass
class Column:
    """The cells below one another: each row holds the number of one of the different cells."""

    different: Numbered = field(default_factory=Numbered)
    _numbers: "array[int]" = field(default_factory=lambda: array("i"))

    def extend(self, cells: Iterable[Cell]) -> None:
        self._numbers.extend(map(self.different.__getitem__, cells))

    @property
    def cells(self) -> list[Cell]:
        """The different cells by their numbers."""
        return list(self.different)

    @property
    def numbers(self) -> np.ndarray:
        return np.frombuffer(self._numbers, dtype=np.int32)

    def holds(self, wanted: Callable[[Cell], bool]) -> np.ndarray:
        """Whether each row holds a cell that is wanted."""
        held = np.array([wanted(cell) for cell in self.different] or [False])
        return np.take(held, self.numbers)

    def only(self, rows: np.ndarray) -> "Column":
        return Column(self.different, array("i", self.numbers[rows].tobytes()))


def empty(cell: Cell) -> bool:
    return cell is None or cell == ""


def spelled(cell: Cell) -> str:
    """A cell as a finding repeats it, near to how the person sees it."""
    match cell:
        case None:
            return ""
        case Marked(value):
            return spelled(value)
        case Percent(value):
            return f"{value * 100:.12g} %"
        case Truth(value):
            return str(value).upper()
        case ErrorValue(text) | Formula(text) | Raised(text):
            return shortened(text)
        case datetime():
            return f"{cell:%Y-%m-%d}" if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M}"
        case float():
            return f"{cell:.15g}"
    return shortened(str(cell))
