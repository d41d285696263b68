"""Figures that a change would take from readers: asked about, and answered by their names alone."""

import argparse
from collections.abc import Collection, Iterable
from datetime import date

from kzdata.schema.problems import Problem, Question
from publishing.cli.output import Hint, complain
from publishing.cli.preview import LONG, Preview
from publishing.cli.progress import progress

RULE = Question.LOST_FIGURE


def add_lose(parser: argparse.ArgumentParser, hint: Hint) -> None:
    parser.add_argument(
        "--lose",
        action="append",
        default=[],
        metavar="FIGURE",
        help=hint("help.lose"),
    )


def lost_figures(
    preview: Preview, language: str, day: date, files: Collection[str] = ()
) -> list[Problem]:
    """A question for each figure that can be shown before a change and no more after it.

    `files` are those that are handed in, else the files of the tables that change. Nothing is asked
    where a table is so long that figures are looked at only on demand.
    """
    tables = [found.table.name for found in preview.differences if found]
    if not tables or preview.rows > LONG:
        return []
    from publishing.review.compare import lost  # charts take their time, most commands need none

    with progress("effect.progress", language) as done:
        effects = lost(preview.before, preview.after, language, day, done)
    file = ", ".join(files or (f"{name}.parquet" for name in tables))
    first = {effect.figure: effect for effect in reversed(effects)}
    return [
        Problem(tables[0], file, RULE, found=first[id].title, expected=id) for id in sorted(first)
    ]


def unanswered(call: argparse.Namespace, questions: Iterable[Problem]) -> bool:
    """Complain unless a script names exactly the figures that are lost."""
    lost = {question.expected for question in questions if question.rule == RULE}
    if lost == set(call.lose):
        return False
    if more := sorted(lost - set(call.lose)):
        complain("publish.lost", call.lang, options=" ".join(f"--lose {id}" for id in more))
    else:
        complain("publish.not_lost", call.lang, figures=", ".join(sorted({*call.lose} - lost)))
    return True
