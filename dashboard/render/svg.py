"""Charts and pictures without a browser: fonts, words measured and broken into lines, formats."""

import atexit
import base64
import re
from bisect import bisect_right
from functools import lru_cache

from PIL import ImageFont

from dashboard.fonts import FACE, FOLDER, WEIGHTS
from dashboard.render.worker import Painter

PAINTER = Painter()
atexit.register(PAINTER.close)
MEASURE = 1000  # pixels at which words are measured, so that nothing is rounded
# A mark that has something to say, as Vega writes it: its tag, its sentence, how it looks.
SPEAKING = re.compile(
    r'<(\w+) aria-label="([^"]*)" role="graphics-symbol" aria-roledescription="[^"]*"([^>]*?)/>'
)
SPACES = " \N{NO-BREAK SPACE}\N{THIN SPACE}\N{NARROW NO-BREAK SPACE}"


def chart_svg(spec: dict, width: float) -> str:
    """A finished chart, given as a Vega-Lite specification, drawn as SVG for a width in pixels."""
    sized = {**spec, "config": {**spec["config"], "font": FACE}}
    if "vconcat" in sized:
        fit = {"type": "fit-x", "contains": "padding"}
        sized = {**sized, "autosize": fit}
        sized["vconcat"] = [{**panel, "width": width} for panel in sized["vconcat"]]
    else:
        sized["width"] = width
    return PAINTER.draw("chart", sized).decode()


def with_titles(svg: str) -> str:
    """A drawn chart whose marks have their sentences as titles, which a browser shows by itself."""
    return SPEAKING.sub(r"<\1\3><title>\2</title></\1>", svg)


def with_sentences(svg: str) -> str:
    """A drawn chart whose marks have their sentences where marks.js looks for them."""
    return SPEAKING.sub(r'<\1 data-say="\2"\3/>', svg)


def png(svg: str, width: int) -> bytes:
    """A picture as PNG, `width` pixels wide."""
    return PAINTER.draw("png", svg, width / size(svg)[0])


def pdf(svg: str) -> bytes:
    """A picture as one page of PDF."""
    return PAINTER.draw("pdf", svg)


def size(svg: str) -> tuple[float, float]:
    """Width and height that an SVG names in its first tag."""
    tag = svg[svg.index("<svg") : svg.index(">", svg.index("<svg"))]
    width, height = (re.findall(rf'\b{side}="([\d.]+)"', tag)[0] for side in ("width", "height"))
    return float(width), float(height)


def printable(text: str) -> str:
    """A text without control characters, which have no place in XML at all."""
    return "".join(sign if sign.isprintable() or sign in SPACES else " " for sign in text)


def lines(text: str, font_size: float, weight: int, width: float) -> list[str]:
    """A text broken at its spaces into lines that are no wider than `width` pixels.

    A word that is wider alone, such as an address, is broken wherever it must be.
    """
    face, room = _face(weight), width * MEASURE / font_size
    done, line = [], ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if face.getlength(longer) <= room:
            line = longer
            continue
        done += [line] if line else []
        while face.getlength(word) > room:
            lengths = range(2, len(word))
            fitting = 1 + bisect_right(lengths, room, key=lambda n: face.getlength(word[:n]))
            done.append(word[:fitting])
            word = word[fitting:]
        line = word
    return [*done, line]


@lru_cache
def _face(weight: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FOLDER / f"{WEIGHTS[weight]}.ttf", MEASURE)


@lru_cache
def font_rules() -> str:
    """Style rules that carry the face inside an SVG, so that it looks the same everywhere."""
    rules = []
    for weight, name in WEIGHTS.items():
        data = base64.b64encode((FOLDER / f"{name}.woff2").read_bytes()).decode()
        rules.append(
            f'@font-face{{font-family:"{FACE}";font-weight:{weight};'
            f"src:url(data:font/woff2;base64,{data})}}"
        )
    return "".join(rules)
