"""Where finished things lie on disk, so that a server finds them when it starts."""

from pathlib import Path

import kzdata
from dashboard.addresses import contact, owner
from dashboard.store import disk_cache

DASHBOARD = Path(__file__).parent.parent
ROOMS = (DASHBOARD, DASHBOARD.parent / "pages", Path(kzdata.__file__).parent)


def open_stock(writing: bool = False) -> disk_cache.Stock | None:
    """From now on this process takes what is finished from disk; None if it cannot."""
    return disk_cache.open_stock(disk_cache.makers(ROOMS, f"{owner()} {contact()}"), writing)
