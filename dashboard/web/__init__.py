"""Plain routes beside the pages, and the HTML that comes before them."""

from .at_once import send_at_once
from .beforehand import make
from .crawlers import robots, sitemap
from .exporter import metrics_served, not_here
from .figures import figure_file, figure_index
from .first_html import FirstHtml
from .fonts import font
from .health import health
from .keeper import Keeper
from .lite import lite, lite_start
from .measured import Measured
from .open_data import open_data
from .open_to_all import OpenToAll
from .packed import Packed
from .present import deck_file, present

__all__ = [
    "FirstHtml",
    "Keeper",
    "Measured",
    "OpenToAll",
    "Packed",
    "deck_file",
    "figure_file",
    "figure_index",
    "font",
    "health",
    "lite",
    "lite_start",
    "make",
    "metrics_served",
    "not_here",
    "open_data",
    "present",
    "robots",
    "send_at_once",
    "sitemap",
]
