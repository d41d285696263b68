"""What the data hold is shown: a column that no figure, claim or page shows says why not."""

import json
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import count, product

import pandas as pd
import pytest

from dashboard import store
from dashboard.figures import FIGURES, FigureRequest
from dashboard.figures.claims import RECORD_TABLES
from dashboard.figures.key_figures import HEADLINE_TABLES
from dashboard.html import Place, part
from dashboard.i18n import words_of
from dashboard.letters import LETTER_TABLES, acts, letters, requests_on
from dashboard.letters.law import by_id, said_given
from dashboard.page_contents import CONTENTS, Reports, Sources, Statements
from dashboard.store.snapshot import _pinned
from kzdata import TABLES
from kzdata.schema.model import DAY, FLAG, LANGUAGES, TEXT, WHOLE
from publishing.review import visible

DAY_OF_VIEW = date(2026, 11, 22)
PROMISES = {"plant_targets": "target_id", "projects": "project_id", "initiatives": "initiative_id"}
A_NAME = "a name for programs, by which tables refer to each other"
A_GRID = "for maps of equal squares, which whoever takes the data may draw; ours has outlines"
A_SPELLING = "where names are spelt like that; no figure rests on it"

# By table and column; what is here and shown all the same is a problem as well.
UNSHOWN: dict[tuple[str, str], str] = {
    ("plant_targets", "target_id"): A_NAME,
    ("initiatives", "initiative_id"): A_NAME,
    ("statements", "statement_id"): A_NAME,
    ("claims", "excludes"): "the record answers both claims by now; tests/test_claims.py has it",
    ("regions", "source_id"): A_SPELLING,
    ("regions", "tile_row"): A_GRID,
    ("regions", "tile_col"): A_GRID,
    ("metals", "source_id"): A_SPELLING,
    ("metal_prices_monthly", "period_end"): "the first day of a month tells the month",
    ("waste_rates", "remark"): "on rates of single regions, which no figure shows",
    ("places", "source_id"): A_SPELLING,
    ("laws", "law_id"): A_NAME,
    ("laws", "quoted"): "in English no sentence is the law's own; tests/test_ask.py has Russian",
    ("laws", "source_id"): "the address of the text stands with each act",
    ("bodies", "body_id"): A_NAME,
    ("requests", "request_id"): A_NAME,
    ("bodies", "source_id"): A_SPELLING,
    ("air_pollutants", "unit"): "each statistic has one unit, which the title of its column says",
}
VERSIONS = count()  # of tables, by which pages hold what they made
SINGLE_ROWS = 6  # rows of a table that are changed alone


@pytest.fixture(scope="session")
def book(filled_book):
    """Tables of which each has rows."""
    return filled_book


@pytest.fixture(scope="module")
def proven(book):
    """The book with an outcome of each kind, each with the day and the source that prove it."""
    tables = dict(book)
    kinds = ("met_declared", "met_verified", "missed", "withdrawn")
    sources = book["sources"]["source_id"]
    for name in PROMISES:
        rows = book[name].copy()
        for at in range(len(rows)):
            rows.loc[rows.index[at], ["outcome", "outcome_source_id"]] = [
                kinds[at % 4],
                sources.iloc[at],
            ]
            rows.loc[rows.index[at], "outcome_day"] = pd.Timestamp(2026, 3, 1 + at)
        tables[name] = rows
    return tables


def others(table, name, frame, tables):
    """The frame with other lawful values in a column: in all rows, then in single ones."""
    spec, dtype, column = table.specs[name], table.dtype(name), frame[name]
    filled = column.fillna(column.dropna().iloc[0]) if column.notna().any() else column
    if codes := codes_of(spec, tables):
        turned = dict(zip(codes, [*codes[1:], codes[0]], strict=True))
        changed = column.fillna(codes[0]).map(lambda code: turned.get(code, codes[0]))
    elif dtype == FLAG:
        changed = ~column
    elif dtype == DAY:
        changed = filled.fillna(pd.Timestamp(2024, 6, 1)) - pd.Timedelta(days=40)
    elif dtype == TEXT:
        changed = filled.fillna("") + (" {value}" if "{value}" in str(filled.iloc[0]) else "") + "Ω"
    else:
        step = 2 if dtype == WHOLE else spec.high / 1000  # beyond its neighbour in an order
        changed = filled.fillna(spec.low) + step
    changed = changed.astype(dtype)
    yield in_own_units(table, frame.assign(**{name: changed}))
    for at in frame.index[:: len(frame) // SINGLE_ROWS + 1]:
        single = column.where(frame.index != at, changed).astype(dtype)
        yield in_own_units(table, frame.assign(**{name: single}))


def in_own_units(table, frame):
    """The frame with a unit of its measure in each row that has another."""
    frame = frame.copy()
    for name in table.columns:
        if by := table.specs[name].units:
            for at, row in zip(frame.index, frame[list(by.columns)].itertuples(), strict=True):
                _, units = by.case(tuple(row)[1:])
                if units and frame.loc[at, name] not in units:
                    frame.loc[at, name] = units[0]
    return frame


def codes_of(spec, tables):
    if spec.references:
        return list(tables[spec.references].iloc[:, 0])
    return list(spec.codes or ())


def views(kind, language):
    offered = {
        "town": ["balkhash", "temirtau"],
        "region": ["KZ-35", "KZ-75"],
        "year": [2022, 2018],
        "place": ["balkhash", "temirtau"],
    }
    for taken in product(*(offered[name] for name in kind.choices)):
        yield FigureRequest(
            words_of(language), DAY_OF_VIEW, **dict(zip(kind.choices, taken, strict=True))
        )


def parts(name, language):
    """Each thing that readers see of a table, by what it is, and how it is made."""
    view = FigureRequest(words_of(language), DAY_OF_VIEW)
    for page, blocks in CONTENTS.items():
        for block in blocks:
            shown = {"sources": Sources, "statements": Statements, "reports": Reports}
            if isinstance(block, shown.get(name, ())):
                yield (page, block), partial(html, block, page, language)
    for id, kind in FIGURES.items():
        if name in (*kind.tables, *store.ALWAYS_NEEDED):
            for number, chosen in enumerate(views(kind, language)):
                yield (id, number), partial(figure, id, chosen)
    if name in (*RECORD_TABLES, "sources"):
        yield "claims", lambda tables: visible.claims(tables, view)
    if name in HEADLINE_TABLES:
        yield "headlines", lambda tables: visible.leading(tables, view)
    if name == "requests":
        yield "requests", partial(asked, view)
    if name in LETTER_TABLES:
        yield "letters", lambda tables: visible_letters(tables, view)


def asked(view, tables):
    """What is told of each request, where, and as whose answer; None where a column lacks."""
    try:
        told = list(requests_on(tables, view.day, view.words))
    except (AttributeError, KeyError):
        return None
    return [(each.gap, each.said, each.source_id) for each in told]


def figure(id, view, tables):
    return visible.figure(id, tables, view)


def visible_letters(tables, view):
    """Every letter, and what the list of them says of the law; None where they cannot be made."""
    laws = tables["laws"]
    try:
        told = letters(tables, view)
    except KeyError:  # of an article that is cited
        return None
    articles = acts(laws["law_id"], by_id(laws), view.words, said_given)
    return [[part.text for part in letter.parts] for letter in told], [
        [act.said, act.url, *act.articles] for act in articles
    ]


def html(block, page, language, tables):
    """A part of a page over these tables; None where a column lacks that it needs."""
    state = replace(store.snapshot(), tables=tables, version=str(next(VERSIONS)))
    held = _pinned.set(state)
    try:
        return {"html": part(block, Place(page, language, DAY_OF_VIEW, ""))}
    except (AttributeError, KeyError):
        return None
    finally:
        _pinned.reset(held)


def is_shown(tables, name, column, before, shown_by):
    """Whether a part of what readers see is another with other values in a column.

    `before` holds what parts are of the tables as they are, `shown_by` those that showed a column:
    they are asked first. What is made alike where the column is not there at all does not read it.
    """
    language = column[-2:] if column[-3:-2] == "_" and column[-2:] in LANGUAGES else "en"
    all_rows, *single_rows = (
        {**tables, name: frame} for frame in others(TABLES[name], column, tables[name], tables)
    )
    asked = sorted(parts(name, language), key=lambda part: part[0] not in shown_by)
    for key, make in asked:
        if (language, key) not in before:
            before[language, key] = as_text(make(tables))
        if differs(make(all_rows), before[language, key]):
            shown_by.add(key)
            return True
    bare = {**tables, name: tables[name].drop(columns=column)}
    reading = [(key, make) for key, make in asked if as_text(make(bare)) != before[language, key]]
    return any(
        differs(make(state), before[language, key])
        for state in single_rows
        for key, make in reading
    )


def differs(now, old):
    """Whether a part is another now; what can no longer be made shows nothing."""
    return now is not None and as_text(now) != old


def as_text(made):
    return json.dumps(made, default=str, ensure_ascii=False, sort_keys=True)


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_shown_or_says_why_not(proven, name):
    before, shown_by = {}, set()
    unshown = {
        column
        for column in TABLES[name].columns
        if not is_shown(proven, name, column, before, shown_by)
    }
    assert unshown == {column for table, column in UNSHOWN if table == name}


def test_no_excuse_is_left_of_a_column_that_is_gone():
    declared = {(name, column) for name, table in TABLES.items() for column in table.columns}
    assert UNSHOWN.keys() <= declared
    assert all(UNSHOWN.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_outcome_stands_with_its_day_and_its_source(proven, language):
    """In the table, in what the chart writes, among the sources: wherever it is told."""
    words = words_of(language)
    publishers = proven["sources"].set_index("source_id")[words.own("publisher")]
    for id, table, town in (
        ("overdue", "projects", "balkhash"),
        ("plant_targets", "plant_targets", "balkhash"),
        ("temirtau_drift", "plant_targets", "balkhash"),
        ("initiatives", "initiatives", "balkhash"),
        ("town_promises", "plant_targets", "temirtau"),
    ):
        figure = FIGURES[id].build(proven, FigureRequest(words, DAY_OF_VIEW, town=town))
        rows = figure.table
        assert list(rows)[-2:] == ["outcome_day", "outcome_by"]
        drawn = json.dumps(figure.chart.to_dict(), ensure_ascii=False) if figure.chart else ""
        for row in proven[table].itertuples():
            own = rows[rows["outcome_day"] == row.outcome_day]
            if own.empty:
                continue
            assert own["outcome_by"].str.startswith(publishers[row.outcome_source_id]).any()
            assert row.outcome_source_id in figure.sources
            if id != "overdue":  # which draws what has no outcome
                day = words.day(row.outcome_day).split()
                assert all(piece in drawn for piece in (*day, publishers[row.outcome_source_id]))
        assert rows["outcome_day"].notna().any()


def test_an_outcome_of_another_day_is_not_told_before_it(proven):
    """Neither its day nor its source: on that day nobody knew."""
    figure = FIGURES["overdue"].build(proven, FigureRequest(words_of("en"), date(2026, 2, 1)))
    assert "outcome_day" not in figure.table
    assert set(figure.sources).isdisjoint(
        set(proven["initiatives"]["outcome_source_id"])
        - set(proven["initiatives"]["source_id"])
        - set(proven["plant_targets"]["source_id"])
        - set(proven["projects"]["source_id"])
    )
