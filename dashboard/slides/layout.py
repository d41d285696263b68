"""Where everything stands on a slide, in points of a canvas of 16:9, its texts broken to fit.

The least type is a thirtieth of the height, so that the last row of a hall can read it; on a slide
of a talk the answer is a twelfth of it or more.
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
    leading: float = LEADING
    second: bool = False  # of the other language, where a slide speaks two


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
# Of lines of thirty letters in our texts and sources, 99 of 100 take at most 1.16 times the room in
# Arial Bold that they take in the face that measures, and in Arial 1.11 times.
WIDE = 1.16
REGULAR_WIDER = 0.11 / 0.16
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
# A slide of a talk: its question above, the answer in large type, a chart beside it if both fit.
QUESTION = tuple(Style(size, STRONG) for size in (17, 16, 15, 14, 13, LEAST))
LARGE = (
    *(Style(size, leading=1.1) for size in (54, 48, 44, 40, 36, 33, HEIGHT / 12)),
    Style(HEIGHT / 12, leading=1.02),
)
LARGE_FOOT = Box(EDGE, FOOT.bottom - 4 * LEAST * LEADING, FOOT.width, 4 * LEAST * LEADING)
BODY_BOTTOM = LARGE_FOOT.y - 8
BESIDE = Box(336, 0, WIDTH - EDGE - 336, 0)  # of a chart; its height is what the question leaves
ANSWER_WIDTH = BESIDE.x - EDGE - 8
# Of what follows the first sentence, where the whole answer does not fit beside a chart.
FOLLOWING = tuple(Style(size, leading=1.15) for size in (24, 22, 20, HEIGHT / 18))
# Where a sentence ends before another: a short word with a point ("2025 г.") ends none.
SENTENCE = re.compile(r"(?<=[.!?])(?<!\b\w\.)(?<!\b\w\w\.) (?=[*\dA-ZА-ЯӘҒҚҢӨҰҮІҺЁ])")
# Question and answer in the other language, under those of the slide's own.
SECOND = tuple(Style(size, REGULAR, QUIET, 1.15, True) for size in (20, 18, 16, 14, LEAST))
NUMBER, COUNTED = Style(48, STRONG, leading=1.1), Style(20)  # of an agenda
NUMBER_WIDTH = 150


@dataclass(frozen=True)
class Layout:
    """A slide's texts and the place of the code of its address; what it lacks is None or empty."""

    # Title, answer, what it refers to, lines in place of a chart; of two languages one by one.
    column: tuple[Text, ...]
    address: tuple[Text, ...]
    code: Box | None
    foot: tuple[Text, ...]  # sources, stamp
    chart: Box = CHART

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
    large: bool = False  # a slide of a talk
    beside: bool = False  # its answer has a chart beside it
    parted: bool = False  # of its answer, what follows the first sentence is in smaller type
    numbers: tuple[tuple[str, str], ...] = ()  # of an agenda, each with what is counted
    second: tuple[str, str] = ("", "")  # title and answer in another language
    second_counted: tuple[str, ...] = ()  # of the numbers, in that language


def place(said: Said, wide: float = 1) -> Layout:
    """Lay a slide out; what fits at no size ends in an ellipsis, and the address leads to the rest.

    `wide` is how much wider the face that will be used is than the one that measures.
    """
    lay_out = _place_large if said.large else _place
    # Where both languages have no room, the answer in the other one goes, and then its question.
    question, answer = said.second
    for second in dict.fromkeys(((question, answer), (question, ""), ("", ""))):
        layout = lay_out(replace(said, second=second), wide)
        if complete(layout):
            break
    return layout


def _place(said: Said, wide: float) -> Layout:
    """A slide with its chart, or its lines, as all of a deck show it."""
    column = Box(LEFT.x, LEFT.y, FOOT.width, LEFT.height) if said.lines else LEFT
    room = replace(column, height=column.height - (CODE + GAP) * bool(said.address))
    title, answer = said.second
    texts = (said.title, *filter(None, [title]), said.answer, *filter(None, [answer]), said.refers)
    styles = [
        [
            Style(title_size, STRONG),
            *[SECOND[-1]] * bool(title),
            Style(answer_size),
            *[SECOND[-1]] * bool(answer),
            SMALL,
            *(Style(size) for size in line for _ in said.lines),
        ]
        for title_size, answer_size, *line in (PLAIN_SIZES if said.lines else SIZES)
    ]
    code = Box(LEFT.x, LEFT.bottom - CODE, CODE, CODE) if said.address else None
    to_read = Box(LEFT.x + CODE + GAP, LEFT.bottom - CODE, column.width - CODE - GAP, CODE)
    address = _parted(said.address, to_read, wide)
    foot = (_sources(said, wide), said.stamp)
    return Layout(
        column=_fitted((*texts, *said.lines), styles, room, wide),
        address=_fitted(address, [[SMALL] * len(address)], to_read, wide, gap=0),
        code=code,
        foot=_fitted(foot, [[SMALL] * len(foot)], FOOT, wide, gap=0),
    )


def complete(layout: Layout) -> bool:
    """Whether all texts are there to their end, without a word broken."""
    return all(_whole(text) and not text.whole.endswith("…") for text in layout.texts)


def _place_large(said: Said, wide: float) -> Layout:
    """A slide of a talk; its code and its address stand in the foot."""
    question: tuple[Text, ...] = (_question(said.title, wide),)
    if said.second[0]:
        question += _fitted(
            (said.second[0],), [[style] for style in SECOND[3:]], _below(question[0], 1), wide
        )
    below = _below(question[-1], 0)
    # What is shown stands above the chart, where it takes no room from the answer.
    above = replace(below, x=BESIDE.x, width=BESIDE.width) if said.beside else below
    refers = _stacked((said.refers,), [SMALL], above, wide, 0)
    body = _below(question[-1] if said.beside else refers[-1], GAP)
    answer = replace(body, width=ANSWER_WIDTH) if said.beside else body
    numbers = said.numbers
    column = _numbered(said, body, wide) if numbers else _answer(said, answer, wide)
    chart = _below(refers[-1], GAP)
    code = Box(FOOT.x + FOOT.width - CODE, FOOT.bottom - CODE, CODE, CODE) if said.address else None
    foot = replace(LARGE_FOOT, width=FOOT.width - (CODE + GAP) * bool(said.address))
    # Sources in two lines, the address in one, the stamp in the last.
    high = LEAST * LEADING
    address, stamp = (replace(foot, y=foot.y + at * high, height=high) for at in (2, 3))
    return Layout(
        column=(*question, *column, *refers),
        address=_fitted((said.address,) if said.address else (), [[SMALL]], address, wide, gap=0),
        code=code,
        foot=(
            *_fitted((_sources(said, wide, foot.width),), [[SMALL]], foot, wide, gap=0),
            *_fitted((said.stamp,), [[SMALL]], stamp, wide, gap=0),
        ),
        chart=replace(chart, x=BESIDE.x, width=BESIDE.width),
    )


def _answer(said: Said, room: Box, wide: float) -> tuple[Text, ...]:
    """The answer in large type; if it is parted, all after its first sentence in smaller type."""
    first, *following = SENTENCE.split(said.answer, 1) if said.parted else [said.answer]
    texts = (first, *following, *filter(None, said.second[1:]))
    ladder = [[style] for style in LARGE]
    if following:
        ladder = [[*large, style] for style in FOLLOWING for large in ladder]
    if said.second[1]:
        ladder = [[*above, style] for style in SECOND for above in ladder]
    placed = _fitted(texts, ladder, room, wide)
    # What has no room at all is named, so that the slide is not taken for complete.
    lost = texts[len(placed) :]
    return (*placed, *(Text(replace(room, height=0), ladder[-1][-1], (), text) for text in lost))


def _question(title: str, wide: float) -> Text:
    """A question in one line if it can be, or else in two."""
    room = Box(EDGE, EDGE, FOOT.width, BODY_BOTTOM)
    tries = [_stacked((title,), [style], room, wide, 0)[0] for style in QUESTION]
    one_line = (text for text in tries if len(text.lines) < 2)
    two_lines = (text for text in tries if len(text.lines) == 2)
    return (
        next(one_line, None) or next(two_lines, None) or _cut(tries[-1], replace(room, height=32))
    )


def _below(text: Text, gap: float) -> Box:
    """The room of the body that is left below a text."""
    y = text.box.bottom + gap
    return Box(EDGE, y, FOOT.width, BODY_BOTTOM - y)


def _numbered(said: Said, room: Box, wide: float) -> tuple[Text, ...]:
    """Numbers one below the other, each with what is counted beside it."""
    texts: list[Text] = []
    numbers = said.numbers
    high = room.height / len(numbers)
    others = said.second_counted or ("",) * len(numbers)
    for at, ((number, counted), other) in enumerate(zip(numbers, others, strict=True)):
        line = Box(room.x, room.y + at * high, NUMBER_WIDTH, high)
        beside = Box(room.x + NUMBER_WIDTH + 2 * GAP, line.y + 4, room.width - NUMBER_WIDTH, high)
        beside = replace(beside, width=beside.width - 2 * GAP, height=high - 4)
        sizes = [[replace(NUMBER, size=size)] for size in (48, 44, 40, 36, 30)]
        texts += _fitted((number,), sizes, line, wide)
        sizes = [[Style(size), SECOND[-2]] for size in (22, 20, 18, 16)]
        sizes += [[Style(16), SECOND[-1]], [Style(14), SECOND[-1]]] * bool(other)
        if other:
            texts += _fitted((counted, other), sizes, beside, wide, gap=1)
        else:
            texts += _fitted((counted,), [pair[:1] for pair in sizes], beside, wide)
    return tuple(texts)


def _parted(address: str, room: Box, wide: float) -> tuple[str, ...]:
    """An address broken before what is asked of the page, and if need be before other parts."""
    marks = (r"(?=[?])", r"(?=[?&])", r"(?=[?&/])")
    ways = [tuple(filter(None, re.split(mark, address))) for mark in marks]
    most = room.height // (LEAST * LEADING)

    def whole(parts: Sequence[str]) -> bool:
        broken = [part for part in parts if len(lines(part, LEAST * wide, REGULAR, room.width)) > 1]
        return not broken and len(parts) <= most

    return next(filter(whole, ways), ways[0])


def _sources(said: Said, wide: float, width: float = FOOT.width) -> str:
    """The sources in two lines, as many as they take."""
    for named in range(len(said.sources), 0, -1):
        text = said.naming(said.sources[:named], len(said.sources) - named)
        if len(lines(text, LEAST * wide, REGULAR, width)) <= 2:
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
    leading = text.style.size * text.style.leading
    fit = int((room.bottom - text.box.y + 0.01) / leading)
    if fit >= len(text.lines):
        return text
    kept = text.lines[:fit]
    kept = (*kept[:-1], kept[-1].rpartition(" ")[0] + "…") if kept else ()
    return Text(replace(text.box, height=len(kept) * leading), text.style, kept, " ".join(kept))


def _stacked(texts, styles: Sequence[Style], room: Box, wide: float, gap: float):
    placed, y = [], room.y
    for text, style in zip(texts, styles, strict=True):
        wider = wide if style.weight == STRONG else 1 + (wide - 1) * REGULAR_WIDER
        said = tuple(lines(text, style.size * wider, style.weight, room.width)) if text else ()
        box = Box(room.x, y, room.width, len(said) * style.size * style.leading)
        placed.append(Text(box, style, said, text))
        y = box.bottom + gap * bool(said)
    return tuple(placed)
