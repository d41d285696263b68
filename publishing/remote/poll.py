"""The copy of a place as a server keeps it: looked after in a thread, away from all requests."""

import logging
import os
from datetime import timedelta
from threading import Event, Thread

from kzdata.location import Place, known
from kzdata.source import place_of_data
from kzdata.source_status import Seen, read
from publishing.remote.sync import look

log = logging.getLogger(__name__)

PAUSE = 30.0  # seconds between two looks, unless KZDATA_LOOK_EVERY names others
FIRST = 10.0  # seconds that a start waits for a first copy


def keep_mirrored() -> None:
    """Look at the place of the data now and again from now on, if they lie elsewhere.

    Returns at once if there is a copy, else after the first look, or a while. Raises UnknownScheme,
    and ValueError for a pause that is no number of seconds.
    """
    if (place := place_of_data()) is None:
        return
    known(place)
    pause = _pause()
    looked = Event()
    Thread(target=_keep, args=(place, pause, looked), name="mirror", daemon=True).start()
    if not place.shown.is_dir():
        looked.wait(FIRST)


def _pause() -> float:
    named = os.environ.get("KZDATA_LOOK_EVERY") or PAUSE
    try:
        if (pause := float(named)) > 0:
            return pause
    except ValueError:
        pass
    raise ValueError(f"KZDATA_LOOK_EVERY is {named!r}: expected is a number of seconds, such as 30")


def _keep(place: Place, pause: float, looked: Event) -> None:
    before = read(place.root)
    while True:
        try:
            now = look(place, timedelta(seconds=pause * 0.9))
            _tell(place, before, now)
            before = now
        except Exception:
            log.exception("the place of the data cannot be looked at")
        looked.set()
        Event().wait(pause)


def _tell(place: Place, before: Seen, now: Seen) -> None:
    """Log what is another than at the last look."""
    shown = "the last good state is shown" if place.shown.is_dir() else "there is nothing to show"
    if now.trouble and now.trouble != before.trouble:
        log.error("data at %s: %s, %s; %s", place.said, now.trouble, now.detail, shown)
    elif before.trouble and not now.trouble:
        log.warning("data at %s: seen whole again", place.said)
