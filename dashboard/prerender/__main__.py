"""Make all pages before visitors ask for them, into the edition on disk.

`python -m dashboard.prerender`.

Servers start it by themselves; run it before a first start, and that is as fast as all others.
"""

import math
import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread

from filelock import FileLock

from dashboard import store
from dashboard.command_line import parsed
from dashboard.i18n import words_of
from dashboard.monitoring import logs
from dashboard.prerender.pages import all_made, choices_made, make_all, make_choices
from kzdata import clock
from kzdata.schema.model import LANGUAGES

POLITE = 10  # visitors go first


def main(arguments: Sequence[str] | None = None) -> int:
    """0 if all lies in the edition now, 1 if some of it could not be made or kept."""
    called = parsed(_parser, arguments)
    if called.for_server:
        Thread(target=_end_with_server, daemon=True).start()
    logs.configure()
    # Where a service may not even be modest, it works at the usual pace.
    with suppress(OSError):
        os.nice(POLITE)
    editions = store.open_editions(room=math.inf)
    if editions is None:
        return 1
    # Of several servers that start at once, one makes things, and the others find them.
    with FileLock(editions.folder / ".lock"):
        day = clock.today()
        if not all_made(day):
            make_all(called.static, day)
        if called.choices and not choices_made(day):
            make_choices(day)
        return 0 if all_made(day) and (choices_made(day) or not called.choices) else 1


def _parser(language: str) -> ArgumentParser:
    words = words_of(language)
    parser = ArgumentParser(prog="python -m dashboard.prerender", description=words("web.help"))
    parser.add_argument("static", type=_whole_path, help=words("web.help.static"))
    parser.add_argument("--for-server", action="store_true", help=words("web.help.for_server"))
    parser.add_argument("--choices", action="store_true", help=words("web.help.choices"))
    parser.add_argument("--lang", choices=LANGUAGES, default=language, help=words("call.lang"))
    return parser


def _whole_path(named: str) -> Path:
    """A path as servers name it: what is made is found only under the same one."""
    return Path(os.path.abspath(named))


def _end_with_server() -> None:
    # Not by `sys.stdin`, whose lock would be held when the interpreter ends by itself.
    while os.read(0, 1):
        pass
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
