"""What a workbook of the site says of itself: its version, and where its rows are from."""

import pandas as pd

from dashboard.figures import cited
from dashboard.i18n import Words
from dashboard.i18n.descriptions import rows_in_words
from dashboard.render.datapackage import cited_in
from kzdata import Table


def above(table: Table, words: Words, version: str) -> list[list]:
    """What the workbook is, of which version, and what is not granted."""
    return [
        [words("app.title")],
        [table.title[words.language]],
        [rows_in_words(table, words.language)],
        [words("ui.version", version=version)],
        [words("ui.licence_note")],
        [],
    ]


def named(table: Table, frame: pd.DataFrame, sources: pd.DataFrame, words: Words) -> list[list]:
    """The sources that the rows name, under a heading."""
    ids = [id for id in cited_in(table, frame) if id in set(sources["source_id"])]
    licences = sources.set_index("source_id")["licence"]
    rows: list[list] = [
        [words("open.source"), words("open.published"), words("open.licence"), words("open.url")]
    ]
    for id, source in zip(ids, cited(ids, sources, words), strict=True):
        rows.append([source.title, source.said, words.code("licence", licences[id]), source.url])
    return rows
