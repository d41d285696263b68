"""What a change of the data does to what readers see, told by whoever shows the data.

The package knows tables, not figures. A distribution that shows them names a module under the entry
point group GROUP; the module is a Teller.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol

import pandas as pd

GROUP = "publishing.review.impact"
# What may be another about a claim, a headline, a figure.
PARTS = ("title", "verdict", "answer", "chart", "table", "notes", "sources")
# Or it is there in one state only. Lost is what can no longer be made, gone what is not asked for
# any more: a claim that was removed, a year that is no longer offered.
ENDS = ("lost", "gone", "new")

Frames = Mapping[str, pd.DataFrame]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Effect:
    """One thing that readers see otherwise after a change, in words of one language.

    `kind` is claim, headline or figure; `figure` the figure itself, or the one that a claim or
    headline belongs to; `changed` is of PARTS or ENDS. `choices` are the visitor's, by code, and
    `view` says them. An answer is None where there is none to show.
    """

    kind: str
    figure: str
    page: str
    title: str
    answer_before: str | None
    answer_after: str | None
    changed: tuple[str, ...]
    choices: Mapping[str, object] = field(default_factory=dict)
    view: str = ""

    @property
    def answer_changed(self) -> bool:
        return self.answer_before != self.answer_after

    @property
    def chart_changed(self) -> bool:
        return "chart" in self.changed


def of_figures(effects: Iterable[Effect]) -> dict[str, list[Effect]]:
    """The views that change of each figure; those with another answer stand first."""
    found: dict[str, list[Effect]] = {}
    for effect in effects:
        if effect.kind == "figure":
            found.setdefault(effect.figure, []).append(effect)
    return {id: sorted(views, key=lambda e: not e.answer_changed) for id, views in found.items()}


class Teller(Protocol):
    """Who tells effects: a module with these three functions."""

    def effects(
        self, before: Frames, after: Frames, language: str, day: date, progress: Progress
    ) -> list[Effect]:
        """All effects of a change; `progress` hears how many figures of how many are done."""

    def lost(
        self, before: Frames, after: Frames, language: str, day: date, progress: Progress
    ) -> list[Effect]:
        """What could no longer be shown after a change, view by view."""

    def pictures(
        self,
        told: Iterable[Effect],
        before: Frames,
        after: Frames,
        language: str,
        day: date,
        folder: Path,
    ) -> Iterator[tuple[Path, bool]]:
        """Write FIGURE-before.png and FIGURE-after.png of every figure that changes.

        Yields each path, and whether the picture could be drawn.
        """


def teller() -> Teller | None:
    """Whoever tells effects here, if anybody does."""
    for entry in entry_points(group=GROUP):
        try:
            return entry.load()
        except ImportError:
            # Installed without what it needs: then figures are not shown here either.
            continue
    return None
