"""A clock for every Python process that has this folder on its path: ahead as a file tells.

CLOCK_FILE names the file; in it stand the seconds by which the clock is ahead. Only what tells the
day and the time goes by it; what measures how long something takes does not, as on any machine.

A machine has one clock, and here each process learns of it for itself. So the supervisor, who acts
when it was set, learns of it last: whoever still answers by the old one answers before that.
"""

import os
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import time_machine

LOOK_EVERY = 0.2  # seconds
LATER = 1.5 if "deploy.serve" in sys.orig_argv else 0  # nginx looks once a second


def _at(right: float, ahead: float) -> datetime:
    return datetime.fromtimestamp(right + ahead, UTC)


def _follow(told: Path, clock: time_machine.Traveller, ahead: float) -> None:
    while True:
        threading.Event().wait(LOOK_EVERY)
        said = float(told.read_text() or ahead)  # nothing stands there while it is being written
        if said != ahead:
            threading.Event().wait(LATER)
            ahead = said
            clock.move_to(_at(time_machine.escape_hatch.time.time(), ahead))


if file := os.environ.get("CLOCK_FILE"):
    _told = Path(file)
    _now = float(_told.read_text() or 0)
    # It is moved and never given back: other threads read it at any moment.
    _clock = time_machine.travel(_at(time.time(), _now)).start()
    threading.Thread(target=_follow, args=(_told, _clock, _now), daemon=True).start()
