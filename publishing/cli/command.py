"""The command `kzdata`: a thin coat over the package, one module a verb.

Exit status: 0 all is well, 1 the data are bad, 2 the call is wrong, 130 it was broken off.
"""

import argparse
import os
import sys
from functools import partial

from dashboard.command_line import parsed
from dashboard.i18n.messages import say
from kzdata.location import UnknownScheme
from kzdata.schema import LANGUAGES
from kzdata.schema.problems import BadTable, UnknownColumn, UnknownTable
from kzdata.versions.find import UnknownVersion
from publishing.cli import (
    build,
    check,
    desk,
    diff,
    export,
    import_form,
    log,
    rollback,
    show,
    update,
    upload,
)
from publishing.cli import list as list_tables
from publishing.cli.output import (
    BAD_DATA,
    GOOD,
    WRONG_CALL,
    Hint,
    NoCopy,
    WrongCall,
    complain,
    named,
    print_problems,
)
from publishing.commit.failures import FAILURES, say_failure

VERBS = (
    list_tables,
    show,
    check,
    diff,
    export,
    import_form,
    build,
    update,
    desk,
    log,
    rollback,
    upload,
)

BROKEN_OFF = 130  # as shells have it for whatever Ctrl-C ends

__all__ = ["BAD_DATA", "GOOD", "WRONG_CALL", "main"]


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status."""
    call = parsed(_parser, arguments)
    try:
        status: int = call.run(call)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # Whoever read along has seen enough (`kzdata list | head`); Python flushes once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return GOOD
    except KeyboardInterrupt:
        complain("interrupted", call.lang)
        return BROKEN_OFF
    except BadTable as error:
        print_problems(error.problems, call.lang)
        return BAD_DATA
    except FAILURES as failure:
        print(say_failure(failure, call.lang), file=sys.stderr)
        return BAD_DATA
    except WrongCall as wrong:
        complain(wrong.key, call.lang, **wrong.values)
    except UnknownTable as error:
        complain("unknown.table", call.lang, name=error.name, known=", ".join(error.known))
    except UnknownColumn as error:
        known = ", ".join(error.known)
        complain("unknown.column", call.lang, table=error.table, name=error.name, known=known)
    except UnknownVersion as error:
        known = ", ".join(f"{entry.number} ({entry.version})" for entry in error.known)
        if error.asked:
            complain("unknown.version", call.lang, version=error.asked, known=known)
        else:
            complain("rollback.nowhere", call.lang)
    except NoCopy as error:
        print(error, file=sys.stderr)
    except UnknownScheme as error:
        complain("place.scheme", call.lang, scheme=error.scheme, known=", ".join(error.known))
    except NotADirectoryError as error:
        complain("unknown.folder", call.lang, folder=error.args[0])
    except OSError as error:
        if error.filename is None:
            raise
        reason = error.strerror
        complain("unknown.unreadable", call.lang, file=error.filename, reason=reason)
    return WRONG_CALL


def _parser(language: str) -> argparse.ArgumentParser:
    hint = partial(say, language=language)
    parser = argparse.ArgumentParser(
        prog="kzdata", description=hint("help.kzdata"), parents=[_shared(hint)]
    )
    parser.set_defaults(lang=language, data=None)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for verb in VERBS:
        # What is not said behind the verb is left as it was said before it.
        verb.add(commands, _shared(hint), hint)
    return parser


def _shared(hint: Hint) -> argparse.ArgumentParser:
    """What may be said before the verb or behind it."""
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--lang", choices=LANGUAGES, help=hint("help.lang"))
    shared.add_argument("--data", type=named, help=hint("help.data"))
    return shared
