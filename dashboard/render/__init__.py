"""What leaves the page: a figure as a picture, a table, a record, each saying where it is from."""

from dashboard.render.download import FORMS, PICTURES, Origin, beneath, of_picture, take_away
from dashboard.render.figure_table import file_name
from dashboard.render.svg import PAINTER, chart_svg
from dashboard.render.worker import NotDrawn

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
