"""Where and for whom a page is shown: all that the same words depend on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dashboard import store
from dashboard.addresses import Choices, lite_path, view_path
from dashboard.i18n import Words, words_of
from dashboard.page_contents import figures_of


@dataclass(frozen=True)
class Place:
    """One page in one language on one day, with the choices made there.

    `site` is where the dashboard stands, `width` that of a chart in pixels. The links of a `lite`
    page stay among pages without scripts. `server` is where older versions are answered for, None
    where the page itself stands: files alone answer for none, so they name a server, or nobody.
    """

    page: str
    language: str
    day: date
    site: str
    choices: Choices = field(default_factory=dict)
    width: int = 328
    lite: bool = False
    server: str | None = None

    @property
    def stated(self) -> Mapping[str, str]:
        """What addresses of the same figure say of the version that is shown; usually nothing."""
        return {}

    @property
    def words(self) -> Words:
        return words_of(self.language)

    @property
    def scripted(self) -> bool:
        """Whether marks of charts answer by our script."""
        return not self.lite

    @property
    def first(self) -> str:
        """The figure that stands first; nothing on a page of words."""
        return next(iter(figures_of(self.page)), "")

    def link(self, page: str, language: str = "", figure: str = "", **choices: object) -> str:
        """The address of a view below the host, among the pages of the same kind."""
        language = language or self.language
        if self.lite:
            return lite_path(page, language, choices, figure)
        return view_path(page, language, choices, figure)


def stamp(place: Place) -> str:
    """Version and day of the data."""
    words = place.words
    return words("card.stamp", version=store.snapshot().version, day=words.day(place.day))
