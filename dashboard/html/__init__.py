"""Pages as HTML: the same words in the live pages and in those that need no script."""

from dashboard.html.blocks import choice_list, figure_parts, is_usual, part, wished_choices
from dashboard.html.embed import embed_page, frame
from dashboard.html.embed import height as frame_height
from dashboard.html.figure_card import answer_line
from dashboard.html.figure_page import absent_page, figure_page, version_told, versions_page
from dashboard.html.figure_place import figure_place
from dashboard.html.lead import lead, meta, title
from dashboard.html.letter_page import ask_page, ask_place, letter_page
from dashboard.html.menu import head
from dashboard.html.name_index import names_script
from dashboard.html.page import body, foot, icon, lite_page, lost_page, question, style
from dashboard.html.page_script import marks_script, told_script
from dashboard.html.short_code_page import code_page, no_code_page
from dashboard.html.view import Place, stamp

__all__ = [
    "Place",
    "absent_page",
    "answer_line",
    "ask_page",
    "ask_place",
    "body",
    "choice_list",
    "code_page",
    "embed_page",
    "figure_page",
    "figure_parts",
    "figure_place",
    "foot",
    "frame",
    "frame_height",
    "head",
    "icon",
    "is_usual",
    "lead",
    "letter_page",
    "lite_page",
    "lost_page",
    "marks_script",
    "meta",
    "names_script",
    "no_code_page",
    "part",
    "question",
    "stamp",
    "style",
    "title",
    "told_script",
    "version_told",
    "versions_page",
    "wished_choices",
]
