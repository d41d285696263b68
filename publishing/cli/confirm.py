"""What the verbs that publish share: their options, the question, what came of it."""

import argparse
import errno
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import singledispatch
from pathlib import Path

from dashboard.i18n.messages import say
from dashboard.i18n.numbers import moment
from dashboard.i18n.versions import say_set_aside
from kzdata import clock
from kzdata.schema.problems import Grade, Problem, Rule
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
from publishing.cli.preview import MOST, Preview, tell_effects, tell_rows
from publishing.commit.change import Change
from publishing.commit.install import Unfinished
from publishing.commit.lock import Locked
from publishing.commit.publish import NotWritten, Outdated

# What a publication may end in, besides tables that do not pass the check.
FAILURES = (Locked, Outdated, NotWritten, Unfinished)
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
NO_PERMISSION = (errno.EACCES, errno.EPERM, errno.EROFS)
MOST_TEXT = 500  # characters of a text that the log keeps and a page shows


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


def asked(findings: Iterable[Problem]) -> tuple[Rule, ...]:
    """The rules of the questions among some findings, each once."""
    questions = (finding.rule for finding in findings if finding.grade is Grade.QUESTION)
    return tuple(dict.fromkeys(questions))


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


@singledispatch
def tell(failure: Exception, language: str) -> None:
    """Say why a publication failed."""
    raise failure


@tell.register
def _locked(failure: Locked, language: str) -> None:
    if failure.since is None:
        complain("publish.locked_by_some", language)
    else:
        since = moment(failure.since, language)
        complain("publish.locked", language, pid=failure.pid, since=since)


@tell.register
def _outdated(failure: Outdated, language: str) -> None:
    complain("publish.outdated", language)


@tell.register
def _not_written(failure: NotWritten, language: str) -> None:
    error = failure.error
    if error.errno in NO_ROOM:
        complain("publish.no_room", language)
    elif error.errno in NO_PERMISSION:
        complain("publish.no_permission", language, path=error.filename)
    else:
        complain("publish.refused", language, error=error.strerror or error)


@tell.register
def _unfinished(failure: Unfinished, language: str) -> None:
    said = failure.error.strerror or failure.error
    complain("publish.unfinished", language, number=failure.entry.number, error=said)
