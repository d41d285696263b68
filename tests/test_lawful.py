"""Whatever the check lets pass, all figures stay, and nobody reads that a program has no value."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lawful_rows import fewer, rows_more, with_row
from made_tables import rows
from nonsense import nonsense, of_claims, of_figure, of_headlines

from dashboard.figures import CHOICES, FIGURES, FigureRequest, codes, default
from dashboard.figures.claims import RECORD_TABLES
from dashboard.figures.key_figures import HEADLINE_TABLES
from dashboard.i18n import words_of
from kzdata import TABLES
from kzdata.schema.model import LANGUAGES

DAY = date(2026, 11, 22)
SHOWN = [name for name in TABLES if any(name in kind.tables for kind in FIGURES.values())]
REFERRED = {t.specs[c].references for t in TABLES.values() for c in t.columns}
TOGETHER = 12  # rows that all figures are shown at once
APART = 8  # of each row alone, and of each row less, a figure is shown one in so many


@pytest.fixture(scope="session")
def book(filled_book):
    """Tables of which each has rows."""
    return filled_book


class Walked(dict):
    """The rows by table, each made when it is first asked for."""

    def __init__(self, tables):
        super().__init__()
        self.tables = tables

    def __missing__(self, name):
        self[name] = list(rows_more(TABLES[name], self.tables))
        return self[name]


@pytest.fixture(scope="module")
def walked(book):
    return Walked(book)


def look_at(tables, name, turn, rows=(), apart=1):
    """Make what shows a table: as it is usually seen, and where it shows the rows."""
    words = words_of(LANGUAGES[turn % len(LANGUAGES)])
    usual = {choice: default(choice, tables) for choice in CHOICES}
    places = [usual, *(usual | chosen_by(row, tables) for row in rows)]
    ids = [id for id, kind in FIGURES.items() if name in kind.tables]
    for id in ids[turn % apart :: apart]:
        asked = [{choice: at[choice] for choice in FIGURES[id].choices} for at in places]
        for view in [one for at, one in enumerate(asked) if one not in asked[:at]]:
            assert nonsense(of_figure(id, tables, FigureRequest(words, DAY, **view))) == [], (
                id,
                rows,
            )
    view = FigureRequest(words, DAY, region=usual["region"])
    if name in HEADLINE_TABLES:
        assert nonsense(of_headlines(tables, view)) == []
    if name in RECORD_TABLES and turn % apart == 0:
        assert nonsense(of_claims(tables, view)) == []


def chosen_by(row, tables):
    """The choices that show a row."""
    towns = tables["plants"].set_index("plant_id")["town"]
    place = row.get("place") or row.get("town") or towns.get(row.get("plant_id"))
    wished = {
        "region": row.get("region_id"),
        "year": row.get("year"),
        "town": place,
        "place": row.get("place_id"),
    }
    return {choice: code for choice, code in wished.items() if code in codes(choice, tables)}


@pytest.mark.parametrize("name", SHOWN)
def test_every_figure_stays_with_one_lawful_row_more(book, walked, name):
    for turn, row in enumerate(walked[name]):
        look_at(with_row(TABLES[name], row, book), name, turn, [row], APART)


@pytest.mark.parametrize("name", SHOWN)
def test_every_figure_stays_with_every_code_and_reference(book, walked, name):
    """Each column holds all that it may hold by its declaration, in a row that is lawful."""
    table = TABLES[name]
    for column in table.columns:
        spec, met = table.specs[column], {row[column] for row in walked[name]}
        target = spec.references
        if target not in (None, "sources", "claims"):
            assert set(book[target][TABLES[target].key[0]]) <= met, column
        if not spec.units:
            assert set(spec.codes) <= met, column
    for turn, first in enumerate(range(0, len(walked[name]), TOGETHER)):
        several, state = walked[name][first : first + TOGETHER], book
        for row in several:
            state = with_row(table, row, state)
        look_at(state, name, turn, [several[0], several[-1]])


@pytest.mark.parametrize("name", SHOWN)
def test_every_figure_stays_with_less(book, name):
    for turn, state in enumerate(fewer(TABLES[name], book)):
        look_at(state, name, turn, apart=APART)


@pytest.mark.parametrize("name", SHOWN)
def test_every_figure_stays_with_rows_of_any_kind(book, name):
    """Drawn from the declarations, beside the rows that are there or in their place."""
    table = TABLES[name]
    keys = {other: list(book[other][TABLES[other].key[0]].unique()) for other in TABLES}

    @settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(rows(table, keys), min_size=1, max_size=4), st.booleans(), st.integers(0, 11))
    def stays(several, alone, turn):
        # What others refer to cannot be away.
        bare = {**book, name: book[name].iloc[:0]}
        state = bare if alone and name not in REFERRED else book
        for row in several:
            state = with_row(table, row, state)
        look_at(state, name, turn, several[:1], APART)

    stays()
