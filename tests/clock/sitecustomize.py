"""A clock for every Python process that has this folder on its path: ahead as a file tells.

CLOCK_FILE names the file; in it stand the seconds by which the clock is ahead. Only what tells the
day and the time goes by it; what measures how long something takes does not, as on any machine.
"""

import os
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import time_machine

LOOK_EVERY = 0.2  # seconds


def _at(right: float, ahead: float) -> datetime:
    return datetime.fromtimestamp(right + ahead, UTC)


def _follow(told: Path, clock: time_machine.Traveller, ahead: float) -> None:
    while True:
        threading.Event().wait(LOOK_EVERY)
        said = float(told.read_text() or ahead)  # nothing stands there while it is being written
        if said != ahead:
            ahead = said
            clock.move_to(_at(time_machine.escape_hatch.time.time(), ahead))


if file := os.environ.get("CLOCK_FILE"):
    _told = Path(file)
    _now = float(_told.read_text() or 0)
    # It is moved and never given back: other threads read it at any moment.
    _clock = time_machine.travel(_at(time.time(), _now)).start()
    threading.Thread(target=_follow, args=(_told, _clock, _now), daemon=True).start()
