"""A letter as a row of parts, which a page, a text and a document each write in their way."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from dashboard.figures.figure import FigureRequest, Tables
from dashboard.figures.sources import cited, sources_said
from dashboard.letters.gap import Gap
from dashboard.letters.gaps import GAP_TABLES, gaps
from dashboard.letters.law import (
    BESIDES,
    CITED,
    COMPANY,
    COMPLAINT,
    OF_STATE,
    REMINDER,
    STATE,
    Laws,
    acts,
    by_id,
    term_of,
)

FORMS = ("request", "reminder", "complaint")
LETTER_TABLES = (*GAP_TABLES, "sources")


@dataclass(frozen=True)
class Part:
    """A part of a letter.

    `kind` is `to`, `blank` (a label with a line for the pen), `title`, `text`, `line` (of a list
    without numbers), `ask` (numbered), `choice` (a box for the pen), `head`, `law` or `note`.
    """

    kind: str
    text: str


@dataclass(frozen=True)
class Letter:
    """A letter on a gap, in one language; `form` is one of FORMS."""

    id: str
    form: str
    gap: Gap
    body: str
    title: str
    parts: tuple[Part, ...]


def forms_of(letter: Letter) -> tuple[str, ...]:
    """In which forms a letter is taken away: with a request go the rows that its answer fills."""
    return ("txt", "docx", "xlsx") if letter.form == "request" else ("txt", "docx")


def letters(tables: Tables, view: FigureRequest) -> list[Letter]:
    """Every letter of the view's day: a request for each gap, and what may follow it."""
    bodies, laws = tables["bodies"].set_index("body_id"), by_id(tables["laws"])
    return [
        letter
        for gap in gaps(tables, view)
        for letter in _letters_on(gap, bodies.loc[gap.body_id], laws, tables["sources"], view.words)
    ]


def _letters_on(
    gap: Gap, body: pd.Series, laws: Laws, sources: pd.DataFrame, words
) -> Iterator[Letter]:
    name, of = body[words.own("name")], COMPANY if body["kind"] == "company" else STATE
    environment = gap.kind == "environment"
    title = words("ask.title") if environment else words("ask.title_general")
    yield Letter(
        gap.id,
        "request",
        gap,
        name,
        title,
        (*_head(body, title, words), *_request(gap, of, laws, sources, words)),
    )
    title = words("ask.reminder")
    yield Letter(
        f"{gap.id}-reminder",
        "reminder",
        gap,
        name,
        title,
        (*_head(body, title, words), *_reminder(gap, of, laws, words)),
    )
    # The code of procedures knows complaints of the state alone.
    if of == STATE:
        title = words("ask.complaint")
        yield Letter(
            f"{gap.id}-complaint",
            "complaint",
            gap,
            name,
            title,
            (
                Part("blank", words("ask.higher")),
                *_head(body, title, words, through=True),
                *_complaint(gap, laws, words),
            ),
        )


def _head(body: pd.Series, title: str, words, *, through: bool = False) -> Iterator[Part]:
    name = body[words.own("name")]
    if through:
        yield Part("to", words("ask.through", body=name))
    else:
        yield Part("to", words("ask.to", body=name))
    if body["name_given"] != "official":
        yield Part("blank", words("ask.its_name"))
    yield Part("blank", words("ask.name"))
    yield Part("blank", words("ask.iin"))
    yield Part("blank", words("ask.address"))
    yield Part("blank", words("ask.mail"))
    yield Part("title", title)


def _request(gap: Gap, of: str, laws: Laws, sources: pd.DataFrame, words) -> Iterator[Part]:
    first, *others = gap.known
    yield Part("text", first)
    listed = gap.group in ("plants_unmeasured", "base_years")
    yield from (Part("line" if listed else "text", text) for text in others)
    told = [
        ", ".join(filter(None, (source.said, source.url)))
        for source in cited(gap.source_ids, sources, words)
    ]
    yield Part("note", sources_said(told, words))
    yield Part("head", words("ask.please"))
    yield from (Part("ask", text) for text in gap.asks)
    company = of == COMPANY
    yield Part("text", words("ask.form_company" if company else "ask.form"))
    term = term_of("appc-76-1", laws, words)
    yield Part("text", words("ask.term_company" if company else "ask.term", term=term))
    yield Part("head", words("ask.basis"))
    besides = BESIDES.get(gap.id, BESIDES.get(gap.id.partition("-")[0], ()))
    named = CITED[(gap.kind, of)] + besides + (("appc-76-1",) if company else OF_STATE)
    yield from _basis(named, laws, words)
    yield from _end(words)


def _reminder(gap: Gap, of: str, laws: Laws, words) -> Iterator[Part]:
    yield from _of_request(gap, words)
    term = term_of("appc-76-1", laws, words)
    yield Part("text", words("ask.reminded", term=term))
    yield Part("head", words("ask.basis"))
    yield from _basis(REMINDER[of], laws, words)
    yield from _end(words)


def _complaint(gap: Gap, laws: Laws, words) -> Iterator[Part]:
    yield from _of_request(gap, words)
    yield Part("text", words("ask.what_came"))
    yield Part("choice", words("ask.silence"))
    yield Part("choice", words("ask.refusal"))
    yield Part("choice", words("ask.incomplete"))
    yield Part("text", words("ask.complained"))
    term = term_of("appc-99", laws, words)
    yield Part("text", words("ask.term_complaint", term=term))
    yield Part("text", words("ask.annexes"))
    yield Part("head", words("ask.basis"))
    yield from _basis(COMPLAINT, laws, words)
    yield from _end(words)


def _of_request(gap: Gap, words) -> Iterator[Part]:
    """Which request a letter follows: the day and the number are known to the writer alone."""
    yield Part("text", words("ask.about", subject=gap.subject))
    yield Part("blank", words("ask.sent"))
    yield Part("blank", words("ask.number"))


def _basis(law_ids, laws: Laws, words) -> Iterator[Part]:
    for act in acts(law_ids, laws, words):
        yield Part("act", act.said)
        yield from (Part("law", text) for text in act.articles)


def _end(words) -> Iterator[Part]:
    yield Part("blank", words("ask.day"))
    yield Part("blank", words("ask.signature"))
