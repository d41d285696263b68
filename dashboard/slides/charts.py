"""A figure's chart as slides show it: as large as it may be, in as many parts as it needs."""

from math import ceil

from dashboard.render import svg, worker
from dashboard.render.svg import size
from dashboard.slides.chart_pages import height, in_parts, usual_beside
from dashboard.slides.layout import CHART, Box

LOWEST = 0.6  # of the height of a plot, to which it may be lowered beside an answer
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
    width, beside = ceil(room.width), usual_beside(spec)
    drawn = svg.chart_svg(spec, width) if height(spec, beside) < 2 * room.height else ""
    # A map is as high as its width makes it; any other chart may be drawn lower.
    while drawn and size(drawn)[1] > room.height:
        lower = [] if "params" in spec else in_parts(spec, room.height, beside)
        beside += ceil(size(drawn)[1] - room.height)
        fits = len(lower) == 1 and lower[0]["height"] >= LOWEST * spec["height"]
        drawn = svg.chart_svg(lower[0], width) if fits else ""
    return drawn


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
