"""Which region or town a name in a file is, by the names that the tables hold."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

import pandas as pd

from kzdata.schema import LANGUAGES
from kzdata.schema.columns import COUNTRY
from kzdata.schema.text_rules import folded

COUNTRY_NAMES = ("Республика Казахстан", "Қазақстан Республикасы", "Republic of Kazakhstan")
# What stands around a name: "Карагандинская область", "область Абай", "г. Астана", "Астана қаласы".
AROUND = re.compile(
    r"\b(?:область|обл|облысы|город|г|қаласы|қ|region|city|town)\b\.?", re.IGNORECASE
)
CITY = re.compile(r"\b(?:город|г|қаласы|қ|city|town)\b", re.IGNORECASE)
FOOTNOTE = re.compile(r"[\s\d¹²³*)]+$")


def plain_name(name: str) -> str:
    """A name without the word for what it is the name of, and without the mark of a footnote."""
    return folded(" ".join(AROUND.sub(" ", FOOTNOTE.sub("", name)).split()))


def region_name(name: str) -> str:
    """The plain name of a region, in which a city is none of the region around it."""
    return f"{'city ' if CITY.search(name) else ''}{plain_name(name)}"


def towns_of(places: pd.DataFrame) -> dict[str, str]:
    """The codes of towns by their plain names."""
    return _codes(places[places["kind"] == "town"], "place_id", plain_name)


def _codes(rows: pd.DataFrame, key: str, plain: Callable[[str], str]) -> dict[str, str]:
    """The codes of places by their names; what names two of them names none."""
    found: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for code, name in zip(rows[key], rows[f"name_{language}"], strict=True):
            found.setdefault(plain(name), set()).add(code)
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}


class Regions:
    """The regions of today by name, each with what it was a part of."""

    def __init__(self, rows: pd.DataFrame):
        today = rows[rows["until"].isna()]
        self._names = _codes(today, "region_id", region_name)
        self._names |= {region_name(name): COUNTRY for name in COUNTRY_NAMES}
        self._written = {COUNTRY: COUNTRY_NAMES[0]}
        self._written |= dict(zip(today["region_id"], today["name_ru"], strict=True))
        parts = today.dropna(subset=["predecessor"])
        self.whole = dict(zip(parts["region_id"], parts["predecessor"], strict=True))
        gone = rows.dropna(subset=["until"])
        self._until = dict(zip(gone["region_id"], gone["until"], strict=True))

    def __contains__(self, name: str) -> bool:
        return region_name(name) in self._names

    def __getitem__(self, name: str) -> str:
        return self._names[region_name(name)]

    def __iter__(self) -> Iterator[str]:
        """The names of the regions as the tables write them."""
        return iter(self._written.values())

    def coded(self, names: Mapping[str, str]) -> dict[str, str]:
        """Our codes by the codes of a publisher, who says which region each of his is."""
        return {code: self[name] for code, name in names.items() if name in self}

    def written(self, region_id: str) -> str:
        """The name of a region as the tables write it."""
        return self._written[region_id]

    def parted_in(self, region_id: str) -> int | None:
        """The year in which a region was parted from another, if it was."""
        return self._until.get(self.whole.get(region_id, ""))

    def then(self, region_id: str, year: int, listed: Mapping[int, Collection[str]]) -> str | None:
        """What a region was in a year, by the regions that a file lists; None if it is not plain.

        The bureau also counts some years anew in the borders that came later. So all that were
        parted from one whole, listed beside each other, are what they are today; one without the
        others was the whole before the year in which it was parted, and is itself after it. A file
        that goes on beyond that year and never lists the others may have been cut off.
        """
        whole = self.whole.get(region_id)
        others = {each for each, of in self.whole.items() if of == whole} - {region_id}
        if whole is None or others <= set(listed[year]) or year > self._until[whole]:
            return region_id
        if year == self._until[whole] or others & set(listed[year]):
            return None
        complete = others <= set().union(*listed.values()) or max(listed) < self._until[whole]
        return whole if complete else None


def listed_by(pairs: Iterable[tuple[int, str]]) -> dict[int, set[str]]:
    """The regions that a file lists, by year."""
    found: dict[int, set[str]] = {}
    for year, region_id in pairs:
        found.setdefault(year, set()).add(region_id)
    return found
