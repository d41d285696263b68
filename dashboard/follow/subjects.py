"""What may be followed: everything, a town, a plant, a region; and which rows are about it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from dashboard import store
from dashboard.addresses import view_path
from dashboard.i18n import Words
from kzdata import Difference, Table
from kzdata.schema.columns import TOWNS

FORMS = {"atom": "application/atom+xml; charset=utf-8", "ics": "text/calendar; charset=utf-8"}
ALL, TOWN, PLANT, REGION = KINDS = ("all", "town", "plant", "region")
PAGE = {ALL: "overview", TOWN: "town", PLANT: "plants", REGION: "regions"}
# A calendar holds promises, and those are of plants; a region's are in those of its towns.
OF_FORM = {"atom": KINDS, "ics": (ALL, TOWN, PLANT)}

Members = Mapping[str, Collection[str]]  # by table, the keys of the rows that belong to a subject


@dataclass(frozen=True)
class Subject:
    """Something that can be followed, by one of KINDS and its code."""

    kind: str
    code: str = ""

    @property
    def stem(self) -> str:
        """How it is called in an address, and for good in what bears its name."""
        return f"{self.kind}/{self.code}" if self.code else self.kind

    def name(self, words: Words) -> str:
        """What it is called; nothing for everything."""
        return store.choice_name(self.kind, self.code, words.language) if self.code else ""

    def page(self, language: str) -> str:
        """The page below the host on which most of it stands."""
        return view_path(PAGE[self.kind], language, {self.kind: self.code} if self.chosen else {})

    @property
    def chosen(self) -> bool:
        """Whether its page offers it as a choice."""
        return self.kind in (TOWN, REGION)

    def members(self, tables: Mapping[str, pd.DataFrame]) -> Members:
        """The places, plants and regions that belong to it; of everything, none is named."""
        plants = tables["plants"].set_index("plant_id")["town"]
        if self.kind == TOWN:
            return {"places": {self.code}, "plants": set(plants.index[plants == self.code])}
        if self.kind == PLANT:
            return {"plants": {self.code}}
        if self.kind == REGION:
            places = tables["places"].set_index("place_id")["region_id"]
            here = set(places.index[places == self.code])
            own = set(plants.index[plants.isin(here)])
            return {"regions": {self.code}, "places": here, "plants": own}
        return {}


def offered(form: str) -> Iterator[Subject]:
    """All that can be followed in a form; raises Unavailable."""
    store.snapshot().need("plants", "places", "regions")
    codes: dict[str, Sequence[str]] = {
        ALL: ("",),
        TOWN: TOWNS,
        PLANT: store.plant_codes(),
        REGION: tuple(map(str, store.codes("region").values())),
    }
    return (Subject(kind, code) for kind in OF_FORM[form] for code in codes[kind])


def subject_at(stem: str, form: str) -> Subject | None:
    """What an address names; None if there is no such thing. Raises Unavailable."""
    return next((each for each in offered(form) if each.stem == stem), None)


def narrowed(difference: Difference, members: Members) -> Difference:
    """What of a difference is about the members of a subject."""
    table = difference.table
    added, removed = (
        part[_about(table, part, members)] for part in (difference.added, difference.removed)
    )
    here = _about(table, difference.before, members) | _about(table, difference.after, members)
    return replace(
        difference,
        added=added.reset_index(drop=True),
        removed=removed.reset_index(drop=True),
        before=difference.before[here].reset_index(drop=True),
        after=difference.after[here].reset_index(drop=True),
    )


def _about(table: Table, rows: pd.DataFrame, members: Members) -> pd.Series:
    """Which rows name a member: in their own key, in a reference, or as a place of a fixed list."""
    found = pd.Series(False, index=rows.index)
    for name in table.columns:
        target = named_in(table, name)
        if target is not None and target in members:
            found |= rows[name].isin(members[target])
    return found


def named_in(table: Table, name: str) -> str | None:
    """The table whose keys a column of a table holds."""
    if table.key == (name,):
        return table.name
    if name in ("town", "place"):
        return "places"
    return table.specs[name].references
