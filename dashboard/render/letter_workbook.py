"""The rows that an answer to a letter would fill in, as a workbook to fill in and send."""

from datetime import date, datetime

from dashboard.figures.figure import Tables
from dashboard.i18n.words import Words
from dashboard.letters import Letter
from dashboard.letters.rows import prepared
from dashboard.render.fill_in import ADDING
from dashboard.render.workbook import Sheet, workbook_of
from kzdata.schema import TABLES


def of_letter(
    letter: Letter, tables: Tables, day: date, words: Words, version: str, modified: datetime
) -> bytes:
    """The workbook of a letter's gap on a day: what is asked for is open, all else protected."""
    sheets = {}
    for each in prepared(letter.gap, tables, day):
        table = TABLES[each.table]
        known = tuple(name for name in table.columns if name not in each.asked)
        subject = letter.gap.subject if each.table != "sources" else words("ask.new_source")
        sheets[each.table + ADDING] = Sheet(table, each.rows, known, each.asked, subject)
    return workbook_of(sheets, letter.gap.subject, words.language, version, modified, tables)
