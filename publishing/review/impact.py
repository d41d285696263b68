"""What a change of the data does to what readers see: one effect, and many of them by figure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from dashboard.addresses import Choices

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
    choices: Choices = field(default_factory=dict)
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
