"""The slides as a presentation for PowerPoint and LibreOffice, each of its texts to be edited."""

import io
import math
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import MSO_CONNECTOR, PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Made
from pptx.util import Emu, Length, Pt

from dashboard.figures.theme import GRID, INK, PAPER
from dashboard.render.qr import QUIET_ZONE, qr_code
from dashboard.render.svg import png, size
from dashboard.slides.build import Progress
from dashboard.slides.layout import CHART, FOOT, STRONG, WIDE, WIDTH, Box, Style, Text, place
from dashboard.slides.model import Deck, Slide
from dashboard.slides.slide_svg import chart_box
from dashboard.slides.speaker_notes import told

# PowerPoint has it everywhere, and LibreOffice Liberation Sans, whose letters are as wide.
FACE = "Arial"
LANGUAGES = {
    "kk": MSO_LANGUAGE_ID.KAZAKH,
    "ru": MSO_LANGUAGE_ID.RUSSIAN,
    "en": MSO_LANGUAGE_ID.ENGLISH_UK,
}
TITLE_ONLY = 5  # of the layouts that python-pptx brings
SLIDE = Emu(12_192_000), Emu(6_858_000)  # 13.333 x 7.5 inches
POINT = SLIDE[0] // WIDTH  # of the canvas
SHARP = math.ceil(CHART.width / WIDTH * 1920)  # pixels of a chart on a wall of full HD
MODULE = 8  # pixels of a module of the code


def pptx(deck: Deck, progress: Progress = lambda made, of: None) -> bytes:
    """The slides as a file; the same deck gives the same bytes.

    `progress` is told how many slides are made, and of how many.
    """
    made = _empty(deck)
    for number in range(1, len(deck.slides) + 1):
        progress(number - 1, len(deck.slides))
        _add(made, deck, number)
    progress(len(deck.slides), len(deck.slides))
    out = io.BytesIO()
    made.save(out)
    return _steady(out.getvalue(), deck.day)


def _empty(deck: Deck) -> Made:
    made = Presentation()
    made.slide_width, made.slide_height = SLIDE
    _widen(made)
    _rule(made)
    about, day = made.core_properties, datetime.combine(deck.day, datetime.min.time())
    about.title = f"{deck.slides[0].title} – {deck.slides[0].answer}"
    about.subject, about.author = deck.stamp, deck.slides[0].title
    about.language = deck.choice.language
    about.created = about.modified = day
    about.last_modified_by, about.revision = deck.slides[0].title, 1
    return made


def _widen(made: Made) -> None:
    """Stretch the layouts, which are 4:3, for slides that people add."""
    master = made.slide_master
    for part in (master, *master.slide_layouts):
        for tag, side in (("a:off", "x"), ("a:ext", "cx")):
            for box in part._element.iter(qn(tag)):
                if box.get(side):
                    box.set(side, str(int(box.get(side)) * 4 // 3))
    # python-pptx declares the iteration of these wrongly.
    for shape in made.notes_master.placeholders:  # type: ignore[misc]
        if shape.placeholder_format.type == PP_PLACEHOLDER.SLIDE_IMAGE:
            shape.left, shape.width = Emu(381_000), Emu(6_096_000)


def _rule(made: Made) -> None:
    """Draw the line above the foot on the layout, where nobody stumbles over it."""
    layout = made.slide_layouts[TITLE_ONLY]
    slide = made.slides.add_slide(layout)
    y = _length(FOOT.y - 4)
    ends = _length(FOOT.x), y, _length(FOOT.x + FOOT.width), y
    line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *ends)
    line.line.color.rgb, line.line.width = _colour(GRID), Pt(1.5)
    line._element.remove(line._element.find(qn("p:style")))  # its shadow
    line._element.nvCxnSpPr.cNvPr.set("id", "99")
    layout.shapes._spTree.append(line._element)
    held = made.slides._sldIdLst
    made.part.drop_rel(held[0].rId)
    held.remove(held[0])


def _add(made: Made, deck: Deck, number: int) -> None:
    said, slide = deck.said(number), deck.slides[number - 1]
    layout = place(said, WIDE)
    page = made.slides.add_slide(made.slide_layouts[TITLE_ONLY])
    writer = _Writer(page, deck.choice.language, deck.choice.second)
    title, *column = layout.column
    writer.put(page.shapes.title, title)
    for text in column:
        writer.add(text)
    if slide.chart:
        box, _ = chart_box(slide.chart, layout.chart)
        writer.picture(_chart(slide.chart), box, slide.description)
    if layout.code:
        writer.picture(_code(slide.address), layout.code, slide.address, slide.address)
        writer.link(layout.address, slide.address)
    for text in layout.foot:
        writer.add(text)
    if number > deck.counted:
        # Hidden slides are not counted or come upon; a speaker goes to them by their number.
        page._element.set("show", "0")
    if notes := tuple(_notes(slide, deck)):
        _write(page.notes_slide.notes_text_frame, notes, deck.choice.language)


class _Writer:
    """Puts texts and pictures onto one slide."""

    def __init__(self, page, language: str, second: str):
        self._page, self._language, self._second = page, language, second

    def add(self, text: Text) -> None:
        """A text in a box of its own, which breaks its lines anew when it is edited."""
        if text.lines:
            self.put(self._page.shapes.add_textbox(0, 0, 0, 0), text)

    def put(self, shape, text: Text) -> None:
        self._set(shape, text.box)
        language = self._second if text.style.second else self._language
        _write(shape.text_frame, [text.whole], language, text.style)

    def link(self, texts: Sequence[Text], address: str) -> None:
        """An address in the lines that were measured: programs break addresses as they like."""
        first, last = texts[0], texts[-1]
        height = last.box.bottom - first.box.y
        shape = self._page.shapes.add_textbox(0, 0, 0, 0)
        self._set(shape, Box(first.box.x, first.box.y, first.box.width, height))
        lines = [line for text in texts for line in text.lines]
        _write(shape.text_frame, lines, self._language, first.style, address)

    def picture(self, drawn: bytes, box: Box, told: str, address: str = "") -> None:
        picture = self._page.shapes.add_picture(io.BytesIO(drawn), *_lengths(box))
        picture._element.nvPicPr.cNvPr.set("descr", told)
        if address:
            picture.click_action.hyperlink.address = address

    def _set(self, shape, box: Box) -> None:
        shape.left, shape.top, shape.width, shape.height = _lengths(box)
        frame = shape.text_frame
        frame.auto_size, frame.word_wrap = MSO_AUTO_SIZE.NONE, True
        frame.vertical_anchor = MSO_ANCHOR.TOP
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


def _write(
    frame, lines: Sequence[str], language: str, style: Style | None = None, address: str = ""
) -> None:
    """Each line as a paragraph; without a style as the page has it."""
    for number, line in enumerate(lines):
        paragraph = frame.add_paragraph() if number else frame.paragraphs[0]
        run = paragraph.add_run()
        run.text, run.font.language_id = line, LANGUAGES[language]
        if style is None:
            continue
        if address:
            run.hyperlink.address = address
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.line_spacing = _type(style.size * style.leading)
        paragraph.space_before = paragraph.space_after = Pt(0)
        run.font.name, run.font.size = FACE, _type(style.size)
        run.font.bold = style.weight >= STRONG
        run.font.color.rgb = _colour(style.colour)


def _notes(slide: Slide, deck: Deck) -> Iterator[str]:
    """What the one who presents may have to say, and the numbers."""
    words = deck.words
    if slide.questions:
        yield words("hall.title")
        yield ""
        yield from (text for _, text in told(slide.questions, words))
    for heading, lines in (
        (words("deck.notes"), slide.notes),
        (words("ui.table"), [" | ".join(row) for row in slide.numbers]),
    ):
        if lines:
            yield from ("", heading, *lines)


def _chart(svg: str) -> bytes:
    """A chart as PNG on paper, as sharp as a projector is."""
    width, height = size(svg)
    paper = f'<rect width="{width:g}" height="{height:g}" fill="{PAPER}"/>'
    begun = svg.index(">") + 1
    on_paper = svg[:begun] + paper + svg[begun:]
    return png(on_paper, SHARP)


def _code(address: str) -> bytes:
    out = io.BytesIO()
    qr_code(address).save(out, kind="png", scale=MODULE, border=QUIET_ZONE, dark=INK, light=PAPER)
    return out.getvalue()


def _steady(packed: bytes, day: date) -> bytes:
    """The same archive, whose parts are all of that day: the clock is not in its bytes."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(packed)) as given, ZipFile(out, "w") as steady:
        for name in given.namelist():
            part = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            part.compress_type = ZIP_DEFLATED
            steady.writestr(part, given.read(name))
    return out.getvalue()


def _lengths(box: Box) -> tuple[Length, Length, Length, Length]:
    return _length(box.x), _length(box.y), _length(box.width), _length(box.height)


def _length(points: float) -> Length:
    return Emu(round(points * POINT))


def _type(points: float) -> Length:
    """A size of type, in whole tenths of a point."""
    return Pt(math.floor(points * POINT / Pt(1) * 10) / 10)


def _colour(said: str) -> RGBColor:
    return RGBColor.from_string(said.removeprefix("#").upper())
