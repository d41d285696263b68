"""How far something has come that takes longer than a second, told on standard error."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from dashboard.i18n.messages import say
from publishing.review.impact import Progress

PATIENCE = 1  # seconds that pass before anything is said, and between two lines


@contextmanager
def progress(key: str, language: str) -> Iterator[Progress]:
    """A function of how many steps are done of how many; `key` names the sentence that says it.

    On a terminal one line is written over and over and taken away in the end; elsewhere, such as in
    a log, each is a line of its own.
    """
    terminal = sys.stderr.isatty()
    said = monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal said
        if monotonic() - said >= PATIENCE:
            said = monotonic()
            line = say(key, language, done=done, total=total)
            print(f"\r{line}" if terminal else line, end="" if terminal else "\n", file=sys.stderr)
            sys.stderr.flush()

    try:
        yield tell
    finally:
        if terminal:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
