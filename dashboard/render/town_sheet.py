"""A sheet of paper on one town for the stairwell: Kazakh beside Russian, six numbers, a code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dashboard.figures.sources import Cited
from dashboard.figures.town_sheet import Sheet
from dashboard.i18n import Words
from dashboard.render import document
from dashboard.render.qr import code_svg

TEMPLATE = Path(__file__).with_suffix(".typ")
PAPERS = ("a4", "a5")
LANGUAGES = ("kk", "ru")  # of a sheet, from left to right


@dataclass(frozen=True)
class Side:
    """The sheet in one language, and how its sources are cited, by their ids."""

    sheet: Sheet
    words: Words
    sources: Mapping[str, Cited]


def pdf(sides: Sequence[Side], paper: str, address: str, version: str, day: date) -> bytes:
    """The sheet as a tagged PDF; `paper` is one of PAPERS, `address` of its town, or empty.

    Raises NotDrawn.
    """
    data = {
        "paper": paper,
        "title": " · ".join(side.sheet.town for side in sides),
        "author": " · ".join(side.words("app.title") for side in sides),
        "stamp": " · ".join(_stamp(side.words, version, day) for side in sides),
        "day": {"year": day.year, "month": day.month, "day": day.day},
        "address": address,
        "code": code_svg(address, "q") if address else None,
        "sides": [_told(side, version, day) for side in sides],
    }
    return document.pdf(TEMPLATE, data)


def _told(side: Side, version: str, day: date) -> dict[str, object]:
    words = side.words
    return {
        "language": words.language,
        "town": side.sheet.town,
        "site": words("app.title"),
        "boxes": [
            {
                "name": box.name,
                "value": box.value,
                "said": box.said,
                "source": side.sources[box.source].said if box.source in side.sources else "",
            }
            for box in side.sheet.boxes
        ],
        "gap": side.sheet.gap,
        "more": words("sheet.more"),
        "stamp": _stamp(words, version, day),
    }


def _stamp(words: Words, version: str, day: date) -> str:
    return words("card.stamp", version=version, day=words.day(day))
