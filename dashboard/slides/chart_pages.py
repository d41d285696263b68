"""A finished chart in parts that are no taller than a room, such as that of a slide."""

import copy
import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

import pandas as pd

from dashboard.figures.chart_types import RUNG

TIGHT = 6  # pixels that the rungs of a ladder may move together
LEAST = 120  # a plot is not made lower than so many pixels
BESIDE_PLOT, BESIDE_PANEL = 46, 67  # pixels of an axis with its title; of a panel's title as well

Spec = dict
Rows = Sequence[Mapping[str, Any]]  # of a chart, as it was given them


def in_parts(spec: Spec, room: float, beside: float | None = None) -> list[Spec]:
    """A chart as one or several, each with the same scale and no taller than `room` pixels.

    `spec` is a finished Vega-Lite specification; `beside` is what its axis and title take of the
    height of a panel, if that is known. Ladders are cut between their rungs and panels are parted;
    what cannot be cut is drawn lower.
    """
    beside = usual_beside(spec) if beside is None else beside
    if height(spec, beside) <= room:
        return [spec]
    panels = spec.get("vconcat", [spec])
    pieces = [each for panel in panels for each in _pieces(panel, spec["datasets"], room - beside)]
    if "vconcat" not in spec:
        return [_whole(spec, [piece]) for piece in pieces]
    gap = spec["spacing"]
    heights = [piece["height"] + beside + gap for piece, _ in pieces]
    return [_whole(spec, pieces[first:last]) for first, last in _groups(heights, room + gap)]


def usual_beside(spec: Spec) -> float:
    """What axis and title usually take of the height of a panel, in pixels."""
    return BESIDE_PANEL if "vconcat" in spec else BESIDE_PLOT


def height(spec: Spec, beside: float) -> float:
    """How tall a chart will be, if axis and title take so much of each panel."""
    panels = spec.get("vconcat", [spec])
    gaps = spec.get("spacing", 0) * (len(panels) - 1)
    return gaps + sum(panel["height"] + beside for panel in panels)


def _whole(spec: Spec, pieces: Sequence[tuple[Spec, Mapping[str, Rows]]]) -> Spec:
    """A chart again of some of its pieces, each with the rows that are its own."""
    datasets = {name: rows for _, held in pieces for name, rows in held.items()}
    if "vconcat" not in spec:
        return {**pieces[0][0], "datasets": datasets}
    panels = [panel for panel, _ in pieces]
    return {**spec, "vconcat": panels, "datasets": datasets}


def _pieces(
    panel: Spec, datasets: Mapping[str, Rows], room: float
) -> Iterator[tuple[Spec, Mapping[str, Rows]]]:
    """A panel whole or cut, each piece with the datasets that it draws, under names of its own."""
    held = {name: datasets[name] for name in _names(panel)}
    ladders = [name for name, rows in held.items() if rows and rows[0].keys() >= RUNG]
    if panel["height"] <= room:
        yield panel, held
    elif not ladders:
        yield {**panel, "height": max(LEAST, math.floor(room))}, held
    else:
        yield from _cut(panel, held, ladders, room)


def _cut(
    panel: Spec, held: Mapping[str, Rows], ladders: Sequence[str], room: float
) -> Iterator[tuple[Spec, Mapping[str, Rows]]]:
    """Parts of a panel by the rungs of its first ladder; all that stands on a rung goes along."""
    rows = held[ladders[0]]
    above = rows[0]["written"]
    starts = [row["written"] for row in rows]
    rungs = [end - start - TIGHT for start, end in pairwise([*starts, panel["height"]])]
    pinned = _pinned(panel, held)
    others = {name: held[name] for name in held if name not in ladders}
    for number, (first, last) in enumerate(_groups(rungs, room - above)):
        ends = list(accumulate(rungs[first:last], initial=above))
        up = {start: start - top for start, top in zip(starts[first:last], ends, strict=False)}
        named = {ladder: f"{ladder}-{number}" for ladder in ladders}
        moved = {
            name: [
                {**row, **{field: row[field] - up[row["written"]] for field in RUNG}}
                for row in held[ladder]
                if row["written"] in up
            ]
            for ladder, name in named.items()
        }
        yield _standing(pinned, named, ends[-1]), {**others, **moved}


def _groups(sizes: Sequence[float], room: float) -> list[tuple[int, int]]:
    """Where to cut a row of sizes so that groups fit a room: as few as can be, of like size."""

    def filled(room: float) -> list[tuple[int, int]]:
        cuts, used = [0], 0.0
        for at, size in enumerate(sizes):
            if used and used + size > room:
                cuts.append(at)
                used = 0.0
            used += size
        return list(pairwise([*cuts, len(sizes)]))

    fewest = filled(room)
    smaller = math.ceil(sum(sizes) / len(fewest))
    return next(
        (groups for at in range(smaller, int(room)) if len(groups := filled(at)) == len(fewest)),
        fewest,
    )


def _pinned(panel: Spec, held: Mapping[str, Rows]) -> Spec:
    """A panel whose x scale spans all its rows, also where it will draw but some of them."""
    panel = copy.deepcopy(panel)
    rows = [row for each in held.values() for row in each]
    channels = [
        layer["encoding"][name]
        for layer in _layers(panel)
        for name in ("x", "x2")
        if "field" in layer.get("encoding", {}).get(name, {})
    ]
    fields = {channel["field"] for channel in channels}
    found = [row[f] for row in rows for f in fields if row.get(f) is not None and row[f] == row[f]]
    first = next((channel for channel in channels if "type" in channel), None)
    if first is None or not found:
        return panel
    scale = first["scale"] = first.get("scale") or {}
    if "domain" not in scale:
        scale["domain"] = _days(found) if first["type"] == "temporal" else [min(found), max(found)]
        # As it is without a domain of its own: both ends at round values.
        scale.setdefault("nice", True)
    return panel


def _days(found: Sequence[object]) -> list[dict[str, int]]:
    """The first and the last day of some, as Vega-Lite takes the ends of a scale."""
    days = pd.to_datetime(pd.Series(found))
    return [{"year": d.year, "month": d.month, "date": d.day} for d in (days.min(), days.max())]


def _layers(spec: Spec) -> Iterator[Spec]:
    yield spec
    for layer in spec.get("layer", ()):
        yield from _layers(layer)


def _names(panel: Spec) -> list[str]:
    """The names of the datasets that a panel draws."""
    names = [layer["data"]["name"] for layer in _layers(panel) if "name" in layer.get("data", {})]
    return list(dict.fromkeys(names))


def _standing(panel: Spec, named: Mapping[str, str], height: float) -> Spec:
    """A panel of some rows of its ladders, which are `named` anew, that is only so high."""
    panel = copy.deepcopy(panel)
    for layer in _layers(panel):
        if layer.get("data", {}).get("name") in named:
            layer["data"] = {"name": named[layer["data"]["name"]]}
        for channel in ("y", "y2"):
            scale = layer.get("encoding", {}).get(channel, {}).get("scale") or {}
            if "domain" in scale:
                scale["domain"] = [0, height]
    return {**panel, "height": height}
