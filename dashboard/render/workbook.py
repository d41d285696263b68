"""Tables as a workbook for people: the data, what each column means, and what may be written."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

import pandas as pd

from dashboard.i18n.descriptions import column_in_words
from dashboard.i18n.messages import say
from dashboard.render.fill_in import Frames, Listed, help_lines, list_rows, listed, rule_of
from dashboard.render.formats import plain_rows
from kzdata.schema import Table
from kzdata.schema.model import DAY, FLAG
from kzdata.schema.text_rules import FORMULA, guarded
from kzdata.schema.validate import is_code

# Nothing in the data is a formula or a link, whatever it looks like.
AS_IT_IS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
# What whoever fills a protected sheet in may do all the same; the protection has no password.
ALLOWED = dict.fromkeys(
    ("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort"), True
)
TRUTH = '"TRUE";"TRUE";"FALSE"'  # as LibreOffice writes it: it would show 0 and 1 otherwise
LOCKED_COLOUR, ASKED_COLOUR = "#eceff1", "#fff2b3"

LONG = 50_000  # rows from which on they are written one by one, as memory would not hold them
LINE = 15  # points of a line of text
WIDEST = 60  # characters of a column: longer texts are broken into lines
MOST_ROWS = 1_048_575  # below the header; a sheet has no more

Rows = Iterable[Sequence]


class Exact(float):
    """A number with every digit: XlsxWriter writes sixteen, and a few numbers have one more."""

    def __format__(self, form: str) -> str:
        short = super().__format__(form)
        return short if float(short) == self else repr(float(self))


@dataclass(frozen=True)
class Sheet:
    """A table in a workbook: its rows, and the columns whose cells may not be changed.

    Those that are `asked` for are coloured, in a sheet of rows that are to be added to the others
    of the table, below a line that says what for.
    """

    table: Table
    frame: pd.DataFrame
    locked: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    asked_for: str = ""


@dataclass
class _Lists:
    """The lists of a workbook, each once, and where they stand on their sheet."""

    sheet: str
    all: list[Listed] = field(default_factory=list)

    def place(self, choices: Listed) -> str:
        """The cells of a list, as a rule names them."""
        from xlsxwriter.utility import xl_col_to_name

        if choices not in self.all:
            self.all.append(choices)
        column = xl_col_to_name(2 * self.all.index(choices))
        return f"='{self.sheet}'!${column}$2:${column}${1 + len(choices.values)}"


def workbook(
    table: Table,
    frame: pd.DataFrame,
    language: str,
    version: str,
    modified: datetime,
    above: Sequence[Sequence] = (),
    below: Sequence[Sequence] = (),
    *,
    frames: Frames | None = None,
    protected: bool = False,
) -> bytes:
    """The workbook of one table in one language; equal data and times give equal bytes.

    `above` and `below` are the rows of a sheet about the data: those above its heading, and the
    heading with what follows. The keys of `frames` are offered where a column refers to them; if it
    is `protected`, the keys of the rows may not be changed. Raises ValueError for more than
    MOST_ROWS rows.
    """
    sheet = Sheet(table, frame, table.key if protected else ())
    sheets, title = {say("sheet.data", language): sheet}, table.title[language]
    about = ([*above, *below], len(above)) if below else None
    return workbook_of(sheets, title, language, version, modified, frames or {}, about)


def workbook_of(
    sheets: Mapping[str, Sheet],
    title: str,
    language: str,
    version: str,
    modified: datetime,
    frames: Frames,
    about: tuple[Rows, int] | None = None,
) -> bytes:
    """A workbook of several tables by the names of their sheets; else as `workbook`.

    `about` are the rows of a sheet about the data, and which of them is its heading.
    """
    import xlsxwriter  # not before somebody asks for one: every start would wait for it

    if (most := max(len(sheet.frame) for sheet in sheets.values())) > MOST_ROWS:
        raise ValueError(f"a sheet holds {MOST_ROWS} rows, not {most}")
    file = io.BytesIO()
    long = most > LONG
    lists = _Lists(say("sheet.lists", language))
    with xlsxwriter.Workbook(
        file, {**AS_IT_IS, "in_memory": not long, "constant_memory": long}
    ) as book:
        book.set_properties({"title": title, "comments": version, "created": modified})
        for name, sheet in sheets.items():
            _data(book, name, sheet, lists, frames, language)
        tables = [sheet.table for sheet in sheets.values()]
        _sheet(book, say("sheet.columns", language), _columns(tables, language), heading=0)
        if about is not None:
            _sheet(book, say("sheet.about", language), *about)
        locked = any(sheet.locked for sheet in sheets.values())
        adding = any(sheet.asked for sheet in sheets.values())
        said = [
            say("sheet.help", language),
            *help_lines(tables, language, locked=locked, adding=adding),
        ]
        _sheet(book, say("sheet.help", language), [[line] for line in said], heading=0)
        if lists.all:
            _sheet(book, lists.sheet, list_rows(lists.all, language), heading=0)
    return file.getvalue()


def _columns(tables: Sequence[Table], language: str) -> list[list]:
    """What each column means; of several tables, each behind the name of its table."""
    rows: list[list] = [
        [
            say("sheet.column", language),
            say("sheet.title", language),
            say("sheet.unit", language),
            say("sheet.holds", language),
        ]
    ]
    for table in tables:
        for name in table.columns:
            spec, holds = table.specs[name], column_in_words(table, name, language)
            rows.append([name, spec.title[language], spec.unit, holds])
    if len(tables) == 1:
        return rows
    of_row = [say("sheet.table", language), *(t.name for t in tables for _ in t.columns)]
    return [[name, *row] for name, row in zip(of_row, rows, strict=True)]


def _data(book, name: str, sheet: Sheet, lists: _Lists, frames: Frames, language: str) -> None:
    """The sheet of a table, with the rules of its columns for the rows that there are and come."""
    table = sheet.table
    rows = ([_cell(value) for value in row.values()] for row in plain_rows(table, sheet.frame))
    manner = [_manner(table, column) for column in table.columns]
    locked = [table.columns.index(column) for column in sheet.locked]
    asked = [table.columns.index(column) for column in sheet.asked]
    above = _titles(sheet, language) if sheet.asked else []
    lines = chain(above, [table.columns], rows)
    made = _sheet(book, name, lines, len(above), manner, locked, asked)
    for place, column in enumerate(table.columns):
        choices = listed(table, column, frames, language)
        stands = lists.place(choices) if choices else ""
        rule = rule_of(table, column, choices, stands, language)
        made.data_validation(1 + len(above), place, MOST_ROWS, place, rule)


def _titles(sheet: Sheet, language: str) -> list[list[str]]:
    """Rows above the header, which a reader of the file takes for remarks."""
    first, *others = (sheet.table.specs[name].title[language] for name in sheet.table.columns)
    return [[f"# {sheet.asked_for}"], [f"# {first}", *others]]


def _manner(table: Table, column: str) -> dict[str, object]:
    """How the cells of a column are shown: a code stays a text, whatever it looks like."""
    if table.dtype(column) == DAY:
        return {"num_format": AS_IT_IS["default_date_format"]}
    if table.dtype(column) == FLAG:
        return {"num_format": TRUTH}
    return {"num_format": "@"} if is_code(table, column) else {}


def _cell(value: object) -> object:
    """Only what would be taken for guarded is guarded: the cell itself says that it is a text."""
    return guarded(value) if isinstance(value, str) and value.startswith("'") else value


def _sheet(
    book,
    name: str,
    rows: Rows,
    heading: int,
    manner: Sequence[Mapping[str, object]] = (),
    locked: Sequence[int] = (),
    asked: Sequence[int] = (),
):
    """A sheet whose row `heading` names the columns and stays in sight with what is above it.

    `manner` is the format of each column; those `asked` for are coloured. If some are `locked`,
    what stands in them may not be changed, all else may.
    """
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True})
    text = {"text_wrap": True, "valign": "top"}
    wide = range(len(manner) or 1)
    free = {"locked": False} if locked or asked else {}
    known, wanted = {"bg_color": LOCKED_COLOUR}, {**free, "bg_color": ASKED_COLOUR}
    own = dict.fromkeys(locked, known) | dict.fromkeys(asked, wanted)
    of = [(dict(manner[n]) if manner else {}) | own.get(n, free) for n in wide]
    bare = [book.add_format(each) if each else None for each in of]
    plain = [book.add_format({**each, **text}) for each in of]
    quoted = [book.add_format({**each, **text, "quote_prefix": True}) for each in of]
    widths: dict[int, int] = {}
    for row, values in enumerate(rows):
        if not manner and (lines := max(map(len, map(str, values)), default=0) // WIDEST):
            sheet.set_row(row, LINE * (lines + 1))  # not every program does so by itself
        for column, value in enumerate(values):
            if row >= heading - bool(asked):  # the titles stand right above
                widths[column] = max(widths.get(column, 0), len(str(value)))
            n = column if manner else 0
            if isinstance(value, float):
                sheet.write_number(row, column, Exact(value), bare[n])
            elif not isinstance(value, str):
                sheet.write(row, column, value, bare[n])
            elif row == heading:
                sheet.write_string(row, column, value, bold)
            elif asked and row < heading:
                sheet.write_string(row, column, value)
            else:
                # A text that somebody edits stays one where its cell bears this sign.
                style = (quoted if FORMULA.match(value) else plain)[n]
                sheet.write_string(row, column, value, style)
    sheet.freeze_panes(heading + 1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)  # as wide as a page, however many columns there are
    for column, width in widths.items():
        about = (dict(manner[column]) | free) if manner else {}
        to_come = book.add_format(about) if about else None
        sheet.set_column(column, column, min(WIDEST, 2 + width), to_come)
    if locked or asked:
        sheet.protect("", ALLOWED)
    return sheet
