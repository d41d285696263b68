"""A slide as a picture that scales: for the page on the wall, the offline copy, the handout."""

import re
from html import escape

from dashboard.figures.theme import GRID, INK, PAPER, RECORD
from dashboard.fonts import STACK
from dashboard.render.qr import code_of, dark_path
from dashboard.render.svg import size
from dashboard.slides.layout import (
    CHART,
    CODE,
    FOOT,
    GAP,
    HEIGHT,
    LARGE_FOOT,
    WIDTH,
    Box,
    Text,
    place,
)
from dashboard.slides.model import ENDS, Deck

# What only a listener would need of a chart: the slide tells it in words.
FOR_LISTENERS = re.compile(r' (?:aria-\w+|role|pointer-events|version|xmlns:\w+)="[^"]*"')


def slide_svg(deck: Deck, number: int) -> str:
    """The slide of a number, counted from 1."""
    slide, layout = deck.slides[number - 1], place(deck.said(number))
    *texts, stamp = layout.texts
    # A page counts the slides anew that are chosen there.
    parts = [*map(_text, texts), _text(stamp, ' class="stamp"')]
    if slide.id in ENDS:
        parts.append(f'<rect width="5" height="{HEIGHT}" fill="{RECORD}"/>')
    if slide.chart:
        parts.append(_chart(slide.chart, number, layout.chart))
    if layout.code:
        parts.append(_code(slide.address, layout.code))
    # On a slide of a talk the code stands in the foot.
    foot = LARGE_FOOT if slide.large else FOOT
    rule = foot.width - (CODE + GAP) * bool(slide.large and layout.code)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f"font-family='{STACK}'>"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>'
        f'<path d="M{foot.x} {foot.y - 4:g}h{rule:g}" stroke="{GRID}"/>'
        f"{''.join(parts)}</svg>"
    )


def _text(text: Text, kind: str = "") -> str:
    style, box = text.style, text.box
    leading = box.height / len(text.lines) if text.lines else 0
    spans = "".join(
        f'<tspan x="{box.x:g}" y="{box.y + style.size + at * leading:g}">{escape(line)}</tspan>'
        for at, line in enumerate(text.lines)
    )
    return (
        f'<text{kind} font-size="{style.size:g}" font-weight="{style.weight}" '
        f'fill="{style.colour}">'
        f"{spans}</text>"
    )


def _chart(svg: str, number: int, room: Box) -> str:
    """A chart in its place; what it names is named apart from the charts of other slides."""
    inside = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
    inside = FOR_LISTENERS.sub("", re.sub(r"\bclip(?=\d)", f"s{number}clip", inside))
    box, scale = chart_box(svg, room)
    return f'<g transform="translate({box.x:g} {box.y:g}) scale({scale:g})">{inside}</g>'


def chart_box(svg: str, room: Box = CHART) -> tuple[Box, float]:
    """Where a chart stands in its room, as large as it may be, and by what it is enlarged."""
    width, height = size(svg)
    scale = min(room.width / width, room.height / height)
    y = room.y + (room.height - height * scale) / 2
    return Box(room.x, y, width * scale, height * scale), scale


def _code(address: str, box: Box) -> str:
    """The code that a phone reads, as one path."""
    modules, ones = code_of(address)
    return (
        f'<g transform="translate({box.x:g} {box.y:g}) scale({box.width / modules:.5g})">'
        f'<rect width="{modules}" height="{modules}" fill="{PAPER}"/>'
        f'<path d="{dark_path(ones)}" fill="{INK}"/></g>'
    )
