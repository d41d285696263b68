"""Everything that a figure, the headlines and the claims say in any form, and what none may say."""

import json
import re
from collections.abc import Iterator

from dashboard.figures import FIGURES, FigureRequest, cited, headlines, judged, specification
from dashboard.render.figure_table import csv_text, json_text
from dashboard.slides.questions import questions

NONSENSE = re.compile(r"(?<![\w.-])(?:nan|NaN|inf|Infinity|None|NaT|<NA>)(?!\w)")


def of_figure(id: str, tables, view: FigureRequest) -> Iterator[str]:
    """A figure's texts, its files, its chart, and the questions that it gives rise to."""
    figure, words = FIGURES[id].build(tables, view), view.words
    sources = cited(figure.sources, tables["sources"], words)
    chart = None if figure.chart is None else specification(figure.chart)
    yield from (figure.title, figure.answer, figure.refers, figure.description, *figure.notes)
    yield csv_text(figure, words, [])
    yield json_text(figure, chart, sources, {})
    yield json.dumps(chart, ensure_ascii=False, allow_nan=False)
    asked = questions(figure, sources, tables, words)
    yield from (*asked.says, *asked.says_not, *asked.sources)
    for one in asked.objections:
        yield from (one.question, one.answer)


def of_headlines(tables, view: FigureRequest) -> Iterator[str]:
    for headline in headlines(tables, view):
        yield from (headline.number, headline.text)


def of_claims(tables, view: FigureRequest) -> Iterator[str]:
    rows = judged(tables, view)
    for row in rows.itertuples():
        yield from (row.text, row.verdict_said, row.arithmetic)


def nonsense(texts) -> list[str]:
    """What of some texts says that a program had no value there, and a little around it."""
    return [
        text[max(0, found.start() - 60) : found.end() + 40]
        for text in texts
        for found in NONSENSE.finditer(text)
    ]
