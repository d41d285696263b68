"""Write the template of the slides: `python docs/slide_template.py` (`make slide-template`).

It is the one that python-pptx brings, made 16:9, with the two layouts on which every slide of
ours stands: a title, texts and two pictures as placeholders, so that an outline shows the texts, a
reader hears them in their order, and a theme of one's own can be laid over them. What is wanted
otherwise of all slides for good is changed here or, by hand, in the file itself.
"""

import io
from copy import deepcopy
from pathlib import Path

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import MSO_CONNECTOR, PP_PLACEHOLDER
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Pt

from dashboard.figures.theme import GRID
from dashboard.slides.layout import CHART, CODE, FOOT, GAP, LARGE_FOOT, Box
from dashboard.slides.pptx import (
    CHART_IDX,
    CODE_IDX,
    FACE,
    FIGURE,
    FIRST_TEXT,
    SLIDE,
    TALK,
    TEMPLATE,
    TEXTS,
    colour,
    length,
    lengths,
    steady,
)

USUAL = {"Title Slide", "Title and Content", "Blank"}  # for slides that people add
# Ours, each in place of one of python-pptx, with what the line above its foot spans.
OURS = {
    "Title Only": (FIGURE, FOOT),
    "Two Content": (TALK, Box(FOOT.x, LARGE_FOOT.y, FOOT.width - CODE - GAP, 0)),
}


def written() -> bytes:
    """The template as a file; the same each time."""
    made = Presentation()
    made.slide_width, made.slide_height = SLIDE
    for layout in [each for each in made.slide_layouts if each.name not in USUAL | OURS.keys()]:
        made.slide_layouts.remove(layout)
    _widen(made)
    with_title = deepcopy(made.slide_layouts.get_by_name("Title Only").shapes._spTree)
    for was, (name, foot) in OURS.items():
        layout = made.slide_layouts.get_by_name(was)
        _fill(layout, deepcopy(with_title))
        _rule(made, layout, foot)
        layout._element.cSld.set("name", name)
        layout._element.attrib.pop("type", None)  # it is none of PowerPoint's own
    out = io.BytesIO()
    made.save(out)
    return steady(out.getvalue())


def _fill(layout, tree: etree._Element) -> None:
    """Give a layout the shapes of a tree, and the placeholders of our texts and pictures."""
    layout._element.cSld.replace(layout.shapes._spTree, tree)
    for number in range(TEXTS):
        tree.append(_placeholder(FIRST_TEXT + number, "body", f"Text {number + 1}", FOOT))
    tree.append(_placeholder(CHART_IDX, "pic", "Chart", CHART))
    code = Box(FOOT.x + FOOT.width - CODE, LARGE_FOOT.bottom - CODE, CODE, CODE)
    tree.append(_placeholder(CODE_IDX, "pic", "Code", code))


def _widen(made) -> None:
    """Stretch the layouts, which are 4:3."""
    for part in (made.slide_master, *made.slide_layouts):
        for tag, side in (("a:off", "x"), ("a:ext", "cx")):
            for box in part._element.iter(qn(tag)):
                if box.get(side):
                    box.set(side, str(int(box.get(side)) * 4 // 3))
    for shape in made.notes_master.placeholders:
        if shape.placeholder_format.type == PP_PLACEHOLDER.SLIDE_IMAGE:
            shape.left, shape.width = Emu(381_000), Emu(6_096_000)


def _rule(made, layout, foot: Box) -> None:
    """Draw the line above the foot on the layout, where nobody stumbles over it."""
    slide = made.slides.add_slide(layout)
    y = length(foot.y - 4)
    ends = length(foot.x), y, length(foot.x + foot.width), y
    line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *ends)
    line.line.color.rgb, line.line.width = colour(GRID), Pt(1.5)
    line._element.remove(line._element.find(qn("p:style")))  # its shadow
    line._element.nvCxnSpPr.cNvPr.set("id", "99")
    layout._element.cSld.spTree.append(line._element)
    held = made.slides._sldIdLst
    made.part.drop_rel(held[0].rId)
    held.remove(held[0])


def _placeholder(idx: int, kind: str, name: str, box: Box) -> etree._Element:
    """A placeholder without bullets and margins, in our face."""
    x, y, width, height = lengths(box)
    return parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{100 + idx}" name="{name}"/>'
        '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="{kind}" idx="{idx}"/></p:nvPr></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        "</p:spPr><p:txBody>"
        '<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0"><a:noAutofit/></a:bodyPr>'
        '<a:lstStyle><a:lvl1pPr marL="0" indent="0"><a:buNone/>'
        f'<a:defRPr sz="1800"><a:latin typeface="{FACE}"/></a:defRPr></a:lvl1pPr></a:lstStyle>'
        '<a:p><a:endParaRPr lang="en-GB"/></a:p></p:txBody></p:sp>'
    )


if __name__ == "__main__":
    Path(TEMPLATE).write_bytes(written())
