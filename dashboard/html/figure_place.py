"""Where one figure stands alone: on its own page, or in a frame in a page of others."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from dashboard import store
from dashboard.addresses import embed_path, figure_page_path
from dashboard.figures import FIGURES
from dashboard.html import figure_card
from dashboard.html.chart import drawing_of
from dashboard.html.view import Place

FIGURE = "figure"
WIDTHS = {"narrow": 328, "wide": 720}  # pixels of the chart on a phone, and on a desk


@dataclass(frozen=True)
class FigurePlace(Place):
    """One figure in a language on a day, with the choices that it takes; `framed` by others."""

    figure: str = ""
    framed: bool = False

    @property
    def scripted(self) -> bool:
        return True

    @property
    def first(self) -> str:
        return self.figure

    @property
    def key(self) -> tuple:
        return (*super().key, self.figure, self.framed)

    def link(self, page: str, language: str = "", figure: str = "", **choices: object) -> str:
        if page == FIGURE:
            path = embed_path if self.framed else figure_page_path
            return path(language or self.language, self.figure, choices)
        return super().link(page, language, figure, **choices)

    def address(self, language: str = "", framed: bool = False) -> str:
        """The one address of the figure's page, or of its frame: usual choices are left out."""
        unusual = {n: code for n, code in self.choices.items() if code != store.default(n)}
        path = embed_path if framed else figure_page_path
        return self.site + path(language or self.language, self.figure, unusual)


def figure_place(
    id: str, language: str, day: date, site: str, wishes: Mapping[str, str], framed: bool = False
) -> FigurePlace:
    """The place of a figure; of its choices, each as wished or, where that is nonsense, usual."""
    choices = {
        name: store.codes(name).get(wishes.get(name), store.default(name))
        for name in FIGURES[id].choices
    }
    return FigurePlace(FIGURE, language, day, site, choices, lite=True, figure=id, framed=framed)


def charts(place: FigurePlace) -> str:
    """The chart laid out for a phone and for a desk, and the line in which marks answer."""
    drawn = {
        name: drawing_of(place.figure, replace(place, width=width))
        for name, width in WIDTHS.items()
    }
    if not any(drawn.values()):
        return ""
    both = "".join(f'<div class="{name}">{drawing}</div>' for name, drawing in drawn.items())
    return both + figure_card.answer_line(place.figure, place)
