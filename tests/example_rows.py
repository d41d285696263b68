"""Rows of the tables that may be empty, for tests that need some: nobody sent or reported these."""

import pandas as pd

from kzdata.schema import TABLES
from kzdata.schema.model import DAY, LANGUAGES


def rows_of(name, *rows):
    """A frame of a table in its declared types; what a row does not say is unknown."""
    table = TABLES[name]
    frame = pd.DataFrame([{n: row.get(n) for n in table.columns} for row in rows])
    for column in table.columns:
        if table.dtype(column) == DAY:
            frame[column] = pd.to_datetime(frame[column])
    return frame.astype({column: table.dtype(column) for column in table.columns})


def texts(stem, *said):
    return {f"{stem}_{language}": text for language, text in zip(LANGUAGES, said, strict=True)}


EXAMPLES = {
    "requests": rows_of(
        "requests",
        {
            "request_id": "plants-2026",
            "gap": "unknown-plants",
            "body_id": "ecology-ministry",
            "asked_on": "2026-10-12",
            **texts("note", "Қағаз түрінде жіберілді", "Отправлено на бумаге", "Sent on paper"),
        },
        {
            "request_id": "temirtau-2026",
            "gap": "promise-temirtau-2023",
            "body_id": "qarmet",
            "asked_on": "2026-09-01",
            "answered_on": "2026-09-20",
            "answer": "refused",
            "answer_source_id": "zakon-2025-12-17",
        },
    ),
    "reports": rows_of(
        "reports",
        {
            "report_id": "share-2026",
            "reported_on": "2026-10-01",
            "about": "figure",
            "about_id": "region_share",
            "row": "2022",
            **texts("said", "Үлес қате есептелген", "Доля посчитана неверно", "The share is wrong"),
            "state": "mended",
            "decided_on": "2026-10-03",
            **texts("decision", "Бөлгіш түзетілді", "Исправлен делитель", "Divisor mended"),
            "mended_in": 3,
        },
        {
            "report_id": "laws-2026",
            "reported_on": "2026-10-05",
            "about": "table",
            "about_id": "laws",
            **texts("said", "Редакция ескі", "Редакция устарела", "An older edition"),
            "state": "open",
        },
    ),
}
