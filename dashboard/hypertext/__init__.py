"""Pages as HTML: the same words in the live pages and in those that need no script."""

from .blocks import figure_parts, part, said_choice, wished_choices
from .document import OWN_NAMES, body, foot, lite_page, meta, site_name, stamp, style, title
from .place import Place

__all__ = [
    "OWN_NAMES",
    "Place",
    "body",
    "figure_parts",
    "foot",
    "lite_page",
    "meta",
    "part",
    "said_choice",
    "site_name",
    "stamp",
    "style",
    "title",
    "wished_choices",
]
