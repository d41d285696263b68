"""The data of the dashboard: declared tables, one reading door, checks, promises and claims."""

from kzdata.check import check, survey
from kzdata.claims import VERDICTS, claim_verdicts
from kzdata.current import Standing, standing
from kzdata.load import load, table_named
from kzdata.location import UnknownScheme
from kzdata.parquet import data_folder, version
from kzdata.promises import STATES, promises, target_states
from kzdata.schema import TABLES, Table
from kzdata.schema.problems import RULES, BadTable, Grade, Problem, UnknownColumn, UnknownTable
from kzdata.source import Source, source, unseen
from kzdata.versions.diff import Difference, applied, diff
from kzdata.versions.entry import Entry
from kzdata.versions.find import UnknownVersion
from kzdata.versions.log import latest, log
from kzdata.versions.paths import stamp

__all__ = [
    "BadTable",
    "Difference",
    "Entry",
    "Grade",
    "Problem",
    "RULES",
    "STATES",
    "Source",
    "Standing",
    "TABLES",
    "Table",
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
    "latest",
    "load",
    "log",
    "promises",
    "source",
    "stamp",
    "standing",
    "survey",
    "table_named",
    "target_states",
    "unseen",
    "version",
]
