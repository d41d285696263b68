"""Where everything stands on a slide, in points of a canvas of 16:9, its texts broken to fit.

The least type is a thirtieth of the height, so that the last row of a hall can read it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from dashboard.figures.theme import INK, QUIET
from dashboard.render.svg import lines

WIDTH, HEIGHT = 640, 360
LEAST = HEIGHT / 30
LEADING = 1.25  # from line to line, in sizes of the type
REGULAR, STRONG = 400, 600


@dataclass(frozen=True)
class Box:
    """A part of the canvas."""

    x: float
    y: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True)
class Style:
    """How a text is set."""

    size: float
    weight: int = REGULAR
    colour: str = INK


@dataclass(frozen=True)
class Text:
    """A text in its lines, and the box that they fill; `whole` is the text as it was."""

    box: Box
    style: Style
    lines: tuple[str, ...]
    whole: str


EDGE = 14
GAP = 7
FOOT = Box(EDGE, 302, WIDTH - 2 * EDGE, 3 * LEAST * LEADING)
LEFT = Box(EDGE, EDGE, 214, FOOT.y - EDGE - 8)
CHART = Box(244, EDGE - 2, 382, FOOT.y - EDGE - 4)
CODE = 58  # side of the code that a phone reads
# Of title and answer; the first pair that fits is taken.
SIZES = ((20, 17), (19, 16), (18, 15), (17, 15), (16, 14), (15, 13), (14, 12.5), (13, LEAST))
# Of title, answer and lines where there is no chart.
PLAIN_SIZES = (
    (34, 22, 18),
    (30, 20, 17),
    (27, 18, 16),
    (24, 17, 15),
    (20, 15, 13),
    (17, 13, LEAST),
)
SMALL = Style(LEAST, REGULAR, QUIET)


@dataclass(frozen=True)
class Layout:
    """A slide's texts and the place of the code of its address; what it lacks is None or empty."""

    column: tuple[Text, ...]  # title, answer, what it refers to, lines in place of a chart
    address: tuple[Text, ...]
    code: Box | None
    foot: tuple[Text, ...]  # sources, stamp

    @property
    def texts(self) -> tuple[Text, ...]:
        return (*self.column, *self.address, *self.foot)


@dataclass(frozen=True)
class Said:
    """All that is written on a slide; what it lacks is empty.

    `lines` stand in place of a chart; without them there is one. `naming` names the first of the
    `sources` and says how many are left.
    """

    title: str
    answer: str
    refers: str
    lines: tuple[str, ...]
    address: str
    sources: tuple[str, ...]
    naming: Callable[[Sequence[str], int], str]
    stamp: str


def place(said: Said, wide: float = 1) -> Layout:
    """Lay a slide out; what fits at no size ends in an ellipsis, and the address leads to the rest.

    `wide` is how much wider the face that will be used is than the one that measures.
    """
    column = Box(LEFT.x, LEFT.y, FOOT.width, LEFT.height) if said.lines else LEFT
    room = replace(column, height=column.height - (CODE + GAP) * bool(said.address))
    styles = [[Style(title, STRONG), Style(answer), SMALL] for title, answer in SIZES]
    if said.lines:
        styles = [
            [Style(title, STRONG), Style(answer), SMALL, *[Style(line)] * len(said.lines)]
            for title, answer, line in PLAIN_SIZES
        ]
    code = Box(LEFT.x, LEFT.bottom - CODE, CODE, CODE) if said.address else None
    to_read = Box(LEFT.x + CODE + GAP, LEFT.bottom - CODE, column.width - CODE - GAP, CODE)
    address = _parted(said.address, to_read, wide)
    foot = (_sources(said, wide), said.stamp)
    return Layout(
        column=_fitted((said.title, said.answer, said.refers, *said.lines), styles, room, wide),
        address=_fitted(address, [[SMALL] * len(address)], to_read, wide, gap=0),
        code=code,
        foot=_fitted(foot, [[SMALL] * len(foot)], FOOT, wide, gap=0),
    )


def _parted(address: str, room: Box, wide: float) -> tuple[str, ...]:
    """An address broken before what is asked of the page, and if need be before other parts."""
    marks = (r"(?=[?])", r"(?=[?&])", r"(?=[?&/])")
    ways = [tuple(filter(None, re.split(mark, address))) for mark in marks]
    most = room.height // (LEAST * LEADING)

    def whole(parts: Sequence[str]) -> bool:
        broken = [part for part in parts if len(lines(part, LEAST * wide, REGULAR, room.width)) > 1]
        return not broken and len(parts) <= most

    return next(filter(whole, ways), ways[0])


def _sources(said: Said, wide: float) -> str:
    """The sources in two lines, as many as they take."""
    for named in range(len(said.sources), 0, -1):
        text = said.naming(said.sources[:named], len(said.sources) - named)
        if len(lines(text, LEAST * wide, REGULAR, FOOT.width)) <= 2:
            return text
    return ""


def _fitted(texts, ladder, room: Box, wide: float, gap: float = GAP) -> tuple[Text, ...]:
    """Texts one below the other in the first styles of a ladder with which they fit.

    A word is broken only where it is too long in all of them.
    """
    if not texts:
        return ()
    broken = ()
    for styles in ladder:
        placed = _stacked(texts, styles, room, wide, gap)
        if placed[-1].box.bottom > room.bottom + 0.01:
            continue
        if all(map(_whole, placed)):
            return placed
        broken = broken or placed
    return broken or tuple(_cut(text, room) for text in placed if text.box.y < room.bottom)


def _whole(text: Text) -> bool:
    return " ".join(text.lines) == text.whole


def _cut(text: Text, room: Box) -> Text:
    """A text without the lines that run out of its room."""
    leading = text.style.size * LEADING
    fit = int((room.bottom - text.box.y + 0.01) / leading)
    if fit >= len(text.lines):
        return text
    kept = text.lines[:fit]
    kept = (*kept[:-1], kept[-1].rpartition(" ")[0] + "…") if kept else ()
    return Text(replace(text.box, height=len(kept) * leading), text.style, kept, " ".join(kept))


def _stacked(texts, styles: Sequence[Style], room: Box, wide: float, gap: float):
    placed, y = [], room.y
    for text, style in zip(texts, styles, strict=True):
        said = tuple(lines(text, style.size * wide, style.weight, room.width)) if text else ()
        box = Box(room.x, y, room.width, len(said) * style.size * LEADING)
        placed.append(Text(box, style, said, text))
        y = box.bottom + gap * bool(said)
    return tuple(placed)
