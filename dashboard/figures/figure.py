"""What a figure is: one question, one computed answer, and all that any place needs to show it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from dashboard.figures import theme
from dashboard.i18n import Words
from dashboard.i18n.words import MOST_DIGITS

Tables = Mapping[str, pd.DataFrame]

DESCRIBED_ROWS = 40  # a listener is told no more rows than these; the table holds them all


@dataclass(frozen=True)
class FigureRequest:
    """What a figure is asked for: the language, the day, and the visitor's choices as codes."""

    words: Words
    day: date
    region: str = "KZ-35"
    year: int = 2022
    town: str = "balkhash"
    place: str = "balkhash"


@dataclass(frozen=True)
class Column:
    """A column of a figure's table: its name in the frame, its title, how its cells are said.

    `kind` is text, number, signed, year or day; `digits` are fixed where the record prints them.
    """

    name: str
    title: str
    kind: str = "text"
    digits: int | None = None


@dataclass(frozen=True)
class Figure:
    """A finished figure in one language. `chart` is None where there is nothing to draw."""

    id: str
    title: str
    answer: str
    refers: str
    basis: tuple[str, ...]
    chart: theme.Drawn | None
    description: str
    table: pd.DataFrame
    columns: tuple[Column, ...]
    sources: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What its picture is called for those who listen; the numbers follow in its table."""
        return f"{self.title} {self.answer}"


@dataclass(frozen=True)
class FigureSpec:
    """An entry of the registry: where a figure stands, the tables it needs, how it is made."""

    id: str
    page: str
    tables: tuple[str, ...]
    build: Callable[[Tables, FigureRequest], Figure]
    choices: tuple[str, ...] = field(default=())


def compose(
    id: str,
    view: FigureRequest,
    *,
    answer: str,
    chart: theme.Drawn | None,
    table: pd.DataFrame,
    columns: Iterable[Column],
    sources: Iterable[str],
    basis: Iterable[str],
    notes: Iterable[str] = (),
) -> Figure:
    """Put a figure together: its title and reference by its id, its description from its table."""
    words, columns = view.words, tuple(columns)
    title = title_of(id, words, view.town)
    table = table[[column.name for column in columns]].reset_index(drop=True)
    return Figure(
        id=id,
        title=title,
        answer=answer,
        refers=words(f"{id}.refers"),
        basis=tuple(dict.fromkeys(basis)),
        chart=None if chart is None else theme.finish(chart, words, f"{title} {answer}"),
        description=f"{title} {answer} {told(table, columns, words)}",
        table=table,
        columns=columns,
        sources=tuple(dict.fromkeys(s for s in sources if isinstance(s, str) and s)),
        notes=tuple(notes),
    )


def title_of(id: str, words: Words, town: str = "") -> str:
    """The question of a figure; that of a town names it."""
    return words(f"{id}.title", town=words.code("place", town or FigureRequest.town))


def cell(value: Any, column: Column, words: Words) -> str:
    """One cell of a figure's table as a reader sees it; a missing value is a dash."""
    if _missing(value):
        return "–"
    if column.kind == "number":
        return words.number(value, column.digits)
    if column.kind == "signed":
        return words.signed(value, column.digits)
    if column.kind == "year":
        return str(int(value))
    return words.day(value) if column.kind == "day" else str(value)


def plain(value: Any, column: Column) -> str | int | float | None:
    """One cell as a machine reads it: as exact as a reader sees it, days as in ISO 8601."""
    if _missing(value):
        return None
    if column.kind == "day":
        return pd.Timestamp(value).date().isoformat()
    if column.kind == "text":
        return str(value)
    digits = MOST_DIGITS if column.digits is None else column.digits
    number = round(float(value), digits)
    return int(number) if number.is_integer() else number


def _missing(value: object) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or value != value or value == ""


def told(table: pd.DataFrame, columns: tuple[Column, ...], words: Words) -> str:
    """The rows of a table as sentences for those who listen; nothing if it has none."""
    if table.empty:
        return ""
    lines = []
    for row in table.head(DESCRIBED_ROWS).itertuples(index=False):
        cells = zip(columns, row, strict=True)
        said = (f"{c.title}: {cell(v, c, words).removesuffix('.')}" for c, v in cells)
        lines.append(", ".join(said))
    return "; ".join(lines) + "."
