"""What cannot be is refused, what may be wrong is asked about, and a good row is neither."""

from datetime import date

import pandas as pd
import pytest
from candidate_files import csv_text
from hypothesis import given, settings
from hypothesis import strategies as st
from impossible_rows import DOUBTFUL, IMPOSSIBLE

import kzdata
from dashboard.i18n.messages import say_problem
from dashboard.render.formats import plain_rows
from kzdata.check import frame_problems
from kzdata.consistency import inconsistent
from kzdata.consistency.once import once
from kzdata.schema import LANGUAGES
from kzdata.schema.model import DAY as DAYS
from kzdata.schema.model import FLAG, NUMBER, TEXT, WHOLE
from kzdata.schema.problems import Grade
from kzdata.schema.validate import told
from publishing.intake import read_candidate
from publishing.review.rehearsal import findings_of

DAY = date(2026, 11, 22)
CASES = {**IMPOSSIBLE, **DOUBTFUL}
ABOVE = 2  # rows of a file: the header, and the first row is row 1


@pytest.fixture(scope="session")
def book(filled_book):
    """Tables of which each has rows."""
    return filled_book


def candidates(frames, folder):
    """The files that somebody hands in of some tables."""
    for name, frame in frames.items():
        table = kzdata.TABLES[name]
        rows = [list(table.columns), *(list(r.values()) for r in plain_rows(table, frame))]
        path = folder / f"{name}.csv"
        path.write_text(csv_text(rows), encoding="utf-8", newline="")
        yield read_candidate(table, path)


@pytest.mark.parametrize("about", CASES)
def test_a_row_that_cannot_be_or_is_doubtful_is_named(about, book, tmp_path):
    case = CASES[about]
    name, at = case.row(book)
    new = case.put_in(book)
    grade = Grade.QUESTION if about in DOUBTFUL else Grade.ERROR
    handed_in = findings_of(list(candidates(new, tmp_path)), book, DAY)
    named = [f for f in handed_in if (f.rule, f.column) == (case.rule, case.column)]
    row = at + (ABOVE if name in new else 1)
    (problem,) = [f for f in named if (f.table, f.row) == (name, row)]
    assert len(named) == case.rows
    assert problem.file == f"{name}.{'csv' if name in new else 'parquet'}"
    assert problem.grade is grade
    frame = {**book, **new}[name]
    assert problem.found == told(frame[case.column].iloc[at])
    assert case.expected in (None, problem.expected)
    said = {language: say_problem(problem, language) for language in LANGUAGES}
    assert len(set(said.values())) == len(LANGUAGES)
    for text in said.values():
        assert text.startswith(problem.file)
        assert str(problem.row) in text
        assert (case.expected or "") in text
    if grade is Grade.ERROR:
        published = frame_problems({**book, **new}, list(new), DAY)
        assert case.rule in {f.rule for f in published if f.table == name}
    else:
        assert Grade.ERROR not in {f.grade for f in handed_in}


def test_the_tables_of_today_are_neither_refused_nor_asked_about(tables, book):
    for frames in (tables, book):
        assert inconsistent(frames, DAY) == []


@pytest.mark.parametrize("name", kzdata.TABLES)
def test_rules_bear_with_a_table_that_is_not_there_or_empty(name, book):
    others = {each: frame for each, frame in book.items() if each != name}
    assert inconsistent(others, DAY) == []
    assert inconsistent({**others, name: book[name].iloc[:0]}, DAY) == []


@pytest.mark.parametrize("name", kzdata.TABLES)
def test_rules_bear_with_rows_of_which_nothing_could_be_read(name, book):
    table, frame = kzdata.TABLES[name], book[name]
    nothing = {
        column: pd.Series([None if table.dtype(column) != FLAG else False] * 3)
        for column in table.columns
    }
    nothing = pd.DataFrame(nothing).astype({c: table.dtype(c) for c in table.columns})
    whole = pd.concat([frame, nothing], ignore_index=True)
    assert inconsistent({**book, name: whole}, DAY) == []


ODD = {
    NUMBER: [None, 0.0, -1.0, 1e300],
    WHOLE: [None, 0, -1, 2**62],
    DAYS: [None, pd.Timestamp("1990-01-01"), pd.Timestamp("9999-12-31")],
    TEXT: [None, "", "«?", "A", "я"],
}


@settings(max_examples=40)
@given(st.data())
def test_rules_bear_with_whatever_stands_in_a_cell(book, data):
    """What is wrong with it is said by others; here nothing is raised, and no warning."""
    table = kzdata.TABLES[data.draw(st.sampled_from(list(kzdata.TABLES)))]
    frame = book[table.name].copy()
    for column in (c for c in table.columns if table.dtype(c) != FLAG):
        at = data.draw(st.integers(0, len(frame) - 1), label=column)
        frame.loc[at, column] = data.draw(st.sampled_from(ODD[table.dtype(column)]))
    inconsistent({**book, table.name: frame}, DAY)


NAMES = {
    "kk": ["Qarmet", "«Қазцинк» ЖШС", "Алматы", "CO₂ – 2,5 %", "Кобальт", "Forbes Kazakhstan"],
    "ru": ["Qarmet", "ТОО «Казцинк»", "Алматы", "выбросы (тыс. т)", "Кобальт", "№ 5: итоги"],
    "en": ["Qarmet", "Kazzinc LLP", "Almaty", "R&D; emissions", "the plant’s “own” data", "a < b"],
}
FEW_PERCENT = {"kt": 0.03, "tonnes": 0.03, "usd_per_kg": 0.2}
# Of satellites no instrument is revised alone: they are held against each other.
REVISED = [name for name in kzdata.TABLES if name != "satellite_so2"]


@st.composite
def lawful_changes(draw, book):
    """Tables in which a value was revised, a text written otherwise, or a good row was added."""
    kind = draw(st.sampled_from(["revised", "renamed", "outcome", "year"]))
    if kind == "revised":
        column = draw(st.sampled_from(sorted(FEW_PERCENT)))
        name = draw(st.sampled_from([n for n in REVISED if column in kzdata.TABLES[n].columns]))
        frame, part = book[name].copy(), FEW_PERCENT[column]
        at = draw(st.integers(0, len(frame) - 1))
        frame.loc[at, column] *= 1 + draw(st.floats(-part, part))
    elif kind == "renamed":
        name = draw(st.sampled_from(["metals", "regions", "plants", "projects", "initiatives"]))
        frame = book[name].copy()
        at = draw(st.integers(0, len(frame) - 1))
        for language, names in NAMES.items():
            frame.loc[at, f"name_{language}"] = draw(st.sampled_from(names))
    elif kind == "outcome":
        name, frame = "plant_targets", book["plant_targets"].copy()
        at = draw(st.sampled_from([*frame.index[frame["deadline"] < pd.Timestamp("2025-11-01")]]))
        published = pd.Timestamp("2025-11-13")
        frame.loc[at, "outcome"] = draw(st.sampled_from(["met_declared", "missed", "withdrawn"]))
        frame.loc[at, "outcome_source_id"] = "baq-2025-11-13"
        frame.loc[at, "outcome_day"] = draw(st.sampled_from([published, pd.NaT]))
    else:
        name, frame = "regional_emissions", book["regional_emissions"]
        rows = frame[frame["year"] == 2022].assign(
            year=draw(st.sampled_from([2023, 2025])), source_id="bns-taldau-705070"
        )
        some = draw(st.lists(st.sampled_from(list(rows.index)), min_size=1, unique=True))
        frame = pd.concat([frame, rows.loc[some]], ignore_index=True)
    return {**book, name: frame}


@settings(max_examples=40)
@given(st.data())
def test_a_lawful_change_is_not_asked_about(book, data):
    assert inconsistent(data.draw(lawful_changes(book)), DAY) == []


@pytest.mark.parametrize("about", DOUBTFUL)
def test_what_stands_already_is_not_asked_about(about, book):
    stands = {**book, **DOUBTFUL[about].put_in(book)}
    assert inconsistent(stands, DAY) != []
    others = {name: frame.iloc[::-1].reset_index(drop=True) for name, frame in stands.items()}
    assert kzdata.consistency.doubts_and_contradictions(stands, others, DAY) == []


def test_a_rule_is_asked_again_only_where_a_table_that_it_reads_is_another(book):
    asked = []

    def rule(tables):
        asked.append(len(tables["metals"]) if "metals" in tables else None)
        return ()

    def ask(frames):
        once(rule, rule, frames)
        return len(asked)

    assert ask(book) == 1
    assert ask(dict(book)) == 1
    assert ask({**book, "plants": book["plants"].copy()}) == 1
    assert ask({**book, "metals": book["metals"].iloc[:3]}) == 2
    assert ask(book) == 2
    assert ask({name: frame for name, frame in book.items() if name != "metals"}) == 3
    assert asked == [len(book["metals"]), 3, None]
