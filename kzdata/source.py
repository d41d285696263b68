"""Where the data are kept, if that is elsewhere, and how up to date the copy of them is."""

import os
from dataclasses import dataclass
from datetime import datetime

from kzdata import clock
from kzdata.location import Place, is_elsewhere, place_at
from kzdata.source_status import Seen, read


@dataclass(frozen=True)
class Source:
    """Where the data are from: `seen` is when that place last held just what is shown.

    It is None while there is nothing to show. `trouble` is one of seen.TROUBLES, or empty;
    `detail` is what was said of it, for those who look after the data.
    """

    place: str
    seen: datetime | None
    reachable: bool
    trouble: str
    detail: str


def place_of_data() -> Place | None:
    """The place that KZDATA_DIR names; None if that is a folder."""
    named = os.environ.get("KZDATA_DIR", "")
    return place_at(named) if is_elsewhere(named) else None


def source() -> Source | None:
    """Where the data are from, as it was last seen; None if that is a folder."""
    place = place_of_data()
    return None if place is None else source_at(place, read(place.root))


def unseen() -> datetime | None:
    """Since when the place of the data was not seen as it is shown; None while that is not long."""
    place = place_of_data()
    return None if place is None else read(place.root).unseen(clock.now())


def source_at(place: Place, seen: Seen) -> Source:
    return Source(place.said, seen.seen, seen.reachable, seen.trouble, seen.detail)
