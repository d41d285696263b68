"""Whether and where this process keeps what it makes on disk."""

import logging
from pathlib import Path

import kzdata
from dashboard.store.edition_folder import Editions, makers
from kzdata.location import cache_folder

log = logging.getLogger(__name__)

DASHBOARD = Path(__file__).parent.parent
ROOMS = (DASHBOARD, DASHBOARD.parent / "pages", Path(kzdata.__file__).parent)
ROOM = 256_000_000  # bytes on disk that a server adds to what is made beforehand

_editions: Editions | None = None


def open_editions(room: float = ROOM) -> Editions | None:
    """From now on this process keeps what it makes on disk, in so many bytes of `room`.

    None if it cannot, which is logged.
    """
    global _editions
    _editions = _there(room)
    return _editions


def clear_editions() -> None:
    """Remove the oldest editions of this user, if all together are too large."""
    if (there := _there()) is not None:
        there.clear()


def _there(room: float = ROOM) -> Editions | None:
    try:
        return Editions(cache_folder() / "editions", makers(ROOMS), room)
    except OSError as error:
        log.warning("what is made is not kept on disk: %s", error)
        return None


def close_editions() -> None:
    """From now on this process keeps what it makes in memory alone."""
    global _editions
    _editions = None


def editions() -> Editions | None:
    """Where this process keeps editions; None where it keeps none."""
    return _editions
