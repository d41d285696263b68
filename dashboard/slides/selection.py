"""Which slides are wished: the figures of a town or of the country, in an order of one's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from dashboard.addresses import PAGES
from dashboard.figures import current
from dashboard.page_contents import figures_of
from kzdata.schema.columns import TOWNS
from kzdata.schema.model import LANGUAGES

COUNTRY = tuple(dict.fromkeys(id for page in PAGES if page != "town" for id in figures_of(page)))
# What concerns one town above others; the rest of its deck is the same for each.
OWN = {
    "balkhash": ("acid_plant", "blind_post", "so2_line"),
    "temirtau": ("temirtau_drift", "phenol", "so2_line"),
    "karaganda": (),
}
AROUND = ("post_cases", "city_dust", "city_air", "region_share", "region_ranking", "share_claim")

# The sizes of a deck, as addresses name them: a talk of about ten slides, a figure a slide in
# large type, the others behind it; or every figure in the order of the pages.
TEN, WHOLE = "ten", "whole"
DECKS = (TEN, WHOLE)
# What is told in a talk, what weighs most first.
TALK = {
    "": (
        "overdue",
        "three_towns",
        "region_ranking",
        "national_line",
        "growth",
        "verdicts",
        "unknowns",
    ),
    "balkhash": (
        "town_promises",
        "acid_plant",
        "post_cases",
        "blind_post",
        "so2_line",
        "town_limits",
        "region_ranking",
    ),
    "temirtau": (
        "town_promises",
        "temirtau_drift",
        "post_cases",
        "phenol",
        "so2_line",
        "town_limits",
        "region_ranking",
    ),
    "karaganda": (
        "town_promises",
        "post_cases",
        "city_dust",
        "town_air",
        "town_measured",
        "town_limits",
        "region_ranking",
    ),
}


@dataclass(frozen=True)
class Choice:
    """What a deck is asked for. Without a town it is the whole country.

    With a `second` language each slide says its question and its answer in that one as well.
    """

    language: str
    town: str
    figures: tuple[str, ...]
    deck: str = TEN
    second: str = ""

    @property
    def query(self) -> str:
        """The choice as it stands in an address, without what is usual."""
        asked = {"town": self.town} if self.town else {}
        if self.second:
            asked["second"] = self.second
        own = self.figures != usual(self.town, self.deck)
        if self.deck != _deck(own):
            asked["deck"] = self.deck
        if own:
            asked["slides"] = ",".join(self.figures)
        return urlencode(asked, safe=",")

    @property
    def behind(self) -> tuple[str, ...]:
        """The figures that stand behind a talk, which are reached and not counted."""
        left = (id for id in offered(self.town) if id not in self.figures)
        return tuple(left) if self.deck == TEN else ()

    @property
    def made(self) -> tuple[str, ...]:
        """All figures of the deck, those behind the talk last."""
        return (*self.figures, *self.behind)


def offered(town: str) -> tuple[str, ...]:
    """The figures that there are for a town, or without one for the country, as usually shown."""
    return (*figures_of("town"), *OWN[town], *AROUND) if town else COUNTRY


def usual(town: str, deck: str) -> tuple[str, ...]:
    """The figures of a deck whose slides nobody has chosen."""
    return TALK[town] if deck == TEN else offered(town)


def wished(language: str, wishes: Mapping[str, str]) -> Choice:
    """The choice that an address names; what it names beyond what is offered is left out."""
    town = wishes.get("town", "")
    town = town if town in TOWNS else ""
    known = offered(town)
    named = dict.fromkeys(current(id) for id in wishes.get("slides", "").split(","))
    chosen = tuple(id for id in named if id in known)
    deck = wishes.get("deck", "")
    deck = deck if deck in DECKS else _deck(bool(chosen))
    second = wishes.get("second", "")
    second = second if second in LANGUAGES and second != language else ""
    return Choice(language, town, chosen or usual(town, deck), deck, second)


def _deck(chosen: bool) -> str:
    """The deck that is meant without its name: who has chosen slides wants no others behind."""
    return WHOLE if chosen else TEN
