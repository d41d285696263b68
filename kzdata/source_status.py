"""When a place was last looked at, and what came of it: kept beside its copy, for all to read."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

# Why what is shown may not be what the place holds. The last two: it was read, and not believed.
TROUBLES = (
    "address", "denied", "not_there", "empty", "unreachable", "slow", "disk", "changing", "lost",
)  # fmt: skip
REACHED = ("empty", "changing", "lost")
SAID_AFTER = timedelta(minutes=5)  # a server that is started anew is back before that


@dataclass(frozen=True)
class Seen:
    """What was last seen of a place.

    `seen` is when it last held just what is shown, `tried` when it was last looked at. `trouble`
    is one of TROUBLES or empty, `detail` what was said then. `waiting` names a state that is not
    shown yet, `since` when it was first seen.
    """

    seen: datetime | None = None
    tried: datetime | None = None
    trouble: str = ""
    detail: str = ""
    waiting: str = ""
    since: datetime | None = None

    @property
    def reachable(self) -> bool:
        return not self.trouble or self.trouble in REACHED

    def unseen(self, now: datetime) -> datetime | None:
        """Since when the place was not seen as it is shown; None while that is not long."""
        late = self.seen is not None and now - self.seen > SAID_AFTER
        return self.seen if late else None


TIMES = ("seen", "tried", "since")


def read(root: Path) -> Seen:
    """What was last seen; where nothing is told, no more than when something was first shown."""
    try:
        told = json.loads((root / "seen.json").read_bytes())
        told |= {name: told[name] and datetime.fromisoformat(told[name]) for name in TIMES}
        return Seen(**told)
    except (OSError, ValueError, KeyError, TypeError):
        return Seen(seen=_shown_at(root))


def _shown_at(root: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp((root / "current").lstat().st_mtime, UTC)
    except OSError:
        return None
