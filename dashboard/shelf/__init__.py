"""Where finished things stand ready: the checked data of now, and what was made of them."""

from kzdata.stock import has, take

from .condition import Condition, Degraded, condition, public_name
from .datasets import PACKAGE, dataset, package
from .finished import (
    ALWAYS_NEEDED,
    Finished,
    Living,
    chosen,
    cited,
    claims,
    figure,
    headlines_of,
    living,
    tell_once,
)
from .kept import drawn, kept, take_away
from .published import Published, published
from .snapshot import (
    Snapshot,
    Unavailable,
    choice_name,
    codes,
    default,
    one_version,
    region_names,
    snapshot,
)
from .stock import open_stock

__all__ = [
    "ALWAYS_NEEDED",
    "Condition",
    "Degraded",
    "PACKAGE",
    "Finished",
    "Living",
    "Published",
    "Snapshot",
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
    "living",
    "one_version",
    "open_stock",
    "public_name",
    "package",
    "published",
    "region_names",
    "snapshot",
    "take",
    "take_away",
    "tell_once",
]
