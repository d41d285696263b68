"""A dataset as a workbook for people: the data, what each column means, where it is all from."""

import io
from collections.abc import Sequence
from datetime import datetime

import pandas as pd

from dashboard.figures import cited
from dashboard.i18n import Words
from kzdata import Table
from kzdata.datapackage import cited_in
from kzdata.describe import column_in_words, rows_in_words

from .forms import plain_rows

# Nothing in the data is a formula or a link, whatever it looks like.
AS_IT_IS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
    "in_memory": True,
}
# What a spreadsheet takes for the beginning of a formula once somebody edits the cell.
LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDEST = 60  # characters of a column: longer texts are broken into lines


def workbook(
    table: Table,
    frame: pd.DataFrame,
    sources: pd.DataFrame,
    words: Words,
    version: str,
    modified: datetime,
) -> bytes:
    """The workbook in one language; the same data of the same time give the same bytes."""
    import xlsxwriter  # not before somebody asks for one: every start would wait for it

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, AS_IT_IS) as book:
        title = table.title[words.language]
        book.set_properties({"title": title, "comments": version, "created": modified})
        rows = plain_rows(table, frame)
        data = [list(table.columns), *(list(row.values()) for row in rows)]
        _sheet(book, words("open.data"), data, heading=0)
        _sheet(book, words("open.columns"), _columns(table, words), heading=0)
        above = _above(table, words, version)
        named = _sources(table, frame, sources, words)
        _sheet(book, words("open.about"), [*above, *named], heading=len(above))
    return file.getvalue()


def _columns(table: Table, words: Words) -> list[list]:
    rows = [[words("open.column"), words("open.title"), words("column.unit"), words("open.holds")]]
    for name in table.columns:
        about, holds = table.about(name), column_in_words(table, name, words.language)
        rows.append([name, about["title"][words.language], about["unit"], holds])
    return rows


def _above(table: Table, words: Words, version: str) -> list[list]:
    """What the workbook is, of which version, and what is not granted."""
    return [
        [words("app.title")],
        [table.title[words.language]],
        [rows_in_words(table, words.language)],
        [words("ui.version", version=version)],
        [words("ui.licence_note")],
        [],
    ]


def _sources(table: Table, frame: pd.DataFrame, sources: pd.DataFrame, words: Words) -> list[list]:
    ids = [id for id in cited_in(table, frame) if id in set(sources["source_id"])]
    licences = sources.set_index("source_id")["licence"]
    rows = [
        [words("open.source"), words("open.published"), words("open.licence"), words("open.url")]
    ]
    for id, source in zip(ids, cited(ids, sources, words), strict=True):
        rows.append([source.title, source.said, words.code("licence", licences[id]), source.url])
    return rows


def _sheet(book, name: str, rows: Sequence[Sequence], heading: int) -> None:
    """A sheet whose row `heading` names the columns and stays in sight with what is above it."""
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    quoted = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if not isinstance(value, str):
                sheet.write(row, column, value)
            elif row == heading:
                sheet.write_string(row, column, value, bold)
            else:
                like_a_formula = value.startswith(LIKE_A_FORMULA)
                sheet.write_string(row, column, value, quoted if like_a_formula else plain)
    sheet.freeze_panes(heading + 1, 0)
    for column, cells in enumerate(zip(*rows[heading:], strict=True)):
        sheet.set_column(column, column, min(WIDEST, 2 + max(len(str(cell)) for cell in cells)))
