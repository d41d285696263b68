"""A change of some tables as a command tells it: rows, lost figures, effects, pictures."""

import sys
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

from dashboard.i18n.differences import say_difference
from dashboard.i18n.messages import count, say
from kzdata.schema.problems import Problem
from publishing.cli.progress import progress
from publishing.review import preview as review
from publishing.review.impact import Effect
from publishing.review.preview import Preview
from publishing.review.sentences import say_effects

MOST = 20  # rows of each kind that are told unless more are asked for


def lost_figures(
    preview: Preview, language: str, day: date, files: Collection[str] = ()
) -> list[Problem]:
    """The questions about figures that a change would take from readers; says how far it is."""
    with progress("effect.progress", language) as done:
        return review.lost_figures(preview, language, day, files, done)


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
    if preview.is_long and not however_long:
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
