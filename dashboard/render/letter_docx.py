"""A letter as a document to edit, to print and to sign; loaded only when one is asked for."""

import io
import zipfile

from docx import Document
from docx.shared import Mm, Pt

from dashboard.letters import Letter
from dashboard.letters.plain import is_long, written

# Points of each kind of part; all others as the body of the letter.
SIZES = {"title": 14, "note": 8, "act": 9, "law": 9}
BODY = 10.5
BOLD = ("title", "head", "to")
MARGIN = 18  # mm
MOMENT = (1980, 1, 1, 0, 0, 0)  # the first of a zip: a letter gives the same bytes each time


def of_letter(letter: Letter) -> bytes:
    """The letter as DOCX, on A4."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(MARGIN)
    document.core_properties.title = letter.title
    smaller = 1 if is_long(letter) else 0
    for kind, text in written(letter):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(3)
        run = paragraph.add_run(text)
        run.font.size, run.font.name = Pt(SIZES.get(kind, BODY) - smaller), "Arial"
        run.bold = kind in BOLD
    out = io.BytesIO()
    document.save(out)
    return _undated(out.getvalue())


def _undated(content: bytes) -> bytes:
    """The same files in a zip that does not say when it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return out.getvalue()
