"""Plain routes beside the pages, and the HTML that comes before them."""

from .figures import figure_file, figure_index
from .first_html import FirstHtml
from .fonts import font
from .health import health
from .lite import lite, lite_start
from .open_data import open_data
from .packed import Packed

__all__ = [
    "FirstHtml",
    "Packed",
    "figure_file",
    "figure_index",
    "font",
    "health",
    "lite",
    "lite_start",
    "open_data",
]
