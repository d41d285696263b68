"""Pages as HTML: the same words in the live pages and in those that need no script."""

from .blocks import choice_list, figure_parts, is_usual, part, wished_choices
from .document import (
    body,
    foot,
    head,
    icon,
    lite_page,
    lost_page,
    question,
    stamp,
    style,
)
from .lead import lead, meta, title
from .place import Place
from .told import told_script

__all__ = [
    "Place",
    "body",
    "choice_list",
    "figure_parts",
    "foot",
    "head",
    "icon",
    "is_usual",
    "lead",
    "lite_page",
    "lost_page",
    "meta",
    "part",
    "question",
    "stamp",
    "style",
    "title",
    "told_script",
    "wished_choices",
]
