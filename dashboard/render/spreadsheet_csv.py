"""A table as a CSV for people who open it in a spreadsheet, change it and hand it in again."""

import io
import re
from datetime import date
from itertools import chain

import numpy as np
import pandas as pd

from dashboard.i18n.descriptions import column_in_words, rows_in_words
from dashboard.i18n.messages import say
from dashboard.render.formats import plain_rows
from kzdata.schema import Table
from kzdata.schema.text_rules import guarded

# How spreadsheets of a language part cells and decimals; in Kazakh and Russian alike.
SEPARATOR = {"kk": ";", "ru": ";", "en": ","}
DECIMAL = {"kk": ",", "ru": ",", "en": "."}
PARTS_CELLS = re.compile('[,;\t"\r\n]')  # somewhere


def csv_by_hand(table: Table, frame: pd.DataFrame, language: str) -> bytes:
    """The rows under remark lines that begin with `#` and say what each column holds.

    As the spreadsheets of the language open it, with the mark that tells them it is UTF-8.
    """
    out = io.StringIO()
    # Written as they are: a quoted remark would be none to those who read after `#`.
    out.writelines(f"# {line}\r\n" for line in _explanation(table, language))
    rows = ([_said(v, DECIMAL[language]) for v in row.values()] for row in plain_rows(table, frame))
    for cells in chain([table.columns], rows):
        out.write(f"{SEPARATOR[language].join(cells)}\r\n")
    return out.getvalue().encode("utf-8-sig")


def _explanation(table: Table, language: str) -> list[str]:
    lines = [f"{table.title[language]} ({table.name})", rows_in_words(table, language)]
    for name in table.columns:
        title, holds = table.specs[name].title[language], column_in_words(table, name, language)
        lines.append(say("sheet.remark", language, column=name, title=title, holds=holds).strip())
    return lines


def _said(value: object, decimal: str) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        # Every digit and no exponent, which spreadsheets would round.
        return np.format_float_positional(value, trim="-").replace(".", decimal)
    if isinstance(value, str):
        return text_of_csv(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def text_of_csv(text: str) -> str:
    """A text that is one cell, and no formula, in the spreadsheets of every language."""
    return quoted(guarded(text))


def quoted(text: str) -> str:
    """A text that is one cell, whichever sign parts cells."""
    if not PARTS_CELLS.search(text):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
