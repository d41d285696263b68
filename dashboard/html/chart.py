"""A figure's chart in a page: drawn for its width, its marks with their sentences and links."""

import re
from html import escape
from urllib.parse import parse_qsl

from dashboard import store
from dashboard.html import figure_card
from dashboard.html.view import Place
from dashboard.render.svg import with_sentences, with_titles

# Around a mark that is a link, as Vega writes it: the page, none if it is this one, the choice, and
# the part of the page that the mark stands for.
DRAWN_LINK = re.compile(
    r'<a xlink:href="[^"]*/(?P<page>\w*)(\?(?P<choice>[^"#]*))?(#(?P<part>[^"]*))?">|</a>'
)
# The outline of a region, as Vega writes it: straight from corner to corner, and closed.
OUTLINE = re.compile(r' d="((?:[ML]-?[\d.]+,-?[\d.]+|Z){20,}Z)"')
CORNER = re.compile(r"([MLZ])(?:(-?[\d.]+),(-?[\d.]+))?")
# A link around a mark whose sentence only the script knows.
NAMELESS = re.compile(r'<a (href="[^"]*")>(<[^>]*data-say="([^"]*)")')


def chart_of(id: str, place: Place) -> str:
    """The chart, and where scripts are, the line in which its marks answer; nothing if none."""
    drawing = drawing_of(id, place)
    return drawing + figure_card.answer_line(id, place) * (place.scripted and bool(drawing))


def drawing_of(id: str, place: Place) -> str:
    """The chart, drawn for the width of the place; nothing where there is none.

    A live page takes its marks' links over itself, others have them in the drawing.
    """
    try:
        made = store.figure(id, place.language, place.day, **place.choices)
        if made.chart is None:
            return ""
        drawn = store.drawn(id, place.language, place.day, place.width, **place.choices)
    except store.Unavailable:
        return ""
    named = f'aria-label="{escape(made.figure.label)}"'
    named += ' tabindex="0"' * place.scripted
    drawn = _linked(drawn, id, place) if place.lite else DRAWN_LINK.sub("", drawn)
    svg = _light(with_sentences(drawn) if place.scripted else with_titles(drawn))
    if "<a " not in svg:
        return f'<div class="chart" role="img" {named}>{_hidden(svg)}</div>'
    svg = NAMELESS.sub(r'<a \1 aria-label="\3">\2', svg)
    # A picture would hide its links; words that stand somewhere on it need not be heard.
    svg = svg.replace('<g class="mark-text', '<g aria-hidden="true" class="mark-text')
    return f'<div class="chart" role="group" {named}>{svg}</div>'


def _linked(svg: str, id: str, place: Place) -> str:
    """A drawn chart whose links lead to another page, or to the same one with another choice."""

    def link(found: re.Match) -> str:
        if found["page"] is None:
            return found[0]
        choices = dict(parse_qsl(found["choice"] or ""))
        if found["page"]:
            way = place.link(found["page"], figure=found["part"] or "", **choices)
        else:
            way = place.link(place.page, figure=id, **{**place.choices, **choices})
        return f'<a href="{escape(way)}">'

    return DRAWN_LINK.sub(link, svg)


def _hidden(svg: str) -> str:
    """A drawn chart of which the box around it tells."""
    return svg.replace("<svg ", '<svg aria-hidden="true" ', 1)


def _light(svg: str) -> str:
    """A drawn chart without what only a pen would need, or the box around it tells to listeners.

    Coordinates are rounded to a tenth of a pixel.
    """
    svg = re.sub(
        r' (?:aria-\w+|role|pointer-events|font-family|version|xmlns:\w+)="[^"]*"', "", svg
    )
    svg = OUTLINE.sub(_step_by_step, svg.replace(' opacity="1"', ""))
    return re.sub(r"(\d\.\d)\d{2,}", r"\1", svg)


def _step_by_step(found: re.Match) -> str:
    """An outline told from corner to corner in tenths of a pixel, in a quarter fewer bytes."""
    steps, at, start = [], (0, 0), (0, 0)
    for sign, *ends in CORNER.findall(found[1]):
        if sign == "Z":
            steps.append(sign)
            at = start
            continue
        x, y = (round(float(end) * 10) for end in ends)
        if sign == "M":
            steps.append(f"M{x / 10:g},{y / 10:g}")
            start = x, y
        else:
            steps.append(f"l{(x - at[0]) / 10:g},{(y - at[1]) / 10:g}")
        at = x, y
    return f' d="{"".join(steps)}"'
