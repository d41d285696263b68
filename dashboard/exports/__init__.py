"""What leaves the page: a figure as a picture, a table, a record, each saying where it is from."""

from .drawing import PAINTER, chart_svg
from .files import file_name
from .painter import NotDrawn
from .take_away import FORMS, PICTURES, Origin, beneath, of_picture, take_away

__all__ = [
    "FORMS",
    "PAINTER",
    "PICTURES",
    "NotDrawn",
    "Origin",
    "beneath",
    "chart_svg",
    "file_name",
    "of_picture",
    "take_away",
]
