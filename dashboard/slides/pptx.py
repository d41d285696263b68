"""The slides as a presentation for PowerPoint and LibreOffice, each of its texts to be edited.

They stand on the layout of `template.pptx`, whose placeholders they fill.
"""

import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.presentation import Presentation as Made
from pptx.util import Emu, Length, Pt

from dashboard.figures.theme import INK, PAPER
from dashboard.render.qr import QUIET_ZONE, qr_code
from dashboard.render.svg import lines, png, size
from dashboard.slides.build import Progress
from dashboard.slides.layout import CHART, LEFT, STRONG, WIDE, WIDTH, Box, Style, Text, place
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
TEMPLATE = Path(__file__).with_name("template.pptx")  # made by docs/slide_template.py
# The layouts of slides of a talk, whose code stands in the foot, and of all others.
TALK, FIGURE = "Talk", "Figure"
# Of its placeholders: the pictures, the first text beside the title, and how many texts there are.
CHART_IDX, CODE_IDX, FIRST_TEXT, TEXTS = 12, 13, 20, 14
SLIDE = Emu(12_192_000), Emu(6_858_000)  # 13.333 x 7.5 inches
POINT = SLIDE[0] // WIDTH  # of the canvas
SHARP = math.ceil(CHART.width / WIDTH * 1920)  # pixels of a chart on a wall of full HD
MODULE = 8  # pixels of a module of the code
TITLES = 0.5  # of the width of a table, for its titles


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
    return steady(out.getvalue(), deck.day)


def _empty(deck: Deck) -> Made:
    made = Presentation(str(TEMPLATE))
    about, day = made.core_properties, datetime.combine(deck.day, datetime.min.time())
    about.title = f"{deck.slides[0].title} – {deck.slides[0].answer}"
    about.subject, about.author = deck.stamp, deck.slides[0].title
    about.language = deck.choice.language
    about.created = about.modified = day
    about.last_modified_by, about.revision = deck.slides[0].title, 1
    return made


def _add(made: Made, deck: Deck, number: int) -> None:
    said, slide = deck.said(number), deck.slides[number - 1]
    layout = place(said, WIDE)
    page = made.slides.add_slide(made.slide_layouts.get_by_name(TALK if slide.large else FIGURE))
    writer = _Writer(page, deck.choice.language, deck.choice.second)
    title, *column = layout.column
    writer.put(page.shapes.title, title)
    told = column[-len(slide.cells) :] if slide.cells else ()
    room = layout.code.y if layout.code else LEFT.bottom
    whole = tuple(text.whole for text in told) == slide.lines  # what had no room is not placed
    if told and whole and writer.table(slide.cells, told, room, slide.description):
        column = column[: -len(slide.cells)]
    for text in column:
        writer.add(text)
    if slide.chart:
        box, _ = chart_box(slide.chart, layout.chart)
        writer.picture(CHART_IDX, _chart(slide.chart), box, slide.description)
    if layout.code:
        writer.picture(CODE_IDX, _code(slide.address), layout.code, slide.address, slide.address)
        writer.link(layout.address, slide.address)
    for text in layout.foot:
        writer.add(text)
    if number > deck.counted:
        # Hidden slides are not counted or come upon; a speaker goes to them by their number.
        page._element.set("show", "0")
    writer.close()
    if notes := tuple(_notes(slide, deck)):
        _write(page.notes_slide.notes_text_frame, notes, deck.choice.language)


class _Writer:
    """Puts texts and pictures onto one slide, into its placeholders as long as there are any."""

    def __init__(self, page, language: str, second: str):
        self._page, self._language, self._second = page, language, second
        free = {shape.placeholder_format.idx: shape for shape in page.placeholders}
        self._pictures = {idx: free[idx] for idx in (CHART_IDX, CODE_IDX)}
        self._texts = [free[FIRST_TEXT + number] for number in range(TEXTS)]

    def add(self, text: Text) -> None:
        """A text in a box of its own, which breaks its lines anew when it is edited."""
        if text.lines:
            self.put(self._text(), text)

    def put(self, shape, text: Text) -> None:
        self._set(shape, text.box)
        language = self._second if text.style.second else self._language
        _write(shape.text_frame, [text.whole], language, text.style)

    def link(self, texts: Sequence[Text], address: str) -> None:
        """An address in the lines that were measured: programs break addresses as they like."""
        first, last = texts[0], texts[-1]
        height = last.box.bottom - first.box.y
        shape = self._text()
        self._set(shape, Box(first.box.x, first.box.y, first.box.width, height))
        parts = [line for text in texts for line in text.lines]
        _write(shape.text_frame, parts, self._language, first.style, address)

    def picture(self, idx: int, drawn: bytes, box: Box, told: str, address: str = "") -> None:
        room = self._pictures.pop(idx)
        picture = room.insert_picture(io.BytesIO(drawn))
        picture.left, picture.top, picture.width, picture.height = lengths(box)
        picture.crop_left = picture.crop_right = picture.crop_top = picture.crop_bottom = 0
        picture._element.nvPicPr.cNvPr.set("descr", told)
        if address:
            picture.click_action.hyperlink.address = address

    def table(
        self, cells: Sequence[tuple[str, str]], told: Sequence[Text], bottom: float, said: str
    ) -> bool:
        """Titles and values as a table where their lines stood; whether they fit above `bottom`."""
        box, style = told[0].box, told[0].style
        widths = box.width * TITLES, box.width * (1 - TITLES)
        strong = replace(style, weight=STRONG)
        heights = [
            style.size
            * style.leading
            * max(
                len(lines(text, each.size * WIDE, each.weight, width))
                for text, each, width in zip(row, (strong, style), widths, strict=True)
            )
            for row in cells
        ]
        if box.y + sum(heights) > bottom:
            return False
        rows = len(cells), 2
        frame = self._page.shapes.add_table(*rows, *lengths(replace(box, height=sum(heights))))
        frame._element.nvGraphicFramePr.cNvPr.set("descr", said)
        table = frame.table
        table.first_row, table.horz_banding, table.first_col = False, False, True
        for at, width in enumerate(widths):
            table.columns[at].width = length(width)
        for at, (row, height) in enumerate(zip(cells, heights, strict=True)):
            table.rows[at].height = length(height)
            for column, (text, each) in enumerate(zip(row, (strong, style), strict=True)):
                cell = table.cell(at, column)
                cell.margin_left = cell.margin_right = cell.margin_top = cell.margin_bottom = 0
                cell.fill.background()
                _write(cell.text_frame, [text], self._language, each)
        return True

    def close(self) -> None:
        """Take away the placeholders that are left: nobody is asked to fill them."""
        for shape in (*self._pictures.values(), *self._texts):
            shape._element.getparent().remove(shape._element)

    def _text(self):
        """The next placeholder of a text, or a box of its own where all are taken."""
        return self._texts.pop(0) if self._texts else self._page.shapes.add_textbox(0, 0, 0, 0)

    def _set(self, shape, box: Box) -> None:
        shape.left, shape.top, shape.width, shape.height = lengths(box)
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
        run.font.color.rgb = colour(style.colour)


def _notes(slide: Slide, deck: Deck) -> Iterator[str]:
    """What the one who presents may have to say, and the numbers."""
    words = deck.words
    if slide.questions:
        yield words("hall.title")
        yield ""
        yield from (text for _, text in told(slide.questions, words))
    for heading, paragraphs in (
        (words("deck.notes"), slide.notes),
        (words("ui.table"), [" | ".join(row) for row in slide.numbers]),
    ):
        if paragraphs:
            yield from ("", heading, *paragraphs)


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


def steady(packed: bytes, day: date = date(1980, 1, 1)) -> bytes:
    """The same archive, whose parts are all of that day: the clock is not in its bytes."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(packed)) as given, ZipFile(out, "w") as steady:
        for name in given.namelist():
            part = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            part.compress_type = ZIP_DEFLATED
            steady.writestr(part, given.read(name))
    return out.getvalue()


def lengths(box: Box) -> tuple[Length, Length, Length, Length]:
    """Left, top, width and height of a box of the canvas."""
    return length(box.x), length(box.y), length(box.width), length(box.height)


def length(points: float) -> Length:
    """Points of the canvas."""
    return Emu(round(points * POINT))


def _type(points: float) -> Length:
    """A size of type, in whole tenths of a point."""
    return Pt(math.floor(points * POINT / Pt(1) * 10) / 10)


def colour(said: str) -> RGBColor:
    """A colour of the theme."""
    return RGBColor.from_string(said.removeprefix("#").upper())
