"""A difference between two states of a table in plain sentences."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from dashboard.i18n import numbers
from dashboard.i18n.messages import UnknownKey, count, quantity, say
from kzdata.schema import TABLES, Table
from kzdata.schema.model import DAY, FLAG, LANGUAGES, NUMBER, TEXT, WHOLE
from kzdata.schema.text_rules import visible
from kzdata.versions.diff import Difference
from kzdata.versions.shape import Reshaped

INDENT = "  "
NAMES = ("name", "title", "text")  # columns that say, in each language, what a row is called

Frames = Mapping[str, pd.DataFrame]
Row = Mapping[str, Any]  # each value as its column is declared
Coded = Callable[[str, str, str], str]  # table, column, code: what it is called


def say_difference(
    difference: Difference,
    language: str,
    *,
    frames: Frames | None = None,
    most: int | None = None,
    coded: Coded | None = None,
) -> list[str]:
    """Lines that say what was added, removed and changed: columns, then rows under a heading.

    A code of another table is told by the name that it has in `frames`, where it has one. Of each
    kind at most `most` rows are told, and how many more there are. `coded` says what readers call
    a code, and leaves out what only whoever edits the table needs; without it codes stay.
    """
    if not difference:
        return [say("diff.same", language)]
    teller = Teller(difference.table, language, frames or {}, coded)
    added, removed = _rows(difference.added, most), _rows(difference.removed, most)
    changed = zip(_rows(difference.before, most), _rows(difference.after, most), strict=True)
    return [
        *_columns(difference.shape, language),
        *_part("diff.added", len(difference.added), map(teller.whole, added), most, language),
        *_part("diff.removed", len(difference.removed), map(teller.whole, removed), most, language),
        *_part("diff.changed", difference.changed_rows, map(teller.turns, changed), most, language),
    ]


def _columns(shape: Reshaped, language: str) -> list[str]:
    """That the table is new, and a line for each column that it has got or lost."""
    return [
        *([say("log.table_added", language)] if shape.new else []),
        *(
            say("diff.column_added", language, column=name, title=titles[language])
            for name, titles in shape.added.items()
        ),
        *(
            say("diff.column_removed", language, column=name, title=titles[language])
            for name, titles in shape.removed.items()
        ),
    ]


def _rows(frame: pd.DataFrame, most: int | None) -> list[Row]:
    return frame.head(len(frame) if most is None else most).to_dict("records")


def _part(
    heading: str, number: int, rows: Iterable[str], most: int | None, language: str
) -> list[str]:
    if not number:
        return []
    lines = [count(heading, number, language), *(INDENT + row for row in rows)]
    if most is not None and number > most:
        lines.append(INDENT + count("diff.more", number - most, language))
    return lines


@dataclass
class Teller:
    """Says rows and values of a table in one language."""

    table: Table
    language: str
    frames: Frames
    coded: Coded | None = None
    _names: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def whole(self, row: Row) -> str:
        """A row and all that is known of it."""
        said = [
            self._say("diff.holds", column=self._title(name), value=self.value(row, name))
            for name in self.table.columns
            if name not in self.table.key and not pd.isna(row[name]) and self._is_told(name)
        ]
        return f"{self.row(row)} – {'; '.join(said)}"

    def _is_told(self, name: str) -> bool:
        """Readers are told the texts of their language; a unit stands beside its number already."""
        own = name.rpartition("_")[2] in {*LANGUAGES} - {self.language}
        return self.coded is None or not (own or name == "unit")

    def turns(self, rows: tuple[Row, Row]) -> str:
        """A row and what is another in it."""
        before, after = rows
        said = [
            self._say("diff.turns", column=self._title(name), old=old, new=new)
            for name in self.table.columns
            # A number says something else in another unit as well.
            if (self.coded is None or name != "unit")
            and (old := self.value(before, name)) != (new := self.value(after, name))
        ]
        return f"{self.row(after)} – {'; '.join(said)}"

    def row(self, row: Row) -> str:
        """What a person would call a row: its name and code, else the words of its key."""
        key = self.table.key
        spec = self.table.specs[key[0]]
        if len(key) > 1 or self.table.dtype(key[0]) != TEXT or spec.codes:
            return ", ".join(self._key_part(row, name) for name in key)
        own = self._own_name(row)
        named = own or self._name_of_subject(row)
        # Of one subject there may be many rows; a name is one row's, and says enough to readers.
        if named and self.coded and (own or self.table.specs[key[0]].references):
            return named
        return f"{named} ({row[key[0]]})" if named else str(row[key[0]])

    def _own_name(self, row: Row) -> str | None:
        """What a row itself says that it is called."""
        for name in (f"{part}_{self.language}" for part in NAMES):
            if name in row and not pd.isna(row[name]):
                return str(row[name]).replace("{value}", "…")
        return None

    def _name_of_subject(self, row: Row) -> str | None:
        """What the first row of another table is called that a row is about."""
        for name in self.table.columns:
            if self.table.specs[name].references not in (None, "sources", self.table.name):
                return self._named(name, row[name])
        return None

    def _key_part(self, row: Row, name: str) -> str:
        spec, value = self.table.specs[name], self.value(row, name)
        if not pd.isna(row[name]):
            if spec.references:
                return self._named(name, row[name]) or value
            if self.table.dtype(name) == WHOLE:
                return value
        return f"{self._title(name)}: {value}"

    def value(self, row: Row, name: str) -> str:
        """A value of a row in words, with its unit."""
        value, spec, dtype = row[name], self.table.specs[name], self.table.dtype(name)
        if pd.isna(value):
            return self._say("diff.unknown")
        if dtype == FLAG:
            return self._say("diff.yes") if value else self._say("diff.no")
        if dtype == DAY:
            return numbers.day(value, self.language)
        if dtype in (WHOLE, NUMBER):
            # Years and ranks have no unit, and are no quantities.
            unit = spec.unit or (row.get("unit") if dtype == NUMBER else None)
            return str(value) if dtype == WHOLE and not unit else self._quantity(value, unit)
        if spec.references:
            named = self._named(name, value)
            if self.coded and (named or value in spec.besides):
                return self._quoted(named or self.coded(self.table.name, name, value))
            return f"{self._quoted(named)} ({value})" if named else str(value)
        if spec.codes:
            return self.coded(self.table.name, name, value) if self.coded else str(value)
        return self._quoted(value)

    def _quantity(self, value: float, unit: str | None) -> str:
        if unit is None or pd.isna(unit):
            return numbers.number(value, self.language)
        try:
            return quantity(value, unit, self.language)
        except UnknownKey:
            # A unit that is not declared is the check's to refuse.
            return f"{numbers.number(value, self.language)} {unit}"

    def _named(self, column: str, code: str) -> str | None:
        """What a code of another table is called there, if it is."""
        target = self.table.specs[column].references
        if target is None:
            return None
        if target not in self._names:
            self._names[target] = _names(target, self.frames, self.language)
        return self._names[target].get(code)

    def _quoted(self, text: str) -> str:
        return self._say("diff.text", text=self._readable(visible(text)))

    def _title(self, name: str) -> str:
        return self._readable(self.table.specs[name].title[self.language])

    def _readable(self, text: str) -> str:
        """Where a value will stand in a text, readers see a gap."""
        return text.replace("{value}", "…") if self.coded else text

    def _say(self, key: str, **values: object) -> str:
        return say(key, self.language, **values)


def _names(target: str, frames: Frames, language: str) -> Mapping[str, str]:
    """What the rows of a table are called, by their codes; nothing where they have no names."""
    own = [f"{part}_{language}" for part in NAMES if f"{part}_{language}" in TABLES[target].columns]
    if target not in frames or not own:
        return {}
    named = frames[target].dropna(subset=own[0])
    return dict(zip(named[TABLES[target].key[0]], named[own[0]], strict=True))
