"""Every name of the site in three languages, each linked to where it stands."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from html import escape
from pathlib import Path

import pandas as pd

from dashboard import store
from dashboard.addresses import figure_page_path
from dashboard.figures import FIGURES, title_of
from dashboard.html.figure_card import unavailable
from dashboard.html.view import Place
from dashboard.i18n import words_of
from kzdata.schema.air import POLLUTANTS
from kzdata.schema.columns import TOWNS
from kzdata.schema.model import LANGUAGES

Named = Callable[[str], str]  # a name by its language


@dataclass(frozen=True)
class Entry:
    """A name in each language, the own one first, and the address of what is so called."""

    names: dict[str, str]
    address: str


def names(place: Place) -> str:
    """All names by kind, in the order of their codes: letters would sort each language otherwise.

    With scripts there is a field that leaves only the names that hold what is typed. A kind whose
    data are faulty says so.
    """
    words = place.words
    kinds = {
        words("index.towns"): _towns,
        words("index.regions"): _regions,
        words("index.plants"): _plants,
        words("index.pollutants"): _pollutants,
        words("index.metals"): _metals,
        words("index.publishers"): _publishers,
        words("index.figures"): _figures,
    }
    return _field(place) + "".join(
        f'<section class="names"><h2 class="group">{escape(heading)}</h2>'
        f"{_list(of(place)) or unavailable(words)}</section>"
        for heading, of in kinds.items()
    )


def _list(entries: Iterable[Entry]) -> str:
    items = "".join(map(_item, entries))
    return f"<ul>{items}</ul>" * bool(items)


@cache
def names_script() -> str:
    """The script by which the field filters the names; what is typed stays in the browser."""
    return (Path(__file__).parent / "name_index.js").read_text(encoding="utf-8")


def _field(place: Place) -> str:
    if not place.scripted:
        return ""
    words = place.words
    label, found = escape(words("index.field")), escape(words("index.found", count="{count}"))
    return (
        f'<div class="filter"><label for="name-filter">{label}</label>'
        f'<input type="search" id="name-filter" autocomplete="off" spellcheck="false">'
        f'<p class="small" role="status" data-found="{found}"></p></div>'
    )


def _item(entry: Entry) -> str:
    own, *others = dict.fromkeys(entry.names.values())
    language_of = {name: language for language, name in reversed(entry.names.items())}
    more = "".join(f' <span lang="{language_of[name]}">{escape(name)}</span>' for name in others)
    return f'<li><a href="{escape(entry.address)}">{escape(own)}</a>{more}</li>'


def _entry(place: Place, named: Named, address: str) -> Entry:
    languages = (place.language, *(each for each in LANGUAGES if each != place.language))
    return Entry({language: named(language) for language in languages}, address)


def _rows(table: str) -> pd.DataFrame:
    """The rows of a table by its key; none where its data are faulty."""
    try:
        rows = store.snapshot().need(table).frames[table]
    except store.Unavailable:
        return pd.DataFrame()
    return rows.sort_values(rows.columns[0], ignore_index=True)


def _towns(place: Place) -> Iterator[Entry]:
    """The towns that have a sheet, and the others of whose air something is known."""
    for town in TOWNS:
        yield _entry(place, _choice("town", town), place.link("town", town=town))
    for code in store.codes("place").values():
        if code not in TOWNS:
            yield _entry(place, _choice("place", code), place.link("air", place=code))


def _regions(place: Place) -> Iterator[Entry]:
    for code in store.codes("region").values():
        address = place.link("regions", figure="region_share", region=code)
        yield _entry(place, _choice("region", code), address)


def _choice(name: str, code: str | int) -> Named:
    return lambda language: store.choice_name(name, code, language)


def _plants(place: Place) -> Iterator[Entry]:
    """Plants with who runs them, by that name of today and the one of before."""
    for _, row in _rows("plants").iterrows():
        town = row["town"] in TOWNS
        address = place.link("town", town=row["town"]) if town else place.link("plants")
        yield _entry(place, partial(_run, row), address)


def _of_row(row: pd.Series, stem: str, language: str) -> str:
    return str(row[f"{stem}_{language}"])


def _pollutant(code: str, language: str) -> str:
    return words_of(language).code("pollutant", code)


def _question(id: str, language: str) -> str:
    return title_of(id, words_of(language))


def _run(row: pd.Series, language: str) -> str:
    known = (row[f"name_{language}"], row[f"operator_{language}"])
    return ", ".join(name for name in known if isinstance(name, str))


def _pollutants(place: Place) -> Iterator[Entry]:
    rows = _rows("air_pollutants")
    counted = set(rows["pollutant"]) if len(rows) else set()
    figures = {"so2": "so2_line", "phenol": "phenol"}
    for code in POLLUTANTS:
        if code in counted:
            address = place.link("air", figure=figures.get(code, ""))
            yield _entry(place, partial(_pollutant, code), address)


def _metals(place: Place) -> Iterator[Entry]:
    for _, row in _rows("metals").iterrows():
        yield _entry(place, partial(_of_row, row, "name"), place.link("metals"))


def _publishers(place: Place) -> Iterator[Entry]:
    """Each publisher once, linked to the first of its sources."""
    rows = _rows("sources")
    if rows.empty:
        return
    for _, row in rows.drop_duplicates("publisher_en").iterrows():
        address = place.link("sources", figure=f"source-{row['source_id']}")
        yield _entry(place, partial(_of_row, row, "publisher"), address)


def _figures(place: Place) -> Iterator[Entry]:
    """Figures by their questions, as they are asked while nothing is chosen."""
    for id in FIGURES:
        address = figure_page_path(place.language, id)
        yield _entry(place, partial(_question, id), address)
