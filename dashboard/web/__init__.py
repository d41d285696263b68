"""Plain routes beside the pages, and the HTML that comes before them."""

from .first_html import FirstHtml
from .health import health
from .open_data import open_data

__all__ = ["FirstHtml", "health", "open_data"]
