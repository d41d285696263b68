"""Files that a person hands in for a table: read, held against the declarations, asked about."""

from publishing.intake.added_rows import whole
from publishing.intake.candidate import Candidate
from publishing.intake.check import check_candidates
from publishing.intake.read import read_candidate, tables_like, tables_of, tables_of_sheets

__all__ = [
    "Candidate",
    "check_candidates",
    "read_candidate",
    "tables_like",
    "tables_of",
    "tables_of_sheets",
    "whole",
]
