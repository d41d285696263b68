"""Letters that ask for what nobody published: of whom, for what, by which law."""

from dashboard.letters.gap import GROUPS, Gap
from dashboard.letters.gaps import GAP_TABLES, gaps
from dashboard.letters.law import Act, acts
from dashboard.letters.letter import FORMS, LETTER_TABLES, Letter, Part, forms_of, letters
from dashboard.letters.plain import as_text
from dashboard.letters.requests import Asked, requests_on

__all__ = [
    "Act",
    "Asked",
    "FORMS",
    "GAP_TABLES",
    "GROUPS",
    "Gap",
    "LETTER_TABLES",
    "Letter",
    "Part",
    "acts",
    "as_text",
    "forms_of",
    "gaps",
    "letters",
    "requests_on",
]
