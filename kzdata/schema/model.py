"""How a table is declared: a pandera schema that also carries units, references and titles."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from functools import cached_property

import pandas as pd
import pandera.pandas as pa

from kzdata.schema.problems import Error

LANGUAGES = ("kk", "ru", "en")

# Days outside of these are a slip of the pen.
FIRST_DAY, LAST_DAY = pd.Timestamp("1990-01-01"), pd.Timestamp("2100-12-31")

# Pages link addresses: one that begins otherwise might run a script.
WEB_ADDRESS = r"^https?://[^\s/]\S*\Z"

Titles = Mapping[str, str]  # by language
UnitCases = Mapping[str | tuple[str, ...], tuple[str, ...]]  # units by one code, or by several

TEXT, WHOLE, NUMBER, DAY, FLAG = "str", "Int64", "float64", "datetime64[ms]", "bool"


@dataclass(frozen=True)
class Where:
    """Which rows fill a column: those whose code in another column is among `cases`; no others.

    A case names the table whose key the value must then be, or nothing. If it is not `needed`, such
    rows may leave it empty as well; `needed` may also name the cases that need it.
    """

    column: str
    cases: Mapping[str, str | None]
    needed: bool | tuple[str, ...] = True

    @property
    def needing(self) -> tuple[str, ...]:
        """The cases that may not leave the column empty."""
        if isinstance(self.needed, tuple):
            return self.needed
        return tuple(self.cases) if self.needed else ()


@dataclass(frozen=True)
class Units:
    """The units of what a row measures, the usual one first, by the codes of other columns.

    A case is the code of the first column, or the codes of all. `of` are the columns whose values
    are in the unit; without units a row has none.
    """

    columns: tuple[str, ...]
    cases: Mapping[str, tuple[str, ...]] | UnitCases
    of: tuple[str, ...]

    def case(self, codes: tuple[str, ...]) -> tuple[str, tuple[str, ...] | None]:
        """The code that decides, and its units; None where the codes are no case."""
        cases: UnitCases = dict(self.cases.items())
        if codes in cases:
            return codes[-1], cases[codes]
        return codes[0], cases.get(codes[0])


def titles(kk: str, ru: str, en: str) -> dict[str, str]:
    """One text in the three languages, keyed by language code."""
    return {"kk": kk, "ru": ru, "en": en}


@dataclass(frozen=True)
class ColumnSpec:
    """One column: its type, what it may hold, and what it is called in three languages.

    `codes` lists the only words a code column may hold; `low` and `high` bound a number;
    `references` names the table whose key the value must be, `besides` the exceptions; `among` is a
    column of that table and the code that the row must have there. `where` and `units` say what the
    column may hold as other columns of its row decide. `was` is what it was called in older files,
    `titled` are titles that it had: a file may still bear one.
    """

    dtype: str
    title: Titles
    _: KW_ONLY
    unit: str | None = None
    codes: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    nullable: bool = False
    references: str | None = None
    besides: tuple[str, ...] = ()
    among: tuple[str, str] | None = None
    where: Where | None = None
    units: Units | None = None
    web_address: bool = False
    was: str | None = None
    titled: tuple[str, ...] = ()

    @property
    def bounds(self) -> tuple[float, float] | None:
        """Least and most of a number; None where a number, or anything else, is not bounded."""
        return None if self.low is None or self.high is None else (self.low, self.high)

    def to_pandera(self) -> pa.Column:
        """What of the declaration can be told by the column alone, as pandera checks it."""
        checks = []
        if self.codes:
            checks.append(pa.Check.isin(list(self.codes), error=Error.CODE))
        if self.bounds:
            checks.append(pa.Check.in_range(*self.bounds, error=Error.RANGE))
        if self.web_address:
            checks.append(pa.Check.str_matches(WEB_ADDRESS, error=Error.ADDRESS))
        if self.dtype == DAY:
            checks.append(pa.Check.in_range(FIRST_DAY, LAST_DAY, error=Error.RANGE))
        return pa.Column(self.dtype, checks, nullable=self.nullable, title=self.title["en"])


def in_three_languages(
    name: str,
    title: Titles,
    *,
    nullable: bool = False,
    titled: Sequence[str] = (),
    where: Where | None = None,
) -> dict[str, ColumnSpec]:
    """The columns `name_kk`, `name_ru`, `name_en` of a text that the data hold in each language."""
    return {
        f"{name}_{language}": ColumnSpec(
            TEXT,
            {k: f"{v} ({language})" for k, v in title.items()},
            nullable=nullable,
            titled=tuple(f"{each} ({language})" for each in titled),
            where=where,
        )
        for language in LANGUAGES
    }


@dataclass(frozen=True)
class Table:
    """One declared table: `name` is also its file's name; `key` is unique over all rows.

    `specs` are its columns in order, `rows` the rules that look at several columns of a row.
    One that `may_be_empty` says by having no rows that there is nothing to say; any other table
    without rows has lost them.
    """

    name: str
    title: Titles
    key: tuple[str, ...]
    specs: Mapping[str, ColumnSpec]
    rows: tuple[pa.Check, ...] = ()
    may_be_empty: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.specs)

    @cached_property
    def schema(self) -> pa.DataFrameSchema:
        """Columns and rules between them as pandera checks them."""
        columns, rows = {n: spec.to_pandera() for n, spec in self.specs.items()}, list(self.rows)
        return pa.DataFrameSchema(columns, rows, strict=True, ordered=True, name=self.name)

    def dtype(self, name: str) -> str:
        """One of TEXT, WHOLE, NUMBER, DAY, FLAG."""
        return self.specs[name].dtype

    @property
    def was(self) -> Mapping[str, str]:
        """The columns that have another name than in older files, by the name that they had."""
        return {spec.was: name for name, spec in self.specs.items() if spec.was}

    def stored(self, name: str, there: Container[str]) -> str | None:
        """What a column is called in a file that has some columns; None if it has it not."""
        return next((each for each in (name, self.specs[name].was) if each in there), None)


def table(
    name: str,
    title: Titles,
    key: Sequence[str],
    columns: Mapping[str, ColumnSpec],
    rows: Sequence[pa.Check] = (),
    *,
    may_be_empty: bool = False,
) -> Table:
    """Declare a table; `rows` are rules that look at several columns of a row at once."""
    return Table(name, title, tuple(key), columns, tuple(rows), may_be_empty)


def percent_of_a_whole(value: str, *, low: float = 0) -> pa.Check:
    """Where the unit is percent, the value lies between `low` and 100, if it is known."""
    return pa.Check(
        lambda frame: (
            (frame["unit"] != "percent") | frame[value].isna() | frame[value].between(low, 100)
        ),
        error=f"{Error.PERCENT}:{value}",
    )


def holds_value(text: str) -> pa.Check:
    """The text says where its value stands: `{value}`, once."""
    return pa.Check(
        lambda frame: frame[text].str.fullmatch(r"[^{}]*\{value\}[^{}]*"),
        error=f"{Error.PLACEHOLDER}:{text}",
    )


def in_order(first: str, then: str) -> pa.Check:
    """Where both are known, `first` is not after, nor more than, `then`."""
    return pa.Check(
        lambda frame: frame[first].isna() | frame[then].isna() | (frame[first] <= frame[then]),
        error=f"{Error.ORDER}:{then}:{first}",
    )


def together(first: str, then: str) -> pa.Check:
    """Both are known, or neither is."""
    return pa.Check(
        lambda frame: frame[first].isna() == frame[then].isna(),
        error=f"{Error.HALF}:{then}",
    )
