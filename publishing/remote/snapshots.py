"""States of a place as they lie here: which is to be shown, which nobody needs any more."""

import os
import shutil
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from dashboard import atomic_file
from kzdata.current import standing
from kzdata.location import Place
from kzdata.source_status import Seen
from kzdata.versions.log import latest
from kzdata.versions.paths import is_in_place

SETTLED = timedelta(minutes=5)  # what has not changed for so long is no upload under way
LEFT = timedelta(hours=1)  # after that nobody reads a state that is shown no more


def doubt(place: Place, state: Path, seen: Seen, now: datetime) -> str:
    """Why a state is not to be shown: one of seen.TROUBLES, or empty if it is.

    Files get to a place one after another. So a state that is no version of its own log is taken
    for an upload under way until it has stayed as it is for a while; and no state ever replaces
    one that shows more tables. Where nothing is shown yet, anything is better.
    """
    if not place.shown.is_dir() or state == place.shown:
        return ""
    waited = seen.waiting == state.name and seen.since is not None and now - seen.since >= SETTLED
    if not waited and not is_version(state):
        return "changing"
    return "" if tables_of(state) >= tables_of(place.shown) else "lost"


@lru_cache(4)  # a state never changes
def is_version(state: Path) -> bool:
    """Whether the tables are just those of the last version in the log."""
    published = latest(state)
    return published is not None and is_in_place(state, published)


@lru_cache(4)
def tables_of(state: Path) -> frozenset[str]:
    """The tables that a state has to show."""
    return frozenset(standing(state).frames)


def show(place: Place, state: Path) -> None:
    """Let a state be the one that is shown, in one step."""
    if (before := place.shown).is_dir():
        os.utime(before)  # from now on it is left
    link = atomic_file.beside(place.root / "current")
    link.unlink(missing_ok=True)
    link.symlink_to(Path("states") / state.name)
    os.replace(link, place.root / "current")
    atomic_file.flush(place.root)


def clear(place: Place, now: datetime, *needed: Path) -> None:
    """Remove what was begun and left, states that nobody reads any more, and their files."""
    for state in (place.root / "states").iterdir():
        left = now.timestamp() - state.stat().st_mtime > LEFT.total_seconds()
        if left and state not in (place.shown, *needed):
            # A state that is removed by halves would be taken for the whole one.
            os.replace(state, state.with_name(f".{state.name}"))
    for folder in (place.root / "pool", place.root / "states"):
        for begun in folder.glob(".*"):
            shutil.rmtree(begun) if begun.is_dir() else begun.unlink()
    for file in (place.root / "pool").iterdir():
        if file.stat().st_nlink == 1:
            file.unlink()
