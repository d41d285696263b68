"""What the verbs that publish share: their options, the question, what came of it."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from dashboard.i18n.messages import say
from dashboard.i18n.versions import say_set_aside
from kzdata import clock
from kzdata.schema.problems import Problem
from kzdata.versions.entry import Entry
from kzdata.versions.log import latest, log
from publishing.cli.lost_figures import add_lose, unanswered
from publishing.cli.output import (
    BAD_DATA,
    GOOD,
    WRONG_CALL,
    Hint,
    WrongCall,
    complain,
    tell_shut_out,
)
from publishing.cli.preview import MOST, tell_effects, tell_rows
from publishing.commit.change import MOST_TEXT, Change
from publishing.review.preview import Preview
from publishing.review.rehearsal import asked


def add_options(parser: argparse.ArgumentParser, hint: Hint) -> None:
    parser.add_argument("--reason", default="", metavar="TEXT", help=hint("help.reason"))
    parser.add_argument("--by", default="", metavar="NAME", help=hint("help.by"))


def add_yes(parser: argparse.ArgumentParser, hint: Hint) -> None:
    parser.add_argument("--yes", action="store_true", help=hint("help.yes"))
    add_lose(parser, hint)


def change_of(call: argparse.Namespace, action: str) -> Change:
    """What is called for, by whom and why; raises WrongCall if that is too long for the log."""
    for name, text in {"by": call.by, "reason": call.reason}.items():
        if len(text) > MOST_TEXT:
            raise WrongCall("publish.long", option=f"--{name}", found=len(text), most=MOST_TEXT)
    return Change(action, clock.now(), call.by, call.reason)


def refused(
    call: argparse.Namespace, preview: Preview, day: date, findings: Sequence[Problem] = ()
) -> int | None:
    """Tell what would change and ask whether to publish: None if so, else the exit status.

    A script is told the rows alone, for to look at all figures takes seconds. It answers the
    questions among the findings only with a reason, and those about lost figures by their names.
    """
    tell_rows(preview, call.lang, MOST)
    if call.yes and unanswered(call, findings):
        return WRONG_CALL
    if call.yes and asked(findings) and not call.reason.strip():
        complain("publish.why", call.lang)
        return WRONG_CALL
    if call.yes:
        return None
    print()
    tell_effects(preview, call.lang, day)
    sys.stdout.flush()
    if not sys.stdin.isatty():
        complain("publish.nobody", call.lang)
        return WRONG_CALL
    try:
        answer = input(say("publish.ask", call.lang))
    except EOFError:
        answer = ""
    if answer.strip().lower() in say("publish.yes", call.lang).split():
        return None
    print(say("publish.declined", call.lang))
    return BAD_DATA


@contextmanager
def set_aside_told(folder: Path, language: str) -> Iterator[None]:
    """Say of every version that comes meanwhile, that of files found there too, what made way."""
    before = latest(folder)
    try:
        yield
    finally:
        for entry in log(folder):
            if before is None or entry.number > before.number:
                print(*say_set_aside(entry, language), sep="\n", end="\n" * bool(entry.set_aside))


def announce(entry: Entry | None, folder: Path, language: str) -> int:
    """Say what was published, and whether others may read it as well."""
    if entry is None:
        print(say("update.same", language))
    else:
        print(say("publish.done", language, number=entry.number, version=entry.version))
    tell_shut_out(folder, language)
    return GOOD
