"""A change of some tables as it is told before it is published: rows, figures, pictures."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from dashboard.i18n.differences import say_difference
from dashboard.i18n.messages import count, say
from kzdata.versions.diff import Difference, applied
from publishing.cli.progress import progress
from publishing.review.impact import Effect, Frames
from publishing.review.sentences import say_effects

MOST = 20  # rows of each kind that are told unless more are asked for
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


def tell_rows(preview: Preview, language: str, most: int) -> None:
    """Print what becomes of the rows; of several tables, each under its title."""
    for found in preview.differences:
        if len(preview.differences) > 1:
            print(f"{found.table.title[language]} ({found.table.name})")
        print("\n".join(say_difference(found, language, frames=preview.after, most=most)))


def tell_effects(
    preview: Preview, language: str, day: date, *, however_long: bool = False
) -> list[Effect]:
    """Print what readers would see otherwise; returns it."""
    if preview.rows > LONG and not however_long:
        print(count("effect.long", preview.rows, language))
        return []
    from publishing.review.compare import effects  # charts take their time

    with progress("effect.progress", language) as done:
        found = effects(preview.before, preview.after, language, day, done)
    print("\n".join(say_effects(found, language)))
    return found


def draw(found: Sequence[Effect], preview: Preview, language: str, day: date, folder: Path) -> None:
    """Write pictures of the figures among the effects, and print how many."""
    from publishing.review.pictures import pictures

    written = 0
    with progress("effect.drawing", language) as done:
        asked = 2 * len({effect.figure for effect in found if effect.kind == "figure"})
        for path, drawn in pictures(found, preview.before, preview.after, language, day, folder):
            written += drawn
            done(written, asked)
            if not drawn:
                print(say("effect.not_drawn", language, file=path.name), file=sys.stderr)
    print(count("effect.pictures", written, language, folder=folder))
