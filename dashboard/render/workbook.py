"""A table as a workbook for people: the data, what each column means, and what else is to say."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain

import pandas as pd

from dashboard.i18n.descriptions import column_in_words
from dashboard.i18n.messages import say
from dashboard.render.formats import plain_rows
from kzdata.schema import Table
from kzdata.schema.text_rules import FORMULA, guarded

# Nothing in the data is a formula or a link, whatever it looks like.
AS_IT_IS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
LONG = 50_000  # rows from which on they are written one by one, as memory would not hold them
WIDEST = 60  # characters of a column: longer texts are broken into lines
MOST_ROWS = 1_048_575  # below the header; a sheet has no more

Rows = Iterable[Sequence]


class _Exact(float):
    """A number with every digit: XlsxWriter writes sixteen, and a few numbers have one more."""

    def __format__(self, form: str) -> str:
        short = super().__format__(form)
        return short if float(short) == self else repr(float(self))


def workbook(
    table: Table,
    frame: pd.DataFrame,
    language: str,
    version: str,
    modified: datetime,
    above: Sequence[Sequence] = (),
    below: Sequence[Sequence] = (),
) -> bytes:
    """The workbook in one language; the same data of the same time give the same bytes.

    `above` and `below` are the rows of a third sheet, about the data: those above its heading,
    and the heading with what follows. Raises ValueError for more than MOST_ROWS rows.
    """
    import xlsxwriter  # not before somebody asks for one: every start would wait for it

    if len(frame) > MOST_ROWS:
        raise ValueError(f"a sheet holds {MOST_ROWS} rows, not {len(frame)}")
    file = io.BytesIO()
    long = len(frame) > LONG
    with xlsxwriter.Workbook(
        file, {**AS_IT_IS, "in_memory": not long, "constant_memory": long}
    ) as book:
        title = table.title[language]
        book.set_properties({"title": title, "comments": version, "created": modified})
        rows = ([_cell(value) for value in row.values()] for row in plain_rows(table, frame))
        _sheet(book, say("sheet.data", language), chain([table.columns], rows), heading=0)
        _sheet(book, say("sheet.columns", language), _columns(table, language), heading=0)
        if below:
            _sheet(book, say("sheet.about", language), [*above, *below], heading=len(above))
    return file.getvalue()


def _columns(table: Table, language: str) -> list[list]:
    rows = [
        [
            say("sheet.column", language),
            say("sheet.title", language),
            say("sheet.unit", language),
            say("sheet.holds", language),
        ]
    ]
    for name in table.columns:
        spec, holds = table.specs[name], column_in_words(table, name, language)
        rows.append([name, spec.title[language], spec.unit, holds])
    return rows


def _cell(value: object) -> object:
    """Only what would be taken for guarded is guarded: the cell itself says that it is a text."""
    return guarded(value) if isinstance(value, str) and value.startswith("'") else value


def _sheet(book, name: str, rows: Rows, heading: int) -> None:
    """A sheet whose row `heading` names the columns and stays in sight with what is above it."""
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    quoted = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
    widths: dict[int, int] = {}
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if row >= heading:
                widths[column] = max(widths.get(column, 0), len(str(value)))
            if isinstance(value, float):
                sheet.write_number(row, column, _Exact(value))
            elif not isinstance(value, str):
                sheet.write(row, column, value)
            elif row == heading:
                sheet.write_string(row, column, value, bold)
            else:
                # A text that somebody edits stays one where its cell bears this sign.
                sheet.write_string(row, column, value, quoted if FORMULA.match(value) else plain)
    sheet.freeze_panes(heading + 1, 0)
    for column, width in widths.items():
        sheet.set_column(column, column, min(WIDEST, 2 + width))
