"""The outlines that maps are drawn of, out of boundaries.json, which `make boundaries` makes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

DIGITS = 2  # of degrees: a kilometre, which no map of a page can show

# Where outlines and towns come from, by the table of sources.
OUTLINE_SOURCE, TOWN_SOURCE = "kz-outlines", "geonames-towns"

Point = tuple[float, float]  # longitude and latitude in degrees


@dataclass(frozen=True)
class Place:
    """Where a region has most room for words: around which point, and how wide.

    A box there is `room` wide on a map that is 1 wide, and `aspect` times as wide as high.
    """

    middle: Point
    room: float
    aspect: float


@dataclass(frozen=True)
class Outline:
    """A region as a polygon of GeoJSON, and its places for a block of words and for one line."""

    geometry: Mapping[str, object]
    block: Place
    line: Place


@dataclass(frozen=True)
class Boundaries:
    """All outlines by the codes of regions, the towns, and how a map of them is drawn.

    A map that is 1 wide is `aspect` high.
    """

    outlines: Mapping[str, Outline]
    towns: Mapping[str, Point]
    projection: Mapping[str, Any]  # as Vega has it
    aspect: float


@cache
def boundaries() -> Boundaries:
    """The outlines of all regions, of today and of older borders."""
    text = Path(__file__).with_name("boundaries.json").read_text(encoding="utf-8")
    made = json.loads(text)
    arcs = [_points(arc, made["transform"]) for arc in made["arcs"]]
    outlines = {}
    for drawn in made["objects"]["regions"]["geometries"]:
        rings = [_ring(numbers, arcs) for numbers in drawn["arcs"]]
        places = {name: Place(*place) for name, place in drawn["properties"].items()}
        outlines[drawn["id"]] = Outline({"type": "Polygon", "coordinates": rings}, **places)
    return Boundaries(outlines, made["towns"], made["projection"], made["aspect"])


def _points(arc: Sequence[Sequence[int]], grid: Mapping[str, Point]) -> list[Point]:
    """A line of steps on a grid as longitudes and latitudes."""
    across, along = (accumulate(steps) for steps in zip(*arc, strict=True))
    (width, height), (west, south) = grid["scale"], grid["translate"]
    return [
        (round(west + width * x, DIGITS), round(south + height * y, DIGITS))
        for x, y in zip(across, along, strict=True)
    ]


def _ring(numbers: Sequence[int], arcs: Sequence[list[Point]]) -> list[Point]:
    """Lines one after the other, ~n being line n backwards; each begins where one has ended."""
    lines = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers]
    return [lines[0][0], *(point for line in lines for point in line[1:])]
