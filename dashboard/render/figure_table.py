"""A figure's table as files: CSV for people with a spreadsheet, JSON for machines, and names."""

import io
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date

from babel.numbers import get_decimal_symbol

from dashboard.addresses import Choices
from dashboard.figures import Cited, Figure, plain
from dashboard.i18n import Words
from dashboard.render.spreadsheet_csv import quoted, text_of_csv

LONGEST_NAME = 90  # characters; phones cut longer ones where it hurts
SIGNED_NUMBER = re.compile(r"[+\-]\d[\d\s.,]*%?")  # which works out nothing
NO_NAME = '\\/:*?"<>|'  # signs that no file system takes


def csv_text(figure: Figure, words: Words, above: Sequence[str]) -> str:
    """The table as this language's spreadsheets open it, under remark lines that begin with `#`.

    Kazakh and Russian: fields parted by semicolons, decimal comma. English: commas, point.
    """
    decimal = get_decimal_symbol(words.locale)
    out = io.StringIO()
    separator = ";" if decimal == "," else ","
    # Written as they are: a quoted remark would be none to those who read after `#`.
    out.writelines(f"# {' '.join(line.split())}\r\n" for line in above)
    titles: list[str | int | float | None] = [column.title for column in figure.columns]
    for row in (titles, *_rows(figure)):
        cells = ("" if value is None else _said(value, decimal) for value in row)
        out.write(f"{separator.join(cells)}\r\n")
    # The mark at the beginning tells spreadsheets that these are not Latin letters.
    return "\N{BYTE ORDER MARK}" + out.getvalue()


def _said(value: str | int | float, decimal: str) -> str:
    """A cell; a text that a spreadsheet would take for a formula is kept from it."""
    if isinstance(value, str):
        return quoted(value) if SIGNED_NUMBER.fullmatch(value) else text_of_csv(value)
    return str(value).replace(".", decimal)


def json_text(
    figure: Figure, chart: dict | None, cited: Sequence[Cited], about: Mapping[str, object]
) -> str:
    """All that a figure says, its numbers and its chart as Vega-Lite; `about` comes first."""
    return json.dumps(
        {
            **about,
            "figure": figure.id,
            "title": figure.title,
            "answer": figure.answer,
            "refers_to": figure.refers,
            "known_as": figure.basis,
            "notes": figure.notes,
            "sources": [{"said": c.said, "title": c.title, "url": c.url} for c in cited],
            "columns": [
                {"name": c.name, "title": c.title, "kind": c.kind, "digits": c.digits}
                for c in figure.columns
            ],
            "rows": _rows(figure),
            "chart": chart,
        },
        ensure_ascii=False,
        indent=1,
    )


def _rows(figure: Figure) -> list[list[str | int | float | None]]:
    return [
        [plain(value, column) for column, value in zip(figure.columns, row, strict=True)]
        for row in figure.table.itertuples(index=False)
    ]


def file_name(figure: Figure, choices: Choices, day: date, form: str) -> str:
    """A name that says what the file is, in its language: question, choices, day, form."""
    said = "".join(sign for sign in figure.title if sign not in NO_NAME).strip()
    if len(said) > LONGEST_NAME:
        said = said[:LONGEST_NAME].rpartition(" ")[0]
    chosen = f" ({', '.join(map(str, choices.values()))})" if choices else ""
    return f"{said}{chosen} – {day.isoformat()}.{form}"
