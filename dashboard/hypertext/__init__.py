"""Pages as HTML: the same words in the live pages and in those that need no script."""

from .blocks import figure_parts, is_usual, part, said_choice, wished_choices
from .document import (
    body,
    foot,
    head,
    icon,
    lite_page,
    lost_page,
    meta,
    question,
    stamp,
    style,
    title,
)
from .place import Place
from .told import told_script

__all__ = [
    "Place",
    "body",
    "figure_parts",
    "foot",
    "head",
    "icon",
    "is_usual",
    "lite_page",
    "lost_page",
    "meta",
    "part",
    "question",
    "said_choice",
    "stamp",
    "style",
    "title",
    "told_script",
    "wished_choices",
]
