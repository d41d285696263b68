"""Plain routes beside the pages, and the HTML that comes before them."""

from dashboard.http.metrics_port import metrics_served
from dashboard.http.middleware import (
    AllowedHosts,
    KnownAddresses,
    Limits,
    SafeHeaders,
    Sessions,
    most_sessions,
)
from dashboard.http.middleware.cors import OpenToAll
from dashboard.http.middleware.first_html import FirstHtml
from dashboard.http.middleware.normalized_request import Normalized
from dashboard.http.middleware.request_metrics import Measured
from dashboard.http.middleware.static_assets import Packed
from dashboard.http.routes.crawlers import robots, sitemap
from dashboard.http.routes.figures import figure_file, figure_index
from dashboard.http.routes.fonts import font
from dashboard.http.routes.health import health
from dashboard.http.routes.lite import lite, lite_start
from dashboard.http.routes.open_data import open_data
from dashboard.http.routes.openapi import openapi
from dashboard.http.routes.slides import deck_file, present

__all__ = [
    "AllowedHosts",
    "FirstHtml",
    "KnownAddresses",
    "Limits",
    "Measured",
    "Normalized",
    "OpenToAll",
    "Packed",
    "SafeHeaders",
    "Sessions",
    "deck_file",
    "figure_file",
    "figure_index",
    "font",
    "health",
    "lite",
    "lite_start",
    "metrics_served",
    "most_sessions",
    "open_data",
    "openapi",
    "present",
    "robots",
    "sitemap",
]
