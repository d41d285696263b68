"""What readers reported as wrong, with state and outcome, as HTML."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from html import escape

import pandas as pd

from dashboard import store
from dashboard.figures import FIGURES, current, title_of
from dashboard.html.view import Place
from dashboard.i18n import Words
from dashboard.i18n.codes import said_code
from kzdata import TABLES


@dataclass(frozen=True)
class Told:
    """A report as it stands on a day: what it is about and where that is, what was said of it.

    `decided` and `decision` are empty while nothing is decided.
    """

    id: str
    on: date
    about: str
    page: str
    said: str
    decided: date | None
    decision: str


def reports_on(place: Place) -> Iterator[Told]:
    """Every report that there was by a day, the newest first; none where none are kept."""
    words, day, tables = place.words, place.day, store.snapshot().tables
    if "reports" not in tables:
        return
    rows = tables["reports"].sort_values(["reported_on", "report_id"], ascending=False)
    for row in rows[rows["reported_on"] <= pd.Timestamp(day)].itertuples():
        about, page = _about(row, place)
        decided = not pd.isna(row.decided_on) and row.decided_on.date() <= day
        yield Told(
            row.report_id,
            row.reported_on.date(),
            about if pd.isna(row.row) else f"{about} ({row.row})",
            page,
            getattr(row, words.own("said")),
            row.decided_on.date() if decided else None,
            _decision(row, words) if decided else "",
        )


def _about(row, place: Place) -> tuple[str, str]:
    """What a report is about, and where that stands; a code where nothing is called so now."""
    id, words = current(row.about_id), place.words
    if row.about == "figure" and id in FIGURES:
        return title_of(id, words), place.link(FIGURES[id].page, figure=id)
    if row.about == "claim":
        return _claim(id, place), place.link("claims", figure=f"claim-{id}")
    if row.about == "table" and id in TABLES:
        return TABLES[id].title[place.language], place.link("sources", figure=f"data-{id}")
    return id, place.link("sources")


def _claim(id: str, place: Place) -> str:
    with suppress(store.Unavailable):
        claims = store.claims(place.language, place.day).set_index("claim_id")["text"]
        return claims.get(id, id)
    return id


def _decision(row, words: Words) -> str:
    said = {
        "day": words.day(row.decided_on),
        "state": said_code("reports", "state", row.state, words),
        "text": getattr(row, words.own("decision")),
    }
    if pd.isna(row.mended_in):
        return words("reports.decided", **said)
    return words("reports.mended", version=str(row.mended_in), **said)


def reports_told(place: Place) -> str:
    """The reports under their heading; that there are none is said where they are kept."""
    words = place.words
    if "reports" not in store.snapshot().tables:
        return ""
    items = "".join(
        f'<li id="reported-{escape(told.id)}"><p>{escape(words.day(told.on))} · '
        f'<a href="{escape(told.page)}">{escape(told.about)}</a>: {escape(told.said)}</p>'
        f'<p class="small">{escape(told.decision or words("reports.open"))}</p></li>'
        for told in reports_on(place)
    )
    heading = f'<h2 class="group" id="reports">{escape(words("reports.heading"))}</h2>'
    if not items:
        return f"{heading}<p>{escape(words('reports.none'))}</p>"
    return f'{heading}<ul class="changes">{items}</ul>'
