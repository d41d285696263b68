"""Which slides are wished: the figures of a town or of the country, in an order of one's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from dashboard.addresses import PAGES
from dashboard.figures import current
from dashboard.page_contents import figures_of
from kzdata.schema.columns import TOWNS

COUNTRY = tuple(dict.fromkeys(id for page in PAGES if page != "town" for id in figures_of(page)))
# What concerns one town above others; the rest of its deck is the same for each.
OWN = {"balkhash": ("acid_plant",), "temirtau": ("temirtau_drift",), "karaganda": ()}
AROUND = ("city_dust", "city_air", "region_share", "share_claim")


@dataclass(frozen=True)
class Choice:
    """What a deck is asked for. Without a town it is the whole country."""

    language: str
    town: str
    figures: tuple[str, ...]

    @property
    def query(self) -> str:
        """The choice as it stands in an address, without what is usual."""
        asked = {"town": self.town} if self.town else {}
        if self.figures != offered(self.town):
            asked["slides"] = ",".join(self.figures)
        return urlencode(asked, safe=",")


def offered(town: str) -> tuple[str, ...]:
    """The figures that there are for a town, or without one for the country, as usually shown."""
    return (*figures_of("town"), *OWN[town], *AROUND) if town else COUNTRY


def wished(language: str, wishes: Mapping[str, str]) -> Choice:
    """The choice that an address names; what it names beyond what is offered is left out."""
    town = wishes.get("town", "")
    town = town if town in TOWNS else ""
    known = offered(town)
    named = dict.fromkeys(current(id) for id in wishes.get("slides", "").split(","))
    return Choice(language, town, tuple(id for id in named if id in known) or known)
