"""Where finished things stand ready: the checked data of now, and what was made of them."""

from dashboard.store.changelog import Published, naming, published, searched, too_many
from dashboard.store.data_health import Condition, Degraded, condition, public_name
from dashboard.store.datasets import PACKAGE, dataset, package
from dashboard.store.disk_cache import has, take
from dashboard.store.finished import (
    ALWAYS_NEEDED,
    Finished,
    Living,
    chosen,
    cited,
    claims,
    figure,
    headlines_of,
    letters,
    living,
    promises,
    tell_once,
)
from dashboard.store.kept import drawn, kept, take_away
from dashboard.store.promise_history import Revision, revisions
from dashboard.store.snapshot import (
    Snapshot,
    Tables,
    Unavailable,
    choice_name,
    codes,
    default,
    one_version,
    plant_codes,
    region_names,
    snapshot,
)
from dashboard.store.stock import open_stock

__all__ = [
    "ALWAYS_NEEDED",
    "Condition",
    "Degraded",
    "PACKAGE",
    "Finished",
    "Living",
    "Published",
    "Revision",
    "Snapshot",
    "Tables",
    "Unavailable",
    "choice_name",
    "chosen",
    "cited",
    "claims",
    "codes",
    "condition",
    "dataset",
    "default",
    "drawn",
    "figure",
    "has",
    "headlines_of",
    "kept",
    "letters",
    "living",
    "naming",
    "one_version",
    "open_stock",
    "public_name",
    "package",
    "plant_codes",
    "promises",
    "published",
    "region_names",
    "revisions",
    "searched",
    "snapshot",
    "take",
    "take_away",
    "tell_once",
    "too_many",
]
