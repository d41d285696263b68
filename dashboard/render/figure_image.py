"""A figure as one picture that stands alone: question, answer, chart, sources, date, address."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from dashboard.figures.theme import GRID, INK, PAPER, QUIET
from dashboard.fonts import FACE
from dashboard.render.svg import chart_svg, font_rules, lines, printable, size, with_titles

# Narrow, so that the words are still read when a messenger shows the picture on a phone.
WIDTH = 500
EDGE = 20
ROOM = WIDTH - 2 * EDGE
INDENT = 12  # of a remark's text behind its dash


@dataclass(frozen=True)
class Style:
    """How a part of the text is set; sizes in pixels."""

    size: float
    weight: int
    colour: str
    leading: float
    after: float


BRAND = Style(13, 600, QUIET, 18, 8)
TITLE = Style(22, 600, INK, 28, 6)
ANSWER = Style(16, 400, INK, 22, 12)
REMARK = Style(13, 400, INK, 17, 4)
SMALL = Style(12.5, 400, QUIET, 16, 3)
ADDRESS = Style(12.5, 600, INK, 16, 2)


@dataclass(frozen=True)
class Card:
    """The words of the picture, in the order in which they are read."""

    language: str
    site: str
    title: str
    answer: str
    description: str
    remarks: Sequence[str]
    small: Sequence[str]  # what it refers to, how it is known, its sources
    address: str
    stamp: str  # version and day of the data


def card_svg(card: Card, chart: dict | None) -> str:
    """The picture as SVG, WIDTH pixels wide and as high as its words need."""
    parts: list[str] = []
    y = float(EDGE)

    def write(text: str, style: Style, indent: float = 0, mark: str = "") -> None:
        nonlocal y
        if mark:
            parts.append(text_svg(mark, EDGE, y + style.size, style))
        for line in lines(text, style.size, style.weight, ROOM - indent):
            parts.append(text_svg(line, EDGE + indent, y + style.size, style))
            y += style.leading
        y += style.after

    write(card.site, BRAND)
    write(card.title, TITLE)
    write(card.answer, ANSWER)
    if chart is not None:
        drawn = with_titles(chart_svg(chart, ROOM))
        _, height = size(drawn)
        # The picture's own description says all that the chart's would. A group, for a tag <svg>
        # inside would be cut at its edges, which takes thrice as long to draw.
        parts.append(
            f'<g transform="translate({EDGE} {y:g})" aria-hidden="true">{inside_of(drawn)}</g>'
        )
        y += height + 12
    for remark in card.remarks:
        write(remark, REMARK, INDENT, "–")
    y += 6
    for text in card.small:
        write(text, SMALL)
    y += 4
    parts.append(f'<path d="M{EDGE} {y:g}h{ROOM}" stroke="{GRID}"/>')
    y += 8
    write(card.address, ADDRESS)
    write(card.stamp, SMALL)
    whole = (WIDTH, round(y + EDGE - SMALL.after))
    return picture_svg(card.language, card.title, card.description, parts, whole)


def picture_svg(
    language: str, title: str, description: str, parts: Sequence[str], size: tuple[int, int]
) -> str:
    """Parts as one picture of a width and a height in pixels, with its typeface."""
    width, height = size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'lang="{language}" role="img" aria-labelledby="title" aria-describedby="description">'
        f'<title id="title">{_safe(title)}</title>'
        f'<desc id="description">{_safe(description)}</desc>'
        f"<style>{font_rules()}</style>"
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>'
        f"{''.join(parts)}</svg>"
    )


def text_svg(text: str, x: float, baseline: float, style: Style) -> str:
    """A line of text."""
    return (
        f'<text x="{x:g}" y="{baseline:g}" font-family="{FACE}, sans-serif" '
        f'font-size="{style.size:g}" font-weight="{style.weight}" '
        f'fill="{style.colour}">{_safe(text)}</text>'
    )


def _safe(text: str) -> str:
    return escape(printable(text))


def inside_of(svg: str) -> str:
    """What stands between the outer tags of an SVG."""
    return svg[svg.index(">") + 1 : svg.rindex("</svg>")]
