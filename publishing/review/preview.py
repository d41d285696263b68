"""A change of some tables before it is published: all tables before it, and after it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kzdata.schema.problems import Problem, Question
from kzdata.versions.diff import Difference, applied
from publishing.review.impact import Frames, Progress

# Figures draw every row: of longer tables they are told only when asked for.
LONG = 20_000


@dataclass(frozen=True)
class Preview:
    """All published tables, and what is to become of some of them."""

    before: Frames
    differences: Sequence[Difference]
    without: frozenset[str] = frozenset()  # the tables that are to be there no more

    @cached_property
    def after(self) -> Frames:
        """All tables as they would be."""
        changed = {
            found.table.name: applied(found, self.before[found.table.name])
            for found in self.differences
            if found
        }
        after = {**self.before, **changed}
        return {name: frame for name, frame in after.items() if name not in self.without}

    @property
    def rows(self) -> int:
        """How many rows the longest of the tables that change would have."""
        return max(
            (len(self.after[found.table.name]) for found in self.differences if found), default=0
        )

    @property
    def is_long(self) -> bool:
        """Whether figures are looked at only on demand."""
        return self.rows > LONG


def lost_figures(
    preview: Preview,
    language: str,
    day: date,
    files: Collection[str] = (),
    progress: Progress | None = None,
) -> list[Problem]:
    """A question for each figure that can be shown before a change and no more after it.

    `files` are those that are handed in, else the files of the tables that change. Nothing is asked
    where a table is so long that figures are looked at only on demand.
    """
    tables = [found.table.name for found in preview.differences if found]
    if not tables or preview.is_long:
        return []
    from publishing.review.compare import lost  # charts take their time, most commands need none

    effects = lost(preview.before, preview.after, language, day, progress)
    file = ", ".join(files or (f"{name}.parquet" for name in tables))
    first = {effect.figure: effect for effect in reversed(effects)}
    return [
        Problem(tables[0], file, Question.LOST_FIGURE, found=first[id].title, expected=id)
        for id in sorted(first)
    ]
