"""Files that a person hands in for a table: read, held against the declarations, asked about."""

from .candidate import Candidate
from .hold import check_candidates
from .read import read_candidate, tables_like

__all__ = ["Candidate", "check_candidates", "read_candidate", "tables_like"]
