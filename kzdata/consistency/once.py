"""What rules found, asked again only where a table that they read is another one.

An update changes one table of many and is held against all of them, before it and after it. Tables
are values here: who changes one makes another frame.
"""

import weakref
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from threading import Lock

import pandas as pd
from cachetools import LRUCache

from kzdata.consistency.found import Frames
from kzdata.schema.problems import Problem

STATES = 4  # of the tables that a rule reads, kept of each rule: before and after an update, twice

Known = tuple[Mapping[str, weakref.ref[pd.DataFrame]], tuple[Problem, ...]]
_known: LRUCache[Hashable, tuple[Known, ...]] = LRUCache(1000)
_lock = Lock()


class Tables(Mapping[str, pd.DataFrame]):
    """Tables with their rows counted from 0, and which of them were `read`."""

    def __init__(self, frames: Frames) -> None:
        self.frames = frames
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> pd.DataFrame:
        frame = self.frames[name]
        self.read.add(name)
        return frame.reset_index(drop=True)

    def __contains__(self, name: object) -> bool:
        return name in self.frames

    def __iter__(self) -> Iterator[str]:
        return iter(self.frames)

    def __len__(self) -> int:
        return len(self.frames)


def once(
    of: Hashable, rule: Callable[[Frames], Iterable[Problem]], frames: Frames
) -> tuple[Problem, ...]:
    """What a rule finds in tables; `of` names the rule, and all that it depends on beside them."""
    key = (of, frozenset(frames))
    with _lock:
        states = _known.get(key, ())
    for state in states:
        read, found = state
        if all(frames[name] is frame() for name, frame in read.items()):
            break
    else:
        tables = Tables(frames)
        found = tuple(rule(tables))
        state = ({name: weakref.ref(frames[name]) for name in tables.read}, found)
    with _lock:
        _known[key] = (state, *(other for other in states if other is not state))[:STATES]
    return found
