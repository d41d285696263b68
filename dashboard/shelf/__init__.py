"""Where finished things stand ready: the checked data of now, and what was made of them."""

from .datasets import PACKAGE, dataset, package
from .finished import ALWAYS_NEEDED, Finished, chosen, cited, claims, figure, headlines_of
from .kept import drawn, kept, take_away
from .published import Published, published
from .snapshot import Snapshot, Unavailable, codes, default, one_version, region_names, snapshot

__all__ = [
    "ALWAYS_NEEDED",
    "PACKAGE",
    "Finished",
    "Published",
    "Snapshot",
    "Unavailable",
    "chosen",
    "cited",
    "claims",
    "codes",
    "dataset",
    "default",
    "drawn",
    "figure",
    "headlines_of",
    "kept",
    "one_version",
    "package",
    "published",
    "region_names",
    "snapshot",
    "take_away",
]
