"""The data of the dashboard: declared tables, one reading door, checks, promises and claims."""

# isort: off
from . import memory  # noqa: F401  before anything else imports Arrow

# isort: on
from .check import check, survey
from .claims import VERDICTS, claim_verdicts
from .datasets import TABLES, Table
from .diff import Difference, applied, diff
from .faults import RULES, BadTable, Fault, Grade, UnknownColumn, UnknownTable
from .files import data_folder, version
from .history.entry import Entry
from .history.lock import Locked
from .history.log import latest, log
from .history.place import Unfinished
from .history.publish import NotWritten, Outdated, publish
from .history.rollback import rollback
from .history.standing import Standing, standing
from .history.versions import UnknownVersion
from .load import load, table_named
from .mirror.keeping import keep_mirrored
from .mirror.place import UnknownScheme
from .mirror.source import Source, fetch, source, unseen
from .state import stamp
from .targets import STATES, promises, target_states
from .total import total

__all__ = [
    "BadTable",
    "Difference",
    "Entry",
    "Fault",
    "Grade",
    "Locked",
    "NotWritten",
    "Outdated",
    "RULES",
    "STATES",
    "Source",
    "Standing",
    "TABLES",
    "Table",
    "Unfinished",
    "UnknownColumn",
    "UnknownScheme",
    "UnknownTable",
    "UnknownVersion",
    "VERDICTS",
    "applied",
    "check",
    "claim_verdicts",
    "data_folder",
    "diff",
    "fetch",
    "keep_mirrored",
    "latest",
    "load",
    "log",
    "promises",
    "publish",
    "rollback",
    "source",
    "stamp",
    "standing",
    "survey",
    "table_named",
    "target_states",
    "total",
    "unseen",
    "version",
]
