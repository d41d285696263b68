"""The data of the dashboard: declared tables, one reading door, checks, promises and claims."""

from .check import check, survey
from .claims import VERDICTS, claim_verdicts
from .datasets import TABLES, Table
from .diff import Difference, applied, diff
from .faults import RULES, BadTable, Fault, UnknownColumn, UnknownTable
from .files import data_folder, digests, stamp, version
from .load import load, table_named
from .targets import STATES, promises, target_states
from .total import total

__all__ = [
    "BadTable",
    "Difference",
    "Fault",
    "RULES",
    "STATES",
    "TABLES",
    "Table",
    "UnknownColumn",
    "UnknownTable",
    "VERDICTS",
    "applied",
    "check",
    "claim_verdicts",
    "data_folder",
    "diff",
    "digests",
    "load",
    "promises",
    "stamp",
    "survey",
    "table_named",
    "target_states",
    "total",
    "version",
]
