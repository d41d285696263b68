"""A figure as messengers show it with a link: its answer large, its chart, one source, the day."""

from dataclasses import dataclass

from dashboard.figures.theme import GRID, INK, QUIET
from dashboard.render.figure_image import Style as TextStyle
from dashboard.render.figure_image import inside_of, picture_svg, text_svg
from dashboard.render.svg import chart_svg, lines, size

SIZE = WIDTH, HEIGHT = 1200, 630
EDGE = 48
FOOT = 84  # pixels of source and stamp at the lower edge
FEET = 2  # lines that fit there
TOP = 96  # where the question begins, below the name of the site
COLUMN = 520  # width of the words beside a chart
CHART = 328  # pixels for which a chart is drawn, as on a phone; then it is enlarged
LEAST = 1.15  # a chart that would be enlarged by less is not read in a messenger: words alone then
ANSWERS = (84, 72, 60, 54, 48, 42, 37, 33, 29, 25)  # sizes to try, the largest that fits is taken

BRAND = TextStyle(26, 600, QUIET, 34, 0)
TITLE = TextStyle(30, 400, QUIET, 38, 18)
SMALL = TextStyle(22, 400, QUIET, 30, 0)


@dataclass(frozen=True)
class MessageCard:
    """The words of the card."""

    language: str
    site: str
    title: str
    answer: str
    description: str
    source: str  # the first source, and how many others there are
    stamp: str  # version and day of the data
    check: str = ""  # where it is told whether that still holds


def message_card_svg(card: MessageCard, chart: dict | None) -> str:
    """The card as SVG, WIDTH by HEIGHT pixels; a chart that would be too small is left out."""
    drawn, scale = _drawn(chart)
    room = COLUMN if drawn else WIDTH - 2 * EDGE
    parts = [text_svg(card.site, EDGE, EDGE + BRAND.size, BRAND)]
    y = float(TOP)
    for line in lines(card.title, TITLE.size, TITLE.weight, room):
        parts.append(text_svg(line, EDGE, y + TITLE.size, TITLE))
        y += TITLE.leading
    y += TITLE.after
    style, told = _answer(card.answer, room, HEIGHT - FOOT - y)
    for line in told:
        parts.append(text_svg(line, EDGE, y + style.size, style))
        y += style.leading
    if drawn:
        width, height = (scale * side for side in size(drawn))
        x = WIDTH - EDGE - width
        top = TOP + (HEIGHT - FOOT - TOP - height) / 2
        parts.append(
            f'<g transform="translate({x:g} {top:g}) scale({scale:g})" aria-hidden="true">'
            f"{inside_of(drawn)}</g>"
        )
    foot = HEIGHT - FOOT + 12
    parts.append(f'<path d="M{EDGE} {foot}h{WIDTH - 2 * EDGE}" stroke="{GRID}"/>')
    for line in _foot(card):
        parts.append(text_svg(line, EDGE, foot + SMALL.leading, SMALL))
        foot += 26
    return picture_svg(card.language, card.title, card.description, parts, SIZE)


def _foot(card: MessageCard) -> list[str]:
    """Source, stamp, where to check them, in FEET lines; a source that is too long is cut."""
    room = WIDTH - 2 * EDGE
    whole = " · ".join(filter(None, (card.source, card.stamp, card.check)))
    told = lines(whole, SMALL.size, SMALL.weight, room)
    if len(told) <= FEET:
        return told
    last = " · ".join(filter(None, (card.stamp, card.check)))
    return [*lines(card.source, SMALL.size, SMALL.weight, room)[:1], last]


def _drawn(chart: dict | None) -> tuple[str, float]:
    """The chart and how much it is enlarged; nothing where it would be too small to be read."""
    if chart is None:
        return "", 1
    drawn = chart_svg(chart, CHART)
    width, height = size(drawn)
    scale = min((WIDTH - 3 * EDGE - COLUMN) / width, (HEIGHT - FOOT - TOP) / height)
    return (drawn, scale) if scale >= LEAST else ("", 1)


def _answer(text: str, width: float, height: float) -> tuple[TextStyle, list[str]]:
    """The answer in lines, as large as it fits; at the smallest size what is too long is cut."""
    for font in ANSWERS:
        style = TextStyle(font, 600, INK, font * 1.22, 0)
        told = lines(text, font, style.weight, width)
        # What is broken within a number would be read as two.
        if len(told) * style.leading <= height and " ".join(told) == text:
            return style, told
    kept = told[: max(1, int(height // style.leading))]
    return style, [*kept[:-1], f"{kept[-1]} …"]
