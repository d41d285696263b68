"""The slides on paper: two a page with all their sources, then the notes for questions."""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from operator import itemgetter

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from dashboard.figures.theme import GRID, INK, QUIET
from dashboard.fonts import FACE
from dashboard.render import svg
from dashboard.render.svg import lines
from dashboard.slides import speaker_notes
from dashboard.slides.build import Progress
from dashboard.slides.layout import HEIGHT, REGULAR, STRONG, WIDTH, Style
from dashboard.slides.model import Deck, Slide
from dashboard.slides.slide_svg import slide_svg

A4 = 595.28, 841.89  # points
EDGE = 36
ROOM = A4[0] - 2 * EDGE
SHOWN = 400  # points that a slide is wide: its least type is then 7.5
SHOWN_HEIGHT = SHOWN * HEIGHT / WIDTH
GAP = 6
APART = 2  # points between the texts beneath a slide
LEADING = 1.25
HEAD, SITE = Style(16, STRONG), Style(9, REGULAR, QUIET)
FOOT = Style(7.5, REGULAR, QUIET)
BENEATH = tuple(Style(size) for size in (8.5, 8, 7.5, 7))  # the first that fits is taken
TITLE = "title"
STYLES = {  # of flowing text, and the room above
    "head": (HEAD, 22),
    TITLE: (Style(12.5, STRONG), 18),
    speaker_notes.HEADING: (Style(9.5, STRONG, QUIET), 7),
    speaker_notes.QUESTION: (Style(9.5, STRONG), 4),
    speaker_notes.TEXT: (Style(9.5), 3),
}


@dataclass(frozen=True)
class Line:
    """A line of text, at the left edge of the page; `y` is its upper edge."""

    text: str
    style: Style
    y: float


@dataclass(frozen=True)
class Page:
    """A page: its lines, slides as pictures with their upper edges, and its bookmarks."""

    lines: tuple[Line, ...] = ()
    slides: tuple[tuple[int, float], ...] = ()
    marks: tuple[str, ...] = ()


def pdf(deck: Deck, progress: Progress = lambda made, of: None) -> bytes:
    """The handout as a file; `progress` is told how many pages are made, and of how many."""
    pages = [*_slide_pages(deck), *_flowing(_told(deck), _bottom(deck))]
    drawn = [_drawn(page, deck, number, len(pages)) for number, page in enumerate(pages, start=1)]
    made = []
    for page in svg.pdfs(drawn):
        progress(len(made), len(pages))
        made.append(page)
    progress(len(pages), len(pages))
    return _together(made, pages, deck)


def _slide_pages(deck: Deck) -> Iterator[Page]:
    """Two slides a page, without the first and the last, whose texts are head and end."""
    first = deck.slides[0]
    numbers = range(2, len(deck.slides))
    for at in range(0, len(numbers), 2):
        top = float(EDGE)
        page = Page()
        if at == 0:
            head = (*_set([f"{first.title} – {first.answer}"], HEAD, top),)
            head += (*_set([*first.lines], SITE, head[-1].y + HEAD.size * LEADING),)
            top = head[-1].y + SITE.size * LEADING + 2 * GAP
            page = replace(page, lines=head)
        half = (_bottom(deck) - top + GAP) / 2
        for number, y in zip(numbers[at : at + 2], (top, top + half), strict=False):
            page = _with_slide(page, deck, number, y, y + half - 2 * GAP)
        yield page


def _with_slide(page: Page, deck: Deck, number: int, y: float, bottom: float) -> Page:
    slide, below = deck.slides[number - 1], y + SHOWN_HEIGHT + GAP
    marks = (slide.title,) if slide.part == 1 else ()
    return Page(
        lines=page.lines + _beneath(slide, deck, below, bottom),
        slides=(*page.slides, (number, y)),
        marks=page.marks + marks,
    )


def _beneath(slide: Slide, deck: Deck, y: float, bottom: float) -> tuple[Line, ...]:
    """Notes and sources of a slide in the room there is: smaller, or as many as fit."""
    tries = [(style, len(slide.sources)) for style in BENEATH]
    tries += [(BENEATH[-1], named) for named in range(len(slide.sources) - 1, 0, -1)]
    for style, named in tries:
        texts = [*slide.notes, *_sources(slide, named, deck)]
        placed = tuple(_set(texts, style, y, APART))
        if not placed or placed[-1].y + style.size * LEADING <= bottom:
            return placed
    return tuple(line for line in placed if line.y + line.style.size * LEADING <= bottom)


def _sources(slide: Slide, named: int, deck: Deck) -> list[str]:
    told = [source.line for source in slide.sources[:named]]
    if left := len(slide.sources) - named:
        told[-1] = deck.words.plural("deck.more_sources", left, named=told[-1])
    return [deck.words("ui.sources", text=told[0]), *told[1:]] if told else []


def _set(texts: Iterable[str], style: Style, y: float, apart: float = 0) -> Iterator[Line]:
    """Texts one below the other from a height on."""
    for text in texts:
        for line in lines(text, style.size, style.weight, ROOM):
            yield Line(line, style, y)
            y += style.size * LEADING
        y += apart


def _told(deck: Deck) -> Iterator[tuple[str, str]]:
    """Kind and text of all that flows after the slides."""
    last, words = deck.slides[-1], deck.words
    yield TITLE, last.title
    texts = filter(None, (last.answer, *last.lines, last.address))
    yield from ((speaker_notes.TEXT, text) for text in texts)
    figures = [slide for slide in deck.slides if slide.questions and slide.part == 1]
    if figures:
        yield "head", words("hall.title")
    for slide in figures:
        yield TITLE, slide.title
        yield from speaker_notes.told(slide.questions, words)


def _flowing(told: Iterable[tuple[str, str]], bottom: float) -> Iterator[Page]:
    """Text on as many pages as it takes; a heading never stands alone at the foot of a page."""
    page, y = Page(), float(EDGE)
    for block in _blocks(told):
        set_ = [
            (line, kind, STYLES[kind][1] * (not at))
            for kind, text in block
            for at, line in enumerate(lines(text, *_measure(kind), ROOM))
        ]
        height = sum(above + STYLES[kind][0].size * LEADING for _, kind, above in set_)
        if page.lines and y + height > bottom:
            yield page
            page, y = Page(), float(EDGE)
        marks = tuple(text for kind, text in block if kind == "head")
        page = replace(page, marks=page.marks + marks)
        for text, kind, above in set_:
            style = STYLES[kind][0]
            if page.lines and y + above + style.size * LEADING > bottom:
                yield page
                page, y = Page(), float(EDGE)
            y += above * bool(page.lines)
            page = replace(page, lines=(*page.lines, Line(text, style, y)))
            y += style.size * LEADING
    yield page


def _blocks(told: Iterable[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """What must stay together: headings and the first text below them."""
    block = []
    for kind, text in told:
        block.append((kind, text))
        if kind == speaker_notes.TEXT:
            yield block
            block = []
    if block:
        yield block


def _measure(kind: str) -> tuple[float, int]:
    style, _ = STYLES[kind]
    return style.size, style.weight


def _foot(deck: Deck) -> list[str]:
    """What stands at the foot of each page, in its lines."""
    where = " · ".join(filter(None, (deck.words("app.title"), deck.site and deck.address)))
    return [*lines(where, FOOT.size, FOOT.weight, ROOM), deck.stamp]


def _bottom(deck: Deck) -> float:
    """Where the room above the foot ends."""
    return A4[1] - EDGE - len(_foot(deck)) * FOOT.size * LEADING - 2 * GAP


def _drawn(page: Page, deck: Deck, number: int, count: int) -> str:
    width, height = A4
    rule = _bottom(deck) + GAP
    foot = _set(_foot(deck), FOOT, rule + GAP)
    counted = deck.words("deck.number", number=str(number), count=str(count))
    end = Line(counted, FOOT, A4[1] - EDGE - FOOT.size * LEADING)
    slides = [(y, _slide(deck, at, y)) for at, y in page.slides]
    # In the order in which a page is read, for whoever listens to it or copies from it.
    body = sorted([*slides, *((line.y, _text(line)) for line in page.lines)], key=itemgetter(0))
    parts = [
        *(part for _, part in body),
        f'<path d="M{EDGE} {rule:g}h{ROOM:g}" stroke="{GRID}"/>',
        *map(_text, foot),
        _text(end, x=width - EDGE, anchor="end"),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'font-family="{FACE}, sans-serif">{"".join(parts)}</svg>'
    )


def _slide(deck: Deck, number: int, y: float) -> str:
    """A slide in a frame. A group, for a tag <svg> inside would be cut at its edges."""
    svg = slide_svg(deck, number)
    inside = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
    return (
        f'<g transform="translate({EDGE} {y:g}) scale({SHOWN / WIDTH:g})">{inside}'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="none" stroke="{GRID}"/></g>'
    )


def _text(line: Line, x: float = EDGE, anchor: str = "start") -> str:
    style = line.style
    return (
        f'<text x="{x:g}" y="{line.y + style.size:g}" font-size="{style.size:g}" '
        f'font-weight="{style.weight}" fill="{style.colour or INK}" text-anchor="{anchor}">'
        f"{escape(line.text)}</text>"
    )


def _together(made: Sequence[bytes], pages: Sequence[Page], deck: Deck) -> bytes:
    """Pages as one file that knows its title, its language and where each figure stands."""
    writer = PdfWriter()
    for number, (drawn, page) in enumerate(zip(made, pages, strict=True)):
        writer.add_page(_steady(drawn))
        for mark in page.marks:
            writer.add_outline_item(title=mark, page_number=number)
    writer.compress_identical_objects()
    first = deck.slides[0]
    writer.add_metadata(
        {
            "/Title": f"{first.title} – {first.answer}",
            "/Subject": deck.stamp,
            "/Author": first.title,
            "/CreationDate": _said(deck.day),
            "/ModDate": _said(deck.day),
        }
    )
    writer.root_object[NameObject("/Lang")] = TextStringObject(deck.choice.language)
    writer.create_viewer_preferences().display_doctitle = True
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _steady(drawn: bytes) -> PageObject:
    """The page of a file, its parts named in one order: the converter takes them as they come."""
    reader = PdfReader(io.BytesIO(drawn))
    for number in range(1, reader.trailer["/Size"]):
        for held in tuple(_dictionaries(reader.get_object(number))):
            in_order = sorted(held.items())
            held.clear()
            held.update(in_order)
    return reader.pages[0]


def _dictionaries(part: object) -> Iterator[DictionaryObject]:
    """A dictionary and those inside of it, but not what is a part of its own."""
    if isinstance(part, DictionaryObject):
        yield part
        for held in dict.values(part):
            yield from _dictionaries(held)


def _said(day: date) -> str:
    return f"D:{day:%Y%m%d}000000+05'00'"
