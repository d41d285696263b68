"""What was asked of a body about a gap, and what came of it, in one sentence each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.figures.figure import Tables
from dashboard.i18n import Words
from dashboard.i18n.codes import said_code
from kzdata.legal_days import answer_due

REQUEST_TABLES = ("requests", "bodies")


@dataclass(frozen=True)
class Asked:
    """A request as it stands on a day; `answered` and `source_id` are empty while none is known."""

    id: str
    gap: str
    on: date
    due: date
    answered: date | None
    source_id: str
    body: str
    said: str


def requests_on(tables: Tables, day: date, words: Words) -> Iterator[Asked]:
    """Every request that had been made by a day, the newest first; none where none are kept."""
    if any(name not in tables for name in REQUEST_TABLES):
        return
    bodies = tables["bodies"].set_index("body_id")[words.own("name")]
    rows = tables["requests"].sort_values(["asked_on", "request_id"], ascending=False)
    for row in rows[rows["asked_on"] <= pd.Timestamp(day)].itertuples():
        known = not pd.isna(row.answer) and row.answered_on <= pd.Timestamp(day)
        on, body = row.asked_on.date(), bodies[row.body_id]
        answered = row.answered_on.date() if known else None
        said = _answered(row, body, words) if known else _open(on, body, day, words)
        note = getattr(row, words.own("note"))
        said = said if pd.isna(note) else f"{said} {note}"
        source_id = row.answer_source_id if known else ""
        yield Asked(row.request_id, row.gap, on, answer_due(on), answered, source_id, body, said)


def _answered(row, body: str, words: Words) -> str:
    return words(
        "request.answered",
        body=body,
        asked=words.day(row.asked_on),
        answered=words.day(row.answered_on),
        answer=said_code("requests", "answer", row.answer, words),
    )


def _open(on: date, body: str, day: date, words: Words) -> str:
    """That nothing is published is said only after the day of the law has passed."""
    days, due = (day - on).days, answer_due(on)
    if day <= due:
        return words.plural("request.waiting", days, body=body, due=words.day(due))
    return words.plural("request.open", days, body=body)
