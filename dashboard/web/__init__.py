"""Plain routes beside the pages, and the HTML that comes before them."""

from .crawlers import robots, sitemap
from .figures import figure_file, figure_index
from .first_html import FirstHtml
from .health import health
from .open_data import open_data
from .open_to_all import OpenToAll

__all__ = [
    "FirstHtml",
    "OpenToAll",
    "figure_file",
    "figure_index",
    "health",
    "open_data",
    "robots",
    "sitemap",
]
