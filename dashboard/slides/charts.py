"""A figure's chart as slides show it: as large as it may be, in as many parts as it needs."""

from math import ceil

from dashboard.render import svg, worker
from dashboard.render.svg import size
from dashboard.slides.chart_pages import height, in_parts, usual_beside
from dashboard.slides.layout import CHART, Box

LOWEST = 0.54  # of the height of a plot, to which it may be lowered beside an answer
LARGER = 320  # pixels of a chart that is small enough to be shown larger


def charts(spec: dict | None) -> tuple[str, ...]:
    """A finished chart as SVG, a picture a slide; raises NotDrawn."""
    if spec is None:
        return ()
    try:
        return _larger(spec) or _parted(spec)
    except worker.NotDrawn:
        # What draws may have been ended by the system; another has begun by now.
        return _larger(spec) or _parted(spec)


def chart_beside(spec: dict | None, room: Box) -> str:
    """A finished chart as SVG for the room beside an answer; empty where it does not fit there.

    Raises NotDrawn.
    """
    if spec is None:
        return ""
    width, current = ceil(room.width), spec
    if height(spec, usual_beside(spec)) >= 2 * room.height:
        return ""
    drawn = svg.chart_svg(spec, width)
    while drawn and size(drawn)[1] > room.height:
        of_axis = size(drawn)[1] - height(current, 0)
        lower = [] if _is_rigid(spec) else in_parts(spec, room.height, of_axis)
        least, most = LOWEST * height(spec, 0), height(current, 0)
        if len(lower) != 1 or not least <= height(lower[0], 0) < most:
            return ""
        current = lower[0]
        drawn = svg.chart_svg(current, width)
    return drawn


def _is_rigid(spec: dict) -> bool:
    """Whether a chart cannot be lower: a map goes by its width, cells by the type in them."""
    marks = [layer for layer in spec["layer"] if "mark" in layer]
    cells = (each["encoding"] for each in marks if each["mark"]["type"] == "rect")
    return "params" in spec or any(
        all("field" in of.get(end, {}) for end in ("x2", "y2")) for of in cells
    )


def _larger(spec: dict) -> tuple[str, ...]:
    """A chart that is small enough to be enlarged; nothing for another."""
    room = CHART.height * LARGER / CHART.width
    if height(spec, usual_beside(spec)) > room:
        return ()
    drawn = svg.chart_svg(spec, LARGER)
    return (drawn,) if size(drawn)[1] <= room else ()


def _parted(spec: dict) -> tuple[str, ...]:
    """A chart in parts that fit; what they lack at first is taken from the next attempt's room."""
    beside = usual_beside(spec)
    while True:
        drawn = [svg.chart_svg(part, CHART.width) for part in in_parts(spec, CHART.height, beside)]
        over = max(size(svg)[1] for svg in drawn) - CHART.height
        if over <= 0 or beside > CHART.height / 2:
            return tuple(drawn)
        beside += ceil(over)
