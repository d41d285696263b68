"""`--lose FIGURE`: how a script answers whether a figure may go that readers have today."""

import argparse
from collections.abc import Iterable

from kzdata.schema.problems import Problem, Question
from publishing.cli.output import Hint, complain


def add_lose(parser: argparse.ArgumentParser, hint: Hint) -> None:
    parser.add_argument(
        "--lose",
        action="append",
        default=[],
        metavar="FIGURE",
        help=hint("help.lose"),
    )


def unanswered(call: argparse.Namespace, questions: Iterable[Problem]) -> bool:
    """Complain unless a script names exactly the figures that are lost."""
    lost = {each.expected for each in questions if each.rule == Question.LOST_FIGURE}
    if lost == set(call.lose):
        return False
    if more := sorted(lost - set(call.lose)):
        complain("publish.lost", call.lang, options=" ".join(f"--lose {id}" for id in more))
    else:
        complain("publish.not_lost", call.lang, figures=", ".join(sorted({*call.lose} - lost)))
    return True
