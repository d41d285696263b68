"""Regions on the map and in time: one to a place, none its own predecessor, none after its end."""

from collections.abc import Iterator
from datetime import date

from kzdata.consistency.found import Frames, broken, looked_up
from kzdata.schema import TABLES
from kzdata.schema.problems import Error, Problem

TIMES = ("year", "day", "period_end")  # when a row of a region is of


def tiles(frames: Frames, day: date | None) -> Iterator[Problem]:
    """Regions at a place of the grid where another one is already."""
    if "regions" not in frames:
        return
    regions = frames["regions"]
    placed = regions.dropna(subset=["tile_row", "tile_col"])
    others = placed.groupby(["tile_row", "tile_col"])["region_id"].transform("first")
    taken = placed.duplicated(["tile_row", "tile_col"]).reindex(regions.index, fill_value=False)
    expected = others.reindex(regions.index)
    yield from broken("regions", regions, Error.TILE_TAKEN, "tile_col", taken, expected)


def predecessors(frames: Frames, day: date | None) -> Iterator[Problem]:
    """Regions that would have been a part of themselves, directly or by way of others."""
    if "regions" not in frames:
        return
    regions = frames["regions"]
    known = regions.dropna(subset=["region_id", "predecessor"])
    before = dict(zip(known["region_id"], known["predecessor"], strict=True))
    own = regions["region_id"].map(lambda id: id in _line(before, id)).astype(bool)
    yield from broken("regions", regions, Error.OWN_PREDECESSOR, "predecessor", own)


def ended(name: str, frames: Frames, day: date | None) -> Iterator[Problem]:
    """Rows of a region in years in which it was there no more."""
    columns = TABLES[name].columns
    column = next((each for each in TIMES if each in columns), None)
    if column is None or "region_id" not in columns or "regions" not in frames:
        return
    if name != "regions":
        frame = frames[name]
        last = looked_up(frame["region_id"], frames["regions"], "region_id", "until")
        years = frame[column] if column == "year" else frame[column].dt.year
        yield from broken(name, frame, Error.REGION_NO_MORE, column, years > last, last)


def _line(before: dict[str, str], id: str) -> set[str]:
    """The predecessors of a region, as far back as they are known."""
    line: set[str] = set()
    earlier = before.get(id)
    while earlier is not None and earlier not in line:
        line.add(earlier)
        earlier = before.get(earlier)
    return line
