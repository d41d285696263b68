"""A look at a place: what has changed is fetched, and shown if it is good to be shown."""

import json
import signal
import subprocess
import sys
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path

from dashboard import atomic_file
from dashboard.file_access import inherit_at, make_folder
from kzdata import clock
from kzdata.location import Place, known
from kzdata.source import Source, place_of_data, source_at
from kzdata.source_status import TIMES, Seen, read
from publishing.remote import snapshots

FETCH = Path(__file__).with_name("fetch.py")
LIMIT = 120.0  # seconds that a look may take; files that were whole by then are there for the next


def look(place: Place, every: timedelta = timedelta(0), limit: float = LIMIT) -> Seen:
    """Look at a place, and tell what came of it; one look at a time, whichever process looks.

    Nothing is done where somebody has looked less than `every` ago. Raises UnknownScheme.
    """
    from filelock import FileLock, Timeout  # takes its time, and who reads a folder needs it not

    known(place)
    try:
        if not place.root.is_dir():
            make_folder(place.root)
            place.root.chmod(0o700)
        for folder in (place.root / "pool", place.root / "states"):
            make_folder(folder)
        # A lock that lives by the file's existence would outlive its process.
        with FileLock(place.root / "lock", timeout=2 * limit, fallback_to_soft=False):
            inherit_at(place.root / "lock")
            return _look(place, every, limit)
    except Timeout:
        return replace(read(place.root), trouble="slow", detail="somebody else looks, and hangs")
    except OSError as error:
        return replace(read(place.root), trouble="disk", detail=str(error))


def _look(place: Place, every: timedelta, limit: float) -> Seen:
    before, now = read(place.root), clock.now()
    if before.tried and timedelta(0) <= now - before.tried < every:
        return before
    answer = _answer(place, limit)
    seen = replace(before, tried=now, trouble=answer.get("trouble", ""))
    seen = replace(seen, detail=place.without_secrets(answer.get("detail", "")))
    if "state" in answer:
        state = place.root / "states" / answer["state"]
        if state != place.shown:
            # Whoever looks besides the service leaves nothing that it cannot read or clear away.
            for path in (state, *state.rglob("*")):
                inherit_at(path)
        seen = _judged(place, state, seen, now)
    _write(place.root, seen)
    return seen


def _judged(place: Place, state: Path, seen: Seen, now: datetime) -> Seen:
    """What is seen once a state is fetched; if it is good to be shown, it is shown from now on."""
    if seen.waiting != state.name:
        seen = replace(seen, waiting=state.name, since=now)
    if trouble := snapshots.doubt(place, state, seen, now):
        snapshots.clear(place, now, state)
        return replace(seen, trouble=trouble, detail=f"not shown: state {state.name}")
    if state != place.shown:
        snapshots.show(place, state)
    snapshots.clear(place, now)
    return replace(seen, seen=now, waiting="", since=None)


def _answer(place: Place, limit: float) -> dict[str, str]:
    """What the process says that fetches; of one that does not end, that it is slow."""
    asked = {"address": place.address, "root": str(place.root), "limit": limit}
    slow = {"trouble": "slow", "detail": f"not fetched within {limit:g} seconds"}
    try:
        done = subprocess.run(
            [sys.executable, "-I", FETCH],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            timeout=limit + 5,  # its own clock ends it before that, and even if nobody waits for it
        )
    except subprocess.TimeoutExpired:
        return slow
    if done.returncode == -signal.SIGALRM:
        return slow
    try:
        answer: dict[str, str] = json.loads(done.stdout)
        return answer
    except ValueError:
        said = done.stderr.strip().splitlines() or [f"ended with {done.returncode}"]
        return {"trouble": "unreachable", "detail": said[-1]}


def fetch(place: Place | None = None) -> Source | None:
    """Look at the place of the data, or at another one, and take over what it holds now.

    None if the data are in a folder. Raises UnknownScheme.
    """
    place = place or place_of_data()
    return None if place is None else source_at(place, look(place))


def _write(root: Path, seen: Seen) -> None:
    told = asdict(seen)
    times = {name: told[name] and told[name].isoformat() for name in TIMES}
    atomic_file.put(root / "seen.json", json.dumps(told | times, ensure_ascii=False).encode())
