"""Figures before and after a change of the data, as pictures side by side by their names."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from dashboard.addresses import view_path
from dashboard.figures import FIGURES, FigureRequest, Tables, cited, specification
from dashboard.i18n import words_of
from dashboard.render import download, worker
from publishing.review.impact import Effect, of_figures


def pictures(
    told: Iterable[Effect],
    before: Tables,
    after: Tables,
    language: str,
    day: date,
    folder: Path,
) -> Iterator[tuple[Path, bool]]:
    """Write FIGURE-before.png and FIGURE-after.png for every figure among the effects.

    A figure with choices is drawn in the first view that is told of it. Yields each path, and
    whether the picture could be drawn.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for id, (effect, *_) in of_figures(told).items():
        view = FigureRequest(words_of(language), day, **effect.choices)
        for state, tables, answer in (
            ("before", before, effect.answer_before),
            ("after", after, effect.answer_after),
        ):
            if answer is not None:
                path = folder / f"{id}-{state}.png"
                yield path, _written(path, id, tables, view, effect, state)


def _written(
    path: Path, id: str, tables: Tables, view: FigureRequest, effect: Effect, state: str
) -> bool:
    try:
        path.write_bytes(_picture(id, tables, view, effect, state))
    except worker.NotDrawn:
        path.unlink(missing_ok=True)  # one of an earlier call would be taken for it
        return False
    return True


def _picture(id: str, tables: Tables, view: FigureRequest, effect: Effect, state: str) -> bytes:
    made, words = FIGURES[id].build(tables, view), view.words
    spec = None if made.chart is None else specification(made.chart)
    address = view_path(effect.page, words.language, effect.choices, id)
    said = {"before": words("card.before"), "after": words("card.after")}[state]
    origin = download.Origin(address, said, view.day)
    sources = cited(made.sources, tables["sources"], words)
    return download.of_picture(download.take_away(made, spec, sources, words, origin, "svg"), "png")
