"""`python -m dashboard.web`: make all pages before visitors ask for them, into the stock on disk.

Servers start it by themselves; run it before a first start, and that is as fast as all others.
"""

import os
import sys
import time
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from threading import Thread

from filelock import FileLock

from dashboard import shelf
from dashboard.monitoring import logs
from kzdata import clock

from .beforehand import all_made, choices_made, make_all, make_choices

POLITE = 10  # visitors go first


def main() -> int:
    """0 if all lies in the stock now, 1 if some of it could not be made or kept."""
    arguments = ArgumentParser(prog="python -m dashboard.web", description=__doc__)
    arguments.add_argument("static", type=Path, help="Streamlit's folder of files")
    arguments.add_argument("--for-server", action="store_true", help="end when the input does")
    arguments.add_argument("--choices", action="store_true", help="figures of all choices as well")
    called = arguments.parse_args()
    if called.for_server:
        Thread(target=_end_with_server, daemon=True).start()
    logs.configure()
    # Where a service may not even be modest, it works at the usual pace.
    with suppress(OSError):
        os.nice(POLITE)
    stock = shelf.open_stock(writing=True)
    if stock is None:
        return 1
    # Of several servers that start at once, one makes things, and the others find them.
    with FileLock(stock.folder / "lock"):
        day = clock.today()
        make_all(called.static, day)
        if called.choices:
            make_choices(day)
        stock.clear(time.time())
        made = all_made(called.static, day) and (not called.choices or choices_made(day))
        return 0 if made else 1


def _end_with_server() -> None:
    # Not by `sys.stdin`, whose lock would be held when the interpreter ends by itself.
    while os.read(0, 1):
        pass
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
