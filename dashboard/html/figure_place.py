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
    """One figure in a language on a day, with the choices that it takes; `framed` by others.

    `as_of` is the published version of which it is shown, None where that is the newest on the
    day; then `opened` is the day on which that is read.
    """

    figure: str = ""
    framed: bool = False
    as_of: store.AsOf | None = None
    opened: date | None = None

    @property
    def scripted(self) -> bool:
        return True

    @property
    def first(self) -> str:
        return self.figure

    @property
    def stated(self) -> Mapping[str, str]:
        return self.as_of.query if self.as_of else {}

    def link(self, page: str, language: str = "", figure: str = "", **choices: object) -> str:
        if page == FIGURE:
            path = embed_path if self.framed else figure_page_path
            return path(language or self.language, self.figure, {**choices, **self.stated})
        return super().link(page, language, figure, **choices)

    def address(
        self, language: str = "", framed: bool = False, stated: Mapping[str, str] | None = None
    ) -> str:
        """The one address of the figure's page, or of its frame: usual choices are left out.

        With what is `stated` of a version it is that of the version, with all choices.
        """
        asked = {n: code for n, code in self.choices.items() if code != store.default(n)}
        if stated:
            asked = {**self.choices, **stated}
        path = embed_path if framed else figure_page_path
        return self.site + path(language or self.language, self.figure, asked)


def figure_place(
    id: str,
    language: str,
    day: date,
    site: str,
    wishes: Mapping[str, str],
    framed: bool = False,
    as_of: store.AsOf | None = None,
) -> FigurePlace:
    """The place of a figure; of its choices, each as wished or, where that is nonsense, usual.

    `day` is that of today. Raises Unavailable where a version did not have what is wished.
    """
    choices = {}
    with store.as_published(as_of):
        for name in FIGURES[id].choices:
            wish, offered = wishes.get(name), store.codes(name)
            if as_of and wish is not None and wish not in offered:
                raise store.Unavailable(name)
            choices[name] = offered.get(wish or "", store.default(name))
    place = FigurePlace(FIGURE, language, day, site, choices, lite=True, figure=id, framed=framed)
    return replace(place, as_of=as_of, day=as_of.day, opened=day) if as_of else place


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
