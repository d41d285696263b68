"""Plain routes beside the pages, and the HTML that comes before them."""

from .beforehand import all_made, make
from .crawlers import robots, sitemap
from .exporter import metrics_served
from .figures import figure_file, figure_index
from .first_html import FirstHtml
from .fonts import font
from .guard import AllowedHosts, KnownAddresses, Limits, SafeHeaders, Sessions, most_sessions
from .health import health
from .keeper import Keeper
from .lite import lite, lite_start
from .measured import Measured
from .normalized import Normalized
from .open_data import open_data
from .open_to_all import OpenToAll
from .openapi import openapi
from .packed import Packed
from .present import deck_file, present
from .rehearsal import rehearse

__all__ = [
    "AllowedHosts",
    "FirstHtml",
    "Keeper",
    "KnownAddresses",
    "Limits",
    "Measured",
    "Normalized",
    "OpenToAll",
    "Packed",
    "SafeHeaders",
    "Sessions",
    "all_made",
    "deck_file",
    "figure_file",
    "figure_index",
    "font",
    "health",
    "lite",
    "lite_start",
    "make",
    "metrics_served",
    "most_sessions",
    "open_data",
    "openapi",
    "present",
    "rehearse",
    "robots",
    "sitemap",
]
