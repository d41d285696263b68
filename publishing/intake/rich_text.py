"""A text of which parts are written otherwise than the rest: raised, lowered, struck out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from publishing.intake.cells import Raised

POWERS = str.maketrans("23", "²³")
LENGTH = re.compile("[мm]$")  # of which areas and volumes are powers
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
NUMBER = re.compile(r"[\d\s.,]*\d[\d\s.,]*")


@dataclass(frozen=True)
class Run:
    """A part of a text; `align` is "superscript", "subscript" or empty."""

    text: str
    align: str = ""
    struck: bool = False


def read_runs(runs: Sequence[Run]) -> str | Raised:
    """The text of the parts, or what it is without a mark that is raised.

    m² is no metre with a footnote, nor CO₂ written with a small figure; what is small beside a
    number is no digit of it.
    """
    line = seen = ""
    marked = False
    for run in runs:
        beside_number = bool(NUMBER.fullmatch(line))
        if run.align == "superscript" and LENGTH.search(line) and run.text in ("2", "3"):
            line, seen = line + run.text.translate(POWERS), seen + run.text.translate(POWERS)
        elif run.align == "superscript" or (run.align == "subscript" and beside_number):
            seen, marked = seen + run.text.translate(RAISED), True
        else:
            line, seen = line + run.text, seen + run.text
    return Raised(seen, line.strip()) if marked and line.strip() else seen if marked else line
